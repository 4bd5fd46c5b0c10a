/* The marks that no cue claimed: quotations that go on after "she said.", dashes with a name, words in scare quotes. */
#include <string.h>

#include "annotation/quotes.h"

enum { SCARE_WORDS = 3, SENTENCES_BACK = 3, VERB_REACH = 25, WORDS_OF_SPEECH = 5 };

static const ds_token *token(const ds_quoting *q, uint32_t t) {
  return &q->r->tokens[t];
}

static uint32_t paragraph_of(const ds_quoting *q, uint32_t t) {
  return q->r->sentences[token(q, t)->sentence].paragraph;
}

/* Does the text in the marks end with a stop? */
static bool is_stopped(const ds_quoting *q, const ds_mark *m) {
  return m->inner_end > m->inner_start && strchr(".?!", q->r->text[m->inner_end - 1]);
}

bool ds_quotes_is_sentence(const ds_quoting *q, const ds_mark *m) {
  if (m->words <= SCARE_WORDS) return false;
  uint32_t at = m->inner_start;
  while (at + 1 < m->inner_end && strchr(". ", q->r->text[at])) at++; /* "… and so" printed as dots */
  char first = at == m->inner_start ? q->r->text[at] : 'A';
  bool begins = m->first == ds_quotes_sentence_first(q, m->first);
  bool led =
      m->first > 0 && (ds_quotes_word_in(q, m->first - 1, ":") || (ds_quotes_word_in(q, m->first - 1, ", - -- — – (") && is_stopped(q, m)));
  return (begins || led) && !(first >= 'a' && first <= 'z');
}

/* Gives the quote the speaker of another; nothing else reports it. */
static void speak_like(ds_quote *quote, const ds_quote *other, const char *rule) {
  quote->speaker_start = other->speaker_start;
  quote->speaker_end = other->speaker_end;
  quote->entity = other->entity;
  quote->rule = rule;
}

/* "“…,” she said. “…”": the cue stands between the two marks, and the second begins a sentence or follows a comma. */
static bool goes_on(const ds_quoting *q, const ds_mark *before, const ds_mark *m) {
  const ds_quote *quote = &q->quotes[before->quote];
  if (quote->kind == DS_QUOTE_SCARE || quote->speaker_end == 0 || quote->n_cue == 0) return false;
  if (paragraph_of(q, before->last) != paragraph_of(q, m->first)) return false;
  uint32_t cue = quote->cue[0].start;
  if (cue < before->end || cue > m->start) return false;
  uint32_t cue_token = ds_token_from(q->r, cue);
  bool next_sentence = token(q, m->first)->sentence <= token(q, cue_token)->sentence + 1;
  bool at_once = quote->cue[0].end <= m->start && ds_token_from(q->r, quote->cue[0].end) == m->first;
  bool short_one = m->first == ds_quotes_sentence_first(q, m->first) && is_stopped(q, m);
  return next_sentence &&
         (at_once || short_one || ds_quotes_is_sentence(q, m) || (m->first > 0 && ds_quotes_word_in(q, m->first - 1, ", ; : - -- — –")));
}

/* "“…” — Name" at the end of a paragraph, or the dash and the name in a paragraph of their own behind one that is all quotation. */
static bool take_dash(ds_quoting *q, ds_mark *m) {
  const ds_reading *r = q->r;
  uint32_t t = m->last + 1, paragraph = paragraph_of(q, m->last);
  if (t + 1 >= r->n_tokens || !ds_quotes_word_in(q, t, "- -- --- — – ― ~")) return false;
  if (paragraph_of(q, t) != paragraph) {
    bool alone = m->first == 0 || paragraph_of(q, m->first - 1) != paragraph;
    if (!alone || paragraph_of(q, t) != paragraph + 1) return false;
    paragraph++;
  }
  ds_cue c = {.verb = t,
              .first = t,
              .last = t,
              .rule = "dash",
              .antecedent = DS_NO_TOKEN,
              .subject = t + 1,
              .speaker_first = t + 1,
              .speaker_last = t + 1};
  if (token(q, t + 1)->upos != DS_UPOS_PROPN && ds_mention_at(q->a, t + 1) < 0) return false;
  for (uint32_t i = t + 1; i < r->n_tokens && paragraph_of(q, i) == paragraph; i++) {
    if (i > t + 12 || q->mark_of[i] >= 0 || token(q, i)->upos == DS_UPOS_VERB) return false;
    if (ds_quotes_word_in(q, i, ", (")) break;
    if (token(q, i)->upos != DS_UPOS_PUNCT) c.speaker_last = i;
  }
  bool last = c.speaker_last + 1 >= r->n_tokens || paragraph_of(q, c.speaker_last + 1) != paragraph;
  if (!last && !is_stopped(q, m)) return false; /* a title and where it was printed */
  ds_span inner = {m->inner_start, m->inner_end};
  m->quote = (int32_t)q->n_quotes;
  ds_quotes_add(q, DS_QUOTE_DIRECT, &inner, 1, &c);
  return true;
}

