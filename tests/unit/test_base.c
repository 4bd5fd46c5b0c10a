#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/wrap.h"
#include "base/err.h"
#include "base/path.h"
#include "base/sha256.h"
#include "base/sorted.h"
#include "base/utf8.h"

static void fail_fills_one_line(void **state) {
  ds_err err = {0};
  assert_int_equal(ds_fail(&err, DS_DB, "cannot open '%s'\nbecause", "x.db"), DS_DB);
  assert_string_equal(err.text, "cannot open 'x.db' because");
  ds_err_hint(&err, "try %d", 2);
  assert_string_equal(err.hint, "try 2");
  err.traceback = ds_strdup("t");
  ds_err_reset(&err);
  assert_null(err.traceback);
  assert_string_equal(err.text, "");
}

static void fail_cuts_at_a_character(void **state) {
  char text[2000];
  memset(text, 'a', sizeof text);
  for (size_t i = 1; i + 1 < sizeof text; i += 2) memcpy(text + i, "\xC3\xA9", 2);
  text[sizeof text - 1] = '\0';
  ds_err err = {0};
  ds_fail(&err, DS_FAIL, "%s", text);
  assert_int_equal(ds_utf8_check(err.text, strlen(err.text)), strlen(err.text));
  assert_true(strlen(err.text) > 1000);
}

static void fail_accepts_no_err(void **state) {
  assert_int_equal(ds_fail(NULL, DS_BUSY, "x"), DS_BUSY);
}

static void exit_codes_follow_the_list(void **state) {
  assert_int_equal(ds_status_exit(DS_OK), 0);
  assert_int_equal(ds_status_exit(DS_USAGE), 2);
  assert_int_equal(ds_status_exit(DS_PARTIAL), 3);
  assert_int_equal(ds_status_exit(DS_SCRIPT), 4);
  assert_int_equal(ds_status_exit(DS_LIMIT), 5);
  assert_int_equal(ds_status_exit(DS_INPUT), 65);
  assert_int_equal(ds_status_exit(DS_BUSY), 75);
}

static void arena_gives_zeroed_aligned_memory(void **state) {
  ds_arena *arena = ds_arena_new();
  for (int round = 0; round < 3; round++) {
    for (size_t n = 1; n < 3000; n += 7) {
      unsigned char *p = ds_arena_alloc(arena, n);
      assert_int_equal((uintptr_t)p % 16, 0);
      for (size_t i = 0; i < n; i++) assert_int_equal(p[i], 0);
      memset(p, 0xff, n);
    }
    char *big = ds_arena_alloc(arena, 9u << 20);
    big[(9u << 20) - 1] = 'x';
    assert_true(ds_arena_used(arena) > 9u << 20);
    ds_arena_reset(arena);
    assert_int_equal(ds_arena_used(arena), 0);
  }
  assert_string_equal(ds_arena_printf(arena, "%s-%d", "a", 7), "a-7");
  ds_arena_free(arena);
}

static void arena_push_keeps_elements(void **state) {
  ds_arena *arena = ds_arena_new();
  int *v = NULL;
  size_t n = 0, cap = 0;
  for (int i = 0; i < 1000; i++) {
    DS_PUSH(arena, v, n, cap);
    v[n - 1] = i;
  }
  for (int i = 0; i < 1000; i++) assert_int_equal(v[i], i);
  ds_arena_free(arena);
}

/* Large arrays have blocks of their own, which are given back as they grow; what stands beside them stays. */
static void arena_grows_large_arrays(void **state) {
  enum { N = 1200000 };
  ds_arena *arena = ds_arena_new();
  for (int round = 0; round < 2; round++) {
    int *a = NULL, *b = NULL;
    size_t n_a = 0, cap_a = 0, n_b = 0, cap_b = 0;
    char *small = NULL;
    for (int i = 0; i < N; i++) {
      DS_PUSH(arena, a, n_a, cap_a);
      a[n_a - 1] = i;
      DS_PUSH(arena, b, n_b, cap_b);
      b[n_b - 1] = -i;
      if (i % 100000 == 0) small = ds_arena_printf(arena, "%s%d,", small ? small : "", i / 100000);
    }
    for (int i = 0; i < N; i++) assert_true(a[i] == i && b[i] == -i);
    for (size_t i = n_a; i < cap_a; i++) assert_int_equal(a[i], 0);
    assert_string_equal(small, "0,1,2,3,4,5,6,7,8,9,10,11,");
    ds_arena_reset(arena);
  }
  ds_arena_free(arena);
}

