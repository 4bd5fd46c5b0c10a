#include "language/lemma.h"
#include "language/names.h"
#include "language/parser.h"
#include "language/read.h"
#include "language/reading.h"
#include "language/sentences.h"
#include "language/tagger.h"
#include "language/tokens.h"

void ds_read_tokens(ds_reading *r, ds_arena *arena) {
  uint32_t longest = 0;
  for (uint32_t i = 0; i < r->n_sentences; i++)
    if (r->sentences[i].count > longest) longest = r->sentences[i].count;
  ds_form *forms = DS_ARENA_NEW(arena, ds_form, longest + 1);
  uint8_t *tags = DS_ARENA_NEW(arena, uint8_t, longest + 1);
  void *memory = ds_arena_alloc(arena, ds_parse_size(longest));
  for (uint32_t i = 0; i < r->n_sentences; i++) {
    const ds_sentence *s = &r->sentences[i];
    ds_forms_fill(r, s, forms);
    ds_tagger_run(r, s, forms, tags);
    ds_parser_run(r, s, forms, tags, memory);
    ds_lemmas_fill(r, s, arena);
  }
}

static bool is_inside(const ds_name *name, int32_t token) {
  return token >= (int32_t)name->first && token < (int32_t)(name->first + name->count);
}

/* The token of a name that hangs outside it. */
static uint32_t head_of(const ds_reading *r, const ds_name *name) {
  uint32_t t = name->first;
  while (t + 1 < name->first + name->count && is_inside(name, r->tokens[t].head)) t++;
  return t;
}

/* "President of Belarus Alexander Lukashenko": where the tree runs the two names into one, headed by the place, the person takes its place
 * in the sentence, the title describes the person, and the place belongs to the title. */
static void part_names(ds_reading *r, const ds_name *place, const ds_name *person) {
  uint32_t of = place->first - 1, title = place->first - 2, top = person->first, bottom = head_of(r, place);
  const ds_sentence *s = &r->sentences[r->tokens[top].sentence];
  if (place->first < s->first + 2 || !ds_token_is(r, of, "of")) return;
  if (r->tokens[title].upos != DS_UPOS_NOUN && r->tokens[title].upos != DS_UPOS_PROPN) return;
  int32_t above = r->tokens[bottom].head;
  uint8_t rel = r->tokens[bottom].rel;
  if (above == (int32_t)title || is_inside(person, above)) return;
  for (uint32_t t = top; t < top + person->count; t++) {
    int32_t head = r->tokens[t].head;
    if (head == above)
      rel = r->tokens[t].rel; /* the name was torn in two, and this part knows what it is to the verb */
    else if (!is_inside(place, head) && !is_inside(person, head) && head != (int32_t)title)
      return;
  }
  for (uint32_t t = s->first; t < s->first + s->count; t++)
    if (r->tokens[t].head == (int32_t)bottom) r->tokens[t].head = (int32_t)(t < title ? title : t < of ? t : t > top ? top : bottom);
  for (uint32_t t = top + 1; t < top + person->count; t++)
    if (!is_inside(person, r->tokens[t].head)) r->tokens[t].head = (int32_t)top, r->tokens[t].rel = DS_REL_FLAT;
  r->tokens[top].head = above;
  r->tokens[top].rel = rel;
  r->tokens[title].head = (int32_t)top;
  r->tokens[title].rel = DS_REL_NMOD_DESC;
  r->tokens[of].head = (int32_t)bottom;
  r->tokens[of].rel = DS_REL_CASE;
  r->tokens[bottom].head = (int32_t)title;
  r->tokens[bottom].rel = DS_REL_NMOD;
}

/* "Lithuanian Foreign Minister X said": of two subjects of one verb with nothing between them, the first word describes the second. */
static void join_subjects(ds_reading *r, uint32_t first) {
  enum { REACH = 12 };
  ds_token *t = &r->tokens[first];
  const ds_sentence *s = &r->sentences[t->sentence];
  uint32_t end = s->first + s->count, low, high;
  if (end > first + REACH) end = first + REACH;
  for (uint32_t n = first + 1; n < end; n++) {
    if (r->tokens[n].head != t->head || r->tokens[n].rel != DS_REL_NSUBJ || (int32_t)n > t->head) continue;
    ds_subtree(r, n, &low, &high);
    if (low != first + 1) return;
    t->head = (int32_t)n;
    t->rel = t->upos == DS_UPOS_ADJ ? DS_REL_AMOD : DS_REL_COMPOUND;
    return;
  }
}

