/* What the parser looks at. */
#include "language/parser.h"

#define K1 0x9E3779B97F4A7C15ull
#define K2 0xD6E8FEB86659FD93ull

static uint64_t mix64(uint64_t x) {
  x *= K1;
  x ^= x >> 29;
  x *= K2;
  return x ^ (x >> 32);
}

static uint64_t turn(uint64_t x, int by) {
  return x << by | x >> (64 - by);
}

static uint64_t relation_hash(uint8_t rel) {
  return (rel + 1u) * 0x8CB92BA72F3D8DD7ull;
}
static uint64_t set_hash(uint64_t labels) {
  return mix64(labels + 17);
}

void ds_parse_init(ds_parse *p, void *memory, const ds_form *forms, const uint8_t *tags, uint32_t n) {
  *p = (ds_parse){.nodes = memory, .tags = tags, .n = (int)n};
  p->stack = (void *)(p->nodes + n + 2);
  int16_t none = (int16_t)(n + 1);
  uint64_t no_set = set_hash(0);
  for (uint32_t i = 0; i < n + 2; i++) {
    ds_node *d = &p->nodes[i];
    *d = (ds_node){.set = no_set, .head = -1, .left = {none, none}, .right = {none, none}};
    uint64_t tag = i < n ? tags[i] + 2u : i == n ? 0u : 1u;
    d->tag = mix64(tag + 0x1234567);
    d->word = i < n ? mix64(forms[i].word) : d->tag;
    d->cluster = i < n ? mix64(forms[i].cluster + 0x7654321ull * 16) : d->tag;
    d->both = turn(d->word, 13) ^ d->tag;
    d->relation = relation_hash(i <= n ? 0 : 99);
  }
}

void ds_move_make(ds_parse *p, ds_move move, uint8_t rel) {
  if (move == DS_MOVE_SHIFT) {
    p->stack[p->depth++] = (int16_t)p->next++;
    return;
  }
  int head, child;
  ds_move_arc(p, move, &head, &child);
  ds_node *h = &p->nodes[head], *c = &p->nodes[child];
  int16_t *side = move == DS_MOVE_LEFT ? h->left : h->right;
  uint8_t *count = move == DS_MOVE_LEFT ? &h->n_left : &h->n_right;
  c->head = (int16_t)head;
  c->rel = rel;
  c->relation = relation_hash(rel);
  side[1] = side[0];
  side[0] = (int16_t)child;
  if (*count < 7) ++*count;
  h->labels |= 1ull << (rel & 63);
  h->set = set_hash(h->labels);
  p->depth--;
}

/* What features are made of: identifier. W word, T tag, C cluster, WT both, R relation; L, L2, R, R2 children; VL, VR number of children;
 * SET their relations; AFTER and BEFORE the neighbours in the text. S0, S1, S2: top of the stack and below; B0, B1, B2: the buffer;
 * S0B0, S1S0: distances. */
/* clang-format off */
#define ATOMS(X) \
  X(NIL) X(S0W) X(S0T) X(S0C) X(S0WT) X(S1W) X(S1T) X(S1C) X(S1WT) X(S2T) X(B0W) X(B0T) X(B0C) X(B0WT) X(B1W) X(B1T) X(B1C) X(B2T) \
  X(S0LT) X(S0LR) X(S1LT) X(S1RR) X(S1R2R) X(B0LW) X(B0LT) X(B0LR) X(S0VL) X(S0VR) X(S0SET) X(S1SET) X(B0SET) X(S0B0) X(S1S0) \
  X(S0AFTER) X(B0BEFORE) X(S1AFTER)
/* The same for labels: H head, D child (dependent). */
#define LABEL_ATOMS(X) \
  X(HW) X(HT) X(HC) X(HWT) X(DW) X(DT) X(DC) X(DWT) X(DIST) X(DLW) X(DLT) X(DLR) X(DRR) X(DSET) X(HSET) X(HRR) X(HBEFORE) X(HAFTER) \
  X(DLC) X(DBW) X(DRW) X(HLT)

