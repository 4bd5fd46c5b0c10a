#include "language/construction.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/strmap.h"

enum { REACH = 12, BEFORE_PASSIVE = 3, QUESTION = 40, NEAR = 4, PREPOSITION = 6 }; /* how far a construction looks, in words */

static const float NEGATED = -0.4f;  /* "not good" is milder than "bad" */
static const float TAKEN = -0.5f;    /* "an end to the war", "destroy trust" */
static const float COMPARED = -0.4f; /* "better than the mess of last year" */
static const float ASKED = 0.7f;     /* "is this a disaster?" */
static const float IMAGINED = 0.9f;  /* "would be a disaster", "if they fail" */
static const float STRONG = 1.2f;    /* "very good" */
static const float WEAK = 0.7f;      /* "somewhat better" */
static const float LESSENED = -0.3f; /* "less dangerous" */

/* --- the words that make constructions --- */

typedef enum construction { NOTHING, NEGATION, TAKING, COMPARISON, IMAGINING, STRENGTH, WEAKNESS, LESSENING, ASKING } construction;

#define TAG(name) (1u << DS_UPOS_##name)
#define ANY_NEGATION (TAG(PART) | TAG(ADV) | TAG(DET) | TAG(CCONJ) | TAG(SCONJ) | TAG(ADP) | TAG(PRON) | TAG(NOUN) | TAG(AUX))

typedef struct group {
  construction makes;
  uint32_t tags;
  const char *after, *words;
} group;

static const group groups[] = {
    {NOTHING, 0, NULL, ""},
    {NEGATION, ANY_NEGATION, NULL, "not no never neither nor hardly barely scarcely without nobody nothing none cannot"},
    {TAKING, TAG(VERB), NULL,
     "stop prevent avoid combat eliminate reduce curb tackle destroy halt lift ease solve resolve overcome counter confront alleviate cure "
     "eradicate remove relieve minimize limit lower cut mitigate deter thwart reject oppose deny ban repeal abolish abandon lose undermine "
     "weaken threaten jeopardize endanger kill ruin erode hurt hinder block undo reverse diminish betray violate sacrifice condemn "
     "denounce "
     "resist decry dismiss"},
    {TAKING, TAG(VERB) | TAG(NOUN), "of", "lack abuse"},
    {TAKING, TAG(NOUN), "of", "absence loss prevention elimination destruction erosion violation removal"},
    {TAKING, TAG(VERB) | TAG(NOUN), "of", "defeat"},
    {TAKING, TAG(VERB) | TAG(NOUN), "to of", "end"},
    {TAKING, TAG(NOUN), "in of", "reduction decline drop"},
    {TAKING, TAG(VERB) | TAG(NOUN), "against on", "fight battle"},
    {TAKING, TAG(NOUN), "against on", "war"},
    {TAKING, TAG(VERB) | TAG(NOUN), "to", "damage harm"},
    {TAKING, TAG(NOUN), "to", "threat danger"},
    {TAKING, TAG(VERB) | TAG(NOUN) | TAG(ADJ), "from against of", "protect protection free safe"},
    {TAKING, TAG(VERB) | TAG(ADJ), "of", "rid devoid"},
    {COMPARISON, TAG(ADP) | TAG(SCONJ), NULL, "than"},
    {IMAGINING, TAG(AUX), NULL, "would could might"},
    {IMAGINING, TAG(SCONJ), NULL, "if unless"},
    {STRENGTH, TAG(ADV), NULL,
     "very really extremely so too incredibly deeply absolutely totally completely highly particularly truly utterly terribly enormously "
     "hugely especially remarkably extraordinarily exceptionally profoundly severely"},
    {WEAKNESS, TAG(ADV), NULL, "slightly somewhat fairly relatively rather quite partly mildly moderately"},
    {LESSENING, TAG(ADV), NULL, "less least"},
    {ASKING, TAG(PUNCT), NULL, "?"},
};

/* Whether a blank-separated list has a word. */
static bool is_in(const char *list, const char *word) {
  size_t len = strlen(word);
  for (const char *p = list; len > 0 && (p = strstr(p, word)); p += len)
    if ((p == list || p[-1] == ' ') && (p[len] == ' ' || p[len] == '\0')) return true;
  return false;
}

/* A lemma may stand in one group. */
struct ds_makers {
  ds_strmap lemmas;
  uint8_t *group; /* by number of the lemma */
  size_t cap;
};

ds_makers *ds_makers_new(void) {
  ds_makers *makers = ds_alloc(sizeof *makers);
  for (size_t g = 1; g < sizeof groups / sizeof *groups; g++) {
    for (const char *p = groups[g].words; *p;) {
      size_t len = strcspn(p, " ");
      uint32_t number = ds_strmap_put(&makers->lemmas, p, len);
      DS_GROW(makers->group, number, makers->cap);
      makers->group[number] = (uint8_t)g;
      p += len + (p[len] == ' ');
    }
  }
  return makers;
}

