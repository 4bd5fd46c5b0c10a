/* HTML to text. */
#ifndef DS_INGEST_HTML_H
#define DS_INGEST_HTML_H

#include "base/buf.h"

/* The text of a piece of HTML (a feed entry's content): paragraphs parted by blank lines; nothing is judged to be boilerplate. */
void ds_html_fragment(const char *html, size_t len, ds_buf *out);

#endif
