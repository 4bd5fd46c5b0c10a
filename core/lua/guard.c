/* The library functions through which a stop could be swallowed or outrun, written anew. */
#include <stdlib.h>
#include <string.h>

#include "lua/state.h"

/* --- protected calls --- */

/* Goes on with the stop after a protected call that came back. */
static void check_stop(lua_State *L, int status) {
  ds_lua *lua = ds_lua_of(L);
  if (status == LUA_ERRMEM && !lua->stop) lua->stop = DS_STOP_MEMORY;
  if (!lua->stop) return;
  ds_lua_arm(L);
  ds_lua_raise_stop(L);
}

static int finish_pcall(lua_State *L, int status, lua_KContext extra) {
  check_stop(L, status);
  if (status != LUA_OK && status != LUA_YIELD) {
    lua_pushboolean(L, 0);
    lua_pushvalue(L, -2);
    return 2;
  }
  return lua_gettop(L) - (int)extra;
}

static int guard_pcall(lua_State *L) {
  luaL_checkany(L, 1);
  lua_pushboolean(L, 1);
  lua_insert(L, 1);
  return finish_pcall(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish_pcall), 0);
}

/* The user's message handler, passed over while stopping.   upvalue 1: the handler */
static int call_handler(lua_State *L) {
  if (ds_lua_of(L)->stop) return 1;
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 1);
  return 1;
}

static int guard_xpcall(lua_State *L) {
  int n = lua_gettop(L);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, call_handler, 1);
  lua_replace(L, 2);
  lua_pushboolean(L, 1);
  lua_pushvalue(L, 1);
  lua_rotate(L, 3, 2); /* f, handler, true, f, args… */
  return finish_pcall(L, lua_pcallk(L, n - 2, LUA_MULTRET, 2, 2, finish_pcall), 2);
}

/* --- coroutines --- */

static lua_State *check_thread(lua_State *L) {
  lua_State *co = lua_tothread(L, 1);
  luaL_argexpected(L, co, 1, "coroutine");
  return co;
}

/* Resumes co with nargs values from L's top; the number of results (moved to L), or -1 with the error on L's top. */
static int resume(lua_State *L, lua_State *co, int nargs) {
  ds_lua *lua = ds_lua_of(L);
  if (!lua_checkstack(co, nargs)) {
    lua_pushliteral(L, "too many arguments to resume");
    return -1;
  }
  lua_xmove(L, co, nargs);
  lua_State *before = lua->current;
  lua->current = co;
  if (lua->stop) ds_lua_arm(co);
  int n = 0;
  int status = lua_resume(co, L, nargs, &n);
  lua->current = before;
  check_stop(L, status == LUA_YIELD ? LUA_OK : status);
  if (status != LUA_OK && status != LUA_YIELD) {
    lua_xmove(co, L, 1);
    return -1;
  }
  if (!lua_checkstack(L, n + 1)) {
    lua_pop(co, n);
    lua_pushliteral(L, "too many results to resume");
    return -1;
  }
  lua_xmove(co, L, n);
  return n;
}

static int guard_resume(lua_State *L) {
  lua_State *co = check_thread(L);
  int n = resume(L, co, lua_gettop(L) - 1);
  lua_pushboolean(L, n >= 0);
  lua_insert(L, n >= 0 ? -(n + 1) : -2);
  return n >= 0 ? n + 1 : 2;
}

/* Closes co (its pending to-be-closed variables run); true when that went well, else its error is on L's top. */
static bool close_thread(lua_State *L, lua_State *co) {
  ds_lua *lua = ds_lua_of(L);
  lua_State *before = lua->current;
  lua->current = co;
  if (lua->stop) ds_lua_arm(co);
  int status = lua_resetthread(co);
  lua->current = before;
  check_stop(L, status);
  if (status == LUA_OK) return true;
  lua_xmove(co, L, 1);
  return false;
}

static int wrapped(lua_State *L) {
  lua_State *co = lua_tothread(L, lua_upvalueindex(1));
  int n = resume(L, co, lua_gettop(L));
  if (n >= 0) return n;
  int status = lua_status(co);
  if (status != LUA_OK && status != LUA_YIELD) {
    lua_pop(L, 1);
    if (close_thread(L, co)) lua_pushnil(L);
  }
  if (lua_type(L, -1) == LUA_TSTRING) {
    luaL_where(L, 1);
    lua_insert(L, -2);
    lua_concat(L, 2);
  }
  return lua_error(L);
}

static int guard_create(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_State *co = lua_newthread(L);
  lua_pushvalue(L, 1);
  lua_xmove(L, co, 1);
  return 1;
}

