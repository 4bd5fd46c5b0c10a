/* The classes of the data model: which fields each kind of object has, and where they come from. */
#include <stdlib.h>
#include <string.h>

#include "lua/english.h"
#include "lua/filters.h"
#include "lua/frames.h"
#include "lua/things.h"

/* --- raw fields of the object at 1 --- */

bool ds_thing_int(lua_State *L, const char *name, long long *value) {
  lua_pushstring(L, name);
  lua_rawget(L, 1);
  bool found = lua_isinteger(L, -1);
  if (found) *value = lua_tointeger(L, -1);
  lua_pop(L, 1);
  return found;
}

static void push_by(lua_State *L, const char *name, int thing) {
  long long id;
  if (ds_thing_int(L, name, &id))
    ds_model_push(L, thing, id);
  else
    lua_pushnil(L);
}

static void get_article(lua_State *L) {
  long long id;
  if (ds_thing_int(L, "_article", &id)) ds_model_of(L)->article = id;
  push_by(L, "_article", DS_THING_ARTICLES);
}
static void get_entity(lua_State *L) {
  push_by(L, "_entity", DS_THING_ENTITIES);
}
static void get_speaker(lua_State *L) {
  push_by(L, "_speaker", DS_THING_ENTITIES);
}
static void get_holder(lua_State *L) {
  push_by(L, "_holder", DS_THING_ENTITIES);
}
static void get_quote(lua_State *L) {
  push_by(L, "_quote", DS_THING_QUOTES);
}

const char *ds_thing_text(lua_State *L, size_t *len) {
  lua_getfield(L, 1, "article");
  if (!lua_isnil(L, -1)) {
    lua_getfield(L, -1, "text");
    lua_remove(L, -2);
  }
  const char *text = lua_tolstring(L, -1, len);
  if (!text) luaL_error(L, "the article of this passage is gone");
  return text;
}

static void get_text(lua_State *L) {
  long long start = 0, end = 0;
  size_t len;
  const char *text = ds_thing_text(L, &len);
  if (!ds_thing_int(L, "start_byte", &start) || !ds_thing_int(L, "end_byte", &end) || start < 0 || end < start || (size_t)end > len)
    lua_pushnil(L);
  else
    lua_pushlstring(L, text + start, (size_t)(end - start));
}

/* The next span of "[[1,2],[3,4]]"; false when there is none. */
static bool next_span(const char **at, long long *start, long long *end) {
  const char *p = *at;
  while (p && *p && (*p < '0' || *p > '9')) p++;
  if (!p || !*p) return false;
  char *next = NULL;
  *start = strtoll(p, &next, 10);
  p = next + strspn(next, ", ");
  *end = strtoll(p, &next, 10);
  *at = next;
  return true;
}

/* Such a text in the raw field `name` as a list of spans. */
static void push_spans(lua_State *L, const char *name) {
  size_t len;
  long long start, end;
  const char *text = ds_thing_text(L, &len);
  lua_newtable(L);
  int list = lua_gettop(L);
  lua_pushstring(L, name);
  lua_rawget(L, 1);
  const char *p = lua_tostring(L, -1);
  for (int n = 0; next_span(&p, &start, &end);) {
    ds_lua_push_span(L, text, len, start, end);
    lua_getfield(L, 1, "article");
    lua_pushliteral(L, "article");
    lua_insert(L, -2);
    lua_rawset(L, -3);
    lua_rawseti(L, list, ++n);
  }
  lua_settop(L, list);
}

static void get_content(lua_State *L) {
  push_spans(L, "_content");
}
static void get_cue_spans(lua_State *L) {
  ds_model_late(L, DS_THING_QUOTES);
  push_spans(L, "_cue_spans");
}

/* The words of a quote without its marks and without what reports it: its content in one string. */
static void get_said(lua_State *L) {
  size_t len;
  long long start, end;
  const char *text = ds_thing_text(L, &len);
  lua_pushliteral(L, "_content");
  lua_rawget(L, 1);
  luaL_Buffer b;
  const char *p = lua_tostring(L, -1);
  luaL_buffinit(L, &b);
  for (int n = 0; next_span(&p, &start, &end); n++) {
    if (n) luaL_addchar(&b, ' ');
    if (end >= start && (size_t)end <= len) luaL_addlstring(&b, text + start, (size_t)(end - start));
  }
  luaL_pushresult(&b);
}

