#include "language/tagger.h"

#include "language/model.h"

static const ds_form outside = {.word = 0x51ED270B, .cluster = 0xFFFF, .coarse = 0xFF, .habit = 0xFF, .shape = 0xFF};

static const ds_form *form_at(const ds_form *forms, uint32_t count, int64_t i) {
  return i >= 0 && i < (int64_t)count ? &forms[i] : &outside;
}

typedef struct list {
  uint32_t *out, n;
} list;

/* Each feature's number is known where it is added, so half of its hash is worked out by the compiler. */
#define INLINE static inline __attribute__((always_inline))

INLINE void add(list *l, uint32_t a) {
  l->out[l->n] = ds_mix(a, l->n * 0x9E3779B1u + 7);
  l->n++;
}

INLINE void add2(list *l, uint32_t a, uint32_t b) {
  add(l, ds_mix(a, b));
}
INLINE void add3(list *l, uint32_t a, uint32_t b, uint32_t c) {
  add(l, ds_mix(ds_mix(a, b), c));
}

INLINE void add_own(list *l, const ds_form *f) {
  uint32_t kind = f->shape;
  add(l, f->word);
  add2(l, f->word, kind);
#pragma GCC unroll 3
  for (int k = 0; k < 3; k++) add(l, f->prefix[k]);
#pragma GCC unroll 4
  for (int k = 0; k < 4; k++) add(l, f->suffix[k]);
  add2(l, f->suffix[2], kind);
  add2(l, f->suffix[1], f->coarse);
  add(l, kind);
  add2(l, f->cluster, kind);
  add(l, f->coarse);
  add2(l, f->habit, kind);
}

INLINE void add_around(list *l, const ds_form *a2, const ds_form *a1, const ds_form *f, const ds_form *b1, const ds_form *b2) {
  add(l, a1->word);
  add(l, b1->word);
  add(l, a2->word);
  add(l, b2->word);
  add2(l, a1->word, f->word);
  add2(l, f->word, b1->word);
  add(l, a1->cluster);
  add(l, b1->cluster);
  add2(l, f->cluster, b1->cluster);
  add2(l, a1->cluster, f->cluster);
  add2(l, b1->cluster, b2->cluster);
  add2(l, b1->suffix[1], b1->shape);
  add2(l, a1->suffix[2], f->suffix[2]);
  add2(l, f->shape, b1->shape);
  add2(l, a1->shape, f->shape);
  add2(l, f->suffix[2], b1->cluster);
  add3(l, f->habit, b1->habit, b2->habit);
}

INLINE void add_tags(list *l, const ds_form *f, const ds_form *b1, uint32_t t1, uint32_t t2) {
  uint32_t both = t1 << 8 | t2 | 1 << 16;
  add(l, t1);
  add(l, both);
  add2(l, t1, f->cluster);
  add2(l, t1, b1->cluster);
  add2(l, both, f->coarse);
  add3(l, t1, f->coarse, b1->coarse);
  add3(l, t1, f->suffix[1], f->shape);
  add3(l, t1, f->habit, b1->habit);
  add2(l, both, f->suffix[1]);
}

uint32_t ds_tagger_features(const ds_form *forms, uint32_t count, uint32_t i, uint8_t t1, uint8_t t2, uint32_t out[DS_TAGGER_FEATURES]) {
  const ds_form *f = &forms[i], *next = form_at(forms, count, (int64_t)i + 1);
  list l = {.out = out};
  add_own(&l, f);
  add_around(&l, form_at(forms, count, (int64_t)i - 2), form_at(forms, count, (int64_t)i - 1), f, next,
             form_at(forms, count, (int64_t)i + 2));
  add_tags(&l, f, next, t1, t2);
  return l.n;
}

uint8_t ds_tagger_sure(const ds_tagger_sure_word *words, uint32_t word) {
  for (uint32_t i = word & (DS_SURE_SLOTS - 1); words[i].key; i = (i + 1) & (DS_SURE_SLOTS - 1))
    if (words[i].key == word) return (uint8_t)words[i].tag;
  return DS_NO_TAG;
}

static bool is_finite(uint8_t xpos) {
  return xpos == DS_XPOS_VBD || xpos == DS_XPOS_VBZ || xpos == DS_XPOS_VBP || xpos == DS_XPOS_MD;
}

static uint8_t past_tense(const ds_tagger_head *head) {
  for (uint8_t t = 0; t < head->tags; t++)
    if (head->upos[t] == DS_UPOS_VERB && head->xpos[t] == DS_XPOS_VBD) return t;
  return DS_NO_TAG;
}

/* A sentence that ends with a full stop has a finite verb. Where none was seen, the first participle right after a noun is one: "The
 * senator called on them to stop." */
static void find_finite_verb(ds_reading *r, const ds_sentence *s, const ds_tagger_head *head, uint8_t *tags) {
  uint32_t verb = 0, past = past_tense(head);
  if (s->count < 2 || head->xpos[tags[s->count - 1]] != DS_XPOS_STOP || past == DS_NO_TAG) return;
  for (uint32_t i = 0; i < s->count; i++) {
    uint8_t xpos = head->xpos[tags[i]], upos = i ? head->upos[tags[i - 1]] : DS_UPOS_OTHER;
    if (is_finite(xpos)) return;
    if (!verb && xpos == DS_XPOS_VBN && (upos == DS_UPOS_NOUN || upos == DS_UPOS_PROPN)) verb = i;
  }
  if (!verb) return;
  tags[verb] = (uint8_t)past;
  r->tokens[s->first + verb].xpos = DS_XPOS_VBD;
}

void ds_tagger_run(ds_reading *r, const ds_sentence *s, const ds_form *forms, uint8_t *tags) {
  size_t size;
  const ds_tagger_head *head = ds_model_section("tagger", &size);
  memset(tags, 0, s->count);
  if (!head || size != sizeof *head + DS_SURE_SLOTS * sizeof(ds_tagger_sure_word) + head->buckets * sizeof(ds_bucket)) return;
  const ds_tagger_sure_word *sure = (const void *)(head + 1);
  ds_wide_table table = {.buckets = (const void *)(sure + DS_SURE_SLOTS), .n = head->buckets};
  uint8_t t1 = DS_NO_TAG, t2 = DS_NO_TAG;
  for (uint32_t i = 0; i < s->count; i++) {
    tags[i] = ds_tagger_sure(sure, forms[i].word);
    if (tags[i] == DS_NO_TAG) {
      uint32_t features[DS_TAGGER_FEATURES];
      int16_t sums[64];
      ds_wide_sum(&table, ds_wide_memory_own(DS_WIDE_TAGS), features, ds_tagger_features(forms, s->count, i, t1, t2, features), sums);
      tags[i] = (uint8_t)ds_best_class(sums, head->tags);
    }
    r->tokens[s->first + i].upos = head->upos[tags[i]];
    r->tokens[s->first + i].xpos = head->xpos[tags[i]];
    t2 = t1;
    t1 = tags[i];
  }
  find_finite_verb(r, s, head, tags);
}
