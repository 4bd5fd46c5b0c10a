/* Help on what Lua offers, from plugins/meta/dossier.lua: `help quote`, `help quote.speaker`, `help quotes`, `help db`. */
#ifndef DS_SHELL_HELP_LUA_H
#define DS_SHELL_HELP_LUA_H

#include "base/buf.h"
#include "shell/shell.h"

/* Appends what the annotations say of a class or of one of its fields. DS_USAGE names the nearest field of a class that is there; DS_FAIL
 * when they have nothing of that name. */
ds_status ds_help_lua(ds_shell *shell, const char *topic, ds_buf *out, ds_err *err);

#endif
