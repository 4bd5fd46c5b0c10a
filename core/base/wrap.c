#include "base/wrap.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"

enum { NARROWEST_COLS = 20, STEP_COLS = 2 };

/* The bytes of the character or escape sequence at s; *columns is what it takes on the screen. */
static size_t unit_at(const char *s, size_t len, size_t *columns) {
  if (*s == '\033' && len > 1 && s[1] == '[') {
    size_t n = 2;
    while (n < len && !((s[n] >= 'A' && s[n] <= 'Z') || (s[n] >= 'a' && s[n] <= 'z'))) n++;
    *columns = 0;
    return n < len ? n + 1 : n;
  }
  int32_t code;
  size_t n = ds_utf8_next(s, len, &code);
  *columns = (size_t)ds_utf8_width(code);
  return n;
}

/* The column below which a broken line goes on. */
static size_t hang_of(const char *line, size_t len, size_t width, ds_hang hang) {
  size_t indent = 0, gap = 0;
  while (indent < len && line[indent] == ' ') indent++;
  if (hang == DS_HANG_NONE) return 0;
  if (hang == DS_HANG_INDENT) return indent < width / 2 ? indent + STEP_COLS : 0;
  for (size_t i = indent; i + 2 < len && !gap; i++)
    if (line[i] == ' ' && line[i + 1] == ' ' && line[i + 2] != ' ') gap = i + 2;
  if (gap) gap = ds_utf8_columns(line, gap);
  if (gap && gap <= width / 2) return gap;
  return indent < width / 2 ? indent : 0;
}

/* How many bytes of s fill one line of `room` columns: up to a blank where there is one. */
static size_t line_length(const char *s, size_t len, size_t room) {
  size_t used = 0, blank = 0, i = 0;
  bool word = false; /* blanks before the first word are no place to break */
  while (i < len) {
    size_t columns, n = unit_at(s + i, len - i, &columns);
    if (used + columns > room) return s[i] == ' ' && word ? i : blank ? blank : i ? i : n;
    if (s[i] == ' ' && word) blank = i;
    word |= s[i] != ' ';
    used += columns;
    i += n;
  }
  return len;
}

static void wrap_line(const char *line, size_t len, size_t width, ds_hang hang, ds_buf *out) {
  size_t below = hang_of(line, len, width, hang);
  for (size_t from = 0, room = width; from < len || from == 0; room = width - below) {
    size_t n = line_length(line + from, len - from, room);
    ds_buf_append(out, line + from, n);
    from += n;
    if (from >= len) return;
    while (from < len && line[from] == ' ') from++;
    if (from >= len) return;
    ds_buf_putc(out, '\n');
    for (size_t i = 0; i < below; i++) ds_buf_putc(out, ' ');
  }
}

void ds_wrap(const char *text, size_t len, size_t width, ds_hang hang, ds_buf *out) {
  if (width < NARROWEST_COLS) {
    ds_buf_append(out, text, len);
    return;
  }
  for (size_t from = 0; from < len;) {
    const char *end = memchr(text + from, '\n', len - from);
    size_t n = end ? (size_t)(end - text) - from : len - from;
    wrap_line(text + from, n, width, hang, out);
    if (end) ds_buf_putc(out, '\n');
    from += n + (end != NULL);
  }
}
