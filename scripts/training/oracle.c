#include "oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOSSES_MANY = 10000 };

/* How often each relation was met under a key. */
typedef struct arc_kind {
  uint32_t key, n, rel[DS_REL_COUNT];
} arc_kind;

enum { ARC_KINDS = 1 << 18, LABEL_LEAST = 60, WRONG_OF_1000 = 5 };

static void count_arcs(arc_kind *kinds, const sample *s) {
  uint8_t left[SAMPLE_WORDS];
  if (s->count > SAMPLE_WORDS) return;
  memset(left, DS_NO_LABEL, s->count);
  for (uint32_t k = s->count; k-- > 0;)
    if (s->head[k] > (int)k) left[s->head[k]] = s->rel[k];
  for (uint32_t k = 0; k < s->count; k++) {
    int head = s->head[k];
    if (head < 0) continue;
    uint32_t key = ds_sure_key(head, (int)k, s->tags[head], s->tags[k], left[k]), at = (key * 0x9E3779B1u) >> 14;
    while (kinds[at].n && kinds[at].key != key) at = (at + 1) % ARC_KINDS;
    kinds[at].key = key;
    kinds[at].n++;
    kinds[at].rel[s->rel[k]]++;
  }
}

void choose_sure_labels(const samples *lists, int n, ds_sure_labels sure) {
  arc_kind *kinds = calloc(ARC_KINDS, sizeof *kinds);
  uint64_t kept = 0, all = 0, covered = 0;
  for (int k = 0; k < n; k++)
    for (uint32_t i = 0; i < lists[k].n; i++) count_arcs(kinds, &lists[k].list[i]);
  memset(sure, 0, sizeof(ds_sure_labels));
  for (uint32_t i = 0; i < ARC_KINDS; i++) {
    const arc_kind *x = &kinds[i];
    uint32_t best = 0;
    for (uint32_t r = 1; r < DS_REL_COUNT; r++)
      if (x->rel[r] > x->rel[best]) best = r;
    all += x->n;
    if (x->n < LABEL_LEAST || (x->n - x->rel[best]) * 1000ull > (uint64_t)x->n * WRONG_OF_1000 || kept >= DS_SURE_LABEL_SLOTS / 2) continue;
    uint32_t at = ds_sure_slot(x->key);
    while (sure[at]) at = (at + 1) % DS_SURE_LABEL_SLOTS;
    sure[at] = x->key << 8 | best;
    covered += x->n;
    kept++;
  }
  fprintf(stderr, "  %u kinds of arcs with a sure label: %.3f of all\n", (uint32_t)kept, (double)covered / (double)all);
  free(kinds);
}

void pupil_init(pupil *p, const ds_sure_labels *sure, uint64_t seed) {
  *p = (pupil){.moves = learner_new(DS_MOVE_COUNT), .labels = learner_new(DS_REL_COUNT), .sure = sure, .seed = seed,
               .memory = malloc(ds_parse_size(SAMPLE_WORDS))};
}

void pupil_reset(pupil *p) {
  learner_free(p->moves);
  learner_free(p->labels);
  free(p->memory);
  memset(p, 0, sizeof *p);
}

/* A sentence as a pupil reads it: the root is node n. */
typedef struct lesson {
  ds_form forms[SAMPLE_WORDS];
  uint8_t tags[SAMPLE_WORDS], rel[SAMPLE_WORDS];
  int16_t gold[SAMPLE_WORDS + 1];
  int n;
} lesson;

static void prepare(lesson *l, const sample *s) {
  int n = l->n = (int)s->count;
  memcpy(l->forms, s->forms, s->count * sizeof *s->forms);
  memcpy(l->tags, s->tags, s->count);
  memcpy(l->rel, s->rel, s->count);
  for (int i = 0; i < n; i++) l->gold[i] = (int16_t)(s->head[i] < 0 ? n : s->head[i]);
  l->gold[n] = -2;
}

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

static int best_of(const float *scores, const bool *among) {
  int best = -1;
  for (int m = 0; m < DS_MOVE_COUNT; m++)
    if (among[m] && (best < 0 || scores[m] > scores[best])) best = m;
  return best;
}

/* Which moves are allowed, and which of them lose least; returns how many are allowed. */
static int weigh_moves(const ds_parse *p, const int16_t *gold, bool *allowed, bool *good, bool *bad) {
  int cost[DS_MOVE_COUNT], least = LOSSES_MANY, n = 0;
  for (int m = 0; m < DS_MOVE_COUNT; m++) {
    allowed[m] = ds_move_allowed(p, (ds_move)m);
    cost[m] = allowed[m] ? losses(p, gold, (ds_move)m) : LOSSES_MANY;
    if (cost[m] < least) least = cost[m];
    n += allowed[m];
  }
  for (int m = 0; m < DS_MOVE_COUNT; m++) {
    good[m] = allowed[m] && cost[m] == least;
    bad[m] = allowed[m] && !good[m];
  }
  return n;
}

