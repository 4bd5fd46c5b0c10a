/* Two sets of rows side by side. */
#ifndef DS_SHELL_RUNS_H
#define DS_SHELL_RUNS_H

#include "result/result.h"

typedef struct ds_rows_changed {
  size_t removed, added;
  bool moved; /* the same rows in another order */
} ds_rows_changed;

/* Compares rows kept as JSON lines with those of a result (lines: the same result as JSON lines). Gives a result of what differs: a column
 * `change` (removed, added) before those of now; the caller frees it. */
ds_result *ds_rows_compare(const char *before, size_t before_len, const ds_result *now, const char *lines, size_t lines_len,
                           ds_rows_changed *changed);

/* The same for two recorded sets of rows; the columns are those of their objects. */
ds_result *ds_rows_compare_recorded(const char *before, size_t before_len, const char *lines, size_t lines_len, ds_rows_changed *changed);

#endif
