/* Subtrees and dependents of every token, and the noun phrase around one. */
#include <string.h>

#include "annotation/quotes.h"

enum { PHRASE_TOKENS = 60 };

/* Widens the subtrees above t. The walk ends at a head that covers the token already: then all above it do. */
static void widen(ds_quoting *q, uint32_t t) {
  const ds_reading *r = q->r;
  uint32_t low = q->low[t], high = q->high[t];
  for (uint32_t up = t;;) {
    int32_t head = r->tokens[up].head;
    if (head < 0 || (uint32_t)head >= r->n_tokens || (uint32_t)head == up || r->tokens[head].sentence != r->tokens[t].sentence) return;
    up = (uint32_t)head;
    if (q->low[up] <= low && q->high[up] >= high) return;
    if (low < q->low[up]) q->low[up] = low;
    if (high > q->high[up]) q->high[up] = high;
  }
}

void ds_quotes_tree(ds_quoting *q) {
  const ds_reading *r = q->r;
  uint32_t n = r->n_tokens;
  q->low = DS_ARENA_NEW(q->arena, uint32_t, n + 1);
  q->high = DS_ARENA_NEW(q->arena, uint32_t, n + 1);
  q->child = DS_ARENA_NEW(q->arena, int32_t, n + 1);
  q->sibling = DS_ARENA_NEW(q->arena, int32_t, n + 1);
  for (uint32_t t = 0; t < n; t++) {
    q->low[t] = q->high[t] = t;
    q->child[t] = q->sibling[t] = -1;
  }
  for (uint32_t t = n; t-- > 0;) { /* backwards, so that dependents come in text order */
    int32_t head = r->tokens[t].head;
    if (head < 0 || (uint32_t)head >= n || (uint32_t)head == t) continue;
    q->sibling[t] = q->child[head];
    q->child[head] = (int32_t)t;
  }
  for (uint32_t t = 0; t < n; t++) widen(q, t);
}

uint32_t ds_quotes_child(const ds_quoting *q, uint32_t head, ds_rel rel) {
  for (int32_t c = q->child[head]; c >= 0; c = q->sibling[c])
    if (q->r->tokens[c].rel == rel) return (uint32_t)c;
  return DS_NO_TOKEN;
}

bool ds_quotes_word_in(const ds_quoting *q, uint32_t token, const char *words) {
  size_t len;
  const char *text = ds_token_text(q->r, token, &len);
  while (*words) {
    size_t n = strcspn(words, " ");
    if (n == len && strncasecmp(text, words, n) == 0) return true;
    words += n;
    while (*words == ' ') words++;
  }
  return false;
}

uint32_t ds_quotes_sentence_first(const ds_quoting *q, uint32_t token) {
  return q->r->sentences[q->r->tokens[token].sentence].first;
}

uint32_t ds_quotes_sentence_last(const ds_quoting *q, uint32_t token) {
  const ds_sentence *s = &q->r->sentences[q->r->tokens[token].sentence];
  return s->first + s->count - 1;
}

static bool is_edge(const ds_quoting *q, uint32_t t) {
  uint8_t upos = q->r->tokens[t].upos;
  return upos == DS_UPOS_PUNCT || upos == DS_UPOS_CCONJ || upos == DS_UPOS_SYM;
}

static bool opens_circumstance(const ds_quoting *q, uint32_t t) {
  uint8_t upos = q->r->tokens[t].upos;
  return upos == DS_UPOS_ADP || upos == DS_UPOS_SCONJ || upos == DS_UPOS_ADV;
}

void ds_quotes_phrase(const ds_quoting *q, uint32_t head, uint32_t from, uint32_t to, uint32_t *first, uint32_t *last) {
  uint32_t low = q->low[head], high = q->high[head];
  if (low < from) low = from;
  if (high > to) high = to;
  if (low > head || low + PHRASE_TOKENS < head) low = head;
  if (high < head) high = head;
  if (high > low + PHRASE_TOKENS) high = low + PHRASE_TOKENS > head ? low + PHRASE_TOKENS : head;
  for (uint32_t t = head + 1; t < high; t++) /* "Lukashenko, on Friday, …": circumstances are no part of a name */
    if (ds_quotes_word_in(q, t, ",") && opens_circumstance(q, t + 1)) high = t - 1;
  while (high < to && q->r->tokens[high].upos == DS_UPOS_PROPN && q->r->tokens[high + 1].upos == DS_UPOS_PROPN) high++;
  while (low > from && q->r->tokens[low].upos == DS_UPOS_PROPN && q->r->tokens[low - 1].upos == DS_UPOS_PROPN) low--;
  while (low < head && is_edge(q, low)) low++;
  while (high > head && is_edge(q, high)) high--;
  *first = low;
  *last = high;
}
