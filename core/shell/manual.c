#include "shell/manual.h"

#include <string.h>

#include "shell/command.h"
#include "shell/run.h"

/* Text for roff: backslashes and dashes escaped; a line that begins with a dot or an apostrophe is no request. */
static void put_text(ds_buf *out, const char *s) {
  bool begins = !out->len || out->data[out->len - 1] == '\n';
  for (; *s; s++) {
    if (begins && (*s == '.' || *s == '\'')) ds_buf_puts(out, "\\&");
    if (*s == '\\')
      ds_buf_puts(out, "\\e");
    else if (*s == '-')
      ds_buf_puts(out, "\\-");
    else
      ds_buf_putc(out, *s);
    begins = *s == '\n';
  }
}

/* A line of its own. */
static void put_line(ds_buf *out, const char *s) {
  put_text(out, s);
  ds_buf_putc(out, '\n');
}

static void put_heading(ds_buf *out, const char *s) {
  ds_buf_puts(out, ".SH \"");
  for (; *s; s++) ds_buf_putc(out, *s >= 'a' && *s <= 'z' ? (char)(*s - 'a' + 'A') : *s);
  ds_buf_puts(out, "\"\n");
}

/* A term in bold with its value in italics after it. */
static void put_term(ds_buf *out, const char *term, const char *value) {
  ds_buf_puts(out, ".TP\n\\fB");
  put_text(out, term);
  ds_buf_puts(out, "\\fR");
  if (value && *value) {
    ds_buf_puts(out, " \\fI");
    put_text(out, value);
    ds_buf_puts(out, "\\fR");
  }
  ds_buf_putc(out, '\n');
}

static void put_option(ds_buf *out, const ds_option *o) {
  ds_buf name = {0}, choices = {0};
  if (o->letter) ds_buf_printf(&name, "-%c, ", o->letter);
  ds_buf_printf(&name, "--%s", o->name);
  for (const char *const *c = o->kind == DS_OPTION_CHOICE ? o->choices : NULL; c && *c; c++)
    ds_buf_printf(&choices, "%s%s", choices.len ? "|" : "", *c);
  put_term(out, name.data, choices.len ? choices.data : o->value);
  put_line(out, o->help ? o->help : "");
  ds_buf_reset(&name);
  ds_buf_reset(&choices);
}

static void put_options(ds_buf *out, const ds_option *table) {
  for (; table && table->name; table++) put_option(out, table);
}

/* The options of one command or plugin, moved in under it. */
static void put_own_options(ds_buf *out, const ds_option *table) {
  if (!table || !table->name) return;
  ds_buf_puts(out, ".RS\n");
  put_options(out, table);
  ds_buf_puts(out, ".RE\n");
}

static void put_command(ds_buf *out, const ds_command *c) {
  put_term(out, c->name, c->usage);
  put_line(out, c->summary);
  if (c->more) {
    ds_buf_puts(out, ".IP\n");
    put_line(out, c->more);
  }
  put_own_options(out, c->options);
}

static void put_commands(ds_buf *out) {
  put_heading(out, "commands");
  const char *group = "";
  for (const ds_command *c = ds_commands; c->name; c++) {
    if (strcmp(c->group, group) != 0) ds_buf_printf(out, ".SS %s\n", group = c->group);
    put_command(out, c);
  }
  put_heading(out, "options of listings and analyses");
  put_options(out, ds_listing_options);
}

static void put_plugin(ds_buf *out, const ds_plugin *plugin) {
  ds_buf usage = {0};
  for (size_t i = 0; i < plugin->n_args; i++)
    if (plugin->args[i].positional)
      ds_buf_printf(&usage, plugin->args[i].required ? "%s%s" : "%s[%s]", usage.len ? " " : "", plugin->args[i].name);
  put_term(out, plugin->name, usage.data);
  put_line(out, plugin->summary);
  ds_buf_reset(&usage);
  ds_option *options = ds_plugin_options(plugin);
  put_own_options(out, options);
  ds_plugin_options_free(options);
  if (plugin->n_examples) ds_buf_puts(out, ".IP\nExamples:\n");
  for (size_t i = 0; i < plugin->n_examples; i++) {
    ds_buf_puts(out, ".br\n");
    put_line(out, plugin->examples[i].run);
  }
}

