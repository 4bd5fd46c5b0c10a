/* Selections: lazy, ordered, combined as sets, turned into one SQL statement when they are asked for.
 *
 * A selection is an immutable object with raw fields: _thing (index in ds_things), _condition (SQL, parameters as ?), _params (list),
 * _order (SQL or nil), _limit (integer or nil), _narrow (true: it is of few articles). */
#include <string.h>

#include "base/nearest.h"
#include "lua/filters.h"
#include "lua/frames.h"
#include "lua/scope.h"

static void method_push(lua_State *L, lua_CFunction f) {
  lua_pushcfunction(L, f);
}

/* --- making --- */

static void raw_set(lua_State *L, const char *name) { /* [-1] value on the top, into the table below */
  lua_pushstring(L, name);
  lua_insert(L, -2);
  lua_rawset(L, -3);
}

static void raw_get(lua_State *L, int index, const char *name) {
  index = lua_absindex(L, index);
  lua_pushstring(L, name);
  lua_rawget(L, index);
}

static int thing_of(lua_State *L, int index) {
  raw_get(L, index, "_thing");
  int thing = (int)lua_tointeger(L, -1);
  lua_pop(L, 1);
  return thing >= 0 && thing < DS_N_THINGS ? thing : 0;
}

static void selection_new(lua_State *L, int thing, const char *condition) {
  lua_createtable(L, 0, 5);
  lua_pushinteger(L, thing);
  lua_setfield(L, -2, "_thing");
  lua_pushstring(L, condition);
  lua_setfield(L, -2, "_condition");
  lua_newtable(L);
  lua_setfield(L, -2, "_params");
}

static void selection_finish(lua_State *L);

/* A copy of the selection at index that may be changed; its _params are copied too.   [+1] */
static void selection_copy(lua_State *L, int index) {
  index = lua_absindex(L, index);
  lua_createtable(L, 0, 5);
  static const char *const kept[] = {"_thing", "_condition", "_order", "_limit", "_narrow"};
  for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
    raw_get(L, index, kept[i]);
    raw_set(L, kept[i]);
  }
  raw_get(L, index, "_params");
  lua_newtable(L);
  ds_params_add(L, lua_gettop(L), lua_gettop(L) - 1);
  lua_remove(L, -2);
  raw_set(L, "_params");
}

void ds_params_add(lua_State *L, int to, int from) {
  lua_Integer n = (lua_Integer)lua_rawlen(L, to), more = (lua_Integer)lua_rawlen(L, from);
  for (lua_Integer i = 1; i <= more; i++) {
    lua_rawgeti(L, from, i);
    lua_rawseti(L, to, n + i);
  }
}

/* --- SQL text --- */

/* What makes a row of this selection, as one condition: its own, or membership when it is limited.   [+1] */
static void push_membership(lua_State *L, int index) {
  index = lua_absindex(L, index);
  const ds_thing *thing = &ds_things[thing_of(L, index)];
  raw_get(L, index, "_condition");
  raw_get(L, index, "_limit");
  if (!lua_isnil(L, -1)) {
    raw_get(L, index, "_order");
    const char *order = lua_isnil(L, -1) ? thing->order : lua_tostring(L, -1);
    lua_pushfstring(L, "(%s) IN (SELECT %s FROM %s WHERE %s ORDER BY %s LIMIT %I)", thing->keys, thing->keys, thing->table,
                    lua_tostring(L, -3), order, lua_tointeger(L, -2));
    lua_replace(L, -4);
    lua_pop(L, 2);
    return;
  }
  lua_pop(L, 1);
  lua_pushfstring(L, "(%s)", lua_tostring(L, -1));
  lua_remove(L, -2);
}

/* The condition. Of few articles SQLite is to begin with the articles, not with all there is of a lemma.   [+1] */
static void push_condition(lua_State *L, int index) {
  raw_get(L, index, "_condition");
  raw_get(L, index, "_narrow");
  bool narrow = lua_toboolean(L, -1);
  lua_pop(L, 1);
  if (!narrow) return;
  luaL_gsub(L, lua_tostring(L, -1), DS_LEMMA_OF_ALL, DS_LEMMA_OF_FEW);
  lua_remove(L, -2);
}

