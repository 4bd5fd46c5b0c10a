/* Values as people read them: Lua syntax, keys sorted, limited in depth, width and count; circles are told. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lua/session_private.h"

enum { MAX_DEPTH = 4, MAX_ITEMS = 100, MAX_STRING = 2000, WIDTH = 78, MAX_NAME = 64 };

typedef struct key_name {
  char text[MAX_NAME + 8];
  int rank; /* numbers, then words, then the rest */
  double number;
  int at; /* its place in the list of keys */
} key_name;

static void value(lua_State *L, int index, ds_buf *out, int depth, int indent, int seen);

static void put_string(ds_buf *out, const char *s, size_t len) {
  size_t shown = len > MAX_STRING ? MAX_STRING : len;
  while (shown < len && shown > 0 && ((unsigned char)s[shown] & 0xC0) == 0x80) shown--;
  ds_buf_putc(out, '"');
  for (size_t i = 0; i < shown; i++) {
    unsigned char c = (unsigned char)s[i];
    if (c == '"' || c == '\\')
      ds_buf_printf(out, "\\%c", c);
    else if (c == '\n')
      ds_buf_puts(out, "\\n");
    else if (c == '\t')
      ds_buf_puts(out, "\\t");
    else if (c < 32 || c == 127)
      ds_buf_printf(out, "\\x%02x", c);
    else
      ds_buf_putc(out, (char)c);
  }
  ds_buf_putc(out, '"');
  if (shown < len) ds_buf_printf(out, " … %zu bytes", len);
}

static bool is_word(const char *s, size_t len) {
  static const char *const keywords[] = {"and",      "break",  "do",   "else", "elseif", "end",   "false", "for",
                                         "function", "goto",   "if",   "in",   "local",  "nil",   "not",   "or",
                                         "repeat",   "return", "then", "true", "until",  "while", NULL};
  if (!len || len > MAX_NAME || isdigit((unsigned char)s[0])) return false;
  for (size_t i = 0; i < len; i++)
    if (!isalnum((unsigned char)s[i]) && s[i] != '_') return false;
  for (const char *const *k = keywords; *k; k++)
    if (strlen(*k) == len && !memcmp(*k, s, len)) return false;
  return true;
}

static int to_string(lua_State *L) {
  luaL_tolstring(L, 1, NULL);
  return 1;
}

/* What tostring says; an error in a __tostring is told, not raised. */
static void put_tostring(lua_State *L, int index, ds_buf *out) {
  lua_pushcfunction(L, to_string);
  lua_pushvalue(L, index);
  bool ok = lua_pcall(L, 1, 1, 0) == LUA_OK;
  ds_lua_poll(L);
  ds_buf_printf(out, "<%s>", ok ? lua_tostring(L, -1) : luaL_typename(L, index));
  lua_pop(L, 1);
}

static void put_number(lua_State *L, int index, ds_buf *out) {
  lua_pushvalue(L, index);
  ds_buf_puts(out, lua_tostring(L, -1));
  lua_pop(L, 1);
}

static int compare_keys(const void *x, const void *y) {
  const key_name *a = x, *b = y;
  if (a->rank != b->rank) return a->rank - b->rank;
  if (a->rank == 0 && a->number != b->number) return a->number < b->number ? -1 : 1;
  int c = strcmp(a->text, b->text);
  return c ? c : a->at - b->at;
}

/* The printed form of the key on the top. */
static void name_key(lua_State *L, key_name *k) {
  size_t len;
  *k = (key_name){.rank = 2};
  if (lua_type(L, -1) == LUA_TSTRING) {
    const char *s = lua_tolstring(L, -1, &len);
    k->rank = 1;
    if (is_word(s, len)) {
      snprintf(k->text, sizeof k->text, "%s", s);
      return;
    }
    ds_buf b = {0};
    put_string(&b, s, len > 40 ? 40 : len);
    snprintf(k->text, sizeof k->text, "[%s]", b.data);
    ds_buf_reset(&b);
  } else if (lua_type(L, -1) == LUA_TNUMBER) {
    k->rank = 0;
    k->number = lua_tonumber(L, -1);
    snprintf(k->text, sizeof k->text, lua_isinteger(L, -1) ? "[%.0f]" : "[%.14g]", k->number);
  } else {
    snprintf(k->text, sizeof k->text, "[<%s>]", luaL_typename(L, -1));
  }
}

static void separate(ds_buf *out, bool first, int indent, bool wide) {
  if (!first) ds_buf_puts(out, wide ? "," : ", ");
  if (wide) ds_buf_printf(out, "\n%*s", indent + 2, "");
}

