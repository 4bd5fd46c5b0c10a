#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "dossier.h"

static char folder[] = "/tmp/dossier-api-XXXXXX";
static char path[64], input[64];

static int set_up(void **state) {
  if (!mkdtemp(folder)) return -1;
  snprintf(path, sizeof path, "%s/t.db", folder);
  snprintf(input, sizeof input, "%s/a.txt", folder);
  FILE *f = fopen(input, "w");
  if (!f) return -1;
  fputs("Title: A visit\nDate: 2023-02-26\n\nPresident Alexander Lukashenko visited China on Friday.\n", f);
  return fclose(f);
}

static int tear_down(void **state) {
  unlink(path);
  unlink(input);
  return rmdir(folder);
}

static void a_missing_database_is_told(void **state) {
  dossier *db = NULL;
  assert_int_equal(dossier_open(path, DOSSIER_READONLY, &db), 1);
  assert_non_null(strstr(dossier_error(db), path));
  dossier_rows *rows = NULL;
  assert_int_equal(dossier_query(db, "select 1", &rows), 1);
  assert_null(rows);
  dossier_close(db);
}

static void import_and_query(void **state) {
  dossier *db = NULL;
  assert_int_equal(dossier_open(path, DOSSIER_CREATE, &db), 0);
  const char *paths[] = {input, "/nonexistent/file"};
  dossier_counts counts;
  assert_int_equal(dossier_import(db, paths, 1, &counts), 0);
  assert_int_equal(counts.added, 1);
  assert_int_equal(dossier_import(db, paths + 1, 1, &counts), 3);
  assert_int_equal(counts.refused, 1);
  dossier_rows *rows = NULL;
  assert_int_equal(dossier_query(db, "select title, date, null as missing from articles", &rows), 0);
  assert_int_equal(dossier_rows_count(rows), 1);
  assert_int_equal(dossier_rows_columns(rows), 3);
  assert_string_equal(dossier_rows_column(rows, 1), "date");
  assert_string_equal(dossier_rows_text(rows, 0, 0), "A visit");
  assert_string_equal(dossier_rows_text(rows, 0, 1), "2023-02-26");
  assert_null(dossier_rows_text(rows, 0, 2));
  dossier_rows_free(rows);
  rows = NULL;
  assert_int_equal(dossier_query(db, "selct 1", &rows), 2);
  assert_true(strlen(dossier_error(db)) > 0);
  assert_int_equal(dossier_run(db, "no-such-plugin", NULL, NULL, 0, &rows), 2);
  assert_null(rows);
  dossier_close(db);
}

static void annotate_needs_no_database(void **state) {
  const char line[] = "{\"id\":7,\"date\":\"2023-02-25\",\"text\":\"He left on Friday.\"}";
  char *json = dossier_annotate(line, sizeof line - 1, 0);
  assert_non_null(strstr(json, "\"id\":7"));
  assert_non_null(strstr(json, "2023-02-24"));
  assert_null(strchr(json, '\n'));
  dossier_free(json);
  json = dossier_annotate("{", 1, 0);
  assert_non_null(strstr(json, "\"error\""));
  dossier_free(json);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_missing_database_is_told),
      cmocka_unit_test(import_and_query),
      cmocka_unit_test(annotate_needs_no_database),
  };
  return cmocka_run_group_tests_name("api", tests, set_up, tear_down);
}
