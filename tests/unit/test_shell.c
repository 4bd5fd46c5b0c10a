/* The shell's parts that need no database: options, the nearest word, the one rule of the prompt, words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/nearest.h"
#include "shell/command.h"
#include "shell/line.h"
#include "shell/options.h"

static const char *const colours[] = {"red", "green", NULL};
static const ds_option table[] = {{"tokens", 't', DS_OPTION_FLAG, NULL, "flag"},
                                  {"jobs", 'j', DS_OPTION_INTEGER, "N", "number"},
                                  {"since", 0, DS_OPTION_DATE, "DATE", "date"},
                                  {"colour", 0, DS_OPTION_CHOICE, NULL, "choice", colours},
                                  {"deep", 0, DS_OPTION_ON, NULL, "boolean"},
                                  {"name", 'n', DS_OPTION_TEXT, "X", "text"},
                                  {0}};
static const ds_option *const tables[] = {table, NULL};

static ds_status parse(ds_args *args, const char *const *argv, int max_words, int *used, ds_err *err) {
  int argc = 0;
  while (argv[argc]) argc++;
  return ds_args_parse(args, tables, argc, argv, max_words, used, err);
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void test_options_in_gnu_style(void **state) {
  ds_args a = {0};
  ds_err err = {0};
  assert_int_equal(parse(&a, WORDS("one", "--jobs=4", "-tn", "x y", "-", "--deep", "--", "--since"), -1, NULL, &err), DS_OK);
  assert_int_equal(a.n_words, 3);
  assert_string_equal(a.words[1], "-");
  assert_string_equal(a.words[2], "--since");
  assert_int_equal(ds_args_integer(&a, "jobs", 0), 4);
  assert_true(ds_args_flag(&a, "tokens"));
  assert_string_equal(ds_args_text(&a, "name"), "x y");
  assert_string_equal(ds_args_text(&a, "deep"), "true");
  assert_null(ds_args_text(&a, "since"));
  ds_args_reset(&a);
}

static void test_last_value_holds_and_all_are_kept(void **state) {
  ds_args a = {0};
  assert_int_equal(parse(&a, WORDS("-n", "a", "--name", "b"), -1, NULL, NULL), DS_OK);
  assert_string_equal(ds_args_text(&a, "name"), "b");
  const char **all = ds_args_all(&a, "name");
  assert_string_equal(all[0], "a");
  assert_string_equal(all[1], "b");
  assert_null(all[2]);
  free(all);
  ds_args_reset(&a);
}

static void test_rest_belongs_to_a_script(void **state) {
  ds_args a = {0};
  int used = 0;
  assert_int_equal(parse(&a, WORDS("-j", "2", "script.lua", "--unknown", "x"), 1, &used, NULL), DS_OK);
  assert_int_equal(used, 3);
  assert_int_equal(a.n_words, 1);
  ds_args_reset(&a);
}

static void expect_usage(const char *const *argv, const char *text, const char *hint) {
  ds_args a = {0};
  ds_err err = {0};
  assert_int_equal(parse(&a, argv, -1, NULL, &err), DS_USAGE);
  assert_string_equal(err.text, text);
  assert_string_equal(err.hint, hint);
  ds_args_reset(&a);
}

static void test_wrong_options_name_the_nearest(void **state) {
  expect_usage(WORDS("--job", "3"), "no option '--job'", "did you mean '--jobs'?");
  expect_usage(WORDS("--tokens=1"), "'--tokens' takes no value, got '1'", "");
  expect_usage(WORDS("--name"), "'--name' needs a value", "--name X: text");
  expect_usage(WORDS("-z"), "no option '-z' (in '-z')", "");
  expect_usage(WORDS("--jobs", "many"), "'jobs' must be a whole number, got 'many'", "");
  expect_usage(WORDS("--jobs", "-1"), "'jobs' must be a whole number, got '-1'", "");
  expect_usage(WORDS("--colour", "gren"), "'colour' must be one of red|green, got 'gren'", "did you mean 'green'?");
  expect_usage(WORDS("--since", "2023-13"), "'since' must be a date like 2023-02-28, 2023-02 or 2023, got '2023-13'", "");
  expect_usage(WORDS("--since", "yesterday"), "'since' must be a date like 2023-02-28, 2023-02 or 2023, got 'yesterday'", "");
}

static void test_dates_may_be_short(void **state) {
  ds_args a = {0};
  assert_int_equal(parse(&a, WORDS("--since", "2023", "--since=2023-02", "--since", "2023-02-28"), -1, NULL, NULL), DS_OK);
  ds_args_reset(&a);
}

static void test_edit_distance(void **state) {
  assert_int_equal(ds_edit_distance("", ""), 0);
  assert_int_equal(ds_edit_distance("abc", ""), 3);
  assert_int_equal(ds_edit_distance("visist", "visits"), 1); /* a swap counts one */
  assert_int_equal(ds_edit_distance("Quotes", "quotes"), 0);
  assert_int_equal(ds_edit_distance("kitten", "sitting"), 3);
}

static const char *nearest_of(const char *typed) {
  ds_nearest n = ds_nearest_start(typed, strlen(typed));
  for (const char *const *w = WORDS("visits", "quotes", "entities", "articles", "search"); *w; w++) ds_nearest_offer(&n, *w);
  return ds_nearest_word(&n);
}

static void test_nearest_word(void **state) {
  assert_string_equal(nearest_of("visists"), "visits");
  assert_string_equal(nearest_of("qoutes"), "quotes");
  assert_string_equal(nearest_of("ent"), "entities");
  assert_null(nearest_of("lukashenko"));
  assert_null(nearest_of("x"));
}

