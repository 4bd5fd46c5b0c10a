#include "language/parser.h"

#include "language/model.h"

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

size_t ds_parse_size(uint32_t n) {
  return (n + 2) * sizeof(ds_node) + (n + 2) * sizeof(int16_t);
}

void ds_parse_init(ds_parse *p, void *memory, const ds_form *forms, const uint8_t *tags, uint32_t n) {
  *p = (ds_parse){.nodes = memory, .tags = tags, .n = (int)n};
  p->stack = (void *)(p->nodes + n + 2);
  int16_t none = (int16_t)(n + 1);
  for (uint32_t i = 0; i < n + 2; i++) {
    ds_node *d = &p->nodes[i];
    *d = (ds_node){.head = -1, .left = {none, none}, .right = {none, none}};
    uint64_t tag = i < n ? tags[i] + 2u : i == n ? 0u : 1u;
    d->tag = mix64(tag + 0x1234567);
    d->word = i < n ? mix64(forms[i].word) : d->tag;
    d->cluster = i < n ? mix64(forms[i].cluster + 0x7654321ull * 16) : d->tag;
    d->both = turn(d->word, 13) ^ d->tag;
  }
}

bool ds_move_allowed(const ds_parse *p, ds_move move) {
  switch (move) {
  case DS_MOVE_SHIFT: return p->next < p->n;
  case DS_MOVE_LEFT: return p->depth >= 1 && (p->next < p->n || p->depth == 1);
  case DS_MOVE_RIGHT: return p->depth >= 2;
  default: return false;
  }
}

void ds_move_arc(const ds_parse *p, ds_move move, int *head, int *child) {
  *child = p->stack[p->depth - 1];
  *head = move == DS_MOVE_LEFT ? p->next : p->stack[p->depth - 2];
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
  side[1] = side[0];
  side[0] = (int16_t)child;
  if (*count < 7) ++*count;
  h->labels |= 1ull << (rel & 63);
  p->depth--;
}

static uint64_t rel_of(const ds_parse *p, int i) {
  return mix64(i == p->n + 1 ? 99 : p->nodes[i].rel);
}

static uint64_t distance(int a, int b) {
  int d = b > a ? b - a : a - b;
  return mix64(0x5555 + (uint64_t)(d < 5 ? d : d < 8 ? 5 : d < 12 ? 6 : d < 20 ? 7 : 8));
}

/* What the features of a move are made of: identifier. W word, T tag, C cluster, WT both, R relation; L, L2, R, R2 children;
 * V number of children, SET their relations, AFTER and BEFORE the neighbours in the text. */
/* clang-format off */
#define ATOMS(X) \
  X(NIL) X(S0W) X(S0T) X(S0C) X(S0WT) X(S1W) X(S1T) X(S1C) X(S1WT) X(S2W) X(S2T) X(S2C) X(B0W) X(B0T) X(B0C) X(B0WT) X(B1W) X(B1T) \
  X(B1C) X(B1WT) X(B2W) X(B2T) X(B2C) X(S0LW) X(S0LT) X(S0LR) X(S0L2T) X(S0L2R) X(S0RW) X(S0RT) X(S0RR) X(S0R2R) X(S0R2T) X(S1LW) \
  X(S1LT) X(S1LR) X(S1RW) X(S1RT) X(S1RR) X(S1R2R) X(B0LW) X(B0LT) X(B0LR) X(B0L2T) X(B0L2R) X(S0VL) X(S0VR) X(S1VL) X(S1VR) X(B0VL) \
  X(S0SET) X(S1SET) X(B0SET) X(S0B0) X(S1S0) X(S0AFTER) X(S0BEFORE) X(B0BEFORE) X(S1AFTER)
/* clang-format on */
enum {
#define X(name) name,
  ATOMS(X)
#undef X
      ATOM_COUNT
};

