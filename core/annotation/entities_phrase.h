/* Noun phrases that describe rather than name ("the Belarusian president", "a spokesman for the ministry"), as far as telling who is who
 * needs them. Works from tags alone; a missing tree only costs precision. */
#ifndef DS_ANNOTATION_ENTITIES_PHRASE_H
#define DS_ANNOTATION_ENTITIES_PHRASE_H

#include "annotation/entities.h"

/* What a noun can stand for: bits. */
enum {
  DS_NOUN_PERSON = 1,       /* a role or a person: "president", "woman" */
  DS_NOUN_ORGANIZATION = 2, /* "company", "ministry" */
  DS_NOUN_STATE_BODY = 4,   /* an organization of a state, which may go unnamed: "government", "parliament" */
  DS_NOUN_PLACE = 8,        /* "country", "city" */
  DS_NOUN_COUNTRY = 16,     /* "country", "nation" */
  DS_NOUN_TEXT = 32,        /* something that can speak: "proposal", "report" */
  DS_NOUN_GENERAL = 64,     /* an organization word that fits any of them: "company", "group" */
  DS_NOUN_MALE = 128,
  DS_NOUN_FEMALE = 256,
  DS_NOUN_SOLE = 512, /* a body that an article's country has one of: "the government" */
};
unsigned ds_noun_class(const char *lemma);
/* Text nouns that may name the same text share a bit: "plan", "proposal", "paper". 0: none. */
unsigned ds_noun_text_group(const char *lemma);
/* May somebody with role lemma `role` be called `noun`? Equal words, or a wider one ("leader" for a president). */
bool ds_noun_covers(const char *noun, const char *role);

typedef enum ds_article { DS_ARTICLE_NONE, DS_ARTICLE_DEFINITE, DS_ARTICLE_INDEFINITE } ds_article;

typedef struct ds_phrase {
  uint32_t first, head, last; /* tokens; an "of" phrase with a name is part of it */
  const char *lemma;          /* of the head */
  const char *modifier;       /* "prime", "foreign", "vice", … before the head, or "" */
  unsigned noun;              /* ds_noun_class of lemma */
  ds_article article;
  bool plural, former;
  bool newcomer;       /* "the other", "the only": nothing mentioned before */
  bool open;           /* an "of" follows that is not part of the phrase */
  char country[3];     /* of a demonym or country name in it */
  int32_t owner_name;  /* the name that owns it or stands in its "of" phrase (not a country's), or -1 */
  uint32_t owner_head; /* head token of what stands before its 's, else UINT32_MAX */
} ds_phrase;

/* The phrase whose head is this noun; false when the token is no head of one (the next word goes on with the noun). */
bool ds_phrase_at(const ds_cast *c, uint32_t head, ds_phrase *phrase);

#endif
