/* Rows as edges: DOT (Graphviz), GraphML (graphml.graphdrawing.org), GEXF 1.3 (gexf.net). */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "result/cells.h"

/* One end of a row. Ends of one key (name and attributes) are one node. */
typedef struct node {
  const char *key;
  const ds_row *row;
  int end; /* 0 or 1 */
} node;

typedef struct graph {
  const ds_result *result;
  ds_arena *arena;
  int ends[2];                       /* their columns */
  int weight, directed, first, last; /* columns, or -1 */
  node *nodes;                       /* sorted, each once */
  size_t n_nodes;
  ds_buf text; /* scratch */
} graph;

static size_t find_ends(const ds_result *r, int ends[2]) {
  size_t n = 0;
  for (size_t c = 0; c < r->n_columns && n < 2; c++)
    if (r->columns[c].type == DS_TYPE_ENTITY) ends[n++] = (int)c;
  return n;
}

ds_status ds_render_check(const ds_result *result, ds_format format, ds_err *err) {
  int ends[2];
  if (format != DS_FORMAT_DOT && format != DS_FORMAT_GRAPHML && format != DS_FORMAT_GEXF) return DS_OK;
  if (find_ends(result, ends) == 2) return DS_OK;
  ds_fail(err, DS_USAGE, "format '%s' draws rows as edges between two columns of type entity, which '%s' has not", ds_format_word(format),
          result->title ? result->title : "this result");
  ds_err_hint(err, "'network' has them");
  return DS_USAGE;
}

/* ---- columns ---- */

static int column_named(const ds_result *r, const char *name, ds_type type) {
  for (size_t c = 0; c < r->n_columns; c++)
    if (r->columns[c].type == type && !strcmp(r->columns[c].name, name)) return (int)c;
  return -1;
}

/* What a column says of an end ("kind" for `from_kind` beside `from`); NULL: nothing. */
static const char *attribute_of(const graph *g, size_t column, int end) {
  const char *name = g->result->columns[column].name, *of = g->result->columns[g->ends[end]].name;
  size_t n = strlen(of);
  return !strncmp(name, of, n) && name[n] == '_' ? name + n + 1 : NULL;
}

/* An attribute of edges that is no end, no attribute of one, and not their direction. */
static bool is_edge_attribute(const graph *g, size_t column) {
  int c = (int)column;
  return c != g->ends[0] && c != g->ends[1] && c != g->directed && !attribute_of(g, column, 0) && !attribute_of(g, column, 1);
}

/* The text of a cell; good until the next call. */
static const char *cell(graph *g, const ds_row *row, int column) {
  ds_buf_clear(&g->text);
  ds_cell_text(&row->values[column], g->result->columns[column].type, false, &g->text);
  return g->text.data ? g->text.data : "";
}

static bool has(const ds_row *row, int column) {
  return column >= 0 && row->values[column].tag != DS_NULL;
}

static bool is_directed(const graph *g, const ds_row *row) {
  return !has(row, g->directed) || row->values[g->directed].as.b;
}

/* ---- nodes ---- */

static const char *node_key(graph *g, const ds_row *row, int end) {
  ds_buf key = {0};
  ds_buf_puts(&key, cell(g, row, g->ends[end]));
  for (size_t c = 0; c < g->result->n_columns; c++)
    if (attribute_of(g, c, end)) ds_buf_printf(&key, "%c%s", 1, cell(g, row, (int)c));
  const char *kept = ds_arena_strndup(g->arena, key.data ? key.data : "", key.len);
  ds_buf_reset(&key);
  return kept;
}

static int by_key(const void *a, const void *b) {
  return strcmp(((const node *)a)->key, ((const node *)b)->key);
}

