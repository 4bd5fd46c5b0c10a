/* Corrections from a person's own Lua: entity.merge(a, b), quote.set(q, {…}), row.set(result, n, {…}), undo(n). */
#include <string.h>

#include "lua/session_private.h"
#include "store/corrections.h"

static ds_session *session_of(lua_State *L) {
  return ds_lua_of(L)->data;
}

/* Makes one correction; what was done is pushed.   [-0, +1, e] */
static int correct(lua_State *L, const ds_session_correction *c) {
  const ds_session_plugins *host = &session_of(L)->options.plugins;
  char said[1024] = "";
  ds_err err = {0};
  if (!host->correct) return luaL_error(L, "nothing can be corrected here");
  if (host->correct(host->data, c, said, sizeof said, &err) != DS_OK) {
    lua_pushfstring(L, "%s%s%s", err.text, err.hint[0] ? "; " : "", err.hint);
    ds_err_reset(&err);
    return luaL_error(L, "%s", lua_tostring(L, -1));
  }
  ds_model_refresh(L);
  lua_pushstring(L, said);
  return 1;
}

/* The name in an argument: a string, or an entity as "id:12". Stays on the stack. */
static const char *name_at(lua_State *L, int arg) {
  if (lua_type(L, arg) != LUA_TTABLE) return luaL_checkstring(L, arg);
  lua_pushliteral(L, "id");
  if (lua_rawget(L, arg) == LUA_TNIL) luaL_typeerror(L, arg, "a name or an entity");
  lua_pushfstring(L, "id:%s", luaL_tolstring(L, -1, NULL));
  return lua_tostring(L, -1);
}

/* The reason in the options at arg, { why = "…" }, or NULL. Stays on the stack. */
static const char *why_at(lua_State *L, int arg) {
  if (lua_isnoneornil(L, arg)) return NULL;
  luaL_checktype(L, arg, LUA_TTABLE);
  lua_pushnil(L);
  while (lua_next(L, arg)) {
    if (lua_type(L, -2) != LUA_TSTRING || strcmp(lua_tostring(L, -2), "why") != 0)
      luaL_argerror(L, arg, "of a correction 'why' can be said: { why = \"…\" }");
    lua_pop(L, 1);
  }
  return lua_getfield(L, arg, "why") == LUA_TNIL ? NULL : luaL_checkstring(L, -1);
}

/* upvalue 1: number of the verb */
static int entity_verb(lua_State *L) {
  ds_verb verb = (ds_verb)lua_tointeger(L, lua_upvalueindex(1));
  ds_session_correction c = {.verb = verb, .n_names = (size_t)ds_verb_names(verb)};
  c.why = why_at(L, (int)c.n_names + 1); /* before names come to lie there */
  for (size_t i = 0; i < c.n_names; i++) c.names[i] = name_at(L, (int)i + 1);
  return correct(L, &c);
}

/* The text of a field's value: nothing for false and nil, a list with semicolons. Stays on the stack. */
static const char *value_at(lua_State *L, int index) {
  index = lua_absindex(L, index);
  if (!lua_toboolean(L, index)) return NULL;
  if (lua_type(L, index) != LUA_TTABLE) return luaL_tolstring(L, index, NULL);
  lua_pushliteral(L, "id");
  if (lua_rawget(L, index) != LUA_TNIL) return name_at(L, index);
  lua_pushliteral(L, "");
  for (lua_Integer i = 1, n = (lua_Integer)lua_rawlen(L, index); i <= n; i++) {
    lua_pushstring(L, i > 1 ? "; " : "");
    lua_rawgeti(L, index, i);
    luaL_tolstring(L, -1, NULL);
    lua_remove(L, -2);
    lua_concat(L, 3);
  }
  return lua_tostring(L, -1);
}

/* One correction for each field of the table at `table`; false is nothing.   [-0, +1, e] */
static int set_fields(lua_State *L, int table, ds_session_correction *c) {
  luaL_checktype(L, table, LUA_TTABLE);
  int top = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, table)) {
    if (lua_type(L, -2) != LUA_TSTRING) return luaL_error(L, "fields have names: { speaker = \"…\" }");
    c->column = lua_tostring(L, -2);
    c->value = value_at(L, -1);
    correct(L, c);
    lua_settop(L, top + 1);
  }
  if (!c->column) return luaL_error(L, "nothing is set");
  lua_pushboolean(L, true);
  return 1;
}

static int quote_set(lua_State *L) {
  ds_session_correction c = {.verb = DS_VERB_QUOTE_SET};
  if (lua_type(L, 1) == LUA_TTABLE) {
    lua_pushliteral(L, "id");
    lua_rawget(L, 1);
    lua_replace(L, 1);
  }
  c.n = luaL_checkinteger(L, 1);
  c.why = why_at(L, 3);
  return set_fields(L, 2, &c);
}

static int row_set(lua_State *L) {
  ds_session_correction c = {.verb = DS_VERB_ROW_SET, .result = ds_result_of(L, 1), .n = luaL_checkinteger(L, 2)};
  if (!c.result) luaL_typeerror(L, 1, "the result of an analysis");
  c.why = why_at(L, 4);
  return set_fields(L, 3, &c);
}

static int row_reject(lua_State *L) {
  ds_session_correction c = {.verb = DS_VERB_ROW_REJECT, .result = ds_result_of(L, 1), .n = luaL_checkinteger(L, 2)};
  if (!c.result) luaL_typeerror(L, 1, "the result of an analysis");
  c.why = why_at(L, 3);
  return correct(L, &c);
}

static int undo(lua_State *L) {
  return correct(L, &(ds_session_correction){.verb = DS_VERB_COUNT, .n = luaL_optinteger(L, 1, 1)});
}
static int redo(lua_State *L) {
  return correct(L, &(ds_session_correction){.verb = DS_VERB_COUNT, .n = -luaL_optinteger(L, 1, 1)});
}

void ds_session_offer_corrections(lua_State *L) {
  static const luaL_Reg quote[] = {{"set", quote_set}, {NULL, NULL}}, row[] = {{"set", row_set}, {"reject", row_reject}, {NULL, NULL}};
  lua_newtable(L);
  for (int verb = 0; verb < DS_VERB_QUOTE_SET; verb++) {
    lua_pushinteger(L, verb);
    lua_pushcclosure(L, entity_verb, 1);
    lua_setfield(L, -2, ds_verb_word((ds_verb)verb));
  }
  lua_setglobal(L, "entity");
  luaL_newlib(L, quote);
  lua_setglobal(L, "quote");
  luaL_newlib(L, row);
  lua_setglobal(L, "row");
  lua_register(L, "undo", undo);
  lua_register(L, "redo", redo);
}
