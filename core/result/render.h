/* Drawing a result. Each format is exact: csv is RFC 4180, tsv escapes \t \n \\ , json and jsonl keep text byte for byte, markdown and html
 * escape their own signs. Only `box` on a terminal cuts (with … and a footer that says so). Control characters of articles never
 * reach a terminal raw. */
#ifndef DS_RESULT_RENDER_H
#define DS_RESULT_RENDER_H

#include "result/result.h"

/* identifier, word, meaning */
/* clang-format off */
#define DS_FORMAT_LIST(X) \
  X(BOX, "box", "a table for people, fitted to the terminal") X(PLAIN, "plain", "aligned columns, whole, no lines") \
  X(TSV, "tsv", "tab-separated, whole; \\t \\n \\\\ escaped") X(CSV, "csv", "RFC 4180") \
  X(JSON, "json", "one array of objects, with sources") X(JSONL, "jsonl", "one object a line, with sources") \
  X(MARKDOWN, "markdown", "a GitHub table") X(HTML, "html", "a table element") \
  X(DOT, "dot", "rows as edges of a graph, for Graphviz") X(GRAPHML, "graphml", "rows as edges, for yEd, igraph, NetworkX") \
  X(GEXF, "gexf", "rows as edges with their days, for Gephi")
/* clang-format on */
typedef enum ds_format {
#define X(name, word, help) DS_FORMAT_##name,
  DS_FORMAT_LIST(X)
#undef X
      DS_FORMAT_COUNT
} ds_format;
const char *ds_format_word(ds_format format);
const char *ds_format_help(ds_format format);
bool ds_format_parse(const char *word, ds_format *format);

typedef struct ds_render_options {
  ds_format format;
  int width_cols; /* of the terminal; 0: do not cut (a file, a pipe) */
  bool color;
  bool numbered;     /* box: number the rows, for `show N` */
  const char *whole; /* box: what shows all that was cut, for its foot; NULL: "--format plain" */
  bool bom;          /* csv: a byte-order mark first, for spreadsheets */
} ds_render_options;

/* The graph formats draw rows as edges: the first two entity columns are the ends (a row without the second is a node alone), the other
 * columns attributes. `weight` is an edge's weight, `directed` (boolean) says whether it has a direction (else it has), `first` and `last`
 * (dates) when it is there; a column called after an end (`from_kind` beside `from`) belongs to the node. DS_USAGE when the format is one
 * of them and the result has no two entity columns. */
ds_status ds_render_check(const ds_result *result, ds_format format, ds_err *err);

/* Appends the drawn result to out; *cut (may be NULL) tells whether box mode had to cut a cell or leave out a column. */
void ds_render(const ds_result *result, const ds_render_options *options, ds_buf *out, bool *cut);
/* Appends s so that it is safe on a terminal: control characters as visible escapes (\x1b, \n as a blank). */
void ds_render_safe(ds_buf *out, const char *s, size_t len);

#endif
