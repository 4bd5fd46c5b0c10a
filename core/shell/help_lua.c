#include "shell/help_lua.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/nearest.h"
#include "base/path.h"

enum { MOST_PARENTS = 8, NAME = 128 };
static const char class_tag[] = "---@class ", field_tag[] = "---@field ", overload_tag[] = "---@overload ", prefix[] = "dossier.";

/* What a person calls a class that goes by another name in the annotations. */
static const char *const other_names[][2] = {{"db", "Session"}, {"ctx", "Context"}, {"argument", "PredicateArgument"}, {NULL, NULL}};

static bool begins(const char *line, const char *tag) {
  return strncmp(line, tag, strlen(tag)) == 0;
}

static const char *next_line(const char *line) {
  line += strcspn(line, "\n");
  return *line ? line + 1 : line;
}

/* The name at s into name (NAME bytes), without "dossier."; what follows it. */
static const char *read_name(const char *s, char *name) {
  if (begins(s, prefix)) s += sizeof prefix - 1;
  size_t len = strcspn(s, " \n?:,)");
  snprintf(name, NAME, "%.*s", (int)len, s);
  return s + len;
}

/* The line of a class, or NULL. */
static const char *find_class(const char *meta, const char *wanted) {
  char name[NAME];
  for (size_t i = 0; other_names[i][0]; i++)
    if (strcasecmp(other_names[i][0], wanted) == 0) wanted = other_names[i][1];
  for (const char *line = meta; *line; line = next_line(line)) {
    if (!begins(line, class_tag)) continue;
    read_name(line + sizeof class_tag - 1, name);
    if (strcasecmp(name, wanted) == 0) return line;
  }
  return NULL;
}

/* The class that it has the fields of, too; its line, or NULL. */
static const char *parent_of(const char *meta, const char *line) {
  char name[NAME];
  const char *after = read_name(line + sizeof class_tag - 1, name);
  if (!begins(after, " : ")) return NULL;
  read_name(after + 3, name);
  return find_class(meta, name);
}

/* Text of one line without "dossier." before names. */
static void put_words(ds_buf *out, const char *s, size_t len) {
  for (size_t i = 0; i < len;) {
    if (len - i > sizeof prefix - 1 && begins(s + i, prefix)) i += sizeof prefix - 1;
    ds_buf_putc(out, s[i++]);
  }
}

/* "---@field name? type   words" as a line of help. */
static void put_field(const char *line, ds_buf *out) {
  char name[NAME];
  ds_buf type = {0};
  const char *s = read_name(line + sizeof field_tag - 1, name);
  bool maybe = *s == '?';
  s += maybe + strspn(s + maybe, " ");
  const char *end = s + strcspn(s, "\n"), *gap = strstr(s, "  ");
  const char *words = gap && gap < end ? gap + strspn(gap, " ") : end;
  put_words(&type, s, (size_t)((gap && gap < end ? gap : end) - s));
  if (maybe) ds_buf_puts(&type, " or nil");
  ds_buf_printf(out, "  %-16s %-24s ", name, type.data ? type.data : "");
  ds_buf_reset(&type);
  put_words(out, words, (size_t)(end - words));
  while (out->data[out->len - 1] == ' ') out->len--;
  ds_buf_putc(out, '\n');
}

static bool is_doc(const char *line) {
  return begins(line, "---") && line[3] != '@';
}

/* The words above a line, as paragraphs: an empty line parts them. */
static void put_doc(const char *meta, const char *line, const char *indent, ds_buf *out) {
  const char *from = line;
  while (from > meta) {
    const char *before = from - 1;
    while (before > meta && before[-1] != '\n') before--;
    if (!begins(before, "---") || begins(before, class_tag)) break;
    from = before;
  }
  bool open = false;
  for (; from < line; from = next_line(from)) {
    if (!is_doc(from)) continue;
    size_t len = strcspn(from + 3, "\n");
    if (open) ds_buf_putc(out, len ? ' ' : '\n');
    if (!open && len) ds_buf_puts(out, indent);
    put_words(out, from + 3, len);
    open = len > 0;
  }
  if (open) ds_buf_putc(out, '\n');
}

/* "function Context:row(row) end" as "row(row)", and the words above it. */
static void put_function(const char *meta, const char *line, ds_buf *out) {
  const char *name = line + strcspn(line, ".:\n");
  size_t len = strcspn(name, ")\n");
  if (!*name || *name == '\n') return;
  ds_buf_printf(out, "  %.*s)\n", (int)(len - 1), name + 1);
  put_doc(meta, line, "      ", out);
}

