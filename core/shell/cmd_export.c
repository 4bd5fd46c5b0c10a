/* export: the tables for other programs. */
#include <inttypes.h>
#include <string.h>

#include "shell/command.h"
#include "shell/handlers.h"
#include "shell/print.h"
#include "store/export.h"

#define X(id, word, help) word,
static const char *const form_words[] = {DS_EXPORT_LIST(X) NULL};
#undef X

const ds_option ds_export_options[] = {
    {"to", 0, DS_OPTION_CHOICE, NULL, "the tables as CSV files into a folder; pg: with what loads them into PostgreSQL", form_words}, {0}};

static ds_status export_tables(ds_shell *shell, const char *folder, const char *word, ds_err *err) {
  int64_t rows = 0;
  ds_export_form form = strcmp(word, form_words[DS_EXPORT_PG]) == 0 ? DS_EXPORT_PG : DS_EXPORT_CSV;
  ds_status status = ds_export(shell->store, folder, form, &rows, err);
  if (status == DS_OK) ds_print_remark(shell, "%" PRId64 " rows in '%s'", rows, folder);
  return status;
}

ds_status ds_run_export(ds_shell *shell, const ds_args *args, ds_err *err) {
  const char *to = ds_args_text(args, "to");
  if (to) return export_tables(shell, args->words[0], to, err);
  return ds_fail(err, DS_USAGE, "say --to csv|pg for the tables");
}
