#include "language/names.h"

#include <math.h>
#include <string.h>

#include "language/gazetteer.h"
#include "language/model.h"
#include "language/names_features.h"

enum { L = DS_NAMES_LABELS, KNOWN_FACTORS = 512 };

typedef struct names_model {
  const ds_names_head *head;
  const int8_t *transitions; /* [from][to] */
  const uint64_t *seen;
  const uint32_t *ranks;
  const int8_t *rows;
  ds_names_words words;
} names_model;

static bool model_open(names_model *m) {
  size_t size;
  const char *data = ds_model_section("names", &size), *at = data;
  if (!data || size < sizeof *m->head || memcmp(data, "dsnames2", 8) != 0) return false;
  m->head = (const void *)at;
  m->transitions = (const void *)(at += sizeof *m->head);
  m->seen = (const void *)(at += DS_NAMES_TRANSITIONS);
  m->ranks = (const void *)(at += ((size_t)1 << m->head->bits) / 8);
  m->rows = (const void *)(at += ((size_t)1 << m->head->bits) / 128);
  at += ((size_t)(m->head->rows + 15) & ~(size_t)15) * L;
  m->words = (ds_names_words){(const void *)at, m->head->words};
  return size == (size_t)(at - data) + (sizeof(ds_names_word) << m->words.bits);
}

typedef int16_t shorts __attribute__((vector_size(16)));
typedef int8_t bytes __attribute__((vector_size(8)));

static inline __attribute__((always_inline)) shorts widen(const int8_t *weights) {
  bytes eight;
  memcpy(&eight, weights, sizeof eight);
  return __builtin_convertvector(eight, shorts);
}

/* Adds the weights of n features to the scores. The rows lie far apart: all are asked for before the first is looked at. */
static inline __attribute__((always_inline)) void emit_inline(const names_model *m, const uint32_t *features, uint32_t n, int32_t *scores) {
  const int8_t *rows[DS_NAMES_FEATURES_MAX];
  uint32_t found = 0;
  for (uint32_t k = 0; k < n; k++) ds_names_prefetch(m->seen, m->head->bits, features[k]);
  for (uint32_t k = 0; k < n; k++) {
    int32_t at = ds_names_row(m->seen, m->ranks, m->head->bits, features[k]);
    if (at < 0) continue;
    rows[found] = m->rows + (size_t)at * L;
    __builtin_prefetch(rows[found]);
    __builtin_prefetch(rows[found++] + L - 1);
  }
  shorts low = {0}, high = {0};
  int32_t last = 0;
  for (uint32_t k = 0; k < found; k++) {
    low += widen(rows[k]);
    high += widen(rows[k] + 8);
    last += rows[k][16];
  }
  for (int l = 0; l < 8; l++) scores[l] += low[l], scores[l + 8] += high[l];
  scores[16] += last;
}

#if defined(__x86_64__) && !(defined(__POPCNT__) && defined(__SSE4_1__))
/* The same for processors that count bits and widen bytes, which nearly all do. */
__attribute__((target("popcnt,sse4.1"))) static void emit_fast(const names_model *m, const uint32_t *features, uint32_t n,
                                                               int32_t *scores) {
  emit_inline(m, features, n, scores);
}
static bool is_fast(void) {
  return __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("sse4.1");
}
#else
#define emit_fast emit_inline
#define is_fast() true
#endif

static void emit(const names_model *m, const uint32_t *features, uint32_t n, int32_t *scores) {
  if (is_fast())
    emit_fast(m, features, n, scores);
  else
    emit_inline(m, features, n, scores);
}
_Static_assert(L == 17 && DS_NAMES_FEATURES_MAX * 127 < INT16_MAX, "a row is two vectors and one more; sums of weights fit");

/* A label that opens a name or goes on inside it is followed by two labels of its kind; one that closes a name, or stands outside, by any
 * that opens one. Both in order of the labels. */
enum { FREE = 9, KINDS = DS_OTHER + 1 };
static const uint8_t closed[FREE] = {0, 3, 4, 7, 8, 11, 12, 15, 16}, fresh[FREE] = {0, 1, 4, 5, 8, 9, 12, 13, 16};

