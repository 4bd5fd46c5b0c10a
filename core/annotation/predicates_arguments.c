#include <string.h>

#include "annotation/predicates.h"
#include "base/utf8.h"

static const ds_token *token_at(const ds_framing *g, uint32_t token) {
  return &g->tree.reading->tokens[token];
}

const char *ds_lower_text(ds_framing *g, uint32_t token) {
  size_t len;
  const char *s = ds_token_text(g->tree.reading, token, &len);
  char *out = ds_arena_strndup(g->arena, s, len);
  for (size_t i = 0; i < len; i++)
    if (out[i] >= 'A' && out[i] <= 'Z') out[i] = (char)(out[i] + 32);
  return out;
}

const ds_slot *ds_frame_slot(const ds_frame *f, const char *role) {
  for (uint32_t i = 0; i < f->n_slots; i++)
    if (strcmp(f->slots[i].role, role) == 0) return &f->slots[i];
  return NULL;
}

bool ds_frame_has_surface(const ds_frame *f) {
  for (uint32_t i = 0; i < f->n_slots; i++)
    if (f->slots[i].surface) return true;
  return false;
}

void ds_frame_copy(ds_frame *f, const ds_slot *slot, const char *role, bool surface) {
  for (uint32_t i = 0; i < f->n_slots; i++)
    if (f->slots[i].head == slot->head && strcmp(f->slots[i].role, role) == 0) return;
  if (f->n_slots == DS_FRAME_ARGUMENTS) return;
  f->slots[f->n_slots] = *slot;
  f->slots[f->n_slots].role = role;
  f->slots[f->n_slots++].surface = surface;
}

static bool is_edge(const ds_token *t) {
  return t->rel == DS_REL_CASE || t->rel == DS_REL_PUNCT || t->rel == DS_REL_CC || t->rel == DS_REL_CC_PRECONJ || t->upos == DS_UPOS_PUNCT;
}

/* The phrase of head without its case words, without what is coordinated with it and without the clause of frame f. */
static ds_slot phrase_of(const ds_framing *g, const ds_frame *f, uint32_t head) {
  const ds_clause_tree *t = &g->tree;
  ds_slot s = {.head = head, .first = t->low[head - t->first], .last = t->high[head - t->first]};
  for (int32_t c = ds_first_child(t, head); c >= 0; c = ds_next_child(t, c)) {
    uint8_t rel = token_at(g, (uint32_t)c)->rel;
    uint32_t low = t->low[(uint32_t)c - t->first], high = t->high[(uint32_t)c - t->first];
    if (high < head && rel == DS_REL_CASE && high + 1 > s.first) s.first = high + 1;
    bool holds_frame = low <= f->node && f->node <= high;
    if (low > head && (rel == DS_REL_CONJ || rel == DS_REL_PARATAXIS || holds_frame) && low <= s.last) s.last = low - 1;
  }
  while (s.last > head && is_edge(token_at(g, s.last))) s.last--;
  while (s.first < head && (is_edge(token_at(g, s.first)) || token_at(g, s.first)->rel == DS_REL_MARK)) s.first++;
  return s;
}

static bool is_relative_pronoun(const ds_token *t) {
  return t->xpos == DS_XPOS_WDT || t->xpos == DS_XPOS_WP ||
         (t->upos == DS_UPOS_PRON && (strcmp(t->lemma, "that") == 0 || strcmp(t->lemma, "which") == 0 || strcmp(t->lemma, "who") == 0));
}

void ds_frame_add(ds_framing *g, ds_frame *f, const char *role, uint32_t head, bool surface) {
  ds_slot s = phrase_of(g, f, head);
  ds_frame_copy(f, &s, role, surface);
  if (strcmp(role, "clause") == 0) return;
  for (int32_t c = ds_first_child(&g->tree, head); c >= 0; c = ds_next_child(&g->tree, c)) {
    const ds_token *t = token_at(g, (uint32_t)c);
    if (t->rel != DS_REL_CONJ || (uint32_t)c == f->node || t->upos == DS_UPOS_VERB || is_relative_pronoun(t)) continue;
    const char *own = ds_case_role(g, (uint32_t)c);
    s = phrase_of(g, f, (uint32_t)c);
    ds_frame_copy(f, &s, own && !surface ? own : role, surface);
  }
}

