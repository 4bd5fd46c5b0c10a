#include "store/sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "store/pending.h"
#include "store/registry.h"

#define X(id, text) text,
static const char *const texts[] = {DS_SQL_LIST(X)};
#undef X

sqlite3_stmt *ds_sql(ds_store *store, ds_sql_id id) {
  sqlite3_stmt **statement = &store->statements[id];
  if (!*statement && sqlite3_prepare_v3(store->db, texts[id], -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) != SQLITE_OK) return NULL;
  return *statement;
}

void ds_sql_text(sqlite3_stmt *statement, int at, const char *text) {
  if (text)
    sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC);
  else
    sqlite3_bind_null(statement, at);
}

ds_status ds_sql_run(ds_store *store, sqlite3_stmt *statement, ds_err *err, const char *doing) {
  if (!statement) return ds_store_fail(store, err, doing);
  int code;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) continue;
  ds_status status = code == SQLITE_DONE ? DS_OK : ds_store_fail(store, err, doing);
  sqlite3_reset(statement);
  return status;
}

ds_status ds_sql_ints(ds_store *store, ds_sql_id id, const int64_t *values, int n, ds_err *err, const char *doing) {
  sqlite3_stmt *statement = ds_sql(store, id);
  for (int i = 0; statement && i < n; i++) {
    if (values[i] == DS_SQL_NULL)
      sqlite3_bind_null(statement, i + 1);
    else
      sqlite3_bind_int64(statement, i + 1, values[i]);
  }
  return ds_sql_run(store, statement, err, doing);
}

ds_status ds_sql_first(ds_store *store, sqlite3_stmt *statement, int64_t *value, ds_err *err, const char *doing) {
  if (!statement) return ds_store_fail(store, err, doing);
  int code = sqlite3_step(statement);
  ds_status status = DS_OK;
  if (code == SQLITE_ROW)
    *value = sqlite3_column_int64(statement, 0);
  else if (code == SQLITE_DONE)
    *value = 0;
  else
    status = ds_store_fail(store, err, doing);
  sqlite3_reset(statement);
  return status;
}

ds_status ds_store_begin(ds_store *store, ds_err *err) {
  return ds_sql_run(store, ds_sql(store, DS_SQL_BEGIN), err, "waiting for the database");
}

ds_status ds_store_index(ds_store *store, ds_err *err) {
  if (!store->unindexed) return DS_OK;
  ds_status status = ds_sql_ints(store, DS_SQL_ARTICLES_INDEX, &store->unindexed, 1, err, "indexing words");
  store->unindexed = 0;
  return status;
}

ds_status ds_store_commit(ds_store *store, ds_err *err) {
  ds_status status = ds_pending_flush(store, err);
  if (status == DS_OK) status = ds_registry_resolve(store, err);
  if (status == DS_OK) status = ds_store_index(store, err);
  if (status == DS_OK) status = ds_sql_run(store, ds_sql(store, DS_SQL_COMMIT), err, "committing");
  if (status != DS_OK) ds_store_rollback(store);
  return status;
}

void ds_store_rollback(ds_store *store) {
  if (!sqlite3_get_autocommit(store->db)) sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
  store->unindexed = 0;
  ds_pending_free(store->pending);
  store->pending = NULL;
  ds_words_free(store->words);
  store->words = NULL;
  ds_words_free(store->identities);
  store->identities = NULL;
  ds_registry_free(store->registry);
  store->registry = NULL;
}

void ds_store_now(char out[24]) {
  const char *fixed = getenv("SOURCE_DATE_EPOCH");
  time_t now = fixed && *fixed ? (time_t)strtoll(fixed, NULL, 10) : time(NULL);
  struct tm tm = {0};
  gmtime_r(&now, &tm);
  if (strftime(out, 24, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0) *out = '\0';
}
