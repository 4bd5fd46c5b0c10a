#include "api/marks.h"

#include <stdlib.h>
#include <string.h>

#include "api/query.h"

static const struct {
  const char *open, *close, *color, *meaning;
} looks[] = {[DS_MARK_QUOTE] = {"»", "«", "\033[32m", "what is said"},
             [DS_MARK_ENTITY] = {"[", "]", "\033[1;36m", "who and what is named"},
             [DS_MARK_DATE] = {"<", ">", "\033[35m", "when"}};
enum { KINDS = 3 };

static int compare(const void *x, const void *y) {
  const ds_mark *a = x, *b = y;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  if (a->end != b->end) return a->end > b->end ? -1 : 1;
  return (int)a->kind - (int)b->kind;
}

ds_status ds_marks_load(ds_store *store, int64_t article, ds_marks *marks, ds_err *err) {
  static const char sql[] = "SELECT start, \"end\", 1 FROM mentions WHERE article = :article AND form <> 'pronoun'"
                            " UNION SELECT start, \"end\", 0 FROM quotes WHERE article = :article AND kind <> 'scare'"
                            " UNION SELECT start, \"end\", 2 FROM dates WHERE article = :article";
  ds_query *query = NULL;
  ds_status status = ds_query_new(store, sql, NULL, &query, err);
  if (status != DS_OK) return status;
  ds_query_int(query, ":article", article);
  for (;;) {
    bool row = false;
    status = ds_query_step(query, &row, err);
    if (status != DS_OK || !row) break;
    DS_GROW(marks->items, marks->n, marks->cap);
    marks->items[marks->n++] = (ds_mark){(size_t)ds_query_column_int(query, 0), (size_t)ds_query_column_int(query, 1),
                                         (ds_mark_kind)ds_query_column_int(query, 2)};
  }
  ds_query_free(query);
  if (marks->n) qsort(marks->items, marks->n, sizeof *marks->items, compare);
  return status;
}

void ds_marks_reset(ds_marks *marks) {
  free(marks->items);
  *marks = (ds_marks){0};
}

/* The nearest place after `at` where a mark begins or ends, at most len. */
static size_t next_edge(const ds_marks *marks, size_t at, size_t len) {
  size_t next = len;
  for (size_t i = 0; i < marks->n && marks->items[i].start < next; i++) {
    const ds_mark *m = &marks->items[i];
    if (m->start > at && m->start < next) next = m->start;
    if (m->end > at && m->end < next) next = m->end;
  }
  return next;
}

/* Plain marks around `at`: what ends there is closed, the innermost first, then what begins is opened, the longest first. */
static void put_plain(const ds_marks *marks, size_t at, ds_buf *out) {
  for (size_t i = marks->n; i > 0; i--)
    if (marks->items[i - 1].end == at) ds_buf_puts(out, looks[marks->items[i - 1].kind].close);
  for (size_t i = 0; i < marks->n && marks->items[i].start <= at; i++)
    if (marks->items[i].start == at) ds_buf_puts(out, looks[marks->items[i].kind].open);
}

/* The colour of what stands at `at`: names and times show inside quotes. */
static const char *color_at(const ds_marks *marks, size_t at) {
  int best = -1;
  for (size_t i = 0; i < marks->n && marks->items[i].start <= at; i++)
    if (marks->items[i].end > at && (int)marks->items[i].kind > best) best = (int)marks->items[i].kind;
  return best >= 0 ? looks[best].color : NULL;
}

static void put_legend(bool color, ds_buf *out) {
  ds_buf_putc(out, '\n');
  for (int k = KINDS - 1; k >= 0; k--) {
    if (color)
      ds_buf_printf(out, "%s%s\033[0m", looks[k].color, looks[k].meaning);
    else
      ds_buf_printf(out, "%s%s%s", looks[k].open, looks[k].meaning, looks[k].close);
    ds_buf_puts(out, k ? "  " : "\n");
  }
}

void ds_marks_draw(const ds_passage *p, const ds_marks *marks, bool color, ds_buf *out) {
  ds_passage_head(p, color, out);
  for (size_t at = 0; at < p->len;) {
    size_t to = next_edge(marks, at, p->len);
    const char *look = color ? color_at(marks, at) : NULL;
    if (!color) put_plain(marks, at, out);
    if (look) ds_buf_puts(out, look);
    ds_passage_lines(p->text + at, to - at, out);
    if (look) ds_buf_puts(out, "\033[0m");
    at = to;
  }
  if (!color) put_plain(marks, p->len, out);
  ds_buf_putc(out, '\n');
  if (marks->n) put_legend(color, out);
}