/* What is known while one text is read. */
typedef struct search {
  names_model model;
  const ds_reading *r;
  ds_names_view *views;
  uint32_t n_active;
  int32_t (*scores)[L]; /* per active token */
  int32_t (*best)[L];   /* Viterbi's table, for the longest stretch */
  uint8_t (*from)[L];
  int32_t openings[FREE][FREE]; /* transitions to each fresh label from each closed one */
  uint8_t *labels;
  float *sure;                /* per token of a name: probability of its label */
  float (*ahead)[L];          /* forward probabilities, for the longest stretch */
  float factors[L][L];        /* the transitions, as factors */
  float known[KNOWN_FACTORS]; /* of the scores 0, -1, -2 … */
} search;

static int32_t transition(const search *s, int a, int b) {
  return s->model.transitions[a * L + b];
}

static const int32_t NEVER = INT32_MIN / 4;

static void viterbi_first(search *s, const int32_t *scores) {
  for (int l = 0; l < L; l++) s->best[0][l] = NEVER;
  for (int k = 0; k < FREE; k++) s->best[0][fresh[k]] = transition(s, 0, fresh[k]) + scores[fresh[k]];
}

/* Of several ways to a label the first of the best is taken. */
static void viterbi_step(search *s, const int32_t *scores, uint32_t i) {
  const int32_t *before = s->best[i - 1];
  int32_t *best = s->best[i], ended[FREE];
  for (int k = 0; k < FREE; k++) ended[k] = before[closed[k]];
  for (int j = 0; j < FREE; j++) {
    int32_t high = NEVER;
    int from = 0;
    for (int k = 0; k < FREE; k++) {
      int32_t score = ended[k] + s->openings[j][k];
      from = score > high ? k : from;
      high = score > high ? score : high;
    }
    best[fresh[j]] = high + scores[fresh[j]];
    s->from[i][fresh[j]] = closed[from];
  }
  for (int kind = 0; kind < KINDS; kind++) {
    int begin = ds_names_label((ds_kind)kind, DS_NAMES_BEGIN), inside = begin + DS_NAMES_INSIDE;
    for (int l = inside; l <= begin + DS_NAMES_LAST; l++) {
      int32_t opened = before[begin] + transition(s, begin, l), longer = before[inside] + transition(s, inside, l);
      best[l] = (longer > opened ? longer : opened) + scores[l];
      s->from[i][l] = (uint8_t)(longer > opened ? inside : begin);
    }
  }
}

/* Active tokens of one sentence that follow one another. */
typedef struct stretch {
  uint32_t first, n;
  uint32_t row; /* of the first, among all active tokens */
} stretch;

/* The next one behind *t (all zero before the first); false when there is none. */
static bool next_stretch(const search *s, stretch *t) {
  const ds_reading *r = s->r;
  uint32_t at = t->first + t->n;
  while (at < r->n_tokens && !s->views[at].active) at++;
  uint32_t end = at;
  while (end < r->n_tokens && s->views[end].active && r->tokens[end].sentence == r->tokens[at].sentence) end++;
  *t = (stretch){.first = at, .n = end - at, .row = t->row + t->n};
  return t->n > 0;
}

static void viterbi(search *s, const stretch *t) {
  viterbi_first(s, s->scores[t->row]);
  for (uint32_t i = 1; i < t->n; i++) viterbi_step(s, s->scores[t->row + i], i);
  const int32_t *best = s->best[t->n - 1];
  int last = 0;
  for (int k = 1; k < FREE; k++)
    if (best[closed[k]] + transition(s, closed[k], 0) > best[last] + transition(s, last, 0)) last = closed[k];
  for (uint32_t i = t->n; i-- > 0; last = s->from[i][last]) s->labels[t->first + i] = (uint8_t)last;
}

static void search_init(search *s, ds_reading *r, ds_arena *arena) {
  uint32_t longest = 1;
  s->r = r;
  s->views = ds_names_views(r, &s->model.words, arena);
  s->labels = DS_ARENA_NEW(arena, uint8_t, r->n_tokens + 1);
  for (stretch t = {0}; next_stretch(s, &t); s->n_active = t.row + t.n)
    if (t.n > longest) longest = t.n;
  s->best = ds_arena_alloc(arena, longest * sizeof *s->best);
  s->from = ds_arena_alloc(arena, longest * sizeof *s->from);
  s->ahead = ds_arena_alloc(arena, longest * sizeof *s->ahead);
  s->scores = ds_arena_alloc(arena, (s->n_active + 1) * sizeof *s->scores);
  s->sure = DS_ARENA_NEW(arena, float, r->n_tokens + 1);
  for (int j = 0; j < FREE && s->model.transitions; j++)
    for (int k = 0; k < FREE; k++) s->openings[j][k] = transition(s, closed[k], fresh[j]);
}

