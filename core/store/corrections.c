/* The log of corrections. */
#define _GNU_SOURCE
#include "store/corrections_private.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/registry.h"

static const char doing[] = "recording a correction";

static const struct {
  const char *object, *word, *usage, *help;
  int names;
} verbs[] = {
#define X(id, object, verb, names, usage, help) {object, verb, usage, help, names},
    DS_VERB_LIST(X)
#undef X
};

const char *ds_verb_object(ds_verb verb) {
  return verbs[verb].object;
}
const char *ds_verb_word(ds_verb verb) {
  return verbs[verb].word;
}
const char *ds_verb_usage(ds_verb verb) {
  return verbs[verb].usage;
}
const char *ds_verb_help(ds_verb verb) {
  return verbs[verb].help;
}
int ds_verb_names(ds_verb verb) {
  return verbs[verb].names;
}

ds_verb ds_verb_find(const char *object, const char *word) {
  int i = 0;
  while (i < DS_VERB_COUNT && (strcmp(verbs[i].object, object) != 0 || strcmp(verbs[i].word, word) != 0)) i++;
  return (ds_verb)i;
}

static const char *hand_of(const ds_hand *hand) {
  if (hand && hand->who) return hand->who;
  const char *names[] = {getenv("DOSSIER_WHO"), getenv("USER"), getenv("LOGNAME")};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (names[i] && *names[i]) return names[i];
  const struct passwd *entry = getpwuid(getuid());
  return entry ? entry->pw_name : NULL;
}

/* The time of a new correction: now, or that of the last one if that is later, so that it comes after it. */
static ds_status time_of(ds_store *store, char now[24], ds_err *err) {
  ds_store_now(now);
  char later[24] = "";
  sqlite3_stmt *read = ds_sql(store, DS_SQL_CORRECTION_LATEST);
  if (!read) return ds_store_fail(store, err, doing);
  ds_sql_text(read, 1, now);
  if (sqlite3_step(read) == SQLITE_ROW) snprintf(later, sizeof later, "%s", (const char *)sqlite3_column_text(read, 0));
  ds_status status = ds_sql_run(store, read, err, doing);
  if (*later) memcpy(now, later, sizeof later);
  return status;
}

static ds_status write_log(ds_store *store, const char *verb, const char *payload, const char *who, ds_err *err) {
  char now[24];
  ds_status status = time_of(store, now, err);
  if (status == DS_OK) status = ds_sql_ints(store, DS_SQL_CORRECTIONS_GONE, NULL, 0, err, doing);
  if (status != DS_OK) return status;
  sqlite3_stmt *write = ds_sql(store, DS_SQL_CORRECTION_ADD);
  if (!write) return ds_store_fail(store, err, doing);
  ds_sql_text(write, 1, now);
  ds_sql_text(write, 2, who);
  ds_sql_text(write, 3, verb);
  ds_sql_text(write, 4, payload);
  sqlite3_bind_int(write, 5, 0);
  return ds_sql_run(store, write, err, doing);
}

ds_status ds_correction_log(ds_store *store, ds_verb verb, json_t *payload, const ds_hand *hand, int64_t *id, ds_err *err) {
  char name[64];
  if (hand && hand->why) json_object_set_new(payload, "why", json_string(hand->why));
  char *text = json_dumps(payload, JSON_COMPACT);
  snprintf(name, sizeof name, "%s %s", ds_verb_object(verb), ds_verb_word(verb));
  ds_status status = text ? write_log(store, name, text, hand_of(hand), err) : ds_fail(err, DS_USAGE, "the correction is no UTF-8 text");
  *id = sqlite3_last_insert_rowid(store->db);
  ds_registry_stir(store);
  free(text);
  json_decref(payload);
  return status;
}

ds_status ds_correction_end(ds_store *store, ds_status status, ds_buf *said, ds_err *err) {
  if (status == DS_OK)
    status = ds_store_commit(store, err);
  else
    ds_store_rollback(store);
  if (status != DS_OK) ds_buf_clear(said);
  return status;
}

/* --- in words --- */

static void tell_quote(const json_t *p, ds_buf *out) {
  const char *words = ds_json_text(p, "words"), *speaker = ds_json_text(json_object_get(p, "speaker"), "name");
  if (!speaker) speaker = ds_json_text(p, "speaker_text");
  size_t len = words ? strlen(words) : 0, cut = len > 60 ? 60 : len;
  while (cut < len && cut > 0 && ((unsigned char)words[cut] & 0xC0) == 0x80) cut--;
  ds_buf_printf(out, "'%.*s%s' was said by %s%s%s", (int)cut, words ? words : "", cut < len ? "…" : "", speaker ? "'" : "",
                speaker ? speaker : "nobody named", speaker ? "'" : "");
}

