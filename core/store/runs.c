#include "store/runs.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "store/sql.h"

static const char recording[] = "recording a run", reading[] = "reading recorded runs";

void ds_record_reset(ds_record *record) {
  char *owned[] = {record->at, record->plugin, record->version, record->args, record->corpus, record->code, record->result, record->rows};
  for (size_t i = 0; i < sizeof owned / sizeof *owned; i++) free(owned[i]);
  *record = (ds_record){0};
}

/* --- what a run stands on --- */

/* Adds every column of every row, each with its end. */
static ds_status add_rows(ds_store *store, sqlite3_stmt *rows, ds_sha256 *sum, ds_err *err) {
  int code;
  while ((code = sqlite3_step(rows)) == SQLITE_ROW)
    for (int i = 0; i < sqlite3_column_count(rows); i++) {
      const void *text = sqlite3_column_text(rows, i);
      ds_sha256_add(sum, text, (size_t)sqlite3_column_bytes(rows, i));
      ds_sha256_add(sum, text ? "\n" : "\1", 1);
    }
  return code == SQLITE_DONE ? DS_OK : ds_store_fail(store, err, "taking a fingerprint");
}

ds_status ds_corpus_fingerprint(ds_store *store, const ds_reach *reach, char out[DS_SHA256_HEX], ds_err *err) {
  static const char articles[] =
      "SELECT key, date, outlet, annotated FROM articles WHERE (?1 IS NULL OR date >= ?1) AND (?2 IS NULL OR date <= ?2 || '~')"
      " AND (?3 IS NULL OR outlet = ?3 COLLATE NOCASE) AND (?4 = 0 OR id = ?4) AND (?4 OR ?5 OR duplicate_of IS NULL) ORDER BY key";
  static const char corrections[] = "SELECT verb, payload FROM corrections WHERE undone = 0 ORDER BY at, verb, payload";
  ds_sha256 sum;
  sqlite3_stmt *rows = NULL;
  ds_status status = DS_OK;
  ds_sha256_init(&sum);
  if (sqlite3_prepare_v2(store->db, articles, -1, &rows, NULL) != SQLITE_OK) status = ds_store_fail(store, err, "taking a fingerprint");
  if (status == DS_OK) {
    ds_sql_text(rows, 1, reach->since);
    ds_sql_text(rows, 2, reach->until);
    ds_sql_text(rows, 3, reach->outlet);
    sqlite3_bind_int64(rows, 4, reach->article);
    sqlite3_bind_int(rows, 5, reach->all_copies);
    status = add_rows(store, rows, &sum, err);
  }
  sqlite3_finalize(rows);
  rows = NULL;
  ds_sha256_add(&sum, "\2", 1);
  if (status == DS_OK && sqlite3_prepare_v2(store->db, corrections, -1, &rows, NULL) != SQLITE_OK)
    status = ds_store_fail(store, err, "taking a fingerprint");
  if (status == DS_OK) status = add_rows(store, rows, &sum, err);
  sqlite3_finalize(rows);
  if (status == DS_OK) ds_sha256_hex(&sum, out);
  return status;
}

