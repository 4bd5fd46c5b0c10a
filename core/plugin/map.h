/* Mapping: what the map of a plugin gives for each article, in the order of the articles.
 *
 * Articles are mapped in batches. Where there are many, threads do it, each with a connection and a Lua state of its own; the batches are
 * handed over in order, so that the rows are the same for any number of threads. */
#ifndef DS_PLUGIN_MAP_H
#define DS_PLUGIN_MAP_H

#include "base/buf.h"
#include "plugin/run.h"

typedef struct ds_mapped {
  int64_t article;
  size_t at, len; /* its value in the text of the batch, as JSON */
} ds_mapped;

/* All null is an empty one. */
typedef struct ds_batch {
  ds_buf text;
  ds_mapped *items; /* of articles that give something */
  size_t n, cap;
} ds_batch;

void ds_batch_reset(ds_batch *batch);

typedef struct ds_map ds_map;

/* Makes ready to map the articles of the run: those that the function at `articles` gives for ctx and args, which lie at 2 and 3 of the
 * stack; nil: all in scope. Owned by run->map, freed with the run by ds_map_free.   [-0, +0, e] */
void ds_map_start(lua_State *L, int articles);
/* The next article that gives something, with its value as JSON (borrowed until the next call); false after the last. map, its ctx and args
 * lie at 1 to 3. Raises what map raised; whoever catches that gets no more.   [-0, +0, e] */
bool ds_map_next(lua_State *L, int64_t *article, const char **json, size_t *len);
void ds_map_free(ds_map *map); /* NULL is fine; stops the threads */

/* Maps articles by their ids into the batch: map lies at 1, its ctx and args at 2 and 3. What they give counts against the state's quota.
 * [-0, +0, e] */
void ds_map_articles(lua_State *L, const int64_t *ids, size_t n, ds_batch *batch);

/* A passage on its way: {"$passage": [key of the article, start, end]}. */
#define DS_MAP_PASSAGE "$passage"
/* The content hash of an article: its name in every database.   [-0, +1, e] */
void ds_map_push_key(lua_State *L, int64_t article);

#endif
