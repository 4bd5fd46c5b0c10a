/* Reports within reports: "the aide said she expects the campaign “to go on”" is one quotation of the aide, not a second one of hers. */
#include <string.h>

#include "annotation/quotes.h"

enum { NESTED_BACK = 8 };

static bool holds(const ds_quote *outer, ds_span span) {
  for (uint32_t i = 0; i < outer->n_content; i++)
    if (outer->content[i].start <= span.start && span.end <= outer->content[i].end) return true;
  return false;
}

static bool is_reported_inside(const ds_quote *outer, const ds_quote *inner) {
  return outer != inner && outer->n_cue && inner->n_cue && outer->kind != DS_QUOTE_SCARE && holds(outer, inner->cue[0]) &&
         holds(outer, inner->content[0]);
}

/* Is the inner speaker somebody else, known by name? */
static bool is_other(const ds_quoting *q, const ds_quote *outer, const ds_quote *inner) {
  if (inner->entity < 0 || inner->entity == outer->entity) return false;
  for (uint32_t t = ds_token_from(q->r, inner->speaker_start); t < q->r->n_tokens && q->r->tokens[t].start < inner->speaker_end; t++) {
    int32_t m = ds_mention_at(q->a, t);
    if (m >= 0 && q->a->mentions[m].entity == inner->entity) return q->a->mentions[m].form == DS_FORM_NAME;
  }
  return false;
}

static bool has_finite(const ds_quoting *q, ds_span span) {
  for (uint32_t t = ds_token_from(q->r, span.start); t < q->r->n_tokens && q->r->tokens[t].start < span.end; t++) {
    const ds_token *k = &q->r->tokens[t];
    if (k->upos == DS_UPOS_AUX || k->xpos == DS_XPOS_VBD || k->xpos == DS_XPOS_VBZ || k->xpos == DS_XPOS_VBP) return true;
  }
  return false;
}

/* Does the inner report stand for itself: a clause of a subject of its own, or words in marks? */
static bool is_full(const ds_quoting *q, const ds_quote *inner) {
  if (inner->kind != DS_QUOTE_INDIRECT || strcmp(inner->rule, "according to") == 0) return true;
  return strcmp(inner->rule, "subject") == 0 && has_finite(q, inner->content[0]);
}

/* Quotes are in text order here. What an outer quote holds follows it, or stands right before it when both begin together. */
void ds_quotes_nested(ds_quoting *q) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < q->n_quotes; i++) {
    ds_quote *inner = &q->quotes[i];
    bool drop = false;
    for (uint32_t back = 1; back <= NESTED_BACK && back <= n && !drop; back++) {
      ds_quote *o = &q->quotes[n - back];
      if (!is_reported_inside(o, inner)) continue;
      if (inner->kind == DS_QUOTE_MIXED && o->kind == DS_QUOTE_INDIRECT) o->kind = DS_QUOTE_MIXED;
      drop = !is_other(q, o, inner) || !is_full(q, inner);
    }
    if (!drop) q->quotes[n++] = *inner;
  }
  q->n_quotes = n;
}
