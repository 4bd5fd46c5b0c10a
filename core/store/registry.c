#include "store/registry.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "store/identity.h"
#include "store/replay.h"
#include "store/tally.h"

/* What changed: identities to be shown anew, bare names and short names to be settled anew. */
struct ds_registry {
  int64_t *shown;
  size_t n_shown, cap_shown;
  char **bare, **shorts; /* shorts: "person/trump" */
  size_t n_bare, cap_bare, n_shorts, cap_shorts;
  ds_replay *replay; /* while it is resolved, when anything was ever corrected */
  ds_tally *tally;   /* what is still to be written */
  bool removed;      /* something was counted out */
  int64_t next;      /* number for a new identity; 0: not known */
};

/* What is counted; ALIAS + n: a name that an identity of kind n goes by. */
enum { NAME, NOTE, COUNTRY, ARTICLES, ALIAS };
static const char doing[] = "registering entities";

static ds_registry *registry_of(ds_store *store) {
  if (!store->registry) {
    store->registry = ds_alloc(sizeof *store->registry);
    store->registry->tally = ds_tally_new();
  }
  return store->registry;
}

void ds_registry_stir(ds_store *store) {
  registry_of(store);
}

static void free_all(char **list, size_t n) {
  for (size_t i = 0; i < n; i++) free(list[i]);
  free(list);
}

void ds_registry_free(ds_registry *r) {
  if (!r) return;
  free(r->shown);
  free_all(r->bare, r->n_bare);
  free_all(r->shorts, r->n_shorts);
  ds_replay_free(r->replay);
  ds_tally_free(r->tally);
  free(r);
}

static void mark_shown(ds_registry *r, int64_t id) {
  DS_GROW(r->shown, r->n_shown, r->cap_shown);
  r->shown[r->n_shown++] = id;
}

static void mark_bare(ds_registry *r, const char *bare) {
  DS_GROW(r->bare, r->n_bare, r->cap_bare);
  r->bare[r->n_bare++] = ds_strdup(bare);
}

static void mark_short(ds_registry *r, int kind, const char *folded) {
  if (kind > DS_ORGANIZATION) return;
  ds_buf key = {0};
  ds_buf_printf(&key, "%s/%s", ds_kind_text((ds_kind)kind), folded);
  DS_GROW(r->shorts, r->n_shorts, r->cap_shorts);
  r->shorts[r->n_shorts++] = ds_buf_take(&key);
}

static ds_status add_identity(ds_store *store, const ds_draft_name *name, int64_t *id, ds_err *err) {
  ds_registry *r = registry_of(store);
  int64_t greatest = 0;
  ds_status status = r->next ? DS_OK : ds_sql_first(store, ds_sql(store, DS_SQL_IDENTITY_GREATEST), &greatest, err, doing);
  if (!r->next) r->next = greatest + 1;
  sqlite3_stmt *add = status == DS_OK ? ds_sql(store, DS_SQL_IDENTITY_ADD) : NULL;
  if (!add) return status != DS_OK ? status : ds_store_fail(store, err, doing);
  sqlite3_bind_int64(add, 1, *id = r->next++);
  ds_sql_text(add, 2, name->key.text);
  sqlite3_bind_int(add, 3, (int)name->kind);
  sqlite3_bind_int(add, 4, name->complete);
  ds_sql_text(add, 5, name->last);
  ds_sql_text(add, 6, name->bare);
  ds_sql_text(add, 7, name->name.text);
  return ds_sql_run(store, add, err, doing);
}

static ds_status find_or_add(ds_store *store, const ds_draft_name *name, int64_t *id, ds_err *err) {
  const ds_draft_text *key = &name->key;
  *id = ds_words_get(store->identities, key->text, key->len, key->hash);
  if (*id) return DS_OK;
  sqlite3_stmt *find = ds_sql(store, DS_SQL_IDENTITY_FIND);
  if (find) ds_sql_text(find, 1, key->text);
  ds_status status = ds_sql_first(store, find, id, err, doing);
  if (status == DS_OK && !*id) status = add_identity(store, name, id, err);
  if (status == DS_OK) ds_words_put(&store->identities, key->text, key->len, key->hash, *id);
  return status;
}

