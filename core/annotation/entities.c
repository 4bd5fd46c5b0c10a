/* Who is who in one article: the walk through the text, and the entities that come out of it. */
#include <stdlib.h>
#include <string.h>

#include "annotation/entities_phrase.h"
#include "language/gazetteer.h"

int32_t ds_cast_figure_new(ds_cast *c, ds_kind kind) {
  int32_t figure = (int32_t)DS_PUSH(c->arena, c->figures, c->n_figures, c->figures_cap);
  c->figures[figure] = (ds_figure){.kind = kind, .alias = -1, .last = -1};
  return figure;
}

void ds_cast_mention(ds_cast *c, int32_t figure, ds_form form, uint32_t start, uint32_t end, uint32_t head) {
  uint32_t i = DS_PUSH(c->arena, c->mentions, c->n_mentions, c->mentions_cap);
  c->mentions[i] =
      (ds_mention){.start = start, .end = end, .sentence = c->r->tokens[head].sentence, .entity = figure, .form = form, .head = head};
  c->figures[figure].n_mentions++;
  c->figures[figure].last = (int32_t)i;
}

const char *ds_cast_word(const ds_reading *r, uint32_t token, char buf[32]) {
  size_t len;
  const char *s = ds_token_text(r, token, &len);
  if (len > 31) len = 31;
  for (size_t i = 0; i < len; i++) buf[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];
  buf[len] = '\0';
  return buf;
}

/* The token of a name that its other tokens hang on; the last one when the tree does not say. */
static uint32_t head_of(const ds_reading *r, uint32_t first, uint32_t count) {
  uint32_t last = first + count - 1;
  for (uint32_t t = first; t <= last; t++) {
    int32_t head = r->tokens[t].head;
    if (head >= 0 && (head < (int32_t)first || head > (int32_t)last)) return t;
  }
  return last;
}

static void mention_name(ds_cast *c, uint32_t name) {
  const ds_name *n = &c->r->names[name];
  if (c->alias_of[name] < 0) return;
  int32_t figure = ds_cast_figure_of_name(c, name);
  if (c->title_gender[name] == DS_GENDER_MALE) c->figures[figure].male += 2;
  if (c->title_gender[name] == DS_GENDER_FEMALE) c->figures[figure].female += 2;
  ds_figure *f = &c->figures[figure];
  if (!f->country[0] && f->kind != DS_PERSON) memcpy(f->country, n->country, sizeof f->country);
  ds_cast_mention(c, figure, DS_FORM_NAME, n->start, n->end, head_of(c->r, n->first, n->count));
}

static bool begins(const ds_reading *r, uint32_t token, const char *bytes) {
  size_t len, n = strlen(bytes);
  const char *s = ds_token_text(r, token, &len);
  return len >= n && memcmp(s, bytes, n) == 0;
}

/* Marks what stands within quotation marks; a paragraph ends every quotation. */
static void mark_quoted(ds_cast *c) {
  bool in = false;
  uint32_t paragraph = 0;
  c->quoted = DS_ARENA_NEW(c->arena, uint8_t, c->r->n_tokens + 1);
  for (uint32_t t = 0; t < c->r->n_tokens; t++) {
    uint32_t here = c->r->sentences[c->r->tokens[t].sentence].paragraph;
    if (here != paragraph) in = false;
    paragraph = here;
    if (begins(c->r, t, "\"") || begins(c->r, t, "''"))
      in = !in;
    else if (begins(c->r, t, "\xE2\x80\x9C") || begins(c->r, t, "``"))
      in = true;
    else if (begins(c->r, t, "\xE2\x80\x9D"))
      in = false;
    c->quoted[t] = in;
  }
}

/* From the first token to the last, so that every one sees what was mentioned before it. */
static void walk(ds_cast *c) {
  ds_phrase phrase;
  for (uint32_t t = 0; t < c->r->n_tokens; t++) {
    if (c->name_at[t] >= 0) {
      if (c->r->names[c->name_at[t]].first == t) mention_name(c, (uint32_t)c->name_at[t]);
    } else if (ds_phrase_at(c, t, &phrase)) {
      ds_cast_nominal(c, &phrase);
    } else {
      ds_cast_pronoun(c, t);
    }
  }
  ds_cast_promote_texts(c);
}

/* ---- what comes out ---- */

