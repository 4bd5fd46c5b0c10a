/* The import: files are read here, articles annotated by a pool of threads, and written here in the order in which they were read.
 * Articles are written in bursts, each one transaction, so that the database is locked for a moment only and never while waiting. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "store/duplicates.h"
#include "store/given.h"
#include "store/pool.h"
#include "store/registry.h"
#include "store/save.h"

enum { BURST = 512, LEAST = 64, BURST_MS = 2000, BURST_BYTES = 3 << 20, QUEUE_BYTES = 12 << 20, STEP = 8, UNSETTLED = 8192 };

typedef struct importing {
  ds_store *store;
  const ds_import_options *options;
  ds_import_counts *counts; /* committed */
  ds_import_counts burst;   /* of the transaction at hand */
  ds_pool *pool;
  ds_given *given;      /* annotations to take, or NULL */
  long long written_ms; /* when the last burst was written */
  size_t unsettled;     /* articles not compared with the others yet */
  bool broken;          /* a transaction failed, whose articles are emptied */
  /* the file at hand */
  char *path; /* absolute, or NULL between files and for what is no file */
  long long size, mtime;
  long read, refused;
  char *reason;                                                /* of its first refusal */
  size_t bytes_before, bytes_done, bytes_total, bytes_skipped; /* of files */
  size_t text_bytes;                                           /* of all texts that were queued */
} importing;

static long long now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static bool must_stop(const importing *im) {
  return im->options->stop && *im->options->stop;
}

/* What is read and still waits to be written is not done: of the bytes read, the share that its texts have of all texts. */
static void show_progress(importing *im) {
  if (!im->options->progress) return;
  size_t done = im->bytes_before + im->bytes_done, skipped = im->bytes_skipped < done ? im->bytes_skipped : done;
  double waits = im->text_bytes ? (double)ds_pool_bytes(im->pool) / (double)im->text_bytes : 0;
  done = skipped + (size_t)((double)(done - skipped) * (1 - waits));
  im->options->progress(im->options->data, im->counts, done, im->bytes_total);
}

static ds_status find(importing *im, ds_sql_id id, const char *value, int64_t *article, ds_err *err) {
  *article = 0;
  if (!value) return DS_OK;
  sqlite3_stmt *statement = ds_sql(im->store, id);
  if (statement) ds_sql_text(statement, 1, value);
  return ds_sql_first(im->store, statement, article, err, "looking for an article");
}

/* The stored article that a new one takes the place of, when changed articles are to be updated. */
static ds_status find_older(importing *im, const ds_article *article, int64_t *id, ds_err *err) {
  *id = 0;
  if (!im->options->update) return DS_OK;
  ds_status status = find(im, DS_SQL_ARTICLE_BY_REF, article->ref, id, err);
  return status == DS_OK && !*id ? find(im, DS_SQL_ARTICLE_BY_URL, article->url, id, err) : status;
}

static ds_status write_article(importing *im, ds_job *job, ds_err *err) {
  int64_t id;
  ds_status status = find(im, DS_SQL_ARTICLE_BY_KEY, job->key, &id, err);
  if (status != DS_OK) return status;
  im->burst.articles++;
  if (id) {
    im->burst.duplicates++;
    return ds_sighting_save(im->store, id, job->article.file, err);
  }
  /* A copy of an article that went away meanwhile was not annotated: done here. */
  if (job->wanted && !job->draft) ds_job_annotate(job);
  status = find_older(im, &job->article, &id, err);
  if (status != DS_OK) return status;
  if (id)
    im->burst.updated++;
  else
    im->burst.added++;
  if (!job->draft) im->burst.not_annotated++;
  return ds_article_save(im->store, id, &job->article, job->key, job->draft, job->fresh ? job->bands : NULL, &id, err);
}

static ds_status write_file(importing *im, ds_job *job, ds_err *err) {
  if (!job->path) return DS_OK;
  sqlite3_stmt *add = ds_sql(im->store, DS_SQL_IMPORT_ADD);
  if (!add) return ds_store_fail(im->store, err, "recording a file");
  ds_sql_text(add, 1, job->path);
  sqlite3_bind_int64(add, 2, job->size);
  sqlite3_bind_int64(add, 3, job->mtime);
  ds_sql_text(add, 4, job->reason ? "failed" : "done");
  ds_sql_text(add, 5, job->reason);
  return ds_sql_run(im->store, add, err, "recording a file");
}

static void add_counts(ds_import_counts *to, const ds_import_counts *from) {
  to->articles += from->articles;
  to->added += from->added;
  to->updated += from->updated;
  to->duplicates += from->duplicates;
  to->not_annotated += from->not_annotated;
}

