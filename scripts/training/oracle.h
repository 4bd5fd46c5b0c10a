/* The parser while it learns: moves and labels as perceptrons, a dynamic oracle that says which moves lose no arc of the gold tree. */
#ifndef DS_TRAINING_ORACLE_H
#define DS_TRAINING_ORACLE_H

#include "language/parser.h"
#include "learner.h"
#include "samples.h"

enum { ORACLE_WORDS = 1024 }; /* longer sentences are left out */

typedef struct pupil {
  learner *moves, *labels;
  const ds_sure_labels *sure; /* borrowed */
  void *memory;
  uint64_t seed;
  bool backwards;  /* reads sentences from their end */
  bool explores;   /* follows its own moves while it learns */
  uint32_t arcs, right_arcs, right_labels;
} pupil;

/* Arcs between two tags that nearly always have the same label. */
void choose_sure_labels(const samples *all, ds_sure_labels sure);

void pupil_init(pupil *p, const ds_sure_labels *sure, uint64_t seed, bool backwards);
void pupil_reset(pupil *p);
void pupil_learn(pupil *p, const sample *s);
/* Learns from all, in an order of its own each round; a round's figures go to stderr under this name. */
void pupil_study(pupil *p, const samples *all, int rounds, const char *name);
void pupil_finish(pupil *p); /* averages */
/* Adds what another pupil knows; both have finished. */
void pupil_join(pupil *p, const pupil *other);
/* Its own tree: heads (-1: root) and relations. */
void pupil_parse(pupil *p, const sample *s, int16_t *head, uint8_t *rel);

#endif
