/* JSON files: one object, a list of them, several one after the other, or one a line. The values of a file are cut apart by their
 * brackets and parsed one at a time, so that neither a large file nor a bad value in it matters. */
#include <stdlib.h>
#include <string.h>

#include "ingest/reader.h"

/* Finds the end of a value that begins with a bracket. Fed piece by piece. */
typedef struct cutter {
  long depth;
  bool in_string, escaped;
} cutter;

/* Bytes up to the end of the value, or 0 when it goes on behind data. */
static size_t cut(cutter *c, const char *data, size_t len) {
  for (size_t i = 0; i < len; i++) {
    char b = data[i];
    if (c->in_string) {
      if (c->escaped)
        c->escaped = false;
      else if (b == '\\')
        c->escaped = true;
      else if (b == '"')
        c->in_string = false;
    } else if (b == '"') {
      c->in_string = true;
    } else if (b == '{' || b == '[') {
      c->depth++;
    } else if ((b == '}' || b == ']') && --c->depth == 0) {
      return i + 1;
    }
  }
  return 0;
}

bool ds_json_is_lines(const char *data, size_t len) {
  cutter c = {0};
  size_t line = ds_line_length(data, len), end = cut(&c, data, line);
  if (line == len && end == 0) return true; /* a line longer than what is looked at */
  if (end == 0) return line > 2 && line + 1 < len && data[line + 1] == '{';
  while (end < line && strchr(" \t\r", data[end])) end++;
  return end == line && (line + 1 >= len || data[line + 1] == '{' || strchr("\r\n", data[line + 1]));
}

/* Makes what other programs write as JSON into JSON: NaN becomes "", infinities null, half a surrogate pair becomes U+FFFD.
 * true when something was changed. */
static bool mend_escape(char *escape, size_t len, size_t *used) {
  *used = 2;
  if (len < 6 || escape[1] != 'u') return false;
  long code = strtol((char[5]){escape[2], escape[3], escape[4], escape[5], 0}, NULL, 16);
  bool high = code >= 0xD800 && code < 0xDC00, low = code >= 0xDC00 && code < 0xE000;
  bool pair = high && len >= 12 && escape[6] == '\\' && escape[7] == 'u' && strchr("dD", escape[8]) && strchr("cdefCDEF", escape[9]);
  *used = pair ? 12 : 6;
  if (!low && (!high || pair)) return false;
  memcpy(escape + 2, "fffd", 4);
  return true;
}

static size_t mend_number(char *data, size_t len) {
  static const char *const numbers[] = {"-Infinity", "Infinity", "NaN"};
  for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
    size_t n = strlen(numbers[k]);
    if (len < n || memcmp(data, numbers[k], n) != 0) continue;
    memcpy(data, n == 3 ? "\"\" " : "null     ", n);
    return n;
  }
  return 0;
}

static bool mend(char *data, size_t len) {
  bool in_string = false, changed = false;
  for (size_t i = 0, used = 1; i < len; i += used) {
    used = 1;
    if (data[i] == '"') {
      in_string = !in_string;
    } else if (in_string && data[i] == '\\') {
      changed |= mend_escape(data + i, len - i, &used);
    } else if (!in_string) {
      size_t n = mend_number(data + i, len - i);
      if (n) used = n;
      changed |= n > 0;
    }
  }
  return changed;
}

static json_t *parse(ds_reader *reader, const char *data, size_t len, const char *place, json_error_t *error) {
  enum { FLAGS = JSON_ALLOW_NUL | JSON_DECODE_ANY };
  json_t *value = json_loadb(data, len, FLAGS, error);
  if (value) return value;
  ds_buf copy = {0};
  bool windows = ds_decode_windows(data, len, &copy);
  if (!windows) ds_buf_append(&copy, data, len);
  bool mended = mend(copy.data, copy.len);
  if (windows || mended) value = json_loadb(copy.data, copy.len, FLAGS, error);
  if (value && windows) ds_reader_remark(reader, place, "not UTF-8: read as Windows-1252");
  if (value && mended) ds_reader_remark(reader, place, "not quite JSON: NaN, an infinity or half a surrogate pair in it");
  ds_buf_reset(&copy);
  return value;
}

static ds_status refuse_json(ds_reader *reader, const char *place, long line, const json_error_t *e, ds_err *err) {
  return ds_reader_refuse(reader, place, line + e->line - 1, err, "column %d: %s", e->column, e->text);
}

/* One value of a file, which begins at line. */
static ds_status take_value(ds_reader *reader, const char *data, size_t len, long line, const char *place, ds_err *err) {
  json_error_t error;
  json_t *value = parse(reader, data, len, place, &error);
  if (!value) return refuse_json(reader, place, line, &error, err);
  ds_status status = json_is_object(value) ? ds_json_object(reader, value, place, line, err)
                                           : ds_reader_refuse(reader, place, line, err, "a JSON object expected");
  json_decref(value);
  return status;
}

