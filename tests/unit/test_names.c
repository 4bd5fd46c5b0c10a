/* Names in plain newswire sentences, where a reader must not err. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "language/reading.h"

static ds_arena *arena;

static int set_up(void **state) {
  arena = ds_arena_new();
  return 0;
}

static int tear_down(void **state) {
  ds_arena_free(arena);
  return 0;
}

/* "kind:text" of every name, parted by " | ". */
static const char *names_of(const char *text) {
  static char out[4096];
  ds_reading *r = ds_read(text, strlen(text), arena);
  size_t n = 0;
  out[0] = 0;
  for (uint32_t i = 0; i < r->n_names && n + 300 < sizeof out; i++)
    n += (size_t)snprintf(out + n, 300, "%s%s:%.*s", i ? " | " : "", ds_kind_text(r->names[i].kind),
                          (int)(r->names[i].end - r->names[i].start), text + r->names[i].start);
  return out;
}

static const ds_name *name_in(ds_reading *r, const char *text) {
  for (uint32_t i = 0; i < r->n_names; i++)
    if (strncmp(r->text + r->names[i].start, text, r->names[i].end - r->names[i].start) == 0 &&
        strlen(text) == r->names[i].end - r->names[i].start)
      return &r->names[i];
  fail_msg("no name '%s'", text);
  return NULL;
}

static ds_reading *reading_of(const char *text) {
  return ds_read(text, strlen(text), arena);
}

static void plain_kinds(void **state) {
  assert_string_equal(names_of("Angela Merkel met the chief executive of Microsoft in Berlin on Friday."),
                      "person:Angela Merkel | organization:Microsoft | place:Berlin");
}

static void titles_stay_outside(void **state) {
  assert_string_equal(names_of("The visit was announced by President Alexander Lukashenko on Tuesday."), "person:Alexander Lukashenko");
}

static void articles_and_possessives_stay_outside(void **state) {
  assert_string_equal(names_of("Officials said the United Nations' envoy would leave Syria's capital."),
                      "organization:United Nations | place:Syria");
}

static void long_organizations(void **state) {
  ds_reading *r = reading_of("A spokesman for the Ministry of Foreign Affairs declined to comment.");
  assert_int_equal(name_in(r, "Ministry of Foreign Affairs")->kind, DS_ORGANIZATION);
}

static void hyphens_part_two_states(void **state) {
  ds_reading *r = reading_of("They discussed US-China trade and the Russia-Ukraine war.");
  assert_string_equal(name_in(r, "US")->country, "US");
  assert_string_equal(name_in(r, "China")->country, "CN");
  assert_string_equal(name_in(r, "Russia")->country, "RU");
  assert_string_equal(name_in(r, "Ukraine")->country, "UA");
}

static void demonyms(void **state) {
  ds_reading *r = reading_of("The Belarusian leader praised Iranians after talks with Chinese diplomats.");
  const ds_name *n = name_in(r, "Belarusian");
  assert_true(n->demonym);
  assert_int_equal(n->kind, DS_OTHER);
  assert_string_equal(n->country, "BY");
  assert_string_equal(name_in(r, "Iranians")->country, "IR");
  assert_string_equal(name_in(r, "Chinese")->country, "CN");
  r = reading_of("North Korean leader Kim Jong Un met South African officials.");
  assert_string_equal(name_in(r, "North Korean")->country, "KP");
  assert_string_equal(name_in(r, "South African")->country, "ZA");
}

static void countries_of_places(void **state) {
  ds_reading *r = reading_of("He travelled from Minsk to Springfield, Illinois, and on to Belarus.");
  assert_string_equal(name_in(r, "Minsk")->country, "BY");
  assert_string_equal(name_in(r, "Belarus")->country, "BY");
  assert_string_equal(name_in(r, "Springfield")->country, "US");
  assert_false(name_in(r, "Belarus")->demonym);
}

/* A name that is plain in one sentence helps where it is not. */
static void the_whole_text_helps(void **state) {
  ds_reading *r = reading_of("Foreign Minister Tamsin Orwick arrived in Kyiv on Monday. Reporters waited for hours.\n\nOrwick said little. "
                             "Critics of Orwick were disappointed.");
  uint32_t persons = 0;
  for (uint32_t i = 0; i < r->n_names; i++) persons += r->names[i].kind == DS_PERSON;
  assert_int_equal(persons, 3);
}

static void common_words_are_no_names(void **state) {
  assert_string_equal(names_of("However, the talks ended. Nobody knows why. The weather was bad on Monday in March."), "");
}

static void short_names_of_states(void **state) {
  ds_reading *r = reading_of("The PRC rejected the claims. Envoys of the ROK and the DPRK met.");
  assert_string_equal(name_in(r, "PRC")->country, "CN");
  assert_string_equal(name_in(r, "ROK")->country, "KR");
  assert_string_equal(name_in(r, "DPRK")->country, "KP");
  assert_int_equal(name_in(r, "PRC")->kind, DS_PLACE);
}

static void nothing_to_read(void **state) {
  assert_int_equal(reading_of("")->n_names, 0);
  assert_int_equal(reading_of("\n\n  \n")->n_names, 0);
  assert_int_equal(reading_of("... --- !!!")->n_names, 0);
}

static void any_bytes(void **state) {
  uint32_t seed = 1;
  char text[4096];
  for (int round = 0; round < 20; round++) {
    for (size_t i = 0; i < sizeof text; i++) {
      seed = seed * 1103515245u + 12345u;
      text[i] = (char)(round % 2 ? (int)(seed >> 16 & 255) : "AaB b.\n-'S\xc3\xa9,"[(seed >> 16) % 13]);
    }
    ds_reading *r = ds_read(text, sizeof text, arena);
    uint32_t end = 0;
    for (uint32_t i = 0; i < r->n_names; i++) {
      const ds_name *n = &r->names[i];
      assert_true(n->start >= end && n->end > n->start && n->end <= sizeof text && n->count > 0);
      assert_true(n->score >= 0 && n->score <= 1);
      assert_int_equal(r->tokens[n->first].start, n->start);
      assert_int_equal(r->tokens[n->first + n->count - 1].end, n->end);
      end = n->end;
    }
  }
}

int main(void) {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
  const struct CMUnitTest tests[] = {
      T(plain_kinds),           T(titles_stay_outside),     T(articles_and_possessives_stay_outside),
      T(long_organizations),    T(hyphens_part_two_states), T(demonyms),
      T(countries_of_places),   T(the_whole_text_helps),    T(common_words_are_no_names),
      T(short_names_of_states), T(nothing_to_read),         T(any_bytes),
  };
  return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
