/* Analyses and commands as functions of Lua: what they print is kept, and handed over. */
#include "shell/calls.h"

#include <stdlib.h>
#include <string.h>

#include "shell/command.h"
#include "shell/correct.h"
#include "shell/run.h"

const char *const ds_call_globals[] = {"output", "format", "excel", "jobs", "max-seconds", "max-memory", NULL};

static bool is_one_of(const char *const *words, const char *word) {
  while (*words && strcmp(*words, word) != 0) words++;
  return *words != NULL;
}

static const ds_option *find(const ds_option *table, const char *name) {
  const ds_option *tables[] = {table, NULL};
  return table ? ds_option_find(tables, name, strlen(name)) : NULL;
}

/* The words of a command line. */
typedef struct line {
  char **words;
  size_t n, cap;
} line;

static void add(line *l, const char *format, ...) {
  ds_buf text = {0};
  va_list ap;
  va_start(ap, format);
  ds_buf_vprintf(&text, format, ap);
  va_end(ap);
  DS_GROW(l->words, l->n, l->cap);
  l->words[l->n++] = ds_buf_take(&text);
}

static void line_reset(line *l) {
  for (size_t i = 0; i < l->n; i++) free(l->words[i]);
  free(l->words);
}

/* `--name=value`, `--name` where it is a flag; what is false is not said. own: the options of the command itself. */
static ds_status add_option(line *l, const ds_option *own, bool listing, const char *name, const char *value, ds_err *err) {
  char dashed[64];
  snprintf(dashed, sizeof dashed, "%s", name);
  for (char *p = dashed; *p; p++)
    if (*p == '_') *p = '-';
  const ds_option *o = find(own, dashed);
  if (!o && listing) o = find(ds_listing_options, dashed);
  if (!o && is_one_of(ds_call_globals, dashed)) o = find(ds_global_options, dashed);
  bool program = !o && find(ds_global_options, dashed);
  if (program) return ds_fail(err, DS_USAGE, "'%s' is an option of the program, and none of a function", name);
  bool on = strcmp(value, "true") == 0, off = strcmp(value, "false") == 0;
  if (o && o->kind == DS_OPTION_FLAG && !on && !off) return ds_fail(err, DS_USAGE, "'%s' must be true or false, got '%s'", name, value);
  if (o && o->kind == DS_OPTION_FLAG)
    add(l, "--%s", dashed);
  else
    add(l, "--%s=%s", dashed, value);
  if (off && !(o && o->kind == DS_OPTION_ON)) free(l->words[--l->n]);
  return DS_OK;
}

static bool goes_to_file(const line *l) {
  for (size_t i = 1; i < l->n && strcmp(l->words[i], "--") != 0; i++)
    if (strncmp(l->words[i], "--output=", 9) == 0) return true;
  return false;
}

/* Runs the line with what it prints kept in `kept`. */
static ds_status run_line(ds_shell *shell, const line *l, ds_kept *kept, ds_err *err) {
  ds_globals globals = shell->globals;
  ds_kept *before = shell->kept;
  bool keep_globals = shell->keep_globals;
  shell->kept = kept;
  shell->globals.output = shell->globals.pipe = NULL;
  shell->globals.format = DS_FORMAT_TSV;          /* nothing is cut, and counts are rows */
  shell->globals.format_given = !goes_to_file(l); /* its ending says the format */
  shell->globals.format_mode = shell->globals.excel = false;
  ds_status status = ds_shell_run(shell, (int)l->n, (const char *const *)l->words, err);
  shell->globals = globals;
  shell->keep_globals = keep_globals;
  shell->kept = before;
  return status;
}

/* Remarks are notes of the result, else what is said. */
static void hand_over(ds_kept *kept, ds_result **result, ds_buf *said) {
  if (kept->result)
    for (char *s = kept->remarks.data, *next; s && *s; s = next) {
      next = strchr(s, '\n');
      *next++ = '\0';
      ds_result_note(kept->result, "%s", s);
    }
  const ds_buf *words = kept->text.len ? &kept->text : &kept->remarks;
  if (!kept->result && words->len) ds_buf_append(said, words->data, words->len - (words == &kept->remarks));
  *result = kept->result;
  ds_buf_reset(&kept->text);
  ds_buf_reset(&kept->remarks);
}

