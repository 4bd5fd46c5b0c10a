/* RSS, Atom and RDF feeds: one article an entry. */
#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/html.h"
#include "ingest/reader.h"

/* Elements that say something, by their local name. Of several for one field the lower rank is taken. */
typedef enum slot { TITLE, LINK, ID, DATE, AUTHOR, CONTENT, SLOTS } slot;
static const struct {
  const char *name;
  slot slot;
  int rank;
} elements[] = {{"title", TITLE, 1},    {"link", LINK, 1},           {"guid", ID, 1},         {"id", ID, 1},
                {"published", DATE, 1}, {"pubDate", DATE, 1},        {"issued", DATE, 2},     {"date", DATE, 2},
                {"created", DATE, 3},   {"updated", DATE, 4},        {"modified", DATE, 5},   {"creator", AUTHOR, 1},
                {"author", AUTHOR, 2},  {"name", AUTHOR, 1},         {"encoded", CONTENT, 1}, {"content", CONTENT, 2},
                {"body", CONTENT, 3},   {"description", CONTENT, 4}, {"summary", CONTENT, 5}};

typedef struct feed {
  ds_reader *reader;
  XML_Parser parser;
  ds_err *err;
  ds_status status;
  ds_buf values[SLOTS], text, title; /* text: of the element at hand; title: the feed's */
  int ranks[SLOTS];
  int depth, entry_depth, element_depth; /* 0: in none */
  int element;
  bool plain, in_author, permanent; /* permanent: the guid at hand is an address */
  long entries, headlines;          /* headlines: entries that have a title alone */
} feed;

static const char *local(const char *name) {
  const char *mark = strrchr(name, '|');
  return mark ? mark + 1 : name;
}

static const char *value_of(const char **attributes, const char *name) {
  for (; *attributes; attributes += 2)
    if (strcmp(local(attributes[0]), name) == 0) return attributes[1];
  return NULL;
}

static int element_named(const char *name) {
  for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
    if (strcmp(elements[i].name, name) == 0) return (int)i;
  return -1;
}

static void set(feed *f, slot s, int rank, const char *value, size_t len) {
  if (len == 0 || (f->ranks[s] && rank >= f->ranks[s])) return;
  f->ranks[s] = rank;
  ds_buf_clear(&f->values[s]);
  ds_buf_append(&f->values[s], value, len);
}

/* Atom's link is an attribute; only the one to the entry itself counts. */
static void take_link(feed *f, const char **attributes) {
  const char *address = value_of(attributes, "href"), *rel = value_of(attributes, "rel");
  if (address && (!rel || strcmp(rel, "alternate") == 0)) set(f, LINK, 1, address, strlen(address));
}

static void start_markup(feed *f, const char *name) {
  static const char *const blocks[] = {"p", "div", "br", "li", "h1", "h2", "h3", "blockquote"};
  for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
    if (strcmp(blocks[i], name) == 0) ds_buf_printf(&f->text, "<%s>", name);
}

static void on_start(void *data, const char *full, const char **attributes) {
  feed *f = data;
  const char *name = local(full);
  f->depth++;
  if (f->element_depth) {
    start_markup(f, name);
    return;
  }
  if (!f->entry_depth && (strcmp(name, "item") == 0 || strcmp(name, "entry") == 0)) {
    f->entry_depth = f->depth;
    f->permanent = false;
    for (int s = 0; s < SLOTS; s++) f->ranks[s] = 0, ds_buf_clear(&f->values[s]);
    return;
  }
  f->element = element_named(name);
  if (strcmp(name, "author") == 0 && f->entry_depth) f->in_author = true;
  bool of_feed = !f->entry_depth && strcmp(name, "title") == 0 && f->title.len == 0;
  bool media = strstr(full, "mrss") || strstr(full, "itunes");
  bool direct = f->depth == f->entry_depth + 1 || (f->in_author && strcmp(name, "name") == 0);
  if (!of_feed && (!f->entry_depth || f->element < 0 || media || !direct)) return;
  if (strcmp(name, "link") == 0) take_link(f, attributes);
  if (strcmp(name, "guid") == 0) {
    const char *permanent = value_of(attributes, "isPermaLink");
    f->permanent = !permanent || strcmp(permanent, "true") == 0;
  }
  if (strcmp(name, "author") == 0 && strstr(full, "Atom")) return;
  const char *type = value_of(attributes, "type");
  f->plain = type && (strcmp(type, "text") == 0 || strcmp(type, "text/plain") == 0);
  f->element_depth = f->depth;
  ds_buf_clear(&f->text);
}

static void take_content(feed *f, int rank) {
  ds_buf text = {0};
  if (f->plain)
    ds_buf_append(&text, f->text.data, f->text.len);
  else
    ds_html_fragment(f->text.data, f->text.len, &text);
  if (text.len) set(f, CONTENT, rank, text.data, text.len);
  ds_buf_reset(&text);
}

