#include "store/draft.h"

#include <stdlib.h>
#include <string.h>

#include "store/sql.h"

#define X(name, columns) columns,
static const char *const columns_of[] = {DS_DRAFT_LIST(X)};
#undef X

const char *ds_draft_columns(ds_draft_table table) {
  return columns_of[table];
}

/* A draft being made. Places are 1 + a number; 0 is free. */
typedef struct drafting {
  const ds_annotation *a;
  ds_draft *draft;
  ds_arena *arena;
  uint32_t *word_places, *name_places, *alias_places;
  uint32_t word_mask, name_mask, alias_mask;
  uint32_t cap_words, cap_texts;
  int32_t *names; /* of the entities: place in draft->names, or DS_DRAFT_NULL */
} drafting;

static uint32_t places_for(uint32_t n) {
  uint32_t places = 64;
  while (places < n * 2) places *= 2;
  return places;
}

static ds_draft_text copy(const drafting *d, const char *text, size_t len) {
  return (ds_draft_text){ds_arena_strndup(d->arena, text, len), len, 0};
}

/* --- words and texts --- */

static int32_t word(drafting *d, const char *text) {
  ds_draft *draft = d->draft;
  size_t len = strlen(text);
  uint64_t hash = ds_words_hash(text, len);
  uint32_t at = (uint32_t)hash & d->word_mask;
  for (; d->word_places[at]; at = (at + 1) & d->word_mask) {
    const ds_draft_text *w = &draft->words[d->word_places[at] - 1];
    if (w->hash == hash && w->len == len && memcmp(w->text, text, len) == 0) return (int32_t)d->word_places[at] - 1;
  }
  uint32_t i = DS_PUSH(d->arena, draft->words, draft->n_words, d->cap_words);
  draft->words[i] = copy(d, text, len);
  draft->words[i].hash = hash;
  d->word_places[at] = i + 1;
  return (int32_t)i;
}

static int32_t word_or_null(drafting *d, const char *text) {
  return text && *text ? word(d, text) : DS_DRAFT_NULL;
}

static int32_t text_borrowed(drafting *d, const char *text, size_t len) {
  uint32_t i = DS_PUSH(d->arena, d->draft->texts, d->draft->n_texts, d->cap_texts);
  d->draft->texts[i] = (ds_draft_text){text, len, 0};
  return (int32_t)i;
}

static int32_t text_or_null(drafting *d, const char *text) {
  return text && *text ? text_borrowed(d, ds_arena_strdup(d->arena, text), strlen(text)) : DS_DRAFT_NULL;
}

/* "[[1,2],[3,4]]" */
static int32_t spans(drafting *d, const ds_span *spans, uint32_t n) {
  ds_buf out = {0};
  for (uint32_t i = 0; i < n; i++) ds_buf_printf(&out, "%s[%u,%u]", i ? "," : "[", spans[i].start, spans[i].end);
  ds_buf_puts(&out, n ? "]" : "[]");
  int32_t text = text_or_null(d, out.data);
  ds_buf_reset(&out);
  return text;
}

static int32_t *rows_new(const drafting *d, ds_draft_table table, uint32_t n) {
  return d->draft->rows[table].cells = DS_ARENA_NEW(d->arena, int32_t, (size_t)n * strlen(columns_of[table]));
}

static void put(const drafting *d, ds_draft_table table, const int32_t *cells) {
  size_t columns = strlen(columns_of[table]);
  memcpy(d->draft->rows[table].cells + columns * d->draft->rows[table].n++, cells, columns * sizeof *cells);
}

/* --- names --- */

static int32_t name_of(const drafting *d, int32_t entity) {
  return entity >= 0 ? d->names[entity] : DS_DRAFT_NULL;
}

