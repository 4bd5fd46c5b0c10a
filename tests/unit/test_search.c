/* What is typed into the search box always makes a well-formed FTS5 expression. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "store/store.h"

static sqlite3 *db;

static int open_db(void **state) {
  (void)state;
  assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
  const char *sql =
      "CREATE VIRTUAL TABLE f USING fts5(title, text, tokenize='unicode61 remove_diacritics 2');"
      "INSERT INTO f VALUES('Peace', 'a peace-plan isn''t near'), ('War', 'the war in Erdoğan''s land'), ('AND', 'visits and talks');";
  assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
  return 0;
}

static int close_db(void **state) {
  (void)state;
  sqlite3_close(db);
  return 0;
}

/* The numbers of the rows found, as text ("1,3"); "error" for an SQL error. */
static const char *found(const char *query, size_t len) {
  static char out[64];
  char *fts = ds_search_fts(query, len);
  sqlite3_stmt *rows;
  int code = SQLITE_DONE;
  *out = '\0';
  if (*fts) {
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT rowid FROM f WHERE f MATCH ? ORDER BY 1", -1, &rows, NULL), SQLITE_OK);
    sqlite3_bind_text(rows, 1, fts, -1, SQLITE_STATIC);
    while ((code = sqlite3_step(rows)) == SQLITE_ROW)
      snprintf(out + strlen(out), sizeof out - strlen(out), "%s%d", *out ? "," : "", sqlite3_column_int(rows, 0));
    if (code != SQLITE_DONE) {
      print_error("%.*s -> %.300s: %s\n", (int)(len < 80 ? len : 80), query, fts, sqlite3_errmsg(db));
      strcpy(out, "error");
    }
    sqlite3_finalize(rows);
  }
  free(fts);
  return out;
}

static void meanings(void **state) {
  static const char *const pairs[][2] = {{"peace-plan", "1"},
                                         {"isn't", "1"},
                                         {"peace war", ""},
                                         {"peace OR war", "1,2"},
                                         {"peace AND plan", "1"},
                                         {"\"peace plan\"", "1"},
                                         {"\"plan peace\"", ""},
                                         {"vis*", "3"},
                                         {"erdogan", "2"},
                                         {"Erdoğan’s", "2"},
                                         {"(peace OR war) NOT plan", "2"},
                                         {"NOT peace", ""},
                                         {"peace NOT war", "1"},
                                         {"title:war", "2"},
                                         {"text:war", "2"},
                                         {"title:visits", ""},
                                         {"title:\"war\"", "2"},
                                         {"war NEAR land", "2"},
                                         {"war NEAR/1 land", ""},
                                         {"\"AND\"", "3"},
                                         {"and", "3"},
                                         {"the war in", "2"},
                                         {"war/land", ""},
                                         {"land.", "2"},
                                         {"C:\\war", ""},
                                         {"war OR", "2"},
                                         {"OR war", "2"},
                                         {"AND", ""},
                                         {"((war", "2"},
                                         {"war))", "2"},
                                         {"\"war", "2"},
                                         {"()", ""},
                                         {"-", ""},
                                         {"*", ""},
                                         {"^war", "2"},
                                         {"war + land", "2"},
                                         {"NEAR", ""},
                                         {"war NEAR", "2"},
                                         {"peace NOT NOT war", "1"},
                                         {"🇧🇾", ""},
                                         {"", ""}};
  (void)state;
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    const char *got = found(pairs[i][0], strlen(pairs[i][0]));
    if (strcmp(got, pairs[i][1]) != 0) print_error("query: %s\n", pairs[i][0]);
    assert_string_equal(got, pairs[i][1]);
  }
}

static void any_string(void **state) {
  static const char *const pieces[] = {"AND",  "OR", "NOT",    "NEAR",  "NEAR/3", "(",    ")", "\"",      "*",    "-",  "+",
                                       "^",    ":",  "title:", "text:", "war",    "plan", " ", " ",       " ",    "'",  "\xE2\x80\x99",
                                       "\xFF", "{",  "}",      ",",     ".",      "\\",   "é", "title:(", "war*", "\"*"};
  (void)state;
  srand(7);
  for (int round = 0; round < 20000; round++) {
    char query[256] = "";
    int n = rand() % 14;
    for (int i = 0; i < n; i++) strcat(query, pieces[(size_t)rand() % (sizeof pieces / sizeof *pieces)]);
    assert_string_not_equal(found(query, strlen(query)), "error");
  }
}

static void very_long(void **state) {
  size_t n = 200000;
  char *query = malloc(n);
  (void)state;
  for (size_t i = 0; i < n; i++) query[i] = (char)40;
  assert_string_not_equal(found(query, n), "error");
  for (size_t i = 0; i < n; i++) query[i] = i % 2 ? 'a' : ' ';
  assert_string_not_equal(found(query, n), "error");
  for (size_t i = 0; i + 5 < n; i += 5) memcpy(query + i, "a OR ", 5);
  assert_string_not_equal(found(query, n / 5 * 5 - 5), "error");
  for (size_t i = 0; i + 2 < n; i += 2) memcpy(query + i, "(a", 2);
  assert_string_not_equal(found(query, n - 2), "error");
  free(query);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(meanings), cmocka_unit_test(any_string), cmocka_unit_test(very_long)};
  return cmocka_run_group_tests_name("search", tests, open_db, close_db);
}
