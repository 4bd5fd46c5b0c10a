#include "store/save.h"

#include <stdlib.h>
#include <string.h>

#include "store/duplicates.h"
#include "store/pending.h"
#include "store/reader.h"
#include "store/registry.h"

static const char doing[] = "storing an article";

static void bind_int_or_null(sqlite3_stmt *statement, int at, int64_t value) {
  if (value == DS_SQL_NULL)
    sqlite3_bind_null(statement, at);
  else
    sqlite3_bind_int64(statement, at, value);
}

/* first, last: row ids of the article's predicates. */
static ds_status save_tokens(ds_store *store, int64_t article, const ds_buf *packed, int64_t first, int64_t last, ds_err *err) {
  sqlite3_stmt *add = ds_sql(store, DS_SQL_TOKENS_ADD);
  if (!add) return ds_store_fail(store, err, doing);
  sqlite3_bind_int64(add, 1, article);
  bind_int_or_null(add, 2, first);
  bind_int_or_null(add, 3, last);
  sqlite3_bind_blob64(add, 4, packed->data, packed->len, SQLITE_STATIC);
  return ds_sql_run(store, add, err, doing);
}

ds_status ds_annotation_save(ds_store *store, int64_t article, const ds_draft *draft, ds_err *err) {
  int64_t *words = ds_alloc((draft->n_words + 1) * sizeof *words), *names = ds_alloc((draft->n_names + 1) * sizeof *names);
  int64_t first = DS_SQL_NULL, last = DS_SQL_NULL;
  ds_status status = DS_OK;
  for (uint32_t i = 0; status == DS_OK && i < draft->n_words; i++)
    status = ds_word(store, draft->words[i].text, draft->words[i].len, draft->words[i].hash, &words[i], err);
  if (status == DS_OK) status = ds_registry_add(store, draft, names, err);
  if (status == DS_OK) status = ds_pending_add(store, article, draft, words, names, &first, &last, err);
  if (status == DS_OK) status = save_tokens(store, article, &draft->packed, first, last, err);
  free(words);
  free(names);
  return status;
}

static ds_status drop_each(ds_store *store, const ds_sql_id *ids, size_t n, int64_t article, ds_err *err) {
  ds_status status = DS_OK;
  for (size_t i = 0; status == DS_OK && i < n; i++)
    status = ds_sql_ints(store, ids[i], &article, 1, err, "removing what is known of an article");
  return status;
}

ds_status ds_annotation_drop(ds_store *store, int64_t article, ds_err *err) {
  static const ds_sql_id ids[] = {DS_SQL_SENTENCES_DROP, DS_SQL_MENTIONS_DROP,   DS_SQL_QUOTES_KEPT_OF, DS_SQL_QUOTES_DROP,
                                  DS_SQL_ARGUMENTS_DROP, DS_SQL_PREDICATES_DROP, DS_SQL_TOKENS_DROP,    DS_SQL_DATES_DROP};
  ds_status status = ds_pending_flush(store, err);
  if (status == DS_OK) status = ds_registry_remove(store, article, err);
  return status == DS_OK ? drop_each(store, ids, sizeof ids / sizeof *ids, article, err) : status;
}

static ds_status write_article(ds_store *store, int64_t id, const ds_article *article, const char *key, bool annotated, ds_err *err) {
  char now[24];
  ds_store_now(now);
  sqlite3_stmt *write = ds_sql(store, id ? DS_SQL_ARTICLE_CHANGE : DS_SQL_ARTICLE_ADD);
  if (!write) return ds_store_fail(store, err, doing);
  const char *texts[] = {key,          article->ref,    article->title, article->date, article->date_from, article->outlet,
                         article->url, article->author, article->lang};
  bind_int_or_null(write, 1, id ? id : DS_SQL_NULL);
  for (int i = 0; i < 9; i++) ds_sql_text(write, i + 2, texts[i]);
  sqlite3_bind_text64(write, 11, article->text, article->text_len, SQLITE_STATIC, SQLITE_UTF8);
  ds_sql_text(write, 12, article->file);
  ds_sql_text(write, 13, now);
  bind_int_or_null(write, 14, annotated ? ds_reader() : DS_SQL_NULL);
  return ds_sql_run(store, write, err, doing);
}

ds_status ds_sighting_save(ds_store *store, int64_t id, const char *file, ds_err *err) {
  char now[24];
  ds_store_now(now);
  sqlite3_stmt *add = ds_sql(store, DS_SQL_SIGHTING_ADD);
  if (!add) return ds_store_fail(store, err, doing);
  sqlite3_bind_int64(add, 1, id);
  ds_sql_text(add, 2, file ? file : "");
  ds_sql_text(add, 3, now);
  return ds_sql_run(store, add, err, doing);
}

ds_status ds_article_save(ds_store *store, int64_t id, const ds_article *article, const char *key, const ds_draft *draft,
                          const uint32_t *bands, int64_t *saved, ds_err *err) {
  bool fresh = id == 0;
  ds_status status = id && store->unindexed ? ds_store_index(store, err) : DS_OK;
  if (status == DS_OK && id) status = ds_duplicates_forget(store, id, err);
  if (status == DS_OK && id) status = ds_annotation_drop(store, id, err);
  if (status == DS_OK) status = write_article(store, id, article, key, draft != NULL, err);
  if (status == DS_OK && fresh) id = sqlite3_last_insert_rowid(store->db);
  if (fresh && !store->unindexed) store->unindexed = id;
  if (status == DS_OK) status = ds_sighting_save(store, id, article->file, err);
  if (status == DS_OK) status = ds_duplicates_queue(store, id, article->text, article->text_len, bands, err);
  if (status == DS_OK && draft) status = ds_annotation_save(store, id, draft, err);
  if (status == DS_OK) *saved = id;
  return status;
}

ds_status ds_article_remove(ds_store *store, int64_t article, ds_err *err) {
  ds_status status = ds_store_begin(store, err);
  if (status != DS_OK) return status;
  sqlite3_stmt *read = ds_sql(store, DS_SQL_ARTICLE_TEXT);
  if (read) sqlite3_bind_int64(read, 1, article);
  bool found = read && sqlite3_step(read) == SQLITE_ROW;
  if (read) sqlite3_reset(read);
  if (!found) status = ds_fail(err, DS_USAGE, "no article %lld", (long long)article);
  if (status == DS_OK) status = ds_store_index(store, err);
  if (status == DS_OK) status = ds_duplicates_forget(store, article, err);
  if (status == DS_OK) status = ds_annotation_drop(store, article, err);
  if (status == DS_OK) status = ds_sql_ints(store, DS_SQL_ARTICLE_DROP, &article, 1, err, "removing an article");
  if (status == DS_OK) status = ds_duplicates_settle(store, err);
  if (status == DS_OK) return ds_store_commit(store, err);
  ds_store_rollback(store);
  return status;
}
