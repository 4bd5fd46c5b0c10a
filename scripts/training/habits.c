/* Tags a lot of raw text with the present tagger and notes for each clustered word which tags it usually has, so that the next tagger
 * knows more words than the treebanks hold.
 * usage: habits TEXTS CLUSTERS OUT   (TEXTS: articles ended by form feeds; CLUSTERS, OUT: sections as language/words.h says) */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "language/sentences.h"
#include "language/tagger.h"
#include "language/tokens.h"

enum { TAGS = 64, NO_SECOND = 64, KINDS = TAGS * (TAGS + 1) * 2, HABITS = 254, LEAST = 20 };

static uint32_t (*seen)[TAGS]; /* per slot */
static ds_cluster *slots;
static uint32_t head[2];

static void count_text(ds_reading *r, ds_arena *arena) {
  ds_tokens_find(r, arena);
  ds_sentences_find(r, arena);
  for (uint32_t i = 0; i < r->n_sentences; i++) {
    const ds_sentence *s = &r->sentences[i];
    ds_form *forms = DS_ARENA_NEW(arena, ds_form, s->count);
    uint8_t *tags = DS_ARENA_NEW(arena, uint8_t, s->count);
    ds_forms_fill(r, s, forms);
    if (forms[0].shape >> 5) continue; /* headlines tell little about words */
    ds_tagger_run(r, s, forms, tags);
    for (uint32_t k = 0; k < s->count; k++) {
      if (!forms[k].cluster) continue;
      uint32_t at = forms[k].word & (head[0] - 1);
      while (slots[at].key != forms[k].word) at = (at + 1) & (head[0] - 1);
      seen[at][tags[k]]++;
    }
  }
}

/* Its most frequent tag, the second one if it is not rare, and whether that one is frequent: one number, or KINDS for unknown. */
static uint32_t kind_of(const uint32_t *n) {
  uint32_t total = 0, first = 0, second = NO_SECOND;
  for (uint32_t t = 0; t < TAGS; t++) {
    total += n[t];
    if (n[t] > n[first]) first = t;
  }
  if (total < LEAST) return KINDS;
  for (uint32_t t = 0; t < TAGS; t++)
    if (t != first && n[t] * 12 >= total && (second == NO_SECOND || n[t] > n[second])) second = t;
  bool strong = second != NO_SECOND && n[second] * 3 >= total;
  return (first * (TAGS + 1) + second) * 2 + strong;
}

/* The most frequent kinds get numbers from 1 on; a word of another kind has the number of its first tag alone, if that has one. */
static void number_habits(void) {
  static uint32_t words[KINDS + 1];
  static uint8_t id[KINDS + 1];
  for (uint32_t i = 0; i < head[0]; i++) words[slots[i].key ? kind_of(seen[i]) : KINDS]++;
  for (uint32_t next = 1; next <= HABITS; next++) {
    uint32_t best = KINDS;
    for (uint32_t k = 0; k < KINDS; k++)
      if (!id[k] && words[k] && (best == KINDS || words[k] > words[best])) best = k;
    if (best == KINDS) break;
    id[best] = (uint8_t)next;
  }
  for (uint32_t i = 0; i < head[0]; i++) {
    uint32_t kind = slots[i].key ? kind_of(seen[i]) : KINDS;
    uint32_t alone = kind == KINDS ? KINDS : (kind / 2 / (TAGS + 1) * (TAGS + 1) + NO_SECOND) * 2;
    slots[i].habit = kind == KINDS ? 0 : id[kind] ? id[kind] : id[alone];
  }
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  int file = open(argv[1], O_RDONLY);
  struct stat st;
  FILE *in = fopen(argv[2], "r");
  if (file < 0 || fstat(file, &st) || !in || fread(head, sizeof head, 1, in) != 1) return 1;
  slots = calloc(head[0], sizeof *slots);
  seen = calloc(head[0], sizeof *seen);
  if (fread(slots, sizeof *slots, head[0], in) != head[0]) return 1;
  const char *texts = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, file, 0);
  ds_arena *arena = ds_arena_new();
  for (size_t at = 0, len = (size_t)st.st_size; at < len;) {
    const char *stop = memchr(texts + at, '\f', len - at);
    size_t n = stop ? (size_t)(stop - texts) - at : len - at;
    count_text(&(ds_reading){.text = texts + at, .len = n}, arena);
    ds_arena_reset(arena);
    at += n + 1;
  }
  number_habits();
  FILE *out = fopen(argv[3], "w");
  if (!out || fwrite(head, sizeof head, 1, out) != 1 || fwrite(slots, sizeof *slots, head[0], out) != head[0] || fclose(out)) return 1;
  ds_arena_free(arena);
  return 0;
}
