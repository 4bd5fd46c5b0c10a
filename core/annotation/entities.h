/* Working out who is who in one article; internal to the annotation room.
 *
 * An alias is one spelling of a name in the article ("Alexander Lukashenko", "Lukashenko"), a figure somebody or something that becomes
 * an entity when it has a mention. First the aliases are linked to figures over the whole article (entities_link.c), then one walk through
 * the text gives every name, description and pronoun its figure (entities.c, entities_nominal.c, pronouns.c), because what "he" or "the
 * president" means depends on who was mentioned before. All of it lives in the caller's arena and is linear in the number of tokens: chains
 * of candidates are cut at DS_CHAIN. */
#ifndef DS_ANNOTATION_ENTITIES_H
#define DS_ANNOTATION_ENTITIES_H

#include "annotation/annotation.h"
#include "language/gazetteer.h"

enum { DS_CHAIN = 8, DS_ALIAS_WORDS = 12 };

/* A map from 64-bit hashes to indices; 0 is no key. */
typedef struct ds_map {
  uint64_t *keys;
  int32_t *values;
  uint32_t n, cap; /* cap is a power of two, or 0 */
} ds_map;
int32_t *ds_map_at(ds_map *map, uint64_t key, ds_arena *arena); /* a new slot holds -1; valid until the next call */
int32_t ds_map_get(const ds_map *map, uint64_t key);            /* -1: not there */
/* Hash of a string with a tag that keeps the uses of one map apart. */
uint64_t ds_map_key(char tag, const char *s, size_t len);

typedef struct ds_alias {
  const char *text; /* as first printed */
  uint32_t len;
  const char *words[DS_ALIAS_WORDS]; /* folded, without full stops; hyphens part words */
  uint32_t n_words, hyphens;         /* bit i: a hyphen stands before word i */
  float votes[4];                    /* by ds_kind */
  const char *country;               /* code when the alias names a country, else NULL */
  uint32_t first_name;               /* index of the first ds_name of this spelling */
  uint32_t n_names;
  bool acronym, titled;      /* all capitals; a title stood before it */
  bool ruler;                /* where it is printed first, the title of who leads a state stands before it: "President Reagan" */
  bool led;                  /* an organization whose first word is its country ("@ru"), printed or from the words before it */
  bool place;                /* known to the gazetteer as a place */
  int32_t figures[DS_CHAIN]; /* whom it may mean, best first */
  uint32_t n_figures;
} ds_alias;

/* A role that somebody was introduced with: "Belarusian president", "chairman of the Fed". */
typedef struct ds_role {
  const char *lemma;    /* of its head noun */
  const char *modifier; /* "prime", "foreign", "vice", or "" */
  char country[3];
  int32_t figure;
  int32_t owner; /* the figure of "of the World Bank", or -1 */
} ds_role;

typedef struct ds_figure {
  ds_kind kind;
  float votes[4];
  float male, female; /* evidence of gender */
  bool named, plural;
  bool shadow; /* a thing only kept as what a pronoun may mean; never an entity */
  char country[3];
  const char *note;
  const char *name;  /* of an unnamed one: its description */
  int32_t alias;     /* its fullest name, or -1 */
  const char *lemma; /* of an unnamed one: the head noun */
  unsigned noun;     /* and its ds_noun_class */
  uint32_t n_mentions;
  int32_t last; /* its latest mention so far, or -1 */
} ds_figure;

typedef struct ds_cast {
  const ds_reading *r;
  ds_arena *arena;
  ds_map map;
  ds_alias *aliases;
  ds_figure *figures;
  ds_mention *mentions; /* entity holds the figure */
  ds_role *roles;
  uint32_t n_aliases, aliases_cap, n_figures, figures_cap, n_mentions, mentions_cap, n_roles, roles_cap;
  int32_t *alias_of;     /* name -> alias, -1 for what is no mention (demonyms as adjectives) */
  uint8_t *title_gender; /* name -> gender that its title shows */
  int32_t *name_at;      /* token -> the name that covers it, or -1 */
  uint8_t *quoted;       /* token -> does it stand within quotation marks? */
  int32_t last_of[3];    /* by class of pronoun: what the latest one meant, or -1 */
} ds_cast;

/* entities_alias.c: the aliases of all names; alias_of, title_gender and name_at are filled. */
void ds_cast_collect(ds_cast *c);
bool ds_cast_is_demonym_adjective(const ds_cast *c, uint32_t name);

/* entities_gender.c: the gender of a given name (folded), as far as it shows. */
ds_gender ds_given_name_gender(const char *folded);

/* entities_link.c: collects, and links the aliases to figures. */
void ds_cast_link(ds_cast *c);
/* The figure that this name means, given who was mentioned last. */
int32_t ds_cast_figure_of_name(ds_cast *c, uint32_t name);

/* entities_nominal.c */
struct ds_phrase;
/* What this description means: it introduces somebody ("Belarusian President X", "X, the president"), means somebody known, or starts a
 * figure of its own. Adds its mention. */
void ds_cast_nominal(ds_cast *c, const struct ds_phrase *phrase);
/* Texts that say something become entities, once everything is mentioned. */
void ds_cast_promote_texts(ds_cast *c);

/* pronouns.c: who received whom shortly before this token ("Xi welcomed Lukashenko": the host, the guest); -1 when nobody did. */
int32_t ds_cast_host(const ds_cast *c, uint32_t token, bool guest);
/* pronouns.c: the figure of the pronoun at token, with its mention; nothing when none is likely. */
void ds_cast_pronoun(ds_cast *c, uint32_t token);

/* entities.c */
int32_t ds_cast_figure_new(ds_cast *c, ds_kind kind);
void ds_cast_mention(ds_cast *c, int32_t figure, ds_form form, uint32_t start, uint32_t end, uint32_t head);

/* What token i is in lower case, in buf (its size must be at least 32); longer words are cut. */
const char *ds_cast_word(const ds_reading *r, uint32_t token, char buf[32]);

#endif
