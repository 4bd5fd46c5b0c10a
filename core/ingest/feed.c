/* RSS, Atom and RDF feeds: one article an entry. */
#include "ingest/reader.h"

ds_status ds_read_feed(ds_reader *reader, ds_err *err) { return ds_read_html(reader, err); }
