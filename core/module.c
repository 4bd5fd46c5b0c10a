/* require "dossier" in any Lua 5.4: the public C API as a Lua module.
 *
 *   local dossier = require "dossier"
 *   local db = dossier.open("news.db")             -- "read" is meant; "write" and "create" may stand after the name
 *   db:import{ "inbox", "more.jsonl" }             -- { added =, updated =, duplicates =, refused = }
 *   for _, row in ipairs(db:run("visits", { who = "lukashenko" })) do print(row.place, row.first, row.source.article) end
 *   for _, row in ipairs(db:query "select count(*) as n from quotes") do print(row.n) end
 *   dossier.annotate('{"text":"..."}')             -- one line of JSON
 *   db:close()
 *
 * What fails raises an error with the message. Unknown values are nil, lists are lists; source has article, start_byte, end_byte. */
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "dossier.h"

static const char handle_name[] = "dossier.handle", rows_name[] = "dossier.rows";

static dossier **check(lua_State *L) {
  dossier **db = luaL_checkudata(L, 1, handle_name);
  if (!*db) luaL_error(L, "the database is closed");
  return db;
}

static int fail(lua_State *L, dossier *db) {
  return luaL_error(L, "%s", dossier_error(db));
}

static int module_open(lua_State *L) {
  static const char *const modes[] = {"read", "write", "create", NULL};
  static const int flags[] = {DOSSIER_READONLY, 0, DOSSIER_CREATE};
  const char *path = luaL_checkstring(L, 1);
  int mode = luaL_checkoption(L, 2, "read", modes);
  dossier **db = lua_newuserdatauv(L, sizeof *db, 0);
  *db = NULL;
  luaL_setmetatable(L, handle_name);
  return dossier_open(path, flags[mode], db) ? fail(L, *db) : 1;
}

static int handle_close(lua_State *L) {
  dossier **db = luaL_checkudata(L, 1, handle_name);
  dossier_close(*db);
  *db = NULL;
  return 0;
}

static void set_count(lua_State *L, const char *name, int64_t n) {
  lua_pushinteger(L, n);
  lua_setfield(L, -2, name);
}

/* db:import{ path, … } or db:import(path, …) */
static int handle_import(lua_State *L) {
  enum { PARTIAL = 3 };
  dossier **db = check(L);
  dossier_counts counts = {0};
  if (!lua_istable(L, 2)) {
    lua_createtable(L, lua_gettop(L), 0);
    for (int i = 2; i < lua_gettop(L); i++) {
      lua_pushvalue(L, i);
      lua_rawseti(L, -2, i - 1);
    }
    lua_replace(L, 2);
  }
  size_t n = lua_rawlen(L, 2);
  const char **paths = lua_newuserdatauv(L, (n + 1) * sizeof *paths, 0);
  luaL_checkstack(L, (int)n + 10, "too many paths");
  for (size_t i = 0; i < n; i++) {
    lua_rawgeti(L, 2, (lua_Integer)i + 1); /* stays on the stack, and its text with it */
    paths[i] = luaL_checkstring(L, -1);
  }
  int code = dossier_import(*db, paths, n, &counts);
  if (code && code != PARTIAL) return fail(L, *db);
  lua_createtable(L, 0, 4);
  set_count(L, "added", counts.added);
  set_count(L, "updated", counts.updated);
  set_count(L, "duplicates", counts.duplicates);
  set_count(L, "refused", counts.refused);
  return 1;
}

