#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "annotation/annotation.h"

typedef struct row {
  const char *text, *date; /* "" for an article without one */
  const char *found;       /* what stands at the expression */
  const char *value, *first, *last;
} row;

static ds_annotation *find(const char *text, const char *date, ds_arena *arena) {
  ds_annotation *a = DS_ARENA_NEW(arena, ds_annotation, 1);
  a->reading = ds_read(text, strlen(text), arena);
  strncpy(a->date, date, sizeof a->date - 1);
  ds_dates_find(a, arena);
  return a;
}

static void assert_row(const row *r) {
  ds_arena *arena = ds_arena_new();
  ds_annotation *a = find(r->text, r->date, arena);
  const ds_date *hit = NULL;
  for (uint32_t i = 0; i < a->n_dates; i++) {
    const ds_date *d = &a->dates[i];
    if (d->end - d->start == strlen(r->found) && memcmp(r->text + d->start, r->found, d->end - d->start) == 0) hit = d;
  }
  if (!hit) print_error("no '%s' in '%s'\n", r->found, r->text);
  assert_non_null(hit);
  if (strcmp(hit->value, r->value) != 0) print_error("'%s' in '%s'\n", r->found, r->text);
  assert_string_equal(hit->value, r->value);
  assert_string_equal(hit->first, r->first);
  assert_string_equal(hit->last, r->last);
  ds_arena_free(arena);
}

static void assert_rows(const row *rows, size_t n) {
  for (size_t i = 0; i < n; i++) assert_row(&rows[i]);
}
#define ASSERT_ROWS(rows) assert_rows(rows, sizeof(rows) / sizeof *(rows))

#define DAY "2023-02-25" /* a Saturday */

static void test_absolute(void **state) {
  (void)state;
  const row rows[] = {
      {"It began on 28 February 2023.", "", "28 February 2023", "2023-02-28", "2023-02-28", "2023-02-28"},
      {"It began on February 28, 2023, in Minsk.", "", "February 28, 2023", "2023-02-28", "2023-02-28", "2023-02-28"},
      {"It began on Feb. 28, 2023.", "", "Feb. 28, 2023", "2023-02-28", "2023-02-28", "2023-02-28"},
      {"It began on the 28th of February.", DAY, "the 28th of February", "2023-02-28", "2023-02-28", "2023-02-28"},
      {"It began on 2/28/2023.", "", "2/28/2023", "2023-02-28", "2023-02-28", "2023-02-28"},
      {"It began on 28.02.2023 there.", "", "28.02.2023", "2023-02-28", "2023-02-28", "2023-02-28"},
      {"It began on 28/2/2023 there.", "", "28/2/2023", "2023-02-28", "2023-02-28", "2023-02-28"},
      {"It began on 2023-02-28 there.", "", "2023-02-28", "2023-02-28", "2023-02-28", "2023-02-28"},
      {"It began in February 2023 there.", "", "February 2023", "2023-02", "2023-02-01", "2023-02-28"},
      {"It began in early March 2023.", "", "early March 2023", "2023-03", "2023-03-01", "2023-03-10"},
      {"It began in the 1990s.", "", "the 1990s", "199", "1990-01-01", "1999-12-31"},
      {"It was built in the 19th century.", "", "the 19th century", "18", "1800-01-01", "1899-12-31"},
      {"It ended in the third quarter of 1990.", "", "the third quarter of 1990", "1990-Q3", "1990-07-01", "1990-09-30"},
      {"It ended in the summer of 1994.", "", "the summer of 1994", "1994-SU", "1994-06-01", "1994-08-31"},
      {"It came in 1996 at last.", "", "1996", "1996", "1996-01-01", "1996-12-31"},
      {"They met on Saturday, April 25, 1998 again.", "", "Saturday, April 25, 1998", "1998-04-25", "1998-04-25", "1998-04-25"},
      {"They fly at 10 p.m. EST Nov. 9, 1989.", "", "10 p.m. EST Nov. 9, 1989", "1989-11-09T22:00", "1989-11-09", "1989-11-09"},
  };
  ASSERT_ROWS(rows);
}

