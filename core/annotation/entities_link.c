/* Which spellings name the same: full names, surnames, given names, initials, acronyms, short forms of organizations, countries. */
#include <string.h>

#include "annotation/entities.h"
#include "language/gazetteer.h"
#include "language/tokens.h"

#define LISTED(word, list) ds_word_listed((word), strlen(word), (list), sizeof(list) / sizeof *(list))

/* What a company's name may leave out at its end. */
static const char *const company_tails[] = {
    "ab",  "ag",           "asa",           "bv",      "co",  "company", "corp", "corporation", "gmbh", "group", "holding", "holdings",
    "inc", "incorporated", "international", "limited", "llc", "llp",     "ltd",  "nv",          "oy",   "plc",   "sa",      "se",
    "spa"};
static const char *const trades[] = {"airlines",    "airways", "bank",          "brands",       "communications",  "computer",  "computers",
                                     "electronics", "energy",  "entertainment", "foods",        "industries",      "labs",      "media",
                                     "motor",       "motors",  "news",          "partners",     "pharmaceuticals", "pictures",  "records",
                                     "software",    "studios", "systems",       "technologies", "technology",      "university"};
static const char *const small_words[] = {"and", "de", "del", "des", "du", "for", "in", "la", "of", "on", "the", "to"};
static const char *const generations[] = {"ii", "iii", "iv", "jr", "junior", "senior", "sr"};

/* Short forms of given names with the full ones; sorted by the short form. */
static const char *const nicknames[][2] = {
    {"abe", "abraham"},    {"al", "albert"},      {"alex", "alexander"}, {"andy", "andrew"},     {"ben", "benjamin"},
    {"bernie", "bernard"}, {"bill", "william"},   {"bob", "robert"},     {"charlie", "charles"}, {"chris", "christopher"},
    {"chuck", "charles"},  {"dan", "daniel"},     {"dave", "david"},     {"dick", "richard"},    {"don", "donald"},
    {"doug", "douglas"},   {"ed", "edward"},      {"fred", "frederick"}, {"greg", "gregory"},    {"jack", "john"},
    {"jeff", "jeffrey"},   {"jerry", "gerald"},   {"jim", "james"},      {"jimmy", "james"},     {"joe", "joseph"},
    {"ken", "kenneth"},    {"larry", "lawrence"}, {"liz", "elizabeth"},  {"matt", "matthew"},    {"mike", "michael"},
    {"mitch", "mitchell"}, {"nick", "nicholas"},  {"pat", "patrick"},    {"pete", "peter"},      {"phil", "philip"},
    {"rick", "richard"},   {"rob", "robert"},     {"ron", "ronald"},     {"sam", "samuel"},      {"steve", "steven"},
    {"sue", "susan"},      {"ted", "edward"},     {"tim", "timothy"},    {"tom", "thomas"},      {"tony", "anthony"},
    {"will", "william"}};

static ds_kind kind_of(const ds_alias *a) {
  ds_kind best = DS_PERSON;
  for (ds_kind k = DS_PERSON; k <= DS_OTHER; k++)
    if (a->votes[k] > a->votes[best]) best = k;
  return best;
}

/* ---- chains: the figures that a key leads to, newest first, at most DS_CHAIN ---- */

typedef struct chain {
  int32_t figures[DS_CHAIN];
  uint32_t n;
} chain;

static void chain_key_add(ds_cast *c, uint64_t key, int32_t figure) {
  for (uint32_t i = DS_CHAIN - 1; i > 0; i--) {
    int32_t before = ds_map_get(&c->map, key + i - 1);
    if (before >= 0) *ds_map_at(&c->map, key + i, c->arena) = before;
  }
  *ds_map_at(&c->map, key, c->arena) = figure;
}

static chain chain_of(const ds_cast *c, uint64_t key) {
  chain found = {.n = 0};
  for (uint32_t i = 0; i < DS_CHAIN; i++) {
    int32_t figure = ds_map_get(&c->map, key + i);
    if (figure < 0) break;
    found.figures[found.n++] = figure;
  }
  return found;
}

static void chain_add(ds_cast *c, char tag, const char *word, int32_t figure) {
  uint64_t key = ds_map_key(tag, word, strlen(word));
  if (ds_map_get(&c->map, key) != figure) chain_key_add(c, key, figure);
}

