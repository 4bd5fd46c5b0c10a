#include <stdlib.h>
#include <string.h>

#include "annotation/dates.h"
#include "base/sorted.h"
#include "base/utf8.h"

typedef struct entry {
  const char *word;
  uint8_t class;
  int16_t value;
} entry;

const char *const ds_time_parts[] = {"TMO", "TAF", "TEV", "TNI", "TMI"};

/* Sorted by word. */
static const entry lexicon[] = {
    {"afternoon", DS_TW_PART, 1},
    {"afternoons", DS_TW_PART, 1},
    {"annually", DS_TW_OFTEN, DS_TU_YEAR},
    {"apr", DS_TW_MONTH, 4},
    {"april", DS_TW_MONTH, 4},
    {"aug", DS_TW_MONTH, 8},
    {"august", DS_TW_MONTH, 8},
    {"autumn", DS_TW_SEASON, 2},
    {"billion", DS_TW_SCALE, 0},
    {"centuries", DS_TW_UNITS, DS_TU_CENTURY},
    {"century", DS_TW_UNIT, DS_TU_CENTURY},
    {"christmas", DS_TW_NAME, 0},
    {"coming", DS_TW_RELATIVE, 1},
    {"current", DS_TW_REF, 0},
    {"currently", DS_TW_REF, 0},
    {"daily", DS_TW_OFTEN, DS_TU_DAY},
    {"day", DS_TW_UNIT, DS_TU_DAY},
    {"days", DS_TW_UNITS, DS_TU_DAY},
    {"dec", DS_TW_MONTH, 12},
    {"decade", DS_TW_UNIT, DS_TU_DECADE},
    {"decades", DS_TW_UNITS, DS_TU_DECADE},
    {"december", DS_TW_MONTH, 12},
    {"easter", DS_TW_NAME, 0},
    {"eight", DS_TW_CARDINAL, 8},
    {"eighteen", DS_TW_CARDINAL, 18},
    {"eighteenth", DS_TW_ORDINAL, 18},
    {"eighth", DS_TW_ORDINAL, 8},
    {"eighties", DS_TW_NAME, 0},
    {"eighty", DS_TW_CARDINAL, 80},
    {"eleven", DS_TW_CARDINAL, 11},
    {"eleventh", DS_TW_ORDINAL, 11},
    {"eve", DS_TW_NAME, 0},
    {"evening", DS_TW_PART, 2},
    {"evenings", DS_TW_PART, 2},
    {"fall", DS_TW_SEASON, 2},
    {"feb", DS_TW_MONTH, 2},
    {"february", DS_TW_MONTH, 2},
    {"fifteen", DS_TW_CARDINAL, 15},
    {"fifteenth", DS_TW_ORDINAL, 15},
    {"fifth", DS_TW_ORDINAL, 5},
    {"fifties", DS_TW_NAME, 0},
    {"fifty", DS_TW_CARDINAL, 50},
    {"first", DS_TW_ORDINAL, 1},
    {"five", DS_TW_CARDINAL, 5},
    {"formerly", DS_TW_REF, -1},
    {"forties", DS_TW_NAME, 0},
    {"forty", DS_TW_CARDINAL, 40},
    {"four", DS_TW_CARDINAL, 4},
    {"fourteen", DS_TW_CARDINAL, 14},
    {"fourteenth", DS_TW_ORDINAL, 14},
    {"fourth", DS_TW_ORDINAL, 4},
    {"fri", DS_TW_WEEKDAY, 5},
    {"friday", DS_TW_WEEKDAY, 5},
    {"fridays", DS_TW_WEEKDAY, 5},
    {"future", DS_TW_NAME, 0},
    {"half", DS_TW_NAME, 0},
    {"halloween", DS_TW_NAME, 0},
    {"hour", DS_TW_UNIT, DS_TU_HOUR},
    {"hourly", DS_TW_OFTEN, DS_TU_HOUR},
    {"hours", DS_TW_UNITS, DS_TU_HOUR},
    {"hundred", DS_TW_SCALE, 100},
    {"jan", DS_TW_MONTH, 1},
    {"january", DS_TW_MONTH, 1},
    {"jul", DS_TW_MONTH, 7},
    {"july", DS_TW_MONTH, 7},
    {"jun", DS_TW_MONTH, 6},
    {"june", DS_TW_MONTH, 6},
    {"last", DS_TW_RELATIVE, -1},
    {"lately", DS_TW_REF, -1},
    {"mar", DS_TW_MONTH, 3},
    {"march", DS_TW_MONTH, 3},
    {"may", DS_TW_MONTH, 5},
    {"midday", DS_TW_PART, 4},
    {"midnight", DS_TW_NAME, 0},
    {"millennia", DS_TW_UNITS, DS_TU_MILLENNIUM},
    {"millennium", DS_TW_UNIT, DS_TU_MILLENNIUM},
    {"million", DS_TW_SCALE, 0},
    {"minute", DS_TW_UNIT, DS_TU_MINUTE},
    {"minutes", DS_TW_UNITS, DS_TU_MINUTE},
    {"moment", DS_TW_NAME, 0},
    {"mon", DS_TW_WEEKDAY, 1},
    {"monday", DS_TW_WEEKDAY, 1},
    {"mondays", DS_TW_WEEKDAY, 1},
    {"month", DS_TW_UNIT, DS_TU_MONTH},
    {"monthly", DS_TW_OFTEN, DS_TU_MONTH},
    {"months", DS_TW_UNITS, DS_TU_MONTH},
    {"morning", DS_TW_PART, 0},
    {"mornings", DS_TW_PART, 0},
    {"next", DS_TW_RELATIVE, 1},
    {"night", DS_TW_PART, 3},
    {"nights", DS_TW_PART, 3},
    {"nine", DS_TW_CARDINAL, 9},
    {"nineteen", DS_TW_CARDINAL, 19},
    {"nineteenth", DS_TW_ORDINAL, 19},
    {"nineties", DS_TW_NAME, 0},
    {"ninety", DS_TW_CARDINAL, 90},
    {"ninth", DS_TW_ORDINAL, 9},
    {"noon", DS_TW_NAME, 0},
    {"nov", DS_TW_MONTH, 11},
    {"november", DS_TW_MONTH, 11},
    {"now", DS_TW_REF, 0},
    {"nowadays", DS_TW_REF, 0},
    {"oct", DS_TW_MONTH, 10},
    {"october", DS_TW_MONTH, 10},
    {"one", DS_TW_CARDINAL, 1},
    {"past", DS_TW_RELATIVE, -1},
    {"quarter", DS_TW_UNIT, DS_TU_QUARTER},
    {"quarterly", DS_TW_OFTEN, DS_TU_QUARTER},
    {"quarters", DS_TW_UNITS, DS_TU_QUARTER},
    {"recent", DS_TW_REF, -1},
    {"recently", DS_TW_REF, -1},
    {"sat", DS_TW_WEEKDAY, 6},
    {"saturday", DS_TW_WEEKDAY, 6},
    {"saturdays", DS_TW_WEEKDAY, 6},
    {"second", DS_TW_ORDINAL, 2},
    {"seconds", DS_TW_UNITS, DS_TU_SECOND},
    {"sep", DS_TW_MONTH, 9},
    {"sept", DS_TW_MONTH, 9},
    {"september", DS_TW_MONTH, 9},
    {"seven", DS_TW_CARDINAL, 7},
    {"seventeen", DS_TW_CARDINAL, 17},
    {"seventeenth", DS_TW_ORDINAL, 17},
    {"seventh", DS_TW_ORDINAL, 7},
    {"seventies", DS_TW_NAME, 0},
    {"seventy", DS_TW_CARDINAL, 70},
    {"shortly", DS_TW_REF, 1},
    {"six", DS_TW_CARDINAL, 6},
    {"sixteen", DS_TW_CARDINAL, 16},
    {"sixteenth", DS_TW_ORDINAL, 16},
    {"sixth", DS_TW_ORDINAL, 6},
    {"sixties", DS_TW_NAME, 0},
    {"sixty", DS_TW_CARDINAL, 60},
    {"soon", DS_TW_REF, 1},
    {"spring", DS_TW_SEASON, 0},
    {"summer", DS_TW_SEASON, 1},
    {"summers", DS_TW_SEASON, 1},
    {"sun", DS_TW_WEEKDAY, 7},
    {"sunday", DS_TW_WEEKDAY, 7},
    {"sundays", DS_TW_WEEKDAY, 7},
    {"ten", DS_TW_CARDINAL, 10},
    {"tenth", DS_TW_ORDINAL, 10},
    {"thanksgiving", DS_TW_NAME, 0},
    {"third", DS_TW_ORDINAL, 3},
    {"thirteen", DS_TW_CARDINAL, 13},
    {"thirteenth", DS_TW_ORDINAL, 13},
    {"thirties", DS_TW_NAME, 0},
    {"thirtieth", DS_TW_ORDINAL, 30},
    {"thirty", DS_TW_CARDINAL, 30},
    {"this", DS_TW_RELATIVE, 0},
    {"thousand", DS_TW_SCALE, 1000},
    {"three", DS_TW_CARDINAL, 3},
    {"thu", DS_TW_WEEKDAY, 4},
    {"thur", DS_TW_WEEKDAY, 4},
    {"thurs", DS_TW_WEEKDAY, 4},
    {"thursday", DS_TW_WEEKDAY, 4},
    {"thursdays", DS_TW_WEEKDAY, 4},
    {"today", DS_TW_DEICTIC, 0},
    {"tomorrow", DS_TW_DEICTIC, 1},
    {"tonight", DS_TW_DEICTIC, 0},
    {"tue", DS_TW_WEEKDAY, 2},
    {"tues", DS_TW_WEEKDAY, 2},
    {"tuesday", DS_TW_WEEKDAY, 2},
    {"tuesdays", DS_TW_WEEKDAY, 2},
    {"twelfth", DS_TW_ORDINAL, 12},
    {"twelve", DS_TW_CARDINAL, 12},
    {"twenties", DS_TW_NAME, 0},
    {"twentieth", DS_TW_ORDINAL, 20},
    {"twenty", DS_TW_CARDINAL, 20},
    {"two", DS_TW_CARDINAL, 2},
    {"upcoming", DS_TW_RELATIVE, 1},
    {"wed", DS_TW_WEEKDAY, 3},
    {"wednesday", DS_TW_WEEKDAY, 3},
    {"wednesdays", DS_TW_WEEKDAY, 3},
    {"week", DS_TW_UNIT, DS_TU_WEEK},
    {"weekend", DS_TW_UNIT, DS_TU_WEEKEND},
    {"weekends", DS_TW_UNITS, DS_TU_WEEKEND},
    {"weekly", DS_TW_OFTEN, DS_TU_WEEK},
    {"weeks", DS_TW_UNITS, DS_TU_WEEK},
    {"winter", DS_TW_SEASON, 3},
    {"winters", DS_TW_SEASON, 3},
    {"year", DS_TW_UNIT, DS_TU_YEAR},
    {"yearly", DS_TW_OFTEN, DS_TU_YEAR},
    {"years", DS_TW_UNITS, DS_TU_YEAR},
    {"yesterday", DS_TW_DEICTIC, -1},
};