/* A name without the breaks of the lines it was printed in; one too long for out as it is. */
static const char *on_one_line(const char *name, char *out, size_t size) {
  size_t n = 0;
  for (const char *p = name; *p; p++) {
    bool blank = *p == ' ' || *p == '\t' || *p == '\n' || *p == '\r';
    if (n + 1 >= size) return name;
    if (!blank)
      out[n++] = *p;
    else if (n && out[n - 1] != ' ')
      out[n++] = ' ';
  }
  out[n] = '\0';
  return out;
}

static const char *copy_or_null(const drafting *d, const char *text) {
  return text && *text ? ds_arena_strdup(d->arena, text) : NULL;
}

static void count_alias(drafting *d, int32_t name, const char *text, size_t len) {
  ds_draft *draft = d->draft;
  if (len > DS_IDENTITY_MAX) return;
  uint64_t hash = ds_words_hash(text, len) + (uint64_t)name * 0x9e3779b97f4a7c15u;
  uint32_t at = (uint32_t)(hash ^ hash >> 32) & d->alias_mask;
  for (; d->alias_places[at]; at = (at + 1) & d->alias_mask) {
    ds_draft_alias *alias = &draft->aliases[d->alias_places[at] - 1];
    if (alias->name != (uint32_t)name || alias->text.len != len || memcmp(alias->text.text, text, len) != 0) continue;
    alias->n++;
    return;
  }
  draft->aliases[draft->n_aliases] = (ds_draft_alias){(uint32_t)name, 1, {text, len, 0}};
  d->alias_places[at] = ++draft->n_aliases;
}

/* Where the name of a key is noted or to be noted. */
static uint32_t *name_place(const drafting *d, const char *key, size_t len, uint64_t hash) {
  uint32_t at = (uint32_t)hash & d->name_mask;
  for (; d->name_places[at]; at = (at + 1) & d->name_mask) {
    const ds_draft_text *k = &d->draft->names[d->name_places[at] - 1].key;
    if (k->hash == hash && k->len == len && memcmp(k->text, key, len) == 0) break;
  }
  return &d->name_places[at];
}

/* Two entities of one article with one identity ("Trump", "TRUMP") are one: the first. */
static void draft_name(drafting *d, const ds_entity *e, int32_t *place) {
  ds_identity identity;
  char shown[DS_IDENTITY_MAX], folded[DS_IDENTITY_MAX];
  *place = DS_DRAFT_NULL;
  if (!e->name || !ds_identity_make(e->kind, e->name, strlen(e->name), &identity)) return;
  size_t len = strlen(identity.key);
  uint64_t hash = ds_words_hash(identity.key, len);
  uint32_t *known = name_place(d, identity.key, len, hash);
  if (*known) *place = (int32_t)*known - 1;
  if (*known) return;
  const char *text = identity.name ? identity.name : on_one_line(e->name, shown, sizeof shown);
  *place = (int32_t)d->draft->n_names;
  ds_draft_name *name = &d->draft->names[d->draft->n_names++];
  *known = d->draft->n_names;
  *name = (ds_draft_name){.kind = e->kind, .complete = identity.complete, .key = copy(d, identity.key, len)};
  name->key.hash = hash;
  name->name = copy(d, text, strlen(text));
  name->folded = copy(d, folded, ds_identity_fold(text, strlen(text), folded, sizeof folded));
  name->last = copy_or_null(d, identity.last);
  name->bare = copy_or_null(d, identity.bare);
  name->note = copy_or_null(d, e->note);
  name->country = copy_or_null(d, identity.country ? identity.country : e->country);
  put(d, DS_DRAFT_APPEARANCES, (int32_t[]){0, *place, word(d, text), word_or_null(d, name->note), word_or_null(d, name->country)});
  if (identity.name) count_alias(d, *place, name->name.text, name->name.len);
}