/* identifier, atoms */
static const uint8_t move_templates[][3] = {{S0T},
                                            {S0WT},
                                            {S1T},
                                            {S1C},
                                            {S1WT},
                                            {S2T},
                                            {B0T},
                                            {B0C},
                                            {B0WT},
                                            {B1W},
                                            {B1T},
                                            {B1C},
                                            {B2W},
                                            {B2T},
                                            {S0WT, B0WT},
                                            {S0WT, B0T},
                                            {S0W, B0W},
                                            {S0T, B0T},
                                            {B0T, B1T},
                                            {S0T, B0C},
                                            {S1WT, S0WT},
                                            {S1W, S0W},
                                            {S1T, S0T},
                                            {S1C, S0C},
                                            {S1C, S0T},
                                            {B0T, B1T, B2T},
                                            {S0T, B0T, B1T},
                                            {S2T, S1T, S0T},
                                            {S0T, B0T, B0LT},
                                            {S1T, S0T, S0LT},
                                            {S1T, S1LT, S0T},
                                            {S0W, B0T, B1T},
                                            {S0T, B0W, B1T},
                                            {S0T, B0T, B1W},
                                            {S1W, S0T, B0T},
                                            {S0C, B0C, B1T},
                                            {S1C, S0C, B0T},
                                            {S1C, S0T, B0T},
                                            {S1T, S0C, B0C},
                                            {S0W, S0B0},
                                            {S0T, S0B0},
                                            {B0T, S0B0},
                                            {S0W, S1S0},
                                            {S1W, S1S0},
                                            {S0W, S0VL},
                                            {S0T, S0VL},
                                            {S0W, S0VR},
                                            {S0T, S0VR},
                                            {B0T, B0VL},
                                            {S1T, S1VR},
                                            {S1T, S1VL},
                                            {S0W, S0LR},
                                            {S0W, S0RR},
                                            {S0T, S0RR},
                                            {B0T, B0LR},
                                            {S1W, S1RR},
                                            {S1T, S1RR},
                                            {B0T, B0LT, B0L2T},
                                            {B0T, B0LR, B0L2R},
                                            {S1T, S1RR, S1R2R},
                                            {S0T, S0RR, S0R2R},
                                            {S0LW, S1W, S0T},
                                            {B0LW, B0T, S0T},
                                            {S1LW, S1T},
                                            {S0T, S0SET},
                                            {B0T, B0SET},
                                            {S1W, S1SET},
                                            {S1SET, S1T, S0T},
                                            {S0SET, S1T, S0T},
                                            {B0SET, S0T, B0T},
                                            {S0AFTER, S0T, B0T},
                                            {B0BEFORE, S0T, B0T},
                                            {S1AFTER, S1T, S0T},
                                            {S0T, S0B0, B1T},
                                            {S2C, S0C},
                                            {S0WT, B1T},
                                            {B0WT, B1WT},
                                            {S0W, B1W},
                                            {S0C, B1C}};
enum { MOVE_TEMPLATES = sizeof move_templates / sizeof *move_templates };
_Static_assert((int)MOVE_TEMPLATES <= (int)DS_MOVE_FEATURES, "room for the features of a move");

static uint64_t number(uint64_t n, uint64_t kind) {
  return mix64(n * 64 + kind + 0xABCDEF00);
}
static uint64_t tag_at(const ds_parse *p, int i) {
  return p->nodes[i >= 0 && i < p->n ? i : p->n + 1].tag;
}

static void fill_stack_atoms(const ds_parse *p, int s0, int s1, int s2, uint64_t *a) {
  const ds_node *n = p->nodes, *x = &n[s0], *y = &n[s1], *z = &n[s2];
  a[S0W] = x->word, a[S0T] = x->tag, a[S0C] = x->cluster, a[S0WT] = x->both;
  a[S1W] = y->word, a[S1T] = y->tag, a[S1C] = y->cluster, a[S1WT] = y->both;
  a[S2W] = z->word, a[S2T] = z->tag, a[S2C] = z->cluster;
  a[S0LW] = n[x->left[0]].word, a[S0LT] = n[x->left[0]].tag, a[S0LR] = rel_of(p, x->left[0]);
  a[S0L2T] = n[x->left[1]].tag, a[S0L2R] = rel_of(p, x->left[1]);
  a[S0RW] = n[x->right[0]].word, a[S0RT] = n[x->right[0]].tag, a[S0RR] = rel_of(p, x->right[0]);
  a[S0R2R] = rel_of(p, x->right[1]), a[S0R2T] = n[x->right[1]].tag;
  a[S1LW] = n[y->left[0]].word, a[S1LT] = n[y->left[0]].tag, a[S1LR] = rel_of(p, y->left[0]);
  a[S1RW] = n[y->right[0]].word, a[S1RT] = n[y->right[0]].tag, a[S1RR] = rel_of(p, y->right[0]), a[S1R2R] = rel_of(p, y->right[1]);
  a[S0VL] = number(x->n_left, 1), a[S0VR] = number(x->n_right, 2), a[S1VL] = number(y->n_left, 1), a[S1VR] = number(y->n_right, 2);
  a[S0SET] = mix64(x->labels + 17), a[S1SET] = mix64(y->labels + 17);
  a[S0AFTER] = tag_at(p, s0 + 1), a[S0BEFORE] = tag_at(p, s0 - 1), a[S1AFTER] = tag_at(p, s1 + 1);
}

