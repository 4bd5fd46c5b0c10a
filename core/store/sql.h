/* The store's prepared statements: one list, prepared at first use, kept with the store. Internal to the room. */
#ifndef DS_STORE_SQL_H
#define DS_STORE_SQL_H

#include <sqlite3.h>
#include <stdint.h>

#include "store/store.h"

/* clang-format off */
#define DS_SQL_LIST(X) \
  X(BEGIN, "BEGIN IMMEDIATE") \
  X(COMMIT, "COMMIT") \
  X(ARTICLE_BY_KEY, "SELECT id FROM articles WHERE key = ?") \
  X(ARTICLE_BY_REF, "SELECT id FROM articles WHERE ref = ? ORDER BY id LIMIT 1") \
  X(ARTICLE_BY_URL, "SELECT id FROM articles WHERE url = ? ORDER BY id LIMIT 1") \
  X(ARTICLE_ADD, "INSERT INTO articles(id, key, ref, title, date, date_from, outlet, url, author, lang, text, file, imported, annotated)" \
                 " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)") \
  X(ARTICLE_CHANGE, "UPDATE articles SET key = ?2, ref = ?3, title = ?4, date = ?5, date_from = ?6, outlet = ?7, url = ?8, author = ?9," \
                    " lang = ?10, text = ?11, file = ?12, imported = ?13, annotated = ?14 WHERE id = ?1") \
  X(ARTICLE_DROP, "DELETE FROM articles WHERE id = ?") \
  X(ARTICLE_TEXT, "SELECT text FROM articles WHERE id = ?") \
  X(CLUSTER_OF, "SELECT coalesce(duplicate_of, id) FROM articles WHERE id = ?") \
  X(CLUSTER, "SELECT id FROM articles WHERE id = ?1 UNION ALL SELECT id FROM articles WHERE duplicate_of = ?1") \
  X(PRIMARY, "SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?)) ORDER BY date IS NULL, date, key LIMIT 1") \
  X(DUPLICATE_SET, "UPDATE articles SET duplicate_of = ?2 WHERE id = ?1 AND duplicate_of IS NOT ?2") \
  X(COPIES, "SELECT count(*) FROM articles WHERE duplicate_of IS NOT NULL AND (?1 IS NULL OR date >= ?1) AND" \
            " (?2 IS NULL OR date <= ?2 || '~') AND (?3 IS NULL OR outlet = ?3 COLLATE NOCASE)") \
  X(BAND, "SELECT article FROM bands WHERE band = ?") \
  X(BAND_ADD, "INSERT OR IGNORE INTO bands VALUES (?, ?)") \
  X(BAND_DROP, "DELETE FROM bands WHERE band = ? AND article = ?") \
  X(UNSETTLED, "SELECT article, bands FROM unsettled ORDER BY article LIMIT ?") \
  X(UNSETTLED_ANY, "SELECT EXISTS (SELECT 1 FROM unsettled)") \
  X(UNSETTLED_ADD, "INSERT OR REPLACE INTO unsettled VALUES (?, ?)") \
  X(UNSETTLED_DONE, "DELETE FROM unsettled WHERE article <= ?") \
  X(UNSETTLED_DROP, "DELETE FROM unsettled WHERE article = ?") \
  X(ARTICLES_INDEX, "INSERT INTO articles_fts(rowid, title, text) SELECT id, title, text FROM articles WHERE id >= ?") \
  X(SIGHTING_ADD, "INSERT OR IGNORE INTO sightings VALUES (?, ?, ?)") \
  X(SIGHTINGS, "SELECT file, seen FROM sightings WHERE article = ?") \
  X(SIGHTING_JOIN, "INSERT INTO sightings VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET seen = min(seen, excluded.seen)") \
  X(ARTICLE_IMPORTED, "UPDATE articles SET imported = min(imported, ?2) WHERE id = ?1") \
  X(ARTICLE_ANNOTATED, "UPDATE articles SET annotated = ?2 WHERE id = ?1") \
  X(IMPORTS, "SELECT file, size, mtime, status, reason FROM imports") \
  X(IMPORT_JOIN, "INSERT INTO imports VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET size = excluded.size, mtime = excluded.mtime," \
                 " status = excluded.status, reason = excluded.reason WHERE (excluded.mtime, excluded.status) > (mtime, status)") \
  X(IMPORT_FIND, "SELECT size, mtime, status FROM imports WHERE file = ?") \
  X(IMPORTS_FAILED, "SELECT file FROM imports WHERE status = 'failed' ORDER BY file") \
  X(IMPORT_DROP, "DELETE FROM imports WHERE file = ?") \
  X(IMPORT_ADD, "INSERT OR REPLACE INTO imports VALUES (?, ?, ?, ?, ?)") \
  X(SENTENCES_ADD, "INSERT OR FAIL INTO sentences SELECT c0, c1, c2, c3 FROM pending(?)") \
  X(APPEARANCES_ADD, "INSERT OR IGNORE INTO appearances SELECT c0, c1, c2, c3, c4 FROM pending(?)") \
  X(MENTIONS_ADD, "INSERT OR IGNORE INTO mention_rows SELECT c0, c1, c2, c3, c4, c5 FROM pending(?)") \
  X(QUOTES_ADD, "INSERT OR FAIL INTO quote_rows SELECT c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13 FROM pending(?)") \
  X(PREDICATES_ADD, "INSERT OR FAIL INTO predicate_rows SELECT c0, c1, c2, c3, c4, c5, c6, c7, c8, c9 FROM pending(?)") \
  X(ARGUMENTS_ADD, "INSERT OR FAIL INTO argument_rows SELECT c0, c1, c2, c3, c4, c5, c6 FROM pending(?)") \
  X(DATES_ADD, "INSERT OR IGNORE INTO dates SELECT c0, c1, c2, c3, c4, c5, c6, c7 FROM pending(?)") \
  X(QUOTE_GREATEST, "SELECT max(id) FROM quote_rows") \
  X(PREDICATE_GREATEST, "SELECT max(id) FROM predicate_rows") \
  X(TOKENS_ADD, "INSERT INTO tokens VALUES (?, ?, ?, ?)") \
  X(SENTENCES_DROP, "DELETE FROM sentences WHERE article = ?") \
  X(TOKENS_DROP, "DELETE FROM tokens WHERE article = ?") \
  X(MENTIONS_DROP, "DELETE FROM mention_rows WHERE article = ?") \
  X(QUOTES_DROP, "DELETE FROM quote_rows WHERE article = ?") \
  X(ARGUMENTS_DROP, "DELETE FROM argument_rows WHERE predicate BETWEEN (SELECT first_predicate FROM tokens WHERE article = ?1)" \
                    " AND (SELECT last_predicate FROM tokens WHERE article = ?1)") \
  X(PREDICATES_DROP, "DELETE FROM predicate_rows WHERE id BETWEEN (SELECT first_predicate FROM tokens WHERE article = ?1)" \
                     " AND (SELECT last_predicate FROM tokens WHERE article = ?1)") \
  X(DATES_DROP, "DELETE FROM dates WHERE article = ?") \
  X(APPEARANCES_DROP, "DELETE FROM appearances WHERE article = ?") \
  X(WORD_FIND, "SELECT id FROM words WHERE text = ?") \
  X(WORD_ADD, "INSERT INTO words(text) VALUES (?)") \
  X(WORD_TEXT, "SELECT text FROM words WHERE id = ?") \
  X(IDENTITY_FIND, "SELECT id FROM identities WHERE key = ?") \
  X(IDENTITY_ADD, "INSERT INTO identities(id, key, kind, complete, last, bare, n, entity, name) VALUES (?1, ?, ?, ?, ?, ?, 0, ?1, ?)") \
  X(IDENTITY_GREATEST, "SELECT max(id) FROM identities") \
  X(IDENTITY_READ, "SELECT n, kind, last, bare FROM identities WHERE id = ?") \
  X(IDENTITY_COUNT, "UPDATE identities SET n = n + ?2 WHERE id = ?1") \
  X(IDENTITY_SHOW, "UPDATE identities SET name = ?2, note = ?3, country = ?4 WHERE id = ?1 AND" \
                   " (name IS NOT ?2 OR note IS NOT ?3 OR country IS NOT ?4)") \
  X(IDENTITY_POINT, "UPDATE identities SET entity = ?2 WHERE id = ?1 AND entity <> ?2") \
  X(IDENTITY_WAYS, "SELECT kind, last FROM identities WHERE id = ?1 AND complete = 1 AND kind < 2 AND last IS NOT NULL UNION ALL" \
                   " SELECT i.kind, a.folded FROM identities i JOIN alias_rows a ON a.identity = i.id WHERE i.id = ?1 AND i.complete = 1" \
                   " AND i.kind < 2") \
  X(IDENTITIES_BARE, "SELECT id, key FROM identities WHERE bare = ? AND n > 0 ORDER BY key") \
  X(IDENTITIES_SHORT, "SELECT id FROM identities WHERE key = ? AND complete = 0") \
  X(IDENTITIES_FOR, "SELECT entity, sum(n) FROM identities WHERE kind = ?1 AND complete = 1 AND n > 0 AND (last = ?2 OR id IN" \
                    " (SELECT identity FROM alias_rows WHERE folded = ?2)) GROUP BY entity ORDER BY 2 DESC, 1") \
  X(IDENTITIES_APART, "SELECT n > 0 AND (2 * both >= n OR 2 * both >= (SELECT n FROM identities WHERE id = ?2)) FROM (SELECT count(*) AS n," \
                      " total(EXISTS (SELECT 1 FROM appearances a WHERE a.article = m.article AND a.identity = ?2)) AS both" \
                      " FROM (SELECT DISTINCT article FROM mention_rows WHERE identity = ?1) m)") \
  /* The short names that articles in the queue of near copies may settle: their own, and those that their full names, or full names beside \
   * which these are shown, go by. */ \
  X(SHORTS_WAITING, "WITH named AS MATERIALIZED (SELECT DISTINCT p.identity AS id FROM unsettled u CROSS JOIN appearances p" \
                    " ON p.article = u.article), beside AS MATERIALIZED (SELECT id FROM named UNION SELECT o.id FROM named CROSS JOIN" \
                    " identities i ON i.id = named.id CROSS JOIN identities o ON o.bare = i.bare)" \
                    " SELECT i.key FROM named CROSS JOIN identities i ON i.id = named.id WHERE i.complete = 0 AND i.kind < 2" \
                    " UNION SELECT CASE i.kind WHEN 0 THEN 'person/' ELSE 'organization/' END || i.last FROM beside CROSS JOIN identities i" \
                    " ON i.id = beside.id WHERE i.complete = 1 AND i.kind < 2 AND i.last IS NOT NULL" \
                    " UNION SELECT CASE i.kind WHEN 0 THEN 'person/' ELSE 'organization/' END || a.folded FROM beside CROSS JOIN identities i" \
                    " ON i.id = beside.id CROSS JOIN alias_rows a ON a.identity = i.id WHERE i.complete = 1 AND i.kind < 2") \
  X(FACT_COUNT, "INSERT INTO facts VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n") \
  X(FACTS_DROP, "DELETE FROM facts WHERE identity = ? AND n <= 0") \
  X(FACTS_OF, "SELECT what, value, n FROM facts WHERE identity = ? AND n > 0 ORDER BY what, value") \
  X(APPEARANCES, "SELECT a.identity, (SELECT text FROM words WHERE id = a.name), (SELECT text FROM words WHERE id = a.note)," \
                 " (SELECT text FROM words WHERE id = a.country) FROM appearances a WHERE a.article = ?") \
  X(ALIAS_COUNT, "INSERT INTO alias_rows VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET n = n + excluded.n") \
  X(ALIAS_GONE, "SELECT n <= 0 FROM alias_rows WHERE identity = ?1 AND name = ?2") \
  X(ALIASES_DROP, "DELETE FROM alias_rows WHERE identity = ? AND n <= 0") \
  X(IDENTITY_COMPLETE, "SELECT complete FROM identities WHERE id = ?") \
  X(IDENTITY_KIND, "SELECT kind FROM identities WHERE id = ?") \
  X(IDENTITY_BARE, "SELECT bare FROM identities WHERE id = ?") \
  X(IDENTITY_NAMED, "SELECT id, n FROM identities WHERE key = ?") \
  X(IDENTITY_ANCHOR, "SELECT key, coalesce((SELECT name FROM entity_changes WHERE entity = id), name) FROM identities WHERE id = ?") \
  X(IDENTITY_NAMESAKES, "SELECT id FROM identities WHERE bare = (SELECT bare FROM identities WHERE id = ?1) AND n > 0 UNION SELECT ?1") \
  X(IDENTITIES_ALIASED, "SELECT DISTINCT i.id FROM alias_rows a JOIN identities i ON i.id = a.identity WHERE a.folded = ?1 AND i.kind = ?2" \
                        " AND i.n > 0 LIMIT 2") \
  X(CORRECTIONS, "SELECT id, at, who, verb, payload, undone FROM corrections ORDER BY at, id") \
  X(CORRECTION_ADD, "INSERT INTO corrections(at, who, verb, payload, undone) VALUES (?, ?, ?, ?, ?)") \
  X(CORRECTION_LATEST, "SELECT at FROM corrections WHERE at > ? ORDER BY at DESC LIMIT 1") \
  X(CORRECTIONS_GONE, "UPDATE corrections SET undone = 2 WHERE undone = 1") \
  X(CORRECTION_GONE, "UPDATE corrections SET undone = 2 WHERE id = ? AND undone = 0") \
  X(CORRECTION_KNOWN, "SELECT id FROM corrections WHERE at = ?1 AND who IS ?2 AND verb = ?3 AND payload = ?4") \
  X(CORRECTION_UNDO, "UPDATE corrections SET undone = ?2 WHERE id = ?1") \
  X(ENTITY_CHANGES_DROP, "DELETE FROM entity_changes") \
  X(ENTITY_CHANGE_ADD, "INSERT INTO entity_changes VALUES (?, ?, ?, ?)") \
  X(GIVEN_ALIASES_DROP, "DELETE FROM given_aliases") \
  X(GIVEN_ALIAS_ADD, "INSERT OR REPLACE INTO given_aliases VALUES (?, ?, ?, ?)") \
  X(ARTICLE_ANCHOR, "SELECT key, ref, url FROM articles WHERE id = ?") \
  X(QUOTE_PLACE, "SELECT article, start, len, content, speaker, speaker_text FROM quote_rows WHERE id = ?") \
  X(QUOTE_AT, "SELECT id FROM quote_rows WHERE article = ? AND start = ? AND len = ?") \
  X(QUOTES_OF, "SELECT id, start, content FROM quote_rows WHERE article = ? ORDER BY start, id") \
  X(QUOTE_SPEAKER, "UPDATE quote_rows SET speaker = ?2, speaker_text = ?3, speaker_start = ?4, speaker_end = ?5, rule = ?6," \
                   " confidence = ?7 WHERE id = ?1") \
  X(QUOTE_HOLDER, "UPDATE predicate_rows SET holder = ?3 WHERE id BETWEEN (SELECT first_predicate FROM tokens WHERE article = ?2) AND" \
                  " (SELECT last_predicate FROM tokens WHERE article = ?2) AND quote = ?1 AND holder IS NOT ?3") \
  X(QUOTE_KEEP, "INSERT OR IGNORE INTO quote_changes SELECT id, speaker, speaker_text, speaker_start, speaker_end, rule, confidence" \
                " FROM quote_rows WHERE id = ?") \
  X(QUOTES_KEPT, "SELECT c.quote, q.article, c.speaker, c.speaker_text, c.speaker_start, c.speaker_end, c.rule, c.confidence" \
                 " FROM quote_changes c JOIN quote_rows q ON q.id = c.quote") \
  X(QUOTES_KEPT_DROP, "DELETE FROM quote_changes") \
  X(QUOTES_KEPT_OF, "DELETE FROM quote_changes WHERE quote IN (SELECT id FROM quote_rows WHERE article = ?)") \
  X(SPEAKER_MENTION, "SELECT m.start, m.start + m.len FROM mention_rows m JOIN identities i ON i.id = m.identity WHERE m.article = ?1" \
                     " AND i.entity = (SELECT entity FROM identities WHERE id = ?2) AND (m.start < ?3 OR m.start >= ?4)" \
                     " ORDER BY max(?3 - m.start - m.len, m.start - ?4), m.form, m.start LIMIT 1") \
  X(MENTIONED_NAMES, "SELECT identity, start, len FROM mention_rows WHERE article = ? AND form = 0")
