#include "store/export.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/path.h"
#include "base/utf8.h"
#include "store/sql.h"

/* A table of the export: its columns as PostgreSQL declares them, parted by commas; what is in it; what makes a row one; what points
 * elsewhere and what is looked up, as statements to be run when all is loaded. */
typedef struct table {
  const char *name, *columns, *rows, *key, *links;
} table;

/* Offsets in characters (code points), for languages whose strings are made of these. */
#define CHARACTERS ", characters(article, start) AS char_start, characters(article, \"end\") AS char_end"

static const table tables[] = {
    {"articles",
     "id bigint, key text, ref text, title text, date text, date_from text, outlet text, url text, author text, lang text, text text,"
     " file text, imported text, duplicate_of bigint",
     "SELECT id, key, ref, title, date, date_from, outlet, url, author, lang, text, file, imported, duplicate_of FROM articles ORDER BY id",
     "id",
     "ALTER TABLE articles ADD FOREIGN KEY (duplicate_of) REFERENCES articles;\nCREATE UNIQUE INDEX ON articles (key);\n"
     "CREATE INDEX ON articles (date);\n"},
    {"sentences", "article bigint, n bigint, start bigint, \"end\" bigint, char_start bigint, char_end bigint",
     "SELECT article, n, start, \"end\"" CHARACTERS " FROM sentences ORDER BY article, n", "article, n",
     "ALTER TABLE sentences ADD FOREIGN KEY (article) REFERENCES articles ON DELETE CASCADE;\n"},
    {"entities", "id bigint, key text, kind text, name text, country text, note text",
     "SELECT id, key, kind, name, country, note FROM entities ORDER BY id", "id", "CREATE INDEX ON entities (name);\n"},
    {"aliases", "entity bigint, name text", "SELECT DISTINCT entity, name FROM aliases ORDER BY 1, 2", "entity, name",
     "ALTER TABLE aliases ADD FOREIGN KEY (entity) REFERENCES entities ON DELETE CASCADE;\nCREATE INDEX ON aliases (name);\n"},
    {"mentions",
     "article bigint, start bigint, \"end\" bigint, char_start bigint, char_end bigint, sentence bigint, entity bigint, form text",
     "SELECT article, start, \"end\"" CHARACTERS
     ", sentence, entity, form FROM (SELECT DISTINCT article, start, \"end\", sentence, entity, form"
     " FROM mentions) ORDER BY article, start, \"end\", entity, form",
     NULL,
     "ALTER TABLE mentions ADD FOREIGN KEY (article) REFERENCES articles ON DELETE CASCADE;\n"
     "ALTER TABLE mentions ADD FOREIGN KEY (entity) REFERENCES entities;\n"
     "CREATE INDEX ON mentions (article, start);\nCREATE INDEX ON mentions (entity);\n"},
    {"quotes",
     "id bigint, article bigint, start bigint, \"end\" bigint, char_start bigint, char_end bigint, kind text, content jsonb, speaker "
     "bigint, speaker_text text,"
     " speaker_start bigint, speaker_end bigint, cue text, cue_spans jsonb, rule text, confidence double precision",
     "SELECT id, article, start, \"end\"" CHARACTERS
     ", kind, content, speaker, speaker_text, speaker_start, speaker_end, cue, cue_spans, rule, "
     "confidence"
     " FROM quotes ORDER BY id",
     "id",
     "ALTER TABLE quotes ADD FOREIGN KEY (article) REFERENCES articles ON DELETE CASCADE;\n"
     "ALTER TABLE quotes ADD FOREIGN KEY (speaker) REFERENCES entities;\n"
     "CREATE INDEX ON quotes (article);\nCREATE INDEX ON quotes (speaker);\n"},
    {"predicates",
     "id bigint, article bigint, sentence bigint, start bigint, \"end\" bigint, char_start bigint, char_end bigint, lemma text, pos text, "
     "tense text, negated boolean,"
     " modal text, passive boolean, quote bigint, holder bigint",
     "SELECT id, article, sentence, start, \"end\"" CHARACTERS
     ", lemma, pos, tense, negated, modal, passive, quote, holder FROM predicates ORDER BY id",
     "id",
     "ALTER TABLE predicates ADD FOREIGN KEY (article) REFERENCES articles ON DELETE CASCADE;\n"
     "ALTER TABLE predicates ADD FOREIGN KEY (quote) REFERENCES quotes;\n"
     "ALTER TABLE predicates ADD FOREIGN KEY (holder) REFERENCES entities;\n"
     "CREATE INDEX ON predicates (article);\nCREATE INDEX ON predicates (lemma);\n"},
    {"arguments",
     "predicate bigint, n bigint, role text, start bigint, \"end\" bigint, char_start bigint, char_end bigint, head text, entity bigint",
     "SELECT predicate, n, role, g.start AS start, g.\"end\" AS \"end\", characters(p.article, g.start) AS char_start,"
     " characters(p.article, g.\"end\") AS char_end, head, entity FROM arguments g JOIN predicate_rows p ON p.id = g.predicate"
     " ORDER BY predicate, n",
     "predicate, n",
     "ALTER TABLE arguments ADD FOREIGN KEY (predicate) REFERENCES predicates ON DELETE CASCADE;\n"
     "ALTER TABLE arguments ADD FOREIGN KEY (entity) REFERENCES entities;\nCREATE INDEX ON arguments (entity);\n"},
    {"dates",
     "article bigint, start bigint, \"end\" bigint, char_start bigint, char_end bigint, sentence bigint, kind text, first text, last text, "
     "value text",
     "SELECT article, start, \"end\"" CHARACTERS ", sentence, kind, first, last, value FROM dates ORDER BY article, start, \"end\"",
     "article, start, \"end\"",
     "ALTER TABLE dates ADD FOREIGN KEY (article) REFERENCES articles ON DELETE CASCADE;\nCREATE INDEX ON dates (first);\n"},
    {"sightings", "article bigint, file text, seen text", "SELECT article, file, seen FROM sightings ORDER BY article, file",
     "article, file", "ALTER TABLE sightings ADD FOREIGN KEY (article) REFERENCES articles ON DELETE CASCADE;\n"},
    {"corrections", "id bigint, at text, who text, verb text, payload jsonb, undone boolean",
     "SELECT id, at, who, verb, payload, undone <> 0 AS undone FROM corrections ORDER BY id", "id", NULL}};