static void collect_nodes(graph *g) {
  const ds_result *r = g->result;
  g->nodes = DS_ARENA_NEW(g->arena, node, 2 * r->n_rows + 1);
  size_t n = 0, kept = 0;
  for (size_t i = 0; i < r->n_rows; i++)
    for (int e = 0; e < 2; e++)
      if (has(&r->rows[i], g->ends[e])) g->nodes[n++] = (node){node_key(g, &r->rows[i], e), &r->rows[i], e};
  qsort(g->nodes, n, sizeof *g->nodes, by_key);
  for (size_t i = 0; i < n; i++)
    if (!kept || strcmp(g->nodes[kept - 1].key, g->nodes[i].key) != 0) g->nodes[kept++] = g->nodes[i];
  g->n_nodes = kept;
}

/* The number of the node at an end of a row. */
static size_t node_of(graph *g, const ds_row *row, int end) {
  node wanted = {.key = node_key(g, row, end)};
  const node *found = bsearch(&wanted, g->nodes, g->n_nodes, sizeof *g->nodes, by_key);
  return (size_t)(found - g->nodes);
}

static bool is_edge(const graph *g, const ds_row *row) {
  return has(row, g->ends[0]) && has(row, g->ends[1]);
}

/* ---- text ---- */

/* Text for XML 1.0: markup escaped, control characters, which it cannot hold, as blanks. */
static void xml(ds_buf *out, const char *s) {
  for (; *s; s++) {
    switch (*s) {
    case '<': ds_buf_puts(out, "&lt;"); break;
    case '>': ds_buf_puts(out, "&gt;"); break;
    case '&': ds_buf_puts(out, "&amp;"); break;
    case '"': ds_buf_puts(out, "&quot;"); break;
    default: ds_buf_putc(out, (unsigned char)*s < 0x20 ? ' ' : *s);
    }
  }
}

/* A quoted identifier of DOT, in which only the quotation mark and the backslash before it are special. */
static void dot(ds_buf *out, const char *s) {
  ds_buf_putc(out, '"');
  for (; *s; s++) {
    if (*s == '"' || *s == '\\') ds_buf_putc(out, '\\');
    ds_buf_putc(out, (unsigned char)*s < 0x20 ? ' ' : *s);
  }
  ds_buf_putc(out, '"');
}

static const char *xml_type(ds_type type) {
  switch (type) {
  case DS_TYPE_INTEGER: return "long";
  case DS_TYPE_NUMBER:
  case DS_TYPE_BAR:
  case DS_TYPE_PERCENT: return "double";
  case DS_TYPE_BOOLEAN: return "boolean";
  default: return "string";
  }
}

/* ---- DOT ---- */

static void dot_attribute(graph *g, const ds_row *row, size_t column, const char *name, ds_buf *out) {
  if (!has(row, (int)column)) return;
  ds_buf_putc(out, ' ');
  dot(out, name);
  ds_buf_putc(out, '=');
  dot(out, cell(g, row, (int)column));
}

static void draw_dot(graph *g, ds_buf *out) {
  const ds_result *r = g->result;
  ds_buf_puts(out, "digraph {\n");
  for (size_t i = 0; i < g->n_nodes; i++) {
    const node *n = &g->nodes[i];
    ds_buf_printf(out, "  n%zu [label=", i);
    dot(out, cell(g, n->row, g->ends[n->end]));
    for (size_t c = 0; c < r->n_columns; c++)
      if (attribute_of(g, c, n->end)) dot_attribute(g, n->row, c, attribute_of(g, c, n->end), out);
    ds_buf_puts(out, "];\n");
  }
  for (size_t i = 0; i < r->n_rows; i++) {
    const ds_row *row = &r->rows[i];
    if (!is_edge(g, row)) continue;
    ds_buf_printf(out, "  n%zu -> n%zu [", node_of(g, row, 0), node_of(g, row, 1));
    ds_buf_puts(out, is_directed(g, row) ? "dir=forward" : "dir=none");
    for (size_t c = 0; c < r->n_columns; c++)
      if (is_edge_attribute(g, c)) dot_attribute(g, row, c, r->columns[c].name, out);
    ds_buf_puts(out, "];\n");
  }
  ds_buf_puts(out, "}\n");
}

