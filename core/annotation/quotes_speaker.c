/* Whose words: from a reporting verb to the phrase that names its speaker. */
#include <string.h>

#include "annotation/quotes.h"
#include "language/gazetteer.h"

enum { CLIMBS = 4, NEAR = 40, SHORT = 8 };

static const ds_token *token(const ds_quoting *q, uint32_t t) {
  return &q->r->tokens[t];
}

static bool is_relative(const ds_quoting *q, uint32_t t) {
  return ds_quotes_word_in(q, t, "who which that whom") && token(q, t)->upos == DS_UPOS_PRON;
}

static bool is_punct(const ds_quoting *q, uint32_t t) {
  return token(q, t)->upos == DS_UPOS_PUNCT;
}

static bool is_verb(const ds_quoting *q, uint32_t t) {
  return token(q, t)->upos == DS_UPOS_VERB || token(q, t)->upos == DS_UPOS_AUX;
}

static bool is_capital(const ds_quoting *q, uint32_t t) {
  char c = q->r->text[token(q, t)->start];
  return c >= 'A' && c <= 'Z';
}

static uint32_t head_of(const ds_quoting *q, uint32_t t) {
  return token(q, t)->head < 0 ? DS_NO_TOKEN : (uint32_t)token(q, t)->head;
}

static uint32_t subject_of(const ds_quoting *q, uint32_t v) {
  static const ds_rel RELS[] = {DS_REL_NSUBJ, DS_REL_NSUBJ_PASS, DS_REL_NSUBJ_OUTER};
  for (size_t i = 0; i < sizeof RELS / sizeof *RELS; i++) {
    uint32_t s = ds_quotes_child(q, v, RELS[i]);
    if (s != DS_NO_TOKEN) return s;
  }
  return DS_NO_TOKEN;
}

/* A finding: the head token of the speaker, the window its phrase must stay in, and the rule. */
typedef struct found {
  uint32_t head, from, to;
  const char *rule;
  uint32_t antecedent; /* of a relative pronoun; 0: none */
  bool whole;          /* the phrase begins at `from` whatever the tree says */
} found;

static const found NOBODY = {.head = DS_NO_TOKEN};

/* The topmost token above t whose chain of heads stays within [from, to]. */
static uint32_t climb(const ds_quoting *q, uint32_t t, uint32_t from, uint32_t to) {
  for (uint32_t i = 0; i <= to - from; i++) {
    uint32_t up = head_of(q, t);
    if (up == DS_NO_TOKEN || up < from || up > to || is_verb(q, up)) break;
    t = up;
  }
  return t;
}

static bool begins_phrase(const ds_quoting *q, uint32_t t) {
  switch (token(q, t)->upos) {
  case DS_UPOS_PRON:
  case DS_UPOS_PROPN:
  case DS_UPOS_NOUN:
  case DS_UPOS_DET:
  case DS_UPOS_ADJ:
  case DS_UPOS_NUM: return true;
  default: return false;
  }
}

static bool names_something(const ds_quoting *q, uint32_t t) {
  uint8_t upos = token(q, t)->upos;
  return upos == DS_UPOS_PRON || upos == DS_UPOS_PROPN || upos == DS_UPOS_NOUN || upos == DS_UPOS_NUM || upos == DS_UPOS_OTHER;
}

/* The last noun of the run of words that a noun phrase may consist of, from `from` on; in default of one a capital adjective at its end
 * (the name "Cuban"); DS_NO_TOKEN when it has neither. */
static uint32_t run_head(const ds_quoting *q, uint32_t from, uint32_t to) {
  uint32_t head = DS_NO_TOKEN, spare = DS_NO_TOKEN;
  for (uint32_t t = from; t <= to; t++) {
    if (token(q, t)->upos == DS_UPOS_ADJ) spare = is_capital(q, t) ? t : DS_NO_TOKEN;
    if (names_something(q, t))
      head = t;
    else if (!begins_phrase(q, t) && token(q, t)->upos != DS_UPOS_PART && token(q, t)->xpos != DS_XPOS_VBN &&
             token(q, t)->xpos != DS_XPOS_HYPH)
      break;
  }
  return head == DS_NO_TOKEN ? spare : head;
}

