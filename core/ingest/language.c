/* Which language a text is in: by its script, by English function words, and where these leave a doubt by libexttextcat's fingerprints. */
#include <libexttextcat/textcat.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "ingest/reader.h"

#define FINGERPRINTS "/usr/share/libexttextcat/"
enum { LOOKED_AT = 6000, ENOUGH_LETTERS = 300 };

struct ds_detector {
  void *textcat; /* NULL when the fingerprints are not installed */
  char code[8];
};

static ds_detector *detector(ds_reader *reader) {
  if (!reader->detector) {
    reader->detector = ds_alloc(sizeof *reader->detector);
    reader->detector->textcat = special_textcat_Init(FINGERPRINTS "fpdb.conf", FINGERPRINTS);
  }
  return reader->detector;
}

void ds_detector_free(ds_detector *d) {
  if (d && d->textcat) textcat_Done(d->textcat);
  free(d);
}

static bool is_function_word(const char *word, size_t len) {
  static const char *const words[] = {"the",  "of",  "and", "to",   "that", "is",   "was",   "for",  "with",
                                      "on",   "his", "are", "this", "have", "from", "which", "not",  "has",
                                      "said", "it",  "at",  "by",   "were", "they", "who",   "been", "would"};
  char lower[8] = {0};
  if (len < 2 || len > 5) return false;
  for (size_t i = 0; i < len; i++) lower[i] = (char)(word[i] | 32);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (*words[i] == *lower && strcmp(words[i], lower) == 0) return true;
  return false;
}

typedef struct counts {
  size_t letters, latin, words, function_words;
} counts;

static counts count(const char *text, size_t len) {
  counts c = {0};
  size_t word = 0;
  for (size_t i = 0; i <= len;) {
    int32_t code = ' ';
    size_t step = 1;
    if (i < len && (unsigned char)text[i] < 128)
      code = text[i];
    else if (i < len)
      step = ds_utf8_next(text + i, len - i, &code);
    if (code < 128 ? (code | 32) >= 'a' && (code | 32) <= 'z' : ds_utf8_is_alpha(code)) {
      c.letters++;
      c.latin += code < 0x250 || (code >= 0x1E00 && code < 0x1F00) || (code >= 0x300 && code < 0x370);
    } else {
      c.words += i > word;
      c.function_words += is_function_word(text + word, i - word);
      word = i + step;
    }
    i += step;
  }
  return c;
}

/* "de--utf8" -> "de" */
static const char *code_of(ds_detector *d, const char *name) {
  size_t n = strcspn(name, "-");
  if (n == 0 || n >= sizeof d->code) return "und";
  memcpy(d->code, name, n);
  d->code[n] = '\0';
  return d->code;
}

const char *ds_detect(ds_reader *reader, const char *text, size_t len) {
  if (len > LOOKED_AT) len = ds_utf8_prev(text, LOOKED_AT);
  counts c = count(text, len);
  bool latin = c.latin * 2 >= c.letters;
  if (latin && (c.letters < ENOUGH_LETTERS || c.function_words * 8 >= c.words)) return "en";
  ds_detector *d = detector(reader);
  if (!d->textcat) return latin ? "en" : "und";
  candidate_t *found = textcat_GetClassifyFullOutput(d->textcat);
  int n = textcat_ClassifyFull(d->textcat, text, len, found);
  const char *answer = latin ? "en" : "und";
  bool english = false;
  for (int i = 0; i < n; i++) english |= strncmp(found[i].name, "en-", 3) == 0;
  if (n > 0 && !(english && latin) && (!latin || c.function_words * 20 < c.words)) answer = code_of(d, found[0].name);
  textcat_ReleaseClassifyFullOutput(d->textcat, found);
  return answer;
}
