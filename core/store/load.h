/* What is stored of an article, read back into the form in which it came: the article and its annotation, as the articles say it, without
 * corrections. Internal to the room. */
#ifndef DS_STORE_LOAD_H
#define DS_STORE_LOAD_H

#include "ingest/article.h"
#include "store/sql.h"

typedef struct ds_loaded {
  ds_article article; /* strings in the arena: not to be reset */
  char key[65];
  char imported[24];
  int64_t annotated;         /* version of the annotator; 0: not annotated */
  ds_annotation *annotation; /* without tokens, heads and genders, which the tables do not need; NULL when it was not annotated */
  ds_buf packed;             /* its tokens; borrowed from the arena, not to be reset */
} ds_loaded;

/* Reads articles of one database, open for reading. */
typedef struct ds_loader ds_loader;
ds_status ds_loader_new(ds_store *store, ds_loader **loader, ds_err *err);
void ds_loader_free(ds_loader *loader); /* NULL is fine */
/* The article of that id. DS_DB when it is not there or what is stored of it does not hold together. */
ds_status ds_loader_read(ds_loader *loader, int64_t id, ds_arena *arena, ds_loaded *loaded, ds_err *err);

#endif
