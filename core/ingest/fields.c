/* JSON objects to articles: where in an object our fields are. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ingest/html.h"
#include "ingest/reader.h"

/* "headline.main", "authors.0": a key that is there as it stands comes first. */
static json_t *by_path(json_t *value, const char *path) {
  while (value && *path) {
    json_t *whole = json_is_object(value) ? json_object_get(value, path) : NULL;
    if (whole) return whole;
    size_t len = strcspn(path, ".");
    if (json_is_array(value)) {
      value = json_array_get(value, (size_t)strtoul(path, NULL, 10));
    } else {
      char *key = ds_strndup(path, len);
      value = json_object_get(value, key);
      free(key);
    }
    path += len + (path[len] == '.');
  }
  return value;
}

static bool says_something(const json_t *value) {
  return (json_is_string(value) && json_string_length(value)) || json_is_number(value) ||
         (json_is_array(value) && json_array_size(value)) || (json_is_object(value) && json_object_size(value));
}

static json_t *by_name(json_t *object, ds_field field, const char **name) {
  const char *const *names = ds_field_names(field);
  for (int i = 0; names[i]; i++) {
    json_t *value = json_object_get(object, names[i]);
    *name = names[i];
    if (value && says_something(value) && (field != DS_FIELD_TEXT || !json_is_object(value))) return value;
  }
  const char *key;
  json_t *value, *best = NULL;
  int rank = 0;
  json_object_foreach(object, key, value) {
    int r = ds_field_rank(field, key, strlen(key));
    if (!r || (rank && r > rank) || !says_something(value)) continue;
    rank = r;
    best = value;
    *name = key;
  }
  return best;
}

static void append_value(ds_buf *out, json_t *value, const char *between) {
  size_t i;
  json_t *inner;
  if (json_is_string(value)) {
    ds_buf_append(out, json_string_value(value), json_string_length(value));
  } else if (json_is_integer(value)) {
    ds_buf_printf(out, "%lld", (long long)json_integer_value(value));
  } else if (json_is_real(value)) {
    ds_buf_json_number(out, json_real_value(value));
  } else if (json_is_array(value)) {
    json_array_foreach(value, i, inner) {
      if (i && out->len) ds_buf_puts(out, between);
      append_value(out, inner, between);
    }
  } else if (json_is_object(value)) {
    static const char *const keys[] = {"name", "main", "title", "rendered", "text", "href", "url"};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
      if ((inner = json_object_get(value, keys[k])) && json_is_string(inner)) {
        append_value(out, inner, between);
        return;
      }
  }
}

static void take_field(ds_reader *reader, json_t *object, ds_field field, ds_article *article) {
  const char *name = "";
  json_t *value = reader->mapped[field] ? by_path(object, reader->mapped[field]) : by_name(object, field, &name);
  if (!value || json_is_null(value)) return;
  ds_buf out = {0};
  append_value(&out, value, field == DS_FIELD_TEXT ? "\n\n" : ", ");
  size_t len = out.len;
  if (field == DS_FIELD_TEXT && strcmp(name, "content_html") == 0 && out.len) {
    ds_buf plain = {0};
    ds_html_fragment(out.data, out.len, &plain);
    ds_buf_reset(&out);
    out = plain;
    len = out.len;
  }
  char **target = ds_article_field(article, field);
  *target = ds_buf_take(&out);
  if (field == DS_FIELD_TEXT) article->text_len = len;
}

/* The list of articles that an object wraps ("articles", "items", "response.docs" …), or NULL. */
static json_t *wrapped(json_t *object) {
  static const char *const names[] = {"articles", "items",   "docs",          "documents",        "results", "data",
                                      "entries",  "stories", "response.docs", "response.results", "posts",   "news"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    json_t *list = by_path(object, names[i]);
    if (json_is_array(list) && json_is_object(json_array_get(list, 0))) return list;
  }
  return NULL;
}

static ds_status take_list(ds_reader *reader, json_t *object, json_t *list, const char *place, long line, ds_err *err) {
  size_t i;
  json_t *item, *title = json_object_get(object, "title");
  ds_status status = DS_OK;
  bool feed = json_is_string(json_object_get(object, "version"));
  json_array_foreach(list, i, item) {
    ds_buf inner = {0};
    ds_buf_printf(&inner, "%s#%zu", place, i + 1);
    if (feed && json_is_string(title) && json_is_object(item) && !json_object_get(item, "outlet")) json_object_set(item, "outlet", title);
    status = json_is_object(item) ? ds_json_object(reader, item, inner.data, line, err)
                                  : ds_reader_refuse(reader, inner.data, line, err, "a JSON object expected");
    ds_buf_reset(&inner);
    if (status != DS_OK) break;
  }
  return status;
}

static ds_status refuse_without_text(ds_reader *reader, json_t *object, const char *place, long line, ds_err *err) {
  ds_buf keys = {0};
  const char *key;
  json_t *value;
  json_object_foreach(object, key, value) {
    if (keys.len < 120) ds_buf_printf(&keys, "%s%.40s", keys.len ? ", " : "", key);
  }
  ds_status status = reader->mapped[DS_FIELD_TEXT]
                         ? ds_reader_refuse(reader, place, line, err, "no text at '%s' (it has: %s)", reader->mapped[DS_FIELD_TEXT],
                                            keys.data ? keys.data : "nothing")
                         : ds_reader_refuse(reader, place, line, err, "no text field (it has: %s); name it with --field text=NAME",
                                            keys.data ? keys.data : "nothing");
  ds_buf_reset(&keys);
  return status;
}

ds_status ds_json_object(ds_reader *reader, json_t *object, const char *place, long line, ds_err *err) {
  ds_article article = {0};
  take_field(reader, object, DS_FIELD_TEXT, &article);
  if (!article.text) {
    json_t *list = wrapped(object);
    return list ? take_list(reader, object, list, place, line, err) : refuse_without_text(reader, object, place, line, err);
  }
  for (int f = 0; f < DS_FIELD_COUNT; f++)
    if (f != DS_FIELD_TEXT) take_field(reader, object, (ds_field)f, &article);
  return ds_reader_deliver(reader, &article, place, line, err);
}
