#include "lua/json.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "lua/env.h"
#include "lua/model.h"

enum { DEPTH = 200 };

static const char null_key; /* its address is json.null */

/* --- encoding; the text grows in a ds_buf that a userdata owns, so that an error leaks nothing --- */

static int buf_free(lua_State *L) {
  ds_buf_reset(lua_touserdata(L, 1));
  return 0;
}

static ds_buf *push_buf(lua_State *L) {
  ds_buf *buf = lua_newuserdatauv(L, sizeof *buf, 0);
  *buf = (ds_buf){0};
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, buf_free);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  return buf;
}

typedef void write_object(lua_State *L, int index, ds_buf *buf);

static void encode(lua_State *L, int index, ds_buf *buf, write_object *object, int depth);

static void encode_list(lua_State *L, int index, ds_buf *buf, write_object *object, int depth) {
  lua_Integer n = (lua_Integer)lua_rawlen(L, index);
  ds_buf_putc(buf, '[');
  for (lua_Integer i = 1; i <= n; i++) {
    if (i > 1) ds_buf_putc(buf, ',');
    lua_rawgeti(L, index, i);
    encode(L, lua_gettop(L), buf, object, depth);
    lua_pop(L, 1);
  }
  ds_buf_putc(buf, ']');
}

static int compare_strings(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void encode_object(lua_State *L, int index, ds_buf *buf, write_object *object, int depth) {
  size_t n = 0, i = 0;
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) n++;
  const char **keys = lua_newuserdatauv(L, (n + 1) * sizeof *keys, 0);
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING) luaL_error(L, "a key of a JSON object must be a string, got a %s", luaL_typename(L, -2));
    const char *key = lua_tostring(L, -2);
    if (key[0] != '_' || !ds_object_class(L, index)) keys[i++] = key;
  }
  qsort(keys, i, sizeof *keys, compare_strings);
  ds_buf_putc(buf, '{');
  for (size_t k = 0; k < i; k++) {
    if (k > 0) ds_buf_putc(buf, ',');
    ds_buf_json_string(buf, keys[k], strlen(keys[k]));
    ds_buf_putc(buf, ':');
    lua_pushstring(L, keys[k]);
    lua_rawget(L, index);
    encode(L, lua_gettop(L), buf, object, depth);
    lua_pop(L, 1);
  }
  ds_buf_putc(buf, '}');
  lua_pop(L, 1);
}

static void encode(lua_State *L, int index, ds_buf *buf, write_object *object, int depth) {
  if (depth > DEPTH) luaL_error(L, "nested too deep for JSON, or in a circle");
  luaL_checkstack(L, 8, NULL);
  switch (lua_type(L, index)) {
  case LUA_TNIL: ds_buf_puts(buf, "null"); break;
  case LUA_TBOOLEAN: ds_buf_puts(buf, lua_toboolean(L, index) ? "true" : "false"); break;
  case LUA_TNUMBER:
    if (lua_isinteger(L, index))
      ds_buf_integer(buf, lua_tointeger(L, index));
    else
      ds_buf_json_number(buf, lua_tonumber(L, index));
    break;
  case LUA_TSTRING: {
    size_t len;
    const char *s = lua_tolstring(L, index, &len);
    ds_buf_json_string(buf, s, len);
    break;
  }
  case LUA_TLIGHTUSERDATA:
    if (lua_touserdata(L, index) == &null_key) {
      ds_buf_puts(buf, "null");
      break;
    } /* fall through */
  default: luaL_error(L, "JSON cannot hold a %s", luaL_typename(L, index)); break;
  case LUA_TTABLE:
    if (object && ds_object_class(L, index)) {
      object(L, index, buf);
      break;
    }
    lua_pushnil(L);
    if (!lua_next(L, index)) {
      ds_buf_puts(buf, "[]");
      break;
    }
    lua_pop(L, 2);
    if (lua_rawlen(L, index) > 0)
      encode_list(L, index, buf, object, depth + 1);
    else
      encode_object(L, index, buf, object, depth + 1);
  }
}

void ds_json_append(lua_State *L, int index, ds_buf *buf, write_object *object) {
  encode(L, index, buf, object, 0);
}

void ds_json_push_encoded(lua_State *L, int index) {
  ds_buf *buf = push_buf(L);
  encode(L, index, buf, NULL, 0);
  lua_pushlstring(L, buf->data ? buf->data : "", buf->len);
  ds_buf_reset(buf);
  lua_remove(L, -2);
}

static int json_encode(lua_State *L) {
  luaL_checkany(L, 1);
  ds_json_push_encoded(L, 1);
  return 1;
}

/* --- decoding --- */

static void push_json(lua_State *L, const json_t *value) {
  luaL_checkstack(L, 8, NULL);
  switch (json_typeof(value)) {
  case JSON_OBJECT: {
    const char *key;
    json_t *item;
    lua_createtable(L, 0, (int)json_object_size(value));
    json_object_foreach((json_t *)value, key, item) {
      push_json(L, item);
      lua_setfield(L, -2, key);
    }
    break;
  }
  case JSON_ARRAY:
    lua_createtable(L, (int)json_array_size(value), 0);
    for (size_t i = 0; i < json_array_size(value); i++) {
      push_json(L, json_array_get(value, i));
      lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    break;
  case JSON_STRING: lua_pushlstring(L, json_string_value(value), json_string_length(value)); break;
  case JSON_INTEGER: lua_pushinteger(L, json_integer_value(value)); break;
  case JSON_REAL: lua_pushnumber(L, json_real_value(value)); break;
  case JSON_TRUE: lua_pushboolean(L, 1); break;
  case JSON_FALSE: lua_pushboolean(L, 0); break;
  case JSON_NULL: lua_pushlightuserdata(L, (void *)&null_key); break;
  }
}

static int json_free(lua_State *L) {
  json_t **value = lua_touserdata(L, 1);
  json_decref(*value);
  *value = NULL;
  return 0;
}

static int json_decode(lua_State *L) {
  size_t len;
  const char *text = luaL_checklstring(L, 1, &len);
  json_t **value = lua_newuserdatauv(L, sizeof *value, 0);
  *value = NULL;
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, json_free);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  json_error_t error;
  *value = json_loadb(text, len, JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &error);
  if (!*value) return luaL_error(L, "not JSON: line %d, column %d: %s", error.line, error.column, error.text);
  push_json(L, *value);
  json_decref(*value);
  *value = NULL;
  return 1;
}

int ds_lua_open_json(lua_State *L) {
  lua_createtable(L, 0, 3);
  lua_pushcfunction(L, json_encode);
  lua_setfield(L, -2, "encode");
  lua_pushcfunction(L, json_decode);
  lua_setfield(L, -2, "decode");
  lua_pushlightuserdata(L, (void *)&null_key);
  lua_setfield(L, -2, "null");
  return 1;
}
