/* Concordance: every hit of a query between the words around it. */
#include <stdlib.h>
#include <string.h>

#include "api/fields.h"
#include "base/utf8.h"

#define COLUMNS "SELECT highlight(articles_fts, 1, " DS_HIT_SQL "), a.id, a.date, a.outlet, a.ref"
#define MATCHING                                                                           \
  " FROM articles_fts f JOIN articles a ON a.id = f.rowid WHERE articles_fts MATCH :match" \
  " AND (:all_copies OR :article OR a.duplicate_of IS NULL) AND" DS_SCOPE_SQL DS_FIELDS_SQL " ORDER BY a.date IS NULL, a.date, a.id"
static const char all[] = COLUMNS MATCHING;
/* For the first hits: sorting the articles reads no text, then one after the other is read until there are enough. */
static const char numbers[] = "SELECT a.id" MATCHING;
static const char numbers_by_date[] = "SELECT a.id" DS_FOUND_BY_DATE_SQL " ORDER BY a.date IS NULL, a.date, a.id";
static const char one[] =
    COLUMNS " FROM articles_fts f JOIN articles a ON a.id = f.rowid WHERE articles_fts MATCH :match AND f.rowid = :id";

enum { LEFT, MATCH, RIGHT, DATE, OUTLET, ARTICLE };

ds_result *ds_kwic_columns(void) {
  ds_result *result = ds_result_new("kwic");
  ds_result_column(result, "left", DS_TYPE_TEXT, "the words before");
  ds_result_column(result, "match", DS_TYPE_SPAN, "the hit");
  ds_result_column(result, "right", DS_TYPE_TEXT, "the words after");
  ds_result_column(result, "date", DS_TYPE_DATE, "day of publication");
  ds_result_column(result, "outlet", DS_TYPE_TEXT, "newspaper, agency or site");
  ds_result_column(result, "article", DS_TYPE_INTEGER, "number of the article");
  result->columns[LEFT].place = DS_BEFORE_HIT;
  result->columns[RIGHT].place = DS_AFTER_HIT;
  result->columns[OUTLET].place = DS_ASIDE;
  return result;
}

/* Appends text with white space folded. */
static void append_folded(ds_buf *out, const char *s, size_t len) {
  for (size_t i = 0; i < len; i++) {
    bool blank = s[i] == ' ' || s[i] == '\n' || s[i] == '\t' || s[i] == '\r';
    if (!blank)
      ds_buf_putc(out, s[i]);
    else if (out->len && out->data[out->len - 1] != ' ')
      ds_buf_putc(out, ' ');
  }
}

static void set_folded(ds_value *value, const char *s, size_t len) {
  ds_buf text = {0};
  append_folded(&text, s, len);
  ds_value_text(value, text.data ? text.data : "", text.len);
  ds_buf_reset(&text);
}

static size_t go_left(const char *text, size_t from, int characters) {
  while (from > 0 && characters-- > 0) from = ds_utf8_prev(text, from);
  return from;
}

static size_t go_right(const char *text, size_t len, size_t from, int characters) {
  int32_t code;
  while (from < len && characters-- > 0) from += ds_utf8_next(text + from, len - from, &code);
  return from;
}

/* The hits of one text: where they stand in it. */
typedef struct hits {
  ds_buf text; /* without the signs around hits */
  size_t (*at)[2];
  size_t n, cap;
} hits;

static void find_hits(const char *marked, size_t len, hits *h) {
  enum { SIGN = sizeof DS_HIT_OPEN - 1 };
  size_t from = 0;
  ds_buf_clear(&h->text);
  h->n = 0;
  for (size_t i = 0; i < len; i++) {
    bool open = i + SIGN <= len && memcmp(marked + i, DS_HIT_OPEN, SIGN) == 0;
    bool close = i + SIGN <= len && memcmp(marked + i, DS_HIT_CLOSE, SIGN) == 0;
    if (open) from = h->text.len;
    if (close) {
      DS_GROW(h->at, h->n, h->cap);
      h->at[h->n][0] = from;
      h->at[h->n++][1] = h->text.len;
    }
    if (open || close)
      i += SIGN - 1;
    else
      ds_buf_putc(&h->text, marked[i]);
  }
}

/* One row for each hit. */
static void add_hits(ds_query *query, hits *h, int width, ds_result *result) {
  size_t len = 0;
  const char *marked = ds_query_column_text(query, 0, &len), *ref = ds_query_column_text(query, 4, NULL);
  const char *date = ds_query_column_text(query, 2, NULL), *outlet = ds_query_column_text(query, 3, NULL);
  find_hits(marked, len, h);
  for (size_t i = 0; i < h->n; i++) {
    const char *text = h->text.data;
    size_t from = h->at[i][0], to = h->at[i][1], left = go_left(text, from, width), right = go_right(text, h->text.len, to, width);
    ds_row *row = ds_result_row(result);
    set_folded(&row->values[LEFT], text + left, from - left);
    set_folded(&row->values[MATCH], text + from, to - from);
    set_folded(&row->values[RIGHT], text + to, right - to);
    ds_value_text(&row->values[DATE], date, date ? strlen(date) : 0);
    ds_value_text(&row->values[OUTLET], outlet, outlet ? strlen(outlet) : 0);
    ds_value_int(&row->values[ARTICLE], ds_query_column_int(query, 1));
    ds_row_source(row, ds_query_column_int(query, 1), ref, (uint32_t)from, (uint32_t)to);
  }
}

