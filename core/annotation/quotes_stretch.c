/* Stretches of words around a cue: where what it reports may begin and end. */
#include <string.h>

#include "annotation/quotes_stretch.h"

enum { GAP_TOKENS = 60, SHORT = 8 };

static const ds_token *token(const ds_quoting *q, uint32_t t) {
  return &q->r->tokens[t];
}

static bool is_punct(const ds_quoting *q, uint32_t t) {
  return token(q, t)->upos == DS_UPOS_PUNCT;
}

static uint32_t min(uint32_t a, uint32_t b) {
  return a < b ? a : b;
}

static uint32_t max(uint32_t a, uint32_t b) {
  return a > b ? a : b;
}

uint32_t ds_quotes_cue_first(const ds_cue *c) {
  return c->subject != DS_NO_TOKEN && c->speaker_first < c->first ? c->speaker_first : c->first;
}

uint32_t ds_quotes_cue_last(const ds_cue *c) {
  return c->subject != DS_NO_TOKEN && c->speaker_last > c->last ? c->speaker_last : c->last;
}

bool ds_quotes_speaker_near(const ds_cue *c) {
  return c->subject == DS_NO_TOKEN || c->speaker_first > c->verb || c->first <= c->speaker_last + 12;
}

ds_span ds_quotes_bytes(const ds_quoting *q, uint32_t first, uint32_t last) {
  return (ds_span){token(q, first)->start, token(q, last)->end};
}

void ds_quotes_use_marks(ds_quoting *q, uint32_t first, uint32_t last, int32_t quote) {
  for (uint32_t t = first; t <= last; t++)
    if (q->mark_of[t] >= 0 && q->marks[q->mark_of[t]].quote < 0) q->marks[q->mark_of[t]].quote = quote;
}

ds_quote *ds_quotes_add_words(ds_quoting *q, uint32_t first, uint32_t last, const ds_cue *c) {
  bool marked = false;
  for (uint32_t t = first; t <= last && !marked; t++) marked = q->mark_of[t] >= 0 && q->marks[q->mark_of[t]].quote < 0;
  ds_span span = ds_quotes_bytes(q, first, last);
  if (marked) ds_quotes_use_marks(q, first, last, (int32_t)q->n_quotes);
  return ds_quotes_add(q, marked ? DS_QUOTE_MIXED : DS_QUOTE_INDIRECT, &span, 1, c);
}

bool ds_quotes_clause_ends(const ds_quoting *q, const ds_cue *c) {
  for (int32_t d = q->child[c->verb]; d >= 0; d = q->sibling[d]) {
    ds_rel rel = token(q, (uint32_t)d)->rel;
    bool speaker = c->subject != DS_NO_TOKEN && (uint32_t)d >= c->speaker_first && (uint32_t)d <= c->speaker_last;
    if ((uint32_t)d > c->verb && !speaker && (rel == DS_REL_CCOMP || rel == DS_REL_OBJ)) return false;
  }
  uint32_t next = ds_quotes_cue_last(c) + 1;
  return next >= q->r->n_tokens || !ds_quotes_word_in(q, next, "that");
}

uint32_t ds_quotes_content_first(const ds_quoting *q, uint32_t t) {
  uint32_t first = ds_quotes_sentence_first(q, t);
  while (first < t && (is_punct(q, first) || ds_quotes_word_in(q, first, "and but")) && q->mark_of[first] < 0) first++;
  return first;
}

uint32_t ds_quotes_clause_end(const ds_quoting *q, uint32_t first, uint32_t last) {
  if (q->mark_of[last] >= 0) last = max(last, q->marks[q->mark_of[last]].last);
  while (last > first && q->mark_of[last] < 0 && is_punct(q, last)) last--;
  return last;
}

/* ", that" within a few words behind token t ("wrote in a letter, that …"): the comma, else t. */
static uint32_t late_that(const ds_quoting *q, uint32_t t, uint32_t end) {
  for (uint32_t i = t; i < end && i < t + SHORT && q->mark_of[i] < 0; i++)
    if (ds_quotes_word_in(q, i, ",") && ds_quotes_word_in(q, i + 1, "that")) return i;
  return t;
}

bool ds_quotes_resumes(const ds_quoting *q, const ds_cue *c, uint32_t *next) {
  uint32_t end = ds_quotes_sentence_last(q, c->verb), t = late_that(q, ds_quotes_cue_last(c) + 1, end);
  if (t + 2 >= end || !ds_quotes_word_in(q, t, ",") || q->mark_of[t + 1] >= 0) return false;
  uint8_t xpos = token(q, ++t)->xpos;
  bool finite = token(q, t)->upos == DS_UPOS_AUX || xpos == DS_XPOS_VBD || xpos == DS_XPOS_VBZ || xpos == DS_XPOS_VBP;
  bool and_mark = ds_quotes_word_in(q, t, "and but or") && q->mark_of[t + 1] >= 0;
  *next = t;
  return finite || and_mark || ds_quotes_word_in(q, t, "to that");
}

