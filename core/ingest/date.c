/* Printed dates: a date in one of the common forms, and nothing but a weekday, a time and a zone beside it. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "ingest/ingest.h"

typedef struct part {
  const char *at;
  int len;
  int number;  /* -1: a word */
  char before; /* the byte before it */
  char after;  /* the byte after it */
} part;

enum { PARTS = 16 };

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool valid(int year, int month, int day) {
  static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1000 || year > 2999 || month < 1 || month > 12 || day < 1 || day > days[month - 1]) return false;
  return month != 2 || day < 29 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

static bool put(int year, int month, int day, char out[11]) {
  if (day == 0 && valid(year, month, 1)) {
    snprintf(out, 11, "%04u-%02u", (unsigned)year % 10000, (unsigned)month % 100);
    return true;
  }
  if (!valid(year, month, day)) return false;
  snprintf(out, 11, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100, (unsigned)day % 100);
  return true;
}

static int full_year(const part *p) {
  if (p->len == 4) return p->number;
  return p->len == 2 ? p->number + (p->number < 70 ? 2000 : 1900) : -1;
}

static int month_of(const part *p) {
  static const char *const months[] = {"january", "february", "march",     "april",   "may",      "june",
                                       "july",    "august",   "september", "october", "november", "december"};
  if (p->number >= 0 || p->len < 3) return 0;
  for (int m = 0; m < 12; m++)
    if ((size_t)p->len <= strlen(months[m]) && strncasecmp(p->at, months[m], (size_t)p->len) == 0) return m + 1;
  return 0;
}

/* Words that may stand beside a date. */
static bool is_beside(const part *p) {
  static const char *const words[] = {"mon",   "monday",   "tue",       "tues",    "tuesday", "wed",      "wednesday", "thu",    "thur",
                                      "thurs", "thursday", "fri",       "friday",  "sat",     "saturday", "sun",       "sunday", "am",
                                      "pm",    "a",        "m",         "p",       "t",       "z",        "at",        "on",     "of",
                                      "the",   "date",     "published", "updated", "posted",  "gmt",      "utc",       "ut",     "est",
                                      "edt",   "cst",      "cdt",       "mst",     "mdt",     "pst",      "pdt",       "et",     "bst",
                                      "ist",   "cet",      "cest",      "eet",     "msk",     "st",       "nd",        "rd",     "th"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strlen(words[i]) == (size_t)p->len && strncasecmp(p->at, words[i], (size_t)p->len) == 0) return true;
  return false;
}

/* Cuts text into numbers and words; -1 when it holds something that no date has. */
static int cut(const char *text, size_t len, part *parts) {
  int n = 0;
  for (size_t i = 0; i < len;) {
    if (!is_digit(text[i]) && !is_letter(text[i])) {
      if ((unsigned char)text[i] >= 0x80 || !strchr(" \t\r\n,.-/:()|+*_", text[i])) return -1;
      i++;
      continue;
    }
    if (n == PARTS) return -1;
    size_t start = i;
    bool digits = is_digit(text[i]);
    while (i < len && (digits ? is_digit(text[i]) : is_letter(text[i]))) i++;
    int number = -1;
    if (digits) {
      if (i - start > 9) return -1;
      number = 0;
      for (size_t k = start; k < i; k++) number = number * 10 + (text[k] - '0');
    }
    parts[n++] = (part){text + start, (int)(i - start), number, start ? text[start - 1] : ' ', i < len ? text[i] : ' '};
  }
  return n;
}

