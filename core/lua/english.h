/* The English reader in Lua, without a database: require("english").annotate(text[, date[, title]]). */
#ifndef DS_LUA_ENGLISH_H
#define DS_LUA_ENGLISH_H

#include <lua.h>

#include "language/reading.h"
#include "lua/object.h"

/* For require.   [-0, +1, m] */
int ds_lua_open_english(lua_State *L);

/* Adds country, country_code, country_of_city and country_of_people to the table on the top (world.c).   [-0, +0, m] */
void ds_lua_world(lua_State *L);

/* english.wording and english.around (wording.c). */
int ds_lua_wording(lua_State *L);
int ds_lua_around(lua_State *L);

/* A list of a sentence's tokens.   [-0, +1, m] */
void ds_lua_push_tokens(lua_State *L, const ds_reading *r, uint32_t sentence);
/* A span with its text.   [-0, +1, m] */
void ds_lua_push_span(lua_State *L, const char *text, size_t len, long long start, long long end);
/* A role that a predicate may have, so that asking for it is no misspelling. */
bool ds_lua_is_role(const char *word);
/* Getters of .first and .last from .start_byte and .end_byte of the object at 1.   [-0, +1] */
void ds_lua_get_first(lua_State *L);
void ds_lua_get_last(lua_State *L);

#endif
