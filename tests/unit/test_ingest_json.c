/* JSON: objects, lists, lines; field names; what is not quite JSON. */
#include "ingest_helper.h"

static void common_names(void **state) {
  catch *c = *state;
  ingest_text(c, "a.json",
              "{\"headline\":\"H\",\"maintext\":\"T\",\"date_publish\":\"2020-03-04 10:00:00\",\"source_domain\":\"x.org\","
              "\"authors\":[\"A B\",\"C D\"],\"_id\":17}");
  ds_article *a = &c->articles[0];
  assert_int_equal(c->n, 1);
  assert_string_equal(a->title, "H");
  assert_string_equal(a->text, "T");
  assert_string_equal(a->date, "2020-03-04");
  assert_string_equal(a->outlet, "x.org");
  assert_string_equal(a->author, "A B, C D");
  assert_string_equal(a->ref, "17");
}

static void text_is_byte_for_byte(void **state) {
  catch *c = *state;
  ingest_text(c, "a.jsonl", "{\"text\":\" a\\r\\n\\tb \\u00e9\\u0000\\ud83d\\ude00 \"}");
  assert_int_equal(c->articles[0].text_len, 15);
  assert_memory_equal(c->articles[0].text, " a\r\n\tb \xC3\xA9\0\xF0\x9F\x98\x80 ", 15);
}

static void lines_with_an_error(void **state) {
  catch *c = *state;
  ingest_text(c, "a.jsonl", "{\"text\":\"one\"}\n{\"text\":\"two\"\n\n[3]\n{\"text\":\"four\"}");
  assert_int_equal(c->n, 2);
  assert_int_equal(c->n_refused, 2);
  assert_int_equal(c->lines[0], 2);
  assert_int_equal(strncmp(c->refused[0], "column 1", 8), 0); /* the place is told once */
  assert_string_equal(strrchr(c->places[0], '/'), "/a.jsonl");
  assert_int_equal(c->lines[1], 4);
  assert_true(strstr(c->articles[1].file, "a.jsonl:5") != NULL);
}

static void lists_and_concatenations(void **state) {
  catch *c = *state;
  ingest_text(c, "a.json", "[\n {\"text\":\"one\"},\n {\"text\":\"two\",},\n {\"text\":\"three\"}\n]\n");
  assert_int_equal(c->n, 2);
  assert_int_equal(c->n_refused, 1);
  assert_int_equal(c->lines[0], 3);
  assert_string_equal(strrchr(c->places[0], '/'), "/a.json#2");
  assert_true(strstr(c->articles[1].file, "a.json#3") != NULL);
  ingest_text(c, "a.json", "{\n \"text\": \"one\"\n}\n{\n \"text\": \"two\"\n}");
  assert_int_equal(c->n, 2);
  ingest_text(c, "a.json", "{\"status\":\"ok\",\"articles\":[{\"content\":\"one\"},{\"content\":\"two\"}]}");
  assert_int_equal(c->n, 2);
  ingest_text(c, "a.json", "[{\"text\":\"one\"},{\"text\":\"tw");
  assert_int_equal(c->n, 1);
  assert_int_equal(c->n_refused, 1);
  ingest_text(c, "a.json", "[]");
  assert_int_equal(c->n_refused, 1);
}

static void mapped_fields(void **state) {
  catch *c = *state;
  const char *fields[] = {"text=doc.parts.1", "title=head.main", NULL};
  const char *json = "{\"text\":\"no\",\"doc\":{\"parts\":[\"x\",\"yes\"]},\"head\":{\"main\":\"M\"}}";
  ingest_with(c, write_file(c, "a.json", json, strlen(json)), &(ds_ingest_options){.fields = fields});
  assert_string_equal(c->articles[0].text, "yes");
  assert_string_equal(c->articles[0].title, "M");
}

static void without_text(void **state) {
  catch *c = *state;
  ingest_text(c, "a.json", "{\"title\":\"T\",\"words\":\"w\"}");
  assert_int_equal(c->n, 0);
  assert_non_null(strstr(c->refused[0], "title, words"));
}

static void not_quite_json(void **state) {
  catch *c = *state;
  ingest_text(c, "a.jsonl", "{\"text\":\"half \\ud83d pair\",\"date\":NaN}\n{\"text\":\"caf\xE9\"}\n");
  assert_int_equal(c->n, 2);
  assert_string_equal(c->articles[0].text, "half \xEF\xBF\xBD pair");
  assert_null(c->articles[0].date);
  assert_string_equal(c->articles[1].text, "caf\xC3\xA9");
  assert_int_equal(c->n_remarks, 2);
}

static void day_first(void **state) {
  catch *c = *state;
  const char *json = "{\"text\":\"t\",\"date\":\"02/03/2023\"}";
  ingest_with(c, write_file(c, "a.json", json, strlen(json)), &(ds_ingest_options){.day_first = true});
  assert_string_equal(c->articles[0].date, "2023-03-02");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(common_names, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(text_is_byte_for_byte, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(lines_with_an_error, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(lists_and_concatenations, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(mapped_fields, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(without_text, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(not_quite_json, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(day_first, catch_setup, catch_teardown),
  };
  return cmocka_run_group_tests_name("ingest json", tests, NULL, NULL);
}
