/* CSV and TSV: one article a row, fields by the names in the first row. */
#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/reader.h"

enum { COLUMNS = 256 };

typedef struct table {
  ds_reader *reader;
  ds_err *err;
  ds_status status;
  int field_of[COLUMNS]; /* our field of a column, or -1 */
  int columns, column;
  long row; /* 0: the names */
  ds_buf names, values[DS_FIELD_COUNT];
  bool too_long, no_text, remarked;
} table;

/* Of several columns for one field the one with the most telling name is taken. */
static void name_column(table *t, const char *name, size_t len) {
  int best = -1;
  for (int f = 0; f < DS_FIELD_COUNT; f++) {
    const char *mapped = t->reader->mapped[f];
    bool fits = mapped ? strlen(mapped) == len && memcmp(mapped, name, len) == 0 : ds_field_rank((ds_field)f, name, len) > 0;
    if (fits) best = f;
    if (fits && mapped) break;
  }
  if (t->column >= COLUMNS) return;
  t->field_of[t->column] = best;
  t->columns = t->column + 1;
  if (t->names.len < 200) ds_buf_printf(&t->names, "%s%.*s", t->names.len ? ", " : "", (int)(len < 40 ? len : 40), name);
}

/* Keeps the first-ranked column of each field; needs the names, so it is told them again. */
static void drop_lesser(table *t, char **names) {
  for (int f = 0; f < DS_FIELD_COUNT; f++) {
    int best = 0, kept = -1;
    for (int c = 0; c < t->columns && !t->reader->mapped[f]; c++) {
      if (t->field_of[c] != f) continue;
      int rank = ds_field_rank((ds_field)f, names[c], strlen(names[c]));
      if (kept >= 0 && rank >= best)
        t->field_of[c] = -1;
      else {
        if (kept >= 0) t->field_of[kept] = -1;
        kept = c;
        best = rank;
      }
    }
  }
}

static void check_names(table *t) {
  for (int c = 0; c < t->columns; c++)
    if (t->field_of[c] == DS_FIELD_TEXT) return;
  t->no_text = true;
  t->status = ds_reader_refuse(t->reader, t->reader->path, 1, t->err, "no text column (it has: %s); name it with --field text=NAME",
                               t->names.data ? t->names.data : "nothing");
}

static void take_value(table *t, const char *value, size_t len) {
  int field = t->column < t->columns ? t->field_of[t->column] : -1;
  if (field < 0) return;
  if (len > t->reader->max_bytes * 2) {
    t->too_long = true;
  } else if (!ds_decode_windows(value, len, &t->values[field])) {
    ds_buf_append(&t->values[field], value, len);
  } else if (!t->remarked) {
    t->remarked = true;
    ds_reader_remark(t->reader, t->reader->path, "not UTF-8: read as Windows-1252");
  }
}

static bool is_blank_row(const table *t) {
  for (int f = 0; f < DS_FIELD_COUNT; f++)
    if (t->values[f].len) return false;
  return true;
}

static void end_row(table *t) {
  ds_article article = {0};
  ds_buf place = {0};
  ds_buf_printf(&place, "%s#%ld", t->reader->path, t->row);
  if (t->too_long) {
    t->status = ds_reader_refuse(t->reader, place.data, t->row + 1, t->err, "row %ld: a field is too long", t->row);
  } else if (!is_blank_row(t)) {
    article.text_len = t->values[DS_FIELD_TEXT].len;
    for (int f = 0; f < DS_FIELD_COUNT; f++)
      if (t->values[f].len) *ds_article_field(&article, (ds_field)f) = ds_buf_take(&t->values[f]);
    t->status = ds_reader_deliver(t->reader, &article, place.data, t->row + 1, t->err);
  }
  for (int f = 0; f < DS_FIELD_COUNT; f++) ds_buf_clear(&t->values[f]);
  t->too_long = false;
  ds_buf_reset(&place);
  ds_reader_progress(t->reader);
}

/* The names of the first row, kept until it ends. */
typedef struct header {
  table *table;
  char *names[COLUMNS];
} header;

static void on_field(void *value, size_t len, void *data) {
  header *h = data;
  table *t = h->table;
  if (t->row == 0) {
    name_column(t, value ? value : "", len);
    if (t->column < COLUMNS) h->names[t->column] = ds_strndup(value ? value : "", len);
  } else if (t->status == DS_OK && !t->no_text) {
    take_value(t, value ? value : "", len);
  }
  t->column++;
}

