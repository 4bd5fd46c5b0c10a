/* From a token to its mention and entity, from a byte to its token. */
#include "annotation/annotation.h"
#include "base/sorted.h"
#include "base/utf8.h"
#include "language/gazetteer.h"

/* The first mention that starts after byte `at`. Mentions are sorted by start, then end. */
static uint32_t first_after(const ds_annotation *a, uint32_t at) {
  return DS_FIRST_FROM(a->mentions, a->n_mentions, start, at + 1);
}

/* Mentions nest only a few deep ("its president's office"), so that a short look back finds every one that reaches the token. */
enum { LOOK_BACK = 8 };

int32_t ds_mention_at(const ds_annotation *a, uint32_t token) {
  if (token >= a->reading->n_tokens) return -1;
  const ds_token *t = &a->reading->tokens[token];
  int32_t best = -1;
  uint32_t next = first_after(a, t->start);
  for (uint32_t back = 1; back <= next && back <= LOOK_BACK; back++) {
    const ds_mention *m = &a->mentions[next - back];
    if (m->end < t->end) continue;
    if (best < 0 || m->end - m->start > a->mentions[best].end - a->mentions[best].start) best = (int32_t)(next - back);
  }
  return best;
}

/* A title or role that heads its phrase ("Secretary of State Mike Pompeo", "its director, Kari Moen") means the name that hangs on it. */
static int32_t named_below(const ds_annotation *a, uint32_t token) {
  enum { AHEAD = 12 };
  const ds_reading *r = a->reading;
  for (uint32_t i = token + 1; i < r->n_tokens && i <= token + AHEAD && r->tokens[i].sentence == r->tokens[token].sentence; i++) {
    uint8_t rel = r->tokens[i].rel;
    if (r->tokens[i].head != (int32_t)token || (rel != DS_REL_FLAT && rel != DS_REL_APPOS && rel != DS_REL_NMOD_DESC)) continue;
    int32_t mention = ds_mention_at(a, i);
    if (mention >= 0 && a->entities[a->mentions[mention].entity].kind != DS_PLACE) return a->mentions[mention].entity;
  }
  return -1;
}

static bool is_role(const ds_reading *r, uint32_t token) {
  char folded[64];
  ds_utf8_fold(r->text + r->tokens[token].start, r->tokens[token].end - r->tokens[token].start, folded, sizeof folded);
  return ds_role_noun(folded);
}

static bool is_capital(const ds_reading *r, uint32_t token) {
  char c = r->text[r->tokens[token].start];
  return c >= 'A' && c <= 'Z';
}

/* A title in capitals means the person it stands before, wherever the tree hung him: "Secretary of State" before "Mike Pompeo". */
static int32_t titled_after(const ds_annotation *a, uint32_t token) {
  enum { AHEAD = 7 };
  const ds_reading *r = a->reading;
  if (!is_capital(r, token) || !is_role(r, token)) return -1;
  for (uint32_t i = token + 1; i < r->n_tokens && i <= token + AHEAD && r->tokens[i].sentence == r->tokens[token].sentence; i++) {
    int32_t mention = ds_mention_at(a, i);
    if (mention >= 0 && a->entities[a->mentions[mention].entity].kind == DS_PERSON) return a->mentions[mention].entity;
    if (!is_capital(r, i) && !ds_token_is(r, i, "of") && !ds_token_is(r, i, "for") && !ds_token_is(r, i, "and")) return -1;
  }
  return -1;
}

int32_t ds_entity_at(const ds_annotation *a, uint32_t token) {
  int32_t mention = ds_mention_at(a, token);
  if (mention >= 0) return a->mentions[mention].entity;
  if (token >= a->reading->n_tokens) return -1;
  int32_t entity = named_below(a, token);
  return entity >= 0 ? entity : titled_after(a, token);
}

uint32_t ds_token_from(const ds_reading *r, uint32_t at) {
  return DS_FIRST_FROM(r->tokens, r->n_tokens, end, at + 1);
}
