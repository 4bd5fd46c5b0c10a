/* The prompt: evaluating what is typed, and completing it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lua/session_private.h"

static const char chunk[] = "=stdin";
enum { MOST_LINES = 50 };

/* --- compiling --- */

/* Compiles `before` and text; true with the function on the stack, else the message. */
static bool try_compile(lua_State *L, const char *before, const char *text, size_t len) {
  ds_buf b = {0};
  ds_buf_puts(&b, before);
  ds_buf_append(&b, text, len);
  int status = luaL_loadbufferx(L, b.data, b.len, chunk, "t");
  ds_buf_reset(&b);
  return status == LUA_OK;
}

static bool ends_early(lua_State *L) {
  size_t len;
  const char *message = lua_tolstring(L, -1, &len);
  static const char mark[] = "<eof>";
  if (message && strstr(message, "unfinished string near")) return false; /* one in quotes ends with its line */
  return message && len >= sizeof mark - 1 && !strcmp(message + len - (sizeof mark - 1), mark);
}

/* `local x = 1` would be gone with the line: at the prompt it makes a global. The length of "local " at the start, or 0. */
static size_t local_prefix(const char *text, size_t len) {
  size_t at = 0;
  while (at < len && strchr(" \t\n", text[at])) at++;
  if (len - at < 6 || strncmp(text + at, "local", 5) || !strchr(" \t\n", text[at + 5])) return 0;
  return at + 6;
}

static bool compiles(lua_State *L, const char *before, const char *text, size_t len) {
  bool good = try_compile(L, before, text, len);
  lua_pop(L, 1);
  return good;
}

/* Several lines that end with an expression (a function and a call of it, pasted together): its values are the entry's. True with the
 * function on the stack. */
static bool compile_last(lua_State *L, const char *text, size_t len) {
  for (size_t at = len, tries = 0; at > 0 && tries < MOST_LINES; at--) {
    if (text[at - 1] != '\n' || at == len) continue;
    tries++;
    if (!compiles(L, "return ", text + at, len - at) || !compiles(L, "", text, at)) continue;
    ds_buf b = {0};
    ds_buf_append(&b, text, at);
    ds_buf_puts(&b, "return ");
    ds_buf_append(&b, text + at, len - at);
    bool good = try_compile(L, "", b.data, b.len);
    ds_buf_reset(&b);
    if (good) return true;
    lua_pop(L, 1);
  }
  return false;
}

/* Pushes the function for what was typed. DS_OK, or DS_SCRIPT with the message on the stack; *incomplete when more may come. */
static ds_status compile(lua_State *L, const char *text, size_t len, bool *incomplete) {
  if (try_compile(L, "return ", text, len)) return DS_OK;
  bool half = ends_early(L) && !memchr(text, '\n', len); /* half an expression: `1 +` */
  lua_pop(L, 1);
  size_t skip = local_prefix(text, len);
  if (skip) {
    if (try_compile(L, "", text + skip, len - skip)) return DS_OK;
    lua_pop(L, 1);
  }
  if (try_compile(L, "", text, len)) {
    if (compile_last(L, text, len)) lua_remove(L, -2);
    return DS_OK;
  }
  *incomplete = ends_early(L) || half;
  return DS_SCRIPT;
}

/* --- evaluating --- */

typedef struct evaluation {
  const char *text;
  size_t len;
  bool incomplete;
  ds_buf *out;
  ds_result *result;
} evaluation;

/* Other parts of the program write the database between two lines. */
static int refresh(lua_State *L) {
  ds_model_refresh(L);
  return 0;
}

/* Makes the value on the top `_`, and what was `_` becomes `_1`, what was that `_2`, and so on. nil changes nothing. [-1, +0, e] */
static void keep_value(lua_State *L) {
  enum { KEPT = 9 };
  char names[2][4];
  for (int i = KEPT; !lua_isnil(L, -1) && i > 0; i--) {
    snprintf(names[0], sizeof names[0], "_%d", i);
    snprintf(names[1], sizeof names[1], i > 1 ? "_%d" : "_", i - 1);
    lua_getglobal(L, names[1]);
    lua_setglobal(L, names[0]);
  }
  if (lua_isnil(L, -1))
    lua_pop(L, 1);
  else
    lua_setglobal(L, "_");
}