static chain chain_get(const ds_cast *c, char tag, const char *word) {
  return chain_of(c, ds_map_key(tag, word, strlen(word)));
}

/* ---- words ---- */

/* Number of words without what follows a company's proper name, or a person's generation. */
static uint32_t core_words(const ds_alias *a, ds_kind kind) {
  uint32_t n = a->n_words;
  if (kind == DS_PERSON)
    while (n > 1 && LISTED(a->words[n - 1], generations)) n--;
  if (kind == DS_ORGANIZATION)
    while (n > 1 && LISTED(a->words[n - 1], company_tails)) n--;
  if (n > 1 && strcmp(a->words[n - 1], "and") == 0) n--;
  return n;
}

static const char *full_given(const char *given) {
  for (size_t i = 0; i < sizeof nicknames / sizeof *nicknames; i++)
    if (strcmp(nicknames[i][0], given) == 0) return nicknames[i][1];
  return given;
}

/* Can both given names belong to one person: equal, an initial, a nickname? */
static bool given_agrees(const char *x, const char *y) {
  if (strcmp(x, y) == 0 || strcmp(full_given(x), full_given(y)) == 0) return true;
  return (!x[1] || !y[1]) && x[0] == y[0];
}

static const char *generation(const ds_alias *a) {
  const char *last = a->n_words ? a->words[a->n_words - 1] : "";
  return LISTED(last, generations) ? last : "";
}

/* Two full names: same surname, given names that agree, middle names only where both have one. */
static bool persons_agree(const ds_alias *x, const ds_alias *y) {
  uint32_t nx = core_words(x, DS_PERSON), ny = core_words(y, DS_PERSON);
  if (nx == 2 && ny == 2 && strcmp(x->words[0], y->words[1]) == 0 && strcmp(x->words[1], y->words[0]) == 0) return true;
  if (nx < 2 || ny < 2 || strcmp(x->words[nx - 1], y->words[ny - 1]) != 0) return false;
  if (!given_agrees(x->words[0], y->words[0]) || strcmp(generation(x), generation(y)) != 0) return false;
  if (nx > 2 && ny > 2 && !given_agrees(x->words[1], y->words[1])) return false;
  return nx == ny || nx == 2 || ny == 2 || nx + 1 == ny || ny + 1 == nx;
}

static bool words_equal(const ds_alias *x, uint32_t from_x, const ds_alias *y, uint32_t from_y, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (strcmp(x->words[from_x + i], y->words[from_y + i]) != 0) return false;
  return true;
}

/* ---- figures of aliases ---- */

static const ds_alias *full_alias(const ds_cast *c, int32_t figure) {
  return &c->aliases[c->figures[figure].alias];
}

static void attach(ds_cast *c, ds_alias *a, int32_t figure) {
  for (uint32_t i = 0; i < a->n_figures; i++)
    if (a->figures[i] == figure) return;
  if (a->n_figures < DS_CHAIN) a->figures[a->n_figures++] = figure;
}

/* Words of a person's name under which a shorter form may be looked up. */
static void index_words(ds_cast *c, const ds_alias *a, ds_kind kind, int32_t figure) {
  uint32_t n = core_words(a, kind);
  if (n == 0) return;
  chain_add(c, 'l', a->words[n - 1], figure);
  chain_add(c, 'f', a->words[0], figure);
}

/* A word in capitals within a longer name ("… Space Company EADS N.V.") may stand for it alone. */
static void index_capitals(ds_cast *c, const ds_alias *a, int32_t figure) {
  uint32_t start = 0;
  for (uint32_t i = 0; i <= a->len; i++) {
    if (i < a->len && a->text[i] >= 'A' && a->text[i] <= 'Z') continue;
    char word[16];
    uint32_t n = i - start;
    if (n >= 3 && n < sizeof word && (start == 0 || a->text[start - 1] == ' ') && (i == a->len || a->text[i] == ' ')) {
      for (uint32_t k = 0; k < n; k++) word[k] = (char)(a->text[start + k] + 32);
      word[n] = '\0';
      chain_add(c, 'i', word, figure);
    }
    start = i + 1;
  }
}

static char small_letter(char ch) {
  return ch >= 'A' && ch <= 'Z' ? (char)(ch + 32) : ch;
}

