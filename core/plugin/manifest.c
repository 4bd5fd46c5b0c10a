#include "plugin/manifest.h"

#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/path.h"
#include "lua/env.h"
#include "lua/json.h"

enum { FILE_LIMIT = 4 * 1024 * 1024, MEMORY_LIMIT = 64 * 1024 * 1024, SECONDS = 5, TEXT_SIZE = 512 };

typedef enum need { OPTIONAL, REQUIRED } need;

typedef struct field {
  const char *name;
  int type; /* LUA_T… */
  need need;
} field;

static const field plugin_fields[] = {{"name", LUA_TSTRING, REQUIRED},        {"api", LUA_TNUMBER, REQUIRED},
                                      {"summary", LUA_TSTRING, REQUIRED},     {"version", LUA_TSTRING, OPTIONAL},
                                      {"description", LUA_TSTRING, OPTIONAL}, {"author", LUA_TSTRING, OPTIONAL},
                                      {"license", LUA_TSTRING, OPTIONAL},     {"args", LUA_TTABLE, OPTIONAL},
                                      {"columns", LUA_TTABLE, REQUIRED},      {"views", LUA_TTABLE, OPTIONAL},
                                      {"examples", LUA_TTABLE, OPTIONAL},     {"run", LUA_TFUNCTION, OPTIONAL},
                                      {"map", LUA_TFUNCTION, OPTIONAL},       {"reduce", LUA_TFUNCTION, OPTIONAL},
                                      {"articles", LUA_TFUNCTION, OPTIONAL},  {NULL}};
static const field arg_fields[] = {{"name", LUA_TSTRING, REQUIRED},      {"type", LUA_TSTRING, REQUIRED},
                                   {"help", LUA_TSTRING, REQUIRED},      {"positional", LUA_TBOOLEAN, OPTIONAL},
                                   {"required", LUA_TBOOLEAN, OPTIONAL}, {"choices", LUA_TTABLE, OPTIONAL},
                                   {"default", LUA_TNONE, OPTIONAL},     {NULL}};
static const field column_fields[] = {{"name", LUA_TSTRING, REQUIRED},
                                      {"type", LUA_TSTRING, REQUIRED},
                                      {"help", LUA_TSTRING, REQUIRED},
                                      {"aside", LUA_TBOOLEAN, OPTIONAL},
                                      {NULL}};
static const field view_fields[] = {{"columns", LUA_TTABLE, REQUIRED}, {"help", LUA_TSTRING, OPTIONAL}, {NULL}};
static const field example_fields[] = {{"run", LUA_TSTRING, REQUIRED},
                                       {"corpus", LUA_TSTRING, OPTIONAL},
                                       {"rows", LUA_TTABLE, OPTIONAL},
                                       {"note", LUA_TSTRING, OPTIONAL},
                                       {NULL}};

const char *ds_manifest_field(const char *class, size_t i, bool *required) {
  static const struct {
    const char *class;
    const field *fields;
  } all[] = {
      {"Plugin", plugin_fields}, {"Argument", arg_fields}, {"Column", column_fields}, {"View", view_fields}, {"Example", example_fields}};
  for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
    if (strcmp(all[k].class, class) != 0) continue;
    *required = all[k].fields[i].need == REQUIRED;
    return all[k].fields[i].name;
  }
  return NULL;
}

/* Options that the host applies to every command. */
static const char *const reserved[] = {"since",  "until",      "outlet",    "article",     "list",     "open",        "format",
                                       "output", "database",   "quiet",     "jobs",        "readonly", "max-seconds", "max-memory",
                                       "errors", "color",      "traceback", "no-progress", "help",     "version",     "record",
                                       "view",   "all-copies", "as",        "map",         "reduce",   "excel",       NULL};

typedef struct reader {
  lua_State *L;
  const char *file, *text;
  ds_arena *arena;
  ds_problems *problems;
} reader;

/* --- problems --- */