enum { TABLES = sizeof tables / sizeof *tables };

static const char doing[] = "exporting";

/* ---- CSV ---- */

/* The full stop of a line `\.` of its own, which psql takes for the end of the data even inside a field. */
static bool is_end_mark(const char *text, size_t len, size_t at) {
  if (text[at] != '.' || at == 0 || text[at - 1] != '\\' || (at > 1 && text[at - 2] != '\n' && text[at - 2] != '\r')) return false;
  return at + 1 == len || text[at + 1] == '\n' || text[at + 1] == '\r';
}

/* marks: end marks are made harmless. */
static void put_field(FILE *out, const char *text, size_t len, bool marks) {
  bool quote = len == 0;
  for (size_t i = 0; !quote && i < len; i++) quote = strchr("\",\r\n\\", text[i]) != NULL || text[i] == ' ';
  if (!quote) {
    fwrite(text, 1, len, out);
    return;
  }
  putc('"', out);
  for (size_t i = 0; i < len; i++) {
    if (text[i] == '"') putc('"', out);
    putc(text[i] == '\0' ? ' ' : marks && is_end_mark(text, len, i) ? ';' : text[i], out);
  }
  putc('"', out);
}

static void put_row(FILE *out, sqlite3_stmt *row, bool names, ds_export_form form) {
  int n = sqlite3_column_count(row);
  for (int i = 0; i < n; i++) {
    if (i) putc(',', out);
    const char *text = names ? sqlite3_column_name(row, i) : (const char *)sqlite3_column_text(row, i);
    if (text) put_field(out, text, names ? strlen(text) : (size_t)sqlite3_column_bytes(row, i), form == DS_EXPORT_PG);
  }
  fputs("\r\n", out);
}

/* ---- characters(article, byte) ---- */

/* The article at hand: rows come article by article, and mostly in the order of the text. */
typedef struct counting {
  sqlite3_stmt *row;
  int64_t article;
  char *text;
  size_t len, at, characters; /* so many of them before the byte `at` */
} counting;

static void counting_free(void *data) {
  counting *c = data;
  sqlite3_finalize(c->row);
  free(c->text);
  free(c);
}

static void counting_load(counting *c, int64_t article) {
  free(c->text);
  *c = (counting){.row = c->row, .article = article};
  sqlite3_bind_int64(c->row, 1, article);
  if (sqlite3_step(c->row) == SQLITE_ROW) {
    c->text = ds_strndup((const char *)sqlite3_column_text(c->row, 0), (size_t)sqlite3_column_bytes(c->row, 0));
    c->len = (size_t)sqlite3_column_bytes(c->row, 0);
  }
  sqlite3_reset(c->row);
}

