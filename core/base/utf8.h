/* UTF-8: decoding, checking, categories, display width. Code points by utf8proc; locale-independent. */
#ifndef DS_BASE_UTF8_H
#define DS_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Length (1-4) of the valid character at s, or 0 if the bytes there are not valid UTF-8 (overlong, surrogate, cut). */
size_t ds_utf8_valid_at(const char *s, size_t len);
/* Offset of the first invalid byte, or len when all is valid. */
size_t ds_utf8_check(const char *s, size_t len);
/* Decodes one character; returns its length, at least 1. An invalid byte gives U+FFFD and 1. len must be > 0. */
size_t ds_utf8_next(const char *s, size_t len, int32_t *code);
/* Start of the character that ends before offset `at` (0 when at is 0). */
size_t ds_utf8_prev(const char *s, size_t at);
/* Appends code as UTF-8 to out (room for 4 bytes); returns the length. */
size_t ds_utf8_put(int32_t code, char *out);

bool ds_utf8_is_upper(int32_t code);
bool ds_utf8_is_lower(int32_t code);
bool ds_utf8_is_alpha(int32_t code); /* any letter or mark */
bool ds_utf8_is_digit(int32_t code);
bool ds_utf8_is_space(int32_t code); /* Unicode white space, no-break spaces included */
bool ds_utf8_is_punct(int32_t code);
int32_t ds_utf8_lower(int32_t code);
int32_t ds_utf8_upper(int32_t code);

/* Terminal columns of one character (0, 1 or 2) and of a string. */
int ds_utf8_width(int32_t code);
size_t ds_utf8_columns(const char *s, size_t len);
/* Number of code points. */
size_t ds_utf8_count(const char *s, size_t len);

/* Lower-cased copy with diacritics folded away ("Erdoğan" -> "erdogan", curly apostrophes -> '), for comparing names.
 * Writes at most size-1 bytes and a NUL; returns the length written. */
size_t ds_utf8_fold(const char *s, size_t len, char *out, size_t size);

#endif
