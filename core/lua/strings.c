#define _GNU_SOURCE
/* string.find, match, gmatch, gsub and rep over our own matcher. */
#include <stdint.h>
#include <string.h>

#include "lua/pattern.h"
#include "lua/state.h"

enum { REP_CHUNK = 1 << 20 };

/* A position argument as a 0-based offset, which may be len + 1 or more when it is past the end. */
static size_t offset_arg(lua_State *L, int arg, size_t len) {
  lua_Integer at = luaL_optinteger(L, arg, 1);
  if (at > 0) return (size_t)at - 1;
  if (at == 0 || at < -(lua_Integer)len) return 0;
  return len + (size_t)at;
}

static int push_find(lua_State *L, const char *s, const char *start, const char *end) {
  lua_pushinteger(L, start - s + 1);
  lua_pushinteger(L, end - s);
  return 2;
}

static int is_plain(const char *p, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (p[i] && strchr("^$*+?.([%-", p[i])) return 0;
  return 1;
}

static int find_or_match(lua_State *L, int find) {
  size_t len, plen;
  const char *s = luaL_checklstring(L, 1, &len), *p = luaL_checklstring(L, 2, &plen);
  size_t at = offset_arg(L, 3, len);
  if (at > len) {
    lua_pushnil(L);
    return 1;
  }
  if (find && (lua_toboolean(L, 4) || is_plain(p, plen))) {
    const char *hit = memmem(s + at, len - at, p, plen);
    if (hit) return push_find(L, s, hit, hit + plen);
    lua_pushnil(L);
    return 1;
  }
  ds_pattern_match m;
  int anchor = *p == '^' && plen > 0;
  ds_pattern_init(&m, L, s, len, p, plen);
  for (const char *from = s + at; from <= s + len; from++) {
    const char *end = ds_pattern_at(&m, from, p + anchor);
    if (end)
      return find ? push_find(L, s, from, end) + ds_pattern_push_captures(&m, from, end, 0) : ds_pattern_push_captures(&m, from, end, 1);
    if (anchor) break;
  }
  lua_pushnil(L);
  return 1;
}

static int string_find(lua_State *L) {
  return find_or_match(L, 1);
}
static int string_match(lua_State *L) {
  return find_or_match(L, 0);
}

/* --- gmatch --- */

typedef struct gmatch_state {
  ds_pattern_match m;
  const char *pattern, *from, *last; /* last: the end of the match before */
} gmatch_state;

/* upvalues: subject, pattern (kept alive), state */
static int gmatch_next(lua_State *L) {
  gmatch_state *g = lua_touserdata(L, lua_upvalueindex(3));
  g->m.L = L; /* the coroutine that asks */
  for (; g->from <= g->m.subject_end; g->from++) {
    const char *start = g->from, *end = ds_pattern_at(&g->m, start, g->pattern);
    if (!end || end == g->last) continue;
    g->from = g->last = end;
    return ds_pattern_push_captures(&g->m, start, end, 1);
  }
  return 0;
}

static int string_gmatch(lua_State *L) {
  size_t len, plen;
  const char *s = luaL_checklstring(L, 1, &len), *p = luaL_checklstring(L, 2, &plen);
  size_t at = offset_arg(L, 3, len);
  if (at > len) at = len + 1;
  lua_settop(L, 2);
  gmatch_state *g = lua_newuserdatauv(L, sizeof *g, 0);
  ds_pattern_init(&g->m, L, s, len, p, plen);
  g->pattern = p;
  g->from = s + at;
  g->last = NULL;
  lua_pushcclosure(L, gmatch_next, 3);
  return 1;
}

/* --- gsub --- */

/* Adds the replacement text with its %0 … %9. */
static void add_text(ds_pattern_match *m, luaL_Buffer *b, const char *start, const char *end, const char *text, size_t len) {
  for (const char *stop = text + len; text < stop; text++) {
    if (*text != '%') {
      luaL_addchar(b, *text);
      continue;
    }
    char c = ++text < stop ? *text : '\0';
    if (c == '%') {
      luaL_addchar(b, c);
    } else if (c == '0') {
      luaL_addlstring(b, start, (size_t)(end - start));
    } else if (c >= '1' && c <= '9') {
      ds_pattern_push_capture(m, c - '1', start, end);
      luaL_tolstring(m->L, -1, NULL);
      lua_remove(m->L, -2);
      luaL_addvalue(b);
    } else {
      luaL_error(m->L, "invalid use of '%%' in replacement string");
    }
  }
}

