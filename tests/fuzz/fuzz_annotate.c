/* Any bytes to an annotation and its JSON: nothing may crash, every index and span must hold, the JSON must parse.
 * With libFuzzer: clang -fsanitize=fuzzer,address,undefined -Icore tests/fuzz/fuzz_annotate.c libdossier.a and the libraries. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "annotation/annotation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HOLDS(condition)                                                             \
  do {                                                                               \
    if (!(condition)) {                                                              \
      fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
      abort();                                                                       \
    }                                                                                \
  } while (0)

static void check_span(uint32_t start, uint32_t end, size_t len) {
  HOLDS(start <= end && end <= len);
}

static void check_entity(const ds_annotation *a, int32_t entity) {
  HOLDS(entity >= -1 && entity < (int32_t)a->n_entities);
}

static void check_mentions(const ds_annotation *a, size_t len) {
  for (uint32_t i = 0; i < a->n_mentions; i++) {
    const ds_mention *m = &a->mentions[i];
    check_span(m->start, m->end, len);
    HOLDS(m->entity >= 0 && m->entity < (int32_t)a->n_entities);
    HOLDS(m->head < a->reading->n_tokens && m->sentence < a->reading->n_sentences && m->form <= DS_FORM_PRONOUN);
    HOLDS(i == 0 || m[-1].start < m->start || (m[-1].start == m->start && m[-1].end <= m->end));
  }
  for (uint32_t i = 0; i < a->n_entities; i++) HOLDS(a->entities[i].name && a->entities[i].kind <= DS_OTHER);
  for (uint32_t t = 0; t < a->reading->n_tokens; t++) check_entity(a, ds_entity_at(a, t));
}

static void check_quotes(const ds_annotation *a, size_t len) {
  for (uint32_t i = 0; i < a->n_quotes; i++) {
    const ds_quote *q = &a->quotes[i];
    check_span(q->start, q->end, len);
    check_span(q->speaker_start, q->speaker_end, len);
    check_entity(a, q->entity);
    HOLDS(q->rule && q->confidence >= 0 && q->confidence <= 1);
    for (uint32_t k = 0; k < q->n_content; k++) check_span(q->content[k].start, q->content[k].end, len);
    for (uint32_t k = 0; k < q->n_cue; k++) check_span(q->cue[k].start, q->cue[k].end, len);
  }
}

static void check_rest(const ds_annotation *a, size_t len) {
  for (uint32_t i = 0; i < a->n_dates; i++) check_span(a->dates[i].start, a->dates[i].end, len);
  for (uint32_t i = 0; i < a->n_predicates; i++) {
    const ds_predicate *p = &a->predicates[i];
    check_span(p->start, p->end, len);
    check_entity(a, p->holder);
    HOLDS(p->quote >= -1 && p->quote < (int32_t)a->n_quotes && p->token < a->reading->n_tokens && p->lemma);
    HOLDS(p->first_argument + p->n_arguments <= a->n_arguments);
  }
  for (uint32_t i = 0; i < a->n_arguments; i++) {
    check_span(a->arguments[i].start, a->arguments[i].end, len);
    check_entity(a, a->arguments[i].entity);
  }
}

static void check_json(const ds_annotation *a) {
  ds_buf out = {0};
  ds_annotation_json(a, NULL, true, &out);
  json_error_t error;
  json_t *root = json_loadb(out.data, out.len, JSON_ALLOW_NUL, &error);
  if (!root) fprintf(stderr, "%s\n", error.text);
  HOLDS(root);
  json_decref(root);
  ds_buf_reset(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *text = malloc(size ? size : 1); /* not terminated, so that a sanitizer sees every read beyond the end */
  memcpy(text, data, size);
  ds_arena *arena = ds_arena_new();
  ds_annotation *a = ds_annotate(text, size, NULL, "2023-02-25", arena);
  check_mentions(a, size);
  check_quotes(a, size);
  check_rest(a, size);
  check_json(a);
  ds_arena_free(arena);
  free(text);
  return 0;
}
