#include "language/weights.h"

typedef uint16_t checks __attribute__((vector_size(16)));
typedef int16_t shorts __attribute__((vector_size(16)));
typedef int8_t bytes __attribute__((vector_size(8)));
typedef int8_t bytes16 __attribute__((vector_size(16)));
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

enum { FOUND_MAX = 64 * DS_BUCKET };

/* The rows of all features. A feature has none, one or two rows as a rule, and which cannot be foretold: no branch hangs on it. */
static uint32_t find_rows(const ds_wide_table *table, const uint32_t *features, uint32_t n, const ds_part **found) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < n; i++) {
    const ds_bucket *bucket = &table->buckets[ds_row_of(features[i], table->n)];
    uint64_t rows = rows_of(bucket, ds_wide_check(features[i]));
    for (int k = 0; k < 2; k++) {
      found[count] = bucket->part[__builtin_ctzll(rows | 1ull << 56) / 8];
      count += rows != 0;
      rows &= rows - 1;
    }
    for (; rows; rows &= rows - 1) found[count++] = bucket->part[__builtin_ctzll(rows) / 8];
  }
  return count;
}

/* Sums are kept in turn, so that one addition need not wait for the one before it. */
void ds_wide_sum(const ds_wide_table *table, const uint32_t *features, uint32_t n, int16_t *sums) {
  int16_t sum[DS_PARTS][64] = {{0}};
  const ds_part *found[FOUND_MAX];
  for (uint32_t i = 0; i < n; i++) __builtin_prefetch(&table->buckets[ds_row_of(features[i], table->n)]);
  uint32_t count = find_rows(table, features, n, found);
  for (uint32_t i = 0; i < count; i++)
    for (int j = 0; j < DS_PARTS; j++) sum[j][found[i][j].class] += found[i][j].weight;
  for (int k = 0; k < 64; k++) sums[k] = (int16_t)(sum[0][k] + sum[1][k] + sum[2][k]);
}
_Static_assert(DS_PARTS == 3 && DS_BUCKET == 8 && sizeof(ds_bucket) == 64, "a bucket is a cache line");

/* The pair of rows that a feature may sit in. */
static uint64_t pair_of(const ds_narrow_table *table, uint32_t feature) {
  uint64_t pair;
  memcpy(&pair, &table->rows[ds_row_of(feature, table->n) & ~1u], sizeof pair);
  return pair;
}

/* The weights of two features: four rows, of which those of others are masked out by their check, widened to 16 bits. */
static shorts two_features(const ds_narrow_table *table, uint32_t one, uint32_t two) {
  const bytes16 nothing = {0};
  pairs rows = {pair_of(table, one), pair_of(table, two)};
  uint32_t a = ds_narrow_check(one), b = ds_narrow_check(two);
  quads mine = (quads)((quads)rows >> 24 == (quads){a, a, b, b});
  bytes16 weights = (bytes16)((quads)rows & mine);
  bytes16 low = __builtin_shuffle(nothing, weights, (bytes16){0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23});
  bytes16 high = __builtin_shuffle(nothing, weights, (bytes16){8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31});
  return ((shorts)low >> 8) + ((shorts)high >> 8);
}

void ds_narrow_sum(const ds_narrow_table *table, const uint32_t *features, uint32_t n, int32_t sums[3]) {
  shorts sum = {0};
  for (uint32_t i = 0; i + 1 < n; i += 2) sum += two_features(table, features[i], features[i + 1]);
  if (n % 2) { /* alone it would count twice */
    shorts twice = two_features(table, features[n - 1], features[n - 1]);
    sum += twice >> 1;
  }
  for (int k = 0; k < 3; k++) sums[k] = sum[k] + sum[k + 4];
}

static shorts larger(shorts a, shorts b) {
  shorts mask = a > b;
  return (a & mask) | (b & ~mask);
}

uint32_t ds_best_class(int16_t sums[64], uint32_t n) {
  shorts part[8];
  for (uint32_t i = n; i < 64; i++) sums[i] = INT16_MIN;
  memcpy(part, sums, sizeof part);
  for (int width = 4; width; width /= 2)
    for (int k = 0; k < width; k++) part[k] = larger(part[k], part[k + width]);
  int16_t best = part[0][0];
  for (int k = 1; k < 8; k++) best = part[0][k] > best ? part[0][k] : best;
  uint32_t i = 0;
  while (sums[i] != best) i++;
  return i;
}
