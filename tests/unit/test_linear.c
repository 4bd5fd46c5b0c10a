/* Texts that no newspaper prints: eight times as much of them takes about eight times the memory, and not much more than eight times
 * the work. The processor time is this thread's own; the limit lies halfway (as factors) to what a square would take. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "annotation/annotation.h"

enum { SMALL = 25000, TIMES = 8, MOST_TIMES = 24 };

typedef struct cost {
  double seconds;
  size_t bytes;
} cost;

static double thread_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Fills text with the piece again and again; '#' becomes a letter that changes from copy to copy. */
static void fill(char *text, size_t len, const char *piece) {
  size_t n = strlen(piece);
  for (size_t i = 0; i < len; i++) {
    size_t copy = i / n;
    text[i] = piece[i % n] == '#' ? (char)('a' + (copy >> (i % n) % 8) % 26) : piece[i % n];
  }
}

static cost cost_of(const char *piece, size_t len) {
  ds_arena *arena = ds_arena_new();
  char *text = ds_arena_alloc(arena, len + 1);
  fill(text, len, piece);
  double start = thread_seconds();
  ds_annotate(text, len, NULL, "2023-02-25", arena);
  cost c = {thread_seconds() - start, ds_arena_used(arena)};
  ds_arena_free(arena);
  return c;
}

static void assert_linear(const char *piece) {
  cost small = cost_of(piece, SMALL), large = cost_of(piece, (size_t)SMALL * TIMES);
  if (large.bytes > 2 * TIMES * small.bytes || large.seconds > MOST_TIMES * (small.seconds + 0.01))
    print_error("'%.40s': %zu to %zu bytes, %.3f to %.3f s\n", piece, small.bytes, large.bytes, small.seconds, large.seconds);
  assert_true(large.bytes <= 2 * TIMES * small.bytes);
  assert_true(large.seconds <= MOST_TIMES * (small.seconds + 0.01));
}

static void sentences_without_end(void **state) {
  (void)state;
  assert_linear("the committee that met in the city of the plan and of those who ");
  assert_linear("on March 3 , last year in 1990 and early next week , ");
  assert_linear("a");
  assert_linear("very-");
}

static void quotes_without_end(void **state) {
  (void)state;
  assert_linear("\"We will go there,\" said Mr. Sm##th. ");
  assert_linear("\" he said ");
  assert_linear("\xE2\x80\x9CWe go\xE2\x80\x9D he ");
  assert_linear("\xE2\x80\x9C he told them that ");
}

static void names_without_end(void **state) {
  (void)state;
  assert_linear("THE COMMITTEE MET IN LONDON AND PARIS ");
  assert_linear("President K##l# Smith met his host. They spoke. ");
  assert_linear("Acme ##l# Corp. (ACM) said it and the company will visit. ");
  assert_linear("New K#l# ");
}

static void junk(void **state) {
  (void)state;
  assert_linear("\x01\xFF\x80{\x7F} ");
  assert_linear("((((");
  assert_linear(". ");
  assert_linear("\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sentences_without_end),
      cmocka_unit_test(quotes_without_end),
      cmocka_unit_test(names_without_end),
      cmocka_unit_test(junk),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
