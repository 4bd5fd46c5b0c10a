#include "store/crowd.h"

#include <stdlib.h>
#include <string.h>

typedef struct crowd {
  ds_crowd_member *members;
  ds_crowd_pair *pair;
  void *data;
} crowd;

/* Turns the bands so that the one at place shared comes first. */
static void turn(ds_crowd_member *m, int shared) {
  uint32_t turned[DS_BANDS];
  for (int i = 0; i < DS_BANDS; i++) turned[i] = m->bands[(shared + i) % DS_BANDS];
  memcpy(m->bands, turned, sizeof turned);
}

static ds_status offer(const crowd *c, size_t i, size_t k, ds_err *err) {
  const ds_crowd_member *a = &c->members[i], *b = &c->members[k];
  return i != k && (a->fresh || b->fresh) ? c->pair(c->data, a->article, b->article, err) : DS_OK;
}

static ds_status offer_all(const crowd *c, size_t low, size_t high, ds_err *err) {
  ds_status status = DS_OK;
  for (size_t i = low; i < high; i++)
    for (size_t k = low; status == DS_OK && k < i; k++) status = offer(c, i, k, err);
  return status;
}

/* Texts with all bands in common. */
static ds_status offer_chain(const crowd *c, size_t low, size_t high, ds_err *err) {
  ds_status status = DS_OK;
  for (size_t i = low + 1; status == DS_OK && i < high; i++) {
    status = offer(c, i, low, err);
    if (status == DS_OK && i > low + 1) status = offer(c, i, i - 1, err);
  }
  return status;
}

/* The end of those that have the band of the one at start at that depth, too. */
static size_t end_of(const crowd *c, size_t start, size_t high, int depth) {
  size_t end = start + 1;
  while (end < high && c->members[end].bands[depth] == c->members[start].bands[depth]) end++;
  return end;
}

/* The members from low to high have the first `depth` bands in common. What parts here may be copies that differ in this band alone: the
 * first of each part is compared with the first of the largest. */
static ds_status part(const crowd *c, size_t low, size_t high, int depth, ds_err *err) {
  if (high - low <= DS_CROWDED) return offer_all(c, low, high, err);
  if (depth == DS_BANDS) return offer_chain(c, low, high, err);
  ds_status status = DS_OK;
  size_t largest = low, most = 0;
  for (size_t start = low, end; start < high; start = end) {
    end = end_of(c, start, high, depth);
    if (end - start > most) most = end - start, largest = start;
  }
  for (size_t start = low, end; status == DS_OK && start < high; start = end) {
    end = end_of(c, start, high, depth);
    status = offer(c, start, largest, err);
    if (status == DS_OK) status = part(c, start, end, depth + 1, err);
  }
  return status;
}

static int by_bands(const void *a, const void *b) {
  const ds_crowd_member *x = a, *y = b;
  for (int i = 1; i < DS_BANDS; i++)
    if (x->bands[i] != y->bands[i]) return x->bands[i] < y->bands[i] ? -1 : 1;
  return (x->article > y->article) - (x->article < y->article);
}

ds_status ds_crowd_pairs(ds_crowd_member *members, size_t n, int shared, ds_crowd_pair *pair, void *data, ds_err *err) {
  crowd c = {members, pair, data};
  for (size_t i = 0; i < n; i++) turn(&members[i], shared);
  if (n) qsort(members, n, sizeof *members, by_bands);
  return part(&c, 0, n, 1, err);
}
