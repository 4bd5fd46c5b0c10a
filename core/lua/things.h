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

/* The text of a word of the database: roles, heads and lemmas come again and again.   [-0, +1, e] */
void ds_thing_push_word(lua_State *L, long long id);
/* The object of an argument; role, head: words; entity 0: none.   [-0, +1, e] */
void ds_thing_push_argument(lua_State *L, long long article, long long role, long long start, long long end, long long head,
                            long long entity);
/* Makes the argument on the top the n-th of the list and, unless the predicate has one of its role, its argument of that role. Absolute
 * indices.   [-1, +0, m] */
void ds_thing_add_argument(lua_State *L, int predicate, int list, lua_Integer n);

/* Getters (sentences.c): the sentences of an article, that of an object and those its span touches; the tokens of a sentence and those of
 * a span.   [-0, +1 on the top, e] */
void ds_get_sentences(lua_State *L);
void ds_get_sentence(lua_State *L);
void ds_get_span_sentences(lua_State *L);
void ds_get_tokens(lua_State *L);
void ds_get_span_tokens(lua_State *L);

#endif
