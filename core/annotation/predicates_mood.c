#include <string.h>

#include "annotation/predicates.h"

enum { MODAL_BYTES = 60 }; /* a longer chain keeps its last link */

static const ds_token *token_at(const ds_framing *g, uint32_t token) {
  return &g->tree.reading->tokens[token];
}

/* What stands around a verb: auxiliaries, "to", negation. */
typedef struct mood {
  const char *modal; /* "may", "would" */
  bool will, have, had, past, present, do_past, to, be, be_past;
  bool negated, any;
} mood;

static bool is_word(const char *word, const char *words) {
  size_t len = strlen(word);
  for (const char *at = strstr(words, word); at; at = strstr(at + 1, word))
    if (at > words && at[-1] == '|' && at[len] == '|') return true;
  return false;
}

static const char *modal_lemma(const char *text) {
  if (is_word(text, "|ca|can|")) return "can";
  if (is_word(text, "|'d|would|\xE2\x80\x99"
                    "d|"))
    return "would";
  static const char *const modals[] = {"could", "may", "might", "must", "should", "ought", "shall", "need", "dare"};
  for (size_t i = 0; i < sizeof modals / sizeof *modals; i++)
    if (strcmp(text, modals[i]) == 0) return modals[i];
  return NULL;
}

static void read_auxiliary(ds_framing *g, uint32_t child, mood *m) {
  const ds_token *t = token_at(g, child);
  const char *text = ds_lower_text(g, child);
  bool past = t->xpos == DS_XPOS_VBD;
  m->any = true;
  if (t->xpos == DS_XPOS_MD) {
    m->will |= is_word(text, "|will|wo|'ll|shall|sha|\xE2\x80\x99ll|");
    if (!m->will) m->modal = modal_lemma(text);
  } else if (strcmp(t->lemma, "have") == 0) {
    m->have |= !past;
    m->had |= past;
  } else if (strcmp(t->lemma, "do") == 0) {
    m->do_past |= past;
    m->present |= !past;
  } else if (strcmp(t->lemma, "be") == 0) {
    m->be |= t->xpos != DS_XPOS_VBN && t->xpos != DS_XPOS_VBG;
    m->be_past |= past;
    m->past |= past;
    m->present |= t->xpos == DS_XPOS_VBZ || t->xpos == DS_XPOS_VBP;
  }
}

static bool negates(ds_framing *g, uint32_t child) {
  const ds_token *t = token_at(g, child);
  const char *text = ds_lower_text(g, child);
  if (t->rel == DS_REL_ADVMOD || t->rel == DS_REL_CC_PRECONJ || t->rel == DS_REL_AUX || t->rel == DS_REL_CC) {
    if (is_word(text, "|not|n't|n\xE2\x80\x99t|nt|never|neither|nor|no|hardly|scarcely|")) return true;
    int32_t no = strcmp(text, "longer") == 0 ? ds_first_child(&g->tree, child) : -1;
    return no >= 0 && strcmp(ds_lower_text(g, (uint32_t)no), "no") == 0;
  }
  if (t->rel == DS_REL_MARK || t->rel == DS_REL_CASE) return strcmp(text, "without") == 0;
  if (t->rel == DS_REL_DET) return strcmp(text, "no") == 0 || strcmp(text, "neither") == 0;
  return false;
}

/* "no one came", "nobody", "no talks were held": an argument denies the whole. */
static bool is_denied(ds_framing *g, uint32_t argument) {
  if (is_word(ds_lower_text(g, argument), "|nobody|none|nothing|neither|")) return true;
  int32_t det = ds_child_of(&g->tree, argument, DS_REL_DET);
  if (det < 0) det = ds_child_of(&g->tree, argument, DS_REL_CC_PRECONJ);
  return det >= 0 && is_word(ds_lower_text(g, (uint32_t)det), "|no|neither|");
}

static mood read_mood(ds_framing *g, const ds_frame *f) {
  mood m = {0};
  for (int32_t c = ds_first_child(&g->tree, f->node); c >= 0; c = ds_next_child(&g->tree, c)) {
    const ds_token *t = token_at(g, (uint32_t)c);
    if (t->rel == DS_REL_AUX || t->rel == DS_REL_AUX_PASS || t->rel == DS_REL_COP) read_auxiliary(g, (uint32_t)c, &m);
    if (t->rel == DS_REL_MARK && t->xpos == DS_XPOS_TO) m.to = true;
    bool counts = t->rel != DS_REL_DET || f->noun;
    if (counts) m.negated |= negates(g, (uint32_t)c);
    bool argument = t->rel == DS_REL_NSUBJ || t->rel == DS_REL_NSUBJ_PASS || t->rel == DS_REL_OBJ;
    if (argument && !f->noun) m.negated |= is_denied(g, (uint32_t)c);
  }
  if (f->copula && ds_child_of(&g->tree, f->node, DS_REL_DET) >= 0) m.negated |= is_denied(g, f->node);
  return m;
}

