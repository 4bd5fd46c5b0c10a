/* JSON to Lua and back. null is json.null where it must be told from nothing; objects are written with sorted keys. */
#ifndef DS_LUA_JSON_H
#define DS_LUA_JSON_H

#include <lua.h>

#include "base/buf.h"

/* The value at an absolute index as JSON text; raises for what JSON cannot say (functions, circles).   [-0, +1, e] */
void ds_json_push_encoded(lua_State *L, int index);
/* Appends it to buf. `object` writes the objects of the data model in its own way, at the index that it is given; NULL: their fields. What
 * is appended when it raises is of no use.   [-0, +0, e] */
void ds_json_append(lua_State *L, int index, ds_buf *buf, void (*object)(lua_State *L, int index, ds_buf *buf));

#endif