static void fill_buffer_atoms(const ds_parse *p, int b0, int b1, int b2, uint64_t *a) {
  const ds_node *n = p->nodes, *x = &n[b0];
  a[B0W] = x->word, a[B0T] = x->tag, a[B0C] = x->cluster, a[B0WT] = x->both;
  a[B1W] = n[b1].word, a[B1T] = n[b1].tag, a[B1C] = n[b1].cluster, a[B1WT] = n[b1].both;
  a[B2W] = n[b2].word, a[B2T] = n[b2].tag, a[B2C] = n[b2].cluster;
  a[B0LW] = n[x->left[0]].word, a[B0LT] = n[x->left[0]].tag, a[B0LR] = rel_of(p, x->left[0]);
  a[B0L2T] = n[x->left[1]].tag, a[B0L2R] = rel_of(p, x->left[1]);
  a[B0VL] = number(x->n_left, 3), a[B0SET] = mix64(x->labels + 17), a[B0BEFORE] = tag_at(p, b0 - 1);
}

static uint32_t combine(const uint64_t *atoms, const uint8_t t[3], uint32_t seed) {
  uint64_t h = atoms[t[0]] + turn(atoms[t[1]], 21) + turn(atoms[t[2]], 43) + seed * K2;
  return (uint32_t)((h * K1) >> 32);
}

uint32_t ds_move_features(const ds_parse *p, const ds_narrow_table *table, uint32_t out[DS_MOVE_FEATURES]) {
  uint64_t atoms[ATOM_COUNT];
  int none = p->n + 1;
  int s0 = p->depth > 0 ? p->stack[p->depth - 1] : none, s1 = p->depth > 1 ? p->stack[p->depth - 2] : none;
  int s2 = p->depth > 2 ? p->stack[p->depth - 3] : none, b0 = p->next;
  int b1 = b0 + 1 <= p->n ? b0 + 1 : none, b2 = b0 + 2 <= p->n ? b0 + 2 : none;
  atoms[NIL] = 0;
  fill_stack_atoms(p, s0, s1, s2, atoms);
  fill_buffer_atoms(p, b0, b1, b2, atoms);
  atoms[S0B0] = p->depth > 0 ? distance(s0, b0) : 0;
  atoms[S1S0] = p->depth > 1 ? distance(s1, s0) : 0;
  for (uint32_t i = 0; i < MOVE_TEMPLATES; i++) {
    out[i] = combine(atoms, move_templates[i], i + 1);
    if (table) ds_narrow_prefetch(table, out[i]);
  }
  return MOVE_TEMPLATES;
}

/* The same for labels: H head, D child (dependent). */
/* clang-format off */
#define LABEL_ATOMS(X) \
  X(ZERO) X(HW) X(HT) X(HC) X(HWT) X(DW) X(DT) X(DC) X(DWT) X(DIST) X(DLW) X(DLT) X(DLR) X(DRT) X(DRR) X(DSET) X(HSET) X(HLR) X(HRR) \
  X(DBEFORE) X(DAFTER) X(HBEFORE) X(HAFTER) X(HVL) X(HVR) X(DLC) X(DBW) X(DRW) X(HLT) X(HRT)
/* clang-format on */
enum {
#define X(name) name,
  LABEL_ATOMS(X)
#undef X
      LABEL_ATOM_COUNT
};

static const uint8_t label_templates[][3] = {{HW},           {HT},          {HWT},
                                             {DT},           {DWT},         {HC},
                                             {DC},           {HT, DT},      {HWT, DT},
                                             {HT, DWT},      {HT, DC},      {HW, DC},
                                             {HT, DT, DIST}, {DT, DIST},    {DSET},
                                             {DSET, DT},     {DSET, HW},    {DLW, DT},
                                             {DLW, HT, DT},  {DLW, HW},     {DLW, HC},
                                             {DLR, DT, HT},  {DRR, DT, HT}, {HSET, DT},
                                             {HSET, HT, DT}, {HSET, DW},    {HBEFORE, HT, HAFTER},
                                             {DBW, DT},      {HRR, DT, HT}, {DLC, DC},
                                             {DLW, DW},      {DRW, DT},     {DLT, DT, HT},
                                             {HLT, HT, DT},  {HRT, HT, DT}, {HVR, HT, DT},
                                             {DSET, DC}};
enum { LABEL_TEMPLATES = sizeof label_templates / sizeof *label_templates };
_Static_assert((int)LABEL_TEMPLATES <= (int)DS_LABEL_FEATURES, "room for the features of a label");

