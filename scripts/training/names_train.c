/* Trains the model of names: a linear conditional random field over the features of core/language/names_features.h.
 * usage: names_train OUT [-e EPOCHS] [-r RATE] [-l DECAY] [-h HIDE] [-x LOSE] [-b BIAS] [-k FEATURES] [-w WORDS]
 *                         [-d DEV.jsonl]... TRAIN.jsonl[:WEIGHT[:u]]...
 * Gold: lines of {"text", "entities": [[start, end, "PER|ORG|LOC|MISC|UNK", ...]], "eval_spans"?}, offsets in code points.
 * ":u" says that the file does not mark other names, so that what it leaves unmarked may be one.
 *
 * The text is read twice by the same weights: the second look adds what the first found elsewhere in the text. For training, the
 * first look comes from models that have not seen the text (three folds). */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/path.h"
#include "base/utf8.h"
#include "language/gazetteer.h"
#include "language/names_features.h"
#include "language/sentences.h"
#include "language/tokens.h"

enum { L = DS_NAMES_LABELS, SEEN_BITS = 22, RANKS = 1 << (SEEN_BITS - 9), FOLDS = 3, TOKENS_MAX = 4096 };
static const uint32_t all_labels = (1u << L) - 1;

typedef struct span {
  uint32_t start, end;
  int kind; /* a ds_kind, or -1: unknown */
} span;

typedef struct doc {
  ds_reading r;
  ds_names_view *views;
  uint32_t *allowed;         /* per token: which labels the gold allows */
  uint32_t **base, **memory; /* per active token: feature hashes, [0] is their number */
  uint8_t (*own)[2];         /* which of the first are the word itself */
  uint8_t *labels;           /* of the first look */
  span *gold, *eval;
  size_t n_gold, n_eval;
  float weight;
  int fold;
} doc;

typedef struct set {
  const char *path;
  doc *docs;
  size_t n, cap;
} set;

typedef struct model {
  float *w, *g;                  /* weights and squared gradients: [row][label] */
  float t[L][L], tg[L][L];       /* transitions */
  float *mean, mean_t[L][L];
  uint64_t *seen;                /* features that have weights, see ds_names_head */
  uint32_t *ranks, rows;
} model;

static ds_arena *memory_of_all;
static ds_names_words words = {NULL, 0};
static uint64_t random_state = 88172645463325252ull;

static uint32_t random_next(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return (uint32_t)(random_state >> 32);
}

/* ---- reading the gold ---- */

static int kind_of(const char *s) {
  return strcmp(s, "PER") == 0 ? DS_PERSON : strcmp(s, "ORG") == 0 ? DS_ORGANIZATION : strcmp(s, "LOC") == 0 ? DS_PLACE
       : strcmp(s, "MISC") == 0 ? DS_OTHER : -1;
}

/* Byte offsets of all code points and of the end. */
static uint32_t *byte_offsets(const char *text, size_t len) {
  uint32_t *at = ds_alloc((len + 2) * sizeof *at), n = 0;
  int32_t code;
  for (size_t i = 0; i < len; i += ds_utf8_next(text + i, len - i, &code)) at[n++] = (uint32_t)i;
  at[n] = (uint32_t)len;
  return at;
}

/* Without a leading article or title and a closing possessive. */
static span trimmed(const doc *d, span s) {
  const char *text = d->r.text;
  if (s.end - s.start > 4 && strncasecmp(text + s.start, "the ", 4) == 0) s.start += 4;
  size_t title = s.kind == DS_PERSON ? ds_title_at(text + s.start, s.end - s.start, NULL) : 0;
  if (title && s.start + title + 1 < s.end && text[s.start + title] == ' ') s.start += (uint32_t)title + 1;
  static const char *const tails[] = {"'s", "\xe2\x80\x99s"};
  for (int i = 0; i < 2; i++) {
    size_t n = strlen(tails[i]);
    if (s.end - s.start > n && memcmp(text + s.end - n, tails[i], n) == 0) s.end -= (uint32_t)n;
  }
  while (s.end > s.start && text[s.end - 1] == ' ') s.end--;
  return s;
}

