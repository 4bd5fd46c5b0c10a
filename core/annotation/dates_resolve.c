#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "annotation/dates.h"

static const struct {
  char letter;
  int factor;   /* a decade is ten years */
  bool clock;   /* counted after the T */
  int day_unit; /* ds_unit, or -1 */
} units[] = {
    [DS_TU_SECOND] = {'S', 1, true, -1},
    [DS_TU_MINUTE] = {'M', 1, true, -1},
    [DS_TU_HOUR] = {'H', 1, true, -1},
    [DS_TU_DAY] = {'D', 1, false, DS_UNIT_DAY},
    [DS_TU_WEEK] = {'W', 1, false, DS_UNIT_WEEK},
    [DS_TU_WEEKEND] = {'D', 2, false, DS_UNIT_WEEKEND},
    [DS_TU_MONTH] = {'M', 1, false, DS_UNIT_MONTH},
    [DS_TU_QUARTER] = {'Q', 1, false, DS_UNIT_QUARTER},
    [DS_TU_YEAR] = {'Y', 1, false, DS_UNIT_YEAR},
    [DS_TU_DECADE] = {'Y', 10, false, DS_UNIT_DECADE},
    [DS_TU_CENTURY] = {'Y', 100, false, DS_UNIT_CENTURY},
    [DS_TU_MILLENNIUM] = {'Y', 1000, false, -1},
};

bool ds_time_unit_period(ds_time_unit unit, ds_unit *out) {
  if (units[unit].day_unit < 0) return false;
  *out = (ds_unit)units[unit].day_unit;
  return true;
}

bool ds_time_knows(const ds_dating *d, ds_unit unit) {
  return d->has_date && d->date.unit <= unit;
}

void ds_time_set_period(ds_time_found *f, ds_period period) {
  f->kind = DS_DATE_DATE;
  ds_period_format(period, f->value, sizeof f->value);
  f->covers = f->point = true;
  f->period = period;
  f->first = ds_period_first(period);
  f->last = ds_period_last(period);
}

void ds_time_set_open(ds_time_found *f, ds_date_kind kind, const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  vsnprintf(f->value, sizeof f->value, format, ap);
  va_end(ap);
  f->kind = kind;
  f->covers = f->point = false;
}

static void set_half(ds_time_found *f, int32_t n, ds_time_unit unit) {
  switch (unit) {
  case DS_TU_YEAR: ds_time_set_open(f, DS_DATE_DURATION, "P%dY6M", n); break;
  case DS_TU_HOUR: ds_time_set_open(f, DS_DATE_DURATION, "PT%dH30M", n); break;
  case DS_TU_MINUTE: ds_time_set_open(f, DS_DATE_DURATION, "PT%dM30S", n); break;
  case DS_TU_DECADE: ds_time_set_open(f, DS_DATE_DURATION, "P%dY", n * 10 + 5); break;
  default: ds_time_set_open(f, DS_DATE_DURATION, "P%s%d.5%c", units[unit].clock ? "T" : "", n, units[unit].letter); break;
  }
}

void ds_time_set_duration(ds_time_found *f, const ds_time_number *number, ds_time_unit unit) {
  const char *clock = units[unit].clock ? "T" : "";
  if (number->vague && unit == DS_TU_DECADE)
    ds_time_set_open(f, DS_DATE_DURATION, "PXE");
  else if (number->vague && unit == DS_TU_CENTURY)
    ds_time_set_open(f, DS_DATE_DURATION, "PXC");
  else if (number->vague)
    ds_time_set_open(f, DS_DATE_DURATION, "P%sX%c", clock, units[unit].letter);
  else if (number->half)
    set_half(f, number->n, unit);
  else
    ds_time_set_open(f, DS_DATE_DURATION, "P%s%d%c", clock, number->n % 100000 * units[unit].factor, units[unit].letter);
}

void ds_time_set_clock(ds_time_found *f, ds_day day, const char *clock) {
  char text[11];
  ds_day_format(day, text);
  ds_time_set_open(f, DS_DATE_TIME, "%s%s", text, clock);
  f->covers = f->point = true;
  f->first = f->last = day;
  f->period = (ds_period){DS_UNIT_DAY, day};
}

enum { CLIMB = 12 }; /* as far as one looks for the verb that a date hangs from */

static bool is_verb(const ds_token *t) {
  return t->xpos == DS_XPOS_MD || (t->xpos >= DS_XPOS_VB && t->xpos <= DS_XPOS_VBZ);
}

typedef struct auxiliaries {
  bool modal, have, had, past, present, to, copula;
} auxiliaries;

