#include "api/query.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "api/query_private.h"
#include "lua/session.h"

struct ds_query {
  ds_store *store;
  sqlite3_stmt *stmt;
};

static bool only_blank(const char *sql) {
  return strspn(sql, " \t\r\n;") == strlen(sql);
}

ds_status ds_query_new(ds_store *store, const char *sql, const char **tail, ds_query **query, ds_err *err) {
  sqlite3 *db = ds_store_handle(store);
  sqlite3_stmt *stmt = NULL;
  const char *rest = sql + strlen(sql);
  int code = only_blank(sql) ? SQLITE_OK : sqlite3_prepare_v2(db, sql, -1, &stmt, &rest);
  if (code == SQLITE_ERROR) {
    char *message = ds_strdup(sqlite3_errmsg(db));
    ds_fail(err, DS_USAGE, "sql: %s", message);
    ds_query_hint(db, sql, message, err);
    free(message);
    return DS_USAGE;
  }
  if (code != SQLITE_OK) return ds_store_fail(store, err, "preparing a statement");
  if (tail) *tail = rest;
  *query = NULL;
  if (!stmt) return DS_OK;
  *query = ds_alloc(sizeof **query);
  **query = (ds_query){store, stmt};
  return DS_OK;
}

void ds_query_free(ds_query *query) {
  if (!query) return;
  sqlite3_finalize(query->stmt);
  free(query);
}

void ds_query_text(ds_query *query, const char *name, const char *text) {
  int i = sqlite3_bind_parameter_index(query->stmt, name);
  if (i && text) sqlite3_bind_text(query->stmt, i, text, -1, SQLITE_TRANSIENT);
}

void ds_query_int(ds_query *query, const char *name, int64_t value) {
  int i = sqlite3_bind_parameter_index(query->stmt, name);
  if (i) sqlite3_bind_int64(query->stmt, i, value);
}

void ds_query_double(ds_query *query, const char *name, double value) {
  int i = sqlite3_bind_parameter_index(query->stmt, name);
  if (i) sqlite3_bind_double(query->stmt, i, value);
}

void ds_query_again(ds_query *query) {
  sqlite3_reset(query->stmt);
}

ds_status ds_query_step(ds_query *query, bool *row, ds_err *err) {
  ds_lua_interrupt_sql(ds_store_handle(query->store));
  int code = sqlite3_step(query->stmt);
  ds_lua_interrupt_sql(NULL);
  *row = code == SQLITE_ROW;
  if (code == SQLITE_ROW || code == SQLITE_DONE) return DS_OK;
  if (code == SQLITE_ERROR) return ds_fail(err, DS_USAGE, "sql: %s", sqlite3_errmsg(ds_store_handle(query->store)));
  if (code == SQLITE_ABORT) return ds_fail(err, DS_SCRIPT, "sql: %s", sqlite3_errmsg(ds_store_handle(query->store))); /* an analysis */
  if (code == SQLITE_READONLY)
    return ds_fail(err, DS_USAGE, "sql: this connection only reads; 'sql --write' changes the tables, commands entities and quotes");
  return ds_store_fail(query->store, err, "reading rows");
}

const char *ds_query_column_text(ds_query *query, int column, size_t *len) {
  const char *text = (const char *)sqlite3_column_text(query->stmt, column);
  if (len) *len = (size_t)sqlite3_column_bytes(query->stmt, column);
  return text;
}

int64_t ds_query_column_int(ds_query *query, int column) {
  return sqlite3_column_int64(query->stmt, column);
}

double ds_query_column_double(ds_query *query, int column) {
  return sqlite3_column_double(query->stmt, column);
}

const void *ds_query_column_blob(ds_query *query, int column, size_t *size) {
  const void *blob = sqlite3_column_blob(query->stmt, column);
  *size = (size_t)sqlite3_column_bytes(query->stmt, column);
  return blob;
}

bool ds_query_column_null(ds_query *query, int column) {
  return sqlite3_column_type(query->stmt, column) == SQLITE_NULL;
}

/* Where the statement's columns go: into the row, or into its source. */
typedef struct shape {
  int article, start, end, ref; /* columns of the source, or -1 */
  int n;                        /* columns of the statement */
  bool declared, show_source;
} shape;

