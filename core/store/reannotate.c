/* Stored texts read again. */
#include <stdlib.h>
#include <string.h>

#include "store/pending.h"
#include "store/pool.h"
#include "store/reader.h"
#include "store/save.h"
#include "store/sql.h"

enum { BURST = 16 }; /* articles of a transaction; no more than the pool has places */

static const char doing[] = "reading articles again";

/* Rows of an article in one of its tables: number and place. */
typedef struct places {
  struct place {
    int64_t id, start, len, what;
  } * items;
  size_t n, cap;
  int64_t greatest; /* number of any row of the table */
} places;

/* The two tables whose rows keep their numbers, and what points at them. */
#define OF_ARTICLE \
  "id BETWEEN (SELECT first_predicate FROM tokens WHERE article = ?1) AND (SELECT last_predicate FROM tokens WHERE article = ?1)"
static const struct table {
  const char *read, *greatest, *move, *follow;
} tables[] = {{"SELECT id, start, len, kind FROM quote_rows WHERE article = ?1 ORDER BY id", "SELECT max(id) FROM quote_rows",
               "UPDATE quote_rows SET id = ?3 WHERE id = ?2 AND article = ?1",
               "UPDATE predicate_rows SET quote = ?3 WHERE " OF_ARTICLE " AND quote = ?2"},
              {"SELECT id, start, len, flags & 1 FROM predicate_rows WHERE " OF_ARTICLE " ORDER BY id",
               "SELECT max(id) FROM predicate_rows", "UPDATE predicate_rows SET id = ?3 WHERE id = ?2 AND article = ?1",
               "UPDATE argument_rows SET predicate = ?3 WHERE predicate = ?2 AND ?1 NOT NULL"}};

enum { TABLES = sizeof tables / sizeof *tables };

typedef struct reading_again {
  ds_store *store;
  const ds_reannotate_options *options;
  ds_pool *pool;
  int64_t ids[BURST]; /* of the articles in the pool, oldest first */
  size_t n;
  sqlite3_stmt *statements[TABLES][4];
  sqlite3_stmt *read, *mark, *range;
} again;

static ds_status prepare(again *g, ds_err *err) {
  bool ok = true;
  for (int t = 0; t < TABLES; t++) {
    const char *const texts[] = {tables[t].read, tables[t].greatest, tables[t].move, tables[t].follow};
    for (int i = 0; i < 4; i++) ok &= sqlite3_prepare_v2(g->store->db, texts[i], -1, &g->statements[t][i], NULL) == SQLITE_OK;
  }
  ok &= sqlite3_prepare_v2(g->store->db, "SELECT text, title, date FROM articles WHERE id = ?", -1, &g->read, NULL) == SQLITE_OK;
  ok &= sqlite3_prepare_v2(g->store->db, "UPDATE articles SET annotated = ?2 WHERE id = ?1", -1, &g->mark, NULL) == SQLITE_OK;
  ok &= sqlite3_prepare_v2(g->store->db, "UPDATE tokens SET first_predicate = ?2, last_predicate = ?3 WHERE article = ?1", -1, &g->range,
                           NULL) == SQLITE_OK;
  return ok ? DS_OK : ds_store_fail(g->store, err, doing);
}

static void finish(again *g) {
  for (int t = 0; t < TABLES; t++)
    for (int i = 0; i < 4; i++) sqlite3_finalize(g->statements[t][i]);
  sqlite3_finalize(g->read);
  sqlite3_finalize(g->mark);
  sqlite3_finalize(g->range);
}

static ds_status list_places(again *g, int t, int64_t article, places *all, ds_err *err) {
  sqlite3_stmt *rows = g->statements[t][0];
  sqlite3_bind_int64(rows, 1, article);
  int code;
  while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
    DS_GROW(all->items, all->n, all->cap);
    all->items[all->n++] = (struct place){sqlite3_column_int64(rows, 0), sqlite3_column_int64(rows, 1), sqlite3_column_int64(rows, 2),
                                          sqlite3_column_int64(rows, 3)};
  }
  sqlite3_reset(rows);
  if (code != SQLITE_DONE) return ds_store_fail(g->store, err, doing);
  return ds_sql_first(g->store, g->statements[t][1], &all->greatest, err, doing);
}

