/* Frames: which predicates an analysis wants, tested below Lua, article by article.
 *
 * A frame is a table. `lemma`, `modal` (a word, a list or a function), `pos`, `quoted`, `negated`, `passive` are as in
 * filters; `arguments` is a list of { role, head, named }, each of which some argument of the predicate has to meet. Of a head and of a
 * modal it may be asked by a function from the word to a boolean, which is called once for each word; with `named` an argument that names
 * an entity is as good as one with the right head. A predicate fits when it fits one of the frames. */
#ifndef DS_LUA_FRAMES_H
#define DS_LUA_FRAMES_H

#include <lua.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct ds_frames ds_frames;

typedef struct ds_frame_argument {
  int64_t role, head, start, end, entity; /* words; bytes; 0: none known */
} ds_frame_argument;

/* Reads the list of frames at index; raises where something in it is unknown or does not fit.   [-0, +1 (a userdata), e] */
ds_frames *ds_frames_push(lua_State *L, int index);
/* The frames, as bits, that lemma, flags (schema.c: 1 noun, 2 negated, 4 passive), modal and quote (0: none) allow. `at`: where the
 * userdata lies.   [-0, +0, e] */
uint64_t ds_frames_allow(lua_State *L, int at, int64_t lemma, int flags, int64_t modal, bool quoted);
/* Whether the arguments meet what one of these frames asks.   [-0, +0, e] */
bool ds_frames_met(lua_State *L, int at, uint64_t frames, const ds_frame_argument *arguments, size_t n);

/* The method of a selection of articles: for article, predicates, around in articles:frames{ … } do.   [+4] */
int ds_frames_each(lua_State *L);
/* The method of an article: article:frames(list) gives its predicates that fit, and around. The list is read when it is first asked for and
 * known by itself from then on: it is not to be changed. An around holds until the same list is asked of another article.   [+2] */
int ds_frames_of_article(lua_State *L);
/* Lists are read anew: the database may have got words meanwhile.   [-0, +0, m] */
void ds_frames_forget(lua_State *L);

#endif
