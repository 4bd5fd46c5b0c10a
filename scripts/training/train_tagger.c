/* Trains the tagger.
 * usage: train_tagger OUT TAGS ITERATIONS SILVER TREEBANK...
 * OUT: the model's section; TAGS: one byte per training word, the tag that a tagger trained on the other folds gives it; SILVER: raw text
 * that a teacher has tagged (teacher.py; its tags are those of the model as it is), or -. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "language/tagger.h"
#include "learner.h"
#include "raw.h"

enum { BUCKETS = 28672, PAIRS = DS_UPOS_COUNT * DS_XPOS_COUNT };

static ds_tagger_head head;
static ds_tagger_sure_word sure[DS_SURE_SLOTS];
static uint8_t tag_of[PAIRS]; /* joint tag by both parts, or DS_NO_TAG */

/* The most frequent pairs of tags become the joint tags; of the others the most frequent one with the same Penn tag stands in. */
static void choose_tags(const samples *all) {
  static uint32_t count[PAIRS];
  for (uint32_t i = 0; i < all->n; i++)
    for (uint32_t k = 0; k < all->list[i].count; k++) count[all->list[i].upos[k] * DS_XPOS_COUNT + all->list[i].xpos[k]]++;
  memset(tag_of, DS_NO_TAG, sizeof tag_of);
  for (head.tags = 0; head.tags < DS_CLASSES; head.tags++) {
    uint32_t best = 0;
    for (uint32_t p = 1; p < PAIRS; p++)
      if (tag_of[p] == DS_NO_TAG && (tag_of[best] != DS_NO_TAG || count[p] > count[best])) best = p;
    if (tag_of[best] != DS_NO_TAG || count[best] < 5) break;
    tag_of[best] = (uint8_t)head.tags;
    head.upos[head.tags] = (uint8_t)(best / DS_XPOS_COUNT);
    head.xpos[head.tags] = (uint8_t)(best % DS_XPOS_COUNT);
  }
  for (uint32_t p = 0; p < PAIRS; p++)
    for (uint32_t t = 0; t < head.tags && tag_of[p] == DS_NO_TAG; t++)
      if (head.xpos[t] == p % DS_XPOS_COUNT) tag_of[p] = (uint8_t)t;
}

typedef struct word_count {
  uint32_t key, n, tag[64];
} word_count;

/* Words that always had one tag are left out of learning as well; those that nearly always had one (treebanks hold mistakes) are learned
 * from, for what they say about their neighbours, and only spare the reader the question. */
enum { ALWAYS_LEAST = 12, NEARLY_OF_1000 = 15 };

static bool is_sure(const word_count *w, uint32_t best, bool nearly) {
  uint32_t others = w->n - w->tag[best];
  if (!w->n || best == DS_NO_TAG) return false;
  if (w->n >= ALWAYS_LEAST && others == 0) return true;
  return nearly && (others + 1) * 1000 <= (w->n + 1) * NEARLY_OF_1000;
}

static void keep_sure(const word_count *w, bool nearly, uint32_t *n) {
  uint32_t best = 0;
  for (uint32_t t = 1; t < 64; t++)
    if (w->tag[t] > w->tag[best]) best = t;
  if (!is_sure(w, best, nearly) || *n == DS_SURE_SLOTS / 2) return;
  uint32_t at = w->key & (DS_SURE_SLOTS - 1);
  while (sure[at].key) at = (at + 1) & (DS_SURE_SLOTS - 1);
  sure[at] = (ds_tagger_sure_word){.key = w->key, .tag = best};
  ++*n;
}

static void choose_sure(const samples *all, bool nearly) {
  enum { SLOTS = 1 << 17 };
  word_count *counts = calloc(SLOTS, sizeof *counts);
  for (uint32_t i = 0; i < all->n; i++)
    for (uint32_t k = 0; k < all->list[i].count; k++) {
      uint32_t key = all->list[i].forms[k].word, at = key & (SLOTS - 1);
      while (counts[at].n && counts[at].key != key) at = (at + 1) & (SLOTS - 1);
      counts[at].key = key;
      counts[at].n++;
      counts[at].tag[tag_of[all->list[i].upos[k] * DS_XPOS_COUNT + all->list[i].xpos[k]]]++;
    }
  uint32_t n = 0;
  memset(sure, 0, sizeof sure);
  for (uint32_t i = 0; i < SLOTS; i++) keep_sure(&counts[i], nearly, &n);
  fprintf(stderr, "  %u words with one tag\n", n);
  free(counts);
}

static uint32_t best_of(const float *scores) {
  uint32_t best = 0;
  for (uint32_t t = 1; t < head.tags; t++)
    if (scores[t] > scores[best]) best = t;
  return best;
}

