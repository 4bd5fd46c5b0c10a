/* entity, quote, undo, redo, corrections; import --corrections. */
#include "shell/correct.h"

#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/number.h"
#include "base/path.h"
#include "plugin/corrected.h"
#include "shell/handlers.h"
#include "shell/run.h"
#include "shell/print.h"
#include "store/corrections.h"

/* What was done, a line for each correction. */
static void print_said(ds_shell *shell, ds_buf *said) {
  for (char *line = said->data, *next; line && *line; line = next) {
    next = strchr(line, '\n');
    if (next) *next++ = '\0';
    ds_print_remark(shell, "%s%s", line, strncmp(line, "correction ", 11) == 0 && !next ? "; 'undo' takes it back" : "");
  }
  ds_buf_reset(said);
}

static ds_status fail_verb(const char *object, const char *word, ds_err *err) {
  ds_nearest nearest = ds_nearest_start(word, strlen(word));
  ds_buf all = {0};
  for (int v = 0; v < DS_VERB_COUNT; v++) {
    if (strcmp(ds_verb_object((ds_verb)v), object) != 0) continue;
    ds_buf_printf(&all, "%s%s", all.len ? "|" : "", ds_verb_word((ds_verb)v));
    ds_nearest_offer(&nearest, ds_verb_word((ds_verb)v));
  }
  ds_fail(err, DS_USAGE, "'%s' can %s, got '%s'", object, all.data, word);
  if (ds_nearest_word(&nearest)) ds_err_hint(err, "did you mean '%s'?", ds_nearest_word(&nearest));
  ds_buf_reset(&all);
  return DS_USAGE;
}

ds_status ds_shell_correct_entity(ds_shell *shell, ds_verb verb, const char *const *names, size_t n, const char *why, ds_buf *said,
                                  ds_err *err) {
  if ((int)n != ds_verb_names(verb)) {
    ds_fail(err, DS_USAGE, "'entity %s' takes %s, got %zu name%s", ds_verb_word(verb), ds_verb_usage(verb), n, n == 1 ? "" : "s");
    ds_err_hint(err, "a name of several words is put in quotation marks");
    return DS_USAGE;
  }
  ds_status status = ds_shell_open(shell, DS_OPEN_WRITE, err);
  return status == DS_OK ? ds_correct_entity(shell->store, verb, names, &(ds_hand){.why = why}, said, err) : status;
}

ds_status ds_run_entity(ds_shell *shell, const ds_args *args, ds_err *err) {
  ds_buf said = {0};
  ds_verb verb = ds_verb_find("entity", args->words[0]);
  if (verb == DS_VERB_COUNT) return fail_verb("entity", args->words[0], err);
  ds_status status = ds_shell_correct_entity(shell, verb, args->words + 1, args->n_words - 1, ds_args_text(args, "why"), &said, err);
  print_said(shell, &said);
  return status;
}

/* The quotation that row n of the last result rests on. */
static ds_status quote_of_row(ds_shell *shell, long long n, long long *quote, ds_err *err) {
  const ds_result *last = shell->last;
  const char *title = last->title ? last->title : "last";
  if (n < 1 || (size_t)n > last->n_rows)
    return ds_fail(err, DS_USAGE, "no row %lld: the %s result has %zu row%s", n, title, last->n_rows, last->n_rows == 1 ? "" : "s");
  int64_t id = 0;
  const ds_row *row = &last->rows[n - 1];
  ds_status status = DS_OK;
  if (row->n_sources) status = ds_quote_at(shell->store, row->sources[0].article, row->sources[0].start, row->sources[0].end, &id, err);
  if (status == DS_OK && !id) {
    ds_fail(err, DS_USAGE, "row %lld of the %s result is no quotation", n, title);
    ds_err_hint(err, "'id:%lld' is the quotation of that number", n);
    return DS_USAGE;
  }
  *quote = id;
  return status;
}

static ds_status read_quote(ds_shell *shell, const char *word, long long *quote, ds_err *err) {
  bool number = ds_number_marked(word, strlen(word)) != 0;
  *quote = ds_number_typed(word, strlen(word));
  if (!*quote) return ds_fail(err, DS_USAGE, "the quotation must be a number like 3 or id:17, got '%s'", word);
  return shell->last && !number ? quote_of_row(shell, *quote, quote, err) : DS_OK;
}

ds_status ds_shell_correct_quote(ds_shell *shell, long long quote, const char *field, const char *value, const char *why, ds_buf *said,
                                 ds_err *err) {
  bool entity = strcmp(field, "speaker") == 0, text = strcmp(field, "speaker_text") == 0;
  if (!entity && !text) {
    ds_fail(err, DS_USAGE, "of a quotation 'speaker' and 'speaker_text' can be set, got '%s'", field);
    return DS_USAGE;
  }
  if (value && (!*value || strcmp(value, "none") == 0)) value = NULL;
  ds_status status = ds_shell_open(shell, DS_OPEN_WRITE, err);
  if (status != DS_OK) return status;
  return ds_correct_quote(shell->store, quote, entity ? value : NULL, text ? value : NULL, &(ds_hand){.why = why}, said, err);
}