/* Two looks: the second knows which kinds the same words were found to be elsewhere in the text. */
static void find_labels(search *s, ds_arena *arena) {
  uint32_t features[DS_NAMES_FEATURES_MAX], own[2];
  for (stretch t = {0}; next_stretch(s, &t);) {
    for (uint32_t i = 0; i < t.n; i++)
      emit(&s->model, features, ds_names_features(s->r, s->views, t.first + i, features, own), s->scores[t.row + i]);
    viterbi(s, &t);
  }
  ds_names_memory *memory = ds_names_remember(s->r, s->views, s->labels, arena);
  for (stretch t = {0}; next_stretch(s, &t);) {
    uint32_t added = 0;
    for (uint32_t i = 0; i < t.n; i++) {
      uint32_t count = ds_names_memory_features(s->r, s->views, memory, s->labels, t.first + i, features);
      if (count) emit(&s->model, features, count, s->scores[t.row + i]);
      added += count;
    }
    if (added) viterbi(s, &t); /* its features look at no other stretch's labels */
  }
}

static float factor(const search *s, int32_t score) {
  return expf((float)score / s->model.head->scale);
}

/* Scores as factors, the largest of them 1. */
static void token_factors(const search *s, const int32_t *scores, float *out) {
  int32_t high = scores[0];
  for (int l = 1; l < L; l++)
    if (scores[l] > high) high = scores[l];
  for (int l = 0; l < L; l++) {
    int32_t below = high - scores[l];
    out[l] = below < KNOWN_FACTORS ? s->known[below] : factor(s, -below);
  }
}

static void make_sum_one(float *v) {
  float sum = 1e-30f;
  for (int l = 0; l < L; l++) sum += v[l];
  for (int l = 0; l < L; l++) v[l] /= sum;
}

static void look_ahead(search *s, const stretch *t) {
  for (uint32_t i = 0; i < t->n; i++) {
    float here[L], *now = s->ahead[i];
    const float *before = i ? s->ahead[i - 1] : NULL;
    token_factors(s, s->scores[t->row + i], here);
    for (int l = 0; l < L; l++) now[l] = i ? 0 : s->factors[0][l];
    for (int j = 0; j < FREE && i; j++)
      for (int k = 0; k < FREE; k++) now[fresh[j]] += before[closed[k]] * s->factors[closed[k]][fresh[j]];
    for (int kind = 0; kind < KINDS && i; kind++) {
      int begin = ds_names_label((ds_kind)kind, DS_NAMES_BEGIN), inside = begin + DS_NAMES_INSIDE, last = begin + DS_NAMES_LAST;
      now[inside] = before[begin] * s->factors[begin][inside] + before[inside] * s->factors[inside][inside];
      now[last] = before[begin] * s->factors[begin][last] + before[inside] * s->factors[inside][last];
    }
    for (int l = 0; l < L; l++) now[l] *= here[l];
    make_sum_one(now);
  }
}

static void look_back(const search *s, const float *here, const float *back, float *out) {
  for (int j = 0; j < FREE; j++) {
    int k = closed[j];
    out[k] = 0;
    for (int i = 0; i < FREE; i++) out[k] += s->factors[k][fresh[i]] * here[fresh[i]] * back[fresh[i]];
  }
  for (int kind = 0; kind < KINDS; kind++) {
    int begin = ds_names_label((ds_kind)kind, DS_NAMES_BEGIN), inside = begin + DS_NAMES_INSIDE, last = begin + DS_NAMES_LAST;
    for (int k = begin; k <= inside; k++)
      out[k] = s->factors[k][inside] * here[inside] * back[inside] + s->factors[k][last] * here[last] * back[last];
  }
}

