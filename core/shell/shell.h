/* The shell: what a command line and the prompt share. It owns the database connection, the plugins, the Lua session and the last result,
 * each opened at its first use. Only this room and main print and decide exit codes. */
#ifndef DS_SHELL_SHELL_H
#define DS_SHELL_SHELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/err.h"
#include "lua/session.h"
#include "plugin/plugin.h"
#include "result/render.h"
#include "result/result.h"
#include "shell/options.h"
#include "store/store.h"

/* What the global options say. Strings are borrowed from the words they were read from. */
typedef struct ds_globals {
  const char *database, *output;
  const char *pipe; /* the program that a line's result goes to, or NULL */
  ds_format format;
  bool format_given; /* by an option or by the ending of -o FILE */
  bool format_mode;  /* by `mode`, which gives way to these */
  bool quiet, readonly, errors_json, no_progress, traceback, help, version, excel;
  enum { DS_COLOR_AUTO, DS_COLOR_ALWAYS, DS_COLOR_NEVER } color;
  int jobs;           /* 0: the cores available */
  double max_seconds; /* 0: the default */
  size_t max_memory;  /* bytes; 0: the default */
} ds_globals;

extern const ds_option ds_global_options[];

/* What a command prints, when it is called as a function. */
typedef struct ds_kept {
  ds_result *result;    /* the last one */
  ds_buf text, remarks; /* a line each */
} ds_kept;

typedef struct ds_shell {
  ds_globals globals;
  bool interactive;  /* at the prompt */
  bool line_by_line; /* reading lines of the prompt's language: what is said on one line holds for that line */
  bool quit;         /* no more lines are to be read */
  bool keep_globals; /* the command changed them for good (`mode`) */
  bool printed;      /* the line at hand printed a result */
  char *said;        /* the last remark on near copies, or NULL */
  ds_kept *kept;     /* what is printed goes there, or NULL */
  char *once;        /* the file that the next result goes to, or NULL */
  int exit_code;     /* of a script that called os.exit, else -1 */
  ds_store *store;
  bool store_writable, store_tables;
  ds_plugins *plugins;
  ds_session *session;
  ds_result *last; /* the last result, what `show N` opens rows of; or NULL */
} ds_shell;

/* Copies what args say about the global options. DS_USAGE for what cannot be. */
ds_status ds_shell_configure(ds_shell *shell, const ds_args *args, ds_err *err);
/* DS_USAGE when the name is one that no format of ours fits. */
ds_status ds_shell_check_output(const char *file, ds_err *err);
/* Results go to that file (borrowed), in the format that its name's ending says unless one was given. */
void ds_shell_output(ds_shell *shell, const char *file);
void ds_shell_close(ds_shell *shell);

/* The database's path: -d, else $DOSSIER_DB, else dossier.db. */
const char *ds_shell_database(const ds_shell *shell);
/* Opens it for the mode (once; a writer replaces a reader). */
ds_status ds_shell_open(ds_shell *shell, ds_open_mode mode, ds_err *err);
ds_plugins *ds_shell_plugins(ds_shell *shell);
/* Before a line is read: analyses that were saved, or came, since the last one are there. */
void ds_shell_refresh(ds_shell *shell);
/* Makes the plugins tables of the open database. */
ds_status ds_shell_tables(ds_shell *shell, ds_err *err);
ds_status ds_shell_make_tables(void *shell, ds_err *err); /* the same, for ds_run_options */
ds_status ds_shell_session(ds_shell *shell, ds_session **session, ds_err *err);

/* Runs one command given as words (words[0] is its name). */
ds_status ds_shell_run(ds_shell *shell, int argc, const char *const *words, ds_err *err);

/* The whole program; returns the exit code. */
int ds_shell_main(int argc, char **argv);

#endif
