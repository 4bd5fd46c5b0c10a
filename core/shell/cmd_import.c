/* import. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/path.h"
#include "shell/correct.h"
#include "shell/handlers.h"
#include "shell/import.h"
#include "shell/print.h"
#include "shell/signals.h"

enum { MOST_REFUSALS = 5 };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void ds_importer_clear_line(ds_importer *w) {
  if (w->line) fputs("\r\033[K", stderr);
  w->line = false;
}

void ds_importer_close_refusals(ds_importer *w) {
  if (w->refused > MOST_REFUSALS)
    ds_print_remark(w->shell, "%s: %zu more items refused ('2>FILE' after the command in a shell keeps them all)", w->refusing,
                    w->refused - MOST_REFUSALS);
  free(w->refusing);
  w->refusing = NULL;
  w->refused = 0;
}

/* How much of "more.json#17" or "more.jsonl:17" names the file. */
static size_t file_length(const char *file) {
  size_t len = strcspn(file, "#"), digits = len;
  while (digits && file[digits - 1] >= '0' && file[digits - 1] <= '9') digits--;
  return !file[len] && digits && digits < len && file[digits - 1] == ':' ? digits - 1 : len;
}

/* A person at a terminal is told some refused items of a file, and how many more there were. */
static bool passed_over(ds_importer *w, const char *file) {
  if (w->shell->globals.errors_json || !isatty(STDERR_FILENO)) return false;
  size_t len = file_length(file);
  if (!w->refusing || strlen(w->refusing) != len || memcmp(w->refusing, file, len) != 0) {
    ds_importer_close_refusals(w);
    w->refusing = ds_strndup(file, len);
  }
  return ++w->refused > MOST_REFUSALS;
}

static void on_refused(void *data, const char *file, long line, const char *reason) {
  ds_importer *w = data;
  ds_err err = {0};
  ds_importer_clear_line(w);
  if (passed_over(w, file)) return;
  ds_fail_at(&err, DS_INPUT, file, line, "%s", reason);
  if (!line && !strstr(reason, file)) ds_fail_at(&err, DS_INPUT, file, 0, "%s: %s", file, reason);
  ds_print_error(w->shell, &err);
}

static void on_remark(void *data, const char *file, const char *text) {
  ds_importer *w = data;
  ds_importer_clear_line(w);
  ds_print_remark(w->shell, "%s: %s", file, text);
}

static void on_progress(void *data, const ds_import_counts *counts, size_t done, size_t total) {
  ds_importer *w = data;
  double t = now();
  if (t - w->started < 1 || t - w->drawn < 0.2) return;
  w->drawn = t;
  w->line = true;
  double rate = (double)counts->articles / (t - w->started);
  fprintf(stderr, "\r\033[K%" PRId64 " articles, %.0f a second", counts->articles, rate);
  if (total > 0 && done > 0 && done <= total) {
    double left = (t - w->started) * (double)(total - done) / (double)done;
    fprintf(stderr, ", %.0f %%, about %.0f s left", 100.0 * (double)done / (double)total, left);
  }
  fflush(stderr);
}

static void count_into(ds_buf *out, int64_t n, const char *what) {
  if (n) ds_buf_printf(out, "%s%" PRId64 " %s", out->len ? ", " : "", n, what);
}

void ds_import_summary(const ds_import_counts *c, ds_buf *out) {
  ds_buf_printf(out, "%" PRId64 " new article%s", c->added, c->added == 1 ? "" : "s");
  count_into(out, c->updated, "updated");
  count_into(out, c->duplicates, "already there");
  count_into(out, c->skipped_files, c->skipped_files == 1 ? "file dealt with before" : "files dealt with before");
  count_into(out, c->not_annotated, "not English and not annotated");
  count_into(out, c->refused, "refused");
}

static void print_summary(ds_shell *shell, const ds_import_counts *c) {
  ds_buf out = {0};
  ds_import_summary(c, &out);
  ds_print_remark(shell, "%s", out.data);
  ds_buf_reset(&out);
}

const ds_column ds_import_columns[] = {{"articles", DS_TYPE_INTEGER, "read"},
                                       {"added", DS_TYPE_INTEGER, "new"},
                                       {"updated", DS_TYPE_INTEGER, "replaced"},
                                       {"duplicates", DS_TYPE_INTEGER, "already there"},
                                       {"skipped_files", DS_TYPE_INTEGER, "files dealt with before"},
                                       {"not_annotated", DS_TYPE_INTEGER, "not English"},
                                       {"refused", DS_TYPE_INTEGER, "could not be read"},
                                       {0}};