/* A quotation that opens its paragraph and stands alone there, right after a paragraph with somebody's quotation. */
static bool follows(const ds_quoting *q, const ds_mark *before, const ds_mark *m) {
  const ds_quote *quote = &q->quotes[before->quote];
  if (quote->kind == DS_QUOTE_SCARE || quote->speaker_end == 0) return false;
  uint32_t here = paragraph_of(q, m->first), next = m->last + 1;
  if (paragraph_of(q, before->last) + 1 != here || !is_stopped(q, m)) return false;
  if (next < q->r->n_tokens && paragraph_of(q, next) == here) return false;
  return m->first == 0 || paragraph_of(q, m->first - 1) != here;
}

/* Is quote reported behind other, and not inside what other reports? */
static bool speaks_after(const ds_quote *other, const ds_quote *quote) {
  uint32_t cue = quote->cue[0].start;
  if (other->start <= cue && cue < other->end) return false;
  return other->cue[0].start < cue || (quote->start <= other->cue[0].start && other->cue[0].start < quote->end);
}

/* Per sentence: the last quote reported in it that has a speaker, or -1. */
static int32_t *quotes_by_sentence(const ds_quoting *q) {
  int32_t *by = DS_ARENA_NEW(q->arena, int32_t, q->r->n_sentences + 1);
  for (uint32_t s = 0; s <= q->r->n_sentences; s++) by[s] = -1;
  for (uint32_t i = 0; i < q->n_quotes; i++) {
    const ds_quote *quote = &q->quotes[i];
    if (quote->n_cue == 0 || quote->speaker_end == 0) continue;
    int32_t *slot = &by[token(q, ds_token_from(q->r, quote->cue[0].start))->sentence];
    if (*slot < 0 || speaks_after(&q->quotes[*slot], quote)) *slot = (int32_t)i;
  }
  return by;
}

/* Whoever was reported last, up to three sentences before the mark in its paragraph; -1: nobody. */
static int32_t reported_above(const ds_quoting *q, const int32_t *by_sentence, const ds_mark *m) {
  uint32_t s = token(q, m->first)->sentence, paragraph = q->r->sentences[s].paragraph;
  if (m->first > 0 && ds_quotes_word_in(q, m->first - 1, ":") && token(q, m->first - 1)->sentence < s) return by_sentence[s - 1];
  for (uint32_t back = 1; back <= SENTENCES_BACK && back <= s && q->r->sentences[s - back].paragraph == paragraph; back++)
    if (by_sentence[s - back] >= 0) return by_sentence[s - back];
  return -1;
}

