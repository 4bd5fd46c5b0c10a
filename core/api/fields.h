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
  char *naming;    /* a JSON list of the articles that name them all; NULL without entity: */
  bool any;
} ds_fields;

/* The condition that goes with them, for a query whose articles are `a` (after other conditions), and its values. */
#define DS_ENTITIES_SQL(id) " AND (:naming IS NULL OR " id " IN (SELECT value FROM json_each(:naming))) "
#define DS_QUOTED_SQL                                                                                                         \
  " AND (:quoted IS NULL OR EXISTS (SELECT 1 FROM quotes q WHERE q.article = a.id AND instr(lower(CAST(substr(CAST(a.text AS" \
  " BLOB), q.start + 1, q.\"end\" - q.start) AS TEXT)), lower(:quoted)))) "
#define DS_FIELDS_SQL DS_ENTITIES_SQL("a.id") DS_QUOTED_SQL
void ds_fields_bind(ds_query *query, const ds_fields *fields);

/* DS_USAGE for a date that is none, a field (but entity:) that stands twice, a field after NOT or OR, a name that several go by; the column
 * is told. _reset also after a failure. */
ds_status ds_fields_take(ds_store *store, const ds_scope *scope, const char *typed, ds_fields *fields, ds_err *err);
void ds_fields_reset(ds_fields *fields);

/* A query of the articles that words find (:match, to be bound) and the fields leave, near copies included: columns of `f`, the index, and
 * of what joins adds to it. Articles themselves are read only where a field asks for what no index has. Bound but for the words. */
ds_status ds_fields_query(ds_store *store, const ds_fields *fields, const char *columns, const char *joins, ds_query **query, ds_err *err);
/* Among the columns of such a query: is it a near copy? */
#define DS_COPY_SQL "f.rowid IN (SELECT id FROM articles WHERE duplicate_of IS NOT NULL)"

/* Notes of a search: how many near copies it finds and leaves out; and, when it found nothing, what may find something. match is the FTS
 * expression ("" for fields alone, whose copies are counted here). */
void ds_fields_notes(ds_store *store, const ds_fields *fields, const char *match, int64_t copies, ds_result *result);
/* How many articles it finds, those in the result or not; 0 when that cannot be told. */
int64_t ds_fields_count(ds_store *store, const ds_fields *fields, const char *match);

#endif
