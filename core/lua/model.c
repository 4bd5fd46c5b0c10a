#include "lua/model.h"

#include <stdlib.h>
#include <string.h>

#include "lua/frames.h"
#include "lua/scope.h"

static const char cache_keys[DS_N_THINGS]; /* their addresses name the caches in the registry */

static void weak_table(lua_State *L, const void *key) {
  lua_newtable(L);
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "v");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

static int make_caches(lua_State *L) {
  weak_table(L, &cache_keys[DS_THING_ARTICLES]);
  weak_table(L, &cache_keys[DS_THING_ENTITIES]);
  weak_table(L, &cache_keys[DS_THING_QUOTES]);
  return 0;
}

static const char identities; /* the shelf of their entities */

void ds_model_refresh(lua_State *L) {
  ds_reach_forget(ds_model_of(L));
  ds_frames_forget(L);
  make_caches(L);
  lua_pushnil(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &identities);
}

ds_model *ds_model_attach(ds_lua *lua, ds_store *store, const ds_scope *scope) {
  ds_model *model = ds_alloc(sizeof *model);
  model->store = store;
  if (scope) model->scope = *scope;
  lua->model = model;
  lua->model_free = ds_model_free;
  make_caches(lua->L);
  return model;
}

void ds_model_free(ds_model *model) {
  if (!model) return;
  for (int i = 0; i < DS_MODEL_STATEMENTS; i++) sqlite3_finalize(model->statements[i].stmt);
  for (int i = 0; i < DS_MODEL_IDLE; i++) sqlite3_finalize(model->idle[i]);
  if (model->store) sqlite3_progress_handler(ds_store_handle(model->store), 0, NULL, NULL);
  if (model->owned) ds_store_close(model->store);
  ds_reach_forget(model);
  free(model);
}

ds_model *ds_model_of(lua_State *L) {
  ds_model *model = ds_lua_of(L)->model;
  if (!model) luaL_error(L, "there is no database here");
  return model;
}

static int poll_sql(void *data) {
  return ((ds_lua *)data)->stop != DS_STOP_NONE;
}

sqlite3 *ds_model_db(lua_State *L) {
  ds_model *model = ds_model_of(L);
  ds_lua *lua = ds_lua_of(L);
  if (!model->store) {
    ds_err err = {0};
    if (!model->open) luaL_error(L, "there is no database here");
    if (model->open(model, &err) != DS_OK) {
      lua_pushstring(L, err.text);
      ds_err_reset(&err);
      luaL_error(L, "%s", lua_tostring(L, -1));
    }
  }
  sqlite3 *db = ds_store_handle(model->store);
  if (lua->db != db) {
    sqlite3_progress_handler(db, 2000, poll_sql, lua);
    ds_reach_offer(db);
    lua->db = db;
  }
  return db;
}

int ds_model_fail(lua_State *L, const char *doing) {
  ds_lua_poll(L);
  sqlite3 *db = ds_model_db(L);
  if (sqlite3_errcode(db) == SQLITE_NOMEM) return ds_lua_stop_now(L, DS_STOP_MEMORY); /* its heap is limited while a plugin runs */
  if (sqlite3_errcode(db) == SQLITE_INTERRUPT) return ds_lua_stop_now(L, DS_STOP_INTERRUPT);
  return luaL_error(L, "%s: %s", doing, sqlite3_errmsg(db));
}

sqlite3_stmt *ds_model_query(lua_State *L, const char *sql) {
  ds_model *model = ds_model_of(L);
  int i = 0;
  while (i < DS_MODEL_STATEMENTS - 1 && model->statements[i].sql && model->statements[i].sql != sql) i++;
  if (model->statements[i].sql && model->statements[i].sql != sql) luaL_error(L, "too many prepared statements");
  if (!model->statements[i].stmt) {
    sqlite3 *db = ds_model_db(L);
    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &model->statements[i].stmt, NULL) != SQLITE_OK)
      ds_model_fail(L, "reading the database");
    model->statements[i].sql = sql;
  }
  sqlite3_stmt *stmt = model->statements[i].stmt;
  sqlite3_reset(stmt);
  sqlite3_clear_bindings(stmt);
  return stmt;
}

