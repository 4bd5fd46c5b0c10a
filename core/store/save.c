#include "store/save.h"

#include <stdlib.h>
#include <string.h>

#include "store/duplicates.h"
#include "store/reader.h"
#include "store/registry.h"

static const char doing[] = "storing an article";

/* One article on its way into the tables. */
typedef struct saving {
  ds_store *store;
  int64_t article;
  const ds_annotation *a;
  int64_t *identities; /* of the entities */
  int64_t *quotes;     /* row ids */
  ds_err *err;
} saving;

static int64_t identity_of(const saving *s, int32_t entity) {
  return entity >= 0 && s->identities[entity] ? s->identities[entity] : DS_SQL_NULL;
}

static ds_status word_of(const saving *s, const char *text, int64_t *id) {
  *id = DS_SQL_NULL;
  return text && *text ? ds_word(s->store, text, strlen(text), id, s->err) : DS_OK;
}

static char *spans_json(const ds_span *spans, uint32_t n) {
  ds_buf out = {0};
  for (uint32_t i = 0; i < n; i++) ds_buf_printf(&out, "%s[%u,%u]", i ? "," : "[", spans[i].start, spans[i].end);
  ds_buf_puts(&out, n ? "]" : "[]");
  return ds_buf_take(&out);
}

static ds_status save_sentences(const saving *s) {
  const ds_reading *r = s->a->reading;
  ds_status status = DS_OK;
  for (uint32_t i = 0; status == DS_OK && i < r->n_sentences; i++)
    status = ds_sql_ints(s->store, DS_SQL_SENTENCE_ADD, (int64_t[]){s->article, i, r->sentences[i].start, r->sentences[i].end}, 4, s->err,
                         doing);
  return status;
}

static void bind_int_or_null(sqlite3_stmt *statement, int at, int64_t value) {
  if (value == DS_SQL_NULL)
    sqlite3_bind_null(statement, at);
  else
    sqlite3_bind_int64(statement, at, value);
}

/* first, last: row ids of the article's predicates. */
static ds_status save_tokens(const saving *s, const ds_buf *packed, int64_t first, int64_t last) {
  sqlite3_stmt *add = ds_sql(s->store, DS_SQL_TOKENS_ADD);
  if (!add) return ds_store_fail(s->store, s->err, doing);
  sqlite3_bind_int64(add, 1, s->article);
  bind_int_or_null(add, 2, first);
  bind_int_or_null(add, 3, last);
  sqlite3_bind_blob64(add, 4, packed->data, packed->len, SQLITE_STATIC);
  return ds_sql_run(s->store, add, s->err, doing);
}

static ds_status save_mentions(const saving *s) {
  ds_status status = DS_OK;
  for (uint32_t i = 0; status == DS_OK && i < s->a->n_mentions; i++) {
    const ds_mention *m = &s->a->mentions[i];
    int64_t identity = identity_of(s, m->entity);
    if (identity == DS_SQL_NULL) continue;
    int64_t values[] = {s->article, m->start, m->end - m->start, identity, m->sentence, m->form};
    status = ds_sql_ints(s->store, DS_SQL_MENTION_ADD, values, 6, s->err, doing);
  }
  return status;
}

/* Three decimals, as the plain number that it was written as and not its nearest float. */
static double decimals(float confidence) {
  return (double)(int)(confidence * 1000 + 0.5f) / 1000;
}

static ds_status save_quote(const saving *s, const ds_quote *q, int64_t *id) {
  int64_t cue, rule;
  ds_status status = word_of(s, q->cue_lemma, &cue);
  if (status == DS_OK) status = word_of(s, q->rule ? q->rule : "none", &rule);
  sqlite3_stmt *add = status == DS_OK ? ds_sql(s->store, DS_SQL_QUOTE_ADD) : NULL;
  if (!add) return status != DS_OK ? status : ds_store_fail(s->store, s->err, doing);
  char *content = spans_json(q->content, q->n_content), *cues = q->n_cue ? spans_json(q->cue, q->n_cue) : NULL;
  bool spoken = q->speaker_end > q->speaker_start;
  sqlite3_bind_int64(add, 1, s->article);
  sqlite3_bind_int64(add, 2, q->start);
  sqlite3_bind_int64(add, 3, q->end - q->start);
  sqlite3_bind_int(add, 4, (int)q->kind);
  ds_sql_text(add, 5, content);
  bind_int_or_null(add, 6, identity_of(s, q->entity));
  if (spoken)
    sqlite3_bind_text(add, 7, s->a->reading->text + q->speaker_start, (int)(q->speaker_end - q->speaker_start), SQLITE_STATIC);
  else
    sqlite3_bind_null(add, 7);
  bind_int_or_null(add, 8, spoken ? (int64_t)q->speaker_start : DS_SQL_NULL);
  bind_int_or_null(add, 9, spoken ? (int64_t)q->speaker_end : DS_SQL_NULL);
  bind_int_or_null(add, 10, cue);
  ds_sql_text(add, 11, cues);
  bind_int_or_null(add, 12, rule);
  sqlite3_bind_double(add, 13, decimals(q->confidence));
  status = ds_sql_run(s->store, add, s->err, doing);
  *id = sqlite3_last_insert_rowid(s->store->db);
  free(content);
  free(cues);
  return status;
}

