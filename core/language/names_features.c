#include "language/names_features.h"

#include <string.h>

#include "base/utf8.h"
#include "language/gazetteer.h"

enum { PHRASE_MAX = 7, GAP_MAX = 3, WORD_MAX = 96, ACRONYM_MAX = 5 };

/* Shapes of words. */
enum {
  SHAPE_OTHER,
  SHAPE_LOWER,
  SHAPE_CAP,
  SHAPE_UPPER,
  SHAPE_LETTER,
  SHAPE_MIXED,
  SHAPE_DOTTED,
  SHAPE_NUMBER,
  SHAPE_CODE,
  SHAPE_INITIAL,
  SHAPE_HYPHEN
};

/* Evidence beside a word. */
enum {
  AFTER_TITLE = 1,
  AFTER_GIVEN = 2,
  BY_SAYING = 4,
  AFTER_IN = 8,
  BEFORE_ORGANIZATION_WORD = 16,
  AFTER_THE = 32,
  LOWER_TOO = 64,
  CAPITAL_INSIDE = 128,
  BEFORE_POSSESSIVE = 256,
  AFTER_FROM = 512,
  BEFORE_CAPITAL = 1024,
  IN_BRACKETS = 2048,
  BEFORE_ACRONYM = 4096,
};

static uint32_t mix(uint32_t h) {
  h ^= h >> 16;
  h *= 0x85ebca6bu;
  h ^= h >> 13;
  h *= 0xc2b2ae35u;
  return h ^ h >> 16;
}

static uint32_t hash_bytes(const char *s, size_t len) {
  uint32_t h = 2166136261u;
  for (size_t i = 0; i < len; i++) h = (h ^ (unsigned char)s[i]) * 16777619u;
  return h;
}

uint32_t ds_names_word_hash(const char *lower, size_t len) {
  return mix(hash_bytes(lower, len));
}

const ds_names_word *ds_names_word_find(const ds_names_words *words, uint32_t hash) {
  uint32_t mask = ((uint32_t)1 << words->bits) - 1;
  uint16_t check = (uint16_t)(hash >> 16 | 1);
  if (!words->slots) return NULL;
  for (uint32_t i = hash & mask; words->slots[i].check; i = (i + 1) & mask)
    if (words->slots[i].check == check) return &words->slots[i];
  return NULL;
}

static bool is_word(const char *word, size_t len, const char *const *list) {
  for (; *list; list++)
    if (**list == *word && strlen(*list) == len && memcmp(*list, word, len) == 0) return true;
  return false;
}

static const char *const sayings[] = {"said",   "says",      "say",    "told",     "added",  "announced", "claimed", "warned",
                                      "argued", "denied",    "asked",  "called",   "noted",  "insisted",  "tweeted", "wrote",
                                      "stated", "explained", "thinks", "believes", "saying", NULL};
static const char *const ins[] = {"in", "at", "near", "across", "around", "throughout", "outside", "inside", "within", NULL};
static const char *const froms[] = {"from", "to", "into", "toward", "towards", "between", "against", NULL};

static uint8_t shape_of(const char *s, size_t len, bool *capital) {
  int upper = 0, lower = 0, digit = 0, dot = 0, other = 0, first_upper = 0, at = 0;
  for (size_t i = 0, step; i < len; i += step, at++) {
    int32_t code;
    step = ds_utf8_next(s + i, len - i, &code);
    if (ds_utf8_is_upper(code))
      upper++, first_upper += at == 0;
    else if (ds_utf8_is_lower(code) || (code > 127 && ds_utf8_is_alpha(code)))
      lower++;
    else if (code >= '0' && code <= '9')
      digit++;
    else if (code == '.')
      dot++;
    else
      other++;
  }
  *capital = upper > 0;
  if (upper && dot) return upper == 1 && !lower && dot == 1 ? SHAPE_INITIAL : lower ? SHAPE_CAP : SHAPE_DOTTED;
  if (digit) return upper ? SHAPE_CODE : SHAPE_NUMBER;
  if (upper && !lower) return upper == 1 ? SHAPE_LETTER : SHAPE_UPPER;
  if (upper) return upper == 1 && first_upper ? SHAPE_CAP : SHAPE_MIXED;
  return lower && !other ? SHAPE_LOWER : SHAPE_OTHER;
}

