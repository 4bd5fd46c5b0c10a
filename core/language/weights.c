#include "language/weights.h"

#include <pthread.h>
#include <stdlib.h>

typedef uint16_t checks __attribute__((vector_size(16)));
typedef int16_t shorts __attribute__((vector_size(16)));
typedef int8_t bytes __attribute__((vector_size(8)));
typedef uint32_t quads __attribute__((vector_size(16)));
typedef uint64_t pairs __attribute__((vector_size(16)));

/* Which of a bucket's rows belong to the feature: 1 in their bytes. */
static uint64_t rows_of(const ds_bucket *bucket, uint16_t check) {
  checks have;
  memcpy(&have, bucket->check, sizeof have);
  bytes same = __builtin_convertvector((shorts)(have == check), bytes);
  uint64_t mask;
  memcpy(&mask, &same, sizeof mask);
  return mask & 0x0101010101010101ull;
}

/* Of such a mask: how many bytes are 1, and the same as one bit for each. */
static uint32_t count_of(uint64_t mask) {
  return (uint32_t)(mask * 0x0101010101010101ull >> 56);
}
static uint64_t bits_of(uint64_t mask) {
  return mask * 0x0102040810204080ull >> 56;
}

static const ds_bucket *bucket_of(const ds_wide_table *table, uint32_t feature) {
  return &table->buckets[ds_row_of(feature, table->n)];
}

static pthread_key_t key;
static _Thread_local ds_wide_memory *own; /* DS_WIDE_USES of them */

static void make_key(void) {
  pthread_key_create(&key, free);
}

/* A megabyte of _Thread_local itself would be cleared at the start of every process and thread, of those too that read nothing. */
ds_wide_memory *ds_wide_memory_own(ds_wide_use use) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  if (!own) {
    pthread_once(&once, make_key);
    own = aligned_alloc(_Alignof(ds_wide_memory), DS_WIDE_USES * sizeof *own);
    if (!own) return NULL;
    for (int i = 0; i < DS_WIDE_USES; i++) memset(own[i].features, 0, sizeof own[i].features);
    pthread_setspecific(key, own);
  }
  return &own[use];
}

/* Parts the features into those whose sums are remembered, of which the slots are noted, and the rest; returns how many are remembered.
 * Which are which cannot be foretold: no branch hangs on it. */
static uint32_t look_up(const ds_wide_memory *memory, const uint32_t *features, uint32_t n, uint32_t *slots, uint32_t *rest) {
  uint32_t known = 0;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t feature = features[i], slot = feature % DS_WIDE_SLOTS;
    slots[known] = slot;
    rest[i - known] = feature;
    known += memory->features[slot] == feature;
  }
  return known;
}

static void add_known(const ds_wide_memory *memory, const uint32_t *slots, uint32_t n, shorts sum[8]) {
  shorts all[8] = {{0}};
  for (uint32_t i = 0; i < n; i++) {
    const shorts *one = (const void *)memory->sums[slots[i]];
#pragma GCC unroll 8
    for (int k = 0; k < 8; k++) all[k] += one[k];
  }
  memcpy(sum, all, sizeof all);
}

static void clear(shorts sum[8]) {
#pragma GCC unroll 8
  for (int k = 0; k < 8; k++) sum[k] = (shorts){0};
}

static void remember(ds_wide_memory *memory, uint32_t feature, const ds_bucket *bucket, uint64_t bits) {
  uint32_t slot = feature % DS_WIDE_SLOTS;
  int16_t *sums = memory->sums[slot];
  memory->features[slot] = feature;
  memset(sums, 0, sizeof memory->sums[slot]);
  for (; bits; bits &= bits - 1)
    for (int j = 0; j < DS_PARTS; j++) {
      ds_part part = bucket->part[__builtin_ctzll(bits)][j];
      sums[part.class] += part.weight;
    }
}

enum { TOGETHER = 8, MANY_ROWS = 6 };

/* Adds the rows of at most TOGETHER features, one loop for all: how many rows one feature has cannot be foretold. The three parts of a row
 * have sums of their own, so that one addition need not wait for the one before it. */
