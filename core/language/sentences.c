#include "language/sentences.h"

#include <string.h>

#include "base/utf8.h"
#include "language/tokens.h"

enum { WRAPPED_WIDTH = 120, SHORTEST_WRAP = 30 };

typedef struct splitter {
  ds_reading *r;
  ds_arena *arena;
  uint8_t *ends;   /* per token: SENTENCE or PARAGRAPH ends after it */
  uint32_t n, cap; /* sentences */
} splitter;

enum { GOES_ON, SENTENCE, PARAGRAPH };

static char first_of(const ds_reading *r, uint32_t t) {
  return r->text[r->tokens[t].start];
}
static uint32_t length_of(const ds_reading *r, uint32_t t) {
  return r->tokens[t].end - r->tokens[t].start;
}

static bool is_text(const ds_reading *r, uint32_t t, const char *text) {
  return length_of(r, t) == strlen(text) && memcmp(r->text + r->tokens[t].start, text, strlen(text)) == 0;
}

/* A word that begins with a capital letter, or a number. */
static bool begins_high(const ds_reading *r, uint32_t t) {
  unsigned char c = (unsigned char)first_of(r, t);
  if (c < 128) return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  int32_t code;
  ds_utf8_next(r->text + r->tokens[t].start, length_of(r, t), &code);
  return ds_utf8_is_upper(code);
}

static bool begins_low(const ds_reading *r, uint32_t t) {
  int32_t code;
  ds_utf8_next(r->text + r->tokens[t].start, length_of(r, t), &code);
  return ds_utf8_is_lower(code);
}

/* ---- paragraphs ---- */

typedef struct line {
  uint32_t start, end, indent;
} line;

static line line_from(const ds_reading *r, uint32_t at) {
  const char *stop = memchr(r->text + at, '\n', r->len - at);
  line l = {.start = at, .end = stop ? (uint32_t)(stop - r->text) : (uint32_t)r->len};
  while (at < l.end && (r->text[at] == ' ' || r->text[at] == '\t' || r->text[at] == '\r')) {
    l.indent += r->text[at] == '\t' ? 4 : 1;
    at++;
  }
  l.start = at;
  while (l.end > l.start && (unsigned char)r->text[l.end - 1] <= ' ') l.end--;
  return l;
}

static bool is_bullet(const ds_reading *r, line l) {
  const char *s = r->text + l.start;
  uint32_t n = l.end - l.start;
  if (n < 2) return true;
  if (strchr("*-+>", s[0]) && s[1] == ' ') return true;
  if (s[0] >= '0' && s[0] <= '9' && (s[1] == '.' || s[1] == ')')) return true;
  return n > 3 && memcmp(s, "\xE2\x80\xA2", 3) == 0;
}

/* Does the line end `above` | `below` part paragraphs? width is the longest line's of the block. */
static bool line_parts(const ds_reading *r, line above, line below, uint32_t width) {
  if (below.indent >= above.indent + 2 || is_bullet(r, below)) return true;
  char last = r->text[above.end - 1], next = r->text[below.start];
  if (next >= 'a' && next <= 'z' && !strchr(".:;!?\"'", last)) return false;
  if (width > WRAPPED_WIDTH || width < SHORTEST_WRAP) return true;
  if (last == ',') return false;
  uint32_t word = below.start;
  while (word < below.end && word < below.start + WRAPPED_WIDTH && r->text[word] != ' ') word++;
  return above.end - above.start + above.indent + 1 + word - below.start + 2 < width;
}

/* Longest line of the block (lines without a blank one) that starts at `at`; *end becomes the block's end. */
static uint32_t block_width(const ds_reading *r, uint32_t at, uint32_t *end) {
  uint32_t width = 0;
  while (at < r->len) {
    line l = line_from(r, at);
    if (l.end == l.start) break;
    if (l.end - at > width) width = l.end - at;
    const char *stop = memchr(r->text + l.end, '\n', r->len - l.end);
    at = stop ? (uint32_t)(stop - r->text) + 1 : (uint32_t)r->len;
  }
  *end = at;
  return width;
}

