/* The program's own command line: global options, the database, the command; the exit code. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "shell/print.h"
#include "shell/run.h"
#include "shell/repl.h"
#include "shell/signals.h"
#include "shell/text.h"

/* Reads global options up to the next word. */
static ds_status read_globals(ds_shell *shell, int argc, const char *const *argv, int *at, ds_err *err) {
  const ds_option *tables[] = {ds_global_options, NULL};
  ds_args args = {0};
  int used = 0;
  ds_status status = ds_args_parse(&args, tables, argc - *at, argv + *at, 0, &used, err);
  if (status == DS_OK) status = ds_shell_configure(shell, &args, err);
  ds_args_reset(&args);
  *at += used;
  return status;
}

static bool names_a_file(const char *word) {
  return strpbrk(word, "./") || ds_path_exists(word);
}

static ds_status without_command(ds_shell *shell, ds_err *err) {
  static const char *const help[] = {"help"}, *const version[] = {"version"};
  if (shell->globals.version) return ds_shell_run(shell, 1, version, err);
  if (shell->globals.help) {
    shell->globals.help = false;
    return ds_shell_run(shell, 1, help, err);
  }
  return isatty(STDIN_FILENO) ? ds_shell_prompt(shell, err) : ds_shell_script(shell, err);
}

/* Options, database, options, command: the first word is a command, or else the database. */
static ds_status run_line(ds_shell *shell, int argc, const char *const *argv, ds_err *err) {
  int at = 1;
  ds_status status = read_globals(shell, argc, argv, &at, err);
  if (status != DS_OK) return status;
  if (at < argc && !shell->globals.database && !ds_shell_knows(shell, argv[at]) && names_a_file(argv[at])) {
    shell->globals.database = argv[at++];
    status = read_globals(shell, argc, argv, &at, err);
    if (status != DS_OK) return status;
  }
  if (at >= argc) return without_command(shell, err);
  return ds_shell_run(shell, argc - at, argv + at, err);
}

static bool errors_as_json(int argc, char **argv) {
  const char *set = getenv("DOSSIER_ERRORS");
  bool json = set && strcmp(set, "json") == 0;
  for (int i = 1; i < argc; i++)
    json = json || strcmp(argv[i], "--errors=json") == 0 ||
           (strcmp(argv[i], "--errors") == 0 && argv[i + 1] && strcmp(argv[i + 1], "json") == 0);
  return json;
}

int ds_shell_main(int argc, char **argv) {
  ds_shell shell = {.exit_code = -1};
  ds_err err = {0};
  shell.globals.errors_json = errors_as_json(argc, argv); /* for errors in the options themselves */
  ds_signals_install();
  ds_shell_debugger(&shell);
  ds_status status = run_line(&shell, argc, (const char *const *)argv, &err);
  if (status != DS_OK && !(status == DS_INTERRUPT && ds_signals_last())) ds_print_error(&shell, &err);
  int code = shell.exit_code >= 0 ? shell.exit_code : ds_status_exit(status);
  int signal = status == DS_INTERRUPT ? ds_signals_last() : 0;
  ds_err_reset(&err);
  ds_shell_close(&shell);
  if (fflush(stdout) != 0 && code == 0) code = ds_status_exit(DS_IO);
  if (signal) ds_signals_die(signal);
  return code;
}