/* Finds the near copies of what was written, and whom its short names stand for, in a transaction of its own. */
static ds_status settle(importing *im, ds_err *err) {
  ds_status status = ds_store_begin(im->store, err);
  if (status != DS_OK) return status;
  im->store->shorts_wait = false;
  status = ds_registry_recall(im->store, err);
  if (status == DS_OK) status = ds_duplicates_settle(im->store, err);
  im->unsettled = 0;
  if (status == DS_OK)
    status = ds_store_commit(im->store, err);
  else
    ds_store_rollback(im->store);
  im->store->shorts_wait = true;
  return status;
}

/* Writes the n oldest as one transaction. */
static ds_status write_burst(importing *im, size_t n, ds_err *err) {
  if (n == 0) return DS_OK;
  ds_status status = ds_store_begin(im->store, err);
  if (status != DS_OK) return status;
  im->burst = (ds_import_counts){0};
  for (size_t i = 0; status == DS_OK && i < n; i++) {
    ds_job *job = ds_pool_oldest(im->pool, i);
    status = job->article.text ? write_article(im, job, err) : write_file(im, job, err);
    if (job->article.text) ds_pool_empty(im->pool, i);
  }
  if (status == DS_OK)
    status = ds_store_commit(im->store, err);
  else
    ds_store_rollback(im->store);
  im->broken = status != DS_OK;
  if (status != DS_OK) return status;
  add_counts(im->counts, &im->burst);
  ds_pool_drop(im->pool, n);
  im->unsettled += (size_t)(im->burst.added + im->burst.updated);
  if (im->unsettled >= UNSETTLED) status = settle(im, err);
  im->written_ms = now_ms();
  show_progress(im);
  return status;
}

/* Is what is done enough for a transaction, or has it waited long enough? */
static bool is_enough(const importing *im, size_t n) {
  return n >= BURST || ds_pool_done_bytes(im->pool) >= BURST_BYTES || (n && now_ms() - im->written_ms >= BURST_MS);
}

/* Writes what is done when it is enough; waits when the queue is full, in which there is room for more than that. */
static ds_status make_room(importing *im, ds_err *err) {
  for (;;) {
    size_t n = ds_pool_ready(im->pool, 0);
    if (is_enough(im, n)) {
      ds_status status = write_burst(im, n < BURST ? n : BURST, err);
      if (status != DS_OK) return status;
    } else if (ds_pool_has_room(im->pool) && ds_pool_bytes(im->pool) < QUEUE_BYTES) {
      return DS_OK;
    } else {
      ds_pool_ready(im->pool, n + STEP);
    }
  }
}

/* Towards the end half of what waits is enough: nobody annotates any more while the last burst is written, so it had better be small. */
static ds_status write_rest(importing *im, ds_err *err) {
  ds_status status = DS_OK;
  while (status == DS_OK && ds_pool_waiting(im->pool) && !must_stop(im)) {
    size_t n = ds_pool_ready(im->pool, 0), waiting = ds_pool_waiting(im->pool);
    if (n == waiting || is_enough(im, n) || (n >= LEAST && n >= waiting - n))
      status = write_burst(im, n < BURST ? n : BURST, err);
    else
      ds_pool_ready(im->pool, n + STEP);
  }
  return status;
}

/* Is the article stored or queued already? Then it need not be annotated. */
static ds_status is_known(importing *im, const char *key, bool *known, ds_err *err) {
  int64_t id;
  *known = ds_pool_holds(im->pool, key);
  if (*known) return DS_OK;
  ds_status status = find(im, DS_SQL_ARTICLE_BY_KEY, key, &id, err);
  *known = id != 0;
  return status;
}

static bool is_english(const char *lang) {
  return !lang || (strncmp(lang, "en", 2) == 0 && (lang[2] == '\0' || lang[2] == '-' || lang[2] == '_'));
}

static ds_status on_article(void *data, ds_article *article, ds_err *err) {
  importing *im = data;
  bool known;
  if (must_stop(im)) return ds_fail(err, DS_INTERRUPT, "import stopped");
  ds_status status = make_room(im, err);
  if (status != DS_OK) return status;
  char key[65];
  ds_article_key(article, key);
  status = is_known(im, key, &known, err);
  if (status != DS_OK) return status;
  ds_job *job = ds_pool_place(im->pool);
  job->article = *article;
  memcpy(job->key, key, sizeof key);
  *article = (ds_article){0};
  im->read++;
  bool english = is_english(job->article.lang);
  job->given = im->given;
  job->wanted = english && !known;
  job->fresh = !known;
  im->text_bytes += job->article.text_len;
  ds_pool_push(im->pool);
  return DS_OK;
}

