/* A person's own Lua: scripts, the prompt, printing, completion. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/path.h"
#include "lua/env.h"
#include "lua/session_private.h"
#include "store/store.h"

typedef struct world {
  ds_session *session;
  char folder[64], *database;
} world;

static bool knows(void *data, const char *name) {
  return !strcmp(name, "visits");
}

/* Gives back what it was asked, as a row of name=value. */
static ds_status run(void *data, const char *name, const char *const (*args)[2], size_t n, ds_result **result, ds_err *err) {
  if (n > 0 && !strcmp(args[0][0], "fail")) return ds_fail(err, DS_USAGE, "no argument 'fail'");
  *result = ds_result_new(name);
  ds_result_column(*result, "arg", DS_TYPE_TEXT, NULL);
  for (size_t i = 0; i < n; i++) {
    char text[128];
    snprintf(text, sizeof text, "%s=%s", args[i][0], args[i][1]);
    ds_row *row = ds_result_row(*result);
    ds_value_text(&row->values[0], text, strlen(text));
    ds_row_source(row, 1, "r", 2, 5);
  }
  return DS_OK;
}

static void each(void *data, void (*add)(void *sink, const char *name), void *sink) {
  add(sink, "visits");
}

static int set_up(void **state) {
  world *w = ds_alloc(sizeof *w);
  ds_err err = {0};
  snprintf(w->folder, sizeof w->folder, "/tmp/dossier-session.XXXXXX");
  assert_non_null(mkdtemp(w->folder));
  w->database = ds_path_join(w->folder, "t.db");
  const char *root = getenv("ROOT");
  char *fixtures = ds_path_join(root ? root : ".", "tests/plugins/fixtures");
  setenv("DOSSIER_PLUGINS", fixtures, 1);
  free(fixtures);
  ds_session_options options = {.database = w->database, .plugins = {w, knows, run, each}};
  if (ds_session_new(&options, &w->session, &err) != DS_OK) fail_msg("%s", err.text);
  *state = w;
  return 0;
}

static int tear_down(void **state) {
  world *w = *state;
  ds_session_free(w->session);
  static const char *const files[] = {"t.db", "t.db-wal", "t.db-shm", "s.lua", "mine.lua"};
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    char *path = ds_path_join(w->folder, files[i]);
    unlink(path);
    free(path);
  }
  rmdir(w->folder);
  free(w->database);
  free(w);
  return 0;
}

static void check(world *w, const char *text, const char *expected) {
  ds_buf out = {0};
  ds_err err = {0};
  ds_result *result = NULL;
  bool incomplete = false;
  ds_status status = ds_session_eval(w->session, text, strlen(text), &incomplete, &out, &result, &err);
  if (status != DS_OK) ds_buf_printf(&out, "%s: %s", ds_status_word(status), err.text);
  if (incomplete) ds_buf_puts(&out, "…");
  for (size_t i = 0; result && i < result->n_rows; i++) ds_buf_printf(&out, "<%s>", result->rows[i].values[0].as.text.s);
  if (strcmp(out.data ? out.data : "", expected)) fail_msg("%s: '%s', expected '%s'", text, out.data ? out.data : "", expected);
  ds_buf_reset(&out);
  ds_err_reset(&err);
  ds_result_free(result);
}

static void test_values_are_printed_as_lua(void **state) {
  world *w = *state;
  check(w, "1 + 1", "2\n");
  check(w, "1, 'a', nil, true, 2.5, 1e100", "1\n\"a\"\nnil\ntrue\n2.5\n1e+100\n");
  check(w, "'a\"b\\\\\\n\\t\\1ü'", "\"a\\\"b\\\\\\n\\t\\x01ü\"\n");
  check(w, "{}", "{}\n");
  check(w, "{b = 1, a = {2, 3}, 10, ['x y'] = 1, [7] = true, ['end'] = 0}",
        "{10, [7] = true, [\"end\"] = 0, [\"x y\"] = 1, a = {2, 3}, b = 1}\n");
  check(w, "{{{{{}}}}}", "{{{{{…}}}}}\n");
  check(w, "(function() local t = {1} t.self = t return t end)()", "{1, self = <circle>}\n");
  check(w, "(function() local t = {} return {t, t} end)()", "{{}, {}}\n");
  check(w, "{('x'):rep(50), ('y'):rep(50)}",
        "{\n  \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\",\n  \"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\"\n}\n");
  check(w, "setmetatable({}, {__tostring = function() return 'T' end})", "<T>\n");
  check(w, "setmetatable({}, {__tostring = function() error 'x' end})", "<table>\n");
  check(w, "#(function() local t = {} for i = 1, 200 do t[i] = i end return t end)()", "200\n");
  check(w, "x = 5", "");
  check(w, "x", "5\n");
  check(w, "_ + 1", "6\n");
  check(w, "_1", "5\n");
  check(w, "nil", "nil\n");
  check(w, "_, _1, _2", "5\n6\n5\n");
}

