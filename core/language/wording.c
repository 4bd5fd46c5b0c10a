#include "language/wording.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/strmap.h"

enum { SCOPE = 5, PHRASE_BYTES = 200, MOST_WORDS = 32 }; /* words a negation reaches; how far a phrase may stretch, in bytes and words */
static const double FLIP = -0.6; /* a negated word counts a little less the other way ("not good" is milder than "bad") */
static const double BAD = -0.2;  /* from here on a word is bad, and its absence says nothing bad itself ("no problems") */

/* A word, a pair or a phrase; its name is that of the same number in a map. */
typedef struct entry {
  double tone, colour;
  uint32_t serial, spent; /* the text that met it last, and the one in which it lost its tone */
  uint32_t own;           /* of a word: the first phrase that begins with it, plus one */
  bool weighs, negates, denies, ends_clause, begins_pair;
} entry;

typedef struct phrase {
  uint32_t words[MOST_WORDS], n, next; /* numbers of words; the next phrase that begins with the same, plus one */
} phrase;

typedef struct entries {
  ds_strmap names;
  entry *list;
  size_t cap;
} entries;

struct ds_wording {
  entries words, pairs, owns;
  phrase *phrases; /* of owns, by number */
  size_t cap_phrases, n_phrases;
  uint32_t serial;
  ds_buf text, plain, pair;
  ds_wording_share *shares;
  size_t n_shares, cap_shares;
};

static uint32_t entry_put(entries *all, const char *name, size_t len) {
  size_t had = all->names.n;
  uint32_t number = ds_strmap_put(&all->names, name, len);
  if (all->names.n == had) return number;
  DS_GROW(all->list, number, all->cap);
  all->list[number] = (entry){0};
  return number;
}

static bool ends_in(const char *s, size_t len, const char *ending) {
  size_t n = strlen(ending);
  return len >= n && memcmp(s + len - n, ending, n) == 0;
}

static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A word's number; those that the table does not have are there only when they negate. */
static uint32_t word_of(ds_wording *wording, const char *s, size_t len, bool put) {
  if (!put && !ends_in(s, len, "n't")) return ds_strmap_get(&wording->words.names, s, len);
  uint32_t number = entry_put(&wording->words, s, len);
  if (ends_in(s, len, "n't")) wording->words.list[number].negates = true;
  return number;
}

/* The entry of a word, put in when it is new; good until the next is. */
static entry *word_entry(ds_wording *wording, const char *s, size_t len) {
  uint32_t number = word_of(wording, s, len, true);
  return &wording->words.list[number];
}

/* --- the table --- */

static void read_line(ds_wording *wording, const char *line, size_t len) {
  char numbers[64];
  double tone, colour;
  const char *tab = memchr(line, '\t', len);
  if (!tab || tab == line || memchr(line, '#', (size_t)(tab - line))) return;
  snprintf(numbers, sizeof numbers, "%.*s", (int)(line + len - tab - 1), tab + 1);
  if (sscanf(numbers, "%lf\t%lf", &tone, &colour) != 2) return;
  const char *blank = memchr(line, ' ', (size_t)(tab - line));
  entry *e;
  if (blank && blank > line && blank + 1 < tab) {
    word_entry(wording, line, (size_t)(blank - line))->begins_pair = true;
    uint32_t pair = entry_put(&wording->pairs, line, (size_t)(tab - line));
    e = &wording->pairs.list[pair];
  } else {
    e = word_entry(wording, line, (size_t)(tab - line));
  }
  e->tone = tone;
  e->colour = colour;
  e->weighs = true;
}

