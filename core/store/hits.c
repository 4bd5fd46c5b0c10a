#include "store/hits.h"

#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "store/sql.h"

enum { TEXT_COLUMN = 1 };

/* A hit by the numbers of its tokens. */
typedef struct run {
  uint32_t first, last;
} run;

/* What one call leaves to the next: room. */
typedef struct scratch {
  run *runs;
  size_t n, cap;
  ds_buf blob;
} scratch;

static void free_scratch(void *data) {
  scratch *s = data;
  free(s->runs);
  ds_buf_reset(&s->blob);
  free(s);
}

/* --- blobs: the number of hits, then of each the tokens since the one before, doubled, 1 added when it is of several; then how many more
 * --- */

static void put_number(ds_buf *out, uint32_t n) {
  for (; n >= 128; n >>= 7) ds_buf_putc(out, (char)(n | 128));
  ds_buf_putc(out, (char)n);
}

static uint32_t take_number(const unsigned char **at, const unsigned char *end) {
  uint32_t n = 0;
  for (int shift = 0; *at < end && shift < 32; shift += 7) {
    unsigned char byte = *(*at)++;
    n |= (uint32_t)(byte & 127) << shift;
    if (byte < 128) break;
  }
  return n;
}

static run take_run(const unsigned char **at, const unsigned char *end, uint32_t before) {
  uint32_t n = take_number(at, end), first = before + n / 2;
  return (run){first, first + (n & 1 ? take_number(at, end) : 0)};
}

size_t ds_hits_count(const void *blob, size_t size) {
  const unsigned char *at = blob;
  return size ? take_number(&at, at + size) : 0;
}

static int by_place(const void *a, const void *b) {
  const run *x = a, *y = b;
  return x->first != y->first ? (x->first > y->first) - (x->first < y->first) : (x->last > y->last) - (x->last < y->last);
}

/* Joins those that overlap. */
static void join_runs(scratch *s) {
  size_t kept = 0;
  for (size_t i = 0; i < s->n; i++) {
    run *last = kept ? &s->runs[kept - 1] : NULL;
    if (!last || s->runs[i].first > last->last)
      s->runs[kept++] = s->runs[i];
    else if (s->runs[i].last > last->last)
      last->last = s->runs[i].last;
  }
  s->n = kept;
}

static void pack_runs(scratch *s, size_t most) {
  size_t n = most && most < s->n ? most : s->n;
  uint32_t before = 0;
  ds_buf_clear(&s->blob);
  put_number(&s->blob, (uint32_t)n);
  for (size_t i = 0; i < n; i++) {
    uint32_t more = s->runs[i].last - s->runs[i].first;
    put_number(&s->blob, (s->runs[i].first - before) * 2 + (more > 0));
    if (more) put_number(&s->blob, more);
    before = s->runs[i].first;
  }
}

static void hits(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *context, int n_args, sqlite3_value **args) {
  scratch *s = api->xUserData(fts);
  size_t most = n_args ? (size_t)sqlite3_value_int64(args[0]) : 0;
  int phrases = api->xPhraseCount(fts), rc = SQLITE_OK;
  s->n = 0;
  for (int p = 0; rc == SQLITE_OK && p < phrases; p++) {
    Fts5PhraseIter at;
    int column, token, size = api->xPhraseSize(fts, p);
    for (rc = api->xPhraseFirst(fts, p, &at, &column, &token); rc == SQLITE_OK && column >= 0;
         api->xPhraseNext(fts, &at, &column, &token)) {
      if (column != TEXT_COLUMN) continue;
      DS_GROW(s->runs, s->n, s->cap);
      s->runs[s->n++] = (run){(uint32_t)token, (uint32_t)(token + size - 1)};
      if (most == 1) break;
    }
  }
  if (phrases > 1 && s->n > 1) qsort(s->runs, s->n, sizeof *s->runs, by_place);
  join_runs(s);
  pack_runs(s, most);
  if (rc == SQLITE_OK)
    sqlite3_result_blob64(context, s->blob.data, s->blob.len, SQLITE_TRANSIENT);
  else
    sqlite3_result_error_code(context, rc);
}

/* --- relevance --- */

/* What is the same for all articles. */
typedef struct weights {
  double average; /* tokens of an article */
  int n;
  double of[]; /* phrases */
} weights;

static int count_row(const Fts5ExtensionApi *api, Fts5Context *fts, void *data) {
  ++*(sqlite3_int64 *)data;
  return SQLITE_OK;
}

