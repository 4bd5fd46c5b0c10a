#define _GNU_SOURCE
#include "shell/repl.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "api/query.h"
#include "base/path.h"
#include "lua/debug.h"
#include "shell/complete.h"
#include "shell/print.h"
#include "shell/signals.h"
#include "shell/text.h"

enum { HISTORY_ENTRIES = 5000 };

/* Readline's callbacks carry no data: there is one prompt in a process. */
static struct {
  ds_shell *shell;
  char *line; /* the line that was finished; NULL at the end of input */
  bool got;
  bool continued; /* at `>> ` */
  bool debugging; /* at `debug> ` */
  bool ready;     /* Readline is set up */
  bool prepared;  /* what completion looks at is in memory */
  size_t parts;   /* of it, fetched while nothing was typed */
  char *history;  /* its file, or NULL */
  ds_candidates candidates;
  size_t next; /* candidate to hand out */
} prompt;

typedef enum outcome { LINE_READ, LINE_END, LINE_CANCELLED, LINE_STOP } outcome;

static void on_line(char *line) {
  prompt.line = line;
  prompt.got = true;
  rl_callback_handler_remove(); /* the terminal is as it was while the line runs */
}

static char *next_candidate(const char *text, int state) {
  return prompt.next < prompt.candidates.n ? ds_strdup(prompt.candidates.words[prompt.next++]) : NULL;
}

/* Inside quotation marks, which Readline sets itself, candidates go without theirs. */
static void strip_quotes(ds_candidates *c) {
  for (size_t i = 0; i < c->n; i++) {
    char *word = c->words[i];
    size_t len = strlen(word);
    if (len < 2 || word[0] != '"' || word[len - 1] != '"') continue;
    memmove(word, word + 1, len - 2);
    word[len - 2] = '\0';
  }
}

static char **on_complete(const char *text, int start, int end) {
  ds_candidates_reset(&prompt.candidates);
  prompt.next = 0;
  rl_attempted_completion_over = 1;
  if (prompt.debugging) return NULL;
  if (prompt.continued)
    ds_complete_lua(prompt.shell, rl_line_buffer, (size_t)start, (size_t)end, &prompt.candidates);
  else
    ds_complete(prompt.shell, rl_line_buffer, (size_t)start, (size_t)end, &prompt.candidates);
  if (rl_completion_quote_character) strip_quotes(&prompt.candidates);
  rl_attempted_completion_over = !prompt.candidates.files;
  rl_completion_append_character = prompt.candidates.glued ? '\0' : ' ';
  rl_filename_completion_desired = 0;
  if (!prompt.candidates.n) return NULL;
  rl_completion_suppress_quote = 1;
  return rl_completion_matches(text, next_candidate);
}

static void set_up_readline(void) {
  if (prompt.ready) return;
  prompt.ready = true;
  rl_readline_name = "dossier";
  rl_catch_signals = 0;
  rl_attempted_completion_function = on_complete;
  rl_completer_word_break_characters = " \t\n";
  rl_completer_quote_characters = "\"'";
  if (!isatty(STDOUT_FILENO)) rl_outstream = stderr;
  rl_initialize();
}

/* History is a convenience: without a home, or where it cannot be written, there is none. */
static void history_open(void) {
  char *folder = ds_path_xdg(DS_XDG_STATE);
  using_history();
  stifle_history(HISTORY_ENTRIES);
  history_comment_char = '#';
  history_write_timestamps = 1;
  if (!folder || ds_path_make_folder(folder, NULL) != DS_OK) {
    free(folder);
    return;
  }
  char *path = ds_path_join(folder, "history");
  free(folder);
  int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) {
    free(path);
    return;
  }
  fchmod(fd, 0600);
  close(fd);
  read_history(path);
  prompt.history = path;
}

static void history_add(const char *entry) {
  HIST_ENTRY *last = history_length ? history_get(history_base + history_length - 1) : NULL;
  if (!*entry || (last && strcmp(last->line, entry) == 0)) return;
  add_history(entry);
  if (prompt.history) append_history(1, prompt.history);
}

