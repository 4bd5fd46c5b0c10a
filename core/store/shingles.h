/* How alike two texts are: the resemblance of their sets of word shingles (A. Broder, "On the resemblance and containment of documents",
 * SEQUENCES 1997), and min-wise hashes of these sets in bands, which alike texts are likely to share (P. Indyk and R. Motwani,
 * "Approximate nearest neighbors", STOC 1998). Pure functions of the text. Internal to the room. */
#ifndef DS_STORE_SHINGLES_H
#define DS_STORE_SHINGLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 20 bands of 3 minima: of pairs with half of their shingles in common 93 % share a band, with 60 % 99 %, with 10 % 2 %. */
enum { DS_SHINGLE_WORDS = 4, DS_BANDS = 20, DS_BAND_ROWS = 3 };

typedef struct ds_shingles {
  uint32_t *hashes; /* sorted, each once; owned */
  size_t n, words;
} ds_shingles;

/* The shingles of a text: runs of four words, lower case, signs left out (all words when there are fewer; none: n is 0). */
void ds_shingles_make(const char *text, size_t len, ds_shingles *out);
void ds_shingles_reset(ds_shingles *shingles);
/* Hashes of the bands, each with the number of its band in it. All 0 when there are no shingles. */
void ds_shingles_bands(const ds_shingles *shingles, uint32_t bands[DS_BANDS]);
/* The same of a text, without sorting its shingles: the least of them are the least in any order. */
void ds_shingles_text_bands(const char *text, size_t len, uint32_t bands[DS_BANDS]);
/* Is one text a near copy of the other? Half of all shingles in common, or nearly all of the shorter text in the longer one. The shorter
 * they are the more must agree: notices from one template differ in little but what matters. */
bool ds_shingles_alike(const ds_shingles *a, const ds_shingles *b);

#endif