/* "China's Foreign Ministry" is a place and an organization. */
static void add_gold(doc *d, span s) {
  const char *text = d->r.text;
  for (uint32_t i = s.start + 2; i + 3 < s.end; i++) {
    if (text[i] != ' ' || memcmp(text + i - 2, "'s", 2) != 0) continue;
    uint32_t stop = text[i - 3] == ' ' ? i - 3 : i - 2;
    if (stop <= s.start || !(ds_fact_find(text + s.start, stop - s.start, NULL) & (DS_FACT_COUNTRY | DS_FACT_REGION | DS_FACT_CITY))) break;
    d->gold[d->n_gold++] = (span){s.start, stop, DS_PLACE};
    s.start = i + 1;
    break;
  }
  d->gold[d->n_gold++] = s;
}

static void read_spans(doc *d, json_t *o, const uint32_t *at, bool split) {
  json_t *list = json_object_get(o, "entities"), *eval = json_object_get(o, "eval_spans"), *item;
  size_t i;
  d->gold = ds_alloc((2 * json_array_size(list) + 1) * sizeof(span));
  d->eval = ds_alloc((json_array_size(eval) + 1) * sizeof(span));
  json_array_foreach(list, i, item) {
    span s = {at[json_integer_value(json_array_get(item, 0))], at[json_integer_value(json_array_get(item, 1))],
              kind_of(json_string_value(json_array_get(item, 2)))};
    s = trimmed(d, s);
    if (split) add_gold(d, s);
    else d->gold[d->n_gold++] = s;
  }
  json_array_foreach(eval, i, item)
    d->eval[d->n_eval++] = (span){at[json_integer_value(json_array_get(item, 0))], at[json_integer_value(json_array_get(item, 1))], 0};
}

static bool evaluated(const doc *d, uint32_t start, uint32_t end) {
  for (size_t i = 0; i < d->n_eval; i++)
    if (d->eval[i].start <= start && end <= d->eval[i].end) return true;
  return d->n_eval == 0;
}

/* Marks the labels of one gold span; where tokens do not fit it, they are left open, and so is a phrase with "in": such spans of the
 * gold were cut from noun phrases ("Northwestern University in Evanston"). */
static void mark_span(doc *d, const span *s) {
  uint32_t first = 0, end;
  while (first < d->r.n_tokens && d->r.tokens[first].end <= s->start) first++;
  for (end = first; end < d->r.n_tokens && d->r.tokens[end].start < s->end;) end++;
  if (end == first) return;
  bool fits = d->r.tokens[first].start == s->start && d->r.tokens[end - 1].end == s->end && s->kind >= 0 &&
              d->r.tokens[first].sentence == d->r.tokens[end - 1].sentence;
  for (uint32_t i = first; i < end; i++) fits = fits && d->views[i].active && !ds_token_is(&d->r, i, "in");
  uint32_t facts = ds_fact_find(d->r.text + s->start, s->end - s->start, NULL);
  bool demonym = facts & DS_FACT_DEMONYM && !(facts & DS_FACT_COUNTRY);
  for (uint32_t i = first; i < end; i++) {
    int part = end - first == 1 ? DS_NAMES_UNIT : i == first ? DS_NAMES_BEGIN : i + 1 == end ? DS_NAMES_LAST : DS_NAMES_INSIDE;
    d->allowed[i] = fits ? 1u << ds_names_label(demonym ? DS_OTHER : (ds_kind)s->kind, part) : all_labels;
  }
}

static void mark_gold(doc *d, bool others_unmarked) {
  uint32_t outside = 1;
  if (others_unmarked) outside |= 0xfu << ds_names_label(DS_OTHER, 0);
  d->allowed = DS_ARENA_NEW(memory_of_all, uint32_t, d->r.n_tokens + 1);
  for (uint32_t i = 0; i < d->r.n_tokens; i++)
    d->allowed[i] = evaluated(d, d->r.tokens[i].start, d->r.tokens[i].end) ? outside : all_labels;
  for (size_t i = 0; i < d->n_gold; i++) mark_span(d, &d->gold[i]);
}

static uint32_t *features_of(const uint32_t *found, uint32_t n) {
  uint32_t *f = DS_ARENA_NEW(memory_of_all, uint32_t, n + 1);
  f[0] = n;
  memcpy(f + 1, found, n * sizeof *f);
  return f;
}

