#include "lua/english.h"

#include <lauxlib.h>
#include <string.h>

#include "annotation/annotation.h"
#include "language/gazetteer.h"
#include "lua/state.h"

void ds_lua_get_first(lua_State *L) {
  lua_pushliteral(L, "start_byte");
  lua_rawget(L, 1);
  lua_pushinteger(L, lua_tointeger(L, -1) + 1);
}

void ds_lua_get_last(lua_State *L) {
  lua_pushliteral(L, "end_byte");
  lua_rawget(L, 1);
}

#define SPAN_FIELDS                                                                       \
  {"start_byte"}, {"end_byte"}, {"first", ds_lua_get_first}, {"last", ds_lua_get_last}, { \
    "text"                                                                                \
  }
#define DAY_FIELDS                                     \
  {"start_byte"}, {"end_byte"}, {"first"}, {"last"}, { \
    "text"                                             \
  }

static void label_text(lua_State *L) {
  lua_getfield(L, 1, "text");
}
static void label_name(lua_State *L) {
  lua_getfield(L, 1, "name");
}

static const ds_field token_fields[] = {SPAN_FIELDS, {"n"}, {"lemma"}, {"upos"}, {"xpos"}, {"rel"}, {"head"}, {"space_before"}, {NULL}};
static const ds_class token_class = {"token", token_fields, NULL, label_text};
static const ds_field span_fields[] = {SPAN_FIELDS, {"article"}, {NULL}};
static const ds_class span_class = {"span", span_fields, NULL, label_text};
static const ds_field sentence_fields[] = {SPAN_FIELDS, {"n"}, {"paragraph"}, {"tokens"}, {"predicates"}, {NULL}};
static const ds_class sentence_class = {"sentence", sentence_fields, NULL, label_text};
static const ds_field entity_fields[] = {{"n"}, {"kind"}, {"name"}, {"country"}, {"note"}, {"plural"}, {"mentions"}, {NULL}};
static const ds_class entity_class = {"entity", entity_fields, NULL, label_name};
static const ds_field mention_fields[] = {SPAN_FIELDS, {"entity"}, {"form"}, {"sentence"}, {NULL}};
static const ds_class mention_class = {"mention", mention_fields, NULL, label_text};
static const ds_field quote_fields[] = {SPAN_FIELDS,      {"kind"}, {"content"},   {"said"}, {"speaker"},    {"speaker_text"},
                                        {"speaker_span"}, {"cue"},  {"cue_spans"}, {"rule"}, {"confidence"}, {NULL}};
static const ds_class quote_class = {"quote", quote_fields, NULL, label_text};
static const ds_field date_fields[] = {DAY_FIELDS, {"kind"}, {"value"}, {"sentence"}, {NULL}};
static const ds_class date_class = {"date", date_fields, NULL, label_text};
static const ds_field argument_fields[] = {SPAN_FIELDS, {"role"}, {"head"}, {"entity"}, {NULL}};
static const ds_class argument_class = {"argument", argument_fields, NULL, label_text};
static const ds_field annotation_fields[] = {{"text"},     {"date"},   {"sentences"}, {"tokens"},     {"entities"},
                                             {"mentions"}, {"quotes"}, {"dates"},     {"predicates"}, {NULL}};
static const ds_class annotation_class = {"annotation", annotation_fields, NULL, label_text};

