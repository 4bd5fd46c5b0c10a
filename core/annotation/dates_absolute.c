#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "annotation/dates.h"

static int32_t year_today(const ds_dating *d) {
  return d->has_date ? ds_period_of(DS_UNIT_YEAR, d->today).n : 0;
}

static bool at_digits(const ds_dating *d, size_t at, size_t least, size_t most) {
  if (ds_time_class_at(d, at) != DS_TW_DIGITS) return false;
  size_t len = d->words[at].end - d->words[at].start;
  return len >= least && len <= most;
}

static int full_year(int year) {
  return year >= 100 ? year : year < 50 ? 2000 + year : 1900 + year;
}

static size_t set_day(ds_time_found *f, int year, int month, int day, size_t end) {
  if (!ds_day_is_valid(year, month, day)) return 0;
  ds_time_set_period(f, (ds_period){DS_UNIT_DAY, ds_day_from(year, month, day)});
  return end;
}

/* "2023-02-28", "2023-02-28T15:00". */
static size_t rule_iso(ds_dating *d, size_t at, ds_time_found *f) {
  const ds_time_word *w = d->words;
  if (!at_digits(d, at, 4, 4) || !ds_time_tight(d, at + 1, "-/") || !at_digits(d, at + 2, 2, 2) || !ds_time_tight(d, at + 3, "-/") ||
      !at_digits(d, at + 4, 2, 2))
    return 0;
  size_t end = set_day(f, w[at].value, w[at + 2].value, w[at + 4].value, at + 5);
  if (!end || !ds_time_is(d, end, "t") || w[end].gap || !at_digits(d, end + 1, 2, 2) || !ds_time_tight(d, end + 2, ":") ||
      !at_digits(d, end + 3, 2, 2) || w[end + 1].value > 24 || w[end + 3].value > 59)
    return end;
  char clock[12];
  snprintf(clock, sizeof clock, "T%02u:%02u", (unsigned)w[end + 1].value % 100, (unsigned)w[end + 3].value % 100);
  ds_time_set_clock(f, f->first, clock);
  return end + 4;
}

/* "2/28/2023", "28.2.2023", "2/28/23": the month first with a slash where that gives a day. */
static size_t rule_numeric(ds_dating *d, size_t at, ds_time_found *f) {
  if (!at_digits(d, at, 1, 2) || !ds_time_tight(d, at + 1, "/.") || !at_digits(d, at + 2, 1, 2) || !ds_time_tight(d, at + 3, "/.") ||
      !(at_digits(d, at + 4, 4, 4) || at_digits(d, at + 4, 2, 2)))
    return 0;
  if (d->words[at + 1].lower[0] != d->words[at + 3].lower[0]) return 0;
  bool slash = d->words[at + 1].lower[0] == '/';
  if (!slash && !at_digits(d, at + 4, 4, 4)) return 0;
  int a = d->words[at].value, b = d->words[at + 2].value, year = full_year(d->words[at + 4].value);
  if (slash && ds_day_is_valid(year, a, b)) return set_day(f, year, a, b, at + 5);
  return set_day(f, year, b, a, at + 5);
}

enum {
  AHEAD_OF_PAST = 240,
  MONTH_AHEAD_OF_PAST = 366,
  BEHIND_FUTURE = 180
}; /* days that a date on the wrong side may be nearer and yet yield to the tense */

/* The day or month of that name nearest to the article's date, on the side that the tense points to; the weekday (0: any) must fit. */
static bool nearest(const ds_dating *d, int tense, int month, int day, int weekday, ds_period *best) {
  int32_t year = year_today(d);
  long best_distance = -1;
  for (int32_t y = year - 2; y <= year + 2; y++) {
    if (day && !ds_day_is_valid(y, month, day)) continue;
    ds_period p = day ? (ds_period){DS_UNIT_DAY, ds_day_from(y, month, day)} : (ds_period){DS_UNIT_MONTH, y * 12 + month - 1};
    if (weekday && ds_day_weekday(p.n) != weekday) continue;
    long distance = labs((long)ds_period_first(p) - d->today);
    if (tense < 0 && ds_period_first(p) > d->today) distance += day ? AHEAD_OF_PAST : MONTH_AHEAD_OF_PAST;
    if (tense > 0 && ds_period_last(p) < d->today) distance += BEHIND_FUTURE;
    if (best_distance < 0 || distance < best_distance) {
      best_distance = distance;
      *best = p;
    }
  }
  return best_distance >= 0;
}