/* "“…,” said Wang Yi, the minister." The mark stands just before the verb. */
static found inverted(const ds_quoting *q, const ds_cue *c) {
  uint32_t end = ds_quotes_sentence_last(q, c->verb), from = c->last + 1, to = from;
  if (from > end || q->mark_of[from] >= 0 || is_relative(q, from)) return NOBODY;
  if (!begins_phrase(q, from) && token(q, from)->xpos != DS_XPOS_VBN) return NOBODY;
  if (ds_quotes_word_in(q, from, "me us him them her")) return NOBODY;
  while (to < end && to < from + NEAR && q->mark_of[to + 1] < 0) to++;
  uint32_t head = climb(q, from, from, to);
  if (!names_something(q, head)) head = run_head(q, from, to);
  if (head == DS_NO_TOKEN) return NOBODY;
  return (found){head, from, to, "inverted", 0, true};
}

/* Does the quotation end with punctuation, as one that a cue follows does? */
static bool ends_stopped(const ds_quoting *q, const ds_mark *m) {
  if (m->inner_end <= m->inner_start) return false;
  char last = q->r->text[m->inner_end - 1];
  return strchr(",.?!-'", last) || (unsigned char)last >= 0x80;
}

/* "“…,” the minister said." What stands between mark and verb is the speaker. */
static found between(const ds_quoting *q, const ds_cue *c) {
  uint32_t start = ds_quotes_sentence_first(q, c->verb), to = c->first;
  if (to == 0 || q->mark_of[to - 1] >= 0) return NOBODY;
  uint32_t from = --to;
  while (from > start && to - from < NEAR && q->mark_of[from - 1] < 0) from--;
  if (from == 0 || q->mark_of[from - 1] < 0) return NOBODY;
  if (!is_punct(q, from) && !ends_stopped(q, &q->marks[q->mark_of[from - 1]])) return NOBODY;
  while (from < to && is_punct(q, from)) from++;
  if (!begins_phrase(q, from) && token(q, from)->xpos != DS_XPOS_VBN) return NOBODY;
  uint32_t head = subject_of(q, c->verb);
  if (head == DS_NO_TOKEN || head < from || head > to) head = climb(q, from, from, to);
  if (!names_something(q, head)) head = run_head(q, from, to);
  if (head == DS_NO_TOKEN || is_relative(q, head)) return NOBODY;
  bool whole = true;
  for (uint32_t t = from; t < head; t++)
    whole = whole && (!is_punct(q, t) || ds_quotes_word_in(q, t, "- – .")) && (!is_verb(q, t) || token(q, t)->xpos == DS_XPOS_VBN);
  if (!whole && q->low[head] > from) return NOBODY;
  return (found){head, from, to, "subject", 0, whole};
}

/* The noun that a relative clause or participle hangs on; for one that names a text ("issued a statement saying") its author, if told. */
static found antecedent(const ds_quoting *q, uint32_t noun, uint32_t clause, const char *rule) {
  uint32_t up = head_of(q, noun);
  size_t len;
  const char *text = ds_token_text(q->r, noun, &len);
  bool object = strcmp(rule, "participle") == 0 && (token(q, noun)->rel == DS_REL_OBJ || token(q, noun)->rel == DS_REL_OBL);
  if (object && up != DS_NO_TOKEN && is_verb(q, up) && ds_reporting_noun(text, len)) {
    uint32_t s = subject_of(q, up);
    bool passive = ds_quotes_child(q, up, DS_REL_AUX_PASS) != DS_NO_TOKEN;
    if (s != DS_NO_TOKEN && !passive && !is_relative(q, s)) return (found){s, 0, up ? up - 1 : 0, "author", 0, false};
  }
  if (!names_something(q, noun)) return NOBODY;
  return (found){noun, 0, clause > noun ? clause - 1 : noun, rule, 0, false};
}

static found from_subject(const ds_quoting *q, uint32_t v, uint32_t s, const char *rule) {
  if (is_relative(q, s) && (token(q, v)->rel == DS_REL_ACL_RELCL || token(q, v)->rel == DS_REL_ACL)) {
    uint32_t noun = head_of(q, v);
    if (noun == DS_NO_TOKEN) return NOBODY;
    found f = antecedent(q, noun, q->low[v] > noun ? q->low[v] : s, "relative");
    bool pronoun = f.head == noun && noun < s && ds_quotes_word_in(q, s, "who which that");
    return pronoun ? (found){s, s, s, "relative", noun, false} : f;
  }
  if (token(q, s)->upos == DS_UPOS_PUNCT) return NOBODY;
  if (s < v) return (found){s, 0, v - 1, rule, 0, false};
  return (found){s, v + 1, ds_quotes_sentence_last(q, v), "inverted", 0, false};
}

