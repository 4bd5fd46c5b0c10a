/* Aligned columns for people: `box` with lines, fitted to the terminal; `plain` without lines, whole. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "result/cells.h"
#include "result/fit.h"

enum { GAP_COLS = 2, BAR_COLS = 8 };

/* The drawn text of every cell, header row first; cells[row * columns + column]. */
typedef struct grid {
  char **cells;
  size_t rows, columns;
  ds_fit *fit; /* of the columns */
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
    g->fit[0] = (ds_fit){.type = DS_TYPE_INTEGER, .number = true};
    for (size_t i = 0; i < r->n_rows; i++) g->cells[(i + 1) * g->columns] = number_text(i + 1);
  }
  for (size_t c = 0; c < r->n_columns; c++) {
    const ds_column *column = &r->columns[c];
    g->fit[c + shift] = (ds_fit){.type = column->type,
                                 .aside = column->place == DS_ASIDE,
                                 .before = column->place == DS_BEFORE_HIT,
                                 .after = column->place == DS_AFTER_HIT};
    g->cells[c + shift] = ds_strdup(column->name);
    for (size_t i = 0; i < r->n_rows; i++)
      g->cells[(i + 1) * g->columns + c + shift] = safe_cell(&r->rows[i].values[c], column->type, bars);
  }
}

static void grid_init(grid *g, const ds_result *r, bool numbered, bool bars) {
  g->columns = r->n_columns + (numbered ? 1 : 0);
  g->rows = r->n_rows + 1;
  g->cells = ds_alloc(g->rows * g->columns * sizeof *g->cells);
  g->fit = ds_alloc(g->columns * sizeof *g->fit);
  grid_fill(g, r, numbered, bars);
  for (size_t i = 0; i < g->rows * g->columns; i++) {
    size_t w = ds_utf8_columns(g->cells[i], strlen(g->cells[i]));
    size_t *widest = i < g->columns ? &g->fit[i].head : &g->fit[i % g->columns].data;
    if (w > *widest) *widest = w;
  }
}

static void grid_reset(grid *g) {
  for (size_t i = 0; i < g->rows * g->columns; i++) free(g->cells[i]);
  free(g->cells);
  free(g->fit);
}

static void pad(ds_buf *out, size_t n) {
  while (n--) ds_buf_putc(out, ' ');
}

/* The bytes at the beginning (or, `ending`, at the end) of s that fill at most `width` columns; *used is how many. */
static size_t part_of(const char *s, size_t len, size_t width, bool ending, size_t *used) {
  size_t columns = ds_utf8_columns(s, len), i = 0;
  *used = 0;
  for (size_t at = 0; at < len;) {
    int32_t code;
    size_t n = ds_utf8_next(s + at, len - at, &code), w = (size_t)ds_utf8_width(code);
    if (ending ? columns <= width : *used + w > width) break;
    at += n;
    if (ending)
      columns -= w, i = at;
    else
      *used += w, i = at;
  }
  if (!ending) return i;
  *used = columns;
  return len - i;
}

/* Appends s in exactly `width` columns; true when it had to be cut. */
static bool cell_draw(ds_buf *out, const char *s, const ds_fit *fit, bool last) {
  size_t len = strlen(s), columns = ds_utf8_columns(s, len), width = fit->width, used;
  bool right = ds_cell_is_right(fit->type) || fit->before;
  if (columns <= width) {
    if (right) pad(out, width - columns);
    ds_buf_append(out, s, len);
    if (!right && !last) pad(out, width - columns);
    return false;
  }
  size_t n = part_of(s, len, width - 1, fit->before, &used);
  if (fit->before) {
    pad(out, width - 1 - used);
    ds_buf_puts(out, "…");
    ds_buf_append(out, s + len - n, n);
    return true;
  }
  ds_buf_append(out, s, n);
  ds_buf_puts(out, "…");
  if (!last) pad(out, width - 1 - used);
  return true;
}

