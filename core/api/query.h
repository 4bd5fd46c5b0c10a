/* SQL for listings: a statement with named parameters, its rows into a result. The one file outside store, lua and plugin that sees
 * sqlite3. */
#ifndef DS_API_QUERY_H
#define DS_API_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "result/result.h"
#include "store/store.h"

typedef struct ds_query ds_query;

/* Prepares the first statement of sql; *tail (may be NULL) gets what follows it. *query is NULL when there is none. DS_USAGE for text that
 * is no SQL. */
ds_status ds_query_new(ds_store *store, const char *sql, const char **tail, ds_query **query, ds_err *err);
void ds_query_free(ds_query *query); /* NULL is fine */

/* Parameters by name, with their sign (":since"). A name that the statement does not have is passed over; NULL binds null. Text is copied.
 */
void ds_query_text(ds_query *query, const char *name, const char *text);
void ds_query_int(ds_query *query, const char *name, int64_t value);
void ds_query_double(ds_query *query, const char *name, double value);

/* Back to before the first row; what is bound stays. */
void ds_query_again(ds_query *query);
/* The next row; *row false at the end. */
ds_status ds_query_step(ds_query *query, bool *row, ds_err *err);
/* Values of the row at hand, borrowed until the next step. NULL text for null. */
const char *ds_query_column_text(ds_query *query, int column, size_t *len);
int64_t ds_query_column_int(ds_query *query, int column);
double ds_query_column_double(ds_query *query, int column);
const void *ds_query_column_blob(ds_query *query, int column, size_t *size);
bool ds_query_column_null(ds_query *query, int column);

/* Adds all rows to result. Columns already declared take the statement's columns by position; otherwise the statement's names and types
 * make them. Columns source_article, source_start, source_end, source_ref become the row's source; those of a declared result are not
 * shown. A null source_article: no source. */
ds_status ds_query_rows(ds_query *query, ds_result *result, ds_err *err);

/* Offers what may stand in a statement: tables, columns (of those it names, else of the main ones), functions. Offered words are borrowed.
 */
typedef void ds_query_offer(void *data, const char *word);
void ds_query_words(ds_store *store, const char *sql, ds_query_offer *offer, void *data);

#endif
