/* Quotations: which words are quoted, of what kind, and whose they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "annotation/annotation.h"
#include "annotation/reporting.h"

static ds_arena *arena;

static int set_up(void **state) {
  (void)state;
  arena = ds_arena_new();
  return 0;
}

static int tear_down(void **state) {
  (void)state;
  ds_arena_free(arena);
  return 0;
}

static ds_annotation *quotes_of(const char *text, size_t len) {
  ds_arena_reset(arena);
  ds_annotation *a = DS_ARENA_NEW(arena, ds_annotation, 1);
  a->reading = ds_read(text, len, arena);
  ds_entities_find(a, NULL, arena);
  ds_quotes_find(a, arena);
  return a;
}

/* The content spans, parted by " | ". */
static const char *content_of(const ds_annotation *a, const ds_quote *q) {
  const char *all = "";
  for (uint32_t i = 0; i < q->n_content; i++)
    all = ds_arena_printf(arena, "%s%s%.*s", all, i ? " | " : "", (int)(q->content[i].end - q->content[i].start),
                          a->reading->text + q->content[i].start);
  return all;
}

static const char *speaker_of(const ds_annotation *a, const ds_quote *q) {
  return ds_arena_strndup(arena, a->reading->text + q->speaker_start, q->speaker_end - q->speaker_start);
}

/* The first quote that is not a scare quote, or NULL. */
static const ds_quote *first_quote(const ds_annotation *a) {
  for (uint32_t i = 0; i < a->n_quotes; i++)
    if (a->quotes[i].kind != DS_QUOTE_SCARE) return &a->quotes[i];
  return NULL;
}

/* Is phrase the words, or the words with an apposition behind a comma? */
static bool begins_phrase(const char *phrase, const char *words) {
  size_t n = strlen(words);
  bool right = strncmp(phrase, words, n) == 0 && (phrase[n] == 0 || (n > 0 && phrase[n] == ','));
  if (!right) print_error("speaker '%s', expected '%s'\n", phrase, words);
  return right;
}

typedef struct expectation {
  const char *text, *content, *speaker; /* speaker "": nobody */
  ds_quote_kind kind;
} expectation;

static void check_all(const expectation *cases, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const ds_annotation *a = quotes_of(cases[i].text, strlen(cases[i].text));
    const ds_quote *q = first_quote(a);
    if (!q) print_error("nothing found in: %s\n", cases[i].text);
    assert_non_null(q);
    if (cases[i].content) assert_string_equal(content_of(a, q), cases[i].content);
    if (cases[i].speaker) assert_true(begins_phrase(speaker_of(a, q), cases[i].speaker));
    assert_int_equal(q->kind, cases[i].kind);
    assert_true(q->confidence >= 0 && q->confidence <= 1);
    assert_int_equal(q->speaker_end == 0, strcmp(q->rule, "none") == 0);
  }
}

#define CHECK(cases) check_all(cases, sizeof(cases) / sizeof *(cases))

static void every_mark(void **state) {
  (void)state;
  static const expectation CASES[] = {
      {"\"We will win this game,\" she said.", "We will win this game,", "she", DS_QUOTE_DIRECT},
      {"“We will win this game,” she said.", "We will win this game,", "she", DS_QUOTE_DIRECT},
      {"‘We will win this game,’ she said.", "We will win this game,", "she", DS_QUOTE_DIRECT},
      {"'We will win this game,' she said.", "We will win this game,", "she", DS_QUOTE_DIRECT},
      {"„We will win this game,“ she said.", "We will win this game,", "she", DS_QUOTE_DIRECT},
      {"„We will win this game,” she said.", "We will win this game,", "she", DS_QUOTE_DIRECT},
      {"« We will win this game », she said.", "We will win this game", "she", DS_QUOTE_DIRECT},
      {"»We will win this game,« she said.", "We will win this game,", "she", DS_QUOTE_DIRECT},
      {"‹We will win this game›, she said.", "We will win this game", "she", DS_QUOTE_DIRECT},
      {"``We will win this game,'' she said.", "We will win this game,", "she", DS_QUOTE_DIRECT},
      {"''We will win this game,'' she said.", "We will win this game,", "she", DS_QUOTE_DIRECT},
  };
  CHECK(CASES);
}