static void find_features(doc *d) {
  uint32_t found[DS_NAMES_FEATURES_MAX], own[2];
  d->own = ds_arena_alloc(memory_of_all, (d->r.n_tokens + 1) * sizeof *d->own);
  d->base = DS_ARENA_NEW(memory_of_all, uint32_t *, d->r.n_tokens + 1);
  d->memory = DS_ARENA_NEW(memory_of_all, uint32_t *, d->r.n_tokens + 1);
  d->labels = DS_ARENA_NEW(memory_of_all, uint8_t, d->r.n_tokens + 1);
  for (uint32_t i = 0; i < d->r.n_tokens; i++)
    if (d->views[i].active) {
      d->base[i] = features_of(found, ds_names_features(&d->r, d->views, i, found, own));
      for (int k = 0; k < 2; k++) d->own[i][k] = (uint8_t)own[k];
    }
}

static void find_memory(doc *d) {
  uint32_t found[DS_NAMES_MEMORY_MAX];
  ds_arena *arena = ds_arena_new();
  ds_names_memory *m = ds_names_remember(&d->r, d->views, d->labels, arena);
  for (uint32_t i = 0; i < d->r.n_tokens; i++)
    if (d->views[i].active) d->memory[i] = features_of(found, ds_names_memory_features(&d->r, d->views, m, d->labels, i, found));
  ds_arena_free(arena);
}

static void read_doc(set *s, json_t *o, float weight, bool others_unmarked, bool split) {
  DS_GROW(s->docs, s->n, s->cap);
  doc *d = &s->docs[s->n];
  memset(d, 0, sizeof *d);
  const char *text = json_string_value(json_object_get(o, "text"));
  d->r.len = strlen(text);
  d->r.text = ds_arena_strndup(memory_of_all, text, d->r.len);
  ds_tokens_find(&d->r, memory_of_all);
  ds_sentences_find(&d->r, memory_of_all);
  d->views = ds_names_views(&d->r, &words, memory_of_all);
  uint32_t *at = byte_offsets(d->r.text, d->r.len);
  read_spans(d, o, at, split);
  free(at);
  mark_gold(d, others_unmarked);
  find_features(d);
  d->weight = weight;
  d->fold = (int)(s->n % FOLDS);
  s->n++;
}

static void read_set(set *s, const char *path, float weight, bool others_unmarked, bool split) {
  FILE *f = fopen(path, "r");
  char *line = NULL;
  size_t cap = 0;
  if (!f) {
    perror(path);
    exit(1);
  }
  while (getline(&line, &cap, f) > 0) {
    json_t *o = json_loads(line, 0, NULL);
    if (o) read_doc(s, o, weight, others_unmarked, split);
    json_decref(o);
  }
  free(line);
  fclose(f);
}

/* ---- the field ---- */

static int32_t row_of(const model *m, uint32_t h) { return ds_names_row(m->seen, m->ranks, SEEN_BITS, h); }

static void emit(const float *w, const model *m, const uint32_t *f, const uint8_t *drop, float *e) {
  for (uint32_t k = 1; k <= f[0]; k++) {
    int32_t at = drop && drop[k - 1] ? -1 : row_of(m, f[k]);
    const float *row = w + (size_t)at * L;
    for (int l = 0; at >= 0 && l < L; l++) e[l] += row[l];
  }
}

static double log_add(double a, double b) {
  if (a < b) {
    double c = a;
    a = b;
    b = c;
  }
  return b < -1e8 ? a : a + log1p(exp(b - a));
}

typedef struct lattice {
  float e[TOKENS_MAX][L];
  double a[TOKENS_MAX][L], b[TOKENS_MAX][L], p[2][TOKENS_MAX][L];
  double pair[2][L][L];
  uint8_t drop[2][TOKENS_MAX][DS_NAMES_FEATURES_MAX];
} lattice;

static double step(const model *m, int a, int b) { return ds_names_may_follow(a, b) ? m->t[a][b] : -1e9; }

