/* reannotate and check. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "api/query.h"
#include "base/number.h"
#include "shell/command.h"
#include "shell/handlers.h"
#include "shell/print.h"
#include "shell/progress.h"
#include "shell/signals.h"
#include "store/corrections.h"
#include "store/reader.h"

/* --- reannotate --- */

static void on_progress(void *data, size_t done, size_t total) {
  char what[64];
  snprintf(what, sizeof what, "%zu of %zu articles", done, total);
  ds_progress_draw(data, what, total ? (double)done / (double)total : -1);
}

ds_status ds_run_reannotate(ds_shell *shell, const ds_args *args, ds_err *err) {
  int64_t *ids = args->n_words ? ds_alloc(args->n_words * sizeof *ids) : NULL;
  ds_reannotate_options options = {
      .articles = ids, .n_articles = args->n_words, .all = ds_args_flag(args, "all"), .jobs = shell->globals.jobs, .stop = &ds_stop};
  ds_progress progress = ds_progress_start(shell);
  options.progress = on_progress;
  options.data = &progress;
  ds_status status = DS_OK;
  size_t done = 0;
  for (size_t i = 0; status == DS_OK && i < args->n_words; i++) {
    ids[i] = ds_number_typed(args->words[i], strlen(args->words[i]));
    if (!ids[i]) status = ds_fail(err, DS_USAGE, "the article must be a number from 1, got '%s'", args->words[i]);
  }
  if (status == DS_OK) status = ds_reannotate(shell->store, &options, &done, err);
  ds_progress_clear(&progress);
  free(ids);
  if (status == DS_OK || done) ds_print_remark(shell, "%zu article%s read again", done, done == 1 ? "" : "s");
  if (status == DS_OK && !done) ds_print_remark(shell, "this reader annotated all; --all reads them again");
  return status;
}

/* --- check --- */

/* identifier, option, what is counted (SQL), out of what (SQL, or NULL: a count alone), meaning */
/* clang-format off */
#define GATE_LIST(X) \
  X(UNATTRIBUTED, "unattributed", "SELECT count(*) FROM quotes WHERE kind <> 'scare' AND speaker IS NULL AND speaker_text IS NULL", \
    "SELECT count(*) FROM quotes WHERE kind <> 'scare'", "quotations without a speaker") \
  X(UNSURE, "unsure", "SELECT count(*) FROM quotes WHERE kind <> 'scare' AND confidence < 0.6", \
    "SELECT count(*) FROM quotes WHERE kind <> 'scare'", "quotations whose speaker is less sure than 0.6") \
  X(UNDATED, "undated", "SELECT count(*) FROM articles WHERE date IS NULL", "SELECT count(*) FROM articles", "articles without a date") \
  X(UNREAD, "unread", "SELECT count(*) FROM articles WHERE annotated IS NULL", "SELECT count(*) FROM articles", \
    "articles that are not annotated") \
  X(OLD, "old", "SELECT count(*) FROM articles WHERE annotated <> :reader", "SELECT count(*) FROM articles", \
    "articles that another reader annotated; 'reannotate' reads them again") \
  X(FAILED, "failed", "SELECT count(*) FROM imports WHERE status = 'failed'", "SELECT count(*) FROM imports", \
    "files that could not be imported") \
  X(ORPHANED, "orphaned", NULL, "SELECT count(*) FROM corrections", "corrections that fit nothing") \
  X(DAMAGE, "damage", NULL, NULL, "faults that SQLite finds in the file")
/* clang-format on */
enum {
#define X(id, option, sql, whole, help) GATE_##id,
  GATE_LIST(X)
#undef X
      GATES
};
static const struct gate {
  const char *name, *sql, *whole, *help;
} gates[] = {
#define X(id, option, sql, whole, help) {option, sql, whole, help},
    GATE_LIST(X)
#undef X
};
const ds_option ds_check_options[] = {
#define X(id, option, sql, whole, help) {"max-" option, 0, DS_OPTION_TEXT, "N|N%", help},
    GATE_LIST(X)
#undef X
        {0}};

static ds_status count(ds_shell *shell, const char *sql, int64_t *n, ds_err *err) {
  ds_query *query = NULL;
  bool row = false;
  ds_status status = ds_query_new(shell->store, sql, NULL, &query, err);
  if (status != DS_OK) return status;
  ds_query_int(query, ":reader", ds_reader());
  status = ds_query_step(query, &row, err);
  if (status == DS_OK && row) *n = ds_query_column_int(query, 0);
  ds_query_free(query);
  return status;
}

