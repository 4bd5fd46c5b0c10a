/* Tags, lemmas and trees: well-formed for any text, right for plain sentences, the same each time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "language/model.h"
#include "language/parser.h"
#include "language/reading.h"
#include "language/weights.h"

static int set_up(void **s) {
  *s = ds_arena_new();
  return 0;
}

static int tear_down(void **s) {
  ds_arena_free(*s);
  return 0;
}

static const ds_reading *read_text(void **s, const char *text) {
  return ds_read(text, strlen(text), *s);
}

static uint32_t find(const ds_reading *r, const char *word) {
  for (uint32_t i = 0; i < r->n_tokens; i++)
    if (ds_token_is(r, i, word)) return i;
  fail_msg("no token '%s'", word);
  return 0;
}

static void expect_arc(const ds_reading *r, const char *child, const char *rel, const char *head) {
  const ds_token *t = &r->tokens[find(r, child)];
  assert_string_equal(ds_rel_text(t->rel), rel);
  if (head)
    assert_int_equal(t->head, find(r, head));
  else
    assert_int_equal(t->head, -1);
}

/* One root per sentence, heads inside it, no circle, no crossing arcs. */
static void check_trees(const ds_reading *r) {
  for (uint32_t i = 0; i < r->n_sentences; i++) {
    const ds_sentence *s = &r->sentences[i];
    uint32_t roots = 0, end = s->first + s->count;
    for (uint32_t t = s->first; t < end; t++) {
      int32_t head = r->tokens[t].head;
      assert_true(r->tokens[t].upos < DS_UPOS_COUNT && r->tokens[t].xpos < DS_XPOS_COUNT && r->tokens[t].rel < DS_REL_COUNT);
      assert_true(head == -1 || (head >= (int32_t)s->first && head < (int32_t)end));
      assert_int_equal(head == -1, r->tokens[t].rel == DS_REL_ROOT);
      roots += head == -1;
      uint32_t steps = 0;
      for (int32_t h = head; h >= 0; h = r->tokens[h].head) assert_true(++steps <= s->count);
      if (head < 0) continue;
      uint32_t low = head < (int32_t)t ? (uint32_t)head : t, high = head < (int32_t)t ? t : (uint32_t)head;
      for (uint32_t k = low + 1; k < high; k++) assert_true(r->tokens[k].head >= (int32_t)low && r->tokens[k].head <= (int32_t)high);
    }
    assert_int_equal(roots, 1);
  }
}

static void the_model_is_there(void **s) {
  size_t size;
  static const char *const sections[] = {"clusters", "tagger", "moves", "labels", "lemmas"};
  for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
    const void *section = ds_model_section(sections[i], &size);
    assert_non_null(section);
    assert_true(size > 64);
    assert_int_equal((uintptr_t)section % 64, 0);
  }
  assert_null(ds_model_section("no such thing", &size));
}

static void a_plain_sentence(void **s) {
  const ds_reading *r = read_text(s, "The president of Belarus visited China on Friday.");
  check_trees(r);
  expect_arc(r, "visited", "root", NULL);
  expect_arc(r, "president", "nsubj", "visited");
  expect_arc(r, "the", "det", "president");
  expect_arc(r, "belarus", "nmod", "president");
  expect_arc(r, "of", "case", "belarus");
  expect_arc(r, "china", "obj", "visited");
  expect_arc(r, "on", "case", "friday");
  assert_int_equal(r->tokens[find(r, "visited")].xpos, DS_XPOS_VBD);
  assert_int_equal(r->tokens[find(r, "china")].upos, DS_UPOS_PROPN);
}

static void passives_and_auxiliaries(void **s) {
  const ds_reading *r = read_text(s, "The deal was not signed by the minister.");
  expect_arc(r, "deal", "nsubj:pass", "signed");
  expect_arc(r, "was", "aux:pass", "signed");
  expect_arc(r, "minister", "obl:agent", "signed");
  assert_int_equal(r->tokens[find(r, "was")].upos, DS_UPOS_AUX);
}

