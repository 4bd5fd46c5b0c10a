#include "store/pack.h"

#include <string.h>
#include <zlib.h>

#include "store/store.h"

static void put(ds_buf *out, uint64_t value) {
  while (value >= 128) {
    ds_buf_putc(out, (char)(value | 128));
    value >>= 7;
  }
  ds_buf_putc(out, (char)value);
}

static uint64_t zigzag(int64_t value) {
  return (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0);
}
static int64_t unzigzag(uint64_t value) {
  return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}
static char lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

/* The universal tag that mostly goes with a Penn tag; a wrong guess costs a byte, nothing else. Part of the format. */
static const uint8_t usual[DS_XPOS_COUNT] = {
    [DS_XPOS_NN] = DS_UPOS_NOUN,    [DS_XPOS_NNS] = DS_UPOS_NOUN,    [DS_XPOS_NNP] = DS_UPOS_PROPN,   [DS_XPOS_NNPS] = DS_UPOS_PROPN,
    [DS_XPOS_IN] = DS_UPOS_ADP,     [DS_XPOS_DT] = DS_UPOS_DET,      [DS_XPOS_JJ] = DS_UPOS_ADJ,      [DS_XPOS_JJR] = DS_UPOS_ADJ,
    [DS_XPOS_JJS] = DS_UPOS_ADJ,    [DS_XPOS_PRP] = DS_UPOS_PRON,    [DS_XPOS_PRPS] = DS_UPOS_PRON,   [DS_XPOS_RB] = DS_UPOS_ADV,
    [DS_XPOS_RBR] = DS_UPOS_ADV,    [DS_XPOS_RBS] = DS_UPOS_ADV,     [DS_XPOS_RP] = DS_UPOS_ADP,      [DS_XPOS_VB] = DS_UPOS_VERB,
    [DS_XPOS_VBD] = DS_UPOS_VERB,   [DS_XPOS_VBG] = DS_UPOS_VERB,    [DS_XPOS_VBN] = DS_UPOS_VERB,    [DS_XPOS_VBP] = DS_UPOS_VERB,
    [DS_XPOS_VBZ] = DS_UPOS_VERB,   [DS_XPOS_MD] = DS_UPOS_AUX,      [DS_XPOS_CC] = DS_UPOS_CCONJ,    [DS_XPOS_CD] = DS_UPOS_NUM,
    [DS_XPOS_TO] = DS_UPOS_PART,    [DS_XPOS_EX] = DS_UPOS_PRON,     [DS_XPOS_UH] = DS_UPOS_INTJ,     [DS_XPOS_PDT] = DS_UPOS_DET,
    [DS_XPOS_POS] = DS_UPOS_PART,   [DS_XPOS_WDT] = DS_UPOS_PRON,    [DS_XPOS_WP] = DS_UPOS_PRON,     [DS_XPOS_WRB] = DS_UPOS_ADV,
    [DS_XPOS_STOP] = DS_UPOS_PUNCT, [DS_XPOS_COMMA] = DS_UPOS_PUNCT, [DS_XPOS_COLON] = DS_UPOS_PUNCT, [DS_XPOS_LRB] = DS_UPOS_PUNCT,
    [DS_XPOS_RRB] = DS_UPOS_PUNCT,  [DS_XPOS_OPEN] = DS_UPOS_PUNCT,  [DS_XPOS_CLOSE] = DS_UPOS_PUNCT, [DS_XPOS_DOLLAR] = DS_UPOS_SYM,
    [DS_XPOS_HYPH] = DS_UPOS_PUNCT, [DS_XPOS_NFP] = DS_UPOS_PUNCT};

static void put_lemma(ds_buf *out, const char *form, size_t len, const char *lemma) {
  size_t n = strlen(lemma), same = 0;
  while (same < n && same < len && lower(form[same]) == lemma[same]) same++;
  if (same == n && same == len) {
    put(out, 0);
  } else if (n == len && memcmp(form, lemma, n) == 0) {
    put(out, 1);
  } else {
    put(out, 2 + len - same);
    put(out, n - same);
    ds_buf_append(out, lemma + same, n - same);
  }
}

