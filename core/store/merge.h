/* Joining databases: shards of one corpus, colleagues' collections.
 *
 * Merging is idempotent, and any order of the inputs gives the same content (numbers differ; keys do not): articles are joined by key,
 * entities by what all articles say of them, corrections by what they say. Where two inputs hold an article with different data beside its
 * text (date, file, outlet …), one of both is taken whole, by a rule that does not look at the order: the one that is annotated (by the
 * newer reader), that has a date (the earlier one), then the one whose data come first in the alphabet. */
#ifndef DS_STORE_MERGE_H
#define DS_STORE_MERGE_H

#include "store/store.h"

typedef struct ds_merge_counts {
  int64_t databases, articles, added, updated, known, corrections;
} ds_merge_counts;

typedef struct ds_merge_options {
  const volatile int *stop; /* set by a signal handler: commit what is done and return DS_INTERRUPT; may be NULL */
  void *data;
  void (*progress)(void *data, const ds_merge_counts *counts, int64_t total); /* may be NULL; after each transaction */
} ds_merge_options;

/* Adds what the databases at paths (NULL-terminated) hold to out, which is open for writing. All of them are looked at before anything is
 * written. DS_USAGE when one of them is out itself, DS_DB when one cannot be read. */
ds_status ds_merge(ds_store *out, const char *const *paths, const ds_merge_options *options, ds_merge_counts *counts, ds_err *err);

#endif