static void characters(sqlite3_context *context, int argc, sqlite3_value **argv) {
  counting *c = sqlite3_user_data(context);
  int64_t article = sqlite3_value_int64(argv[0]), byte = sqlite3_value_int64(argv[1]);
  if (!c->text || article != c->article) counting_load(c, article);
  if (!c->text || byte < 0 || (size_t)byte > c->len) return;
  if ((size_t)byte < c->at)
    c->characters -= ds_utf8_count(c->text + byte, c->at - (size_t)byte);
  else
    c->characters += ds_utf8_count(c->text + c->at, (size_t)byte - c->at);
  c->at = (size_t)byte;
  sqlite3_result_int64(context, (sqlite3_int64)c->characters);
}

/* The function is there for the time of an export: what it holds goes with it. */
static ds_status counting_start(ds_store *store, ds_err *err) {
  counting *c = ds_alloc(sizeof *c);
  if (sqlite3_prepare_v2(store->db, "SELECT text FROM articles WHERE id = ?", -1, &c->row, NULL) != SQLITE_OK) {
    free(c);
    return ds_store_fail(store, err, doing);
  }
  if (sqlite3_create_function_v2(store->db, "characters", 2, SQLITE_UTF8, c, characters, NULL, NULL, counting_free) != SQLITE_OK)
    return ds_store_fail(store, err, doing);
  return DS_OK;
}

static void counting_end(ds_store *store) {
  sqlite3_create_function_v2(store->db, "characters", 2, SQLITE_UTF8, NULL, NULL, NULL, NULL, NULL);
}

/* ---- progress ---- */

/* The rows of the largest tables, which are counted in no time, stand for all. */
static const char measured[] = "mentions quotes predicates arguments";
static const char measure[] = "SELECT (SELECT count(*) FROM mention_rows) + (SELECT count(*) FROM quote_rows) +"
                              " (SELECT count(*) FROM predicate_rows) + (SELECT count(*) FROM argument_rows)";

typedef struct exporting {
  ds_store *store;
  const ds_export_settings *options;
  int64_t *rows;
  int64_t done, total; /* of the measured tables */
} exporting;

static ds_status count_rows(ds_store *store, int64_t *n, ds_err *err) {
  sqlite3_stmt *row = NULL;
  int code = sqlite3_prepare_v2(store->db, measure, -1, &row, NULL);
  if (code == SQLITE_OK && (code = sqlite3_step(row)) == SQLITE_ROW) *n = sqlite3_column_int64(row, 0);
  sqlite3_finalize(row);
  return code == SQLITE_ROW ? DS_OK : ds_store_fail(store, err, doing);
}

static ds_status tell(exporting *e, ds_err *err) {
  const ds_export_settings *o = e->options;
  if (o->stop && *o->stop) return ds_fail(err, DS_INTERRUPT, "export stopped");
  if (o->progress) o->progress(o->data, *e->rows, e->total ? (double)e->done / (double)e->total : -1);
  return DS_OK;
}

/* ---- files ---- */

static ds_status open_in(const char *folder, const char *name, const char *ending, ds_outfile **file, ds_err *err) {
  ds_buf path = {0};
  ds_buf_printf(&path, "%s/%s%s", folder, name, ending);
  ds_status status = ds_outfile_open(path.data, file, err);
  ds_buf_reset(&path);
  return status;
}

static ds_status write_table(exporting *e, const table *t, const char *folder, ds_err *err) {
  enum { OFTEN = 4096 };
  ds_store *store = e->store;
  ds_export_form form = e->options->form;
  bool counts = strstr(measured, t->name) != NULL;
  ds_outfile *file = NULL;
  sqlite3_stmt *row = NULL;
  ds_status status = open_in(folder, t->name, ".csv", &file, err);
  if (status != DS_OK) return status;
  int code = sqlite3_prepare_v2(store->db, t->rows, -1, &row, NULL);
  if (code == SQLITE_OK) {
    put_row(ds_outfile_stream(file), row, true, form);
    while (status == DS_OK && (code = sqlite3_step(row)) == SQLITE_ROW) {
      put_row(ds_outfile_stream(file), row, false, form);
      e->done += counts;
      if (++*e->rows % OFTEN == 0) status = tell(e, err);
    }
  }
  if (status == DS_OK && code != SQLITE_DONE) status = ds_store_fail(store, err, doing);
  sqlite3_finalize(row);
  if (status == DS_OK) return ds_outfile_commit(file, err);
  ds_outfile_abort(file);
  return status;
}