static void history_close(void) {
  if (prompt.history) history_truncate_file(prompt.history, HISTORY_ENTRIES);
  free(prompt.history);
  prompt.history = NULL;
  clear_history();
}

static long long now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A signal came while the line was edited: Ctrl-C drops it, twice within a second leaves; SIGTERM leaves. */
static outcome on_stop(void) {
  static long long before = -10000;
  int number = ds_signals_last();
  rl_callback_sigcleanup();
  rl_point = rl_end;
  rl_redisplay();
  fputs("^C", rl_outstream); /* before Readline, leaving, puts the cursor to the beginning of the line */
  fflush(rl_outstream);
  rl_callback_handler_remove();
  fputc('\n', rl_outstream);
  if (number != SIGINT) return LINE_STOP;
  long long now = now_ms();
  bool again = now - before < 1000;
  before = now;
  ds_signals_clear();
  if (!again) return LINE_CANCELLED;
  prompt.shell->exit_code = 130;
  return LINE_STOP;
}

/* Reads one line. Signals are let in only while nothing is typed, so none is missed and none interrupts Readline. */
static outcome read_line(const char *text, char **line) {
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGINT);
  sigaddset(&blocked, SIGTERM);
  sigprocmask(SIG_BLOCK, &blocked, &before);
  prompt.got = false;
  prompt.line = NULL;
  rl_callback_handler_install(text, on_line);
  outcome result = LINE_READ;
  static const struct timespec idle = {.tv_nsec = 200000000};
  while (!prompt.got && result == LINE_READ) {
    struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
    int n = ppoll(&in, 1, prompt.prepared || prompt.debugging ? NULL : &idle, &before);
    if (ds_stop)
      result = on_stop();
    else if (n == 0)
      prompt.prepared = !ds_complete_prepare(prompt.shell, prompt.parts++);
    else if (n > 0)
      rl_callback_read_char();
    else if (n < 0 && errno == EINTR)
      rl_forced_update_display(); /* a new size, or back from the background */
    else if (n < 0)
      result = LINE_END;
  }
  if (!prompt.got) rl_callback_handler_remove();
  sigprocmask(SIG_SETMASK, &before, NULL);
  if (result != LINE_READ) return result;
  *line = prompt.line;
  return prompt.line ? LINE_READ : LINE_END;
}

/* A line for debug.repl(). */
static char *debug_line(const char *text) {
  char *line = NULL;
  set_up_readline();
  fflush(stdout);
  prompt.debugging = true;
  outcome result = read_line(text, &line);
  prompt.debugging = false;
  return result == LINE_CANCELLED ? ds_strdup("") : result == LINE_READ ? line : NULL;
}

void ds_shell_debugger(ds_shell *shell) {
  prompt.shell = shell;
  if (isatty(STDIN_FILENO) && isatty(STDERR_FILENO)) ds_debug_reader(debug_line);
}

static void run_entry(ds_shell *shell, const char *text, bool *incomplete) {
  ds_err err = {0};
  ds_signals_clear();
  ds_shell_refresh(shell);
  ds_status status = ds_shell_text(shell, text, incomplete, &err);
  if (status != DS_OK) ds_print_error(shell, &err);
  if (!shell->quit) {
    if (shell->exit_code >= 0) ds_print_remark(shell, "the script ended with exit code %d", shell->exit_code);
    shell->exit_code = -1;
  }
  ds_err_reset(&err);
  ds_signals_clear();
  fflush(stdout);
}

