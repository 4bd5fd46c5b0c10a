#include "base/calendar.h"

#include <stdio.h>

enum { YEAR_MIN = 1, YEAR_MAX = 9999, SEASON_MONTH = 3 };

static const char *const season_codes[] = {"SP", "SU", "FA", "WI"};

static int32_t floor_div(int32_t a, int32_t b) {
  return a / b - (a % b != 0 && (a % b < 0) != (b < 0));
}

static int clamp_year(int year) {
  return year < YEAR_MIN ? YEAR_MIN : year > YEAR_MAX ? YEAR_MAX : year;
}

bool ds_year_is_leap(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int ds_month_days(int year, int month) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && ds_year_is_leap(year) ? 29 : days[(month - 1) % 12];
}

bool ds_day_is_valid(int year, int month, int day) {
  return year >= YEAR_MIN && year <= YEAR_MAX && month >= 1 && month <= 12 && day >= 1 && day <= ds_month_days(year, month);
}

/* Days before March 1 of the year, years counted from March: leap days then come last. */
static int32_t days_before(int32_t year) {
  return year * 365 + floor_div(year, 4) - floor_div(year, 100) + floor_div(year, 400);
}

enum { EPOCH = 719468 }; /* 1970-01-01 counted from 0000-03-01 */

ds_day ds_day_from(int year, int month, int day) {
  int32_t months = month - 1;
  year = clamp_year(year + floor_div(months, 12));
  months -= floor_div(months, 12) * 12;
  int32_t shifted = (months + 10) % 12; /* 0 is March */
  int32_t march_year = year - (months < 2);
  return days_before(march_year) + (153 * shifted + 2) / 5 + day - 1 - EPOCH;
}

void ds_day_split(ds_day date, int *year, int *month, int *day) {
  int32_t n = date + EPOCH;
  int32_t y = (int32_t)(((int64_t)n * 400) / 146097);
  while (days_before(y) > n) y--;
  while (days_before(y + 1) <= n) y++;
  int32_t rest = n - days_before(y);
  int32_t shifted = (5 * rest + 2) / 153;
  *day = rest - (153 * shifted + 2) / 5 + 1;
  *month = (shifted + 2) % 12 + 1;
  *year = clamp_year(y + (shifted >= 10));
}

static int year_of(ds_day date) {
  int year, month, day;
  ds_day_split(date, &year, &month, &day);
  return year;
}

int ds_day_weekday(ds_day date) {
  int32_t n = date + 3; /* 1969-12-29 was a Monday */
  return n - floor_div(n, 7) * 7 + 1;
}

int ds_day_week(ds_day date, int *year) {
  ds_day thursday = date - ds_day_weekday(date) + 4;
  *year = year_of(thursday);
  return (thursday - ds_day_from(*year, 1, 1)) / 7 + 1;
}

ds_day ds_day_easter(int year) {
  int golden = year % 19, century = year / 100, rest = year % 100;
  int epact = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
  int shift = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
  int late = (golden + 11 * epact + 22 * shift) / 451;
  int n = epact + shift - 7 * late + 114;
  return ds_day_from(year, n / 31, n % 31 + 1);
}

ds_day ds_day_nth_weekday(int year, int month, int weekday, int n) {
  if (n < 0) {
    ds_day last = ds_day_from(year, month, ds_month_days(year, month));
    return last - (ds_day_weekday(last) - weekday + 7) % 7 + 7 * (n + 1);
  }
  ds_day first = ds_day_from(year, month, 1);
  return first + (weekday - ds_day_weekday(first) + 7) % 7 + 7 * (n - 1);
}

/* Exactly width digits at *s; moves past them. */
static bool digits(const char **s, int width, int *value) {
  *value = 0;
  for (int i = 0; i < width; i++) {
    if ((*s)[i] < '0' || (*s)[i] > '9') return false;
    *value = *value * 10 + (*s)[i] - '0';
  }
  *s += width;
  return **s < '0' || **s > '9';
}

bool ds_period_parse(const char *text, ds_period *period) {
  int year, month, day;
  if (!text || !digits(&text, 4, &year) || year < YEAR_MIN) return false;
  *period = (ds_period){DS_UNIT_YEAR, year};
  const char *rest = text + 1;
  if (*text != '-' || !digits(&rest, 2, &month)) return true;
  if (month < 1 || month > 12) return false;
  *period = (ds_period){DS_UNIT_MONTH, year * 12 + month - 1};
  text = rest++;
  if (*text != '-' || !digits(&rest, 2, &day)) return true;
  if (!ds_day_is_valid(year, month, day)) return false;
  *period = (ds_period){DS_UNIT_DAY, ds_day_from(year, month, day)};
  return true;
}

