/* Whom "he", "she", "it" and "they" mean: the candidates mentioned shortly before are scored by distance, grammar and salience with weights
 * learned from the coreference annotation of GUM (see pronouns_weights.h); nobody is chosen when "none" scores best. */
#include <math.h>
#include <string.h>

#include "annotation/entities_phrase.h"
#include "annotation/predicates.h"
#include "annotation/pronouns_weights.h"
#include "annotation/reporting.h"
#include "language/gazetteer.h"

enum { SENTENCES_BACK = 5, MENTIONS_BACK = 60, CANDIDATES = 16, ANCESTORS = 8 };

typedef enum place_in_clause { IN_OTHER, IN_SUBJECT, IN_OBJECT, IN_POSSESSIVE } place_in_clause;

typedef struct pronoun {
  uint32_t token;
  ds_pronoun_class class;
  uint8_t gender;
  bool reflexive;
  bool speaks; /* the subject of a verb of reporting */
  place_in_clause place;
  int32_t ancestors[ANCESTORS]; /* heads, from its own upward */
  uint32_t n_ancestors;
} pronoun;

typedef struct candidate {
  int32_t figure;
  uint32_t mention; /* its latest one */
  float features[DS_PRONOUN_FEATURES];
} candidate;

typedef struct pronoun_row {
  const char *word;
  ds_pronoun_class class;
  uint8_t gender;
  bool reflexive;
} pronoun_row;

static const pronoun_row pronouns[] = {
    {"he", DS_PRONOUN_PERSON, DS_GENDER_MALE, false},        {"him", DS_PRONOUN_PERSON, DS_GENDER_MALE, false},
    {"his", DS_PRONOUN_PERSON, DS_GENDER_MALE, false},       {"himself", DS_PRONOUN_PERSON, DS_GENDER_MALE, true},
    {"she", DS_PRONOUN_PERSON, DS_GENDER_FEMALE, false},     {"her", DS_PRONOUN_PERSON, DS_GENDER_FEMALE, false},
    {"hers", DS_PRONOUN_PERSON, DS_GENDER_FEMALE, false},    {"herself", DS_PRONOUN_PERSON, DS_GENDER_FEMALE, true},
    {"it", DS_PRONOUN_THING, DS_GENDER_UNKNOWN, false},      {"its", DS_PRONOUN_THING, DS_GENDER_UNKNOWN, false},
    {"itself", DS_PRONOUN_THING, DS_GENDER_UNKNOWN, true},   {"they", DS_PRONOUN_PLURAL, DS_GENDER_UNKNOWN, false},
    {"them", DS_PRONOUN_PLURAL, DS_GENDER_UNKNOWN, false},   {"their", DS_PRONOUN_PLURAL, DS_GENDER_UNKNOWN, false},
    {"theirs", DS_PRONOUN_PLURAL, DS_GENDER_UNKNOWN, false}, {"themselves", DS_PRONOUN_PLURAL, DS_GENDER_UNKNOWN, true}};

/* ---- grammar ---- */

static bool has_tree(const ds_cast *c, uint32_t token) {
  return c->r->tokens[token].head >= 0 || c->r->tokens[token].rel == DS_REL_ROOT;
}

static place_in_clause place_by_tree(const ds_cast *c, uint32_t token) {
  for (int up = 0; up < 3; up++) {
    switch (c->r->tokens[token].rel) {
    case DS_REL_NSUBJ:
    case DS_REL_NSUBJ_PASS:
    case DS_REL_NSUBJ_OUTER: return IN_SUBJECT;
    case DS_REL_OBJ:
    case DS_REL_IOBJ: return IN_OBJECT;
    case DS_REL_NMOD_POSS: return IN_POSSESSIVE;
    case DS_REL_CONJ:
    case DS_REL_APPOS:
    case DS_REL_FLAT: break;
    default: return IN_OTHER;
    }
    if (c->r->tokens[token].head < 0) break;
    token = (uint32_t)c->r->tokens[token].head;
  }
  return IN_OTHER;
}

static place_in_clause place_of(const ds_cast *c, uint32_t head, uint32_t end) {
  if (has_tree(c, head)) return place_by_tree(c, head);
  uint32_t next = ds_token_from(c->r, end);
  if (next >= c->r->n_tokens) return IN_OTHER;
  const ds_token *k = &c->r->tokens[next];
  if (k->xpos == DS_XPOS_POS) return IN_POSSESSIVE;
  if (k->upos == DS_UPOS_VERB || k->upos == DS_UPOS_AUX) return IN_SUBJECT;
  return IN_OTHER;
}

