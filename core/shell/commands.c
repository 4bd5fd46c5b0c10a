#include <string.h>

#include "shell/command.h"
#include "shell/handlers.h"

static const char *const error_forms[] = {"text", "json", NULL};
static const char *const color_words[] = {"auto", "always", "never", NULL};
#define X(name, word, help) word,
static const char *const format_words[] = {DS_FORMAT_LIST(X) NULL};
#undef X

const ds_option ds_global_options[] = {
    {"database", 'd', DS_OPTION_FILE, "FILE", "the database (else $DOSSIER_DB, else dossier.db)"},
    {"format", 0, DS_OPTION_CHOICE, "FORMAT", "how results are drawn: box on a terminal, tsv in a pipe", format_words},
    {"output", 'o', DS_OPTION_FILE, "FILE", "write the result there, whole or not at all"},
    {"quiet", 'q', DS_OPTION_FLAG, NULL, "no progress, no remarks"},
    {"jobs", 'j', DS_OPTION_INTEGER, "N", "threads that annotate (else the cores available)"},
    {"readonly", 0, DS_OPTION_FLAG, NULL, "never write the database"},
    {"max-seconds", 0, DS_OPTION_NUMBER, "N", "time limit of one plugin run (60)"},
    {"max-memory", 0, DS_OPTION_INTEGER, "MB", "memory limit of one plugin run (512)"},
    {"errors", 0, DS_OPTION_CHOICE, NULL, "how errors are printed", error_forms},
    {"color", 0, DS_OPTION_CHOICE, NULL, "colours", color_words},
    {"no-progress", 0, DS_OPTION_FLAG, NULL, "no progress line"},
    {"traceback", 0, DS_OPTION_FLAG, NULL, "show where in Lua an error came from"},
    {"help", 'h', DS_OPTION_FLAG, NULL, "help on the command"},
    {0}};

const ds_option ds_listing_options[] = {
    {"since", 0, DS_OPTION_DATE, "DATE", "only articles of that day or later"},
    {"until", 0, DS_OPTION_DATE, "DATE", "only articles of that day or earlier"},
    {"outlet", 0, DS_OPTION_TEXT, "NAME", "only articles of that outlet"},
    {"article", 0, DS_OPTION_INTEGER, "ID", "only that article"},
    {"open", 0, DS_OPTION_INTEGER, "N", "show the passage that row N rests on"},
    {0}};

static const ds_option annotate_options[] = {
    {"tokens", 0, DS_OPTION_FLAG, NULL, "add tokens with tags, lemmas and tree"},
    {"shard", 0, DS_OPTION_TEXT, "I/N", "only the I-th of N parts of the articles"},
    {"trailer", 0, DS_OPTION_FLAG, NULL, "close with a line of counts"},
    {0}};

const ds_command ds_commands[] = {
    {"annotate", "", "read articles as JSON lines, write their annotations", "filter", annotate_options, DS_NEED_NOTHING, 0, 0, 0,
     DS_WORDS_NONE, NULL, ds_run_annotate},
    {"help", "[TOPIC]", "what there is, or help on one command or plugin", "shell", NULL, DS_NEED_NOTHING, 0, 0, 1, DS_WORDS_COMMANDS,
     NULL, ds_run_help},
    {"version", "", "the version of the program and what it is built with", "shell", NULL, DS_NEED_NOTHING, 0, 0, 0, DS_WORDS_NONE,
     NULL, ds_run_version},
    {0}};

static const char *other_name(const char *name, size_t len) {
  static const char *const others[][2] = {{"exit", "quit"}, {"q", "quit"}, {"?", "help"}, {"read", "run"}, {"tables", "schema"}};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (strlen(others[i][0]) == len && memcmp(others[i][0], name, len) == 0) return others[i][1];
  return NULL;
}

const ds_command *ds_command_find(const char *name, size_t len) {
  for (const ds_command *c = ds_commands; c->name; c++)
    if (strlen(c->name) == len && memcmp(c->name, name, len) == 0) return c;
  const char *other = other_name(name, len);
  return other ? ds_command_find(other, strlen(other)) : NULL;
}
