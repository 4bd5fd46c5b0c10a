/* What each cue reports. Marked words claim the cue that stands beside them; then every cue without marks takes its clause
 * (quotes_clauses.c). */
#include <string.h>

#include "annotation/quotes_stretch.h"
#include "base/sorted.h"

enum { GAP_TOKENS = 60, LOOSE_TOKENS = 40 };

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

/* The last character inside the mark, as ASCII ('.' for an ellipsis, '-' for a dash), or 0. */
static char last_char(const ds_quoting *q, const ds_mark *m) {
  if (m->inner_end <= m->inner_start) return 0;
  const char *t = q->r->text + m->inner_end;
  if (m->inner_end - m->inner_start >= 3) {
    if (memcmp(t - 3, "\xE2\x80\xA6", 3) == 0) return '.';
    if (memcmp(t - 3, "\xE2\x80\x94", 3) == 0 || memcmp(t - 3, "\xE2\x80\x93", 3) == 0) return '-';
    if ((unsigned char)t[-1] >= 0x80 || t[-1] == '\'') return m->inner_end - m->inner_start > 4 && t[-4] == ',' ? ',' : 'a';
  }
  return t[-1];
}

/* The mark when it holds something that no other cue has claimed, else NULL. */
static ds_mark *takeable(ds_mark *m) {
  return m->quote < 0 && m->inner_end > m->inner_start ? m : NULL;
}

/* The mark that ends just before the cue's clause, or NULL. *comma: a comma or the like stands between. */
static ds_mark *mark_before(const ds_quoting *q, const ds_cue *c, bool *comma) {
  uint32_t t = ds_quotes_cue_first(c), start = ds_quotes_sentence_first(q, c->verb);
  *comma = false;
  for (int steps = 0; steps < 3 && t > 0; steps++) {
    t--;
    if (q->mark_of[t] >= 0) return takeable(&q->marks[q->mark_of[t]]);
    if (t < start) return NULL;
    if (ds_quotes_word_in(q, t, ", - -- — –"))
      *comma = true;
    else if (!ds_quotes_word_in(q, t, "then") && !is_punct(q, t))
      return NULL;
  }
  return NULL;
}

/* "“Out!” the crowd yelled.": the cue is a sentence of its own by the reader's count. It is taken for the quotation's only when it stands
 * in the same paragraph, right behind the mark, is the main verb and takes nothing else. */
static bool stands_apart(const ds_quoting *q, const ds_mark *m, const ds_cue *c) {
  uint32_t paragraph = q->r->sentences[token(q, m->last)->sentence].paragraph;
  if (q->r->sentences[token(q, c->verb)->sentence].paragraph != paragraph || ds_quotes_cue_first(c) != m->last + 1) return false;
  if (!c->entry || !(c->entry->takes & DS_TAKES_QUOTE) || token(q, c->verb)->rel != DS_REL_ROOT) return false;
  return ds_quotes_clause_ends(q, c) && ds_quotes_cue_last(c) - ds_quotes_cue_first(c) < 12;
}

/* The first unused mark after the cue in its sentence, near enough, or NULL. */
static ds_mark *mark_after(const ds_quoting *q, const ds_cue *c) {
  uint32_t end = ds_quotes_sentence_last(q, c->verb), from = ds_quotes_cue_last(c) + 1;
  for (uint32_t t = from; t <= end + 1 && t < q->r->n_tokens && t < from + GAP_TOKENS; t++) {
    if (q->mark_of[t] >= 0) return takeable(&q->marks[q->mark_of[t]]);
    if (t == end && !ds_quotes_word_in(q, t, ": ,")) return NULL;
  }
  return NULL;
}

/* Do marked words follow the cue behind a comma or colon, or at once? */
static bool has_lead(const ds_quoting *q, const ds_cue *c) {
  const ds_mark *m = mark_after(q, c);
  return m && (m->first == ds_quotes_cue_last(c) + 1 || ds_quotes_word_in(q, m->first - 1, ", :"));
}