static void add_auxiliary(const ds_reading *r, uint32_t t, auxiliaries *aux) {
  const ds_token *token = &r->tokens[t];
  aux->copula |= token->rel == DS_REL_COP;
  if (token->xpos == DS_XPOS_MD)
    aux->modal = true;
  else if (token->xpos == DS_XPOS_TO)
    aux->to = true;
  else if (token->xpos == DS_XPOS_VBD)
    aux->past = true, aux->had |= ds_token_is(r, t, "had");
  else if (ds_token_is(r, t, "have") || ds_token_is(r, t, "has") || ds_token_is(r, t, "'ve"))
    aux->have = true;
  else if (token->xpos == DS_XPOS_VBZ || token->xpos == DS_XPOS_VBP)
    aux->present = true;
}

/* The auxiliaries, the copula and the "to" of a verb (or of what is said by a copula), which stand before it. */
static auxiliaries auxiliaries_of(const ds_reading *r, uint32_t verb) {
  auxiliaries aux = {0};
  uint32_t first = r->sentences[r->tokens[verb].sentence].first;
  for (uint32_t t = verb, steps = 0; t-- > first && steps < CLIMB; steps++) {
    uint8_t rel = r->tokens[t].rel;
    bool helps = rel == DS_REL_AUX || rel == DS_REL_AUX_PASS || rel == DS_REL_COP || rel == DS_REL_MARK;
    if (helps && r->tokens[t].head == (int32_t)verb) add_auxiliary(r, t, &aux);
  }
  return aux;
}

static bool lemma_is_one_of(const ds_reading *r, uint32_t verb, const char *words) {
  const char *lemma = r->tokens[verb].lemma;
  size_t len = strlen(lemma);
  for (const char *at = strstr(words, lemma); len && at; at = strstr(at + 1, lemma))
    if (at > words && at[-1] == '|' && at[len] == '|') return true;
  return false;
}

/* Verbs whose dates lie ahead of them. */
static bool looks_ahead(const ds_reading *r, uint32_t verb) {
  return lemma_is_one_of(r, verb, "|schedule|slate|plan|expect|postpone|delay|");
}

/* Verbs that the present tells of as of a timetable: "the summit begins Monday". */
static bool is_timetabled(const ds_reading *r, uint32_t verb) {
  return lemma_is_one_of(r, verb, "|arrive|begin|close|depart|end|expire|finish|leave|meet|open|resume|start|take|travel|visit|");
}

/* "to expire": ahead of the verb above, unless that one is in the pluperfect. */
static int infinitive_tense(const ds_reading *r, uint32_t verb) {
  int32_t above = r->tokens[verb].head;
  if (above < 0) return 1;
  auxiliaries aux = auxiliaries_of(r, (uint32_t)above);
  return aux.had ? -1 : 1;
}

/* -1 past, 1 future, 0 cannot be told, 2: ask the verb above. */
static int verb_tense(const ds_reading *r, uint32_t verb) {
  auxiliaries aux = auxiliaries_of(r, verb);
  uint8_t xpos = r->tokens[verb].xpos;
  if (aux.modal) return aux.have ? -1 : 1;
  if (aux.to) return aux.have ? -1 : infinitive_tense(r, verb);
  if (looks_ahead(r, verb)) return 1;
  if (aux.have || aux.past || xpos == DS_XPOS_VBD) return -1;
  if (aux.present) return 1;
  if (xpos == DS_XPOS_VBN) return -1;
  if (xpos == DS_XPOS_VBZ || xpos == DS_XPOS_VBP) return is_timetabled(r, verb) ? 1 : 0;
  return xpos == DS_XPOS_VBG || xpos == DS_XPOS_VB ? 2 : 0;
}

static bool has_copula(const ds_reading *r, uint32_t token) {
  return auxiliaries_of(r, token).copula;
}

/* The nearest verb above the expression speaks for it. */
int ds_time_tense(const ds_dating *d, size_t at) {
  const ds_reading *r = d->reading;
  if (at >= d->n) return 0;
  if (at > 1 && ds_time_is_any(d, at - 1, "|until|till|") && !ds_time_is(d, at - 2, "not")) return 1;
  int32_t t = (int32_t)d->words[at].token;
  for (int steps = 0; t >= 0 && steps < CLIMB; steps++, t = r->tokens[t].head) {
    if (!is_verb(&r->tokens[t]) && !has_copula(r, (uint32_t)t)) continue;
    int tense = verb_tense(r, (uint32_t)t);
    if (tense != 2) return tense;
  }
  return 0;
}
