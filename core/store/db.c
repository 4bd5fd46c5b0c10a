/* Opening, refusing, closing. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ingest/input.h"
#include "store/pending.h"
#include "store/registry.h"
#include "store/sql.h"

enum { APPLICATION_ID = 0x646f7373, VERSION = 3, OLDEST = 2, BUSY_MS = 30000, HEADER = 100 };
enum { WORDS_GATHERED = 4 << 20 }; /* bytes that the full-text index gathers before it writes a part */

static uint32_t big_endian(const unsigned char *p) {
  return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

ds_status ds_store_fail(ds_store *store, ds_err *err, const char *doing) {
  int code = store->db ? sqlite3_errcode(store->db) & 0xff : SQLITE_NOMEM;
  const char *text = store->db ? sqlite3_errmsg(store->db) : "out of memory";
  switch (code) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED: return ds_fail(err, DS_BUSY, "%s: '%s' is in use by another process; try again", doing, store->path);
  case SQLITE_INTERRUPT: return ds_fail(err, DS_INTERRUPT, "%s: interrupted", doing);
  case SQLITE_NOMEM:
  case SQLITE_TOOBIG: return ds_fail(err, DS_LIMIT, "%s: %s", doing, text);
  case SQLITE_FULL:
    return ds_fail(err, DS_DB, "%s: no room left for '%s' (disk full); what was committed before is kept", doing, store->path);
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB: return ds_fail(err, DS_DB, "%s: '%s' is damaged (%s)", doing, store->path, text);
  default: return ds_fail(err, DS_DB, "%s: %s", doing, text);
  }
}

static bool writes(ds_open_mode mode) {
  return mode == DS_OPEN_WRITE || mode == DS_OPEN_CREATE;
}

static ds_status judge_version(const char *path, uint32_t version, ds_open_mode mode, ds_err *err) {
  if (version == VERSION || (mode == DS_OPEN_OLDER && version >= OLDEST && version < VERSION)) return DS_OK;
  if (version > VERSION)
    return ds_fail(err, DS_DB, "'%s' has schema version %u, this dossier reads up to %d; use a newer dossier", path, version, VERSION);
  return ds_fail(err, DS_DB, "'%s' has schema version %u, this dossier needs %d; %simport its articles into a new one", path, version,
                 VERSION, version >= OLDEST ? "take it over into a new one with 'merge', or " : "");
}

/* What is known from a file's first bytes. */
static ds_status judge_header(const char *path, const unsigned char *h, size_t n, size_t size, ds_open_mode mode, ds_err *err) {
  const char *kind = n ? ds_input_binary((const char *)h, n) : NULL;
  if (n < 16 || memcmp(h, "SQLite format 3", 16) != 0)
    return kind ? ds_fail(err, DS_DB, "'%s' is no dossier database but %s", path, kind)
                : ds_fail(err, DS_DB, "'%s' is no dossier database", path);
  if (n < HEADER) return ds_fail(err, DS_DB, "'%s' is damaged: it ends in its header", path);
  uint32_t page = (uint32_t)h[16] << 8 | h[17], pages = big_endian(h + 28);
  if (page == 1) page = 65536;
  if (big_endian(h + 68) != APPLICATION_ID) return ds_fail(err, DS_DB, "'%s' is an SQLite database, but not one of dossier's", path);
  ds_status status = judge_version(path, big_endian(h + 60), mode, err);
  if (status != DS_OK) return status;
  if (big_endian(h + 24) == big_endian(h + 92) && (size_t)page * pages > size)
    return ds_fail(err, DS_DB, "'%s' is damaged: %zu of %zu bytes are there", path, size, (size_t)page * pages);
  return DS_OK;
}

/* Was nothing there before the transaction that somebody is in, or was killed in? Its journal says so: when the file was as yet untouched,
 * its header is still blank (https://www.sqlite.org/fileformat2.html#the_rollback_journal). */
static bool is_half_made(const char *path) {
  static const unsigned char magic[] = {0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7};
  unsigned char header[28];
  ds_buf name = {0};
  ds_buf_printf(&name, "%s-journal", path);
  int fd = open(name.data, O_RDONLY | O_CLOEXEC);
  ds_buf_reset(&name);
  if (fd < 0) return false;
  ssize_t n = read(fd, header, sizeof header);
  close(fd);
  return n == sizeof header && memcmp(header, magic, sizeof magic) == 0 && big_endian(header + 16) == 0;
}

