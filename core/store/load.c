#include "store/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
#define LOAD_LIST(X) \
  X(ARTICLE, "SELECT key, ref, title, date, date_from, outlet, url, author, lang, text, file, imported, annotated FROM articles WHERE id = ?") \
  X(TOKENS, "SELECT packed FROM tokens WHERE article = ?") \
  X(SENTENCES, "SELECT start, \"end\" FROM sentences WHERE article = ? ORDER BY n") \
  X(ENTITIES, "SELECT a.identity, i.kind, n.text, r.text, c.text FROM appearances a JOIN identities i ON i.id = a.identity JOIN words n ON" \
              " n.id = a.name LEFT JOIN words r ON r.id = a.note LEFT JOIN words c ON c.id = a.country WHERE a.article = ?" \
              " ORDER BY a.identity, a.name") \
  X(MENTIONS, "SELECT start, start + len, sentence, identity, form FROM mention_rows WHERE article = ? ORDER BY start, len") \
  X(QUOTES, "SELECT q.start, q.start + q.len, q.kind, q.content, iif(k.quote, k.speaker, q.speaker)," \
            " iif(k.quote, k.speaker_start, q.speaker_start)," \
            " iif(k.quote, k.speaker_end, q.speaker_end), w.text, q.cue_spans," \
            " (SELECT text FROM words WHERE id = iif(k.quote, k.rule, q.rule)), iif(k.quote, k.confidence, q.confidence), q.id" \
            " FROM quote_rows q LEFT JOIN words w ON w.id = q.cue LEFT JOIN quote_changes k ON k.quote = q.id WHERE q.article = ?" \
            " ORDER BY q.id") \
  X(PREDICATES, "SELECT p.start, p.start + p.len, p.sentence, w.text, p.flags, m.text, p.quote, iif(k.quote, k.speaker, p.holder), p.id" \
                " FROM tokens t JOIN predicate_rows p ON p.id BETWEEN t.first_predicate AND t.last_predicate" \
                " LEFT JOIN quote_changes k ON k.quote = p.quote" \
                " JOIN words w ON w.id = p.lemma LEFT JOIN words m ON m.id = p.modal WHERE t.article = ? ORDER BY p.id") \
  X(ARGUMENTS, "SELECT r.text, a.start, a.start + a.len, h.text, a.identity FROM argument_rows a JOIN words r ON r.id = a.role" \
               " JOIN words h ON h.id = a.head WHERE a.predicate = ? ORDER BY a.n") \
  X(DATES, "SELECT start, \"end\", sentence, kind, first, last, value FROM dates WHERE article = ? ORDER BY start, \"end\"")
/* clang-format on */

typedef enum load_id {
#define X(id, text) LOAD_##id,
  LOAD_LIST(X)
#undef X
      LOAD_COUNT
} load_id;

static const char *const texts[] = {
#define X(id, text) text,
    LOAD_LIST(X)
#undef X
};

static const char doing[] = "reading an article";

struct ds_loader {
  ds_store *store;
  sqlite3_stmt *statements[LOAD_COUNT];
};

/* One article on its way out of the tables. */
typedef struct loading {
  ds_loader *loader;
  ds_arena *arena;
  ds_annotation *a;
  int64_t *identities; /* of the entities, ascending */
  int64_t *quotes;     /* row ids, ascending */
  uint32_t cap_entities, cap_mentions, cap_quotes, cap_dates, cap_predicates, cap_arguments, cap_sentences;
} loading;

ds_status ds_loader_new(ds_store *store, ds_loader **loader, ds_err *err) {
  ds_loader *l = ds_alloc(sizeof *l);
  l->store = store;
  for (int i = 0; i < LOAD_COUNT; i++) {
    if (sqlite3_prepare_v3(store->db, texts[i], -1, SQLITE_PREPARE_PERSISTENT, &l->statements[i], NULL) == SQLITE_OK) continue;
    ds_loader_free(l);
    return ds_store_fail(store, err, doing);
  }
  *loader = l;
  return DS_OK;
}

