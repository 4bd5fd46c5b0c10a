/* The quotations of an article: the order of the steps, and what they share. */
#include "annotation/quotes.h"

#include <stdlib.h>
#include <string.h>

#include "base/sorted.h"
#include "language/gazetteer.h"

enum { CARRY_SENTENCES = 3, SURNAME_BACK = 200 };

/* How often a quote by this rule has the right words and the right speaker, in hundredths: words in marks, a clause without marks, a phrase
 * without marks. Measured over 259 articles of news by tests/accuracy/confidence.py; rules seen fewer than twenty times are drawn toward
 * the mean. */
static const struct {
  const char *rule;
  uint8_t marked, clause, phrase;
} TRUST[] = {
    {"none", 0, 0, 0},          {"subject", 93, 84, 72},     {"inverted", 95, 82, 75},    {"according to", 92, 91, 88},
    {"dash", 95, 90, 90},       {"colon", 92, 86, 86},       {"opening", 90, 70, 65},     {"author", 80, 85, 80},
    {"participle", 70, 57, 49}, {"coordinated", 74, 60, 54}, {"governed", 58, 60, 56},    {"relative", 58, 36, 30},
    {"other verb", 60, 60, 60}, {"adjacent", 60, 70, 65},    {"led", 75, 75, 75},         {"reported above", 60, 60, 60},
    {"agent", 65, 60, 55},      {"owner", 45, 45, 45},       {"named above", 35, 35, 35}, {"continued", 25, 25, 25},
};

static bool has_finite(const ds_quoting *q, const ds_quote *quote) {
  for (uint32_t i = 0; i < quote->n_content; i++)
    for (uint32_t t = ds_token_from(q->r, quote->content[i].start); t < q->r->n_tokens; t++) {
      const ds_token *k = &q->r->tokens[t];
      if (k->start >= quote->content[i].end) break;
      if (k->upos == DS_UPOS_AUX || k->xpos == DS_XPOS_VBD || k->xpos == DS_XPOS_VBZ || k->xpos == DS_XPOS_VBP) return true;
    }
  return false;
}

static float trust(const ds_quoting *q, const ds_quote *quote) {
  for (size_t i = 0; i < sizeof TRUST / sizeof *TRUST; i++) {
    if (strcmp(TRUST[i].rule, quote->rule) != 0) continue;
    uint8_t hundredths = quote->kind != DS_QUOTE_INDIRECT ? TRUST[i].marked : has_finite(q, quote) ? TRUST[i].clause : TRUST[i].phrase;
    return (float)hundredths / 100;
  }
  return 0;
}

static bool is_person(const ds_quoting *q, int32_t entity) {
  return entity >= 0 && q->a->entities[entity].kind == DS_PERSON;
}

/* "The secretary general of the union, Jane Smith": the person named in an apposition to token t, or -1. */
static int32_t apposed_person(const ds_quoting *q, uint32_t t) {
  for (int32_t d = q->child[t]; d >= 0; d = q->sibling[d]) {
    int32_t m = q->r->tokens[d].rel == DS_REL_APPOS ? ds_mention_at(q->a, (uint32_t)d) : -1;
    if (m >= 0 && q->a->mentions[m].form == DS_FORM_NAME && is_person(q, q->a->mentions[m].entity)) return q->a->mentions[m].entity;
  }
  return -1;
}

/* The person named inside the phrase before a comma or preposition, and not as the owner of something; or -1. */
static int32_t person_inside(const ds_quoting *q, const ds_cue *c) {
  for (uint32_t t = c->speaker_first; t <= c->speaker_last && !ds_quotes_word_in(q, t, ", of for from in at with"); t++) {
    int32_t m = ds_mention_at(q->a, t);
    if (m < 0 || !is_person(q, q->a->mentions[m].entity)) continue;
    if (!ds_quotes_word_in(q, ds_token_from(q->r, q->a->mentions[m].end), "'s ’s '")) return q->a->mentions[m].entity;
  }
  return -1;
}

/* "The secretary general of the union (UN), Jane Smith", "Undersecretary for Education Mr. Smith": the person whose name ends the phrase
 * behind a comma, bracket or noun; or -1. */
static int32_t person_at_end(const ds_quoting *q, const ds_cue *c) {
  int32_t m = ds_mention_at(q->a, c->speaker_last);
  if (m < 0 || q->a->mentions[m].form != DS_FORM_NAME || !is_person(q, q->a->mentions[m].entity)) return -1;
  uint32_t first = ds_token_from(q->r, q->a->mentions[m].start);
  if (first <= c->speaker_first || first <= c->subject) return -1;
  uint8_t upos = q->r->tokens[first - 1].upos;
  bool set_off = ds_quotes_word_in(q, first - 1, ", )") || upos == DS_UPOS_NOUN || upos == DS_UPOS_PROPN;
  return set_off && q->r->tokens[c->speaker_last].rel != DS_REL_CONJ ? q->a->mentions[m].entity : -1;
}

