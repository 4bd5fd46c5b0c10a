/* dossier as a library: open a database, import, annotate, run an analysis, ask SQL, get rows with their sources.
 *
 * Link with libdossier.a and the libraries that `pkg-config dossier` names. A dossier handle is used by one thread at a time; several
 * handles, also on one database, may be used by several threads. Text is UTF-8. Offsets are 0-based half-open bytes.
 *
 * Functions that can fail return 0, or the exit code that the program would end with (1 failed, 2 wrong usage, 3 some items failed, 4 a
 * plugin raised an error, 5 a limit, 65 unreadable input, 75 busy); dossier_error then tells what happened. */
#ifndef DOSSIER_H
#define DOSSIER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dossier dossier;
typedef struct dossier_rows dossier_rows;

enum { DOSSIER_READONLY = 1, DOSSIER_CREATE = 2 };

/* Opens the database at path (flags: DOSSIER_READONLY, or DOSSIER_CREATE to make it when missing). On failure *db is still a handle, good
 * only for dossier_error and dossier_close. */
int dossier_open(const char *path, int flags, dossier **db);
void dossier_close(dossier *db); /* NULL is fine */
/* The last failure of db, one line; "" when there was none. Borrowed until the next call on db. */
const char *dossier_error(const dossier *db);

typedef struct dossier_counts {
  int64_t added, updated, duplicates, refused;
} dossier_counts;

/* Imports files and folders. counts may be NULL. 3 when some inputs were refused. */
int dossier_import(dossier *db, const char *const *paths, size_t n, dossier_counts *counts);

/* Annotates one JSON object {"id","title","date","text"} without a database. Returns the annotation (or an error record) as one line of
 * JSON, which the caller frees with dossier_free. tokens != 0 adds tokens and tree. */
char *dossier_annotate(const char *json, size_t len, int tokens);
void dossier_free(void *p);

/* Runs a plugin. args are n pairs of name and value as text, the plugin's own and those of every analysis (since, until, outlet, article,
 * view); view may be NULL. The caller frees *rows with dossier_rows_free. */
int dossier_run(dossier *db, const char *plugin, const char *view, const char *const (*args)[2], size_t n, dossier_rows **rows);
/* Runs one reading SQL statement. Plugins are tables in it. */
int dossier_query(dossier *db, const char *sql, dossier_rows **rows);

size_t dossier_rows_count(const dossier_rows *rows);
size_t dossier_rows_columns(const dossier_rows *rows);
const char *dossier_rows_column(const dossier_rows *rows, size_t column); /* its name; borrowed */
/* A value as text (lists joined by "; "), borrowed until rows are freed; NULL for an unknown one. */
const char *dossier_rows_text(dossier_rows *rows, size_t row, size_t column);
/* What a value is, so that it need not be read from its text. A date, an entity (its name) and a span (its words) are text. */
enum { DOSSIER_NULL, DOSSIER_TEXT, DOSSIER_INTEGER, DOSSIER_NUMBER, DOSSIER_BOOLEAN, DOSSIER_LIST };
int dossier_rows_type(const dossier_rows *rows, size_t row, size_t column);
int64_t dossier_rows_integer(const dossier_rows *rows, size_t row, size_t column); /* a boolean is 0 or 1; 0 for what is no number */
double dossier_rows_number(const dossier_rows *rows, size_t row, size_t column);
size_t dossier_rows_items(const dossier_rows *rows, size_t row, size_t column); /* of a list; else 0 */
const char *dossier_rows_item(const dossier_rows *rows, size_t row, size_t column, size_t i);
/* The passage a row rests on: 1 and the article, start and end; 0 when it has none. */
int dossier_rows_source(const dossier_rows *rows, size_t row, int64_t *article, uint32_t *start, uint32_t *end);
void dossier_rows_free(dossier_rows *rows); /* NULL is fine */

#ifdef __cplusplus
}
#endif

#endif
