#define _GNU_SOURCE
#include "shell/plugins_test.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/path.h"
#include "shell/line.h"
#include "shell/print.h"
#include "shell/run.h"

/* One run over the examples. */
typedef struct testing {
  ds_shell *shell;
  char folder[32]; /* of the samples' database, or "" */
  ds_store *samples;
  size_t n, failed;
} testing;

static char *samples_folder(void) {
  static const char *const places[] = {"../../tests/samples", "../share/dossier/samples", "../tests/samples"};
  char *program = ds_path_program_folder(), *found = NULL;
  for (size_t i = 0; program && !found && i < sizeof places / sizeof *places; i++) {
    char *path = ds_path_join(program, places[i]);
    if (ds_path_is_folder(path))
      found = path;
    else
      free(path);
  }
  free(program);
  return found;
}

static ds_status open_samples(testing *t, ds_err *err) {
  if (t->samples) return DS_OK;
  char *folder = samples_folder();
  if (!folder) return ds_fail(err, DS_IO, "the sample articles were not found");
  const char *paths[] = {folder, NULL};
  ds_import_options options = {.jobs = t->shell->globals.jobs};
  ds_import_counts counts = {0};
  strcpy(t->folder, "/tmp/dossier-test.XXXXXX");
  ds_status status = DS_OK;
  if (!mkdtemp(t->folder)) {
    t->folder[0] = '\0';
    status = ds_fail(err, DS_IO, "cannot make a folder in /tmp");
  }
  char *path = ds_path_join(t->folder, "samples.db");
  if (status == DS_OK) status = ds_store_open(path, DS_OPEN_CREATE, 0, &t->samples, err);
  if (status == DS_OK) status = ds_import(t->samples, paths, &options, &counts, err);
  free(path);
  free(folder);
  return status == DS_PARTIAL ? DS_OK : status;
}

static void close_samples(testing *t) {
  ds_store_close(t->samples);
  if (!t->folder[0]) return;
  static const char *const names[] = {"samples.db", "samples.db-wal", "samples.db-shm"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char *path = ds_path_join(t->folder, names[i]);
    unlink(path);
    free(path);
  }
  rmdir(t->folder);
}

/* Whether every field of want stands in have with the same value. */
static bool row_fits(const json_t *want, json_t *have) {
  const char *key;
  json_t *value;
  json_object_foreach((json_t *)want, key, value) {
    json_t *other = json_object_get(have, key);
    bool same = json_is_number(value) && json_is_number(other) ? json_number_value(value) == json_number_value(other)
                : json_is_null(value)                          ? !other || json_is_null(other)
                                                               : other && json_equal(value, other);
    if (!same) return false;
  }
  return true;
}

/* Every expected row must be among the rows. Returns the first that is not, or NULL. */
static const char *missing_row(const ds_plugin_example *example, const ds_result *result) {
  ds_buf text = {0};
  ds_render_options options = {.format = DS_FORMAT_JSON};
  ds_render(result, &options, &text, NULL);
  json_t *rows = json_loadb(text.data ? text.data : "[]", text.data ? text.len : 2, 0, NULL);
  const char *missing = NULL;
  for (size_t i = 0; !missing && example->rows && example->rows[i]; i++) {
    json_t *want = json_loads(example->rows[i], 0, NULL), *row;
    size_t at;
    bool found = false;
    json_array_foreach(rows, at, row) found = found || (want && row_fits(want, row));
    if (!found) missing = example->rows[i];
    json_decref(want);
  }
  json_decref(rows);
  ds_buf_reset(&text);
  return missing;
}

/* Runs the example's command line; its result is the caller's. */
static ds_status run_example(testing *t, const ds_plugin *plugin, const ds_plugin_example *example, ds_result **result, ds_err *err) {
  ds_line_words words = {0};
  ds_args args = {0};
  ds_option *own = ds_plugin_options(plugin);
  const ds_option *tables[] = {own, ds_listing_options, ds_global_options, NULL};
  ds_store *store = t->samples;
  ds_status status = ds_line_split(example->run, false, &words, err);
  if (status == DS_OK && (!words.n || strcmp(words.words[0], plugin->name) != 0))
    status = ds_fail(err, DS_SCRIPT, "an example of '%s' must begin with its name, got '%s'", plugin->name, example->run);
  if (status == DS_OK) status = ds_args_parse(&args, tables, (int)words.n - 1, (const char *const *)words.words + 1, -1, NULL, err);
  if (status == DS_OK && !example->corpus) {
    status = ds_shell_open(t->shell, DS_OPEN_READONLY, err);
    store = t->shell->store;
  }
  if (status == DS_OK) status = ds_shell_plugin_result(t->shell, store, plugin, &args, result, err);
  ds_args_reset(&args);
  ds_plugin_options_free(own);
  ds_line_words_reset(&words);
  return status;
}

static void report(testing *t, bool good, const char *name, const char *skip, const char *why) {
  t->n++;
  t->failed += !good;
  printf("%sok %zu - %s%s%s\n", good ? "" : "not ", t->n, name, skip ? " # SKIP " : "", skip ? skip : "");
  if (why) printf("# %s\n", why);
}

static void test_example(testing *t, const ds_plugin *plugin, const ds_plugin_example *example) {
  ds_err err = {0};
  ds_result *result = NULL;
  bool on_samples = example->corpus && strcmp(example->corpus, "samples") == 0;
  if (example->corpus && !on_samples) {
    report(t, true, example->run, "unknown corpus", NULL);
    return;
  }
  if (!example->corpus && !ds_path_exists(ds_shell_database(t->shell))) {
    report(t, true, example->run, "no database", NULL);
    return;
  }
  ds_status status = on_samples ? open_samples(t, &err) : DS_OK;
  if (status == DS_OK) status = run_example(t, plugin, example, &result, &err);
  if (status != DS_OK) {
    report(t, false, example->run, NULL, err.text);
  } else {
    const char *missing = missing_row(example, result);
    ds_buf why = {0};
    if (missing) ds_buf_printf(&why, "none of %zu rows is %s", result->n_rows, missing);
    report(t, !missing, example->run, NULL, why.data);
    ds_buf_reset(&why);
  }
  ds_result_free(result);
  ds_err_reset(&err);
}

ds_status ds_plugins_test(ds_shell *shell, const char *name, ds_err *err) {
  ds_plugins *plugins = ds_shell_plugins(shell);
  testing t = {.shell = shell};
  if (name && !ds_shell_plugin(shell, name, NULL)) return ds_shell_unknown(shell, "plugin", name, err);
  for (size_t i = 0; i < ds_plugins_count(plugins); i++) {
    const ds_plugin *plugin = ds_plugins_at(plugins, i);
    if (name && strcmp(name, plugin->name) != 0) continue;
    for (size_t e = 0; e < plugin->n_examples; e++) test_example(&t, plugin, &plugin->examples[e]);
  }
  for (size_t i = 0; !name && i < ds_plugins_n_problems(plugins); i++) report(&t, false, ds_plugins_problem(plugins, i), NULL, NULL);
  printf("1..%zu\n", t.n);
  if (name && !t.n)
    ds_print_remark(shell, "'%s' has no examples: examples = { { run = \"%s\", corpus = \"samples\", rows = { { column = value } } } }",
                    name, name);
  close_samples(&t);
  return t.failed ? ds_fail(err, DS_FAIL, "%zu of %zu examples failed", t.failed, t.n) : DS_OK;
}
