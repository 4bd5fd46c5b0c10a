/* Word forms as the models see them: hashes of the normalised form and its ends, its shape, its distributional cluster. */
#ifndef DS_LANGUAGE_WORDS_H
#define DS_LANGUAGE_WORDS_H

#include "language/reading.h"

typedef struct ds_form {
  uint32_t word;                 /* hash of the form: lower case, digits as 0, quotes and dashes of one kind */
  uint32_t prefix[3], suffix[4]; /* hashes of its first 1-3 and last 1-4 bytes */
  uint16_t cluster;              /* 0: none */
  uint8_t coarse;                /* coarser cluster, 0: none */
  uint8_t habit;                 /* which tags the word has in large corpora, 0: unknown */
  uint8_t shape;                 /* capitals, digits, hyphen, place in the sentence, kind of sentence */
} ds_form;

/* Section "clusters": {uint32 slots (power of two), uint32 zero}, then slots of ds_cluster, open addressing from key & (slots - 1). */
typedef struct ds_cluster {
  uint32_t key; /* ds_form.word, 0: empty */
  uint16_t cluster;
  uint8_t coarse, habit;
} ds_cluster;

/* Forms of the tokens of one sentence, into forms[count]. */
void ds_forms_fill(const ds_reading *r, const ds_sentence *s, ds_form *forms);

/* Hash of the normalised form of word; out gets at most size bytes of the form, its length is returned in *len. Never 0. */
uint32_t ds_word_hash(const char *word, size_t len, char *out, size_t size, size_t *out_len);

/* Is the word among those that large corpora hold often (the clustered ones)? */
bool ds_word_is_known(const char *word, size_t len);

static inline uint32_t ds_mix(uint32_t a, uint32_t b) {
  uint64_t h = ((uint64_t)a ^ 0x9E3779B9u) * (((uint64_t)b << 1) ^ 0xD6E8FEB86659FD93ull);
  return (uint32_t)(h ^ (h >> 32));
}

#endif
