/* HTML pages. */
#include "ingest/html.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "ingest/reader.h"

enum { DEEPEST = 10000, LITTLE = 500, MANY_WORDS = 200, SHARE = 5 };

/* Elements that stay open only for themselves or close one another. */
static bool is_flat(const char *name, size_t len) {
  static const char *const names[] = {"br",    "img",   "meta",   "link", "input", "hr",     "p",    "li",   "td",
                                      "tr",    "th",    "option", "dd",   "dt",    "source", "area", "base", "col",
                                      "embed", "param", "track",  "wbr",  "path",  "tbody",  "thead"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strlen(names[i]) == len && strncasecmp(names[i], name, len) == 0) return true;
  return false;
}

static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_too_deep(const char *html, size_t len) {
  long depth = 0;
  for (size_t i = 0; i + 1 < len; i++) {
    if (html[i] != '<') continue;
    bool closing = html[i + 1] == '/';
    size_t start = i + 1 + closing, end = start;
    while (end < len && is_letter(html[end])) end++;
    if (end == start || is_flat(html + start, end - start)) continue;
    depth += closing ? -1 : 1;
    if (depth < 0) depth = 0;
    if (depth > DEEPEST) return true;
  }
  return false;
}

GumboOutput *ds_html_parse(const char *html, size_t len) {
  return is_too_deep(html, len) ? NULL : gumbo_parse_with_options(&kGumboDefaultOptions, html, len);
}

void ds_html_free(GumboOutput *tree) {
  if (tree) gumbo_destroy_output(&kGumboDefaultOptions, tree);
}

const char *ds_html_attribute(const GumboNode *node, const char *name) {
  if (node->type != GUMBO_NODE_ELEMENT) return NULL;
  const GumboAttribute *attribute = gumbo_get_attribute(&node->v.element.attributes, name);
  return attribute ? attribute->value : NULL;
}

void ds_html_fragment(const char *html, size_t len, ds_buf *out) {
  GumboOutput *tree = ds_html_parse(html, len);
  if (tree) ds_html_text(tree->root, DS_HTML_ALL, out);
  ds_html_free(tree);
}

/* The article's text. A page that gives its main part an odd name is read again without regard to names. */
static void find_text(const GumboNode *root, ds_buf *text) {
  ds_buf plain = {0};
  ds_html_text(ds_html_find_body(root, DS_HTML_STRICT), DS_HTML_STRICT, text);
  if (text->len >= LITTLE) return;
  ds_html_text(ds_html_find_body(root, DS_HTML_PLAIN), DS_HTML_PLAIN, &plain);
  if (plain.len > 2 * text->len) {
    ds_buf_reset(text);
    *text = plain;
  } else {
    ds_buf_reset(&plain);
  }
}

/* JSON-LD's text is taken when the page itself shows much less (a paywall, a page that is filled by a script). */
static void take_text(ds_article *article, ds_buf *text, ds_buf *body) {
  if (body->len > 400 && body->len > 2 * text->len) {
    ds_buf swap = *text;
    *text = *body;
    *body = swap;
  }
  article->text_len = text->len;
  article->text = ds_buf_take(text);
}

static size_t count_words(const char *s, size_t len) {
  size_t n = 0;
  for (size_t i = 0; i < len; i++) n += (unsigned char)s[i] > ' ' && (i == 0 || (unsigned char)s[i - 1] <= ' ');
  return n;
}

/* Where an article is less than a fifth of its page, some of it may be missing: a person should look. */
static void remark_share(ds_reader *reader, const GumboNode *root, const ds_article *article) {
  ds_buf all = {0};
  ds_html_text(root, DS_HTML_ALL, &all);
  size_t page = count_words(all.data, all.len), taken = count_words(article->text, article->text_len);
  if (page >= MANY_WORDS && taken * SHARE < page)
    ds_reader_remark(reader, reader->path, "the article is %zu of the page's %zu words; 'import --as page' reads all of it", taken, page);
  ds_buf_reset(&all);
}

/* all: the whole of the page is the text, whatever of it is the article. */
static ds_status read_tree(ds_reader *reader, const GumboNode *root, bool all, ds_article *article, ds_err *err) {
  ds_buf text = {0}, body = {0};
  ds_html_metadata(root, article, &body);
  if (all) {
    ds_html_text(root, DS_HTML_ALL, &text);
    ds_buf_clear(&body);
  } else {
    find_text(root, &text);
  }
  take_text(article, &text, &body);
  if (!all) remark_share(reader, root, article);
  ds_buf_reset(&text);
  ds_buf_reset(&body);
  return ds_reader_deliver(reader, article, reader->path, 0, err);
}

static ds_status read_page(ds_reader *reader, bool all, ds_err *err) {
  ds_buf whole = {0};
  ds_article article = {0};
  ds_status status;
  if (ds_reader_whole(reader, true, &whole, &article.encoding, &status, err)) {
    GumboOutput *tree = ds_html_parse(whole.data, whole.len);
    status = tree ? read_tree(reader, tree->root, all, &article, err)
                  : ds_reader_refuse(reader, reader->path, 0, err, "its tags are nested too deeply");
    ds_html_free(tree);
  }
  ds_buf_reset(&whole);
  return status;
}

ds_status ds_read_html(ds_reader *reader, ds_err *err) {
  return read_page(reader, false, err);
}

ds_status ds_read_page(ds_reader *reader, ds_err *err) {
  return read_page(reader, true, err);
}
