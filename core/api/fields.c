#include "api/fields.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const names[] = {"outlet", "date", "entity", "quoted"};
enum { OUTLET, DATE, ENTITY, QUOTED, NAMES };

/* Which field begins here, or NAMES. */
static int field_at(const char *s) {
  for (int i = 0; i < NAMES; i++) {
    size_t n = strlen(names[i]);
    if (strncasecmp(s, names[i], n) == 0 && s[n] == ':' && s[n + 1] && !strchr(" \t\n\r()", s[n + 1])) return i;
  }
  return NAMES;
}

static bool is_day(const char *s, size_t len) {
  static const char form[] = "0000-00-00";
  if (len != 4 && len != 7 && len != 10) return false;
  for (size_t i = 0; i < len; i++)
    if (form[i] == '-' ? s[i] != '-' : s[i] < '0' || s[i] > '9') return false;
  return true;
}

/* "2023-02", "2023-02..2023-03", "2023..", "..2023". */
static ds_status take_date(ds_fields *f, const char *value, size_t column, ds_err *err) {
  const char *dots = strstr(value, "..");
  size_t first = dots ? (size_t)(dots - value) : strlen(value);
  const char *last = dots ? dots + 2 : value;
  bool good = (first || (dots && *last)) && (!first || is_day(value, first)) && (!*last || is_day(last, strlen(last)));
  if (!good)
    return ds_fail(err, DS_USAGE, "column %zu: 'date:' must be a day, a month or a year, or two of them as FROM..TO, got '%s'", column,
                   value);
  if (f->since || f->until) return ds_fail(err, DS_USAGE, "column %zu: 'date:' stands twice; FROM..TO is from day to day", column);
  f->since = first ? ds_strndup(value, first) : NULL;
  f->until = *last ? ds_strdup(last) : NULL;
  return DS_OK;
}

static ds_status take_entity(ds_store *store, ds_fields *f, const char *name, ds_err *err) {
  int64_t id = 0;
  ds_status status = ds_entity_meant(store, name, &id, err);
  if (status != DS_OK) return status;
  if (f->entities.len) f->entities.data[--f->entities.len] = '\0';
  ds_buf_printf(&f->entities, "%s%lld]", f->entities.len ? "," : "[", (long long)id);
  if (!id && !f->nobody) f->nobody = ds_strdup(name);
  return DS_OK;
}

/* Takes value. */
static ds_status take_value(ds_store *store, ds_fields *f, int field, char *value, size_t column, ds_buf *rest, ds_err *err) {
  ds_status status = DS_OK;
  char **kept = field == OUTLET ? &f->outlet : &f->quoted;
  f->any = true;
  if (field == DATE)
    status = take_date(f, value, column, err);
  else if (field == ENTITY)
    status = take_entity(store, f, value, err);
  else if (*kept)
    status = ds_fail(err, DS_USAGE, "column %zu: '%s:' stands twice", column, names[field]);
  else
    *kept = ds_strdup(value);
  if (status == DS_OK && field == QUOTED) ds_buf_printf(rest, "\"%s\"", value);
  free(value);
  return status;
}

/* Does what stands before end with the word? */
static bool follows(const ds_buf *before, const char *word) {
  size_t n = strlen(word), len = before->len;
  while (len && before->data[len - 1] == ' ') len--;
  return len >= n && memcmp(before->data + len - n, word, n) == 0 && (len == n || before->data[len - n - 1] == ' ');
}

static ds_status take_all(ds_store *store, const char *typed, ds_fields *f, ds_buf *rest, ds_err *err) {
  int depth = 0;
  bool quoted = false;
  for (const char *s = typed; *s;) {
    bool starts = s == typed || strchr(" \t\n\r", s[-1]);
    int field = starts && !quoted && depth == 0 ? field_at(s) : NAMES;
    if (field == NAMES) {
      if (*s == '"') quoted = !quoted;
      if (!quoted && (*s == '(' || *s == ')')) depth += *s == '(' ? 1 : depth > 0 ? -1 : 0;
      ds_buf_putc(rest, *s++);
      continue;
    }
    size_t column = (size_t)(s - typed) + 1;
    if (follows(rest, "NOT") || follows(rest, "OR"))
      return ds_fail(err, DS_USAGE, "column %zu: '%s:' narrows the whole search and cannot follow NOT or OR", column, names[field]);
    s += strlen(names[field]) + 1;
    bool marks = *s == '"';
    s += marks;
    size_t n = marks ? strcspn(s, "\"") : strcspn(s, " \t\n\r()\"");
    ds_status status = take_value(store, f, field, ds_strndup(s, n), column, rest, err);
    if (status != DS_OK) return status;
    s += n;
    s += marks && *s;
  }
  return DS_OK;
}