void ds_loader_free(ds_loader *loader) {
  if (!loader) return;
  for (int i = 0; i < LOAD_COUNT; i++) sqlite3_finalize(loader->statements[i]);
  free(loader);
}

/* ---- rows ---- */

/* Called for each row; false: it does not hold together. */
typedef bool take_row(loading *l, sqlite3_stmt *row);

static ds_status each_row(loading *l, load_id id, int64_t key, take_row *take, ds_err *err) {
  sqlite3_stmt *statement = l->loader->statements[id];
  bool sound = true;
  int code;
  sqlite3_bind_int64(statement, 1, key);
  while ((code = sqlite3_step(statement)) == SQLITE_ROW && sound) sound = take(l, statement);
  ds_status status = DS_OK;
  if (!sound)
    status = ds_fail(err, DS_DB, "what '%s' holds of an article does not hold together", l->loader->store->path);
  else if (code != SQLITE_DONE)
    status = ds_store_fail(l->loader->store, err, doing);
  sqlite3_reset(statement);
  return status;
}

static char *text_at(loading *l, sqlite3_stmt *row, int column) {
  const char *text = (const char *)sqlite3_column_text(row, column);
  return text ? ds_arena_strndup(l->arena, text, (size_t)sqlite3_column_bytes(row, column)) : NULL;
}

/* Two columns as a span of the text. */
static bool span_at(const loading *l, sqlite3_stmt *row, int column, uint32_t *start, uint32_t *end) {
  int64_t from = sqlite3_column_int64(row, column), to = sqlite3_column_int64(row, column + 1);
  if (from < 0 || to < from || (uint64_t)to > l->a->reading->len) return false;
  *start = (uint32_t)from;
  *end = (uint32_t)to;
  return true;
}

static int32_t place_of(const int64_t *ids, uint32_t n, int64_t id) {
  uint32_t low = 0, high = n;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (ids[middle] < id)
      low = middle + 1;
    else
      high = middle;
  }
  return low < n && ids[low] == id ? (int32_t)low : -1;
}

/* The entity of an identity in a column, or -1. */
static int32_t entity_at(const loading *l, sqlite3_stmt *row, int column) {
  if (sqlite3_column_type(row, column) == SQLITE_NULL) return -1;
  return place_of(l->identities, l->a->n_entities, sqlite3_column_int64(row, column));
}

/* "[[1,2],[3,4]]" */
static bool spans_at(loading *l, sqlite3_stmt *row, int column, ds_span **spans, uint32_t *n) {
  uint32_t cap = 0, from, to;
  int used;
  *n = 0;
  *spans = NULL;
  const char *p = (const char *)sqlite3_column_text(row, column);
  for (; p && sscanf(p += strspn(p, "[,]"), "%u,%u%n", &from, &to, &used) == 2; p += used) {
    if (to < from || to > l->a->reading->len) return false;
    uint32_t i = DS_PUSH(l->arena, *spans, *n, cap);
    (*spans)[i] = (ds_span){from, to};
  }
  return true;
}

static bool take_sentence(loading *l, sqlite3_stmt *row) {
  ds_reading *r = (ds_reading *)l->a->reading;
  uint32_t i = DS_PUSH(l->arena, r->sentences, r->n_sentences, l->cap_sentences);
  r->sentences[i] = (ds_sentence){0};
  return span_at(l, row, 0, &r->sentences[i].start, &r->sentences[i].end);
}

static bool take_entity(loading *l, sqlite3_stmt *row) {
  ds_annotation *a = l->a;
  uint32_t n = a->n_entities, cap = l->cap_entities, i = DS_PUSH(l->arena, a->entities, a->n_entities, l->cap_entities);
  (void)DS_PUSH(l->arena, l->identities, n, cap);
  l->identities[i] = sqlite3_column_int64(row, 0);
  a->entities[i] = (ds_entity){.kind = (ds_kind)sqlite3_column_int(row, 1), .name = text_at(l, row, 2), .note = text_at(l, row, 3)};
  const char *country = (const char *)sqlite3_column_text(row, 4);
  if (country) snprintf(a->entities[i].country, sizeof a->entities[i].country, "%s", country);
  return a->entities[i].name != NULL;
}

