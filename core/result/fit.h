/* How a box is fitted to a terminal: which columns are shown, and how wide. */
#ifndef DS_RESULT_FIT_H
#define DS_RESULT_FIT_H

#include "result/result.h"

typedef struct ds_fit {
  /* given */
  ds_type type;
  size_t head, data;  /* columns of the terminal that the name and the widest cell take; data 0: all cells are empty */
  bool number;        /* of the rows, for `show N` */
  bool aside;         /* may be left out before others */
  bool before, after; /* the words before and after a hit */
  /* made */
  bool read;   /* people read it: a passage, or the longest text */
  bool hidden; /* left out */
  size_t width;
} ds_fit;

/* Fits n columns with `gap` blanks between them into `width` columns of the terminal; 0: all are as wide as they are. */
void ds_fit_columns(ds_fit *columns, size_t n, size_t width, size_t gap);

#endif
