#include "language/marks.h"

#include <string.h>

/* A mark and the stretch of tokens that it opens or closes: those between low and high. */
typedef struct mark {
  int32_t at, low, high;
  bool opens;
} mark;

static bool left_out(const ds_reading *r, int32_t t) {
  return ds_mark_left_out(r->tokens[t].xpos);
}

static bool is_single(const ds_reading *r, int32_t t) {
  size_t len;
  const char *s = ds_token_text(r, (uint32_t)t, &len);
  return (len == 1 && (*s == '\'' || *s == '`')) || (len == 3 && (memcmp(s, "\xE2\x80\x98", 3) == 0 || memcmp(s, "\xE2\x80\x99", 3) == 0));
}

/* Does the mark open something? Blanks tell, else the tag does. */
static bool opens(const ds_reading *r, const ds_sentence *s, int32_t t) {
  bool before = r->tokens[t].space_before, after = t + 1 == (int32_t)(s->first + s->count) || r->tokens[t + 1].space_before;
  return before != after ? before : r->tokens[t].xpos == DS_XPOS_OPEN;
}

/* The next token from `from` on, in direction step, that is no mark and lies between low and high; or -1. */
static int32_t neighbour(const ds_reading *r, int32_t from, int32_t step, int32_t low, int32_t high) {
  for (int32_t t = from + step; t > low && t < high; t += step)
    if (!left_out(r, t)) return t;
  return -1;
}

/* Narrows [*low, *high] to the innermost arc above the token: a head outside of it would make arcs cross. */
static void narrow(const ds_reading *r, const ds_sentence *s, int32_t at, int32_t *low, int32_t *high) {
  for (int32_t t = (int32_t)s->first; t < (int32_t)(s->first + s->count); t++) {
    int32_t head = r->tokens[t].head, left = t < head ? t : head, right = t < head ? head : t;
    if (head < 0 || left >= at || right <= at) continue;
    if (left > *low) *low = left;
    if (right < *high) *high = right;
  }
}

static void attach(ds_reading *r, const ds_sentence *s, const mark *m) {
  int32_t left = (int32_t)s->first, right = left + (int32_t)s->count - 1, step = m->opens ? 1 : -1;
  narrow(r, s, m->at, &left, &right);
  int32_t head = neighbour(r, m->at, step, left - 1, right + 1);
  if (head < 0) head = neighbour(r, m->at, -step, left - 1, right + 1);
  for (int32_t up = head; up > m->low && up < m->high && up >= left && up <= right; up = r->tokens[up].head) head = up;
  r->tokens[m->at].head = head;
  r->tokens[m->at].rel = DS_REL_PUNCT;
}

void ds_marks_attach(ds_reading *r, const ds_sentence *s) {
  int32_t first = (int32_t)s->first, end = first + (int32_t)s->count, open[2] = {-1, -1};
  for (int32_t t = first; t < end; t++) {
    if (!left_out(r, t)) continue;
    int32_t *mate = &open[is_single(r, t)];
    if (*mate < 0 && opens(r, s, t)) {
      *mate = t;
      continue;
    }
    if (*mate >= 0) attach(r, s, &(mark){.at = *mate, .low = *mate, .high = t, .opens = true});
    attach(r, s, &(mark){.at = t, .low = *mate < 0 ? first - 1 : *mate, .high = t});
    *mate = -1;
  }
  for (int k = 0; k < 2; k++)
    if (open[k] >= 0) attach(r, s, &(mark){.at = open[k], .low = open[k], .high = end, .opens = true});
}