static ds_tense tense_of(const ds_token *verb, const mood *m, bool copula) {
  if (m->will) return DS_TENSE_FUTURE;
  if (m->modal) return m->have ? DS_TENSE_PAST : strcmp(m->modal, "would") == 0 ? DS_TENSE_FUTURE : DS_TENSE_PRESENT;
  if (m->had || m->have || m->past || m->do_past) return DS_TENSE_PAST;
  if (m->present) return DS_TENSE_PRESENT;
  if (copula) return DS_TENSE_NONE;
  switch (verb->xpos) {
  case DS_XPOS_VBD: return DS_TENSE_PAST;
  case DS_XPOS_VBN: return DS_TENSE_PAST;
  case DS_XPOS_VBP:
  case DS_XPOS_VBZ: return DS_TENSE_PRESENT;
  default: return DS_TENSE_NONE;
  }
}

static const char *joined(ds_framing *g, const char *before, const char *link) {
  if (!before || strlen(before) + strlen(link) > MODAL_BYTES) return link;
  return ds_arena_printf(g->arena, "%s %s", before, link);
}

/* "plan to", "be expected to", "be likely to", "consider". */
static const char *link_of(ds_framing *g, const ds_frame *above, bool to) {
  const char *tail = to ? " to" : "";
  if (above->copula) return ds_arena_printf(g->arena, "be %s%s", token_at(g, above->node)->lemma, tail);
  if (above->passive) return ds_arena_printf(g->arena, "be %s%s", ds_lower_text(g, above->token), tail);
  return ds_arena_printf(g->arena, "%s%s", above->lemma, tail);
}

static bool says_future(const ds_framing *g, const ds_frame *above) {
  uint8_t xpos = token_at(g, above->token)->xpos;
  return !above->copula && ((strcmp(above->lemma, "go") == 0 && xpos == DS_XPOS_VBG) || strcmp(above->lemma, "be") == 0);
}

/* The verb above governs this one: its own modal is what that verb says. */
static void govern(ds_framing *g, ds_frame *f, const ds_frame *above, const mood *m) {
  bool past = m->have;
  f->negated |= above->negated;
  if (m->to && says_future(g, above)) {
    bool was = above->tense == DS_TENSE_PAST;
    f->tense = was ? DS_TENSE_PAST : DS_TENSE_FUTURE;
    f->modal = was ? joined(g, above->modal, "be going to") : above->modal;
    return;
  }
  f->tense = past ? DS_TENSE_PAST : above->tense;
  if (m->to && strcmp(above->lemma, "use") == 0 && !above->passive && above->tense == DS_TENSE_PAST) {
    f->modal = above->modal;
    return;
  }
  f->modal = joined(g, above->modal, link_of(g, above, m->to));
}

/* "visited and met": what is said once before both. */
static void follow(const ds_framing *g, ds_frame *f, const ds_frame *above, const mood *m) {
  uint8_t own = token_at(g, f->token)->xpos, first = token_at(g, above->token)->xpos;
  bool bare = own == DS_XPOS_VB || own == DS_XPOS_VBN || own == DS_XPOS_VBG;
  if (m->any || !bare || own != first) return;
  f->tense = above->tense;
  f->modal = above->modal;
  f->negated |= above->negated;
}

static void judge_below(ds_framing *g, ds_frame *f, const ds_frame *above, const mood *m) {
  const ds_token *node = token_at(g, f->node);
  bool open = f->tense == DS_TENSE_NONE || (node->xpos == DS_XPOS_VBN && !m->any);
  switch (node->rel) {
  case DS_REL_XCOMP: govern(g, f, above, m); break;
  case DS_REL_CCOMP:
    if (m->to && !f->modal) govern(g, f, above, m);
    break;
  case DS_REL_CONJ: follow(g, f, above, m); break;
  case DS_REL_ADVCL:
    if (open && !m->to) f->tense = above->tense;
    break;
  default: break;
  }
}

/* "the plan to visit", "an invitation to visit". */
static void judge_modifier(ds_framing *g, ds_frame *f, const mood *m) {
  const ds_token *node = token_at(g, f->node);
  int32_t noun = ds_head_of(&g->tree, f->node);
  if (node->rel == DS_REL_ACL && m->to && noun >= 0) f->modal = ds_arena_printf(g->arena, "%s to", token_at(g, (uint32_t)noun)->lemma);
}

void ds_frame_judge(ds_framing *g, ds_frame *f) {
  mood m = read_mood(g, f);
  f->negated |= m.negated;
  if (f->noun) return;
  f->modal = m.modal;
  f->tense = tense_of(token_at(g, f->token), &m, f->copula);
  if (m.to && m.be && !f->copula) { /* "is to visit", "was to visit" */
    f->tense = m.be_past ? DS_TENSE_PAST : DS_TENSE_FUTURE;
    if (m.be_past) f->modal = "be to";
  }
  const ds_frame *above = ds_frame_at(g, ds_head_of(&g->tree, f->node));
  if (above && above != f)
    judge_below(g, f, above, &m);
  else
    judge_modifier(g, f, &m);
}
