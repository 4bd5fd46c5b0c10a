#include "api/listing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/fields.h"
#include "api/query.h"
#include "base/number.h"
#include "base/utf8.h"
#include "store/identity.h"

#define SCOPE DS_SCOPE_SQL
#define ONCE " AND (:all_copies OR :article OR a.duplicate_of IS NULL) "
#define SPAN(text, from, to) "CAST(substr(CAST(" text " AS BLOB), " from " + 1, " to " - " from ") AS TEXT)"

static const ds_column article_columns[] = {{"id", DS_TYPE_INTEGER, "number of the article"},
                                            {"date", DS_TYPE_DATE, "day of publication"},
                                            {"outlet", DS_TYPE_TEXT, "newspaper, agency or site"},
                                            {"title", DS_TYPE_TEXT, "headline"},
                                            {"sentences", DS_TYPE_INTEGER, "sentences", DS_ASIDE},
                                            {"quotes", DS_TYPE_INTEGER, "quotations", DS_ASIDE},
                                            {"copy_of", DS_TYPE_INTEGER, "the article it is a near copy of"},
                                            {0}};

static const ds_column entity_columns[] = {
    {"id", DS_TYPE_INTEGER, "number of the entity"},
    {"name", DS_TYPE_ENTITY, "the name it is shown under"},
    {"kind", DS_TYPE_TEXT, "person, organization, place, other"},
    {"country", DS_TYPE_TEXT, "ISO 3166 code, where known", DS_ASIDE},
    {"note", DS_TYPE_TEXT, "the role it was introduced with"},
    {"articles", DS_TYPE_INTEGER, "articles that mention it"},
    {"mentions", DS_TYPE_INTEGER, "mentions, pronouns included"},
    {"status", DS_TYPE_TEXT, "candidate: found by the machine; confirmed: by a person, listed first", DS_ASIDE},
    {0}};

static const ds_column quote_columns[] = {{"speaker", DS_TYPE_ENTITY, "who said it; empty when nobody could be found"},
                                          {"quote", DS_TYPE_SPAN, "what was said"},
                                          {"cue", DS_TYPE_TEXT, "the word that reports it", DS_ASIDE},
                                          {"kind", DS_TYPE_TEXT, "direct, mixed, indirect, scare", DS_ASIDE},
                                          {"confidence", DS_TYPE_PERCENT, "how often the rule that found the speaker is right"},
                                          {"rule", DS_TYPE_TEXT, "what found the speaker", DS_ASIDE},
                                          {"date", DS_TYPE_DATE, "day of publication"},
                                          {"outlet", DS_TYPE_TEXT, "newspaper, agency or site"},
                                          {"article", DS_TYPE_INTEGER, "number of the article"},
                                          {"id", DS_TYPE_INTEGER, "number of the quotation"},
                                          {0}};

static const ds_column search_columns[] = {{"title", DS_TYPE_TEXT, "headline"},
                                           {"passage", DS_TYPE_SPAN, "the sentence of the first hit"},
                                           {"date", DS_TYPE_DATE, "day of publication"},
                                           {"outlet", DS_TYPE_TEXT, "newspaper, agency or site"},
                                           {"article", DS_TYPE_INTEGER, "number of the article"},
                                           {0}};

static const struct {
  const char *name;
  const ds_column *columns;
} listings[] = {{"articles", article_columns}, {"entities", entity_columns}, {"quotes", quote_columns}, {"search", search_columns}};

ds_result *ds_list_columns(const char *listing) {
  if (strcmp(listing, "kwic") == 0) return ds_kwic_columns();
  for (size_t i = 0; i < sizeof listings / sizeof *listings; i++) {
    if (strcmp(listings[i].name, listing) != 0) continue;
    ds_result *result = ds_result_new(listing);
    ds_result_columns(result, listings[i].columns);
    return result;
  }
  return NULL;
}

/* A query for a listing: prepared, its scope bound, the result's columns declared. */
static ds_status begin(ds_store *store, const char *listing, const char *sql, const ds_scope *scope, ds_query **query, ds_result **result,
                       ds_err *err) {
  ds_status status = ds_scope_query(store, sql, scope, query, err);
  if (status != DS_OK) return status;
  /* one more than wanted tells whether there are more */
  ds_query_int(*query, ":most", scope->most ? scope->most + 1 : -1);
  *result = ds_list_columns(listing);
  return DS_OK;
}