/* The field whose name is at 2. */
static void get_late(lua_State *L) {
  ds_model_late(L, DS_THING_QUOTES);
  lua_pushvalue(L, 2);
  lua_rawget(L, 1);
}

static void get_speaker_span(lua_State *L) {
  long long start, end;
  size_t len;
  ds_model_late(L, DS_THING_QUOTES);
  if (!ds_thing_int(L, "_speaker_start", &start) || !ds_thing_int(L, "_speaker_end", &end) || end <= start) {
    lua_pushnil(L);
    return;
  }
  const char *text = ds_thing_text(L, &len);
  ds_lua_push_span(L, text, len, start, end);
}

/* --- arguments of a predicate --- */

void ds_thing_push_word(lua_State *L, long long id) {
  static const char shelf;
  ds_model_push_kept(L, &shelf, id, "SELECT text FROM words WHERE id = ?", "reading a word");
}

void ds_thing_push_argument(lua_State *L, long long article, long long role, long long start, long long end, long long head,
                            long long entity) {
  lua_createtable(L, 0, 8);
  lua_pushinteger(L, article);
  lua_setfield(L, -2, "_article");
  ds_thing_push_word(L, role);
  lua_setfield(L, -2, "role");
  lua_pushinteger(L, start); /* first and last are worked out: with them, entity and text would not fit into eight */
  lua_setfield(L, -2, "start_byte");
  lua_pushinteger(L, end);
  lua_setfield(L, -2, "end_byte");
  ds_thing_push_word(L, head);
  lua_setfield(L, -2, "head");
  if (entity) {
    lua_pushinteger(L, entity);
    lua_setfield(L, -2, "_entity");
  }
  ds_object_set(L, &ds_argument_class);
}

void ds_thing_add_argument(lua_State *L, int predicate, int list, lua_Integer n) {
  lua_pushliteral(L, "role");
  lua_rawget(L, -2);
  lua_pushvalue(L, -1);
  if (lua_rawget(L, predicate) == LUA_TNIL) {
    lua_pushvalue(L, -2);
    lua_pushvalue(L, -4);
    lua_rawset(L, predicate);
  }
  lua_pop(L, 2);
  lua_rawseti(L, list, n);
}

/* A list; the first argument of each role goes into the predicate under the role's name too. Asks the table below the view `arguments`:
 * it is what analyses read most. */
static void get_arguments(lua_State *L) {
  long long id = 0, article = 0;
  ds_thing_int(L, "id", &id);
  ds_thing_int(L, "_article", &article);
  sqlite3_stmt *stmt =
      ds_model_query(L, "SELECT a.role, a.start, a.start + a.len, a.head, i.entity FROM argument_rows a "
                        "LEFT JOIN identities i ON i.id = a.identity AND i.entity <> 0 WHERE a.predicate = ? ORDER BY a.n");
  sqlite3_bind_int64(stmt, 1, id);
  lua_newtable(L);
  int list = lua_gettop(L);
  for (int n = 1; ds_model_step(L, stmt, "reading arguments"); n++) {
    ds_thing_push_argument(L, article, sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 1), sqlite3_column_int64(stmt, 2),
                           sqlite3_column_int64(stmt, 3), sqlite3_column_int64(stmt, 4));
    ds_thing_add_argument(L, 1, list, n);
  }
  sqlite3_reset(stmt);
}

static void push_role(lua_State *L, const char *role) {
  lua_getfield(L, 1, "arguments");
  lua_pushstring(L, role);
  lua_rawget(L, 1);
}

static void get_subject(lua_State *L) {
  push_role(L, "subject");
}
static void get_object(lua_State *L) {
  push_role(L, "object");
}

static bool predicate_role(lua_State *L, const char *key) {
  push_role(L, key);
  return !lua_isnil(L, -1) || ds_lua_is_role(key);
}

/* --- selections that belong to an object --- */

static void select_by(lua_State *L, int thing, const char *condition, const char *field) {
  long long value = 0;
  ds_thing_int(L, field, &value);
  ds_select_push_where(L, thing, condition, value, !strncmp(field, "id", 2) && ds_object_is(L, 1, ds_things[DS_THING_ENTITIES].class));
}