static void apostrophes_are_no_marks(void **state) {
  (void)state;
  static const char *const TEXTS[] = {
      "The boys' toys and the girls' books were John's.",
      "It wasn't the workers’ fault, the owners’ lawyers don’t care.",
      "Rock 'n' roll was big in the '60s and the '70s.",
      "Get 'em while they're hot, 'cause they won't last.",
  };
  for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
    const ds_annotation *a = quotes_of(TEXTS[i], strlen(TEXTS[i]));
    for (uint32_t j = 0; j < a->n_quotes; j++) assert_int_equal(a->quotes[j].kind, DS_QUOTE_INDIRECT);
  }
  static const expectation INSIDE[] = {
      {"'I don't like the boys' new toys,' she said.", "I don't like the boys' new toys,", "she", DS_QUOTE_DIRECT},
      {"‘It’s the players’ game, isn’t it?’ she asked.", "It’s the players’ game, isn’t it?", "she", DS_QUOTE_DIRECT},
  };
  CHECK(INSIDE);
}

static void paragraphs(void **state) {
  (void)state;
  static const expectation CASES[] = {
      {"“The first part is here.\n\n“The second part is there.\n\n“The third part ends it,” she said.",
       "The first part is here. | The second part is there. | The third part ends it,", "she", DS_QUOTE_DIRECT},
      {"\"The first part is here.\n\n\"The second part ends it,\" she said.", "The first part is here. | The second part ends it,", "she",
       DS_QUOTE_DIRECT},
      {"She said: “This quotation never ends.\n\nThe next paragraph is the paper's.", "This quotation never ends.", "She", DS_QUOTE_DIRECT},
  };
  CHECK(CASES);
}

static void unclosed_is_doubtful(void **state) {
  (void)state;
  const char *closed = "She said: “This quotation ends.”", *open = "She said: “This quotation ends.";
  float sure = first_quote(quotes_of(closed, strlen(closed)))->confidence;
  assert_true(first_quote(quotes_of(open, strlen(open)))->confidence < sure);
}

static void split_and_nested(void **state) {
  (void)state;
  static const expectation CASES[] = {
      {"“This is hard,” she said. “We will do it anyway.”", "This is hard, | We will do it anyway.", "she", DS_QUOTE_DIRECT},
      {"“This,” she said, “is hard to do.”", "This, | is hard to do.", "she", DS_QUOTE_DIRECT},
      {"“They told me ‘go home’ and I went,” she said.", "They told me ‘go home’ and I went,", "she", DS_QUOTE_DIRECT},
      {"\"They told me 'go home' and I went,\" she said.", "They told me 'go home' and I went,", "she", DS_QUOTE_DIRECT},
  };
  CHECK(CASES);
}

static void who_speaks(void **state) {
  (void)state;
  static const expectation CASES[] = {
      {"“We are ready,” said Wang Yi, the foreign minister.", "We are ready,", "Wang Yi", DS_QUOTE_DIRECT},
      {"“We are ready,” the spokesman said.", "We are ready,", "the spokesman", DS_QUOTE_DIRECT},
      {"Hugh Hill, a doctor, said: “We are ready to help.”", "We are ready to help.", "Hugh Hill", DS_QUOTE_DIRECT},
      {"“We are ready,” the proposal said.", "We are ready,", "the proposal", DS_QUOTE_DIRECT},
      {"“We are ready to help everyone.” —Angela Merkel", "We are ready to help everyone.", "Angela Merkel", DS_QUOTE_DIRECT},
      {"Angela Merkel: “We are ready to help everyone.”", "We are ready to help everyone.", "Angela Merkel", DS_QUOTE_DIRECT},
      {"“We are ready,” said the Belarusian president's office.", "We are ready,", "the Belarusian president's office", DS_QUOTE_DIRECT},
  };
  CHECK(CASES);
}

