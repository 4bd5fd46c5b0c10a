#include "store/duplicates.h"

#include <stdlib.h>
#include <string.h>

#include "store/crowd.h"

static const char doing[] = "looking for near copies";

enum { CHUNK = 8192, CACHED = 2048, TESTED = 1 << 20, SIGNATURES = 1 << 16 };

/* A band of an article. */
typedef struct entry {
  uint32_t band;
  int64_t article;
} entry;

/* Article to cluster and, within a settling, cluster to the one that it was joined with. */
typedef struct node {
  int64_t id, parent; /* id 0: free */
} node;

/* The bands of an article. */
typedef struct signature {
  int64_t article; /* 0: free */
  uint32_t bands[DS_BANDS];
} signature;

typedef struct settling {
  ds_store *store;
  entry *entries;
  size_t n_entries, cap_entries;
  int64_t *group; /* articles that share the band at hand */
  size_t n_group, cap_group;
  ds_crowd_member *crowd;              /* the same, when they are very many; DS_CROWD_MOST, made at first use */
  signature *signatures;               /* of those that are queued, and of members of crowds */
  size_t n_signatures, cap_signatures; /* cap_signatures: a power of two */
  node *nodes;
  size_t n_nodes, cap_nodes; /* cap_nodes: a power of two */
  uint64_t *tested;          /* hashes of pairs that are not alike; 0: free */
  size_t n_tested;
  struct {
    int64_t article;
    ds_shingles shingles;
  } cache[CACHED];
} settling;

static uint64_t scatter(uint64_t x) {
  x *= 0x9e3779b97f4a7c15u;
  return x ^ x >> 32;
}

ds_status ds_duplicates_queue(ds_store *store, int64_t article, const char *text, size_t len, const uint32_t *bands, ds_err *err) {
  uint32_t own[DS_BANDS];
  if (!bands) {
    ds_shingles_text_bands(text, len, own);
    bands = own;
  }
  if (!bands[0] && !bands[1]) return DS_OK;
  sqlite3_stmt *add = ds_sql(store, DS_SQL_UNSETTLED_ADD);
  if (!add) return ds_store_fail(store, err, doing);
  sqlite3_bind_int64(add, 1, article);
  sqlite3_bind_blob(add, 2, bands, sizeof own, SQLITE_STATIC);
  return ds_sql_run(store, add, err, doing);
}

/* The shingles of a stored article's text; none when it is not there. */
static ds_status read_shingles(ds_store *store, int64_t article, ds_shingles *out, ds_err *err) {
  *out = (ds_shingles){0};
  sqlite3_stmt *read = ds_sql(store, DS_SQL_ARTICLE_TEXT);
  if (!read) return ds_store_fail(store, err, doing);
  sqlite3_bind_int64(read, 1, article);
  if (sqlite3_step(read) == SQLITE_ROW) {
    const char *text = (const char *)sqlite3_column_text(read, 0);
    ds_shingles_make(text ? text : "", (size_t)sqlite3_column_bytes(read, 0), out);
  }
  return ds_sql_run(store, read, err, doing);
}

static ds_status drop_bands(ds_store *store, int64_t article, ds_err *err) {
  ds_shingles shingles;
  uint32_t bands[DS_BANDS];
  ds_status status = read_shingles(store, article, &shingles, err);
  ds_shingles_bands(&shingles, bands);
  for (int i = 0; status == DS_OK && shingles.n && i < DS_BANDS; i++)
    status = ds_sql_ints(store, DS_SQL_BAND_DROP, (int64_t[]){bands[i], article}, 2, err, doing);
  ds_shingles_reset(&shingles);
  return status;
}

/* The articles of a cluster, by the number of its primary. The caller frees. */
static ds_status read_cluster(ds_store *store, int64_t primary, int64_t **members, size_t *n, ds_err *err) {
  size_t cap = *n;
  sqlite3_stmt *read = ds_sql(store, DS_SQL_CLUSTER);
  if (!read) return ds_store_fail(store, err, doing);
  sqlite3_bind_int64(read, 1, primary);
  while (sqlite3_step(read) == SQLITE_ROW) {
    if (*n == cap) {
      cap = cap ? cap * 2 : 16;
      *members = ds_realloc(*members, cap * sizeof **members);
    }
    (*members)[(*n)++] = sqlite3_column_int64(read, 0);
  }
  return ds_sql_run(store, read, err, doing);
}

