#include "store/merge.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "store/corrections.h"
#include "store/duplicates.h"
#include "store/load.h"
#include "store/pending.h"
#include "store/registry.h"
#include "store/save.h"

enum { BURST = 256 };

typedef struct merging {
  ds_store *out, *in;
  const ds_merge_options *options;
  ds_merge_counts *counts, burst; /* burst: of the transaction at hand */
  ds_loader *loader;              /* of in */
  ds_loader *mine;                /* of out */
  ds_arena *arena;
  int64_t total;
} merging;

static const char doing[] = "merging";

/* ---- which of two is taken ---- */

/* Unknown comes last. */
static int compare_texts(const char *a, const char *b) {
  if (!a || !b) return (a == NULL) - (b == NULL);
  return strcmp(a, b);
}

/* Below 0 when a is to be preferred to b. */
static int compare(const ds_loaded *a, const ds_loaded *b) {
  if (a->annotated != b->annotated) return a->annotated > b->annotated ? -1 : 1;
  const char *x[] = {a->article.date,  a->article.file,   a->article.ref,       a->article.outlet, a->article.url,
                     a->article.title, a->article.author, a->article.date_from, a->article.lang,   a->article.text};
  const char *y[] = {b->article.date,  b->article.file,   b->article.ref,       b->article.outlet, b->article.url,
                     b->article.title, b->article.author, b->article.date_from, b->article.lang,   b->article.text};
  int order = 0;
  for (size_t i = 0; order == 0 && i < sizeof x / sizeof *x; i++) order = compare_texts(x[i], y[i]);
  return order;
}

/* ---- one article ---- */

static ds_status find_key(merging *m, const char *key, int64_t *id, ds_err *err) {
  sqlite3_stmt *find = ds_sql(m->out, DS_SQL_ARTICLE_BY_KEY);
  if (find) ds_sql_text(find, 1, key);
  return ds_sql_first(m->out, find, id, err, doing);
}

/* Where and when it was seen: the earliest time counts. */
static ds_status copy_sightings(merging *m, int64_t from, int64_t to, ds_err *err) {
  sqlite3_stmt *read = ds_sql(m->in, DS_SQL_SIGHTINGS);
  ds_status status = DS_OK;
  int code = SQLITE_ERROR;
  if (read) sqlite3_bind_int64(read, 1, from);
  while (read && status == DS_OK && (code = sqlite3_step(read)) == SQLITE_ROW) {
    sqlite3_stmt *add = ds_sql(m->out, DS_SQL_SIGHTING_JOIN);
    if (!add) return ds_store_fail(m->out, err, doing);
    sqlite3_bind_int64(add, 1, to);
    ds_sql_text(add, 2, (const char *)sqlite3_column_text(read, 0));
    ds_sql_text(add, 3, (const char *)sqlite3_column_text(read, 1));
    status = ds_sql_run(m->out, add, err, doing);
  }
  if (status == DS_OK && code != SQLITE_DONE) status = ds_store_fail(m->in, err, doing);
  if (read) sqlite3_reset(read);
  return status;
}

/* The article as it stands in in and, when it is the better of both, in out. */
static ds_status write_better(merging *m, int64_t *id, ds_loaded *theirs, ds_err *err) {
  ds_loaded ours;
  ds_status status = DS_OK;
  if (*id) {
    status = ds_pending_flush(m->out, err);
    if (status == DS_OK) status = ds_loader_read(m->mine, *id, m->arena, &ours, err);
    if (status != DS_OK) return status;
    if (compare(&ours, theirs) <= 0) {
      m->burst.known++;
      return DS_OK;
    }
    m->burst.updated++;
  } else {
    m->burst.added++;
  }
  const ds_draft *draft = theirs->annotation ? ds_draft_make(theirs->annotation, &theirs->packed, m->arena) : NULL;
  status = ds_article_save(m->out, *id, &theirs->article, theirs->key, draft, NULL, id, err);
  if (status == DS_OK && theirs->annotated)
    status = ds_sql_ints(m->out, DS_SQL_ARTICLE_ANNOTATED, (int64_t[]){*id, theirs->annotated}, 2, err, doing);
  return status;
}

static ds_status merge_article(merging *m, int64_t from, ds_err *err) {
  ds_loaded loaded;
  int64_t id;
  ds_arena_reset(m->arena);
  ds_status status = ds_loader_read(m->loader, from, m->arena, &loaded, err);
  if (status == DS_OK) status = find_key(m, loaded.key, &id, err);
  if (status == DS_OK) status = write_better(m, &id, &loaded, err);
  if (status == DS_OK) status = copy_sightings(m, from, id, err);
  sqlite3_stmt *first = status == DS_OK ? ds_sql(m->out, DS_SQL_ARTICLE_IMPORTED) : NULL;
  if (!first) return status != DS_OK ? status : ds_store_fail(m->out, err, doing);
  sqlite3_bind_int64(first, 1, id);
  ds_sql_text(first, 2, loaded.imported);
  m->burst.articles++;
  return ds_sql_run(m->out, first, err, doing);
}

/* ---- one database ---- */

/* The ids of its articles, ascending, ended by 0; the caller frees. */
static ds_status list_articles(ds_store *in, int64_t **ids, ds_err *err) {
  sqlite3_stmt *rows = NULL;
  int64_t *all = NULL;
  size_t n = 0, cap = 0;
  int code = sqlite3_prepare_v2(in->db, "SELECT id FROM articles ORDER BY id", -1, &rows, NULL);
  while (code == SQLITE_OK || code == SQLITE_ROW) {
    code = sqlite3_step(rows);
    DS_GROW(all, n, cap);
    all[n++] = code == SQLITE_ROW ? sqlite3_column_int64(rows, 0) : 0;
  }
  sqlite3_finalize(rows);
  if (code != SQLITE_DONE) {
    free(all);
    return ds_store_fail(in, err, doing);
  }
  *ids = all;
  return DS_OK;
}