/* Forward, backward; fills posterior probabilities of labels and sums of pairs. */
static void infer(const model *m, lattice *x, const uint32_t *allowed, uint32_t n, int which) {
  for (uint32_t i = 0; i < n; i++)
    for (int l = 0; l < L; l++) {
      double sum = i ? -1e9 : step(m, 0, l);
      for (int k = 0; i && k < L; k++)
        if (ds_names_may_follow(k, l) && x->a[i - 1][k] > -1e8) sum = log_add(sum, x->a[i - 1][k] + m->t[k][l]);
      x->a[i][l] = allowed[i] >> l & 1 && sum > -1e8 ? sum + x->e[i][l] : -1e9;
    }
  for (uint32_t i = n; i-- > 0;)
    for (int l = 0; l < L; l++) {
      double sum = i + 1 == n ? step(m, l, 0) : -1e9;
      for (int k = 0; i + 1 < n && k < L; k++)
        if (ds_names_may_follow(l, k) && allowed[i + 1] >> k & 1 && x->b[i + 1][k] > -1e8)
          sum = log_add(sum, x->b[i + 1][k] + m->t[l][k] + x->e[i + 1][k]);
      x->b[i][l] = sum;
    }
  double z = -1e9;
  for (int l = 0; l < L; l++)
    if (x->a[0][l] > -1e8 && x->b[0][l] > -1e8) z = log_add(z, x->a[0][l] + x->b[0][l]);
  memset(x->pair[which], 0, sizeof x->pair[which]);
  for (uint32_t i = 0; i < n; i++)
    for (int l = 0; l < L; l++) {
      bool open = z > -1e8 && x->a[i][l] > -1e8 && x->b[i][l] > -1e8;
      x->p[which][i][l] = open ? exp(x->a[i][l] + x->b[i][l] - z) : 0;
      for (int k = 0; open && i && k < L; k++)
        if (ds_names_may_follow(k, l) && x->a[i - 1][k] > -1e8)
          x->pair[which][k][l] += exp(x->a[i - 1][k] + m->t[k][l] + x->e[i][l] + x->b[i][l] - z);
    }
  for (int l = 0; l < L; l++) {
    x->pair[which][0][l] += x->p[which][0][l];
    x->pair[which][l][0] += x->p[which][n - 1][l];
  }
}

static float rate = 0.1f, decay = 0.002f;
static uint32_t hide = 50, lose = 40; /* percent */
static float bias = 0.3f;

static void adapt(float *w, float *g, float gradient) {
  gradient -= decay * *w;
  *g += gradient * gradient;
  *w += rate * gradient / sqrtf(*g + 1e-4f);
}

static void update_token(model *m, const uint32_t *f, const uint8_t *drop, const double *want, const double *have, float weight) {
  float gradient[L];
  float most = 0;
  for (int l = 0; l < L; l++) {
    gradient[l] = weight * (float)(want[l] - have[l]);
    if (fabsf(gradient[l]) > most) most = fabsf(gradient[l]);
  }
  if (most < 1e-3f) return;
  for (uint32_t k = 1; k <= f[0]; k++) {
    int32_t row = drop && drop[k - 1] ? -1 : row_of(m, f[k]);
    if (row < 0) continue;
    size_t at = (size_t)row * L;
    for (int l = 0; l < L; l++)
      if (gradient[l] != 0) adapt(&m->w[at + (size_t)l], &m->g[at + (size_t)l], gradient[l]);
  }
}

/* Some words and affixes are hidden now and then, so that the weights learn to do without them. */
static void choose_drops(lattice *x, const doc *d, uint32_t first, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    uint32_t count = d->base[first + i][0];
    bool hide_word = random_next() % 100 < hide, hide_habit = random_next() % 100 < hide;
    const uint8_t *own = d->own[first + i];
    for (uint32_t k = 0; k < count; k++)
      x->drop[0][i][k] = (k < own[0] ? hide_word : k < own[1] && hide_habit) || random_next() % 100 < lose;
    for (uint32_t k = 0; k < DS_NAMES_MEMORY_MAX; k++) x->drop[1][i][k] = random_next() % 100 < lose;
  }
}

