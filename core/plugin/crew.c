#include "plugin/crew.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FEW = 256, MOST_JOBS = 32, AHEAD = 12, WAIT_MS = 50, WAITING_SHARE = 4, LARGE = 1 << 18 };

/* Where a batch is made and waits. */
typedef struct slot {
  ds_batch batch;
  ds_result *notes; /* what map noted, or NULL */
  ds_err err;       /* why it is not whole */
  ds_stop stop;     /* what stopped it, when that is why */
  bool done;
} slot;

typedef struct worker {
  struct ds_crew *crew;
  pthread_t thread;
  ds_run run;
  ds_run_options options; /* of the run, without what is for its own thread */
  ds_lua *volatile lua;   /* while its calls may be stopped */
  bool alive;
} worker;

struct ds_crew {
  const ds_run *run;
  const int64_t *ids;
  size_t n, n_batches, taken, given; /* batches: those that threads took, those that were handed over */
  size_t waiting, most_waiting;      /* bytes of batches that are made and not handed over */
  slot *slots;
  size_t n_slots;
  worker *workers;
  int n_workers, n_alive;
  bool over;
  pthread_mutex_t lock;
  pthread_cond_t made, room;
};

/* --- a thread --- */

/* map, ctx, args, the batch, its place, and the crew. */
static int map_batch(lua_State *L) {
  const ds_crew *crew = lua_touserdata(L, 6);
  ds_batch *batch = lua_touserdata(L, 4);
  size_t first = (size_t)lua_tointeger(L, 5) * DS_CREW_BATCH, left = crew->n - first;
  lua_settop(L, 3);
  ds_map_articles(L, crew->ids + first, left < DS_CREW_BATCH ? left : DS_CREW_BATCH, batch);
  return 0;
}

static void make_batch(worker *w, size_t number, slot *s) {
  ds_run *run = &w->run;
  lua_State *L = run->lua->L;
  s->notes = run->result = ds_result_new("");
  lua_pushcfunction(L, map_batch); /* nothing here takes memory: it is not protected yet */
  for (int i = 1; i <= 3; i++) lua_pushvalue(L, i);
  lua_pushlightuserdata(L, &s->batch);
  lua_pushinteger(L, (lua_Integer)number);
  lua_pushlightuserdata(L, w->crew);
  ds_status status = ds_lua_call(run->lua, 6, 0, run->seconds, &s->err);
  ds_run_blame(run, status, &s->err);
  s->stop = run->lua->ended_by;
}

/* Connection, state and plugin of a thread; false when it cannot have them: then others do its work. */
static bool set_up(worker *w) {
  ds_run *run = &w->run;
  ds_err err = {0};
  ds_status status = ds_store_twin(w->crew->run->store, &run->store, &err);
  if (status == DS_OK) status = ds_lua_new(0, &run->lua, &err);
  if (status == DS_OK) {
    pthread_mutex_lock(&w->crew->lock);
    w->lua = run->lua;
    pthread_mutex_unlock(&w->crew->lock);
    run->result = ds_result_new("");
    status = ds_run_set_up(run, &err);
    ds_result_free(run->result);
  }
  ds_err_reset(&err);
  return status == DS_OK && !run->nobody;
}

static void tear_down(worker *w) {
  ds_crew *crew = w->crew;
  pthread_mutex_lock(&crew->lock);
  w->lua = NULL;
  w->alive = false;
  crew->n_alive--;
  pthread_cond_broadcast(&crew->made);
  pthread_mutex_unlock(&crew->lock);
  ds_lua_free(w->run.lua);
  ds_err_reset(&w->run.fault);
  sqlite3_finalize(w->run.hold);
  ds_store_close(w->run.store);
  ds_plugins_free(w->run.plugins);
}

/* The one that is asked for is always made. */
static bool is_full(const ds_crew *crew) {
  size_t ahead = crew->taken - crew->given;
  return ahead >= crew->n_slots || (ahead > 0 && crew->waiting > crew->most_waiting);
}

