/* What a cue reports without quotation marks: its clause before, behind or around it, by the tree and by the words where the tree fails. */
#include <string.h>

#include "annotation/quotes_stretch.h"

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

static bool interposed_end(const ds_quoting *q, uint32_t t) {
  return t >= q->r->n_tokens || ds_quotes_word_in(q, t, ", . ; ? ! — – -- -");
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
  uint32_t next = ds_quotes_cue_last(c) + 1, end = ds_quotes_sentence_last(q, c->verb);
  if (next + 2 >= end || !ds_quotes_word_in(q, next, ", — – --")) return false;
  bool clause = ds_quotes_has_finite(q, first, last) && token(q, first)->upos != DS_UPOS_SCONJ;
  return !clause || ds_quotes_has_finite(q, next + 1, next + 1);
}

/* Does the clause of the cue end at once: a stop, or a comma and a preposition ("he said, on condition of anonymity")? */
static bool ends_here(const ds_quoting *q, const ds_cue *c) {
  uint32_t next = ds_quotes_cue_last(c) + 1;
  if (next >= q->r->n_tokens || ds_quotes_word_in(q, next, ". ; ? !")) return true;
  return next + 1 < q->r->n_tokens && ds_quotes_word_in(q, next, ",") && token(q, next + 1)->upos == DS_UPOS_ADP;
}

/* "…, he said in an interview": does the tree hang the cue on the words before it, and nothing but a circumstance follow? */
static bool hangs_behind(const ds_quoting *q, const ds_cue *c, uint32_t cue) {
  uint32_t next = ds_quotes_cue_last(c) + 1;
  int32_t head = token(q, c->verb)->head;
  if (next >= q->r->n_tokens || head < 0 || (uint32_t)head >= cue) return false;
  uint8_t upos = token(q, next)->upos;
  return upos == DS_UPOS_ADP || upos == DS_UPOS_ADV || ds_quotes_word_in(q, next, "when after before as while");
}

/* "The plan failed, officials said." A comma stands before the cue's clause and nothing behind it but circumstances. */
static bool take_clause_before(ds_quoting *q, const ds_cue *c) {
  uint32_t first = ds_quotes_content_first(q, c->verb), cue = ds_quotes_cue_first(c), next = ds_quotes_cue_last(c) + 1,
           end = ds_quotes_sentence_last(q, c->verb);
  if (c->entry && !(c->entry->takes & DS_TAKES_PARENTHESIS)) return false;
  if (!ds_quotes_speaker_near(c) || cue < first + 2 || c->subject == DS_NO_TOKEN) return false;
  bool comma = ds_quotes_word_in(q, cue - 1, ", — – --");
  if (c->entry && (!comma || (!ds_quotes_clause_ends(q, c) && !ends_here(q, c)))) return false;
  uint32_t last = comma ? cue - 2 : cue - 1;
  bool more = goes_on(q, c, first, last);
  bool shape = more || ((interposed_end(q, next) || hangs_behind(q, c, cue)) && ds_quotes_has_finite(q, first, last));
  if (!shape && !tree_before(q, c, cue)) return false;
  ds_quote *quote = ds_quotes_add_words(q, first, ds_quotes_clause_end(q, first, last), c);
  if (!more) return true;
  ds_quotes_use_marks(q, next + 1, end, (int32_t)q->n_quotes - 1);
  ds_quotes_extend(q, quote, ds_quotes_bytes(q, next + 1, ds_quotes_clause_end(q, next + 1, end)));
  return true;
}

static bool after_particle(const ds_quoting *q, const ds_cue *c, uint32_t d, uint32_t *first) {
  if (!c->entry->particle[0]) return false;
  uint32_t low = q->low[d];
  if (!ds_quotes_word_in(q, low, c->entry->particle)) return false;
  *first = low < d ? low + 1 : low;
  return true;
}

/* "called on them to leave", "blasted him for not paying", "described it as late": what the tree hangs on the verb right behind its
 * complements and is no circumstance of place or time belongs to them. */
