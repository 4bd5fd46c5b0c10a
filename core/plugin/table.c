/* Plugins as tables of SQL: eponymous virtual tables that run the analysis when they are asked. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/functions.h"
#include "plugin/plugin.h"

/* What the host applies to every analysis: hidden columns too, after the arguments. */
static const char *const shared[] = {"since", "until", "outlet", "article", "all_copies"};
enum { N_SHARED = 5, SOURCES = 3 };

typedef struct module {
  ds_store *store;
  const ds_plugin *plugin;
  const ds_plugin_view *view;
  const ds_plugins *plugins;
} module;

/* The columns, in order: those of the view; the three of the source; an argument each; the shared ones. */
typedef struct table {
  sqlite3_vtab base;
  const module *of;
} table;

typedef struct cursor {
  sqlite3_vtab_cursor base;
  ds_result *result;
  size_t row;
  char **given; /* the text of each argument and shared option, NULL where none was given */
  size_t n_given;
} cursor;

static size_t n_inputs(const module *m) {
  return m->plugin->n_args + N_SHARED;
}
static const char *input_name(const module *m, size_t i) {
  return i < m->plugin->n_args ? m->plugin->args[i].name : shared[i - m->plugin->n_args];
}

static size_t first_input(const module *m) {
  return m->view->n_columns + SOURCES;
}

/* The argument or shared option that a column stands for (its own hidden column, or one of the view with its name), or -1. */
static int input_of_column(const module *m, size_t column) {
  if (column >= first_input(m)) return (int)(column - first_input(m));
  if (column >= m->view->n_columns) return -1;
  for (size_t i = 0; i < m->plugin->n_args; i++)
    if (!strcmp(m->plugin->args[i].name, m->view->columns[column].name)) return (int)i;
  return -1;
}

static bool is_view_column(const module *m, const char *name) {
  for (size_t i = 0; i < m->view->n_columns; i++)
    if (!strcmp(m->view->columns[i].name, name)) return true;
  return false;
}

/* --- the schema --- */

static void declare_column(ds_buf *sql, const char *name, ds_type type) {
  const char *affinity = "TEXT";
  if (type == DS_TYPE_INTEGER || type == DS_TYPE_BOOLEAN) affinity = "INTEGER";
  if (type == DS_TYPE_NUMBER || type == DS_TYPE_PERCENT || type == DS_TYPE_BAR) affinity = "REAL";
  ds_buf_printf(sql, "%s\"%s\" %s", sql->data[sql->len - 1] == '(' ? "" : ", ", name, affinity);
}

static int table_connect(sqlite3 *db, void *aux, int argc, const char *const *argv, sqlite3_vtab **out, char **message) {
  const module *m = aux;
  ds_buf sql = {0};
  ds_buf_puts(&sql, "CREATE TABLE x(");
  for (size_t i = 0; i < m->view->n_columns; i++) declare_column(&sql, m->view->columns[i].name, m->view->columns[i].type);
  declare_column(&sql, "source_article", DS_TYPE_INTEGER);
  declare_column(&sql, "source_start", DS_TYPE_INTEGER);
  declare_column(&sql, "source_end", DS_TYPE_INTEGER);
  for (size_t i = 0; i < n_inputs(m); i++) {
    /* A name that the view has already stays a column of its own, under a name that nobody types. */
    ds_buf_printf(&sql, ", \"%s%s\" TEXT HIDDEN", is_view_column(m, input_name(m, i)) ? "arg " : "", input_name(m, i));
  }
  ds_buf_putc(&sql, ')');
  int rc = sqlite3_declare_vtab(db, sql.data);
  ds_buf_reset(&sql);
  if (rc != SQLITE_OK) return rc;
  table *t = ds_alloc(sizeof *t);
  t->of = m;
  *out = &t->base;
  return SQLITE_OK;
}

static int table_disconnect(sqlite3_vtab *base) {
  free(base);
  return SQLITE_OK;
}

