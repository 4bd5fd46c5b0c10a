/* What the reader knows of the world: countries, demonyms, cities, given names, titles, organisation words.
 * Facts with their sources in core/language/GAZETTEER.md; built into the program; read-only; thread-safe. */
#ifndef DS_LANGUAGE_GAZETTEER_H
#define DS_LANGUAGE_GAZETTEER_H

#include <stdbool.h>
#include <stddef.h>

typedef struct ds_country {
  const char *code;     /* ISO 3166 alpha-2; historical ones by their ISO 3166-3 alpha-2 (SU, DD, YU, CS), Kosovo XK */
  const char *name;     /* English short name: "Russia", "United States", "Vatican", "Soviet Union" */
  const char *capital;  /* or "" */
} ds_country;

const ds_country *ds_country_by_code(const char *code);              /* NULL if unknown */
/* By any of its names or abbreviations ("U.S.", "Britain", "PRC"), case as usual in print; NULL if unknown. */
const ds_country *ds_country_by_name(const char *name, size_t len);
const ds_country *ds_country_by_demonym(const char *word, size_t len);  /* "Belarusian", "Chinese", "Iranians" */
const ds_country *ds_country_of_city(const char *name, size_t len);     /* capitals and large cities; also regions and seats (Kremlin) */
/* A seat of government that stands for its state: "Beijing", "the Kremlin", "the White House" -> its country. */
const ds_country *ds_country_of_seat(const char *name, size_t len);

typedef enum ds_gender { DS_GENDER_UNKNOWN, DS_GENDER_MALE, DS_GENDER_FEMALE } ds_gender;
bool ds_given_name(const char *word, size_t len, ds_gender *gender);    /* gender may be NULL; folded comparison */
/* "President", "Mr.", "Foreign Minister", "Sen."; the longest title that starts at word; returns bytes matched or 0. */
size_t ds_title_at(const char *text, size_t len, ds_gender *gender);
bool ds_role_noun(const char *lemma);          /* "president", "spokesman", "minister": a nominal that can name a person */
bool ds_organization_word(const char *word, size_t len);   /* "Ministry", "Inc.", "University", "Party" */

#endif