/* The fullest spelling that means this figure and no other: most words, no acronym; the first of equals. */
static void pick_names(ds_cast *c) {
  for (uint32_t i = 0; i < c->n_aliases; i++) {
    const ds_alias *a = &c->aliases[i];
    if (a->n_figures != 1) continue;
    ds_figure *f = &c->figures[a->figures[0]];
    const ds_alias *best = f->alias >= 0 ? &c->aliases[f->alias] : NULL;
    if (!best || a->n_words - a->acronym > best->n_words - best->acronym || (best->acronym && !a->acronym)) f->alias = (int32_t)i;
  }
}

static int by_place(const void *x, const void *y) {
  const ds_mention *p = x, *q = y;
  if (p->start != q->start) return p->start < q->start ? -1 : 1;
  if (p->end != q->end) return p->end < q->end ? -1 : 1;
  return (p->form > q->form) - (p->form < q->form);
}

/* A ministry or a parliament is named alike everywhere: "Foreign Ministry" becomes "China's Foreign Ministry", and so does "Chinese Foreign
 * Ministry", where the article tells whose it is. NULL for any other name. */
static const char *state_body_name(const ds_cast *c, const ds_alias *alias, const char *country) {
  static const char *const bodies[] = {"ministry", "government", "parliament", "cabinet", "embassy"};
  const ds_country *state = ds_country_by_code(country);
  if (!state || !alias->n_words) return NULL;
  const char *last = alias->words[alias->n_words - 1], *first = alias->words[0];
  bool is_body = strcmp(first, "ministry") == 0 || strcmp(first, "embassy") == 0;
  for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) is_body = is_body || strcmp(last, bodies[i]) == 0;
  if (!is_body) return NULL;
  const char *text = alias->text, *blank = memchr(text, ' ', alias->len);
  const ds_country *people = blank ? ds_country_by_demonym(text, (size_t)(blank - text)) : NULL;
  if (people && strcmp(people->code, country) != 0) return NULL;
  size_t skip = people ? (size_t)(blank - text) + 1 : 0;
  return ds_arena_printf(c->arena, "%s's %.*s", state->name, (int)(alias->len - skip), text + skip);
}

static ds_entity entity_of(ds_cast *c, const ds_figure *f) {
  ds_entity e = {.kind = f->kind, .name = f->name, .note = f->note, .plural = f->plural, .n_mentions = f->n_mentions};
  if (f->alias >= 0) e.name = ds_arena_strndup(c->arena, c->aliases[f->alias].text, c->aliases[f->alias].len);
  memcpy(e.country, f->country, sizeof e.country);
  /* a city lies in a country that the article may never name */
  if (f->kind == DS_PLACE && !e.country[0] && f->alias >= 0)
    memcpy(e.country, c->r->names[c->aliases[f->alias].first_name].country, sizeof e.country);
  const char *body =
      f->kind == DS_ORGANIZATION && f->alias >= 0 && e.country[0] ? state_body_name(c, &c->aliases[f->alias], e.country) : NULL;
  if (body) e.name = body;
  if (f->kind == DS_PERSON) e.gender = f->male > f->female ? 1 : f->female > f->male ? 2 : 0;
  return e;
}

static void hand_over(ds_cast *c, ds_annotation *a) {
  if (c->n_mentions) qsort(c->mentions, c->n_mentions, sizeof *c->mentions, by_place);
  int32_t *entity = DS_ARENA_NEW(c->arena, int32_t, c->n_figures + 1);
  memset(entity, -1, sizeof *entity * (c->n_figures + 1));
  a->entities = DS_ARENA_NEW(c->arena, ds_entity, c->n_figures + 1);
  a->mentions = c->mentions;
  for (uint32_t i = 0; i < c->n_mentions; i++) {
    int32_t figure = c->mentions[i].entity;
    if (c->figures[figure].shadow) continue;
    if (entity[figure] < 0) {
      entity[figure] = (int32_t)a->n_entities;
      a->entities[a->n_entities++] = entity_of(c, &c->figures[figure]);
    }
    a->mentions[a->n_mentions] = c->mentions[i];
    a->mentions[a->n_mentions++].entity = entity[figure];
  }
}

void ds_entities_find(ds_annotation *a, const char *title, ds_arena *arena) {
  (void)title;
  ds_cast c = {.r = a->reading, .arena = arena, .last_of = {-1, -1, -1}};
  mark_quoted(&c);
  ds_cast_link(&c);
  walk(&c);
  pick_names(&c);
  hand_over(&c, a);
}
