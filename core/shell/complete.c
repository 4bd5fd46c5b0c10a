#include "shell/complete.h"

#include <stdlib.h>
#include <string.h>

#include "api/query.h"
#include "base/utf8.h"
#include "shell/line.h"
#include "shell/run.h"
#include "shell/text.h"

enum { MOST_ENTITIES = 200, MOST_NAMES = 500 };

static void add(ds_candidates *out, const char *before, const char *word, const char *prefix) {
  ds_buf all = {0};
  ds_buf_printf(&all, "%s%s", before, word);
  if (strncmp(all.data, prefix, strlen(prefix)) != 0) {
    ds_buf_reset(&all);
    return;
  }
  DS_GROW(out->words, out->n, out->cap);
  out->words[out->n++] = ds_buf_take(&all);
}

static void add_commands(ds_shell *shell, const char *before, const char *prefix, ds_candidates *out) {
  for (const ds_command *c = ds_commands; c->name; c++) add(out, before, c->name, prefix);
  ds_plugins *plugins = ds_shell_plugins(shell);
  for (size_t i = 0; plugins && i < ds_plugins_count(plugins); i++) add(out, before, ds_plugins_at(plugins, i)->name, prefix);
}

static void add_options(const ds_option *table, const char *prefix, ds_candidates *out) {
  for (; table && table->name; table++) add(out, "--", table->name, prefix);
}

/* Names of entities one of whose words begins with what was typed, in any letter case: those that most articles have. A name with blanks is
 * quoted. The words are looked for in an index of names, whose order says nothing, and what the view `aliases` tells of each comes after.
 */
static void add_entities(ds_shell *shell, const char *before, const char *typed, ds_candidates *out) {
  static const char sql[] =
      "WITH known AS (SELECT a.name AS name, (SELECT i.n FROM identities i WHERE i.id = a.identity AND i.entity <> 0 AND i.n > 0 AND NOT "
      "EXISTS"
      " (SELECT 1 FROM given_aliases g WHERE g.folded = a.folded AND g.entity = i.entity AND g.taken)) AS n"
      " FROM alias_rows a INDEXED BY alias_rows_folded WHERE instr(' ' || a.folded, ' ' || :from) > 0"
      " UNION ALL SELECT name, 1000000000 FROM given_aliases WHERE NOT taken AND instr(' ' || folded, ' ' || :from) > 0)"
      " SELECT name FROM known WHERE n NOT NULL GROUP BY name ORDER BY max(n) DESC, name LIMIT :most";
  if (ds_shell_open(shell, DS_OPEN_READONLY, NULL) != DS_OK) return;
  ds_store_map(shell->store);
  bool quoted = *typed == '"' || *typed == '\'';
  char folded[256];
  ds_utf8_fold(typed + quoted, strlen(typed + quoted), folded, sizeof folded);
  ds_query *query = NULL;
  if (ds_query_new(shell->store, sql, NULL, &query, NULL) != DS_OK) return;
  ds_query_text(query, ":from", folded);
  ds_query_int(query, ":most", MOST_ENTITIES);
  for (bool row = true; ds_query_step(query, &row, NULL) == DS_OK && row;) {
    const char *name = ds_query_column_text(query, 0, NULL);
    ds_buf word = {0};
    ds_buf_printf(&word, strchr(name, ' ') ? "\"%s\"" : "%s", name);
    add(out, before, word.data, "");
    ds_buf_reset(&word);
  }
  ds_query_free(query);
}

bool ds_complete_prepare(ds_shell *shell, size_t part) {
  static const char *const parts[] = {"SELECT count(*) FROM alias_rows INDEXED BY alias_rows_folded WHERE folded > ''",
                                      "SELECT sum(n) FROM identities"};
  ds_query *query = NULL;
  bool row = false;
  if (part > sizeof parts / sizeof *parts || !shell->store) return false;
  if (part == sizeof parts / sizeof *parts) { /* and once in earnest */
    ds_candidates names = {0};
    add_entities(shell, "", "e", &names);
    ds_candidates_reset(&names);
    return true;
  }
  ds_store_map(shell->store);
  if (ds_query_new(shell->store, parts[part], NULL, &query, NULL) != DS_OK) return false;
  ds_query_step(query, &row, NULL);
  ds_query_free(query);
  return true;
}

