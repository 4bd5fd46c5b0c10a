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

static const char table[] =
    "# remarks\n*base\t0.00\t-0.50\ngood/a\t1.00\t0.50\nbad/a\t-1.00\t0.50\nno\t-0.25\t0.00\nnot\t-0.20\t0.00\nvery good\t0.50\t0.10\n"
    "problem/n\t-0.80\t0.20\nwar/n\t-2.00\t1.00\ncourage/n\t2.00\t1.00\nlike/v\t0.40\t0.00\nbrave/a\t1.50\t0.00\n";

/* One question and what it was asked of. */
typedef struct asked {
  ds_arena *arena;
  ds_wording_sum sum;
} asked;

static ds_wording_sum ask(ds_wording *wording, asked *a, const char *text, ds_wording_detail detail) {
  ds_arena_reset(a->arena);
  const ds_reading *r = ds_read(text, strlen(text), a->arena);
  return a->sum = ds_wording_read(wording, r, text, &(ds_token_range){0, r->n_tokens}, 1, detail);
}

static void check_sum(ds_wording *wording, const char *text, double tone, double colour, size_t words) {
  asked a = {.arena = ds_arena_new()};
  ds_wording_sum sum = ask(wording, &a, text, DS_WORDING_SHARES), brief;
  double shares = 0;
  for (size_t i = 0; i < sum.n_shares; i++) shares += sum.shares[i].value;
  if (fabs(sum.tone - tone) > 1e-6 || fabs(sum.colour - colour) > 1e-6 || sum.n_words != words)
    fail_msg("'%s': %g %g %zu", text, sum.tone, sum.colour, sum.n_words);
  assert_true(fabs(shares - sum.tone) < 1e-9);
  brief = ask(wording, &a, text, DS_WORDING_SUMS);
  assert_true(brief.tone == sum.tone && brief.colour == sum.colour && brief.n_shares == 0);
  ds_arena_free(a.arena);
}

static void test_lemmas_and_pairs(void **state) {
  (void)state;
  ds_wording *wording = ds_wording_new(table, sizeof table - 1);
  check_sum(wording, "", 0, 0, 0);
  check_sum(wording, "It is a good, good, GOOD plan.", 1, 0.5, 7); /* each word once, whatever its letters */
  check_sum(wording, "That is good. It is very good.", 1.5, 0.6, 7);
  check_sum(wording, "They had problems.", -0.8, 0.2, 3); /* the lemma */
  check_sum(wording, "I like it.", 0.4, 0, 3);
  check_sum(wording, "It looks like rain.", 0, 0, 4); /* another tag */
  ds_wording_free(wording);
}

static void test_constructions(void **state) {
  (void)state;
  ds_wording *wording = ds_wording_new(table, sizeof table - 1);
  check_sum(wording, "This plan is not good.", -0.2 - 0.4, 0.5, 5);
  check_sum(wording, "He did not give the people of the town a good plan.", -0.2 - 0.4, 0.5, 12); /* its reach is that of the tree */
  check_sum(wording, "He did not come, but the plan is good.", -0.2 + 1, 0.5, 9);
  check_sum(wording, "It isn\u2019t good.", -0.2 - 0.4, 0.5, 4);
  check_sum(wording, "There are no problems.", 0.32, 0.2, 4); /* what is not there is bad: "no" loses its own tone */
  check_sum(wording, "We want an end to the war.", 1, 1, 7);
  check_sum(wording, "We fight for courage.", 2, 1, 4);
  check_sum(wording, "This is a lack of courage.", -1, 1, 6);
  check_sum(wording, "She is not only brave.", 1.5, 0, 5);
  check_sum(wording, "Is it a war?", -1.4, 1, 4);
  check_sum(wording, "It would be a war.", -1.8, 1, 5);
  check_sum(wording, "She is very brave.", 1.8, 0, 4);
  check_sum(wording, "She is less brave.", -0.45, 0, 4);
  ds_wording_free(wording);
}

static void test_shares_name_their_place(void **state) {
  (void)state;
  ds_wording *wording = ds_wording_new(table, sizeof table - 1);
  asked a = {.arena = ds_arena_new()};
  const char *text = "There is no lack of courage.";
  ds_wording_sum sum = ask(wording, &a, text, DS_WORDING_SHARES);
  const ds_wording_share *share = &sum.shares[sum.n_shares - 1];
  assert_string_equal(share->word, "courage");
  assert_string_equal(share->key, "courage/n");
  assert_string_equal(share->changed_by, "no, lack");
  assert_true(fabs(share->factor - 0.2) < 1e-6 && share->last - share->first == 6);
  assert_memory_equal(text + share->first - 1, "courage", 7);
  sum = ask(wording, &a, "Rain fell.", DS_WORDING_ALL); /* what does not weigh is told too */
  assert_int_equal(sum.n_shares, 3);
  assert_string_equal(sum.shares[0].key, "rain/n");
  assert_string_equal(sum.shares[2].key, "rain fall");
  assert_true(sum.tone == 0 && sum.shares[2].factor == 1);
  ds_arena_free(a.arena);
  ds_wording_free(wording);
}

static void test_parts_of_a_text(void **state) {
  (void)state;
  ds_wording *wording = ds_wording_new(table, sizeof table - 1);
  const char *text = "\u201cIt is good,\u201d she said of the war, \u201cvery brave.\u201d";
  ds_arena *arena = ds_arena_new();
  const ds_reading *r = ds_read(text, strlen(text), arena);
  ds_token_range parts[2] = {{1, 4}, {0, 0}};
  for (uint32_t i = 0; i < r->n_tokens; i++)
    if (ds_token_is(r, i, "very")) parts[1] = (ds_token_range){i, i + 2};
  ds_wording_sum sum = ds_wording_read(wording, r, text, parts, 2, DS_WORDING_SHARES);
  assert_int_equal(sum.n_words, 5);
  assert_true(fabs(sum.tone - 1 - 1.8) < 1e-6); /* nothing of the war */
  sum = ds_wording_read(wording, r, text, parts, 0, DS_WORDING_SHARES);
  assert_true(sum.n_words == 0 && sum.tone == 0);
  ds_arena_free(arena);
  ds_wording_free(wording);
}

static void test_phrases_of_ones_own(void **state) {
  (void)state;
  ds_wording *wording = ds_wording_new(table, sizeof table - 1);
  ds_wording_add(wording, "Good", 4, 0, 0);
  ds_wording_add(wording, "good cop", 8, -2, 2);
  ds_wording_add(wording, "good cop", 8, 2, 2); /* the first one stands */
  ds_wording_add(wording, "can't win", 9, -1, 0);
  check_sum(wording, "He is a Good cop.", -2, 2, 5);
  check_sum(wording, "He is a good copy.", 0, 0, 5);
  check_sum(wording, "We can\u2019t win.", -1, 0, 4);
  check_sum(wording, "That is very good.", 0, 0, 4); /* what is one's own makes no pair */
  ds_wording_add(wording, "", 0, 1, 1);
  check_sum(wording, "It is bad.", -1, 0.5, 3);
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
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_lemmas_and_pairs),    cmocka_unit_test(test_constructions),
                                     cmocka_unit_test(test_parts_of_a_text),     cmocka_unit_test(test_shares_name_their_place),
                                     cmocka_unit_test(test_phrases_of_ones_own), cmocka_unit_test(test_a_target_and_its_words),
                                     cmocka_unit_test(test_numbers_for_strings)};
  return cmocka_run_group_tests_name("wording", tests, NULL, NULL);
}