/* Does the first line of a text go on in the next although that line's word had room in it? Where paragraphs are marked by their
 * indentation, what stood before it (the place and day of a dispatch) was cut off. A headline in capitals stands alone. */
static bool lost_its_beginning(const ds_reading *r, line first, line second, uint32_t block) {
  if (second.indent >= first.indent + 2 || strchr(".:;!?\"'", r->text[first.end - 1])) return false;
  bool low = false;
  for (uint32_t i = first.start; i < first.end; i++) low = low || (r->text[i] >= 'a' && r->text[i] <= 'z');
  for (uint32_t at = second.start; low && at < block;) {
    const char *stop = memchr(r->text + at, '\n', r->len - at);
    if (!stop) return false;
    at = (uint32_t)(stop - r->text) + 1;
    line l = line_from(r, at);
    if (l.end > l.start && l.indent >= second.indent + 2) return true;
  }
  return false;
}

/* Does white space [from, to) between two tokens part paragraphs? *block is the end of the block whose width is *width. */
static bool gap_parts(const ds_reading *r, uint32_t from, uint32_t to, uint32_t line_start, uint32_t *block, uint32_t *width) {
  uint32_t breaks = 0, last = from;
  for (uint32_t i = from; i < to; i++)
    if (r->text[i] == '\n') {
      breaks++;
      last = i;
    }
  if (breaks != 1) return breaks > 1;
  if (line_start >= *block) *width = block_width(r, line_start, block);
  line above = line_from(r, line_start), below = line_from(r, last + 1);
  if (!line_parts(r, above, below, *width)) return false;
  bool wrapped = *width <= WRAPPED_WIDTH && *width >= SHORTEST_WRAP && line_start == r->tokens[0].start;
  return !wrapped || !lost_its_beginning(r, above, below, *block);
}

static void mark_paragraphs(splitter *s) {
  const ds_reading *r = s->r;
  uint32_t line_start = r->n_tokens ? r->tokens[0].start : 0, block = 0, width = 0;
  for (uint32_t t = 0; t + 1 < r->n_tokens; t++) {
    uint32_t from = r->tokens[t].end, to = r->tokens[t + 1].start;
    if (to - from == 1 ? r->text[from] != '\n' : !memchr(r->text + from, '\n', to - from)) continue;
    if (gap_parts(r, from, to, line_start, &block, &width)) s->ends[t] = PARAGRAPH;
    uint32_t i = to;
    while (r->text[i - 1] != '\n') i--;
    line_start = i;
  }
}

/* A stamp that opens a text ("date 2023-02-25 President …", as scrapers write it) is a paragraph of its own. */
static void mark_stamp(splitter *s) {
  static const char shape[] = "date 0000-00-00 ";
  const ds_reading *r = s->r;
  if (!r->n_tokens) return;
  uint32_t start = r->tokens[0].start;
  if (r->len - start < sizeof shape) return;
  for (uint32_t i = 0; shape[i]; i++) {
    char c = r->text[start + i];
    bool fits = shape[i] == '0' ? c >= '0' && c <= '9' : (c | 0x20) == (shape[i] | 0x20);
    if (!fits) return;
  }
  for (uint32_t t = 0; t < r->n_tokens && r->tokens[t].end <= start + sizeof shape - 2; t++)
    if (r->tokens[t].end == start + sizeof shape - 2) s->ends[t] = PARAGRAPH;
}

static bool is_dash(const ds_reading *r, uint32_t t) {
  static const char *const dashes[] = {"-", "--", "_", "\xE2\x80\x93", "\xE2\x80\x94"};
  for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
    if (is_text(r, t, dashes[i])) return true;
  return false;
}

static bool all_capitals(const ds_reading *r, uint32_t t) {
  for (uint32_t i = r->tokens[t].start; i < r->tokens[t].end; i++)
    if (r->text[i] < 'A' || r->text[i] > 'Z') return false;
  return length_of(r, t) >= 3;
}