static int print_values(lua_State *L) {
  evaluation *e = lua_touserdata(L, 1);
  int n = lua_gettop(L);
  if (n < 2) return 0;
  const ds_result *result = n == 2 ? ds_result_of(L, 2) : NULL;
  if (result) {
    e->result = ds_result_copy(result);
    return 0;
  }
  if (n == 2 && ds_select_is(L, 2)) {
    e->result = ds_select_result(L, 2);
    return 0;
  }
  lua_pushvalue(L, 2);
  keep_value(L);
  for (int i = 2; i <= n; i++) {
    ds_pretty(L, i, e->out);
    ds_buf_putc(e->out, '\n');
  }
  return 0;
}

static ds_status fail_syntax(ds_session *session, ds_err *err) {
  lua_State *L = session->lua->L;
  const char *message = lua_tostring(L, -1);
  static const char place[] = "stdin:";
  if (message && !strncmp(message, place, sizeof place - 1)) {
    message += sizeof place - 1;
    message += strspn(message, "0123456789: ");
  }
  ds_fail(err, DS_SCRIPT, "%s", message ? message : "not Lua");
  lua_pop(L, 1);
  return DS_SCRIPT;
}

ds_status ds_session_eval(ds_session *session, const char *text, size_t len, bool *incomplete, ds_buf *out, ds_result **result,
                          ds_err *err) {
  ds_lua *lua = session->lua;
  lua_State *L = lua->L;
  evaluation e = {.text = text, .len = len, .out = out};
  int top = lua_gettop(L);
  lua_pushcfunction(L, refresh);
  ds_status status = ds_lua_call(lua, 0, 0, 0, err);
  if (status != DS_OK) return status;
  status = compile(L, text, len, &e.incomplete);
  if (incomplete) *incomplete = e.incomplete;
  if (status != DS_OK && e.incomplete) {
    lua_settop(L, top);
    return DS_OK;
  }
  if (status != DS_OK) return fail_syntax(session, err);
  status = ds_lua_call(lua, 0, LUA_MULTRET, session->options.max_seconds, err);
  if (status != DS_OK) return status;
  lua_pushcfunction(L, print_values);
  lua_insert(L, top + 1);
  lua_pushlightuserdata(L, &e);
  lua_insert(L, top + 2);
  status = ds_lua_call(lua, lua_gettop(L) - top - 1, 0, session->options.max_seconds, err);
  if (status == DS_OK && e.result && result)
    *result = e.result;
  else
    ds_result_free(e.result);
  return status;
}

int ds_session_exit_code(const ds_session *session) {
  return session->lua->stop == DS_STOP_EXIT ? session->lua->exit_code : -1;
}

static int has_global(lua_State *L) {
  bool *has = lua_touserdata(L, 1);
  lua_pushglobaltable(L);
  lua_pushstring(L, lua_touserdata(L, 2));
  *has = lua_rawget(L, -2) != LUA_TNIL;
  return 0;
}

bool ds_session_has(ds_session *session, const char *name) {
  lua_State *L = session->lua->L;
  bool has = false;
  lua_pushcfunction(L, has_global);
  lua_pushlightuserdata(L, &has);
  lua_pushlightuserdata(L, (void *)name);
  ds_lua_call(session->lua, 2, 0, 0, NULL);
  return has;
}

static int set_last(lua_State *L) {
  ds_result_push(L, lua_touserdata(L, 1));
  keep_value(L);
  return 0;
}

void ds_session_set_last(ds_session *session, const ds_result *result) {
  lua_State *L = session->lua->L;
  lua_pushcfunction(L, set_last);
  lua_pushlightuserdata(L, (void *)result);
  ds_lua_call(session->lua, 1, 0, 0, NULL);
}