/* Features: up to three atoms together. Their order numbers them, so a model knows only the lists that it was trained with. */
#define MOVE_TEMPLATES(X) \
  X(S0T, NIL, NIL) X(S0WT, NIL, NIL) X(S1T, NIL, NIL) X(S1WT, NIL, NIL) X(S2T, NIL, NIL) X(B0T, NIL, NIL) X(B0WT, NIL, NIL) \
  X(B1W, NIL, NIL) X(B1T, NIL, NIL) X(B1C, NIL, NIL) X(S0WT, B0WT, NIL) X(S0WT, B0T, NIL) X(S0W, B0W, NIL) X(B0T, B1T, NIL) \
  X(S0T, B0C, NIL) X(S1W, S0W, NIL) X(S1C, S0C, NIL) X(S1C, S0T, NIL) X(B0T, B1T, B2T) X(S0T, B0T, B1T) X(S2T, S1T, S0T) \
  X(S0T, B0T, B0LT) X(S1T, S0T, S0LT) X(S1T, S1LT, S0T) X(S0W, B0T, B1T) X(S0T, B0W, B1T) X(S0T, B0T, B1W) X(S1C, S0C, B0T) \
  X(S1T, S0C, B0C) X(S0W, S0B0, NIL) X(S0T, S0B0, NIL) X(B0T, S0B0, NIL) X(S0W, S1S0, NIL) X(S0T, S0VL, NIL) X(S0W, S0VR, NIL) \
  X(S0T, S0VR, NIL) X(S0W, S0LR, NIL) X(B0T, B0LR, NIL) X(S1T, S1RR, S1R2R) X(B0LW, B0T, S0T) X(S0T, S0SET, NIL) X(S1SET, S1T, S0T) \
  X(S0SET, S1T, S0T) X(B0SET, S0T, B0T) X(S0AFTER, S0T, B0T) X(B0BEFORE, S0T, B0T) X(S1AFTER, S1T, S0T) X(S0T, S0B0, B1T) \
  X(S0WT, B1T, NIL)

#define LABEL_TEMPLATES(X) \
  X(HW, NIL, NIL) X(HT, NIL, NIL) X(DT, NIL, NIL) X(DWT, NIL, NIL) X(HWT, DT, NIL) X(HT, DWT, NIL) X(HT, DC, NIL) X(HT, DT, DIST) \
  X(DSET, NIL, NIL) X(DSET, DT, NIL) X(DLW, HT, DT) X(DLW, HC, NIL) X(DLR, DT, HT) X(DRR, DT, HT) X(HSET, DT, NIL) X(HSET, HT, DT) \
  X(HSET, DW, NIL) X(HBEFORE, HT, HAFTER) X(DBW, DT, NIL) X(HRR, DT, HT) X(DLC, DC, NIL) X(DRW, DT, NIL) X(DLT, DT, HT) \
  X(HLT, HT, DT)
/* clang-format on */

enum {
#define X(name) name,
  ATOMS(X) ATOM_COUNT,
  NO_LABEL_ATOM = NIL,
  LABEL_ATOMS(X) LABEL_ATOM_COUNT
#undef X
};
#define X(a, b, c) +1
enum { MOVE_TEMPLATE_COUNT = 0 MOVE_TEMPLATES(X), LABEL_TEMPLATE_COUNT = 0 LABEL_TEMPLATES(X) };
#undef X
_Static_assert((int)MOVE_TEMPLATE_COUNT <= (int)DS_MOVE_FEATURES, "room for the features of a move");
_Static_assert((int)LABEL_TEMPLATE_COUNT <= (int)DS_LABEL_FEATURES, "room for the features of a label");

static inline uint64_t number(uint64_t n) {
  return (n + 1) * 0xA24BAED4963EE407ull;
}

static inline uint64_t distance(int a, int b) {
  int d = b > a ? b - a : a - b;
  return (uint64_t)(d < 5 ? d : d < 8 ? 5 : d < 12 ? 6 : d < 20 ? 7 : 8) * 0x9FB21C651E98DF25ull;
}

static inline uint64_t tag_at(const ds_parse *p, int i) {
  return p->nodes[i >= 0 && i < p->n ? i : p->n + 1].tag;
}

static inline void fill_stack_atoms(const ds_parse *p, int s0, int s1, int s2, uint64_t *a) {
  const ds_node *n = p->nodes, *x = &n[s0], *y = &n[s1], *xl = &n[x->left[0]];
  a[S0W] = x->word, a[S0T] = x->tag, a[S0C] = x->cluster, a[S0WT] = x->both;
  a[S1W] = y->word, a[S1T] = y->tag, a[S1C] = y->cluster, a[S1WT] = y->both;
  a[S2T] = n[s2].tag;
  a[S0LT] = xl->tag, a[S0LR] = xl->relation;
  a[S1LT] = n[y->left[0]].tag;
  a[S1RR] = n[y->right[0]].relation, a[S1R2R] = n[y->right[1]].relation;
  a[S0VL] = number(x->n_left), a[S0VR] = number(x->n_right);
  a[S0SET] = x->set, a[S1SET] = y->set;
  a[S0AFTER] = tag_at(p, s0 + 1), a[S1AFTER] = tag_at(p, s1 + 1);
}

