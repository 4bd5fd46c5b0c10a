#include "language/names.h"

#include <string.h>

#include "base/utf8.h"
#include "language/gazetteer.h"

enum { PHRASE_MAX = 7, PLACE = DS_FACT_COUNTRY | DS_FACT_REGION | DS_FACT_CITY | DS_FACT_SEAT };

static bool is_capital(const ds_reading *r, uint32_t i) {
  int32_t code;
  const ds_token *t = &r->tokens[i];
  ds_utf8_next(r->text + t->start, t->end - t->start, &code);
  return ds_utf8_is_upper(code);
}

static uint32_t facts(const ds_reading *r, uint32_t i, uint32_t end, ds_fact *fact) {
  uint32_t start = r->tokens[i].start;
  return ds_fact_find(r->text + start, r->tokens[end - 1].end - start, fact);
}

/* End of the longest known name that begins at token i, or i. */
static uint32_t known_end(const ds_reading *r, uint32_t i, uint32_t limit, ds_fact *fact) {
  for (uint32_t end = limit < i + PHRASE_MAX ? limit : i + PHRASE_MAX; end > i; end--)
    if (facts(r, i, end, fact) & (PLACE | DS_FACT_ORGANIZATION | DS_FACT_DEMONYM)) return end;
  return i;
}

static bool is_given(const ds_reading *r, uint32_t i) {
  size_t len;
  const char *word = ds_token_text(r, i, &len);
  return ds_given_name(word, len, NULL);
}

/* End of the capitalised words that begin at i; "of" joins what an organisation's word opens. */
static uint32_t run_end(const ds_reading *r, uint32_t i, uint32_t limit) {
  uint32_t end = i;
  while (end < limit && (is_capital(r, end) || (end > i && end + 1 < limit && is_capital(r, end + 1) && (ds_token_is(r, end, "of") ||
         (ds_token_is(r, end, "&")))))) end++;
  return end;
}

static ds_kind kind_of_run(const ds_reading *r, uint32_t i, uint32_t end, bool titled) {
  if (titled) return DS_PERSON;
  for (uint32_t k = i; k < end; k++)
    if (facts(r, k, k + 1, NULL) & DS_FACT_ORGANIZATION_WORD && end - i > 1) return DS_ORGANIZATION;
  if (is_given(r, i)) return DS_PERSON;
  if (facts(r, end - 1, end, NULL) & DS_FACT_PLACE_WORD) return DS_PLACE;
  return end - i > 1 ? DS_PERSON : DS_OTHER;
}

static void add(ds_reading *r, uint32_t first, uint32_t end, ds_kind kind, const ds_fact *fact) {
  ds_name *n = &r->names[r->n_names++];
  *n = (ds_name){r->tokens[first].start, r->tokens[end - 1].end, first, end - first, kind, 0.5f, "", false};
  const ds_country *c = !fact ? NULL : fact->country ? fact->country : fact->demonym ? fact->demonym : fact->place;
  if (c) memcpy(n->country, c->code, 3);
  n->demonym = fact && fact->demonym && !fact->country;
}

static uint32_t find_at(ds_reading *r, uint32_t i, uint32_t limit, bool initial, bool *titled) {
  ds_fact fact = {0};
  size_t title = ds_title_at(r->text + r->tokens[i].start, r->tokens[limit - 1].end - r->tokens[i].start, NULL);
  if (title) {
    uint32_t end = i;
    while (end < limit && r->tokens[end].end <= r->tokens[i].start + title) end++;
    *titled = true;
    return end > i ? end : i + 1;
  }
  uint32_t end = known_end(r, i, limit, &fact), run = run_end(r, i, limit);
  if (end > i && end >= run) {
    add(r, i, end, fact.flags & DS_FACT_ORGANIZATION ? DS_ORGANIZATION : fact.flags & PLACE ? DS_PLACE : DS_OTHER, &fact);
  } else if (run > i && (!initial || run > i + 1 || is_given(r, i) || r->tokens[i].upos == DS_UPOS_PROPN)) {
    end = run;
    add(r, i, end, kind_of_run(r, i, end, *titled), NULL);
  } else {
    end = i + 1;
  }
  *titled = false;
  return end;
}

void ds_names_find(ds_reading *r, ds_arena *arena) {
  r->names = DS_ARENA_NEW(arena, ds_name, r->n_tokens + 1);
  r->n_names = 0;
  for (uint32_t s = 0; s < r->n_sentences; s++) {
    uint32_t first = r->sentences[s].first, limit = first + r->sentences[s].count;
    bool titled = false;
    for (uint32_t i = first; i < limit;) {
      if (is_capital(r, i)) i = find_at(r, i, limit, i == first, &titled);
      else i++, titled = false;
    }
  }
}