static const char *const roles[] = {"subject",      "object",       "indirect object",
                                    "clause",       "possessive",   "complement",
                                    "modifier",     "adverbial",    "about",
                                    "above",        "according to", "across",
                                    "after",        "against",      "ahead of",
                                    "along",        "along with",   "although",
                                    "amid",         "among",        "around",
                                    "as",           "at",           "because",
                                    "because of",   "before",       "behind",
                                    "below",        "beneath",      "beside",
                                    "besides",      "between",      "beyond",
                                    "by",           "concerning",   "despite",
                                    "down",         "due to",       "during",
                                    "even if",      "except",       "following",
                                    "for",          "from",         "if",
                                    "in",           "in front of",  "including",
                                    "inside",       "instead of",   "into",
                                    "like",         "near",         "next to",
                                    "of",           "off",          "on",
                                    "on behalf of", "onto",         "out of",
                                    "outside",      "over",         "past",
                                    "per",          "prior to",     "rather than",
                                    "regarding",    "since",        "so that",
                                    "such as",      "than",         "that",
                                    "though",       "through",      "throughout",
                                    "till",         "to",           "together with",
                                    "toward",       "towards",      "under",
                                    "underneath",   "unless",       "unlike",
                                    "until",        "up",           "upon",
                                    "via",          "when",         "where",
                                    "whether",      "while",        "with",
                                    "within",       "without",      NULL};

bool ds_lua_is_role(const char *word) {
  for (const char *const *r = roles; *r; r++)
    if (**r == *word && !strcmp(*r, word)) return true;
  return false;
}

static bool predicate_role(lua_State *L, const char *key) {
  if (!ds_lua_is_role(key)) return false;
  lua_pushnil(L);
  return true;
}

static const ds_field predicate_fields[] = {SPAN_FIELDS, {"sentence"},  {"token"},   {"lemma"},  {"pos"},
                                            {"tense"},   {"negated"},   {"passive"}, {"modal"},  {"quote"},
                                            {"holder"},  {"arguments"}, {"subject"}, {"object"}, {NULL}};
static const ds_class predicate_class = {"predicate", predicate_fields, predicate_role, label_text};

const ds_class_name ds_english_classes[] = {{"dossier.english.Annotation", &annotation_class},
                                            {"dossier.english.Sentence", &sentence_class},
                                            {"dossier.english.Entity", &entity_class},
                                            {"dossier.english.Mention", &mention_class},
                                            {"dossier.english.Quote", &quote_class},
                                            {"dossier.english.Date", &date_class},
                                            {"dossier.english.Predicate", &predicate_class},
                                            {"dossier.english.PredicateArgument", &argument_class},
                                            {"dossier.Token", &token_class},
                                            {"dossier.Span", &span_class},
                                            {NULL, NULL}};

/* --- setting fields of the table on the top --- */

static void set_int(lua_State *L, const char *name, long long value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, name);
}

static void set_text(lua_State *L, const char *name, const char *s) {
  if (!s || !*s) return;
  lua_pushstring(L, s);
  lua_setfield(L, -2, name);
}

static void set_bool(lua_State *L, const char *name, bool value) {
  lua_pushboolean(L, value);
  lua_setfield(L, -2, name);
}

/* The list at index `list` gives its element n (0-based) as a field; -1: nothing. */
static void set_from(lua_State *L, const char *name, int list, int32_t n) {
  if (n < 0) return;
  lua_rawgeti(L, list, n + 1);
  lua_setfield(L, -2, name);
}

static void set_span(lua_State *L, const char *text, uint32_t start, uint32_t end) {
  set_int(L, "start_byte", start);
  set_int(L, "end_byte", end);
  lua_pushlstring(L, text + start, end - start);
  lua_setfield(L, -2, "text");
}

void ds_lua_push_span(lua_State *L, const char *text, size_t len, long long start, long long end) {
  lua_createtable(L, 0, 3);
  if (start < 0 || end < start || (size_t)end > len) start = end = 0;
  set_span(L, text, (uint32_t)start, (uint32_t)end);
  ds_object_set(L, &span_class);
}

static void push_spans(lua_State *L, const char *text, size_t len, const ds_span *spans, uint32_t n) {
  lua_createtable(L, (int)n, 0);
  for (uint32_t i = 0; i < n; i++) {
    ds_lua_push_span(L, text, len, spans[i].start, spans[i].end);
    lua_rawseti(L, -2, i + 1);
  }
}

/* --- tokens, sentences --- */

