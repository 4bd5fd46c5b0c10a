/* The pager of the prompt: $DOSSIER_PAGER, else $PAGER, else less, for what is taller than the screen. */
#ifndef DS_SHELL_PAGER_H
#define DS_SHELL_PAGER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* Whether standard input and output are a terminal and the text is taller than it. */
bool ds_pager_wanted(const char *text, size_t len);
/* Shows text in the pager; when that cannot be started, on standard output. */
ds_status ds_pager_show(const char *text, size_t len, ds_err *err);

#endif
