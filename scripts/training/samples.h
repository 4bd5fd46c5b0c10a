/* Sentences to learn from, ready for the models: forms, gold tags, trees. */
#ifndef DS_TRAINING_SAMPLES_H
#define DS_TRAINING_SAMPLES_H

#include "conllu.h"
#include "language/words.h"

typedef struct sample {
  ds_form *forms;
  uint8_t *upos, *xpos, *rel;
  int16_t *head;     /* in the sentence, -1: root */
  uint8_t *tags;     /* joint tags, filled by the taggers */
  const char **lemma;
  const char **text; /* not terminated */
  uint16_t *bytes;
  uint32_t count, fold;
} sample;

typedef struct samples {
  sample *list;
  uint32_t n, cap;
} samples;

enum { FOLDS = 5, SAMPLE_WORDS = 1024 };

/* Reads treebanks; with `noise`, sentences Written Like Headlines and IN CAPITALS are added (about one in twelve of each kind). */
void samples_read(samples *all, char **paths, int n, bool noise, ds_arena *arena);

/* Takes the quotation marks out of the trees, as the parser does; needs the tags. upos, xpos, lemma, text and bytes are not kept in step. */
void samples_leave_out_marks(samples *all);

#endif
