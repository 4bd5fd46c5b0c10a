/* Sentences as bytes, for the teacher (teacher.py) to learn from or to parse.
 * usage: sentences OUT TREEBANK...             gold trees, with gold tags
 *        sentences OUT -raw TEXTS WORDS        raw text (articles ended by form feeds): each twelfth article, at most WORDS words */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "raw.h"
#include "language/model.h"
#include "language/tagger.h"

enum { TEXT_STEP = 12 };

/* Gold tags as joint tags; pairs that the tagger does not know get its first tag with the same universal one. */
static void fill_tags(samples *all) {
  size_t size;
  const ds_tagger_head *head = ds_model_section("tagger", &size);
  if (!head) exit(1);
  for (uint32_t i = 0; i < all->n; i++)
    for (uint32_t k = 0; k < all->list[i].count; k++) {
      const sample *s = &all->list[i];
      uint32_t best = 0;
      for (uint32_t t = head->tags; t-- > 0;)
        if (head->upos[t] == s->upos[k]) best = t;
      for (uint32_t t = 0; t < head->tags; t++)
        if (head->upos[t] == s->upos[k] && head->xpos[t] == s->xpos[k]) best = t;
      s->tags[k] = (uint8_t)best;
    }
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  samples all = {0};
  ds_arena *arena = ds_arena_new();
  if (strcmp(argv[2], "-raw") == 0) {
    if (argc != 5) return 2;
    samples_read_raw(&all, argv[3], (uint32_t)atoi(argv[4]), TEXT_STEP, arena);
  } else {
    samples_read(&all, argv + 2, argc - 2, false, arena);
    fill_tags(&all);
  }
  samples_save(&all, argv[1]);
  ds_arena_free(arena);
  return 0;
}
