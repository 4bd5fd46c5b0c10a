/* Pairs of quotation marks, found from the characters: directional marks by their shape, straight ones by what stands beside them. */
#include <string.h>

#include "annotation/quotes.h"
#include "base/utf8.h"

enum { DEEPEST = 8, SINGLE_WINDOW = 1200 };

typedef enum family { DOUBLE, SINGLE, GUILLEMET, GUILLEMET_SINGLE } family;

typedef struct glyph {
  const char *text;
  family family;
  bool opens, closes; /* both: decided by what stands beside it */
  bool low;           /* a low opening mark: a high opening mark closes it */
} glyph;

static const glyph GLYPHS[] = {
    {"\"", DOUBLE, true, true, false},
    {"\xE2\x80\x9C", DOUBLE, true, false, false},
    {"\xE2\x80\x9D", DOUBLE, false, true, false},
    {"\xE2\x80\x9E", DOUBLE, true, false, true},
    {"\xE2\x80\x9F", DOUBLE, true, false, false},
    {"\xE2\x80\xB3", DOUBLE, true, true, false},
    {"``", DOUBLE, true, false, false},
    {"''", DOUBLE, true, true, false},
    {"'", SINGLE, true, true, false},
    {"\xE2\x80\x98", SINGLE, true, false, false},
    {"\xE2\x80\x99", SINGLE, false, true, false},
    {"\xE2\x80\x9A", SINGLE, true, false, true},
    {"\xC2\xAB", GUILLEMET, true, true, false},
    {"\xC2\xBB", GUILLEMET, true, true, false},
    {"\xE2\x80\xB9", GUILLEMET_SINGLE, true, true, false},
    {"\xE2\x80\xBA", GUILLEMET_SINGLE, true, true, false},
};

static const glyph *const APOSTROPHE = &GLYPHS[8];

typedef struct opened {
  uint32_t mark; /* index in marks */
  const glyph *glyph;
  uint32_t closes_at; /* single marks: where the partner stands; 0: unknown */
} opened;

typedef struct scanner {
  ds_quoting *q;
  const char *text;
  uint32_t start, end; /* the paragraph */
  opened stack[DEEPEST];
  uint32_t depth, cap;
  uint32_t barren; /* no single mark closes before this byte: spares looking again */
} scanner;

static const glyph *glyph_at(const char *text, uint32_t at, uint32_t end) {
  unsigned char c = (unsigned char)text[at];
  if (c != '"' && c != '\'' && c != '`' && c != 0xC2 && c != 0xE2) return NULL;
  for (size_t i = 0; i < sizeof GLYPHS / sizeof *GLYPHS; i++) {
    size_t n = strlen(GLYPHS[i].text);
    if (at + n <= end && memcmp(text + at, GLYPHS[i].text, n) == 0) return &GLYPHS[i];
  }
  return NULL;
}

static int32_t code_before(const scanner *s, uint32_t at) {
  if (at <= s->start) return ' ';
  size_t from = ds_utf8_prev(s->text, at);
  int32_t code;
  ds_utf8_next(s->text + from, at - from, &code);
  return code;
}

static int32_t code_at(const scanner *s, uint32_t at) {
  if (at >= s->end) return ' ';
  int32_t code;
  ds_utf8_next(s->text + at, s->end - at, &code);
  return code;
}

static bool is_word(int32_t c) {
  return ds_utf8_is_alpha(c) || ds_utf8_is_digit(c);
}
static bool is_dash(int32_t c) {
  return c == '-' || (c >= 0x2010 && c <= 0x2015);
}
static bool is_quote(int32_t c) {
  return c == '"' || c == '\'' || c == '`' || c == 0xAB || c == 0xBB || (c >= 0x2018 && c <= 0x201F) || c == 0x2039 || c == 0x203A;
}