static int guard_wrap(lua_State *L) {
  guard_create(L);
  lua_pushcclosure(L, wrapped, 1);
  return 1;
}

static int guard_close(lua_State *L) {
  lua_State *co = check_thread(L);
  lua_Debug ar;
  bool suspended = co != L && (lua_status(co) == LUA_YIELD || (lua_status(co) == LUA_OK && !lua_getstack(co, 0, &ar)));
  bool failed = lua_status(co) != LUA_OK && lua_status(co) != LUA_YIELD;
  if (!suspended && !failed) return luaL_error(L, "cannot close a coroutine that runs");
  if (close_thread(L, co)) {
    lua_pushboolean(L, 1);
    return 1;
  }
  lua_pushboolean(L, 0);
  lua_insert(L, -2);
  return 2;
}

/* --- metatables, order --- */

static int guard_setmetatable(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  int kind = lua_type(L, 2);
  luaL_argexpected(L, kind == LUA_TNIL || kind == LUA_TTABLE, 2, "nil or table");
  if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) return luaL_error(L, "cannot change a protected metatable");
  if (kind == LUA_TTABLE) {
    lua_pushliteral(L, "__gc");
    lua_rawget(L, 2);
    if (!lua_isnil(L, -1)) return luaL_error(L, "finalizers (__gc) are not available to plugins; use a to-be-closed variable");
  }
  lua_settop(L, 2);
  lua_setmetatable(L, 1);
  return 1;
}

typedef struct key {
  int rank; /* numbers, strings, objects of the database by their ids and places, the rest */
  double number;
  const char *s;
  size_t len, index; /* index: place in traversal order, so that the rest keeps it */
} key;

static int compare_keys(const void *x, const void *y) {
  const key *a = x, *b = y;
  if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
  if (a->rank != 1 && a->number != b->number) return a->number < b->number ? -1 : 1;
  if (a->rank == 1) {
    size_t n = a->len < b->len ? a->len : b->len;
    int c = memcmp(a->s, b->s, n);
    if (c) return c;
    return a->len < b->len ? -1 : a->len > b->len;
  }
  return a->index < b->index ? -1 : a->index > b->index;
}

/* A raw field of the table on the top that is a number. */
static bool number_field(lua_State *L, const char *name, double *number) {
  lua_pushstring(L, name);
  bool found = lua_rawget(L, -2) == LUA_TNUMBER;
  if (found) *number = lua_tonumber(L, -1);
  lua_pop(L, 1);
  return found;
}

static void read_key(lua_State *L, key *k, size_t index) {
  *k = (key){.rank = 3, .index = index};
  if (lua_type(L, -1) == LUA_TNUMBER) {
    k->rank = 0;
    k->number = lua_tonumber(L, -1);
  } else if (lua_type(L, -1) == LUA_TSTRING) {
    k->rank = 1;
    k->s = lua_tolstring(L, -1, &k->len);
  } else if (lua_istable(L, -1) && (number_field(L, "id", &k->number) || number_field(L, "start_byte", &k->number))) {
    k->rank = 2;
  }
}

/* The keys of the table at 1, sorted, as a list on the top.   [-0, +1, m] */
static void push_sorted_keys(lua_State *L) {
  lua_newtable(L);
  int list = lua_gettop(L);
  size_t n = 0;
  for (lua_pushnil(L); lua_next(L, 1); n++) {
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_rawseti(L, list, (lua_Integer)n + 1);
  }
  key *keys = lua_newuserdatauv(L, (n + 1) * sizeof *keys, 0);
  for (size_t i = 0; i < n; i++) {
    lua_rawgeti(L, list, (lua_Integer)i + 1);
    read_key(L, &keys[i], i);
    lua_pop(L, 1);
  }
  qsort(keys, n, sizeof *keys, compare_keys);
  lua_createtable(L, (int)n, 0);
  for (size_t i = 0; i < n; i++) {
    lua_rawgeti(L, list, (lua_Integer)keys[i].index + 1);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_replace(L, list);
  lua_settop(L, list);
}

/* upvalues: the keys, the place among them */
static int next_sorted(lua_State *L) {
  lua_Integer i = lua_tointeger(L, lua_upvalueindex(2));
  for (;;) {
    i++;
    if (lua_rawgeti(L, lua_upvalueindex(1), i) == LUA_TNIL) return 1;
    lua_pushvalue(L, -1);
    if (lua_rawget(L, 1) != LUA_TNIL) break; /* what was removed meanwhile is passed over */
    lua_pop(L, 2);
  }
  lua_pushinteger(L, i);
  lua_replace(L, lua_upvalueindex(2));
  return 2;
}

static int guard_pairs(lua_State *L) {
  luaL_checkany(L, 1);
  if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
    lua_pushvalue(L, 1);
    lua_call(L, 1, 3);
    return 3;
  }
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  push_sorted_keys(L);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, next_sorted, 2);
  lua_pushvalue(L, 1);
  lua_pushnil(L);
  return 3;
}

