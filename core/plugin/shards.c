/* Analyses in two steps: map tells what one article gives, reduce makes rows of all that. Between the two everything is JSON, in a single
 * run as well, so that parts of the articles can be mapped elsewhere and give the same rows. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "lua/env.h"
#include "lua/json.h"
#include "plugin/map.h"

static ds_run *run_of(lua_State *L) {
  return ds_lua_of(L)->data;
}

/* --- values on their way --- */

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
  if (lua_getfield(L, table, DS_MAP_PASSAGE) == LUA_TTABLE) {
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

/* The rows of a part: the article's key and what map gave, as JSON. */
static void add_part_rows(lua_State *L) {
  int64_t article;
  const char *json;
  size_t len;
  while (ds_map_next(L, &article, &json, &len)) {
    ds_map_push_key(L, article);
    const char *key = lua_tostring(L, -1);
    ds_row *row = ds_result_row(run_of(L)->result);
    ds_value_text(&row->values[0], key, strlen(key));
    ds_value_text(&row->values[1], json, len);
    lua_pop(L, 1);
    ds_lua_charge(L, len + 128);
  }
}

/* The iterator that reduce is given: a value, and its article.   upvalues: map, ctx, args, decode */
static int next_mapped(lua_State *L) {
  int64_t article;
  const char *json;
  size_t len;
  lua_settop(L, 0);
  for (int i = 1; i <= 3; i++) lua_pushvalue(L, lua_upvalueindex(i));
  if (!ds_map_next(L, &article, &json, &len)) return 0;
  lua_pushvalue(L, lua_upvalueindex(4));
  lua_pushlstring(L, json, len);
  lua_call(L, 1, 1);
  localize(L);
  ds_model_push(L, DS_THING_ARTICLES, article);
  return 2;
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

enum { MAP = 1, MAP_CTX, ARGS, REDUCE, DECODE, CTX, TEXTS, PLACES }; /* the stack of a run */

/* One line of a part, {"article": key, "value": JSON as text}. */
static void read_part_line(lua_State *L, mapped *m, const char *file, long number, const char *line, size_t len) {
  int top = lua_gettop(L);
  lua_pushvalue(L, DECODE);
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

/* The iterator over parts. upvalues: texts in order, decode, the place, the articles */
static int next_value(lua_State *L) {
  lua_Integer i = lua_tointeger(L, lua_upvalueindex(3)) + 1;
  lua_pushinteger(L, i);
  lua_replace(L, lua_upvalueindex(3));
  lua_settop(L, 0);
  lua_pushvalue(L, lua_upvalueindex(2));
  if (lua_rawgeti(L, lua_upvalueindex(1), i) == LUA_TNIL) return 1;
  lua_call(L, 1, 1);
  localize(L);
  ds_model_push(L, DS_THING_ARTICLES, ((const struct place *)lua_touserdata(L, lua_upvalueindex(4)))[i - 1].article);
  return 2;
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

static void reduce_parts(lua_State *L, const char *const *files) {
  mapped m = {.texts = TEXTS, .owner = PLACES};
  lua_newtable(L);
  lua_pushnil(L);
  for (; *files; files++) read_part(L, &m, *files);
  lua_settop(L, PLACES);
  lua_pushvalue(L, REDUCE);
  lua_pushvalue(L, CTX);
  push_ordered(L, &m);
  lua_pushvalue(L, DECODE);
  lua_pushinteger(L, 0);
  lua_pushvalue(L, PLACES);
  lua_pushcclosure(L, next_value, 4);
  lua_pushvalue(L, ARGS);
  lua_call(L, 3, 0);
}

static void reduce_mapped(lua_State *L) {
  lua_pushvalue(L, REDUCE);
  lua_pushvalue(L, CTX);
  for (int i = MAP; i <= ARGS; i++) lua_pushvalue(L, i);
  lua_pushvalue(L, DECODE);
  lua_pushcclosure(L, next_mapped, 4);
  lua_pushvalue(L, ARGS);
  lua_call(L, 3, 0);
}

/* run(ctx, args) of a plugin with map and reduce.   upvalues: map, reduce, articles */
static int run_shards(lua_State *L) {
  const ds_run_options *options = run_of(L)->options;
  lua_settop(L, 2); /* ctx, args */
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, MAP);
  ds_run_push_ctx(L, true);
  lua_insert(L, MAP_CTX); /* map, its ctx, ctx, args */
  lua_insert(L, ARGS);    /* map, its ctx, args, ctx */
  lua_pushvalue(L, lua_upvalueindex(2));
  lua_insert(L, REDUCE);
  ds_lua_open_json(L);
  lua_getfield(L, -1, "decode");
  lua_insert(L, DECODE);
  lua_settop(L, CTX);
  if (options->reduce) {
    reduce_parts(L, options->reduce);
    return 0;
  }
  ds_map_start(L, lua_upvalueindex(3));
  if (options->map_parts > 0)
    add_part_rows(L);
  else
    reduce_mapped(L);
  return 0;
}

void ds_run_push_shards(lua_State *L) {
  lua_getfield(L, 1, "map");
  luaL_checktype(L, -1, LUA_TFUNCTION);
  lua_getfield(L, 1, "reduce");
  luaL_checktype(L, -1, LUA_TFUNCTION);
  lua_getfield(L, 1, "articles");
  lua_pushcclosure(L, run_shards, 3);
}
