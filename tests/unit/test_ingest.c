/* Plain text, encodings, folders, and what is refused. */
#include "ingest_helper.h"

#include <sys/stat.h>
#include <zlib.h>

static void header_block(void **state) {
  catch *c = *state;
  ingest_text(c, "a.txt", "Title: A visit\nDate: 28 February 2023\nSource: The Post\nURL: http://x.org/1\n\nHe came.\nHe went.\n");
  assert_int_equal(c->n, 1);
  ds_article *a = &c->articles[0];
  assert_string_equal(a->title, "A visit");
  assert_string_equal(a->date, "2023-02-28");
  assert_string_equal(a->date_from, "header");
  assert_string_equal(a->outlet, "The Post");
  assert_string_equal(a->url, "http://x.org/1");
  assert_string_equal(a->text, "He came.\nHe went.\n");
  assert_string_equal(a->lang, "en");
}

static void a_colon_makes_no_header(void **state) {
  catch *c = *state;
  ingest_text(c, "a.txt", "Warning: this is text.\nTitle: no header here\n");
  assert_string_equal(c->articles[0].text, "Warning: this is text.\nTitle: no header here\n");
}

static void date_stamp_stays(void **state) {
  catch *c = *state;
  const char *text = " date 2023-02-25 President of Belarus Alexander Lukashenko announced a visit.";
  ingest_text(c, "a.txt", text);
  assert_string_equal(c->articles[0].text, text);
  assert_string_equal(c->articles[0].date, "2023-02-25");
  assert_string_equal(c->articles[0].date_from, "header");
  assert_null(c->articles[0].title);
}

static void first_line_as_title(void **state) {
  catch *c = *state;
  ingest_text(c, "a.txt", "Yukos buyer faces claim\n\nThe owners are to ask for money.\n");
  assert_string_equal(c->articles[0].title, "Yukos buyer faces claim");
  assert_true(strncmp(c->articles[0].text, "Yukos buyer", 11) == 0);
  ingest_text(c, "a.txt", "This is a sentence.\n\nSo is this.\n");
  assert_null(c->articles[0].title);
  ingest_text(c, "a.txt", "Headline\r\n\r\nText with carriage returns.\r\n");
  assert_string_equal(c->articles[0].title, "Headline");
  assert_string_equal(c->articles[0].text, "Headline\r\n\r\nText with carriage returns.\r\n");
}

static void date_of_file_name_and_option(void **state) {
  catch *c = *state;
  ingest_text(c, "2021-05-06-report.txt", "Some text without a date.");
  assert_string_equal(c->articles[0].date, "2021-05-06");
  assert_string_equal(c->articles[0].date_from, "file name");
  ingest_with(c, write_file(c, "b.txt", "text", 4), &(ds_ingest_options){.date = "2020-01-02", .outlet = "Post"});
  assert_string_equal(c->articles[0].date, "2020-01-02");
  assert_string_equal(c->articles[0].date_from, "given");
  assert_string_equal(c->articles[0].outlet, "Post");
}

static void bad_and_future_dates_are_left_out(void **state) {
  catch *c = *state;
  ingest_text(c, "a.txt", "Date: someday\n\nText.");
  assert_int_equal(c->n, 1);
  assert_null(c->articles[0].date);
  assert_non_null(strstr(c->remarks[0], "not understood"));
  ingest_text(c, "a.txt", "Date: 2199-01-01\n\nText.");
  assert_null(c->articles[0].date);
  assert_non_null(strstr(c->remarks[0], "future"));
}

static void encodings(void **state) {
  catch *c = *state;
  ingest_text(c, "bom.txt", "\xEF\xBB\xBFna\xC3\xAFve words");
  assert_string_equal(c->articles[0].text, "na\xC3\xAFve words");
  assert_int_equal(c->n_remarks, 0);
  ingest_text(c, "latin.txt", "na\xEFve \x93words\x94");
  assert_string_equal(c->articles[0].text, "na\xC3\xAFve \xE2\x80\x9Cwords\xE2\x80\x9D");
  assert_string_equal(c->articles[0].encoding, "windows-1252");
  assert_non_null(strstr(c->remarks[0], "Windows-1252"));
  ingest_with(c, write_file(c, "16.txt", "\xFF\xFEH\0i\0 \0=\xD8\0\xDE", 12), &(ds_ingest_options){0});
  assert_string_equal(c->articles[0].text, "Hi \xF0\x9F\x98\x80");
  assert_string_equal(c->articles[0].encoding, "utf-16le");
  ingest_with(c, write_file(c, "16.txt", "\xFE\xFF\0H\0i\xD8", 7), &(ds_ingest_options){0});
  assert_string_equal(c->articles[0].text, "Hi\xEF\xBF\xBD");
  ingest_with(c, write_file(c, "32.txt", "\xFF\xFE\0\0H\0\0\0i\0\0\0\0\xF6\1\0", 16), &(ds_ingest_options){0});
  assert_string_equal(c->articles[0].text, "Hi\xF0\x9F\x98\x80");
  assert_string_equal(c->articles[0].encoding, "utf-32le");
  ingest_with(c, write_file(c, "32.txt", "\0\0\xFE\xFF\0\0\0H\0\0\xD8\0\x7F\0\0\0\0\0", 18), &(ds_ingest_options){0});
  assert_string_equal(c->articles[0].text, "H\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"); /* half a pair, no code, half a unit */
  assert_string_equal(c->articles[0].encoding, "utf-32be");
}

