/* Aligned columns for people: `box` with lines, fitted to the terminal; `plain` without lines, whole. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "result/cells.h"

enum { GAP_COLS = 2, NARROWEST_COLS = 6, BAR_COLS = 8 };

/* The drawn text of every cell, header row first; cells[row * columns + column]. */
typedef struct grid {
  char **cells;
  size_t rows, columns;
  size_t *width; /* of the columns as drawn */
  bool *right;
} grid;

static char *number_text(size_t n) {
  ds_buf buf = {0};
  ds_buf_printf(&buf, "%zu", n);
  return ds_buf_take(&buf);
}

/* Appends a number from -1 to 1 as blocks at the left or the right of a middle line. */
static void bar_draw(double value, ds_buf *out) {
  double size = value < 0 ? -value : value;
  int blocks = size > 1 ? BAR_COLS : (int)(size * BAR_COLS + 0.5);
  for (int i = BAR_COLS; i > 0; i--) ds_buf_puts(out, value < 0 && i <= blocks ? "█" : " ");
  ds_buf_puts(out, "│");
  for (int i = 1; i <= BAR_COLS; i++) ds_buf_puts(out, value > 0 && i <= blocks ? "█" : " ");
}

static char *safe_cell(const ds_value *value, ds_type type, bool bars) {
  ds_buf raw = {0}, safe = {0};
  ds_cell_text(value, type, true, &raw);
  if (bars && type == DS_TYPE_BAR && value->tag == DS_DOUBLE) {
    ds_buf_putc(&raw, ' ');
    bar_draw(value->as.d, &raw);
  }
  ds_render_safe(&safe, raw.data ? raw.data : "", raw.len);
  ds_buf_reset(&raw);
  return ds_buf_take(&safe);
}

static void grid_fill(grid *g, const ds_result *r, bool numbered, bool bars) {
  size_t shift = numbered ? 1 : 0;
  if (numbered) {
    g->cells[0] = ds_strdup("");
    g->right[0] = true;
    for (size_t i = 0; i < r->n_rows; i++) g->cells[(i + 1) * g->columns] = number_text(i + 1);
  }
  for (size_t c = 0; c < r->n_columns; c++) {
    g->cells[c + shift] = ds_strdup(r->columns[c].name);
    g->right[c + shift] = ds_cell_is_right(r->columns[c].type);
    for (size_t i = 0; i < r->n_rows; i++)
      g->cells[(i + 1) * g->columns + c + shift] = safe_cell(&r->rows[i].values[c], r->columns[c].type, bars);
  }
}

static void grid_init(grid *g, const ds_result *r, bool numbered, bool bars) {
  g->columns = r->n_columns + (numbered ? 1 : 0);
  g->rows = r->n_rows + 1;
  g->cells = ds_alloc(g->rows * g->columns * sizeof *g->cells);
  g->width = ds_alloc(g->columns * sizeof *g->width);
  g->right = ds_alloc(g->columns * sizeof *g->right);
  grid_fill(g, r, numbered, bars);
  for (size_t i = 0; i < g->rows * g->columns; i++) {
    size_t w = ds_utf8_columns(g->cells[i], strlen(g->cells[i]));
    if (w > g->width[i % g->columns]) g->width[i % g->columns] = w;
  }
}

static void grid_reset(grid *g) {
  for (size_t i = 0; i < g->rows * g->columns; i++) free(g->cells[i]);
  free(g->cells);
  free(g->width);
  free(g->right);
}

/* Narrows the widest columns, one column of the terminal at a time, until all fit or every one is at its narrowest. */
static void grid_fit(grid *g, size_t width_cols) {
  size_t total = 0;
  for (size_t c = 0; c < g->columns; c++) total += g->width[c] + GAP_COLS;
  while (total > width_cols + GAP_COLS) {
    size_t widest = 0;
    for (size_t c = 1; c < g->columns; c++)
      if (g->width[c] > g->width[widest]) widest = c;
    if (g->width[widest] <= NARROWEST_COLS) return;
    size_t excess = total - width_cols - GAP_COLS, next = NARROWEST_COLS;
    for (size_t c = 0; c < g->columns; c++)
      if (g->width[c] < g->width[widest] && g->width[c] > next) next = g->width[c];
    size_t step = g->width[widest] - next;
    if (step > excess) step = excess;
    if (step == 0) step = 1;
    g->width[widest] -= step;
    total -= step;
  }
}

static void pad(ds_buf *out, size_t n) {
  while (n--) ds_buf_putc(out, ' ');
}

/* Appends s in exactly `width` columns; true when it had to be cut. */
static bool cell_draw(ds_buf *out, const char *s, size_t width, bool right, bool last) {
  size_t len = strlen(s), columns = ds_utf8_columns(s, len);
  if (columns <= width) {
    if (right) pad(out, width - columns);
    ds_buf_append(out, s, len);
    if (!right && !last) pad(out, width - columns);
    return false;
  }
  size_t used = 0, i = 0;
  while (i < len) {
    int32_t code;
    size_t n = ds_utf8_next(s + i, len - i, &code);
    size_t w = (size_t)ds_utf8_width(code);
    if (used + w > width - 1) break;
    used += w;
    i += n;
  }
  ds_buf_append(out, s, i);
  ds_buf_puts(out, "…");
  if (!last) pad(out, width - 1 - used);
  return true;
}

static bool line_draw(const grid *g, size_t row, ds_buf *out) {
  bool cut = false;
  for (size_t c = 0; c < g->columns; c++) {
    if (c) pad(out, GAP_COLS);
    cut = cell_draw(out, g->cells[row * g->columns + c], g->width[c], g->right[c], c + 1 == g->columns) || cut;
  }
  ds_buf_putc(out, '\n');
  return cut;
}

static void rule_draw(const grid *g, ds_buf *out) {
  for (size_t c = 0; c < g->columns; c++) {
    if (c) pad(out, GAP_COLS);
    for (size_t i = 0; i < g->width[c]; i++) ds_buf_puts(out, "─");
  }
  ds_buf_putc(out, '\n');
}

void ds_render_box(const ds_result *result, const ds_render_options *options, ds_buf *out, bool *cut) {
  if (!result->n_columns) return;
  grid g;
  grid_init(&g, result, options->numbered, true);
  if (options->width_cols > 0) grid_fit(&g, (size_t)options->width_cols);
  size_t rows_cut = 0;
  if (options->color) ds_buf_puts(out, "\x1b[1m");
  line_draw(&g, 0, out);
  if (options->color) ds_buf_puts(out, "\x1b[0m");
  rule_draw(&g, out);
  for (size_t i = 1; i < g.rows; i++) rows_cut += line_draw(&g, i, out);
  ds_buf_printf(out, "%zu row%s", result->n_rows, result->n_rows == 1 ? "" : "s");
  if (rows_cut) ds_buf_printf(out, ", %zu of them cut to fit ('last' or --format plain shows all)", rows_cut);
  ds_buf_putc(out, '\n');
  *cut = rows_cut > 0;
  grid_reset(&g);
}

void ds_render_plain(const ds_result *result, ds_buf *out) {
  if (!result->n_columns) return;
  grid g;
  grid_init(&g, result, false, false);
  for (size_t i = 0; i < g.rows; i++) line_draw(&g, i, out);
  grid_reset(&g);
}
