/* The fingerprint of what a plugin's answers come from besides the database. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "plugin/plugin.h"

static ds_status add_file(ds_sha256 *sum, const char *path, const char *name, ds_err *err) {
  ds_buf text = {0};
  ds_status status = ds_path_read(path, 0, &text, err);
  ds_sha256_add(sum, name, strlen(name) + 1);
  ds_sha256_add(sum, text.data, text.len);
  ds_buf_reset(&text);
  return status;
}

static int is_visible(const struct dirent *entry) {
  return entry->d_name[0] != '.';
}

/* The files of a folder in the order of their names; one that is not there has none. */
static ds_status add_folder(ds_sha256 *sum, const char *parent, const char *name, ds_err *err) {
  struct dirent **entries = NULL;
  ds_status status = DS_OK;
  char *folder = ds_path_join(parent, name);
  int n = scandir(folder, &entries, is_visible, alphasort);
  for (int i = 0; i < n; i++) {
    char *path = ds_path_join(folder, entries[i]->d_name);
    if (status == DS_OK && !ds_path_is_folder(path)) status = add_file(sum, path, entries[i]->d_name, err);
    free(path);
    free(entries[i]);
  }
  free(entries);
  free(folder);
  return status;
}

ds_status ds_plugin_code(const ds_plugins *plugins, const ds_plugin *plugin, char out[DS_SHA256_HEX], ds_err *err) {
  const char *slash = strrchr(plugin->file, '/'), *installed = ds_plugins_installed(plugins);
  char *own = slash ? ds_strndup(plugin->file, (size_t)(slash - plugin->file)) : ds_strdup(".");
  ds_sha256 sum;
  ds_sha256_init(&sum);
  ds_sha256_add(&sum, DS_VERSION, sizeof DS_VERSION);
  ds_status status = add_file(&sum, plugin->file, plugin->name, err);
  static const char *const parts[] = {"lib", "data"};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    if (status == DS_OK) status = add_folder(&sum, own, parts[i], err);
    if (status == DS_OK && installed && strcmp(installed, own) != 0) status = add_folder(&sum, installed, parts[i], err);
  }
  if (status == DS_OK) ds_sha256_hex(&sum, out);
  free(own);
  return status;
}
