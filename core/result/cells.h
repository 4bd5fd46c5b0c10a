/* Inside the result room: values as text, and the two aligned formats. */
#ifndef DS_RESULT_CELLS_H
#define DS_RESULT_CELLS_H

#include "result/render.h"

bool ds_cell_is_right(ds_type type);
/* Appends the value; `people`: percent signs, two decimals, yes and no; otherwise exact. Lists are joined by "; ". */
void ds_cell_text(const ds_value *value, ds_type type, bool people, ds_buf *out);
void ds_cell_json(const ds_value *value, ds_buf *out);

void ds_render_box(const ds_result *result, const ds_render_options *options, ds_buf *out, bool *cut);
void ds_render_plain(const ds_result *result, ds_buf *out);
/* dot, graphml or gexf; the result has passed ds_render_check. */
void ds_render_graph(const ds_result *result, ds_format format, ds_buf *out);

#endif
