#include "language/words.h"

#include <string.h>

#include "base/utf8.h"
#include "language/model.h"

enum { FORM_BYTES = 40 }; /* longer words are told apart by their beginning only */

static uint32_t hash_bytes(const char *s, size_t len) {
  uint64_t h = 0xCBF29CE484222325ull ^ len;
  for (size_t i = 0; i < len; i++) h = (h ^ (unsigned char)s[i]) * 0x100000001B3ull;
  h ^= h >> 29;
  h *= 0xBF58476D1CE4E5B9ull;
  h ^= h >> 32;
  return (uint32_t)h ? (uint32_t)h : 1;
}

/* Plain spelling of a typographic character, or NULL. */
static const char *plain(int32_t code) {
  switch (code) {
  case 0x2018:
  case 0x2019: return "'";
  case 0x201C: return "``";
  case 0x201D: return "''";
  case 0x2014: return "--";
  case 0x2026: return "...";
  default: return NULL;
  }
}

/* The characters outside ASCII, from i on; returns the bytes read and appends to out. */
static size_t normalize_wide(const char *word, size_t len, char *out, size_t *n) {
  int32_t code;
  size_t used = ds_utf8_next(word, len, &code);
  const char *simple = plain(code);
  if (simple) {
    memcpy(out + *n, simple, strlen(simple));
    *n += strlen(simple);
  } else {
    *n += ds_utf8_put(ds_utf8_lower(code), out + *n);
  }
  return used;
}

static size_t normalize(const char *word, size_t len, char *out) {
  size_t n = 0;
  for (size_t i = 0; i < len && n < FORM_BYTES;) {
    unsigned char c = (unsigned char)word[i];
    if (c >= 128) {
      i += normalize_wide(word + i, len - i, out, &n);
      continue;
    }
    out[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c >= '0' && c <= '9' ? '0' : c);
    i++;
  }
  return n;
}

uint32_t ds_word_hash(const char *word, size_t len, char *out, size_t size, size_t *out_len) {
  char form[FORM_BYTES + 8];
  size_t n = normalize(word, len, form);
  *out_len = n < size ? n : size;
  memcpy(out, form, *out_len);
  return hash_bytes(form, n);
}

/* How a sentence is written: 0 as usual, 1 Mostly In Capitals, 2 ALL CAPITALS. */
static uint8_t sentence_case(const ds_reading *r, const ds_sentence *s) {
  uint32_t words = 0, capital = 0, upper = 0;
  for (uint32_t t = s->first; t < s->first + s->count; t++) {
    size_t len;
    const char *w = ds_token_text(r, t, &len);
    if (len < 4 || !((w[0] | 32) >= 'a' && (w[0] | 32) <= 'z')) continue;
    words++;
    bool high = w[0] <= 'Z';
    capital += high;
    upper += high && w[1] >= 'A' && w[1] <= 'Z' && w[2] >= 'A' && w[2] <= 'Z';
  }
  if (words < 2) return 0;
  if (upper * 10 >= words * 8) return 2;
  return capital * 10 >= words * 8 ? 1 : 0;
}

/* Low 4 bits: lower, Capital, UPPER, miXed, digits, digit-and-letter, mark; then first word; then the sentence's case. */
static uint8_t shape_of(const char *w, size_t len, bool first, uint8_t mode) {
  uint32_t low = 0, high = 0, digit = 0, other = 0;
  size_t n = len < FORM_BYTES ? len : FORM_BYTES;
  for (size_t i = 0; i < n; i++) {
    unsigned char c = (unsigned char)w[i];
    if (c >= 'a' && c <= 'z')
      low++;
    else if (c >= 'A' && c <= 'Z')
      high++;
    else if (c >= '0' && c <= '9')
      digit++;
    else if (c >= 128)
      low++;
    else
      other++;
  }
  bool capital = (w[0] >= 'A' && w[0] <= 'Z');
  int32_t code;
  if ((unsigned char)w[0] >= 128 && ds_utf8_next(w, len, &code)) capital = ds_utf8_is_upper(code);
  uint8_t kind;
  if (digit)
    kind = low + high ? 7 : other ? 6 : 5;
  else if (!low && !high)
    kind = 8;
  else if (!high && !capital)
    kind = other ? 9 : 0;
  else if (capital && high <= 1)
    kind = other ? 10 : len == 1 ? 3 : 1;
  else
    kind = low ? 4 : other ? 11 : 2;
  return (uint8_t)(kind | (first ? 16 : 0) | mode << 5);
}

static const ds_cluster *cluster_of(const ds_cluster *slots, uint32_t mask, uint32_t key) {
  static const ds_cluster none;
  if (!slots) return &none;
  for (uint32_t i = key & mask;; i = (i + 1) & mask) {
    if (slots[i].key == key) return &slots[i];
    if (!slots[i].key) return &none;
  }
}

bool ds_word_is_known(const char *word, size_t len) {
  size_t size;
  const uint32_t *section = ds_model_section("clusters", &size);
  char form[FORM_BYTES + 8];
  if (!section) return false;
  return cluster_of((const void *)(section + 2), section[0] - 1, hash_bytes(form, normalize(word, len, form)))->key != 0;
}

static void fill(ds_form *f, const char *w, size_t len) {
  char form[FORM_BYTES + 8];
  size_t n = normalize(w, len, form);
  f->word = hash_bytes(form, n);
  for (size_t k = 1; k <= 3; k++) f->prefix[k - 1] = n > k ? hash_bytes(form, k) : 0;
  for (size_t k = 1; k <= 4; k++) f->suffix[k - 1] = n > k ? hash_bytes(form + n - k, k) : 0;
}

void ds_forms_fill(const ds_reading *r, const ds_sentence *s, ds_form *forms) {
  size_t size;
  const uint32_t *section = ds_model_section("clusters", &size);
  uint32_t mask = section ? section[0] - 1 : 0;
  const ds_cluster *slots = section ? (const void *)(section + 2) : NULL;
  uint8_t mode = sentence_case(r, s);
  bool first = true;
  for (uint32_t i = 0; i < s->count; i++) {
    size_t len;
    const char *w = ds_token_text(r, s->first + i, &len);
    fill(&forms[i], w, len);
    const ds_cluster *c = cluster_of(slots, mask, forms[i].word);
    forms[i].cluster = c->cluster;
    forms[i].coarse = c->coarse;
    forms[i].habit = c->habit;
    forms[i].shape = shape_of(w, len, first, mode);
    if ((forms[i].shape & 15) != 8) first = false;
  }
}
