/* Fields in a search: outlet:NAME, date:2023-02..2023-03, entity:NAME, quoted:WORDS, taken out of what is typed. Values with blanks stand
 * in quotation marks. They narrow the whole search, so they are looked for outside of parentheses only, and may not follow NOT or OR. */
#ifndef DS_API_FIELDS_H
#define DS_API_FIELDS_H

#include "api/listing.h"
#include "api/query.h"

typedef struct ds_fields {
  ds_scope scope; /* narrowed; borrows from the strings below and from the scope it was made of */
  char *words;    /* what is left, with the quoted words in it as a phrase; owned, as all here */
  char *outlet, *since, *until, *entity, *quoted;
  int64_t entity_id; /* -1: nobody is called so */
  bool any;
} ds_fields;

/* The condition that goes with them, for a query whose articles are `a` (after other conditions), and its values. */
#define DS_FIELDS_SQL                                                                                                         \
  " AND (:entity = 0 OR EXISTS (SELECT 1 FROM mentions m WHERE m.article = a.id AND m.entity = :entity))"                     \
  " AND (:quoted IS NULL OR EXISTS (SELECT 1 FROM quotes q WHERE q.article = a.id AND instr(lower(CAST(substr(CAST(a.text AS" \
  " BLOB), q.start + 1, q.\"end\" - q.start) AS TEXT)), lower(:quoted)))) "
void ds_fields_bind(ds_query *query, const ds_fields *fields);

/* DS_USAGE for a date that is none, a field after NOT or OR, a name that several go by; the column is told. _reset also after a failure. */
ds_status ds_fields_take(ds_store *store, const ds_scope *scope, const char *typed, ds_fields *fields, ds_err *err);
void ds_fields_reset(ds_fields *fields);

#endif
