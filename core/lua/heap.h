/* The memory of one Lua state. Lua asks for very many small blocks and says the size of each when it gives it back, so small ones are cut
 * from large pieces and kept by size; a block costs no header, and giving it back is two moves. Large ones are malloc's. */
#ifndef DS_LUA_HEAP_H
#define DS_LUA_HEAP_H

#include <stddef.h>

enum { DS_HEAP_STEP = 16, DS_HEAP_SMALL = 256 };

typedef struct ds_heap {
  struct ds_heap_free *free[DS_HEAP_SMALL / DS_HEAP_STEP]; /* blocks that were given back, by size */
  struct ds_heap_piece *pieces;
  char *next, *end; /* what is left of the piece that was taken last */
} ds_heap;

/* As realloc and free, with the size the block had; `old` NULL: a new block; size 0: gives it back. NULL when there is no memory: then
 * `old` is as it was. An empty (all null) heap is ready. Under the address sanitizer every block is malloc's, so that it sees misuse. */
void *ds_heap_resize(ds_heap *heap, void *old, size_t old_size, size_t size);
/* Gives all small blocks back at once; large ones must have been given back. */
void ds_heap_reset(ds_heap *heap);

#endif
