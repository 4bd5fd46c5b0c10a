/* Going through articles: of each the predicates that fit one of the frames. */
#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "lua/filters.h"
#include "lua/frames.h"
#include "lua/things.h"

enum { FRAMES = 1, READER, CURSOR }; /* upvalues of the iterator */
enum { FIELDS = 13 };                /* of most predicates, with `sentence` and `article`, without roles */

typedef struct row {
  long long id, sentence, start, len, lemma, modal, quote, holder; /* 0: none; holder: an identity */
  int flags;
} row;

/* User value 1: the predicates of the article that were given, by their ids. */
typedef struct reader {
  long long article, first, last; /* the article; its predicates are those from one id to the other */
  size_t n, size;
  ds_frame_argument *arguments; /* of one predicate; owned */
  size_t n_rows, rows_size;
  row *rows; /* the article's predicates, read before anything is asked of Lua, which may read as well; owned */
  bool busy; /* with an article, or was when something failed */
} reader;

static int reader_free(lua_State *L) {
  reader *r = lua_touserdata(L, 1);
  free(r->arguments);
  free(r->rows);
  *r = (reader){0};
  return 0;
}

static reader *push_reader(lua_State *L) {
  reader *r = lua_newuserdatauv(L, sizeof *r, 1);
  *r = (reader){0};
  if (luaL_newmetatable(L, "dossier.frames")) {
    lua_pushcfunction(L, reader_free);
    lua_setfield(L, -2, "__gc");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
  }
  lua_setmetatable(L, -2);
  return r;
}

/* Their `entity` is the identity at first: most predicates do not fit, and whom it stands for is not asked. */
static void read_arguments(lua_State *L, reader *r, long long predicate) {
  sqlite3_stmt *stmt =
      ds_model_query(L, "SELECT role, start, start + len, head, identity FROM argument_rows WHERE predicate = ? ORDER BY n");
  sqlite3_bind_int64(stmt, 1, predicate);
  for (r->n = 0; ds_model_step(L, stmt, "reading arguments"); r->n++) {
    if (r->n == r->size) {
      r->size = r->size ? 2 * r->size : 16;
      r->arguments = ds_realloc(r->arguments, r->size * sizeof *r->arguments);
    }
    r->arguments[r->n] = (ds_frame_argument){.role = sqlite3_column_int64(stmt, 0),
                                             .start = sqlite3_column_int64(stmt, 1),
                                             .end = sqlite3_column_int64(stmt, 2),
                                             .head = sqlite3_column_int64(stmt, 3),
                                             .entity = sqlite3_column_int64(stmt, 4)};
  }
  sqlite3_reset(stmt);
}

/* --- objects --- */

static void set_integer(lua_State *L, const char *name, long long value) {
  lua_pushstring(L, name);
  lua_pushinteger(L, value);
  lua_rawset(L, -3);
}

static void set_word(lua_State *L, const char *name, long long word) {
  lua_pushstring(L, name);
  ds_thing_push_word(L, word);
  lua_rawset(L, -3);
}

static void set_flag(lua_State *L, const char *name, bool value) {
  lua_pushstring(L, name);
  lua_pushboolean(L, value);
  lua_rawset(L, -3);
}

static void set_fields(lua_State *L, const reader *r, const row *p) {
  static const char *const tenses[] = {NULL, "past", "present", "future"};
  int tense = p->flags >> 3 & 3;
  long long holder = ds_model_entity(L, p->holder);
  set_integer(L, "id", p->id);
  set_integer(L, "_article", r->article);
  set_integer(L, "_sentence", p->sentence);
  set_integer(L, "start_byte", p->start);
  set_integer(L, "end_byte", p->start + p->len);
  set_word(L, "lemma", p->lemma);
  lua_pushstring(L, p->flags & 1 ? "noun" : "verb");
  lua_setfield(L, -2, "pos");
  set_flag(L, "negated", p->flags >> 1 & 1);
  set_flag(L, "passive", p->flags >> 2 & 1);
  if (tense) {
    lua_pushstring(L, tenses[tense]);
    lua_setfield(L, -2, "tense");
  }
  if (p->modal) set_word(L, "modal", p->modal);
  if (p->quote) set_integer(L, "_quote", p->quote);
  if (holder) set_integer(L, "_holder", holder);
}

