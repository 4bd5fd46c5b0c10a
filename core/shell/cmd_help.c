/* help and version. All help is made from the tables. */
#include <string.h>

#include "annotation/annotation.h"
#include "api/listing.h"
#include "shell/command.h"
#include "shell/handlers.h"
#include "base/nearest.h"
#include "shell/help_lua.h"
#include "shell/manual.h"
#include "shell/print.h"
#include "shell/run.h"

ds_status ds_run_version(ds_shell *shell, const ds_args *args, ds_err *err) {
  ds_buf out = {0};
  ds_buf_printf(&out, "dossier %s\nannotator %d, plugin api 1\n", DS_VERSION, DS_ANNOTATION_VERSION);
  ds_status status = ds_print_words(shell, out.data, out.len, DS_HANG_COLUMNS, err);
  ds_buf_reset(&out);
  return status;
}

static void help_commands(ds_buf *out) {
  const char *group = "";
  for (const ds_command *c = ds_commands; c->name; c++) {
    if (strcmp(c->group, group) != 0) ds_buf_printf(out, "\n%s\n", group = c->group);
    ds_buf left = {0};
    ds_buf_printf(&left, "%s%s%s", c->name, *c->usage ? " " : "", c->usage);
    if (left.len <= 26)
      ds_buf_printf(out, "  %-26s %s\n", left.data, c->summary);
    else
      ds_buf_printf(out, "  %s\n  %26s %s\n", left.data, "", c->summary);
    ds_buf_reset(&left);
  }
}

static void help_plugins(ds_shell *shell, ds_buf *out) {
  ds_plugins *plugins = ds_shell_plugins(shell);
  size_t n = plugins ? ds_plugins_count(plugins) : 0;
  if (n) ds_buf_puts(out, "\nanalyses (plugins)\n");
  for (size_t i = 0; i < n; i++) {
    const ds_plugin *p = ds_plugins_at(plugins, i);
    ds_buf_printf(out, "  %-26s %s\n", p->name, p->summary);
  }
}

/* A heading and words behind it, wrapped to a narrow terminal. */
typedef struct wrapped {
  ds_buf *out;
  size_t column;
} wrapped;

enum { HEADING_COLS = 20, SCREEN_COLS = 80 };

static void wrap_heading(wrapped *w, const char *heading) {
  ds_buf_printf(w->out, "\n%-*s", HEADING_COLS - 2, heading);
  w->column = HEADING_COLS - 2;
}

static void wrap_word(wrapped *w, const char *word) {
  if (w->column + 2 + strlen(word) > SCREEN_COLS) {
    ds_buf_printf(w->out, "\n%*s", HEADING_COLS - 2, "");
    w->column = HEADING_COLS - 2;
  }
  ds_buf_printf(w->out, "  %s", word);
  w->column += 2 + strlen(word);
}

/* What there is, on one screen. */
static void help_overview(ds_shell *shell, ds_buf *out) {
  ds_plugins *plugins = ds_shell_plugins(shell);
  const char *group = "";
  wrapped w = {.out = out};
  ds_buf_puts(out, "dossier reads news articles: who is named, who said what, who did what to whom.\n\n"
                   "usage: dossier [OPTIONS] [DATABASE] [COMMAND [ARGS...]]\n"
                   "Without a command: a prompt on a terminal, else standard input is a script.\n");
  for (const ds_command *c = ds_commands; c->name; c++) {
    if (strcmp(c->group, group) != 0) wrap_heading(&w, group = c->group);
    wrap_word(&w, c->name);
  }
  wrap_heading(&w, "analyses");
  for (size_t i = 0; plugins && i < ds_plugins_count(plugins); i++) wrap_word(&w, ds_plugins_at(plugins, i)->name);
  ds_buf_puts(out, "\n\nhelp commands     all of these, a line each\n"
                   "help WORD         one of them, with its options and columns\n"
                   "help options      what every command takes\n"
                   "help quote        what Lua has (help quote.speaker)\n"
                   "help exit         the exit codes\n");
}

static void help_all_commands(ds_shell *shell, ds_buf *out) {
  help_commands(out);
  help_plugins(shell, out);
}