static void end_element(feed *f) {
  f->element_depth = 0;
  if (f->text.len == 0) return;
  if (!f->entry_depth) {
    ds_html_fragment(f->text.data, f->text.len, &f->title);
  } else if (elements[f->element].slot == CONTENT) {
    take_content(f, elements[f->element].rank);
  } else if (elements[f->element].slot == TITLE) {
    ds_buf title = {0};
    ds_html_fragment(f->text.data, f->text.len, &title);
    if (title.len) set(f, TITLE, 1, title.data, title.len);
    ds_buf_reset(&title);
  } else {
    size_t at = strspn(f->text.data, " \t\r\n"), len = f->text.len;
    while (len > at && strchr(" \t\r\n", f->text.data[len - 1])) len--;
    set(f, elements[f->element].slot, elements[f->element].rank, f->text.data + at, len - at);
  }
}

static char *take(ds_buf *buf) {
  return buf->len ? ds_buf_take(buf) : NULL;
}

/* RSS: a guid is the address, too, unless it says that it is none. */
static void complete_link(feed *f) {
  const ds_buf *id = &f->values[ID];
  if (f->permanent && id->len && strncmp(id->data, "http", 4) == 0) set(f, LINK, 2, id->data, id->len);
}

/* Where a feed gives headlines alone, they are what there is to read. */
static void complete_text(feed *f) {
  if (f->values[CONTENT].len || f->values[TITLE].len == 0) return;
  set(f, CONTENT, 9, f->values[TITLE].data, f->values[TITLE].len);
  f->headlines++;
}

static void end_entry(feed *f) {
  ds_article article = {0};
  ds_buf place = {0};
  f->entry_depth = 0;
  complete_link(f);
  complete_text(f);
  ds_buf_printf(&place, "%s#%ld", f->reader->path, ++f->entries);
  article.text_len = f->values[CONTENT].len;
  article.text = take(&f->values[CONTENT]);
  article.title = take(&f->values[TITLE]);
  article.url = take(&f->values[LINK]);
  article.ref = take(&f->values[ID]);
  article.date = take(&f->values[DATE]);
  article.author = take(&f->values[AUTHOR]);
  article.outlet = f->title.len ? ds_strdup(f->title.data) : NULL;
  f->status = ds_reader_deliver(f->reader, &article, place.data, (long)XML_GetCurrentLineNumber(f->parser), f->err);
  if (f->status != DS_OK) XML_StopParser(f->parser, XML_FALSE);
  ds_buf_reset(&place);
}

static void on_end(void *data, const char *name) {
  feed *f = data;
  if (strcmp(local(name), "author") == 0) f->in_author = false;
  if (f->depth == f->element_depth)
    end_element(f);
  else if (f->depth == f->entry_depth)
    end_entry(f);
  f->depth--;
}

static void on_text(void *data, const char *text, int len) {
  feed *f = data;
  if (f->element_depth && f->text.len < f->reader->max_bytes * 2) ds_buf_append(&f->text, text, (size_t)len);
}

/* Entities of HTML that XML does not know: left to the reader of HTML. */
static void on_entity(void *data, const char *name, int is_parameter) {
  feed *f = data;
  if (!is_parameter && f->element_depth) ds_buf_printf(&f->text, "&%s;", name);
}

static ds_status parse(feed *f, const char *text, size_t len) {
  f->parser = XML_ParserCreateNS("UTF-8", '|');
  if (!f->parser) return ds_fail(f->err, DS_FAIL, "out of memory");
  XML_SetUserData(f->parser, f);
  XML_UseForeignDTD(f->parser, XML_TRUE);
  XML_SetElementHandler(f->parser, on_start, on_end);
  XML_SetCharacterDataHandler(f->parser, on_text);
  XML_SetSkippedEntityHandler(f->parser, on_entity);
  size_t skip = strspn(text, " \t\r\n");
  bool good = XML_Parse(f->parser, text + skip, (int)(len - skip), XML_TRUE) == XML_STATUS_OK;
  long line = (long)XML_GetCurrentLineNumber(f->parser), column = (long)XML_GetCurrentColumnNumber(f->parser) + 1;
  enum XML_Error code = XML_GetErrorCode(f->parser);
  XML_ParserFree(f->parser);
  if (f->headlines) ds_reader_remark(f->reader, f->reader->path, "of %ld of its entries the title is all there is", f->headlines);
  if (f->status == DS_OK && !good)
    f->status = ds_reader_refuse(f->reader, f->reader->path, line, f->err, "column %ld: %s; %ld entries before it were read", column,
                                 XML_ErrorString(code), f->entries);
  else if (f->status == DS_OK && f->entries == 0)
    f->status = ds_reader_refuse(f->reader, f->reader->path, 0, f->err, "no entry in it");
  return f->status;
}

ds_status ds_read_feed(ds_reader *reader, ds_err *err) {
  feed f = {.reader = reader, .err = err};
  ds_buf whole = {0};
  const char *encoding;
  if (ds_reader_whole(reader, true, &whole, &encoding, &f.status, err)) parse(&f, whole.data, whole.len);
  for (int s = 0; s < SLOTS; s++) ds_buf_reset(&f.values[s]);
  ds_buf_reset(&f.text);
  ds_buf_reset(&f.title);
  ds_buf_reset(&whole);
  return f.status;
}
