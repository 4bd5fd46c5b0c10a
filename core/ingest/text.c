/* Plain text: a header block ("Title: …"), else what the first line says. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "ingest/reader.h"

static char **field_of_header(ds_article *article, const char *name, size_t len) {
  static const struct {
    const char *name;
    ds_field field;
  } names[] = {{"title", DS_FIELD_TITLE},   {"headline", DS_FIELD_TITLE}, {"date", DS_FIELD_DATE},          {"published", DS_FIELD_DATE},
               {"source", DS_FIELD_OUTLET}, {"outlet", DS_FIELD_OUTLET},  {"publication", DS_FIELD_OUTLET}, {"url", DS_FIELD_URL},
               {"link", DS_FIELD_URL},      {"author", DS_FIELD_AUTHOR},  {"byline", DS_FIELD_AUTHOR},      {"by", DS_FIELD_AUTHOR},
               {"id", DS_FIELD_ID},         {"language", DS_FIELD_LANG},  {"lang", DS_FIELD_LANG}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strlen(names[i].name) == len && strncasecmp(names[i].name, name, len) == 0) return ds_article_field(article, names[i].field);
  return NULL;
}

char **ds_article_field(ds_article *article, ds_field field) {
  switch (field) {
  case DS_FIELD_TEXT: return &article->text;
  case DS_FIELD_TITLE: return &article->title;
  case DS_FIELD_DATE: return &article->date;
  case DS_FIELD_ID: return &article->ref;
  case DS_FIELD_URL: return &article->url;
  case DS_FIELD_OUTLET: return &article->outlet;
  case DS_FIELD_AUTHOR: return &article->author;
  case DS_FIELD_LANG: return &article->lang;
  case DS_FIELD_COUNT: break;
  }
  return NULL;
}

static char *trimmed(const char *text, size_t len) {
  while (len && strchr(" \t\r", *text)) text++, len--;
  while (len && strchr(" \t\r", text[len - 1])) len--;
  return ds_strndup(text, len);
}

size_t ds_line_length(const char *text, size_t len) {
  const char *nl = memchr(text, '\n', len);
  return nl ? (size_t)(nl - text) : len;
}

/* Takes the header block off; returns the bytes that it and the blank line after it have. */
static size_t take_header(ds_article *article, const char *text, size_t len) {
  size_t at = 0;
  while (at < len) {
    size_t line = ds_line_length(text + at, len - at);
    const char *colon = memchr(text + at, ':', line);
    char **field = colon ? field_of_header(article, text + at, (size_t)(colon - text) - at) : NULL;
    if (!field || *field) break;
    *field = trimmed(colon + 1, line - ((size_t)(colon - text) + 1 - at));
    if (field == &article->date) article->date_from = "header";
    at += line < len - at ? line + 1 : line;
  }
  if (at && at < len && (text[at] == '\n' || text[at] == '\r')) at += ds_line_length(text + at, len - at) + 1;
  return at > len ? len : at;
}

/* " date 2023-02-25 …": a date before the text, which stays a part of it. */
static void look_for_stamp(ds_article *article) {
  const char *p = article->text;
  p += strspn(p, " \t");
  if (strncasecmp(p, "date", 4) != 0) return;
  p += 4;
  p += strspn(p, " \t:");
  char date[11];
  if (strspn(p, "0123456789-") != 10 || !ds_ingest_date(p, 10, false, date)) return;
  article->date = ds_strdup(date);
  article->date_from = "header";
}

/* A line like a headline: short, begins with no lower-case letter, does not end as a sentence does, and stands apart from what follows. */
static bool is_title(const char *line, size_t len, const char *rest, size_t rest_len) {
  int32_t code;
  if (len < 3 || len > 200 || rest_len < 2) return false;
  ds_utf8_next(line, len, &code);
  if (ds_utf8_is_lower(code) || ds_utf8_is_space(code)) return false;
  char last = line[len - 1];
  if (last == '.' || last == ',' || last == ';' || last == ':') return false;
  size_t next = ds_line_length(rest, rest_len);
  return next == 0 || (next == 1 && *rest == '\r') || next > 2 * len;
}

static void look_for_title(ds_article *article) {
  size_t len = ds_line_length(article->text, article->text_len);
  if (article->title || len >= article->text_len) return;
  size_t rest = len + 1, bare = len && article->text[len - 1] == '\r' ? len - 1 : len;
  if (is_title(article->text, bare, article->text + rest, article->text_len - rest)) article->title = trimmed(article->text, bare);
}

/* A line of its own near the beginning that is a date ("28 February 2023", "Published: Feb. 28, 2023"). */
static void look_for_date_line(ds_reader *reader, ds_article *article) {
  size_t at = 0;
  for (int lines = 0; lines < 8 && at < article->text_len; lines++) {
    size_t len = ds_line_length(article->text + at, article->text_len - at);
    char date[11];
    if (len < 60 && ds_ingest_date(article->text + at, len, reader->options->day_first, date) && strlen(date) == 10) {
      article->date = ds_strdup(date);
      article->date_from = "text";
      return;
    }
    at += len + 1;
  }
}

void ds_text_look(ds_reader *reader, ds_article *article) {
  if (!article->date) look_for_stamp(article);
  look_for_title(article);
  if (!article->date) look_for_date_line(reader, article);
}

ds_status ds_read_text(ds_reader *reader, ds_err *err) {
  ds_buf whole = {0};
  ds_article article = {0};
  ds_status status;
  if (!ds_reader_whole(reader, false, &whole, &article.encoding, &status, err)) goto out;
  size_t header = take_header(&article, whole.data, whole.len);
  article.text_len = whole.len - header;
  article.text = ds_strndup(whole.data + header, article.text_len);
  ds_text_look(reader, &article);
  status = ds_reader_deliver(reader, &article, reader->path, 0, err);
out:
  ds_buf_reset(&whole);
  return status;
}
