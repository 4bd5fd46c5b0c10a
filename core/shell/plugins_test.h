/* The tests of plugins are their examples. */
#ifndef DS_SHELL_PLUGINS_TEST_H
#define DS_SHELL_PLUGINS_TEST_H

#include "shell/shell.h"

/* Runs the examples of one plugin, or of all (name NULL), and prints TAP. An example with corpus "samples" runs on the sample articles,
 * imported into a database of its own; one without on the database at hand. DS_FAIL when any fails. */
ds_status ds_plugins_test(ds_shell *shell, const char *name, ds_err *err);

#endif
