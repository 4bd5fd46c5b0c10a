/* Tone of what is said, added up from weights of lemmas and pairs of lemmas: `tone` from negative to positive, `colour` how far from plain
 * statement. Constructions multiply the tone of the nouns, verbs, adjectives and adverbs they reach and leave the colour (construction.h);
 * "no" and "without" lose their own tone where what they deny is bad, and so do negations that deny nothing. Each word and pair counts
 * once. (The table is learned by scripts/training/wording.py.) */
#ifndef DS_LANGUAGE_WORDING_H
#define DS_LANGUAGE_WORDING_H

#include "language/construction.h"

typedef struct ds_wording ds_wording;

/* What one word, pair or phrase counted. */
typedef struct ds_wording_share {
  const char *word; /* as in the table, without the tag; or a phrase of a person's own */
  const char *key;  /* as in the table: "like/v" */
  double tone, colour;
  double factor;          /* of constructions */
  double value;           /* what it counted */
  size_t first, last;     /* bytes of the text, 1-based, inclusive */
  const char *changed_by; /* lemmas of what made the constructions, "no, lack", or NULL */
} ds_wording_share;

typedef struct ds_wording_sum {
  double tone, colour;
  size_t n_words;
  const ds_wording_share *shares; /* in the order of the text; they and their texts are good until the next question */
  size_t n_shares;
} ds_wording_sum;

/* How much is told beside the sums: nothing, the shares of what weighs, or of every word and pair. */
typedef enum ds_wording_detail { DS_WORDING_SUMS, DS_WORDING_SHARES, DS_WORDING_ALL } ds_wording_detail;

/* Reads a table: "lemma/tag", "lemma" or "lemma lemma", tab, tone, tab, colour on each line; the rest, and lines with #, are remarks. The
 * tags are n v a r: nouns and names, verbs, adjectives, adverbs; other lemmas have none. Never NULL. */
ds_wording *ds_wording_new(const char *table, size_t len);
void ds_wording_free(ds_wording *wording); /* NULL is fine */
/* Adds a word or phrase of a person's own, in front of what the table says of its words, in any case of letters; of those that fit the
 * longest counts, of two that are the same the first. */
void ds_wording_add(ds_wording *wording, const char *phrase, size_t len, double tone, double colour);
/* Adds up the tokens of the ranges; `text` is that of the reading. */
ds_wording_sum ds_wording_read(ds_wording *wording, const ds_reading *reading, const char *text, const ds_token_range *ranges, size_t n,
                               ds_wording_detail detail);
size_t ds_wording_size(const ds_wording *wording); /* in bytes */

#endif