static void push_token(lua_State *L, const ds_reading *r, uint32_t at, const ds_sentence *s) {
  const ds_token *t = &r->tokens[at];
  lua_createtable(L, 0, 10);
  set_span(L, r->text, t->start, t->end);
  set_int(L, "n", (long long)(at - s->first) + 1);
  lua_pushstring(L, t->lemma ? t->lemma : "");
  lua_setfield(L, -2, "lemma");
  set_text(L, "upos", ds_upos_text(t->upos));
  set_text(L, "xpos", ds_xpos_text(t->xpos));
  set_text(L, "rel", ds_rel_text(t->rel));
  set_int(L, "head", t->head < 0 ? 0 : (long long)t->head - s->first + 1);
  set_bool(L, "space_before", t->space_before);
  ds_object_set(L, &token_class);
}

void ds_lua_push_tokens(lua_State *L, const ds_reading *r, uint32_t sentence) {
  const ds_sentence *s = &r->sentences[sentence];
  lua_createtable(L, (int)s->count, 0);
  for (uint32_t i = 0; i < s->count; i++) {
    push_token(L, r, s->first + i, s);
    lua_rawseti(L, -2, i + 1);
  }
}

/* A list of the sentences; the tokens of all go into the list at index `tokens` too. */
static void push_sentences(lua_State *L, const ds_reading *r, int tokens) {
  lua_createtable(L, (int)r->n_sentences, 0);
  for (uint32_t i = 0; i < r->n_sentences; i++) {
    const ds_sentence *s = &r->sentences[i];
    lua_createtable(L, 0, 7);
    set_span(L, r->text, s->start, s->end);
    set_int(L, "n", i + 1);
    set_int(L, "paragraph", s->paragraph + 1);
    ds_lua_push_tokens(L, r, i);
    for (uint32_t k = 0; k < s->count; k++) {
      lua_rawgeti(L, -1, k + 1);
      lua_rawseti(L, tokens, s->first + k + 1);
    }
    lua_setfield(L, -2, "tokens");
    lua_newtable(L);
    lua_setfield(L, -2, "predicates");
    ds_object_set(L, &sentence_class);
    lua_rawseti(L, -2, i + 1);
  }
}

/* --- the layers; the lists they refer to lie at fixed places of the stack --- */

enum { TEXT = 1, OBJECT = 4, TOKENS, SENTENCES, ENTITIES, QUOTES, LAYER };

static void push_entities(lua_State *L, const ds_annotation *a) {
  lua_createtable(L, (int)a->n_entities, 0);
  for (uint32_t i = 0; i < a->n_entities; i++) {
    const ds_entity *e = &a->entities[i];
    lua_createtable(L, 0, 7);
    set_int(L, "n", i + 1);
    set_text(L, "kind", ds_kind_text(e->kind));
    set_text(L, "name", e->name);
    set_text(L, "country", e->country);
    set_text(L, "note", e->note);
    set_bool(L, "plural", e->plural);
    lua_newtable(L);
    lua_setfield(L, -2, "mentions");
    ds_object_set(L, &entity_class);
    lua_rawseti(L, -2, i + 1);
  }
}

static void push_mention(lua_State *L, const ds_annotation *a, const ds_mention *m) {
  lua_createtable(L, 0, 6);
  set_span(L, a->reading->text, m->start, m->end);
  set_text(L, "form", ds_form_text(m->form));
  set_from(L, "entity", ENTITIES, m->entity);
  set_from(L, "sentence", SENTENCES, (int32_t)m->sentence);
  ds_object_set(L, &mention_class);
  if (m->entity < 0) return;
  lua_rawgeti(L, ENTITIES, m->entity + 1);
  lua_getfield(L, -1, "mentions");
  lua_pushvalue(L, -3);
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
  lua_pop(L, 2);
}

/* The content of a quote in one string.   [+1] */
static void push_said(lua_State *L, const char *text, const ds_quote *q) {
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (uint32_t i = 0; i < q->n_content; i++) {
    if (i) luaL_addchar(&b, ' ');
    luaL_addlstring(&b, text + q->content[i].start, q->content[i].end - q->content[i].start);
  }
  luaL_pushresult(&b);
}

