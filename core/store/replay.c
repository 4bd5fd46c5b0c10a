#include "store/replay.h"

#include <stdlib.h>
#include <string.h>

#include "store/identity.h"
#include "store/registry.h"

typedef struct node {
  int64_t id, root;
} node;

typedef struct change {
  int64_t node;
  const char *name; /* borrowed from the payload */
  int kind;         /* -1: as the articles say */
  bool ignored, confirmed;
} change;

typedef struct alias {
  int64_t node;
  const char *name;
  bool taken;
} alias;

typedef struct numbers {
  int64_t *items;
  size_t n, cap;
} numbers;

struct ds_replay {
  ds_store *store;
  ds_logged *log;
  size_t n_log, cap_log;
  numbers named; /* every identity that a correction names, undone ones too */
  numbers apart; /* those that stand for nothing but what corrections say */
  node *nodes;
  size_t n_nodes, cap_nodes;
  change *changes;
  size_t n_changes, cap_changes;
  alias *aliases;
  size_t n_aliases, cap_aliases;
};

static const char doing[] = "replaying corrections";

static bool has(const numbers *list, int64_t id) {
  for (size_t i = 0; i < list->n; i++)
    if (list->items[i] == id) return true;
  return false;
}

static void add(numbers *list, int64_t id) {
  if (!id || has(list, id)) return;
  DS_GROW(list->items, list->n, list->cap);
  list->items[list->n++] = id;
}

bool ds_replay_holds(const ds_replay *replay, int64_t identity) {
  return replay && has(&replay->apart, identity);
}

void ds_logged_orphan(ds_logged *logged, const char *reason, const char *missing) {
  if (logged->undone || logged->orphaned) return;
  logged->orphaned = reason;
  logged->missing = ds_strdup(missing);
}

/* --- the partition --- */

static ds_status is_short(ds_store *store, int64_t id, bool *answer, ds_err *err) {
  int64_t complete = 1;
  sqlite3_stmt *read = ds_sql(store, DS_SQL_IDENTITY_COMPLETE);
  if (read) sqlite3_bind_int64(read, 1, id);
  ds_status status = ds_sql_first(store, read, &complete, err, doing);
  *answer = !complete;
  return status;
}

/* The node that an identity belongs to: what the registry shows its namesakes as, or itself. */
static ds_status node_of(ds_replay *r, int64_t id, int64_t *out, ds_err *err) {
  if (has(&r->apart, id)) {
    *out = id;
    return DS_OK;
  }
  return ds_registry_shown_as(r->store, id, r->apart.items, r->apart.n, out, err);
}

static int64_t *root_of(ds_replay *r, int64_t id) {
  for (size_t i = 0; i < r->n_nodes; i++)
    if (r->nodes[i].id == id) return &r->nodes[i].root;
  DS_GROW(r->nodes, r->n_nodes, r->cap_nodes);
  r->nodes[r->n_nodes] = (node){id, id};
  return &r->nodes[r->n_nodes++].root;
}

static change *change_of(ds_replay *r, int64_t id) {
  for (size_t i = 0; i < r->n_changes; i++)
    if (r->changes[i].node == id) return &r->changes[i];
  DS_GROW(r->changes, r->n_changes, r->cap_changes);
  r->changes[r->n_changes] = (change){.node = id, .kind = -1};
  return &r->changes[r->n_changes++];
}

static void put_under(ds_replay *r, int64_t from, int64_t into) {
  int64_t old = *root_of(r, from), new = *root_of(r, into);
  for (size_t i = 0; i < r->n_nodes; i++)
    if (r->nodes[i].root == old) r->nodes[i].root = new;
}

/* A node leaves its group; if the others stood under it, they stand under the first of them. */
static void take_out(ds_replay *r, int64_t id) {
  int64_t heir = 0;
  *root_of(r, id) = id;
  for (size_t i = 0; i < r->n_nodes; i++)
    if (r->nodes[i].root == id && r->nodes[i].id != id) {
      if (!heir) heir = r->nodes[i].id;
      r->nodes[i].root = heir;
    }
}

/* --- the verbs --- */

