#include "lua/said.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "lua/model.h"

/* The state's own memory: the tokens of the article that was asked for last (quotes come article by article), and those of a text. */
typedef struct memory {
  ds_arena *stored, *read;
  const ds_store *store;
  long long article;
  ds_reading *reading;
} memory;

static int free_memory(lua_State *L) {
  memory *m = lua_touserdata(L, 1);
  ds_arena_free(m->stored);
  ds_arena_free(m->read);
  *m = (memory){0};
  return 0;
}

static memory *memory_of(lua_State *L) {
  static const char key;
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &key) == LUA_TNIL) {
    memory *fresh = lua_newuserdatauv(L, sizeof *fresh, 0);
    *fresh = (memory){0};
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, free_memory);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    fresh->stored = ds_arena_new();
    fresh->read = ds_arena_new();
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key);
    lua_replace(L, -2);
  }
  memory *m = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return m;
}

/* The tokens of an article, or NULL when it has none stored. */
static ds_reading *stored_reading(lua_State *L, memory *m, long long article, const char *text, size_t len) {
  const ds_store *store = ds_model_of(L)->store;
  if (m->reading && m->article == article && m->store == store) return m->reading;
  sqlite3_stmt *stmt = ds_model_query(L, "SELECT packed FROM tokens WHERE article = ?");
  sqlite3_bind_int64(stmt, 1, article);
  m->reading = NULL;
  if (!ds_model_step(L, stmt, "reading tokens")) return NULL;
  ds_arena_reset(m->stored);
  ds_err err = {0};
  ds_status status =
      ds_tokens_unpack(sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0), text, len, m->stored, &m->reading, &err);
  sqlite3_reset(stmt);
  if (status != DS_OK) {
    lua_pushstring(L, err.text);
    ds_err_reset(&err);
    luaL_error(L, "%s", lua_tostring(L, -1));
  }
  m->article = article;
  m->store = store;
  return m->reading;
}

/* The first token that begins at byte `at` or later. */
static uint32_t token_at(const ds_reading *r, unsigned long at) {
  uint32_t low = 0, high = r->n_tokens;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (r->tokens[middle].start < at)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The parts of "[[1,2],[3,4]]", bytes of the article, as tokens. */
static void find_ranges(ds_lua_said *said, const char *p) {
  while (p && *p && said->n < DS_MOST_PARTS) {
    p += strcspn(p, "0123456789");
    if (!*p) break;
    char *next;
    unsigned long start = strtoul(p, &next, 10);
    p = next + strspn(next, ", ");
    unsigned long end = strtoul(p, &next, 10);
    p = next;
    ds_token_range found = {token_at(said->reading, start), token_at(said->reading, end)};
    if (found.end > found.first && (said->n == 0 || found.first >= said->ranges[said->n - 1].end)) said->ranges[said->n++] = found;
  }
}

static void read_text(lua_State *L, int index, ds_lua_said *said) {
  size_t len;
  said->text = lua_tolstring(L, index, &len);
  luaL_argcheck(L, len < ((size_t)1 << 31), 1, "text longer than 2 GiB");
  memory *m = memory_of(L);
  ds_arena_reset(m->read);
  said->reading = ds_read(said->text, len, m->read);
  said->ranges[0] = (ds_token_range){0, said->reading->n_tokens};
  said->n = 1;
}

/* A raw field of the quote at `index`.   [+1] */
static void push_raw(lua_State *L, int index, const char *name) {
  lua_pushstring(L, name);
  lua_rawget(L, index);
}

/* A quote of the database: its parts are bytes of its article. `content` is on the top.   [-1, +1] */
static void get_stored(lua_State *L, int quote, long long article, ds_lua_said *said) {
  int content = lua_gettop(L);
  lua_getfield(L, quote, "article");
  if (lua_isnil(L, -1)) luaL_error(L, "the article of this passage is gone");
  lua_getfield(L, -1, "text");
  size_t len;
  const char *text = lua_tolstring(L, -1, &len);
  const ds_reading *r = text ? stored_reading(L, memory_of(L), article, text, len) : NULL;
  if (r) {
    said->reading = r;
    said->text = text;
    find_ranges(said, lua_tostring(L, content));
  }
  lua_replace(L, content);
  lua_settop(L, content);
}

void ds_lua_get_said(lua_State *L, int index, ds_lua_said *said) {
  static const ds_reading nothing;
  index = lua_absindex(L, index);
  *said = (ds_lua_said){.reading = &nothing, .text = ""};
  if (lua_type(L, index) == LUA_TSTRING) {
    lua_pushvalue(L, index);
    read_text(L, index, said);
    return;
  }
  if (lua_type(L, index) != LUA_TTABLE) luaL_error(L, "expected a text or a quote, got a %s", luaL_typename(L, index));
  push_raw(L, index, "_article");
  long long article = lua_tointeger(L, -1);
  bool stored = lua_isinteger(L, -1);
  lua_pop(L, 1);
  push_raw(L, index, stored ? "_content" : "said");
  if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "expected a text or a quote");
  if (stored)
    get_stored(L, index, article, said);
  else
    read_text(L, -1, said);
}
