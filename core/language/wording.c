#include "language/wording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/strmap.h"

static const double BAD = -0.2; /* from here on a word is bad, and its absence says nothing bad itself ("no problems") */

/* A lemma or a pair; its name is that of the same number in a map. */
typedef struct entry {
  double tone, colour;
  uint32_t serial; /* the text that met it last */
  bool weighs;
} entry;

/* A person's own phrase; its words, in lower case, are those of `text` one after the other, each ended by a NUL. */
typedef struct phrase {
  char *text, *name;
  uint32_t n, next; /* words; the next phrase that begins with the same word, plus one */
  double tone, colour;
  uint32_t serial;
} phrase;

typedef struct entries {
  ds_strmap names;
  entry *list;
  size_t cap;
} entries;

struct ds_wording {
  ds_makers *makers;
  entries lemmas, pairs;
  ds_strmap firsts;     /* first words of phrases */
  uint32_t *phrases_of; /* by first word: its longest phrase, plus one */
  phrase *phrases;
  size_t cap_firsts, cap_phrases, n_phrases;
  uint32_t serial;
  ds_arena *arena; /* of one question */
  ds_buf key;
  ds_wording_share *shares;
  size_t n_shares, cap_shares;
};

/* --- the table --- */

static uint32_t entry_put(entries *all, const char *name, size_t len) {
  size_t had = all->names.n;
  uint32_t number = ds_strmap_put(&all->names, name, len);
  if (all->names.n == had) return number;
  DS_GROW(all->list, number, all->cap);
  all->list[number] = (entry){0};
  return number;
}

static void read_line(ds_wording *wording, const char *line, size_t len) {
  char numbers[64];
  double tone, colour;
  const char *tab = memchr(line, '\t', len);
  if (!tab || tab == line || memchr(line, '#', (size_t)(tab - line))) return;
  snprintf(numbers, sizeof numbers, "%.*s", (int)(line + len - tab - 1), tab + 1);
  if (sscanf(numbers, "%lf\t%lf", &tone, &colour) != 2) return;
  entries *all = memchr(line, ' ', (size_t)(tab - line)) ? &wording->pairs : &wording->lemmas;
  uint32_t number = entry_put(all, line, (size_t)(tab - line));
  all->list[number] = (entry){.tone = tone, .colour = colour, .weighs = true};
}

ds_wording *ds_wording_new(const char *table, size_t len) {
  ds_wording *wording = ds_alloc(sizeof *wording);
  wording->makers = ds_makers_new();
  wording->arena = ds_arena_new();
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
  ds_makers_free(wording->makers);
  entries_reset(&wording->lemmas);
  entries_reset(&wording->pairs);
  ds_strmap_reset(&wording->firsts);
  for (size_t i = 0; i < wording->n_phrases; i++) {
    free(wording->phrases[i].text);
    free(wording->phrases[i].name);
  }
  free(wording->phrases);
  free(wording->phrases_of);
  ds_arena_free(wording->arena);
  ds_buf_reset(&wording->key);
  free(wording->shares);
  free(wording);
}

static size_t size_of(const ds_strmap *names) {
  return names->cap_text + names->cap_starts * sizeof(uint32_t) + names->n_slots * 2 * sizeof(uint32_t);
}

size_t ds_wording_size(const ds_wording *wording) {
  return sizeof *wording + size_of(&wording->lemmas.names) + size_of(&wording->pairs.names) + size_of(&wording->firsts) +
         (wording->lemmas.cap + wording->pairs.cap) * sizeof(entry) + wording->cap_phrases * sizeof(phrase);
}

/* --- phrases of a person's own --- */

/* Appends a token as printed, in lower case, with straight apostrophes. */
static void append_printed(ds_buf *out, const char *text, const ds_token *token) {
  for (uint32_t i = token->start; i < token->end; i++) {
    if (i + 3 <= token->end && memcmp(text + i, "\u2019", 3) == 0) {
      ds_buf_putc(out, '\'');
      i += 2;
    } else {
      ds_buf_putc(out, text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 'a' - 'A') : text[i]);
    }
  }
}

/* The first of the phrases that begin with a word, plus one; 0 for none. */
static uint32_t phrases_that_begin(const ds_wording *wording, const char *word, size_t len) {
  uint32_t number = ds_strmap_get(&wording->firsts, word, len);
  return number == DS_STRMAP_NONE ? 0 : wording->phrases_of[number];
}