/* A year behind a month or day: ", 2023", " of 2023", " last year". */
static size_t read_following_year(const ds_dating *d, size_t at, int *year) {
  size_t i = at;
  if (ds_time_is(d, i, ",") || ds_time_is(d, i, "of") || ds_time_is(d, i, "in") || ds_time_is(d, i, "-")) i++;
  if (i == at && ds_time_class_at(d, i) == DS_TW_RELATIVE && ds_time_is(d, i + 1, "year") && d->has_date) {
    *year = year_today(d) + d->words[i].value;
    return 2;
  }
  if (ds_time_is(d, i, "the") && ds_time_is(d, i + 1, "year")) i += 2;
  size_t n = ds_time_year_read(d, i, year);
  if (n == 0 && ds_time_is(d, i, "'") && at_digits(d, i + 1, 2, 2) && !d->words[i + 1].gap) {
    *year = full_year(d->words[i + 1].value);
    n = 2;
  }
  if (n == 0 || (ds_time_tight(d, i + n, ".") && ds_time_class_at(d, i + n + 1) == DS_TW_DIGITS)) return 0;
  return i + n - at;
}

static size_t set_month_day(ds_dating *d, size_t at, ds_time_found *f, const int date[3], int weekday, size_t end) {
  int year = date[0], month = date[1], day = date[2];
  if (year && day) return set_day(f, year, month, day, end);
  if (year) {
    ds_time_set_period(f, (ds_period){DS_UNIT_MONTH, year * 12 + month - 1});
    return end;
  }
  if (day > ds_month_days(2000, month)) return 0;
  ds_period p;
  if (ds_time_knows(d, DS_UNIT_MONTH) && nearest(d, ds_time_tense(d, at), month, day, weekday, &p))
    ds_time_set_period(f, p);
  else if (day)
    ds_time_set_open(f, DS_DATE_DATE, "XXXX-%02d-%02d", month, day);
  else
    ds_time_set_open(f, DS_DATE_DATE, "XXXX-%02d", month);
  return end;
}

/* "28 February [2023]", "the 28th of February", "28-29 February" from its second day on. */
static size_t read_day_month(const ds_dating *d, size_t at, int date[3]) {
  size_t n = ds_time_day_read(d, at, 31, &date[2]);
  if (n == 0) return 0;
  size_t i = at + n;
  if (ds_time_is(d, i, "of") || ds_time_tight(d, i, "-"))
    i++;
  else if (ds_time_class_at(d, at) == DS_TW_ORDINAL)
    return 0;
  n = ds_time_month_read(d, i, &date[1]);
  if (n == 0) return 0;
  i += n;
  n = read_following_year(d, i, &date[0]);
  return i + n;
}

/* "February 28[, 2023]", "Feb. 28th". */
static size_t read_month_day(const ds_dating *d, size_t at, int date[3]) {
  size_t i = at, n = ds_time_month_read(d, at, &date[1]);
  if (n == 0) return 0;
  i += n;
  if (ds_time_is(d, i, "the")) i++;
  n = ds_time_day_read(d, i, 31, &date[2]);
  if (n == 0 || (ds_time_tight(d, i + n, ":.") && ds_time_class_at(d, i + n + 1) == DS_TW_DIGITS)) return 0;
  i += n;
  n = read_following_year(d, i, &date[0]);
  return i + n;
}

static bool is_part_of_name(const ds_dating *d, size_t at) {
  const ds_reading *r = d->reading;
  uint32_t token = d->words[at].token, low = 0, high = r->n_names;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (r->names[middle].first + r->names[middle].count <= token)
      low = middle + 1;
    else
      high = middle;
  }
  return low < r->n_names && r->names[low].first <= token && r->names[low].kind == DS_PERSON;
}

/* A month's name alone: "May" and the short ones need company. */
static size_t read_month(const ds_dating *d, size_t at, int date[3]) {
  static const char *const before =
      "|in|last|this|next|since|by|until|till|early|late|mid|of|from|to|through|before|after|during|between|for|past|every|each|and|-|";
  size_t n = ds_time_month_read(d, at, &date[1]);
  if (n == 0) return 0;
  size_t year = read_following_year(d, at + n, &date[0]);
  if (year > 0) return at + n + year;
  date[0] = 0;
  bool led = at > 0 && ds_time_is_any(d, at - 1, before);
  bool doubtful = ds_time_is_any(d, at, "|may|march|mar|jan|jun|dec|") && n == 1;
  if (is_part_of_name(d, at) || (doubtful && !led)) return 0;
  return at + n;
}

