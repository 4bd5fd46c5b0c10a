/* Commands of the program as functions: kwic{ "sanctions", sort = "left" }, import "inbox". */
#include <string.h>

#include "lua/session_private.h"

static const char call_name[] = "dossier.call";

/* What a call holds that Lua does not collect by itself. */
typedef struct held {
  ds_result *result;
  ds_buf said;
  ds_err err;
} held;

static int held_free(lua_State *L) {
  held *h = lua_touserdata(L, 1);
  ds_result_free(h->result);
  ds_buf_reset(&h->said);
  ds_err_reset(&h->err);
  *h = (held){0};
  return 0;
}

static held *push_held(lua_State *L) {
  held *h = lua_newuserdatauv(L, sizeof *h, 0);
  *h = (held){0};
  if (luaL_newmetatable(L, call_name)) {
    lua_pushcfunction(L, held_free);
    lua_setfield(L, -2, "__gc");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
  }
  lua_setmetatable(L, -2);
  return h;
}

/* Is the argument a table of words and options, and no object of the host? */
static bool is_table_of_words(lua_State *L, int arg) {
  return lua_istable(L, arg) && !ds_object_class(L, arg);
}

/* How many words and options there may be, lists counted by their items. */
static size_t count(lua_State *L, int n_args) {
  size_t n = (size_t)n_args;
  for (int arg = 1; arg <= n_args; arg++) {
    if (!is_table_of_words(L, arg)) continue;
    for (lua_pushnil(L); lua_next(L, arg); lua_pop(L, 1)) n += lua_istable(L, -1) ? lua_rawlen(L, -1) + 1 : 1;
  }
  return n;
}

typedef struct gathered {
  const char **words;
  const char *(*options)[2];
  size_t n_words, n_options;
  int texts; /* index of the table that keeps the strings */
} gathered;

/* The text of the value at index, kept.   [-0, +0, e] */
static const char *keep_text(lua_State *L, gathered *g, int index) {
  int top = lua_gettop(L);
  ds_session_arg_text(L, lua_absindex(L, index));
  const char *text = lua_tostring(L, -1);
  lua_rawseti(L, g->texts, (lua_Integer)lua_rawlen(L, g->texts) + 1);
  lua_settop(L, top);
  return text;
}

/* An option with the value on the top: each item of a list.   [-0, +0, e] */
static void gather_option(lua_State *L, gathered *g, const char *name) {
  bool list = is_table_of_words(L, -1);
  lua_Integer n = list ? (lua_Integer)lua_rawlen(L, -1) : 1;
  for (lua_Integer i = 1; i <= n; i++) {
    if (list) lua_rawgeti(L, -1, i);
    g->options[g->n_options][0] = name;
    g->options[g->n_options++][1] = keep_text(L, g, -1);
    if (list) lua_pop(L, 1);
  }
}

static void gather_table(lua_State *L, gathered *g, int arg, const char *name) {
  lua_Integer n = (lua_Integer)lua_rawlen(L, arg);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, arg, i);
    g->words[g->n_words++] = keep_text(L, g, -1);
    lua_pop(L, 1);
  }
  for (lua_pushnil(L); lua_next(L, arg); lua_pop(L, 1)) {
    if (lua_type(L, -2) == LUA_TSTRING)
      gather_option(L, g, lua_tostring(L, -2));
    else if (!lua_isinteger(L, -2) || lua_tointeger(L, -2) < 1 || lua_tointeger(L, -2) > n)
      luaL_error(L, "'%s' takes words and options by name, as in %s{ \"word\", limit = 5 }", name, name);
  }
}

/* The values of the call: its result or its words, and why not all went well.   [-0, +1|2, e] */
static int answer(lua_State *L, const held *h, ds_status status) {
  if (h->result)
    ds_result_push(L, h->result);
  else if (h->said.len)
    lua_pushlstring(L, h->said.data, h->said.len);
  else
    lua_pushboolean(L, status == DS_OK);
  if (status == DS_OK) return 1;
  lua_pushstring(L, h->err.text);
  return 2;
}

/* upvalue 1: the command's name */
static int call_command(lua_State *L) {
  const ds_session_plugins *host = &((ds_session *)ds_lua_of(L)->data)->options.plugins;
  const char *name = lua_tostring(L, lua_upvalueindex(1));
  int n_args = lua_gettop(L);
  size_t room = count(L, n_args);
  luaL_checkstack(L, 12, "too many arguments");
  gathered g = {0};
  g.words = lua_newuserdatauv(L, (room + 1) * sizeof *g.words, 0);
  g.options = lua_newuserdatauv(L, (room + 1) * sizeof *g.options, 0);
  lua_newtable(L);
  g.texts = lua_gettop(L);
  for (int arg = 1; arg <= n_args; arg++)
    if (is_table_of_words(L, arg))
      gather_table(L, &g, arg, name);
    else if (!lua_isnil(L, arg))
      g.words[g.n_words++] = keep_text(L, &g, arg);
  held *h = push_held(L);
  ds_session_call call = {name, g.words, g.n_words, (const char *const(*)[2])g.options, g.n_options};
  ds_status status = host->command(host->data, &call, &h->result, &h->said, &h->err);
  ds_model_refresh(L); /* it may have written */
  ds_lua_poll(L);
  /* what was done although some of it failed is handed over, with the reason */
  if (status == DS_OK || status == DS_PARTIAL || status == DS_GATE || (status == DS_FAIL && h->result)) return answer(L, h, status);
  return luaL_error(L, "%s%s%s", h->err.text, h->err.hint[0] ? "; " : "", h->err.hint);
}

void ds_session_push_command(lua_State *L) {
  lua_pushcclosure(L, call_command, 1);
}
