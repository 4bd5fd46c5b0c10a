#include <string.h>

#include "annotation/dates.h"

/* A period that lies `shift` units from base, as exact as its unit: "two months ago" is a month. */
static void set_shifted(ds_time_found *f, ds_unit unit, ds_day base, int32_t shift) {
  if (unit == DS_UNIT_WEEKEND) unit = DS_UNIT_WEEK;
  if (unit == DS_UNIT_DECADE) unit = DS_UNIT_YEAR, shift *= 10;
  if (unit == DS_UNIT_CENTURY) unit = DS_UNIT_YEAR, shift *= 100;
  ds_period p = ds_period_of(unit, base);
  p.n += shift;
  ds_time_set_period(f, p);
}

/* What stands behind an amount and makes it a date: how many words, which way, from the text's last date? */
static size_t read_direction(const ds_dating *d, size_t at, int *sign, bool *anchored) {
  size_t i = at;
  if (ds_time_is(d, i, "or") && ds_time_is(d, i + 1, "so")) i += 2;
  *anchored = false;
  *sign = -1;
  if (ds_time_is(d, i, "ago")) return i + 1 - at;
  if (ds_time_is(d, i, "from") && ds_time_is_any(d, i + 1, "|now|today|")) {
    *sign = 1;
    return i + 2 - at;
  }
  *anchored = true;
  if (ds_time_is_any(d, i, "|earlier|previously|beforehand|")) return i + 1 - at;
  *sign = 1;
  if (ds_time_is_any(d, i, "|later|afterward|afterwards|hence|")) return i + 1 - at;
  return 0;
}

static bool shifts_quarter(const ds_dating *d, const ds_time_number *number, ds_time_unit unit, int sign) {
  return sign < 0 && unit == DS_TU_YEAR && number->n == 1 && d->has_quarter;
}

/* "three days ago", "a year earlier", "two weeks later", "a decade from now". */
static size_t set_moved(ds_dating *d, const ds_time_number *number, ds_time_unit unit, size_t at, ds_time_found *f) {
  int sign;
  bool anchored;
  ds_unit period;
  size_t n = read_direction(d, at, &sign, &anchored);
  if (n == 0) return 0;
  if (sign > 0 && anchored && (number->vague || !d->has_anchor)) return 0;
  if (number->vague) {
    ds_time_set_open(f, DS_DATE_DATE, "%s", sign < 0 ? "PAST_REF" : "FUTURE_REF");
    return at + n;
  }
  if (!ds_time_unit_period(unit, &period) || number->n > 9000) return 0;
  if (shifts_quarter(d, number, unit, sign)) {
    ds_time_set_period(f, (ds_period){DS_UNIT_QUARTER, d->quarter.n - 4});
    f->point = false;
    return at + n;
  }
  bool known = anchored && d->has_anchor;
  if (!known && !ds_time_knows(d, period < DS_UNIT_YEAR ? period : DS_UNIT_YEAR)) {
    ds_time_set_open(f, DS_DATE_DATE, "%s", sign < 0 ? "PAST_REF" : "FUTURE_REF");
    return at + n;
  }
  set_shifted(f, period, known ? ds_period_first(d->anchor) : d->today, sign * number->n);
  return at + n;
}

/* An age is no duration that news speaks of: "39-year-old", "52 years old", "years of age". */
static bool is_age(const ds_dating *d, size_t at) {
  size_t dash = ds_time_tight(d, at, "-");
  if (ds_time_is_any(d, at + dash, "|old|olds|") && ds_time_is_any(d, at - 1, "|year|years|")) return true;
  return ds_time_is(d, at, "of") && ds_time_is(d, at + 1, "age");
}

static size_t read_unit(const ds_dating *d, size_t at, ds_time_unit *unit) {
  size_t i = at + ds_time_tight(d, at, "-");
  while (
      ds_time_is_any(d, i, "|more|additional|full|straight|consecutive|trading|business|working|long|whole|calendar|further|other|short|"))
    i++;
  int class = ds_time_class_at(d, i);
  if (class != DS_TW_UNIT && class != DS_TW_UNITS) {
    if (!ds_time_is(d, i, "second") || i == at) return 0;
    *unit = DS_TU_SECOND;
    return i + 1 - at;
  }
  *unit = (ds_time_unit)d->words[i].value;
  return i + 1 - at;
}

/* The "to three" of "two to three weeks", the "or two" behind "a month". */
static size_t skip_alternative(const ds_dating *d, size_t at) {
  ds_time_number other;
  size_t joint = ds_time_is_any(d, at, "|to|or|-|");
  if (!joint) return 0;
  size_t n = ds_time_number_read(d, at + 1, &other);
  return n && !other.article ? n + 1 : 0;
}