static void add_rows(const ds_wide_table *table, ds_wide_memory *memory, const uint32_t *features, uint32_t n, int16_t sum[DS_PARTS][64]) {
  const ds_bucket *buckets[TOGETHER];
  uint64_t all = 0;
  for (uint32_t i = 0; i < n; i++) {
    buckets[i] = bucket_of(table, features[i]);
    uint64_t rows = rows_of(buckets[i], ds_wide_check(features[i])), bits = bits_of(rows);
    all |= bits << 8 * i;
    if (memory && count_of(rows) >= MANY_ROWS) remember(memory, features[i], buckets[i], bits);
  }
  for (; all; all &= all - 1) {
    uint32_t at = (uint32_t)__builtin_ctzll(all);
    const ds_part *part = buckets[at / 8]->part[at % 8];
    sum[0][part[0].class] += part[0].weight;
    sum[1][part[1].class] += part[1].weight;
    sum[2][part[2].class] += part[2].weight;
  }
}

void ds_wide_sum(const ds_wide_table *table, ds_wide_memory *memory, const uint32_t *features, uint32_t n, int16_t *sums) {
  shorts sum[DS_PARTS][8];
  uint32_t slots[64], rest[64];
  for (int j = 0; j < DS_PARTS; j++) clear(sum[j]);
  if (memory) {
    if (!memory->features[0]) memory->features[0] = 1; /* not a feature of slot 0: that slot is empty */
    uint32_t known = look_up(memory, features, n, slots, rest);
    add_known(memory, slots, known, sum[0]);
    features = rest;
    n -= known;
  }
  for (uint32_t i = 0; i < n; i++) __builtin_prefetch(bucket_of(table, features[i]));
  for (uint32_t i = 0; i < n; i += TOGETHER) add_rows(table, memory, features + i, n - i < TOGETHER ? n - i : TOGETHER, (void *)sum);
  for (int k = 0; k < 8; k++) sum[0][k] += sum[1][k] + sum[2][k];
  memcpy(sums, sum[0], sizeof sum[0]);
}
_Static_assert(DS_PARTS == 3 && DS_BUCKET == 8 && sizeof(ds_bucket) == 64, "a bucket is a cache line");

/* The pair of rows that a feature may sit in. */
static inline uint64_t pair_of(const ds_narrow_table *table, uint32_t feature) {
  uint64_t pair;
  memcpy(&pair, &table->rows[ds_row_of(feature, table->n) & ~1u], sizeof pair);
  return pair;
}

/* Four rows, two for each of two features: what is not theirs becomes zero. */
static inline shorts rows_with(pairs rows, uint32_t one, uint32_t two) {
  quads check = {one, one, two, two}, other = ((quads)rows ^ check << 24) >> 24;
  return (shorts)((quads)rows & (quads)(other == 0));
}

void ds_narrow_sum(const ds_narrow_table *table, const uint32_t *features, uint32_t n, int32_t sums[3]) {
  shorts even = {0}, odd = {0}; /* of each row the weights 0 and 2, and the weight 1 */
  for (uint32_t i = 0; i + 1 < n; i += 2) {
    uint32_t one = features[i], two = features[i + 1];
    shorts rows = rows_with((pairs){pair_of(table, one), pair_of(table, two)}, one, two);
    even += (rows << 8) >> 8;
    odd += rows >> 8;
  }
  if (n % 2) {
    uint32_t last = features[n - 1];
    shorts rows = rows_with((pairs){pair_of(table, last), 0}, last, last);
    even += (rows << 8) >> 8;
    odd += rows >> 8;
  }
  sums[0] = even[0] + even[2] + even[4] + even[6];
  sums[1] = odd[0] + odd[2] + odd[4] + odd[6];
  sums[2] = even[1] + even[3] + even[5] + even[7];
}

static inline int16_t larger(int16_t a, int16_t b) {
  return a > b ? a : b;
}

uint32_t ds_best_class(int16_t sums[64], uint32_t n) {
  int16_t part[32];
  for (uint32_t i = n; i < 64; i++) sums[i] = INT16_MIN;
  for (int k = 0; k < 32; k++) part[k] = larger(sums[k], sums[k + 32]);
  for (int k = 0; k < 16; k++) part[k] = larger(part[k], part[k + 16]);
  for (int k = 0; k < 8; k++) part[k] = larger(part[k], part[k + 8]);
  int16_t best = part[0];
  for (int k = 1; k < 8; k++) best = larger(best, part[k]);
  uint32_t i = 0;
  while (sums[i] != best) i++;
  return i;
}
