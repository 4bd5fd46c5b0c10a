#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/nearest.h"
#include "plugin/run.h"

enum { CANDIDATES = 8 };

static bool same_name(const char *a, const char *b) {
  for (; *a && *b; a++, b++)
    if (*a != *b && !((*a == '-' || *a == '_') && (*b == '-' || *b == '_'))) return false;
  return *a == *b;
}

static const ds_plugin_arg *find_arg(const ds_plugin *plugin, const char *name, ds_err *err) {
  ds_nearest nearest = ds_nearest_start(name, strlen(name));
  for (size_t i = 0; i < plugin->n_args; i++) {
    if (same_name(plugin->args[i].name, name)) return &plugin->args[i];
    ds_nearest_offer(&nearest, plugin->args[i].name);
  }
  const char *word = ds_nearest_word(&nearest);
  ds_fail(err, DS_USAGE, "%s has no argument '%s'%s%s%s", plugin->name, name, word ? "; did you mean '" : "", word ? word : "",
          word ? "'?" : "");
  ds_err_hint(err, "help %s lists its arguments", plugin->name);
  return NULL;
}

/* --- values by type; each pushes one value --- */

static ds_status fail_value(const ds_plugin_arg *arg, const char *value, const char *expected, ds_err *err) {
  return ds_fail(err, DS_USAGE, "'%s' must be %s, got '%s'", arg->name, expected, value);
}

static ds_status push_number(lua_State *L, const ds_plugin_arg *arg, const char *value, ds_err *err) {
  char *end;
  errno = 0;
  if (arg->type == DS_TYPE_INTEGER) {
    long long i = strtoll(value, &end, 10);
    if (end == value || *end || errno) return fail_value(arg, value, "a whole number", err);
    lua_pushinteger(L, i);
    return DS_OK;
  }
  double d = strtod(value, &end);
  bool percent = arg->type == DS_TYPE_PERCENT && *end == '%';
  if (end == value || end[percent] || errno) return fail_value(arg, value, percent ? "a percentage (25% or 0.25)" : "a number", err);
  lua_pushnumber(L, percent ? d / 100 : d);
  return DS_OK;
}

static ds_status push_boolean(lua_State *L, const ds_plugin_arg *arg, const char *value, ds_err *err) {
  static const char *const yes[] = {"", "true", "yes", "on", "1", NULL}, *const no[] = {"false", "no", "off", "0", NULL};
  for (int i = 0; yes[i]; i++)
    if (!strcasecmp(value, yes[i])) return lua_pushboolean(L, 1), DS_OK;
  for (int i = 0; no[i]; i++)
    if (!strcasecmp(value, no[i])) return lua_pushboolean(L, 0), DS_OK;
  return fail_value(arg, value, "true or false", err);
}

