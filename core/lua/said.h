/* What is said, as tokens with tags and tree: of a quote of the database, or of any text. */
#ifndef DS_LUA_SAID_H
#define DS_LUA_SAID_H

#include <lua.h>

#include "language/construction.h"

enum { DS_MOST_PARTS = 64 }; /* of a quotation; what comes after them is left out */

typedef struct ds_lua_said {
  const ds_reading *reading; /* good until the next is asked for */
  const char *text;          /* a string that the value at the index keeps */
  ds_token_range ranges[DS_MOST_PARTS];
  size_t n;
} ds_lua_said;

/* The value at `index` is a string or a quote; anything else raises.   [-0, +1 (keeps the text), e] */
void ds_lua_get_said(lua_State *L, int index, ds_lua_said *said);

#endif