/* "Lithuanian Foreign Minister X": where the tree coordinates a person with the first of the words before it, which no "and" and no comma
 * part from it, the person leads. */
static void lead_with_person(ds_reading *r, const ds_name *person) {
  uint32_t top = person->first;
  int32_t first = r->tokens[top].head;
  const ds_sentence *s = &r->sentences[r->tokens[top].sentence];
  if (r->tokens[top].rel != DS_REL_CONJ || first < (int32_t)s->first || first >= (int32_t)top) return;
  for (uint32_t t = (uint32_t)first; t < top; t++) {
    uint8_t upos = r->tokens[t].upos;
    if (upos != DS_UPOS_ADJ && upos != DS_UPOS_NOUN && upos != DS_UPOS_PROPN) return;
  }
  ds_token *low = &r->tokens[first], *high = &r->tokens[top];
  for (uint32_t t = s->first; t < s->first + s->count; t++)
    if (r->tokens[t].head == first) r->tokens[t].head = (int32_t)top;
  high->head = low->head;
  high->rel = low->rel;
  low->head = (int32_t)top;
  low->rel = low->upos == DS_UPOS_ADJ ? DS_REL_AMOD : low->upos == DS_UPOS_NOUN ? DS_REL_NMOD_DESC : DS_REL_COMPOUND;
}

static bool has_child(const ds_reading *r, uint32_t head, ds_rel rel) {
  return ds_child(r, head, rel) >= 0;
}

/* Verbs of telling whose past tense looks like their participle. */
static bool tells(const ds_reading *r, uint32_t verb) {
  static const char *const forms[] = {"acknowledged", "added",    "admitted",   "alleged",   "announced", "argued",
                                      "asserted",     "claimed",  "concluded",  "confirmed", "declared",  "estimated",
                                      "explained",    "insisted", "maintained", "noted",     "predicted", "recalled",
                                      "reported",     "revealed", "said",       "stated",    "suggested", "warned"};
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
    if (ds_token_is(r, verb, forms[i])) return true;
  return false;
}

/* "He will travel to China, his office announced on Sunday.": a bare noun behind a comma, with a participle that closes the sentence, is no
 * complement of the verb before it; the participle is the sentence's verb, and what stands before the comma is what it tells. */
static void turn_closing_report(ds_reading *r, uint32_t verb) {
  ds_token *v = &r->tokens[verb];
  if (v->head < 0 || v->head >= (int32_t)verb || has_child(r, verb, DS_REL_OBL_AGENT) || !tells(r, verb)) return;
  uint32_t subject = (uint32_t)v->head, low, high;
  ds_token *n = &r->tokens[subject];
  const ds_sentence *s = &r->sentences[v->sentence];
  if ((n->rel != DS_REL_OBL && n->rel != DS_REL_OBL_UNMARKED && n->rel != DS_REL_CONJ) || n->head < 0 || n->head >= (int32_t)subject)
    return;
  if (has_child(r, subject, DS_REL_CASE) || has_child(r, subject, DS_REL_CC) || r->tokens[n->head].head >= 0) return;
  if (!has_child(r, (uint32_t)n->head, DS_REL_NSUBJ)) return;
  ds_subtree(r, subject, &low, &high);
  uint32_t comma = ds_token_is(r, low, ",") ? low : low - 1, end = s->first + s->count;
  if (low <= s->first || !ds_token_is(r, comma, ",")) return;
  for (uint32_t t = high + 1; t < end; t++)
    if (r->tokens[t].upos != DS_UPOS_PUNCT) return;
  uint32_t told = (uint32_t)n->head;
  for (uint32_t t = high + 1; t < end; t++)
    if (r->tokens[t].head == (int32_t)told) r->tokens[t].head = (int32_t)verb;
  r->tokens[comma].head = (int32_t)verb;
  r->tokens[told].head = (int32_t)verb;
  r->tokens[told].rel = DS_REL_CCOMP;
  n->head = (int32_t)verb;
  n->rel = DS_REL_NSUBJ;
  v->head = -1;
  v->rel = DS_REL_ROOT;
  v->xpos = DS_XPOS_VBD;
}

