/* The progress line on standard error: only on a terminal, only for what takes more than a second, gone before anything else is said. */
#ifndef DS_SHELL_PROGRESS_H
#define DS_SHELL_PROGRESS_H

#include <stdbool.h>

#include "shell/shell.h"

typedef struct ds_progress {
  bool wanted;           /* there is a person to see it */
  bool line;             /* it stands there */
  double started, drawn; /* seconds */
} ds_progress;

ds_progress ds_progress_start(const ds_shell *shell);
/* "WHAT, 40 %, about 12 s left"; what may be NULL, a negative fraction is unknown. At most five times a second. */
void ds_progress_draw(ds_progress *progress, const char *what, double fraction);
void ds_progress_clear(ds_progress *progress);

#endif
