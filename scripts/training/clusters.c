/* Word clusters from raw text. A word is described by the words beside it (left and right, the most frequent ones): positive pointwise
 * mutual information with a smoothed context distribution (Levy, Goldberg & Dagan 2015), reduced by a randomised singular value
 * decomposition (Halko, Martinsson & Tropp 2011), grouped by spherical k-means started from the most frequent words.
 * usage: clusters TEXTS OUT VECTORS   (TEXTS: articles ended by form feeds; VECTORS: for each word its key and the numbers) */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "language/tokens.h"
#include "language/words.h"

enum { VOCABULARY = 32768, CONTEXTS = 1500, DIMENSIONS = 96, FINE = 512, COARSE = 64, ROUNDS = 4, MOVES = 15, TYPES = 1 << 22, LEAST = 15 };

typedef struct type {
  uint32_t key, count;
  int32_t rank;
} type;

static type *types;

static type *type_of(uint32_t key) {
  uint32_t i = key & (TYPES - 1);
  while (types[i].key && types[i].key != key) i = (i + 1) & (TYPES - 1);
  types[i].key = key;
  return &types[i];
}

typedef void (*visitor)(uint32_t key, uint32_t before, void *data);

/* Calls visit for each word with the word before it (0 at the beginning of an article). */
static void each_word(const char *texts, size_t len, visitor visit, void *data) {
  ds_arena *arena = ds_arena_new();
  for (size_t at = 0; at < len;) {
    const char *stop = memchr(texts + at, '\f', len - at);
    size_t n = stop ? (size_t)(stop - texts) - at : len - at;
    ds_reading r = {.text = texts + at, .len = n};
    ds_tokens_find(&r, arena);
    uint32_t before = 0;
    for (uint32_t i = 0; i < r.n_tokens; i++) {
      size_t bytes, form_len;
      const char *w = ds_token_text(&r, i, &bytes);
      char form[64];
      uint32_t key = ds_word_hash(w, bytes, form, sizeof form, &form_len);
      visit(key, before, data);
      before = key;
    }
    ds_arena_reset(arena);
    at += n + 1;
  }
  ds_arena_free(arena);
}

static void count_word(uint32_t key, uint32_t before, void *data) {
  (void)before;
  (void)data;
  type_of(key)->count++;
}

static void count_pair(uint32_t key, uint32_t before, void *data) {
  float *m = data;
  int32_t b = type_of(key)->rank, a = before ? type_of(before)->rank : -1;
  if (a < 0 || b < 0) return;
  if (a < CONTEXTS) m[(size_t)b * 2 * CONTEXTS + (size_t)a]++;
  if (b < CONTEXTS) m[(size_t)a * 2 * CONTEXTS + CONTEXTS + (size_t)b]++;
}

static int by_count(const void *a, const void *b) {
  const type *x = a, *y = b;
  if (x->count != y->count) return x->count < y->count ? 1 : -1;
  return x->key < y->key ? -1 : 1;
}

/* The most frequent types, ranked in the table too; returns how many. */
static uint32_t vocabulary(type *top) {
  uint32_t n = 0;
  type *all = malloc(TYPES * sizeof *all);
  for (uint32_t i = 0; i < TYPES; i++) {
    types[i].rank = -1;
    if (types[i].count >= LEAST) all[n++] = types[i];
  }
  qsort(all, n, sizeof *all, by_count);
  if (n > VOCABULARY) n = VOCABULARY;
  for (uint32_t i = 0; i < n; i++) {
    top[i] = all[i];
    type_of(all[i].key)->rank = (int32_t)i;
  }
  free(all);
  return n;
}

