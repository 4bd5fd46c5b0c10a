/* Analyses in two steps: map tells what one article gives, reduce makes rows of all that. Between the two everything is JSON, in a single
 * run as well, so that parts of the articles can be mapped elsewhere and give the same rows. */
#include <stdlib.h>
#include <string.h>

#include "base/part.h"
#include "base/path.h"
#include "lua/env.h"
#include "lua/json.h"
#include "plugin/run.h"

enum { NESTED = 32 };
static const char passage_key[] = "$passage"; /* {"$passage": [key of the article, start, end]} */

static ds_run *run_of(lua_State *L) {
  return ds_lua_of(L)->data;
}

/* --- values on their way --- */

/* The content hash of an article: its name in every database.   [+1] */
static void push_article_key(lua_State *L, long long article) {
  ds_model_push(L, DS_THING_ARTICLES, article);
  lua_getfield(L, -1, "key");
  lua_remove(L, -2);
}

static void push_passage(lua_State *L, int index) {
  long long article, start, end;
  if (!ds_model_passage(L, index, &article, &start, &end))
    luaL_error(L, "map gave %s, which has no passage", luaL_tolstring(L, index, NULL));
  lua_createtable(L, 0, 1);
  lua_createtable(L, 3, 0);
  push_article_key(L, article);
  lua_rawseti(L, -2, 1);
  lua_pushinteger(L, start);
  lua_rawseti(L, -2, 2);
  lua_pushinteger(L, end);
  lua_rawseti(L, -2, 3);
  lua_setfield(L, -2, passage_key);
}

/* The value at an absolute index without anything of this database: an entity is its name, what has a passage is the passage.   [+1] */
static void push_portable(lua_State *L, int index, int depth) {
  luaL_checkstack(L, 20, NULL);
  if (depth > NESTED) luaL_error(L, "what map gave is nested more than %d deep", NESTED);
  if (lua_type(L, index) != LUA_TTABLE) {
    lua_pushvalue(L, index);
    return;
  }
  const ds_class *class = ds_object_class(L, index);
  if (class && class == ds_things[DS_THING_ENTITIES].class) {
    lua_getfield(L, index, "name");
    return;
  }
  if (class) {
    push_passage(L, index);
    return;
  }
  lua_newtable(L);
  int copy = lua_gettop(L);
  for (lua_pushnil(L); lua_next(L, index);) {
    push_portable(L, lua_gettop(L), depth + 1);
    lua_remove(L, -2);
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, copy);
  }
}

/* The article of this database that a key names. */
static long long article_of_key(lua_State *L, const char *key) {
  static const char sql[] = "SELECT id FROM articles WHERE key = ?";
  sqlite3_stmt *stmt = ds_model_query(L, sql);
  sqlite3_bind_text(stmt, 1, key ? key : "", -1, SQLITE_TRANSIENT);
  long long id = ds_model_step(L, stmt, "looking up an article") ? sqlite3_column_int64(stmt, 0) : 0;
  sqlite3_reset(stmt);
  return id;
}

/* The other way: passages in the value on the top become {article, start_byte, end_byte}, which is a source.   [-1, +1] */
static void localize(lua_State *L) {
  luaL_checkstack(L, 20, NULL);
  if (!lua_istable(L, -1)) return;
  int table = lua_gettop(L);
  if (lua_getfield(L, table, passage_key) == LUA_TTABLE) {
    lua_rawgeti(L, -1, 1);
    long long id = article_of_key(L, lua_tostring(L, -1));
    if (!id) luaL_error(L, "a part names an article that this database does not have");
    lua_pop(L, 1);
    lua_pushinteger(L, id);
    lua_rawseti(L, -2, 1);
    lua_replace(L, table);
    return;
  }
  lua_pop(L, 1);
  for (lua_pushnil(L); lua_next(L, table);) {
    localize(L);
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, table); /* an entry that is there may be set while going through */
  }
}

/* --- map --- */

