/* For tests of the ingest: files in a folder of their own, and a sink that keeps what it is given. */
#ifndef INGEST_HELPER_H
#define INGEST_HELPER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/path.h"
#include "ingest/ingest.h"

enum { KEPT = 64 };

typedef struct catch {
  char folder[64];
  ds_article articles[KEPT];
  char *refused[KEPT], *remarks[KEPT], *places[KEPT]; /* places: of what is refused */
  long lines[KEPT];
  int n, n_refused, n_remarks;
}
catch;

static inline ds_status catch_article(void *data, ds_article *article, ds_err *err) {
  catch *c = data;
  (void)err;
  assert_in_range(c->n, 0, KEPT - 1);
  c->articles[c->n++] = *article;
  *article = (ds_article){0};
  return DS_OK;
}

static inline ds_status catch_refused(void *data, const char *file, long line, const char *reason, ds_err *err) {
  catch *c = data;
  (void)err;
  c->lines[c->n_refused] = line;
  c->places[c->n_refused] = strdup(file);
  c->refused[c->n_refused++] = strdup(reason);
  return DS_OK;
}

static inline void catch_remark(void *data, const char *file, const char *text) {
  catch *c = data;
  (void)file;
  c->remarks[c->n_remarks++] = strdup(text);
}

static inline void catch_empty(catch *c) {
  for (int i = 0; i < c->n; i++) ds_article_reset(&c->articles[i]);
  for (int i = 0; i < c->n_refused; i++) free(c->refused[i]), free(c->places[i]);
  for (int i = 0; i < c->n_remarks; i++) free(c->remarks[i]);
  c->n = c->n_refused = c->n_remarks = 0;
}

static inline int catch_setup(void **state) {
  catch *c = calloc(1, sizeof *c);
  strcpy(c->folder, "/tmp/ingest-XXXXXX");
  assert_non_null(mkdtemp(c->folder));
  *state = c;
  return 0;
}

static inline int catch_teardown(void **state) {
  catch *c = *state;
  char command[96];
  catch_empty(c);
  snprintf(command, sizeof command, "rm -rf '%s'", c->folder);
  assert_int_equal(system(command), 0);
  free(c);
  return 0;
}

/* Writes a file of the folder; returns its path (static). */
static inline const char *write_file(catch *c, const char *name, const char *bytes, size_t len) {
  static char path[256];
  snprintf(path, sizeof path, "%s/%s", c->folder, name);
  FILE *out = fopen(path, "wb");
  assert_non_null(out);
  assert_int_equal(fwrite(bytes, 1, len, out), len);
  fclose(out);
  return path;
}

static inline void ingest_with(catch *c, const char *path, const ds_ingest_options *options) {
  ds_err err = {0};
  ds_ingest_sink sink = {c, catch_article, catch_refused, catch_remark, NULL, NULL};
  catch_empty(c);
  assert_int_equal(ds_ingest(path, options, &sink, &err), DS_OK);
}

/* Writes and reads one file. */
static inline void ingest_text(catch *c, const char *name, const char *text) {
  ingest_with(c, write_file(c, name, text, strlen(text)), &(ds_ingest_options){0});
}

#endif