/* --- completion --- */

typedef struct completion {
  const char *prefix, *stem; /* what is typed; its last word */
  size_t left;
  void (*add)(void *data, const char *word);
  void *data;
} completion;

static void offer(completion *c, const char *name) {
  size_t len = strlen(c->stem), before = (size_t)(c->stem - c->prefix);
  if (!c->left || strncmp(name, c->stem, len) || !*name) return;
  for (const char *p = name; *p; p++)
    if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", *p)) return;
  ds_buf word = {0};
  ds_buf_append(&word, c->prefix, before);
  ds_buf_puts(&word, name);
  c->add(c->data, word.data);
  ds_buf_reset(&word);
  c->left--;
}

static void offer_plugin(void *sink, const char *name) {
  offer(sink, name);
}

static int compare_words(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The string keys of the table on the top, sorted. */
static void offer_keys(lua_State *L, completion *c) {
  size_t n = 0, i = 0;
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) n++;
  int table = lua_gettop(L);
  const char **names = lua_newuserdatauv(L, (n + 1) * sizeof *names, 0);
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1))
    if (lua_type(L, -2) == LUA_TSTRING) names[i++] = lua_tostring(L, -2);
  qsort(names, i, sizeof *names, compare_words);
  for (size_t k = 0; k < i; k++) offer(c, names[k]);
  lua_pop(L, 1);
}

/* Everything that may stand after the value on the top and a '.' or ':'. */
static void offer_members(lua_State *L, completion *c) {
  const ds_class *class = ds_object_class(L, -1);
  if (class) {
    for (const ds_field *f = class->fields; f->name; f++) offer(c, f->name);
    return;
  }
  if (lua_istable(L, -1)) offer_keys(L, c);
  if (luaL_getmetafield(L, -1, "__index") == LUA_TNIL) return;
  if (lua_istable(L, -1)) offer_keys(L, c);
  lua_pop(L, 1);
}

/* Pushes the value that the path before the stem names; false when there is none. Only tables and the host's objects are entered. */
static bool push_base(lua_State *L, const char *path, const char *end) {
  lua_pushglobaltable(L);
  while (path < end) {
    size_t len = strcspn(path, ".:");
    lua_pushlstring(L, path, len);
    if (ds_object_class(L, -2))
      lua_gettable(L, -2);
    else if (lua_istable(L, -2))
      lua_rawget(L, -2);
    else
      return false;
    lua_remove(L, -2);
    path += len + 1;
  }
  return !lua_isnil(L, -1);
}

static int complete(lua_State *L) {
  completion *c = lua_touserdata(L, 1);
  static const char *const keywords[] = {"and",   "break", "do",  "else", "elseif", "end",    "false", "for",  "function", "if",    "in",
                                         "local", "nil",   "not", "or",   "repeat", "return", "then",  "true", "until",    "while", NULL};
  if (!push_base(L, c->prefix, c->stem)) return 0;
  offer_members(L, c);
  if (c->stem > c->prefix) return 0;
  const ds_session *session = ds_lua_of(L)->data;
  if (session->options.plugins.each) session->options.plugins.each(session->options.plugins.data, offer_plugin, c);
  for (const char *const *k = keywords; *k; k++) offer(c, *k);
  return 0;
}

void ds_session_complete(ds_session *session, const char *prefix, size_t limit, void (*add)(void *data, const char *word), void *data) {
  completion c = {.prefix = prefix, .stem = prefix, .left = limit, .add = add, .data = data};
  for (const char *p = prefix; *p; p++)
    if (*p == '.' || *p == ':') c.stem = p + 1;
  lua_State *L = session->lua->L;
  lua_pushcfunction(L, complete);
  lua_pushlightuserdata(L, &c);
  ds_lua_call(session->lua, 1, 0, 5, NULL);
}
