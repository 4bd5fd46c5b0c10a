#include "store/pending.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 1 << 16 }; /* rows that wait */

/* A text has its length in front of its bytes. */
typedef struct text {
  size_t len;
  char bytes[];
} text;

typedef union cell {
  int64_t number;   /* DS_SQL_NULL: null */
  const text *text; /* NULL: null */
} cell;

struct ds_pending {
  struct {
    cell *cells;
    size_t n, cap; /* cells */
  } rows[DS_DRAFT_TABLES];
  ds_arena *texts;
  size_t n;                           /* rows of all tables */
  int64_t next_quote, next_predicate; /* 0: not known */
};

/* --- the virtual table: the rows of one table at a time --- */

typedef struct source {
  sqlite3_vtab base;
  ds_store *store;
} source;

typedef struct position {
  sqlite3_vtab_cursor base;
  const char *columns;
  const cell *at, *end;
  size_t width;
} position;

static int source_connect(sqlite3 *db, void *data, int argc, const char *const *argv, sqlite3_vtab **table, char **error) {
  (void)argc, (void)argv, (void)error;
  int code = sqlite3_declare_vtab(db, "CREATE TABLE x(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, wanted HIDDEN)");
  if (code != SQLITE_OK) return code;
  source *s = sqlite3_malloc(sizeof *s);
  if (!s) return SQLITE_NOMEM;
  *s = (source){.store = data};
  *table = &s->base;
  return SQLITE_OK;
}

static int source_disconnect(sqlite3_vtab *table) {
  sqlite3_free(table);
  return SQLITE_OK;
}

/* The number of the table is given: pending(3). */
static int source_plan(sqlite3_vtab *table, sqlite3_index_info *info) {
  (void)table;
  for (int i = 0; i < info->nConstraint; i++) {
    if (info->aConstraint[i].iColumn != DS_DRAFT_COLUMNS || !info->aConstraint[i].usable) continue;
    info->aConstraintUsage[i].argvIndex = 1;
    info->aConstraintUsage[i].omit = 1;
  }
  info->estimatedCost = 1000;
  return SQLITE_OK;
}

static int source_open(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor) {
  (void)table;
  position *p = sqlite3_malloc(sizeof *p);
  if (!p) return SQLITE_NOMEM;
  *p = (position){0};
  *cursor = &p->base;
  return SQLITE_OK;
}

static int source_close(sqlite3_vtab_cursor *cursor) {
  sqlite3_free(cursor);
  return SQLITE_OK;
}

static int source_filter(sqlite3_vtab_cursor *cursor, int number, const char *name, int argc, sqlite3_value **argv) {
  (void)number, (void)name;
  position *p = (position *)cursor;
  const ds_pending *pending = ((source *)cursor->pVtab)->store->pending;
  int table = argc ? sqlite3_value_int(argv[0]) : -1;
  p->at = p->end = NULL;
  if (!pending || table < 0 || table >= DS_DRAFT_TABLES) return SQLITE_OK;
  p->columns = ds_draft_columns((ds_draft_table)table);
  p->width = strlen(p->columns);
  p->at = pending->rows[table].cells;
  p->end = p->at ? p->at + pending->rows[table].n : NULL;
  return SQLITE_OK;
}

static int source_next(sqlite3_vtab_cursor *cursor) {
  position *p = (position *)cursor;
  p->at += p->width;
  return SQLITE_OK;
}

static int source_eof(sqlite3_vtab_cursor *cursor) {
  const position *p = (const position *)cursor;
  return p->at == p->end;
}

static int source_column(sqlite3_vtab_cursor *cursor, sqlite3_context *out, int column) {
  const position *p = (const position *)cursor;
  if ((size_t)column >= p->width) return SQLITE_OK;
  const cell *c = &p->at[column];
  if (p->columns[column] == 't') {
    if (c->text) sqlite3_result_text64(out, c->text->bytes, c->text->len, SQLITE_STATIC, SQLITE_UTF8);
  } else if (p->columns[column] == 'f') {
    sqlite3_result_double(out, (double)c->number / 1000);
  } else if (c->number != DS_SQL_NULL) {
    sqlite3_result_int64(out, c->number);
  }
  return SQLITE_OK;
}

static int source_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *id) {
  (void)cursor;
  *id = 0;
  return SQLITE_OK;
}

ds_status ds_pending_set_up(ds_store *store, ds_err *err) {
  static const sqlite3_module module = {.xConnect = source_connect,
                                        .xBestIndex = source_plan,
                                        .xDisconnect = source_disconnect,
                                        .xOpen = source_open,
                                        .xClose = source_close,
                                        .xFilter = source_filter,
                                        .xNext = source_next,
                                        .xEof = source_eof,
                                        .xColumn = source_column,
                                        .xRowid = source_rowid};
  if (sqlite3_create_module(store->db, "pending", &module, store) == SQLITE_OK) return DS_OK;
  return ds_store_fail(store, err, "opening the database");
}

/* --- rows --- */

