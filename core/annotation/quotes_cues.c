/* The words that report: verbs of the lexicon in a reporting use, "according to", and the colon behind a speaker's name. */
#include <string.h>

#include "annotation/quotes.h"

enum { COLON_TOKENS = 9 };

static const ds_token *token(const ds_quoting *q, uint32_t t) {
  return &q->r->tokens[t];
}

static bool has_child_word(const ds_quoting *q, uint32_t head, const char *words) {
  for (int32_t c = q->child[head]; c >= 0; c = q->sibling[c])
    if (ds_quotes_word_in(q, (uint32_t)c, words)) return true;
  return false;
}

/* Is the word a verb here? The tagger is asked, but unmistakable forms ("said", "told") are taken even when it errs. */
static bool is_verb_here(const ds_quoting *q, uint32_t t) {
  uint8_t upos = token(q, t)->upos, rel = token(q, t)->rel;
  if (rel == DS_REL_AMOD || rel == DS_REL_COMPOUND) return false;
  if (upos == DS_UPOS_VERB) return true;
  return ds_quotes_word_in(q, t, "said told wrote says") && upos != DS_UPOS_ADJ && upos != DS_UPOS_PROPN;
}

static bool is_passive(const ds_quoting *q, uint32_t t) {
  if (ds_quotes_child(q, t, DS_REL_AUX_PASS) != DS_NO_TOKEN) return true;
  bool participle = token(q, t)->xpos == DS_XPOS_VBN && token(q, t)->rel == DS_REL_ACL;
  return participle && t + 1 < q->r->n_tokens && ds_quotes_word_in(q, t + 1, "by");
}

#define AUXILIARIES "has have had did do does will would could should can may might is was are were not n't"

