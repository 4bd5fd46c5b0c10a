#include "store/shingles.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"

static uint64_t mix(uint64_t x) {
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
  x = (x ^ x >> 27) * 0x94d049bb133111ebu;
  return x ^ x >> 31;
}

/* The next word's hash from *at on; false at the end of the text. */
static bool next_word(const char *text, size_t len, size_t *at, uint64_t *hash) {
  const uint64_t start = 14695981039346656037u, prime = 1099511628211u;
  uint64_t h = start;
  bool any = false;
  while (*at < len) {
    unsigned char c = (unsigned char)text[*at];
    int32_t code = c;
    size_t n = c < 128 ? 1 : ds_utf8_next(text + *at, len - *at, &code);
    bool letter = c < 128 ? (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')
                          : code != 0xFFFD && (ds_utf8_is_alpha(code) || ds_utf8_is_digit(code));
    *at += n;
    if (letter)
      h = (h ^ (uint64_t)(c < 128 ? (c >= 'A' && c <= 'Z' ? c | 32 : c) : ds_utf8_lower(code))) * prime;
    else if (any)
      break;
    any |= letter;
  }
  *hash = mix(h);
  return any;
}

static int by_number(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/* The hashes as they come: in no order, some several times. */
static void read_hashes(const char *text, size_t len, ds_shingles *out) {
  uint64_t ring[DS_SHINGLE_WORDS] = {0}, word;
  size_t at = 0, cap = 0, words = 0;
  *out = (ds_shingles){0};
  while (next_word(text, len, &at, &word)) {
    ring[words++ % DS_SHINGLE_WORDS] = word;
    if (words < DS_SHINGLE_WORDS) continue;
    uint64_t h = 0;
    for (size_t k = 0; k < DS_SHINGLE_WORDS; k++) h = h * 0x9e3779b97f4a7c15u + ring[(words + k) % DS_SHINGLE_WORDS];
    DS_GROW(out->hashes, out->n, cap);
    out->hashes[out->n++] = (uint32_t)(mix(h) >> 32);
  }
  if (words && !out->n) {
    uint64_t h = 0;
    for (size_t k = 0; k < words; k++) h = h * 0x9e3779b97f4a7c15u + ring[k];
    DS_GROW(out->hashes, out->n, cap);
    out->hashes[out->n++] = (uint32_t)(mix(h) >> 32);
  }
  out->words = words;
}

void ds_shingles_make(const char *text, size_t len, ds_shingles *out) {
  read_hashes(text, len, out);
  if (out->n) qsort(out->hashes, out->n, sizeof *out->hashes, by_number);
  size_t kept = 0;
  for (size_t i = 0; i < out->n; i++)
    if (i == 0 || out->hashes[i] != out->hashes[i - 1]) out->hashes[kept++] = out->hashes[i];
  out->n = kept;
}

void ds_shingles_reset(ds_shingles *shingles) {
  free(shingles->hashes);
  *shingles = (ds_shingles){0};
}

void ds_shingles_bands(const ds_shingles *shingles, uint32_t bands[DS_BANDS]) {
  enum { MINIMA = DS_BANDS * DS_BAND_ROWS };
  uint32_t least[MINIMA], factor[MINIMA], addend[MINIMA];
  memset(bands, 0, DS_BANDS * sizeof *bands);
  if (shingles->n == 0) return;
  for (uint32_t k = 0; k < MINIMA; k++) {
    uint64_t seed = mix(k + 1);
    factor[k] = (uint32_t)seed | 1;
    addend[k] = (uint32_t)(seed >> 32);
    least[k] = UINT32_MAX;
  }
  for (size_t i = 0; i < shingles->n; i++) {
    uint32_t h = shingles->hashes[i];
    for (int k = 0; k < MINIMA; k++) {
      uint32_t x = (h ^ addend[k]) * factor[k];
      x = (x ^ x >> 15) * 0x2c1b3c6du;
      least[k] = x < least[k] ? x : least[k];
    }
  }
  for (uint32_t b = 0; b < DS_BANDS; b++) {
    uint64_t h = b + 1;
    for (int r = 0; r < DS_BAND_ROWS; r++) h = mix(h ^ least[b * DS_BAND_ROWS + (uint32_t)r]) + b;
    bands[b] = (uint32_t)(h >> 32);
  }
}

void ds_shingles_text_bands(const char *text, size_t len, uint32_t bands[DS_BANDS]) {
  ds_shingles shingles;
  read_hashes(text, len, &shingles);
  ds_shingles_bands(&shingles, bands);
  ds_shingles_reset(&shingles);
}

static size_t common(const ds_shingles *a, const ds_shingles *b) {
  size_t n = 0;
  for (size_t i = 0, k = 0; i < a->n && k < b->n;) {
    uint32_t x = a->hashes[i], y = b->hashes[k];
    n += x == y;
    i += x <= y;
    k += y <= x;
  }
  return n;
}

/* The share of all shingles that must be common: .5 for texts of 150 words on, .9 for those of up to 50. */
static double resemblance_wanted(size_t words) {
  return words >= 150 ? 0.5 : words <= 50 ? 0.9 : 0.9 - 0.004 * (double)(words - 50);
}

/* The share of the shorter text's that must stand in the longer one; 2: nothing is enough. */
static double containment_wanted(size_t words) {
  return words >= 100 ? 0.9 : words >= 30 ? 0.93 : 2;
}

bool ds_shingles_alike(const ds_shingles *a, const ds_shingles *b) {
  if (a->n == 0 || b->n == 0) return false;
  size_t words = a->words < b->words ? a->words : b->words, least = a->n < b->n ? a->n : b->n, both = common(a, b);
  double resemblance = (double)both / (double)(a->n + b->n - both), containment = (double)both / (double)least;
  return resemblance >= resemblance_wanted(words) || (containment >= containment_wanted(words) && resemblance >= 0.3);
}