static bool is_date(const char *s) {
  static const char pattern[] = "dddd-dd-dd";
  size_t n = strlen(s);
  if (n != 4 && n != 7 && n != 10) return false;
  for (size_t i = 0; i < n; i++)
    if (pattern[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != '-') return false;
  int month = n >= 7 ? atoi(s + 5) : 1, day = n == 10 ? atoi(s + 8) : 1;
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static ds_status push_choice(lua_State *L, const ds_plugin_arg *arg, const char *value, ds_err *err) {
  ds_nearest nearest = ds_nearest_start(value, strlen(value));
  ds_buf all = {0};
  for (const char *const *choice = arg->choices; choice && *choice; choice++) {
    if (!strcmp(*choice, value)) {
      ds_buf_reset(&all);
      lua_pushstring(L, value);
      return DS_OK;
    }
    ds_nearest_offer(&nearest, *choice);
    ds_buf_printf(&all, "%s%s", all.len ? "|" : "", *choice);
  }
  const char *word = ds_nearest_word(&nearest);
  ds_fail(err, DS_USAGE, "'%s' must be one of %s, got '%s'", arg->name, all.data ? all.data : "", value);
  if (word) ds_err_hint(err, "did you mean '%s'?", word);
  ds_buf_reset(&all);
  return DS_USAGE;
}

/* "a, b" as a Lua list; where the argument has choices, each item must be one of them. */
static ds_status push_list(lua_State *L, const ds_plugin_arg *arg, const char *value, ds_err *err) {
  lua_newtable(L);
  for (int n = 1; *value;) {
    size_t len = strcspn(value, ",");
    const char *next = value + len + (value[len] == ',');
    while (len > 0 && *value == ' ') value++, len--;
    while (len > 0 && value[len - 1] == ' ') len--;
    const char *item = lua_pushlstring(L, value, len);
    if (len > 0 && arg->choices) {
      ds_status status = push_choice(L, arg, item, err);
      if (status != DS_OK) return status;
      lua_remove(L, -2);
    }
    if (len > 0)
      lua_rawseti(L, -2, n++);
    else
      lua_pop(L, 1);
    value = next;
  }
  return DS_OK;
}

/* --- entities --- */

/* Of several, one was taken whose name is another than the one typed: the reader should know. */
static void note_choice(ds_run *run, const char *value, const int64_t *ids, size_t n) {
  ds_buf taken = {0}, others = {0};
  ds_entity_names(run->store, ids, 1, 1, &taken);
  if (n > 1 && taken.data && (strncmp(taken.data, value, strlen(value)) != 0 || strncmp(taken.data + strlen(value), " (", 2) != 0)) {
    ds_entity_names(run->store, ids + 1, n - 1, 2, &others);
    ds_result_note(run->result, "'%s' is taken as %s; also called so: %s", value, taken.data, others.data ? others.data : "");
  }
  ds_buf_reset(&taken);
  ds_buf_reset(&others);
}

static ds_status find_entity(ds_run *run, const ds_plugin_arg *arg, const char *value, int64_t *id, ds_err *err) {
  int64_t *ids = NULL;
  size_t n = 0;
  bool sure = false;
  ds_status status = ds_entity_find(run->store, value, strlen(value), &ids, &n, &sure, err);
  if (status != DS_OK) return status;
  *id = 0;
  if (n == 0) {
    char *best = ds_entity_nearest(run->store, value);
    ds_result_note(run->result, "nobody and nothing here is called '%s'%s%s%s", value, best ? "; did you mean '" : "", best ? best : "",
                   best ? "'?" : "; 'entities' lists who is named");
    free(best);
    run->nobody = true;
  } else if (n == 1 || sure) {
    *id = ids[0];
    note_choice(run, value, ids, n);
  } else {
    ds_buf names = {0};
    ds_entity_names(run->store, ids, n, CANDIDATES, &names);
    status = ds_fail(err, DS_USAGE, "'%s' is ambiguous for '%s': %s", value, arg->name, names.data ? names.data : "");
    ds_err_hint(err, "give the full name, or the number as 'id:%lld'", (long long)ids[0]);
    ds_buf_reset(&names);
  }
  free(ids);
  return status;
}

static int lookup_entity(lua_State *L) {
  ds_model_push(L, DS_THING_ENTITIES, lua_tointeger(L, 1));
  return 1;
}

static ds_status push_entity(ds_run *run, const ds_plugin_arg *arg, const char *value, ds_err *err) {
  int64_t id = 0;
  ds_status status = find_entity(run, arg, value, &id, err);
  if (status != DS_OK) return status;
  lua_pushcfunction(run->lua->L, lookup_entity);
  lua_pushinteger(run->lua->L, id);
  status = ds_lua_call(run->lua, 1, 1, 0, err);
  if (status == DS_OK && lua_isnil(run->lua->L, -1) && !run->nobody) {
    ds_result_note(run->result, "there is no entity %s", value);
    run->nobody = true;
  }
  return status;
}

static ds_status push_value(ds_run *run, const ds_plugin_arg *arg, const char *value, ds_err *err) {
  lua_State *L = run->lua->L;
  switch (arg->type) {
  case DS_TYPE_INTEGER:
  case DS_TYPE_NUMBER:
  case DS_TYPE_BAR:
  case DS_TYPE_PERCENT: return push_number(L, arg, value, err);
  case DS_TYPE_BOOLEAN: return push_boolean(L, arg, value, err);
  case DS_TYPE_CHOICE: return push_choice(L, arg, value, err);
  case DS_TYPE_ENTITY: return push_entity(run, arg, value, err);
  case DS_TYPE_FILE: return ds_run_push_file(run, arg, value, err);
  case DS_TYPE_DATE:
    if (!is_date(value)) return fail_value(arg, value, "a date (2023, 2023-02 or 2023-02-28)", err);
    lua_pushstring(L, value);
    return DS_OK;
  case DS_TYPE_LIST: return push_list(L, arg, value, err);
  default: lua_pushstring(L, value); return DS_OK;
  }
}

/* --- the table --- */

/* upvalue 1: the plugin */
static int args_index(lua_State *L) {
  const ds_plugin *plugin = lua_touserdata(L, lua_upvalueindex(1));
  const char *name = luaL_checkstring(L, 2);
  if (!strcmp(name, "view")) return 0;
  for (size_t i = 0; i < plugin->n_args; i++)
    if (same_name(plugin->args[i].name, name)) return 0;
  ds_nearest nearest = ds_nearest_start(name, strlen(name));
  for (size_t i = 0; i < plugin->n_args; i++) ds_nearest_offer(&nearest, plugin->args[i].name);
  const char *word = ds_nearest_word(&nearest);
  return luaL_error(L, word ? "%s declares no argument '%s'; the nearest is '%s'" : "%s declares no argument '%s'", plugin->name, name,
                    word);
}

static void args_new(lua_State *L, const ds_run *run) {
  lua_newtable(L);
  lua_createtable(L, 0, 2);
  lua_pushlightuserdata(L, (void *)run->plugin);
  lua_pushcclosure(L, args_index, 1);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  if (*run->view->name) {
    lua_pushstring(L, run->view->name);
    lua_setfield(L, -2, "view");
  }
}

/* Sets the value on the top as an argument; a name with dashes can be written with underscores too. */
static void args_set(lua_State *L, const char *name) {
  lua_pushvalue(L, -1);
  lua_setfield(L, -3, name);
  if (strchr(name, '-')) {
    char plain[64];
    snprintf(plain, sizeof plain, "%s", name);
    for (char *p = plain; *p; p++)
      if (*p == '-') *p = '_';
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, plain);
  }
  lua_pop(L, 1);
}

static bool is_set(lua_State *L, const char *name) {
  lua_pushstring(L, name);
  bool set = lua_rawget(L, -2) != LUA_TNIL;
  lua_pop(L, 1);
  return set;
}

ds_status ds_run_push_args(ds_run *run, ds_err *err) {
  const char *const(*args)[2] = run->args;
  lua_State *L = run->lua->L;
  int top = lua_gettop(L);
  ds_status status = DS_OK;
  args_new(L, run);
  for (size_t i = 0; status == DS_OK && i < run->n_args; i++) {
    const ds_plugin_arg *arg = find_arg(run->plugin, args[i][0], err);
    if (!arg)
      status = DS_USAGE;
    else if (is_set(L, arg->name))
      status = ds_fail(err, DS_USAGE, "'%s' is given twice", arg->name);
    else
      status = push_value(run, arg, args[i][1] ? args[i][1] : "", err);
    if (status == DS_OK) args_set(L, arg->name);
  }
  for (size_t i = 0; status == DS_OK && i < run->plugin->n_args; i++) {
    const ds_plugin_arg *arg = &run->plugin->args[i];
    if (is_set(L, arg->name) || run->nobody) continue;
    if (arg->fallback) {
      status = push_value(run, arg, arg->fallback, err);
      if (status == DS_OK) args_set(L, arg->name);
    } else if (arg->required) {
      status = ds_fail(err, DS_USAGE, "%s needs '%s': %s", run->plugin->name, arg->name, arg->help);
    }
  }
  if (status != DS_OK) lua_settop(L, top);
  return status;
}
