/* Corrections of who spoke a quotation. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "store/corrections_private.h"

static const char doing[] = "correcting a quotation";

char *ds_article_text(ds_store *store, int64_t article, size_t *len) {
  sqlite3_stmt *read = ds_sql(store, DS_SQL_ARTICLE_TEXT);
  char *text = NULL;
  if (!read) return NULL;
  sqlite3_bind_int64(read, 1, article);
  if (sqlite3_step(read) == SQLITE_ROW) {
    *len = (size_t)sqlite3_column_bytes(read, 0);
    text = ds_strndup((const char *)sqlite3_column_text(read, 0), *len);
  }
  sqlite3_reset(read);
  return text;
}

ds_status ds_passage_anchor(ds_store *store, int64_t article, int64_t start, int64_t end, json_t *object, ds_err *err) {
  size_t len = 0;
  json_t *anchor = ds_anchor_of_article(store, article, err);
  char *text = anchor ? ds_article_text(store, article, &len) : NULL;
  ds_status status = DS_OK;
  if (!anchor)
    status = DS_DB;
  else if (!text || start < 0 || end <= start || (size_t)end > len)
    status = ds_fail(err, DS_USAGE, "article %lld has no passage from %lld to %lld", (long long)article, (long long)start, (long long)end);
  if (status == DS_OK) {
    json_object_set(object, "article", anchor);
    json_object_set_new(object, "start", json_integer(start));
    json_object_set_new(object, "end", json_integer(end));
    json_t *words = json_stringn(text + start, (size_t)(end - start));
    if (!words) status = ds_fail(err, DS_USAGE, "the passage from %lld to %lld cuts a character", (long long)start, (long long)end);
    json_object_set_new(object, "words", words);
  }
  json_decref(anchor);
  free(text);
  return status;
}

ds_status ds_passage_find(ds_store *store, const json_t *object, int64_t *article, int64_t *start, int64_t *end, const char **why,
                          ds_err *err) {
  const char *words = ds_json_text(object, "words");
  size_t len = 0, from = 0, to = 0, near = (size_t)json_integer_value(json_object_get(object, "start"));
  *why = NULL;
  ds_status status = ds_anchor_article(store, json_object_get(object, "article"), article, err);
  if (status != DS_OK) return status;
  char *text = *article ? ds_article_text(store, *article, &len) : NULL;
  if (!text)
    *why = "its article is not here";
  else if (!words || !ds_words_find(text, len, words, near, &from, &to))
    *why = "its words are no longer in the article";
  if (*why) *article = 0;
  *start = (int64_t)from;
  *end = (int64_t)to;
  free(text);
  return DS_OK;
}

ds_status ds_quote_at(ds_store *store, int64_t article, int64_t start, int64_t end, int64_t *quote, ds_err *err) {
  sqlite3_stmt *find = ds_sql(store, DS_SQL_QUOTE_AT);
  if (find) {
    sqlite3_bind_int64(find, 1, article);
    sqlite3_bind_int64(find, 2, start);
    sqlite3_bind_int64(find, 3, end - start);
  }
  return ds_sql_first(store, find, quote, err, doing);
}

/* --- making one --- */

/* What is known of a quotation before it is corrected. */
static ds_status describe(ds_store *store, int64_t quote, json_t *payload, ds_err *err) {
  int64_t article = 0, start = 0, end = 0, speaker = 0;
  char *said_by = NULL;
  sqlite3_stmt *read = ds_sql(store, DS_SQL_QUOTE_PLACE);
  if (!read) return ds_store_fail(store, err, doing);
  sqlite3_bind_int64(read, 1, quote);
  if (sqlite3_step(read) == SQLITE_ROW) {
    article = sqlite3_column_int64(read, 0);
    start = sqlite3_column_int64(read, 1);
    end = start + sqlite3_column_int64(read, 2);
    speaker = sqlite3_column_int64(read, 4);
    said_by = ds_strdup((const char *)sqlite3_column_text(read, 5));
  }
  ds_status status = ds_sql_run(store, read, err, doing);
  if (status == DS_OK && !article) {
    status = ds_fail(err, DS_USAGE, "no quotation has the number %lld", (long long)quote);
    ds_err_hint(err, "'quotes' lists them with their numbers in the column id");
  }
  if (status == DS_OK) status = ds_passage_anchor(store, article, start, end, payload, err);
  json_t *anchor = status == DS_OK && speaker ? ds_anchor_of_identity(store, speaker, err) : NULL, *before = json_object();
  json_object_set_new(before, "speaker", anchor ? anchor : json_null());
  json_object_set_new(before, "speaker_text", said_by ? json_string(said_by) : json_null());
  json_object_set_new(payload, "before", before);
  free(said_by);
  return status;
}

