#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "annotation/annotation.h"
#include "language/gazetteer.h"

/* The texts carry their own names: "[P:Bill Clinton]", P person, O organization, L place, M other, D demonym. Tags and tree come from the
 * reader; names do not, so that a test fails for what it tests. */
typedef struct story {
  ds_arena *arena;
  ds_annotation *a;
  char *text;
} story;

static void read_marks(const char *marked, char *text, ds_name *names, uint32_t *n) {
  uint32_t at = 0;
  for (const char *p = marked; *p; p++) {
    if (*p == '[') {
      static const char kinds[] = "POLM";
      const char *kind = strchr(kinds, p[1]);
      names[*n] = (ds_name){.start = at, .kind = kind ? (ds_kind)(kind - kinds) : DS_OTHER, .score = 0.9f, .demonym = p[1] == 'D'};
      p += 2;
    } else if (*p == ']') {
      names[(*n)++].end = at;
    } else {
      text[at++] = *p;
    }
  }
  text[at] = '\0';
}

static void place_names(ds_reading *r, ds_name *names, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    ds_name *m = &names[i];
    m->first = ds_token_from(r, m->start);
    while (m->first + m->count < r->n_tokens && r->tokens[m->first + m->count].start < m->end) m->count++;
    const char *s = r->text + m->start;
    const ds_country *country = m->demonym ? ds_country_by_demonym(s, m->end - m->start) : ds_country_by_name(s, m->end - m->start);
    if (country) memcpy(m->country, country->code, 2);
  }
  r->names = names;
  r->n_names = n;
}

static story tell(const char *marked) {
  story s = {.arena = ds_arena_new()};
  s.text = ds_arena_alloc(s.arena, strlen(marked) + 1);
  ds_name *names = DS_ARENA_NEW(s.arena, ds_name, strlen(marked));
  uint32_t n = 0;
  read_marks(marked, s.text, names, &n);
  ds_reading *r = ds_read(s.text, strlen(s.text), s.arena);
  place_names(r, names, n);
  s.a = DS_ARENA_NEW(s.arena, ds_annotation, 1);
  s.a->reading = r;
  ds_entities_find(s.a, NULL, s.arena);
  return s;
}

/* The entity of the n-th (from 1) mention printed as `text`, or -1. */
static int32_t nth(const story *s, const char *text, int n) {
  for (uint32_t i = 0; i < s->a->n_mentions; i++) {
    const ds_mention *m = &s->a->mentions[i];
    if (m->end - m->start == strlen(text) && memcmp(s->text + m->start, text, strlen(text)) == 0 && --n == 0) return m->entity;
  }
  return -1;
}

static int32_t of(const story *s, const char *text) {
  return nth(s, text, 1);
}

static const ds_entity *entity(const story *s, const char *text) {
  int32_t e = of(s, text);
  if (e < 0) print_error("no mention '%s' in '%s'\n", text, s->text);
  assert_true(e >= 0);
  return &s->a->entities[e];
}

static void assert_same(const char *marked, const char *x, const char *y) {
  story s = tell(marked);
  if (of(&s, x) < 0 || of(&s, x) != of(&s, y)) print_error("'%s' and '%s' in '%s'\n", x, y, s.text);
  assert_true(of(&s, x) >= 0);
  assert_int_equal(of(&s, x), of(&s, y));
  ds_arena_free(s.arena);
}

static void assert_apart(const char *marked, const char *x, const char *y) {
  story s = tell(marked);
  if (of(&s, x) == of(&s, y)) print_error("'%s' and '%s' in '%s'\n", x, y, s.text);
  assert_true(of(&s, x) >= 0);
  assert_int_not_equal(of(&s, x), of(&s, y));
  ds_arena_free(s.arena);
}