void ds_wording_add(ds_wording *wording, const char *text, size_t len, double tone, double colour) {
  ds_arena_reset(wording->arena);
  const ds_reading *r = ds_read(text, len, wording->arena);
  if (r->n_tokens == 0) return;
  ds_buf words = {0}, name = {0};
  for (uint32_t i = 0; i < r->n_tokens; i++) {
    if (i && r->tokens[i].space_before) ds_buf_putc(&name, ' ');
    append_printed(&words, text, &r->tokens[i]);
    append_printed(&name, text, &r->tokens[i]);
    ds_buf_putc(&words, '\0');
  }
  size_t first_len = strlen(words.data), had = wording->firsts.n;
  uint32_t first = ds_strmap_put(&wording->firsts, words.data, first_len);
  if (wording->firsts.n > had) {
    DS_GROW(wording->phrases_of, first, wording->cap_firsts);
    wording->phrases_of[first] = 0;
  }
  uint32_t number = (uint32_t)wording->n_phrases, *link = &wording->phrases_of[first];
  DS_GROW(wording->phrases, wording->n_phrases, wording->cap_phrases);
  while (*link && wording->phrases[*link - 1].n >= r->n_tokens) link = &wording->phrases[*link - 1].next;
  phrase own = {.n = r->n_tokens, .next = *link, .tone = tone, .colour = colour};
  own.text = ds_buf_take(&words);
  own.name = ds_buf_take(&name);
  *link = number + 1;
  wording->phrases[wording->n_phrases++] = own;
}

/* The longest phrase of a person's own that begins at word i, or NULL. */
static phrase *own_at(ds_wording *wording, const ds_said *said, const char *text, uint32_t i) {
  ds_buf_clear(&wording->key);
  append_printed(&wording->key, text, said->words[i].token);
  for (uint32_t p = phrases_that_begin(wording, wording->key.data ? wording->key.data : "", wording->key.len); p;
       p = wording->phrases[p - 1].next) {
    phrase *own = &wording->phrases[p - 1];
    const char *word = own->text;
    uint32_t k = 0;
    for (; k < own->n && i + k < said->n; k++, word += strlen(word) + 1) {
      ds_buf_clear(&wording->key);
      append_printed(&wording->key, text, said->words[i + k].token);
      if (wording->key.len != strlen(word) || memcmp(wording->key.data, word, wording->key.len) != 0) break;
    }
    if (k == own->n) return own;
  }
  return NULL;
}

/* --- reading --- */

static const char *const classes[DS_UPOS_COUNT] = {
    [DS_UPOS_NOUN] = "/n", [DS_UPOS_PROPN] = "/n", [DS_UPOS_VERB] = "/v", [DS_UPOS_AUX] = "/v", [DS_UPOS_ADJ] = "/a", [DS_UPOS_ADV] = "/r"};

static bool is_content(const ds_said_word *word) {
  return classes[word->token->upos] != NULL;
}

/* A word, no mark: it begins with a letter. */
static bool is_word(const ds_said_word *word) {
  char c = word->token->lemma ? word->token->lemma[0] : '\0';
  return word->token->upos != DS_UPOS_PUNCT && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
}

static void append_lemma(ds_buf *key, const ds_said_word *word) {
  for (const char *p = word->token->lemma; *p; p++) ds_buf_putc(key, *p >= 'A' && *p <= 'Z' ? (char)(*p + 'a' - 'A') : *p);
}

typedef struct reading {
  ds_wording *wording;
  const char *text;
  ds_said said;
  ds_wording_sum sum;
  ds_wording_detail detail;
} reading;

static const char *makers_of(reading *r, const ds_said_word *word) {
  ds_buf list = {0};
  for (uint8_t k = 0; k < word->n_by; k++) {
    if (k) ds_buf_puts(&list, ", ");
    ds_buf_puts(&list, r->said.words[word->by[k]].token->lemma);
  }
  const char *text = list.len ? ds_arena_strdup(r->wording->arena, list.data) : NULL;
  ds_buf_reset(&list);
  return text;
}

/* Adds what weighs to the sums and, when asked for, to the shares; `word` is what constructions may have changed. */
static void count(reading *r, double tone, double colour, const char *key, uint32_t first, uint32_t last, const ds_said_word *word) {
  ds_wording *wording = r->wording;
  double factor = word ? (double)word->factor : 1;
  r->sum.tone += tone * factor;
  r->sum.colour += colour;
  if (r->detail == DS_WORDING_SUMS) return;
  DS_GROW(wording->shares, wording->n_shares, wording->cap_shares);
  ds_wording_share *share = &wording->shares[wording->n_shares++];
  *share = (ds_wording_share){.tone = tone, .colour = colour, .factor = factor, .value = tone * factor};
  share->key = ds_arena_strdup(wording->arena, key);
  const char *tag = word && is_content(word) && strlen(key) > 2 ? key + strlen(key) - 2 : NULL;
  share->word = tag && tag[0] == '/' ? ds_arena_strndup(wording->arena, key, strlen(key) - 2) : share->key;
  share->first = r->said.words[first].token->start + 1;
  share->last = r->said.words[last].token->end;
  if (word && factor != 1) share->changed_by = makers_of(r, word);
}