static void speech_has_a_clause(void **s) {
  const ds_reading *r = read_text(s, "She said that the government will support the plan.");
  expect_arc(r, "said", "root", NULL);
  expect_arc(r, "she", "nsubj", "said");
  expect_arc(r, "support", "ccomp", "said");
  expect_arc(r, "that", "mark", "support");
  expect_arc(r, "will", "aux", "support");
}

static void expect_lemma(const ds_reading *r, const char *word, const char *lemma) {
  assert_string_equal(r->tokens[find(r, word)].lemma, lemma);
}

static void lemmas(void **s) {
  const ds_reading *r = read_text(s, "The leaders didn't say that they were buying bigger weapons, but Putin's men went.");
  expect_lemma(r, "leaders", "leader");
  expect_lemma(r, "did", "do");
  expect_lemma(r, "n't", "not");
  expect_lemma(r, "were", "be");
  expect_lemma(r, "buying", "buy");
  expect_lemma(r, "bigger", "big");
  expect_lemma(r, "men", "man");
  expect_lemma(r, "went", "go");
  expect_lemma(r, "putin", "Putin");
}

static void children_and_subtrees(void **s) {
  const ds_reading *r = read_text(s, "The old president of Belarus visited the capital of China.");
  uint32_t visited = find(r, "visited"), president = find(r, "president"), first, last;
  assert_int_equal(ds_child(r, visited, DS_REL_NSUBJ), president);
  assert_int_equal(ds_child(r, visited, DS_REL_IOBJ), -1);
  ds_subtree(r, president, &first, &last);
  assert_int_equal(first, 0);
  assert_int_equal(last, find(r, "belarus"));
  ds_subtree(r, visited, &first, &last);
  assert_int_equal(first, 0);
  assert_int_equal(last, r->n_tokens - 1);
  ds_subtree(r, 0, &first, &last);
  assert_int_equal(first, 0);
  assert_int_equal(last, 0);
}

static void words_are_compared_whole(void **s) {
  const ds_reading *r = read_text(s, "Said");
  assert_true(ds_token_is(r, 0, "said"));
  assert_false(ds_token_is(r, 0, "sai"));
  assert_false(ds_token_is(r, 0, "saids"));
  assert_false(ds_token_is(r, 0, ""));
}

/* Quotation marks change nothing of the tree around them. */
static void marks_hang_on_what_they_enclose(void **s) {
  const ds_reading *plain = read_text(s, "The president called for unilateral sanctions.");
  const ds_reading *r = read_text(s, "The president called for \xE2\x80\x9Cunilateral\xE2\x80\x9D sanctions.");
  check_trees(r);
  assert_int_equal(r->n_tokens, plain->n_tokens + 2);
  for (uint32_t t = 0; t < plain->n_tokens; t++) {
    uint32_t k = t < 4 ? t : t == 4 ? 5 : t + 2;
    int32_t head = plain->tokens[t].head;
    assert_int_equal(r->tokens[k].head, head < 4 ? head : head == 4 ? 5 : head + 2);
    assert_int_equal(r->tokens[k].rel, plain->tokens[t].rel);
  }
  for (uint32_t k = 4; k <= 6; k += 2) {
    assert_int_equal(r->tokens[k].head, 5);
    assert_string_equal(ds_rel_text(r->tokens[k].rel), "punct");
  }
  r = read_text(s, "She wants \"an end\" to the war.");
  check_trees(r);
  expect_arc(r, "end", "obj", "wants");
  expect_arc(r, "\"", "punct", "end");
}

static void marks_alone_get_a_tree(void **s) {
  static const char *const texts[] = {"\"", "\" \"", "``''", "\" a", "a \"", "\" ' a ' \" b ' c \" d '", "' \" a ' b \" c"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) check_trees(read_text(s, texts[i]));
}

/* A participle after a noun is the verb of a sentence that has no other. */
static void a_sentence_has_a_finite_verb(void **s) {
  const ds_reading *r = read_text(s, "The senator called on the president to stop attacking the judge.");
  expect_arc(r, "called", "root", NULL);
  expect_arc(r, "senator", "nsubj", "called");
  assert_int_equal(r->tokens[find(r, "called")].xpos, DS_XPOS_VBD);
}

