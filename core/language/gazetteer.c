#include "language/gazetteer.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "language/gazetteer_countries.h"

/* The layout is described in scripts/gazetteer/build.py, which writes the file. */
typedef struct header {
  char magic[8];
  uint32_t n_slots, n_bytes;
} header;

typedef struct slot {
  uint32_t text, flags;
  uint8_t len, country, demonym, place, seat, zero[3];
} slot;

__asm__(".section .rodata\n"
        ".balign 64\n"
        "ds_gazetteer_start:\n"
        ".incbin \"core/language/gazetteer.bin\"\n"
        "ds_gazetteer_end:\n"
        ".byte 0\n"
        ".text\n");
extern const char ds_gazetteer_start[];

#define X(code, name, capital) {code, name, capital},
static const ds_country countries[] = {{"", "", ""}, DS_COUNTRY_LIST(X)};
#undef X

/* The table: a byte of each text's hash, 0 where a slot is empty; the slots; the texts. */
typedef struct table {
  const uint8_t *tags;
  const slot *slots;
  const char *bytes;
  uint32_t mask;
} table;

static table table_open(void) {
  const header *head = (const void *)ds_gazetteer_start;
  const slot *slots = (const void *)(ds_gazetteer_start + sizeof *head);
  const char *tags = (const char *)(slots + head->n_slots);
  return (table){(const void *)tags, slots, tags + head->n_slots, head->n_slots - 1};
}

static bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* The character that stands for the one at s when texts are compared; sets its length. */
static char plain_char(const char *s, size_t len, size_t *step) {
  *step = 1;
  if (len >= 3 && memcmp(s, "\xe2\x80\x99", 3) == 0) {
    *step = 3;
    return '\'';
  }
  if (!is_blank(*s)) return *s;
  while (*step < len && is_blank(s[*step])) (*step)++;
  return ' ';
}

/* Does the character at s stand for itself? */
static bool is_plain(char c) {
  return c > ' ';
}

/* FNV-1a. */
static uint32_t hash_of(const char *text, size_t len) {
  uint32_t hash = 2166136261u;
  for (size_t i = 0, step = 1; i < len; i += step, step = 1) {
    char c = is_plain(text[i]) ? text[i] : plain_char(text + i, len - i, &step);
    hash = (hash ^ (unsigned char)c) * 16777619u;
  }
  return hash;
}

static bool same(const char *known, size_t known_len, const char *text, size_t len) {
  size_t at = 0;
  for (size_t i = 0, step = 1; i < len; i += step, step = 1, at++)
    if (at >= known_len || known[at] != (is_plain(text[i]) ? text[i] : plain_char(text + i, len - i, &step))) return false;
  return at == known_len;
}

static const ds_country *country_at(uint8_t index) {
  return index ? &countries[index] : NULL;
}

static const slot *find(const char *text, size_t len) {
  table t = table_open();
  uint32_t hash = hash_of(text, len);
  uint8_t tag = hash >> 24 ? (uint8_t)(hash >> 24) : 1;
  for (uint32_t i = hash & t.mask; t.tags[i]; i = (i + 1) & t.mask)
    if (t.tags[i] == tag && same(t.bytes + t.slots[i].text, t.slots[i].len, text, len)) return t.slots + i;
  return NULL;
}

uint32_t ds_fact_find(const char *text, size_t len, ds_fact *fact) {
  const slot *s = len && len < 256 ? find(text, len) : NULL;
  if (!s) return 0;
  if (fact) *fact = (ds_fact){s->flags, country_at(s->country), country_at(s->demonym), country_at(s->place), country_at(s->seat)};
  return s->flags;
}

const ds_country *ds_country_by_code(const char *code) {
  for (size_t i = 1; i < sizeof countries / sizeof *countries; i++)
    if (strcmp(countries[i].code, code) == 0) return &countries[i];
  return NULL;
}

/* A leading article does not count. */
static void skip_article(const char **text, size_t *len) {
  if (*len <= 4 || strncasecmp(*text, "the ", 4) != 0) return;
  *text += 4;
  *len -= 4;
}