/* The articles that name all the entities, looked up once for all that is asked of them. */
static ds_status find_naming(ds_store *store, ds_fields *f, ds_err *err) {
#define MENTIONED                                                                                                                     \
  "SELECT DISTINCT e.value AS entity, m.article AS article FROM json_each(:entities) e CROSS JOIN identities i ON i.entity = e.value" \
  " AND i.entity <> 0 CROSS JOIN mention_rows m ON m.identity = i.id"
  static const char of_one[] = "SELECT json_group_array(article) FROM (" MENTIONED ")";
  static const char of_all[] = "SELECT json_group_array(article) FROM (SELECT article FROM (" MENTIONED ") GROUP BY article"
                               " HAVING count(*) = (SELECT count(DISTINCT value) FROM json_each(:entities)))";
  ds_query *query = NULL;
  bool row = false;
  ds_status status = ds_query_new(store, strchr(f->entities.data, ',') ? of_all : of_one, NULL, &query, err);
  if (status != DS_OK) return status;
  ds_query_text(query, ":entities", f->entities.data);
  status = ds_query_step(query, &row, err);
  if (status == DS_OK && row) f->naming = ds_strdup(ds_query_column_text(query, 0, NULL));
  ds_query_free(query);
  return status;
}

ds_status ds_fields_take(ds_store *store, const ds_scope *scope, const char *typed, ds_fields *fields, ds_err *err) {
  ds_buf rest = {0};
  *fields = (ds_fields){0};
  ds_status status = take_all(store, typed, fields, &rest, err);
  if (status == DS_OK && fields->entities.len) status = find_naming(store, fields, err);
  fields->words = ds_buf_take(&rest);
  fields->scope = *scope;
  if (fields->outlet) fields->scope.outlet = fields->outlet;
  if (fields->since) fields->scope.since = fields->since;
  if (fields->until) fields->scope.until = fields->until;
  return status;
}

void ds_fields_reset(ds_fields *fields) {
  char *owned[] = {fields->words, fields->outlet, fields->since, fields->until, fields->nobody, fields->quoted, fields->naming};
  for (size_t i = 0; i < sizeof owned / sizeof *owned; i++) free(owned[i]);
  ds_buf_reset(&fields->entities);
  *fields = (ds_fields){0};
}

void ds_fields_bind(ds_query *query, const ds_fields *fields) {
  ds_query_text(query, ":entities", fields->entities.data);
  ds_query_text(query, ":naming", fields->naming);
  ds_query_text(query, ":quoted", fields->quoted);
}

ds_status ds_fields_query(ds_store *store, const ds_fields *f, const char *columns, const char *joins, ds_query **query, ds_err *err) {
  static const char by_index[] = " AND (coalesce(:since, :until) IS NULL OR f.rowid IN (SELECT id FROM articles INDEXED BY articles_date"
                                 " WHERE date >= coalesce(:since, '') AND date <= coalesce(:until, '') || '~'))" DS_ENTITIES_SQL("f.rowid");
  bool look = f->scope.outlet || f->quoted;
  ds_buf sql = {0};
  ds_buf_printf(&sql, "SELECT %s FROM articles_fts f%s%s WHERE articles_fts MATCH :match%s%s", columns, joins,
                look ? " CROSS JOIN articles a ON a.id = f.rowid" : "", f->scope.article ? " AND f.rowid = :article" : "",
                look ? " AND" DS_SCOPE_SQL DS_FIELDS_SQL : by_index);
  ds_status status = ds_query_new(store, sql.data, NULL, query, err);
  ds_buf_reset(&sql);
  if (status != DS_OK) return status;
  ds_scope_bind(*query, &f->scope);
  ds_fields_bind(*query, f);
  return DS_OK;
}

