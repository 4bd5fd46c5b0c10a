/* The database as Lua objects: articles, entities, mentions, quotes, predicates, dates, and selections of them.
 *
 * A model belongs to one ds_lua. It looks things up by prepared statements and keeps articles and entities in weak tables, so that the
 * same entity is the same object for as long as anybody holds it. */
#ifndef DS_LUA_MODEL_H
#define DS_LUA_MODEL_H

#include <sqlite3.h>

#include "lua/object.h"
#include "lua/state.h"
#include "store/store.h"

/* What the host lets a run see: every selection is restricted to it, and in_scope() in SQL (scope.h). */
typedef struct ds_scope {
  const char *since, *until, *outlet; /* borrowed; NULL: no restriction */
  int64_t article;                    /* 0: all */
  bool all_copies;                    /* near copies count too */
} ds_scope;

enum { DS_MODEL_STATEMENTS = 32, DS_MODEL_IDLE = 8 };

typedef struct ds_model {
  ds_store *store;                                        /* NULL until it is needed */
  ds_status (*open)(struct ds_model *model, ds_err *err); /* opens store at its first use; NULL: it is open */
  void *data;                                             /* of open */
  bool (*lacks)(lua_State *L); /* SQL names what the connection does not have: true when it has been made meanwhile; NULL: nothing more */
  bool owned;                  /* the store is closed with the model */
  ds_scope scope;
  struct ds_reach *reach; /* the articles that the scope leaves, or NULL: not asked for yet (scope.h) */
  long long article;      /* the last one that was looked at, for errors; 0: none */
  unsigned n_kept;        /* entities that were looked up */
  struct {
    const char *sql;
    sqlite3_stmt *stmt;
  } statements[DS_MODEL_STATEMENTS];
  sqlite3_stmt *idle[DS_MODEL_IDLE]; /* of selections that were read, the last first: the same question is often asked of many articles */
} ds_model;

/* One selectable kind of thing. */
typedef struct ds_column_map {
  const char *sql, *field;
  bool boolean;
  bool late; /* read by ds_model_late, at the first use of one of these: a loop over many rows leaves them alone */
} ds_column_map;

typedef struct ds_thing {
  const char *table;            /* "quotes"; also its name in Lua */
  const char *keys;             /* key columns, qualified */
  const char *order;            /* default order, qualified */
  const char *article;          /* column that holds the article, or NULL (entities) */
  const ds_column_map *columns; /* ends with a NULL sql */
  const ds_class *class;
} ds_thing;

extern const ds_thing ds_things[]; /* articles entities mentions quotes predicates dates, then a NULL table */
enum { DS_THING_ARTICLES, DS_THING_ENTITIES, DS_THING_MENTIONS, DS_THING_QUOTES, DS_THING_PREDICATES, DS_THING_DATES, DS_N_THINGS };
extern const ds_class ds_sentence_class, ds_argument_class;

/* Gives the state a model (owned by it from now on). store NULL: open is called at the first use.   [-0, +0, m] */
ds_model *ds_model_attach(ds_lua *lua, ds_store *store, const ds_scope *scope);
ds_model *ds_model_of(lua_State *L); /* raises when there is none */
sqlite3 *ds_model_db(lua_State *L);  /* opens it; raises */
/* Raises SQLite's last error ("reading quotes: …"), as the stop when that is what it was. */
int ds_model_fail(lua_State *L, const char *doing);
/* Forgets what is kept of the database: somebody else may have written it meanwhile.   [-0, +0, m] */
void ds_model_refresh(lua_State *L);
/* Ends all statements and lets go of the store; called with the state, or before the store is closed. */
void ds_model_free(ds_model *model);

/* A prepared statement for a static SQL text, reset, its parameters cleared. Borrowed until the next call with the same text. */
sqlite3_stmt *ds_model_query(lua_State *L, const char *sql);
/* An idle statement of the same text, which is the caller's until it is given back, or NULL.   [-0, +0, e] */
sqlite3_stmt *ds_model_idle(lua_State *L, const char *sql);
/* A statement for `sql`: an idle one of the same text, or a new one. The caller's until it is given back. Raises.   [-0, +0, e] */
sqlite3_stmt *ds_model_take(lua_State *L, const char *sql);
/* Lets go of a statement (NULL: nothing); it is kept for the next one who asks the same, or ended.   [-0, +0] */
void ds_model_give(lua_State *L, sqlite3_stmt *stmt);
/* One step; true when there is a row. Polls; raises on errors. */
bool ds_model_step(lua_State *L, sqlite3_stmt *stmt, const char *doing);
/* A column's value: NULL is nil, integers stay integers.   [-0, +1, m] */
void ds_model_push_value(lua_State *L, sqlite3_stmt *stmt, int column);
/* Column 0 of the row that sql finds for id, kept under `shelf` (an address of the caller's own) for as long as the state lives; NULL is
 * false. False, and nil, when there is no such row.   [-0, +1, e] */
bool ds_model_push_kept(lua_State *L, const void *shelf, long long id, const char *sql, const char *doing);
/* Whom an identity stands for, by its id, as corrections have it now; 0: nobody. Kept until ds_model_refresh.   [-0, +0, e] */
long long ds_model_entity(lua_State *L, long long identity);
void ds_model_bind(lua_State *L, sqlite3_stmt *stmt, int parameter, int index);
/* The object of the row, whose columns are the thing's in order, without the late ones.   [-0, +1, m] */
void ds_model_push_row(lua_State *L, const ds_thing *thing, sqlite3_stmt *stmt);
/* Reads the late columns into the object at 1, unless they are there; `thing` has ids.   [-0, +0, e] */
void ds_model_late(lua_State *L, int thing);
/* The thing of that id (articles, entities, quotes), or nil.   [-0, +1, m] */
void ds_model_push(lua_State *L, int thing, long long id);
/* The columns of a thing for a SELECT, without the late ones.   [-0, +1, m] */
const char *ds_model_push_columns(lua_State *L, const ds_thing *thing);

/* A selection of all of a kind within the scope.   [-0, +1, m] */
void ds_select_push(lua_State *L, int thing);
/* Fields of a class that offers the whole database: a selection for each kind of thing. */
void ds_select_get_articles(lua_State *L);
void ds_select_get_entities(lua_State *L);
void ds_select_get_mentions(lua_State *L);
void ds_select_get_quotes(lua_State *L);
void ds_select_get_predicates(lua_State *L);
void ds_select_get_dates(lua_State *L);
#define DS_SELECTION_FIELDS                                                                                                           \
  {"articles", ds_select_get_articles, true}, {"entities", ds_select_get_entities, true}, {"mentions", ds_select_get_mentions, true}, \
      {"quotes", ds_select_get_quotes, true}, {"predicates", ds_select_get_predicates, true}, {                                       \
    "dates", ds_select_get_dates, true                                                                                                \
  }
/* One narrowed by `condition`, which has one parameter: the integer value; not scoped: what belongs to a thing that is in the scope
 * already.
 * [-0, +1, m] */
void ds_select_push_where(lua_State *L, int thing, const char *condition, long long value, bool scoped);
bool ds_select_is(lua_State *L, int index);
/* db:rows(sql, …) and db:values(sql, …): self at 1, SQL at 2, parameters after it. */
int ds_rows_call(lua_State *L);
int ds_values_call(lua_State *L);
/* The passage that the object or table at index names: article, start, end; false when it names none.   [-0, +0, e] */
bool ds_model_passage(lua_State *L, int index, long long *article, long long *start, long long *end);

#endif
