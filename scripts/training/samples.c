#include "samples.h"

#include <string.h>

#include "language/marks.h"
#include "language/model.h"
#include "language/tagger.h"
#include "learner.h"

static void add(samples *all, const gold_doc *d, const ds_reading *r, uint32_t s, uint32_t fold, ds_arena *arena) {
  uint32_t first = d->sentences[s][0], n = d->sentences[s][1];
  uint32_t i = DS_PUSH(arena, all->list, all->n, all->cap);
  sample *x = &all->list[i];
  *x = (sample){.forms = DS_ARENA_NEW(arena, ds_form, n), .upos = DS_ARENA_NEW(arena, uint8_t, n), .xpos = DS_ARENA_NEW(arena, uint8_t, n),
                .rel = DS_ARENA_NEW(arena, uint8_t, n), .head = DS_ARENA_NEW(arena, int16_t, n), .tags = DS_ARENA_NEW(arena, uint8_t, n),
                .count = n, .fold = fold};
  ds_forms_fill(r, &r->sentences[s], x->forms);
  for (uint32_t k = 0; k < n; k++) {
    const gold_word *w = &d->words[first + k];
    x->upos[k] = w->upos;
    x->xpos[k] = w->xpos;
    x->rel[k] = w->rel;
    x->head[k] = (int16_t)(w->head < 0 ? -1 : w->head - (int32_t)first);
  }
}

static bool is_low(char c) { return c >= 'a' && c <= 'z'; }

/* The sentence in other capitals: all, or the first letter of each longer word. */
static void recase(char *text, const gold_doc *d, uint32_t s, bool all) {
  for (uint32_t k = 0; k < d->sentences[s][1]; k++) {
    const gold_word *w = &d->words[d->sentences[s][0] + k];
    if (all) {
      for (uint32_t i = w->start; i < w->end; i++) text[i] = is_low(text[i]) ? (char)(text[i] - 32) : text[i];
    } else if ((w->end - w->start > 3 || w->head < 0) && is_low(text[w->start])) {
      text[w->start] = (char)(text[w->start] - 32);
    }
  }
}

static void add_noise(samples *all, const gold_doc *d, uint32_t fold, uint64_t *seed, ds_arena *arena) {
  gold_doc copy = *d;
  copy.text = ds_arena_strndup(arena, d->text, d->len);
  bool chosen[4096] = {false};
  for (uint32_t s = 0; s < d->n_sentences && s < 4096; s++) {
    uint32_t dice = random_next(seed) % 24;
    chosen[s] = dice < 3 && d->sentences[s][1] >= 4;
    if (chosen[s]) recase(copy.text, d, s, dice == 0);
  }
  ds_reading *r = gold_reading(&copy, arena);
  for (uint32_t s = 0; s < d->n_sentences && s < 4096; s++)
    if (chosen[s]) add(all, &copy, r, s, fold, arena);
}

void samples_read(samples *all, char **paths, int n, bool noise, ds_arena *arena) {
  gold_bank bank = {0};
  uint64_t seed = 7;
  for (int i = 0; i < n; i++) gold_read(&bank, paths[i], arena);
  for (uint32_t i = 0; i < bank.n; i++) {
    const gold_doc *d = &bank.docs[i];
    ds_reading *r = gold_reading(d, arena);
    for (uint32_t s = 0; s < d->n_sentences; s++) add(all, d, r, s, i % FOLDS, arena);
    if (noise) add_noise(all, d, i % FOLDS, &seed, arena);
  }
}

/* The nearest ancestor that is no mark (given as its place among those), or -1. */
static int16_t head_without_marks(const int16_t *head, const int16_t *place, int16_t i) {
  while (i >= 0 && place[i] < 0) i = head[i];
  return (int16_t)(i < 0 ? -1 : place[i]);
}

static void leave_out_marks(sample *s, const uint8_t *xpos) {
  int16_t place[SAMPLE_WORDS], head[SAMPLE_WORDS], n = 0, root = -1;
  if (s->count > SAMPLE_WORDS) return;
  for (uint32_t i = 0; i < s->count; i++) place[i] = ds_mark_left_out(xpos[s->tags[i]]) ? -1 : n++;
  if (!n || n == (int16_t)s->count) return;
  memcpy(head, s->head, s->count * sizeof *head);
  for (uint32_t i = 0; i < s->count; i++) {
    if (place[i] < 0) continue;
    uint32_t k = (uint32_t)place[i];
    s->forms[k] = s->forms[i];
    s->tags[k] = s->tags[i];
    s->rel[k] = s->rel[i];
    s->head[k] = head_without_marks(head, place, head[i]);
    if (s->head[k] < 0 && root >= 0) s->head[k] = root;
    else if (s->head[k] < 0) root = (int16_t)k;
  }
  s->count = (uint32_t)n;
}

void samples_leave_out_marks(samples *all) {
  size_t size;
  const ds_tagger_head *tagger = ds_model_section("tagger", &size);
  for (uint32_t i = 0; tagger && i < all->n; i++) leave_out_marks(&all->list[i], tagger->xpos);
}
