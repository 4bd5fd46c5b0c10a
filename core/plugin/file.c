/* Arguments of type `file`: the host reads the file that the user named; the plugin gets its text and a way to complain about a line. */
#include <string.h>

#include "base/path.h"
#include "base/utf8.h"
#include "plugin/run.h"

enum { FILE_LIMIT = 16 * 1024 * 1024 };

static const char bom[] = "\xEF\xBB\xBF";

/* upvalues: the text, the offset of the next line, the number of the last one */
static int next_line(lua_State *L) {
  size_t len, at = (size_t)lua_tointeger(L, lua_upvalueindex(2));
  const char *text = lua_tolstring(L, lua_upvalueindex(1), &len);
  if (at >= len) return 0;
  const char *end = memchr(text + at, '\n', len - at);
  size_t stop = end ? (size_t)(end - text) : len, next = end ? stop + 1 : len;
  if (stop > at && text[stop - 1] == '\r') stop--;
  lua_Integer n = lua_tointeger(L, lua_upvalueindex(3)) + 1;
  lua_pushinteger(L, (lua_Integer)next);
  lua_replace(L, lua_upvalueindex(2));
  lua_pushinteger(L, n);
  lua_replace(L, lua_upvalueindex(3));
  lua_pushinteger(L, n);
  lua_pushlstring(L, text + at, stop - at);
  return 2;
}

static int file_lines(lua_State *L) {
  ds_object_check(L, 1, &ds_file_class);
  lua_getfield(L, 1, "text");
  lua_pushinteger(L, 0);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, next_line, 3);
  return 1;
}

/* The failure is kept beside the Lua error, so that the run ends as the file's fault and not as the plugin's. */
static int file_fail(lua_State *L) {
  ds_object_check(L, 1, &ds_file_class);
  lua_Integer line = luaL_checkinteger(L, 2);
  const char *text = luaL_checkstring(L, 3);
  lua_getfield(L, 1, "path");
  ds_run *run = ds_lua_of(L)->data;
  ds_fail_at(&run->fault, DS_INPUT, lua_tostring(L, -1), (long)line, "%s", text);
  return luaL_error(L, "%s", run->fault.text);
}

static void get_lines(lua_State *L) {
  lua_pushcfunction(L, file_lines);
}
static void get_fail(lua_State *L) {
  lua_pushcfunction(L, file_fail);
}

static void push_label(lua_State *L) {
  lua_getfield(L, 1, "path");
}

static const ds_field fields[] = {{"path"}, {"text"}, {"lines", get_lines}, {"fail", get_fail}, {NULL}};
const ds_class ds_file_class = {"file", fields, NULL, push_label};

static long line_at(const ds_buf *text, size_t at) {
  long line = 1;
  for (size_t i = 0; i < at; i++) line += text->data[i] == '\n';
  return line;
}

static ds_status read_text(const char *path, ds_buf *text, ds_err *err) {
  ds_status status = ds_path_read(path, FILE_LIMIT, text, err);
  if (status != DS_OK) return status;
  size_t valid = ds_utf8_check(text->data, text->len);
  if (valid < text->len) return ds_fail_at(err, DS_INPUT, path, line_at(text, valid), "the text is not UTF-8");
  return DS_OK;
}

ds_status ds_run_push_file(ds_run *run, const ds_plugin_arg *arg, const char *path, ds_err *err) {
  lua_State *L = run->lua->L;
  if (run->nested) return ds_fail(err, DS_USAGE, "'%s' names a file: an analysis cannot choose one for another", arg->name);
  ds_buf text = {0};
  ds_status status = read_text(path, &text, err);
  if (status == DS_OK) {
    size_t skip = text.len >= 3 && !memcmp(text.data, bom, 3) ? 3 : 0;
    lua_createtable(L, 0, 2);
    lua_pushlstring(L, text.data + skip, text.len - skip);
    lua_setfield(L, -2, "text");
    lua_pushstring(L, path);
    lua_setfield(L, -2, "path");
    ds_object_set(L, &ds_file_class);
  }
  ds_buf_reset(&text);
  return status;
}
