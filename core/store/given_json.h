/* The JSON form of an annotation, read back. Internal to the room. */
#ifndef DS_STORE_GIVEN_JSON_H
#define DS_STORE_GIVEN_JSON_H

#include <jansson.h>

#include "annotation/annotation.h"

/* An annotation of text in the arena, which does not borrow from root. NULL when it has no tokens or an offset lies outside the text. */
ds_annotation *ds_given_parse(const json_t *root, const char *text, size_t len, ds_arena *arena);

#endif