static found agent(const ds_quoting *q, uint32_t v) {
  uint32_t by = ds_quotes_child(q, v, DS_REL_OBL_AGENT);
  if (by == DS_NO_TOKEN) return NOBODY;
  uint32_t from = q->low[by];
  if (from < by && ds_quotes_word_in(q, from, "by")) from++;
  return (found){by, from, ds_quotes_sentence_last(q, v), "agent", 0, false};
}

static bool may_speak(const ds_quoting *q, uint32_t noun) {
  size_t len;
  const char *text = ds_token_text(q->r, noun, &len);
  if (token(q, noun)->rel == DS_REL_OBL_UNMARKED) return false;
  return token(q, noun)->upos == DS_UPOS_PROPN || ds_reporting_noun(text, len) || ds_role_noun(token(q, noun)->lemma) ||
         ds_mention_at(q->a, noun) >= 0;
}

/* "… took a risk, telling the crowd": a participle that hangs on a noun which does not speak has the subject of the verb above. */
static found above_noun(const ds_quoting *q, uint32_t noun) {
  uint32_t t = noun;
  for (int i = 0; i < CLIMBS; i++) {
    uint32_t up = head_of(q, t);
    if (up == DS_NO_TOKEN) return NOBODY;
    if (is_verb(q, up)) {
      uint32_t s = subject_of(q, up);
      return s == DS_NO_TOKEN || s == noun ? NOBODY : from_subject(q, up, s, "participle");
    }
    t = up;
  }
  return NOBODY;
}

/* A coordinated verb goes with the nearest verb above it of the same form: "says he would sit down and tells them" joins says and tells. */
static uint32_t same_form_above(const ds_quoting *q, uint32_t v) {
  uint32_t t = v;
  for (int i = 0; i < CLIMBS + 2; i++) {
    t = head_of(q, t);
    if (t == DS_NO_TOKEN) break;
    if (is_verb(q, t) && token(q, t)->xpos == token(q, v)->xpos) return t;
  }
  return DS_NO_TOKEN;
}

/* "footage of Jane Smith asking": a participle right behind a person's name is what that person says, whatever the tree has. */
static found named_before(const ds_quoting *q, uint32_t v) {
  if (v == 0 || token(q, v)->xpos != DS_XPOS_VBG || token(q, v - 1)->upos != DS_UPOS_PROPN) return NOBODY;
  int32_t m = ds_mention_at(q->a, v - 1);
  if (m < 0 || q->a->mentions[m].entity < 0 || q->a->entities[q->a->mentions[m].entity].kind != DS_PERSON) return NOBODY;
  uint32_t first = ds_token_from(q->r, q->a->mentions[m].start);
  return (found){v - 1, first, v - 1, "participle", 0, true};
}

/* "She apologized after they came out, saying …": the verb that a trailing participle goes with is not the one of a subordinate clause. */
static uint32_t main_above(const ds_quoting *q, uint32_t v) {
  uint32_t best = v;
  for (int i = 0; i < CLIMBS; i++) {
    ds_rel rel = token(q, v)->rel;
    if (rel != DS_REL_ADVCL && rel != DS_REL_ACL && rel != DS_REL_ACL_RELCL) break;
    do v = head_of(q, v);
    while (v != DS_NO_TOKEN && !is_verb(q, v) && subject_of(q, v) == DS_NO_TOKEN && token(q, v)->rel != DS_REL_ROOT);
    if (v == DS_NO_TOKEN) break;
    uint32_t s = subject_of(q, v);
    if (s != DS_NO_TOKEN && s < best) best = v;
  }
  return best;
}

