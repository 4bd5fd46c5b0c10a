#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "annotation/annotation.h"

/* A sentence is written as "form/lemma/UPOS/XPOS/head/relation …", heads counted from 1 and 0 for the root, sentences parted by "|". */

typedef struct builder {
  ds_reading *r;
  ds_arena *arena;
  char *text;
  uint32_t sentence_first;
} builder;

static void add_token(builder *b, const char *word) {
  char form[64], lemma[64], upos[16], xpos[16], rel[32];
  int head;
  assert_int_equal(sscanf(word, "%63[^/]/%63[^/]/%15[^/]/%15[^/]/%d/%31s", form, lemma, upos, xpos, &head, rel), 6);
  ds_token *t = &b->r->tokens[b->r->n_tokens++];
  t->start = (uint32_t)strlen(b->text) + (b->text[0] != '\0');
  if (b->text[0]) strcat(b->text, " ");
  strcat(b->text, form);
  t->end = (uint32_t)strlen(b->text);
  t->head = head ? (int32_t)b->sentence_first + head - 1 : -1;
  t->sentence = b->r->n_sentences;
  t->lemma = ds_arena_strdup(b->arena, lemma);
  t->upos = ds_upos_parse(upos, strlen(upos));
  t->xpos = ds_xpos_parse(xpos, strlen(xpos));
  t->rel = ds_rel_parse(rel, strlen(rel));
  t->space_before = true;
}

static void end_sentence(builder *b) {
  ds_sentence *s = &b->r->sentences[b->r->n_sentences++];
  s->first = b->sentence_first;
  s->count = b->r->n_tokens - s->first;
  s->start = b->r->tokens[s->first].start;
  s->end = b->r->tokens[b->r->n_tokens - 1].end;
  b->sentence_first = b->r->n_tokens;
}

static ds_annotation *annotate(const char *spec, ds_arena *arena) {
  builder b = {.r = DS_ARENA_NEW(arena, ds_reading, 1), .arena = arena, .text = ds_arena_alloc(arena, 4000)};
  b.r->tokens = DS_ARENA_NEW(arena, ds_token, 200);
  b.r->sentences = DS_ARENA_NEW(arena, ds_sentence, 20);
  char *copy = ds_arena_strdup(arena, spec), *save = NULL;
  for (char *word = strtok_r(copy, " \n", &save); word; word = strtok_r(NULL, " \n", &save)) {
    if (strcmp(word, "|") == 0)
      end_sentence(&b);
    else
      add_token(&b, word);
  }
  end_sentence(&b);
  b.r->text = b.text;
  b.r->len = strlen(b.text);
  ds_annotation *a = DS_ARENA_NEW(arena, ds_annotation, 1);
  a->reading = b.r;
  return a;
}

/* "lemma(n) tense not passive [modal] role=phrase; role=phrase": what a predicate says, in one line. */
static const char *describe(const ds_annotation *a, const char *lemma, ds_arena *arena) {
  ds_buf out = {0};
  for (uint32_t i = 0; i < a->n_predicates; i++) {
    const ds_predicate *p = &a->predicates[i];
    if (strcmp(p->lemma, lemma) != 0) continue;
    ds_buf_printf(&out, "%s%s%s%s%s", p->noun ? "noun " : "",
                  p->tense == DS_TENSE_PAST      ? "past"
                  : p->tense == DS_TENSE_PRESENT ? "present"
                  : p->tense == DS_TENSE_FUTURE  ? "future"
                                                 : "none",
                  p->negated ? " not" : "", p->passive ? " passive" : "", p->modal ? " " : "");
    if (p->modal) ds_buf_printf(&out, "[%s]", p->modal);
    for (uint32_t k = 0; k < p->n_arguments; k++) {
      const ds_argument *g = &a->arguments[p->first_argument + k];
      ds_buf_printf(&out, "; %s=%.*s", g->role, (int)(g->end - g->start), a->reading->text + g->start);
    }
  }
  const char *text = ds_arena_strdup(arena, out.data ? out.data : "absent");
  ds_buf_reset(&out);
  return text;
}

