/* Text that is not UTF-8. */
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "ingest/input.h"

bool ds_decode_windows(const char *text, size_t len, ds_buf *out) {
  static const uint16_t high[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
  if (ds_utf8_check(text, len) == len) return false;
  for (size_t i = 0; i < len;) {
    size_t valid = ds_utf8_check(text + i, len - i);
    ds_buf_append(out, text + i, valid);
    if ((i += valid) == len) break;
    uint8_t c = (uint8_t)text[i++];
    char bytes[4];
    ds_buf_append(out, bytes, ds_utf8_put(c < 0xA0 ? high[c - 0x80] : c, bytes));
  }
  return true;
}

static bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool ds_declared_charset(const char *text, size_t len, char name[32]) {
  static const char *const words[] = {"charset=", "encoding="};
  for (size_t i = 0; i + 12 < len && i < 4096; i++) {
    for (size_t k = 0; k < 2; k++) {
      size_t n = strlen(words[k]), at = i + n, w = 0;
      if (i + n >= len || strncasecmp(text + i, words[k], n) != 0) continue;
      while (at < len && strchr("\"' ", text[at])) at++;
      while (at < len && w < 31 && is_name(text[at])) name[w++] = text[at++];
      name[w] = '\0';
      if (w) return true;
    }
  }
  return false;
}

bool ds_decode_named(const char *charset, const char *text, size_t len, ds_buf *out) {
  iconv_t converter = iconv_open("UTF-8", charset);
  if (converter == (iconv_t)-1) return false;
  ds_buf result = {0};
  char piece[8192], *in = (char *)text;
  bool good = true;
  while (len && good) {
    char *to = piece;
    size_t room = sizeof piece;
    if (iconv(converter, &in, &len, &to, &room) == (size_t)-1 && errno != E2BIG) {
      /* A byte that does not fit: one replacement character, unless nothing fits. */
      good = result.len + (size_t)(to - piece) > 0;
      in++;
      len--;
      if (room >= 3) memcpy(to, "\xEF\xBF\xBD", 3), to += 3;
    }
    ds_buf_append(&result, piece, (size_t)(to - piece));
  }
  iconv_close(converter);
  if (good && result.len) ds_buf_append(out, result.data, result.len);
  ds_buf_reset(&result);
  return good;
}