/* Drops what is more than wanted, and says so. */
static void keep_first(const ds_scope *scope, ds_result *result) {
  if (ds_result_keep(result, scope->most))
    ds_result_note(result, "the first %lld; there are more ('--limit 0' lists all)", (long long)scope->most);
}

/* Says how many near copies in the scope are not counted on their own. */
static void note_copies(ds_store *store, const ds_scope *scope, ds_result *result) {
  int64_t n = 0;
  if (scope->all_copies || scope->article) return;
  if (ds_copies_count(store, scope->since, scope->until, scope->outlet, &n, NULL) == DS_OK && n)
    ds_result_note_copies(result, (long long)n);
}

static ds_status finish(ds_query *query, ds_result *made, ds_result **result, ds_err *err) {
  ds_status status = ds_query_rows(query, made, err);
  ds_query_free(query);
  if (status == DS_OK)
    *result = made;
  else
    ds_result_free(made);
  return status;
}

ds_status ds_list_articles(ds_store *store, const ds_scope *scope, bool undated, ds_result **result, ds_err *err) {
  static const char sql[] =
      "SELECT a.id, a.date, a.outlet, coalesce(a.title, '(' || substr(trim(a.text, char(9, 10, 13, 32)), 1, 60) || '…)'),"
      " (SELECT count(*) FROM sentences s WHERE s.article = a.id),"
      " (SELECT count(*) FROM quotes q WHERE q.article = a.id AND q.kind <> 'scare'), a.duplicate_of,"
      " a.id AS source_article, a.ref AS source_ref, coalesce(f.start, 0) AS source_start,"
      " coalesce(f.\"end\", min(length(CAST(a.text AS BLOB)), 200)) AS source_end"
      " FROM articles a LEFT JOIN sentences f ON f.article = a.id AND f.n = 0"
      " WHERE" SCOPE ONCE "AND (:undated = 0 OR a.date IS NULL) ORDER BY a.date IS NULL, a.date, a.id LIMIT :most";
  ds_query *query = NULL;
  ds_result *made = NULL;
  ds_status status = begin(store, "articles", sql, scope, &query, &made, err);
  if (status != DS_OK) return status;
  ds_query_int(query, ":undated", undated);
  note_copies(store, scope, made);
  status = finish(query, made, result, err);
  if (status == DS_OK) keep_first(scope, *result);
  return status;
}

/* How many of them a person looked at, when it is some and not all. */
static void note_confirmed(ds_result *result) {
  size_t n = 0, status = result->n_columns - 1;
  for (size_t i = 0; i < result->n_rows; i++) n += strcmp(result->rows[i].values[status].as.text.s, "confirmed") == 0;
  if (n && n < result->n_rows)
    ds_result_note(result, "%zu confirmed, then %zu candidate%s", n, result->n_rows - n, result->n_rows - n == 1 ? "" : "s");
}

