#include "plugin/corrected.h"

#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "result/cells.h"

/* --- values from text --- */

static bool read_number(const char *text, ds_type type, ds_value *value) {
  char *end = NULL;
  double number = strtod(text, &end);
  bool percent = *end == '%';
  if (end == text || end[percent]) return false;
  if (type == DS_TYPE_INTEGER && (percent || strpbrk(text, ".eE"))) return false;
  if (type == DS_TYPE_INTEGER)
    ds_value_int(value, strtoll(text, NULL, 10));
  else
    ds_value_double(value, percent ? number / 100 : number);
  return true;
}

static bool read_list(const char *text, ds_value *value) {
  while (*text) {
    size_t len = strcspn(text, ";"), from = strspn(text, " "), to = len;
    while (to > from && text[to - 1] == ' ') to--;
    if (to > from) ds_value_list_add(value, text + from, to - from);
    text += len + (text[len] == ';');
  }
  return true;
}

static bool is_day(const char *s) {
  static const char pattern[] = "dddd-dd-dd";
  size_t n = strlen(s);
  if (n != 4 && n != 7 && n != 10) return false;
  for (size_t i = 0; i < n; i++)
    if (pattern[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != '-') return false;
  return true;
}

static bool read_value(ds_type type, const char *text, ds_value *value) {
  bool yes = !strcmp(text, "yes") || !strcmp(text, "true"), no = !strcmp(text, "no") || !strcmp(text, "false");
  switch (type) {
  case DS_TYPE_INTEGER:
  case DS_TYPE_NUMBER:
  case DS_TYPE_PERCENT: return read_number(text, type, value);
  case DS_TYPE_LIST: return read_list(text, value);
  case DS_TYPE_BOOLEAN: ds_value_bool(value, yes); return yes || no;
  case DS_TYPE_DATE: ds_value_text(value, text, strlen(text)); return is_day(text);
  default: ds_value_text(value, text, strlen(text)); return true;
  }
}

static size_t find_column(const ds_result *result, const char *name) {
  size_t i = 0;
  while (i < result->n_columns && strcmp(result->columns[i].name, name) != 0) i++;
  return i;
}

/* The cell as text, as corrections keep it; NULL for nothing. The caller frees. */
static char *cell_text(const ds_result *result, const ds_row *row, size_t column) {
  ds_buf text = {0};
  if (row->values[column].tag == DS_NULL) return NULL;
  ds_cell_text(&row->values[column], result->columns[column].type, false, &text);
  return ds_buf_take(&text);
}

/* --- into a result --- */

static bool rests_on(const ds_row *row, const ds_row_correction *c, bool only) {
  bool found = false;
  for (size_t i = 0; i < row->n_sources; i++) {
    const ds_source *s = &row->sources[i];
    bool here = s->article == c->article && s->start == c->start && s->end == c->end;
    if (only && !here) return false;
    found |= here;
  }
  return found;
}

/* How many columns say what they said before; *differs when one that names somebody does not. */
static size_t alike(const ds_result *result, const ds_row *row, const ds_row_correction *c, bool *differs) {
  size_t n = 0;
  *differs = false;
  for (size_t i = 0; i < c->n_cells; i++) {
    size_t column = find_column(result, c->cells[i][0]);
    if (column == result->n_columns) continue;
    char *text = cell_text(result, row, column);
    const char *before = c->cells[i][1];
    bool same = text && before ? strcmp(text, before) == 0 : !text && !before;
    n += same;
    *differs |= !same && result->columns[column].type == DS_TYPE_ENTITY;
    free(text);
  }
  return n;
}

static void put(ds_result *result, ds_row *row, const ds_row_correction *c) {
  size_t column = find_column(result, c->column);
  if (column == result->n_columns) return;
  ds_value_reset(&row->values[column]);
  if (c->value && !read_value(result->columns[column].type, c->value, &row->values[column])) ds_value_reset(&row->values[column]);
}

static void apply(ds_result *result, const ds_row_correction *c) {
  size_t best = result->n_rows, most = 0;
  bool differs;
  for (size_t i = 0; i < result->n_rows; i++) {
    size_t n = rests_on(&result->rows[i], c, false) ? alike(result, &result->rows[i], c, &differs) : 0;
    if (n > most) best = i, most = n;
  }
  if (best == result->n_rows) return;
  if (c->column)
    put(result, &result->rows[best], c);
  else
    ds_result_drop(result, best);
}

/* Rows of another view with the same ground alone, about the same. */
static void reject_elsewhere(ds_result *result, const ds_row_correction *c) {
  for (size_t i = result->n_rows; i > 0; i--) {
    bool differs = true;
    if (rests_on(&result->rows[i - 1], c, true)) alike(result, &result->rows[i - 1], c, &differs);
    if (!differs) ds_result_drop(result, i - 1);
  }
}

ds_status ds_corrected(ds_store *store, ds_result *result, ds_err *err) {
  ds_row_correction *all = NULL;
  size_t n = 0;
  ds_status status = ds_row_corrections(store, result->plugin, &all, &n, err);
  for (size_t i = 0; status == DS_OK && i < n; i++) {
    if (!all[i].article) continue;
    if (strcmp(all[i].view, result->view) == 0)
      apply(result, &all[i]);
    else if (!all[i].column)
      reject_elsewhere(result, &all[i]);
  }
  ds_row_corrections_free(all, n);
  return status;
}

/* --- from a result --- */

static ds_status check_value(const ds_result *result, const char *column, const char *value, ds_err *err) {
  ds_nearest nearest = ds_nearest_start(column, strlen(column));
  for (size_t i = 0; i < result->n_columns; i++) ds_nearest_offer(&nearest, result->columns[i].name);
  size_t at = find_column(result, column);
  if (at == result->n_columns) {
    ds_fail(err, DS_USAGE, "%s has no column '%s'", result->title ? result->title : "the result", column);
    if (ds_nearest_word(&nearest)) ds_err_hint(err, "did you mean '%s'?", ds_nearest_word(&nearest));
    return DS_USAGE;
  }
  ds_value read = {0};
  bool fits = !value || read_value(result->columns[at].type, value, &read);
  ds_value_reset(&read);
  if (fits) return DS_OK;
  if (result->columns[at].type == DS_TYPE_DATE)
    return ds_fail(err, DS_USAGE, "'%s' must be a date (2023, 2023-02 or 2023-02-28), got '%s'", column, value);
  return ds_fail(err, DS_USAGE, "'%s' must be of type %s, got '%s'", column, ds_type_word(result->columns[at].type), value);
}

ds_status ds_row_correct(ds_store *store, const ds_result *result, long long n, const char *column, const char *value, const ds_hand *hand,
                         ds_buf *said, ds_err *err) {
  const char *title = result->title ? result->title : "last";
  if (!result->plugin)
    return ds_fail(err, DS_USAGE, "the %s result is no analysis; entities and quotations have verbs of their own", title);
  if (n < 1 || (size_t)n > result->n_rows)
    return ds_fail(err, DS_USAGE, "no row %lld: the %s result has %zu row%s", n, title, result->n_rows, result->n_rows == 1 ? "" : "s");
  const ds_row *row = &result->rows[n - 1];
  if (!row->n_sources) return ds_fail(err, DS_USAGE, "row %lld of the %s result rests on no passage", n, title);
  ds_status status = column ? check_value(result, column, value, err) : DS_OK;
  if (status != DS_OK) return status;
  const char *(*cells)[2] = ds_alloc(result->n_columns * sizeof *cells);
  for (size_t i = 0; i < result->n_columns; i++) {
    cells[i][0] = result->columns[i].name;
    cells[i][1] = cell_text(result, row, i);
  }
  ds_row_anchor anchor = {.plugin = result->plugin,
                          .view = result->view,
                          .article = row->sources[0].article,
                          .start = row->sources[0].start,
                          .end = row->sources[0].end,
                          .cells = (const char *const(*)[2])cells,
                          .n_cells = result->n_columns};
  status = ds_correct_row(store, &anchor, column, value, hand, said, err);
  for (size_t i = 0; i < result->n_columns; i++) free((char *)cells[i][1]);
  free(cells);
  return status;
}
