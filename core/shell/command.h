/* The command table: one row for each command, for the prompt, the command line, the help and the completion. */
#ifndef DS_SHELL_COMMAND_H
#define DS_SHELL_COMMAND_H

#include "result/result.h"
#include "shell/options.h"
#include "shell/shell.h"

typedef enum ds_need { DS_NEED_NOTHING, DS_NEED_READ, DS_NEED_WRITE, DS_NEED_CREATE } ds_need;

enum {
  DS_COMMAND_LISTING = 1, /* takes --since, --until, --outlet, --article, --open */
  DS_COMMAND_REST = 2,    /* what follows its words is not read for options (`run FILE ARGS`) */
  DS_COMMAND_RAW = 4,     /* at the prompt its words keep their quotation marks */
  DS_COMMAND_PROMPT = 8,  /* of use at the prompt only */
  DS_COMMAND_LUA = 16     /* a function in Lua, too */
};

/* What a command's words are, for completion. */
typedef enum ds_words { DS_WORDS_NONE, DS_WORDS_FILES, DS_WORDS_ENTITIES, DS_WORDS_SPEAKER, DS_WORDS_COMMANDS, DS_WORDS_FORMATS } ds_words;

typedef struct ds_command {
  const char *name;
  const char *usage;        /* what follows the name, or "" */
  const char *summary;      /* one line */
  const char *group;        /* heading in the list of commands */
  const ds_option *options; /* its own, or NULL */
  ds_need need;
  int flags, min_words, max_words; /* max_words -1: any number */
  ds_words words;
  const char *const *verbs; /* first words that it knows ("new", "check"), or NULL */
  const char *more;         /* further help, or NULL */
  const ds_column *columns; /* of the result that it prints, or NULL; those of a listing are the listing's (ds_list_columns) */
  ds_status (*run)(ds_shell *shell, const ds_args *args, ds_err *err);
} ds_command;

extern const ds_command ds_commands[];       /* ends with a NULL name */
extern const char *const ds_format_words[];  /* of --format; ends with NULL */
extern const ds_option ds_export_options[];  /* of export */
extern const ds_option ds_check_options[];   /* a limit for each gate */
extern const ds_option ds_listing_options[]; /* what every listing and analysis shares */

/* What commands print that are no listings. */
extern const ds_column ds_import_columns[], ds_check_columns[], ds_runs_columns[], ds_corrections_columns[], ds_plugins_columns[];

/* NULL when there is none of that name. Other names for a command (`exit`, `?`) are found too. */
const ds_command *ds_command_find(const char *name, size_t len);

#endif