ds_wording *ds_wording_new(const char *table, size_t len) {
  static const char *const negators[] = {"not",    "no",     "never",    "cannot",  "without", "nor", "neither",
                                         "hardly", "barely", "scarcely", "nothing", "nobody",  "none"};
  static const char *const starts[] = {"but", "although", "though", "while", "whereas", "because", "however", "yet"};
  ds_wording *wording = ds_alloc(sizeof *wording);
  for (size_t i = 0; i < sizeof negators / sizeof *negators; i++) word_entry(wording, negators[i], strlen(negators[i]))->negates = true;
  for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) word_entry(wording, starts[i], strlen(starts[i]))->ends_clause = true;
  word_entry(wording, "no", 2)->denies = true;
  word_entry(wording, "without", 7)->denies = true;
  for (const char *p = table, *end = table + len; p < end;) {
    const char *stop = memchr(p, '\n', (size_t)(end - p));
    if (!stop) stop = end;
    read_line(wording, p, (size_t)(stop - p));
    p = stop + 1;
  }
  return wording;
}

static void entries_reset(entries *all) {
  ds_strmap_reset(&all->names);
  free(all->list);
}

void ds_wording_free(ds_wording *wording) {
  if (!wording) return;
  entries_reset(&wording->words);
  entries_reset(&wording->pairs);
  entries_reset(&wording->owns);
  ds_buf_reset(&wording->text);
  ds_buf_reset(&wording->plain);
  ds_buf_reset(&wording->pair);
  free(wording->phrases);
  free(wording->shares);
  free(wording);
}

static size_t size_of(const entries *all) {
  return all->cap * sizeof(entry) + all->names.cap_text + all->names.cap_starts * sizeof(uint32_t) +
         all->names.n_slots * 2 * sizeof(uint32_t);
}

size_t ds_wording_size(const ds_wording *wording) {
  return sizeof *wording + size_of(&wording->words) + size_of(&wording->pairs) + size_of(&wording->owns) +
         wording->cap_phrases * sizeof(phrase);
}

/* --- reading --- */

/* A word as printed: from byte `first` of the text to `last`, and its spelling in `plain`. */
typedef struct printed {
  size_t first, last, len;
  uint32_t word; /* DS_STRMAP_NONE: nothing is known of it */
} printed;

/* Curly apostrophes become straight ones of three bytes, so that places stay. */
static void make_plain(ds_buf *out, const char *text, size_t len) {
  ds_buf_clear(out);
  ds_buf_append(out, text, len);
  for (size_t i = 0; i + 3 <= len; i++) {
    if (memcmp(text + i, "\u2019", 3) != 0) continue;
    memcpy(out->data + i, "'\0\0", 3);
    i += 2;
  }
}

/* The next word from byte `at` on; false when there is none. */
static bool next_word(ds_wording *wording, size_t at, size_t end, bool put, printed *word) {
  const char *s = wording->text.data;
  while (at < end && !is_letter(s[at])) at++;
  if (at >= end) return false;
  word->first = at;
  ds_buf_clear(&wording->plain);
  for (; at < end && (is_letter(s[at]) || s[at] == '\'' || s[at] == '-' || s[at] == '\0'); at++)
    if (s[at]) ds_buf_putc(&wording->plain, s[at] >= 'A' && s[at] <= 'Z' ? (char)(s[at] + 'a' - 'A') : s[at]);
  word->last = at;
  const char *plain = wording->plain.data;
  size_t len = wording->plain.len;
  while (len > 0 && (plain[len - 1] == '\'' || plain[len - 1] == '-')) len--;
  if (ends_in(plain, len, "'s")) len -= 2;
  word->len = len;
  word->word = word_of(wording, plain, len, put);
  return true;
}

