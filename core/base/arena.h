/* An arena: memory that is allocated forward and dropped whole.
 * One arena holds everything of one article while it is annotated. Pointers into it live until ds_arena_reset or _free.
 * Allocation never returns NULL (out of memory is fatal, see err.h). Not thread-safe: one arena, one thread. */
#ifndef DS_BASE_ARENA_H
#define DS_BASE_ARENA_H

#include <stddef.h>

typedef struct ds_arena ds_arena;

ds_arena *ds_arena_new(void);
/* Takes memory in small steps, so that little of it lies idle: for contents of some 10 KB, of which many wait at a time. */
ds_arena *ds_arena_new_small(void);
void ds_arena_free(ds_arena *arena);  /* NULL is fine */
void ds_arena_reset(ds_arena *arena); /* forgets all contents, keeps the largest block for reuse */

void *ds_arena_alloc(ds_arena *arena, size_t size);                 /* zeroed, aligned to 16 bytes */
char *ds_arena_strndup(ds_arena *arena, const char *s, size_t len); /* adds a NUL */
char *ds_arena_strdup(ds_arena *arena, const char *s);
char *ds_arena_printf(ds_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
size_t ds_arena_used(const ds_arena *arena); /* bytes handed out since the last reset */

#define DS_ARENA_NEW(arena, type, n) ((type *)ds_arena_alloc((arena), sizeof(type) * (size_t)(n)))

/* A growing array in an arena: DS_PUSH(arena, v, n, cap) makes room for one more and yields the index of the new element.
 * The old copy must not be looked at any more: that of a large array is given back, a small one stays in the arena until it is reset. */
void *ds_arena_grow(ds_arena *arena, void *old, size_t old_bytes, size_t new_bytes);
#define DS_PUSH(arena, v, n, cap)                                                                                                     \
  ((n) == (cap) ? (void)((v) = ds_arena_grow((arena), (v), (size_t)(cap) * sizeof *(v), (size_t)((cap) ? (cap)*2 : 8) * sizeof *(v)), \
                         (cap) = (cap) ? (cap)*2 : 8)                                                                                 \
                : (void)0,                                                                                                            \
   (n)++)

#endif