/* "They passed the bill despite opposition": what stands after "despite" is told of the verb, not of its object. */
static void raise_despite(ds_reading *r, uint32_t word) {
  int32_t noun = r->tokens[word].head;
  if (noun < (int32_t)word || r->tokens[noun].rel != DS_REL_NMOD || !ds_token_is(r, word, "despite")) return;
  int32_t object = r->tokens[noun].head;
  if (object < 0 || object > (int32_t)word || r->tokens[object].rel != DS_REL_OBJ) return;
  r->tokens[noun].head = r->tokens[object].head;
  r->tokens[noun].rel = DS_REL_OBL;
}

void ds_read_mend(ds_reading *r) {
  for (uint32_t t = 0; t < r->n_tokens; t++) {
    uint8_t upos = r->tokens[t].upos;
    if (r->tokens[t].rel == DS_REL_NSUBJ && (upos == DS_UPOS_ADJ || upos == DS_UPOS_PROPN) && r->tokens[t].head > (int32_t)t)
      join_subjects(r, t);
    if (r->tokens[t].rel == DS_REL_ACL && r->tokens[t].xpos == DS_XPOS_VBN) turn_closing_report(r, t);
    if (r->tokens[t].rel == DS_REL_CASE) raise_despite(r, t);
  }
  for (uint32_t i = 0; i < r->n_names; i++)
    if (r->names[i].kind == DS_PERSON) lead_with_person(r, &r->names[i]);
  for (uint32_t i = 1; i < r->n_names; i++) {
    const ds_name *a = &r->names[i - 1], *b = &r->names[i];
    if (a->kind == DS_PLACE && b->kind == DS_PERSON && a->first + a->count == b->first && a->first >= 2) part_names(r, a, b);
  }
}

ds_reading *ds_read(const char *text, size_t len, ds_arena *arena) {
  ds_reading *r = DS_ARENA_NEW(arena, ds_reading, 1);
  r->text = text;
  r->len = len;
  ds_tokens_find(r, arena);
  ds_sentences_find(r, arena);
  ds_read_tokens(r, arena);
  ds_names_find(r, arena);
  ds_read_mend(r);
  return r;
}

bool ds_token_is(const ds_reading *r, uint32_t token, const char *lower_case_word) {
  size_t len;
  const char *s = ds_token_text(r, token, &len);
  for (size_t i = 0; i < len; i++) {
    char c = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];
    if (c != lower_case_word[i]) return false; /* its NUL differs from every c but a NUL byte, which no token holds */
  }
  return lower_case_word[len] == 0;
}

int32_t ds_child(const ds_reading *r, uint32_t head, ds_rel rel) {
  const ds_sentence *s = &r->sentences[r->tokens[head].sentence];
  for (uint32_t t = s->first; t < s->first + s->count; t++)
    if (r->tokens[t].head == (int32_t)head && r->tokens[t].rel == rel) return (int32_t)t;
  return -1;
}

/* The trees are projective, so a subtree is a stretch of tokens, and one pass away from its root on each side finds its ends. */
void ds_subtree(const ds_reading *r, uint32_t token, uint32_t *first, uint32_t *last) {
  const ds_sentence *s = &r->sentences[r->tokens[token].sentence];
  uint32_t low = token, high = token;
  for (uint32_t t = token; t-- > s->first;)
    if (r->tokens[t].head >= (int32_t)low && r->tokens[t].head <= (int32_t)token) low = t;
  for (uint32_t t = token + 1; t < s->first + s->count; t++)
    if (r->tokens[t].head >= (int32_t)token && r->tokens[t].head <= (int32_t)high) high = t;
  *first = low;
  *last = high;
}