static void find_ancestors(const ds_cast *c, pronoun *p) {
  for (int32_t t = c->r->tokens[p->token].head; t >= 0 && p->n_ancestors < ANCESTORS; t = c->r->tokens[t].head)
    p->ancestors[p->n_ancestors++] = t;
}

/* "it" that means nothing: "it is expected that", "it seems". */
static bool means_nothing(const ds_cast *c, uint32_t token) {
  static const char *const verbs[] = {"is", "was", "'s", "\xE2\x80\x99s", "be", "been", "seems", "seemed", "appears", "appeared"};
  if (c->r->tokens[token].rel == DS_REL_EXPL) return true;
  uint32_t t = token + 1, n = c->r->n_tokens;
  if (t < n && c->r->tokens[t].xpos == DS_XPOS_MD) t++;
  bool verb = false;
  for (size_t i = 0; t < n && !verb && i < sizeof verbs / sizeof *verbs; i++) verb = ds_token_is(c->r, t, verbs[i]);
  if (!verb) return false;
  bool described = false;
  for (uint32_t k = t + 1; k < n && k < t + 5; k++) {
    const ds_token *w = &c->r->tokens[k];
    if (described && (ds_token_is(c->r, k, "that") || ds_token_is(c->r, k, "to") || ds_token_is(c->r, k, "whether"))) return true;
    if (w->upos == DS_UPOS_ADJ || w->xpos == DS_XPOS_VBN)
      described = true;
    else if (w->upos != DS_UPOS_ADV && w->upos != DS_UPOS_AUX && w->upos != DS_UPOS_PART)
      return false;
  }
  return false;
}

static bool reports(const ds_cast *c, uint32_t token) {
  if (token >= c->r->n_tokens || c->r->tokens[token].upos != DS_UPOS_VERB) return false;
  size_t len;
  const char *word = ds_token_text(c->r, token, &len);
  return ds_reporting_verb(word, len, NULL) != NULL;
}

/* Is it something that can say something: an organization, a country, a text? */
static bool can_speak(const ds_cast *c, const ds_figure *f) {
  if (f->kind == DS_ORGANIZATION || f->kind == DS_PERSON || f->noun & DS_NOUN_TEXT) return true;
  return f->kind == DS_PLACE && f->alias >= 0 && c->aliases[f->alias].country;
}

static bool read_pronoun(const ds_cast *c, uint32_t token, pronoun *p) {
  const ds_token *k = &c->r->tokens[token];
  if (k->end - k->start > 10 || (k->upos != DS_UPOS_PRON && k->upos != DS_UPOS_OTHER)) return false;
  for (size_t i = 0; i < sizeof pronouns / sizeof *pronouns; i++) {
    if (!ds_token_is(c->r, token, pronouns[i].word)) continue;
    *p = (pronoun){.token = token, .class = pronouns[i].class, .gender = pronouns[i].gender, .reflexive = pronouns[i].reflexive};
    p->place = k->xpos == DS_XPOS_PRPS ? IN_POSSESSIVE : place_of(c, token, k->end);
    find_ancestors(c, p);
    p->speaks = p->place == IN_SUBJECT && reports(c, p->n_ancestors ? (uint32_t)p->ancestors[0] : token + 1);
    return true;
  }
  return false;
}

/* ---- hosts and guests ---- */

/* 1: the mention is the host of a welcome, 2: the guest, 0: neither. */
static int part_in_welcome(const ds_cast *c, const ds_mention *m) {
  static const char *const verbs[] = {"greet", "host", "receive", "welcome"};
  const ds_token *head = &c->r->tokens[m->head];
  if (head->head < 0 || c->r->tokens[head->head].upos != DS_UPOS_VERB) return 0;
  const char *lemma = c->r->tokens[head->head].lemma;
  bool welcome = false;
  for (size_t i = 0; lemma && i < sizeof verbs / sizeof *verbs; i++) welcome = welcome || strcmp(lemma, verbs[i]) == 0;
  if (!welcome) return 0;
  if (head->rel == DS_REL_NSUBJ || head->rel == DS_REL_OBL_AGENT) return 1;
  return head->rel == DS_REL_OBJ || head->rel == DS_REL_NSUBJ_PASS ? 2 : 0;
}

