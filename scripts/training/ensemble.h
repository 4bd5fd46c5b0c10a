/* Several parsers vote; the best projective tree under their votes (Sagae & Lavie 2006, with Eisner's algorithm) teaches one parser to do
 * nearly as well alone. */
#ifndef DS_TRAINING_ENSEMBLE_H
#define DS_TRAINING_ENSEMBLE_H

#include "oracle.h"

enum { VOTE_WORDS = 64 }; /* longer sentences are left out */

/* One voter's trees of all samples, one after another. */
typedef struct ballot {
  int16_t *head; /* in the sentence, -1: root */
  uint8_t *rel;
} ballot;

void ballot_fill(ballot *b, pupil *voter, const samples *all);
void ballot_reset(ballot *b);
/* Puts the voters' common tree into each sample. */
void vote(const ballot *ballots, int n, samples *all);

/* Reads texts (articles ended by form feeds), every step-th article, into samples with tags from the present tagger and no trees; at most
 * `words` words; headlines and very short or long sentences are left out. */
void samples_read_raw(samples *all, const char *path, uint32_t words, uint32_t step, ds_arena *arena);

/* Keeps and gets back samples with their forms, tags and trees. */
void samples_save(const samples *all, const char *path);
void samples_load(samples *all, const char *path, ds_arena *arena);

/* Reads the tags that train_tagger wrote for these samples. */
void samples_read_tags(samples *all, const char *path);

#endif
