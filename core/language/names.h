/* Names: which stretches of a text name a person, an organization, a place or something else. */
#ifndef DS_LANGUAGE_NAMES_H
#define DS_LANGUAGE_NAMES_H

#include "base/arena.h"
#include "language/reading.h"

/* Fills r->names and r->n_names (in the arena), in text order and not overlapping. Looks at the tokens, their tags and the sentences,
 * which must be there; the tree is not needed. Titles, leading articles and a closing possessive 's are left out of a name.
 * Time and memory are linear in the number of tokens. */
void ds_names_find(ds_reading *r, ds_arena *arena);

#endif
