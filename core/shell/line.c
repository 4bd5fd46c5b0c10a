#include "shell/line.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"

size_t ds_line_word(const char *s) {
  size_t n = 0;
  if (s[0] == '?' && (!s[1] || isspace((unsigned char)s[1]))) return 1;
  if (!isalpha((unsigned char)s[0]) && s[0] != '_') return 0;
  while (isalnum((unsigned char)s[n]) || s[n] == '_' || (s[n] == '-' && isalnum((unsigned char)s[n + 1]))) n++;
  return n;
}

static bool makes_it_lua(const char *after) {
  if (*after && strchr("({[.:,", *after)) return true;
  while (*after == ' ' || *after == '\t') after++;
  return *after == '{' || (after[0] == '=' && after[1] != '='); /* not '(': search (peace OR truce) */
}

static bool is_word(const char *s, size_t len, const char *word) {
  return strlen(word) == len && strncasecmp(s, word, len) == 0;
}

ds_line_kind ds_line_classify(const char *line, bool (*knows)(void *data, const char *word), void *data, size_t *from) {
  const char *s = line + strspn(line, " \t\r\n");
  if (!*s) return DS_LINE_EMPTY;
  bool dotted = *s == '.' && (isalpha((unsigned char)s[1]) || s[1] == '?');
  if (dotted) s++;
  if (from) *from = (size_t)(s - line);
  if (dotted) return DS_LINE_COMMAND;
  size_t len = ds_line_word(s);
  if (!len) return DS_LINE_LUA;
  bool blank_after = isspace((unsigned char)s[len]) || !s[len] || s[len] == '*';
  if (blank_after && !makes_it_lua(s + len) && (is_word(s, len, "select") || is_word(s, len, "with"))) return DS_LINE_SQL;
  char *word = ds_strndup(s, len);
  bool known = knows(data, word);
  free(word);
  return known && !makes_it_lua(s + len) ? DS_LINE_COMMAND : DS_LINE_LUA;
}

size_t ds_line_pipe(const char *line, bool sql) {
  char quote = 0, before = 0; /* before: the last that is no blank */
  for (const char *p = line; *p; p++) {
    if (quote) {
      if (!sql && quote == '"' && *p == '\\' && p[1])
        p++;
      else if (*p == quote)
        quote = 0;
    } else if ((*p == '"' || *p == '\'') && (sql || p == line || strchr(" \t\n=(", p[-1]))) {
      quote = *p;
    } else if (*p == '|' && p > line && isspace((unsigned char)p[-1]) && isspace((unsigned char)p[1]) && (!sql || before == ';')) {
      return (size_t)(p - line);
    }
    if (!isspace((unsigned char)*p)) before = *p;
  }
  return 0;
}

/* Reads a quoted stretch at *p into word. */
static ds_status read_quoted(const char **p, bool raw, ds_buf *word, ds_err *err) {
  char mark = **p;
  const char *s = *p + 1;
  if (raw) ds_buf_putc(word, mark);
  for (; *s && *s != mark; s++) {
    if (mark == '"' && *s == '\\' && (s[1] == '"' || s[1] == '\\')) {
      if (raw) ds_buf_putc(word, *s);
      s++;
    }
    ds_buf_putc(word, *s);
  }
  if (!*s) return ds_fail(err, DS_USAGE, "the quotation mark %c is not closed", mark);
  if (raw) ds_buf_putc(word, mark);
  *p = s + 1;
  return DS_OK;
}

static ds_status read_word(const char **p, bool raw, ds_buf *word, ds_err *err) {
  const char *s = *p;
  ds_status status = DS_OK;
  char before = ' ';
  while (status == DS_OK && *s && !isspace((unsigned char)*s)) {
    bool opens = before == ' ' || before == '=' || (raw && before == '(');
    if ((*s == '"' || *s == '\'') && opens) {
      status = read_quoted(&s, raw, word, err);
      before = '"';
      continue;
    }
    if (*s == '\\' && s[1] && !raw) s++;
    before = *s;
    ds_buf_putc(word, *s++);
  }
  *p = s;
  return status;
}

ds_status ds_line_split(const char *line, bool raw, ds_line_words *words, ds_err *err) {
  ds_status status = DS_OK;
  for (const char *p = line; status == DS_OK;) {
    p += strspn(p, " \t\r\n");
    if (!*p) break;
    ds_buf word = {0};
    status = read_word(&p, raw, &word, err);
    DS_GROW(words->words, words->n, words->cap);
    words->words[words->n++] = ds_buf_take(&word);
  }
  if (status != DS_OK) ds_line_words_reset(words);
  return status;
}

void ds_line_words_reset(ds_line_words *words) {
  for (size_t i = 0; i < words->n; i++) free(words->words[i]);
  free(words->words);
  *words = (ds_line_words){0};
}
