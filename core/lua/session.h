/* A person's own Lua: a script (`dossier run`) or the prompt. The whole of Lua, plus
 *   db       the database: db.articles, db.quotes{…}, db:rows(sql, …), opened at its first use
 *   json     json.encode, json.decode
 *   entity   entity.merge(a, b) and the other verbs; quote.set(q, {speaker=…}), row.set(result, n, {…}), row.reject(result, n), undo, redo
 *   require  also finds plugins/lib (tone, stance, …), `english` and lpeg
 * every plugin and every command as a function: visits{ who = "lukashenko" }, kwic{ "sanctions", sort = "left" }, import{ "inbox" }
 * and, at the prompt, `_`, the last result. */
#ifndef DS_LUA_SESSION_H
#define DS_LUA_SESSION_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "result/result.h"
#include "store/corrections.h"

typedef struct ds_session ds_session;

/* A correction that Lua asks for. verb DS_VERB_COUNT: take back n, or bring back -n. */
typedef struct ds_session_correction {
  ds_verb verb;
  const char *names[2]; /* of an entity's verb */
  size_t n_names;
  long long n;                /* number of a quotation, or a row of result */
  const char *column, *value; /* what is set; value NULL: nothing */
  const char *why;            /* the reason, or NULL */
  const ds_result *result;
} ds_session_correction;

/* A command that is called as a function: kwic{ "sanctions", sort = "left" }. */
typedef struct ds_session_call {
  const char *name;
  const char *const *words;
  size_t n_words;
  const char *const (*options)[2]; /* name and value as text; a name may stand there again */
  size_t n_options;
} ds_session_call;

/* The plugins, as the host offers them to Lua: `visits{who="lukashenko"}`. All may be NULL. */
typedef struct ds_session_plugins {
  void *data;
  bool (*knows)(void *data, const char *name);
  /* args are n pairs of name and value as text; names of the shared options (view, since, …) are among them. */
  ds_status (*run)(void *data, const char *name, const char *const (*args)[2], size_t n_args, ds_result **result, ds_err *err);
  void (*each)(void *data, void (*add)(void *sink, const char *name), void *sink);
  /* Makes a correction; said gets what was done. May be NULL: a person's corrections are not to be had here. */
  ds_status (*correct)(void *data, const ds_session_correction *correction, char *said, size_t size, ds_err *err);
  /* The same for the host's commands. What one gives is *result, the caller's, with its remarks as notes; where there is none, said gets
   * its words. Both may be there when it failed: what it did until then. `each` gives their names, too. */
  bool (*is_command)(void *data, const char *name);
  ds_status (*command)(void *data, const ds_session_call *call, ds_result **result, ds_buf *said, ds_err *err);
} ds_session_plugins;

typedef struct ds_session_options {
  const char *database; /* path that `db` opens; may not exist yet */
  bool readonly;
  double max_seconds; /* 0: no limit (a user's script is the user's program) */
  size_t max_memory;  /* bytes; 0: half of the machine's or container's memory, at least 512 MB */
  bool traceback;     /* put the traceback into errors */
  ds_session_plugins plugins;
} ds_session_options;

ds_status ds_session_new(const ds_session_options *options, ds_session **session, ds_err *err);
void ds_session_free(ds_session *session); /* NULL is fine */

/* Runs a file ("-": standard input); argv[0..argc-1] become `arg`. DS_SCRIPT with file, line and traceback; DS_LIMIT; DS_INTERRUPT.
 * os.exit inside the script sets *exit_code (which is -1 otherwise) and ends the run cleanly. */
ds_status ds_session_file(ds_session *session, const char *path, int argc, char *const argv[], int *exit_code, ds_err *err);

/* Evaluates a line at the prompt: an expression (its values are printed to out, pretty) or statements. *incomplete is set, and nothing
 * run, when the text can be continued. When the value is a plugin's result or a selection, *result gets it (owned by the caller), and who
 * shows it makes it the last one. The value is `_` from then on, the one before `_1`, and so on to `_9`; nil is not kept. */
ds_status ds_session_eval(ds_session *session, const char *text, size_t len, bool *incomplete, ds_buf *out, ds_result **result,
                          ds_err *err);
/* What os.exit was called with when the last evaluation ended by it, else -1. */
int ds_session_exit_code(const ds_session *session);
/* Is there a global of that name, made by whoever types? */
bool ds_session_has(ds_session *session, const char *name);
/* Makes a result the value of `_` (copied), and moves those before it on. */
void ds_session_set_last(ds_session *session, const ds_result *result);
/* Names that complete `prefix` ("db.qu", "visits", "string.fo"), at most limit, each given to add(). */
void ds_session_complete(ds_session *session, const char *prefix, size_t limit, void (*add)(void *data, const char *word), void *data);

/* For signal handlers: asks whatever Lua or SQL is running, in any state or thread of this process, to stop with DS_INTERRUPT.
 * Async-signal-safe. */
void ds_lua_interrupt(void);
/* The connection that SQL outside Lua runs on right now (the command `sql`): ds_lua_interrupt stops it too. NULL: none. */
struct sqlite3;
void ds_lua_interrupt_sql(struct sqlite3 *db);
/* Clears a request that came too late. */
void ds_lua_interrupt_clear(void);

#endif