/* The lower-cased word, cut at WORD_MAX bytes. */
static size_t lower_word(const ds_reading *r, uint32_t i, char *out) {
  size_t len, n = 0;
  const char *s = ds_token_text(r, i, &len);
  for (size_t at = 0; at < len && n + 4 <= WORD_MAX;) {
    if ((unsigned char)s[at] < 0x80) {
      out[n++] = s[at] >= 'A' && s[at] <= 'Z' ? (char)(s[at] + 32) : s[at];
      at++;
      continue;
    }
    int32_t code;
    at += ds_utf8_next(s + at, len - at, &code);
    n += ds_utf8_put(ds_utf8_lower(code), out + n);
  }
  return n;
}

/* A word in small letters may still be the name of a place or company ("florida"): its facts with a capital letter, or 0. */
static uint32_t lower_name_facts(uint8_t shape, char *word, size_t n) {
  if (shape != SHAPE_LOWER || n < 4 || word[0] < 'a' || word[0] > 'z') return 0;
  word[0] = (char)(word[0] - 32);
  uint32_t facts = ds_fact_find(word, n, NULL);
  return facts & (DS_FACT_COUNTRY | DS_FACT_CITY | DS_FACT_REGION | DS_FACT_ORGANIZATION) ? facts : 0;
}

/* Facts of a phrase in capitals as it is usually printed: "NEW DELHI" as "New Delhi". */
static uint32_t capitals_facts(const char *s, size_t len, ds_fact *fact) {
  char usual[WORD_MAX];
  if (len < 4 || len >= sizeof usual) return 0;
  for (size_t i = 0; i < len; i++) {
    bool inside = i > 0 && s[i - 1] >= 'A' && s[i - 1] <= 'Z';
    usual[i] = inside && s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];
  }
  return ds_fact_find(usual, len, fact);
}

uint32_t ds_names_usual_facts(const char *s, size_t len, ds_fact *fact) {
  uint32_t facts = ds_fact_find(s, len, fact);
  return facts & ~(uint32_t)DS_FACT_PREFIX ? facts : capitals_facts(s, len, fact);
}

static bool has_small_letter(const ds_reading *r, uint32_t i) {
  size_t len;
  const char *s = i < r->n_tokens ? ds_token_text(r, i, &len) : (len = 0, "");
  while (len > 0 && !(s[len - 1] >= 'a' && s[len - 1] <= 'z')) len--;
  return len > 0;
}

/* A short word in capitals beside others that are not is another word than its small form: "WHO", "US". */
static bool is_acronym(const ds_reading *r, uint32_t i, uint8_t shape, size_t len) {
  return shape == SHAPE_UPPER && len <= ACRONYM_MAX && (has_small_letter(r, i + 1) || (i > 0 && has_small_letter(r, i - 1)));
}

static bool is_glued(const ds_reading *r, uint32_t i) {
  return i > 0 && !r->tokens[i].space_before;
}