/* A dateline that opens a paragraph ("VILNIUS -", "KYIV, Ukraine (AP) -", "BEIJING, Feb 28 -") is a sentence of its own. */
static void mark_dateline(splitter *s, uint32_t first) {
  enum { LONGEST = 12 };
  const ds_reading *r = s->r;
  if (!all_capitals(r, first)) return;
  for (uint32_t t = first + 1; t + 1 < r->n_tokens && t < first + LONGEST && s->ends[t] == GOES_ON; t++) {
    if (is_dash(r, t) && r->tokens[t].space_before && r->tokens[t + 1].space_before) {
      if (begins_high(r, t + 1) || strchr("\"`'\xE2", first_of(r, t + 1))) s->ends[t] = SENTENCE;
      return;
    }
    if (!begins_high(r, t) && !strchr(",.()/", first_of(r, t)) && !is_text(r, t, "of")) return;
  }
}

static void mark_datelines(splitter *s) {
  for (uint32_t t = 0; t < s->r->n_tokens; t++)
    if (t == 0 || s->ends[t - 1] == PARAGRAPH) mark_dateline(s, t);
}

/* ---- sentences ---- */

static bool is_closer(const ds_reading *r, uint32_t t) {
  static const char *const closers[] = {"\"", "''", "'", ")", "]", "\xE2\x80\x9D", "\xE2\x80\x99", "\xE2\x80\x99\xE2\x80\x99", "\xC2\xBB"};
  for (size_t i = 0; i < sizeof closers / sizeof *closers; i++)
    if (is_text(r, t, closers[i])) return true;
  return false;
}

static bool is_opener(const ds_reading *r, uint32_t t) {
  static const char *const openers[] = {"\"", "``", "'", "(", "[", "\xE2\x80\x9C", "\xE2\x80\x98", "\xE2\x80\x98\xE2\x80\x98", "\xC2\xAB"};
  for (size_t i = 0; i < sizeof openers / sizeof *openers; i++)
    if (is_text(r, t, openers[i])) return true;
  return false;
}

/* How strongly token t ends a sentence: 2 by itself, 1 if what follows looks like a beginning, 0 not. */
static int end_strength(const ds_reading *r, uint32_t t) {
  char c = first_of(r, t);
  uint32_t n = length_of(r, t);
  const char *s = r->text + r->tokens[t].start;
  if (c == '?' || c == '!') return 2;
  if (c == '.' && n == 1) return 2;
  if (c == '.' || is_text(r, t, "\xE2\x80\xA6")) return 1;
  if (s[n - 1] == '.' && n > 1 && ds_abbreviation_of(s, n - 1) == DS_ABBREVIATION_ANY) return 1;
  return 0;
}

/* Words that begin a sentence far more often than they follow an abbreviation inside one. */
static bool is_starter(const ds_reading *r, uint32_t t) {
  static const char *const starters[] = {
      "a",     "after", "all",       "although", "an",    "and",   "as",   "at",    "both",    "but",  "by",   "despite", "during",
      "even",  "every", "for",       "he",       "her",   "here",  "his",  "how",   "however", "i",    "if",   "in",      "it",
      "its",   "many",  "meanwhile", "most",     "my",    "no",    "not",  "on",    "one",     "or",   "our",  "she",     "since",
      "so",    "some",  "such",      "that",     "the",   "their", "then", "there", "these",   "they", "this", "those",   "to",
      "under", "we",    "what",      "when",     "where", "while", "who",  "why",   "with",    "you",  "your"};
  if (!begins_high(r, t)) return false;
  return ds_word_listed(r->text + r->tokens[t].start, length_of(r, t), starters, sizeof starters / sizeof *starters);
}

/* Is the token a full stop after a number or letter that opens its line or sentence ("1.", "A.")? */
static bool is_enumerator(const ds_reading *r, uint32_t t, uint32_t first) {
  if (t != first + 1 || !is_text(r, t, ".")) return false;
  char c = first_of(r, first);
  return length_of(r, first) <= 3 && ((c >= '0' && c <= '9') || length_of(r, first) == 1);
}