/* Counts become positive mutual information. */
static void weigh(float *m, uint32_t n) {
  size_t width = 2 * CONTEXTS;
  double *column = calloc(width, sizeof *column), total = 0;
  for (size_t i = 0; i < n; i++)
    for (size_t c = 0; c < width; c++) column[c] += m[i * width + c];
  for (size_t c = 0; c < width; c++) total += column[c] = pow(column[c], 0.75);
  for (size_t i = 0; i < n; i++) {
    double row = 0;
    for (size_t c = 0; c < width; c++) row += m[i * width + c];
    for (size_t c = 0; c < width; c++) {
      float *x = &m[i * width + c];
      double pmi = *x > 0 ? log(*x * total / (row * column[c])) : 0;
      *x = pmi > 0 ? (float)pmi : 0;
    }
  }
  free(column);
}

static void orthogonalize(float *q, size_t rows) {
  for (size_t a = 0; a < DIMENSIONS; a++) {
    for (size_t b = 0; b <= a; b++) {
      double dot = 0;
      for (size_t i = 0; i < rows; i++) dot += (double)q[i * DIMENSIONS + a] * q[i * DIMENSIONS + b];
      if (b == a) {
        double norm = dot > 0 ? 1 / sqrt(dot) : 0;
        for (size_t i = 0; i < rows; i++) q[i * DIMENSIONS + a] *= (float)norm;
      } else {
        for (size_t i = 0; i < rows; i++) q[i * DIMENSIONS + a] -= (float)dot * q[i * DIMENSIONS + b];
      }
    }
  }
}

/* y = m q, and z = m' y, skipping zeros */
static void times(const float *m, size_t n, const float *q, float *y) {
  size_t width = 2 * CONTEXTS;
  memset(y, 0, n * DIMENSIONS * sizeof *y);
  for (size_t i = 0; i < n; i++)
    for (size_t c = 0; c < width; c++)
      if (m[i * width + c] != 0)
        for (size_t k = 0; k < DIMENSIONS; k++) y[i * DIMENSIONS + k] += m[i * width + c] * q[c * DIMENSIONS + k];
}

static void times_transposed(const float *m, size_t n, const float *y, float *z) {
  size_t width = 2 * CONTEXTS;
  memset(z, 0, width * DIMENSIONS * sizeof *z);
  for (size_t i = 0; i < n; i++)
    for (size_t c = 0; c < width; c++)
      if (m[i * width + c] != 0)
        for (size_t k = 0; k < DIMENSIONS; k++) z[c * DIMENSIONS + k] += m[i * width + c] * y[i * DIMENSIONS + k];
}

static void normalize_rows(float *v, size_t n) {
  for (size_t i = 0; i < n; i++) {
    double norm = 0;
    for (size_t k = 0; k < DIMENSIONS; k++) norm += (double)v[i * DIMENSIONS + k] * v[i * DIMENSIONS + k];
    if (norm > 0)
      for (size_t k = 0; k < DIMENSIONS; k++) v[i * DIMENSIONS + k] /= (float)sqrt(norm);
  }
}

static float *reduce(const float *m, size_t n) {
  size_t width = 2 * CONTEXTS;
  float *q = malloc(width * DIMENSIONS * sizeof *q), *y = malloc(n * DIMENSIONS * sizeof *y);
  uint64_t seed = 20230225;
  for (size_t i = 0; i < width * DIMENSIONS; i++) {
    seed = seed * 6364136223846793005ull + 1442695040888963407ull;
    q[i] = (float)(int32_t)(seed >> 32) / 2147483648.0f;
  }
  for (int round = 0; round < ROUNDS; round++) {
    orthogonalize(q, width);
    times(m, n, q, y);
    if (round + 1 < ROUNDS) times_transposed(m, n, y, q);
  }
  for (size_t k = 0; k < DIMENSIONS; k++) { /* columns scaled to the square root of their length */
    double norm = 0;
    for (size_t i = 0; i < n; i++) norm += (double)y[i * DIMENSIONS + k] * y[i * DIMENSIONS + k];
    float scale = norm > 0 ? (float)pow(norm, -0.25) : 0;
    for (size_t i = 0; i < n; i++) y[i * DIMENSIONS + k] *= scale;
  }
  free(q);
  normalize_rows(y, n);
  return y;
}

