/* A growing byte buffer. `ds_buf b = {0};` is empty and needs no init; ds_buf_reset frees. data is NUL-terminated whenever it is
 * not NULL. Appending never fails (out of memory is fatal). */
#ifndef DS_BASE_BUF_H
#define DS_BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>

typedef struct ds_buf {
  char *data; /* owned */
  size_t len, cap;
} ds_buf;

void ds_buf_reset(ds_buf *buf); /* frees */
void ds_buf_clear(ds_buf *buf); /* empties, keeps the memory */
char *ds_buf_take(ds_buf *buf); /* hands the bytes over (never NULL, the caller frees); buf is empty afterwards */
void ds_buf_reserve(ds_buf *buf, size_t more);
void ds_buf_append(ds_buf *buf, const char *bytes, size_t len);
void ds_buf_puts(ds_buf *buf, const char *s);
void ds_buf_putc(ds_buf *buf, char c);
void ds_buf_printf(ds_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void ds_buf_vprintf(ds_buf *buf, const char *format, va_list ap);

void ds_buf_integer(ds_buf *buf, long long value); /* in decimal */

/* Appends s as a JSON string with its quotes. Valid UTF-8 goes through byte for byte; control characters, quotes and backslashes are
 * escaped; an invalid byte becomes U+FFFD. */
void ds_buf_json_string(ds_buf *buf, const char *s, size_t len);
/* The shortest decimal that reads back as the same double; null for NaN and infinities. */
void ds_buf_json_number(ds_buf *buf, double value);

#endif
