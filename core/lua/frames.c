#include "lua/frames.h"

#include <lauxlib.h>
#include <string.h>

#include "base/nearest.h"
#include "lua/model.h"
#include "lua/things.h"

enum { MOST_FRAMES = 64, MOST_NEEDS = 4, MOST_SETS = 192 };
enum { UNKNOWN, YES, NO };

/* Verdicts on words by their numbers. What is UNKNOWN is asked of the function in the user value. */
typedef struct word_set {
  int64_t n;
  unsigned char verdicts[];
} word_set;

typedef struct need {
  uint8_t role, head; /* sets, by number; 0: any */
  bool named;
} need;

typedef struct frame {
  uint8_t lemma, modal;                       /* sets; lemma: only where it is asked by a function */
  signed char noun, negated, passive, quoted; /* -1: either */
  uint8_t n_needs;
  need needs[MOST_NEEDS];
} frame;

/* User value 1: a list of what it points to, by numbers, and of the tables and functions that sets were made of. */
struct ds_frames {
  size_t n, n_sets;
  int64_t n_words;
  uint64_t any;     /* frames of any lemma */
  uint64_t *lemmas; /* for each word the frames that have it as their lemma */
  word_set *sets[MOST_SETS];
  frame list[MOST_FRAMES];
};

/* --- words --- */

static int64_t count_words(lua_State *L) {
  sqlite3_stmt *stmt = ds_model_query(L, "SELECT max(id) FROM words");
  int64_t n = ds_model_step(L, stmt, "reading words") ? sqlite3_column_int64(stmt, 0) : 0;
  sqlite3_reset(stmt);
  return n + 1;
}

/* The number of the word on the top; 0 when the database does not have it. */
static int64_t word_id(lua_State *L, int64_t n_words) {
  size_t len;
  const char *word = lua_tolstring(L, -1, &len);
  sqlite3_stmt *stmt = ds_model_query(L, "SELECT id FROM words WHERE text = ?");
  sqlite3_bind_text(stmt, 1, word, (int)len, SQLITE_TRANSIENT);
  int64_t id = ds_model_step(L, stmt, "reading words") ? sqlite3_column_int64(stmt, 0) : 0;
  sqlite3_reset(stmt);
  return id < n_words ? id : 0;
}

/* Calls f for each word of the value at index: a word, or a list of words. */
static void each_word(lua_State *L, int value, const char *field, int64_t n_words, void (*f)(void *data, int64_t id), void *data) {
  if (lua_type(L, value) == LUA_TSTRING) {
    lua_pushvalue(L, value);
    f(data, word_id(L, n_words));
    lua_pop(L, 1);
    return;
  }
  if (lua_type(L, value) != LUA_TTABLE)
    luaL_error(L, "'%s' of a frame is a word or a list of words, got a %s", field, luaL_typename(L, value));
  for (lua_Integer i = 1, n = (lua_Integer)lua_rawlen(L, value); i <= n; i++) {
    if (lua_rawgeti(L, value, i) != LUA_TSTRING)
      luaL_error(L, "'%s' of a frame has a %s in it, expected words", field, luaL_typename(L, -1));
    f(data, word_id(L, n_words));
    lua_pop(L, 1);
  }
}

static void say_yes(void *data, int64_t id) {
  word_set *set = data;
  if (id > 0) set->verdicts[id] = YES;
}

/* The number of the set that the value on the top makes: a new one, or that of the same table or function.   [-1] */
static uint8_t set_of(lua_State *L, int at, const char *field) {
  ds_frames *frames = lua_touserdata(L, at);
  int value = lua_gettop(L), kept = value + 1;
  lua_getiuservalue(L, at, 1);
  lua_pushvalue(L, value);
  if (lua_rawget(L, kept) == LUA_TNUMBER) {
    lua_Integer known = lua_tointeger(L, -1);
    lua_settop(L, value - 1);
    return (uint8_t)known;
  }
  lua_pop(L, 1);
  if (frames->n_sets + 1 >= MOST_SETS) luaL_error(L, "more than %d lists of words in frames", MOST_SETS - 1);
  bool asks = lua_isfunction(L, value);
  word_set *set = lua_newuserdatauv(L, sizeof *set + (size_t)frames->n_words, 1);
  set->n = frames->n_words;
  memset(set->verdicts, asks ? UNKNOWN : NO, (size_t)set->n);
  lua_pushvalue(L, value);
  lua_setiuservalue(L, -2, 1);
  if (!asks) each_word(L, value, field, frames->n_words, say_yes, set);
  uint8_t number = (uint8_t)++frames->n_sets;
  frames->sets[number] = set;
  lua_rawseti(L, kept, number);
  lua_pushvalue(L, value);
  lua_pushinteger(L, number);
  lua_rawset(L, kept);
  lua_settop(L, value - 1);
  return number;
}