static void add_counts(ds_merge_counts *to, const ds_merge_counts *from) {
  to->articles += from->articles;
  to->added += from->added;
  to->updated += from->updated;
  to->known += from->known;
}

/* The next articles, as one transaction; *ids moves on. */
static ds_status merge_burst(merging *m, const int64_t **ids, ds_err *err) {
  ds_status status = ds_store_begin(m->out, err);
  if (status != DS_OK) return status;
  m->burst = (ds_merge_counts){0};
  for (int i = 0; status == DS_OK && i < BURST && **ids; i++) {
    status = merge_article(m, **ids, err);
    (*ids)++;
  }
  if (status == DS_OK)
    status = ds_store_commit(m->out, err);
  else
    ds_store_rollback(m->out);
  if (status != DS_OK) return status;
  add_counts(m->counts, &m->burst);
  if (m->options->progress) m->options->progress(m->options->data, m->counts, m->total);
  return m->options->stop && *m->options->stop ? ds_fail(err, DS_INTERRUPT, "merge stopped") : DS_OK;
}

/* Which files were dealt with, so that the next import passes them over: of two states of one file the later. Near copies and short names,
 * too. */
static ds_status merge_imports(merging *m, ds_err *err) {
  sqlite3_stmt *read = ds_sql(m->in, DS_SQL_IMPORTS);
  ds_status status = ds_store_begin(m->out, err);
  m->out->shorts_wait = false;
  int code = SQLITE_ERROR;
  while (read && status == DS_OK && (code = sqlite3_step(read)) == SQLITE_ROW) {
    sqlite3_stmt *add = ds_sql(m->out, DS_SQL_IMPORT_JOIN);
    for (int i = 0; add && i < 5; i++) sqlite3_bind_value(add, i + 1, sqlite3_column_value(read, i));
    status = ds_sql_run(m->out, add, err, doing);
  }
  if (status == DS_OK && code != SQLITE_DONE) status = ds_store_fail(m->in, err, doing);
  if (read) sqlite3_reset(read);
  if (status == DS_OK) status = ds_registry_recall(m->out, err);
  if (status == DS_OK) status = ds_duplicates_settle(m->out, err);
  if (status == DS_OK) return ds_store_commit(m->out, err);
  ds_store_rollback(m->out);
  return status;
}

/* What was corrected there; upon the articles, which are here now. */
static ds_status merge_corrections(merging *m, ds_err *err) {
  ds_buf log = {0};
  size_t added = 0, known = 0;
  ds_status status = ds_corrections_export(m->in, &log, err);
  if (status == DS_OK && log.len) status = ds_corrections_import(m->out, log.data, log.len, m->in->path, &added, &known, err);
  m->counts->corrections += (int64_t)added;
  ds_buf_reset(&log);
  return status;
}

static ds_status merge_database(merging *m, const char *path, ds_err *err) {
  int64_t *ids = NULL;
  ds_status status = ds_store_open(path, DS_OPEN_OLDER, 0, &m->in, err);
  if (status == DS_OK) status = ds_loader_new(m->in, &m->loader, err);
  if (status == DS_OK) status = list_articles(m->in, &ids, err);
  const int64_t *next = ids;
  m->out->shorts_wait = true;
  while (status == DS_OK && *next) status = merge_burst(m, &next, err);
  if (status == DS_OK) status = merge_imports(m, err);
  if (status == DS_OK) status = merge_corrections(m, err);
  if (status == DS_OK) m->counts->databases++;
  free(ids);
  ds_loader_free(m->loader);
  ds_store_close(m->in);
  m->out->shorts_wait = false;
  m->loader = NULL;
  m->in = NULL;
  return status;
}

/* ---- all ---- */

static bool same_file(const char *a, const char *b) {
  struct stat x, y;
  return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* Opens each once, so that a wrong name or a damaged file stops the merge before it begins. */
static ds_status look_at(merging *m, const char *const *paths, ds_err *err) {
  for (; *paths; paths++) {
    if (same_file(*paths, m->out->path)) return ds_fail(err, DS_USAGE, "'%s' cannot be merged into itself", *paths);
    ds_store *in = NULL;
    sqlite3_stmt *count = NULL;
    int64_t n = 0;
    ds_status status = ds_store_open(*paths, DS_OPEN_OLDER, 0, &in, err);
    if (status == DS_OK) {
      sqlite3_prepare_v2(in->db, "SELECT count(*) FROM articles", -1, &count, NULL);
      status = ds_sql_first(in, count, &n, err, doing);
      sqlite3_finalize(count);
    }
    ds_store_close(in);
    if (status != DS_OK) return status;
    m->total += n;
  }
  return DS_OK;
}

ds_status ds_merge(ds_store *out, const char *const *paths, const ds_merge_options *options, ds_merge_counts *counts, ds_err *err) {
  merging m = {.out = out, .options = options, .counts = counts, .arena = ds_arena_new()};
  *counts = (ds_merge_counts){0};
  ds_status status = look_at(&m, paths, err);
  if (status == DS_OK) status = ds_loader_new(out, &m.mine, err);
  if (status == DS_OK) sqlite3_exec(out->db, "PRAGMA cache_size=-131072; PRAGMA wal_autocheckpoint=20000", NULL, NULL, NULL);
  for (; status == DS_OK && *paths; paths++) status = merge_database(&m, *paths, err);
  ds_loader_free(m.mine);
  ds_arena_free(m.arena);
  if (status == DS_OK && counts->added) sqlite3_exec(out->db, "PRAGMA analysis_limit=400; PRAGMA optimize", NULL, NULL, NULL);
  return status;
}
