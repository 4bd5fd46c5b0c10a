/* A crew: threads that map batches of articles for one run. Batch k is the articles from k * DS_CREW_BATCH on; the threads take batch after
 * batch, at most some ahead of the one that is asked for and none while what waits is a quarter of the run's memory limit: that limit holds
 * for each thread. */
#ifndef DS_PLUGIN_CREW_H
#define DS_PLUGIN_CREW_H

#include "plugin/map.h"

enum { DS_CREW_BATCH = 16 };

typedef struct ds_crew ds_crew;

/* Starts as many threads as the run's options ask for. NULL where its own thread is to map: one job is asked for, there are few articles,
 * the database is in memory, the connection has changes or tables that others do not see, or an argument is a file that can be read only
 * once. ids must outlive it. */
ds_crew *ds_crew_start(ds_run *run, const int64_t *ids, size_t n);
/* Waits for the next batch in order, and swaps it for the one given. False: no thread could be set up for it, the caller is to map it.
 * Raises what map raised, and the stop of the state that waits.   [-0, +0, e] */
bool ds_crew_next(ds_crew *crew, lua_State *L, ds_batch *batch);
void ds_crew_free(ds_crew *crew); /* NULL is fine; stops what is at work and waits for its end */

#endif
