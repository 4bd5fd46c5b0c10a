/* Entities by what a person calls them. */
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/number.h"
#include "store/identity.h"
#include "store/sql.h"

/* ?1: the number; who was merged into somebody is that one. */
static const char by_number[] = "SELECT entity, n, 1 FROM identities WHERE id = ?1 AND n > 0 AND entity <> 0";
/* Each way gives entity, the articles that name it, and whether the name is its full one (?1: as typed, ?2: folded). */
#define NOT_TAKEN " AND NOT EXISTS (SELECT 1 FROM given_aliases g WHERE g.folded = ?2 AND g.entity = i.entity AND g.taken)"
static const char *const ways[] = {
    "SELECT g.entity, sum(i.n), 0 FROM given_aliases g JOIN identities i ON i.entity = g.entity WHERE g.folded = ?2 AND NOT g.taken"
    " AND ?1 NOT NULL GROUP BY 1",
    "SELECT i.entity, max(e.n), max(e.name = ?1 AND (e.kind > 1 OR e.complete)) FROM alias_rows a JOIN identities i ON i.id = a.identity"
    " JOIN identities e ON e.id = i.entity WHERE a.folded = ?2 AND a.name = ?1 AND i.n > 0" NOT_TAKEN " GROUP BY 1",
    "SELECT i.entity, max(e.n), max(e.complete AND e.key = CASE e.kind WHEN 0 THEN 'person/' WHEN 1 THEN 'organization/' WHEN 2 "
    "THEN 'place/' ELSE 'other/' END || ?2) FROM alias_rows a JOIN identities i ON i.id = a.identity JOIN identities e ON e.id = i.entity"
    " WHERE a.folded = ?2 AND i.n > 0" NOT_TAKEN " GROUP BY 1",
    "SELECT entity, sum(n), 0 FROM identities i WHERE last NOT NULL AND (last = ?2 OR substr(last, -length(?2) - 1) = ' ' || ?2) AND n > 0"
    " AND entity <> 0 AND ?1 NOT NULL" NOT_TAKEN " GROUP BY 1"};

/* Somebody the name may stand for. */
typedef struct candidate {
  int64_t id, articles;
  bool whole;
} candidate;

enum {
  RARE = 20,    /* a full name in a twentieth of the articles of another reading is a slip of the reader more often than not */
  DOMINANT = 10 /* in ten times the articles of the next: that one is meant */
};

static int better(const void *a, const void *b) {
  const candidate *x = a, *y = b;
  if (x->whole != y->whole) return x->whole ? -1 : 1;
  if (x->articles != y->articles) return x->articles > y->articles ? -1 : 1;
  return x->id < y->id ? -1 : x->id > y->id;
}

static ds_status collect(ds_store *store, const char *sql, const char *name, size_t len, const char *folded, candidate **found, size_t *n,
                         ds_err *err) {
  int64_t number = sql == by_number ? ds_number_marked(name, len) : 0;
  sqlite3_stmt *rows = NULL;
  size_t cap = 0;
  int code = sqlite3_prepare_v2(store->db, sql, -1, &rows, NULL);
  if (code == SQLITE_OK) {
    if (number)
      sqlite3_bind_int64(rows, 1, number);
    else
      sqlite3_bind_text(rows, 1, name, (int)len, SQLITE_STATIC);
    sqlite3_bind_text(rows, 2, folded, -1, SQLITE_STATIC);
    while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
      DS_GROW(*found, *n, cap);
      (*found)[(*n)++] = (candidate){sqlite3_column_int64(rows, 0), sqlite3_column_int64(rows, 1), sqlite3_column_int(rows, 2) != 0};
    }
  }
  ds_status status = code == SQLITE_DONE ? DS_OK : ds_store_fail(store, err, "looking up a name");
  sqlite3_finalize(rows);
  return status;
}

/* Brings the candidates into order, the best first. */
static void rank(candidate *found, size_t n) {
  int64_t most = 0;
  for (size_t i = 0; i < n; i++) most = found[i].articles > most ? found[i].articles : most;
  for (size_t i = 0; i < n; i++) found[i].whole = found[i].whole && found[i].articles * RARE >= most;
  if (n) qsort(found, n, sizeof *found, better);
}

ds_status ds_entity_find(ds_store *store, const char *name, size_t len, int64_t **ids, size_t *n, bool *sure, ds_err *err) {
  char folded[DS_IDENTITY_MAX];
  candidate *found = NULL;
  size_t count = 0;
  bool number = ds_number_marked(name, len) != 0;
  ds_status status = number ? collect(store, by_number, name, len, NULL, &found, &count, err) : DS_OK;
  if (!number && ds_identity_fold(name, len, folded, sizeof folded))
    for (size_t i = 0; status == DS_OK && count == 0 && i < sizeof ways / sizeof *ways; i++)
      status = collect(store, ways[i], name, len, folded, &found, &count, err);
  if (status == DS_OK) {
    rank(found, count);
    *n = count;
    *sure = count == 1 || (count > 1 && (found[0].whole || found[0].articles >= DOMINANT * found[1].articles));
    *ids = count ? ds_alloc(count * sizeof **ids) : NULL;
    for (size_t i = 0; i < count; i++) (*ids)[i] = found[i].id;
  }
  free(found);
  return status;
}

char *ds_entity_nearest(ds_store *store, const char *name) {
  ds_nearest nearest = ds_nearest_start(name, strlen(name));
  char *best = NULL;
  sqlite3_stmt *rows = NULL;
  if (sqlite3_prepare_v2(store->db, "SELECT DISTINCT name FROM aliases ORDER BY 1", -1, &rows, NULL) != SQLITE_OK) return NULL;
  while (sqlite3_step(rows) == SQLITE_ROW) {
    const char *word = (const char *)sqlite3_column_text(rows, 0);
    ds_nearest_offer(&nearest, word);
    if (nearest.best != word) continue;
    free(best);
    nearest.best = best = ds_strdup(word); /* the row's text does not last */
  }
  sqlite3_finalize(rows);
  if (ds_nearest_word(&nearest)) return best;
  free(best);
  return NULL;
}

void ds_entity_names(ds_store *store, const int64_t *ids, size_t n, size_t most, ds_buf *out) {
  sqlite3_stmt *stmt = NULL;
  sqlite3_prepare_v2(store->db, "SELECT name, kind, note FROM entities WHERE id = ?", -1, &stmt, NULL);
  for (size_t i = 0; stmt && i < n && i < most; i++) {
    sqlite3_bind_int64(stmt, 1, ids[i]);
    if (sqlite3_step(stmt) == SQLITE_ROW) {
      const char *note = (const char *)sqlite3_column_text(stmt, 2);
      ds_buf_printf(out, "%s%s (%s%s%s, #%lld)", out->len ? ", " : "", (const char *)sqlite3_column_text(stmt, 0),
                    (const char *)sqlite3_column_text(stmt, 1), note ? ", " : "", note ? note : "", (long long)ids[i]);
    }
    sqlite3_reset(stmt);
  }
  if (n > most) ds_buf_printf(out, " and %zu more", n - most);
  sqlite3_finalize(stmt);
}
