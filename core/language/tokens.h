/* Text to tokens, by the conventions of the English Universal Dependencies treebanks (EWT, GUM): contractions and possessives are
 * parted, hyphenated compounds too but for bound prefixes (anti-war), abbreviations keep their full stop, numbers, dates, addresses and
 * runs of punctuation stay whole. Rules only; linear in the text whatever its bytes. */
#ifndef DS_LANGUAGE_TOKENS_H
#define DS_LANGUAGE_TOKENS_H

#include "language/reading.h"

/* Fills r->tokens (start, end, space_before) and r->n_tokens from r->text. */
void ds_tokens_find(ds_reading *r, ds_arena *arena);

/* What kind of abbreviation a token that ends in a full stop is. */
typedef enum ds_abbreviation {
  DS_ABBREVIATION_NONE,
  DS_ABBREVIATION_BEFORE, /* stands before what it belongs to: "Mr.", "Sen.", "No.", an initial: a sentence hardly ends there */
  DS_ABBREVIATION_ANY     /* may end a sentence: "Inc.", "a.m.", "U.S." */
} ds_abbreviation;
ds_abbreviation ds_abbreviation_of(const char *word, size_t len); /* word without its final full stop */

/* Is word (any case) in list, which is sorted, lower case? */
bool ds_word_listed(const char *word, size_t len, const char *const *list, size_t n);

#endif