/* Parted by the article's key and not by its number, which another database gives to another one. */
static bool in_part(lua_State *L, const ds_run_options *options, long long article) {
  if (options->map_parts <= 0) return true;
  size_t len = 0;
  push_article_key(L, article);
  const char *key = luaL_tolstring(L, -1, &len);
  int part = ds_part_of(key, len, options->map_parts);
  lua_pop(L, 2);
  return part == options->map_part;
}

/* Calls each(…) for the JSON of what map gives for an article; the function, ctx and args at 1 to 3. */
static void map_articles(lua_State *L, void (*each)(lua_State *L, long long article, void *data), void *data) {
  ds_select_push(L, DS_THING_ARTICLES);
  lua_getfield(L, -1, "each");
  lua_insert(L, -2);
  lua_call(L, 1, 4);
  int next = lua_gettop(L) - 3;
  for (;;) {
    lua_settop(L, next + 3);
    lua_pushvalue(L, next);
    lua_call(L, 0, 1);
    if (lua_isnil(L, -1)) break;
    int article = lua_gettop(L);
    lua_getfield(L, article, "id");
    long long id = lua_tointeger(L, -1);
    if (!in_part(L, run_of(L)->options, id)) continue;
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, article);
    lua_pushvalue(L, 3);
    lua_call(L, 3, 1);
    if (lua_isnil(L, -1)) continue;
    push_portable(L, lua_gettop(L), 0);
    ds_json_push_encoded(L, lua_gettop(L));
    each(L, id, data);
  }
  lua_settop(L, next - 1);
}

/* A row of a part: the article's key and the JSON on the top. */
static void add_part_row(lua_State *L, long long article, void *data) {
  size_t len = 0;
  const char *json = lua_tolstring(L, -1, &len);
  push_article_key(L, article);
  ds_row *row = ds_result_row(run_of(L)->result);
  ds_value_text(&row->values[0], lua_tostring(L, -1), strlen(lua_tostring(L, -1)));
  ds_value_text(&row->values[1], json, len);
  lua_pop(L, 1);
  ds_lua_charge(L, len + 128);
}

/* --- reduce --- */

/* What was mapped: JSON texts in a list, and the article of each. */
typedef struct mapped {
  int texts; /* index of the list */
  lua_Integer n;
  struct place {
    long long article;
    lua_Integer at;
  } * places; /* a userdata's, replaced as it grows */
  lua_Integer cap;
  int owner; /* index of that userdata */
} mapped;

static void add_mapped(lua_State *L, long long article, void *data) {
  mapped *m = data;
  if (m->n == m->cap) {
    lua_Integer cap = m->cap ? 2 * m->cap : 64;
    struct place *grown = lua_newuserdatauv(L, (size_t)cap * sizeof *grown, 0);
    if (m->n) memcpy(grown, m->places, (size_t)m->n * sizeof *grown);
    m->places = grown;
    m->cap = cap;
    lua_replace(L, m->owner);
  }
  m->places[m->n] = (struct place){article, m->n + 1};
  lua_pushvalue(L, -1);
  lua_rawseti(L, m->texts, ++m->n);
}

static int by_article(const void *x, const void *y) {
  const struct place *a = x, *b = y;
  return a->article < b->article ? -1 : a->article > b->article;
}

static int fail_part(lua_State *L, const char *file, long line, const char *text) {
  ds_err *fault = &run_of(L)->fault;
  ds_fail_at(fault, DS_INPUT, file, line, "%s", text);
  return luaL_error(L, "%s", fault->text);
}

/* One line of a part, {"article": key, "value": JSON as text}; decode at 4. */
static void read_part_line(lua_State *L, mapped *m, const char *file, long number, const char *line, size_t len) {
  int top = lua_gettop(L);
  lua_pushvalue(L, 4);
  lua_pushlstring(L, line, len);
  if (lua_pcall(L, 1, 1, 0) != LUA_OK || !lua_istable(L, -1)) {
    ds_lua_poll(L);
    fail_part(L, file, number, "no line of a part, which 'NAME --map I/N --format jsonl' writes");
  }
  lua_getfield(L, -1, "article");
  long long article = article_of_key(L, lua_isstring(L, -1) ? lua_tostring(L, -1) : NULL);
  if (!article) fail_part(L, file, number, "an article that this database does not have: merge the databases of all parts first");
  lua_getfield(L, -2, "value");
  if (lua_type(L, -1) != LUA_TSTRING) fail_part(L, file, number, "a line without a value");
  add_mapped(L, article, m);
  lua_settop(L, top);
}