/* idxStr: the inputs in the order of their values, as "3,0,". */
static int table_best_index(sqlite3_vtab *base, sqlite3_index_info *info) {
  const module *m = ((table *)base)->of;
  ds_buf plan = {0};
  int n = 0, rc = SQLITE_OK;
  bool *taken = ds_alloc(n_inputs(m) * sizeof *taken + 1);
  for (int i = 0; i < info->nConstraint; i++) {
    if (info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ || info->aConstraint[i].iColumn < 0) continue;
    int input = input_of_column(m, (size_t)info->aConstraint[i].iColumn);
    if (input < 0 || taken[input]) continue;
    if (!info->aConstraint[i].usable) {
      if ((size_t)info->aConstraint[i].iColumn >= first_input(m)) rc = SQLITE_CONSTRAINT; /* an argument must be known before the run */
      continue;
    }
    taken[input] = true;
    info->aConstraintUsage[i].argvIndex = ++n;
    info->aConstraintUsage[i].omit = 1;
    ds_buf_printf(&plan, "%d,", input);
  }
  info->estimatedCost = n ? 1e5 / n : 1e6;
  info->estimatedRows = n ? 100 : 1000;
  info->idxStr = sqlite3_mprintf("%s", plan.data ? plan.data : "");
  info->needToFreeIdxStr = 1;
  ds_buf_reset(&plan);
  free(taken);
  return rc;
}

/* --- running --- */

static void cursor_clear(cursor *c) {
  ds_result_free(c->result);
  c->result = NULL;
  for (size_t i = 0; i < c->n_given; i++) free(c->given[i]);
  free(c->given);
  c->given = NULL;
  c->n_given = 0;
}

static int cursor_open(sqlite3_vtab *base, sqlite3_vtab_cursor **out) {
  cursor *c = ds_alloc(sizeof *c);
  *out = &c->base;
  return SQLITE_OK;
}

static int cursor_close(sqlite3_vtab_cursor *base) {
  cursor_clear((cursor *)base);
  free(base);
  return SQLITE_OK;
}

static void take_inputs(cursor *c, const module *m, const char *plan, int argc, sqlite3_value **argv) {
  c->n_given = n_inputs(m);
  c->given = ds_alloc(c->n_given * sizeof *c->given + 1);
  for (int i = 0; i < argc && plan && *plan; i++) {
    char *next;
    long input = strtol(plan, &next, 10);
    const char *text = (const char *)sqlite3_value_text(argv[i]);
    if (input >= 0 && (size_t)input < c->n_given && text) c->given[input] = ds_strdup(text);
    plan = next + (*next == ',');
  }
}

static int fail(sqlite3_vtab *vtab, ds_status status, ds_err *err) {
  sqlite3_free(vtab->zErrMsg);
  if (err->file[0])
    vtab->zErrMsg = sqlite3_mprintf("%s:%ld: %s", err->file, err->line, err->text);
  else
    vtab->zErrMsg = sqlite3_mprintf("%s", err->text);
  ds_err_reset(err);
  switch (status) { /* what SQL's reader turns into the same status again */
  case DS_INTERRUPT: return SQLITE_INTERRUPT;
  case DS_BUSY: return SQLITE_BUSY;
  case DS_LIMIT: return SQLITE_TOOBIG;
  case DS_SCRIPT: return SQLITE_ABORT;
  default: return SQLITE_ERROR;
  }
}

static int cursor_filter(sqlite3_vtab_cursor *base, int number, const char *plan, int argc, sqlite3_value **argv) {
  cursor *c = (cursor *)base;
  const module *m = ((table *)base->pVtab)->of;
  ds_err err = {0};
  cursor_clear(c);
  take_inputs(c, m, plan, argc, argv);
  char **more = c->given + m->plugin->n_args;
  ds_run_options options = {.view = m->view->name,
                            .since = more[0],
                            .until = more[1],
                            .outlet = more[2],
                            .article = more[3] ? atoll(more[3]) : 0,
                            .all_copies = more[4] && strcmp(more[4], "0") != 0 && strcmp(more[4], "false") != 0};
  const ds_run_options *base_options = ds_plugins_sql_options(m->plugins);
  if (base_options) {
    options.jobs = base_options->jobs;
    options.max_seconds = base_options->max_seconds;
    options.max_memory = base_options->max_memory;
    options.progress = base_options->progress;
    options.data = base_options->data;
  }
  const char *(*args)[2] = ds_alloc((m->plugin->n_args + 1) * sizeof *args);
  size_t n = 0;
  for (size_t i = 0; i < m->plugin->n_args; i++) {
    if (!c->given[i]) continue;
    args[n][0] = m->plugin->args[i].name;
    args[n++][1] = c->given[i];
  }
  ds_status status = ds_plugin_run(m->store, m->plugin, (const char *const(*)[2])args, n, &options, &c->result, &err);
  free(args);
  c->row = 0;
  return status == DS_OK ? SQLITE_OK : fail(base->pVtab, status, &err);
}