/* "three days", "two-week", "a year and a half", "several months", and with a direction behind it a date. */
static size_t rule_amount(ds_dating *d, size_t at, ds_time_found *f) {
  ds_time_number number;
  ds_time_unit unit;
  size_t n = ds_time_number_read(d, at, &number), i = at + n;
  if (n == 0) return 0;
  size_t alternative = skip_alternative(d, i);
  if (alternative && number.n >= 1000) return 0; /* "2016 to 10 years" */
  i += alternative;
  size_t len = read_unit(d, i, &unit);
  if (len == 0 || (number.article && unit == DS_TU_SECOND)) return 0;
  bool dashed = ds_time_tight(d, i, "-");
  i += len;
  if (is_age(d, i)) return 0;
  if (ds_time_is(d, i, "and") && ds_time_is(d, i + 1, "a") && ds_time_is(d, i + 2, "half")) number.half = true, i += 3;
  size_t end = dashed ? 0 : set_moved(d, &number, unit, i, f);
  if (end) return end;
  if (unit == DS_TU_QUARTER && (dashed || ds_time_is(d, i, "of"))) return 0;
  if (unit == DS_TU_WEEKEND || (number.article && (ds_time_tight(d, i, "-") || ds_time_is_any(d, i, "|when|that|of|")))) return 0;
  ds_time_set_duration(f, &number, unit);
  if (ds_time_tight(d, i, "-") && ds_time_is_any(d, i + 1, "|long|old|")) i += 2;
  return i;
}

/* "half an hour", "half a century ago". */
static size_t rule_half(ds_dating *d, size_t at, ds_time_found *f) {
  size_t i = at + ds_time_is(d, at, "a");
  if (!ds_time_is(d, i, "half")) return 0;
  i += 1 + ds_time_tight(d, i + 1, "-");
  i += ds_time_is_any(d, i, "|a|an|");
  if (ds_time_class_at(d, i) != DS_TW_UNIT) return 0;
  static const struct {
    ds_time_unit whole, part;
    int n;
  } halves[] = {{DS_TU_MINUTE, DS_TU_SECOND, 30}, {DS_TU_HOUR, DS_TU_MINUTE, 30}, {DS_TU_DAY, DS_TU_HOUR, 12},
                {DS_TU_YEAR, DS_TU_MONTH, 6},     {DS_TU_DECADE, DS_TU_YEAR, 5},  {DS_TU_CENTURY, DS_TU_YEAR, 50}};
  for (size_t k = 0; k < sizeof halves / sizeof *halves; k++) {
    if (halves[k].whole != (ds_time_unit)d->words[i].value) continue;
    ds_time_number number = {.n = halves[k].n};
    size_t end = set_moved(d, &number, halves[k].part, i + 1, f);
    if (!end) ds_time_set_duration(f, &number, halves[k].part);
    return end ? end : i + 1;
  }
  return 0;
}

/* "the past two months", "the first nine months", "the next few days". */
static size_t rule_stretch(ds_dating *d, size_t at, ds_time_found *f) {
  ds_time_number number;
  ds_time_unit unit;
  bool led =
      ds_time_class_at(d, at) == DS_TW_RELATIVE || ds_time_is_any(d, at, "|first|final|previous|preceding|following|recent|latest|other|");
  if (!led) return 0;
  size_t n = ds_time_number_read(d, at + 1, &number), i = at + 1 + n;
  if (n == 0) return 0;
  i += skip_alternative(d, i);
  size_t len = read_unit(d, i, &unit);
  if (len == 0 || is_age(d, i + len)) return 0;
  ds_time_set_duration(f, &number, unit);
  int direction = ds_time_class_at(d, at) == DS_TW_RELATIVE ? d->words[at].value : 0;
  ds_unit period;
  if (number.vague || number.n > 9000 || !ds_time_unit_period(unit, &period) || direction == 0 || !ds_time_knows(d, DS_UNIT_DAY) ||
      ds_time_is(d, i + len, "of"))
    return i + len;
  ds_time_found edge = {0};
  set_shifted(&edge, period, d->today, direction * number.n);
  f->covers = true;
  f->first = direction < 0 ? edge.first : d->today;
  f->last = direction < 0 ? d->today : edge.last;
  return i + len;
}

