#include "lua/scope.h"

#include <stdlib.h>
#include <string.h>

#include "lua/filters.h"

enum { FEW = 2000 }; /* so many articles are given to SQLite as a list, which it can begin with; of more it asks in_scope() */

static _Thread_local ds_model *stepping;

ds_model *ds_reach_step(ds_model *model) {
  ds_model *before = stepping;
  stepping = model;
  return before;
}

/* --- the articles --- */

static void set_bit(ds_reach *reach, int64_t id, bool on) {
  if (id < 0) return;
  if (id >= reach->n_bits) {
    int64_t more = id * 2 + 1024;
    reach->bits = ds_realloc(reach->bits, (size_t)(more + 7) / 8);
    memset(reach->bits + reach->n_bits / 8, 0, (size_t)((more + 7) / 8 - reach->n_bits / 8));
    reach->n_bits = (more + 7) / 8 * 8;
  }
  unsigned char mask = (unsigned char)(1u << (id & 7)), *byte = &reach->bits[id >> 3];
  if (on != ((*byte & mask) != 0)) reach->n_articles += on ? 1 : -1;
  *byte = on ? *byte | mask : *byte & (unsigned char)~mask;
}

static bool has_bit(const ds_reach *reach, int64_t id) {
  return id >= 0 && id < reach->n_bits && reach->bits[id >> 3] >> (id & 7) & 1;
}

/* Sets (or clears) the bits of what the statement gives; false on an error. */
static bool mark(ds_reach *reach, sqlite3 *db, const char *sql, const ds_scope *scope, bool on) {
  sqlite3_stmt *stmt = NULL;
  if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) return false;
  if (scope) {
    sqlite3_bind_text(stmt, 1, scope->since, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 2, scope->until, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 3, scope->outlet, -1, SQLITE_STATIC);
  }
  int code;
  while ((code = sqlite3_step(stmt)) == SQLITE_ROW) set_bit(reach, sqlite3_column_int64(stmt, 0), on);
  sqlite3_finalize(stmt);
  return code == SQLITE_DONE;
}

static bool read_reach(ds_model *model, sqlite3 *db) {
  static const char copies[] = "SELECT id FROM articles WHERE duplicate_of IS NOT NULL";
  /* a day's prefix ("2023-02") means the whole of it */
  static const char within[] = "SELECT id FROM articles WHERE (?1 IS NULL OR date >= ?1) "
                               "AND (?2 IS NULL OR substr(date, 1, length(?2)) <= ?2) AND (?3 IS NULL OR outlet = ?3)";
  static const char dated[] = "SELECT id FROM articles WHERE (?1 IS NULL OR date >= ?1) "
                              "AND (?2 IS NULL OR substr(date, 1, length(?2)) <= ?2) AND ?3 IS NULL";
  const ds_scope *scope = &model->scope;
  ds_reach *reach = ds_alloc(sizeof *reach);
  bool all = !scope->since && !scope->until && !scope->outlet, read = true;
  if (all && !scope->all_copies && !scope->article) { /* mostly there are no copies: then nothing need be looked at */
    read = mark(reach, db, copies, NULL, true);
    all = reach->n_articles == 0;
  }
  reach->whole = all;
  if (!all && read) read = mark(reach, db, scope->outlet ? within : dated, scope, true);
  if (!all && read && !scope->all_copies && !scope->article) read = mark(reach, db, copies, NULL, false);
  if (scope->article && read) {
    bool in = all || has_bit(reach, scope->article);
    free(reach->bits);
    *reach = (ds_reach){0};
    if (in) set_bit(reach, scope->article, true);
  }
  if (read) {
    model->reach = reach;
  } else {
    free(reach->bits);
    free(reach);
  }
  return read;
}

const ds_reach *ds_reach_of(lua_State *L) {
  sqlite3 *db = ds_model_db(L);
  ds_model *model = ds_model_of(L);
  if (!model->reach && !read_reach(model, db)) ds_model_fail(L, "reading articles");
  return model->reach;
}

void ds_reach_forget(ds_model *model) {
  if (!model->reach) return;
  free(model->reach->bits);
  free(model->reach);
  model->reach = NULL;
}

/* --- in SQL --- */

static void in_scope(sqlite3_context *context, int n, sqlite3_value **values) {
  (void)n;
  ds_model *model = stepping;
  if (model && !model->reach && !read_reach(model, sqlite3_context_db_handle(context))) {
    sqlite3_result_error(context, "in_scope: the articles cannot be read", -1);
    return;
  }
  bool number = sqlite3_value_type(values[0]) == SQLITE_INTEGER;
  sqlite3_result_int(context, number && (!model || model->reach->whole || has_bit(model->reach, sqlite3_value_int64(values[0]))));
}

void ds_reach_offer(sqlite3 *db) {
  /* Busy: statements run, so one of them is that of a model, which has offered it before. */
  sqlite3_create_function_v2(db, "in_scope", 1, SQLITE_UTF8 | SQLITE_INNOCUOUS, NULL, in_scope, NULL, NULL, NULL);
}

/* --- selections --- */

/* The articles of the reach as JSON.   [+1] */
static void push_list(lua_State *L, const ds_reach *reach) {
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  luaL_addchar(&b, '[');
  int n = 0;
  for (int64_t id = 0; id < reach->n_bits; id++) {
    if (!has_bit(reach, id)) continue;
    char text[24];
    int len = snprintf(text, sizeof text, n++ ? ",%lld" : "%lld", (long long)id);
    luaL_addlstring(&b, text, (size_t)len);
  }
  luaL_addchar(&b, ']');
  luaL_pushresult(&b);
}

static bool restricts(const ds_scope *scope) {
  return scope->since || scope->until || scope->outlet || scope->article;
}

void ds_scope_add(lua_State *L, int selection, int thing) {
  const ds_scope *scope = &ds_model_of(L)->scope;
  const char *column = ds_things[thing].article;
  if (!column && !restricts(scope)) return; /* nearly all who are named in a copy are named in what it copies */
  const ds_reach *reach = ds_reach_of(L);
  if (reach->whole) return;
  bool few = reach->n_articles <= FEW;
  lua_pushfstring(L, few ? "%s IN (SELECT value FROM json_each(?))" : "in_scope(%s)", column ? column : "article");
  if (!column) lua_pushfstring(L, "EXISTS (SELECT 1 FROM mentions WHERE entity = entities.id AND %s)", lua_tostring(L, -1));
  if (few) push_list(L, reach);
  ds_condition_add(L, selection, lua_tostring(L, few ? -2 : -1), few);
  lua_settop(L, selection);
  if (few) ds_condition_narrow(L, selection);
}