/* The predicate of that row with the arguments that the reader holds.   [+1] */
static void push_predicate(lua_State *L, const reader *r, const row *p) {
  lua_createtable(L, 0, FIELDS + (int)r->n);
  set_fields(L, r, p);
  lua_pushliteral(L, "arguments");
  lua_createtable(L, (int)r->n, 0);
  for (size_t i = 0; i < r->n; i++) {
    const ds_frame_argument *a = &r->arguments[i];
    ds_thing_push_argument(L, r->article, a->role, a->start, a->end, a->head, ds_model_entity(L, a->entity));
    ds_thing_add_argument(L, lua_gettop(L) - 3, lua_gettop(L) - 1, (lua_Integer)i + 1);
  }
  lua_rawset(L, -3);
  ds_object_set(L, ds_things[DS_THING_PREDICATES].class);
}

static long long start_of(lua_State *L, int list, lua_Integer n) {
  lua_rawgeti(L, list, n);
  lua_pushliteral(L, "start_byte");
  lua_rawget(L, -2);
  long long start = lua_tointeger(L, -1);
  lua_pop(L, 2);
  return start;
}

/* Puts the predicate on the top into the list below it, in the order of the text.   [-1] */
static void insert_predicate(lua_State *L) {
  int list = lua_gettop(L) - 1;
  lua_Integer n = (lua_Integer)lua_rawlen(L, list);
  lua_pushliteral(L, "start_byte");
  lua_rawget(L, -2);
  long long start = lua_tointeger(L, -1);
  lua_pop(L, 1);
  for (; n > 0 && start_of(L, list, n) > start; n--) {
    lua_rawgeti(L, list, n);
    lua_rawseti(L, list, n + 1);
  }
  lua_rawseti(L, list, n + 1);
}

/* --- all predicates of a sentence --- */

/* around(sentence). upvalue 1: the reader */
static int around(lua_State *L) {
  int at = lua_upvalueindex(1);
  reader *r = lua_touserdata(L, at);
  long long article = 0, n = 0;
  ds_object_check(L, 1, &ds_sentence_class);
  ds_thing_int(L, "_article", &article);
  ds_thing_int(L, "n", &n);
  if (r->busy) return luaL_error(L, "a function of a frame cannot ask what stands around");
  if (article != r->article)
    return luaL_error(L, "the sentence is of article %d, expected one of article %d", (int)article, (int)r->article);
  lua_settop(L, 1);
  lua_getiuservalue(L, at, 1); /* 2 */
  lua_newtable(L);             /* 3 */
  for (size_t i = 0; i < r->n_rows; i++) {
    const row *p = &r->rows[i];
    if (p->sentence != n - 1) continue;
    if (lua_rawgeti(L, 2, p->id) == LUA_TNIL) {
      lua_pop(L, 1);
      read_arguments(L, r, p->id);
      push_predicate(L, r, p);
      lua_pushvalue(L, -1);
      lua_rawseti(L, 2, p->id);
    }
    insert_predicate(L);
  }
  return 1;
}

/* --- the articles --- */

static bool find_predicates(lua_State *L, reader *r, long long article) {
  sqlite3_stmt *stmt = ds_model_query(L, "SELECT first_predicate, last_predicate FROM tokens WHERE article = ?");
  sqlite3_bind_int64(stmt, 1, article);
  bool found = ds_model_step(L, stmt, "reading an article") && sqlite3_column_type(stmt, 0) != SQLITE_NULL;
  r->article = article;
  r->first = found ? sqlite3_column_int64(stmt, 0) : 0;
  r->last = found ? sqlite3_column_int64(stmt, 1) : -1;
  sqlite3_reset(stmt);
  return found;
}

static void read_rows(lua_State *L, reader *r) {
  sqlite3_stmt *stmt = ds_model_query(L, "SELECT id, lemma, flags, sentence, start, len, modal, quote, holder FROM predicate_rows "
                                         "WHERE id BETWEEN ? AND ?");
  sqlite3_bind_int64(stmt, 1, r->first);
  sqlite3_bind_int64(stmt, 2, r->last);
  for (r->n_rows = 0; ds_model_step(L, stmt, "reading predicates"); r->n_rows++) {
    if (r->n_rows == r->rows_size) {
      r->rows_size = r->rows_size ? 2 * r->rows_size : 64;
      r->rows = ds_realloc(r->rows, r->rows_size * sizeof *r->rows);
    }
    r->rows[r->n_rows] = (row){.id = sqlite3_column_int64(stmt, 0),
                               .lemma = sqlite3_column_int64(stmt, 1),
                               .flags = sqlite3_column_int(stmt, 2),
                               .sentence = sqlite3_column_int64(stmt, 3),
                               .start = sqlite3_column_int64(stmt, 4),
                               .len = sqlite3_column_int64(stmt, 5),
                               .modal = sqlite3_column_int64(stmt, 6),
                               .quote = sqlite3_column_int64(stmt, 7),
                               .holder = sqlite3_column_int64(stmt, 8)};
  }
  sqlite3_reset(stmt);
}

