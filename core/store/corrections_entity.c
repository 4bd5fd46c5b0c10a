/* The verbs on entities: from names as people type them to corrections. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/number.h"
#include "base/utf8.h"
#include "store/corrections_private.h"
#include "store/identity.h"
#include "store/registry.h"

static const char doing[] = "correcting an entity";

/* --- who is meant --- */

/* A statement of this file, prepared for one use. NULL and err when that fails. */
static sqlite3_stmt *prepare(ds_store *store, const char *sql, ds_err *err) {
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK) ds_store_fail(store, err, doing);
  return statement;
}

static ds_status fail_ambiguous(ds_store *store, const char *name, const int64_t *ids, size_t n, ds_err *err) {
  ds_buf all = {0};
  sqlite3_stmt *read = prepare(store, "SELECT name, kind FROM entities WHERE id = ?", err);
  for (size_t i = 0; read && i < n && i < 8; i++) {
    sqlite3_bind_int64(read, 1, ids[i]);
    if (sqlite3_step(read) == SQLITE_ROW)
      ds_buf_printf(&all, "%s'%s' (%s, id:%lld)", all.len ? ", " : "", (const char *)sqlite3_column_text(read, 0),
                    (const char *)sqlite3_column_text(read, 1), (long long)ids[i]);
    sqlite3_reset(read);
  }
  sqlite3_finalize(read);
  ds_status status = ds_fail(err, DS_USAGE, "'%s' may be one of %zu: %s", name, n, all.data ? all.data : "");
  ds_err_hint(err, "give the full name, or the number as 'id:%lld'", (long long)ids[0]);
  ds_buf_reset(&all);
  return status;
}

static ds_status fail_unknown(ds_store *store, const char *name, ds_err *err) {
  char *best = ds_entity_nearest(store, name);
  ds_status status = ds_fail(err, DS_USAGE, "nobody and nothing here is called '%s'", name);
  if (best)
    ds_err_hint(err, "did you mean '%s'?", best);
  else
    ds_err_hint(err, "'entities' lists who and what is named");
  free(best);
  return status;
}

static ds_status first_of(ds_store *store, const char *sql, const char *text, int64_t number, int64_t *value, ds_err *err) {
  sqlite3_stmt *read = prepare(store, sql, err);
  if (!read) return DS_DB;
  if (text)
    ds_sql_text(read, 1, text);
  else
    sqlite3_bind_int64(read, 1, number);
  ds_status status = ds_sql_first(store, read, value, err, doing);
  sqlite3_finalize(read);
  return status;
}

ds_status ds_entity_named(ds_store *store, const char *name, int64_t *id, ds_err *err) {
  int64_t *ids = NULL, found = 0;
  size_t n = 0;
  bool sure = false;
  ds_status status = DS_OK;
  if (strchr(name, '/'))
    status = first_of(store, "SELECT entity FROM identities WHERE key = ? AND n > 0 AND entity <> 0", name, 0, &found, err);
  if (status == DS_OK && !found) status = ds_entity_find(store, name, strlen(name), &ids, &n, &sure, err);
  if (status == DS_OK && n > 1 && !sure) status = fail_ambiguous(store, name, ids, n, err);
  if (status == DS_OK && n) found = ids[0];
  if (status == DS_OK && !found) status = fail_unknown(store, name, err);
  if (status == DS_OK) *id = found;
  free(ids);
  return status;
}

/* The name that an entity is shown under; the caller frees. */
static char *shown_name(ds_store *store, int64_t id, ds_err *err) {
  json_t *anchor = ds_anchor_of_identity(store, id, err);
  char *name = ds_strdup(ds_json_text(anchor, "name"));
  json_decref(anchor);
  return name;
}

/* {"entity": …} or under another name; NULL and err on failure. */
static json_t *payload_of(ds_store *store, const char *field, int64_t id, ds_err *err) {
  json_t *anchor = ds_anchor_of_identity(store, id, err);
  if (!anchor) return NULL;
  json_t *payload = json_object();
  json_object_set_new(payload, field, anchor);
  return payload;
}

/* --- the verbs: each makes the payload, or fails --- */

