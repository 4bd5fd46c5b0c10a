#include "ingest/article.h"

#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"

void ds_article_reset(ds_article *article) {
  char **owned[] = {&article->ref,    &article->title, &article->date, &article->outlet, &article->url,
                    &article->author, &article->lang,  &article->text, &article->file};
  for (size_t i = 0; i < sizeof owned / sizeof *owned; i++) {
    free(*owned[i]);
    *owned[i] = NULL;
  }
  article->text_len = 0;
  article->date_from = article->encoding = NULL;
}

static bool is_space(unsigned char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Adds text with each run of white space as one blank, none at the ends. */
static void add_folded(ds_sha256 *s, const char *text, size_t len) {
  for (size_t i = 0, any = 0; i < len;) {
    size_t from = i;
    while (i < len && !is_space((unsigned char)text[i])) i++;
    if (i > from && any++) ds_sha256_add(s, " ", 1);
    ds_sha256_add(s, text + from, i - from);
    while (i < len && is_space((unsigned char)text[i])) i++;
  }
}

void ds_article_key(const ds_article *article, char key[65]) {
  ds_sha256 s;
  ds_sha256_init(&s);
  if (article->title) add_folded(&s, article->title, strlen(article->title));
  ds_sha256_add(&s, "\n", 1);
  add_folded(&s, article->text, article->text_len);
  ds_sha256_hex(&s, key);
}