static bool take_mention(loading *l, sqlite3_stmt *row) {
  ds_annotation *a = l->a;
  uint32_t i = DS_PUSH(l->arena, a->mentions, a->n_mentions, l->cap_mentions);
  ds_mention *m = &a->mentions[i];
  *m = (ds_mention){.sentence = (uint32_t)sqlite3_column_int64(row, 2), .entity = entity_at(l, row, 3)};
  m->form = (ds_form)sqlite3_column_int(row, 4);
  return m->entity >= 0 && span_at(l, row, 0, &m->start, &m->end);
}

static bool take_quote(loading *l, sqlite3_stmt *row) {
  ds_annotation *a = l->a;
  uint32_t n = a->n_quotes, cap = l->cap_quotes, i = DS_PUSH(l->arena, a->quotes, a->n_quotes, l->cap_quotes);
  (void)DS_PUSH(l->arena, l->quotes, n, cap);
  l->quotes[i] = sqlite3_column_int64(row, 11);
  ds_quote *q = &a->quotes[i];
  *q = (ds_quote){.kind = (ds_quote_kind)sqlite3_column_int(row, 2), .entity = entity_at(l, row, 4)};
  q->cue_lemma = text_at(l, row, 7);
  q->rule = text_at(l, row, 9);
  q->confidence = (float)sqlite3_column_double(row, 10);
  return span_at(l, row, 0, &q->start, &q->end) && span_at(l, row, 5, &q->speaker_start, &q->speaker_end) &&
         spans_at(l, row, 3, &q->content, &q->n_content) && spans_at(l, row, 8, &q->cue, &q->n_cue);
}

static bool take_argument(loading *l, sqlite3_stmt *row) {
  ds_annotation *a = l->a;
  uint32_t i = DS_PUSH(l->arena, a->arguments, a->n_arguments, l->cap_arguments);
  ds_argument *g = &a->arguments[i];
  *g = (ds_argument){.role = text_at(l, row, 0), .head_lemma = text_at(l, row, 3), .entity = entity_at(l, row, 4)};
  return span_at(l, row, 1, &g->start, &g->end);
}

static bool take_predicate(loading *l, sqlite3_stmt *row) {
  ds_annotation *a = l->a;
  ds_err ignored = {0};
  uint32_t i = DS_PUSH(l->arena, a->predicates, a->n_predicates, l->cap_predicates);
  ds_predicate *p = &a->predicates[i];
  int64_t flags = sqlite3_column_int64(row, 4);
  *p = (ds_predicate){.sentence = (uint32_t)sqlite3_column_int64(row, 2), .lemma = text_at(l, row, 3), .noun = flags & 1};
  p->negated = flags >> 1 & 1;
  p->passive = flags >> 2 & 1;
  p->tense = (ds_tense)(flags >> 3 & 3);
  p->modal = text_at(l, row, 5);
  p->quote = sqlite3_column_type(row, 6) == SQLITE_NULL ? -1 : place_of(l->quotes, a->n_quotes, sqlite3_column_int64(row, 6));
  p->holder = entity_at(l, row, 7);
  p->first_argument = a->n_arguments;
  if (!span_at(l, row, 0, &p->start, &p->end)) return false;
  ds_status status = each_row(l, LOAD_ARGUMENTS, sqlite3_column_int64(row, 8), take_argument, &ignored);
  a->predicates[i].n_arguments = a->n_arguments - a->predicates[i].first_argument;
  ds_err_reset(&ignored);
  return status == DS_OK;
}