/* Where the rule of a word's end would make a word that does not exist. */
static void lemmas_are_words(void **s) {
  const ds_reading *r = read_text(s, "The court freed him, the minister chaired the meeting and they applauded.");
  expect_lemma(r, "freed", "free");
  expect_lemma(r, "chaired", "chair");
  expect_lemma(r, "applauded", "applaud");
}

static void any_text_gets_trees(void **s) {
  static const char *const words[] = {"the", "of", ",",    "Putin", "said", "\"",   ".", "visit", "to", "and",
                                      "(",   ")",  "\xFF", "-",     "who",  "1999", "?", "n't",   "''"};
  uint32_t seed = 5;
  for (int round = 0; round < 300; round++) {
    char text[1200] = "";
    for (int i = 0; i < 100; i++) {
      seed = seed * 1664525u + 1013904223u;
      strcat(text, words[(seed >> 16) % (sizeof words / sizeof *words)]);
      if ((seed >> 10) % 5) strcat(text, " ");
    }
    check_trees(read_text(s, text));
    ds_arena_reset(*s);
  }
}

static void long_sentences_get_trees(void **s) {
  size_t n = 60000;
  char *text = ds_arena_alloc(*s, n + 1);
  for (size_t i = 0; i < n; i += 6) memcpy(text + i, i % 4 ? "words " : "and,a ", 6);
  const ds_reading *r = ds_read(text, n, *s);
  assert_true(r->n_tokens > 9000);
  check_trees(r);
}

static void the_same_text_reads_the_same(void **s) {
  const char *text = "Sen. Smith told CNN that he'd vote against the bill. \"It is wrong,\" he said.";
  const ds_reading *a = read_text(s, text), *b = read_text(s, text);
  assert_int_equal(a->n_tokens, b->n_tokens);
  for (uint32_t i = 0; i < a->n_tokens; i++) {
    assert_int_equal(a->tokens[i].head, b->tokens[i].head);
    assert_int_equal(a->tokens[i].rel, b->tokens[i].rel);
    assert_int_equal(a->tokens[i].xpos, b->tokens[i].xpos);
    assert_string_equal(a->tokens[i].lemma, b->tokens[i].lemma);
  }
}

static void headlines_in_capitals_have_verbs(void **s) {
  const ds_reading *r = read_text(s, "PRESIDENT VISITS CHINA AS LEADERS MEET");
  uint32_t verbs = 0;
  for (uint32_t i = 0; i < r->n_tokens; i++) verbs += r->tokens[i].upos == DS_UPOS_VERB;
  assert_true(verbs >= 1);
  check_trees(r);
}

/* A row counts only for the feature that it was made for. */
static void tables_know_their_features(void **s) {
  static ds_narrow rows[4];
  uint32_t hash = 0x12345678, sums_n = 1;
  rows[ds_row_of(hash, 4)] = (ds_narrow){.weight = {3, -2, 1}, .check = ds_narrow_check(hash)};
  ds_narrow_table table = {.rows = rows, .n = 4};
  int32_t sums[3];
  ds_narrow_sum(&table, &hash, sums_n, sums);
  assert_int_equal(sums[0], 3);
  assert_int_equal(sums[1], -2);
  uint32_t other = hash + 1;
  ds_narrow_sum(&table, &other, sums_n, sums);
  assert_int_equal(sums[0], 0);
  assert_int_equal(sums[1], 0);
  uint32_t three[] = {hash, other, hash};
  ds_narrow_sum(&table, three, 2, sums);
  assert_int_equal(sums[0], 3);
  ds_narrow_sum(&table, three, 3, sums);
  assert_int_equal(sums[0], 6);
  assert_int_equal(sums[1], -4);
  assert_int_equal(sums[2], 2);
}

/* A feature may have several rows of its bucket, and an empty table says nothing. */
static void wide_tables_add_all_rows(void **s) {
  static ds_bucket bucket, empty;
  uint32_t hash = 0x12345678, features[] = {hash, hash + 2};
  for (int k = 0; k < 3; k++) {
    bucket.check[k + 2] = ds_wide_check(hash);
    for (int j = 0; j < DS_PARTS; j++) bucket.part[k + 2][j] = (ds_part){.class = (uint8_t)(3 * k + j), .weight = (int8_t)(k + 1)};
  }
  bucket.check[7] = ds_wide_check(hash + 4);
  bucket.part[7][0] = (ds_part){.class = 0, .weight = 100};
  int16_t sums[64];
  ds_wide_sum(&(ds_wide_table){.buckets = &bucket, .n = 1}, NULL, features, 2, sums);
  for (int k = 0; k < 64; k++) assert_int_equal(sums[k], k < 9 ? k / 3 + 1 : 0);
  ds_wide_sum(&(ds_wide_table){.buckets = &empty, .n = 1}, NULL, features, 2, sums);
  for (int k = 0; k < 64; k++) assert_int_equal(sums[k], 0);
}

