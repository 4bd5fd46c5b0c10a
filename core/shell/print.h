/* Everything that is printed: results on standard output (or -o FILE, or the pager), all else on standard error. */
#ifndef DS_SHELL_PRINT_H
#define DS_SHELL_PRINT_H

#include "base/buf.h"
#include "shell/shell.h"

/* One line "dossier: …", or one JSON object with --errors json. */
void ds_print_error(const ds_shell *shell, const ds_err *err);
/* A remark on standard error, unless --quiet. */
void ds_print_remark(const ds_shell *shell, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Text as a command's result. At the prompt through the pager when it is taller than the screen. */
ds_status ds_print_text(ds_shell *shell, const char *text, size_t len, ds_err *err);

bool ds_print_color(const ds_shell *shell, FILE *stream);
/* Columns of the terminal ($COLUMNS first), or 0 when standard output is none. */
int ds_print_width(void);

#endif
