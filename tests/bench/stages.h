/* What the two halves of the measurement share: the stages, and the time that each has taken. */
#ifndef DS_BENCH_STAGES_H
#define DS_BENCH_STAGES_H

#include "base/buf.h"
#include "language/reading.h"

/* clang-format off */
#define STAGE_LIST(X) \
  X(INPUT, "JSON in") X(TOKENS, "tokens") X(SENTENCES, "sentences") X(TAGS, "tags") X(TREE, "tree") X(LEMMAS, "lemmas") \
  X(NAMES, "names") X(MENDING, "mending") X(ENTITIES, "entities") X(DATES, "dates") X(QUOTES, "quotes") X(PREDICATES, "predicates") \
  X(JSON, "JSON out")
/* clang-format on */
typedef enum stage {
#define X(name, text) STAGE_##name,
  STAGE_LIST(X)
#undef X
      STAGES
} stage;

typedef struct bench {
  double seconds[STAGES], last;
  uint64_t tokens, articles;
  ds_arena *arena;
  ds_buf out;
} bench;

/* The thread's time since the last call belongs to this stage. */
void done(bench *b, stage s);

/* What ds_read does, but step by step over the whole article. r has its text. */
void read_in_steps(bench *b, ds_reading *r);

#endif
