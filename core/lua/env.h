/* The two worlds that Lua code runs in, and the folders where plugins and their helpers are found. */
#ifndef DS_LUA_ENV_H
#define DS_LUA_ENV_H

#include "lua/state.h"

/* A plugin's world: copies of the standard libraries without io, os, debug, load and package; `require` finds plugins/lib, plugins/data,
 * lpeg and english; print goes to standard error. Random numbers and the order of pairs are the same in every run.   [-0, +0, m] */
void ds_lua_open_pure(lua_State *L);
/* A person's own world: the whole of Lua, json, and a require that finds plugins/lib first.   [-0, +0, m] */
void ds_lua_open_full(lua_State *L);
/* Finds `require` a module of plugins/lib or plugins/data: pushes its loader (or, for data that is no Lua, its text) and its path and
 * returns true; false when there is none.   [-0, +2|0, e] */
bool ds_lua_find_module(lua_State *L, const char *name, bool *is_text);

/* The plugin folders in the order in which they are looked through; the last may be the installed one. The caller frees with _free. */
typedef struct ds_folders {
  char **items;
  size_t n;
  const char *installed; /* among the items, or NULL when it was not found */
} ds_folders;
ds_folders *ds_folders_new(void);
void ds_folders_free(ds_folders *folders); /* NULL is fine */

int ds_lua_open_json(lua_State *L);    /* json.encode, json.decode, json.null   [-0, +1, m] */
int ds_lua_print_stderr(lua_State *L); /* print that logs; upvalue 1: a name to put before the text, or nil */

#endif
