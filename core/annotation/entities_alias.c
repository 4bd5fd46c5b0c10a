/* The spellings of names in one article: collected, folded, with what speaks for each kind. */
#define _GNU_SOURCE
#include <string.h>

#include "annotation/entities.h"
#include "base/utf8.h"
#include "language/gazetteer.h"

/* ---- a small map ---- */

uint64_t ds_map_key(char tag, const char *s, size_t len) {
  uint64_t h = (14695981039346656037u ^ (unsigned char)tag) * 1099511628211u;
  for (size_t i = 0; i < len; i++) h = (h ^ (unsigned char)s[i]) * 1099511628211u;
  h ^= h >> 29;
  return h ? h : 1;
}

static uint32_t slot_of(const ds_map *map, uint64_t key) {
  uint32_t i = (uint32_t)key & (map->cap - 1);
  while (map->keys[i] && map->keys[i] != key) i = (i + 1) & (map->cap - 1);
  return i;
}

static void map_widen(ds_map *map, ds_arena *arena) {
  ds_map wide = {.cap = map->cap ? map->cap * 2 : 256, .n = map->n};
  wide.keys = DS_ARENA_NEW(arena, uint64_t, wide.cap);
  wide.values = DS_ARENA_NEW(arena, int32_t, wide.cap);
  for (uint32_t i = 0; i < map->cap; i++) {
    if (!map->keys[i]) continue;
    uint32_t to = slot_of(&wide, map->keys[i]);
    wide.keys[to] = map->keys[i];
    wide.values[to] = map->values[i];
  }
  *map = wide;
}

int32_t *ds_map_at(ds_map *map, uint64_t key, ds_arena *arena) {
  if (map->n * 2 >= map->cap) map_widen(map, arena);
  uint32_t i = slot_of(map, key);
  if (!map->keys[i]) {
    map->keys[i] = key;
    map->values[i] = -1;
    map->n++;
  }
  return &map->values[i];
}

int32_t ds_map_get(const ds_map *map, uint64_t key) {
  if (!map->cap) return -1;
  uint32_t i = slot_of(map, key);
  return map->keys[i] ? map->values[i] : -1;
}

/* ---- aliases ---- */

/* The printed name without a leading article and a closing possessive. */
static void trim(const ds_reading *r, uint32_t *start, uint32_t *end) {
  const char *t = r->text;
  if (*end - *start > 4 && (memcmp(t + *start, "the ", 4) == 0 || memcmp(t + *start, "The ", 4) == 0)) *start += 4;
  uint32_t n = *end - *start;
  if (n > 2 && memcmp(t + *end - 2, "'s", 2) == 0)
    *end -= 2;
  else if (n > 4 && memcmp(t + *end - 4, "\xE2\x80\x99s", 4) == 0)
    *end -= 4;
  else if (n > 2 && memcmp(t + *end - 2, "s'", 2) == 0)
    *end -= 1;
}

/* Cuts the folded name into words: at blanks and hyphens; full stops and commas go, "&" is "and". */
static void split_words(ds_alias *alias, const char *folded, ds_arena *arena) {
  const char *p = folded;
  while (*p && alias->n_words < DS_ALIAS_WORDS) {
    char word[64];
    size_t n = 0;
    bool joint = *p == '-';
    while (*p == ' ' || *p == '-' || *p == '\n' || *p == '\t') p++;
    for (; *p && *p != ' ' && *p != '-' && *p != '\n' && *p != '\t'; p++)
      if (*p != '.' && *p != ',' && *p != '"' && n < sizeof word - 1) word[n++] = *p;
    if (n == 0) continue;
    if (joint) alias->hyphens |= 1u << alias->n_words;
    if (n == 1 && word[0] == '&') memcpy(word, "and", n = 3);
    alias->words[alias->n_words++] = ds_arena_strndup(arena, word, n);
  }
}

