/* Names in SQL: the nearest to a misspelt one, those that may stand somewhere. */
#include <ctype.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "api/query_private.h"
#include "api/query.h"
#include "base/nearest.h"

/* The best word so far; the rows that offer words do not last. */
typedef struct nearest {
  ds_nearest state;
  char *best;
} nearest;

static void offer_nearest(void *data, const char *word) {
  nearest *n = data;
  ds_nearest_offer(&n->state, word);
  if (n->state.best != word) return;
  free(n->best);
  n->state.best = n->best = ds_strdup(word);
}

/* Offers the first column of each row; how many. */
static size_t offer_rows(sqlite3 *db, const char *sql, const char *parameter, size_t len, ds_query_offer *offer, void *data) {
  sqlite3_stmt *rows = NULL;
  size_t n = 0;
  if (sqlite3_prepare_v2(db, sql, -1, &rows, NULL) != SQLITE_OK) return 0;
  if (parameter) sqlite3_bind_text(rows, 1, parameter, (int)len, SQLITE_STATIC);
  for (; sqlite3_step(rows) == SQLITE_ROW; n++) {
    const char *word = (const char *)sqlite3_column_text(rows, 0);
    if (word) offer(data, word);
  }
  sqlite3_finalize(rows);
  return n;
}

/* The columns of whatever the words of the statement name; how many. */
static size_t offer_columns(sqlite3 *db, const char *sql, ds_query_offer *offer, void *data) {
  size_t n = 0;
  for (const char *p = sql; *p;) {
    size_t len = 0;
    while (isalnum((unsigned char)p[len]) || p[len] == '_') len++;
    if (len) n += offer_rows(db, "SELECT name FROM pragma_table_xinfo(?)", p, len, offer, data);
    p += len ? len : 1;
  }
  return n;
}

void ds_query_words(ds_store *store, const char *sql, ds_query_offer *offer, void *data) {
  static const char tables[] = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'view', 'virtual')"
                               " AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '*_rows'";
  static const char columns[] = "SELECT DISTINCT c.name FROM pragma_table_list t, pragma_table_info(t.name) c WHERE t.schema = 'main'"
                                " AND t.name IN ('articles', 'entities', 'mentions', 'quotes', 'predicates', 'arguments', 'dates')";
  static const char *const functions[] = {"excerpt", "entity", "tone", "count", "group_concat"};
  sqlite3 *db = ds_store_handle(store);
  offer_rows(db, tables, NULL, 0, offer, data);
  if (!offer_columns(db, sql, offer, data)) offer_rows(db, columns, NULL, 0, offer, data);
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) offer(data, functions[i]);
}

void ds_query_hint(sqlite3 *db, const char *sql, const char *message, ds_err *err) {
  static const char table[] = "no such table: ", column[] = "no such column: ", function[] = "no such function: ";
  const char *name = strrchr(message, ' '), *dot = name ? strrchr(name, '.') : NULL;
  if (!name) return;
  name = dot ? dot + 1 : name + 1;
  nearest n = {.state = ds_nearest_start(name, strlen(name))};
  if (strncmp(message, table, sizeof table - 1) == 0) {
    offer_rows(db, "SELECT name FROM pragma_table_list UNION SELECT name FROM pragma_module_list", NULL, 0, offer_nearest, &n);
  } else if (strncmp(message, column, sizeof column - 1) == 0) {
    offer_columns(db, sql, offer_nearest, &n);
  } else if (strncmp(message, function, sizeof function - 1) == 0) {
    offer_rows(db, "SELECT DISTINCT name FROM pragma_function_list", NULL, 0, offer_nearest, &n);
  } else {
    free(n.best);
    return;
  }
  if (ds_nearest_word(&n.state))
    ds_err_hint(err, "did you mean '%s'?", n.best);
  else
    ds_err_hint(err, "'schema' prints the tables, 'plugins' lists those of analyses, 'help WORD' tells their columns");
  free(n.best);
}