/* Length of the word at text, which is put into word in lower case. */
static uint32_t printed_word(const char *text, uint32_t len, char word[16]) {
  uint32_t n = 0;
  while (n < len && text[n] != ' ' && text[n] != '-' && text[n] != '\n') {
    if (n < 15) word[n] = small_letter(text[n]);
    n++;
  }
  word[n < 15 ? n : 15] = '\0';
  return n;
}

/* What its initials can be: all words, without the small ones, without what a company's name may leave out. */
static void index_acronyms(ds_cast *c, const ds_alias *a, int32_t figure) {
  char all[DS_ALIAS_WORDS + 1], large[DS_ALIAS_WORDS + 1], core[DS_ALIAS_WORDS + 1], word[16];
  uint32_t n_all = 0, n_large = 0, n_core = 0;
  for (uint32_t at = 0; at < a->len && n_all < DS_ALIAS_WORDS;) {
    uint32_t n = printed_word(a->text + at, a->len - at, word);
    at += n + 1;
    if (n == 0) continue;
    bool small = LISTED(word, small_words) || word[0] == '&';
    all[n_all++] = word[0];
    if (!small) large[n_large++] = word[0];
    if (!small && !LISTED(word, company_tails)) core[n_core++] = word[0];
  }
  all[n_all] = large[n_large] = core[n_core] = '\0';
  if (n_all >= 2) chain_add(c, 'i', all, figure);
  if (n_large >= 2 && n_large != n_all) chain_add(c, 'i', large, figure);
  if (n_core >= 2 && n_core != n_large) chain_add(c, 'i', core, figure);
}

static int32_t figure_for(ds_cast *c, ds_alias *a, uint32_t alias, ds_kind kind) {
  int32_t figure = ds_cast_figure_new(c, kind);
  c->figures[figure].alias = (int32_t)alias;
  c->figures[figure].named = true;
  if (a->led) memcpy(c->figures[figure].country, (char[]){(char)(a->words[0][1]), (char)(a->words[0][2])}, 2);
  attach(c, a, figure);
  return figure;
}

static bool link_country(ds_cast *c, ds_alias *a, uint32_t alias) {
  if (!a->country || kind_of(a) == DS_PERSON) return false;
  int32_t *slot = ds_map_at(&c->map, ds_map_key('c', a->country, 2), c->arena);
  if (*slot >= 0) return attach(c, a, *slot), true;
  int32_t figure = figure_for(c, a, alias, DS_PLACE);
  memcpy(c->figures[figure].country, a->country, 2);
  *ds_map_at(&c->map, ds_map_key('c', a->country, 2), c->arena) = figure;
  return true;
}

/* ---- persons ---- */

static bool is_person_figure(const ds_cast *c, int32_t figure) {
  return c->figures[figure].kind == DS_PERSON;
}

static bool link_full_person(ds_cast *c, ds_alias *a) {
  uint32_t n = core_words(a, DS_PERSON);
  if (n < 2) return false;
  for (int side = 0; side < 2; side++) { /* the family name may stand first */
    chain same = chain_get(c, side ? 'f' : 'l', a->words[n - 1]);
    for (uint32_t i = 0; i < same.n; i++)
      if (is_person_figure(c, same.figures[i]) && persons_agree(a, full_alias(c, same.figures[i]))) attach(c, a, same.figures[i]);
  }
  return a->n_figures > 0;
}

/* Is the short name the end of the full one ("Suu Kyi"), or its beginning ("Xi", "Mary Jane")? */
static bool part_of_person(const ds_alias *part, const ds_alias *full, bool at_end) {
  uint32_t n = core_words(part, DS_PERSON), m = core_words(full, DS_PERSON);
  return n < m && words_equal(part, 0, full, at_end ? m - n : 0, n);
}

/* "President Reagan", and only later, without a title, "Nancy Reagan": his wife or daughter, since newspapers name in full at first. */
static bool is_kin(const ds_alias *ruler, const ds_alias *full) {
  return ruler->ruler && !full->titled && full->first_name > ruler->first_name && ds_given_name_gender(full->words[0]) == DS_GENDER_FEMALE;
}

