/* Importing: the same rows whatever happens on the way; entities as a function of the set of articles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "annotation/filter.h"
#include "store/export.h"
#include "store/registry.h"
#include "store/save.h"

static char folder[32], db_path[64], input[64];

static int make_folder(void **state) {
  (void)state;
  setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
  strcpy(folder, "/tmp/import-XXXXXX");
  assert_non_null(mkdtemp(folder));
  snprintf(db_path, sizeof db_path, "%s/a.db", folder);
  snprintf(input, sizeof input, "%s/in.jsonl", folder);
  return 0;
}

static int remove_folder(void **state) {
  char command[64];
  (void)state;
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  return system(command);
}

static void fresh(void) {
  char command[256];
  snprintf(command, sizeof command, "rm -f '%s' '%s-wal' '%s-shm'", db_path, db_path, db_path);
  assert_int_equal(system(command), 0);
}

static void write_input(int n, const char *extra) {
  static const char *const names[] = {"Alexander Lukashenko", "Xi Jinping", "Angela Merkel", "Barack Obama"};
  FILE *out = fopen(input, "wb");
  assert_non_null(out);
  for (int i = 0; i < n; i++)
    fprintf(out,
            "{\"id\":\"a%d\",\"date\":\"2023-02-%02d\",\"title\":\"Story %d\",\"text\":\"President %s will visit China on Monday. \\\"We "
            "agreed on %d "
            "points,\\\" he said. He met %s in Minsk in 2019.\"}\n",
            i, i % 28 + 1, i, names[i % 4], i, names[(i + 1) % 4]);
  if (extra) fputs(extra, out);
  fclose(out);
}

static ds_status import(ds_import_options options, ds_import_counts *counts, ds_err *err) {
  ds_store *store = NULL;
  const char *paths[] = {input, NULL};
  assert_int_equal(ds_store_open(db_path, DS_OPEN_CREATE, 0, &store, err), DS_OK);
  ds_status status = ds_import(store, paths, &options, counts, err);
  ds_store_close(store);
  return status;
}

enum { MANY = 1500 };

/* The share that is told as done is that of the articles that are written, give or take what a burst is. */
static void check_share(void *data, const ds_import_counts *counts, size_t done, size_t total) {
  double share = (double)done / (double)total, written = (double)counts->articles / MANY;
  *(int *)data += 1;
  if (share > written + 0.05) fail_msg("%.2f is told as done, %.2f is written", share, written);
}

static void progress_counts_what_is_written(void **state) {
  (void)state;
  ds_import_counts counts;
  ds_err err = {0};
  int calls = 0;
  fresh();
  write_input(MANY, NULL);
  assert_int_equal(import((ds_import_options){.jobs = 1, .progress = check_share, .data = &calls}, &counts, &err), DS_OK);
  assert_int_equal(counts.added, MANY);
  assert_true(calls > 2);
}

static void check_growing(void *data, int64_t rows, double fraction) {
  double *last = data;
  if (rows < 1 || fraction < *last || fraction > 1) fail_msg("%lld rows, %.2f after %.2f", (long long)rows, fraction, *last);
  *last = fraction;
}

/* An export tells how far it is, and ends when it is asked to, whole tables behind it. */
static void an_export_tells_and_stops(void **state) {
  (void)state;
  ds_store *store = NULL;
  ds_err err = {0};
  int64_t rows = 0;
  double last = 0;
  int stop = 0;
  char to[64];
  snprintf(to, sizeof to, "%s/out", folder);
  ds_export_settings settings = {.stop = &stop, .progress = check_growing, .data = &last};
  assert_int_equal(ds_store_open(db_path, DS_OPEN_READONLY, 0, &store, &err), DS_OK);
  assert_int_equal(ds_export(store, to, &settings, &rows, &err), DS_OK);
  assert_true(rows > 10000 && last > 0.8);
  stop = 1;
  assert_int_equal(ds_export(store, to, &settings, &rows, &err), DS_INTERRUPT);
  assert_string_equal(err.text, "export stopped");
  ds_err_reset(&err);
  ds_store_close(store);
}

