#include "dossier.h"

#include <stdlib.h>
#include <string.h>

#include "annotation/filter_line.h"
#include "api/query.h"
#include "plugin/plugin.h"
#include "result/cells.h"
#include "store/store.h"

struct dossier {
  ds_store *store;
  ds_plugins *plugins;
  ds_err err;
};

struct dossier_rows {
  ds_result *result;
  char **texts; /* row by row, made at their first use */
};

int dossier_open(const char *path, int flags, dossier **db) {
  ds_open_mode mode = flags & DOSSIER_READONLY ? DS_OPEN_READONLY : flags & DOSSIER_CREATE ? DS_OPEN_CREATE : DS_OPEN_WRITE;
  *db = ds_alloc(sizeof **db);
  return ds_status_exit(ds_store_open(path, mode, 0, &(*db)->store, &(*db)->err));
}

void dossier_close(dossier *db) {
  if (!db) return;
  ds_store_close(db->store);
  ds_plugins_free(db->plugins);
  ds_err_reset(&db->err);
  free(db);
}

const char *dossier_error(const dossier *db) {
  return db->err.text;
}

/* Begins a call: forgets the last failure; false when the handle has no database. */
static bool begin(dossier *db) {
  if (!db->store) return false;
  ds_err_reset(&db->err);
  return true;
}

int dossier_import(dossier *db, const char *const *paths, size_t n, dossier_counts *counts) {
  if (!begin(db)) return ds_status_exit(DS_DB);
  const char **list = ds_alloc((n + 1) * sizeof *list);
  for (size_t i = 0; i < n; i++) list[i] = paths[i];
  ds_import_counts done = {0};
  ds_import_options options = {0};
  ds_status status = ds_import(db->store, list, &options, &done, &db->err);
  free(list);
  if (counts)
    *counts = (dossier_counts){.added = done.added, .updated = done.updated, .duplicates = done.duplicates, .refused = done.refused};
  return ds_status_exit(status);
}

char *dossier_annotate(const char *json, size_t len, int tokens) {
  ds_filter_options options = {.tokens = tokens != 0};
  ds_arena *arena = ds_arena_new();
  ds_buf out = {0};
  ds_line_annotate(json, len, 1, &options, arena, &out);
  ds_arena_free(arena);
  if (out.len && out.data[out.len - 1] == '\n') out.data[--out.len] = '\0';
  return ds_buf_take(&out);
}

void dossier_free(void *p) {
  free(p);
}

static dossier_rows *rows_of(ds_result *result) {
  dossier_rows *rows = ds_alloc(sizeof *rows);
  rows->result = result;
  rows->texts = ds_alloc(result->n_rows * result->n_columns * sizeof *rows->texts);
  return rows;
}

/* Plugins are read, and made tables, at their first use. */
static ds_status need_plugins(dossier *db) {
  if (db->plugins) return DS_OK;
  db->plugins = ds_plugins_load();
  return ds_plugins_tables(db->store, db->plugins, &db->err);
}

int dossier_run(dossier *db, const char *plugin, const char *view, const char *const (*args)[2], size_t n, dossier_rows **rows) {
  if (!begin(db)) return ds_status_exit(DS_DB);
  ds_status status = need_plugins(db);
  if (status != DS_OK) return ds_status_exit(status);
  const ds_plugin *found = ds_plugins_find(db->plugins, plugin, NULL, &db->err);
  if (!found) return ds_status_exit(db->err.status ? db->err.status : ds_fail(&db->err, DS_USAGE, "there is no plugin '%s'", plugin));
  ds_run_options options = {.view = view};
  ds_result *result = NULL;
  status = ds_plugin_call(db->store, found, args, n, &options, &result, &db->err);
  if (status == DS_OK) *rows = rows_of(result);
  return ds_status_exit(status);
}

