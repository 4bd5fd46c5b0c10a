/* The texts of the closed label sets. */
#include <string.h>

#include "language/reading.h"

#define X(name, text) text,
static const char *const upos_texts[] = {DS_UPOS_LIST(X)};
static const char *const xpos_texts[] = {DS_XPOS_LIST(X)};
static const char *const rel_texts[] = {DS_REL_LIST(X)};
#undef X

const char *ds_upos_text(ds_upos upos) {
  return upos_texts[upos];
}
const char *ds_xpos_text(ds_xpos xpos) {
  return xpos_texts[xpos];
}
const char *ds_rel_text(ds_rel rel) {
  return rel_texts[rel];
}

static int find(const char *const *texts, int n, const char *text, size_t len) {
  for (int i = 0; i < n; i++)
    if (strlen(texts[i]) == len && memcmp(texts[i], text, len) == 0) return i;
  return -1;
}

ds_upos ds_upos_parse(const char *text, size_t len) {
  int i = find(upos_texts, DS_UPOS_COUNT, text, len);
  return i < 0 ? DS_UPOS_OTHER : (ds_upos)i;
}

ds_xpos ds_xpos_parse(const char *text, size_t len) {
  int i = find(xpos_texts, DS_XPOS_COUNT, text, len);
  return i < 0 ? DS_XPOS_NONE : (ds_xpos)i;
}

ds_rel ds_rel_parse(const char *text, size_t len) {
  int i = find(rel_texts, DS_REL_COUNT, text, len);
  const char *colon = memchr(text, ':', len);
  if (i < 0 && colon) i = find(rel_texts, DS_REL_COUNT, text, (size_t)(colon - text));
  return i < 0 ? DS_REL_NONE : (ds_rel)i;
}

const char *ds_kind_text(ds_kind kind) {
  static const char *const texts[] = {"person", "organization", "place", "other"};
  return texts[kind];
}
