#include "base/err.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
  int code;
  const char *word, *help;
} statuses[] = {
#define X(name, code, word, help) {code, word, help},
    DS_STATUS_LIST(X)
#undef X
};

static void trim_to_character(char *text, size_t size, int written) {
  if (written < 0 || (size_t)written < size) return;
  size_t end = strlen(text);
  while (end > 0 && ((unsigned char)text[end - 1] & 0xC0) == 0x80) end--;
  if (end > 0 && (unsigned char)text[end - 1] >= 0xC0) end--;
  text[end] = '\0';
}

static void one_line(char *text) {
  for (char *p = text; *p; p++)
    if (*p == '\n' || *p == '\r') *p = ' ';
}

static ds_status fail_v(ds_err *err, ds_status status, const char *file, long line, const char *format, va_list ap) {
  if (!err) return status;
  ds_err_reset(err);
  err->status = status;
  int n = vsnprintf(err->text, sizeof err->text, format, ap);
  trim_to_character(err->text, sizeof err->text, n);
  one_line(err->text);
  if (file) snprintf(err->file, sizeof err->file, "%s", file);
  err->line = line;
  return status;
}

ds_status ds_fail(ds_err *err, ds_status status, const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  fail_v(err, status, NULL, 0, format, ap);
  va_end(ap);
  return status;
}

ds_status ds_fail_at(ds_err *err, ds_status status, const char *file, long line, const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  fail_v(err, status, file, line, format, ap);
  va_end(ap);
  return status;
}

void ds_err_hint(ds_err *err, const char *format, ...) {
  if (!err) return;
  va_list ap;
  va_start(ap, format);
  int n = vsnprintf(err->hint, sizeof err->hint, format, ap);
  va_end(ap);
  trim_to_character(err->hint, sizeof err->hint, n);
  one_line(err->hint);
}

void ds_err_reset(ds_err *err) {
  if (!err) return;
  free(err->traceback);
  memset(err, 0, sizeof *err);
}

int ds_status_exit(ds_status status) {
  return statuses[status].code;
}
const char *ds_status_word(ds_status status) {
  return statuses[status].word;
}
const char *ds_status_help(ds_status status) {
  return statuses[status].help;
}

static _Thread_local long fail_after;

void ds_alloc_fail_after(long n) {
  fail_after = n;
}

static void *checked(void *p, size_t size) {
  if (p && !(fail_after > 0 && --fail_after == 0)) return p;
  fprintf(stderr, "dossier: out of memory (%zu bytes asked for)\n", size);
  exit(1);
}

void *ds_alloc(size_t size) {
  return checked(calloc(1, size ? size : 1), size);
}
void *ds_realloc(void *old, size_t size) {
  return checked(realloc(old, size ? size : 1), size);
}
char *ds_strdup(const char *s) {
  return s ? ds_strndup(s, strlen(s)) : NULL;
}

char *ds_strndup(const char *s, size_t len) {
  char *copy = ds_alloc(len + 1);
  if (len) memcpy(copy, s, len);
  return copy;
}
