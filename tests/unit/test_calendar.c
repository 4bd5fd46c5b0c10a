#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/calendar.h"

static void assert_day(ds_day day, const char *text) {
  char out[11];
  ds_day_format(day, out);
  assert_string_equal(out, text);
}

static void assert_period(ds_period p, const char *value, const char *first, const char *last) {
  char out[32];
  ds_period_format(p, out, sizeof out);
  assert_string_equal(out, value);
  assert_day(ds_period_first(p), first);
  assert_day(ds_period_last(p), last);
}

static void test_days_round_trip(void **state) {
  (void)state;
  assert_int_equal(ds_day_from(1970, 1, 1), 0);
  for (ds_day day = ds_day_from(1, 1, 1); day <= ds_day_from(9999, 12, 31); day += 13) {
    int y, m, d;
    ds_day_split(day, &y, &m, &d);
    assert_true(ds_day_is_valid(y, m, d));
    assert_int_equal(ds_day_from(y, m, d), day);
  }
}

static void test_months_carry_over(void **state) {
  (void)state;
  assert_day(ds_day_from(2023, 13, 1), "2024-01-01");
  assert_day(ds_day_from(2023, 0, 1), "2022-12-01");
  assert_day(ds_day_from(2023, 3, 0), "2023-02-28");
  assert_day(ds_day_from(2024, 3, 0), "2024-02-29");
}

static void test_leap_years(void **state) {
  (void)state;
  assert_true(ds_day_is_valid(2000, 2, 29));
  assert_false(ds_day_is_valid(1900, 2, 29));
  assert_false(ds_day_is_valid(2023, 4, 31));
  assert_false(ds_day_is_valid(2023, 13, 1));
  assert_false(ds_day_is_valid(0, 1, 1));
}

static void test_weekdays_and_weeks(void **state) {
  (void)state;
  int year;
  assert_int_equal(ds_day_weekday(ds_day_from(2023, 2, 25)), 6);
  assert_int_equal(ds_day_weekday(ds_day_from(1900, 1, 1)), 1);
  assert_int_equal(ds_day_week(ds_day_from(2021, 1, 3), &year), 53);
  assert_int_equal(year, 2020);
  assert_int_equal(ds_day_week(ds_day_from(2018, 12, 31), &year), 1);
  assert_int_equal(year, 2019);
}

static void test_easter_and_nth_weekdays(void **state) {
  (void)state;
  assert_day(ds_day_easter(2000), "2000-04-23");
  assert_day(ds_day_easter(2024), "2024-03-31");
  assert_day(ds_day_easter(2038), "2038-04-25");
  assert_day(ds_day_nth_weekday(2023, 11, 4, 4), "2023-11-23");
  assert_day(ds_day_nth_weekday(2024, 5, 1, -1), "2024-05-27");
}

static void test_parse(void **state) {
  (void)state;
  ds_period p;
  assert_true(ds_period_parse("2023-02-25", &p));
  assert_period(p, "2023-02-25", "2023-02-25", "2023-02-25");
  assert_true(ds_period_parse("2023-02", &p));
  assert_period(p, "2023-02", "2023-02-01", "2023-02-28");
  assert_true(ds_period_parse("2023", &p));
  assert_period(p, "2023", "2023-01-01", "2023-12-31");
  assert_false(ds_period_parse(NULL, &p));
  assert_false(ds_period_parse("", &p));
  assert_false(ds_period_parse("20235", &p));
  assert_false(ds_period_parse("2023-13-01", &p));
  assert_false(ds_period_parse("2023-02-30", &p));
}

static void test_periods(void **state) {
  (void)state;
  ds_day day = ds_day_from(2023, 2, 28);
  assert_period(ds_period_of(DS_UNIT_WEEK, day), "2023-W09", "2023-02-27", "2023-03-05");
  assert_period(ds_period_of(DS_UNIT_WEEKEND, day), "2023-W09-WE", "2023-03-04", "2023-03-05");
  assert_period(ds_period_of(DS_UNIT_QUARTER, day), "2023-Q1", "2023-01-01", "2023-03-31");
  assert_period(ds_period_of(DS_UNIT_SEASON, day), "2022-WI", "2022-12-01", "2023-02-28");
  assert_period(ds_period_of(DS_UNIT_HALF, day), "2023-H1", "2023-01-01", "2023-06-30");
  assert_period(ds_period_of(DS_UNIT_DECADE, day), "202", "2020-01-01", "2029-12-31");
  assert_period(ds_period_of(DS_UNIT_CENTURY, ds_day_from(1999, 5, 1)), "19", "1900-01-01", "1999-12-31");
  ds_period q = ds_period_of(DS_UNIT_QUARTER, day);
  q.n -= 4;
  assert_period(q, "2022-Q1", "2022-01-01", "2022-03-31");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_days_round_trip),
      cmocka_unit_test(test_months_carry_over),
      cmocka_unit_test(test_leap_years),
      cmocka_unit_test(test_weekdays_and_weeks),
      cmocka_unit_test(test_easter_and_nth_weekdays),
      cmocka_unit_test(test_parse),
      cmocka_unit_test(test_periods),
  };
  return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