sqlite3_stmt *ds_model_idle(lua_State *L, const char *sql) {
  sqlite3_stmt **idle = ds_model_of(L)->idle;
  for (int i = 0; i < DS_MODEL_IDLE && idle[i]; i++) {
    if (strcmp(sqlite3_sql(idle[i]), sql)) continue;
    sqlite3_stmt *stmt = idle[i];
    memmove(&idle[i], &idle[i + 1], (size_t)(DS_MODEL_IDLE - 1 - i) * sizeof *idle);
    idle[DS_MODEL_IDLE - 1] = NULL;
    return stmt;
  }
  return NULL;
}

sqlite3_stmt *ds_model_take(lua_State *L, const char *sql) {
  sqlite3 *db = ds_model_db(L);
  sqlite3_stmt *stmt = ds_model_idle(L, sql);
  if (stmt) return stmt;
  if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) ds_model_fail(L, "asking the database");
  return stmt;
}

void ds_model_give(lua_State *L, sqlite3_stmt *stmt) {
  ds_model *model = ds_lua_of(L)->model;
  if (!stmt || !model) {
    sqlite3_finalize(stmt);
    return;
  }
  sqlite3_reset(stmt);
  sqlite3_clear_bindings(stmt);
  sqlite3_finalize(model->idle[DS_MODEL_IDLE - 1]);
  memmove(&model->idle[1], &model->idle[0], (DS_MODEL_IDLE - 1) * sizeof *model->idle);
  model->idle[0] = stmt;
}

bool ds_model_step(lua_State *L, sqlite3_stmt *stmt, const char *doing) {
  ds_lua_poll(L);
  ds_model *before = ds_reach_step(ds_lua_of(L)->model);
  int rc = sqlite3_step(stmt);
  ds_reach_step(before);
  if (rc == SQLITE_ROW) return true;
  if (rc == SQLITE_DONE) return false;
  ds_model_fail(L, doing);
  return false;
}

static void push_typed(lua_State *L, sqlite3_stmt *stmt, int column, int type) {
  switch (type) {
  case SQLITE_INTEGER: lua_pushinteger(L, sqlite3_column_int64(stmt, column)); break;
  case SQLITE_FLOAT: lua_pushnumber(L, sqlite3_column_double(stmt, column)); break;
  case SQLITE_NULL: lua_pushnil(L); break;
  default: {
    const char *bytes = sqlite3_column_blob(stmt, column);
    lua_pushlstring(L, bytes ? bytes : "", (size_t)sqlite3_column_bytes(stmt, column));
  }
  }
}

void ds_model_push_value(lua_State *L, sqlite3_stmt *stmt, int column) {
  push_typed(L, stmt, column, sqlite3_column_type(stmt, column));
}

bool ds_model_push_kept(lua_State *L, const void *shelf, long long id, const char *sql, const char *doing) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, shelf) == LUA_TNIL) {
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, shelf);
  }
  bool found = lua_rawgeti(L, -1, id) != LUA_TNIL;
  if (!found) {
    lua_pop(L, 1);
    sqlite3_stmt *stmt = ds_model_query(L, sql);
    sqlite3_bind_int64(stmt, 1, id);
    found = ds_model_step(L, stmt, doing);
    if (!found)
      lua_pushnil(L);
    else if (sqlite3_column_type(stmt, 0) == SQLITE_NULL)
      lua_pushboolean(L, 0);
    else
      ds_model_push_value(L, stmt, 0);
    sqlite3_reset(stmt);
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, id);
  }
  lua_remove(L, -2);
  return found;
}

long long ds_model_entity(lua_State *L, long long identity) {
  if (!identity) return 0;
  ds_model_push_kept(L, &identities, identity, "SELECT entity FROM identities WHERE id = ?", "looking up an entity");
  long long entity = lua_tointeger(L, -1);
  lua_pop(L, 1);
  return entity;
}