static ds_status move(again *g, int t, int64_t article, int64_t from, int64_t to, ds_err *err) {
  ds_status status = DS_OK;
  for (int i = 2; status == DS_OK && i < 4; i++) {
    sqlite3_bind_int64(g->statements[t][i], 1, article);
    sqlite3_bind_int64(g->statements[t][i], 2, from);
    sqlite3_bind_int64(g->statements[t][i], 3, to);
    status = ds_sql_run(g->store, g->statements[t][i], err, doing);
  }
  return status;
}

/* The number that a new row gets: that of the row which stood there, else one that no row had. */
static int64_t number_for(const struct place *new, places *old, int64_t *next) {
  for (size_t i = 0; i < old->n; i++) {
    struct place *o = &old->items[i];
    if (!o->id || o->start != new->start || o->len != new->len || o->what != new->what) continue;
    int64_t id = o->id;
    o->id = 0; /* taken */
    return id;
  }
  return ++*next;
}

/* The predicates of an article stand in a row: when no more are found than there were, they take the numbers of these. */
static ds_status renumber_predicates(again *g, int64_t article, const places *old, ds_err *err) {
  places new = {0};
  ds_status status = list_places(g, 1, article, &new, err);
  bool fits = new.n &&new.n <= old->n &&new.items[0].id != old->items[0].id;
  int64_t first = fits ? old->items[0].id : 0;
  for (size_t i = 0; status == DS_OK && fits && i < new.n; i++) status = move(g, 1, article, new.items[i].id, -(first + (int64_t)i), err);
  for (size_t i = 0; status == DS_OK && fits && i < new.n; i++)
    status = move(g, 1, article, -(first + (int64_t)i), first + (int64_t)i, err);
  if (status == DS_OK && fits) {
    sqlite3_bind_int64(g->range, 1, article);
    sqlite3_bind_int64(g->range, 2, first);
    sqlite3_bind_int64(g->range, 3, first + (int64_t) new.n - 1);
    status = ds_sql_run(g->store, g->range, err, doing);
  }
  free(new.items);
  return status;
}

/* By way of negative numbers, so that none is in the way of another. */
static ds_status renumber_quotes(again *g, int64_t article, places *old, ds_err *err) {
  const int t = 0;
  places new = {0};
  ds_status status = list_places(g, t, article, &new, err);
  int64_t *numbers = ds_alloc((new.n + 1) * sizeof *numbers), next = old->greatest > new.greatest ? old->greatest : new.greatest;
  bool moved = false;
  for (size_t i = 0; i < new.n; i++) {
    numbers[i] = number_for(&new.items[i], old, &next);
    moved |= numbers[i] != new.items[i].id;
  }
  for (size_t i = 0; status == DS_OK && moved && i < new.n; i++) status = move(g, t, article, new.items[i].id, -numbers[i], err);
  for (size_t i = 0; status == DS_OK && moved && i < new.n; i++) status = move(g, t, article, -numbers[i], numbers[i], err);
  free(numbers);
  free(new.items);
  return status;
}

static ds_status write_one(again *g, int64_t article, const ds_job *job, ds_err *err) {
  places old[TABLES] = {{0}};
  ds_status status = DS_OK;
  for (int t = 0; status == DS_OK && t < TABLES; t++) status = list_places(g, t, article, &old[t], err);
  if (status == DS_OK) status = ds_annotation_drop(g->store, article, err);
  if (status == DS_OK) status = ds_annotation_save(g->store, article, job->draft, err);
  if (status == DS_OK) status = ds_pending_flush(g->store, err);
  if (status == DS_OK) status = renumber_quotes(g, article, &old[0], err);
  if (status == DS_OK) status = renumber_predicates(g, article, &old[1], err);
  for (int t = 0; t < TABLES; t++) free(old[t].items);
  sqlite3_bind_int64(g->mark, 1, article);
  sqlite3_bind_int64(g->mark, 2, ds_reader());
  return status == DS_OK ? ds_sql_run(g->store, g->mark, err, doing) : status;
}