/* The next move; it is learned from, and while the pupil does not explore the oracle is followed. */
static ds_move next_move(pupil *t, const ds_parse *p, const int16_t *gold) {
  bool allowed[DS_MOVE_COUNT], good[DS_MOVE_COUNT], bad[DS_MOVE_COUNT];
  float scores[LEARNER_CLASSES] = {0};
  if (weigh_moves(p, gold, allowed, good, bad) == 1) return (ds_move)best_of(scores, allowed);
  uint32_t features[DS_MOVE_FEATURES], n = ds_move_features(p, NULL, features);
  learner_score(t->moves, features, n, scores);
  int best = best_of(scores, allowed);
  int right = best_of(scores, good), rival = best_of(scores, bad);
  if (rival >= 0 && scores[right] - scores[rival] < 1.0f) learner_update(t->moves, features, n, (uint32_t)right, (uint32_t)rival, 1);
  learner_tick(t->moves);
  bool explore = t->explores && random_next(&t->seed) % 10 > 0;
  return (ds_move)(explore || good[best] ? best : right);
}

static void learn_label(learner *l, const uint32_t *features, uint32_t n, const float *scores, uint32_t best, uint32_t right) {
  uint32_t rival = best != right ? best : right == 0;
  for (uint32_t k = 0; k < DS_REL_COUNT; k++)
    if (k != right && scores[k] > scores[rival]) rival = k;
  if (scores[right] - scores[rival] < 1.0f) learner_update(l, features, n, right, rival, 1);
  learner_tick(l);
}

static uint8_t next_label(pupil *t, const ds_parse *p, ds_move move, const lesson *s) {
  int head, child;
  ds_move_arc(p, move, &head, &child);
  bool right_head = s->gold[child] == head;
  t->arcs++;
  t->right_arcs += right_head;
  if (head == p->n) {
    t->right_labels += right_head;
    return DS_REL_ROOT;
  }
  uint8_t known = ds_sure_label(t->sure, ds_sure_key(head, child, p->tags[head], p->tags[child], ds_outermost_left(p, child)));
  if (known != DS_NO_LABEL) {
    t->right_labels += right_head && known == s->rel[child];
    return known;
  }
  uint32_t features[DS_LABEL_FEATURES], n = ds_label_features(p, head, child, features), best = 0;
  float scores[LEARNER_CLASSES];
  learner_score(t->labels, features, n, scores);
  scores[DS_REL_ROOT] = -1e9f;
  for (uint32_t k = 1; k < DS_REL_COUNT; k++)
    if (scores[k] > scores[best]) best = k;
  t->right_labels += right_head && best == s->rel[child];
  if (right_head && s->rel[child] != DS_REL_ROOT) learn_label(t->labels, features, n, scores, best, s->rel[child]);
  return (uint8_t)best;
}

static void pupil_learn(pupil *t, const sample *s) {
  lesson l;
  ds_parse p;
  if (s->count > SAMPLE_WORDS) return;
  prepare(&l, s);
  ds_parse_init(&p, t->memory, l.forms, l.tags, (uint32_t)l.n);
  while (!ds_parse_done(&p)) {
    ds_move move = next_move(t, &p, l.gold);
    ds_move_make(&p, move, move == DS_MOVE_SHIFT ? 0 : next_label(t, &p, move, &l));
  }
}

void pupil_study(pupil *t, const samples *all, int rounds, const char *name) {
  uint32_t *order = malloc(all->n * sizeof *order);
  for (uint32_t i = 0; i < all->n; i++) order[i] = i;
  for (int round = 0; round < rounds; round++) {
    t->arcs = t->right_arcs = t->right_labels = 0;
    t->explores = round > 0;
    shuffle(order, all->n, &t->seed);
    for (uint32_t i = 0; i < all->n; i++) pupil_learn(t, &all->list[order[i]]);
    fprintf(stderr, "  %s round %d: heads %.4f, labelled %.4f, %u and %u features\n", name, round, (double)t->right_arcs / t->arcs,
            (double)t->right_labels / t->arcs, learner_rows(t->moves), learner_rows(t->labels));
  }
  free(order);
}

void pupil_finish(pupil *p) {
  learner_average(p->moves);
  learner_average(p->labels);
}

void pupil_join(pupil *p, const pupil *other) {
  learner_add(p->moves, other->moves);
  learner_add(p->labels, other->labels);
}
