#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "annotation/annotation.h"
#include "annotation/filter.h"

/* ---- dates, lookups, JSON ---- */

static void assert_date(const char *given, const char *kept) {
  ds_arena *arena = ds_arena_new();
  assert_string_equal(ds_annotate("x", 1, NULL, given, arena)->date, kept);
  ds_arena_free(arena);
}

static void article_dates(void **state) {
  (void)state;
  assert_date(NULL, "");
  assert_date("", "");
  assert_date("2023-02-25", "2023-02-25");
  assert_date("2023-02-25T10:00:00Z", "2023-02-25");
  assert_date("2023-02", "2023-02");
  assert_date("2023", "2023");
  assert_date("2024-02-29", "2024-02-29");
  assert_date("2023-02-29", "");
  assert_date("2023-13-01", "");
  assert_date("2023-00", "");
  assert_date("0000", "");
  assert_date("2023-02-255", "");
  assert_date("yesterday", "");
  assert_date("20", "");
}

static void token_from_byte(void **state) {
  (void)state;
  ds_arena *arena = ds_arena_new();
  ds_annotation *a = ds_annotate("He  left.", 9, NULL, NULL, arena);
  assert_int_equal(a->reading->n_tokens, 3);
  assert_int_equal(ds_token_from(a->reading, 0), 0);
  assert_int_equal(ds_token_from(a->reading, 1), 0);
  assert_int_equal(ds_token_from(a->reading, 2), 1);
  assert_int_equal(ds_token_from(a->reading, 7), 1);
  assert_int_equal(ds_token_from(a->reading, 8), 2);
  assert_int_equal(ds_token_from(a->reading, 9), 3);
  ds_arena_free(arena);
}

static void longest_mention(void **state) {
  (void)state;
  ds_token tokens[] = {{.start = 0, .end = 3}, {.start = 4, .end = 7}, {.start = 8, .end = 11}, {.start = 12, .end = 13}};
  ds_reading r = {.tokens = tokens, .n_tokens = 4};
  ds_mention mentions[] = {{.start = 0, .end = 3, .entity = 0}, {.start = 0, .end = 11, .entity = 1}, {.start = 8, .end = 11, .entity = 2}};
  ds_annotation a = {.reading = &r, .mentions = mentions, .n_mentions = 3};
  assert_int_equal(ds_mention_at(&a, 0), 1);
  assert_int_equal(ds_mention_at(&a, 1), 1);
  assert_int_equal(ds_entity_at(&a, 2), 1);
  assert_int_equal(ds_mention_at(&a, 3), -1);
  assert_int_equal(ds_mention_at(&a, 4), -1);
}

static json_t *as_json(const char *text, const char *id, bool tokens) {
  ds_arena *arena = ds_arena_new();
  ds_buf out = {0};
  ds_annotation_json(ds_annotate(text, strlen(text), NULL, "2023-02-25", arena), id, tokens, &out);
  assert_null(memchr(out.data, '\n', out.len));
  json_t *root = json_loadb(out.data, out.len, 0, NULL);
  assert_non_null(root);
  ds_buf_reset(&out);
  ds_arena_free(arena);
  return root;
}

static void json_form(void **state) {
  (void)state;
  json_t *root = as_json("Angela Merkel spoke \"well\".\n\nShe left.", "7", true);
  assert_int_equal(json_integer_value(json_object_get(root, "id")), 7);
  assert_string_equal(json_string_value(json_object_get(root, "lang")), "en");
  assert_string_equal(json_string_value(json_object_get(root, "date")), "2023-02-25");
  assert_int_equal(json_array_size(json_object_get(root, "sentences")), 2);
  json_t *token = json_array_get(json_object_get(root, "tokens"), 0);
  assert_int_equal(json_array_size(token), 7);
  assert_int_equal(json_integer_value(json_array_get(token, 1)), 6);
  static const char *const lists[] = {"entities", "quotes", "dates", "predicates"};
  for (size_t i = 0; i < 4; i++) assert_true(json_is_array(json_object_get(root, lists[i])));
  json_decref(root);
  root = as_json("", NULL, false);
  assert_null(json_object_get(root, "id"));
  assert_null(json_object_get(root, "tokens"));
  json_decref(root);
}

