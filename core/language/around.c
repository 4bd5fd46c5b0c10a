#include "language/around.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/strmap.h"

enum { NEAR = 3, FAR = 9, NEIGHBOURS = 8, SCOPE = 4 }; /* words: by distance from the target; that a negation reaches */
static const double FLIP = -0.6;

typedef struct weight {
  double first, second;
  uint32_t serial; /* the question that met it last: each feature counts once */
} weight;

/* One word or mark of the text: where it stands, and its lower-case form in `plain`. */
typedef struct word {
  size_t first, last, at, len;
  double tone;
  bool negates;
} word;

struct ds_around {
  ds_strmap features, tones;
  weight *weights;
  double *tone;
  size_t cap_weights, cap_tone;
  uint32_t serial;
  ds_buf text, plain, feature; /* of the question */
  word *words, *left, *right;  /* left: from the target outwards */
  ds_around_reason *reasons;
  size_t n_words, cap_words, n_left, cap_left, n_right, cap_right, n_reasons, cap_reasons;
  double sums[2];
};

/* --- the table --- */

static bool read_number(const char **p, const char *end, double *value) {
  char digits[32];
  size_t n = 0;
  while (*p < end && n < sizeof digits - 1 && strchr("-.0123456789", **p) && **p) digits[n++] = *(*p)++;
  digits[n] = '\0';
  char *rest;
  *value = strtod(digits, &rest);
  return rest > digits;
}

static void read_line(ds_around *around, const char *line, size_t len) {
  const char *tab = memchr(line, '\t', len), *end = line + len;
  weight w = {0};
  if (!tab || tab == line) return;
  const char *p = tab + 1;
  if (!read_number(&p, end, &w.first) || p == end || *p++ != '\t' || !read_number(&p, end, &w.second)) return;
  uint32_t number = ds_strmap_put(&around->features, line, (size_t)(tab - line));
  DS_GROW(around->weights, number, around->cap_weights);
  around->weights[number] = w;
}

ds_around *ds_around_new(const char *table, size_t len) {
  ds_around *around = ds_alloc(sizeof *around);
  for (const char *p = table, *end = table + len; p < end;) {
    const char *stop = memchr(p, '\n', (size_t)(end - p));
    if (!stop) stop = end;
    read_line(around, p, (size_t)(stop - p));
    p = stop + 1;
  }
  return around;
}

void ds_around_free(ds_around *around) {
  if (!around) return;
  ds_strmap_reset(&around->features);
  ds_strmap_reset(&around->tones);
  ds_buf_reset(&around->text);
  ds_buf_reset(&around->plain);
  ds_buf_reset(&around->feature);
  free(around->weights);
  free(around->tone);
  free(around->words);
  free(around->left);
  free(around->right);
  free(around->reasons);
  free(around);
}

void ds_around_tone(ds_around *around, const char *text, size_t len, double tone) {
  uint32_t number = ds_strmap_put(&around->tones, text, len);
  DS_GROW(around->tone, number, around->cap_tone);
  around->tone[number] = tone;
}

size_t ds_around_size(const ds_around *around) {
  return sizeof *around + around->cap_weights * sizeof(weight) + around->features.cap_text +
         around->features.n_slots * 2 * sizeof(uint32_t) + around->tones.n * 3 * sizeof(double);
}

/* --- words --- */

static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 128;
}

/* Marks of three bytes become plain ones of three, so that places stay. */
static void make_plain(ds_buf *out, const char *text, size_t len) {
  static const struct {
    const char *mark, *plain;
  } marks[] = {{"\u2019", "'\0\0"}, {"\u2018", " \" "}, {"\u201c", " \" "}, {"\u201d", " \" "},
               {"\u2013", " , "},   {"\u2014", " , "},  {"\u2026", " . "}};
  ds_buf_clear(out);
  ds_buf_append(out, text, len);
  for (size_t i = 0; i + 3 <= len; i++) {
    if (text[i] != '\xe2') continue;
    for (size_t k = 0; k < sizeof marks / sizeof *marks; k++) {
      if (memcmp(text + i, marks[k].mark, 3) != 0) continue;
      memcpy(out->data + i, marks[k].plain, 3);
      i += 2;
      break;
    }
  }
}

