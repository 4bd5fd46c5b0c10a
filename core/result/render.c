#include "result/render.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "result/cells.h"

static const struct {
  const char *word, *help;
} formats[] = {
#define X(name, word, help) {word, help},
    DS_FORMAT_LIST(X)
#undef X
};

const char *ds_format_word(ds_format format) {
  return formats[format].word;
}
const char *ds_format_help(ds_format format) {
  return formats[format].help;
}

bool ds_format_parse(const char *word, ds_format *format) {
  for (int i = 0; i < DS_FORMAT_COUNT; i++) {
    if (strcmp(formats[i].word, word) != 0) continue;
    *format = (ds_format)i;
    return true;
  }
  return false;
}

/* ---- values as text ---- */

static const bool right_aligned[] = {
#define X(name, word, right) right,
    DS_TYPE_LIST(X)
#undef X
};

bool ds_cell_is_right(ds_type type) {
  return right_aligned[type];
}

void ds_cell_json(const ds_value *value, ds_buf *out) {
  switch (value->tag) {
  case DS_NULL: ds_buf_puts(out, "null"); break;
  case DS_STRING: ds_buf_json_string(out, value->as.text.s, value->as.text.len); break;
  case DS_INT: ds_buf_printf(out, "%lld", (long long)value->as.i); break;
  case DS_DOUBLE: ds_buf_json_number(out, value->as.d); break;
  case DS_BOOL: ds_buf_puts(out, value->as.b ? "true" : "false"); break;
  case DS_STRINGS:
    ds_buf_putc(out, '[');
    for (size_t i = 0; i < value->as.list.n; i++) {
      if (i) ds_buf_putc(out, ',');
      ds_buf_json_string(out, value->as.list.items[i], strlen(value->as.list.items[i]));
    }
    ds_buf_putc(out, ']');
    break;
  }
}

void ds_cell_text(const ds_value *value, ds_type type, bool people, ds_buf *out) {
  switch (value->tag) {
  case DS_NULL: break;
  case DS_STRING: ds_buf_append(out, value->as.text.s, value->as.text.len); break;
  case DS_INT: ds_buf_printf(out, "%lld", (long long)value->as.i); break;
  case DS_DOUBLE:
    if (people && type == DS_TYPE_PERCENT)
      ds_buf_printf(out, "%.0f %%", value->as.d * 100);
    else if (people)
      ds_buf_printf(out, "%.2f", value->as.d);
    else if (isfinite(value->as.d))
      ds_buf_json_number(out, value->as.d);
    break;
  case DS_BOOL: ds_buf_puts(out, people ? (value->as.b ? "yes" : "no") : (value->as.b ? "true" : "false")); break;
  case DS_STRINGS:
    for (size_t i = 0; i < value->as.list.n; i++) {
      if (i) ds_buf_puts(out, "; ");
      ds_buf_puts(out, value->as.list.items[i]);
    }
    break;
  }
}

void ds_render_safe(ds_buf *out, const char *s, size_t len) {
  for (size_t i = 0; i < len;) {
    int32_t code;
    size_t n = ds_utf8_next(s + i, len - i, &code);
    bool valid = ds_utf8_valid_at(s + i, len - i) > 0;
    if (code == '\n' || code == '\t' || code == '\r')
      ds_buf_putc(out, ' ');
    else if (!valid || code < 0x20 || (code >= 0x7f && code < 0xa0))
      ds_buf_printf(out, "\\x%02x", (unsigned)(valid ? code : (unsigned char)s[i]));
    else if ((code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069))
      ds_buf_printf(out, "\\u%04x", (unsigned)code);
    else
      ds_buf_append(out, s + i, n);
    i += n;
  }
}

/* ---- csv, tsv ---- */

static void csv_cell(const char *s, size_t len, ds_buf *out) {
  bool quote = false;
  for (size_t i = 0; i < len; i++) quote = quote || strchr("\",\r\n", s[i]) != NULL;
  if (len && (s[0] == ' ' || s[len - 1] == ' ')) quote = true;
  if (!quote) {
    ds_buf_append(out, s, len);
    return;
  }
  ds_buf_putc(out, '"');
  for (size_t i = 0; i < len; i++) {
    if (s[i] == '"') ds_buf_putc(out, '"');
    ds_buf_putc(out, s[i]);
  }
  ds_buf_putc(out, '"');
}