static void paraphrase(void **state) {
  (void)state;
  static const expectation CASES[] = {
      {"Analysts said Beijing would be an unlikely broker.", "Beijing would be an unlikely broker", "Analysts", DS_QUOTE_INDIRECT},
      {"The minister said that the plan was dead.", "that the plan was dead", "The minister", DS_QUOTE_INDIRECT},
      {"The plan was dead, officials said.", "The plan was dead", "officials", DS_QUOTE_INDIRECT},
      {"According to Gallup, the plan was popular.", "the plan was popular", "Gallup", DS_QUOTE_INDIRECT},
      {"The plan was popular, according to Gallup.", "The plan was popular", "Gallup", DS_QUOTE_INDIRECT},
      {"The minister said that the plan was “dead on arrival”.", "that the plan was “dead on arrival”", "The minister", DS_QUOTE_MIXED},
      {"Alexander Lukashenko, on Friday, announced that he would be visiting China on a state visit.",
       "that he would be visiting China on a state visit", "Alexander Lukashenko", DS_QUOTE_INDIRECT},
  };
  CHECK(CASES);
}

/* The last quote with this content, or NULL. */
static const ds_quote *quote_with(const ds_annotation *a, const char *content) {
  const ds_quote *found = NULL;
  for (uint32_t i = 0; i < a->n_quotes; i++)
    if (strcmp(content_of(a, &a->quotes[i]), content) == 0) found = &a->quotes[i];
  return found;
}

static void check_speaker(const ds_annotation *a, const char *content, const char *speaker) {
  const ds_quote *q = quote_with(a, content);
  if (!q) print_error("no quote '%s'\n", content);
  assert_non_null(q);
  assert_true(begins_phrase(speaker_of(a, q), speaker));
}

static void several_in_one_text(void **state) {
  (void)state;
  const char *text = "The minister said the plan was late but argued that it was sound. “It will work,” he added.\n\n"
                     "Angela Merkel shook her head. “We do not believe a word of it.”\n\n"
                     "“What he calls a “plan” is a wish,” said Olaf Scholz, who once praised it.\n\n"
                     "The Boeing is a favorite toy, he said in an interview on Saturday.";
  const ds_annotation *a = quotes_of(text, strlen(text));
  check_speaker(a, "the plan was late", "The minister");
  check_speaker(a, "that it was sound", "The minister");
  check_speaker(a, "It will work,", "he");
  check_speaker(a, "We do not believe a word of it.", "Angela Merkel");
  check_speaker(a, "What he calls a “plan” is a wish,", "Olaf Scholz");
  check_speaker(a, "The Boeing is a favorite toy", "he");
}

static void entities_stay_in_order(void **state) {
  (void)state;
  const char *text =
      "Analysts said the plan was dead. “I like it,” said Angela Merkel. One blogger wrote that it was bad. The blogger said it twice was.";
  const ds_annotation *a = quotes_of(text, strlen(text));
  for (uint32_t i = 1; i < a->n_mentions; i++) assert_true(a->mentions[i - 1].start <= a->mentions[i].start);
  int32_t seen = -1;
  for (uint32_t i = 0; i < a->n_mentions; i++)
    if (a->mentions[i].entity > seen) assert_int_equal(a->mentions[i].entity, ++seen);
  bool first_person = false;
  for (uint32_t i = 0; i < a->n_mentions; i++)
    if (text[a->mentions[i].start] == 'I' && a->mentions[i].end == a->mentions[i].start + 1) {
      first_person = true;
      assert_string_equal(a->entities[a->mentions[i].entity].name, "Angela Merkel");
    }
  assert_true(first_person);
}

