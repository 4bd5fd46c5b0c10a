/* Markdown: text with front matter. */
#include "ingest/reader.h"

ds_status ds_read_markdown(ds_reader *reader, ds_err *err) { return ds_read_text(reader, err); }
