#include "learner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "language/weights.h"

typedef struct slot {
  uint32_t key, row; /* row 0: not there */
} slot;

struct learner {
  uint32_t classes, stride;
  slot *slots;
  uint32_t n_slots, n_rows, cap_rows;
  float *weight, *sum; /* rows of stride numbers; row 0 stays zero */
  uint32_t *key, *seen;
  double ticks;
};

learner *learner_new(uint32_t classes) {
  learner *l = calloc(1, sizeof *l);
  l->classes = classes;
  l->stride = classes <= 4 ? 4 : 64;
  l->n_slots = 1 << 20;
  l->slots = calloc(l->n_slots, sizeof *l->slots);
  l->n_rows = 1;
  l->cap_rows = 1 << 16;
  l->weight = calloc((size_t)l->cap_rows * l->stride, sizeof(float));
  l->sum = calloc((size_t)l->cap_rows * l->stride, sizeof(float));
  l->key = calloc(l->cap_rows, sizeof(uint32_t));
  l->seen = calloc(l->cap_rows, sizeof(uint32_t));
  l->ticks = 1;
  return l;
}

void learner_free(learner *l) {
  if (!l) return;
  free(l->slots);
  free(l->weight);
  free(l->sum);
  free(l->key);
  free(l->seen);
  free(l);
}

uint32_t learner_rows(const learner *l) { return l->n_rows; }
void learner_tick(learner *l) { l->ticks++; }

static slot *find(const learner *l, uint32_t key) {
  uint32_t mask = l->n_slots - 1, i = (key * 0x9E3779B1u) & mask;
  while (l->slots[i].row && l->slots[i].key != key) i = (i + 1) & mask;
  return &l->slots[i];
}

static void grow_slots(learner *l) {
  slot *old = l->slots;
  uint32_t n = l->n_slots;
  l->n_slots *= 2;
  l->slots = calloc(l->n_slots, sizeof *l->slots);
  for (uint32_t i = 0; i < n; i++)
    if (old[i].row) *find(l, old[i].key) = old[i];
  free(old);
}

static void *grown(void *p, size_t old, size_t size) {
  char *q = realloc(p, size);
  if (!q) exit(1);
  memset(q + old, 0, size - old);
  return q;
}

static void grow_rows(learner *l) {
  size_t old = l->cap_rows, size = old * 2, row = l->stride * sizeof(float);
  l->weight = grown(l->weight, old * row, size * row);
  l->sum = grown(l->sum, old * row, size * row);
  l->key = grown(l->key, old * sizeof(uint32_t), size * sizeof(uint32_t));
  l->seen = grown(l->seen, old * sizeof(uint32_t), size * sizeof(uint32_t));
  l->cap_rows = (uint32_t)size;
}

static uint32_t row_for(learner *l, uint32_t key) {
  slot *s = find(l, key);
  if (s->row) return s->row;
  if (l->n_rows == l->cap_rows) grow_rows(l);
  s->key = key;
  s->row = l->n_rows++;
  l->key[s->row] = key;
  uint32_t row = s->row;
  if (l->n_rows * 2 > l->n_slots) grow_slots(l);
  return row;
}

void learner_score(learner *l, const uint32_t *features, uint32_t n, float *scores) {
  uint32_t rows[256], mask = l->n_slots - 1;
  memset(scores, 0, l->stride * sizeof *scores);
  for (uint32_t i = 0; i < n; i++) __builtin_prefetch(&l->slots[(features[i] * 0x9E3779B1u) & mask]);
  for (uint32_t i = 0; i < n; i++) {
    rows[i] = find(l, features[i])->row;
    __builtin_prefetch(&l->weight[(size_t)rows[i] * l->stride]);
  }
  for (uint32_t i = 0; i < n; i++) {
    if (!rows[i]) continue;
    const float *w = &l->weight[(size_t)rows[i] * l->stride];
    l->seen[rows[i]]++;
    for (uint32_t k = 0; k < l->stride; k++) scores[k] += w[k];
  }
}

