/* Trains the parser's moves and labels on gold trees with predicted tags.
 * usage: train_parser MOVES LABELS TAGS ITERATIONS TREEBANK...   (TAGS: as written by train_tagger for the same treebanks) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "language/parser.h"
#include "learner.h"
#include "samples.h"

enum { MOVE_ROWS = 1 << 20, LABEL_ROWS = 1 << 15, LOSSES_MANY = 1000 };

static ds_sure_labels sure;

/* Arcs between two tags that nearly always have the same label. */
static void choose_sure(const samples *all) {
  enum { KINDS = 2 * 64 * 64, LEAST = 40 };
  uint32_t (*count)[DS_REL_COUNT] = calloc(KINDS, sizeof *count);
  for (uint32_t i = 0; i < all->n; i++) {
    const sample *s = &all->list[i];
    for (uint32_t k = 0; k < s->count; k++)
      if (s->head[k] >= 0) count[(((int)k > s->head[k]) * 64 + s->tags[s->head[k]]) * 64 + s->tags[k]][s->rel[k]]++;
  }
  for (uint32_t kind = 0; kind < KINDS; kind++) {
    uint32_t total = 0, best = 0;
    for (uint32_t r = 0; r < DS_REL_COUNT; r++) {
      total += count[kind][r];
      if (count[kind][r] > count[kind][best]) best = r;
    }
    bool is_sure = total >= LEAST && (total - count[kind][best]) * 250 <= total;
    sure[kind / 4096][kind / 64 % 64][kind % 64] = is_sure ? (uint8_t)best : DS_NO_LABEL;
  }
  free(count);
}

typedef struct trainer {
  learner *moves, *labels;
  void *memory;
  uint64_t seed;
  uint32_t arcs, right_arcs, right_labels;
  int round;
} trainer;

/* Arcs of the gold tree that a move makes impossible (Goldberg & Nivre 2013, arc-hybrid). */
static int losses(const ds_parse *p, const int16_t *gold, ds_move move) {
  int n = 0, b = p->next, s0 = p->depth ? p->stack[p->depth - 1] : -1;
  if (move == DS_MOVE_SHIFT) {
    for (int i = 0; i < p->depth; i++) {
      n += gold[p->stack[i]] == b;
      n += i + 1 < p->depth && gold[b] == p->stack[i];
    }
    return n;
  }
  for (int i = b; i < p->n; i++) n += gold[i] == s0;
  int head = gold[s0], s1 = p->depth > 1 ? p->stack[p->depth - 2] : -1;
  if (move == DS_MOVE_LEFT) return n + (head != b && (head > b || head == s1));
  return n + (head >= b);
}

static ds_move best_of(const float *scores, const bool *among) {
  int best = -1;
  for (int m = 0; m < DS_MOVE_COUNT; m++)
    if (among[m] && (best < 0 || scores[m] > scores[best])) best = m;
  return (ds_move)best;
}

/* The next move while learning: the model's own choice mostly. */
static ds_move learn_move(trainer *t, const ds_parse *p, const int16_t *gold) {
  bool allowed[DS_MOVE_COUNT], good[DS_MOVE_COUNT];
  int cost[DS_MOVE_COUNT], least = LOSSES_MANY, n_allowed = 0;
  for (int m = 0; m < DS_MOVE_COUNT; m++) {
    allowed[m] = ds_move_allowed(p, (ds_move)m);
    cost[m] = allowed[m] ? losses(p, gold, (ds_move)m) : LOSSES_MANY;
    if (cost[m] < least) least = cost[m];
    n_allowed += allowed[m];
  }
  for (int m = 0; m < DS_MOVE_COUNT; m++) good[m] = cost[m] == least;
  uint32_t features[DS_MOVE_FEATURES], n = ds_move_features(p, features);
  float scores[LEARNER_CLASSES];
  if (n_allowed == 1) return best_of((float[]){0, 0, 0}, allowed);
  learner_score(t->moves, features, n, scores);
  ds_move best = best_of(scores, allowed), right = best_of(scores, good);
  bool bad[DS_MOVE_COUNT];
  int n_bad = 0;
  for (int m = 0; m < DS_MOVE_COUNT; m++) n_bad += bad[m] = allowed[m] && !good[m];
  if (n_bad) {
    ds_move rival = best_of(scores, bad);
    if (scores[right] - scores[rival] < 1.0f) learner_update(t->moves, features, n, right, rival, 1);
  }
  learner_tick(t->moves);
  bool explore = t->round > 0 && random_next(&t->seed) % 10 > 0;
  return explore || good[best] ? best : right;
}

