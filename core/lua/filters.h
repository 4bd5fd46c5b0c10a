/* Conditions of selections: `{ who = …, since = …, lemma = {…} }` to SQL. */
#ifndef DS_LUA_FILTERS_H
#define DS_LUA_FILTERS_H

#include "lua/model.h"

/* Raises unless the argument is a selection. */
void ds_select_check(lua_State *L, int arg);
/* Appends the list at `from` to the list at `to` (absolute indices).   [-0, +0, m] */
void ds_params_add(lua_State *L, int to, int from);
/* ANDs a condition with n parameters, which lie on the top, to the selection at an absolute index.   [-n, +0, m] */
void ds_condition_add(lua_State *L, int selection, const char *condition, int n);
/* Adds what the table at index `filters` asks for; raises for an unknown filter (naming the nearest) or a value that does not fit. */
void ds_filters_add(lua_State *L, int selection, int filters, int thing);

/* A closed cursor: a userdata that owns a statement.   [-0, +1, m] */
sqlite3_stmt **ds_cursor_push(lua_State *L);
/* Prepares sql and binds the list at index params (0: none). */
void ds_cursor_prepare(lua_State *L, sqlite3_stmt **stmt, const char *sql, int params);

#endif
