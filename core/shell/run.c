#include "shell/run.h"

#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "shell/handlers.h"
#include "shell/print.h"

const ds_plugin *ds_shell_plugin(ds_shell *shell, const char *name, ds_err *err) {
  ds_plugins *plugins = ds_shell_plugins(shell);
  return plugins ? ds_plugins_find(plugins, name, NULL, err) : NULL;
}

bool ds_shell_knows(ds_shell *shell, const char *word) {
  return ds_command_find(word, strlen(word)) || ds_shell_plugin(shell, word, NULL);
}

const char *ds_shell_nearest(ds_shell *shell, const char *word) {
  ds_plugins *plugins = ds_shell_plugins(shell);
  ds_nearest nearest = ds_nearest_start(word, strlen(word));
  for (const ds_command *c = ds_commands; c->name; c++) ds_nearest_offer(&nearest, c->name);
  for (size_t i = 0; plugins && i < ds_plugins_count(plugins); i++) ds_nearest_offer(&nearest, ds_plugins_at(plugins, i)->name);
  return ds_nearest_word(&nearest);
}

ds_status ds_shell_unknown(ds_shell *shell, const char *what, const char *word, ds_err *err) {
  ds_plugins *plugins = ds_shell_plugins(shell);
  bool broken = false;
  ds_err problem = {0};
  if (plugins) ds_plugins_find(plugins, word, &broken, &problem);
  if (broken) {
    *err = problem;
    if (err->status == DS_OK) err->status = DS_SCRIPT;
    return err->status;
  }
  ds_err_reset(&problem);
  ds_fail(err, DS_USAGE, "no %s '%s'", what, word);
  const char *best = ds_shell_nearest(shell, word);
  if (best)
    ds_err_hint(err, "did you mean '%s'?", best);
  else
    ds_err_hint(err, shell->interactive ? "'help' lists the commands" : "'dossier help' lists the commands");
  return DS_USAGE;
}

static ds_status check_words(const ds_command *c, const ds_args *args, ds_err *err) {
  int n = (int)args->n_words;
  if (n >= c->min_words && (c->max_words < 0 || n <= c->max_words)) return DS_OK;
  if (n < c->min_words)
    ds_fail(err, DS_USAGE, "'%s' needs %s", c->name, c->usage);
  else
    ds_fail(err, DS_USAGE, "'%s' does not take '%s'", c->name, args->words[c->max_words]);
  ds_err_hint(err, "usage: %s%s%s; 'help %s' tells more", c->name, *c->usage ? " " : "", c->usage, c->name);
  return DS_USAGE;
}

static ds_status open_as_needed(ds_shell *shell, ds_need need, ds_err *err) {
  switch (need) {
  case DS_NEED_READ: return ds_shell_open(shell, DS_OPEN_READONLY, err);
  case DS_NEED_WRITE: return ds_shell_open(shell, DS_OPEN_WRITE, err);
  case DS_NEED_CREATE: return ds_shell_open(shell, DS_OPEN_CREATE, err);
  default: return DS_OK;
  }
}

static ds_status print_help(ds_shell *shell, const char *topic, ds_err *err) {
  ds_buf out = {0};
  ds_status status = ds_help_topic(shell, topic, &out, err);
  if (status == DS_OK) status = ds_print_words(shell, out.data, out.len, DS_HANG_COLUMNS, err);
  ds_buf_reset(&out);
  return status;
}

/* `COMMAND --help`, `COMMAND --version`: true when that was asked for, and done. */
static bool told_about(ds_shell *shell, const char *topic, ds_status *status, ds_err *err) {
  static const ds_args none;
  if (!shell->globals.help && !shell->globals.version) return false;
  *status = shell->globals.help ? print_help(shell, topic, err) : ds_run_version(shell, &none, err);
  return true;
}

static ds_status run_command(ds_shell *shell, const ds_command *c, int argc, const char *const *words, ds_err *err) {
  static const ds_option none[] = {{0}};
  const ds_option *tables[] = {c->options ? c->options : none, ds_global_options, c->flags & DS_COMMAND_LISTING ? ds_listing_options : none,
                               NULL};
  ds_args args = {0};
  int used = 0;
  ds_status status = ds_args_parse(&args, tables, argc, words, c->flags & DS_COMMAND_REST ? c->max_words : -1, &used, err);
  for (; status == DS_OK && used < argc; used++) { /* the rest belongs to a script */
    DS_GROW(args.words, args.n_words, args.cap_words);
    args.words[args.n_words++] = words[used];
  }
  if (status == DS_OK) status = ds_shell_configure(shell, &args, err);
  if (status != DS_OK || !told_about(shell, c->name, &status, err)) {
    if (status == DS_OK && !(c->flags & DS_COMMAND_REST && args.n_words)) status = check_words(c, &args, err);
    if (status == DS_OK) status = open_as_needed(shell, c->need, err);
    if (status == DS_OK) status = c->run(shell, &args, err);
  }
  if (status == DS_USAGE && err && !err->hint[0]) ds_err_hint(err, "'help %s' tells more", c->name);
  ds_args_reset(&args);
  return status;
}

static ds_status run_plugin(ds_shell *shell, const ds_plugin *plugin, int argc, const char *const *words, ds_err *err) {
  ds_option *own = ds_plugin_options(plugin);
  const ds_option *tables[] = {own, ds_global_options, ds_listing_options, NULL};
  ds_args args = {0};
  ds_status status = ds_args_parse(&args, tables, argc, words, -1, NULL, err);
  if (status == DS_OK) status = ds_shell_configure(shell, &args, err);
  if (status != DS_OK || !told_about(shell, plugin->name, &status, err)) {
    if (status == DS_OK) status = ds_shell_open(shell, DS_OPEN_READONLY, err);
    if (status == DS_OK) status = ds_shell_run_plugin(shell, plugin, &args, err);
  }
  if (status == DS_USAGE && err && !err->hint[0]) ds_err_hint(err, "'help %s' tells more", plugin->name);
  ds_args_reset(&args);
  ds_plugin_options_free(own);
  return status;
}

ds_status ds_shell_run(ds_shell *shell, int argc, const char *const *words, ds_err *err) {
  ds_globals saved = shell->globals;
  const ds_command *c = ds_command_find(words[0], strlen(words[0]));
  const ds_plugin *plugin = c ? NULL : ds_shell_plugin(shell, words[0], NULL);
  ds_status status;
  if (c)
    status = run_command(shell, c, argc - 1, words + 1, err);
  else if (plugin)
    status = run_plugin(shell, plugin, argc - 1, words + 1, err);
  else
    status = ds_shell_unknown(shell, "command", words[0], err);
  if (shell->line_by_line && !shell->keep_globals) shell->globals = saved;
  shell->keep_globals = false;
  return status;
}