/* How much it says that the phrase is there. */
static int weigh(const Fts5ExtensionApi *api, Fts5Context *fts, int phrase, sqlite3_int64 rows, double *weight) {
  sqlite3_int64 with = 0;
  int rc = api->xQueryPhrase(fts, phrase, &with, count_row);
  double idf = log(((double)(rows - with) + 0.5) / ((double)with + 0.5));
  *weight = idf > 0 ? idf : 1e-6;
  return rc;
}

static int weights_new(const Fts5ExtensionApi *api, Fts5Context *fts, weights **out) {
  sqlite3_int64 rows = 0, tokens = 0;
  int n = api->xPhraseCount(fts), rc = api->xRowCount(fts, &rows);
  if (rc == SQLITE_OK) rc = api->xColumnTotalSize(fts, -1, &tokens);
  weights *w = ds_alloc(sizeof *w + (size_t)n * sizeof *w->of);
  w->n = n;
  w->average = rows && tokens ? (double)tokens / (double)rows : 1;
  for (int i = 0; i < n; i++) w->of[i] = 1;
  for (int i = 0; rc == SQLITE_OK && n > 1 && i < n; i++) rc = weigh(api, fts, i, rows, &w->of[i]);
  if (rc == SQLITE_OK)
    rc = api->xSetAuxdata(fts, w, free); /* frees it when it fails */
  else
    free(w);
  *out = w;
  return rc;
}

/* The tokens of all columns: FTS5 has a number of each, big-endian, seven bits to a byte. */
static double size_of(sqlite3_value *sz, double otherwise) {
  const unsigned char *at = sqlite3_value_blob(sz);
  const unsigned char *end = at ? at + sqlite3_value_bytes(sz) : at;
  uint64_t all = 0, n = 0;
  if (at == end) return otherwise;
  for (; at < end; at++) {
    n = n << 7 | (*at & 127);
    if (*at & 128) continue;
    all += n;
    n = 0;
  }
  return (double)all;
}

static int count_hits(const Fts5ExtensionApi *api, Fts5Context *fts, int phrase, double *n) {
  Fts5PhraseIter at;
  int column, token, rc = api->xPhraseFirst(fts, phrase, &at, &column, &token);
  for (*n = 0; rc == SQLITE_OK && column >= 0; api->xPhraseNext(fts, &at, &column, &token)) ++*n;
  return rc;
}

static void relevance(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *context, int n_args, sqlite3_value **args) {
  static const double k1 = 1.2, b = 0.75;
  weights *w = api->xGetAuxdata(fts, 0);
  int rc = w ? SQLITE_OK : weights_new(api, fts, &w);
  double score = 0, n, length = rc == SQLITE_OK && n_args ? size_of(args[0], w->average) / w->average : 1;
  for (int i = 0; rc == SQLITE_OK && i < w->n; i++) {
    rc = count_hits(api, fts, i, &n);
    score += w->of[i] * n * (k1 + 1) / (n + k1 * (1 - b + b * length));
  }
  if (rc == SQLITE_OK)
    sqlite3_result_double(context, score);
  else
    sqlite3_result_error_code(context, rc);
}

/* --- places --- */

typedef struct placing {
  ds_hits *hits;
  const unsigned char *at, *end; /* of the blob */
  run wanted;
  size_t left;  /* hits to come, the wanted one included */
  size_t start; /* of the wanted one, once its first token was seen */
  uint32_t token;
} placing;

static void want_next(placing *p, uint32_t before) {
  if (p->left) p->wanted = take_run(&p->at, p->end, before);
}

/* The next token stands there; false when all hits are found. */
static inline bool see_token(placing *p, size_t start, size_t end) {
  uint32_t token = p->token++;
  if (token < p->wanted.first) return true;
  if (token == p->wanted.first) p->start = start;
  if (token < p->wanted.last) return true;
  DS_GROW(p->hits->at, p->hits->n, p->hits->cap);
  p->hits->at[p->hits->n].start = p->start;
  p->hits->at[p->hits->n++].end = end;
  p->left--;
  want_next(p, p->wanted.first);
  return p->left > 0;
}

static int take_token(void *data, int flags, const char *token, int len, int start, int end) {
  if (flags & FTS5_TOKEN_COLOCATED) return SQLITE_OK;
  return see_token(data, (size_t)start, (size_t)end) ? SQLITE_OK : SQLITE_DONE;
}

