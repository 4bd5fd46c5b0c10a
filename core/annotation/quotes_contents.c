/* What each cue reports. Marked words claim the cue that stands beside them; then every cue without marks takes its clause. */
#include <string.h>

#include "annotation/quotes.h"

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

/* The cue with its speaker, as far as they stand together: from the earlier to the later of both. */
static uint32_t clause_first(const ds_cue *c) {
  return c->subject != DS_NO_TOKEN && c->speaker_first < c->first ? c->speaker_first : c->first;
}

static uint32_t clause_last(const ds_cue *c) {
  return c->subject != DS_NO_TOKEN && c->speaker_last > c->last ? c->speaker_last : c->last;
}

static bool near_speaker(const ds_cue *c) {
  return c->subject == DS_NO_TOKEN || c->speaker_first > c->verb || c->first <= c->speaker_last + 12;
}

/* Tokens [first, last] as bytes, without a quotation mark's white space; whole marks only. */
static ds_span bytes(const ds_quoting *q, uint32_t first, uint32_t last) {
  return (ds_span){token(q, first)->start, token(q, last)->end};
}

static void use_marks(ds_quoting *q, uint32_t first, uint32_t last, int32_t quote) {
  for (uint32_t t = first; t <= last; t++)
    if (q->mark_of[t] >= 0 && q->marks[q->mark_of[t]].quote < 0) q->marks[q->mark_of[t]].quote = quote;
}

