/* From what a format's reader found to what the sink gets: defaults, dates, languages, refusals. */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/utf8.h"
#include "ingest/reader.h"

#define X(id, name, ...) {name, {__VA_ARGS__, NULL}},
static const struct {
  const char *name;
  const char *known[24];
} fields[] = {DS_FIELD_LIST(X)};
#undef X

const char *ds_field_text(ds_field field) {
  return fields[field].name;
}

const char *const *ds_field_names(ds_field field) {
  return fields[field].known;
}

int ds_field_rank(ds_field field, const char *name, size_t len) {
  for (int i = 0; fields[field].known[i]; i++)
    if (strlen(fields[field].known[i]) == len && strncasecmp(fields[field].known[i], name, len) == 0) return i + 1;
  return 0;
}

/* "file:7" without what the line says already. The caller frees. */
static char *without_line(const char *place, long line) {
  char ending[24];
  size_t len = strlen(place), n = (size_t)snprintf(ending, sizeof ending, ":%ld", line);
  bool twice = line && len > n && strcmp(place + len - n, ending) == 0;
  return ds_strndup(place, twice ? len - n : len);
}

ds_status ds_reader_refuse(ds_reader *reader, const char *place, long line, ds_err *err, const char *format, ...) {
  ds_buf reason = {0};
  va_list ap;
  va_start(ap, format);
  ds_buf_vprintf(&reason, format, ap);
  va_end(ap);
  char *file = without_line(place, line);
  ds_status status = reader->sink->refused ? reader->sink->refused(reader->sink->data, file, line, reason.data, err) : DS_OK;
  free(file);
  ds_buf_reset(&reason);
  return status;
}

void ds_reader_remark(ds_reader *reader, const char *place, const char *format, ...) {
  if (!reader->sink->remark) return;
  ds_buf text = {0};
  va_list ap;
  va_start(ap, format);
  ds_buf_vprintf(&text, format, ap);
  va_end(ap);
  reader->sink->remark(reader->sink->data, place, text.data);
  ds_buf_reset(&text);
}

void ds_reader_progress(ds_reader *reader) {
  if (!reader->sink->progress) return;
  size_t done = ds_input_done(reader->input);
  if (done == reader->reported) return;
  reader->reported = done;
  reader->sink->progress(reader->sink->data, reader->path, done, reader->size);
}

/* The bytes as UTF-8: as they are, as markup declares, or read as Windows-1252. */
static const char *decode(ds_reader *reader, const char *data, size_t n, bool markup, ds_buf *out) {
  char charset[32];
  if (ds_utf8_check(data, n) == n) {
    ds_buf_append(out, data, n);
    return ds_input_encoding(reader->input);
  }
  if (markup && ds_declared_charset(data, n, charset) && strcasecmp(charset, "utf-8") != 0 && strcasecmp(charset, "iso-8859-1") != 0 &&
      ds_decode_named(charset, data, n, out))
    return "declared";
  ds_decode_windows(data, n, out);
  ds_reader_remark(reader, reader->path, "not UTF-8: read as Windows-1252");
  return "windows-1252";
}

bool ds_reader_whole(ds_reader *reader, bool markup, ds_buf *out, const char **encoding, ds_status *status, ds_err *err) {
  size_t limit = reader->max_bytes * 2 + (1 << 20);
  size_t n = ds_input_want(reader->input, limit + 1);
  const char *wrong = ds_input_error(reader->input);
  *status = DS_OK;
  if (n > limit)
    *status = ds_reader_refuse(reader, reader->path, 0, err, "larger than %zu bytes", limit);
  else if (wrong)
    *status = ds_reader_refuse(reader, reader->path, 0, err, "%s", wrong);
  if (n > limit || wrong) return false;
  *encoding = decode(reader, ds_input_data(reader->input), n, markup, out);
  ds_input_skip(reader->input, n);
  return true;
}

static bool is_future(const char *date) {
  time_t tomorrow = time(NULL) + 86400;
  struct tm tm;
  char limit[24];
  if (!gmtime_r(&tomorrow, &tm) || strftime(limit, sizeof limit, "%Y-%m-%d", &tm) == 0) return false;
  return strcmp(date, limit) > 0;
}

static void set_date(ds_article *article, const char *date, const char *from) {
  free(article->date);
  article->date = date ? ds_strdup(date) : NULL;
  article->date_from = date ? from : NULL;
}

