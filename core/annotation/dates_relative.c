#include <stdlib.h>
#include <string.h>

#include "annotation/dates.h"

static const char *ref_of(int direction) {
  return direction < 0 ? "PAST_REF" : direction > 0 ? "FUTURE_REF" : "PRESENT_REF";
}

/* The day of the week nearest to the article's date on the side of the tense; without one, in the past. */
static ds_day near_weekday(const ds_dating *d, int weekday, int tense) {
  int back = (ds_day_weekday(d->today) - weekday + 7) % 7;
  if (tense > 0 && back > 0) return d->today + 7 - back;
  return d->today - back;
}

/* "last", "this past", "next", "this coming", "the previous": how far, and from the text's last date rather than the article's. */
typedef struct relation {
  int shift;
  bool anchored;
  bool past_to_now;    /* "past": what leads up to now */
  bool same;           /* "that", "the same" */
  bool explicit_shift; /* "last", "next", not just "this" */
} relation;

static size_t read_relation(const ds_dating *d, size_t at, relation *r) {
  static const char *const same = "|that|same|";
  *r = (relation){0};
  if (ds_time_class_at(d, at) == DS_TW_RELATIVE) {
    r->shift = d->words[at].value;
    r->past_to_now = ds_time_is(d, at, "past");
    r->explicit_shift = r->shift != 0;
    if (r->shift == 0 && ds_time_is(d, at + 1, "same")) return 2;
    if (r->shift == 0 && ds_time_class_at(d, at + 1) == DS_TW_RELATIVE && d->words[at + 1].value != 0) {
      r->shift = d->words[at + 1].value;
      r->past_to_now = ds_time_is(d, at + 1, "past");
      return 2;
    }
    return 1;
  }
  if (ds_time_is_any(d, at, "|previous|preceding|prior|"))
    r->shift = -1, r->anchored = true;
  else if (ds_time_is_any(d, at, "|following|ensuing|subsequent|"))
    r->shift = 1, r->anchored = true;
  else if (ds_time_is_any(d, at, same))
    r->anchored = r->same = true;
  else if (!ds_time_is_any(d, at, "|current|present|latest|"))
    return 0;
  r->explicit_shift = r->anchored;
  return 1 + (ds_time_is(d, at, "that") && ds_time_is(d, at + 1, "same"));
}

/* The day that the text speaks of: its last day, else the article's. */
static bool anchor_day(const ds_dating *d, const relation *r, ds_day *day) {
  if (r->anchored && d->has_anchor) {
    *day = r->shift > 0 ? ds_period_last(d->anchor) : ds_period_first(d->anchor);
    return true;
  }
  *day = d->today;
  return ds_time_knows(d, DS_UNIT_DAY);
}

static size_t set_weekday(ds_dating *d, size_t at, size_t word, const relation *r, ds_time_found *f) {
  int weekday = d->words[word].value;
  ds_day base;
  if (!anchor_day(d, r, &base)) {
    ds_time_set_open(f, DS_DATE_DATE, "XXXX-WXX-%d", weekday);
    return word + 1;
  }
  int back = (ds_day_weekday(base) - weekday + 7) % 7;
  ds_day day;
  if (r->same)
    day = base - back;
  else if (r->explicit_shift && r->shift < 0)
    day = base - (back ? back : 7);
  else if (r->shift > 0)
    day = base + 7 - back;
  else
    day = near_weekday(d, weekday, ds_time_tense(d, at));
  ds_time_set_period(f, (ds_period){DS_UNIT_DAY, day});
  return word + 1;
}

static bool is_plural(const ds_dating *d, size_t at) {
  const char *w = d->words[at].lower;
  return w[0] && w[strlen(w) - 1] == 's' && (d->words[at].class == DS_TW_WEEKDAY || d->words[at].class == DS_TW_PART) &&
         strcmp(w, "tues") != 0 && strcmp(w, "thurs") != 0;
}