/* Does a role, not a name, head the phrase? */
static bool is_role(const ds_quoting *q, uint32_t t) {
  char lemma[32];
  size_t len;
  const char *word = ds_token_text(q->r, t, &len);
  if (len >= sizeof lemma) return false;
  for (size_t i = 0; i <= len; i++) lemma[i] = i == len ? 0 : (char)(word[i] >= 'A' && word[i] <= 'Z' ? word[i] + 32 : word[i]);
  return ds_role_noun(lemma);
}

/* A capital word that is no name by the tags ("Cuban said"): the person mentioned shortly before whose last name it is, or -1. */
static int32_t person_of_surname(const ds_quoting *q, uint32_t t) {
  size_t len;
  const char *word = ds_token_text(q->r, t, &len);
  if (len < 2 || word[0] < 'A' || word[0] > 'Z') return -1;
  uint32_t m = DS_FIRST_FROM(q->a->mentions, q->a->n_mentions, start, q->r->tokens[t].start);
  for (uint32_t back = 1; back <= SURNAME_BACK && back <= m; back++) {
    int32_t e = q->a->mentions[m - back].entity;
    const char *name = is_person(q, e) ? q->a->entities[e].name : "";
    size_t n = strlen(name);
    if (n > len && name[n - len - 1] == ' ' && memcmp(name + n - len, word, len) == 0) return e;
  }
  return -1;
}

/* The entity of a speaker phrase: its head's, else that of somebody named in it. */
static int32_t speaker_entity(const ds_quoting *q, const ds_cue *c) {
  uint32_t head = c->antecedent != DS_NO_TOKEN ? c->antecedent : c->subject;
  int32_t entity = is_role(q, head) ? person_at_end(q, c) : -1;
  if (entity < 0) entity = ds_entity_at(q->a, head);
  if (entity < 0) entity = apposed_person(q, head);
  if (entity < 0) entity = person_inside(q, c);
  return entity < 0 ? person_of_surname(q, head) : entity;
}

/* "A man who said": the entity of the noun before "who", made where nobody known by name is meant. */
static int32_t antecedent_entity(ds_quoting *q, const ds_cue *c) {
  ds_cue noun = *c;
  noun.subject = c->antecedent;
  noun.antecedent = DS_NO_TOKEN;
  ds_quotes_phrase(q, c->antecedent, 0, c->subject - 1, &noun.speaker_first, &noun.speaker_last);
  return ds_quotes_unnamed(q, &noun);
}

static void set_cue(ds_quoting *q, ds_quote *quote, const ds_cue *c) {
  const ds_token *tokens = q->r->tokens;
  quote->cue = DS_ARENA_NEW(q->arena, ds_span, 1);
  quote->cue[0] = (ds_span){tokens[c->first].start, tokens[c->last].end};
  quote->n_cue = 1;
  quote->cue_lemma = c->lemma;
  if (c->subject == DS_NO_TOKEN) return;
  quote->speaker_start = tokens[c->speaker_first].start;
  quote->speaker_end = tokens[c->speaker_last].end;
  quote->entity = speaker_entity(q, c);
  if (quote->entity < 0) quote->entity = c->antecedent != DS_NO_TOKEN ? antecedent_entity(q, c) : ds_quotes_unnamed(q, c);
  quote->rule = c->rule;
}

/* The mark whose inside begins at byte `at`, or NULL. */
static const ds_mark *mark_inside(const ds_quoting *q, uint32_t at) {
  uint32_t low = DS_FIRST_FROM(q->marks, q->n_marks, start, at);
  return low > 0 && q->marks[low - 1].inner_start == at ? &q->marks[low - 1] : NULL;
}

static void set_bounds(const ds_quoting *q, ds_quote *quote) {
  ds_span first = quote->content[0], last = quote->content[quote->n_content - 1];
  const ds_mark *opening = mark_inside(q, first.start), *closing = mark_inside(q, last.start);
  quote->start = opening ? opening->start : first.start;
  quote->end = closing && closing->inner_end == last.end ? closing->end : last.end;
}

/* Room for n spans and, as a power of two, some more: ds_quotes_extend allocates only when n has reached it. */
static ds_span *room_for(ds_quoting *q, uint32_t n) {
  uint32_t cap = 1;
  while (cap < n) cap *= 2;
  return DS_ARENA_NEW(q->arena, ds_span, cap);
}