/* Refuses what is no database of ours without opening it as one. *fresh: there is nothing yet. */
static ds_status look_at_file(const char *path, ds_open_mode mode, bool *fresh, ds_err *err) {
  unsigned char header[HEADER];
  struct stat st;
  *fresh = false;
  if (stat(path, &st) != 0) {
    if (errno != ENOENT) return ds_fail(err, DS_DB, "cannot open database '%s': %s", path, strerror(errno));
    *fresh = true;
    if (mode == DS_OPEN_CREATE) return DS_OK;
    ds_fail(err, DS_DB, "no database '%s'", path);
    ds_err_hint(err, "dossier import PATH… makes it");
    return DS_DB;
  }
  if (S_ISDIR(st.st_mode)) return ds_fail(err, DS_DB, "'%s' is a folder, not a database", path);
  if (st.st_size == 0 || is_half_made(path)) {
    *fresh = true;
    return mode == DS_OPEN_CREATE ? DS_OK : ds_fail(err, DS_DB, "'%s' is empty, not a database", path);
  }
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return ds_fail(err, DS_DB, "cannot open database '%s': %s", path, strerror(errno));
  ssize_t n = read(fd, header, sizeof header);
  close(fd);
  return judge_header(path, header, n > 0 ? (size_t)n : 0, (size_t)st.st_size, mode, err);
}

/* A file: address, with what is special in one escaped. */
static char *address_of(const char *path, bool immutable) {
  ds_buf out = {0};
  ds_buf_puts(&out, "file:");
  for (const unsigned char *p = (const unsigned char *)path; *p; p++) {
    if (*p == '%' || *p == '?' || *p == '#' || *p < 33 || *p > 126)
      ds_buf_printf(&out, "%%%02X", *p);
    else
      ds_buf_putc(&out, (char)*p);
  }
  if (immutable) ds_buf_puts(&out, "?immutable=1");
  return ds_buf_take(&out);
}

/* The size of a file beside the database ("-wal"), or -1 when it is not there. */
static long long size_beside(const char *path, const char *ending) {
  struct stat st;
  ds_buf name = {0};
  ds_buf_printf(&name, "%s%s", path, ending);
  bool there = stat(name.data, &st) == 0;
  ds_buf_reset(&name);
  return there ? (long long)st.st_size : -1;
}

/* Whether the folder that the path lies in is there (F_OK), can be written (W_OK). */
static bool is_folder(const char *path, int access_mode) {
  const char *slash = strrchr(path, '/');
  char *folder = slash ? ds_strndup(path, slash == path ? 1 : (size_t)(slash - path)) : ds_strdup(".");
  bool is = access(folder, access_mode) == 0;
  free(folder);
  return is;
}

/* We cannot write there, or nobody may write the file; nothing waits in a write-ahead log, and no other process has the database open. */
static bool is_on_still_media(const char *path) {
  struct stat st;
  if (size_beside(path, "-wal") > 0 || size_beside(path, "-shm") >= 0) return false;
  return !is_folder(path, W_OK) || (stat(path, &st) == 0 && (st.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) == 0);
}

/* A reader cannot remove the empty log and its index that reading a database brings about. Whoever may write can: SQLite does it for the
 * last to close, and leaves it alone while somebody else is there. */
static void remove_empty_log(const char *path) {
  sqlite3 *db = NULL;
  if (size_beside(path, "-wal") != 0 || access(path, W_OK) != 0 || !is_folder(path, W_OK)) return;
  if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK)
    sqlite3_exec(db, "SELECT 1 FROM sqlite_schema LIMIT 1", NULL, NULL, NULL);
  sqlite3_close(db);
}