static void view_token(const ds_reading *r, const ds_names_words *words, ds_names_view *v, uint32_t i) {
  char word[WORD_MAX + 1];
  size_t len, n = lower_word(r, i, word);
  const char *s = ds_token_text(r, i, &len);
  v->shape = shape_of(s, len, &v->capital);
  v->glued = is_glued(r, i);
  if (len == 1 && *s == '-' && v->glued && i + 1 < r->n_tokens && !r->tokens[i + 1].space_before) v->shape = SHAPE_HYPHEN;
  v->acronym = is_acronym(r, i, v->shape, len);
  v->lower = v->acronym ? ds_names_word_hash(s, len) : ds_names_word_hash(word, n);
  if (words->slots) __builtin_prefetch(&words->slots[v->lower & (((uint32_t)1 << words->bits) - 1)]);
  v->facts = ds_fact_find(s, len, NULL);
  if (v->shape == SHAPE_UPPER && !(v->facts & ~(uint32_t)DS_FACT_PREFIX)) v->facts |= capitals_facts(s, len, NULL);
  uint32_t lower_name = lower_name_facts(v->shape, word, n);
  v->facts |= lower_name;
  v->lower_name = lower_name != 0;
  if (!v->capital) return;
  char folded[WORD_MAX];
  size_t f = ds_utf8_fold(s, len, folded, sizeof folded);
  if (!v->acronym) v->facts |= ds_fact_find(folded, f, NULL) & (DS_FACT_GIVEN_MALE | DS_FACT_GIVEN_FEMALE | DS_FACT_SURNAME | DS_FACT_ROLE);
}

static void mark_phrases(const ds_reading *r, ds_names_view *v, uint32_t first, uint32_t limit) {
  for (uint32_t i = first; i < limit; i++) {
    if (!v[i].facts || !(v[i].capital || v[i].lower_name)) continue;
    uint32_t last = v[i].facts & DS_FACT_PREFIX ? i + PHRASE_MAX : i + 1, start = r->tokens[i].start;
    for (uint32_t end = last < limit ? last : limit; end > i; end--) {
      size_t len = r->tokens[end - 1].end - start;
      uint32_t facts = end == i + 1 ? v[i].facts : ds_fact_find(r->text + start, len, NULL);
      if (!facts && v[i].shape == SHAPE_UPPER && v[end - 1].shape == SHAPE_UPPER) facts = capitals_facts(r->text + start, len, NULL);
      facts &= DS_FACT_COUNTRY | DS_FACT_DEMONYM | DS_FACT_REGION | DS_FACT_CITY | DS_FACT_BIG_CITY | DS_FACT_SEAT | DS_FACT_ORGANIZATION |
               DS_FACT_TITLE | DS_FACT_PART_OF_WORLD;
      if (!facts) continue;
      for (uint32_t k = i; k < end; k++) {
        if (v[k].phrase && v[k].place_in_phrase != DS_NAMES_UNIT) break; /* an earlier, longer one */
        v[k].phrase = facts;
        v[k].place_in_phrase = end == i + 1 ? DS_NAMES_UNIT : k == i ? DS_NAMES_BEGIN : k + 1 == end ? DS_NAMES_LAST : DS_NAMES_INSIDE;
      }
      break;
    }
  }
}

/* Capitalised words, the few words between two of them, and a number right behind one. */
static void mark_active(ds_names_view *v, uint32_t first, uint32_t limit) {
  uint32_t last = limit;
  for (uint32_t i = first; i < limit; i++) {
    if (!v[i].capital) {
      bool hyphenated = i > first + 1 && v[i - 1].shape == SHAPE_HYPHEN && v[i - 2].capital;
      v[i].active |= v[i].lower_name || hyphenated || (i > first && v[i].shape == SHAPE_NUMBER && v[i - 1].capital);
      if (hyphenated) v[i - 1].active = true;
      continue;
    }
    v[i].active = true;
    if (last < i && i - last - 1 <= GAP_MAX)
      for (uint32_t k = last + 1; k < i; k++) v[k].active = true;
    last = i;
  }
}

/* A hash table from lower-cased words to a small record, for one text. */
typedef struct record {
  uint32_t lower;
  uint16_t evidence;
  uint16_t counts[DS_OTHER + 2]; /* outside, then the kinds */
} record;

struct ds_names_memory {
  record *records;
  uint32_t mask;
};

static record *record_of(const ds_names_memory *m, uint32_t lower, bool make) {
  uint32_t key = lower ? lower : 1;
  for (uint32_t i = mix(key) & m->mask;; i = (i + 1) & m->mask) {
    if (m->records[i].lower == key) return &m->records[i];
    if (m->records[i].lower) continue;
    if (!make) return NULL;
    m->records[i].lower = key;
    return &m->records[i];
  }
}

