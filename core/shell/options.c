#include "shell/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/number.h"

const ds_option *ds_option_find(const ds_option *const *tables, const char *name, size_t len) {
  for (; *tables; tables++)
    for (const ds_option *o = *tables; o->name; o++)
      if (strlen(o->name) == len && memcmp(o->name, name, len) == 0) return o;
  return NULL;
}

static const ds_option *find_letter(const ds_option *const *tables, char letter) {
  for (; *tables; tables++)
    for (const ds_option *o = *tables; o->name; o++)
      if (o->letter == letter) return o;
  return NULL;
}

static ds_status unknown_option(const ds_option *const *tables, const char *name, size_t len, ds_err *err) {
  ds_nearest nearest = ds_nearest_start(name, len);
  for (; *tables; tables++)
    for (const ds_option *o = *tables; o->name; o++) ds_nearest_offer(&nearest, o->name);
  ds_fail(err, DS_USAGE, "no option '--%.*s'", (int)len, name);
  const char *word = ds_nearest_word(&nearest);
  if (word) ds_err_hint(err, "did you mean '--%s'?", word);
  return DS_USAGE;
}

static bool is_date(const char *s) {
  static const char *const shapes[] = {"dddd", "dddd-dd", "dddd-dd-dd"};
  for (size_t i = 0; i < 3; i++) {
    const char *p = s, *shape = shapes[i];
    while (*p && *shape && (*shape == 'd' ? *p >= '0' && *p <= '9' : *p == '-')) p++, shape++;
    if (*p || *shape) continue;
    int month = i > 0 ? atoi(s + 5) : 1, day = i > 1 ? atoi(s + 8) : 1;
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }
  return false;
}

static ds_status wrong_choice(const ds_option *o, const char *text, ds_err *err) {
  ds_buf all = {0};
  ds_nearest nearest = ds_nearest_start(text, strlen(text));
  for (const char *const *c = o->choices; *c; c++) {
    ds_buf_printf(&all, "%s%s", all.len ? "|" : "", *c);
    ds_nearest_offer(&nearest, *c);
  }
  ds_fail(err, DS_USAGE, "'%s' must be one of %s, got '%s'", o->name, all.data ? all.data : "", text);
  const char *word = ds_nearest_word(&nearest);
  if (word) ds_err_hint(err, "did you mean '%s'?", word);
  ds_buf_reset(&all);
  return DS_USAGE;
}

bool ds_part_read(const char *text, int *i, int *n) {
  int end = 0;
  return sscanf(text, "%9d/%9d%n", i, n, &end) == 2 && !text[end] && *i >= 1 && *i <= *n;
}

bool ds_row_read(const char *text, long long *row, long long *passage) {
  int end = 0;
  *passage = 0;
  if (sscanf(text, "%9lld%n", row, &end) != 1 || *row < 1) return false;
  if (text[end] == '.') return sscanf(text += end + 1, "%9lld%n", passage, &end) == 1 && *passage >= 1 && !text[end];
  return !text[end];
}

ds_status ds_option_check(const ds_option *o, const char *text, ds_err *err) {
  char *end = NULL;
  switch (o->kind) {
  case DS_OPTION_INTEGER:
    if (strtoll(text, &end, 10) >= 0 && end != text && !*end) return DS_OK;
    return ds_fail(err, DS_USAGE, "'%s' must be a whole number, got '%s'", o->name, text);
  case DS_OPTION_ID:
    if (ds_number_typed(text, strlen(text))) return DS_OK;
    return ds_fail(err, DS_USAGE, "'%s' must be a number from 1, got '%s'", o->name, text);
  case DS_OPTION_NUMBER:
    if (strtod(text, &end) >= 0 && end != text && !*end) return DS_OK;
    return ds_fail(err, DS_USAGE, "'%s' must be a number, got '%s'", o->name, text);
  case DS_OPTION_ROW:
    if (ds_row_read(text, &(long long){0}, &(long long){0})) return DS_OK;
    return ds_fail(err, DS_USAGE, "'%s' must be a row like 3, or 3.2 for its second passage, got '%s'", o->name, text);
  case DS_OPTION_DATE:
    if (is_date(text)) return DS_OK;
    return ds_fail(err, DS_USAGE, "'%s' must be a date like 2023-02-28, 2023-02 or 2023, got '%s'", o->name, text);
  case DS_OPTION_CHOICE:
    for (const char *const *c = o->choices; *c; c++)
      if (strcmp(*c, text) == 0) return DS_OK;
    return wrong_choice(o, text, err);
  case DS_OPTION_ON:
    if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0) return DS_OK;
    return ds_fail(err, DS_USAGE, "'%s' must be true or false, got '%s'", o->name, text);
  default: return DS_OK;
  }
}

static ds_status give(ds_args *args, const ds_option *o, const char *text, ds_err *err) {
  if (text) {
    ds_status status = ds_option_check(o, text, err);
    if (status != DS_OK) return status;
  }
  DS_GROW(args->given, args->n_given, args->cap_given);
  args->given[args->n_given++] = (ds_given){o, text};
  return DS_OK;
}

static ds_status missing_value(const ds_option *o, ds_err *err) {
  ds_fail(err, DS_USAGE, "'--%s' needs a value", o->name);
  ds_err_hint(err, "--%s %s: %s", o->name, o->value ? o->value : "VALUE", o->help);
  return DS_USAGE;
}