static void assert_predicate(const char *spec, const char *lemma, const char *expected) {
  ds_arena *arena = ds_arena_new();
  ds_annotation *a = annotate(spec, arena);
  ds_predicates_find(a, arena);
  assert_string_equal(describe(a, lemma, arena), expected);
  ds_arena_free(arena);
}

static void test_active_and_prepositions(void **state) {
  (void)state;
  assert_predicate("Xi/Xi/PROPN/NNP/2/nsubj visited/visit/VERB/VBD/0/root Kyiv/Kyiv/PROPN/NNP/2/obj in/in/ADP/IN/5/case "
                   "March/March/PROPN/NNP/2/obl ././PUNCT/./2/punct",
                   "visit", "past; subject=Xi; object=Kyiv; in=March");
  assert_predicate("He/he/PRON/PRP/2/nsubj acted/act/VERB/VBD/0/root according/accord/VERB/VBG/6/case to/to/ADP/IN/3/fixed "
                   "the/the/DET/DT/6/det law/law/NOUN/NN/2/obl",
                   "act", "past; subject=He; according to=the law");
}

static void test_passive_is_undone(void **state) {
  (void)state;
  assert_predicate("The/the/DET/DT/2/det trip/trip/NOUN/NN/4/nsubj:pass was/be/AUX/VBD/4/aux:pass called/call/VERB/VBN/0/root "
                   "off/off/ADP/RP/4/compound:prt by/by/ADP/IN/7/case Xi/Xi/PROPN/NNP/4/obl:agent",
                   "call off", "past passive; object=The trip; subject=Xi");
}

static void test_coordination(void **state) {
  (void)state;
  const char *spec = "Xi/Xi/PROPN/NNP/5/nsubj and/and/CCONJ/CC/3/cc Putin/Putin/PROPN/NNP/1/conj will/will/AUX/MD/5/aux "
                     "visit/visit/VERB/VB/0/root and/and/CCONJ/CC/7/cc praise/praise/VERB/VB/5/conj Minsk/Minsk/PROPN/NNP/5/obj";
  assert_predicate(spec, "visit", "future; subject=Xi; subject=Putin; object=Minsk");
  assert_predicate(spec, "praise", "future; subject=Xi; subject=Putin; object=Minsk");
}

static void test_control(void **state) {
  (void)state;
  assert_predicate("Xi/Xi/PROPN/NNP/2/nsubj promised/promise/VERB/VBD/0/root Kyiv/Kyiv/PROPN/NNP/2/obj to/to/PART/TO/5/mark "
                   "leave/leave/VERB/VB/2/xcomp",
                   "leave", "past [promise to]; subject=Xi");
  assert_predicate("Xi/Xi/PROPN/NNP/2/nsubj urged/urge/VERB/VBD/0/root Kyiv/Kyiv/PROPN/NNP/2/obj to/to/PART/TO/5/mark "
                   "leave/leave/VERB/VB/2/xcomp",
                   "leave", "past [urge to]; subject=Kyiv");
  assert_predicate("Xi/Xi/PROPN/NNP/3/nsubj:pass is/be/AUX/VBZ/3/aux:pass expected/expect/VERB/VBN/0/root to/to/PART/TO/5/mark "
                   "leave/leave/VERB/VB/3/xcomp",
                   "leave", "present [be expected to]; subject=Xi");
  assert_predicate("Xi/Xi/PROPN/NNP/3/nsubj is/be/AUX/VBZ/3/cop due/due/ADJ/JJ/0/root to/to/PART/TO/5/mark leave/leave/VERB/VB/3/xcomp",
                   "leave", "present [be due to]; subject=Xi");
  assert_predicate("His/he/PRON/PRP$/2/nmod:poss plan/plan/NOUN/NN/5/nsubj to/to/PART/TO/4/mark leave/leave/VERB/VB/2/acl "
                   "failed/fail/VERB/VBD/0/root",
                   "leave", "none [plan to]; subject=His");
}

