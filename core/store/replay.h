/* Corrections replayed upon what the articles say. Internal to the room.
 *
 * What corrections make of entities is a partition: nodes are identities, each the one that a group of namesakes is shown as, or one that
 * a correction sets apart from what the registry would have it stand for. A merge puts the nodes of one entity under the root of another.
 * The replay is worked out anew from the whole log, which is small, whenever entities change; so it does not depend on what was in force
 * before, and taking back needs no memory of its own. */
#ifndef DS_STORE_REPLAY_H
#define DS_STORE_REPLAY_H

#include <jansson.h>

#include "store/corrections.h"
#include "store/sql.h"

/* A correction as it stands in the log. */
typedef struct ds_logged {
  int64_t id;
  char *at, *who;
  ds_verb verb;
  bool undone, gone; /* gone: another was made since it was taken back */
  json_t *payload;
  const char *orphaned; /* what of it is not found ("nobody here is called"), static, or NULL */
  char *missing;        /* the name or words that are not found, or NULL */
} ds_logged;

/* Reads the log and works out what it makes of the entities. *replay is NULL when nothing was ever corrected. */
ds_status ds_replay_new(ds_store *store, ds_replay **replay, ds_err *err);
/* Only reads it. */
ds_status ds_replay_log_only(ds_store *store, ds_replay **replay, ds_err *err);
void ds_replay_free(ds_replay *replay); /* NULL is fine */
ds_logged *ds_replay_log(ds_replay *replay, size_t *n);

/* Writes what identities that corrections name stand for, and what is shown of entities. changed (with data) is called for each identity
 * that stands for another now. */
ds_status ds_replay_entities(ds_replay *replay, ds_status (*changed)(ds_store *store, int64_t identity, ds_err *err), ds_err *err);
/* Whether a short name is set apart, so that the registry must not settle it. */
bool ds_replay_holds(const ds_replay *replay, int64_t identity); /* replay may be NULL */
/* Writes who spoke the quotations that corrections name. After the entities. */
ds_status ds_replay_quotes(ds_replay *replay, ds_store *store, ds_err *err);

/* Marks a correction as orphaned; missing is copied. */
void ds_logged_orphan(ds_logged *logged, const char *reason, const char *missing);
/* The identity that an anchor {"key","name"} names; 0 when no article names it. *any (may be NULL) is one of that key in any case. */
ds_status ds_anchor_find(ds_store *store, const json_t *anchor, int64_t *identity, int64_t *any, ds_err *err);
/* The article that an anchor {"key","ref","url"} names; 0 when it is not here. */
ds_status ds_anchor_article(ds_store *store, const json_t *anchor, int64_t *article, ds_err *err);
/* The anchors of an identity and of an article. NULL and err when they cannot be read. */
json_t *ds_anchor_of_identity(ds_store *store, int64_t identity, ds_err *err);
json_t *ds_anchor_of_article(ds_store *store, int64_t article, ds_err *err);
/* A string of an object, or NULL. */
const char *ds_json_text(const json_t *object, const char *name);
/* Finds words again in a text whose blanks may have changed, nearest to `near`. false when they are not there. */
bool ds_words_find(const char *text, size_t len, const char *words, size_t near, size_t *start, size_t *end);

#endif
