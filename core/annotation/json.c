/* An annotation as one line of JSON. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "annotation/annotation.h"

#define PUT(out, literal) ds_buf_append((out), (literal), sizeof(literal) - 1)

static void put_number(ds_buf *out, uint32_t n) {
  char digits[10], *at = digits + sizeof digits;
  do *--at = (char)('0' + n % 10);
  while (n /= 10);
  ds_buf_append(out, at, (size_t)(digits + sizeof digits - at));
}

static void put_pair(ds_buf *out, uint32_t a, uint32_t b) {
  ds_buf_putc(out, '[');
  put_number(out, a);
  ds_buf_putc(out, ',');
  put_number(out, b);
  ds_buf_putc(out, ']');
}

static void put_key(ds_buf *out, const char *key) {
  ds_buf_putc(out, '"');
  ds_buf_puts(out, key);
  PUT(out, "\":");
}

/* A text from a closed list: nothing in it to escape. */
static void put_plain(ds_buf *out, const char *text) {
  ds_buf_putc(out, '"');
  ds_buf_puts(out, text);
  ds_buf_putc(out, '"');
}

static void put_text(ds_buf *out, const char *key, const char *text) {
  put_key(out, key);
  if (text)
    ds_buf_json_string(out, text, strlen(text));
  else
    PUT(out, "null");
}

static void put_index(ds_buf *out, const char *key, int32_t index) {
  put_key(out, key);
  if (index < 0)
    PUT(out, "null");
  else
    put_number(out, (uint32_t)index);
}

static void put_span(ds_buf *out, const char *key, uint32_t start, uint32_t end) {
  put_key(out, key);
  put_pair(out, start, end);
}

static void put_spans(ds_buf *out, const char *key, const ds_span *spans, uint32_t n) {
  put_key(out, key);
  ds_buf_putc(out, '[');
  for (uint32_t i = 0; i < n; i++) {
    if (i) ds_buf_putc(out, ',');
    put_pair(out, spans[i].start, spans[i].end);
  }
  ds_buf_putc(out, ']');
}

static void put_bool(ds_buf *out, const char *key, bool value) {
  put_key(out, key);
  ds_buf_puts(out, value ? "true" : "false");
}

/* A share of 0 to 1 with at most three places. */
static void put_share(ds_buf *out, float share) {
  uint32_t thousandths = (uint32_t)lround((double)share * 1000);
  put_number(out, thousandths / 1000);
  thousandths %= 1000;
  if (thousandths) ds_buf_putc(out, '.');
  for (uint32_t unit = 100; thousandths; thousandths %= unit, unit /= 10) ds_buf_putc(out, (char)('0' + thousandths / unit));
}

static void put_sentences(const ds_reading *r, ds_buf *out) {
  ds_buf_puts(out, ",\"sentences\":[");
  for (uint32_t i = 0; i < r->n_sentences; i++) {
    if (i) ds_buf_putc(out, ',');
    put_pair(out, r->sentences[i].start, r->sentences[i].end);
  }
  ds_buf_putc(out, ']');
}

static void put_token(const ds_reading *r, uint32_t i, ds_buf *out) {
  const ds_token *t = &r->tokens[i];
  const char *lemma = t->lemma ? t->lemma : "";
  if (i) ds_buf_putc(out, ',');
  ds_buf_putc(out, '[');
  put_number(out, t->start);
  ds_buf_putc(out, ',');
  put_number(out, t->end);
  ds_buf_putc(out, ',');
  put_plain(out, ds_upos_text(t->upos));
  ds_buf_putc(out, ',');
  put_plain(out, ds_xpos_text(t->xpos));
  ds_buf_putc(out, ',');
  ds_buf_json_string(out, lemma, strlen(lemma));
  if (t->head < 0) PUT(out, ",-1,");
  if (t->head >= 0) ds_buf_putc(out, ','), put_number(out, (uint32_t)t->head - r->sentences[t->sentence].first), ds_buf_putc(out, ',');
  put_plain(out, ds_rel_text(t->rel));
  ds_buf_putc(out, ']');
}