static shape find_shape(ds_query *query, const ds_result *result) {
  shape s = {-1, -1, -1, -1, sqlite3_column_count(query->stmt), result->n_columns > 0, result->n_columns == 0};
  for (int i = 0; i < s.n; i++) {
    const char *name = sqlite3_column_name(query->stmt, i);
    if (strcmp(name, "source_article") == 0) s.article = i;
    if (strcmp(name, "source_start") == 0) s.start = i;
    if (strcmp(name, "source_end") == 0) s.end = i;
    if (strcmp(name, "source_ref") == 0) s.ref = i;
  }
  return s;
}

static bool is_source(const shape *s, int i) {
  return i == s->article || i == s->start || i == s->end || i == s->ref;
}

static void declare_columns(ds_query *query, ds_result *result) {
  for (int i = 0; i < sqlite3_column_count(query->stmt); i++) {
    const char *declared = sqlite3_column_decltype(query->stmt, i);
    ds_type type = declared && strcmp(declared, "INTEGER") == 0 ? DS_TYPE_INTEGER
                   : declared && strcmp(declared, "REAL") == 0  ? DS_TYPE_NUMBER
                                                                : DS_TYPE_TEXT;
    ds_result_column(result, sqlite3_column_name(query->stmt, i), type, NULL);
  }
}

/* A list column holds a JSON array of strings or its items joined by U+001F. */
static void set_list(ds_value *value, const char *text, size_t len) {
  for (size_t from = 0, i = 0; i <= len; i++) {
    if (i < len && text[i] != '\x1f') continue;
    if (i > from) ds_value_list_add(value, text + from, i - from);
    from = i + 1;
  }
}

static void set_value(ds_query *query, int i, ds_type type, ds_value *value) {
  sqlite3_stmt *stmt = query->stmt;
  const char *text;
  switch (sqlite3_column_type(stmt, i)) {
  case SQLITE_NULL: break;
  case SQLITE_INTEGER:
    if (type == DS_TYPE_BOOLEAN)
      ds_value_bool(value, sqlite3_column_int(stmt, i) != 0);
    else if (type == DS_TYPE_PERCENT)
      ds_value_double(value, sqlite3_column_double(stmt, i));
    else
      ds_value_int(value, sqlite3_column_int64(stmt, i));
    break;
  case SQLITE_FLOAT: ds_value_double(value, sqlite3_column_double(stmt, i)); break;
  default:
    text = (const char *)sqlite3_column_text(stmt, i);
    if (type == DS_TYPE_LIST)
      set_list(value, text, (size_t)sqlite3_column_bytes(stmt, i));
    else
      ds_value_text(value, text ? text : "", (size_t)sqlite3_column_bytes(stmt, i));
  }
}

static void add_row(ds_query *query, const shape *s, ds_result *result) {
  ds_row *row = ds_result_row(result);
  size_t column = 0;
  for (int i = 0; i < s->n && column < result->n_columns; i++) {
    if (!s->show_source && is_source(s, i)) continue;
    set_value(query, i, result->columns[column].type, &row->values[column]);
    column++;
  }
  if (s->article < 0 || s->start < 0 || s->end < 0 || ds_query_column_null(query, s->article)) return;
  const char *ref = s->ref >= 0 ? ds_query_column_text(query, s->ref, NULL) : NULL;
  ds_row_source(row, ds_query_column_int(query, s->article), ref, (uint32_t)ds_query_column_int(query, s->start),
                (uint32_t)ds_query_column_int(query, s->end));
}

/* Columns of computed values have no declared type: those that hold nothing but numbers are numbers. */
static void guess_types(ds_result *result) {
  for (size_t c = 0; c < result->n_columns; c++) {
    bool integers = result->n_rows > 0, numbers = integers;
    for (size_t r = 0; r < result->n_rows && numbers; r++) {
      int tag = result->rows[r].values[c].tag;
      integers &= tag == DS_INT || tag == DS_NULL;
      numbers &= tag == DS_INT || tag == DS_DOUBLE || tag == DS_NULL;
    }
    if (result->columns[c].type == DS_TYPE_TEXT && numbers) result->columns[c].type = integers ? DS_TYPE_INTEGER : DS_TYPE_NUMBER;
  }
}

ds_status ds_query_rows(ds_query *query, ds_result *result, ds_err *err) {
  shape s = find_shape(query, result);
  if (!s.declared) declare_columns(query, result);
  for (;;) {
    bool row = false;
    ds_status status = ds_query_step(query, &row, err);
    if (status != DS_OK) return status;
    if (!row) break;
    add_row(query, &s, result);
  }
  if (!s.declared) guess_types(result);
  return DS_OK;
}
