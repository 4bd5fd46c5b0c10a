/* What a search reads from the index is what FTS5's own highlight() and rank say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/buf.h"
#include "store/hits.h"

enum { TEXTS = 400 };
static char path[] = "/tmp/dossier-hits-XXXXXX";
static ds_store *store;

static uint32_t chance(uint32_t below) {
  static uint32_t state = 7;
  state = state * 1664525u + 1013904223u;
  return (state >> 8) % below;
}

/* Words and what stands between them, of all that the index's tokenizer parts in some way of its own. */
static void write_text(ds_buf *out) {
  static const char *const words[] = {"peace",    "Peace",
                                      "war",      "plan",
                                      "réville",  "Réville",
                                      "Łódź",     "e\u0301t\u0301e",
                                      "naïve",    "x2y",
                                      "Сергей",   "北京",
                                      "½",        "a\u00aab",
                                      "isn't",    "U.S.",
                                      "m²",       "zürich",
                                      "İzmir",    "𝒜b",
                                      "straße",   "×",
                                      "don’t",    "1,000",
                                      "e\u200bx", "peace\u00adplan",
                                      "…",        "€5"};
  static const char *const between[] = {" ", " ", " ", "\n", ", ", " – ", "—", " “", "” ", "\u00a0", "/", "_", "-", "\u2009", "\u3000"};
  ds_buf_clear(out);
  for (uint32_t n = 1 + chance(60), i = 0; i < n; i++) {
    uint32_t few = chance(2) ? 4 : sizeof words / sizeof *words;
    ds_buf_puts(out, words[chance(few)]);
    ds_buf_puts(out, between[chance(chance(2) ? 3 : sizeof between / sizeof *between)]);
  }
}