static ds_status merge(ds_store *store, const char *const *names, json_t **payload, ds_err *err) {
  int64_t from = 0, into = 0;
  ds_status status = ds_entity_named(store, names[0], &from, err);
  if (status == DS_OK) status = ds_entity_named(store, names[1], &into, err);
  if (status != DS_OK) return status;
  if (from == into) return ds_fail(err, DS_USAGE, "'%s' and '%s' are one already", names[0], names[1]);
  *payload = payload_of(store, "from", from, err);
  json_t *anchor = ds_anchor_of_identity(store, into, err);
  if (*payload && anchor) json_object_set(*payload, "into", anchor);
  json_decref(anchor);
  return *payload && anchor ? DS_OK : DS_DB;
}

typedef struct parts {
  int64_t *ids;
  size_t n, cap;
  bool whole; /* the name is that of an entity itself */
} parts;

/* Identities of the name that are counted with another. */
static ds_status find_parts(ds_store *store, const char *name, parts *all, ds_err *err) {
  sqlite3_stmt *rows = prepare(store, "SELECT id, entity FROM identities WHERE (key = ?1 OR id = ?2) AND n > 0 AND entity <> 0", err);
  if (!rows) return DS_DB;
  for (int kind = DS_PERSON; kind <= DS_OTHER + 1; kind++) {
    ds_identity identity;
    long long number = kind > DS_OTHER ? ds_number_marked(name, strlen(name)) : 0;
    if (kind <= DS_OTHER && !ds_identity_make((ds_kind)kind, name, strlen(name), &identity)) continue;
    ds_sql_text(rows, 1, kind > DS_OTHER ? name : identity.key);
    sqlite3_bind_int64(rows, 2, number);
    while (sqlite3_step(rows) == SQLITE_ROW) {
      int64_t id = sqlite3_column_int64(rows, 0);
      all->whole |= id == sqlite3_column_int64(rows, 1);
      if (id == sqlite3_column_int64(rows, 1)) continue;
      DS_GROW(all->ids, all->n, all->cap);
      all->ids[all->n++] = id;
    }
    sqlite3_reset(rows);
  }
  sqlite3_finalize(rows);
  return DS_OK;
}

/* No part of the name: says which parts there are. */
static ds_status fail_no_part(ds_store *store, const char *name, ds_err *err) {
  int64_t entity = 0;
  ds_buf all = {0};
  ds_status status = ds_entity_named(store, name, &entity, err);
  sqlite3_stmt *rows = NULL;
  if (status == DS_OK)
    rows = prepare(store, "SELECT name FROM identities WHERE entity = ?1 AND id <> ?1 AND n > 0 ORDER BY n DESC, key", err);
  if (!rows) return status == DS_OK ? DS_DB : status;
  sqlite3_bind_int64(rows, 1, entity);
  for (int i = 0; i < 8 && sqlite3_step(rows) == SQLITE_ROW; i++)
    ds_buf_printf(&all, "%s'%s'", all.len ? ", " : "", (const char *)sqlite3_column_text(rows, 0));
  sqlite3_finalize(rows);
  if (all.len) {
    ds_fail(err, DS_USAGE, "'%s' is not counted with another; split off one of its parts: %s", name, all.data);
  } else {
    ds_fail(err, DS_USAGE, "'%s' is counted with nothing else", name);
    ds_err_hint(err, "a name that one article gives to two is set right by 'quote set' and 'row set'");
  }
  ds_buf_reset(&all);
  return DS_USAGE;
}

