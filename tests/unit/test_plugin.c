/* Plugins: what is refused and how it is said, arguments, rows and sources, selections and objects, tables of SQL. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/path.h"
#include "plugin/manifest.h"

/* Two articles; Aleinik and Mao speak, Smith is two people. Text offsets are those of the sentences below. */
static const char fixture[] =
    "INSERT INTO articles(id, key, ref, title, date, outlet, lang, text, imported) VALUES"
    " (1, 'k1', 'r1', 'One', '2023-02-28', 'Courier', 'en', 'Sergei Aleinik said: \"We will go to China.\" Mao agreed.', '2023-03-01'),"
    " (2, 'k2', NULL, 'Two', '2023-03-05', 'Post', 'en', 'Aleinik told reporters that it was over.', '2023-03-06'),"
    " (3, 'k3', NULL, 'Copy', '2023-03-05', 'Echo', 'en', 'Aleinik told reporters that it was over.', '2023-03-06');"
    "UPDATE articles SET duplicate_of = 2 WHERE id = 3;"
    "INSERT INTO sentences VALUES (1, 0, 0, 43), (1, 1, 44, 55), (2, 0, 0, 40), (3, 0, 0, 40);"
    "INSERT INTO words VALUES (1, 'say'), (2, 'tell'), (3, 'rule'), (4, 'go'), (5, 'agree'), (6, 'subject'), (7, 'to'), (8, 'we'), (9, "
    "'China'), (10, 'Mao');"
    "INSERT INTO identities(id, key, kind, complete, last, bare, n, entity, name, country, note) VALUES"
    " (1, 'person/sergei aleinik', 0, 1, 'aleinik', 'sergei aleinik', 2, 1, 'Sergei Aleinik', 'BY', 'foreign minister'),"
    " (2, 'place/china', 2, 1, NULL, NULL, 1, 2, 'China', 'CN', NULL), (3, 'person/mao', 0, 0, 'mao', NULL, 1, 3, 'Mao', NULL, NULL),"
    " (4, 'person/ann smith', 0, 1, 'smith', 'ann smith', 1, 4, 'Ann Smith', NULL, NULL), (5, 'person/bob smith', 0, 1, 'smith', 'bob "
    "smith', 1, 5, 'Bob Smith', NULL, NULL);"
    "INSERT INTO alias_rows VALUES (1, 'Sergei Aleinik', 'sergei aleinik', 1), (1, 'Aleinik', 'aleinik', 1), (2, 'China', 'china', 1), (3, "
    "'Mao', 'mao', 1),"
    " (4, 'Ann Smith', 'ann smith', 1), (5, 'Bob Smith', 'bob smith', 1);"
    "INSERT INTO mention_rows VALUES (1, 0, 14, 1, 0, 0), (1, 36, 5, 2, 0, 0), (1, 44, 3, 3, 1, 0), (2, 0, 7, 1, 0, 0), (3, 0, 7, 1, 0, 0);"
    "INSERT INTO quote_rows VALUES (1, 1, 21, 22, 0, '[[22,42]]', 1, 'Sergei Aleinik', 0, 14, 1, '[[15,19]]', 3, 0.9),"
    " (2, 2, 28, 11, 2, '[[28,39]]', 1, 'Aleinik', 0, 7, 2, '[[8,12]]', 3, 0.8), (3, 3, 28, 11, 2, '[[28,39]]', 1, 'Aleinik', 0, 7, 2, "
    "'[[8,12]]', 3, 0.8),"
    " (4, 1, 44, 11, 2, '[[44,55]]', NULL, NULL, NULL, NULL, NULL, NULL, 3, 0.1);"
    "INSERT INTO predicate_rows VALUES (1, 1, 0, 30, 2, 4, 24, NULL, 1, 1), (2, 1, 1, 48, 6, 5, 8, NULL, NULL, NULL);"
    "INSERT INTO argument_rows VALUES (1, 0, 6, 22, 2, 8, 1), (1, 1, 7, 33, 8, 9, 2), (2, 0, 6, 44, 3, 10, 3);"
    "INSERT INTO tokens VALUES (1, 1, 2, x'01000008785e636080000000080001');"
    "INSERT INTO articles_fts(rowid, title, text) SELECT id, title, text FROM articles;"
    "INSERT INTO dates VALUES (1, 0, 5, 0, 'date', '2023-02-28', '2023-03-01', '2023-02-28');";

typedef struct world {
  ds_store *store;
  ds_plugins *plugins;
  char folder[64], *fixtures;
} world;

static void write_file(const world *w, const char *name, const char *text) {
  char *path = ds_path_join(w->folder, name);
  FILE *f = fopen(path, "w");
  fputs(text, f);
  fclose(f);
  free(path);
}