/* ---- GraphML ---- */

static void graphml_key(const char *name, const char *of, ds_type type, size_t id, ds_buf *out) {
  ds_buf_printf(out, "  <key id=\"%c%zu\" for=\"%s\" attr.name=\"", of[0], id, of);
  xml(out, name);
  ds_buf_printf(out, "\" attr.type=\"%s\"/>\n", xml_type(type));
}

static void graphml_data(graph *g, const ds_row *row, size_t column, char of, size_t id, ds_buf *out) {
  if (!has(row, (int)column)) return;
  ds_buf_printf(out, "<data key=\"%c%zu\">", of, id);
  xml(out, cell(g, row, (int)column));
  ds_buf_puts(out, "</data>");
}

/* The number of a node's attribute, the same at both ends: that of its column at the first end. */
static size_t attribute_id(const graph *g, size_t column, int end) {
  for (size_t c = 0; c < g->result->n_columns; c++) {
    const char *name = attribute_of(g, c, 0);
    if (name && !strcmp(name, attribute_of(g, column, end))) return c;
  }
  return column;
}

static void draw_graphml(graph *g, ds_buf *out) {
  const ds_result *r = g->result;
  ds_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
                   "  <key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n");
  for (size_t c = 0; c < r->n_columns; c++) {
    if (is_edge_attribute(g, c)) graphml_key(r->columns[c].name, "edge", r->columns[c].type, c, out);
    for (int e = 0; e < 2; e++)
      if (attribute_of(g, c, e) && attribute_id(g, c, e) == c) graphml_key(attribute_of(g, c, e), "node", r->columns[c].type, c, out);
  }
  ds_buf_puts(out, "  <graph edgedefault=\"directed\">\n");
  for (size_t i = 0; i < g->n_nodes; i++) {
    const node *n = &g->nodes[i];
    ds_buf_printf(out, "    <node id=\"n%zu\"><data key=\"label\">", i);
    xml(out, cell(g, n->row, g->ends[n->end]));
    ds_buf_puts(out, "</data>");
    for (size_t c = 0; c < r->n_columns; c++)
      if (attribute_of(g, c, n->end)) graphml_data(g, n->row, c, 'n', attribute_id(g, c, n->end), out);
    ds_buf_puts(out, "</node>\n");
  }
  for (size_t i = 0; i < r->n_rows; i++) {
    const ds_row *row = &r->rows[i];
    if (!is_edge(g, row)) continue;
    ds_buf_printf(out, "    <edge source=\"n%zu\" target=\"n%zu\"%s>", node_of(g, row, 0), node_of(g, row, 1),
                  is_directed(g, row) ? "" : " directed=\"false\"");
    for (size_t c = 0; c < r->n_columns; c++)
      if (is_edge_attribute(g, c)) graphml_data(g, row, c, 'e', c, out);
    ds_buf_puts(out, "</edge>\n");
  }
  ds_buf_puts(out, "  </graph>\n</graphml>\n");
}

/* ---- GEXF ---- */

static void gexf_key(const char *name, ds_type type, size_t id, ds_buf *out) {
  ds_buf_printf(out, "      <attribute id=\"%zu\" title=\"", id);
  xml(out, name);
  ds_buf_printf(out, "\" type=\"%s\"/>\n", xml_type(type));
}

static void gexf_data(graph *g, const ds_row *row, size_t column, size_t id, ds_buf *out) {
  if (!has(row, (int)column)) return;
  ds_buf_printf(out, "<attvalue for=\"%zu\" value=\"", id);
  xml(out, cell(g, row, (int)column));
  ds_buf_puts(out, "\"/>");
}

static void gexf_attribute(graph *g, const ds_row *row, int column, const char *name, ds_buf *out) {
  if (!has(row, column)) return;
  ds_buf_printf(out, " %s=\"", name);
  xml(out, cell(g, row, column));
  ds_buf_putc(out, '"');
}