static bool ask(lua_State *L, int at, uint8_t number, int64_t id) {
  luaL_checkstack(L, 8, NULL);
  lua_getiuservalue(L, at, 1);
  lua_rawgeti(L, -1, number);
  lua_getiuservalue(L, -1, 1);
  ds_thing_push_word(L, id);
  lua_call(L, 1, 1);
  bool yes = lua_toboolean(L, -1);
  lua_pop(L, 3);
  return yes;
}

static bool in_set(lua_State *L, int at, uint8_t number, int64_t id) {
  word_set *set = ((ds_frames *)lua_touserdata(L, at))->sets[number];
  if (id <= 0) return false;
  if (id >= set->n) return false; /* a word that came with a later import */
  if (set->verdicts[id] == UNKNOWN) {
    bool yes = ask(L, at, number, id);
    set->verdicts[id] = yes ? YES : NO;
  }
  return set->verdicts[id] == YES;
}

/* --- reading frames --- */

static int fail_field(lua_State *L, const char *what, const char *const *fields, const char *got) {
  ds_nearest nearest = ds_nearest_start(got, strlen(got));
  for (; *fields; fields++) ds_nearest_offer(&nearest, *fields);
  const char *word = ds_nearest_word(&nearest);
  return luaL_error(L, word ? "%s has no field '%s'; the nearest is '%s'" : "%s has no field '%s'", what, got, word);
}

static void check_fields(lua_State *L, int table, const char *what, const char *const *fields) {
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING) luaL_error(L, "the fields of %s have names, got a %s", what, luaL_typename(L, -2));
    const char *const *f = fields;
    while (*f && strcmp(*f, lua_tostring(L, -2)) != 0) f++;
    if (!*f) fail_field(L, what, fields, lua_tostring(L, -2));
  }
}

static signed char flag_of(lua_State *L, int table, const char *field) {
  int type = lua_getfield(L, table, field);
  if (type != LUA_TNIL && type != LUA_TBOOLEAN) luaL_error(L, "'%s' of a frame is true or false, got a %s", field, lua_typename(L, type));
  signed char flag = (signed char)(type == LUA_TNIL ? -1 : lua_toboolean(L, -1));
  lua_pop(L, 1);
  return flag;
}

static uint8_t words_of(lua_State *L, int at, int table, const char *field) {
  if (lua_getfield(L, table, field) != LUA_TNIL) return set_of(L, at, field);
  lua_pop(L, 1);
  return 0;
}

/* The list of the frame's `arguments`, on the top. */
static void read_needs(lua_State *L, int at, frame *f) {
  static const char *const fields[] = {"role", "head", "named", NULL};
  int list = lua_gettop(L);
  luaL_argexpected(L, lua_istable(L, list), 2, "a list of arguments in a frame");
  lua_Integer n = (lua_Integer)lua_rawlen(L, list);
  if (n > MOST_NEEDS) luaL_error(L, "a frame has at most %d arguments, got %d", MOST_NEEDS, (int)n);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, list, i);
    luaL_argexpected(L, lua_istable(L, -1), 2, "an argument in a frame, as { role = \"subject\" },");
    check_fields(L, list + 1, "an argument of a frame", fields);
    need *wanted = &f->needs[f->n_needs++];
    *wanted = (need){words_of(L, at, list + 1, "role"), words_of(L, at, list + 1, "head"), flag_of(L, list + 1, "named") == 1};
    lua_settop(L, list);
  }
}

typedef struct lemma_of {
  ds_frames *frames;
  uint64_t bit;
} lemma_of;

static void add_lemma(void *data, int64_t id) {
  lemma_of *of = data;
  if (id > 0) of->frames->lemmas[id] |= of->bit;
}