/* The variable that holds the functions of the class at line ("local Context = {}"), "" for none. */
static void find_variable(const char *line, char *name) {
  *name = '\0';
  for (line = next_line(line); *line && !begins(line, class_tag); line = next_line(line)) {
    const char *s = begins(line, "local ") ? line + 6 : line;
    const char *after = s + strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_");
    if (after == s || !begins(after, " = {}")) continue;
    read_name(s, name);
    return;
  }
}

typedef struct members {
  const char *meta, *only; /* only: the one member wanted, or NULL */
  ds_nearest *nearest;     /* is offered all, or NULL */
  char *best;              /* NAME bytes: the nearest one so far */
  ds_buf *out;
} members;

static size_t put_member(const members *m, const char *line, const char *at, bool is_function) {
  char name[NAME];
  read_name(at, name);
  name[strcspn(name, "(")] = '\0';
  if (m->nearest && isalpha((unsigned char)*name)) {
    size_t before = m->nearest->distance;
    ds_nearest_offer(m->nearest, name);
    if (m->nearest->distance < before) snprintf(m->best, NAME, "%s", name);
  }
  if (m->only && strcmp(m->only, name) != 0) return 0;
  if (is_function)
    put_function(m->meta, line, m->out);
  else
    put_field(line, m->out);
  return 1;
}

/* The fields and functions of a class, those of its parents first; how many. */
static size_t put_members(const members *m, const char *class, int depth) {
  const char *parent = depth < MOST_PARENTS ? parent_of(m->meta, class) : NULL;
  size_t n = parent ? put_members(m, parent, depth + 1) : 0;
  for (const char *line = next_line(class); *line && !begins(line, class_tag); line = next_line(line))
    if (begins(line, field_tag)) n += put_member(m, line, line + sizeof field_tag - 1, false);
  char variable[NAME];
  find_variable(class, variable);
  size_t len = strlen(variable);
  for (const char *line = m->meta; len && *line; line = next_line(line)) {
    if (!begins(line, "function ") || strncmp(line + 9, variable, len) != 0 || !strchr(".:", line[9 + len])) continue;
    n += put_member(m, line, line + 10 + len, true);
  }
  return n;
}

/* Of a selection: its filters. */
static void put_filters(const char *meta, const char *line, ds_buf *out) {
  const char *next = next_line(line);
  char name[NAME];
  if (!begins(next, overload_tag)) return;
  const char *filters = strstr(next, prefix);
  read_name(filters, name);
  const char *class = find_class(meta, name);
  if (!class) return;
  ds_buf_puts(out, "\nfilters, in {…}; a value or a list of them\n");
  put_members(&(members){.meta = meta, .out = out}, class, 0);
}

static ds_status put_topic(const char *meta, const char *topic, ds_buf *out, ds_err *err) {
  char name[NAME], best[NAME] = "";
  size_t len = strcspn(topic, ".:");
  snprintf(name, sizeof name, "%.*s", (int)len, topic);
  const char *line = find_class(meta, name), *field = topic[len] ? topic + len + 1 : NULL;
  if (!line) return ds_fail(err, DS_FAIL, "nothing of that name");
  ds_nearest nearest = ds_nearest_start(field ? field : "", field ? strlen(field) : 0);
  ds_buf text = {0};
  size_t n = put_members(&(members){meta, field, field ? &nearest : NULL, best, &text}, line, 0);
  if (field && !n) {
    ds_fail(err, DS_USAGE, "'%s' has no field '%s'", name, field);
    ds_err_hint(err, ds_nearest_word(&nearest) ? "did you mean '%s.%s'?" : "'help %s' lists them", name, best);
    return DS_USAGE;
  }
  ds_buf_printf(out, "%s in Lua\n", topic);
  if (!field) put_doc(meta, line, "", out);
  if (text.len) ds_buf_append(out, text.data, text.len);
  ds_buf_reset(&text);
  if (!field) put_filters(meta, line, out);
  return DS_OK;
}

ds_status ds_help_lua(ds_shell *shell, const char *topic, ds_buf *out, ds_err *err) {
  const char *installed = ds_plugins_installed(ds_shell_plugins(shell));
  if (!installed) return ds_fail(err, DS_FAIL, "the installed plugins, where the annotations are, were not found");
  char *path = ds_path_join(installed, "meta/dossier.lua");
  ds_buf meta = {0};
  ds_status status = ds_path_read(path, 0, &meta, err);
  if (status == DS_OK) status = put_topic(meta.data ? meta.data : "", topic, out, err);
  ds_buf_reset(&meta);
  free(path);
  return status;
}
