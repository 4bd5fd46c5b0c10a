/* Inside the api room: what a failed statement may have meant. */
#ifndef DS_API_QUERY_PRIVATE_H
#define DS_API_QUERY_PRIVATE_H

#include "base/err.h"

/* Hints at the table, column or function that is named most like the one that SQLite's message says there is not. */
void ds_query_hint(struct sqlite3 *db, const char *sql, const char *message, ds_err *err);

#endif