static void test_relative(void **state) {
  (void)state;
  const row rows[] = {
      {"He arrived today.", DAY, "today", "2023-02-25", "2023-02-25", "2023-02-25"},
      {"He arrived yesterday evening.", DAY, "yesterday evening", "2023-02-24TEV", "2023-02-24", "2023-02-24"},
      {"He left last night.", DAY, "last night", "2023-02-24TNI", "2023-02-24", "2023-02-24"},
      {"He left last week.", DAY, "last week", "2023-W07", "2023-02-13", "2023-02-19"},
      {"It may end next month.", DAY, "next month", "2023-03", "2023-03-01", "2023-03-31"},
      {"He left earlier this year.", DAY, "earlier this year", "2023", "2023-01-01", "2023-02-25"},
      {"He will go later this month.", DAY, "later this month", "2023-02", "2023-02-25", "2023-02-28"},
      {"He left three days ago.", DAY, "three days ago", "2023-02-22", "2023-02-22", "2023-02-22"},
      {"He left two months ago.", DAY, "two months ago", "2022-12", "2022-12-01", "2022-12-31"},
      {"He left on last Friday.", DAY, "last Friday", "2023-02-24", "2023-02-24", "2023-02-24"},
      {"He left last April.", DAY, "last April", "2022-04", "2022-04-01", "2022-04-30"},
      {"He left last summer.", DAY, "last summer", "2022-SU", "2022-06-01", "2022-08-31"},
      {"He came the day before yesterday.", DAY, "the day before yesterday", "2023-02-23", "2023-02-23", "2023-02-23"},
      {"He came in January last year.", DAY, "January last year", "2022-01", "2022-01-01", "2022-01-31"},
      {"It ends at the end of the year.", DAY, "the end of the year", "2023", "2023-09-02", "2023-12-31"},
      {"He left last Thanksgiving with us.", DAY, "last Thanksgiving", "2022-11-24", "2022-11-24", "2022-11-24"},
  };
  ASSERT_ROWS(rows);
}

static void test_tense_decides(void **state) {
  (void)state;
  const row rows[] = {
      {"The president arrived on Tuesday.", DAY, "Tuesday", "2023-02-21", "2023-02-21", "2023-02-21"},
      {"The president will arrive on Tuesday.", DAY, "Tuesday", "2023-02-28", "2023-02-28", "2023-02-28"},
      {"The president visited China in March.", DAY, "March", "2022-03", "2022-03-01", "2022-03-31"},
      {"The president will visit China in March.", DAY, "March", "2023-03", "2023-03-01", "2023-03-31"},
      {"The president is due to visit China on March 3.", DAY, "March 3", "2023-03-03", "2023-03-03", "2023-03-03"},
      {"He said on Friday that he will go on Monday.", DAY, "Friday", "2023-02-24", "2023-02-24", "2023-02-24"},
      {"He said on Friday that he will go on Monday.", DAY, "Monday", "2023-02-27", "2023-02-27", "2023-02-27"},
      {"They spoke on Saturday.", DAY, "Saturday", "2023-02-25", "2023-02-25", "2023-02-25"},
  };
  ASSERT_ROWS(rows);
}

static void test_anchored(void **state) {
  (void)state;
  const row rows[] = {
      {"He came on May 22, 1995, and the following year he left.", DAY, "the following year", "1996", "1996-01-01", "1996-12-31"},
      {"He came on May 22, 1995. Two days later he left.", DAY, "Two days later", "1995-05-24", "1995-05-24", "1995-05-24"},
      {"He came on May 22, 1995. He left the next morning.", DAY, "the next morning", "1995-05-23TMO", "1995-05-23", "1995-05-23"},
      {"They met from February 28 to March 2, 2023.", DAY, "March 2, 2023", "2023-03-02", "2023-03-02", "2023-03-02"},
      {"He will arrive at 8 a.m. and leave at 8 p.m. on Sunday.", DAY, "8 a.m.", "2023-02-26T08:00", "2023-02-26", "2023-02-26"},
      {"They met on March 5-7, 2023.", DAY, "7, 2023", "2023-03-07", "2023-03-07", "2023-03-07"},
      {"They met on 5-7 March 2023.", DAY, "7 March 2023", "2023-03-07", "2023-03-07", "2023-03-07"},
      {"They met on 5-7 March 2023.", DAY, "5", "2023-03-05", "2023-03-05", "2023-03-05"},
  };
  ASSERT_ROWS(rows);
}