static void learn_stretch(model *m, lattice *x, const doc *d, uint32_t first, uint32_t n, bool memory) {
  uint32_t anything[TOKENS_MAX] = {0};
  choose_drops(x, d, first, n);
  for (uint32_t i = 0; i < n; i++) {
    memset(x->e[i], 0, sizeof x->e[i]);
    anything[i] = all_labels;
    emit(m->w, m, d->base[first + i], x->drop[0][i], x->e[i]);
    if (memory) emit(m->w, m, d->memory[first + i], x->drop[1][i], x->e[i]);
  }
  infer(m, x, d->allowed + first, n, 0);
  infer(m, x, anything, n, 1);
  for (uint32_t i = 0; i < n; i++) {
    update_token(m, d->base[first + i], x->drop[0][i], x->p[0][i], x->p[1][i], d->weight);
    if (memory) update_token(m, d->memory[first + i], x->drop[1][i], x->p[0][i], x->p[1][i], d->weight);
  }
  for (int a = 0; a < L; a++)
    for (int b = 0; b < L; b++) {
      float gradient = d->weight * (float)(x->pair[0][a][b] - x->pair[1][a][b]);
      if (fabsf(gradient) > 1e-4f) adapt(&m->t[a][b], &m->tg[a][b], gradient);
    }
}

/* Next stretch of active tokens of one sentence at or behind `at`; 0 when there is none. */
static uint32_t stretch(const doc *d, uint32_t *at) {
  while (*at < d->r.n_tokens && !d->views[*at].active) (*at)++;
  uint32_t end = *at, limit = d->r.n_tokens < *at + TOKENS_MAX ? d->r.n_tokens : *at + TOKENS_MAX;
  while (end < limit && d->views[end].active && d->r.tokens[end].sentence == d->r.tokens[*at].sentence) end++;
  return end - *at;
}

static void learn_doc(model *m, lattice *x, const doc *d, bool memory) {
  for (uint32_t at = 0, n; (n = stretch(d, &at)) > 0; at += n) learn_stretch(m, x, d, at, n, memory);
}

static void viterbi(const float (*t)[L], float (*e)[L], uint32_t n, uint8_t *labels) {
  static float best[TOKENS_MAX][L];
  static uint8_t from[TOKENS_MAX][L];
  for (uint32_t i = 0; i < n; i++)
    for (int l = 0; l < L; l++) {
      best[i][l] = -1e9f;
      for (int k = 0; k < (i ? L : 1); k++) {
        if (!ds_names_may_follow(k, l)) continue;
        float score = (i ? best[i - 1][k] : 0) + t[k][l];
        if (score > best[i][l]) best[i][l] = score, from[i][l] = (uint8_t)k;
      }
      best[i][l] += e[i][l];
    }
  int l = 0;
  for (int k = 1; k < L; k++)
    if (ds_names_may_follow(k, 0) && best[n - 1][k] + t[k][0] > best[n - 1][l] + t[l][0]) l = k;
  for (uint32_t i = n; i-- > 0; l = from[i][l]) labels[i] = (uint8_t)l;
}

static void decode(const model *m, lattice *x, doc *d, uint8_t *labels, bool memory) {
  memset(labels, 0, d->r.n_tokens);
  for (uint32_t at = 0, n; (n = stretch(d, &at)) > 0; at += n) {
    for (uint32_t i = 0; i < n; i++) {
      memset(x->e[i], 0, sizeof x->e[i]);
      emit(m->mean, m, d->base[at + i], NULL, x->e[i]);
      if (memory) emit(m->mean, m, d->memory[at + i], NULL, x->e[i]);
    }
    viterbi(m->mean_t, x->e, n, labels + at);
  }
}

/* ---- measuring ---- */

typedef struct score {
  int hit, said, gold;
} score;

static const span *gold_at(const doc *d, uint32_t start, uint32_t end) {
  for (size_t i = 0; i < d->n_gold; i++)
    if (d->gold[i].start == start && d->gold[i].end == end) return &d->gold[i];
  return NULL;
}