static ds_status save_arguments(const saving *s, const ds_predicate *p, int64_t predicate) {
  ds_status status = DS_OK;
  for (uint32_t i = 0; status == DS_OK && i < p->n_arguments; i++) {
    const ds_argument *g = &s->a->arguments[p->first_argument + i];
    int64_t values[] = {predicate, i, 0, g->start, g->end - g->start, 0, identity_of(s, g->entity)};
    status = word_of(s, g->role ? g->role : "object", &values[2]);
    if (status == DS_OK)
      status = ds_word(s->store, g->head_lemma ? g->head_lemma : "", g->head_lemma ? strlen(g->head_lemma) : 0, &values[5], s->err);
    if (status == DS_OK) status = ds_sql_ints(s->store, DS_SQL_ARGUMENT_ADD, values, 7, s->err, doing);
  }
  return status;
}

/* *id is its row id. */
static ds_status save_predicate(const saving *s, const ds_predicate *p, int64_t *id) {
  int64_t flags = (p->noun ? 1 : 0) | (p->negated ? 2 : 0) | (p->passive ? 4 : 0) | (int64_t)p->tense << 3;
  int64_t quote = p->quote >= 0 && (uint32_t)p->quote < s->a->n_quotes ? s->quotes[p->quote] : DS_SQL_NULL;
  int64_t values[] = {s->article, p->sentence, p->start, p->end - p->start, 0, flags, 0, quote, identity_of(s, p->holder)};
  ds_status status = ds_word(s->store, p->lemma ? p->lemma : "", p->lemma ? strlen(p->lemma) : 0, &values[4], s->err);
  if (status == DS_OK) status = word_of(s, p->modal, &values[6]);
  if (status == DS_OK) status = ds_sql_ints(s->store, DS_SQL_PREDICATE_ADD, values, 9, s->err, doing);
  *id = sqlite3_last_insert_rowid(s->store->db);
  return status == DS_OK ? save_arguments(s, p, *id) : status;
}

static ds_status save_date(const saving *s, const ds_date *d) {
  sqlite3_stmt *add = ds_sql(s->store, DS_SQL_DATE_ADD);
  if (!add) return ds_store_fail(s->store, s->err, doing);
  sqlite3_bind_int64(add, 1, s->article);
  sqlite3_bind_int64(add, 2, d->start);
  sqlite3_bind_int64(add, 3, d->end);
  sqlite3_bind_int64(add, 4, d->sentence);
  ds_sql_text(add, 5, ds_date_kind_text(d->kind));
  ds_sql_text(add, 6, *d->first ? d->first : NULL);
  ds_sql_text(add, 7, *d->last ? d->last : NULL);
  ds_sql_text(add, 8, d->value ? d->value : "");
  return ds_sql_run(s->store, add, s->err, doing);
}

ds_status ds_annotation_save(ds_store *store, int64_t article, const ds_annotation *a, const ds_buf *packed, ds_err *err) {
  saving s = {store, article, a, ds_alloc((a->n_entities + 1) * sizeof(int64_t)), ds_alloc((a->n_quotes + 1) * sizeof(int64_t)), err};
  ds_status status = ds_registry_add(store, article, a, s.identities, err);
  if (status == DS_OK) status = save_sentences(&s);
  if (status == DS_OK) status = save_mentions(&s);
  for (uint32_t i = 0; status == DS_OK && i < a->n_quotes; i++) status = save_quote(&s, &a->quotes[i], &s.quotes[i]);
  int64_t first = DS_SQL_NULL, last = DS_SQL_NULL;
  for (uint32_t i = 0; status == DS_OK && i < a->n_predicates; i++) {
    status = save_predicate(&s, &a->predicates[i], &last);
    if (i == 0) first = last;
  }
  if (status == DS_OK) status = save_tokens(&s, packed, first, last);
  for (uint32_t i = 0; status == DS_OK && i < a->n_dates; i++) status = save_date(&s, &a->dates[i]);
  free(s.identities);
  free(s.quotes);
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
  ds_status status = ds_registry_remove(store, article, err);
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

ds_status ds_article_save(ds_store *store, int64_t id, const ds_article *article, const char *key, const ds_annotation *annotation,
                          const ds_buf *packed, const uint32_t *bands, int64_t *saved, ds_err *err) {
  bool fresh = id == 0;
  ds_status status = id && store->unindexed ? ds_store_index(store, err) : DS_OK;
  if (status == DS_OK && id) status = ds_duplicates_forget(store, id, err);
  if (status == DS_OK && id) status = ds_annotation_drop(store, id, err);
  if (status == DS_OK) status = write_article(store, id, article, key, annotation != NULL, err);
  if (status == DS_OK && fresh) id = sqlite3_last_insert_rowid(store->db);
  if (fresh && !store->unindexed) store->unindexed = id;
  if (status == DS_OK) status = ds_sighting_save(store, id, article->file, err);
  if (status == DS_OK) status = ds_duplicates_queue(store, id, article->text, article->text_len, bands, err);
  if (status == DS_OK && annotation) status = ds_annotation_save(store, id, annotation, packed, err);
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