static ds_status on_refused(void *data, const char *file, long line, const char *reason, ds_err *err) {
  importing *im = data;
  im->counts->refused++;
  im->refused++;
  if (!im->reason) {
    ds_buf text = {0};
    if (line) ds_buf_printf(&text, "line %ld: ", line);
    ds_buf_puts(&text, reason);
    im->reason = ds_buf_take(&text);
  }
  if (im->options->refused) im->options->refused(im->options->data, file, line, reason);
  return must_stop(im) ? ds_fail(err, DS_INTERRUPT, "import stopped") : DS_OK;
}

static void on_remark(void *data, const char *file, const char *text) {
  importing *im = data;
  im->counts->remarks++;
  if (im->options->remark) im->options->remark(im->options->data, file, text);
}

static void on_progress(void *data, const char *file, size_t done, size_t total) {
  importing *im = data;
  im->bytes_done = done;
  show_progress(im);
}

/* Queues the mark that the file at hand was read to its end. */
static ds_status end_file(importing *im, ds_err *err) {
  ds_status status = DS_OK;
  if (im->path) {
    status = make_room(im, err);
    if (status == DS_OK) {
      ds_job *job = ds_pool_place(im->pool);
      job->path = im->path;
      job->size = im->size;
      job->mtime = im->mtime;
      if (im->refused && !im->read) job->reason = im->reason, im->reason = NULL;
      im->path = NULL;
      ds_pool_push(im->pool);
    }
  }
  free(im->path);
  free(im->reason);
  im->path = im->reason = NULL;
  im->read = im->refused = 0;
  im->bytes_before += im->bytes_done;
  im->bytes_done = 0;
  return status;
}

static bool has_failed(importing *im, const char *path) {
  bool failed = false;
  sqlite3_stmt *find_file = ds_sql(im->store, DS_SQL_IMPORT_FIND);
  if (!find_file) return false;
  ds_sql_text(find_file, 1, path);
  if (sqlite3_step(find_file) == SQLITE_ROW) failed = strcmp((const char *)sqlite3_column_text(find_file, 2), "failed") == 0;
  sqlite3_reset(find_file);
  return failed;
}

static bool is_dealt_with(importing *im, const char *path, long long size, long long mtime) {
  bool same = false;
  sqlite3_stmt *find_file = ds_sql(im->store, DS_SQL_IMPORT_FIND);
  if (!find_file) return false;
  ds_sql_text(find_file, 1, path);
  if (sqlite3_step(find_file) == SQLITE_ROW)
    same = sqlite3_column_int64(find_file, 0) == size && sqlite3_column_int64(find_file, 1) == mtime &&
           (im->options->skip_failed || strcmp((const char *)sqlite3_column_text(find_file, 2), "done") == 0);
  sqlite3_reset(find_file);
  return same;
}

static bool on_file(void *data, const char *path, long long size, long long mtime) {
  importing *im = data;
  ds_err ignored = {0};
  /* A failure to write will show again at the next article or at the end. */
  end_file(im, &ignored);
  if (size < 0) return im->options->retry_failed;
  if (ds_store_owns(im->store, path)) return true;
  im->path = realpath(path, NULL);
  if (im->options->retry_failed && !(im->path && has_failed(im, im->path))) {
    free(im->path);
    im->path = NULL;
    return true;
  }
  im->size = size;
  im->mtime = mtime;
  if (im->options->again || !im->path || !is_dealt_with(im, im->path, size, mtime)) return false;
  im->counts->skipped_files++;
  im->bytes_done = (size_t)size;
  im->bytes_skipped += (size_t)size;
  free(im->path);
  im->path = NULL;
  return true;
}

/* Bytes of all files when that is quickly known, else 0. */
static size_t total_of(const char *const *paths) {
  size_t total = 0;
  struct stat st;
  for (int i = 0; paths[i]; i++) {
    if (stat(paths[i], &st) != 0) continue;
    if (!S_ISREG(st.st_mode)) return 0;
    total += (size_t)st.st_size;
  }
  return total;
}

/* Settles what this import wrote and what one that was killed left. */
static ds_status finish(importing *im, ds_err *err) {
  int64_t waiting = 0;
  ds_status status = ds_sql_first(im->store, ds_sql(im->store, DS_SQL_UNSETTLED_ANY), &waiting, err, "looking for near copies");
  return status == DS_OK && waiting ? settle(im, err) : status;
}

