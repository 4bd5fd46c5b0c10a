/* `dossier annotate`: the calling thread reads lines into a ring of slots, workers annotate them in any order, one thread writes them in
 * input order. What is under way is bounded by the number of slots and by bytes, so that memory does not grow with the input. */
#include "annotation/filter.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "annotation/filter_line.h"

enum { SLOTS_PER_JOB = 4, MAX_JOBS = 256, KEEP_BYTES = 1 << 20, ARENA_KEEP_BYTES = 64 << 20 };
static const size_t BYTES_UNDER_WAY = (size_t)64 << 20;

typedef enum slot_state { SLOT_EMPTY, SLOT_READY, SLOT_BUSY, SLOT_DONE } slot_state;

typedef struct slot {
  slot_state state;
  char *line;
  size_t len, cap;
  long number; /* of the line, from 1 */
  ds_line_result result;
  ds_buf out;
} slot;

typedef struct queue {
  const ds_filter_options *options;
  FILE *out;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  slot *slots;
  long n_slots;
  long filled, taken, written; /* lines put in, given to a worker, written: all in input order */
  size_t bytes;                /* of the lines under way */
  bool closed, broken;         /* no more input; the output takes no more */
  int broken_errno;
  long counts[3]; /* by ds_line_result */
} queue;

static slot *slot_at(queue *q, long n) {
  return &q->slots[n % q->n_slots];
}

static bool stopped(const queue *q) {
  return q->options->stop && *q->options->stop;
}

/* One line to a slot; false when the output is broken. */
static bool put_line(queue *q, char **line, size_t *cap, size_t len, long number) {
  pthread_mutex_lock(&q->lock);
  while (!q->broken && (q->filled - q->written >= q->n_slots || (q->bytes > 0 && q->bytes + len > BYTES_UNDER_WAY)))
    pthread_cond_wait(&q->changed, &q->lock);
  bool fine = !q->broken;
  if (fine) {
    slot *s = slot_at(q, q->filled++);
    char *old = s->line;
    size_t old_cap = s->cap;
    *s = (slot){.state = SLOT_READY, .line = *line, .len = len, .cap = *cap, .number = number, .out = s->out};
    *line = old;
    *cap = old_cap;
    q->bytes += len;
    pthread_cond_broadcast(&q->changed);
  }
  pthread_mutex_unlock(&q->lock);
  return fine;
}

static bool is_blank(const char *line, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (!strchr(" \t\r\n", line[i]) || line[i] == '\0') return false;
  return true;
}

static ds_status read_lines(queue *q, FILE *in, ds_err *err) {
  char *line = NULL;
  size_t cap = 0;
  ds_status status = DS_OK;
  for (long number = 1; !stopped(q); number++) {
    errno = 0;
    ssize_t got = getline(&line, &cap, in);
    if (got < 0) {
      if (ferror(in) && !stopped(q)) status = ds_fail(err, DS_IO, "cannot read the input: %s", strerror(errno));
      break;
    }
    if (is_blank(line, (size_t)got)) continue;
    if (!put_line(q, &line, &cap, (size_t)got, number)) break;
  }
  free(line);
  return status;
}

static void *work(void *argument) {
  queue *q = argument;
  ds_arena *arena = ds_arena_new();
  pthread_mutex_lock(&q->lock);
  for (;;) {
    while (q->taken == q->filled && !q->closed) pthread_cond_wait(&q->changed, &q->lock);
    if (q->taken == q->filled) break;
    slot *s = slot_at(q, q->taken++);
    s->state = SLOT_BUSY;
    bool skip = q->broken;
    pthread_mutex_unlock(&q->lock);
    if (!skip) s->result = ds_line_annotate(s->line, s->len, s->number, q->options, arena, &s->out);
    bool large = ds_arena_used(arena) > ARENA_KEEP_BYTES;
    if (large)
      ds_arena_free(arena), arena = ds_arena_new();
    else
      ds_arena_reset(arena);
    pthread_mutex_lock(&q->lock);
    s->state = SLOT_DONE;
    pthread_cond_broadcast(&q->changed);
  }
  pthread_mutex_unlock(&q->lock);
  ds_arena_free(arena);
  return NULL;
}

