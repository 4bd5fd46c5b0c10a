#include "language/weights.h"

typedef uint16_t checks __attribute__((vector_size(16)));
typedef int16_t shorts __attribute__((vector_size(16)));
typedef int8_t bytes __attribute__((vector_size(8)));

/* Which of a bucket's rows belong to the feature: 0xFF in their bytes. */
static uint64_t rows_of(const ds_bucket *bucket, uint16_t check) {
  checks have;
  memcpy(&have, bucket->check, sizeof have);
  bytes same = __builtin_convertvector((shorts)(have == check), bytes);
  uint64_t mask;
  memcpy(&mask, &same, sizeof mask);
  return mask;
}

/* Sums are kept in turn, so that one addition need not wait for the one before it. */
void ds_wide_sum(const ds_wide_table *table, const uint32_t *features, uint32_t n, int16_t *sums) {
  int16_t sum[DS_PARTS][64] = {{0}};
  for (uint32_t i = 0; i < n; i++) __builtin_prefetch(&table->buckets[ds_row_of(features[i], table->n)]);
  for (uint32_t i = 0; i < n; i++) {
    const ds_bucket *bucket = &table->buckets[ds_row_of(features[i], table->n)];
    uint64_t rows = rows_of(bucket, ds_wide_check(features[i]));
    while (rows) {
      int k = __builtin_ctzll(rows) / 8;
      rows &= ~(0xFFull << (8 * k));
      for (int j = 0; j < DS_PARTS; j++) sum[j][bucket->part[k][j].class] += bucket->part[k][j].weight;
    }
  }
  for (int k = 0; k < 64; k++) sums[k] = (int16_t)(sum[0][k] + sum[1][k] + sum[2][k]);
}
_Static_assert(DS_PARTS == 3 && DS_BUCKET == 8 && sizeof(ds_bucket) == 64, "a bucket is a cache line");

void ds_narrow_sum(const ds_narrow_table *table, const uint32_t *features, uint32_t n, int32_t sums[3]) {
  int32_t a = 0, b = 0, c = 0;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t at = ds_row_of(features[i], table->n);
    uint8_t check = ds_narrow_check(features[i]);
    ds_narrow one = table->rows[at], two = table->rows[at ^ 1];
    ds_narrow row = one.check == check ? one : two;
    int32_t on = -(row.check == check);
    a += row.weight[0] & on;
    b += row.weight[1] & on;
    c += row.weight[2] & on;
  }
  sums[0] = a;
  sums[1] = b;
  sums[2] = c;
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
