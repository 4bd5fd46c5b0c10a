/* Functions of SQL beside the tables of plugins. */
#ifndef DS_PLUGIN_FUNCTIONS_H
#define DS_PLUGIN_FUNCTIONS_H

#include "base/err.h"
#include "store/store.h"

/* excerpt(article, start, end): the words there, null where there is no such article.
 * entity(name): the number of the entity that is meant, null when nobody is called so; an error when it may be one of several.
 * tone(text): -1 to 1, as plugins/lib/tone.lua reads it. */
ds_status ds_sql_functions(ds_store *store, ds_err *err);

#endif