static ds_names_memory *memory_new(const ds_reading *r, const ds_names_view *v, ds_arena *arena) {
  uint32_t n = 0, size = 16;
  for (uint32_t i = 0; i < r->n_tokens; i++) n += v[i].capital;
  while (size < 2 * n) size *= 2;
  ds_names_memory *m = DS_ARENA_NEW(arena, ds_names_memory, 1);
  m->records = DS_ARENA_NEW(arena, record, size);
  m->mask = size - 1;
  return m;
}

static uint16_t evidence_at(const ds_reading *r, const ds_names_view *v, uint32_t i, uint32_t first, uint32_t limit) {
  uint16_t e = i > first && r->tokens[i - 1].end - r->tokens[i - 1].start > 1 ? CAPITAL_INSIDE : 0;
  size_t len;
  if (i > first) {
    const char *before = ds_token_text(r, i - 1, &len);
    if (v[i - 1].phrase & DS_FACT_TITLE || v[i - 1].facts & DS_FACT_TITLE) e |= AFTER_TITLE;
    if (v[i - 1].facts & (DS_FACT_GIVEN_MALE | DS_FACT_GIVEN_FEMALE)) e |= AFTER_GIVEN;
    if (is_word(before, len, sayings)) e |= BY_SAYING;
    if (is_word(before, len, ins)) e |= AFTER_IN;
    if (is_word(before, len, froms)) e |= AFTER_FROM;
    if (len == 3 && memcmp(before + 1, "he", 2) == 0 && (*before | 32) == 't') e |= AFTER_THE;
    if (*before == '(') e |= IN_BRACKETS;
  }
  if (i + 1 < limit) {
    const char *next = ds_token_text(r, i + 1, &len);
    if (is_word(next, len, sayings)) e |= BY_SAYING;
    if (v[i + 1].facts & DS_FACT_ORGANIZATION_WORD && v[i + 1].capital) e |= BEFORE_ORGANIZATION_WORD;
    if (v[i + 1].capital) e |= BEFORE_CAPITAL;
    if (*next == '\'' || *next == '\xe2') e |= BEFORE_POSSESSIVE;
    if (*next == '(' && i + 2 < limit && v[i + 2].shape == SHAPE_UPPER) e |= BEFORE_ACRONYM;
  }
  return e;
}

static void gather_evidence(const ds_reading *r, ds_names_view *v, ds_arena *arena) {
  ds_names_memory *m = memory_new(r, v, arena);
  for (uint32_t s = 0; s < r->n_sentences; s++) {
    uint32_t first = r->sentences[s].first, limit = first + r->sentences[s].count;
    for (uint32_t i = first; i < limit; i++)
      if (v[i].capital) record_of(m, v[i].lower, true)->evidence |= evidence_at(r, v, i, first, limit);
  }
  for (uint32_t i = 0; i < r->n_tokens; i++) {
    if (v[i].shape != SHAPE_LOWER) continue;
    record *known = record_of(m, v[i].lower, false);
    if (known) known->evidence |= LOWER_TOO;
  }
  for (uint32_t i = 0; i < r->n_tokens; i++)
    if (v[i].capital) v[i].evidence = record_of(m, v[i].lower, false)->evidence;
}

/* By a hash of its bytes the token where a word was seen last (plus 1): the same word is the same again, but for what its neighbours
 * decide. */
typedef struct recent_words {
  uint32_t *slots, mask;
} recent_words;

static recent_words recent_words_new(uint32_t n_tokens, ds_arena *arena) {
  enum { MOST = 16384 };
  uint32_t size = 64;
  while (size < MOST && size < 2 * n_tokens) size *= 2;
  return (recent_words){DS_ARENA_NEW(arena, uint32_t, size), size - 1};
}

