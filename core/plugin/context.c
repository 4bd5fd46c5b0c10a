/* ctx: what a plugin's run is given. */
#include <string.h>

#include "base/nearest.h"
#include "lua/env.h"
#include "plugin/run.h"

static const ds_class ctx_class;

static ds_run *run_of(lua_State *L) {
  return ds_lua_of(L)->data;
}

/* --- values of a row: brought into the form of their column's type, as plain Lua values --- */

static int fail_type(lua_State *L, const ds_column *column, int value) {
  return luaL_error(L, "column '%s' is %s, got %s", column->name, ds_type_word(column->type),
                    lua_type(L, value) == LUA_TTABLE ? luaL_tolstring(L, value, NULL) : luaL_typename(L, value));
}

static bool class_has(const ds_class *class, const char *name) {
  for (const ds_field *f = class->fields; f->name; f++)
    if (!strcmp(f->name, name)) return true;
  return false;
}

/* What an object reads as: an entity's name, the name of the entity it mentions, the text of a passage.   [+1] or false */
static bool push_object_text(lua_State *L, int value) {
  const ds_class *class = ds_object_class(L, value);
  if (!class) return false;
  value = lua_absindex(L, value);
  if (class_has(class, "name")) {
    lua_getfield(L, value, "name");
    return true;
  }
  if (class_has(class, "entity")) {
    lua_getfield(L, value, "entity");
    if (lua_istable(L, -1)) {
      lua_getfield(L, -1, "name");
      lua_remove(L, -2);
      return true;
    }
    lua_pop(L, 1);
  }
  if (!class_has(class, "text")) return false;
  lua_getfield(L, value, "text");
  return true;
}

/* A string for the value at index (absolute), or an error.   [+1] */
static void push_text(lua_State *L, const ds_column *column, int value) {
  int type = lua_type(L, value);
  if (type == LUA_TSTRING)
    lua_pushvalue(L, value);
  else if (type == LUA_TNUMBER && column->type != DS_TYPE_DATE)
    luaL_tolstring(L, value, NULL);
  else if (!push_object_text(L, value))
    fail_type(L, column, value);
}

static bool is_day(const char *s) {
  static const char pattern[] = "dddd-dd-dd";
  size_t n = strlen(s);
  if (n != 4 && n != 7 && n != 10) return false;
  for (size_t i = 0; i < n; i++)
    if (pattern[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != '-') return false;
  return true;
}

static void push_date(lua_State *L, const ds_column *column, int value) {
  const ds_class *class = ds_object_class(L, value);
  if (class && !strcmp(class->name, "date"))
    lua_getfield(L, value, "first");
  else
    push_text(L, column, value);
  if (lua_isstring(L, -1) && !is_day(lua_tostring(L, -1)))
    luaL_error(L, "column '%s' is a date (2023, 2023-02 or 2023-02-28), got '%s'", column->name, lua_tostring(L, -1));
}

static void push_list(lua_State *L, const ds_column *column, int value) {
  if (lua_type(L, value) != LUA_TTABLE || ds_object_class(L, value)) {
    lua_createtable(L, 1, 0);
    push_text(L, column, value);
    lua_rawseti(L, -2, 1);
    return;
  }
  lua_Integer n = (lua_Integer)lua_rawlen(L, value);
  lua_createtable(L, (int)n, 0);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, value, i);
    push_text(L, column, lua_gettop(L));
    lua_remove(L, -2);
    lua_rawseti(L, -2, i);
  }
}

static void push_integer(lua_State *L, const ds_column *column, int value) {
  int exact = 0;
  lua_Integer i = lua_tointegerx(L, value, &exact);
  if (lua_type(L, value) != LUA_TNUMBER || !exact) fail_type(L, column, value);
  lua_pushinteger(L, i);
}

