/* Which reader made an annotation, and reading stored texts again. */
#ifndef DS_STORE_READER_H
#define DS_STORE_READER_H

#include "store/store.h"

/* The reader of this program: the version of its rules, then a checksum of its sources and its model. A later version is a greater number.
 * Stored with each article as articles.annotated. */
int64_t ds_reader(void);

typedef struct ds_reannotate_options {
  const int64_t *articles; /* which; NULL: those that another reader annotated */
  size_t n_articles;
  bool all;                 /* all that are annotated, whoever did */
  int jobs;                 /* as in ds_import_options */
  const volatile int *stop; /* set by a signal handler: what is done stays, DS_INTERRUPT is returned; may be NULL */
  void *data;
  void (*progress)(void *data, size_t done, size_t total); /* may be NULL */
} ds_reannotate_options;

/* Reads stored texts again with the reader of this program and replays the corrections upon what it finds. Quotations that
 * stand where one stood keep their numbers. *done is how many were read. DS_USAGE for
 * an article that is not there. */
ds_status ds_reannotate(ds_store *store, const ds_reannotate_options *options, size_t *done, ds_err *err);

#endif