/* Entries that are no list items, from the list of keys on the top. */
static int put_entries(lua_State *L, int index, ds_buf *out, int depth, int indent, int seen, bool wide, int shown) {
  int n = (int)lua_rawlen(L, -1), list = lua_gettop(L);
  key_name *keys = lua_newuserdatauv(L, ((size_t)n + 1) * sizeof *keys, 0);
  for (int i = 0; i < n; i++) {
    lua_rawgeti(L, list, i + 1);
    name_key(L, &keys[i]);
    keys[i].at = i;
    lua_pop(L, 1);
  }
  qsort(keys, (size_t)n, sizeof *keys, compare_keys);
  for (int i = 0; i < n && shown < MAX_ITEMS; i++, shown++) {
    separate(out, shown == 0, indent, wide);
    ds_buf_printf(out, "%s = ", keys[i].text);
    lua_rawgeti(L, list, keys[i].at + 1);
    lua_rawget(L, index);
    value(L, lua_gettop(L), out, depth + 1, indent + 2, seen);
    lua_pop(L, 1);
  }
  lua_settop(L, list);
  return n;
}

/* The keys of the table at index that are no items 1 … n; of an object only its fields.   [+1] */
static void push_other_keys(lua_State *L, int index, lua_Integer n) {
  const ds_class *class = ds_object_class(L, index);
  lua_newtable(L);
  int list = lua_gettop(L);
  lua_Integer count = 0;
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    if (lua_isinteger(L, -2) && lua_tointeger(L, -2) >= 1 && lua_tointeger(L, -2) <= n) continue;
    if (class && (lua_type(L, -2) != LUA_TSTRING || lua_tostring(L, -2)[0] == '_')) continue;
    lua_pushvalue(L, -2);
    lua_rawseti(L, list, ++count);
  }
}

static void put_table(lua_State *L, int index, ds_buf *out, int depth, int indent, int seen, bool wide) {
  lua_Integer n = (lua_Integer)lua_rawlen(L, index);
  int shown = 0;
  ds_buf_putc(out, '{');
  for (lua_Integer i = 1; i <= n && shown < MAX_ITEMS; i++, shown++) {
    separate(out, shown == 0, indent, wide);
    lua_rawgeti(L, index, i);
    value(L, lua_gettop(L), out, depth + 1, indent + 2, seen);
    lua_pop(L, 1);
  }
  push_other_keys(L, index, n);
  lua_Integer all = n + put_entries(L, index, out, depth, indent, seen, wide, shown);
  lua_pop(L, 1);
  if (all > MAX_ITEMS) {
    separate(out, false, indent, wide);
    ds_buf_printf(out, "… %lld more", (long long)(all - MAX_ITEMS));
  }
  if (wide && all > 0) ds_buf_printf(out, "\n%*s", indent, "");
  ds_buf_putc(out, '}');
}

/* On one line where it fits, else one entry a line. `seen` is a table of the tables that we are inside of. */
static void fit_table(lua_State *L, int index, ds_buf *out, int depth, int indent, int seen) {
  size_t before = out->len;
  put_table(L, index, out, depth, indent, seen, false);
  size_t len = out->len - before;
  if (len + (size_t)indent <= WIDTH && !memchr(out->data + before, '\n', len)) return;
  out->len = before;
  put_table(L, index, out, depth, indent, seen, true);
}

static void put_nested(lua_State *L, int index, ds_buf *out, int depth, int indent, int seen) {
  lua_pushvalue(L, index);
  bool circle = lua_rawget(L, seen) != LUA_TNIL;
  lua_pop(L, 1);
  if (circle) {
    ds_buf_puts(out, "<circle>");
    return;
  }
  lua_pushvalue(L, index);
  lua_pushboolean(L, 1);
  lua_rawset(L, seen);
  if (ds_object_class(L, index)) {
    put_tostring(L, index, out);
    ds_buf_putc(out, ' ');
  }
  fit_table(L, index, out, depth, indent, seen);
  lua_pushvalue(L, index);
  lua_pushnil(L);
  lua_rawset(L, seen);
}

static void value(lua_State *L, int index, ds_buf *out, int depth, int indent, int seen) {
  luaL_checkstack(L, 20, "nested too deep to be printed");
  size_t len;
  switch (lua_type(L, index)) {
  case LUA_TNIL: ds_buf_puts(out, "nil"); return;
  case LUA_TBOOLEAN: ds_buf_puts(out, lua_toboolean(L, index) ? "true" : "false"); return;
  case LUA_TNUMBER: put_number(L, index, out); return;
  case LUA_TSTRING: {
    const char *s = lua_tolstring(L, index, &len);
    put_string(out, s, len);
    return;
  }
  case LUA_TTABLE: {
    bool own = luaL_getmetafield(L, index, "__tostring") != LUA_TNIL;
    if (own) lua_pop(L, 1);
    if (own && (depth > 0 || !ds_object_class(L, index) || ds_select_is(L, index)))
      put_tostring(L, index, out);
    else if (depth >= MAX_DEPTH)
      ds_buf_puts(out, "{…}");
    else
      put_nested(L, index, out, depth, indent, seen);
    return;
  }
  default: put_tostring(L, index, out);
  }
}

void ds_pretty(lua_State *L, int index, ds_buf *out) {
  index = lua_absindex(L, index);
  lua_newtable(L);
  value(L, index, out, 0, 0, lua_gettop(L));
  lua_pop(L, 1);
}