/* The probabilities of the labels chosen in a stretch (forward and backward). */
static void be_sure(search *s, const stretch *t) {
  float back[L], here[L], both[L], next[L];
  for (int l = 0; l < L; l++) back[l] = s->factors[l][0];
  look_ahead(s, t);
  for (uint32_t i = t->n; i-- > 0;) {
    for (int l = 0; l < L; l++) both[l] = s->ahead[i][l] * back[l];
    make_sum_one(both);
    s->sure[t->first + i] = fminf(both[s->labels[t->first + i]], 1);
    token_factors(s, s->scores[t->row + i], here);
    look_back(s, here, back, next);
    make_sum_one(next);
    memcpy(back, next, sizeof back);
  }
}

static void find_sureness(search *s) {
  for (int a = 0; a < L; a++)
    for (int b = 0; b < L; b++) s->factors[a][b] = ds_names_may_follow(a, b) ? factor(s, transition(s, a, b)) : 0;
  for (int below = 0; below < KNOWN_FACTORS; below++) s->known[below] = factor(s, -below);
  for (stretch t = {0}; next_stretch(s, &t);)
    for (uint32_t i = t.first; i < t.first + t.n; i++)
      if (s->labels[i]) {
        be_sure(s, &t);
        break;
      }
}

static void place_country(const ds_reading *r, ds_name *n) {
  ds_fact fact = {0};
  ds_names_usual_facts(r->text + n->start, n->end - n->start, &fact);
  const ds_country *c = n->demonym ? fact.demonym : fact.country ? fact.country : fact.place ? fact.place : fact.seat;
  if (c) memcpy(n->country, c->code, 3);
}

static void add_name(ds_reading *r, uint32_t first, uint32_t end, ds_kind kind, float score) {
  ds_name *n = &r->names[r->n_names++];
  *n = (ds_name){r->tokens[first].start, r->tokens[end - 1].end, first, end - first, kind, score, "", false};
  uint32_t facts = ds_fact_find(r->text + n->start, n->end - n->start, NULL);
  n->demonym = facts & DS_FACT_DEMONYM && !(facts & DS_FACT_COUNTRY);
  if (n->demonym) n->kind = DS_OTHER;
  if (n->demonym || n->kind == DS_PLACE) place_country(r, n);
}

/* In "China's Foreign Ministry" the token behind the possessive, where a known place owns the rest of a name that is not itself
 * known; else end. */
static uint32_t owned_part(const ds_reading *r, uint32_t first, uint32_t end) {
  uint32_t start = r->tokens[first].start;
  for (uint32_t k = first + 1; k + 1 < end; k++) {
    if (!ds_token_is(r, k, "'s") && !ds_token_is(r, k, "\xe2\x80\x99s")) continue;
    uint32_t owner = ds_fact_find(r->text + start, r->tokens[k - 1].end - start, NULL);
    bool known = ds_fact_find(r->text + start, r->tokens[end - 1].end - start, NULL);
    return owner & (DS_FACT_COUNTRY | DS_FACT_REGION | DS_FACT_BIG_CITY) && !known ? k + 1 : end;
  }
  return end;
}

enum { LONGEST_STATE = 4, LONGEST_DEMONYM = 3 }; /* in tokens */

/* In "President of Belarus Alexander Lukashenko" the token behind the state whose name follows a title and "of" at first, else first. */
static uint32_t ruled_state(const search *s, uint32_t first, uint32_t end) {
  const ds_reading *r = s->r;
  const uint32_t ruler = DS_FACT_TITLE | DS_FACT_ROLE;
  uint32_t state = first;
  if (first < 2 || !ds_token_is(r, first - 1, "of") || !(s->views[first - 2].facts & ruler)) return first;
  for (uint32_t k = first; k < end && k < first + LONGEST_STATE && s->views[k].capital; k++)
    if (ds_fact_find(r->text + r->tokens[first].start, r->tokens[k].end - r->tokens[first].start, NULL) & DS_FACT_COUNTRY) state = k + 1;
  return state;
}

static void add_parts(ds_reading *r, uint32_t first, uint32_t end, ds_kind kind, float score) {
  uint32_t part = owned_part(r, first, end);
  if (part < end) add_name(r, first, part - 1, DS_PLACE, score);
  add_name(r, part < end ? part : first, end, kind, score);
}

