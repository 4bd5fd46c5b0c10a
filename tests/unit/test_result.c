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

static void the_first_rows_are_kept(void **state) {
  ds_result *r = sample();
  assert_false(ds_result_keep(r, 0)); /* no limit */
  assert_false(ds_result_keep(r, -1));
  assert_false(ds_result_keep(r, 2)); /* as many as there are */
  assert_int_equal(r->n_rows, 2);
  assert_true(ds_result_keep(r, 1));
  assert_int_equal(r->n_rows, 1);
  assert_int_equal(r->rows[0].values[1].as.i, 9007199254740993);
  ds_result_row(r); /* and the room is used again */
  assert_int_equal(r->rows[1].values[0].tag, DS_NULL);
  assert_int_equal(r->rows[1].n_sources, 0);
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
  assert_non_null(strstr(text, "2 rows, without "));
  assert_non_null(strstr(text, "without 1 column (--format plain shows all)"));
  for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
    if (!strstr(line, "rows")) assert_true(ds_utf8_columns(line, strlen(line)) <= 40);
  free(text);
  text = draw(r, DS_FORMAT_BOX, 0, &cut);
  assert_false(cut);
  assert_non_null(strstr(text, "\\x1b[31m"));
  free(text);
  ds_result_free(r);
}

/* A listing like that of quotations: one passage, facts beside it. */
static ds_result *wide_sample(void) {
  static const struct {
    const char *name;
    ds_type type;
    const char *value;
  } columns[] = {{"speaker", DS_TYPE_ENTITY, "Alexander Lukashenko"},
                 {"quote", DS_TYPE_SPAN, "We have a lot of new and interesting things to show, and we will show them to you in good time"},
                 {"rule", DS_TYPE_TEXT, "participle"},
                 {"nothing", DS_TYPE_TEXT, NULL},
                 {"date", DS_TYPE_DATE, "2023-02-28"},
                 {"outlet", DS_TYPE_TEXT, "Christian Science Monitor"}};
  ds_result *r = ds_result_new("quotes");
  for (size_t i = 0; i < 6; i++) ds_result_column(r, columns[i].name, columns[i].type, NULL);
  r->columns[2].place = DS_ASIDE;
  ds_row *row = ds_result_row(r);
  for (size_t i = 0; i < 6; i++) ds_value_text(&row->values[i], columns[i].value, columns[i].value ? strlen(columns[i].value) : 0);
  return r;
}

static void a_narrow_box_keeps_what_is_read(void **state) {
  ds_result *r = wide_sample();
  for (int width = 30; width <= 200; width += 5) {
    char *text = draw(r, DS_FORMAT_BOX, width, NULL);
    assert_non_null(strstr(text, "speaker"));
    assert_non_null(strstr(text, "We have a lot"));
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
      if (!strstr(line, "1 row")) assert_true(ds_utf8_columns(line, strlen(line)) <= (size_t)width);
    free(text);
  }
  bool cut = false;
  char *text = draw(r, DS_FORMAT_BOX, 78, &cut);
  assert_true(cut);
  assert_non_null(strstr(text, "We have a lot of new and inter"));
  assert_non_null(strstr(text, "2023-02-28"));
  assert_null(strstr(text, "participle"));
  assert_non_null(strstr(text, "1 row, 1 of them cut to fit, without rule, nothing (--format plain shows all)"));
  free(text);
  text = draw(r, DS_FORMAT_BOX, 60, &cut);
  assert_null(strstr(text, "Christian"));
  free(text);
  ds_result_free(r);
}