static ds_status write_schema(const char *folder, ds_err *err) {
  ds_outfile *file = NULL;
  ds_status status = open_in(folder, "schema", ".sql", &file, err);
  if (status != DS_OK) return status;
  FILE *out = ds_outfile_stream(file);
  fputs("-- A dossier database. start and \"end\" are 0-based half-open offsets into the UTF-8 bytes of articles.text: passage() cuts them "
        "out;\n-- char_start and char_end are the same in characters.\n"
        "-- Dates are ISO 8601 text, as exact as known. 'dossier schema' tells what each column means.\n",
        out);
  for (int i = 0; i < TABLES; i++) {
    fprintf(out, "CREATE TABLE %s (%s", tables[i].name, tables[i].columns);
    if (tables[i].key) fprintf(out, ", PRIMARY KEY (%s)", tables[i].key);
    fputs(");\n", out);
  }
  fputs("CREATE FUNCTION passage(of_article bigint, from_byte bigint, to_byte bigint) RETURNS text LANGUAGE sql STABLE AS $$\n"
        "  SELECT convert_from(substring(convert_to(text, 'UTF8') FROM from_byte::int + 1 FOR (to_byte - from_byte)::int), 'UTF8')\n"
        "  FROM articles WHERE id = of_article\n$$;\n",
        out);
  return ds_outfile_commit(file, err);
}

/* Articles whose text has such a line get it back. */
static ds_status put_end_marks(ds_store *store, FILE *out, ds_err *err) {
  static const char sql[] = "SELECT id, text, hex(CAST(replace(text, char(0), ' ') AS BLOB)) FROM articles WHERE instr(text, '\\.')";
  sqlite3_stmt *row = NULL;
  int code = sqlite3_prepare_v2(store->db, sql, -1, &row, NULL);
  while (code == SQLITE_OK || code == SQLITE_ROW) {
    if ((code = sqlite3_step(row)) != SQLITE_ROW) break;
    const char *text = (const char *)sqlite3_column_text(row, 1);
    size_t len = (size_t)sqlite3_column_bytes(row, 1), at = 0;
    while (at < len && !is_end_mark(text, len, at)) at++;
    if (at < len)
      fprintf(out, "UPDATE articles SET text = convert_from(decode('%s', 'hex'), 'UTF8') WHERE id = %lld;\n",
              (const char *)sqlite3_column_text(row, 2), (long long)sqlite3_column_int64(row, 0));
  }
  sqlite3_finalize(row);
  return code == SQLITE_DONE ? DS_OK : ds_store_fail(store, err, doing);
}

static ds_status write_load(ds_store *store, const char *folder, ds_err *err) {
  ds_outfile *file = NULL;
  ds_status status = open_in(folder, "load", ".sql", &file, err);
  if (status != DS_OK) return status;
  FILE *out = ds_outfile_stream(file);
  fputs("-- In this folder: psql -f load.sql. All or nothing; the tables must not be there yet.\n"
        "\\set ON_ERROR_STOP on\nSET client_encoding = 'UTF8';\nBEGIN;\n\\ir schema.sql\n",
        out);
  for (int i = 0; i < TABLES; i++) fprintf(out, "\\copy %s FROM '%s.csv' WITH (FORMAT csv, HEADER)\n", tables[i].name, tables[i].name);
  status = put_end_marks(store, out, err);
  if (status != DS_OK) {
    ds_outfile_abort(file);
    return status;
  }
  for (int i = 0; i < TABLES; i++)
    if (tables[i].links) fputs(tables[i].links, out);
  fputs("COMMIT;\nANALYZE;\n", out);
  return ds_outfile_commit(file, err);
}

ds_status ds_export(ds_store *store, const char *folder, const ds_export_settings *options, int64_t *rows, ds_err *err) {
  ds_export_form form = options->form;
  exporting e = {.store = store, .options = options, .rows = rows};
  *rows = 0;
  if (mkdir(folder, 0777) != 0 && errno != EEXIST) return ds_fail(err, DS_IO, "cannot make folder '%s': %s", folder, strerror(errno));
  /* One read transaction: what others write meanwhile is not seen. */
  if (sqlite3_exec(store->db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK) return ds_store_fail(store, err, doing);
  ds_status status = counting_start(store, err);
  if (status == DS_OK && options->progress) status = count_rows(store, &e.total, err);
  for (int i = 0; status == DS_OK && i < TABLES; i++) status = write_table(&e, &tables[i], folder, err);
  if (status == DS_OK && form == DS_EXPORT_PG) status = write_schema(folder, err);
  if (status == DS_OK && form == DS_EXPORT_PG) status = write_load(store, folder, err);
  sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
  counting_end(store);
  return status;
}