static void link_part(ds_cast *c, ds_alias *a, bool at_end) {
  uint32_t n = core_words(a, DS_PERSON);
  chain same = at_end ? chain_get(c, 'l', a->words[n - 1]) : chain_get(c, 'f', a->words[0]);
  for (uint32_t i = 0; i < same.n; i++) {
    const ds_alias *full = full_alias(c, same.figures[i]);
    if (!is_person_figure(c, same.figures[i]) || !part_of_person(a, full, at_end) || is_kin(a, full)) continue;
    attach(c, a, same.figures[i]);
  }
}

/* May a name that the reader took for something else be a person's surname after all? */
static bool may_be_surname(const ds_alias *a, ds_kind kind) {
  if (kind == DS_PERSON || a->titled) return true;
  return a->n_words == 1 && !a->country && !a->place && !a->acronym && a->votes[kind] < 2.0f;
}

static bool link_person(ds_cast *c, ds_alias *a, ds_kind kind) {
  if (!may_be_surname(a, kind) || a->n_words == 0) return false;
  if (kind == DS_PERSON && link_full_person(c, a)) return true;
  link_part(c, a, true);
  if (!a->n_figures) link_part(c, a, false);
  return a->n_figures > 0;
}

/* ---- organizations ---- */

/* All core words the same: "Boeing Co." and "Boeing". */
static bool same_core(const ds_alias *x, const ds_alias *y) {
  uint32_t nx = core_words(x, DS_ORGANIZATION), ny = core_words(y, DS_ORGANIZATION);
  return nx == ny && words_equal(x, 0, y, 0, nx);
}

static bool before(const ds_alias *full, const ds_alias *part) {
  return full->first_name < part->first_name;
}

/* Does all that the full name has after its first n words only say what sort of organization it is ("Airways")? */
static bool words_of_trade(const ds_alias *full, uint32_t n, uint32_t m) {
  for (uint32_t i = n; i < m; i++)
    if (!ds_organization_word(full->words[i], strlen(full->words[i])) && !LISTED(full->words[i], trades)) return false;
  return true;
}

/* A short form of an organization: its last words ("Foreign Ministry", "Commission") or its first ones ("Lockheed"), once it was named
 * in full. */
static bool short_of(const ds_alias *part, const ds_alias *full, bool at_end) {
  uint32_t n = core_words(part, DS_ORGANIZATION), m = core_words(full, DS_ORGANIZATION);
  if (same_core(part, full)) return true;
  if (part->place || n >= m || !words_equal(part, 0, full, at_end ? m - n : 0, n)) return false;
  if (full->hyphens >> (at_end ? m - n : n) & 1) return false;
  if (at_end && full->led && n + 1 == m) return true;
  return before(full, part) || (!at_end && words_of_trade(full, n, m));
}

/* A maker's name is no short form of its product ("Boeing", "Boeing 747"): apart from last words, the kinds must be one. */
static bool kinds_agree(const ds_cast *c, int32_t figure, ds_kind kind, bool lenient) {
  ds_kind other = c->figures[figure].kind;
  return other == kind || (lenient && (kind == DS_OTHER || kind == DS_ORGANIZATION) && (other == DS_OTHER || other == DS_ORGANIZATION));
}

static void link_short(ds_cast *c, ds_alias *a, ds_kind kind, bool at_end) {
  uint32_t n = core_words(a, DS_ORGANIZATION);
  chain same = at_end ? chain_get(c, 'l', a->words[n - 1]) : chain_get(c, 'f', a->words[0]);
  for (uint32_t i = 0; i < same.n; i++)
    if (kinds_agree(c, same.figures[i], kind, at_end && (n > 1 || full_alias(c, same.figures[i])->led)) &&
        short_of(a, full_alias(c, same.figures[i]), at_end))
      attach(c, a, same.figures[i]);
}

static bool link_acronym(ds_cast *c, ds_alias *a) {
  if (!a->acronym || a->n_words != 1) return false;
  chain same = chain_get(c, 'i', a->words[0]);
  for (uint32_t i = 0; i < same.n; i++)
    if (!is_person_figure(c, same.figures[i])) return attach(c, a, same.figures[i]), true;
  return false;
}