static bool is_command(void *data, const char *name) {
  const ds_command *c = ds_command_find(name, strlen(name));
  return c && c->flags & DS_COMMAND_LUA;
}

static ds_status run_command(void *data, const ds_session_call *call, ds_result **result, ds_buf *said, ds_err *err) {
  const ds_command *c = ds_command_find(call->name, strlen(call->name));
  ds_kept kept = {0};
  line l = {0};
  ds_status status = DS_OK;
  add(&l, "%s", call->name);
  for (size_t i = 0; status == DS_OK && i < call->n_options; i++)
    status = add_option(&l, c->options, c->flags & DS_COMMAND_LISTING, call->options[i][0], call->options[i][1], err);
  add(&l, "--");
  for (size_t i = 0; i < call->n_words; i++) add(&l, "%s", call->words[i]);
  if (status == DS_OK) status = run_line(data, &l, &kept, err);
  hand_over(&kept, result, said);
  line_reset(&l);
  return status;
}

static bool knows(void *data, const char *name) {
  return ds_plugins_find(ds_shell_plugins(data), name, NULL, NULL) != NULL;
}

/* What the shell does for an analysis, and not its run: record it, cut it, draw it, part it. */
static bool asks_shell(const ds_plugin *plugin, const char *const (*args)[2], size_t n) {
  static const char *const words[] = {"record", "limit", "map", "reduce", NULL};
  for (size_t i = 0; i < n; i++) {
    bool own = false;
    for (size_t k = 0; k < plugin->n_args; k++) own |= strcmp(plugin->args[k].name, args[i][0]) == 0;
    if (!own && (is_one_of(words, args[i][0]) || is_one_of(ds_call_globals, args[i][0]))) return true;
  }
  return false;
}

/* As typed: with the words of the command line. */
static ds_status run_typed(ds_shell *shell, const ds_plugin *plugin, const char *const (*args)[2], size_t n, ds_result **result,
                           ds_err *err) {
  ds_option *own = ds_plugin_options(plugin);
  ds_kept kept = {0};
  ds_buf said = {0};
  line l = {0};
  ds_status status = DS_OK;
  add(&l, "%s", plugin->name);
  for (size_t i = 0; status == DS_OK && i < n; i++)
    if (strcmp(args[i][0], "view") == 0)
      add(&l, "--%s", args[i][1]);
    else
      status = add_option(&l, own, true, args[i][0], args[i][1], err);
  if (status == DS_OK) status = run_line(shell, &l, &kept, err);
  hand_over(&kept, result, &said);
  if (status == DS_OK && !*result) *result = ds_result_new(plugin->name); /* it went to a file */
  ds_buf_reset(&said);
  ds_plugin_options_free(own);
  line_reset(&l);
  return status;
}

static ds_status run(void *data, const char *name, const char *const (*args)[2], size_t n_args, ds_result **result, ds_err *err) {
  ds_shell *shell = data;
  const ds_plugin *plugin = ds_plugins_find(ds_shell_plugins(shell), name, NULL, err);
  if (!plugin) return DS_USAGE;
  if (asks_shell(plugin, args, n_args)) return run_typed(shell, plugin, args, n_args, result, err);
  ds_run_options options = {.jobs = shell->globals.jobs,
                            .max_seconds = shell->globals.max_seconds,
                            .max_memory = shell->globals.max_memory,
                            .tables = ds_shell_make_tables,
                            .host = shell};
  ds_status status = ds_shell_open(shell, DS_OPEN_READONLY, err);
  return status == DS_OK ? ds_plugin_call(shell->store, plugin, args, n_args, &options, result, err) : status;
}

static void each(void *data, void (*add_name)(void *sink, const char *name), void *sink) {
  const ds_plugins *plugins = ds_shell_plugins(data);
  for (size_t i = 0; i < ds_plugins_count(plugins); i++) add_name(sink, ds_plugins_at(plugins, i)->name);
  for (const ds_command *c = ds_commands; c->name; c++)
    if (c->flags & DS_COMMAND_LUA) add_name(sink, c->name);
}

ds_session_plugins ds_shell_calls(ds_shell *shell) {
  return (ds_session_plugins){shell, knows, run, each, ds_shell_correct_lua, is_command, run_command};
}