static int sign(int n) {
  return n < 0 ? -1 : n > 0;
}

static void strings_are_ordered_as_by_strcmp(void **state) {
  static const char *const words[] = {"", "a", "b", "ab", "abc", "abd", "ac", "\xC3\xA9", "\xC3", "z"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
      assert_int_equal(sign(ds_str_order(words[i], words[k])), sign(strcmp(words[i], words[k])));
}

static void the_first_record_from_a_value_is_found(void **state) {
  struct record {
    char other[3];
    uint32_t at;
  } records[] = {{"", 2}, {"", 4}, {"", 4}, {"", UINT32_MAX}};
  static const struct { uint32_t at, first; } expected[] = {{0, 0}, {2, 0}, {3, 1}, {4, 1}, {5, 3}, {UINT32_MAX, 3}};
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
    assert_int_equal(DS_FIRST_FROM(records, 4, at, expected[i].at), expected[i].first);
  assert_int_equal(DS_FIRST_FROM(records, 3, at, 5), 3);
  assert_int_equal(DS_FIRST_FROM((struct record *)NULL, 0, at, 5), 0);
}

static void json_string_is_exact(void **state) {
  ds_buf buf = {0};
  const char text[] = "a\"b\\c\n\x01\x7f é\xff \xE4\xB9\xA0";
  ds_buf_json_string(&buf, text, sizeof text - 1);
  assert_string_equal(buf.data, "\"a\\\"b\\\\c\\n\\u0001\\u007f é\xEF\xBF\xBD 习\"");
  ds_buf_reset(&buf);
  ds_buf_json_string(&buf, "a\0b", 3);
  assert_string_equal(buf.data, "\"a\\u0000b\"");
  ds_buf_reset(&buf);
}

static void json_number_reads_back(void **state) {
  const double values[] = {0, 1, -0.5, 0.1, 1.0 / 3, 1e300, 123456789.125};
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    ds_buf buf = {0};
    ds_buf_json_number(&buf, values[i]);
    assert_true(strtod(buf.data, NULL) == values[i]);
    ds_buf_reset(&buf);
  }
  ds_buf buf = {0};
  ds_buf_json_number(&buf, 0.0 / 0.0 * 1.0);
  assert_string_equal(buf.data, "null");
  ds_buf_reset(&buf);
}

static void utf8_refuses_bad_bytes(void **state) {
  assert_int_equal(ds_utf8_valid_at("\xC0\x80", 2), 0);
  assert_int_equal(ds_utf8_valid_at("\xED\xA0\x80", 3), 0);
  assert_int_equal(ds_utf8_valid_at("\xE4\xB9", 2), 0);
  assert_int_equal(ds_utf8_valid_at("\xF0\x9F\x87\xA7", 4), 4);
  assert_int_equal(ds_utf8_check("ab\xffz", 4), 2);
  assert_int_equal(ds_utf8_check("ab习", 5), 5);
}

static void utf8_steps_both_ways(void **state) {
  const char s[] = "aé习\U0001F1E7";
  size_t at = 0, len = sizeof s - 1, starts[8], n = 0;
  while (at < len) {
    int32_t code;
    starts[n++] = at;
    at += ds_utf8_next(s + at, len - at, &code);
  }
  assert_int_equal(n, 4);
  while (n > 0) assert_int_equal(at = ds_utf8_prev(s, at), starts[--n]);
  assert_int_equal(ds_utf8_prev(s, 0), 0);
}

static void utf8_widths(void **state) {
  assert_int_equal(ds_utf8_columns("习近平", 9), 6);
  assert_int_equal(ds_utf8_columns("Лукашенко", strlen("Лукашенко")), 9);
  assert_int_equal(ds_utf8_columns("e\xCC\x81", 3), 1);
  assert_int_equal(ds_utf8_columns("\x1b[0m", 4), 3);
}

static void utf8_folds_names(void **state) {
  char out[64];
  ds_utf8_fold("ERDOĞAN", strlen("ERDOĞAN"), out, sizeof out);
  assert_string_equal(out, "erdogan");
  ds_utf8_fold("O’Brien–Łódź", strlen("O’Brien–Łódź"), out, sizeof out);
  assert_string_equal(out, "o'brien-lodz");
  ds_utf8_fold("abcdefghijklmnop", 16, out, 8);
  assert_true(strlen(out) < 8);
}

