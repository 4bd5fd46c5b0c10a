#include "language/weights.h"

typedef int8_t bytes16 __attribute__((vector_size(16)));
typedef int8_t bytes8 __attribute__((vector_size(8)));
typedef int16_t shorts8 __attribute__((vector_size(16)));

static const ds_wide *wide_row(const ds_wide_table *table, uint32_t hash) {
  const ds_wide *row = &table->rows[ds_row_of(hash, table->n)];
  uint16_t check = ds_wide_check(hash);
  if (row->check == check) return row;
  row = &table->rows[ds_row_of(hash, table->n) ^ 1];
  return row->check == check ? row : NULL;
}

void ds_wide_sum(const ds_wide_table *table, const uint32_t *features, uint32_t n, int16_t *sums) {
  shorts8 sum[8] = {{0}};
  for (uint32_t i = 0; i < n; i++) __builtin_prefetch(&table->rows[ds_row_of(features[i], table->n)]);
  for (uint32_t i = 0; i < n; i++) {
    const ds_wide *row = wide_row(table, features[i]);
    if (!row) continue;
    for (int k = 0; k < 8; k++) {
      bytes8 part;
      memcpy(&part, row->weight + 8 * k, 8);
      sum[k] += __builtin_convertvector(part, shorts8);
    }
  }
  memcpy(sums, sum, sizeof sum);
}

void ds_narrow_sum(const ds_narrow_table *table, const uint32_t *features, uint32_t n, int32_t sums[3]) {
  int32_t a = 0, b = 0, c = 0;
  for (uint32_t i = 0; i < n; i++) __builtin_prefetch(&table->rows[ds_row_of(features[i], table->n)]);
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

uint32_t ds_best_class(const int16_t *sums, uint32_t n) {
  uint32_t best = 0;
  for (uint32_t i = 1; i < n; i++)
    if (sums[i] > sums[best]) best = i;
  return best;
}
