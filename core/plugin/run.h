/* Inside a run: what its parts share. */
#ifndef DS_PLUGIN_RUN_H
#define DS_PLUGIN_RUN_H

#include "lua/model.h"
#include "plugin/plugin.h"

typedef struct ds_run {
  const ds_plugin *plugin;
  const ds_plugin_view *view;
  const ds_run_options *options;
  ds_store *store;
  ds_lua *lua;
  ds_result *result;
  bool nobody;  /* an argument names an entity that the database does not know: the result is empty */
  bool nested;  /* asked for by another plugin, in its SQL */
  ds_err fault; /* what the plugin found wrong in a file that the user named, or empty */
} ds_run;

/* Checks the arguments against the manifest and pushes them as a strict table.   [-0, +1 on success] */
ds_status ds_run_push_args(ds_run *run, const char *const (*args)[2], size_t n_args, ds_err *err);
/* Pushes the object of a `file` argument. DS_IO when it cannot be read, DS_INPUT (with the line) when it is not UTF-8, DS_USAGE when it is
 * another plugin that names it: plugins reach no files by themselves.   [-0, +1 on success] */
ds_status ds_run_push_file(ds_run *run, const ds_plugin_arg *arg, const char *path, ds_err *err);
extern const ds_class ds_file_class;
/* Pushes the run function of a plugin that has map and reduce instead, from its table at 1.   [-0, +1, e] */
void ds_run_push_shards(lua_State *L);
/* Pushes ctx. lua->data is the run.   [-0, +1, m] */
void ds_run_push_ctx(lua_State *L);

extern const ds_class_name ds_context_classes[];

#endif