/* All rows of the tables as text; the caller frees. */
static char *dump(void) {
  static const char *const queries[] = {"SELECT * FROM articles ORDER BY id",
                                        "SELECT * FROM sightings",
                                        "SELECT file, status, reason FROM imports",
                                        "SELECT * FROM sentences",
                                        "SELECT article, hex(packed) FROM tokens ORDER BY 1",
                                        "SELECT * FROM entities ORDER BY id",
                                        "SELECT * FROM aliases ORDER BY 1, 2",
                                        "SELECT * FROM mentions ORDER BY 1, 2, 3, 5",
                                        "SELECT * FROM quotes ORDER BY id",
                                        "SELECT * FROM predicates ORDER BY id",
                                        "SELECT * FROM arguments ORDER BY 1, 2",
                                        "SELECT * FROM dates ORDER BY 1, 2",
                                        "SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'minsk' ORDER BY 1"};
  sqlite3 *db;
  ds_buf out = {0};
  assert_int_equal(sqlite3_open(db_path, &db), SQLITE_OK);
  for (size_t q = 0; q < sizeof queries / sizeof *queries; q++) {
    sqlite3_stmt *rows;
    assert_int_equal(sqlite3_prepare_v2(db, queries[q], -1, &rows, NULL), SQLITE_OK);
    while (sqlite3_step(rows) == SQLITE_ROW) {
      for (int c = 0; c < sqlite3_column_count(rows); c++) {
        const char *text = (const char *)sqlite3_column_text(rows, c);
        ds_buf_printf(&out, "%s|", text ? text : "NULL");
      }
      ds_buf_putc(&out, '\n');
    }
    sqlite3_finalize(rows);
  }
  sqlite3_stmt *check;
  assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &check, NULL), SQLITE_OK);
  assert_int_equal(sqlite3_step(check), SQLITE_ROW);
  assert_string_equal((const char *)sqlite3_column_text(check, 0), "ok");
  sqlite3_finalize(check);
  sqlite3_close(db);
  return ds_buf_take(&out);
}

static void assert_same_dump(char *a, char *b) {
  assert_string_equal(a, b);
  free(a);
  free(b);
}

static void any_number_of_jobs(void **state) {
  ds_import_counts counts;
  ds_err err = {0};
  (void)state;
  write_input(300, NULL);
  fresh();
  assert_int_equal(import((ds_import_options){.jobs = 1}, &counts, &err), DS_OK);
  assert_int_equal(counts.added, 300);
  char *one = dump();
  fresh();
  assert_int_equal(import((ds_import_options){.jobs = 5}, &counts, &err), DS_OK);
  assert_same_dump(one, dump());
}

static void again_and_changed(void **state) {
  ds_import_counts counts;
  ds_err err = {0};
  (void)state;
  write_input(20, NULL);
  fresh();
  assert_int_equal(import((ds_import_options){0}, &counts, &err), DS_OK);
  char *before = dump();
  assert_int_equal(import((ds_import_options){0}, &counts, &err), DS_OK);
  assert_int_equal(counts.skipped_files, 1);
  assert_int_equal(counts.articles, 0);
  assert_int_equal(import((ds_import_options){.again = true}, &counts, &err), DS_OK);
  assert_int_equal(counts.duplicates, 20);
  assert_int_equal(counts.added, 0);
  assert_same_dump(before, dump());
  /* The same article twice in one file, and one with an error beside it. */
  write_input(20, "{\"id\":\"b\",\"text\":\"The same  text.\"}\n{\"id\":\"c\",\"text\":\"The same text. \"}\n{\"id\":\n");
  assert_int_equal(import((ds_import_options){0}, &counts, &err), DS_PARTIAL);
  assert_int_equal(counts.added, 1);
  assert_int_equal(counts.duplicates, 21);
  assert_int_equal(counts.refused, 1);
}

