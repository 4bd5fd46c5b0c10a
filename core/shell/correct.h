/* Corrections as the commands and Lua make them. said gets what was done, a line for each. */
#ifndef DS_SHELL_CORRECT_H
#define DS_SHELL_CORRECT_H

#include "base/buf.h"
#include "shell/shell.h"
#include "store/corrections.h"

/* n names, checked against what the verb takes. */
ds_status ds_shell_correct_entity(ds_shell *shell, ds_verb verb, const char *const *names, size_t n, const char *why, ds_buf *said,
                                  ds_err *err);
/* field: speaker or speaker_text; value NULL, "" or "none": nobody. */
ds_status ds_shell_correct_quote(ds_shell *shell, long long quote, const char *field, const char *value, const char *why, ds_buf *said,
                                 ds_err *err);
/* Row n of a result; column NULL: the row is rejected; value as above. */
ds_status ds_shell_correct_row(ds_shell *shell, const ds_result *result, long long n, const char *column, const char *value,
                               const char *why, ds_buf *said, ds_err *err);
/* A correction that Lua asks for (ds_session_plugins); data is the shell. */
ds_status ds_shell_correct_lua(void *data, const ds_session_correction *c, char *said, size_t size, ds_err *err);
/* Adds what `export corrections` wrote to the log of the database at hand, open for writing, and says so. */
ds_status ds_shell_import_corrections(ds_shell *shell, const char *file, ds_err *err);

#endif
