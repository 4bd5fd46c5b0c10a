/* Printed dates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ingest/ingest.h"

static const char *read_date(const char *text, bool day_first) {
  static char out[11];
  return ds_ingest_date(text, strlen(text), day_first, out) ? out : "none";
}

static void forms(void **state) {
  static const char *const pairs[][2] = {{"2023-02-28", "2023-02-28"},
                                         {"2023-02-28T23:59:59+09:00", "2023-02-28"},
                                         {"2023-02-28 10:11:12.123", "2023-02-28"},
                                         {"2023/2/8", "2023-02-08"},
                                         {"20230228", "2023-02-28"},
                                         {"2023-02", "2023-02"},
                                         {"28 February 2023", "2023-02-28"},
                                         {"Feb. 28, 2023", "2023-02-28"},
                                         {"February 28th, 2023", "2023-02-28"},
                                         {"Tue, 28 Feb 2023 10:00:00 GMT", "2023-02-28"},
                                         {"Tue, 28 Feb 2023 10:00:00 -0500", "2023-02-28"},
                                         {"Sunday, 6 Sept 2020", "2020-09-06"},
                                         {"February 2023", "2023-02"},
                                         {"26-FEB-1987 15:01:01.79", "1987-02-26"},
                                         {"28 Feb 23", "2023-02-28"},
                                         {"2023年02月28日", "2023-02-28"},
                                         {"2023年2月8日", "2023-02-08"},
                                         {"02/28/2023", "2023-02-28"},
                                         {"28/02/2023", "2023-02-28"},
                                         {"28.02.2023", "2023-02-28"},
                                         {"02/03/2023", "2023-02-03"},
                                         {"1677578400", "2023-02-28"},
                                         {"1677578400000", "2023-02-28"},
                                         {"1737323556.0", "2025-01-19"},
                                         {"03:22 AM, Monday, January 20, 2025", "2025-01-20"},
                                         {" Published: 1 May 2020\n", "2020-05-01"},
                                         {"2024-02-29", "2024-02-29"}};
  (void)state;
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) assert_string_equal(read_date(pairs[i][0], false), pairs[i][1]);
  assert_string_equal(read_date("02/03/2023", true), "2023-03-02");
}

static void no_dates(void **state) {
  static const char *const texts[] = {"",
                                      "   ",
                                      "someday",
                                      "2023-02-30",
                                      "2023-13-01",
                                      "31 April 2023",
                                      "12",
                                      "2023",
                                      "May",
                                      "0",
                                      "1.2.3.4.5",
                                      "call 555 1234 now",
                                      "2023-02-29",
                                      "February",
                                      "99999999999999999999",
                                      "28 Februar 2023 und mehr Text als ein Datum",
                                      "10:20:30"};
  (void)state;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) assert_string_equal(read_date(texts[i], false), "none");
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(forms), cmocka_unit_test(no_dates)};
  return cmocka_run_group_tests_name("ingest date", tests, NULL, NULL);
}