/* "Jane Smith shook her head. “We are not ready.”": the person who is the subject of the sentence before, in the same paragraph. */
static bool take_named_above(ds_quoting *q, ds_mark *m) {
  uint32_t s = token(q, m->first)->sentence;
  if (m->first != ds_quotes_sentence_first(q, m->first) || s == 0) return false;
  const ds_sentence *before = &q->r->sentences[s - 1];
  if (before->paragraph != q->r->sentences[s].paragraph) return false;
  for (uint32_t t = before->first; t < before->first + before->count; t++) {
    int32_t head = token(q, t)->head, mention = q->mark_of[t] < 0 ? ds_mention_at(q->a, t) : -1;
    if (token(q, t)->rel != DS_REL_NSUBJ || head < 0 || token(q, (uint32_t)head)->rel != DS_REL_ROOT || mention < 0) continue;
    int32_t entity = q->a->mentions[mention].entity;
    if (entity < 0 || q->a->entities[entity].kind != DS_PERSON) return false;
    ds_quote other = {.speaker_start = q->a->mentions[mention].start, .speaker_end = q->a->mentions[mention].end, .entity = entity};
    speak_like(ds_quotes_add_mark(q, m, DS_QUOTE_DIRECT, NULL), &other, "named above");
    return true;
  }
  return false;
}

/* The last person named in the tokens [from, to), outside marks: the mention, or -1. */
static int32_t last_person(const ds_quoting *q, uint32_t from, uint32_t to) {
  for (uint32_t t = to; t-- > from;) {
    int32_t m = q->mark_of[t] < 0 ? ds_mention_at(q->a, t) : -1;
    if (m < 0 || q->a->mentions[m].entity < 0 || q->a->mentions[m].form != DS_FORM_NAME) continue;
    if (q->a->entities[q->a->mentions[m].entity].kind == DS_PERSON) return m;
  }
  return -1;
}

/* "Here is Clinton in 1992: “…”", "Howard went on with his remarks." and a paragraph of quotation: the sentence that leads to the mark
 * names one person and ends with a colon, or names an utterance. */
static bool take_led(ds_quoting *q, ds_mark *m) {
  if (m->first == 0) return false;
  uint32_t t = m->first - 1, from = ds_quotes_sentence_first(q, t);
  bool colon = ds_quotes_word_in(q, t, ":"), speech = false, opens = paragraph_of(q, t) != paragraph_of(q, m->first);
  if (paragraph_of(q, t) + 1 < paragraph_of(q, m->first)) return false;
  for (uint32_t i = from; i < t; i++) {
    size_t len;
    const char *word = ds_token_text(q->r, i, &len);
    speech |= token(q, i)->upos == DS_UPOS_NOUN && ds_reporting_noun(word, len);
    if (q->mark_of[i] >= 0) return false;
  }
  int32_t mention = colon || (opens && speech) ? last_person(q, from, t) : -1;
  if (mention < 0) return false;
  const ds_mention *who = &q->a->mentions[mention];
  uint32_t head = ds_token_from(q->r, who->start);
  if (head > from && last_person(q, from, head) >= 0) return false;
  ds_quote other = {.speaker_start = who->start, .speaker_end = who->end, .entity = who->entity};
  speak_like(ds_quotes_add_mark(q, m, DS_QUOTE_DIRECT, NULL), &other, "led");
  return true;
}

static void extend_by_mark(ds_quoting *q, ds_mark *m, int32_t quote) {
  for (;; m = &q->marks[m->next]) {
    m->quote = quote;
    if (m->inner_end > m->inner_start) ds_quotes_extend(q, &q->quotes[quote], (ds_span){m->inner_start, m->inner_end});
    if (m->next < 0) return;
  }
}

static void take_left(ds_quoting *q, ds_mark *m, const ds_mark *before, const int32_t *by_sentence) {
  bool sentence = ds_quotes_is_sentence(q, m);
  if (before && goes_on(q, before, m)) {
    extend_by_mark(q, m, before->quote);
    return;
  }
  if (take_dash(q, m)) return;
  if (sentence && take_led(q, m)) return;
  int32_t above = sentence ? reported_above(q, by_sentence, m) : -1;
  if (above >= 0) {
    ds_quote other = q->quotes[above];
    speak_like(ds_quotes_add_mark(q, m, DS_QUOTE_DIRECT, NULL), &other, "reported above");
  } else if (sentence && take_named_above(q, m)) {
    return;
  } else if (sentence && before && follows(q, before, m)) {
    ds_quote other = q->quotes[before->quote];
    speak_like(ds_quotes_add_mark(q, m, DS_QUOTE_DIRECT, NULL), &other, "continued");
  } else {
    ds_quotes_add_mark(q, m, sentence ? DS_QUOTE_DIRECT : DS_QUOTE_SCARE, NULL);
  }
}

