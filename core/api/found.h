/* The articles that the words of a search find: one walk through the index, which tells all that can be told without reading an article. */
#ifndef DS_API_FOUND_H
#define DS_API_FOUND_H

#include "api/fields.h"
#include "base/buf.h"

typedef struct ds_found_article {
  int64_t id;
  double relevance;       /* the more the better; 0 when it was not asked for */
  size_t hits, hits_size; /* where its blob (store/hits.h) is among blobs */
} ds_found_article;

typedef struct ds_found {
  ds_found_article *articles;
  size_t n, cap;
  int64_t copies; /* near copies that are left out */
  ds_buf blobs;
} ds_found;

/* What the fields leave of what match finds, in the order of ids. ranked: with the relevance, and of each article's hits the first; else
 * with all hits. The connection is one that ds_hits_set_up prepared. _reset also after a failure. */
ds_status ds_found_walk(ds_store *store, const ds_fields *fields, const char *match, bool ranked, ds_found *found, ds_err *err);
void ds_found_reset(ds_found *found);
/* Keeps the best `most` (0: all) and brings them into order, the best first. */
void ds_found_rank(ds_found *found, size_t most);
/* The article of that id, or NULL; before they are ranked. */
const ds_found_article *ds_found_get(const ds_found *found, int64_t id);
const void *ds_found_blob(const ds_found *found, const ds_found_article *article); /* borrowed */

#endif