/* "years", "in recent months", "weeks or months", "months ago". */
static size_t rule_bare_units(ds_dating *d, size_t at, ds_time_found *f) {
  ds_time_number vague = {.vague = true};
  size_t i = at;
  bool recent = ds_time_is_any(d, i, "|recent|coming|past|");
  i += recent;
  if (ds_time_class_at(d, i) != DS_TW_UNITS || ds_time_is(d, i, "seconds") || ds_time_is(d, i, "quarters") || is_age(d, i + 1)) return 0;
  if (ds_time_is(d, i, "days") && ds_time_is(d, i - 1, "these")) return 0;
  bool clock = ds_time_is_any(d, i, "|minutes|hours|");
  if (clock && !recent && !ds_time_is_any(d, i - 1, "|for|within|in|after|before|just|mere|only|by|of|")) return 0;
  if (d->mod != DS_TM_NONE || (ds_time_is(d, i - 1, "of") && ds_time_is_any(d, i - 2, "|hundreds|thousands|dozens|tens|"))) return 0;
  ds_time_unit unit = (ds_time_unit)d->words[i].value;
  size_t end = i + 1;
  if (ds_time_tight(d, end, "-") && ds_time_is_any(d, end + 1, "|long|old|")) end += 2;
  size_t moved = set_moved(d, &vague, unit, end, f);
  if (moved) return moved;
  ds_time_set_duration(f, &vague, unit);
  return end;
}

/* "every day", "each July", "daily". */
static size_t rule_set(ds_dating *d, size_t at, ds_time_found *f) {
  bool title = at > 0 && d->words[at].capital; /* "The Daily Mail" */
  if (ds_time_class_at(d, at) == DS_TW_OFTEN && !title && !ds_time_is_any(d, at, "|quarterly|annually|")) {
    ds_time_number one = {.n = 1};
    ds_time_set_duration(f, &one, (ds_time_unit)d->words[at].value);
    f->kind = DS_DATE_SET;
    return at + 1;
  }
  if (!ds_time_is_any(d, at, "|every|each|per|")) return 0;
  ds_time_number number = {.n = 1};
  ds_time_unit unit;
  size_t i = at + 1, other = ds_time_is(d, i, "other");
  if (other) number.n = 2;
  size_t n = other ? 1 : ds_time_number_read(d, i, &number), len = read_unit(d, i + n, &unit);
  if (n == 0) number.n = 1;
  if (len > 0) {
    ds_time_set_duration(f, &number, unit);
    f->kind = DS_DATE_SET;
    return i + n + len;
  }
  if (ds_time_is(d, at, "per")) return 0;
  switch (ds_time_class_at(d, i)) {
  case DS_TW_WEEKDAY: ds_time_set_open(f, DS_DATE_SET, "XXXX-WXX-%d", d->words[i].value); return i + 1;
  case DS_TW_MONTH: ds_time_set_open(f, DS_DATE_SET, "XXXX-%02d", d->words[i].value); return i + 1;
  case DS_TW_PART: ds_time_set_open(f, DS_DATE_SET, "XXXX-XX-XX%s", ds_time_parts[d->words[i].value]); return i + 1;
  case DS_TW_SEASON: ds_time_set_open(f, DS_DATE_SET, "XXXX-%s", &"SP\0SU\0FA\0WI"[d->words[i].value * 3]); return i + 1;
  default: return 0;
  }
}

static void set_ref(const ds_dating *d, ds_time_found *f, int direction) {
  ds_time_set_open(f, DS_DATE_DATE, "%s", direction < 0 ? "PAST_REF" : direction > 0 ? "FUTURE_REF" : "PRESENT_REF");
  if (direction == 0 && ds_time_knows(d, DS_UNIT_DAY)) {
    f->covers = true;
    f->first = f->last = d->today;
  }
}

/* "now", "recently", "soon", "the future", "in the past", "these days", "at the moment". */
static size_t rule_reference(ds_dating *d, size_t at, ds_time_found *f) {
  if (ds_time_class_at(d, at) == DS_TW_REF) {
    bool as_soon_as = ds_time_is_any(d, at, "|soon|") && ds_time_is_any(d, at - 1, "|as|too|how|sooner|");
    if (as_soon_as || ds_time_is_any(d, at, "|shortly|formerly|")) return 0;
    set_ref(d, f, d->words[at].value);
    d->from = at - (at > d->from && ds_time_is(d, at - 1, "more"));
    return at + 1;
  }
  if (ds_time_is(d, at, "future") || (ds_time_is_any(d, at, "|near|foreseeable|distant|immediate|") && ds_time_is(d, at + 1, "future"))) {
    set_ref(d, f, 1);
    return at + 1 + !ds_time_is(d, at, "future");
  }
  if (ds_time_is(d, at, "past") && d->the && at > 1 && ds_time_class_at(d, at + 1) != DS_TW_UNIT &&
      ds_time_class_at(d, at + 1) != DS_TW_UNITS) {
    set_ref(d, f, -1);
    return at + 1;
  }
  bool these_days = ds_time_is(d, at, "these") && ds_time_is(d, at + 1, "days");
  bool this_moment = ds_time_is_any(d, at, "|this|present|") && ds_time_is(d, at + 1, "moment");
  if (!these_days && !this_moment) return 0;
  set_ref(d, f, 0);
  return at + 2;
}