/* The number of a batch to make; false when there is none any more. */
static bool take(ds_crew *crew, size_t *number) {
  pthread_mutex_lock(&crew->lock);
  while (!crew->over && crew->taken < crew->n_batches && is_full(crew)) pthread_cond_wait(&crew->room, &crew->lock);
  bool more = !crew->over && crew->taken < crew->n_batches;
  if (more) *number = crew->taken++;
  pthread_mutex_unlock(&crew->lock);
  return more;
}

static void *work(void *data) {
  worker *w = data;
  ds_crew *crew = w->crew;
  size_t number;
  bool ready = set_up(w);
  while (ready && take(crew, &number)) {
    slot *s = &crew->slots[number % crew->n_slots];
    make_batch(w, number, s);
    pthread_mutex_lock(&crew->lock);
    s->done = true;
    crew->waiting += s->batch.text.len;
    pthread_cond_broadcast(&crew->made);
    pthread_mutex_unlock(&crew->lock);
  }
  tear_down(w);
  return NULL;
}

/* --- the crew --- */

/* A file that is not a plain one (a pipe, a terminal) gives its text once. */
static bool has_pipe(const ds_run *run) {
  struct stat st;
  for (size_t i = 0; i < run->n_args; i++)
    for (size_t k = 0; k < run->plugin->n_args; k++)
      if (run->plugin->args[k].type == DS_TYPE_FILE && !strcmp(run->plugin->args[k].name, run->args[i][0]) &&
          (!run->args[i][1] || stat(run->args[i][1], &st) != 0 || !S_ISREG(st.st_mode)))
        return true;
  return false;
}

static int jobs_of(const ds_run *run, size_t n) {
  const char *path = sqlite3_db_filename(ds_store_handle(run->store), "main");
  long cores = sysconf(_SC_NPROCESSORS_ONLN);
  long jobs = run->options->jobs > 0 ? run->options->jobs : cores;
  if (run->nested || n < FEW || !path || !*path || ds_store_has_own(run->store) || has_pipe(run)) return 1;
  return jobs < 1 ? 1 : jobs > MOST_JOBS ? MOST_JOBS : (int)jobs;
}