/* The whole statement; what: the select list.   [+1] */
static const char *push_sql(lua_State *L, int index, const char *what) {
  index = lua_absindex(L, index);
  const ds_thing *thing = &ds_things[thing_of(L, index)];
  push_condition(L, index);
  raw_get(L, index, "_order");
  raw_get(L, index, "_limit");
  const char *order = lua_isnil(L, -2) ? thing->order : lua_tostring(L, -2);
  if (lua_isnil(L, -1))
    lua_pushfstring(L, "SELECT %s FROM %s WHERE %s ORDER BY %s", what, thing->table, lua_tostring(L, -3), order);
  else
    lua_pushfstring(L, "SELECT %s FROM %s WHERE %s ORDER BY %s LIMIT %I", what, thing->table, lua_tostring(L, -3), order,
                    lua_tointeger(L, -1));
  lua_replace(L, -4);
  lua_pop(L, 2);
  return lua_tostring(L, -1);
}

/* --- running --- */

static int cursor_close(lua_State *L) {
  sqlite3_stmt **stmt = lua_touserdata(L, 1), *read = *stmt;
  *stmt = NULL;
  ds_model_give(L, read);
  return 0;
}

sqlite3_stmt **ds_cursor_push(lua_State *L) {
  sqlite3_stmt **stmt = lua_newuserdatauv(L, sizeof *stmt, 0);
  *stmt = NULL;
  if (luaL_newmetatable(L, "dossier.cursor")) {
    lua_pushcfunction(L, cursor_close);
    lua_setfield(L, -2, "__gc");
    lua_pushcfunction(L, cursor_close);
    lua_setfield(L, -2, "__close");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
  }
  lua_setmetatable(L, -2);
  return stmt;
}

void ds_cursor_prepare(lua_State *L, sqlite3_stmt **stmt, const char *sql, int params) {
  *stmt = ds_model_take(L, sql);
  lua_Integer n = params ? (lua_Integer)lua_rawlen(L, params) : 0;
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, params, i);
    ds_model_bind(L, *stmt, (int)i, lua_gettop(L));
    lua_pop(L, 1);
  }
}

void ds_cursor_done(lua_State *L, sqlite3_stmt **stmt) {
  sqlite3_stmt *read = *stmt;
  *stmt = NULL;
  ds_model_give(L, read);
}

/* A cursor over the selection at index, on the top. */
static sqlite3_stmt **push_cursor(lua_State *L, int index, const char *what) {
  index = lua_absindex(L, index);
  sqlite3_stmt **stmt = ds_cursor_push(L);
  const char *sql = push_sql(L, index, what);
  raw_get(L, index, "_params");
  ds_cursor_prepare(L, stmt, sql, lua_gettop(L));
  lua_pop(L, 2);
  return stmt;
}

static const char *push_columns(lua_State *L, int index) {
  return ds_model_push_columns(L, &ds_things[thing_of(L, index)]);
}

sqlite3_stmt **ds_select_push_cursor(lua_State *L, int index, int thing) {
  index = lua_absindex(L, index);
  int got = thing_of(L, index);
  if (got != thing) luaL_error(L, "frames are asked of %s, got %s", ds_things[thing].table, ds_things[got].table);
  sqlite3_stmt **stmt = push_cursor(L, index, push_columns(L, index));
  lua_remove(L, -2);
  return stmt;
}

/* Errors name the article of the row that was read last. */
static void note_article(lua_State *L, const ds_thing *thing, sqlite3_stmt *stmt) {
  bool after_id = thing == &ds_things[DS_THING_QUOTES] || thing == &ds_things[DS_THING_PREDICATES];
  if (thing->article) ds_model_of(L)->article = sqlite3_column_int64(stmt, after_id);
}

