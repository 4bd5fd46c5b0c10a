/* Listings: what the database holds, as results whose rows open to passages. */
#ifndef DS_API_LISTING_H
#define DS_API_LISTING_H

#include "base/err.h"
#include "result/result.h"
#include "store/store.h"

/* Which articles. NULL and 0: all. */
typedef struct ds_scope {
  const char *since, *until; /* article dates, inclusive */
  const char *outlet;
  int64_t article;
  bool all_copies; /* each copy of a story counts; else one of them does, unless article names another */
  int64_t most;    /* of a listing: no more rows than that, and a note when there are more */
} ds_scope;

typedef struct ds_quote_filter {
  const char *speaker; /* a name, or NULL */
  const char *about;   /* only those in which that one is named: a name, or NULL */
  const char *words;   /* only those in which these words stand, in any case of letters; or NULL */
  const char *kind;    /* direct, mixed, indirect, scare; NULL: all but scare */
  bool unattributed;   /* only those without a speaker */
  double below;        /* only confidences below it; 0: all */
} ds_quote_filter;

typedef enum ds_kwic_sort { DS_KWIC_ARTICLE, DS_KWIC_LEFT, DS_KWIC_RIGHT } ds_kwic_sort;

/* An empty result with the columns of a listing ("articles", "entities", "quotes", "search", "kwic"), the caller's; NULL for another word.
 */
ds_result *ds_list_columns(const char *listing);
ds_result *ds_kwic_columns(void);

/* Each makes *result (the caller's). */
ds_status ds_list_articles(ds_store *store, const ds_scope *scope, bool undated, ds_result **result, ds_err *err);
/* name and kind may be NULL. */
ds_status ds_list_entities(ds_store *store, const ds_scope *scope, const char *name, const char *kind, ds_result **result, ds_err *err);
/* A speaker (or subject) nobody knows gives an empty result with a note; a name that several go by is DS_USAGE with the candidates. */
ds_status ds_list_quotes(ds_store *store, const ds_scope *scope, const ds_quote_filter *filter, ds_result **result, ds_err *err);
/* Articles that the query finds, best first (BM25); where not all are wanted a note says how many there are. A row's passage is the
 * sentence of the first hit. */
ds_status ds_list_search(ds_store *store, const ds_scope *scope, const char *query, ds_result **result, ds_err *err);
/* Hits with the words around them, `width` characters to each side. In the order of articles only as many texts are read as are wanted;
 * an order by words reads all. */
ds_status ds_list_kwic(ds_store *store, const ds_scope *scope, const char *query, int width, ds_kwic_sort sort, ds_result **result,
                       ds_err *err);
/* Where the scope leaves no article, notes that, and which there are. */
void ds_note_no_articles(ds_store *store, const ds_scope *scope, ds_result *result);
/* The entity that a person means by name; *id 0 when there is none. */
ds_status ds_entity_meant(ds_store *store, const char *name, int64_t *id, ds_err *err);
/* Notes that nobody goes by the name, and who is called most like it. */
void ds_note_nobody(ds_store *store, ds_result *result, const char *name);

#endif