/* clang-format on */

typedef enum ds_sql_id {
#define X(id, text) DS_SQL_##id,
  DS_SQL_LIST(X)
#undef X
      DS_SQL_COUNT
} ds_sql_id;

typedef struct ds_words ds_words;
typedef struct ds_registry ds_registry;
typedef struct ds_replay ds_replay;
typedef struct ds_pending ds_pending;

struct ds_store {
  sqlite3 *db;
  char *path;
  ds_open_mode mode;
  bool twin; /* opened beside another one of this process */
  sqlite3_stmt *statements[DS_SQL_COUNT];
  ds_words *words;       /* made at first use */
  ds_words *identities;  /* numbers by key, likewise */
  ds_pending *pending;   /* rows that are written before the commit; made at first use */
  int64_t compared;      /* pairs of texts, when near copies were looked for */
  int64_t unindexed;     /* articles from this number on are not in the full-text index yet; 0: none */
  bool shorts_wait;      /* short names are settled with the near copies, not at each commit */
  bool searches;         /* it has the functions of hits.h */
  ds_registry *registry; /* what is to be resolved before the commit; made at first use */
};

/* NULL among integers to bind. */
#define DS_SQL_NULL INT64_MIN

/* A statement ready to bind, or NULL (then the error is with the connection). It stays the store's. */
sqlite3_stmt *ds_sql(ds_store *store, ds_sql_id id);
/* Binds text (not copied: it must live until the statement is run); NULL binds null. */
void ds_sql_text(sqlite3_stmt *statement, int at, const char *text);
/* Runs a statement to its end and resets it. doing: as in ds_store_fail. */
ds_status ds_sql_run(ds_store *store, sqlite3_stmt *statement, ds_err *err, const char *doing);
/* Prepares, binds n integers, runs. */
ds_status ds_sql_ints(ds_store *store, ds_sql_id id, const int64_t *values, int n, ds_err *err, const char *doing);
/* The first column of the first row as an integer; *value is 0 when there is no row. Resets the statement. */
ds_status ds_sql_first(ds_store *store, sqlite3_stmt *statement, int64_t *value, ds_err *err, const char *doing);