static void push_value(lua_State *L, dossier_rows *rows, size_t row, size_t column) {
  switch (dossier_rows_type(rows, row, column)) {
  case DOSSIER_NULL: lua_pushnil(L); break;
  case DOSSIER_INTEGER: lua_pushinteger(L, dossier_rows_integer(rows, row, column)); break;
  case DOSSIER_NUMBER: lua_pushnumber(L, dossier_rows_number(rows, row, column)); break;
  case DOSSIER_BOOLEAN: lua_pushboolean(L, dossier_rows_integer(rows, row, column) != 0); break;
  case DOSSIER_LIST:
    lua_newtable(L);
    for (size_t i = 0; i < dossier_rows_items(rows, row, column); i++) {
      lua_pushstring(L, dossier_rows_item(rows, row, column, i));
      lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    break;
  default: lua_pushstring(L, dossier_rows_text(rows, row, column));
  }
}

/* Rows are owned by a userdata before Lua may raise. */
static dossier_rows **new_rows(lua_State *L) {
  dossier_rows **rows = lua_newuserdatauv(L, sizeof *rows, 0);
  *rows = NULL;
  luaL_setmetatable(L, rows_name);
  return rows;
}

static int rows_gc(lua_State *L) {
  dossier_rows **rows = luaL_checkudata(L, 1, rows_name);
  dossier_rows_free(*rows);
  *rows = NULL;
  return 0;
}

static int push_rows(lua_State *L, dossier_rows *rows) {
  size_t n = dossier_rows_count(rows), columns = dossier_rows_columns(rows);
  lua_createtable(L, (int)n, 0);
  for (size_t r = 0; r < n; r++) {
    int64_t article = 0;
    uint32_t start = 0, end = 0;
    lua_createtable(L, 0, (int)columns + 1);
    for (size_t c = 0; c < columns; c++) {
      push_value(L, rows, r, c);
      lua_setfield(L, -2, dossier_rows_column(rows, c));
    }
    if (dossier_rows_source(rows, r, &article, &start, &end)) {
      lua_createtable(L, 0, 3);
      set_count(L, "article", article);
      set_count(L, "start_byte", start);
      set_count(L, "end_byte", end);
      lua_setfield(L, -2, "source");
    }
    lua_rawseti(L, -2, (lua_Integer)r + 1);
  }
  return 1;
}

static int handle_query(lua_State *L) {
  dossier **db = check(L);
  const char *sql = luaL_checkstring(L, 2);
  dossier_rows **rows = new_rows(L);
  return dossier_query(*db, sql, rows) ? fail(L, *db) : push_rows(L, *rows);
}

/* The value on the top as it is typed on the command line: a list as "a,b".   [+1] */
static const char *push_typed(lua_State *L) {
  if (!lua_istable(L, -1)) return luaL_tolstring(L, -1, NULL);
  luaL_Buffer text;
  int list = lua_gettop(L);
  luaL_buffinit(L, &text);
  for (lua_Integer i = 1, n = luaL_len(L, list); i <= n; i++) {
    if (i > 1) luaL_addchar(&text, ',');
    lua_rawgeti(L, list, i);
    luaL_tolstring(L, -1, NULL);
    lua_remove(L, -2);
    luaL_addvalue(&text);
  }
  luaL_pushresult(&text);
  return lua_tostring(L, -1);
}

/* db:run(plugin, { name = value, … }): values as they are typed on the command line; true and lists too. */
static int handle_run(lua_State *L) {
  enum { MOST = 64 };
  const char *pairs[MOST][2];
  dossier **db = check(L);
  const char *plugin = luaL_checkstring(L, 2);
  size_t n = 0;
  lua_settop(L, 3);
  luaL_checkstack(L, 2 * MOST + 20, NULL);
  if (!lua_isnil(L, 3)) luaL_checktype(L, 3, LUA_TTABLE);
  for (lua_isnil(L, 3) ? (void)0 : lua_pushnil(L); !lua_isnil(L, 3) && lua_next(L, 3); n++) {
    if (n == MOST) return luaL_error(L, "more than %d arguments", MOST);
    if (lua_type(L, -2) != LUA_TSTRING) return luaL_error(L, "arguments have names, got a %s as a name", luaL_typename(L, -2));
    pairs[n][0] = lua_tostring(L, -2);
    pairs[n][1] = push_typed(L);
    lua_insert(L, -3); /* the text of the value stays below the key */
    lua_pop(L, 1);
  }
  dossier_rows **rows = new_rows(L);
  return dossier_run(*db, plugin, NULL, (const char *const(*)[2])pairs, n, rows) ? fail(L, *db) : push_rows(L, *rows);
}

static int module_annotate(lua_State *L) {
  size_t len = 0;
  const char *json = luaL_checklstring(L, 1, &len);
  char *line = dossier_annotate(json, len, lua_toboolean(L, 2));
  lua_pushstring(L, line);
  dossier_free(line);
  return 1;
}

static void new_class(lua_State *L, const char *name, const luaL_Reg *methods, lua_CFunction gc) {
  luaL_newmetatable(L, name);
  luaL_newlib(L, ((luaL_Reg[]){{NULL, NULL}}));
  luaL_setfuncs(L, methods, 0);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, gc);
  lua_setfield(L, -2, "__gc");
  lua_pushcfunction(L, gc);
  lua_setfield(L, -2, "__close");
  lua_pop(L, 1);
}

__attribute__((visibility("default"))) int luaopen_dossier(lua_State *L);

int luaopen_dossier(lua_State *L) {
  static const luaL_Reg functions[] = {{"open", module_open}, {"annotate", module_annotate}, {NULL, NULL}};
  static const luaL_Reg methods[] = {
      {"close", handle_close}, {"import", handle_import}, {"query", handle_query}, {"run", handle_run}, {NULL, NULL}};
  static const luaL_Reg none[] = {{NULL, NULL}};
  new_class(L, handle_name, methods, handle_close);
  new_class(L, rows_name, none, rows_gc);
  luaL_newlib(L, functions);
  return 1;
}