static void refusals_do_not_stop_the_rest(void **state) {
  catch *c = *state;
  write_file(c, "1-empty.txt", "", 0);
  write_file(c, "2.pdf", "%PDF-1.4 xx", 11);
  write_file(c, "3.bin", "ab\0cd", 5);
  write_file(c, "4-blank.txt", " \n\t\n", 4);
  write_file(c, "5.jpg", "\xFF\xD8\xFF\xE0", 4);
  write_file(c, ".hidden", "x", 1);
  write_file(c, "6.txt", "Good text.", 10);
  ingest_with(c, c->folder, &(ds_ingest_options){0});
  assert_int_equal(c->n, 1);
  assert_int_equal(c->n_refused, 5);
  assert_string_equal(c->refused[0], "empty file");
  assert_non_null(strstr(c->refused[1], "PDF"));
  assert_string_equal(c->refused[2], "binary data");
  assert_string_equal(c->refused[3], "no text in it");
  assert_non_null(strstr(c->refused[4], "JPEG"));
}

static void missing_file(void **state) {
  catch *c = *state;
  ingest_with(c, "/nonexistent/file.txt", &(ds_ingest_options){0});
  assert_int_equal(c->n_refused, 1);
  assert_non_null(strstr(c->refused[0], "No such file"));
}

static void above_the_limit(void **state) {
  catch *c = *state;
  char *big = malloc(4 << 20);
  memset(big, 'a', 4 << 20);
  ingest_with(c, write_file(c, "a.txt", big, 4 << 20), &(ds_ingest_options){.max_bytes = 1000});
  assert_int_equal(c->n, 0);
  assert_non_null(strstr(c->refused[0], "larger than"));
  ingest_with(c, write_file(c, "a.txt", big, 2000), &(ds_ingest_options){.max_bytes = 1000});
  assert_string_equal(c->refused[0], "the text has 2000 bytes, more than 1000");
  memcpy(big, "{\"text\":\"", 9);
  memcpy(big + (4 << 20) - 30, "\"}\n{\"text\":\"short\"}\n          ", 30);
  ingest_with(c, write_file(c, "a.jsonl", big, 4 << 20), &(ds_ingest_options){.max_bytes = 1000});
  assert_int_equal(c->n, 1);
  assert_string_equal(c->articles[0].text, "short");
  assert_int_equal(c->n_refused, 1);
  assert_int_equal(c->lines[0], 1);
  free(big);
}

static void compressed(void **state) {
  catch *c = *state;
  char path[128];
  snprintf(path, sizeof path, "%s/a.jsonl.gz", c->folder);
  gzFile out = gzopen(path, "wb");
  gzputs(out, "{\"text\":\"one\"}\n{\"text\":\"two\"}\n");
  gzclose(out);
  ingest_with(c, path, &(ds_ingest_options){0});
  assert_int_equal(c->n, 2);
  assert_int_equal(truncate(path, 20), 0);
  ingest_with(c, path, &(ds_ingest_options){0});
  assert_true(c->n_refused > 0);
  assert_string_equal(c->refused[c->n_refused - 1], "the compressed data ends early");
}

static void unknown_format_and_field(void **state) {
  ds_err err = {0};
  ds_ingest_sink sink = {*state, catch_article, catch_refused, NULL, NULL, NULL};
  assert_int_equal(ds_ingest("x", &(ds_ingest_options){.format = "docx"}, &sink, &err), DS_USAGE);
  assert_non_null(strstr(err.text, "text|json|jsonl"));
  const char *fields[] = {"titel=x", NULL};
  assert_int_equal(ds_ingest("x", &(ds_ingest_options){.fields = fields}, &sink, &err), DS_USAGE);
  assert_non_null(strstr(err.text, "'titel'"));
}

static void languages(void **state) {
  catch *c = *state;
  const char *german = "Der Bundeskanzler hat am Freitag in Berlin erklärt, dass die Regierung ihre Haltung nicht ändern werde. Er sagte, "
                       "die Gespräche mit den Nachbarn seien schwierig gewesen, aber man habe sich auf einen gemeinsamen Weg geeinigt. Die "
                       "Opposition kritisierte den Beschluss und forderte eine Debatte im Parlament über die Folgen für die Wirtschaft des "
                       "Landes und die Bürger, die unter den hohen Preisen leiden.";
  ingest_text(c, "a.txt", german);
  assert_string_not_equal(c->articles[0].lang, "en");
  ingest_text(c, "a.txt", "Der Kanzler kam.");
  assert_string_equal(c->articles[0].lang, "en");
  ingest_with(c, write_file(c, "a.txt", german, strlen(german)), &(ds_ingest_options){.lang = "en"});
  assert_string_equal(c->articles[0].lang, "en");
  ingest_text(c, "a.txt", "Президент Беларуси прибыл в Пекин с государственным визитом.");
  assert_string_not_equal(c->articles[0].lang, "en");
}

static void key_folds_white_space(void **state) {
  char a[65], b[65];
  ds_article_key(&(ds_article){.title = "T", .text = " a  b\n", .text_len = 6}, a);
  ds_article_key(&(ds_article){.title = "T ", .text = "a b", .text_len = 3}, b);
  assert_string_equal(a, b);
  ds_article_key(&(ds_article){.title = "T", .text = "ab", .text_len = 2}, b);
  assert_string_not_equal(a, b);
  /* printf 'T\na b' | sha256sum */
  assert_string_equal(a, "4330304fff0c31e1b1531c511b9bc15c035fb0bcf140f4590fd5735ac2bdd38b");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(header_block, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(a_colon_makes_no_header, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(date_stamp_stays, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(first_line_as_title, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(date_of_file_name_and_option, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(bad_and_future_dates_are_left_out, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(encodings, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(refusals_do_not_stop_the_rest, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(missing_file, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(above_the_limit, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(compressed, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(unknown_format_and_field, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(languages, catch_setup, catch_teardown),
      cmocka_unit_test(key_folds_white_space),
  };
  return cmocka_run_group_tests_name("ingest", tests, NULL, NULL);
}
