#include "language/tokens.h"

#include <string.h>

#include "base/sorted.h"
#include "base/utf8.h"

typedef struct lexer {
  const char *s;
  uint32_t len;
  ds_arena *arena;
  ds_token *list;
  uint32_t n, cap;
} lexer;

#define COUNT(list) (sizeof(list) / sizeof *(list))
enum { LISTED_MAX = 16, LOOK_AHEAD = 64, DOMAIN_MAX = 12 };

/* Sorted, lower case. */
static const char *const before_abbreviations[] = {
    "adm", "asst", "atty", "brig", "capt", "cf",  "cmdr", "col", "comdr", "cpl",  "det",  "dr",     "drs",  "ens", "esp",
    "fig", "figs", "fr",   "ft",   "gen",  "gov", "govs", "hon", "insp",  "lt",   "maj",  "messrs", "mlle", "mme", "mr",
    "mrs", "ms",   "msgr", "mt",   "mx",   "no",  "nos",  "pfc", "pp",    "pres", "prof", "profs",  "pvt",  "rep", "reps",
    "rev", "revs", "sec",  "sen",  "sens", "sgt", "sr",   "st",  "ste",   "supt", "vol",  "vs"};
static const char *const any_abbreviations[] = {
    "al",  "ala",  "approx", "apr",  "ariz", "ark",  "assn", "assoc", "aug",  "ave",  "blvd", "bros", "ca",   "calif", "cf",
    "cie", "co",   "colo",   "conn", "corp", "cos",  "dec",  "del",   "dept", "div",  "ed",   "eds",  "est",  "etc",   "ext",
    "feb", "fla",  "fri",    "ga",   "gmbh", "hwy",  "ill",  "inc",   "incl", "ind",  "jan",  "jr",   "jul",  "jun",   "kan",
    "ky",  "la",   "llc",    "ltd",  "mass", "md",   "mfg",  "mich",  "minn", "miss", "mo",   "mon",  "mont", "neb",   "nev",
    "nov", "oct",  "okla",   "ont",  "ore",  "pa",   "penn", "plc",   "pty",  "rd",   "sat",  "sep",  "sept", "tenn",  "tex",
    "thu", "thur", "thurs",  "tue",  "tues", "univ", "va",   "vt",    "wash", "wed",  "wis",  "wyo"};
static const char *const prefixes[] = {"anti",  "co",    "counter", "cross", "e",   "ex",    "inter", "intra", "mid",
                                       "mini",  "multi", "neo",     "non",   "pan", "post",  "pre",   "pro",   "psycho",
                                       "quasi", "re",    "semi",    "socio", "sub", "ultra", "un"};
static const char *const units[] = {"am", "b",  "bhp",        "bn",  "bps", "cm", "ft",  "g",   "gb", "h",  "hr", "hrs",
                                    "k",  "kg", "kilometers", "km",  "kph", "lb", "lbs", "m",   "mb", "mg", "mi", "min",
                                    "ml", "mm", "mn",         "mph", "mw",  "p",  "pc",  "pct", "pm", "tn", "x"};
static const char *const domains[] = {"ca",   "ch",   "co",  "com", "de",  "doc", "edu", "eu",  "fr",  "gov", "htm",
                                      "html", "info", "int", "io",  "jpg", "lk",  "ly",  "mil", "net", "org", "pdf",
                                      "ppt",  "ru",   "tv",  "txt", "ua",  "uk",  "us",  "xls", "zip"};
/* Written together, read apart: the whole and the length of its first part. */
static const struct joined {
  const char *word;
  int first;
} joined_words[] = {{"aint", 2},  {"arent", 3},  {"cannot", 3}, {"cant", 2},   {"couldnt", 5},  {"didnt", 3}, {"doesnt", 4},
                    {"dont", 2},  {"gimme", 3},  {"gonna", 3},  {"gotta", 3},  {"hadnt", 3},    {"hasnt", 3}, {"havent", 4},
                    {"im", 1},    {"isnt", 2},   {"ive", 1},    {"lemme", 3},  {"shouldnt", 6}, {"thats", 4}, {"wanna", 3},
                    {"wasnt", 3}, {"werent", 4}, {"wont", 2},   {"wouldnt", 5}};

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
static char lower(char c) {
  return is_upper(c) ? (char)(c + 32) : c;
}
static char at(const lexer *x, uint32_t i) {
  return i < x->len ? x->s[i] : 0;
}