static size_t set_deictic(ds_dating *d, size_t at, int shift, ds_time_found *f, size_t end) {
  (void)at;
  if (ds_time_knows(d, DS_UNIT_DAY))
    ds_time_set_period(f, (ds_period){DS_UNIT_DAY, d->today + shift});
  else
    ds_time_set_open(f, DS_DATE_DATE, "%s", ref_of(shift));
  return end;
}

size_t ds_time_near_day(ds_dating *d, size_t at, ds_time_found *f) {
  bool title = at > 0 && d->words[at].capital && d->words[at - 1].capital; /* "USA Today" */
  if (ds_time_class_at(d, at) == DS_TW_DEICTIC && !title) return set_deictic(d, at, d->words[at].value, f, at + 1);
  relation r;
  size_t n = read_relation(d, at, &r);
  if (ds_time_class_at(d, at + n) != DS_TW_WEEKDAY || is_plural(d, at + n)) return 0;
  size_t end = set_weekday(d, at, at + n, &r, f), word = at + n;
  bool doubtful = ds_time_is_any(d, word, "|sun|mon|sat|wed|fri|thu|");
  if (doubtful && !ds_time_is(d, word + 1, ".")) return 0;
  return end + (doubtful && ds_time_is(d, end, ".") && !d->words[end].gap);
}

/* "Mondays", "Tuesday nights", "on weekends": again and again. */
static size_t rule_habit(ds_dating *d, size_t at, ds_time_found *f) {
  if (ds_time_is(d, at, "weekends")) {
    ds_time_set_open(f, DS_DATE_SET, "XXXX-WXX-WE");
    return at + 1;
  }
  if (ds_time_class_at(d, at) != DS_TW_WEEKDAY) return 0;
  bool part = ds_time_class_at(d, at + 1) == DS_TW_PART && is_plural(d, at + 1);
  if (!part && !is_plural(d, at)) return 0;
  ds_time_set_open(f, DS_DATE_SET, "XXXX-WXX-%d%s", d->words[at].value, part ? ds_time_parts[d->words[at + 1].value] : "");
  return at + 1 + part;
}

/* "Friday night", "yesterday", "tonight". */
static size_t rule_near_day(ds_dating *d, size_t at, ds_time_found *f) {
  size_t end = ds_time_near_day(d, at, f);
  if (!end) return 0;
  bool part = ds_time_class_at(d, end) == DS_TW_PART;
  if (f->covers && (part || ds_time_is(d, at, "tonight")))
    ds_time_set_clock(f, f->first, part ? ds_time_parts[d->words[end].value] : "TNI");
  return end + part;
}

/* "the day before yesterday", "the day after tomorrow", "the day after Thanksgiving". */
static size_t rule_day_beside(ds_dating *d, size_t at, ds_time_found *f) {
  if (!ds_time_is(d, at, "day") || !ds_time_is_any(d, at + 1, "|before|after|")) return 0;
  size_t end = ds_time_day_at(d, at + 2, f);
  if (!end || !f->covers) return 0;
  ds_time_set_period(f, (ds_period){DS_UNIT_DAY, ds_time_is(d, at + 1, "before") ? f->first - 1 : f->last + 1});
  return end;
}

/* "this morning", "last night", "the next morning", "the morning of January 31", "mid-afternoon yesterday". */
static size_t rule_part(ds_dating *d, size_t at, ds_time_found *f) {
  relation r;
  ds_day day;
  size_t n = read_relation(d, at, &r), i = at + n;
  if (ds_time_class_at(d, i) != DS_TW_PART || is_plural(d, i)) return 0;
  const char *part = ds_time_parts[d->words[i].value];
  size_t end = i + 1, of = ds_time_is_any(d, end, "|of|on|");
  ds_time_found other = {0};
  size_t with_day = n == 0 ? ds_time_day_at(d, end + of, &other) : 0;
  if (with_day && other.covers && other.first == other.last) {
    ds_time_set_clock(f, other.first, part);
    return with_day;
  }
  if (n == 0 && d->mod != DS_TM_MID && !(d->the && at > 1 && ds_time_is_any(d, d->from - 1, "|in|during|"))) return 0;
  if (r.shift > 0 && d->has_anchor) r.anchored = true;
  if (n == 0) r.anchored = true;
  if (!anchor_day(d, &r, &day)) {
    ds_time_set_open(f, DS_DATE_TIME, "XXXX-XX-XX%s", part);
    return end;
  }
  ds_time_set_clock(f, day + r.shift, part);
  return end;
}

