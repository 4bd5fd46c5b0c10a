#include "lua/object.h"

#include <lauxlib.h>
#include <string.h>

#include "base/nearest.h"

static const ds_field *field_find(const ds_class *class, const char *name) {
  for (const ds_field *f = class->fields; f->name; f++)
    if (f->name[0] == name[0] && !strcmp(f->name, name)) return f;
  return NULL;
}

static int fail_unknown(lua_State *L, const ds_class *class, const char *key) {
  ds_nearest nearest = ds_nearest_start(key, strlen(key));
  for (const ds_field *f = class->fields; f->name; f++) ds_nearest_offer(&nearest, f->name);
  const char *word = ds_nearest_word(&nearest), *article = strchr("aeiou", class->name[0]) ? "an" : "a";
  if (word) return luaL_error(L, "%s %s has no field '%s'; the nearest is '%s'", article, class->name, key, word);
  return luaL_error(L, "%s %s has no field '%s'", article, class->name, key);
}

/* upvalue 1: the class */
static int object_index(lua_State *L) {
  const ds_class *class = lua_touserdata(L, lua_upvalueindex(1));
  if (lua_type(L, 2) != LUA_TSTRING) return luaL_error(L, "a field of a %s has a name, got a %s", class->name, luaL_typename(L, 2));
  const char *key = lua_tostring(L, 2);
  const ds_field *field = field_find(class, key);
  if (!field) {
    if (key[0] == '_') return 0; /* what the host keeps in the object */
    if (class->other && class->other(L, key)) return 1;
    return fail_unknown(L, class, key);
  }
  if (!field->get) return 0;
  luaL_checkstack(L, 20, NULL);
  field->get(L);
  if (!lua_isnil(L, -1) && !field->fresh) {
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_rawset(L, 1);
  }
  return 1;
}

static int object_newindex(lua_State *L) {
  const ds_class *class = lua_touserdata(L, lua_upvalueindex(1));
  return luaL_error(L, "the fields of a %s cannot be set", class->name);
}

static int object_tostring(lua_State *L) {
  const ds_class *class = lua_touserdata(L, lua_upvalueindex(1));
  lua_settop(L, 1);
  if (class->label) {
    class->label(L);
    size_t len;
    const char *s = luaL_tolstring(L, -1, &len);
    if (len > 60) {
      size_t cut = 57;
      while (cut > 0 && ((unsigned char)s[cut] & 0xC0) == 0x80) cut--;
      lua_pushlstring(L, s, cut);
      lua_pushliteral(L, "...");
      lua_concat(L, 2);
    }
    lua_pushfstring(L, "%s: %s", class->name, lua_tostring(L, -1));
    return 1;
  }
  lua_pushliteral(L, "id");
  lua_rawget(L, 1);
  if (lua_isnil(L, -1))
    lua_pushstring(L, class->name);
  else
    lua_pushfstring(L, "%s %s", class->name, luaL_tolstring(L, -1, NULL));
  return 1;
}

static void push_metatable(lua_State *L, const ds_class *class) {
  static const luaL_Reg methods[] = {
      {"__index", object_index}, {"__newindex", object_newindex}, {"__tostring", object_tostring}, {NULL, NULL}};
  lua_createtable(L, 0, 8);
  lua_pushlightuserdata(L, (void *)class);
  luaL_setfuncs(L, methods, 1);
  lua_pushfstring(L, "dossier.%s", class->name);
  lua_setfield(L, -2, "__name");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pushlightuserdata(L, (void *)class);
  lua_rawseti(L, -2, 1); /* where ds_object_class finds it */
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, class);
}

void ds_object_set(lua_State *L, const ds_class *class) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, class) != LUA_TTABLE) {
    lua_pop(L, 1);
    push_metatable(L, class);
  }
  lua_setmetatable(L, -2);
}

const ds_class *ds_object_class(lua_State *L, int index) {
  if (lua_type(L, index) != LUA_TTABLE || !lua_getmetatable(L, index)) return NULL;
  lua_rawgeti(L, -1, 1);
  const ds_class *class = lua_islightuserdata(L, -1) ? lua_touserdata(L, -1) : NULL;
  lua_pop(L, 2);
  return class;
}

bool ds_object_is(lua_State *L, int index, const ds_class *class) {
  return ds_object_class(L, index) == class;
}

void ds_object_check(lua_State *L, int arg, const ds_class *class) {
  if (!ds_object_is(L, arg, class)) luaL_typeerror(L, arg, class->name);
}

static void set_integer(lua_State *L, const char *name, long long value) {
  lua_pushstring(L, name);
  lua_pushinteger(L, value);
  lua_rawset(L, -3);
}

void ds_object_span(lua_State *L, long long start, long long end) {
  set_integer(L, "start_byte", start);
  set_integer(L, "end_byte", end);
  set_integer(L, "first", start + 1);
  set_integer(L, "last", end);
}
