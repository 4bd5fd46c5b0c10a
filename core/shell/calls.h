/* What Lua asks of the shell: analyses and commands as functions, corrections. */
#ifndef DS_SHELL_CALLS_H
#define DS_SHELL_CALLS_H

#include "shell/shell.h"

/* The options of every command that a function takes, too; ends with NULL. The others are the program's. */
extern const char *const ds_call_globals[];

/* The shell as Lua sees it. */
ds_session_plugins ds_shell_calls(ds_shell *shell);

#endif
