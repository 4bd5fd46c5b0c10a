/* Tokens, sentences and paragraphs: the conventions, the edges, and that offsets always hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "language/reading.h"

static int set_up(void **s) {
  *s = ds_arena_new();
  return 0;
}

static int tear_down(void **s) {
  ds_arena_free(*s);
  return 0;
}

/* Tokens joined by blanks, sentences by " | ", paragraphs by " || ". */
static const char *shown(ds_arena *arena, const char *text, size_t len) {
  const ds_reading *r = ds_read(text, len, arena);
  char *out = ds_arena_alloc(arena, len * 3 + 64), *p = out;
  for (uint32_t i = 0; i < r->n_tokens; i++) {
    const ds_token *t = &r->tokens[i];
    if (i) {
      const ds_sentence *a = &r->sentences[r->tokens[i - 1].sentence], *b = &r->sentences[t->sentence];
      p += sprintf(p, "%s", a == b ? " " : a->paragraph == b->paragraph ? " | " : " || ");
    }
    memcpy(p, text + t->start, t->end - t->start);
    p += t->end - t->start;
  }
  return out;
}

static void expect(void **s, const char *text, const char *wanted) {
  assert_string_equal(shown(*s, text, strlen(text)), wanted);
}

static void contractions_are_parted(void **s) {
  expect(s, "I don't think Lukashenko's can't", "I do n't think Lukashenko 's ca n't");
  expect(s,
         "We\xE2\x80\x99re told he\xE2\x80\x99"
         "d cannot",
         "We \xE2\x80\x99re told he \xE2\x80\x99"
         "d can not");
  expect(s, "She shouldn't've, gonna wanna", "She should n't 've , gon na wan na");
  expect(s, "the ministers' talks", "the ministers ' talks");
  expect(s, "O'Reilly at two o'clock in the '90s", "O'Reilly at two o'clock in the '90s");
}

static void hyphens_follow_the_treebank(void **s) {
  expect(s, "a long-term, anti-war, co-operative al-Ani", "a long - term , anti-war , co-operative al - Ani");
  expect(s, "5-10 of 555-1234 on 2023-02-25", "5 - 10 of 555-1234 on 2023-02-25");
}

static void numbers_stay_whole(void **s) {
  expect(s, "$1,200.50, 3.5%, 10:30am and 9/11", "$ 1,200.50 , 3.5 % , 10:30 am and 9/11");
  expect(s, "US$5m in the 1990s, 20th", "US$ 5 m in the 1990s , 20th");
}

static void abbreviations_keep_their_stop(void **s) {
  expect(s, "Sen. John F. Kennedy of the U.S. met Dr. No at 5 p.m. in St. Paul.",
         "Sen. John F. Kennedy of the U.S. met Dr. No at 5 p.m. in St. Paul .");
  expect(s, "He left the U.S. The rest stayed.", "He left the U.S. | The rest stayed .");
  expect(s, "Acme Inc. said no. It lied.", "Acme Inc. said no . | It lied .");
}

static void addresses_stay_whole(void **s) {
  expect(s, "See https://example.com/a?b=c, or mail a.b@example.org.", "See https://example.com/a?b=c , or mail a.b@example.org .");
  expect(s, "@realDonaldTrump wrote #MAGA!", "@realDonaldTrump wrote #MAGA !");
}

static void quotes_and_dots(void **s) {
  expect(s, "``Well ... no,'' he said -- \"never!\"", "`` Well ... no , '' he said -- \" never ! \"");
  expect(s, "\"We won. We did it,\" he said. \"Yes.\" They left.", "\" We won . | We did it , \" he said . | \" Yes . \" | They left .");
  expect(s, "\"Really?\" he asked.", "\" Really ? \" he asked .");
}

static void a_missing_blank_is_seen(void **s) {
  expect(s, "It ended.The war went on.", "It ended . | The war went on .");
  expect(s, "\"It works.\"She smiled.(He did not.)They left.", "\" It works . \" | She smiled . | ( He did not . ) | They left .");
  expect(s, "She left.\"Good,\" he said.", "She left . | \" Good , \" he said .");
}

static void paragraphs_end_sentences(void **s) {
  expect(s, "A headline\n\nThe text. More", "A headline || The text . | More");
  expect(s, "A headline\r\n\r\nThe text", "A headline || The text");
  expect(
      s,
      "Joseph Harrosh, a Fremont, Calif.,\ninvestor with a 5.6 pct in Bethlehem Steel Corp preferred\nstock, said he intends to seek "
      "at least one of two seats\nwhich may open.\n    In a filing he said so.",
      "Joseph Harrosh , a Fremont , Calif. , investor with a 5.6 pct in Bethlehem Steel Corp preferred stock , said he intends to seek at "
      "least one of two seats which may open . || In a filing he said so .");
}

static void unwrapped_lines_are_paragraphs(void **s) {
  char text[400];
  memset(text, 0, sizeof text);
  for (int i = 0; i < 30; i++) strcat(text, "words ");
  strcat(text, "end\nNext line");
  const ds_reading *r = ds_read(text, strlen(text), *s);
  assert_int_equal(r->n_sentences, 2);
  assert_int_equal(r->sentences[1].paragraph, 1);
}

static void a_line_in_small_letters_goes_on(void **s) {
  expect(s, "American\nwas the winner.\nHe ran.", "American was the winner . || He ran .");
}