/* "of", with the adverb that stands before it: "ahead of". */
static const char *whole_case(ds_framing *g, uint32_t word) {
  static const char *const before[] = {"ahead", "because", "instead", "outside", "regardless", "out", "short"};
  const char *text = ds_lower_text(g, word);
  if (word == g->tree.first || strcmp(text, "of") != 0 || token_at(g, word - 1)->rel == DS_REL_CASE) return text;
  for (size_t i = 0; i < sizeof before / sizeof *before; i++)
    if (ds_token_is(g->tree.reading, word - 1, before[i])) return ds_arena_printf(g->arena, "%s of", before[i]);
  return text;
}

/* "because of", "in front of": the case word with what is fixed to it, and a case word that follows it at once. */
const char *ds_case_role(ds_framing *g, uint32_t head) {
  const char *role = NULL;
  for (int32_t c = ds_first_child(&g->tree, head); c >= 0; c = ds_next_child(&g->tree, c)) {
    const ds_token *t = token_at(g, (uint32_t)c);
    if (t->rel != DS_REL_CASE || t->xpos == DS_XPOS_POS) continue;
    const char *word = whole_case(g, (uint32_t)c);
    role = role ? ds_arena_printf(g->arena, "%s %s", role, word) : word;
    for (int32_t k = ds_first_child(&g->tree, (uint32_t)c); k >= 0; k = ds_next_child(&g->tree, k))
      if (token_at(g, (uint32_t)k)->rel == DS_REL_FIXED) role = ds_arena_printf(g->arena, "%s %s", role, ds_lower_text(g, (uint32_t)k));
  }
  return role && strlen(role) < 40 ? role : NULL;
}

/* The noun that the relative clause around node belongs to, or -1. */
static int32_t antecedent(const ds_framing *g, uint32_t node) {
  for (int steps = 0; steps < 4; steps++) {
    const ds_token *t = token_at(g, node);
    int32_t head = ds_head_of(&g->tree, node);
    if (t->rel == DS_REL_ACL_RELCL) return head;
    bool inside = t->rel == DS_REL_CCOMP || t->rel == DS_REL_XCOMP || t->rel == DS_REL_CONJ || t->rel == DS_REL_ADVCL;
    if (!inside || head < 0) return -1;
    node = (uint32_t)head;
  }
  return -1;
}

/* The nominal right before a pronoun (a comma may part them), with its name's or compound's head; -1 when there is none. */
static int32_t nominal_before(const ds_framing *g, uint32_t pronoun) {
  uint32_t at = pronoun;
  if (at > g->tree.first && token_at(g, at - 1)->xpos == DS_XPOS_COMMA) at--;
  if (at <= g->tree.first) return -1;
  const ds_token *t = token_at(g, --at);
  if (t->upos != DS_UPOS_NOUN && t->upos != DS_UPOS_PROPN) return -1;
  bool part = t->rel == DS_REL_FLAT || t->rel == DS_REL_COMPOUND;
  int32_t head = ds_head_of(&g->tree, at);
  return part && head >= 0 ? head : (int32_t)at;
}

static uint32_t resolve(const ds_framing *g, const ds_frame *f, uint32_t token) {
  if (!is_relative_pronoun(token_at(g, token))) return token;
  int32_t noun = antecedent(g, f->node);
  if (noun < 0 && token_at(g, token)->xpos != DS_XPOS_NONE && token < f->node) noun = nominal_before(g, token);
  return noun < 0 || (uint32_t)noun == f->node ? token : (uint32_t)noun;
}

