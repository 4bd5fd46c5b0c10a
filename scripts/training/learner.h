/* A multi-class averaged perceptron over hashed features, with float weights while it learns and a table of small integers when saved
 * (language/weights.h). A feature takes memory from its first update on. */
#ifndef DS_TRAINING_LEARNER_H
#define DS_TRAINING_LEARNER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef struct learner learner;

enum { LEARNER_CLASSES = 64 };

learner *learner_new(uint32_t classes); /* 3 (stored as 4) or up to DS_CLASSES (stored as 64) */
void learner_free(learner *l);
void learner_score(learner *l, const uint32_t *features, uint32_t n, float *scores);
/* Moves weight from class down to class up. */
void learner_update(learner *l, const uint32_t *features, uint32_t n, uint32_t up, uint32_t down, float step);
void learner_tick(learner *l);    /* one more decision made: what averages count */
void learner_average(learner *l); /* weights become their averages over all decisions; learning is over */
uint32_t learner_rows(const learner *l);
/* Adds the averaged weights of another learner: the sum judges as both together do. */
void learner_add(learner *l, const learner *other);

/* Keeps the features that matter most, as many as fit, and writes their rows. */
void learner_save_narrow(const learner *l, uint32_t rows, FILE *out);
void learner_save_wide(const learner *l, uint32_t buckets, FILE *out);

/* Deterministic random numbers. */
uint32_t random_next(uint64_t *state);
void shuffle(uint32_t *order, uint32_t n, uint64_t *state);

#endif
