/* Inside the finding of dates: words that speak of time, the rules over them, and what a rule finds. Only dates*.c include this.
 *
 * One sentence at a time is cut into words of our own (finer than the reader's tokens: "10p.m.", "1990s" and "three-day" fall apart), each
 * looked up in a lexicon. A rule looks at the words from a position on and says where the expression it knows ends, 0 if there is none. */
#ifndef DS_ANNOTATION_DATES_H
#define DS_ANNOTATION_DATES_H

#include "annotation/annotation.h"
#include "base/calendar.h"

enum { DS_TIME_WORDS = 1600, DS_TIME_WORD_SIZE = 16 }; /* words of a sentence that are looked at; bytes of a word that are kept */

typedef enum ds_time_class {
  DS_TW_OTHER,
  DS_TW_PUNCT,
  DS_TW_DIGITS,
  DS_TW_CARDINAL, /* "three": value */
  DS_TW_SCALE,    /* "hundred": value */
  DS_TW_ORDINAL,  /* "third": value */
  DS_TW_MONTH,
  DS_TW_WEEKDAY,
  DS_TW_UNIT,
  DS_TW_UNITS,    /* "week", "weeks": a ds_time_unit */
  DS_TW_SEASON,   /* 0 spring to 3 winter */
  DS_TW_PART,     /* of the day: index into ds_time_parts */
  DS_TW_DEICTIC,  /* "yesterday": days from today */
  DS_TW_RELATIVE, /* "last", "this", "next": -1, 0, 1 */
  DS_TW_OFTEN,    /* "weekly": a ds_time_unit */
  DS_TW_NAME,     /* "noon", "Christmas", "future": the rules know it by its name */
  DS_TW_REF       /* "now", "recently": -1, 0, 1 */
} ds_time_class;

typedef enum ds_time_unit {
  DS_TU_SECOND,
  DS_TU_MINUTE,
  DS_TU_HOUR,
  DS_TU_DAY,
  DS_TU_WEEK,
  DS_TU_WEEKEND,
  DS_TU_MONTH,
  DS_TU_QUARTER,
  DS_TU_YEAR,
  DS_TU_DECADE,
  DS_TU_CENTURY,
  DS_TU_MILLENNIUM
} ds_time_unit;

typedef struct ds_time_word {
  uint32_t start, end;
  uint32_t token;                /* the reader's token that holds it */
  char lower[DS_TIME_WORD_SIZE]; /* lower-cased, cut */
  int32_t value;
  uint8_t class;
  bool gap;     /* white space stands before it */
  bool capital; /* begins with a capital letter */
} ds_time_word;

typedef struct ds_time_found {
  ds_date_kind kind;
  char value[32];
  bool covers; /* it names days: first to last */
  ds_day first, last;
  bool point; /* later expressions may refer back to period */
  ds_period period;
} ds_time_found;

typedef enum ds_time_mod { DS_TM_NONE, DS_TM_START, DS_TM_MID, DS_TM_END, DS_TM_EARLIER, DS_TM_LATER } ds_time_mod;

typedef struct ds_dating {
  const ds_reading *reading;
  ds_period date; /* the article's, as exact as it is known */
  ds_day today;   /* its first day */
  bool has_date;
  ds_period anchor, quarter; /* the last point and the last quarter that the text named */
  bool has_anchor, has_quarter;
  struct ds_time_first *first; /* what dates_words.c knows of how its words begin */
  ds_time_word *words;         /* of the sentence at hand; one of class OTHER stands behind the last */
  size_t n;
  ds_time_mod mod; /* the modifier that stands before the rule's position: "early" */
  bool the, a;     /* "the", "a" does */
  size_t from;     /* where the expression with its modifiers begins */
} ds_dating;

typedef size_t ds_time_rule(ds_dating *d, size_t at, ds_time_found *f);

/* Makes d fit for the functions below. */
void ds_time_words_init(ds_dating *d, ds_arena *arena);
/* Cuts the sentence into d->words. */
void ds_time_words_read(ds_dating *d, const ds_sentence *sentence, uint32_t *token);
bool ds_time_is(const ds_dating *d, size_t at, const char *lower);          /* false behind the end */
bool ds_time_is_any(const ds_dating *d, size_t at, const char *words);      /* of "|last|past|" */
bool ds_time_tight(const ds_dating *d, size_t at, const char *punctuation); /* that, without white space on either side */
static inline int ds_time_class_at(const ds_dating *d, size_t at) {
  return at < d->n ? d->words[at].class : DS_TW_OTHER;
}

/* A number of units: "three", "2 1/2", "a couple of", "several" (vague), "a". */
typedef struct ds_time_number {
  int32_t n;
  bool vague, half, article;
} ds_time_number;
size_t ds_time_number_read(const ds_dating *d, size_t at, ds_time_number *number);
/* "28", "28th", "first": 1 to `most`; 0 when it is none of them. */
size_t ds_time_day_read(const ds_dating *d, size_t at, int most, int *day);
/* A month's name, its full stop with it. */
size_t ds_time_month_read(const ds_dating *d, size_t at, int *month);
/* A year: four digits, or "nineteen ninety-six". */
size_t ds_time_year_read(const ds_dating *d, size_t at, int *year);

/* The words' tense: -1 past, 1 future, 0 cannot be told. */
int ds_time_tense(const ds_dating *d, size_t at);
bool ds_time_knows(const ds_dating *d, ds_unit unit);      /* the article's date is known as exactly as that */
bool ds_time_unit_period(ds_time_unit unit, ds_unit *out); /* false for hours and the like */

void ds_time_set_period(ds_time_found *f, ds_period period);
void ds_time_set_open(ds_time_found *f, ds_date_kind kind, const char *format, ...) __attribute__((format(printf, 3, 4)));
void ds_time_set_duration(ds_time_found *f, const ds_time_number *number, ds_time_unit unit);
void ds_time_set_clock(ds_time_found *f, ds_day day, const char *clock); /* "T15:00", "TNI" */

extern const char *const ds_time_parts[]; /* "TMO", "TAF", "TEV", "TNI", "TMI" … */

/* The rules of each file, in the order in which they are tried; NULL ends them. */
extern ds_time_rule *const ds_time_rules_absolute[];                      /* calendar dates, years, clock times */
extern ds_time_rule *const ds_time_rules_year[];                          /* after the relative ones: "2023" */
extern ds_time_rule *const ds_time_rules_relative[];                      /* to the article's date, to the text's last date */
extern ds_time_rule *const ds_time_rules_amount[];                        /* durations, sets, vague references */
size_t ds_time_clock_read(const ds_dating *d, size_t at, char clock[12]); /* "10 p.m. EST" to "T22:00" */
/* "yesterday", "Friday", "last Friday". */
size_t ds_time_near_day(ds_dating *d, size_t at, ds_time_found *f);
/* A day without its time of day: an absolute or relative day at `at`. */
size_t ds_time_day_at(ds_dating *d, size_t at, ds_time_found *f);

#endif
