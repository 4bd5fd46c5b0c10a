/* Lua's patterns, matched so that a long match can be stopped: every some ten thousand steps the state is asked whether it should. */
#ifndef DS_LUA_PATTERN_H
#define DS_LUA_PATTERN_H

#include <lua.h>
#include <stddef.h>

enum { DS_PATTERN_CAPTURES = 32 };

typedef struct ds_pattern_match {
  lua_State *L;
  const char *subject, *subject_end, *pattern_end;
  int level; /* captures, finished or not */
  int depth; /* of recursion left */
  unsigned steps;
  struct {
    const char *start;
    ptrdiff_t len; /* or one of the two marks of pattern.c */
  } captures[DS_PATTERN_CAPTURES];
} ds_pattern_match;

void ds_pattern_init(ds_pattern_match *m, lua_State *L, const char *subject, size_t len, const char *pattern, size_t pattern_len);
/* Matches the pattern (without its anchor) exactly at s; the end of the match, or NULL. Raises for a malformed pattern. */
const char *ds_pattern_at(ds_pattern_match *m, const char *s, const char *pattern);
/* Pushes the captures of the last match; with none, the whole match when `whole`; their number.   [-0, +n, e] */
int ds_pattern_push_captures(ds_pattern_match *m, const char *start, const char *end, int whole);
/* Pushes capture i (0-based); 0 without captures is the whole match.   [-0, +1, e] */
void ds_pattern_push_capture(ds_pattern_match *m, int i, const char *start, const char *end);

#endif
