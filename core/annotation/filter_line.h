/* One line of the filter: a JSON object to an annotation or an error record. */
#ifndef DS_ANNOTATION_FILTER_LINE_H
#define DS_ANNOTATION_FILTER_LINE_H

#include "annotation/filter.h"
#include "base/arena.h"
#include "base/buf.h"

typedef enum ds_line_result {
  DS_LINE_SKIPPED, /* of another shard: nothing is written */
  DS_LINE_WRITTEN,
  DS_LINE_FAILED /* an error record */
} ds_line_result;

/* Appends the record for line (len bytes, any) and a line end to out. number: its line number in the input, for error records.
 * Uses options->tokens, shard and shards. Error codes: "invalid-utf8", "invalid-json", "not-an-object", "missing-text", "too-long". */
ds_line_result ds_line_annotate(const char *line, size_t len, long number, const ds_filter_options *options, ds_arena *arena, ds_buf *out);

#endif