static void gexf_edges(graph *g, ds_buf *out) {
  const ds_result *r = g->result;
  ds_buf_puts(out, "    <edges>\n");
  for (size_t i = 0; i < r->n_rows; i++) {
    const ds_row *row = &r->rows[i];
    if (!is_edge(g, row)) continue;
    ds_buf_printf(out, "      <edge id=\"%zu\" source=\"%zu\" target=\"%zu\" type=\"%s\"", i, node_of(g, row, 0), node_of(g, row, 1),
                  is_directed(g, row) ? "directed" : "undirected");
    gexf_attribute(g, row, g->weight, "weight", out);
    gexf_attribute(g, row, g->first, "start", out);
    gexf_attribute(g, row, g->last, "end", out);
    ds_buf_puts(out, "><attvalues>");
    for (size_t c = 0; c < r->n_columns; c++)
      if (is_edge_attribute(g, c) && (int)c != g->weight) gexf_data(g, row, c, c, out);
    ds_buf_puts(out, "</attvalues></edge>\n");
  }
  ds_buf_puts(out, "    </edges>\n");
}

static void gexf_nodes(graph *g, ds_buf *out) {
  ds_buf_puts(out, "    <nodes>\n");
  for (size_t i = 0; i < g->n_nodes; i++) {
    const node *n = &g->nodes[i];
    ds_buf_printf(out, "      <node id=\"%zu\" label=\"", i);
    xml(out, cell(g, n->row, g->ends[n->end]));
    ds_buf_puts(out, "\"><attvalues>");
    for (size_t c = 0; c < g->result->n_columns; c++)
      if (attribute_of(g, c, n->end)) gexf_data(g, n->row, c, attribute_id(g, c, n->end), out);
    ds_buf_puts(out, "</attvalues></node>\n");
  }
  ds_buf_puts(out, "    </nodes>\n");
}

static void draw_gexf(graph *g, ds_buf *out) {
  const ds_result *r = g->result;
  ds_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n");
  bool dated = g->first >= 0 && g->last >= 0;
  ds_buf_printf(out, "  <graph defaultedgetype=\"directed\"%s>\n", dated ? " mode=\"dynamic\" timeformat=\"date\"" : "");
  ds_buf_puts(out, "    <attributes class=\"node\">\n");
  for (size_t c = 0; c < r->n_columns; c++)
    for (int e = 0; e < 2; e++)
      if (attribute_of(g, c, e) && attribute_id(g, c, e) == c) gexf_key(attribute_of(g, c, e), r->columns[c].type, c, out);
  ds_buf_puts(out, "    </attributes>\n    <attributes class=\"edge\">\n");
  for (size_t c = 0; c < r->n_columns; c++)
    if (is_edge_attribute(g, c) && (int)c != g->weight) gexf_key(r->columns[c].name, r->columns[c].type, c, out);
  ds_buf_puts(out, "    </attributes>\n");
  gexf_nodes(g, out);
  gexf_edges(g, out);
  ds_buf_puts(out, "  </graph>\n</gexf>\n");
}

void ds_render_graph(const ds_result *result, ds_format format, ds_buf *out) {
  graph g = {.result = result, .arena = ds_arena_new()};
  find_ends(result, g.ends);
  g.weight = column_named(result, "weight", DS_TYPE_INTEGER);
  if (g.weight < 0) g.weight = column_named(result, "weight", DS_TYPE_NUMBER);
  g.directed = column_named(result, "directed", DS_TYPE_BOOLEAN);
  g.first = column_named(result, "first", DS_TYPE_DATE);
  g.last = column_named(result, "last", DS_TYPE_DATE);
  collect_nodes(&g);
  if (format == DS_FORMAT_DOT)
    draw_dot(&g, out);
  else if (format == DS_FORMAT_GRAPHML)
    draw_graphml(&g, out);
  else
    draw_gexf(&g, out);
  ds_buf_reset(&g.text);
  ds_arena_free(g.arena);
}