static size_t rule_dated(ds_dating *d, size_t at, ds_time_found *f) {
  int date[3] = {0}, weekday = 0;
  size_t i = at;
  if (ds_time_class_at(d, i) == DS_TW_WEEKDAY) {
    weekday = d->words[i].value;
    i += 1 + (ds_time_is(d, i + 1, ".") && !d->words[i + 1].gap);
    i += ds_time_is(d, i, ",");
    i += ds_time_is(d, i, "the");
  }
  size_t end = read_month_day(d, i, date);
  if (!end) memset(date, 0, sizeof date), end = read_day_month(d, i, date);
  if (!end && !weekday) memset(date, 0, sizeof date), end = read_month(d, i, date);
  return end ? set_month_day(d, at, f, date, weekday, end) : 0;
}

/* The second day of "February 28-29", "March 5 and 6"; the first stands before it in the text. */
static size_t rule_second_day(ds_dating *d, size_t at, ds_time_found *f) {
  int day, date[3] = {0}, year;
  if (at < 3 || !d->has_anchor || d->anchor.unit != DS_UNIT_DAY) return 0;
  if (!ds_time_is_any(d, at - 1, "|-|to|and|or|through|until|")) return 0;
  size_t n = ds_time_day_read(d, at, 31, &day);
  if (n == 0 || ds_time_class_at(d, at) != DS_TW_DIGITS) return 0;
  size_t first = at - 2 - (ds_time_is_any(d, at - 2, "|st|nd|rd|th|") && at > 3);
  if (ds_time_class_at(d, first) != DS_TW_DIGITS || first == 0) return 0;
  size_t month = first - 1 - (ds_time_is(d, first - 1, ".") && first > 1);
  if (ds_time_class_at(d, month) != DS_TW_MONTH) return 0;
  ds_day_split(d->anchor.n, &date[0], &date[1], &date[2]);
  size_t end = at + n, more = read_following_year(d, end, &year);
  if (more) date[0] = year, end += more;
  return day > date[2] && date[1] == d->words[month].value ? set_day(f, date[0], date[1], day, end) : 0;
}

/* "28-29 February", "28 and 29 February", "28 to 29 February": the first of them. */
static size_t rule_first_day(ds_dating *d, size_t at, ds_time_found *f) {
  int day, date[3] = {0};
  size_t n = ds_time_day_read(d, at, 31, &day);
  if (n == 0 || ds_time_class_at(d, at) != DS_TW_DIGITS || !ds_time_is_any(d, at + n, "|-|to|and|or|")) return 0;
  if (!read_day_month(d, at + n + 1, date) || date[2] <= day) return 0;
  date[2] = day;
  return set_month_day(d, at, f, date, 0, at + n);
}

static size_t read_zone(const ds_dating *d, size_t at) {
  static const char *const zones = "|est|edt|et|cst|cdt|mst|mdt|pst|pdt|pt|gmt|utc|bst|cet|cest|eet|eest|msk|ist|jst|hrs|hours|";
  size_t i = at;
  if (ds_time_is(d, i, "(")) i++;
  if (ds_time_is(d, i, "local") && ds_time_is(d, i + 1, "time"))
    i += 2;
  else if (ds_time_is_any(d, i, zones))
    i++;
  else
    return 0;
  if (ds_time_is(d, at, "(")) i += ds_time_is(d, i, ")");
  return i - at;
}

static size_t read_half_of_day(const ds_dating *d, size_t at, bool *pm) {
  size_t in_the = ds_time_is(d, at, "in") && ds_time_is(d, at + 1, "the") ? 2 : 0;
  if (in_the && ds_time_class_at(d, at + 2) == DS_TW_PART) {
    *pm = d->words[at + 2].value != 0;
    return 3;
  }
  size_t word = ds_time_is_any(d, at, "|am|pm|");
  if (!word) return 0;
  *pm = d->words[at].lower[0] == 'p';
  return 1 + (ds_time_is(d, at + 1, ".") && !d->words[at + 1].gap && d->words[at].end - d->words[at].start == 3);
}

