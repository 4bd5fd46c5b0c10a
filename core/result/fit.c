/* Which columns a box shows on a narrow terminal, and how wide each is.
 *
 * A column needs what cannot be cut with sense (numbers and dates whole, a name a little), and the column that is read, a passage or the
 * longest text, two fifths of the line. Columns that are empty are left out; where the others do not fit side by side those
 * marked as aside go, then those from the right. What is left of the line goes to all, most of it to the one that is read. */
#include "result/fit.h"

#include <string.h>

enum { NARROWEST_COLS = 6, NAME_COLS = 14, WORD_COLS = 9, READ_COLS = 24, LONG_TEXT_COLS = 40, READ_SHARE = 3 };

static size_t least(size_t a, size_t b) {
  return a < b ? a : b;
}
static size_t most(size_t a, size_t b) {
  return a > b ? a : b;
}

/* Marks those that are read: the passages, else the longest text that is not marked as aside. How many. */
static size_t find_read(ds_fit *columns, size_t n) {
  size_t longest = n, found = 0;
  for (size_t c = 0; c < n; c++) {
    columns[c].read = columns[c].type == DS_TYPE_SPAN || columns[c].before || columns[c].after;
    found += columns[c].read;
    if (columns[c].type != DS_TYPE_TEXT || columns[c].aside || columns[c].data <= LONG_TEXT_COLS) continue;
    if (longest == n || columns[c].data > columns[longest].data) longest = c;
  }
  if (found || longest == n) return found;
  columns[longest].read = true;
  return 1;
}

static size_t needed(const ds_fit *c, size_t width, size_t n_read) {
  size_t natural = most(c->head, c->data);
  if (c->number) return natural;
  if (c->read) return least(natural, most(READ_COLS, n_read == 1 ? width * 2 / 5 : width / 2 / n_read));
  switch (c->type) {
  case DS_TYPE_INTEGER:
  case DS_TYPE_NUMBER:
  case DS_TYPE_PERCENT:
  case DS_TYPE_BAR:
  case DS_TYPE_BOOLEAN: return most(c->data, least(c->head, 4));
  case DS_TYPE_DATE: return most(c->data, least(c->head, 5));
  case DS_TYPE_ENTITY: return least(natural, NAME_COLS);
  default: return least(natural, WORD_COLS);
  }
}

/* The column to leave out next, or n: the number, the first column and what is read stay. */
static size_t spare(const ds_fit *columns, size_t n) {
  size_t empty = n, aside = n, right = n, seen = 0;
  for (size_t c = 0; c < n; c++) {
    if (columns[c].hidden || columns[c].number) continue;
    if (seen++ == 0 || columns[c].read) continue;
    if (!columns[c].data) empty = c;
    if (columns[c].aside) aside = c;
    right = c;
  }
  return empty < n ? empty : aside < n ? aside : right;
}

static size_t total(const ds_fit *columns, size_t n, size_t gap) {
  size_t sum = 0, shown = 0;
  for (size_t c = 0; c < n; c++)
    if (!columns[c].hidden) sum += columns[c].width, shown++;
  return sum + (shown ? (shown - 1) * gap : 0);
}

/* Even the few that stay are too wide: the widest give way. */
static void squeeze(ds_fit *columns, size_t n, size_t width, size_t gap) {
  while (total(columns, n, gap) > width) {
    size_t widest = n;
    for (size_t c = 0; c < n; c++)
      if (!columns[c].hidden && !columns[c].number && (widest == n || columns[c].width > columns[widest].width)) widest = c;
    if (widest == n || columns[widest].width <= NARROWEST_COLS) return;
    columns[widest].width--;
  }
}

static void widen(ds_fit *columns, size_t n, size_t room) {
  for (bool grown = true; room && grown;) {
    grown = false;
    for (size_t c = 0; c < n && room; c++) {
      size_t natural = most(columns[c].head, columns[c].data);
      if (columns[c].hidden || columns[c].width >= natural) continue;
      size_t step = least(least(columns[c].read ? READ_SHARE : 1, natural - columns[c].width), room);
      columns[c].width += step;
      room -= step;
      grown = true;
    }
  }
}

void ds_fit_columns(ds_fit *columns, size_t n, size_t width, size_t gap) {
  for (size_t c = 0; c < n; c++) columns[c].width = most(columns[c].head, columns[c].data);
  if (!width || total(columns, n, gap) <= width) return;
  size_t n_read = find_read(columns, n);
  for (size_t c = 0; c < n; c++) columns[c].width = needed(&columns[c], width, n_read);
  for (size_t c = 1; c < n; c++) columns[c].hidden |= !columns[c].data && !columns[c - 1].number;
  while (total(columns, n, gap) > width) {
    size_t out = spare(columns, n);
    if (out == n) break;
    columns[out].hidden = true;
  }
  squeeze(columns, n, width, gap);
  size_t used = total(columns, n, gap);
  if (used < width) widen(columns, n, width - used);
}
