/* What the reader knows of the world: countries, demonyms, cities, given names, titles, organisation words.
 * Facts with their sources in core/language/GAZETTEER.md; built into the program; read-only; thread-safe. */
#ifndef DS_LANGUAGE_GAZETTEER_H
#define DS_LANGUAGE_GAZETTEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ds_country {
  const char *code;    /* ISO 3166 alpha-2; historical ones by their ISO 3166-3 alpha-2 (SU, DD, YU, CS), Kosovo XK */
  const char *name;    /* English short name: "Russia", "United States", "Vatican", "Soviet Union" */
  const char *capital; /* or "" */
} ds_country;

const ds_country *ds_country_by_code(const char *code); /* NULL if unknown */
/* By any of its names or abbreviations ("U.S.", "Britain", "PRC"), case as usual in print; NULL if unknown. */
const ds_country *ds_country_by_name(const char *name, size_t len);
const ds_country *ds_country_by_demonym(const char *word, size_t len); /* "Belarusian", "Chinese", "Iranians" */
const ds_country *ds_country_of_city(const char *name, size_t len);    /* capitals and large cities; also regions and seats (Kremlin) */
/* A seat of government that stands for its state: "Beijing", "the Kremlin", "the White House" -> its country. */
const ds_country *ds_country_of_seat(const char *name, size_t len);

typedef enum ds_gender { DS_GENDER_UNKNOWN, DS_GENDER_MALE, DS_GENDER_FEMALE } ds_gender;
bool ds_given_name(const char *word, size_t len, ds_gender *gender); /* gender may be NULL; folded comparison */
/* "President", "Mr.", "Foreign Minister", "Sen."; the longest title that starts at word; returns bytes matched or 0.
 * Qualifiers are part of it: "former Deputy Foreign Minister". */
size_t ds_title_at(const char *text, size_t len, ds_gender *gender);
bool ds_role_noun(const char *lemma);                    /* "president", "spokesman", "minister": a nominal that can name a person */
bool ds_organization_word(const char *word, size_t len); /* "Ministry", "Inc.", "University", "Party" */

/* What is known of a word or phrase, as flags. */
enum {
  DS_FACT_COUNTRY = 1 << 0,
  DS_FACT_DEMONYM = 1 << 1,
  DS_FACT_REGION = 1 << 2, /* a state, province, island, quarter, sea, continent … */
  DS_FACT_CITY = 1 << 3,
  DS_FACT_BIG_CITY = 1 << 4, /* a capital, or at least half a million people */
  DS_FACT_SEAT = 1 << 5,
  DS_FACT_ORGANIZATION = 1 << 6,
  DS_FACT_TITLE = 1 << 7,
  DS_FACT_TITLE_MALE = 1 << 8,
  DS_FACT_TITLE_FEMALE = 1 << 9,
  DS_FACT_QUALIFIER = 1 << 10, /* stands before a title: "former", "acting" */
  DS_FACT_ROLE = 1 << 11,
  DS_FACT_ORGANIZATION_WORD = 1 << 12,
  DS_FACT_PLACE_WORD = 1 << 13,
  DS_FACT_GIVEN_MALE = 1 << 14, /* of folded words only */
  DS_FACT_GIVEN_FEMALE = 1 << 15,
  DS_FACT_SURNAME = 1 << 16,
  DS_FACT_PREFIX = 1 << 17,        /* begins a longer phrase that is known */
  DS_FACT_PART_OF_WORLD = 1 << 18, /* a continent, sea, river, mountain: a place of no one country */
  DS_FACT_DEMONYM_NOUN = 1 << 19,  /* "Iranians" */
};

typedef struct ds_fact {
  uint32_t flags;
  const ds_country *country, *demonym, *place, *seat; /* of which country it is that; NULL if none */
} ds_fact;

/* Looks a word or phrase up, letter for letter but that any white space is one blank and a curly apostrophe a straight one.
 * Returns its flags (0: unknown); fills fact when it is known and fact is not NULL. */
uint32_t ds_fact_find(const char *text, size_t len, ds_fact *fact);

#endif
