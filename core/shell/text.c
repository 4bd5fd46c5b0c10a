#define _GNU_SOURCE
#include "shell/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/path.h"
#include "shell/print.h"
#include "shell/run.h"
#include "shell/signals.h"

/* A second name of a command (`q`, `find`) gives way to a variable of that name. */
static bool knows(void *data, const char *word) {
  ds_shell *shell = data;
  const ds_command *c = ds_command_find(word, strlen(word));
  if (c && strcmp(c->name, word) != 0 && shell->session && ds_session_has(shell->session, word)) return false;
  return ds_shell_knows(shell, word);
}

ds_line_kind ds_shell_classify(ds_shell *shell, const char *text) {
  return ds_line_classify(text, knows, shell, NULL);
}

/* The words of a command line; those of `search` keep their quotation marks, `sql` has the rest of the line as one. */
static ds_status split(const char *line, ds_line_words *words, ds_err *err) {
  size_t len = ds_line_word(line);
  const ds_command *c = len ? ds_command_find(line, len) : NULL;
  if (!c || strcmp(c->name, "sql") != 0) return ds_line_split(line, c && (c->flags & DS_COMMAND_RAW), words, err);
  const char *rest = line + len + strspn(line + len, " \t\r\n");
  const char *parts[] = {"sql", "--", rest};
  for (size_t i = 0; i < (*rest ? 3u : 1u); i++) {
    DS_GROW(words->words, words->n, words->cap);
    words->words[words->n++] = ds_strdup(parts[i]);
  }
  return DS_OK;
}

static ds_status run_command_line(ds_shell *shell, const char *line, ds_err *err) {
  ds_line_words words = {0};
  ds_status status = split(line, &words, err);
  if (status == DS_OK && words.n) status = ds_shell_run(shell, (int)words.n, (const char *const *)words.words, err);
  ds_line_words_reset(&words);
  return status;
}

static ds_status run_sql(ds_shell *shell, const char *text, ds_err *err) {
  const char *words[] = {"sql", "--", text};
  return ds_shell_run(shell, 3, words, err);
}

static const char *const lua_words[] = {"and",      "break",  "do",   "else", "elseif", "end",   "false", "for",
                                        "function", "goto",   "if",   "in",   "local",  "nil",   "not",   "or",
                                        "repeat",   "return", "then", "true", "until",  "while", NULL};

/* The first word of an entry that Lua could make nothing of, when it was most likely meant as a command: `vists`, `quotse --speaker Xi`,
 * `vists lukashenko`. The caller frees; NULL for none. */
static char *meant_command(const char *text, bool lone) {
  text += strspn(text, " \t\n");
  size_t len = ds_line_word(text);
  const char *rest = text + len + strspn(text + len, " \t\n");
  if (!len || (*rest && !strchr(" \t\n", text[len])) || (lone && *rest && strncmp(rest, "--", 2) != 0)) return NULL;
  char *word = ds_strndup(text, len);
  for (const char *const *w = lua_words; *w; w++) {
    if (strcmp(*w, word) != 0) continue;
    free(word);
    return NULL;
  }
  return word;
}

/* A global that is nil may be a misspelt analysis: `visist{ who = "Xi" }`. */
static void hint_global(ds_shell *shell, ds_err *err) {
  static const char mark[] = "a nil value (global '";
  const char *name = strstr(err->text, mark);
  if (!name) return;
  name += sizeof mark - 1;
  char *word = ds_strndup(name, strcspn(name, "'"));
  const char *best = ds_shell_nearest(shell, word);
  if (best) ds_err_hint(err, "did you mean '%s'?", best);
  free(word);
}

static bool changes_by_sql(const char *word) {
  static const char *const verbs[] = {"insert", "update", "delete", "create", "drop", "alter", "replace", "pragma", "vacuum"};
  for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
    if (strcasecmp(word, verbs[i]) == 0) return true;
  return false;
}

/* After Lua: nil for a lone word, or an error of syntax, may be a misspelt command. */
static ds_status explain(ds_shell *shell, const char *text, ds_status status, const ds_buf *out, ds_err *err) {
  bool nothing = status == DS_OK && out->len == 4 && memcmp(out->data, "nil\n", 4) == 0;
  bool syntax = status == DS_SCRIPT && err && strstr(err->text, " near ");
  char *word = nothing || syntax ? meant_command(text, nothing) : NULL;
  if (word && ds_shell_nearest(shell, word)) {
    if (err) ds_err_reset(err);
    status = ds_shell_unknown(shell, "command", word, err);
  } else if (word && syntax && changes_by_sql(word)) {
    ds_err_hint(err, "SQL that changes the database is typed as 'sql --write %s …'", word);
  } else if (word && syntax) {
    ds_err_hint(err, "'help' lists the commands; what is none of them is Lua");
  }
  if (status == DS_SCRIPT && err && !err->hint[0]) hint_global(shell, err);
  free(word);
  return status;
}

static ds_status run_lua(ds_shell *shell, const char *text, bool *incomplete, ds_err *err) {
  ds_session *session = NULL;
  ds_buf out = {0};
  ds_result *result = NULL;
  ds_status status = ds_shell_session(shell, &session, err);
  if (status == DS_OK) status = ds_session_eval(session, text, strlen(text), incomplete, &out, &result, err);
  if (status != DS_OK && session && ds_session_exit_code(session) >= 0) { /* os.exit leaves the prompt */
    shell->exit_code = ds_session_exit_code(session);
    shell->quit = true;
    ds_err_reset(err);
    status = DS_OK;
  }
  if (!result && !*incomplete) status = explain(shell, text, status, &out, err);
  if (status == DS_OK && out.len && !result) status = ds_print_text(shell, out.data, out.len, err);
  if (status == DS_OK && result) status = ds_print_result(shell, NULL, result, err);
  ds_buf_reset(&out);
  return status;
}