/* "No problems", "no doubt that": a negation that says nothing bad itself. */
static bool is_spared(const reading *r, const ds_said_word *word) {
  if (word->idle) return true;
  const char *lemma = word->token->lemma;
  if (word->head < 0 || (strcmp(lemma, "no") != 0 && strcmp(lemma, "without") != 0)) return false;
  const ds_said_word *denied = &r->said.words[word->head];
  if (denied->factor == 1 || !is_word(denied)) return false;
  ds_buf *key = &r->wording->key;
  ds_buf_clear(key);
  append_lemma(key, denied);
  if (is_content(denied)) ds_buf_puts(key, classes[denied->token->upos]);
  uint32_t number = ds_strmap_get(&r->wording->lemmas.names, key->data, key->len);
  return number != DS_STRMAP_NONE && r->wording->lemmas.list[number].tone < BAD;
}

/* The entry of the key, or NULL; one that was met before in this text counts no more. With all detail everything has one. */
static entry *entry_of(reading *r, entries *all) {
  ds_wording *wording = r->wording;
  uint32_t number = ds_strmap_get(&all->names, wording->key.data, wording->key.len);
  if (number == DS_STRMAP_NONE && r->detail == DS_WORDING_ALL) number = entry_put(all, wording->key.data, wording->key.len);
  if (number == DS_STRMAP_NONE) return NULL;
  entry *e = &all->list[number];
  if ((!e->weighs && r->detail != DS_WORDING_ALL) || e->serial == wording->serial) return NULL;
  e->serial = wording->serial;
  return e;
}

static void weigh_word(reading *r, uint32_t i) {
  const ds_said_word *word = &r->said.words[i];
  ds_buf *key = &r->wording->key;
  if (r->detail != DS_WORDING_ALL && is_spared(r, word)) return;
  ds_buf_clear(key);
  append_lemma(key, word);
  if (is_content(word)) ds_buf_puts(key, classes[word->token->upos]);
  const entry *e = entry_of(r, &r->wording->lemmas);
  if (e) count(r, e->tone, e->colour, key->data, i, i, is_content(word) ? word : NULL);
}

/* Word i and the one before. */
static void weigh_pair(reading *r, uint32_t i) {
  ds_buf *key = &r->wording->key;
  ds_buf_clear(key);
  append_lemma(key, &r->said.words[i - 1]);
  ds_buf_putc(key, ' ');
  append_lemma(key, &r->said.words[i]);
  const entry *e = entry_of(r, &r->wording->pairs);
  if (e) count(r, e->tone, e->colour, key->data, i - 1, i, NULL);
}

static void weigh_own(reading *r, phrase *own, uint32_t i) {
  if (own->serial == r->wording->serial) return;
  own->serial = r->wording->serial;
  uint32_t last = i + own->n - 1;
  const ds_said_word *word = &r->said.words[last];
  for (uint8_t k = 0; word && k < word->n_by; k++)
    if (word->by[k] >= i && word->by[k] <= last) word = NULL; /* "can't win" holds its own negation */
  count(r, own->tone, own->colour, own->name, i, last, word);
}

ds_wording_sum ds_wording_read(ds_wording *wording, const ds_reading *reading_, const char *text, const ds_token_range *ranges, size_t n,
                               ds_wording_detail detail) {
  reading r = {.wording = wording, .text = text, .detail = detail};
  ds_arena_reset(wording->arena);
  wording->serial++;
  wording->n_shares = 0;
  r.said = ds_said_read(wording->makers, reading_, text, ranges, n, wording->arena);
  bool paired = false; /* the word before may begin a pair */
  for (uint32_t i = 0; i < r.said.n; i++) {
    const ds_said_word *word = &r.said.words[i];
    phrase *own = wording->n_phrases ? own_at(wording, &r.said, text, i) : NULL;
    bool counts = is_word(word);
    if (own) {
      for (uint32_t k = 0; k < own->n; k++) r.sum.n_words += is_word(&r.said.words[i + k]);
      weigh_own(&r, own, i);
      i += own->n - 1;
    } else if (counts) {
      r.sum.n_words++;
      weigh_word(&r, i);
      if (paired) weigh_pair(&r, i);
    }
    paired = counts && !own;
  }
  r.sum.shares = wording->shares;
  r.sum.n_shares = wording->n_shares;
  return r.sum;
}