/* The identity that an alias of an entity would be, when an article names it. */
static ds_status find_alias(ds_replay *r, int64_t entity, const char *name, int64_t *id, ds_err *err) {
  ds_identity identity;
  int64_t kind = 0;
  *id = 0;
  sqlite3_stmt *read = ds_sql(r->store, DS_SQL_IDENTITY_KIND);
  if (read) sqlite3_bind_int64(read, 1, entity);
  ds_status status = ds_sql_first(r->store, read, &kind, err, doing);
  if (status != DS_OK || !name || !ds_identity_make((ds_kind)kind, name, strlen(name), &identity)) return status;
  sqlite3_stmt *find = ds_sql(r->store, DS_SQL_IDENTITY_FIND);
  if (find) ds_sql_text(find, 1, identity.key);
  return ds_sql_first(r->store, find, id, err, doing);
}

static void set_alias(ds_replay *r, int64_t node_id, const char *name, bool taken) {
  DS_GROW(r->aliases, r->n_aliases, r->cap_aliases);
  r->aliases[r->n_aliases++] = (alias){node_id, name, taken};
}

static void set_changes(ds_replay *r, const ds_logged *c, int64_t root) {
  change *made = change_of(r, root);
  const char *name = ds_json_text(c->payload, "name"), *kind = ds_json_text(c->payload, "kind");
  made->confirmed = true;
  made->ignored = c->verb == DS_VERB_IGNORE;
  if (c->verb == DS_VERB_RENAME && name) {
    made->name = name;
    set_alias(r, root, name, false);
  }
  for (int k = DS_PERSON; c->verb == DS_VERB_RETYPE && kind && k <= DS_OTHER; k++)
    if (strcmp(kind, ds_kind_text((ds_kind)k)) == 0) made->kind = k;
}

/* The identities that a correction names: its entity, and the other end of a merge or an alias. 0 when they are not found. */
typedef struct ends {
  int64_t entity, other;
} ends;

static const char *anchor_name(ds_verb verb) {
  return verb == DS_VERB_MERGE ? "into" : "entity";
}

static ds_status find_ends(ds_replay *r, const ds_logged *c, ends *e, ds_err *err) {
  int64_t any = 0;
  ds_status status = ds_anchor_find(r->store, json_object_get(c->payload, anchor_name(c->verb)), &e->entity, &any, err);
  add(&r->named, any);
  add(&r->named, e->entity);
  if (status == DS_OK && c->verb == DS_VERB_MERGE) {
    status = ds_anchor_find(r->store, json_object_get(c->payload, "from"), &e->other, &any, err);
    add(&r->named, any);
  }
  if (status == DS_OK && e->entity && (c->verb == DS_VERB_ALIAS || c->verb == DS_VERB_UNALIAS))
    status = find_alias(r, e->entity, ds_json_text(c->payload, "alias"), &e->other, err);
  add(&r->named, e->other);
  return status;
}

/* First pass: who stands apart. A short name that a person speaks of stands for what the person says; others are cut off by name. */
static ds_status set_apart(ds_replay *r, const ds_logged *c, const ends *e, ds_err *err) {
  int64_t both[] = {e->entity, e->other};
  for (int i = 0; i < 2; i++) {
    bool cut =
        (i == 0 && c->verb == DS_VERB_SPLIT && json_is_true(json_object_get(c->payload, "cut"))) || (i == 1 && c->verb == DS_VERB_UNALIAS);
    if (!both[i]) continue;
    if (!cut) {
      ds_status status = is_short(r->store, both[i], &cut, err);
      if (status != DS_OK) return status;
    }
    if (cut) add(&r->apart, both[i]);
  }
  return DS_OK;
}

