/* Entities for speakers that nobody knows by name: "analysts", "the proposal", "one poster". The same words, or a definite description
 * with the same noun ("the poster"), mean the same one. At the end entities and mentions are put into text order again. */
#include <stdlib.h>
#include <string.h>

#include "annotation/quotes.h"
#include "language/gazetteer.h"

enum { RECENT = 24, LONGEST_NAME = 80 };

static const ds_token *token(const ds_quoting *q, uint32_t t) {
  return &q->r->tokens[t];
}

static bool is_proper(const ds_quoting *q, uint32_t t) {
  return token(q, t)->upos == DS_UPOS_PROPN;
}

/* The words that name the speaker: the run of proper nouns around a proper head, else the phrase up to a comma or relative clause,
 * without its article. */
static void find_words(const ds_quoting *q, const ds_cue *c, uint32_t *first, uint32_t *last) {
  *first = *last = c->subject;
  if (is_proper(q, c->subject)) {
    while (*first > c->speaker_first && is_proper(q, *first - 1)) --*first;
    while (*last < c->speaker_last && is_proper(q, *last + 1)) ++*last;
    return;
  }
  *first = c->speaker_first;
  while (*first < c->subject && token(q, *first)->upos == DS_UPOS_DET && ds_quotes_word_in(q, *first, "the a an this that these those"))
    ++*first;
  while (*last < c->speaker_last && !ds_quotes_word_in(q, *last + 1, ", ( — – who which that whose") && q->mark_of[*last + 1] < 0) ++*last;
}

static ds_kind kind_of(const ds_quoting *q, const ds_cue *c) {
  size_t len;
  const char *word = ds_token_text(q->r, c->subject, &len);
  if (ds_organization_word(word, len)) return DS_ORGANIZATION;
  if (is_proper(q, c->subject) || ds_role_noun(token(q, c->subject)->lemma)) return DS_PERSON;
  return DS_OTHER;
}

static bool same_text(const ds_quoting *q, uint32_t a, uint32_t b) {
  size_t n, m;
  const char *s = ds_token_text(q->r, a, &n), *t = ds_token_text(q->r, b, &m);
  return n == m && strncasecmp(s, t, n) == 0;
}

/* One already added that these words mean, or -1. added holds the mentions made here, in order of their making. */
static int32_t known(const ds_quoting *q, const ds_cue *c, const char *name) {
  bool definite = ds_quotes_word_in(q, c->speaker_first, "the this that these those") && c->speaker_first < c->subject;
  for (uint32_t back = 1; back <= RECENT && back <= q->n_added; back++) {
    const ds_mention *m = &q->added[q->n_added - back];
    if (m->head == c->subject || strcasecmp(q->a->entities[m->entity].name, name) == 0) return m->entity;
    bool alike = same_text(q, m->head, c->subject);
    if (alike && (definite || (is_proper(q, c->subject) && m->form == DS_FORM_NAME))) return m->entity;
  }
  return -1;
}

static int32_t add_entity(ds_quoting *q, const ds_cue *c, const char *name) {
  ds_annotation *a = q->a;
  if (a->n_entities == q->cap_entities || q->cap_entities == 0) {
    q->cap_entities = a->n_entities < 8 ? 16 : a->n_entities * 2;
    ds_entity *grown = DS_ARENA_NEW(q->arena, ds_entity, q->cap_entities);
    if (a->n_entities) memcpy(grown, a->entities, a->n_entities * sizeof *grown);
    a->entities = grown;
  }
  a->entities[a->n_entities] = (ds_entity){.kind = kind_of(q, c), .name = name, .plural = token(q, c->subject)->xpos == DS_XPOS_NNS};
  return (int32_t)a->n_entities++;
}