static void score_doc(const doc *d, const uint8_t *labels, score *s) {
  for (size_t i = 0; i < d->n_gold; i++)
    if (d->gold[i].kind >= 0 && d->gold[i].kind < DS_OTHER && evaluated(d, d->gold[i].start, d->gold[i].end)) s[d->gold[i].kind].gold++;
  for (uint32_t i = 0, end; i < d->r.n_tokens; i = end) {
    end = i + 1;
    if (!labels[i]) continue;
    while (end < d->r.n_tokens && labels[end] && (labels[end] - 1) % 4 != DS_NAMES_BEGIN && (labels[end] - 1) % 4 != DS_NAMES_UNIT) end++;
    int kind = (labels[i] - 1) / 4;
    uint32_t start = d->r.tokens[i].start, stop = d->r.tokens[end - 1].end;
    const span *g = gold_at(d, start, stop);
    if (kind == DS_OTHER || !evaluated(d, start, stop) || (g && (g->kind < 0 || g->kind == DS_OTHER))) continue;
    s[kind].said++;
    s[kind].hit += g && g->kind == kind;
  }
}

static void measure(const model *m, lattice *x, set *dev) {
  score s[4] = {0}, first[4] = {0}, sum[2] = {0};
  for (size_t i = 0; i < dev->n; i++) {
    doc *d = &dev->docs[i];
    uint8_t *labels = ds_alloc(d->r.n_tokens + 1);
    decode(m, x, d, d->labels, false);
    score_doc(d, d->labels, first);
    find_memory(d);
    decode(m, x, d, labels, true);
    score_doc(d, labels, s);
    free(labels);
  }
  for (int k = 0; k < 3; k++)
    sum[0] = (score){sum[0].hit + s[k].hit, sum[0].said + s[k].said, sum[0].gold + s[k].gold},
    sum[1] = (score){sum[1].hit + first[k].hit, sum[1].said + first[k].said, sum[1].gold + first[k].gold};
#define F1(v) ((v).said + (v).gold ? 200.0 * (v).hit / ((v).said + (v).gold) : 0)
  const char *name = strrchr(dev->path, '/');
  printf("  %-22s typed %.1f (P %.1f R %.1f; first look %.1f)  per %.1f org %.1f loc %.1f\n", name ? name + 1 : dev->path, F1(sum[0]),
         100.0 * sum[0].hit / (sum[0].said + 1e-9), 100.0 * sum[0].hit / (sum[0].gold + 1e-9), F1(sum[1]), F1(s[0]), F1(s[1]), F1(s[2]));
}

/* ---- training ---- */

static void count_features(uint8_t *counts, uint32_t **features, uint32_t n_tokens) {
  for (uint32_t i = 0; i < n_tokens; i++)
    for (uint32_t k = 1; features[i] && k <= features[i][0]; k++) {
      uint8_t *c = &counts[features[i][k] & ((1u << SEEN_BITS) - 1)];
      if (*c < 255) (*c)++;
    }
}

static void count_rows(model *m) {
  m->rows = 0;
  for (uint32_t i = 0; i < 1u << (SEEN_BITS - 6); i++) {
    if (i % 8 == 0) m->ranks[i / 8] = m->rows;
    m->rows += (uint32_t)__builtin_popcountll(m->seen[i]);
  }
}

static void find_seen(model *m, const set *train, int skip, bool memory) {
  uint8_t *counts = ds_alloc(1u << SEEN_BITS);
  for (size_t i = 0; i < train->n; i++) {
    if (train->docs[i].fold == skip) continue;
    count_features(counts, train->docs[i].base, train->docs[i].r.n_tokens);
    if (memory) count_features(counts, train->docs[i].memory, train->docs[i].r.n_tokens);
  }
  for (uint32_t i = 0; i < 1u << SEEN_BITS; i++)
    if (counts[i] >= 3) m->seen[i >> 6] |= (uint64_t)1 << (i & 63);
  count_rows(m);
  printf("%u features\n", m->rows);
  free(counts);
}

static model *model_new(const set *data, int skip, bool memory) {
  model *m = ds_alloc(sizeof *m);
  m->seen = ds_alloc((1u << SEEN_BITS) / 8);
  m->ranks = ds_alloc(RANKS * sizeof *m->ranks);
  find_seen(m, data, skip, memory);
  size_t n = (size_t)L * m->rows;
  m->w = ds_alloc(n * sizeof(float));
  m->g = ds_alloc(n * sizeof(float));
  m->mean = ds_alloc(n * sizeof(float));
  return m;
}

