#include "lua/filters.h"

#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"

typedef enum filter_kind { ENTITY, TEXT, BOOLEAN, PRESENT, COMPARE, ARTICLE, WITHIN, SEARCH } filter_kind;

/* sql: %s stands for the parameters. For ARTICLE it is a condition on a row of articles, for WITHIN on the column that
 * holds the article. */
typedef struct filter {
  const char *name;
  filter_kind kind;
  const char *sql;
} filter;

#define ARTICLE_FILTERS                                                                                                         \
  {"since", ARTICLE, "date >= %s"}, {"until", ARTICLE, NULL}, {"till", ARTICLE, NULL}, {"outlet", ARTICLE, "outlet IN (%s)"}, { \
    "article", WITHIN, "%s"                                                                                                     \
  }

static const filter article_filters[] = {ARTICLE_FILTERS,
                                         {"id", TEXT, "articles.id IN (%s)"},
                                         {"ref", TEXT, "articles.ref IN (%s)"},
                                         {"title", TEXT, "articles.title IN (%s)"},
                                         {"url", TEXT, "articles.url IN (%s)"},
                                         {"lang", TEXT, "articles.lang IN (%s)"},
                                         {"who", ENTITY, "articles.id IN (SELECT article FROM mentions WHERE entity IN (%s))"},
                                         {"entity", ENTITY, "articles.id IN (SELECT article FROM mentions WHERE entity IN (%s))"},
                                         {"search", SEARCH, "articles.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH %s)"},
                                         {NULL}};
static const filter entity_filters[] = {ARTICLE_FILTERS,
                                        {"id", TEXT, "entities.id IN (%s)"},
                                        {"kind", TEXT, "entities.kind IN (%s)"},
                                        {"name", ENTITY, "entities.id IN (%s)"},
                                        {"who", ENTITY, "entities.id IN (%s)"},
                                        {"entity", ENTITY, "entities.id IN (%s)"},
                                        {"country", TEXT, "entities.country IN (%s)"},
                                        {NULL}};
static const filter mention_filters[] = {ARTICLE_FILTERS,
                                         {"who", ENTITY, "mentions.entity IN (%s)"},
                                         {"entity", ENTITY, "mentions.entity IN (%s)"},
                                         {"form", TEXT, "mentions.form IN (%s)"},
                                         {"kind", TEXT, "EXISTS (SELECT 1 FROM entities WHERE id = mentions.entity AND kind IN (%s))"},
                                         {NULL}};
static const filter quote_filters[] = {ARTICLE_FILTERS,
                                       {"id", TEXT, "quotes.id IN (%s)"},
                                       {"who", ENTITY, "quotes.speaker IN (%s)"},
                                       {"speaker", ENTITY, "quotes.speaker IN (%s)"},
                                       {"kind", TEXT, "quotes.kind IN (%s)"},
                                       {"cue", TEXT, "quotes.cue IN (%s)"},
                                       {"rule", TEXT, "quotes.rule IN (%s)"},
                                       {"attributed", PRESENT, "quotes.speaker_text IS NOT NULL"},
                                       {"below", COMPARE, "quotes.confidence < %s"},
                                       {"above", COMPARE, "quotes.confidence > %s"},
                                       {"about", ENTITY,
                                        "EXISTS (SELECT 1 FROM mentions m WHERE m.article = quotes.article AND m.entity IN (%s) AND "
                                        "m.start >= quotes.start AND m.\"end\" <= quotes.\"end\")"},
                                       {NULL}};
#define ARGUMENT(role) "predicates.id IN (SELECT predicate FROM arguments WHERE role = '" role "' AND entity IN (%s))"
/* asks the tables below the views, where a word is a number: the words are looked up once, not for each argument */
#define OF_ARGUMENT(column) \
  "EXISTS (SELECT 1 FROM argument_rows a WHERE a.predicate = predicates.id AND a." column " IN (SELECT id FROM words WHERE text IN (%s)))"