static void read_part(lua_State *L, mapped *m, const char *file) {
  ds_buf text = {0};
  ds_err err = {0};
  if (ds_path_read(file, 0, &text, &err) != DS_OK) {
    ds_buf_reset(&text);
    run_of(L)->fault = err;
    luaL_error(L, "%s", err.text);
  }
  lua_pushlstring(L, text.data ? text.data : "", text.len); /* Lua's from here on: what follows may raise */
  ds_buf_reset(&text);
  size_t size = 0;
  const char *line = lua_tolstring(L, -1, &size), *end = line + size;
  for (long number = 1; line < end; number++) {
    const char *stop = memchr(line, '\n', (size_t)(end - line));
    size_t len = (size_t)((stop ? stop : end) - line);
    if (len) read_part_line(L, m, file, number, line, len);
    line += len + (stop != NULL);
  }
  lua_pop(L, 1);
}

/* The iterator that reduce is given. upvalues: texts in order, decode, the place */
static int next_value(lua_State *L) {
  lua_Integer i = lua_tointeger(L, lua_upvalueindex(3)) + 1;
  lua_pushinteger(L, i);
  lua_replace(L, lua_upvalueindex(3));
  lua_settop(L, 0);
  lua_pushvalue(L, lua_upvalueindex(2));
  if (lua_rawgeti(L, lua_upvalueindex(1), i) == LUA_TNIL) return 1;
  lua_call(L, 1, 1);
  localize(L);
  return 1;
}

/* The texts in the order of their articles, as a list on the top. */
static void push_ordered(lua_State *L, const mapped *m) {
  if (m->n) qsort(m->places, (size_t)m->n, sizeof *m->places, by_article);
  lua_createtable(L, (int)m->n, 0);
  for (lua_Integer i = 0; i < m->n; i++) {
    if (i && m->places[i].article == m->places[i - 1].article) luaL_error(L, "article %d is in two parts", (int)m->places[i].article);
    lua_rawgeti(L, m->texts, m->places[i].at);
    lua_rawseti(L, -2, i + 1);
  }
}

/* --- the run --- */

/* run(ctx, args) of a plugin with map and reduce, the upvalues. */
static int run_shards(lua_State *L) {
  const ds_run_options *options = run_of(L)->options;
  lua_settop(L, 2);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1); /* 1: map, 2: ctx, 3: args */
  if (options->map_parts > 0) {
    map_articles(L, add_part_row, NULL);
    return 0;
  }
  ds_lua_open_json(L);
  lua_getfield(L, -1, "decode");
  lua_replace(L, 4);
  mapped m = {.texts = 5, .owner = 6};
  lua_newtable(L);
  lua_pushnil(L);
  if (options->reduce)
    for (const char *const *file = options->reduce; *file; file++) read_part(L, &m, *file);
  else
    map_articles(L, add_mapped, &m);
  lua_settop(L, 6);
  lua_pushvalue(L, lua_upvalueindex(2));
  lua_pushvalue(L, 2);
  push_ordered(L, &m);
  lua_pushvalue(L, 4);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, next_value, 3);
  lua_pushvalue(L, 3);
  lua_call(L, 3, 0);
  return 0;
}

void ds_run_push_shards(lua_State *L) {
  lua_getfield(L, 1, "map");
  luaL_checktype(L, -1, LUA_TFUNCTION);
  lua_getfield(L, 1, "reduce");
  luaL_checktype(L, -1, LUA_TFUNCTION);
  lua_pushcclosure(L, run_shards, 2);
}
