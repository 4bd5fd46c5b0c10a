#include "store/given_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct parsing {
  ds_annotation *a;
  ds_reading *r;
  ds_arena *arena;
  bool bad;
} parsing;

static uint32_t offset(parsing *p, const json_t *value) {
  json_int_t n = json_integer_value(value);
  if (!json_is_integer(value) || n < 0 || (size_t)n > p->r->len) p->bad = true;
  return p->bad ? 0 : (uint32_t)n;
}

static ds_span span(parsing *p, const json_t *list) {
  ds_span s = {offset(p, json_array_get(list, 0)), offset(p, json_array_get(list, 1))};
  if (s.end < s.start) p->bad = true;
  return s;
}

static const char *text_of(parsing *p, const json_t *value) {
  return json_is_string(value) ? ds_arena_strndup(p->arena, json_string_value(value), json_string_length(value)) : NULL;
}

static const char *member(parsing *p, const json_t *object, const char *key) {
  return text_of(p, json_object_get(object, key));
}

static int32_t index_of(parsing *p, const json_t *object, const char *key, size_t n) {
  const json_t *value = json_object_get(object, key);
  if (!json_is_integer(value)) return -1;
  json_int_t i = json_integer_value(value);
  if (i < 0 || (size_t)i >= n) p->bad = true;
  return p->bad ? -1 : (int32_t)i;
}

static ds_span *spans(parsing *p, const json_t *list, uint32_t *n) {
  *n = (uint32_t)json_array_size(list);
  ds_span *all = DS_ARENA_NEW(p->arena, ds_span, *n);
  for (uint32_t i = 0; i < *n; i++) all[i] = span(p, json_array_get(list, i));
  return all;
}

/* Which of an enumeration's texts this is; the first when none. */
#define DEFINE_CHOOSE(type, count)                                                     \
  static type choose_##type(const json_t *value) {                                     \
    for (int i = 0; json_is_string(value) && i < (count); i++)                         \
      if (strcmp(json_string_value(value), type##_text((type)i)) == 0) return (type)i; \
    return (type)0;                                                                    \
  }
DEFINE_CHOOSE(ds_kind, 4)
DEFINE_CHOOSE(ds_form, 3)
DEFINE_CHOOSE(ds_quote_kind, 4)
DEFINE_CHOOSE(ds_date_kind, 4)
DEFINE_CHOOSE(ds_tense, 4)

static void read_sentences(parsing *p, const json_t *list) {
  p->r->n_sentences = (uint32_t)json_array_size(list);
  p->r->sentences = DS_ARENA_NEW(p->arena, ds_sentence, p->r->n_sentences);
  for (uint32_t i = 0; i < p->r->n_sentences; i++) {
    ds_span s = span(p, json_array_get(list, i));
    p->r->sentences[i] = (ds_sentence){.start = s.start, .end = s.end};
  }
}

/* Number of the sentence that holds a byte. */
static uint32_t sentence_at(const ds_reading *r, uint32_t at) {
  uint32_t low = 0, high = r->n_sentences;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (r->sentences[middle].end <= at)
      low = middle + 1;
    else
      high = middle;
  }
  return low < r->n_sentences ? low : r->n_sentences ? r->n_sentences - 1 : 0;
}

static void read_token(parsing *p, const json_t *list, uint32_t i) {
  ds_token *t = &p->r->tokens[i];
  ds_span s = {offset(p, json_array_get(list, 0)), offset(p, json_array_get(list, 1))};
  const json_t *upos = json_array_get(list, 2), *xpos = json_array_get(list, 3), *rel = json_array_get(list, 6);
  if (s.end < s.start || (i && s.start < t[-1].end) || !json_is_string(upos) || !json_is_string(xpos) || !json_is_string(rel))
    p->bad = true;
  if (p->bad) return;
  *t = (ds_token){.start = s.start, .end = s.end, .sentence = sentence_at(p->r, s.start), .space_before = i == 0 || s.start > t[-1].end};
  t->upos = (uint8_t)ds_upos_parse(json_string_value(upos), json_string_length(upos));
  t->xpos = (uint8_t)ds_xpos_parse(json_string_value(xpos), json_string_length(xpos));
  t->rel = (uint8_t)ds_rel_parse(json_string_value(rel), json_string_length(rel));
  t->lemma = text_of(p, json_array_get(list, 4));
  ds_sentence *sentence = &p->r->sentences[t->sentence];
  if (sentence->count++ == 0) sentence->first = i;
  json_int_t head = json_integer_value(json_array_get(list, 5));
  t->head = head < 0 ? -1 : (int32_t)(sentence->first + head);
}

