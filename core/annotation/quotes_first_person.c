/* "I" and "my" inside quotation marks mean the speaker: mentions of the speaker's entity are added for them. */
#include <string.h>

#include "annotation/quotes.h"

#define SURE_ENOUGH 0.6f

static const char *words_of(const ds_quoting *q, int32_t entity) {
  switch (q->a->entities[entity].kind) {
  case DS_PERSON: return q->a->entities[entity].plural ? "" : "I me my mine myself";
  case DS_ORGANIZATION: return "we us our ours ourselves";
  default: return "";
  }
}

/* The tokens in nested marks: somebody else may say those. */
static bool *nested_tokens(const ds_quoting *q) {
  bool *inside = DS_ARENA_NEW(q->arena, bool, q->r->n_tokens + 1);
  for (uint32_t i = 0; i < q->n_marks; i++)
    if (q->marks[i].depth == 1 && q->marks[i].closed && q->marks[i].last < q->r->n_tokens)
      memset(inside + q->marks[i].first, 1, q->marks[i].last - q->marks[i].first + 1);
  return inside;
}

static void add_in_span(ds_quoting *q, const ds_quote *quote, ds_span span, const char *words, bool *taken) {
  const ds_reading *r = q->r;
  for (uint32_t t = ds_token_from(r, span.start); t < r->n_tokens && r->tokens[t].start < span.end; t++) {
    if (q->mark_of[t] < 0 || taken[t] || !ds_quotes_word_in(q, t, words) || ds_mention_at(q->a, t) >= 0) continue;
    taken[t] = true;
    DS_PUSH(q->arena, q->added, q->n_added, q->cap_added);
    q->added[q->n_added - 1] = (ds_mention){.start = r->tokens[t].start,
                                            .end = r->tokens[t].end,
                                            .sentence = r->tokens[t].sentence,
                                            .entity = quote->entity,
                                            .form = DS_FORM_PRONOUN,
                                            .head = t};
    q->a->entities[quote->entity].n_mentions++;
  }
}

void ds_quotes_first_person(ds_quoting *q) {
  bool *taken = nested_tokens(q);
  for (uint32_t i = 0; i < q->n_quotes; i++) {
    const ds_quote *quote = &q->quotes[i];
    if (quote->kind != DS_QUOTE_DIRECT && quote->kind != DS_QUOTE_MIXED) continue;
    if (quote->entity < 0 || quote->confidence < SURE_ENOUGH) continue;
    const char *words = words_of(q, quote->entity);
    for (uint32_t s = 0; s < quote->n_content && *words; s++) add_in_span(q, quote, quote->content[s], words, taken);
  }
}