static ds_status cluster_of(ds_store *store, int64_t article, int64_t *primary, ds_err *err) {
  sqlite3_stmt *read = ds_sql(store, DS_SQL_CLUSTER_OF);
  if (read) sqlite3_bind_int64(read, 1, article);
  return ds_sql_first(store, read, primary, err, doing);
}

/* Makes an article one of its own and queues it. */
static ds_status requeue(ds_store *store, int64_t article, ds_err *err) {
  ds_shingles shingles;
  uint32_t bands[DS_BANDS];
  ds_status status = ds_sql_ints(store, DS_SQL_DUPLICATE_SET, (int64_t[]){article, DS_SQL_NULL}, 2, err, doing);
  if (status != DS_OK) return status;
  status = read_shingles(store, article, &shingles, err);
  ds_shingles_bands(&shingles, bands);
  ds_shingles_reset(&shingles);
  return status == DS_OK ? ds_duplicates_queue(store, article, NULL, 0, bands, err) : status;
}

ds_status ds_duplicates_forget(ds_store *store, int64_t article, ds_err *err) {
  int64_t primary = 0, *members = NULL;
  size_t n = 0;
  ds_status status = ds_sql_ints(store, DS_SQL_UNSETTLED_DROP, &article, 1, err, doing);
  if (status == DS_OK) status = drop_bands(store, article, err);
  if (status == DS_OK) status = cluster_of(store, article, &primary, err);
  if (status == DS_OK) status = read_cluster(store, primary, &members, &n, err);
  for (size_t i = 0; status == DS_OK && n > 1 && i < n; i++) {
    if (members[i] != article)
      status = requeue(store, members[i], err);
    else
      status = ds_sql_ints(store, DS_SQL_DUPLICATE_SET, (int64_t[]){article, DS_SQL_NULL}, 2, err, doing);
  }
  free(members);
  return status;
}

/* --- clusters in memory --- */

static node *node_slot(settling *s, int64_t id) {
  size_t i = scatter((uint64_t)id) & (s->cap_nodes - 1);
  while (s->nodes[i].id && s->nodes[i].id != id) i = (i + 1) & (s->cap_nodes - 1);
  return &s->nodes[i];
}

static void add_node(settling *s, int64_t id, int64_t parent) {
  if (s->n_nodes * 2 >= s->cap_nodes) {
    node *old = s->nodes;
    size_t n = s->cap_nodes;
    s->cap_nodes = n ? n * 2 : 1024;
    s->nodes = ds_alloc(s->cap_nodes * sizeof *s->nodes);
    for (size_t i = 0; i < n; i++)
      if (old[i].id) *node_slot(s, old[i].id) = old[i];
    free(old);
  }
  *node_slot(s, id) = (node){id, parent};
  s->n_nodes++;
}

/* The cluster that an article is in now; 0 when the article is not there. */
static ds_status find(settling *s, int64_t article, int64_t *cluster, ds_err *err) {
  ds_status status = DS_OK;
  node *at = s->cap_nodes ? node_slot(s, article) : NULL;
  if (!at || !at->id) {
    int64_t primary = 0;
    status = cluster_of(s->store, article, &primary, err);
    *cluster = 0;
    if (status != DS_OK || !primary) return status;
    add_node(s, article, primary);
    if (primary != article && !node_slot(s, primary)->id) add_node(s, primary, primary);
    at = node_slot(s, article);
  }
  while (at->parent != at->id) {
    node *up = node_slot(s, at->parent);
    at->parent = up->parent;
    at = up;
  }
  *cluster = at->id;
  return DS_OK;
}

/* --- signatures --- */

static signature *signature_slot(settling *s, int64_t article) {
  size_t i = scatter((uint64_t)article) & (s->cap_signatures - 1);
  while (s->signatures[i].article && s->signatures[i].article != article) i = (i + 1) & (s->cap_signatures - 1);
  return &s->signatures[i];
}