void learner_update(learner *l, const uint32_t *features, uint32_t n, uint32_t up, uint32_t down, float step) {
  for (uint32_t i = 0; i < n; i++) {
    size_t row = (size_t)row_for(l, features[i]) * l->stride;
    l->weight[row + up] += step;
    l->sum[row + up] += step * (float)l->ticks;
    l->weight[row + down] -= step;
    l->sum[row + down] -= step * (float)l->ticks;
  }
}

void learner_average(learner *l) {
  for (size_t i = 0; i < (size_t)l->n_rows * l->stride; i++) l->weight[i] -= l->sum[i] / (float)l->ticks;
}

void learner_add(learner *l, const learner *other) {
  for (uint32_t r = 1; r < other->n_rows; r++) {
    uint32_t row = row_for(l, other->key[r]);
    for (uint32_t k = 0; k < l->stride; k++) l->weight[(size_t)row * l->stride + k] += other->weight[(size_t)r * l->stride + k];
    l->seen[row] += other->seen[r];
  }
}

/* ---- saving ---- */

typedef struct rank {
  float value;
  uint32_t row;
} rank;

static int by_value(const void *a, const void *b) {
  const rank *x = a, *y = b;
  if (x->value != y->value) return x->value < y->value ? 1 : -1;
  return x->row < y->row ? -1 : x->row > y->row;
}

static rank *ranking(const learner *l) {
  rank *ranks = malloc(l->n_rows * sizeof *ranks);
  for (uint32_t r = 0; r < l->n_rows; r++) {
    double norm = 0;
    for (uint32_t k = 0; k < l->classes; k++) norm += pow(l->weight[(size_t)r * l->stride + k], 2);
    ranks[r] = (rank){.value = (float)(sqrt(norm) * sqrt((double)l->seen[r])), .row = r};
  }
  qsort(ranks, l->n_rows, sizeof *ranks, by_value);
  return ranks;
}

static int by_size(const void *a, const void *b) {
  float x = *(const float *)a, y = *(const float *)b;
  return x < y ? -1 : x > y;
}

/* Factor that brings nearly all weights of the better half of the features into -127..127. */
static float scale_of(const learner *l, const rank *ranks, uint32_t rows) {
  uint32_t n = 0, take = l->n_rows < rows ? l->n_rows : rows;
  float *sizes = malloc((size_t)take * l->classes * sizeof *sizes);
  for (uint32_t i = 0; i < take; i++)
    for (uint32_t k = 0; k < l->classes; k++) {
      float w = fabsf(l->weight[(size_t)ranks[i].row * l->stride + k]);
      if (w > 0) sizes[n++] = w;
    }
  qsort(sizes, n, sizeof *sizes, by_size);
  float top = n ? sizes[(size_t)n * 9995 / 10000] : 1;
  free(sizes);
  return 127 / top;
}

static int8_t small(float w, float scale) {
  float x = roundf(w * scale);
  return (int8_t)(x > 127 ? 127 : x < -127 ? -127 : x);
}

static bool is_empty(const ds_narrow *row) { return !row->weight[0] && !row->weight[1] && !row->weight[2]; }

void learner_save_narrow(const learner *l, uint32_t rows, FILE *out) {
  rank *ranks = ranking(l);
  float scale = scale_of(l, ranks, rows);
  ds_narrow *table = calloc(rows, sizeof *table);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < l->n_rows; i++) {
    uint32_t key = l->key[ranks[i].row], at = ds_row_of(key, rows);
    const float *w = &l->weight[(size_t)ranks[i].row * l->stride];
    ds_narrow row = {.weight = {small(w[0], scale), small(w[1], scale), small(w[2], scale)}, .check = ds_narrow_check(key)};
    if (is_empty(&row)) continue;
    if (!is_empty(&table[at])) at ^= 1;
    if (!is_empty(&table[at])) continue;
    table[at] = row;
    kept++;
  }
  fwrite(table, sizeof *table, rows, out);
  fprintf(stderr, "  %u of %u features kept, scale %.2f\n", kept, l->n_rows, (double)scale);
  free(table);
  free(ranks);
}

