#include "base/utf8.h"

#include <string.h>
#include <utf8proc.h>

size_t ds_utf8_valid_at(const char *s, size_t len) {
  if (!len) return 0;
  if ((unsigned char)*s < 0x80) return 1;
  utf8proc_int32_t code;
  utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)(len > 4 ? 4 : len), &code);
  return n > 0 ? (size_t)n : 0;
}

size_t ds_utf8_check(const char *s, size_t len) {
  size_t i = 0;
  while (i < len) {
    size_t n = (unsigned char)s[i] < 0x80 ? 1 : ds_utf8_valid_at(s + i, len - i);
    if (!n) return i;
    i += n;
  }
  return len;
}

size_t ds_utf8_next(const char *s, size_t len, int32_t *code) {
  unsigned char c = (unsigned char)*s;
  if (c < 0x80) {
    *code = c;
    return 1;
  }
  utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)(len > 4 ? 4 : len), code);
  if (n > 0) return (size_t)n;
  *code = 0xFFFD;
  return 1;
}

size_t ds_utf8_prev(const char *s, size_t at) {
  if (!at) return 0;
  size_t i = at - 1;
  while (i > 0 && at - i < 4 && ((unsigned char)s[i] & 0xC0) == 0x80) i--;
  return i;
}

size_t ds_utf8_put(int32_t code, char *out) {
  return (size_t)utf8proc_encode_char(code, (utf8proc_uint8_t *)out);
}

bool ds_utf8_is_upper(int32_t code) {
  if (code < 128) return code >= 'A' && code <= 'Z';
  utf8proc_category_t c = utf8proc_category(code);
  return c == UTF8PROC_CATEGORY_LU || c == UTF8PROC_CATEGORY_LT;
}

bool ds_utf8_is_lower(int32_t code) {
  if (code < 128) return code >= 'a' && code <= 'z';
  return utf8proc_category(code) == UTF8PROC_CATEGORY_LL;
}

bool ds_utf8_is_alpha(int32_t code) {
  if (code < 128) return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
  utf8proc_category_t c = utf8proc_category(code);
  return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_ME;
}

bool ds_utf8_is_digit(int32_t code) {
  if (code < 128) return code >= '0' && code <= '9';
  return utf8proc_category(code) == UTF8PROC_CATEGORY_ND;
}

bool ds_utf8_is_space(int32_t code) {
  if (code < 128) return code == ' ' || (code >= '\t' && code <= '\r');
  utf8proc_category_t c = utf8proc_category(code);
  return c == UTF8PROC_CATEGORY_ZS || c == UTF8PROC_CATEGORY_ZL || c == UTF8PROC_CATEGORY_ZP || code == 0x85 || code == 0xFEFF;
}

bool ds_utf8_is_punct(int32_t code) {
  if (code < 128) return code > ' ' && code < 127 && !ds_utf8_is_alpha(code) && !ds_utf8_is_digit(code);
  utf8proc_category_t c = utf8proc_category(code);
  return c >= UTF8PROC_CATEGORY_PC && c <= UTF8PROC_CATEGORY_SO;
}

int32_t ds_utf8_lower(int32_t code) {
  if (code < 128) return code >= 'A' && code <= 'Z' ? code + 32 : code;
  return utf8proc_tolower(code);
}

int32_t ds_utf8_upper(int32_t code) {
  if (code < 128) return code >= 'a' && code <= 'z' ? code - 32 : code;
  return utf8proc_toupper(code);
}

int ds_utf8_width(int32_t code) {
  if (code < 0x300) return code >= ' ' && code != 0x7f && !(code >= 0x80 && code < 0xa0) && code != 0xad;
  if (code >= 0x1F1E6 && code <= 0x1F1FF) return 1; /* regional indicators come in pairs that fill two columns */
  return utf8proc_charwidth(code);
}

size_t ds_utf8_columns(const char *s, size_t len) {
  size_t columns = 0;
  int32_t code;
  for (size_t i = 0; i < len;) {
    i += ds_utf8_next(s + i, len - i, &code);
    columns += (size_t)ds_utf8_width(code);
  }
  return columns;
}

size_t ds_utf8_count(const char *s, size_t len) {
  size_t n = 0;
  for (size_t i = 0; i < len; i++) n += ((unsigned char)s[i] & 0xC0) != 0x80;
  return n;
}

static int32_t fold_one(int32_t code) {
  switch (code) {
  case 0x2018:
  case 0x2019:
  case 0x02BC:
  case 0x0060: return '\'';
  case 0x2010:
  case 0x2011:
  case 0x2012:
  case 0x2013: return '-';
  case 0x00A0: return ' ';
  case 0x0131: return 'i';
  case 0x0141:
  case 0x0142: return 'l';
  case 0x00D8:
  case 0x00F8: return 'o';
  case 0x0110:
  case 0x0111: return 'd';
  default: break;
  }
  utf8proc_int32_t parts[8];
  int boundary = 0;
  utf8proc_ssize_t n = utf8proc_decompose_char(code, parts, 8, UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK, &boundary);
  return ds_utf8_lower(n > 0 ? parts[0] : n == 0 ? 0 : code);
}

size_t ds_utf8_fold(const char *s, size_t len, char *out, size_t size) {
  size_t o = 0;
  for (size_t i = 0; i < len && o + 5 < size;) {
    int32_t code;
    i += ds_utf8_next(s + i, len - i, &code);
    int32_t folded = code < 128 && code != '`' ? ds_utf8_lower(code) : fold_one(code);
    if (folded) o += ds_utf8_put(folded, out + o);
  }
  if (size) out[o] = '\0';
  return o;
}
