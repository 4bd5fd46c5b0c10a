/* Strict objects: Lua tables of a class with named fields. What is known at once lies in the table; the rest is worked out at its first
 * use and kept. A field that the class does not have is an error that names the nearest one; unknown values are nil. */
#ifndef DS_LUA_OBJECT_H
#define DS_LUA_OBJECT_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* get pushes one value; the object is at index 1. NULL: the field is set when the object is made, or it is nil. */
typedef struct ds_field {
  const char *name;
  void (*get)(lua_State *L);
  bool fresh; /* not kept: worked out each time (selections) */
} ds_field;

typedef struct ds_class {
  const char *name;       /* "quote" */
  const ds_field *fields; /* ends with a NULL name */
  /* For names that are no fields (the roles of a predicate): pushes a value and returns true, or false. May be NULL. */
  bool (*other)(lua_State *L, const char *key);
  /* Appends what tells the object from others, for __tostring; may be NULL: name and id. The object is at index 1.   [+1] */
  void (*label)(lua_State *L);
} ds_class;

/* A class under its name in plugins/meta/dossier.lua, so that a test can hold the two against each other. Lists end with a NULL name. */
typedef struct ds_class_name {
  const char *name;
  const ds_class *class;
} ds_class_name;
extern const ds_class_name ds_english_classes[], ds_model_classes[], ds_selection_classes[], ds_session_classes[];

/* Makes the table on the top an object of the class.   [-0, +0, m] */
void ds_object_set(lua_State *L, const ds_class *class);
/* The class of the object at index, or NULL. */
const ds_class *ds_object_class(lua_State *L, int index);
bool ds_object_is(lua_State *L, int index, const ds_class *class);
/* Raises unless the argument is an object of the class. */
void ds_object_check(lua_State *L, int arg, const ds_class *class);

/* Span fields of the table on the top: start_byte, end_byte (as stored), first, last (1-based, inclusive).   [-0, +0, m] */
void ds_object_span(lua_State *L, long long start, long long end);

#endif
