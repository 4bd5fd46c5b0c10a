/* Fields in a search: outlet:NAME, date:2023-02..2023-03, entity:NAME, quoted:WORDS, taken out of what is typed. Values with blanks stand
 * in quotation marks. entity: may stand several times: articles that name all of them. They narrow the whole search, so they are looked for
 * outside of parentheses only, and may not follow NOT or OR. */
#ifndef DS_API_FIELDS_H
#define DS_API_FIELDS_H

#include "api/listing.h"
#include "api/query.h"

/* The articles of a scope: `a` is articles. An end of "2023" or "2023-02" includes all that begins so. */
#define DS_SCOPE_SQL                                                                      \
  " (:since IS NULL OR a.date >= :since) AND (:until IS NULL OR a.date <= :until || '~')" \
  " AND (:outlet IS NULL OR a.outlet = :outlet COLLATE NOCASE)" DS_ARTICLE_SQL
#define DS_ARTICLE_SQL " AND (:article = 0 OR a.id = :article) "
void ds_scope_bind(ds_query *query, const ds_scope *scope);
/* A query made of such text, its scope bound. Where the scope is one article, SQLite is told so: it looks that one up and scans nothing. */
ds_status ds_scope_query(ds_store *store, const char *sql, const ds_scope *scope, ds_query **query, ds_err *err);

/* What narrows it, for a person: "outlet and time"; false (nothing appended) when nothing does. */
bool ds_scope_words(const ds_scope *scope, ds_buf *out);

typedef struct ds_fields {
  ds_scope scope; /* narrowed; borrows from the strings below and from the scope it was made of */
  char *words;    /* what is left, with the quoted words in it as a phrase; owned, as all here */
  char *outlet, *since, *until, *quoted;
  char *nobody;    /* the name in entity: that nobody goes by, or NULL */
  ds_buf entities; /* a JSON list of their ids (0 for nobody); empty without entity: */
  bool any;
} ds_fields;

/* The condition that goes with them, for a query whose articles are `a` (after other conditions), and its values. */
#define DS_FIELDS_SQL                                                                                                         \
  " AND NOT EXISTS (SELECT 1 FROM json_each(:entities) e WHERE NOT EXISTS (SELECT 1 FROM mentions m WHERE m.article = a.id"   \
  " AND m.entity = e.value))"                                                                                                 \
  " AND (:quoted IS NULL OR EXISTS (SELECT 1 FROM quotes q WHERE q.article = a.id AND instr(lower(CAST(substr(CAST(a.text AS" \
  " BLOB), q.start + 1, q.\"end\" - q.start) AS TEXT)), lower(:quoted)))) "
void ds_fields_bind(ds_query *query, const ds_fields *fields);

/* DS_USAGE for a date that is none, a field (but entity:) that stands twice, a field after NOT or OR, a name that several go by; the column
 * is told. _reset also after a failure. */
ds_status ds_fields_take(ds_store *store, const ds_scope *scope, const char *typed, ds_fields *fields, ds_err *err);
void ds_fields_reset(ds_fields *fields);

/* Notes of a search: how many near copies it finds and leaves out; and, when it found nothing, what may find something. match is the FTS
 * expression ("" for fields alone). */
void ds_fields_notes(ds_store *store, const ds_fields *fields, const char *match, ds_result *result);
/* Where no more than dates narrows a search, an index tells which of the articles it finds count; no article itself is read. */
#define DS_FOUND_BY_DATE_SQL                                                                                                  \
  " FROM articles a INDEXED BY articles_date WHERE +a.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :match)" \
  " AND (:since IS NULL OR a.date >= :since) AND (:until IS NULL OR a.date <= :until || '~')"                                 \
  " AND (:all_copies OR +a.id NOT IN (SELECT id FROM articles WHERE duplicate_of IS NOT NULL)) "
bool ds_fields_by_date(const ds_fields *fields);
/* How many articles it finds, those in the result or not; 0 when that cannot be told. */
int64_t ds_fields_count(ds_store *store, const ds_fields *fields, const char *match);

/* The signs that highlight() puts around a hit, as SQL and as text: sequences that no text has. */
#define DS_HIT_SQL "char(2, 29, 2), char(3, 29, 3)"
#define DS_HIT_OPEN "\x02\x1d\x02"
#define DS_HIT_CLOSE "\x03\x1d\x03"

#endif