static ds_status apply(ds_replay *r, ds_logged *c, const ends *e, ds_err *err) {
  int64_t entity = 0, other = 0;
  if (!e->entity || (!e->other && c->verb == DS_VERB_MERGE)) {
    const char *end = e->entity ? "from" : anchor_name(c->verb);
    ds_logged_orphan(c, "no article here names", ds_json_text(json_object_get(c->payload, end), "name"));
    return DS_OK;
  }
  ds_status status = node_of(r, e->entity, &entity, err);
  if (status == DS_OK && e->other) status = node_of(r, e->other, &other, err);
  if (status != DS_OK) return status;
  int64_t root = *root_of(r, entity);
  const char *name = ds_json_text(c->payload, "alias");
  switch (c->verb) {
  case DS_VERB_MERGE: put_under(r, other, entity); break;
  case DS_VERB_SPLIT: take_out(r, entity); break;
  case DS_VERB_ALIAS:
    if (other) put_under(r, other, entity);
    set_alias(r, root, name, false);
    break;
  case DS_VERB_UNALIAS:
    if (other && other != root && *root_of(r, other) == root) take_out(r, other);
    set_alias(r, root, name, true);
    break;
  default: set_changes(r, c, root);
  }
  if (c->verb <= DS_VERB_UNALIAS && c->verb != DS_VERB_SPLIT) change_of(r, *root_of(r, entity))->confirmed = true;
  return DS_OK;
}

static bool is_about_entities(const ds_logged *c) {
  return c->verb <= DS_VERB_CONFIRM;
}

static ds_status work_out(ds_replay *r, ds_err *err) {
  ends *all = ds_alloc((r->n_log + 1) * sizeof *all);
  ds_status status = DS_OK;
  for (size_t i = 0; status == DS_OK && i < r->n_log; i++) {
    if (!is_about_entities(&r->log[i])) continue;
    status = find_ends(r, &r->log[i], &all[i], err);
    if (status == DS_OK && !r->log[i].undone) status = set_apart(r, &r->log[i], &all[i], err);
  }
  for (size_t i = 0; status == DS_OK && i < r->n_log; i++)
    if (is_about_entities(&r->log[i]) && !r->log[i].undone) status = apply(r, &r->log[i], &all[i], err);
  free(all);
  return status;
}

/* --- the log --- */

static ds_status read_log(ds_replay *r, ds_err *err) {
  sqlite3_stmt *rows = ds_sql(r->store, DS_SQL_CORRECTIONS);
  ds_status status = DS_OK;
  int code = SQLITE_ERROR;
  if (!rows) return ds_store_fail(r->store, err, doing);
  while (status == DS_OK && (code = sqlite3_step(rows)) == SQLITE_ROW) {
    const char *verb = (const char *)sqlite3_column_text(rows, 3), *blank = strchr(verb, ' ');
    char *object = ds_strndup(verb, blank ? (size_t)(blank - verb) : strlen(verb));
    ds_logged c = {.id = sqlite3_column_int64(rows, 0),
                   .verb = ds_verb_find(object, blank ? blank + 1 : ""),
                   .undone = sqlite3_column_int(rows, 5) != 0,
                   .gone = sqlite3_column_int(rows, 5) == 2};
    free(object);
    c.payload = json_loads((const char *)sqlite3_column_text(rows, 4), 0, NULL);
    c.at = ds_strdup((const char *)sqlite3_column_text(rows, 1));
    c.who = ds_strdup((const char *)sqlite3_column_text(rows, 2));
    if (c.verb == DS_VERB_COUNT) ds_logged_orphan(&c, "this dossier does not know", verb);
    DS_GROW(r->log, r->n_log, r->cap_log);
    r->log[r->n_log++] = c;
  }
  if (status == DS_OK && code != SQLITE_DONE) status = ds_store_fail(r->store, err, doing);
  sqlite3_reset(rows);
  return status;
}

ds_status ds_replay_log_only(ds_store *store, ds_replay **replay, ds_err *err) {
  ds_replay *r = ds_alloc(sizeof *r);
  r->store = store;
  ds_status status = read_log(r, err);
  bool any = status == DS_OK && r->n_log;
  *replay = any ? r : NULL;
  if (!any) ds_replay_free(r);
  return status;
}

ds_status ds_replay_new(ds_store *store, ds_replay **replay, ds_err *err) {
  ds_status status = ds_replay_log_only(store, replay, err);
  if (status == DS_OK && *replay) status = work_out(*replay, err);
  if (status == DS_OK) return status;
  ds_replay_free(*replay);
  *replay = NULL;
  return status;
}

void ds_replay_free(ds_replay *r) {
  if (!r) return;
  for (size_t i = 0; i < r->n_log; i++) {
    free(r->log[i].at);
    free(r->log[i].who);
    free(r->log[i].missing);
    json_decref(r->log[i].payload);
  }
  free(r->log);
  free(r->named.items);
  free(r->apart.items);
  free(r->nodes);
  free(r->changes);
  free(r->aliases);
  free(r);
}

