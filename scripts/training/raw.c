#include "raw.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "language/model.h"
#include "language/sentences.h"
#include "language/tagger.h"
#include "language/tokens.h"

enum { LEAST_WORDS = 5, MOST_WORDS = 64 };

static void give_up(const char *path, const char *why) {
  fprintf(stderr, "%s: %s\n", path, why);
  exit(1);
}

static FILE *open_file(const char *path, const char *mode) {
  FILE *file = fopen(path, mode);
  if (!file) give_up(path, "cannot be opened");
  return file;
}

static void add_sentence(samples *all, const ds_form *forms, uint32_t n, ds_arena *arena) {
  uint32_t i = DS_PUSH(arena, all->list, all->n, all->cap);
  sample *s = &all->list[i];
  *s = (sample){.forms = DS_ARENA_NEW(arena, ds_form, n), .rel = DS_ARENA_NEW(arena, uint8_t, n), .head = DS_ARENA_NEW(arena, int16_t, n),
                .tags = DS_ARENA_NEW(arena, uint8_t, n), .count = n};
  memcpy(s->forms, forms, n * sizeof *forms);
  memset(s->head, 0xFF, n * sizeof *s->head);
}

static uint32_t add_text(samples *all, const char *text, size_t len, ds_arena *scratch, ds_arena *arena) {
  ds_reading r = {.text = text, .len = len};
  uint32_t words = 0;
  ds_tokens_find(&r, scratch);
  ds_sentences_find(&r, scratch);
  for (uint32_t i = 0; i < r.n_sentences; i++) {
    const ds_sentence *s = &r.sentences[i];
    ds_form forms[MOST_WORDS];
    if (s->count < LEAST_WORDS || s->count > MOST_WORDS) continue;
    ds_forms_fill(&r, s, forms);
    if (forms[0].shape >> 5) continue;
    add_sentence(all, forms, s->count, arena);
    words += s->count;
  }
  ds_arena_reset(scratch);
  return words;
}

void samples_read_raw(samples *all, const char *path, uint32_t words, uint32_t step, ds_arena *arena) {
  int file = open(path, O_RDONLY);
  struct stat st;
  const char *texts = file < 0 || fstat(file, &st) ? MAP_FAILED : mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, file, 0);
  if (texts == MAP_FAILED) give_up(path, "cannot be read");
  ds_arena *scratch = ds_arena_new();
  uint32_t found = 0, article = 0;
  for (size_t at = 0, len = (size_t)st.st_size; at < len && found < words; article++) {
    const char *stop = memchr(texts + at, '\f', len - at);
    size_t n = stop ? (size_t)(stop - texts) - at : len - at;
    if (article % step == 0) found += add_text(all, texts + at, n, scratch, arena);
    at += n + 1;
  }
  ds_arena_free(scratch);
  munmap((void *)(uintptr_t)texts, (size_t)st.st_size);
  close(file);
}

void samples_save(const samples *all, const char *path) {
  FILE *out = open_file(path, "w");
  for (uint32_t i = 0; i < all->n; i++) {
    const sample *s = &all->list[i];
    fwrite(&s->count, sizeof s->count, 1, out);
    fwrite(s->forms, sizeof *s->forms, s->count, out);
    fwrite(s->tags, 1, s->count, out);
    fwrite(s->rel, 1, s->count, out);
    fwrite(s->head, sizeof *s->head, s->count, out);
  }
  if (ferror(out) | fclose(out)) give_up(path, "cannot be written");
}

static bool load_one(sample *s, FILE *in, const char *path, ds_arena *arena) {
  uint32_t n;
  if (fread(&n, sizeof n, 1, in) != 1) return false;
  if (!n || n > SAMPLE_WORDS) give_up(path, "no file of sentences");
  *s = (sample){.forms = DS_ARENA_NEW(arena, ds_form, n), .rel = DS_ARENA_NEW(arena, uint8_t, n), .head = DS_ARENA_NEW(arena, int16_t, n),
                .tags = DS_ARENA_NEW(arena, uint8_t, n), .count = n};
  size_t got = fread(s->forms, sizeof *s->forms, n, in) + fread(s->tags, 1, n, in);
  got += fread(s->rel, 1, n, in) + fread(s->head, sizeof *s->head, n, in);
  if (got != 4 * (size_t)n) give_up(path, "ends within a sentence");
  for (uint32_t k = 0; k < n; k++)
    if (s->head[k] < -1 || s->head[k] >= (int)n || s->rel[k] >= DS_REL_COUNT || s->tags[k] >= DS_CLASSES) give_up(path, "no tree or tag");
  return true;
}

void samples_load(samples *all, const char *path, samples_share share, ds_arena *arena) {
  FILE *in = open_file(path, "r");
  sample s;
  for (uint32_t i = 0; load_one(&s, in, path, arena); i++)
    if ((i % 3 == 0) == (share == SHARE_OF_TAGGER)) all->list[DS_PUSH(arena, all->list, all->n, all->cap)] = s;
  fclose(in);
}

static const ds_tagger_head *tagger_head(void) {
  size_t size;
  const ds_tagger_head *head = ds_model_section("tagger", &size);
  if (!head) give_up("the model", "has no tagger");
  return head;
}

void samples_trust_tags(samples *all, ds_arena *arena) {
  const ds_tagger_head *head = tagger_head();
  for (uint32_t i = 0; i < all->n; i++) {
    sample *s = &all->list[i];
    s->upos = DS_ARENA_NEW(arena, uint8_t, s->count);
    s->xpos = DS_ARENA_NEW(arena, uint8_t, s->count);
    for (uint32_t k = 0; k < s->count; k++) s->upos[k] = head->upos[s->tags[k]], s->xpos[k] = head->xpos[s->tags[k]];
  }
}

void samples_tag_again(samples *all) {
  ds_token tokens[SAMPLE_WORDS];
  for (uint32_t i = 0; i < all->n; i++) {
    sample *s = &all->list[i];
    ds_reading r = {.tokens = tokens, .n_tokens = s->count};
    ds_tagger_run(&r, &(ds_sentence){.count = s->count}, s->forms, s->tags);
  }
}

void samples_read_tags(samples *all, const char *path) {
  FILE *in = open_file(path, "r");
  for (uint32_t i = 0; i < all->n; i++)
    if (fread(all->list[i].tags, 1, all->list[i].count, in) != all->list[i].count) give_up(path, "holds too few tags");
  if (fgetc(in) != EOF) give_up(path, "holds too many tags");
  fclose(in);
}