/* Words before, behind and around the cue, where the tree alone would cut them short. */
static void whole_contents(void **state) {
  (void)state;
  static const expectation CASES[] = {
      {"“It was late,” Cuban said.", "It was late,", "Cuban", DS_QUOTE_DIRECT},
      {"Said Jane Ellis: “We do not get the sense of it.”", "We do not get the sense of it.", "Jane Ellis", DS_QUOTE_DIRECT},
      {"The ad uses footage of Jane Smith asking, “Why are we not ahead?”", "Why are we not ahead?", "Jane Smith", DS_QUOTE_DIRECT},
      {"The minister blasted the media for being “unbelievably dishonest.”", "the media for being “unbelievably dishonest.”",
       "The minister", DS_QUOTE_MIXED},
      {"“It is a better use of money,” he added, to pursue a hybrid system.", "It is a better use of money, | to pursue a hybrid system",
       "he", DS_QUOTE_MIXED},
      {"“We are gravely concerned,” the members wrote in a letter, that the department “may have removed children.”",
       "We are gravely concerned, | that the department “may have removed children.”", "the members", DS_QUOTE_MIXED},
      {"John Smith said the videos were “inconclusive” and that the footage did not show it.",
       "the videos were “inconclusive” and that the footage did not show it", "John Smith", DS_QUOTE_MIXED},
      {"The senator called on the president to stop attacking the judge.", "the president to stop attacking the judge", "The senator",
       DS_QUOTE_INDIRECT},
      {"He offered a plan which he said had harmed the economy.", "which | had harmed the economy", "he", DS_QUOTE_INDIRECT},
      {"The question of money, she said, is not so simple.", "The question of money | is not so simple", "she", DS_QUOTE_INDIRECT},
      {"The reporter asked the minister how high the wall would be.", "how high the wall would be", "The reporter", DS_QUOTE_INDIRECT},
  };
  CHECK(CASES);
}

/* Speakers that no verb names. */
static void without_a_verb(void **state) {
  (void)state;
  static const expectation CASES[] = {
      {"\"We are ready to help everyone.\" -Angela Merkel", "We are ready to help everyone.", "Angela Merkel", DS_QUOTE_DIRECT},
      {"“We are ready to help everyone.”\n\n— Angela Merkel, on Monday.", "We are ready to help everyone.", "Angela Merkel",
       DS_QUOTE_DIRECT},
      {"Here is Angela Merkel in December: “Our new direction must rest on facts.”", "Our new direction must rest on facts.",
       "Angela Merkel", DS_QUOTE_DIRECT},
      {"Angela Merkel went on with her remarks.\n\n“We have never seen a thing like this.”", "We have never seen a thing like this.",
       "Angela Merkel", DS_QUOTE_DIRECT},
      {"It was, in the words of Angela Merkel, “a day that we will not forget.”", "a day that we will not forget.", "Angela Merkel",
       DS_QUOTE_DIRECT},
  };
  CHECK(CASES);
}

static void marks_in_marks(void **state) {
  (void)state;
  static const expectation CASES[] = {
      {"Angela Merkel went on: \"I will read it to you: “Are you ready?” Forty said yes, and forty said no.\"",
       "I will read it to you: “Are you ready?” Forty said yes, and forty said no.", "Angela Merkel", DS_QUOTE_DIRECT},
      {"The day was long.\n\n” … we did it with a coolness that nobody expected,” she said.",
       "… we did it with a coolness that nobody expected,", "she", DS_QUOTE_DIRECT},
      {"Angela Merkel told the crowd, “We are ready for it,” and, “Who would not be ready?”",
       "We are ready for it, | Who would not be ready?", "Angela Merkel", DS_QUOTE_DIRECT},
  };
  CHECK(CASES);
}

/* Whom a phrase or a bare last name means. */
static void speakers_by_name(void **state) {
  (void)state;
  static const char *const CASES[][2] = {
      {"Stephen Young owns a team.\n\n“It was late,” Young said.", "Stephen Young"},
      {"The secretary general of the union (UW), Jane Smith, said: “It was late.”", "Jane Smith"},
  };
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    const ds_annotation *a = quotes_of(CASES[i][0], strlen(CASES[i][0]));
    const ds_quote *q = first_quote(a);
    assert_non_null(q);
    assert_true(q->entity >= 0);
    assert_string_equal(a->entities[q->entity].name, CASES[i][1]);
  }
}