static void push_quote(lua_State *L, const ds_annotation *a, const ds_quote *q) {
  const char *text = a->reading->text;
  size_t len = a->reading->len;
  lua_createtable(L, 0, 12);
  set_span(L, text, q->start, q->end);
  set_text(L, "kind", ds_quote_kind_text(q->kind));
  push_spans(L, text, len, q->content, q->n_content);
  lua_setfield(L, -2, "content");
  push_said(L, text, q);
  lua_setfield(L, -2, "said");
  push_spans(L, text, len, q->cue, q->n_cue);
  lua_setfield(L, -2, "cue_spans");
  set_text(L, "cue", q->cue_lemma);
  if (q->speaker_end > q->speaker_start) {
    lua_pushlstring(L, text + q->speaker_start, q->speaker_end - q->speaker_start);
    lua_setfield(L, -2, "speaker_text");
    ds_lua_push_span(L, text, len, q->speaker_start, q->speaker_end);
    lua_setfield(L, -2, "speaker_span");
  }
  set_from(L, "speaker", ENTITIES, q->entity);
  set_text(L, "rule", q->rule);
  lua_pushnumber(L, (lua_Number)q->confidence);
  lua_setfield(L, -2, "confidence");
  ds_object_set(L, &quote_class);
}

static void push_date(lua_State *L, const ds_annotation *a, const ds_date *d) {
  lua_createtable(L, 0, 8);
  set_span(L, a->reading->text, d->start, d->end);
  set_text(L, "kind", ds_date_kind_text(d->kind));
  set_text(L, "value", d->value);
  set_text(L, "first", d->first);
  set_text(L, "last", d->last);
  set_from(L, "sentence", SENTENCES, (int32_t)d->sentence);
  ds_object_set(L, &date_class);
}

static void push_argument(lua_State *L, const ds_annotation *a, const ds_argument *g) {
  lua_createtable(L, 0, 6);
  set_span(L, a->reading->text, g->start, g->end);
  set_text(L, "role", g->role);
  set_text(L, "head", g->head_lemma);
  set_from(L, "entity", ENTITIES, g->entity);
  ds_object_set(L, &argument_class);
}

/* Sets the arguments of the predicate table on the top: a list, and the first of each role under its name. */
static void set_arguments(lua_State *L, const ds_annotation *a, const ds_predicate *p) {
  lua_createtable(L, (int)p->n_arguments, 0);
  for (uint32_t i = 0; i < p->n_arguments; i++) {
    const ds_argument *g = &a->arguments[p->first_argument + i];
    push_argument(L, a, g);
    bool taken = lua_getfield(L, -3, g->role) != LUA_TNIL;
    lua_pop(L, 1);
    if (!taken) {
      lua_pushvalue(L, -1);
      lua_setfield(L, -4, g->role);
    }
    lua_rawseti(L, -2, i + 1);
  }
  lua_setfield(L, -2, "arguments");
}

static void push_predicate(lua_State *L, const ds_annotation *a, const ds_predicate *p) {
  lua_createtable(L, 0, 16);
  set_span(L, a->reading->text, p->start, p->end);
  set_text(L, "lemma", p->lemma);
  set_text(L, "pos", p->noun ? "noun" : "verb");
  set_text(L, "tense", ds_tense_text(p->tense));
  set_bool(L, "negated", p->negated);
  set_bool(L, "passive", p->passive);
  set_text(L, "modal", p->modal);
  set_from(L, "token", TOKENS, (int32_t)p->token);
  set_from(L, "sentence", SENTENCES, (int32_t)p->sentence);
  set_from(L, "quote", QUOTES, p->quote);
  set_from(L, "holder", ENTITIES, p->holder);
  set_arguments(L, a, p);
  ds_object_set(L, &predicate_class);
  lua_rawgeti(L, SENTENCES, p->sentence + 1);
  lua_getfield(L, -1, "predicates");
  lua_pushvalue(L, -3);
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
  lua_pop(L, 2);
}

