#include "language/lemma.h"

#include <string.h>

#include "base/utf8.h"
#include "language/model.h"
#include "language/words.h"

typedef struct model {
  const ds_lemma_slot *slots;
  const ds_lemma_rule *rules;
  uint32_t mask;
} model;

static bool model_open(model *m) {
  size_t size;
  const ds_lemma_head *head = ds_model_section("lemmas", &size);
  if (!head) return false;
  m->slots = (const void *)(head + 1);
  m->rules = (const void *)(m->slots + head->slots);
  m->mask = head->slots - 1;
  return true;
}

bool ds_lemma_lower(const char *word, size_t len, char *out, size_t *out_len) {
  size_t n = 0;
  if (len + 4 > DS_LEMMA_WORD) return false;
  for (size_t i = 0; i < len;) {
    unsigned char c = (unsigned char)word[i];
    if (c < 128) {
      out[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
      i++;
      continue;
    }
    if (n + 4 > DS_LEMMA_WORD) return false;
    int32_t code;
    i += ds_utf8_next(word + i, len - i, &code);
    if (code == 0x2019) out[n++] = '\'';
    else n += ds_utf8_put(ds_utf8_lower(code), out + n);
  }
  *out_len = n;
  return n < DS_LEMMA_WORD;
}

uint32_t ds_lemma_key(const char *lower, size_t len, size_t n, bool whole, uint8_t upos, uint8_t xpos) {
  uint32_t h = 0x811C9DC5u;
  for (size_t i = len - n; i < len; i++) h = (h ^ (unsigned char)lower[i]) * 0x01000193u;
  h = ds_mix(h, (uint32_t)upos << 16 | (uint32_t)xpos << 8 | (uint32_t)(n << 1) | whole);
  return h ? h : 1;
}

static const ds_lemma_rule *rule_at(const model *m, uint32_t key) {
  for (uint32_t i = key & m->mask; m->slots[i].key; i = (i + 1) & m->mask)
    if (m->slots[i].key == key) return &m->rules[m->slots[i].rule];
  return NULL;
}

static const ds_lemma_rule *rule_for(const model *m, const char *lower, size_t len, uint8_t upos, uint8_t xpos) {
  const ds_lemma_rule *rule = rule_at(m, ds_lemma_key(lower, len, len, true, upos, xpos));
  for (size_t n = len < DS_LEMMA_SUFFIX ? len : DS_LEMMA_SUFFIX; !rule; n--) {
    rule = rule_at(m, ds_lemma_key(lower, len, n, false, upos, xpos));
    if (n == 0) break;
  }
  return rule;
}

void ds_lemma_fill(const ds_reading *r, ds_token *token, ds_arena *arena) {
  const char *word = r->text + token->start;
  size_t len = token->end - token->start, n;
  char lower[DS_LEMMA_WORD];
  model m;
  if (!model_open(&m) || !ds_lemma_lower(word, len, lower, &n)) {
    token->lemma = ds_arena_strndup(arena, word, len);
    return;
  }
  const ds_lemma_rule *rule = rule_for(&m, lower, n, token->upos, token->xpos);
  const char *stem = rule && rule->keep_case ? word : lower;
  size_t stem_len = stem == word ? len : n, strip = rule ? rule->strip : 0;
  size_t keep = strip >= stem_len ? 0 : stem_len - strip, ending = rule ? strlen(rule->ending) : 0;
  char *lemma = ds_arena_alloc(arena, keep + ending + 1);
  memcpy(lemma, stem, keep);
  if (ending) memcpy(lemma + keep, rule->ending, ending);
  token->lemma = lemma;
}
