/* One protected way into Lua, with a quota, a time limit and a stop that Lua code cannot swallow.
 *
 * A ds_lua is one Lua state. Everything that runs in it runs below ds_lua_call. A request to stop (Ctrl-C, the time limit, the quota)
 * sets a flag and arms a hook in the coroutine at work; the hook raises an error, and pcall, xpcall and the coroutine functions, which
 * are our own, raise it again for as long as the flag is set. C functions that loop long call ds_lua_poll. Where even that is not enough
 * (a matcher in foreign C that does not come back) a watchdog ends the process with the exit code of DS_LIMIT. */
#ifndef DS_LUA_STATE_H
#define DS_LUA_STATE_H

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "lua/heap.h"

struct sqlite3;
struct ds_model;

typedef enum ds_stop { DS_STOP_NONE, DS_STOP_INTERRUPT, DS_STOP_TIME, DS_STOP_MEMORY, DS_STOP_EXIT } ds_stop;

typedef struct ds_lua {
  lua_State *L;
  size_t used, max; /* bytes; max 0: no quota */
  ds_heap heap;
  double max_seconds;          /* of the call that runs */
  volatile sig_atomic_t stop;  /* a ds_stop */
  lua_State *volatile current; /* the coroutine at work */
  pthread_t thread;            /* of the outermost call that runs */
  struct sqlite3 *volatile db; /* connection that its SQL runs on, or NULL */
  int depth;                   /* nested ds_lua_call */
  int exit_code;               /* of os.exit: stop is DS_STOP_EXIT */
  ds_stop ended_by;            /* what stopped the outermost call that ended last */
  bool aside;                  /* runs in a thread beside the one that people talk to */
  char *traceback;             /* of the last error, heap, or NULL */
  char file[256];              /* where it was raised */
  long line;
  struct ds_model *model; /* the database as Lua objects, or NULL; freed with the state */
  void (*model_free)(struct ds_model *model);
  struct watch *watch; /* its clock, or NULL */
  void *data;          /* the host's */
} ds_lua;

/* An empty state with the stop in place, no library open. DS_LIMIT when even that does not fit into max_memory. */
ds_status ds_lua_new(size_t max_memory, ds_lua **lua, ds_err *err);
void ds_lua_free(ds_lua *lua); /* NULL is fine */
ds_lua *ds_lua_of(lua_State *L);

/* Calls the function below its nargs arguments. max_seconds 0: no limit (a nested call inherits the outer one's). On failure DS_SCRIPT with
 * file, line and traceback, DS_LIMIT, DS_INTERRUPT; nothing is left on the stack.   [-(nargs+1), +(nresults on success)] */
ds_status ds_lua_call(ds_lua *lua, int nargs, int nresults, double max_seconds, ds_err *err);
/* Compiles text (never bytecode); chunk is "@file" or "=name".   [+1 on success] */
ds_status ds_lua_load(ds_lua *lua, const char *text, size_t len, const char *chunk, ds_err *err);

/* Raises if the state was asked to stop. */
void ds_lua_poll(lua_State *L);
/* Counts memory held outside Lua against the quota; raises when it is full. */
void ds_lua_charge(lua_State *L, size_t bytes);
/* Raises the stop error. */
int ds_lua_raise_stop(lua_State *L);
/* Makes a state stop by itself (os.exit, the quota): sets the flag and raises. */
int ds_lua_stop_now(lua_State *L, ds_stop why);
/* Arms the hook of one coroutine. Async-signal-safe. */
void ds_lua_arm(lua_State *L);

/* Asks a state to stop, from another thread; nothing when no call of it runs. Async-signal-safe. */
void ds_lua_stop(ds_lua *lua, ds_stop why);
/* Between these two a call of `lua` can be stopped (stop.c). seconds 0: no clock. */
void ds_lua_enter(ds_lua *lua, double seconds);
void ds_lua_leave(ds_lua *lua);
/* Lets the clock of the call that runs stand still (off), or begin anew (on). */
void ds_lua_clock(ds_lua *lua, bool on);

/* Replaces pcall, xpcall, coroutine.*, string.* and table.* in the state's globals by ones that can be stopped; pure: setmetatable
 * refuses __gc too, and pairs goes in the order of the keys.   [-0, +0, m] */
void ds_lua_guard(lua_State *L, bool pure);
void ds_lua_strings(lua_State *L); /* the string functions of it (strings.c)   [-0, +0, m] */

/* luaL_error whose message goes with the position of the Lua code that called. */
#define ds_lua_fail luaL_error

#endif
