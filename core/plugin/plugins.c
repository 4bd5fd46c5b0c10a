/* Which plugins there are. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/path.h"
#include "lua/env.h"
#include "plugin/manifest.h"

struct ds_plugins {
  ds_arena *arena;
  ds_folders *folders;
  const ds_plugin **items;
  size_t n, cap;
  char **broken; /* names of the files that were refused */
  size_t n_broken, cap_broken;
  ds_problems problems;
};

static int compare_strings(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static int compare_plugins(const void *a, const void *b) {
  return strcmp((*(const ds_plugin *const *)a)->name, (*(const ds_plugin *const *)b)->name);
}

/* The names (without .lua) of the Lua files in a folder, sorted; the caller frees. */
static char **list_files(const char *folder, size_t *n) {
  char **names = NULL;
  size_t cap = 0;
  *n = 0;
  DIR *dir = opendir(folder);
  if (!dir) return NULL;
  for (struct dirent *entry; (entry = readdir(dir));) {
    size_t len = strlen(entry->d_name);
    if (entry->d_name[0] == '.' || len < 5 || strcmp(entry->d_name + len - 4, ".lua")) continue;
    DS_GROW(names, *n, cap);
    names[(*n)++] = ds_strndup(entry->d_name, len - 4);
  }
  closedir(dir);
  if (*n > 1) qsort(names, *n, sizeof *names, compare_strings);
  return names;
}

static bool is_known(const ds_plugins *plugins, const char *name) {
  for (size_t i = 0; i < plugins->n; i++)
    if (!strcmp(plugins->items[i]->name, name)) return true;
  for (size_t i = 0; i < plugins->n_broken; i++)
    if (!strcmp(plugins->broken[i], name)) return true;
  return false;
}

static void load_file(ds_plugins *plugins, const char *folder, const char *name) {
  char *base = ds_path_join(folder, name);
  ds_buf path = {0};
  ds_buf_printf(&path, "%s.lua", base);
  free(base);
  ds_plugin *plugin = ds_manifest_read(path.data, plugins->arena, &plugins->problems);
  ds_buf_reset(&path);
  if (plugin) {
    DS_GROW(plugins->items, plugins->n, plugins->cap);
    plugins->items[plugins->n++] = plugin;
  } else {
    DS_GROW(plugins->broken, plugins->n_broken, plugins->cap_broken);
    plugins->broken[plugins->n_broken++] = ds_strdup(name);
  }
}

ds_plugins *ds_plugins_load(void) {
  ds_plugins *plugins = ds_alloc(sizeof *plugins);
  plugins->arena = ds_arena_new();
  plugins->folders = ds_folders_new();
  for (size_t f = 0; f < plugins->folders->n; f++) {
    size_t n = 0;
    char **names = list_files(plugins->folders->items[f], &n);
    for (size_t i = 0; i < n; i++) {
      if (!is_known(plugins, names[i])) load_file(plugins, plugins->folders->items[f], names[i]);
      free(names[i]);
    }
    free(names);
  }
  if (plugins->n > 1) qsort(plugins->items, plugins->n, sizeof *plugins->items, compare_plugins);
  return plugins;
}

void ds_plugins_free(ds_plugins *plugins) {
  if (!plugins) return;
  for (size_t i = 0; i < plugins->n_broken; i++) free(plugins->broken[i]);
  free(plugins->broken);
  free(plugins->items);
  ds_problems_reset(&plugins->problems);
  ds_folders_free(plugins->folders);
  ds_arena_free(plugins->arena);
  free(plugins);
}

size_t ds_plugins_count(const ds_plugins *plugins) {
  return plugins->n;
}
const ds_plugin *ds_plugins_at(const ds_plugins *plugins, size_t i) {
  return plugins->items[i];
}
size_t ds_plugins_n_problems(const ds_plugins *plugins) {
  return plugins->problems.n;
}
const char *ds_plugins_problem(const ds_plugins *plugins, size_t i) {
  return plugins->problems.items[i];
}
const char *ds_plugins_installed(const ds_plugins *plugins) {
  return plugins->folders->installed;
}

/* All problems of the file called `name`, joined. */
static void fail_broken(const ds_plugins *plugins, const char *name, ds_err *err) {
  ds_buf all = {0};
  size_t len = strlen(name);
  for (size_t i = 0; i < plugins->problems.n; i++) {
    const char *problem = plugins->problems.items[i], *end = strstr(problem, ".lua:");
    if (!end || (size_t)(end - problem) < len || strncmp(end - len, name, len)) continue;
    if (end - len > problem && end[-(ptrdiff_t)len - 1] != '/') continue;
    ds_buf_printf(&all, "%s%s", all.len ? "; " : "", problem);
  }
  ds_fail(err, DS_SCRIPT, "plugin '%s' cannot be used: %s", name, all.data ? all.data : "it has problems");
  ds_buf_reset(&all);
}

const ds_plugin *ds_plugins_find(const ds_plugins *plugins, const char *name, bool *broken, ds_err *err) {
  if (broken) *broken = false;
  ds_nearest nearest = ds_nearest_start(name, strlen(name));
  for (size_t i = 0; i < plugins->n; i++) {
    if (!strcmp(plugins->items[i]->name, name)) return plugins->items[i];
    ds_nearest_offer(&nearest, plugins->items[i]->name);
  }
  for (size_t i = 0; i < plugins->n_broken; i++) {
    if (strcmp(plugins->broken[i], name)) continue;
    if (broken) *broken = true;
    fail_broken(plugins, name, err);
    return NULL;
  }
  ds_fail(err, DS_USAGE, "there is no plugin '%s'", name);
  const char *word = ds_nearest_word(&nearest);
  if (word) ds_err_hint(err, "did you mean '%s'?", word);
  return NULL;
}