static ds_status make_payload(ds_store *store, int64_t quote, const char *speaker, const char *text, json_t *payload, ds_err *err) {
  int64_t entity = 0;
  ds_status status = describe(store, quote, payload, err);
  if (status == DS_OK && text && ds_utf8_check(text, strlen(text)) < strlen(text))
    status = ds_fail(err, DS_USAGE, "the speaker must be UTF-8 text");
  if (status == DS_OK && speaker) status = ds_entity_named(store, speaker, &entity, err);
  if (status == DS_USAGE && speaker && err && strstr(err->text, "is called"))
    ds_err_hint(err, "'speaker_text=\"%s\"' names a speaker who is no entity", speaker);
  json_t *anchor = status == DS_OK && entity ? ds_anchor_of_identity(store, entity, err) : NULL;
  if (status == DS_OK && entity && !anchor) status = DS_DB;
  json_object_set_new(payload, "speaker", anchor ? anchor : json_null());
  if (text) json_object_set_new(payload, "speaker_text", json_string(text));
  return status;
}

ds_status ds_correct_quote(ds_store *store, int64_t quote, const char *speaker, const char *text, const ds_hand *hand, ds_buf *said,
                           ds_err *err) {
  ds_status status = ds_store_begin(store, err);
  if (status != DS_OK) return status;
  int64_t id = 0;
  json_t *payload = json_object();
  status = make_payload(store, quote, speaker, text, payload, err);
  if (status == DS_OK) {
    ds_buf what = {0};
    ds_correction_tell(&(ds_logged){.verb = DS_VERB_QUOTE_SET, .payload = payload}, &what);
    status = ds_correction_log(store, DS_VERB_QUOTE_SET, payload, hand, &id, err);
    ds_buf_printf(said, "correction %lld: %s", (long long)id, what.data);
    ds_buf_reset(&what);
  } else {
    json_decref(payload);
  }
  return ds_correction_end(store, status, said, err);
}

/* --- replaying --- */

/* The quotation that a correction is about: with the same words, nearest to where they stood. */
static ds_status find_quote(ds_store *store, ds_logged *c, int64_t *quote, int64_t *article, ds_err *err) {
  int64_t start = 0, end = 0;
  const char *why = NULL;
  *quote = 0;
  ds_status status = ds_passage_find(store, c->payload, article, &start, &end, &why, err);
  if (status == DS_OK && *article) status = ds_quote_at(store, *article, start, end, quote, err);
  if (status == DS_OK && !*quote) ds_logged_orphan(c, why ? why : "its words are no quotation now", NULL);
  return status;
}

typedef struct speaker {
  int64_t quote, article, entity; /* entity: identity, DS_SQL_NULL for none */
  const char *text;               /* borrowed, or NULL */
  int64_t start, end, rule;       /* DS_SQL_NULL: none */
  double confidence;
} speaker;

static ds_status write_speaker(ds_store *store, const speaker *s, ds_err *err) {
  const int64_t holder[] = {s->quote, s->article, s->entity};
  const int64_t numbers[] = {s->entity, 0, s->start, s->end};
  sqlite3_stmt *write = ds_sql(store, DS_SQL_QUOTE_SPEAKER);
  if (!write) return ds_store_fail(store, err, doing);
  sqlite3_bind_int64(write, 1, s->quote);
  for (int i = 0; i < 4; i++) {
    if (numbers[i] == DS_SQL_NULL)
      sqlite3_bind_null(write, i + 2);
    else
      sqlite3_bind_int64(write, i + 2, numbers[i]);
  }
  ds_sql_text(write, 3, s->text);
  sqlite3_bind_int64(write, 6, s->rule);
  sqlite3_bind_double(write, 7, s->confidence);
  ds_status status = ds_sql_run(store, write, err, doing);
  return status == DS_OK ? ds_sql_ints(store, DS_SQL_QUOTE_HOLDER, holder, 3, err, doing) : status;
}

