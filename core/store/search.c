/* What a person types into a search box, made into an FTS5 expression that is always well formed. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "store/store.h"

typedef enum kind { WORD, PHRASE, AND, OR, NOT, NEAR, OPEN, CLOSE, END } kind;

typedef struct token {
  kind kind;
  const char *at;
  size_t len;
  const char *column; /* "title" or "text" before the colon, or NULL */
  bool prefix;        /* a star behind it */
  long distance;      /* NEAR/n */
} token;

/* The limits of FTS5: its parser has a small stack, its trees a greatest height. */
enum { DEPTH = 12, WORDS = 200 };

typedef struct parser {
  const char *at, *end;
  token now;
  int depth, words;
} parser;

static bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_word(const token *t, const char *word) {
  return t->len == strlen(word) && memcmp(t->at, word, t->len) == 0;
}

/* Has it anything that the index has words of? */
static bool has_letters(const char *text, size_t len) {
  for (size_t i = 0; i < len;) {
    int32_t code;
    size_t n = ds_utf8_next(text + i, len - i, &code);
    if (code != 0xFFFD && (ds_utf8_is_alpha(code) || ds_utf8_is_digit(code))) return true;
    i += n;
  }
  return false;
}

static void take_quoted(parser *p, token *t) {
  const char *start = ++p->at;
  while (p->at < p->end && *p->at != '"') p->at++;
  t->kind = PHRASE;
  t->at = start;
  t->len = (size_t)(p->at - start);
  if (p->at < p->end) p->at++;
  if (p->at < p->end && *p->at == '*') t->prefix = true, p->at++;
}

static void classify(token *t) {
  t->kind = WORD;
  if (is_word(t, "AND") || is_word(t, "&&"))
    t->kind = AND;
  else if (is_word(t, "OR") || is_word(t, "||"))
    t->kind = OR;
  else if (is_word(t, "NOT"))
    t->kind = NOT;
  else if (t->len >= 4 && memcmp(t->at, "NEAR", 4) == 0 &&
           (t->len == 4 || (t->at[4] == '/' && strspn(t->at + 5, "0123456789") == t->len - 5))) {
    t->kind = NEAR;
    t->distance = t->len > 5 ? strtol(t->at + 5, NULL, 10) : 10;
    if (t->distance < 1 || t->distance > 1000) t->distance = t->distance < 1 ? 1 : 1000;
  }
}

/* "title:word": the column is taken off. */
static void take_column(token *t) {
  static const char *const columns[] = {"title", "text"};
  for (size_t i = 0; i < 2; i++) {
    size_t n = strlen(columns[i]);
    if (t->len <= n || strncasecmp(t->at, columns[i], n) != 0 || t->at[n] != ':') continue;
    t->column = columns[i];
    t->at += n + 1;
    t->len -= n + 1;
  }
}

static void advance(parser *p) {
  token t = {.kind = END};
  while (p->at < p->end && is_blank(*p->at)) p->at++;
  if (p->at < p->end && (*p->at == '(' || *p->at == ')')) {
    t.kind = *p->at++ == '(' ? OPEN : CLOSE;
  } else if (p->at < p->end && *p->at == '"') {
    take_quoted(p, &t);
  } else if (p->at < p->end) {
    t.at = p->at;
    while (p->at < p->end && !is_blank(*p->at) && !strchr("()\"", *p->at)) p->at++;
    t.len = (size_t)(p->at - t.at);
    take_column(&t);
    if (t.column && t.len == 0 && p->at < p->end && *p->at == '"')
      take_quoted(p, &t);
    else if (t.len > 1 && t.at[t.len - 1] == '*')
      t.prefix = true, t.len--, t.kind = WORD;
    else
      classify(&t);
  }
  p->now = t;
}

