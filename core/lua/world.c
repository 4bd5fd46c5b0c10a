/* What the reader knows of the world, as functions of the english module. */
#include <lauxlib.h>

#include "language/gazetteer.h"
#include "lua/english.h"

/* country("BY") -> { code = "BY", name = "Belarus", capital = "Minsk" }, or nil */
static int country(lua_State *L) {
  const ds_country *c = ds_country_by_code(luaL_checkstring(L, 1));
  if (!c) return 0;
  lua_createtable(L, 0, 3);
  lua_pushstring(L, c->code);
  lua_setfield(L, -2, "code");
  lua_pushstring(L, c->name);
  lua_setfield(L, -2, "name");
  if (*c->capital) {
    lua_pushstring(L, c->capital);
    lua_setfield(L, -2, "capital");
  }
  return 1;
}

typedef const ds_country *finder(const char *name, size_t len);

static int code_by(lua_State *L, finder *find) {
  size_t len;
  const char *name = luaL_checklstring(L, 1, &len);
  const ds_country *c = find(name, len);
  if (!c) return 0;
  lua_pushstring(L, c->code);
  return 1;
}

static int country_code(lua_State *L) {
  return code_by(L, ds_country_by_name);
} /* "Britain" -> "GB" */
static int country_of_city(lua_State *L) {
  return code_by(L, ds_country_of_city);
} /* "Minsk" -> "BY" */
static int country_of_people(lua_State *L) {
  return code_by(L, ds_country_by_demonym);
} /* "Belarusian" -> "BY" */

void ds_lua_world(lua_State *L) {
  static const luaL_Reg functions[] = {{"country", country},
                                       {"country_code", country_code},
                                       {"country_of_city", country_of_city},
                                       {"country_of_people", country_of_people},
                                       {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