/* Lower-cases an ASCII word into out (LISTED_MAX bytes); false when it does not fit or is not ASCII. */
static bool lowered(const char *word, size_t len, char *out) {
  if (len == 0 || len >= LISTED_MAX) return false;
  for (size_t i = 0; i < len; i++) {
    if ((unsigned char)word[i] >= 128) return false;
    out[i] = lower(word[i]);
  }
  out[len] = 0;
  return true;
}

bool ds_word_listed(const char *word, size_t len, const char *const *list, size_t n) {
  char key[LISTED_MAX];
  if (!lowered(word, len, key)) return false;
  size_t low = 0, high = n;
  while (low < high) {
    size_t mid = (low + high) / 2;
    int order = ds_str_order(key, list[mid]);
    if (order == 0) return true;
    if (order < 0)
      high = mid;
    else
      low = mid + 1;
  }
  return false;
}

/* "U.S", "a.m": single letters with stops between them. */
static bool is_dotted(const char *word, size_t len) {
  if (len < 3 || len > LISTED_MAX || len % 2 == 0) return false;
  for (size_t i = 0; i < len; i++)
    if (i % 2 ? word[i] != '.' : !is_letter(word[i])) return false;
  return true;
}

ds_abbreviation ds_abbreviation_of(const char *word, size_t len) {
  if (len == 1 && is_upper(*word)) return DS_ABBREVIATION_BEFORE;
  if (is_dotted(word, len) || (len == 4 && memcmp(word, "Ph.D", 4) == 0)) return DS_ABBREVIATION_ANY;
  if (ds_word_listed(word, len, before_abbreviations, COUNT(before_abbreviations))) return DS_ABBREVIATION_BEFORE;
  if (ds_word_listed(word, len, any_abbreviations, COUNT(any_abbreviations))) return DS_ABBREVIATION_ANY;
  return DS_ABBREVIATION_NONE;
}

static void push(lexer *x, uint32_t start, uint32_t end) {
  if (end <= start) return;
  uint32_t i = DS_PUSH(x->arena, x->list, x->n, x->cap);
  bool glued = i > 0 && x->list[i - 1].end == start;
  x->list[i] = (ds_token){.start = start, .end = end, .head = -1, .space_before = !glued};
}

/* Length of the letter (any script) at i, or 0. */
static uint32_t letter_at(const lexer *x, uint32_t i) {
  if (i >= x->len) return 0;
  if ((unsigned char)x->s[i] < 128) return is_letter(x->s[i]);
  int32_t code;
  size_t n = ds_utf8_next(x->s + i, x->len - i, &code);
  return code != 0xFFFD && ds_utf8_is_alpha(code) ? (uint32_t)n : 0;
}

static uint32_t alnum_at(const lexer *x, uint32_t i) {
  return is_digit(at(x, i)) ? 1 : letter_at(x, i);
}

/* Length of the apostrophe at i: ' or U+2019, else 0. */
static uint32_t apostrophe_at(const lexer *x, uint32_t i) {
  char c = at(x, i);
  if (c == '\'') return 1;
  return c == '\xE2' && at(x, i + 1) == '\x80' && at(x, i + 2) == '\x99' ? 3 : 0;
}

static uint32_t digits_from(const lexer *x, uint32_t i) {
  while (is_digit(at(x, i))) i++;
  return i;
}

/* Length of the white space or control character at i, or 0. */
static uint32_t space_at(const lexer *x, uint32_t i) {
  unsigned char c = (unsigned char)x->s[i];
  if (c <= ' ' || c == 127) return 1;
  if (c < 0xC2) return 0;
  int32_t code;
  size_t n = ds_utf8_next(x->s + i, x->len - i, &code);
  bool blank = ds_utf8_is_space(code) || (code >= 0x80 && code < 0xA0) || code == 0xFEFF || (code >= 0x200B && code <= 0x200F);
  return blank ? (uint32_t)n : 0;
}

/* An address from start on: as far as it goes, without the punctuation that belongs to the sentence. */
static uint32_t address_end(const lexer *x, uint32_t start) {
  uint32_t end = start;
  while (end < x->len && (unsigned char)x->s[end] > ' ' && (unsigned char)x->s[end] < 127 && !strchr("<>\"`|{}", x->s[end])) end++;
  while (end > start && strchr(".,;:!?)'\"]*", x->s[end - 1])) end--;
  return end;
}

/* Does an e-mail address start at the word that starts at i? Looks a little way ahead only. */
static bool mail_at(const lexer *x, uint32_t i) {
  for (uint32_t k = i; k < i + LOOK_AHEAD && k < x->len; k++) {
    char c = x->s[k];
    if (c == '@') return k > i && is_letter(at(x, k + 1));
    if (!is_letter(c) && !is_digit(c) && !strchr("._%+-:", c)) return false;
  }
  return false;
}

