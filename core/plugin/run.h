/* Inside a run: what its parts share. */
#ifndef DS_PLUGIN_RUN_H
#define DS_PLUGIN_RUN_H

#include "lua/model.h"
#include "plugin/plugin.h"

enum { DS_RUN_MEMORY = 512 << 20 }; /* bytes that a run may have, unless its options say */

typedef struct ds_run {
  const ds_plugin *plugin;
  const ds_plugin_view *view;
  const ds_run_options *options;
  ds_store *store;
  ds_lua *lua;
  ds_result *result;
  bool nobody; /* an argument names an entity that the database does not know: the result is empty */
  const char *const (*args)[2];
  size_t n_args;
  double seconds;      /* that a call may take */
  bool nested;         /* asked for by another plugin, in its SQL */
  bool aside;          /* maps in a thread of its own; the others of the run go on meanwhile */
  sqlite3_stmt *hold;  /* keeps one state of the database in view for as long as it is not ended */
  struct ds_map *map;  /* what is mapped, or NULL */
  bool has_tables;     /* plugins have been made into tables of the connection */
  ds_plugins *plugins; /* of these tables, for a connection of its own, or NULL */
  ds_err fault;        /* what the plugin found wrong in a file that the user named, or empty */
} ds_run;

/* Readies the run's state: its world, the plugin, its arguments. Leaves the function to be called (run, or map of what runs aside), ctx and
 * args.   [-0, +3 on success; nothing when run->nobody] */
ds_status ds_run_set_up(ds_run *run, ds_err *err);
/* What a call that failed is to be blamed on: a file that the user named, or the article that was read.   [-0, +0] */
void ds_run_blame(ds_run *run, ds_status status, ds_err *err);
/* Checks the arguments against the manifest and pushes them as a strict table.   [-0, +1 on success] */
ds_status ds_run_push_args(ds_run *run, ds_err *err);
/* Pushes the object of a `file` argument. DS_IO when it cannot be read, DS_INPUT (with the line) when it is not UTF-8, DS_USAGE when it is
 * another plugin that names it: plugins reach no files by themselves.   [-0, +1 on success] */
ds_status ds_run_push_file(ds_run *run, const ds_plugin_arg *arg, const char *path, ds_err *err);
extern const ds_class ds_file_class;
/* Pushes the run function of a plugin that has map and reduce instead, from its table at 1.   [-0, +1, e] */
void ds_run_push_shards(lua_State *L);
/* Pushes ctx; that of map makes no rows. lua->data is the run.   [-0, +1, m] */
void ds_run_push_ctx(lua_State *L, bool of_map);

extern const ds_class_name ds_context_classes[];

#endif
