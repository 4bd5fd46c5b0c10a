/* debug.repl(): a script or plugin stops there, and a person at a terminal looks around. */
#ifndef DS_LUA_DEBUG_H
#define DS_LUA_DEBUG_H

#include <lua.h>

/* Who reads lines from the terminal: a heap string, "" for a line that was dropped, NULL at the end. NULL (as at the start): there is none,
 * and debug.repl() is an error. One for the process. */
void ds_debug_reader(char *(*read)(const char *prompt));

/* repl(): lines are evaluated where it was called, locals and upvalues included, until `cont` or the end of input. `locals` lists them,
 * `where` tells how one came there, `stop` ends the run. The clock of the run stands still meanwhile. */
int ds_lua_debug_repl(lua_State *L);

#endif
