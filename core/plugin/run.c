#include "plugin/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/number.h"
#include "base/path.h"
#include "lua/env.h"
#include "plugin/corrected.h"
#include "plugin/map.h"

enum { FILE_LIMIT = 4 * 1024 * 1024, SQL_LENGTH = 128 * 1024 * 1024, DEFAULT_SECONDS = 60, NESTING = 4, SQL_CACHE = 64 * 1024 * 1024 };

static _Thread_local int nesting; /* a plugin's SQL may ask for another plugin's table, but not for ever */

static const ds_plugin_view *find_view(const ds_plugin *plugin, const char *name, ds_err *err) {
  if (!name) name = "";
  ds_nearest nearest = ds_nearest_start(name, strlen(name));
  for (size_t i = 0; i < plugin->n_views; i++) {
    if (!strcmp(plugin->views[i].name, name)) return &plugin->views[i];
    ds_nearest_offer(&nearest, plugin->views[i].name);
  }
  const char *word = ds_nearest_word(&nearest);
  ds_fail(err, DS_USAGE, word && *word ? "%s has no view '%s'; the nearest is '%s'" : "%s has no view '%s'", plugin->name, name, word);
  return NULL;
}

/* The command that gives the same result. */
static char *title(const ds_plugin *plugin, const ds_plugin_view *view, const char *const (*args)[2], size_t n_args) {
  ds_buf b = {0};
  ds_buf_puts(&b, plugin->name);
  if (*view->name) ds_buf_printf(&b, " --%s", view->name);
  for (size_t i = 0; i < n_args; i++) {
    const char *value = args[i][1] ? args[i][1] : "";
    bool plain = *value && !value[strcspn(value, " \t\"'\\")];
    ds_buf_printf(&b, plain ? " --%s %s" : " --%s '%s'", args[i][0], value);
  }
  return ds_buf_take(&b);
}

static void add_columns(ds_result *result, const ds_plugin_view *view, bool parts) {
  if (parts) {
    ds_result_column(result, "article", DS_TYPE_TEXT, "the article's key");
    ds_result_column(result, "value", DS_TYPE_TEXT, "what map gave, as JSON");
    return;
  }
  for (size_t i = 0; i < view->n_columns; i++) {
    ds_result_column(result, view->columns[i].name, view->columns[i].type, view->columns[i].help);
    result->columns[i].place = view->columns[i].place;
  }
}

static int push_run(lua_State *L) {
  const ds_run *run = ds_lua_of(L)->data;
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_getfield(L, 1, run->aside ? "map" : "run");
  if (lua_isnil(L, -1)) ds_run_push_shards(L);
  luaL_checktype(L, -1, LUA_TFUNCTION);
  ds_run_push_ctx(L, run->aside);
  return 2;
}

/* Loads the file and leaves its run function and ctx on the stack. */
static ds_status load(ds_run *run, ds_err *err) {
  lua_State *L = run->lua->L;
  ds_buf text = {0};
  ds_buf chunk = {0};
  ds_status status = ds_path_read(run->plugin->file, FILE_LIMIT, &text, err);
  ds_buf_printf(&chunk, "@%s", run->plugin->file);
  if (status == DS_OK) status = ds_lua_load(run->lua, text.data ? text.data : "", text.len, chunk.data, err);
  if (status == DS_OK) status = ds_lua_call(run->lua, 0, 1, run->seconds, err);
  if (status == DS_OK) {
    lua_pushcfunction(L, push_run);
    lua_insert(L, -2);
    status = ds_lua_call(run->lua, 1, 2, run->seconds, err);
  }
  ds_buf_reset(&text);
  ds_buf_reset(&chunk);
  return status;
}

/* Reading all plugins to make them tables takes its time: done when SQL names what is not there, once. */
static bool make_tables(lua_State *L) {
  ds_run *run = ds_lua_of(L)->data;
  ds_err err = {0};
  if (run->has_tables || (!run->aside && !run->options->tables)) return false;
  run->has_tables = true;
  if (run->aside) { /* its connection is its own */
    run->plugins = ds_plugins_load();
    ds_plugins_in_sql(run->plugins, run->options);
  }
  ds_status status = run->aside ? ds_plugins_tables(run->store, run->plugins, &err) : run->options->tables(run->options->host, &err);
  ds_err_reset(&err);
  return status == DS_OK;
}

/* One reading transaction for as long as the state lives: it sees one state of the database, and no statement has to lock the file anew.
 * Threads that map begin theirs a little later: what is committed in between, they see. */
static void hold(ds_run *run) {
  sqlite3 *db = ds_store_handle(run->store);
  if (sqlite3_prepare_v2(db, "SELECT 1 FROM sqlite_schema", -1, &run->hold, NULL) == SQLITE_OK) sqlite3_step(run->hold);
}

ds_status ds_run_set_up(ds_run *run, ds_err *err) {
  ds_lua *lua = run->lua;
  run->seconds = run->options->max_seconds > 0 ? run->options->max_seconds : DEFAULT_SECONDS;
  ds_scope scope = {run->options->since, run->options->until, run->options->outlet, run->options->article, run->options->all_copies};
  size_t max_memory = run->options->max_memory ? run->options->max_memory : DS_RUN_MEMORY;
  ds_lua_open_pure(lua->L); /* the host's part is outside the quota: it must not fail for want of it */
  lua_pushstring(lua->L, run->plugin->name);
  lua_pushcclosure(lua->L, ds_lua_print_stderr, 1);
  lua_setglobal(lua->L, "print");
  ds_model_attach(lua, run->store, &scope)->lacks = make_tables;
  lua->data = run;
  lua->aside = run->aside;
  lua->max = max_memory;
  if (run->aside) nesting = 1; /* a thread's own count */
  hold(run);
  ds_status status = load(run, err);
  lua->max = 0;
  if (status == DS_OK) status = ds_run_push_args(run, err);
  lua->max = max_memory;
  return status;
}