static void tell_row(const ds_logged *c, ds_buf *out) {
  const char *plugin = ds_json_text(c->payload, "plugin"), *view = ds_json_text(c->payload, "view"), *name;
  const json_t *set = json_object_get(c->payload, "set"), *value;
  ds_buf_printf(out, "%s%s%s: ", plugin ? plugin : "", view && *view ? " --" : "", view ? view : "");
  bool any = false;
  json_object_foreach((json_t *)json_object_get(c->payload, "before"), name, value) {
    if (!json_is_string(value)) continue;
    ds_buf_printf(out, "%s%s", any ? ", " : "", json_string_value(value));
    any = true;
    if (out->len > 90) break;
  }
  if (c->verb == DS_VERB_ROW_REJECT) ds_buf_puts(out, " is wrong");
  json_object_foreach((json_t *)set, name, value) {
    ds_buf_printf(out, ": %s is %s", name, json_is_string(value) ? json_string_value(value) : "nothing");
  }
}

/* Two of the same name are told apart by their kinds. */
static void tell_merge(const json_t *p, const char *from, const char *into, ds_buf *out) {
  const char *a = ds_json_text(json_object_get(p, "from"), "key"), *b = ds_json_text(json_object_get(p, "into"), "key");
  if (a && b && strcmp(from, into) == 0)
    ds_buf_printf(out, "'%s' (%.*s) is '%s' (%.*s)", from, (int)strcspn(a, "/"), a, into, (int)strcspn(b, "/"), b);
  else
    ds_buf_printf(out, "'%s' is '%s'", from, into);
}

void ds_correction_tell(const ds_logged *c, ds_buf *out) {
  const json_t *p = c->payload;
  const char *entity = ds_json_text(json_object_get(p, c->verb == DS_VERB_MERGE ? "into" : "entity"), "name");
  const char *from = ds_json_text(json_object_get(p, "from"), "name"), *alias = ds_json_text(p, "alias");
  const char *name = ds_json_text(p, "name"), *kind = ds_json_text(p, "kind");
#define S(text) ((text) ? (text) : "?")
  switch (c->verb) {
  case DS_VERB_MERGE: tell_merge(p, S(from), S(entity), out); break;
  case DS_VERB_SPLIT: ds_buf_printf(out, "'%s' is not '%s'", S(entity), S(from)); break;
  case DS_VERB_RENAME: ds_buf_printf(out, "'%s' is shown as '%s'", S(entity), S(name)); break;
  case DS_VERB_RETYPE: ds_buf_printf(out, "'%s' is of the kind %s", S(entity), S(kind)); break;
  case DS_VERB_ALIAS: ds_buf_printf(out, "'%s' goes by '%s'", S(entity), S(alias)); break;
  case DS_VERB_UNALIAS: ds_buf_printf(out, "'%s' does not go by '%s'", S(entity), S(alias)); break;
  case DS_VERB_IGNORE: ds_buf_printf(out, "'%s' is ignored", S(entity)); break;
  case DS_VERB_CONFIRM: ds_buf_printf(out, "'%s' is confirmed", S(entity)); break;
  case DS_VERB_QUOTE_SET: tell_quote(p, out); break;
  case DS_VERB_ROW_SET:
  case DS_VERB_ROW_REJECT: tell_row(c, out); break;
  default: ds_buf_puts(out, "?");
  }
#undef S
}

/* --- the list --- */

const char *ds_correction_state_text(ds_correction_state state) {
  static const char *const words[] = {"active", "undone", "orphaned"};
  return words[state];
}

static char *reason_of(const ds_logged *c) {
  ds_buf out = {0};
  if (!c->orphaned) return NULL;
  ds_buf_puts(&out, c->orphaned);
  if (c->missing) ds_buf_printf(&out, " '%s'", c->missing);
  return ds_buf_take(&out);
}

