#include <stdlib.h>
#include <string.h>

#include "annotation/predicates.h"

ds_frame *ds_frame_at(const ds_framing *g, int32_t token) {
  if (token < (int32_t)g->tree.first || token >= (int32_t)(g->tree.first + g->tree.n)) return NULL;
  int32_t frame = g->verb_at[(uint32_t)token - g->tree.first];
  return frame < 0 ? NULL : &g->frames[frame];
}

ds_frame *ds_noun_frame_at(const ds_framing *g, int32_t token) {
  if (token < (int32_t)g->tree.first || token >= (int32_t)(g->tree.first + g->tree.n)) return NULL;
  int32_t frame = g->noun_at[(uint32_t)token - g->tree.first];
  return frame < 0 ? NULL : &g->frames[frame];
}

static ds_frame *new_frame(ds_framing *g, uint32_t token, uint32_t node) {
  ds_frame *f = &g->frames[g->n_frames++];
  f->token = token;
  f->node = node;
  f->noun = f->copula = f->passive = f->negated = false;
  f->tense = DS_TENSE_NONE;
  f->modal = NULL;
  f->lemma = g->tree.reading->tokens[token].lemma;
  f->particle = -1;
  f->n_slots = 0;
  return f;
}

/* A verb that says something, not one that modifies, links or helps. */
static bool is_verb_predicate(const ds_token *t) {
  if (t->upos != DS_UPOS_VERB) return false;
  switch (t->rel) {
  case DS_REL_AMOD:
  case DS_REL_COMPOUND:
  case DS_REL_CASE:
  case DS_REL_MARK:
  case DS_REL_FIXED:
  case DS_REL_FLAT:
  case DS_REL_CC:
  case DS_REL_AUX:
  case DS_REL_AUX_PASS: return false;
  default: return true;
  }
}

static bool is_noun_predicate(const ds_token *t) {
  return t->upos == DS_UPOS_NOUN && t->rel != DS_REL_COMPOUND && t->rel != DS_REL_FIXED && ds_is_event_noun(t->lemma);
}

/* The frames of one token: at most a copula or verb, and an event noun. */
static void frame_token(ds_framing *g, uint32_t token) {
  const ds_token *t = &g->tree.reading->tokens[token];
  int32_t copula = ds_child_of(&g->tree, token, DS_REL_COP);
  uint32_t local = token - g->tree.first;
  if (copula >= 0 && !is_verb_predicate(t)) {
    ds_frame *f = new_frame(g, (uint32_t)copula, token);
    f->copula = true;
    f->lemma = "be";
    g->verb_at[local] = (int32_t)g->n_frames - 1;
  } else if (is_verb_predicate(t)) {
    new_frame(g, token, token);
    g->verb_at[local] = (int32_t)g->n_frames - 1;
  }
  if (is_noun_predicate(t)) {
    new_frame(g, token, token)->noun = true;
    g->noun_at[local] = (int32_t)g->n_frames - 1;
  }
}

static void frame_sentence(ds_framing *g, const ds_sentence *sentence) {
  ds_clause_tree_read(&g->tree, sentence);
  g->n_frames = 0;
  for (uint32_t i = 0; i < sentence->count; i++) g->verb_at[i] = g->noun_at[i] = -1;
  for (uint32_t k = 0; k < g->tree.n_order; k++) frame_token(g, g->tree.order[k]);
  for (uint32_t i = 0; i < g->n_frames; i++) {
    ds_frame *f = &g->frames[i];
    ds_frame_collect(g, f);
    if (f->particle >= 0) f->lemma = ds_arena_printf(g->arena, "%s %s", f->lemma, ds_lower_text(g, (uint32_t)f->particle));
  }
  for (uint32_t i = 0; i < g->n_frames; i++) {
    ds_frame_share(g, &g->frames[i]);
    ds_frame_judge(g, &g->frames[i]);
  }
}

/* What is added to the annotation. */
typedef struct output {
  ds_annotation *a;
  ds_arena *arena;
  uint32_t predicate_cap, argument_cap;
  int32_t *quote_of; /* per token */
} output;

static int compare_slots(const void *a, const void *b) {
  const ds_slot *x = a, *y = b;
  if (x->first != y->first) return x->first < y->first ? -1 : 1;
  if (x->last != y->last) return x->last < y->last ? -1 : 1;
  return strcmp(x->role, y->role);
}

