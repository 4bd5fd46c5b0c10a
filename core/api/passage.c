#include "api/passage.h"

#include <stdlib.h>
#include <string.h>

#include "api/query.h"
#include "base/utf8.h"
#include "result/render.h"

enum { AROUND_BYTES = 1200 }; /* of a paragraph without an end in sight */

static char *copy_column(ds_query *query, int column, size_t *len) {
  size_t n = 0;
  const char *text = ds_query_column_text(query, column, &n);
  if (len) *len = n;
  return text ? ds_strndup(text, n) : NULL;
}

static bool blank_line_at(const char *text, size_t len, size_t i) {
  if (text[i] != '\n') return false;
  for (i++; i < len && (text[i] == ' ' || text[i] == '\t' || text[i] == '\r'); i++) {}
  return i >= len || text[i] == '\n';
}

static bool has_blank_lines(const char *text, size_t len) {
  for (size_t i = 0; i + 1 < len; i++)
    if (blank_line_at(text, len, i)) return true;
  return false;
}

/* Paragraphs end at blank lines, or at line ends in a text without blank lines. */
static void find_paragraph(ds_passage *p) {
  bool blank_lines = has_blank_lines(p->text, p->len);
  size_t from = p->start, to = p->end;
  while (
      from > 0 && p->start - from < AROUND_BYTES &&
      !(p->text[from - 1] == '\n' && (!blank_lines || blank_line_at(p->text, p->len, from - 1) || (from > 1 && p->text[from - 2] == '\n'))))
    from--;
  while (to < p->len && to - p->end < AROUND_BYTES && !(p->text[to] == '\n' && (!blank_lines || blank_line_at(p->text, p->len, to)))) to++;
  while (from < p->start && ((unsigned char)p->text[from] & 0xC0) == 0x80) from++;
  while (to > p->end && to < p->len && ((unsigned char)p->text[to] & 0xC0) == 0x80) to--;
  p->paragraph_start = from;
  p->paragraph_end = to;
}

ds_status ds_passage_load(ds_store *store, int64_t article, size_t start, size_t end, ds_passage *passage, ds_err *err) {
  ds_query *query = NULL;
  bool row = false;
  ds_status status =
      ds_query_new(store, "SELECT ref, title, date, outlet, url, text, file FROM articles WHERE id = :id", NULL, &query, err);
  if (status != DS_OK) return status;
  ds_query_int(query, ":id", article);
  status = ds_query_step(query, &row, err);
  if (status == DS_OK && !row) {
    status = ds_fail(err, DS_USAGE, "no article %lld in this database", (long long)article);
    ds_err_hint(err, "'articles' lists those there are");
  }
  if (status == DS_OK) {
    ds_passage p = {.article = article, .start = start, .end = end};
    p.ref = copy_column(query, 0, NULL);
    p.title = copy_column(query, 1, NULL);
    p.date = copy_column(query, 2, NULL);
    p.outlet = copy_column(query, 3, NULL);
    p.url = copy_column(query, 4, NULL);
    p.text = copy_column(query, 5, &p.len);
    p.file = copy_column(query, 6, NULL);
    if (!end || p.end > p.len) p.end = p.len;
    if (p.start > p.end) p.start = p.end;
    p.paragraph_end = p.len;
    if (end) find_paragraph(&p);
    *passage = p;
  }
  ds_query_free(query);
  return status;
}

void ds_passage_reset(ds_passage *passage) {
  free(passage->ref);
  free(passage->title);
  free(passage->date);
  free(passage->outlet);
  free(passage->url);
  free(passage->text);
  free(passage->file);
  *passage = (ds_passage){0};
}

void ds_passage_lines(const char *s, size_t len, ds_buf *out) {
  for (size_t from = 0, i = 0; i <= len; i++) {
    if (i < len && s[i] != '\n') continue;
    size_t n = i - from;
    if (n && s[i - 1] == '\r') n--;
    ds_render_safe(out, s + from, n);
    if (i < len) ds_buf_putc(out, '\n');
    from = i + 1;
  }
}

void ds_passage_head(const ds_passage *p, bool color, ds_buf *out) {
  ds_buf_puts(out, color ? "\033[1m" : "");
  if (p->title)
    ds_render_safe(out, p->title, strlen(p->title));
  else
    ds_buf_puts(out, "(no title)");
  ds_buf_puts(out, color ? "\033[0m\n" : "\n");
  const char *facts[] = {p->date ? p->date : "undated", p->outlet, p->ref, p->url};
  for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
    if (!facts[i]) continue;
    ds_render_safe(out, facts[i], strlen(facts[i]));
    ds_buf_puts(out, " · ");
  }
  ds_buf_printf(out, "article %lld", (long long)p->article);
  if (p->end - p->start < p->len) {
    ds_buf_printf(out, " · bytes %zu-%zu", p->start, p->end);
  } else if (p->file) { /* of a whole article: where one finds what it was made of */
    ds_buf_puts(out, "\nread from ");
    ds_render_safe(out, p->file, strlen(p->file));
  }
  ds_buf_puts(out, "\n\n");
}