ds_status ds_list_entities(ds_store *store, const ds_scope *scope, const char *name, const char *kind, ds_result **result, ds_err *err) {
#define FACTS                                                                                                      \
  "SELECT e.id, e.name, e.kind, e.country, e.note, count(DISTINCT m.article), count(*),"                           \
  " e.status, m.article AS source_article, a.ref AS source_ref, m.start AS source_start, m.\"end\" AS source_end," \
  " min(m.article * 4294967296 + m.start)"
  /* Without a scope no article is read: an index of mentions has all that counts. */
  static const char everybody[] =
      "WITH counted AS MATERIALIZED (SELECT i.entity AS entity, count(DISTINCT m.article) AS n, count(*) AS k, m.len AS len,"
      " min(m.article * 4294967296 + m.start) AS first FROM identities i CROSS JOIN mention_rows m ON m.identity = i.id WHERE i.entity <> 0"
      " AND (:all_copies OR m.article NOT IN (SELECT id FROM articles WHERE duplicate_of IS NOT NULL)) GROUP BY i.entity)"
      " SELECT e.id, e.name, e.kind, e.country, e.note, c.n, c.k, e.status, c.first >> 32 AS source_article,"
      " (SELECT ref FROM articles WHERE id = c.first >> 32) AS source_ref, c.first & 4294967295 AS source_start,"
      " (c.first & 4294967295) + c.len AS source_end FROM counted c CROSS JOIN entities e ON e.id = c.entity"
      " WHERE (:kind IS NULL OR e.kind = :kind) ORDER BY e.status = 'confirmed' DESC,"
#define ORDER_ENDS " 6 DESC, 7 DESC, e.name, e.id LIMIT :most"
      ORDER_ENDS;
#define OF_SCOPE(join)                                                                                                                 \
  " " join " mentions m ON m.entity = e.id " join " articles a ON a.id = m.article WHERE" SCOPE ONCE "AND (:kind IS NULL OR e.kind = " \
  ":kind)"
#define ORDER_BEGINS " GROUP BY e.id ORDER BY e.status = 'confirmed' DESC,"
  /* The bare columns of m come from the row of the least mention. */
  static const char all[] = FACTS " FROM entities e" OF_SCOPE("JOIN") "AND (:id = 0 OR e.id = :id)" ORDER_BEGINS ORDER_ENDS;
  /* Who bears the word as a word, then those with a name that begins so; only when there are none those that have it inside one. */
  static const char named[] =
      "WITH named AS MATERIALIZED (SELECT entity, max((instr(' ' || folded, ' ' || :folded) > 0) +"
      " (instr(' ' || folded || ' ', ' ' || :folded || ' ') > 0)) AS fit FROM aliases WHERE instr(folded, :folded) > 0 GROUP BY entity)"
      " " FACTS " FROM named w CROSS JOIN entities e ON e.id = w.entity" OF_SCOPE(
          "CROSS JOIN") "AND w.fit >= min(1, (SELECT max(fit) FROM named))" ORDER_BEGINS " w.fit DESC," ORDER_ENDS;
  ds_query *query = NULL;
  ds_result *made = NULL;
  int64_t number = name ? ds_number_marked(name, strlen(name)) : 0;
  bool narrow = scope->since || scope->until || scope->outlet || scope->article;
  ds_status status = begin(store, "entities", name && !number ? named : name || narrow ? all : everybody, scope, &query, &made, err);
  if (status != DS_OK) return status;
  ds_query_text(query, ":kind", kind);
  char folded[256];
  if (name && !ds_identity_fold(name, strlen(name), folded, sizeof folded)) ds_utf8_fold(name, strlen(name), folded, sizeof folded);
  ds_query_text(query, ":folded", name && !number ? folded : NULL);
  ds_query_int(query, ":id", number);
  note_copies(store, scope, made);
  status = finish(query, made, result, err);
  if (status != DS_OK) return status;
  keep_first(scope, *result);
  note_confirmed(*result);
  if (name && !(*result)->n_rows && !narrow && !kind) ds_note_nobody(store, *result, name);
  return status;
}

ds_status ds_entity_meant(ds_store *store, const char *name, int64_t *id, ds_err *err) {
  int64_t *ids = NULL;
  size_t n = 0;
  bool sure = false;
  ds_status status = ds_entity_find(store, name, strlen(name), &ids, &n, &sure, err);
  if (status != DS_OK) return status;
  if (n > 1 && !sure) {
    ds_buf all = {0};
    ds_entity_names(store, ids, n, 8, &all);
    status = ds_fail(err, DS_USAGE, "'%s' may be one of %zu: %s", name, n, all.data ? all.data : "");
    ds_err_hint(err, "give the full name, or the number as 'id:%lld'", (long long)ids[0]);
    ds_buf_reset(&all);
  } else {
    *id = n ? ids[0] : 0;
  }
  free(ids);
  return status;
}

void ds_note_nobody(ds_store *store, ds_result *result, const char *name) {
  char *best = ds_entity_nearest(store, name);
  if (best)
    ds_result_note(result, "nobody and nothing here is called '%s'; did you mean '%s'?", name, best);
  else
    ds_result_note(result, "nobody and nothing here is called '%s'; 'entities' lists who is named", name);
  free(best);
}

