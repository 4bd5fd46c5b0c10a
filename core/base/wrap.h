/* Lines for people, broken between words. */
#ifndef DS_BASE_WRAP_H
#define DS_BASE_WRAP_H

#include <stddef.h>

#include "base/buf.h"

typedef enum ds_hang {
  DS_HANG_NONE,    /* what is broken goes on at the beginning of the line: prose */
  DS_HANG_INDENT,  /* below the first word of its line, and one step in: remarks */
  DS_HANG_COLUMNS, /* below the text that follows a gap of two blanks: a list of words and what they mean */
} ds_hang;

/* Appends text, each line broken between words to fit into `width` columns of a terminal; a word wider than a line is broken where the
 * line ends. Escape sequences (ESC [ … letter) take no room. Width 0: as it is. */
void ds_wrap(const char *text, size_t len, size_t width, ds_hang hang, ds_buf *out);

#endif
