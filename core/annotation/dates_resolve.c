#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "annotation/dates.h"

static const struct {
  char letter;
  int factor;            /* a decade is ten years */
  bool clock;            /* counted after the T */
  int day_unit;          /* ds_unit, or -1 */
} units[] = {
  [DS_TU_SECOND] = { 'S', 1, true, -1 },
  [DS_TU_MINUTE] = { 'M', 1, true, -1 },
  [DS_TU_HOUR] = { 'H', 1, true, -1 },
  [DS_TU_DAY] = { 'D', 1, false, DS_UNIT_DAY },
  [DS_TU_WEEK] = { 'W', 1, false, DS_UNIT_WEEK },
  [DS_TU_WEEKEND] = { 'D', 2, false, DS_UNIT_WEEKEND },
  [DS_TU_MONTH] = { 'M', 1, false, DS_UNIT_MONTH },
  [DS_TU_QUARTER] = { 'Q', 1, false, DS_UNIT_QUARTER },
  [DS_TU_YEAR] = { 'Y', 1, false, DS_UNIT_YEAR },
  [DS_TU_DECADE] = { 'Y', 10, false, DS_UNIT_DECADE },
  [DS_TU_CENTURY] = { 'Y', 100, false, DS_UNIT_CENTURY },
  [DS_TU_MILLENNIUM] = { 'Y', 1000, false, -1 },
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
  if (number->vague && unit == DS_TU_DECADE) ds_time_set_open(f, DS_DATE_DURATION, "PXE");
  else if (number->vague && unit == DS_TU_CENTURY) ds_time_set_open(f, DS_DATE_DURATION, "PXC");
  else if (number->vague) ds_time_set_open(f, DS_DATE_DURATION, "P%sX%c", clock, units[unit].letter);
  else if (number->half) set_half(f, number->n, unit);
  else ds_time_set_open(f, DS_DATE_DURATION, "P%s%d%c", clock, number->n % 100000 * units[unit].factor, units[unit].letter);
}

void ds_time_set_clock(ds_time_found *f, ds_day day, const char *clock) {
  char text[11];
  ds_day_format(day, text);
  ds_time_set_open(f, DS_DATE_TIME, "%s%s", text, clock);
  f->covers = f->point = true;
  f->first = f->last = day;
  f->period = (ds_period){ DS_UNIT_DAY, day };
}

static bool is_verb(const ds_token *t) {
  return t->xpos == DS_XPOS_MD || (t->xpos >= DS_XPOS_VB && t->xpos <= DS_XPOS_VBZ);
}

static bool is_one_of(const ds_reading *r, uint32_t token, const char *const *words) {
  for (; *words; words++)
    if (ds_token_is(r, token, *words)) return true;
  return false;
}

/* What the auxiliaries in the few words before verb say. */
static int auxiliary_tense(const ds_reading *r, uint32_t first, uint32_t verb, int otherwise) {
  static const char *const past[] = { "was", "were", "had", "has", "have", "did", "'ve", NULL };
  static const char *const present[] = { "is", "are", "be", "'s", "'re", "am", NULL };
  for (uint32_t t = verb, steps = 0; t-- > first && steps < 5; steps++) {
    const ds_token *token = &r->tokens[t];
    if (token->xpos == DS_XPOS_MD || token->xpos == DS_XPOS_TO) return 1;
    if (is_one_of(r, t, past)) return -1;
    if (is_one_of(r, t, present) && !ds_token_is(r, t, "be")) return 1;
    if (token->upos == DS_UPOS_NOUN || token->upos == DS_UPOS_PROPN) break;
  }
  return otherwise;
}

static int verb_tense(const ds_reading *r, uint32_t first, uint32_t verb) {
  switch (r->tokens[verb].xpos) {
  case DS_XPOS_MD: return 1;
  case DS_XPOS_VBD: return -1;
  case DS_XPOS_VBN: return auxiliary_tense(r, first, verb, -1);
  case DS_XPOS_VB:
  case DS_XPOS_VBG: return auxiliary_tense(r, first, verb, 0);
  default: return 0;
  }
}

/* The nearest verb before the expression speaks for it, else the nearest behind. */
int ds_time_tense(const ds_dating *d, size_t at) {
  const ds_reading *r = d->reading;
  if (at >= d->n) return 0;
  uint32_t token = d->words[at].token;
  const ds_sentence *s = &r->sentences[r->tokens[token].sentence];
  for (uint32_t t = token; t-- > s->first;)
    if (is_verb(&r->tokens[t])) return verb_tense(r, s->first, t);
  for (uint32_t t = token + 1; t < s->first + s->count; t++)
    if (is_verb(&r->tokens[t])) return verb_tense(r, s->first, t);
  return 0;
}