static size_t set_unit(ds_dating *d, const relation *r, ds_unit unit, ds_time_found *f, size_t end) {
  bool anchored = r->anchored && d->has_anchor;
  if (anchored && d->anchor.unit > unit) {
    if (r->same) return 0;
    ds_time_set_open(f, DS_DATE_DATE, "%s", ref_of(r->shift));
    return end;
  }
  if (!anchored && !ds_time_knows(d, unit)) {
    ds_time_set_open(f, DS_DATE_DATE, "%s", ref_of(r->shift));
    return end;
  }
  ds_day base = !anchored ? d->today : r->shift > 0 ? ds_period_last(d->anchor) : ds_period_first(d->anchor);
  ds_period p = ds_period_of(unit, base);
  p.n += r->shift;
  ds_time_set_period(f, p);
  if (r->past_to_now && unit >= DS_UNIT_MONTH && !anchored) f->last = d->today;
  return end;
}

/* "last week", "this year", "the following month", "that day", "the past decade". */
static size_t rule_relative_unit(ds_dating *d, size_t at, ds_time_found *f) {
  relation r;
  ds_unit unit;
  size_t n = read_relation(d, at, &r), i = at + n;
  bool fiscal = ds_time_is_any(d, i, "|fiscal|calendar|");
  i += fiscal;
  if (n == 0 || ds_time_class_at(d, i) != DS_TW_UNIT) return 0;
  if (!ds_time_unit_period((ds_time_unit)d->words[i].value, &unit)) return 0;
  if (unit == DS_UNIT_DAY && r.shift > 0 && d->has_anchor) r.anchored = true;
  if (unit == DS_UNIT_DAY && ds_time_is(d, at, "last")) return 0;
  if (unit == DS_UNIT_DAY && r.past_to_now) return 0;
  if (r.past_to_now && unit == DS_UNIT_DECADE) {
    ds_time_set_open(f, DS_DATE_DURATION, "P10Y");
    return i + 1;
  }
  if (unit == DS_UNIT_QUARTER && r.anchored && d->has_quarter) {
    ds_time_set_period(f, (ds_period){unit, d->quarter.n + r.shift});
    return i + 1;
  }
  return set_unit(d, &r, unit, f, i + 1);
}

/* The n-th of every `cycle` (month 4 of 12, season 2 of 4) that the relation speaks of, counted from its unit's number today. */
static ds_period cyclic(const ds_dating *d, ds_unit unit, int cycle, int n, int shift, int tense) {
  ds_period now = ds_period_of(unit, d->today);
  int back = ((now.n - n) % cycle + cycle) % cycle;
  ds_period latest = {unit, now.n - back};
  if (shift < 0)
    latest.n -= back == 0 ? cycle : 0;
  else if (shift > 0)
    latest.n += cycle;
  else if (tense >= 0 && back * 2 >= cycle + (tense == 0))
    latest.n += cycle;
  return latest;
}