void ds_wording_add(ds_wording *wording, const char *text, size_t len, double tone, double colour) {
  phrase own = {0};
  printed word;
  ds_buf lower = {0};
  for (size_t i = 0; i < len; i++) ds_buf_putc(&lower, text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 'a' - 'A') : text[i]);
  make_plain(&wording->text, lower.data ? lower.data : "", len);
  for (size_t at = 0; own.n < MOST_WORDS && next_word(wording, at, len, true, &word); at = word.last) own.words[own.n++] = word.word;
  if (own.n > 0) {
    uint32_t number = (uint32_t)wording->n_phrases, *link = &wording->words.list[own.words[0]].own;
    char name[16]; /* the same phrase may come twice: names are told apart by what no text has */
    DS_GROW(wording->phrases, wording->n_phrases, wording->cap_phrases);
    while (*link && wording->phrases[*link - 1].n >= own.n) link = &wording->phrases[*link - 1].next;
    own.next = *link;
    *link = number + 1;
    wording->phrases[wording->n_phrases++] = own;
    snprintf(name, sizeof name, "%c%u", '\1', number);
    ds_buf_append(&lower, name, strlen(name));
    uint32_t e = entry_put(&wording->owns, lower.data, lower.len);
    wording->owns.list[e] = (entry){.tone = tone, .colour = colour, .weighs = true};
  }
  ds_buf_reset(&lower);
}

/* The longest phrase of a person's own that begins at the word, or NONE. */
static uint32_t own_phrase(ds_wording *wording, const printed *word) {
  uint32_t following[MOST_WORDS] = {0}, n = 0;
  size_t end = word->first + PHRASE_BYTES + 1 < wording->text.len ? word->first + PHRASE_BYTES + 1 : wording->text.len;
  printed next;
  for (size_t at = word->first; n < MOST_WORDS && next_word(wording, at, end, false, &next); at = next.last) following[n++] = next.word;
  next_word(wording, word->first, wording->text.len, false, &next); /* `plain` is the word's again */
  for (uint32_t own = wording->words.list[word->word].own; own; own = wording->phrases[own - 1].next) {
    const phrase *p = &wording->phrases[own - 1];
    if (p->n <= n && memcmp(p->words, following, p->n * sizeof *following) == 0) return own - 1;
  }
  return DS_STRMAP_NONE;
}

typedef struct reading {
  ds_wording *wording;
  ds_wording_sum sum;
  bool shares;
  double negator_factor;    /* of the word that negates, which may be negated itself */
  uint32_t negator, before; /* the last word that negates; the one before, when a pair may begin there */
  size_t before_first;
  int reach, skip;
} reading;

static void add_share(reading *r, const entries *all, uint32_t number, size_t first, double factor) {
  ds_wording *wording = r->wording;
  if (!r->shares) return;
  DS_GROW(wording->shares, wording->n_shares, wording->cap_shares);
  ds_wording_share *share = &wording->shares[wording->n_shares++];
  const entry *e = &all->list[number];
  *share = (ds_wording_share){.tone = e->tone, .colour = e->colour, .value = e->tone * factor, .first = first + 1};
  share->word = ds_strmap_text(&all->names, number, &share->len);
  const char *mark = memchr(share->word, '\1', share->len);
  if (mark) share->len = (size_t)(mark - share->word);
  if (factor != 1) share->changed_by = ds_strmap_text(&wording->words.names, r->negator, &share->changed_len);
}

/* What is denied is bad: its negation says nothing bad itself. */
static void take_back(reading *r) {
  ds_wording *wording = r->wording;
  entry *negator = &wording->words.list[r->negator];
  if (!negator->denies || !negator->weighs || negator->spent == wording->serial) return;
  negator->spent = wording->serial;
  r->sum.tone -= negator->tone * r->negator_factor;
  size_t len;
  const char *name = ds_strmap_text(&wording->words.names, r->negator, &len);
  for (size_t i = 0; i < wording->n_shares; i++) {
    ds_wording_share *share = &wording->shares[i];
    if (share->len == len && memcmp(share->word, name, len) == 0) share->value = 0;
  }
}

/* A word or phrase by itself. */
static void weigh(reading *r, const entries *all, uint32_t number, size_t first, size_t len) {
  entry *e = &all->list[number];
  if (!e->weighs || e->serial == r->wording->serial) return;
  double factor = r->reach > 0 ? FLIP : 1;
  e->serial = r->wording->serial;
  r->sum.tone += e->tone * factor;
  r->sum.colour += e->colour;
  add_share(r, all, number, first, factor);
  if (r->shares) r->wording->shares[r->wording->n_shares - 1].last = first + len;
  if (factor != 1 && e->tone < BAD) take_back(r);
  if (e->negates) r->negator_factor = factor;
}

