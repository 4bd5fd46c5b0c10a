/* Parses raw text by the vote of several parsers that learned from gold in different ways.
 * usage: silver OUT TAGS TEXTS WORDS TREEBANK...   (TAGS: as written by train_tagger for the same treebanks) */
#include <stdlib.h>

#include "ensemble.h"

enum { VOTERS = 5, VOTER_ROUNDS = 4, TEXT_STEP = 7 };

int main(int argc, char **argv) {
  if (argc < 6) return 2;
  ds_arena *arena = ds_arena_new();
  samples gold = {0}, raw = {0};
  static ds_sure_labels sure;
  pupil voters[VOTERS];
  samples_read(&gold, argv + 5, argc - 5, true, arena);
  samples_read_tags(&gold, argv[2]);
  choose_sure_labels(&gold, sure);
  for (int v = 0; v < VOTERS; v++) {
    pupil_init(&voters[v], &sure, 101 + (uint64_t)v, v % 2 == 1);
    pupil_study(&voters[v], &gold, VOTER_ROUNDS, v % 2 ? "voter, backwards," : "voter");
    pupil_finish(&voters[v]);
  }
  samples_read_raw(&raw, argv[3], (uint32_t)atoi(argv[4]), TEXT_STEP, arena);
  for (uint32_t i = 0; i < raw.n; i++) vote(voters, VOTERS, &raw.list[i]);
  samples_save(&raw, argv[1]);
  for (int v = 0; v < VOTERS; v++) pupil_reset(&voters[v]);
  ds_arena_free(arena);
  return 0;
}