uint32_t ds_label_features(const ds_parse *p, int head, int child, uint32_t out[DS_LABEL_FEATURES]) {
  const ds_node *n = p->nodes, *h = &n[head], *d = &n[child];
  uint64_t a[LABEL_ATOM_COUNT] = {0};
  a[HW] = h->word, a[HT] = h->tag, a[HC] = h->cluster, a[HWT] = h->both;
  a[DW] = d->word, a[DT] = d->tag, a[DC] = d->cluster, a[DWT] = d->both;
  a[DIST] = distance(head, child);
  a[DLW] = n[d->left[0]].word, a[DLT] = n[d->left[0]].tag, a[DLR] = rel_of(p, d->left[0]), a[DLC] = n[d->left[0]].cluster;
  a[DRW] = n[d->right[0]].word, a[DRT] = n[d->right[0]].tag, a[DRR] = rel_of(p, d->right[0]);
  a[DSET] = mix64(d->labels + 17), a[HSET] = mix64(h->labels + 17);
  a[HLR] = rel_of(p, h->left[0]), a[HRR] = rel_of(p, h->right[0]), a[HLT] = n[h->left[0]].tag, a[HRT] = n[h->right[0]].tag;
  a[DBEFORE] = tag_at(p, child - 1), a[DAFTER] = tag_at(p, child + 1), a[HBEFORE] = tag_at(p, head - 1), a[HAFTER] = tag_at(p, head + 1);
  a[HVL] = number(h->n_left, 1), a[HVR] = number(h->n_right, 2);
  a[DBW] = child > 0 ? n[child - 1].word : 0;
  uint32_t side = head > child ? 1000 : 2000;
  for (uint32_t i = 0; i < LABEL_TEMPLATES; i++) out[i] = combine(a, label_templates[i], i + side);
  return LABEL_TEMPLATES;
}

/* ---- parsing ---- */

typedef struct model {
  ds_narrow_table moves;
  const ds_sure_labels *sure;
  ds_wide_table labels;
} model;

static bool model_open(model *m) {
  size_t size;
  const uint32_t *moves = ds_model_section("moves", &size), *labels = ds_model_section("labels", &size);
  if (!moves || !labels) return false;
  m->moves = (ds_narrow_table){.rows = (const void *)(moves + 16), .n = moves[0]};
  m->sure = (const void *)(labels + 16);
  m->labels = (ds_wide_table){.buckets = (const void *)(m->sure + 1), .n = labels[0]};
  return true;
}

static ds_move best_move(const model *m, const ds_parse *p) {
  bool shift = ds_move_allowed(p, DS_MOVE_SHIFT), left = ds_move_allowed(p, DS_MOVE_LEFT), right = ds_move_allowed(p, DS_MOVE_RIGHT);
  if (shift + left + right == 1) return shift ? DS_MOVE_SHIFT : left ? DS_MOVE_LEFT : DS_MOVE_RIGHT;
  uint32_t features[DS_MOVE_FEATURES];
  int32_t sums[3];
  ds_narrow_sum(&m->moves, features, ds_move_features(p, &m->moves, features), sums);
  ds_move best = shift ? DS_MOVE_SHIFT : DS_MOVE_LEFT;
  if (left && sums[DS_MOVE_LEFT] > sums[best]) best = DS_MOVE_LEFT;
  if (right && sums[DS_MOVE_RIGHT] > sums[best]) best = DS_MOVE_RIGHT;
  return best;
}

static uint8_t best_label(const model *m, const ds_parse *p, ds_move move) {
  int head, child;
  ds_move_arc(p, move, &head, &child);
  if (head == p->n) return DS_REL_ROOT;
  uint8_t sure = (*m->sure)[child > head][p->tags[head]][p->tags[child]];
  if (sure != DS_NO_LABEL) return sure;
  uint32_t features[DS_LABEL_FEATURES];
  int16_t sums[64];
  ds_wide_sum(&m->labels, features, ds_label_features(p, head, child, features), sums);
  sums[DS_REL_ROOT] = INT16_MIN;
  return (uint8_t)ds_best_class(sums, DS_REL_COUNT);
}

void ds_parser_run(ds_reading *r, const ds_sentence *s, const ds_form *forms, const uint8_t *tags, void *memory) {
  ds_token *tokens = r->tokens + s->first;
  model m;
  if (!model_open(&m)) {
    for (uint32_t i = 0; i < s->count; i++) tokens[i].head = i ? (int32_t)s->first : -1;
    return;
  }
  ds_parse p;
  ds_parse_init(&p, memory, forms, tags, s->count);
  while (!ds_parse_done(&p)) {
    ds_move move = best_move(&m, &p);
    ds_move_make(&p, move, move == DS_MOVE_SHIFT ? 0 : best_label(&m, &p, move));
  }
  for (uint32_t i = 0; i < s->count; i++) {
    tokens[i].head = p.nodes[i].head == p.n ? -1 : (int32_t)s->first + p.nodes[i].head;
    tokens[i].rel = p.nodes[i].rel;
  }
}
