/* Markdown: text with front matter ("---" and "key: value" lines), else what its first lines say. */
#include <stdlib.h>
#include <string.h>

#include "ingest/reader.h"

/* The value without quotation marks or the brackets of a list. */
static char *bare_value(const char *value, size_t len) {
  while (len && strchr(" \t\r", value[len - 1])) len--;
  while (len && strchr(" \t", *value)) value++, len--;
  if (len >= 2 &&
      ((*value == '"' && value[len - 1] == '"') || (*value == '\'' && value[len - 1] == '\'') || (*value == '[' && value[len - 1] == ']')))
    value++, len -= 2;
  return ds_strndup(value, len);
}

static void take_line(ds_article *article, const char *line, size_t len, char separator) {
  const char *mark = memchr(line, separator, len);
  if (!mark) return;
  size_t name = (size_t)(mark - line);
  while (name && line[name - 1] == ' ') name--;
  for (int f = 0; f < DS_FIELD_COUNT; f++) {
    char **field = ds_article_field(article, (ds_field)f);
    if (f == DS_FIELD_TEXT || *field || ds_field_rank((ds_field)f, line, name) == 0) continue;
    *field = bare_value(mark + 1, len - (size_t)(mark - line) - 1);
    if (f == DS_FIELD_DATE) article->date_from = "header";
    return;
  }
}

/* Takes the front matter off; returns the bytes that it has, 0 when there is none. */
static size_t take_front_matter(ds_article *article, const char *text, size_t len) {
  size_t at = ds_line_length(text, len) + 1, end = 0;
  if (len < 8 || (strncmp(text, "---", 3) != 0 && strncmp(text, "+++", 3) != 0) || at > 5) return 0;
  for (size_t i = at; i < len && !end; i += ds_line_length(text + i, len - i) + 1)
    if (strncmp(text + i, text, 3) == 0) end = i;
  if (!end) return 0;
  while (at < end) {
    size_t line = ds_line_length(text + at, end - at);
    take_line(article, text + at, line, *text == '-' ? ':' : '=');
    at += line + 1;
  }
  at = end + ds_line_length(text + end, len - end) + 1;
  while (at < len && (text[at] == '\n' || text[at] == '\r')) at++;
  return at < len ? at : len;
}

/* "# Title" and a link that stands alone on its line, near the beginning. */
static void look_at_first_lines(ds_article *article) {
  size_t at = 0;
  for (int lines = 0; lines < 8 && at < article->text_len; lines++) {
    const char *line = article->text + at;
    size_t len = ds_line_length(line, article->text_len - at);
    at += len + 1;
    while (len && strchr("\r ", line[len - 1])) len--;
    if (!article->title && len > 2 && strncmp(line, "# ", 2) == 0) article->title = bare_value(line + 2, len - 2);
    const char *address = len && *line == '[' && line[len - 1] == ')' ? strstr(line, "](http") : NULL;
    if (!article->url && address && address < line + len) article->url = ds_strndup(address + 2, (size_t)(line + len - address) - 3);
  }
}

ds_status ds_read_markdown(ds_reader *reader, ds_err *err) {
  ds_buf whole = {0};
  ds_article article = {0};
  ds_status status;
  if (ds_reader_whole(reader, false, &whole, &article.encoding, &status, err)) {
    size_t front = take_front_matter(&article, whole.data, whole.len);
    article.text_len = whole.len - front;
    article.text = ds_strndup(whole.data + front, article.text_len);
    look_at_first_lines(&article);
    ds_text_look(reader, &article);
    status = ds_reader_deliver(reader, &article, reader->path, 0, err);
  }
  ds_buf_reset(&whole);
  return status;
}