/* Most words are in no list. How the words of a list begin tells that of most of them at once: the lexicon's by their first two letters,
 * those of a list that ds_time_is_any was asked about, found again by its address, by their first. */
enum { LISTS = 128 };
struct ds_time_first {
  uint32_t second[32]; /* by the first letter: bits of the second letters */
  struct {
    const char *words;
    uint32_t letters;
  } lists[LISTS];
};

static uint32_t letter_bit(char c) {
  return (uint32_t)1 << (c & 31);
}

void ds_time_words_init(ds_dating *d, ds_arena *arena) {
  d->words = DS_ARENA_NEW(arena, ds_time_word, DS_TIME_WORDS + 1);
  d->first = DS_ARENA_NEW(arena, struct ds_time_first, 1);
  for (size_t i = 0; i < sizeof lexicon / sizeof *lexicon; i++) d->first->second[lexicon[i].word[0] & 31] |= letter_bit(lexicon[i].word[1]);
}

/* May a word that begins like that be in the list "|last|past|"? */
static bool may_be_any(const ds_dating *d, char first, const char *words) {
  size_t slot = ((uintptr_t)words ^ (uintptr_t)words >> 7) % LISTS;
  if (d->first->lists[slot].words != words) {
    uint32_t letters = 0;
    for (const char *c = words; c[1]; c++)
      if (*c == '|') letters |= letter_bit(c[1]);
    d->first->lists[slot].words = words;
    d->first->lists[slot].letters = letters;
  }
  return d->first->lists[slot].letters & letter_bit(first);
}