/* "last April", "next May", "this September". */
static size_t rule_relative_month(ds_dating *d, size_t at, ds_time_found *f) {
  relation r;
  int month, day;
  size_t n = read_relation(d, at, &r), len = n ? ds_time_month_read(d, at + n, &month) : 0;
  if (len == 0 || r.same) return 0;
  size_t end = at + n + len, more = ds_time_day_read(d, end, 31, &day);
  if (!ds_time_knows(d, DS_UNIT_MONTH)) {
    ds_time_set_open(f, DS_DATE_DATE, more ? "XXXX-%02d-%02d" : "XXXX-%02d", month, day);
    return end + more;
  }
  ds_period p = cyclic(d, DS_UNIT_MONTH, 12, month - 1, r.shift, ds_time_tense(d, at));
  if (r.shift == 0) p.n = ds_period_of(DS_UNIT_YEAR, d->today).n * 12 + month - 1;
  if (more && day <= 28)
    p = (ds_period){DS_UNIT_DAY, ds_period_first(p) + day - 1};
  else
    more = 0;
  ds_time_set_period(f, p);
  return end + more;
}

static size_t read_year_behind(const ds_dating *d, size_t at, int *year) {
  size_t of = ds_time_is_any(d, at, "|of|in|");
  size_t n = ds_time_year_read(d, at + of, year);
  if (n > 0) return n + of;
  if (d->has_date && ds_time_class_at(d, at + of) == DS_TW_RELATIVE && ds_time_is(d, at + of + 1, "year")) {
    *year = ds_period_of(DS_UNIT_YEAR, d->today).n + d->words[at + of].value;
    return of + 2;
  }
  return 0;
}

/* "last fall", "this summer", "the summer of 1994", "the winter". "fall" and "spring" need company. */
static size_t rule_season(ds_dating *d, size_t at, ds_time_found *f) {
  relation r;
  int year;
  size_t n = read_relation(d, at, &r), i = at + n;
  if (ds_time_class_at(d, i) != DS_TW_SEASON) return 0;
  int season = d->words[i].value;
  size_t more = read_year_behind(d, i + 1, &year);
  if (more) {
    ds_time_set_period(f, (ds_period){DS_UNIT_SEASON, year * 4 + season});
    return i + 1 + more;
  }
  bool led = at > 0 && ds_time_is_any(d, at - 1, "|in|since|by|until|during|");
  if (n == 0 && !d->the && d->mod == DS_TM_NONE && !led) return 0;
  if (n == 0 && ds_time_is_any(d, i + 1, "|of|in|from|games|olympics|")) return 0;
  if (!ds_time_knows(d, DS_UNIT_MONTH)) {
    static const char *const codes[] = {"SP", "SU", "FA", "WI"};
    ds_time_set_open(f, DS_DATE_DATE, "XXXX-%s", codes[season]);
    return i + 1;
  }
  int tense = r.shift == 0 && n > 0 ? 1 : ds_time_tense(d, at);
  ds_period p = cyclic(d, DS_UNIT_SEASON, 4, season, r.shift, tense);
  if (n > 0 && r.shift == 0) p.n = ds_period_of(DS_UNIT_YEAR, d->today).n * 4 + season;
  ds_time_set_period(f, p);
  return i + 1;
}

/* "the weekend", "over the weekend". */
static size_t rule_weekend(ds_dating *d, size_t at, ds_time_found *f) {
  if (!d->the || !ds_time_is(d, at, "weekend")) return 0;
  if (!ds_time_knows(d, DS_UNIT_DAY)) {
    ds_time_set_open(f, DS_DATE_DATE, "XXXX-WXX-WE");
    return at + 1;
  }
  ds_period p = ds_period_of(DS_UNIT_WEEKEND, d->today);
  if (ds_day_weekday(d->today) < 6 && ds_time_tense(d, at) <= 0) p.n--;
  ds_time_set_period(f, p);
  return at + 1;
}

/* "the week of March 6". */
static size_t rule_week_of(ds_dating *d, size_t at, ds_time_found *f) {
  if (!ds_time_is(d, at, "week") || !ds_time_is(d, at + 1, "of")) return 0;
  size_t end = ds_time_day_at(d, at + 2, f);
  if (!end || !f->covers || f->first != f->last) return 0;
  ds_time_set_period(f, ds_period_of(DS_UNIT_WEEK, f->first));
  return end;
}