static void a_first_line_without_its_dateline_goes_on(void **s) {
  static const char *const body =
      "Jones leaves on Saturday for talks in Lima and Quito, the\noffice of the President said here.\n    He will be back soon, it said.\n";
  char text[400];
  snprintf(text, sizeof text, "Trade Secretary Ann\n%s", body);
  const ds_reading *r = ds_read(text, strlen(text), *s);
  assert_int_equal(r->n_sentences, 2);
  snprintf(text, sizeof text, "JONES TO TRAVEL\n%s", body); /* a headline */
  assert_int_equal(ds_read(text, strlen(text), *s)->n_sentences, 3);
  snprintf(text, sizeof text, "A quiet day.\n%s", body);
  assert_int_equal(ds_read(text, strlen(text), *s)->n_sentences, 3);
  /* Without indented paragraphs a short line is one of its own. */
  snprintf(text, sizeof text, "Trade Secretary Ann\nJones leaves on Saturday for talks in Lima and Quito, the\noffice said.");
  assert_int_equal(ds_read(text, strlen(text), *s)->n_sentences, 2);
}

static void empty_text_is_fine(void **s) {
  const ds_reading *r = ds_read("", 0, *s);
  assert_int_equal(r->n_tokens, 0);
  assert_int_equal(r->n_sentences, 0);
  r = ds_read(" \n\t ", 4, *s);
  assert_int_equal(r->n_tokens, 0);
}

static void check_offsets(const ds_reading *r) {
  uint32_t at = 0, token = 0;
  for (uint32_t i = 0; i < r->n_tokens; i++) {
    assert_true(r->tokens[i].start >= at && r->tokens[i].end > r->tokens[i].start && r->tokens[i].end <= r->len);
    at = r->tokens[i].end;
    assert_non_null(r->tokens[i].lemma);
  }
  for (uint32_t i = 0; i < r->n_sentences; i++) {
    const ds_sentence *x = &r->sentences[i];
    assert_int_equal(x->first, token);
    assert_true(x->count > 0);
    assert_int_equal(x->start, r->tokens[x->first].start);
    assert_int_equal(x->end, r->tokens[x->first + x->count - 1].end);
    token += x->count;
  }
  assert_int_equal(token, r->n_tokens);
}

/* Bytes of all kinds, many times: nothing may be read or written outside, every token must lie in the text, in order. */
static void any_bytes_can_be_read(void **s) {
  static const char *const pieces[] = {"\xE2\x80\x99",
                                       "s",
                                       "'",
                                       ".",
                                       "http://",
                                       "\xFF",
                                       "\xC3",
                                       "\xE3\x81\xA5",
                                       "://",
                                       "www.",
                                       "@",
                                       "#",
                                       "_",
                                       "-",
                                       "9",
                                       ",",
                                       "U.S.",
                                       "\n",
                                       " ",
                                       "\0x",
                                       "a",
                                       "A",
                                       "$",
                                       "n't",
                                       "\xC2\xA0",
                                       "\"",
                                       ")",
                                       "(",
                                       "?",
                                       "!",
                                       "&",
                                       "%",
                                       "\xF0\x9F\x98\x80"};
  uint32_t seed = 1;
  for (int round = 0; round < 3000; round++) {
    char text[256];
    size_t n = 0;
    while (n < 200) {
      seed = seed * 1664525u + 1013904223u;
      const char *piece = pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)];
      size_t len = *piece ? strlen(piece) : 1;
      memcpy(text + n, piece, len);
      n += len;
      if ((seed >> 8) % 40 == 0) break;
    }
    check_offsets(ds_read(text, n, *s));
    ds_arena_reset(*s);
  }
}

static void long_input_is_cut(void **s) {
  size_t n = 200000;
  char *text = ds_arena_alloc(*s, n + 1);
  for (size_t i = 0; i < n; i++) text[i] = i % 2 ? ' ' : 'a';
  const ds_reading *r = ds_read(text, n, *s);
  check_offsets(r);
  for (uint32_t i = 0; i < r->n_sentences; i++) assert_true(r->sentences[i].count <= 500);
  memset(text, '(', n);
  check_offsets(ds_read(text, n, *s));
  memset(text, 'x', n);
  assert_int_equal(ds_read(text, n, *s)->n_tokens, 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(contractions_are_parted, set_up, tear_down),
      cmocka_unit_test_setup_teardown(hyphens_follow_the_treebank, set_up, tear_down),
      cmocka_unit_test_setup_teardown(numbers_stay_whole, set_up, tear_down),
      cmocka_unit_test_setup_teardown(abbreviations_keep_their_stop, set_up, tear_down),
      cmocka_unit_test_setup_teardown(addresses_stay_whole, set_up, tear_down),
      cmocka_unit_test_setup_teardown(quotes_and_dots, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_missing_blank_is_seen, set_up, tear_down),
      cmocka_unit_test_setup_teardown(paragraphs_end_sentences, set_up, tear_down),
      cmocka_unit_test_setup_teardown(unwrapped_lines_are_paragraphs, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_line_in_small_letters_goes_on, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_first_line_without_its_dateline_goes_on, set_up, tear_down),
      cmocka_unit_test_setup_teardown(empty_text_is_fine, set_up, tear_down),
      cmocka_unit_test_setup_teardown(any_bytes_can_be_read, set_up, tear_down),
      cmocka_unit_test_setup_teardown(long_input_is_cut, set_up, tear_down),
  };
  return cmocka_run_group_tests_name("tokens", tests, NULL, NULL);
}
