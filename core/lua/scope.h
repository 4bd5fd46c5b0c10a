/* Which articles a run sees: those between --since and --until, of --outlet, the one of --article, and no near copies unless they are asked
 * for. Worked out once, at first use, so that a question about one article does not pay for all of them.
 *
 * SQL that a model steps can ask too: in_scope(ARTICLE) is 1 for the number of an article that the run sees, else 0. */
#ifndef DS_LUA_SCOPE_H
#define DS_LUA_SCOPE_H

#include "lua/model.h"

typedef struct ds_reach {
  unsigned char *bits; /* one an article, by its number; NULL when it is the whole database */
  int64_t n_bits, n_articles;
  bool whole;
} ds_reach;

/* Borrowed until ds_reach_forget; raises when the database cannot be read.   [-0, +0, e] */
const ds_reach *ds_reach_of(lua_State *L);
void ds_reach_forget(ds_model *model);
/* Makes in_scope() known to the connection. */
void ds_reach_offer(sqlite3 *db);
/* The model whose statement this thread steps from now on (NULL: none); gives the one before, which is to be put back. */
ds_model *ds_reach_step(ds_model *model);

/* Narrows the selection at stack index `selection` to what the run sees.   [-0, +0, e] */
void ds_scope_add(lua_State *L, int selection, int thing);

#endif
