/* How a sentence treats a target in it: a maximum-entropy classifier with two classes beside "none", over the words around a span.
 *
 * A table has lines of feature, tab, weight of the first class, tab, weight of the second; `*bias` is that of any target. Features, as
 * scripts/training/toward.py makes them: words of each side by distance (l0: r1: …), words of either side (w:), neighbours (2l: 2r:), the
 * tone of the near words, of a side and of all (tl3: tall: …, in steps of 0.4, words after a negation turned round), the length (n:), and
 * whether a quotation mark is open before the target (quoted). Each counts once. */
#ifndef DS_LANGUAGE_AROUND_H
#define DS_LANGUAGE_AROUND_H

#include <stddef.h>
#include <stdint.h>

typedef struct ds_around ds_around;

/* A feature that weighed. */
typedef struct ds_around_reason {
  const char *feature; /* borrowed from the classifier */
  size_t len;
  double first, second;
} ds_around_reason;

typedef struct ds_around_answer {
  double first, second;            /* probabilities of the two classes */
  const ds_around_reason *reasons; /* in the order of the text; good until the next question */
  size_t n_reasons;
} ds_around_answer;

/* Reads a table; lines of another form are remarks. Never NULL. */
ds_around *ds_around_new(const char *table, size_t len);
void ds_around_free(ds_around *around); /* NULL is fine */
/* Gives a lower-case word a tone from -1 to 1. */
void ds_around_tone(ds_around *around, const char *word, size_t len, double tone);
/* Asks about the target from byte `start` to `end` of the text. */
ds_around_answer ds_around_ask(ds_around *around, const char *text, size_t len, long long start, long long end);
/* How much memory it holds, in bytes. */
size_t ds_around_size(const ds_around *around);

#endif
