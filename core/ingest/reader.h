/* What the readers of the several formats share while one path is read. Internal to the room. */
#ifndef DS_INGEST_READER_H
#define DS_INGEST_READER_H

#include <jansson.h>

#include "ingest/ingest.h"
#include "ingest/input.h"

/* Our fields, and the names under which files have them, most telling first. */
/* clang-format off */
#define DS_FIELD_LIST(X) \
  X(TEXT, "text", "text", "body", "content", "maintext", "article_text", "articleBody", "article_body", "body_text", "full_text", "fulltext", \
    "plain_text", "content_text", "story", "article", "body_paragraphs", "paragraphs", "raw_text", "text_content", "content_html", "message") \
  X(TITLE, "title", "title", "headline", "head", "heading", "subject", "article_title") \
  X(DATE, "date", "date", "published", "date_published", "datePublished", "date_publish", "pubDate", "pub_date", "publication_date", \
    "publicationDate", "published_at", "publishedAt", "published_date", "publish_date", "publishDate", "publish_time", "date_time", \
    "datetime", "timestamp", "created_at", "time_str", "ut") \
  X(ID, "id", "id", "_id", "ref", "guid", "uuid", "article_id", "doc_id", "docid", "identifier") \
  X(URL, "url", "url", "link", "uri", "web_url", "webUrl", "permalink", "source_url", "external_url") \
  X(OUTLET, "outlet", "outlet", "source", "publication", "publisher", "newspaper", "source_name", "source_domain", "site", "site_name", "domain") \
  X(AUTHOR, "author", "author", "authors", "byline", "creator", "by") \
  X(LANG, "lang", "lang", "language", "lang_code")
/* clang-format on */

typedef enum ds_field {
#define X(id, name, ...) DS_FIELD_##id,
  DS_FIELD_LIST(X)
#undef X
      DS_FIELD_COUNT
} ds_field;

typedef struct ds_detector ds_detector;

typedef struct ds_reader {
  const ds_ingest_options *options;
  const ds_ingest_sink *sink;
  const char *mapped[DS_FIELD_COUNT]; /* the path that the user gave for a field, or NULL */
  ds_detector *detector;              /* made at its first use */
  const char *path;                   /* the file at hand */
  ds_input *input;
  size_t size; /* of the file; 0: unknown */
  size_t max_bytes;
  size_t reported; /* bytes at the last progress call */
} ds_reader;

const char *ds_field_text(ds_field field);
const char *const *ds_field_names(ds_field field); /* the known names, ended by NULL */
/* Whether a file's name for a column or key (case ignored) means this field; 0, or 1 for the most telling name, 2 for the next… */
int ds_field_rank(ds_field field, const char *name, size_t len);

/* Completes an article (date, outlet, language, encoding), hands it to the sink and frees it. place: the file with #N or :line; line as
 * for a refusal. An article without text, or a text above the limit, is refused. */
ds_status ds_reader_deliver(ds_reader *reader, ds_article *article, const char *place, long line, ds_err *err);
ds_status ds_reader_refuse(ds_reader *reader, const char *place, long line, ds_err *err, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void ds_reader_remark(ds_reader *reader, const char *place, const char *format, ...) __attribute__((format(printf, 3, 4)));
void ds_reader_progress(ds_reader *reader);
/* The whole of the input as UTF-8 into out; of markup the declared encoding counts; *encoding tells what it was. false when it was refused
 * (status says whether to go on). */
bool ds_reader_whole(ds_reader *reader, bool markup, ds_buf *out, const char **encoding, ds_status *status, ds_err *err);

char **ds_article_field(ds_article *article, ds_field field);
size_t ds_line_length(const char *text, size_t len); /* bytes before the next line end */
/* Looks in the text for a title and a date that stand there as lines of their own. */
void ds_text_look(ds_reader *reader, ds_article *article);

/* The formats. Each reads reader->input to its end. */
ds_status ds_read_text(ds_reader *reader, ds_err *err);
ds_status ds_read_markdown(ds_reader *reader, ds_err *err);
ds_status ds_read_json(ds_reader *reader, ds_err *err);  /* objects, arrays, concatenated */
ds_status ds_read_jsonl(ds_reader *reader, ds_err *err); /* one a line */
ds_status ds_read_html(ds_reader *reader, ds_err *err);
ds_status ds_read_page(ds_reader *reader, ds_err *err); /* HTML too, with all that stands on it */
ds_status ds_read_csv(ds_reader *reader, ds_err *err);
ds_status ds_read_feed(ds_reader *reader, ds_err *err);
/* Whether text looks like JSON lines: its first line is a whole value. */
bool ds_json_is_lines(const char *data, size_t len);

/* Whether text looks like a table with names in its first row, one of them for the text. */
bool ds_csv_is_table(const char *data, size_t len);

/* One parsed object to an article, or to several when it wraps a list of them. *n counts the articles of the file. */
ds_status ds_json_object(ds_reader *reader, json_t *object, const char *place, long line, ds_err *err);

/* "en" or another ISO 639 code; "und" when nothing can be said. Latin-script text counts as English unless another language clearly wins
 * over at least 300 letters. */
const char *ds_detect(ds_reader *reader, const char *text, size_t len);
void ds_detector_free(ds_detector *detector);

#endif
