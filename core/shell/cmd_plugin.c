/* Plugins as commands. */
#include <stdlib.h>
#include <string.h>

#include "shell/print.h"
#include "shell/run.h"

static ds_option_kind kind_of(ds_type type) {
  switch (type) {
  case DS_TYPE_BOOLEAN: return DS_OPTION_ON;
  case DS_TYPE_DATE: return DS_OPTION_DATE;
  case DS_TYPE_ENTITY: return DS_OPTION_ENTITY;
  case DS_TYPE_CHOICE: return DS_OPTION_CHOICE;
  case DS_TYPE_FILE: return DS_OPTION_FILE;
  default: return DS_OPTION_TEXT; /* numbers are checked by the manifest, which knows what is allowed */
  }
}

static bool is_argument(const ds_plugin *plugin, const char *name) {
  for (size_t i = 0; i < plugin->n_args; i++)
    if (strcmp(plugin->args[i].name, name) == 0) return true;
  return false;
}

ds_option *ds_plugin_options(const ds_plugin *plugin) {
  ds_option *options = ds_alloc((plugin->n_args + plugin->n_views + 5) * sizeof *options);
  size_t n = 0;
  for (size_t i = 0; i < plugin->n_args; i++) {
    const ds_plugin_arg *a = &plugin->args[i];
    ds_option_kind kind = kind_of(a->type);
    options[n++] = (ds_option){.name = a->name,
                               .kind = kind,
                               .help = a->help,
                               .choices = a->choices,
                               .value = kind == DS_OPTION_ON || kind == DS_OPTION_CHOICE ? NULL : ds_type_word(a->type)};
  }
  for (size_t i = 0; i < plugin->n_views; i++)
    if (*plugin->views[i].name)
      options[n++] = (ds_option){.name = plugin->views[i].name, .kind = DS_OPTION_FLAG, .help = "the single statements behind the summary"};
  if (plugin->shards) {
    options[n++] = (ds_option){"map", 0, DS_OPTION_TEXT, "I/N", "only map part I of N of the articles: for --reduce, elsewhere or later"};
    options[n++] = (ds_option){"reduce", 0, DS_OPTION_FILE, "FILE", "reduce what --map printed; may be repeated"};
  }
  if (!is_argument(plugin, "limit")) options[n++] = (ds_option){"limit", 0, DS_OPTION_INTEGER, "N", "print only the first N rows (0: all)"};
  options[n++] = (ds_option){.name = "record", .kind = DS_OPTION_FLAG, .help = "keep the run in the database: see 'runs' and 'rerun'"};
  return options;
}

void ds_plugin_options_free(ds_option *options) {
  free(options);
}

static bool is_view(const ds_plugin *plugin, const char *name) {
  for (size_t i = 0; i < plugin->n_views; i++)
    if (*plugin->views[i].name && strcmp(plugin->views[i].name, name) == 0) return true;
  return false;
}

/* The words go to the positional arguments in their order; what is left over joins the last one ("visits alexander lukashenko"). */
static ds_status place_words(const ds_plugin *plugin, const ds_args *args, const char *(*pairs)[2], size_t *n, ds_buf *joined,
                             ds_err *err) {
  size_t used = 0, left = 0;
  for (size_t i = 0; i < plugin->n_args; i++) left += plugin->args[i].positional;
  for (size_t i = 0; i < plugin->n_args && used < args->n_words; i++) {
    const ds_plugin_arg *a = &plugin->args[i];
    if (!a->positional) continue;
    bool last = --left == 0;
    const char *value = args->words[used++];
    if (last && used < args->n_words && (a->type == DS_TYPE_ENTITY || a->type == DS_TYPE_TEXT)) {
      ds_buf_puts(joined, value);
      while (used < args->n_words) ds_buf_printf(joined, " %s", args->words[used++]);
      value = joined->data;
    }
    pairs[*n][0] = a->name;
    pairs[(*n)++][1] = value;
  }
  if (used == args->n_words) return DS_OK;
  ds_fail(err, DS_USAGE, "'%s' does not take '%s'", plugin->name, args->words[used]);
  ds_err_hint(err, "'help %s' lists its arguments", plugin->name);
  return DS_USAGE;
}

static void on_progress(void *data, double fraction, const char *text) {
  ds_progress_draw(data, text, fraction);
}

/* --map I/N, --reduce FILE…; *files is the caller's to free. */
static ds_status read_parts(const ds_plugin *plugin, const ds_args *args, ds_run_options *options, const char ***files, ds_err *err) {
  const char *map = plugin->shards ? ds_args_text(args, "map") : NULL;
  if (map && !ds_part_read(map, &options->map_part, &options->map_parts))
    return ds_fail(err, DS_USAGE, "'map' must be I/N with 1 <= I <= N, got '%s'", map);
  if (!plugin->shards || !ds_args_flag(args, "reduce")) return DS_OK;
  if (map) return ds_fail(err, DS_USAGE, "'--map' and '--reduce' are two steps; give one of them");
  options->reduce = *files = ds_args_all(args, "reduce");
  return DS_OK;
}