static bool same_word(const ds_reading *r, uint32_t a, uint32_t b) {
  size_t a_len, b_len;
  const char *x = ds_token_text(r, a, &a_len), *y = ds_token_text(r, b, &b_len);
  return a_len == b_len && memcmp(x, y, a_len) == 0;
}

static void view_tokens(const ds_reading *r, const ds_names_words *words, ds_names_view *v, ds_arena *arena) {
  recent_words recent = recent_words_new(r->n_tokens, arena);
  for (uint32_t i = 0; i < r->n_tokens; i++) {
    size_t len;
    const char *s = ds_token_text(r, i, &len);
    uint32_t *slot = &recent.slots[mix(hash_bytes(s, len)) & recent.mask];
    if (*slot && same_word(r, *slot - 1, i)) {
      v[i] = v[*slot - 1];
      v[i].glued = is_glued(r, i);
      continue;
    }
    view_token(r, words, &v[i], i);
    bool by_neighbours = (len == 1 && *s == '-') || (v[i].shape == SHAPE_UPPER && len <= ACRONYM_MAX);
    if (!by_neighbours) *slot = i + 1;
  }
  for (uint32_t i = 0; i < r->n_tokens; i++) {
    const ds_names_word *known = ds_names_word_find(words, v[i].lower);
    if (known) v[i].cluster = known->cluster, v[i].habit = known->habit;
  }
}

ds_names_view *ds_names_views(const ds_reading *r, const ds_names_words *words, ds_arena *arena) {
  ds_names_view *v = DS_ARENA_NEW(arena, ds_names_view, r->n_tokens + 1);
  view_tokens(r, words, v, arena);
  for (uint32_t s = 0; s < r->n_sentences; s++) {
    uint32_t first = r->sentences[s].first, limit = first + r->sentences[s].count;
    mark_phrases(r, v, first, limit);
    mark_active(v, first, limit);
  }
  gather_evidence(r, v, arena);
  return v;
}

/* Features are numbered by what they are; a feature is the hash of its number and its value. */
typedef struct features {
  uint32_t *out, n;
} features;

static inline __attribute__((always_inline)) void put(features *f, uint32_t number, uint32_t value) {
  f->out[f->n++] = mix(number * 0x9e3779b1u ^ mix(value + number));
}

static void put_bits(features *f, uint32_t number, uint32_t bits) {
  for (; bits; bits &= bits - 1) put(f, number, (uint32_t)__builtin_ctz(bits));
}

/* The word itself, by its letters. */
static void put_word(features *f, const ds_reading *r, const ds_names_view *v, uint32_t i, uint32_t first, uint32_t limit) {
  put(f, 1, v[i].lower);
  put(f, 6, (i > first ? v[i - 1].lower : 1) * 31 + v[i].lower);
  put(f, 7, (i + 1 < limit ? v[i + 1].lower : 2) * 31 + v[i].lower);
  char word[WORD_MAX + 1];
  size_t n = lower_word(r, i, word);
  for (size_t k = 2; k <= 4 && k <= n; k++) {
    put(f, 80 + (uint32_t)k, hash_bytes(word + n - k, k));
    put(f, 84 + (uint32_t)k, hash_bytes(word, k));
  }
}

/* The words around. */
static void put_window(features *f, const ds_names_view *v, uint32_t i, uint32_t first, uint32_t limit) {
  uint32_t before = i > first ? v[i - 1].lower : 1, after = i + 1 < limit ? v[i + 1].lower : 2;
  put(f, 2, before);
  put(f, 3, after);
  put(f, 4, i > first + 1 ? v[i - 2].lower : 1);
  put(f, 5, i + 2 < limit ? v[i + 2].lower : 2);
  put(f, 8, before * 31 + v[i].shape);
  put(f, 9, after * 31 + v[i].shape);
  put(f, 10, before * 31 + after);
  put(f, 11, i > first + 1 ? v[i - 2].lower * 31 + before : before);
  put(f, 12, i + 2 < limit ? v[i + 2].lower * 31 + after : after);
}