/* Features whose sums are remembered, those that take the slots of others, and the feature 0 count as they do without a memory. */
static void remembered_sums_are_the_same(void **s) {
  enum { BUCKETS = 16, FEATURES = 41 };
  static ds_bucket buckets[BUCKETS];
  static ds_wide_memory memory;
  ds_wide_table table = {.buckets = buckets, .n = BUCKETS};
  uint32_t features[FEATURES] = {0}, random = 1;
  for (int i = 1; i < FEATURES; i++)
    features[i] = (random = random * 1664525u + 1013904223u) / DS_WIDE_SLOTS * DS_WIDE_SLOTS + (uint32_t)i % 5;
  for (int i = FEATURES; i-- > 0;) {
    ds_bucket *bucket = &buckets[ds_row_of(features[i], BUCKETS)];
    for (int row = 0; row < DS_BUCKET - i % 4; row++) {
      bucket->check[row] = ds_wide_check(features[i]);
      for (int j = 0; j < DS_PARTS; j++) bucket->part[row][j] = (ds_part){(uint8_t)(row * DS_PARTS + j), (int8_t)(i - 20 + row * j)};
    }
  }
  int16_t plain[64], sums[64];
  for (uint32_t n = 0; n <= FEATURES; n++)
    for (uint32_t again = 0; again < 3; again++) {
      ds_wide_sum(&table, NULL, features, n, plain);
      ds_wide_sum(&table, &memory, features, n, sums);
      assert_memory_equal(plain, sums, sizeof sums);
    }
}

static void names_part_where_the_tree_ran_them_together(void **s) {
  const ds_reading *r = read_text(s, "President of Belarus Alexander Lukashenko will travel to China on a state visit.");
  expect_arc(r, "alexander", "nsubj", "travel");
  expect_arc(r, "lukashenko", "flat", "alexander");
  expect_arc(r, "president", "nmod:desc", "alexander");
  expect_arc(r, "belarus", "nmod", "president");
  check_trees(r);
}

static void a_verb_has_one_subject(void **s) {
  const ds_reading *r = read_text(s, "Lithuanian Foreign Minister Gabrielius Landsbergis said on Monday he would visit Warsaw.");
  expect_arc(r, "gabrielius", "nsubj", "said");
  assert_int_equal(r->tokens[find(r, "lithuanian")].head, find(r, "gabrielius"));
  check_trees(r);
}

static void a_report_that_closes_the_sentence_is_its_verb(void **s) {
  const ds_reading *r = read_text(
      s, "The president will travel to China on a state visit from February 28 to March 2, his press service announced on Sunday.");
  expect_arc(r, "announced", "root", NULL);
  expect_arc(r, "service", "nsubj", "announced");
  expect_arc(r, "travel", "ccomp", "announced");
  check_trees(r);
  r = read_text(s, "He met the leader of the party, a group founded in 1990.");
  expect_arc(r, "met", "root", NULL);
  check_trees(r);
}

static void despite_belongs_to_the_verb(void **s) {
  const ds_reading *r = read_text(s, "The committee will take up the bill despite opposition from Senator McConnell.");
  expect_arc(r, "opposition", "obl", "take");
  expect_arc(r, "bill", "obj", "take");
  check_trees(r);
}

