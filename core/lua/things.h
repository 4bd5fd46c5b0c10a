/* What the getters of the data model's classes share. They work on the object at stack index 1 and push one value. */
#ifndef DS_LUA_THINGS_H
#define DS_LUA_THINGS_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* A whole number that lies in the object under a name; false when there is none.   [-0, +0] */
bool ds_thing_int(lua_State *L, const char *name, long long *value);
/* The text of the object's article; raises when it is gone.   [-0, +1 (the string)] */
const char *ds_thing_text(lua_State *L, size_t *len);

/* Getters (sentences.c): the sentences of an article, that of an object and those its span touches; the tokens of a sentence and those of
 * a span.   [-0, +1 on the top, e] */
void ds_get_sentences(lua_State *L);
void ds_get_sentence(lua_State *L);
void ds_get_span_sentences(lua_State *L);
void ds_get_tokens(lua_State *L);
void ds_get_span_tokens(lua_State *L);

#endif
