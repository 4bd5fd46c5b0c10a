/* Imports articles, prints who visits where, and how many quotes each speaker has.
 * cc example.c $(pkg-config --cflags --libs dossier); ./a.out news.db FOLDER */
#include <dossier.h>
#include <stdio.h>

static int fail(dossier *db, int code) {
  fprintf(stderr, "example: %s\n", dossier_error(db));
  dossier_close(db);
  return code;
}

static void print_rows(dossier_rows *rows) {
  for (size_t r = 0; r < dossier_rows_count(rows); r++) {
    int64_t article;
    uint32_t start, end;
    for (size_t c = 0; c < dossier_rows_columns(rows); c++) {
      const char *text = dossier_rows_text(rows, r, c);
      printf("%s%s", c ? "\t" : "", text ? text : "");
    }
    if (dossier_rows_source(rows, r, &article, &start, &end)) printf("\tarticle %d, bytes %u-%u", (int)article, start, end);
    printf("\n");
  }
  dossier_rows_free(rows);
}

int main(int argc, char **argv) {
  const char *const who[1][2] = {{"who", "lukashenko"}};
  const char *const paths[] = {argc > 2 ? argv[2] : "."};
  dossier *db = NULL;
  dossier_rows *rows = NULL;
  dossier_counts counts;
  int code = dossier_open(argc > 1 ? argv[1] : "news.db", DOSSIER_CREATE, &db);
  if (!code) code = dossier_import(db, paths, 1, &counts);
  if (code && code != 3) return fail(db, code);
  printf("%d new articles\n", (int)counts.added);
  if ((code = dossier_run(db, "visits", NULL, who, 1, &rows))) return fail(db, code);
  print_rows(rows);
  if ((code = dossier_query(db, "select e.name, count(*) from quotes q join entities e on e.id = q.speaker group by 1 order by 1", &rows)))
    return fail(db, code);
  print_rows(rows);
  dossier_close(db);
  return 0;
}
