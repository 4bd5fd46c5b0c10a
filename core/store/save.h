/* One article and what is known of it into the tables, and out again. Inside the caller's transaction. Internal to the room. */
#ifndef DS_STORE_SAVE_H
#define DS_STORE_SAVE_H

#include "store/draft.h"
#include "store/sql.h"

/* Adds an article; id 0, or the article that it replaces. draft is NULL when it was not annotated; bands (of its text) NULL to have them
 * worked out. *saved is its id. It is compared with the others by ds_duplicates_settle. */
ds_status ds_article_save(ds_store *store, int64_t id, const ds_article *article, const char *key, const ds_draft *draft,
                          const uint32_t *bands, int64_t *saved, ds_err *err);
/* Records that a stored article was met in a file. */
ds_status ds_sighting_save(ds_store *store, int64_t id, const char *file, ds_err *err);
/* Writes what is known of a stored article; nothing of it may be there. Its rows may wait until the commit (pending.h). */
ds_status ds_annotation_save(ds_store *store, int64_t article, const ds_draft *draft, ds_err *err);
/* Removes what is known of an article, not the article. */
ds_status ds_annotation_drop(ds_store *store, int64_t article, ds_err *err);

#endif
