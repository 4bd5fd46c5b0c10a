/* articles, entities, quotes, search, kwic, sql, show, open, article remove. */
#include <stdlib.h>
#include <string.h>

#include "api/listing.h"
#include "api/marks.h"
#include "api/query.h"
#include "base/number.h"
#include "base/path.h"
#include "shell/handlers.h"
#include "shell/print.h"
#include "shell/progress.h"
#include "shell/run.h"

static ds_scope scope_of(const ds_args *args, int64_t most) {
  return (ds_scope){.since = ds_args_text(args, "since"),
                    .until = ds_args_text(args, "until"),
                    .outlet = ds_args_text(args, "outlet"),
                    .article = ds_args_integer(args, "article", 0),
                    .all_copies = ds_args_flag(args, "all-copies"),
                    .most = ds_args_integer(args, "limit", most)};
}

static char *words_between(const ds_args *args, size_t from, size_t to) {
  ds_buf all = {0};
  for (size_t i = from; i < to; i++) ds_buf_printf(&all, "%s%s", i > from ? " " : "", args->words[i]);
  return ds_buf_take(&all);
}

static char *joined_words(const ds_args *args, size_t from) {
  return words_between(args, from, args->n_words);
}

ds_status ds_run_articles(ds_shell *shell, const ds_args *args, ds_err *err) {
  ds_scope scope = scope_of(args, 0);
  ds_result *result = NULL;
  ds_status status = ds_list_articles(shell->store, &scope, ds_args_flag(args, "undated"), &result, err);
  return status == DS_OK ? ds_print_result(shell, args, result, err) : status;
}

ds_status ds_run_entities(ds_shell *shell, const ds_args *args, ds_err *err) {
  ds_scope scope = scope_of(args, 0);
  ds_result *result = NULL;
  char *name = args->n_words ? joined_words(args, 0) : NULL;
  ds_status status = ds_list_entities(shell->store, &scope, name, ds_args_text(args, "kind"), &result, err);
  free(name);
  return status == DS_OK ? ds_print_result(shell, args, result, err) : status;
}

static bool is_somebody(ds_shell *shell, const char *name) {
  ds_err unsure = {0};
  int64_t id = 0;
  bool is = ds_entity_meant(shell->store, name, &id, &unsure) != DS_OK || id != 0;
  ds_err_reset(&unsure);
  return is;
}

/* `quotes Xi Ukraine`, where nobody is called so, but the two parts are known: what was meant. */
static void note_two_names(ds_shell *shell, const ds_args *args, ds_result *result) {
  for (size_t cut = 1; !result->n_rows && cut < args->n_words; cut++) {
    char *who = words_between(args, 0, cut), *about = words_between(args, cut, args->n_words);
    bool both = is_somebody(shell, who) && is_somebody(shell, about);
    const char *mark = strchr(about, ' ') ? "\"" : "";
    if (both) ds_result_note(result, "what one said of the other: quotes %s --about %s%s%s", who, mark, about, mark);
    free(who);
    free(about);
    if (both) return;
  }
}

ds_status ds_run_quotes(ds_shell *shell, const ds_args *args, ds_err *err) {
  ds_scope scope = scope_of(args, 0);
  char *words = args->n_words ? joined_words(args, 0) : NULL;
  ds_quote_filter filter = {.speaker = words ? words : ds_args_text(args, "speaker"),
                            .about = ds_args_text(args, "about"),
                            .words = ds_args_text(args, "words"),
                            .kind = ds_args_text(args, "kind"),
                            .unattributed = ds_args_flag(args, "unattributed"),
                            .below = ds_args_number(args, "below", 0)};
  ds_result *result = NULL;
  ds_status status = ds_list_quotes(shell->store, &scope, &filter, &result, err);
  if (status == DS_OK && words && !filter.about && !is_somebody(shell, words)) note_two_names(shell, args, result);
  free(words);
  return status == DS_OK ? ds_print_result(shell, args, result, err) : status;
}

/* A person at a terminal reads the first hits; files, pipes and formats that were asked for are whole. */
static int64_t screenful(const ds_shell *shell, const ds_args *args) {
  enum { SCREENFUL = 100 };
  bool person = !shell->globals.format_given && !ds_args_flag(args, "open") && ds_print_format(shell) == DS_FORMAT_BOX;
  return person ? SCREENFUL : 0;
}

ds_status ds_run_search(ds_shell *shell, const ds_args *args, ds_err *err) {
  ds_scope scope = scope_of(args, screenful(shell, args));
  ds_result *result = NULL;
  char *words = joined_words(args, 0);
  ds_status status = ds_list_search(shell->store, &scope, words, &result, err);
  free(words);
  return status == DS_OK ? ds_print_result(shell, args, result, err) : status;
}

