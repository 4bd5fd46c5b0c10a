#include "lua/env.h"

#include <lua-lpeg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "lua/debug.h"
#include "lua/english.h"

enum { MODULE_LIMIT = 64 * 1024 * 1024, LPEG_SUBJECT_LIMIT = 64 * 1024 * 1024 };

/* --- require --- */

/* The path of the first existing folder/part/name.ext, or NULL; the caller frees. */
static char *find_file(const ds_folders *folders, const char *part, const char *name, const char *extension) {
  for (size_t i = 0; i < folders->n; i++) {
    ds_buf path = {0};
    ds_buf_printf(&path, "%s/%s/%s%s", folders->items[i], part, name, extension);
    if (ds_path_exists(path.data)) return ds_buf_take(&path);
    ds_buf_reset(&path);
  }
  return NULL;
}

static bool is_plain_name(const char *name) {
  if (!*name) return false;
  for (const char *p = name; *p; p++)
    if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", *p)) return false;
  return true;
}

static char *find_module(const char *name, bool *is_text) {
  static const char *const extensions[] = {".lua", ".tsv", ".txt", ".csv"};
  bool data = !strncmp(name, "data.", 5);
  if (data) name += 5;
  *is_text = false;
  if (!is_plain_name(name)) return NULL;
  ds_folders *folders = ds_folders_new();
  char *path = NULL;
  for (size_t i = 0; !path && i < (data ? 4u : 1u); i++) {
    path = find_file(folders, data ? "data" : "lib", name, extensions[i]);
    *is_text = i > 0;
  }
  ds_folders_free(folders);
  return path;
}

bool ds_lua_find_module(lua_State *L, const char *name, bool *is_text) {
  char *found = find_module(name, is_text);
  if (!found) return false;
  lua_pushstring(L, found);
  free(found);
  const char *path = lua_tostring(L, -1);
  ds_buf text = {0};
  ds_err err = {0};
  if (ds_path_read(path, MODULE_LIMIT, &text, &err) != DS_OK) {
    lua_pushstring(L, err.text);
    ds_err_reset(&err);
    ds_buf_reset(&text);
    luaL_error(L, "%s", lua_tostring(L, -1));
  }
  int status = LUA_OK;
  if (*is_text) {
    lua_pushlstring(L, text.data ? text.data : "", text.len);
  } else {
    lua_pushfstring(L, "@%s", path);
    status = luaL_loadbufferx(L, text.data ? text.data : "", text.len, lua_tostring(L, -1), "t");
    lua_remove(L, -2);
  }
  ds_buf_reset(&text);
  if (status != LUA_OK) lua_error(L);
  lua_insert(L, -2);
  return true;
}

static void push_loaded(lua_State *L) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, "dossier.loaded");
}

/* The plugin's require. What is being loaded is marked, so that a circle is an error and not an endless one. */
static int pure_require(lua_State *L) {
  const char *name = luaL_checkstring(L, 1);
  static const char loading;
  lua_settop(L, 1);
  push_loaded(L);
  if (lua_getfield(L, 2, name) != LUA_TNIL) {
    if (lua_touserdata(L, -1) == &loading) return luaL_error(L, "module '%s' requires itself", name);
    return 1;
  }
  bool is_text = false;
  if (!ds_lua_find_module(L, name, &is_text))
    return luaL_error(L, "module '%s' not found; a plugin may require files of plugins/lib and plugins/data, 'english' and 'lpeg'", name);
  if (is_text) {
    lua_pop(L, 1);
  } else {
    lua_pushlightuserdata(L, (void *)&loading);
    lua_setfield(L, 2, name);
    lua_pushvalue(L, 1);
    lua_insert(L, -2);
    lua_call(L, 2, 1);
    if (lua_isnil(L, -1)) {
      lua_pushboolean(L, 1);
      lua_replace(L, -2);
    }
  }
  lua_pushvalue(L, -1);
  lua_setfield(L, 2, name);
  return 1;
}

/* --- lpeg --- */

/* upvalue 1: lpeg's own match */
static int lpeg_match(lua_State *L) {
  luaL_checkany(L, 2);
  size_t len;
  luaL_checklstring(L, 2, &len);
  luaL_argcheck(L, len <= LPEG_SUBJECT_LIMIT, 2, "subject longer than 64 MiB");
  ds_lua_poll(L);
  int n = lua_gettop(L);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, n, LUA_MULTRET);
  return lua_gettop(L);
}

static int open_lpeg(lua_State *L) {
  lua_pushcfunction(L, luaopen_lpeg);
  lua_call(L, 0, 1);
  lua_getfield(L, -1, "match");
  lua_pushcclosure(L, lpeg_match, 1);
  lua_setfield(L, -2, "match");
  /* Its patterns have finalizers: nobody may put his own in their place. */
  if (luaL_getmetatable(L, "lpeg-pattern") == LUA_TTABLE) {
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
  }
  lua_pop(L, 1);
  return 1;
}

/* --- the pure world --- */

