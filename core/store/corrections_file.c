/* The log as JSON lines: to another database and back. */
#include <stdlib.h>
#include <string.h>

#include "store/corrections_private.h"
#include "store/registry.h"

static const char doing[] = "reading corrections";

ds_status ds_corrections_export(ds_store *store, ds_buf *out, ds_err *err) {
  sqlite3_stmt *rows = ds_sql(store, DS_SQL_CORRECTIONS);
  int code;
  if (!rows) return ds_store_fail(store, err, doing);
  while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
    const char *who = (const char *)sqlite3_column_text(rows, 2);
    ds_buf_printf(out, "{\"at\":\"%s\",\"who\":", (const char *)sqlite3_column_text(rows, 1));
    if (who)
      ds_buf_json_string(out, who, strlen(who));
    else
      ds_buf_puts(out, "null");
    ds_buf_printf(out, ",\"verb\":\"%s\",\"undone\":%s,\"payload\":%s}\n", (const char *)sqlite3_column_text(rows, 3),
                  sqlite3_column_int(rows, 5) ? "true" : "false", (const char *)sqlite3_column_text(rows, 4));
  }
  sqlite3_reset(rows);
  return code == SQLITE_DONE ? DS_OK : ds_store_fail(store, err, doing);
}

static bool is_verb(const char *text) {
  const char *blank = text ? strchr(text, ' ') : NULL;
  if (!blank) return false;
  char *object = ds_strndup(text, (size_t)(blank - text));
  bool known = ds_verb_find(object, blank + 1) != DS_VERB_COUNT;
  free(object);
  return known;
}

/* Adds one correction unless the log has it: the same time, hand, verb and payload. */
static ds_status add(ds_store *store, const json_t *line, const char *payload, size_t *added, size_t *known, ds_err *err) {
  const char *texts[] = {ds_json_text(line, "at"), ds_json_text(line, "who"), ds_json_text(line, "verb"), payload};
  int64_t there = 0;
  sqlite3_stmt *find = ds_sql(store, DS_SQL_CORRECTION_KNOWN);
  for (int i = 0; find && i < 4; i++) ds_sql_text(find, i + 1, texts[i]);
  ds_status status = ds_sql_first(store, find, &there, err, doing);
  if (status != DS_OK) return status;
  bool undone = json_is_true(json_object_get(line, "undone"));
  if (there) {
    (*known)++;
    return undone ? ds_sql_ints(store, DS_SQL_CORRECTION_GONE, &there, 1, err, doing) : DS_OK;
  }
  sqlite3_stmt *write = ds_sql(store, DS_SQL_CORRECTION_ADD);
  if (!write) return ds_store_fail(store, err, doing);
  for (int i = 0; i < 4; i++) ds_sql_text(write, i + 1, texts[i]);
  sqlite3_bind_int(write, 5, undone ? 2 : 0);
  (*added)++;
  return ds_sql_run(store, write, err, doing);
}

static ds_status add_line(ds_store *store, const char *text, size_t len, const char *file, long number, size_t *added, size_t *known,
                          ds_err *err) {
  json_error_t wrong;
  json_t *line = json_loadb(text, len, 0, &wrong);
  const json_t *payload = json_object_get(line, "payload");
  ds_status status = DS_OK;
  if (!line)
    status = ds_fail_at(err, DS_INPUT, file, number, "a correction is a JSON object on a line, got: %s", wrong.text);
  else if (!is_verb(ds_json_text(line, "verb")) || !ds_json_text(line, "at") || !json_is_object(payload))
    status = ds_fail_at(err, DS_INPUT, file, number, "a correction has 'at', a known 'verb' and a 'payload'");
  char *packed = status == DS_OK ? json_dumps(payload, JSON_COMPACT) : NULL;
  if (status == DS_OK) status = add(store, line, packed, added, known, err);
  free(packed);
  json_decref(line);
  return status;
}

ds_status ds_corrections_import(ds_store *store, const char *text, size_t len, const char *file, size_t *added, size_t *known,
                                ds_err *err) {
  ds_buf nothing = {0};
  size_t n_added = 0, n_known = 0;
  long number = 1;
  ds_status status = ds_store_begin(store, err);
  if (status != DS_OK) return status;
  for (size_t at = 0, n; status == DS_OK && at < len; at += n + 1, number++) {
    const char *end = memchr(text + at, '\n', len - at);
    n = end ? (size_t)(end - text) - at : len - at;
    if (strspn(text + at, " \t\r") >= n) continue;
    status = add_line(store, text + at, n, file, number, &n_added, &n_known, err);
  }
  ds_registry_stir(store);
  status = ds_correction_end(store, status, &nothing, err);
  ds_buf_reset(&nothing);
  if (status != DS_OK) return status;
  *added = n_added;
  *known = n_known;
  return DS_OK;
}
