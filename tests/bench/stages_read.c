/* The reader's half of the measurement. */
#include "language/lemma.h"
#include "language/names.h"
#include "language/parser.h"
#include "language/read.h"
#include "language/sentences.h"
#include "language/tagger.h"
#include "language/tokens.h"
#include "stages.h"

static uint32_t longest_sentence(const ds_reading *r) {
  uint32_t longest = 0;
  for (uint32_t i = 0; i < r->n_sentences; i++)
    if (r->sentences[i].count > longest) longest = r->sentences[i].count;
  return longest;
}

void read_in_steps(bench *b, ds_reading *r) {
  ds_tokens_find(r, b->arena);
  done(b, STAGE_TOKENS);
  ds_sentences_find(r, b->arena);
  done(b, STAGE_SENTENCES);
  ds_form *forms = DS_ARENA_NEW(b->arena, ds_form, r->n_tokens + 1);
  uint8_t *tags = DS_ARENA_NEW(b->arena, uint8_t, r->n_tokens + 1);
  void *memory = ds_arena_alloc(b->arena, ds_parse_size(longest_sentence(r)));
  for (uint32_t i = 0; i < r->n_sentences; i++) {
    const ds_sentence *s = &r->sentences[i];
    ds_forms_fill(r, s, forms + s->first);
    ds_tagger_run(r, s, forms + s->first, tags + s->first);
  }
  done(b, STAGE_TAGS);
  for (uint32_t i = 0; i < r->n_sentences; i++)
    ds_parser_run(r, &r->sentences[i], forms + r->sentences[i].first, tags + r->sentences[i].first, memory);
  done(b, STAGE_TREE);
  for (uint32_t i = 0; i < r->n_sentences; i++) ds_lemmas_fill(r, &r->sentences[i], b->arena);
  done(b, STAGE_LEMMAS);
  ds_names_find(r, b->arena);
  done(b, STAGE_NAMES);
  ds_read_mend(r);
  done(b, STAGE_MENDING);
}
