/* Articles being annotated: a queue with worker threads, emptied in the order in which it is filled. Internal to the room.
 * All functions but the workers' own are for one thread. */
#ifndef DS_STORE_POOL_H
#define DS_STORE_POOL_H

#include "ingest/article.h"
#include "store/draft.h"
#include "store/shingles.h"

typedef struct ds_job {
  ds_article article; /* owned; text NULL: no article but the end of a file */
  char key[65];
  bool wanted;                  /* to be annotated */
  const struct ds_given *given; /* where its annotation may stand already, or NULL */
  bool fresh;                   /* to be compared with others */
  /* what the worker made: */
  uint32_t bands[DS_BANDS]; /* of its text, when it is fresh */
  ds_draft *draft;          /* of its annotation, or NULL */
  ds_arena *arena;          /* of the draft, or NULL */
  /* the end of a file: */
  char *path; /* owned, or NULL when it is not to be remembered */
  long long size, mtime;
  char *reason; /* owned: why nothing was read from it, or NULL */
  bool done;    /* the pool's */
} ds_job;

typedef struct ds_pool ds_pool;

ds_pool *ds_pool_new(int jobs);   /* 0: as many as there are cores */
void ds_pool_free(ds_pool *pool); /* waits for what is at work; drops the rest */
bool ds_pool_has_room(const ds_pool *pool);
bool ds_pool_holds(const ds_pool *pool, const char *key); /* is an article of that key in the queue? */
/* The next free place, emptied; there must be room. ds_pool_push queues it. */
ds_job *ds_pool_place(ds_pool *pool);
void ds_pool_push(ds_pool *pool);
/* Does an article's work where one that was not wanted turns out to be. */
void ds_job_annotate(ds_job *job);
/* How many of the oldest are done, one after the other; waits until they are that many (all of the queue when that is less). */
size_t ds_pool_ready(ds_pool *pool, size_t least);
size_t ds_pool_waiting(const ds_pool *pool);      /* all that are in the queue */
size_t ds_pool_bytes(const ds_pool *pool);        /* of the texts in it */
size_t ds_pool_done_bytes(const ds_pool *pool);   /* of those that ds_pool_ready counted last */
ds_job *ds_pool_oldest(ds_pool *pool, size_t at); /* the one at place `at` from the oldest */
/* Frees the text and the draft of the one at that place before it is dropped; called for one after the other. Only so many drafts are made
 * as have room in memory: the threads go on when some are emptied. */
void ds_pool_empty(ds_pool *pool, size_t at);
void ds_pool_drop(ds_pool *pool, size_t n); /* the n oldest are dealt with */

#endif