static void test_locals_stay(void **state) {
  world *w = *state;
  check(w, "local y = 3", "");
  check(w, "y", "3\n");
  check(w, "  local function f(a) return a * 2 end", "");
  check(w, "f(y)", "6\n");
  check(w, "local z <const> = 3", "");
}

static void test_unfinished_text(void **state) {
  world *w = *state;
  check(w, "for i = 1, 2 do", "…");
  check(w, "x = {", "…");
  check(w, "f(1,", "…");
  check(w, "if x then\n  print(1)", "…");
  check(w, "'abc", "script: unfinished string near <eof>");
  check(w, "[[abc", "…");
  check(w, "x = = 1", "script: unexpected symbol near '='");
  check(w, "", "");
}

static void test_errors_are_told(void **state) {
  world *w = *state;
  check(w, "error 'boom'", "script: boom");
  check(w, "error {}", "script: (error object is a table value)");
  check(w, "nothing.x", "script: attempt to index a nil value (global 'nothing')");
  check(w, "os.exit(3)", "failed: ended by os.exit");
  assert_int_equal(ds_session_exit_code(w->session), 3);
  check(w, "1", "1\n");
  assert_int_equal(ds_session_exit_code(w->session), -1);
}

/* The order of a table's fields is nobody's: one argument at a time. */
static void test_plugin_arguments(void **state) {
  world *w = *state;
  check(w, "visits{who = 'x'}", "<who=x>");
  check(w, "visits{n = 3}", "<n=3>");
  check(w, "visits{tags = {'a', 'b'}}", "<tags=a,b>");
  check(w, "visits{who = {id = 4}}", "<who=#4>");
  check(w, "visits{loud = true}", "<loud=true>");
  check(w, "visits()", "");
  check(w, "visits{fail = 1}", "script: no argument 'fail'");
  check(w, "r = visits{who = 'x'}", "");
  check(w, "r.rows[1].arg, r.rows[1].source.first, #r, r.columns[1], r.title", "\"who=x\"\n3\n1\n\"arg\"\n\"visits\"\n");
  check(w, "r.row", "script: a result has no field 'row'; the nearest is 'rows'");
  ds_result *last = ds_result_new("last");
  ds_session_set_last(w->session, last);
  ds_result_free(last);
  check(w, "_.title", "\"last\"\n");
  check(w, "#_1.rows", "0\n");
}

static void test_the_database_is_opened_when_asked(void **state) {
  world *w = *state;
  ds_err err = {0};
  ds_store *store = NULL;
  check(w, "1", "1\n");
  check(w, "(pcall(function() return db.articles:count() end))", "false\n");
  assert_int_equal(ds_store_open(w->database, DS_OPEN_CREATE, 0, &store, &err), DS_OK);
  ds_store_close(store);
  check(w, "db.articles:count()", "0\n");
  check(w, "db.articles", "");
  check(w, "db.artcles", "script: a db has no field 'artcles'; the nearest is 'articles'");
}

static void test_modules(void **state) {
  world *w = *state;
  check(w, "require 'counts'.of{n = 4}", "4\n");
  check(w, "require 'data.words':sub(1, 3)", "\"one\"\n");
  check(w, "#require 'english'.annotate('Hello world.').tokens > 1", "true\n");
  check(w, "require 'lpeg'.match(require 'lpeg'.P 'a', 'a')", "2\n");
  check(w, "json.encode{a = {1, 2.5, 'x', json.null, true}, b = json.decode '{\"c\":[]}'}",
        "\"{\\\"a\\\":[1,2.5,\\\"x\\\",null,true],\\\"b\\\":{\\\"c\\\":[]}}\"\n");
  check(w, "(pcall(json.encode, {print}))", "false\n");
  check(w, "(pcall(json.decode, '{'))", "false\n");
  check(w, "(function() local t = {} t[1] = t return (pcall(json.encode, t)) end)()", "false\n");
}

static ds_status run_file(world *w, const char *text, int *code, ds_err *err) {
  char *path = ds_path_join(w->folder, "s.lua");
  FILE *f = fopen(path, "w");
  fputs(text, f);
  fclose(f);
  char *argv[] = {"one", "two"};
  ds_status status = ds_session_file(w->session, path, 2, argv, code, err);
  free(path);
  return status;
}