/* Is the token at t a straight quotation mark that opens something? It is if as many of its kind were opened as closed before it in its
 * paragraph (as far back as is looked). */
static bool straight_opens(const splitter *s, uint32_t t) {
  enum { LOOK_BACK = 400 };
  const ds_reading *r = s->r;
  bool open = false;
  if (!strchr("\"'", first_of(r, t)) || length_of(r, t) != 1) return false;
  for (uint32_t k = t, steps = 0; k-- > 0 && s->ends[k] != PARAGRAPH && steps < LOOK_BACK; steps++)
    open ^= length_of(r, k) == 1 && first_of(r, k) == first_of(r, t);
  return !open;
}

/* Does a sentence that began at `first` end at t? On true *last is its last token, closing marks included. */
static bool ends_at(const splitter *s, uint32_t first, uint32_t t, uint32_t *last) {
  const ds_reading *r = s->r;
  int strength = end_strength(r, t);
  if (!strength || is_enumerator(r, t, first)) return false;
  uint32_t k = t;
  while (k + 1 < r->n_tokens && s->ends[k] != PARAGRAPH && !r->tokens[k + 1].space_before &&
         (is_closer(r, k + 1) || end_strength(r, k + 1) == 2))
    k++;
  /* a closing mark after a blank: `. "` before another blank */
  if (k + 2 < r->n_tokens && s->ends[k] != PARAGRAPH && is_closer(r, k + 1) && r->tokens[k + 2].space_before && is_text(r, k + 1, "''"))
    k++;
  if (k > t && k + 1 < r->n_tokens && s->ends[k] != PARAGRAPH && !r->tokens[k + 1].space_before && straight_opens(s, k)) k--;
  *last = k;
  if (k + 1 >= r->n_tokens || s->ends[k] == PARAGRAPH) return true;
  uint32_t next = k + 1;
  bool glued = !r->tokens[next].space_before;
  while (next + 1 < r->n_tokens && next < k + 3 && is_opener(r, next)) next++;
  if (glued && (strength == 1 || !begins_high(r, next))) return false;
  if (strength == 1 && first_of(r, t) != '.') return next > k + 1 ? begins_high(r, next) : is_starter(r, next);
  if (strength == 1) return begins_high(r, next) && !begins_low(r, next);
  if (k > t && begins_low(r, next)) return false; /* "…?" he asked */
  return !begins_low(r, next) || (first_of(r, t) == '.' && k == t && next == k + 1 && length_of(r, t) == 1);
}

static void add_sentence(splitter *s, uint32_t first, uint32_t last, uint32_t paragraph) {
  ds_reading *r = s->r;
  uint32_t i = DS_PUSH(s->arena, r->sentences, s->n, s->cap);
  r->sentences[i] = (ds_sentence){
      .start = r->tokens[first].start, .end = r->tokens[last].end, .first = first, .count = last - first + 1, .paragraph = paragraph};
  for (uint32_t t = first; t <= last; t++) r->tokens[t].sentence = i;
}

void ds_sentences_find(ds_reading *r, ds_arena *arena) {
  splitter s = {.r = r, .arena = arena, .ends = DS_ARENA_NEW(arena, uint8_t, r->n_tokens + 1)};
  r->sentences = NULL;
  mark_paragraphs(&s);
  mark_stamp(&s);
  mark_datelines(&s);
  uint32_t first = 0, paragraph = 0;
  for (uint32_t t = 0; t < r->n_tokens; t++) {
    uint32_t last = t;
    bool ends = s.ends[t] != GOES_ON || t + 1 == r->n_tokens || ends_at(&s, first, t, &last) || t + 1 - first >= DS_SENTENCE_TOKENS;
    if (!ends) continue;
    add_sentence(&s, first, last, paragraph);
    if (s.ends[last] == PARAGRAPH) paragraph++;
    t = last;
    first = last + 1;
  }
  if (!r->sentences) r->sentences = DS_ARENA_NEW(arena, ds_sentence, 1);
  r->n_sentences = s.n;
}