static ds_status run_kind(ds_shell *shell, ds_line_kind kind, const char *text, bool *incomplete, ds_err *err) {
  switch (kind) {
  case DS_LINE_COMMAND: return run_command_line(shell, text, err);
  case DS_LINE_SQL: return run_sql(shell, text, err);
  case DS_LINE_LUA: return run_lua(shell, text, incomplete, err);
  default: return DS_OK;
  }
}

static bool of_the_prompt(const char *line) {
  const ds_command *c = ds_command_find(line, ds_line_word(line));
  return c && (c->flags & DS_COMMAND_PROMPT);
}

/* Where this line's result goes: `COMMAND | PROGRAM`, `once FILE` before it. text is cut at the pipe. */
static void redirect(ds_shell *shell, ds_line_kind kind, char *text) {
  size_t word = ds_line_word(text);
  bool sql = kind == DS_LINE_SQL || (word == 3 && memcmp(text, "sql", 3) == 0);
  size_t at = kind == DS_LINE_COMMAND || kind == DS_LINE_SQL ? ds_line_pipe(text, sql) : 0;
  if (at) {
    text[at] = '\0';
    shell->globals.pipe = text + at + 1 + strspn(text + at + 1, " \t");
  } else if (shell->once && !(kind == DS_LINE_COMMAND && of_the_prompt(text))) {
    ds_shell_output(shell, shell->once);
  }
}

ds_status ds_shell_text(ds_shell *shell, const char *line, bool *incomplete, ds_err *err) {
  size_t from = 0;
  *incomplete = false;
  ds_line_kind kind = ds_line_classify(line, knows, shell, &from);
  char *text = ds_strdup(kind == DS_LINE_COMMAND ? line + from : line);
  ds_globals before = shell->globals;
  shell->printed = false;
  redirect(shell, kind, text);
  bool redirected = shell->globals.pipe || shell->globals.output != before.output;
  ds_status status = run_kind(shell, kind, text, incomplete, err);
  if (redirected) {
    bool once = !shell->globals.pipe && shell->printed;
    shell->globals = before;
    if (once) free(shell->once), shell->once = NULL;
  }
  free(text);
  return status;
}

/* Skips a #! line and blank and comment lines. */
static const char *first_line(const char *text) {
  for (;;) {
    text += strspn(text, " \t\r\n");
    bool passed_over = text[0] == '#' || (text[0] == '-' && text[1] == '-');
    if (!passed_over) return text;
    text += strcspn(text, "\n");
  }
}

static ds_status run_lines(ds_shell *shell, char *text, ds_err *err) {
  ds_buf entry = {0};
  ds_status status = DS_OK;
  bool incomplete = false;
  long number = 0, first = 1;
  for (char *line = text, *next; status == DS_OK && line && !shell->quit && !ds_stop; line = next) {
    next = strchr(line, '\n');
    if (next) *next++ = '\0';
    number++;
    if (!entry.len) {
      if (first_line(line)[0] == '\0') continue;
      first = number;
    }
    ds_buf_printf(&entry, "%s%s", entry.len ? "\n" : "", line);
    status = ds_shell_text(shell, entry.data, &incomplete, err);
    if (!incomplete) ds_buf_clear(&entry);
  }
  if (status == DS_OK && incomplete) status = ds_fail(err, DS_SCRIPT, "the script ends in the middle of a statement");
  if (status == DS_OK && ds_stop) status = ds_fail(err, DS_INTERRUPT, "interrupted");
  if (status != DS_OK && err && !err->file[0]) {
    snprintf(err->file, sizeof err->file, "stdin");
    err->line = first;
  }
  ds_buf_reset(&entry);
  return status;
}

/* A Lua script that has been read already: standard input is replaced by its text. */
static ds_status run_lua_script(ds_shell *shell, ds_buf *text, ds_err *err) {
  ds_session *session = NULL;
  ds_status status = ds_shell_session(shell, &session, err);
  if (status != DS_OK || !text->len) return status;
  FILE *saved = stdin;
  stdin = fmemopen(text->data, text->len, "r");
  if (stdin) {
    status = ds_session_file(session, "-", 0, NULL, &shell->exit_code, err);
    fclose(stdin);
  }
  stdin = saved;
  return status;
}

ds_status ds_shell_script(ds_shell *shell, ds_err *err) {
  ds_buf text = {0};
  ds_status status = ds_path_read("-", 0, &text, err);
  if (status == DS_OK && text.len) {
    const char *line = first_line(text.data);
    char *first = ds_strndup(line, strcspn(line, "\n"));
    ds_line_kind kind = ds_shell_classify(shell, first);
    free(first);
    shell->line_by_line = kind == DS_LINE_COMMAND || kind == DS_LINE_SQL;
    if (shell->line_by_line)
      status = run_lines(shell, text.data, err);
    else if (kind == DS_LINE_LUA)
      status = run_lua_script(shell, &text, err);
  }
  ds_buf_reset(&text);
  return status;
}