int ds_lua_print_stderr(lua_State *L) {
  int n = lua_gettop(L);
  const char *name = lua_tostring(L, lua_upvalueindex(1));
  lua_pushstring(L, name ? name : "plugin");
  lua_pushliteral(L, ": ");
  lua_concat(L, 2);
  int line = lua_gettop(L);
  for (int i = 1; i <= n; i++) {
    luaL_tolstring(L, i, NULL);
    lua_pushvalue(L, line);
    lua_pushstring(L, i > 1 ? "\t" : "");
    lua_pushvalue(L, -3);
    lua_concat(L, 3);
    lua_replace(L, line);
    lua_settop(L, line);
  }
  size_t len;
  const char *s = lua_tolstring(L, line, &len);
  fwrite(s, 1, len, stderr);
  fputc('\n', stderr);
  return 0;
}

static int pure_collectgarbage(lua_State *L) {
  const char *what = luaL_optstring(L, 1, "collect");
  if (!strcmp(what, "count")) {
    lua_pushnumber(L, (lua_Number)ds_lua_of(L)->used / 1024.0);
    return 1;
  }
  if (strcmp(what, "collect")) return luaL_error(L, "collectgarbage knows 'collect' and 'count' here");
  lua_gc(L, LUA_GCCOLLECT);
  lua_pushinteger(L, 0);
  return 1;
}

static void remove_globals(lua_State *L, const char *const *names) {
  for (; *names; names++) {
    lua_pushnil(L);
    lua_setglobal(L, *names);
  }
}

static void add_module(lua_State *L, const char *name, lua_CFunction open) {
  push_loaded(L);
  lua_pushcfunction(L, open);
  lua_call(L, 0, 1);
  lua_setfield(L, -2, name);
  lua_pop(L, 1);
}

void ds_lua_open_pure(lua_State *L) {
  static const luaL_Reg libraries[] = {{"_G", luaopen_base},
                                       {"string", luaopen_string},
                                       {"table", luaopen_table},
                                       {"math", luaopen_math},
                                       {"utf8", luaopen_utf8},
                                       {"coroutine", luaopen_coroutine},
                                       {NULL, NULL}};
  static const char *const removed[] = {"dofile", "loadfile", "load", "warn", NULL};
  for (const luaL_Reg *lib = libraries; lib->name; lib++) {
    luaL_requiref(L, lib->name, lib->func, 1);
    lua_pop(L, 1);
  }
  remove_globals(L, removed);
  lua_getglobal(L, "string");
  lua_pushnil(L);
  lua_setfield(L, -2, "dump");
  lua_pop(L, 1);
  lua_getglobal(L, "math");
  lua_getfield(L, -1, "randomseed");
  lua_pushinteger(L, 1);
  lua_call(L, 1, 0);
  lua_pop(L, 1);
  ds_lua_guard(L, true);
  add_module(L, "lpeg", open_lpeg);
  add_module(L, "english", ds_lua_open_english);
  lua_register(L, "require", pure_require);
  lua_register(L, "collectgarbage", pure_collectgarbage);
  lua_pushnil(L);
  lua_pushcclosure(L, ds_lua_print_stderr, 1);
  lua_setglobal(L, "print");
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, ds_lua_debug_repl);
  lua_setfield(L, -2, "repl");
  lua_setglobal(L, "debug");
}

/* --- the full world --- */

/* For package.searchers. */
static int search_plugins(lua_State *L) {
  const char *name = luaL_checkstring(L, 1);
  bool is_text = false;
  if (!ds_lua_find_module(L, name, &is_text)) {
    lua_pushfstring(L, "no file plugins/lib/%s.lua", name);
    return 1;
  }
  return 2;
}

static int return_text(lua_State *L) {
  lua_pushvalue(L, lua_upvalueindex(1));
  return 1;
}

static int search_first(lua_State *L) {
  int n = search_plugins(L);
  if (n == 2 && lua_type(L, -2) == LUA_TSTRING) { /* data: a loader that hands it out */
    lua_pushvalue(L, -2);
    lua_pushcclosure(L, return_text, 1);
    lua_replace(L, -3);
  }
  return n;
}

void ds_lua_open_full(lua_State *L) {
  luaL_openlibs(L);
  lua_getglobal(L, "debug");
  lua_pushcfunction(L, ds_lua_debug_repl);
  lua_setfield(L, -2, "repl");
  lua_pop(L, 1);
  ds_lua_guard(L, false);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  lua_pushcfunction(L, open_lpeg);
  lua_setfield(L, -2, "lpeg");
  lua_pushcfunction(L, ds_lua_open_english);
  lua_setfield(L, -2, "english");
  lua_pop(L, 1);
  luaL_requiref(L, "json", ds_lua_open_json, 1);
  lua_pop(L, 1);
  lua_getglobal(L, "package");
  lua_getfield(L, -1, "searchers");
  for (lua_Integer i = (lua_Integer)lua_rawlen(L, -1); i >= 2; i--) {
    lua_rawgeti(L, -1, i);
    lua_rawseti(L, -2, i + 1);
  }
  lua_pushcfunction(L, search_first);
  lua_rawseti(L, -2, 2);
  lua_pop(L, 2);
}
