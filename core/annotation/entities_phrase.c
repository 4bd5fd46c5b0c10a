#include "annotation/entities_phrase.h"

#include <stdlib.h>
#include <string.h>

#include "base/sorted.h"
#include "language/gazetteer.h"

typedef struct noun_row {
  const char *lemma;
  unsigned bits;
} noun_row;

#define ORG DS_NOUN_ORGANIZATION
#define ANY (DS_NOUN_ORGANIZATION | DS_NOUN_GENERAL)
#define BODY (DS_NOUN_ORGANIZATION | DS_NOUN_STATE_BODY)
#define SOLE (BODY | DS_NOUN_SOLE)
#define MAN (DS_NOUN_PERSON | DS_NOUN_MALE)
#define WOMAN (DS_NOUN_PERSON | DS_NOUN_FEMALE)
#define TEXT DS_NOUN_TEXT

/* Sorted by lemma. Roles that the gazetteer knows need no row. */
static const noun_row nouns[] = {{"accord", TEXT},
                                 {"actress", WOMAN},
                                 {"administration", BODY},
                                 {"agency", ANY},
                                 {"agreement", TEXT},
                                 {"airline", ANY},
                                 {"alliance", ANY},
                                 {"announcement", TEXT},
                                 {"army", SOLE},
                                 {"association", ORG},
                                 {"aunt", WOMAN},
                                 {"bank", ANY},
                                 {"bill", TEXT},
                                 {"bloc", ANY},
                                 {"blueprint", TEXT},
                                 {"book", TEXT},
                                 {"boy", MAN},
                                 {"boyfriend", MAN},
                                 {"brother", MAN},
                                 {"businessman", MAN},
                                 {"businesswoman", WOMAN},
                                 {"cabinet", SOLE},
                                 {"carmaker", ANY},
                                 {"chairman", MAN},
                                 {"chairwoman", WOMAN},
                                 {"charity", ORG},
                                 {"church", ORG},
                                 {"city", DS_NOUN_PLACE},
                                 {"club", ORG},
                                 {"coalition", ORG},
                                 {"commission", ORG},
                                 {"committee", ORG},
                                 {"communique", TEXT},
                                 {"company", ANY},
                                 {"conglomerate", ANY},
                                 {"congressman", MAN},
                                 {"congresswoman", WOMAN},
                                 {"consortium", ANY},
                                 {"corporation", ANY},
                                 {"council", ORG},
                                 {"country", DS_NOUN_PLACE | DS_NOUN_COUNTRY},
                                 {"county", DS_NOUN_PLACE},
                                 {"couple", 0},
                                 {"court", ORG},
                                 {"daughter", WOMAN},
                                 {"deal", TEXT},
                                 {"declaration", TEXT},
                                 {"delegation", ORG},
                                 {"department", ORG},
                                 {"document", TEXT},
                                 {"draft", TEXT},
                                 {"duchess", WOMAN},
                                 {"duke", MAN},
                                 {"embassy", BODY},
                                 {"emperor", MAN},
                                 {"father", MAN},
                                 {"federation", ORG},
                                 {"firm", ANY},
                                 {"foundation", ORG},
                                 {"giant", ANY},
                                 {"girl", WOMAN},
                                 {"girlfriend", WOMAN},
                                 {"government", SOLE},
                                 {"grandfather", MAN},
                                 {"grandmother", WOMAN},
                                 {"group", ANY},
                                 {"guideline", TEXT},
                                 {"husband", MAN},
                                 {"initiative", TEXT},
                                 {"institute", ORG},
                                 {"institution", ORG},
                                 {"island", DS_NOUN_PLACE},
                                 {"journal", ORG},
                                 {"junta", SOLE},
                                 {"king", MAN},
                                 {"kingdom", DS_NOUN_PLACE | DS_NOUN_COUNTRY},
                                 {"lady", WOMAN},
                                 {"law", TEXT},
                                 {"lawsuit", TEXT},
                                 {"leadership", BODY},
                                 {"league", ORG},
                                 {"legislation", TEXT},
                                 {"legislature", SOLE},
                                 {"letter", TEXT},
                                 {"magazine", ORG},
                                 {"maker", ANY},
                                 {"man", MAN},
                                 {"manufacturer", ANY},
                                 {"measure", TEXT},
                                 {"memo", TEXT},
                                 {"memorandum", TEXT},
                                 {"military", SOLE},
                                 {"ministry", BODY},
                                 {"mission", BODY},
                                 {"mother", WOMAN},
                                 {"motion", TEXT},
                                 {"movement", ORG},
                                 {"nation", DS_NOUN_PLACE | DS_NOUN_COUNTRY},
                                 {"navy", SOLE},
                                 {"network", ANY},
                                 {"newspaper", ANY},
                                 {"office", BODY},
                                 {"organisation", ANY},
                                 {"organization", ANY},
                                 {"outlet", ANY},
                                 {"pact", TEXT},
                                 {"paper", TEXT},
                                 {"parliament", SOLE},
                                 {"party", ORG},
                                 {"people", DS_NOUN_PERSON},
                                 {"petition", TEXT},
                                 {"plan", TEXT},
                                 {"police", SOLE},
                                 {"prince", MAN},
                                 {"princess", WOMAN},
                                 {"producer", DS_NOUN_PERSON},
                                 {"proposal", TEXT},
                                 {"province", DS_NOUN_PLACE},
                                 {"publication", ANY},
                                 {"queen", WOMAN},
                                 {"regime", SOLE},
                                 {"region", DS_NOUN_PLACE},
                                 {"regulator", ORG},
                                 {"report", TEXT},
                                 {"republic", DS_NOUN_PLACE | DS_NOUN_COUNTRY},
                                 {"resolution", TEXT},
                                 {"retailer", ANY},
                                 {"road map", TEXT},
                                 {"roadmap", TEXT},
                                 {"ruling", TEXT},
                                 {"school", ORG},
                                 {"sister", WOMAN},
                                 {"son", MAN},
                                 {"spokesman", MAN},
                                 {"spokeswoman", WOMAN},
                                 {"state", DS_NOUN_PLACE},
                                 {"statement", TEXT},
                                 {"station", ORG},
                                 {"studio", ORG},
                                 {"study", TEXT},
                                 {"subsidiary", ANY},
                                 {"survey", TEXT},
                                 {"team", ORG},
                                 {"text", TEXT},
                                 {"think tank", ANY},
                                 {"town", DS_NOUN_PLACE},
                                 {"treaty", TEXT},
                                 {"troop", DS_NOUN_PERSON},
                                 {"troupe", ORG},
                                 {"uncle", MAN},
                                 {"union", ORG},
                                 {"university", ORG},
                                 {"verdict", TEXT},
                                 {"village", DS_NOUN_PLACE},
                                 {"wife", WOMAN},
                                 {"woman", WOMAN}};