/* upvalues: the cursor, the kind of thing */
static int each_next(lua_State *L) {
  sqlite3_stmt **stmt = lua_touserdata(L, lua_upvalueindex(1));
  const ds_thing *thing = &ds_things[lua_tointeger(L, lua_upvalueindex(2))];
  if (!*stmt) return 0;
  if (!ds_model_step(L, *stmt, "reading the database")) {
    ds_cursor_done(L, stmt);
    return 0;
  }
  note_article(L, thing, *stmt);
  ds_model_push_row(L, thing, *stmt);
  return 1;
}

static int select_each(lua_State *L) {
  ds_select_check(L, 1);
  const char *columns = push_columns(L, 1);
  push_cursor(L, 1, columns);
  lua_pushvalue(L, -1);
  lua_pushinteger(L, thing_of(L, 1));
  lua_pushcclosure(L, each_next, 2);
  lua_insert(L, -2);
  lua_pushnil(L);
  lua_insert(L, -2);
  lua_pushnil(L);
  lua_insert(L, -2);
  return 4; /* next, nil, nil, and the cursor to be closed */
}

static int select_all(lua_State *L) {
  ds_select_check(L, 1);
  const ds_thing *thing = &ds_things[thing_of(L, 1)];
  sqlite3_stmt **stmt = push_cursor(L, 1, push_columns(L, 1));
  lua_newtable(L);
  for (lua_Integer n = 1; ds_model_step(L, *stmt, "reading the database"); n++) {
    ds_model_push_row(L, thing, *stmt);
    lua_rawseti(L, -2, n);
  }
  ds_cursor_done(L, stmt);
  return 1;
}

static int select_first(lua_State *L) {
  ds_select_check(L, 1);
  const ds_thing *thing = &ds_things[thing_of(L, 1)];
  sqlite3_stmt **stmt = push_cursor(L, 1, push_columns(L, 1));
  if (!ds_model_step(L, *stmt, "reading the database")) return 0;
  note_article(L, thing, *stmt);
  ds_model_push_row(L, thing, *stmt);
  ds_cursor_done(L, stmt);
  return 1;
}

static int select_count(lua_State *L) {
  ds_select_check(L, 1);
  sqlite3_stmt **stmt = ds_cursor_push(L);
  const char *sql = lua_pushfstring(L, "SELECT count(*) FROM (%s)", push_sql(L, 1, "1"));
  raw_get(L, 1, "_params");
  ds_cursor_prepare(L, stmt, sql, lua_gettop(L));
  ds_model_step(L, *stmt, "counting");
  lua_pushinteger(L, sqlite3_column_int64(*stmt, 0));
  ds_cursor_done(L, stmt);
  return 1;
}

/* --- narrowing, ordering --- */