static const char *mark_role(ds_framing *g, uint32_t clause) {
  for (int32_t c = ds_first_child(&g->tree, clause); c >= 0; c = ds_next_child(&g->tree, c)) {
    const ds_token *t = token_at(g, (uint32_t)c);
    bool marks = t->rel == DS_REL_MARK && t->xpos != DS_XPOS_TO;
    if (marks || (t->rel == DS_REL_ADVMOD && t->xpos == DS_XPOS_WRB)) return ds_lower_text(g, (uint32_t)c);
  }
  return NULL;
}

static void collect_clause(ds_framing *g, ds_frame *f, uint32_t child) {
  const ds_token *t = token_at(g, child);
  const char *mark = t->rel == DS_REL_CCOMP ? mark_role(g, child) : NULL;
  if (mark && (strcmp(mark, "because") == 0 || strcmp(mark, "after") == 0 || strcmp(mark, "before") == 0 || strcmp(mark, "while") == 0)) {
    ds_frame_add(g, f, mark, child, false);
    return;
  }
  bool verbal = t->upos == DS_UPOS_VERB || t->upos == DS_UPOS_AUX || ds_child_of(&g->tree, child, DS_REL_COP) >= 0;
  ds_frame_add(g, f, t->rel == DS_REL_XCOMP && !verbal && !f->copula ? "complement" : "clause", child, false);
}

static void collect_oblique(ds_framing *g, ds_frame *f, uint32_t child) {
  const ds_token *t = token_at(g, child);
  if (t->rel == DS_REL_OBL_AGENT && !f->noun) {
    ds_frame_add(g, f, "subject", resolve(g, f, child), false);
    return;
  }
  const char *role = ds_case_role(g, child);
  if (role && f->passive && strcmp(role, "by") == 0 && ds_frame_slot(f, "subject") == NULL && t->upos != DS_UPOS_VERB &&
      !ds_is_time_noun(t->lemma) && t->upos != DS_UPOS_NUM)
    role = "subject";
  ds_frame_add(g, f, role ? role : "adverbial", resolve(g, f, child), false);
}

/* A name or nationality before an event noun: "the Trump visit", "Russian support". */
static void collect_modifier(ds_framing *g, ds_frame *f, uint32_t child) {
  const ds_token *t = token_at(g, child);
  size_t len;
  const char *s = ds_token_text(g->tree.reading, child, &len);
  bool capital = len > 0 && s[0] >= 'A' && s[0] <= 'Z';
  if (t->rel == DS_REL_AMOD && t->xpos == DS_XPOS_VBN && ds_is_staging_verb(t->lemma)) {
    f->modal = ds_arena_printf(g->arena, "be %s", ds_lower_text(g, child)); /* "a planned visit" */
    return;
  }
  if (t->upos == DS_UPOS_PROPN || (t->rel == DS_REL_AMOD && capital)) ds_frame_add(g, f, "modifier", child, false);
}

static void collect_noun_child(ds_framing *g, ds_frame *f, uint32_t child) {
  const char *role;
  switch (token_at(g, child)->rel) {
  case DS_REL_NMOD_POSS: ds_frame_add(g, f, "possessive", child, false); break;
  case DS_REL_COMPOUND:
  case DS_REL_AMOD: collect_modifier(g, f, child); break;
  case DS_REL_ACL:
    if (token_at(g, child)->xpos == DS_XPOS_VB) ds_frame_add(g, f, "clause", child, false);
    break;
  case DS_REL_NMOD:
  case DS_REL_OBL:
    role = ds_case_role(g, child);
    if (role) ds_frame_add(g, f, role, child, false);
    break;
  default: break;
  }
}

/* A pronoun that relates to nothing adds nothing beside a subject. */
static void collect_subject(ds_framing *g, ds_frame *f, uint32_t child, const char *role) {
  uint32_t head = resolve(g, f, child);
  if (head == child && is_relative_pronoun(token_at(g, child)) && ds_frame_has_surface(f)) return;
  ds_frame_add(g, f, role, head, true);
}

