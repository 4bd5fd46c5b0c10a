/* From words to what they ask for: commands and plugins by name. */
#ifndef DS_SHELL_RUN_H
#define DS_SHELL_RUN_H

#include "shell/command.h"
#include "shell/progress.h"
#include "shell/shell.h"

/* The plugin of that name, or NULL; err (may be NULL) is filled when its file was refused. */
const ds_plugin *ds_shell_plugin(ds_shell *shell, const char *name, ds_err *err);
bool ds_shell_knows(ds_shell *shell, const char *word);
/* The command or plugin whose name is nearest to the word, or NULL when none is near. Borrowed. */
const char *ds_shell_nearest(ds_shell *shell, const char *word);
/* DS_USAGE "no command 'x'" with the nearest command or plugin; `what` is "command" or "help topic". A refused plugin tells its problems.
 */
ds_status ds_shell_unknown(ds_shell *shell, const char *what, const char *word, ds_err *err);

/* A plugin's arguments as options, its views as flags; a table that ends with a NULL name. */
ds_option *ds_plugin_options(const ds_plugin *plugin);
void ds_plugin_options_free(ds_option *options);
/* Runs a plugin on a store with words and options of the command line (without its name). */
ds_status ds_shell_plugin_result(ds_shell *shell, ds_store *store, const ds_plugin *plugin, const ds_args *args, ds_result **result,
                                 ds_err *err);
/* What the command line gives to a plugin: pairs of name and value, borrowed from it but for `joined`. */
typedef struct ds_plugin_pairs {
  const char *(*items)[2];
  size_t n;
  const char *view; /* NULL: the main one */
  ds_buf joined;
} ds_plugin_pairs;
ds_status ds_shell_plugin_pairs(const ds_plugin *plugin, const ds_args *args, ds_plugin_pairs *pairs, ds_err *err);
void ds_plugin_pairs_reset(ds_plugin_pairs *pairs);
/* The limits, the progress (started here, to be cleared after the run) and the pages of a run; what of the articles it sees is not said
 * yet. */
ds_run_options ds_shell_run_options(ds_shell *shell, const ds_args *args, ds_progress *progress);
/* As ds_shell_plugin_result on the shell's database, and writes the run into it. DS_USAGE with --readonly, --map or --reduce. */
ds_status ds_shell_record(ds_shell *shell, const ds_plugin *plugin, const ds_args *args, ds_result **result, ds_err *err);
/* The same on the shell's database, printed, and recorded when `--record` says so. */
ds_status ds_shell_run_plugin(ds_shell *shell, const ds_plugin *plugin, const ds_args *args, ds_err *err);

/* Help on one command or plugin. */
ds_status ds_help_topic(ds_shell *shell, const char *topic, ds_buf *out, ds_err *err);

#endif
