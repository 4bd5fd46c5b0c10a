/* What `import` and `watch` share: the options of the command line, what is said while files are read, and the summary. */
#ifndef DS_SHELL_IMPORT_H
#define DS_SHELL_IMPORT_H

#include "base/buf.h"
#include "shell/shell.h"

/* One import: the options with callbacks that print. options.data points back here, so it must not be moved after _init. */
typedef struct ds_importer {
  ds_shell *shell;
  ds_import_options options;
  const char **fields;   /* owned */
  double started, drawn; /* seconds: of the import, of the progress line */
  bool line;             /* a progress line stands there */
  char *refusing;        /* the file of the last refusal, and how many of its items were refused: on a terminal some are told */
  size_t refused;
} ds_importer;

void ds_importer_init(ds_importer *importer, ds_shell *shell, const ds_args *args);
void ds_importer_reset(ds_importer *importer);
void ds_importer_clear_line(ds_importer *importer);
/* Says how many refusals of the last file were not told. */
void ds_importer_close_refusals(ds_importer *importer);
/* "2 new articles, 1 already there", appended. */
void ds_import_summary(const ds_import_counts *counts, ds_buf *out);

#endif
