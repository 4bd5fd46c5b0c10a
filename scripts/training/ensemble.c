#include "ensemble.h"

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

enum { LEAST_WORDS = 5 };

/* Scores of spans: [from][to][direction: head at the right or left end][complete]; where they were cut. */
typedef struct chart {
  float score[VOTE_WORDS][VOTE_WORDS][2][2];
  int16_t cut[VOTE_WORDS][VOTE_WORDS][2][2];
} chart;

static void close_span(chart *c, int i, int j, float (*w)[VOTE_WORDS]) {
  float best = -1e9f;
  int16_t at = (int16_t)i;
  for (int k = i; k < j; k++) {
    float s = c->score[i][k][1][1] + c->score[k + 1][j][0][1];
    if (s > best) best = s, at = (int16_t)k;
  }
  c->score[i][j][0][0] = best + w[j][i];
  c->score[i][j][1][0] = best + w[i][j];
  c->cut[i][j][0][0] = c->cut[i][j][1][0] = at;
  c->score[i][j][0][1] = c->score[i][j][1][1] = -1e9f;
  for (int k = i; k < j; k++) {
    float s = c->score[i][k][0][1] + c->score[k][j][0][0];
    if (s > c->score[i][j][0][1]) c->score[i][j][0][1] = s, c->cut[i][j][0][1] = (int16_t)k;
  }
  for (int k = i + 1; k <= j; k++) {
    float s = c->score[i][k][1][0] + c->score[k][j][1][1];
    if (s > c->score[i][j][1][1]) c->score[i][j][1][1] = s, c->cut[i][j][1][1] = (int16_t)k;
  }
}

static void unfold(const chart *c, int i, int j, int right, int complete, int16_t *head) {
  if (i == j) return;
  int k = c->cut[i][j][right][complete];
  if (!complete) {
    if (right) head[j] = (int16_t)i;
    else head[i] = (int16_t)j;
    unfold(c, i, k, 1, 1, head);
    unfold(c, k + 1, j, 0, 1, head);
  } else if (right) {
    unfold(c, i, k, 1, 0, head);
    unfold(c, k, j, 1, 1, head);
  } else {
    unfold(c, i, k, 0, 1, head);
    unfold(c, k, j, 0, 0, head);
  }
}

/* The best projective tree with one root; w[head][child], root[child]. */
static void best_tree(float (*w)[VOTE_WORDS], const float *root, int n, int16_t *head) {
  static chart c;
  for (int i = 0; i < n; i++) memset(c.score[i][i], 0, sizeof c.score[i][i]);
  for (int len = 1; len < n; len++)
    for (int i = 0; i + len < n; i++) close_span(&c, i, i + len, w);
  int best = 0;
  float best_score = -1e9f;
  for (int r = 0; r < n; r++) {
    float s = c.score[0][r][0][1] + c.score[r][n - 1][1][1] + root[r];
    if (s > best_score) best_score = s, best = r;
  }
  head[best] = -1;
  unfold(&c, 0, best, 0, 1, head);
  unfold(&c, best, n - 1, 1, 1, head);
}

static uint32_t words_of(const samples *all) {
  uint32_t words = 0;
  for (uint32_t i = 0; i < all->n; i++) words += all->list[i].count;
  return words;
}

void ballot_fill(ballot *b, pupil *voter, const samples *all) {
  uint32_t words = words_of(all), at = 0;
  *b = (ballot){.head = malloc(words * sizeof *b->head), .rel = malloc(words)};
  if (words && (!b->head || !b->rel)) exit(1);
  for (uint32_t i = 0; i < all->n; i++) {
    pupil_parse(voter, &all->list[i], b->head + at, b->rel + at);
    at += all->list[i].count;
  }
}

void ballot_reset(ballot *b) {
  free(b->head);
  free(b->rel);
  *b = (ballot){0};
}

/* The relation that most of the voters who agree with the head give. */
static uint8_t common_relation(const ballot *ballots, int n, uint32_t at, int16_t head) {
  uint32_t count[DS_REL_COUNT] = {0};
  uint8_t best = DS_REL_NONE;
  if (head < 0) return DS_REL_ROOT;
  for (int v = 0; v < n; v++) {
    uint8_t rel = ballots[v].rel[at];
    if (ballots[v].head[at] == head && ++count[rel] > count[best]) best = rel;
  }
  return best;
}