static int by_lemma(const void *key, const void *row) {
  return ds_str_order(key, ((const noun_row *)row)->lemma);
}

unsigned ds_noun_class(const char *lemma) {
  const noun_row *row = bsearch(lemma, nouns, sizeof nouns / sizeof *nouns, sizeof *nouns, by_lemma);
  return (row ? row->bits : 0) | (ds_role_noun(lemma) && (!row || row->bits & DS_NOUN_PERSON) ? DS_NOUN_PERSON : 0);
}

/* One line a group of nouns for the same text. */
static const char *const text_groups[] = {" plan proposal paper initiative document blueprint roadmap draft ",
                                          " bill legislation measure law act ",
                                          " report study survey paper document publication ",
                                          " agreement deal accord pact treaty document ",
                                          " statement communique declaration document announcement ",
                                          " letter document petition ",
                                          " resolution draft document motion text ",
                                          " ruling verdict decision "};

static bool in_row(const char *row, const char *word) {
  size_t n = strlen(word);
  for (const char *at = strstr(row, word); at; at = strstr(at + 1, word))
    if (at > row && at[-1] == ' ' && at[n] == ' ') return true;
  return false;
}

unsigned ds_noun_text_group(const char *lemma) {
  unsigned bits = 0;
  for (size_t i = 0; i < sizeof text_groups / sizeof *text_groups; i++)
    if (in_row(text_groups[i], lemma)) bits |= 1u << i;
  return bits;
}

/* A wider word, and the roles that it may stand for. */
static const char *const wider[][2] = {
    {"leader",
     " president premier minister chancellor king queen chairman chairwoman secretary sultan emir prime head ruler dictator boss "},
    {"lawmaker", " senator representative congressman congresswoman deputy member mp "},
    {"legislator", " senator representative congressman congresswoman deputy member mp "},
    {"politician", " senator representative congressman congresswoman deputy minister president premier governor mayor mp "},
    {"premier", " minister "},
    {"diplomat", " minister ambassador envoy secretary "},
    {"official", " minister secretary director commissioner officer spokesman spokeswoman head chief "},
    {"executive", " chief officer ceo director president chairman "},
    {"ceo", " executive "},
    {"chief", " head director executive secretary chairman "},
    {"head", " chief director chairman leader "},
    {"boss", " chief executive head manager ceo "},
    {"monarch", " king queen emperor "},
    {"coach", " manager "},
    {"manager", " coach "},
    {"spokesperson", " spokesman spokeswoman "},
    {"attorney", " lawyer "},
    {"lawyer", " attorney "},
    {"candidate", " nominee senator governor "},
    {"nominee", " candidate "},
    {"congressman", " representative "},
    {"congresswoman", " representative "},
    {"commander", " general colonel admiral "},
    {"pontiff", " pope "},
    {"judge", " justice "}};

