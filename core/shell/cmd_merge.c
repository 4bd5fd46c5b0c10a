/* merge. */
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "shell/handlers.h"
#include "shell/print.h"
#include "shell/signals.h"
#include "store/merge.h"

/* What the callback needs, and when the progress line was drawn last. */
typedef struct watcher {
  time_t started;
  bool line;
} watcher;

static void on_progress(void *data, const ds_merge_counts *counts, int64_t total) {
  watcher *w = data;
  if (time(NULL) - w->started < 1) return;
  w->line = true;
  fprintf(stderr, "\r\033[K%" PRId64 " of %" PRId64 " articles, %" PRId64 " new", counts->articles, total, counts->added);
  fflush(stderr);
}

static void print_summary(ds_shell *shell, const ds_merge_counts *c) {
  ds_print_remark(shell, "%" PRId64 " database%s: %" PRId64 " new article%s, %" PRId64 " already there, %" PRId64 " of them replaced",
                  c->databases, c->databases == 1 ? "" : "s", c->added, c->added == 1 ? "" : "s", c->known + c->updated, c->updated);
  if (c->corrections) ds_print_remark(shell, "%" PRId64 " correction%s taken over", c->corrections, c->corrections == 1 ? "" : "s");
}

ds_status ds_run_merge(ds_shell *shell, const ds_args *args, ds_err *err) {
  watcher w = {.started = time(NULL)};
  ds_merge_options options = {.stop = &ds_stop, .data = &w};
  ds_merge_counts counts = {0};
  ds_store *out = NULL;
  if (isatty(STDERR_FILENO) && !shell->globals.quiet && !shell->globals.no_progress) options.progress = on_progress;
  if (shell->globals.readonly) return ds_fail(err, DS_USAGE, "'--readonly' was given, but 'merge' writes '%s'", args->words[0]);
  const char **paths = ds_alloc((args->n_words + 1) * sizeof *paths);
  for (size_t i = 1; i < args->n_words; i++) paths[i - 1] = args->words[i];
  ds_status status = ds_store_open(args->words[0], DS_OPEN_CREATE, 0, &out, err);
  if (status == DS_OK) status = ds_merge(out, paths, &options, &counts, err);
  if (w.line) fputs("\r\033[K", stderr);
  if (status == DS_OK || counts.articles) print_summary(shell, &counts);
  ds_store_close(out);
  free(paths);
  return status;
}
