/* Sentences to learn from, ready for the models: forms, gold tags, trees. */
#ifndef DS_TRAINING_SAMPLES_H
#define DS_TRAINING_SAMPLES_H

#include "conllu.h"
#include "language/words.h"

typedef struct sample {
  ds_form *forms;
  uint8_t *upos, *xpos; /* NULL for raw text, until its tags are trusted */
  uint8_t *rel;
  int16_t *head; /* in the sentence, -1: root */
  uint8_t *tags; /* joint tags, filled by the taggers or the teacher */
  uint32_t count, fold;
} sample;

typedef struct samples {
  sample *list;
  uint32_t n, cap;
} samples;

enum { FOLDS = 5, SAMPLE_WORDS = 1024 };

/* Reads treebanks; with `noise`, sentences Written Like Headlines and IN CAPITALS are added (about one in twelve, and one in 24). */
void samples_read(samples *all, char **paths, int n, bool noise, ds_arena *arena);

/* Takes the quotation marks out of the trees, as the parser does; needs the tags. upos and xpos are not kept in step. */
void samples_leave_out_marks(samples *all);

#endif
