#include "store/pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "store/given.h"
#include "store/sql.h"

/* DRAFTS: more than are waited for before they are written (import.c). */
enum { PLACES = 2048, DRAFTS = 640, KEY_PLACES = 1 << 16, MAX_JOBS = 256, STACK = 16 << 20, STEP_BACK = 5 };

struct ds_pool {
  pthread_mutex_t lock;
  pthread_cond_t work, finished;
  pthread_t threads[MAX_JOBS];
  int n_threads;
  bool closing;
  ds_job jobs[PLACES];
  size_t first, done, next, end; /* running numbers: oldest, oldest not known to be done, next to be annotated, behind the youngest */
  size_t emptied;                /* likewise: oldest whose draft may be in memory */
  size_t bytes, done_bytes;      /* done_bytes: of those before done */
  uint16_t keys[KEY_PLACES];     /* how many articles in the queue have a key that falls there */
  ds_arena *scratch;             /* of the caller, when no thread could be started */
};

static uint16_t *key_place(ds_pool *pool, const char *key) {
  return &pool->keys[ds_words_hash(key, 16) & (KEY_PLACES - 1)];
}

/* scratch: what is needed only until the draft is made. */
static void annotate(ds_job *job, ds_arena *scratch) {
  const ds_article *article = &job->article;
  const ds_annotation *a = ds_annotate(article->text, article->text_len, article->title, article->date, scratch);
  job->arena = ds_arena_new_small();
  job->draft = ds_draft_make(a, NULL, job->arena);
  ds_arena_reset(scratch);
}

static void do_job(ds_job *job, ds_arena *scratch) {
  if (job->fresh) ds_shingles_text_bands(job->article.text, job->article.text_len, job->bands);
  if (job->wanted && job->given) ds_given_find(job->given, job);
  if (job->wanted && !job->draft) annotate(job, scratch);
}

void ds_job_annotate(ds_job *job) {
  ds_arena *scratch = ds_arena_new();
  annotate(job, scratch);
  ds_arena_free(scratch);
}

/* What a thread does can wait, what the caller does cannot: it is the one who writes. With as many threads as cores and one caller, equal
 * shares would leave the writer a part of a core while drafts pile up, and then the threads asleep while it catches up alone. Linux has a
 * niceness for each thread; where that fails, only time is lost. */
static void step_back(void) {
#ifdef __linux__
  id_t self = (id_t)syscall(SYS_gettid);
  setpriority(PRIO_PROCESS, self, getpriority(PRIO_PROCESS, self) + STEP_BACK);
#endif
}

static void *work(void *data) {
  ds_pool *pool = data;
  step_back();
  ds_arena *scratch = ds_arena_new();
  pthread_mutex_lock(&pool->lock);
  for (;;) {
    while ((pool->next == pool->end || pool->next - pool->emptied >= DRAFTS) && !pool->closing) pthread_cond_wait(&pool->work, &pool->lock);
    if (pool->closing) break;
    ds_job *job = &pool->jobs[pool->next++ % PLACES];
    if (job->wanted || job->fresh) {
      pthread_mutex_unlock(&pool->lock);
      do_job(job, scratch);
      pthread_mutex_lock(&pool->lock);
    }
    job->done = true;
    pthread_cond_signal(&pool->finished);
  }
  pthread_mutex_unlock(&pool->lock);
  ds_arena_free(scratch);
  return NULL;
}