static ds_status split(ds_store *store, const char *const *names, json_t **payload, ds_err *err) {
  parts all = {0};
  int64_t shown = 0, entity = 0;
  ds_status status = find_parts(store, names[0], &all, err);
  if (status == DS_OK && !all.n) status = fail_no_part(store, names[0], err);
  if (status == DS_OK && all.n > 1) {
    status = ds_fail(err, DS_USAGE, "'%s' is part of %zu entities", names[0], all.n);
    ds_err_hint(err, "give its number ('id:%lld'), or its key ('person/…')", (long long)all.ids[0]);
  }
  int64_t id = all.n ? all.ids[0] : 0;
  free(all.ids);
  if (status == DS_OK) status = ds_registry_shown_as(store, id, NULL, 0, &shown, err);
  if (status == DS_OK) status = first_of(store, "SELECT entity FROM identities WHERE id = ?", NULL, id, &entity, err);
  if (status != DS_OK) return status;
  *payload = payload_of(store, "entity", id, err);
  json_t *anchor = ds_anchor_of_identity(store, entity, err);
  if (*payload && anchor) {
    json_object_set(*payload, "from", anchor);
    if (shown != id) json_object_set_new(*payload, "cut", json_true());
  }
  json_decref(anchor);
  return *payload && anchor ? DS_OK : DS_DB;
}

/* Whether a name surely leads to an entity, and to which (0: it does not). */
static ds_status leads_to(ds_store *store, const char *name, int64_t *entity, ds_err *err) {
  int64_t *ids = NULL;
  size_t n = 0;
  bool sure = false;
  ds_status status = ds_entity_find(store, name, strlen(name), &ids, &n, &sure, err);
  if (status == DS_OK) *entity = n && sure ? ids[0] : 0;
  free(ids);
  return status;
}

static ds_status check_name(const char *name, ds_err *err) {
  char folded[DS_IDENTITY_MAX];
  bool utf8 = ds_utf8_check(name, strlen(name)) == strlen(name);
  if (utf8 && ds_identity_fold(name, strlen(name), folded, sizeof folded)) return DS_OK;
  return ds_fail(err, DS_USAGE, "'%s' is no name", name);
}

static ds_status rename_entity(ds_store *store, const char *const *names, json_t **payload, ds_err *err) {
  int64_t id = 0, other = 0;
  ds_status status = ds_entity_named(store, names[0], &id, err);
  if (status == DS_OK) status = check_name(names[1], err);
  if (status == DS_OK) status = leads_to(store, names[1], &other, err);
  if (status != DS_OK) return status;
  if (other && other != id) {
    status = ds_fail(err, DS_USAGE, "'%s' is somebody else already", names[1]);
    ds_err_hint(err, "'entity merge A B' makes two into one");
    return status;
  }
  char *before = shown_name(store, id, err);
  if (!before) return DS_DB;
  if (strcmp(before, names[1]) == 0) status = ds_fail(err, DS_USAGE, "it is shown as '%s' already", names[1]);
  if (status == DS_OK) *payload = payload_of(store, "entity", id, err);
  if (*payload) {
    json_object_set_new(*payload, "before", json_string(before));
    json_object_set_new(*payload, "name", json_string(names[1]));
  }
  free(before);
  return status == DS_OK && !*payload ? DS_DB : status;
}

static ds_status check_kind(const char *word, ds_err *err) {
  ds_nearest nearest = ds_nearest_start(word, strlen(word));
  for (int kind = DS_PERSON; kind <= DS_OTHER; kind++) {
    if (strcmp(word, ds_kind_text((ds_kind)kind)) == 0) return DS_OK;
    ds_nearest_offer(&nearest, ds_kind_text((ds_kind)kind));
  }
  ds_fail(err, DS_USAGE, "the kind must be one of person|organization|place|other, got '%s'", word);
  if (ds_nearest_word(&nearest)) ds_err_hint(err, "did you mean '%s'?", ds_nearest_word(&nearest));
  return DS_USAGE;
}

static ds_status retype(ds_store *store, const char *const *names, json_t **payload, ds_err *err) {
  int64_t id = 0, same = 0;
  char sql[160];
  ds_status status = ds_entity_named(store, names[0], &id, err);
  if (status == DS_OK) status = check_kind(names[1], err);
  if (status != DS_OK) return status;
  snprintf(sql, sizeof sql, "SELECT count(*) FROM entities WHERE id = ? AND kind = '%s'", names[1]);
  status = first_of(store, sql, NULL, id, &same, err);
  if (status != DS_OK) return status;
  if (same) return ds_fail(err, DS_USAGE, "'%s' is of the kind %s already", names[0], names[1]);
  *payload = payload_of(store, "entity", id, err);
  if (*payload) json_object_set_new(*payload, "kind", json_string(names[1]));
  return *payload ? DS_OK : DS_DB;
}