/* A stop inside a word, at i: does the word go on (3.5, U.S., example.com)? word is where it started. */
static bool stop_joins(const lexer *x, uint32_t word, uint32_t i) {
  if (is_digit(x->s[i - 1]) && is_digit(at(x, i + 1))) return true;
  if (!is_letter(at(x, i + 1))) return false;
  bool single = is_letter(x->s[i - 1]) && (i - word == 1 || x->s[i - 2] == '.');
  if (single && !letter_at(x, i + 2)) return true;
  if (i - word == 2 && memcmp(x->s + word, "Ph", 2) == 0 && at(x, i + 1) == 'D') return true;
  if (i - word == 3 && memcmp(x->s + word, "www", 3) == 0) return true;
  uint32_t k = i + 1;
  while (k < i + DOMAIN_MAX && is_letter(at(x, k))) k++;
  if (at(x, k) == '.' && is_letter(at(x, k + 1))) {
    uint32_t m = k + 1;
    while (m < k + DOMAIN_MAX && is_letter(at(x, m))) m++;
    if (ds_word_listed(x->s + k + 1, m - k - 1, domains, COUNT(domains))) return true;
  }
  if (k - i - 1 < 2 || is_upper(at(x, i + 1)) != is_upper(at(x, i + 2))) return false;
  return !(is_upper(at(x, i + 1)) && !is_upper(x->s[i - 1])) && ds_word_listed(x->s + i + 1, k - i - 1, domains, COUNT(domains)) &&
         !alnum_at(x, k);
}

/* A hyphen at i inside a word that started at word: does the word go on (anti-war, 555-1234, 11-20-2000)? */
static bool hyphen_joins(const lexer *x, uint32_t word, uint32_t i) {
  if (letter_at(x, i + 1)) return ds_word_listed(x->s + word, i - word, prefixes, COUNT(prefixes));
  if (is_digit(at(x, i + 1)) && i - word <= 4 && ds_word_listed(x->s + word, i - word, (const char *const[]){"mid"}, 1)) return true;
  if (!is_digit(x->s[i - 1])) return false;
  uint32_t k = i - 1;
  while (k > word && k + 16 > i && is_digit(x->s[k - 1])) k--;
  if (k > word && x->s[k - 1] == '-') return true;
  if (!is_digit(at(x, i + 1)) || k > word) return false;
  uint32_t end = i + 1;
  while (end < i + 16 && is_digit(at(x, end))) end++;
  if (at(x, end) == '-' && is_digit(at(x, end + 1))) return true;
  return i - k == 3 && end - i - 1 == 4;
}

/* An apostrophe of n bytes at i inside a word: always part of it here (contractions are parted afterwards). */
static bool apostrophe_joins(const lexer *x, uint32_t i, uint32_t n) {
  return alnum_at(x, i + n) > 0;
}

/* Does the word that started at word go on over the character at i? Returns that character's length, or 0. */
static uint32_t joiner_at(const lexer *x, uint32_t word, uint32_t i) {
  char c = at(x, i), next = at(x, i + 1), last = x->s[i - 1];
  switch (c) {
  case '.': return stop_joins(x, word, i) || mail_at(x, i) || (alnum_at(x, i + 1) && mail_at(x, word));
  case ',': return is_digit(last) && is_digit(next) && is_digit(at(x, i + 2)) && is_digit(at(x, i + 3)) && !is_digit(at(x, i + 4));
  case ':': return is_digit(last) && is_digit(next);
  case '/': return is_digit(last) && is_digit(next);
  case '-': return hyphen_joins(x, word, i) || (alnum_at(x, i + 1) && mail_at(x, word));
  case '&': return is_upper(last) && is_upper(next) && i - word <= 3;
  case '_': return 1;
  case '@': return i > word && is_letter(next) && mail_at(x, word);
  default: {
    uint32_t n = apostrophe_at(x, i);
    return n && apostrophe_joins(x, i, n) ? n : 0;
  }
  }
}

/* Where the clitic at the end of [start, end) begins ('s, n't, 'll), or end when there is none. */
static uint32_t clitic(const lexer *x, uint32_t start, uint32_t end) {
  static const char *const after[] = {"d", "ll", "m", "re", "s", "ve"};
  for (uint32_t n = 1; n <= 2 && end >= start + n + 2; n++) {
    uint32_t mark = end - n;
    uint32_t width = x->s[mark - 1] == '\'' ? 1 : mark >= start + 3 && apostrophe_at(x, mark - 3) == 3 ? 3 : 0;
    if (!width || mark - width <= start) continue;
    if (n == 1 && lower(x->s[mark]) == 't' && lower(x->s[mark - width - 1]) == 'n' && mark - width - 1 > start) return mark - width - 1;
    if (ds_word_listed(x->s + mark, n, after, COUNT(after))) return mark - width;
  }
  return end;
}

