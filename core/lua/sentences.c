/* Sentences of an article and tokens of a sentence: read when they are asked for, kept with the article. */
#include "lua/english.h"
#include "lua/model.h"
#include "lua/things.h"

/* The table of the article at index that keeps single sentences by number, made at its first use.   [+1] */
static void push_kept_sentences(lua_State *L, int article) {
  lua_pushliteral(L, "_sentences");
  if (lua_rawget(L, article) != LUA_TNIL) return;
  lua_pop(L, 1);
  lua_newtable(L);
  lua_pushliteral(L, "_sentences");
  lua_pushvalue(L, -2);
  lua_rawset(L, article);
}

/* The sentence of that 1-based number, kept in the table on the top.   [+1] */
static void push_new_sentence(lua_State *L, long long article, long long n, long long start, long long end) {
  lua_createtable(L, 0, 8);
  lua_pushinteger(L, article);
  lua_setfield(L, -2, "_article");
  lua_pushinteger(L, n);
  lua_setfield(L, -2, "n");
  ds_object_span(L, start, end);
  ds_object_set(L, &ds_sentence_class);
  lua_pushvalue(L, -1);
  lua_rawseti(L, -3, n);
}

void ds_get_sentences(lua_State *L) { /* of an article */
  long long id = 0;
  ds_thing_int(L, "id", &id);
  push_kept_sentences(L, 1);
  int kept = lua_gettop(L);
  sqlite3_stmt *stmt = ds_model_query(L, "SELECT n, start, \"end\" FROM sentences WHERE article = ? ORDER BY n");
  sqlite3_bind_int64(stmt, 1, id);
  lua_newtable(L);
  for (int n = 1; ds_model_step(L, stmt, "reading sentences"); n++) {
    lua_pushvalue(L, kept);
    if (lua_rawgeti(L, -1, n) == LUA_TNIL) {
      lua_pop(L, 1);
      push_new_sentence(L, id, n, sqlite3_column_int64(stmt, 1), sqlite3_column_int64(stmt, 2));
    }
    lua_rawseti(L, -3, n);
    lua_pop(L, 1);
  }
  sqlite3_reset(stmt);
}

/* One sentence of the article on the top, by its 1-based number, without reading the others.   [+1] */
static void push_sentence(lua_State *L, long long n) {
  int article = lua_gettop(L);
  push_kept_sentences(L, article);
  if (lua_rawgeti(L, -1, n) != LUA_TNIL) return;
  lua_pop(L, 1);
  lua_pushliteral(L, "id");
  lua_rawget(L, article);
  long long id = lua_tointeger(L, -1);
  lua_pop(L, 1);
  sqlite3_stmt *stmt = ds_model_query(L, "SELECT start, \"end\" FROM sentences WHERE article = ? AND n = ?");
  sqlite3_bind_int64(stmt, 1, id);
  sqlite3_bind_int64(stmt, 2, n - 1);
  if (ds_model_step(L, stmt, "reading a sentence"))
    push_new_sentence(L, id, n, sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 1));
  else
    lua_pushnil(L);
  sqlite3_reset(stmt);
}

/* The sentence that contains byte `at` in the list on the top: its 1-based number, 0 when there is none. */
static lua_Integer sentence_at(lua_State *L, long long at) {
  lua_Integer low = 1, high = (lua_Integer)lua_rawlen(L, -1), found = 0;
  while (low <= high) {
    lua_Integer middle = low + (high - low) / 2;
    lua_rawgeti(L, -1, middle);
    lua_getfield(L, -1, "start_byte");
    bool before = lua_tointeger(L, -1) <= at;
    lua_pop(L, 2);
    if (before)
      found = middle, low = middle + 1;
    else
      high = middle - 1;
  }
  return found ? found : (lua_rawlen(L, -1) > 0);
}

static void push_sentences(lua_State *L) {
  lua_getfield(L, 1, "article");
  if (lua_isnil(L, -1)) luaL_error(L, "the article of this passage is gone");
  lua_getfield(L, -1, "sentences");
  lua_remove(L, -2);
}

void ds_get_sentence(lua_State *L) {
  long long n, start = 0;
  if (ds_thing_int(L, "_sentence", &n)) {
    lua_getfield(L, 1, "article");
    if (lua_isnil(L, -1)) luaL_error(L, "the article of this passage is gone");
    push_sentence(L, n + 1);
    return;
  }
  push_sentences(L);
  n = ds_thing_int(L, "start_byte", &start) ? sentence_at(L, start) : 0;
  lua_rawgeti(L, -1, n);
}