ds_status ds_read_jsonl(ds_reader *reader, ds_err *err) {
  size_t limit = reader->max_bytes * 2 + (1 << 20), len;
  const char *line;
  bool too_long;
  ds_status status = DS_OK;
  ds_buf place = {0};
  for (long n = 1; status == DS_OK && ds_input_line(reader->input, limit, &line, &len, &too_long); n++) {
    ds_buf_clear(&place);
    ds_buf_printf(&place, "%s:%ld", reader->path, n);
    if (too_long)
      status = ds_reader_refuse(reader, place.data, n, err, "the line has %zu bytes, more than %zu", len, limit);
    else if (strspn(line, " \t\r") < len)
      status = take_value(reader, line, len, n, place.data, err);
    ds_reader_progress(reader);
  }
  const char *wrong = ds_input_error(reader->input);
  if (status == DS_OK && wrong) status = ds_reader_refuse(reader, reader->path, 0, err, "%s", wrong);
  ds_buf_reset(&place);
  return status;
}

/* Reads the values of a file one after the other. */
typedef struct stream {
  ds_reader *reader;
  size_t limit;
  long line, articles;
  bool in_list, begun;
} stream;

static void pass(stream *s, size_t n) {
  const char *data = ds_input_data(s->reader->input);
  for (size_t i = 0; i < n; i++) s->line += data[i] == '\n';
  ds_input_skip(s->reader->input, n);
}

/* Passes over white space, commas and the brackets of the outer list; false at the end. */
static bool find_value(stream *s) {
  while (ds_input_want(s->reader->input, 1)) {
    char c = *ds_input_data(s->reader->input);
    if (c == '{' || (c == '[' && s->begun)) return true;
    if (c == '[')
      s->in_list = s->begun = true;
    else if (!strchr(" \t\r\n,]", c))
      return true;
    pass(s, 1);
  }
  return false;
}

/* Length of the value at hand; 0 when the input ends inside it, limit + 1 when it is too long. */
static size_t value_length(stream *s) {
  cutter c = {0};
  size_t looked = 0;
  for (;;) {
    size_t n = ds_input_want(s->reader->input, looked + 1);
    if (n == looked) return 0;
    if (n > s->limit) n = s->limit;
    if (n == looked) return s->limit + 1;
    size_t end = cut(&c, ds_input_data(s->reader->input) + looked, n - looked);
    if (end) return looked + end;
    looked = n;
  }
}

static ds_status take_next(stream *s, const char *place, bool *stop, ds_err *err) {
  const char *data = ds_input_data(s->reader->input);
  if (*data != '{' && *data != '[') {
    *stop = true;
    return ds_reader_refuse(s->reader, place, s->line, err, "no JSON from '%c' on", *data);
  }
  size_t len = value_length(s);
  if (len == 0 || len > s->limit) {
    *stop = true;
    const char *wrong = ds_input_error(s->reader->input);
    if (wrong) return ds_reader_refuse(s->reader, place, s->line, err, "%s", wrong);
    json_error_t error = {.text = "the value that begins here has no end", .line = 1, .column = 1};
    if (len == 0) json_decref(json_loadb(ds_input_data(s->reader->input), ds_input_want(s->reader->input, 1), JSON_ALLOW_NUL, &error));
    return len ? ds_reader_refuse(s->reader, place, s->line, err, "a value of more than %zu bytes", s->limit)
               : refuse_json(s->reader, place, s->line, &error, err);
  }
  ds_status status = take_value(s->reader, ds_input_data(s->reader->input), len, s->line, place, err);
  pass(s, len);
  return status;
}

ds_status ds_read_json(ds_reader *reader, ds_err *err) {
  stream s = {.reader = reader, .limit = reader->max_bytes * 2 + (1 << 20), .line = 1};
  ds_status status = DS_OK;
  ds_buf place = {0};
  bool stop = false;
  while (status == DS_OK && !stop && find_value(&s)) {
    ds_buf_clear(&place);
    ds_buf_puts(&place, reader->path);
    if (s.in_list || s.articles) ds_buf_printf(&place, "#%ld", s.articles + 1);
    s.articles++;
    s.begun = true;
    status = take_next(&s, place.data, &stop, err);
    ds_reader_progress(reader);
  }
  if (status == DS_OK && s.articles == 0) status = ds_reader_refuse(reader, reader->path, 0, err, "an empty list");
  ds_buf_reset(&place);
  return status;
}
