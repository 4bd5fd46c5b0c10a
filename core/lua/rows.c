/* db:rows(sql, …) and db:values(sql, …): SQL from Lua, reading only unless the program is the user's own. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "lua/filters.h"

/* A plugin reads: SELECT, WITH, VALUES or EXPLAIN, and SQLite must agree that nothing is written. */
static void check_reading(lua_State *L, sqlite3_stmt *stmt, const char *sql) {
  while (isspace((unsigned char)*sql)) sql++;
  bool reads =
      !strncasecmp(sql, "select", 6) || !strncasecmp(sql, "with", 4) || !strncasecmp(sql, "values", 6) || !strncasecmp(sql, "explain", 7);
  if (!reads || !sqlite3_stmt_readonly(stmt)) luaL_error(L, "only SELECT (or WITH, VALUES) is possible here: the database is read-only");
}

/* Parameters: values in order after the SQL, or one table of names. */
static void bind_all(lua_State *L, sqlite3_stmt *stmt, int first, int last) {
  int wanted = sqlite3_bind_parameter_count(stmt);
  bool named = last == first && lua_type(L, first) == LUA_TTABLE && !ds_object_class(L, first);
  if (!named && last - first + 1 != wanted)
    luaL_error(L, "the SQL has %d parameter%s, %d given", wanted, wanted == 1 ? "" : "s", last - first + 1);
  for (int i = 1; i <= wanted; i++) {
    if (!named) {
      ds_model_bind(L, stmt, i, first + i - 1);
      continue;
    }
    const char *name = sqlite3_bind_parameter_name(stmt, i);
    if (name)
      lua_getfield(L, first, name + 1);
    else
      lua_rawgeti(L, first, i);
    ds_model_bind(L, stmt, i, lua_gettop(L));
    lua_pop(L, 1);
  }
}

/* A row as a table: by the names of its columns and by number. */
static void push_row(lua_State *L, sqlite3_stmt *stmt) {
  int n = sqlite3_column_count(stmt);
  lua_createtable(L, n, n);
  for (int i = 0; i < n; i++) {
    ds_model_push_value(L, stmt, i);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, sqlite3_column_name(stmt, i));
    lua_rawseti(L, -2, i + 1);
  }
}

static int rows_next(lua_State *L) {
  sqlite3_stmt **stmt = lua_touserdata(L, lua_upvalueindex(1));
  if (!*stmt) return 0;
  if (ds_model_step(L, *stmt, "reading rows")) {
    push_row(L, *stmt);
    return 1;
  }
  ds_cursor_done(L, stmt);
  return 0;
}

/* The columns themselves, no table: half of what a row costs. A null in the first would end the loop. */
static int values_next(lua_State *L) {
  sqlite3_stmt **stmt = lua_touserdata(L, lua_upvalueindex(1));
  if (!*stmt) return 0;
  if (ds_model_step(L, *stmt, "reading rows")) {
    int n = sqlite3_column_count(*stmt);
    luaL_checkstack(L, n + 1, NULL);
    if (sqlite3_column_type(*stmt, 0) == SQLITE_NULL)
      return luaL_error(L, "the first column is null, which would end the loop: take one that never is first");
    for (int i = 0; i < n; i++) ds_model_push_value(L, *stmt, i);
    return n;
  }
  ds_cursor_done(L, stmt);
  return 0;
}

static int prepare(lua_State *L, const char *sql, size_t len, sqlite3_stmt **stmt) {
  const char *tail = NULL;
  sqlite3 *db = ds_model_db(L);
  int rc = sqlite3_prepare_v2(db, sql, (int)len, stmt, &tail);
  if (rc == SQLITE_ERROR && ds_model_of(L)->lacks && strstr(sqlite3_errmsg(db), "no such ") && ds_model_of(L)->lacks(L))
    rc = sqlite3_prepare_v2(db, sql, (int)len, stmt, &tail);
  if (rc != SQLITE_OK) return ds_model_fail(L, "SQL");
  if (!*stmt) return luaL_error(L, "there is no SQL in the text");
  while (tail && isspace((unsigned char)*tail)) tail++;
  if (tail && *tail) return luaL_error(L, "only one statement at a time; there is more after the first ';'");
  check_reading(L, *stmt, sql);
  return 0;
}

static int ask(lua_State *L, lua_CFunction next) {
  size_t len;
  const char *sql = luaL_checklstring(L, 2, &len);
  int last = lua_gettop(L);
  ds_model_db(L);
  sqlite3_stmt **stmt = ds_cursor_push(L);
  *stmt = strlen(sql) == len ? ds_model_idle(L, sql) : NULL;
  if (!*stmt) prepare(L, sql, len, stmt);
  bind_all(L, *stmt, 3, last);
  lua_pushvalue(L, -1);
  lua_pushcclosure(L, next, 1);
  lua_insert(L, -2);
  lua_pushnil(L);
  lua_insert(L, -2);
  lua_pushnil(L);
  lua_insert(L, -2);
  return 4;
}

int ds_rows_call(lua_State *L) {
  return ask(L, rows_next);
}

int ds_values_call(lua_State *L) {
  return ask(L, values_next);
}
