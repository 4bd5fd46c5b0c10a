/* The prompt. repl.c is the only file that sees Readline. */
#ifndef DS_SHELL_REPL_H
#define DS_SHELL_REPL_H

#include "shell/shell.h"

/* Reads and runs lines from the terminal until `quit`, end of input, or a signal. Errors are printed as they come. */
ds_status ds_shell_prompt(ds_shell *shell, ds_err *err);
/* Lets debug.repl() read from the terminal, if there is one. */
void ds_shell_debugger(ds_shell *shell);

#endif