static void put_token(const ds_reading *r, uint32_t i, ds_buf *columns) {
  const ds_token *t = &r->tokens[i];
  uint32_t before = i ? t[-1].end : 0;
  put(&columns[DS_PACK_GAPS], zigzag((int64_t)t->start - before));
  put(&columns[DS_PACK_LENGTHS], t->end - t->start);
  bool odd = t->space_before != (i == 0 || t->start > before);
  ds_buf_putc(&columns[DS_PACK_UPOS], (char)((t->upos ^ usual[t->xpos]) | (odd ? 128 : 0)));
  ds_buf_putc(&columns[DS_PACK_XPOS], (char)t->xpos);
  ds_buf_putc(&columns[DS_PACK_REL], (char)t->rel);
  put(&columns[DS_PACK_HEADS], t->head < 0 ? 0 : zigzag((int64_t)t->head - i));
  put_lemma(&columns[DS_PACK_LEMMAS], r->text + t->start, t->end - t->start, t->lemma ? t->lemma : "");
}

/* Appends body deflated. An article's columns are some KB: a window of 8 KB finds in them what one of 32 KB does, and there is a third of
 * the memory to allocate and clear for each article. */
static void put_deflated(const ds_buf *body, ds_buf *out) {
  enum { LEVEL = 4, WINDOW_BITS = 13, MEMORY = 7 };
  z_stream z = {.next_in = (Bytef *)body->data, .avail_in = (uInt)body->len};
  if (deflateInit2(&z, LEVEL, Z_DEFLATED, WINDOW_BITS, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK) return;
  size_t most = deflateBound(&z, body->len);
  ds_buf_reserve(out, most + 1);
  z.next_out = (Bytef *)out->data + out->len;
  z.avail_out = (uInt)most;
  if (deflate(&z, Z_FINISH) == Z_STREAM_END) out->len += z.total_out;
  deflateEnd(&z);
  out->data[out->len] = '\0';
}

void ds_tokens_pack(const ds_reading *r, ds_buf *out) {
  ds_buf columns[DS_PACK_COLUMNS] = {0}, body = {0};
  uint32_t paragraph = 0;
  for (uint32_t s = 0; s < r->n_sentences; s++) {
    put(&columns[DS_PACK_SENTENCES], r->sentences[s].count);
    put(&columns[DS_PACK_SENTENCES], r->sentences[s].paragraph - paragraph);
    paragraph = r->sentences[s].paragraph;
  }
  for (uint32_t i = 0; i < r->n_tokens; i++) put_token(r, i, columns);
  for (int c = 0; c < DS_PACK_COLUMNS; c++) {
    put(&body, columns[c].len);
    if (columns[c].len) ds_buf_append(&body, columns[c].data, columns[c].len);
    ds_buf_reset(&columns[c]);
  }
  ds_buf_putc(out, DS_PACK_VERSION);
  put(out, r->n_sentences);
  put(out, r->n_tokens);
  put(out, body.len);
  put_deflated(&body, out);
  ds_buf_reset(&body);
}

typedef struct bytes {
  const unsigned char *at, *end;
  bool bad;
} bytes;

static uint64_t get(bytes *b) {
  uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    if (b->at >= b->end) break;
    unsigned char c = *b->at++;
    value |= (uint64_t)(c & 127) << shift;
    if (c < 128) return value;
  }
  b->bad = true;
  return 0;
}

static unsigned char get_byte(bytes *b, unsigned limit) {
  if (b->at >= b->end || (unsigned)(*b->at & 127) >= limit) {
    b->bad = true;
    return 0;
  }
  return *b->at++;
}

static const char *get_lemma(bytes *b, const char *form, size_t len, ds_arena *arena) {
  uint64_t how = get(b), cut = how >= 2 ? how - 2 : 0, more = how >= 2 ? get(b) : 0;
  if (b->bad || cut > len || more > (uint64_t)(b->end - b->at)) {
    b->bad = true;
    return "";
  }
  size_t kept = len - cut;
  char *lemma = ds_arena_alloc(arena, kept + more + 1);
  for (size_t i = 0; i < kept; i++) lemma[i] = how == 1 ? form[i] : lower(form[i]);
  memcpy(lemma + kept, b->at, more);
  b->at += more;
  return lemma;
}

