#include "plugin/functions.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "lua/env.h"
#include "lua/state.h"

static void fail(sqlite3_context *context, ds_err *err) {
  sqlite3_result_error(context, err->text, -1);
  if (err->status == DS_INTERRUPT) sqlite3_result_error_code(context, SQLITE_INTERRUPT);
  ds_err_reset(err);
}

/* --- excerpt --- */

/* An offset brought to where a character begins. */
static sqlite3_int64 whole(const char *text, sqlite3_int64 at, sqlite3_int64 len) {
  if (at > len) at = len;
  while (at > 0 && at < len && ((unsigned char)text[at] & 0xC0) == 0x80) at--;
  return at < 0 ? 0 : at;
}

static void excerpt(sqlite3_context *context, int argc, sqlite3_value **argv) {
  sqlite3_stmt *row = NULL;
  for (int i = 0; i < argc; i++)
    if (sqlite3_value_type(argv[i]) == SQLITE_NULL) return;
  if (sqlite3_prepare_v2(sqlite3_context_db_handle(context), "SELECT text FROM articles WHERE id = ?", -1, &row, NULL) != SQLITE_OK) {
    sqlite3_result_error(context, sqlite3_errmsg(sqlite3_context_db_handle(context)), -1);
    return;
  }
  sqlite3_bind_int64(row, 1, sqlite3_value_int64(argv[0]));
  const char *text = sqlite3_step(row) == SQLITE_ROW ? (const char *)sqlite3_column_text(row, 0) : NULL;
  if (text) {
    sqlite3_int64 len = sqlite3_column_bytes(row, 0);
    sqlite3_int64 start = whole(text, sqlite3_value_int64(argv[1]), len), end = whole(text, sqlite3_value_int64(argv[2]), len);
    if (end > start) sqlite3_result_text(context, text + start, (int)(end - start), SQLITE_TRANSIENT);
  }
  sqlite3_finalize(row);
}

/* --- entity --- */

static void entity(sqlite3_context *context, int argc, sqlite3_value **argv) {
  ds_store *store = sqlite3_user_data(context);
  const char *name = (const char *)sqlite3_value_text(argv[0]);
  int64_t *ids = NULL;
  size_t n = 0;
  bool sure = false;
  ds_err err = {0};
  if (!name) return;
  ds_status status = ds_entity_find(store, name, strlen(name), &ids, &n, &sure, &err);
  if (status == DS_OK && n > 1 && !sure) {
    ds_buf all = {0};
    ds_entity_names(store, ids, n, 8, &all);
    status = ds_fail(&err, DS_USAGE, "'%s' may be one of %zu: %s", name, n, all.data ? all.data : "");
    ds_buf_reset(&all);
  }
  if (status != DS_OK)
    fail(context, &err);
  else if (n)
    sqlite3_result_int64(context, ids[0]);
  free(ids);
}

/* --- tone --- */

/* The Lua state that judges, made at the first call. Its one stack slot is tone.score. */
typedef struct judge {
  ds_lua *lua;
} judge;

static void judge_free(void *data) {
  judge *j = data;
  ds_lua_free(j->lua);
  free(j);
}

static int push_score(lua_State *L) {
  lua_getglobal(L, "require");
  lua_pushliteral(L, "tone");
  lua_call(L, 1, 1);
  lua_getfield(L, -1, "score");
  return 1;
}

static ds_status judge_open(judge *j, ds_err *err) {
  if (j->lua) return DS_OK;
  ds_lua *lua = NULL;
  ds_status status = ds_lua_new(0, &lua, err);
  if (status != DS_OK) return status;
  ds_lua_open_pure(lua->L);
  lua_settop(lua->L, 0);
  lua_pushcfunction(lua->L, push_score);
  status = ds_lua_call(lua, 0, 1, 0, err);
  if (status == DS_OK)
    j->lua = lua;
  else
    ds_lua_free(lua);
  return status;
}

/* score(text).score */
static int score_number(lua_State *L) {
  lua_call(L, 1, 1);
  lua_getfield(L, -1, "score");
  return 1;
}

static void tone(sqlite3_context *context, int argc, sqlite3_value **argv) {
  judge *j = sqlite3_user_data(context);
  const char *text = (const char *)sqlite3_value_text(argv[0]);
  ds_err err = {0};
  if (!text) return;
  ds_status status = judge_open(j, &err);
  if (status == DS_OK) {
    lua_State *L = j->lua->L;
    lua_pushcfunction(L, score_number);
    lua_pushvalue(L, 1);
    lua_pushlstring(L, text, (size_t)sqlite3_value_bytes(argv[0]));
    status = ds_lua_call(j->lua, 2, 1, 0, &err);
  }
  if (status == DS_OK) {
    sqlite3_result_double(context, lua_tonumber(j->lua->L, -1));
    lua_pop(j->lua->L, 1);
  } else {
    fail(context, &err);
  }
}

ds_status ds_sql_functions(ds_store *store, ds_err *err) {
  enum { FLAGS = SQLITE_UTF8 | SQLITE_DIRECTONLY };
  sqlite3 *db = ds_store_handle(store);
  judge *j = ds_alloc(sizeof *j);
  if (sqlite3_create_function_v2(db, "tone", 1, FLAGS | SQLITE_DETERMINISTIC, j, tone, NULL, NULL, judge_free) != SQLITE_OK ||
      sqlite3_create_function_v2(db, "excerpt", 3, FLAGS, store, excerpt, NULL, NULL, NULL) != SQLITE_OK ||
      sqlite3_create_function_v2(db, "entity", 1, FLAGS, store, entity, NULL, NULL, NULL) != SQLITE_OK)
    return ds_store_fail(store, err, "adding functions to SQL");
  return DS_OK;
}
