/* --record, runs, rerun. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "api/passage.h"
#include "base/number.h"
#include "base/path.h"
#include "shell/handlers.h"
#include "shell/print.h"
#include "shell/run.h"
#include "shell/runs.h"
#include "store/runs.h"

/* An analysis with all that it is given: what a record keeps of it, and what runs it again. */
typedef struct analysis {
  const ds_plugin *plugin;
  json_t *args; /* name to text */
  ds_result *result;
  ds_buf rows; /* the result as JSON lines */
  char corpus[DS_SHA256_HEX], code[DS_SHA256_HEX];
} analysis;

static void analysis_reset(analysis *a) {
  json_decref(a->args);
  ds_result_free(a->result);
  ds_buf_reset(&a->rows);
}

/* --- arguments --- */

static ds_status put(json_t *object, const char *name, const char *text, ds_err *err) {
  if (json_object_get(object, name)) return ds_fail(err, DS_USAGE, "'%s' is given twice", name);
  if (json_object_set_new(object, name, json_string(text)) == 0) return DS_OK;
  return ds_fail(err, DS_USAGE, "'%s' must be UTF-8 text to be recorded", name);
}

/* What every analysis shares. */
static ds_status put_shared(json_t *object, const ds_args *args, ds_err *err) {
  static const char *const shared[] = {"since", "until", "outlet", "article"};
  ds_status status = DS_OK;
  for (size_t i = 0; status == DS_OK && i < sizeof shared / sizeof *shared; i++)
    if (ds_args_text(args, shared[i])) status = put(object, shared[i], ds_args_text(args, shared[i]), err);
  if (status == DS_OK && ds_args_flag(args, "all-copies")) status = put(object, "all_copies", "true", err);
  return status;
}

/* The arguments in the order of the manifest, however they were typed. */
static ds_status read_args(const ds_plugin *plugin, const ds_args *args, json_t **object, ds_err *err) {
  ds_plugin_pairs pairs = {0};
  ds_status status = ds_shell_plugin_pairs(plugin, args, &pairs, err);
  json_t *all = json_object();
  for (size_t i = 0; status == DS_OK && i < plugin->n_args; i++)
    for (size_t k = 0; status == DS_OK && k < pairs.n; k++)
      if (strcmp(pairs.items[k][0], plugin->args[i].name) == 0)
        status = put(all, plugin->args[i].name, pairs.items[k][1] ? pairs.items[k][1] : "", err);
  if (status == DS_OK && pairs.view) status = put(all, "view", pairs.view, err);
  if (status == DS_OK) status = put_shared(all, args, err);
  ds_plugin_pairs_reset(&pairs);
  if (status == DS_OK)
    *object = all;
  else
    json_decref(all);
  return status;
}

static const char *text_of(const json_t *object, const char *name) {
  return json_string_value(json_object_get(object, name));
}

/* --- a run with its fingerprints --- */

/* The database, and the files that arguments name. */
static ds_status take_corpus(ds_shell *shell, analysis *a, ds_err *err) {
  const char *article = text_of(a->args, "article");
  ds_reach reach = {.since = text_of(a->args, "since"),
                    .until = text_of(a->args, "until"),
                    .outlet = text_of(a->args, "outlet"),
                    .article = article ? ds_number_typed(article, strlen(article)) : 0,
                    .all_copies = text_of(a->args, "all_copies") != NULL};
  ds_status status = ds_corpus_fingerprint(shell->store, &reach, a->corpus, err);
  for (size_t i = 0; status == DS_OK && i < a->plugin->n_args; i++) {
    const char *file = a->plugin->args[i].type == DS_TYPE_FILE ? text_of(a->args, a->plugin->args[i].name) : NULL;
    if (!file) continue;
    ds_buf text = {0};
    ds_sha256 sum;
    ds_sha256_init(&sum);
    status = ds_path_read(file, 0, &text, err);
    ds_sha256_add(&sum, a->corpus, strlen(a->corpus));
    ds_sha256_add(&sum, text.data, text.len);
    ds_sha256_hex(&sum, a->corpus);
    ds_buf_reset(&text);
  }
  return status;
}

/* Runs it; the fingerprint and the rows are of one moment of the database. */
static ds_status run(ds_shell *shell, const ds_args *args, analysis *a, ds_err *err) {
  ds_progress progress;
  ds_run_options options = ds_shell_run_options(shell, args, &progress);
  const char *(*pairs)[2] = ds_alloc((json_object_size(a->args) + 1) * sizeof *pairs);
  size_t n = 0;
  bool held = false;
  const char *name;
  json_t *value;
  json_object_foreach(a->args, name, value) {
    pairs[n][0] = name;
    pairs[n++][1] = json_is_string(value) ? json_string_value(value) : "";
  }
  ds_status status = ds_plugin_code(ds_shell_plugins(shell), a->plugin, a->code, err);
  if (status == DS_OK) status = ds_store_hold(shell->store, &held, err);
  if (status == DS_OK) status = take_corpus(shell, a, err);
  if (status == DS_OK) status = ds_plugin_call(shell->store, a->plugin, (const char *const(*)[2])pairs, n, &options, &a->result, err);
  if (status == DS_OK) status = ds_sources_count(shell->store, a->result, err);
  ds_progress_clear(&progress);
  ds_store_release(shell->store, held);
  if (status == DS_OK) ds_render(a->result, &(ds_render_options){.format = DS_FORMAT_JSONL}, &a->rows, NULL);
  free(pairs);
  return status;
}

