/* Descriptions: roles that somebody is introduced with, and who is meant by "the president", "the company", "the proposal" later on. */
#include <string.h>

#include "annotation/entities_phrase.h"
#include "annotation/reporting.h"
#include "language/gazetteer.h"

enum { ROLES_BACK = 64, MENTIONS_BACK = 60, SENTENCES_BACK = 6, NOTE_BYTES = 90 };

/* ---- small looks at the text ---- */

static bool same_sentence(const ds_cast *c, uint32_t x, uint32_t y) {
  return c->r->tokens[x].sentence == c->r->tokens[y].sentence;
}

static bool is_char(const ds_cast *c, uint32_t t, char wanted) {
  return t < c->r->n_tokens && c->r->tokens[t].end == c->r->tokens[t].start + 1 && c->r->text[c->r->tokens[t].start] == wanted;
}

/* The name that starts at token t, or -1. */
static int32_t name_from(const ds_cast *c, uint32_t t) {
  if (t >= c->r->n_tokens || c->name_at[t] < 0 || c->alias_of[c->name_at[t]] < 0) return -1;
  return c->r->names[c->name_at[t]].first == t ? c->name_at[t] : -1;
}

/* Does what follows token t close an apposition? */
static bool closes(const ds_cast *c, uint32_t t) {
  uint32_t next = t + 1;
  if (next + 1 < c->r->n_tokens && ds_token_is(c->r, next, "and") && c->name_at[next + 1] < 0) return true;
  if (next >= c->r->n_tokens || !same_sentence(c, t, next)) return true;
  static const char marks[] = ",.;:)-?!";
  for (const char *m = marks; *m; m++)
    if (is_char(c, next, *m)) return true;
  return ds_token_is(c->r, next, "who") || ds_token_is(c->r, next, "said") || ds_token_is(c->r, next, "says");
}

static uint32_t described_from(const ds_cast *c, const ds_phrase *p) {
  char word[32];
  const char *first = ds_cast_word(c->r, p->first, word);
  bool skip = strcmp(first, "the") == 0 || strcmp(first, "a") == 0 || strcmp(first, "an") == 0 || strcmp(first, "this") == 0 ||
              strcmp(first, "that") == 0 || c->r->tokens[p->first].xpos == DS_XPOS_PRPS;
  return p->first + (skip && p->first < p->head);
}

/* The description as printed, without article, its line ends as blanks. */
static const char *description(const ds_cast *c, const ds_phrase *p) {
  uint32_t start = c->r->tokens[described_from(c, p)].start, end = c->r->tokens[p->last].end;
  if (end - start > NOTE_BYTES) {
    start = c->r->tokens[p->head].start;
    end = c->r->tokens[p->head].end;
  }
  char *text = ds_arena_strndup(c->arena, c->r->text + start, end - start);
  for (char *s = text; *s; s++)
    if (*s == '\n' || *s == '\r' || *s == '\t') *s = ' ';
  return text;
}

static void add_gender(ds_figure *f, unsigned noun) {
  if (noun & DS_NOUN_MALE) f->male += 1;
  if (noun & DS_NOUN_FEMALE) f->female += 1;
}

static void mention_phrase(ds_cast *c, const ds_phrase *p, int32_t figure) {
  ds_cast_mention(c, figure, DS_FORM_NOMINAL, c->r->tokens[p->first].start, c->r->tokens[p->last].end, p->head);
}

/* The figure of the mention whose head is this token; only the latest mentions are looked at. */
static int32_t figure_at_head(const ds_cast *c, uint32_t head) {
  for (uint32_t back = 1; back <= c->n_mentions && back <= 12; back++)
    if (c->mentions[c->n_mentions - back].head == head) return c->mentions[c->n_mentions - back].entity;
  return -1;
}

static int32_t owner_of(ds_cast *c, const ds_phrase *p) {
  int32_t owner = p->owner_head != UINT32_MAX ? figure_at_head(c, p->owner_head) : -1;
  if (owner < 0 && p->owner_name >= 0 && c->alias_of[p->owner_name] >= 0) owner = ds_cast_figure_of_name(c, (uint32_t)p->owner_name);
  return owner;
}

/* ---- introductions ---- */