/* --- tables --- */

static int guard_move(lua_State *L) {
  lua_Integer from = luaL_checkinteger(L, 2), end = luaL_checkinteger(L, 3), to = luaL_checkinteger(L, 4);
  int target = lua_isnoneornil(L, 5) ? 1 : 5;
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checktype(L, target, LUA_TTABLE);
  if (end >= from) {
    luaL_argcheck(L, from > 0 || end < LUA_MAXINTEGER + from, 3, "too many elements to move");
    lua_Integer n = end - from + 1;
    luaL_argcheck(L, to <= LUA_MAXINTEGER - n + 1, 4, "destination wrap around");
    bool forward = to > end || to <= from || target != 1;
    for (lua_Integer i = 0; i < n; i++) {
      lua_Integer k = forward ? i : n - 1 - i;
      lua_geti(L, 1, from + k);
      lua_seti(L, target, to + k);
      if ((i & 1023) == 0) ds_lua_poll(L);
    }
  }
  lua_pushvalue(L, target);
  return 1;
}

static int guard_insert(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_Integer n = luaL_len(L, 1) + 1, at = n;
  int args = lua_gettop(L);
  if (args != 2 && args != 3) return luaL_error(L, "wrong number of arguments to 'insert'");
  if (args == 3) {
    at = luaL_checkinteger(L, 2);
    luaL_argcheck(L, (lua_Unsigned)at - 1u < (lua_Unsigned)n, 2, "position out of bounds");
    for (lua_Integer i = n; i > at; i--) {
      lua_geti(L, 1, i - 1);
      lua_seti(L, 1, i);
      if ((i & 1023) == 0) ds_lua_poll(L);
    }
  }
  lua_seti(L, 1, at);
  return 0;
}

static int guard_remove(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_Integer n = luaL_len(L, 1), at = luaL_optinteger(L, 2, n);
  if (at != n) luaL_argcheck(L, (lua_Unsigned)at - 1u <= (lua_Unsigned)n, 2, "position out of bounds");
  lua_geti(L, 1, at);
  for (; at < n; at++) {
    lua_geti(L, 1, at + 1);
    lua_seti(L, 1, at);
    if ((at & 1023) == 0) ds_lua_poll(L);
  }
  lua_pushnil(L);
  lua_seti(L, 1, at);
  return 1;
}

static int less_than(lua_State *L) {
  ds_lua_poll(L);
  lua_pushboolean(L, lua_compare(L, 1, 2, LUA_OPLT));
  return 1;
}

/* upvalue 1: the library's own sort, which calls a comparator; ours can be stopped */
static int guard_sort(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  if (lua_isnoneornil(L, 2)) {
    lua_settop(L, 1);
    lua_pushcfunction(L, less_than);
  }
  lua_settop(L, 2);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, 2, 0);
  return 0;
}

static const luaL_Reg base_functions[] = {{"pcall", guard_pcall}, {"xpcall", guard_xpcall}, {NULL, NULL}};
static const luaL_Reg coroutine_functions[] = {
    {"create", guard_create}, {"resume", guard_resume}, {"wrap", guard_wrap}, {"close", guard_close}, {NULL, NULL}};
static const luaL_Reg table_functions[] = {{"move", guard_move}, {"insert", guard_insert}, {"remove", guard_remove}, {NULL, NULL}};

static void replace(lua_State *L, const char *library, const luaL_Reg *functions) {
  if (lua_getglobal(L, library) == LUA_TTABLE) luaL_setfuncs(L, functions, 0);
  lua_pop(L, 1);
}

void ds_lua_guard(lua_State *L, bool pure) {
  replace(L, "_G", base_functions);
  replace(L, "coroutine", coroutine_functions);
  replace(L, "table", table_functions);
  lua_getglobal(L, "table");
  lua_getfield(L, -1, "sort");
  lua_pushcclosure(L, guard_sort, 1);
  lua_setfield(L, -2, "sort");
  lua_pop(L, 1);
  ds_lua_strings(L);
  if (!pure) return;
  lua_pushcfunction(L, guard_setmetatable);
  lua_setglobal(L, "setmetatable");
  lua_pushcfunction(L, guard_pairs);
  lua_setglobal(L, "pairs");
}