/* The counts as a result, for programs that asked for a format. */
static ds_status print_counts(ds_shell *shell, const ds_import_counts *c, ds_err *err) {
  const int64_t all[] = {c->articles, c->added, c->updated, c->duplicates, c->skipped_files, c->not_annotated, c->refused};
  ds_result *result = ds_result_new("import");
  ds_result_columns(result, ds_import_columns);
  ds_row *row = ds_result_row(result);
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) ds_value_int(&row->values[i], all[i]);
  return ds_print_result(shell, NULL, result, err);
}

/* Paths: the words, then those of --files0-from, which borrow from names. The caller frees the array. */
static ds_status collect_paths(const ds_args *args, ds_buf *names, const char ***paths, ds_err *err) {
  const char *list = ds_args_text(args, "files0-from");
  ds_status status = list ? ds_path_read(list, 0, names, err) : DS_OK;
  if (status != DS_OK) return status;
  size_t n = args->n_words;
  for (size_t i = 0; i < names->len; i++) n += names->data[i] == '\0' || i + 1 == names->len;
  const char **all = ds_alloc((n + 1) * sizeof *all);
  for (n = 0; n < args->n_words; n++) all[n] = args->words[n];
  for (size_t i = 0; i < names->len; i += strlen(names->data + i) + 1)
    if (names->data[i]) all[n++] = names->data + i;
  *paths = all;
  if (n || (ds_args_flag(args, "retry-failed") && !list) || ds_args_text(args, "corrections")) return DS_OK;
  free(all);
  *paths = NULL;
  ds_fail(err, DS_USAGE, "'import' needs files or folders");
  ds_err_hint(err, "'import -' reads standard input");
  return DS_USAGE;
}

void ds_importer_init(ds_importer *w, ds_shell *shell, const ds_args *args) {
  *w = (ds_importer){.shell = shell, .started = now(), .fields = ds_args_all(args, "field")};
  w->options = (ds_import_options){.ingest = {.format = ds_args_text(args, "as"),
                                              .fields = w->fields,
                                              .date = ds_args_text(args, "date"),
                                              .outlet = ds_args_text(args, "outlet"),
                                              .lang = ds_args_text(args, "lang"),
                                              .day_first = ds_args_flag(args, "day-first")},
                                   .jobs = shell->globals.jobs,
                                   .update = ds_args_flag(args, "update"),
                                   .again = ds_args_flag(args, "again") || ds_args_flag(args, "retry-failed"),
                                   .retry_failed = ds_args_flag(args, "retry-failed"),
                                   .skip_failed = ds_args_flag(args, "skip-failed"),
                                   .annotations = ds_args_text(args, "annotations"),
                                   .stop = &ds_stop,
                                   .data = w,
                                   .refused = on_refused,
                                   .remark = on_remark};
  if (isatty(STDERR_FILENO) && !shell->globals.quiet && !shell->globals.no_progress) w->options.progress = on_progress;
}

void ds_importer_reset(ds_importer *w) {
  free(w->fields);
  free(w->refusing);
  w->fields = NULL;
  w->refusing = NULL;
}

ds_status ds_run_import(ds_shell *shell, const ds_args *args, ds_err *err) {
  ds_buf names = {0};
  const char **paths = NULL;
  ds_importer w;
  ds_importer_init(&w, shell, args);
  ds_import_counts counts = {0};
  bool first = !ds_path_exists(ds_shell_database(shell));
  ds_status status = w.options.skip_failed && w.options.retry_failed
                         ? ds_fail(err, DS_USAGE, "'--skip-failed' and '--retry-failed' are opposites; give one of them")
                         : collect_paths(args, &names, &paths, err);
  if (status == DS_OK) status = ds_shell_open(shell, DS_OPEN_CREATE, err);
  if (status != DS_OK) goto out;
  const char *corrections = ds_args_text(args, "corrections");
  bool retry = ds_args_flag(args, "retry-failed");
  if (*paths || retry || !corrections) status = ds_import(shell->store, paths, &w.options, &counts, err);
  ds_importer_clear_line(&w);
  ds_importer_close_refusals(&w);
  if (shell->globals.format_given && (status == DS_OK || status == DS_PARTIAL)) {
    ds_status printed = print_counts(shell, &counts, status == DS_OK ? err : NULL);
    if (printed != DS_OK && status == DS_OK) status = printed;
  }
  if (counts.articles || counts.refused || (status == DS_OK && (*paths || retry))) print_summary(shell, &counts);
  if (first && counts.added && shell->interactive) ds_print_remark(shell, "now type 'entities', 'quotes NAME' or 'visits'; then 'show 1'");
  if (corrections && (status == DS_OK || status == DS_PARTIAL)) {
    ds_status taken = ds_shell_import_corrections(shell, corrections, err);
    if (taken != DS_OK) status = taken;
  }
out:
  ds_buf_reset(&names);
  free(paths);
  ds_importer_reset(&w);
  return status;
}
