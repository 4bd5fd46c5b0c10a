/* The n-th allocation fails while an article is imported: the program says so and ends with 1, and the database stays whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "store/store.h"

void __lsan_disable(void) __attribute__((weak));

static char folder[] = "/tmp/dossier-faults-XXXXXX";
static char database[64], input[64];

static int set_up(void **state) {
  if (!mkdtemp(folder)) return -1;
  snprintf(database, sizeof database, "%s/t.db", folder);
  snprintf(input, sizeof input, "%s/a.txt", folder);
  FILE *f = fopen(input, "w");
  if (!f) return -1;
  fputs("Title: A visit\nDate: 2023-02-26\n\nPresident Alexander Lukashenko visited China on Friday. \"It was good,\" he said.\n", f);
  return fclose(f);
}

static int tear_down(void **state) {
  char command[80];
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  return system(command);
}

static ds_status import(ds_import_counts *counts) {
  const char *paths[] = {input, NULL};
  ds_import_options options = {.jobs = 1, .again = true};
  ds_store *store = NULL;
  ds_err err = {0};
  ds_status status = ds_store_open(database, DS_OPEN_CREATE, 0, &store, &err);
  if (status == DS_OK) status = ds_import(store, paths, &options, counts, &err);
  ds_store_close(store);
  ds_err_reset(&err);
  return status;
}

/* The exit status of a process in which the n-th allocation of its main thread fails; -1 when a signal ended it. */
static int import_with_fault(long n) {
  fflush(NULL);
  pid_t child = fork();
  if (child == 0) {
    if (__lsan_disable) __lsan_disable();
    if (!freopen("/dev/null", "w", stderr)) _exit(99);
    ds_import_counts counts = {0};
    ds_alloc_fail_after(n);
    _exit(import(&counts) == DS_OK ? 0 : 2);
  }
  int status = 0;
  if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

static void the_database_stays_whole(void **state) {
  bool failed = false;
  for (long n = 1; n < 4000; n = n + 1 + n / 3) {
    int status = import_with_fault(n);
    assert_true(status == 0 || status == 1);
    failed = failed || status == 1;
  }
  assert_true(failed);
  ds_import_counts counts = {0};
  assert_int_equal(import(&counts), DS_OK);
  assert_int_equal(counts.articles, 1);
  assert_int_equal(counts.added + counts.duplicates, 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(the_database_stays_whole)};
  return cmocka_run_group_tests_name("faults", tests, set_up, tear_down);
}