static void updated(void **state) {
  ds_import_counts counts;
  ds_err err = {0};
  (void)state;
  write_input(4, "{\"id\":\"b\",\"text\":\"Olaf Scholz visited Paris.\"}\n");
  fresh();
  assert_int_equal(import((ds_import_options){0}, &counts, &err), DS_OK);
  char *before = dump();
  write_input(4, "{\"id\":\"b\",\"text\":\"Emmanuel Macron visited Minsk with Friedrich Merz.\"}\n");
  assert_int_equal(import((ds_import_options){.update = true}, &counts, &err), DS_OK);
  assert_int_equal(counts.updated, 1);
  assert_int_equal(counts.added, 0);
  char *changed = dump();
  assert_null(strstr(changed, "Olaf Scholz"));
  assert_non_null(strstr(changed, "Friedrich Merz"));
  free(changed);
  write_input(4, "{\"id\":\"b\",\"text\":\"Olaf Scholz visited Paris.\"}\n");
  assert_int_equal(import((ds_import_options){.update = true}, &counts, &err), DS_OK);
  char *after = dump();
  /* The article has its number again, and entities theirs. */
  assert_int_equal(strncmp(before, after, (size_t)(strstr(before, "\n5|") - before)), 0);
  free(before);
  free(after);
}

static void killed_and_resumed(void **state) {
  ds_import_counts counts;
  ds_err err = {0};
  (void)state;
  write_input(600, NULL);
  fresh();
  assert_int_equal(import((ds_import_options){0}, &counts, &err), DS_OK);
  char *clean = dump();
  fresh();
  for (int round = 1; round <= 4; round++) {
    pid_t child = fork();
    if (child == 0) {
      import((ds_import_options){.jobs = 2}, &counts, &err);
      _exit(0);
    }
    usleep((useconds_t)round * 150000);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
  }
  assert_int_equal(import((ds_import_options){0}, &counts, &err), DS_OK);
  assert_same_dump(clean, dump());
}

/* The file may grow to ever larger sizes only: another write fails each time. */
static void no_room(void **state) {
  ds_import_counts counts;
  ds_err err = {0};
  struct rlimit before;
  int failures = 0;
  (void)state;
  write_input(300, NULL);
  fresh();
  assert_int_equal(import((ds_import_options){0}, &counts, &err), DS_OK);
  char *clean = dump();
  fresh();
  ds_store *store;
  assert_int_equal(ds_store_open(db_path, DS_OPEN_CREATE, 0, &store, &err), DS_OK);
  ds_store_close(store);
  signal(SIGXFSZ, SIG_IGN);
  getrlimit(RLIMIT_FSIZE, &before);
  for (rlim_t size = 250000; size < 3000000; size += 370001) {
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){size, before.rlim_max});
    ds_err why = {0};
    ds_status status = import((ds_import_options){0}, &counts, &why);
    setrlimit(RLIMIT_FSIZE, &before);
    if (status == DS_OK) continue;
    failures++;
    assert_int_equal(status, DS_DB);
    assert_true(strlen(why.text) > 0);
  }
  assert_true(failures > 0);
  assert_int_equal(import((ds_import_options){0}, &counts, &err), DS_OK);
  assert_same_dump(clean, dump());
}

/* What the filter wrote is taken instead of annotating: the same rows come out. */
static void given_annotations(void **state) {
  ds_import_counts counts;
  ds_err err = {0};
  char path[64];
  (void)state;
  write_input(30, NULL);
  fresh();
  assert_int_equal(import((ds_import_options){0}, &counts, &err), DS_OK);
  char *clean = dump();
  snprintf(path, sizeof path, "%s/given.jsonl", folder);
  FILE *in = fopen(input, "rb"), *out = fopen(path, "wb");
  assert_int_equal(ds_filter_run(in, out, &(ds_filter_options){.tokens = true, .jobs = 1}, &err), DS_OK);
  fclose(in);
  fclose(out);
  fresh();
  assert_int_equal(import((ds_import_options){.annotations = path}, &counts, &err), DS_OK);
  assert_same_dump(clean, dump());
  out = fopen(path, "wb");
  fputs("{\"id\":\"a1\",\"lang\":\"en\",\"sentences\":[[0,9999]],\"tokens\":[]}\n", out);
  fclose(out);
  fresh();
  assert_int_equal(import((ds_import_options){.annotations = path}, &counts, &err), DS_OK);
  assert_int_equal(counts.added, 30);
  assert_int_equal(import((ds_import_options){.annotations = input}, &counts, &err), DS_INPUT);
  assert_int_equal(import((ds_import_options){.annotations = "/nonexistent"}, &counts, &err), DS_IO);
}