uint32_t ds_quotes_cut_tail(const ds_quoting *q, const ds_cue *c, uint32_t first, uint32_t last) {
  uint32_t mark_end = 0;
  for (const ds_cue *next = c + 1; next < q->cues + q->n_cues && next->verb <= last; next++) {
    if (next->first <= first + 1 || !next->lemma) continue;
    bool alone = !next->rule && !ds_quotes_word_in(q, next->first - 1, ",");
    bool coordinated = alone || (next->rule && (strcmp(next->rule, "coordinated") == 0 ||
                                                (strcmp(next->rule, "participle") == 0 && ds_quotes_word_in(q, next->first - 1, ","))));
    if (!coordinated || !ds_quotes_word_in(q, next->first - 1, "and but , or while")) continue;
    last = ds_quotes_clause_end(q, first, next->first - 2 > first ? next->first - 2 : first);
    break;
  }
  for (uint32_t t = first; t <= last; t++)
    if (q->mark_of[t] >= 0) mark_end = t;
  if (mark_end && mark_end < last &&
      ds_quotes_word_in(q, mark_end + 1, "as while when after before during despite following though although"))
    last = mark_end;
  return last;
}

uint32_t ds_quotes_after_circumstances(const ds_quoting *q, const ds_cue *c) {
  uint32_t t = ds_quotes_cue_last(c) + 1;
  for (int32_t d = q->child[c->verb]; d >= 0; d = q->sibling[d]) {
    ds_rel rel = token(q, (uint32_t)d)->rel;
    bool circumstance = rel == DS_REL_OBL || rel == DS_REL_OBL_UNMARKED || rel == DS_REL_ADVMOD || rel == DS_REL_PUNCT ||
                        rel == DS_REL_ADVCL || rel == DS_REL_COMPOUND_PRT;
    if ((uint32_t)d > c->verb && q->low[d] == t && circumstance) t = q->high[d] + 1;
  }
  return t;
}

bool ds_quotes_is_inside(const ds_quoting *q, const ds_cue *c, uint32_t *start) {
  uint32_t cue = ds_quotes_cue_first(c);
  *start = ds_quotes_content_first(q, c->verb);
  return c->entry && c->entry->takes & DS_TAKES_PARENTHESIS && c->subject != DS_NO_TOKEN && cue > *start + 1 &&
         ds_quotes_word_in(q, cue - 1, ",");
}

bool ds_quotes_is_reported(const ds_quoting *q, const ds_cue *c) {
  if (c->subject != DS_NO_TOKEN && ds_quotes_word_in(q, c->subject, "you")) return false;
  if (c->negated && c->subject == DS_NO_TOKEN) return false;
  if (!(c->entry->takes & DS_TAKES_THOUGHT)) return true;
  return c->subject != DS_NO_TOKEN && !c->negated && !ds_quotes_word_in(q, c->subject, "I we");
}

bool ds_quotes_has_finite(const ds_quoting *q, uint32_t first, uint32_t last) {
  for (uint32_t t = first; t <= last; t++) {
    uint8_t xpos = token(q, t)->xpos;
    if (token(q, t)->upos == DS_UPOS_AUX) return true;
    if (token(q, t)->upos == DS_UPOS_VERB && (xpos == DS_XPOS_VBD || xpos == DS_XPOS_VBZ || xpos == DS_XPOS_VBP)) return true;
  }
  return false;
}

uint32_t ds_quotes_complement_first(const ds_quoting *q, const ds_cue *c) {
  uint32_t best = DS_NO_TOKEN, end = ds_quotes_sentence_last(q, c->verb);
  for (int32_t d = q->child[c->verb]; d >= 0; d = q->sibling[d]) {
    ds_rel rel = token(q, (uint32_t)d)->rel;
    if (rel != DS_REL_CCOMP && rel != DS_REL_PARATAXIS) continue;
    if ((uint32_t)d > c->verb) best = min(best, max(q->low[d], c->last + 1));
  }
  if (best != DS_NO_TOKEN) return best;
  for (uint32_t t = ds_quotes_cue_last(c) + 1; t <= end && t < c->verb + GAP_TOKENS; t++)
    if (ds_quotes_word_in(q, t, "that whether if how why what") && q->mark_of[t] < 0) return t;
  return DS_NO_TOKEN;
}