/* Part of a clock time ("15:01:01.79") or a zone ("+0100"). */
static bool is_clock(const part *parts, int n, int i) {
  const part *p = &parts[i];
  if (p->after == ':' || p->before == ':' || p->before == '+') return true;
  if (p->before == '.' && i && parts[i - 1].before == ':') return true;
  if (p->before == '-' && p->len == 4 && i && (parts[i - 1].before == ':' || month_of(&parts[i - 1]) == 0) && i == n - 1 && i > 3)
    return true;
  return i + 1 < n && (p->after == ' ' || is_letter(p->after)) && p->number <= 12 && p->len <= 2 &&
         (strncasecmp(parts[i + 1].at, "am", 2) == 0 || strncasecmp(parts[i + 1].at, "pm", 2) == 0) && parts[i + 1].len == 2;
}

/* The numbers of a date in order (at most 3) and its month by name; false when there is something else. */
static bool sort_out(const part *parts, int n, part numbers[3], int *count, int *month) {
  *count = *month = 0;
  for (int i = 0; i < n; i++) {
    if (parts[i].number < 0) {
      int m = *month ? 0 : month_of(&parts[i]);
      if (m)
        *month = m;
      else if (!is_beside(&parts[i]))
        return false;
      continue;
    }
    if (is_clock(parts, n, i)) continue;
    if (*count == 3) return *count > 0;
    numbers[(*count)++] = parts[i];
  }
  return true;
}

static bool by_name(const part numbers[3], int count, int month, char out[11]) {
  if (count == 1) return numbers[0].len == 4 && put(numbers[0].number, month, 0, out);
  if (count < 2) return false;
  if (numbers[0].len == 4) return put(numbers[0].number, month, numbers[1].number, out);
  return put(full_year(&numbers[1]), month, numbers[0].number, out);
}

static bool by_numbers(const part numbers[3], int count, bool day_first, char out[11]) {
  const part *a = &numbers[0], *b = &numbers[1], *c = &numbers[2];
  if (count == 1 && a->len == 8) return put(a->number / 10000, a->number / 100 % 100, a->number % 100, out);
  if (count == 2 && a->len == 4 && a->after == '-') return put(a->number, b->number, 0, out);
  if (count != 3 || !strchr("-/.", a->after) || a->after != b->after) return false;
  if (a->len == 4) return put(a->number, b->number, c->number, out);
  if (a->len > 2 || b->len > 2) return false;
  bool swap = day_first || a->after == '.' || a->number > 12;
  return put(full_year(c), swap ? b->number : a->number, swap ? a->number : b->number, out);
}

/* Seconds or milliseconds since 1970, with or without a fraction. */
static bool by_stamp(const char *text, size_t len, char out[11]) {
  size_t digits = 0;
  while (digits < len && is_digit(text[digits])) digits++;
  if ((digits != 9 && digits != 10 && digits != 13) || (digits < len && text[digits] != '.')) return false;
  for (size_t i = digits + 1; i < len; i++)
    if (!is_digit(text[i])) return false;
  time_t seconds = (time_t)(strtoll(text, NULL, 10) / (digits == 13 ? 1000 : 1));
  struct tm tm;
  return gmtime_r(&seconds, &tm) && put(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, out);
}

/* 2023年02月28日 */
static bool by_signs(const char *text, char out[11]) {
  int year, month, day, end = 0;
  if (sscanf(text, "%4d年%2d月%2d日%n", &year, &month, &day, &end) == 3 && end) return put(year, month, day, out);
  return false;
}

bool ds_ingest_date(const char *text, size_t len, bool day_first, char out[11]) {
  char copy[80];
  while (len && strchr(" \t\r\n", *text)) text++, len--;
  while (len && strchr(" \t\r\n", text[len - 1])) len--;
  if (len == 0 || len >= sizeof copy || memchr(text, '\0', len)) return false;
  memcpy(copy, text, len);
  copy[len] = '\0';
  if (by_stamp(copy, len, out) || by_signs(copy, out)) return true;
  part parts[PARTS], numbers[3];
  int count, month, n = cut(copy, len, parts);
  if (n <= 0 || !sort_out(parts, n, numbers, &count, &month)) return false;
  return month ? by_name(numbers, count, month, out) : by_numbers(numbers, count, day_first, out);
}