static ds_status count_orphaned(ds_shell *shell, int64_t *n, ds_err *err) {
  ds_correction *all = NULL;
  size_t found = 0;
  ds_status status = ds_corrections_list(shell->store, &all, &found, err);
  for (size_t i = 0; i < found; i++) *n += all[i].state == DS_CORRECTION_ORPHANED;
  ds_corrections_free(all, found);
  return status;
}

static ds_status count_damage(ds_shell *shell, int64_t *n, ds_err *err) {
  ds_query *query = NULL;
  ds_status status = ds_query_new(shell->store, "PRAGMA quick_check", NULL, &query, err);
  for (bool row = true; status == DS_OK && row;) {
    status = ds_query_step(query, &row, err);
    if (status == DS_OK && row) *n += strcmp(ds_query_column_text(query, 0, NULL), "ok") != 0;
  }
  ds_query_free(query);
  if (status != DS_DB) return status;
  ++*n; /* so damaged that the check itself cannot read on */
  ds_err_reset(err);
  return DS_OK;
}

/* Whether a figure is within its limit, "20%" or "20". */
static ds_status judge(const struct gate *g, const char *limit, int64_t n, int64_t whole, bool *met, ds_err *err) {
  char *end = NULL;
  double most = strtod(limit, &end);
  bool percent = *end == '%' && g->whole;
  if (end == limit || end[percent] || most < 0)
    return ds_fail(err, DS_USAGE, "'max-%s' must be a number%s, got '%s'", g->name, g->whole ? " or a percentage like 20%" : "", limit);
  *met = percent ? (double)n * 100 <= most * (double)whole : (double)n <= most;
  return DS_OK;
}

/* One row of the answer; *failed counts the gates that are not met. */
static ds_status check_gate(ds_shell *shell, int which, const char *limit, ds_result *result, int *failed, ds_err *err) {
  const struct gate *g = &gates[which];
  int64_t n = 0, whole = 0;
  bool met = true;
  ds_status status = which == GATE_ORPHANED ? count_orphaned(shell, &n, err)
                     : which == GATE_DAMAGE ? count_damage(shell, &n, err)
                                            : count(shell, g->sql, &n, err);
  if (status == DS_OK && g->whole) status = count(shell, g->whole, &whole, err);
  if (status == DS_OK && limit) status = judge(g, limit, n, whole, &met, err);
  if (status != DS_OK) return status;
  ds_row *row = ds_result_row(result);
  ds_value_text(&row->values[0], g->name, strlen(g->name));
  ds_value_int(&row->values[1], n);
  if (g->whole) ds_value_int(&row->values[2], whole);
  if (g->whole && whole) ds_value_double(&row->values[3], (double)n / (double)whole);
  if (limit) ds_value_text(&row->values[4], limit, strlen(limit));
  const char *word = !limit ? NULL : met ? "met" : "not met";
  ds_value_text(&row->values[5], word, word ? strlen(word) : 0);
  ds_value_text(&row->values[6], g->help, strlen(g->help));
  *failed += !met;
  return DS_OK;
}

const ds_column ds_check_columns[] = {{"gate", DS_TYPE_TEXT, "what is looked at"}, {"n", DS_TYPE_INTEGER, "how many"},
                                      {"of", DS_TYPE_INTEGER, "out of how many"},  {"share", DS_TYPE_PERCENT, "n out of all"},
                                      {"limit", DS_TYPE_TEXT, "what was allowed"}, {"state", DS_TYPE_TEXT, "met or not met"},
                                      {"meaning", DS_TYPE_TEXT, "what it counts"}, {0}};

ds_status ds_run_check(ds_shell *shell, const ds_args *args, ds_err *err) {
  ds_result *result = ds_result_new("check");
  ds_result_columns(result, ds_check_columns);
  int failed = 0;
  ds_status status = DS_OK;
  ds_progress progress = ds_progress_start(shell);
  for (int g = 0; status == DS_OK && g < GATES; g++) {
    ds_progress_draw(&progress, gates[g].help, -1); /* the last one takes most of the time */
    const char *limit = ds_args_text(args, ds_check_options[g].name);
    status = check_gate(shell, g, limit ? limit : g == GATE_DAMAGE ? "0" : NULL, result, &failed, err);
  }
  ds_progress_clear(&progress);
  if (status == DS_OK)
    status = ds_print_result(shell, NULL, result, err);
  else
    ds_result_free(result);
  if (status == DS_OK && failed) status = ds_fail(err, DS_GATE, "%d gate%s not met", failed, failed == 1 ? " is" : "s are");
  return status;
}