static void on_row(int end, void *data) {
  header *h = data;
  table *t = h->table;
  (void)end;
  if (t->row == 0) {
    drop_lesser(t, h->names);
    check_names(t);
  } else if (t->status == DS_OK && !t->no_text) {
    end_row(t);
  }
  t->row++;
  t->column = 0;
}

/* The separator that the first line has most of. */
static char separator_of(const char *data, size_t len) {
  static const char separators[] = {',', '\t', ';', '|'};
  size_t line = ds_line_length(data, len), most = 0;
  char best = ',';
  for (size_t s = 0; s < sizeof separators; s++) {
    size_t n = 0;
    bool quoted = false;
    for (size_t i = 0; i < line; i++) {
      if (data[i] == '"') quoted = !quoted;
      n += !quoted && data[i] == separators[s];
    }
    if (n > most) most = n, best = separators[s];
  }
  return best;
}

/* Tab-separated text as databases write it: no quotation marks, but \n, \t and \\. */
static void read_plain_rows(header *h) {
  table *t = h->table;
  const char *line;
  size_t len, limit = t->reader->max_bytes * 2 + (1 << 20);
  bool too_long;
  ds_buf value = {0};
  while (t->status == DS_OK && !t->no_text && ds_input_line(t->reader->input, limit, &line, &len, &too_long)) {
    t->too_long = too_long;
    for (size_t i = 0; !too_long && i <= len; i++) {
      if (i == len || line[i] == '\t') {
        on_field(value.data, value.len, h);
        ds_buf_clear(&value);
      } else if (line[i] == '\\' && i + 1 < len && strchr("nrt\\", line[i + 1])) {
        i++;
        ds_buf_putc(&value, line[i] == 'n' ? '\n' : line[i] == 'r' ? '\r' : line[i] == 't' ? '\t' : '\\');
      } else {
        ds_buf_putc(&value, line[i]);
      }
    }
    on_row(0, h);
  }
  ds_buf_reset(&value);
}

static void read_quoted_rows(header *h, char separator) {
  table *t = h->table;
  struct csv_parser parser;
  csv_init(&parser, CSV_APPEND_NULL);
  csv_set_delim(&parser, (unsigned char)separator);
  size_t n;
  while (t->status == DS_OK && !t->no_text && (n = ds_input_want(t->reader->input, 1)) > 0) {
    if (csv_parse(&parser, ds_input_data(t->reader->input), n, on_field, on_row, h) != n) {
      t->status = ds_reader_refuse(t->reader, t->reader->path, t->row + 1, t->err, "row %ld: %s", t->row, csv_strerror(csv_error(&parser)));
      break;
    }
    ds_input_skip(t->reader->input, n);
  }
  csv_fini(&parser, on_field, on_row, h);
  csv_free(&parser);
}

static bool has_quoted_field(const char *data, size_t len) {
  for (size_t i = 0; i + 1 < len; i++)
    if (data[i] == '\t' && data[i + 1] == '"') return true;
  return false;
}

bool ds_csv_is_table(const char *data, size_t len) {
  char separator = separator_of(data, len);
  size_t line = ds_line_length(data, len), known = 0;
  bool text = false;
  for (size_t at = 0; at < line;) {
    size_t end = at, skip;
    while (end < line && data[end] != separator) end++;
    skip = end > at + 1 && data[at] == '"' ? 1 : 0;
    size_t n = end - at - 2 * skip;
    if (end == line && n && data[end - 1] == '\r') n--;
    for (int f = 0; f < DS_FIELD_COUNT; f++) {
      if (ds_field_rank((ds_field)f, data + at + skip, n) == 0) continue;
      known++;
      text |= f == DS_FIELD_TEXT;
      break;
    }
    at = end + 1;
  }
  return text && known >= 2;
}

ds_status ds_read_csv(ds_reader *reader, ds_err *err) {
  table t = {.reader = reader, .err = err};
  header h = {.table = &t};
  size_t n = ds_input_want(reader->input, 65536);
  const char *data = ds_input_data(reader->input);
  char separator = separator_of(data, n);
  if (separator == '\t' && *data != '"' && !has_quoted_field(data, n))
    read_plain_rows(&h);
  else
    read_quoted_rows(&h, separator);
  const char *wrong = ds_input_error(reader->input);
  if (t.status == DS_OK && wrong) t.status = ds_reader_refuse(reader, reader->path, 0, err, "%s", wrong);
  for (int f = 0; f < DS_FIELD_COUNT; f++) ds_buf_reset(&t.values[f]);
  for (int c = 0; c < COLUMNS; c++) free(h.names[c]);
  ds_buf_reset(&t.names);
  return t.status;
}