size_t ds_time_clock_read(const ds_dating *d, size_t at, char clock[12]) {
  if (ds_time_is_any(d, at, "|noon|midday|midnight|")) {
    snprintf(clock, 12, "%s", ds_time_is(d, at, "midnight") ? "T24:00" : "T12:00");
    return 1;
  }
  int hour, minute = 0;
  size_t i = at;
  if (at_digits(d, i, 4, 4) && d->words[i].value < 2400 && d->words[i].value % 100 < 60 &&
      ds_time_is_any(d, i + 1, "|gmt|utc|hours|hrs|")) {
    snprintf(clock, 12, "T%02u:%02u", (unsigned)d->words[i].value / 100 % 100, (unsigned)d->words[i].value % 100);
    return 2;
  }
  bool spelled = ds_time_class_at(d, i) == DS_TW_CARDINAL && d->words[i].value <= 12;
  if (!spelled && (!at_digits(d, i, 1, 2) || d->words[i].value > 24)) return 0;
  hour = d->words[i++].value;
  bool exact = ds_time_tight(d, i, ":.") && at_digits(d, i + 1, 2, 2) && d->words[i + 1].value < 60;
  if (exact) minute = d->words[i + 1].value, i += 2;
  bool pm = hour > 12, oclock = ds_time_is(d, i, "o") && ds_time_is(d, i + 2, "clock");
  if (oclock) i += 3;
  size_t n = read_half_of_day(d, i, &pm), zone = read_zone(d, i + n);
  bool led = at > 0 && ds_time_is_any(d, at - 1, "|at|by|until|till|around|about|from|before|after|since|between|");
  bool colon = exact && d->words[at + 1].lower[0] == ':';
  if (!n && !oclock && !(colon && (zone || led))) return 0;
  if (n && (hour > 12 || hour < 1)) return 0;
  if (n) hour = hour % 12 + (pm ? 12 : 0);
  snprintf(clock, 12, "T%02u:%02u", (unsigned)hour % 100, (unsigned)minute % 100);
  return i + n + zone - at;
}

/* The first day named in the words behind a time of day: "between 8 and 9 a.m. on Sunday". */
static bool day_ahead(ds_dating *d, size_t at, ds_time_found *day) {
  enum { AHEAD = 9 };
  for (size_t i = at; i < d->n && i < at + AHEAD; i++) {
    int class = d->words[i].class;
    bool starts = class == DS_TW_WEEKDAY || class == DS_TW_MONTH || class == DS_TW_DEICTIC || class == DS_TW_DIGITS;
    if (starts && ds_time_day_at(d, i, day) && day->covers && day->first == day->last) return true;
  }
  return false;
}

/* The day of a time that names none: one named behind it, the text's last one, the article's. */
static bool clock_day(ds_dating *d, size_t at, ds_day *day) {
  ds_time_found ahead = {0};
  if (day_ahead(d, at, &ahead))
    *day = ahead.first;
  else if (d->has_anchor && d->anchor.unit == DS_UNIT_DAY)
    *day = d->anchor.n;
  else if (ds_time_knows(d, DS_UNIT_DAY))
    *day = d->today;
  else
    return false;
  return true;
}

/* "10 p.m.", "10 p.m. EST Nov. 9", "noon on Saturday". */
static size_t rule_clock(ds_dating *d, size_t at, ds_time_found *f) {
  char clock[12];
  ds_time_found named = {0};
  ds_day day;
  size_t n = ds_time_clock_read(d, at, clock);
  if (n == 0) return 0;
  size_t end = at + n, i = end + ds_time_is(d, end, ",");
  i += ds_time_is_any(d, i, "|on|of|");
  size_t with_day = ds_time_day_at(d, i, &named);
  if (with_day && named.covers && named.first == named.last) {
    ds_time_set_clock(f, named.first, clock);
    return with_day;
  }
  if (clock_day(d, end, &day))
    ds_time_set_clock(f, day, clock);
  else
    ds_time_set_open(f, DS_DATE_TIME, "XXXX-XX-XX%s", clock);
  return end;
}

/* "1990s", "'80s", "the nineties". */
static size_t rule_decade(ds_dating *d, size_t at, ds_time_found *f) {
  static const char *const names[] = {"twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"};
  size_t i = at + ds_time_is(d, at, "'");
  if (d->the)
    for (int k = 0; k < 8; k++)
      if (ds_time_is(d, i, names[k])) {
        ds_time_set_period(f, (ds_period){DS_UNIT_DECADE, k == 0 ? 192 : 192 + k});
        return i + 1;
      }
  bool full = at_digits(d, i, 4, 4), two = at_digits(d, i, 2, 2) && i > at;
  size_t quote = ds_time_is(d, i + 1, "'") && !d->words[i + 1].gap;
  if ((!full && !two) || d->words[i].value % 10 != 0 || !ds_time_is(d, i + 1 + quote, "s") || d->words[i + 1 + quote].gap) return 0;
  int year = d->words[i].value;
  if (two) year += year < 20 ? 2000 : 1900;
  if (year < 1000 || year > 2190) return 0;
  ds_time_set_period(f, (ds_period){DS_UNIT_DECADE, year / 10});
  return i + 2 + quote;
}

