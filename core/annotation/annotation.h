/* An annotation: what is worked out about one article. Who is named, who said what, when, who did what to whom.
 *
 * ds_annotate is a pure function of (text, title, date): no database, no globals, no clock, no locale. The annotation and everything in
 * it live in the caller's arena and borrow the text. Offsets are 0-based half-open byte offsets into the text (the title is context: it
 * helps to resolve names but nothing in it is annotated, unless the text repeats it). Indices are into the arrays of the annotation;
 * -1 is "none". Every array is in text order (by start, then end). */
#ifndef DS_ANNOTATION_ANNOTATION_H
#define DS_ANNOTATION_ANNOTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "language/reading.h"

/* Bumped whenever the same text may get another annotation; stored with each article, so that `reannotate` knows what is old. */
enum { DS_ANNOTATION_VERSION = 1 };

typedef struct ds_span {
  uint32_t start, end;
} ds_span;

typedef enum ds_form { DS_FORM_NAME, DS_FORM_NOMINAL, DS_FORM_PRONOUN } ds_form;
const char *ds_form_text(ds_form form); /* "name", "nominal", "pronoun" */

typedef struct ds_mention {
  uint32_t start, end;
  uint32_t sentence;
  int32_t entity;
  ds_form form;
  uint32_t head; /* its head token */
} ds_mention;

typedef struct ds_entity {
  ds_kind kind;
  const char *name; /* its fullest name in the article, as printed, without title; for an unnamed one its description */
  char country[3];  /* of a place: what it is or lies in; of a person or organization: whom it serves or comes from; or "" */
  const char *note; /* the role it was introduced with ("Belarusian president"), or NULL */
  bool plural;
  uint8_t gender; /* ds_gender of gazetteer.h */
  uint32_t n_mentions;
} ds_entity;

typedef enum ds_quote_kind { DS_QUOTE_DIRECT, DS_QUOTE_MIXED, DS_QUOTE_INDIRECT, DS_QUOTE_SCARE } ds_quote_kind;
const char *ds_quote_kind_text(ds_quote_kind kind); /* "direct", "mixed", "indirect", "scare" */

/* direct: the words inside quotation marks make the whole content. mixed: a paraphrase with quoted words in it. indirect: reported
 * without marks. scare: marked words that nobody is shown to say (scare quotes, titles of works); kept, never attributed. */
typedef struct ds_quote {
  uint32_t start, end; /* from the first to the last byte of content, outer marks included */
  ds_quote_kind kind;
  ds_span *content; /* outer marks left out for direct quotes; several when the cue stands between */
  ds_span *cue;     /* the words that report it: "said", "according to", "told reporters" */
  uint32_t n_content, n_cue;
  const char *cue_lemma;               /* "say", "according to", or NULL */
  uint32_t speaker_start, speaker_end; /* the speaker's mention as printed; both 0 when nobody was found */
  int32_t entity;                      /* its entity, or -1 */
  const char *rule;                    /* static: which rule found the speaker, "none" when none did */
  float confidence; /* 0..1: how often words and speaker by this rule are right, measured; half of that when a mark is missing */
} ds_quote;

typedef enum ds_date_kind { DS_DATE_DATE, DS_DATE_TIME, DS_DATE_DURATION, DS_DATE_SET } ds_date_kind;
const char *ds_date_kind_text(ds_date_kind kind); /* "date", "time", "duration", "set" */

typedef struct ds_date {
  uint32_t start, end, sentence;
  ds_date_kind kind;
  const char *value;        /* TIMEX3: "2023-02-28", "2023-W09", "P3D", "PRESENT_REF", "2023-03-01T15:00" */
  char first[11], last[11]; /* "YYYY-MM-DD", the days it covers; "" when it names none */
} ds_date;

typedef enum ds_tense { DS_TENSE_NONE, DS_TENSE_PAST, DS_TENSE_PRESENT, DS_TENSE_FUTURE } ds_tense;
const char *ds_tense_text(ds_tense tense); /* "", "past", "present", "future" */

typedef struct ds_argument {
  const char *role;    /* "subject", "object", "indirect object", "clause", "possessive", "by", or the preposition: "to", "in", …;
                          also "complement" (of a copula, of "call him a liar"), "modifier" (a name before an event noun),
                          "adverbial" (no preposition), and the conjunction of a clause: "if", "because" */
  uint32_t start, end; /* the whole phrase */
  uint32_t head;       /* its head token */
  const char *head_lemma;
  int32_t entity; /* of the head's mention, or -1 */
} ds_argument;

typedef struct ds_predicate {
  uint32_t start, end;      /* the verb with its particle, or the event noun */
  uint32_t sentence, token; /* token: the head */
  const char *lemma;        /* "visit", "call off" */
  bool noun;                /* an event noun ("visit", "support"); pos "noun" in SQL, else "verb" */
  ds_tense tense;
  bool negated, passive;
  const char *modal;                    /* "would", "may", "plan to", "be expected to", or NULL */
  int32_t quote;                        /* index of the innermost quote that it stands in, or -1 */
  int32_t holder;                       /* entity whose words these are (that quote's speaker), or -1: the article's own */
  uint32_t first_argument, n_arguments; /* in ds_annotation.arguments */
} ds_predicate;

typedef struct ds_annotation {
  const ds_reading *reading; /* text, tokens, sentences, names */
  char date[11];             /* the article's date that relative expressions were resolved against, or "" */
  const char *lang;          /* "en" */
  ds_entity *entities;       /* in order of first mention */
  ds_mention *mentions;
  ds_quote *quotes;
  ds_date *dates;
  ds_predicate *predicates;
  ds_argument *arguments;
  uint32_t n_entities, n_mentions, n_quotes, n_dates, n_predicates, n_arguments;
} ds_annotation;

/* Annotates text. title and date ("YYYY-MM-DD", or a prefix of it) may be NULL. Never fails; time is linear in len. */
ds_annotation *ds_annotate(const char *text, size_t len, const char *title, const char *date, ds_arena *arena);

/* The steps of ds_annotate, in this order; each reads what the earlier ones filled in, and fills its own arrays. */
void ds_entities_find(ds_annotation *a, const char *title, ds_arena *arena); /* entities, mentions (all forms) */
void ds_dates_find(ds_annotation *a, ds_arena *arena);
void ds_quotes_find(ds_annotation *a, ds_arena *arena); /* quotes; may add entities for unnamed speakers */
void ds_predicates_find(ds_annotation *a, ds_arena *arena);

/* The mention that covers the token (the longest), or -1; the entity of the token's mention, or of the name that hangs on the token when it
 * is a title or role ("Secretary of State Mike Pompeo"), or -1. O(log n). */
int32_t ds_mention_at(const ds_annotation *a, uint32_t token);
int32_t ds_entity_at(const ds_annotation *a, uint32_t token);
/* The token that contains or follows byte offset `at`; n_tokens when there is none. */
uint32_t ds_token_from(const ds_reading *r, uint32_t at);

/* The JSON form (DESIGN: the filter): one line, without a line end. id is a JSON value already encoded ("\"a1\"", "7"), or NULL. */
void ds_annotation_json(const ds_annotation *a, const char *id, bool with_tokens, ds_buf *out);

#endif
