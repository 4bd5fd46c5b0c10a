/* Opening and refusing; packed tokens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "store/store.h"

static char folder[32], path[64];

static int make_folder(void **state) {
  (void)state;
  strcpy(folder, "/tmp/store-XXXXXX");
  assert_non_null(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/a b%%?#.db", folder);
  return 0;
}

static int remove_folder(void **state) {
  char command[64];
  (void)state;
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  return system(command);
}

static void put(const void *bytes, size_t len) {
  FILE *out = fopen(path, "wb");
  assert_non_null(out);
  fwrite(bytes, 1, len, out);
  fclose(out);
}

static size_t get(char *bytes, size_t size) {
  FILE *in = fopen(path, "rb");
  assert_non_null(in);
  size_t n = fread(bytes, 1, size, in);
  fclose(in);
  return n;
}

static void made_and_opened_again(void **state) {
  ds_store *store = NULL;
  ds_err err = {0};
  (void)state;
  assert_int_equal(ds_store_open(path, DS_OPEN_WRITE, 0, &store, &err), DS_DB);
  assert_non_null(strstr(err.text, "no database"));
  assert_int_equal(ds_store_open(path, DS_OPEN_CREATE, 0, &store, &err), DS_OK);
  assert_string_equal(ds_store_path(store), path);
  ds_store_close(store);
  assert_int_equal(access(path, F_OK), 0);
  assert_int_equal(ds_store_open(path, DS_OPEN_READONLY, 0, &store, &err), DS_OK);
  assert_int_equal(sqlite3_exec(ds_store_handle(store), "DELETE FROM articles", NULL, NULL, NULL), SQLITE_READONLY);
  ds_store_close(store);
}

/* Each is refused with the word, and not one byte of it is changed. */
static void refused(const void *bytes, size_t len, ds_open_mode mode, const char *word) {
  static char before[70000], after[70000];
  ds_store *store = NULL;
  ds_err err = {0};
  put(bytes, len);
  size_t n = get(before, sizeof before);
  assert_int_equal(ds_store_open(path, mode, 0, &store, &err), DS_DB);
  assert_null(store);
  if (!strstr(err.text, word)) print_error("%s\n", err.text);
  assert_non_null(strstr(err.text, word));
  assert_int_equal(get(after, sizeof after), n);
  assert_memory_equal(before, after, n);
}