static void help_options(ds_shell *shell, ds_buf *out) {
  ds_buf_puts(out, "what every command takes, before or after it\n");
  ds_options_help(ds_global_options, out);
  ds_buf_puts(out, "\nwhat listings and analyses take\n");
  ds_options_help(ds_listing_options, out);
}

static void help_exit(ds_shell *shell, ds_buf *out) {
  ds_buf_puts(out, "exit codes\n");
#define X(name, code, word, help) ds_buf_printf(out, "  %-4d %-12s %s\n", code, word, help);
  DS_STATUS_LIST(X)
#undef X
  ds_buf_puts(out, "  128+n              died of signal n\n");
}

enum { LEFT_COLS = 28 };

/* "  words  meaning": the meaning in a column of its own. */
static void put_set_in(const char *line, size_t len, ds_buf *out) {
  size_t gap = 2;
  while (gap + 1 < len && (line[gap] != ' ' || line[gap + 1] != ' ')) gap++;
  if (gap + 2 >= len)
    ds_buf_append(out, line, len);
  else
    ds_buf_printf(out, "%-*.*s %.*s", LEFT_COLS, (int)gap, line, (int)(len - gap - 2), line + gap + 2);
}

/* The lines of a paragraph joined; those that are set in stay lines. */
static void put_paragraphs(const char *text, ds_buf *out) {
  for (size_t len; *text; text += len + (text[len] == '\n')) {
    len = strcspn(text, "\n");
    bool set_in = *text == ' ';
    if (set_in)
      put_set_in(text, len, out);
    else
      ds_buf_append(out, text, len);
    bool joined = !set_in && len && text[len] && text[len + 1] && !strchr(" \n", text[len + 1]);
    ds_buf_putc(out, joined ? ' ' : '\n');
  }
}

static void help_columns(const ds_column *columns, size_t n, ds_buf *out) {
  for (const ds_column *c = columns; c < columns + n; c++)
    ds_buf_printf(out, "  %-14s %-11s %s\n", c->name, ds_type_word(c->type), c->help ? c->help : "");
}

/* An empty result of the command. */
static ds_result *columns_of(const ds_command *c) {
  if (c->flags & DS_COMMAND_LISTING) return ds_list_columns(c->name);
  ds_result *empty = ds_result_new(c->name);
  if (c->columns) ds_result_columns(empty, c->columns);
  return empty;
}

static void help_command(const ds_command *c, ds_buf *out) {
  ds_buf_printf(out, "usage: %s%s%s\n\n%s\n", c->name, *c->usage ? " " : "", c->usage, c->summary);
  if (c->more) {
    ds_buf_putc(out, '\n');
    put_paragraphs(c->more, out);
  }
  if (c->options) {
    ds_buf_puts(out, "\noptions\n");
    ds_options_help(c->options, out);
  }
  if (c->flags & DS_COMMAND_LISTING) {
    ds_buf_puts(out, "\nwhat every listing takes\n");
    ds_options_help(ds_listing_options, out);
  }
  ds_result *empty = columns_of(c);
  if (empty->n_columns) ds_buf_puts(out, "\ncolumns\n");
  help_columns(empty->columns, empty->n_columns, out);
  ds_result_free(empty);
  if (c->flags & DS_COMMAND_LUA)
    ds_buf_printf(out, "\na function in Lua\n  %s{ … }  its words in their order, options by name: { \"word\", all_copies = true }\n",
                  c->name);
}

static bool same_columns(const ds_plugin_view *a, const ds_plugin_view *b) {
  if (a->n_columns != b->n_columns) return false;
  for (size_t i = 0; i < a->n_columns; i++) {
    const ds_column *x = &a->columns[i], *y = &b->columns[i];
    if (x->type != y->type || strcmp(x->name, y->name) != 0 || strcmp(x->help ? x->help : "", y->help ? y->help : "") != 0) return false;
  }
  return true;
}