/* A phrase in FTS5's quotes; nothing when it has no letters. */
static bool put_phrase(parser *p, const token *t, ds_buf *out) {
  if (!has_letters(t->at, t->len) || ++p->words > WORDS) return false;
  if (t->column) ds_buf_printf(out, "%s : ", t->column);
  ds_buf_putc(out, '"');
  for (size_t i = 0; i < t->len;) {
    int32_t code;
    size_t n = ds_utf8_next(t->at + i, t->len - i, &code);
    if (code == 0 || code == 0xFFFD || code == '"')
      ds_buf_putc(out, ' ');
    else
      ds_buf_append(out, t->at + i, n);
    i += n;
  }
  ds_buf_puts(out, t->prefix ? "\" *" : "\"");
  return true;
}

static bool put_or(parser *p, ds_buf *out);

/* word [NEAR word]…; a NEAR group is only made of phrases without a column. */
static bool put_near(parser *p, ds_buf *out) {
  token first = p->now;
  ds_buf group = {0};
  bool any = false;
  long distance = 0;
  token plain = first;
  plain.column = NULL;
  any = put_phrase(p, &plain, &group);
  advance(p);
  int n = any;
  while (p->now.kind == NEAR) {
    if (p->now.distance > distance) distance = p->now.distance;
    advance(p);
    if (p->now.kind != WORD && p->now.kind != PHRASE) break;
    plain = p->now;
    plain.column = NULL;
    if (n) ds_buf_putc(&group, ' ');
    n += put_phrase(p, &plain, &group);
    any |= n > 0;
    advance(p);
  }
  if (any && first.column) ds_buf_printf(out, "%s : ", first.column);
  if (any && n > 1)
    ds_buf_printf(out, "NEAR(%s, %ld)", group.data, distance);
  else if (any)
    ds_buf_puts(out, group.data);
  ds_buf_reset(&group);
  return any;
}

static bool put_primary(parser *p, ds_buf *out) {
  if (p->now.kind == OPEN) {
    advance(p);
    if (++p->depth > DEPTH) {
      p->at = p->end;
      p->now.kind = END;
      return false;
    }
    ds_buf inner = {0};
    bool any = put_or(p, &inner);
    p->depth--;
    if (p->now.kind == CLOSE) advance(p);
    if (any) ds_buf_printf(out, "(%s)", inner.data);
    ds_buf_reset(&inner);
    return any;
  }
  return put_near(p, out);
}

static bool begins_primary(const token *t) {
  return t->kind == WORD || t->kind == PHRASE || t->kind == OPEN;
}

/* Words beside each other and AND; NOT takes away from what stands before it. */
static bool put_and(parser *p, ds_buf *out) {
  ds_buf wanted = {0}, unwanted = {0};
  while (p->now.kind != END && p->now.kind != OR && !(p->now.kind == CLOSE && p->depth)) {
    bool negated = false;
    while (p->now.kind == AND || p->now.kind == NOT || p->now.kind == NEAR || p->now.kind == CLOSE) {
      if (p->now.kind == CLOSE && p->depth) break;
      negated = p->now.kind == NOT || (negated && p->now.kind != AND);
      advance(p);
    }
    if (!begins_primary(&p->now)) continue;
    ds_buf one = {0};
    ds_buf *list = negated ? &unwanted : &wanted;
    if (put_primary(p, &one)) ds_buf_printf(list, "%s%s", list->len ? negated ? " OR " : " AND " : "", one.data);
    ds_buf_reset(&one);
  }
  bool any = wanted.len > 0;
  if (any && unwanted.len)
    ds_buf_printf(out, "(%s) NOT (%s)", wanted.data, unwanted.data);
  else if (any)
    ds_buf_puts(out, wanted.data);
  ds_buf_reset(&wanted);
  ds_buf_reset(&unwanted);
  return any;
}

static bool put_or(parser *p, ds_buf *out) {
  bool any = false;
  for (;;) {
    ds_buf one = {0};
    if (put_and(p, &one)) {
      ds_buf_printf(out, "%s(%s)", any ? " OR " : "", one.data);
      any = true;
    }
    ds_buf_reset(&one);
    if (p->now.kind != OR) return any;
    advance(p);
  }
}

char *ds_search_fts(const char *query, size_t len) {
  parser p = {.at = query, .end = query + len};
  ds_buf out = {0};
  advance(&p);
  put_or(&p, &out);
  return ds_buf_take(&out);
}
