/* Calendar arithmetic on the proleptic Gregorian calendar. A day is a number: 0 is 1970-01-01, a Thursday. Years run from 1 to 9999;
 * what falls outside is brought back to the nearest of them. */
#ifndef DS_BASE_CALENDAR_H
#define DS_BASE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int32_t ds_day;

/* The stretches of time that news speaks of. A stretch is a unit and its number: ds_period. */
typedef enum ds_unit {
  DS_UNIT_DAY,
  DS_UNIT_WEEKEND,
  DS_UNIT_WEEK,
  DS_UNIT_MONTH,
  DS_UNIT_QUARTER,
  DS_UNIT_SEASON,
  DS_UNIT_HALF,
  DS_UNIT_YEAR,
  DS_UNIT_DECADE,
  DS_UNIT_CENTURY
} ds_unit;

/* The n-th stretch of its kind; n + 1 is the next one. A week runs from Monday (ISO 8601), a weekend is its Saturday and Sunday, seasons
 * are spring, summer, autumn, winter from March 1, the winter belonging to the year that it begins in. */
typedef struct ds_period {
  ds_unit unit;
  int32_t n;
} ds_period;

bool ds_year_is_leap(int year);
int ds_month_days(int year, int month); /* 28 to 31; month 1 to 12 */
bool ds_day_is_valid(int year, int month, int day);
ds_day ds_day_from(int year, int month, int day); /* any month and day below a million: they carry over */
void ds_day_split(ds_day date, int *year, int *month, int *day);
int ds_day_weekday(ds_day date);         /* 1 Monday to 7 Sunday */
int ds_day_week(ds_day date, int *year); /* ISO week 1 to 53 and the year that it belongs to */
ds_day ds_day_easter(int year);          /* Western Easter Sunday */
/* The n-th given weekday of a month, counted from its end when n < 0 (-1 the last). */
ds_day ds_day_nth_weekday(int year, int month, int weekday, int n);
/* Reads "YYYY-MM-DD", "YYYY-MM" or "YYYY" at the start of text, which a digit may not follow; false when it is no date. */
bool ds_period_parse(const char *text, ds_period *period);

ds_period ds_period_of(ds_unit unit, ds_day date); /* the one that contains date (or, for a weekend, ends the week of it) */
ds_day ds_period_first(ds_period period);
ds_day ds_period_last(ds_period period);

void ds_day_format(ds_day date, char out[11]); /* "YYYY-MM-DD" */
/* TIMEX3: "2023-02-28", "2023-W09", "2023-W09-WE", "2023-02", "2023-Q1", "2023-SU", "2023-H1", "2023", "202", "20". */
void ds_period_format(ds_period period, char *out, size_t size);

#endif