static int set_up(void **state) {
  world *w = ds_alloc(sizeof *w);
  ds_err err = {0};
  const char *root = getenv("ROOT");
  w->fixtures = ds_path_join(root ? root : ".", "tests/plugins/fixtures");
  snprintf(w->folder, sizeof w->folder, "/tmp/dossier-plugin.XXXXXX");
  assert_non_null(mkdtemp(w->folder));
  write_file(w, "syntax.lua", "return {\n  name = 'syntax'\n  api = 1,\n}\n");
  ds_buf folders = {0};
  ds_buf_printf(&folders, "%s:%s", w->fixtures, w->folder);
  setenv("DOSSIER_PLUGINS", folders.data, 1);
  ds_buf_reset(&folders);
  char *path = ds_path_join(w->folder, "t.db");
  if (ds_store_open(path, DS_OPEN_CREATE, 0, &w->store, &err) != DS_OK) fail_msg("%s", err.text);
  free(path);
  char *message = NULL;
  if (sqlite3_exec(ds_store_handle(w->store), fixture, NULL, NULL, &message) != SQLITE_OK) fail_msg("%s", message);
  w->plugins = ds_plugins_load();
  *state = w;
  return 0;
}

static int tear_down(void **state) {
  world *w = *state;
  ds_plugins_free(w->plugins);
  ds_store_close(w->store);
  static const char *const files[] = {"t.db", "t.db-wal", "t.db-shm", "probe.lua", "syntax.lua", "list.txt"};
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    char *path = ds_path_join(w->folder, files[i]);
    unlink(path);
    free(path);
  }
  rmdir(w->folder);
  free(w->fixtures);
  free(w);
  return 0;
}

#define ARGS(...) ((const char *const[][2]){__VA_ARGS__})

static ds_status run_named(world *w, const char *name, const char *const (*args)[2], size_t n, const ds_run_options *options,
                           ds_result **result, ds_err *err) {
  const ds_plugin *plugin = ds_plugins_find(w->plugins, name, NULL, err);
  assert_non_null(plugin);
  return ds_plugin_run(w->store, plugin, args, n, options, result, err);
}

/* Runs `body` as a plugin's run function with the columns a (text), e (entity), n (integer), p (percent), d (date), l (list), b (boolean).
 */
static ds_status run_body(world *w, const char *body, const ds_run_options *options, ds_result **result, ds_err *err) {
  char *path = ds_path_join(w->folder, "probe.lua");
  FILE *f = fopen(path, "w");
  fprintf(f,
          "return { name = 'probe', api = 1, summary = 's', columns = { {name='a',type='text',help='h'}, {name='e',type='entity',help='h'},"
          " {name='n',type='integer',help='h'}, {name='p',type='percent',help='h'}, {name='d',type='date',help='h'}, "
          "{name='l',type='list',help='h'},"
          " {name='b',type='boolean',help='h'} }, run = function(ctx, args)\n%s\nend }",
          body);
  fclose(f);
  ds_arena *arena = ds_arena_new();
  ds_problems problems = {0};
  ds_plugin *plugin = ds_manifest_read(path, arena, &problems);
  if (!plugin) fail_msg("%s", problems.items[0]);
  ds_status status = ds_plugin_run(w->store, plugin, NULL, 0, options, result, err);
  ds_problems_reset(&problems);
  ds_arena_free(arena);
  free(path);
  return status;
}

/* A body that must come to its end. */
static void check_body(world *w, const char *body) {
  ds_result *result = NULL;
  ds_err err = {0};
  if (run_body(w, body, NULL, &result, &err) != DS_OK) fail_msg("line %ld: %s", err.line - 1, err.text);
  ds_result_free(result);
}

/* A body that must fail with a message that contains `expected`, on its first line. */
static void check_fails(world *w, const char *body, const char *expected) {
  ds_result *result = NULL;
  ds_err err = {0};
  assert_int_equal(run_body(w, body, NULL, &result, &err), DS_SCRIPT);
  if (!strstr(err.text, expected)) fail_msg("%s: expected '%s' in '%s'", body, expected, err.text);
  assert_int_equal(err.line, 2);
  assert_non_null(strstr(err.file, "probe.lua"));
  assert_non_null(err.traceback);
  ds_err_reset(&err);
}

/* --- manifests --- */

static bool has_problem(const world *w, const char *text) {
  for (size_t i = 0; i < ds_plugins_n_problems(w->plugins); i++)
    if (strstr(ds_plugins_problem(w->plugins, i), text)) return true;
  return false;
}

