/* Corrections of the rows of analyses: put into results, and made from them. A correction is anchored on the passage that a row rests on;
 * of several rows on one passage it means the one that says most of what the row said before. */
#ifndef DS_PLUGIN_CORRECTED_H
#define DS_PLUGIN_CORRECTED_H

#include "plugin/plugin.h"
#include "store/corrections.h"

/* Puts the corrections in force on a plugin's rows into a result that it just made. A rejected row is left out of every view that has it
 * as its only ground. */
ds_status ds_corrected(ds_store *store, ds_result *result, ds_err *err);
/* Corrects row n (1-based) of an analysis: column to value (NULL: nothing stands there), or rejects it (column NULL). DS_USAGE for a row
 * that is not there or rests on no passage, an unknown column (with the nearest), a value of the wrong type. */
ds_status ds_row_correct(ds_store *store, const ds_result *result, long long n, const char *column, const char *value, const ds_hand *hand,
                         ds_buf *said, ds_err *err);

#endif