static bool all_capitals(const char *s, uint32_t len) {
  uint32_t capitals = 0;
  for (uint32_t i = 0; i < len; i++) {
    if (s[i] >= 'A' && s[i] <= 'Z')
      capitals++;
    else if (s[i] != '.' && s[i] != '&' && s[i] != '-' && !(s[i] >= '0' && s[i] <= '9'))
      return false;
  }
  return capitals >= 2;
}

/* Initials that stand alone ("U.S.", "U. N.") make one word, so that they equal the form without full stops. */
static void join_initials(ds_alias *alias, ds_arena *arena) {
  if (!alias->acronym || alias->n_words < 2) return;
  char word[DS_ALIAS_WORDS + 1];
  for (uint32_t i = 0; i < alias->n_words; i++) {
    if (alias->words[i][1]) return;
    word[i] = alias->words[i][0];
  }
  alias->words[0] = ds_arena_strndup(arena, word, alias->n_words);
  alias->n_words = 1;
}

/* The country that a name begins with ("U.S. Navy", "Chinese Foreign Ministry"); *rest is where the rest starts. */
static const ds_country *leading_country(const char *s, size_t len, size_t *rest) {
  const char *blank = memchr(s, ' ', len);
  for (int words = 0; words < 2 && blank; words++) {
    size_t n = (size_t)(blank - s);
    *rest = n + 1;
    size_t bare = n > 2 && memcmp(s + n - 2, "'s", 2) == 0 ? n - 2 : n > 4 && memcmp(s + n - 4, "\xE2\x80\x99s", 4) == 0 ? n - 4 : n;
    const ds_country *country = ds_country_by_demonym(s, n);
    if (!country) country = ds_country_by_name(s, bare);
    if (country) return country;
    blank = memchr(blank + 1, ' ', len - n - 1);
  }
  return NULL;
}

/* The country before a name: "Russian", "China's". */
static const ds_country *country_before(const ds_cast *c, uint32_t name) {
  const ds_name *n = &c->r->names[name];
  if (name == 0) return NULL;
  const ds_name *before = &c->r->names[name - 1];
  uint32_t next = before->first + before->count;
  bool possessive = next + 1 == n->first && c->r->tokens[next].xpos == DS_XPOS_POS;
  if (!possessive && !(before->demonym && next == n->first)) return NULL;
  return before->demonym || ds_country_by_name(c->r->text + before->start, before->end - before->start)
             ? ds_country_by_code(before->country)
             : NULL;
}

/* Writes "@ru foreign ministry" for an organization named by its country; false when it is not. */
static bool fold_led(const ds_cast *c, uint32_t start, uint32_t end, uint32_t name, char *folded, size_t size) {
  const char *printed = c->r->text + start;
  size_t rest = 0;
  if (c->r->names[name].kind == DS_PERSON || c->r->names[name].kind == DS_PLACE) return false;
  const ds_country *country = leading_country(printed, end - start, &rest);
  if (!country) {
    const char *last = printed + (end - start);
    while (last > printed && last[-1] != ' ') last--;
    rest = 0;
    if (!ds_organization_word(last, (size_t)(printed + (end - start) - last))) return false;
    country = country_before(c, name);
  }
  if (!country) return false;
  memcpy(folded, (char[]){'@', country->code[0], country->code[1], ' '}, 4);
  ds_utf8_fold(printed + rest, end - start - rest, folded + 4, size - 4);
  return true;
}

static int32_t alias_for(ds_cast *c, uint32_t start, uint32_t end, uint32_t name) {
  char folded[256];
  const char *printed = c->r->text + start;
  bool led = fold_led(c, start, end, name, folded, sizeof folded);
  if (!led) ds_utf8_fold(printed, end - start, folded, sizeof folded);
  const ds_country *country = ds_country_by_name(printed, end - start);
  bool acronym = all_capitals(printed, end - start);
  uint64_t key = ds_map_key(acronym ? 'A' : 'a', folded, strlen(folded));
  int32_t *slot = ds_map_at(&c->map, key, c->arena);
  if (*slot >= 0) return *slot;
  *slot = (int32_t)DS_PUSH(c->arena, c->aliases, c->n_aliases, c->aliases_cap);
  ds_alias *alias = &c->aliases[*slot];
  *alias = (ds_alias){.text = printed, .len = end - start, .acronym = acronym, .led = led, .first_name = name};
  if (country) alias->country = country->code;
  alias->place = country || ds_country_of_city(printed, end - start);
  split_words(alias, folded, c->arena);
  join_initials(alias, c->arena);
  return *slot;
}

