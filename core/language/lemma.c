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

static void model_open(model *m) {
  size_t size;
  const ds_lemma_head *head = ds_model_section("lemmas", &size);
  *m = (model){0};
  if (!head) return;
  m->slots = (const void *)(head + 1);
  m->rules = (const void *)(m->slots + head->slots);
  m->mask = head->slots - 1;
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
    if (code == 0x2019)
      out[n++] = '\'';
    else
      n += ds_utf8_put(ds_utf8_lower(code), out + n);
  }
  *out_len = n;
  return n < DS_LEMMA_WORD;
}

static uint32_t key_of(uint32_t hash, uint32_t tags, uint32_t kind) {
  uint32_t key = ds_mix(hash, tags << 8 | kind);
  return key ? key : 1;
}

void ds_lemma_keys(const char *lower, size_t len, uint8_t upos, uint8_t xpos, uint32_t keys[DS_LEMMA_SUFFIX + 2]) {
  uint32_t h = 0x811C9DC5u, tags = (uint32_t)upos << 8 | xpos;
  keys[0] = key_of(h, tags, 0);
  for (size_t n = 1; n <= len; n++) {
    h = (h ^ (unsigned char)lower[len - n]) * 0x01000193u;
    if (n <= DS_LEMMA_SUFFIX) keys[n] = key_of(h, tags, (uint32_t)n);
  }
  keys[DS_LEMMA_SUFFIX + 1] = key_of(h, tags, DS_LEMMA_ALL);
}

static const ds_lemma_rule *rule_at(const model *m, uint32_t key) {
  for (uint32_t i = key & m->mask; m->slots[i].key; i = (i + 1) & m->mask)
    if (m->slots[i].key == key) return &m->rules[m->slots[i].rule];
  return NULL;
}

/* *whole: the rule is that of the very word, not of an end. */
static const ds_lemma_rule *rule_for(const model *m, const char *lower, size_t len, uint8_t upos, uint8_t xpos, bool *whole) {
  uint32_t keys[DS_LEMMA_SUFFIX + 2];
  ds_lemma_keys(lower, len, upos, xpos, keys);
  const ds_lemma_rule *rule = rule_at(m, keys[DS_LEMMA_SUFFIX + 1]);
  *whole = rule != NULL;
  for (size_t n = len < DS_LEMMA_SUFFIX ? len : DS_LEMMA_SUFFIX; !rule; n--) {
    rule = rule_at(m, keys[n]);
    if (n == 0) break;
  }
  return rule;
}

/* The ways to undo a regular verb's endings: the tag's ending, what is put in its place, whether a doubled letter before it goes too. */
static const struct undo {
  const char *ending, *instead;
  bool doubled;
} undos[] = {{"ed", "", false}, {"ed", "e", false},    {"ed", "", true}, {"ied", "y", false}, {"ing", "", false}, {"ing", "e", false},
             {"ing", "", true}, {"ying", "ie", false}, {"s", "", false}, {"es", "", false},   {"ies", "y", false}};

static bool is_inflected_verb(const ds_token *t) {
  return t->xpos == DS_XPOS_VBD || t->xpos == DS_XPOS_VBN || t->xpos == DS_XPOS_VBG || t->xpos == DS_XPOS_VBZ;
}

/* The length of the form that stem becomes when the ending is undone and is a word that is known; else 0. out holds DS_LEMMA_WORD. */
static size_t undone(const struct undo *u, const char *lower, size_t len, char *out) {
  size_t ending = strlen(u->ending), instead = strlen(u->instead);
  if (len < ending + 2 + u->doubled || memcmp(lower + len - ending, u->ending, ending) != 0) return 0;
  size_t n = len - ending;
  if (u->doubled && lower[n - 1] != lower[n - 2]) return 0;
  n -= u->doubled;
  memcpy(out, lower, n);
  memcpy(out + n, u->instead, instead);
  return ds_word_is_known(out, n + instead) ? n + instead : 0;
}

/* A rule learned from ends alone can make words that do not exist ("freed": "fre"). Where it does and another way of undoing the ending
 * makes a word, that one is the lemma; a name taken for a verb ("Beijing") keeps its form. Returns its length in out, or 0. */
static size_t better_verb(const char *word, const char *lower, size_t len, const char *lemma, size_t lemma_len, char *out) {
  if (ds_word_is_known(lemma, lemma_len)) return 0;
  for (size_t i = 0; i < sizeof undos / sizeof *undos; i++) {
    size_t n = undone(&undos[i], lower, len, out);
    if (n) return n;
  }
  if (word[0] < 'A' || word[0] > 'Z' || !ds_word_is_known(lower, len)) return 0;
  memcpy(out, lower, len);
  return len;
}

static const char *lemma_of(const model *m, const char *word, size_t len, const ds_token *token, ds_arena *arena) {
  char lower[DS_LEMMA_WORD];
  size_t n;
  if (!m->slots || !ds_lemma_lower(word, len, lower, &n)) return ds_arena_strndup(arena, word, len);
  bool whole;
  const ds_lemma_rule *rule = rule_for(m, lower, n, token->upos, token->xpos, &whole);
  const char *stem = rule && rule->keep_case ? word : lower;
  size_t stem_len = stem == word ? len : n, strip = rule ? rule->strip : 0;
  size_t keep = strip >= stem_len ? 0 : stem_len - strip, ending = rule ? strlen(rule->ending) : 0;
  char *lemma = ds_arena_alloc(arena, keep + ending + 1), other[DS_LEMMA_WORD];
  memcpy(lemma, stem, keep);
  if (ending) memcpy(lemma + keep, rule->ending, ending);
  size_t better = !whole && stem == lower && is_inflected_verb(token) ? better_verb(word, lower, n, lemma, keep + ending, other) : 0;
  return better ? ds_arena_strndup(arena, other, better) : lemma;
}

void ds_lemmas_fill(ds_reading *r, const ds_sentence *s, ds_arena *arena) {
  model m;
  model_open(&m);
  for (uint32_t i = s->first; i < s->first + s->count; i++) {
    size_t len;
    const char *word = ds_token_text(r, i, &len);
    r->tokens[i].lemma = lemma_of(&m, word, len, &r->tokens[i], arena);
  }
}