/* Parts a word into itself and its clitics. */
static void push_word(lexer *x, uint32_t start, uint32_t end) {
  uint32_t cut = clitic(x, start, end);
  if (cut < end) {
    uint32_t again = clitic(x, start, cut); /* shouldn't've */
    push(x, start, again);
    push(x, again, cut);
    push(x, cut, end);
    return;
  }
  char key[LISTED_MAX];
  uint32_t n = end - start;
  if (n >= 2 && n <= 8 && strchr("taems", x->s[end - 1]) && lowered(x->s + start, n, key))
    for (size_t i = 0; i < COUNT(joined_words); i++)
      if (*joined_words[i].word == *key && strcmp(joined_words[i].word, key) == 0 && !(n == 2 && is_upper(x->s[start + 1]))) {
        push(x, start, start + (uint32_t)joined_words[i].first);
        start += (uint32_t)joined_words[i].first;
        break;
      }
  push(x, start, end);
}

/* Does a full stop at i belong to the word [start, i) as an abbreviation's? */
static bool stop_belongs(const lexer *x, uint32_t start, uint32_t i) {
  if (at(x, i + 1) == '.') return false;
  uint32_t n = i - start;
  const char *word = x->s + start;
  ds_abbreviation kind = ds_abbreviation_of(word, n);
  if (kind == DS_ABBREVIATION_NONE) return false;
  if (n == 1) return x->n == 0 || word[0] != 'I' || is_upper(at(x, i + 2));
  bool closes = i + 1 >= x->len || at(x, i + 1) == '\n';
  /* these are words as well: only with a capital, or before a number */
  static const char *const words[] = {"al", "co",  "col", "del", "det", "ed", "fig", "gen",  "ill", "ind", "jan", "la",  "mass", "miss",
                                      "mo", "mon", "no",  "nos", "ore", "pa", "pp",  "pres", "rep", "sat", "sec", "sun", "wash", "wed"};
  if (ds_word_listed(word, n, words, COUNT(words))) {
    bool number = is_digit(at(x, i + 2));
    bool al = n == 2 && memcmp(word, "al", 2) == 0 && x->n > 0 && x->s[x->list[x->n - 1].start] == 'e';
    if (ds_word_listed(word, n, (const char *const[]){"no", "nos"}, 2)) return number;
    return number || al || (is_upper(*word) && !closes);
  }
  return true;
}

/* Digits with a unit grown on ("10am", "5kg", "$3M") are two tokens; returns where the unit starts, or end. */
static uint32_t unit_start(const lexer *x, uint32_t start, uint32_t end) {
  uint32_t i = start;
  while (i < end && (is_digit(x->s[i]) || strchr(".,:", x->s[i]))) i++;
  if (i == start || i == end || !is_digit(x->s[i - 1])) return end;
  uint32_t n = end - i;
  if (n == 4 && x->s[i + 1] == '.' && x->s[i + 3] == '.') n = 1; /* 9a.m. */
  if (n == 3 && x->s[i + 1] == '.') n = 1;                       /* 9a.m before its stop */
  return ds_word_listed(x->s + i, n, units, COUNT(units)) ? i : end;
}

/* The word that starts at i (a letter or digit stands there); returns where the next token starts. */
static uint32_t word_at(lexer *x, uint32_t start) {
  uint32_t i = start;
  for (;;) {
    unsigned char c = (unsigned char)at(x, i);
    if (is_letter((char)c) || is_digit((char)c)) {
      i++;
      continue;
    }
    if (i >= x->len || c <= ' ') break;
    uint32_t n = c >= 128 ? letter_at(x, i) : 0;
    if (!n) n = joiner_at(x, start, i);
    if (!n) break;
    i += n;
  }
  if (at(x, i) == ':' && at(x, i + 1) == '/' && at(x, i + 2) == '/' && alnum_at(x, i + 3)) {
    i = address_end(x, i);
    push(x, start, i);
    return i;
  }
  if (i - start > 4 && memcmp(x->s + start, "www.", 4) == 0) i = address_end(x, i - 1);
  if (at(x, i) == '$' && i - start <= 2 && is_upper(x->s[start]) && is_digit(at(x, i + 1))) i++; /* US$ */
  if (at(x, i) == '.' && stop_belongs(x, start, i)) i++;
  uint32_t unit = is_digit(x->s[start]) ? unit_start(x, start, i) : i;
  if (unit < i) {
    push(x, start, unit);
    push(x, unit, i);
  } else {
    push_word(x, start, i);
  }
  return i;
}

