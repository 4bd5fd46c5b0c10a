#include "language/lemma.h"
#include "language/names.h"
#include "language/parser.h"
#include "language/read.h"
#include "language/reading.h"
#include "language/sentences.h"
#include "language/tagger.h"
#include "language/tokens.h"

void ds_read_tokens(ds_reading *r, ds_arena *arena) {
  uint32_t longest = 0;
  for (uint32_t i = 0; i < r->n_sentences; i++)
    if (r->sentences[i].count > longest) longest = r->sentences[i].count;
  ds_form *forms = DS_ARENA_NEW(arena, ds_form, longest + 1);
  uint8_t *tags = DS_ARENA_NEW(arena, uint8_t, longest + 1);
  void *memory = ds_arena_alloc(arena, ds_parse_size(longest));
  for (uint32_t i = 0; i < r->n_sentences; i++) {
    const ds_sentence *s = &r->sentences[i];
    ds_forms_fill(r, s, forms);
    ds_tagger_run(r, s, forms, tags);
    ds_parser_run(r, s, forms, tags, memory);
    ds_lemmas_fill(r, s, arena);
  }
}

ds_reading *ds_read(const char *text, size_t len, ds_arena *arena) {
  ds_reading *r = DS_ARENA_NEW(arena, ds_reading, 1);
  r->text = text;
  r->len = len;
  ds_tokens_find(r, arena);
  ds_sentences_find(r, arena);
  ds_read_tokens(r, arena);
  ds_names_find(r, arena);
  return r;
}

bool ds_token_is(const ds_reading *r, uint32_t token, const char *lower_case_word) {
  size_t len;
  const char *s = ds_token_text(r, token, &len);
  for (size_t i = 0; i < len; i++) {
    char c = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];
    if (c != lower_case_word[i]) return false; /* its NUL differs from every c but a NUL byte, which no token holds */
  }
  return lower_case_word[len] == 0;
}

int32_t ds_child(const ds_reading *r, uint32_t head, ds_rel rel) {
  const ds_sentence *s = &r->sentences[r->tokens[head].sentence];
  for (uint32_t t = s->first; t < s->first + s->count; t++)
    if (r->tokens[t].head == (int32_t)head && r->tokens[t].rel == rel) return (int32_t)t;
  return -1;
}

/* The trees are projective, so a subtree is a stretch of tokens, and one pass away from its root on each side finds its ends. */
void ds_subtree(const ds_reading *r, uint32_t token, uint32_t *first, uint32_t *last) {
  const ds_sentence *s = &r->sentences[r->tokens[token].sentence];
  uint32_t low = token, high = token;
  for (uint32_t t = token; t-- > s->first;)
    if (r->tokens[t].head >= (int32_t)low && r->tokens[t].head <= (int32_t)token) low = t;
  for (uint32_t t = token + 1; t < s->first + s->count; t++)
    if (r->tokens[t].head >= (int32_t)token && r->tokens[t].head <= (int32_t)high) high = t;
  *first = low;
  *last = high;
}
