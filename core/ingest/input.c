#include "ingest/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/utf8.h"

enum { CHUNK = 1 << 17 };

struct ds_input {
  gzFile file;
  ds_buf buf;
  size_t at; /* what lies before it in buf is done with */
  bool begun, ended;
  const char *encoding;
  unsigned width;   /* bytes of a unit: 1, 2 (UTF-16) or 4 (UTF-32) */
  bool little;      /* the least byte of a unit comes first */
  uint8_t unit[4];  /* the unit at hand */
  unsigned n_bytes; /* of it that are there */
  uint16_t high;    /* UTF-16: a high surrogate waiting for its low one */
  char error[160];
};

ds_status ds_input_open(const char *path, ds_input **input, ds_err *err) {
  int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) return ds_fail_at(err, DS_IO, path, 0, "cannot open: %s", strerror(errno));
  ds_input *in = ds_alloc(sizeof *in);
  in->encoding = "utf-8";
  in->width = 1;
  in->file = gzdopen(fd, "rb");
  if (!in->file) {
    close(fd);
    free(in);
    return ds_fail_at(err, DS_IO, path, 0, "cannot open: %s", strerror(errno));
  }
  gzbuffer(in->file, CHUNK);
  *input = in;
  return DS_OK;
}

void ds_input_close(ds_input *input) {
  if (!input) return;
  gzclose(input->file);
  ds_buf_reset(&input->buf);
  free(input);
}

static void put_code(ds_input *in, int32_t code) {
  char bytes[4];
  ds_buf_append(&in->buf, bytes, ds_utf8_put(code, bytes));
}

static bool is_surrogate(uint32_t code) {
  return code >= 0xD800 && code < 0xE000;
}

static void put_unit(ds_input *in, uint16_t unit) {
  if (in->high && unit >= 0xDC00 && unit < 0xE000) {
    put_code(in, 0x10000 + ((in->high - 0xD800) << 10) + (unit - 0xDC00));
    in->high = 0;
    return;
  }
  if (in->high) put_code(in, 0xFFFD);
  in->high = unit >= 0xD800 && unit < 0xDC00 ? unit : 0;
  if (!in->high) put_code(in, is_surrogate(unit) ? 0xFFFD : unit);
}

static void put_wide(ds_input *in, const uint8_t *bytes, size_t n) {
  for (size_t i = 0; i < n; i++) {
    in->unit[in->n_bytes++] = bytes[i];
    if (in->n_bytes < in->width) continue;
    uint32_t value = 0;
    for (unsigned k = 0; k < in->width; k++) value = value << 8 | in->unit[in->little ? in->width - 1 - k : k];
    if (in->width == 2)
      put_unit(in, (uint16_t)value);
    else
      put_code(in, value > 0x10FFFF || is_surrogate(value) ? 0xFFFD : (int32_t)value);
    in->n_bytes = 0;
  }
}

/* Looks at a byte order mark; returns its length. That of UTF-32 begins as the one of UTF-16 does: a text that begins with a NUL is none.
 */
static size_t begin(ds_input *in, const uint8_t *bytes, size_t n) {
  static const struct {
    const char *mark, *encoding;
    unsigned len, width;
    bool little;
  } marks[] = {{"\xEF\xBB\xBF", "utf-8", 3, 1, false},
               {"\xFF\xFE\0\0", "utf-32le", 4, 4, true},
               {"\0\0\xFE\xFF", "utf-32be", 4, 4, false},
               {"\xFF\xFE", "utf-16le", 2, 2, true},
               {"\xFE\xFF", "utf-16be", 2, 2, false}};
  in->begun = true;
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    if (n < marks[i].len || memcmp(bytes, marks[i].mark, marks[i].len) != 0) continue;
    in->encoding = marks[i].encoding;
    in->width = marks[i].width;
    in->little = marks[i].little;
    return marks[i].len;
  }
  return 0;
}

static void end(ds_input *in, int got) {
  int code = Z_OK;
  const char *text = gzerror(in->file, &code);
  in->ended = true;
  if (code == Z_BUF_ERROR)
    strcpy(in->error, "the compressed data ends early");
  else if (code == Z_ERRNO)
    strncpy(in->error, strerror(errno), sizeof in->error - 1);
  else if (got < 0 || code != Z_OK)
    strncpy(in->error, text, sizeof in->error - 1);
  if (in->high || in->n_bytes) put_code(in, 0xFFFD);
}

