#include "api/found.h"

#include <stdlib.h>
#include <string.h>

static int by_relevance(const void *a, const void *b) {
  const ds_found_article *x = a, *y = b;
  return x->relevance != y->relevance ? (x->relevance < y->relevance) - (x->relevance > y->relevance) : (x->id > y->id) - (x->id < y->id);
}

void ds_found_rank(ds_found *found, size_t most) {
  ds_found_article *all = found->articles, worst = {0};
  size_t kept = 0, room = most < 128 ? 256 : 2 * most;
  bool full = false;
  for (size_t i = 0; most && i < found->n; i++) {
    if (full && by_relevance(&all[i], &worst) > 0) continue;
    all[kept++] = all[i];
    if (kept < room) continue;
    qsort(all, kept, sizeof *all, by_relevance);
    kept = most;
    worst = all[most - 1];
    full = true;
  }
  if (!most) kept = found->n;
  if (kept) qsort(all, kept, sizeof *all, by_relevance);
  found->n = most && kept > most ? most : kept;
}

const ds_found_article *ds_found_get(const ds_found *found, int64_t id) {
  size_t low = 0, high = found->n;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (found->articles[middle].id < id)
      low = middle + 1;
    else
      high = middle;
  }
  return low < found->n && found->articles[low].id == id ? &found->articles[low] : NULL;
}

const void *ds_found_blob(const ds_found *found, const ds_found_article *article) {
  return found->blobs.data + article->hits;
}

static void add(ds_query *query, bool ranked, ds_found *found) {
  size_t size;
  const void *blob = ds_query_column_blob(query, 2, &size);
  DS_GROW(found->articles, found->n, found->cap);
  found->articles[found->n++] =
      (ds_found_article){ds_query_column_int(query, 0), ranked ? ds_query_column_double(query, 3) : 0, found->blobs.len, size};
  ds_buf_append(&found->blobs, blob, size);
}

ds_status ds_found_walk(ds_store *store, const ds_fields *fields, const char *match, bool ranked, ds_found *found, ds_err *err) {
  static const char ranking[] = "f.rowid, " DS_COPY_SQL ", hits(articles_fts, 1), relevance(articles_fts, d.sz)";
  static const char placing[] = "f.rowid, " DS_COPY_SQL ", hits(articles_fts, 0)";
  ds_query *query = NULL;
  *found = (ds_found){0};
  ds_status status = ranked ? ds_fields_query(store, fields, ranking, " CROSS JOIN articles_fts_docsize d ON d.id = f.rowid", &query, err)
                            : ds_fields_query(store, fields, placing, "", &query, err);
  if (status != DS_OK) return status;
  ds_query_text(query, ":match", match);
  bool once = !fields->scope.all_copies && !fields->scope.article;
  for (bool row = true; (status = ds_query_step(query, &row, err)) == DS_OK && row;) {
    if (once && ds_query_column_int(query, 1))
      found->copies++;
    else
      add(query, ranked, found);
  }
  ds_query_free(query);
  return status;
}

void ds_found_reset(ds_found *found) {
  free(found->articles);
  ds_buf_reset(&found->blobs);
  *found = (ds_found){0};
}