/* Signals are the main thread's. */
static void start(ds_pool *pool, int jobs) {
  sigset_t all, before;
  pthread_attr_t attr;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_attr_init(&attr);
  pthread_attr_setstacksize(&attr, STACK);
  for (int i = 0; i < jobs; i++)
    if (pthread_create(&pool->threads[pool->n_threads], &attr, work, pool) == 0) pool->n_threads++;
  pthread_attr_destroy(&attr);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

ds_pool *ds_pool_new(int jobs) {
  ds_pool *pool = ds_alloc(sizeof *pool);
  pthread_mutex_init(&pool->lock, NULL);
  pthread_cond_init(&pool->work, NULL);
  pthread_cond_init(&pool->finished, NULL);
  if (jobs <= 0) jobs = (int)sysconf(_SC_NPROCESSORS_ONLN);
  start(pool, jobs < 1 ? 1 : jobs > MAX_JOBS ? MAX_JOBS : jobs);
  return pool;
}

static void clear(ds_job *job) {
  ds_article_reset(&job->article);
  free(job->path);
  free(job->reason);
  ds_arena_free(job->arena);
  *job = (ds_job){0};
}

void ds_pool_free(ds_pool *pool) {
  if (!pool) return;
  pthread_mutex_lock(&pool->lock);
  pool->closing = true;
  pthread_cond_broadcast(&pool->work);
  pthread_mutex_unlock(&pool->lock);
  for (int i = 0; i < pool->n_threads; i++) pthread_join(pool->threads[i], NULL);
  for (size_t i = 0; i < PLACES; i++) clear(&pool->jobs[i]);
  ds_arena_free(pool->scratch);
  pthread_cond_destroy(&pool->work);
  pthread_cond_destroy(&pool->finished);
  pthread_mutex_destroy(&pool->lock);
  free(pool);
}

bool ds_pool_holds(const ds_pool *pool, const char *key) {
  if (!*key_place((ds_pool *)pool, key)) return false;
  for (size_t i = pool->first; i < pool->end; i++)
    if (memcmp(pool->jobs[i % PLACES].key, key, 64) == 0) return true;
  return false;
}

bool ds_pool_has_room(const ds_pool *pool) {
  return pool->end - pool->first < PLACES;
}

ds_job *ds_pool_place(ds_pool *pool) {
  ds_job *job = &pool->jobs[pool->end % PLACES];
  clear(job);
  return job;
}

void ds_pool_push(ds_pool *pool) {
  ds_job *job = &pool->jobs[pool->end % PLACES];
  pool->bytes += job->article.text_len;
  if (*job->key) ++*key_place(pool, job->key);
  /* Without a thread (none could be started) the caller does the work. */
  if (pool->n_threads == 0) {
    if (!pool->scratch) pool->scratch = ds_arena_new();
    do_job(job, pool->scratch);
    job->done = true;
    pool->next++;
    pool->end++;
    return;
  }
  pthread_mutex_lock(&pool->lock);
  pool->end++;
  pthread_cond_signal(&pool->work);
  pthread_mutex_unlock(&pool->lock);
}

size_t ds_pool_ready(ds_pool *pool, size_t least) {
  pthread_mutex_lock(&pool->lock);
  for (;;) {
    while (pool->done != pool->end && pool->jobs[pool->done % PLACES].done)
      pool->done_bytes += pool->jobs[pool->done++ % PLACES].article.text_len;
    if (pool->done == pool->end || pool->done - pool->first >= least) break;
    pthread_cond_wait(&pool->finished, &pool->lock);
  }
  size_t n = pool->done - pool->first;
  pthread_mutex_unlock(&pool->lock);
  return n;
}

size_t ds_pool_waiting(const ds_pool *pool) {
  return pool->end - pool->first;
}
size_t ds_pool_bytes(const ds_pool *pool) {
  return pool->bytes;
}
size_t ds_pool_done_bytes(const ds_pool *pool) {
  return pool->done_bytes;
}
ds_job *ds_pool_oldest(ds_pool *pool, size_t at) {
  return &pool->jobs[(pool->first + at) % PLACES];
}

static void note_emptied(ds_pool *pool, size_t number) {
  pthread_mutex_lock(&pool->lock);
  if (number > pool->emptied) pool->emptied = number;
  pthread_cond_signal(&pool->work);
  pthread_mutex_unlock(&pool->lock);
}

void ds_pool_empty(ds_pool *pool, size_t at) {
  ds_job *job = ds_pool_oldest(pool, at);
  ds_arena_free(job->arena);
  free(job->article.text);
  job->arena = NULL;
  job->draft = NULL;
  job->article.text = NULL;
  note_emptied(pool, pool->first + at + 1);
}

void ds_pool_drop(ds_pool *pool, size_t n) {
  while (n--) {
    ds_job *job = &pool->jobs[pool->first % PLACES];
    pool->bytes -= job->article.text_len;
    if (*job->key) --*key_place(pool, job->key);
    pool->done_bytes -= job->article.text_len;
    clear(job);
    pool->first++;
  }
  note_emptied(pool, pool->first);
}
