/* Weight tables of the linear models: rows of small integers found by a feature's hash. A row knows a few bits of its feature, so that
 * features that were not kept in training count nothing. */
#ifndef DS_LANGUAGE_WEIGHTS_H
#define DS_LANGUAGE_WEIGHTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { DS_CLASSES = 62, DS_NO_CLASS = 63, DS_PARTS = 3, DS_BUCKET = 8 };

/* Three classes. A feature sits in one of two neighbouring rows. */
typedef struct ds_narrow {
  int8_t weight[3]; /* all zero: empty */
  uint8_t check;
} ds_narrow;

/* One weight of a feature with many classes: those that are not zero are kept. */
typedef struct ds_part {
  uint8_t class; /* below DS_CLASSES, or DS_NO_CLASS */
  int8_t weight;
} ds_part;

/* A feature sits in one bucket, in as many rows of it as it needs. */
typedef struct ds_bucket {
  _Alignas(64) uint16_t check[DS_BUCKET]; /* 0: empty */
  ds_part part[DS_BUCKET][DS_PARTS];
} ds_bucket;

typedef struct ds_narrow_table {
  const ds_narrow *rows;
  uint32_t n; /* even */
} ds_narrow_table;

typedef struct ds_wide_table {
  const ds_bucket *buckets;
  uint32_t n;
} ds_wide_table;

static inline uint32_t ds_row_of(uint32_t hash, uint32_t n) {
  return (uint32_t)(((uint64_t)hash * n) >> 32);
}
static inline uint8_t ds_narrow_check(uint32_t hash) {
  return (uint8_t)hash;
}
static inline uint16_t ds_wide_check(uint32_t hash) {
  return (uint16_t)((hash & 0xFFFF) | 1);
}

/* Sums of features that have many weights. They are few, and about half of what a sentence asks for is among them, so they are remembered
 * as the table is asked. All zero it is empty; one memory belongs to one table and one thread. What is remembered changes no sum. */
enum { DS_WIDE_SLOTS = 4096 };
typedef struct ds_wide_memory {
  uint32_t features[DS_WIDE_SLOTS];
  _Alignas(64) int16_t sums[DS_WIDE_SLOTS][64];
} ds_wide_memory;

/* The calling thread's own, made when it is first asked for and gone with the thread: one for each table that asks. NULL when there is no
 * room for it. */
typedef enum ds_wide_use { DS_WIDE_TAGS, DS_WIDE_LABELS, DS_WIDE_USES } ds_wide_use;
ds_wide_memory *ds_wide_memory_own(ds_wide_use use);

/* Sums of at most 64 features' weights by class into sums[64]; memory may be NULL. */
void ds_wide_sum(const ds_wide_table *table, ds_wide_memory *memory, const uint32_t *features, uint32_t n, int16_t *sums);
/* The same for three classes. ds_narrow_prefetch of each feature, well before, makes it faster. */
void ds_narrow_sum(const ds_narrow_table *table, const uint32_t *features, uint32_t n, int32_t sums[3]);

static inline void ds_narrow_prefetch(const ds_narrow_table *table, uint32_t hash) {
  __builtin_prefetch(&table->rows[ds_row_of(hash, table->n)]);
}

/* The class with the highest sum among the first n (the lowest of several); overwrites the other sums of the 64. */
uint32_t ds_best_class(int16_t sums[64], uint32_t n);

#endif