/* Pushes a list made of a layer. */
#define PUSH_LAYER(L, a, push, items, n)    \
  do {                                      \
    lua_createtable((L), (int)(n), 0);      \
    for (uint32_t i_ = 0; i_ < (n); i_++) { \
      push((L), (a), &(items)[i_]);         \
      lua_rawseti((L), -2, i_ + 1);         \
    }                                       \
  } while (0)

static void set_layer(lua_State *L, const char *name) {
  lua_pushvalue(L, -1);
  lua_setfield(L, OBJECT, name);
}

static void build(lua_State *L, const ds_annotation *a) {
  lua_createtable(L, 0, 9);
  lua_pushvalue(L, TEXT);
  lua_setfield(L, -2, "text");
  set_text(L, "date", a->date);
  lua_createtable(L, (int)a->reading->n_tokens, 0);
  set_layer(L, "tokens");
  push_sentences(L, a->reading, TOKENS);
  set_layer(L, "sentences");
  push_entities(L, a);
  set_layer(L, "entities");
  PUSH_LAYER(L, a, push_quote, a->quotes, a->n_quotes);
  set_layer(L, "quotes");
  PUSH_LAYER(L, a, push_mention, a->mentions, a->n_mentions);
  set_layer(L, "mentions");
  PUSH_LAYER(L, a, push_date, a->dates, a->n_dates);
  set_layer(L, "dates");
  PUSH_LAYER(L, a, push_predicate, a->predicates, a->n_predicates);
  set_layer(L, "predicates");
  lua_settop(L, OBJECT);
  ds_object_set(L, &annotation_class);
}

/* --- the module --- */

static int free_arena(lua_State *L) {
  ds_arena **arena = lua_touserdata(L, 1);
  ds_arena_free(*arena);
  *arena = NULL;
  return 0;
}

/* upvalue 1: the arena, used anew for each text */
static int annotate(lua_State *L) {
  size_t len;
  const char *text = luaL_checklstring(L, 1, &len);
  const char *date = luaL_optstring(L, 2, NULL), *title = luaL_optstring(L, 3, NULL);
  luaL_argcheck(L, len < ((size_t)1 << 31), 1, "text longer than 2 GiB");
  lua_settop(L, 3);
  ds_arena *arena = *(ds_arena **)lua_touserdata(L, lua_upvalueindex(1));
  ds_arena_reset(arena);
  const ds_annotation *a = ds_annotate(text, len, title, date, arena);
  ds_lua_poll(L);
  luaL_checkstack(L, 40, NULL);
  build(L, a);
  return 1;
}

/* english.country("BY") -> {code, name, capital}, or nil */
static int country(lua_State *L) {
  const ds_country *found = ds_country_by_code(luaL_checkstring(L, 1));
  if (!found) return 0;
  lua_createtable(L, 0, 3);
  set_text(L, "code", found->code);
  set_text(L, "name", found->name);
  set_text(L, "capital", found->capital);
  return 1;
}

/* english.country_code("Belarus") -> "BY", or nil; any of a country's names, but no city or demonym */
static int country_code(lua_State *L) {
  size_t len;
  const char *name = luaL_checklstring(L, 1, &len);
  const ds_country *found = ds_country_by_name(name, len);
  if (!found) return 0;
  lua_pushstring(L, found->code);
  return 1;
}

int ds_lua_open_english(lua_State *L) {
  lua_createtable(L, 0, 3);
  lua_pushcfunction(L, country);
  lua_setfield(L, -2, "country");
  lua_pushcfunction(L, country_code);
  lua_setfield(L, -2, "country_code");
  lua_pushcfunction(L, ds_lua_wording);
  lua_setfield(L, -2, "wording");
  lua_pushcfunction(L, ds_lua_around);
  lua_setfield(L, -2, "around");
  ds_arena **arena = lua_newuserdatauv(L, sizeof *arena, 0);
  *arena = NULL;
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, free_arena);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  *arena = ds_arena_new();
  lua_pushcclosure(L, annotate, 1);
  lua_setfield(L, -2, "annotate");
  ds_lua_world(L);
  return 1;
}
