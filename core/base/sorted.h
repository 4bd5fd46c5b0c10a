/* Looking things up in what is sorted. */
#ifndef DS_BASE_SORTED_H
#define DS_BASE_SORTED_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The order of two strings, as strcmp gives it; most words differ in their first two letters, for which nothing is called. */
static inline int ds_str_order(const char *a, const char *b) {
  const unsigned char *x = (const void *)a, *y = (const void *)b;
  if (x[0] != y[0] || !x[0]) return x[0] - y[0];
  return x[1] != y[1] ? x[1] - y[1] : strcmp(a, b);
}

/* The first of n records, sorted by one of their members, a uint32_t, where it is not below `at`; n when it is everywhere.
 * offset: the member's in the record. */
static inline uint32_t ds_first_from(const void *records, uint32_t n, size_t size, size_t offset, uint32_t at) {
  uint32_t low = 0, high = n;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2, value;
    memcpy(&value, (const char *)records + mid * size + offset, sizeof value);
    if (value < at)
      low = mid + 1;
    else
      high = mid;
  }
  return low;
}
#define DS_FIRST_FROM(records, n, member, at) \
  ds_first_from((records), (n), sizeof *(records), offsetof(__typeof__(*(records)), member), (at))

#endif