static void note_unnamed(const ds_quote_filter *filter, ds_result *result) {
  const char *of = filter->speaker ? filter->speaker : "";
  ds_result_note(result, "no quotation%s%s names it; 'search %s%s%sentity:\"%s\"' finds the articles that do", *of ? " of " : "", of,
                 *of ? "entity:\"" : "", of, *of ? "\" " : "", filter->about);
}

/* Where dates or an outlet leave no quotation: how many there are without them. True when it said so. */
static bool note_elsewhere(ds_store *store, const ds_scope *scope, const ds_quote_filter *filter, ds_result *result) {
  ds_buf what = {0};
  ds_result *all = NULL;
  ds_scope wide = {.all_copies = scope->all_copies};
  size_t n = 0;
  if (!scope->article && ds_scope_words(scope, &what) && ds_list_quotes(store, &wide, filter, &all, NULL) == DS_OK) n = all->n_rows;
  if (n) ds_result_note(result, "no quotation of that %s; %zu other%s found", what.data, n, n == 1 ? " is" : "s are");
  ds_result_free(all);
  ds_buf_reset(&what);
  return n > 0;
}

ds_status ds_list_quotes(ds_store *store, const ds_scope *scope, const ds_quote_filter *filter, ds_result **result, ds_err *err) {
  static const char sql[] = "SELECT coalesce(e.name, q.speaker_text), (SELECT group_concat(" SPAN(
      "a.text", "(c.value ->> 0)",
      "(c.value ->> 1)") ", ' … ') FROM json_each(q.content) c),"
                         " q.cue, q.kind, q.confidence, q.rule, a.date, a.outlet, a.id, q.id,"
                         " a.id AS source_article, a.ref AS source_ref, q.start AS source_start, q.\"end\" AS source_end"
                         " FROM quotes q JOIN articles a ON a.id = q.article LEFT JOIN entities e ON e.id = q.speaker"
                         " WHERE" SCOPE ONCE "AND (CASE WHEN :kind IS NULL THEN q.kind <> 'scare' ELSE q.kind = :kind END)"
                         " AND (:about IS NULL OR EXISTS (SELECT 1 FROM mentions m WHERE m.article = q.article AND m.entity = :about"
                         " AND m.start >= q.start AND m.\"end\" <= q.\"end\"))"
                         " AND (:words IS NULL OR instr(lower(" SPAN(
                             "a.text", "q.start",
                             "q.\"end\"") "), lower(:words)))"
                                          " AND (:speaker IS NULL OR q.speaker = :speaker) AND (:below = 0 OR q.confidence < :below)"
                                          " AND (:unattributed = 0 OR (q.speaker IS NULL AND q.speaker_text IS NULL)) ORDER BY a.date IS "
                                          "NULL, a.date, "
                                          "a.id, q.start, q.\"end\" LIMIT :most";
  int64_t speaker = 0, about = 0;
  ds_status status = filter->speaker ? ds_entity_meant(store, filter->speaker, &speaker, err) : DS_OK;
  if (status == DS_OK && filter->about) status = ds_entity_meant(store, filter->about, &about, err);
  if (status != DS_OK) return status;
  ds_query *query = NULL;
  ds_result *made = NULL;
  status = begin(store, "quotes", sql, scope, &query, &made, err);
  if (status != DS_OK) return status;
  ds_query_text(query, ":kind", filter->kind);
  ds_query_double(query, ":below", filter->below);
  ds_query_int(query, ":unattributed", filter->unattributed);
  note_copies(store, scope, made);
  if (filter->speaker) ds_query_int(query, ":speaker", speaker);
  if (filter->speaker && !speaker) ds_note_nobody(store, made, filter->speaker);
  if (filter->about) ds_query_int(query, ":about", about);
  if (filter->about && !about) ds_note_nobody(store, made, filter->about);
  if (filter->about && !about && !filter->words)
    ds_result_note(made, "'--words \"%s\"' in place of '--about' finds quotations with these words", filter->about);
  ds_query_text(query, ":words", filter->words);
  status = finish(query, made, result, err);
  if (status == DS_OK) keep_first(scope, *result);
  if (status != DS_OK || (*result)->n_rows || note_elsewhere(store, scope, filter, *result)) return status;
  if (filter->about && about && (!filter->speaker || speaker)) note_unnamed(filter, *result);
  return status;
}
