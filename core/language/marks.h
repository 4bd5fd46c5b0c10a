/* Quotation marks in the dependency tree. Where they stand says little about the grammar around them ("an end" to the war), so the parser
 * is not shown them; they are hung on afterwards as the treebanks do it: on the highest word between a pair of marks, on the side of the
 * mark. */
#ifndef DS_LANGUAGE_MARKS_H
#define DS_LANGUAGE_MARKS_H

#include "language/reading.h"

/* Is a token with this Penn tag left out of the tree while it is built? */
static inline bool ds_mark_left_out(uint8_t xpos) {
  return xpos == DS_XPOS_OPEN || xpos == DS_XPOS_CLOSE;
}

/* Gives the marks of a sentence their heads; its other tokens have theirs, and one of them is the root. The tree stays projective.
 * Time is linear in the tokens of the sentence for each mark. */
void ds_marks_attach(ds_reading *r, const ds_sentence *s);

#endif