void ds_pending_free(ds_pending *pending) {
  if (!pending) return;
  for (int t = 0; t < DS_DRAFT_TABLES; t++) free(pending->rows[t].cells);
  ds_arena_free(pending->texts);
  free(pending);
}

static ds_status next_number(ds_store *store, ds_sql_id id, int64_t *next, ds_err *err) {
  if (*next) return DS_OK;
  int64_t greatest = 0;
  ds_status status = ds_sql_first(store, ds_sql(store, id), &greatest, err, "storing an article");
  if (status == DS_OK) *next = greatest + 1;
  return status;
}

static ds_status pending_of(ds_store *store, ds_pending **pending, ds_err *err) {
  if (!store->pending) {
    store->pending = ds_alloc(sizeof *store->pending);
    store->pending->texts = ds_arena_new();
  }
  *pending = store->pending;
  ds_status status = next_number(store, DS_SQL_QUOTE_GREATEST, &store->pending->next_quote, err);
  return status == DS_OK ? next_number(store, DS_SQL_PREDICATE_GREATEST, &store->pending->next_predicate, err) : status;
}

static const text *keep(ds_pending *pending, const ds_draft_text *from) {
  text *copy = ds_arena_alloc(pending->texts, sizeof *copy + from->len);
  copy->len = from->len;
  memcpy(copy->bytes, from->text, from->len);
  return copy;
}

/* What the numbers of a draft are in the database. */
typedef struct numbers {
  int64_t article;
  const ds_draft *draft;
  const int64_t *words, *names;
  int64_t first_quote, first_predicate;
} numbers;

static cell cell_of(ds_pending *pending, const numbers *n, char column, int32_t from, int64_t own) {
  if (column == 'a') return (cell){.number = n->article};
  if (column == '#') return (cell){.number = own};
  if (column == 't') return (cell){.text = from == DS_DRAFT_NULL ? NULL : keep(pending, &n->draft->texts[from])};
  if (from == DS_DRAFT_NULL) return (cell){.number = DS_SQL_NULL};
  switch (column) {
  case 'w': return (cell){.number = n->words[from]};
  case 'e': return (cell){.number = n->names[from]};
  case 'q': return (cell){.number = n->first_quote + from};
  case 'p': return (cell){.number = n->first_predicate + from};
  default: return (cell){.number = from};
  }
}

static void add_rows(ds_pending *pending, ds_draft_table table, const numbers *n) {
  const char *columns = ds_draft_columns(table);
  size_t width = strlen(columns), rows = n->draft->rows[table].n, need = pending->rows[table].n + rows * width;
  const int32_t *from = n->draft->rows[table].cells;
  int64_t own = table == DS_DRAFT_QUOTES ? n->first_quote : n->first_predicate;
  if (need > pending->rows[table].cap) {
    pending->rows[table].cap = need + need / 2;
    pending->rows[table].cells = ds_realloc(pending->rows[table].cells, pending->rows[table].cap * sizeof(cell));
  }
  cell *to = pending->rows[table].cells + pending->rows[table].n;
  for (size_t i = 0; i < rows; i++, own++)
    for (size_t k = 0; k < width; k++) *to++ = cell_of(pending, n, columns[k], *from++, own);
  pending->rows[table].n = need;
  pending->n += rows;
}

ds_status ds_pending_add(ds_store *store, int64_t article, const ds_draft *draft, const int64_t *words, const int64_t *names,
                         int64_t *first, int64_t *last, ds_err *err) {
  ds_pending *pending = NULL;
  ds_status status = store->pending && store->pending->n >= MOST ? ds_pending_flush(store, err) : DS_OK;
  if (status == DS_OK) status = pending_of(store, &pending, err);
  if (status != DS_OK) return status;
  numbers n = {article, draft, words, names, pending->next_quote, pending->next_predicate};
  for (int t = 0; t < DS_DRAFT_TABLES; t++) add_rows(pending, (ds_draft_table)t, &n);
  pending->next_quote += draft->rows[DS_DRAFT_QUOTES].n;
  pending->next_predicate += draft->rows[DS_DRAFT_PREDICATES].n;
  bool any = draft->rows[DS_DRAFT_PREDICATES].n > 0;
  *first = any ? n.first_predicate : DS_SQL_NULL;
  *last = any ? pending->next_predicate - 1 : DS_SQL_NULL;
  return DS_OK;
}

static const ds_sql_id statements[] = {
#define X(name, columns) [DS_DRAFT_##name] = DS_SQL_##name##_ADD,
    DS_DRAFT_LIST(X)
#undef X
};

ds_status ds_pending_flush(ds_store *store, ds_err *err) {
  ds_pending *pending = store->pending;
  ds_status status = DS_OK;
  if (!pending) return status;
  pending->next_quote = pending->next_predicate = 0;
  for (int t = 0; status == DS_OK && t < DS_DRAFT_TABLES && pending->n; t++) {
    if (pending->rows[t].n) status = ds_sql_ints(store, statements[t], (int64_t[]){t}, 1, err, "storing articles");
    pending->rows[t].n = 0;
  }
  pending->n = 0;
  ds_arena_reset(pending->texts);
  return status;
}