static void tsv_cell(const char *s, size_t len, ds_buf *out) {
  for (size_t i = 0; i < len; i++) {
    switch (s[i]) {
    case '\t': ds_buf_puts(out, "\\t"); break;
    case '\n': ds_buf_puts(out, "\\n"); break;
    case '\r': ds_buf_puts(out, "\\r"); break;
    case '\\': ds_buf_puts(out, "\\\\"); break;
    default: ds_buf_putc(out, s[i]);
    }
  }
}

typedef void cell_writer(const char *s, size_t len, ds_buf *out);

static void separated(const ds_result *r, char separator, const char *line_end, cell_writer *write, ds_buf *out) {
  ds_buf text = {0};
  for (size_t c = 0; c < r->n_columns; c++) {
    if (c) ds_buf_putc(out, separator);
    write(r->columns[c].name, strlen(r->columns[c].name), out);
  }
  ds_buf_puts(out, line_end);
  for (size_t i = 0; i < r->n_rows; i++) {
    for (size_t c = 0; c < r->n_columns; c++) {
      if (c) ds_buf_putc(out, separator);
      ds_buf_clear(&text);
      ds_cell_text(&r->rows[i].values[c], r->columns[c].type, false, &text);
      write(text.data ? text.data : "", text.len, out);
    }
    ds_buf_puts(out, line_end);
  }
  ds_buf_reset(&text);
}

/* ---- json ---- */

static void source_json(const ds_source *s, ds_buf *out) {
  ds_buf_printf(out, "{\"article\":%lld,\"ref\":", (long long)s->article);
  if (s->ref)
    ds_buf_json_string(out, s->ref, strlen(s->ref));
  else
    ds_buf_puts(out, "null");
  ds_buf_printf(out, ",\"start\":%u,\"end\":%u", s->start, s->end);
  if (s->char_end) ds_buf_printf(out, ",\"char_start\":%u,\"char_end\":%u", s->char_start, s->char_end);
  ds_buf_putc(out, '}');
}

static void row_json(const ds_result *r, const ds_row *row, ds_buf *out) {
  ds_buf_putc(out, '{');
  for (size_t c = 0; c < r->n_columns; c++) {
    if (c) ds_buf_putc(out, ',');
    ds_buf_json_string(out, r->columns[c].name, strlen(r->columns[c].name));
    ds_buf_putc(out, ':');
    ds_cell_json(&row->values[c], out);
  }
  if (row->n_sources) {
    ds_buf_puts(out, r->n_columns ? ",\"source\":" : "\"source\":");
    source_json(&row->sources[0], out);
  }
  for (size_t i = 0; row->n_sources > 1 && i < row->n_sources; i++) {
    ds_buf_puts(out, i ? "," : ",\"sources\":[");
    source_json(&row->sources[i], out);
  }
  ds_buf_puts(out, row->n_sources > 1 ? "]}" : "}");
}

static void render_json(const ds_result *r, bool lines, ds_buf *out) {
  if (!lines) ds_buf_puts(out, r->n_rows ? "[\n" : "[");
  for (size_t i = 0; i < r->n_rows; i++) {
    row_json(r, &r->rows[i], out);
    ds_buf_puts(out, lines || i + 1 == r->n_rows ? "\n" : ",\n");
  }
  if (!lines) ds_buf_puts(out, "]\n");
}

/* ---- markdown, html ---- */

static void markdown_cell(const char *s, size_t len, ds_buf *out) {
  for (size_t i = 0; i < len; i++) {
    if (s[i] == '\n' || s[i] == '\r')
      ds_buf_puts(out, s[i] == '\n' ? "<br>" : "");
    else if (strchr("|\\`*_<>[]#&~", s[i]) && s[i])
      ds_buf_putc(out, '\\'), ds_buf_putc(out, s[i]);
    else
      ds_buf_putc(out, s[i]);
  }
}

