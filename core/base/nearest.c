#include "base/nearest.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST = 64 };

static size_t min3(size_t a, size_t b, size_t c) {
  size_t least = a < b ? a : b;
  return least < c ? least : c;
}

static int same(char a, char b) {
  return tolower((unsigned char)a) == tolower((unsigned char)b);
}

size_t ds_edit_distance(const char *a, const char *b) {
  size_t rows[3][LONGEST + 1], na = strnlen(a, LONGEST), nb = strnlen(b, LONGEST);
  for (size_t j = 0; j <= nb; j++) rows[0][j] = j;
  for (size_t i = 1; i <= na; i++) {
    size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
    row[0] = i;
    for (size_t j = 1; j <= nb; j++) {
      row[j] = min3(above[j] + 1, row[j - 1] + 1, above[j - 1] + !same(a[i - 1], b[j - 1]));
      bool swapped = i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]);
      if (swapped && before[j - 2] + 1 < row[j]) row[j] = before[j - 2] + 1;
    }
  }
  return rows[na % 3][nb];
}

ds_nearest ds_nearest_start(const char *typed, size_t len) {
  ds_nearest nearest = {.best = NULL, .distance = SIZE_MAX};
  snprintf(nearest.typed, sizeof nearest.typed, "%.*s", (int)(len < LONGEST ? len : LONGEST), typed);
  return nearest;
}

void ds_nearest_offer(ds_nearest *nearest, const char *word) {
  size_t distance = ds_edit_distance(nearest->typed, word);
  /* An unfinished word is nearer to what it begins than its length tells. */
  size_t typed = strlen(nearest->typed);
  if (typed >= 3 && strncmp(nearest->typed, word, typed) == 0) distance = 1;
  if (distance >= nearest->distance) return;
  nearest->distance = distance;
  nearest->best = word;
}

const char *ds_nearest_word(const ds_nearest *nearest) {
  size_t typed = strlen(nearest->typed), allowed = typed <= 3 ? 1 : typed <= 6 ? 2 : typed / 3;
  return nearest->best && nearest->distance <= allowed ? nearest->best : NULL;
}