static uint8_t learn_label(trainer *t, const ds_parse *p, ds_move move, const sample *s, const int16_t *gold) {
  int head, child;
  ds_move_arc(p, move, &head, &child);
  t->arcs++;
  t->right_arcs += gold[child] == head;
  if (head == p->n) return DS_REL_ROOT;
  uint8_t known = sure[child > head][p->tags[head]][p->tags[child]];
  if (known != DS_NO_LABEL) {
    t->right_labels += gold[child] == head && known == s->rel[child];
    return known;
  }
  uint32_t features[DS_LABEL_FEATURES], n = ds_label_features(p, head, child, features);
  float scores[LEARNER_CLASSES];
  learner_score(t->labels, features, n, scores);
  scores[DS_REL_ROOT] = -1e9f;
  uint32_t best = 0, second = 0, right = s->rel[child];
  for (uint32_t k = 1; k < DS_REL_COUNT; k++)
    if (scores[k] > scores[best]) best = k;
  if (gold[child] != head || right == DS_REL_ROOT) return (uint8_t)best;
  t->right_labels += best == right;
  second = best != right ? best : right == 0;
  for (uint32_t k = 0; k < DS_REL_COUNT; k++)
    if (k != right && scores[k] > scores[second]) second = k;
  if (scores[right] - scores[second] < 1.0f) learner_update(t->labels, features, n, right, second, 1);
  learner_tick(t->labels);
  return (uint8_t)best;
}

static void learn(trainer *t, const sample *s) {
  int16_t gold[2048];
  ds_parse p;
  if (s->count + 1 > sizeof gold / sizeof *gold) return;
  for (uint32_t i = 0; i < s->count; i++) gold[i] = (int16_t)(s->head[i] < 0 ? (int)s->count : s->head[i]);
  gold[s->count] = -2;
  ds_parse_init(&p, t->memory, s->forms, s->tags, s->count);
  while (!ds_parse_done(&p)) {
    ds_move move = learn_move(t, &p, gold);
    ds_move_make(&p, move, move == DS_MOVE_SHIFT ? 0 : learn_label(t, &p, move, s, gold));
  }
}

static void save(trainer *t, const char *moves_path, const char *labels_path) {
  uint32_t head[16] = {MOVE_ROWS};
  FILE *moves = fopen(moves_path, "w"), *labels = fopen(labels_path, "w");
  if (!moves || !labels) exit(1);
  fwrite(head, sizeof head, 1, moves);
  learner_save_narrow(t->moves, head[0], moves);
  head[0] = LABEL_ROWS;
  fwrite(head, sizeof head, 1, labels);
  fwrite(sure, sizeof sure, 1, labels);
  learner_save_wide(t->labels, head[0], labels);
  fclose(moves);
  fclose(labels);
}

static void read_tags(samples *all, const char *path) {
  FILE *in = fopen(path, "r");
  for (uint32_t i = 0; i < all->n && in; i++)
    if (fread(all->list[i].tags, 1, all->list[i].count, in) != all->list[i].count) exit(1);
  if (!in) exit(1);
  fclose(in);
}

int main(int argc, char **argv) {
  if (argc < 6) return 2;
  ds_arena *arena = ds_arena_new();
  samples all = {0};
  samples_read(&all, argv + 5, argc - 5, true, arena);
  read_tags(&all, argv[3]);
  choose_sure(&all);
  trainer t = {.moves = learner_new(DS_MOVE_COUNT), .labels = learner_new(DS_REL_COUNT), .memory = malloc(ds_parse_size(2048)), .seed = 3};
  uint32_t *order = malloc(all.n * sizeof *order);
  for (uint32_t i = 0; i < all.n; i++) order[i] = i;
  for (int rounds = atoi(argv[4]); t.round < rounds; t.round++) {
    t.arcs = t.right_arcs = t.right_labels = 0;
    shuffle(order, all.n, &t.seed);
    for (uint32_t i = 0; i < all.n; i++) learn(&t, &all.list[order[i]]);
    fprintf(stderr, "  round %d: heads %.4f, labels %.4f of these, %u and %u features\n", t.round, (double)t.right_arcs / t.arcs,
            (double)t.right_labels / t.right_arcs, learner_rows(t.moves), learner_rows(t.labels));
  }
  learner_average(t.moves);
  learner_average(t.labels);
  save(&t, argv[1], argv[2]);
  ds_arena_free(arena);
  return 0;
}