static void render_markdown(const ds_result *r, ds_buf *out) {
  ds_buf text = {0};
  ds_buf_putc(out, '|');
  for (size_t c = 0; c < r->n_columns; c++) {
    ds_buf_putc(out, ' ');
    markdown_cell(r->columns[c].name, strlen(r->columns[c].name), out);
    ds_buf_puts(out, " |");
  }
  ds_buf_puts(out, "\n|");
  for (size_t c = 0; c < r->n_columns; c++) ds_buf_puts(out, ds_cell_is_right(r->columns[c].type) ? " --: |" : " --- |");
  ds_buf_putc(out, '\n');
  for (size_t i = 0; i < r->n_rows; i++) {
    ds_buf_putc(out, '|');
    for (size_t c = 0; c < r->n_columns; c++) {
      ds_buf_clear(&text);
      ds_cell_text(&r->rows[i].values[c], r->columns[c].type, true, &text);
      ds_buf_putc(out, ' ');
      markdown_cell(text.data ? text.data : "", text.len, out);
      ds_buf_puts(out, " |");
    }
    ds_buf_putc(out, '\n');
  }
  ds_buf_reset(&text);
}

static void html_text(const char *s, size_t len, ds_buf *out) {
  for (size_t i = 0; i < len; i++) {
    switch (s[i]) {
    case '<': ds_buf_puts(out, "&lt;"); break;
    case '>': ds_buf_puts(out, "&gt;"); break;
    case '&': ds_buf_puts(out, "&amp;"); break;
    case '"': ds_buf_puts(out, "&quot;"); break;
    default: ds_buf_putc(out, s[i]);
    }
  }
}

static void render_html(const ds_result *r, ds_buf *out) {
  ds_buf text = {0};
  ds_buf_puts(out, "<table>\n<thead><tr>");
  for (size_t c = 0; c < r->n_columns; c++) {
    ds_buf_puts(out, "<th>");
    html_text(r->columns[c].name, strlen(r->columns[c].name), out);
    ds_buf_puts(out, "</th>");
  }
  ds_buf_puts(out, "</tr></thead>\n<tbody>\n");
  for (size_t i = 0; i < r->n_rows; i++) {
    ds_buf_puts(out, "<tr>");
    for (size_t c = 0; c < r->n_columns; c++) {
      ds_buf_clear(&text);
      ds_cell_text(&r->rows[i].values[c], r->columns[c].type, true, &text);
      ds_buf_puts(out, ds_cell_is_right(r->columns[c].type) ? "<td align=\"right\">" : "<td>");
      html_text(text.data ? text.data : "", text.len, out);
      ds_buf_puts(out, "</td>");
    }
    ds_buf_puts(out, "</tr>\n");
  }
  ds_buf_puts(out, "</tbody>\n</table>\n");
  ds_buf_reset(&text);
}

void ds_render(const ds_result *result, const ds_render_options *options, ds_buf *out, bool *cut) {
  bool did_cut = false;
  switch (options->format) {
  case DS_FORMAT_BOX: ds_render_box(result, options, out, &did_cut); break;
  case DS_FORMAT_PLAIN: ds_render_plain(result, out); break;
  case DS_FORMAT_TSV: separated(result, '\t', "\n", tsv_cell, out); break;
  case DS_FORMAT_CSV:
    if (options->bom) ds_buf_puts(out, "\xEF\xBB\xBF");
    separated(result, ',', "\r\n", csv_cell, out);
    break;
  case DS_FORMAT_JSON: render_json(result, false, out); break;
  case DS_FORMAT_JSONL: render_json(result, true, out); break;
  case DS_FORMAT_MARKDOWN: render_markdown(result, out); break;
  case DS_FORMAT_HTML: render_html(result, out); break;
  case DS_FORMAT_DOT:
  case DS_FORMAT_GRAPHML:
  case DS_FORMAT_GEXF: ds_render_graph(result, options->format, out); break;
  case DS_FORMAT_COUNT: break;
  }
  if (cut) *cut = did_cut;
}
