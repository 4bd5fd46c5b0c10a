/* What the commands do. Each gets its words and options already checked and the database open as its row asks for it. */
#ifndef DS_SHELL_HANDLERS_H
#define DS_SHELL_HANDLERS_H

#include "shell/shell.h"

ds_status ds_run_annotate(ds_shell *shell, const ds_args *args, ds_err *err);
ds_status ds_run_help(ds_shell *shell, const ds_args *args, ds_err *err);
ds_status ds_run_version(ds_shell *shell, const ds_args *args, ds_err *err);

#endif
