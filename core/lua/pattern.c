#include "lua/pattern.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "lua/state.h"

enum { OPEN = -1, POSITION = -2, DEPTH = 200, ESCAPE = '%' };
enum { POLL_EVERY = 1 << 14 };

void ds_pattern_init(ds_pattern_match *m, lua_State *L, const char *subject, size_t len, const char *pattern, size_t pattern_len) {
  m->L = L;
  m->subject = subject;
  m->subject_end = subject + len;
  m->pattern_end = pattern + pattern_len;
  m->level = 0;
  m->depth = DEPTH;
  m->steps = 0;
}

static inline void tick(ds_pattern_match *m) {
  if (++m->steps % POLL_EVERY == 0) ds_lua_poll(m->L);
}

static const char *match(ds_pattern_match *m, const char *s, const char *p);

/* --- one character --- */

/* The end of the item (a character, %x, a set) that begins at p. */
static const char *item_end(ds_pattern_match *m, const char *p) {
  char c = *p++;
  if (c == ESCAPE) {
    if (p == m->pattern_end) luaL_error(m->L, "malformed pattern (ends with '%%')");
    return p + 1;
  }
  if (c != '[') return p;
  if (p < m->pattern_end && *p == '^') p++;
  do { /* a ']' in the first place stands for itself */
    if (p == m->pattern_end) luaL_error(m->L, "malformed pattern (missing ']')");
    if (*p++ == ESCAPE && p < m->pattern_end) p++;
  } while (p >= m->pattern_end || *p != ']');
  return p + 1;
}

static bool in_class(int c, int class) {
  bool yes;
  switch (tolower(class)) {
  case 'a': yes = isalpha(c); break;
  case 'c': yes = iscntrl(c); break;
  case 'd': yes = isdigit(c); break;
  case 'g': yes = isgraph(c); break;
  case 'l': yes = islower(c); break;
  case 'p': yes = ispunct(c); break;
  case 's': yes = isspace(c); break;
  case 'u': yes = isupper(c); break;
  case 'w': yes = isalnum(c); break;
  case 'x': yes = isxdigit(c); break;
  default: return class == c;
  }
  return isupper(class) ? !yes : yes;
}

/* p: the '['; last: its ']'. */
static bool in_set(int c, const char *p, const char *last) {
  bool wanted = true;
  if (p[1] == '^') wanted = false, p++;
  while (++p < last) {
    if (*p == ESCAPE) {
      if (in_class(c, (unsigned char)*++p)) return wanted;
    } else if (p[1] == '-' && p + 2 < last) {
      if ((unsigned char)p[0] <= c && c <= (unsigned char)p[2]) return wanted;
      p += 2;
    } else if ((unsigned char)*p == c) {
      return wanted;
    }
  }
  return !wanted;
}

static bool item_fits(const ds_pattern_match *m, const char *s, const char *p, const char *end) {
  if (s >= m->subject_end) return false;
  int c = (unsigned char)*s;
  switch (*p) {
  case '.': return true;
  case ESCAPE: return in_class(c, (unsigned char)p[1]);
  case '[': return in_set(c, p, end - 1);
  default: return (unsigned char)*p == c;
  }
}

/* --- repetition --- */

static const char *match_greedy(ds_pattern_match *m, const char *s, const char *p, const char *end, ptrdiff_t least) {
  ptrdiff_t n = 0;
  for (; item_fits(m, s + n, p, end); n++) tick(m);
  for (; n >= least; n--) {
    tick(m);
    const char *rest = match(m, s + n, end + 1);
    if (rest) return rest;
  }
  return NULL;
}

static const char *match_lazy(ds_pattern_match *m, const char *s, const char *p, const char *end) {
  for (;; s++) {
    tick(m);
    const char *rest = match(m, s, end + 1);
    if (rest) return rest;
    if (!item_fits(m, s, p, end)) return NULL;
  }
}

/* --- captures --- */

static const char *match_open(ds_pattern_match *m, const char *s, const char *p, ptrdiff_t mark) {
  if (m->level >= DS_PATTERN_CAPTURES) luaL_error(m->L, "too many captures");
  m->captures[m->level].start = s;
  m->captures[m->level].len = mark;
  m->level++;
  const char *rest = match(m, s, p);
  if (!rest) m->level--;
  return rest;
}

static const char *match_close(ds_pattern_match *m, const char *s, const char *p) {
  int i = m->level - 1;
  while (i >= 0 && m->captures[i].len != OPEN) i--;
  if (i < 0) luaL_error(m->L, "invalid pattern capture");
  m->captures[i].len = s - m->captures[i].start;
  const char *rest = match(m, s, p);
  if (!rest) m->captures[i].len = OPEN;
  return rest;
}

static const char *match_again(ds_pattern_match *m, const char *s, int digit) {
  int i = digit - '1';
  if (i < 0 || i >= m->level || m->captures[i].len == OPEN) luaL_error(m->L, "invalid capture index %%%d", i + 1);
  ptrdiff_t len = m->captures[i].len;
  if (len == POSITION) return NULL;
  return m->subject_end - s >= len && !memcmp(m->captures[i].start, s, (size_t)len) ? s + len : NULL;
}

