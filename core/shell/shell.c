#include "shell/shell.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/path.h"
#include "shell/calls.h"
#include "shell/command.h"

ds_status ds_shell_check_output(const char *file, ds_err *err) {
  static const char *const workbooks[] = {".xlsx", ".xls", ".ods"};
  const char *ending = strrchr(file, '.');
  for (size_t i = 0; ending && i < sizeof workbooks / sizeof *workbooks; i++) {
    if (strcmp(ending, workbooks[i]) != 0) continue;
    ds_fail(err, DS_USAGE, "'%s' would be no workbook: spreadsheets open csv", file);
    ds_err_hint(err, "'--excel -o %.*s.csv' writes one that they read right", (int)(ending - file), file);
    return DS_USAGE;
  }
  return DS_OK;
}

void ds_shell_output(ds_shell *shell, const char *file) {
  ds_globals *g = &shell->globals;
  g->output = file;
  if (g->format_given) return;
  static const char *const endings[][2] = {{".csv", "csv"},         {".json", "json"}, {".jsonl", "jsonl"}, {".md", "markdown"},
                                           {".html", "html"},       {".tsv", "tsv"},   {".txt", "plain"},   {".dot", "dot"},
                                           {".graphml", "graphml"}, {".gexf", "gexf"}};
  const char *ending = strrchr(file, '.');
  for (size_t i = 0; ending && i < sizeof endings / sizeof *endings; i++)
    if (strcmp(ending, endings[i][0]) == 0) g->format_given = ds_format_parse(endings[i][1], &g->format);
}

static ds_status configure_output(ds_shell *shell, const ds_args *args, ds_err *err) {
  const char *format = ds_args_text(args, "format"), *output = ds_args_text(args, "output");
  /* Listings take --as for it; import's --as tells the form of the input. */
  for (size_t i = 0; i < args->n_given; i++)
    if (args->given[i].option->choices == ds_format_words) format = args->given[i].text;
  if (format) shell->globals.format_given = ds_format_parse(format, &shell->globals.format);
  if (ds_args_flag(args, "excel")) {
    if (format && shell->globals.format != DS_FORMAT_CSV)
      return ds_fail(err, DS_USAGE, "'--excel' is csv, but '--format %s' was given", format);
    shell->globals.excel = shell->globals.format_given = true;
    shell->globals.format = DS_FORMAT_CSV;
  }
  if (!output) return DS_OK;
  if (!*output) return ds_fail(err, DS_USAGE, "'output' must be the name of a file");
  ds_status status = ds_shell_check_output(output, err);
  if (status == DS_OK) ds_shell_output(shell, output);
  return status;
}

ds_status ds_shell_configure(ds_shell *shell, const ds_args *args, ds_err *err) {
  ds_globals *g = &shell->globals;
  const char *text;
  if ((text = ds_args_text(args, "database"))) g->database = text;
  if ((text = ds_args_text(args, "errors"))) g->errors_json = strcmp(text, "json") == 0;
  if ((text = ds_args_text(args, "color")))
    g->color = strcmp(text, "always") == 0 ? DS_COLOR_ALWAYS : strcmp(text, "never") == 0 ? DS_COLOR_NEVER : DS_COLOR_AUTO;
  g->quiet |= ds_args_flag(args, "quiet");
  g->readonly |= ds_args_flag(args, "readonly");
  g->no_progress |= ds_args_flag(args, "no-progress");
  g->traceback |= ds_args_flag(args, "traceback");
  g->version |= ds_args_flag(args, "version");
  g->help |= ds_args_flag(args, "help");
  g->max_seconds = ds_args_number(args, "max-seconds", g->max_seconds);
  long long jobs = ds_args_integer(args, "jobs", g->jobs), memory = ds_args_integer(args, "max-memory", 0);
  if (jobs > 1024) return ds_fail(err, DS_USAGE, "'jobs' must be at most 1024, got %lld", jobs);
  if (memory > 1024 * 1024) return ds_fail(err, DS_USAGE, "'max-memory' is in MB, got %lld", memory);
  g->jobs = (int)jobs;
  if (memory) g->max_memory = (size_t)memory * 1024 * 1024;
  return configure_output(shell, args, err);
}

