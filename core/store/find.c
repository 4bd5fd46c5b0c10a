/* Entities by what a person calls them. */
#include <stdlib.h>
#include <string.h>

#include "store/identity.h"
#include "store/sql.h"

/* Each way gives entity, the articles that name it, and whether the name is its full one (?1: as typed, ?2: folded). */
static const char *const ways[] = {
    "SELECT i.entity, sum(e.n) AS weight, max(e.name = ?1 AND (e.kind > 1 OR e.complete)) AS whole FROM alias_rows a JOIN identities i ON "
    "i.id = a.identity"
    " JOIN identities e ON e.id = i.entity WHERE a.folded = ?2 AND a.name = ?1 AND i.n > 0 GROUP BY 1",
    "SELECT i.entity, sum(e.n) AS weight, max(e.complete AND e.key = CASE e.kind WHEN 0 THEN 'person/' WHEN 1 THEN 'organization/' WHEN 2 "
    "THEN 'place/'"
    " ELSE 'other/' END || ?2) AS whole FROM alias_rows a JOIN identities i ON i.id = a.identity JOIN identities e ON e.id = i.entity"
    " WHERE a.folded = ?2 AND i.n > 0 GROUP BY 1",
    "SELECT entity, sum(n) AS weight, 0 AS whole FROM identities WHERE last NOT NULL AND (last = ?2 OR substr(last, -length(?2) - 1) ="
    " ' ' || ?2) AND n > 0 AND ?1 NOT NULL GROUP BY 1"};

static ds_status collect(ds_store *store, const char *sql, const char *name, size_t len, const char *folded, int64_t **ids, size_t *n,
                         bool *whole, ds_err *err) {
  sqlite3_stmt *rows = NULL;
  size_t cap = 0;
  ds_buf query = {0};
  ds_buf_printf(&query, "%s ORDER BY whole DESC, weight DESC, 1", sql);
  int code = sqlite3_prepare_v2(store->db, query.data, -1, &rows, NULL);
  ds_buf_reset(&query);
  if (code == SQLITE_OK) {
    sqlite3_bind_text(rows, 1, name, (int)len, SQLITE_STATIC);
    sqlite3_bind_text(rows, 2, folded, -1, SQLITE_STATIC);
    while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
      DS_GROW(*ids, *n, cap);
      if (*n == 0) *whole = sqlite3_column_int(rows, 2) != 0;
      (*ids)[(*n)++] = sqlite3_column_int64(rows, 0);
    }
  }
  ds_status status = code == SQLITE_DONE ? DS_OK : ds_store_fail(store, err, "looking up a name");
  sqlite3_finalize(rows);
  return status;
}

ds_status ds_entity_find(ds_store *store, const char *name, size_t len, int64_t **ids, size_t *n, bool *sure, ds_err *err) {
  char folded[DS_IDENTITY_MAX];
  int64_t *found = NULL;
  size_t count = 0;
  bool whole = false;
  ds_status status = DS_OK;
  if (ds_identity_fold(name, len, folded, sizeof folded))
    for (size_t i = 0; status == DS_OK && count == 0 && i < sizeof ways / sizeof *ways; i++)
      status = collect(store, ways[i], name, len, folded, &found, &count, &whole, err);
  if (status != DS_OK) {
    free(found);
    return status;
  }
  *ids = found;
  *n = count;
  *sure = count == 1 || (count > 0 && whole);
  return DS_OK;
}