static ds_quote *add_span(ds_quoting *q, uint32_t first, uint32_t last, const ds_cue *c) {
  bool marked = false;
  for (uint32_t t = first; t <= last && !marked; t++) marked = q->mark_of[t] >= 0 && q->marks[q->mark_of[t]].quote < 0;
  ds_span span = bytes(q, first, last);
  if (marked) use_marks(q, first, last, (int32_t)q->n_quotes);
  return ds_quotes_add(q, marked ? DS_QUOTE_MIXED : DS_QUOTE_INDIRECT, &span, 1, c);
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
  uint32_t t = clause_first(c), start = ds_quotes_sentence_first(q, c->verb);
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

/* Does the clause of a cue end behind it: nothing follows but circumstances ("on Monday", "in a statement")? */
static bool clause_ends(const ds_quoting *q, const ds_cue *c) {
  for (int32_t d = q->child[c->verb]; d >= 0; d = q->sibling[d]) {
    ds_rel rel = token(q, (uint32_t)d)->rel;
    if ((uint32_t)d > c->verb && (rel == DS_REL_CCOMP || rel == DS_REL_OBJ)) return false;
  }
  uint32_t next = clause_last(c) + 1;
  return next >= q->r->n_tokens || !ds_quotes_word_in(q, next, "that");
}

/* "“Out!” the crowd yelled.": the cue is a sentence of its own by the reader's count. It is taken for the quotation's only when it stands
 * in the same paragraph, right behind the mark, is the main verb and takes nothing else. */
static bool stands_apart(const ds_quoting *q, const ds_mark *m, const ds_cue *c) {
  uint32_t paragraph = q->r->sentences[token(q, m->last)->sentence].paragraph;
  if (q->r->sentences[token(q, c->verb)->sentence].paragraph != paragraph || clause_first(c) != m->last + 1) return false;
  if (!c->entry || !(c->entry->takes & DS_TAKES_QUOTE) || token(q, c->verb)->rel != DS_REL_ROOT) return false;
  return clause_ends(q, c) && clause_last(c) - clause_first(c) < 12;
}

static uint32_t sentence_content_first(const ds_quoting *q, uint32_t t) {
  uint32_t first = ds_quotes_sentence_first(q, t);
  while (first < t && (is_punct(q, first) || ds_quotes_word_in(q, first, "and but")) && q->mark_of[first] < 0) first++;
  return first;
}

/* The first unused mark after the cue in its sentence, near enough, or NULL. */
static ds_mark *mark_after(const ds_quoting *q, const ds_cue *c) {
  uint32_t end = ds_quotes_sentence_last(q, c->verb), from = clause_last(c) + 1;
  for (uint32_t t = from; t <= end + 1 && t < q->r->n_tokens && t < from + GAP_TOKENS; t++) {
    if (q->mark_of[t] >= 0) return takeable(&q->marks[q->mark_of[t]]);
    if (t == end && !ds_quotes_word_in(q, t, ": ,")) return NULL;
  }
  return NULL;
}

/* Do marked words follow the cue behind a comma or colon, or at once? */
static bool has_lead(const ds_quoting *q, const ds_cue *c) {
  const ds_mark *m = mark_after(q, c);
  return m && (m->first == clause_last(c) + 1 || ds_quotes_word_in(q, m->first - 1, ", :"));
}

/* "“…,” she said": the words before the cue. */
static bool take_before(ds_quoting *q, const ds_cue *c) {
  bool comma;
  if (c->entry && !(c->entry->takes & DS_TAKES_QUOTE)) return false;
  ds_mark *m = mark_before(q, c, &comma);
  if (!m || !near_speaker(c)) return false;
  char end = last_char(q, m);
  bool next_sentence = token(q, m->last)->sentence != token(q, c->verb)->sentence;
  bool open_end = strchr(",?!-", end) != NULL && end;
  if (next_sentence && !stands_apart(q, m, c)) return false;
  if (!next_sentence && !open_end && !comma && m->words < 4 && clause_first(c) == c->first && c->subject == DS_NO_TOKEN) return false;
  uint32_t first = sentence_content_first(q, m->first);
  if (m->previous >= 0 || first >= m->first) {
    while (m->previous >= 0) m = &q->marks[m->previous];
    ds_quotes_add_mark(q, m, DS_QUOTE_DIRECT, c);
    return true;
  }
  if ((!open_end && !comma) || !clause_ends(q, c) || has_lead(q, c)) return false;
  add_span(q, first, m->last, c);
  return true;
}

/* The first token after the cue that is not its hearer, time or place: where a reported clause would begin. */
static uint32_t complement_first(const ds_quoting *q, const ds_cue *c) {
  uint32_t best = DS_NO_TOKEN, end = ds_quotes_sentence_last(q, c->verb);
  for (int32_t d = q->child[c->verb]; d >= 0; d = q->sibling[d]) {
    ds_rel rel = token(q, (uint32_t)d)->rel;
    if (rel != DS_REL_CCOMP && rel != DS_REL_PARATAXIS) continue;
    if ((uint32_t)d > c->verb) best = min(best, max(q->low[d], c->last + 1));
  }
  if (best != DS_NO_TOKEN) return best;
  for (uint32_t t = clause_last(c) + 1; t <= end && t < c->verb + GAP_TOKENS; t++)
    if (ds_quotes_word_in(q, t, "that whether if how why what") && q->mark_of[t] < 0) return t;
  return DS_NO_TOKEN;
}

/* Last token of a reported clause that begins at first: to the sentence's end, marks whole, final punctuation left out. */
static uint32_t clause_end(const ds_quoting *q, uint32_t first, uint32_t last) {
  if (q->mark_of[last] >= 0) last = max(last, q->marks[q->mark_of[last]].last);
  while (last > first && q->mark_of[last] < 0 && is_punct(q, last)) last--;
  return last;
}

/* Where the words behind the cue begin when no clause does: its objects. */
static uint32_t complement_start(const ds_quoting *q, const ds_cue *c) {
  uint32_t best = DS_NO_TOKEN;
  for (int32_t d = q->child[c->verb]; d >= 0; d = q->sibling[d]) {
    ds_rel rel = token(q, (uint32_t)d)->rel;
    bool hearer = rel == DS_REL_OBJ && c->entry && c->entry->takes & DS_TAKES_HEARER;
    if ((uint32_t)d > c->last && !hearer && (rel == DS_REL_OBJ || rel == DS_REL_XCOMP || rel == DS_REL_OBL)) best = min(best, q->low[d]);
  }
  return best == DS_NO_TOKEN ? clause_last(c) + 1 : max(best, c->last + 1);
}

/* Cuts what does not belong to the words of this cue: from a coordinated cue on ("said it was late but argued …"), and, behind the last
 * quotation mark, a circumstance of the saying ("… “excited” as he faces …"). */
static uint32_t cut_tail(const ds_quoting *q, const ds_cue *c, uint32_t first, uint32_t last) {
  uint32_t mark_end = 0;
  for (const ds_cue *next = c + 1; next < q->cues + q->n_cues && next->verb <= last; next++) {
    if (next->first <= first + 1 || !next->lemma) continue;
    bool alone = !next->rule && !ds_quotes_word_in(q, next->first - 1, ",");
    bool coordinated = alone || (next->rule && (strcmp(next->rule, "coordinated") == 0 ||
                                                (strcmp(next->rule, "participle") == 0 && ds_quotes_word_in(q, next->first - 1, ","))));
    if (!coordinated || !ds_quotes_word_in(q, next->first - 1, "and but , or while")) continue;
    last = clause_end(q, first, next->first - 2 > first ? next->first - 2 : first);
    break;
  }
  for (uint32_t t = first; t <= last; t++)
    if (q->mark_of[t] >= 0) mark_end = t;
  if (mark_end && mark_end < last &&
      ds_quotes_word_in(q, mark_end + 1, "as while when after before during despite following though although"))
    last = mark_end;
  return last;
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

/* "he said, “…”", "he said the plan was “…”": the words behind the cue. */
static bool take_after(ds_quoting *q, const ds_cue *c) {
  ds_mark *m = mark_after(q, c);
  if (!m || m->previous >= 0) return false;
  uint32_t before = m->first - 1, first = complement_first(q, c), gap = m->first - clause_last(c) - 1;
  while (first < m->first && is_punct(q, first)) first++;
  bool lead = ds_quotes_word_in(q, before, ", : - -- — –") || gap == 0;
  if (lead && (first == DS_NO_TOKEN || first >= m->first || ds_quotes_word_in(q, before, ":"))) {
    bool takes = !c->entry || c->entry->takes & (DS_TAKES_QUOTE | DS_TAKES_OBJECT) || gap == 0;
    if (!takes || (gap > 25 && !ds_quotes_word_in(q, before, ":"))) return false;
    ds_quotes_add_mark(q, m, DS_QUOTE_DIRECT, c);
    return true;
  }
  uint32_t reach = c->entry ? complement_last(q, c, clause_last(c) + 1) : 0;
  if (reach + 2 < m->first) return false;
  if (first == DS_NO_TOKEN) first = complement_start(q, c);
  if (first > m->first) first = m->first;
  add_span(q, first, cut_tail(q, c, first, clause_end(q, first, max(reach, m->last))), c);
  return true;
}

/* ---- without marks ---- */

static bool interposed_end(const ds_quoting *q, uint32_t t) {
  return t >= q->r->n_tokens || ds_quotes_word_in(q, t, ", . ; ? ! — – -- -");
}

static bool has_finite(const ds_quoting *q, uint32_t first, uint32_t last) {
  for (uint32_t t = first; t <= last; t++) {
    uint8_t xpos = token(q, t)->xpos;
    if (token(q, t)->upos == DS_UPOS_AUX) return true;
    if (token(q, t)->upos == DS_UPOS_VERB && (xpos == DS_XPOS_VBD || xpos == DS_XPOS_VBZ || xpos == DS_XPOS_VBP)) return true;
  }
  return false;
}

/* Does the tree have the words before the cue as what it reports? */
static bool tree_before(const ds_quoting *q, const ds_cue *c, uint32_t cue) {
  if (token(q, c->verb)->rel == DS_REL_PARATAXIS || !c->entry) return true;
  for (int32_t d = q->child[c->verb]; d >= 0; d = q->sibling[d]) {
    ds_rel rel = token(q, (uint32_t)d)->rel;
    if ((rel == DS_REL_CCOMP || rel == DS_REL_PARATAXIS) && (uint32_t)d < cue) return true;
  }
  return false;
}

/* "Part of the problem, experts say, is the ground itself.": does the sentence go on behind the cue, where [first, last] before it is
 * no clause of its own? */
static bool goes_on(const ds_quoting *q, const ds_cue *c, uint32_t first, uint32_t last) {
  uint32_t next = clause_last(c) + 1, end = ds_quotes_sentence_last(q, c->verb);
  if (next + 2 >= end || !ds_quotes_word_in(q, next, ", — – --")) return false;
  bool clause = has_finite(q, first, last) && token(q, first)->upos != DS_UPOS_SCONJ;
  return !clause || has_finite(q, next + 1, next + 1);
}

/* Does the clause of the cue end at once: a stop, or a comma and a preposition ("he said, on condition of anonymity")? */
static bool ends_here(const ds_quoting *q, const ds_cue *c) {
  uint32_t next = clause_last(c) + 1;
  if (next >= q->r->n_tokens || ds_quotes_word_in(q, next, ". ; ? !")) return true;
  return next + 1 < q->r->n_tokens && ds_quotes_word_in(q, next, ",") && token(q, next + 1)->upos == DS_UPOS_ADP;
}

/* "…, he said in an interview": does the tree hang the cue on the words before it, and nothing but a circumstance follow? */
static bool hangs_behind(const ds_quoting *q, const ds_cue *c, uint32_t cue) {
  uint32_t next = clause_last(c) + 1;
  int32_t head = token(q, c->verb)->head;
  if (next >= q->r->n_tokens || head < 0 || (uint32_t)head >= cue) return false;
  uint8_t upos = token(q, next)->upos;
  return upos == DS_UPOS_ADP || upos == DS_UPOS_ADV || ds_quotes_word_in(q, next, "when after before as while");
}

/* "The plan failed, officials said." A comma stands before the cue's clause and nothing behind it but circumstances. */
static bool take_clause_before(ds_quoting *q, const ds_cue *c) {
  uint32_t first = sentence_content_first(q, c->verb), cue = clause_first(c), next = clause_last(c) + 1,
           end = ds_quotes_sentence_last(q, c->verb);
  if (c->entry && !(c->entry->takes & DS_TAKES_PARENTHESIS)) return false;
  if (!near_speaker(c) || cue < first + 2 || c->subject == DS_NO_TOKEN) return false;
  bool comma = ds_quotes_word_in(q, cue - 1, ", — – --");
  if (c->entry && (!comma || (!clause_ends(q, c) && !ends_here(q, c)))) return false;
  uint32_t last = comma ? cue - 2 : cue - 1;
  bool more = goes_on(q, c, first, last);
  bool shape = more || ((interposed_end(q, next) || hangs_behind(q, c, cue)) && has_finite(q, first, last));
  if (!shape && !tree_before(q, c, cue)) return false;
  ds_quote *quote = add_span(q, first, clause_end(q, first, last), c);
  if (!more) return true;
  use_marks(q, next + 1, end, (int32_t)q->n_quotes - 1);
  ds_quotes_extend(q, quote, bytes(q, next + 1, clause_end(q, next + 1, end)));
  return true;
}

static bool after_particle(const ds_quoting *q, const ds_cue *c, uint32_t d, uint32_t *first) {
  if (!c->entry->particle[0]) return false;
  uint32_t low = q->low[d];
  if (!ds_quotes_word_in(q, low, c->entry->particle)) return false;
  *first = low < d ? low + 1 : low;
  return true;
}

/* The first token behind the cue and its adverbs, times and places ("said on Monday that …"). */
static uint32_t after_circumstances(const ds_quoting *q, const ds_cue *c) {
  uint32_t t = clause_last(c) + 1;
  for (int32_t d = q->child[c->verb]; d >= 0; d = q->sibling[d]) {
    ds_rel rel = token(q, (uint32_t)d)->rel;
    bool circumstance = rel == DS_REL_OBL || rel == DS_REL_OBL_UNMARKED || rel == DS_REL_ADVMOD || rel == DS_REL_PUNCT ||
                        rel == DS_REL_ADVCL || rel == DS_REL_COMPOUND_PRT;
    if ((uint32_t)d > c->verb && q->low[d] == t && circumstance) t = q->high[d] + 1;
  }
  return t;
}

/* The stretch of the complements that the verb takes, by the tree. */
static bool tree_complement(const ds_quoting *q, const ds_cue *c, uint32_t *first, uint32_t *last) {
  unsigned takes = c->entry->takes;
  uint32_t low = DS_NO_TOKEN, high = 0;
  bool clause = false;
  for (int32_t s = q->child[c->verb]; s >= 0; s = q->sibling[s]) {
    uint32_t d = (uint32_t)s, from;
    if (d < c->verb) continue;
    ds_rel rel = token(q, d)->rel;
    bool is_clause = rel == DS_REL_CCOMP && takes & DS_TAKES_CLAUSE;
    bool is_infinitive = rel == DS_REL_XCOMP && takes & (DS_TAKES_INFINITIVE | DS_TAKES_OBJECT);
    bool is_object = rel == DS_REL_OBJ && takes & DS_TAKES_OBJECT && !(takes & DS_TAKES_HEARER);
    from = q->low[d];
    bool is_oblique = (rel == DS_REL_OBL || rel == DS_REL_ADVCL) && after_particle(q, c, d, &from);
    if (!is_clause && !is_infinitive && !is_object && !is_oblique) continue;
    low = min(low, max(from, c->last + 1));
    high = max(high, q->high[d]);
    clause |= is_clause;
  }
  if (low == DS_NO_TOKEN || high < low) return false;
  if (clause && !(takes & (DS_TAKES_HEARER | DS_TAKES_OBJECT))) low = min(low, after_circumstances(q, c));
  *first = low;
  *last = high;
  return true;
}

/* "that" right behind the cue or its hearer, where the tree has no clause. */
static bool that_clause(const ds_quoting *q, const ds_cue *c, uint32_t *first, uint32_t *last) {
  uint32_t end = ds_quotes_sentence_last(q, c->verb), t = c->last + 1;
  if (!(c->entry->takes & DS_TAKES_CLAUSE)) return false;
  for (uint32_t i = t; i <= end && i < t + 8; i++) {
    if (!ds_quotes_word_in(q, i, "that whether")) continue;
    *first = i;
    *last = end;
    return i + 2 <= end;
  }
  return false;
}

/* "said violent threats had long been against its terms": a clause that the tree has not seen, behind a verb that takes only clauses. */
static bool bare_clause(const ds_quoting *q, const ds_cue *c, uint32_t *first, uint32_t *last) {
  const unsigned other = DS_TAKES_HEARER | DS_TAKES_OBJECT | DS_TAKES_THOUGHT | DS_TAKES_INFINITIVE;
  if (!(c->entry->takes & DS_TAKES_CLAUSE) || c->entry->takes & other || c->subject == DS_NO_TOKEN || c->speaker_first > c->verb)
    return false;
  uint32_t t = after_circumstances(q, c), end = ds_quotes_sentence_last(q, c->verb);
  if (t + 2 > end || is_punct(q, t)) return false;
  uint8_t upos = token(q, t)->upos;
  bool noun = upos == DS_UPOS_DET || upos == DS_UPOS_PRON || upos == DS_UPOS_PROPN || upos == DS_UPOS_NOUN || upos == DS_UPOS_ADJ ||
              upos == DS_UPOS_NUM;
  if (!noun || !has_finite(q, t + 1, end)) return false;
  *first = t;
  *last = end;
  return true;
}

static bool take_clause_after(ds_quoting *q, const ds_cue *c) {
  uint32_t first, last;
  if (c->passive && c->subject == DS_NO_TOKEN && !(c->entry->takes & DS_TAKES_CLAUSE)) return false;
  if (!tree_complement(q, c, &first, &last) && !that_clause(q, c, &first, &last) && !bare_clause(q, c, &first, &last)) return false;
  if (c->subject != DS_NO_TOKEN && c->speaker_first > c->verb && c->speaker_last >= first) {
    first = c->speaker_last + 1;
    if (first > last) return false;
  }
  last = clause_end(q, first, last);
  while (first < last && is_punct(q, first) && q->mark_of[first] < 0) first++;
  if (q->mark_of[first] >= 0 && q->marks[q->mark_of[first]].quote >= 0) return false;
  add_span(q, first, cut_tail(q, c, first, last), c);
  return true;
}

/* "According to X, …" */
static bool take_according(ds_quoting *q, const ds_cue *c) {
  if (c->verb > sentence_content_first(q, c->verb) + 2) return take_clause_before(q, c);
  uint32_t first = clause_last(c) + 1, end = ds_quotes_sentence_last(q, c->verb);
  while (first < end && is_punct(q, first) && q->mark_of[first] < 0) first++;
  if (first >= end) return false;
  add_span(q, first, clause_end(q, first, end), c);
  return true;
}

/* "SMITH: “…”", "SMITH: We will go on." The words to the paragraph's end when none are marked. */
static bool take_colon(ds_quoting *q, const ds_cue *c) {
  uint32_t first = c->verb + 1, last = first, paragraph = q->r->sentences[token(q, c->verb)->sentence].paragraph;
  ds_mark *m = q->mark_of[first] >= 0 ? &q->marks[q->mark_of[first]] : NULL;
  if (m && takeable(m)) {
    ds_quotes_add_mark(q, m, DS_QUOTE_DIRECT, c);
    return true;
  }
  while (last + 1 < q->r->n_tokens && q->r->sentences[token(q, last + 1)->sentence].paragraph == paragraph) last++;
  if (m || last < first + 2) return false;
  add_span(q, first, clause_end(q, first, last), c);
  return true;
}

/* "As Heald told reporters, …", "…, as Heald put it": the main clause is what is said. */
static bool take_as(ds_quoting *q, const ds_cue *c) {
  uint32_t low = q->low[c->verb], high = q->high[c->verb], start = ds_quotes_sentence_first(q, c->verb),
           end = ds_quotes_sentence_last(q, c->verb);
  if (token(q, c->verb)->rel != DS_REL_ADVCL || !ds_quotes_word_in(q, low, "as") || c->subject == DS_NO_TOKEN || low > c->speaker_first)
    return false;
  if (complement_first(q, c) != DS_NO_TOKEN || !(c->entry->takes & DS_TAKES_CLAUSE)) return false;
  if (low > start + 2) {
    if (!ds_quotes_word_in(q, low - 1, ",")) return false;
    add_span(q, start, clause_end(q, start, low - 1), c);
    return true;
  }
  uint32_t first = high + 1;
  while (first < end && is_punct(q, first) && q->mark_of[first] < 0) first++;
  if (first + 2 > end || low != start) return false;
  add_span(q, first, clause_end(q, first, end), c);
  return true;
}

/* Does the cue report somebody's words or opinion, and not the writer's or the reader's own? */
static bool is_reported(const ds_quoting *q, const ds_cue *c) {
  if (c->subject != DS_NO_TOKEN && ds_quotes_word_in(q, c->subject, "you")) return false;
  if (c->negated && c->subject == DS_NO_TOKEN) return false;
  if (!(c->entry->takes & DS_TAKES_THOUGHT)) return true;
  return c->subject != DS_NO_TOKEN && !c->negated && !ds_quotes_word_in(q, c->subject, "I we");
}

/* "Mr. Trump's assertion that …": an utterance's noun with its owner and its clause. */
static void take_noun(ds_quoting *q, uint32_t noun) {
  size_t len;
  const char *word = ds_token_text(q->r, noun, &len);
  if (token(q, noun)->upos != DS_UPOS_NOUN || !ds_reporting_noun(word, len)) return;
  uint32_t owner = ds_quotes_child(q, noun, DS_REL_NMOD_POSS), clause = ds_quotes_child(q, noun, DS_REL_ACL);
  if (clause == DS_NO_TOKEN) clause = ds_quotes_child(q, noun, DS_REL_CCOMP);
  if (owner == DS_NO_TOKEN || clause == DS_NO_TOKEN || q->low[clause] < noun || !ds_quotes_word_in(q, q->low[clause], "that")) return;
  ds_cue c = {.verb = noun,
              .first = noun,
              .last = noun,
              .lemma = token(q, noun)->lemma,
              .rule = "owner",
              .subject = owner,
              .antecedent = DS_NO_TOKEN};
  ds_quotes_phrase(q, owner, 0, noun - 1, &c.speaker_first, &c.speaker_last);
  if (c.speaker_last > owner && token(q, c.speaker_last)->upos == DS_UPOS_PART) c.speaker_last--;
  add_span(q, q->low[clause], clause_end(q, q->low[clause], q->high[clause]), &c);
}

/* Words in marks in the sentence of a cue that has found nothing to report yet: they stand somewhere in what it reports. */
static void take_loose(ds_quoting *q, ds_mark *m) {
  uint32_t low = 0, high = q->n_cues;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    if (q->cues[mid].verb < m->first)
      low = mid + 1;
    else
      high = mid;
  }
  if (low == 0) return;
  ds_cue *c = &q->cues[low - 1];
  if (c->done || !c->entry || c->subject == DS_NO_TOKEN || c->passive || m->first > c->verb + LOOSE_TOKENS) return;
  if (token(q, c->verb)->sentence != token(q, m->first)->sentence || clause_last(c) >= m->first || !is_reported(q, c)) return;
  uint32_t first = after_circumstances(q, c);
  while (first < m->first && is_punct(q, first)) first++;
  if (first > m->first) first = m->first;
  c->done = true;
  add_span(q, first, m->last, c);
}

void ds_quotes_contents(ds_quoting *q) {
  for (uint32_t i = 0; i < q->n_cues; i++) {
    ds_cue *c = &q->cues[i];
    c->done = c->lemma ? take_before(q, c) : take_colon(q, c);
  }
  for (uint32_t i = q->n_cues; i-- > 0;) { /* the cue nearest to the mark first */
    ds_cue *c = &q->cues[i];
    if (!c->done && c->lemma) c->done = take_after(q, c);
  }
  for (uint32_t i = 0; i < q->n_cues; i++) {
    ds_cue *c = &q->cues[i];
    if (c->done || !c->lemma) continue;
    if (!c->entry)
      c->done = take_according(q, c);
    else if (is_reported(q, c))
      c->done = take_as(q, c) || take_clause_before(q, c) || take_clause_after(q, c);
  }
  for (uint32_t i = 0; i < q->n_marks; i++)
    if (q->marks[i].depth == 0 && q->marks[i].quote < 0 && takeable(&q->marks[i])) take_loose(q, &q->marks[i]);
  for (uint32_t t = 0; t < q->r->n_tokens; t++)
    if (q->mark_of[t] < 0) take_noun(q, t);
}
