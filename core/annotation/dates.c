#include <string.h>

#include "annotation/dates.h"

static const char *const kind_texts[] = {"date", "time", "duration", "set"};

const char *ds_date_kind_text(ds_date_kind kind) {
  return kind_texts[kind];
}

/* Words that weaken or sharpen what follows: "nearly", "more than", "at least". */
static size_t read_approximation(const ds_dating *d, size_t at) {
  if (ds_time_is_any(d, at, "|about|nearly|almost|approximately|roughly|around|over|under|another|")) {
    bool amount = ds_time_class_at(d, at + 1) == DS_TW_CARDINAL || ds_time_class_at(d, at + 1) == DS_TW_DIGITS ||
                  ds_time_is_any(d, at + 1, "|a|an|the|half|every|");
    return amount && !(ds_time_is_any(d, at, "|over|under|around|about|another|") && ds_time_is(d, at + 1, "the"));
  }
  if (ds_time_is_any(d, at, "|more|less|fewer|longer|") && ds_time_is(d, at + 1, "than")) return 2;
  if (ds_time_is(d, at, "no") && ds_time_is_any(d, at + 1, "|more|less|later|") && ds_time_is(d, at + 2, "than")) return 3;
  if (ds_time_is(d, at, "at") && ds_time_is_any(d, at + 1, "|least|most|")) return 2;
  if (ds_time_is(d, at, "up") && ds_time_is(d, at + 1, "to")) return 2;
  return 0;
}

/* "the end of", "early", "late in", "mid-": how many words, which part of the expression. */
static size_t read_mod(const ds_dating *d, size_t at, ds_time_mod *mod) {
  size_t the = ds_time_is(d, at, "the"), of = the + 1;
  bool linked = ds_time_is(d, at + of, "of");
  if (linked && ds_time_is_any(d, at + the, "|end|close|"))
    *mod = DS_TM_END;
  else if (linked && ds_time_is_any(d, at + the, "|beginning|start|outset|"))
    *mod = DS_TM_START;
  else if (linked && ds_time_is(d, at + the, "middle"))
    *mod = DS_TM_MID;
  else
    linked = false;
  if (linked) return of + 1;
  *mod = DS_TM_NONE;
  if (ds_time_is(d, at, "early"))
    *mod = DS_TM_START;
  else if (ds_time_is(d, at, "late"))
    *mod = DS_TM_END;
  else if (ds_time_is_any(d, at, "|mid|middle|"))
    *mod = DS_TM_MID;
  else if (ds_time_is(d, at, "earlier"))
    *mod = DS_TM_EARLIER;
  else if (ds_time_is(d, at, "later"))
    *mod = DS_TM_LATER;
  if (*mod == DS_TM_NONE) return 0;
  return 1 + (ds_time_tight(d, at + 1, "-") || (*mod != DS_TM_MID && ds_time_is_any(d, at + 1, "|in|on|")));
}

/* The words before the expression proper that belong to it. */
static size_t read_prefix(ds_dating *d, size_t at) {
  size_t i = at;
  d->mod = DS_TM_NONE;
  d->the = false;
  d->from = at;
  for (int turn = 0; turn < 4; turn++) {
    ds_time_mod mod;
    size_t n = read_approximation(d, i);
    if (n == 0 && (n = read_mod(d, i, &mod)) > 0) d->mod = mod;
    if (n == 0 && ds_time_is_any(d, i, "|the|its|")) n = 1, d->the = true;
    if (n == 0) break;
    i += n;
  }
  return i;
}

static size_t try_rules(ds_dating *d, size_t at, ds_time_rule *const *rules, ds_time_found *f) {
  for (; *rules; rules++) {
    memset(f, 0, sizeof *f);
    size_t end = (*rules)(d, at, f);
    if (end > at) return end;
  }
  return 0;
}