static void test_future(void **state) {
  (void)state;
  assert_predicate("He/he/PRON/PRP/3/nsubj is/be/AUX/VBZ/3/aux going/go/VERB/VBG/0/root to/to/PART/TO/5/mark leave/leave/VERB/VB/3/xcomp",
                   "leave", "future; subject=He");
  assert_predicate("He/he/PRON/PRP/3/nsubj would/would/AUX/MD/3/aux leave/leave/VERB/VB/0/root", "leave", "future [would]; subject=He");
  assert_predicate("He/he/PRON/PRP/4/nsubj may/may/AUX/MD/4/aux have/have/AUX/VB/4/aux left/leave/VERB/VBN/0/root", "leave",
                   "past [may]; subject=He");
}

static void test_be_to(void **state) {
  (void)state;
  assert_predicate("He/he/PRON/PRP/4/nsubj is/be/AUX/VBZ/4/cop to/to/PART/TO/4/mark leave/leave/VERB/VB/0/root", "leave",
                   "future; subject=He");
  assert_predicate("He/he/PRON/PRP/4/nsubj was/be/AUX/VBD/4/cop to/to/PART/TO/4/mark leave/leave/VERB/VB/0/root", "leave",
                   "past [be to]; subject=He");
  assert_predicate("Neither/neither/CCONJ/CC/2/cc:preconj Xi/Xi/PROPN/NNP/5/nsubj nor/nor/CCONJ/CC/4/cc Abe/Abe/PROPN/NNP/2/conj "
                   "left/leave/VERB/VBD/0/root ahead/ahead/ADV/RB/5/advmod of/of/ADP/IN/8/case talks/talk/NOUN/NNS/5/obl",
                   "leave", "past not; subject=Xi; subject=Abe; ahead of=talks");
}

static void test_relative_clauses(void **state) {
  (void)state;
  assert_predicate("Xi/Xi/PROPN/NNP/6/nsubj ,/,/PUNCT/,/4/punct who/who/PRON/WP/4/nsubj visited/visit/VERB/VBD/1/acl:relcl "
                   "Kyiv/Kyiv/PROPN/NNP/4/obj left/leave/VERB/VBD/0/root",
                   "visit", "past; subject=Xi; object=Kyiv");
  assert_predicate("The/the/DET/DT/2/det city/city/NOUN/NN/5/nsubj he/he/PRON/PRP/4/nsubj left/leave/VERB/VBD/2/acl:relcl "
                   "burned/burn/VERB/VBD/0/root",
                   "leave", "past; object=The city; subject=he");
  assert_predicate("The/the/DET/DT/2/det city/city/NOUN/NN/6/nsubj where/where/ADV/WRB/5/advmod they/they/PRON/PRP/5/nsubj "
                   "met/meet/VERB/VBD/2/acl:relcl burned/burn/VERB/VBD/0/root",
                   "meet", "past; in=The city; subject=they");
  assert_predicate("talks/talk/NOUN/NNS/0/root held/hold/VERB/VBN/1/acl in/in/ADP/IN/4/case Minsk/Minsk/PROPN/NNP/2/obl", "hold",
                   "past passive; object=talks; in=Minsk");
}

static void test_copula(void **state) {
  (void)state;
  assert_predicate("Xi/Xi/PROPN/NNP/5/nsubj is/be/AUX/VBZ/5/cop not/not/PART/RB/5/advmod a/a/DET/DT/5/det friend/friend/NOUN/NN/0/root "
                   "of/of/ADP/IN/7/case Kyiv/Kyiv/PROPN/NNP/5/nmod",
                   "be", "present not; subject=Xi; complement=a friend of Kyiv");
}