/* The number that a query gives, which is freed. */
static int64_t take_count(ds_query *query) {
  bool row = false;
  int64_t n = ds_query_step(query, &row, NULL) == DS_OK && row ? ds_query_column_int(query, 0) : 0;
  ds_query_free(query);
  return n;
}

static int64_t count_words(ds_store *store, const ds_fields *f, const char *match) {
  ds_query *query = NULL;
  bool all = f->scope.all_copies || f->scope.article;
  if (ds_fields_query(store, f, all ? "count(*)" : "sum(NOT " DS_COPY_SQL ")", "", &query, NULL) != DS_OK) return 0;
  ds_query_text(query, ":match", match);
  return take_count(query);
}

/* Of fields alone: sql counts. */
static int64_t count_fields(ds_store *store, const ds_fields *f, const char *sql) {
  ds_query *query = NULL;
  if (ds_scope_query(store, sql, &f->scope, &query, NULL) != DS_OK) return 0;
  ds_fields_bind(query, f);
  return take_count(query);
}

int64_t ds_fields_count(ds_store *store, const ds_fields *f, const char *match) {
  static const char all[] =
      "SELECT count(*) FROM articles a WHERE (:all_copies OR :article OR a.duplicate_of IS NULL) AND" DS_SCOPE_SQL DS_FIELDS_SQL;
  /* An index of dates tells which articles there are; none is read. */
  static const char by_date[] =
      "SELECT count(*) FROM articles a INDEXED BY articles_date WHERE (:since IS NULL OR a.date >= :since) AND (:until IS NULL OR"
      " a.date <= :until || '~') AND (:all_copies OR a.id NOT IN (SELECT id FROM articles WHERE duplicate_of IS NOT NULL))" DS_ENTITIES_SQL(
          "a.id");
  if (*match) return count_words(store, f, match);
  return count_fields(store, f, f->scope.outlet || f->scope.article || f->quoted ? all : by_date);
}

static void note_copies(ds_store *store, const ds_fields *f, const char *match, int64_t copies, ds_result *result) {
  static const char sql[] = "SELECT count(*) FROM articles a WHERE a.duplicate_of IS NOT NULL AND" DS_SCOPE_SQL DS_FIELDS_SQL;
  if (f->scope.all_copies || f->scope.article) return;
  if (!*match) copies = count_fields(store, f, sql);
  if (copies) ds_result_note_copies(result, (long long)copies);
}

/* When dates, an outlet or an article leave nothing: how many articles there are without them. True when it said so. */
static bool note_outside(ds_store *store, const ds_fields *f, const char *match, ds_result *result) {
  ds_buf what = {0};
  ds_fields wide = *f;
  wide.scope = (ds_scope){.all_copies = f->scope.all_copies};
  int64_t n = ds_scope_words(&f->scope, &what) ? ds_fields_count(store, &wide, match) : 0;
  if (n) ds_result_note(result, "no hit of that %s; %lld other article%s one", what.data, (long long)n, n == 1 ? " has" : "s have");
  ds_buf_reset(&what);
  return n > 0;
}

void ds_fields_notes(ds_store *store, const ds_fields *f, const char *match, int64_t copies, ds_result *result) {
  note_copies(store, f, match, copies, result);
  if (!result->n_rows && (f->outlet || f->since || f->until)) ds_note_no_articles(store, &f->scope, result);
  if (result->n_rows || f->nobody || note_outside(store, f, match, result) || !*match) return;
  size_t n = strlen(f->words);
  while (n && strchr(" \t\n", f->words[n - 1])) n--;
  bool several = memchr(f->words, ' ', n) != NULL;
  if (memchr(f->words, '"', n))
    ds_result_note(result, "nothing has these words side by side; without quotation marks they may stand apart");
  else if (several && !strstr(f->words, " OR "))
    ds_result_note(result, "no article has all these words; OR between them finds those with any");
  else if (!several && f->words[n - 1] == '*')
    ds_result_note(result, "no article has a word that begins so");
  else if (!several)
    ds_result_note(result, "no article has the word; '%.*s*' finds all that begins so", (int)n, f->words);
}
