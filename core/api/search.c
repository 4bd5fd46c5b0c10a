/* Search: the articles that fit best, each with the sentence of its first hit. */
#include <stdlib.h>
#include <string.h>

#include "api/found.h"
#include "store/hits.h"

enum { TITLE, PASSAGE, DATE, OUTLET, ARTICLE };

static void note_limit(const ds_scope *scope, const char *which, int64_t n, ds_result *result) {
  if (scope->most && n > scope->most)
    ds_result_note(result, "the %s %lld of %lld articles; '--limit 0' lists all", which, (long long)scope->most, (long long)n);
}

/* What is read of each article that is shown. */
typedef struct reading {
  ds_query *article, *sentence;
  ds_hits hits;
} reading;

static void reading_reset(reading *r) {
  ds_query_free(r->article);
  ds_query_free(r->sentence);
  ds_hits_close(&r->hits);
}

static ds_status reading_start(ds_store *store, reading *r, ds_err *err) {
  static const char article[] = "SELECT title, date, outlet, ref, text FROM articles WHERE id = :id";
  static const char sentence[] = "SELECT start, \"end\" FROM sentences WHERE article = :id AND start <= :at AND \"end\" > :at";
  ds_status status = ds_query_new(store, article, NULL, &r->article, err);
  if (status == DS_OK) status = ds_query_new(store, sentence, NULL, &r->sentence, err);
  return status == DS_OK ? ds_hits_open(store, &r->hits, err) : status;
}

/* The sentence around a place; without one, some of what follows. */
static ds_status find_passage(reading *r, int64_t id, size_t at, size_t len, size_t *start, size_t *end, ds_err *err) {
  enum { SOME = 200 };
  bool row = false;
  ds_query_again(r->sentence);
  ds_query_int(r->sentence, ":id", id);
  ds_query_int(r->sentence, ":at", (int64_t)at);
  ds_status status = ds_query_step(r->sentence, &row, err);
  *start = row ? (size_t)ds_query_column_int(r->sentence, 0) : at;
  *end = row ? (size_t)ds_query_column_int(r->sentence, 1) : at + SOME;
  if (*end > len) *end = len;
  if (*start > *end) *start = *end;
  return status;
}

static void set_text(ds_value *value, ds_query *query, int column) {
  size_t len = 0;
  const char *text = ds_query_column_text(query, column, &len);
  if (text) ds_value_text(value, text, len);
}

static ds_status add_row(reading *r, const ds_found *found, const ds_found_article *a, ds_result *result, ds_err *err) {
  bool there = false;
  size_t len = 0, start = 0, end = 0;
  ds_query_again(r->article);
  ds_query_int(r->article, ":id", a->id);
  ds_status status = ds_query_step(r->article, &there, err);
  if (status != DS_OK || !there) return status;
  const char *text = ds_query_column_text(r->article, 4, &len);
  ds_hits_place(&r->hits, ds_found_blob(found, a), a->hits_size, text, len);
  status = find_passage(r, a->id, r->hits.n ? r->hits.at[0].start : 0, len, &start, &end, err);
  if (status != DS_OK) return status;
  ds_row *row = ds_result_row(result);
  set_text(&row->values[TITLE], r->article, 0);
  ds_value_text(&row->values[PASSAGE], text + start, end - start);
  set_text(&row->values[DATE], r->article, 1);
  set_text(&row->values[OUTLET], r->article, 2);
  ds_value_int(&row->values[ARTICLE], a->id);
  ds_row_source(row, a->id, ds_query_column_text(r->article, 3, NULL), (uint32_t)start, (uint32_t)end);
  return DS_OK;
}

static ds_status search_words(ds_store *store, const ds_fields *fields, const char *match, ds_result *result, ds_err *err) {
  ds_found found = {0};
  reading r = {0};
  ds_status status = ds_hits_set_up(store, err);
  if (status == DS_OK) status = ds_found_walk(store, fields, match, true, &found, err);
  if (status == DS_OK) status = reading_start(store, &r, err);
  if (status != DS_OK) goto out;
  int64_t n = (int64_t)found.n;
  ds_found_rank(&found, (size_t)fields->scope.most);
  for (size_t i = 0; status == DS_OK && i < found.n; i++) status = add_row(&r, &found, &found.articles[i], result, err);
  if (status != DS_OK) goto out;
  ds_fields_notes(store, fields, match, found.copies, result);
  note_limit(&fields->scope, "best", n, result);
out:
  reading_reset(&r);
  ds_found_reset(&found);
  return status;
}

/* Without words the fields alone find, the latest first; the passage is the first to name the entity. The texts of hits are looked at only
 * for their passages, after the hits are known. */
static ds_status search_fields(ds_store *store, const ds_fields *fields, ds_result *result, ds_err *err) {
#define TEXT "CAST(substr(CAST(text AS BLOB), first + 1, last - first) AS TEXT)"
  static const char sql[] =
      "WITH hits AS MATERIALIZED (SELECT a.id, coalesce((SELECT min(m.start) FROM mentions m WHERE m.article = a.id AND m.entity ="
      " :entities ->> 0), 0) AS at FROM articles a WHERE" DS_SCOPE_SQL
      " AND (:all_copies OR :article OR a.duplicate_of IS NULL)" DS_FIELDS_SQL " ORDER BY a.date DESC, a.id LIMIT :most),"
      " placed AS (SELECT h.*, a.title, a.date, a.outlet, a.ref, a.text, coalesce(s.start, h.at) AS first, coalesce(s.\"end\","
      " min(h.at + 200, length(CAST(a.text AS BLOB)))) AS last FROM hits h CROSS JOIN articles a ON a.id = h.id"
      " LEFT JOIN sentences s ON s.article = h.id AND s.start <= h.at AND s.\"end\" > h.at)"
      " SELECT title, " TEXT ", date, outlet, id, id AS source_article, ref AS source_ref, first AS source_start, last AS source_end"
      " FROM placed ORDER BY date DESC, id";
  ds_query *query = NULL;
  int64_t most = fields->scope.most;
  ds_status status = ds_scope_query(store, sql, &fields->scope, &query, err);
  if (status != DS_OK) return status;
  ds_fields_bind(query, fields);
  ds_query_int(query, ":most", most ? most : -1);
  status = ds_query_rows(query, result, err);
  ds_query_free(query);
  if (status != DS_OK) return status;
  ds_fields_notes(store, fields, "", 0, result);
  if (most && (int64_t)result->n_rows >= most) note_limit(&fields->scope, "latest", ds_fields_count(store, fields, ""), result);
  return DS_OK;
}

ds_status ds_list_search(ds_store *store, const ds_scope *scope, const char *words, ds_result **result, ds_err *err) {
  ds_result *made = ds_list_columns("search");
  ds_fields fields;
  char *match = NULL;
  ds_status status = ds_fields_take(store, scope, words, &fields, err);
  if (status != DS_OK) goto out;
  match = ds_search_fts(fields.words, strlen(fields.words));
  if (fields.nobody) ds_note_nobody(store, made, fields.nobody);
  if (*match)
    status = search_words(store, &fields, match, made, err);
  else if (fields.any)
    status = search_fields(store, &fields, made, err);
  else
    ds_result_note(made, "nothing to look for in '%s'", words);
out:
  ds_fields_reset(&fields);
  free(match);
  if (status == DS_OK)
    *result = made;
  else
    ds_result_free(made);
  return status;
}
