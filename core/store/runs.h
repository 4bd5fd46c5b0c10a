/* Recorded runs of analyses: what was run, with which arguments, on what, and what came out, so that it can be run again and compared. */
#ifndef DS_STORE_RUNS_H
#define DS_STORE_RUNS_H

#include "base/sha256.h"
#include "store/store.h"

/* A recorded run; strings are owned, free them with ds_record_reset. */
typedef struct ds_record {
  int64_t id;
  char *at;      /* UTC time; of a new record the store says it */
  char *plugin;  /* its name */
  char *version; /* of the plugin, or NULL */
  char *args;    /* JSON object: its arguments, view and the options that every analysis shares */
  char *corpus;  /* ds_corpus_fingerprint */
  char *code;    /* fingerprint of the plugin's files */
  char *result;  /* SHA-256 of rows; of a new record the store says it */
  int64_t n;     /* how many rows */
  char *rows;    /* JSON lines, as `--format jsonl` prints them; NULL in a list */
  size_t rows_len;
} ds_record;
void ds_record_reset(ds_record *record);

/* The articles that a run can see; NULL and 0: all. */
typedef struct ds_reach {
  const char *since, *until, *outlet;
  int64_t article;
  bool all_copies;
} ds_reach;
/* SHA-256 over what a run stands on: key, day, outlet and reader of each article within reach, in the order of the keys, and the
 * corrections in force. Databases made in the same way have the same, whatever the order of imports. */
ds_status ds_corpus_fingerprint(ds_store *store, const ds_reach *reach, char out[DS_SHA256_HEX], ds_err *err);

/* Until _release the store shows what it shows now, whatever others write meanwhile. _release after a hold that failed is fine. */
ds_status ds_store_hold(ds_store *store, bool *held, ds_err *err);
void ds_store_release(ds_store *store, bool held);

/* Adds a record in a transaction of its own and fills its id. The store must be open for writing. */
ds_status ds_record_add(ds_store *store, ds_record *record, ds_err *err);
/* All records, oldest first, without their rows; the caller resets each and frees the array. */
ds_status ds_records_list(ds_store *store, ds_record **all, size_t *n, ds_err *err);
/* DS_USAGE when there is none of that number; DS_DB when its rows are not what was recorded. */
ds_status ds_record_load(ds_store *store, int64_t id, ds_record *record, ds_err *err);

#endif
