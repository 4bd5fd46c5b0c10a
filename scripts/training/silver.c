/* Parses raw text by the vote of several parsers that learned from gold in different ways.
 * usage: silver OUT TAGS TEXTS WORDS TREEBANK...   (TAGS: as written by train_tagger for the same treebanks) */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "ensemble.h"

enum { VOTERS = 5, VOTER_ROUNDS = 4, TEXT_STEP = 7 };

static samples gold, raw;
static ds_sure_labels sure;
static ballot ballots[VOTERS];

/* Every voter learns and votes in a thread of its own. */
static void *voter(void *number) {
  int v = (int)(intptr_t)number;
  pupil p;
  pupil_init(&p, &sure, 101 + (uint64_t)v, v % 2 == 1);
  pupil_study(&p, &gold, VOTER_ROUNDS, v % 2 ? "voter, backwards," : "voter");
  pupil_finish(&p);
  ballot_fill(&ballots[v], &p, &raw);
  pupil_reset(&p);
  return NULL;
}

int main(int argc, char **argv) {
  if (argc < 6) return 2;
  ds_arena *arena = ds_arena_new();
  pthread_t threads[VOTERS];
  samples_read(&gold, argv + 5, argc - 5, true, arena);
  samples_read_tags(&gold, argv[2]);
  samples_leave_out_marks(&gold);
  choose_sure_labels(&gold, sure);
  samples_read_raw(&raw, argv[3], (uint32_t)atoi(argv[4]), TEXT_STEP, arena);
  samples_leave_out_marks(&raw);
  for (int v = 0; v < VOTERS; v++)
    if (pthread_create(&threads[v], NULL, voter, (void *)(intptr_t)v)) exit(1);
  for (int v = 0; v < VOTERS; v++) pthread_join(threads[v], NULL);
  vote(ballots, VOTERS, &raw);
  samples_save(&raw, argv[1]);
  for (int v = 0; v < VOTERS; v++) ballot_reset(&ballots[v]);
  ds_arena_free(arena);
  return 0;
}