static bool link_organization(ds_cast *c, ds_alias *a, ds_kind kind) {
  if (a->n_words == 0) return false;
  if (kind == DS_PERSON) { /* "Nelson" for "Nelson Holdings Ltd", when no person has the name */
    if (a->n_words == 1 && !a->titled) link_short(c, a, DS_ORGANIZATION, false);
    return a->n_figures > 0;
  }
  if (link_acronym(c, a)) return true;
  if (kind == DS_PLACE) return false;
  link_short(c, a, kind, true);
  if (!a->n_figures) link_short(c, a, kind, false);
  return a->n_figures > 0;
}

/* "New York City" and "New York"; else places are one only when they are spelled alike. */
static bool link_place(ds_cast *c, ds_alias *a) {
  if (a->n_words == 0) return false;
  chain same = chain_get(c, 'f', a->words[0]);
  for (uint32_t i = 0; i < same.n; i++) {
    const ds_alias *full = full_alias(c, same.figures[i]);
    if (c->figures[same.figures[i]].kind != DS_PLACE || full->n_words != a->n_words + 1) continue;
    if (strcmp(full->words[a->n_words], "city") == 0 && words_equal(a, 0, full, 0, a->n_words)) attach(c, a, same.figures[i]);
  }
  return a->n_figures > 0;
}

/* ---- all of it ---- */

/* Capitals and full stops aside the same word: "Nato" and "NATO". */
static bool link_same_letters(ds_cast *c, ds_alias *a, ds_kind kind) {
  if (a->n_words != 1) return false;
  int32_t figure = ds_map_get(&c->map, ds_map_key('w', a->words[0], strlen(a->words[0])));
  if (figure < 0 || is_person_figure(c, figure) != (kind == DS_PERSON)) return false;
  return attach(c, a, figure), true;
}

static void link_alias(ds_cast *c, uint32_t alias) {
  ds_alias *a = &c->aliases[alias];
  ds_kind kind = kind_of(a);
  if (a->n_figures || link_country(c, a, alias) || link_person(c, a, kind) || link_organization(c, a, kind)) return;
  if ((kind == DS_PLACE && link_place(c, a)) || link_same_letters(c, a, kind)) return;
  int32_t figure = figure_for(c, a, alias, kind);
  index_words(c, a, kind, figure);
  if (kind != DS_PERSON && a->n_words > 1) index_acronyms(c, a, figure), index_capitals(c, a, figure);
  if (a->n_words == 1) *ds_map_at(&c->map, ds_map_key('w', a->words[0], strlen(a->words[0])), c->arena) = figure;
}

/* Is short made of letters of full's words in their order, beginning with its first? Then "full (SHORT)" introduces it. */
static bool abbreviates(const ds_alias *brief, const ds_alias *full) {
  if (!brief->acronym || brief->n_words != 1 || full->n_words < 2) return false;
  const char *want = brief->words[0];
  if (*want != full->words[0][0]) return false;
  for (uint32_t w = 0; w < full->n_words; w++)
    for (const char *p = full->words[w]; *p; p++)
      if (*want && *p == *want) want++;
  return *want == '\0';
}

static bool bracket_between(const ds_reading *r, const ds_name *x, const ds_name *y) {
  uint32_t open = x->first + x->count, close = y->first + y->count;
  return y->first == open + 1 && close < r->n_tokens && r->text[r->tokens[open].start] == '(' && r->text[r->tokens[close].start] == ')';
}

/* "North Atlantic Treaty Organization (NATO)" and the other way round. */
static void link_brackets(ds_cast *c) {
  for (uint32_t i = 0; i + 1 < c->r->n_names; i++) {
    if (c->alias_of[i] < 0 || c->alias_of[i + 1] < 0 || !bracket_between(c->r, &c->r->names[i], &c->r->names[i + 1])) continue;
    ds_alias *x = &c->aliases[c->alias_of[i]], *y = &c->aliases[c->alias_of[i + 1]];
    if (abbreviates(x, y)) {
      ds_alias *swap = x;
      x = y;
      y = swap;
    }
    if (abbreviates(y, x) && x->n_figures && !y->n_figures && !y->country) attach(c, y, x->figures[0]);
  }
}

/* Longer names first, so that a short form finds the full one wherever it stands; brackets decide before initials are guessed at. */
static void link_all(ds_cast *c) {
  for (uint32_t words = DS_ALIAS_WORDS; words > 0; words--) {
    if (words == 1) link_brackets(c);
    for (uint32_t i = 0; i < c->n_aliases; i++)
      if (c->aliases[i].n_words == words) link_alias(c, i);
  }
  for (uint32_t i = 0; i < c->n_aliases; i++)
    if (!c->aliases[i].n_figures) figure_for(c, &c->aliases[i], i, kind_of(&c->aliases[i]));
}

