/* The lexicon of reporting: verbs that introduce somebody's words, with the shape in which they take them, and nouns that name an
 * utterance ("statement", "warning"). Closed lists of common English words; read-only; thread-safe. */
#ifndef DS_ANNOTATION_REPORTING_H
#define DS_ANNOTATION_REPORTING_H

#include <stdbool.h>
#include <stddef.h>

/* How a verb takes what is said. */
enum {
  DS_TAKES_CLAUSE = 1,       /* "said (that) they left", "asked whether they left" */
  DS_TAKES_QUOTE = 2,        /* quotation marks only: "he continued, “…”" */
  DS_TAKES_HEARER = 4,       /* an object that is not content: "told reporters that" */
  DS_TAKES_INFINITIVE = 8,   /* "promised to leave", "urged them to leave" */
  DS_TAKES_OBJECT = 16,      /* the object is the content: "praised the plan" */
  DS_TAKES_PARENTHESIS = 32, /* may follow or interrupt what it reports without marks: "…, officials said" */
  DS_TAKES_THOUGHT = 64,     /* an opinion or wish, not an utterance: "believe" */
};

typedef struct ds_reporting {
  const char *lemma;
  unsigned takes;
  const char *particle; /* the particle or preposition before its content: "for" of "call for"; several parted by blanks; or "" */
} ds_reporting;

typedef enum ds_verb_form { DS_VERB_BASE, DS_VERB_S, DS_VERB_PAST, DS_VERB_ING } ds_verb_form;

/* The reporting verb that the word is a form of ("said", "Warns", "arguing"), or NULL. form may be NULL. */
const ds_reporting *ds_reporting_verb(const char *word, size_t len, ds_verb_form *form);

/* Does the word name an utterance or a text that speaks: "statement", "reports", "memo"? */
bool ds_reporting_noun(const char *word, size_t len);

#endif