/* %bxy; p: the x. */
static const char *match_balance(ds_pattern_match *m, const char *s, const char *p) {
  if (p + 1 >= m->pattern_end) luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
  if (s >= m->subject_end || *s != p[0]) return NULL;
  long depth = 1;
  while (++s < m->subject_end) {
    tick(m);
    if (*s == p[1]) {
      if (--depth == 0) return s + 1;
    } else if (*s == p[0]) {
      depth++;
    }
  }
  return NULL;
}

/* %f[set]; p: the '['; *next: what follows it. */
static bool at_frontier(ds_pattern_match *m, const char *s, const char *p, const char **next) {
  if (p >= m->pattern_end || *p != '[') luaL_error(m->L, "missing '[' after '%%f' in pattern");
  const char *end = item_end(m, p);
  int before = s == m->subject ? 0 : (unsigned char)s[-1], here = s < m->subject_end ? (unsigned char)*s : 0;
  *next = end;
  return !in_set(before, p, end - 1) && in_set(here, p, end - 1);
}

/* --- the whole --- */

typedef enum next_step { FAILED, DONE, GO_ON } next_step;

/* One item with its repetition sign. DONE: *s is the end of the whole match; GO_ON: match the rest, *p, at *s. */
static next_step match_item(ds_pattern_match *m, const char **s, const char **p) {
  const char *end = item_end(m, *p), *rest = NULL;
  char sign = end < m->pattern_end ? *end : '\0';
  bool fits = item_fits(m, *s, *p, end);
  if (sign == '*' || sign == '+')
    rest = match_greedy(m, *s, *p, end, sign == '+');
  else if (sign == '-')
    rest = match_lazy(m, *s, *p, end);
  else if (sign == '?' && fits)
    rest = match(m, *s + 1, end + 1);
  if (rest) {
    *s = rest;
    return DONE;
  }
  if (sign == '?') {
    *p = end + 1;
    return GO_ON;
  }
  if ((sign && strchr("*+-", sign)) || !fits) return FAILED;
  ++*s;
  *p = end;
  return GO_ON;
}

/* What begins with % and is no class: %b, %f, %1. FAILED also when it is a class after all (*special tells). */
static next_step match_special(ds_pattern_match *m, const char **s, const char **p, bool *special) {
  char c = *p + 1 < m->pattern_end ? (*p)[1] : '\0';
  *special = true;
  if (c == 'b') {
    *s = match_balance(m, *s, *p + 2);
    *p += 4;
  } else if (c == 'f') {
    if (!at_frontier(m, *s, *p + 2, p)) *s = NULL;
  } else if (c >= '0' && c <= '9') {
    *s = match_again(m, *s, c);
    *p += 2;
  } else {
    *special = false;
  }
  return *s ? GO_ON : FAILED;
}

static const char *match_steps(ds_pattern_match *m, const char *s, const char *p) {
  while (p != m->pattern_end) {
    bool special = false;
    tick(m);
    if (*p == '(') {
      bool position = p + 1 < m->pattern_end && p[1] == ')';
      return match_open(m, s, p + 1 + position, position ? POSITION : OPEN);
    }
    if (*p == ')') return match_close(m, s, p + 1);
    if (*p == '$' && p + 1 == m->pattern_end) return s == m->subject_end ? s : NULL;
    if (*p == ESCAPE && match_special(m, &s, &p, &special) == FAILED) return NULL;
    if (special) continue;
    next_step step = match_item(m, &s, &p);
    if (step != GO_ON) return step == DONE ? s : NULL;
  }
  return s;
}

static const char *match(ds_pattern_match *m, const char *s, const char *p) {
  if (m->depth-- == 0) luaL_error(m->L, "pattern too complex");
  const char *end = match_steps(m, s, p);
  m->depth++;
  return end;
}

const char *ds_pattern_at(ds_pattern_match *m, const char *s, const char *pattern) {
  m->level = 0;
  m->depth = DEPTH;
  return match(m, s, pattern);
}

void ds_pattern_push_capture(ds_pattern_match *m, int i, const char *start, const char *end) {
  if (i >= m->level) {
    if (i != 0) luaL_error(m->L, "invalid capture index %%%d", i + 1);
    lua_pushlstring(m->L, start, (size_t)(end - start));
  } else if (m->captures[i].len == POSITION) {
    lua_pushinteger(m->L, m->captures[i].start - m->subject + 1);
  } else if (m->captures[i].len == OPEN) {
    luaL_error(m->L, "unfinished capture");
  } else {
    lua_pushlstring(m->L, m->captures[i].start, (size_t)m->captures[i].len);
  }
}

int ds_pattern_push_captures(ds_pattern_match *m, const char *start, const char *end, int whole) {
  int n = m->level == 0 && whole ? 1 : m->level;
  luaL_checkstack(m->L, n, "too many captures");
  for (int i = 0; i < n; i++) ds_pattern_push_capture(m, i, start, end);
  return n;
}