static void test_durations_sets_references(void **state) {
  (void)state;
  const row rows[] = {
      {"It took three days.", DAY, "three days", "P3D", "", ""},
      {"It was a three-day visit.", DAY, "three-day", "P3D", "", ""},
      {"It took 2 1/2 years.", DAY, "2 1/2 years", "P2Y6M", "", ""},
      {"It took nearly two hours.", DAY, "nearly two hours", "PT2H", "", ""},
      {"It took several months.", DAY, "several months", "PXM", "", ""},
      {"It took half an hour.", DAY, "half an hour", "PT30M", "", ""},
      {"It was built half a century ago.", DAY, "half a century ago", "1973", "1973-01-01", "1973-12-31"},
      {"It took two decades.", DAY, "two decades", "P20Y", "", ""},
      {"Stocks fell in the past two months.", DAY, "the past two months", "P2M", "2022-12-01", "2023-02-25"},
      {"He prays every day.", DAY, "every day", "P1D", "", ""},
      {"It departs each Thursday.", DAY, "each Thursday", "XXXX-WXX-4", "", ""},
      {"It is over now.", DAY, "now", "PRESENT_REF", "2023-02-25", "2023-02-25"},
      {"It has recently ended.", DAY, "recently", "PAST_REF", "", ""},
      {"It will matter in the near future.", DAY, "the near future", "FUTURE_REF", "", ""},
  };
  ASSERT_ROWS(rows);
}

static void test_without_an_article_date(void **state) {
  (void)state;
  const row rows[] = {
      {"He left on Friday.", "", "Friday", "XXXX-WXX-5", "", ""},
      {"He left on May 3.", "", "May 3", "XXXX-05-03", "", ""},
      {"He left last week.", "", "last week", "PAST_REF", "", ""},
      {"He left last year.", "2023", "last year", "2022", "2022-01-01", "2022-12-31"},
      {"He left last week.", "2023", "last week", "PAST_REF", "", ""},
      {"He left last month.", "2023-02", "last month", "2023-01", "2023-01-01", "2023-01-31"},
  };
  ASSERT_ROWS(rows);
}

static void test_what_is_no_date(void **state) {
  (void)state;
  static const char *const texts[] = {
      "They may march on.",
      "He sat in the sun.",
      "The 39-year-old man spoke.",
      "It rose 2.28 percent to 1,996 points.",
      "He ran a second time.",
      "The price fell to $2000 there.",
      "It cost 2012% more.",
      "He wrote for USA Today there.",
      "He read the agendas and minutes.",
      "Chapter 3.4 is long.",
  };
  ds_arena *arena = ds_arena_new();
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    ds_annotation *a = find(texts[i], DAY, arena);
    if (a->n_dates) print_error("'%s': %s\n", texts[i], a->dates[0].value);
    assert_int_equal(a->n_dates, 0);
  }
  ds_arena_free(arena);
}

/* Any bytes give spans inside the text, in order, with sensible days. */
static void test_any_bytes(void **state) {
  (void)state;
  static const char *const pieces[] = {"1999",     "-",    "/",       "May", " ",           "the", " last ", "two",  "\xE2\x80\x93",
                                       "\xC2\xBD", "week", ".",       "'s",  "99999999999", "0",   " of ",   "\xFF", "10:35",
                                       "p.m.",     "9999", " years ", "ago", "year",        "a ",  "\n\n",   "31",   "Feb"};
  uint32_t seed = 7;
  for (int round = 0; round < 3000; round++) {
    char text[400] = "";
    for (int k = 0; k < 20; k++) {
      seed = seed * 1664525u + 1013904223u;
      strcat(text, pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)]);
    }
    ds_arena *arena = ds_arena_new();
    ds_annotation *a = find(text, round % 2 ? DAY : "", arena);
    for (uint32_t i = 0; i < a->n_dates; i++) {
      assert_true(a->dates[i].start < a->dates[i].end && a->dates[i].end <= strlen(text));
      assert_true(i == 0 || a->dates[i - 1].end <= a->dates[i].start);
      assert_true(strcmp(a->dates[i].first, a->dates[i].last) <= 0);
      assert_true(a->dates[i].value[0] != '\0');
    }
    ds_arena_free(arena);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_absolute),
      cmocka_unit_test(test_relative),
      cmocka_unit_test(test_tense_decides),
      cmocka_unit_test(test_anchored),
      cmocka_unit_test(test_durations_sets_references),
      cmocka_unit_test(test_without_an_article_date),
      cmocka_unit_test(test_what_is_no_date),
      cmocka_unit_test(test_any_bytes),
  };
  return cmocka_run_group_tests_name("dates", tests, NULL, NULL);
}