static void outfile_appears_whole_or_not_at_all(void **state) {
  char folder[] = "/tmp/dossier-test-XXXXXX";
  assert_non_null(mkdtemp(folder));
  char *path = ds_path_join(folder, "out.txt");
  ds_outfile *file = NULL;
  ds_err err = {0};
  assert_int_equal(ds_outfile_open(path, &file, &err), DS_OK);
  fputs("half", ds_outfile_stream(file));
  assert_false(ds_path_exists(path));
  ds_outfile_abort(file);
  assert_false(ds_path_exists(path));
  assert_int_equal(ds_outfile_open(path, &file, &err), DS_OK);
  fputs("whole", ds_outfile_stream(file));
  assert_int_equal(ds_outfile_commit(file, &err), DS_OK);
  ds_buf back = {0};
  assert_int_equal(ds_path_read(path, 0, &back, &err), DS_OK);
  assert_string_equal(back.data, "whole");
  ds_buf_clear(&back);
  assert_int_equal(ds_path_read(path, 3, &back, &err), DS_IO);
  assert_non_null(strstr(err.text, "larger than 3 bytes"));
  ds_buf_reset(&back);
  ds_err_reset(&err);
  unlink(path);
  rmdir(folder);
  free(path);
}

static void outfile_keeps_links_pipes_and_modes(void **state) {
  char folder[] = "/tmp/dossier-test-XXXXXX", text[8] = "";
  assert_non_null(mkdtemp(folder));
  char *path = ds_path_join(folder, "out.txt"), *link = ds_path_join(folder, "link"), *pipe = ds_path_join(folder, "pipe");
  ds_outfile *file = NULL;
  ds_err err = {0};
  struct stat info;
  assert_int_equal(ds_outfile_open(folder, &file, &err), DS_IO);
  assert_non_null(strstr(err.text, "it is a folder"));
  assert_int_equal(ds_outfile_open(path, &file, &err), DS_OK);
  assert_int_equal(ds_outfile_commit(file, &err), DS_OK);
  assert_int_equal(chmod(path, 0640), 0);
  assert_int_equal(symlink("out.txt", link), 0);
  assert_int_equal(ds_outfile_open(link, &file, &err), DS_OK);
  fputs("whole", ds_outfile_stream(file));
  assert_int_equal(ds_outfile_commit(file, &err), DS_OK);
  assert_int_equal(lstat(link, &info), 0);
  assert_true(S_ISLNK(info.st_mode));
  assert_int_equal(lstat(path, &info), 0);
  assert_true(S_ISREG(info.st_mode) && info.st_size == 5 && (info.st_mode & 0777) == 0640);
  assert_int_equal(mkfifo(pipe, 0600), 0);
  int reader = open(pipe, O_RDONLY | O_NONBLOCK);
  assert_int_equal(ds_outfile_open(pipe, &file, &err), DS_OK);
  fputs("through", ds_outfile_stream(file));
  assert_int_equal(ds_outfile_commit(file, &err), DS_OK);
  assert_int_equal(read(reader, text, sizeof text), 7);
  assert_memory_equal(text, "through", 7);
  assert_int_equal(lstat(pipe, &info), 0);
  assert_true(S_ISFIFO(info.st_mode));
  close(reader);
  char *all[] = {path, link, pipe};
  for (size_t i = 0; i < 3; i++) {
    unlink(all[i]);
    free(all[i]);
  }
  assert_int_equal(rmdir(folder), 0);
  ds_err_reset(&err);
}

static void xdg_honours_the_environment(void **state) {
  setenv("XDG_STATE_HOME", "/x/state", 1);
  char *path = ds_path_xdg(DS_XDG_STATE);
  assert_string_equal(path, "/x/state/dossier");
  free(path);
  setenv("XDG_STATE_HOME", "relative", 1);
  setenv("HOME", "/usr", 1);
  path = ds_path_xdg(DS_XDG_STATE);
  assert_string_equal(path, "/usr/.local/state/dossier");
  free(path);
  setenv("HOME", "/no/such/home", 1); /* is not made */
  assert_null(ds_path_xdg(DS_XDG_STATE));
  unsetenv("HOME");
  unsetenv("XDG_STATE_HOME");
  assert_null(ds_path_xdg(DS_XDG_STATE));
}