void vote(const ballot *ballots, int n, samples *all) {
  static float w[VOTE_WORDS][VOTE_WORDS];
  uint32_t at = 0;
  for (uint32_t k = 0; k < all->n; k++) {
    sample *s = &all->list[k];
    float root[VOTE_WORDS] = {0};
    int count = (int)s->count;
    memset(w, 0, sizeof w);
    for (int v = 0; v < n; v++)
      for (int i = 0; i < count; i++) {
        int16_t head = ballots[v].head[at + (uint32_t)i];
        *(head < 0 ? &root[i] : &w[head][i]) += 1.0f + 0.01f * (float)(n - v);
      }
    best_tree(w, root, count, s->head);
    for (int i = 0; i < count; i++) s->rel[i] = common_relation(ballots, n, at + (uint32_t)i, s->head[i]);
    at += s->count;
  }
}

static void add_sentence(samples *all, const ds_reading *r, const ds_sentence *x, ds_form *forms, ds_arena *arena) {
  uint32_t n = x->count, i = DS_PUSH(arena, all->list, all->n, all->cap);
  sample *s = &all->list[i];
  *s = (sample){.forms = DS_ARENA_NEW(arena, ds_form, n), .rel = DS_ARENA_NEW(arena, uint8_t, n), .head = DS_ARENA_NEW(arena, int16_t, n),
                .tags = DS_ARENA_NEW(arena, uint8_t, n), .count = n};
  memcpy(s->forms, forms, n * sizeof *forms);
  memset(s->head, 0xFF, n * sizeof *s->head);
  ds_tagger_run((ds_reading *)(uintptr_t)r, x, s->forms, s->tags);
}

static uint32_t add_text(samples *all, const char *text, size_t len, ds_arena *scratch, ds_arena *arena) {
  ds_reading r = {.text = text, .len = len};
  uint32_t words = 0;
  ds_tokens_find(&r, scratch);
  ds_sentences_find(&r, scratch);
  for (uint32_t i = 0; i < r.n_sentences; i++) {
    const ds_sentence *s = &r.sentences[i];
    ds_form forms[VOTE_WORDS];
    if (s->count < LEAST_WORDS || s->count > VOTE_WORDS) continue;
    ds_forms_fill(&r, s, forms);
    if (forms[0].shape >> 5) continue;
    add_sentence(all, &r, s, forms, arena);
    words += s->count;
  }
  ds_arena_reset(scratch);
  return words;
}

void samples_read_raw(samples *all, const char *path, uint32_t words, uint32_t step, ds_arena *arena) {
  int file = open(path, O_RDONLY);
  struct stat st;
  if (file < 0 || fstat(file, &st)) exit(1);
  const char *texts = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, file, 0);
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
  FILE *out = fopen(path, "w");
  if (!out) exit(1);
  for (uint32_t i = 0; i < all->n; i++) {
    const sample *s = &all->list[i];
    fwrite(&s->count, sizeof s->count, 1, out);
    fwrite(s->forms, sizeof *s->forms, s->count, out);
    fwrite(s->tags, 1, s->count, out);
    fwrite(s->rel, 1, s->count, out);
    fwrite(s->head, sizeof *s->head, s->count, out);
  }
  if (fclose(out)) exit(1);
}

void samples_load(samples *all, const char *path, ds_arena *arena) {
  FILE *in = fopen(path, "r");
  uint32_t n;
  if (!in) exit(1);
  while (fread(&n, sizeof n, 1, in) == 1) {
    uint32_t i = DS_PUSH(arena, all->list, all->n, all->cap);
    sample *s = &all->list[i];
    *s = (sample){.forms = DS_ARENA_NEW(arena, ds_form, n), .rel = DS_ARENA_NEW(arena, uint8_t, n), .head = DS_ARENA_NEW(arena, int16_t, n),
                  .tags = DS_ARENA_NEW(arena, uint8_t, n), .count = n};
    size_t got = fread(s->forms, sizeof *s->forms, n, in) + fread(s->tags, 1, n, in) + fread(s->rel, 1, n, in) + fread(s->head, sizeof *s->head, n, in);
    if (got != 4 * (size_t)n) exit(1);
  }
  fclose(in);
}

void samples_read_tags(samples *all, const char *path) {
  FILE *in = fopen(path, "r");
  for (uint32_t i = 0; i < all->n && in; i++)
    if (fread(all->list[i].tags, 1, all->list[i].count, in) != all->list[i].count) exit(1);
  if (!in) exit(1);
  fclose(in);
}