int32_t ds_cast_host(const ds_cast *c, uint32_t token, bool guest) {
  for (uint32_t back = 1; back <= c->n_mentions && back <= MENTIONS_BACK; back++) {
    const ds_mention *m = &c->mentions[c->n_mentions - back];
    if (m->sentence + SENTENCES_BACK < c->r->tokens[token].sentence) break;
    if (c->figures[m->entity].kind == DS_PERSON && part_in_welcome(c, m) == (guest ? 2 : 1)) return m->entity;
  }
  return -1;
}

/* Whom the subject of "told his host" cannot be: the host; of "told his guest": the guest; else -1. */
static int32_t other_party(const ds_cast *c, const pronoun *p) {
  enum { AHEAD = 8 };
  const ds_token *tokens = c->r->tokens;
  if (p->class != DS_PRONOUN_PERSON || p->place != IN_SUBJECT || !p->n_ancestors) return -1;
  for (uint32_t t = p->token + 2; t < c->r->n_tokens && t <= p->token + AHEAD && tokens[t].sentence == tokens[p->token].sentence; t++) {
    bool host = ds_token_is(c->r, t, "host") || ds_token_is(c->r, t, "hosts"), guest = ds_token_is(c->r, t, "guest");
    if ((host || guest) && tokens[t].head == p->ancestors[0] && tokens[t - 1].xpos == DS_XPOS_PRPS) return ds_cast_host(c, t, guest);
  }
  return -1;
}

/* ---- candidates ---- */

static uint8_t gender_of(const ds_figure *f) {
  return f->male > f->female ? DS_GENDER_MALE : f->female > f->male ? DS_GENDER_FEMALE : DS_GENDER_UNKNOWN;
}

static bool agrees(const pronoun *p, const ds_figure *f) {
  if (p->class == DS_PRONOUN_PERSON) {
    uint8_t gender = gender_of(f);
    return f->kind == DS_PERSON && !f->plural && (gender == DS_GENDER_UNKNOWN || gender == p->gender);
  }
  if (p->class == DS_PRONOUN_THING) return f->kind != DS_PERSON && !f->plural;
  return f->plural || f->kind == DS_ORGANIZATION || f->kind == DS_PLACE;
}

/* The subject of a verb is not meant by a plain pronoun that is the object of the same verb. */
static bool bound_away(const ds_cast *c, const pronoun *p, const ds_mention *m) {
  if (p->reflexive || p->place == IN_POSSESSIVE || p->n_ancestors == 0) return false;
  return c->r->tokens[m->head].head == p->ancestors[0] && m->sentence == c->r->tokens[p->token].sentence;
}

/* How many heads above the pronoun the verb stands whose subject the mention is: 0 none, 1 its own clause's verb, 2 a verb above it. */
static int subject_above(const ds_cast *c, const pronoun *p, const ds_mention *m) {
  int32_t verb = c->r->tokens[m->head].head;
  int verbs = 0;
  if (verb < 0 || place_by_tree(c, m->head) != IN_SUBJECT) return 0;
  for (uint32_t i = 0; i < p->n_ancestors; i++) {
    if (c->r->tokens[p->ancestors[i]].upos == DS_UPOS_VERB || c->r->tokens[p->ancestors[i]].upos == DS_UPOS_AUX) verbs++;
    if (p->ancestors[i] == verb) return verbs > 1 ? 2 : 1;
  }
  return 0;
}

static bool is_root(const ds_cast *c, int32_t token) {
  return token >= 0 && c->r->tokens[token].head < 0;
}

static void fill_grammar(const ds_cast *c, const pronoun *p, const ds_mention *m, float *f) {
  place_in_clause place = place_of(c, m->head, m->end);
  uint32_t apart = c->r->tokens[p->token].sentence - m->sentence;
  const ds_sentence *s = &c->r->sentences[m->sentence];
  f[DS_F_SAME_SENTENCE] = apart == 0;
  f[DS_F_ONE_BACK] = apart == 1;
  f[DS_F_TWO_BACK] = apart == 2;
  f[DS_F_SUBJECT] = place == IN_SUBJECT;
  f[DS_F_OBJECT] = place == IN_OBJECT;
  f[DS_F_POSSESSIVE] = place == IN_POSSESSIVE;
  f[DS_F_PARALLEL] = place == p->place;
  f[DS_F_SUBJECT_BEFORE] = place == IN_SUBJECT && apart == 1;
  f[DS_F_OWN_SUBJECT] = apart == 0 && subject_above(c, p, m) == 1;
  f[DS_F_HIGHER_SUBJECT] = apart == 0 && subject_above(c, p, m) == 2;
  f[DS_F_OWNS] = p->place == IN_POSSESSIVE && f[DS_F_OWN_SUBJECT];
  f[DS_F_OWNS_PRONOUN] = f[DS_F_OWNS] && m->form == DS_FORM_PRONOUN;
  f[DS_F_MAIN_SUBJECT] = place == IN_SUBJECT && is_root(c, c->r->tokens[m->head].head);
  f[DS_F_EARLY] = m->head < s->first + 4;
  f[DS_F_QUOTE_EDGE] = c->quoted[m->head] != c->quoted[p->token];
  f[DS_F_OTHER_PARAGRAPH] = s->paragraph != c->r->sentences[c->r->tokens[p->token].sentence].paragraph;
}