/* Only who is named by name has an identity. */
static void draft_names(drafting *d) {
  const ds_annotation *a = d->a;
  rows_new(d, DS_DRAFT_APPEARANCES, a->n_entities);
  d->names = DS_ARENA_NEW(d->arena, int32_t, a->n_entities);
  d->draft->names = DS_ARENA_NEW(d->arena, ds_draft_name, a->n_entities);
  d->draft->aliases = DS_ARENA_NEW(d->arena, ds_draft_alias, a->n_entities + a->n_mentions);
  for (uint32_t i = 0; i < a->n_entities; i++) d->names[i] = DS_DRAFT_NULL;
  for (uint32_t i = 0; i < a->n_mentions; i++)
    if (a->mentions[i].form == DS_FORM_NAME && a->mentions[i].entity >= 0) d->names[a->mentions[i].entity] = 0;
  for (uint32_t i = 0; i < a->n_entities; i++)
    if (d->names[i] == 0) draft_name(d, &a->entities[i], &d->names[i]);
  for (uint32_t i = 0; i < a->n_mentions; i++) {
    const ds_mention *m = &a->mentions[i];
    int32_t name = m->form == DS_FORM_NAME ? name_of(d, m->entity) : DS_DRAFT_NULL;
    if (name != DS_DRAFT_NULL) count_alias(d, name, a->reading->text + m->start, m->end - m->start);
  }
}

/* --- rows --- */

static void draft_sentences(drafting *d) {
  const ds_reading *r = d->a->reading;
  rows_new(d, DS_DRAFT_SENTENCES, r->n_sentences);
  for (uint32_t i = 0; i < r->n_sentences; i++)
    put(d, DS_DRAFT_SENTENCES, (int32_t[]){0, (int32_t)i, (int32_t)r->sentences[i].start, (int32_t)r->sentences[i].end});
}

static void draft_mentions(drafting *d) {
  rows_new(d, DS_DRAFT_MENTIONS, d->a->n_mentions);
  for (uint32_t i = 0; i < d->a->n_mentions; i++) {
    const ds_mention *m = &d->a->mentions[i];
    int32_t name = name_of(d, m->entity);
    if (name == DS_DRAFT_NULL) continue;
    put(d, DS_DRAFT_MENTIONS,
        (int32_t[]){0, (int32_t)m->start, (int32_t)(m->end - m->start), name, (int32_t)m->sentence, (int32_t)m->form});
  }
}

static void draft_quotes(drafting *d) {
  rows_new(d, DS_DRAFT_QUOTES, d->a->n_quotes);
  for (uint32_t i = 0; i < d->a->n_quotes; i++) {
    const ds_quote *q = &d->a->quotes[i];
    bool spoken = q->speaker_end > q->speaker_start;
    size_t len = spoken ? q->speaker_end - q->speaker_start : 0;
    int32_t content = spans(d, q->content, q->n_content), cues = q->n_cue ? spans(d, q->cue, q->n_cue) : DS_DRAFT_NULL;
    int32_t printed = spoken ? text_borrowed(d, d->a->reading->text + q->speaker_start, len) : DS_DRAFT_NULL;
    int32_t start = spoken ? (int32_t)q->speaker_start : DS_DRAFT_NULL, end = spoken ? (int32_t)q->speaker_end : DS_DRAFT_NULL;
    int32_t cue = word_or_null(d, q->cue_lemma), rule = word(d, q->rule && *q->rule ? q->rule : "none");
    put(d, DS_DRAFT_QUOTES,
        (int32_t[]){0, 0, (int32_t)q->start, (int32_t)(q->end - q->start), (int32_t)q->kind, content, name_of(d, q->entity), printed, start,
                    end, cue, cues, rule, (int32_t)(q->confidence * 1000 + 0.5f)});
  }
}

static void draft_arguments(drafting *d, const ds_predicate *p, int32_t predicate) {
  for (uint32_t i = 0; i < p->n_arguments; i++) {
    const ds_argument *g = &d->a->arguments[p->first_argument + i];
    int32_t role = word(d, g->role && *g->role ? g->role : "object"), head = word(d, g->head_lemma ? g->head_lemma : "");
    put(d, DS_DRAFT_ARGUMENTS,
        (int32_t[]){predicate, (int32_t)i, role, (int32_t)g->start, (int32_t)(g->end - g->start), head, name_of(d, g->entity)});
  }
}