static int compare_text(const ds_row *a, const ds_row *b, int column) {
  char x[256], y[256];
  ds_utf8_fold(a->values[column].as.text.s, a->values[column].as.text.len, x, sizeof x);
  ds_utf8_fold(b->values[column].as.text.s, b->values[column].as.text.len, y, sizeof y);
  return strcmp(x, y);
}

static int compare_place(const ds_row *a, const ds_row *b) {
  if (a->sources[0].article != b->sources[0].article) return a->sources[0].article < b->sources[0].article ? -1 : 1;
  return a->sources[0].start < b->sources[0].start ? -1 : a->sources[0].start > b->sources[0].start;
}

static int by_right(const void *a, const void *b) {
  int order = compare_text(a, b, RIGHT);
  return order ? order : compare_place(a, b);
}

/* By the words before, nearest first: the texts compared from their ends. */
static int by_left(const void *va, const void *vb) {
  const ds_row *a = va, *b = vb;
  char x[256], y[256];
  size_t i = ds_utf8_fold(a->values[LEFT].as.text.s, a->values[LEFT].as.text.len, x, sizeof x);
  size_t j = ds_utf8_fold(b->values[LEFT].as.text.s, b->values[LEFT].as.text.len, y, sizeof y);
  while (i > 0 && x[i - 1] == ' ') i--;
  while (j > 0 && y[j - 1] == ' ') j--;
  for (; i > 0 && j > 0; i--, j--)
    if (x[i - 1] != y[j - 1]) return (unsigned char)x[i - 1] < (unsigned char)y[j - 1] ? -1 : 1;
  return i != j ? (i < j ? -1 : 1) : compare_place(a, b);
}

static ds_status read_hits(ds_query *query, int width, ds_result *result, ds_err *err) {
  hits found = {0};
  ds_status status;
  for (bool row = true; (status = ds_query_step(query, &row, err)) == DS_OK && row;) add_hits(query, &found, width, result);
  ds_buf_reset(&found.text);
  free(found.at);
  return status;
}

/* Reads articles until there are `most` hits. */
static ds_status read_first(ds_store *store, ds_query *numbered, const char *match, int width, int64_t most, ds_result *result,
                            ds_err *err) {
  ds_status status = DS_OK;
  for (bool row = true; status == DS_OK && (int64_t)result->n_rows < most;) {
    ds_query *query = NULL;
    status = ds_query_step(numbered, &row, err);
    if (status != DS_OK || !row) break;
    status = ds_query_new(store, one, NULL, &query, err);
    if (status != DS_OK) break;
    ds_query_text(query, ":match", match);
    ds_query_int(query, ":id", ds_query_column_int(numbered, 0));
    status = read_hits(query, width, result, err);
    ds_query_free(query);
  }
  return status;
}

/* Cuts what is more than wanted, and says so. */
static void keep_first(ds_store *store, const ds_fields *fields, const char *match, int64_t most, ds_result *result) {
  if (!most || (int64_t)result->n_rows < most) return;
  ds_result_keep(result, most);
  ds_result_note(result, "the first %lld hits, %lld articles have some; '--limit 0' lists every one", (long long)most,
                 (long long)ds_fields_count(store, fields, match));
}

ds_status ds_list_kwic(ds_store *store, const ds_scope *scope, const char *words, int width, ds_kwic_sort sort, ds_result **result,
                       ds_err *err) {
  int64_t most = scope->most;
  ds_result *made = ds_kwic_columns();
  ds_query *query = NULL;
  bool some = most && sort == DS_KWIC_ARTICLE;
  ds_fields fields;
  char *match = NULL;
  ds_status status = ds_fields_take(store, scope, words, &fields, err);
  if (status != DS_OK) goto out;
  scope = &fields.scope;
  match = ds_search_fts(fields.words, strlen(fields.words));
  if (fields.nobody) ds_note_nobody(store, made, fields.nobody);
  if (!*match) {
    ds_result_note(made, "nothing to look for in '%s'", words);
    goto out;
  }
  ds_store_map(store);
  status = ds_scope_query(store, !some ? all : ds_fields_by_date(&fields) ? numbers_by_date : numbers, scope, &query, err);
  if (status != DS_OK) goto out;
  ds_query_text(query, ":match", match);
  ds_fields_bind(query, &fields);
  status = some ? read_first(store, query, match, width, most, made, err) : read_hits(query, width, made, err);
  if (status == DS_OK) ds_fields_notes(store, &fields, match, made);
  if (status == DS_OK && sort != DS_KWIC_ARTICLE && made->n_rows)
    qsort(made->rows, made->n_rows, sizeof *made->rows, sort == DS_KWIC_LEFT ? by_left : by_right);
  if (status == DS_OK) keep_first(store, &fields, match, most, made);
out:
  ds_fields_reset(&fields);
  ds_query_free(query);
  free(match);
  if (status == DS_OK)
    *result = made;
  else
    ds_result_free(made);
  return status;
}
