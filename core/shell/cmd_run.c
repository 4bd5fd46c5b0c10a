/* run, schema, last, once, mode, quit. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "shell/handlers.h"
#include "shell/print.h"

ds_status ds_run_run(ds_shell *shell, const ds_args *args, ds_err *err) {
  ds_session *session = NULL;
  if (!args->n_words) {
    ds_fail(err, DS_USAGE, "'run' needs a file");
    ds_err_hint(err, "usage: run FILE [ARGS...]; '-' is standard input");
    return DS_USAGE;
  }
  ds_status status = ds_shell_session(shell, &session, err);
  if (status != DS_OK) return status;
  return ds_session_file(session, args->words[0], (int)args->n_words - 1, (char *const *)(args->words + 1), &shell->exit_code, err);
}

ds_status ds_run_schema(ds_shell *shell, const ds_args *args, ds_err *err) {
  const char *schema = ds_store_schema();
  return ds_print_text(shell, schema, strlen(schema), err);
}

ds_status ds_run_mode(ds_shell *shell, const ds_args *args, ds_err *err) {
  if (!args->n_words) {
    const char *word = ds_format_word(ds_print_format(shell));
    ds_print_remark(shell, "results are drawn as %s", word);
    return DS_OK;
  }
  if (!ds_format_parse(args->words[0], &shell->globals.format)) {
    ds_buf all = {0};
    for (int f = 0; f < DS_FORMAT_COUNT; f++) ds_buf_printf(&all, "%s%s", f ? "|" : "", ds_format_word((ds_format)f));
    ds_fail(err, DS_USAGE, "the mode must be one of %s, got '%s'", all.data, args->words[0]);
    ds_buf_reset(&all);
    return DS_USAGE;
  }
  shell->globals.format_mode = shell->keep_globals = true;
  return DS_OK;
}

ds_status ds_run_last(ds_shell *shell, const ds_args *args, ds_err *err) {
  return ds_print_last(shell, err);
}

ds_status ds_run_once(ds_shell *shell, const ds_args *args, ds_err *err) {
  ds_status status = ds_shell_check_output(args->words[0], err);
  if (status != DS_OK) return status;
  free(shell->once);
  shell->once = ds_strdup(args->words[0]);
  ds_print_remark(shell, "the next result goes to '%s'", shell->once);
  return DS_OK;
}

ds_status ds_run_quit(ds_shell *shell, const ds_args *args, ds_err *err) {
  shell->quit = true;
  return DS_OK;
}
