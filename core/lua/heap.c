#include "lua/heap.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
enum { POOLED = 0 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { POOLED = 0 };
#else
enum { POOLED = DS_HEAP_SMALL };
#endif
#else
enum { POOLED = DS_HEAP_SMALL };
#endif

enum { FIRST_PIECE = 16 * 1024, LAST_PIECE = 256 * 1024 };

struct ds_heap_free {
  struct ds_heap_free *next;
};

struct ds_heap_piece {
  struct ds_heap_piece *next;
  size_t size;
};

static size_t rounded(size_t size) {
  return (size + DS_HEAP_STEP - 1) / DS_HEAP_STEP * DS_HEAP_STEP;
}

/* What is left of a piece goes to the blocks that were given back, so that nothing is lost when a new one is begun. */
static void keep_rest(ds_heap *heap) {
  size_t left = (size_t)(heap->end - heap->next);
  if (left < DS_HEAP_STEP) return;
  struct ds_heap_free *block = (struct ds_heap_free *)heap->next;
  block->next = heap->free[left / DS_HEAP_STEP - 1];
  heap->free[left / DS_HEAP_STEP - 1] = block;
}

static void *small_new(ds_heap *heap, size_t size) {
  size_t class = size / DS_HEAP_STEP - 1;
  struct ds_heap_free *block = heap->free[class];
  if (block) {
    heap->free[class] = block->next;
    return block;
  }
  if ((size_t)(heap->end - heap->next) < size) {
    size_t bytes = !heap->pieces ? FIRST_PIECE : heap->pieces->size < LAST_PIECE ? heap->pieces->size * 2 : LAST_PIECE;
    struct ds_heap_piece *piece = malloc(bytes);
    if (!piece) return NULL;
    keep_rest(heap);
    *piece = (struct ds_heap_piece){heap->pieces, bytes};
    heap->pieces = piece;
    heap->next = (char *)piece + rounded(sizeof *piece);
    heap->end = (char *)piece + bytes;
  }
  void *p = heap->next;
  heap->next += size;
  return p;
}

static void small_free(ds_heap *heap, void *p, size_t size) {
  struct ds_heap_free *block = p;
  block->next = heap->free[size / DS_HEAP_STEP - 1];
  heap->free[size / DS_HEAP_STEP - 1] = block;
}

void *ds_heap_resize(ds_heap *heap, void *old, size_t old_size, size_t size) {
  bool was_small = old && old_size && old_size <= POOLED, is_small = size && size <= POOLED;
  size_t had = rounded(old_size), wanted = rounded(size);
  if (was_small && is_small && had == wanted) return old;
  if (!was_small && !is_small && size) return realloc(old, size);
  void *p = NULL;
  if (size) {
    p = is_small ? small_new(heap, wanted) : malloc(size);
    if (!p) return NULL;
    if (old) memcpy(p, old, old_size < size ? old_size : size);
  }
  if (was_small)
    small_free(heap, old, had);
  else
    free(old);
  return p;
}

void ds_heap_reset(ds_heap *heap) {
  for (struct ds_heap_piece *piece = heap->pieces; piece;) {
    struct ds_heap_piece *next = piece->next;
    free(piece);
    piece = next;
  }
  *heap = (ds_heap){0};
}
