/* The store: one SQLite file with articles and what is known of them. The schema (schema.sql) is a public interface.
 *
 * A ds_store is used by one thread at a time. Writers take short IMMEDIATE transactions; readers never write. A file that is no database
 * of dossier's, or a damaged one, is refused and never written. */
#ifndef DS_STORE_STORE_H
#define DS_STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "annotation/annotation.h"
#include "base/err.h"
#include "ingest/ingest.h"

struct sqlite3;
typedef struct ds_store ds_store;

typedef enum ds_open_mode {
  DS_OPEN_READONLY, /* must exist; takes no lock that stops a writer; works on read-only media */
  DS_OPEN_OLDER,    /* likewise; also of a schema before this one whose articles can still be read (load.h) */
  DS_OPEN_WRITE,    /* must exist */
  DS_OPEN_CREATE    /* made when missing */
} ds_open_mode;

/* Opens path. DS_DB when it is missing, foreign, damaged or of another version (both versions named); DS_BUSY when locked for longer than
 * busy_ms (0: 30 s). */
ds_status ds_store_open(const char *path, ds_open_mode mode, int busy_ms, ds_store **store, ds_err *err);
/* Another connection to the same database, for reading in another thread; it sees what is committed. To be closed before `store` is. */
ds_status ds_store_twin(const ds_store *store, ds_store **twin, ds_err *err);
void ds_store_close(ds_store *store);   /* checkpoints; NULL is fine */
bool ds_store_has_own(ds_store *store); /* a transaction is open, or temporary tables are there: closing would lose them */
/* Reads the file through a mapping from now on: for questions that touch many pages once, where copying each would take most of the time.
 */
void ds_store_map(ds_store *store);
struct sqlite3 *ds_store_handle(ds_store *store); /* borrowed; for the Lua binding and the plugin tables */
const char *ds_store_path(const ds_store *store);
/* Whether path is the database file or one of its companions (-wal, -shm, -journal), which need not exist. Nobody but SQLite may open these
 * while the store is open: closing them again drops its locks (POSIX), and another process could then lose what was written. */
bool ds_store_owns(const ds_store *store, const char *path);
/* SQL text of the schema with its comments (static). */
const char *ds_store_schema(void);
/* Turns the store's last SQLite error into err: DS_BUSY, DS_INTERRUPT, DS_LIMIT or DS_DB. `doing` is a phrase ("reading quotes"). */
ds_status ds_store_fail(ds_store *store, ds_err *err, const char *doing);

typedef struct ds_import_counts {
  int64_t articles, added, updated, duplicates, skipped_files, refused, not_annotated, remarks;
} ds_import_counts;

typedef struct ds_import_options {
  ds_ingest_options ingest;
  int jobs;                /* annotating threads; 0: the cores available; the same rows for any number */
  bool update;             /* a changed article with the ref or URL of a stored one replaces it */
  bool again;              /* read files that an earlier import dealt with */
  bool retry_failed;       /* read only files that an earlier import recorded as failed; without paths: all of these that are still there */
  bool skip_failed;        /* a file that failed before is read again only when it has changed */
  const char *annotations; /* file of `dossier annotate` output to take instead of annotating, or NULL */
  const volatile int *stop; /* set by a signal handler: commit what is done and return DS_INTERRUPT; may be NULL */
  void *data;               /* for the callbacks, all of which may be NULL and are called on the importing thread */
  void (*refused)(void *data, const char *file, long line, const char *reason);
  void (*remark)(void *data, const char *file, const char *text);
  void (*progress)(void *data, const ds_import_counts *counts, size_t bytes_done, size_t bytes_total);
} ds_import_options;

/* Imports files and folders ("-": standard input). Each article and all that is known of it go in one transaction (many to a batch).
 * DS_PARTIAL when items were refused; counts is filled in any case. */
ds_status ds_import(ds_store *store, const char *const *paths, const ds_import_options *options, ds_import_counts *counts, ds_err *err);
/* Removes an article and everything that only it brought. DS_USAGE when there is none of that id. */
ds_status ds_article_remove(ds_store *store, int64_t article, ds_err *err);

/* How many articles of that time and outlet (NULL: all) are near copies of another one. */
ds_status ds_copies_count(ds_store *store, const char *since, const char *until, const char *outlet, int64_t *n, ds_err *err);

/* Looks a name up: a number ("#12", "id:12") is the entity's own, else exact alias, else the folded form, else a last word. Ids of all that
 * fit, best first: a full name, then the number of articles; the caller frees *ids. n 0: nobody. *sure says that the first is meant: it is
 * the only one, or bears it as its full name, or stands in ten times the articles of the next. */
ds_status ds_entity_find(ds_store *store, const char *name, size_t len, int64_t **ids, size_t *n, bool *sure, ds_err *err);

/* The name of an entity that is spelt most like it, or NULL when none is near; the caller frees. */
char *ds_entity_nearest(ds_store *store, const char *name);

/* Appends the first `most` of n entities as people tell them apart: "Ann Smith (person, minister, #3), … and 2 more". */
void ds_entity_names(ds_store *store, const int64_t *ids, size_t n, size_t most, ds_buf *out);

/* Turns what a person types into an FTS5 expression: words, "phrases", AND/OR/NOT, NEAR, prefix*, parentheses; whatever is no operator is
 * text. Never yields an FTS5 syntax error. The caller frees. An empty string when there is nothing to look for. */
char *ds_search_fts(const char *query, size_t len);
/* The packed tokens of an article: unpacked into a reading over text (arena). DS_DB when the blob is damaged. */
ds_status ds_tokens_unpack(const void *blob, size_t size, const char *text, size_t len, ds_arena *arena, ds_reading **reading, ds_err *err);
/* Packs a reading's tokens and sentences; appended to out. */
void ds_tokens_pack(const ds_reading *reading, ds_buf *out);

#endif