/* Pasted lines that are commands come as one entry; each is run on its own. Lua stays together. */
static void run_lines(ds_shell *shell, const char *text, bool *incomplete) {
  if (!strchr(text, '\n') || ds_shell_classify(shell, text) == DS_LINE_LUA) {
    run_entry(shell, text, incomplete);
    return;
  }
  while (*text && !shell->quit) {
    size_t len = strcspn(text, "\n");
    char *line = ds_strndup(text, len);
    if (ds_shell_classify(shell, line) == DS_LINE_LUA) {
      free(line);
      run_entry(shell, text, incomplete);
      return;
    }
    run_entry(shell, line, incomplete);
    free(line);
    text += len + (text[len] == '\n');
  }
}

static outcome prompt_once(ds_shell *shell, ds_buf *entry) {
  char *line = NULL;
  prompt.continued = entry->len > 0;
  outcome result = read_line(prompt.continued ? ">> " : "dossier> ", &line);
  if (result == LINE_CANCELLED || (result == LINE_END && prompt.continued)) {
    if (result == LINE_END) fputc('\n', rl_outstream);
    ds_buf_clear(entry);
    return LINE_CANCELLED;
  }
  if (result != LINE_READ) return result;
  ds_buf_printf(entry, "%s%s", prompt.continued ? "\n" : "", line);
  free(line);
  bool incomplete = false;
  run_lines(shell, entry->data, &incomplete);
  if (incomplete) return LINE_READ;
  size_t len = entry->len;
  while (len > 0 && strchr(" \t\n", entry->data[len - 1])) entry->data[--len] = '\0';
  history_add(entry->data + strspn(entry->data, " \t\n"));
  ds_buf_clear(entry);
  return LINE_READ;
}

static void words_to_type(bool empty) {
  printf(".\nThree things to type:\n");
  if (empty)
    printf("  import FOLDER     read articles into it\n  help              what there is\n  quit\n");
  else
    printf("  entities          who and what is named\n"
           "  visits            who goes where; then 'show 1' opens the passage\n  help              what else there is\n");
}

static void first_words(ds_shell *shell) {
  if (shell->globals.quiet) return;
  const char *path = ds_shell_database(shell);
  ds_query *query = NULL;
  bool row = false;
  long long n = 0;
  printf("dossier %s", DS_VERSION);
  if (!ds_path_exists(path)) {
    printf(". There is no database '%s' yet", path);
    words_to_type(true);
    return;
  }
  ds_err err = {0};
  static const char sql[] = "SELECT (SELECT count(*) FROM articles), (SELECT min(date) FROM articles), (SELECT max(date) FROM articles)";
  if (ds_shell_open(shell, DS_OPEN_READONLY, &err) != DS_OK) {
    printf(".\n");
    fflush(stdout);
    ds_print_error(shell, &err);
    ds_err_reset(&err);
    return;
  }
  if (ds_query_new(shell->store, sql, NULL, &query, NULL) == DS_OK && ds_query_step(query, &row, NULL) == DS_OK && row) {
    const char *first = ds_query_column_text(query, 1, NULL), *last = ds_query_column_text(query, 2, NULL);
    n = (long long)ds_query_column_int(query, 0);
    printf(", %s: %lld article%s", path, n, n == 1 ? "" : "s");
    if (first) printf(", %s to %s", first, last);
  }
  ds_query_free(query);
  words_to_type(n == 0);
}

ds_status ds_shell_prompt(ds_shell *shell, ds_err *err) {
  prompt.shell = shell;
  shell->interactive = shell->line_by_line = true;
  ds_signals_ignore_pipe();
  set_up_readline();
  history_open();
  first_words(shell);
  ds_buf entry = {0};
  outcome result = LINE_READ;
  while (!shell->quit && (result == LINE_READ || result == LINE_CANCELLED)) {
    fflush(stdout);
    result = prompt_once(shell, &entry);
  }
  if (result == LINE_END) fputc('\n', rl_outstream);
  history_close();
  ds_buf_reset(&entry);
  ds_candidates_reset(&prompt.candidates);
  if (result == LINE_STOP && ds_signals_last()) return ds_fail(err, DS_INTERRUPT, "stopped by a signal");
  return DS_OK;
}