static void test_every_problem_is_told(void **state) {
  world *w = *state;
  static const char *const expected[] = {"broken.lua:2: the name 'brokn' is not the file's",
                                         "broken.lua:3: the plugin has an unknown field 'sumary'; the nearest is 'summary'",
                                         "the plugin has no 'summary'",
                                         "broken.lua:5: type of argument 'who' must be one of",
                                         "got 'entitty'; the nearest is 'entity'",
                                         "broken.lua:6: argument 'since' takes the name of an option",
                                         "broken.lua:7: argument 'status' is a choice without 'choices'",
                                         "argument 'a' has no 'help'",
                                         "broken.lua:9: 'book' is a file and cannot have a default",
                                         "column 'page' cannot be a file: only arguments are",
                                         "broken.lua:11: column 'n' has an unknown field 'widht'",
                                         "column 'n' is there twice",
                                         "'run' of the plugin must be a function, got a number",
                                         "newer.lua:1: the plugin needs api 7, this program has api 1",
                                         "syntax.lua:3: '}' expected",
                                         "greedy.lua:1: attempt to index a nil value (global 'io')"};
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
    if (!has_problem(w, expected[i])) fail_msg("no problem '%s'", expected[i]);
  assert_false(has_problem(w, "whatever")); /* what a newer api calls things is not judged */
  bool broken = false;
  ds_err err = {0};
  assert_null(ds_plugins_find(w->plugins, "broken", &broken, &err));
  assert_true(broken);
  assert_non_null(strstr(err.text, "sumary"));
  assert_null(ds_plugins_find(w->plugins, "speekers", &broken, &err));
  assert_false(broken);
  assert_string_equal(err.hint, "did you mean 'speakers'?");
  ds_err_reset(&err);
}

static void test_a_plugin_tells_what_it_is(void **state) {
  world *w = *state;
  const ds_plugin *p = ds_plugins_find(w->plugins, "speakers", NULL, NULL);
  assert_non_null(p);
  assert_int_equal(p->n_args, 8);
  assert_true(p->args[0].positional);
  assert_string_equal(p->args[1].fallback, "1");
  assert_string_equal(p->args[4].choices[1], "indirect");
  assert_null(p->args[4].choices[2]);
  assert_int_equal(p->n_views, 2);
  assert_string_equal(p->views[0].name, "");
  assert_string_equal(p->views[1].name, "list");
  assert_int_equal(p->views[1].n_columns, 2);
  assert_string_equal(p->examples[0].rows[0], "{\"n\":1,\"speaker\":\"Pavel Haradny\"}");
  assert_string_equal(p->version, "1.0");
}

/* --- arguments --- */

static void check_usage(world *w, const char *name, const char *value, const char *text, const char *hint) {
  ds_err err = {0};
  ds_result *result = NULL;
  assert_int_equal(run_named(w, "speakers", ARGS({name, value}), 1, NULL, &result, &err), DS_USAGE);
  if (!strstr(err.text, text)) fail_msg("expected '%s' in '%s'", text, err.text);
  if (hint && !strstr(err.hint, hint)) fail_msg("expected '%s' in the hint '%s'", hint, err.hint);
  assert_null(result);
  ds_err_reset(&err);
}

static void test_arguments_are_checked(void **state) {
  world *w = *state;
  check_usage(w, "whoo", "x", "speakers has no argument 'whoo'; did you mean 'who'?", NULL);
  check_usage(w, "least", "many", "'least' must be a whole number, got 'many'", NULL);
  check_usage(w, "least", "1.5", "'least' must be a whole number", NULL);
  check_usage(w, "share", "a lot", "'share' must be a number", NULL);
  check_usage(w, "day", "2023-13", "'day' must be a date", NULL);
  check_usage(w, "day", "yesterday", "'day' must be a date", NULL);
  check_usage(w, "loud", "maybe", "'loud' must be true or false", NULL);
  check_usage(w, "kind", "derect", "'kind' must be one of direct|indirect, got 'derect'", "did you mean 'direct'?");
  check_usage(w, "who", "Smith", "'Smith' is ambiguous for 'who': ", "full name");
  check_usage(w, "who", "Smith", "Ann Smith", NULL);
  check_usage(w, "who", "Smith", "Bob Smith", NULL);
  ds_err err = {0};
  ds_result *result = NULL;
  assert_int_equal(run_named(w, "speakers", ARGS({"least", "1"}, {"least", "2"}), 2, NULL, &result, &err), DS_USAGE);
  assert_string_equal(err.text, "'least' is given twice");
  ds_run_options options = {.view = "lst"};
  assert_int_equal(run_named(w, "speakers", NULL, 0, &options, &result, &err), DS_USAGE);
  assert_string_equal(err.text, "speakers has no view 'lst'; the nearest is 'list'");
  ds_err_reset(&err);
}