static size_t match(ds_dating *d, size_t at, ds_time_found *f) {
  size_t end = try_rules(d, at, ds_time_rules_absolute, f);
  if (!end) end = try_rules(d, at, ds_time_rules_relative, f);
  if (!end) end = try_rules(d, at, ds_time_rules_amount, f);
  if (!end) end = try_rules(d, at, ds_time_rules_year, f);
  return end < d->n ? end : end ? d->n : 0;
}

/* "early March" covers its first third, "earlier this year" what lies before the article's date. */
static void narrow(const ds_dating *d, ds_time_found *f) {
  int32_t third = (f->last - f->first + 1) / 3;
  bool around = d->has_date && f->first <= d->today && d->today <= f->last;
  if (!f->covers || f->first == f->last) return;
  if (d->mod == DS_TM_START && third > 0) f->last = f->first + third - 1;
  if (d->mod == DS_TM_END && third > 0) f->first = f->last - third + 1;
  if (d->mod == DS_TM_MID && third > 0) f->first += third, f->last -= third;
  if (d->mod == DS_TM_EARLIER && around) f->last = d->today;
  if (d->mod == DS_TM_LATER && around) f->first = d->today;
}

static void remember(ds_dating *d, const ds_time_found *f) {
  if (!f->point) return;
  d->anchor = f->period;
  d->has_anchor = true;
  if (f->period.unit == DS_UNIT_QUARTER) d->quarter = f->period, d->has_quarter = true;
}

typedef struct found_list {
  ds_date *v;
  uint32_t n, cap;
} found_list;

static void add(ds_dating *d, found_list *list, uint32_t sentence, size_t end, const ds_time_found *f, ds_arena *arena) {
  DS_PUSH(arena, list->v, list->n, list->cap);
  ds_date *date = &list->v[list->n - 1];
  memset(date, 0, sizeof *date);
  date->start = d->words[d->from].start;
  date->end = d->words[end - 1].end;
  date->sentence = sentence;
  date->kind = f->kind;
  date->value = ds_arena_strdup(arena, f->value);
  if (!f->covers) return;
  ds_day_format(f->first, date->first);
  ds_day_format(f->last, date->last);
}

enum { LEAD = 8 }; /* words of an expression that may stand before its first word of time */

static bool is_time_word(const ds_time_word *w) {
  switch (w->class) {
  case DS_TW_OTHER:
  case DS_TW_PUNCT:
  case DS_TW_SCALE:
  case DS_TW_ORDINAL: return false;
  case DS_TW_RELATIVE: return strcmp(w->lower, "past") == 0;
  default: return true;
  }
}

/* Moves `at` on to where an expression may begin at the earliest. */
static size_t next_start(const ds_dating *d, size_t at, size_t *next) {
  if (*next < at) *next = at;
  while (*next < d->n && !is_time_word(&d->words[*next])) ++*next;
  if (*next == d->n) return d->n;
  return *next - at > LEAD ? *next - LEAD : at;
}

static void find_in_sentence(ds_dating *d, found_list *list, uint32_t sentence, ds_arena *arena) {
  size_t at = 0, next = 0;
  while ((at = next_start(d, at, &next)) < d->n) {
    ds_time_found f;
    size_t core = read_prefix(d, at), end = match(d, core, &f);
    if (!end) {
      at++;
      continue;
    }
    narrow(d, &f);
    add(d, list, sentence, end, &f, arena);
    remember(d, &f);
    at = end;
  }
}

static void read_article_date(ds_dating *d, const char *date) {
  d->has_date = ds_period_parse(date, &d->date);
  d->today = d->has_date ? ds_period_first(d->date) : 0;
}

void ds_dates_find(ds_annotation *a, ds_arena *arena) {
  ds_dating d = {.reading = a->reading};
  found_list list = {0};
  uint32_t token = 0;
  ds_time_words_init(&d, arena);
  read_article_date(&d, a->date);
  for (uint32_t s = 0; s < a->reading->n_sentences; s++) {
    ds_time_words_read(&d, &a->reading->sentences[s], &token);
    find_in_sentence(&d, &list, s, arena);
  }
  a->dates = list.v;
  a->n_dates = list.n;
}