/* From a verb without a subject of its own to the verb or noun that governs it. */
static found governed(const ds_quoting *q, uint32_t v) {
  const char *rule = "governed";
  bool trails = token(q, v)->xpos == DS_XPOS_VBG && q->low[v] > 0 && ds_quotes_word_in(q, q->low[v] - 1, ",");
  found named = named_before(q, v);
  if (named.head != DS_NO_TOKEN) return named;
  for (int i = 0; i < CLIMBS; i++) {
    uint32_t up = head_of(q, v);
    if (up == DS_NO_TOKEN) return NOBODY;
    ds_rel rel = token(q, v)->rel;
    if (rel == DS_REL_ACL && token(q, v)->xpos == DS_XPOS_VBG) {
      bool comma = q->low[v] > 0 && ds_quotes_word_in(q, q->low[v] - 1, ",");
      found f = comma || ds_quotes_word_in(q, q->low[v], ",") || !may_speak(q, up) ? above_noun(q, up) : NOBODY;
      if (f.head != DS_NO_TOKEN) return f;
    }
    if (rel == DS_REL_ACL || rel == DS_REL_ACL_RELCL)
      return is_verb(q, up) ? NOBODY : antecedent(q, up, q->low[v] > up ? q->low[v] : v, "participle");
    if (rel == DS_REL_ADVCL)
      rule = "participle";
    else if (rel == DS_REL_CONJ) {
      rule = "coordinated";
      uint32_t twin = same_form_above(q, v);
      if (twin != DS_NO_TOKEN) up = twin;
    } else if (rel != DS_REL_XCOMP && rel != DS_REL_PARATAXIS && rel != DS_REL_CCOMP)
      return NOBODY;
    if (trails) up = main_above(q, up);
    uint32_t s = subject_of(q, up);
    if (s != DS_NO_TOKEN && token(q, s)->rel != DS_REL_NSUBJ_OUTER) return from_subject(q, up, s, rule);
    v = up;
  }
  return NOBODY;
}

/* Without help from the tree: the nearest run of nouns before the verb. */
static found adjacent(const ds_quoting *q, const ds_cue *c) {
  uint32_t start = ds_quotes_sentence_first(q, c->verb);
  if (c->first == start || token(q, c->verb)->xpos == DS_XPOS_VBG || token(q, c->verb)->xpos == DS_XPOS_VBN) return NOBODY;
  uint32_t t = c->first - 1;
  if (!names_something(q, t) || q->mark_of[t] >= 0 || is_relative(q, t)) return NOBODY;
  if (token(q, t)->rel == DS_REL_OBJ || token(q, t)->rel == DS_REL_IOBJ) return NOBODY;
  uint32_t from = t;
  while (from > start && q->mark_of[from - 1] < 0 && (begins_phrase(q, from - 1))) from--;
  return (found){climb(q, t, from, t), from, t, "adjacent", 0, false};
}

/* "In a statement, Jane Smith, a spokeswoman for the party, said": the first noun phrase of the sentence behind a leading circumstance,
 * for a main verb that the tree leaves without a subject. */
static found opening(const ds_quoting *q, const ds_cue *c) {
  uint32_t from = ds_quotes_sentence_first(q, c->verb), to = c->first;
  if (to <= from + 1 || token(q, c->verb)->xpos == DS_XPOS_VBG || !ds_quotes_word_in(q, to - 1, ", )")) return NOBODY;
  to -= 2;
  uint8_t upos = token(q, from)->upos;
  bool participle = token(q, from)->xpos == DS_XPOS_VBG || token(q, from)->xpos == DS_XPOS_VBN;
  if (upos == DS_UPOS_ADP || upos == DS_UPOS_SCONJ || upos == DS_UPOS_ADV || participle) {
    while (from < to && !ds_quotes_word_in(q, from, ",")) from++;
    from++;
  }
  if (from > to || !begins_phrase(q, from) || is_relative(q, from)) return NOBODY;
  for (uint32_t t = from; t <= to; t++)
    if (q->mark_of[t] >= 0) return NOBODY;
  uint32_t head = climb(q, from, from, to);
  return names_something(q, head) ? (found){head, from, to, "opening", 0, false} : NOBODY;
}

static found by_tree(const ds_quoting *q, const ds_cue *c) {
  uint32_t s = subject_of(q, c->verb);
  if (c->passive) return agent(q, c->verb);
  if (s != DS_NO_TOKEN && q->mark_of[s] < 0) return from_subject(q, c->verb, s, "subject");
  found f = governed(q, c->verb);
  if (f.head == DS_NO_TOKEN) f = adjacent(q, c);
  return f.head == DS_NO_TOKEN ? opening(q, c) : f;
}

static bool mark_just_before(const ds_quoting *q, uint32_t t) {
  uint32_t start = ds_quotes_sentence_first(q, t);
  for (uint32_t back = 1; back <= 2 && t >= start + back; back++) {
    if (q->mark_of[t - back] >= 0) return true;
    if (token(q, t - back)->upos != DS_UPOS_PUNCT) return false;
  }
  return false;
}

