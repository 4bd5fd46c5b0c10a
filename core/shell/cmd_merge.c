/* merge. */
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/path.h"
#include "shell/handlers.h"
#include "shell/print.h"
#include "shell/progress.h"
#include "shell/signals.h"
#include "store/merge.h"

static void on_progress(void *data, const ds_merge_counts *counts, int64_t total) {
  char what[96];
  snprintf(what, sizeof what, "%" PRId64 " of %" PRId64 " articles, %" PRId64 " new", counts->articles, total, counts->added);
  ds_progress_draw(data, what, total > 0 ? (double)counts->articles / (double)total : -1);
}

static void print_summary(ds_shell *shell, const ds_merge_counts *c) {
  ds_print_remark(shell, "%" PRId64 " database%s: %" PRId64 " new article%s, %" PRId64 " already there, %" PRId64 " of them replaced",
                  c->databases, c->databases == 1 ? "" : "s", c->added, c->added == 1 ? "" : "s", c->known + c->updated, c->updated);
  if (c->corrections) ds_print_remark(shell, "%" PRId64 " correction%s taken over", c->corrections, c->corrections == 1 ? "" : "s");
}

/* One that was made for nothing. */
static void remove_database(const char *path) {
  static const char *const endings[] = {"", "-wal", "-shm"};
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    ds_buf name = {0};
    ds_buf_printf(&name, "%s%s", path, endings[i]);
    unlink(name.data);
    ds_buf_reset(&name);
  }
}

ds_status ds_run_merge(ds_shell *shell, const ds_args *args, ds_err *err) {
  ds_progress progress = ds_progress_start(shell);
  ds_merge_options options = {.stop = &ds_stop, .progress = on_progress, .data = &progress};
  ds_merge_counts counts = {0};
  ds_store *out = NULL;
  if (shell->globals.readonly) return ds_fail(err, DS_USAGE, "'--readonly' was given, but 'merge' writes '%s'", args->words[0]);
  bool there = ds_path_exists(args->words[0]);
  const char **paths = ds_alloc((args->n_words + 1) * sizeof *paths);
  for (size_t i = 1; i < args->n_words; i++) paths[i - 1] = args->words[i];
  ds_status status = ds_store_open(args->words[0], DS_OPEN_CREATE, 0, &out, err);
  if (status == DS_OK) status = ds_merge(out, paths, &options, &counts, err);
  ds_progress_clear(&progress);
  if (status == DS_OK || counts.articles) print_summary(shell, &counts);
  ds_store_close(out);
  if (status != DS_OK && !there && !counts.articles) remove_database(args->words[0]);
  free(paths);
  return status;
}