ds_status ds_run_quote(ds_shell *shell, const ds_args *args, ds_err *err) {
  const char *equals = strchr(args->words[2], '=');
  long long quote = 0;
  if (ds_verb_find("quote", args->words[0]) == DS_VERB_COUNT) return fail_verb("quote", args->words[0], err);
  if (!equals) return ds_fail(err, DS_USAGE, "'quote set' takes speaker=NAME, got '%s'", args->words[2]);
  ds_status status = read_quote(shell, args->words[1], &quote, err);
  if (status != DS_OK) return status;
  ds_buf said = {0};
  char *field = ds_strndup(args->words[2], (size_t)(equals - args->words[2]));
  status = ds_shell_correct_quote(shell, quote, field, equals + 1, ds_args_text(args, "why"), &said, err);
  free(field);
  print_said(shell, &said);
  return status;
}

ds_status ds_shell_correct_row(ds_shell *shell, const ds_result *result, long long n, const char *column, const char *value,
                               const char *why, ds_buf *said, ds_err *err) {
  if (value && (!*value || strcmp(value, "none") == 0)) value = NULL;
  ds_status status = ds_shell_open(shell, DS_OPEN_WRITE, err);
  return status == DS_OK ? ds_row_correct(shell->store, result, n, column, value, &(ds_hand){.why = why}, said, err) : status;
}

/* Runs the analysis that words tell. */
static ds_status run_analysis(ds_shell *shell, const char *const *words, size_t n, ds_result **result, ds_err *err) {
  const ds_plugin *plugin = ds_shell_plugin(shell, words[0], err);
  if (!plugin) return ds_shell_unknown(shell, "analysis", words[0], err);
  ds_option *own = ds_plugin_options(plugin);
  const ds_option *tables[] = {own, ds_global_options, ds_listing_options, NULL};
  ds_args args = {0};
  ds_status status = ds_args_parse(&args, tables, (int)n - 1, words + 1, -1, NULL, err);
  if (status == DS_OK) status = ds_shell_configure(shell, &args, err);
  if (status == DS_OK) status = ds_shell_open(shell, DS_OPEN_READONLY, err);
  if (status == DS_OK) status = ds_shell_plugin_result(shell, shell->store, plugin, &args, result, err);
  ds_args_reset(&args);
  ds_plugin_options_free(own);
  return status;
}

/* Sets the columns that words name, or rejects the row when there are none. */
static ds_status correct_row(ds_shell *shell, const ds_args *args, const ds_result *result, size_t n_columns, ds_buf *said, ds_err *err) {
  const char *why = ds_args_text(args, "why");
  long long n = strtoll(args->words[1], NULL, 10);
  ds_status status = n_columns ? DS_OK : ds_shell_correct_row(shell, result, n, NULL, NULL, why, said, err);
  for (size_t i = 0; status == DS_OK && i < n_columns; i++) {
    const char *word = args->words[2 + i], *equals = strchr(word, '=');
    char *column = ds_strndup(word, (size_t)(equals - word));
    if (said->len) ds_buf_putc(said, '\n');
    status = ds_shell_correct_row(shell, result, n, column, equals + 1, why, said, err);
    free(column);
  }
  return status;
}

ds_status ds_run_row(ds_shell *shell, const ds_args *args, ds_err *err) {
  ds_result *made = NULL;
  ds_buf said = {0};
  size_t first = 2;
  if (args->n_words < 2) return ds_fail(err, DS_USAGE, "'row' needs set or reject, and the number of a row");
  ds_verb verb = ds_verb_find("row", args->words[0]);
  if (verb == DS_VERB_COUNT) return fail_verb("row", args->words[0], err);
  while (verb == DS_VERB_ROW_SET && first < args->n_words && strchr(args->words[first], '=')) first++;
  if (verb == DS_VERB_ROW_SET && first == 2) return ds_fail(err, DS_USAGE, "'row set' needs COLUMN=VALUE");
  ds_status status = first < args->n_words ? run_analysis(shell, args->words + first, args->n_words - first, &made, err) : DS_OK;
  if (status == DS_OK && !made && !shell->last) {
    status = ds_fail(err, DS_USAGE, "there is no result yet whose rows could be corrected");
    ds_err_hint(err, "outside the prompt the analysis follows: row reject 2 visits");
  }
  if (status == DS_OK) status = correct_row(shell, args, made ? made : shell->last, first - 2, &said, err);
  ds_result_free(made);
  print_said(shell, &said);
  return status;
}

static ds_status take_back(ds_shell *shell, const ds_args *args, bool back, ds_err *err) {
  const char *word = args->n_words ? args->words[0] : "1";
  char *end = NULL;
  long long n = strtoll(word, &end, 10);
  if (*end || n < 1) return ds_fail(err, DS_USAGE, "how many corrections must be a number from 1, got '%s'", word);
  ds_buf said = {0};
  ds_status status = back ? ds_corrections_undo(shell->store, n, &said, err) : ds_corrections_redo(shell->store, n, &said, err);
  print_said(shell, &said);
  return status;
}