static void add_signature(settling *s, int64_t article, const uint32_t *bands) {
  if (s->n_signatures * 2 >= s->cap_signatures) {
    signature *old = s->signatures;
    size_t n = s->cap_signatures;
    s->cap_signatures = n ? n * 2 : 1024;
    s->signatures = ds_alloc(s->cap_signatures * sizeof *s->signatures);
    for (size_t i = 0; i < n; i++)
      if (old[i].article) *signature_slot(s, old[i].article) = old[i];
    free(old);
  }
  signature *slot = signature_slot(s, article);
  s->n_signatures += slot->article == 0;
  slot->article = article;
  memcpy(slot->bands, bands, sizeof slot->bands);
}

/* bands: those of a stored article's text, read when they are not known. */
static ds_status bands_of(settling *s, int64_t article, uint32_t bands[DS_BANDS], ds_err *err) {
  const signature *known = signature_slot(s, article);
  ds_shingles shingles;
  if (known->article) {
    memcpy(bands, known->bands, sizeof known->bands);
    return DS_OK;
  }
  ds_status status = read_shingles(s->store, article, &shingles, err);
  ds_shingles_bands(&shingles, bands);
  ds_shingles_reset(&shingles);
  add_signature(s, article, bands);
  return status;
}

/* --- pairs --- */

static ds_status shingles_of(settling *s, int64_t article, const ds_shingles **out, ds_err *err) {
  size_t at = (size_t)article % CACHED;
  ds_status status = DS_OK;
  if (s->cache[at].article != article) {
    ds_shingles_reset(&s->cache[at].shingles);
    s->cache[at].article = article;
    status = read_shingles(s->store, article, &s->cache[at].shingles, err);
  }
  *out = &s->cache[at].shingles;
  return status;
}

/* Was the pair found not to be alike before? Otherwise it is noted so. */
static bool was_tested(settling *s, int64_t a, int64_t b) {
  if (s->n_tested * 2 >= TESTED) {
    memset(s->tested, 0, TESTED * sizeof *s->tested);
    s->n_tested = 0;
  }
  uint64_t pair = scatter((uint64_t)(a < b ? a : b) * 0x2545f4914f6cdd1du + (uint64_t)(a < b ? b : a)) | 1;
  size_t i = pair >> 7 & (TESTED - 1);
  while (s->tested[i] && s->tested[i] != pair) i = (i + 1) & (TESTED - 1);
  bool found = s->tested[i] == pair;
  if (!found) s->tested[i] = pair, s->n_tested++;
  return found;
}

static ds_status try_pair(void *data, int64_t a, int64_t b, ds_err *err) {
  settling *s = data;
  int64_t x = 0, y = 0;
  ds_status status = find(s, a, &x, err);
  if (status == DS_OK) status = find(s, b, &y, err);
  if (status != DS_OK || !x || !y || x == y || was_tested(s, a, b)) return status;
  s->store->compared++;
  const ds_shingles *first, *second;
  status = shingles_of(s, a, &first, err);
  if (status != DS_OK) return status;
  /* Both may want the same place of the cache. */
  ds_shingles held = *first;
  bool clash = a % CACHED == b % CACHED;
  if (clash) s->cache[a % CACHED].article = 0, s->cache[a % CACHED].shingles = (ds_shingles){0};
  status = shingles_of(s, b, &second, err);
  if (status == DS_OK && ds_shingles_alike(&held, second)) node_slot(s, x)->parent = y;
  if (clash) ds_shingles_reset(&held);
  return status;
}

static ds_status read_group(settling *s, uint32_t band, ds_err *err) {
  sqlite3_stmt *read = ds_sql(s->store, DS_SQL_BAND);
  if (!read) return ds_store_fail(s->store, err, doing);
  sqlite3_bind_int64(read, 1, band);
  s->n_group = 0;
  while (sqlite3_step(read) == SQLITE_ROW) {
    DS_GROW(s->group, s->n_group, s->cap_group);
    s->group[s->n_group++] = sqlite3_column_int64(read, 0);
  }
  return ds_sql_run(s->store, read, err, doing);
}

/* --- settling --- */

