/* What is to be written of an annotation, worked out where no database is needed, so that the threads that annotate do it and not the one
 * that writes: rows whose words, identities, quotations and predicates stand as numbers within the article, each word and name once, texts
 * folded, lists as JSON, tokens packed. Internal to the room. */
#ifndef DS_STORE_DRAFT_H
#define DS_STORE_DRAFT_H

#include "annotation/annotation.h"
#include "store/identity.h"

/* Tables and their columns in order: a the article, # the row's own number, n a number, f thousandths, w a word, e an identity, q a
 * quotation, p a predicate, t a text. */
/* clang-format off */
#define DS_DRAFT_LIST(X) \
  X(SENTENCES, "annn") \
  X(APPEARANCES, "aewww") \
  X(MENTIONS, "annenn") \
  X(QUOTES, "#annntetnnwtwf") \
  X(PREDICATES, "#annnwnwqe") \
  X(ARGUMENTS, "pnwnnwe") \
  X(DATES, "annntttt")
/* clang-format on */

typedef enum ds_draft_table {
#define X(name, columns) DS_DRAFT_##name,
  DS_DRAFT_LIST(X)
#undef X
      DS_DRAFT_TABLES
} ds_draft_table;

enum { DS_DRAFT_NULL = INT32_MIN, DS_DRAFT_COLUMNS = 14 };

typedef struct ds_draft_text {
  const char *text;
  size_t len;
  uint64_t hash; /* of a word: ds_words_hash; of another text 0 */
} ds_draft_text;

/* One name of a kind. */
typedef struct ds_draft_name {
  ds_kind kind;
  bool complete;
  ds_draft_text key, name, folded;          /* folded: what the shown name folds to */
  const char *last, *bare, *note, *country; /* or NULL */
} ds_draft_name;

/* How often the article names somebody so. */
typedef struct ds_draft_alias {
  uint32_t name; /* place in names */
  int n;
  ds_draft_text text;
} ds_draft_alias;

typedef struct ds_draft {
  struct {
    int32_t *cells; /* columns that a row does not know yet (a, #) are 0 */
    uint32_t n;     /* rows */
  } rows[DS_DRAFT_TABLES];
  ds_draft_text *words, *texts;
  ds_draft_name *names;
  ds_draft_alias *aliases;
  uint32_t n_words, n_texts, n_names, n_aliases;
  ds_buf packed; /* in the arena: not to be reset */
} ds_draft;

const char *ds_draft_columns(ds_draft_table table);
/* packed: the article's tokens, or NULL to have the reading's packed. The draft lies in the arena and borrows the text of the reading,
 * nothing else. */
ds_draft *ds_draft_make(const ds_annotation *a, const ds_buf *packed, ds_arena *arena);

#endif