/* The end of the word that begins at byte `at` with a letter: letters, joined by single apostrophes and hyphens. */
static size_t word_end(const char *s, size_t len, size_t at) {
  for (;;) {
    while (at < len && is_letter(s[at])) at++;
    size_t next = at;
    if (next >= len || (s[next] != '\'' && s[next] != '-')) return at;
    next++;
    while (next < len && s[next] == '\0') next++;
    if (next >= len || !is_letter(s[next])) return at;
    at = next;
  }
}

static bool is_negator(const char *s, size_t len) {
  static const char *const negators[] = {"not", "no", "never", "cannot", "without", "nor", "neither", "hardly", "barely"};
  for (size_t i = 0; i < sizeof negators / sizeof *negators; i++)
    if (strlen(negators[i]) == len && memcmp(negators[i], s, len) == 0) return true;
  return len >= 3 && memcmp(s + len - 3, "n't", 3) == 0;
}

static void add_word(ds_around *around, size_t first, size_t last) {
  DS_GROW(around->words, around->n_words, around->cap_words);
  word *w = &around->words[around->n_words++];
  *w = (word){.first = first, .last = last, .at = around->plain.len};
  for (size_t i = first; i < last; i++) {
    char c = around->text.data[i];
    if (c) ds_buf_putc(&around->plain, c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c);
  }
  w->len = around->plain.len - w->at;
  uint32_t number = ds_strmap_get(&around->tones, around->plain.data + w->at, w->len);
  w->tone = number == DS_STRMAP_NONE ? 0 : around->tone[number];
  w->negates = is_negator(around->plain.data + w->at, w->len);
}

static void cut(ds_around *around, const char *text, size_t len) {
  make_plain(&around->text, text, len);
  ds_buf_clear(&around->plain);
  around->n_words = 0;
  const char *s = around->text.data;
  for (size_t i = 0; i < len;) {
    if (is_letter(s[i])) {
      size_t end = word_end(s, len, i);
      add_word(around, i, end);
      i = end;
    } else {
      if (s[i] && strchr(".,;:!?\"", s[i])) add_word(around, i, i + 1);
      i++;
    }
  }
}

/* --- features --- */

/* Adds what the feature in the buffer weighs. */
static void weigh(ds_around *around) {
  uint32_t number = ds_strmap_get(&around->features, around->feature.data, around->feature.len);
  if (number == DS_STRMAP_NONE || around->weights[number].serial == around->serial) return;
  weight *w = &around->weights[number];
  w->serial = around->serial;
  around->sums[0] += w->first;
  around->sums[1] += w->second;
  DS_GROW(around->reasons, around->n_reasons, around->cap_reasons);
  ds_around_reason *reason = &around->reasons[around->n_reasons++];
  reason->feature = ds_strmap_text(&around->features, number, &reason->len);
  reason->first = w->first;
  reason->second = w->second;
}

static void weigh_words(ds_around *around, const char *kind, const word *a, const word *b) {
  ds_buf *out = &around->feature;
  ds_buf_clear(out);
  ds_buf_puts(out, kind);
  ds_buf_append(out, around->plain.data + a->at, a->len);
  if (b) {
    ds_buf_putc(out, '_');
    ds_buf_append(out, around->plain.data + b->at, b->len);
  }
  weigh(around);
}

static void weigh_number(ds_around *around, const char *kind, int number) {
  ds_buf *out = &around->feature;
  ds_buf_clear(out);
  ds_buf_puts(out, kind);
  if (number < 0) ds_buf_putc(out, '-');
  ds_buf_putc(out, (char)('0' + abs(number)));
  weigh(around);
}

/* In steps of 0.4, from -4 to 4. */
static int bucket(double x) {
  double step = floor(x * 2.5 + 0.5);
  return step < -4 ? -4 : step > 4 ? 4 : (int)step;
}