static void test_nobody_is_an_empty_result(void **state) {
  world *w = *state;
  ds_err err = {0};
  ds_result *result = NULL;
  assert_int_equal(run_named(w, "speakers", ARGS({"who", "Nobody Atall"}), 1, NULL, &result, &err), DS_OK);
  assert_int_equal(result->n_rows, 0);
  assert_int_equal(result->n_columns, 5);
  assert_string_equal(result->notes[0], "nobody and nothing here is called 'Nobody Atall'; 'entities' lists who is named");
  ds_result_free(result);
}

/* --- files --- */

static ds_status run_filed(world *w, const char *text, const char *pretend, ds_result **result, ds_err *err) {
  write_file(w, "list.txt", text);
  char *path = ds_path_join(w->folder, pretend);
  ds_status status = run_named(w, "filed", ARGS({"words", path}), 1, NULL, result, err);
  free(path);
  return status;
}

static void test_a_file_is_read_by_the_host(void **state) {
  world *w = *state;
  ds_err err = {0};
  ds_result *r = NULL;
  if (run_filed(w, "\xEF\xBB\xBFone\r\n\ntwo", "list.txt", &r, &err) != DS_OK) fail_msg("%s", err.text);
  assert_int_equal(r->n_rows, 3);
  static const char *const lines[] = {"one", "", "two"};
  for (int i = 0; i < 3; i++) {
    assert_int_equal(r->rows[i].values[0].as.i, i + 1);
    assert_string_equal(r->rows[i].values[1].as.text.s, lines[i]);
  }
  assert_string_equal(r->notes[0], "one\r\n\ntwo");
  ds_result_free(r);
}

static void test_a_file_has_wrong_lines(void **state) {
  world *w = *state;
  ds_err err = {0};
  ds_result *r = NULL;
  assert_int_equal(run_filed(w, "one\nwrong\n", "list.txt", &r, &err), DS_INPUT);
  assert_string_equal(err.text, "no word, got 'wrong'");
  assert_non_null(strstr(err.file, "/list.txt"));
  assert_int_equal(err.line, 2);
  assert_int_equal(run_filed(w, "one\n\xff\n", "list.txt", &r, &err), DS_INPUT);
  assert_int_equal(err.line, 2);
  assert_string_equal(err.text, "the text is not UTF-8");
  assert_int_equal(run_filed(w, "caught\n", "list.txt", &r, &err), DS_SCRIPT); /* another error after one that was caught */
  assert_non_null(strstr(err.file, "filed.lua"));
  assert_int_equal(run_filed(w, "", "none.txt", &r, &err), DS_IO);
  assert_non_null(strstr(err.text, "cannot open"));
  ds_err_reset(&err);
  assert_null(r);
}

/* By way of SQL a plugin could make another one, or itself, read any file. */
static void test_a_plugin_names_no_file(void **state) {
  world *w = *state;
  ds_err err = {0};
  write_file(w, "list.txt", "one\n");
  if (ds_plugins_tables(w->store, w->plugins, &err) != DS_OK) fail_msg("%s", err.text);
  ds_buf body = {0};
  ds_buf_printf(&body, "for r in ctx.db:rows(\"SELECT line FROM filed WHERE words = '%s/list.txt'\") do end", w->folder);
  check_fails(w, body.data, "'words' names a file: an analysis cannot choose one for another");
  ds_buf_reset(&body);
}

/* --- rows --- */

static void test_rows_are_typed_and_have_sources(void **state) {
  world *w = *state;
  ds_err err = {0};
  ds_result *r = NULL;
  const char *const args[][2] = {{"who", "aleinik"}, {"share", "25%"}, {"tags", "a, b,c"}, {"min_words", "3"}};
  if (run_named(w, "speakers", args, 4, NULL, &r, &err) != DS_OK) fail_msg("%s:%ld: %s", err.file, err.line, err.text);
  assert_string_equal(r->title, "speakers --who aleinik --share 25% --tags 'a, b,c' --min_words 3");
  assert_int_equal(r->n_rows, 1);
  assert_string_equal(r->rows[0].values[0].as.text.s, "Sergei Aleinik");
  assert_int_equal(r->rows[0].values[1].tag, DS_INT);
  assert_int_equal(r->rows[0].values[1].as.i, 2); /* the copy in Echo does not count */
  assert_true(r->rows[0].values[2].as.d == 0.25);
  assert_string_equal(r->rows[0].values[3].as.text.s, "2023-02-28");
  assert_int_equal(r->rows[0].values[4].as.list.n, 3);
  assert_string_equal(r->rows[0].values[4].as.list.items[1], "b");
  assert_int_equal(r->rows[0].n_sources, 3);
  assert_int_equal(r->rows[0].sources[0].article, 1);
  assert_string_equal(r->rows[0].sources[0].ref, "r1");
  assert_int_equal(r->rows[0].sources[0].start, 21);
  assert_int_equal(r->rows[0].sources[0].end, 43);
  assert_null(r->rows[0].sources[2].ref);
  assert_string_equal(r->notes[0], "from 3 quotes");
  ds_result_free(r);
}