static int by_band(const void *a, const void *b) {
  const entry *x = a, *y = b;
  return x->band != y->band ? (x->band > y->band) - (x->band < y->band) : (x->article > y->article) - (x->article < y->article);
}

static ds_status read_queue(settling *s, ds_err *err) {
  uint32_t bands[DS_BANDS];
  sqlite3_stmt *read = ds_sql(s->store, DS_SQL_UNSETTLED);
  if (!read) return ds_store_fail(s->store, err, doing);
  sqlite3_bind_int(read, 1, CHUNK);
  s->n_entries = 0;
  if (s->n_signatures > SIGNATURES) {
    memset(s->signatures, 0, s->cap_signatures * sizeof *s->signatures);
    s->n_signatures = 0;
  }
  while (sqlite3_step(read) == SQLITE_ROW) {
    const void *blob = sqlite3_column_blob(read, 1);
    if (!blob || sqlite3_column_bytes(read, 1) != sizeof bands) continue;
    memcpy(bands, blob, sizeof bands);
    add_signature(s, sqlite3_column_int64(read, 0), bands);
    for (int i = 0; i < DS_BANDS; i++) {
      DS_GROW(s->entries, s->n_entries, s->cap_entries);
      s->entries[s->n_entries++] = (entry){bands[i], sqlite3_column_int64(read, 0)};
    }
  }
  if (s->n_entries) qsort(s->entries, s->n_entries, sizeof *s->entries, by_band);
  return ds_sql_run(s->store, read, err, doing);
}

/* The group as a crowd, of which the entries (n, in the order of their articles) are new. */
static ds_status join_crowd(settling *s, const entry *entries, size_t n, ds_err *err) {
  size_t first = s->n_group > DS_CROWD_MOST ? s->n_group - DS_CROWD_MOST : 0, members = 0, fresh = 0;
  ds_status status = DS_OK;
  if (!s->crowd) s->crowd = ds_alloc(DS_CROWD_MOST * sizeof *s->crowd);
  for (size_t i = first; status == DS_OK && i < s->n_group; i++) {
    ds_crowd_member *m = &s->crowd[members++];
    m->article = s->group[i];
    while (fresh < n && entries[fresh].article < m->article) fresh++;
    m->fresh = fresh < n && entries[fresh].article == m->article;
    status = bands_of(s, m->article, m->bands, err);
  }
  int shared = 0;
  while (shared < DS_BANDS - 1 && s->crowd[members - 1].bands[shared] != entries->band) shared++;
  return status == DS_OK ? ds_crowd_pairs(s->crowd, members, shared, try_pair, s, err) : status;
}

/* Compares the entries, which have one band, with all that share it. */
static ds_status join_group(settling *s, const entry *entries, size_t n, ds_err *err) {
  ds_status status = read_group(s, entries->band, err);
  if (status == DS_OK && s->n_group > DS_CROWDED) return join_crowd(s, entries, n, err);
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; status == DS_OK && s->n_group > 1 && k < s->n_group; k++)
      if (s->group[k] != entries[i].article) status = try_pair(s, entries[i].article, s->group[k], err);
  return status;
}

static ds_status join_all(settling *s, ds_err *err) {
  ds_status status = DS_OK;
  for (size_t i = 0; status == DS_OK && i < s->n_entries; i++)
    status = ds_sql_ints(s->store, DS_SQL_BAND_ADD, (int64_t[]){s->entries[i].band, s->entries[i].article}, 2, err, doing);
  for (size_t i = 0, end; status == DS_OK && i < s->n_entries; i = end) {
    for (end = i + 1; end < s->n_entries && s->entries[end].band == s->entries[i].band;) end++;
    status = join_group(s, &s->entries[i], end - i, err);
  }
  return status;
}

/* A stored cluster that was joined with others, under the number that they have in common now. */
typedef struct joined {
  int64_t common, cluster;
} joined;

static int by_common(const void *a, const void *b) {
  const joined *x = a, *y = b;
  return x->common != y->common ? (x->common > y->common) - (x->common < y->common) : (x->cluster > y->cluster) - (x->cluster < y->cluster);
}

