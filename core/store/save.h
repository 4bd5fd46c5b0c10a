/* One article and what is known of it into the tables, and out again. Inside the caller's transaction. Internal to the room. */
#ifndef DS_STORE_SAVE_H
#define DS_STORE_SAVE_H

#include "store/sql.h"

/* Adds an article; id 0, or the article that it replaces. annotation and packed (its tokens) are NULL when it was not annotated; bands
 * (of its text) NULL to have them worked out. *saved is its id. It is compared with the others by ds_duplicates_settle. */
ds_status ds_article_save(ds_store *store, int64_t id, const ds_article *article, const char *key, const ds_annotation *annotation,
                          const ds_buf *packed, const uint32_t *bands, int64_t *saved, ds_err *err);
/* Records that a stored article was met in a file. */
ds_status ds_sighting_save(ds_store *store, int64_t id, const char *file, ds_err *err);
/* Writes what is known of a stored article; nothing of it may be there. */
ds_status ds_annotation_save(ds_store *store, int64_t article, const ds_annotation *a, const ds_buf *packed, ds_err *err);
/* Removes what is known of an article, not the article. */
ds_status ds_annotation_drop(ds_store *store, int64_t article, ds_err *err);

#endif