static void put_arguments(output *o, ds_frame *f) {
  const ds_token *tokens = o->a->reading->tokens;
  qsort(f->slots, f->n_slots, sizeof *f->slots, compare_slots);
  for (uint32_t i = 0; i < f->n_slots; i++) {
    const ds_slot *s = &f->slots[i];
    DS_PUSH(o->arena, o->a->arguments, o->a->n_arguments, o->argument_cap);
    o->a->arguments[o->a->n_arguments - 1] = (ds_argument){
        .role = s->role,
        .start = tokens[s->first].start,
        .end = tokens[s->last].end,
        .head = s->head,
        .head_lemma = tokens[s->head].lemma,
        .entity = ds_entity_at(o->a, s->head),
    };
  }
}

static void put_frame(output *o, ds_frame *f) {
  ds_annotation *a = o->a;
  const ds_token *token = &a->reading->tokens[f->token];
  DS_PUSH(o->arena, a->predicates, a->n_predicates, o->predicate_cap);
  ds_predicate *p = &a->predicates[a->n_predicates - 1];
  memset(p, 0, sizeof *p);
  p->start = token->start;
  p->end = f->particle > (int32_t)f->token ? a->reading->tokens[f->particle].end : token->end;
  p->sentence = token->sentence;
  p->token = f->token;
  p->lemma = f->lemma;
  p->noun = f->noun;
  p->tense = f->tense;
  p->negated = f->negated;
  p->passive = f->passive;
  p->modal = f->modal;
  p->quote = o->quote_of[f->token];
  p->holder = p->quote < 0 ? -1 : a->quotes[p->quote].entity;
  p->first_argument = a->n_arguments;
  p->n_arguments = f->n_slots;
  put_arguments(o, f);
}

static int compare_frames(const void *a, const void *b) {
  const ds_frame *x = *(ds_frame *const *)a, *y = *(ds_frame *const *)b;
  if (x->token != y->token) return x->token < y->token ? -1 : 1;
  return x->noun - y->noun;
}

static void put_frames(output *o, ds_framing *g, ds_frame **sorted) {
  for (uint32_t i = 0; i < g->n_frames; i++) sorted[i] = &g->frames[i];
  qsort(sorted, g->n_frames, sizeof *sorted, compare_frames);
  for (uint32_t i = 0; i < g->n_frames; i++) put_frame(o, sorted[i]);
}

static void mark_quote(const ds_annotation *a, int32_t quote, int32_t *quote_of) {
  const ds_quote *q = &a->quotes[quote];
  for (uint32_t k = 0; k < q->n_content; k++)
    for (uint32_t t = ds_token_from(a->reading, q->content[k].start); t < a->reading->n_tokens; t++) {
      if (a->reading->tokens[t].start >= q->content[k].end) break;
      int32_t other = quote_of[t];
      if (other < 0 || a->quotes[other].end - a->quotes[other].start >= q->end - q->start) quote_of[t] = quote;
    }
}

/* The innermost quote that somebody says around each token. */
static int32_t *quotes_of_tokens(const ds_annotation *a, ds_arena *arena) {
  int32_t *quote_of = DS_ARENA_NEW(arena, int32_t, a->reading->n_tokens + 1);
  for (uint32_t t = 0; t < a->reading->n_tokens; t++) quote_of[t] = -1;
  for (uint32_t q = 0; q < a->n_quotes; q++)
    if (a->quotes[q].kind != DS_QUOTE_SCARE) mark_quote(a, (int32_t)q, quote_of);
  return quote_of;
}

void ds_predicates_find(ds_annotation *a, ds_arena *arena) {
  const ds_reading *r = a->reading;
  uint32_t longest = 0;
  for (uint32_t s = 0; s < r->n_sentences; s++)
    if (r->sentences[s].count > longest) longest = r->sentences[s].count;
  ds_framing g = {.arena = arena};
  ds_clause_tree_init(&g.tree, r, longest, arena);
  g.frames = DS_ARENA_NEW(arena, ds_frame, 2 * longest + 1);
  g.verb_at = DS_ARENA_NEW(arena, int32_t, longest + 1);
  g.noun_at = DS_ARENA_NEW(arena, int32_t, longest + 1);
  ds_frame **sorted = DS_ARENA_NEW(arena, ds_frame *, 2 * longest + 1);
  output o = {.a = a, .arena = arena, .quote_of = quotes_of_tokens(a, arena)};
  for (uint32_t s = 0; s < r->n_sentences; s++) {
    frame_sentence(&g, &r->sentences[s]);
    put_frames(&o, &g, sorted);
  }
}
