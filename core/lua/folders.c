#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "lua/env.h"

static void folder_add(ds_folders *folders, char *path) {
  if (!path) return;
  for (size_t i = 0; i < folders->n; i++) {
    if (strcmp(folders->items[i], path)) continue;
    free(path);
    return;
  }
  folders->items = ds_realloc(folders->items, (folders->n + 1) * sizeof *folders->items);
  folders->items[folders->n++] = path;
}

static void add_list(ds_folders *folders, const char *list) {
  while (list && *list) {
    size_t len = strcspn(list, ":");
    if (len > 0) folder_add(folders, ds_strndup(list, len));
    list += len + (list[len] == ':');
  }
}

static char *beside_program(const char *tail) {
  char *program = ds_path_program_folder();
  if (!program) return NULL;
  char *path = ds_path_join(program, tail), *real = ds_path_is_folder(path) ? realpath(path, NULL) : NULL;
  free(program);
  free(path);
  return real;
}

static char *installed_folder(void) {
  char *path = beside_program("../../plugins");
  if (!path) path = beside_program("../share/dossier/plugins");
  if (!path && ds_path_is_folder(DS_PREFIX "/share/dossier/plugins")) path = ds_strdup(DS_PREFIX "/share/dossier/plugins");
  return path;
}

ds_folders *ds_folders_new(void) {
  ds_folders *folders = ds_alloc(sizeof *folders);
  folder_add(folders, ds_strdup(".dossier/plugins"));
  add_list(folders, getenv("DOSSIER_PLUGINS"));
  char *data = ds_path_xdg(DS_XDG_DATA);
  if (data) folder_add(folders, ds_path_join(data, "plugins"));
  free(data);
  char *installed = installed_folder();
  char *same = installed ? ds_strdup(installed) : NULL;
  if (installed) folder_add(folders, installed);
  for (size_t i = 0; same && i < folders->n; i++) /* it may be among $DOSSIER_PLUGINS */
    if (strcmp(folders->items[i], same) == 0) folders->installed = folders->items[i];
  free(same);
  return folders;
}

void ds_folders_free(ds_folders *folders) {
  if (!folders) return;
  for (size_t i = 0; i < folders->n; i++) free(folders->items[i]);
  free(folders->items);
  free(folders);
}
