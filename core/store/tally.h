/* Counts kept in memory until they are written together: the same name in many articles of one transaction is one write. Internal to the
 * room. */
#ifndef DS_STORE_TALLY_H
#define DS_STORE_TALLY_H

#include <stddef.h>
#include <stdint.h>

typedef struct ds_tally ds_tally;

typedef struct ds_count {
  int64_t id;
  int what;         /* the caller's */
  const char *text; /* borrowed from the tally, ended by a NUL */
  size_t len;
  int n;
} ds_count;

ds_tally *ds_tally_new(void);
void ds_tally_free(ds_tally *tally); /* NULL is fine */
void ds_tally_add(ds_tally *tally, int64_t id, int what, const char *text, size_t len, int by);
/* All counts by id, what and text, the order in which tables have them; good until the next ds_tally_add. */
const ds_count *ds_tally_all(ds_tally *tally, size_t *n);

#endif
