/* A few seconds of random articles through the fuzz target; the seed is fixed, so that a failure comes back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "../fuzz/fuzz_annotate.c"

enum { SECONDS = 3, LONGEST = 3000 };

static uint64_t state_of_chance = 20230225;

static uint32_t chance(uint32_t below) {
  state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(state_of_chance >> 33) % below;
}

static const char *const pieces[] = {"President",
                                     "Mr.",
                                     "Mrs. ",
                                     "Angela Merkel",
                                     "Merkel",
                                     "the Belarusian president",
                                     "'s",
                                     "\xE2\x80\x99s",
                                     "office",
                                     "NATO",
                                     "(NATO)",
                                     "U.S.",
                                     "the company",
                                     "it",
                                     "he",
                                     "She",
                                     "their",
                                     "himself",
                                     "China",
                                     "Xi",
                                     "said",
                                     "according to",
                                     "told reporters",
                                     "\xE2\x80\x9C",
                                     "\xE2\x80\x9D",
                                     "\"",
                                     "''",
                                     "``",
                                     "(",
                                     ")",
                                     ",",
                                     ".",
                                     "?",
                                     "!",
                                     ":",
                                     ";",
                                     "--",
                                     "\xE2\x80\x94",
                                     "\n",
                                     "\n\n",
                                     "\r\n",
                                     "\t",
                                     "on Friday",
                                     "March 2",
                                     "2023-02-28",
                                     "next week",
                                     "visited",
                                     "would not visit",
                                     "Beijing",
                                     "and",
                                     "of",
                                     "the",
                                     "a",
                                     "plan",
                                     "proposal",
                                     "which",
                                     "announced that",
                                     "in",
                                     "\xFF",
                                     "\xC3",
                                     "\xE2\x80",
                                     "\xF0\x9F\x87\xA7",
                                     "\xCC\x81",
                                     "\xC2\xA0",
                                     "-",
                                     "AbC",
                                     "1,000",
                                     "$5",
                                     "@x",
                                     "http://x.y/z?q=1",
                                     "x@y.zz",
                                     "North Atlantic Treaty Organization",
                                     "Inc.",
                                     "Jr.",
                                     "former",
                                     "who",
                                     "is",
                                     "was",
                                     "President of Belarus"};

static size_t random_article(uint8_t *out) {
  size_t n = 0, want = chance(LONGEST);
  while (n < want) {
    if (chance(40) == 0) {
      out[n++] = (uint8_t)chance(256);
      continue;
    }
    const char *piece = pieces[chance(sizeof pieces / sizeof *pieces)];
    size_t len = strlen(piece);
    if (n + len + 1 > LONGEST) break;
    memcpy(out + n, piece, len);
    n += len;
    if (chance(4)) out[n++] = ' ';
  }
  return n;
}

static void random_articles(void **state) {
  (void)state;
  uint8_t article[LONGEST + 1];
  time_t end = time(NULL) + SECONDS;
  do LLVMFuzzerTestOneInput(article, random_article(article));
  while (time(NULL) < end);
}

static void one_byte_and_no_byte(void **state) {
  (void)state;
  LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
  for (int i = 0; i < 256; i++) LLVMFuzzerTestOneInput(&(uint8_t){(uint8_t)i}, 1);
}

static void runs_of_one_piece(void **state) {
  (void)state;
  static uint8_t run[60000];
  for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
    size_t len = strlen(pieces[i]), n = 0;
    for (; n + len + 1 < 4000; run[n++] = ' ') memcpy(run + n, pieces[i], len), n += len;
    LLVMFuzzerTestOneInput(run, n);
  }
  memset(run, '"', sizeof run);
  LLVMFuzzerTestOneInput(run, sizeof run);
  memset(run, 'A', sizeof run);
  LLVMFuzzerTestOneInput(run, sizeof run);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(one_byte_and_no_byte), cmocka_unit_test(runs_of_one_piece),
                                     cmocka_unit_test(random_articles)};
  return cmocka_run_group_tests_name("fuzz", tests, NULL, NULL);
}
