#include "oracle.h"

#include <stdlib.h>
#include <string.h>

enum { LOSSES_MANY = 10000 };

void choose_sure_labels(const samples *all, ds_sure_labels sure) {
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

void pupil_init(pupil *p, const ds_sure_labels *sure, uint64_t seed, bool backwards) {
  *p = (pupil){.moves = learner_new(DS_MOVE_COUNT), .labels = learner_new(DS_REL_COUNT), .sure = sure, .seed = seed, .backwards = backwards,
               .memory = malloc(ds_parse_size(ORACLE_WORDS))};
}

void pupil_reset(pupil *p) {
  learner_free(p->moves);
  learner_free(p->labels);
  free(p->memory);
  memset(p, 0, sizeof *p);
}

/* A sentence as a pupil reads it: in its direction, the root being node n. */
typedef struct lesson {
  ds_form forms[ORACLE_WORDS];
  uint8_t tags[ORACLE_WORDS], rel[ORACLE_WORDS];
  int16_t gold[ORACLE_WORDS + 1];
  int n;
} lesson;

static void prepare(lesson *l, const sample *s, bool backwards) {
  int n = l->n = (int)s->count;
  for (int i = 0; i < n; i++) {
    int k = backwards ? n - 1 - i : i;
    l->forms[k] = s->forms[i];
    l->tags[k] = s->tags[i];
    l->rel[k] = s->rel[i];
    l->gold[k] = (int16_t)(s->head[i] < 0 ? n : backwards ? n - 1 - s->head[i] : s->head[i]);
  }
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
    cost[m] = allowed[m] && gold ? losses(p, gold, (ds_move)m) : LOSSES_MANY;
    if (cost[m] < least) least = cost[m];
    n += allowed[m];
  }
  for (int m = 0; m < DS_MOVE_COUNT; m++) {
    good[m] = allowed[m] && cost[m] == least;
    bad[m] = allowed[m] && !good[m];
  }
  return n;
}

/* The next move; with gold it learns, and while it does not explore it follows the oracle. */
static ds_move next_move(pupil *t, const ds_parse *p, const int16_t *gold) {
  bool allowed[DS_MOVE_COUNT], good[DS_MOVE_COUNT], bad[DS_MOVE_COUNT];
  float scores[LEARNER_CLASSES] = {0};
  if (weigh_moves(p, gold, allowed, good, bad) == 1) return (ds_move)best_of(scores, allowed);
  uint32_t features[DS_MOVE_FEATURES], n = ds_move_features(p, NULL, features);
  learner_score(t->moves, features, n, scores);
  int best = best_of(scores, allowed);
  if (!gold) return (ds_move)best;
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

static uint8_t next_label(pupil *t, const ds_parse *p, ds_move move, const lesson *s, bool learn) {
  int head, child;
  ds_move_arc(p, move, &head, &child);
  bool right_head = s->gold[child] == head;
  t->arcs++;
  t->right_arcs += right_head;
  if (head == p->n) {
    t->right_labels += right_head;
    return DS_REL_ROOT;
  }
  uint8_t known = (*t->sure)[(child > head) != t->backwards][p->tags[head]][p->tags[child]];
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
  if (learn && right_head && s->rel[child] != DS_REL_ROOT) learn_label(t->labels, features, n, scores, best, s->rel[child]);
  return (uint8_t)best;
}

static void run(pupil *t, const lesson *s, ds_parse *p, bool learn) {
  ds_parse_init(p, t->memory, s->forms, s->tags, (uint32_t)s->n);
  while (!ds_parse_done(p)) {
    ds_move move = next_move(t, p, learn ? s->gold : NULL);
    ds_move_make(p, move, move == DS_MOVE_SHIFT ? 0 : next_label(t, p, move, s, learn));
  }
}

void pupil_learn(pupil *t, const sample *s) {
  lesson l;
  ds_parse p;
  if (s->count > ORACLE_WORDS) return;
  prepare(&l, s, t->backwards);
  run(t, &l, &p, true);
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

void pupil_parse(pupil *t, const sample *s, int16_t *head, uint8_t *rel) {
  lesson l;
  ds_parse p;
  prepare(&l, s, t->backwards);
  run(t, &l, &p, false);
  for (int i = 0; i < l.n; i++) {
    const ds_node *d = &p.nodes[t->backwards ? l.n - 1 - i : i];
    head[i] = (int16_t)(d->head == l.n ? -1 : t->backwards ? l.n - 1 - d->head : d->head);
    rel[i] = d->rel;
  }
}