static void article_mentions(lua_State *L) {
  select_by(L, DS_THING_MENTIONS, "mentions.article = ?", "id");
}
static void article_quotes(lua_State *L) {
  select_by(L, DS_THING_QUOTES, "quotes.article = ?", "id");
}
static void article_predicates(lua_State *L) {
  select_by(L, DS_THING_PREDICATES, "predicates.article = ?", "id");
}
static void article_dates(lua_State *L) {
  select_by(L, DS_THING_DATES, "dates.article = ?", "id");
}
static void article_entities(lua_State *L) {
  select_by(L, DS_THING_ENTITIES, "entities.id IN (SELECT entity FROM mentions WHERE article = ?)", "id");
}
static void entity_mentions(lua_State *L) {
  select_by(L, DS_THING_MENTIONS, "mentions.entity = ?", "id");
}
static void entity_quotes(lua_State *L) {
  select_by(L, DS_THING_QUOTES, "quotes.speaker = ?", "id");
}
static void entity_articles(lua_State *L) {
  select_by(L, DS_THING_ARTICLES, "articles.id IN (SELECT article FROM mentions WHERE entity = ?)", "id");
}
static void entity_predicates(lua_State *L) {
  select_by(L, DS_THING_PREDICATES, "predicates.id IN (SELECT predicate FROM arguments WHERE entity = ?)", "id");
}
static void quote_predicates(lua_State *L) {
  select_by(L, DS_THING_PREDICATES, "predicates.quote = ?", "id");
}

static void get_aliases(lua_State *L) {
  long long id = 0;
  ds_thing_int(L, "id", &id);
  sqlite3_stmt *stmt = ds_model_query(L, "SELECT name FROM aliases WHERE entity = ? ORDER BY name");
  sqlite3_bind_int64(stmt, 1, id);
  lua_newtable(L);
  for (int n = 1; ds_model_step(L, stmt, "reading aliases"); n++) {
    ds_model_push_value(L, stmt, 0);
    lua_rawseti(L, -2, n);
  }
  sqlite3_reset(stmt);
}

static void get_article_frames(lua_State *L) {
  lua_pushcfunction(L, ds_frames_of_article);
}

static void get_article_text(lua_State *L) {
  long long id = 0;
  ds_thing_int(L, "id", &id);
  sqlite3_stmt *stmt = ds_model_query(L, "SELECT text FROM articles WHERE id = ?");
  sqlite3_bind_int64(stmt, 1, id);
  if (ds_model_step(L, stmt, "reading an article"))
    ds_model_push_value(L, stmt, 0);
  else
    lua_pushnil(L);
  sqlite3_reset(stmt);
}

/* What lies in the sentence at 1, of a kind with `sentence` as its column. The number is a parameter, so that the statement is one. */
static void in_sentence(lua_State *L, int thing, const char *by_article, const char *by_number) {
  long long n = 0;
  ds_thing_int(L, "n", &n);
  select_by(L, thing, by_article, "_article");
  lua_pushinteger(L, n - 1);
  ds_condition_add(L, lua_gettop(L) - 1, by_number, 1);
}

static void sentence_mentions(lua_State *L) {
  in_sentence(L, DS_THING_MENTIONS, "mentions.article = ?", "mentions.sentence = ?");
}
static void sentence_predicates(lua_State *L) {
  in_sentence(L, DS_THING_PREDICATES, "predicates.article = ?", "predicates.sentence = ?");
}
static void sentence_dates(lua_State *L) {
  in_sentence(L, DS_THING_DATES, "dates.article = ?", "dates.sentence = ?");
}

static void sentence_quotes(lua_State *L) {
  long long start = 0, end = 0;
  ds_thing_int(L, "start_byte", &start);
  ds_thing_int(L, "end_byte", &end);
  lua_pushfstring(L, "quotes.article = ? AND quotes.start < %I AND quotes.\"end\" > %I", end, start);
  select_by(L, DS_THING_QUOTES, lua_tostring(L, -1), "_article");
}

static void quote_mentions(lua_State *L) {
  long long start = 0, end = 0;
  ds_thing_int(L, "start_byte", &start);
  ds_thing_int(L, "end_byte", &end);
  select_by(L, DS_THING_MENTIONS, "mentions.article = ?", "_article");
  lua_pushinteger(L, start);
  ds_condition_add(L, lua_gettop(L) - 1, "mentions.start >= ?", 1);
  lua_pushinteger(L, end);
  ds_condition_add(L, lua_gettop(L) - 1, "mentions.\"end\" <= ?", 1);
}

