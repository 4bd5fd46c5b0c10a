#include "language/parser.h"

#include "language/marks.h"
#include "language/model.h"

static size_t parse_bytes(uint32_t n) {
  return (n + 2) * sizeof(ds_node) + (n + 2) * sizeof(int16_t);
}

size_t ds_parse_size(uint32_t n) {
  return parse_bytes(n) + n * sizeof(uint16_t);
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

enum { HEAD = 64 }; /* bytes before a section's tables */

typedef struct model {
  ds_narrow_table moves;
  const ds_sure_labels *sure;
  ds_wide_table labels;
} model;

static bool model_open(model *m) {
  size_t moves_size, labels_size;
  const uint32_t *moves = ds_model_section("moves", &moves_size), *labels = ds_model_section("labels", &labels_size);
  if (!moves || !labels || moves_size != HEAD + moves[0] * sizeof(ds_narrow)) return false;
  if (labels_size != HEAD + sizeof(ds_sure_labels) + labels[0] * sizeof(ds_bucket)) return false;
  m->moves = (ds_narrow_table){.rows = (const void *)((const char *)moves + HEAD), .n = moves[0]};
  m->sure = (const void *)((const char *)labels + HEAD);
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
  uint8_t sure = ds_sure_label(m->sure, ds_sure_key(head, child, p->tags[head], p->tags[child], ds_outermost_left(p, child)));
  if (sure != DS_NO_LABEL) return sure;
  uint32_t features[DS_LABEL_FEATURES];
  int16_t sums[64];
  ds_wide_sum(&m->labels, ds_wide_memory_own(DS_WIDE_LABELS), features, ds_label_features(p, head, child, features), sums);
  sums[DS_REL_ROOT] = INT16_MIN;
  return (uint8_t)ds_best_class(sums, DS_REL_COUNT);
}

/* Moves the forms and tags of the words that the tree is built of to the front; kept[i] becomes the place in the sentence of word i. Marks
 * alone are words. */
static uint32_t leave_out_marks(const ds_reading *r, const ds_sentence *s, ds_form *forms, uint8_t *tags, uint16_t *kept) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->count; i++) {
    if (ds_mark_left_out(r->tokens[s->first + i].xpos)) continue;
    if (n < i) forms[n] = forms[i], tags[n] = tags[i];
    kept[n++] = (uint16_t)i;
  }
  if (n) return n;
  for (uint32_t i = 0; i < s->count; i++) kept[i] = (uint16_t)i;
  return s->count;
}

static void parse(const model *m, ds_parse *p) {
  while (!ds_parse_done(p)) {
    ds_move move = best_move(m, p);
    ds_move_make(p, move, move == DS_MOVE_SHIFT ? 0 : best_label(m, p, move));
  }
}

void ds_parser_run(ds_reading *r, const ds_sentence *s, ds_form *forms, uint8_t *tags, void *memory) {
  ds_token *tokens = r->tokens + s->first;
  model m;
  if (!model_open(&m)) {
    for (uint32_t i = 0; i < s->count; i++) tokens[i].head = i ? (int32_t)s->first : -1;
    return;
  }
  uint16_t *kept = (uint16_t *)((char *)memory + parse_bytes(s->count));
  uint32_t n = leave_out_marks(r, s, forms, tags, kept);
  ds_parse p;
  ds_parse_init(&p, memory, forms, tags, n);
  parse(&m, &p);
  for (uint32_t i = 0; i < n; i++) {
    tokens[kept[i]].head = p.nodes[i].head == (int32_t)n ? -1 : (int32_t)(s->first + kept[p.nodes[i].head]);
    tokens[kept[i]].rel = p.nodes[i].rel;
  }
  if (n < s->count) ds_marks_attach(r, s);
}
