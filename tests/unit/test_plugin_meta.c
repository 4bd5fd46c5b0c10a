/* plugins/meta says what the program does: the same fields in the same classes, the same manifest, the same commands as functions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/path.h"
#include "lua/filters.h"
#include "plugin/manifest.h"
#include "plugin/run.h"
#include "shell/calls.h"
#include "shell/command.h"

static char *meta;

static int set_up(void **state) {
  const char *root = getenv("ROOT");
  static const char *const files[] = {"plugins/meta/dossier.lua", "plugins/meta/commands.lua"};
  ds_buf text = {0};
  ds_err err = {0};
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    ds_buf one = {0};
    char *path = ds_path_join(root ? root : ".", files[i]);
    if (ds_path_read(path, 0, &one, &err) != DS_OK) fail_msg("%s", err.text);
    ds_buf_append(&text, one.data, one.len);
    ds_buf_reset(&one);
    free(path);
  }
  meta = ds_buf_take(&text);
  return 0;
}

static int tear_down(void **state) {
  free(meta);
  return 0;
}

/* Does `line` begin with `start`, and the word that follows it equal `word` (up to ?, : or a blank)? */
static bool line_names(const char *line, const char *start, const char *word) {
  size_t n = strlen(start), len = strlen(word);
  return !strncmp(line, start, n) && !strncmp(line + n, word, len) && strchr("?: \n(", line[n + len]);
}

static const char *next_line(const char *p) {
  p = strchr(p, '\n');
  return p ? p + 1 : NULL;
}

/* The text of a class: from its first line to the next class or code section. */
static const char *find_class(const char *name) {
  for (const char *p = meta; p; p = next_line(p))
    if (line_names(p, "---@class ", name)) return p;
  return NULL;
}

/* The class that it inherits from, or "". */
static void parent_of(const char *class, char parent[64]) {
  const char *end = strchr(class, '\n'), *colon = strstr(class, " : ");
  parent[0] = '\0';
  if (colon && colon < end) snprintf(parent, 64, "%.*s", (int)(end - colon - 3), colon + 3);
}

/* Is the field (or method) documented in the class or in those that it inherits from? */
static bool documents(const char *class_name, const char *field) {
  const char *class = find_class(class_name);
  char parent[64], method[64];
  if (!class) return false;
  const char *dot = strrchr(class_name, '.');
  snprintf(method, sizeof method, "function %s:%s(", dot + 1, field);
  if (strstr(meta, method)) return true;
  for (const char *p = next_line(class); p && strncmp(p, "---@class", 9) && strncmp(p, "-- ----", 7); p = next_line(p))
    if (line_names(p, "---@field ", field)) return true;
  parent_of(class, parent);
  return *parent && documents(parent, field);
}

static void check_documented(const ds_class_name *list) {
  for (; list->name; list++) {
    if (!find_class(list->name)) fail_msg("the manual has no class %s", list->name);
    for (const ds_field *f = list->class->fields; f->name; f++)
      if (!documents(list->name, f->name)) fail_msg("the manual does not document %s.%s", list->name, f->name);
  }
}

/* Every field that the manual gives the class itself is one. */
static void check_real(const ds_class_name *list) {
  for (; list->name; list++)
    for (const char *p = next_line(find_class(list->name)); p && strncmp(p, "---@class", 9) && strncmp(p, "-- ----", 7); p = next_line(p)) {
      if (strncmp(p, "---@field ", 10) || p[10] == '[') continue;
      const char *name = p + 10;
      size_t len = strcspn(name, "? :");
      const ds_field *f = list->class->fields;
      while (f->name && (strlen(f->name) != len || strncmp(f->name, name, len))) f++;
      if (!f->name) fail_msg("%s has no field '%.*s', which the manual tells of", list->name, (int)len, name);
    }
}

static void test_fields(void **state) {
  const ds_class_name *const lists[] = {ds_english_classes, ds_model_classes, ds_selection_classes, ds_session_classes, ds_context_classes};
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    check_documented(lists[i]);
    check_real(lists[i]);
  }
}