static void add_role(ds_cast *c, const ds_phrase *p, int32_t figure, int32_t owner) {
  uint32_t i = DS_PUSH(c->arena, c->roles, c->n_roles, c->roles_cap);
  c->roles[i] = (ds_role){.lemma = p->lemma, .modifier = p->modifier, .figure = figure, .owner = owner};
  memcpy(c->roles[i].country, p->country, sizeof p->country);
}

/* The figure is what the phrase says. */
static void introduce(ds_cast *c, const ds_phrase *p, int32_t figure) {
  int32_t owner = owner_of(c, p);
  add_role(c, p, figure, owner == figure ? -1 : owner);
  ds_figure *f = &c->figures[figure];
  if (f->kind == DS_OTHER && !p->plural) f->kind = p->noun & DS_NOUN_PERSON ? DS_PERSON : DS_ORGANIZATION;
  if (f->kind == DS_PERSON) add_gender(f, p->noun);
  if (!f->country[0] && f->kind != DS_PLACE) memcpy(f->country, p->country, sizeof f->country);
  bool owned = c->r->tokens[p->first].xpos == DS_XPOS_PRPS;
  if (strcmp(p->lemma, "counterpart") == 0) return; /* whose counterpart it is lies outside the phrase: no role to remember */
  if (!f->note && (!owned || ds_role_noun(p->lemma)) && !p->plural && f->kind != DS_PLACE) f->note = description(c, p);
}

static bool fits(const ds_figure *f, unsigned noun) {
  if (f->kind == DS_OTHER) return noun & (DS_NOUN_PERSON | DS_NOUN_ORGANIZATION);
  if (f->kind == DS_PERSON) return noun & DS_NOUN_PERSON;
  if (f->kind == DS_PLACE) return noun & DS_NOUN_PLACE;
  return noun & DS_NOUN_ORGANIZATION;
}

static int32_t figure_that_fits(ds_cast *c, int32_t name, unsigned noun) {
  int32_t figure = name < 0 ? -1 : ds_cast_figure_of_name(c, (uint32_t)name);
  return figure >= 0 && fits(&c->figures[figure], noun) ? figure : -1;
}

/* "Belarusian President X", "the carmaker Y": the name follows at once. */
static int32_t named_after(ds_cast *c, const ds_phrase *p) {
  unsigned noun = p->noun & (DS_NOUN_PERSON | DS_NOUN_GENERAL | DS_NOUN_ORGANIZATION);
  if (!noun || p->last + 1 >= c->r->n_tokens || !same_sentence(c, p->head, p->last + 1)) return -1;
  return figure_that_fits(c, name_from(c, p->last + 1), noun);
}

/* "the president, X,": the name follows as an apposition. */
static int32_t apposed_after(ds_cast *c, const ds_phrase *p) {
  if (p->plural || p->article == DS_ARTICLE_INDEFINITE || !is_char(c, p->last + 1, ',')) return -1;
  int32_t name = name_from(c, p->last + 2);
  if (name < 0 || !same_sentence(c, p->head, p->last + 2)) return -1;
  if (!closes(c, c->r->names[name].first + c->r->names[name].count - 1)) return -1;
  return figure_that_fits(c, name, p->noun & DS_NOUN_PERSON);
}

/* "X, the president,", "X, 42, a spokesman": the name stood before. */
static int32_t apposed_before(ds_cast *c, const ds_phrase *p) {
  uint32_t floor = c->r->sentences[c->r->tokens[p->head].sentence].first, t = p->first;
  if (p->plural || t < floor + 2 || !is_char(c, t - 1, ',')) return -1;
  if (c->r->tokens[p->head].rel != DS_REL_APPOS && !closes(c, p->last)) return -1;
  t -= 2;
  if (c->r->tokens[t].upos == DS_UPOS_NUM && t >= floor + 2 && is_char(c, t - 1, ',')) t -= 2;
  int32_t name = c->name_at[t];
  if (name < 0 || c->alias_of[name] < 0) return -1;
  return figure_that_fits(c, name, p->noun & ~(unsigned)DS_NOUN_PLACE);
}

