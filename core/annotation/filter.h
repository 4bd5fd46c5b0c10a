/* `dossier annotate`: JSON objects in, one a line; annotations out, one a line, in input order. No database, constant memory. */
#ifndef DS_ANNOTATION_FILTER_H
#define DS_ANNOTATION_FILTER_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"

typedef struct ds_filter_options {
  bool tokens;              /* add "tokens" */
  int jobs;                 /* threads; 0: the cores available */
  int shard, shards;        /* only the articles of shard I of N (1-based, by stable hash of id, else of text); shards 0: all */
  bool trailer;             /* close with {"trailer":{"read":N,"written":N,"failed":N}} */
  const volatile int *stop; /* set by a signal handler: finish the line at hand and return DS_INTERRUPT; may be NULL */
} ds_filter_options;

/* Reads lines {"id","title","date","text"} from in, writes annotations to out. A line that cannot be read becomes
 * {"id":…,"error":{"code","message","line"}} in its place and the status is DS_PARTIAL with err telling how many.
 * A closed pipe ends it with DS_IO; the process's SIGPIPE disposition is the caller's. */
ds_status ds_filter_run(FILE *in, FILE *out, const ds_filter_options *options, ds_err *err);

#endif
