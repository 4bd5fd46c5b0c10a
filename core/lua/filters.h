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
/* How a condition on lemmas begins, with two more brackets than a list needs: by the index of lemmas, which gives the predicates in their
 * order; and of few articles, where each predicate is looked at. */
#define DS_LEMMA_OF_ALL "predicates.id IN (SELECT id FROM predicate_rows WHERE lemma IN (SELECT id FROM words WHERE text IN ("
#define DS_LEMMA_OF_FEW "((+predicates.lemma IN ("
/* Notes that the selection is of few articles.   [-0, +0, m] */
void ds_condition_narrow(lua_State *L, int selection);
/* The name of the i-th filter of a kind of things; NULL after the last. */
const char *ds_filter_name(int thing, size_t i);
/* Adds what the table at index `filters` asks for; raises for an unknown filter (naming the nearest) or a value that does not fit. */
void ds_filters_add(lua_State *L, int selection, int filters, int thing);

/* A closed cursor: a userdata that owns a statement.   [-0, +1, m] */
sqlite3_stmt **ds_cursor_push(lua_State *L);
/* Prepares sql and binds the list at index params (0: none). */
void ds_cursor_prepare(lua_State *L, sqlite3_stmt **stmt, const char *sql, int params);
/* Its statement has been read (NULL: before).   [-0, +0] */
void ds_cursor_done(lua_State *L, sqlite3_stmt **stmt);
/* A cursor over the columns of the selection at index; raises unless it is of that kind of thing.   [-0, +1, e] */
sqlite3_stmt **ds_select_push_cursor(lua_State *L, int index, int thing);

#endif
