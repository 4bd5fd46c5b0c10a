/* The registry: from the entities of one article to entities across articles. Internal to the room.
 *
 * Each name of a kind is an identity. Which identities are one entity is worked out from all that the database holds, so it depends on
 * the set of articles and never on their order: a surname stands for the one full name that has it, an acronym for the one full name that
 * goes by it (one of several only when nearly all articles that name any of them mean it), "Donald J. Trump" for "Donald Trump" unless two
 * middle names occur that do not go together. What an article adds is counted, so that it can be
 * taken away again. Mentions and the like point at identities: when the answer changes, one row changes. Corrections are replayed upon the
 * answer (replay.h). */
#ifndef DS_STORE_REGISTRY_H
#define DS_STORE_REGISTRY_H

#include "store/draft.h"
#include "store/sql.h"

/* Counts the names of an article in. identities: room for draft->n_names. */
ds_status ds_registry_add(ds_store *store, const ds_draft *draft, int64_t *identities, ds_err *err);
/* Counts an article's entities out, while its text and mentions are still there. */
ds_status ds_registry_remove(ds_store *store, int64_t article, ds_err *err);
/* Works out anew what the changes since the last call touch. In the same transaction as these. While shorts_wait is set and articles are
 * only added to a database without corrections, whom short names stand for is left for later: to find out takes the longer the more
 * articles there are, and it need not be known before the last is written. */
ds_status ds_registry_resolve(ds_store *store, ds_err *err);
/* Brings back what was left for later, as long as the articles are queued for near copies (duplicates.h): the next resolve settles it, when
 * shorts_wait is not set. */
ds_status ds_registry_recall(ds_store *store, ds_err *err);
/* Makes the next commit resolve, and with it replay the corrections, though no article changed. */
void ds_registry_stir(ds_store *store);
/* The identity that one is shown as among its namesakes: the one with the shortest name, or itself. Those in apart are left out. */
ds_status ds_registry_shown_as(ds_store *store, int64_t identity, const int64_t *apart, size_t n_apart, int64_t *shown, ds_err *err);
void ds_registry_free(ds_registry *registry); /* NULL is fine */

#endif