static void put_shapes(features *f, const ds_names_view *v, uint32_t i, uint32_t first, uint32_t limit) {
  uint32_t before = i > first ? v[i - 1].shape : 30, after = i + 1 < limit ? v[i + 1].shape : 31;
  uint32_t before2 = i > first + 1 ? v[i - 2].shape : 30, after2 = i + 2 < limit ? v[i + 2].shape : 31;
  put(f, 20, v[i].shape + 32 * (i == first));
  put(f, 21, before * 32 + v[i].shape);
  put(f, 22, after * 32 + v[i].shape);
  put(f, 23, (before * 32 + v[i].shape) * 32 + after);
  put(f, 24, ((before2 * 32 + before) * 32 + v[i].shape) * 32 + after);
  put(f, 25, ((before * 32 + v[i].shape) * 32 + after) * 32 + after2);
  uint32_t glue = v[i].glued + 2u * (i + 1 < limit && v[i + 1].glued) + 4u * (i > first && v[i - 1].glued);
  put(f, 26, v[i].shape * 8u + glue);
  put(f, 27, (before * 32 + v[i].shape) * 8 + glue);
  put(f, 28, (after * 32 + v[i].shape) * 8 + glue);
}

static uint32_t phrase_code(const ds_names_view *v) {
  return v->phrase ? v->phrase * 4 + v->place_in_phrase + 1 : 0;
}

static void put_facts(features *f, const ds_names_view *v, uint32_t i, uint32_t first, uint32_t limit) {
  uint32_t known = ~(uint32_t)DS_FACT_PREFIX;
  put(f, 30, v[i].facts & known);
  put_bits(f, 31, v[i].facts & known);
  put(f, 32, phrase_code(&v[i]));
  for (uint32_t bits = v[i].phrase; bits; bits &= bits - 1) put(f, 33, (uint32_t)__builtin_ctz(bits) * 4 + v[i].place_in_phrase);
  if (i > first) {
    put(f, 34, v[i - 1].facts & known);
    put_bits(f, 35, v[i - 1].facts & known);
    put(f, 36, phrase_code(&v[i - 1]));
    put(f, 42, (v[i - 1].facts & known) * 31 + v[i].shape);
  }
  if (i + 1 < limit) {
    put(f, 37, v[i + 1].facts & known);
    put_bits(f, 38, v[i + 1].facts & known);
    put(f, 39, phrase_code(&v[i + 1]));
    put(f, 43, (v[i + 1].facts & known) * 31 + v[i].shape);
  }
  if (i > first + 1) put(f, 40, v[i - 2].facts & known);
  if (i + 2 < limit) put(f, 41, v[i + 2].facts & known);
}

/* Do the tokens at k and k + 1 belong to one run of capitalised words? A glued hyphen and what it joins do ("Ban Ki-moon"). */
static bool runs_on(const ds_names_view *v, uint32_t k) {
  bool here = v[k].capital || v[k].shape == SHAPE_HYPHEN || (v[k].active && v[k].glued && v[k].shape == SHAPE_LOWER);
  bool next = v[k + 1].capital || v[k + 1].shape == SHAPE_HYPHEN || (v[k + 1].active && v[k].shape == SHAPE_HYPHEN);
  return here && next;
}