int32_t ds_quotes_unnamed(ds_quoting *q, const ds_cue *c) {
  uint8_t upos = token(q, c->subject)->upos;
  if (upos != DS_UPOS_NOUN && upos != DS_UPOS_PROPN) return -1;
  uint32_t first, last;
  find_words(q, c, &first, &last);
  uint32_t start = token(q, first)->start, end = token(q, last)->end;
  if (end - start > LONGEST_NAME) {
    start = token(q, c->subject)->start;
    end = token(q, c->subject)->end;
  }
  char *name = ds_arena_strndup(q->arena, q->r->text + start, end - start);
  for (char *s = name; *s; s++)
    if ((unsigned char)*s < ' ') *s = ' ';
  int32_t entity = known(q, c, name);
  for (uint32_t back = 1; back <= RECENT && back <= q->n_added; back++)
    if (q->added[q->n_added - back].head == c->subject) return entity;
  if (entity < 0) entity = add_entity(q, c, name);
  q->a->entities[entity].n_mentions++;
  DS_PUSH(q->arena, q->added, q->n_added, q->cap_added);
  q->added[q->n_added - 1] = (ds_mention){.start = token(q, c->speaker_first)->start,
                                          .end = end,
                                          .sentence = token(q, c->subject)->sentence,
                                          .entity = entity,
                                          .form = is_proper(q, c->subject) ? DS_FORM_NAME : DS_FORM_NOMINAL,
                                          .head = c->subject};
  if (is_proper(q, c->subject)) q->added[q->n_added - 1].start = start;
  return entity;
}

/* ---- back into order ---- */

static int by_place(const void *a, const void *b) {
  const ds_mention *x = a, *y = b;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  if (x->end != y->end) return x->end < y->end ? -1 : 1;
  return 0;
}

typedef struct place {
  uint32_t first, entity;
} place;

static int by_first(const void *a, const void *b) {
  const place *x = a, *y = b;
  if (x->first != y->first) return x->first < y->first ? -1 : 1;
  return x->entity < y->entity ? -1 : x->entity > y->entity;
}

static void merge_mentions(ds_quoting *q) {
  ds_annotation *a = q->a;
  ds_mention *merged = DS_ARENA_NEW(q->arena, ds_mention, a->n_mentions + q->n_added);
  uint32_t i = 0, j = 0, n = 0;
  qsort(q->added, q->n_added, sizeof *q->added, by_place);
  while (i < a->n_mentions || j < q->n_added) {
    bool old = j == q->n_added || (i < a->n_mentions && by_place(&a->mentions[i], &q->added[j]) <= 0);
    merged[n++] = old ? a->mentions[i++] : q->added[j++];
  }
  a->mentions = merged;
  a->n_mentions = n;
}

/* Entities in order of first mention; those without any keep their order behind them. */
static void order_entities(ds_quoting *q) {
  ds_annotation *a = q->a;
  place *places = DS_ARENA_NEW(q->arena, place, a->n_entities);
  int32_t *now = DS_ARENA_NEW(q->arena, int32_t, a->n_entities);
  ds_entity *ordered = DS_ARENA_NEW(q->arena, ds_entity, a->n_entities);
  for (uint32_t e = 0; e < a->n_entities; e++) places[e] = (place){UINT32_MAX, e};
  for (uint32_t m = a->n_mentions; m-- > 0;)
    if (a->mentions[m].entity >= 0) places[a->mentions[m].entity].first = m;
  qsort(places, a->n_entities, sizeof *places, by_first);
  for (uint32_t e = 0; e < a->n_entities; e++) {
    ordered[e] = a->entities[places[e].entity];
    now[places[e].entity] = (int32_t)e;
  }
  a->entities = ordered;
  for (uint32_t m = 0; m < a->n_mentions; m++)
    if (a->mentions[m].entity >= 0) a->mentions[m].entity = now[a->mentions[m].entity];
  for (uint32_t i = 0; i < q->n_quotes; i++)
    if (q->quotes[i].entity >= 0) q->quotes[i].entity = now[q->quotes[i].entity];
}

void ds_quotes_merge(ds_quoting *q) {
  if (q->n_added == 0) return;
  merge_mentions(q);
  order_entities(q);
}