static bool may_open(const scanner *s, uint32_t at, uint32_t after) {
  int32_t before = code_before(s, at), next = code_at(s, after);
  return !ds_utf8_is_space(next) &&
         (ds_utf8_is_space(before) || strchr("([{:;,/", (int)(before < 128 ? before : 'a')) || is_dash(before) || is_quote(before));
}

static bool may_close(const scanner *s, uint32_t at, uint32_t after) {
  int32_t before = code_before(s, at), next = code_at(s, after);
  return !ds_utf8_is_space(before) && !is_word(next);
}

/* Words that begin with an apostrophe. */
static bool is_elision(const scanner *s, uint32_t after) {
  static const char *const WORDS[] = {"em", "til", "tis", "twas", "cause", "n", "bout", "round", "cuz", "s", "t"};
  uint32_t n = 0;
  while (after + n < s->end && n < 8 && ((s->text[after + n] | 32) >= 'a' && (s->text[after + n] | 32) <= 'z')) n++;
  for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
    if (strlen(WORDS[i]) == n && strncasecmp(s->text + after, WORDS[i], n) == 0) return true;
  return ds_utf8_is_digit(code_at(s, after)) && (s->text[after] >= '0' && s->text[after] <= '9') && after + 2 < s->end &&
         s->text[after + 2] == 's';
}

/* Where the single mark that opens before `from` closes: the first closing mark that is no apostrophe. One behind an s with a word after
 * it may be a possessive, and is taken only when no better one follows. 0: nowhere. */
static uint32_t single_close(scanner *s, uint32_t from) {
  uint32_t end = s->end - from > SINGLE_WINDOW ? from + SINGLE_WINDOW : s->end, doubtful = 0;
  for (uint32_t at = from + 1 > s->barren ? from + 1 : s->barren; at < end; at++) {
    const glyph *g = glyph_at(s->text, at, s->end);
    if (!g) continue;
    uint32_t n = (uint32_t)strlen(g->text);
    if (at + 3 <= end && memcmp(s->text + at, "'''", 3) == 0) return at;
    if (g->family == SINGLE && g->closes && may_close(s, at, at + n)) {
      bool possessive = (s->text[at - 1] | 32) == 's' && code_at(s, at + n) == ' ' && is_word(code_at(s, at + n + 1));
      if (!possessive) return at;
      if (!doubtful) doubtful = at;
    }
    if (g->family == SINGLE && !g->closes && doubtful) return doubtful;
    at += n - 1;
  }
  if (!doubtful) s->barren = end;
  return doubtful;
}

static void open_mark(scanner *s, const glyph *g, uint32_t at, uint32_t closes_at) {
  ds_quoting *q = s->q;
  if (s->depth == DEEPEST) return;
  uint32_t n = (uint32_t)strlen(g->text);
  DS_PUSH(q->arena, q->marks, q->n_marks, s->cap);
  q->marks[q->n_marks - 1] = (ds_mark){.start = at,
                                       .inner_start = at + n,
                                       .end = s->end,
                                       .inner_end = s->end,
                                       .next = -1,
                                       .previous = -1,
                                       .quote = -1,
                                       .depth = (uint8_t)s->depth};
  s->stack[s->depth++] = (opened){q->n_marks - 1, g, closes_at};
}

static void close_mark(scanner *s, uint32_t level, uint32_t at, uint32_t n) {
  ds_mark *m = &s->q->marks[s->stack[level].mark];
  m->inner_end = at;
  m->end = at + n;
  m->closed = true;
  for (uint32_t i = level + 1; i < s->depth; i++) { /* what was opened inside ends with it */
    ds_mark *inner = &s->q->marks[s->stack[i].mark];
    inner->end = inner->inner_end = at;
  }
  s->depth = level;
}

/* The innermost open mark of the family, or -1. */
static int level_of(const scanner *s, family f) {
  for (uint32_t i = s->depth; i-- > 0;)
    if (s->stack[i].glyph->family == f) return (int)i;
  return -1;
}