void ds_passage_draw(const ds_passage *p, bool color, ds_buf *out) {
  bool marked = p->end - p->start < p->len; /* not in a whole article */
  ds_passage_head(p, color, out);
  if (p->paragraph_start > 0 && p->text[p->paragraph_start - 1] != '\n') ds_buf_puts(out, "…");
  ds_passage_lines(p->text + p->paragraph_start, p->start - p->paragraph_start, out);
  if (marked) ds_buf_puts(out, color ? "\033[1;33m" : "»");
  ds_passage_lines(p->text + p->start, p->end - p->start, out);
  if (marked) ds_buf_puts(out, color ? "\033[0m" : "«");
  ds_passage_lines(p->text + p->end, p->paragraph_end - p->end, out);
  if (p->paragraph_end < p->len && p->text[p->paragraph_end] != '\n') ds_buf_puts(out, "…");
  ds_buf_putc(out, '\n');
}

ds_result *ds_passage_result(void) {
  ds_result *result = ds_result_new("show");
  ds_result_column(result, "article", DS_TYPE_INTEGER, "number of the article");
  ds_result_column(result, "date", DS_TYPE_DATE, "day of publication");
  ds_result_column(result, "outlet", DS_TYPE_TEXT, "newspaper, agency or site");
  ds_result_column(result, "title", DS_TYPE_TEXT, "headline");
  ds_result_column(result, "passage", DS_TYPE_SPAN, "the words that the row rests on");
  ds_result_column(result, "paragraph", DS_TYPE_TEXT, "the paragraph around them");
  ds_result_column(result, "file", DS_TYPE_TEXT, "where the article was read from, with :LINE or #N in a file of several");
  return result;
}

static void set_text(ds_value *value, const char *s) {
  if (s) ds_value_text(value, s, strlen(s));
}

void ds_passage_row(const ds_passage *p, ds_result *result) {
  ds_row *row = ds_result_row(result);
  ds_value_int(&row->values[0], p->article);
  set_text(&row->values[1], p->date);
  set_text(&row->values[2], p->outlet);
  set_text(&row->values[3], p->title);
  ds_value_text(&row->values[4], p->text + p->start, p->end - p->start);
  ds_value_text(&row->values[5], p->text + p->paragraph_start, p->paragraph_end - p->paragraph_start);
  set_text(&row->values[6], p->file);
  ds_row_source(row, p->article, p->ref, (uint32_t)p->start, (uint32_t)p->end);
}

/* --- characters --- */

static int compare_sources(const void *a, const void *b) {
  const ds_source *x = *(ds_source *const *)a, *y = *(ds_source *const *)b;
  if (x->article != y->article) return x->article < y->article ? -1 : 1;
  return x->start < y->start ? -1 : x->start > y->start;
}

/* All sources, by article and place; the caller frees. */
static ds_source **list_sources(const ds_result *result, size_t *n) {
  ds_source **list = NULL;
  size_t cap = 0;
  *n = 0;
  for (size_t i = 0; i < result->n_rows; i++)
    for (size_t k = 0; k < result->rows[i].n_sources; k++) {
      DS_GROW(list, *n, cap);
      list[(*n)++] = &result->rows[i].sources[k];
    }
  if (*n > 1) qsort(list, *n, sizeof *list, compare_sources);
  return list;
}

/* Those of one article, from the first of n on; how many there were. */
static size_t count_in(const char *text, size_t len, ds_source **list, size_t n) {
  int64_t article = list[0]->article;
  size_t i = 0, at = 0, characters = 0;
  for (; i < n && list[i]->article == article; i++) {
    ds_source *s = list[i];
    if (s->end > len || s->start > s->end) continue;
    characters += ds_utf8_count(text + at, s->start - at);
    at = s->start;
    s->char_start = (uint32_t)characters;
    s->char_end = (uint32_t)(characters + ds_utf8_count(text + at, s->end - at));
  }
  return i;
}

ds_status ds_sources_count(ds_store *store, ds_result *result, ds_err *err) {
  static const char sql[] = "SELECT id, text FROM articles WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id";
  size_t n = 0, i = 0, len = 0;
  ds_source **list = list_sources(result, &n);
  ds_buf ids = {0};
  ds_query *query = NULL;
  bool row = n > 0;
  for (size_t k = 0; k < n; k++)
    if (!k || list[k]->article != list[k - 1]->article) ds_buf_printf(&ids, "%c%lld", k ? ',' : '[', (long long)list[k]->article);
  ds_buf_putc(&ids, ']');
  ds_status status = n ? ds_query_new(store, sql, NULL, &query, err) : DS_OK;
  if (query) ds_query_text(query, ":ids", ids.data);
  while (status == DS_OK && row) {
    status = ds_query_step(query, &row, err);
    if (status != DS_OK || !row) break;
    while (i < n && list[i]->article < ds_query_column_int(query, 0)) i++;
    const char *text = ds_query_column_text(query, 1, &len);
    if (i < n && text) i += count_in(text, len, list + i, n - i);
  }
  ds_query_free(query);
  ds_buf_reset(&ids);
  free(list);
  return status;
}