bool ds_noun_covers(const char *noun, const char *role) {
  if (strcmp(noun, role) == 0) return true;
  for (size_t i = 0; i < sizeof wider / sizeof *wider; i++)
    if (strcmp(wider[i][0], noun) == 0) return in_row(wider[i][1], role);
  return false;
}

/* ---- phrases ---- */

static bool text_is(const ds_cast *c, uint32_t t, const char *word) {
  return ds_token_is(c->r, t, word);
}

static bool is_possessive(const ds_cast *c, uint32_t t) {
  return c->r->tokens[t].xpos == DS_XPOS_POS || text_is(c, t, "'s") || text_is(c, t, "\xE2\x80\x99s");
}

/* Can the token stand between a determiner and the head noun? */
static bool inside(const ds_cast *c, uint32_t t) {
  const ds_token *k = &c->r->tokens[t];
  if (c->name_at[t] >= 0 || is_possessive(c, t) || k->xpos == DS_XPOS_HYPH) return true;
  if (k->upos == DS_UPOS_VERB) return k->xpos == DS_XPOS_VBN && t > 0 && k->rel == DS_REL_AMOD;
  return k->upos == DS_UPOS_ADJ || k->upos == DS_UPOS_NOUN || k->upos == DS_UPOS_PROPN || k->upos == DS_UPOS_NUM;
}

static ds_article article_at(const ds_cast *c, uint32_t t) {
  if (text_is(c, t, "the") || text_is(c, t, "this") || text_is(c, t, "that") || text_is(c, t, "these") || text_is(c, t, "those"))
    return DS_ARTICLE_DEFINITE;
  if (text_is(c, t, "a") || text_is(c, t, "an") || text_is(c, t, "another") || text_is(c, t, "some") || text_is(c, t, "any") ||
      text_is(c, t, "no") || text_is(c, t, "every") || text_is(c, t, "each"))
    return DS_ARTICLE_INDEFINITE;
  return DS_ARTICLE_NONE;
}

static void set_country(ds_phrase *p, const char *code) {
  if (code[0] && !p->country[0]) memcpy(p->country, code, 2);
}

/* Whether a name before or behind a role tells of which country somebody is: not "Iraq War veteran" nor "Vietnam veteran"; "Georgia" is
 * that of a president, but the state of a candidate or a representative. */
static bool says_origin(const ds_cast *c, const ds_name *n, const ds_phrase *p) {
  static const char *const national[] = {"president", "minister", "premier", "ambassador", "parliament", "diplomat"};
  uint32_t behind = n->first + n->count;
  if (n->demonym) return true;
  if (strcmp(p->lemma, "veteran") == 0 || (behind < c->r->n_tokens && text_is(c, behind, "war"))) return false;
  if (!text_is(c, n->first, "georgia")) return true;
  for (size_t i = 0; i < sizeof national / sizeof *national; i++)
    if (strcmp(p->lemma, national[i]) == 0) return true;
  return false;
}

static void look_at_modifier(const ds_cast *c, ds_phrase *p, uint32_t t) {
  static const char *const modifiers[] = {"first",      "prime",    "foreign", "vice",   "deputy",   "defense",
                                          "defence",    "interior", "finance", "crown",  "attorney", "security",
                                          "opposition", "peace",    "supreme", "health", "chief"};
  static const char *const newcomers[] = {"other", "only", "same", "next", "latest", "new", "second", "third", "different"};
  int32_t name = c->name_at[t];
  for (size_t i = 0; i < sizeof newcomers / sizeof *newcomers; i++)
    if (text_is(c, t, newcomers[i])) p->newcomer = true;
  for (size_t i = 0; i < sizeof modifiers / sizeof *modifiers; i++)
    if (!p->modifier[0] && text_is(c, t, modifiers[i])) p->modifier = modifiers[i];
  if (text_is(c, t, "former") || text_is(c, t, "ex") || text_is(c, t, "late") || text_is(c, t, "then")) p->former = true;
  if (name < 0) return;
  const ds_name *n = &c->r->names[name];
  if (n->demonym || (n->kind == DS_PLACE && c->alias_of[name] >= 0 && c->aliases[c->alias_of[name]].country)) {
    if (says_origin(c, n, p)) set_country(p, n->country);
  } else if (p->owner_name < 0) {
    p->owner_name = name;
  }
}