static size_t count_rows(world *w, const char *view, ds_run_options options) {
  ds_err err = {0};
  ds_result *r = NULL;
  options.view = view;
  if (run_named(w, "speakers", NULL, 0, &options, &r, &err) != DS_OK) fail_msg("%s", err.text);
  size_t n = r->n_rows;
  ds_result_free(r);
  return n;
}

static void test_the_host_restricts_everything(void **state) {
  world *w = *state;
  assert_int_equal(count_rows(w, "list", (ds_run_options){0}), 3);
  assert_int_equal(count_rows(w, "list", (ds_run_options){.all_copies = true}), 4);
  assert_int_equal(count_rows(w, "list", (ds_run_options){.since = "2023-03"}), 1);
  assert_int_equal(count_rows(w, "list", (ds_run_options){.until = "2023-02"}), 2);
  assert_int_equal(count_rows(w, "list", (ds_run_options){.until = "2023-02-27"}), 0);
  assert_int_equal(count_rows(w, "list", (ds_run_options){.outlet = "Courier"}), 2);
  assert_int_equal(count_rows(w, "list", (ds_run_options){.article = 3}), 1);
}

static void test_wrong_rows_are_errors(void **state) {
  world *w = *state;
  check_fails(w, "ctx:row{ aa = 1 }", "there is no column 'aa'");
  check_fails(w, "ctx:row{ sourcce = 1 }", "there is no column 'sourcce'");
  check_fails(w, "ctx:row{ n = 1.5 }", "column 'n' is integer");
  check_fails(w, "ctx:row{ n = 'x' }", "column 'n' is integer, got string");
  check_fails(w, "ctx:row{ b = 'true' }", "column 'b' is boolean");
  check_fails(w, "ctx:row{ d = 'soon' }", "column 'd' is a date");
  check_fails(w, "ctx:row{ p = {} }", "column 'p' is percent");
  check_fails(w, "ctx:row{ a = {} }", "column 'a' is text");
  check_fails(w, "ctx:row{ l = { {} } }", "column 'l' is list");
  check_fails(w, "ctx:row{ source = {} }", "a source is an object with a passage");
  check_fails(w, "ctx:row{ source = { 99, 1, 2 } }", "names article 99");
  check_fails(w, "ctx.row{ a = 'x' }", "bad argument");
  check_fails(w, "local _ = ctx.quote", "a ctx has no field 'quote'; the nearest is 'quotes'");
  check_fails(w, "local _ = args.who", "probe declares no argument 'who'");
  check_fails(w, "ctx.quotes:first().speeker = 1", "cannot be set");
  check_fails(w, "ctx.quotes{ spaeker = 'x' }", "quotes have no filter 'spaeker'; the nearest is 'speaker'");
  check_fails(w, "ctx.quotes{ attributed = 'x' }", "takes true or false");
  check_fails(w, "local _ = ctx.quotes * ctx.dates", "cannot be combined");
  check_fails(w, "for _ in ctx.db:rows('DELETE FROM articles') do end", "only SELECT");
  check_fails(w, "for _ in ctx.db:rows(\"ATTACH 'x.db' AS x\") do end", "only SELECT");
  check_fails(w, "for _ in ctx.db:rows('SELECT 1; SELECT 2') do end", "only one statement");
  check_fails(w, "for _ in ctx.db:rows('SELECT ?', 1, 2) do end", "1 parameter, 2 given");
}

static void test_errors_name_the_article(void **state) {
  world *w = *state;
  ds_result *result = NULL;
  ds_err err = {0};
  assert_int_equal(
      run_body(w, "for q in ctx.quotes:each() do if q.article.outlet == 'Post' then error 'here' end end", NULL, &result, &err), DS_SCRIPT);
  assert_int_equal(err.article, 2);
  assert_string_equal(err.text, "here");
  ds_err_reset(&err);
}

