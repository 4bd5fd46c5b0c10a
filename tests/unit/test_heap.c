/* The heap of a Lua state: what is in a block stays, small blocks come back, large ones are malloc's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lua/heap.h"

static void fill(char *p, size_t size, size_t seed) {
  for (size_t i = 0; i < size; i++) p[i] = (char)(seed * 31 + i);
}

static int holds(const char *p, size_t size, size_t seed) {
  for (size_t i = 0; i < size; i++)
    if (p[i] != (char)(seed * 31 + i)) return 0;
  return 1;
}

/* Many blocks of all sizes, grown, shrunk and given back in another order: none lies on another. */
static void test_blocks_lie_apart(void **state) {
  (void)state;
  enum { N = 3000 };
  static char *blocks[N];
  static size_t sizes[N];
  ds_heap heap = {0};
  for (size_t i = 0; i < N; i++) {
    sizes[i] = 1 + i * 7919 % 600;
    blocks[i] = ds_heap_resize(&heap, NULL, 0, sizes[i]);
    assert_non_null(blocks[i]);
    assert_int_equal((uintptr_t)blocks[i] % DS_HEAP_STEP, 0);
    fill(blocks[i], sizes[i], i);
  }
  for (size_t i = 0; i < N; i++) {
    size_t size = 1 + i * 104729 % 700, kept = size < sizes[i] ? size : sizes[i];
    assert_true(holds(blocks[i], sizes[i], i));
    blocks[i] = ds_heap_resize(&heap, blocks[i], sizes[i], size);
    assert_true(holds(blocks[i], kept, i));
    sizes[i] = size;
    fill(blocks[i], size, i);
  }
  for (size_t i = 0; i < N; i++) {
    size_t k = i * 1009 % N;
    assert_true(holds(blocks[k], sizes[k], k));
    assert_null(ds_heap_resize(&heap, blocks[k], sizes[k], 0));
  }
  ds_heap_reset(&heap);
  assert_null(heap.pieces);
}

/* A block of the size of one that was given back takes its place, so that a long run does not grow. */
static void test_blocks_come_back(void **state) {
  (void)state;
  ds_heap heap = {0};
  void *first = ds_heap_resize(&heap, NULL, 0, 48);
  if (!heap.pieces) { /* the sanitizer's own allocator keeps what is given back for a while */
    ds_heap_resize(&heap, first, 48, 0);
    skip();
  }
  ds_heap_resize(&heap, first, 48, 0);
  assert_ptr_equal(ds_heap_resize(&heap, NULL, 0, 40), first);
  ds_heap_reset(&heap);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_blocks_lie_apart), cmocka_unit_test(test_blocks_come_back)};
  return cmocka_run_group_tests_name("heap", tests, NULL, NULL);
}
