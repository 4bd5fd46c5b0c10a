/* english.wording and english.around: what analyses of tone ask of every quote, in C. */
#include "language/around.h"
#include "language/wording.h"
#include "lua/english.h"
#include "lua/said.h"
#include "lua/state.h"

/* A userdata that owns what `reset` lets go of; empty so far.   [+1] */
static void **push_owner(lua_State *L, const char *name, lua_CFunction collect) {
  void **owner = lua_newuserdatauv(L, sizeof *owner, 0);
  *owner = NULL;
  if (luaL_newmetatable(L, name)) {
    lua_pushcfunction(L, collect);
    lua_setfield(L, -2, "__gc");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
  }
  lua_setmetatable(L, -2);
  return owner;
}

static void *owned(lua_State *L) {
  return *(void **)lua_touserdata(L, lua_upvalueindex(1));
}

static void set_string(lua_State *L, const char *name, const char *s, size_t len) {
  lua_pushlstring(L, s, len);
  lua_setfield(L, -2, name);
}

static void set_number(lua_State *L, const char *name, double value) {
  lua_pushnumber(L, value);
  lua_setfield(L, -2, name);
}

static void set_integer(lua_State *L, const char *name, size_t value) {
  lua_pushinteger(L, (lua_Integer)value);
  lua_setfield(L, -2, name);
}

/* --- wording --- */

static int wording_collect(lua_State *L) {
  ds_wording **wording = lua_touserdata(L, 1);
  ds_wording_free(*wording);
  *wording = NULL;
  return 0;
}

static void set_text(lua_State *L, const char *name, const char *s) {
  lua_pushstring(L, s);
  lua_setfield(L, -2, name);
}

static void push_share(lua_State *L, const ds_wording_share *share) {
  lua_createtable(L, 0, 9);
  set_text(L, "word", share->word);
  set_text(L, "key", share->key);
  set_number(L, "weight", share->tone);
  set_number(L, "colour", share->colour);
  set_number(L, "factor", share->factor);
  set_number(L, "value", share->value);
  set_integer(L, "first", share->first);
  set_integer(L, "last", share->last);
  if (share->changed_by) set_text(L, "changed_by", share->changed_by);
}

/* upvalue 1: the wording. (text or quote, detail) -> tone, colour, number of words, shares */
static int wording_read(lua_State *L) {
  static const char *const details[] = {"sums", "shares", "all", NULL};
  ds_wording_detail detail = (ds_wording_detail)luaL_checkoption(L, 2, "shares", details);
  ds_lua_said said;
  ds_lua_get_said(L, 1, &said);
  ds_wording_sum sum = ds_wording_read(owned(L), said.reading, said.text, said.ranges, said.n, detail);
  lua_pushnumber(L, sum.tone);
  lua_pushnumber(L, sum.colour);
  lua_pushinteger(L, (lua_Integer)sum.n_words);
  if (detail == DS_WORDING_SUMS) return 3;
  lua_createtable(L, (int)sum.n_shares, 0);
  for (size_t i = 0; i < sum.n_shares; i++) {
    push_share(L, &sum.shares[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 4;
}

/* upvalue 1: the wording. (phrase, tone, colour) */
static int wording_add(lua_State *L) {
  size_t len;
  const char *phrase = luaL_checklstring(L, 1, &len);
  ds_wording_add(owned(L), phrase, len, luaL_checknumber(L, 2), luaL_checknumber(L, 3));
  ds_lua_charge(L, len + 256);
  return 0;
}

int ds_lua_wording(lua_State *L) {
  size_t len;
  const char *table = luaL_checklstring(L, 1, &len);
  void **owner = push_owner(L, "dossier.wording", wording_collect);
  *owner = ds_wording_new(table, len);
  ds_lua_charge(L, ds_wording_size(*owner));
  lua_pushvalue(L, -1);
  lua_pushcclosure(L, wording_read, 1);
  lua_insert(L, -2);
  lua_pushcclosure(L, wording_add, 1);
  return 2;
}

/* --- around --- */

static int around_collect(lua_State *L) {
  ds_around **around = lua_touserdata(L, 1);
  ds_around_free(*around);
  *around = NULL;
  return 0;
}

/* upvalue 1: the classifier. (text, start_byte, end_byte, brief) -> first, second, reasons */
static int around_ask(lua_State *L) {
  size_t len;
  const char *text = luaL_checklstring(L, 1, &len);
  lua_Integer start = luaL_checkinteger(L, 2), end = luaL_checkinteger(L, 3);
  bool brief = lua_toboolean(L, 4);
  ds_around_answer answer = ds_around_ask(owned(L), text, len, start, end);
  lua_pushnumber(L, answer.first);
  lua_pushnumber(L, answer.second);
  if (brief) return 2;
  lua_createtable(L, (int)answer.n_reasons, 0);
  for (size_t i = 0; i < answer.n_reasons; i++) {
    const ds_around_reason *reason = &answer.reasons[i];
    lua_createtable(L, 0, 3);
    set_string(L, "feature", reason->feature, reason->len);
    set_number(L, "first", reason->first);
    set_number(L, "second", reason->second);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 3;
}

int ds_lua_around(lua_State *L) {
  size_t len;
  const char *table = luaL_checklstring(L, 1, &len);
  luaL_checktype(L, 2, LUA_TTABLE);
  ds_around **owner = (ds_around **)push_owner(L, "dossier.around", around_collect);
  *owner = ds_around_new(table, len);
  for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING || lua_type(L, -1) != LUA_TNUMBER)
      return luaL_error(L, "the tones are numbers by words, got a %s under a %s", luaL_typename(L, -1), luaL_typename(L, -2));
    const char *word = lua_tolstring(L, -2, &len);
    ds_around_tone(*owner, word, len, lua_tonumber(L, -1));
  }
  ds_lua_charge(L, ds_around_size(*owner));
  lua_pushcclosure(L, around_ask, 1);
  return 1;
}