static size_t last_shown(const grid *g) {
  size_t last = 0;
  for (size_t c = 0; c < g->columns; c++)
    if (!g->fit[c].hidden) last = c;
  return last;
}

static bool line_draw(const grid *g, size_t row, ds_buf *out) {
  bool cut = false;
  size_t last = last_shown(g);
  for (size_t c = 0; c <= last; c++) {
    if (g->fit[c].hidden) continue;
    if (c) pad(out, GAP_COLS);
    cut = cell_draw(out, g->cells[row * g->columns + c], &g->fit[c], c == last) || cut;
  }
  ds_buf_putc(out, '\n');
  return cut;
}

static void rule_draw(const grid *g, ds_buf *out) {
  for (size_t c = 0; c < g->columns; c++) {
    if (g->fit[c].hidden) continue;
    if (c) pad(out, GAP_COLS);
    for (size_t i = 0; i < g->fit[c].width; i++) ds_buf_puts(out, "─");
  }
  ds_buf_putc(out, '\n');
}

/* How many rows, what was cut or left out, and what shows it; in fewer words where the line is short. */
static void foot_draw(const grid *g, const ds_render_options *options, size_t rows, size_t rows_cut, ds_buf *out) {
  const char *whole = options->whole ? options->whole : "--format plain";
  ds_buf names = {0}, foot = {0};
  size_t left_out = 0;
  for (size_t c = 0; c < g->columns; c++)
    if (g->fit[c].hidden) ds_buf_printf(&names, "%s%s", left_out++ ? ", " : "", g->cells[c]);
  for (int brevity = 0; brevity < 4; brevity++) {
    ds_buf_clear(&foot);
    ds_buf_printf(&foot, "%zu row%s", rows, rows == 1 ? "" : "s");
    if (rows_cut && (rows_cut < rows || rows == 1) && brevity < 2)
      ds_buf_printf(&foot, ", %zu of them cut to fit", rows_cut);
    else if (rows_cut && (brevity < 3 || !left_out))
      ds_buf_puts(&foot, ", cut to fit");
    if (left_out && brevity == 0)
      ds_buf_printf(&foot, ", without %s", names.data);
    else if (left_out)
      ds_buf_printf(&foot, ", without %zu column%s", left_out, left_out == 1 ? "" : "s");
    if (rows_cut || left_out) ds_buf_printf(&foot, " (%s shows all)", whole);
    if (!options->width_cols || foot.len <= (size_t)options->width_cols) break;
  }
  ds_buf_printf(out, "%s\n", foot.data);
  ds_buf_reset(&names);
  ds_buf_reset(&foot);
}

void ds_render_box(const ds_result *result, const ds_render_options *options, ds_buf *out, bool *cut) {
  if (!result->n_columns) return;
  grid g;
  grid_init(&g, result, options->numbered && result->n_rows, true);
  ds_fit_columns(g.fit, g.columns, (size_t)options->width_cols, GAP_COLS);
  size_t rows_cut = 0;
  if (options->color) ds_buf_puts(out, "\x1b[1m");
  line_draw(&g, 0, out);
  if (options->color) ds_buf_puts(out, "\x1b[0m");
  rule_draw(&g, out);
  for (size_t i = 1; i < g.rows; i++) rows_cut += line_draw(&g, i, out);
  foot_draw(&g, options, result->n_rows, rows_cut, out);
  *cut = rows_cut > 0;
  for (size_t c = 0; c < g.columns; c++) *cut |= g.fit[c].hidden && result->n_rows;
  grid_reset(&g);
}

void ds_render_plain(const ds_result *result, ds_buf *out) {
  if (!result->n_columns) return;
  grid g;
  grid_init(&g, result, false, false);
  ds_fit_columns(g.fit, g.columns, 0, GAP_COLS);
  for (size_t i = 0; i < g.rows; i++) line_draw(&g, i, out);
  grid_reset(&g);
}