/* "the month", "the year" after "the end of": the present one. "the year" alone too, unless a reckoning year of its own follows. */
static size_t rule_the_unit(ds_dating *d, size_t at, ds_time_found *f) {
  ds_unit unit;
  size_t i = at + ds_time_is_any(d, at, "|full|calendar|fiscal|");
  if (!d->the || ds_time_class_at(d, i) != DS_TW_UNIT || !ds_time_unit_period((ds_time_unit)d->words[i].value, &unit)) return 0;
  if (ds_time_is_any(d, i + 1, "|of|that|when|before|after|-|")) return 0;
  if (ds_time_class_at(d, i + 1) == DS_TW_CARDINAL || ds_time_class_at(d, i + 1) == DS_TW_DIGITS) return 0;
  if (unit == DS_UNIT_YEAR && ds_time_is_any(d, i + 1, "|ended|ending|to|through|")) {
    ds_time_set_open(f, DS_DATE_DURATION, "P1Y");
    return i + 1;
  }
  bool whole = d->mod != DS_TM_NONE || unit == DS_UNIT_YEAR || unit == DS_UNIT_WEEK;
  if (unit == DS_UNIT_DAY || unit >= DS_UNIT_DECADE || !whole) return 0;
  relation r = {0};
  return set_unit(d, &r, unit, f, i + 1);
}

static size_t read_year_before(const ds_dating *d, size_t at, int *year) {
  size_t n = ds_time_year_read(d, at, year);
  if (n > 0) return n;
  if (d->has_date && ds_time_class_at(d, at) == DS_TW_RELATIVE && ds_time_is(d, at + 1, "year") && ds_time_is(d, at + 2, "'")) {
    *year = ds_period_of(DS_UNIT_YEAR, d->today).n + d->words[at].value;
    return 3 + (ds_time_is(d, at + 3, "s"));
  }
  return 0;
}

static bool set_quarter(ds_dating *d, size_t at, ds_unit unit, int n, int year, ds_time_found *f) {
  int cycle = unit == DS_UNIT_QUARTER ? 4 : 2;
  if (n < 1 || n > cycle) return false;
  if (year) {
    ds_time_set_period(f, (ds_period){unit, year * cycle + n - 1});
    return true;
  }
  if (!ds_time_knows(d, DS_UNIT_MONTH)) {
    ds_time_set_open(f, DS_DATE_DATE, unit == DS_UNIT_QUARTER ? "XXXX-Q%d" : "XXXX-H%d", n);
    return true;
  }
  int tense = ds_time_tense(d, at);
  ds_time_set_period(f, cyclic(d, unit, cycle, n - 1, 0, tense));
  return true;
}

/* "third-quarter", "the 1989 third quarter", "this year's first half", "the third quarter of 1990", "Q3 2012". */
static size_t rule_quarter(ds_dating *d, size_t at, ds_time_found *f) {
  int year = 0, n = 0;
  if (ds_time_is(d, at, "q") && ds_time_class_at(d, at + 1) == DS_TW_DIGITS && !d->words[at + 1].gap) {
    n = d->words[at + 1].value;
    size_t more = read_year_behind(d, at + 2, &year);
    return set_quarter(d, at, DS_UNIT_QUARTER, n, more ? year : 0, f) ? at + 2 + more : 0;
  }
  size_t i = at, before = read_year_before(d, i, &year);
  i += before;
  bool fiscal = ds_time_is(d, i, "fiscal");
  i += fiscal + (fiscal && ds_time_tight(d, i + 1, "-"));
  if (ds_time_is(d, i, "last") && ds_time_is(d, i + 1, "half"))
    n = 2, i++;
  else
    i += ds_time_day_read(d, i, 4, &n);
  if (n == 0) return 0;
  i += ds_time_tight(d, i, "-");
  ds_unit unit = ds_time_is(d, i, "quarter") ? DS_UNIT_QUARTER : DS_UNIT_HALF;
  if (!ds_time_is_any(d, i, "|quarter|half|") || ds_time_is_any(d, i + 1, "|final|finals|") || ds_time_is_any(d, i + 2, "|final|finals|"))
    return 0;
  size_t of_the_year = ds_time_is(d, i + 1, "of") && ds_time_is(d, i + 2, "the") && ds_time_is(d, i + 3, "year") ? 3 : 0;
  size_t more = before ? 0 : read_year_behind(d, i + 1, &year);
  if (unit == DS_UNIT_HALF && !before && !more && !of_the_year) return 0;
  return set_quarter(d, at, unit, n, year, f) ? i + 1 + (more ? more : of_the_year) : 0;
}

