/* Lines of the prompt's language, from the prompt or from a script on standard input. */
#ifndef DS_SHELL_TEXT_H
#define DS_SHELL_TEXT_H

#include "shell/line.h"
#include "shell/shell.h"

ds_line_kind ds_shell_classify(ds_shell *shell, const char *text);
/* Runs one entry: a command line, SQL or Lua. *incomplete is set, and nothing run, when it is Lua that can be continued. */
ds_status ds_shell_text(ds_shell *shell, const char *text, bool *incomplete, ds_err *err);
/* Standard input: a Lua script, or lines of the prompt's language when its first line is a command or SQL. Ends at the first failure. */
ds_status ds_shell_script(ds_shell *shell, ds_err *err);

#endif
