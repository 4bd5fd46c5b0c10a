/* HTML pages. */
#include "ingest/html.h"

#include <gumbo.h>
#include <string.h>

#include "ingest/reader.h"

static void walk(const GumboNode *node, ds_buf *out) {
  if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE) ds_buf_puts(out, node->v.text.text);
  if (node->type != GUMBO_NODE_ELEMENT) return;
  const GumboVector *children = &node->v.element.children;
  if (node->v.element.tag == GUMBO_TAG_SCRIPT || node->v.element.tag == GUMBO_TAG_STYLE) return;
  for (unsigned i = 0; i < children->length; i++) walk(children->data[i], out);
  if (node->v.element.tag == GUMBO_TAG_P) ds_buf_puts(out, "\n\n");
}

void ds_html_fragment(const char *html, size_t len, ds_buf *out) {
  GumboOutput *tree = gumbo_parse_with_options(&kGumboDefaultOptions, html, len);
  walk(tree->root, out);
  gumbo_destroy_output(&kGumboDefaultOptions, tree);
}

ds_status ds_read_html(ds_reader *reader, ds_err *err) {
  ds_buf whole = {0}, text = {0};
  ds_article article = {0};
  ds_status status;
  if (!ds_reader_whole(reader, &whole, &article.encoding, &status, err)) goto out;
  ds_html_fragment(whole.data, whole.len, &text);
  article.text_len = text.len;
  article.text = ds_buf_take(&text);
  status = ds_reader_deliver(reader, &article, reader->path, 0, err);
out:
  ds_buf_reset(&whole);
  return status;
}