/* Adds what replaces the match; whether anything was replaced. */
static int add_replacement(ds_pattern_match *m, luaL_Buffer *b, const char *start, const char *end, int type) {
  lua_State *L = m->L;
  if (type == LUA_TSTRING || type == LUA_TNUMBER) {
    size_t len;
    const char *text = lua_tolstring(L, 3, &len);
    add_text(m, b, start, end, text, len);
    return 1;
  }
  if (type == LUA_TFUNCTION) {
    lua_pushvalue(L, 3);
    int n = ds_pattern_push_captures(m, start, end, 1);
    lua_call(L, n, 1);
  } else {
    ds_pattern_push_capture(m, 0, start, end);
    lua_gettable(L, 3);
  }
  if (!lua_toboolean(L, -1)) {
    lua_pop(L, 1);
    luaL_addlstring(b, start, (size_t)(end - start));
    return 0;
  }
  if (!lua_isstring(L, -1)) return luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
  luaL_addvalue(b);
  return 1;
}

static int string_gsub(lua_State *L) {
  size_t len, plen;
  const char *s = luaL_checklstring(L, 1, &len), *p = luaL_checklstring(L, 2, &plen), *last = NULL;
  int type = lua_type(L, 3), anchor = *p == '^' && plen > 0, changed = 0;
  luaL_argexpected(L, type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION || type == LUA_TTABLE, 3,
                   "string/function/table");
  lua_Integer limit = luaL_optinteger(L, 4, (lua_Integer)len + 1), n = 0;
  ds_pattern_match m;
  ds_pattern_init(&m, L, s, len, p, plen);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  while (n < limit) {
    const char *end = ds_pattern_at(&m, s, p + anchor);
    if (end && end != last) {
      n++;
      changed |= add_replacement(&m, &b, s, end, type);
      s = last = end;
    } else if (s < m.subject_end) {
      luaL_addchar(&b, *s++);
    } else {
      break;
    }
    if (anchor) break;
  }
  if (!changed) {
    lua_pushvalue(L, 1);
  } else {
    luaL_addlstring(&b, s, (size_t)(m.subject_end - s));
    luaL_pushresult(&b);
  }
  lua_pushinteger(L, n);
  return 2;
}

/* --- rep --- */

static int string_rep(lua_State *L) {
  size_t len, gap;
  const char *s = luaL_checklstring(L, 1, &len);
  lua_Integer n = luaL_checkinteger(L, 2);
  const char *between = luaL_optlstring(L, 3, "", &gap);
  if (n <= 0 || len + gap == 0) {
    lua_pushliteral(L, "");
    return 1;
  }
  if (len + gap < len || (size_t)n > (SIZE_MAX / 2) / (len + gap)) return luaL_error(L, "resulting string too large");
  size_t total = (size_t)n * len + (size_t)(n - 1) * gap;
  luaL_Buffer b;
  char *out = luaL_buffinitsize(L, &b, total);
  size_t since = 0;
  for (lua_Integer i = 0; i < n; i++) {
    memcpy(out, s, len);
    out += len;
    if (i + 1 < n) {
      memcpy(out, between, gap);
      out += gap;
    }
    if ((since += len + gap + 16) < REP_CHUNK) continue;
    ds_lua_poll(L);
    since = 0;
  }
  luaL_pushresultsize(&b, total);
  return 1;
}

void ds_lua_strings(lua_State *L) {
  static const luaL_Reg functions[] = {{"find", string_find}, {"match", string_match}, {"gmatch", string_gmatch},
                                       {"gsub", string_gsub}, {"rep", string_rep},     {NULL, NULL}};
  lua_getglobal(L, "string");
  luaL_setfuncs(L, functions, 0);
  lua_pop(L, 1);
}
