/* annotate: the filter. */
#include <stdio.h>
#include <string.h>

#include "annotation/filter.h"
#include "base/path.h"
#include "shell/handlers.h"
#include "shell/signals.h"

static ds_status read_shard(const char *text, ds_filter_options *options, ds_err *err) {
  int i = 0, n = 0;
  if (ds_part_read(text, &i, &n)) {
    options->shard = i;
    options->shards = n;
    return DS_OK;
  }
  return ds_fail(err, DS_USAGE, "'shard' must be I/N with 1 <= I <= N, got '%s'", text);
}

ds_status ds_run_annotate(ds_shell *shell, const ds_args *args, ds_err *err) {
  ds_filter_options options = {
      .tokens = ds_args_flag(args, "tokens"), .trailer = ds_args_flag(args, "trailer"), .jobs = shell->globals.jobs, .stop = &ds_stop};
  const char *shard = ds_args_text(args, "shard");
  ds_status status = shard ? read_shard(shard, &options, err) : DS_OK;
  if (status != DS_OK) return status;
  if (!shell->globals.output) return ds_filter_run(stdin, stdout, &options, err);
  ds_outfile *file = NULL;
  status = ds_outfile_open(shell->globals.output, &file, err);
  if (status != DS_OK) return status;
  status = ds_filter_run(stdin, ds_outfile_stream(file), &options, err);
  if (status != DS_OK && status != DS_PARTIAL) {
    ds_outfile_abort(file);
    return status;
  }
  ds_status written = ds_outfile_commit(file, status == DS_OK ? err : NULL);
  return written != DS_OK ? written : status;
}
