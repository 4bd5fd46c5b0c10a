/* Concordance: every hit of a query between the words around it. */
#include <stdlib.h>
#include <string.h>

#include "api/found.h"
#include "base/utf8.h"
#include "store/hits.h"

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

/* A row with what it is sorted by: the folded words after the hit, or those before it backwards. */
typedef struct line {
  char *key; /* owned; NULL in the order of articles */
  size_t row;
} line;

typedef struct listing {
  ds_store *store;
  ds_result *result;
  int width;
  ds_kwic_sort sort;
  size_t most; /* 0: all */
  ds_query *article;
  ds_hits hits;
  ds_buf folding;
  line *lines; /* one for each row, unless in the order of articles */
  size_t n, cap;
  char *worst; /* the key of the last that is wanted, once there are more than enough; not owned */
} listing;

static void drop_lines(listing *l, size_t kept) {
  while (l->n > kept) free(l->lines[--l->n].key);
}

static void listing_reset(listing *l) {
  drop_lines(l, 0);
  free(l->lines);
  ds_query_free(l->article);
  ds_hits_close(&l->hits);
  ds_buf_reset(&l->folding);
}

/* What a hit is sorted by, of `width` characters beside it: a key of fewer of them begins likewise. */
static size_t make_key(listing *l, const char *text, size_t len, size_t from, size_t to, int width, char *key, size_t size) {
  ds_buf_clear(&l->folding);
  if (l->sort == DS_KWIC_RIGHT) {
    append_folded(&l->folding, text + to, go_right(text, len, to, width) - to);
    return ds_utf8_fold(l->folding.data ? l->folding.data : "", l->folding.len, key, size);
  }
  size_t left = go_left(text, from, width);
  append_folded(&l->folding, text + left, from - left);
  size_t n = ds_utf8_fold(l->folding.data ? l->folding.data : "", l->folding.len, key, size);
  while (n > 0 && key[n - 1] == ' ') n--;
  for (size_t i = 0; i < n / 2; i++) {
    char c = key[i];
    key[i] = key[n - 1 - i];
    key[n - 1 - i] = c;
  }
  key[n] = '\0';
  return n;
}

/* Is it clear from the nearest character, or from a few, that a hit comes after all that are wanted? */
static bool is_late(listing *l, const char *text, size_t len, size_t from, size_t to) {
  enum { FEW = 8 };
  char key[8 * FEW];
  if (!l->worst) return false;
  int few = l->width < FEW ? l->width : FEW;
  unsigned char first = l->sort == DS_KWIC_RIGHT ? (to + 1 < len && text[to] == ' ' ? (unsigned char)text[to + 1] : 0)
                                                 : (from > 1 && text[from - 1] == ' ' ? (unsigned char)text[from - 2] : 0);
  if (few > 1 && first < 128 && first > ' ' && first != '`') {
    int32_t folded = ds_utf8_lower(first);
    if (folded != (unsigned char)*l->worst) return folded > (unsigned char)*l->worst;
  }
  size_t n = make_key(l, text, len, from, to, few, key, sizeof key);
  return strncmp(key, l->worst, n) > 0;
}

static int by_key(const void *a, const void *b) {
  const line *x = a, *y = b;
  int order = strcmp(x->key, y->key);
  return order ? order : (x->row > y->row) - (x->row < y->row); /* the rows are in the order of articles, or were sorted before */
}

/* Brings the rows into the order of their lines. */
static void sort_rows(listing *l) {
  ds_row *rows = ds_alloc((l->n + 1) * sizeof *rows);
  if (l->n) qsort(l->lines, l->n, sizeof *l->lines, by_key);
  for (size_t i = 0; i < l->n; i++) rows[i] = l->result->rows[l->lines[i].row];
  for (size_t i = 0; i < l->n; i++) {
    l->result->rows[i] = rows[i];
    l->lines[i].row = i;
  }
  free(rows);
}

/* Sorts them, and drops those after the last that is wanted. */
static void keep_best(listing *l) {
  sort_rows(l);
  if (!l->most || l->n < l->most) return;
  ds_result_keep(l->result, (int64_t)l->most);
  drop_lines(l, l->most);
  l->worst = l->lines[l->most - 1].key;
}

static void add_key(listing *l, const char *text, size_t len, size_t from, size_t to) {
  enum { SOME = 1024 };
  char key[256];
  if (l->sort == DS_KWIC_ARTICLE) return;
  if (l->most && l->n >= 2 * l->most + SOME) keep_best(l);
  size_t n = make_key(l, text, len, from, to, l->width, key, sizeof key);
  DS_GROW(l->lines, l->n, l->cap);
  l->lines[l->n] = (line){ds_strndup(key, n), l->n};
  l->n++;
}

