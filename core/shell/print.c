#define _GNU_SOURCE
#include "shell/print.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/path.h"

bool ds_print_color(const ds_shell *shell, FILE *stream) {
  if (shell->globals.color != DS_COLOR_AUTO) return shell->globals.color == DS_COLOR_ALWAYS;
  const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
  if (no && *no) return false;
  return isatty(fileno(stream)) && term && strcmp(term, "dumb") != 0;
}

int ds_print_width(void) {
  if (!isatty(STDOUT_FILENO)) return 0;
  const char *columns = getenv("COLUMNS");
  if (columns && atoi(columns) > 0) return atoi(columns);
  struct winsize size;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

static void json_field(ds_buf *out, const char *name, const char *text) {
  if (!text || !*text) return;
  ds_buf_printf(out, ",\"%s\":", name);
  ds_buf_json_string(out, text, strlen(text));
}

static void error_json(const ds_err *err, ds_buf *out) {
  ds_buf_printf(out, "{\"error\":\"%s\",\"exit\":%d", ds_status_word(err->status), ds_status_exit(err->status));
  json_field(out, "message", err->text);
  json_field(out, "hint", err->hint);
  json_field(out, "file", err->file);
  if (err->line) ds_buf_printf(out, ",\"line\":%ld", err->line);
  if (err->article) ds_buf_printf(out, ",\"article\":%lld", err->article);
  json_field(out, "traceback", err->traceback);
  ds_buf_puts(out, "}\n");
}

static void error_text(const ds_shell *shell, const ds_err *err, ds_buf *out) {
  bool color = ds_print_color(shell, stderr);
  ds_buf_puts(out, color ? "\033[31mdossier:\033[0m " : "dossier: ");
  /* A place that the text already names is not said twice. */
  if (err->file[0] && err->line && !strstr(err->text, err->file)) ds_buf_printf(out, "%s:%ld: ", err->file, err->line);
  ds_render_safe(out, err->text, strlen(err->text));
  if (err->article) ds_buf_printf(out, " (article %lld)", err->article);
  ds_buf_putc(out, '\n');
  if (err->hint[0]) {
    ds_buf_puts(out, "  ");
    ds_render_safe(out, err->hint, strlen(err->hint));
    ds_buf_putc(out, '\n');
  }
  if (shell->globals.traceback && err->traceback) ds_buf_printf(out, "%s\n", err->traceback);
}

void ds_print_error(const ds_shell *shell, const ds_err *err) {
  ds_buf out = {0};
  if (shell->globals.errors_json) error_json(err, &out);
  else error_text(shell, err, &out);
  fflush(stdout);
  fwrite(out.data, 1, out.len, stderr);
  ds_buf_reset(&out);
}

void ds_print_remark(const ds_shell *shell, const char *format, ...) {
  if (shell->globals.quiet) return;
  ds_buf text = {0}, out = {0};
  va_list ap;
  va_start(ap, format);
  ds_buf_vprintf(&text, format, ap);
  va_end(ap);
  if (shell->globals.errors_json) {
    ds_buf_puts(&out, "{\"remark\":");
    ds_buf_json_string(&out, text.data, text.len);
    ds_buf_puts(&out, "}\n");
  } else {
    ds_buf_puts(&out, "dossier: ");
    ds_render_safe(&out, text.data, text.len);
    ds_buf_putc(&out, '\n');
  }
  fflush(stdout);
  fwrite(out.data, 1, out.len, stderr);
  ds_buf_reset(&text);
  ds_buf_reset(&out);
}

static ds_status write_file(const char *path, const char *text, size_t len, ds_err *err) {
  ds_outfile *file = NULL;
  ds_status status = ds_outfile_open(path, &file, err);
  if (status != DS_OK) return status;
  fwrite(text, 1, len, ds_outfile_stream(file));
  return ds_outfile_commit(file, err);
}

static ds_status write_stdout(const char *text, size_t len, ds_err *err) {
  if (fwrite(text, 1, len, stdout) == len && fflush(stdout) == 0) return DS_OK;
  return ds_fail(err, DS_IO, "cannot write to standard output: %s", strerror(errno));
}

ds_status ds_print_text(ds_shell *shell, const char *text, size_t len, ds_err *err) {
  if (!len) return DS_OK;
  const char *output = shell->globals.output;
  if (output && strcmp(output, "-") != 0) return write_file(output, text, len, err);
  return write_stdout(text, len, err);
}