static void test_limits_of_a_run(void **state) {
  world *w = *state;
  ds_result *result = NULL;
  ds_err err = {0};
  ds_run_options options = {.max_seconds = 0.2};
  assert_int_equal(run_body(w, "while true do pcall(function() while true do end end) end", &options, &result, &err), DS_LIMIT);
  const char *sql = "for r in ctx.db:rows('WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c') do end";
  assert_int_equal(run_body(w, sql, &options, &result, &err), DS_LIMIT);
  options = (ds_run_options){.max_memory = (size_t)16 << 20};
  assert_int_equal(run_body(w, "while true do ctx:row{ a = ('x'):rep(1000) } end", &options, &result, &err), DS_LIMIT);
  assert_int_equal(run_body(w, "while true do ctx:note(('x'):rep(1000)) end", &options, &result, &err), DS_LIMIT);
  sql = "for r in ctx.db:rows('SELECT length(hex(zeroblob(60000000)))') do end";
  assert_int_equal(run_body(w, sql, &options, &result, &err), DS_LIMIT);
  options.max_memory = 1000;
  assert_int_equal(run_body(w, "local t = {}", &options, &result, &err), DS_LIMIT);
  ds_err_reset(&err);
  check_body(w, "assert(ctx.articles:count() == 2)"); /* the connection is as it was */
}

/* Wherever memory ends, the run ends with it and nothing else happens (the sanitizers look for leaks). */
static void test_memory_may_end_anywhere(void **state) {
  world *w = *state;
  int limited = 0;
  for (size_t memory = 20 << 10; memory < 400 << 10; memory += 3001) {
    ds_result *result = NULL;
    ds_err err = {0};
    ds_run_options options = {.max_memory = memory};
    ds_status status = run_named(w, "speakers", ARGS({"who", "aleinik"}, {"tags", "a,b"}), 2, &options, &result, &err);
    if (status != DS_OK && status != DS_LIMIT) fail_msg("%zu bytes: %s", memory, err.text);
    limited += status == DS_LIMIT;
    ds_err_reset(&err);
    ds_result_free(result);
  }
  assert_true(limited > 3);
}

/* --- objects and selections --- */

static void test_objects(void **state) {
  world *w = *state;
  check_body(
      w, "local q = ctx.quotes:first()\n"
         "assert(q.text == '\"We will go to China.\"' and q.article.text:sub(q.first, q.last) == q.text)\n"
         "assert(q.start_byte == 21 and q.end_byte == 43 and q.content[1].text == 'We will go to China.' and q.content[1].article == "
         "q.article)\n"
         "assert(q.speaker.name == 'Sergei Aleinik' and q.speaker.country == 'BY' and q.speaker_text == 'Sergei Aleinik' and "
         "q.speaker_span.last == 14)\n"
         "assert(q.cue == 'say' and q.cue_spans[1].text == 'said' and q.rule == 'rule' and q.confidence == 0.9 and q.kind == 'direct')\n"
         "assert(q.article.date == '2023-02-28' and q.sentence.n == 1 and #q.sentences == 1 and q.sentence == q.article.sentences[1])\n"
         "assert(ctx.quotes{ attributed = false }:first().speaker == nil)\n"
         "local p = ctx.predicates:first()\n"
         "assert(p.lemma == 'go' and p.pos == 'verb' and p.tense == 'future' and p.negated == false and p.passive == false and p.modal == "
         "nil)\n"
         "assert(p.subject.entity == q.speaker and p['to'].text == 'to China' and p['to'].entity.name == 'China' and p['to'].head == "
         "'China')\n"
         "assert(p.object == nil and p['with'] == nil and #p.arguments == 2 and p.arguments[2] == p['to'] and p['to'].role == 'to')\n"
         "assert(p.quote == q and p.holder == q.speaker and p.sentence.text == q.sentence.text)\n"
         "assert(not pcall(function() return p.wiht end))\n"
         "local m = ctx.mentions:first() assert(m.text == 'Sergei Aleinik' and m.entity == q.speaker and m.form == 'name' and m.sentence.n "
         "== 1)\n"
         "local d = ctx.dates:first() assert(d.first == '2023-02-28' and d.last == '2023-03-01' and d.text == 'Serge' and d.value == "
         "'2023-02-28')\n"
         "assert(tostring(q):find '^quote: ' and tostring(q.speaker) == 'entity: Sergei Aleinik')\n"
         "local e = q.speaker assert(table.concat(e.aliases, '|') == 'Aleinik|Sergei Aleinik' and #e.quotes == 2 and #e.mentions == 2 and "
         "#e.articles == 2)\n"
         "assert(#e.predicates == 1 and e.note == 'foreign minister')\n"
         "local a = q.article assert(#a.quotes == 2 and #a.mentions == 3 and #a.predicates == 2 and #a.entities == 3 and #a.dates == 1 and "
         "a.url == nil)\n"
         "assert(#a.sentences == 2 and a.sentences[2].text == 'Mao agreed.' and #a.sentences[2].predicates == 1 and "
         "#a.sentences[1].mentions == 2)\n"
         "assert(#a.sentences[2].quotes == 1 and #a.sentences[1].tokens == 0)");
}

