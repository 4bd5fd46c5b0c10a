/* Where the first hit of a search stands in an article's text. FTS5's own highlight() would copy each text and read it to its end. */
#include <sqlite3.h>

#include "store/store.h"

enum { TEXT_COLUMN = 1 };

typedef struct search {
  int token, wanted; /* by their numbers in the text */
  int start;         /* byte */
} search;

static int take_token(void *context, int flags, const char *token, int len, int start, int end) {
  search *s = context;
  if (flags & FTS5_TOKEN_COLOCATED) return SQLITE_OK;
  if (s->token++ < s->wanted) return SQLITE_OK;
  s->start = start;
  return SQLITE_DONE;
}

/* The number of the first token of the text that is part of a hit; -1: all hits are in the title. */
static int first_token(const Fts5ExtensionApi *api, Fts5Context *fts, int *rc) {
  int n = 0, phrase = 0, column = 0, token = -1;
  *rc = api->xInstCount(fts, &n);
  for (int i = 0; *rc == SQLITE_OK && i < n; i++) {
    *rc = api->xInst(fts, i, &phrase, &column, &token);
    if (*rc == SQLITE_OK && column == TEXT_COLUMN) return token;
  }
  return -1;
}

static void first_hit(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *context, int n_args, sqlite3_value **args) {
  int rc = SQLITE_OK, len = 0;
  const char *text = NULL;
  search s = {.wanted = first_token(api, fts, &rc)};
  if (rc == SQLITE_OK && s.wanted >= 0) rc = api->xColumnText(fts, TEXT_COLUMN, &text, &len);
  if (rc == SQLITE_OK && text) rc = api->xTokenize(fts, text, len, &s, take_token);
  if (rc == SQLITE_OK || rc == SQLITE_DONE)
    sqlite3_result_int(context, s.start);
  else
    sqlite3_result_error_code(context, rc);
}

ds_status ds_search_first_hit(ds_store *store, ds_err *err) {
  sqlite3 *db = ds_store_handle(store);
  fts5_api *api = NULL;
  sqlite3_stmt *stmt = NULL;
  ds_store_map(store);
  int rc = sqlite3_prepare_v2(db, "SELECT fts5(?)", -1, &stmt, NULL);
  if (rc == SQLITE_OK) rc = sqlite3_bind_pointer(stmt, 1, &api, "fts5_api_ptr", NULL);
  if (rc == SQLITE_OK) sqlite3_step(stmt);
  sqlite3_finalize(stmt);
  if (!api || api->xCreateFunction(api, "first_hit", NULL, first_hit, NULL) != SQLITE_OK)
    return ds_fail(err, DS_DB, "searching: this SQLite has no full-text search");
  return DS_OK;
}
