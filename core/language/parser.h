/* Dependency parsing: greedy, transition-based. The arc-hybrid system (Kuhlmann, Gómez-Rodríguez & Satta 2011) with the root last in
 * the buffer; a linear model picks one of three moves from features in the manner of Zhang & Nivre (2011), a second one labels an arc
 * when it is made. Both are averaged perceptrons trained with a dynamic oracle (Goldberg & Nivre 2013). Trees are projective with one
 * root per sentence; time is linear in the number of words.
 * Sections: "moves" {uint32 rows, zeros up to 64 bytes, ds_narrow rows}, "labels" {uint32 buckets, zeros up to 64 bytes,
 * ds_sure_labels, ds_bucket buckets}. */
#ifndef DS_LANGUAGE_PARSER_H
#define DS_LANGUAGE_PARSER_H

#include "language/words.h"
#include "language/weights.h"

typedef enum ds_move { DS_MOVE_SHIFT, DS_MOVE_LEFT, DS_MOVE_RIGHT, DS_MOVE_COUNT } ds_move;

enum { DS_MOVE_FEATURES = 64, DS_LABEL_FEATURES = 64 };

/* Many labels hang on the two tags, the side, whether the words are neighbours, and the relation of the child's outermost child
 * on the left: the model is not asked for these. Slots hold the key << 8 | label, 0: empty; open addressing from ds_sure_slot. */
enum { DS_SURE_LABEL_SLOTS = 4096, DS_NO_LABEL = 255 };
typedef uint32_t ds_sure_labels[DS_SURE_LABEL_SLOTS];

/* left: the relation of the child's outermost child on the left, DS_NO_LABEL if there is none. Never 0. */
static inline uint32_t ds_sure_key(int head, int child, uint8_t head_tag, uint8_t child_tag, uint8_t left) {
  uint32_t side = child > head, near = child - head == 1 || head - child == 1;
  return 1u << 20 | side << 19 | near << 18 | (head_tag & 63u) << 12 | (child_tag & 63u) << 6 | (left & 63u);
}
static inline uint32_t ds_sure_slot(uint32_t key) {
  return (key * 0x9E3779B1u) >> 20;
}
/* The only label that arcs of this kind have, or DS_NO_LABEL. At least one slot must be empty. */
static inline uint8_t ds_sure_label(const ds_sure_labels *sure, uint32_t key) {
  for (uint32_t i = ds_sure_slot(key); (*sure)[i]; i = (i + 1) % DS_SURE_LABEL_SLOTS)
    if ((*sure)[i] >> 8 == key) return (uint8_t)(*sure)[i];
  return DS_NO_LABEL;
}

typedef struct ds_node {
  uint64_t word, tag, cluster, both; /* hashes; both: of word and tag */
  uint64_t labels;                   /* set of its children's relations */
  uint64_t set, relation;            /* hashes of labels and rel */
  int16_t head, left[2], right[2];   /* left, right: outermost and second outermost child */
  uint8_t rel, n_left, n_right;
} ds_node;

/* Nodes 0 to n-1 are the words, n the root, n+1 stands for whatever is not there. */
typedef struct ds_parse {
  ds_node *nodes;
  const uint8_t *tags; /* borrowed */
  int16_t *stack;
  int n, depth, next; /* next: first node of the buffer */
} ds_parse;

/* Bytes that a parse of n words needs: pass them (16-byte aligned) to ds_parse_init. */
size_t ds_parse_size(uint32_t n);
void ds_parse_init(ds_parse *p, void *memory, const ds_form *forms, const uint8_t *tags, uint32_t n);

bool ds_move_allowed(const ds_parse *p, ds_move move);
static inline bool ds_parse_done(const ds_parse *p) {
  return p->next == p->n && p->depth == 0;
}
/* The relation of a node's outermost child on the left, or DS_NO_LABEL. */
static inline uint8_t ds_outermost_left(const ds_parse *p, int node) {
  const ds_node *d = &p->nodes[node];
  return d->n_left ? p->nodes[d->left[0]].rel : DS_NO_LABEL;
}

/* Features of the next move, whose rows are prefetched from the table, if one is given; returns how many. */
uint32_t ds_move_features(const ds_parse *p, const ds_narrow_table *table, uint32_t out[DS_MOVE_FEATURES]);
/* The arc that a LEFT or RIGHT would make. */
void ds_move_arc(const ds_parse *p, ds_move move, int *head, int *child);
uint32_t ds_label_features(const ds_parse *p, int head, int child, uint32_t out[DS_LABEL_FEATURES]);
void ds_move_make(ds_parse *p, ds_move move, uint8_t rel); /* rel is not looked at by SHIFT */

/* Fills head and rel of a sentence's tokens, whose tags are filled; quotation marks are left out of the tree and hung on afterwards
 * (marks.h). What forms and tags hold is lost. Memory: ds_parse_size(s->count) bytes. Without a model the first token is the root and the
 * others hang on it. */
void ds_parser_run(ds_reading *r, const ds_sentence *s, ds_form *forms, uint8_t *tags, void *memory);

#endif
