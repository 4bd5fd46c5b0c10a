#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

/* Requests of OWN_BLOCK bytes and more get a block each. */
enum { FIRST_BLOCK = 64 * 1024, SMALL_BLOCK = 32 * 1024, ALIGN = 16, OWN_BLOCK = 1024 * 1024 };

typedef struct block {
  struct block *next;
  size_t size, used;
  _Alignas(16) char data[];
} block;

struct ds_arena {
  block *blocks; /* newest first */
  size_t used;
  bool small; /* blocks stay at SMALL_BLOCK */
};

static block *block_new(size_t size, block *next) {
  block *b = ds_realloc(NULL, sizeof(block) + size);
  *b = (block){.next = next, .size = size};
  return b;
}

ds_arena *ds_arena_new(void) {
  return ds_alloc(sizeof(ds_arena));
}

ds_arena *ds_arena_new_small(void) {
  ds_arena *arena = ds_arena_new();
  arena->small = true;
  return arena;
}

static void free_blocks(block *b) {
  while (b) {
    block *next = b->next;
    free(b);
    b = next;
  }
}

void ds_arena_free(ds_arena *arena) {
  if (!arena) return;
  free_blocks(arena->blocks);
  free(arena);
}

void ds_arena_reset(ds_arena *arena) {
  arena->used = 0;
  block *newest = arena->blocks; /* blocks double in size, so the newest is the largest but for single big requests */
  if (!newest) return;
  free_blocks(newest->next);
  newest->next = NULL;
  newest->used = 0;
  if (newest->size > 2u * 1024 * 1024) {
    free(newest);
    arena->blocks = NULL;
  }
}

/* Behind the newest block, whose room goes on being used. */
static void *own_block(ds_arena *arena, size_t size) {
  block *b = ds_alloc(sizeof(block) + size), **place = arena->blocks ? &arena->blocks->next : &arena->blocks;
  *b = (block){.next = *place, .size = size, .used = size};
  *place = b;
  return b->data;
}

static void free_own_block(ds_arena *arena, const void *data) {
  for (block **b = &arena->blocks; *b; b = &(*b)->next) {
    if ((*b)->data != data) continue;
    block *next = (*b)->next;
    free(*b);
    *b = next;
    return;
  }
}

void *ds_arena_alloc(ds_arena *arena, size_t size) {
  size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
  arena->used += size;
  if (size >= OWN_BLOCK) return own_block(arena, size);
  block *b = arena->blocks;
  if (!b || b->size - b->used < size) {
    size_t want = arena->small ? SMALL_BLOCK : b ? (b->size > 1024 * 1024 ? b->size : b->size * 2) : FIRST_BLOCK;
    if (want > 8u * 1024 * 1024) want = 8u * 1024 * 1024;
    b = arena->blocks = block_new(want < size ? size : want, b);
  }
  void *p = b->data + b->used;
  b->used += size;
  memset(p, 0, size);
  return p;
}

void *ds_arena_grow(ds_arena *arena, void *old, size_t old_bytes, size_t new_bytes) {
  void *p = ds_arena_alloc(arena, new_bytes);
  if (old_bytes) memcpy(p, old, old_bytes);
  if (old_bytes >= OWN_BLOCK) free_own_block(arena, old);
  return p;
}

char *ds_arena_strndup(ds_arena *arena, const char *s, size_t len) {
  char *copy = ds_arena_alloc(arena, len + 1);
  if (len) memcpy(copy, s, len);
  return copy;
}

char *ds_arena_strdup(ds_arena *arena, const char *s) {
  return ds_arena_strndup(arena, s, strlen(s));
}

char *ds_arena_printf(ds_arena *arena, const char *format, ...) {
  va_list ap, again;
  va_start(ap, format);
  va_copy(again, ap);
  int n = vsnprintf(NULL, 0, format, ap);
  va_end(ap);
  char *s = ds_arena_alloc(arena, (size_t)n + 1);
  vsnprintf(s, (size_t)n + 1, format, again);
  va_end(again);
  return s;
}

size_t ds_arena_used(const ds_arena *arena) {
  return arena->used;
}