static void stopped(void **state) {
  ds_import_counts counts;
  ds_err err = {0};
  volatile int stop = 1;
  (void)state;
  write_input(10, NULL);
  fresh();
  assert_int_equal(import((ds_import_options){.stop = &stop}, &counts, &err), DS_INTERRUPT);
  stop = 0;
  assert_int_equal(import((ds_import_options){.stop = &stop}, &counts, &err), DS_OK);
  assert_int_equal(counts.added, 10);
}

/* Articles made by hand: each names some persons, by full name or surname. */
typedef struct made {
  const char *names[4];
} made;

static void save_made(ds_store *store, const made *m, int number) {
  char text[200] = "", key[65];
  ds_entity entities[4] = {{0}};
  ds_mention mentions[4] = {{0}};
  ds_reading reading = {.text = text};
  ds_annotation a = {.reading = &reading, .entities = entities, .mentions = mentions};
  ds_err err = {0};
  int64_t id;
  for (int i = 0; m->names[i]; i++) {
    uint32_t start = (uint32_t)strlen(text);
    const char *name = m->names[i] + 1;
    sprintf(text + start, "%s ", name);
    entities[i] = (ds_entity){.kind = *m->names[i] == 'o' ? DS_ORGANIZATION : *m->names[i] == 'l' ? DS_PLACE : DS_PERSON, .name = name};
    mentions[i] = (ds_mention){.start = start, .end = start + (uint32_t)strlen(name), .entity = i, .form = DS_FORM_NAME};
    a.n_entities = a.n_mentions = (uint32_t)i + 1;
  }
  reading.len = strlen(text);
  snprintf(key, sizeof key, "%d", number);
  ds_article article = {.text = text, .text_len = strlen(text), .file = "f"};
  assert_int_equal(ds_store_begin(store, &err), DS_OK);
  ds_arena *arena = ds_arena_new();
  const ds_draft *draft = ds_draft_make(&a, NULL, arena);
  assert_int_equal(ds_article_save(store, 0, &article, key, draft, NULL, &id, &err), DS_OK);
  ds_arena_free(arena); /* nothing of it is needed for the commit */
  assert_int_equal(ds_store_commit(store, &err), DS_OK);
}

/* For each article (by key) the keys of its entities. */
static char *who(ds_store *store) {
  sqlite3_stmt *rows;
  ds_buf out = {0};
  assert_int_equal(sqlite3_prepare_v2(ds_store_handle(store),
                                      "SELECT a.key || ' ' || m.start || ' ' || e.key || ' ' || e.name FROM mentions m JOIN articles a ON"
                                      " a.id = m.article JOIN entities e ON e.id = m.entity ORDER BY 1",
                                      -1, &rows, NULL),
                   SQLITE_OK);
  while (sqlite3_step(rows) == SQLITE_ROW) ds_buf_printf(&out, "%s\n", sqlite3_column_text(rows, 0));
  sqlite3_finalize(rows);
  return ds_buf_take(&out);
}

static const made set[] = {{{"pDonald Trump"}},          {{"pTrump"}},  {{"pDonald J. Trump", "lChina"}},
                           {{"pAngela Merkel"}},         {{"pMerkel"}}, {{"pGeorge W. Bush"}},
                           {{"pGeorge H. W. Bush"}},     {{"pBush"}},   {{"pUrsula von der Leyen"}},
                           {{"pvon der Leyen"}},         {{"oSCO"}},    {{"oShanghai Cooperation Organization"}},
                           {{"lU.S.", "lUnited States"}}};
enum { SET = sizeof set / sizeof *set };

static ds_store *open_fresh(void) {
  ds_store *store = NULL;
  ds_err err = {0};
  fresh();
  assert_int_equal(ds_store_open(db_path, DS_OPEN_CREATE, 0, &store, &err), DS_OK);
  return store;
}

