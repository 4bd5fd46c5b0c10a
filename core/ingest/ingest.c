/* Paths: files by their content, folders by their entries. */
#include "ingest/ingest.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/path.h"
#include "ingest/reader.h"

enum { MAX_BYTES = 64 << 20, SNIFFED = 8192 };

typedef ds_status (*read_fn)(ds_reader *reader, ds_err *err);

static const struct {
  const char *name;
  read_fn read;
  const char *endings; /* of file names, each between blanks */
} formats[] = {{"text", ds_read_text, " txt text asc "},
               {"json", ds_read_json, " json "},
               {"jsonl", ds_read_jsonl, " jsonl ndjson jl "},
               {"html", ds_read_html, " html htm xhtml "},
               {"page", ds_read_page, ""},
               {"csv", ds_read_csv, " csv tsv tab "},
               {"feed", ds_read_feed, " rss atom rdf xml "},
               {"markdown", ds_read_markdown, " md markdown mdown "}};
enum { FORMATS = sizeof formats / sizeof *formats };

static read_fn format_named(const char *name) {
  for (int i = 0; i < FORMATS; i++)
    if (strcmp(formats[i].name, name) == 0) return formats[i].read;
  return NULL;
}

static read_fn format_of_name(const char *path) {
  char ending[16] = " ";
  size_t len = strlen(path);
  if (len > 3 && strcasecmp(path + len - 3, ".gz") == 0) len -= 3;
  size_t dot = len;
  while (dot && path[dot - 1] != '.' && path[dot - 1] != '/') dot--;
  if (dot == 0 || path[dot - 1] != '.' || len - dot > 12 || len == dot) return NULL;
  for (size_t i = dot; i < len; i++) ending[i - dot + 1] = (char)(path[i] >= 'A' && path[i] <= 'Z' ? path[i] | 32 : path[i]);
  ending[len - dot + 1] = ' ';
  for (int i = 0; i < FORMATS; i++)
    if (strstr(formats[i].endings, ending)) return formats[i].read;
  return NULL;
}

static bool has(const char *data, size_t len, const char *tag) {
  size_t n = strlen(tag);
  for (size_t i = 0; i + n <= len; i++)
    if (strncasecmp(data + i, tag, n) == 0) return true;
  return false;
}

static read_fn markup_of(const char *data, size_t len) {
  static const char *const feeds[] = {"<rss", "<feed", "<rdf:RDF"}, *const pages[] = {"<!doctype html", "<html",    "<head",
                                                                                      "<body",          "<article", "<div"};
  for (size_t i = 0; i < sizeof feeds / sizeof *feeds; i++)
    if (has(data, len < 2048 ? len : 2048, feeds[i])) return ds_read_feed;
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
    if (has(data, len, pages[i])) return ds_read_html;
  return NULL;
}

static read_fn format_of_content(const char *data, size_t len, read_fn named) {
  size_t at = 0, next;
  while (at < len && strchr(" \t\r\n", data[at])) at++;
  if (at == len) return named ? named : ds_read_text;
  next = at + 1;
  while (next < len && strchr(" \t\r\n", data[next])) next++;
  char first = data[at], second = next < len ? data[next] : '\0';
  bool json = (first == '{' && (second == '"' || second == '}')) || (first == '[' && (second == '{' || second == ']'));
  if (named == ds_read_jsonl && (json || first != '[')) return ds_read_jsonl;
  if (json || ((named == ds_read_json || named == ds_read_jsonl) && (first == '{' || first == '[')))
    return first == '{' && ds_json_is_lines(data + at, len - at) ? ds_read_jsonl : ds_read_json;
  if (named == ds_read_csv || named == ds_read_markdown || named == ds_read_json) return named;
  read_fn markup = first == '<' ? markup_of(data + at, len - at) : NULL;
  if (markup) return markup;
  if (named) return named;
  if (at == 0 && len > 4 && strncmp(data, "---\n", 4) == 0) return ds_read_markdown;
  if (ds_csv_is_table(data + at, len - at)) return ds_read_csv;
  return ds_read_text;
}

