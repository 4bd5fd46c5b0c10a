#include "lua/state.h"

void ds_lua_strings(lua_State *L) {}