void ds_model_bind(lua_State *L, sqlite3_stmt *stmt, int parameter, int index) {
  int rc = SQLITE_OK;
  switch (lua_type(L, index)) {
  case LUA_TNIL: rc = sqlite3_bind_null(stmt, parameter); break;
  case LUA_TBOOLEAN: rc = sqlite3_bind_int(stmt, parameter, lua_toboolean(L, index)); break;
  case LUA_TNUMBER:
    rc = lua_isinteger(L, index) ? sqlite3_bind_int64(stmt, parameter, lua_tointeger(L, index))
                                 : sqlite3_bind_double(stmt, parameter, lua_tonumber(L, index));
    break;
  case LUA_TSTRING: {
    size_t len;
    const char *s = lua_tolstring(L, index, &len);
    rc = sqlite3_bind_text64(stmt, parameter, s, len, SQLITE_TRANSIENT, SQLITE_UTF8);
    break;
  }
  case LUA_TTABLE: /* an object stands for its id */
    lua_pushliteral(L, "id");
    lua_rawget(L, index);
    if (lua_isinteger(L, -1)) {
      rc = sqlite3_bind_int64(stmt, parameter, lua_tointeger(L, -1));
      lua_pop(L, 1);
      break;
    }
    lua_pop(L, 1); /* fall through */
  default: luaL_error(L, "a %s cannot be a parameter of SQL", luaL_typename(L, index));
  }
  if (rc != SQLITE_OK) ds_model_fail(L, "binding a parameter");
}

static const char *push_some_columns(lua_State *L, const ds_thing *thing, bool late) {
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  bool first = true;
  for (const ds_column_map *c = thing->columns; c->sql; c++) {
    if (c->late != late) continue;
    if (!first) luaL_addchar(&b, ',');
    first = false;
    luaL_addstring(&b, thing->table);
    luaL_addchar(&b, '.');
    luaL_addstring(&b, c->sql);
  }
  luaL_pushresult(&b);
  return lua_tostring(L, -1);
}

const char *ds_model_push_columns(lua_State *L, const ds_thing *thing) {
  return push_some_columns(L, thing, false);
}

static bool cached(int thing) {
  return thing == DS_THING_ARTICLES || thing == DS_THING_ENTITIES || thing == DS_THING_QUOTES;
}

/* Pushes the object kept under id and returns true, or nothing and false. */
static bool push_cached(lua_State *L, int thing, long long id) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &cache_keys[thing]);
  if (lua_rawgeti(L, -1, id) != LUA_TNIL) {
    lua_remove(L, -2);
    return true;
  }
  lua_pop(L, 2);
  return false;
}

/* The row's columns, the late ones or the others, as raw fields of the table on the top. */
static void set_fields(lua_State *L, const ds_thing *thing, sqlite3_stmt *stmt, bool late) {
  int n = 0;
  for (const ds_column_map *c = thing->columns; c->sql; c++) {
    if (c->late != late) continue;
    int column = n++, type = sqlite3_column_type(stmt, column);
    if (type == SQLITE_NULL) continue;
    lua_pushstring(L, c->field);
    if (c->boolean)
      lua_pushboolean(L, sqlite3_column_int(stmt, column) != 0);
    else
      push_typed(L, stmt, column, type);
    lua_rawset(L, -3);
  }
}

void ds_model_push_row(lua_State *L, const ds_thing *thing, sqlite3_stmt *stmt) {
  int which = (int)(thing - ds_things);
  long long id = cached(which) ? sqlite3_column_int64(stmt, 0) : 0;
  if (cached(which) && push_cached(L, which, id)) return;
  lua_createtable(L, 0, 16);
  set_fields(L, thing, stmt, false);
  ds_object_set(L, thing->class);
  if (!cached(which)) return;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &cache_keys[which]);
  lua_pushvalue(L, -2);
  lua_rawseti(L, -2, id);
  lua_pop(L, 1);
}