static uint32_t name_end(const search *s, uint32_t i) {
  uint32_t end = i + 1;
  while (end < s->r->n_tokens && s->labels[end] && (s->labels[end] - 1) % 4 != DS_NAMES_BEGIN && (s->labels[end] - 1) % 4 != DS_NAMES_UNIT)
    end++;
  return end;
}

/* Where the short name of a state stands at i that is nothing else ("PRC", "DPRK"), though the model saw no name there. */
static bool is_short_state(const search *s, uint32_t i) {
  const ds_names_view *v = &s->views[i];
  uint32_t len = s->r->tokens[i].end - s->r->tokens[i].start;
  return v->acronym && len > 2 && (v->facts & ~(uint32_t)DS_FACT_PREFIX) == DS_FACT_COUNTRY;
}

/* The same where the model saw no name at i. */
static uint32_t unseen_state(const search *s, uint32_t i) {
  uint32_t end = i;
  if (!s->views[i].capital) return i;
  while (end < s->r->n_tokens && end < i + LONGEST_STATE && !s->labels[end]) end++;
  return ruled_state(s, i, end);
}

/* The end of the longest adjective or noun of nationality at i, where the model saw no name: "North Korean", "Saudi"; i where none stands.
 */
static uint32_t unseen_demonym(const search *s, uint32_t i) {
  const ds_reading *r = s->r;
  uint32_t end = i;
  if (!s->views[i].capital || !(s->views[i].facts & (DS_FACT_DEMONYM | DS_FACT_PREFIX))) return i;
  for (uint32_t k = i; k < r->n_tokens && k < i + LONGEST_DEMONYM && !s->labels[k] && s->views[k].capital; k++) {
    uint32_t facts = ds_fact_find(r->text + r->tokens[i].start, r->tokens[k].end - r->tokens[i].start, NULL);
    if (facts & DS_FACT_DEMONYM && !(facts & DS_FACT_COUNTRY)) end = k + 1;
  }
  return end;
}

static void collect(const search *s, ds_reading *r) {
  for (uint32_t i = 0, end, behind; i < r->n_tokens; i = end) {
    end = i + 1;
    if (s->labels[i]) {
      float score = 1;
      end = name_end(s, i);
      for (uint32_t k = i; k < end; k++) score = fminf(score, s->sure[k]);
      ds_kind kind = (ds_kind)((s->labels[i] - 1) / 4);
      behind = kind == DS_PERSON ? ruled_state(s, i, end) : i;
      if (behind > i && behind < end) add_name(r, i, behind, DS_PLACE, score);
      add_parts(r, behind < end ? behind : i, end, kind, score);
    } else if ((behind = unseen_state(s, i)) > i) {
      add_name(r, i, end = behind, DS_PLACE, 0.5f);
    } else if ((behind = unseen_demonym(s, i)) > i) {
      add_name(r, i, end = behind, DS_OTHER, 1);
    } else if (is_short_state(s, i)) {
      add_name(r, i, end, DS_PLACE, 0.5f);
    }
  }
}

/* "Springfield, Illinois": a place takes the country of the one that closes it. */
static void inherit_countries(ds_reading *r) {
  for (uint32_t i = r->n_names; i-- > 1;) {
    ds_name *n = &r->names[i - 1], *after = &r->names[i];
    bool joined = n->kind == DS_PLACE && after->kind == DS_PLACE && n->first + n->count + 1 == after->first &&
                  ds_token_is(r, after->first - 1, ",") && r->tokens[n->first].sentence == r->tokens[after->first].sentence;
    ds_fact fact = {0};
    ds_fact_find(r->text + n->start, n->end - n->start, &fact);
    if (joined && !(fact.flags & (DS_FACT_COUNTRY | DS_FACT_PART_OF_WORLD)) && (!n->country[0] || fact.flags & DS_FACT_CITY))
      if (!(fact.flags & DS_FACT_BIG_CITY)) memcpy(n->country, after->country, 3);
  }
}

void ds_names_find(ds_reading *r, ds_arena *arena) {
  search s = {0};
  bool trained = model_open(&s.model);
  search_init(&s, r, arena);
  if (trained) find_labels(&s, arena);
  if (trained) find_sureness(&s);
  r->names = DS_ARENA_NEW(arena, ds_name, s.n_active + 1); /* a name begins at an active token of its own */
  r->n_names = 0;
  collect(&s, r);
  inherit_countries(r);
}
