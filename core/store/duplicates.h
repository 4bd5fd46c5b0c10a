/* Clusters of near copies. Internal to the room.
 *
 * Two articles whose texts are alike (shingles.h) and share a band are joined; what is joined, also by way of a third, is a cluster. Its
 * primary is the article with the least (date, key), undated ones last; the others' duplicate_of names it. So clusters depend on the set
 * of articles and never on their order; but where more than DS_CROWDED share a band (crowd.h), a pair in it is compared only when it has
 * more bands in common, and which pairs these are may depend on the order. An article is queued when it is stored and settled later, many
 * at a time: the table of bands is then written in the order of its keys. */
#ifndef DS_STORE_DUPLICATES_H
#define DS_STORE_DUPLICATES_H

#include "store/shingles.h"
#include "store/sql.h"

/* Queues a stored article. bands: of its text; NULL: worked out here. In the caller's transaction. */
ds_status ds_duplicates_queue(ds_store *store, int64_t article, const char *text, size_t len, const uint32_t *bands, ds_err *err);
/* Takes an article out, while its text is still stored; what is left of its cluster is queued. In the caller's transaction. */
ds_status ds_duplicates_forget(ds_store *store, int64_t article, ds_err *err);
/* Settles all that is queued. In the caller's transaction. */
ds_status ds_duplicates_settle(ds_store *store, ds_err *err);

#endif