static void test_selections(void **state) {
  world *w = *state;
  check_body(
      w, "local q = ctx.quotes\n"
         "assert(q:count() == 3 and #q == 3 and #q:all() == 3 and q:first().id == 1)\n"
         "assert(#q{ who = 'aleinik' } == 2 and #q{ speaker = 'Sergei Aleinik', kind = 'direct' } == 1 and #q{ kind = { 'direct', "
         "'indirect' } } == 3)\n"
         "assert(#q{ who = { 'aleinik', 'mao' } } == 2 and #q{ who = 'nobody' } == 0 and #q{ kind = {} } == 0 and #q{} == 3)\n"
         "assert(#q{ below = 0.5 } == 1 and #q{ above = 0.5 } == 2 and #q{ attributed = true } == 2 and #q{ about = 'China' } == 1)\n"
         "assert(#q{ since = '2023-03' } == 1 and #q{ ['until'] = '2023-02' } == 2 and #q{ till = '2023-02-27' } == 0)\n"
         "assert(#q:where{ article = 1 } == 2 and #q{ article = q:first().article } == 2 and #q{ outlet = { 'Post', 'Courier' } } == 3)\n"
         "local a, b = q{ who = 'aleinik' }, q{ kind = 'direct' }\n"
         "assert(#(a * b) == 1 and #(a + b) == 2 and #(a - b) == 1 and #(b - a) == 0 and #(q - a) == 1)\n"
         "assert(#q:limit(1) == 1 and #q:limit(0) == 0 and #q:limit(1):limit(5) == 1 and #(q:limit(1) + q:order('-id'):limit(1)) == 2 and "
         "#q:limit(1):where{ kind = "
         "'indirect' } == 0)\n"
         "local ids = {} for x in q:order('confidence'):each() do ids[#ids + 1] = x.id end assert(table.concat(ids, ' ') == '4 2 1')\n"
         "assert(q:order('date desc'):first().id == 2 and q:order('-confidence'):first().id == 1)\n"
         "assert(not pcall(q.order, q, 'confidenc') and not pcall(q.order, q, 'id; drop table articles') and not pcall(q.limit, q, -1))\n"
         "local g = q:group 'kind' assert(#g == 2 and g[1].key == 'direct' and g[1].n == 1 and g[2].n == 2 and g[2].items[1].id == 4)\n"
         "g = q:group(function(x) return x.speaker end) assert(#g == 1 and g[1].key.name == 'Sergei Aleinik')\n"
         "assert(#ctx.predicates{ lemma = { 'go', 'agree' } } == 2 and #ctx.predicates{ to = 'China' } == 1 and #ctx.predicates{ subject = "
         "'Mao' } == 1)\n"
         "assert(#ctx.predicates{ lemma = 'go', role = { 'to', 'with' } } == 1 and #ctx.predicates{ lemma = 'go', role = 'because of' } == "
         "0)\n"
         "assert(#ctx.predicates{ lemma = 'go', head = 'China' } == 1 and #ctx.predicates{ lemma = 'go', head = 'Mars' } == 0)\n"
         "local all, pairs_of = ctx.predicates{}, 0 for _ in all:each() do for _ in all:each() do pairs_of = pairs_of + 1 end end\n"
         "assert(pairs_of == #all * #all and #all > 1 and all:first().id == all:all()[1].id)\n"
         "assert(#ctx.predicates{ who = 'aleinik', quoted = true, negated = false } == 1 and #ctx.predicates{ holder = 'aleinik' } == 1)\n"
         "assert(#ctx.entities{ kind = 'person' } == 4 and #ctx.entities{ since = '2023-03' } == 1)\n"
         "assert(#ctx.entities{ name = 'mao' } == 1 and ctx.entities:order('-mentions'):first().name == 'Sergei Aleinik')\n"
         "assert(#ctx.articles{ search = 'reporters over' } == 1 and #ctx.articles{ who = 'Mao' } == 1 and #ctx.articles{ search = ' ' } "
         "== 0 and #ctx.dates{ after = '2023-01' } "
         "== 1)\n"
         "for x in q:each() do break end\n"
         "local n = 0 for r in ctx.db:rows('SELECT id, date AS d FROM articles WHERE outlet = ?1 OR outlet = :o', 'Post', 'Courier') do n "
         "= n + r.id assert(r.d == r[2]) end assert(n == 3)\n"
         "for r in ctx.db:rows('SELECT :x AS v, NULL AS z', { x = 1 << 60 }) do assert(r.v == 1 << 60 and r.z == nil) end\n"
         "for r in ctx.db:rows('SELECT name FROM entities WHERE id = ?', ctx.quotes:first().speaker) do assert(r.name == 'Sergei Aleinik') "
         "end");
}