/* Changes how many articles name the identity; what it may decide is marked when it appears or disappears. */
static ds_status write_articles(ds_store *store, const ds_count *c, ds_err *err) {
  sqlite3_stmt *read = ds_sql(store, DS_SQL_IDENTITY_READ);
  if (!read) return ds_store_fail(store, err, doing);
  sqlite3_bind_int64(read, 1, c->id);
  if (sqlite3_step(read) == SQLITE_ROW) {
    int n = sqlite3_column_int(read, 0) + c->n, kind = sqlite3_column_int(read, 1);
    const char *last = (const char *)sqlite3_column_text(read, 2), *bare = (const char *)sqlite3_column_text(read, 3);
    ds_registry *r = registry_of(store);
    mark_shown(r, c->id);
    if (bare && ((c->n > 0 && n == c->n) || n == 0)) mark_bare(r, bare);
    mark_short(r, kind, last ? last : c->text);
  }
  ds_status status = ds_sql_run(store, read, err, doing);
  return status == DS_OK ? ds_sql_ints(store, DS_SQL_IDENTITY_COUNT, (int64_t[]){c->id, c->n}, 2, err, doing) : status;
}

static ds_status write_fact(ds_store *store, const ds_count *c, ds_err *err) {
  sqlite3_stmt *count = ds_sql(store, DS_SQL_FACT_COUNT);
  if (!count) return ds_store_fail(store, err, doing);
  sqlite3_bind_int64(count, 1, c->id);
  sqlite3_bind_int(count, 2, c->what);
  sqlite3_bind_text(count, 3, c->text, (int)c->len, SQLITE_STATIC);
  sqlite3_bind_int(count, 4, c->n);
  return ds_sql_run(store, count, err, doing);
}

static ds_status write_alias(ds_store *store, const ds_count *c, ds_err *err) {
  char folded[DS_IDENTITY_MAX];
  if (ds_identity_fold(c->text, c->len, folded, sizeof folded) == 0) return DS_OK;
  sqlite3_stmt *count = ds_sql(store, DS_SQL_ALIAS_COUNT);
  if (!count) return ds_store_fail(store, err, doing);
  sqlite3_bind_int64(count, 1, c->id);
  sqlite3_bind_text(count, 2, c->text, (int)c->len, SQLITE_STATIC);
  ds_sql_text(count, 3, folded);
  sqlite3_bind_int(count, 4, c->n);
  ds_status status = ds_sql_run(store, count, err, doing);
  if (status != DS_OK || c->n >= 0) return status;
  int64_t none = 0;
  sqlite3_stmt *gone = ds_sql(store, DS_SQL_ALIAS_GONE);
  if (gone) sqlite3_bind_int64(gone, 1, c->id);
  if (gone) sqlite3_bind_text(gone, 2, c->text, (int)c->len, SQLITE_STATIC);
  status = ds_sql_first(store, gone, &none, err, doing);
  if (none) mark_short(registry_of(store), c->what - ALIAS, folded);
  return status;
}

/* Writes what was counted. */
static ds_status write_counts(ds_store *store, ds_err *err) {
  size_t n;
  const ds_count *all = ds_tally_all(store->registry->tally, &n);
  ds_status status = DS_OK;
  for (size_t i = 0; status == DS_OK && i < n; i++) {
    if (all[i].what >= ALIAS)
      status = write_alias(store, &all[i], err);
    else if (all[i].what == ARTICLES)
      status = write_articles(store, &all[i], err);
    else if (all[i].n)
      status = write_fact(store, &all[i], err);
  }
  return status;
}

static void count(ds_store *store, int64_t id, int what, const char *text, size_t len, int by) {
  ds_registry *r = registry_of(store);
  ds_tally_add(r->tally, id, what, text, len, by);
  r->removed |= by < 0;
}

static void count_fact(ds_store *store, int64_t id, int what, const char *value, int by) {
  if (value && *value) count(store, id, what, value, strlen(value), by);
}

static void count_alias(ds_store *store, int64_t id, int kind, const char *name, size_t len, int by) {
  if (len <= DS_IDENTITY_MAX) count(store, id, ALIAS + kind, name, len, by);
}