const char *ds_shell_database(const ds_shell *shell) {
  if (shell->globals.database) return shell->globals.database;
  const char *set = getenv("DOSSIER_DB");
  return set && *set ? set : "dossier.db";
}

static void close_store(ds_shell *shell) {
  ds_store_close(shell->store);
  shell->store = NULL;
  shell->store_writable = shell->store_tables = false;
}

/* There is no such file, or nothing in it. */
static bool is_empty(const char *path) {
  struct stat st;
  return stat(path, &st) != 0 ? errno == ENOENT : S_ISREG(st.st_mode) && st.st_size == 0;
}

static void hint_import(const ds_shell *shell, const char *path, ds_err *err) {
  if (shell->interactive)
    ds_err_hint(err, "'import PATH' fills it");
  else
    ds_err_hint(err, "'dossier -d %s import PATH' makes it; '-d FILE' names another", path);
}

ds_status ds_shell_open(ds_shell *shell, ds_open_mode mode, ds_err *err) {
  const char *path = ds_shell_database(shell);
  bool write = mode != DS_OPEN_READONLY;
  if (write && shell->globals.readonly) {
    ds_fail(err, DS_USAGE, "'--readonly' was given, but this command writes the database");
    return DS_USAGE;
  }
  if (shell->store && strcmp(ds_store_path(shell->store), path) == 0 && (!write || shell->store_writable)) return DS_OK;
  close_store(shell);
  ds_status status = ds_store_open(path, mode, 0, &shell->store, err);
  if (status != DS_OK) {
    if (mode != DS_OPEN_CREATE && err && is_empty(path)) hint_import(shell, path, err);
    return status;
  }
  shell->store_writable = write;
  return DS_OK;
}

ds_plugins *ds_shell_plugins(ds_shell *shell) {
  if (!shell->plugins) shell->plugins = ds_plugins_load();
  return shell->plugins;
}

void ds_shell_refresh(ds_shell *shell) {
  if (!shell->plugins || !ds_plugins_changed(shell->plugins)) return;
  if (shell->store && ds_store_has_own(shell->store)) return; /* later, then */
  close_store(shell);                                         /* its tables are made of them */
  ds_plugins_free(shell->plugins);
  shell->plugins = NULL;
}

ds_status ds_shell_session(ds_shell *shell, ds_session **session, ds_err *err) {
  if (!shell->session) {
    ds_session_options options = {.database = ds_shell_database(shell),
                                  .readonly = shell->globals.readonly,
                                  .max_seconds = shell->globals.max_seconds,
                                  .max_memory = shell->globals.max_memory,
                                  .traceback = shell->globals.traceback,
                                  .plugins = ds_shell_calls(shell)};
    ds_status status = ds_session_new(&options, &shell->session, err);
    if (status != DS_OK) return status;
    if (shell->last) ds_session_set_last(shell->session, shell->last);
  }
  *session = shell->session;
  return DS_OK;
}

ds_status ds_shell_make_tables(void *shell, ds_err *err) {
  return ds_shell_tables(shell, err);
}

ds_status ds_shell_tables(ds_shell *shell, ds_err *err) {
  if (shell->store_tables) return DS_OK;
  ds_status status = ds_plugins_tables(shell->store, ds_shell_plugins(shell), err);
  if (status == DS_OK) shell->store_tables = true;
  return status;
}

void ds_shell_close(ds_shell *shell) {
  ds_session_free(shell->session);
  close_store(shell);
  ds_plugins_free(shell->plugins);
  ds_result_free(shell->last);
  free(shell->once);
  free(shell->said);
  shell->said = NULL;
  shell->once = NULL;
  shell->session = NULL;
  shell->plugins = NULL;
  shell->last = NULL;
}