/* The frame's table, on the top. */
static void read_frame(lua_State *L, int at) {
  static const char *const fields[] = {"lemma", "pos", "modal", "quoted", "negated", "passive", "arguments", NULL};
  ds_frames *frames = lua_touserdata(L, at);
  int table = lua_gettop(L);
  luaL_argexpected(L, lua_istable(L, table), 2, "a list of frames");
  check_fields(L, table, "a frame", fields);
  frame *f = &frames->list[frames->n];
  *f = (frame){
      .noun = -1, .negated = flag_of(L, table, "negated"), .passive = flag_of(L, table, "passive"), .quoted = flag_of(L, table, "quoted")};
  if (lua_getfield(L, table, "pos") != LUA_TNIL) {
    const char *pos = lua_tostring(L, -1);
    if (!pos || (strcmp(pos, "noun") != 0 && strcmp(pos, "verb") != 0)) luaL_error(L, "'pos' of a frame is \"noun\" or \"verb\"");
    f->noun = pos[0] == 'n';
  }
  lua_pop(L, 1);
  f->modal = words_of(L, at, table, "modal");
  lemma_of of = {frames, (uint64_t)1 << frames->n};
  int type = lua_getfield(L, table, "lemma");
  if (type == LUA_TNIL || type == LUA_TFUNCTION)
    frames->any |= of.bit;
  else
    each_word(L, lua_gettop(L), "lemma", frames->n_words, add_lemma, &of);
  lua_pop(L, 1);
  if (type == LUA_TFUNCTION) f->lemma = words_of(L, at, table, "lemma");
  if (lua_getfield(L, table, "arguments") != LUA_TNIL) read_needs(L, at, f);
  lua_settop(L, table);
  frames->n++;
}

ds_frames *ds_frames_push(lua_State *L, int index) {
  index = lua_absindex(L, index);
  luaL_checkstack(L, 24, NULL);
  luaL_argexpected(L, lua_istable(L, index), index, "a list of frames");
  int64_t n_words = count_words(L);
  lua_Integer n = (lua_Integer)lua_rawlen(L, index);
  if (n > MOST_FRAMES) luaL_error(L, "at most %d frames, got %d", MOST_FRAMES, (int)n);
  ds_frames *frames = lua_newuserdatauv(L, sizeof *frames, 2); /* the second is for whoever keeps them */
  int at = lua_gettop(L);
  memset(frames, 0, sizeof *frames);
  frames->n_words = n_words;
  lua_newtable(L);
  frames->lemmas = lua_newuserdatauv(L, (size_t)n_words * sizeof *frames->lemmas, 0);
  memset(frames->lemmas, 0, (size_t)n_words * sizeof *frames->lemmas);
  lua_rawseti(L, -2, MOST_SETS);
  lua_setiuservalue(L, at, 1);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, index, i);
    read_frame(L, at);
    lua_settop(L, at);
  }
  return frames;
}

/* --- testing --- */

static bool agrees(signed char wanted, bool is) {
  return wanted < 0 || wanted == is;
}

uint64_t ds_frames_allow(lua_State *L, int at, int64_t lemma, int flags, int64_t modal, bool quoted) {
  const ds_frames *frames = lua_touserdata(L, at);
  uint64_t left = frames->any | (lemma > 0 && lemma < frames->n_words ? frames->lemmas[lemma] : 0), allowed = 0;
  for (; left; left &= left - 1) {
    const frame *f = &frames->list[__builtin_ctzll(left)];
    if (!agrees(f->noun, flags & 1) || !agrees(f->negated, flags >> 1 & 1) || !agrees(f->passive, flags >> 2 & 1)) continue;
    if (!agrees(f->quoted, quoted) || (f->modal && !in_set(L, at, f->modal, modal))) continue;
    if (f->lemma && !in_set(L, at, f->lemma, lemma)) continue;
    allowed |= left & -left;
  }
  return allowed;
}

static bool meets(lua_State *L, int at, const need *wanted, const ds_frame_argument *a) {
  if (wanted->role && !in_set(L, at, wanted->role, a->role)) return false;
  if (wanted->named && a->entity) return true;
  if (wanted->head) return in_set(L, at, wanted->head, a->head);
  return !wanted->named;
}

bool ds_frames_met(lua_State *L, int at, uint64_t left, const ds_frame_argument *arguments, size_t n) {
  const ds_frames *frames = lua_touserdata(L, at);
  for (; left; left &= left - 1) {
    const frame *f = &frames->list[__builtin_ctzll(left)];
    size_t met = 0;
    while (met < f->n_needs) {
      size_t i = 0;
      while (i < n && !meets(L, at, &f->needs[met], &arguments[i])) i++;
      if (i == n) break;
      met++;
    }
    if (met == f->n_needs) return true;
  }
  return false;
}
