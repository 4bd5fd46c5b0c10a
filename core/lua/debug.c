#include "lua/debug.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lua/session_private.h"

static char *(*read_line)(const char *prompt);

void ds_debug_reader(char *(*read)(const char *prompt)) {
  read_line = read;
}

/* The function that called the innermost repl(). */
static bool find_frame(lua_State *L, lua_Debug *ar) {
  for (int level = 0; lua_getstack(L, level, ar); level++) {
    lua_getinfo(L, "f", ar);
    bool here = lua_tocfunction(L, -1) == ds_lua_debug_repl;
    lua_pop(L, 1);
    if (here) return lua_getstack(L, level + 1, ar) != 0;
  }
  return false;
}

/* The number of the local of that name that is seen last, or 0. */
static int find_local(lua_State *L, const lua_Debug *ar, const char *wanted) {
  int found = 0;
  const char *name;
  for (int n = 1; (name = lua_getlocal(L, ar, n)); n++) {
    if (strcmp(name, wanted) == 0) found = n;
    lua_pop(L, 1);
  }
  return found;
}

/* Likewise an upvalue of the function on the top. */
static int find_upvalue(lua_State *L, const char *wanted) {
  const char *name;
  for (int n = 1; (name = lua_getupvalue(L, -1, n)); n++) {
    lua_pop(L, 1);
    if (strcmp(name, wanted) == 0) return n;
  }
  return 0;
}

/* The globals that the function on the top sees.   [-1, +1] */
static void push_globals(lua_State *L) {
  int n = find_upvalue(L, "_ENV");
  if (n)
    lua_getupvalue(L, -1, n);
  else
    lua_pushglobaltable(L);
  lua_remove(L, -2);
}

static int scope_get(lua_State *L) {
  lua_Debug ar;
  const char *name = luaL_checkstring(L, 2);
  if (!find_frame(L, &ar)) return 0;
  int n = find_local(L, &ar, name);
  if (n) {
    lua_getlocal(L, &ar, n);
    return 1;
  }
  lua_getinfo(L, "f", &ar);
  n = find_upvalue(L, name);
  if (n) {
    lua_getupvalue(L, -1, n);
    return 1;
  }
  push_globals(L);
  lua_getfield(L, -1, name);
  return 1;
}

static int scope_set(lua_State *L) {
  lua_Debug ar;
  const char *name = luaL_checkstring(L, 2);
  lua_settop(L, 3);
  if (!find_frame(L, &ar)) return 0;
  int n = find_local(L, &ar, name);
  if (n) {
    lua_setlocal(L, &ar, n);
    return 0;
  }
  lua_getinfo(L, "f", &ar);
  n = find_upvalue(L, name);
  if (n) {
    lua_pushvalue(L, 3);
    lua_setupvalue(L, -2, n);
    return 0;
  }
  push_globals(L);
  lua_pushvalue(L, 3);
  lua_setfield(L, -2, name);
  return 0;
}

/* A table that stands for all that can be named where the run stopped. */
static void push_scope(lua_State *L) {
  lua_newtable(L);
  lua_createtable(L, 0, 2);
  lua_pushcfunction(L, scope_get);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, scope_set);
  lua_setfield(L, -2, "__newindex");
  lua_setmetatable(L, -2);
}

static void show(lua_State *L, const char *before, int index) {
  ds_buf out = {0};
  ds_buf_puts(&out, before);
  ds_pretty(L, index, &out);
  fprintf(stderr, "%s\n", out.data);
  ds_buf_reset(&out);
}

static void show_locals(lua_State *L) {
  lua_Debug ar;
  const char *name;
  char before[80];
  if (!find_frame(L, &ar)) return;
  for (int n = 1; (name = lua_getlocal(L, &ar, n)); n++) {
    snprintf(before, sizeof before, "%.60s = ", name);
    if (name[0] != '(') show(L, before, -1);
    lua_pop(L, 1);
  }
}

/* Compiles an expression or statements in the scope; true with the function, else with the message on the top. */
static bool compile(lua_State *L, const char *line) {
  lua_pushfstring(L, "return %s", line);
  size_t len;
  const char *text = lua_tolstring(L, -1, &len);
  bool good = luaL_loadbufferx(L, text, len, "=debug", "t") == LUA_OK;
  lua_remove(L, -2);
  if (!good) {
    lua_pop(L, 1);
    good = luaL_loadbufferx(L, line, strlen(line), "=debug", "t") == LUA_OK;
  }
  if (!good) return false;
  push_scope(L);
  lua_setupvalue(L, -2, 1);
  return true;
}

static void evaluate(lua_State *L, const char *line) {
  int top = lua_gettop(L);
  if (compile(L, line) && lua_pcall(L, 0, LUA_MULTRET, 0) == LUA_OK) {
    for (int i = top + 1, n = lua_gettop(L); i <= n; i++) show(L, "", i);
  } else {
    ds_lua_poll(L);
    fprintf(stderr, "%s\n", luaL_tolstring(L, -1, NULL));
  }
  lua_settop(L, top);
}

static void show_where(lua_State *L) {
  luaL_traceback(L, L, NULL, 1);
  fprintf(stderr, "%s\n", lua_tostring(L, -1));
  lua_pop(L, 1);
}

/* Runs one line; false when the run is to go on. Raises for `stop`. */
static bool obey(lua_State *L, const char *line) {
  line += strspn(line, " \t");
  if (strcmp(line, "cont") == 0 || strcmp(line, "c") == 0) return false;
  if (strcmp(line, "stop") == 0) luaL_error(L, "stopped in debug.repl()");
  if (strcmp(line, "locals") == 0)
    show_locals(L);
  else if (strcmp(line, "where") == 0)
    show_where(L);
  else if (*line)
    evaluate(L, line);
  return true;
}

int ds_lua_debug_repl(lua_State *L) {
  if (!read_line) return luaL_error(L, "debug.repl() needs a terminal");
  if (ds_lua_of(L)->aside) return luaL_error(L, "debug.repl() works in one thread: give --jobs 1");
  luaL_checkstack(L, 40, NULL);
  luaL_where(L, 1);
  fprintf(stderr, "stopped at %s'cont' goes on, 'locals', 'where', 'stop', or any Lua\n", lua_tostring(L, -1));
  for (bool more = true; more;) {
    ds_lua_clock(ds_lua_of(L), false);
    char *line = read_line("debug> ");
    ds_lua_clock(ds_lua_of(L), true);
    if (!line) break;
    lua_pushstring(L, line); /* Lua's from here on: what follows may raise */
    free(line);
    more = obey(L, lua_tostring(L, -1));
    lua_settop(L, 0);
  }
  return 0;
}
