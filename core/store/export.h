/* The database for other programs: each public table as CSV, with what PostgreSQL needs to load them. */
#ifndef DS_STORE_EXPORT_H
#define DS_STORE_EXPORT_H

#include "store/store.h"

/* identifier, word, meaning */
/* clang-format off */
#define DS_EXPORT_LIST(X) \
  X(CSV, "csv", "a CSV file (RFC 4180) for each table") \
  X(PG, "pg", "the same, with schema.sql and load.sql for PostgreSQL: cd FOLDER && psql -f load.sql")
/* clang-format on */
typedef enum ds_export_form {
#define X(id, word, help) DS_EXPORT_##id,
  DS_EXPORT_LIST(X)
#undef X
      DS_EXPORT_COUNT
} ds_export_form;

typedef struct ds_export_settings {
  ds_export_form form;
  const volatile int *stop;                                    /* set by a signal handler: DS_INTERRUPT; may be NULL */
  void (*progress)(void *data, int64_t rows, double fraction); /* now and then; may be NULL */
  void *data;
} ds_export_settings;

/* Writes articles, sentences, entities, aliases, mentions, quotes, predicates, arguments, dates, sightings and corrections into folder,
 * which is made when missing; each file is written beside and renamed. All of it is one state of the database. An empty field is null, ""
 * an empty text. A NUL byte, which PostgreSQL cannot hold, becomes a blank, so that offsets stay right. *rows counts the rows. DS_IO,
 * DS_DB. */
ds_status ds_export(ds_store *store, const char *folder, const ds_export_settings *options, int64_t *rows, ds_err *err);

#endif