/* Passages of quotations and rows: where they stand, or that they do not. */
static ds_status place(ds_store *store, ds_logged *c, ds_correction *out, ds_err *err) {
  const char *why = NULL;
  if (c->verb < DS_VERB_QUOTE_SET || c->verb >= DS_VERB_COUNT) return DS_OK;
  ds_status status = ds_passage_find(store, c->payload, &out->article, &out->start, &out->end, &why, err);
  if (why) ds_logged_orphan(c, why, NULL);
  if (status != DS_OK || !out->article || c->verb != DS_VERB_QUOTE_SET) return status;
  int64_t quote = 0;
  status = ds_quote_at(store, out->article, out->start, out->end, &quote, err);
  if (!quote) ds_logged_orphan(c, "its words are no quotation now", NULL);
  const json_t *speaker = json_object_get(c->payload, "speaker");
  int64_t entity = 0;
  if (status == DS_OK && json_is_object(speaker)) status = ds_anchor_find(store, speaker, &entity, NULL, err);
  if (status == DS_OK && json_is_object(speaker) && !entity) ds_logged_orphan(c, "no article here names", ds_json_text(speaker, "name"));
  return status;
}

ds_status ds_corrections_list(ds_store *store, ds_correction **all, size_t *n, ds_err *err) {
  ds_replay *replay = NULL;
  ds_status status = ds_replay_new(store, &replay, err);
  if (status != DS_OK) return status;
  ds_logged *log = ds_replay_log(replay, n);
  *all = ds_alloc((*n + 1) * sizeof **all);
  for (size_t i = 0; status == DS_OK && i < *n; i++) {
    ds_correction *c = &(*all)[i];
    ds_buf what = {0};
    status = place(store, &log[i], c, err);
    ds_correction_tell(&log[i], &what);
    c->id = log[i].id;
    c->at = ds_strdup(log[i].at);
    c->who = ds_strdup(log[i].who);
    c->what = ds_buf_take(&what);
    c->why = ds_strdup(ds_json_text(log[i].payload, "why"));
    c->verb = log[i].verb;
    c->state = log[i].undone ? DS_CORRECTION_UNDONE : log[i].orphaned ? DS_CORRECTION_ORPHANED : DS_CORRECTION_ACTIVE;
    c->reason = reason_of(&log[i]);
  }
  ds_replay_free(replay);
  if (status != DS_OK) {
    ds_corrections_free(*all, *n);
    *all = NULL;
    *n = 0;
  }
  return status;
}

void ds_corrections_free(ds_correction *all, size_t n) {
  for (size_t i = 0; all && i < n; i++) {
    free(all[i].at);
    free(all[i].who);
    free(all[i].what);
    free(all[i].why);
    free(all[i].reason);
  }
  free(all);
}

/* --- taking back --- */

static ds_status set_undone(ds_store *store, const ds_logged *c, bool undone, ds_buf *said, ds_err *err) {
  ds_buf_printf(said, "%s%s correction %lld: ", said->len ? "\n" : "", undone ? "took back" : "brought back", (long long)c->id);
  ds_correction_tell(c, said);
  return ds_sql_ints(store, DS_SQL_CORRECTION_UNDO, (int64_t[]){c->id, undone}, 2, err, "taking back a correction");
}

/* The last in force is taken back first; of those taken back since (and not before another was made), the oldest is brought back first. */
static ds_status step(ds_store *store, ds_logged *log, size_t n_log, bool back, ds_buf *said, bool *done, ds_err *err) {
  size_t last = n_log;
  while (last > 0 && log[last - 1].undone) last--;
  size_t next = last, at = last - 1;
  while (next < n_log && log[next].gone) next++;
  *done = back ? last > 0 : next < n_log;
  if (!*done) return DS_OK;
  if (!back) at = next;
  log[at].undone = back;
  return set_undone(store, &log[at], back, said, err);
}

static ds_status move(ds_store *store, long long n, bool back, ds_buf *said, ds_err *err) {
  size_t n_log = 0;
  ds_replay *replay = NULL;
  ds_status status = ds_store_begin(store, err);
  if (status != DS_OK) return status;
  status = ds_replay_new(store, &replay, err);
  ds_logged *log = ds_replay_log(replay, &n_log);
  bool done = true;
  const char *word = back ? "take back" : "bring back";
  for (long long i = 0; status == DS_OK && i < n; i++) {
    status = step(store, log, n_log, back, said, &done, err);
    if (status == DS_OK && !done && i) status = ds_fail(err, DS_USAGE, "there are only %lld corrections to %s, not %lld", i, word, n);
    if (status == DS_OK && !done) status = ds_fail(err, DS_USAGE, "there is nothing to %s", word);
  }
  ds_replay_free(replay);
  ds_registry_stir(store);
  return ds_correction_end(store, status, said, err);
}

ds_status ds_corrections_undo(ds_store *store, long long n, ds_buf *said, ds_err *err) {
  return move(store, n, true, said, err);
}
ds_status ds_corrections_redo(ds_store *store, long long n, ds_buf *said, ds_err *err) {
  return move(store, n, false, said, err);
}