enum { PAGES_AT_PROMPT = 100 }; /* rows whose pages are kept for a later `show N` */

/* The rows that may be opened. */
static void choose_pages(const ds_shell *shell, const ds_args *args, ds_run_options *options) {
  long long row = 0, passage = 0;
  if (ds_args_flag(args, "open")) {
    if (ds_row_read(ds_args_text(args, "open"), &row, &passage)) options->page_first = options->page_last = (size_t)row;
  } else if (shell->interactive) {
    options->page_first = 1;
    options->page_last = PAGES_AT_PROMPT;
  }
}

ds_run_options ds_shell_run_options(ds_shell *shell, const ds_args *args, ds_progress *progress) {
  *progress = ds_progress_start(shell);
  ds_run_options options = {.jobs = shell->globals.jobs,
                            .max_seconds = shell->globals.max_seconds,
                            .max_memory = shell->globals.max_memory,
                            .progress = on_progress,
                            .data = progress,
                            .tables = ds_shell_make_tables,
                            .host = shell};
  choose_pages(shell, args, &options);
  return options;
}

ds_status ds_shell_plugin_pairs(const ds_plugin *plugin, const ds_args *args, ds_plugin_pairs *pairs, ds_err *err) {
  pairs->items = ds_alloc((args->n_given + plugin->n_args + 1) * sizeof *pairs->items);
  for (size_t i = 0; i < args->n_given; i++) {
    const char *name = args->given[i].option->name;
    if (is_view(plugin, name)) pairs->view = name;
    if (!is_argument(plugin, name)) continue;
    pairs->items[pairs->n][0] = name;
    pairs->items[pairs->n++][1] = args->given[i].text;
  }
  return place_words(plugin, args, pairs->items, &pairs->n, &pairs->joined, err);
}

void ds_plugin_pairs_reset(ds_plugin_pairs *pairs) {
  ds_buf_reset(&pairs->joined);
  free(pairs->items);
}

ds_status ds_shell_plugin_result(ds_shell *shell, ds_store *store, const ds_plugin *plugin, const ds_args *args, ds_result **result,
                                 ds_err *err) {
  ds_progress progress;
  ds_run_options options = ds_shell_run_options(shell, args, &progress);
  options.since = ds_args_text(args, "since");
  options.until = ds_args_text(args, "until");
  options.outlet = ds_args_text(args, "outlet");
  options.article = ds_args_integer(args, "article", 0);
  options.all_copies = ds_args_flag(args, "all-copies");
  ds_plugin_pairs pairs = {0};
  const char **files = NULL;
  ds_status status = read_parts(plugin, args, &options, &files, err);
  if (status == DS_OK) status = ds_shell_plugin_pairs(plugin, args, &pairs, err);
  options.view = pairs.view;
  if (status == DS_OK) status = ds_plugin_run(store, plugin, (const char *const(*)[2])pairs.items, pairs.n, &options, result, err);
  ds_progress_clear(&progress);
  ds_plugin_pairs_reset(&pairs);
  free(files);
  return status;
}

/* --limit N, where the plugin has no argument of that name. A recorded run has all rows, and so have parts for --reduce. */
static void keep_first(const ds_plugin *plugin, const ds_args *args, ds_result *result) {
  bool whole = is_argument(plugin, "limit") || ds_args_flag(args, "open") || (plugin->shards && ds_args_flag(args, "map"));
  int64_t most = whole ? 0 : ds_args_integer(args, "limit", 0);
  size_t n = result->n_rows;
  if (ds_result_keep(result, most)) ds_result_note(result, "the first %lld of %zu rows; '--limit 0' prints all", (long long)most, n);
}

ds_status ds_shell_run_plugin(ds_shell *shell, const ds_plugin *plugin, const ds_args *args, ds_err *err) {
  ds_result *result = NULL;
  ds_status status = ds_args_flag(args, "record") ? ds_shell_record(shell, plugin, args, &result, err)
                                                  : ds_shell_plugin_result(shell, shell->store, plugin, args, &result, err);
  if (status != DS_OK) return status;
  keep_first(plugin, args, result);
  if (plugin->shards && ds_args_flag(args, "map") && !shell->globals.format_given) {
    shell->globals.format = DS_FORMAT_JSONL; /* what --reduce reads */
    shell->globals.format_given = true;
  }
  return ds_print_result(shell, args, result, err);
}