ds_quote *ds_quotes_add(ds_quoting *q, ds_quote_kind kind, const ds_span *content, uint32_t n_content, const ds_cue *cue) {
  DS_PUSH(q->arena, q->quotes, q->n_quotes, q->cap_quotes);
  ds_quote *quote = &q->quotes[q->n_quotes - 1];
  *quote = (ds_quote){.kind = kind, .n_content = n_content, .entity = -1, .rule = "none", .confidence = 1};
  quote->content = room_for(q, n_content);
  memcpy(quote->content, content, n_content * sizeof *content);
  if (cue) set_cue(q, quote, cue);
  set_bounds(q, quote);
  return quote;
}

void ds_quotes_extend(ds_quoting *q, ds_quote *quote, ds_span content) {
  uint32_t n = quote->n_content;
  if ((n & (n - 1)) == 0) {
    ds_span *grown = room_for(q, n + 1);
    memcpy(grown, quote->content, n * sizeof *grown);
    quote->content = grown;
  }
  quote->content[quote->n_content++] = content;
  set_bounds(q, quote);
}

ds_quote *ds_quotes_add_mark(ds_quoting *q, ds_mark *m, ds_quote_kind kind, const ds_cue *cue) {
  ds_span inner = {m->inner_start, m->inner_end};
  m->quote = (int32_t)q->n_quotes;
  ds_quote *quote = ds_quotes_add(q, kind, &inner, 1, cue);
  while (m->next >= 0) {
    m = &q->marks[m->next];
    m->quote = (int32_t)q->n_quotes - 1;
    if (m->inner_end > m->inner_start) ds_quotes_extend(q, quote, (ds_span){m->inner_start, m->inner_end});
  }
  if (!m->closed) quote->confidence *= DS_UNCLOSED;
  return quote;
}

static int by_place(const void *a, const void *b) {
  const ds_quote *x = a, *y = b;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  if (x->end != y->end) return x->end < y->end ? -1 : 1;
  return 0;
}

/* May the pronoun that is the speaker's whole phrase mean the entity? */
static bool agrees(const ds_quoting *q, const ds_quote *quote, int32_t entity) {
  const ds_entity *e = &q->a->entities[entity];
  uint32_t t = ds_token_from(q->r, quote->speaker_start);
  if (q->r->tokens[t].end != quote->speaker_end) return false;
  if (ds_quotes_word_in(q, t, "they")) return e->plural;
  if (ds_quotes_word_in(q, t, "he")) return e->kind == DS_PERSON && !e->plural && e->gender != DS_GENDER_FEMALE;
  if (ds_quotes_word_in(q, t, "she")) return e->kind == DS_PERSON && !e->plural && e->gender != DS_GENDER_MALE;
  return ds_quotes_word_in(q, t, "it") && e->kind != DS_PERSON && !e->plural;
}

/* A pronoun that nobody was found for goes on with the speaker of the quote before it, if that one is near and agrees. */
static void carry_on(ds_quoting *q) {
  for (uint32_t i = 1; i < q->n_quotes; i++) {
    ds_quote *quote = &q->quotes[i];
    const ds_quote *before = quote - 1;
    if (quote->entity >= 0 || quote->speaker_end == 0 || before->entity < 0 || before->speaker_start > quote->speaker_start) continue;
    uint32_t here = q->r->tokens[ds_token_from(q->r, quote->speaker_start)].sentence;
    uint32_t there = q->r->tokens[ds_token_from(q->r, before->speaker_start)].sentence;
    if (here <= there + CARRY_SENTENCES && agrees(q, quote, before->entity)) quote->entity = before->entity;
  }
}

void ds_quotes_find(ds_annotation *a, ds_arena *arena) {
  ds_quoting q = {.a = a, .r = a->reading, .arena = arena};
  ds_quotes_marks(&q);
  ds_quotes_tree(&q);
  ds_quotes_cues(&q);
  ds_quotes_contents(&q);
  ds_quotes_other_verbs(&q);
  ds_quotes_leftovers(&q);
  if (q.n_quotes) qsort(q.quotes, q.n_quotes, sizeof *q.quotes, by_place);
  carry_on(&q);
  ds_quotes_nested(&q);
  for (uint32_t i = 0; i < q.n_quotes; i++) q.quotes[i].confidence *= trust(&q, &q.quotes[i]);
  ds_quotes_first_person(&q);
  ds_quotes_merge(&q);
  a->quotes = q.quotes;
  a->n_quotes = q.n_quotes;
}