static void persons_by_parts_of_their_names(void **state) {
  (void)state;
  assert_same("[P:Tom Molomby] spoke. [P:Molomby] left.", "Tom Molomby", "Molomby");
  assert_same("[P:Molomby] spoke. Later [P:Tom Molomby] left.", "Tom Molomby", "Molomby");
  assert_same("[P:Thomas Sam] was tried. [P:Thomas] wept.", "Thomas Sam", "Thomas");
  assert_same("[P:Ban Ki-moon] spoke. [P:Ban] left.", "Ban Ki-moon", "Ban");
  assert_same("[P:Aung San Suu Kyi] spoke. [P:Suu Kyi] left.", "Aung San Suu Kyi", "Suu Kyi");
  assert_same("[P:George W. Bush] spoke. [P:George Bush] left.", "George W. Bush", "George Bush");
  assert_same("[P:William Gates] spoke. [P:Bill Gates] left.", "William Gates", "Bill Gates");
  assert_same("[P:Higuchi Natsuko] wrote. [P:Natsuko Higuchi] died.", "Higuchi Natsuko", "Natsuko Higuchi");
  assert_same("[P:Recep Tayyip Erdo\xC4\x9F"
              "an] spoke. [P:Erdogan] left.",
              "Recep Tayyip Erdo\xC4\x9F"
              "an",
              "Erdogan");
}

static void persons_who_share_a_name(void **state) {
  (void)state;
  assert_apart("[P:Bill Clinton] met [P:Hillary Clinton].", "Bill Clinton", "Hillary Clinton");
  assert_apart("[P:George W. Bush] and [P:George H. Bush] spoke.", "George W. Bush", "George H. Bush");
  assert_apart("[P:Donald Trump Jr.] and [P:Donald Trump] spoke.", "Donald Trump Jr.", "Donald Trump");
  story s = tell("[P:Bill Clinton] met [P:Hillary Clinton]. Mrs. [P:Clinton] smiled. Mr. [P:Clinton] did not.");
  assert_int_equal(nth(&s, "Clinton", 1), of(&s, "Hillary Clinton"));
  assert_int_equal(nth(&s, "Clinton", 2), of(&s, "Bill Clinton"));
  ds_arena_free(s.arena);
}

static void title_against_the_only_bearer(void **state) {
  (void)state;
  story s = tell("[P:George Bush] spoke. Mrs. [P:Bush] listened.");
  assert_int_not_equal(of(&s, "Bush"), of(&s, "George Bush"));
  assert_int_equal(entity(&s, "Bush")->gender, DS_GENDER_FEMALE);
  assert_int_equal(entity(&s, "George Bush")->gender, DS_GENDER_MALE);
  ds_arena_free(s.arena);
}

static void organizations_and_their_short_forms(void **state) {
  (void)state;
  assert_same("The [O:North Atlantic Treaty Organization] ([O:NATO]) met.", "North Atlantic Treaty Organization", "NATO");
  assert_same("The [O:United Nations] met. The [O:U.N.] spoke.", "United Nations", "U.N.");
  assert_same("[O:Boeing Co.] rose. [O:Boeing] fell.", "Boeing Co.", "Boeing");
  assert_same("[O:Lockheed Martin] rose. [O:Lockheed] fell.", "Lockheed Martin", "Lockheed");
  assert_same("The [O:European Commission] met. The [O:Commission] spoke.", "European Commission", "Commission");
  assert_same("The [O:United States Air Force] flew. The [O:USAF] landed.", "United States Air Force", "USAF");
  assert_same("The [O:Navy] sailed. The [O:U.S. Navy] landed.", "Navy", "U.S. Navy");
  assert_apart("[O:Boeing] sold a [M:Boeing 747].", "Boeing", "Boeing 747");
  assert_apart("[P:Michael Jordan] flew to [L:Jordan].", "Michael Jordan", "Jordan");
}

static void countries_by_any_name(void **state) {
  (void)state;
  assert_same("The [L:United States] spoke. The [L:U.S.] left.", "United States", "U.S.");
  assert_same("[L:America] spoke. The [L:US] left.", "America", "US");
  assert_apart("[L:China] spoke. [L:Beijing] left.", "China", "Beijing");
  assert_apart("[L:North Korea] spoke. [L:South Korea] left.", "North Korea", "South Korea");
  story s = tell("[L:Britain] spoke. The [L:United Kingdom] left.");
  assert_int_equal(s.a->n_entities, 1);
  assert_string_equal(s.a->entities[0].country, "GB");
  assert_int_equal(s.a->entities[0].kind, DS_PLACE);
  ds_arena_free(s.arena);
}

static void kind_by_vote(void **state) {
  (void)state;
  story s = tell("[P:Tom Molomby] spoke. [O:Molomby] left.");
  assert_int_equal(s.a->n_entities, 1);
  assert_int_equal(s.a->entities[0].kind, DS_PERSON);
  assert_string_equal(s.a->entities[0].name, "Tom Molomby");
  assert_int_equal(s.a->entities[0].n_mentions, 2);
  ds_arena_free(s.arena);
}

