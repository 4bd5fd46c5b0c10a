/* The manual page, made from the tables of commands, options, plugins, formats and exit codes. */
#ifndef DS_SHELL_MANUAL_H
#define DS_SHELL_MANUAL_H

#include "base/buf.h"
#include "shell/shell.h"

/* Appends dossier(1) in man macros. */
void ds_manual(ds_shell *shell, ds_buf *out);

#endif
