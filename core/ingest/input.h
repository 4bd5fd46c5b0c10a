/* The bytes of a file as a stream: unpacked (.gz), decoded from UTF-16 and UTF-32, without a byte order mark. */
#ifndef DS_INGEST_INPUT_H
#define DS_INGEST_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

typedef struct ds_input ds_input;

/* Opens a file, or standard input for "-". DS_IO when it cannot be opened. */
ds_status ds_input_open(const char *path, ds_input **input, ds_err *err);
void ds_input_close(ds_input *input); /* NULL is fine */

/* Makes n bytes available, fewer only at the end; returns how many are. ds_input_data is valid until the next _want, _line or _close. */
size_t ds_input_want(ds_input *input, size_t n);
const char *ds_input_data(const ds_input *input);
void ds_input_skip(ds_input *input, size_t n); /* n of the available bytes are done with */

/* The next line without its end (valid until the next call); false at the end of the input. Of a line above limit bytes only the length
 * is told: *too_long, and the line is passed over. */
bool ds_input_line(ds_input *input, size_t limit, const char **line, size_t *len, bool *too_long);

/* What went wrong while reading, or NULL: the input then ends early. */
const char *ds_input_error(const ds_input *input);
const char *ds_input_encoding(const ds_input *input); /* static: "utf-8", "utf-16le", "utf-16be", "utf-32le", "utf-32be" */
size_t ds_input_done(const ds_input *input);          /* bytes of the file read so far */

/* Turns the bytes that are not UTF-8 into it, read as Windows-1252: returns false and leaves out alone when text is UTF-8 already. */
bool ds_decode_windows(const char *text, size_t len, ds_buf *out);
/* Turns text of a named encoding into UTF-8; false (out untouched) when the name is unknown or the text does not fit it. */
bool ds_decode_named(const char *charset, const char *text, size_t len, ds_buf *out);
/* The encoding that markup declares near its beginning (charset=…, encoding="…"): a static-sized name in name, or false. */
bool ds_declared_charset(const char *text, size_t len, char name[32]);
/* What kind of binary data this is ("a PDF document"), or NULL when it may be text. */
const char *ds_input_binary(const char *data, size_t len);

#endif
