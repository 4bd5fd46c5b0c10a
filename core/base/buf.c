#include "base/buf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"

void ds_buf_reset(ds_buf *buf) {
  free(buf->data);
  *buf = (ds_buf){0};
}

void ds_buf_clear(ds_buf *buf) {
  buf->len = 0;
  if (buf->data) buf->data[0] = '\0';
}

char *ds_buf_take(ds_buf *buf) {
  ds_buf_reserve(buf, 0);
  char *data = buf->data;
  *buf = (ds_buf){0};
  return data;
}

static void grow(ds_buf *buf, size_t need) {
  size_t cap = buf->cap ? buf->cap : 64;
  while (cap < need) cap *= 2;
  buf->data = ds_realloc(buf->data, cap);
  buf->cap = cap;
  buf->data[buf->len] = '\0';
}

static inline void make_room(ds_buf *buf, size_t more) {
  if (buf->len + more + 1 > buf->cap) grow(buf, buf->len + more + 1);
}

void ds_buf_reserve(ds_buf *buf, size_t more) {
  make_room(buf, more);
}

void ds_buf_append(ds_buf *buf, const char *bytes, size_t len) {
  make_room(buf, len);
  if (len) memcpy(buf->data + buf->len, bytes, len);
  buf->len += len;
  buf->data[buf->len] = '\0';
}

void ds_buf_puts(ds_buf *buf, const char *s) {
  ds_buf_append(buf, s, strlen(s));
}

void ds_buf_putc(ds_buf *buf, char c) {
  make_room(buf, 1);
  buf->data[buf->len++] = c;
  buf->data[buf->len] = '\0';
}

void ds_buf_vprintf(ds_buf *buf, const char *format, va_list ap) {
  va_list again;
  va_copy(again, ap);
  ds_buf_reserve(buf, 64);
  int n = vsnprintf(buf->data + buf->len, buf->cap - buf->len, format, ap);
  if (n >= 0 && (size_t)n >= buf->cap - buf->len) {
    ds_buf_reserve(buf, (size_t)n);
    vsnprintf(buf->data + buf->len, buf->cap - buf->len, format, again);
  }
  va_end(again);
  if (n > 0) buf->len += (size_t)n;
}

void ds_buf_printf(ds_buf *buf, const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  ds_buf_vprintf(buf, format, ap);
  va_end(ap);
}

static void json_ascii(ds_buf *buf, unsigned char c) {
  static const char escapes[] = "\"\"\\\\\nn\tt\rr\bb\ff";
  for (const char *e = escapes; *e; e += 2) {
    if ((unsigned char)*e != c) continue;
    ds_buf_putc(buf, '\\');
    ds_buf_putc(buf, e[1]);
    return;
  }
  ds_buf_printf(buf, "\\u%04x", c);
}

static int json_plain(unsigned char c) {
  return c >= 0x20 && c != '"' && c != '\\' && c < 0x7f;
}

void ds_buf_json_string(ds_buf *buf, const char *s, size_t len) {
  ds_buf_reserve(buf, len + 2);
  ds_buf_putc(buf, '"');
  for (size_t i = 0; i < len;) {
    size_t run = i;
    while (run < len && json_plain((unsigned char)s[run])) run++;
    if (run > i) {
      ds_buf_append(buf, s + i, run - i);
      i = run;
      continue;
    }
    unsigned char c = (unsigned char)s[i];
    if (c < 0x80) {
      json_ascii(buf, c);
      i++;
      continue;
    }
    size_t n = ds_utf8_valid_at(s + i, len - i);
    ds_buf_append(buf, n ? s + i : "\xEF\xBF\xBD", n ? n : 3);
    i += n ? n : 1;
  }
  ds_buf_putc(buf, '"');
}

void ds_buf_integer(ds_buf *buf, long long value) {
  char digits[24], *p = digits + sizeof digits;
  unsigned long long rest = value < 0 ? 0ULL - (unsigned long long)value : (unsigned long long)value;
  do *--p = (char)('0' + rest % 10);
  while (rest /= 10);
  if (value < 0) *--p = '-';
  ds_buf_append(buf, p, (size_t)(digits + sizeof digits - p));
}

void ds_buf_json_number(ds_buf *buf, double value) {
  if (!isfinite(value)) {
    ds_buf_puts(buf, "null");
    return;
  }
  char text[40];
  for (int digits = 15; digits <= 17; digits++) { /* a decimal of up to 15 digits comes back from a double as it was; %g drops zeros */
    snprintf(text, sizeof text, "%.*g", digits, value);
    if (strtod(text, NULL) == value) break;
  }
  ds_buf_puts(buf, text);
}
