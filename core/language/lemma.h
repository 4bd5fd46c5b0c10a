/* Lemmas: rules "take off so many bytes, put on this ending", found by tag and the longest known end of the word, learned from the
 * treebanks. Section "lemmas": ds_lemma_head, then slots (open addressing from key & (slots - 1)), then rules. */
#ifndef DS_LANGUAGE_LEMMA_H
#define DS_LANGUAGE_LEMMA_H

#include "language/reading.h"

enum { DS_LEMMA_SUFFIX = 7, DS_LEMMA_ENDING = 14, DS_LEMMA_WORD = 48, DS_LEMMA_ALL = 255 };

typedef struct ds_lemma_head {
  uint32_t slots, rules;
} ds_lemma_head;

typedef struct ds_lemma_slot {
  uint32_t key; /* 0: empty */
  uint32_t rule;
} ds_lemma_slot;

typedef struct ds_lemma_rule {
  uint8_t strip; /* bytes, or DS_LEMMA_ALL */
  bool keep_case;
  char ending[DS_LEMMA_ENDING]; /* NUL-terminated */
} ds_lemma_rule;

/* The word in lower case; out has room for DS_LEMMA_WORD bytes; false when it is too long. */
bool ds_lemma_lower(const char *word, size_t len, char *out, size_t *out_len);
/* Keys of a lower-case word's ends under its tags: keys[n] is that of the last n bytes, for n up to the smaller of len and
 * DS_LEMMA_SUFFIX; keys[DS_LEMMA_SUFFIX + 1] is that of the whole word. Never 0. */
void ds_lemma_keys(const char *lower, size_t len, uint8_t upos, uint8_t xpos, uint32_t keys[DS_LEMMA_SUFFIX + 2]);

/* Fills the lemmas of a sentence's tokens, which have their tags. */
void ds_lemmas_fill(ds_reading *r, const ds_sentence *s, ds_arena *arena);

#endif