/* Why a database that is there cannot be opened, where that is to be seen from its place. */
static ds_status judge_place(const ds_store *store, ds_status status, ds_err *err) {
  const char *path = store->path;
  if (!writes(store->mode)) {
    if (status != DS_DB || size_beside(path, "-wal") <= 0 || is_folder(path, W_OK)) return status;
    ds_fail(err, DS_DB, "cannot read '%s': changes wait in '%s-wal', and its folder cannot be written", path, path);
    ds_err_hint(err, "copy both files to a folder of your own, or let who may write there run a command on it");
    return DS_DB;
  }
  if (!is_folder(path, F_OK)) return ds_fail(err, DS_DB, "cannot make '%s': there is no such folder", path);
  if (!is_folder(path, W_OK)) return ds_fail(err, DS_DB, "cannot write '%s': its folder cannot be written", path);
  if (status == DS_OK && sqlite3_db_readonly(store->db, "main") == 1)
    return ds_fail(err, DS_DB, "cannot write '%s': the file is read-only", path);
  return status;
}

static ds_status set_up(ds_store *store, ds_err *err) {
  static const char settings[] = "PRAGMA foreign_keys=ON; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"
                                 "PRAGMA cache_size=-49152;";
  sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  if (sqlite3_exec(store->db, settings, NULL, NULL, NULL) != SQLITE_OK) return ds_store_fail(store, err, "opening the database");
  /* A writer touches all of the file, and what is mapped of it counts as its memory. A reader mostly goes through the file once. */
  if (!writes(store->mode)) sqlite3_exec(store->db, "PRAGMA mmap_size=16777216; PRAGMA cache_size=-24576", NULL, NULL, NULL);
  return DS_OK;
}

static ds_status read_int(ds_store *store, const char *sql, int64_t *value, ds_err *err) {
  sqlite3_stmt *statement = NULL;
  sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
  ds_status status = ds_sql_first(store, statement, value, err, "opening the database");
  sqlite3_finalize(statement);
  return status;
}

