/* How the words of a text stand to each other, as far as it changes what they say: negated, taken away ("lack of", "an end to", "fight
 * against"), asked, only imagined ("would be"), strengthened, weakened, compared. From lemmas, tags and the tree, never from strings.
 *
 * A construction has a word that makes it, a reach in the tree, and a factor by which it multiplies the tone of what it reaches. The
 * factors of negation, taking away and asking were chosen by cross-validation (scripts/training/wording.py --check); the others weigh
 * little there, and are as people understand them. */
#ifndef DS_LANGUAGE_CONSTRUCTION_H
#define DS_LANGUAGE_CONSTRUCTION_H

#include "language/reading.h"

/* Tokens [first, end) of a reading; what is said in a quotation may stand in several. */
typedef struct ds_token_range {
  uint32_t first, end;
} ds_token_range;

enum { DS_MOST_MAKERS = 3 };

/* A word of a text, and what constructions do to it. */
typedef struct ds_said_word {
  const ds_token *token;
  int32_t head;                /* number of its head among the words, or -1 */
  float factor;                /* 1: nothing changes it */
  uint32_t by[DS_MOST_MAKERS]; /* numbers of the words that make what changes it */
  uint8_t n_by;
  uint8_t maker; /* what it makes: a number of construction.c, 0 for nothing */
  bool idle;     /* a negation that denies nothing: "no doubt that", "could not be better", "not only" */
} ds_said_word;

typedef struct ds_said {
  ds_said_word *words;
  uint32_t n;
} ds_said;

/* The words that make constructions, by lemma. */
typedef struct ds_makers ds_makers;
ds_makers *ds_makers_new(void);
void ds_makers_free(ds_makers *makers); /* NULL is fine */

/* The words of the ranges with their heads and what constructions do to them. `text` is that of the reading. */
ds_said ds_said_read(const ds_makers *makers, const ds_reading *reading, const char *text, const ds_token_range *ranges, size_t n,
                     ds_arena *arena);

#endif