/* Transactions. BEGIN waits for other writers (busy timeout). _rollback forgets what is only in memory, too. */
ds_status ds_store_begin(ds_store *store, ds_err *err);
/* Writes what waits, resolves the registry and fills the full-text index first; rolls back when it fails. */
ds_status ds_store_commit(ds_store *store, ds_err *err);
/* Brings the full-text index up to date, which is cheaper for many articles at once. */
ds_status ds_store_index(ds_store *store, ds_err *err);
void ds_store_rollback(ds_store *store);

uint64_t ds_words_hash(const char *text, size_t len);
/* The number of a word, which is added when it is new. hash: ds_words_hash of it. */
ds_status ds_word(ds_store *store, const char *text, size_t len, uint64_t hash, int64_t *id, ds_err *err);
void ds_words_free(ds_words *words); /* NULL is fine */
/* Numbers of texts kept in memory: 0 when it is not there (words NULL is fine); _put adds one that is not there. */
int64_t ds_words_get(ds_words *words, const char *text, size_t len, uint64_t hash);
void ds_words_put(ds_words **words, const char *text, size_t len, uint64_t hash, int64_t id);

/* UTC time as "2026-01-31T12:00:00Z" (SOURCE_DATE_EPOCH is honoured). */
void ds_store_now(char out[24]);

#endif