static ds_status read_input(ds_reader *reader, ds_err *err) {
  size_t n = ds_input_want(reader->input, SNIFFED);
  const char *data = ds_input_data(reader->input), *wrong = ds_input_error(reader->input);
  if (n == 0 && wrong) return ds_reader_refuse(reader, reader->path, 0, err, "cannot read: %s", wrong);
  if (n == 0) return ds_reader_refuse(reader, reader->path, 0, err, "empty file");
  const char *binary = ds_input_binary(data, n < SNIFFED ? n : SNIFFED);
  if (binary) return ds_reader_refuse(reader, reader->path, 0, err, "%s", binary);
  read_fn read = reader->options->format ? format_named(reader->options->format)
                                         : format_of_content(data, n < SNIFFED ? n : SNIFFED, format_of_name(reader->path));
  return read(reader, err);
}

static ds_status read_file(ds_reader *reader, const char *path, const struct stat *st, ds_err *err) {
  ds_err why = {0};
  reader->path = path;
  reader->size = S_ISREG(st->st_mode) ? (size_t)st->st_size : 0;
  reader->reported = 0;
  long long mtime = (long long)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
  bool regular = S_ISREG(st->st_mode);
  if (reader->sink->skip && reader->sink->skip(reader->sink->data, path, regular ? (long long)st->st_size : -1, mtime)) return DS_OK;
  if (ds_input_open(path, &reader->input, &why) != DS_OK) return ds_reader_refuse(reader, path, 0, err, "%s", why.text);
  ds_status status = read_input(reader, err);
  if (status == DS_OK) ds_reader_progress(reader);
  ds_input_close(reader->input);
  reader->input = NULL;
  return status;
}

static int by_bytes(const struct dirent **a, const struct dirent **b) {
  return strcmp((*a)->d_name, (*b)->d_name);
}
static int is_visible(const struct dirent *entry) {
  return entry->d_name[0] != '.';
}

static ds_status read_path(ds_reader *reader, const char *path, int depth, ds_err *err);

static ds_status read_folder(ds_reader *reader, const char *path, int depth, ds_err *err) {
  struct dirent **entries;
  int n = scandir(path, &entries, is_visible, by_bytes);
  if (n < 0) return ds_reader_refuse(reader, path, 0, err, "cannot read the folder: %s", strerror(errno));
  ds_status status = DS_OK;
  for (int i = 0; i < n; i++) {
    char *inner = ds_path_join(path, entries[i]->d_name);
    if (status == DS_OK) status = read_path(reader, inner, depth + 1, err);
    free(inner);
    free(entries[i]);
  }
  free(entries);
  return status;
}

static ds_status read_path(ds_reader *reader, const char *path, int depth, ds_err *err) {
  struct stat st = {0}, link;
  bool standard = strcmp(path, "-") == 0;
  if (!standard && stat(path, &st) != 0) return ds_reader_refuse(reader, path, 0, err, "cannot open: %s", strerror(errno));
  if (!standard && S_ISDIR(st.st_mode)) {
    if (depth && lstat(path, &link) == 0 && S_ISLNK(link.st_mode)) return DS_OK;
    return read_folder(reader, path, depth, err);
  }
  if (depth && !S_ISREG(st.st_mode)) return DS_OK;
  return read_file(reader, path, &st, err);
}

static ds_status map_field(ds_reader *reader, const char *mapping, ds_err *err) {
  const char *equals = strchr(mapping, '=');
  if (!equals || equals == mapping || !equals[1]) return ds_fail(err, DS_USAGE, "field mapping '%s' must look like text=body", mapping);
  size_t len = (size_t)(equals - mapping);
  for (int f = 0; f < DS_FIELD_COUNT; f++) {
    if (strlen(ds_field_text(f)) != len || strncmp(mapping, ds_field_text(f), len) != 0) continue;
    reader->mapped[f] = equals + 1;
    return DS_OK;
  }
  return ds_fail(err, DS_USAGE, "unknown field '%.*s': must be one of text|title|date|id|url|outlet|author|lang", (int)len, mapping);
}

ds_status ds_ingest(const char *path, const ds_ingest_options *options, const ds_ingest_sink *sink, ds_err *err) {
  ds_reader reader = {.options = options, .sink = sink};
  reader.max_bytes = options->max_bytes ? options->max_bytes : MAX_BYTES;
  if (options->format && !format_named(options->format))
    return ds_fail(err, DS_USAGE, "unknown format '%s': must be one of text|json|jsonl|html|page|csv|feed|markdown", options->format);
  ds_status status = DS_OK;
  for (int i = 0; status == DS_OK && options->fields && options->fields[i]; i++) status = map_field(&reader, options->fields[i], err);
  if (status == DS_OK) status = read_path(&reader, path, 0, err);
  ds_detector_free(reader.detector);
  return status;
}
