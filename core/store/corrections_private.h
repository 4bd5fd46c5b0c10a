/* What the files of the corrections share. Internal to the room. */
#ifndef DS_STORE_CORRECTIONS_PRIVATE_H
#define DS_STORE_CORRECTIONS_PRIVATE_H

#include "store/replay.h"

/* Adds a correction to the log, inside the caller's transaction, and makes the commit replay it. Takes payload. */
ds_status ds_correction_log(ds_store *store, ds_verb verb, json_t *payload_take, const ds_hand *hand, int64_t *id, ds_err *err);
/* Ends the transaction that a correction was made in: commits, or rolls back when status says so; said is then emptied. */
ds_status ds_correction_end(ds_store *store, ds_status status, ds_buf *said, ds_err *err);
/* The correction in words, appended. */
void ds_correction_tell(const ds_logged *logged, ds_buf *out);
/* A passage of an article as JSON (article, start, end, words) in object; text and len of the article. */
ds_status ds_passage_anchor(ds_store *store, int64_t article, int64_t start, int64_t end, json_t *object, ds_err *err);
/* Where such a passage stands now. *article 0 (and the reason in *why) when it is not found. */
ds_status ds_passage_find(ds_store *store, const json_t *object, int64_t *article, int64_t *start, int64_t *end, const char **why,
                          ds_err *err);
/* The text of an article; the caller frees. NULL when there is none of that number, or on failure. */
char *ds_article_text(ds_store *store, int64_t article, size_t *len);

#endif