/* The value at index in the form of the column.   [+1] */
static void push_cell(lua_State *L, const ds_column *column, int value) {
  if (lua_isnil(L, value)) {
    lua_pushnil(L);
    return;
  }
  switch (column->type) {
  case DS_TYPE_INTEGER: push_integer(L, column, value); return;
  case DS_TYPE_NUMBER:
  case DS_TYPE_BAR:
  case DS_TYPE_PERCENT:
    if (lua_type(L, value) != LUA_TNUMBER) fail_type(L, column, value);
    lua_pushnumber(L, lua_tonumber(L, value));
    return;
  case DS_TYPE_BOOLEAN:
    if (lua_type(L, value) != LUA_TBOOLEAN) fail_type(L, column, value);
    lua_pushvalue(L, value);
    return;
  case DS_TYPE_DATE: push_date(L, column, value); return;
  case DS_TYPE_LIST: push_list(L, column, value); return;
  default: push_text(L, column, value); return;
  }
}

/* --- sources --- */

enum { SOURCE_ARTICLE = 1, SOURCE_START, SOURCE_END, SOURCE_REF };

/* The ref of an article (false: it has none): many rows rest on the same articles; an error when there is no such article.   [+1] */
static void push_ref(lua_State *L, long long article) {
  static const char shelf;
  if (!ds_model_push_kept(L, &shelf, article, "SELECT ref FROM articles WHERE id = ?", "looking up a source"))
    luaL_error(L, "the source names article %d, which is not there", (int)article);
}

/* {article, start, end, ref} of what the value at index names; an error when it names no passage.   [+1] */
static void push_source(lua_State *L, int value) {
  long long article = 0, start = 0, end = 0;
  value = lua_absindex(L, value);
  bool found = ds_model_passage(L, value, &article, &start, &end);
  if (!found && lua_type(L, value) == LUA_TTABLE && !ds_object_class(L, value)) { /* {article, start_byte, end_byte} */
    int ok[3];
    lua_rawgeti(L, value, 1);
    if (lua_istable(L, -1)) lua_getfield(L, -1, "id");
    article = lua_tointegerx(L, -1, &ok[0]);
    lua_rawgeti(L, value, 2);
    start = lua_tointegerx(L, -1, &ok[1]);
    lua_rawgeti(L, value, 3);
    end = lua_tointegerx(L, -1, &ok[2]);
    lua_settop(L, lua_gettop(L) - 3);
    found = ok[0] && ok[1] && ok[2];
  }
  if (!found || start < 0 || end < start || end > UINT32_MAX)
    luaL_error(L, "a source is an object with a passage (a sentence, a quote, a span …) or {article, start_byte, end_byte}, got %s",
               luaL_tolstring(L, value, NULL));
  lua_createtable(L, 4, 0);
  lua_pushinteger(L, article);
  lua_rawseti(L, -2, SOURCE_ARTICLE);
  lua_pushinteger(L, start);
  lua_rawseti(L, -2, SOURCE_START);
  lua_pushinteger(L, end);
  lua_rawseti(L, -2, SOURCE_END);
  push_ref(L, article);
  lua_rawseti(L, -2, SOURCE_REF);
}

/* A list of the sources of the row's table at 2, "the" source first.   [+1] */
static void push_sources(lua_State *L) {
  lua_newtable(L);
  int list = lua_gettop(L);
  lua_Integer n = 0;
  lua_pushliteral(L, "source");
  if (lua_rawget(L, 2) != LUA_TNIL) {
    push_source(L, -1);
    lua_rawseti(L, list, ++n);
  }
  lua_settop(L, list);
  lua_pushliteral(L, "sources");
  if (lua_rawget(L, 2) == LUA_TTABLE) {
    int more = lua_gettop(L);
    for (lua_Integer i = 1; lua_rawgeti(L, more, i) != LUA_TNIL; i++) {
      push_source(L, -1);
      lua_rawseti(L, list, ++n);
      lua_settop(L, more);
    }
  } else if (!lua_isnil(L, -1)) {
    luaL_error(L, "'sources' is a list, got a %s", luaL_typename(L, -1));
  }
  lua_settop(L, list);
}

/* --- rows --- */

static void check_names(lua_State *L, const ds_plugin_view *view) {
  for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING) luaL_error(L, "a row's values have the names of columns, got a %s as a name", luaL_typename(L, -2));
    const char *name = lua_tostring(L, -2);
    if (!strcmp(name, "source") || !strcmp(name, "sources") || !strcmp(name, "page")) continue;
    size_t i = 0;
    while (i < view->n_columns && strcmp(view->columns[i].name, name) != 0) i++;
    if (i < view->n_columns) continue;
    ds_nearest nearest = ds_nearest_start(name, strlen(name));
    for (i = 0; i < view->n_columns; i++) ds_nearest_offer(&nearest, view->columns[i].name);
    const char *word = ds_nearest_word(&nearest), *where = *view->name ? view->name : "main";
    luaL_error(L, word ? "there is no column '%s' (view %s); the nearest is '%s'" : "there is no column '%s' (view %s)", name, where, word);
  }
}