static void add_outlets(ds_shell *shell, const char *before, const char *prefix, ds_candidates *out) {
  ds_query *query = NULL;
  if (ds_shell_open(shell, DS_OPEN_READONLY, NULL) != DS_OK) return;
  ds_store_map(shell->store);
  if (ds_query_new(shell->store, "SELECT DISTINCT outlet FROM articles WHERE outlet IS NOT NULL LIMIT 200", NULL, &query, NULL) != DS_OK)
    return;
  for (bool row = true; ds_query_step(query, &row, NULL) == DS_OK && row;) {
    const char *name = ds_query_column_text(query, 0, NULL);
    ds_buf word = {0};
    ds_buf_printf(&word, strchr(name, ' ') ? "\"%s\"" : "%s", name);
    add(out, before, word.data, prefix);
    ds_buf_reset(&word);
  }
  ds_query_free(query);
}

/* Values that the last result has in the column of an option's name: the issues of `stances` for its --issue. */
static void add_seen(const ds_shell *shell, const char *column, const char *before, const char *prefix, ds_candidates *out) {
  const ds_result *last = shell->last;
  for (size_t c = 0; last && c < last->n_columns; c++) {
    if (strcmp(last->columns[c].name, column) != 0) continue;
    for (size_t i = 0; i < last->n_rows && out->n < MOST_NAMES; i++) {
      const ds_value *value = &last->rows[i].values[c];
      if (value->tag != DS_STRING) continue;
      ds_buf word = {0};
      ds_buf_printf(&word, strchr(value->as.text.s, ' ') ? "\"%s\"" : "%s", value->as.text.s);
      add(out, before, word.data, prefix);
      ds_buf_reset(&word);
    }
  }
}

static void add_values(ds_shell *shell, const ds_option *o, const char *before, const char *typed, const char *prefix, ds_candidates *out) {
  if (o->choices)
    for (const char *const *c = o->choices; *c; c++) add(out, before, *c, prefix);
  if (o->kind == DS_OPTION_FILE) out->files = true;
  if (o->kind == DS_OPTION_ENTITY) add_entities(shell, before, typed, out);
  if (o->kind == DS_OPTION_TEXT) add_seen(shell, o->name, before, prefix, out);
  if (strcmp(o->name, "outlet") == 0) add_outlets(shell, before, prefix, out);
}

static void add_assignment(ds_candidates *out, const char *column, const char *prefix) {
  ds_buf word = {0};
  ds_buf_printf(&word, "%s=", column);
  add(out, "", word.data, prefix);
  ds_buf_reset(&word);
}

/* The word behind `before` words, the command's name among them. A command with verbs takes one first. */
static void add_words(ds_shell *shell, const ds_command *c, const char *const *words, size_t before, const char *prefix,
                      ds_candidates *out) {
  static const char *const kinds[] = {"person", "organization", "place", "other", NULL};
  for (const char *const *v = c->verbs; v && *v && before == 1; v++) add(out, "", *v, prefix);
  if (c->verbs && before == 1) return;
  if (before == 3 && strcmp(words[1], "retype") == 0) {
    for (const char *const *k = kinds; *k; k++) add(out, "", *k, prefix);
    return;
  }
  if (before >= 3 && strcmp(words[0], "row") == 0 && strcmp(words[1], "set") == 0) {
    for (size_t i = 0; shell->last && i < shell->last->n_columns; i++) add_assignment(out, shell->last->columns[i].name, prefix);
    out->glued = true;
    return;
  }
  switch (c->words) {
  case DS_WORDS_FILES: out->files = true; break;
  case DS_WORDS_ENTITIES: add_entities(shell, "", prefix, out); break;
  case DS_WORDS_SPEAKER:
    if (strncmp(prefix, "speaker=", 8) == 0)
      add_entities(shell, "speaker=", prefix + 8, out);
    else if (before == 3)
      add(out, "", "speaker=", prefix);
    break;
  case DS_WORDS_COMMANDS: add_commands(shell, "", prefix, out); break;
  case DS_WORDS_FORMATS:
    for (int f = 0; f < DS_FORMAT_COUNT; f++) add(out, "", ds_format_word((ds_format)f), prefix);
    break;
  default: break;
  }
}