/* What the run of capitalised words around i begins and ends with, and how long it is. */
static void put_run(features *f, const ds_names_view *v, uint32_t i, uint32_t first, uint32_t limit) {
  uint32_t low = i, high = i;
  uint32_t known = DS_FACT_ORGANIZATION_WORD | DS_FACT_PLACE_WORD | DS_FACT_TITLE | DS_FACT_GIVEN_MALE | DS_FACT_GIVEN_FEMALE |
                   DS_FACT_SURNAME | DS_FACT_COUNTRY | DS_FACT_DEMONYM;
  while (low > first && runs_on(v, low - 1) && i - low < 8) low--;
  while (high + 1 < limit && runs_on(v, high) && high - i < 8) high++;
  put(f, 50, (high - low) * 16 + (i - low));
  put(f, 51, v[high].lower);
  put(f, 52, (v[high].facts & known) * 2 + (i == high));
  put(f, 53, (v[low].facts & known) * 2 + (i == low));
  put(f, 54, low > first ? v[low - 1].lower * 4 + (low == i) : 1);
  put(f, 55, high + 1 < limit ? v[high + 1].lower * 4 + (high == i) : 2);
  put(f, 56, low == i ? 0 : v[low].lower);
  put(f, 57, (v[low].facts & known) * 64 + (high - low) * 4 + (v[i].shape == SHAPE_HYPHEN) + 2 * (v[i].shape == SHAPE_LOWER));
}

static const char *const joins[] = {"of", "for", "and", "the", "&", "on", "de", "in", "to", "with", NULL};

/* The nearest word of organizations or places towards one side, across the small words that names hold ("Department of Housing and
 * Urban Development"). */
static void put_head(features *f, const ds_reading *r, const ds_names_view *v, uint32_t i, uint32_t limit, int step, uint32_t number) {
  uint32_t away = 0, small = 0;
  for (uint32_t k = i; k != limit && away < 9; k += (uint32_t)step, away++) {
    size_t len;
    const char *word = ds_token_text(r, k, &len);
    if (k != i && !v[k].capital && v[k].shape != SHAPE_HYPHEN) {
      if (!is_word(word, len, joins)) break;
      small = small * 4 + (*word == 'o' ? 1 : *word == 'f' ? 2 : 3);
    }
    if (k == i || !v[k].capital || !(v[k].facts & (DS_FACT_ORGANIZATION_WORD | DS_FACT_PLACE_WORD))) continue;
    put(f, number, v[k].lower * 64u + small % 64);
    put(f, number + 1, (v[k].facts & (DS_FACT_ORGANIZATION_WORD | DS_FACT_PLACE_WORD)) * 1024u + (small % 64) * 16 + (away > 4 ? 5 : away));
    put(f, number + 2, ((v[k].facts & (DS_FACT_ORGANIZATION_WORD | DS_FACT_PLACE_WORD)) * 64u + small % 64) * 32 + v[i].shape);
    return;
  }
  put(f, number + 3, small % 64);
}

static void put_evidence(features *f, const ds_names_view *v, uint32_t i, uint32_t first, uint32_t limit) {
  put_bits(f, 60, v[i].evidence);
  put(f, 61, v[i].evidence & (AFTER_TITLE | AFTER_GIVEN | BY_SAYING | AFTER_IN | BEFORE_ORGANIZATION_WORD | LOWER_TOO | CAPITAL_INSIDE));
  put(f, 62, (uint32_t)(v[i].evidence & (LOWER_TOO | CAPITAL_INSIDE)) * 32 + v[i].shape + 16 * (i == first));
  if (i > first && v[i - 1].capital) put_bits(f, 63, v[i - 1].evidence);
  if (i + 1 < limit && v[i + 1].capital) put_bits(f, 64, v[i + 1].evidence);
}

static void put_habits(features *f, const ds_names_view *v, uint32_t i, uint32_t first, uint32_t limit) {
  put(f, 75, v[i].habit);
  put(f, 76, v[i].habit * 32u + v[i].shape);
  if (i > first) put(f, 77, v[i - 1].habit);
  if (i + 1 < limit) put(f, 78, v[i + 1].habit);
  if (i == first || i + 1 == limit) return;
  uint32_t before = v[i - 1].capital ? v[i - 1].habit : 1, after = v[i + 1].capital ? v[i + 1].habit : 1;
  put(f, 79, before * 65537u + after + 31u * v[i].habit);
}

