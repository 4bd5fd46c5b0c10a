/* Inside the finding of quotations: the steps of ds_quotes_find and what they hand on. Everything lives in the article's arena.
 *
 * 1. marks: pairs of quotation marks, from the characters alone.
 * 2. tree: subtrees and children by token, so that every later question is O(1) or bounded by a sentence.
 * 3. cues: reporting verbs and "according to" outside quotation marks, each with the phrase of its speaker.
 * 4. contents: what each cue reports, before it, after it or both; then what marks no cue has claimed. */
#ifndef DS_ANNOTATION_QUOTES_H
#define DS_ANNOTATION_QUOTES_H

#include "annotation/annotation.h"
#include "annotation/reporting.h"

enum { DS_NO_TOKEN = UINT32_MAX };
#define DS_UNCLOSED 0.5f /* a quotation without its closing mark: its confidence is multiplied by this */

/* A stretch between quotation marks. A quotation over several paragraphs, each reopened with a mark, is one chain by `next`. */
typedef struct ds_mark {
  uint32_t start, end;             /* bytes, the marks included */
  uint32_t inner_start, inner_end; /* bytes, without marks and the white space beside them */
  uint32_t first, last;            /* tokens that it covers, the marks included */
  uint32_t words;                  /* tokens inside that are not punctuation */
  int32_t next;                    /* the same quotation's part in the next paragraph, or -1 */
  uint8_t depth;                   /* 0: not inside other marks */
  bool closed;                     /* has a closing mark, or goes on in the next paragraph */
  int32_t previous;                /* whose `next` it is, or -1 */
  int32_t quote;                   /* index in quotes of the quote it belongs to, or -1 */
} ds_mark;

typedef struct ds_cue {
  uint32_t verb;                        /* the reporting verb, "according", or a colon */
  uint32_t first, last;                 /* the cue's tokens: auxiliaries, verb, particle */
  const ds_reporting *entry;            /* NULL for "according to" and colons */
  const char *lemma;                    /* "say", "according to"; NULL for a colon */
  const char *rule;                     /* how the speaker was found, NULL when none was */
  uint32_t subject;                     /* head token of the speaker, or DS_NO_TOKEN */
  uint32_t speaker_first, speaker_last; /* tokens, valid with subject */
  uint32_t antecedent;                  /* what a speaker "who" or "which" stands for, else DS_NO_TOKEN */
  bool negated, passive;
  bool done;      /* has its quote */
  uint32_t quote; /* that quote's index, with done */
} ds_cue;

typedef struct ds_quoting {
  ds_annotation *a;
  const ds_reading *r;
  ds_arena *arena;
  ds_mark *marks;
  uint32_t n_marks;
  int32_t *mark_of;         /* per token: the outermost mark that covers it, or -1 */
  uint32_t *low, *high;     /* per token: first and last token of its subtree */
  int32_t *child, *sibling; /* per token: its first dependent, the next dependent of its head; -1 */
  ds_cue *cues;
  uint32_t n_cues, cap_cues;
  ds_quote *quotes;
  uint32_t n_quotes, cap_quotes;
  ds_mention *added; /* mentions made on the way, to be merged at the end */
  uint32_t n_added, cap_added, cap_entities;
} ds_quoting;

void ds_quotes_marks(ds_quoting *q);        /* fills marks, mark_of */
void ds_quotes_tree(ds_quoting *q);         /* fills low, high, child, sibling */
void ds_quotes_cues(ds_quoting *q);         /* fills cues */
void ds_quotes_contents(ds_quoting *q);     /* fills quotes from cues and marks */
void ds_quotes_nested(ds_quoting *q);       /* drops what a speaker reports of himself inside what he is reported to say */
void ds_quotes_first_person(ds_quoting *q); /* adds mentions for "I" and "my" in quotes */
void ds_quotes_merge(ds_quoting *q);        /* puts added mentions and entities in text order */
/* The entity of a speaker that has none, made where its words are new; -1 for pronouns. */
int32_t ds_quotes_unnamed(ds_quoting *q, const ds_cue *cue);
void ds_quotes_other_verbs(ds_quoting *q); /* sentences in marks beside a verb that the lexicon does not have ("she beamed") */
void ds_quotes_leftovers(ds_quoting *q);   /* marks that no cue claimed: dashes, continuations, scare quotes */

/* The cue that verb makes, with its speaker; entry is NULL for a verb that the lexicon does not have. */
ds_cue ds_quotes_cue(const ds_quoting *q, uint32_t verb, const ds_reporting *entry);
/* The speaker phrase of cue->verb: fills subject, speaker_first, speaker_last, rule; leaves them when nobody is found. */
void ds_quotes_speaker(const ds_quoting *q, ds_cue *cue);
/* The tokens of the noun phrase around head, clipped to [from, to], without punctuation at its ends. */
void ds_quotes_phrase(const ds_quoting *q, uint32_t head, uint32_t from, uint32_t to, uint32_t *first, uint32_t *last);

/* First dependent of head with this relation, or DS_NO_TOKEN. */
uint32_t ds_quotes_child(const ds_quoting *q, uint32_t head, ds_rel rel);
/* Is the token one of the blank-parted words (ASCII case ignored)? */
bool ds_quotes_word_in(const ds_quoting *q, uint32_t token, const char *words);
/* First and last token of the token's sentence. */
uint32_t ds_quotes_sentence_first(const ds_quoting *q, uint32_t token);
uint32_t ds_quotes_sentence_last(const ds_quoting *q, uint32_t token);

/* Adds a quote; content spans, cue and speaker are copied from what is given. cue may be NULL. */
ds_quote *ds_quotes_add(ds_quoting *q, ds_quote_kind kind, const ds_span *content, uint32_t n_content, const ds_cue *cue);
/* Adds the mark, with its parts in the following paragraphs, as a direct (or scare) quote; cue may be NULL. */
ds_quote *ds_quotes_add_mark(ds_quoting *q, ds_mark *m, ds_quote_kind kind, const ds_cue *cue);
/* Do the marks hold a sentence rather than a word or phrase? */
bool ds_quotes_is_sentence(const ds_quoting *q, const ds_mark *m);
/* Adds one more content span behind the quote's last. */
void ds_quotes_extend(ds_quoting *q, ds_quote *quote, ds_span content);

#endif
