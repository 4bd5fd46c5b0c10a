/* Plugins: Lua files that return a table (the contract is plugins/README.md). Found in ./.dossier/plugins, $DOSSIER_PLUGINS
 * (colon-separated), $XDG_DATA_HOME/dossier/plugins, then the installed ones (beside the program: ../../plugins of a build, else
 * ../share/dossier/plugins); an earlier folder hides a later one's file of the same name. Reading a file reaches nothing; all power comes
 * through run(ctx, args). */
#ifndef DS_PLUGIN_PLUGIN_H
#define DS_PLUGIN_PLUGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sha256.h"
#include "result/result.h"
#include "store/store.h"

typedef struct ds_plugin_arg {
  const char *name, *help;
  ds_type type;
  bool positional, required;
  const char *const *choices; /* NULL-terminated, or NULL */
  const char *fallback;       /* its default as text, or NULL */
} ds_plugin_arg;

typedef struct ds_plugin_view {
  const char *name; /* "" for the main one, "list", … */
  const ds_column *columns;
  size_t n_columns;
} ds_plugin_view;

typedef struct ds_plugin_example {
  const char *run, *corpus; /* command line; corpus "samples" or NULL */
  const char *const *rows;  /* expected rows as JSON objects, each with the fields to compare; NULL-terminated, or NULL */
} ds_plugin_example;

typedef struct ds_plugin {
  const char *name, *summary, *file, *version;
  int api;
  const ds_plugin_arg *args;
  const ds_plugin_view *views; /* the main view first */
  const ds_plugin_example *examples;
  size_t n_args, n_views, n_examples;
  bool shards; /* has map and reduce: parts of the articles can be run apart */
} ds_plugin;

/* What was found. A file is read when it is asked for, all of them when they are counted. Those that cannot be used are kept aside with
 * every problem they have (one line each: "file:line: …"). Not for several threads. */
typedef struct ds_plugins ds_plugins;
ds_plugins *ds_plugins_load(void);
void ds_plugins_free(ds_plugins *plugins);
/* Whether a file came, went or was saved since: then they are to be loaded anew. */
bool ds_plugins_changed(const ds_plugins *plugins);
size_t ds_plugins_count(const ds_plugins *plugins);
const ds_plugin *ds_plugins_at(const ds_plugins *plugins, size_t i); /* by name, in byte order */
/* NULL when there is none; *broken (may be NULL) then tells whether a file of that name was refused, and err gets its problems. */
const ds_plugin *ds_plugins_find(const ds_plugins *plugins, const char *name, bool *broken, ds_err *err);
size_t ds_plugins_n_problems(const ds_plugins *plugins);
const char *ds_plugins_problem(const ds_plugins *plugins, size_t i);
/* The folder of the installed plugins (borrowed), or NULL when they were not found. */
const char *ds_plugins_installed(const ds_plugins *plugins);
/* SHA-256 over the plugin's file, the helpers and data beside it and the installed ones, and the program's version: when it is the same,
 * the same database gives the same rows. DS_IO when one cannot be read. */
ds_status ds_plugin_code(const ds_plugins *plugins, const ds_plugin *plugin, char out[DS_SHA256_HEX], ds_err *err);

typedef struct ds_run_options {
  const char *view;          /* NULL: the main one */
  const char *since, *until; /* article dates, inclusive; NULL: none */
  const char *outlet;        /* NULL: all */
  int64_t article;           /* 0: all */
  double max_seconds;        /* 0: 60 */
  size_t max_memory;         /* bytes; 0: 512 MB */
  int jobs;                  /* threads that map; 0: as many as there are cores */
  int map_part, map_parts;   /* part I of N of the articles is mapped, and nothing reduced: rows of article (its key) and value; 0: all */
  const char *const *reduce; /* files with such rows as JSON lines, to be reduced; NULL-terminated, or NULL */
  bool all_copies;           /* count near copies too */
  size_t page_first, page_last;                                    /* rows (from 1) of which pages are wanted; 0: of none */
  void (*progress)(void *data, double fraction, const char *text); /* may be NULL */
  void *data;
  ds_status (*tables)(void *host, ds_err *err); /* ds_plugins_tables, when SQL first names one; NULL: done */
  void *host;
} ds_run_options;

/* Runs a plugin. args are n pairs name, value as text, checked against the manifest: DS_USAGE with the nearest right word for an unknown
 * name, a wrong choice, a missing required one, an ambiguous entity (with the candidates). An unknown entity gives an empty result with a
 * note. DS_SCRIPT (file, line, article, traceback), DS_LIMIT, DS_INTERRUPT as they say. Each run has a Lua state of its own. */
ds_status ds_plugin_run(ds_store *store, const ds_plugin *plugin, const char *const (*args)[2], size_t n_args,
                        const ds_run_options *options, ds_result **result, ds_err *err);

/* Runs a plugin as Lua calls it: among the args may be `view` and the shared options (since, until, outlet, article, all_copies), which
 * take precedence over those of base (may be NULL). */
ds_status ds_plugin_call(ds_store *store, const ds_plugin *plugin, const char *const (*args)[2], size_t n_args, const ds_run_options *base,
                         ds_result **result, ds_err *err);

/* Makes every plugin a table of the store's connection: `visits`, `visits_list`; arguments are hidden columns. Adds the
 * functions of functions.h. plugins must outlive it. */
ds_status ds_plugins_tables(ds_store *store, const ds_plugins *plugins, ds_err *err);
/* Threads, limits and progress of runs as tables from now on (borrowed); NULL: the defaults, and none. */
void ds_plugins_in_sql(ds_plugins *plugins, const ds_run_options *options);
const ds_run_options *ds_plugins_sql_options(const ds_plugins *plugins);

#endif