void ds_makers_free(ds_makers *makers) {
  if (!makers) return;
  ds_strmap_reset(&makers->lemmas);
  free(makers->group);
  free(makers);
}

static uint8_t maker_of(const ds_makers *makers, const ds_token *token) {
  if (!token->lemma) return 0;
  uint32_t number = ds_strmap_get(&makers->lemmas, token->lemma, strlen(token->lemma));
  if (number == DS_STRMAP_NONE) return 0;
  uint8_t g = makers->group[number];
  return groups[g].tags & (1u << token->upos) ? g : 0;
}

/* --- the tree --- */

static const char *lemma(const ds_said *said, uint32_t i) {
  const char *text = said->words[i].token->lemma;
  return text ? text : "";
}

/* A mark that ends a sentence or a part of it. */
static bool is_stop(const ds_said *said, uint32_t i) {
  return said->words[i].token->upos == DS_UPOS_PUNCT && strchr(".!?;", lemma(said, i)[0]) && lemma(said, i)[0];
}

/* The last word, at most, that word i reaches. */
static uint32_t reach_after(const ds_said *said, uint32_t i) {
  uint32_t last = i + REACH < said->n ? i + REACH : said->n - 1;
  for (uint32_t j = i + 1; j <= last; j++)
    if (is_stop(said, j)) return j;
  return last;
}

static uint32_t reach_before(const ds_said *said, uint32_t i, uint32_t most) {
  uint32_t first = i > most ? i - most : 0;
  for (uint32_t j = i; j > first; j--)
    if (is_stop(said, j - 1)) return j;
  return first;
}

/* Whether a member of a list is one of words, not of clauses, and not set against those before ("not bad but good"). */
static bool joins_words(const ds_said *said, uint32_t j) {
  ds_upos upos = said->words[j].token->upos;
  if (upos == DS_UPOS_VERB || upos == DS_UPOS_AUX) return false;
  for (uint32_t k = (uint32_t)(said->words[j].head + 1); k < j; k++)
    if (strcmp(lemma(said, k), "but") == 0 || strcmp(lemma(said, k), "yet") == 0) return false;
  return true;
}

/* Whether a construction's reach ends at the word: it begins another clause. */
static bool is_apart(const ds_said *said, uint32_t j) {
  switch (said->words[j].token->rel) {
  case DS_REL_ADVCL:
  case DS_REL_ACL_RELCL:
  case DS_REL_ADVCL_RELCL:
  case DS_REL_PARATAXIS:
  case DS_REL_CC:
  case DS_REL_PUNCT:
  case DS_REL_DISCOURSE:
  case DS_REL_VOCATIVE:
  case DS_REL_DISLOCATED: return true;
  case DS_REL_CONJ: return said->words[j].head < 0 || !joins_words(said, j);
  default: return false;
  }
}

/* Whether word j lies in what word h governs, no further than the clause goes. */
static bool governs(const ds_said *said, int32_t h, int32_t j) {
  for (uint32_t steps = 0; j != h; steps++) {
    if (j < 0 || steps > said->n || is_apart(said, (uint32_t)j)) return false;
    j = said->words[j].head;
  }
  return true;
}

/* The preposition of word c, or NULL. */
static const char *preposition(const ds_said *said, uint32_t c) {
  uint32_t first = c > PREPOSITION ? c - PREPOSITION : 0;
  for (uint32_t k = c; k > first; k--)
    if (said->words[k - 1].head == (int32_t)c && said->words[k - 1].token->rel == DS_REL_CASE) return lemma(said, k - 1);
  return NULL;
}

/* --- what each construction does --- */

static void change(ds_said *said, uint32_t j, float factor, uint32_t by) {
  ds_said_word *word = &said->words[j];
  word->factor *= factor;
  if (word->n_by < DS_MOST_MAKERS) word->by[word->n_by++] = by;
}

/* Changes the words from first to last that word h governs. */
static void change_governed(ds_said *said, int32_t h, uint32_t first, uint32_t last, float factor, uint32_t by) {
  for (uint32_t j = first; j <= last && j < said->n; j++)
    if (governs(said, h, (int32_t)j)) change(said, j, factor, by);
}

/* Whether "not" denies a possibility of more: "could not be happier". */
static bool is_superlative(const ds_said *said, const char *text, uint32_t i) {
  bool possible = false, more = false;
  for (uint32_t j = i > NEAR ? i - NEAR : 0; j < said->n && j <= i + NEAR; j++) {
    const ds_token *token = said->words[j].token;
    if (j < i && token->upos == DS_UPOS_AUX && is_in("can could", token->lemma) && said->words[j].head == said->words[i].head)
      possible = true;
    if (j <= i) continue;
    char word[16] = "";
    size_t len = token->end - token->start;
    if (len < sizeof word) memcpy(word, text + token->start, len);
    if (is_in("more better happier prouder clearer stronger", word)) more = true;
  }
  return possible && more;
}