static void put_tokens(const ds_reading *r, ds_buf *out) {
  ds_buf_puts(out, ",\"tokens\":[");
  for (uint32_t i = 0; i < r->n_tokens; i++) put_token(r, i, out);
  ds_buf_putc(out, ']');
}

/* The numbers of the sentences that begin a paragraph. */
static void put_paragraphs(const ds_reading *r, ds_buf *out) {
  ds_buf_puts(out, ",\"paragraphs\":[");
  for (uint32_t i = 0; i < r->n_sentences; i++)
    if (i == 0 || r->sentences[i].paragraph != r->sentences[i - 1].paragraph) ds_buf_printf(out, "%s%u", i ? "," : "", i);
  ds_buf_putc(out, ']');
}

/* For each entity the index of its first mention, and for each mention that of the entity's next one: the lists come out in text order. */
static void chain_mentions(const ds_annotation *a, uint32_t *first, uint32_t *next) {
  for (uint32_t e = 0; e < a->n_entities; e++) first[e] = UINT32_MAX;
  for (uint32_t m = a->n_mentions; m-- > 0;) {
    int32_t e = a->mentions[m].entity;
    if (e < 0) continue;
    next[m] = first[e];
    first[e] = m;
  }
}

static void put_mention(const ds_mention *m, bool comma, ds_buf *out) {
  if (comma) ds_buf_putc(out, ',');
  ds_buf_putc(out, '[');
  put_number(out, m->start);
  ds_buf_putc(out, ',');
  put_number(out, m->end);
  ds_buf_putc(out, ',');
  put_plain(out, ds_form_text(m->form));
  ds_buf_putc(out, ']');
}

static void put_entity(const ds_annotation *a, uint32_t n, const uint32_t *first, const uint32_t *next, ds_buf *out) {
  static const char *const genders[] = {"", "male", "female"};
  const ds_entity *e = &a->entities[n];
  if (n) ds_buf_putc(out, ',');
  PUT(out, "{\"n\":");
  put_number(out, n);
  PUT(out, ",\"kind\":");
  put_plain(out, ds_kind_text(e->kind));
  ds_buf_putc(out, ',');
  put_text(out, "name", e->name ? e->name : "");
  if (e->country[0]) ds_buf_putc(out, ','), put_text(out, "country", e->country);
  if (e->note) ds_buf_putc(out, ','), put_text(out, "note", e->note);
  if (e->gender) ds_buf_putc(out, ','), put_text(out, "gender", genders[e->gender]);
  if (e->plural) ds_buf_puts(out, ",\"plural\":true");
  ds_buf_puts(out, ",\"mentions\":[");
  for (uint32_t m = first[n]; m != UINT32_MAX; m = next[m]) put_mention(&a->mentions[m], m != first[n], out);
  ds_buf_puts(out, "]}");
}

static void put_entities(const ds_annotation *a, ds_buf *out) {
  uint32_t *first = ds_alloc(sizeof *first * ((size_t)a->n_entities + 1));
  uint32_t *next = ds_alloc(sizeof *next * ((size_t)a->n_mentions + 1));
  chain_mentions(a, first, next);
  ds_buf_puts(out, ",\"entities\":[");
  for (uint32_t n = 0; n < a->n_entities; n++) put_entity(a, n, first, next, out);
  ds_buf_putc(out, ']');
  free(first);
  free(next);
}

static void put_quote(const ds_quote *q, ds_buf *out) {
  ds_span speaker = {q->speaker_start, q->speaker_end};
  PUT(out, "{\"kind\":");
  put_plain(out, ds_quote_kind_text(q->kind));
  ds_buf_putc(out, ',');
  put_spans(out, "content", q->content, q->n_content);
  ds_buf_putc(out, ',');
  put_spans(out, "cue", q->cue, q->n_cue);
  ds_buf_putc(out, ',');
  put_text(out, "cue_lemma", q->cue_lemma);
  ds_buf_putc(out, ',');
  put_spans(out, "speaker", &speaker, q->speaker_end > 0);
  ds_buf_putc(out, ',');
  put_index(out, "entity", q->entity);
  ds_buf_putc(out, ',');
  put_text(out, "rule", q->rule ? q->rule : "none");
  ds_buf_puts(out, ",\"confidence\":");
  put_share(out, q->confidence);
  ds_buf_putc(out, '}');
}