/* Most of a news text is ASCII, Latin letters with accents and the signs of print. What such a character is, without a table of all there
 * are: LETTER and SIGN as the index's tokenizer, unicode61, parts them; OTHER: ask it. *size: its bytes. */
typedef enum sort { SIGN, LETTER, OTHER } sort;

static inline sort sort_of(const unsigned char *s, const unsigned char *end, size_t *size) {
  *size = 1;
  if (*s < 128) return (*s >= '0' && *s <= '9') || ((*s | 32) >= 'a' && (*s | 32) <= 'z') ? LETTER : SIGN;
  *size = 2;
  if (end - s >= 2 && *s == 0xC2 && s[1] >= 0xA0 && s[1] <= 0xA9) return SIGN; /* no-break space to © */
  if (end - s >= 2 && *s >= 0xC3 && *s <= 0xC5) return *s == 0xC3 && (s[1] == 0x97 || s[1] == 0xB7) ? SIGN : LETTER; /* À to ſ; × ÷ */
  *size = 3;
  if (end - s >= 3 && *s == 0xE2 && s[1] == 0x80 && s[2] >= 0x90 && s[2] <= 0xA7) return SIGN; /* hyphens, quotation marks, … */
  return OTHER;
}

/* Finds the hits; false when a character stands in the way that is not known here. */
static bool place_quickly(placing *p, const unsigned char *text, size_t len) {
  const unsigned char *s = text, *end = text + len, *start;
  size_t size = 0;
  sort c = SIGN;
  while (s < end) {
    while (s < end && (c = sort_of(s, end, &size)) == SIGN) s += size;
    for (start = s; s < end && (c = sort_of(s, end, &size)) == LETTER;) s += size;
    if (s < end && c == OTHER) return false;
    if (s > start && !see_token(p, (size_t)(start - text), (size_t)(s - text))) return true;
  }
  return true;
}

void ds_hits_place(ds_hits *h, const void *blob, size_t size, const char *text, size_t len) {
  placing first = {.hits = h, .at = blob, .end = (const unsigned char *)blob + size};
  h->n = 0;
  first.left = size ? take_number(&first.at, first.end) : 0;
  if (!first.left) return;
  want_next(&first, 0);
  placing again = first;
  if (place_quickly(&first, (const unsigned char *)text, len)) return;
  h->n = 0;
  h->tokenize(h->tokenizer, &again, FTS5_TOKENIZE_AUX, text, (int)len, take_token);
}

/* --- set-up --- */

static fts5_api *api_of(sqlite3 *db) {
  fts5_api *api = NULL;
  sqlite3_stmt *stmt = NULL;
  int rc = sqlite3_prepare_v2(db, "SELECT fts5(?)", -1, &stmt, NULL);
  if (rc == SQLITE_OK) rc = sqlite3_bind_pointer(stmt, 1, &api, "fts5_api_ptr", NULL);
  if (rc == SQLITE_OK) sqlite3_step(stmt);
  sqlite3_finalize(stmt);
  return api;
}

static const char unable[] = "searching: this SQLite has no full-text search";

ds_status ds_hits_set_up(ds_store *store, ds_err *err) {
  if (store->searches) return DS_OK;
  fts5_api *api = api_of(store->db);
  scratch *room = api ? ds_alloc(sizeof *room) : NULL;
  ds_store_map(store);
  if (!api || api->xCreateFunction(api, "relevance", NULL, relevance, NULL) != SQLITE_OK ||
      api->xCreateFunction(api, "hits", room, hits, free_scratch) != SQLITE_OK)
    return ds_fail(err, DS_DB, "%s", unable);
  store->searches = true;
  return DS_OK;
}

ds_status ds_hits_open(ds_store *store, ds_hits *h, ds_err *err) {
  static const char *options[] = {"remove_diacritics", "2"}; /* as in schema.sql */
  fts5_api *api = api_of(store->db);
  void *data = NULL;
  fts5_tokenizer way = {0};
  *h = (ds_hits){0};
  if (!api || api->xFindTokenizer(api, "unicode61", &data, &way) != SQLITE_OK || way.xCreate(data, options, 2, &h->tokenizer) != SQLITE_OK)
    return ds_fail(err, DS_DB, "%s", unable);
  h->tokenize = way.xTokenize;
  h->drop = way.xDelete;
  return DS_OK;
}

void ds_hits_close(ds_hits *h) {
  if (h->tokenizer) h->drop(h->tokenizer);
  free(h->at);
  *h = (ds_hits){0};
}