static int64_t number_or_null(sqlite3_stmt *row, int column) {
  return sqlite3_column_type(row, column) == SQLITE_NULL ? DS_SQL_NULL : sqlite3_column_int64(row, column);
}

/* Puts back what the machine said of every quotation that was corrected. */
static ds_status restore(ds_store *store, ds_err *err) {
  sqlite3_stmt *rows = ds_sql(store, DS_SQL_QUOTES_KEPT);
  ds_status status = DS_OK;
  if (!rows) return ds_store_fail(store, err, doing);
  while (status == DS_OK && sqlite3_step(rows) == SQLITE_ROW) {
    speaker s = {.quote = sqlite3_column_int64(rows, 0),
                 .article = sqlite3_column_int64(rows, 1),
                 .entity = number_or_null(rows, 2),
                 .text = (const char *)sqlite3_column_text(rows, 3),
                 .start = number_or_null(rows, 4),
                 .end = number_or_null(rows, 5),
                 .rule = sqlite3_column_int64(rows, 6),
                 .confidence = sqlite3_column_double(rows, 7)};
    status = write_speaker(store, &s, err);
  }
  sqlite3_reset(rows);
  return status == DS_OK ? ds_sql_ints(store, DS_SQL_QUOTES_KEPT_DROP, NULL, 0, err, doing) : status;
}

/* Where the article names the new speaker, nearest to the quotation. */
static ds_status find_mention(ds_store *store, speaker *s, const json_t *payload, ds_err *err) {
  sqlite3_stmt *find = s->entity == DS_SQL_NULL ? NULL : ds_sql(store, DS_SQL_SPEAKER_MENTION);
  if (!find) return DS_OK;
  sqlite3_bind_int64(find, 1, s->article);
  sqlite3_bind_int64(find, 2, s->entity);
  sqlite3_bind_int64(find, 3, json_integer_value(json_object_get(payload, "start")));
  sqlite3_bind_int64(find, 4, json_integer_value(json_object_get(payload, "end")));
  if (sqlite3_step(find) == SQLITE_ROW) {
    s->start = sqlite3_column_int64(find, 0);
    s->end = sqlite3_column_int64(find, 1);
  }
  return ds_sql_run(store, find, err, doing);
}

static ds_status replay(ds_store *store, ds_logged *c, ds_err *err) {
  int64_t entity = 0;
  const json_t *anchor = json_object_get(c->payload, "speaker");
  speaker s = {.entity = DS_SQL_NULL, .start = DS_SQL_NULL, .end = DS_SQL_NULL, .confidence = 1};
  ds_status status = find_quote(store, c, &s.quote, &s.article, err);
  if (status != DS_OK || !s.quote) return status;
  s.text = ds_json_text(c->payload, "speaker_text");
  if (json_is_object(anchor)) {
    status = ds_anchor_find(store, anchor, &entity, NULL, err);
    s.text = ds_json_text(anchor, "name");
  }
  if (entity) s.entity = entity;
  if (status == DS_OK) status = find_mention(store, &s, c->payload, err);
  if (status == DS_OK) status = ds_sql_ints(store, DS_SQL_QUOTE_KEEP, &s.quote, 1, err, doing);
  return status == DS_OK ? write_speaker(store, &s, err) : status;
}

ds_status ds_replay_quotes(ds_replay *r, ds_store *store, ds_err *err) {
  size_t n = 0;
  ds_logged *log = ds_replay_log(r, &n);
  ds_status status = restore(store, err);
  for (size_t i = 0; status == DS_OK && i < n; i++)
    if (log[i].verb == DS_VERB_QUOTE_SET && !log[i].undone) status = replay(store, &log[i], err);
  return status;
}