ds_status ds_store_hold(ds_store *store, bool *held, ds_err *err) {
  if (!sqlite3_get_autocommit(store->db)) return DS_OK; /* within a transaction already */
  if (sqlite3_exec(store->db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK) return ds_store_fail(store, err, "opening the database");
  *held = true;
  return DS_OK;
}

void ds_store_release(ds_store *store, bool held) {
  if (held && !sqlite3_get_autocommit(store->db)) sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

/* --- the table --- */

/* Databases of an earlier program have a table without these columns, and no rows in it. */
static ds_status has_rows(ds_store *store, bool *has, ds_err *err) {
  sqlite3_stmt *find = NULL;
  int64_t n = 0;
  sqlite3_prepare_v2(store->db, "SELECT count(*) FROM pragma_table_info('runs') WHERE name = 'rows'", -1, &find, NULL);
  ds_status status = ds_sql_first(store, find, &n, err, reading);
  sqlite3_finalize(find);
  *has = n > 0;
  return status;
}

static ds_status make_columns(ds_store *store, ds_err *err) {
  static const char columns[] = "ALTER TABLE runs ADD COLUMN code TEXT; ALTER TABLE runs ADD COLUMN n INTEGER;"
                                "ALTER TABLE runs ADD COLUMN size INTEGER; ALTER TABLE runs ADD COLUMN rows BLOB;";
  bool has = true;
  ds_status status = has_rows(store, &has, err);
  if (status != DS_OK || has) return status;
  return sqlite3_exec(store->db, columns, NULL, NULL, NULL) == SQLITE_OK ? DS_OK : ds_store_fail(store, err, recording);
}

static ds_status insert(ds_store *store, const ds_record *r, const void *packed, size_t packed_len, ds_err *err) {
  static const char sql[] = "INSERT INTO runs(at, plugin, version, args, corpus, code, result, n, size, rows) VALUES (?,?,?,?,?,?,?,?,?,?)";
  const char *const texts[] = {r->at, r->plugin, r->version, r->args, r->corpus, r->code, r->result};
  enum { TEXTS = sizeof texts / sizeof *texts };
  sqlite3_stmt *add = NULL;
  sqlite3_prepare_v2(store->db, sql, -1, &add, NULL);
  for (int i = 0; add && i < TEXTS; i++) ds_sql_text(add, i + 1, texts[i]);
  if (add) {
    sqlite3_bind_int64(add, TEXTS + 1, r->n);
    sqlite3_bind_int64(add, TEXTS + 2, (int64_t)r->rows_len);
    sqlite3_bind_blob64(add, TEXTS + 3, packed, packed_len, SQLITE_STATIC);
  }
  ds_status status = ds_sql_run(store, add, err, recording);
  sqlite3_finalize(add);
  return status;
}

static void hash_rows(const ds_record *record, char out[DS_SHA256_HEX]) {
  ds_sha256 sum;
  ds_sha256_init(&sum);
  ds_sha256_add(&sum, record->rows, record->rows_len);
  ds_sha256_hex(&sum, out);
}

ds_status ds_record_add(ds_store *store, ds_record *record, ds_err *err) {
  char now[24], hash[DS_SHA256_HEX];
  uLongf packed_len = compressBound(record->rows_len);
  unsigned char *packed = ds_alloc(packed_len);
  compress2(packed, &packed_len, (const unsigned char *)record->rows, record->rows_len, Z_BEST_COMPRESSION);
  hash_rows(record, hash);
  ds_store_now(now);
  free(record->at);
  free(record->result);
  record->at = ds_strdup(now);
  record->result = ds_strdup(hash);
  ds_status status = ds_store_begin(store, err);
  if (status == DS_OK) {
    status = make_columns(store, err);
    if (status == DS_OK) status = insert(store, record, packed, packed_len, err);
    if (status == DS_OK) record->id = sqlite3_last_insert_rowid(store->db);
    if (status == DS_OK)
      status = ds_store_commit(store, err);
    else
      ds_store_rollback(store);
  }
  free(packed);
  return status;
}

static char *column(sqlite3_stmt *row, int i) {
  return ds_strdup((const char *)sqlite3_column_text(row, i));
}

#define COLUMNS "id, at, plugin, version, args, corpus, code, result, n"
enum { SIZE_AT = 9, ROWS_AT = 10 };

static ds_record record_of(sqlite3_stmt *row) {
  return (ds_record){.id = sqlite3_column_int64(row, 0),
                     .at = column(row, 1),
                     .plugin = column(row, 2),
                     .version = column(row, 3),
                     .args = column(row, 4),
                     .corpus = column(row, 5),
                     .code = column(row, 6),
                     .result = column(row, 7),
                     .n = sqlite3_column_int64(row, 8)};
}

ds_status ds_records_list(ds_store *store, ds_record **all, size_t *n, ds_err *err) {
  sqlite3_stmt *rows = NULL;
  bool has = false;
  ds_status status = has_rows(store, &has, err);
  if (status != DS_OK || !has) return status;
  if (sqlite3_prepare_v2(store->db, "SELECT " COLUMNS " FROM runs ORDER BY id", -1, &rows, NULL) != SQLITE_OK)
    return ds_store_fail(store, err, reading);
  ds_record *found = NULL;
  size_t count = 0, cap = 0;
  int code;
  while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
    DS_GROW(found, count, cap);
    found[count++] = record_of(rows);
  }
  status = code == SQLITE_DONE ? DS_OK : ds_store_fail(store, err, reading);
  sqlite3_finalize(rows);
  if (status == DS_OK) {
    *all = found;
    *n = count;
    return status;
  }
  for (size_t i = 0; i < count; i++) ds_record_reset(&found[i]);
  free(found);
  return status;
}

/* Unpacks the rows; the hash tells whether they are those. */
static ds_status unpack(sqlite3_stmt *row, ds_record *record, ds_err *err) {
  enum { MOST = 1000000000 };
  char hash[DS_SHA256_HEX] = "";
  int64_t size = sqlite3_column_int64(row, SIZE_AT);
  uLongf len = size >= 0 && size <= MOST ? (uLongf)size : 0;
  record->rows = ds_alloc(len + 1);
  const unsigned char *packed = sqlite3_column_blob(row, ROWS_AT);
  bool whole = packed && uncompress((unsigned char *)record->rows, &len, packed, (uLong)sqlite3_column_bytes(row, ROWS_AT)) == Z_OK;
  record->rows_len = whole ? len : 0;
  hash_rows(record, hash);
  if (whole && record->plugin && record->args && record->result && strcmp(hash, record->result) == 0) return DS_OK;
  return ds_fail(err, DS_DB, "run %lld is damaged: its rows are not those that were recorded", (long long)record->id);
}

ds_status ds_record_load(ds_store *store, int64_t id, ds_record *record, ds_err *err) {
  sqlite3_stmt *row = NULL;
  bool has = false;
  ds_status status = has_rows(store, &has, err);
  if (status == DS_OK && has && sqlite3_prepare_v2(store->db, "SELECT " COLUMNS ", size, rows FROM runs WHERE id = ?", -1, &row, NULL))
    status = ds_store_fail(store, err, reading);
  if (status != DS_OK) return status;
  if (row) sqlite3_bind_int64(row, 1, id);
  int code = row ? sqlite3_step(row) : SQLITE_DONE;
  if (code == SQLITE_ROW) {
    ds_record found = record_of(row);
    status = unpack(row, &found, err);
    if (status == DS_OK)
      *record = found;
    else
      ds_record_reset(&found);
  } else if (code == SQLITE_DONE) {
    status = ds_fail(err, DS_USAGE, "no run %lld is recorded here", (long long)id);
    ds_err_hint(err, "'runs' lists those that are; '--record' after an analysis records one");
  } else {
    status = ds_store_fail(store, err, reading);
  }
  sqlite3_finalize(row);
  return status;
}