/* From the numbers of the sentences that begin one; without them all is one paragraph. */
static void read_paragraphs(parsing *p, const json_t *list) {
  ds_reading *r = p->r;
  size_t next = 1;
  for (uint32_t i = 0, paragraph = 0; i < r->n_sentences; i++) {
    if (next < json_array_size(list) && json_integer_value(json_array_get(list, next)) == (json_int_t)i) next++, paragraph++;
    r->sentences[i].paragraph = paragraph;
  }
}

static void read_tokens(parsing *p, const json_t *list) {
  ds_reading *r = p->r;
  r->n_tokens = (uint32_t)json_array_size(list);
  r->tokens = DS_ARENA_NEW(p->arena, ds_token, r->n_tokens);
  if (!json_is_array(list) || (r->n_tokens && !r->n_sentences)) p->bad = true;
  for (uint32_t i = 0; !p->bad && i < r->n_tokens; i++) read_token(p, json_array_get(list, i), i);
  for (uint32_t i = 0; !p->bad && i < r->n_tokens; i++)
    if (r->tokens[i].head >= (int32_t)r->n_tokens) p->bad = true;
}

static int by_place(const void *a, const void *b) {
  const ds_mention *x = a, *y = b;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  if (x->end != y->end) return x->end < y->end ? -1 : 1;
  return (x->entity > y->entity) - (x->entity < y->entity);
}

static void read_entity(parsing *p, const json_t *object, int32_t number, uint32_t *cap) {
  ds_entity *e = &p->a->entities[number];
  const char *country = member(p, object, "country"), *name = member(p, object, "name");
  const json_t *list = json_object_get(object, "mentions");
  e->kind = choose_ds_kind(json_object_get(object, "kind"));
  e->name = name ? name : "";
  e->note = member(p, object, "note");
  snprintf(e->country, sizeof e->country, "%s", country ? country : "");
  e->n_mentions = (uint32_t)json_array_size(list);
  for (uint32_t i = 0; !p->bad && i < e->n_mentions; i++) {
    const json_t *item = json_array_get(list, i);
    ds_span s = span(p, item);
    DS_PUSH(p->arena, p->a->mentions, p->a->n_mentions, *cap);
    p->a->mentions[p->a->n_mentions - 1] = (ds_mention){.start = s.start,
                                                        .end = s.end,
                                                        .sentence = sentence_at(p->r, s.start),
                                                        .entity = number,
                                                        .form = choose_ds_form(json_array_get(item, 2))};
  }
}

static void read_entities(parsing *p, const json_t *list) {
  uint32_t cap = 0;
  p->a->n_entities = (uint32_t)json_array_size(list);
  p->a->entities = DS_ARENA_NEW(p->arena, ds_entity, p->a->n_entities);
  for (uint32_t i = 0; !p->bad && i < p->a->n_entities; i++) read_entity(p, json_array_get(list, i), (int32_t)i, &cap);
  if (p->a->n_mentions) qsort(p->a->mentions, p->a->n_mentions, sizeof *p->a->mentions, by_place);
}

/* Takes the quotation marks around a direct quote's content in. */
static void take_marks(const ds_reading *r, ds_quote *q) {
  static const char *const marks[] = {"\"", "“", "”", "„", "‟", "«", "»", "‹", "›", "‘", "’", "''", "``", "'"};
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    size_t n = strlen(marks[i]);
    if (q->start < n || memcmp(r->text + q->start - n, marks[i], n) != 0) continue;
    q->start -= (uint32_t)n;
    break;
  }
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    size_t n = strlen(marks[i]);
    if (r->len - q->end < n || memcmp(r->text + q->end, marks[i], n) != 0) continue;
    q->end += (uint32_t)n;
    break;
  }
}

static void read_quote(parsing *p, const json_t *object, ds_quote *q) {
  q->kind = choose_ds_quote_kind(json_object_get(object, "kind"));
  q->content = spans(p, json_object_get(object, "content"), &q->n_content);
  q->cue = spans(p, json_object_get(object, "cue"), &q->n_cue);
  q->cue_lemma = member(p, object, "cue_lemma");
  const json_t *speaker = json_array_get(json_object_get(object, "speaker"), 0), *outer = json_object_get(object, "span");
  if (speaker) {
    ds_span s = span(p, speaker);
    q->speaker_start = s.start, q->speaker_end = s.end;
  }
  q->entity = index_of(p, object, "entity", p->a->n_entities);
  q->rule = member(p, object, "rule");
  q->confidence = (float)json_number_value(json_object_get(object, "confidence"));
  if (q->n_content) q->start = q->content[0].start, q->end = q->content[q->n_content - 1].end;
  if (outer) {
    ds_span s = span(p, outer);
    q->start = s.start, q->end = s.end;
  } else if (q->kind != DS_QUOTE_INDIRECT && q->kind != DS_QUOTE_MIXED && !p->bad) {
    take_marks(p->r, q);
  }
}