/* "the 20th century". */
static size_t rule_century(ds_dating *d, size_t at, ds_time_found *f) {
  int n;
  size_t len = ds_time_day_read(d, at, 31, &n);
  if (len == 0 || (ds_time_class_at(d, at) == DS_TW_DIGITS && len == 1)) return 0;
  size_t dash = ds_time_tight(d, at + len, "-");
  if (!ds_time_is_any(d, at + len + dash, "|century|centuries|")) return 0;
  ds_time_set_period(f, (ds_period){DS_UNIT_CENTURY, n - 1});
  return at + len + dash + 1;
}

/* Does a bare number of four digits mean a year here? */
static bool reads_as_year(const ds_dating *d, size_t at, int year) {
  static const char *const led =
      "|in|since|of|by|from|until|till|during|through|before|after|early|late|mid|around|between|to|year|and|the|-|(|fiscal|";
  static const char *const counted =
      "|people|percent|per|points|miles|feet|meters|metres|dollars|euros|pounds|troops|soldiers|jobs|yards|tons|km|";
  const ds_reading *r = d->reading;
  if (d->words[at].class != DS_TW_DIGITS) return year >= 1700;
  bool in = at > 0 && ds_time_is_any(d, at - 1, led);
  const ds_time_word *before = at > 0 && !d->words[at].gap ? &d->words[at - 1] : NULL;
  if (before && before->class == DS_TW_PUNCT && !strchr("-('\"/,", before->lower[0])) return false;
  if (ds_time_tight(d, at + 1, ".,:%") && ds_time_class_at(d, at + 2) == DS_TW_DIGITS) return false;
  if (ds_time_is(d, at + 1, "%") || ds_time_is_any(d, at + 1, counted)) return false;
  if (ds_time_class_at(d, at + 1) == DS_TW_UNITS || ds_time_class_at(d, at + 1) == DS_TW_SCALE) return false;
  if (year < 1900 || year > 2060) return in && year >= 1400;
  if (in || at + 1 >= d->n) return true;
  const ds_token *next = &r->tokens[d->words[at + 1].token];
  return !(next->xpos == DS_XPOS_NNS || next->xpos == DS_XPOS_JJR) || year < 2000;
}

static size_t rule_year(ds_dating *d, size_t at, ds_time_found *f) {
  int year;
  size_t i = at;
  if (ds_time_is(d, i, "year") && ds_time_class_at(d, i + 1) != DS_TW_UNITS) i++;
  if (ds_time_is(d, i, "fiscal")) i += 1 + (ds_time_is(d, i + 1, "year"));
  if (ds_time_is(d, i, "fy")) i++;
  size_t n = ds_time_year_read(d, i, &year);
  if (n == 0 && i > at && ds_time_is(d, i, "'") && at_digits(d, i + 1, 2, 2)) year = full_year(d->words[i + 1].value), n = 2;
  if (n == 0 || (i == at && !reads_as_year(d, i, year))) return 0;
  if (i == at && at > 0 && ds_time_is(d, at - 1, "the") && d->mod == DS_TM_NONE) d->from = at; /* "the [2010] World Cup" */
  if (ds_time_is(d, i + n, "s") && !d->words[i + n].gap) return 0;
  ds_time_set_period(f, (ds_period){DS_UNIT_YEAR, year});
  return i + n;
}

/* The "16" of "2015-16". */
static size_t rule_second_year(ds_dating *d, size_t at, ds_time_found *f) {
  if (at < 2 || !at_digits(d, at, 2, 2) || !ds_time_tight(d, at - 1, "-/") || !at_digits(d, at - 2, 4, 4)) return 0;
  int first = d->words[at - 2].value, second = first / 100 * 100 + d->words[at].value;
  if (first < 1800 || first > 2100 || second <= first) return 0;
  ds_time_set_period(f, (ds_period){DS_UNIT_YEAR, second});
  return at + 1;
}

ds_time_rule *const ds_time_rules_absolute[] = {
    rule_iso, rule_numeric, rule_dated, rule_first_day, rule_second_day, rule_clock, rule_decade, rule_century, NULL,
};

ds_time_rule *const ds_time_rules_year[] = {rule_year, rule_second_year, NULL};

size_t ds_time_day_at(ds_dating *d, size_t at, ds_time_found *f) {
  size_t end = rule_iso(d, at, f);
  if (!end) end = rule_numeric(d, at, f);
  if (!end) end = rule_dated(d, at, f);
  return end ? end : ds_time_near_day(d, at, f);
}