/* "X is the president". */
static int32_t predicated_of(ds_cast *c, const ds_phrase *p) {
  uint32_t floor = c->r->sentences[c->r->tokens[p->head].sentence].first, t = p->first;
  if (p->plural || t < floor + 2) return -1;
  static const char *const verbs[] = {"is", "was", "became", "remains"};
  for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
    if (!ds_token_is(c->r, t - 1, verbs[i])) continue;
    int32_t name = c->name_at[t - 2];
    if (name >= 0 && c->alias_of[name] >= 0) return figure_that_fits(c, name, p->noun & ~(unsigned)DS_NOUN_PLACE);
  }
  return -1;
}

/* ---- who is meant ---- */

static bool countries_agree(const char *wanted, const char *has) {
  return !wanted[0] || !has[0] || memcmp(wanted, has, 2) == 0;
}

static int role_score(const ds_cast *c, const ds_phrase *p, const ds_role *role, int32_t owner) {
  const ds_figure *f = &c->figures[role->figure];
  const char *country = role->country[0] ? role->country : f->country;
  if (!ds_noun_covers(p->lemma, role->lemma) || !countries_agree(p->country, country)) return 0;
  if (owner >= 0 && role->owner >= 0 && role->owner != owner) return 0;
  if (p->modifier[0] && role->modifier[0] && strcmp(p->modifier, role->modifier) != 0) return 0;
  int score = 1;
  if (strcmp(p->lemma, role->lemma) == 0) score += 4;
  if (p->country[0] && country[0]) score += 4;
  if (owner >= 0 && role->owner == owner) score += 4;
  if (strcmp(p->modifier, role->modifier) == 0) score += 2;
  return score;
}

/* Somebody introduced in this role; of several the best match, then the one mentioned last. */
static int32_t by_role(ds_cast *c, const ds_phrase *p, int32_t owner) {
  int32_t best = -1;
  int best_score = 0;
  for (uint32_t back = 1; back <= c->n_roles && back <= ROLES_BACK; back++) {
    const ds_role *role = &c->roles[c->n_roles - back];
    int score = role_score(c, p, role, owner);
    if (score == 0 || score < best_score) continue;
    if (score > best_score || c->figures[role->figure].last > c->figures[best].last) best = role->figure;
    best_score = score;
  }
  return best;
}

static bool alias_has_word(const ds_cast *c, const ds_figure *f, const char *word) {
  if (f->alias < 0) return false;
  const ds_alias *a = &c->aliases[f->alias];
  for (uint32_t i = 0; i < a->n_words; i++)
    if (strcmp(a->words[i], word) == 0) return true;
  return false;
}

static bool ends_with_word(const ds_cast *c, const ds_figure *f, const char *word) {
  const ds_alias *a = f->alias >= 0 ? &c->aliases[f->alias] : NULL;
  return a && a->n_words > 1 && strcmp(a->words[a->n_words - 1], word) == 0;
}

/* Does this named organization go by a state's body ("Foreign Ministry")? "the company" means none of those. */
static bool is_state_body(const ds_cast *c, const ds_figure *f) {
  if (f->alias < 0) return f->noun & DS_NOUN_STATE_BODY;
  const ds_alias *a = &c->aliases[f->alias];
  for (uint32_t i = 0; i < a->n_words; i++)
    if (ds_noun_class(a->words[i]) & DS_NOUN_STATE_BODY) return true;
  return false;
}

static bool recent(const ds_cast *c, const ds_mention *m, uint32_t token) {
  return m->sentence + SENTENCES_BACK >= c->r->tokens[token].sentence;
}

/* How well "the company", "the ministry", "the country", "the city" fits a figure; 0: not at all. */
static int thing_score(const ds_cast *c, const ds_phrase *p, const ds_figure *f) {
  if (f->shadow || !countries_agree(p->country, f->country)) return 0;
  if (f->kind == DS_ORGANIZATION && ends_with_word(c, f, p->lemma)) return 3;
  if (p->noun & DS_NOUN_ORGANIZATION && f->kind == DS_ORGANIZATION) {
    if (alias_has_word(c, f, p->lemma) || (f->lemma && strcmp(f->lemma, p->lemma) == 0)) return 3;
    if (!f->named || !(p->noun & DS_NOUN_GENERAL) || is_state_body(c, f)) return 0;
    return 1;
  }
  if (!(p->noun & DS_NOUN_PLACE) || f->kind != DS_PLACE || f->alias < 0) return 0;
  const ds_alias *a = &c->aliases[f->alias];
  if (p->noun & DS_NOUN_COUNTRY) return a->country != NULL;
  return alias_has_word(c, f, p->lemma) || (strcmp(p->lemma, "city") == 0 && a->place && !a->country);
}