static uint32_t with_purpose(const ds_quoting *q, const ds_cue *c, uint32_t last) {
  for (int32_t s = q->child[c->verb]; s >= 0; s = q->sibling[s]) {
    uint32_t d = (uint32_t)s;
    if (q->low[d] != last + 1) continue;
    if (ds_quotes_word_in(q, q->low[d], "to for as of over about with because against")) last = q->high[d];
  }
  return last;
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
  high = with_purpose(q, c, high);
  uint32_t end = ds_quotes_sentence_last(q, c->verb);
  while (high < end && !is_punct(q, high + 1) && token(q, high + 1)->upos != DS_UPOS_CCONJ &&
         !ds_quotes_word_in(q, high + 1, "when while after before during on in at"))
    high++;
  if (clause && !(takes & (DS_TAKES_HEARER | DS_TAKES_OBJECT))) low = min(low, ds_quotes_after_circumstances(q, c));
  *first = low;
  *last = high;
  return true;
}

/* "that" right behind the cue or its hearer, where the tree has no clause. */
static bool that_clause(const ds_quoting *q, const ds_cue *c, uint32_t *first, uint32_t *last) {
  uint32_t end = ds_quotes_sentence_last(q, c->verb), t = c->last + 1;
  if (!(c->entry->takes & DS_TAKES_CLAUSE)) return false;
  const char *openers = ds_quotes_word_in(q, c->verb, "ask asks asked asking wonder wonders wondered")
                            ? "that whether if how why what who where"
                            : "that whether";
  for (uint32_t i = t; i <= end && i < t + 8; i++) {
    if (!ds_quotes_word_in(q, i, openers)) continue;
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
  uint32_t t = ds_quotes_after_circumstances(q, c), end = ds_quotes_sentence_last(q, c->verb);
  if (t + 2 > end || is_punct(q, t)) return false;
  uint8_t upos = token(q, t)->upos;
  bool noun = upos == DS_UPOS_DET || upos == DS_UPOS_PRON || upos == DS_UPOS_PROPN || upos == DS_UPOS_NOUN || upos == DS_UPOS_ADJ ||
              upos == DS_UPOS_NUM || ds_quotes_word_in(q, t, "about only nearly almost more less even not if");
  if (!noun || !ds_quotes_has_finite(q, t + 1, end)) return false;
  *first = t;
  *last = end;
  return true;
}

/* "a plan which he said had failed", "which she favors but says would never pass": the verb follows the cue at once, its subject stands
 * before: a relative pronoun belongs to the words. */
static bool take_verb_after(ds_quoting *q, const ds_cue *c) {
  uint32_t cue = ds_quotes_cue_first(c), next = ds_quotes_cue_last(c) + 1, end = ds_quotes_sentence_last(q, c->verb);
  if (next + 1 > end || !(c->entry->takes & DS_TAKES_CLAUSE) || c->entry->takes & DS_TAKES_HEARER || c->passive) return false;
  uint8_t upos = token(q, next)->upos;
  if ((upos != DS_UPOS_AUX && upos != DS_UPOS_VERB) || !ds_quotes_has_finite(q, next, next)) return false;
  uint32_t last = next;
  while (last < end && !ds_quotes_word_in(q, last + 1, ", ;")) last++;
  last = ds_quotes_clause_end(q, next, last);
  if (cue > ds_quotes_sentence_first(q, c->verb) && ds_quotes_word_in(q, cue - 1, "which that who what whom")) {
    ds_quote *quote = ds_quotes_add_words(q, cue - 1, cue - 1, c);
    ds_quotes_extend(q, quote, ds_quotes_bytes(q, next, last));
  } else
    ds_quotes_add_words(q, next, last, c);
  return true;
}

static bool take_clause_after(ds_quoting *q, const ds_cue *c) {
  uint32_t first, last, cue = ds_quotes_cue_first(c);
  bool relative = cue > ds_quotes_sentence_first(q, c->verb) && ds_quotes_word_in(q, cue - 1, "which that who what whom");
  if (relative && take_verb_after(q, c)) return true;
  if (c->passive && c->subject == DS_NO_TOKEN && !(c->entry->takes & DS_TAKES_CLAUSE)) return false;
  if (!tree_complement(q, c, &first, &last) && !that_clause(q, c, &first, &last) && !bare_clause(q, c, &first, &last)) return false;
  if (c->subject != DS_NO_TOKEN && c->speaker_first > c->verb && c->speaker_last >= first) {
    first = c->speaker_last + 1;
    if (first > last) return false;
  }
  last = ds_quotes_clause_end(q, first, last);
  while (first < last && is_punct(q, first) && q->mark_of[first] < 0) first++;
  if (q->mark_of[first] >= 0 && q->marks[q->mark_of[first]].quote >= 0) return false;
  ds_quotes_add_words(q, first, ds_quotes_cut_tail(q, c, first, last), c);
  return true;
}

/* "The question, she said, is not so simple." */
static bool take_around(ds_quoting *q, const ds_cue *c) {
  uint32_t start, next;
  if (!ds_quotes_is_inside(q, c, &start) || !ds_quotes_resumes(q, c, &next)) return false;
  ds_quotes_add_words(q, start, ds_quotes_clause_end(q, start, ds_quotes_cue_first(c) - 2), c);
  ds_quote *quote = &q->quotes[q->n_quotes - 1];
  ds_quotes_extend(q, quote, ds_quotes_bytes(q, next, ds_quotes_clause_end(q, next, ds_quotes_sentence_last(q, c->verb))));
  return true;
}

/* "According to X, …" */
static bool take_according(ds_quoting *q, const ds_cue *c) {
  if (c->verb > ds_quotes_content_first(q, c->verb) + 2) return take_clause_before(q, c);
  uint32_t first = ds_quotes_cue_last(c) + 1, end = ds_quotes_sentence_last(q, c->verb);
  while (first < end && is_punct(q, first) && q->mark_of[first] < 0) first++;
  if (first >= end) return false;
  ds_quotes_add_words(q, first, ds_quotes_clause_end(q, first, end), c);
  return true;
}

bool ds_quotes_take_colon(ds_quoting *q, const ds_cue *c) {
  uint32_t first = c->verb + 1, last = first, paragraph = q->r->sentences[token(q, c->verb)->sentence].paragraph;
  ds_mark *m = q->mark_of[first] >= 0 ? &q->marks[q->mark_of[first]] : NULL;
  if (m && m->quote < 0 && m->inner_end > m->inner_start) {
    ds_quotes_add_mark(q, m, DS_QUOTE_DIRECT, c);
    return true;
  }
  while (last + 1 < q->r->n_tokens && q->r->sentences[token(q, last + 1)->sentence].paragraph == paragraph) last++;
  if (m || last < first + 2) return false;
  ds_quotes_add_words(q, first, ds_quotes_clause_end(q, first, last), c);
  return true;
}

/* "As Heald told reporters, …", "…, as Heald put it": the main clause is what is said. */
static bool take_as(ds_quoting *q, const ds_cue *c) {
  uint32_t low = q->low[c->verb], high = q->high[c->verb], start = ds_quotes_sentence_first(q, c->verb),
           end = ds_quotes_sentence_last(q, c->verb);
  if (token(q, c->verb)->rel != DS_REL_ADVCL || !ds_quotes_word_in(q, low, "as") || c->subject == DS_NO_TOKEN || low > c->speaker_first)
    return false;
  if (ds_quotes_complement_first(q, c) != DS_NO_TOKEN || !(c->entry->takes & DS_TAKES_CLAUSE)) return false;
  if (low > start + 2) {
    if (!ds_quotes_word_in(q, low - 1, ",")) return false;
    ds_quotes_add_words(q, start, ds_quotes_clause_end(q, start, low - 1), c);
    return true;
  }
  uint32_t first = high + 1;
  while (first < end && is_punct(q, first) && q->mark_of[first] < 0) first++;
  if (first + 2 > end || low != start) return false;
  ds_quotes_add_words(q, first, ds_quotes_clause_end(q, first, end), c);
  return true;
}

void ds_quotes_take_noun(ds_quoting *q, uint32_t noun) {
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
  ds_quotes_add_words(q, q->low[clause], ds_quotes_clause_end(q, q->low[clause], q->high[clause]), &c);
}

bool ds_quotes_take_clause(ds_quoting *q, const ds_cue *c) {
  if (!c->entry) return take_according(q, c);
  if (!ds_quotes_is_reported(q, c)) return false;
  return take_as(q, c) || take_around(q, c) || take_clause_before(q, c) || take_clause_after(q, c) || take_verb_after(q, c);
}
