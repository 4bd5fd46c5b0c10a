/* Everything that is printed: results on standard output (or -o FILE, a program, or the pager), all else on standard error. */
#ifndef DS_SHELL_PRINT_H
#define DS_SHELL_PRINT_H

#include "base/buf.h"
#include "base/wrap.h"
#include "shell/shell.h"

/* One line "dossier: …", or one JSON object with --errors json. */
void ds_print_error(const ds_shell *shell, const ds_err *err);
/* A remark on standard error, unless --quiet. */
void ds_print_remark(const ds_shell *shell, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Text as a command's result. At the prompt through the pager when it is taller than the screen. */
ds_status ds_print_text(ds_shell *shell, const char *text, size_t len, ds_err *err);
/* The same for what people read; on a terminal broken between words. */
ds_status ds_print_words(ds_shell *shell, const char *text, size_t len, ds_hang hang, ds_err *err);

/* A result as a command's answer: drawn in the format asked for, its notes on standard error; it becomes the last result. With --open N in
 * args (may be NULL) the passage of row N instead. Takes result. */
ds_status ds_print_result(ds_shell *shell, const ds_args *args, ds_result *result_take, ds_err *err);
/* The last result again, nothing cut. */
ds_status ds_print_last(ds_shell *shell, ds_err *err);
/* The passage that a row of the last result rests on: "3" is the first of row 3 (for programs: all), "3.2" the second. */
ds_status ds_print_passage(ds_shell *shell, const char *row, ds_err *err);

/* How results are drawn: as asked, else box on a terminal and tsv elsewhere. */
ds_format ds_print_format(const ds_shell *shell);
bool ds_print_people(const ds_shell *shell);              /* for people: no format was asked for, or box or plain */
bool ds_print_color(const ds_shell *shell, FILE *stream); /* never for a result that goes to a file or a program */
/* Columns of the terminal ($COLUMNS first), or 0 when standard output is none. */
int ds_print_width(void);

#endif
