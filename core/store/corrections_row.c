/* Corrections of the rows of an analysis. The plugin room puts them into results. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "store/corrections_private.h"

static json_t *text_or_null(const char *text) {
  json_t *value = text ? json_string(text) : NULL;
  return value ? value : json_null();
}

ds_status ds_correct_row(ds_store *store, const ds_row_anchor *row, const char *column, const char *value, const ds_hand *hand,
                         ds_buf *said, ds_err *err) {
  ds_verb verb = column ? DS_VERB_ROW_SET : DS_VERB_ROW_REJECT;
  int64_t id = 0;
  if (value && ds_utf8_check(value, strlen(value)) < strlen(value)) return ds_fail(err, DS_USAGE, "'%s' must be UTF-8 text", column);
  ds_status status = ds_store_begin(store, err);
  if (status != DS_OK) return status;
  json_t *payload = json_object(), *before = json_object();
  json_object_set_new(payload, "plugin", json_string(row->plugin));
  json_object_set_new(payload, "view", json_string(row->view));
  status = ds_passage_anchor(store, row->article, row->start, row->end, payload, err);
  for (size_t i = 0; i < row->n_cells; i++) json_object_set_new(before, row->cells[i][0], text_or_null(row->cells[i][1]));
  json_object_set_new(payload, "before", before);
  if (column) json_object_set_new(payload, "set", json_pack("{s:o}", column, text_or_null(value)));
  if (status == DS_OK) {
    ds_buf what = {0};
    ds_correction_tell(&(ds_logged){.verb = verb, .payload = payload}, &what);
    status = ds_correction_log(store, verb, payload, hand, &id, err);
    ds_buf_printf(said, "correction %lld: %s", (long long)id, what.data);
    ds_buf_reset(&what);
  } else {
    json_decref(payload);
  }
  return ds_correction_end(store, status, said, err);
}

static void take_cells(const json_t *payload, ds_row_correction *out) {
  json_t *before = json_object_get(payload, "before"), *value;
  const char *name;
  out->cells = ds_alloc((json_object_size(before) + 1) * sizeof *out->cells);
  json_object_foreach(before, name, value) {
    out->cells[out->n_cells][0] = ds_strdup(name);
    out->cells[out->n_cells++][1] = ds_strdup(json_string_value(value));
  }
  json_object_foreach(json_object_get(payload, "set"), name, value) {
    free(out->column);
    free(out->value);
    out->column = ds_strdup(name);
    out->value = ds_strdup(json_string_value(value));
  }
}

static ds_status read_correction(ds_store *store, const ds_logged *c, ds_row_correction *out, ds_err *err) {
  const char *why, *plugin = ds_json_text(c->payload, "plugin"), *view = ds_json_text(c->payload, "view");
  out->id = c->id;
  out->plugin = ds_strdup(plugin ? plugin : "");
  out->view = ds_strdup(view ? view : "");
  take_cells(c->payload, out);
  return ds_passage_find(store, c->payload, &out->article, &out->start, &out->end, &why, err);
}

ds_status ds_row_corrections(ds_store *store, const char *plugin, ds_row_correction **all, size_t *n, ds_err *err) {
  size_t n_log = 0;
  ds_replay *replay = NULL;
  *all = NULL;
  *n = 0;
  ds_status status = ds_replay_log_only(store, &replay, err);
  if (status != DS_OK || !replay) return status;
  ds_logged *log = ds_replay_log(replay, &n_log);
  *all = ds_alloc(n_log * sizeof **all);
  for (size_t i = 0; status == DS_OK && i < n_log; i++) {
    const char *name = ds_json_text(log[i].payload, "plugin");
    if (log[i].undone || (log[i].verb != DS_VERB_ROW_SET && log[i].verb != DS_VERB_ROW_REJECT)) continue;
    if (name && strcmp(name, plugin) == 0) status = read_correction(store, &log[i], &(*all)[(*n)++], err);
  }
  ds_replay_free(replay);
  if (status == DS_OK) return status;
  ds_row_corrections_free(*all, *n);
  *all = NULL;
  *n = 0;
  return status;
}

void ds_row_corrections_free(ds_row_correction *all, size_t n) {
  for (size_t i = 0; all && i < n; i++) {
    for (size_t k = 0; k < all[i].n_cells; k++) {
      free(all[i].cells[k][0]);
      free(all[i].cells[k][1]);
    }
    free(all[i].cells);
    free(all[i].plugin);
    free(all[i].view);
    free(all[i].column);
    free(all[i].value);
  }
  free(all);
}
