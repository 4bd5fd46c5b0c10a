#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "lua/env.h"
#include "lua/session_private.h"

enum { SCRIPT_LIMIT = 256 * 1024 * 1024 };

static ds_session *session_of(lua_State *L) {
  return ds_lua_of(L)->data;
}

/* --- db --- */

static void get_rows(lua_State *L) {
  lua_pushcfunction(L, ds_rows_call);
}
static void get_values(lua_State *L) {
  lua_pushcfunction(L, ds_values_call);
}
static void get_path(lua_State *L) {
  lua_pushstring(L, session_of(L)->database);
}

static const ds_field db_fields[] = {{"rows", get_rows}, {"values", get_values}, {"path", get_path}, DS_SELECTION_FIELDS, {NULL}};
static const ds_class db_class = {"db", db_fields, NULL, get_path};

const ds_class_name ds_session_classes[] = {{"dossier.Session", &db_class}, {"dossier.Result", &ds_result_class}, {NULL, NULL}};

static ds_status open_store(ds_model *model, ds_err *err) {
  ds_session *session = model->data;
  if (!session->database) return ds_fail(err, DS_USAGE, "no database is named");
  ds_status status = ds_store_open(session->database, DS_OPEN_READONLY, 0, &model->store, err);
  if (status == DS_OK) model->owned = true;
  return status;
}

/* --- os.exit --- */

static int session_exit(lua_State *L) {
  int code = lua_isboolean(L, 1) ? !lua_toboolean(L, 1) : (int)luaL_optinteger(L, 1, 0);
  ds_lua_of(L)->exit_code = code & 0xFF;
  return ds_lua_stop_now(L, DS_STOP_EXIT);
}

static int session_open(lua_State *L) {
  ds_lua_open_full(L);
  lua_getglobal(L, "os");
  lua_pushcfunction(L, session_exit);
  lua_setfield(L, -2, "exit");
  lua_newtable(L);
  ds_object_set(L, &db_class);
  lua_setglobal(L, "db");
  ds_session_offer_corrections(L);
  ds_session_offer_plugins(L);
  lua_settop(L, 0);
  return 0;
}

/* Half of what the machine has, or the container where that is less. */
static size_t half_of_memory(void) {
  enum { LEAST = 512 << 20 };
  long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
  size_t half = pages > 0 && page > 0 ? (size_t)pages / 2 * (size_t)page : LEAST;
  FILE *file = fopen("/sys/fs/cgroup/memory.max", "r");
  unsigned long long most;
  if (file && fscanf(file, "%llu", &most) == 1 && most / 2 < half) half = (size_t)(most / 2);
  if (file) fclose(file);
  return half > LEAST ? half : LEAST;
}

ds_status ds_session_new(const ds_session_options *options, ds_session **out, ds_err *err) {
  ds_session *session = ds_alloc(sizeof *session);
  session->options = *options;
  session->database = ds_strdup(options->database);
  session->options.database = session->database;
  ds_status status = ds_lua_new(0, &session->lua, err);
  if (status == DS_OK) {
    session->lua->data = session;
    ds_model *model = ds_model_attach(session->lua, NULL, NULL);
    model->open = open_store;
    model->data = session;
    lua_pushcfunction(session->lua->L, session_open);
    status = ds_lua_call(session->lua, 0, 0, 0, err);
    session->lua->max = options->max_memory ? options->max_memory : half_of_memory();
  }
  if (status == DS_OK)
    *out = session;
  else
    ds_session_free(session);
  return status;
}

void ds_session_free(ds_session *session) {
  if (!session) return;
  ds_lua_free(session->lua);
  ds_result_free(session->result);
  free(session->database);
  free(session);
}

/* --- files --- */

/* arg and the script's folder in package.path. Light userdata at 1: argv; 2: argc; 3: path. */
static int set_up_script(lua_State *L) {
  char *const *argv = lua_touserdata(L, 1);
  int argc = (int)lua_tointeger(L, 2);
  const char *path = lua_tostring(L, 3), *slash = strrchr(path, '/');
  ds_model_refresh(L);
  lua_createtable(L, argc, 1);
  lua_pushstring(L, path);
  lua_rawseti(L, -2, 0);
  for (int i = 0; i < argc; i++) {
    lua_pushstring(L, argv[i]);
    lua_rawseti(L, -2, i + 1);
  }
  lua_setglobal(L, "arg");
  lua_getglobal(L, "package");
  if (!lua_istable(L, -1)) return 0;
  char *folder = slash ? ds_strndup(path, (size_t)(slash - path)) : NULL;
  char *real = strcmp(path, "-") ? realpath(folder ? (*folder ? folder : "/") : ".", NULL) : NULL;
  free(folder);
  lua_pushstring(L, real ? real : "");
  free(real);
  if (*lua_tostring(L, -1)) {
    lua_pushfstring(L, "%s/?.lua;/usr/local/share/lua/5.4/?.lua;/usr/share/lua/5.4/?.lua", lua_tostring(L, -1));
    lua_setfield(L, -3, "path");
  }
  return 0;
}

static ds_status load_script(ds_session *session, const char *path, ds_err *err) {
  ds_buf text = {0}, chunk = {0};
  ds_status status = ds_path_read(path, SCRIPT_LIMIT, &text, err);
  if (!strcmp(path, "-"))
    ds_buf_puts(&chunk, "=stdin");
  else
    ds_buf_printf(&chunk, "@%s", path);
  if (status == DS_OK) status = ds_lua_load(session->lua, text.data ? text.data : "", text.len, chunk.data, err);
  ds_buf_reset(&text);
  ds_buf_reset(&chunk);
  return status;
}

ds_status ds_session_file(ds_session *session, const char *path, int argc, char *const argv[], int *exit_code, ds_err *err) {
  lua_State *L = session->lua->L;
  *exit_code = -1;
  lua_pushcfunction(L, set_up_script);
  lua_pushlightuserdata(L, (void *)argv);
  lua_pushinteger(L, argc);
  lua_pushstring(L, path);
  ds_status status = ds_lua_call(session->lua, 3, 0, 0, err);
  if (status == DS_OK) status = load_script(session, path, err);
  if (status != DS_OK) return status;
  for (int i = 0; i < argc; i++) lua_pushstring(L, argv[i]);
  status = ds_lua_call(session->lua, argc, 0, session->options.max_seconds, err);
  if (status != DS_OK && session->lua->stop == DS_STOP_EXIT) {
    *exit_code = session->lua->exit_code;
    session->lua->stop = DS_STOP_NONE;
    ds_err_reset(err);
    return DS_OK;
  }
  if (status != DS_OK && err) err->article = session->lua->model->article;
  return status;
}