/* Nothing here raises: the values are plain. The cell is on the top.   [-1] */
static size_t set_cell(lua_State *L, ds_value *value, ds_type type) {
  size_t len = 0, total = 0;
  switch (lua_type(L, -1)) {
  case LUA_TSTRING: {
    const char *s = lua_tolstring(L, -1, &len);
    ds_value_text(value, s, len);
    break;
  }
  case LUA_TBOOLEAN: ds_value_bool(value, lua_toboolean(L, -1)); break;
  case LUA_TNUMBER:
    if (type == DS_TYPE_INTEGER)
      ds_value_int(value, lua_tointeger(L, -1));
    else
      ds_value_double(value, lua_tonumber(L, -1));
    break;
  case LUA_TTABLE:
    for (lua_Integer i = 1, n = (lua_Integer)lua_rawlen(L, -1); i <= n; i++) {
      lua_rawgeti(L, -1, i);
      const char *s = lua_tolstring(L, -1, &len);
      if (s) ds_value_list_add(value, s, len);
      total += len + 16;
      lua_pop(L, 1);
    }
    break;
  default: break;
  }
  lua_pop(L, 1);
  return total + len + 32;
}

static lua_Integer source_part(lua_State *L, int part) {
  lua_rawgeti(L, -1, part);
  lua_Integer value = lua_tointeger(L, -1);
  lua_pop(L, 1);
  return value;
}

static void set_sources(lua_State *L, ds_row *row, int list) {
  for (lua_Integer i = 1, n = (lua_Integer)lua_rawlen(L, list); i <= n; i++) {
    lua_rawgeti(L, list, i);
    lua_Integer article = source_part(L, SOURCE_ARTICLE), start = source_part(L, SOURCE_START), end = source_part(L, SOURCE_END);
    lua_rawgeti(L, -1, SOURCE_REF);
    ds_row_source(row, article, lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL, (uint32_t)start, (uint32_t)end);
    lua_pop(L, 2);
  }
}

/* Whether somebody may want to see the page of the row that comes next. */
static bool page_wanted(const ds_run *run) {
  size_t n = run->result->n_rows + 1;
  return n >= run->options->page_first && n <= run->options->page_last;
}

/* The page of the row's table at 2: a text, a list of paragraphs, or a function that gives one and is called when it is wanted.   [+1, a
 * string or nil] */
static void push_page(lua_State *L) {
  lua_pushliteral(L, "page");
  lua_rawget(L, 2);
  if (lua_isfunction(L, -1)) {
    if (page_wanted(run_of(L)))
      lua_call(L, 0, 1);
    else
      lua_pushnil(L), lua_replace(L, -2);
  }
  if (lua_isnil(L, -1) || lua_type(L, -1) == LUA_TSTRING) return;
  if (lua_type(L, -1) != LUA_TTABLE)
    luaL_error(L, "'page' is a text, a list of paragraphs or a function that gives one, got a %s", luaL_typename(L, -1));
  luaL_Buffer b;
  int list = lua_gettop(L);
  luaL_buffinit(L, &b);
  for (lua_Integer i = 1, n = (lua_Integer)lua_rawlen(L, list); i <= n; i++) {
    lua_rawgeti(L, list, i);
    if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "paragraph %d of 'page' is a %s, expected a text", (int)i, luaL_typename(L, -1));
    luaL_addvalue(&b);
    if (i < n) luaL_addstring(&b, "\n\n");
  }
  luaL_pushresult(&b);
  lua_replace(L, list);
}

/* Is the ctx at 1 that of map? */
static bool is_of_map(lua_State *L) {
  if (!lua_istable(L, 1)) return false;
  lua_pushliteral(L, "_map");
  bool is = lua_rawget(L, 1) == LUA_TBOOLEAN;
  lua_pop(L, 1);
  return is;
}