/* Counts what one entity of an article says about its identity; by is 1 or -1. */
static void count_appearance(ds_store *store, int64_t id, const char *name, const char *folded, const char *note, const char *country,
                             int by) {
  count(store, id, ARTICLES, folded, strlen(folded), by);
  count_fact(store, id, NAME, name, by);
  count_fact(store, id, NOTE, note, by);
  count_fact(store, id, COUNTRY, country, by);
}

ds_status ds_registry_add(ds_store *store, const ds_draft *draft, int64_t *identities, ds_err *err) {
  ds_status status = DS_OK;
  ds_registry_stir(store);
  for (uint32_t i = 0; status == DS_OK && i < draft->n_names; i++) {
    const ds_draft_name *name = &draft->names[i];
    status = find_or_add(store, name, &identities[i], err);
    if (status == DS_OK) count_appearance(store, identities[i], name->name.text, name->folded.text, name->note, name->country, 1);
  }
  for (uint32_t i = 0; status == DS_OK && i < draft->n_aliases; i++) {
    const ds_draft_alias *alias = &draft->aliases[i];
    count_alias(store, identities[alias->name], (int)draft->names[alias->name].kind, alias->text.text, alias->text.len, alias->n);
  }
  return status;
}

static int kind_of(ds_store *store, int64_t id) {
  sqlite3_stmt *read = ds_sql(store, DS_SQL_IDENTITY_READ);
  int kind = -1;
  if (!read) return kind;
  sqlite3_bind_int64(read, 1, id);
  if (sqlite3_step(read) == SQLITE_ROW) kind = sqlite3_column_int(read, 1);
  sqlite3_reset(read);
  return kind;
}

static ds_status remove_aliases(ds_store *store, int64_t article, ds_err *err) {
  const char *text = NULL;
  size_t len = 0;
  sqlite3_stmt *read = ds_sql(store, DS_SQL_ARTICLE_TEXT), *names = ds_sql(store, DS_SQL_MENTIONED_NAMES);
  if (!read || !names) return ds_store_fail(store, err, doing);
  sqlite3_bind_int64(read, 1, article);
  sqlite3_bind_int64(names, 1, article);
  ds_status status = DS_OK;
  if (sqlite3_step(read) == SQLITE_ROW) {
    text = (const char *)sqlite3_column_text(read, 0);
    len = (size_t)sqlite3_column_bytes(read, 0);
  }
  while (text && status == DS_OK && sqlite3_step(names) == SQLITE_ROW) {
    int64_t id = sqlite3_column_int64(names, 0), start = sqlite3_column_int64(names, 1), n = sqlite3_column_int64(names, 2);
    if (start < 0 || n < 0 || (size_t)(start + n) > len) continue;
    count_alias(store, id, kind_of(store, id), text + start, (size_t)n, -1);
  }
  sqlite3_reset(names);
  sqlite3_reset(read);
  return status;
}

ds_status ds_registry_remove(ds_store *store, int64_t article, ds_err *err) {
  ds_registry_stir(store);
  ds_status status = remove_aliases(store, article, err);
  sqlite3_stmt *rows = ds_sql(store, DS_SQL_APPEARANCES);
  if (!rows) return ds_store_fail(store, err, doing);
  sqlite3_bind_int64(rows, 1, article);
  while (status == DS_OK && sqlite3_step(rows) == SQLITE_ROW) {
    int64_t id = sqlite3_column_int64(rows, 0);
    const char *name = (const char *)sqlite3_column_text(rows, 1);
    ds_identity identity;
    char folded[DS_IDENTITY_MAX];
    ds_identity_fold(name, strlen(name), folded, sizeof folded);
    count_appearance(store, id, name, folded, (const char *)sqlite3_column_text(rows, 2), (const char *)sqlite3_column_text(rows, 3), -1);
    if (kind_of(store, id) != DS_PLACE) continue;
    if (ds_identity_make(DS_PLACE, name, strlen(name), &identity) && identity.name)
      count_alias(store, id, DS_PLACE, name, strlen(name), -1);
  }
  sqlite3_reset(rows);
  return status == DS_OK ? ds_sql_ints(store, DS_SQL_APPEARANCES_DROP, &article, 1, err, doing) : status;
}