static void label_text(lua_State *L) {
  lua_getfield(L, 1, "text");
}
static void label_name(lua_State *L) {
  lua_getfield(L, 1, "name");
}

static void label_title(lua_State *L) {
  lua_getfield(L, 1, "id");
  lua_getfield(L, 1, "title");
  lua_pushfstring(L, "%d %s", (int)lua_tointeger(L, -2), lua_isnil(L, -1) ? "(no title)" : lua_tostring(L, -1));
}

/* --- classes --- */

#define PLACE                                               \
  {"article", get_article}, {"start_byte"}, {"end_byte"}, { \
    "text", get_text                                        \
  }
#define SPAN                            \
  PLACE, {"first", ds_lua_get_first}, { \
    "last", ds_lua_get_last             \
  }
#define FRESH(name, get) \
  { name, get, true }

static const ds_field article_fields[] = {{"id"},
                                          {"key"},
                                          {"ref"},
                                          {"title"},
                                          {"date"},
                                          {"date_from"},
                                          {"outlet"},
                                          {"url"},
                                          {"author"},
                                          {"lang"},
                                          {"file"},
                                          {"duplicate_of"},
                                          {"text", get_article_text},
                                          {"sentences", ds_get_sentences},
                                          FRESH("entities", article_entities),
                                          FRESH("mentions", article_mentions),
                                          FRESH("quotes", article_quotes),
                                          FRESH("predicates", article_predicates),
                                          FRESH("dates", article_dates),
                                          FRESH("frames", get_article_frames),
                                          {NULL}};
static const ds_field entity_fields[] = {{"id"},
                                         {"kind"},
                                         {"name"},
                                         {"country"},
                                         {"note"},
                                         {"status"},
                                         {"aliases", get_aliases},
                                         FRESH("articles", entity_articles),
                                         FRESH("mentions", entity_mentions),
                                         FRESH("quotes", entity_quotes),
                                         FRESH("predicates", entity_predicates),
                                         {NULL}};
static const ds_field mention_fields[] = {SPAN, {"sentence", ds_get_sentence}, {"entity", get_entity}, {"form"}, {NULL}};
static const ds_field quote_fields[] = {{"id"},
                                        SPAN,
                                        {"kind"},
                                        {"content", get_content},
                                        {"said", get_said},
                                        {"speaker", get_speaker},
                                        {"speaker_text", get_late},
                                        {"speaker_span", get_speaker_span},
                                        {"cue"},
                                        {"cue_spans", get_cue_spans},
                                        {"rule", get_late},
                                        {"confidence"},
                                        {"sentence", ds_get_sentence},
                                        {"sentences", ds_get_span_sentences},
                                        {"tokens", ds_get_span_tokens},
                                        FRESH("mentions", quote_mentions),
                                        FRESH("predicates", quote_predicates),
                                        {NULL}};
static const ds_field predicate_fields[] = {{"id"},
                                            SPAN,
                                            {"sentence", ds_get_sentence},
                                            {"lemma"},
                                            {"pos"},
                                            {"tense"},
                                            {"negated"},
                                            {"modal"},
                                            {"passive"},
                                            {"quote", get_quote},
                                            {"holder", get_holder},
                                            {"arguments", get_arguments},
                                            {"subject", get_subject},
                                            {"object", get_object},
                                            {"tokens", ds_get_span_tokens},
                                            {NULL}};
static const ds_field date_fields[] = {PLACE, {"sentence", ds_get_sentence}, {"kind"}, {"first"}, {"last"}, {"value"}, {NULL}};
static const ds_field sentence_fields[] = {SPAN,
                                           {"n"},
                                           {"tokens", ds_get_tokens},
                                           FRESH("mentions", sentence_mentions),
                                           FRESH("quotes", sentence_quotes),
                                           FRESH("predicates", sentence_predicates),
                                           FRESH("dates", sentence_dates),
                                           {NULL}};
static const ds_field argument_fields[] = {
    SPAN, {"role"}, {"head"}, {"entity", get_entity}, {"sentence", ds_get_sentence}, {"tokens", ds_get_span_tokens}, {NULL}};