/* `--name`, `--name=value`; *i is at the word and is moved onto the last word read. */
static ds_status parse_long(ds_args *args, const ds_option *const *tables, int argc, const char *const *argv, int *i, ds_err *err) {
  const char *name = argv[*i] + 2, *equals = strchr(name, '=');
  size_t len = equals ? (size_t)(equals - name) : strlen(name);
  const ds_option *o = ds_option_find(tables, name, len);
  if (!o) return unknown_option(tables, name, len, err);
  if (o->kind == DS_OPTION_FLAG) {
    if (equals) return ds_fail(err, DS_USAGE, "'--%s' takes no value, got '%s'", o->name, equals + 1);
    return give(args, o, NULL, err);
  }
  if (equals) return give(args, o, equals + 1, err);
  if (o->kind == DS_OPTION_ON) return give(args, o, "true", err);
  if (*i + 1 >= argc) return missing_value(o, err);
  return give(args, o, argv[++*i], err);
}

/* `-q`, `-j4`, `-j 4`, `-qj4`. */
static ds_status parse_short(ds_args *args, const ds_option *const *tables, int argc, const char *const *argv, int *i, ds_err *err) {
  for (const char *p = argv[*i] + 1; *p; p++) {
    const ds_option *o = find_letter(tables, *p);
    if (!o) return ds_fail(err, DS_USAGE, "no option '-%c' (in '%s')", *p, argv[*i]);
    if (o->kind == DS_OPTION_FLAG) {
      ds_status status = give(args, o, NULL, err);
      if (status != DS_OK) return status;
      continue;
    }
    if (p[1]) return give(args, o, p[1] == '=' ? p + 2 : p + 1, err);
    if (*i + 1 >= argc) return missing_value(o, err);
    return give(args, o, argv[++*i], err);
  }
  return DS_OK;
}

ds_status ds_args_parse(ds_args *args, const ds_option *const *tables, int argc, const char *const *argv, int max_words, int *used,
                        ds_err *err) {
  ds_status status = DS_OK;
  bool words_only = false;
  int i = 0, words = 0;
  for (; i < argc && status == DS_OK; i++) {
    const char *word = argv[i];
    if (max_words > 0 && words >= max_words) break;
    if (!words_only && strcmp(word, "--") == 0) {
      words_only = true;
    } else if (!words_only && word[0] == '-' && word[1]) {
      status = word[1] == '-' ? parse_long(args, tables, argc, argv, &i, err) : parse_short(args, tables, argc, argv, &i, err);
    } else {
      if (max_words == 0) break;
      DS_GROW(args->words, args->n_words, args->cap_words);
      args->words[args->n_words++] = word;
      words++;
    }
  }
  if (used) *used = i;
  return status;
}

void ds_args_reset(ds_args *args) {
  free(args->given);
  free(args->words);
  *args = (ds_args){0};
}

static const ds_given *last_given(const ds_args *args, const char *name) {
  for (size_t i = args->n_given; i > 0; i--)
    if (strcmp(args->given[i - 1].option->name, name) == 0) return &args->given[i - 1];
  return NULL;
}

const char *ds_args_text(const ds_args *args, const char *name) {
  const ds_given *g = last_given(args, name);
  return g ? g->text : NULL;
}

bool ds_args_flag(const ds_args *args, const char *name) {
  return last_given(args, name) != NULL;
}

long long ds_args_integer(const ds_args *args, const char *name, long long fallback) {
  const char *text = ds_args_text(args, name);
  if (!text) return fallback;
  int64_t number = ds_number_marked(text, strlen(text));
  return number ? number : strtoll(text, NULL, 10);
}

double ds_args_number(const ds_args *args, const char *name, double fallback) {
  const char *text = ds_args_text(args, name);
  return text ? strtod(text, NULL) : fallback;
}

const char **ds_args_all(const ds_args *args, const char *name) {
  const char **all = ds_alloc((args->n_given + 1) * sizeof *all);
  size_t n = 0;
  for (size_t i = 0; i < args->n_given; i++)
    if (strcmp(args->given[i].option->name, name) == 0) all[n++] = args->given[i].text;
  return all;
}

static void option_left(const ds_option *o, ds_buf *out) {
  if (o->letter)
    ds_buf_printf(out, "-%c, ", o->letter);
  else
    ds_buf_puts(out, "    ");
  ds_buf_printf(out, "--%s", o->name);
  if (o->kind == DS_OPTION_CHOICE && o->choices && !o->value) {
    ds_buf_putc(out, ' ');
    for (const char *const *c = o->choices; *c; c++) ds_buf_printf(out, "%s%s", c == o->choices ? "" : "|", *c);
  } else if (o->value) {
    ds_buf_printf(out, " %s", o->value);
  }
}

void ds_options_help(const ds_option *table, ds_buf *out) {
  enum { COLUMN = 26 };
  for (const ds_option *o = table; o->name; o++) {
    ds_buf left = {0};
    option_left(o, &left);
    if (left.len < COLUMN)
      ds_buf_printf(out, "  %-*s %s\n", COLUMN, left.data, o->help);
    else
      ds_buf_printf(out, "  %s\n  %*s %s\n", left.data, COLUMN, "", o->help);
    if (o->kind == DS_OPTION_CHOICE && o->value && o->choices) {
      ds_buf_printf(out, "  %*s one of:", COLUMN, "");
      for (const char *const *c = o->choices; *c; c++) ds_buf_printf(out, " %s", *c);
      ds_buf_putc(out, '\n');
    }
    ds_buf_reset(&left);
  }
}
