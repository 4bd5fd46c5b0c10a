/* A reading: what the English reader makes of one text. Tokens with tags, lemmas and a dependency tree; sentences; names.
 *
 * Reading is a pure function of the text: no database, no globals (but for sums of the model's weights that a thread remembers, see
 * weights.h), no clock, no locale. Everything returned lives in the caller's arena.
 * Offsets are 0-based half-open byte offsets into the text. Token conventions are Universal Dependencies' (English EWT, GUM):
 * "don't" is `do` `n't`, "Lukashenko's" is `Lukashenko` `'s`, hyphenated compounds follow EWT. Labels: universaldependencies.org. */
#ifndef DS_LANGUAGE_READING_H
#define DS_LANGUAGE_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Universal part-of-speech tags: identifier, text. */
/* clang-format off */
#define DS_UPOS_LIST(X) \
  X(OTHER, "X") X(ADJ, "ADJ") X(ADP, "ADP") X(ADV, "ADV") X(AUX, "AUX") X(CCONJ, "CCONJ") X(DET, "DET") X(INTJ, "INTJ") X(NOUN, "NOUN") \
  X(NUM, "NUM") X(PART, "PART") X(PRON, "PRON") X(PROPN, "PROPN") X(PUNCT, "PUNCT") X(SCONJ, "SCONJ") X(SYM, "SYM") X(VERB, "VERB")
/* clang-format on */
typedef enum ds_upos {
#define X(name, text) DS_UPOS_##name,
  DS_UPOS_LIST(X)
#undef X
      DS_UPOS_COUNT
} ds_upos;

/* Penn treebank tags: identifier, text. */
/* clang-format off */
#define DS_XPOS_LIST(X) \
  X(NONE, "_") X(NN, "NN") X(NNS, "NNS") X(NNP, "NNP") X(NNPS, "NNPS") X(IN, "IN") X(DT, "DT") X(JJ, "JJ") X(JJR, "JJR") X(JJS, "JJS") \
  X(PRP, "PRP") X(PRPS, "PRP$") X(RB, "RB") X(RBR, "RBR") X(RBS, "RBS") X(RP, "RP") X(VB, "VB") X(VBD, "VBD") X(VBG, "VBG") \
  X(VBN, "VBN") X(VBP, "VBP") X(VBZ, "VBZ") X(MD, "MD") X(CC, "CC") X(CD, "CD") X(TO, "TO") X(EX, "EX") X(FW, "FW") X(UH, "UH") \
  X(LS, "LS") X(PDT, "PDT") X(POS, "POS") X(SYM, "SYM") X(WDT, "WDT") X(WP, "WP") X(WPS, "WP$") X(WRB, "WRB") X(STOP, ".") \
  X(COMMA, ",") X(COLON, ":") X(LRB, "-LRB-") X(RRB, "-RRB-") X(OPEN, "``") X(CLOSE, "''") X(DOLLAR, "$") X(HYPH, "HYPH") \
  X(NFP, "NFP") X(ADD, "ADD") X(AFX, "AFX") X(GW, "GW")
/* clang-format on */
typedef enum ds_xpos {
#define X(name, text) DS_XPOS_##name,
  DS_XPOS_LIST(X)
#undef X
      DS_XPOS_COUNT
} ds_xpos;

/* Dependency relations, with the subtypes of the English treebanks: identifier, text. */
/* clang-format off */
#define DS_REL_LIST(X) \
  X(NONE, "dep") X(ROOT, "root") X(NSUBJ, "nsubj") X(NSUBJ_PASS, "nsubj:pass") X(NSUBJ_OUTER, "nsubj:outer") X(CSUBJ, "csubj") \
  X(CSUBJ_PASS, "csubj:pass") X(CSUBJ_OUTER, "csubj:outer") X(OBJ, "obj") X(IOBJ, "iobj") X(CCOMP, "ccomp") X(XCOMP, "xcomp") \
  X(OBL, "obl") X(OBL_AGENT, "obl:agent") X(OBL_UNMARKED, "obl:unmarked") X(ADVCL, "advcl") X(ADVCL_RELCL, "advcl:relcl") \
  X(ADVMOD, "advmod") X(NMOD, "nmod") X(NMOD_POSS, "nmod:poss") X(NMOD_UNMARKED, "nmod:unmarked") X(NMOD_DESC, "nmod:desc") \
  X(APPOS, "appos") X(NUMMOD, "nummod") X(ACL, "acl") X(ACL_RELCL, "acl:relcl") X(AMOD, "amod") X(DET, "det") \
  X(DET_PREDET, "det:predet") X(CASE, "case") X(CONJ, "conj") X(CC, "cc") X(CC_PRECONJ, "cc:preconj") X(FIXED, "fixed") \
  X(FLAT, "flat") X(COMPOUND, "compound") X(COMPOUND_PRT, "compound:prt") X(LIST, "list") X(PARATAXIS, "parataxis") \
  X(DISCOURSE, "discourse") X(VOCATIVE, "vocative") X(EXPL, "expl") X(AUX, "aux") X(AUX_PASS, "aux:pass") X(COP, "cop") \
  X(MARK, "mark") X(PUNCT, "punct") X(ORPHAN, "orphan") X(GOESWITH, "goeswith") X(REPARANDUM, "reparandum") X(DISLOCATED, "dislocated")