static bool is_capital(const ds_quoting *q, uint32_t t) {
  char c = q->r->text[token(q, t)->start];
  return (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* An adverb that goes with a verb, not with the noun before it ("nearly half said"). */
static bool is_manner(const ds_quoting *q, uint32_t t) {
  size_t len;
  const char *text = ds_token_text(q->r, t, &len);
  if (token(q, t)->upos != DS_UPOS_ADV) return false;
  return (len > 3 && strncmp(text + len - 2, "ly", 2) == 0) ||
         ds_quotes_word_in(
             q, t, "also later once never ever not then now just even still often again first soon twice thus already long so once");
}

/* The verb with its auxiliaries before and its particle behind. */
static void find_extent(const ds_quoting *q, ds_cue *c) {
  c->first = c->last = c->verb;
  for (int32_t d = q->child[c->verb]; d >= 0; d = q->sibling[d]) {
    ds_rel rel = token(q, (uint32_t)d)->rel;
    uint32_t t = (uint32_t)d;
    if (is_capital(q, t) && !ds_quotes_word_in(q, t, AUXILIARIES)) continue;
    bool before = rel == DS_REL_AUX || rel == DS_REL_AUX_PASS || (rel == DS_REL_ADVMOD && t + 1 == c->first && is_manner(q, t));
    if (before && t < c->first && c->first - t <= 3) c->first = t;
    if (rel == DS_REL_COMPOUND_PRT && t == c->last + 1) c->last = t;
  }
  while (c->first > ds_quotes_sentence_first(q, c->verb)) {
    const ds_token *p = token(q, c->first - 1);
    if ((p->upos != DS_UPOS_AUX && !is_manner(q, c->first - 1)) || is_capital(q, c->first - 1)) break;
    c->first--;
  }
}

static ds_cue *push(ds_quoting *q, ds_cue cue) {
  DS_PUSH(q->arena, q->cues, q->n_cues, q->cap_cues);
  q->cues[q->n_cues - 1] = cue;
  return &q->cues[q->n_cues - 1];
}

/* "That said, …" */
static bool is_connective(const ds_quoting *q, uint32_t t) {
  return t > 0 && t + 1 < q->r->n_tokens && ds_quotes_word_in(q, t - 1, "that") && ds_quotes_word_in(q, t + 1, ",") &&
         ds_quotes_word_in(q, t, "said") && q->r->text[token(q, t - 1)->start] == 'T';
}

ds_cue ds_quotes_cue(const ds_quoting *q, uint32_t verb, const ds_reporting *entry) {
  ds_cue c = {.verb = verb,
              .entry = entry,
              .lemma = entry ? entry->lemma : token(q, verb)->lemma,
              .subject = DS_NO_TOKEN,
              .antecedent = DS_NO_TOKEN};
  c.passive = is_passive(q, verb);
  c.negated = has_child_word(q, verb, "not n't never n’t");
  find_extent(q, &c);
  ds_quotes_speaker(q, &c);
  return c;
}

/* "a print called …", "a man accused of …": a participle that describes a noun reports nothing unless it says by whom. */
static bool is_named(const ds_quoting *q, uint32_t t) {
  bool participle = token(q, t)->xpos == DS_XPOS_VBN && token(q, t)->rel == DS_REL_ACL;
  return participle && !is_passive(q, t) && !ds_quotes_word_in(q, t, "said wrote");
}

static void try_verb(ds_quoting *q, uint32_t t) {
  size_t len;
  const char *word = ds_token_text(q->r, t, &len);
  const ds_reporting *entry = ds_reporting_verb(word, len, NULL);
  if (!entry || !is_verb_here(q, t) || is_connective(q, t) || is_named(q, t)) return;
  ds_cue c = ds_quotes_cue(q, t, entry);
  if (strcmp(entry->lemma, "read") == 0) { /* texts read; people who read do not speak */
    const char *noun = c.subject == DS_NO_TOKEN ? "" : ds_token_text(q->r, c.subject, &len);
    if (c.subject == DS_NO_TOKEN || (!ds_reporting_noun(noun, len) && !ds_quotes_word_in(q, c.subject, "it"))) return;
  }
  push(q, c);
}

/* The head of the noun phrase that begins at t: the tree's when it lies behind t in the sentence, else the last of the run of nouns. */
static uint32_t phrase_head(const ds_quoting *q, uint32_t according, uint32_t t) {
  uint32_t end = ds_quotes_sentence_last(q, t);
  int32_t head = token(q, according)->head;
  if (head >= (int32_t)t && head <= (int32_t)end && q->mark_of[head] < 0 && token(q, (uint32_t)head)->upos != DS_UPOS_VERB)
    return (uint32_t)head;
  uint32_t best = t;
  for (uint32_t i = t; i <= end && i < t + 12; i++) {
    uint8_t upos = token(q, i)->upos;
    if (upos == DS_UPOS_NOUN || upos == DS_UPOS_PROPN || upos == DS_UPOS_PRON)
      best = i;
    else if (upos != DS_UPOS_DET && upos != DS_UPOS_ADJ && upos != DS_UPOS_NUM && upos != DS_UPOS_PART)
      break;
  }
  return best;
}

/* "according to", "in the words of": the source is named up to the first comma behind its head. */
static void try_according(ds_quoting *q, uint32_t t) {
  const ds_reading *r = q->r;
  bool words = ds_quotes_word_in(q, t, "words");
  if (t + 2 >= r->n_tokens || token(q, t + 2)->sentence != token(q, t)->sentence) return;
  if (words && (t < 2 || !ds_quotes_word_in(q, t - 1, "the") || !ds_quotes_word_in(q, t - 2, "in"))) return;
  if (!ds_quotes_word_in(q, t + 1, words ? "of" : "to")) return;
  ds_cue c = {.verb = t,
              .first = words ? t - 2 : t,
              .last = t + 1,
              .lemma = words ? "in the words of" : "according to",
              .rule = "according to",
              .antecedent = DS_NO_TOKEN};
  c.subject = phrase_head(q, t, t + 2);
  uint32_t to = ds_quotes_sentence_last(q, t);
  for (uint32_t i = c.subject + 1; i <= to; i++)
    if (ds_quotes_word_in(q, i, ", ;")) to = i - 1;
  for (uint32_t i = t + 2; i <= to; i++)
    if (q->mark_of[i] >= 0) to = i - 1;
  if (to < c.subject) return;
  ds_quotes_phrase(q, c.subject, t + 2, to, &c.speaker_first, &c.speaker_last);
  push(q, c);
}

static uint32_t paragraph_of(const ds_quoting *q, uint32_t t) {
  return q->r->sentences[token(q, t)->sentence].paragraph;
}

static bool opens_paragraph(const ds_quoting *q, uint32_t t) {
  return t == 0 || paragraph_of(q, t - 1) != paragraph_of(q, t);
}

/* "SMITH: …", "Jane Smith, Reuters: …": a paragraph that begins with a name and a colon. t is its first token. */
static void try_colon(ds_quoting *q, uint32_t t) {
  const ds_reading *r = q->r;
  uint32_t colon = t, last = t;
  if (is_verb_here(q, t)) return; /* "Said Jane Smith: “…”" */
  while (colon < r->n_tokens && colon < t + COLON_TOKENS && q->mark_of[colon] < 0 && !ds_quotes_word_in(q, colon, ":")) colon++;
  if (colon == t || colon + 1 >= r->n_tokens || !ds_quotes_word_in(q, colon, ":") || paragraph_of(q, colon + 1) != paragraph_of(q, t))
    return;
  while (last + 1 < colon && !ds_quotes_word_in(q, last + 1, ", (")) last++;
  int32_t m = ds_mention_at(q->a, last);
  if (m < 0 || q->a->mentions[m].form != DS_FORM_NAME || q->a->mentions[m].entity < 0) return;
  ds_kind kind = q->a->entities[q->a->mentions[m].entity].kind;
  if (kind != DS_PERSON && kind != DS_ORGANIZATION) return;
  for (uint32_t i = t; i <= last; i++)
    if (!is_capital(q, i) && token(q, i)->upos != DS_UPOS_ADP && token(q, i)->upos != DS_UPOS_DET) return;
  push(q, (ds_cue){.verb = colon,
                   .first = colon,
                   .last = colon,
                   .rule = "colon",
                   .subject = last,
                   .speaker_first = t,
                   .speaker_last = last,
                   .antecedent = DS_NO_TOKEN});
}

/* "she said, adding that …": a participle that the tree leaves alone has the speaker of the cue before it in the sentence. */
static void share_speakers(ds_quoting *q) {
  for (uint32_t i = 1; i < q->n_cues; i++) {
    ds_cue *c = &q->cues[i];
    const ds_cue *before = c - 1;
    if (c->subject != DS_NO_TOKEN || before->subject == DS_NO_TOKEN || c->passive || !before->entry) continue;
    if (token(q, c->verb)->sentence != token(q, before->verb)->sentence || token(q, c->verb)->xpos != DS_XPOS_VBG) continue;
    c->subject = before->subject;
    c->speaker_first = before->speaker_first;
    c->speaker_last = before->speaker_last;
    c->antecedent = before->antecedent;
    c->rule = "participle";
  }
}

void ds_quotes_cues(ds_quoting *q) {
  for (uint32_t t = 0; t < q->r->n_tokens; t++) {
    if (q->mark_of[t] >= 0) continue;
    if (opens_paragraph(q, t)) try_colon(q, t);
    if (ds_quotes_word_in(q, t, "according words"))
      try_according(q, t);
    else
      try_verb(q, t);
  }
  share_speakers(q);
}