/* The first of two objects is whom it is given to. */
static void collect_object(ds_framing *g, ds_frame *f, uint32_t child) {
  for (uint32_t i = 0; i < f->n_slots && !f->passive; i++)
    if (strcmp(f->slots[i].role, "object") == 0 && f->slots[i].head < child && f->slots[i].head > f->node)
      f->slots[i].role = "indirect object";
  ds_frame_add(g, f, "object", resolve(g, f, child), false);
}

static void collect_verb_child(ds_framing *g, ds_frame *f, uint32_t child) {
  const char *role;
  switch (token_at(g, child)->rel) {
  case DS_REL_NSUBJ:
  case DS_REL_NSUBJ_OUTER:
  case DS_REL_NSUBJ_PASS: collect_subject(g, f, child, f->passive ? "object" : "subject"); break;
  case DS_REL_CSUBJ:
  case DS_REL_CSUBJ_OUTER: ds_frame_add(g, f, "subject", child, false); break;
  case DS_REL_CSUBJ_PASS: ds_frame_add(g, f, "object", child, false); break;
  case DS_REL_OBJ: collect_object(g, f, child); break;
  case DS_REL_IOBJ: ds_frame_add(g, f, "indirect object", resolve(g, f, child), false); break;
  case DS_REL_CCOMP:
  case DS_REL_XCOMP: collect_clause(g, f, child); break;
  case DS_REL_OBL:
  case DS_REL_OBL_UNMARKED:
  case DS_REL_OBL_AGENT: collect_oblique(g, f, child); break;
  case DS_REL_ADVCL:
    role = mark_role(g, child);
    if (role) ds_frame_add(g, f, role, child, false);
    break;
  case DS_REL_COMPOUND_PRT: f->particle = (int32_t)child; break;
  default: break;
  }
}

/* What hangs on the complement of a copula belongs to the complement, but for the clause's own parts. */
static void collect_copula_child(ds_framing *g, ds_frame *f, uint32_t child) {
  switch (token_at(g, child)->rel) {
  case DS_REL_NSUBJ:
  case DS_REL_NSUBJ_OUTER:
  case DS_REL_CSUBJ:
  case DS_REL_CCOMP:
  case DS_REL_XCOMP:
  case DS_REL_ADVCL:
  case DS_REL_OBL:
  case DS_REL_OBL_UNMARKED: collect_verb_child(g, f, child); break;
  default: break;
  }
}

static bool is_part_of_nominal(uint8_t rel) {
  return rel == DS_REL_DET || rel == DS_REL_AMOD || rel == DS_REL_COMPOUND || rel == DS_REL_NUMMOD || rel == DS_REL_NMOD_POSS ||
         rel == DS_REL_NMOD || rel == DS_REL_NMOD_DESC || rel == DS_REL_FLAT || rel == DS_REL_APPOS || rel == DS_REL_ACL ||
         rel == DS_REL_ACL_RELCL || rel == DS_REL_FIXED;
}

/* The complement without the clause's own parts, which hang on it too. */
static void collect_complement(ds_framing *g, ds_frame *f) {
  const ds_clause_tree *t = &g->tree;
  ds_slot s = {.head = f->node, .first = f->node, .last = f->node};
  for (int32_t c = ds_first_child(t, f->node); c >= 0; c = ds_next_child(t, c)) {
    if (!is_part_of_nominal(token_at(g, (uint32_t)c)->rel)) continue;
    uint32_t low = t->low[(uint32_t)c - t->first], high = t->high[(uint32_t)c - t->first];
    if (low < s.first && (uint32_t)c > f->token) s.first = low;
    if (high > s.last) s.last = high;
  }
  const char *role = ds_case_role(g, f->node);
  ds_frame_copy(f, &s, role ? role : "complement", false);
}

/* Nouns whose that-clause says what they are, and leaves no gap. */
static bool takes_content(const char *lemma) {
  static const char *const nouns[] = {"fact", "idea", "news", "possibility", "sign", "evidence", "likelihood", "chance"};
  for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++)
    if (strcmp(lemma, nouns[i]) == 0) return true;
  return ds_is_event_noun(lemma);
}

