/* Results as Lua objects, plugins as functions, selections as tables for the prompt. */
#include <stdlib.h>
#include <string.h>

#include "lua/session_private.h"

enum { PROMPT_ROWS = 500 };

/* --- copies --- */

static void copy_value(ds_value *to, const ds_value *from) {
  switch (from->tag) {
  case DS_NULL: break;
  case DS_STRING: ds_value_text(to, from->as.text.s, from->as.text.len); break;
  case DS_INT: ds_value_int(to, from->as.i); break;
  case DS_DOUBLE: ds_value_double(to, from->as.d); break;
  case DS_BOOL: ds_value_bool(to, from->as.b); break;
  case DS_STRINGS:
    for (size_t i = 0; i < from->as.list.n; i++) ds_value_list_add(to, from->as.list.items[i], strlen(from->as.list.items[i]));
    break;
  }
}

ds_result *ds_result_copy(const ds_result *from) {
  ds_result *to = ds_result_new(from->title);
  to->plugin = ds_strdup(from->plugin);
  to->view = ds_strdup(from->view);
  for (size_t i = 0; i < from->n_columns; i++) ds_result_column(to, from->columns[i].name, from->columns[i].type, from->columns[i].help);
  for (size_t i = 0; i < from->n_columns; i++) to->columns[i].place = from->columns[i].place;
  for (size_t i = 0; i < from->n_rows; i++) {
    ds_row *row = ds_result_row(to);
    for (size_t k = 0; k < from->n_columns; k++) copy_value(&row->values[k], &from->rows[i].values[k]);
    for (size_t k = 0; k < from->rows[i].n_sources; k++) {
      const ds_source *s = &from->rows[i].sources[k];
      ds_row_source(row, s->article, s->ref, s->start, s->end);
    }
  }
  for (size_t i = 0; i < from->n_notes; i++) ds_result_note(to, "%s", from->notes[i]);
  return to;
}

/* --- the object --- */

static int handle_free(lua_State *L) {
  ds_result **handle = lua_touserdata(L, 1);
  ds_result_free(*handle);
  *handle = NULL;
  return 0;
}

static ds_result **push_handle(lua_State *L) {
  ds_result **handle = lua_newuserdatauv(L, sizeof *handle, 0);
  *handle = NULL;
  if (luaL_newmetatable(L, "dossier.result.handle")) {
    lua_pushcfunction(L, handle_free);
    lua_setfield(L, -2, "__gc");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
  }
  lua_setmetatable(L, -2);
  return handle;
}