ds_status ds_run_kwic(ds_shell *shell, const ds_args *args, ds_err *err) {
  ds_scope scope = scope_of(args, screenful(shell, args));
  const char *sort = ds_args_text(args, "sort");
  ds_kwic_sort order = !sort || strcmp(sort, "article") == 0 ? DS_KWIC_ARTICLE : *sort == 'l' ? DS_KWIC_LEFT : DS_KWIC_RIGHT;
  long long width = ds_args_integer(args, "width", 40);
  if (width > 1000) return ds_fail(err, DS_USAGE, "'width' must be at most 1000 characters, got %lld", width);
  ds_result *result = NULL;
  char *words = joined_words(args, 0);
  ds_status status = ds_list_kwic(shell->store, &scope, words, (int)width, order, &result, err);
  free(words);
  return status == DS_OK ? ds_print_result(shell, args, result, err) : status;
}

static ds_status run_statement(ds_shell *shell, const ds_args *args, const char *sql, const char **tail, ds_progress *progress,
                               ds_err *err) {
  ds_query *query = NULL;
  ds_status status = ds_query_new(shell->store, sql, tail, &query, err);
  if (status != DS_OK || !query) return status;
  ds_result *result = ds_result_new("sql");
  status = ds_query_rows(query, result, err);
  ds_query_free(query);
  ds_progress_clear(progress);
  if (status == DS_OK && result->n_columns) return ds_print_result(shell, args, result, err);
  ds_result_free(result);
  return status;
}

ds_status ds_run_sql(ds_shell *shell, const ds_args *args, ds_err *err) {
  if (ds_args_flag(args, "write")) {
    ds_status status = ds_shell_open(shell, DS_OPEN_WRITE, err);
    if (status != DS_OK) return status;
  }
  ds_buf text = {0};
  ds_status status = ds_shell_tables(shell, err);
  if (status != DS_OK) return status;
  if (args->n_words == 1 && strcmp(args->words[0], "-") == 0)
    status = ds_path_read("-", 0, &text, err);
  else
    for (size_t i = 0; i < args->n_words; i++) ds_buf_printf(&text, "%s%s", i ? " " : "", args->words[i]);
  const char *rest = text.data ? text.data : "";
  ds_progress progress;
  ds_run_options options = ds_shell_run_options(shell, args, &progress); /* of analyses that it names */
  ds_plugins_in_sql(ds_shell_plugins(shell), &options);
  while (status == DS_OK && *rest) status = run_statement(shell, args, rest, &rest, &progress, err);
  ds_plugins_in_sql(ds_shell_plugins(shell), NULL);
  ds_buf_reset(&text);
  return status;
}

static ds_status read_id(const char *text, const char *what, long long *id, ds_err *err) {
  *id = ds_number_typed(text, strlen(text));
  if (*id) return DS_OK;
  return ds_fail(err, DS_USAGE, "%s must be a number from 1, got '%s'", what, text);
}

ds_status ds_run_show(ds_shell *shell, const ds_args *args, ds_err *err) {
  return ds_print_passage(shell, args->words[0], err);
}

static ds_status print_article(ds_shell *shell, const ds_passage *passage, ds_err *err) {
  ds_marks marks = {0};
  ds_buf out = {0};
  ds_status status = ds_marks_load(shell->store, passage->article, &marks, err);
  if (status == DS_OK) {
    ds_marks_draw(passage, &marks, ds_print_color(shell, stdout), &out);
    status = ds_print_words(shell, out.data, out.len, DS_HANG_NONE, err);
  }
  ds_buf_reset(&out);
  ds_marks_reset(&marks);
  return status;
}

ds_status ds_run_open(ds_shell *shell, const ds_args *args, ds_err *err) {
  long long id = 0;
  ds_passage passage = {0};
  ds_status status = read_id(args->words[0], "the article", &id, err);
  if (status == DS_OK) status = ds_passage_load(shell->store, id, 0, 0, &passage, err);
  if (status != DS_OK) return status;
  if (!ds_print_people(shell)) {
    ds_result *result = ds_passage_result();
    ds_passage_row(&passage, result);
    status = ds_print_result(shell, NULL, result, err);
  } else {
    status = print_article(shell, &passage, err);
  }
  ds_passage_reset(&passage);
  return status;
}

ds_status ds_run_article(ds_shell *shell, const ds_args *args, ds_err *err) {
  long long id = 0;
  if (strcmp(args->words[0], "remove") != 0) return ds_fail(err, DS_USAGE, "'article' can 'remove', got '%s'", args->words[0]);
  ds_status status = read_id(args->words[1], "the article", &id, err);
  if (status == DS_OK) status = ds_article_remove(shell->store, id, err);
  if (status == DS_OK) ds_print_remark(shell, "removed article %lld and what only it brought", id);
  return status;
}