static void read_date(parsing *p, const json_t *object, ds_date *d) {
  ds_span s = span(p, json_object_get(object, "span"));
  const char *first = member(p, object, "first"), *last = member(p, object, "last");
  *d = (ds_date){.start = s.start, .end = s.end, .sentence = sentence_at(p->r, s.start), .value = member(p, object, "value")};
  d->kind = choose_ds_date_kind(json_object_get(object, "kind"));
  snprintf(d->first, sizeof d->first, "%s", first ? first : "");
  snprintf(d->last, sizeof d->last, "%s", last ? last : "");
}

static void read_arguments(parsing *p, const json_t *list, ds_predicate *to, uint32_t *cap) {
  to->first_argument = p->a->n_arguments;
  to->n_arguments = (uint32_t)json_array_size(list);
  for (uint32_t i = 0; !p->bad && i < to->n_arguments; i++) {
    const json_t *object = json_array_get(list, i);
    ds_span s = span(p, json_object_get(object, "span"));
    DS_PUSH(p->arena, p->a->arguments, p->a->n_arguments, *cap);
    p->a->arguments[p->a->n_arguments - 1] = (ds_argument){.role = member(p, object, "role"),
                                                           .start = s.start,
                                                           .end = s.end,
                                                           .head_lemma = member(p, object, "head_lemma"),
                                                           .entity = index_of(p, object, "entity", p->a->n_entities)};
  }
}

static void read_predicate(parsing *p, const json_t *object, ds_predicate *to, uint32_t *cap) {
  ds_span s = span(p, json_object_get(object, "span"));
  const char *pos = json_string_value(json_object_get(object, "pos"));
  to->start = s.start, to->end = s.end;
  to->sentence = sentence_at(p->r, s.start);
  to->lemma = member(p, object, "lemma");
  to->noun = pos && strcmp(pos, "noun") == 0;
  to->tense = choose_ds_tense(json_object_get(object, "tense"));
  to->negated = json_is_true(json_object_get(object, "negated"));
  to->passive = json_is_true(json_object_get(object, "passive"));
  to->modal = member(p, object, "modal");
  to->quote = index_of(p, object, "quote", p->a->n_quotes);
  to->holder = index_of(p, object, "holder", p->a->n_entities);
  read_arguments(p, json_object_get(object, "arguments"), to, cap);
}

ds_annotation *ds_given_parse(const json_t *root, const char *text, size_t len, ds_arena *arena) {
  parsing p = {DS_ARENA_NEW(arena, ds_annotation, 1), DS_ARENA_NEW(arena, ds_reading, 1), arena, false};
  const json_t *quotes = json_object_get(root, "quotes"), *dates = json_object_get(root, "dates"),
               *predicates = json_object_get(root, "predicates");
  uint32_t cap = 0;
  p.r->text = text;
  p.r->len = len;
  p.a->reading = p.r;
  p.a->lang = "en";
  read_sentences(&p, json_object_get(root, "sentences"));
  read_paragraphs(&p, json_object_get(root, "paragraphs"));
  if (!p.bad) read_tokens(&p, json_object_get(root, "tokens"));
  if (!p.bad) read_entities(&p, json_object_get(root, "entities"));
  p.a->n_quotes = (uint32_t)json_array_size(quotes);
  p.a->n_dates = (uint32_t)json_array_size(dates);
  p.a->n_predicates = (uint32_t)json_array_size(predicates);
  p.a->quotes = DS_ARENA_NEW(arena, ds_quote, p.a->n_quotes);
  p.a->dates = DS_ARENA_NEW(arena, ds_date, p.a->n_dates);
  p.a->predicates = DS_ARENA_NEW(arena, ds_predicate, p.a->n_predicates);
  for (uint32_t i = 0; !p.bad && i < p.a->n_quotes; i++) read_quote(&p, json_array_get(quotes, i), &p.a->quotes[i]);
  for (uint32_t i = 0; !p.bad && i < p.a->n_dates; i++) read_date(&p, json_array_get(dates, i), &p.a->dates[i]);
  for (uint32_t i = 0; !p.bad && i < p.a->n_predicates; i++) read_predicate(&p, json_array_get(predicates, i), &p.a->predicates[i], &cap);
  return p.bad ? NULL : p.a;
}