void ds_quotes_leftovers(ds_quoting *q) {
  const ds_mark *before = NULL;
  const int32_t *by_sentence = quotes_by_sentence(q);
  for (uint32_t i = 0; i < q->n_marks; i++) {
    ds_mark *m = &q->marks[i];
    if (m->depth > 0 || m->inner_end <= m->inner_start) continue;
    if (m->previous < 0 && m->quote < 0) take_left(q, m, before, by_sentence);
    if (m->quote >= 0 && q->quotes[m->quote].speaker_end > 0) before = m;
  }
}

/* ---- verbs that the lexicon does not have ---- */

static bool ends_open(const ds_quoting *q, const ds_mark *m) {
  uint32_t t = m->closed && m->last > m->first ? m->last - 1 : m->last;
  return ds_quotes_word_in(q, t, ", ? !");
}

static uint32_t next_verb(const ds_quoting *q, uint32_t from, uint32_t to) {
  for (uint32_t t = from; t <= to && t < from + VERB_REACH && q->mark_of[t] < 0; t++)
    if (token(q, t)->upos == DS_UPOS_VERB && token(q, t)->xpos != DS_XPOS_VB) return t;
  return DS_NO_TOKEN;
}

/* "“This is fantastic!” beamed Donald Hartley." */
static bool take_verb_behind(ds_quoting *q, ds_mark *m) {
  uint32_t from = m->last + 1;
  if (from >= q->r->n_tokens || !ends_open(q, m) || (m->words < WORDS_OF_SPEECH && m->first != ds_quotes_sentence_first(q, m->first)) ||
      paragraph_of(q, from) != paragraph_of(q, m->last))
    return false;
  uint32_t v = next_verb(q, from, ds_quotes_sentence_last(q, from));
  if (v == DS_NO_TOKEN || token(q, v)->xpos == DS_XPOS_VBG) return false;
  ds_cue c = ds_quotes_cue(q, v, NULL);
  if (c.subject == DS_NO_TOKEN || c.passive || (c.speaker_first > from && c.first > from)) return false;
  c.rule = "other verb";
  ds_quotes_add_mark(q, m, DS_QUOTE_DIRECT, &c);
  return true;
}

/* "He returned to his familiar lines: “…”", "Mills writes back, “…”" */
static bool take_verb_before(ds_quoting *q, ds_mark *m) {
  if (m->first == 0 || !ds_quotes_word_in(q, m->first - 1, ": ,")) return false;
  bool colon = ds_quotes_word_in(q, m->first - 1, ":");
  uint32_t from = ds_quotes_sentence_first(q, m->first - 1), best = DS_NO_TOKEN;
  for (uint32_t t = m->first - 1; t-- > from && q->mark_of[t] < 0 && t + VERB_REACH > m->first;) {
    bool finite = token(q, t)->upos == DS_UPOS_VERB && token(q, t)->xpos != DS_XPOS_VBG &&
                  (token(q, t)->xpos != DS_XPOS_VB || ds_quotes_child(q, t, DS_REL_NSUBJ) != DS_NO_TOKEN);
    if (!finite || (!colon && m->first - t > 4)) continue;
    best = t;
    if (token(q, t)->rel == DS_REL_ROOT || !colon) break;
  }
  if (best == DS_NO_TOKEN) return false;
  ds_cue c = ds_quotes_cue(q, best, NULL);
  if (c.subject == DS_NO_TOKEN || c.passive) return false;
  c.rule = "other verb";
  ds_quotes_add_mark(q, m, DS_QUOTE_DIRECT, &c);
  return true;
}

void ds_quotes_other_verbs(ds_quoting *q) {
  for (uint32_t i = 0; i < q->n_marks; i++) {
    ds_mark *m = &q->marks[i];
    if (m->depth > 0 || m->quote >= 0 || m->previous >= 0 || m->inner_end <= m->inner_start) continue;
    if (!take_verb_behind(q, m) && ds_quotes_is_sentence(q, m)) take_verb_before(q, m);
  }
}
