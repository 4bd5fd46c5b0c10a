/* Tokens to paragraphs and sentences. A paragraph ends at a blank line, before an indented line, or at a line end in text that is not
 * hard-wrapped; it always ends a sentence. Inside a paragraph sentences end as in the English treebanks, within quotations too. */
#ifndef DS_LANGUAGE_SENTENCES_H
#define DS_LANGUAGE_SENTENCES_H

#include "language/reading.h"

enum { DS_SENTENCE_TOKENS = 400 }; /* longer ones are cut */

/* Fills r->sentences and each token's sentence from r->tokens. */
void ds_sentences_find(ds_reading *r, ds_arena *arena);

#endif
