/* Options in GNU style: `--name VALUE`, `--name=VALUE`, `-n VALUE`, `-nVALUE`, flags `-qv`, `--` ends them, `-` is a word.
 * One table of rows gives the parser, the help and the completion. */
#ifndef DS_SHELL_OPTIONS_H
#define DS_SHELL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

typedef enum ds_option_kind {
  DS_OPTION_FLAG, /* takes no value */
  DS_OPTION_TEXT,
  DS_OPTION_FILE,
  DS_OPTION_INTEGER, /* a whole number, 0 or more */
  DS_OPTION_NUMBER,
  DS_OPTION_DATE, /* YYYY, YYYY-MM or YYYY-MM-DD */
  DS_OPTION_CHOICE,
  DS_OPTION_ENTITY,
  DS_OPTION_ID,  /* of an article: 12, #12 or id:12 */
  DS_OPTION_ROW, /* N, or N.M: a row, and which of its passages */
  DS_OPTION_ON   /* a boolean of a plugin: `--x` is true, `--x=false` is not */
} ds_option_kind;

typedef struct ds_option {
  const char *name; /* without the dashes; NULL ends a table */
  char letter;      /* 0: none */
  ds_option_kind kind;
  const char *value; /* how its value is called in help; NULL for a flag */
  const char *help;
  const char *const *choices; /* of a CHOICE, NULL-terminated */
} ds_option;

typedef struct ds_given {
  const ds_option *option;
  const char *text; /* borrowed; NULL for a flag */
} ds_given;

/* What was given, in order. Borrows the words and the tables. `ds_args a = {0};` is empty. */
typedef struct ds_args {
  ds_given *given;
  const char **words;
  size_t n_given, cap_given, n_words, cap_words;
} ds_args;

/* Reads argv into args (added to what is there). tables: NULL-terminated list of option tables. max_words -1: reads all; 0: stops before
 * the first word; N: stops after word N (what follows is somebody else's, options too). *used tells how many of argv were read. DS_USAGE
 * names the nearest option or choice. */
ds_status ds_args_parse(ds_args *args, const ds_option *const *tables, int argc, const char *const *argv, int max_words, int *used,
                        ds_err *err);
void ds_args_reset(ds_args *args);

/* The last value given for an option; NULL (false, fallback) when it was not given. */
const char *ds_args_text(const ds_args *args, const char *name);
bool ds_args_flag(const ds_args *args, const char *name);
long long ds_args_integer(const ds_args *args, const char *name, long long fallback);
double ds_args_number(const ds_args *args, const char *name, double fallback);
/* All values of an option that may be repeated, NULL-terminated; the caller frees the array, not the strings. */
const char **ds_args_all(const ds_args *args, const char *name);

/* Finds an option by its long name in NULL-terminated tables; NULL when there is none. */
const ds_option *ds_option_find(const ds_option *const *tables, const char *name, size_t len);
/* Appends a table as help text, one option a line. */
void ds_options_help(const ds_option *table, ds_buf *out);
/* Reads "I/N", 1 <= I <= N; false for anything else. */
bool ds_part_read(const char *text, int *i, int *n);
/* Reads "3" (*passage is 0) or "3.2"; false for anything else. */
bool ds_row_read(const char *text, long long *row, long long *passage);
/* Checks one value; DS_USAGE says what was expected. */
ds_status ds_option_check(const ds_option *option, const char *text, ds_err *err);

#endif
