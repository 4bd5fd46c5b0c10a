/* One line of the prompt: what it is, and its words. */
#ifndef DS_SHELL_LINE_H
#define DS_SHELL_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

typedef enum ds_line_kind { DS_LINE_EMPTY, DS_LINE_COMMAND, DS_LINE_SQL, DS_LINE_LUA } ds_line_kind;

/* The one rule: a line whose first word is a command (knows says so) is a command, unless what follows makes it Lua: one of ( { [ . : ,
 * with no blank before it, or an = that is not ==. `select` and `with` begin SQL. A leading dot before a letter makes a command of
 * anything. Everything else is Lua. *from (may be NULL) is where the command's first word begins. */
ds_line_kind ds_line_classify(const char *line, bool (*knows)(void *data, const char *word), void *data, size_t *from);

/* Where the `|` stands that sends the line's result to a program: outside quotation marks, between blanks; in SQL, where it is an operator
 * too, after the semicolon. 0: there is none. */
size_t ds_line_pipe(const char *line, bool sql);

/* Words as a shell splits them: blanks, '…', "…" that begin a word or follow an =, backslash. raw: quotation marks and backslashes stay. */
typedef struct ds_line_words {
  char **words; /* owned */
  size_t n, cap;
} ds_line_words;
/* DS_USAGE for a quotation mark that is not closed. */
ds_status ds_line_split(const char *line, bool raw, ds_line_words *words, ds_err *err);
void ds_line_words_reset(ds_line_words *words);

/* Length of the word (letters, digits, _ and -) at s. */
size_t ds_line_word(const char *s);

#endif