int dossier_query(dossier *db, const char *sql, dossier_rows **rows) {
  if (!begin(db)) return ds_status_exit(DS_DB);
  ds_query *query = NULL;
  ds_result *result = NULL;
  ds_status status = need_plugins(db);
  if (status == DS_OK) status = ds_query_new(db->store, sql, NULL, &query, &db->err);
  if (status == DS_OK && !query) status = ds_fail(&db->err, DS_USAGE, "there is no SQL statement in ''");
  if (status != DS_OK) goto out;
  result = ds_result_new(NULL);
  status = ds_query_rows(query, result, &db->err);
  if (status != DS_OK) goto out;
  *rows = rows_of(result);
  result = NULL;
out:
  ds_query_free(query);
  ds_result_free(result);
  return ds_status_exit(status);
}

size_t dossier_rows_count(const dossier_rows *rows) {
  return rows->result->n_rows;
}
size_t dossier_rows_columns(const dossier_rows *rows) {
  return rows->result->n_columns;
}
const char *dossier_rows_column(const dossier_rows *rows, size_t column) {
  return rows->result->columns[column].name;
}

const char *dossier_rows_text(dossier_rows *rows, size_t row, size_t column) {
  const ds_result *r = rows->result;
  const ds_value *value = &r->rows[row].values[column];
  if (value->tag == DS_NULL) return NULL;
  char **text = &rows->texts[row * r->n_columns + column];
  if (!*text) {
    ds_buf buf = {0};
    ds_cell_text(value, r->columns[column].type, false, &buf);
    *text = ds_buf_take(&buf);
  }
  return *text;
}

static const ds_value *value_of(const dossier_rows *rows, size_t row, size_t column) {
  return &rows->result->rows[row].values[column];
}

int dossier_rows_type(const dossier_rows *rows, size_t row, size_t column) {
  static const int types[] = {[DS_NULL] = DOSSIER_NULL,     [DS_STRING] = DOSSIER_TEXT,  [DS_INT] = DOSSIER_INTEGER,
                              [DS_DOUBLE] = DOSSIER_NUMBER, [DS_BOOL] = DOSSIER_BOOLEAN, [DS_STRINGS] = DOSSIER_LIST};
  return types[value_of(rows, row, column)->tag];
}

int64_t dossier_rows_integer(const dossier_rows *rows, size_t row, size_t column) {
  const ds_value *value = value_of(rows, row, column);
  switch (value->tag) {
  case DS_INT: return value->as.i;
  case DS_DOUBLE: return (int64_t)value->as.d;
  case DS_BOOL: return value->as.b;
  default: return 0;
  }
}

double dossier_rows_number(const dossier_rows *rows, size_t row, size_t column) {
  const ds_value *value = value_of(rows, row, column);
  return value->tag == DS_DOUBLE ? value->as.d : (double)dossier_rows_integer(rows, row, column);
}

size_t dossier_rows_items(const dossier_rows *rows, size_t row, size_t column) {
  const ds_value *value = value_of(rows, row, column);
  return value->tag == DS_STRINGS ? value->as.list.n : 0;
}

const char *dossier_rows_item(const dossier_rows *rows, size_t row, size_t column, size_t i) {
  return i < dossier_rows_items(rows, row, column) ? value_of(rows, row, column)->as.list.items[i] : NULL;
}

int dossier_rows_source(const dossier_rows *rows, size_t row, int64_t *article, uint32_t *start, uint32_t *end) {
  const ds_row *r = &rows->result->rows[row];
  if (!r->n_sources) return 0;
  *article = r->sources[0].article;
  *start = r->sources[0].start;
  *end = r->sources[0].end;
  return 1;
}

void dossier_rows_free(dossier_rows *rows) {
  if (!rows) return;
  for (size_t i = 0; i < rows->result->n_rows * rows->result->n_columns; i++) free(rows->texts[i]);
  free(rows->texts);
  ds_result_free(rows->result);
  free(rows);
}
