/* What a person changed. Machine results and corrections live apart: what the tables show is what the articles say, with the corrections
 * replayed upon it in the order of their times. A correction is anchored on what stays the same in every database and in every reading
 * of a text: the key of an entity, the key of an article and the words of a passage. So it survives a new reading, another import and a
 * moved text; one whose anchor is not found is orphaned: listed with the reason, and in force again when the anchor comes back. The log is
 * append-only; taking back marks a correction as undone.
 *
 * Every function that writes is one transaction. The store must be open for writing. */
#ifndef DS_STORE_CORRECTIONS_H
#define DS_STORE_CORRECTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "store/store.h"

/* identifier, object, verb, number of names, usage, meaning */
/* clang-format off */
#define DS_ENTITY_VERB_LIST(X) \
  X(MERGE, "entity", "merge", 2, "A B", "A is B: they are one, under the name B") \
  X(SPLIT, "entity", "split", 1, "NAME", "NAME is somebody else than the entity it was counted with") \
  X(RENAME, "entity", "rename", 2, "OLD NEW", "show it under another name") \
  X(RETYPE, "entity", "retype", 2, "NAME KIND", "it is a person, organization, place or other") \
  X(ALIAS, "entity", "alias", 2, "NAME ALIAS", "it goes by ALIAS too") \
  X(UNALIAS, "entity", "unalias", 2, "NAME ALIAS", "ALIAS is no name of it") \
  X(IGNORE, "entity", "ignore", 1, "NAME", "it is nothing: leave it out everywhere") \
  X(CONFIRM, "entity", "confirm", 1, "NAME", "a person looked at it: it is listed first")
#define DS_QUOTE_VERB_LIST(X) X(QUOTE_SET, "quote", "set", 0, "N speaker=NAME", "who said it; speaker=none: nobody is named")
#define DS_ROW_VERB_LIST(X) \
  X(ROW_SET, "row", "set", 0, "N COLUMN=VALUE", "what stands in a row of an analysis") \
  X(ROW_REJECT, "row", "reject", 0, "N", "the row is wrong: leave it out")
#define DS_VERB_LIST(X) DS_ENTITY_VERB_LIST(X) DS_QUOTE_VERB_LIST(X) DS_ROW_VERB_LIST(X)
/* clang-format on */
typedef enum ds_verb {
#define X(id, object, verb, names, usage, help) DS_VERB_##id,
  DS_VERB_LIST(X)
#undef X
      DS_VERB_COUNT
} ds_verb;
const char *ds_verb_object(ds_verb verb); /* "entity" */
const char *ds_verb_word(ds_verb verb);   /* "merge" */
const char *ds_verb_usage(ds_verb verb);
const char *ds_verb_help(ds_verb verb);
int ds_verb_names(ds_verb verb);
/* The verb of an object ("entity", "merge"); DS_VERB_COUNT when there is none. */
ds_verb ds_verb_find(const char *object, const char *word);

/* Whose hand it is. who NULL: $DOSSIER_WHO, else the login name. why may be NULL. */
typedef struct ds_hand {
  const char *who, *why;
} ds_hand;

/* The entity that a person means: "id:12", "#12", a key ("place/=BY") or any name it goes by. DS_USAGE when several may be meant, with the
 * candidates, and when there is none, with the nearest name. */
ds_status ds_entity_named(ds_store *store, const char *name, int64_t *id, ds_err *err);

/* The verbs on entities; names are as many as the verb takes. said gets a line on what was done. DS_USAGE as ds_entity_named, and for what
 * would change nothing. */
ds_status ds_correct_entity(ds_store *store, ds_verb verb, const char *const *names, const ds_hand *hand, ds_buf *said, ds_err *err);

/* Says who spoke a quotation. speaker: a name as of ds_entity_named, or NULL for nobody; text: the speaker in words when it is no entity
 * ("a spokesman"), else NULL. */
ds_status ds_correct_quote(ds_store *store, int64_t quote, const char *speaker, const char *text, const ds_hand *hand, ds_buf *said,
                           ds_err *err);
/* The quotation with that span; *quote 0 when there is none. */
ds_status ds_quote_at(ds_store *store, int64_t article, int64_t start, int64_t end, int64_t *quote, ds_err *err);

/* A row of an analysis: where it stands and what it says, column by column as text (NULL: nothing). */
typedef struct ds_row_anchor {
  const char *plugin, *view; /* view "" for the main one */
  int64_t article, start, end;
  const char *const (*cells)[2]; /* name, text */
  size_t n_cells;
} ds_row_anchor;
/* Changes a row's column to value (NULL: nothing), or rejects the row (column NULL). */
ds_status ds_correct_row(ds_store *store, const ds_row_anchor *row, const char *column, const char *value, const ds_hand *hand,
                         ds_buf *said, ds_err *err);
/* The corrections in force on rows of a plugin, oldest first, their passages found in this database. An article of 0: not found. The
 * caller frees with ds_row_corrections_free. */
typedef struct ds_row_correction {
  int64_t id, article, start, end;
  char *plugin, *view;
  char *column, *value; /* column NULL: the row is rejected; value NULL: nothing stands there */
  char *(*cells)[2];    /* what the row said before */
  size_t n_cells;
} ds_row_correction;
ds_status ds_row_corrections(ds_store *store, const char *plugin, ds_row_correction **all, size_t *n, ds_err *err);
void ds_row_corrections_free(ds_row_correction *all, size_t n);

/* Takes back the last n corrections in force, or brings back what was taken back last (until another correction is made). DS_USAGE when
 * there are fewer. */
ds_status ds_corrections_undo(ds_store *store, long long n, ds_buf *said, ds_err *err);
ds_status ds_corrections_redo(ds_store *store, long long n, ds_buf *said, ds_err *err);

typedef enum ds_correction_state { DS_CORRECTION_ACTIVE, DS_CORRECTION_UNDONE, DS_CORRECTION_ORPHANED } ds_correction_state;
const char *ds_correction_state_text(ds_correction_state state); /* "active", "undone", "orphaned" */

typedef struct ds_correction {
  int64_t id;
  char *at, *who, *what, *why; /* what: the correction in words; who and why may be NULL */
  ds_verb verb;
  ds_correction_state state;
  char *reason;                /* why it is orphaned, or NULL */
  int64_t article, start, end; /* the passage it is about; article 0: none */
} ds_correction;
/* The whole log with states, oldest first; reads only. The caller frees. A row's correction is orphaned here when its passage is not found;
 * whether the analysis still gives the row is for those who can run it to say. */
ds_status ds_corrections_list(ds_store *store, ds_correction **all, size_t *n, ds_err *err);
void ds_corrections_free(ds_correction *all, size_t n);

/* The log as JSON lines, appended to out; and such lines added to the log, those that it has already left out
 * (one that either side has taken back is taken back). DS_INPUT names the line that
 * is no correction; then nothing is added. */
ds_status ds_corrections_export(ds_store *store, ds_buf *out, ds_err *err);
ds_status ds_corrections_import(ds_store *store, const char *text, size_t len, const char *file, size_t *added, size_t *known, ds_err *err);

#endif
