#include "store/identity.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "language/gazetteer.h"

size_t ds_identity_fold(const char *name, size_t len, char *out, size_t size) {
  char folded[DS_IDENTITY_MAX];
  size_t n = ds_utf8_fold(name, len, folded, sizeof folded), w = 0;
  bool gap = false;
  for (size_t i = 0; i < n; i++) {
    char c = folded[i];
    if (c == '.' || c == ',' || c == '"') continue;
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      gap = w > 0;
      continue;
    }
    if (w + 2 >= size) break;
    if (gap) out[w++] = ' ';
    out[w++] = c;
    gap = false;
  }
  out[w] = '\0';
  if (w > 4 && memcmp(out, "the ", 4) == 0) {
    memmove(out, out + 4, w - 3);
    w -= 4;
  }
  return w;
}

static bool is_one_of(const char *word, size_t len, const char *const *list) {
  for (; *list; list++)
    if (strlen(*list) == len && memcmp(*list, word, len) == 0) return true;
  return false;
}

static bool is_particle(const char *word, size_t len) {
  static const char *const particles[] = {"von", "van", "der", "den", "de",  "del", "della", "di",  "da", "do", "dos", "du", "la",
                                          "le",  "al",  "el",  "bin", "ben", "ibn", "ter",   "ten", "zu", "af", "st",  NULL};
  return is_one_of(word, len, particles);
}

static bool is_suffix(const char *word, size_t len) {
  static const char *const suffixes[] = {"jr", "sr", "ii", "iii", "iv", NULL};
  return is_one_of(word, len, suffixes);
}

typedef struct word {
  const char *at;
  size_t len;
} word;

static int cut_words(const char *name, word *words, int max) {
  int n = 0;
  for (const char *p = name; *p && n < max;) {
    size_t len = strcspn(p, " ");
    words[n++] = (word){p, len};
    p += len + (p[len] == ' ');
  }
  return n;
}

/* Surname (with its particles) and bare name of a person; a surname alone is no complete name. */
static void take_person(ds_identity *identity) {
  enum { WORDS = 12 };
  word words[WORDS];
  int n = cut_words(identity->folded, words, WORDS), end = n;
  while (end > 1 && is_suffix(words[end - 1].at, words[end - 1].len)) end--;
  int surname = end - 1;
  while (surname > 0 && is_particle(words[surname - 1].at, words[surname - 1].len)) surname--;
  identity->complete = surname > 0;
  if (!identity->complete) return;
  size_t len = (size_t)(words[end - 1].at + words[end - 1].len - words[surname].at);
  snprintf(identity->last, sizeof identity->last, "%.*s", (int)len, words[surname].at);
  /* "Donald Trump Jr." is another person. */
  if (end < n) return;
  snprintf(identity->bare, sizeof identity->bare, "%.*s %.*s", (int)(words[0].len > 90 ? 90 : words[0].len), words[0].at,
           (int)(len > 90 ? 90 : len), words[surname].at);
}

/* Capitals (and full stops between them), at most eight. */
static bool is_acronym(const char *name, size_t len) {
  int capitals = 0;
  for (size_t i = 0; i < len; i++) {
    if (name[i] == '.') continue;
    if (name[i] < 'A' || name[i] > 'Z') return false;
    capitals++;
  }
  return capitals >= 2 && capitals <= 8;
}

bool ds_identity_make(ds_kind kind, const char *name, size_t len, ds_identity *identity) {
  memset(identity, 0, sizeof *identity);
  if (ds_identity_fold(name, len, identity->folded, sizeof identity->folded) == 0) return false;
  identity->complete = true;
  if (kind == DS_PERSON) take_person(identity);
  if (kind == DS_ORGANIZATION) identity->complete = !is_acronym(name, len);
  const ds_country *country = kind == DS_PLACE ? ds_country_by_name(name, len) : NULL;
  if (country) {
    identity->name = country->name;
    identity->country = country->code;
    snprintf(identity->key, sizeof identity->key, "place/=%s", country->code);
  } else {
    snprintf(identity->key, sizeof identity->key, "%s/%s", ds_kind_text(kind), identity->folded);
  }
  return true;
}
