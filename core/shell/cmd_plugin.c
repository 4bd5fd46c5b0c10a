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
  default: return DS_OPTION_TEXT; /* numbers are checked by the manifest, which knows what is allowed */
  }
}

ds_option *ds_plugin_options(const ds_plugin *plugin) {
  ds_option *options = ds_alloc((plugin->n_args + plugin->n_views + 1) * sizeof *options);
  size_t n = 0;
  for (size_t i = 0; i < plugin->n_args; i++) {
    const ds_plugin_arg *a = &plugin->args[i];
    ds_option_kind kind = kind_of(a->type);
    options[n++] = (ds_option){.name = a->name, .kind = kind, .help = a->help, .choices = a->choices,
                               .value = kind == DS_OPTION_ON || kind == DS_OPTION_CHOICE ? NULL : ds_type_word(a->type)};
  }
  for (size_t i = 0; i < plugin->n_views; i++)
    if (*plugin->views[i].name)
      options[n++] = (ds_option){.name = plugin->views[i].name, .kind = DS_OPTION_FLAG, .help = "the single statements behind the summary"};
  return options;
}

void ds_plugin_options_free(ds_option *options) { free(options); }

ds_status ds_shell_run_plugin(ds_shell *shell, const ds_plugin *plugin, const ds_args *args, ds_err *err) {
  return ds_fail(err, DS_FAIL, "not yet");
}
