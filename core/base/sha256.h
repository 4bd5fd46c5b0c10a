/* SHA-256 (FIPS 180-4), for keys and fingerprints. */
#ifndef DS_BASE_SHA256_H
#define DS_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { DS_SHA256_HEX = 65 }; /* 64 digits and the NUL */

/* A sum in the making. It lives on the caller's stack and owns nothing. */
typedef struct ds_sha256 {
  uint32_t state[8];
  uint64_t bytes;
  uint8_t block[64];
} ds_sha256;

void ds_sha256_init(ds_sha256 *sum);
void ds_sha256_add(ds_sha256 *sum, const void *bytes, size_t len); /* bytes may be NULL when len is 0 */
/* Closes the sum and writes it in lower-case hexadecimal; afterwards only _init may be called. */
void ds_sha256_hex(ds_sha256 *sum, char out[DS_SHA256_HEX]);

#endif
