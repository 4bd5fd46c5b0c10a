/* What makes a name the same across articles: a pure function of kind, name and country. Internal to the room. */
#ifndef DS_STORE_IDENTITY_H
#define DS_STORE_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>

#include "language/reading.h"

enum { DS_IDENTITY_MAX = 200 };

typedef struct ds_identity {
  char key[DS_IDENTITY_MAX + 16]; /* "person/donald trump"; "place/=BY" for a country */
  char folded[DS_IDENTITY_MAX];   /* the folded name */
  char last[DS_IDENTITY_MAX];     /* of a complete personal name: its surname; else "" */
  char bare[DS_IDENTITY_MAX];     /* of a complete personal name: without what stands in the middle; else "" */
  bool complete;                  /* false: a surname or an acronym, which may be short for a fuller name */
  const char *name;               /* the name of a country, or NULL: as printed */
  const char *country;            /* its code, or NULL */
} ds_identity;

/* false when nothing of the name is left (only signs). */
bool ds_identity_make(ds_kind kind, const char *name, size_t len, ds_identity *identity);
/* The form that look-ups compare: folded, without full stops, commas, a leading "the" and doubled blanks. */
size_t ds_identity_fold(const char *name, size_t len, char *out, size_t size);

#endif
