/* Rows of drafts (draft.h) that wait to be written: all of a transaction go into their table with one statement, which reads them from the
 * virtual table `pending` of the connection. A statement for each row takes two to three times as long. Internal to the room. */
#ifndef DS_STORE_PENDING_H
#define DS_STORE_PENDING_H

#include "store/draft.h"
#include "store/sql.h"

/* Makes the virtual table; once for a connection that writes. */
ds_status ds_pending_set_up(ds_store *store, ds_err *err);
/* Adds the rows of an article. words, names: the numbers that those of the draft have in the database. *first, *last: its predicates, or
 * DS_SQL_NULL. */
ds_status ds_pending_add(ds_store *store, int64_t article, const ds_draft *draft, const int64_t *words, const int64_t *names,
                         int64_t *first, int64_t *last, ds_err *err);
/* Writes what waits. To be called before anything reads these tables in the same transaction; ds_store_commit does, too. */
ds_status ds_pending_flush(ds_store *store, ds_err *err);
void ds_pending_free(ds_pending *pending); /* NULL is fine */

#endif
