/* Weight tables of the linear models: rows of small integers found by a feature's hash. A row knows a few bits of its feature, so that
 * features that were not kept in training count nothing. A feature sits in one of two neighbouring rows. */
#ifndef DS_LANGUAGE_WEIGHTS_H
#define DS_LANGUAGE_WEIGHTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { DS_CLASSES = 62 }; /* at most so many classes in a wide row */

/* Three classes. */
typedef struct ds_narrow {
  int8_t weight[3];
  uint8_t check; /* 0: empty */
} ds_narrow;

typedef struct ds_wide {
  _Alignas(64) int8_t weight[DS_CLASSES];
  uint16_t check; /* 0: empty */
} ds_wide;

typedef struct ds_narrow_table {
  const ds_narrow *rows;
  uint32_t n; /* even */
} ds_narrow_table;

typedef struct ds_wide_table {
  const ds_wide *rows;
  uint32_t n;
} ds_wide_table;

static inline uint32_t ds_row_of(uint32_t hash, uint32_t n) { return (uint32_t)(((uint64_t)hash * n) >> 32); }
static inline uint8_t ds_narrow_check(uint32_t hash) { return (uint8_t)(hash % 255 + 1); }
static inline uint16_t ds_wide_check(uint32_t hash) { return (uint16_t)((hash & 0xFFFF) | 1); }

/* Adds up the rows of the features into sums[64] (classes first). */
void ds_wide_sum(const ds_wide_table *table, const uint32_t *features, uint32_t n, int16_t *sums);
void ds_narrow_sum(const ds_narrow_table *table, const uint32_t *features, uint32_t n, int32_t sums[3]);

/* The class with the highest sum among the first n. */
uint32_t ds_best_class(const int16_t *sums, uint32_t n);

#endif