/* --- tables --- */

static void check_sql(world *w, const char *sql, const char *expected) {
  sqlite3_stmt *stmt = NULL;
  ds_buf out = {0};
  sqlite3 *db = ds_store_handle(w->store);
  if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) fail_msg("%s: %s", sql, sqlite3_errmsg(db));
  int rc;
  while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
    for (int i = 0; i < sqlite3_column_count(stmt); i++) {
      const char *text = (const char *)sqlite3_column_text(stmt, i);
      ds_buf_printf(&out, "%s%s", text ? text : "NULL", i + 1 < sqlite3_column_count(stmt) ? "|" : ";");
    }
  if (rc != SQLITE_DONE) ds_buf_printf(&out, "error: %s", sqlite3_errmsg(db));
  sqlite3_finalize(stmt);
  assert_string_equal(out.data ? out.data : "", expected);
  ds_buf_reset(&out);
}

static void test_tables(void **state) {
  world *w = *state;
  ds_err err = {0};
  assert_int_equal(ds_plugins_tables(w->store, w->plugins, &err), DS_OK);
  check_sql(w, "SELECT speaker, n, tags FROM speakers", "Sergei Aleinik|2|NULL;");
  check_sql(w, "SELECT speaker, n, tags, source_article, source_start, source_end FROM speakers WHERE who = 'aleinik' AND tags = 'x,\"y\"'",
            "Sergei Aleinik|2|[\"x\",\"\\\"y\\\"\"]|1|21|43;");
  check_sql(w, "SELECT count(*), who FROM speakers_list WHERE who = 'aleinik'", "2|aleinik;");
  check_sql(w, "SELECT count(*) FROM speakers_list WHERE since = '2023-03'", "1;");
  check_sql(w, "SELECT a.title, s.words FROM articles a JOIN speakers_list s ON s.article = a.id WHERE a.id = 2", "Two|it was over;");
  check_sql(w, "SELECT n, share FROM speakers WHERE share = '50%' AND least = 2", "2|0.5;");
  check_sql(w, "SELECT * FROM speakers WHERE kind = 'derect'", "error: 'kind' must be one of direct|indirect, got 'derect'");
  check_sql(w, "SELECT words FROM speakers_list WHERE loud = 1 AND article = 2", "IT WAS OVER;");
  check_body(w, "for r in ctx.db:rows('SELECT count(*) AS n FROM speakers') do assert(r.n == 1) end");
}

/* Some editors and tools keep the time of a file that they write anew. */
static void test_a_saved_file_is_noticed(void **state) {
  world *w = *state;
  char *path = ds_path_join(w->folder, "probe.lua"), *other = ds_path_join(w->folder, "list.txt");
  struct timespec times[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
  write_file(w, "probe.lua", "return 1\n");
  utimensat(AT_FDCWD, path, times, 0);
  ds_plugins *plugins = ds_plugins_load();
  assert_false(ds_plugins_changed(plugins));
  write_file(w, "probe.lua", "return 10\n");
  utimensat(AT_FDCWD, path, times, 0);
  assert_true(ds_plugins_changed(plugins));
  ds_plugins_free(plugins);
  plugins = ds_plugins_load();
  write_file(w, "list.txt", "return 20\n");
  utimensat(AT_FDCWD, other, times, 0);
  assert_int_equal(rename(other, path), 0);
  assert_true(ds_plugins_changed(plugins));
  ds_plugins_free(plugins);
  free(other);
  free(path);
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
  const struct CMUnitTest tests[] = {TEST(test_every_problem_is_told),
                                     TEST(test_a_plugin_tells_what_it_is),
                                     TEST(test_arguments_are_checked),
                                     TEST(test_nobody_is_an_empty_result),
                                     TEST(test_a_file_is_read_by_the_host),
                                     TEST(test_a_saved_file_is_noticed),
                                     TEST(test_a_file_has_wrong_lines),
                                     TEST(test_a_plugin_names_no_file),
                                     TEST(test_rows_are_typed_and_have_sources),
                                     TEST(test_the_host_restricts_everything),
                                     TEST(test_wrong_rows_are_errors),
                                     TEST(test_errors_name_the_article),
                                     TEST(test_limits_of_a_run),
                                     TEST(test_memory_may_end_anywhere),
                                     TEST(test_objects),
                                     TEST(test_selections),
                                     TEST(test_tables)};
  return cmocka_run_group_tests_name("plugin", tests, NULL, NULL);
}