/* ---- the filter ---- */

static char *filter(const char *in, size_t len, const ds_filter_options *options, ds_status expected, ds_err *err) {
  FILE *from = len ? fmemopen((void *)(uintptr_t)in, len, "r") : fopen("/dev/null", "r");
  char *text = NULL;
  size_t size = 0;
  FILE *to = open_memstream(&text, &size);
  assert_int_equal(ds_filter_run(from, to, options, err), expected);
  fclose(from);
  fclose(to);
  return text;
}

static void assert_filtered(const char *in, const char *out) {
  ds_filter_options options = {.jobs = 2};
  ds_err err = {0};
  char *text = filter(in, strlen(in), &options, strstr(out, "error") ? DS_PARTIAL : DS_OK, &err);
  assert_string_equal(text, out);
  free(text);
}

#define EMPTY "\"lang\":\"en\",\"sentences\":[],\"entities\":[],\"quotes\":[],\"dates\":[],\"predicates\":[]}\n"
#define BAD(id, code, message, line) "{\"id\":" id ",\"error\":{\"code\":\"" code "\",\"message\":\"" message "\",\"line\":" line "}}\n"

static void filter_lines(void **state) {
  (void)state;
  assert_filtered("", "");
  assert_filtered("\n  \n", "");
  assert_filtered("{\"id\":\"a\",\"text\":\"\"}", "{\"id\":\"a\"," EMPTY);
  assert_filtered("\xEF\xBB\xBF{\"id\":\"a\",\"text\":\"\"}\r\n", "{\"id\":\"a\"," EMPTY);
  assert_filtered("{\"text\":\"\"}\n", "{\"id\":null," EMPTY);
  assert_filtered("{\"id\":[1,{\"x\":0.5}],\"text\":\"\",\"title\":null,\"date\":3}\n", "{\"id\":[1,{\"x\":0.5}]," EMPTY);
  assert_filtered("{\"id\":0.1,\"text\":\"\"}\n", "{\"id\":0.1," EMPTY);
}

static void filter_bad_lines(void **state) {
  (void)state;
  assert_filtered("{\"id\":\"a\"}\n", BAD("\"a\"", "missing-text", "'text' is missing", "1"));
  assert_filtered("\n{\"id\":\"a\",\"text\":null}\n", BAD("\"a\"", "missing-text", "'text' is missing", "2"));
  assert_filtered("{\"id\":4,\"text\":[]}\n", BAD("4", "missing-text", "'text' must be a string", "1"));
  assert_filtered("[]\n", BAD("null", "not-an-object", "expected a JSON object", "1"));
  assert_filtered("{\"id\":\"b\",\"text\":\"\xFF\"}\n", BAD("\"b\"", "invalid-utf8", "invalid UTF-8 at byte 18 of the line", "1"));
  assert_filtered("{\"text\":\"\xC3\"\n", BAD("null", "invalid-utf8", "invalid UTF-8 at byte 9 of the line", "1"));
}

static void filter_goes_on_after_a_bad_line(void **state) {
  (void)state;
  const char *in = "{\"id\":1,\"text\":\"\"}\n{\"id\":2,\n{\"id\":3,\"text\":\"\"}\n";
  ds_filter_options options = {.jobs = 3, .trailer = true};
  ds_err err = {0};
  char *text = filter(in, strlen(in), &options, DS_PARTIAL, &err);
  const char *first = strstr(text, "{\"id\":1,\"lang\""), *bad = strstr(text, "{\"id\":null,\"error\":{\"code\":\"invalid-json\"");
  const char *last = strstr(text, "{\"id\":3,\"lang\"");
  assert_true(first && bad && last && first < bad && bad < last);
  assert_non_null(strstr(bad, "\"line\":2}}"));
  assert_non_null(strstr(last, "{\"trailer\":{\"read\":3,\"written\":2,\"failed\":1}}\n"));
  assert_string_equal(err.text, "1 of 3 lines could not be annotated");
  free(text);
}

