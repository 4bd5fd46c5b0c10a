/* "I" and "my" inside quotation marks mean the speaker: mentions of the speaker's entity are added for them. */
#include <stdlib.h>
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

/* Marks whose words somebody else may say: nested ones. inside[t] is set for each token in them. */
static bool *nested_tokens(const ds_quoting *q) {
  bool *inside = DS_ARENA_NEW(q->arena, bool, q->r->n_tokens + 1);
  for (uint32_t i = 0; i < q->n_marks; i++)
    if (q->marks[i].depth == 1 && q->marks[i].closed && q->marks[i].last < q->r->n_tokens)
      memset(inside + q->marks[i].first, 1, q->marks[i].last - q->marks[i].first + 1);
  return inside;
}

static void add_mentions(ds_quoting *q, ds_mention *added, uint32_t n) {
  ds_annotation *a = q->a;
  ds_mention *merged = DS_ARENA_NEW(q->arena, ds_mention, a->n_mentions + n);
  uint32_t i = 0, j = 0, k = 0;
  while (i < a->n_mentions || j < n) {
    bool old = j == n || (i < a->n_mentions && a->mentions[i].start <= added[j].start);
    merged[k++] = old ? a->mentions[i++] : added[j++];
  }
  a->mentions = merged;
  a->n_mentions = k;
}

static int by_start(const void *a, const void *b) {
  const ds_mention *x = a, *y = b;
  return x->start < y->start ? -1 : x->start > y->start;
}

void ds_quotes_first_person(ds_quoting *q) {
  const ds_reading *r = q->r;
  bool *taken = nested_tokens(q);
  ds_mention *added = NULL;
  uint32_t n = 0, cap = 0;
  for (uint32_t i = 0; i < q->n_quotes; i++) {
    const ds_quote *quote = &q->quotes[i];
    if (quote->kind != DS_QUOTE_DIRECT && quote->kind != DS_QUOTE_MIXED) continue;
    if (quote->entity < 0 || quote->confidence < SURE_ENOUGH) continue;
    const char *words = words_of(q, quote->entity);
    for (uint32_t s = 0; s < quote->n_content && *words; s++)
      for (uint32_t t = ds_token_from(r, quote->content[s].start); t < r->n_tokens && r->tokens[t].start < quote->content[s].end; t++) {
        if (q->mark_of[t] < 0 || taken[t] || !ds_quotes_word_in(q, t, words) || ds_mention_at(q->a, t) >= 0) continue;
        taken[t] = true;
        DS_PUSH(q->arena, added, n, cap);
        added[n - 1] = (ds_mention){.start = r->tokens[t].start, .end = r->tokens[t].end, .sentence = r->tokens[t].sentence,
                                    .entity = quote->entity, .form = DS_FORM_PRONOUN, .head = t};
        q->a->entities[quote->entity].n_mentions++;
      }
  }
  if (n == 0) return;
  qsort(added, n, sizeof *added, by_start);
  add_mentions(q, added, n);
}