/* An apostrophe that opens a word: '90s, 'em; or a clitic parted from its word by a bracket or quote. Returns its end, or 0. */
static uint32_t apostrophe_word(const lexer *x, uint32_t i) {
  uint32_t n = apostrophe_at(x, i);
  if (!n) return 0;
  uint32_t k = i + n;
  if (is_digit(at(x, k)) && is_digit(at(x, k + 1))) {
    uint32_t end = digits_from(x, k);
    if (end - k == 2 && (at(x, end) == 's' ? !alnum_at(x, end + 1) : !alnum_at(x, end))) return end + (at(x, end) == 's');
  }
  if (lower(at(x, k)) == 'e' && lower(at(x, k + 1)) == 'm' && !alnum_at(x, k + 2)) return k + 2;
  bool glued = x->n > 0 && x->list[x->n - 1].end == i;
  if (!glued) return 0;
  uint32_t end = k;
  while (end < k + 2 && is_letter(at(x, end))) end++;
  static const char *const after[] = {"d", "ll", "m", "re", "s", "ve"};
  return !alnum_at(x, end) && ds_word_listed(x->s + k, end - k, after, COUNT(after)) ? end : 0;
}

/* Length of a face at i, or 0: ":)" ";-)" "=(" */
static uint32_t face_at(const lexer *x, uint32_t i) {
  if (!strchr(":;=", x->s[i])) return 0;
  uint32_t k = i + 1 + (at(x, i + 1) == '-');
  return (at(x, k) == ')' || at(x, k) == '(') && (k + 1 >= x->len || (unsigned char)at(x, k + 1) <= ' ') ? k + 1 - i : 0;
}

/* One token of punctuation or symbols at i; returns its end. */
static uint32_t mark_at(const lexer *x, uint32_t i) {
  unsigned char c = (unsigned char)x->s[i];
  if (c >= 128) {
    size_t n = ds_utf8_valid_at(x->s + i, x->len - i);
    if (n) {
      bool quote = n == 3 && memcmp(x->s + i, "\xE2\x80\x98", 3) == 0; /* two single ones make a double one */
      bool close = n == 3 && memcmp(x->s + i, "\xE2\x80\x99", 3) == 0;
      if ((quote || close) && i + 6 <= x->len && memcmp(x->s + i, x->s + i + 3, 3) == 0) return i + 6;
      return i + (uint32_t)n;
    }
    uint32_t k = i + 1;
    while (k < x->len && k < i + 256 && (unsigned char)x->s[k] >= 128 && !ds_utf8_valid_at(x->s + k, x->len - k)) k++;
    return k;
  }
  uint32_t face = face_at(x, i);
  if (face) return i + face;
  uint32_t k = i + 1;
  if (c == '?' || c == '!') {
    while (at(x, k) == '?' || at(x, k) == '!') k++;
  } else if (strchr(".-*=_+<>~|#", (char)c)) {
    while (at(x, k) == (char)c) k++;
  } else if ((c == '`' || c == '\'') && at(x, k) == (char)c) {
    k++;
  }
  return k;
}

/* The handle or hash tag at i, or 0. */
static uint32_t tag_at(const lexer *x, uint32_t i) {
  if ((x->s[i] != '@' && x->s[i] != '#') || !letter_at(x, i + 1)) return 0;
  uint32_t k = i + 1;
  for (;;) {
    uint32_t n = at(x, k) == '_' ? 1 : alnum_at(x, k);
    if (!n) return k;
    k += n;
  }
}

void ds_tokens_find(ds_reading *r, ds_arena *arena) {
  lexer x = {.s = r->text, .len = (uint32_t)r->len, .arena = arena};
  x.cap = x.len / 5 + 16;
  x.list = DS_ARENA_NEW(arena, ds_token, x.cap);
  for (uint32_t i = 0; i < x.len;) {
    uint32_t n = space_at(&x, i), end;
    if (n) {
      i += n;
    } else if (alnum_at(&x, i)) {
      i = word_at(&x, i);
    } else {
      end = apostrophe_word(&x, i);
      if (!end) end = tag_at(&x, i);
      if (!end) end = mark_at(&x, i);
      push(&x, i, end);
      i = end;
    }
  }
  r->tokens = x.list;
  r->n_tokens = x.n;
}
