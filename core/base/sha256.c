#include "base/sha256.h"

#include <string.h>

/* The constants are the first 32 bits of the fractional parts of square and cube roots of primes. */
static const uint32_t rounds[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
    0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
    0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
    0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
    0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
    0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t rotate(uint32_t x, int n) {
  return x >> n | x << (32 - n);
}

/* One round, in which variable a stands at v[-k], b behind it and so on, around the end. */
static inline void mix_round(uint32_t v[8], int k, uint32_t in) {
#define V(n) v[((n)-k + 8) & 7]
  uint32_t e = V(4), a = V(0);
  uint32_t t = V(7) + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & V(5)) ^ (~e & V(6))) + in;
  V(3) += t;
  V(7) = t + (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & V(1)) ^ (a & V(2)) ^ (V(1) & V(2)));
#undef V
}

static void add_block(ds_sha256 *s) {
  uint32_t w[64], v[8];
  for (int i = 0; i < 16; i++)
    w[i] = (uint32_t)s->block[4 * i] << 24 | (uint32_t)s->block[4 * i + 1] << 16 | (uint32_t)s->block[4 * i + 2] << 8 | s->block[4 * i + 3];
  for (int i = 16; i < 64; i++) {
    uint32_t a = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
    uint32_t b = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
    w[i] = w[i - 16] + a + w[i - 7] + b;
  }
  memcpy(v, s->state, sizeof v);
  /* Eight rounds at a time: instead of moving the eight variables on, each round names them one further. */
  for (int i = 0; i < 64; i += 8)
#pragma GCC unroll 8
    for (int k = 0; k < 8; k++) mix_round(v, k, rounds[i + k] + w[i + k]);
  for (int i = 0; i < 8; i++) s->state[i] += v[i];
}

void ds_sha256_init(ds_sha256 *s) {
  static const ds_sha256 start = {
      .state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
  *s = start;
}

void ds_sha256_add(ds_sha256 *s, const void *bytes, size_t len) {
  const uint8_t *p = bytes;
  while (len > 0) {
    size_t at = s->bytes % 64, n = 64 - at < len ? 64 - at : len;
    memcpy(s->block + at, p, n);
    s->bytes += n;
    p += n;
    len -= n;
    if (at + n == 64) add_block(s);
  }
}

void ds_sha256_hex(ds_sha256 *s, char out[DS_SHA256_HEX]) {
  static const uint8_t padding[64] = {0x80};
  uint64_t bits = s->bytes * 8;
  uint8_t length[8];
  for (int i = 0; i < 8; i++) length[i] = (uint8_t)(bits >> (56 - 8 * i));
  ds_sha256_add(s, padding, 1 + (119 - s->bytes % 64) % 64);
  ds_sha256_add(s, length, sizeof length);
  for (int i = 0; i < 64; i++) out[i] = "0123456789abcdef"[s->state[i / 8] >> (28 - 4 * (i % 8)) & 15];
  out[64] = '\0';
}