/* Writes one finished line without holding the lock; flushes when the next one is not ready yet, so that a waiting reader gets it. */
static bool write_line(queue *q, slot *s, bool flush) {
  errno = 0;
  bool fine = fwrite(s->out.data ? s->out.data : "", 1, s->out.len, q->out) == s->out.len;
  if (fine && flush) fine = fflush(q->out) == 0;
  if (!fine) q->broken_errno = errno;
  if (s->out.cap > KEEP_BYTES)
    ds_buf_reset(&s->out);
  else
    ds_buf_clear(&s->out);
  if (s->cap > KEEP_BYTES) {
    free(s->line);
    s->line = NULL;
    s->cap = 0;
  }
  return fine;
}

static void *write_lines(void *argument) {
  queue *q = argument;
  pthread_mutex_lock(&q->lock);
  for (;;) {
    slot *s = slot_at(q, q->written);
    while (!(q->written < q->filled && s->state == SLOT_DONE) && !(q->closed && q->written == q->filled))
      pthread_cond_wait(&q->changed, &q->lock);
    if (q->written == q->filled) break;
    bool flush = q->written + 1 == q->filled || slot_at(q, q->written + 1)->state != SLOT_DONE, broken = q->broken;
    pthread_mutex_unlock(&q->lock);
    if (!broken) broken = !write_line(q, s, flush);
    pthread_mutex_lock(&q->lock);
    q->broken = broken;
    q->counts[s->result]++;
    q->bytes -= s->len;
    s->state = SLOT_EMPTY;
    q->written++;
    pthread_cond_broadcast(&q->changed);
  }
  pthread_mutex_unlock(&q->lock);
  return NULL;
}

static int job_count(int wanted) {
  long n = wanted > 0 ? wanted : sysconf(_SC_NPROCESSORS_ONLN);
  return n < 1 ? 1 : n > MAX_JOBS ? MAX_JOBS : (int)n;
}

/* Starts the threads, reads, and waits until everything is written. */
static ds_status run_threads(queue *q, FILE *in, int jobs, ds_err *err) {
  pthread_t writer, workers[MAX_JOBS];
  if (pthread_create(&writer, NULL, write_lines, q) != 0) return ds_fail(err, DS_FAIL, "cannot start a thread: %s", strerror(errno));
  int started = 0;
  while (started < jobs && pthread_create(&workers[started], NULL, work, q) == 0) started++;
  ds_status status = started > 0 ? read_lines(q, in, err) : ds_fail(err, DS_FAIL, "cannot start a thread: %s", strerror(errno));
  pthread_mutex_lock(&q->lock);
  q->closed = true;
  pthread_cond_broadcast(&q->changed);
  pthread_mutex_unlock(&q->lock);
  for (int i = 0; i < started; i++) pthread_join(workers[i], NULL);
  pthread_join(writer, NULL);
  return status;
}

static ds_status finish(queue *q, ds_err *err) {
  long written = q->counts[DS_LINE_WRITTEN], failed = q->counts[DS_LINE_FAILED];
  if (!q->broken && q->options->trailer && !stopped(q))
    fprintf(q->out, "{\"trailer\":{\"read\":%ld,\"written\":%ld,\"failed\":%ld}}\n", written + failed, written, failed);
  if (!q->broken && fflush(q->out) != 0) q->broken = true, q->broken_errno = errno;
  if (q->broken) return ds_fail(err, DS_IO, "cannot write the annotations: %s", strerror(q->broken_errno));
  if (stopped(q)) return ds_fail(err, DS_INTERRUPT, "stopped after %ld annotations", written);
  if (failed) return ds_fail(err, DS_PARTIAL, "%ld of %ld lines could not be annotated", failed, written + failed);
  return DS_OK;
}

ds_status ds_filter_run(FILE *in, FILE *out, const ds_filter_options *options, ds_err *err) {
  if (options->shards > 0 && (options->shard < 1 || options->shard > options->shards))
    return ds_fail(err, DS_USAGE, "the shard must be between 1 and %d, got %d", options->shards, options->shard);
  int jobs = job_count(options->jobs);
  queue q = {.options = options, .out = out, .n_slots = (long)jobs * SLOTS_PER_JOB};
  q.slots = ds_alloc(sizeof *q.slots * (size_t)q.n_slots);
  pthread_mutex_init(&q.lock, NULL);
  pthread_cond_init(&q.changed, NULL);
  ds_status status = run_threads(&q, in, jobs, err);
  if (status == DS_OK || q.broken) status = finish(&q, err);
  for (long i = 0; i < q.n_slots; i++) {
    free(q.slots[i].line);
    ds_buf_reset(&q.slots[i].out);
  }
  free(q.slots);
  pthread_cond_destroy(&q.changed);
  pthread_mutex_destroy(&q.lock);
  return status;
}