static void test_light_verbs(void **state) {
  (void)state;
  assert_predicate("Xi/Xi/PROPN/NNP/3/nsubj will/will/AUX/MD/3/aux pay/pay/VERB/VB/0/root Kyiv/Kyiv/PROPN/NNP/3/iobj a/a/DET/DT/6/det "
                   "visit/visit/NOUN/NN/3/obj in/in/ADP/IN/8/case May/May/PROPN/NNP/3/obl",
                   "visit", "noun future; subject=Xi; to=Kyiv; in=May");
  assert_predicate("No/no/DET/DT/2/det talks/talk/NOUN/NNS/4/nsubj:pass were/be/AUX/VBD/4/aux:pass held/hold/VERB/VBN/0/root "
                   "with/with/ADP/IN/6/case Xi/Xi/PROPN/NNP/4/obl",
                   "talk", "noun past not; with=Xi");
  assert_predicate("Xi/Xi/PROPN/NNP/5/nsubj is/be/AUX/VBZ/5/cop on/on/ADP/IN/5/case a/a/DET/DT/5/det visit/visit/NOUN/NN/0/root "
                   "to/to/ADP/IN/7/case Kyiv/Kyiv/PROPN/NNP/5/nmod",
                   "visit", "noun present; subject=Xi; to=Kyiv");
  assert_predicate("Xi/Xi/PROPN/NNP/2/nsubj cancelled/cancel/VERB/VBD/0/root his/he/PRON/PRP$/4/nmod:poss visit/visit/NOUN/NN/2/obj",
                   "visit", "noun past [cancel]; possessive=his");
}

static void test_stages_of_an_event(void **state) {
  (void)state;
  assert_predicate("The/the/DET/DT/2/det visit/visit/NOUN/NN/4/nsubj:pass was/be/AUX/VBD/4/aux:pass called/call/VERB/VBN/0/root "
                   "off/off/ADP/RP/4/compound:prt",
                   "visit", "noun past [be called off]");
  assert_predicate("Xi/Xi/PROPN/NNP/2/nsubj plans/plan/VERB/VBZ/0/root a/a/DET/DT/4/det visit/visit/NOUN/NN/2/obj", "visit",
                   "noun present [plan]; subject=Xi");
  assert_predicate("a/a/DET/DT/3/det planned/plan/VERB/VBN/3/amod visit/visit/NOUN/NN/0/root", "visit", "noun none [be planned]");
}

static void test_adverbial_clauses(void **state) {
  (void)state;
  assert_predicate("Xi/Xi/PROPN/NNP/2/nsubj accused/accuse/VERB/VBD/0/root Kyiv/Kyiv/PROPN/NNP/2/obj of/of/SCONJ/IN/5/mark "
                   "lying/lie/VERB/VBG/2/advcl",
                   "lie", "past; subject=Kyiv");
  assert_predicate("Speaking/speak/VERB/VBG/5/advcl in/in/ADP/IN/3/case Kyiv/Kyiv/PROPN/NNP/1/obl Xi/Xi/PROPN/NNP/5/nsubj "
                   "smiled/smile/VERB/VBD/0/root",
                   "speak", "past; in=Kyiv; subject=Xi");
}

static void test_negation(void **state) {
  (void)state;
  assert_predicate("He/he/PRON/PRP/3/nsubj never/never/ADV/RB/3/advmod came/come/VERB/VBD/0/root", "come", "past not; subject=He");
  assert_predicate("Nobody/nobody/PRON/NN/2/nsubj came/come/VERB/VBD/0/root", "come", "past not; subject=Nobody");
  assert_predicate("He/he/PRON/PRP/4/nsubj does/do/AUX/VBZ/4/aux n't/not/PART/RB/4/advmod plan/plan/VERB/VB/0/root "
                   "to/to/PART/TO/6/mark go/go/VERB/VB/4/xcomp",
                   "go", "present not [plan to]; subject=He");
}