/* The columns of a view; where another has the same ones, they are told once. */
static void help_view(const ds_plugin *plugin, size_t n, ds_buf *out) {
  for (size_t i = 0; i < n; i++)
    if (same_columns(&plugin->views[i], &plugin->views[n])) return;
  ds_buf_puts(out, "\ncolumns");
  for (size_t i = n, named = 0; i < plugin->n_views; i++) {
    const char *name = plugin->views[i].name;
    if (!same_columns(&plugin->views[i], &plugin->views[n])) continue;
    if (*name) ds_buf_printf(out, "%s--%s", named ? " and " : n == i ? " of " : ", also of ", name);
    named += *name != 0;
  }
  ds_buf_putc(out, '\n');
  help_columns(plugin->views[n].columns, plugin->views[n].n_columns, out);
}

static void help_plugin(const ds_plugin *plugin, ds_buf *out) {
  ds_buf_printf(out, "usage: %s", plugin->name);
  for (size_t i = 0; i < plugin->n_args; i++)
    if (plugin->args[i].positional) ds_buf_printf(out, plugin->args[i].required ? " %s" : " [%s]", plugin->args[i].name);
  ds_buf_printf(out, " [OPTIONS]\n\n%s\n\noptions\n", plugin->summary);
  ds_option *options = ds_plugin_options(plugin);
  ds_options_help(options, out);
  ds_plugin_options_free(options);
  ds_buf_puts(out, "\nwhat every analysis takes\n");
  ds_options_help(ds_listing_options, out);
  for (size_t i = 0; i < plugin->n_views; i++) help_view(plugin, i, out);
  if (plugin->n_examples) ds_buf_puts(out, "\nexamples\n");
  for (size_t i = 0; i < plugin->n_examples; i++) ds_buf_printf(out, "  %s\n", plugin->examples[i].run);
  ds_buf_printf(out, "\nits source\n  %s\n", plugin->file);
}

/* Topics that are no command. */
static const struct {
  const char *word;
  void (*write)(ds_shell *shell, ds_buf *out);
} topics[] = {{"commands", help_all_commands}, {"options", help_options}, {"exit", help_exit}, {"errors", help_exit}};

static bool help_general(ds_shell *shell, const char *topic, ds_buf *out) {
  for (size_t i = 0; i < sizeof topics / sizeof *topics; i++) {
    if (strcmp(topics[i].word, topic) != 0) continue;
    topics[i].write(shell, out);
    return true;
  }
  return false;
}

/* What the annotations of Lua say; `more`: after help on a command of the same name, or else alone. */
static ds_status help_lua(ds_shell *shell, const char *topic, bool more, ds_buf *out, ds_err *err) {
  ds_buf text = {0};
  ds_err problem = {0};
  ds_status status = ds_help_lua(shell, topic, &text, &problem);
  if (status == DS_OK) ds_buf_printf(out, "%s%s", more ? "\n" : "", text.data);
  ds_buf_reset(&text);
  if (status == DS_USAGE && !more) {
    *err = problem;
    return status;
  }
  ds_err_reset(&problem);
  return status == DS_OK || more ? DS_OK : ds_shell_unknown(shell, "help topic", topic, err);
}

ds_status ds_help_topic(ds_shell *shell, const char *topic, ds_buf *out, ds_err *err) {
  const ds_command *c = ds_command_find(topic, strlen(topic));
  const ds_plugin *plugin = c ? NULL : ds_shell_plugin(shell, topic, NULL);
  if (!c && !plugin && help_general(shell, topic, out)) return DS_OK;
  if (c)
    help_command(c, out);
  else if (plugin)
    help_plugin(plugin, out);
  else
    return help_lua(shell, topic, false, out, err);
  return help_lua(shell, topic, true, out, err);
}

ds_status ds_run_help(ds_shell *shell, const ds_args *args, ds_err *err) {
  ds_buf out = {0};
  ds_status status = DS_OK;
  if (ds_args_flag(args, "man"))
    ds_manual(shell, &out);
  else if (args->n_words && help_general(shell, args->words[0], &out))
    ;
  else if (args->n_words)
    status = ds_help_topic(shell, args->words[0], &out, err);
  else
    help_overview(shell, &out);
  if (status == DS_OK && ds_args_flag(args, "man"))
    status = ds_print_text(shell, out.data, out.len, err);
  else if (status == DS_OK)
    status = ds_print_words(shell, out.data, out.len, DS_HANG_COLUMNS, err);
  ds_buf_reset(&out);
  return status;
}