/* Makes the schema unless another process did so meanwhile. */
static ds_status make_schema(ds_store *store, ds_err *err) {
  int64_t id = 0, objects = 0;
  ds_buf sql = {0};
  sqlite3_exec(store->db, "PRAGMA page_size=4096", NULL, NULL, NULL);
  if (sqlite3_exec(store->db, "BEGIN EXCLUSIVE", NULL, NULL, NULL) != SQLITE_OK) return ds_store_fail(store, err, "making the database");
  ds_status status = read_int(store, "PRAGMA application_id", &id, err);
  if (status == DS_OK) status = read_int(store, "SELECT count(*) FROM sqlite_schema", &objects, err);
  if (status == DS_OK && id != APPLICATION_ID && objects)
    status = ds_fail(err, DS_DB, "'%s' is an SQLite database, but not one of dossier's", store->path);
  if (status == DS_OK && id != APPLICATION_ID) {
    ds_buf_printf(&sql, "%s; PRAGMA application_id=%d; PRAGMA user_version=%d;", ds_store_schema(), APPLICATION_ID, VERSION);
    ds_buf_printf(&sql, "INSERT INTO articles_fts(articles_fts, rank) VALUES ('hashsize', %d);", WORDS_GATHERED);
    if (sqlite3_exec(store->db, sql.data, NULL, NULL, NULL) != SQLITE_OK) status = ds_store_fail(store, err, "making the database");
  }
  if (status == DS_OK && sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
    status = ds_store_fail(store, err, "making the database");
  if (status != DS_OK) sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
  ds_buf_reset(&sql);
  return status;
}

/* Reads the schema, which finds most damage, and looks for what must be there. */
static ds_status check_schema(ds_store *store, ds_err *err) {
  int64_t n = 0;
  ds_status status =
      read_int(store,
               "SELECT count(*) FROM sqlite_schema WHERE name IN ('articles', 'entities', 'mentions', 'quotes', 'predicates', "
               "'arguments', 'dates', 'tokens', 'corrections')",
               &n, err);
  if (status == DS_OK && n != 9) status = ds_fail(err, DS_DB, "'%s' is damaged: tables are missing", store->path);
  return status;
}

static ds_status open_file(ds_store *store, ds_open_mode mode, int busy_ms, bool fresh, ds_err *err) {
  int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
  flags |= !writes(mode) ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | (mode == DS_OPEN_CREATE ? SQLITE_OPEN_CREATE : 0);
  char *address = address_of(store->path, !writes(mode) && is_on_still_media(store->path));
  int code = sqlite3_open_v2(address, &store->db, flags, NULL);
  free(address);
  ds_status status = DS_OK;
  if (code != SQLITE_OK)
    status = ds_fail(err, DS_DB, "cannot open database '%s': %s", store->path, store->db ? sqlite3_errmsg(store->db) : "out of memory");
  if (writes(mode)) status = judge_place(store, status, err);
  if (status != DS_OK) return status;
  sqlite3_db_config(store->db, SQLITE_DBCONFIG_LOOKASIDE, NULL, 1200, 400);
  sqlite3_busy_timeout(store->db, busy_ms > 0 ? busy_ms : BUSY_MS);
  status = fresh ? make_schema(store, err) : DS_OK;
  if (status == DS_OK) status = set_up(store, err);
  if (status == DS_OK) status = check_schema(store, err);
  if (status != DS_OK) return judge_place(store, status, err);
  if (status == DS_OK && writes(mode) && sqlite3_exec(store->db, "PRAGMA journal_mode=WAL", NULL, NULL, NULL) != SQLITE_OK)
    status = ds_store_fail(store, err, "opening the database");
  return status == DS_OK && writes(mode) ? ds_pending_set_up(store, err) : status;
}

ds_status ds_store_open(const char *path, ds_open_mode mode, int busy_ms, ds_store **store, ds_err *err) {
  bool fresh;
  ds_status status = look_at_file(path, mode, &fresh, err);
  if (status != DS_OK) return status;
  ds_store *s = ds_alloc(sizeof *s);
  s->path = ds_strdup(path);
  s->mode = mode;
  status = open_file(s, mode, busy_ms, fresh, err);
  if (status == DS_OK)
    *store = s;
  else
    ds_store_close(s);
  return status;
}

ds_status ds_store_twin(const ds_store *store, ds_store **twin, ds_err *err) {
  ds_store *s = ds_alloc(sizeof *s);
  s->path = ds_strdup(store->path);
  s->mode = DS_OPEN_READONLY;
  s->twin = true;
  ds_status status = open_file(s, s->mode, 0, false, err);
  if (status == DS_OK) sqlite3_exec(s->db, "PRAGMA mmap_size=0; PRAGMA cache_size=-6144", NULL, NULL, NULL);
  if (status == DS_OK)
    *twin = s;
  else
    ds_store_close(s);
  return status;
}

void ds_store_close(ds_store *store) {
  if (!store) return;
  for (int i = 0; i < DS_SQL_COUNT; i++) sqlite3_finalize(store->statements[i]);
  ds_words_free(store->words);
  ds_words_free(store->identities);
  ds_registry_free(store->registry);
  ds_pending_free(store->pending);
  sqlite3_close_v2(store->db);
  if (!writes(store->mode) && !store->twin) remove_empty_log(store->path);
  free(store->path);
  free(store);
}

bool ds_store_has_own(ds_store *store) {
  int64_t n = 0;
  ds_err err = {0};
  if (!sqlite3_get_autocommit(store->db)) return true;
  bool has = read_int(store, "SELECT count(*) FROM temp.sqlite_schema", &n, &err) == DS_OK && n > 0;
  ds_err_reset(&err);
  return has;
}

struct sqlite3 *ds_store_handle(ds_store *store) {
  return store->db;
}

void ds_store_map(ds_store *store) {
  sqlite3_exec(store->db, "PRAGMA mmap_size=2147418112", NULL, NULL, NULL);
}

const char *ds_store_path(const ds_store *store) {
  return store->path;
}

/* The folder of a path without symbolic links, and its last part behind it; the caller frees. NULL when there is no such folder. */
static char *place_of(const char *path) {
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
  char *folder = slash ? ds_strndup(path, slash == path ? 1 : (size_t)(slash - path)) : ds_strdup(".");
  char *real = realpath(folder, NULL);
  free(folder);
  if (!real) return NULL;
  ds_buf place = {0};
  ds_buf_printf(&place, "%s/%s", strcmp(real, "/") == 0 ? "" : real, name);
  free(real);
  return ds_buf_take(&place);
}

static bool is_companion(const char *ending) {
  static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
    if (strcmp(ending, endings[i]) == 0) return true;
  return false;
}

bool ds_store_owns(const ds_store *store, const char *path) {
  char *own = realpath(store->path, NULL), *other = realpath(path, NULL);
  if (!other) other = place_of(path);
  size_t len = own ? strlen(own) : 0;
  bool owns = own && other && strncmp(own, other, len) == 0 && is_companion(other + len);
  free(own);
  free(other);
  return owns;
}
