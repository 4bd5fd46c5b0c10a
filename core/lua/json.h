/* JSON to Lua and back. null is json.null where it must be told from nothing; objects are written with sorted keys. */
#ifndef DS_LUA_JSON_H
#define DS_LUA_JSON_H

#include <lua.h>

/* The value at an absolute index as JSON text; raises for what JSON cannot say (functions, circles).   [-0, +1, e] */
void ds_json_push_encoded(lua_State *L, int index);

#endif