static void start(ds_crew *crew, worker *w) {
  const ds_run *run = crew->run;
  sigset_t others, before;
  w->crew = crew;
  w->options = *run->options;
  w->options.progress = NULL;
  w->options.tables = NULL;
  w->run =
      (ds_run){.plugin = run->plugin, .view = run->view, .options = &w->options, .args = run->args, .n_args = run->n_args, .aside = true};
  sigfillset(&others);
  sigdelset(&others, SIGURG); /* that is how its Lua is stopped */
  pthread_sigmask(SIG_SETMASK, &others, &before);
  w->alive = pthread_create(&w->thread, NULL, work, w) == 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

ds_crew *ds_crew_start(ds_run *run, const int64_t *ids, size_t n) {
  int jobs = jobs_of(run, n);
  if (jobs <= 1) return NULL;
  ds_crew *crew = ds_alloc(sizeof *crew);
  *crew = (ds_crew){.run = run, .ids = ids, .n = n, .n_batches = (n + DS_CREW_BATCH - 1) / DS_CREW_BATCH, .n_slots = (size_t)jobs * AHEAD};
  crew->most_waiting = (run->options->max_memory ? run->options->max_memory : DS_RUN_MEMORY) / WAITING_SHARE;
  crew->slots = ds_alloc(crew->n_slots * sizeof *crew->slots);
  crew->workers = ds_alloc((size_t)jobs * sizeof *crew->workers);
  pthread_mutex_init(&crew->lock, NULL);
  pthread_condattr_t attr;
  pthread_condattr_init(&attr);
  pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
  pthread_cond_init(&crew->made, &attr);
  pthread_condattr_destroy(&attr);
  pthread_cond_init(&crew->room, NULL);
  pthread_mutex_lock(&crew->lock);
  for (; crew->n_workers < jobs; crew->n_workers++) {
    start(crew, &crew->workers[crew->n_workers]);
    if (!crew->workers[crew->n_workers].alive) break;
    crew->n_alive++;
  }
  pthread_mutex_unlock(&crew->lock);
  return crew;
}

static void wait_a_while(pthread_cond_t *cond, pthread_mutex_t *lock) {
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_nsec += WAIT_MS * 1000000L;
  if (until.tv_nsec >= 1000000000L) until.tv_sec++, until.tv_nsec -= 1000000000L;
  pthread_cond_timedwait(cond, lock, &until);
}

/* A stop is one for the whole run, and no error that it could catch. */
static void raise_fault(lua_State *L, slot *s) {
  ds_run *run = ds_lua_of(L)->data;
  if (s->stop) {
    ds_model_of(L)->article = s->err.article;
    ds_lua_stop_now(L, s->stop);
  }
  ds_err_reset(&run->fault);
  run->fault = s->err;
  s->err = (ds_err){0};
  luaL_error(L, "%s", run->fault.text);
}

/* Until the batch in the slot is made; false when no thread is left that could make it. Raises when the waiting state is to stop. */
static bool wait_for(ds_crew *crew, lua_State *L, const slot *s) {
  for (;;) {
    pthread_mutex_lock(&crew->lock);
    if (!s->done && crew->n_alive > 0) wait_a_while(&crew->made, &crew->lock);
    bool done = s->done, alone = crew->n_alive == 0;
    pthread_mutex_unlock(&crew->lock);
    ds_lua_poll(L);
    if (done || alone) return done;
  }
}

/* Swaps the batch of the slot for the one given, which is used again unless it is large; its notes become those of the run. */
static void hand_over(ds_crew *crew, slot *s, ds_batch *batch) {
  ds_batch made = s->batch;
  s->batch = *batch;
  *batch = made;
  s->batch.n = 0;
  ds_buf_clear(&s->batch.text);
  if (s->batch.text.cap > LARGE) ds_batch_reset(&s->batch);
  for (size_t i = 0; i < s->notes->n_notes; i++) ds_result_note(crew->run->result, "%s", s->notes->notes[i]);
  ds_result_free(s->notes);
  s->notes = NULL;
}

bool ds_crew_next(ds_crew *crew, lua_State *L, ds_batch *batch) {
  slot *s = &crew->slots[crew->given % crew->n_slots];
  bool made = wait_for(crew, L, s);
  if (made && s->err.status != DS_OK) raise_fault(L, s);
  if (made) hand_over(crew, s, batch);
  pthread_mutex_lock(&crew->lock);
  s->done = false;
  crew->given++;
  if (made) crew->waiting -= batch->text.len;
  if (!made) crew->taken = crew->given;
  pthread_cond_broadcast(&crew->room);
  pthread_mutex_unlock(&crew->lock);
  return made;
}

void ds_crew_free(ds_crew *crew) {
  if (!crew) return;
  pthread_mutex_lock(&crew->lock);
  crew->over = true;
  pthread_cond_broadcast(&crew->room);
  while (crew->n_alive > 0) { /* one that had not begun its call when it was asked is asked again */
    for (int i = 0; i < crew->n_workers; i++)
      if (crew->workers[i].lua) ds_lua_stop(crew->workers[i].lua, DS_STOP_INTERRUPT);
    wait_a_while(&crew->made, &crew->lock);
  }
  pthread_mutex_unlock(&crew->lock);
  for (int i = 0; i < crew->n_workers; i++) pthread_join(crew->workers[i].thread, NULL);
  for (size_t i = 0; i < crew->n_slots; i++) {
    ds_batch_reset(&crew->slots[i].batch);
    ds_err_reset(&crew->slots[i].err);
    ds_result_free(crew->slots[i].notes);
  }
  pthread_cond_destroy(&crew->made);
  pthread_cond_destroy(&crew->room);
  pthread_mutex_destroy(&crew->lock);
  free(crew->slots);
  free(crew->workers);
  free(crew);
}
