/* completion: what the shells bash, zsh and fish need so that Tab completes commands, options, choices, names and files. The scripts ask
 * the program itself ("completion words WORD..."), so that they know a database's names and the plugins that are there today. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "shell/command.h"
#include "shell/complete.h"
#include "shell/handlers.h"
#include "shell/print.h"
#include "shell/run.h"

#define SCRIPT(shell)                                      \
  __asm__(".section .rodata\n"                             \
          "ds_completion_" #shell ":\n"                    \
          ".incbin \"core/shell/completion." #shell "\"\n" \
          ".byte 0\n"                                      \
          ".text\n");                                      \
  extern const char ds_completion_##shell[];
SCRIPT(bash)
SCRIPT(zsh)
SCRIPT(fish)
#undef SCRIPT

static const struct {
  const char *name, *script;
} shells[] = {{"bash", ds_completion_bash}, {"zsh", ds_completion_zsh}, {"fish", ds_completion_fish}};

/* Passes over global options and the database; the number of words read. *waiting: an option whose value is the word at the cursor. */
static int skip_globals(ds_shell *shell, const char *const *words, int n, const ds_option **waiting) {
  const ds_option *tables[] = {ds_global_options, NULL};
  int at = 0;
  bool named = false;
  while (at < n) {
    const char *word = words[at];
    const ds_option *o = NULL;
    if (strncmp(word, "--", 2) == 0)
      o = ds_option_find(tables, word + 2, strlen(word + 2));
    else if (word[0] == '-' && word[1] && !word[2])
      for (o = ds_global_options; o->name && o->letter != word[1];) o++;
    if (o && o->name && o->kind != DS_OPTION_FLAG) {
      if (at + 1 == n) *waiting = o;
      if (at + 1 < n && strcmp(o->name, "database") == 0) named = true, shell->globals.database = words[at + 1];
      at += at + 1 < n ? 2 : 1;
    } else if (word[0] == '-') {
      if (strncmp(word, "--database=", 11) == 0) named = true, shell->globals.database = word + 11;
      at++;
    } else if (!named && !ds_shell_knows(shell, word) && (strpbrk(word, "./") || ds_path_exists(word))) {
      named = true;
      shell->globals.database = word;
      at++;
    } else {
      break;
    }
  }
  return at;
}

/* Prints the candidates for the last word, one a line; "<files>" stands for names of files. */
static ds_status print_candidates(ds_shell *shell, const char *const *words, int n, ds_err *err) {
  const ds_option *waiting = NULL;
  ds_candidates found = {0};
  const char *none[] = {""};
  if (!n) words = none, n = 1;
  int at = skip_globals(shell, words, n - 1, &waiting);
  ds_complete_words(shell, words + at, (size_t)(n - at), waiting, &found);
  ds_buf out = {0};
  for (size_t i = 0; i < found.n; i++) ds_buf_printf(&out, "%s\n", found.words[i]);
  if (found.files) ds_buf_puts(&out, "<files>\n");
  ds_status status = ds_print_text(shell, out.data ? out.data : "", out.len, err);
  ds_buf_reset(&out);
  ds_candidates_reset(&found);
  return status;
}

ds_status ds_run_completion(ds_shell *shell, const ds_args *args, ds_err *err) {
  const char *name = args->n_words ? args->words[0] : "";
  if (strcmp(name, "words") == 0) return print_candidates(shell, args->words + 1, (int)args->n_words - 1, err);
  for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
    if (strcmp(shells[i].name, name) == 0) return ds_print_text(shell, shells[i].script, strlen(shells[i].script), err);
  ds_fail(err, DS_USAGE, "'completion' knows bash|zsh|fish, got '%s'", name);
  ds_err_hint(err, "'eval \"$(dossier completion bash)\"' switches it on in a running shell");
  return DS_USAGE;
}