bool ds_cast_is_demonym_adjective(const ds_cast *c, uint32_t name) {
  const ds_name *n = &c->r->names[name];
  if (!n->demonym) return false;
  const ds_token *last = &c->r->tokens[n->first + n->count - 1];
  if (last->upos == DS_UPOS_ADJ) return true;
  if (last->xpos == DS_XPOS_NNPS || last->xpos == DS_XPOS_NNS) return false;
  if (last->upos == DS_UPOS_OTHER) return c->r->text[n->end - 1] != 's';
  return true;
}

/* Whether a title ends in that of who leads a state. */
static bool leads_state(const char *title, size_t len) {
  static const char *const offices[] = {"President", "Prime Minister", "Premier", "Chancellor"};
  static const char vice[] = "Vice";
  if (memmem(title, len, vice, strlen(vice))) return false;
  for (size_t i = 0; i < sizeof offices / sizeof *offices; i++) {
    size_t n = strlen(offices[i]);
    if (len >= n && memcmp(title + len - n, offices[i], n) == 0) return true;
  }
  return false;
}

/* The title right before the name ("President", "Foreign Minister Mr."), the gender that it shows, and whether it is a ruler's. */
static bool title_before(const ds_reading *r, const ds_name *n, ds_gender *gender, bool *ruler) {
  uint32_t sentence_first = r->sentences[r->tokens[n->first].sentence].first;
  for (uint32_t back = 5; back >= 1; back--) {
    if (n->first < sentence_first + back) continue;
    uint32_t from = r->tokens[n->first - back].start;
    ds_gender shown = DS_GENDER_UNKNOWN;
    size_t got = ds_title_at(r->text + from, n->start - from, &shown);
    uint32_t at = from + (uint32_t)got;
    while (at < n->start && (r->text[at] == ' ' || r->text[at] == '\n')) at++;
    if (got == 0 || at < n->start) continue;
    *gender = shown;
    *ruler = leads_state(r->text + from, got);
    return true;
  }
  return false;
}

static void collect_one(ds_cast *c, uint32_t name) {
  const ds_name *n = &c->r->names[name];
  uint32_t start = n->start, end = n->end;
  for (uint32_t t = n->first; t < n->first + n->count; t++) c->name_at[t] = (int32_t)name;
  c->alias_of[name] = -1;
  if (n->count == 0 || ds_cast_is_demonym_adjective(c, name)) return;
  trim(c->r, &start, &end);
  c->alias_of[name] = alias_for(c, start, end, name);
  ds_alias *alias = &c->aliases[c->alias_of[name]];
  ds_gender gender = DS_GENDER_UNKNOWN;
  bool ruler = false;
  if (n->kind == DS_PERSON && title_before(c->r, n, &gender, &ruler)) alias->titled = true;
  if (alias->first_name == name) alias->ruler = ruler;
  c->title_gender[name] = (uint8_t)gender;
  alias->votes[n->kind] += n->score > 0 ? n->score : 0.5f;
  alias->n_names++;
}

void ds_cast_collect(ds_cast *c) {
  const ds_reading *r = c->r;
  c->alias_of = DS_ARENA_NEW(c->arena, int32_t, r->n_names + 1);
  c->title_gender = DS_ARENA_NEW(c->arena, uint8_t, r->n_names + 1);
  c->name_at = DS_ARENA_NEW(c->arena, int32_t, r->n_tokens + 1);
  memset(c->name_at, -1, sizeof *c->name_at * (r->n_tokens + 1));
  for (uint32_t i = 0; i < r->n_names; i++) collect_one(c, i);
}
