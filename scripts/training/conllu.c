#include "conllu.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 10, LINE_MAX_BYTES = 1 << 16 };

typedef struct reader {
  gold_bank *bank;
  ds_arena *arena;
  gold_doc *doc;
  uint32_t first;      /* the sentence's first word */
  bool in_sentence;
  int multi_last;      /* last word id of the open multiword token, or 0 */
  uint32_t multi_at, multi_end;
  bool space_after, multi_space;
} reader;

static void append(reader *r, const char *s, size_t n) {
  gold_doc *d = r->doc;
  for (size_t i = 0; i < n; i++) {
    uint32_t k = DS_PUSH(r->arena, d->text, d->len, d->text_cap);
    d->text[k] = s[i];
  }
}

static void open_doc(reader *r) {
  uint32_t i = DS_PUSH(r->arena, r->bank->docs, r->bank->n, r->bank->cap);
  r->doc = &r->bank->docs[i];
  memset(r->doc, 0, sizeof *r->doc);
}

static void close_sentence(reader *r) {
  if (!r->in_sentence) return;
  gold_doc *d = r->doc;
  uint32_t i = DS_PUSH(r->arena, d->sentences, d->n_sentences, d->sentences_cap);
  d->sentences[i][0] = r->first;
  d->sentences[i][1] = d->n_words - r->first;
  if (d->len && d->text[d->len - 1] != ' ') append(r, " ", 1);
  r->in_sentence = false;
}

static void comment(reader *r, const char *line) {
  bool doc = strncmp(line, "# newdoc", 8) == 0, par = strncmp(line, "# newpar", 8) == 0;
  if (doc || !r->doc) {
    close_sentence(r);
    open_doc(r);
  } else if (par && r->doc->len) {
    close_sentence(r);
    while (r->doc->len && r->doc->text[r->doc->len - 1] == ' ') r->doc->len--;
    append(r, "\n\n", 2);
  }
}

/* Characters (not bytes) of the first n bytes' worth are needed for parts of multiword tokens: forms may differ in quotes. */
static size_t bytes_of_chars(const char *s, size_t chars) {
  size_t i = 0;
  while (s[i] && chars) {
    i++;
    while (((unsigned char)s[i] & 0xC0) == 0x80) i++;
    chars--;
  }
  return i;
}

static size_t chars_of(const char *s) {
  size_t n = 0;
  for (; *s; s++) n += ((unsigned char)*s & 0xC0) != 0x80;
  return n;
}

static void place_word(reader *r, gold_word *w, int id, char **f) {
  gold_doc *d = r->doc;
  if (id <= r->multi_last) {
    size_t n = bytes_of_chars(d->text + r->multi_at, chars_of(f[1]));
    w->start = r->multi_at;
    w->end = id == r->multi_last || w->start + n > r->multi_end ? r->multi_end : w->start + (uint32_t)n;
    r->multi_at = w->end;
    if (id == r->multi_last && r->multi_space) append(r, " ", 1);
    return;
  }
  w->start = d->len;
  append(r, f[1], strlen(f[1]));
  w->end = d->len;
  if (!strstr(f[9], "SpaceAfter=No")) append(r, " ", 1);
}

static void row(reader *r, char **f) {
  if (!r->doc) open_doc(r);
  gold_doc *d = r->doc;
  if (!r->in_sentence) {
    r->in_sentence = true;
    r->first = d->n_words;
    r->multi_last = 0;
  }
  char *dash = strchr(f[0], '-');
  if (strchr(f[0], '.')) return;
  if (dash) {
    r->multi_last = atoi(dash + 1);
    r->multi_at = d->len;
    append(r, f[1], strlen(f[1]));
    append(r, "", 1); /* parts may be searched as a string */
    r->multi_end = --d->len;
    r->multi_space = !strstr(f[9], "SpaceAfter=No");
    return;
  }
  uint32_t i = DS_PUSH(r->arena, d->words, d->n_words, d->words_cap);
  gold_word *w = &d->words[i];
  int head = atoi(f[6]);
  *w = (gold_word){.lemma = ds_arena_strdup(r->arena, f[2]), .head = head ? (int32_t)r->first + head - 1 : -1,
                   .sentence = d->n_sentences, .upos = (uint8_t)ds_upos_parse(f[3], strlen(f[3])),
                   .xpos = (uint8_t)ds_xpos_parse(f[4], strlen(f[4])), .rel = (uint8_t)ds_rel_parse(f[7], strlen(f[7]))};
  place_word(r, w, atoi(f[0]), f);
}

void gold_read(gold_bank *bank, const char *path, ds_arena *arena) {
  FILE *in = fopen(path, "r");
  if (!in) {
    fprintf(stderr, "cannot open '%s'\n", path);
    exit(1);
  }
  reader r = {.bank = bank, .arena = arena};
  static char line[LINE_MAX_BYTES];
  while (fgets(line, sizeof line, in)) {
    line[strcspn(line, "\n")] = 0;
    if (line[0] == '#') {
      comment(&r, line);
    } else if (!line[0]) {
      close_sentence(&r);
    } else {
      char *f[FIELDS], *p = line;
      int n = 0;
      while (n < FIELDS && p) f[n++] = strsep(&p, "\t");
      if (n == FIELDS) row(&r, f);
    }
  }
  close_sentence(&r);
  fclose(in);
}

ds_reading *gold_reading(const gold_doc *doc, ds_arena *arena) {
  ds_reading *r = DS_ARENA_NEW(arena, ds_reading, 1);
  *r = (ds_reading){.text = doc->text, .len = doc->len, .n_tokens = doc->n_words, .n_sentences = doc->n_sentences,
                    .tokens = DS_ARENA_NEW(arena, ds_token, doc->n_words + 1), .sentences = DS_ARENA_NEW(arena, ds_sentence, doc->n_sentences + 1)};
  for (uint32_t i = 0; i < doc->n_words; i++) {
    const gold_word *w = &doc->words[i];
    bool glued = i > 0 && doc->words[i - 1].end == w->start;
    r->tokens[i] = (ds_token){.start = w->start, .end = w->end, .head = -1, .sentence = w->sentence, .lemma = "", .space_before = !glued};
  }
  for (uint32_t i = 0; i < doc->n_sentences; i++) {
    uint32_t first = doc->sentences[i][0], count = doc->sentences[i][1];
    r->sentences[i] = (ds_sentence){.start = doc->words[first].start, .end = doc->words[first + count - 1].end, .first = first, .count = count};
  }
  return r;
}