/* The sentences that the object's span touches. */
void ds_get_span_sentences(lua_State *L) {
  long long start = 0, end = 0;
  ds_thing_int(L, "start_byte", &start);
  ds_thing_int(L, "end_byte", &end);
  push_sentences(L);
  lua_Integer first = sentence_at(L, start), last = sentence_at(L, end > start ? end - 1 : start);
  lua_newtable(L);
  for (lua_Integer i = first; first && i <= last; i++) {
    lua_rawgeti(L, -2, i);
    lua_rawseti(L, -2, i - first + 1);
  }
}

static int free_arena(lua_State *L) {
  ds_arena **arena = lua_touserdata(L, 1);
  ds_arena_free(*arena);
  *arena = NULL;
  return 0;
}

/* An arena that the state owns and uses anew each time. */
static ds_arena *scratch(lua_State *L) {
  static const char key;
  int top = lua_gettop(L);
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &key) == LUA_TNIL) {
    ds_arena **fresh = lua_newuserdatauv(L, sizeof *fresh, 0);
    *fresh = NULL;
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, free_arena);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    *fresh = ds_arena_new();
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key);
  }
  ds_arena *arena = *(ds_arena **)lua_touserdata(L, -1);
  lua_settop(L, top);
  ds_arena_reset(arena);
  return arena;
}

/* Unpacks the tokens of a whole article into the sentences of the list at index `list`. */
static void unpack_tokens(lua_State *L, long long article, const char *text, size_t len, int list) {
  sqlite3_stmt *stmt = ds_model_query(L, "SELECT packed FROM tokens WHERE article = ?");
  sqlite3_bind_int64(stmt, 1, article);
  if (!ds_model_step(L, stmt, "reading tokens")) return;
  ds_arena *arena = scratch(L);
  ds_reading *r = NULL;
  ds_err err = {0};
  ds_status status = ds_tokens_unpack(sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0), text, len, arena, &r, &err);
  sqlite3_reset(stmt);
  if (status != DS_OK) {
    lua_pushstring(L, err.text);
    ds_err_reset(&err);
    luaL_error(L, "%s", lua_tostring(L, -1));
  }
  for (uint32_t i = 0; i < r->n_sentences; i++) {
    if (lua_rawgeti(L, list, i + 1) == LUA_TTABLE) {
      lua_pushliteral(L, "tokens");
      ds_lua_push_tokens(L, r, i);
      lua_rawset(L, -3);
    }
    lua_pop(L, 1);
  }
}

void ds_get_tokens(lua_State *L) { /* of a sentence */
  long long article = 0, n = 0;
  ds_thing_int(L, "_article", &article);
  ds_thing_int(L, "n", &n);
  size_t len;
  const char *text = ds_thing_text(L, &len);
  push_sentences(L);
  int list = lua_gettop(L);
  lua_rawgeti(L, list, n);
  lua_pushliteral(L, "tokens");
  if (lua_istable(L, -2) && lua_rawget(L, -2) != LUA_TTABLE) unpack_tokens(L, article, text, len, list);
  lua_rawgeti(L, list, n);
  lua_pushliteral(L, "tokens");
  if (lua_istable(L, -2)) lua_rawget(L, -2);
  if (!lua_istable(L, -1)) lua_newtable(L);
}

/* The tokens within the object's span, of whatever sentences. */
void ds_get_span_tokens(lua_State *L) {
  long long start = 0, end = 0;
  ds_thing_int(L, "start_byte", &start);
  ds_thing_int(L, "end_byte", &end);
  ds_get_span_sentences(L);
  int sentences = lua_gettop(L);
  lua_newtable(L);
  int list = lua_gettop(L), n = 0;
  for (lua_Integer s = 1; lua_rawgeti(L, sentences, s) == LUA_TTABLE; s++) {
    lua_getfield(L, -1, "tokens");
    for (lua_Integer i = 1; lua_rawgeti(L, -1, i) == LUA_TTABLE; i++) {
      lua_getfield(L, -1, "start_byte");
      long long from = lua_tointeger(L, -1);
      lua_pop(L, 1);
      if (from >= start && from < end)
        lua_rawseti(L, list, ++n);
      else
        lua_pop(L, 1);
    }
    lua_settop(L, list);
  }
  lua_settop(L, list);
}