const ds_country *ds_country_by_name(const char *name, size_t len) {
  ds_fact fact = {0};
  skip_article(&name, &len);
  return ds_fact_find(name, len, &fact) ? fact.country : NULL;
}

const ds_country *ds_country_by_demonym(const char *word, size_t len) {
  ds_fact fact = {0};
  skip_article(&word, &len);
  return ds_fact_find(word, len, &fact) ? fact.demonym : NULL;
}

const ds_country *ds_country_of_city(const char *name, size_t len) {
  ds_fact fact = {0};
  skip_article(&name, &len);
  if (!ds_fact_find(name, len, &fact)) return NULL;
  return fact.place ? fact.place : fact.seat;
}

const ds_country *ds_country_of_seat(const char *name, size_t len) {
  ds_fact fact = {0};
  skip_article(&name, &len);
  return ds_fact_find(name, len, &fact) ? fact.seat : NULL;
}

bool ds_given_name(const char *word, size_t len, ds_gender *gender) {
  char folded[64];
  if (len == 0 || len >= sizeof folded) return false;
  size_t n = ds_utf8_fold(word, len, folded, sizeof folded);
  uint32_t flags = ds_fact_find(folded, n, NULL);
  bool male = flags & DS_FACT_GIVEN_MALE, female = flags & DS_FACT_GIVEN_FEMALE;
  if (gender) *gender = male == female ? DS_GENDER_UNKNOWN : male ? DS_GENDER_MALE : DS_GENDER_FEMALE;
  return male || female;
}

static bool is_word_byte(unsigned char c) {
  return c >= 0x80 || c == '-' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* End of the word at `at`: letters, digits, and what joins them inside a title ("Vice-President", "Lt.", "Attorney-General"). */
static size_t word_end(const char *text, size_t len, size_t at) {
  while (at < len &&
         (is_word_byte((unsigned char)text[at]) || (text[at] == '.' && at + 1 < len && is_word_byte((unsigned char)text[at + 1]))))
    at++;
  return at < len && text[at] == '.' ? at + 1 : at;
}

/* The longest known title of at most four words at the start of text. */
static size_t plain_title(const char *text, size_t len, ds_gender *gender) {
  size_t best = 0, at = 0;
  for (int words = 0; words < 4 && at < len; words++) {
    size_t end = word_end(text, len, at);
    if (end == at) break;
    for (int dot = 0; dot < 2; dot++) {
      size_t stop = dot && text[end - 1] == '.' ? end - 1 : end;
      uint32_t flags = ds_fact_find(text, stop, NULL);
      if (!(flags & DS_FACT_TITLE) || stop <= best) continue;
      best = stop;
      *gender = flags & DS_FACT_TITLE_MALE ? DS_GENDER_MALE : flags & DS_FACT_TITLE_FEMALE ? DS_GENDER_FEMALE : DS_GENDER_UNKNOWN;
    }
    if (end >= len || text[end] != ' ') break;
    at = end + 1;
  }
  return best;
}

size_t ds_title_at(const char *text, size_t len, ds_gender *gender) {
  ds_gender found = DS_GENDER_UNKNOWN;
  size_t at = 0, best = 0;
  for (int words = 0; words < 4 && at < len; words++) {
    size_t title = plain_title(text + at, len - at, &found);
    if (title) best = at + title;
    size_t end = word_end(text, len, at);
    if (title || end == at || end >= len) break;
    bool known = ds_fact_find(text + at, end - at, NULL) & (DS_FACT_QUALIFIER | DS_FACT_DEMONYM | DS_FACT_COUNTRY);
    if (!known || text[end] != ' ') break;
    at = end + 1;
  }
  if (gender) *gender = found;
  return best;
}

bool ds_role_noun(const char *lemma) {
  return ds_fact_find(lemma, strlen(lemma), NULL) & DS_FACT_ROLE;
}

bool ds_organization_word(const char *word, size_t len) {
  return ds_fact_find(word, len, NULL) & DS_FACT_ORGANIZATION_WORD;
}
