/* An article as it comes out of a file, before anything is worked out about it. */
#ifndef DS_INGEST_ARTICLE_H
#define DS_INGEST_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

typedef struct ds_article {
  char *ref;                          /* the id that the input gave, or NULL */
  char *title;                        /* or NULL */
  char *date;                         /* "YYYY-MM-DD" or a prefix of it, or NULL */
  const char *date_from;              /* static: "header", "metadata", "file name", "text", "given", or NULL */
  char *outlet, *url, *author, *lang; /* or NULL; lang as given or detected ("en") */
  char *text;                         /* UTF-8, stored unchanged (only decoded); never NULL */
  size_t text_len;
  char *file;           /* where it came from, with "#N" or ":line" for one of several in a file */
  const char *encoding; /* static: "utf-8", "windows-1252", "utf-16le", … */
} ds_article;

/* Frees the strings; the struct is the caller's. */
void ds_article_reset(ds_article *article);
/* Hex SHA-256 of (title, text) with white space folded: the article's key, the same for the same article from any file. */
void ds_article_key(const ds_article *article, char key[65]);

#endif
