/* Statuses and errors.
 *
 * Every function that can fail returns a ds_status and takes a `ds_err *err` as its last parameter. The caller owns the ds_err, usually
 * on its stack (`ds_err err = {0};`). On failure the callee fills it through ds_fail() and leaves its out-parameters untouched; on
 * success it is untouched. The text is one line, lower case, without a full stop: what was found, what was expected, what to do.
 * Nothing below the command layer prints or exits. */
#ifndef DS_BASE_ERR_H
#define DS_BASE_ERR_H

#include <stdarg.h>
#include <stddef.h>

/* name, exit code, stable word for `--errors json`, meaning (help text) */
/* clang-format off */
#define DS_STATUS_LIST(X) \
  X(OK, 0, "ok", "done; an empty result is success") \
  X(FAIL, 1, "failed", "failed") \
  X(IO, 1, "io", "a file cannot be read or written") \
  X(DB, 1, "database", "the database cannot be used") \
  X(USAGE, 2, "usage", "wrong usage") \
  X(PARTIAL, 3, "partial", "finished, some items failed (they are listed)") \
  X(SCRIPT, 4, "script", "a plugin or script raised an error") \
  X(LIMIT, 5, "limit", "a limit was hit (time, memory)") \
  X(GATE, 6, "gate", "'check': a quality gate was not met") \
  X(INPUT, 65, "input", "the input cannot be understood") \
  X(BUSY, 75, "busy", "busy, try again") \
  X(INTERRUPT, 130, "interrupted", "stopped by Ctrl-C")
/* clang-format on */

typedef enum ds_status {
#define X(name, code, word, help) DS_##name,
  DS_STATUS_LIST(X)
#undef X
} ds_status;

typedef struct ds_err {
  ds_status status;
  char text[1024];   /* one line, NUL-terminated, cut at a character when longer */
  char hint[256];    /* what to do next, or "" */
  char file[256];    /* the file at fault, or "" */
  long line;         /* 1-based line in it, or 0 */
  long long article; /* id of the article being read, or 0 */
  char *traceback;   /* heap, owned, or NULL */
} ds_err;

/* Fills err (which may be NULL) and returns status, so that a failing function can `return ds_fail(...)`. */
ds_status ds_fail(ds_err *err, ds_status status, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The same, naming the place: file and 1-based line (0 when unknown). */
ds_status ds_fail_at(ds_err *err, ds_status status, const char *file, long line, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* Adds the next step to a failure already recorded. */
void ds_err_hint(ds_err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Frees the traceback and clears everything; err may be NULL. */
void ds_err_reset(ds_err *err);

int ds_status_exit(ds_status status);         /* the process exit code */
const char *ds_status_word(ds_status status); /* stable word, as in `--errors json` */
const char *ds_status_help(ds_status status);

/* Allocation that does not fail: out of memory prints one line and ends the process with status 1.
 * ds_alloc returns zeroed memory; free() releases all of them. */
void *ds_alloc(size_t size);
void *ds_realloc(void *old, size_t size);
char *ds_strdup(const char *s); /* NULL gives NULL */
char *ds_strndup(const char *s, size_t len);
/* Fault injection for tests: the n-th allocation from now fails (0 = never). */
void ds_alloc_fail_after(long n);

/* Grows an array for one more element: `DS_GROW(v, n, cap)`. */
#define DS_GROW(v, n, cap) ((n) < (cap) ? (void)0 : (void)((cap) = (cap) ? (cap)*2 : 8, (v) = ds_realloc((v), (size_t)(cap) * sizeof *(v))))

#endif
