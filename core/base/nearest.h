/* The nearest word to a misspelt one, by Damerau-Levenshtein distance (a swap of neighbours counts one). */
#ifndef DS_BASE_NEAREST_H
#define DS_BASE_NEAREST_H

#include <stddef.h>

/* Offered words are borrowed until ds_nearest_word. */
typedef struct ds_nearest {
  char typed[64];
  const char *best;
  size_t distance;
} ds_nearest;

ds_nearest ds_nearest_start(const char *typed, size_t len);
void ds_nearest_offer(ds_nearest *nearest, const char *word);
/* The best word offered, or NULL when none is near enough to be meant (a third of the letters wrong, at least one). */
const char *ds_nearest_word(const ds_nearest *nearest);

/* Edit distance of two short strings, letter case ignored; at most 64 bytes of each are looked at. */
size_t ds_edit_distance(const char *a, const char *b);

#endif
