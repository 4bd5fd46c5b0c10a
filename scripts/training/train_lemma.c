/* Learns lemma rules: the majority rule of each word and of each word end under its tags; an entry that a shorter end decides the same
 * way is left out.
 * usage: train_lemma OUT TREEBANK... */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conllu.h"
#include "language/lemma.h"

enum { COUNTS = 1 << 22, SLOTS = 1 << 12, RULES_MAX = 4096, DEPTHS = DS_LEMMA_SUFFIX + 2 };

/* How often a rule is right under a key; depth 0 is the empty end, DS_LEMMA_SUFFIX + 1 the whole word. */
typedef struct count {
  uint32_t key, shorter, rule, n;
  int depth;
} count;

static count *counts;
static ds_lemma_rule rules[RULES_MAX];
static uint32_t n_rules, n_counts;

static uint32_t rule_id(const ds_lemma_rule *rule) {
  for (uint32_t i = 0; i < n_rules; i++)
    if (memcmp(&rules[i], rule, sizeof *rule) == 0) return i;
  if (n_rules == RULES_MAX) exit(1);
  rules[n_rules] = *rule;
  return n_rules++;
}

static size_t shared(const char *a, size_t a_len, const char *b, size_t b_len) {
  size_t i = 0;
  while (i < a_len && i < b_len && a[i] == b[i]) i++;
  return i;
}

/* The rule that makes lemma out of the word; false when its ending would be too long. */
static bool make_rule(const char *word, size_t len, const char *lower, size_t lower_len, const char *lemma, uint8_t upos,
                      ds_lemma_rule *rule) {
  size_t n = strlen(lemma), low = shared(lower, lower_len, lemma, n), same = shared(word, len, lemma, n);
  memset(rule, 0, sizeof *rule);
  if (same == n && n > low && upos == DS_UPOS_PRON) same = low; /* "i" is "I" whatever way it is written */
  rule->keep_case = same > low || (upos == DS_UPOS_PROPN && same == low);
  size_t keep = rule->keep_case ? same : low, from = rule->keep_case ? len : lower_len;
  if (n - keep >= DS_LEMMA_ENDING || from - keep >= DS_LEMMA_ALL) return false;
  rule->strip = keep == 0 && from > 0 ? DS_LEMMA_ALL : (uint8_t)(from - keep);
  memcpy(rule->ending, lemma + keep, n - keep);
  return true;
}

static void add(uint32_t key, uint32_t shorter, uint32_t rule, int depth) {
  uint32_t i = (key ^ (rule * 0x9E3779B1u)) & (COUNTS - 1);
  while (counts[i].n && (counts[i].key != key || counts[i].rule != rule)) i = (i + 1) & (COUNTS - 1);
  if (!counts[i].n && ++n_counts > COUNTS / 2) exit(1);
  counts[i] = (count){.key = key, .shorter = shorter, .rule = rule, .n = counts[i].n + 1, .depth = depth};
}

static void learn(const gold_doc *d, const gold_word *w) {
  const char *word = d->text + w->start;
  size_t len = w->end - w->start, n;
  char lower[DS_LEMMA_WORD];
  ds_lemma_rule rule;
  if (w->rel == DS_REL_GOESWITH || strcmp(w->lemma, "_") == 0) return;
  if (!ds_lemma_lower(word, len, lower, &n) || !make_rule(word, len, lower, n, w->lemma, w->upos, &rule)) return;
  uint32_t id = rule_id(&rule), keys[DS_LEMMA_SUFFIX + 2], shorter = 0;
  ds_lemma_keys(lower, n, w->upos, w->xpos, keys);
  for (size_t k = 0; k <= n && k <= DS_LEMMA_SUFFIX; k++) {
    add(keys[k], shorter, id, (int)k);
    shorter = keys[k];
  }
  add(keys[DS_LEMMA_SUFFIX + 1], shorter, id, DS_LEMMA_SUFFIX + 1);
}

static int by_depth_key(const void *a, const void *b) {
  const count *x = a, *y = b;
  if (x->depth != y->depth) return x->depth < y->depth ? -1 : 1;
  if (x->key != y->key) return x->key < y->key ? -1 : 1;
  if (x->n != y->n) return x->n < y->n ? 1 : -1;
  return x->rule < y->rule ? -1 : x->rule > y->rule;
}

/* What the table says for a key: its slot, or a free one. */
static ds_lemma_slot *slot_of(ds_lemma_slot *slots, uint32_t n, uint32_t key) {
  uint32_t i = key & (n - 1);
  while (slots[i].key && slots[i].key != key) i = (i + 1) & (n - 1);
  return &slots[i];
}

/* Majority rules from short ends to whole words; `all` remembers every decision, `kept` only what a shorter end does not say. */
static uint32_t decide(ds_lemma_slot *kept) {
  enum { ALL = 1 << 22 };
  ds_lemma_slot *all = calloc(ALL, sizeof *all);
  uint32_t n = 0, used = 0;
  for (uint32_t i = 0; i < COUNTS; i++)
    if (counts[i].n) counts[n++] = counts[i];
  qsort(counts, n, sizeof *counts, by_depth_key);
  for (uint32_t i = 0; i < n; i++) {
    const count *c = &counts[i];
    if (i && counts[i - 1].key == c->key && counts[i - 1].depth == c->depth) continue;
    uint32_t said = c->depth ? slot_of(all, ALL, c->shorter)->rule : UINT32_MAX;
    bool rare = c->n < 2 && c->depth > 0 && c->depth <= DS_LEMMA_SUFFIX; /* ends seen once prove nothing */
    *slot_of(all, ALL, c->key) = (ds_lemma_slot){.key = c->key, .rule = rare ? said : c->rule};
    if (rare || c->rule == said) continue;
    if (++used > SLOTS * 3 / 4) exit(1);
    *slot_of(kept, SLOTS, c->key) = (ds_lemma_slot){.key = c->key, .rule = c->rule};
  }
  free(all);
  return used;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  ds_arena *arena = ds_arena_new();
  gold_bank bank = {0};
  for (int i = 2; i < argc; i++) gold_read(&bank, argv[i], arena);
  counts = calloc(COUNTS, sizeof *counts);
  for (uint32_t i = 0; i < bank.n; i++)
    for (uint32_t k = 0; k < bank.docs[i].n_words; k++) learn(&bank.docs[i], &bank.docs[i].words[k]);
  ds_lemma_slot *kept = calloc(SLOTS, sizeof *kept);
  uint32_t used = decide(kept);
  ds_lemma_head head = {.slots = SLOTS, .rules = n_rules};
  FILE *out = fopen(argv[1], "w");
  if (!out) return 1;
  fwrite(&head, sizeof head, 1, out);
  fwrite(kept, sizeof *kept, SLOTS, out);
  fwrite(rules, sizeof *rules, n_rules, out);
  fclose(out);
  fprintf(stderr, "  %u lemma entries, %u rules\n", used, n_rules);
  ds_arena_free(arena);
  return 0;
}