static void put_date(const ds_date *d, ds_buf *out) {
  ds_buf_putc(out, '{');
  put_span(out, "span", d->start, d->end);
  ds_buf_putc(out, ',');
  put_text(out, "kind", ds_date_kind_text(d->kind));
  ds_buf_putc(out, ',');
  put_text(out, "value", d->value);
  ds_buf_putc(out, ',');
  put_text(out, "first", d->first[0] ? d->first : NULL);
  ds_buf_putc(out, ',');
  put_text(out, "last", d->last[0] ? d->last : NULL);
  ds_buf_putc(out, '}');
}

static void put_argument(const ds_argument *g, const ds_reading *r, ds_buf *out) {
  ds_buf_putc(out, '{');
  put_text(out, "role", g->role);
  ds_buf_putc(out, ',');
  put_span(out, "span", g->start, g->end);
  if (g->head < r->n_tokens) ds_buf_putc(out, ','), put_span(out, "head", r->tokens[g->head].start, r->tokens[g->head].end);
  ds_buf_putc(out, ',');
  put_text(out, "head_lemma", g->head_lemma);
  ds_buf_putc(out, ',');
  put_index(out, "entity", g->entity);
  ds_buf_putc(out, '}');
}

static void put_predicate(const ds_annotation *a, const ds_predicate *p, ds_buf *out) {
  ds_buf_putc(out, '{');
  put_span(out, "span", p->start, p->end);
  ds_buf_putc(out, ',');
  put_text(out, "lemma", p->lemma);
  ds_buf_puts(out, p->noun ? ",\"pos\":\"noun\",\"tense\":" : ",\"pos\":\"verb\",\"tense\":");
  if (p->tense)
    put_plain(out, ds_tense_text(p->tense));
  else
    PUT(out, "null");
  ds_buf_putc(out, ',');
  put_bool(out, "negated", p->negated);
  ds_buf_putc(out, ',');
  put_bool(out, "passive", p->passive);
  ds_buf_putc(out, ',');
  put_text(out, "modal", p->modal);
  ds_buf_putc(out, ',');
  put_index(out, "quote", p->quote);
  ds_buf_putc(out, ',');
  put_index(out, "holder", p->holder);
  ds_buf_puts(out, ",\"arguments\":[");
  for (uint32_t i = 0; i < p->n_arguments; i++) {
    if (i) ds_buf_putc(out, ',');
    put_argument(&a->arguments[p->first_argument + i], a->reading, out);
  }
  ds_buf_puts(out, "]}");
}

void ds_annotation_json(const ds_annotation *a, const char *id, bool with_tokens, ds_buf *out) {
  ds_buf_putc(out, '{');
  if (id) ds_buf_printf(out, "\"id\":%s,", id);
  put_text(out, "lang", a->lang ? a->lang : "en");
  if (a->date[0]) ds_buf_putc(out, ','), put_text(out, "date", a->date);
  put_sentences(a->reading, out);
  if (with_tokens) put_tokens(a->reading, out), put_paragraphs(a->reading, out);
  put_entities(a, out);
  ds_buf_puts(out, ",\"quotes\":[");
  for (uint32_t i = 0; i < a->n_quotes; i++) i ? ds_buf_putc(out, ',') : (void)0, put_quote(&a->quotes[i], out);
  ds_buf_puts(out, "],\"dates\":[");
  for (uint32_t i = 0; i < a->n_dates; i++) i ? ds_buf_putc(out, ',') : (void)0, put_date(&a->dates[i], out);
  ds_buf_puts(out, "],\"predicates\":[");
  for (uint32_t i = 0; i < a->n_predicates; i++) i ? ds_buf_putc(out, ',') : (void)0, put_predicate(a, &a->predicates[i], out);
  ds_buf_puts(out, "]}");
}
