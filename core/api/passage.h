/* The passage that a row rests on: a stretch of an article in its paragraph. */
#ifndef DS_API_PASSAGE_H
#define DS_API_PASSAGE_H

#include "base/buf.h"
#include "base/err.h"
#include "result/result.h"
#include "store/store.h"

typedef struct ds_passage {
  int64_t article;
  char *ref, *title, *date, *outlet, *url; /* owned; NULL when not known */
  char *file;                              /* owned; where it was read from, with :LINE or #N; NULL: not known */
  char *text;                              /* the whole article, owned */
  size_t len;
  size_t start, end;                     /* the passage */
  size_t paragraph_start, paragraph_end; /* the paragraph around it, cut to a readable length */
} ds_passage;

/* end 0: the whole article is the passage. DS_USAGE when there is no such article. */
ds_status ds_passage_load(ds_store *store, int64_t article, size_t start, size_t end, ds_passage *passage, ds_err *err);
void ds_passage_reset(ds_passage *passage);
/* Appends it for people: a line on the article, then the paragraph with the passage marked (in colour, else by » and «). */
void ds_passage_draw(const ds_passage *passage, bool color, ds_buf *out);
/* Its parts: the lines on the article; text that is safe on a terminal, its lines kept. */
void ds_passage_head(const ds_passage *passage, bool color, ds_buf *out);
void ds_passage_lines(const char *s, size_t len, ds_buf *out);
/* Counts the characters before and in every source of the result, for languages whose strings are made of these. */
ds_status ds_sources_count(ds_store *store, ds_result *result, ds_err *err);
/* The same as a row for programs. */
void ds_passage_row(const ds_passage *passage, ds_result *result);
ds_result *ds_passage_result(void);

#endif