static void registry_by_set(void **state) {
  char *first = NULL;
  (void)state;
  srand(5);
  for (int round = 0; round < 8; round++) {
    int order[SET];
    for (int i = 0; i < SET; i++) order[i] = i;
    for (int i = SET - 1; i > 0 && round; i--) {
      int k = rand() % (i + 1), swap = order[i];
      order[i] = order[k];
      order[k] = swap;
    }
    ds_store *store = open_fresh();
    for (int i = 0; i < SET; i++) save_made(store, &set[order[i]], order[i]);
    char *now = who(store);
    ds_store_close(store);
    if (!first) {
      first = now;
      assert_non_null(strstr(now, "1 0 person/donald trump Donald Trump"));
      assert_non_null(strstr(now, "2 0 person/donald trump Donald Trump"));
      assert_non_null(strstr(now, "4 0 person/angela merkel"));
      assert_non_null(strstr(now, "7 0 person/bush Bush"));
      assert_non_null(strstr(now, "9 0 person/ursula von der leyen"));
      assert_non_null(strstr(now, "12 0 place/=US United States"));
      assert_non_null(strstr(now, "12 5 place/=US United States"));
    } else {
      assert_string_equal(first, now);
      free(now);
    }
  }
  free(first);
}

static void registry_forgets(void **state) {
  ds_err err = {0};
  (void)state;
  ds_store *store = open_fresh();
  for (int i = 0; i < 5; i++) save_made(store, &set[i], i);
  char *before = who(store);
  save_made(store, &(made){{"pMelania Trump", "pGreta Merkel"}}, 100);
  char *between = who(store);
  assert_non_null(strstr(between, "1 0 person/trump Trump"));
  assert_non_null(strstr(between, "4 0 person/merkel Merkel"));
  assert_int_equal(ds_article_remove(store, 6, &err), DS_OK);
  assert_int_equal(ds_article_remove(store, 6, &err), DS_USAGE);
  char *after = who(store);
  assert_string_equal(before, after);
  ds_store_close(store);
  free(before);
  free(between);
  free(after);
}

static void one_far_ahead(void **state) {
  (void)state;
  ds_store *store = open_fresh();
  for (int i = 0; i < 5; i++) save_made(store, &(made){{"pDonald Trump"}}, i);
  save_made(store, &(made){{"pTrump"}}, 10);
  save_made(store, &(made){{"pFred Trump"}}, 11);
  char *now = who(store);
  assert_non_null(strstr(now, "10 0 person/donald trump"));
  free(now);
  save_made(store, &(made){{"pFred Trump"}}, 12);
  now = who(store);
  assert_non_null(strstr(now, "10 0 person/trump"));
  free(now);
  ds_store_close(store);
}

static void finding(void **state) {
  int64_t *ids = NULL;
  size_t n = 0;
  bool sure = false;
  ds_err err = {0};
  (void)state;
  ds_store *store = open_fresh();
  for (int i = 0; i < SET; i++) save_made(store, &set[i], i);
  assert_int_equal(ds_entity_find(store, "angela merkel", 13, &ids, &n, &sure, &err), DS_OK);
  assert_int_equal(n, 1);
  assert_true(sure);
  free(ids);
  assert_int_equal(ds_entity_find(store, "LEYEN", 5, &ids, &n, &sure, &err), DS_OK);
  assert_true(n == 1 && sure);
  free(ids);
  assert_int_equal(ds_entity_find(store, "United States", 13, &ids, &n, &sure, &err), DS_OK);
  assert_int_equal(n, 1);
  free(ids);
  assert_int_equal(ds_entity_find(store, "nobody", 6, &ids, &n, &sure, &err), DS_OK);
  assert_int_equal(n, 0);
  assert_false(sure);
  free(ids);
  assert_int_equal(ds_entity_find(store, "George W. Bush", 14, &ids, &n, &sure, &err), DS_OK);
  assert_true(n == 1 && sure);
  free(ids);
  ds_store_close(store);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(any_number_of_jobs),
                                     cmocka_unit_test(again_and_changed),
                                     cmocka_unit_test(updated),
                                     cmocka_unit_test(killed_and_resumed),
                                     cmocka_unit_test(no_room),
                                     cmocka_unit_test(given_annotations),
                                     cmocka_unit_test(stopped),
                                     cmocka_unit_test(registry_by_set),
                                     cmocka_unit_test(registry_forgets),
                                     cmocka_unit_test(one_far_ahead),
                                     cmocka_unit_test(progress_counts_what_is_written),
                                     cmocka_unit_test(an_export_tells_and_stops),
                                     cmocka_unit_test(finding)};
  return cmocka_run_group_tests_name("store import", tests, make_folder, remove_folder);
}
