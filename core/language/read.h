/* The steps of ds_read behind tokens and sentences, for training and measuring. */
#ifndef DS_LANGUAGE_READ_H
#define DS_LANGUAGE_READ_H

#include "language/reading.h"

/* Fills tags, lemmas, heads and relations of a reading that has tokens and sentences. */
void ds_read_tokens(ds_reading *r, ds_arena *arena);
/* Mends the trees: names are found after them, and know better where one ends and the next begins. The last step. */
void ds_read_mend(ds_reading *r);

#endif