static void test_scripts(void **state) {
  world *w = *state;
  ds_err err = {0};
  int code = 0;
  char *path = ds_path_join(w->folder, "mine.lua");
  FILE *f = fopen(path, "w");
  fputs("return 'mine'", f);
  fclose(f);
  free(path);
  const char *good =
      "#!/usr/bin/env dossier\nassert(arg[1] == 'one' and arg[2] == 'two' and arg[0]:find 's.lua' and select('#', ...) == 2)\n"
      "assert(require 'mine' == 'mine' and io and os and debug and load)\n"
      "local done = false do local x <close> = setmetatable({}, {__close = function() done = true end}) end assert(done)\n"
      "setmetatable({}, {__gc = function() end})";
  if (run_file(w, good, &code, &err) != DS_OK) fail_msg("%ld: %s", err.line, err.text);
  assert_int_equal(code, -1);
  assert_int_equal(run_file(w, "pcall(function() os.exit(7) end) error 'not reached'", &code, &err), DS_OK);
  assert_int_equal(code, 7);
  assert_int_equal(run_file(w, "os.exit(true)", &code, &err), DS_OK);
  assert_int_equal(code, 0);
  assert_int_equal(run_file(w, "os.exit(false)", &code, &err), DS_OK);
  assert_int_equal(code, 1);
  assert_int_equal(run_file(w, "\n\nerror 'bad'", &code, &err), DS_SCRIPT);
  assert_int_equal(err.line, 3);
  assert_non_null(strstr(err.file, "s.lua"));
  assert_non_null(strstr(err.traceback, "s.lua:3"));
  assert_int_equal(code, -1);
  assert_int_equal(run_file(w, "\nlocal = 1", &code, &err), DS_SCRIPT);
  assert_int_equal(err.line, 2);
  assert_int_equal(ds_session_file(w->session, "/nonexistent/x.lua", 0, NULL, &code, &err), DS_IO);
  ds_err_reset(&err);
}

static void add_word(void *data, const char *word) {
  ds_buf_printf(data, "%s ", word);
}

static void check_completion(world *w, const char *prefix, const char *expected) {
  ds_buf found = {0};
  ds_session_complete(w->session, prefix, 100, add_word, &found);
  if (strcmp(found.data ? found.data : "", expected)) fail_msg("%s: '%s'", prefix, found.data ? found.data : "");
  ds_buf_reset(&found);
}

static void test_completion(void **state) {
  world *w = *state;
  check_completion(w, "db.qu", "db.quotes ");
  check_completion(w, "db.quotes:gr", ""); /* nothing to look into yet */
  ds_err err = {0};
  ds_store *store = NULL;
  assert_int_equal(ds_store_open(w->database, DS_OPEN_CREATE, 0, &store, &err), DS_OK);
  ds_store_close(store);
  check_completion(w, "db.quotes:gr", "db.quotes:group ");
  check_completion(w, "string.fo", "string.format ");
  check_completion(w, "vis", "visits ");
  check_completion(w, "whil", "while ");
  check_completion(w, "nothing.x", "");
  check_completion(w, "nothing.x.y", "");
  check(w, "s, t = 'x', {alpha = {beta = 1, ['no word'] = 2}}", "");
  check_completion(w, "s:up", "s:upper ");
  check_completion(w, "t.alpha.", "t.alpha.beta ");
}

/* Without a limit of one's own, a script that runs away ends before the machine swaps. */
static void test_memory_is_limited(void **state) {
  world *w = *state;
  double all = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE), least = 512 << 20;
  assert_true((double)w->session->lua->max >= least);
  assert_true((double)w->session->lua->max <= (all / 2 > least ? all / 2 : least));
  ds_err err = {0};
  ds_session *small = NULL;
  ds_session_options options = {.database = w->database, .max_memory = 32 << 20, .plugins = {w, knows, run, each}};
  assert_int_equal(ds_session_new(&options, &small, &err), DS_OK);
  assert_int_equal(small->lua->max, 32 << 20);
  ds_session_free(small);
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
  const struct CMUnitTest tests[] = {TEST(test_values_are_printed_as_lua),
                                     TEST(test_locals_stay),
                                     TEST(test_unfinished_text),
                                     TEST(test_errors_are_told),
                                     TEST(test_plugin_arguments),
                                     TEST(test_the_database_is_opened_when_asked),
                                     TEST(test_modules),
                                     TEST(test_memory_is_limited),
                                     TEST(test_scripts),
                                     TEST(test_completion)};
  return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
