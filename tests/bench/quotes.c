/* The floor of a loop over all quotes (of near copies one): a statement stepped by hand, all columns read.
 * usage: quotes DATABASE; prints the number of quotes and the sum of their confidences. */
#include <sqlite3.h>
#include <stdio.h>

int main(int argc, char **argv) {
  static const char sql[] = "SELECT id, article, start, \"end\", kind, content, speaker, speaker_text, speaker_start, speaker_end, cue, "
                            "cue_spans, rule, confidence"
                            " FROM quotes WHERE article NOT IN (SELECT id FROM articles WHERE duplicate_of IS NOT NULL)"
                            " ORDER BY article, start, id";
  sqlite3 *db = NULL;
  sqlite3_stmt *rows = NULL;
  double sum = 0;
  long long n = 0;
  if (argc != 2 || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
      sqlite3_prepare_v2(db, sql, -1, &rows, NULL) != SQLITE_OK) {
    fprintf(stderr, "quotes: %s\n", db ? sqlite3_errmsg(db) : "usage: quotes DATABASE");
    return 1;
  }
  while (sqlite3_step(rows) == SQLITE_ROW) {
    for (int i = 0; i < sqlite3_column_count(rows); i++) {
      if (sqlite3_column_type(rows, i) == SQLITE_TEXT) n += sqlite3_column_text(rows, i)[0] == 0;
    }
    sum += sqlite3_column_double(rows, 13);
    n++;
  }
  printf("%lld\t%.3f\n", n, sum);
  sqlite3_finalize(rows);
  sqlite3_close(db);
  return 0;
}
