/* HTML to text: the tree, what of it is the article, and what the page says about itself. Internal to the room. */
#ifndef DS_INGEST_HTML_H
#define DS_INGEST_HTML_H

#include <gumbo.h>
#include <stdbool.h>

#include "base/buf.h"
#include "ingest/article.h"

/* Parses; NULL when tags are nested so deeply that the parser's recursion would not end well. ds_html_free takes NULL. */
GumboOutput *ds_html_parse(const char *html, size_t len);
void ds_html_free(GumboOutput *tree);

/* An attribute's value, or NULL. */
const char *ds_html_attribute(const GumboNode *node, const char *name);
/* What is text: everything; not forms, navigation, captions; nor what is called a sidebar, a promotion and the like either. */
typedef enum ds_html_mode { DS_HTML_ALL, DS_HTML_PLAIN, DS_HTML_STRICT } ds_html_mode;
/* Is this a form, navigation, a caption or the like? judge_names: class and id count. */
bool ds_html_is_furniture(const GumboNode *node, bool judge_names);

/* The text of a node: paragraphs parted by blank lines, white space folded. */
void ds_html_text(const GumboNode *node, ds_html_mode mode, ds_buf *out);
/* The text of a piece of HTML (a feed entry's content); nothing is judged to be furniture. */
void ds_html_fragment(const char *html, size_t len, ds_buf *out);

/* The node that holds the article, found by where the paragraphs are. */
const GumboNode *ds_html_find_body(const GumboNode *root, ds_html_mode mode);

/* Title, date, author, outlet and address, from JSON-LD, OpenGraph, meta elements, <time>, <h1>, <title>, in this order. body: the
 * text that JSON-LD gives, or empty. */
void ds_html_metadata(const GumboNode *root, ds_article *article, ds_buf *body);

#endif
