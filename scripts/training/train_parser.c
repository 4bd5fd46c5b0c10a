/* Trains the parser's moves and labels on gold trees with predicted tags, and on raw text that a teacher has parsed.
 * Several pupils with other shares of the raw text learn side by side; the models are linear, so the sum of their weights is one model
 * that judges as all of them together.
 * usage: train_parser MOVES LABELS TAGS ROUNDS SILVER TREEBANK...
 * TAGS: as written by train_tagger for the same treebanks; SILVER: as written by teacher.py, or - */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "oracle.h"
#include "raw.h"

enum { MOVE_ROWS = 1200000, LABEL_BUCKETS = 24576, PUPILS = 4 };

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

static samples gold, silver;
static int rounds;
static pupil pupils[PUPILS];

/* A pupil learns from all gold and its share of the silver, in a thread of its own. */
static void *study(void *number) {
  int v = (int)(intptr_t)number;
  samples own = {.list = malloc((gold.n + silver.n) * sizeof *own.list)};
  for (uint32_t i = 0; i < gold.n; i++) own.list[own.n++] = gold.list[i];
  for (uint32_t i = (uint32_t)v; i < silver.n; i += PUPILS) own.list[own.n++] = silver.list[i];
  pupil_init(&pupils[v], &sure, 3 + (uint64_t)v);
  pupil_study(&pupils[v], &own, rounds, "parser");
  pupil_finish(&pupils[v]);
  free(own.list);
  return NULL;
}

int main(int argc, char **argv) {
  if (argc < 7) return 2;
  ds_arena *arena = ds_arena_new();
  pthread_t threads[PUPILS];
  rounds = atoi(argv[4]);
  samples_read(&gold, argv + 6, argc - 6, true, arena);
  samples_read_tags(&gold, argv[3]);
  samples_leave_out_marks(&gold);
  if (strcmp(argv[5], "-") != 0) samples_load(&silver, argv[5], SHARE_OF_PARSER, arena);
  samples_tag_again(&silver);
  samples_leave_out_marks(&silver);
  choose_sure_labels((samples[]){gold, silver}, 2, sure);
  for (int v = 0; v < PUPILS; v++)
    if (pthread_create(&threads[v], NULL, study, (void *)(intptr_t)v)) exit(1);
  for (int v = 0; v < PUPILS; v++) pthread_join(threads[v], NULL);
  for (int v = 1; v < PUPILS; v++) pupil_join(&pupils[0], &pupils[v]);
  save(&pupils[0], argv[1], argv[2]);
  for (int v = 0; v < PUPILS; v++) pupil_reset(&pupils[v]);
  ds_arena_free(arena);
  return 0;
}