static void roles_and_countries(void **state) {
  (void)state;
  story s = tell("[D:German] Chancellor [P:Angela Merkel] met [P:Jean Dupont], the president of [L:France]. The chancellor left.");
  assert_string_equal(entity(&s, "Angela Merkel")->note, "German Chancellor");
  assert_string_equal(entity(&s, "Angela Merkel")->country, "DE");
  assert_string_equal(entity(&s, "Jean Dupont")->note, "president of France");
  assert_string_equal(entity(&s, "Jean Dupont")->country, "FR");
  assert_int_equal(of(&s, "The chancellor"), of(&s, "Angela Merkel"));
  assert_int_equal(of(&s, "the president of France"), of(&s, "Jean Dupont"));
  ds_arena_free(s.arena);
}

static void rulers_and_their_kin(void **state) {
  (void)state;
  story s = tell("President [P:Reagan] will visit [L:Rome]. [P:Nancy Reagan] will go too. [P:Reagan] left. Mrs. [P:Reagan] stays.");
  assert_int_not_equal(of(&s, "Reagan"), of(&s, "Nancy Reagan"));
  assert_int_equal(entity(&s, "Reagan")->n_mentions, 2);
  assert_int_equal(entity(&s, "Nancy Reagan")->n_mentions, 2);
  ds_arena_free(s.arena);
  s = tell("[P:Dilma Rousseff] spoke. President [P:Rousseff] had left.");
  assert_int_equal(s.a->n_entities, 1);
  ds_arena_free(s.arena);
}

static void wars_and_states_are_no_origin(void **state) {
  (void)state;
  story s =
      tell("[M:Iraq] War veteran [P:Ann Lee] met [L:Georgia] candidate [P:Joe Dunn] and the president of [L:Georgia], [P:Nino Beridze].");
  assert_string_equal(entity(&s, "Ann Lee")->country, "");
  assert_string_equal(entity(&s, "Joe Dunn")->country, "");
  assert_string_equal(entity(&s, "Nino Beridze")->country, "GE");
  ds_arena_free(s.arena);
}

static void descriptions_meet_their_country(void **state) {
  (void)state;
  story s = tell("[D:French] President [P:Jean Dupont] met [D:Polish] President [P:Jan Nowak]. The [D:French] president left.");
  assert_int_equal(of(&s, "The French president"), of(&s, "Jean Dupont"));
  ds_arena_free(s.arena);
}

static void descriptions_of_organizations(void **state) {
  (void)state;
  story s = tell("[O:Boeing] lost money. The company said it would cut jobs. The [D:Belarusian] president's office was silent.");
  assert_int_equal(of(&s, "The company"), of(&s, "Boeing"));
  assert_int_equal(of(&s, "it"), of(&s, "Boeing"));
  assert_int_equal(entity(&s, "The Belarusian president's office")->kind, DS_ORGANIZATION);
  assert_string_equal(entity(&s, "The Belarusian president's office")->country, "BY");
  ds_arena_free(s.arena);
}

static void texts_that_speak(void **state) {
  (void)state;
  story s = tell("[L:China] released a peace plan. The proposal said talks were needed.");
  assert_int_equal(entity(&s, "The proposal")->kind, DS_OTHER);
  assert_int_equal(of(&s, "The proposal"), of(&s, "a peace plan"));
  ds_arena_free(s.arena);
  s = tell("[L:China] released a peace plan. The proposal was long.");
  assert_int_equal(of(&s, "The proposal"), -1);
  ds_arena_free(s.arena);
}

static void pronouns_by_gender(void **state) {
  (void)state;
  story s = tell("[P:Angela Merkel] called [P:David Cameron]. She thanked him.");
  assert_int_equal(of(&s, "She"), of(&s, "Angela Merkel"));
  assert_int_equal(of(&s, "him"), of(&s, "David Cameron"));
  ds_arena_free(s.arena);
}

static void pronouns_that_mean_nobody(void **state) {
  (void)state;
  story s = tell("[O:Boeing] lost money. It is expected that prices will rise.");
  assert_int_equal(of(&s, "It"), -1);
  ds_arena_free(s.arena);
  s = tell("He left early.");
  assert_int_equal(s.a->n_entities, 0);
  assert_int_equal(s.a->n_mentions, 0);
  ds_arena_free(s.arena);
}