ds_period ds_period_of(ds_unit unit, ds_day date) {
  int year, month, day;
  ds_day_split(date, &year, &month, &day);
  int32_t months = year * 12 + month - 1;
  switch (unit) {
  case DS_UNIT_DAY: return (ds_period){unit, date};
  case DS_UNIT_WEEKEND:
  case DS_UNIT_WEEK: return (ds_period){unit, floor_div(date + 3, 7)};
  case DS_UNIT_MONTH: return (ds_period){unit, months};
  case DS_UNIT_QUARTER: return (ds_period){unit, floor_div(months, 3)};
  case DS_UNIT_SEASON: return (ds_period){unit, floor_div(months - SEASON_MONTH + 1, 3)};
  case DS_UNIT_HALF: return (ds_period){unit, floor_div(months, 6)};
  case DS_UNIT_YEAR: return (ds_period){unit, year};
  case DS_UNIT_DECADE: return (ds_period){unit, year / 10};
  case DS_UNIT_CENTURY: return (ds_period){unit, year / 100};
  }
  return (ds_period){DS_UNIT_DAY, date};
}

ds_day ds_period_first(ds_period p) {
  switch (p.unit) {
  case DS_UNIT_DAY: return p.n;
  case DS_UNIT_WEEKEND: return p.n * 7 - 3 + 5;
  case DS_UNIT_WEEK: return p.n * 7 - 3;
  case DS_UNIT_MONTH: return ds_day_from(0, p.n + 1, 1);
  case DS_UNIT_QUARTER: return ds_day_from(0, p.n * 3 + 1, 1);
  case DS_UNIT_SEASON: return ds_day_from(0, p.n * 3 + SEASON_MONTH, 1);
  case DS_UNIT_HALF: return ds_day_from(0, p.n * 6 + 1, 1);
  case DS_UNIT_YEAR: return ds_day_from(p.n, 1, 1);
  case DS_UNIT_DECADE: return ds_day_from(p.n * 10, 1, 1);
  case DS_UNIT_CENTURY: return ds_day_from(p.n * 100, 1, 1);
  }
  return 0;
}

ds_day ds_period_last(ds_period p) {
  if (p.unit == DS_UNIT_DAY) return p.n;
  if (p.unit == DS_UNIT_WEEKEND) return ds_period_first(p) + 1;
  return ds_period_first((ds_period){p.unit, p.n + 1}) - 1;
}

void ds_day_format(ds_day date, char out[11]) {
  int year, month, day;
  ds_day_split(date, &year, &month, &day);
  snprintf(out, 11, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100, (unsigned)day % 100);
}

void ds_period_format(ds_period p, char *out, size_t size) {
  int year, n;
  char day[11];
  switch (p.unit) {
  case DS_UNIT_DAY:
    ds_day_format(p.n, day);
    snprintf(out, size, "%s", day);
    break;
  case DS_UNIT_WEEKEND:
  case DS_UNIT_WEEK:
    n = ds_day_week(ds_period_first(p), &year);
    snprintf(out, size, "%04d-W%02d%s", year, n, p.unit == DS_UNIT_WEEK ? "" : "-WE");
    break;
  case DS_UNIT_MONTH: snprintf(out, size, "%04d-%02d", floor_div(p.n, 12), p.n - floor_div(p.n, 12) * 12 + 1); break;
  case DS_UNIT_QUARTER: snprintf(out, size, "%04d-Q%d", floor_div(p.n, 4), p.n - floor_div(p.n, 4) * 4 + 1); break;
  case DS_UNIT_SEASON: snprintf(out, size, "%04d-%s", floor_div(p.n, 4), season_codes[p.n - floor_div(p.n, 4) * 4]); break;
  case DS_UNIT_HALF: snprintf(out, size, "%04d-H%d", floor_div(p.n, 2), p.n - floor_div(p.n, 2) * 2 + 1); break;
  case DS_UNIT_YEAR: snprintf(out, size, "%04d", p.n); break;
  case DS_UNIT_DECADE: snprintf(out, size, "%03d", p.n); break;
  case DS_UNIT_CENTURY: snprintf(out, size, "%02d", p.n); break;
  }
}