static void fill(ds_input *in) {
  uint8_t bytes[CHUNK];
  int got = gzread(in->file, bytes, sizeof bytes);
  if (got <= 0) {
    end(in, got);
    return;
  }
  size_t skip = in->begun ? 0 : begin(in, bytes, (size_t)got);
  if (in->width == 1)
    ds_buf_append(&in->buf, (char *)bytes + skip, (size_t)got - skip);
  else
    put_wide(in, bytes + skip, (size_t)got - skip);
}

static void compact(ds_input *in) {
  if (in->at == 0 || in->at < in->buf.len / 2) return;
  memmove(in->buf.data, in->buf.data + in->at, in->buf.len - in->at + 1);
  in->buf.len -= in->at;
  in->at = 0;
}

size_t ds_input_want(ds_input *in, size_t n) {
  if (in->buf.len - in->at < n) compact(in);
  while (in->buf.len - in->at < n && !in->ended) fill(in);
  return in->buf.len - in->at;
}

const char *ds_input_data(const ds_input *in) {
  return in->buf.data ? in->buf.data + in->at : "";
}
void ds_input_skip(ds_input *in, size_t n) {
  in->at += n;
}
const char *ds_input_error(const ds_input *in) {
  return *in->error ? in->error : NULL;
}
const char *ds_input_encoding(const ds_input *in) {
  return in->encoding;
}
size_t ds_input_done(const ds_input *in) {
  return (size_t)gzoffset(in->file);
}

/* Passes over the rest of a line; returns its length. */
static size_t pass_line(ds_input *in) {
  size_t passed = 0;
  for (;;) {
    size_t n = ds_input_want(in, 1);
    if (n == 0) return passed;
    const char *nl = memchr(ds_input_data(in), '\n', n);
    size_t step = nl ? (size_t)(nl - ds_input_data(in)) : n;
    passed += step;
    ds_input_skip(in, nl ? step + 1 : step);
    if (nl) return passed;
  }
}

bool ds_input_line(ds_input *in, size_t limit, const char **line, size_t *len, bool *too_long) {
  *too_long = false;
  size_t looked = 0, n = ds_input_want(in, 1);
  if (n == 0) return false;
  for (;;) {
    const char *data = ds_input_data(in), *nl = memchr(data + looked, '\n', n - looked);
    if (nl || (n == looked)) {
      *len = nl ? (size_t)(nl - data) : n;
      *line = data;
      ds_input_skip(in, nl ? *len + 1 : *len);
      if (*len && data[*len - 1] == '\r') --*len;
      *too_long = *len > limit;
      return true;
    }
    looked = n;
    if (n > limit) break;
    n = ds_input_want(in, n + 1);
  }
  *too_long = true;
  *len = pass_line(in);
  *line = "";
  return true;
}

const char *ds_input_binary(const char *data, size_t len) {
  static const struct {
    const char *magic;
    size_t len;
    const char *what;
  } kinds[] = {{"%PDF-", 5, "a PDF document; take its text out first, for instance with pdftotext"},
               {"\x89PNG", 4, "a PNG image"},
               {"\xFF\xD8\xFF", 3, "a JPEG image"},
               {"GIF8", 4, "a GIF image"},
               {"PK\3\4", 4, "a ZIP archive or an office document"},
               {"\xD0\xCF\x11\xE0", 4, "an office document"},
               {"{\\rtf", 5, "an RTF document"},
               {"SQLite format 3", 16, "an SQLite database"},
               {"\x7F"
                "ELF",
                4, "a program"},
               {"BZh", 3, "bzip2 data"},
               {"\xFD"
                "7zXZ",
                5, "xz data"},
               {"\x28\xB5\x2F\xFD", 4, "zstd data"},
               {"7z\xBC\xAF", 4, "a 7z archive"},
               {"\x1F\x8B", 2, "gzip data inside gzip data"}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (len >= kinds[i].len && memcmp(data, kinds[i].magic, kinds[i].len) == 0) return kinds[i].what;
  size_t odd = 0;
  for (size_t i = 0; i < len; i++) {
    unsigned char c = (unsigned char)data[i];
    if (c == 0) return "binary data";
    odd += (c < 32 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 27) || c == 127;
  }
  return odd > len / 20 ? "binary data" : NULL;
}