/* The values that most articles give (NULL where there is none); of several the first in the order of the alphabet, as the rows come. */
static ds_status best_facts(ds_store *store, int64_t id, char *facts[3], ds_err *err) {
  int64_t most[3] = {0};
  sqlite3_stmt *all = ds_sql(store, DS_SQL_FACTS_OF);
  if (!all) return ds_store_fail(store, err, doing);
  sqlite3_bind_int64(all, 1, id);
  while (sqlite3_step(all) == SQLITE_ROW) {
    int what = sqlite3_column_int(all, 0);
    if (what < NAME || what > COUNTRY || sqlite3_column_int64(all, 2) <= most[what]) continue;
    most[what] = sqlite3_column_int64(all, 2);
    free(facts[what]);
    facts[what] = ds_strdup((const char *)sqlite3_column_text(all, 1));
  }
  return ds_sql_run(store, all, err, doing);
}

static ds_status show(ds_store *store, int64_t id, ds_err *err) {
  char *facts[3] = {NULL};
  bool removed = store->registry->removed;
  ds_status status = removed ? ds_sql_ints(store, DS_SQL_FACTS_DROP, &id, 1, err, doing) : DS_OK;
  if (status == DS_OK && removed) status = ds_sql_ints(store, DS_SQL_ALIASES_DROP, &id, 1, err, doing);
  if (status == DS_OK) status = best_facts(store, id, facts, err);
  if (status == DS_OK && facts[NAME]) {
    sqlite3_stmt *update = ds_sql(store, DS_SQL_IDENTITY_SHOW);
    if (update) {
      sqlite3_bind_int64(update, 1, id);
      ds_sql_text(update, 2, facts[NAME]);
      ds_sql_text(update, 3, facts[NOTE]);
      ds_sql_text(update, 4, facts[COUNTRY]);
    }
    status = ds_sql_run(store, update, err, doing);
  }
  for (int what = 0; what < 3; what++) free(facts[what]);
  return status;
}

/* Marks the short names that may be settled by this identity. */
static ds_status mark_ways(ds_store *store, int64_t id, ds_err *err) {
  sqlite3_stmt *ways = ds_sql(store, DS_SQL_IDENTITY_WAYS);
  if (!ways) return ds_store_fail(store, err, doing);
  sqlite3_bind_int64(ways, 1, id);
  while (sqlite3_step(ways) == SQLITE_ROW)
    mark_short(registry_of(store), sqlite3_column_int(ways, 0), (const char *)sqlite3_column_text(ways, 1));
  return ds_sql_run(store, ways, err, doing);
}

static ds_status point(ds_store *store, int64_t id, int64_t entity, ds_err *err) {
  ds_status status = ds_sql_ints(store, DS_SQL_IDENTITY_POINT, (int64_t[]){id, entity}, 2, err, doing);
  return status == DS_OK && sqlite3_changes(store->db) ? mark_ways(store, id, err) : status;
}

/* Persons with the same first and last name. */
typedef struct namesakes {
  int64_t *ids;
  char **middles; /* "" for none */
  size_t n, cap, cap_middles;
} namesakes;

/* "j" goes with "j", "john" and none. */
static bool go_together(const char *a, const char *b) {
  if (!*a || !*b) return true;
  size_t x = strlen(a), y = strlen(b), n = x < y ? x : y;
  return strncmp(a, b, n) == 0 && (x == y || n == 1);
}

static ds_status read_namesakes(ds_store *store, const char *bare, namesakes *all, ds_err *err) {
  sqlite3_stmt *rows = ds_sql(store, DS_SQL_IDENTITIES_BARE);
  if (!rows) return ds_store_fail(store, err, doing);
  ds_sql_text(rows, 1, bare);
  size_t first = strcspn(bare, " ");
  while (sqlite3_step(rows) == SQLITE_ROW) {
    const char *name = (const char *)sqlite3_column_text(rows, 1) + strlen("person/");
    size_t middle = strlen(name) - strlen(bare);
    DS_GROW(all->ids, all->n, all->cap);
    DS_GROW(all->middles, all->n, all->cap_middles);
    all->ids[all->n] = sqlite3_column_int64(rows, 0);
    all->middles[all->n++] = middle && middle < strlen(name) ? ds_strndup(name + first + 1, middle - 1) : ds_strdup("");
  }
  return ds_sql_run(store, rows, err, doing);
}