/* clang-format on */
typedef enum ds_rel {
#define X(name, text) DS_REL_##name,
  DS_REL_LIST(X)
#undef X
      DS_REL_COUNT
} ds_rel;

const char *ds_upos_text(ds_upos upos); /* "NOUN"; never NULL */
const char *ds_xpos_text(ds_xpos xpos); /* "NNP" */
const char *ds_rel_text(ds_rel rel);    /* "nsubj:pass" */
/* From text; unknown text gives X, NONE, NONE (for a relation with an unknown subtype: the relation without it). */
ds_upos ds_upos_parse(const char *text, size_t len);
ds_xpos ds_xpos_parse(const char *text, size_t len);
ds_rel ds_rel_parse(const char *text, size_t len);

typedef struct ds_token {
  uint32_t start, end; /* bytes */
  int32_t head;        /* index in ds_reading.tokens of its head, or -1 for a sentence's root */
  uint32_t sentence;   /* index in ds_reading.sentences */
  const char *lemma;   /* NUL-terminated, lower case but for names; arena or static */
  uint8_t upos, xpos, rel;
  bool space_before; /* white space (or nothing) stands before it */
} ds_token;

typedef struct ds_sentence {
  uint32_t start, end;   /* bytes, from its first token's start to its last token's end */
  uint32_t first, count; /* its tokens */
  uint32_t paragraph;    /* 0-based; paragraphs are parted by blank lines (or by line ends in unwrapped text) */
} ds_sentence;

typedef enum ds_kind { DS_PERSON, DS_ORGANIZATION, DS_PLACE, DS_OTHER } ds_kind;
const char *ds_kind_text(ds_kind kind); /* "person", "organization", "place", "other" */

/* A named mention, without title or article: "Alexander Lukashenko" of "President Alexander Lukashenko". */
typedef struct ds_name {
  uint32_t start, end;   /* bytes */
  uint32_t first, count; /* tokens */
  ds_kind kind;
  float score;     /* 0..1, how sure the reader is */
  char country[3]; /* ISO 3166 alpha-2 of a place (or of what a demonym names), or "" */
  bool demonym;    /* an adjective or noun of nationality: "Belarusian", "Iranians" (kind: other; not a mention of the place) */
} ds_name;

typedef struct ds_reading {
  const char *text; /* borrowed from the caller; must outlive the reading */
  size_t len;
  ds_token *tokens; /* in text order */
  ds_sentence *sentences;
  ds_name *names; /* in text order, not overlapping */
  uint32_t n_tokens, n_sentences, n_names;
} ds_reading;

/* Reads text (any bytes: what is not UTF-8 becomes tokens of tag X). Never fails; time and memory are linear in len.
 * len must be below 2 GiB. */
ds_reading *ds_read(const char *text, size_t len, ds_arena *arena);

/* Small helpers over a reading. */
static inline const char *ds_token_text(const ds_reading *r, uint32_t token, size_t *len) {
  *len = r->tokens[token].end - r->tokens[token].start;
  return r->text + r->tokens[token].start;
}
bool ds_token_is(const ds_reading *r, uint32_t token, const char *lower_case_word); /* ASCII case ignored */
/* First child of head with relation rel (subtypes only when named: DS_REL_OBL does not find OBL_AGENT), or -1. */
int32_t ds_child(const ds_reading *r, uint32_t head, ds_rel rel);
/* First and last token of the subtree of `token` within its sentence. */
void ds_subtree(const ds_reading *r, uint32_t token, uint32_t *first, uint32_t *last);

#endif