static void model_free(model *m) {
  free(m->w);
  free(m->g);
  free(m->mean);
  free(m->seen);
  free(m->ranks);
  free(m);
}

/* The weights used are the mean of those after the later epochs. */
static void take_mean(model *m, int taken) {
  size_t n = (size_t)L * m->rows;
  float old = (float)taken / (float)(taken + 1), now = 1 - old;
  for (size_t i = 0; i < n; i++) m->mean[i] = old * m->mean[i] + now * m->w[i];
  for (int a = 0; a < L; a++)
    for (int b = 0; b < L; b++) m->mean_t[a][b] = old * m->mean_t[a][b] + now * m->t[a][b];
}

static model *train(set *data, lattice *x, int epochs, int skip, bool memory, set *devs, int n_devs) {
  model *m = model_new(data, skip, memory);
  uint32_t *order = ds_alloc(data->n * sizeof *order);
  for (uint32_t i = 0; i < data->n; i++) order[i] = i;
  for (int epoch = 0; epoch < epochs; epoch++) {
    for (uint32_t i = (uint32_t)data->n - 1; i > 0; i--) {
      uint32_t k = random_next() % (i + 1), o = order[i];
      order[i] = order[k];
      order[k] = o;
    }
    for (size_t i = 0; i < data->n; i++) {
      const doc *d = &data->docs[order[i]];
      if (d->fold == skip) continue;
      learn_doc(m, x, d, false);
      if (memory) learn_doc(m, x, d, true);
    }
    if (epoch >= epochs / 2) take_mean(m, epoch - epochs / 2);
    if (n_devs && epoch >= epochs / 2) {
      printf("epoch %d\n", epoch + 1);
      for (int i = 0; i < n_devs; i++) measure(m, x, &devs[i]);
      fflush(stdout);
    }
  }
  free(order);
  return m;
}

static void look_first(set *data, lattice *x, int epochs) {
  for (int fold = 0; fold < FOLDS; fold++) {
    model *m = train(data, x, epochs, fold, false, NULL, 0);
    for (size_t i = 0; i < data->n; i++)
      if (data->docs[i].fold == fold) decode(m, x, &data->docs[i], data->docs[i].labels, false);
    model_free(m);
  }
  for (size_t i = 0; i < data->n; i++) find_memory(&data->docs[i]);
}

/* Takes bias from what speaks for no name: recall for precision. */
static void lean(model *m, float by) {
  for (int a = 0; a < L; a++) m->mean_t[a][0] -= by;
}

/* Two persons hardly stand side by side but in e-mail: what looks like that is rather one name. */
static void part_persons(model *m) {
  for (int a = DS_NAMES_LAST; a <= DS_NAMES_UNIT; a++)
    for (int b = 0; b < 4; b += DS_NAMES_UNIT) m->mean_t[ds_names_label(DS_PERSON, a)][ds_names_label(DS_PERSON, b)] -= 1;
}

static int8_t squeeze(float w, float scale) {
  float v = roundf(w * scale);
  return (int8_t)(v > 127 ? 127 : v < -127 ? -127 : v);
}

/* Drops the features of least weight until at most `most` are left. */
static void prune(model *m, uint32_t most) {
  uint32_t sizes[1024] = {0}, limit = 1023, kept = 0, row = 0, to = 0;
  uint16_t *size = ds_alloc((m->rows + 1) * sizeof *size);
  for (uint32_t i = 0; i < m->rows; i++) {
    float high = 0;
    for (int l = 0; l < L; l++) high = fmaxf(high, fabsf(m->mean[(size_t)i * L + (size_t)l]));
    size[i] = (uint16_t)fminf(high * 256, 1023);
    sizes[size[i]]++;
  }
  while (limit > 8 && kept + sizes[limit] <= most) kept += sizes[limit--];
  for (uint32_t i = 0; i < 1u << SEEN_BITS; i++) {
    if (!(m->seen[i >> 6] >> (i & 63) & 1)) continue;
    if (size[row] > limit) memmove(m->mean + (size_t)L * to++, m->mean + (size_t)L * row, L * sizeof(float));
    else m->seen[i >> 6] &= ~((uint64_t)1 << (i & 63));
    row++;
  }
  count_rows(m);
  free(size);
  printf("%u features kept\n", m->rows);
}

