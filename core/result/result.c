#include "result/result.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const struct {
  const char *word;
} types[] = {
#define X(name, word, right) {word},
    DS_TYPE_LIST(X)
#undef X
};

const char *ds_type_word(ds_type type) {
  return types[type].word;
}

bool ds_type_parse(const char *word, ds_type *type) {
  for (int i = 0; i < DS_TYPE_COUNT; i++) {
    if (strcmp(types[i].word, word) != 0) continue;
    *type = (ds_type)i;
    return true;
  }
  return false;
}

ds_result *ds_result_new(const char *title) {
  ds_result *result = ds_alloc(sizeof *result);
  result->title = ds_strdup(title);
  return result;
}

static void row_free(ds_row *row, size_t n_columns) {
  for (size_t i = 0; i < n_columns; i++) ds_value_reset(&row->values[i]);
  for (size_t i = 0; i < row->n_sources; i++) free(row->sources[i].ref);
  free(row->values);
  free(row->sources);
  free(row->page);
}

void ds_result_free(ds_result *result) {
  if (!result) return;
  for (size_t i = 0; i < result->n_rows; i++) row_free(&result->rows[i], result->n_columns);
  for (size_t i = 0; i < result->n_columns; i++) {
    free(result->columns[i].name);
    free(result->columns[i].help);
  }
  for (size_t i = 0; i < result->n_notes; i++) free(result->notes[i]);
  free(result->rows);
  free(result->columns);
  free(result->notes);
  free(result->title);
  free(result->plugin);
  free(result->view);
  free(result);
}

void ds_result_column(ds_result *result, const char *name, ds_type type, const char *help) {
  DS_GROW(result->columns, result->n_columns, result->cap_columns);
  result->columns[result->n_columns++] = (ds_column){.name = ds_strdup(name), .help = ds_strdup(help), .type = type};
}

void ds_result_columns(ds_result *result, const ds_column *columns) {
  for (const ds_column *c = columns; c->name; c++) {
    ds_result_column(result, c->name, c->type, c->help);
    result->columns[result->n_columns - 1].place = c->place;
  }
}

ds_row *ds_result_row(ds_result *result) {
  DS_GROW(result->rows, result->n_rows, result->cap_rows);
  ds_row *row = &result->rows[result->n_rows++];
  *row = (ds_row){.values = ds_alloc(result->n_columns * sizeof *row->values)};
  return row;
}

void ds_result_drop(ds_result *result, size_t row) {
  row_free(&result->rows[row], result->n_columns);
  memmove(&result->rows[row], &result->rows[row + 1], (--result->n_rows - row) * sizeof *result->rows);
}

bool ds_result_keep(ds_result *result, int64_t most) {
  if (most <= 0 || result->n_rows <= (uint64_t)most) return false;
  while (result->n_rows > (uint64_t)most) row_free(&result->rows[--result->n_rows], result->n_columns);
  return true;
}

void ds_result_note(ds_result *result, const char *format, ...) {
  ds_buf text = {0};
  va_list ap;
  va_start(ap, format);
  ds_buf_vprintf(&text, format, ap);
  va_end(ap);
  DS_GROW(result->notes, result->n_notes, result->cap_notes);
  result->notes[result->n_notes++] = ds_buf_take(&text);
}

void ds_result_note_copies(ds_result *result, long long n) {
  if (n == 1)
    ds_result_note(result, "1 near copy is" DS_COPIES_WORDS "it is a copy of (--all-copies counts it)");
  else
    ds_result_note(result, "%lld near copies are" DS_COPIES_WORDS "they are copies of (--all-copies counts each)", n);
}

void ds_value_reset(ds_value *value) {
  if (value->tag == DS_STRING) free(value->as.text.s);
  if (value->tag == DS_STRINGS) {
    for (size_t i = 0; i < value->as.list.n; i++) free(value->as.list.items[i]);
    free(value->as.list.items);
  }
  *value = (ds_value){0};
}

void ds_value_text(ds_value *value, const char *s, size_t len) {
  char *copy = s ? ds_strndup(s, len) : NULL;
  ds_value_reset(value);
  if (!copy) return;
  value->tag = DS_STRING;
  value->as.text.s = copy;
  value->as.text.len = len;
}

void ds_value_int(ds_value *value, int64_t i) {
  ds_value_reset(value);
  value->tag = DS_INT;
  value->as.i = i;
}

void ds_value_double(ds_value *value, double d) {
  ds_value_reset(value);
  value->tag = DS_DOUBLE;
  value->as.d = d;
}

void ds_value_bool(ds_value *value, bool b) {
  ds_value_reset(value);
  value->tag = DS_BOOL;
  value->as.b = b;
}

void ds_value_list_add(ds_value *value, const char *s, size_t len) {
  if (value->tag != DS_STRINGS) {
    ds_value_reset(value);
    value->tag = DS_STRINGS;
  }
  size_t n = value->as.list.n;
  value->as.list.items = ds_realloc(value->as.list.items, (n + 1) * sizeof *value->as.list.items);
  value->as.list.items[n] = ds_strndup(s, len);
  value->as.list.n = n + 1;
}

void ds_row_source(ds_row *row, int64_t article, const char *ref, uint32_t start, uint32_t end) {
  size_t n = row->n_sources;
  if ((n & (n - 1)) == 0) row->sources = ds_realloc(row->sources, (n ? 2 * n : 1) * sizeof *row->sources); /* 1, 2, 4, 8 … fit */
  row->sources[row->n_sources++] = (ds_source){.article = article, .ref = ds_strdup(ref), .start = start, .end = end};
}

void ds_row_page(ds_row *row, const char *s, size_t len) {
  char *copy = s ? ds_strndup(s, len) : NULL;
  free(row->page);
  row->page = copy;
}