void ds_problems_add(ds_problems *problems, const char *file, long line, const char *format, ...) {
  ds_buf b = {0};
  ds_buf_puts(&b, file);
  if (line > 0) ds_buf_printf(&b, ":%ld", line);
  ds_buf_puts(&b, ": ");
  va_list ap;
  va_start(ap, format);
  ds_buf_vprintf(&b, format, ap);
  va_end(ap);
  for (size_t i = 0; i < problems->n; i++) { /* two views may share their columns */
    if (strcmp(problems->items[i], b.data) != 0) continue;
    ds_buf_reset(&b);
    return;
  }
  DS_GROW(problems->items, problems->n, problems->cap);
  problems->items[problems->n++] = ds_buf_take(&b);
}

void ds_problems_reset(ds_problems *problems) {
  for (size_t i = 0; i < problems->n; i++) free(problems->items[i]);
  free(problems->items);
  *problems = (ds_problems){0};
}

static bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The first line on which the word stands whole: tables do not tell where they were written. */
static long line_of(const reader *r, const char *word) {
  size_t len = word ? strlen(word) : 0;
  if (!len) return 1;
  for (const char *p = r->text; (p = strstr(p, word)); p += len) {
    if ((p > r->text && is_word_byte(p[-1])) || is_word_byte(p[len])) continue;
    long line = 1;
    for (const char *q = r->text; q < p; q++) line += *q == '\n';
    return line;
  }
  return 1;
}

/* The first line on which the word stands behind a name in quotation marks (name may be NULL). */
static long line_behind(const reader *r, const char *name, const char *word) {
  ds_buf quoted = {0};
  ds_buf_printf(&quoted, "\"%s\"", name ? name : "");
  const char *from = name ? strstr(r->text, quoted.data) : NULL;
  ds_buf_reset(&quoted);
  reader rest = {.text = from ? from : r->text};
  long line = line_of(&rest, word);
  for (const char *q = r->text; q < rest.text; q++) line += *q == '\n';
  return line;
}

#define PROBLEM(r, word, ...) ds_problems_add((r)->problems, (r)->file, line_of((r), (word)), __VA_ARGS__)

/* --- fields --- */

static void check_known(reader *r, const char *what, const field *fields) {
  lua_State *L = r->L;
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING) {
      PROBLEM(r, NULL, "%s has an entry without a name", what);
      continue;
    }
    const char *key = lua_tostring(L, -2);
    const field *f = fields;
    while (f->name && strcmp(f->name, key) != 0) f++;
    if (f->name) continue;
    ds_nearest nearest = ds_nearest_start(key, strlen(key));
    for (f = fields; f->name; f++) ds_nearest_offer(&nearest, f->name);
    const char *word = ds_nearest_word(&nearest);
    PROBLEM(r, key, word ? "%s has an unknown field '%s'; the nearest is '%s'" : "%s has an unknown field '%s'", what, key, word);
  }
}

static void check_types(reader *r, const char *what, const char *at, const field *fields) {
  lua_State *L = r->L;
  for (const field *f = fields; f->name; f++) {
    int type = lua_getfield(L, -1, f->name);
    if (type == LUA_TNIL) {
      if (f->need == REQUIRED) PROBLEM(r, at, "%s has no '%s'", what, f->name);
    } else if (f->type != LUA_TNONE && type != f->type) {
      PROBLEM(r, f->name, "'%s' of %s must be a %s, got a %s", f->name, what, lua_typename(L, f->type), lua_typename(L, type));
    } else if (type == LUA_TSTRING && f->need == REQUIRED && lua_rawlen(L, -1) == 0) {
      PROBLEM(r, at, "'%s' of %s is empty", f->name, what);
    }
    lua_pop(L, 1);
  }
}

/* A string field of the table on the top, in the arena; NULL when it is no string. */
static const char *get_text(reader *r, const char *name) {
  lua_getfield(r->L, -1, name);
  size_t len;
  const char *s = lua_type(r->L, -1) == LUA_TSTRING ? lua_tolstring(r->L, -1, &len) : NULL;
  const char *copy = s ? ds_arena_strndup(r->arena, s, len) : NULL;
  lua_pop(r->L, 1);
  return copy;
}