static void write_model(const model *m, const char *path) {
  size_t n = (size_t)L * m->rows, padded = (size_t)L * ((m->rows + 15) & ~15u);
  const float scale = 28;
  ds_names_head head = {"dsnames", SEEN_BITS, m->rows, words.bits, scale};
  static const ds_names_word no_word;
  int8_t transitions[DS_NAMES_TRANSITIONS] = {0}, *rows = ds_alloc(padded);
  memcpy(head.magic, "dsnames2", 8);
  for (int a = 0; a < L; a++)
    for (int b = 0; b < L; b++) transitions[a * L + b] = squeeze(m->mean_t[a][b], scale);
  for (size_t i = 0; i < n; i++) rows[i] = squeeze(m->mean[i], scale);
  FILE *f = fopen(path, "wb");
  if (!f || fwrite(&head, sizeof head, 1, f) != 1 || fwrite(transitions, sizeof transitions, 1, f) != 1 ||
      fwrite(m->seen, (1u << SEEN_BITS) / 8, 1, f) != 1 || fwrite(m->ranks, RANKS * sizeof *m->ranks, 1, f) != 1 ||
      fwrite(rows, padded, 1, f) != 1 ||
      fwrite(words.slots ? words.slots : &no_word, sizeof(ds_names_word) << words.bits, 1, f) != 1 || fclose(f) != 0) {
    perror(path);
    exit(1);
  }
  free(rows);
}

/* The file of names_words: uint32 bits, then the slots. */
static void read_words(const char *path) {
  ds_buf data = {0};
  ds_err err = {0};
  if (ds_path_read(path, 0, &data, &err) != DS_OK || data.len < 4) {
    fprintf(stderr, "names_train: %s\n", err.text);
    exit(1);
  }
  memcpy(&words.bits, data.data, 4);
  words.slots = (const void *)(data.data + 4);
}

int main(int argc, char **argv) {
  set data = {0}, devs[16] = {{0}};
  int epochs = 10, n_devs = 0;
  uint32_t most = 100000;
  memory_of_all = ds_arena_new();
  lattice *x = ds_alloc(sizeof *x);
  for (int i = 2; i < argc; i++) {
    if (strcmp(argv[i], "-e") == 0) epochs = atoi(argv[++i]);
    else if (strcmp(argv[i], "-l") == 0) decay = (float)atof(argv[++i]);
    else if (strcmp(argv[i], "-h") == 0) hide = (uint32_t)atol(argv[++i]);
    else if (strcmp(argv[i], "-x") == 0) lose = (uint32_t)atol(argv[++i]);
    else if (strcmp(argv[i], "-b") == 0) bias = (float)atof(argv[++i]);
    else if (strcmp(argv[i], "-r") == 0) rate = (float)atof(argv[++i]);
    else if (strcmp(argv[i], "-k") == 0) most = (uint32_t)atol(argv[++i]);
    else if (strcmp(argv[i], "-w") == 0) read_words(argv[++i]);
    else if (strcmp(argv[i], "-d") == 0) {
      devs[n_devs].path = argv[++i];
      read_set(&devs[n_devs++], argv[i], 1, false, false);
    } else {
      char *path = ds_strdup(argv[i]), *colon = strchr(path, ':');
      if (colon) *colon++ = 0;
      read_set(&data, path, colon ? (float)atof(colon) : 1, colon && strchr(colon, 'u'), true);
      free(path);
    }
  }
  printf("%zu documents\n", data.n);
  look_first(&data, x, epochs > 5 ? 5 : epochs);
  model *m = train(&data, x, epochs, -1, true, devs, n_devs);
  prune(m, most);
  part_persons(m);
  for (int step = 0; step <= 4; step++) {
    lean(m, step ? 0.3f : 0);
    printf("leaning to names by %.1f\n", 0.3 * step);
    for (int i = 0; i < n_devs; i++) measure(m, x, &devs[i]);
  }
  lean(m, bias - 1.2f);
  write_model(m, argv[1]);
  model_free(m);
  return 0;
}