static const ds_class article_class = {"article", article_fields, NULL, label_title};
static const ds_class entity_class = {"entity", entity_fields, NULL, label_name};
static const ds_class mention_class = {"mention", mention_fields, NULL, label_text};
static const ds_class quote_class = {"quote", quote_fields, NULL, label_text};
static const ds_class predicate_class = {"predicate", predicate_fields, predicate_role, label_text};
static const ds_class date_class = {"date", date_fields, NULL, label_text};
const ds_class ds_sentence_class = {"sentence", sentence_fields, NULL, label_text};
const ds_class ds_argument_class = {"argument", argument_fields, NULL, label_text};

const ds_class_name ds_model_classes[] = {{"dossier.Article", &article_class},
                                          {"dossier.Entity", &entity_class},
                                          {"dossier.Mention", &mention_class},
                                          {"dossier.Quote", &quote_class},
                                          {"dossier.Predicate", &predicate_class},
                                          {"dossier.Date", &date_class},
                                          {"dossier.Sentence", &ds_sentence_class},
                                          {"dossier.PredicateArgument", &ds_argument_class},
                                          {NULL, NULL}};

static const ds_column_map article_columns[] = {
    {"id", "id"},         {"key", "key"}, {"ref", "ref"},       {"title", "title"}, {"date", "date"}, {"date_from", "date_from"},
    {"outlet", "outlet"}, {"url", "url"}, {"author", "author"}, {"lang", "lang"},   {"file", "file"}, {"duplicate_of", "duplicate_of"},
    {NULL, NULL}};
static const ds_column_map entity_columns[] = {{"id", "id"},     {"kind", "kind"},     {"name", "name"}, {"country", "country"},
                                               {"note", "note"}, {"status", "status"}, {NULL, NULL}};
#define PLACE_COLUMNS                                 \
  {"article", "_article"}, {"start", "start_byte"}, { \
    "\"end\"", "end_byte"                             \
  }
static const ds_column_map mention_columns[] = {
    PLACE_COLUMNS, {"sentence", "_sentence"}, {"entity", "_entity"}, {"form", "form"}, {NULL, NULL}};
static const ds_column_map quote_columns[] = {{"id", "id"},
                                              PLACE_COLUMNS,
                                              {"kind", "kind"},
                                              {"content", "_content"},
                                              {"speaker", "_speaker"},
                                              {"speaker_text", "speaker_text", .late = true},
                                              {"speaker_start", "_speaker_start", .late = true},
                                              {"speaker_end", "_speaker_end", .late = true},
                                              {"cue", "cue"},
                                              {"cue_spans", "_cue_spans", .late = true},
                                              {"rule", "rule", .late = true},
                                              {"confidence", "confidence"},
                                              {NULL, NULL}};
static const ds_column_map predicate_columns[] = {{"id", "id"},
                                                  PLACE_COLUMNS,
                                                  {"sentence", "_sentence"},
                                                  {"lemma", "lemma"},
                                                  {"pos", "pos"},
                                                  {"tense", "tense"},
                                                  {"negated", "negated", true},
                                                  {"modal", "modal"},
                                                  {"passive", "passive", true},
                                                  {"quote", "_quote"},
                                                  {"holder", "_holder"},
                                                  {NULL, NULL}};
static const ds_column_map date_columns[] = {PLACE_COLUMNS,    {"sentence", "_sentence"}, {"kind", "kind"}, {"first", "first"},
                                             {"last", "last"}, {"value", "value"},        {NULL, NULL}};

const ds_thing ds_things[] = {
    {"articles", "articles.id", "articles.id", "articles.id", article_columns, &article_class},
    {"entities", "entities.id", "entities.id", NULL, entity_columns, &entity_class},
    {"mentions", "mentions.article, mentions.start, mentions.\"end\", mentions.entity",
     "mentions.article, mentions.start, mentions.\"end\", mentions.entity", "mentions.article", mention_columns, &mention_class},
    {"quotes", "quotes.id", "quotes.article, quotes.start, quotes.id", "quotes.article", quote_columns, &quote_class},
    {"predicates", "predicates.id", "predicates.article, predicates.start, predicates.id", "predicates.article", predicate_columns,
     &predicate_class},
    {"dates", "dates.article, dates.start, dates.\"end\"", "dates.article, dates.start, dates.\"end\"", "dates.article", date_columns,
     &date_class},
    {NULL, NULL, NULL, NULL, NULL, NULL}};