static void take_single(scanner *s, const glyph *g, uint32_t at, uint32_t n) {
  int level = level_of(s, SINGLE);
  if (level >= 0 && s->stack[level].closes_at == at) {
    close_mark(s, (uint32_t)level, at, n);
    return;
  }
  if (level >= 0 || !g->opens || !may_open(s, at, at + n) || is_elision(s, at + n)) return;
  uint32_t closes_at = single_close(s, at + n);
  bool block = g->text[0] != '\'' && at == s->start;
  if (closes_at || block) open_mark(s, g, at, closes_at);
}

/* An open mark of the same family that a second opening mark shows to have been left open: it ends here. */
static void reopen(scanner *s, const glyph *g, int level, uint32_t at) {
  close_mark(s, (uint32_t)level, at, 0);
  s->q->marks[s->stack[level].mark].closed = false;
  open_mark(s, g, at, 0);
}

/* « » and ‹ › enclose either way round: the second of a pair is the one that looks the other way. */
static void take_guillemet(scanner *s, const glyph *g, uint32_t at, uint32_t n) {
  int level = level_of(s, g->family);
  bool left = g->text[n - 1] == '\xAB' || g->text[n - 1] == '\xB9';
  if (level >= 0 && s->stack[level].glyph != g)
    close_mark(s, (uint32_t)level, at, n);
  else if (level < 0 && (left || may_open(s, at, at + n)))
    open_mark(s, g, at, 0);
}

/* Does a curly mark that opens before `from` inside another of its kind close before that one does: are the next two closing marks? */
static bool is_nested(const scanner *s, uint32_t from) {
  uint32_t end = s->end - from > SINGLE_WINDOW ? from + SINGLE_WINDOW : s->end, closed = 0;
  for (uint32_t at = from; at < end && closed < 2; at++) {
    const glyph *g = glyph_at(s->text, at, s->end);
    if (!g || g->family != DOUBLE) continue;
    if (g->opens) return false;
    closed++;
    at += (uint32_t)strlen(g->text) - 1;
  }
  return closed == 2;
}

/* Does a straight mark follow, so that the curly ones before it stand inside a pair of straight ones? */
static bool straight_follows(const scanner *s, uint32_t from) {
  uint32_t end = s->end - from > SINGLE_WINDOW ? from + SINGLE_WINDOW : s->end;
  return memchr(s->text + from, '"', end - from) != NULL;
}

/* A closing mark that opens its paragraph is a slip of the typesetter's when the next mark closes too. */
static bool is_slip(const scanner *s, uint32_t at, uint32_t from) {
  if (at != s->start) return false;
  uint32_t end = s->end - from > SINGLE_WINDOW ? from + SINGLE_WINDOW : s->end;
  for (uint32_t i = from; i < end; i++) {
    const glyph *g = glyph_at(s->text, i, s->end);
    if (g && g->family == DOUBLE) return g->closes && may_close(s, i, i + (uint32_t)strlen(g->text));
  }
  return false;
}

static void take_double(scanner *s, const glyph *g, uint32_t at, uint32_t n) {
  int level = level_of(s, g->family);
  bool can_open = may_open(s, at, at + n), can_close = may_close(s, at, at + n);
  if (level < 0) {
    bool inches = ds_utf8_is_digit(code_before(s, at)) && !can_open;
    if (can_open || (g->opens && !inches && !can_close) || is_slip(s, at, at + n)) open_mark(s, g, at, 0);
    return;
  }
  bool closes = g->closes || s->stack[level].glyph->low, straight = s->stack[level].glyph->text[0] == '"';
  if (closes && (can_close || !can_open || !g->opens || s->stack[level].glyph->low))
    close_mark(s, (uint32_t)level, at, n);
  else if (can_open && g->opens && !g->closes && (straight ? straight_follows(s, at + n) : is_nested(s, at + n)))
    open_mark(s, g, at, 0);
  else if (can_open && g->opens)
    reopen(s, g, level, at);
}