static bool knows(void *data, const char *word) {
  return strcmp(word, "visits") == 0 || ds_command_find(word, strlen(word));
}

static void test_one_rule(void **state) {
  static const struct {
    const char *line;
    ds_line_kind kind;
  } cases[] = {
      {"", DS_LINE_EMPTY},
      {"   ", DS_LINE_EMPTY},
      {"visits", DS_LINE_COMMAND},
      {"visits --who x", DS_LINE_COMMAND},
      {"visits lukashenko", DS_LINE_COMMAND},
      {"visits{who='x'}", DS_LINE_LUA},
      {"visits {who='x'}", DS_LINE_LUA},
      {"visits (a OR b)", DS_LINE_COMMAND},
      {"visits()", DS_LINE_LUA},
      {"visits (x)", DS_LINE_COMMAND},
      {"visits.x", DS_LINE_LUA},
      {"visits:each()", DS_LINE_LUA},
      {"visits[1]", DS_LINE_LUA},
      {"visits, y = 1, 2", DS_LINE_LUA},
      {"visits = 3", DS_LINE_LUA},
      {"visits=3", DS_LINE_LUA},
      {"visits == 3", DS_LINE_COMMAND},
      {"vissits", DS_LINE_LUA},
      {"1 + 1", DS_LINE_LUA},
      {"for i = 1, 2 do", DS_LINE_LUA},
      {"select 1", DS_LINE_SQL},
      {"SELECT count(*) FROM articles", DS_LINE_SQL},
      {"with t as (select 1) select * from t", DS_LINE_SQL},
      {"select('#', 1)", DS_LINE_LUA},
      {"select = 1", DS_LINE_LUA},
      {"selected = 1", DS_LINE_LUA},
      {".help", DS_LINE_COMMAND},
      {"  .quit", DS_LINE_COMMAND},
      {".nonsense", DS_LINE_COMMAND},
      {"...", DS_LINE_LUA},
      {"? quotes", DS_LINE_COMMAND},
      {"_", DS_LINE_LUA},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    if (ds_line_classify(cases[i].line, knows, NULL, NULL) != cases[i].kind) fail_msg("'%s'", cases[i].line);
}

static void test_where_a_command_begins(void **state) {
  size_t from = 99;
  ds_line_classify("  .help x", knows, NULL, &from);
  assert_int_equal(from, 3);
  ds_line_classify(" visits", knows, NULL, &from);
  assert_int_equal(from, 1);
}

static void expect_words(const char *line, bool raw, const char *const *want) {
  ds_line_words w = {0};
  assert_int_equal(ds_line_split(line, raw, &w, NULL), DS_OK);
  size_t n = 0;
  for (; want[n]; n++) {
    assert_true(n < w.n);
    assert_string_equal(w.words[n], want[n]);
  }
  assert_int_equal(w.n, n);
  ds_line_words_reset(&w);
}

static void test_words(void **state) {
  expect_words("quotes --speaker 'Ned Price' x\\ y", false, WORDS("quotes", "--speaker", "Ned Price", "x y"));
  expect_words("a --name=\"b c\" ''", false, WORDS("a", "--name=b c", ""));
  expect_words("search O'Brien don't", false, WORDS("search", "O'Brien", "don't"));
  expect_words("search \"peace plan\" OR war", true, WORDS("search", "\"peace plan\"", "OR", "war"));
  expect_words("search (\"a b\" OR c)", true, WORDS("search", "(\"a b\"", "OR", "c)"));
  ds_line_words w = {0};
  ds_err err = {0};
  assert_int_equal(ds_line_split("quotes \"Ned", false, &w, &err), DS_USAGE);
  assert_string_equal(err.text, "the quotation mark \" is not closed");
}

static bool table_ends_well(const ds_option *options) {
  for (; options && options->name; options++)
    if (!options->help || !*options->help || strlen(options->name) > 24) return false;
  return true;
}

/* Every row of the table has what help and completion are made of; no option of a command takes a global one's name. */
static void test_command_table(void **state) {
  const ds_option *globals[] = {ds_global_options, NULL};
  assert_true(table_ends_well(ds_global_options));
  for (const ds_command *c = ds_commands; c->name; c++) {
    assert_non_null(c->usage);
    assert_true(c->summary && *c->summary && c->group && c->run);
    assert_true(table_ends_well(c->options));
    assert_ptr_equal(ds_command_find(c->name, strlen(c->name)), c);
    for (const ds_option *o = c->options; o && o->name; o++)
      if (ds_option_find(globals, o->name, strlen(o->name))) fail_msg("'%s' of '%s' is a global option", o->name, c->name);
  }
  assert_string_equal(ds_command_find("exit", 4)->name, "quit");
  assert_null(ds_command_find("", 0));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_options_in_gnu_style),
      cmocka_unit_test(test_last_value_holds_and_all_are_kept),
      cmocka_unit_test(test_rest_belongs_to_a_script),
      cmocka_unit_test(test_wrong_options_name_the_nearest),
      cmocka_unit_test(test_dates_may_be_short),
      cmocka_unit_test(test_edit_distance),
      cmocka_unit_test(test_nearest_word),
      cmocka_unit_test(test_one_rule),
      cmocka_unit_test(test_where_a_command_begins),
      cmocka_unit_test(test_words),
      cmocka_unit_test(test_command_table),
  };
  return cmocka_run_group_tests_name("shell", tests, NULL, NULL);
}
