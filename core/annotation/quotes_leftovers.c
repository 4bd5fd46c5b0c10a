/* The marks that no cue claimed: quotations that go on after "she said.", dashes with a name, words in scare quotes. */
#include <string.h>

#include "annotation/quotes.h"

enum { SCARE_WORDS = 3 };

static const ds_token *token(const ds_quoting *q, uint32_t t) { return &q->r->tokens[t]; }

static uint32_t paragraph_of(const ds_quoting *q, uint32_t t) { return q->r->sentences[token(q, t)->sentence].paragraph; }

/* Does the mark hold whole sentences: it begins one and ends with a stop? */
static bool is_sentence(const ds_quoting *q, const ds_mark *m) {
  if (m->inner_end <= m->inner_start) return false;
  char last = q->r->text[m->inner_end - 1], first = q->r->text[m->inner_start];
  bool begins = m->first == ds_quotes_sentence_first(q, m->first) || (m->first > 0 && token(q, m->first - 1)->sentence != token(q, m->first)->sentence);
  return begins && m->words > 2 && (strchr(".?!,", last) || (unsigned char)last >= 0x80) && !(first >= 'a' && first <= 'z');
}

/* Gives the quote the speaker of another; nothing else reports it. */
static void speak_like(ds_quote *quote, const ds_quote *other, const char *rule, float confidence) {
  quote->speaker_start = other->speaker_start;
  quote->speaker_end = other->speaker_end;
  quote->entity = other->entity;
  quote->rule = rule;
  quote->confidence = confidence;
}

static ds_quote *add(ds_quoting *q, ds_mark *m, ds_quote_kind kind) {
  ds_span inner = {m->inner_start, m->inner_end};
  m->quote = (int32_t)q->n_quotes;
  ds_quote *quote = ds_quotes_add(q, kind, &inner, 1, NULL);
  while (m->next >= 0) {
    m = &q->marks[m->next];
    m->quote = (int32_t)q->n_quotes - 1;
    if (m->inner_end > m->inner_start) ds_quotes_extend(q, quote, (ds_span){m->inner_start, m->inner_end});
  }
  if (!m->closed) quote->confidence *= DS_UNCLOSED;
  return quote;
}

/* "“…,” she said. “…”": the cue stands between the two marks, and the second begins a sentence or follows a comma. */
static bool goes_on(const ds_quoting *q, const ds_mark *before, const ds_mark *m) {
  const ds_quote *quote = &q->quotes[before->quote];
  if (quote->kind != DS_QUOTE_DIRECT || quote->speaker_end == 0 || quote->n_cue == 0) return false;
  if (paragraph_of(q, before->last) != paragraph_of(q, m->first)) return false;
  uint32_t cue = quote->cue[0].start;
  if (cue < before->end || cue > m->start) return false;
  uint32_t cue_token = ds_token_from(q->r, cue);
  bool next_sentence = token(q, m->first)->sentence <= token(q, cue_token)->sentence + 1;
  return next_sentence && (is_sentence(q, m) || (m->first > 0 && ds_quotes_word_in(q, m->first - 1, ", ; : - -- — –")));
}

/* "“…” — Name" at the end of a paragraph. */
static bool take_dash(ds_quoting *q, ds_mark *m) {
  const ds_reading *r = q->r;
  uint32_t t = m->last + 1, paragraph = paragraph_of(q, m->last);
  if (t + 1 >= r->n_tokens || !ds_quotes_word_in(q, t, "- -- --- — – ― ~") || paragraph_of(q, t) != paragraph) return false;
  ds_cue c = {.verb = t, .first = t, .last = t, .rule = "dash", .subject = t + 1, .speaker_first = t + 1, .speaker_last = t + 1};
  if (token(q, t + 1)->upos != DS_UPOS_PROPN && ds_mention_at(q->a, t + 1) < 0) return false;
  for (uint32_t i = t + 1; i < r->n_tokens && paragraph_of(q, i) == paragraph; i++) {
    if (i > t + 12 || q->mark_of[i] >= 0 || token(q, i)->upos == DS_UPOS_VERB) return false;
    if (ds_quotes_word_in(q, i, ", (")) break;
    if (token(q, i)->upos != DS_UPOS_PUNCT) c.speaker_last = i;
  }
  ds_span inner = {m->inner_start, m->inner_end};
  m->quote = (int32_t)q->n_quotes;
  ds_quotes_add(q, DS_QUOTE_DIRECT, &inner, 1, &c);
  return true;
}

/* A quotation that opens its paragraph and stands alone there, right after a paragraph with somebody's quotation. */
static bool follows(const ds_quoting *q, const ds_mark *before, const ds_mark *m) {
  const ds_quote *quote = &q->quotes[before->quote];
  if (quote->kind == DS_QUOTE_SCARE || quote->speaker_end == 0) return false;
  uint32_t here = paragraph_of(q, m->first);
  if (paragraph_of(q, before->last) + 1 != here) return false;
  return m->first == 0 || paragraph_of(q, m->first - 1) != here;
}

void ds_quotes_leftovers(ds_quoting *q) {
  const ds_mark *before = NULL;
  for (uint32_t i = 0; i < q->n_marks; i++) {
    ds_mark *m = &q->marks[i];
    if (m->depth > 0 || m->previous >= 0 || m->inner_end <= m->inner_start) continue;
    bool sentence = is_sentence(q, m) && m->words > SCARE_WORDS;
    if (m->quote >= 0) {
      before = m;
      continue;
    }
    if (before && goes_on(q, before, m)) {
      m->quote = before->quote;
      ds_quotes_extend(q, &q->quotes[m->quote], (ds_span){m->inner_start, m->inner_end});
    } else if (take_dash(q, m)) {
      continue;
    } else if (sentence && before && follows(q, before, m)) {
      ds_quote other = q->quotes[before->quote];
      speak_like(add(q, m, DS_QUOTE_DIRECT), &other, "continued", 0.7f);
    } else {
      add(q, m, sentence ? DS_QUOTE_DIRECT : DS_QUOTE_SCARE);
    }
    before = m;
  }
}