static void put_plugins(ds_shell *shell, ds_buf *out) {
  const ds_plugins *plugins = ds_shell_plugins(shell);
  put_heading(out, "analyses");
  put_line(out, "Each is a plugin: a command, a table of SQL, and a function of Lua.");
  for (size_t i = 0; i < ds_plugins_count(plugins); i++) put_plugin(out, ds_plugins_at(plugins, i));
}

static void put_terms(ds_buf *out, const char *heading, const char *const (*terms)[2]) {
  put_heading(out, heading);
  for (; (*terms)[0]; terms++) {
    put_term(out, (*terms)[0], NULL);
    put_line(out, (*terms)[1]);
  }
}

static void put_codes(ds_buf *out) {
  char code[16];
  put_heading(out, "formats");
  for (int f = 0; f < DS_FORMAT_COUNT; f++) {
    put_term(out, ds_format_word((ds_format)f), NULL);
    put_line(out, ds_format_help((ds_format)f));
  }
  put_heading(out, "exit status");
#define X(name, number, word, help)               \
  snprintf(code, sizeof code, "%d", (int)number); \
  put_term(out, code, word);                      \
  put_line(out, help);
  DS_STATUS_LIST(X)
#undef X
  put_term(out, "128+n", NULL);
  put_line(out, "died of signal n");
}

static const char *const environment[][2] = {{"DOSSIER_DB", "the database when none is named"},
                                             {"DOSSIER_PLUGINS", "folders of plugins, parted by colons"},
                                             {"DOSSIER_ERRORS", "'json' prints errors as JSON, as --errors json does"},
                                             {"DOSSIER_PAGER, PAGER", "shows at the prompt what is taller than the screen"},
                                             {"NO_COLOR", "no colours"},
                                             {"COLUMNS, LINES", "the size of the screen, where it is not to be asked for"},
                                             {"XDG_STATE_HOME, XDG_DATA_HOME", "where the history and a person's plugins are"},
                                             {"SOURCE_DATE_EPOCH", "the time, for results that are the same bytes again"},
                                             {NULL, NULL}};

static const char *const files[][2] = {{"./dossier.db", "the database when none is named"},
                                       {"./.dossier/plugins", "plugins of the folder; first found"},
                                       {"~/.local/share/dossier/plugins", "a person's plugins"},
                                       {"~/.local/state/dossier/history", "what was typed at the prompt"},
                                       {"~/.inputrc", "keys; '$if dossier' begins what is for this program"},
                                       {NULL, NULL}};

void ds_manual(ds_shell *shell, ds_buf *out) {
  ds_buf_printf(out, ".TH DOSSIER 1 \"\" \"dossier %s\" \"User Commands\"\n", DS_VERSION);
  put_heading(out, "name");
  put_line(out, "dossier - read the news closely");
  put_heading(out, "synopsis");
  ds_buf_puts(out, ".B dossier\n[\\fIOPTIONS\\fR] [\\fIDATABASE\\fR] [\\fICOMMAND\\fR [\\fIARGS\\fR...]]\n");
  put_heading(out, "description");
  put_line(out, "Reads news articles into one SQLite file and tells who is named, who said what, who did what to whom, where and when. "
                "Every answer opens to the sentence it rests on.");
  ds_buf_puts(out, ".PP\n");
  put_line(out,
           "The first word is a command, or else the database. Without a command there is a prompt on a terminal, where the same words "
           "are typed without the program's name; elsewhere standard input is run as a script. A line that is no command is Lua, one "
           "that begins with select or with is SQL.");
  put_commands(out);
  put_plugins(shell, out);
  put_heading(out, "options");
  put_line(out, "They may stand before or after the command.");
  put_options(out, ds_global_options);
  put_codes(out);
  put_terms(out, "environment", environment);
  put_terms(out, "files", files);
  put_heading(out, "see also");
  ds_buf_puts(out, ".BR sqlite3 (1),\n.BR lua (1)\n");
}