/* Whether an entity goes by the name. */
static ds_status goes_by(ds_store *store, int64_t id, const char *name, bool *answer, ds_err *err) {
  char folded[DS_IDENTITY_MAX], sql[128];
  int64_t n = 0;
  ds_identity_fold(name, strlen(name), folded, sizeof folded);
  snprintf(sql, sizeof sql, "SELECT count(*) FROM aliases WHERE folded = ? AND entity = %lld", (long long)id);
  ds_status status = first_of(store, sql, folded, 0, &n, err);
  *answer = n > 0;
  return status;
}

static ds_status alias(ds_store *store, const char *const *names, bool give, json_t **payload, ds_err *err) {
  int64_t id = 0, leads = 0;
  bool has = false;
  ds_status status = ds_entity_named(store, names[0], &id, err);
  if (status == DS_OK) status = check_name(names[1], err);
  if (status == DS_OK) status = goes_by(store, id, names[1], &has, err);
  if (status == DS_OK) status = leads_to(store, names[1], &leads, err);
  if (status != DS_OK) return status;
  char *shown = shown_name(store, id, err);
  if (!shown) return DS_DB;
  if (give && has && leads == id)
    status = ds_fail(err, DS_USAGE, "'%s' goes by '%s' already", shown, names[1]);
  else if (!give && !has)
    status = ds_fail(err, DS_USAGE, "'%s' does not go by '%s'", shown, names[1]);
  else if (!give && strcmp(shown, names[1]) == 0)
    status = ds_fail(err, DS_USAGE, "'%s' is the name it is shown under; 'entity rename' gives it another", shown);
  free(shown);
  if (status != DS_OK) return status;
  *payload = payload_of(store, "entity", id, err);
  if (*payload) json_object_set_new(*payload, "alias", json_string(names[1]));
  return *payload ? DS_OK : DS_DB;
}

static ds_status just_named(ds_store *store, ds_verb verb, const char *const *names, json_t **payload, ds_err *err) {
  int64_t id = 0, confirmed = 0;
  ds_status status = ds_entity_named(store, names[0], &id, err);
  if (status == DS_OK && verb == DS_VERB_CONFIRM)
    status = first_of(store, "SELECT count(*) FROM entities WHERE id = ? AND status = 'confirmed'", NULL, id, &confirmed, err);
  if (status != DS_OK) return status;
  if (confirmed) return ds_fail(err, DS_USAGE, "'%s' is confirmed already", names[0]);
  *payload = payload_of(store, "entity", id, err);
  return *payload ? DS_OK : DS_DB;
}

static ds_status make_payload(ds_store *store, ds_verb verb, const char *const *names, json_t **payload, ds_err *err) {
  switch (verb) {
  case DS_VERB_MERGE: return merge(store, names, payload, err);
  case DS_VERB_SPLIT: return split(store, names, payload, err);
  case DS_VERB_RENAME: return rename_entity(store, names, payload, err);
  case DS_VERB_RETYPE: return retype(store, names, payload, err);
  case DS_VERB_ALIAS: return alias(store, names, true, payload, err);
  case DS_VERB_UNALIAS: return alias(store, names, false, payload, err);
  default: return just_named(store, verb, names, payload, err);
  }
}

ds_status ds_correct_entity(ds_store *store, ds_verb verb, const char *const *names, const ds_hand *hand, ds_buf *said, ds_err *err) {
  json_t *payload = NULL;
  int64_t id = 0;
  ds_status status = ds_store_begin(store, err);
  if (status != DS_OK) return status;
  status = make_payload(store, verb, names, &payload, err);
  if (status == DS_OK) {
    ds_logged told = {.verb = verb, .payload = payload};
    ds_buf what = {0};
    ds_correction_tell(&told, &what);
    status = ds_correction_log(store, verb, payload, hand, &id, err);
    payload = NULL;
    ds_buf_printf(said, "correction %lld: %s", (long long)id, what.data);
    ds_buf_reset(&what);
  }
  json_decref(payload);
  return ds_correction_end(store, status, said, err);
}