static int32_t recent_thing(const ds_cast *c, const ds_phrase *p) {
  int32_t best = -1;
  int best_score = 0;
  for (uint32_t back = 1; back <= c->n_mentions && back <= MENTIONS_BACK; back++) {
    const ds_mention *m = &c->mentions[c->n_mentions - back];
    if (!recent(c, m, p->head)) break;
    int score = thing_score(c, p, &c->figures[m->entity]);
    if (score > best_score) best = m->entity, best_score = score;
  }
  return best;
}

/* ---- figures without a name ---- */

static uint64_t unnamed_key(const ds_phrase *p, int32_t owner) {
  uint64_t key = ds_map_key('u', p->lemma, strlen(p->lemma)) ^ ds_map_key('m', p->modifier, strlen(p->modifier));
  return (key ^ ds_map_key('k', p->country, 2)) * 31 + (uint64_t)(uint32_t)owner + 1;
}

static int32_t unnamed(ds_cast *c, const ds_phrase *p, int32_t owner, ds_kind kind) {
  uint64_t key = unnamed_key(p, owner);
  int32_t figure = *ds_map_at(&c->map, key, c->arena);
  if (figure >= 0) return figure;
  figure = ds_cast_figure_new(c, kind);
  ds_figure *f = &c->figures[figure];
  f->name = description(c, p);
  f->lemma = p->lemma;
  f->noun = p->noun;
  memcpy(f->country, p->country, sizeof f->country);
  if (!f->country[0] && owner >= 0) memcpy(f->country, c->figures[owner].country, sizeof f->country);
  if (kind == DS_PERSON) add_gender(f, p->noun);
  add_role(c, p, figure, owner);
  return *ds_map_at(&c->map, key, c->arena) = figure;
}

/* Plural names of no one in particular are people: "Democrats", "Tamils". */
static ds_kind shadow_kind(const ds_cast *c, const ds_phrase *p) {
  if (p->noun & DS_NOUN_PERSON) return DS_PERSON;
  if (p->noun & DS_NOUN_ORGANIZATION) return DS_ORGANIZATION;
  return c->r->tokens[p->head].xpos == DS_XPOS_NNPS ? DS_PERSON : DS_OTHER;
}

static int32_t shadow_new(ds_cast *c, const ds_phrase *p) {
  int32_t figure = ds_cast_figure_new(c, shadow_kind(c, p));
  ds_figure *f = &c->figures[figure];
  f->shadow = true;
  f->plural = p->plural;
  f->lemma = p->lemma;
  f->noun = p->noun;
  if (p->noun & DS_NOUN_TEXT || p->plural) f->name = description(c, p);
  memcpy(f->country, p->country, sizeof f->country);
  if (p->noun & DS_NOUN_PERSON) add_gender(f, p->noun);
  return figure;
}

static int32_t known_shadow(ds_cast *c, uint64_t key, const ds_phrase *p) {
  int32_t figure = ds_map_get(&c->map, key);
  if (figure < 0 || c->figures[figure].last < 0 || c->figures[figure].plural != p->plural) return -1;
  return c->mentions[c->figures[figure].last].sentence + 2 * SENTENCES_BACK >= c->r->tokens[p->head].sentence ? figure : -1;
}

static uint64_t group_key(int bit) {
  return ds_map_key('g', (const char *)&bit, sizeof bit);
}

/* "the proposal" for what was "a plan" before. */
static int32_t known_text(ds_cast *c, const ds_phrase *p) {
  unsigned groups = p->noun & DS_NOUN_TEXT ? ds_noun_text_group(p->lemma) : 0;
  for (int bit = 0; groups >> bit; bit++) {
    int32_t figure = groups >> bit & 1 ? known_shadow(c, group_key(bit), p) : -1;
    if (figure >= 0) return figure;
  }
  return -1;
}

static void remember_shadow(ds_cast *c, const ds_phrase *p, int32_t figure) {
  unsigned groups = p->noun & DS_NOUN_TEXT ? ds_noun_text_group(c->figures[figure].lemma) : 0;
  *ds_map_at(&c->map, ds_map_key('s', p->lemma, strlen(p->lemma)), c->arena) = figure;
  for (int bit = 0; groups >> bit; bit++)
    if (groups >> bit & 1) *ds_map_at(&c->map, group_key(bit), c->arena) = figure;
}