static int compare(const void *key, const void *element) {
  return ds_str_order(key, ((const entry *)element)->word);
}

static bool is_letter(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(unsigned char c) {
  return c >= '0' && c <= '9';
}

/* Short names that are words of their own count only with a capital letter: "Mar", "Sat", "May". */
static bool needs_capital(const ds_time_word *w) {
  return w->class == DS_TW_MONTH || w->class == DS_TW_WEEKDAY;
}

/* title: capitalized but not all in capitals. "Sixty Minutes" and "This Week" are programmes. */
static void classify(const ds_dating *d, ds_time_word *w, bool title) {
  if (!(d->first->second[w->lower[0] & 31] & letter_bit(w->lower[1]))) return;
  const entry *e = bsearch(w->lower, lexicon, sizeof lexicon / sizeof *lexicon, sizeof *lexicon, compare);
  if (!e) return;
  w->class = e->class;
  w->value = e->value;
  if (needs_capital(w) && !w->capital) w->class = DS_TW_OTHER;
  if (title && (w->class == DS_TW_UNIT || w->class == DS_TW_UNITS)) w->class = DS_TW_NAME;
}

/* The value of a run of digits, thousands separated by commas; -1 when it is too long. */
static size_t read_digits(const char *s, size_t len, int32_t *value) {
  size_t i = 0, digits = 0;
  int64_t v = 0;
  while (i < len) {
    if (is_digit((unsigned char)s[i])) {
      if (digits++ < 10) v = v * 10 + s[i] - '0';
      i++;
    } else if (s[i] == ',' && digits && digits < 10 && i + 3 < len && is_digit((unsigned char)s[i + 1]) &&
               is_digit((unsigned char)s[i + 2]) && is_digit((unsigned char)s[i + 3]) &&
               (i + 4 == len || !is_digit((unsigned char)s[i + 4]))) {
      i++;
    } else {
      break;
    }
  }
  *value = digits > 9 ? -1 : (int32_t)v;
  return i;
}

/* "p.m.", "U.S.": single letters with full stops between them make one word, which ends without the last stop. */
static size_t read_letters(const char *s, size_t len, ds_time_word *w) {
  size_t i = 0, kept = 0;
  bool initials = len > 2 && s[1] == '.' && is_letter((unsigned char)s[2]) && (len == 3 || !is_letter((unsigned char)s[3]));
  while (i < len && (is_letter((unsigned char)s[i]) || (unsigned char)s[i] >= 0xC3)) {
    size_t step = is_letter((unsigned char)s[i]) ? 1 : ds_utf8_valid_at(s + i, len - i);
    if (step == 0) step = 1;
    if (step == 3 && (unsigned char)s[i] == 0xE2) break; /* dashes and quotation marks */
    if (kept + 1 < DS_TIME_WORD_SIZE) w->lower[kept++] = (char)((unsigned char)s[i] | (is_letter((unsigned char)s[i]) ? 0x20 : 0));
    i += step;
    if (initials && i + 1 < len && s[i] == '.' && is_letter((unsigned char)s[i + 1])) i++;
  }
  w->capital = s[0] >= 'A' && s[0] <= 'Z';
  return i;
}

static size_t read_punct(const char *s, size_t len, ds_time_word *w) {
  size_t n = (unsigned char)s[0] < 0x80 ? 1 : ds_utf8_valid_at(s, len);
  if (n == 0) n = 1;
  w->class = DS_TW_PUNCT;
  w->lower[0] = s[0] ? s[0] : 1;
  if (n == 3 && memcmp(s, "\xE2\x80\x93", 3) == 0) w->lower[0] = '-';
  if (n == 3 && memcmp(s, "\xE2\x80\x91", 3) == 0) w->lower[0] = '-';
  if (n == 3 && (memcmp(s, "\xE2\x80\x99", 3) == 0 || memcmp(s, "\xE2\x80\x98", 3) == 0)) w->lower[0] = '\'';
  return n;
}

static size_t space_at(const char *s, size_t len) {
  int32_t code;
  if ((unsigned char)s[0] < 0x80) return s[0] == ' ' || (s[0] >= '\t' && s[0] <= '\r');
  size_t n = ds_utf8_next(s, len, &code);
  return ds_utf8_is_space(code) ? n : 0;
}

static size_t read_word(const ds_dating *d, const char *s, size_t len, ds_time_word *w) {
  unsigned char c = (unsigned char)s[0];
  size_t n;
  if (is_digit(c)) {
    n = read_digits(s, len, &w->value);
    w->class = DS_TW_DIGITS;
    return n;
  }
  n = is_letter(c) || c >= 0xC3 ? read_letters(s, len, w) : 0;
  if (n == 0) return read_punct(s, len, w);
  classify(d, w, w->capital && n > 1 && s[1] >= 'a');
  return n;
}

void ds_time_words_read(ds_dating *d, const ds_sentence *sentence, uint32_t *token) {
  const ds_reading *r = d->reading;
  uint32_t at = sentence->start;
  bool gap = true;
  d->n = 0;
  while (at < sentence->end && d->n < DS_TIME_WORDS) {
    size_t space = space_at(r->text + at, sentence->end - at);
    if (space) {
      at += (uint32_t)space;
      gap = true;
      continue;
    }
    ds_time_word *w = &d->words[d->n++];
    memset(w, 0, sizeof *w);
    w->gap = gap;
    w->start = at;
    at += (uint32_t)read_word(d, r->text + at, sentence->end - at, w);
    w->end = at;
    while (*token + 1 < r->n_tokens && r->tokens[*token].end <= w->start) ++*token;
    w->token = *token;
    gap = false;
  }
  memset(&d->words[d->n], 0, sizeof *d->words);
}

bool ds_time_is(const ds_dating *d, size_t at, const char *lower) {
  return at < d->n && d->words[at].lower[0] == lower[0] && strcmp(d->words[at].lower, lower) == 0;
}

bool ds_time_is_any(const ds_dating *d, size_t at, const char *words) {
  if (at >= d->n || !d->words[at].lower[0] || !may_be_any(d, d->words[at].lower[0], words)) return false;
  for (const char *word = words + 1; *word; word++) {
    const char *have = d->words[at].lower;
    while (*have && *have == *word) have++, word++;
    if (!*have && *word == '|') return true;
    while (*word != '|') word++;
  }
  return false;
}

bool ds_time_tight(const ds_dating *d, size_t at, const char *punctuation) {
  return at + 1 < d->n && strchr(punctuation, d->words[at].lower[0]) && d->words[at].class == DS_TW_PUNCT && !d->words[at].gap &&
         !d->words[at + 1].gap;
}

/* "twenty-four", "hundred", "two thousand": how many words, 0 for none. */
static size_t read_cardinal(const ds_dating *d, size_t at, int32_t *n) {
  size_t i = at;
  int32_t total = 0, part = 0;
  while (i < d->n) {
    const ds_time_word *w = &d->words[i];
    if (w->class == DS_TW_CARDINAL || (w->class == DS_TW_DIGITS && i == at)) {
      bool fits = part % 100 == 0 || (part % 10 == 0 && w->value < 10 && part % 100 >= 20);
      if (w->value < 0 || !fits) break;
      part += w->value;
    } else if (w->class == DS_TW_SCALE && w->value > 0 && part > 0 && part < 1000) {
      if (w->value == 1000)
        total += part * 1000, part = 0;
      else
        part *= 100;
    } else if (!(i > at && ds_time_tight(d, i, "-") && ds_time_class_at(d, i + 1) == DS_TW_CARDINAL && d->words[i + 1].value < 10 &&
                 part % 10 == 0)) {
      break;
    }
    i++;
  }
  *n = total + part;
  return i - at;
}

static size_t read_fraction(const ds_dating *d, size_t at, ds_time_number *number) {
  size_t i = at;
  if (ds_time_class_at(d, i) == DS_TW_DIGITS && ds_time_tight(d, i + 1, "/")) { /* 2 1/2 */
    number->half = true;
    return 3;
  }
  if (ds_time_tight(d, i, ".") && ds_time_class_at(d, i + 1) == DS_TW_DIGITS) { /* 2.5 */
    number->half = d->words[i + 1].value == 5;
    return 2;
  }
  if (i < d->n && d->words[i].end - d->words[i].start == 2 && memcmp(d->reading->text + d->words[i].start, "\xC2\xBD", 2) == 0) {
    number->half = true;
    return 1;
  }
  size_t dash = ds_time_tight(d, i, "-");
  if (ds_time_is(d, i + dash, "and") && ds_time_is_any(d, i + 2 * dash + 1, "|a|one|") && ds_time_is(d, i + 3 * dash + 2, "half")) {
    number->half = true;
    return 3 * dash + 3;
  }
  return 0;
}

static size_t read_vague(const ds_dating *d, size_t at, ds_time_number *number) {
  size_t i = at;
  if (ds_time_is(d, i, "a")) i++;
  if (ds_time_is(d, i, "couple")) {
    number->n = 2;
    return i + 1 + ds_time_is(d, i + 1, "of") - at;
  }
  if (ds_time_is(d, i, "dozen")) {
    number->n = 12;
    return i + 1 - at;
  }
  if (ds_time_is_any(d, i, "|few|handful|number|") && (i > at || ds_time_is(d, i, "few"))) {
    number->vague = true;
    return i + 1 + ds_time_is(d, i + 1, "of") - at;
  }
  if (i == at && ds_time_is_any(d, i, "|several|many|some|numerous|various|")) {
    number->vague = true;
    return 1;
  }
  return 0;
}

size_t ds_time_number_read(const ds_dating *d, size_t at, ds_time_number *number) {
  *number = (ds_time_number){0};
  size_t n = read_vague(d, at, number);
  if (n > 0) return n;
  n = read_cardinal(d, at, &number->n);
  if (n > 0) return n + read_fraction(d, at + n, number);
  if (ds_time_is_any(d, at, "|a|an|")) {
    number->n = 1;
    number->article = true;
    if (ds_time_class_at(d, at + 1) == DS_TW_SCALE && d->words[at + 1].value > 0) {
      number->n = d->words[at + 1].value;
      return 2;
    }
    return 1;
  }
  return 0;
}

size_t ds_time_day_read(const ds_dating *d, size_t at, int most, int *day) {
  int class = ds_time_class_at(d, at);
  const ds_time_word *w = &d->words[at < d->n ? at : d->n];
  if (class == DS_TW_DIGITS && w->value >= 1 && w->value <= most && w->end - w->start <= 2) {
    *day = w->value;
    return 1 + (ds_time_is_any(d, at + 1, "|st|nd|rd|th|") && !d->words[at + 1].gap);
  }
  if (class == DS_TW_ORDINAL && w->value <= most) {
    *day = w->value;
    return 1;
  }
  if (class == DS_TW_CARDINAL && w->value >= 20 && w->value % 10 == 0 && ds_time_tight(d, at + 1, "-") &&
      ds_time_class_at(d, at + 2) == DS_TW_ORDINAL && w->value + d->words[at + 2].value <= most) {
    *day = w->value + d->words[at + 2].value;
    return 3;
  }
  return 0;
}

size_t ds_time_month_read(const ds_dating *d, size_t at, int *month) {
  if (ds_time_class_at(d, at) != DS_TW_MONTH) return 0;
  *month = d->words[at].value;
  bool stop = d->words[at].end - d->words[at].start <= 4 && !ds_time_is_any(d, at, "|may|june|july|") && ds_time_is(d, at + 1, ".") &&
              !d->words[at + 1].gap;
  return 1 + stop;
}

size_t ds_time_year_read(const ds_dating *d, size_t at, int *year) {
  const ds_time_word *w = &d->words[at < d->n ? at : d->n];
  if (w->class == DS_TW_DIGITS && w->end - w->start == 4 && w->value >= 1000 && w->value < 2200) {
    *year = w->value;
    return 1;
  }
  if (w->class != DS_TW_CARDINAL) return 0;
  ds_time_number low;
  if (w->value == 2 && ds_time_is(d, at + 1, "thousand")) {
    size_t n = read_cardinal(d, at, &low.n);
    *year = low.n;
    return low.n < 2100 ? n : 0;
  }
  if (w->value < 17 || w->value > 20 || ds_time_class_at(d, at + 1) != DS_TW_CARDINAL || d->words[at + 1].value < 10) return 0;
  size_t n = read_cardinal(d, at + 1, &low.n);
  *year = w->value * 100 + low.n;
  return low.n < 100 ? n + 1 : 0;
}
