/* Completion: what may stand at the cursor. Knows no Readline. */
#ifndef DS_SHELL_COMPLETE_H
#define DS_SHELL_COMPLETE_H

#include "shell/shell.h"

typedef struct ds_candidates {
  char **words; /* owned; sorted, none twice */
  size_t n, cap;
  bool files; /* names of files may stand here too */
  bool glued; /* no blank is to follow (a Lua name) */
} ds_candidates;

/* Candidates for the word that begins at `from` and ends at `to` in the line. */
void ds_complete(ds_shell *shell, const char *line, size_t from, size_t to, ds_candidates *out);
/* Likewise in a line that is Lua for certain. */
void ds_complete_lua(ds_shell *shell, const char *line, size_t from, size_t to, ds_candidates *out);
/* For other shells: the last of n words (at least one) is at the cursor, the first is the command, when there are several. waiting: an
 * option of the program whose value the last word is, or NULL. Names come without quotation marks. */
void ds_complete_words(ds_shell *shell, const char *const *words, size_t n, const ds_option *waiting, ds_candidates *out);
/* Fetches a part of what completing names looks at, so that the first Tab need not wait for it; false when there is no more. Each takes a
 * few hundredths of a second on a large database. */
bool ds_complete_prepare(ds_shell *shell, size_t part);
void ds_candidates_reset(ds_candidates *candidates);

#endif