ds_logged *ds_replay_log(ds_replay *replay, size_t *n) {
  *n = replay ? replay->n_log : 0;
  return replay ? replay->log : NULL;
}

/* --- into the tables --- */

static bool is_ignored(const ds_replay *r, int64_t root) {
  for (size_t i = 0; i < r->n_changes; i++)
    if (r->changes[i].node == root) return r->changes[i].ignored;
  return false;
}

static ds_status point(ds_replay *r, int64_t id, ds_status (*changed)(ds_store *, int64_t, ds_err *), ds_err *err) {
  int64_t entity = 0;
  ds_status status = node_of(r, id, &entity, err);
  if (status != DS_OK) return status;
  int64_t root = *root_of(r, entity);
  int64_t values[] = {id, is_ignored(r, root) ? 0 : root};
  status = ds_sql_ints(r->store, DS_SQL_IDENTITY_POINT, values, 2, err, doing);
  return status == DS_OK && sqlite3_changes(r->store->db) ? changed(r->store, id, err) : status;
}

static ds_status write_changes(ds_replay *r, ds_err *err) {
  ds_status status = ds_sql_ints(r->store, DS_SQL_ENTITY_CHANGES_DROP, NULL, 0, err, doing);
  for (size_t i = 0; status == DS_OK && i < r->n_changes; i++) {
    const change *c = &r->changes[i];
    if (c->ignored || *root_of(r, c->node) != c->node) continue;
    sqlite3_stmt *write = ds_sql(r->store, DS_SQL_ENTITY_CHANGE_ADD);
    if (!write) return ds_store_fail(r->store, err, doing);
    sqlite3_bind_int64(write, 1, c->node);
    ds_sql_text(write, 2, c->name);
    if (c->kind >= 0)
      sqlite3_bind_int(write, 3, c->kind);
    else
      sqlite3_bind_null(write, 3);
    sqlite3_bind_int(write, 4, c->confirmed);
    status = ds_sql_run(r->store, write, err, doing);
  }
  return status;
}

/* Later ones win: an alias that was taken may be given again. */
static ds_status write_aliases(ds_replay *r, ds_err *err) {
  ds_status status = ds_sql_ints(r->store, DS_SQL_GIVEN_ALIASES_DROP, NULL, 0, err, doing);
  for (size_t i = 0; status == DS_OK && i < r->n_aliases; i++) {
    const alias *a = &r->aliases[i];
    char folded[DS_IDENTITY_MAX];
    if (is_ignored(r, *root_of(r, a->node))) continue;
    ds_identity_fold(a->name, strlen(a->name), folded, sizeof folded);
    sqlite3_stmt *write = ds_sql(r->store, DS_SQL_GIVEN_ALIAS_ADD);
    if (!write) return ds_store_fail(r->store, err, doing);
    sqlite3_bind_int64(write, 1, a->taken ? a->node : *root_of(r, a->node));
    ds_sql_text(write, 2, a->name);
    ds_sql_text(write, 3, folded);
    sqlite3_bind_int(write, 4, a->taken);
    status = ds_sql_run(r->store, write, err, doing);
  }
  return status;
}

ds_status ds_replay_entities(ds_replay *r, ds_status (*changed)(ds_store *, int64_t, ds_err *), ds_err *err) {
  numbers all = {0};
  ds_status status = DS_OK;
  for (size_t i = 0; status == DS_OK && i < r->named.n; i++) {
    sqlite3_stmt *rows = ds_sql(r->store, DS_SQL_IDENTITY_NAMESAKES);
    if (!rows) status = ds_store_fail(r->store, err, doing);
    if (rows) sqlite3_bind_int64(rows, 1, r->named.items[i]);
    while (rows && sqlite3_step(rows) == SQLITE_ROW) add(&all, sqlite3_column_int64(rows, 0));
    if (rows) status = ds_sql_run(r->store, rows, err, doing);
  }
  for (size_t i = 0; status == DS_OK && i < all.n; i++) status = point(r, all.items[i], changed, err);
  free(all.items);
  if (status == DS_OK) status = write_changes(r, err);
  return status == DS_OK ? write_aliases(r, err) : status;
}