static bool get_bool(reader *r, const char *name) {
  lua_getfield(r->L, -1, name);
  bool value = lua_toboolean(r->L, -1);
  lua_pop(r->L, 1);
  return value;
}

static bool is_name(const char *s, bool dashes) {
  if (!s || *s < 'a' || *s > 'z') return false;
  for (; *s; s++)
    if (!((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') || *s == '_' || (dashes && *s == '-'))) return false;
  return true;
}

static ds_type get_type(reader *r, const char *what, const char *name) {
  const char *word = get_text(r, "type");
  ds_type type = DS_TYPE_TEXT;
  if (!word || ds_type_parse(word, &type)) return type;
  ds_nearest nearest = ds_nearest_start(word, strlen(word));
  ds_buf all = {0};
  for (int i = 0; i < DS_TYPE_COUNT; i++) {
    ds_nearest_offer(&nearest, ds_type_word((ds_type)i));
    ds_buf_printf(&all, "%s%s", i ? "|" : "", ds_type_word((ds_type)i));
  }
  const char *best = ds_nearest_word(&nearest);
  ds_problems_add(r->problems, r->file, line_behind(r, name, word), "type of %s must be one of %s, got '%s'%s%s%s", what, all.data, word,
                  best ? "; the nearest is '" : "", best ? best : "", best ? "'" : "");
  ds_buf_reset(&all);
  return type;
}

/* --- parts --- */

static void describe(char *out, size_t size, const char *kind, const char *name, size_t i) {
  if (name)
    snprintf(out, size, "%s '%s'", kind, name);
  else
    snprintf(out, size, "%s %zu", kind, i + 1);
}

/* Pushes element i (0-based) of the list on the top; false, with nothing pushed, when it is no table. */
static bool push_item(reader *r, const char *kind, size_t i) {
  if (lua_rawgeti(r->L, -1, (lua_Integer)i + 1) == LUA_TTABLE) return true;
  PROBLEM(r, kind, "%s %zu must be a table, got a %s", kind, i + 1, luaL_typename(r->L, -1));
  lua_pop(r->L, 1);
  return false;
}

static void read_choices(reader *r, ds_plugin_arg *arg, const char *what) {
  lua_State *L = r->L;
  int type = lua_getfield(L, -1, "choices");
  size_t n = type == LUA_TTABLE ? (size_t)lua_rawlen(L, -1) : 0;
  if (arg->type == DS_TYPE_CHOICE && n == 0) PROBLEM(r, arg->name, "%s is a choice without 'choices'", what);
  if (arg->type != DS_TYPE_CHOICE && arg->type != DS_TYPE_LIST && type == LUA_TTABLE)
    PROBLEM(r, arg->name, "%s has 'choices' but is no choice or list: type = \"choice\"", what);
  const char **choices = DS_ARENA_NEW(r->arena, const char *, n + 1);
  for (size_t i = 0; i < n; i++) {
    lua_rawgeti(L, -1, (lua_Integer)i + 1);
    choices[i] = lua_type(L, -1) == LUA_TSTRING ? ds_arena_strdup(r->arena, lua_tostring(L, -1)) : "";
    if (!*choices[i]) PROBLEM(r, arg->name, "choice %zu of %s must be a string, got a %s", i + 1, what, luaL_typename(L, -1));
    lua_pop(L, 1);
  }
  if (n > 0) arg->choices = choices;
  lua_pop(L, 1);
}

static void read_default(reader *r, ds_plugin_arg *arg) {
  lua_getfield(r->L, -1, "default");
  if (!lua_isnil(r->L, -1)) {
    if (arg->type == DS_TYPE_FILE)
      PROBLEM(r, arg->name, "'%s' is a file and cannot have a default: the user names it", arg->name ? arg->name : "?");
    else if (lua_type(r->L, -1) == LUA_TTABLE)
      PROBLEM(r, arg->name, "the default of '%s' cannot be a table", arg->name ? arg->name : "?");
    else
      arg->fallback = ds_arena_strdup(r->arena, luaL_tolstring(r->L, -1, NULL)), lua_pop(r->L, 1);
  }
  lua_pop(r->L, 1);
}

static void check_arg_name(reader *r, const ds_plugin *plugin, const ds_plugin_arg *arg) {
  if (!arg->name) return;
  if (!is_name(arg->name, true)) PROBLEM(r, arg->name, "argument '%s' must be lower-case letters, digits, '-' or '_'", arg->name);
  for (const char *const *word = reserved; *word; word++)
    if (!strcmp(*word, arg->name))
      PROBLEM(r, arg->name, "argument '%s' takes the name of an option of every command; choose another", arg->name);
  for (const ds_plugin_arg *other = plugin->args; other < arg; other++)
    if (other->name && !strcmp(other->name, arg->name)) PROBLEM(r, arg->name, "argument '%s' is there twice", arg->name);
}

static void read_args(reader *r, ds_plugin *plugin) {
  lua_State *L = r->L;
  if (lua_getfield(L, -1, "args") == LUA_TTABLE) {
    size_t n = (size_t)lua_rawlen(L, -1);
    ds_plugin_arg *args = DS_ARENA_NEW(r->arena, ds_plugin_arg, n + 1);
    plugin->args = args;
    plugin->n_args = n;
    for (size_t i = 0; i < n; i++) {
      if (!push_item(r, "argument", i)) continue;
      char what[TEXT_SIZE];
      args[i].name = get_text(r, "name");
      args[i].help = get_text(r, "help");
      describe(what, sizeof what, "argument", args[i].name, i);
      check_known(r, what, arg_fields);
      check_types(r, what, args[i].name, arg_fields);
      args[i].type = get_type(r, what, args[i].name);
      args[i].positional = get_bool(r, "positional");
      args[i].required = get_bool(r, "required");
      read_choices(r, &args[i], what);
      read_default(r, &args[i]);
      check_arg_name(r, plugin, &args[i]);
      lua_pop(L, 1);
    }
  }
  lua_pop(L, 1);
}

/* The columns of the table on the top (the plugin or a view). */
static void read_columns(reader *r, ds_plugin_view *view) {
  lua_State *L = r->L;
  if (lua_getfield(L, -1, "columns") == LUA_TTABLE) {
    size_t n = (size_t)lua_rawlen(L, -1);
    ds_column *columns = DS_ARENA_NEW(r->arena, ds_column, n + 1);
    if (n == 0) PROBLEM(r, "columns", "there are no columns");
    for (size_t i = 0; i < n; i++) {
      if (!push_item(r, "column", i)) continue;
      char what[TEXT_SIZE];
      columns[i].name = (char *)get_text(r, "name");
      columns[i].help = (char *)get_text(r, "help");
      describe(what, sizeof what, "column", columns[i].name, i);
      check_known(r, what, column_fields);
      check_types(r, what, columns[i].name, column_fields);
      columns[i].type = get_type(r, what, columns[i].name);
      if (get_bool(r, "aside")) columns[i].place = DS_ASIDE;
      if (columns[i].type == DS_TYPE_FILE) PROBLEM(r, "file", "%s cannot be a file: only arguments are", what);
      if (columns[i].name && !is_name(columns[i].name, false))
        PROBLEM(r, columns[i].name, "%s must be lower-case letters, digits or '_'", what);
      for (size_t k = 0; columns[i].name && k < i; k++)
        if (columns[k].name && !strcmp(columns[k].name, columns[i].name)) PROBLEM(r, columns[i].name, "%s is there twice", what);
      lua_pop(L, 1);
    }
    view->columns = columns;
    view->n_columns = n;
  }
  lua_pop(L, 1);
}

static int compare_views(const void *a, const void *b) {
  return strcmp(((const ds_plugin_view *)a)->name, ((const ds_plugin_view *)b)->name);
}

static void read_views(reader *r, ds_plugin *plugin) {
  lua_State *L = r->L;
  size_t cap = 8;
  ds_plugin_view *views = DS_ARENA_NEW(r->arena, ds_plugin_view, cap);
  views[0].name = "";
  read_columns(r, &views[0]);
  size_t n = 1;
  if (lua_getfield(L, -1, "views") == LUA_TTABLE) {
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
      const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
      if (!name || !is_name(name, false) || lua_type(L, -1) != LUA_TTABLE || n == cap) {
        PROBLEM(r, "views", "a view is a table under a name of lower-case letters (at most %zu)", cap - 1);
        continue;
      }
      char what[TEXT_SIZE];
      describe(what, sizeof what, "view", name, 0);
      check_known(r, what, view_fields);
      check_types(r, what, name, view_fields);
      views[n].name = ds_arena_strdup(r->arena, name);
      read_columns(r, &views[n++]);
    }
  }
  lua_pop(L, 1);
  qsort(views, n, sizeof *views, compare_views);
  plugin->views = views;
  plugin->n_views = n;
}

static const char *const *read_rows(reader *r) {
  lua_State *L = r->L;
  const char **rows = NULL;
  if (lua_getfield(L, -1, "rows") == LUA_TTABLE) {
    size_t n = (size_t)lua_rawlen(L, -1);
    rows = DS_ARENA_NEW(r->arena, const char *, n + 1);
    for (size_t i = 0; i < n; i++) {
      lua_rawgeti(L, -1, (lua_Integer)i + 1);
      ds_json_push_encoded(L, lua_gettop(L));
      rows[i] = ds_arena_strdup(r->arena, lua_tostring(L, -1));
      lua_pop(L, 2);
    }
  }
  lua_pop(L, 1);
  return rows;
}

static void read_examples(reader *r, ds_plugin *plugin) {
  lua_State *L = r->L;
  if (lua_getfield(L, -1, "examples") == LUA_TTABLE) {
    size_t n = (size_t)lua_rawlen(L, -1);
    ds_plugin_example *examples = DS_ARENA_NEW(r->arena, ds_plugin_example, n + 1);
    for (size_t i = 0; i < n; i++) {
      if (!push_item(r, "example", i)) continue;
      char what[TEXT_SIZE];
      describe(what, sizeof what, "example", NULL, i);
      check_known(r, what, example_fields);
      check_types(r, what, "examples", example_fields);
      examples[i] = (ds_plugin_example){.run = get_text(r, "run"), .corpus = get_text(r, "corpus"), .rows = read_rows(r)};
      size_t len = plugin->name ? strlen(plugin->name) : 0;
      if (examples[i].run && len && (strncmp(examples[i].run, plugin->name, len) || (examples[i].run[len] && examples[i].run[len] != ' ')))
        PROBLEM(r, "examples", "%s must run '%s', got '%s'", what, plugin->name, examples[i].run);
      lua_pop(L, 1);
    }
    plugin->examples = examples;
    plugin->n_examples = n;
  }
  lua_pop(L, 1);
}

/* --- the whole --- */

static void check_name(reader *r, const ds_plugin *plugin) {
  if (!plugin->name) return;
  if (!is_name(plugin->name, false)) PROBLEM(r, "name", "the name '%s' must be one word of lower-case letters", plugin->name);
  const char *slash = strrchr(r->file, '/'), *base = slash ? slash + 1 : r->file;
  size_t len = strlen(base) - strlen(".lua");
  if (strlen(plugin->name) != len || strncmp(base, plugin->name, len))
    PROBLEM(r, "name", "the name '%s' is not the file's: rename one of them ('%.*s')", plugin->name, (int)len, base);
}

static bool check_api(reader *r, ds_plugin *plugin) {
  int is_integer = 0;
  lua_getfield(r->L, -1, "api");
  lua_Integer api = lua_tointegerx(r->L, -1, &is_integer);
  bool given = !lua_isnil(r->L, -1);
  lua_pop(r->L, 1);
  plugin->api = (int)api;
  if (given && is_integer && api > DS_PLUGIN_API) {
    PROBLEM(r, "api", "the plugin needs api %lld, this program has api %d: update dossier", (long long)api, DS_PLUGIN_API);
    return false; /* fields may mean other things there */
  }
  if (given && (!is_integer || api < 1)) PROBLEM(r, "api", "'api' must be a whole number from 1 to %d", DS_PLUGIN_API);
  return true;
}

static bool has_function(reader *r, const char *name) {
  bool has = lua_getfield(r->L, -1, name) == LUA_TFUNCTION;
  lua_pop(r->L, 1);
  return has;
}

/* What runs: `run`, or `map` and `reduce`. */
static void check_functions(reader *r, ds_plugin *plugin) {
  bool run = has_function(r, "run"), map = has_function(r, "map"), reduce = has_function(r, "reduce");
  plugin->shards = map && reduce;
  if (map != reduce) PROBLEM(r, map ? "map" : "reduce", "'map' and 'reduce' go together: there is no '%s'", map ? "reduce" : "map");
  if (has_function(r, "articles") && !map) PROBLEM(r, "articles", "'articles' goes with 'map': it gives the articles that are mapped");
  if (run && plugin->shards) PROBLEM(r, "run", "a plugin has 'run', or 'map' and 'reduce'; this one has all three");
  if (!run && !map && !reduce) PROBLEM(r, NULL, "the plugin has no 'run'");
}

/* Light userdata at 1: the reader; the file's table at 2. */
static int check_all(lua_State *L) {
  reader *r = lua_touserdata(L, 1);
  ds_plugin *plugin = lua_touserdata(L, 2);
  if (lua_type(L, 3) != LUA_TTABLE) {
    PROBLEM(r, NULL, "the file must return the plugin's table, got a %s", luaL_typename(L, 3));
    return 0;
  }
  lua_settop(L, 3);
  if (!check_api(r, plugin)) return 0;
  check_known(r, "the plugin", plugin_fields);
  check_types(r, "the plugin", NULL, plugin_fields);
  plugin->name = get_text(r, "name");
  plugin->summary = get_text(r, "summary");
  plugin->version = get_text(r, "version");
  check_name(r, plugin);
  check_functions(r, plugin);
  read_args(r, plugin);
  read_views(r, plugin);
  read_examples(r, plugin);
  return 0;
}

static ds_status run_file(ds_lua *lua, reader *r, size_t len, ds_plugin *plugin, ds_err *err) {
  char chunk[TEXT_SIZE];
  snprintf(chunk, sizeof chunk, "@%s", r->file);
  ds_lua_open_pure(lua->L);
  ds_status status = ds_lua_load(lua, r->text, len, chunk, err);
  if (status == DS_OK) status = ds_lua_call(lua, 0, 1, SECONDS, err);
  if (status != DS_OK) return status;
  lua_pushcfunction(lua->L, check_all);
  lua_insert(lua->L, -2);
  lua_pushlightuserdata(lua->L, r);
  lua_insert(lua->L, -2);
  lua_pushlightuserdata(lua->L, plugin);
  lua_insert(lua->L, -2);
  return ds_lua_call(lua, 3, 0, SECONDS, err);
}

ds_plugin *ds_manifest_read(const char *path, ds_arena *arena, ds_problems *problems) {
  ds_err err = {0};
  ds_buf text = {0};
  ds_lua *lua = NULL;
  size_t before = problems->n;
  ds_plugin *plugin = DS_ARENA_NEW(arena, ds_plugin, 1);
  plugin->file = ds_arena_strdup(arena, path);
  ds_status status = ds_path_read(path, FILE_LIMIT, &text, &err);
  if (status == DS_OK) status = ds_lua_new(MEMORY_LIMIT, &lua, &err);
  if (status == DS_OK) {
    reader r = {lua->L, plugin->file, text.data ? text.data : "", arena, problems};
    status = run_file(lua, &r, text.len, plugin, &err);
  }
  if (status != DS_OK) ds_problems_add(problems, path, err.line, "%s", err.text);
  ds_err_reset(&err);
  ds_lua_free(lua);
  ds_buf_reset(&text);
  return problems->n == before ? plugin : NULL;
}
