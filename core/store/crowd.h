/* Bands that very many texts share: weather reports, stock briefs, what one template makes by the thousand. To compare each with each would
 * take a time that grows with the square of their number. So a crowd is parted by the next of the texts' bands, and again by the one after
 * it, until few are left together; near copies share most of their bands and meet in one of the crowds they are in, texts of one template
 * that differ in what matters part. Internal to the room. */
#ifndef DS_STORE_CROWD_H
#define DS_STORE_CROWD_H

#include "base/err.h"
#include "store/shingles.h"

enum {
  DS_CROWDED = 32,        /* so many are compared each with each */
  DS_CROWD_MOST = 1 << 15 /* so many of a crowd are looked at, the youngest */
};

typedef struct ds_crowd_member {
  int64_t article;
  bool fresh; /* two that are not were compared before */
  uint32_t bands[DS_BANDS];
} ds_crowd_member;

/* Called for two articles to be compared. */
typedef ds_status ds_crowd_pair(void *data, int64_t a, int64_t b, ds_err *err);
/* Gives the pairs among members that all have the band at place shared, some DS_CROWDED of a member; of texts that have all bands in common
 * each with the first and with the one before it. Sorts the members and turns their bands. The first status that is not DS_OK ends it. */
ds_status ds_crowd_pairs(ds_crowd_member *members, size_t n, int shared, ds_crowd_pair *pair, void *data, ds_err *err);

#endif