static ds_status write_cluster(settling *s, const joined *parts, size_t n_parts, ds_err *err) {
  int64_t *members = NULL, primary = 0;
  size_t n = 0;
  ds_buf list = {0};
  ds_status status = DS_OK;
  for (size_t i = 0; status == DS_OK && i < n_parts; i++) status = read_cluster(s->store, parts[i].cluster, &members, &n, err);
  for (size_t i = 0; i < n; i++) ds_buf_printf(&list, "%c%lld", i ? ',' : '[', (long long)members[i]);
  ds_buf_putc(&list, ']');
  sqlite3_stmt *first = status == DS_OK ? ds_sql(s->store, DS_SQL_PRIMARY) : NULL;
  if (first) ds_sql_text(first, 1, list.data);
  if (status == DS_OK) status = ds_sql_first(s->store, first, &primary, err, doing);
  for (size_t i = 0; status == DS_OK && i < n; i++)
    status =
        ds_sql_ints(s->store, DS_SQL_DUPLICATE_SET, (int64_t[]){members[i], members[i] == primary ? DS_SQL_NULL : primary}, 2, err, doing);
  ds_buf_reset(&list);
  free(members);
  return status;
}

/* Writes the clusters that have grown. */
static ds_status write_clusters(settling *s, ds_err *err) {
  joined *all = NULL;
  size_t n = 0, cap = 0;
  ds_status status = DS_OK;
  for (size_t i = 0; status == DS_OK && i < s->cap_nodes; i++) {
    int64_t id = s->nodes[i].id, stored = 0;
    if (!id) continue;
    DS_GROW(all, n, cap);
    status = cluster_of(s->store, id, &stored, err);
    all[n].cluster = stored;
    if (status == DS_OK) status = find(s, id, &all[n++].common, err);
  }
  if (n) qsort(all, n, sizeof *all, by_common);
  size_t kept = 0;
  for (size_t i = 0; i < n; i++)
    if (i == 0 || by_common(&all[i], &all[kept - 1]) != 0) all[kept++] = all[i];
  for (size_t i = 0, end; status == DS_OK && i < kept; i = end) {
    for (end = i + 1; end < kept && all[end].common == all[i].common;) end++;
    if (end - i > 1) status = write_cluster(s, all + i, end - i, err);
  }
  free(all);
  return status;
}

static ds_status settle_chunk(settling *s, ds_err *err) {
  if (s->n_tested) memset(s->tested, 0, TESTED * sizeof *s->tested);
  s->n_tested = s->n_nodes = 0;
  if (s->cap_nodes) memset(s->nodes, 0, s->cap_nodes * sizeof *s->nodes);
  ds_status status = join_all(s, err);
  if (status == DS_OK) status = write_clusters(s, err);
  int64_t last = 0;
  for (size_t i = 0; i < s->n_entries; i++)
    if (s->entries[i].article > last) last = s->entries[i].article;
  return status == DS_OK ? ds_sql_ints(s->store, DS_SQL_UNSETTLED_DONE, &last, 1, err, doing) : status;
}

ds_status ds_duplicates_settle(ds_store *store, ds_err *err) {
  settling *s = ds_alloc(sizeof *s);
  s->store = store;
  ds_status status = read_queue(s, err);
  if (status == DS_OK && s->n_entries) s->tested = ds_alloc(TESTED * sizeof *s->tested);
  while (status == DS_OK && s->n_entries) {
    status = settle_chunk(s, err);
    if (status == DS_OK) status = read_queue(s, err);
  }
  for (size_t i = 0; i < CACHED; i++) ds_shingles_reset(&s->cache[i].shingles);
  free(s->entries);
  free(s->group);
  free(s->crowd);
  free(s->signatures);
  free(s->nodes);
  free(s->tested);
  free(s);
  return status;
}

ds_status ds_copies_count(ds_store *store, const char *since, const char *until, const char *outlet, int64_t *n, ds_err *err) {
  sqlite3_stmt *count = ds_sql(store, DS_SQL_COPIES);
  if (count) {
    ds_sql_text(count, 1, since);
    ds_sql_text(count, 2, until);
    ds_sql_text(count, 3, outlet);
  }
  return ds_sql_first(store, count, n, err, "counting near copies");
}