static void foreign_files(void **state) {
  (void)state;
  refused("", 0, DS_OPEN_WRITE, "empty");
  refused("hello", 5, DS_OPEN_CREATE, "no dossier database");
  refused("\xFF\xD8\xFF\xE0xxxxxxxxxxxxxxxxx", 20, DS_OPEN_CREATE, "a JPEG image");
  refused("SQLite format 3", 16, DS_OPEN_CREATE, "damaged");
  unlink(path);
  sqlite3 *db;
  assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
  assert_int_equal(sqlite3_exec(db, "CREATE TABLE t(a)", NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(db);
  static char bytes[20000];
  size_t n = get(bytes, sizeof bytes);
  refused(bytes, n, DS_OPEN_CREATE, "not one of dossier's");
}

static void copy_file(const char *from, const char *to) {
  static char bytes[1 << 20];
  FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
  assert_non_null(in);
  assert_non_null(out);
  fwrite(bytes, 1, fread(bytes, 1, sizeof bytes, in), out);
  fclose(in);
  fclose(out);
}

/* What a process leaves that is killed while it makes a database: half of the pages, and a journal that takes them back. */
static void killed_at_birth(void **state) {
  char other[200], journal[200], own[200];
  sqlite3 *db;
  ds_store *store = NULL;
  ds_err err = {0};
  (void)state;
  unlink(path);
  snprintf(other, sizeof other, "%s.other", path);
  snprintf(journal, sizeof journal, "%s.other-journal", path);
  snprintf(own, sizeof own, "%s-journal", path);
  assert_int_equal(sqlite3_open(other, &db), SQLITE_OK);
  assert_int_equal(
      sqlite3_exec(db,
                   "PRAGMA cache_size = 2; BEGIN EXCLUSIVE; PRAGMA application_id = 0x646f7373; CREATE TABLE t(a);"
                   "INSERT INTO t WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) SELECT hex(randomblob(999)) FROM n",
                   NULL, NULL, NULL),
      SQLITE_OK);
  copy_file(other, path);
  copy_file(journal, own);
  sqlite3_close(db);
  assert_int_equal(ds_store_open(path, DS_OPEN_WRITE, 0, &store, &err), DS_DB);
  assert_non_null(strstr(err.text, "empty"));
  ds_err_reset(&err);
  assert_int_equal(ds_store_open(path, DS_OPEN_CREATE, 0, &store, &err), DS_OK);
  assert_int_equal(sqlite3_exec(ds_store_handle(store), "SELECT count(*) FROM articles", NULL, NULL, NULL), SQLITE_OK);
  assert_int_not_equal(sqlite3_exec(ds_store_handle(store), "SELECT count(*) FROM t", NULL, NULL, NULL), SQLITE_OK);
  ds_store_close(store);
  unlink(other);
}

static void newer_and_damaged(void **state) {
  static char bytes[1 << 20], copy[1 << 20];
  ds_store *store = NULL;
  ds_err err = {0};
  (void)state;
  unlink(path);
  assert_int_equal(ds_store_open(path, DS_OPEN_CREATE, 0, &store, &err), DS_OK);
  ds_store_close(store);
  size_t n = get(bytes, sizeof bytes);
  memcpy(copy, bytes, n);
  copy[63] = 7;
  refused(copy, 60000, DS_OPEN_WRITE, "version 7, this dossier reads up to 3");
  copy[63] = 1;
  refused(copy, 60000, DS_OPEN_WRITE, "version 1, this dossier needs 3; import its articles into a new one");
  refused(copy, 60000, DS_OPEN_OLDER, "version 1, this dossier needs 3");
  copy[63] = 2;
  refused(copy, 60000, DS_OPEN_WRITE, "version 2, this dossier needs 3; take it over into a new one with 'merge', or import");
  refused(copy, 60000, DS_OPEN_READONLY, "version 2, this dossier needs 3");
  put(copy, n);
  assert_int_equal(ds_store_open(path, DS_OPEN_OLDER, 0, &store, &err), DS_OK);
  ds_store_close(store);
  refused(bytes, 60000, DS_OPEN_READONLY, "damaged");
  memcpy(copy, bytes, n);
  memset(copy + 100, 0x5A, 4000);
  put(copy, n);
  assert_int_equal(ds_store_open(path, DS_OPEN_WRITE, 0, &store, &err), DS_DB);
  assert_non_null(strstr(err.text, "damaged"));
  assert_int_equal(get(bytes, sizeof bytes), n);
  assert_memory_equal(bytes, copy, n);
}

static void a_folder(void **state) {
  ds_store *store = NULL;
  ds_err err = {0};
  (void)state;
  assert_int_equal(ds_store_open(folder, DS_OPEN_CREATE, 0, &store, &err), DS_DB);
  assert_non_null(strstr(err.text, "is a folder"));
}

static void busy(void **state) {
  ds_store *store = NULL, *other = NULL;
  ds_err err = {0};
  (void)state;
  unlink(path);
  assert_int_equal(ds_store_open(path, DS_OPEN_CREATE, 0, &store, &err), DS_OK);
  assert_int_equal(ds_store_open(path, DS_OPEN_WRITE, 50, &other, &err), DS_OK);
  assert_int_equal(sqlite3_exec(ds_store_handle(store), "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
  assert_int_equal(sqlite3_exec(ds_store_handle(other), "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_BUSY);
  assert_int_equal(ds_store_fail(other, &err, "writing"), DS_BUSY);
  assert_int_equal(ds_article_remove(other, 1, &err), DS_BUSY);
  assert_int_equal(sqlite3_exec(ds_store_handle(store), "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
  ds_store_close(other);
  ds_store_close(store);
}

static ds_reading *sample(const char *text, ds_arena *arena) {
  ds_reading *r = DS_ARENA_NEW(arena, ds_reading, 1);
  static const struct {
    uint32_t start, end;
    const char *lemma;
    int head;
  } tokens[] = {{1, 5, "they", 1}, {6, 10, "go", -1}, {10, 11, ".", 1}, {13, 17, "Xi", 4}, {18, 24, "be", -1}, {24, 25, "", 4}};
  r->text = text;
  r->len = strlen(text);
  r->n_tokens = 6;
  r->n_sentences = 2;
  r->tokens = DS_ARENA_NEW(arena, ds_token, 6);
  r->sentences = DS_ARENA_NEW(arena, ds_sentence, 2);
  for (int i = 0; i < 6; i++)
    r->tokens[i] = (ds_token){tokens[i].start,  tokens[i].end,     tokens[i].head,   i >= 3, tokens[i].lemma,
                              (uint8_t)(i + 3), (uint8_t)(40 + i), (uint8_t)(i * 5), i != 2};
  r->sentences[0] = (ds_sentence){1, 11, 0, 3, 0};
  r->sentences[1] = (ds_sentence){13, 25, 3, 3, 2};
  return r;
}

static const char text[] = " They WENT.  Xi's became? end";

static void tokens_come_back(void **state) {
  ds_arena *arena = ds_arena_new();
  ds_buf out = {0};
  ds_err err = {0};
  ds_reading *a = sample(text, arena), *b = NULL;
  (void)state;
  ds_tokens_pack(a, &out);
  assert_int_equal(ds_tokens_unpack(out.data, out.len, text, strlen(text), arena, &b, &err), DS_OK);
  assert_int_equal(b->n_tokens, 6);
  assert_int_equal(b->n_sentences, 2);
  assert_memory_equal(a->sentences, b->sentences, 2 * sizeof *a->sentences);
  for (int i = 0; i < 6; i++) {
    const ds_token *x = &a->tokens[i], *y = &b->tokens[i];
    assert_string_equal(x->lemma, y->lemma);
    assert_true(x->start == y->start && x->end == y->end && x->head == y->head && x->sentence == y->sentence);
    assert_true(x->upos == y->upos && x->xpos == y->xpos && x->rel == y->rel && x->space_before == y->space_before);
  }
  ds_buf_reset(&out);
  ds_arena_free(arena);
}

static void no_tokens(void **state) {
  ds_arena *arena = ds_arena_new();
  ds_buf out = {0};
  ds_err err = {0};
  ds_reading empty = {.text = "", .len = 0}, *b = NULL;
  (void)state;
  ds_tokens_pack(&empty, &out);
  assert_int_equal(ds_tokens_unpack(out.data, out.len, "", 0, arena, &b, &err), DS_OK);
  assert_int_equal(b->n_tokens + b->n_sentences, 0);
  ds_buf_reset(&out);
  ds_arena_free(arena);
}

static void damaged_tokens(void **state) {
  ds_buf out = {0};
  ds_err err = {0};
  ds_arena *arena = ds_arena_new();
  (void)state;
  ds_tokens_pack(sample(text, arena), &out);
  for (size_t n = 0; n < out.len; n++) {
    ds_reading *b = NULL;
    assert_int_equal(ds_tokens_unpack(out.data, n, text, strlen(text), arena, &b, &err), DS_DB);
  }
  srand(3);
  for (int round = 0; round < 20000; round++) {
    char copy[512];
    ds_reading *b = NULL;
    memcpy(copy, out.data, out.len);
    for (int k = rand() % 3; k >= 0; k--) copy[(size_t)rand() % out.len] = (char)rand();
    (void)ds_tokens_unpack(copy, out.len, text, round % 2 ? strlen(text) : 5, arena, &b, &err);
    ds_arena_reset(arena);
  }
  ds_buf_reset(&out);
  ds_arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(made_and_opened_again), cmocka_unit_test(foreign_files), cmocka_unit_test(killed_at_birth),
      cmocka_unit_test(newer_and_damaged),     cmocka_unit_test(a_folder),      cmocka_unit_test(busy),
      cmocka_unit_test(tokens_come_back),      cmocka_unit_test(no_tokens),     cmocka_unit_test(damaged_tokens)};
  return cmocka_run_group_tests_name("store", tests, make_folder, remove_folder);
}