/* The predicates of the reader's article that fit; frames, known: indices of the frames and of where predicates are kept by their ids.
 * [+1 a list, which may be empty] */
static void push_fitting(lua_State *L, reader *r, int frames, int known) {
  lua_newtable(L);
  read_rows(L, r);
  r->busy = true;
  for (size_t i = 0; i < r->n_rows; i++) {
    const row *p = &r->rows[i];
    uint64_t fits = ds_frames_allow(L, frames, p->lemma, p->flags, p->modal, p->quote != 0);
    if (!fits) continue;
    read_arguments(L, r, p->id);
    if (!ds_frames_met(L, frames, fits, r->arguments, r->n)) continue;
    push_predicate(L, r, p);
    lua_pushvalue(L, -1);
    lua_rawseti(L, known, p->id);
    insert_predicate(L);
  }
  r->busy = false;
}

static int frames_next(lua_State *L) {
  sqlite3_stmt **stmt = lua_touserdata(L, lua_upvalueindex(CURSOR));
  reader *r = lua_touserdata(L, lua_upvalueindex(READER));
  luaL_checkstack(L, 24, NULL);
  while (*stmt && ds_model_step(L, *stmt, "reading the database")) {
    long long article = sqlite3_column_int64(*stmt, 0);
    ds_model_of(L)->article = article;
    if (!find_predicates(L, r, article)) continue;
    lua_settop(L, 0);
    lua_newtable(L);
    lua_pushvalue(L, 1);
    lua_setiuservalue(L, lua_upvalueindex(READER), 1);
    push_fitting(L, r, lua_upvalueindex(FRAMES), 1);
    if (lua_rawlen(L, 2) == 0) continue;
    ds_model_push_row(L, &ds_things[DS_THING_ARTICLES], *stmt);
    lua_replace(L, 1);
    lua_pushvalue(L, lua_upvalueindex(READER));
    lua_pushcclosure(L, around, 1);
    return 3;
  }
  ds_cursor_done(L, stmt);
  return 0;
}

int ds_frames_each(lua_State *L) {
  ds_select_check(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  ds_frames_push(L, 2);
  push_reader(L);
  ds_select_push_cursor(L, 1, DS_THING_ARTICLES);
  lua_pushvalue(L, -1); /* frames, reader, cursor, cursor */
  lua_insert(L, 3);
  lua_pushcclosure(L, frames_next, 3);
  lua_insert(L, 3);
  lua_settop(L, 4); /* next, cursor */
  lua_pushnil(L);
  lua_insert(L, 4);
  lua_pushnil(L);
  lua_insert(L, 4);
  return 4; /* next, nil, nil, and the cursor to be closed */
}

static const char shelf; /* in the registry: lists of frames and what they were read into */

void ds_frames_forget(lua_State *L) {
  lua_pushnil(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &shelf);
}

/* Frames that are asked of one article after the other are read once; user value 2 of theirs is the reader.   [+1] */
static void push_known_frames(lua_State *L, int list) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &shelf) == LUA_TNIL) {
    lua_pop(L, 1);
    lua_newtable(L);
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &shelf);
  }
  lua_pushvalue(L, list);
  if (lua_rawget(L, -2) == LUA_TNIL) {
    lua_pop(L, 1);
    ds_frames_push(L, list);
    push_reader(L);
    lua_setiuservalue(L, -2, 2);
    lua_pushvalue(L, list);
    lua_pushvalue(L, -2);
    lua_rawset(L, -4);
  }
  lua_remove(L, -2);
}

int ds_frames_of_article(lua_State *L) {
  enum { ARTICLE = 1, COMPILED = 3, HOLDER, KNOWN }; /* the list of frames lies at 2, what fits is left on the top */
  long long article = 0;
  ds_object_check(L, ARTICLE, ds_things[DS_THING_ARTICLES].class);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  luaL_checkstack(L, 24, NULL);
  ds_thing_int(L, "id", &article);
  ds_model_of(L)->article = article;
  push_known_frames(L, 2);
  lua_getiuservalue(L, COMPILED, 2);
  reader *r = lua_touserdata(L, HOLDER);
  if (r->busy) { /* a function of a frame asks the same of another article */
    r = push_reader(L);
    lua_replace(L, HOLDER);
  }
  find_predicates(L, r, article);
  lua_newtable(L);
  lua_pushvalue(L, KNOWN);
  lua_setiuservalue(L, HOLDER, 1);
  push_fitting(L, r, COMPILED, KNOWN);
  lua_pushvalue(L, HOLDER);
  lua_pushcclosure(L, around, 1);
  return 2;
}