typedef struct holiday {
  const char *words[3]; /* the rest NULL */
  bool day_behind;      /* "Day", "Eve", "Sunday" must follow */
  int month, day;       /* or: */
  int weekday, nth;     /* the nth weekday of the month; month 0: days from Easter in `day` */
} holiday;

static const holiday holidays[] = {
    {{"new", "year"}, true, 1, 1, 0, 0},
    {{"christmas"}, false, 12, 25, 0, 0},
    {{"halloween"}, false, 10, 31, 0, 0},
    {{"thanksgiving"}, false, 11, 0, 4, 4},
    {{"independence"}, true, 7, 4, 0, 0},
    {{"labor"}, true, 9, 0, 1, 1},
    {{"memorial"}, true, 5, 0, 1, -1},
    {{"veterans"}, true, 11, 11, 0, 0},
    {{"valentine"}, true, 2, 14, 0, 0},
    {{"easter"}, false, 0, 0, 0, 0},
    {{"good", "friday"}, false, 0, -2, 0, 0},
    {{"palm", "sunday"}, false, 0, -7, 0, 0},
    {{"ash", "wednesday"}, false, 0, -46, 0, 0},
    {{"may"}, true, 5, 1, 0, 0},
    {{"election"}, true, 11, 0, 0, 0},
    {{"boxing"}, true, 12, 26, 0, 0},
    {{"columbus"}, true, 10, 0, 1, 2},
    {{"presidents"}, true, 2, 0, 1, 3},
    {{"mother"}, true, 5, 0, 7, 2},
    {{"father"}, true, 6, 0, 7, 3},
    {{"groundhog"}, true, 2, 2, 0, 0},
    {{"armistice"}, true, 11, 11, 0, 0},
    {{"remembrance"}, true, 11, 11, 0, 0},
    {{"bastille"}, true, 7, 14, 0, 0},
};

static ds_day holiday_day(const holiday *h, int year) {
  if (h->month == 0) return ds_day_easter(year) + h->day;
  if (h->words[0][0] == 'e' && h->month == 11) return ds_day_nth_weekday(year, 11, 1, 1) + 1;
  if (h->weekday) return ds_day_nth_weekday(year, h->month, h->weekday, h->nth);
  return ds_day_from(year, h->month, h->day);
}

static size_t match_holiday(const ds_dating *d, size_t at, const holiday *h, int *shift) {
  size_t i = at;
  if (!d->words[at].capital) return 0;
  for (int k = 0; k < 3 && h->words[k]; k++)
    if (!ds_time_is(d, i++, h->words[k])) return 0;
  size_t possessive = ds_time_is(d, i, "'") ? 1 + ds_time_is(d, i + 1, "s") : 0;
  bool day = ds_time_is_any(d, i + possessive, "|day|eve|sunday|monday|");
  *shift = !day ? 0 : ds_time_is(d, i + possessive, "eve") ? -1 : ds_time_is(d, i + possessive, "monday") ? 1 : 0;
  if (h->day_behind && !(day && d->words[i + possessive].capital)) return 0;
  return day ? i + possessive + 1 - at : i - at;
}

/* The holiday's day nearest to the article's date on the side of the tense, of the year behind it, or before it ("last"). */
static size_t rule_holiday(ds_dating *d, size_t at, ds_time_found *f) {
  int shift = 0, year;
  size_t relative = ds_time_class_at(d, at) == DS_TW_RELATIVE, len = 0;
  const holiday *h = NULL;
  for (size_t k = 0; k < sizeof holidays / sizeof *holidays && !len; k++) len = match_holiday(d, at + relative, h = &holidays[k], &shift);
  if (len == 0) return 0;
  size_t i = at + relative + len;
  bool week = ds_time_is(d, i, "week"), comma = ds_time_is(d, i, ",");
  size_t dated = ds_time_year_read(d, i + comma, &year);
  if (!dated && !ds_time_knows(d, DS_UNIT_MONTH)) return 0;
  int direction = relative ? d->words[at].value : ds_time_tense(d, at);
  if (!dated) {
    year = ds_period_of(DS_UNIT_YEAR, d->today).n;
    ds_day this_year = holiday_day(h, year) + shift;
    ds_day ahead = this_year - d->today;
    if (ahead > 0 && (direction < 0 || (direction == 0 && ahead > 183)))
      year--;
    else if (ahead < -90 && direction > 0)
      year++;
  }
  ds_time_set_period(f, (ds_period){DS_UNIT_DAY, holiday_day(h, year) + shift});
  if (week) ds_time_set_period(f, ds_period_of(DS_UNIT_WEEK, f->first));
  return i + week + (dated ? comma + dated : 0);
}

ds_time_rule *const ds_time_rules_amount[] = {
    rule_holiday, rule_set, rule_stretch, rule_half, rule_amount, rule_bare_units, rule_reference, NULL,
};