/* Up to DS_PARTS weights of a feature, by size: what one row holds. */
typedef struct piece {
  float value; /* how much it matters */
  uint32_t key;
  ds_part part[DS_PARTS];
} piece;

static int by_piece_value(const void *a, const void *b) {
  const piece *x = a, *y = b;
  if (x->value != y->value) return x->value < y->value ? 1 : -1;
  if (x->key != y->key) return x->key < y->key ? -1 : 1;
  return memcmp(x->part, y->part, sizeof x->part);
}

/* The rows that hold a feature's weights, the largest weights first; returns how many (at most DS_BUCKET). */
static uint32_t cut(const learner *l, uint32_t r, float scale, piece *pieces) {
  const float *w = &l->weight[(size_t)r * l->stride];
  bool used[LEARNER_CLASSES] = {false};
  uint32_t n = 0;
  for (; n < DS_BUCKET; n++) {
    piece *p = &pieces[n];
    *p = (piece){.key = l->key[r]};
    double norm = 0;
    for (int j = 0; j < DS_PARTS; j++) {
      uint32_t best = LEARNER_CLASSES;
      for (uint32_t k = 0; k < l->classes; k++)
        if (!used[k] && small(w[k], scale) && (best == LEARNER_CLASSES || fabsf(w[k]) > fabsf(w[best]))) best = k;
      p->part[j].class = best == LEARNER_CLASSES ? DS_NO_CLASS : (uint8_t)best;
      if (best == LEARNER_CLASSES) continue;
      used[best] = true;
      p->part[j].weight = small(w[best], scale);
      norm += pow(w[best], 2);
    }
    if (norm <= 0) break;
    p->value = (float)(sqrt(norm) * sqrt((double)l->seen[r]));
  }
  return n;
}

void learner_save_wide(const learner *l, uint32_t buckets, FILE *out) {
  rank *ranks = ranking(l);
  float scale = scale_of(l, ranks, buckets * DS_BUCKET);
  free(ranks);
  piece *pieces = malloc(((size_t)l->n_rows + 1) * DS_BUCKET * sizeof *pieces);
  size_t n = 0, kept = 0;
  for (uint32_t r = 1; r < l->n_rows; r++) n += cut(l, r, scale, pieces + n);
  qsort(pieces, n, sizeof *pieces, by_piece_value);
  ds_bucket *table = aligned_alloc(64, buckets * sizeof *table);
  memset(table, 0, buckets * sizeof *table);
  for (size_t i = 0; i < n; i++) {
    ds_bucket *b = &table[ds_row_of(pieces[i].key, buckets)];
    int k = 0;
    while (k < DS_BUCKET && b->check[k]) k++;
    if (k == DS_BUCKET) continue;
    b->check[k] = ds_wide_check(pieces[i].key);
    memcpy(b->part[k], pieces[i].part, sizeof b->part[k]);
    kept++;
  }
  fwrite(table, sizeof *table, buckets, out);
  fprintf(stderr, "  %zu of %zu rows of %u features kept, scale %.2f\n", kept, n, l->n_rows, (double)scale);
  free(table);
  free(pieces);
}

uint32_t random_next(uint64_t *state) {
  *state = *state * 6364136223846793005ull + 1442695040888963407ull;
  return (uint32_t)(*state >> 33);
}

void shuffle(uint32_t *order, uint32_t n, uint64_t *state) {
  for (uint32_t i = n; i > 1; i--) {
    uint32_t k = random_next(state) % i, keep = order[i - 1];
    order[i - 1] = order[k];
    order[k] = keep;
  }
}
