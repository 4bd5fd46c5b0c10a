/* What corrections are anchored on, and finding it again. */
#include <ctype.h>
#include <string.h>

#include "store/identity.h"
#include "store/replay.h"

static const char doing[] = "reading a correction";

const char *ds_json_text(const json_t *object, const char *name) {
  return json_string_value(json_object_get(object, name));
}

/* The one identity of that kind which goes by the name; 0 when none or several do. */
static ds_status find_by_name(ds_store *store, const char *key, const char *name, int64_t *identity, ds_err *err) {
  char folded[DS_IDENTITY_MAX];
  int kind = DS_PERSON, n = 0;
  while (kind < DS_OTHER && strncmp(key, ds_kind_text((ds_kind)kind), strcspn(key, "/")) != 0) kind++;
  if (ds_identity_fold(name, strlen(name), folded, sizeof folded) == 0) return DS_OK;
  sqlite3_stmt *rows = ds_sql(store, DS_SQL_IDENTITIES_ALIASED);
  if (!rows) return ds_store_fail(store, err, doing);
  ds_sql_text(rows, 1, folded);
  sqlite3_bind_int(rows, 2, kind);
  int64_t found = 0;
  while (sqlite3_step(rows) == SQLITE_ROW) {
    found = sqlite3_column_int64(rows, 0);
    n++;
  }
  if (n == 1) *identity = found;
  return ds_sql_run(store, rows, err, doing);
}

ds_status ds_anchor_find(ds_store *store, const json_t *anchor, int64_t *identity, int64_t *any, ds_err *err) {
  const char *key = ds_json_text(anchor, "key"), *name = ds_json_text(anchor, "name");
  *identity = 0;
  if (any) *any = 0;
  if (!key) return DS_OK;
  sqlite3_stmt *find = ds_sql(store, DS_SQL_IDENTITY_NAMED);
  if (!find) return ds_store_fail(store, err, doing);
  ds_sql_text(find, 1, key);
  if (sqlite3_step(find) == SQLITE_ROW) {
    if (any) *any = sqlite3_column_int64(find, 0);
    if (sqlite3_column_int64(find, 1) > 0) *identity = sqlite3_column_int64(find, 0);
  }
  ds_status status = ds_sql_run(store, find, err, doing);
  return status == DS_OK && !*identity && name ? find_by_name(store, key, name, identity, err) : status;
}

ds_status ds_anchor_article(ds_store *store, const json_t *anchor, int64_t *article, ds_err *err) {
  static const struct {
    const char *name;
    ds_sql_id id;
  } ways[] = {{"key", DS_SQL_ARTICLE_BY_KEY}, {"ref", DS_SQL_ARTICLE_BY_REF}, {"url", DS_SQL_ARTICLE_BY_URL}};
  ds_status status = DS_OK;
  *article = 0;
  for (size_t i = 0; status == DS_OK && !*article && i < sizeof ways / sizeof *ways; i++) {
    const char *value = ds_json_text(anchor, ways[i].name);
    sqlite3_stmt *find = value ? ds_sql(store, ways[i].id) : NULL;
    if (!value) continue;
    if (find) ds_sql_text(find, 1, value);
    status = ds_sql_first(store, find, article, err, doing);
  }
  return status;
}

/* The first row of a statement with one number as an object of its text columns. */
static json_t *object_of(ds_store *store, ds_sql_id sql, int64_t id, const char *const *names, ds_err *err) {
  sqlite3_stmt *read = ds_sql(store, sql);
  if (!read) {
    ds_store_fail(store, err, doing);
    return NULL;
  }
  sqlite3_bind_int64(read, 1, id);
  json_t *object = NULL;
  if (sqlite3_step(read) == SQLITE_ROW) {
    object = json_object();
    for (int i = 0; names[i]; i++) {
      const char *text = (const char *)sqlite3_column_text(read, i);
      if (text) json_object_set_new(object, names[i], json_string(text));
    }
  }
  ds_status status = ds_sql_run(store, read, err, doing);
  if (status == DS_OK && !object) ds_fail(err, DS_DB, "%s: number %lld is not there", doing, (long long)id);
  return object;
}

json_t *ds_anchor_of_identity(ds_store *store, int64_t identity, ds_err *err) {
  return object_of(store, DS_SQL_IDENTITY_ANCHOR, identity, (const char *const[]){"key", "name", NULL}, err);
}

json_t *ds_anchor_of_article(ds_store *store, int64_t article, ds_err *err) {
  return object_of(store, DS_SQL_ARTICLE_ANCHOR, article, (const char *const[]){"key", "ref", "url", NULL}, err);
}

/* Whether the words stand at text[at], any run of blanks being as good as another; *end is behind them. */
static bool stand_at(const char *text, size_t len, size_t at, const char *words, size_t *end) {
  while (*words && at < len) {
    if (isspace((unsigned char)*words)) {
      if (!isspace((unsigned char)text[at])) return false;
      while (isspace((unsigned char)*words)) words++;
      while (at < len && isspace((unsigned char)text[at])) at++;
    } else if (text[at++] != *words++) {
      return false;
    }
  }
  *end = at;
  return !*words;
}

bool ds_words_find(const char *text, size_t len, const char *words, size_t near, size_t *start, size_t *end) {
  bool found = false;
  size_t best = 0, to;
  if (!*words) return false;
  for (size_t at = 0; at < len; at++) {
    if (text[at] != *words || !stand_at(text, len, at, words, &to)) continue;
    size_t distance = at > near ? at - near : near - at;
    if (found && distance >= best) break; /* they only get farther from here on */
    found = true;
    best = distance;
    *start = at;
    *end = to;
  }
  return found;
}