/* One report of a speaker is one quote; what somebody else says inside it is a second one. */
static void reports_in_reports(void **state) {
  (void)state;
  const char *own = "Jane Ellis said she expects the campaign “to go on.”";
  const ds_annotation *a = quotes_of(own, strlen(own));
  assert_int_equal(a->n_quotes, 1);
  assert_string_equal(content_of(a, &a->quotes[0]), "she expects the campaign “to go on.”");
  assert_int_equal(a->quotes[0].kind, DS_QUOTE_MIXED);
  const char *other = "John Smith said that Jane Ellis called the plan “a disgrace.”";
  a = quotes_of(other, strlen(other));
  assert_int_equal(a->n_quotes, 2);
  check_speaker(a, "that Jane Ellis called the plan “a disgrace.”", "John Smith");
  check_speaker(a, "the plan “a disgrace.”", "Jane Ellis");
}

static void scare_quotes(void **state) {
  (void)state;
  static const char *const TEXTS[] = {
      "China called for an end to the “Cold War mentality” of the past.",
      "The film “Casablanca” was shown on Monday.",
      "The so-called \"experts\" were wrong.",
  };
  for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
    const ds_annotation *a = quotes_of(TEXTS[i], strlen(TEXTS[i]));
    for (uint32_t j = 0; j < a->n_quotes; j++) {
      assert_true(a->quotes[j].kind == DS_QUOTE_SCARE || a->quotes[j].kind == DS_QUOTE_MIXED);
      if (a->quotes[j].kind == DS_QUOTE_SCARE) assert_int_equal(a->quotes[j].speaker_end, 0);
    }
  }
  const char *film = "The film “Casablanca” was shown on Monday.";
  const ds_annotation *a = quotes_of(film, strlen(film));
  assert_int_equal(a->n_quotes, 1);
  assert_int_equal(a->quotes[0].kind, DS_QUOTE_SCARE);
  assert_string_equal(content_of(a, &a->quotes[0]), "Casablanca");
}

static void same_speaker_goes_on(void **state) {
  (void)state;
  const char *text = "“We are ready to help,” said Angela Merkel.\n\n“We have always been ready to help.”";
  const ds_annotation *a = quotes_of(text, strlen(text));
  assert_int_equal(a->n_quotes, 2);
  assert_string_equal(speaker_of(a, &a->quotes[1]), "Angela Merkel");
  assert_int_equal(a->quotes[1].entity, a->quotes[0].entity);
  assert_true(a->quotes[1].confidence < a->quotes[0].confidence);
}

static void resolved(void **state) {
  (void)state;
  const char *text = "Angela Merkel arrived on Monday. “We are ready,” she said.";
  const ds_annotation *a = quotes_of(text, strlen(text));
  const ds_quote *q = first_quote(a);
  assert_true(q->entity >= 0);
  assert_string_equal(a->entities[q->entity].name, "Angela Merkel");
  assert_string_equal(q->cue_lemma, "say");
}

static void check_shape(const ds_annotation *a) {
  for (uint32_t i = 0; i < a->n_quotes; i++) {
    const ds_quote *q = &a->quotes[i];
    assert_true(q->n_content > 0 && q->start < q->end && q->end <= a->reading->len);
    assert_true(q->start <= q->content[0].start);
    for (uint32_t j = 0; j < q->n_content; j++) {
      assert_true(q->content[j].start < q->content[j].end);
      if (j) assert_true(q->content[j - 1].end <= q->content[j].start);
    }
    if (i) assert_true(a->quotes[i - 1].start <= q->start);
    assert_true(q->speaker_start <= q->speaker_end);
    assert_true(q->entity < (int32_t)a->n_entities);
  }
}

static void any_bytes(void **state) {
  (void)state;
  static const char *const PIECES[] = {
      "\"",    "“",    "”",  "‘",  "’",     "'",    "„",      "«",      "»", "‹",    "›",        "``",    "''",
      " ",     "\n\n", ", ", ". ", "said ", "she ", "Smith ", "said: ", "—", "\xff", "\xe2\x80", "that ", "according to ",
      "word ", ":",    "?"};
  unsigned seed = 7;
  char text[600];
  for (int round = 0; round < 1500; round++) {
    size_t n = 0;
    for (int k = 0; k < 60; k++) {
      seed = seed * 1103515245u + 12345u;
      const char *p = PIECES[(seed >> 16) % (sizeof PIECES / sizeof *PIECES)];
      if (n + strlen(p) >= sizeof text) break;
      memcpy(text + n, p, strlen(p));
      n += strlen(p);
    }
    check_shape(quotes_of(text, n));
  }
  check_shape(quotes_of("\"\"=", 3));
  check_shape(quotes_of("", 0));
  check_shape(quotes_of("\"", 1));
}