/* The innermost quote that somebody says holds the predicate; scare quotes hold nothing. */
static void test_quotes_and_entities(void **state) {
  (void)state;
  ds_arena *arena = ds_arena_new();
  ds_annotation *a = annotate("Xi/Xi/PROPN/NNP/2/nsubj says/say/VERB/VBZ/0/root he/he/PRON/PRP/5/nsubj will/will/AUX/MD/5/aux "
                              "go/go/VERB/VB/2/ccomp",
                              arena);
  const ds_token *t = a->reading->tokens;
  ds_span outer = {t[2].start, t[4].end}, inner = {t[4].start, t[4].end};
  a->n_quotes = 3;
  a->quotes = DS_ARENA_NEW(arena, ds_quote, 3);
  a->quotes[0] =
      (ds_quote){.start = outer.start, .end = outer.end, .kind = DS_QUOTE_INDIRECT, .content = &outer, .n_content = 1, .entity = 0};
  a->quotes[1] =
      (ds_quote){.start = inner.start, .end = inner.end, .kind = DS_QUOTE_DIRECT, .content = &inner, .n_content = 1, .entity = 1};
  a->quotes[2] =
      (ds_quote){.start = inner.start, .end = inner.end, .kind = DS_QUOTE_SCARE, .content = &inner, .n_content = 1, .entity = -1};
  a->n_mentions = 1;
  a->mentions = DS_ARENA_NEW(arena, ds_mention, 1);
  a->mentions[0] = (ds_mention){.start = t[2].start, .end = t[2].end, .entity = 7, .head = 2, .form = DS_FORM_PRONOUN};
  ds_predicates_find(a, arena);
  assert_int_equal(a->n_predicates, 2);
  assert_int_equal(a->predicates[0].quote, -1);
  assert_int_equal(a->predicates[0].holder, -1);
  assert_int_equal(a->predicates[1].quote, 1);
  assert_int_equal(a->predicates[1].holder, 1);
  assert_int_equal(a->arguments[a->predicates[1].first_argument].entity, 7);
  ds_arena_free(arena);
}

/* Trees that no parser should give (loops, heads outside, all on one) do no harm. */
static void test_odd_trees(void **state) {
  (void)state;
  uint32_t seed = 3;
  for (int round = 0; round < 500; round++) {
    ds_arena *arena = ds_arena_new();
    ds_annotation *a =
        annotate("He/he/PRON/PRP/2/nsubj visits/visit/VERB/VBZ/0/root that/that/PRON/WDT/2/obj visit/visit/NOUN/NN/2/obj "
                 "to/to/ADP/IN/4/case be/be/AUX/VB/4/cop seen/see/VERB/VBN/4/acl | He/he/PRON/PRP/2/nsubj left/leave/VERB/VBD/0/root",
                 arena);
    ds_reading *r = (ds_reading *)a->reading;
    for (uint32_t i = 0; i < r->n_tokens; i++) {
      seed = seed * 1664525u + 1013904223u;
      r->tokens[i].head = (int32_t)(seed >> 16) % 10 - 1;
      r->tokens[i].rel = (uint8_t)((seed >> 8) % DS_REL_COUNT);
    }
    ds_predicates_find(a, arena);
    for (uint32_t i = 0; i < a->n_arguments; i++) assert_true(a->arguments[i].start < a->arguments[i].end && a->arguments[i].end <= r->len);
    ds_arena_free(arena);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_active_and_prepositions),
      cmocka_unit_test(test_passive_is_undone),
      cmocka_unit_test(test_coordination),
      cmocka_unit_test(test_control),
      cmocka_unit_test(test_future),
      cmocka_unit_test(test_be_to),
      cmocka_unit_test(test_relative_clauses),
      cmocka_unit_test(test_copula),
      cmocka_unit_test(test_light_verbs),
      cmocka_unit_test(test_adverbial_clauses),
      cmocka_unit_test(test_stages_of_an_event),
      cmocka_unit_test(test_negation),
      cmocka_unit_test(test_quotes_and_entities),
      cmocka_unit_test(test_odd_trees),
  };
  return cmocka_run_group_tests_name("predicates", tests, NULL, NULL);
}