static void push_value(lua_State *L, const ds_value *value) {
  switch (value->tag) {
  case DS_NULL: lua_pushnil(L); break;
  case DS_STRING: lua_pushlstring(L, value->as.text.s, value->as.text.len); break;
  case DS_INT: lua_pushinteger(L, value->as.i); break;
  case DS_DOUBLE: lua_pushnumber(L, value->as.d); break;
  case DS_BOOL: lua_pushboolean(L, value->as.b); break;
  case DS_STRINGS:
    lua_createtable(L, (int)value->as.list.n, 0);
    for (size_t i = 0; i < value->as.list.n; i++) {
      lua_pushstring(L, value->as.list.items[i]);
      lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    break;
  }
}

static void set_source(lua_State *L, const ds_source *source) {
  lua_createtable(L, 0, 4);
  lua_pushinteger(L, source->article);
  lua_setfield(L, -2, "article");
  lua_pushstring(L, source->ref);
  lua_setfield(L, -2, "ref");
  ds_object_span(L, source->start, source->end);
  lua_setfield(L, -2, "source");
}

static void get_rows(lua_State *L) {
  const ds_result *result = ds_result_of(L, 1);
  lua_newtable(L);
  for (size_t i = 0; result && i < result->n_rows; i++) {
    lua_createtable(L, 0, (int)result->n_columns + 1);
    for (size_t k = 0; k < result->n_columns; k++) {
      push_value(L, &result->rows[i].values[k]);
      lua_setfield(L, -2, result->columns[k].name);
    }
    if (result->rows[i].n_sources) set_source(L, &result->rows[i].sources[0]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static void get_columns(lua_State *L) {
  const ds_result *result = ds_result_of(L, 1);
  lua_newtable(L);
  for (size_t i = 0; result && i < result->n_columns; i++) {
    lua_pushstring(L, result->columns[i].name);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static void get_notes(lua_State *L) {
  const ds_result *result = ds_result_of(L, 1);
  lua_newtable(L);
  for (size_t i = 0; result && i < result->n_notes; i++) {
    lua_pushstring(L, result->notes[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static void get_title(lua_State *L) {
  const ds_result *result = ds_result_of(L, 1);
  lua_pushstring(L, result ? result->title : NULL);
}

static void label_result(lua_State *L) {
  const ds_result *result = ds_result_of(L, 1);
  lua_pushfstring(L, "%s, %d rows", result && result->title ? result->title : "rows", result ? (int)result->n_rows : 0);
}

static const ds_field result_fields[] = {{"title", get_title}, {"columns", get_columns}, {"rows", get_rows}, {"notes", get_notes}, {NULL}};
const ds_class ds_result_class = {"result", result_fields, NULL, label_result};

static int result_len(lua_State *L) {
  const ds_result *result = ds_result_of(L, 1);
  lua_pushinteger(L, result ? (lua_Integer)result->n_rows : 0);
  return 1;
}

void ds_result_push(lua_State *L, const ds_result *result) {
  lua_createtable(L, 0, 4);
  ds_result **handle = push_handle(L);
  *handle = ds_result_copy(result);
  lua_setfield(L, -2, "_handle");
  ds_object_set(L, &ds_result_class);
  lua_getmetatable(L, -1);
  lua_pushcfunction(L, result_len);
  lua_setfield(L, -2, "__len");
  lua_pop(L, 1);
}

const ds_result *ds_result_of(lua_State *L, int index) {
  if (!ds_object_is(L, index, &ds_result_class)) return NULL;
  index = lua_absindex(L, index);
  lua_pushliteral(L, "_handle");
  lua_rawget(L, index);
  ds_result **handle = luaL_testudata(L, -1, "dossier.result.handle");
  lua_pop(L, 1);
  return handle ? *handle : NULL;
}

/* --- selections at the prompt --- */

typedef struct shown {
  const char *name, *path; /* column; field, or field.field */
  ds_type type;
} shown;

static const shown shown_articles[] = {{"id", "id", DS_TYPE_INTEGER},
                                       {"date", "date", DS_TYPE_DATE},
                                       {"outlet", "outlet", DS_TYPE_TEXT},
                                       {"title", "title", DS_TYPE_TEXT},
                                       {NULL}};
static const shown shown_entities[] = {{"id", "id", DS_TYPE_INTEGER},    {"kind", "kind", DS_TYPE_TEXT},
                                       {"name", "name", DS_TYPE_ENTITY}, {"country", "country", DS_TYPE_TEXT},
                                       {"note", "note", DS_TYPE_TEXT},   {NULL}};
static const shown shown_mentions[] = {
    {"entity", "entity.name", DS_TYPE_ENTITY}, {"form", "form", DS_TYPE_TEXT}, {"text", "text", DS_TYPE_TEXT}, {NULL}};
static const shown shown_quotes[] = {{"id", "id", DS_TYPE_INTEGER},  {"speaker", "speaker.name", DS_TYPE_ENTITY},
                                     {"cue", "cue", DS_TYPE_TEXT},   {"kind", "kind", DS_TYPE_TEXT},
                                     {"text", "text", DS_TYPE_TEXT}, {NULL}};
static const shown shown_predicates[] = {{"id", "id", DS_TYPE_INTEGER},
                                         {"lemma", "lemma", DS_TYPE_TEXT},
                                         {"tense", "tense", DS_TYPE_TEXT},
                                         {"subject", "subject.text", DS_TYPE_TEXT},
                                         {"object", "object.text", DS_TYPE_TEXT},
                                         {"sentence", "sentence.text", DS_TYPE_TEXT},
                                         {NULL}};
static const shown shown_dates[] = {{"text", "text", DS_TYPE_TEXT},
                                    {"kind", "kind", DS_TYPE_TEXT},
                                    {"first", "first", DS_TYPE_DATE},
                                    {"last", "last", DS_TYPE_DATE},
                                    {NULL}};
static const shown *const shown_of[DS_N_THINGS] = {shown_articles, shown_entities,   shown_mentions,
                                                   shown_quotes,   shown_predicates, shown_dates};

/* The field that the path names in the object on the top; nil on the way is nil.   [+1] */
static void push_path(lua_State *L, const char *path) {
  lua_pushvalue(L, -1);
  while (*path && lua_istable(L, -1)) {
    size_t len = strcspn(path, ".");
    lua_pushlstring(L, path, len);
    lua_gettable(L, -2);
    lua_remove(L, -2);
    path += len + (path[len] == '.');
  }
}

static void add_row(lua_State *L, ds_result *result, const shown *columns) {
  long long article, start, end;
  ds_row *row = ds_result_row(result);
  for (size_t i = 0; columns[i].name; i++) {
    push_path(L, columns[i].path);
    size_t len;
    if (lua_isinteger(L, -1))
      ds_value_int(&row->values[i], lua_tointeger(L, -1));
    else if (lua_type(L, -1) == LUA_TSTRING) {
      const char *s = lua_tolstring(L, -1, &len);
      ds_value_text(&row->values[i], s, len);
    }
    lua_pop(L, 1);
  }
  if (ds_object_is(L, -1, ds_things[DS_THING_ARTICLES].class) || !ds_model_passage(L, -1, &article, &start, &end)) return;
  ds_model_push(L, DS_THING_ARTICLES, article);
  if (!lua_isnil(L, -1)) lua_getfield(L, -1, "ref");
  ds_row_source(row, article, lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL, (uint32_t)start, (uint32_t)end);
}

ds_result *ds_select_result(lua_State *L, int index) {
  index = lua_absindex(L, index);
  int top = lua_gettop(L);
  lua_pushliteral(L, "_thing");
  lua_rawget(L, index);
  int thing = (int)lua_tointeger(L, -1);
  const shown *columns = shown_of[thing];
  ds_result **handle = push_handle(L); /* owns it while things can be raised */
  ds_result *result = *handle = ds_result_new(ds_things[thing].table);
  for (const shown *c = columns; c->name; c++) ds_result_column(result, c->name, c->type, NULL);
  lua_getfield(L, index, "limit");
  lua_pushvalue(L, index);
  lua_pushinteger(L, PROMPT_ROWS + 1);
  lua_call(L, 2, 1);
  lua_getfield(L, -1, "all");
  lua_insert(L, -2);
  lua_call(L, 1, 1);
  int list = lua_gettop(L);
  lua_Integer n = (lua_Integer)lua_rawlen(L, list);
  for (lua_Integer i = 1; i <= n && i <= PROMPT_ROWS; i++) {
    lua_rawgeti(L, list, i);
    add_row(L, result, columns);
    lua_settop(L, list);
  }
  if (n > PROMPT_ROWS) ds_result_note(result, "the first %d rows; :count() tells how many there are", PROMPT_ROWS);
  *handle = NULL;
  lua_settop(L, top);
  return result;
}

/* --- plugins as functions --- */

static ds_session *session_of(lua_State *L) {
  return ds_lua_of(L)->data;
}

void ds_session_arg_text(lua_State *L, int value) {
  if (lua_type(L, value) == LUA_TTABLE) {
    lua_pushliteral(L, "id");
    if (lua_rawget(L, value) != LUA_TNIL) {
      lua_pushfstring(L, "#%s", luaL_tolstring(L, -1, NULL));
      return;
    }
    lua_pop(L, 1);
    lua_pushliteral(L, "");
    for (lua_Integer i = 1, n = (lua_Integer)lua_rawlen(L, value); i <= n; i++) {
      if (i > 1) lua_pushliteral(L, ",");
      lua_rawgeti(L, value, i);
      luaL_tolstring(L, -1, NULL);
      lua_remove(L, -2);
      lua_concat(L, i > 1 ? 3 : 2);
    }
    return;
  }
  luaL_tolstring(L, value, NULL);
}

/* upvalue 1: the plugin's name; a table of arguments */
static int call_plugin(lua_State *L) {
  const ds_session_plugins *plugins = &session_of(L)->options.plugins;
  const char *name = lua_tostring(L, lua_upvalueindex(1));
  if (!lua_isnoneornil(L, 1)) luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  size_t n = 0, i = 0;
  if (lua_istable(L, 1))
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) n++;
  const char *(*pairs)[2] = lua_newuserdatauv(L, (n + 1) * sizeof *pairs, 0);
  lua_newtable(L); /* keeps the texts */
  int texts = lua_gettop(L);
  if (n > 0)
    for (lua_pushnil(L); lua_next(L, 1); lua_settop(L, texts + 1)) {
      if (lua_type(L, -2) != LUA_TSTRING) return luaL_error(L, "arguments have names: %s{ who = \"…\" }", name);
      ds_session_arg_text(L, lua_gettop(L));
      pairs[i][0] = lua_tostring(L, texts + 1);
      pairs[i++][1] = lua_tostring(L, -1);
      lua_rawseti(L, texts, (lua_Integer)i);
    }
  ds_result **handle = push_handle(L);
  ds_err err = {0};
  ds_status status = plugins->run(plugins->data, name, (const char *const(*)[2])pairs, n, handle, &err);
  ds_lua_poll(L);
  if (status != DS_OK) {
    lua_pushfstring(L, "%s%s%s", err.text, err.hint[0] ? "; " : "", err.hint);
    ds_err_reset(&err);
    return luaL_error(L, "%s", lua_tostring(L, -1));
  }
  ds_result_push(L, *handle);
  return 1;
}

/* __index of _G */
static int find_plugin(lua_State *L) {
  const ds_session_plugins *plugins = &session_of(L)->options.plugins;
  if (lua_type(L, 2) != LUA_TSTRING) return 0;
  const char *name = lua_tostring(L, 2);
  bool command = plugins->is_command && plugins->is_command(plugins->data, name);
  if (!command && !(plugins->knows && plugins->knows(plugins->data, name))) return 0;
  lua_pushvalue(L, 2);
  if (command)
    ds_session_push_command(L);
  else
    lua_pushcclosure(L, call_plugin, 1);
  return 1;
}

void ds_session_offer_plugins(lua_State *L) {
  lua_pushglobaltable(L);
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, find_plugin);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
  lua_pop(L, 1);
}