static int cursor_next(sqlite3_vtab_cursor *base) {
  ((cursor *)base)->row++;
  return SQLITE_OK;
}

static int cursor_eof(sqlite3_vtab_cursor *base) {
  const cursor *c = (cursor *)base;
  return !c->result || c->row >= c->result->n_rows;
}

static void give_list(sqlite3_context *context, const ds_value *value) {
  ds_buf b = {0};
  ds_buf_putc(&b, '[');
  for (size_t i = 0; i < value->as.list.n; i++) {
    if (i > 0) ds_buf_putc(&b, ',');
    ds_buf_json_string(&b, value->as.list.items[i], strlen(value->as.list.items[i]));
  }
  ds_buf_putc(&b, ']');
  sqlite3_result_text64(context, b.data, b.len, SQLITE_TRANSIENT, SQLITE_UTF8);
  ds_buf_reset(&b);
}

static void give_value(sqlite3_context *context, const ds_value *value) {
  switch (value->tag) {
  case DS_NULL: sqlite3_result_null(context); break;
  case DS_STRING: sqlite3_result_text64(context, value->as.text.s, value->as.text.len, SQLITE_TRANSIENT, SQLITE_UTF8); break;
  case DS_INT: sqlite3_result_int64(context, value->as.i); break;
  case DS_DOUBLE: sqlite3_result_double(context, value->as.d); break;
  case DS_BOOL: sqlite3_result_int(context, value->as.b); break;
  case DS_STRINGS: give_list(context, value); break;
  }
}

static int cursor_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int number) {
  const cursor *c = (cursor *)base;
  const module *m = ((table *)base->pVtab)->of;
  const ds_row *row = &c->result->rows[c->row];
  size_t i = (size_t)number, columns = m->view->n_columns;
  if (i < columns) {
    give_value(context, &row->values[i]);
  } else if (i < first_input(m)) {
    if (!row->n_sources)
      sqlite3_result_null(context);
    else if (i == columns)
      sqlite3_result_int64(context, row->sources[0].article);
    else
      sqlite3_result_int64(context, i == columns + 1 ? row->sources[0].start : row->sources[0].end);
  } else {
    const char *given = c->given[i - first_input(m)];
    if (given) sqlite3_result_text(context, given, -1, SQLITE_TRANSIENT);
  }
  return SQLITE_OK;
}

static int cursor_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid) {
  *rowid = (sqlite3_int64)((cursor *)base)->row + 1;
  return SQLITE_OK;
}

/* xCreate is NULL: the table is there by its name alone and cannot be made. */
static const sqlite3_module methods = {.iVersion = 0,
                                       .xConnect = table_connect,
                                       .xBestIndex = table_best_index,
                                       .xDisconnect = table_disconnect,
                                       .xDestroy = table_disconnect,
                                       .xOpen = cursor_open,
                                       .xClose = cursor_close,
                                       .xFilter = cursor_filter,
                                       .xNext = cursor_next,
                                       .xEof = cursor_eof,
                                       .xColumn = cursor_column,
                                       .xRowid = cursor_rowid};

ds_status ds_plugins_tables(ds_store *store, const ds_plugins *plugins, ds_err *err) {
  for (size_t i = 0; i < ds_plugins_count(plugins); i++) {
    const ds_plugin *plugin = ds_plugins_at(plugins, i);
    for (size_t v = 0; v < plugin->n_views; v++) {
      const ds_plugin_view *view = &plugin->views[v];
      char name[128];
      snprintf(name, sizeof name, "%s%s%s", plugin->name, *view->name ? "_" : "", view->name);
      module *m = ds_alloc(sizeof *m);
      *m = (module){store, plugin, view, plugins};
      if (sqlite3_create_module_v2(ds_store_handle(store), name, &methods, m, free) != SQLITE_OK) /* m is freed by SQLite either way */
        return ds_store_fail(store, err, "making plugins into tables");
    }
  }
  return ds_sql_functions(store, err);
}