/* The filters of selections, too, either way; `until` is a keyword of Lua, and told of with `till`. */
static void test_filters(void **state) {
  static const char *const classes[DS_N_THINGS] = {"dossier.ArticleFilters", "dossier.EntityFilters",    "dossier.MentionFilters",
                                                   "dossier.QuoteFilters",   "dossier.PredicateFilters", "dossier.DateFilters"};
  for (int thing = 0; thing < DS_N_THINGS; thing++) {
    for (size_t i = 0; ds_filter_name(thing, i); i++)
      if (strcmp(ds_filter_name(thing, i), "until") && !documents(classes[thing], ds_filter_name(thing, i)))
        fail_msg("the manual does not document %s.%s", classes[thing], ds_filter_name(thing, i));
    for (const char *p = next_line(find_class(classes[thing])); p && strncmp(p, "---@class", 9); p = next_line(p)) {
      if (strncmp(p, "---@field ", 10)) continue;
      size_t len = strcspn(p + 10, "? :"), i = 0;
      while (ds_filter_name(thing, i) && (strlen(ds_filter_name(thing, i)) != len || strncmp(ds_filter_name(thing, i), p + 10, len))) i++;
      if (!ds_filter_name(thing, i)) fail_msg("there is no filter '%.*s', which the manual gives %s", (int)len, p + 10, classes[thing]);
    }
  }
}

static void test_types(void **state) {
  const char *alias = strstr(meta, "---@alias dossier.Type ");
  assert_non_null(alias);
  char line[512];
  snprintf(line, sizeof line, "%.*s", (int)strcspn(alias, "\n"), alias);
  for (int i = 0; i < DS_TYPE_COUNT; i++) {
    char word[64];
    snprintf(word, sizeof word, "\"%s\"", ds_type_word((ds_type)i));
    if (!strstr(line, word)) fail_msg("the manual does not know the type %s", word);
  }
}

/* The class's own fields, each by its name and whether it may be nil; false behind the last. */
static bool next_field(const char **p, char name[64], bool *maybe) {
  for (*p = next_line(*p); *p && strncmp(*p, "---@class", 9) && strncmp(*p, "-- ----", 7); *p = next_line(*p)) {
    if (strncmp(*p, "---@field ", 10)) continue;
    size_t len = strcspn(*p + 10, "? :");
    snprintf(name, 64, "%.*s", (int)len, *p + 10);
    *maybe = (*p)[10 + len] == '?';
    return true;
  }
  return false;
}

/* A plugin's table: the same fields, and the same of them required. */
static void test_manifest(void **state) {
  static const char *const classes[] = {"Plugin", "Argument", "Column", "View", "Example"};
  for (size_t k = 0; k < sizeof classes / sizeof *classes; k++) {
    char class[64], name[64];
    bool required, maybe;
    snprintf(class, sizeof class, "dossier.%s", classes[k]);
    const char *field, *p = find_class(class);
    assert_non_null(p);
    for (size_t i = 0; (field = ds_manifest_field(classes[k], i, &required)); i++)
      if (!documents(class, field)) fail_msg("the manual does not document %s.%s", class, field);
    while (next_field(&p, name, &maybe)) {
      size_t i = 0;
      while ((field = ds_manifest_field(classes[k], i, &required)) && strcmp(field, name)) i++;
      if (!field) fail_msg("%s has no field '%s', which the manual tells of", class, name);
      if (required == maybe) fail_msg("%s.%s is %s, the manual says otherwise", class, name, required ? "required" : "optional");
    }
  }
}

/* Every method that the manual gives a class is one: "function Context:row(row) end" below "local Context = {}". */
static void test_methods(void **state) {
  static const struct {
    const char *variable;
    const ds_class_name *list;
    const char *class;
  } holders[] = {{"Context", ds_context_classes, "dossier.Context"},
                 {"Database", ds_context_classes, "dossier.Database"},
                 {"File", ds_context_classes, "dossier.File"}};
  for (const char *p = meta; p; p = next_line(p)) {
    if (strncmp(p, "function ", 9)) continue;
    size_t len = strcspn(p + 9, ".:(\n");
    if (p[9 + len] != ':') continue;
    size_t h = 0;
    while (h < 3 && (strlen(holders[h].variable) != len || strncmp(p + 9, holders[h].variable, len))) h++;
    if (h == 3) fail_msg("the manual has a method of '%.*s', which no class is", (int)len, p + 9);
    const ds_class_name *c = holders[h].list;
    while (strcmp(c->name, holders[h].class)) c++;
    const char *name = p + 10 + len;
    size_t n = strcspn(name, "(");
    const ds_field *f = c->class->fields;
    while (f->name && (strlen(f->name) != n || strncmp(f->name, name, n))) f++;
    if (!f->name) fail_msg("%s has no method '%.*s', which the manual tells of", holders[h].class, (int)n, name);
  }
}

