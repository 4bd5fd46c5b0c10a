#include "annotation/predicates.h"

void ds_clause_tree_init(ds_clause_tree *t, const ds_reading *reading, uint32_t longest, ds_arena *arena) {
  t->reading = reading;
  t->child = DS_ARENA_NEW(arena, int32_t, longest + 1);
  t->next = DS_ARENA_NEW(arena, int32_t, longest + 1);
  t->low = DS_ARENA_NEW(arena, uint32_t, longest + 1);
  t->high = DS_ARENA_NEW(arena, uint32_t, longest + 1);
  t->order = DS_ARENA_NEW(arena, uint32_t, longest + 1);
}

/* The head as a number within the sentence; -1 for a root. */
static int32_t local_head(const ds_clause_tree *t, uint32_t i) {
  int64_t head = (int64_t)t->reading->tokens[t->first + i].head - t->first;
  return head < 0 || head >= t->n || head == i ? -1 : (int32_t)head;
}

int32_t ds_head_of(const ds_clause_tree *t, uint32_t token) {
  int32_t head = local_head(t, token - t->first);
  return head < 0 ? -1 : head + (int32_t)t->first;
}

static void order_from_roots(ds_clause_tree *t) {
  t->n_order = 0;
  for (uint32_t i = 0; i < t->n; i++)
    if (local_head(t, i) < 0) t->order[t->n_order++] = t->first + i;
  for (uint32_t done = 0; done < t->n_order; done++)
    for (int32_t c = ds_first_child(t, t->order[done]); c >= 0; c = ds_next_child(t, c)) t->order[t->n_order++] = (uint32_t)c;
}

void ds_clause_tree_read(ds_clause_tree *t, const ds_sentence *sentence) {
  t->first = sentence->first;
  t->n = sentence->count;
  for (uint32_t i = 0; i < t->n; i++) {
    t->child[i] = t->next[i] = -1;
    t->low[i] = t->high[i] = t->first + i;
  }
  for (uint32_t i = t->n; i-- > 0;) {
    int32_t head = local_head(t, i);
    if (head < 0) continue;
    t->next[i] = t->child[head];
    t->child[head] = (int32_t)(t->first + i);
  }
  order_from_roots(t);
  for (uint32_t k = t->n_order; k-- > 0;) {
    uint32_t i = t->order[k] - t->first;
    int32_t head = local_head(t, i);
    if (head < 0) continue;
    if (t->low[i] < t->low[head]) t->low[head] = t->low[i];
    if (t->high[i] > t->high[head]) t->high[head] = t->high[i];
  }
}

int32_t ds_child_of(const ds_clause_tree *t, uint32_t token, ds_rel rel) {
  for (int32_t c = ds_first_child(t, token); c >= 0; c = ds_next_child(t, c))
    if (t->reading->tokens[c].rel == rel) return c;
  return -1;
}
