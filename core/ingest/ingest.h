/* Files to articles. Formats by content first, by name second: plain text, JSON, JSONL, HTML, CSV/TSV, feeds, .gz of these, folders. */
#ifndef DS_INGEST_INGEST_H
#define DS_INGEST_INGEST_H

#include "ingest/article.h"

typedef struct ds_ingest_options {
  const char *format;        /* "text", "json", "jsonl", "html", "page" (all of it), "csv", "feed", "markdown", or NULL: found out */
  const char *const *fields; /* "text=body", "title=headline.main", …: where our fields are found; NULL-terminated, or NULL */
  const char *date;          /* given for articles without one, or NULL */
  const char *outlet;        /* likewise */
  const char *lang;          /* forced language, or NULL */
  bool day_first;            /* 02/03/2023 is 2 March */
  size_t max_bytes;          /* of one article's text; 0: 64 MiB */
} ds_ingest_options;

/* What happens to what is found. Callbacks return DS_OK to go on; anything else stops the ingest with that status. */
typedef struct ds_ingest_sink {
  void *data;
  /* A read article; the callee may take its strings (and set them to NULL); they are freed otherwise. */
  ds_status (*article)(void *data, ds_article *article, ds_err *err);
  /* An input that is no readable article: file (with #N where it is one of several), 1-based line or 0, reason. */
  ds_status (*refused)(void *data, const char *file, long line, const char *reason, ds_err *err);
  /* A remark about a readable one ("not UTF-8: read as Windows-1252"). May be NULL. */
  void (*remark)(void *data, const char *file, const char *text);
  /* Progress through one file; total 0 when unknown. May be NULL. */
  void (*progress)(void *data, const char *file, size_t done, size_t total);
  /* Whether the file (path, size, mtime) is already dealt with and may be skipped unread. May be NULL. */
  bool (*skip)(void *data, const char *path, long long size, long long mtime_ns);
} ds_ingest_sink;

/* Reads path: a file, "-" for standard input, or a folder (walked in byte order of names; hidden entries are passed over; links to folders
 * are not followed). A file that cannot be opened is refused, not a failure. Memory is bounded by the largest single article or feed (JSON
 * and CSV are streamed). Fails only as callbacks do, or DS_USAGE for an unknown format or field. */
ds_status ds_ingest(const char *path, const ds_ingest_options *options, const ds_ingest_sink *sink, ds_err *err);

/* A printed date in one of the common forms ("28 February 2023", "Feb. 28, 2023", RFC 822, ISO 8601, 2023年02月28日) -> "YYYY-MM-DD"
 * (or "YYYY-MM"); false when it is none. */
bool ds_ingest_date(const char *text, size_t len, bool day_first, char out[11]);

#endif