static int32_t shadow_for(ds_cast *c, const ds_phrase *p) {
  int32_t figure = -1;
  if (p->article == DS_ARTICLE_DEFINITE && !p->country[0] && !p->newcomer && p->owner_head == UINT32_MAX) {
    figure = known_shadow(c, ds_map_key('s', p->lemma, strlen(p->lemma)), p);
    if (figure < 0) figure = known_text(c, p);
  }
  if (figure < 0) figure = shadow_new(c, p);
  remember_shadow(c, p, figure);
  return figure;
}

/* ---- all of it ---- */

/* The figure of a definite description, or -1 when it means nobody that is kept. */
static int32_t meant(ds_cast *c, const ds_phrase *p) {
  if (p->article != DS_ARTICLE_DEFINITE || p->plural || (p->newcomer && !p->country[0])) return -1;
  int32_t owner = owner_of(c, p);
  bool specified = p->country[0] || owner >= 0;
  bool owned = c->r->tokens[p->first].xpos == DS_XPOS_PRPS, guest = strcmp(p->lemma, "guest") == 0;
  if (owned && (guest || strcmp(p->lemma, "host") == 0)) {
    int32_t figure = ds_cast_host(c, p->head, guest);
    return figure == owner ? -1 : figure;
  }
  if (owned && !specified) return by_role(c, p, owner);
  if (p->noun & DS_NOUN_PERSON) {
    int32_t figure = by_role(c, p, owner);
    if (figure >= 0) return figure;
    return p->country[0] && ds_role_noun(p->lemma) ? unnamed(c, p, owner, DS_PERSON) : -1;
  }
  if (p->noun & DS_NOUN_ORGANIZATION && !(specified && p->noun & DS_NOUN_STATE_BODY)) {
    int32_t figure = by_role(c, p, owner);
    if (figure >= 0) return figure;
  }
  if (owner < 0 && !p->open) {
    int32_t figure = recent_thing(c, p);
    if (figure >= 0) return figure;
  }
  if (p->noun & DS_NOUN_STATE_BODY && specified) return unnamed(c, p, owner, DS_ORGANIZATION);
  return p->noun & DS_NOUN_SOLE && !p->open ? unnamed(c, p, owner, DS_ORGANIZATION) : -1;
}

void ds_cast_nominal(ds_cast *c, const ds_phrase *p) {
  int32_t figure = named_after(c, p);
  if (figure >= 0) {
    introduce(c, p, figure);
    return;
  }
  figure = apposed_after(c, p);
  if (figure < 0) figure = apposed_before(c, p);
  if (figure < 0) figure = predicated_of(c, p);
  if (figure >= 0)
    introduce(c, p, figure);
  else
    figure = meant(c, p);
  mention_phrase(c, p, figure >= 0 ? figure : shadow_for(c, p));
}

/* ---- texts that speak ---- */

static bool reports(const ds_cast *c, uint32_t token) {
  size_t len;
  const char *word = ds_token_text(c->r, token, &len);
  return c->r->tokens[token].upos == DS_UPOS_VERB && ds_reporting_verb(word, len, NULL);
}

/* Is the mention the subject of a verb of reporting: by the tree, else because the verb follows it (an adverb may stand between)? */
static bool speaks(const ds_cast *c, const ds_mention *m) {
  const ds_token *head = &c->r->tokens[m->head];
  if (head->rel == DS_REL_NSUBJ && head->head >= 0) return reports(c, (uint32_t)head->head);
  if (head->head >= 0) return false;
  uint32_t t = ds_token_from(c->r, m->end);
  if (t < c->r->n_tokens && c->r->tokens[t].upos == DS_UPOS_ADV) t++;
  return t < c->r->n_tokens && c->r->tokens[t].sentence == m->sentence && reports(c, t);
}

void ds_cast_promote_texts(ds_cast *c) {
  for (uint32_t i = 0; i < c->n_mentions; i++) {
    ds_figure *f = &c->figures[c->mentions[i].entity];
    if (f->shadow && !f->plural && f->noun & DS_NOUN_TEXT && speaks(c, &c->mentions[i])) f->shadow = false;
  }
}
