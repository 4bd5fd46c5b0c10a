/* Trains the parser's moves and labels on gold trees with predicted tags, and on raw text that an ensemble has parsed.
 * usage: train_parser MOVES LABELS TAGS ROUNDS SILVER STEP TREEBANK...
 * TAGS: as written by train_tagger for the same treebanks; SILVER: as written by silver, or -, every STEP-th
 * sentence of it is used */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ensemble.h"

enum { MOVE_ROWS = 1200000, LABEL_BUCKETS = 24576 };

static ds_sure_labels sure;

static void save(const pupil *p, const char *moves_path, const char *labels_path) {
  uint32_t head[16] = {MOVE_ROWS};
  FILE *moves = fopen(moves_path, "w"), *labels = fopen(labels_path, "w");
  if (!moves || !labels) exit(1);
  fwrite(head, sizeof head, 1, moves);
  learner_save_narrow(p->moves, head[0], moves);
  head[0] = LABEL_BUCKETS;
  fwrite(head, sizeof head, 1, labels);
  fwrite(sure, sizeof sure, 1, labels);
  learner_save_wide(p->labels, head[0], labels);
  if (fclose(moves) | fclose(labels)) exit(1);
}

/* Every step-th of the samples. */
static void append(samples *all, const samples *more, uint32_t step, ds_arena *arena) {
  for (uint32_t i = 0; i < more->n; i += step) {
    uint32_t k = DS_PUSH(arena, all->list, all->n, all->cap);
    all->list[k] = more->list[i];
  }
}

int main(int argc, char **argv) {
  if (argc < 8) return 2;
  ds_arena *arena = ds_arena_new();
  samples gold = {0}, silver = {0}, all = {0};
  samples_read(&gold, argv + 7, argc - 7, true, arena);
  samples_read_tags(&gold, argv[3]);
  choose_sure_labels(&gold, sure);
  append(&all, &gold, 1, arena);
  if (strcmp(argv[5], "-") != 0) {
    samples_load(&silver, argv[5], arena);
    append(&all, &silver, (uint32_t)atoi(argv[6]), arena);
  }
  pupil p;
  pupil_init(&p, &sure, 3, false);
  pupil_study(&p, &all, atoi(argv[4]), "parser");
  pupil_finish(&p);
  save(&p, argv[1], argv[2]);
  pupil_reset(&p);
  ds_arena_free(arena);
  return 0;
}