static int set_up(void **state) {
  (void)state;
  ds_buf title = {0}, text = {0};
  sqlite3_stmt *add = NULL;
  close(mkstemp(path));
  unlink(path);
  assert_int_equal(ds_store_open(path, DS_OPEN_CREATE, 0, &store, NULL), DS_OK);
  sqlite3 *db = ds_store_handle(store);
  assert_int_equal(sqlite3_exec(db, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
  sqlite3_prepare_v2(db, "INSERT INTO articles(key, title, text, imported) VALUES (?, ?, ?, '')", -1, &add, NULL);
  for (int i = 0; i < TEXTS; i++) {
    write_text(&title);
    write_text(&text);
    sqlite3_bind_int(add, 1, i);
    sqlite3_bind_text(add, 2, title.data, (int)title.len / 8, SQLITE_TRANSIENT);
    sqlite3_bind_text(add, 3, text.data, (int)text.len, SQLITE_TRANSIENT);
    assert_int_equal(sqlite3_step(add), SQLITE_DONE);
    sqlite3_reset(add);
  }
  sqlite3_finalize(add);
  const char *index = "INSERT INTO articles_fts(rowid, title, text) SELECT id, title, text FROM articles; COMMIT";
  assert_int_equal(sqlite3_exec(db, index, NULL, NULL, NULL), SQLITE_OK);
  assert_int_equal(ds_hits_set_up(store, NULL), DS_OK);
  assert_int_equal(ds_hits_set_up(store, NULL), DS_OK);
  ds_buf_reset(&title);
  ds_buf_reset(&text);
  return 0;
}

static int tear_down(void **state) {
  (void)state;
  ds_store_close(store);
  unlink(path);
  return 0;
}

static const char *const queries[] = {"peace",
                                      "\"peace plan\"",
                                      "\"peace peace\"",
                                      "pea*",
                                      "peace OR \"war peace\"",
                                      "text : peace NOT war",
                                      "title : peace",
                                      "NEAR(peace war, 3)",
                                      "(reville OR lodz) AND peace",
                                      "ete OR 北京 OR сергей OR \"isn t\" OR x*",
                                      "plan AND (war OR peace)",
                                      "{title text} : \"don t\" OR strasse OR straße"};

/* The text with its hits between signs. */
static void mark(const ds_hits *hits, const char *text, size_t len, ds_buf *out) {
  size_t from = 0;
  ds_buf_clear(out);
  for (size_t i = 0; i < hits->n; i++) {
    ds_buf_append(out, text + from, hits->at[i].start - from);
    ds_buf_putc(out, 1);
    ds_buf_append(out, text + hits->at[i].start, hits->at[i].end - hits->at[i].start);
    ds_buf_putc(out, 2);
    from = hits->at[i].end;
  }
  ds_buf_append(out, text + from, len - from);
}

static int check_query(const char *query) {
  static const char sql[] = "SELECT a.text, highlight(articles_fts, 1, char(1), char(2)), hits(articles_fts, 0), hits(articles_fts, 1)"
                            " FROM articles_fts f JOIN articles a ON a.id = f.rowid WHERE articles_fts MATCH ?";
  sqlite3_stmt *rows = NULL;
  ds_hits hits = {0};
  ds_buf marked = {0};
  int n = 0;
  assert_int_equal(ds_hits_open(store, &hits, NULL), DS_OK);
  assert_int_equal(sqlite3_prepare_v2(ds_store_handle(store), sql, -1, &rows, NULL), SQLITE_OK);
  sqlite3_bind_text(rows, 1, query, -1, SQLITE_STATIC);
  for (; sqlite3_step(rows) == SQLITE_ROW; n++) {
    const char *text = (const char *)sqlite3_column_text(rows, 0), *wanted = (const char *)sqlite3_column_text(rows, 1);
    size_t len = (size_t)sqlite3_column_bytes(rows, 0), size = (size_t)sqlite3_column_bytes(rows, 2);
    const void *blob = sqlite3_column_blob(rows, 2);
    ds_hits_place(&hits, blob, size, text, len);
    assert_int_equal(hits.n, ds_hits_count(blob, size));
    mark(&hits, text, len, &marked);
    assert_string_equal(marked.data, wanted);
    size_t all = hits.n, first = all ? hits.at[0].start : 0;
    ds_hits_place(&hits, sqlite3_column_blob(rows, 3), (size_t)sqlite3_column_bytes(rows, 3), text, len);
    assert_int_equal(hits.n, all ? 1 : 0);
    if (all) assert_int_equal(hits.at[0].start, first);
  }
  sqlite3_finalize(rows);
  ds_hits_close(&hits);
  ds_buf_reset(&marked);
  return n;
}

static void places(void **state) {
  (void)state;
  int n = 0;
  for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) n += check_query(queries[i]);
  assert_true(n > TEXTS);
}

/* The quotient of both is one number for all articles that a query finds, and 1 when it has several phrases. */
static void ranks(void **state) {
  (void)state;
  static const char sql[] = "SELECT relevance(articles_fts, d.sz) / -rank FROM articles_fts f JOIN articles_fts_docsize d ON d.id = f.rowid"
                            " WHERE articles_fts MATCH ?";
  for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
    sqlite3_stmt *rows = NULL;
    double first = strstr(queries[i], "OR") || strstr(queries[i], "NEAR") ? 1 : 0;
    int n = 0;
    assert_int_equal(sqlite3_prepare_v2(ds_store_handle(store), sql, -1, &rows, NULL), SQLITE_OK);
    sqlite3_bind_text(rows, 1, queries[i], -1, SQLITE_STATIC);
    for (; sqlite3_step(rows) == SQLITE_ROW; n++) {
      double quotient = sqlite3_column_double(rows, 0);
      if (first == 0) first = quotient;
      assert_true(quotient > 0 && quotient / first < 1 + 1e-9 && quotient / first > 1 - 1e-9);
    }
    assert_true(n > 0);
    sqlite3_finalize(rows);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(places), cmocka_unit_test(ranks)};
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
