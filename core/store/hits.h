/* What a search reads from the full-text index in one walk: how well an article fits, and where its hits stand in the text. */
#ifndef DS_STORE_HITS_H
#define DS_STORE_HITS_H

#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

/* Gives the connection, for a SELECT from articles_fts with MATCH:
 * relevance(articles_fts, sz): how well the article fits, the more the better: BM25 as FTS5 ranks by it (k1 1.2, b 0.75; S. Robertson and
 * H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009), from counts alone. sz: the article's of
 * articles_fts_docsize. The weight of a phrase that is the only one is left out, being the same for all.
 * hits(articles_fts, most): where the first hits (0: all) stand in the text, as a blob for ds_hits_place; hits that overlap are one. */
ds_status ds_hits_set_up(ds_store *store, ds_err *err);

/* The hits of one text, in their order. */
typedef struct ds_hits {
  struct {
    size_t start, end; /* bytes */
  } * at;
  size_t n, cap;
  struct Fts5Tokenizer *tokenizer; /* as the index has it */
  int (*tokenize)(struct Fts5Tokenizer *, void *, int, const char *, int, int (*)(void *, int, const char *, int, int, int));
  void (*drop)(struct Fts5Tokenizer *);
} ds_hits;

ds_status ds_hits_open(ds_store *store, ds_hits *hits, ds_err *err);
void ds_hits_close(ds_hits *hits); /* zeroed is fine */
/* How many hits a blob holds. */
size_t ds_hits_count(const void *blob, size_t size);
/* Finds the hits of a blob in their text. */
void ds_hits_place(ds_hits *hits, const void *blob, size_t size, const char *text, size_t len);

#endif
