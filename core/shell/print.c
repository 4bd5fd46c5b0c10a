#define _GNU_SOURCE
#include "shell/print.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "api/listing.h"
#include "api/passage.h"
#include "base/path.h"
#include "base/wrap.h"
#include "shell/pager.h"

enum { PROSE_COLS = 100, LIST_COLS = 120 }; /* longer lines are hard to read */

/* The result does not go to standard output itself. */
static bool goes_elsewhere(const ds_shell *shell) {
  return shell->globals.output || shell->globals.pipe;
}

bool ds_print_color(const ds_shell *shell, FILE *stream) {
  if (stream == stdout && goes_elsewhere(shell)) return false;
  if (shell->globals.color != DS_COLOR_AUTO) return shell->globals.color == DS_COLOR_ALWAYS;
  const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
  if (no && *no) return false;
  return isatty(fileno(stream)) && term && strcmp(term, "dumb") != 0;
}

/* Columns of the terminal that fd is, or 0. */
static int width_of(int fd) {
  if (!isatty(fd)) return 0;
  const char *columns = getenv("COLUMNS");
  if (columns && atoi(columns) > 0) return atoi(columns);
  struct winsize size;
  if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

int ds_print_width(void) {
  return width_of(STDOUT_FILENO);
}

/* Writes to standard error; for a person at a terminal broken between words. */
static void write_aside(const ds_shell *shell, const ds_buf *text) {
  ds_buf out = {0};
  ds_wrap(text->data, text->len, shell->globals.errors_json ? 0 : (size_t)width_of(STDERR_FILENO), DS_HANG_INDENT, &out);
  fflush(stdout);
  fwrite(out.data, 1, out.len, stderr);
  ds_buf_reset(&out);
}

static void json_field(ds_buf *out, const char *name, const char *text) {
  if (!text || !*text) return;
  ds_buf_printf(out, ",\"%s\":", name);
  ds_buf_json_string(out, text, strlen(text));
}

static void error_json(const ds_err *err, ds_buf *out) {
  ds_buf_printf(out, "{\"code\":\"%s\",\"exit\":%d", ds_status_word(err->status), ds_status_exit(err->status));
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
  if (shell->globals.errors_json)
    error_json(err, &out);
  else
    error_text(shell, err, &out);
  write_aside(shell, &out);
  ds_buf_reset(&out);
}

void ds_print_remark(const ds_shell *shell, const char *format, ...) {
  if (shell->globals.quiet && !shell->kept) return;
  ds_buf text = {0}, out = {0};
  va_list ap;
  va_start(ap, format);
  ds_buf_vprintf(&text, format, ap);
  va_end(ap);
  if (shell->kept) {
    ds_buf_printf(&shell->kept->remarks, "%s\n", text.data);
    ds_buf_reset(&text);
    return;
  }
  if (shell->globals.errors_json) {
    ds_buf_puts(&out, "{\"remark\":");
    ds_buf_json_string(&out, text.data, text.len);
    ds_buf_puts(&out, "}\n");
  } else {
    ds_buf_puts(&out, "dossier: ");
    ds_render_safe(&out, text.data, text.len);
    ds_buf_putc(&out, '\n');
  }
  write_aside(shell, &out);
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
  clearerr(stdout);
  return ds_fail(err, DS_IO, "cannot write to standard output: %s", strerror(errno));
}

/* A program that reads no further is no failure, nor is what it says by its status; one that cannot be started is. */
static ds_status write_program(const char *command, const char *text, size_t len, ds_err *err) {
  fflush(stdout);
  FILE *program = popen(command, "we");
  if (!program) return ds_fail(err, DS_IO, "cannot start '%s': %s", command, strerror(errno));
  void (*before)(int) = signal(SIGPIPE, SIG_IGN);
  fwrite(text, 1, len, program);
  int status = pclose(program);
  signal(SIGPIPE, before);
  if (status == 127 * 256 || status == 126 * 256) return ds_fail(err, DS_IO, "cannot start '%s'", command);
  return DS_OK;
}

ds_status ds_print_text(ds_shell *shell, const char *text, size_t len, ds_err *err) {
  const char *output = shell->globals.output;
  shell->printed = true;
  if (shell->globals.pipe) return write_program(shell->globals.pipe, text ? text : "", len, err);
  if (output && strcmp(output, "-") != 0) return write_file(output, text ? text : "", len, err);
  if (shell->kept) {
    ds_buf_append(&shell->kept->text, text ? text : "", len);
    return DS_OK;
  }
  if (!len) return DS_OK;
  if (shell->interactive && ds_pager_wanted(text, len)) return ds_pager_show(text, len, err);
  return write_stdout(text, len, err);
}

ds_status ds_print_words(ds_shell *shell, const char *text, size_t len, ds_hang hang, ds_err *err) {
  size_t width = goes_elsewhere(shell) || shell->kept ? 0 : (size_t)ds_print_width();
  if (hang == DS_HANG_NONE && width > PROSE_COLS) width = PROSE_COLS;
  if (hang == DS_HANG_COLUMNS && !width) width = LIST_COLS;
  ds_buf out = {0};
  ds_wrap(text, len, width, hang, &out);
  ds_status status = ds_print_text(shell, out.data ? out.data : "", out.len, err);
  ds_buf_reset(&out);
  return status;
}

ds_format ds_print_format(const ds_shell *shell) {
  if (shell->globals.format_given || shell->globals.format_mode) return shell->globals.format;
  bool terminal = !goes_elsewhere(shell) && isatty(STDOUT_FILENO);
  return terminal ? DS_FORMAT_BOX : DS_FORMAT_TSV;
}

bool ds_print_people(const ds_shell *shell) {
  ds_format format = ds_print_format(shell);
  return !(shell->globals.format_given || shell->globals.format_mode) || format == DS_FORMAT_BOX || format == DS_FORMAT_PLAIN;
}

/* A remark that every answer has, on copies, is made once at the prompt, and again when it changes. */
static void print_notes(ds_shell *shell, const ds_result *result) {
  for (size_t i = 0; i < result->n_notes; i++) {
    const char *note = result->notes[i];
    bool copies = strstr(note, DS_COPIES_WORDS) != NULL;
    if (copies && shell->interactive && shell->said && strcmp(shell->said, note) == 0) continue;
    ds_print_remark(shell, "%s", note);
    if (!copies) continue;
    free(shell->said);
    shell->said = ds_strdup(note);
  }
}

static ds_status print_rows(ds_shell *shell, ds_result *result, bool whole, ds_err *err) {
  ds_render_options options = {.format = ds_print_format(shell), .width_cols = whole || goes_elsewhere(shell) ? 0 : ds_print_width()};
  options.color = options.format == DS_FORMAT_BOX && ds_print_color(shell, stdout);
  options.bom = shell->globals.excel;
  options.numbered = true;
  options.whole = shell->interactive ? "'last'" : NULL;
  ds_status status = ds_render_check(result, options.format, err);
  if (status == DS_OK && shell->store && (options.format == DS_FORMAT_JSON || options.format == DS_FORMAT_JSONL))
    status = ds_sources_count(shell->store, result, err);
  if (status != DS_OK) return status;
  ds_buf out = {0};
  ds_render(result, &options, &out, NULL);
  status = ds_print_text(shell, out.data ? out.data : "", out.len, err);
  ds_buf_reset(&out);
  return status;
}

static void note_no_articles(ds_shell *shell, const ds_args *args, ds_result *result) {
  ds_scope scope = {.since = ds_args_text(args, "since"),
                    .until = ds_args_text(args, "until"),
                    .outlet = ds_args_text(args, "outlet"),
                    .article = ds_args_integer(args, "article", 0)};
  ds_note_no_articles(shell->store, &scope, result);
}

/* Of a command that is called as a function. */
static ds_status keep_result(ds_shell *shell, const ds_args *args, ds_result *result) {
  if (args && shell->store && !result->n_rows) note_no_articles(shell, args, result);
  ds_result_free(shell->kept->result);
  shell->kept->result = result;
  return DS_OK;
}

ds_status ds_print_result(ds_shell *shell, const ds_args *args, ds_result *result, ds_err *err) {
  if (shell->kept && !goes_elsewhere(shell) && !(args && ds_args_flag(args, "open"))) return keep_result(shell, args, result);
  ds_result_free(shell->last);
  shell->last = result;
  if (shell->session && !shell->kept) ds_session_set_last(shell->session, result);
  ds_status status =
      args && ds_args_flag(args, "open") ? ds_print_passage(shell, ds_args_text(args, "open"), err) : print_rows(shell, result, false, err);
  if (args && shell->store && !result->n_rows) note_no_articles(shell, args, result);
  print_notes(shell, result);
  return status;
}

ds_status ds_print_last(ds_shell *shell, ds_err *err) {
  if (!shell->last) return ds_fail(err, DS_USAGE, "there is no result yet");
  ds_status status = print_rows(shell, shell->last, true, err);
  print_notes(shell, shell->last);
  return status;
}

/* Passages from..to of a row, each as people or programs read it. */
static ds_status draw_passages(ds_shell *shell, const ds_row *row, size_t from, size_t to, ds_result *rows, ds_buf *out, ds_err *err) {
  for (size_t i = from; i < to; i++) {
    const ds_source *source = &row->sources[i];
    ds_passage passage = {0};
    ds_status status = ds_passage_load(shell->store, source->article, source->start, source->end, &passage, err);
    if (status != DS_OK) return status;
    if (out)
      ds_passage_draw(&passage, ds_print_color(shell, stdout), out);
    else
      ds_passage_row(&passage, rows);
    ds_passage_reset(&passage);
  }
  return DS_OK;
}

static ds_status find_row(const ds_shell *shell, const char *text, const ds_row **row, long long *passage, ds_err *err) {
  const ds_result *last = shell->last;
  long long n = 0;
  if (!ds_row_read(text, &n, passage))
    return ds_fail(err, DS_USAGE, "the row must be a number from 1, or like 3.2 for its second passage, got '%s'", text);
  if (!last) {
    ds_fail(err, DS_USAGE, "there is no result yet whose rows could be opened");
    ds_err_hint(err, "outside the prompt, add '--open %s' to the command", text);
    return DS_USAGE;
  }
  if ((size_t)n > last->n_rows)
    return ds_fail(err, DS_USAGE, "no row %lld: the %s result has %zu row%s", n, last->title ? last->title : "last", last->n_rows,
                   last->n_rows == 1 ? "" : "s");
  *row = &last->rows[n - 1];
  if (!(*row)->n_sources && ((*row)->page == NULL || *passage)) {
    ds_fail(err, DS_USAGE, "row %lld rests on no single passage", n);
    if (last->title && strcmp(last->title, "sql") == 0)
      ds_err_hint(err, "rows of SQL open when they have the columns source_article, source_start and source_end");
    return DS_USAGE;
  }
  if ((size_t)*passage > (*row)->n_sources)
    return ds_fail(err, DS_USAGE, "no passage %lld: row %lld rests on %zu passage%s", *passage, n, (*row)->n_sources,
                   (*row)->n_sources == 1 ? "" : "s");
  return DS_OK;
}

/* A person reads one passage at a time, and how to see the next. */
static ds_status print_one_passage(ds_shell *shell, const ds_row *row, size_t which, ds_err *err) {
  ds_buf out = {0};
  ds_status status = draw_passages(shell, row, which - 1, which, NULL, &out, err);
  if (status == DS_OK) status = ds_print_words(shell, out.data, out.len, DS_HANG_NONE, err);
  ds_buf_reset(&out);
  if (status != DS_OK || row->n_sources < 2) return status;
  long long n = row - shell->last->rows + 1;
  const char *verb = shell->interactive ? "show " : "--open ";
  if (which < row->n_sources)
    ds_print_remark(shell, "passage %zu of %zu; '%s%lld.%zu' opens the next", which, row->n_sources, verb, n, which + 1);
  else
    ds_print_remark(shell, "passage %zu of %zu", which, row->n_sources);
  return DS_OK;
}

/* What the analysis itself has to say of the row, and how to see what it rests on. */
static ds_status print_page(ds_shell *shell, const ds_row *row, ds_err *err) {
  ds_buf out = {0};
  ds_buf_puts(&out, row->page);
  if (out.len && out.data[out.len - 1] != '\n') ds_buf_puts(&out, "\n");
  ds_status status = ds_print_words(shell, out.data ? out.data : "", out.len, DS_HANG_INDENT, err);
  ds_buf_reset(&out);
  if (status != DS_OK || !row->n_sources) return status;
  const char *verb = shell->interactive ? "show " : "--open ";
  long long n = row - shell->last->rows + 1;
  if (row->n_sources == 1)
    ds_print_remark(shell, "'%s%lld.1' opens its passage", verb, n);
  else
    ds_print_remark(shell, "'%s%lld.1' opens the first of its %zu passages", verb, n, row->n_sources);
  return DS_OK;
}

ds_status ds_print_passage(ds_shell *shell, const char *text, ds_err *err) {
  const ds_row *row = NULL;
  long long which = 0;
  ds_status status = find_row(shell, text, &row, &which, err);
  if (status == DS_OK) status = ds_shell_open(shell, DS_OPEN_READONLY, err);
  if (status != DS_OK) return status;
  bool people = ds_print_people(shell);
  if (people && row->page && !which) return print_page(shell, row, err);
  if (people) return print_one_passage(shell, row, which ? (size_t)which : 1, err);
  ds_result *rows = ds_passage_result();
  status = draw_passages(shell, row, which ? (size_t)which - 1 : 0, which ? (size_t)which : row->n_sources, rows, NULL, err);
  if (status == DS_OK) status = print_rows(shell, rows, false, err);
  ds_result_free(rows);
  return status;
}