/* A figure's kind is what most of its names speak for; a full name counts twice. */
static void vote_kinds(ds_cast *c) {
  for (uint32_t i = 0; i < c->n_aliases; i++) {
    const ds_alias *a = &c->aliases[i];
    float weight = (a->n_words > 1 ? 2.0f : 1.0f) / (float)a->n_figures;
    for (uint32_t f = 0; f < a->n_figures; f++)
      for (int k = 0; k < 4; k++) c->figures[a->figures[f]].votes[k] += weight * a->votes[k];
  }
  for (uint32_t i = 0; i < c->n_figures; i++) {
    ds_figure *f = &c->figures[i];
    for (ds_kind k = DS_PERSON; k <= DS_OTHER; k++)
      if (f->votes[k] > f->votes[f->kind]) f->kind = k;
  }
}

static void guess_gender(ds_cast *c) {
  for (uint32_t i = 0; i < c->n_figures; i++) {
    ds_figure *f = &c->figures[i];
    const ds_alias *a = full_alias(c, (int32_t)i);
    if (f->kind != DS_PERSON || a->n_words < 1) continue;
    ds_gender gender = ds_given_name_gender(a->words[0]);
    if (gender == DS_GENDER_MALE) f->male += 1;
    if (gender == DS_GENDER_FEMALE) f->female += 1;
  }
}

void ds_cast_link(ds_cast *c) {
  ds_cast_collect(c);
  link_all(c);
  vote_kinds(c);
  guess_gender(c);
}

/* ---- one mention ---- */

static bool gender_clash(const ds_figure *f, uint8_t gender) {
  return (gender == DS_GENDER_MALE && f->female > f->male) || (gender == DS_GENDER_FEMALE && f->male > f->female);
}

/* "Mrs. Bush" where the only Bush is a man: who is named in full elsewhere, else somebody else of that name, once for the article. */
static int32_t relative_of(ds_cast *c, int32_t alias, uint8_t gender) {
  const ds_alias *a = &c->aliases[alias];
  chain kin = chain_get(c, 'l', a->words[a->n_words - 1]);
  for (uint32_t i = 0; i < kin.n; i++) {
    const ds_figure *f = &c->figures[kin.figures[i]];
    bool fits = gender == DS_GENDER_MALE ? f->male > f->female : f->female > f->male;
    if (fits && f->kind == DS_PERSON && part_of_person(a, full_alias(c, kin.figures[i]), true)) return kin.figures[i];
  }
  char tag = gender == DS_GENDER_MALE ? 'M' : 'F';
  int32_t *slot = ds_map_at(&c->map, ds_map_key(tag, (const char *)&alias, sizeof alias), c->arena);
  if (*slot >= 0) return *slot;
  int32_t figure = ds_cast_figure_new(c, DS_PERSON);
  c->figures[figure].alias = alias;
  c->figures[figure].named = true;
  return *ds_map_at(&c->map, ds_map_key(tag, (const char *)&alias, sizeof alias), c->arena) = figure;
}

/* How likely a name that several share means this one: who is mentioned often, and who was mentioned just now. */
static float salience(const ds_cast *c, const ds_figure *f, uint32_t name) {
  float score = (float)(f->n_mentions < 20 ? f->n_mentions : 20);
  if (f->last >= 0 && c->mentions[f->last].sentence + 1 >= c->r->tokens[c->r->names[name].first].sentence) score += 3;
  return score;
}

int32_t ds_cast_figure_of_name(ds_cast *c, uint32_t name) {
  const ds_alias *a = &c->aliases[c->alias_of[name]];
  uint8_t gender = c->title_gender[name];
  int32_t best = -1;
  for (uint32_t i = 0; i < a->n_figures; i++) {
    const ds_figure *f = &c->figures[a->figures[i]];
    if (f->kind == DS_PERSON && gender_clash(f, gender)) continue;
    if (best < 0 || salience(c, f, name) > salience(c, &c->figures[best], name)) best = a->figures[i];
  }
  if (best < 0) best = relative_of(c, c->alias_of[name], gender);
  return best;
}