static int select_where(lua_State *L) {
  ds_select_check(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  selection_copy(L, 1);
  raw_get(L, 1, "_limit");
  bool limited = !lua_isnil(L, -1);
  lua_pop(L, 1);
  if (limited) { /* narrows what the limit left, not what it counted */
    push_membership(L, 1);
    raw_set(L, "_condition");
    lua_pushnil(L);
    raw_set(L, "_limit");
  }
  ds_filters_add(L, 3, 2, thing_of(L, 3));
  selection_finish(L);
  return 1;
}

static int select_limit(lua_State *L) {
  ds_select_check(L, 1);
  lua_Integer n = luaL_checkinteger(L, 2);
  luaL_argcheck(L, n >= 0, 2, "must not be negative");
  raw_get(L, 1, "_limit");
  if (lua_isinteger(L, -1) && lua_tointeger(L, -1) < n) n = lua_tointeger(L, -1);
  lua_pop(L, 1);
  selection_copy(L, 1);
  lua_pushinteger(L, n);
  raw_set(L, "_limit");
  selection_finish(L);
  return 1;
}

/* The SQL column that a thing is ordered or grouped by, or NULL. "date" of what lies in an article is the article's. */
static const char *push_order_column(lua_State *L, const ds_thing *thing, const char *name, size_t len) {
  ds_nearest nearest = ds_nearest_start(name, len);
  for (const ds_column_map *c = thing->columns; c->sql; c++) {
    const char *sql = c->sql[0] == '"' ? "end" : c->sql;
    ds_nearest_offer(&nearest, sql);
    if (strlen(sql) == len && !strncmp(sql, name, len)) return lua_pushfstring(L, "%s.%s", thing->table, c->sql);
  }
  if (thing->article && len == 4 && !strncmp(name, "date", 4))
    return lua_pushfstring(L, "(SELECT date FROM articles WHERE articles.id = %s)", thing->article);
  if (!thing->article && len == 8 && !strncmp(name, "mentions", 8))
    return lua_pushliteral(L, "(SELECT count(*) FROM mentions WHERE mentions.entity = entities.id)");
  const char *word = ds_nearest_word(&nearest);
  luaL_error(L, word ? "%s cannot be ordered by '%s'; the nearest is '%s'" : "%s cannot be ordered by '%s'", thing->table, name, word);
  return NULL;
}

/* order("date", "name desc", "-confidence") */
static int select_order(lua_State *L) {
  ds_select_check(L, 1);
  const ds_thing *thing = &ds_things[thing_of(L, 1)];
  int n = lua_gettop(L);
  luaL_checkany(L, 2);
  lua_pushliteral(L, "");
  for (int i = 2; i <= n; i++) {
    const char *name = luaL_checkstring(L, i);
    bool down = name[0] == '-';
    name += down;
    size_t len = strcspn(name, " ");
    if (name[len]) {
      const char *way = name + len + strspn(name + len, " ");
      luaL_argcheck(L, !strcmp(way, "desc") || !strcmp(way, "asc"), i, "must be a field, with 'asc' or 'desc' after it or '-' before it");
      down = !strcmp(way, "desc");
    }
    const char *column = push_order_column(L, thing, name, len);
    lua_pushfstring(L, "%s%s%s, ", lua_tostring(L, n + 1), column, down ? " DESC" : "");
    lua_replace(L, n + 1);
    lua_settop(L, n + 1);
  }
  lua_pushfstring(L, "%s%s", lua_tostring(L, n + 1), thing->order);
  selection_copy(L, 1);
  lua_insert(L, -2);
  raw_set(L, "_order");
  selection_finish(L);
  return 1;
}

/* --- sets --- */

/* Combines the selections at 1 and 2 by `joint` ("%s AND %s" …). */
static int combine(lua_State *L, const char *joint) {
  ds_select_check(L, 1);
  ds_select_check(L, 2);
  int thing = thing_of(L, 1), other = thing_of(L, 2);
  if (thing != other) return luaL_error(L, "%s and %s cannot be combined", ds_things[thing].table, ds_things[other].table);
  lua_settop(L, 2);
  push_membership(L, 1);
  push_membership(L, 2);
  selection_new(L, thing, lua_pushfstring(L, joint, lua_tostring(L, 3), lua_tostring(L, 4)));
  raw_get(L, -1, "_params");
  int params = lua_gettop(L);
  for (int i = 1; i <= 2; i++) {
    raw_get(L, i, "_params");
    ds_params_add(L, params, lua_gettop(L));
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  selection_finish(L);
  return 1;
}

static int select_and(lua_State *L) {
  return combine(L, "(%s AND %s)");
}
static int select_or(lua_State *L) {
  return combine(L, "(%s OR %s)");
}
static int select_not(lua_State *L) {
  return combine(L, "(%s AND %s IS NOT TRUE)");
}

/* --- groups --- */

/* The key of the object on the top by what is at 2: a function or the name of a field.   [+1] */
static void push_group_key(lua_State *L) {
  if (lua_isfunction(L, 2)) {
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_call(L, 1, 1);
  } else {
    lua_pushvalue(L, 2);
    lua_gettable(L, -2);
  }
}

/* A list of {key, n, items} in order of first appearance; objects without a key come under no group. */
static int select_group(lua_State *L) {
  ds_select_check(L, 1);
  if (!lua_isfunction(L, 2)) luaL_checkstring(L, 2);
  lua_settop(L, 2);
  lua_pushcfunction(L, select_all);
  lua_pushvalue(L, 1);
  lua_call(L, 1, 1);
  lua_newtable(L); /* 4: key -> group */
  lua_newtable(L); /* 5: the list */
  for (lua_Integer i = 1; lua_rawgeti(L, 3, i) != LUA_TNIL; i++) {
    push_group_key(L);
    if (!lua_isnil(L, -1)) {
      lua_pushvalue(L, -1);
      if (lua_rawget(L, 4) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_createtable(L, 0, 3);
        lua_pushvalue(L, -2);
        lua_setfield(L, -2, "key");
        lua_newtable(L);
        lua_setfield(L, -2, "items");
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -2);
        lua_rawset(L, 4);
        lua_pushvalue(L, -1);
        lua_rawseti(L, 5, (lua_Integer)lua_rawlen(L, 5) + 1);
      }
      lua_getfield(L, -1, "items");
      lua_Integer n = (lua_Integer)lua_rawlen(L, -1) + 1;
      lua_pushvalue(L, -4);
      lua_rawseti(L, -2, n);
      lua_pushinteger(L, n);
      lua_setfield(L, -3, "n");
    }
    lua_settop(L, 5);
  }
  lua_settop(L, 5);
  return 1;
}

/* --- the class --- */

#define METHOD(word)                     \
  static void get_##word(lua_State *L) { \
    method_push(L, select_##word);       \
  }
METHOD(where)
METHOD(order)
METHOD(limit)
METHOD(each)
METHOD(count)
METHOD(all)
METHOD(first)
METHOD(group)
static void get_frames(lua_State *L) {
  method_push(L, ds_frames_each);
}

static const ds_field selection_fields[] = {{"where", get_where, true},   {"order", get_order, true},
                                            {"limit", get_limit, true},   {"each", get_each, true},
                                            {"count", get_count, true},   {"all", get_all, true},
                                            {"first", get_first, true},   {"group", get_group, true},
                                            {"frames", get_frames, true}, {NULL}};

static void label_selection(lua_State *L) {
  lua_pushstring(L, ds_things[thing_of(L, 1)].table);
}

static const ds_class selection_class = {"selection", selection_fields, NULL, label_selection};

const ds_class_name ds_selection_classes[] = {{"dossier.Selection", &selection_class}, {NULL, NULL}};

/* Makes the table on the top a selection. */
static void selection_finish(lua_State *L) {
  static const luaL_Reg more[] = {{"__call", select_where}, {"__len", select_count}, {"__mul", select_and},
                                  {"__add", select_or},     {"__sub", select_not},   {NULL, NULL}};
  ds_object_set(L, &selection_class);
  lua_getmetatable(L, -1);
  if (lua_getfield(L, -1, "__call") == LUA_TNIL) {
    lua_pop(L, 1);
    luaL_setfuncs(L, more, 0);
  } else {
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

#define GETTER(name, thing)                 \
  void ds_select_get_##name(lua_State *L) { \
    ds_select_push(L, DS_THING_##thing);    \
  }
GETTER(articles, ARTICLES)
GETTER(entities, ENTITIES)
GETTER(mentions, MENTIONS)
GETTER(quotes, QUOTES)
GETTER(predicates, PREDICATES)
GETTER(dates, DATES)
#undef GETTER

bool ds_select_is(lua_State *L, int index) {
  return ds_object_is(L, index, &selection_class);
}
void ds_select_check(lua_State *L, int arg) {
  ds_object_check(L, arg, &selection_class);
}

void ds_select_push(lua_State *L, int thing) {
  selection_new(L, thing, "1");
  ds_scope_add(L, lua_gettop(L), thing);
  selection_finish(L);
}

void ds_select_push_where(lua_State *L, int thing, const char *condition, long long value, bool scoped) {
  selection_new(L, thing, "1");
  if (scoped) ds_scope_add(L, lua_gettop(L), thing);
  lua_pushinteger(L, value);
  ds_condition_add(L, lua_gettop(L) - 1, condition, 1);
  selection_finish(L);
}
