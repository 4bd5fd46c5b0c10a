/* The parser while it learns: moves and labels as perceptrons, a dynamic oracle that says which moves lose no arc of the gold tree. */
#ifndef DS_TRAINING_ORACLE_H
#define DS_TRAINING_ORACLE_H

#include "language/parser.h"
#include "learner.h"
#include "samples.h"

typedef struct pupil {
  learner *moves, *labels;
  const ds_sure_labels *sure; /* borrowed */
  void *memory;
  uint64_t seed;
  bool explores;   /* follows its own moves while it learns */
  uint32_t arcs, right_arcs, right_labels;
} pupil;

/* Kinds of arcs that nearly always have the same label in these n lists; says on stderr how many of all arcs these are. */
void choose_sure_labels(const samples *lists, int n, ds_sure_labels sure);

void pupil_init(pupil *p, const ds_sure_labels *sure, uint64_t seed);
void pupil_reset(pupil *p);
/* Learns from all, in an order of its own each round; a round's figures go to stderr under this name. */
void pupil_study(pupil *p, const samples *all, int rounds, const char *name);
void pupil_finish(pupil *p); /* averages */
/* Adds what another pupil knows; both have finished. */
void pupil_join(pupil *p, const pupil *other);

#endif