static bool get_token(ds_reading *r, uint32_t i, bytes *columns, ds_arena *arena) {
  ds_token *t = &r->tokens[i];
  int64_t start = (i ? (int64_t)t[-1].end : 0) + unzigzag(get(&columns[DS_PACK_GAPS]));
  uint64_t length = get(&columns[DS_PACK_LENGTHS]);
  if (start < 0 || start > (int64_t)r->len || length > r->len - (uint64_t)start) return false;
  t->start = (uint32_t)start;
  t->end = (uint32_t)((uint64_t)start + length);
  t->xpos = get_byte(&columns[DS_PACK_XPOS], DS_XPOS_COUNT);
  unsigned char upos = get_byte(&columns[DS_PACK_UPOS], 32);
  t->upos = (upos & 127) ^ usual[t->xpos];
  if (t->upos >= DS_UPOS_COUNT) return false;
  t->space_before = (upos >= 128) != (i == 0 || t->start > t[-1].end);
  t->rel = get_byte(&columns[DS_PACK_REL], DS_REL_COUNT);
  int64_t head = unzigzag(get(&columns[DS_PACK_HEADS]));
  t->head = head == 0 ? -1 : (int32_t)(i + head);
  if (head != 0 && ((int64_t)i + head < 0 || (int64_t)i + head >= r->n_tokens)) return false;
  t->lemma = get_lemma(&columns[DS_PACK_LEMMAS], r->text + t->start, (size_t)length, arena);
  return true;
}

static bool get_sentences(ds_reading *r, bytes *column) {
  uint32_t first = 0, paragraph = 0;
  for (uint32_t s = 0; s < r->n_sentences; s++) {
    uint64_t count = get(column);
    ds_sentence *sentence = &r->sentences[s];
    paragraph += (uint32_t)get(column);
    if (column->bad || count > r->n_tokens - first) return false;
    *sentence = (ds_sentence){.first = first, .count = (uint32_t)count, .paragraph = paragraph};
    for (uint32_t i = first; i < first + count; i++) r->tokens[i].sentence = s;
    if (count) sentence->start = r->tokens[first].start, sentence->end = r->tokens[first + count - 1].end;
    first += (uint32_t)count;
  }
  return true;
}

static bool unpack_body(ds_reading *r, bytes body, ds_arena *arena) {
  bytes columns[DS_PACK_COLUMNS];
  for (int c = 0; c < DS_PACK_COLUMNS; c++) {
    uint64_t len = get(&body);
    if (body.bad || len > (uint64_t)(body.end - body.at)) return false;
    columns[c] = (bytes){body.at, body.at + len, false};
    body.at += len;
  }
  if (r->n_tokens > (uint64_t)(columns[DS_PACK_XPOS].end - columns[DS_PACK_XPOS].at)) return false;
  if (r->n_sentences > (uint64_t)(columns[DS_PACK_SENTENCES].end - columns[DS_PACK_SENTENCES].at)) return false;
  r->tokens = DS_ARENA_NEW(arena, ds_token, r->n_tokens);
  r->sentences = DS_ARENA_NEW(arena, ds_sentence, r->n_sentences);
  for (uint32_t i = 0; i < r->n_tokens; i++)
    if (!get_token(r, i, columns, arena)) return false;
  for (int c = 0; c < DS_PACK_COLUMNS; c++)
    if (columns[c].bad) return false;
  return get_sentences(r, &columns[DS_PACK_SENTENCES]);
}

ds_status ds_tokens_unpack(const void *blob, size_t size, const char *text, size_t len, ds_arena *arena, ds_reading **reading,
                           ds_err *err) {
  bytes head = {blob, (const unsigned char *)blob + size, false};
  if (size == 0 || *head.at++ != DS_PACK_VERSION) return ds_fail(err, DS_DB, "the tokens of an article are damaged or of a newer version");
  uint64_t sentences = get(&head), tokens = get(&head), body = get(&head);
  /* Deflate makes at most about 1032 bytes of one. */
  if (head.bad || tokens > body || sentences > body || body > (uint64_t)(head.end - head.at) * 1040 + 64)
    return ds_fail(err, DS_DB, "the tokens of an article are damaged");
  unsigned char *plain = ds_arena_alloc(arena, body + 1);
  uLongf got = body;
  ds_reading *r = DS_ARENA_NEW(arena, ds_reading, 1);
  *r = (ds_reading){.text = text, .len = len, .n_tokens = (uint32_t)tokens, .n_sentences = (uint32_t)sentences};
  if (uncompress(plain, &got, head.at, (uLong)(head.end - head.at)) != Z_OK || got != body ||
      !unpack_body(r, (bytes){plain, plain + body, false}, arena))
    return ds_fail(err, DS_DB, "the tokens of an article are damaged");
  *reading = r;
  return DS_OK;
}
