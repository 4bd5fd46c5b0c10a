#include "store/tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"

struct ds_tally {
  ds_count *counts;
  size_t n, cap;
  uint32_t *places; /* 1 + index into counts; 0: free */
  size_t n_places;  /* a power of two */
  ds_arena *arena;
};

ds_tally *ds_tally_new(void) {
  ds_tally *tally = ds_alloc(sizeof *tally);
  tally->n_places = 1024;
  tally->places = ds_alloc(tally->n_places * sizeof *tally->places);
  tally->arena = ds_arena_new();
  return tally;
}

void ds_tally_free(ds_tally *tally) {
  if (!tally) return;
  ds_arena_free(tally->arena);
  free(tally->counts);
  free(tally->places);
  free(tally);
}

static uint64_t hash_of(int64_t id, int what, const char *text, size_t len) {
  uint64_t hash = 14695981039346656037u ^ (uint64_t)id * 0x9e3779b97f4a7c15u ^ (uint64_t)what;
  for (size_t i = 0; i < len; i++) hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
  return hash ^ hash >> 29;
}

static uint32_t *place_of(ds_tally *tally, const ds_count *wanted) {
  size_t mask = tally->n_places - 1, i = hash_of(wanted->id, wanted->what, wanted->text, wanted->len) & mask;
  for (;; i = (i + 1) & mask) {
    if (!tally->places[i]) return &tally->places[i];
    const ds_count *c = &tally->counts[tally->places[i] - 1];
    if (c->id == wanted->id && c->what == wanted->what && c->len == wanted->len && memcmp(c->text, wanted->text, c->len) == 0)
      return &tally->places[i];
  }
}

static void place_all(ds_tally *tally) {
  for (size_t i = 0; i < tally->n; i++) *place_of(tally, &tally->counts[i]) = (uint32_t)i + 1;
}

static void grow(ds_tally *tally) {
  free(tally->places);
  tally->n_places *= 2;
  tally->places = ds_alloc(tally->n_places * sizeof *tally->places);
  place_all(tally);
}

void ds_tally_add(ds_tally *tally, int64_t id, int what, const char *text, size_t len, int by) {
  ds_count count = {id, what, text, len, by};
  uint32_t *place = place_of(tally, &count);
  if (*place) {
    tally->counts[*place - 1].n += by;
    return;
  }
  count.text = ds_arena_strndup(tally->arena, text, len);
  DS_GROW(tally->counts, tally->n, tally->cap);
  tally->counts[tally->n++] = count;
  *place = (uint32_t)tally->n;
  if (tally->n * 2 > tally->n_places) grow(tally);
}

static int by_id(const void *a, const void *b) {
  const ds_count *x = a, *y = b;
  if (x->id != y->id) return x->id < y->id ? -1 : 1;
  if (x->what != y->what) return x->what < y->what ? -1 : 1;
  int order = memcmp(x->text, y->text, x->len < y->len ? x->len : y->len);
  return order ? order : (x->len > y->len) - (x->len < y->len);
}

const ds_count *ds_tally_all(ds_tally *tally, size_t *n) {
  if (tally->n) qsort(tally->counts, tally->n, sizeof *tally->counts, by_id);
  memset(tally->places, 0, tally->n_places * sizeof *tally->places);
  place_all(tally);
  *n = tally->n;
  return tally->counts;
}