static void add_row(listing *l, int64_t article, const char *text, size_t len, size_t from, size_t to) {
  size_t left = go_left(text, from, l->width), right = go_right(text, len, to, l->width);
  const char *date = ds_query_column_text(l->article, 1, NULL), *outlet = ds_query_column_text(l->article, 2, NULL);
  ds_row *row = ds_result_row(l->result);
  set_folded(&row->values[LEFT], text + left, from - left);
  set_folded(&row->values[MATCH], text + from, to - from);
  set_folded(&row->values[RIGHT], text + to, right - to);
  ds_value_text(&row->values[DATE], date, date ? strlen(date) : 0);
  ds_value_text(&row->values[OUTLET], outlet, outlet ? strlen(outlet) : 0);
  ds_value_int(&row->values[ARTICLE], article);
  ds_row_source(row, article, ds_query_column_text(l->article, 3, NULL), (uint32_t)from, (uint32_t)to);
}

/* A row for each hit in an article. */
static ds_status read_article(listing *l, const ds_found *found, const ds_found_article *a, ds_err *err) {
  bool there = false;
  size_t len = 0;
  ds_query_again(l->article);
  ds_query_int(l->article, ":id", a->id);
  ds_status status = ds_query_step(l->article, &there, err);
  if (status != DS_OK || !there) return status;
  const char *text = ds_query_column_text(l->article, 0, &len);
  ds_hits_place(&l->hits, ds_found_blob(found, a), a->hits_size, text, len);
  for (size_t i = 0; i < l->hits.n; i++) {
    size_t from = l->hits.at[i].start, to = l->hits.at[i].end;
    if (is_late(l, text, len, from, to)) continue;
    add_key(l, text, len, from, to);
    add_row(l, a->id, text, len, from, to);
  }
  return DS_OK;
}

/* In the order of dates, until there are enough; an index tells the order, so that no more texts are read. */
static ds_status read_by_date(listing *l, const ds_found *found, ds_err *err) {
  static const char *const orders[] = {"SELECT id FROM articles INDEXED BY articles_date WHERE date IS NOT NULL ORDER BY date, id",
                                       "SELECT id FROM articles INDEXED BY articles_date WHERE date IS NULL ORDER BY id"};
  ds_status status = DS_OK;
  for (int i = 0; status == DS_OK && i < 2; i++) {
    ds_query *query = NULL;
    status = ds_query_new(l->store, orders[i], NULL, &query, err);
    for (bool row = true; status == DS_OK && (!l->most || l->result->n_rows < l->most);) {
      status = ds_query_step(query, &row, err);
      const ds_found_article *a = status == DS_OK && row ? ds_found_get(found, ds_query_column_int(query, 0)) : NULL;
      if (status != DS_OK || !row) break;
      if (a) status = read_article(l, found, a, err);
    }
    ds_query_free(query);
  }
  return status;
}

static ds_status read_all(listing *l, const ds_found *found, ds_err *err) {
  ds_status status = DS_OK;
  for (size_t i = 0; status == DS_OK && i < found->n; i++) status = read_article(l, found, &found->articles[i], err);
  if (status == DS_OK) keep_best(l);
  return status;
}

static ds_status list_hits(listing *l, const ds_fields *fields, const char *match, ds_err *err) {
  static const char article[] = "SELECT text, date, outlet, ref FROM articles WHERE id = :id";
  ds_found found = {0};
  ds_status status = ds_hits_set_up(l->store, err);
  if (status == DS_OK) status = ds_found_walk(l->store, fields, match, false, &found, err);
  if (status == DS_OK) status = ds_hits_open(l->store, &l->hits, err);
  if (status == DS_OK) status = ds_query_new(l->store, article, NULL, &l->article, err);
  if (status == DS_OK) status = l->sort == DS_KWIC_ARTICLE ? read_by_date(l, &found, err) : read_all(l, &found, err);
  if (status == DS_OK) ds_fields_notes(l->store, fields, match, found.copies, l->result);
  bool cut = status == DS_OK && l->most && l->result->n_rows >= l->most;
  ds_result_keep(l->result, (int64_t)l->most);
  if (cut) ds_result_note(l->result, "the first %zu hits, %zu articles have some; '--limit 0' lists every one", l->most, found.n);
  ds_found_reset(&found);
  return status;
}

ds_status ds_list_kwic(ds_store *store, const ds_scope *scope, const char *words, int width, ds_kwic_sort sort, ds_result **result,
                       ds_err *err) {
  listing l = {.store = store, .result = ds_kwic_columns(), .width = width, .sort = sort, .most = (size_t)scope->most};
  ds_fields fields;
  char *match = NULL;
  ds_status status = ds_fields_take(store, scope, words, &fields, err);
  if (status != DS_OK) goto out;
  match = ds_search_fts(fields.words, strlen(fields.words));
  if (fields.nobody) ds_note_nobody(store, l.result, fields.nobody);
  if (*match)
    status = list_hits(&l, &fields, match, err);
  else
    ds_result_note(l.result, "nothing to look for in '%s'", words);
out:
  listing_reset(&l);
  ds_fields_reset(&fields);
  free(match);
  if (status == DS_OK)
    *result = l.result;
  else
    ds_result_free(l.result);
  return status;
}