/* "Recipients, said Mauer, are required to …": a name between verb and comma, and the verb behind a comma. */
static bool is_interposed(const ds_quoting *q, const ds_cue *c) {
  uint32_t end = ds_quotes_sentence_last(q, c->verb), t = c->last + 1;
  if (c->first == ds_quotes_sentence_first(q, c->verb) || !ds_quotes_word_in(q, c->first - 1, ",")) return false;
  if (t >= end || token(q, t)->upos != DS_UPOS_PROPN || (c->entry && c->entry->takes & DS_TAKES_HEARER)) return false;
  while (t < end && token(q, t)->upos == DS_UPOS_PROPN) t++;
  return ds_quotes_word_in(q, t, ", .");
}

/* ", officials said." The noun phrase between a comma and a verb that ends its clause. */
static found closing(const ds_quoting *q, const ds_cue *c) {
  uint32_t start = ds_quotes_sentence_first(q, c->verb), to = c->first, from;
  if (to <= start + 1 || c->last + 1 >= q->r->n_tokens || !ds_quotes_word_in(q, c->last + 1, ". , ;")) return NOBODY;
  for (from = --to; from > start && to - from < SHORT && (begins_phrase(q, from) || token(q, from)->upos == DS_UPOS_PART); from--) continue;
  if (from == to || !ds_quotes_word_in(q, from, ",") || q->mark_of[from] >= 0) return NOBODY;
  from++;
  uint32_t head = run_head(q, from, to);
  return head == DS_NO_TOKEN || is_relative(q, from) ? NOBODY : (found){head, from, to, "subject", 0, true};
}

/* Nouns that the tree has left between the speaker and the verb belong to the speaker. */
static void reach_verb(const ds_quoting *q, ds_cue *c) {
  if (c->speaker_last >= c->first || c->first - c->speaker_last > SHORT || strcmp(c->rule, "subject") != 0) return;
  uint32_t head = DS_NO_TOKEN;
  for (uint32_t t = c->speaker_last + 1; t < c->first; t++) {
    uint8_t upos = token(q, t)->upos;
    if (upos == DS_UPOS_PROPN || upos == DS_UPOS_NOUN)
      head = t;
    else if (upos != DS_UPOS_ADJ && upos != DS_UPOS_NUM)
      return;
  }
  if (head == DS_NO_TOKEN) return;
  c->speaker_last = c->subject = head;
}

void ds_quotes_speaker(const ds_quoting *q, ds_cue *c) {
  found f = NOBODY;
  bool finite = !c->passive && token(q, c->verb)->xpos != DS_XPOS_VBG;
  if (!c->passive && mark_just_before(q, c->first))
    f = inverted(q, c);
  else if (finite)
    f = between(q, c);
  bool opens = c->first == ds_quotes_sentence_first(q, c->verb); /* "Said Jane Smith: “…”" */
  if (f.head == DS_NO_TOKEN && finite && (is_interposed(q, c) || (opens && token(q, c->verb)->xpos == DS_XPOS_VBD))) f = inverted(q, c);
  if (f.head == DS_NO_TOKEN && finite) f = closing(q, c);
  if (f.head == DS_NO_TOKEN) f = by_tree(q, c);
  if (f.head == DS_NO_TOKEN || q->mark_of[f.head] >= 0) return;
  uint32_t first = ds_quotes_sentence_first(q, f.head), last = ds_quotes_sentence_last(q, f.head);
  if (f.from < first) f.from = first;
  if (f.to > last) f.to = last;
  c->subject = f.head;
  c->rule = f.rule;
  c->antecedent = f.antecedent ? f.antecedent : DS_NO_TOKEN;
  ds_quotes_phrase(q, f.head, f.from, f.to, &c->speaker_first, &c->speaker_last);
  reach_verb(q, c);
  if (f.whole && f.from < c->speaker_first) c->speaker_first = f.from;
  for (uint32_t t = c->subject; t <= c->speaker_last; t++) /* quotation marks are never part of a speaker */
    if (q->mark_of[t] >= 0) c->speaker_last = t - 1;
  for (uint32_t t = c->subject + 1; t-- > c->speaker_first;)
    if (q->mark_of[t] >= 0) c->speaker_first = t + 1 > c->subject ? c->subject : t + 1;
}