static void draft_predicates(drafting *d) {
  const ds_annotation *a = d->a;
  uint32_t arguments = 0;
  for (uint32_t i = 0; i < a->n_predicates; i++) arguments += a->predicates[i].n_arguments;
  rows_new(d, DS_DRAFT_PREDICATES, a->n_predicates);
  rows_new(d, DS_DRAFT_ARGUMENTS, arguments);
  for (uint32_t i = 0; i < a->n_predicates; i++) {
    const ds_predicate *p = &a->predicates[i];
    int32_t flags = (p->noun ? 1 : 0) | (p->negated ? 2 : 0) | (p->passive ? 4 : 0) | (int32_t)p->tense << 3;
    int32_t lemma = word(d, p->lemma ? p->lemma : ""), modal = word_or_null(d, p->modal);
    int32_t quote = p->quote >= 0 && (uint32_t)p->quote < a->n_quotes ? p->quote : DS_DRAFT_NULL;
    put(d, DS_DRAFT_PREDICATES,
        (int32_t[]){0, 0, (int32_t)p->sentence, (int32_t)p->start, (int32_t)(p->end - p->start), lemma, flags, modal, quote,
                    name_of(d, p->holder)});
    draft_arguments(d, p, (int32_t)i);
  }
}

static void draft_dates(drafting *d) {
  rows_new(d, DS_DRAFT_DATES, d->a->n_dates);
  for (uint32_t i = 0; i < d->a->n_dates; i++) {
    const ds_date *at = &d->a->dates[i];
    const char *kind = ds_date_kind_text(at->kind), *value = at->value ? at->value : "";
    put(d, DS_DRAFT_DATES,
        (int32_t[]){0, (int32_t)at->start, (int32_t)at->end, (int32_t)at->sentence, text_borrowed(d, kind, strlen(kind)),
                    text_or_null(d, at->first), text_or_null(d, at->last),
                    text_borrowed(d, ds_arena_strdup(d->arena, value), strlen(value))});
  }
}

/* --- all --- */

static void draft_tokens(drafting *d, const ds_buf *packed) {
  ds_buf own = {0};
  if (!packed) ds_tokens_pack(d->a->reading, &own);
  if (!packed) packed = &own;
  d->draft->packed = (ds_buf){.data = ds_arena_strndup(d->arena, packed->data, packed->len), .len = packed->len};
  ds_buf_reset(&own);
}

ds_draft *ds_draft_make(const ds_annotation *a, const ds_buf *packed, ds_arena *arena) {
  drafting d = {.a = a, .draft = DS_ARENA_NEW(arena, ds_draft, 1), .arena = arena};
  /* No more words than these can come: three of a name, two of a quotation, of a predicate and of an argument. */
  uint32_t words = places_for(a->n_entities * 3 + (a->n_quotes + a->n_predicates + a->n_arguments) * 2 + 1);
  uint32_t names = places_for(a->n_entities + 1), aliases = places_for(a->n_entities + a->n_mentions + 1);
  d.word_places = ds_alloc(words * sizeof *d.word_places);
  d.name_places = ds_alloc(names * sizeof *d.name_places);
  d.alias_places = ds_alloc(aliases * sizeof *d.alias_places);
  d.word_mask = words - 1;
  d.name_mask = names - 1;
  d.alias_mask = aliases - 1;
  draft_tokens(&d, packed);
  draft_sentences(&d);
  draft_names(&d);
  draft_mentions(&d);
  draft_quotes(&d);
  draft_predicates(&d);
  draft_dates(&d);
  free(d.word_places);
  free(d.name_places);
  free(d.alias_places);
  return d.draft;
}
