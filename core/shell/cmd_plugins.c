/* plugins: list, new, check, test. */
#define _GNU_SOURCE
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "shell/handlers.h"
#include "shell/plugins_test.h"
#include "shell/print.h"
#include "shell/run.h"

const ds_column ds_plugins_columns[] = {
    {"name", DS_TYPE_TEXT, "the command"}, {"summary", DS_TYPE_TEXT, "what it tells"}, {"file", DS_TYPE_TEXT, "where it was found"}, {0}};

static ds_status list_plugins(ds_shell *shell, ds_err *err) {
  ds_plugins *plugins = ds_shell_plugins(shell);
  ds_result *result = ds_result_new("plugins");
  ds_result_columns(result, ds_plugins_columns);
  for (size_t i = 0; i < ds_plugins_count(plugins); i++) {
    const ds_plugin *p = ds_plugins_at(plugins, i);
    ds_row *row = ds_result_row(result);
    ds_value_text(&row->values[0], p->name, strlen(p->name));
    ds_value_text(&row->values[1], p->summary, strlen(p->summary));
    ds_value_text(&row->values[2], p->file, strlen(p->file));
  }
  for (size_t i = 0; i < ds_plugins_n_problems(plugins); i++) ds_result_note(result, "%s", ds_plugins_problem(plugins, i));
  return ds_print_result(shell, NULL, result, err);
}

static bool good_name(const char *name) {
  if (!islower((unsigned char)*name)) return false;
  for (const char *p = name; *p; p++)
    if (!islower((unsigned char)*p) && !isdigit((unsigned char)*p) && *p != '_') return false;
  return true;
}

/* The template with every NAME replaced. */
static void fill_in(const ds_buf *template, const char *name, ds_buf *out) {
  for (size_t i = 0; i < template->len;) {
    if (strncmp(template->data + i, "NAME", 4) == 0) {
      ds_buf_puts(out, name);
      i += 4;
    } else {
      ds_buf_putc(out, template->data[i++]);
    }
  }
}

static char *folder_for_new(void) {
  if (ds_path_is_folder(".dossier")) return ds_strdup(".dossier/plugins");
  char *data = ds_path_xdg(DS_XDG_DATA), *folder = data ? ds_path_join(data, "plugins") : ds_strdup(".dossier/plugins");
  free(data);
  return folder;
}

static ds_status write_new(const char *folder, const char *path, const ds_buf *text, ds_err *err) {
  if (ds_path_exists(path)) return ds_fail(err, DS_USAGE, "'%s' is there already", path);
  ds_outfile *file = NULL;
  ds_status status = ds_path_make_folder(folder, err);
  if (status == DS_OK) status = ds_outfile_open(path, &file, err);
  if (status != DS_OK) return status;
  fwrite(text->data, 1, text->len, ds_outfile_stream(file));
  return ds_outfile_commit(file, err);
}

static ds_status new_plugin(ds_shell *shell, const char *name, ds_err *err) {
  if (!good_name(name)) return ds_fail(err, DS_USAGE, "a plugin's name is one lower-case word, got '%s'", name);
  const ds_plugin *there = ds_shell_plugin(shell, name, NULL);
  if (there) return ds_fail(err, DS_USAGE, "there is a plugin '%s' already, in '%s'", name, there->file);
  if (ds_shell_knows(shell, name)) return ds_fail(err, DS_USAGE, "there is a command '%s' already", name);
  const char *installed = ds_plugins_installed(ds_shell_plugins(shell));
  if (!installed) return ds_fail(err, DS_FAIL, "the installed plugins, where the template is, were not found");
  char *template_path = ds_path_join(installed, "meta/template.lua"), *folder = folder_for_new();
  ds_buf file = {0}, template = {0}, text = {0};
  ds_buf_printf(&file, "%s/%s.lua", folder, name);
  ds_status status = ds_path_read(template_path, 0, &template, err);
  if (status == DS_OK) {
    fill_in(&template, name, &text);
    status = write_new(folder, file.data, &text, err);
  }
  if (status == DS_OK) {
    ds_print_remark(shell, "a plugin that runs is in '%s'", file.data);
    ds_print_remark(shell, "change it and type '%s'; 'plugins check %s' lists its problems, 'plugins test %s' runs its examples", name,
                    name, name);
    ds_shell_refresh(shell);
  }
  free(template_path);
  free(folder);
  ds_buf_reset(&file);
  ds_buf_reset(&template);
  ds_buf_reset(&text);
  return status;
}

static ds_status check_plugin(ds_shell *shell, const char *name, ds_err *err) {
  ds_plugins *plugins = ds_shell_plugins(shell);
  bool broken = false;
  if (ds_plugins_find(plugins, name, &broken, err)) {
    ds_print_remark(shell, "'%s' is fine", name);
    return DS_OK;
  }
  if (!broken) return ds_shell_unknown(shell, "plugin", name, err);
  size_t told = 0;
  for (size_t i = 0; i < ds_plugins_n_problems(plugins); i++) {
    const char *problem = ds_plugins_problem(plugins, i);
    if (!strstr(problem, name)) continue;
    ds_err one = {0};
    ds_fail(&one, DS_SCRIPT, "%s", problem);
    ds_print_error(shell, &one);
    told++;
  }
  return ds_fail(err, DS_SCRIPT, "'%s' cannot be used: %zu problem%s", name, told, told == 1 ? "" : "s");
}

static ds_status check_all(ds_shell *shell, ds_err *err) {
  ds_plugins *plugins = ds_shell_plugins(shell);
  size_t problems = ds_plugins_n_problems(plugins);
  for (size_t i = 0; i < problems; i++) {
    ds_err one = {0};
    ds_fail(&one, DS_SCRIPT, "%s", ds_plugins_problem(plugins, i));
    ds_print_error(shell, &one);
  }
  if (problems) return ds_fail(err, DS_SCRIPT, "%zu problem%s in plugins", problems, problems == 1 ? "" : "s");
  ds_print_remark(shell, "all %zu plugins are fine", ds_plugins_count(plugins));
  return DS_OK;
}

ds_status ds_run_plugins(ds_shell *shell, const ds_args *args, ds_err *err) {
  if (!args->n_words) return list_plugins(shell, err);
  const char *verb = args->words[0], *name = args->n_words > 1 ? args->words[1] : NULL;
  if (strcmp(verb, "test") == 0) return ds_plugins_test(shell, name, err);
  if (strcmp(verb, "new") != 0 && strcmp(verb, "check") != 0) return ds_fail(err, DS_USAGE, "'plugins' can new|check|test, got '%s'", verb);
  if (!name && *verb == 'c') return check_all(shell, err);
  if (!name) return ds_fail(err, DS_USAGE, "'plugins %s' needs a name", verb);
  return *verb == 'n' ? new_plugin(shell, name, err) : check_plugin(shell, name, err);
}
