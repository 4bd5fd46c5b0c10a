/* Tone of what is said, added up from weights of words and pairs of words: `tone` from negative to positive, `colour` how far from plain
 * statement. A negation turns the tone of the words it reaches round and leaves the colour; "no" and "without" lose their own tone where
 * what they deny is bad. Each word and pair counts once. (The table is learned by scripts/training/wording.py.) */
#ifndef DS_LANGUAGE_WORDING_H
#define DS_LANGUAGE_WORDING_H

#include <stdbool.h>
#include <stddef.h>

typedef struct ds_wording ds_wording;

/* What one word, pair or phrase counted. */
typedef struct ds_wording_share {
  const char *word; /* lower case; borrowed from the wording, as changed_by */
  size_t len;
  double tone, colour;    /* its weights */
  double value;           /* what it counted, turned round or taken back */
  size_t first, last;     /* bytes of the text, 1-based, inclusive */
  const char *changed_by; /* the negation that turned it round, or NULL */
  size_t changed_len;
} ds_wording_share;

typedef struct ds_wording_sum {
  double tone, colour;
  size_t n_words;
  const ds_wording_share *shares; /* in the order of the text; good until the next question */
  size_t n_shares;
} ds_wording_sum;

/* Reads a table: word or "word word", tab, tone, tab, colour on each line; the rest, and lines with #, are remarks. Never NULL. */
ds_wording *ds_wording_new(const char *table, size_t len);
void ds_wording_free(ds_wording *wording); /* NULL is fine */
/* Adds a word or phrase of a person's own, in front of what the table says of its words; of those that fit the longest counts. */
void ds_wording_add(ds_wording *wording, const char *phrase, size_t len, double tone, double colour);
/* Adds up a text; shares: with what it is made of. */
ds_wording_sum ds_wording_read(ds_wording *wording, const char *text, size_t len, bool shares);
size_t ds_wording_size(const ds_wording *wording); /* in bytes */

#endif