static void put_clusters(features *f, const ds_names_view *v, uint32_t i, uint32_t first, uint32_t limit) {
  if (v[i].cluster) put(f, 70, v[i].cluster);
  if (i > first && v[i - 1].cluster) put(f, 71, v[i - 1].cluster);
  if (i + 1 < limit && v[i + 1].cluster) put(f, 72, v[i + 1].cluster);
  if (i > first) put(f, 73, v[i - 1].cluster * 4099u + v[i].cluster);
  if (i + 1 < limit) put(f, 74, v[i + 1].cluster * 4099u + v[i].cluster);
}

uint32_t ds_names_features(const ds_reading *r, const ds_names_view *v, uint32_t i, uint32_t *out, uint32_t own[2]) {
  features f = {out, 0};
  const ds_sentence *s = &r->sentences[r->tokens[i].sentence];
  uint32_t first = s->first, limit = s->first + s->count;
  put_word(&f, r, v, i, first, limit);
  own[0] = f.n;
  put_clusters(&f, v, i, first, limit);
  put_habits(&f, v, i, first, limit);
  own[1] = f.n;
  put_window(&f, v, i, first, limit);
  put_shapes(&f, v, i, first, limit);
  put_facts(&f, v, i, first, limit);
  put_run(&f, v, i, first, limit);
  put_head(&f, r, v, i, first - 1, -1, 110);
  put_head(&f, r, v, i, limit, 1, 114);
  put_evidence(&f, v, i, first, limit);
  put(&f, 99, 0);
  return f.n;
}

static int kind_slot(uint8_t label) {
  return label ? 1 + (label - 1) / 4 : 0;
}

ds_names_memory *ds_names_remember(const ds_reading *r, const ds_names_view *v, const uint8_t *labels, ds_arena *arena) {
  ds_names_memory *m = memory_new(r, v, arena);
  for (uint32_t i = 0; i < r->n_tokens; i++) {
    if (!v[i].capital) continue;
    uint16_t *count = &record_of(m, v[i].lower, true)->counts[kind_slot(labels[i])];
    if (*count < UINT16_MAX) (*count)++;
  }
  return m;
}

/* The commonest kind of the word at k elsewhere, 0 when it stands nowhere else; 16 is added when it is not the only one. */
static uint32_t elsewhere(const ds_names_view *v, const ds_names_memory *m, const uint8_t *labels, uint32_t k) {
  const record *known = v[k].capital ? record_of(m, v[k].lower, false) : NULL;
  if (!known) return 0;
  uint32_t best = 0, total = 0, most = 0;
  for (uint32_t c = 0; c < DS_OTHER + 2; c++) {
    uint32_t n = known->counts[c] - (kind_slot(labels[k]) == (int)c);
    total += n;
    if (n > most) most = n, best = c + 1;
  }
  return best ? best + (most < total ? 16 : 0) + (most > 2 ? 32 : 0) : 0;
}

uint32_t ds_names_memory_features(const ds_reading *r, const ds_names_view *v, const ds_names_memory *m, const uint8_t *labels, uint32_t i,
                                  uint32_t *out) {
  features f = {out, 0};
  const ds_sentence *s = &r->sentences[r->tokens[i].sentence];
  uint32_t own = elsewhere(v, m, labels, i);
  if (own) {
    put(&f, 100, own);
    put(&f, 101, own * 32 + v[i].shape);
    put(&f, 104, own & 15);
    put(&f, 105, (own & 15) * 32 + (i > s->first ? v[i - 1].shape : 30));
    put(&f, 106, (own & 15) * 32 + (i + 1 < s->first + s->count ? v[i + 1].shape : 30));
  }
  uint32_t before = i > s->first ? elsewhere(v, m, labels, i - 1) : 0;
  uint32_t after = i + 1 < s->first + s->count ? elsewhere(v, m, labels, i + 1) : 0;
  if (before) put(&f, 102, before);
  if (after) put(&f, 103, after);
  if (own && (before || after)) put(&f, 107, (own * 64 + before) * 64 + after);
  return f.n;
}