static inline void fill_buffer_atoms(const ds_parse *p, int b0, int b1, int b2, uint64_t *a) {
  const ds_node *n = p->nodes, *x = &n[b0], *xl = &n[x->left[0]];
  a[B0W] = x->word, a[B0T] = x->tag, a[B0C] = x->cluster, a[B0WT] = x->both;
  a[B1W] = n[b1].word, a[B1T] = n[b1].tag, a[B1C] = n[b1].cluster;
  a[B2T] = n[b2].tag;
  a[B0LW] = xl->word, a[B0LT] = xl->tag, a[B0LR] = xl->relation;
  a[B0SET] = x->set, a[B0BEFORE] = tag_at(p, b0 - 1);
}

static inline uint32_t combine(uint64_t a, uint64_t b, uint64_t c, uint32_t seed) {
  return (uint32_t)(((a + turn(b, 21) + turn(c, 43) + (uint64_t)seed * 0x2545F491u) * K1) >> 32);
}

uint32_t ds_move_features(const ds_parse *p, const ds_narrow_table *table, uint32_t out[DS_MOVE_FEATURES]) {
  uint64_t atoms[ATOM_COUNT];
  int none = p->n + 1;
  int s0 = p->depth > 0 ? p->stack[p->depth - 1] : none, s1 = p->depth > 1 ? p->stack[p->depth - 2] : none;
  int s2 = p->depth > 2 ? p->stack[p->depth - 3] : none, b0 = p->next;
  int b1 = b0 + 1 <= p->n ? b0 + 1 : none, b2 = b0 + 2 <= p->n ? b0 + 2 : none;
  fill_stack_atoms(p, s0, s1, s2, atoms);
  fill_buffer_atoms(p, b0, b1, b2, atoms);
  atoms[NIL] = 0;
  atoms[S0B0] = p->depth > 0 ? distance(s0, b0) : 0;
  atoms[S1S0] = p->depth > 1 ? distance(s1, s0) : 0;
  uint32_t i = 0;
#define X(a, b, c)                                       \
  out[i] = combine(atoms[a], atoms[b], atoms[c], i + 1); \
  if (table) ds_narrow_prefetch(table, out[i]);          \
  i++;
  MOVE_TEMPLATES(X)
#undef X
  return i;
}

static inline void fill_label_atoms(const ds_parse *p, int head, int child, uint64_t *a) {
  const ds_node *n = p->nodes, *h = &n[head], *d = &n[child];
  const ds_node *dl = &n[d->left[0]], *dr = &n[d->right[0]], *hl = &n[h->left[0]], *hr = &n[h->right[0]];
  a[HW] = h->word, a[HT] = h->tag, a[HC] = h->cluster, a[HWT] = h->both;
  a[DW] = d->word, a[DT] = d->tag, a[DC] = d->cluster, a[DWT] = d->both;
  a[DIST] = distance(head, child);
  a[DLW] = dl->word, a[DLT] = dl->tag, a[DLR] = dl->relation, a[DLC] = dl->cluster;
  a[DRW] = dr->word, a[DRR] = dr->relation;
  a[DSET] = d->set, a[HSET] = h->set;
  a[HRR] = hr->relation, a[HLT] = hl->tag;
  a[HBEFORE] = tag_at(p, head - 1), a[HAFTER] = tag_at(p, head + 1);
  a[DBW] = child > 0 ? n[child - 1].word : 0;
}

uint32_t ds_label_features(const ds_parse *p, int head, int child, uint32_t out[DS_LABEL_FEATURES]) {
  uint64_t atoms[LABEL_ATOM_COUNT];
  fill_label_atoms(p, head, child, atoms);
  atoms[NIL] = 0;
  uint32_t side = head > child ? 1000 : 2000, i = 0;
#define X(a, b, c)                                          \
  out[i] = combine(atoms[a], atoms[b], atoms[c], i + side); \
  i++;
  LABEL_TEMPLATES(X)
#undef X
  return i;
}
