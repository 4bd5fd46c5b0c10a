/* Gathers from raw text what names_train looks words up in: each word's distributional cluster, and as which kinds of names the present
 * model finds it (the habit). usage: names_words TEXTS CLUSTERS.bin OUT   (TEXTS: articles ended by form feeds; CLUSTERS: of clusters.c)
 * OUT: uint32 bits, then ds_names_word [2^bits]. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/path.h"
#include "language/gazetteer.h"
#include "language/names.h"
#include "language/names_features.h"
#include "language/sentences.h"
#include "language/tokens.h"
#include "language/words.h"

enum { BITS = 17, WORDS = 1 << 20, KINDS = 5, LEAST = 3, MOST = 85000 };

typedef struct word {
  uint32_t hash, clusters_hash, small, capital, kinds[KINDS], first[KINDS];
} word;

static word *all;

static word *word_of(uint32_t hash) {
  uint32_t i = hash & (WORDS - 1);
  while (all[i].hash && all[i].hash != hash) i = (i + 1) & (WORDS - 1);
  all[i].hash = hash;
  return &all[i];
}


/* What the gazetteer knows for certain goes before what the model thinks. */
static ds_kind kind_of(const ds_reading *r, const ds_name *n) {
  uint32_t facts = ds_fact_find(r->text + n->start, n->end - n->start, NULL);
  uint32_t place = facts & (DS_FACT_COUNTRY | DS_FACT_REGION | DS_FACT_CITY);
  if (facts & DS_FACT_ORGANIZATION && !place) return DS_ORGANIZATION;
  return place & (DS_FACT_COUNTRY | DS_FACT_REGION) && !(facts & DS_FACT_ORGANIZATION) ? DS_PLACE : n->kind;
}

static void count_text(const char *text, size_t len, ds_arena *arena) {
  ds_reading r = {.text = text, .len = len};
  static const ds_names_words none = {NULL, 0};
  ds_tokens_find(&r, arena);
  ds_sentences_find(&r, arena);
  ds_names_find(&r, arena);
  const ds_names_view *v = ds_names_views(&r, &none, arena);
  uint32_t name = 0;
  for (uint32_t i = 0; i < r.n_tokens; i++) {
    size_t n, form_len;
    char form[64];
    const char *s = ds_token_text(&r, i, &n);
    word *w = word_of(v[i].lower ? v[i].lower : 1);
    if (!w->clusters_hash && !v[i].acronym) w->clusters_hash = ds_word_hash(s, n, form, sizeof form, &form_len);
    while (name < r.n_names && r.names[name].first + r.names[name].count <= i) name++;
    bool inside = name < r.n_names && r.names[name].first <= i;
    if (!v[i].capital && !inside) {
      w->small++;
      continue;
    }
    w->capital++;
    if (!inside && i == r.sentences[r.tokens[i].sentence].first) continue;
    if (inside && r.names[name].score < 0.6f) continue;
    int kind = inside ? 1 + (int)kind_of(&r, &r.names[name]) : 0;
    w->kinds[kind]++;
    w->first[kind] += inside && r.names[name].first == i;
  }
}

/* Share of a kind in four steps. */
static uint32_t share(uint32_t n, uint32_t total) { return n == 0 ? 0 : 10 * n < 3 * total ? 1 : 10 * n < 8 * total ? 2 : 3; }

static uint16_t habit_of(const word *w) {
  uint32_t total = 0, code = 0, best = 0;
  for (int k = 0; k < KINDS; k++) {
    total += w->kinds[k];
    if (w->kinds[k] > w->kinds[best]) best = (uint32_t)k;
  }
  if (total < LEAST) return 0;
  for (int k = 0; k < KINDS; k++) code = code * 4 + (10 * w->kinds[k] < total ? 0 : share(w->kinds[k], total));
  uint32_t starts = best ? share(w->first[best], w->kinds[best]) : 0;
  uint32_t small = w->small * 4 > w->capital;
  return (uint16_t)((code << 3 | starts << 1 | small) + 1);
}

static uint16_t cluster_of(const ds_buf *clusters, uint32_t hash) {
  uint32_t n;
  memcpy(&n, clusters->data, 4);
  const ds_cluster *slots = (const void *)(clusters->data + 8);
  for (uint32_t i = hash & (n - 1); slots[i].key; i = (i + 1) & (n - 1))
    if (slots[i].key == hash) return slots[i].cluster;
  return 0;
}

static int by_count(const void *a, const void *b) {
  const word *x = *(const word *const *)a, *y = *(const word *const *)b;
  uint64_t m = (uint64_t)x->capital * 4 + x->small, n = (uint64_t)y->capital * 4 + y->small;
  return m != n ? (m < n ? 1 : -1) : (x->hash > y->hash) - (x->hash < y->hash);
}

static void put(ds_names_word *slots, const word *w, uint16_t cluster, uint16_t habit) {
  ds_names_words table = {slots, BITS};
  if (ds_names_word_find(&table, w->hash)) return;
  uint32_t i = w->hash & ((1u << BITS) - 1);
  while (slots[i].check) i = (i + 1) & ((1u << BITS) - 1);
  slots[i] = (ds_names_word){(uint16_t)(w->hash >> 16 | 1), cluster, habit};
}

static void write_words(const ds_buf *clusters, const char *path) {
  static const word *order[WORDS];
  ds_names_word *slots = ds_alloc(sizeof *slots << BITS);
  uint32_t n = 0, kept = 0, bits = BITS;
  for (uint32_t i = 0; i < WORDS; i++)
    if (all[i].hash) order[n++] = &all[i];
  qsort(order, n, sizeof *order, by_count);
  for (uint32_t i = 0; i < n && kept < MOST; i++) {
    uint16_t cluster = order[i]->clusters_hash ? cluster_of(clusters, order[i]->clusters_hash) : 0, habit = habit_of(order[i]);
    if (!cluster && !habit) continue;
    put(slots, order[i], cluster, habit);
    kept++;
  }
  FILE *f = fopen(path, "wb");
  if (!f || fwrite(&bits, 4, 1, f) != 1 || fwrite(slots, sizeof *slots << BITS, 1, f) != 1 || fclose(f) != 0) exit(1);
  printf("%u words, %u kept\n", n, kept);
}

int main(int argc, char **argv) {
  ds_buf texts = {0}, clusters = {0};
  ds_err err = {0};
  if (argc != 4 || ds_path_read(argv[1], 0, &texts, &err) != DS_OK || ds_path_read(argv[2], 0, &clusters, &err) != DS_OK) {
    fprintf(stderr, "names_words: %s\n", argc == 4 ? err.text : "usage: names_words TEXTS CLUSTERS.bin OUT");
    return 1;
  }
  all = ds_alloc(sizeof *all * WORDS);
  ds_arena *arena = ds_arena_new();
  for (size_t at = 0; at < texts.len;) {
    const char *stop = memchr(texts.data + at, '\f', texts.len - at);
    size_t n = stop ? (size_t)(stop - texts.data) - at : texts.len - at;
    count_text(texts.data + at, n, arena);
    ds_arena_reset(arena);
    at += n + 1;
  }
  write_words(&clusters, argv[3]);
  return 0;
}
