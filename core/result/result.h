/* A result: typed columns, rows, notes, and for each row the passages it rests on. Plugins and listings make them, the host draws them. */
#ifndef DS_RESULT_RESULT_H
#define DS_RESULT_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"

/* identifier, word, right-aligned; a FILE is of an argument only, a BAR is a number from -1 to 1 of which `box` draws a bar, too */
/* clang-format off */
#define DS_TYPE_LIST(X) \
  X(TEXT, "text", false) X(INTEGER, "integer", true) X(NUMBER, "number", true) X(BOOLEAN, "boolean", false) \
  X(PERCENT, "percent", true) X(DATE, "date", false) X(ENTITY, "entity", false) X(CHOICE, "choice", false) X(LIST, "list", false) \
  X(SPAN, "span", false) X(FILE, "file", false) X(BAR, "bar", true)
/* clang-format on */
typedef enum ds_type {
#define X(name, word, right) DS_TYPE_##name,
  DS_TYPE_LIST(X)
#undef X
      DS_TYPE_COUNT
} ds_type;
const char *ds_type_word(ds_type type);
bool ds_type_parse(const char *word, ds_type *type);

typedef struct ds_column {
  char *name; /* this and help are owned by the result; those of a table of columns are constant */
  ds_type type;
  char *help; /* may be NULL */
  /* On a terminal: may be left out first where it is narrow; the words before a hit (cut at their beginning), after it. */
  enum { DS_PLAIN_COLUMN, DS_ASIDE, DS_BEFORE_HIT, DS_AFTER_HIT } place;
} ds_column;

/* The passage a row rests on. ref may be NULL. */
typedef struct ds_source {
  int64_t article;
  char *ref;
  uint32_t start, end;           /* bytes of the article's text */
  uint32_t char_start, char_end; /* the same in characters (code points), once they were counted; else 0 and 0 */
} ds_source;

typedef struct ds_value {
  enum { DS_NULL, DS_STRING, DS_INT, DS_DOUBLE, DS_BOOL, DS_STRINGS } tag;
  union {
    struct {
      char *s;
      size_t len;
    } text;    /* DS_STRING: text, date, entity (its name), choice, span (its text) */
    int64_t i; /* DS_INT */
    double d;  /* DS_DOUBLE; a percent is a fraction: 0.25 is drawn as 25 % */
    bool b;
    struct {
      char **items;
      size_t n;
    } list; /* DS_STRINGS */
  } as;
} ds_value;

typedef struct ds_row {
  ds_value *values;   /* one a column */
  ds_source *sources; /* the first is "the" source */
  size_t n_sources;
  char *page; /* what opening the row shows to people before its passages, or NULL */
} ds_row;

/* What every note of ds_result_note_copies has. */
#define DS_COPIES_WORDS " counted once, with what "

typedef struct ds_result {
  char *title;         /* the command that made it, or NULL */
  char *plugin, *view; /* the analysis that made it and its view ("" for the main one), or NULL */
  ds_column *columns;
  ds_row *rows;
  char **notes; /* remarks for people, printed on stderr */
  size_t n_columns, n_rows, n_notes, cap_columns, cap_rows, cap_notes;
} ds_result;

ds_result *ds_result_new(const char *title); /* title may be NULL */
void ds_result_free(ds_result *result);      /* NULL is fine */
void ds_result_column(ds_result *result, const char *name, ds_type type, const char *help);
void ds_result_columns(ds_result *result, const ds_column *columns); /* all of a table, which ends with a NULL name; copied */
/* Adds an empty (all null) row; columns must be complete. The pointer is good until the next ds_result_row. */
ds_row *ds_result_row(ds_result *result);
void ds_result_drop(ds_result *result, size_t row); /* those behind it move up */
/* Keeps the first `most` rows (0 and less: all of them) and tells whether there were more. */
bool ds_result_keep(ds_result *result, int64_t most);
void ds_result_note(ds_result *result, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Tells that n (1 or more) near copies are not counted apart. */
void ds_result_note_copies(ds_result *result, long long n);
/* Values are copied. Setting frees what was there. */
void ds_value_text(ds_value *value, const char *s, size_t len); /* s NULL: null */
void ds_value_int(ds_value *value, int64_t i);
void ds_value_double(ds_value *value, double d);
void ds_value_bool(ds_value *value, bool b);
void ds_value_list_add(ds_value *value, const char *s, size_t len);
void ds_value_reset(ds_value *value);
/* Copies the page; s NULL: none. */
void ds_row_page(ds_row *row, const char *s, size_t len);
void ds_row_source(ds_row *row, int64_t article, const char *ref, uint32_t start, uint32_t end);

#endif