static void fill_features(const ds_cast *c, const pronoun *p, candidate *k, uint32_t rank) {
  const ds_mention *m = &c->mentions[k->mention];
  const ds_figure *figure = &c->figures[k->figure];
  float *f = k->features;
  fill_grammar(c, p, m, f);
  f[DS_F_FIRST] = rank == 0;
  f[DS_F_RANK] = (float)rank / 4;
  f[DS_F_PRONOUN] = m->form == DS_FORM_PRONOUN;
  f[DS_F_NOMINAL] = m->form == DS_FORM_NOMINAL;
  f[DS_F_SHADOW] = figure->shadow;
  f[DS_F_COUNT] = log2f(1 + (float)figure->n_mentions) / 3;
  f[DS_F_GENDER] = p->gender && gender_of(figure) == p->gender;
  f[DS_F_ORGANIZATION] = figure->kind == DS_ORGANIZATION;
  f[DS_F_PLACE] = figure->kind == DS_PLACE;
  f[DS_F_PLURAL] = figure->plural;
  f[DS_F_SPEAKER] = p->speaks && can_speak(c, figure);
  f[DS_F_MUTE] = p->speaks && !can_speak(c, figure);
  f[DS_F_TEXT_SPEAKS] = p->speaks && figure->noun & DS_NOUN_TEXT;
  f[DS_F_LAST_SAME] = c->last_of[p->class] == k->figure;
}

static uint32_t find_candidates(const ds_cast *c, const pronoun *p, candidate *found) {
  uint32_t n = 0, sentence = c->r->tokens[p->token].sentence;
  for (uint32_t back = 1; back <= c->n_mentions && back <= MENTIONS_BACK && n < CANDIDATES; back++) {
    uint32_t mention = c->n_mentions - back;
    const ds_mention *m = &c->mentions[mention];
    if (m->sentence + SENTENCES_BACK < sentence) break;
    const ds_figure *f = &c->figures[m->entity];
    if (f->last != (int32_t)mention || !agrees(p, f) || bound_away(c, p, m)) continue;
    found[n] = (candidate){.figure = m->entity, .mention = mention};
    fill_features(c, p, &found[n], n);
    n++;
  }
  return n;
}

/* ---- the choice ---- */

static float score_of(const pronoun *p, const candidate *k) {
  float score = 0;
  for (int i = 0; i < DS_PRONOUN_FEATURES; i++) score += ds_pronoun_weights[p->class][i] * k->features[i];
  return score;
}

static int32_t choose(const ds_cast *c, const pronoun *p) {
  candidate found[CANDIDATES];
  uint32_t n = find_candidates(c, p, found);
  int32_t best = -1, other = other_party(c, p);
  float best_score = ds_pronoun_none[p->class];
  for (uint32_t i = 0; i < n; i++) {
    if (found[i].figure == other) continue;
    float score = score_of(p, &found[i]);
    if (score > best_score) best = found[i].figure, best_score = score;
  }
  return best;
}

/* People, bodies or events that are spoken of again become an entity: "lawmakers … they", "the talks … they". */
static bool is_group(const ds_figure *f) {
  return f->plural && f->name && (f->kind != DS_OTHER || (f->lemma && ds_is_event_noun(f->lemma)));
}

void ds_cast_pronoun(ds_cast *c, uint32_t token) {
  pronoun p;
  if (!read_pronoun(c, token, &p) || (p.class == DS_PRONOUN_THING && means_nothing(c, token))) return;
  int32_t figure = choose(c, &p);
  c->last_of[p.class] = figure;
  if (figure < 0) return;
  ds_figure *f = &c->figures[figure];
  if (is_group(f)) f->shadow = false;
  if (p.gender == DS_GENDER_MALE) f->male += 0.25f;
  if (p.gender == DS_GENDER_FEMALE) f->female += 0.25f;
  ds_cast_mention(c, figure, DS_FORM_PRONOUN, c->r->tokens[token].start, c->r->tokens[token].end, token);
}
