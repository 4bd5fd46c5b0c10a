/* Reading a plugin's file: the table it returns, checked whole. */
#ifndef DS_PLUGIN_MANIFEST_H
#define DS_PLUGIN_MANIFEST_H

#include "base/arena.h"
#include "plugin/plugin.h"

enum { DS_PLUGIN_API = 1 }; /* the newest `api` that this program knows */

/* Problems of files, one line each ("file:line: text"); owned strings. */
typedef struct ds_problems {
  char **items;
  size_t n, cap;
} ds_problems;
void ds_problems_add(ds_problems *problems, const char *file, long line, const char *format, ...) __attribute__((format(printf, 4, 5)));
void ds_problems_reset(ds_problems *problems);

/* Runs the file's top level (which reaches nothing) and checks what it returns. The plugin and all it holds live in the arena. NULL when
 * there are problems, which are all added. */
ds_plugin *ds_manifest_read(const char *path, ds_arena *arena, ds_problems *problems);

/* What a plugin's table may hold, for a test that the annotations say the same: name of the i-th field of the tables of one class there
 * ("Plugin", "Argument", "Column", "View", "Example"), NULL behind the last. *required: without it the plugin is refused. */
const char *ds_manifest_field(const char *class, size_t i, bool *required);

#endif
