/* The dictionary of words, with what was looked up kept in memory; likewise the numbers of identities. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "store/sql.h"

typedef struct word {
  int64_t id;
  uint32_t len;
  char text[];
} word;

/* Small, since there are twice as many places as words. */
typedef struct entry {
  const word *word; /* NULL: free */
  uint64_t hash;
} entry;

/* When it is full it becomes the older one of a new one, and its own older one goes. What is asked for moves up, so that what is asked for
 * often stays. */
struct ds_words {
  entry *entries;
  size_t n, cap; /* cap: a power of two */
  ds_arena *arena;
  ds_words *older; /* NULL: none; has none itself */
};

enum { KEPT = 1 << 16 };

void ds_words_free(ds_words *words) {
  if (!words) return;
  ds_words_free(words->older);
  ds_arena_free(words->arena);
  free(words->entries);
  free(words);
}

static ds_words *words_new(void) {
  ds_words *words = ds_alloc(sizeof *words);
  words->cap = 4096;
  words->entries = ds_alloc(words->cap * sizeof *words->entries);
  words->arena = ds_arena_new();
  return words;
}

uint64_t ds_words_hash(const char *text, size_t len) {
  uint64_t hash = 14695981039346656037u;
  for (size_t i = 0; i < len; i++) hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
  return hash ^ hash >> 29;
}

static entry *slot(ds_words *words, const char *text, size_t len, uint64_t hash) {
  for (size_t i = hash & (words->cap - 1);; i = (i + 1) & (words->cap - 1)) {
    entry *e = &words->entries[i];
    if (!e->word || (e->hash == hash && e->word->len == len && memcmp(e->word->text, text, len) == 0)) return e;
  }
}

static void grow(ds_words *words) {
  entry *old = words->entries;
  size_t n = words->cap;
  words->cap *= 2;
  words->entries = ds_alloc(words->cap * sizeof *words->entries);
  for (size_t i = 0; i < n; i++)
    if (old[i].word) *slot(words, old[i].word->text, old[i].word->len, old[i].hash) = old[i];
  free(old);
}

static ds_status find_or_add(ds_store *store, const char *text, size_t len, int64_t *id, ds_err *err) {
  int64_t found = 0;
  sqlite3_stmt *find = ds_sql(store, DS_SQL_WORD_FIND);
  if (find) sqlite3_bind_text(find, 1, text, (int)len, SQLITE_STATIC);
  ds_status status = ds_sql_first(store, find, &found, err, "looking up a word");
  if (status != DS_OK || found) {
    *id = found;
    return status;
  }
  sqlite3_stmt *add = ds_sql(store, DS_SQL_WORD_ADD);
  if (add) sqlite3_bind_text(add, 1, text, (int)len, SQLITE_STATIC);
  status = ds_sql_run(store, add, err, "adding a word");
  if (status == DS_OK) *id = sqlite3_last_insert_rowid(store->db);
  return status;
}

static void add(ds_words *words, const char *text, size_t len, uint64_t hash, int64_t id) {
  word *kept = ds_arena_alloc(words->arena, sizeof *kept + len);
  kept->id = id;
  kept->len = (uint32_t)len;
  memcpy(kept->text, text, len);
  *slot(words, text, len, hash) = (entry){kept, hash};
  if (++words->n * 2 > words->cap) grow(words);
}

int64_t ds_words_get(ds_words *words, const char *text, size_t len, uint64_t hash) {
  entry *e = words ? slot(words, text, len, hash) : NULL;
  if (!e || e->word) return e ? e->word->id : 0;
  e = words->older ? slot(words->older, text, len, hash) : NULL;
  if (!e || !e->word) return 0;
  int64_t id = e->word->id;
  if (words->n < KEPT) add(words, text, len, hash, id);
  return id;
}

void ds_words_put(ds_words **all, const char *text, size_t len, uint64_t hash, int64_t id) {
  if (*all && (*all)->n >= KEPT) {
    ds_words *older = *all;
    ds_words_free(older->older);
    older->older = NULL;
    *all = words_new();
    (*all)->older = older;
  }
  if (!*all) *all = words_new();
  add(*all, text, len, hash, id);
}

ds_status ds_word(ds_store *store, const char *text, size_t len, uint64_t hash, int64_t *id, ds_err *err) {
  *id = ds_words_get(store->words, text, len, hash);
  if (*id) return DS_OK;
  ds_status status = find_or_add(store, text, len, id, err);
  if (status == DS_OK) ds_words_put(&store->words, text, len, hash, *id);
  return status;
}