ds_status ds_run_undo(ds_shell *shell, const ds_args *args, ds_err *err) {
  return take_back(shell, args, true, err);
}
ds_status ds_run_redo(ds_shell *shell, const ds_args *args, ds_err *err) {
  return take_back(shell, args, false, err);
}

static void set_text(ds_value *value, const char *text) {
  ds_value_text(value, text, text ? strlen(text) : 0);
}

const ds_column ds_corrections_columns[] = {{"id", DS_TYPE_INTEGER, "number of the correction"},
                                            {"at", DS_TYPE_DATE, "when, in UTC"},
                                            {"who", DS_TYPE_TEXT, "by whom", DS_ASIDE},
                                            {"verb", DS_TYPE_TEXT, "what kind of correction", DS_ASIDE},
                                            {"correction", DS_TYPE_TEXT, "what it says"},
                                            {"state", DS_TYPE_TEXT, "active, undone, or orphaned: it fits nothing here"},
                                            {"reason", DS_TYPE_TEXT, "why it is orphaned"},
                                            {"why", DS_TYPE_TEXT, "the reason that the person gave"},
                                            {0}};

static ds_result *list_corrections(const ds_correction *all, size_t n, const char *state) {
  ds_result *result = ds_result_new("corrections");
  ds_result_columns(result, ds_corrections_columns);
  for (size_t i = 0; i < n; i++) {
    const ds_correction *c = &all[i];
    if (state && strcmp(state, ds_correction_state_text(c->state)) != 0) continue;
    char verb[64] = "?";
    if (c->verb < DS_VERB_COUNT) snprintf(verb, sizeof verb, "%s %s", ds_verb_object(c->verb), ds_verb_word(c->verb));
    const char *texts[] = {c->at, c->who, verb, c->what, ds_correction_state_text(c->state), c->reason, c->why};
    ds_row *row = ds_result_row(result);
    ds_value_int(&row->values[0], c->id);
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) set_text(&row->values[k + 1], texts[k]);
    if (c->article) ds_row_source(row, c->article, NULL, (uint32_t)c->start, (uint32_t)c->end);
  }
  return result;
}

ds_status ds_run_corrections(ds_shell *shell, const ds_args *args, ds_err *err) {
  ds_correction *all = NULL;
  size_t n = 0;
  ds_status status = ds_corrections_list(shell->store, &all, &n, err);
  if (status != DS_OK) return status;
  ds_result *result = list_corrections(all, n, ds_args_text(args, "state"));
  if (!n) ds_result_note(result, "nothing was corrected yet; 'help entity' and 'help quote' tell how");
  ds_corrections_free(all, n);
  return ds_print_result(shell, args, result, err);
}

static ds_status take_back_lua(ds_shell *shell, long long n, ds_buf *said, ds_err *err) {
  ds_status status = ds_shell_open(shell, DS_OPEN_WRITE, err);
  if (status != DS_OK) return status;
  return n < 0 ? ds_corrections_redo(shell->store, -n, said, err) : ds_corrections_undo(shell->store, n, said, err);
}

ds_status ds_shell_correct_lua(void *data, const ds_session_correction *c, char *said, size_t size, ds_err *err) {
  ds_shell *shell = data;
  ds_buf text = {0};
  ds_status status;
  switch (c->verb) {
  case DS_VERB_COUNT: status = take_back_lua(shell, c->n, &text, err); break;
  case DS_VERB_QUOTE_SET: status = ds_shell_correct_quote(shell, c->n, c->column, c->value, c->why, &text, err); break;
  case DS_VERB_ROW_SET:
  case DS_VERB_ROW_REJECT: status = ds_shell_correct_row(shell, c->result, c->n, c->column, c->value, c->why, &text, err); break;
  default: status = ds_shell_correct_entity(shell, c->verb, c->names, c->n_names, c->why, &text, err);
  }
  snprintf(said, size, "%s", text.data ? text.data : "");
  ds_buf_reset(&text);
  return status;
}

/* How many of the log fit nothing here. */
static ds_status count_orphans(ds_shell *shell, size_t *orphans, ds_err *err) {
  ds_correction *all = NULL;
  size_t n = 0;
  *orphans = 0;
  ds_status status = ds_corrections_list(shell->store, &all, &n, err);
  for (size_t i = 0; i < n; i++) *orphans += all[i].state == DS_CORRECTION_ORPHANED;
  ds_corrections_free(all, n);
  return status;
}

ds_status ds_shell_import_corrections(ds_shell *shell, const char *file, ds_err *err) {
  ds_buf text = {0};
  size_t added = 0, known = 0, orphans = 0;
  ds_status status = ds_path_read(file, 0, &text, err);
  if (status == DS_OK) status = ds_corrections_import(shell->store, text.data ? text.data : "", text.len, file, &added, &known, err);
  if (status == DS_OK) status = count_orphans(shell, &orphans, err);
  if (status == DS_OK) {
    ds_print_remark(shell, "%zu new correction%s, %zu already there", added, added == 1 ? "" : "s", known);
    if (orphans) ds_print_remark(shell, "%zu fit nothing here; 'corrections --state orphaned' lists them", orphans);
  }
  ds_buf_reset(&text);
  return status;
}
