/* The articles of a scope: its condition bound, and what a person is told when nothing is left. */
#include <stdlib.h>
#include <string.h>

#include "api/fields.h"
#include "base/nearest.h"

void ds_scope_bind(ds_query *query, const ds_scope *scope) {
  ds_query_text(query, ":since", scope->since);
  ds_query_text(query, ":until", scope->until);
  ds_query_text(query, ":outlet", scope->outlet);
  ds_query_int(query, ":article", scope->article);
  ds_query_int(query, ":all_copies", scope->all_copies);
}

ds_status ds_scope_query(ds_store *store, const char *sql, const ds_scope *scope, ds_query **query, ds_err *err) {
  static const char any[] = DS_ARTICLE_SQL, one[] = " AND a.id = :article ";
  char *text = ds_strdup(sql);
  for (char *at = text; scope->article && (at = strstr(at, any)); at += sizeof any - 1) {
    memset(at, ' ', sizeof any - 1);
    memcpy(at, one, sizeof one - 1);
  }
  ds_status status = ds_query_new(store, text, NULL, query, err);
  if (status == DS_OK) ds_scope_bind(*query, scope);
  free(text);
  return status;
}

bool ds_scope_words(const ds_scope *scope, ds_buf *out) {
  const char *narrowing[] = {scope->article ? "article" : NULL, scope->outlet ? "outlet" : NULL,
                             scope->since || scope->until ? "time" : NULL};
  size_t n = 0;
  for (size_t i = 0; i < sizeof narrowing / sizeof *narrowing; i++)
    if (narrowing[i]) ds_buf_printf(out, "%s%s", n++ ? " and " : "", narrowing[i]);
  return n > 0;
}

/* The first row of a query: up to two texts, copied ("" for null); false when there is none. */
static bool first_row(ds_store *store, const ds_scope *scope, const char *sql, char texts[2][64]) {
  ds_query *query = NULL;
  bool row = false;
  if (ds_scope_query(store, sql, scope, &query, NULL) != DS_OK) return false;
  if (ds_query_step(query, &row, NULL) == DS_OK && row)
    for (int i = 0; i < 2; i++) {
      const char *text = ds_query_column_text(query, i, NULL);
      snprintf(texts[i], sizeof texts[i], "%s", text ? text : "");
    }
  ds_query_free(query);
  return row;
}

static void note_outlet(ds_store *store, const ds_scope *scope, ds_result *result) {
  ds_query *query = NULL;
  ds_nearest nearest = ds_nearest_start(scope->outlet, strlen(scope->outlet));
  char *best = NULL;
  bool row = false;
  if (ds_query_new(store, "SELECT DISTINCT outlet FROM articles WHERE outlet IS NOT NULL ORDER BY 1", NULL, &query, NULL) != DS_OK) return;
  while (ds_query_step(query, &row, NULL) == DS_OK && row) {
    const char *outlet = ds_query_column_text(query, 0, NULL);
    ds_nearest_offer(&nearest, outlet);
    if (nearest.best != outlet) continue;
    free(best);
    nearest.best = best = ds_strdup(outlet);
  }
  ds_query_free(query);
  if (ds_nearest_word(&nearest))
    ds_result_note(result, "no outlet here is called '%s'; did you mean '%s'?", scope->outlet, best);
  else
    ds_result_note(result, "no outlet here is called '%s'; 'sql \"select distinct outlet from articles\"' lists them", scope->outlet);
  free(best);
}

void ds_note_no_articles(ds_store *store, const ds_scope *scope, ds_result *result) {
  static const char within[] = "SELECT 1, 1 FROM articles a WHERE" DS_SCOPE_SQL "LIMIT 1";
  static const char of_outlet[] = "SELECT 1, 1 FROM articles a WHERE a.outlet = :outlet COLLATE NOCASE LIMIT 1";
  static const char days[] = "SELECT min(date), max(date) FROM articles";
  char texts[2][64] = {"", ""};
  if (!first_row(store, &(ds_scope){0}, "SELECT 1, 1 FROM articles LIMIT 1", texts)) {
    ds_result_note(result, "there are no articles here yet; 'import PATH' reads some");
    return;
  }
  bool narrow = scope->article || scope->outlet || scope->since || scope->until;
  if (!narrow || first_row(store, scope, within, texts)) return;
  if (scope->article && !first_row(store, &(ds_scope){.article = scope->article}, within, texts))
    ds_result_note(result, "there is no article %lld; 'articles' lists those there are", (long long)scope->article);
  else if (scope->outlet && !first_row(store, scope, of_outlet, texts))
    note_outlet(store, scope, result);
  else if (first_row(store, scope, days, texts) && *texts[0])
    ds_result_note(result, "no article%s is of that %s; those here are from %s to %s", scope->article ? " of that number" : "",
                   scope->outlet ? "outlet and time" : "time", texts[0], texts[1]);
}