/* The word after a plugin's name: its positional argument. */
static void add_positional(ds_shell *shell, const ds_plugin *plugin, const ds_option *own, const char *prefix, ds_candidates *out) {
  for (size_t i = 0; i < plugin->n_args; i++)
    if (plugin->args[i].positional) add_values(shell, &own[i], "", prefix, prefix, out);
}

/* words: the command and what stands before the word at the cursor. */
static void complete_argument(ds_shell *shell, const char *const *words, size_t n_words, const char *prefix, ds_candidates *out) {
  const char *name = words[0];
  const ds_command *c = ds_command_find(name, strlen(name));
  const ds_plugin *plugin = c ? NULL : ds_shell_plugin(shell, name, NULL);
  if (!c && !plugin) return;
  static const ds_option none[] = {{0}};
  ds_option *own = plugin ? ds_plugin_options(plugin) : NULL;
  const ds_option *first = own ? own : c->options ? c->options : none;
  const ds_option *shared = plugin || (c->flags & DS_COMMAND_LISTING) ? ds_listing_options : none;
  const ds_option *tables[] = {first, shared, ds_global_options, NULL};
  const char *last = words[n_words - 1], *equals = strchr(prefix, '=');
  const ds_option *waiting = n_words > 1 && strncmp(last, "--", 2) == 0 ? ds_option_find(tables, last + 2, strlen(last + 2)) : NULL;
  if (waiting && waiting->kind != DS_OPTION_FLAG && waiting->kind != DS_OPTION_ON) {
    add_values(shell, waiting, "", prefix, prefix, out);
  } else if (strncmp(prefix, "--", 2) == 0 && equals) {
    const ds_option *o = ds_option_find(tables, prefix + 2, (size_t)(equals - prefix - 2));
    char *before = ds_strndup(prefix, (size_t)(equals + 1 - prefix));
    if (o) add_values(shell, o, before, equals + 1, prefix, out);
    free(before);
  } else if (*prefix == '-') {
    for (size_t i = 0; tables[i]; i++) add_options(tables[i], prefix, out);
  } else if (plugin) {
    add_positional(shell, plugin, own, prefix, out);
  } else {
    add_words(shell, c, words, n_words, prefix, out);
  }
  ds_plugin_options_free(own);
}

/* Where names found by Lua go, and what stands before them in the word. */
typedef struct name_sink {
  ds_candidates *out;
  const char *before;
} name_sink;

static void add_name(void *data, const char *word) {
  const name_sink *sink = data;
  add(sink->out, sink->before, word, "");
}

/* The same for SQL; word is what is typed. */
typedef struct sql_sink {
  ds_candidates *out;
  const char *before, *word;
} sql_sink;

static void add_sql_name(void *data, const char *name) {
  const sql_sink *sink = data;
  add(sink->out, sink->before, name, sink->word);
}