/* Goes left from the head over what belongs to the phrase, and through one possessive into the phrase that owns it. */
static void extend_left(const ds_cast *c, ds_phrase *p) {
  uint32_t floor = c->r->sentences[c->r->tokens[p->head].sentence].first;
  for (uint32_t t = p->head; t > floor && p->head - t < 10; t--) {
    uint32_t before = t - 1;
    ds_article article = article_at(c, before);
    if (article != DS_ARTICLE_NONE) {
      p->first = before;
      if (p->article == DS_ARTICLE_NONE) p->article = article;
      return;
    }
    if (c->r->tokens[before].xpos == DS_XPOS_PRPS) {
      p->first = before;
      p->article = DS_ARTICLE_DEFINITE;
      p->owner_head = before;
      return;
    }
    if (!inside(c, before)) return;
    if (is_possessive(c, before)) {
      if (p->owner_head != UINT32_MAX || before == floor) return;
      p->owner_head = before - 1;
      p->article = DS_ARTICLE_DEFINITE;
    } else {
      look_at_modifier(c, p, before);
    }
    p->first = before;
  }
}

/* "president of Belarus", "head of the World Bank", "spokesman for the ministry": up to the name after the preposition. */
static void extend_right(const ds_cast *c, ds_phrase *p) {
  uint32_t t = p->head + 1, n = c->r->n_tokens;
  p->open = t < n && text_is(c, t, "of");
  if (t + 1 >= n || !(text_is(c, t, "of") || text_is(c, t, "for") || text_is(c, t, "at"))) return;
  if (!text_is(c, t, "of") && !(p->noun & DS_NOUN_PERSON)) return;
  t++;
  if (text_is(c, t, "the") && t + 1 < n) t++;
  int32_t name = c->name_at[t];
  if (name < 0 || c->r->tokens[t].sentence != c->r->tokens[p->head].sentence || c->r->names[name].first != t) return;
  const ds_name *of = &c->r->names[name];
  if (of->demonym || of->kind == DS_PERSON) return;
  look_at_modifier(c, p, t);
  p->last = of->first + of->count - 1;
  p->open = false;
}

/* "chief executive", "attorney general": a role that ends in an adjective. */
static bool is_adjective_role(const ds_cast *c, uint32_t head) {
  const ds_token *k = &c->r->tokens[head];
  if (k->upos != DS_UPOS_ADJ || head + 1 >= c->r->n_tokens || head == 0 || !k->lemma || !ds_role_noun(k->lemma)) return false;
  const ds_token *before = &c->r->tokens[head - 1], *next = &c->r->tokens[head + 1];
  bool led = before->upos == DS_UPOS_ADJ || before->upos == DS_UPOS_NOUN || before->upos == DS_UPOS_PROPN;
  return led && before->sentence == k->sentence && (next->upos == DS_UPOS_PUNCT || next->upos == DS_UPOS_ADP || c->name_at[head + 1] >= 0);
}

bool ds_phrase_at(const ds_cast *c, uint32_t head, ds_phrase *phrase) {
  const ds_token *k = &c->r->tokens[head];
  if (k->upos != DS_UPOS_NOUN && k->upos != DS_UPOS_PROPN && !is_adjective_role(c, head)) return false;
  if (head + 1 < c->r->n_tokens) {
    const ds_token *next = &c->r->tokens[head + 1];
    bool goes_on = next->upos == DS_UPOS_NOUN || next->xpos == DS_XPOS_HYPH;
    if (goes_on && next->sentence == k->sentence) return false;
  }
  *phrase =
      (ds_phrase){.first = head, .head = head, .last = head, .lemma = k->lemma, .modifier = "", .owner_name = -1, .owner_head = UINT32_MAX};
  char word[32];
  if (k->upos == DS_UPOS_PROPN || !k->lemma || !k->lemma[0]) phrase->lemma = ds_arena_strdup(c->arena, ds_cast_word(c->r, head, word));
  phrase->noun = ds_noun_class(phrase->lemma);
  phrase->plural = k->xpos == DS_XPOS_NNS || k->xpos == DS_XPOS_NNPS;
  extend_left(c, phrase);
  extend_right(c, phrase);
  return true;
}