/* Adds what follows token `next` in the sentence to the quote made last. */
static void resume(ds_quoting *q, const ds_cue *c, uint32_t next) {
  ds_quote *quote = &q->quotes[q->n_quotes - 1];
  ds_quotes_use_marks(q, next, ds_quotes_sentence_last(q, c->verb), (int32_t)q->n_quotes - 1);
  ds_quotes_extend(q, quote, ds_quotes_bytes(q, next, ds_quotes_clause_end(q, next, ds_quotes_sentence_last(q, c->verb))));
  quote->kind = DS_QUOTE_MIXED;
}

/* "“…,” she said": the words before the cue. */
static bool take_before(ds_quoting *q, const ds_cue *c) {
  bool comma;
  if (c->entry && !(c->entry->takes & DS_TAKES_QUOTE)) return false;
  ds_mark *m = mark_before(q, c, &comma);
  if (!m || !ds_quotes_speaker_near(c)) return false;
  char end = last_char(q, m);
  bool next_sentence = token(q, m->last)->sentence != token(q, c->verb)->sentence;
  bool open_end = strchr(",?!-", end) != NULL && end;
  if (next_sentence && !stands_apart(q, m, c)) return false;
  if (!next_sentence && !open_end && !comma && m->words < 4 && ds_quotes_cue_first(c) == c->first && c->subject == DS_NO_TOKEN)
    return false;
  uint32_t first = ds_quotes_content_first(q, m->first);
  if (m->previous >= 0 || first >= m->first) {
    uint32_t next;
    bool more = end == ',' && ds_quotes_resumes(q, c, &next);
    while (m->previous >= 0) m = &q->marks[m->previous];
    ds_quotes_add_mark(q, m, DS_QUOTE_DIRECT, c);
    if (more) resume(q, c, next);
    return true;
  }
  if ((!open_end && !comma) || !ds_quotes_clause_ends(q, c) || has_lead(q, c)) return false;
  ds_quotes_add_words(q, first, m->last, c);
  return true;
}

/* Where the words behind the cue begin when no clause does: its objects. */
static uint32_t complement_start(const ds_quoting *q, const ds_cue *c) {
  uint32_t best = DS_NO_TOKEN;
  for (int32_t d = q->child[c->verb]; d >= 0; d = q->sibling[d]) {
    ds_rel rel = token(q, (uint32_t)d)->rel;
    bool hearer = rel == DS_REL_OBJ && c->entry && c->entry->takes & DS_TAKES_HEARER;
    if ((uint32_t)d > c->last && !hearer && (rel == DS_REL_OBJ || rel == DS_REL_XCOMP || rel == DS_REL_OBL)) best = min(best, q->low[d]);
  }
  return best == DS_NO_TOKEN ? ds_quotes_cue_last(c) + 1 : max(best, c->last + 1);
}

/* End of the tree's complements of the verb that reach behind first, or 0. */
static uint32_t complement_last(const ds_quoting *q, const ds_cue *c, uint32_t first) {
  uint32_t last = 0;
  for (int32_t d = q->child[c->verb]; d >= 0; d = q->sibling[d]) {
    ds_rel rel = token(q, (uint32_t)d)->rel;
    bool content = rel == DS_REL_CCOMP || rel == DS_REL_OBJ || rel == DS_REL_XCOMP || rel == DS_REL_OBL ||
                   (rel == DS_REL_PARATAXIS && (uint32_t)d > c->verb);
    if (content && q->high[d] >= first) last = max(last, q->high[d]);
  }
  return last;
}

/* Where the words that lead to the mark behind the cue begin: at the clause or object that the tree has found, but no later than behind
 * the cue's circumstances where the verb takes nothing beside its content. */
static uint32_t words_start(const ds_quoting *q, const ds_cue *c, const ds_mark *m, uint32_t clause) {
  uint32_t first = clause == DS_NO_TOKEN ? complement_start(q, c) : clause;
  unsigned takes = c->entry ? c->entry->takes : 0;
  if (takes & (DS_TAKES_CLAUSE | DS_TAKES_OBJECT) && !(takes & DS_TAKES_HEARER)) {
    uint32_t next = ds_quotes_after_circumstances(q, c);
    if (next < first && !is_punct(q, next)) first = next;
  }
  return min(first, m->first);
}

