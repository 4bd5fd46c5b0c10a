#include "annotation/filter_line.h"

#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "annotation/annotation.h"
#include "base/part.h"
#include "base/utf8.h"

static const size_t TEXT_LIMIT = ((size_t)1 << 31) - 1;

static bool in_shard(const ds_filter_options *options, const char *bytes, size_t len) {
  return options->shards <= 0 || ds_part_of(bytes, len, options->shards) == options->shard;
}

/* The id as JSON, the same value in the same form for the same input; "null" when there is none. The caller frees. */
static char *id_text(const json_t *id) {
  if (!id) return ds_strdup("null");
  if (json_is_real(id)) {
    ds_buf b = {0};
    ds_buf_json_number(&b, json_real_value(id));
    return ds_buf_take(&b);
  }
  char *text = json_dumps(id, JSON_ENCODE_ANY | JSON_COMPACT);
  return text ? text : ds_strdup("null");
}

static void put_error(ds_buf *out, const char *id, const char *code, const char *message, long number) {
  ds_buf_printf(out, "{\"id\":%s,\"error\":{\"code\":\"%s\",\"message\":", id, code);
  ds_buf_json_string(out, message, strlen(message));
  ds_buf_printf(out, ",\"line\":%ld}}\n", number);
}

static json_t *parse(const char *line, size_t len, json_error_t *error) {
  return json_loadb(line, len, JSON_DECODE_ANY | JSON_ALLOW_NUL, error);
}

/* The id of a line that is no valid UTF-8: with each wrong byte masked it may still be JSON. */
static char *masked_id(const char *line, size_t len) {
  char *copy = ds_strndup(line, len);
  for (size_t at = 0; (at += ds_utf8_check(copy + at, len - at)) < len;) copy[at] = '?';
  json_error_t error;
  json_t *root = parse(copy, len, &error);
  char *id = id_text(json_object_get(root, "id"));
  json_decref(root);
  free(copy);
  return id;
}

/* The text field in *text, or the message why there is none, with its code. */
static const char *check_text(const json_t *root, const json_t **text, const char **code) {
  *code = "not-an-object";
  if (!json_is_object(root)) return "expected a JSON object";
  *code = "missing-text";
  *text = json_object_get(root, "text");
  if (!*text || json_is_null(*text)) return "'text' is missing";
  if (!json_is_string(*text)) return "'text' must be a string";
  *code = "too-long";
  return json_string_length(*text) > TEXT_LIMIT ? "'text' is longer than 2 GiB" : NULL;
}

static ds_line_result fail(ds_buf *out, const ds_filter_options *options, char *id, const char *line, size_t len, const char *code,
                           const char *message, long number) {
  bool named = strcmp(id, "null") != 0;
  bool mine = named ? in_shard(options, id, strlen(id)) : in_shard(options, line, len);
  if (mine) put_error(out, id, code, message, number);
  free(id);
  return mine ? DS_LINE_FAILED : DS_LINE_SKIPPED;
}

static const char *string_field(const json_t *root, const char *key) {
  return json_string_value(json_object_get(root, key));
}

static ds_line_result annotate_object(const json_t *root, const char *id, const ds_filter_options *options, ds_arena *arena, ds_buf *out) {
  const json_t *text = json_object_get(root, "text");
  const char *bytes = json_string_value(text);
  size_t len = json_string_length(text);
  bool named = strcmp(id, "null") != 0;
  if (!(named ? in_shard(options, id, strlen(id)) : in_shard(options, bytes, len))) return DS_LINE_SKIPPED;
  ds_annotation *a = ds_annotate(bytes, len, string_field(root, "title"), string_field(root, "date"), arena);
  ds_annotation_json(a, id, options->tokens, out);
  ds_buf_putc(out, '\n');
  return DS_LINE_WRITTEN;
}

ds_line_result ds_line_annotate(const char *line, size_t len, long number, const ds_filter_options *options, ds_arena *arena, ds_buf *out) {
  char message[JSON_ERROR_TEXT_LENGTH + 64];
  while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r')) len--;
  if (len >= 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0) line += 3, len -= 3;
  size_t valid = ds_utf8_check(line, len);
  if (valid < len) {
    snprintf(message, sizeof message, "invalid UTF-8 at byte %zu of the line", valid);
    return fail(out, options, masked_id(line, len), line, len, "invalid-utf8", message, number);
  }
  json_error_t error;
  json_t *root = parse(line, len, &error);
  if (!root) {
    snprintf(message, sizeof message, "%s at byte %d of the line", error.text, error.position);
    return fail(out, options, ds_strdup("null"), line, len, "invalid-json", message, number);
  }
  const json_t *text = NULL;
  const char *code, *problem = check_text(root, &text, &code);
  char *id = id_text(json_object_get(root, "id"));
  ds_line_result result;
  if (problem) return json_decref(root), fail(out, options, id, line, len, code, problem, number);
  result = annotate_object(root, id, options, arena, out);
  free(id);
  json_decref(root);
  return result;
}
