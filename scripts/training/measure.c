/* Measures the reader against a treebank: words aligned by their place, as in the CoNLL 2018 shared task.
 * usage: measure [-g] [-e] TREEBANK.conllu...    -g: gold tokens and sentences; -e: print sentences split otherwise than the gold */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "conllu.h"
#include "language/read.h"

typedef struct counts {
  uint32_t gold, said, tok, upos, xpos, lemma, uas, las, sentences_gold, sentences_said, sentences;
} counts;

static double f1(uint32_t right, uint32_t said, uint32_t gold) { return said + gold ? 2.0 * right / (said + gold) : 0; }

static uint8_t base_rel(uint8_t rel) {
  const char *text = ds_rel_text(rel);
  return (uint8_t)ds_rel_parse(text, strcspn(text, ":"));
}

static bool same_place(const gold_word *g, const ds_token *t) { return g->start == t->start && g->end == t->end; }

static void compare_sentences(counts *n, const gold_doc *d, const ds_reading *r, bool show) {
  n->sentences_gold += d->n_sentences;
  n->sentences_said += r->n_sentences;
  for (uint32_t i = 0, k = 0; i < d->n_sentences; i++) {
    const gold_word *first = &d->words[d->sentences[i][0]], *last = first + d->sentences[i][1] - 1;
    while (k < r->n_sentences && r->sentences[k].start < first->start) k++;
    bool same = k < r->n_sentences && r->sentences[k].start == first->start && r->sentences[k].end == last->end;
    n->sentences += same;
    if (show && !same) printf("- %.*s\n", (int)(last->end - first->start), d->text + first->start);
  }
}

static void compare(counts *n, const gold_doc *d, const ds_reading *r, bool show) {
  n->gold += d->n_words;
  n->said += r->n_tokens;
  compare_sentences(n, d, r, show);
  for (uint32_t i = 0, k = 0; i < d->n_words; i++) {
    const gold_word *g = &d->words[i];
    while (k < r->n_tokens && r->tokens[k].start < g->start) k++;
    if (k >= r->n_tokens || !same_place(g, &r->tokens[k])) {
      if (show) printf("t %.*s\n", (int)(g->end - g->start), d->text + g->start);
      continue;
    }
    const ds_token *t = &r->tokens[k];
    n->tok++;
    n->upos += t->upos == g->upos;
    n->xpos += t->xpos == g->xpos;
    n->lemma += strcmp(t->lemma, g->lemma) == 0;
    bool head = g->head < 0 ? t->head < 0 : t->head >= 0 && same_place(&d->words[g->head], &r->tokens[t->head]);
    n->uas += head;
    n->las += head && base_rel(t->rel) == base_rel(g->rel);
  }
}

int main(int argc, char **argv) {
  bool gold = false, show = false;
  for (int i = 1; i < argc; i++) {
    if (argv[i][0] == '-') {
      gold |= strchr(argv[i], 'g') != NULL;
      show |= strchr(argv[i], 'e') != NULL;
      continue;
    }
    ds_arena *arena = ds_arena_new(), *bank_arena = ds_arena_new();
    gold_bank bank = {0};
    gold_read(&bank, argv[i], bank_arena);
    counts n = {0};
    clock_t spent = 0;
    for (uint32_t k = 0; k < bank.n; k++) {
      const gold_doc *d = &bank.docs[k];
      clock_t begin = clock();
      ds_reading *r = gold ? gold_reading(d, arena) : ds_read(d->text, d->len, arena);
      if (gold) ds_read_tokens(r, arena);
      spent += clock() - begin;
      compare(&n, d, r, show);
      ds_arena_reset(arena);
    }
    double seconds = (double)spent / CLOCKS_PER_SEC;
    const char *name = strrchr(argv[i], '/');
    printf("%-18s words %6u tokens %.4f sentences %.4f upos %.4f xpos %.4f lemma %.4f uas %.4f las %.4f  %.0f tokens/s\n",
           name ? name + 1 : argv[i], n.gold, f1(n.tok, n.said, n.gold), f1(n.sentences, n.sentences_said, n.sentences_gold),
           f1(n.upos, n.said, n.gold), f1(n.xpos, n.said, n.gold), f1(n.lemma, n.said, n.gold), f1(n.uas, n.said, n.gold),
           f1(n.las, n.said, n.gold), n.said / (seconds > 0 ? seconds : 1));
    ds_arena_free(arena);
    ds_arena_free(bank_arena);
  }
  return 0;
}