/* The best tag of word i by the model, which learns from it when gold is given. */
static uint32_t decide(learner *l, const sample *s, uint32_t i, uint8_t t1, uint8_t t2, uint32_t gold) {
  uint32_t features[DS_TAGGER_FEATURES], n = ds_tagger_features(s->forms, s->count, i, t1, t2, features);
  float scores[LEARNER_CLASSES];
  learner_score(l, features, n, scores);
  uint32_t best = best_of(scores), rival = best;
  if (gold == DS_NO_TAG) return best;
  if (best == gold) {
    float keep = scores[gold];
    scores[gold] = -1e9f;
    rival = best_of(scores);
    if (keep - scores[rival] >= 1.0f) rival = gold;
  }
  if (rival != gold) learner_update(l, features, n, gold, rival, 1);
  learner_tick(l);
  return best;
}

/* Tags a sentence; learns from it when gold is given. Returns the number of mistakes. */
static uint32_t tag(learner *l, sample *s, bool learn) {
  uint32_t wrong = 0;
  uint8_t t1 = DS_NO_TAG, t2 = DS_NO_TAG;
  for (uint32_t i = 0; i < s->count; i++) {
    uint32_t gold = tag_of[s->upos[i] * DS_XPOS_COUNT + s->xpos[i]], best = ds_tagger_sure(sure, s->forms[i].word);
    if (best == DS_NO_TAG) best = decide(l, s, i, t1, t2, learn ? gold : DS_NO_TAG);
    wrong += best != gold;
    s->tags[i] = (uint8_t)best;
    t2 = t1;
    t1 = (uint8_t)best;
  }
  return wrong;
}

static learner *train(samples *all, int iterations, int without) {
  learner *l = learner_new(head.tags);
  uint32_t *order = malloc(all->n * sizeof *order);
  uint64_t seed = 11;
  for (uint32_t i = 0; i < all->n; i++) order[i] = i;
  for (int round = 0; round < iterations; round++) {
    uint32_t wrong = 0, words = 0;
    shuffle(order, all->n, &seed);
    for (uint32_t i = 0; i < all->n; i++) {
      sample *s = &all->list[order[i]];
      if ((int)s->fold == without) continue;
      wrong += tag(l, s, true);
      words += s->count;
    }
    fprintf(stderr, "  fold %d round %d: %.4f of %u words right, %u features\n", without, round, 1 - (double)wrong / words, words,
            learner_rows(l));
  }
  learner_average(l);
  free(order);
  return l;
}

/* Adds sentences of silver, which belong to no fold. */
static void add_silver(samples *all, const char *path, ds_arena *arena) {
  samples silver = {0};
  if (strcmp(path, "-") == 0) return;
  samples_load(&silver, path, SHARE_OF_TAGGER, arena);
  samples_trust_tags(&silver, arena);
  for (uint32_t i = 0; i < silver.n; i++) {
    silver.list[i].fold = FOLDS;
    all->list[DS_PUSH(arena, all->list, all->n, all->cap)] = silver.list[i];
  }
}

static void save(const char *path, const samples *all, const learner *l) {
  FILE *out = fopen(path, "w");
  head.buckets = BUCKETS;
  choose_sure(all, true);
  if (out) {
    fwrite(&head, sizeof head, 1, out);
    fwrite(sure, sizeof sure, 1, out);
    learner_save_wide(l, BUCKETS, out);
  }
  if (!out || ferror(out) | fclose(out)) {
    fprintf(stderr, "%s: cannot be written\n", path);
    exit(1);
  }
  choose_sure(all, false);
}

/* The tags of the first `gold` sentences by taggers that learned from the other folds. */
static void save_jackknifed(const char *path, samples *all, uint32_t gold, int iterations) {
  uint32_t wrong = 0, words = 0;
  for (int fold = 0; fold < FOLDS; fold++) {
    learner *l = train(all, iterations, fold);
    for (uint32_t i = 0; i < gold; i++)
      if ((int)all->list[i].fold == fold) {
        wrong += tag(l, &all->list[i], false);
        words += all->list[i].count;
      }
    learner_free(l);
  }
  FILE *out = fopen(path, "w");
  for (uint32_t i = 0; out && i < gold; i++) fwrite(all->list[i].tags, 1, all->list[i].count, out);
  if (!out || ferror(out) | fclose(out)) {
    fprintf(stderr, "%s: cannot be written\n", path);
    exit(1);
  }
  fprintf(stderr, "  jackknifed: %.4f right\n", 1 - (double)wrong / words);
}

int main(int argc, char **argv) {
  if (argc < 6) return 2;
  ds_arena *arena = ds_arena_new();
  samples all = {0};
  samples_read(&all, argv + 5, argc - 5, true, arena);
  choose_tags(&all);
  uint32_t gold = all.n;
  add_silver(&all, argv[4], arena);
  choose_sure(&all, false);
  int iterations = atoi(argv[3]);
  learner *l = train(&all, iterations, -1);
  save(argv[1], &all, l);
  learner_free(l);
  if (strcmp(argv[2], "-") != 0) save_jackknifed(argv[2], &all, gold, iterations * 2 / 3 + 1);
  ds_arena_free(arena);
  return 0;
}