static bool is_finite(const ds_token *t) {
  return t->xpos == DS_XPOS_VBD || t->xpos == DS_XPOS_VBZ || t->xpos == DS_XPOS_VBP;
}

/* "the city where they met". */
static bool fill_where(ds_framing *g, ds_frame *f, uint32_t noun) {
  for (int32_t c = ds_first_child(&g->tree, f->node); c >= 0; c = ds_next_child(&g->tree, c))
    if (token_at(g, (uint32_t)c)->xpos == DS_XPOS_WRB) {
      if (strcmp(ds_lower_text(g, (uint32_t)c), "where") == 0) ds_frame_add(g, f, "in", noun, false);
      return true;
    }
  return false;
}

/* Gaps that no pronoun fills: "the city he visited", "the men with whom he met" (the clause may hang on "whom"). */
static void fill_gap(ds_framing *g, ds_frame *f) {
  const ds_token *node = token_at(g, f->node);
  bool clause = node->rel == DS_REL_ACL_RELCL || (node->rel == DS_REL_ACL && is_finite(node));
  int32_t head = ds_head_of(&g->tree, f->node);
  if (!clause || head < 0 || f->copula) return;
  uint32_t noun = (uint32_t)head;
  if (node->rel == DS_REL_ACL && takes_content(token_at(g, noun)->lemma)) return;
  head = ds_head_of(&g->tree, noun);
  if (is_relative_pronoun(token_at(g, noun)) && head >= 0) {
    const char *role = ds_case_role(g, noun);
    noun = (uint32_t)head;
    if (role) ds_frame_add(g, f, role, noun, false);
  }
  for (uint32_t i = 0; i < f->n_slots; i++)
    if (f->slots[i].head == noun) return;
  if (fill_where(g, f, noun)) return;
  if (!ds_frame_has_surface(f))
    ds_frame_add(g, f, f->passive ? "object" : "subject", noun, true);
  else if (!f->passive && !ds_frame_slot(f, "object") && !ds_frame_slot(f, "clause") && !ds_is_time_noun(token_at(g, noun)->lemma))
    ds_frame_add(g, f, "object", noun, false);
}

static bool has_auxiliary(const ds_framing *g, uint32_t node, ds_rel rel, const char *lemma) {
  for (int32_t c = ds_first_child(&g->tree, node); c >= 0; c = ds_next_child(&g->tree, c))
    if (token_at(g, (uint32_t)c)->rel == rel && (!lemma || strcmp(token_at(g, (uint32_t)c)->lemma, lemma) == 0)) return true;
  return false;
}

/* "was seized", "the men seized there", "three men seized"; "has seized" is none, whatever the subject is called. */
static bool is_passive(const ds_framing *g, const ds_frame *f) {
  const ds_token *node = token_at(g, f->node);
  if (f->noun || f->copula || node->xpos == DS_XPOS_VBG) return false;
  if (has_auxiliary(g, f->node, DS_REL_AUX_PASS, NULL)) return true;
  if (node->xpos != DS_XPOS_VBN || has_auxiliary(g, f->node, DS_REL_AUX, "have")) return false;
  if (has_auxiliary(g, f->node, DS_REL_AUX, "be") || has_auxiliary(g, f->node, DS_REL_COP, NULL)) return true;
  bool object = ds_child_of(&g->tree, f->node, DS_REL_OBJ) >= 0;
  return !object && (node->rel == DS_REL_ACL || ds_child_of(&g->tree, f->node, DS_REL_NSUBJ_PASS) >= 0);
}

void ds_frame_collect(ds_framing *g, ds_frame *f) {
  f->passive = is_passive(g, f);
  if (f->copula) collect_complement(g, f);
  for (int32_t c = ds_first_child(&g->tree, f->node); c >= 0; c = ds_next_child(&g->tree, c)) {
    if (f->noun)
      collect_noun_child(g, f, (uint32_t)c);
    else if (f->copula)
      collect_copula_child(g, f, (uint32_t)c);
    else
      collect_verb_child(g, f, (uint32_t)c);
  }
  if (!f->noun) fill_gap(g, f);
}