/* Twice the text may not take much more than twice the time. */
static double seconds_for(const char *unit, int times) {
  size_t n = strlen(unit);
  char *text = malloc(n * (size_t)times + 1);
  for (int i = 0; i < times; i++) memcpy(text + n * (size_t)i, unit, n);
  ds_arena_reset(arena);
  ds_annotation *a = DS_ARENA_NEW(arena, ds_annotation, 1);
  a->reading = ds_read(text, n * (size_t)times, arena);
  clock_t start = clock();
  ds_quotes_find(a, arena);
  double used = (double)(clock() - start) / CLOCKS_PER_SEC;
  check_shape(a);
  free(text);
  return used;
}

static void linear_time(void **state) {
  (void)state;
  static const char *const UNITS[] = {"\"",    "“", "'a ",          "\"a\" ",      "“a.\n\n", "“We go,” he said. “Yes.” ",
                                      "said ", "‘", "“a” said b, ", "a: \"b\"\n\n"};
  for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++) {
    double small = seconds_for(UNITS[i], 10000), large = seconds_for(UNITS[i], 40000);
    if (large > 0.3 + small * 10) print_error("slow on repeated: %s (%.2f s, %.2f s)\n", UNITS[i], small, large);
    assert_true(large <= 0.3 + small * 10);
  }
}

static void verbs_and_nouns(void **state) {
  (void)state;
  static const struct {
    const char *word, *lemma;
    ds_verb_form form;
  } FORMS[] = {
      {"said", "say", DS_VERB_PAST},    {"Says", "say", DS_VERB_S},           {"arguing", "argue", DS_VERB_ING},
      {"denied", "deny", DS_VERB_PAST}, {"admitting", "admit", DS_VERB_ING},  {"told", "tell", DS_VERB_PAST},
      {"warn", "warn", DS_VERB_BASE},   {"stressed", "stress", DS_VERB_PAST}, {"agreed", "agree", DS_VERB_PAST},
      {"replies", "reply", DS_VERB_S},
  };
  for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++) {
    ds_verb_form form;
    const ds_reporting *v = ds_reporting_verb(FORMS[i].word, strlen(FORMS[i].word), &form);
    assert_non_null(v);
    assert_string_equal(v->lemma, FORMS[i].lemma);
    assert_int_equal(form, FORMS[i].form);
  }
  assert_null(ds_reporting_verb("walked", 6, NULL));
  assert_null(ds_reporting_verb("", 0, NULL));
  assert_null(ds_reporting_verb("saidsaidsaidsaidsaidsaidsaid", 28, NULL));
  assert_true(ds_reporting_noun("Statements", 10));
  assert_false(ds_reporting_noun("table", 5));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_mark),
      cmocka_unit_test(apostrophes_are_no_marks),
      cmocka_unit_test(paragraphs),
      cmocka_unit_test(unclosed_is_doubtful),
      cmocka_unit_test(split_and_nested),
      cmocka_unit_test(who_speaks),
      cmocka_unit_test(paraphrase),
      cmocka_unit_test(scare_quotes),
      cmocka_unit_test(whole_contents),
      cmocka_unit_test(without_a_verb),
      cmocka_unit_test(marks_in_marks),
      cmocka_unit_test(speakers_by_name),
      cmocka_unit_test(reports_in_reports),
      cmocka_unit_test(same_speaker_goes_on),
      cmocka_unit_test(resolved),
      cmocka_unit_test(any_bytes),
      cmocka_unit_test(linear_time),
      cmocka_unit_test(verbs_and_nouns),
      cmocka_unit_test(several_in_one_text),
      cmocka_unit_test(entities_stay_in_order),
  };
  return cmocka_run_group_tests_name("quotes", tests, set_up, tear_down);
}
