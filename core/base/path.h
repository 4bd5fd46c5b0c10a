/* Files and the places that the XDG Base Directory specification names. */
#ifndef DS_BASE_PATH_H
#define DS_BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"

typedef enum ds_xdg { DS_XDG_DATA, DS_XDG_STATE, DS_XDG_CONFIG, DS_XDG_CACHE } ds_xdg;

/* "$XDG_…_HOME/dossier", else the default below $HOME; NULL when there is no home, or one that is no folder. Data are found where $HOME is
 * not set, too, as in jobs that start with an empty environment: below the user's home by the password file. The caller frees. */
char *ds_path_xdg(ds_xdg which);
char *ds_path_join(const char *folder, const char *name); /* the caller frees */
/* Absolute path of the folder that the running program stands in; NULL if unknown. The caller frees. */
char *ds_path_program_folder(void);
bool ds_path_is_folder(const char *path);
bool ds_path_exists(const char *path);
/* Makes folder and its parents (mode 0700 for the new ones). */
ds_status ds_path_make_folder(const char *path, ds_err *err);
/* Reads a whole file (or standard input for "-") into out, which is appended to. Fails with DS_IO above `limit` bytes (0: no limit). */
ds_status ds_path_read(const char *path, size_t limit, ds_buf *out, ds_err *err);

/* A file that appears whole or not at all: written beside its target, flushed and renamed by _commit; _abort removes it. A link stays, what
 * it leads to is written; a device or a pipe is written as it is, never replaced. _commit and _abort free `file`. */
typedef struct ds_outfile ds_outfile;
ds_status ds_outfile_open(const char *path, ds_outfile **file, ds_err *err);
FILE *ds_outfile_stream(ds_outfile *file); /* borrowed */
ds_status ds_outfile_commit(ds_outfile *file, ds_err *err);
void ds_outfile_abort(ds_outfile *file); /* NULL is fine */

#endif