/* "said “the wind is at our backs” despite the loss": are the marked words behind the cue only a part of the clause? */
static bool is_part(const ds_quoting *q, const ds_cue *c, const ds_mark *m) {
  uint32_t t = m->last + 1;
  if (!c->entry || !(c->entry->takes & DS_TAKES_CLAUSE) || !m->closed || t + 1 > ds_quotes_sentence_last(q, m->last)) return false;
  char end = last_char(q, m);
  if (end && strchr(",.?!-", end)) return false;
  uint8_t upos = token(q, t)->upos;
  return upos != DS_UPOS_PUNCT && upos != DS_UPOS_CCONJ && upos != DS_UPOS_SCONJ && !ds_quotes_word_in(q, t, "on in at when after during");
}

/* "… and that it would go on": the last token with the coordinated clause that follows it, if one does. */
static uint32_t with_that_clause(const ds_quoting *q, uint32_t last) {
  uint32_t end = ds_quotes_sentence_last(q, last), t = last + 1;
  if (t < end && ds_quotes_word_in(q, t, ",")) t++;
  if (t + 2 > end || !ds_quotes_word_in(q, t, "and but or") || !ds_quotes_word_in(q, t + 1, "that")) return last;
  return ds_quotes_clause_end(q, last, end);
}

/* "he said, “…”", "he said the plan was “…”": the words behind the cue. */
static bool take_after(ds_quoting *q, const ds_cue *c) {
  ds_mark *m = mark_after(q, c);
  if (!m || m->previous >= 0) return false;
  uint32_t before = m->first - 1, first = ds_quotes_complement_first(q, c), gap = m->first - ds_quotes_cue_last(c) - 1, start, next;
  if (ds_quotes_is_inside(q, c, &start) && ds_quotes_resumes(q, c, &next)) {
    ds_quotes_add_words(q, start, ds_quotes_clause_end(q, start, ds_quotes_cue_first(c) - 2), c);
    resume(q, c, next);
    return true;
  }
  while (first < m->first && is_punct(q, first)) first++;
  bool lead = ds_quotes_word_in(q, before, ", : - -- — –") || gap == 0;
  if (lead && (first == DS_NO_TOKEN || first >= m->first || ds_quotes_word_in(q, before, ":"))) {
    bool takes = !c->entry || c->entry->takes & (DS_TAKES_QUOTE | DS_TAKES_OBJECT) || gap == 0;
    if (!takes || (gap > 25 && !ds_quotes_word_in(q, before, ":"))) return false;
    if (gap == 0 && is_part(q, c, m))
      ds_quotes_add_words(q, m->first,
                          ds_quotes_cut_tail(q, c, m->first, ds_quotes_clause_end(q, m->first, ds_quotes_sentence_last(q, m->last))), c);
    else
      ds_quotes_add_mark(q, m, DS_QUOTE_DIRECT, c);
    return true;
  }
  uint32_t reach = c->entry ? complement_last(q, c, ds_quotes_cue_last(c) + 1) : 0;
  if (reach + 2 < m->first) return false;
  first = words_start(q, c, m, first);
  while (first < m->first && is_punct(q, first)) first++;
  ds_quotes_add_words(q, first, ds_quotes_cut_tail(q, c, first, with_that_clause(q, ds_quotes_clause_end(q, first, max(reach, m->last)))),
                      c);
  return true;
}

/* The last cue before the token in its sentence, or NULL. */
static ds_cue *cue_before(const ds_quoting *q, uint32_t t) {
  uint32_t low = DS_FIRST_FROM(q->cues, q->n_cues, verb, t);
  return low > 0 && token(q, q->cues[low - 1].verb)->sentence == token(q, t)->sentence ? &q->cues[low - 1] : NULL;
}