static void namesakes_free(namesakes *all) {
  free_all(all->middles, all->n);
  free(all->ids);
}

/* They are one person unless two middle names do not go together; shown as the one with the shortest name. */
static bool are_one(const namesakes *all, size_t *shortest) {
  bool one = true;
  *shortest = 0;
  for (size_t i = 0; i < all->n; i++) {
    for (size_t k = 0; k < i; k++) one &= go_together(all->middles[i], all->middles[k]);
    if (strlen(all->middles[i]) < strlen(all->middles[*shortest])) *shortest = i;
  }
  return one;
}

static ds_status settle_bare(ds_store *store, const char *bare, ds_err *err) {
  namesakes all = {0};
  ds_status status = read_namesakes(store, bare, &all, err);
  size_t shortest;
  bool one = are_one(&all, &shortest);
  for (size_t i = 0; status == DS_OK && i < all.n; i++) status = point(store, all.ids[i], all.ids[one ? shortest : i], err);
  namesakes_free(&all);
  return status;
}

static void leave_out(namesakes *all, const int64_t *apart, size_t n) {
  size_t kept = 0;
  for (size_t i = 0; i < all->n; i++) {
    bool out = false;
    for (size_t k = 0; k < n; k++) out |= apart[k] == all->ids[i];
    if (out) {
      free(all->middles[i]);
      continue;
    }
    all->ids[kept] = all->ids[i];
    all->middles[kept++] = all->middles[i];
  }
  all->n = kept;
}

ds_status ds_registry_shown_as(ds_store *store, int64_t identity, const int64_t *apart, size_t n_apart, int64_t *shown, ds_err *err) {
  namesakes all = {0};
  char *bare = NULL;
  sqlite3_stmt *read = ds_sql(store, DS_SQL_IDENTITY_BARE);
  if (!read) return ds_store_fail(store, err, doing);
  sqlite3_bind_int64(read, 1, identity);
  if (sqlite3_step(read) == SQLITE_ROW) bare = ds_strdup((const char *)sqlite3_column_text(read, 0));
  ds_status status = ds_sql_run(store, read, err, doing);
  if (status == DS_OK && bare) status = read_namesakes(store, bare, &all, err);
  leave_out(&all, apart, n_apart);
  size_t shortest;
  bool one = are_one(&all, &shortest), among = false;
  for (size_t i = 0; i < all.n; i++) among |= all.ids[i] == identity;
  if (status == DS_OK) *shown = one && among ? all.ids[shortest] : identity;
  namesakes_free(&all);
  free(bare);
  return status;
}

/* The entity that a short name stands for: the only one, or one that leaves all others far behind (0 when that is ignored); else itself. */
static ds_status find_fuller(ds_store *store, const char *key, int64_t itself, int64_t *entity, ds_err *err) {
  enum { FAR = 5 };
  int64_t most = 0, rest = 0;
  *entity = itself;
  sqlite3_stmt *fuller = ds_sql(store, DS_SQL_IDENTITIES_FOR);
  if (!fuller) return ds_store_fail(store, err, doing);
  sqlite3_bind_int(fuller, 1, *key == 'p' ? DS_PERSON : DS_ORGANIZATION);
  ds_sql_text(fuller, 2, strchr(key, '/') + 1);
  while (sqlite3_step(fuller) == SQLITE_ROW) {
    if (most) {
      rest += sqlite3_column_int64(fuller, 1);
    } else {
      *entity = sqlite3_column_int64(fuller, 0);
      most = sqlite3_column_int64(fuller, 1);
    }
  }
  if (rest && most < FAR * rest) *entity = itself;
  return ds_sql_run(store, fuller, err, doing);
}

/* Whether half of the articles that name one of two name the other beside it, as somebody else: "President Reagan" and "Nancy Reagan". */
static ds_status are_apart(ds_store *store, int64_t id, int64_t other, int64_t *apart, ds_err *err) {
  sqlite3_stmt *count = ds_sql(store, DS_SQL_IDENTITIES_APART);
  if (!count) return ds_store_fail(store, err, doing);
  sqlite3_bind_int64(count, 1, id);
  sqlite3_bind_int64(count, 2, other);
  return ds_sql_first(store, count, apart, err, doing);
}