/* centre: [dimension][cluster], so that the inner loop runs over clusters. */
static uint16_t nearest(const float *v, const float *centre, uint32_t k) {
  float dot[FINE] = {0};
  for (size_t d = 0; d < DIMENSIONS; d++)
    for (uint32_t c = 0; c < k; c++) dot[c] += v[d] * centre[d * k + c];
  uint16_t best = 0;
  for (uint32_t c = 1; c < k; c++)
    if (dot[c] > dot[best]) best = (uint16_t)c;
  return best;
}

static void turn(const float *rows, uint32_t k, float *columns) {
  for (uint32_t c = 0; c < k; c++)
    for (size_t d = 0; d < DIMENSIONS; d++) columns[d * k + c] = rows[c * DIMENSIONS + d];
}

static void group(const float *v, size_t n, uint32_t k, uint16_t *cluster) {
  float *centre = malloc(k * DIMENSIONS * sizeof *centre), *turned = malloc(k * DIMENSIONS * sizeof *turned);
  memcpy(centre, v, k * DIMENSIONS * sizeof *centre);
  for (int move = 0; move < MOVES; move++) {
    turn(centre, k, turned);
    for (size_t i = 0; i < n; i++) cluster[i] = nearest(v + i * DIMENSIONS, turned, k);
    memset(centre, 0, k * DIMENSIONS * sizeof *centre);
    for (size_t i = 0; i < n; i++)
      for (size_t d = 0; d < DIMENSIONS; d++) centre[cluster[i] * DIMENSIONS + d] += v[i * DIMENSIONS + d];
    normalize_rows(centre, k);
  }
  free(centre);
  free(turned);
}

static void save(const char *path, const type *top, uint32_t n, const uint16_t *fine, const uint16_t *coarse) {
  uint32_t head[2] = {65536, 0};
  ds_cluster *slots = calloc(head[0], sizeof *slots);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t at = top[i].key & (head[0] - 1);
    while (slots[at].key) at = (at + 1) & (head[0] - 1);
    slots[at] = (ds_cluster){.key = top[i].key, .cluster = (uint16_t)(fine[i] + 1), .coarse = (uint8_t)(coarse[i] + 1)};
  }
  FILE *out = fopen(path, "w");
  if (!out || fwrite(head, sizeof head, 1, out) != 1 || fwrite(slots, sizeof *slots, head[0], out) != head[0] || fclose(out)) exit(1);
  free(slots);
}

static void save_vectors(const char *path, const type *top, uint32_t n, const float *v) {
  FILE *out = fopen(path, "w");
  if (!out) exit(1);
  for (uint32_t i = 0; i < n; i++) {
    fwrite(&top[i].key, sizeof top[i].key, 1, out);
    fwrite(v + (size_t)i * DIMENSIONS, sizeof *v, DIMENSIONS, out);
  }
  if (fclose(out)) exit(1);
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  int file = open(argv[1], O_RDONLY);
  struct stat st;
  if (file < 0 || fstat(file, &st)) return 1;
  const char *texts = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, file, 0);
  types = calloc(TYPES, sizeof *types);
  each_word(texts, (size_t)st.st_size, count_word, NULL);
  type *top = malloc(VOCABULARY * sizeof *top);
  uint32_t n = vocabulary(top);
  float *m = calloc((size_t)n * 2 * CONTEXTS, sizeof *m);
  each_word(texts, (size_t)st.st_size, count_pair, m);
  weigh(m, n);
  float *v = reduce(m, n);
  free(m);
  uint16_t *fine = malloc(n * sizeof *fine), *coarse = malloc(n * sizeof *coarse);
  group(v, n, FINE, fine);
  group(v, n, COARSE, coarse);
  save(argv[2], top, n, fine, coarse);
  save_vectors(argv[3], top, n, v);
  fprintf(stderr, "%u words in %d and %d clusters\n", n, FINE, COARSE);
  return 0;
}