/* The quarter that business news is about: the last one named, else the one before the article's. */
static bool talked_quarter(const ds_dating *d, ds_period *p) {
  if (d->has_quarter) {
    *p = d->quarter;
    return true;
  }
  if (!ds_time_knows(d, DS_UNIT_MONTH)) return false;
  *p = ds_period_of(DS_UNIT_QUARTER, d->today);
  p->n--;
  return true;
}

/* "the quarter", "the latest period", "the 1988 quarter", "the year-earlier quarter", "year-ago". */
static size_t rule_reported(ds_dating *d, size_t at, ds_time_found *f) {
  int year;
  ds_period p;
  size_t i = at, dated = ds_time_year_read(d, i, &year);
  i += dated;
  i += ds_time_is_any(d, i, "|comparable|corresponding|latest|");
  bool ago = ds_time_is(d, i, "year") && ds_time_tight(d, i + 1, "-") && ds_time_is_any(d, i + 2, "|earlier|ago|");
  if (ago) i += 3;
  if (ago && ds_time_class_at(d, i) == DS_TW_ORDINAL && ds_time_is(d, i + 1, "quarter")) i++;
  bool noun = (ds_time_is(d, i, "quarter") && !ds_time_tight(d, i + 1, "-")) || (ds_time_is(d, i, "period") && i > at);
  if (!ago && !(noun && d->the)) return 0;
  if (!talked_quarter(d, &p)) return 0;
  bool last_year = noun && ds_time_is(d, i + 1, "last") && ds_time_is(d, i + 2, "year");
  if (dated)
    p.n = year * 4 + ((p.n % 4) + 4) % 4;
  else if (ago || last_year)
    p.n -= 4;
  bool keep = d->has_quarter;
  ds_time_set_period(f, !keep && !ds_time_is(d, i, "quarter") ? (ds_period){DS_UNIT_YEAR, p.n / 4} : p);
  f->point = dated || !(ago || last_year);
  return i + noun + 2 * last_year;
}

/* "year-end", "the year's end". */
static size_t rule_year_end(ds_dating *d, size_t at, ds_time_found *f) {
  if (!ds_time_is(d, at, "year")) return 0;
  size_t i = at + 1, possessive = ds_time_is(d, i, "'") && ds_time_is(d, i + 1, "s") ? 2 : 0;
  i += possessive ? possessive : ds_time_tight(d, i, "-");
  if (!ds_time_is(d, i, "end") || !ds_time_knows(d, DS_UNIT_YEAR)) return 0;
  ds_time_set_period(f, (ds_period){DS_UNIT_DAY, ds_period_last(ds_period_of(DS_UNIT_YEAR, d->today))});
  return i + 1;
}

ds_time_rule *const ds_time_rules_relative[] = {
    rule_habit,          rule_near_day, rule_day_beside, rule_part,    rule_quarter,  rule_reported, rule_relative_unit,
    rule_relative_month, rule_season,   rule_weekend,    rule_week_of, rule_year_end, rule_the_unit, NULL,
};