static void negate(ds_said *said, const char *text, uint32_t i) {
  int32_t h = said->words[i].head;
  if (h < 0 || said->words[i].token->rel == DS_REL_DISCOURSE) return;
  if ((i + 1 < said->n && is_in("only just but merely simply", lemma(said, i + 1))) || is_superlative(said, text, i)) {
    said->words[i].idle = true;
  } else if (h > (int32_t)i && is_in("doubt question wonder matter", lemma(said, (uint32_t)h))) { /* "no doubt that it is good" */
    change(said, (uint32_t)h, NEGATED, i);
    said->words[i].idle = true;
  } else {
    change_governed(said, h, i + 1, reach_after(said, i), NEGATED, i);
  }
}

static void take(ds_said *said, uint32_t i) {
  bool is_verb = said->words[i].token->upos == DS_UPOS_VERB;
  const char *after = groups[said->words[i].maker].after;
  bool keeps = after && strncmp(after, "from", 4) == 0; /* "protect us from harm": what is protected stays */
  uint32_t last = reach_after(said, i);
  for (uint32_t c = is_verb ? reach_before(said, i, REACH) : i + 1; c <= last && c < said->n; c++) {
    if (said->words[c].head != (int32_t)i) continue;
    ds_rel rel = said->words[c].token->rel;
    bool taken = is_verb && !keeps && (rel == DS_REL_OBJ || rel == DS_REL_NSUBJ_PASS);
    if (!taken && after && c > i && (rel == DS_REL_NMOD || rel == DS_REL_OBL)) {
      const char *before = preposition(said, c);
      taken = before && is_in(after, before);
    }
    if (taken && c > i) change_governed(said, (int32_t)c, i + 1, last, TAKEN, i);
    if (taken && c < i) change_governed(said, (int32_t)c, reach_before(said, c, BEFORE_PASSIVE), i - 1, TAKEN, i);
  }
}

/* What a word does to the one it depends on, or to all that this governs. */
static void modify(ds_said *said, uint32_t i, float factor, bool all) {
  int32_t h = said->words[i].head;
  if (h <= (int32_t)i) return;
  if (all)
    change_governed(said, h, i + 1, reach_after(said, i), factor, i);
  else if (said->words[i].token->rel == DS_REL_ADVMOD)
    change(said, (uint32_t)h, factor, i);
}

static void make(ds_said *said, const char *text, uint32_t i) {
  switch (groups[said->words[i].maker].makes) {
  case NEGATION: negate(said, text, i); break;
  case TAKING: take(said, i); break;
  case COMPARISON: modify(said, i, COMPARED, true); break;
  case IMAGINING: modify(said, i, IMAGINED, true); break;
  case STRENGTH: modify(said, i, STRONG, false); break;
  case WEAKNESS: modify(said, i, WEAK, false); break;
  case LESSENING: modify(said, i, LESSENED, false); break;
  case ASKING:
    for (uint32_t j = reach_before(said, i, QUESTION); j < i; j++) change(said, j, ASKED, i);
    break;
  case NOTHING: break;
  }
}

/* Number among the words of a token, -1 when it is in none of the ranges. */
static int32_t place_of(const ds_token_range *ranges, size_t n, int32_t token) {
  uint32_t before = 0;
  for (size_t i = 0; i < n && token >= 0; i++) {
    if ((uint32_t)token >= ranges[i].first && (uint32_t)token < ranges[i].end) return (int32_t)(before + (uint32_t)token - ranges[i].first);
    before += ranges[i].end - ranges[i].first;
  }
  return -1;
}

ds_said ds_said_read(const ds_makers *makers, const ds_reading *reading, const char *text, const ds_token_range *ranges, size_t n,
                     ds_arena *arena) {
  ds_said said = {0};
  for (size_t i = 0; i < n; i++) said.n += ranges[i].end - ranges[i].first;
  said.words = DS_ARENA_NEW(arena, ds_said_word, said.n + 1);
  uint32_t k = 0;
  for (size_t i = 0; i < n; i++)
    for (uint32_t t = ranges[i].first; t < ranges[i].end; t++, k++) {
      const ds_token *token = &reading->tokens[t];
      said.words[k] =
          (ds_said_word){.token = token, .head = place_of(ranges, n, token->head), .factor = 1, .maker = maker_of(makers, token)};
    }
  for (uint32_t i = 0; i < said.n; i++)
    if (said.words[i].maker) make(&said, text, i);
  return said;
}
