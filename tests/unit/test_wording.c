/* Tone in C: weights of words, pairs and phrases, negation, targets; and the map from strings to numbers below them. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/strmap.h"
#include "language/around.h"
#include "language/wording.h"

static const char table[] = "# remarks\n*base\t0.00\t-0.50\ngood\t1.00\t0.50\nbad\t-1.00\t0.50\nno\t-0.25\t0.00\nnot\t-0.20\t0.00\n"
                            "very good\t0.50\t0.10\nproblems\t-0.80\t0.20\n";

static void check_sum(ds_wording *wording, const char *text, double tone, double colour, size_t words) {
  ds_wording_sum sum = ds_wording_read(wording, text, strlen(text), true), brief;
  double shares = 0;
  for (size_t i = 0; i < sum.n_shares; i++) shares += sum.shares[i].value;
  if (fabs(sum.tone - tone) > 1e-9 || fabs(sum.colour - colour) > 1e-9 || sum.n_words != words)
    fail_msg("'%s': %g %g %zu", text, sum.tone, sum.colour, sum.n_words);
  assert_true(fabs(shares - tone) < 1e-9);
  brief = ds_wording_read(wording, text, strlen(text), false);
  assert_true(brief.tone == sum.tone && brief.colour == sum.colour && brief.n_shares == 0);
}

static void test_words_pairs_negation(void **state) {
  (void)state;
  ds_wording *wording = ds_wording_new(table, sizeof table - 1);
  check_sum(wording, "", 0, 0, 0);
  check_sum(wording, "Good, good GOOD.", 1, 0.5, 3); /* each word once, whatever its letters */
  check_sum(wording, "very good", 1.5, 0.6, 2);
  check_sum(wording, "very, good", 1, 0.5, 2); /* a mark parts a pair */
  check_sum(wording, "not good", -0.2 - 0.6, 0.5, 2);
  check_sum(wording, "not; good", -0.2 + 1, 0.5, 2);                        /* the clause ends, and with it the negation */
  check_sum(wording, "It isn\u2019t good", -0.6, 0.5, 3);                   /* a curly apostrophe */
  check_sum(wording, "not one two three four five good", -0.2 + 1, 0.5, 7); /* out of reach */
  check_sum(wording, "not at all but good", -0.2 + 1, 0.5, 5);
  check_sum(wording, "no problems", 0.48, 0.2, 2); /* what is not there is bad: "no" loses its own tone */
  check_sum(wording, "the problems' good's", 1 - 0.8, 0.7, 3);
  ds_wording_free(wording);
}

static void test_shares_name_their_place(void **state) {
  (void)state;
  ds_wording *wording = ds_wording_new(table, sizeof table - 1);
  const char *text = "It isn\u2019t very good";
  ds_wording_sum sum = ds_wording_read(wording, text, strlen(text), true);
  assert_int_equal(sum.n_shares, 2);
  const ds_wording_share *good = &sum.shares[0], *pair = &sum.shares[1];
  assert_true(good->len == 4 && !memcmp(text + good->first - 1, "good", 4) && good->last == good->first + 3);
  assert_true(good->changed_len == 5 && !memcmp(good->changed_by, "isn't", 5));
  assert_true(pair->len == 9 && !memcmp(pair->word, "very good", 9) && !memcmp(text + pair->first - 1, "very good", 9));
  ds_wording_free(wording);
}

static void test_phrases_of_ones_own(void **state) {
  (void)state;
  ds_wording *wording = ds_wording_new(table, sizeof table - 1);
  ds_wording_add(wording, "Good", 4, 0, 0);
  ds_wording_add(wording, "good cop", 8, -2, 2);
  ds_wording_add(wording, "good cop", 8, 2, 2); /* the first one stands */
  check_sum(wording, "a good cop", -2, 2, 3);
  check_sum(wording, "a good copy", 0, 0, 3);
  check_sum(wording, "very good isn't", 0, 0, 3); /* what is one's own makes no pair */
  ds_wording_add(wording, "123", 3, 1, 1);        /* no words: nothing to find */
  check_sum(wording, "123 bad", -1, 0.5, 1);
  ds_wording_free(wording);
}

static void test_a_target_and_its_words(void **state) {
  (void)state;
  static const char weights[] = "# remarks\n*bias\t0.00\t0.10\nr0:praised\t-1.00\t2.00\nl0:praised\t0.50\t-0.50\nquoted\t1.00\t1.00\n"
                                "tall:2\t0.00\t0.25\nw:praised\t0.00\t0.50\n";
  ds_around *around = ds_around_new(weights, sizeof weights - 1);
  const char *text = "Ann praised, praised";
  ds_around_answer answer = ds_around_ask(around, text, strlen(text), 0, 3);
  assert_int_equal(answer.n_reasons, 2); /* the same feature twice counts once */
  double none = 1, first = exp(-1.0), second = exp(0.1 + 2.0 + 0.5);
  assert_true(fabs(answer.first - first / (none + first + second)) < 1e-9);
  assert_true(fabs(answer.second - second / (none + first + second)) < 1e-9);
  ds_around_tone(around, "praised", 7, 0.5);
  answer = ds_around_ask(around, "\u201cpraised Ann", 14, 11, 14); /* an open quotation mark; the tone of all is 0.5 / sqrt 3 * 2 */
  assert_int_equal(answer.n_reasons, 3);
  assert_true(answer.reasons[2].len == 6 && !memcmp(answer.reasons[2].feature, "quoted", 6));
  answer = ds_around_ask(around, "", 0, 0, 0);
  assert_int_equal(answer.n_reasons, 0);
  ds_around_free(around);
}

static void test_numbers_for_strings(void **state) {
  (void)state;
  ds_strmap map = {0};
  char name[32];
  assert_int_equal(ds_strmap_get(&map, "x", 1), DS_STRMAP_NONE);
  for (int round = 0; round < 2; round++)
    for (uint32_t i = 0; i < 5000; i++) {
      size_t len = (size_t)snprintf(name, sizeof name, "%u%s", i, i % 3 ? "" : "-a-longer-name");
      assert_int_equal(ds_strmap_put(&map, name, len), i);
      assert_int_equal(ds_strmap_get(&map, name, len), i);
    }
  size_t len;
  assert_memory_equal(ds_strmap_text(&map, 4999, &len), "4999", 4);
  assert_int_equal(len, 4);
  assert_int_equal(ds_strmap_put(&map, "", 0), 5000);
  assert_int_equal(ds_strmap_put(&map, "a\0b", 3), 5001);
  assert_int_equal(ds_strmap_get(&map, "a", 1), DS_STRMAP_NONE);
  assert_int_equal(map.n, 5002);
  ds_strmap_reset(&map);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_words_pairs_negation), cmocka_unit_test(test_shares_name_their_place),
                                     cmocka_unit_test(test_phrases_of_ones_own), cmocka_unit_test(test_a_target_and_its_words),
                                     cmocka_unit_test(test_numbers_for_strings)};
  return cmocka_run_group_tests_name("wording", tests, NULL, NULL);
}
