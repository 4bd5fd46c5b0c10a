/* Which plugins there are. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/nearest.h"
#include "base/path.h"
#include "lua/env.h"
#include "plugin/manifest.h"

/* A file of a folder. It is read when somebody asks for it: most commands ask for one. */
typedef struct found {
  char *name; /* without .lua */
  const char *folder;
  struct timespec changed; /* these three: what tells one state of the file from another */
  off_t size;
  ino_t inode;
  bool read;
  const ds_plugin *plugin; /* NULL: refused, for the problems' reasons */
  ds_problems problems;
} found;

struct ds_plugins {
  ds_arena *arena;
  ds_folders *folders;
  found *files; /* by name */
  size_t n, cap;
  const ds_run_options *in_sql;
};

static int compare_strings(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static int compare_files(const void *a, const void *b) {
  return strcmp(((const found *)a)->name, ((const found *)b)->name);
}

void ds_plugins_in_sql(ds_plugins *plugins, const ds_run_options *options) {
  plugins->in_sql = options;
}

const ds_run_options *ds_plugins_sql_options(const ds_plugins *plugins) {
  return plugins->in_sql;
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

static char *path_of(const found *file) {
  char *base = ds_path_join(file->folder, file->name);
  ds_buf path = {0};
  ds_buf_printf(&path, "%s.lua", base);
  free(base);
  return path.data;
}

static const ds_plugin *read_file(const ds_plugins *plugins, found *file) {
  if (file->read) return file->plugin;
  char *path = path_of(file);
  file->read = true;
  file->plugin = ds_manifest_read(path, plugins->arena, &file->problems);
  free(path);
  return file->plugin;
}

static bool is_known(const ds_plugins *plugins, const char *name) {
  for (size_t i = 0; i < plugins->n; i++)
    if (!strcmp(plugins->files[i].name, name)) return true;
  return false;
}

static void add_file(ds_plugins *plugins, const char *folder, const char *name) {
  found file = {.name = ds_strdup(name), .folder = folder};
  char *path = path_of(&file);
  struct stat info;
  if (stat(path, &info) == 0) {
    file.changed = info.st_mtim;
    file.size = info.st_size;
    file.inode = info.st_ino;
  }
  free(path);
  DS_GROW(plugins->files, plugins->n, plugins->cap);
  plugins->files[plugins->n++] = file;
}

ds_plugins *ds_plugins_load(void) {
  ds_plugins *plugins = ds_alloc(sizeof *plugins);
  plugins->arena = ds_arena_new();
  plugins->folders = ds_folders_new();
  for (size_t f = 0; f < plugins->folders->n; f++) {
    size_t n = 0;
    char **names = list_files(plugins->folders->items[f], &n);
    for (size_t i = 0; i < n; i++) {
      if (!is_known(plugins, names[i])) add_file(plugins, plugins->folders->items[f], names[i]);
      free(names[i]);
    }
    free(names);
  }
  if (plugins->n > 1) qsort(plugins->files, plugins->n, sizeof *plugins->files, compare_files);
  return plugins;
}

bool ds_plugins_changed(const ds_plugins *plugins) {
  ds_plugins *now = ds_plugins_load();
  bool same = now->n == plugins->n;
  for (size_t i = 0; same && i < now->n; i++) {
    const found *a = &plugins->files[i], *b = &now->files[i];
    same = !strcmp(a->name, b->name) && !strcmp(a->folder, b->folder) && a->changed.tv_sec == b->changed.tv_sec &&
           a->changed.tv_nsec == b->changed.tv_nsec && a->size == b->size && a->inode == b->inode;
  }
  ds_plugins_free(now);
  return !same;
}

void ds_plugins_free(ds_plugins *plugins) {
  if (!plugins) return;
  for (size_t i = 0; i < plugins->n; i++) {
    free(plugins->files[i].name);
    ds_problems_reset(&plugins->files[i].problems);
  }
  free(plugins->files);
  ds_folders_free(plugins->folders);
  ds_arena_free(plugins->arena);
  free(plugins);
}

size_t ds_plugins_count(const ds_plugins *plugins) {
  size_t n = 0;
  for (size_t i = 0; i < plugins->n; i++) n += read_file(plugins, &plugins->files[i]) != NULL;
  return n;
}

const ds_plugin *ds_plugins_at(const ds_plugins *plugins, size_t i) {
  for (size_t k = 0; k < plugins->n; k++)
    if (read_file(plugins, &plugins->files[k]) && i-- == 0) return plugins->files[k].plugin;
  return NULL;
}

size_t ds_plugins_n_problems(const ds_plugins *plugins) {
  size_t n = 0;
  for (size_t i = 0; i < plugins->n; i++) {
    read_file(plugins, &plugins->files[i]);
    n += plugins->files[i].problems.n;
  }
  return n;
}

const char *ds_plugins_problem(const ds_plugins *plugins, size_t i) {
  for (size_t k = 0; k < plugins->n; i -= plugins->files[k++].problems.n) {
    read_file(plugins, &plugins->files[k]);
    if (i < plugins->files[k].problems.n) return plugins->files[k].problems.items[i];
  }
  return NULL;
}

const char *ds_plugins_installed(const ds_plugins *plugins) {
  return plugins->folders->installed;
}

static void fail_broken(const found *file, ds_err *err) {
  ds_buf all = {0};
  for (size_t i = 0; i < file->problems.n; i++) ds_buf_printf(&all, "%s%s", all.len ? "; " : "", file->problems.items[i]);
  ds_fail(err, DS_SCRIPT, "plugin '%s' cannot be used: %s", file->name, all.data ? all.data : "it has problems");
  ds_buf_reset(&all);
}

const ds_plugin *ds_plugins_find(const ds_plugins *plugins, const char *name, bool *broken, ds_err *err) {
  if (broken) *broken = false;
  ds_nearest nearest = ds_nearest_start(name, strlen(name));
  for (size_t i = 0; i < plugins->n; i++) {
    found *file = &plugins->files[i];
    if (strcmp(file->name, name)) {
      ds_nearest_offer(&nearest, file->name);
      continue;
    }
    if (read_file(plugins, file)) return file->plugin;
    if (broken) *broken = true;
    fail_broken(file, err);
    return NULL;
  }
  ds_fail(err, DS_USAGE, "there is no plugin '%s'", name);
  const char *word = ds_nearest_word(&nearest);
  if (word) ds_err_hint(err, "did you mean '%s'?", word);
  return NULL;
}