/* The tones of n words in the order of the text, turned round after a negation; step -1: they lie backwards. */
static double tone_sum(const word *words, size_t n, int step) {
  double total = 0;
  int negated = 0;
  for (size_t i = 0; i < n; i++, words += step) {
    if (words->tone != 0) total += words->tone * (negated > 0 ? FLIP : 1);
    negated = words->negates ? SCOPE : negated - 1;
  }
  return total;
}

/* The tone of the n words of a side that lie nearest. */
static double near_tone(const word *side, size_t n, bool left) {
  return n == 0 ? 0 : left ? tone_sum(side + n - 1, n, -1) : tone_sum(side, n, 1);
}

static void weigh_side(ds_around *around, const word *side, size_t n, bool left) {
  static const char *const bands[2][3] = {{"r0:", "r1:", "r2:"}, {"l0:", "l1:", "l2:"}};
  for (size_t i = 0; i < n; i++) {
    weigh_words(around, bands[left][i < NEAR ? 0 : i < FAR ? 1 : 2], &side[i], NULL);
    weigh_words(around, "w:", &side[i], NULL);
    if (i == 0 || i >= NEIGHBOURS) continue;
    if (left)
      weigh_words(around, "2l:", &side[i], &side[i - 1]);
    else
      weigh_words(around, "2r:", &side[i - 1], &side[i]);
  }
  weigh_number(around, left ? "tl3:" : "tr3:", bucket(near_tone(side, n < NEAR ? n : NEAR, left)));
  weigh_number(around, left ? "tl9:" : "tr9:", bucket(near_tone(side, n < FAR ? n : FAR, left)));
  weigh_number(around, left ? "tl:" : "tr:", bucket(near_tone(side, n, left) / 2));
}

/* Parts the words into those before and those after the target; the number of quotation marks before it. */
static int part(ds_around *around, long long start, long long end) {
  int marks = 0;
  around->n_left = around->n_right = 0;
  for (size_t i = 0; i < around->n_words; i++) {
    const word *w = &around->words[i];
    if (around->plain.data[w->at] == '"' && (long long)w->first < start) marks++;
    if ((long long)w->last > start && (long long)w->first >= end) {
      DS_GROW(around->right, around->n_right, around->cap_right);
      around->right[around->n_right++] = *w;
    }
  }
  for (size_t i = around->n_words; i-- > 0;) {
    if ((long long)around->words[i].last > start) continue;
    DS_GROW(around->left, around->n_left, around->cap_left);
    around->left[around->n_left++] = around->words[i];
  }
  return marks;
}

ds_around_answer ds_around_ask(ds_around *around, const char *text, size_t len, long long start, long long end) {
  uint32_t bias = ds_strmap_get(&around->features, "*bias", 5);
  around->serial++;
  around->n_reasons = 0;
  around->sums[0] = bias == DS_STRMAP_NONE ? 0 : around->weights[bias].first;
  around->sums[1] = bias == DS_STRMAP_NONE ? 0 : around->weights[bias].second;
  cut(around, text, len);
  int marks = part(around, start, end);
  size_t n = around->n_words;
  weigh_number(around, "n:", (int)(n < 48 ? n : 48) / 8);
  weigh_side(around, around->left, around->n_left, true);
  weigh_side(around, around->right, around->n_right, false);
  double root = sqrt((double)n);
  weigh_number(around, "tall:", bucket(tone_sum(around->words, n, 1) / (root > 1 ? root : 1) * 2));
  if (marks % 2 == 1) {
    ds_buf_clear(&around->feature);
    ds_buf_puts(&around->feature, "quoted");
    weigh(around);
  }
  double a = around->sums[0], b = around->sums[1], top = a > b ? a : b;
  if (top < 0) top = 0;
  double none = exp(-top), first = exp(a - top), second = exp(b - top), sum = none + first + second;
  return (ds_around_answer){first / sum, second / sum, around->reasons, around->n_reasons};
}
