#ifndef DS_LUA_SESSION_PRIVATE_H
#define DS_LUA_SESSION_PRIVATE_H

#include "lua/model.h"
#include "lua/session.h"

struct ds_session {
  ds_lua *lua;
  ds_session_options options;
  char *database;
  ds_result *result; /* of the evaluation at hand; given to the caller at its end */
};

/* Appends the value at index to out: as Lua, keys sorted, limited in depth, width and count.   [-0, +0, e] */
void ds_pretty(lua_State *L, int index, ds_buf *out);
extern const ds_class ds_result_class;
/* A copy of a result as a Lua object: columns, rows (by name), notes, title.   [-0, +1, m] */
void ds_result_push(lua_State *L, const ds_result *result);
/* The result that the object at index holds, or NULL. */
const ds_result *ds_result_of(lua_State *L, int index);
ds_result *ds_result_copy(const ds_result *result);
/* Rows of a selection as a result, for the prompt (at most some hundred, which a note tells); the caller owns it.   [-0, +0, e] */
ds_result *ds_select_result(lua_State *L, int index);
/* Makes the verbs of corrections global: entity, quote, row, undo, redo. */
void ds_session_offer_corrections(lua_State *L);
/* The text of an argument's value: an entity is "#id", a list its items with commas.   [-0, +1, e] */
void ds_session_arg_text(lua_State *L, int value);
/* Pushes the function that a command is; upvalue 1 is its name, on the top.   [-1, +1, m] */
void ds_session_push_command(lua_State *L);
/* Makes every plugin and command a global function. */
void ds_session_offer_plugins(lua_State *L);

#endif
