/* Signals. A handler sets a flag and asks running Lua and SQL to stop, and does nothing else. */
#ifndef DS_SHELL_SIGNALS_H
#define DS_SHELL_SIGNALS_H

#include <stdbool.h>

/* Set while a stop is asked for; what ds_import and ds_filter_run look at. */
extern volatile int ds_stop;

/* SIGINT and SIGTERM set ds_stop; a second SIGINT within a second ends the process. SIGPIPE ends it silently. */
void ds_signals_install(void);
/* The prompt outlives a pager that was closed early. */
void ds_signals_ignore_pipe(void);
/* Forgets a request to stop: a new command begins. */
void ds_signals_clear(void);
/* The signal that asked last to stop, or 0. */
int ds_signals_last(void);
/* Ends the process the way the signal would have. */
void ds_signals_die(int signal);

#endif