/* Lengths about the ends of blocks, in one piece and byte by byte. The sums are those of coreutils' sha256sum. */
static void sha256_is_the_standard_one(void **state) {
  static const struct {
    size_t len;
    const char *hex;
  } cases[] = {
      {0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {1, "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"},
      {55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"},
      {56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"},
      {63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"},
      {64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"},
      {65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"},
      {119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"},
      {120, "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c"},
      {1000, "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"},
  };
  char bytes[1000], got[DS_SHA256_HEX];
  memset(bytes, 'a', sizeof bytes);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    ds_sha256 sum;
    ds_sha256_init(&sum);
    ds_sha256_add(&sum, bytes, cases[i].len);
    ds_sha256_hex(&sum, got);
    assert_string_equal(got, cases[i].hex);
    ds_sha256_init(&sum);
    for (size_t n = 0; n < cases[i].len; n++) ds_sha256_add(&sum, bytes + n, 1);
    ds_sha256_hex(&sum, got);
    assert_string_equal(got, cases[i].hex);
  }
}

static char *wrapped(const char *text, size_t width, ds_hang hang) {
  ds_buf out = {0};
  ds_wrap(text, strlen(text), width, hang, &out);
  return ds_buf_take(&out);
}

static void check_wrapped(const char *text, size_t width, ds_hang hang, const char *expected) {
  char *got = wrapped(text, width, hang);
  assert_string_equal(got, expected);
  free(got);
}

static void lines_are_broken_between_words(void **state) {
  check_wrapped("one two three four five six", 20, DS_HANG_NONE, "one two three four\nfive six");
  check_wrapped("exactly twenty chars\nnext", 20, DS_HANG_NONE, "exactly twenty chars\nnext");
  check_wrapped("exactly twenty chars more", 20, DS_HANG_NONE, "exactly twenty chars\nmore");
  check_wrapped("\n\n  a\n", 20, DS_HANG_INDENT, "\n\n  a\n");
  check_wrapped("dossier: a remark of some length", 20, DS_HANG_INDENT, "dossier: a remark of\n  some length");
  check_wrapped("  --who X  only what that one said", 22, DS_HANG_COLUMNS, "  --who X  only what\n           that one\n           said");
  check_wrapped("abcdefghijklmnopqrstuvwxyz", 20, DS_HANG_NONE, "abcdefghijklmnopqrst\nuvwxyz");
  check_wrapped("a long line that is left as it is", 0, DS_HANG_NONE, "a long line that is left as it is");
}

static void what_takes_no_room_is_not_counted(void **state) {
  check_wrapped("\033[1;33mone two three four\033[0m five", 20, DS_HANG_NONE, "\033[1;33mone two three four\033[0m\nfive");
  check_wrapped("\xd0\x9b\xd1\x83\xd0\xba\xd0\xb0 \xd1\x88\xd0\xb5\xd0\xbd\xd0\xba\xd0\xbe 123456789", 20, DS_HANG_NONE,
                "\xd0\x9b\xd1\x83\xd0\xba\xd0\xb0 \xd1\x88\xd0\xb5\xd0\xbd\xd0\xba\xd0\xbe 123456789");
  check_wrapped("\xe6\x9c\x80\xe9\xab\x98 \xe6\x9c\x80\xe9\xab\x98 \xe6\x9c\x80\xe9\xab\x98 \xe6\x9c\x80\xe9\xab\x98 x", 20, DS_HANG_NONE,
                "\xe6\x9c\x80\xe9\xab\x98 \xe6\x9c\x80\xe9\xab\x98 \xe6\x9c\x80\xe9\xab\x98 \xe6\x9c\x80\xe9\xab\x98\nx");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(lines_are_broken_between_words),
      cmocka_unit_test(what_takes_no_room_is_not_counted),
      cmocka_unit_test(fail_fills_one_line),
      cmocka_unit_test(fail_cuts_at_a_character),
      cmocka_unit_test(fail_accepts_no_err),
      cmocka_unit_test(exit_codes_follow_the_list),
      cmocka_unit_test(arena_gives_zeroed_aligned_memory),
      cmocka_unit_test(arena_push_keeps_elements),
      cmocka_unit_test(arena_grows_large_arrays),
      cmocka_unit_test(strings_are_ordered_as_by_strcmp),
      cmocka_unit_test(the_first_record_from_a_value_is_found),
      cmocka_unit_test(json_string_is_exact),
      cmocka_unit_test(json_number_reads_back),
      cmocka_unit_test(utf8_refuses_bad_bytes),
      cmocka_unit_test(utf8_steps_both_ways),
      cmocka_unit_test(utf8_widths),
      cmocka_unit_test(utf8_folds_names),
      cmocka_unit_test(outfile_appears_whole_or_not_at_all),
      cmocka_unit_test(outfile_keeps_links_pipes_and_modes),
      cmocka_unit_test(xdg_honours_the_environment),
      cmocka_unit_test(sha256_is_the_standard_one),
  };
  return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