static ds_status write_burst(again *g, ds_err *err) {
  ds_pool_ready(g->pool, g->n);
  ds_status status = ds_store_begin(g->store, err);
  if (status != DS_OK) return status;
  for (size_t i = 0; status == DS_OK && i < g->n; i++) status = write_one(g, g->ids[i], ds_pool_oldest(g->pool, i), err);
  if (status == DS_OK)
    status = ds_store_commit(g->store, err);
  else
    ds_store_rollback(g->store);
  ds_pool_drop(g->pool, g->n);
  g->n = 0;
  return status;
}

static char *column_copy(sqlite3_stmt *row, int column) {
  const char *text = (const char *)sqlite3_column_text(row, column);
  return text ? ds_strndup(text, (size_t)sqlite3_column_bytes(row, column)) : NULL;
}

static ds_status queue(again *g, int64_t article, ds_err *err) {
  sqlite3_bind_int64(g->read, 1, article);
  if (sqlite3_step(g->read) != SQLITE_ROW) {
    sqlite3_reset(g->read);
    return ds_fail(err, DS_USAGE, "no article %lld", (long long)article);
  }
  ds_job *job = ds_pool_place(g->pool);
  job->article.text = column_copy(g->read, 0);
  job->article.text_len = (size_t)sqlite3_column_bytes(g->read, 0);
  job->article.title = column_copy(g->read, 1);
  job->article.date = column_copy(g->read, 2);
  job->wanted = true;
  g->ids[g->n++] = article;
  sqlite3_reset(g->read);
  ds_pool_push(g->pool);
  return DS_OK;
}

static ds_status list_articles(ds_store *store, const ds_reannotate_options *o, int64_t **ids, size_t *n, ds_err *err) {
  sqlite3_stmt *rows = NULL;
  size_t cap = 0;
  if (o->articles) {
    *ids = ds_alloc((o->n_articles + 1) * sizeof **ids);
    memcpy(*ids, o->articles, o->n_articles * sizeof **ids);
    *n = o->n_articles;
    return DS_OK;
  }
  int code = sqlite3_prepare_v2(store->db, "SELECT id FROM articles WHERE annotated NOT NULL AND (?1 OR annotated <> ?2) ORDER BY id", -1,
                                &rows, NULL);
  if (code == SQLITE_OK) {
    sqlite3_bind_int(rows, 1, o->all);
    sqlite3_bind_int64(rows, 2, ds_reader());
    while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
      DS_GROW(*ids, *n, cap);
      (*ids)[(*n)++] = sqlite3_column_int64(rows, 0);
    }
  }
  ds_status status = code == SQLITE_DONE ? DS_OK : ds_store_fail(store, err, doing);
  sqlite3_finalize(rows);
  return status;
}

ds_status ds_reannotate(ds_store *store, const ds_reannotate_options *options, size_t *done, ds_err *err) {
  again g = {.store = store, .options = options};
  int64_t *ids = NULL;
  size_t n = 0;
  *done = 0;
  ds_status status = list_articles(store, options, &ids, &n, err);
  if (status == DS_OK) status = prepare(&g, err);
  if (status == DS_OK) g.pool = ds_pool_new(options->jobs);
  for (size_t i = 0; status == DS_OK && i < n; i++) {
    status = queue(&g, ids[i], err);
    if (status != DS_OK || (g.n < BURST && i + 1 < n)) continue;
    status = write_burst(&g, err);
    if (status == DS_OK) *done = i + 1;
    if (status == DS_OK && options->progress) options->progress(options->data, *done, n);
    if (status == DS_OK && i + 1 < n && options->stop && *options->stop) status = ds_fail(err, DS_INTERRUPT, "reading again was stopped");
  }
  ds_pool_free(g.pool);
  finish(&g);
  free(ids);
  return status;
}