static const filter predicate_filters[] = {ARTICLE_FILTERS,
                                           {"id", TEXT, "predicates.id IN (%s)"},
                                           {"lemma", TEXT, DS_LEMMA_OF_ALL "%s)))"},
                                           {"pos", TEXT, "predicates.pos IN (%s)"},
                                           {"tense", TEXT, "predicates.tense IN (%s)"},
                                           {"modal", TEXT, "predicates.modal IN (%s)"},
                                           {"negated", BOOLEAN, "predicates.negated = %s"},
                                           {"passive", BOOLEAN, "predicates.passive = %s"},
                                           {"quote", TEXT, "predicates.quote IN (%s)"},
                                           {"quoted", PRESENT, "predicates.quote IS NOT NULL"},
                                           {"holder", ENTITY, "predicates.holder IN (%s)"},
                                           {"subject", ENTITY, ARGUMENT("subject")},
                                           {"object", ENTITY, ARGUMENT("object")},
                                           {"to", ENTITY, ARGUMENT("to")},
                                           {"with", ENTITY, ARGUMENT("with")},
                                           {"by", ENTITY, ARGUMENT("by")},
                                           {"role", TEXT, OF_ARGUMENT("role")},
                                           {"head", TEXT, OF_ARGUMENT("head")},
                                           {"who", ENTITY, "predicates.id IN (SELECT predicate FROM arguments WHERE entity IN (%s))"},
                                           {"entity", ENTITY, "predicates.id IN (SELECT predicate FROM arguments WHERE entity IN (%s))"},
                                           {NULL}};
static const filter date_filters[] = {ARTICLE_FILTERS,
                                      {"kind", TEXT, "dates.kind IN (%s)"},
                                      {"value", TEXT, "dates.value IN (%s)"},
                                      {"after", COMPARE, "dates.first >= %s"},
                                      {"before", COMPARE, "dates.last <= %s"},
                                      {NULL}};

static const filter *const filters_of[DS_N_THINGS] = {article_filters, entity_filters,    mention_filters,
                                                      quote_filters,   predicate_filters, date_filters};

const char *ds_filter_name(int thing, size_t i) {
  return filters_of[thing][i].name;
}

/* --- conditions --- */

void ds_condition_add(lua_State *L, int selection, const char *condition, int n) {
  int first = lua_gettop(L) - n + 1;
  luaL_checkstack(L, 8, NULL);
  lua_pushliteral(L, "_params");
  lua_rawget(L, selection);
  lua_Integer had = (lua_Integer)lua_rawlen(L, -1);
  for (int i = 0; i < n; i++) {
    lua_pushvalue(L, first + i);
    lua_rawseti(L, -2, had + i + 1);
  }
  lua_pop(L, 1);
  lua_pushliteral(L, "_condition");
  lua_pushliteral(L, "_condition");
  lua_rawget(L, selection);
  const char *old = lua_tostring(L, -1);
  lua_pushfstring(L, !strcmp(old, "1") ? "%s%s" : "%s AND %s", !strcmp(old, "1") ? "" : old, condition);
  lua_remove(L, -2);
  lua_rawset(L, selection);
  lua_settop(L, first - 1);
}

void ds_condition_narrow(lua_State *L, int selection) {
  lua_pushliteral(L, "_narrow");
  lua_pushboolean(L, 1);
  lua_rawset(L, selection);
}

/* Pushes the filter's values, one a parameter; a list gives several.   [+n] */
static int push_values(lua_State *L, int value) {
  if (lua_type(L, value) != LUA_TTABLE || ds_object_class(L, value)) {
    lua_pushvalue(L, value);
    return 1;
  }
  lua_Integer n = (lua_Integer)lua_rawlen(L, value);
  if (n > 10000) luaL_error(L, "a list of more than 10000 values in a filter");
  luaL_checkstack(L, (int)n + 8, NULL);
  for (lua_Integer i = 1; i <= n; i++) lua_rawgeti(L, value, i);
  return (int)n;
}