static void groups_that_are_spoken_of_again(void **state) {
  (void)state;
  assert_same("Republican lawmakers rejected the bill. They said that it would cost too much.", "Republican lawmakers", "They");
  assert_same("The talks began in [L:Geneva] on Monday. They are expected to last three days.", "The talks", "They");
  assert_same("[O:Microsoft] lost money. They blamed the economy.", "Microsoft", "They");
  story s = tell("Republican lawmakers rejected the bill. They said that it would cost too much.");
  assert_true(entity(&s, "They")->plural);
  assert_int_equal(entity(&s, "They")->kind, DS_PERSON);
  assert_string_equal(entity(&s, "They")->name, "Republican lawmakers");
  ds_arena_free(s.arena);
  s = tell("The holes were large. They were filled on Monday."); /* things are no entities */
  assert_int_equal(s.a->n_entities, 0);
  ds_arena_free(s.arena);
}

static void hosts_and_guests(void **state) {
  (void)state;
  static const char visit[] = "[P:Xi Jinping] welcomed [P:Alexander Lukashenko]. He told his host that the plan was good.";
  assert_same(visit, "Alexander Lukashenko", "He");
  assert_same(visit, "Xi Jinping", "his host");
  static const char passive[] = "[P:Tom Smith] was received by [P:Jim Jones]. He told his guest that the plan was good.";
  assert_same(passive, "Jim Jones", "He");
  assert_same(passive, "Tom Smith", "his guest");
}

static void order_and_indices(void **state) {
  (void)state;
  story s = tell("[P:Angela Merkel] met [P:David Cameron] in [L:Berlin]. He thanked her. [P:Merkel] smiled.");
  int32_t next = 0;
  for (uint32_t i = 0; i < s.a->n_mentions; i++) {
    const ds_mention *m = &s.a->mentions[i];
    assert_true(i == 0 || m[-1].start <= m->start);
    assert_true(m->entity <= next);
    if (m->entity == next) next++;
    assert_true(m->start <= s.a->reading->tokens[m->head].start && s.a->reading->tokens[m->head].end <= m->end);
  }
  assert_int_equal(next, s.a->n_entities);
  assert_int_equal(ds_entity_at(s.a, ds_token_from(s.a->reading, 0)), of(&s, "Angela Merkel"));
  assert_int_equal(ds_entity_at(s.a, ds_token_from(s.a->reading, 14)), -1);
  assert_int_equal(ds_entity_at(s.a, s.a->reading->n_tokens), -1);
  ds_arena_free(s.arena);
}

/* Many names with one last word must stay linear; twenty seconds would be far off. */
static void many_names(void **state) {
  (void)state;
  enum { N = 30000 };
  char *marked = malloc(N * 32);
  size_t at = 0;
  for (int i = 0; i < N; i++) at += (size_t)sprintf(marked + at, "[P:Xa%d Smith] ran. ", i);
  story s = tell(marked);
  assert_int_equal(s.a->n_entities, N);
  ds_arena_free(s.arena);
  free(marked);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(persons_by_parts_of_their_names),
      cmocka_unit_test(persons_who_share_a_name),
      cmocka_unit_test(title_against_the_only_bearer),
      cmocka_unit_test(organizations_and_their_short_forms),
      cmocka_unit_test(countries_by_any_name),
      cmocka_unit_test(kind_by_vote),
      cmocka_unit_test(roles_and_countries),
      cmocka_unit_test(rulers_and_their_kin),
      cmocka_unit_test(wars_and_states_are_no_origin),
      cmocka_unit_test(descriptions_meet_their_country),
      cmocka_unit_test(descriptions_of_organizations),
      cmocka_unit_test(texts_that_speak),
      cmocka_unit_test(pronouns_by_gender),
      cmocka_unit_test(pronouns_that_mean_nobody),
      cmocka_unit_test(groups_that_are_spoken_of_again),
      cmocka_unit_test(hosts_and_guests),
      cmocka_unit_test(order_and_indices),
      cmocka_unit_test(many_names),
  };
  return cmocka_run_group_tests_name("entities", tests, NULL, NULL);
}
