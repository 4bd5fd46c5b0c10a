/* Which of N parts something belongs to, by its name: the same on every machine and in every release, so that parts made apart fit
 * together. */
#ifndef DS_BASE_PART_H
#define DS_BASE_PART_H

#include <stddef.h>

/* From 1 to parts (at least 1). By the hash FNV-1a (Fowler, Noll, Vo; draft-eastlake-fnv). */
int ds_part_of(const char *name, size_t len, int parts);

#endif