static void underscored(char *name, const char *option) {
  snprintf(name, 64, "%s", option);
  for (char *s = name; *s; s++)
    if (*s == '-') *s = '_';
}

static void check_options(const char *class, const ds_option *options) {
  for (; options && options->name; options++) {
    char name[64];
    underscored(name, options->name);
    if (!documents(class, name)) fail_msg("the manual does not document %s.%s", class, name);
  }
}

static bool has_option(const ds_option *options, const char *name) {
  char other[64];
  for (; options && options->name; options++) {
    underscored(other, options->name);
    if (!strcmp(other, name)) return true;
  }
  return false;
}

/* The fields of a class and of those that it inherits from are options of the command. */
static void check_real_options(const char *class, const ds_command *c) {
  char name[64], parent[64];
  bool maybe;
  for (const char *p = find_class(class); next_field(&p, name, &maybe);) {
    bool global = false;
    for (const char *const *g = ds_call_globals; *g; g++) {
      char other[64];
      underscored(other, *g);
      global |= !strcmp(other, name);
    }
    if (!global && !has_option(c->options, name) && !(c->flags & DS_COMMAND_LISTING && has_option(ds_listing_options, name)))
      fail_msg("'%s' has no option '%s', which the manual gives it", c->name, name);
    if (!maybe) fail_msg("%s.%s may be left out, the manual says otherwise", class, name);
  }
  parent_of(find_class(class), parent);
  if (*parent) check_real_options(parent, c);
}

/* Commands that are functions have one in the manual, with the same options. */
static void test_commands(void **state) {
  for (const ds_command *c = ds_commands; c->name; c++) {
    char function[64], class[64];
    if (!(c->flags & DS_COMMAND_LUA)) continue;
    snprintf(function, sizeof function, "\nfunction %s(", c->name);
    snprintf(class, sizeof class, "dossier.call.%s", c->name);
    if (!strstr(meta, function)) fail_msg("the manual does not document %s()", c->name);
    if (!c->options && !(c->flags & DS_COMMAND_LISTING)) continue;
    if (!find_class(class)) fail_msg("the manual has no class %s", class);
    check_options(class, c->options);
    if (c->flags & DS_COMMAND_LISTING) check_options(class, ds_listing_options);
    check_real_options(class, c);
  }
}

/* Whatever a command does Lua can: those that are no functions, and what there is in their place. */
static void test_every_command(void **state) {
  static const char *const others[][2] = {{"annotate", "function english.annotate("},
                                          {"show", "---@field rows table[]"},
                                          {"entity", "\nentity = {}"},
                                          {"quote", "function quote.set("},
                                          {"row", "function row.set("},
                                          {"undo", "\nfunction undo("},
                                          {"redo", "\nfunction redo("},
                                          {"run", NULL /* dofile, loadfile */},
                                          {"help", NULL},
                                          {"mode", NULL},
                                          {"last", NULL /* _ */},
                                          {"once", NULL},
                                          {"completion", NULL},
                                          {"version", NULL},
                                          {"quit", NULL /* os.exit */}};
  for (const ds_command *c = ds_commands; c->name; c++) {
    size_t i = 0, n = sizeof others / sizeof *others;
    while (i < n && strcmp(others[i][0], c->name)) i++;
    if (c->flags & DS_COMMAND_LUA && i < n) fail_msg("'%s' is a function now", c->name);
    if (!(c->flags & DS_COMMAND_LUA) && i == n) fail_msg("what '%s' does Lua cannot", c->name);
    if (i < n && others[i][1] && !strstr(meta, others[i][1])) fail_msg("the manual has no '%s'", others[i][1]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_fields),       cmocka_unit_test(test_filters), cmocka_unit_test(test_types),
                                     cmocka_unit_test(test_manifest),     cmocka_unit_test(test_methods), cmocka_unit_test(test_commands),
                                     cmocka_unit_test(test_every_command)};
  return cmocka_run_group_tests_name("plugin meta", tests, set_up, tear_down);
}
