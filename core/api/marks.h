/* What is known of an article, marked in its text: who and what is named, what is said, when. */
#ifndef DS_API_MARKS_H
#define DS_API_MARKS_H

#include "api/passage.h"

typedef enum ds_mark_kind { DS_MARK_QUOTE, DS_MARK_ENTITY, DS_MARK_DATE } ds_mark_kind;

typedef struct ds_mark {
  size_t start, end;
  ds_mark_kind kind;
} ds_mark;

typedef struct ds_marks {
  ds_mark *items; /* owned; by start, the longer first */
  size_t n, cap;
} ds_marks;

/* The names (no pronouns), quotes and dates of an article. */
ds_status ds_marks_load(ds_store *store, int64_t article, ds_marks *marks, ds_err *err);
void ds_marks_reset(ds_marks *marks);
/* Appends a whole article for people: in colour, else [a name], »what is said« and <a time>; then a line that tells what the marks mean. */
void ds_marks_draw(const ds_passage *passage, const ds_marks *marks, bool color, ds_buf *out);

#endif