static ds_status add_record(ds_shell *shell, const analysis *a, int64_t *id, ds_err *err) {
  char *text = json_dumps(a->args, JSON_COMPACT);
  ds_record record = {.plugin = ds_strdup(a->plugin->name),
                      .version = ds_strdup(a->plugin->version),
                      .args = ds_strdup(text),
                      .corpus = ds_strdup(a->corpus),
                      .code = ds_strdup(a->code),
                      .n = (int64_t)a->result->n_rows,
                      .rows = ds_strndup(a->rows.data, a->rows.len),
                      .rows_len = a->rows.len};
  free(text);
  ds_status status = ds_shell_open(shell, DS_OPEN_WRITE, err);
  if (status == DS_OK) status = ds_record_add(shell->store, &record, err);
  *id = record.id;
  ds_record_reset(&record);
  return status;
}

ds_status ds_shell_record(ds_shell *shell, const ds_plugin *plugin, const ds_args *args, ds_result **result, ds_err *err) {
  if (shell->globals.readonly) return ds_fail(err, DS_USAGE, "'--record' writes the database, but '--readonly' was given");
  if (plugin->shards && (ds_args_flag(args, "map") || ds_args_flag(args, "reduce")))
    return ds_fail(err, DS_USAGE, "'--record' keeps whole analyses; leave '--map' and '--reduce' out");
  analysis a = {.plugin = plugin};
  int64_t id = 0;
  ds_status status = read_args(plugin, args, &a.args, err);
  if (status == DS_OK) status = run(shell, args, &a, err);
  if (status == DS_OK) status = add_record(shell, &a, &id, err);
  if (status == DS_OK) {
    ds_print_remark(shell, "recorded as run %lld; 'rerun %lld --compare' tells later whether it still gives the same", (long long)id,
                    (long long)id);
    *result = a.result;
    a.result = NULL;
  }
  analysis_reset(&a);
  return status;
}

/* --- runs --- */

static void set_text(ds_value *value, const char *text) {
  ds_value_text(value, text, text ? strlen(text) : 0);
}

static ds_status load_run(ds_shell *shell, const char *typed, ds_record *record, ds_err *err) {
  int64_t id = ds_number_typed(typed, strlen(typed));
  if (!id) return ds_fail(err, DS_USAGE, "the run must be a number from 1, got '%s'", typed);
  return ds_record_load(shell->store, id, record, err);
}

/* `runs A B`: what differs between two recorded runs. */
static ds_status compare_runs(ds_shell *shell, const ds_args *args, ds_err *err) {
  ds_record a = {0}, b = {0};
  ds_status status = load_run(shell, args->words[0], &a, err);
  if (status == DS_OK) status = load_run(shell, args->words[1], &b, err);
  if (status == DS_OK) {
    ds_rows_changed changed;
    ds_result *differing = ds_rows_compare_recorded(a.rows, a.rows_len, b.rows, b.rows_len, &changed);
    if (strcmp(a.plugin, b.plugin) != 0)
      ds_result_note(differing, "run %lld is of '%s', run %lld of '%s'", (long long)a.id, a.plugin, (long long)b.id, b.plugin);
    if (strcmp(a.args, b.args) != 0) ds_result_note(differing, "their arguments differ: %s, then %s", a.args, b.args);
    if (a.corpus && b.corpus && strcmp(a.corpus, b.corpus) != 0)
      ds_result_note(differing, "articles, corrections or given files had changed");
    if (a.code && b.code && strcmp(a.code, b.code) != 0) ds_result_note(differing, "the analysis, its helpers or the program had changed");
    if (changed.removed || changed.added)
      ds_result_note(differing, "%zu rows removed, %zu added", changed.removed, changed.added);
    else
      ds_result_note(differing, changed.moved ? "the same %lld rows in another order" : "the same %lld rows", (long long)b.n);
    status = ds_print_result(shell, args, differing, err);
  }
  ds_record_reset(&a);
  ds_record_reset(&b);
  return status;
}

const ds_column ds_runs_columns[] = {{"id", DS_TYPE_INTEGER, "its number, for 'rerun'"},
                                     {"at", DS_TYPE_DATE, "when, in UTC"},
                                     {"plugin", DS_TYPE_TEXT, "the analysis"},
                                     {"version", DS_TYPE_TEXT, "of the analysis"},
                                     {"args", DS_TYPE_TEXT, "with which arguments"},
                                     {"rows", DS_TYPE_INTEGER, "how many it gave"},
                                     {"result", DS_TYPE_TEXT, "SHA-256 of its rows", DS_ASIDE},
                                     {"corpus", DS_TYPE_TEXT, "SHA-256 of what it stood on", DS_ASIDE},
                                     {0}};

