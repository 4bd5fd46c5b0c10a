/* Part of speech tagging: greedy, left to right, one linear model over joint tags (universal and Penn tag together), trained as an
 * averaged perceptron (Collins 2002).
 * Words that nearly always had one tag in training are not asked about.
 * Section "tagger": ds_tagger_head, DS_SURE_SLOTS of ds_tagger_sure_word (open addressing), then the buckets of a ds_wide_table. */
#ifndef DS_LANGUAGE_TAGGER_H
#define DS_LANGUAGE_TAGGER_H

#include "language/words.h"
#include "language/weights.h"

enum { DS_TAGGER_FEATURES = 48, DS_NO_TAG = 63, DS_SURE_SLOTS = 8192 };

typedef struct ds_tagger_head {
  uint32_t buckets, tags;
  uint8_t upos[64], xpos[64]; /* of each joint tag */
  uint8_t padding[56];
} ds_tagger_head;

typedef struct ds_tagger_sure_word {
  uint32_t key, tag; /* key: ds_form.word, 0: empty */
} ds_tagger_sure_word;

/* The only tag of a word, or DS_NO_TAG. */
uint8_t ds_tagger_sure(const ds_tagger_sure_word *words, uint32_t word);

/* Features of word i of a sentence after the tags t1 (of the word before it) and t2 (before that); returns how many. */
uint32_t ds_tagger_features(const ds_form *forms, uint32_t count, uint32_t i, uint8_t t1, uint8_t t2, uint32_t out[DS_TAGGER_FEATURES]);

/* Joint tags of a sentence's words into tags[count], and their two parts into the tokens. Without a model all are 0. */
void ds_tagger_run(ds_reading *r, const ds_sentence *s, const ds_form *forms, uint8_t *tags);

#endif