/* Replaces the name on the top by the ids of the entities that it may mean; their number. */
static int push_entity_ids(lua_State *L) {
  if (lua_type(L, -1) != LUA_TSTRING) return 1;
  ds_model_db(L);
  size_t len, n = 0;
  const char *name = lua_tolstring(L, -1, &len);
  int64_t *ids = NULL;
  bool sure = false;
  ds_err err = {0};
  if (ds_entity_find(ds_model_of(L)->store, name, len, &ids, &n, &sure, &err) != DS_OK) {
    lua_pushstring(L, err.text);
    ds_err_reset(&err);
    luaL_error(L, "%s", lua_tostring(L, -1));
  }
  if (sure && n > 1) n = 1;
  if (n > 100) n = 100;
  lua_pop(L, 1);
  int64_t kept[100];
  if (n > 0) memcpy(kept, ids, n * sizeof *kept);
  free(ids);
  luaL_checkstack(L, (int)n + 8, NULL);
  for (size_t i = 0; i < n; i++) lua_pushinteger(L, kept[i]);
  return (int)n;
}

/* Turns n values on the top, names among them, into entity ids. */
static int resolve_entities(lua_State *L, int n) {
  int first = lua_gettop(L) - n + 1, total = 0;
  luaL_checkstack(L, n + 8, NULL);
  for (int i = 0; i < n; i++) {
    lua_pushvalue(L, first + i);
    total += push_entity_ids(L);
  }
  for (int i = 0; i < n; i++) lua_remove(L, first);
  return total;
}

/* sql with "?, ?, …" for its %s.   [+1] */
static const char *push_condition(lua_State *L, const char *sql, int n) {
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  const char *hole = strstr(sql, "%s");
  luaL_addlstring(&b, sql, hole ? (size_t)(hole - sql) : strlen(sql));
  for (int i = 0; hole && i < n; i++) luaL_addstring(&b, i ? ", ?" : "?");
  if (hole) luaL_addstring(&b, hole + 2);
  luaL_pushresult(&b);
  return lua_tostring(L, -1);
}

/* Adds a condition whose n parameters lie on the top. */
static void add(lua_State *L, int selection, const char *sql, int n) {
  push_condition(L, sql, n);
  lua_insert(L, -(n + 1)); /* keeps it alive below its parameters */
  ds_condition_add(L, selection, lua_tostring(L, -(n + 1)), n);
  lua_pop(L, 1);
}

/* A condition on articles (one %s), for a thing that lies in articles or, of entities, is mentioned in them. */
static void add_article(lua_State *L, int selection, int thing, const char *sql, int n) {
  const char *column = ds_things[thing].article;
  push_condition(L, sql, n);
  if (column)
    lua_pushfstring(L, "%s IN (SELECT id FROM articles WHERE %s)", column, lua_tostring(L, -1));
  else
    lua_pushfstring(L, "entities.id IN (SELECT entity FROM mentions WHERE article IN (SELECT id FROM articles WHERE %s))",
                    lua_tostring(L, -1));
  lua_insert(L, -(n + 2));
  lua_pop(L, 1);
  ds_condition_add(L, selection, lua_tostring(L, -(n + 1)), n);
  lua_pop(L, 1);
}

/* A condition on the numbers of articles (%s). */
static void add_within(lua_State *L, int selection, int thing, const char *sql, int n) {
  const char *column = ds_things[thing].article;
  push_condition(L, sql, n);
  if (column)
    lua_pushfstring(L, "%s IN (%s)", column, lua_tostring(L, -1));
  else
    lua_pushfstring(L, "entities.id IN (SELECT entity FROM mentions WHERE article IN (%s))", lua_tostring(L, -1));
  lua_insert(L, -(n + 2));
  lua_pop(L, 1);
  ds_condition_add(L, selection, lua_tostring(L, -(n + 1)), n);
  lua_pop(L, 1);
  ds_condition_narrow(L, selection);
}

