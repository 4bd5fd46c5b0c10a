/* plugins/meta/dossier.lua says what the program does: the same fields in the same classes, and the same manifest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/path.h"
#include "lua/filters.h"
#include "plugin/run.h"

static char *meta;

static int set_up(void **state) {
  const char *root = getenv("ROOT");
  char *path = ds_path_join(root ? root : ".", "plugins/meta/dossier.lua");
  ds_buf text = {0};
  ds_err err = {0};
  if (ds_path_read(path, 0, &text, &err) != DS_OK) fail_msg("%s", err.text);
  free(path);
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

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_fields), cmocka_unit_test(test_filters), cmocka_unit_test(test_types)};
  return cmocka_run_group_tests_name("plugin meta", tests, set_up, tear_down);
}