static void trim(const ds_quoting *q, ds_mark *m) {
  const char *t = q->r->text;
  while (m->inner_start < m->inner_end && (unsigned char)t[m->inner_start] <= ' ') m->inner_start++;
  while (m->inner_end > m->inner_start && (unsigned char)t[m->inner_end - 1] <= ' ') m->inner_end--;
  while (m->end > m->inner_end && (unsigned char)t[m->end - 1] <= ' ') m->end--;
}

/* Three apostrophes: a nested single mark closes before the double one made of two. */
static bool closes_single_first(const scanner *s, uint32_t at) {
  return s->depth > 0 && s->stack[s->depth - 1].closes_at == at && s->text[at] == '\'';
}

static void scan_paragraph(scanner *s) {
  ds_quoting *q = s->q;
  uint32_t before = q->n_marks;
  s->depth = 0;
  s->barren = 0;
  for (uint32_t at = s->start; at < s->end;) {
    const glyph *g = closes_single_first(s, at) ? APOSTROPHE : glyph_at(s->text, at, s->end);
    uint32_t n = g ? (uint32_t)strlen(g->text) : 1;
    if (g && g->family == SINGLE)
      take_single(s, g, at, n);
    else if (g && g->family != DOUBLE)
      take_guillemet(s, g, at, n);
    else if (g)
      take_double(s, g, at, n);
    at += n;
  }
  for (uint32_t i = before; i < q->n_marks; i++) trim(q, &q->marks[i]);
  if (before == 0 || before == q->n_marks || q->marks[before].start != s->start) return;
  for (uint32_t i = before; i-- > 0;) { /* the outermost mark before this paragraph */
    ds_mark *m = &q->marks[i];
    if (m->depth > 0) continue;
    if (!m->closed && ds_token_from(q->r, m->end) == ds_token_from(q->r, s->start) &&
        memcmp(s->text + m->start, s->text + s->start, 1) == 0) {
      m->next = (int32_t)before;
      m->closed = true;
      q->marks[before].previous = (int32_t)i;
    }
    break;
  }
}

/* The tokens that each mark covers. Marks are in order of their starts, so the first token only moves forward. */
static void find_tokens(ds_quoting *q) {
  const ds_reading *r = q->r;
  uint32_t t = 0;
  for (uint32_t i = 0; i < q->n_marks; i++) {
    ds_mark *m = &q->marks[i];
    while (t < r->n_tokens && r->tokens[t].end <= m->start) t++;
    m->first = m->last = t;
    uint32_t u = ds_token_from(r, m->end);
    if (u > t) m->last = u - 1;
    if (u < r->n_tokens && r->tokens[u].start < m->end) m->last = u;
    if (m->depth > 0 || t >= r->n_tokens) continue;
    for (u = m->first; u <= m->last; u++) {
      q->mark_of[u] = (int32_t)i;
      int32_t code;
      ds_utf8_next(r->text + r->tokens[u].start, r->tokens[u].end - r->tokens[u].start, &code);
      m->words += is_word(code);
    }
  }
}

void ds_quotes_marks(ds_quoting *q) {
  const ds_reading *r = q->r;
  scanner s = {.q = q, .text = r->text};
  q->mark_of = DS_ARENA_NEW(q->arena, int32_t, r->n_tokens + 1);
  for (uint32_t t = 0; t <= r->n_tokens; t++) q->mark_of[t] = -1;
  for (uint32_t i = 0; i < r->n_sentences;) {
    uint32_t j = i;
    while (j + 1 < r->n_sentences && r->sentences[j + 1].paragraph == r->sentences[i].paragraph) j++;
    s.start = r->sentences[i].start;
    s.end = r->sentences[j].end;
    scan_paragraph(&s);
    i = j + 1;
  }
  find_tokens(q);
}