static void words_before_a_hit_are_cut_at_their_beginning(void **state) {
  ds_result *r = ds_result_new("kwic");
  const char *values[] = {"the whole long story of the new", "sanctions", "on the trade in timber and other things"};
  for (size_t i = 0; i < 3; i++) ds_result_column(r, values[i], i == 1 ? DS_TYPE_SPAN : DS_TYPE_TEXT, NULL);
  r->columns[0].place = DS_BEFORE_HIT;
  r->columns[2].place = DS_AFTER_HIT;
  ds_row *row = ds_result_row(r);
  for (size_t i = 0; i < 3; i++) ds_value_text(&row->values[i], values[i], strlen(values[i]));
  char *text = draw(r, DS_FORMAT_BOX, 60, NULL);
  assert_non_null(strstr(text, "of the new  sanctions  on the trade"));
  assert_non_null(strstr(text, "…"));
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

/* ---- graphs ---- */

static void add_edge(ds_result *r, const char *from, const char *to, int64_t weight, bool directed) {
  ds_row *row = ds_result_row(r);
  ds_value_text(&row->values[0], from, strlen(from));
  ds_value_text(&row->values[1], to, to ? strlen(to) : 0);
  ds_value_int(&row->values[2], weight);
  ds_value_bool(&row->values[3], directed);
  ds_value_text(&row->values[4], "2023-02-28", 10);
  ds_value_text(&row->values[5], "2023-03-01", 10);
  ds_value_text(&row->values[6], "person", 6);
  if (to) ds_value_text(&row->values[7], "place", 5);
}

static ds_result *edges(void) {
  ds_result *r = ds_result_new("edges");
  ds_result_column(r, "from", DS_TYPE_ENTITY, NULL);
  ds_result_column(r, "to", DS_TYPE_ENTITY, NULL);
  ds_result_column(r, "weight", DS_TYPE_INTEGER, NULL);
  ds_result_column(r, "directed", DS_TYPE_BOOLEAN, NULL);
  ds_result_column(r, "first", DS_TYPE_DATE, NULL);
  ds_result_column(r, "last", DS_TYPE_DATE, NULL);
  ds_result_column(r, "from_kind", DS_TYPE_TEXT, NULL);
  ds_result_column(r, "to_kind", DS_TYPE_TEXT, NULL);
  add_edge(r, "A \"x\" <&>", "Paris", 3, true);
  add_edge(r, "B", "Paris", 1, false);
  add_edge(r, "Alone\n", NULL, 0, false);
  add_edge(r, "Paris", "B", 2, true); /* a person of that name: another node than the place */
  return r;
}

static void check_edges(ds_format format, const char *expected) {
  ds_result *r = edges();
  ds_err err = {0};
  assert_int_equal(ds_render_check(r, format, &err), DS_OK);
  char *text = draw(r, format, 0, NULL);
  assert_string_equal(text, expected);
  free(text);
  ds_result_free(r);
}

static void dot_has_nodes_once_and_lone_ones(void **state) {
  check_edges(DS_FORMAT_DOT, "digraph {\n"
                             "  n0 [label=\"A \\\"x\\\" <&>\" \"kind\"=\"person\"];\n"
                             "  n1 [label=\"Alone \" \"kind\"=\"person\"];\n"
                             "  n2 [label=\"B\" \"kind\"=\"person\"];\n"
                             "  n3 [label=\"B\" \"kind\"=\"place\"];\n"
                             "  n4 [label=\"Paris\" \"kind\"=\"person\"];\n"
                             "  n5 [label=\"Paris\" \"kind\"=\"place\"];\n"
                             "  n0 -> n5 [dir=forward \"weight\"=\"3\" \"first\"=\"2023-02-28\" \"last\"=\"2023-03-01\"];\n"
                             "  n2 -> n5 [dir=none \"weight\"=\"1\" \"first\"=\"2023-02-28\" \"last\"=\"2023-03-01\"];\n"
                             "  n4 -> n3 [dir=forward \"weight\"=\"2\" \"first\"=\"2023-02-28\" \"last\"=\"2023-03-01\"];\n"
                             "}\n");
}

static void graph_has(ds_format format, const char *const *parts) {
  ds_result *r = edges();
  char *text = draw(r, format, 0, NULL);
  for (; *parts; parts++)
    if (!strstr(text, *parts)) fail_msg("'%s' is not in:\n%s", *parts, text);
  free(text);
  ds_result_free(r);
}

static void graphml_declares_what_it_uses(void **state) {
  static const char *const parts[] = {
      "<key id=\"n6\" for=\"node\" attr.name=\"kind\" attr.type=\"string\"/>",
      "<key id=\"e2\" for=\"edge\" attr.name=\"weight\" attr.type=\"long\"/>",
      "<node id=\"n0\"><data key=\"label\">A &quot;x&quot; &lt;&amp;&gt;</data><data key=\"n6\">person</data>",
      "<node id=\"n5\"><data key=\"label\">Paris</data><data key=\"n6\">place</data>",
      "<edge source=\"n0\" target=\"n5\"><data key=\"e2\">3</data>",
      "<edge source=\"n2\" target=\"n5\" directed=\"false\">",
      NULL};
  graph_has(DS_FORMAT_GRAPHML, parts);
}

static void gexf_has_days_and_weights(void **state) {
  static const char *const parts[] = {"mode=\"dynamic\" timeformat=\"date\"", "<attribute id=\"6\" title=\"kind\" type=\"string\"/>",
                                      "<edge id=\"0\" source=\"0\" target=\"5\" type=\"directed\" weight=\"3\" start=\"2023-02-28\" "
                                      "end=\"2023-03-01\">",
                                      "type=\"undirected\" weight=\"1\"", NULL};
  graph_has(DS_FORMAT_GEXF, parts);
}

static void a_graph_needs_two_ends(void **state) {
  ds_result *r = sample();
  ds_err err = {0};
  assert_int_equal(ds_render_check(r, DS_FORMAT_CSV, &err), DS_OK);
  assert_int_equal(ds_render_check(r, DS_FORMAT_GEXF, &err), DS_USAGE);
  assert_string_equal(err.text, "format 'gexf' draws rows as edges between two columns of type entity, which 'sample' has not");
  ds_err_reset(&err);
  ds_result_free(r);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(dot_has_nodes_once_and_lone_ones),
      cmocka_unit_test(graphml_declares_what_it_uses),
      cmocka_unit_test(gexf_has_days_and_weights),
      cmocka_unit_test(a_graph_needs_two_ends),
      cmocka_unit_test(the_first_rows_are_kept),
      cmocka_unit_test(csv_is_rfc_4180),
      cmocka_unit_test(tsv_escapes),
      cmocka_unit_test(json_has_types_and_sources),
      cmocka_unit_test(nothing_is_still_valid),
      cmocka_unit_test(several_sources_are_all_told),
      cmocka_unit_test(markdown_and_html_escape),
      cmocka_unit_test(box_fits_the_terminal_and_says_so),
      cmocka_unit_test(a_narrow_box_keeps_what_is_read),
      cmocka_unit_test(words_before_a_hit_are_cut_at_their_beginning),
      cmocka_unit_test(setting_a_value_twice_keeps_the_last),
  };
  return cmocka_run_group_tests_name("result", tests, NULL, NULL);
}
