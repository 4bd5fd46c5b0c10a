/* Numbers for strings: each string that is put in gets the next number, from 0. Strings are copied; nothing is taken out. */
#ifndef DS_BASE_STRMAP_H
#define DS_BASE_STRMAP_H

#include <stddef.h>
#include <stdint.h>

#define DS_STRMAP_NONE UINT32_MAX

typedef struct ds_strmap {
  struct ds_strmap_slot *slots; /* a power of two of them */
  char *text;                   /* all strings, one after the other */
  uint32_t *starts;             /* by number: where in text, and one more for the end of the last */
  size_t n_slots, n, cap_starts, len, cap_text;
} ds_strmap;

/* The number of a string, DS_STRMAP_NONE when it is not there. An empty (all null) map holds nothing. */
uint32_t ds_strmap_get(const ds_strmap *map, const char *s, size_t len);
/* The number of a string, which is put in when it is new: then it is n - 1. */
uint32_t ds_strmap_put(ds_strmap *map, const char *s, size_t len);
/* The string of a number; borrowed until the next put. */
const char *ds_strmap_text(const ds_strmap *map, uint32_t number, size_t *len);
void ds_strmap_reset(ds_strmap *map);

#endif