static ds_status import_paths(importing *im, const char *const *paths, ds_err *err) {
  ds_ingest_sink sink = {im, on_article, on_refused, on_remark, on_progress, on_file};
  ds_status status = DS_OK;
  for (int i = 0; status == DS_OK && paths[i]; i++) {
    status = ds_ingest(paths[i], &im->options->ingest, &sink, err);
    if (status == DS_OK) status = end_file(im, err);
  }
  if (status == DS_OK) status = write_rest(im, err);
  if (status == DS_OK) status = finish(im, err);
  if (status == DS_OK && must_stop(im)) status = ds_fail(err, DS_INTERRUPT, "import stopped");
  if (status == DS_INTERRUPT && !im->broken) {
    ds_err other = {0};
    size_t n = ds_pool_ready(im->pool, 0);
    if (write_burst(im, n, &other) == DS_OK && finish(im, &other) == DS_OK) return status;
    *err = other;
    return other.status;
  }
  return status;
}

/* The record of a file that is gone has nothing to say any more. */
static ds_status forget_file(importing *im, const char *path, ds_err *err) {
  on_remark(im, path, "failed before and is gone: forgotten");
  sqlite3_stmt *drop = ds_sql(im->store, DS_SQL_IMPORT_DROP);
  if (!drop) return ds_store_fail(im->store, err, "forgetting a file");
  ds_sql_text(drop, 1, path);
  return ds_sql_run(im->store, drop, err, "forgetting a file");
}

/* The files that failed, NULL-terminated; _free takes NULL. */
static void free_files(char **files) {
  for (size_t i = 0; files && files[i]; i++) free(files[i]);
  free(files);
}

static ds_status find_failed(importing *im, char ***files, ds_err *err) {
  size_t n = 0, cap = 0, kept = 0;
  char **all = NULL;
  sqlite3_stmt *failed = ds_sql(im->store, DS_SQL_IMPORTS_FAILED);
  while (failed && sqlite3_step(failed) == SQLITE_ROW) {
    DS_GROW(all, n, cap);
    all[n++] = ds_strdup((const char *)sqlite3_column_text(failed, 0));
  }
  ds_status status = failed && sqlite3_reset(failed) == SQLITE_OK ? DS_OK : ds_store_fail(im->store, err, "looking for files that failed");
  struct stat st;
  for (size_t i = 0; i < n; i++) {
    if (status == DS_OK && stat(all[i], &st) != 0 && errno == ENOENT) {
      status = forget_file(im, all[i], err);
      free(all[i]);
    } else {
      all[kept++] = all[i];
    }
  }
  DS_GROW(all, kept, cap);
  all[kept] = NULL;
  *files = all;
  return status;
}

/* The paths, or what failed before when that is asked for and no path given. */
static ds_status import_all(importing *im, const char *const *paths, ds_err *err) {
  char **failed = NULL;
  ds_status status = DS_OK;
  if (im->options->retry_failed && !*paths) {
    status = find_failed(im, &failed, err);
    paths = (const char *const *)failed;
  }
  im->bytes_total = total_of(paths);
  if (status == DS_OK) status = import_paths(im, paths, err);
  free_files(failed);
  return status;
}

ds_status ds_import(ds_store *store, const char *const *paths, const ds_import_options *options, ds_import_counts *counts, ds_err *err) {
  importing im = {.store = store, .options = options, .counts = counts, .written_ms = now_ms()};
  *counts = (ds_import_counts){0};
  ds_status status = options->annotations ? ds_given_open(options->annotations, &im.given, err) : DS_OK;
  if (status != DS_OK) return status;
  /* Indexes are touched all over: a large cache and rare checkpoints write each page once, not once a burst. */
  sqlite3_exec(store->db, "PRAGMA cache_size=-57344; PRAGMA wal_autocheckpoint=50000", NULL, NULL, NULL);
  store->shorts_wait = true;
  im.pool = ds_pool_new(options->jobs);
  status = import_all(&im, paths, err);
  store->shorts_wait = false;
  ds_pool_free(im.pool);
  ds_given_close(im.given);
  free(im.path);
  free(im.reason);
  if (status == DS_OK && counts->added) sqlite3_exec(store->db, "PRAGMA analysis_limit=400; PRAGMA optimize", NULL, NULL, NULL);
  if (status == DS_OK && counts->refused)
    status = ds_fail(err, DS_PARTIAL, "%lld of the inputs could not be read", (long long)counts->refused);
  return status;
}
