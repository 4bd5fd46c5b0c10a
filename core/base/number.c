#include "base/number.h"

#include <string.h>

enum { MOST_DIGITS = 18 };

static int64_t digits(const char *text, size_t len) {
  int64_t n = 0;
  if (!len || len > MOST_DIGITS) return 0;
  for (size_t i = 0; i < len; i++) {
    if (text[i] < '0' || text[i] > '9') return 0;
    n = n * 10 + (text[i] - '0');
  }
  return n;
}

int64_t ds_number_marked(const char *text, size_t len) {
  if (len > 1 && *text == '#') return digits(text + 1, len - 1);
  return len > 3 && memcmp(text, "id:", 3) == 0 ? digits(text + 3, len - 3) : 0;
}

int64_t ds_number_typed(const char *text, size_t len) {
  int64_t n = ds_number_marked(text, len);
  return n ? n : digits(text, len);
}