void ds_run_blame(ds_run *run, ds_status status, ds_err *err) {
  if (status == DS_OK || !err) return;
  if (status == DS_SCRIPT && run->fault.status != DS_OK && strstr(err->text, run->fault.text)) {
    ds_err_reset(err);
    *err = run->fault; /* with all that belongs to it */
    run->fault = (ds_err){0};
  } else {
    err->article = run->lua->model->article;
  }
}

static ds_status run_in(ds_run *run, ds_err *err) {
  ds_status status = ds_run_set_up(run, err);
  if (status != DS_OK || run->nobody) return status;
  ds_err own = {0};
  status = ds_lua_call(run->lua, 2, 0, run->seconds, &own);
  ds_run_blame(run, status, &own);
  if (status == DS_OK) return status;
  status = own.status;
  if (err)
    *err = own;
  else
    ds_err_reset(&own);
  return status;
}

/* Says how many near copies were not counted on their own. */
static void note_copies(ds_run *run) {
  const ds_run_options *o = run->options;
  int64_t n = 0;
  if (o->all_copies || o->article || run->nobody) return;
  if (ds_copies_count(run->store, o->since, o->until, o->outlet, &n, NULL) == DS_OK && n) ds_result_note_copies(run->result, (long long)n);
}

ds_status ds_plugin_run(ds_store *store, const ds_plugin *plugin, const char *const (*args)[2], size_t n_args,
                        const ds_run_options *options, ds_result **result, ds_err *err) {
  static const ds_run_options defaults;
  ds_run run = {
      .plugin = plugin, .store = store, .options = options ? options : &defaults, .args = args, .n_args = n_args, .nested = nesting > 0};
  run.view = find_view(plugin, run.options->view, err);
  if (!run.view) return DS_USAGE;
  if (nesting >= NESTING) return ds_fail(err, DS_SCRIPT, "plugin tables nested more than %d deep", NESTING);
  ds_status status = ds_lua_new(0, &run.lua, err);
  if (status != DS_OK) return status;
  char *command = title(plugin, run.view, args, n_args);
  run.result = ds_result_new(command);
  free(command);
  run.result->plugin = ds_strdup(plugin->name);
  run.result->view = ds_strdup(run.view->name);
  add_columns(run.result, run.view, run.options->map_parts > 0);
  sqlite3 *db = ds_store_handle(store);
  int length = sqlite3_limit(db, SQLITE_LIMIT_LENGTH, SQL_LENGTH);
  size_t memory = run.options->max_memory ? run.options->max_memory : DS_RUN_MEMORY;
  sqlite3_int64 heap = run.nested ? 0 : sqlite3_hard_heap_limit64(sqlite3_memory_used() + SQL_CACHE + (sqlite3_int64)memory);
  nesting++;
  status = run_in(&run, err);
  nesting--;
  ds_map_free(run.map);
  sqlite3_finalize(run.hold);
  ds_err_reset(&run.fault);
  if (status == DS_OK && run.options->map_parts <= 0) note_copies(&run);
  ds_lua_free(run.lua);
  if (!run.nested) sqlite3_hard_heap_limit64(heap);
  sqlite3_limit(db, SQLITE_LIMIT_LENGTH, length);
  if (status == DS_OK && run.options->map_parts <= 0) status = ds_corrected(store, run.result, err);
  if (status == DS_OK)
    *result = run.result;
  else
    ds_result_free(run.result);
  return status;
}

/* Takes an argument that is an option of every analysis into options; false when it is the plugin's own. */
static bool take_shared(ds_run_options *options, const char *name, const char *value) {
  if (!strcmp(name, "view"))
    options->view = value;
  else if (!strcmp(name, "since"))
    options->since = value;
  else if (!strcmp(name, "until"))
    options->until = value;
  else if (!strcmp(name, "outlet"))
    options->outlet = value;
  else if (!strcmp(name, "article"))
    options->article = ds_number_typed(value, strlen(value));
  else if (!strcmp(name, "all_copies"))
    options->all_copies = !strcmp(value, "true");
  else
    return false;
  return true;
}

ds_status ds_plugin_call(ds_store *store, const ds_plugin *plugin, const char *const (*args)[2], size_t n_args, const ds_run_options *base,
                         ds_result **result, ds_err *err) {
  ds_run_options options = base ? *base : (ds_run_options){0};
  const char *(*own)[2] = ds_alloc((n_args + 1) * sizeof *own);
  size_t n = 0;
  for (size_t i = 0; i < n_args; i++) {
    if (take_shared(&options, args[i][0], args[i][1])) continue;
    own[n][0] = args[i][0];
    own[n++][1] = args[i][1];
  }
  ds_status status = ds_plugin_run(store, plugin, (const char *const(*)[2])own, n, &options, result, err);
  free(own);
  return status;
}