static ds_status settle_short(ds_store *store, const char *key, ds_err *err) {
  int64_t id = 0, entity = 0;
  sqlite3_stmt *find = ds_sql(store, DS_SQL_IDENTITIES_SHORT);
  if (find) ds_sql_text(find, 1, key);
  ds_status status = ds_sql_first(store, find, &id, err, doing);
  if (status != DS_OK || !id || ds_replay_holds(registry_of(store)->replay, id)) return status;
  status = find_fuller(store, key, id, &entity, err);
  int64_t apart = 0;
  if (status == DS_OK && entity != id) status = are_apart(store, id, entity, &apart, err);
  if (apart) entity = id;
  return status == DS_OK ? ds_sql_ints(store, DS_SQL_IDENTITY_POINT, (int64_t[]){id, entity}, 2, err, doing) : status;
}

/* An identity stands for another by a correction, or no more: what short names it may settle, and itself when it is one, are settled anew.
 */
static ds_status on_corrected(ds_store *store, int64_t id, ds_err *err) {
  char *key = NULL;
  sqlite3_stmt *read = ds_sql(store, DS_SQL_IDENTITY_ANCHOR);
  if (!read) return ds_store_fail(store, err, doing);
  sqlite3_bind_int64(read, 1, id);
  if (sqlite3_step(read) == SQLITE_ROW) key = ds_strdup((const char *)sqlite3_column_text(read, 0));
  ds_status status = ds_sql_run(store, read, err, doing);
  ds_registry *r = registry_of(store);
  if (key) {
    DS_GROW(r->shorts, r->n_shorts, r->cap_shorts);
    r->shorts[r->n_shorts++] = key;
  }
  return status == DS_OK ? mark_ways(store, id, err) : status;
}

static int by_number(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}
static int by_text(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static ds_status settle_each(ds_store *store, char **list, size_t n, ds_status (*settle)(ds_store *, const char *, ds_err *), ds_err *err) {
  ds_status status = DS_OK;
  qsort(list, n, sizeof *list, by_text);
  for (size_t i = 0; status == DS_OK && i < n; i++)
    if (i == 0 || strcmp(list[i], list[i - 1]) != 0) status = settle(store, list[i], err);
  return status;
}

ds_status ds_registry_recall(ds_store *store, ds_err *err) {
  sqlite3_stmt *keys = ds_sql(store, DS_SQL_SHORTS_WAITING);
  if (!keys) return ds_store_fail(store, err, doing);
  ds_registry *r = registry_of(store);
  while (sqlite3_step(keys) == SQLITE_ROW) {
    DS_GROW(r->shorts, r->n_shorts, r->cap_shorts);
    r->shorts[r->n_shorts++] = ds_strdup((const char *)sqlite3_column_text(keys, 0));
  }
  return ds_sql_run(store, keys, err, doing);
}

ds_status ds_registry_resolve(ds_store *store, ds_err *err) {
  ds_registry *r = store->registry;
  if (!r) return DS_OK;
  ds_status status = write_counts(store, err);
  if (r->n_shown) qsort(r->shown, r->n_shown, sizeof *r->shown, by_number);
  for (size_t i = 0; status == DS_OK && i < r->n_shown; i++)
    if (i == 0 || r->shown[i] != r->shown[i - 1]) {
      status = show(store, r->shown[i], err);
      if (status == DS_OK) status = mark_ways(store, r->shown[i], err);
    }
  if (status == DS_OK && r->n_bare) status = settle_each(store, r->bare, r->n_bare, settle_bare, err);
  if (status == DS_OK) status = ds_replay_new(store, &r->replay, err);
  if (status == DS_OK && r->replay) status = ds_replay_entities(r->replay, on_corrected, err);
  bool wait = store->shorts_wait && !r->removed && !r->replay;
  if (status == DS_OK && r->n_shorts && !wait) status = settle_each(store, r->shorts, r->n_shorts, settle_short, err);
  if (status == DS_OK && r->replay) status = ds_replay_quotes(r->replay, store, err);
  ds_registry_free(r);
  store->registry = NULL;
  return status;
}
