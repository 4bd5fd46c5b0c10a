/* Stopping: which states run, and how a signal or a clock reaches them.
 *
 * Whoever wants a state to stop sets its flag and sends SIGURG (ignored by default, so harmless at any time) to its thread. The handler
 * runs there, between two instructions of that very thread, which is the one place where lua_sethook may be called. */
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lua/session.h"
#include "lua/state.h"

enum { SLOTS = 64, WAKE = SIGURG, GRACE_SECONDS = 5 };

static _Atomic(ds_lua *) running[SLOTS];
static _Atomic(sqlite3 *) plain_sql;

typedef struct watch {
  ds_lua *lua;
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t wake;
  double seconds;
  bool done, started;
} watch;

static void on_hook(lua_State *L, lua_Debug *ar) {
  if (ds_lua_of(L)->stop)
    ds_lua_raise_stop(L);
  else
    lua_sethook(L, NULL, 0, 0);
}

void ds_lua_arm(lua_State *L) {
  lua_sethook(L, on_hook, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
}

static void on_wake(int signum) {
  pthread_t self = pthread_self();
  for (int i = 0; i < SLOTS; i++) {
    ds_lua *lua = atomic_load(&running[i]);
    if (lua && lua->stop && pthread_equal(lua->thread, self)) ds_lua_arm(lua->current);
  }
}

static void request(ds_lua *lua, ds_stop why) {
  if (lua->stop) return;
  lua->stop = why;
  sqlite3 *db = lua->db;
  if (db) sqlite3_interrupt(db);
  pthread_kill(lua->thread, WAKE);
}

void ds_lua_interrupt(void) {
  int saved = errno;
  sqlite3 *db = atomic_load(&plain_sql);
  if (db) sqlite3_interrupt(db);
  for (int i = 0; i < SLOTS; i++) {
    ds_lua *lua = atomic_load(&running[i]);
    if (lua) request(lua, DS_STOP_INTERRUPT);
  }
  errno = saved;
}

void ds_lua_stop(ds_lua *lua, ds_stop why) {
  for (int i = 0; i < SLOTS; i++)
    if (atomic_load(&running[i]) == lua) request(lua, why);
}

void ds_lua_interrupt_clear(void) {
  for (int i = 0; i < SLOTS; i++) {
    ds_lua *lua = atomic_load(&running[i]);
    if (lua && lua->stop == DS_STOP_INTERRUPT) lua->stop = DS_STOP_NONE;
  }
}

void ds_lua_interrupt_sql(sqlite3 *db) {
  atomic_store(&plain_sql, db);
}

static void install_handler(void) {
  struct sigaction action = {.sa_handler = on_wake, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  sigaction(WAKE, &action, NULL);
}

static void out_of_patience(const watch *w) {
  char line[160];
  int n = snprintf(line, sizeof line, "dossier: time limit of %g s reached inside a C function that cannot be stopped\n", w->seconds);
  if (n > 0 && write(STDERR_FILENO, line, (size_t)n) < 0) n = 0;
  _exit(ds_status_exit(DS_LIMIT));
}

/* Sleeps until the call is over or `seconds` have gone by; true when it is over. */
static bool sleep_until_done(watch *w, double seconds) {
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  if (seconds > 1e9) seconds = 1e9;
  until.tv_sec += (time_t)seconds;
  until.tv_nsec += (long)((seconds - (double)(time_t)seconds) * 1e9);
  if (until.tv_nsec >= 1000000000L) until.tv_sec++, until.tv_nsec -= 1000000000L;
  pthread_mutex_lock(&w->lock);
  int status = 0;
  while (!w->done && status != ETIMEDOUT) status = pthread_cond_timedwait(&w->wake, &w->lock, &until);
  bool done = w->done;
  pthread_mutex_unlock(&w->lock);
  return done;
}

static void *watch_main(void *data) {
  watch *w = data;
  if (sleep_until_done(w, w->seconds)) return NULL;
  request(w->lua, DS_STOP_TIME);
  if (sleep_until_done(w, GRACE_SECONDS)) return NULL;
  out_of_patience(w);
  return NULL;
}

static void watch_start(ds_lua *lua, double seconds) {
  watch *w = ds_alloc(sizeof *w);
  w->lua = lua;
  w->seconds = seconds;
  pthread_mutex_init(&w->lock, NULL);
  pthread_condattr_t attr;
  pthread_condattr_init(&attr);
  pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
  pthread_cond_init(&w->wake, &attr);
  pthread_condattr_destroy(&attr);
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are for the threads that run Lua */
  w->started = pthread_create(&w->thread, NULL, watch_main, w) == 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  lua->watch = w;
}

static void watch_stop(watch *w) {
  pthread_mutex_lock(&w->lock);
  w->done = true;
  pthread_cond_signal(&w->wake);
  pthread_mutex_unlock(&w->lock);
  if (w->started) pthread_join(w->thread, NULL);
  pthread_cond_destroy(&w->wake);
  pthread_mutex_destroy(&w->lock);
  free(w);
}

void ds_lua_clock(ds_lua *lua, bool on) {
  if (lua->watch) watch_stop(lua->watch);
  lua->watch = NULL;
  if (on && lua->max_seconds > 0) watch_start(lua, lua->max_seconds);
}

void ds_lua_enter(ds_lua *lua, double seconds) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, install_handler);
  lua->stop = DS_STOP_NONE;
  lua->current = lua->L;
  lua->thread = pthread_self();
  lua->max_seconds = seconds;
  for (int i = 0; i < SLOTS; i++) {
    ds_lua *empty = NULL;
    if (atomic_compare_exchange_strong(&running[i], &empty, lua)) break;
  }
  if (seconds > 0) watch_start(lua, seconds);
}

void ds_lua_leave(ds_lua *lua) {
  if (lua->watch) watch_stop(lua->watch);
  lua->watch = NULL;
  for (int i = 0; i < SLOTS; i++) {
    ds_lua *self = lua;
    if (atomic_compare_exchange_strong(&running[i], &self, NULL)) break;
  }
  lua_sethook(lua->L, NULL, 0, 0);
  lua->current = lua->L;
}
