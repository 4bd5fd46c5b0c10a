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
  free(f->since);
  free(f->until);
  f->since = first ? ds_strndup(value, first) : NULL;
  f->until = *last ? ds_strdup(last) : NULL;
  return DS_OK;
}

static ds_status take_value(ds_store *store, ds_fields *f, int field, char *value, size_t column, ds_buf *rest, ds_err *err) {
  ds_status status = DS_OK;
  char **kept = field == OUTLET ? &f->outlet : field == ENTITY ? &f->entity : &f->quoted;
  f->any = true;
  if (field == DATE) {
    status = take_date(f, value, column, err);
    free(value);
    return status;
  }
  free(*kept);
  *kept = value;
  if (field == QUOTED) ds_buf_printf(rest, "\"%s\"", value);
  if (field == ENTITY) {
    f->entity_id = 0;
    status = ds_entity_meant(store, value, &f->entity_id, err);
    if (status == DS_OK && !f->entity_id) f->entity_id = -1;
  }
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

ds_status ds_fields_take(ds_store *store, const ds_scope *scope, const char *typed, ds_fields *fields, ds_err *err) {
  ds_buf rest = {0};
  *fields = (ds_fields){0};
  ds_status status = take_all(store, typed, fields, &rest, err);
  fields->words = ds_buf_take(&rest);
  fields->scope = *scope;
  if (fields->outlet) fields->scope.outlet = fields->outlet;
  if (fields->since) fields->scope.since = fields->since;
  if (fields->until) fields->scope.until = fields->until;
  return status;
}

void ds_fields_reset(ds_fields *fields) {
  char *owned[] = {fields->words, fields->outlet, fields->since, fields->until, fields->entity, fields->quoted};
  for (size_t i = 0; i < sizeof owned / sizeof *owned; i++) free(owned[i]);
  *fields = (ds_fields){0};
}

void ds_fields_bind(ds_query *query, const ds_fields *fields) {
  ds_query_int(query, ":entity", fields->entity_id);
  ds_query_text(query, ":quoted", fields->quoted);
}
