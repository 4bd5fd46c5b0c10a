/* What the model of names looks at. Shared by the reader (names.c) and the trainer (scripts/training/names_train.c). */
#ifndef DS_LANGUAGE_NAMES_FEATURES_H
#define DS_LANGUAGE_NAMES_FEATURES_H

#include "base/arena.h"
#include "language/reading.h"

/* Labels: outside, then for each kind begin, inside, last, unit. */
enum { DS_NAMES_LABELS = 17, DS_NAMES_FEATURES_MAX = 256, DS_NAMES_MEMORY_MAX = 12 };
enum { DS_NAMES_BEGIN, DS_NAMES_INSIDE, DS_NAMES_LAST, DS_NAMES_UNIT };
static inline int ds_names_label(ds_kind kind, int part) { return 1 + 4 * (int)kind + part; }
/* May label b follow label a? Before and behind a stretch stands label 0. */
static inline bool ds_names_may_follow(int a, int b) {
  bool open = a && ((a - 1) % 4 == DS_NAMES_BEGIN || (a - 1) % 4 == DS_NAMES_INSIDE);
  bool goes_on = b && ((b - 1) % 4 == DS_NAMES_INSIDE || (b - 1) % 4 == DS_NAMES_LAST);
  return open ? goes_on && (a - 1) / 4 == (b - 1) / 4 : !goes_on;
}

/* The model's section: this head, transitions int8 [from][to], then the bits of the features that have weights (2^bits of them), then
 * rows int8 [2^rows][DS_NAMES_LABELS]. A score is a sum of weights; score / scale is a logarithm. */
typedef struct ds_names_head {
  char magic[8];          /* "dsnames1" */
  uint32_t bits, rows;    /* powers of two */
  float scale;
  uint32_t zero;
} ds_names_head;
enum { DS_NAMES_TRANSITIONS = 304 }; /* bytes kept for the transitions, a multiple of 16 */

/* What is known of one token before any decision. */
typedef struct ds_names_view {
  uint32_t lower;    /* hash of the lower-cased word */
  uint32_t facts;    /* of the word alone, see gazetteer.h; given names and surnames are folded in */
  uint32_t phrase;   /* facts of the longest known phrase that it is part of, or 0 */
  uint16_t evidence; /* what stands beside the same word anywhere in the text */
  uint16_t cluster;  /* word cluster, 0: none */
  uint8_t shape, place_in_phrase;
  bool capital;      /* has a capital letter */
  bool active;       /* may be part of a name */
} ds_names_view;

/* Which kinds the same word was found to be elsewhere in the text. */
typedef struct ds_names_memory ds_names_memory;

ds_names_view *ds_names_views(const ds_reading *r, ds_arena *arena);
/* Writes the features of token i to out (room for DS_NAMES_FEATURES_MAX); returns their number. */
uint32_t ds_names_features(const ds_reading *r, const ds_names_view *views, uint32_t i, uint32_t *out);

/* Gathers labels (one per token; only those of active tokens count) for the second look. */
ds_names_memory *ds_names_remember(const ds_reading *r, const ds_names_view *views, const uint8_t *labels, ds_arena *arena);
/* The further features of token i in the second look (room for DS_NAMES_MEMORY_MAX). */
uint32_t ds_names_memory_features(const ds_reading *r, const ds_names_view *views, const ds_names_memory *memory, const uint8_t *labels,
                                  uint32_t i, uint32_t *out);

#endif
