#include "store/given.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/given_json.h"
#include "store/store.h"

typedef struct line {
  uint64_t hash; /* of the id */
  size_t at, len;
} line;

struct ds_given {
  char *bytes; /* the mapped file */
  size_t size;
  line *lines; /* by hash, then place */
  size_t n, cap;
};

static uint64_t hash_of(const char *text, size_t len) {
  uint64_t hash = 14695981039346656037u;
  for (size_t i = 0; i < len; i++) hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
  return hash;
}

/* The id as an article's ref: text as it is, a number in digits. The caller frees; NULL when there is none. */
static char *id_of(const json_t *root) {
  const json_t *id = json_object_get(root, "id");
  if (json_is_string(id)) return ds_strndup(json_string_value(id), json_string_length(id));
  if (!json_is_integer(id)) return NULL;
  ds_buf out = {0};
  ds_buf_printf(&out, "%lld", (long long)json_integer_value(id));
  return ds_buf_take(&out);
}

static int by_hash(const void *a, const void *b) {
  const line *x = a, *y = b;
  return x->hash != y->hash ? (x->hash > y->hash) - (x->hash < y->hash) : (x->at > y->at) - (x->at < y->at);
}

/* Only the beginning of a line is parsed, where its id stands. */
static char *id_of_line(const char *text, size_t len) {
  static const char *const behind[] = {",\"lang\"", ",\"error\""};
  for (size_t i = 0; i < len && i < 600; i++)
    for (size_t k = 0; k < 2; k++) {
      size_t n = strlen(behind[k]);
      if (i + n > len || memcmp(text + i, behind[k], n) != 0) continue;
      ds_buf head = {0};
      ds_buf_append(&head, text, i);
      ds_buf_putc(&head, '}');
      json_t *root = json_loadb(head.data, head.len, JSON_ALLOW_NUL, NULL);
      ds_buf_reset(&head);
      char *id = k == 0 ? id_of(root) : NULL;
      json_decref(root);
      if (root) return id;
    }
  return NULL;
}

/* The list of tokens comes soon behind the list of sentences. */
static bool has_tokens(const char *text, size_t len) {
  static const char key[] = "],\"tokens\":[";
  for (size_t i = 0; i + sizeof key <= len; i++)
    if (memcmp(text + i, key, sizeof key - 1) == 0) return true;
  return false;
}

static ds_status index_lines(ds_given *given, const char *path, ds_err *err) {
  bool tokens = false;
  for (size_t at = 0, len; at < given->size; at += len + 1) {
    const char *text = given->bytes + at, *end = memchr(text, '\n', given->size - at);
    len = end ? (size_t)(end - text) : given->size - at;
    char *id = id_of_line(text, len);
    if (!id) continue;
    tokens = tokens || has_tokens(text, len);
    DS_GROW(given->lines, given->n, given->cap);
    given->lines[given->n++] = (line){hash_of(id, strlen(id)), at, len};
    free(id);
  }
  if (given->n == 0) return ds_fail(err, DS_INPUT, "'%s' holds no annotations with an id", path);
  if (!tokens) return ds_fail(err, DS_INPUT, "the annotations in '%s' have no tokens; make them with 'dossier annotate --tokens'", path);
  qsort(given->lines, given->n, sizeof *given->lines, by_hash);
  return DS_OK;
}

ds_status ds_given_open(const char *path, ds_given **given, ds_err *err) {
  struct stat st;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0 || fstat(fd, &st) != 0) {
    if (fd >= 0) close(fd);
    return ds_fail(err, DS_IO, "cannot open '%s': %s", path, strerror(errno));
  }
  ds_given *g = ds_alloc(sizeof *g);
  g->size = (size_t)st.st_size;
  void *bytes = g->size ? mmap(NULL, g->size, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
  close(fd);
  if (bytes == MAP_FAILED) {
    free(g);
    return ds_fail(err, DS_IO, "cannot read '%s': %s", path, strerror(errno));
  }
  g->bytes = bytes;
  ds_status status = index_lines(g, path, err);
  if (status == DS_OK)
    *given = g;
  else
    ds_given_close(g);
  return status;
}

void ds_given_close(ds_given *given) {
  if (!given) return;
  if (given->bytes) munmap(given->bytes, given->size);
  free(given->lines);
  free(given);
}

static const line *first_of(const ds_given *given, uint64_t hash) {
  size_t low = 0, high = given->n;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (given->lines[middle].hash < hash)
      low = middle + 1;
    else
      high = middle;
  }
  return low < given->n && given->lines[low].hash == hash ? &given->lines[low] : NULL;
}

void ds_given_find(const ds_given *given, ds_job *job) {
  const ds_article *article = &job->article;
  const line *found = article->ref ? first_of(given, hash_of(article->ref, strlen(article->ref))) : NULL;
  if (!found) return;
  json_t *root = json_loadb(given->bytes + found->at, found->len, JSON_ALLOW_NUL, NULL);
  char *id = id_of(root);
  if (id && strcmp(id, article->ref) == 0) {
    ds_arena *scratch = ds_arena_new();
    const ds_annotation *a = ds_given_parse(root, article->text, article->text_len, scratch);
    if (a) job->arena = ds_arena_new_small();
    if (a) job->draft = ds_draft_make(a, NULL, job->arena);
    ds_arena_free(scratch);
  }
  free(id);
  json_decref(root);
}