static bool take_date(loading *l, sqlite3_stmt *row) {
  ds_annotation *a = l->a;
  uint32_t i = DS_PUSH(l->arena, a->dates, a->n_dates, l->cap_dates);
  ds_date *d = &a->dates[i];
  const char *kind = (const char *)sqlite3_column_text(row, 3), *first = (const char *)sqlite3_column_text(row, 4);
  const char *last = (const char *)sqlite3_column_text(row, 5);
  *d = (ds_date){.sentence = (uint32_t)sqlite3_column_int64(row, 2), .value = text_at(l, row, 6)};
  while (kind && d->kind < DS_DATE_SET && strcmp(ds_date_kind_text(d->kind), kind) != 0) d->kind++;
  snprintf(d->first, sizeof d->first, "%s", first ? first : "");
  snprintf(d->last, sizeof d->last, "%s", last ? last : "");
  return span_at(l, row, 0, &d->start, &d->end);
}

/* ---- articles ---- */

static ds_status read_article(loading *l, int64_t id, ds_loaded *loaded, ds_err *err) {
  sqlite3_stmt *row = l->loader->statements[LOAD_ARTICLE];
  sqlite3_bind_int64(row, 1, id);
  int code = sqlite3_step(row);
  if (code == SQLITE_ROW) {
    ds_article *a = &loaded->article;
    char **fields[] = {&a->ref, &a->title, &a->date, NULL, &a->outlet, &a->url, &a->author, &a->lang, &a->text, &a->file};
    snprintf(loaded->key, sizeof loaded->key, "%s", (const char *)sqlite3_column_text(row, 0));
    for (int i = 0; i < 10; i++)
      if (fields[i]) *fields[i] = text_at(l, row, i + 1);
    a->date_from = text_at(l, row, 4);
    a->text_len = (size_t)sqlite3_column_bytes(row, 9);
    snprintf(loaded->imported, sizeof loaded->imported, "%s", (const char *)sqlite3_column_text(row, 11));
    loaded->annotated = sqlite3_column_int64(row, 12);
  }
  sqlite3_reset(row);
  if (code == SQLITE_ROW && loaded->article.text) return DS_OK;
  if (code != SQLITE_DONE && code != SQLITE_ROW) return ds_store_fail(l->loader->store, err, doing);
  return ds_fail(err, DS_DB, "no article %lld in '%s'", (long long)id, l->loader->store->path);
}

static ds_status read_tokens(loading *l, int64_t id, ds_loaded *loaded, ds_err *err) {
  sqlite3_stmt *row = l->loader->statements[LOAD_TOKENS];
  sqlite3_bind_int64(row, 1, id);
  int code = sqlite3_step(row);
  if (code == SQLITE_ROW) {
    size_t size = (size_t)sqlite3_column_bytes(row, 0);
    loaded->packed.data = ds_arena_alloc(l->arena, size + 1);
    loaded->packed.len = size;
    if (size) memcpy(loaded->packed.data, sqlite3_column_blob(row, 0), size);
  }
  ds_status status = code == SQLITE_ROW || code == SQLITE_DONE ? DS_OK : ds_store_fail(l->loader->store, err, doing);
  sqlite3_reset(row);
  return status;
}

ds_status ds_loader_read(ds_loader *loader, int64_t id, ds_arena *arena, ds_loaded *loaded, ds_err *err) {
  static const struct {
    load_id id;
    take_row *take;
  } steps[] = {{LOAD_SENTENCES, take_sentence}, {LOAD_ENTITIES, take_entity},      {LOAD_MENTIONS, take_mention},
               {LOAD_QUOTES, take_quote},       {LOAD_PREDICATES, take_predicate}, {LOAD_DATES, take_date}};
  loading l = {.loader = loader, .arena = arena};
  *loaded = (ds_loaded){0};
  ds_status status = read_article(&l, id, loaded, err);
  if (status != DS_OK || !loaded->annotated) return status;
  ds_reading *reading = DS_ARENA_NEW(arena, ds_reading, 1);
  reading->text = loaded->article.text;
  reading->len = loaded->article.text_len;
  l.a = DS_ARENA_NEW(arena, ds_annotation, 1);
  l.a->reading = reading;
  l.a->lang = "en";
  status = read_tokens(&l, id, loaded, err);
  for (size_t i = 0; status == DS_OK && i < sizeof steps / sizeof *steps; i++) status = each_row(&l, steps[i].id, id, steps[i].take, err);
  loaded->annotation = l.a;
  return status;
}
