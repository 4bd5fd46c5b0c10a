#include "plugin/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/part.h"
#include "lua/env.h"
#include "lua/filters.h"
#include "lua/json.h"
#include "plugin/crew.h"

struct ds_map {
  int64_t *ids;
  size_t n, cap, next; /* next: the first that is not mapped yet */
  ds_batch batch;      /* what is handed over from, made here or by the crew */
  size_t item;
  ds_crew *crew; /* or NULL: this thread maps */
  bool at_work;  /* or it was when something failed: there are no more values */
};

static ds_run *run_of(lua_State *L) {
  return ds_lua_of(L)->data;
}

void ds_batch_reset(ds_batch *batch) {
  ds_buf_reset(&batch->text);
  free(batch->items);
  *batch = (ds_batch){0};
}

/* --- values on their way --- */

void ds_map_push_key(lua_State *L, int64_t article) {
  ds_model_push(L, DS_THING_ARTICLES, article);
  lua_getfield(L, -1, "key");
  lua_remove(L, -2);
}

/* The string on the top.   [-1] */
static void append_string(lua_State *L, ds_buf *buf) {
  size_t len = 0;
  const char *s = luaL_tolstring(L, -1, &len);
  ds_buf_json_string(buf, s, len);
  lua_pop(L, 2);
}

/* Nothing of this database goes on its way: an entity is its name, what has a passage is the passage. */
static void append_object(lua_State *L, int index, ds_buf *buf) {
  long long article, start, end;
  if (ds_object_class(L, index) == ds_things[DS_THING_ENTITIES].class) {
    lua_getfield(L, index, "name");
    append_string(L, buf);
    return;
  }
  if (!ds_model_passage(L, index, &article, &start, &end))
    luaL_error(L, "map gave %s, which has no passage", luaL_tolstring(L, index, NULL));
  ds_buf_puts(buf, "{\"" DS_MAP_PASSAGE "\":[");
  ds_map_push_key(L, article);
  append_string(L, buf);
  ds_buf_printf(buf, ",%lld,%lld]}", start, end);
}

/* --- mapping here --- */

/* Parted by the article's key and not by its number, which another database gives to another one. */
static bool in_part(lua_State *L, const ds_run_options *options, int64_t article) {
  if (options->map_parts <= 0) return true;
  size_t len = 0;
  ds_map_push_key(L, article);
  const char *key = luaL_tolstring(L, -1, &len);
  int part = ds_part_of(key, len, options->map_parts);
  lua_pop(L, 2);
  return part == options->map_part;
}

/* Adds the value on the top. */
static void add_value(lua_State *L, ds_batch *batch, int64_t article) {
  size_t at = batch->text.len;
  ds_json_append(L, lua_gettop(L), &batch->text, append_object);
  const ds_lua *lua = ds_lua_of(L);
  if (lua->max && (lua->used > lua->max || batch->text.len > lua->max - lua->used)) ds_lua_stop_now(L, DS_STOP_MEMORY);
  DS_GROW(batch->items, batch->n, batch->cap);
  batch->items[batch->n++] = (ds_mapped){article, at, batch->text.len - at};
}

void ds_map_articles(lua_State *L, const int64_t *ids, size_t n, ds_batch *batch) {
  const ds_run *run = run_of(L);
  int top = lua_gettop(L);
  for (size_t i = 0; i < n; i++) {
    lua_settop(L, top);
    ds_lua_poll(L);
    ds_model_of(L)->article = ids[i];
    if (!in_part(L, run->options, ids[i])) continue;
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 2);
    ds_model_push(L, DS_THING_ARTICLES, ids[i]);
    lua_pushvalue(L, 3);
    if (lua_isnil(L, -2)) continue;
    lua_call(L, 3, 1);
    if (!lua_isnil(L, -1)) add_value(L, batch, ids[i]);
  }
  lua_settop(L, top);
}

/* --- all articles --- */

static int by_number(const void *x, const void *y) {
  int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
  return a < b ? -1 : a > b;
}

/* The ids of the selection on the top, in order, each once.   [-1] */
static void read_ids(lua_State *L, ds_map *map) {
  sqlite3_stmt **stmt = ds_select_push_cursor(L, -1, DS_THING_ARTICLES);
  while (ds_model_step(L, *stmt, "reading articles")) {
    DS_GROW(map->ids, map->n, map->cap);
    map->ids[map->n++] = sqlite3_column_int64(*stmt, 0);
  }
  ds_cursor_done(L, stmt);
  lua_pop(L, 2);
  if (map->n) qsort(map->ids, map->n, sizeof *map->ids, by_number);
  size_t kept = 0;
  for (size_t i = 0; i < map->n; i++)
    if (i == 0 || map->ids[i] != map->ids[i - 1]) map->ids[kept++] = map->ids[i];
  map->n = kept;
}

void ds_map_start(lua_State *L, int articles) {
  ds_run *run = run_of(L);
  ds_map *map = ds_alloc(sizeof *map);
  run->map = map;
  if (lua_isnil(L, articles)) {
    ds_select_push(L, DS_THING_ARTICLES);
  } else {
    lua_pushvalue(L, articles);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 3);
    lua_call(L, 2, 1);
    if (!ds_select_is(L, -1)) luaL_error(L, "'articles' gives the articles to map as a selection, got a %s", luaL_typename(L, -1));
  }
  read_ids(L, map);
  map->crew = ds_crew_start(run, map->ids, map->n);
}

/* The next batch; false after the last. */
static bool next_batch(lua_State *L, ds_map *map) {
  const ds_run_options *options = run_of(L)->options;
  if (map->next >= map->n) return false;
  if (options->progress && map->next % DS_CREW_BATCH == 0)
    options->progress(options->data, (double)map->next / (double)map->n, "reading articles");
  size_t most = map->crew ? DS_CREW_BATCH : 1, left = map->n - map->next, n = left < most ? left : most;
  map->batch.n = map->item = 0;
  ds_buf_clear(&map->batch.text);
  if (map->at_work) luaL_error(L, "map failed on an article: there are no more values");
  map->at_work = true;
  if (!map->crew || !ds_crew_next(map->crew, L, &map->batch)) ds_map_articles(L, map->ids + map->next, n, &map->batch);
  map->at_work = false;
  map->next += n;
  return true;
}

bool ds_map_next(lua_State *L, int64_t *article, const char **json, size_t *len) {
  ds_map *map = run_of(L)->map;
  while (map->item >= map->batch.n)
    if (!next_batch(L, map)) return false;
  const ds_mapped *item = &map->batch.items[map->item++];
  *article = item->article;
  *json = map->batch.text.data + item->at;
  *len = item->len;
  return true;
}

void ds_map_free(ds_map *map) {
  if (!map) return;
  ds_crew_free(map->crew);
  ds_batch_reset(&map->batch);
  free(map->ids);
  free(map);
}