static bool in_name(char c) {
  return c == '.' || c == ':' || c == '_' || (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') || ds_line_word((char[]){c, 0}) > 0;
}

static void complete_lua(ds_shell *shell, const char *line, size_t from, size_t to, ds_candidates *out) {
  size_t name = to;
  while (name > from && in_name(line[name - 1])) name--;
  char *before = ds_strndup(line + from, name - from), *prefix = ds_strndup(line + name, to - name);
  ds_session *session = NULL;
  name_sink sink = {out, before};
  out->glued = true;
  if (*prefix && ds_shell_session(shell, &session, NULL) == DS_OK) ds_session_complete(session, prefix, MOST_NAMES, add_name, &sink);
  free(before);
  free(prefix);
}

/* What a word of SQL may become: `count(*),vis` ends with a name. */
static void complete_sql(ds_shell *shell, const char *statement, const char *word, ds_candidates *out) {
  size_t name = strlen(word);
  while (name > 0 && in_name(word[name - 1]) && word[name - 1] != '.' && word[name - 1] != ':') name--;
  if (ds_shell_open(shell, DS_OPEN_READONLY, NULL) != DS_OK || ds_shell_tables(shell, NULL) != DS_OK) return;
  char *before = ds_strndup(word, name);
  sql_sink sink = {out, before, word};
  ds_query_words(shell->store, statement, add_sql_name, &sink);
  ds_plugins *plugins = ds_shell_plugins(shell);
  for (size_t i = 0; i < ds_plugins_count(plugins); i++) add(out, before, ds_plugins_at(plugins, i)->name, word);
  free(before);
}

static int compare(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sort_unique(ds_candidates *out) {
  if (!out->n) return;
  qsort(out->words, out->n, sizeof *out->words, compare);
  size_t kept = 1;
  for (size_t i = 1; i < out->n; i++) {
    if (strcmp(out->words[i], out->words[kept - 1]) == 0)
      free(out->words[i]);
    else
      out->words[kept++] = out->words[i];
  }
  out->n = kept;
}

static bool is_sql_command(const char *line) {
  return strncmp(line, "sql", 3) == 0 && (line[3] == ' ' || line[3] == '\t');
}

void ds_complete(ds_shell *shell, const char *line, size_t from, size_t to, ds_candidates *out) {
  char *head = ds_strndup(line, from), *prefix = ds_strndup(line + from, to - from), *all = ds_strndup(line, to);
  ds_line_words words = {0};
  size_t start = strspn(head, " \t");
  bool dotted = head[start] == '.' || (!head[start] && *prefix == '.');
  if (!head[start]) {
    add_commands(shell, dotted ? "." : "", prefix, out);
    if (!dotted) complete_lua(shell, all, from, to, out);
    out->glued = false;
  } else if (ds_shell_classify(shell, all) == DS_LINE_SQL || is_sql_command(head + start + dotted)) {
    complete_sql(shell, all, prefix, out);
  } else if (ds_shell_classify(shell, all) == DS_LINE_COMMAND && ds_line_split(head + start + dotted, false, &words, NULL) == DS_OK &&
             words.n) {
    complete_argument(shell, (const char *const *)words.words, words.n, prefix, out);
  } else {
    complete_lua(shell, all, from, to, out);
  }
  sort_unique(out);
  ds_line_words_reset(&words);
  free(head);
  free(prefix);
  free(all);
}

void ds_complete_lua(ds_shell *shell, const char *line, size_t from, size_t to, ds_candidates *out) {
  complete_lua(shell, line, from, to, out);
  sort_unique(out);
}

/* Shells quote names themselves. */
static void strip_quotes(ds_candidates *out) {
  for (size_t i = 0; i < out->n; i++) {
    char *word = out->words[i], *to = word;
    for (const char *from = word; *from; from++)
      if (*from != '"') *to++ = *from;
    *to = '\0';
  }
}

void ds_complete_words(ds_shell *shell, const char *const *words, size_t n, const ds_option *waiting, ds_candidates *out) {
  const char *prefix = words[n - 1];
  if (waiting) {
    add_values(shell, waiting, "", prefix, prefix, out);
  } else if (n > 1) {
    complete_argument(shell, words, n - 1, prefix, out);
  } else if (*prefix == '-') {
    add_options(ds_global_options, prefix, out);
  } else {
    add_commands(shell, "", prefix, out);
    out->files = true; /* the database */
  }
  strip_quotes(out);
  sort_unique(out);
}

void ds_candidates_reset(ds_candidates *candidates) {
  for (size_t i = 0; i < candidates->n; i++) free(candidates->words[i]);
  free(candidates->words);
  *candidates = (ds_candidates){0};
}