/* A pair with the word before. */
static void weigh_pair(reading *r, const printed *word) {
  ds_wording *wording = r->wording;
  size_t len;
  const char *name = ds_strmap_text(&wording->words.names, r->before, &len);
  ds_buf_clear(&wording->pair);
  ds_buf_append(&wording->pair, name, len);
  ds_buf_putc(&wording->pair, ' ');
  ds_buf_append(&wording->pair, wording->plain.data, word->len);
  uint32_t number = ds_strmap_get(&wording->pairs.names, wording->pair.data, wording->pair.len);
  if (number == DS_STRMAP_NONE || wording->pairs.list[number].serial == wording->serial) return;
  entry *e = &wording->pairs.list[number];
  e->serial = wording->serial;
  r->sum.tone += e->tone;
  r->sum.colour += e->colour;
  add_share(r, &wording->pairs, number, r->before_first, 1);
  if (r->shares) wording->shares[wording->n_shares - 1].last = word->first + word->len;
}

/* What stands between a word and the next: 0 nothing that parts them, 1 a mark, 2 one that ends a clause. */
static int gap_after(const ds_buf *text, size_t at) {
  int kind = 0;
  for (; at < text->len && !is_letter(text->data[at]); at++) {
    char c = text->data[at];
    if (c && strchr(".!?;:", c)) return 2;
    if (c && strchr(",\"()\xe2", c)) kind = 1;
  }
  return kind;
}

static void read_word(reading *r, const printed *word) {
  ds_wording *wording = r->wording;
  static const entry nothing;
  const entry *e = word->word == DS_STRMAP_NONE ? &nothing : &wording->words.list[word->word];
  uint32_t own = DS_STRMAP_NONE;
  if (e->ends_clause) r->reach = 0;
  if (e->own && r->skip <= 0) {
    own = own_phrase(wording, word);
    e = &wording->words.list[word->word]; /* the list may have grown */
  }
  if (own != DS_STRMAP_NONE) {
    size_t len;
    const char *name = ds_strmap_text(&wording->owns.names, own, &len), *mark = memchr(name, '\1', len);
    r->skip = (int)wording->phrases[own].n;
    weigh(r, &wording->owns, own, word->first, (size_t)(mark - name));
    e = &nothing;
  } else if (r->skip <= 0 && word->word != DS_STRMAP_NONE) {
    weigh(r, &wording->words, word->word, word->first, word->len);
  }
  if (own == DS_STRMAP_NONE && r->skip <= 0 && r->before != DS_STRMAP_NONE) weigh_pair(r, word);
  r->before = e->begins_pair ? word->word : DS_STRMAP_NONE;
  r->before_first = word->first;
  r->skip--;
  r->reach--;
  if (e->negates) {
    r->reach = SCOPE;
    r->negator = word->word;
  }
  int gap = gap_after(&wording->text, word->last);
  if (gap > 0) r->before = DS_STRMAP_NONE;
  if (gap == 2) r->reach = 0;
}

ds_wording_sum ds_wording_read(ds_wording *wording, const char *text, size_t len, bool shares) {
  reading r = {.wording = wording, .shares = shares, .negator_factor = 1, .negator = DS_STRMAP_NONE, .before = DS_STRMAP_NONE};
  printed word;
  wording->serial++;
  wording->n_shares = 0;
  make_plain(&wording->text, text, len);
  for (size_t at = 0; next_word(wording, at, len, false, &word); at = word.last) {
    r.sum.n_words++;
    read_word(&r, &word);
  }
  r.sum.shares = wording->shares;
  r.sum.n_shares = wording->n_shares;
  return r.sum;
}
