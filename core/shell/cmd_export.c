/* export: the tables for other programs; the corrections. */
#include <inttypes.h>
#include <string.h>

#include "shell/command.h"
#include "shell/handlers.h"
#include "shell/print.h"
#include "shell/progress.h"
#include "shell/signals.h"
#include "store/corrections.h"
#include "store/export.h"

#define X(id, word, help) word,
static const char *const form_words[] = {DS_EXPORT_LIST(X) NULL};
#undef X

const ds_option ds_export_options[] = {
    {"to", 0, DS_OPTION_CHOICE, NULL, "the tables as CSV files into a folder; pg: with what loads them into PostgreSQL", form_words}, {0}};

static void on_progress(void *data, int64_t rows, double fraction) {
  char what[64];
  snprintf(what, sizeof what, "%" PRId64 " rows", rows);
  ds_progress_draw(data, what, fraction);
}

static ds_status export_tables(ds_shell *shell, const char *folder, const char *word, ds_err *err) {
  int64_t rows = 0;
  ds_export_form form = strcmp(word, form_words[DS_EXPORT_PG]) == 0 ? DS_EXPORT_PG : DS_EXPORT_CSV;
  ds_progress progress = ds_progress_start(shell);
  ds_export_settings options = {.form = form, .stop = &ds_stop, .progress = on_progress, .data = &progress};
  ds_status status = ds_export(shell->store, folder, &options, &rows, err);
  ds_progress_clear(&progress);
  if (status == DS_OK) ds_print_remark(shell, "%" PRId64 " rows in '%s'", rows, folder);
  return status;
}

static ds_status export_corrections(ds_shell *shell, ds_err *err) {
  ds_buf out = {0};
  ds_status status = ds_corrections_export(shell->store, &out, err);
  if (status == DS_OK) status = ds_print_text(shell, out.data ? out.data : "", out.len, err);
  ds_buf_reset(&out);
  return status;
}

ds_status ds_run_export(ds_shell *shell, const ds_args *args, ds_err *err) {
  const char *to = ds_args_text(args, "to");
  if (to) return export_tables(shell, args->words[0], to, err);
  if (strcmp(args->words[0], "corrections") == 0) return export_corrections(shell, err);
  ds_fail(err, DS_USAGE, "'export' writes 'corrections', or the tables with --to csv|pg, got '%s'", args->words[0]);
  ds_err_hint(err, "export --to pg %s", args->words[0]);
  return DS_USAGE;
}
