#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/utf8.h"
#include "result/render.h"

static ds_result *sample(void) {
  ds_result *r = ds_result_new("sample");
  ds_result_column(r, "who", DS_TYPE_ENTITY, "who it is");
  ds_result_column(r, "n", DS_TYPE_INTEGER, NULL);
  ds_result_column(r, "share", DS_TYPE_PERCENT, NULL);
  ds_result_column(r, "meets", DS_TYPE_LIST, NULL);
  ds_row *row = ds_result_row(r);
  ds_value_text(&row->values[0], "习近平, \"Xi\"\n\x1b[31m", strlen("习近平, \"Xi\"\n\x1b[31m"));
  ds_value_int(&row->values[1], 9007199254740993);
  ds_value_double(&row->values[2], 0.25);
  ds_value_list_add(&row->values[3], "A", 1);
  ds_value_list_add(&row->values[3], "B\tC", 3);
  ds_row_source(row, 1, "r1", 17, 158);
  row = ds_result_row(r);
  ds_value_text(&row->values[0], "a|b<c>&", 7);
  return r;
}

static char *draw(const ds_result *r, ds_format format, int width, bool *cut) {
  ds_buf out = {0};
  ds_render_options options = {.format = format, .width_cols = width};
  ds_render(r, &options, &out, cut);
  return ds_buf_take(&out);
}

static void check(ds_format format, const char *expected) {
  ds_result *r = sample();
  char *text = draw(r, format, 0, NULL);
  assert_string_equal(text, expected);
  free(text);
  ds_result_free(r);
}

static void csv_is_rfc_4180(void **state) {
  check(DS_FORMAT_CSV, "who,n,share,meets\r\n\"习近平, \"\"Xi\"\"\n\x1b[31m\",9007199254740993,0.25,A; B\tC\r\na|b<c>&,,,\r\n");
}

static void tsv_escapes(void **state) {
  check(DS_FORMAT_TSV, "who\tn\tshare\tmeets\n习近平, \"Xi\"\\n\x1b[31m\t9007199254740993\t0.25\tA; B\\tC\na|b<c>&\t\t\t\n");
}

static void json_has_types_and_sources(void **state) {
  check(DS_FORMAT_JSON,
        "[\n{\"who\":\"习近平, \\\"Xi\\\"\\n\\u001b[31m\",\"n\":9007199254740993,\"share\":0.25,\"meets\":[\"A\",\"B\\tC\"],"
        "\"source\":{\"article\":1,\"ref\":\"r1\",\"start\":17,\"end\":158}},\n"
        "{\"who\":\"a|b<c>&\",\"n\":null,\"share\":null,\"meets\":null}\n]\n");
}

static void nothing_is_still_valid(void **state) {
  ds_result *r = ds_result_new(NULL);
  ds_result_column(r, "a", DS_TYPE_TEXT, NULL);
  char *text = draw(r, DS_FORMAT_JSON, 0, NULL);
  assert_string_equal(text, "[]\n");
  free(text);
  text = draw(r, DS_FORMAT_JSONL, 0, NULL);
  assert_string_equal(text, "");
  free(text);
  text = draw(r, DS_FORMAT_CSV, 0, NULL);
  assert_string_equal(text, "a\r\n");
  free(text);
  ds_result_free(r);
}

static void several_sources_are_all_told(void **state) {
  ds_result *r = ds_result_new(NULL);
  ds_result_column(r, "a", DS_TYPE_BOOLEAN, NULL);
  ds_row *row = ds_result_row(r);
  ds_value_bool(&row->values[0], true);
  ds_row_source(row, 1, NULL, 0, 4);
  ds_row_source(row, 2, "x", 5, 9);
  char *text = draw(r, DS_FORMAT_JSONL, 0, NULL);
  assert_string_equal(text, "{\"a\":true,\"source\":{\"article\":1,\"ref\":null,\"start\":0,\"end\":4},\"sources\":["
                            "{\"article\":1,\"ref\":null,\"start\":0,\"end\":4},{\"article\":2,\"ref\":\"x\",\"start\":5,\"end\":9}]}\n");
  free(text);
  ds_result_free(r);
}

static void markdown_and_html_escape(void **state) {
  ds_result *r = sample();
  char *text = draw(r, DS_FORMAT_MARKDOWN, 0, NULL);
  assert_non_null(strstr(text, "| a\\|b\\<c\\>\\& |"));
  assert_non_null(strstr(text, "| --- | --: | --: | --- |"));
  free(text);
  text = draw(r, DS_FORMAT_HTML, 0, NULL);
  assert_non_null(strstr(text, "<td>a|b&lt;c&gt;&amp;</td>"));
  free(text);
  ds_result_free(r);
}

static void box_fits_the_terminal_and_says_so(void **state) {
  ds_result *r = sample();
  bool cut = false;
  char *text = draw(r, DS_FORMAT_BOX, 40, &cut);
  assert_true(cut);
  assert_null(strchr(text, '\x1b'));
  assert_non_null(strstr(text, "2 rows, 1 of them cut to fit"));
  for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
    if (!strstr(line, "rows")) assert_true(ds_utf8_columns(line, strlen(line)) <= 40);
  free(text);
  text = draw(r, DS_FORMAT_BOX, 0, &cut);
  assert_false(cut);
  assert_non_null(strstr(text, "\\x1b[31m"));
  free(text);
  ds_result_free(r);
}

static void setting_a_value_twice_keeps_the_last(void **state) {
  ds_result *r = ds_result_new(NULL);
  ds_result_column(r, "a", DS_TYPE_TEXT, NULL);
  ds_row *row = ds_result_row(r);
  ds_value_text(&row->values[0], "one", 3);
  ds_value_text(&row->values[0], row->values[0].as.text.s + 1, 2);
  assert_string_equal(row->values[0].as.text.s, "ne");
  ds_value_text(&row->values[0], NULL, 0);
  assert_int_equal(row->values[0].tag, DS_NULL);
  ds_result_free(r);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(csv_is_rfc_4180),
      cmocka_unit_test(tsv_escapes),
      cmocka_unit_test(json_has_types_and_sources),
      cmocka_unit_test(nothing_is_still_valid),
      cmocka_unit_test(several_sources_are_all_told),
      cmocka_unit_test(markdown_and_html_escape),
      cmocka_unit_test(box_fits_the_terminal_and_says_so),
      cmocka_unit_test(setting_a_value_twice_keeps_the_last),
  };
  return cmocka_run_group_tests_name("result", tests, NULL, NULL);
}
