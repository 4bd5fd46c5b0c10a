/* The steps of an annotation, and the words of its closed lists. */
#include "annotation/annotation.h"

#include <string.h>

const char *ds_form_text(ds_form form) {
  static const char *const texts[] = {"name", "nominal", "pronoun"};
  return texts[form];
}

const char *ds_quote_kind_text(ds_quote_kind kind) {
  static const char *const texts[] = {"direct", "mixed", "indirect", "scare"};
  return texts[kind];
}

const char *ds_tense_text(ds_tense tense) {
  static const char *const texts[] = {"", "past", "present", "future"};
  return texts[tense];
}

static int digits(const char *s, int n) {
  int value = 0;
  for (int i = 0; i < n; i++) {
    if (s[i] < '0' || s[i] > '9') return -1;
    value = value * 10 + (s[i] - '0');
  }
  return value;
}

/* How many bytes of date are a readable "YYYY", "YYYY-MM" or "YYYY-MM-DD"; what follows a full date (a time) is ignored. */
static size_t date_prefix(const char *date) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int year = digits(date, 4);
  if (year < 1) return 0;
  if (date[4] == '\0') return 4;
  int month = date[4] == '-' ? digits(date + 5, 2) : -1;
  if (month < 1 || month > 12) return 0;
  if (date[7] == '\0') return 7;
  int day = date[7] == '-' ? digits(date + 8, 2) : -1;
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (day < 1 || day > days[month - 1] + (month == 2 && leap)) return 0;
  return date[10] >= '0' && date[10] <= '9' ? 0 : 10;
}

ds_annotation *ds_annotate(const char *text, size_t len, const char *title, const char *date, ds_arena *arena) {
  ds_annotation *a = DS_ARENA_NEW(arena, ds_annotation, 1);
  a->reading = ds_read(text, len, arena);
  a->lang = "en";
  if (date) memcpy(a->date, date, date_prefix(date));
  ds_entities_find(a, title, arena);
  ds_dates_find(a, arena);
  ds_quotes_find(a, arena);
  ds_predicates_find(a, arena);
  return a;
}