/* Does the clause of the cue's words go on from token `from` to the mark: no other one begins between? */
static bool reaches(const ds_quoting *q, uint32_t from, const ds_mark *m) {
  for (uint32_t t = from; t < m->first; t++)
    if (ds_quotes_word_in(q, t, "; but — --") || (ds_quotes_word_in(q, t, "and") && token(q, t + 1)->upos == DS_UPOS_VERB)) return false;
  return true;
}

/* Are the tokens [from, to) only "and", commas and marks? */
static bool only_joins(const ds_quoting *q, uint32_t from, uint32_t to) {
  for (uint32_t t = from; t < to; t++)
    if (!is_punct(q, t) && !ds_quotes_word_in(q, t, "and or but then")) return false;
  return true;
}

/* What the cue has found ends before a mark in the same sentence: the tree has cut it too short, and it goes on to the mark, a clause to
 * the end of the sentence. */
static void lengthen(ds_quoting *q, const ds_cue *c, ds_mark *m) {
  ds_quote *quote = &q->quotes[c->quote];
  ds_span *end = &quote->content[quote->n_content - 1];
  uint32_t from = ds_token_from(q->r, end->end);
  if (end->start < token(q, c->last)->end || end->end > m->start || !reaches(q, from, m)) return;
  if (quote->kind == DS_QUOTE_DIRECT) {
    if (!only_joins(q, from, m->first)) return;
    m->quote = (int32_t)c->quote;
    ds_quotes_extend(q, quote, (ds_span){m->inner_start, m->inner_end});
    return;
  }
  bool clause = c->entry->takes & DS_TAKES_CLAUSE;
  uint32_t last = clause ? ds_quotes_clause_end(q, m->first, ds_quotes_sentence_last(q, m->first)) : m->last;
  ds_quotes_use_marks(q, m->first, last, (int32_t)c->quote);
  end->end = token(q, last)->end;
  quote->end = end->end;
  if (quote->kind == DS_QUOTE_INDIRECT) quote->kind = DS_QUOTE_MIXED;
}

/* Words in marks in the sentence of a cue before them, which has found nothing to report yet, or too little. */
static void take_loose(ds_quoting *q, ds_mark *m) {
  ds_cue *c = cue_before(q, m->first);
  if (!c || !c->entry || c->subject == DS_NO_TOKEN || m->first > c->verb + LOOSE_TOKENS) return;
  if (c->done) lengthen(q, c, m);
  if (c->done || c->passive || ds_quotes_cue_last(c) >= m->first || !ds_quotes_is_reported(q, c)) return;
  uint32_t first = ds_quotes_after_circumstances(q, c);
  while (first < m->first && is_punct(q, first)) first++;
  if (first > m->first) first = m->first;
  c->done = true;
  c->quote = q->n_quotes;
  ds_quotes_add_words(q, first, m->last, c);
}

void ds_quotes_contents(ds_quoting *q) {
  for (uint32_t i = 0; i < q->n_cues; i++) {
    ds_cue *c = &q->cues[i];
    c->done = c->lemma ? take_before(q, c) : ds_quotes_take_colon(q, c);
    c->quote = q->n_quotes - 1;
  }
  for (uint32_t i = q->n_cues; i-- > 0;) { /* the cue nearest to the mark first */
    ds_cue *c = &q->cues[i];
    if (c->done || !c->lemma) continue;
    c->done = take_after(q, c);
    c->quote = q->n_quotes - 1;
  }
  for (uint32_t i = 0; i < q->n_cues; i++) {
    ds_cue *c = &q->cues[i];
    if (c->done || !c->lemma) continue;
    c->done = ds_quotes_take_clause(q, c);
    c->quote = q->n_quotes - 1;
  }
  for (uint32_t i = 0; i < q->n_marks; i++)
    if (q->marks[i].depth == 0 && q->marks[i].quote < 0 && takeable(&q->marks[i])) take_loose(q, &q->marks[i]);
  for (uint32_t t = 0; t < q->r->n_tokens; t++)
    if (q->mark_of[t] < 0) ds_quotes_take_noun(q, t);
}
