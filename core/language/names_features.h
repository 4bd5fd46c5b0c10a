/* What the model of names looks at. Shared by the reader (names.c) and the trainer (scripts/training/names_train.c). */
#ifndef DS_LANGUAGE_NAMES_FEATURES_H
#define DS_LANGUAGE_NAMES_FEATURES_H

#include "base/arena.h"
#include "language/gazetteer.h"
#include "language/reading.h"

/* Labels: outside, then for each kind begin, inside, last, unit. */
enum { DS_NAMES_LABELS = 17, DS_NAMES_FEATURES_MAX = 256, DS_NAMES_MEMORY_MAX = 12 };
enum { DS_NAMES_BEGIN, DS_NAMES_INSIDE, DS_NAMES_LAST, DS_NAMES_UNIT };
static inline int ds_names_label(ds_kind kind, int part) {
  return 1 + 4 * (int)kind + part;
}
/* May label b follow label a? Before and behind a stretch stands label 0. */
static inline bool ds_names_may_follow(int a, int b) {
  bool open = a && ((a - 1) % 4 == DS_NAMES_BEGIN || (a - 1) % 4 == DS_NAMES_INSIDE);
  bool goes_on = b && ((b - 1) % 4 == DS_NAMES_INSIDE || (b - 1) % 4 == DS_NAMES_LAST);
  return open ? goes_on && (a - 1) / 4 == (b - 1) / 4 : !goes_on;
}

/* The model's section: this head, transitions int8 [from][to], uint64 seen[2^bits / 64], uint32 ranks[2^bits / 512], then
 * int8 rows[rows padded to a multiple of 16][DS_NAMES_LABELS] and ds_names_word words[2^words].
 * A feature's bit in seen says that it has weights; the number of bits before it is its row; ranks are those numbers at every eighth
 * word. A score is a sum of weights; score / scale is a logarithm. */
typedef struct ds_names_head {
  char magic[8]; /* "dsnames2" */
  uint32_t bits, rows, words;
  float scale;
} ds_names_head;
enum { DS_NAMES_TRANSITIONS = 304 }; /* bytes kept for the transitions, a multiple of 16 */

static inline void ds_names_prefetch(const uint64_t *seen, uint32_t bits, uint32_t feature) {
  __builtin_prefetch(&seen[(feature & (((uint32_t)1 << bits) - 1)) >> 6]);
}

/* The row of a feature, or -1. Inlined, so that a caller made for a processor that counts bits has them counted by it. */
static inline __attribute__((always_inline)) int32_t ds_names_row(const uint64_t *seen, const uint32_t *ranks, uint32_t bits,
                                                                  uint32_t feature) {
  uint32_t bit = feature & (((uint32_t)1 << bits) - 1), word = bit >> 6;
  if (!(seen[word] >> (bit & 63) & 1)) return -1;
  int count = __builtin_popcountll(seen[word] & (((uint64_t)1 << (bit & 63)) - 1));
  for (uint32_t i = word & ~7u; i < word; i++) count += __builtin_popcountll(seen[i]);
  return (int32_t)ranks[word >> 3] + count;
}

/* What large corpora tell of a word: its distributional cluster, and as which kinds of names it was found there. Open addressing by the
 * low bits of the word's hash; check holds its high bits (the lowest of them set), 0 is an empty slot. */
typedef struct ds_names_word {
  uint16_t check, cluster, habit;
} ds_names_word;
typedef struct ds_names_words {
  const ds_names_word *slots;
  uint32_t bits;
} ds_names_words;
uint32_t ds_names_word_hash(const char *lower, size_t len);
const ds_names_word *ds_names_word_find(const ds_names_words *words, uint32_t hash); /* NULL if unknown */

/* What is known of one token before any decision. */
typedef struct ds_names_view {
  uint32_t lower;          /* hash of the lower-cased word */
  uint32_t facts;          /* of the word alone, see gazetteer.h; given names and surnames are folded in */
  uint32_t phrase;         /* facts of the longest known phrase that it is part of, or 0 */
  uint16_t evidence;       /* what stands beside the same word anywhere in the text */
  uint16_t cluster, habit; /* see ds_names_word; 0: none */
  uint8_t shape, place_in_phrase;
  bool capital;    /* has a capital letter */
  bool acronym;    /* short, in capitals among words that are not: lower is of the word as it stands */
  bool glued;      /* no blank stands before it */
  bool lower_name; /* has none, but is a known name when it has */
  bool active;     /* may be part of a name */
} ds_names_view;

/* Which kinds the same word was found to be elsewhere in the text. */
typedef struct ds_names_memory ds_names_memory;

/* ds_fact_find, but of a name in capitals that is not known as it stands, what its usual spelling is. */
uint32_t ds_names_usual_facts(const char *s, size_t len, ds_fact *fact);

ds_names_view *ds_names_views(const ds_reading *r, const ds_names_words *words, ds_arena *arena);
/* Writes the features of token i to out (room for DS_NAMES_FEATURES_MAX); returns their number; the first own[0] of
 * them are the word itself by its letters, those up to own[1] what corpora tell of it. */
uint32_t ds_names_features(const ds_reading *r, const ds_names_view *views, uint32_t i, uint32_t *out, uint32_t own[2]);

/* Gathers labels (one per token; only those of active tokens count) for the second look. */
ds_names_memory *ds_names_remember(const ds_reading *r, const ds_names_view *views, const uint8_t *labels, ds_arena *arena);
/* The further features of token i in the second look (room for DS_NAMES_MEMORY_MAX). */
uint32_t ds_names_memory_features(const ds_reading *r, const ds_names_view *views, const ds_names_memory *memory, const uint8_t *labels,
                                  uint32_t i, uint32_t *out);

#endif