ds_status ds_run_runs(ds_shell *shell, const ds_args *args, ds_err *err) {
  if (args->n_words == 2) return compare_runs(shell, args, err);
  if (args->n_words) {
    ds_fail(err, DS_USAGE, "'runs' compares two runs, got one");
    ds_err_hint(err, "'rerun %s --compare' compares it with now", args->words[0]);
    return DS_USAGE;
  }
  ds_record *all = NULL;
  size_t n = 0;
  ds_status status = ds_records_list(shell->store, &all, &n, err);
  if (status != DS_OK) return status;
  ds_result *result = ds_result_new("runs");
  ds_result_columns(result, ds_runs_columns);
  for (size_t i = 0; i < n; i++) {
    ds_value *values = ds_result_row(result)->values;
    ds_value_int(&values[0], all[i].id);
    set_text(&values[1], all[i].at);
    set_text(&values[2], all[i].plugin);
    set_text(&values[3], all[i].version);
    set_text(&values[4], all[i].args);
    ds_value_int(&values[5], all[i].n);
    set_text(&values[6], all[i].result);
    set_text(&values[7], all[i].corpus);
    ds_record_reset(&all[i]);
  }
  free(all);
  if (!n) ds_result_note(result, "no run is recorded; '--record' after an analysis records one");
  return ds_print_result(shell, args, result, err);
}

/* --- rerun --- */

static ds_status find_plugin(ds_shell *shell, const ds_record *record, const ds_plugin **plugin, ds_err *err) {
  bool broken = false;
  *plugin = ds_plugins_find(ds_shell_plugins(shell), record->plugin, &broken, err);
  if (*plugin) return DS_OK;
  if (broken) return ds_shell_unknown(shell, "analysis", record->plugin, err);
  ds_fail(err, DS_USAGE, "run %lld is of the analysis '%s', which is not here", (long long)record->id, record->plugin);
  ds_err_hint(err, "'plugins' lists the analyses; $DOSSIER_PLUGINS names folders with others");
  return DS_USAGE;
}

/* What is another than it was: the corpus, the analysis. */
static void tell_changes(ds_shell *shell, const ds_record *record, const analysis *a) {
  if (!record->corpus || strcmp(record->corpus, a->corpus) != 0)
    ds_print_remark(shell, "since %s articles, corrections or given files have changed", record->at);
  if (!record->code || strcmp(record->code, a->code) != 0)
    ds_print_remark(shell, "since %s '%s', its helpers or the program have changed", record->at, record->plugin);
}

static ds_status compare(ds_shell *shell, const ds_args *args, const ds_record *record, const analysis *a, ds_err *err) {
  ds_rows_changed changed;
  ds_result *differing = ds_rows_compare(record->rows, record->rows_len, a->result, a->rows.data, a->rows.len, &changed);
  bool rows = changed.removed || changed.added;
  ds_status status = DS_OK;
  if (rows || shell->globals.format_given)
    status = ds_print_result(shell, args, differing, err);
  else
    ds_result_free(differing);
  if (status != DS_OK) return status;
  if (rows)
    return ds_fail(err, DS_FAIL, "run %lld gives other rows now: %zu removed, %zu added", (long long)record->id, changed.removed,
                   changed.added);
  if (changed.moved) return ds_fail(err, DS_FAIL, "run %lld gives the same rows in another order now", (long long)record->id);
  ds_print_remark(shell, "same rows: %zu", a->result->n_rows);
  return DS_OK;
}

static ds_status run_again(ds_shell *shell, const ds_args *args, const ds_record *record, ds_err *err) {
  analysis a = {.args = json_loads(record->args, 0, NULL)};
  ds_status status = json_is_object(a.args) ? find_plugin(shell, record, &a.plugin, err)
                                            : ds_fail(err, DS_DB, "run %lld is damaged: its arguments are no JSON", (long long)record->id);
  if (status == DS_OK) status = run(shell, args, &a, err);
  if (status == DS_OK) {
    tell_changes(shell, record, &a);
    if (ds_args_flag(args, "compare")) {
      status = compare(shell, args, record, &a, err);
    } else {
      ds_result *result = a.result;
      a.result = NULL;
      status = ds_print_result(shell, args, result, err);
    }
  }
  analysis_reset(&a);
  return status;
}

ds_status ds_run_rerun(ds_shell *shell, const ds_args *args, ds_err *err) {
  ds_record record = {0};
  ds_status status = load_run(shell, args->words[0], &record, err);
  if (status == DS_OK) status = run_again(shell, args, &record, err);
  ds_record_reset(&record);
  return status;
}