static bool raw_integer(lua_State *L, int index, const char *name, long long *value) {
  lua_pushstring(L, name);
  lua_rawget(L, index);
  bool found = lua_isinteger(L, -1);
  if (found) *value = lua_tointeger(L, -1);
  lua_pop(L, 1);
  return found;
}

/* The look-ups by id: written out, for their addresses are what the statement cache goes by. */
static const char *lookup_sql(lua_State *L, int thing, bool late) {
  static char all[DS_N_THINGS][2][512];
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  const char *columns = push_some_columns(L, &ds_things[thing], late);
  char *sql = all[thing][late];
  pthread_mutex_lock(&lock);
  if (!*sql) sqlite3_snprintf((int)sizeof all[thing][late], sql, "SELECT %s FROM %s WHERE id = ?", columns, ds_things[thing].table);
  pthread_mutex_unlock(&lock);
  lua_pop(L, 1);
  return sql;
}

void ds_model_late(lua_State *L, int thing) {
  long long id = 0;
  lua_pushliteral(L, "_late");
  bool there = lua_rawget(L, 1) != LUA_TNIL;
  lua_pop(L, 1);
  if (there || !raw_integer(L, 1, "id", &id)) return;
  sqlite3_stmt *stmt = ds_model_query(L, lookup_sql(L, thing, true));
  sqlite3_bind_int64(stmt, 1, id);
  lua_pushvalue(L, 1);
  if (ds_model_step(L, stmt, "looking up")) set_fields(L, &ds_things[thing], stmt, true);
  sqlite3_reset(stmt);
  lua_pushliteral(L, "_late");
  lua_pushboolean(L, 1);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

/* Holds on to the entity on the top until a thousand others were looked up: the weak tables forget what nobody holds, and articles that lie
 * near each other name the same.   [-0, +0] */
static void keep_entity(lua_State *L) {
  enum { KEPT = 1024 };
  static const char ring;
  ds_model *model = ds_model_of(L);
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &ring) == LUA_TNIL) {
    lua_pop(L, 1);
    lua_createtable(L, KEPT, 0);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &ring);
  }
  lua_pushvalue(L, -2);
  lua_rawseti(L, -2, 1 + model->n_kept++ % KEPT);
  lua_pop(L, 1);
}

void ds_model_push(lua_State *L, int thing, long long id) {
  if (push_cached(L, thing, id)) return;
  sqlite3_stmt *stmt = ds_model_query(L, lookup_sql(L, thing, false));
  sqlite3_bind_int64(stmt, 1, id);
  if (ds_model_step(L, stmt, "looking up"))
    ds_model_push_row(L, &ds_things[thing], stmt);
  else
    lua_pushnil(L);
  sqlite3_reset(stmt);
  if (thing == DS_THING_ENTITIES && lua_istable(L, -1)) keep_entity(L);
}

bool ds_model_passage(lua_State *L, int index, long long *article, long long *start, long long *end) {
  index = lua_absindex(L, index);
  if (lua_type(L, index) != LUA_TTABLE) return false;
  if (ds_object_is(L, index, ds_things[DS_THING_ARTICLES].class)) {
    if (!raw_integer(L, index, "id", article)) return false;
    lua_getfield(L, index, "text");
    *start = 0;
    *end = (long long)lua_rawlen(L, -1);
    lua_pop(L, 1);
    return true;
  }
  if (!raw_integer(L, index, "_article", article)) {
    lua_pushliteral(L, "article");
    lua_rawget(L, index);
    bool found = lua_isinteger(L, -1);
    if (found)
      *article = lua_tointeger(L, -1);
    else
      found = lua_istable(L, -1) && raw_integer(L, lua_gettop(L), "id", article);
    lua_pop(L, 1);
    if (!found) return false;
  }
  return raw_integer(L, index, "start_byte", start) && raw_integer(L, index, "end_byte", end);
}
