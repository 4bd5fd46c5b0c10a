/* A misspelt name in SQL: the nearest that there is. */
#include <ctype.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "api/query_private.h"
#include "base/nearest.h"

/* The best word so far; the rows that offer words do not last. */
typedef struct nearest {
  ds_nearest state;
  char *best;
} nearest;

static void offer_rows(sqlite3 *db, const char *sql, const char *parameter, size_t len, nearest *n) {
  sqlite3_stmt *rows = NULL;
  if (sqlite3_prepare_v2(db, sql, -1, &rows, NULL) != SQLITE_OK) return;
  if (parameter) sqlite3_bind_text(rows, 1, parameter, (int)len, SQLITE_STATIC);
  while (sqlite3_step(rows) == SQLITE_ROW) {
    const char *word = (const char *)sqlite3_column_text(rows, 0);
    if (!word) continue;
    ds_nearest_offer(&n->state, word);
    if (n->state.best != word) continue;
    free(n->best);
    n->state.best = n->best = ds_strdup(word);
  }
  sqlite3_finalize(rows);
}

/* The columns of whatever the words of the statement name. */
static void offer_columns(sqlite3 *db, const char *sql, nearest *n) {
  for (const char *p = sql; *p;) {
    size_t len = 0;
    while (isalnum((unsigned char)p[len]) || p[len] == '_') len++;
    if (len) offer_rows(db, "SELECT name FROM pragma_table_xinfo(?)", p, len, n);
    p += len ? len : 1;
  }
}

void ds_query_hint(sqlite3 *db, const char *sql, const char *message, ds_err *err) {
  static const char table[] = "no such table: ", column[] = "no such column: ", function[] = "no such function: ";
  const char *name = strrchr(message, ' '), *dot = name ? strrchr(name, '.') : NULL;
  if (!name) return;
  name = dot ? dot + 1 : name + 1;
  nearest n = {.state = ds_nearest_start(name, strlen(name))};
  if (strncmp(message, table, sizeof table - 1) == 0) {
    offer_rows(db, "SELECT name FROM pragma_table_list UNION SELECT name FROM pragma_module_list", NULL, 0, &n);
  } else if (strncmp(message, column, sizeof column - 1) == 0) {
    offer_columns(db, sql, &n);
  } else if (strncmp(message, function, sizeof function - 1) == 0) {
    offer_rows(db, "SELECT DISTINCT name FROM pragma_function_list", NULL, 0, &n);
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
