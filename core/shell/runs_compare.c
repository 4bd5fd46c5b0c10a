#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "shell/runs.h"

typedef struct line {
  const char *text;
  size_t len, at;
  bool alone; /* the other side does not have it */
} line;

typedef struct lines {
  line *items;
  size_t n, cap;
} lines;

static lines cut(const char *text, size_t len) {
  lines all = {0};
  while (len > 0) {
    const char *end = memchr(text, '\n', len);
    size_t n = end ? (size_t)(end - text) : len;
    DS_GROW(all.items, all.n, all.cap);
    all.items[all.n] = (line){text, n, all.n, true};
    all.n++;
    text += n + (end != NULL);
    len -= n + (end != NULL);
  }
  return all;
}

static int compare_text(const line *a, const line *b) {
  int order = memcmp(a->text, b->text, a->len < b->len ? a->len : b->len);
  return order ? order : a->len < b->len ? -1 : a->len > b->len;
}

static int by_text(const void *a, const void *b) {
  const line *x = *(line *const *)a, *y = *(line *const *)b;
  int order = compare_text(x, y);
  return order ? order : x->at < y->at ? -1 : x->at > y->at;
}

static line **sorted(const lines *all) {
  line **order = ds_alloc((all->n + 1) * sizeof *order);
  for (size_t i = 0; i < all->n; i++) order[i] = &all->items[i];
  qsort(order, all->n, sizeof *order, by_text);
  return order;
}

/* Finds for each line its like on the other side; each is the like of one only. */
static void pair_up(lines *before, lines *now) {
  line **a = sorted(before), **b = sorted(now);
  for (size_t i = 0, j = 0; i < before->n && j < now->n;) {
    int order = compare_text(a[i], b[j]);
    if (order == 0) a[i]->alone = b[j]->alone = false;
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  free(a);
  free(b);
}

/* --- rows out of lines --- */

static void read_value(const json_t *from, ds_type type, ds_value *value) {
  bool whole = type == DS_TYPE_INTEGER;
  switch (json_typeof(from)) {
  case JSON_STRING: ds_value_text(value, json_string_value(from), json_string_length(from)); break;
  case JSON_INTEGER:
    if (!whole && (type == DS_TYPE_NUMBER || type == DS_TYPE_PERCENT || type == DS_TYPE_BAR))
      ds_value_double(value, (double)json_integer_value(from));
    else
      ds_value_int(value, json_integer_value(from));
    break;
  case JSON_REAL: ds_value_double(value, json_real_value(from)); break;
  case JSON_TRUE:
  case JSON_FALSE: ds_value_bool(value, json_is_true(from)); break;
  case JSON_ARRAY:
    for (size_t i = 0; i < json_array_size(from); i++) {
      const json_t *item = json_array_get(from, i);
      if (json_is_string(item)) ds_value_list_add(value, json_string_value(item), json_string_length(item));
    }
    break;
  default: break;
  }
}

static void read_source(const json_t *from, ds_row *row) {
  json_int_t article = json_integer_value(json_object_get(from, "article"));
  json_int_t start = json_integer_value(json_object_get(from, "start")), end = json_integer_value(json_object_get(from, "end"));
  if (article > 0) ds_row_source(row, article, json_string_value(json_object_get(from, "ref")), (uint32_t)start, (uint32_t)end);
}

static ds_row *add_row(ds_result *result, const char *change) {
  ds_row *row = ds_result_row(result);
  ds_value_text(&row->values[0], change, strlen(change));
  return row;
}

static void add_line(ds_result *result, const line *from, const char *change) {
  json_t *object = json_loadb(from->text, from->len, JSON_ALLOW_NUL, NULL);
  const json_t *sources = json_object_get(object, "sources");
  ds_row *row = add_row(result, change);
  for (size_t i = 1; i < result->n_columns; i++) {
    const json_t *value = json_object_get(object, result->columns[i].name);
    if (value) read_value(value, result->columns[i].type, &row->values[i]);
  }
  if (!sources) read_source(json_object_get(object, "source"), row);
  for (size_t i = 0; i < json_array_size(sources); i++) read_source(json_array_get(sources, i), row);
  json_decref(object);
}

/* What differs, in the order in which it stands: removed rows where they stood. */
static ds_result *differences(const ds_result *now, const lines *a, const lines *b, ds_rows_changed *changed) {
  ds_result *result = ds_result_new("changes");
  ds_result_column(result, "change", DS_TYPE_TEXT, "removed: in what was recorded first alone; added: in what came later alone");
  for (size_t i = 0; i < now->n_columns; i++) ds_result_column(result, now->columns[i].name, now->columns[i].type, now->columns[i].help);
  for (size_t i = 0, j = 0; i < a->n || j < b->n;) {
    if (i < a->n && a->items[i].alone) {
      add_line(result, &a->items[i++], "removed");
      changed->removed++;
    } else if (j < b->n && b->items[j].alone) {
      add_line(result, &b->items[j++], "added");
      changed->added++;
    } else {
      changed->moved |= compare_text(&a->items[i], &b->items[j]) != 0;
      i++, j++;
    }
  }
  return result;
}

ds_result *ds_rows_compare(const char *before, size_t before_len, const ds_result *now, const char *text, size_t len,
                           ds_rows_changed *changed) {
  lines a = cut(before, before_len), b = cut(text, len);
  *changed = (ds_rows_changed){0};
  pair_up(&a, &b);
  ds_result *result = differences(now, &a, &b, changed);
  free(a.items);
  free(b.items);
  return result;
}

static ds_type type_of(const json_t *value) {
  switch (json_typeof(value)) {
  case JSON_INTEGER: return DS_TYPE_INTEGER;
  case JSON_REAL: return DS_TYPE_NUMBER;
  case JSON_TRUE:
  case JSON_FALSE: return DS_TYPE_BOOLEAN;
  case JSON_ARRAY: return DS_TYPE_LIST;
  default: return DS_TYPE_TEXT;
  }
}

static bool has_column(const ds_result *result, const char *name) {
  for (size_t i = 0; i < result->n_columns; i++)
    if (strcmp(result->columns[i].name, name) == 0) return true;
  return false;
}

/* The columns of the objects in lines, those of the first line first; a value that is null there may have its type from a later one. */
static void add_columns(ds_result *result, const lines *all) {
  for (size_t i = 0; i < all->n; i++) {
    json_t *object = json_loadb(all->items[i].text, all->items[i].len, JSON_ALLOW_NUL, NULL), *value;
    const char *name;
    json_object_foreach(object, name, value) {
      if (strcmp(name, "source") == 0 || strcmp(name, "sources") == 0) continue;
      if (!has_column(result, name)) {
        ds_result_column(result, name, type_of(value), NULL);
      } else if (!json_is_null(value)) {
        for (size_t c = 0; c < result->n_columns; c++)
          if (strcmp(result->columns[c].name, name) == 0 && result->columns[c].type == DS_TYPE_TEXT)
            result->columns[c].type = type_of(value);
      }
    }
    json_decref(object);
  }
}

ds_result *ds_rows_compare_recorded(const char *before, size_t before_len, const char *text, size_t len, ds_rows_changed *changed) {
  ds_result *columns = ds_result_new(NULL);
  lines a = cut(before, before_len), b = cut(text, len);
  add_columns(columns, &a);
  add_columns(columns, &b);
  ds_result *result = ds_rows_compare(before, before_len, columns, text, len, changed);
  ds_result_free(columns);
  free(a.items);
  free(b.items);
  return result;
}