static int fail_value(lua_State *L, const filter *f, int value, const char *expected) {
  return luaL_error(L, "the filter '%s' takes %s, got a %s", f->name, expected, luaL_typename(L, value));
}

/* substr(date, 1, n) <= day: a day's prefix ("2023-02") means the whole of it */
static void add_until(lua_State *L, int selection, int thing, int value) {
  lua_pushvalue(L, value);
  lua_pushvalue(L, value);
  add_article(L, selection, thing, "substr(date, 1, length(?)) <= ?", 2);
}

static void apply_flag(lua_State *L, int selection, const filter *f, int value) {
  if (lua_type(L, value) != LUA_TBOOLEAN) fail_value(L, f, value, "true or false");
  if (f->kind == BOOLEAN) {
    lua_pushvalue(L, value);
    add(L, selection, f->sql, 1);
  } else {
    lua_pushfstring(L, lua_toboolean(L, value) ? "%s" : "NOT (%s)", f->sql);
    ds_condition_add(L, selection, lua_tostring(L, -1), 0);
  }
}

static void apply_search(lua_State *L, int selection, const filter *f, int value) {
  size_t len;
  if (lua_type(L, value) != LUA_TSTRING) fail_value(L, f, value, "words to search for");
  const char *words = lua_tolstring(L, value, &len);
  char *fts = ds_search_fts(words, len);
  lua_pushstring(L, fts);
  free(fts);
  if (lua_rawlen(L, -1) > 0)
    add(L, selection, f->sql, 1);
  else
    ds_condition_add(L, selection, "0", 0); /* nothing to look for is found nowhere */
}

static void apply_values(lua_State *L, int selection, const filter *f, int value, int thing) {
  int type = lua_type(L, value);
  if (type != LUA_TSTRING && type != LUA_TNUMBER && type != LUA_TTABLE) fail_value(L, f, value, "a value or a list of values");
  if (f->kind == ARTICLE && !f->sql) {
    if (type != LUA_TSTRING) fail_value(L, f, value, "a date");
    add_until(L, selection, thing, value);
    return;
  }
  int n = push_values(L, value);
  if (f->kind == ENTITY) n = resolve_entities(L, n);
  if (f->kind == WITHIN)
    add_within(L, selection, thing, f->sql, n);
  else if (f->kind == ARTICLE)
    add_article(L, selection, thing, f->sql, n);
  else
    add(L, selection, f->sql, n);
}

static void apply(lua_State *L, int selection, const filter *f, int value, int thing) {
  switch (f->kind) {
  case BOOLEAN:
  case PRESENT: apply_flag(L, selection, f, value); break;
  case SEARCH: apply_search(L, selection, f, value); break;
  case COMPARE:
    if (!lua_isstring(L, value)) fail_value(L, f, value, "a number or a date");
    lua_pushvalue(L, value);
    add(L, selection, f->sql, 1);
    break;
  default: apply_values(L, selection, f, value, thing);
  }
}

static const filter *find_filter(lua_State *L, int thing, const char *name) {
  for (const filter *f = filters_of[thing]; f->name; f++)
    if (!strcmp(f->name, name)) return f;
  ds_nearest nearest = ds_nearest_start(name, strlen(name));
  for (const filter *f = filters_of[thing]; f->name; f++) ds_nearest_offer(&nearest, f->name);
  const char *word = ds_nearest_word(&nearest), *table = ds_things[thing].table;
  luaL_error(L, word ? "%s have no filter '%s'; the nearest is '%s'" : "%s have no filter '%s'", table, name, word);
  return NULL;
}

void ds_filters_add(lua_State *L, int selection, int filters, int thing) {
  for (lua_pushnil(L); lua_next(L, filters);) {
    if (lua_type(L, -2) != LUA_TSTRING) luaL_error(L, "a filter has a name: %s{ who = \"…\" }", ds_things[thing].table);
    int value = lua_gettop(L);
    apply(L, selection, find_filter(L, thing, lua_tostring(L, -2)), value, thing);
    lua_settop(L, value - 1);
  }
}