/* Reads the printed date; one that cannot be read or lies in the future is left out with a remark. */
static void read_date(ds_reader *reader, ds_article *article, const char *place) {
  char date[11];
  if (!article->date) return;
  if (!*article->date)
    set_date(article, NULL, NULL);
  else if (!ds_ingest_date(article->date, strlen(article->date), reader->options->day_first, date)) {
    ds_reader_remark(reader, place, "date '%.40s' is not understood: left out", article->date);
    set_date(article, NULL, NULL);
  } else if (is_future(date)) {
    ds_reader_remark(reader, place, "date '%s' lies in the future: left out", date);
    set_date(article, NULL, NULL);
  } else {
    set_date(article, date, article->date_from ? article->date_from : "metadata");
  }
}

/* A date in a path or an address: "…2023-02-25…", "/2023/02/25/", "20230225". */
static bool find_date(const char *name, char out[11]) {
  for (const char *p = name; *p; p++) {
    if (!isdigit((unsigned char)*p) || (p > name && isdigit((unsigned char)p[-1]))) continue;
    size_t run = strspn(p, "0123456789"), len = run == 8 ? 8 : run == 4 ? 4 + strspn(p + 4, "0123456789-_/.") : 0;
    if (run == 4 && strchr("-_/.", p[4]) && len >= 10) len = isdigit((unsigned char)p[9]) ? 10 : 9;
    if (run != 8 && len < 9) continue;
    char copy[11] = {0};
    memcpy(copy, p, len > 10 ? 10 : len);
    for (char *c = copy; *c; c++)
      if (*c == '_' || *c == '/' || *c == '.') *c = '-';
    if (run == 8 && strncmp(copy, "19", 2) != 0 && strncmp(copy, "20", 2) != 0) continue;
    if (run == 4 && (copy[4] != '-' || copy[7] != '-')) continue;
    if (ds_ingest_date(copy, strlen(copy), false, out) && strlen(out) == 10 && !is_future(out)) return true;
  }
  return false;
}

static void complete_date(ds_reader *reader, ds_article *article, const char *place) {
  char date[11];
  read_date(reader, article, place);
  if (article->date) return;
  const char *base = strrchr(reader->path, '/');
  if (article->url && find_date(article->url, date))
    set_date(article, date, "metadata");
  else if (find_date(base ? base + 1 : reader->path, date))
    set_date(article, date, "file name");
  else if (reader->options->date)
    set_date(article, reader->options->date, "given");
}

static bool is_blank(const char *text, size_t len) {
  for (size_t i = 0; i < len;) {
    int32_t code;
    i += ds_utf8_next(text + i, len - i, &code);
    if (!ds_utf8_is_space(code)) return false;
  }
  return true;
}

static void drop_if_blank(char **text) {
  if (!*text || !is_blank(*text, strlen(*text))) return;
  free(*text);
  *text = NULL;
}

/* "en-US", "English", "eng" -> "en" */
static void normalise_lang(char *lang) {
  for (char *p = lang; *p; p++) *p = (char)tolower((unsigned char)*p);
  lang[strcspn(lang, "-_ ;,")] = '\0';
  if (strcmp(lang, "english") == 0 || strcmp(lang, "eng") == 0) lang[2] = '\0';
}

static void complete_lang(ds_reader *reader, ds_article *article) {
  if (!article->lang || reader->options->lang) {
    free(article->lang);
    article->lang = ds_strdup(reader->options->lang ? reader->options->lang : ds_detect(reader, article->text, article->text_len));
  }
  normalise_lang(article->lang);
}

ds_status ds_reader_deliver(ds_reader *reader, ds_article *article, const char *place, long line, ds_err *err) {
  ds_status status;
  if (!article->text || is_blank(article->text, article->text_len)) {
    status = ds_reader_refuse(reader, place, line, err, "no text in it");
    goto out;
  }
  if (article->text_len > reader->max_bytes) {
    status = ds_reader_refuse(reader, place, line, err, "the text has %zu bytes, more than %zu", article->text_len, reader->max_bytes);
    goto out;
  }
  char **optional[] = {&article->ref, &article->title, &article->outlet, &article->url, &article->author, &article->lang};
  for (size_t i = 0; i < sizeof optional / sizeof *optional; i++) drop_if_blank(optional[i]);
  complete_date(reader, article, place);
  if (!article->outlet && reader->options->outlet) article->outlet = ds_strdup(reader->options->outlet);
  complete_lang(reader, article);
  if (!article->encoding) article->encoding = ds_input_encoding(reader->input);
  free(article->file);
  article->file = ds_strdup(place);
  status = reader->sink->article(reader->sink->data, article, err);
out:
  ds_article_reset(article);
  return status;
}
