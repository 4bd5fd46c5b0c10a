/* CSV and TSV: one article a row, fields by the names in the first row. */
#include "ingest/reader.h"

ds_status ds_read_csv(ds_reader *reader, ds_err *err) { return ds_read_text(reader, err); }
