#include "language/names.h"

void ds_names_find(ds_reading *r, ds_arena *arena) {
  r->names = DS_ARENA_NEW(arena, ds_name, 1);
  r->n_names = 0;
}