static int ctx_row(lua_State *L) {
  ds_run *run = run_of(L);
  luaL_argexpected(L, lua_istable(L, 1), 1, "ctx (call it as ctx:row{…})");
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  if (is_of_map(L)) return luaL_error(L, "map gives a value; it is reduce that makes rows");
  const ds_plugin_view *view = run->view;
  check_names(L, view);
  push_sources(L);                             /* 3 */
  lua_createtable(L, (int)view->n_columns, 0); /* 4 */
  for (size_t i = 0; i < view->n_columns; i++) {
    lua_pushstring(L, view->columns[i].name);
    lua_rawget(L, 2);
    push_cell(L, &view->columns[i], lua_gettop(L));
    lua_rawseti(L, 4, (lua_Integer)i + 1);
    lua_settop(L, 4);
  }
  push_page(L); /* 5 */
  size_t bytes = 64 + lua_rawlen(L, 5);
  ds_row *row = ds_result_row(run->result);
  if (lua_isstring(L, 5)) ds_row_page(row, lua_tostring(L, 5), lua_rawlen(L, 5));
  for (size_t i = 0; i < view->n_columns; i++) {
    lua_rawgeti(L, 4, (lua_Integer)i + 1);
    bytes += set_cell(L, &row->values[i], view->columns[i].type);
  }
  set_sources(L, row, 3);
  ds_lua_charge(L, bytes);
  return 0;
}

/* --- the rest of ctx --- */

static int ctx_note(lua_State *L) {
  size_t len;
  const char *text = luaL_checklstring(L, 2, &len);
  ds_result_note(run_of(L)->result, "%s", text);
  ds_lua_charge(L, len + 32);
  return 0;
}

static int ctx_progress(lua_State *L) {
  const ds_run_options *options = run_of(L)->options;
  double fraction = luaL_checknumber(L, 2);
  if (is_of_map(L)) return 0; /* the host knows how far it is */
  const char *text = luaL_optstring(L, 3, "");
  if (options->progress) options->progress(options->data, fraction < 0 ? 0 : fraction > 1 ? 1 : fraction, text);
  return 0;
}

static void get_row(lua_State *L) {
  lua_pushcfunction(L, ctx_row);
}
static void get_note(lua_State *L) {
  lua_pushcfunction(L, ctx_note);
}
static void get_progress(lua_State *L) {
  lua_pushcfunction(L, ctx_progress);
}
/* ctx.log(…), and ctx:log(…) for those who write it so.   upvalue 1: the plugin's name */
static int ctx_log(lua_State *L) {
  if (ds_object_is(L, 1, &ctx_class)) lua_remove(L, 1);
  return ds_lua_print_stderr(L);
}

static void get_log(lua_State *L) {
  lua_pushstring(L, run_of(L)->plugin->name);
  lua_pushcclosure(L, ctx_log, 1);
}
static void get_rows(lua_State *L) {
  lua_pushcfunction(L, ds_rows_call);
}
static void get_values(lua_State *L) {
  lua_pushcfunction(L, ds_values_call);
}

static const ds_field db_fields[] = {{"rows", get_rows}, {"values", get_values}, {NULL}};
static const ds_class db_class = {"db", db_fields, NULL, NULL};

static void get_db(lua_State *L) {
  lua_newtable(L);
  ds_object_set(L, &db_class);
}

static const ds_field ctx_fields[] = {{"row", get_row}, {"note", get_note}, {"progress", get_progress}, {"log", get_log},
                                      {"db", get_db},   {"view"},           DS_SELECTION_FIELDS,        {NULL}};
static const ds_class ctx_class = {"ctx", ctx_fields, NULL, NULL};

const ds_class_name ds_context_classes[] = {
    {"dossier.Context", &ctx_class}, {"dossier.Database", &db_class}, {"dossier.File", &ds_file_class}, {NULL, NULL}};

void ds_run_push_ctx(lua_State *L, bool of_map) {
  lua_newtable(L);
  if (of_map) {
    lua_pushboolean(L, 1);
    lua_setfield(L, -2, "_map");
  }
  if (*run_of(L)->view->name) {
    lua_pushstring(L, run_of(L)->view->name);
    lua_setfield(L, -2, "view");
  }
  ds_object_set(L, &ctx_class);
}