static void sure_labels_are_found_by_their_kind(void **s) {
  (void)s;
  static ds_sure_labels table;
  uint32_t key = ds_sure_key(5, 4, 7, 9, DS_REL_CASE), other = key, n = 0;
  assert_int_not_equal(key, ds_sure_key(4, 5, 7, 9, DS_REL_CASE)); /* the other side */
  assert_int_not_equal(key, ds_sure_key(6, 4, 7, 9, DS_REL_CASE)); /* no neighbours */
  assert_int_not_equal(key, ds_sure_key(5, 4, 9, 7, DS_REL_CASE)); /* tags turned round */
  assert_int_not_equal(key, ds_sure_key(5, 4, 7, 9, DS_NO_LABEL)); /* no child on the left */
  assert_int_equal(key, ds_sure_key(9, 8, 7, 9, DS_REL_CASE));
  do other++;
  while (ds_sure_slot(other) != ds_sure_slot(key));
  assert_int_equal(ds_sure_label(&table, key), DS_NO_LABEL);
  for (uint32_t i = ds_sure_slot(key); n < 2; i = (i + 1) % DS_SURE_LABEL_SLOTS, n++)
    table[i] = n ? other << 8 | DS_REL_OBJ : key << 8 | DS_REL_OBL;
  assert_int_equal(ds_sure_label(&table, key), DS_REL_OBL);
  assert_int_equal(ds_sure_label(&table, other), DS_REL_OBJ); /* behind the one that took its slot */
  do other++;
  while (ds_sure_slot(other) != ds_sure_slot(key));
  assert_int_equal(ds_sure_label(&table, other), DS_NO_LABEL);
}

static void sure_labels_of_the_model(void **s) {
  (void)s;
  size_t size;
  const char *section = ds_model_section("labels", &size);
  assert_non_null(section);
  const ds_sure_labels *table = (const void *)(section + 64);
  uint32_t used = 0;
  for (uint32_t i = 0; i < DS_SURE_LABEL_SLOTS; i++) {
    uint8_t rel = (uint8_t)(*table)[i];
    if (!(*table)[i]) continue;
    used++;
    assert_true(rel < DS_REL_COUNT && rel != DS_REL_ROOT);
    assert_int_equal(ds_sure_label(table, (*table)[i] >> 8), rel);
  }
  assert_in_range(used, 100, DS_SURE_LABEL_SLOTS / 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(the_model_is_there, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_plain_sentence, set_up, tear_down),
      cmocka_unit_test_setup_teardown(passives_and_auxiliaries, set_up, tear_down),
      cmocka_unit_test_setup_teardown(speech_has_a_clause, set_up, tear_down),
      cmocka_unit_test_setup_teardown(lemmas, set_up, tear_down),
      cmocka_unit_test_setup_teardown(marks_hang_on_what_they_enclose, set_up, tear_down),
      cmocka_unit_test_setup_teardown(marks_alone_get_a_tree, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_sentence_has_a_finite_verb, set_up, tear_down),
      cmocka_unit_test_setup_teardown(lemmas_are_words, set_up, tear_down),
      cmocka_unit_test_setup_teardown(wide_tables_add_all_rows, set_up, tear_down),
      cmocka_unit_test_setup_teardown(remembered_sums_are_the_same, set_up, tear_down),
      cmocka_unit_test_setup_teardown(children_and_subtrees, set_up, tear_down),
      cmocka_unit_test_setup_teardown(words_are_compared_whole, set_up, tear_down),
      cmocka_unit_test_setup_teardown(any_text_gets_trees, set_up, tear_down),
      cmocka_unit_test_setup_teardown(long_sentences_get_trees, set_up, tear_down),
      cmocka_unit_test_setup_teardown(the_same_text_reads_the_same, set_up, tear_down),
      cmocka_unit_test_setup_teardown(headlines_in_capitals_have_verbs, set_up, tear_down),
      cmocka_unit_test_setup_teardown(names_part_where_the_tree_ran_them_together, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_verb_has_one_subject, set_up, tear_down),
      cmocka_unit_test_setup_teardown(tables_know_their_features, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_report_that_closes_the_sentence_is_its_verb, set_up, tear_down),
      cmocka_unit_test_setup_teardown(despite_belongs_to_the_verb, set_up, tear_down),
      cmocka_unit_test_setup_teardown(sure_labels_are_found_by_their_kind, set_up, tear_down),
      cmocka_unit_test_setup_teardown(sure_labels_of_the_model, set_up, tear_down),
  };
  return cmocka_run_group_tests_name("parser", tests, NULL, NULL);
}