static void nul_in_text(void **state) {
  (void)state;
  const char *in = "{\"id\":1,\"text\":\"a\\u0000b\"}\n";
  ds_filter_options options = {.jobs = 1};
  ds_err err = {0};
  char *text = filter(in, strlen(in), &options, DS_OK, &err);
  assert_non_null(strstr(text, "\"sentences\":[[0,3]]"));
  free(text);
}

enum { LINES = 500 };

static size_t numbered_lines(ds_buf *in) {
  for (int i = 0; i < LINES; i++) {
    ds_buf_printf(in, "{\"id\":%d,\"text\":\"", i);
    for (int k = 0; k < i % 7; k++) ds_buf_puts(in, "Angela Merkel left Berlin. ");
    ds_buf_puts(in, "\"}\n");
  }
  return in->len;
}

/* How many lines stand in text; with `next`, their ids must count up from *next. */
static int count_lines(const char *text, int *next) {
  int n = 0;
  for (const char *p = text; *p; p = strchr(p, '\n') + 1, n++)
    if (next) assert_int_equal(atoi(p + 6), (*next)++);
  return n;
}

static void order_and_jobs(void **state) {
  (void)state;
  ds_buf in = {0};
  numbered_lines(&in);
  ds_err err = {0};
  ds_filter_options one = {.jobs = 1}, many = {.jobs = 8};
  char *x = filter(in.data, in.len, &one, DS_OK, &err), *y = filter(in.data, in.len, &many, DS_OK, &err);
  int next = 0;
  assert_int_equal(count_lines(y, &next), LINES);
  assert_string_equal(x, y);
  free(x);
  free(y);
  ds_buf_reset(&in);
}

static void shards_part_the_input(void **state) {
  (void)state;
  ds_buf in = {0};
  numbered_lines(&in);
  ds_err err = {0};
  int all = 0;
  for (int shard = 1; shard <= 3; shard++) {
    ds_filter_options options = {.jobs = 2, .shard = shard, .shards = 3};
    char *text = filter(in.data, in.len, &options, DS_OK, &err);
    int n = count_lines(text, NULL);
    assert_in_range(n, LINES / 6, LINES / 2);
    all += n;
    free(text);
  }
  assert_int_equal(all, LINES);
  ds_filter_options wrong = {.shard = 4, .shards = 3};
  free(filter(in.data, in.len, &wrong, DS_USAGE, &err));
  assert_string_equal(err.text, "the shard must be between 1 and 3, got 4");
  ds_buf_reset(&in);
}

static void stop_ends_it(void **state) {
  (void)state;
  volatile int stop = 1;
  ds_filter_options options = {.jobs = 2, .trailer = true, .stop = &stop};
  ds_err err = {0};
  const char *in = "{\"text\":\"\"}\n";
  char *text = filter(in, strlen(in), &options, DS_INTERRUPT, &err);
  assert_string_equal(text, "");
  free(text);
}

static void full_output(void **state) {
  (void)state;
  FILE *full = fopen("/dev/full", "w");
  if (!full) skip();
  ds_buf in = {0};
  numbered_lines(&in);
  FILE *from = fmemopen(in.data, in.len, "r");
  ds_filter_options options = {.jobs = 2};
  ds_err err = {0};
  assert_int_equal(ds_filter_run(from, full, &options, &err), DS_IO);
  assert_non_null(strstr(err.text, "cannot write the annotations"));
  fclose(from);
  fclose(full);
  ds_buf_reset(&in);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(article_dates),
      cmocka_unit_test(token_from_byte),
      cmocka_unit_test(longest_mention),
      cmocka_unit_test(json_form),
      cmocka_unit_test(filter_lines),
      cmocka_unit_test(filter_bad_lines),
      cmocka_unit_test(filter_goes_on_after_a_bad_line),
      cmocka_unit_test(nul_in_text),
      cmocka_unit_test(order_and_jobs),
      cmocka_unit_test(shards_part_the_input),
      cmocka_unit_test(stop_ends_it),
      cmocka_unit_test(full_output),
  };
  return cmocka_run_group_tests_name("annotate", tests, NULL, NULL);
}
