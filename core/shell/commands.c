#include <string.h>

#include "shell/command.h"
#include "shell/handlers.h"
#include "store/corrections.h"

static const char *const error_forms[] = {"text", "json", NULL};
static const char *const color_words[] = {"auto", "always", "never", NULL};
#define X(name, word, help) word,
const char *const ds_format_words[] = {DS_FORMAT_LIST(X) NULL};
#undef X

const ds_option ds_global_options[] = {
    {"database", 'd', DS_OPTION_FILE, "FILE", "the database (else $DOSSIER_DB, else dossier.db)"},
    {"format", 0, DS_OPTION_CHOICE, "FORMAT", "how results are drawn: box on a terminal, tsv in a pipe", ds_format_words},
    {"output", 'o', DS_OPTION_FILE, "FILE", "write the result there, whole or not at all"},
    {"excel", 0, DS_OPTION_FLAG, NULL, "csv that spreadsheets read right: with a byte-order mark"},
    {"quiet", 'q', DS_OPTION_FLAG, NULL, "no progress, no remarks"},
    {"jobs", 'j', DS_OPTION_INTEGER, "N", "threads that annotate or map articles (else the cores available)"},
    {"readonly", 0, DS_OPTION_FLAG, NULL, "never write the database"},
    {"max-seconds", 0, DS_OPTION_NUMBER, "N", "time limit of one plugin run (60)"},
    {"max-memory", 0, DS_OPTION_INTEGER, "MB", "memory limit of a plugin run (512) or of Lua (half of the machine's)"},
    {"errors", 0, DS_OPTION_CHOICE, NULL, "how errors are printed", error_forms},
    {"color", 0, DS_OPTION_CHOICE, NULL, "colours", color_words},
    {"no-progress", 0, DS_OPTION_FLAG, NULL, "no progress line"},
    {"traceback", 0, DS_OPTION_FLAG, NULL, "show where in Lua an error came from"},
    {"version", 0, DS_OPTION_FLAG, NULL, "the version of the program"},
    {"help", 'h', DS_OPTION_FLAG, NULL, "help on the command"},
    {0}};

const ds_option ds_listing_options[] = {{"since", 0, DS_OPTION_DATE, "DATE", "only articles of that day or later"},
                                        {"until", 0, DS_OPTION_DATE, "DATE", "only articles of that day or earlier"},
                                        {"outlet", 0, DS_OPTION_TEXT, "NAME", "only articles of that outlet"},
                                        {"article", 0, DS_OPTION_ID, "ID", "only that article"},
                                        {"all-copies", 0, DS_OPTION_FLAG, NULL, "count each near copy of a story, not the story once"},
                                        {"open", 0, DS_OPTION_ROW, "N", "show the passage that row N rests on (N.2: the second)"},
                                        {"as", 0, DS_OPTION_CHOICE, "FORMAT", "the same as --format", ds_format_words},
                                        {0}};

static const char *const input_forms[] = {"text", "json", "jsonl", "html", "page", "csv", "feed", "markdown", NULL};
static const char *const entity_kinds[] = {"person", "organization", "place", "other", NULL};
static const char *const quote_kinds[] = {"direct", "mixed", "indirect", "scare", NULL};
static const char *const kwic_orders[] = {"article", "left", "right", NULL};

/* clang-format off */
/* How articles are read: options of import and watch. */
#define READING_OPTIONS \
  {"as", 0, DS_OPTION_CHOICE, "FORM", "the form of the input, else found out", input_forms}, \
  {"field", 0, DS_OPTION_TEXT, "OURS=THEIRS", "where a field is found: text=body, title=headline.main; may be repeated"}, \
  {"date", 0, DS_OPTION_DATE, "DATE", "for articles that have none"}, \
  {"outlet", 0, DS_OPTION_TEXT, "NAME", "for articles that have none"}, \
  {"lang", 0, DS_OPTION_TEXT, "CODE", "the language of all articles ('en')"}, \
  {"day-first", 0, DS_OPTION_FLAG, NULL, "02/03/2023 is 2 March"}, \
  {"update", 0, DS_OPTION_FLAG, NULL, "a changed article replaces the stored one of the same id or URL"}
/* clang-format on */

static const ds_option import_options[] = {
    READING_OPTIONS,
    {"again", 0, DS_OPTION_FLAG, NULL, "read files that were dealt with before"},
    {"retry-failed", 0, DS_OPTION_FLAG, NULL, "read only files that failed before: among PATH..., else all of them"},
    {"skip-failed", 0, DS_OPTION_FLAG, NULL, "pass over files that failed before and have not changed, too"},
    {"annotations", 0, DS_OPTION_FILE, "FILE", "take the output of 'annotate' instead of annotating"},
    {"corrections", 0, DS_OPTION_FILE, "FILE", "take over corrections that 'export corrections' wrote"},
    {"files0-from", 0, DS_OPTION_FILE, "FILE", "read the names of files from there, each ended by a NUL byte"},
    {0}};

static const ds_option watch_options[] = {
    {"once", 0, DS_OPTION_FLAG, NULL, "import what is there and end"},
    {"poll", 0, DS_OPTION_FLAG, NULL, "look every two seconds: for folders that other machines write"},
    READING_OPTIONS,
    {0}};

static const ds_option annotate_options[] = {{"tokens", 0, DS_OPTION_FLAG, NULL, "add tokens with tags, lemmas and tree"},
                                             {"shard", 0, DS_OPTION_TEXT, "I/N", "only the I-th of N parts of the articles"},
                                             {"trailer", 0, DS_OPTION_FLAG, NULL, "close with a line of counts"},
                                             {0}};

#define FIRST_OPTION \
  { "limit", 0, DS_OPTION_INTEGER, "N", "only the first N" }
static const ds_option articles_options[] = {{"undated", 0, DS_OPTION_FLAG, NULL, "only those without a date"}, FIRST_OPTION, {0}};

static const ds_option entities_options[] = {
    {"kind", 0, DS_OPTION_CHOICE, "KIND", "only those of that kind", entity_kinds}, FIRST_OPTION, {0}};

static const ds_option quotes_options[] = {
    {"speaker", 0, DS_OPTION_ENTITY, "NAME", "only what that one said; any alias will do"},
    {"about", 0, DS_OPTION_ENTITY, "NAME", "only those in which that one is named: quotes Xi --about Ukraine"},
    {"words", 0, DS_OPTION_TEXT, "WORDS", "only those with these words: --words \"peace plan\""},
    {"unattributed", 0, DS_OPTION_FLAG, NULL, "only those without a speaker"},
    {"below", 0, DS_OPTION_NUMBER, "X", "only those whose speaker is less sure than X (0 to 1)"},
    {"kind", 0, DS_OPTION_CHOICE, "KIND", "only those of that kind; else all but scare quotes", quote_kinds},
    FIRST_OPTION,
    {0}};

static const ds_option rerun_options[] = {
    {"compare", 0, DS_OPTION_FLAG, NULL, "say whether the rows are those recorded, and show those that are not"},
    {"open", 0, DS_OPTION_ROW, "N", "show the passage that row N rests on (N.2: the second)"},
    {0}};

static const ds_option runs_options[] = {{"open", 0, DS_OPTION_ROW, "N", "show the passage that row N rests on (N.2: the second)"}, {0}};

static const ds_option sql_options[] = {{"write", 0, DS_OPTION_FLAG, NULL, "let the statement change the database"},
                                        {"open", 0, DS_OPTION_ROW, "N", "show the passage that row N rests on (N.2: the second)"},
                                        {0}};

#define LIMIT_OPTION \
  { "limit", 0, DS_OPTION_INTEGER, "N", "only the first N (0: all); a table on a terminal: 100, else all" }
static const ds_option search_options[] = {LIMIT_OPTION, {0}};
static const ds_option kwic_options[] = {
    LIMIT_OPTION,
    {"width", 0, DS_OPTION_INTEGER, "N", "characters to each side (40)"},
    {"sort", 0, DS_OPTION_CHOICE, "BY", "in the order of articles, or by the words to one side", kwic_orders},
    {0}};

static const ds_option help_options[] = {{"man", 0, DS_OPTION_FLAG, NULL, "all of it as a manual page"}, {0}};

static const char *const completion_verbs[] = {"bash", "zsh", "fish", NULL};
static const ds_option reannotate_options[] = {{"all", 0, DS_OPTION_FLAG, NULL, "those that this reader annotated, too"}, {0}};
static const ds_option correct_options[] = {{"why", 0, DS_OPTION_TEXT, "TEXT", "the reason, kept with the correction"}, {0}};

static const char *const state_words[] = {"active", "undone", "orphaned", NULL};
static const ds_option corrections_options[] = {{"state", 0, DS_OPTION_CHOICE, "STATE", "only those in that state", state_words},
                                                {"open", 0, DS_OPTION_INTEGER, "N", "show the passage that row N is about"},
                                                {0}};

#define X(id, object, verb, names, usage, help) verb,
static const char *const entity_verbs[] = {DS_ENTITY_VERB_LIST(X) NULL};
static const char *const quote_verbs[] = {DS_QUOTE_VERB_LIST(X) NULL};
static const char *const row_verbs[] = {DS_ROW_VERB_LIST(X) NULL};
#undef X
#define X(id, object, verb, names, usage, help) "  " object " " verb " " usage "  " help "\n"
static const char entity_more[] = DS_ENTITY_VERB_LIST(
    X) "Names are typed as they are written, or as numbers ('id:12', see 'entities'). Corrections stay when articles are read\n"
       "anew; 'corrections' lists them, 'undo' takes the last one back.";
static const char row_more[] =
    DS_ROW_VERB_LIST(X) "N is a row of the last result. Outside the prompt the analysis follows: row reject 2 visits --who lukashenko;\n"
                        "row set 2 place=Minsk status=none visits --list. The reason (--why) stands before the verb.";
static const char quote_more[] = DS_QUOTE_VERB_LIST(
    X) "  quote set N speaker_text=\"a spokesman\"  a speaker who is no entity\n"
       "N is a row of the last result, as in 'show N'; where there is none, and as 'id:N' everywhere, the quotation's number\n"
       "(column id of 'quotes').";
#undef X
static const char *const export_verbs[] = {"corrections", NULL};
static const char *const article_verbs[] = {"remove", NULL};
static const char *const plugins_verbs[] = {"new", "check", "test", NULL};

static const char reading[] = "reading articles", asking[] = "asking", correcting[] = "setting right", own[] = "your own analyses",
                  shell_words[] = "the shell";

#define ROW(command) .name = #command, .run = ds_run_##command
const ds_command ds_commands[] = {
    {ROW(import), .usage = "PATH...", .flags = DS_COMMAND_LUA, .group = reading, .columns = ds_import_columns,
     .summary = "read files and folders into the database", .options = import_options, .max_words = -1, .words = DS_WORDS_FILES,
     .more = "Reads plain text, JSON, JSONL, HTML, CSV, TSV, feeds, Markdown, each also as .gz; '-' is standard input. The same\n"
             "command again passes over what is done. Files that cannot be read are listed, and the exit code is 3. Of an HTML\n"
             "page its article is taken, with --as page all that stands on it. With --format the counts are a result."},
    {ROW(watch), .usage = "FOLDER", .flags = DS_COMMAND_LUA, .group = reading,
     .summary = "import what is in a folder, then what appears there", .options = watch_options, .min_words = 1, .max_words = 1,
     .words = DS_WORDS_FILES,
     .more = "Sub-folders too. A file is read when it is whole: closed by who wrote it, or renamed into the folder; with --poll when\n"
             "it stayed as it was for two seconds. Ctrl-C ends it, and what was read is kept."},
    {ROW(merge), .usage = "OUT IN...", .flags = DS_COMMAND_LUA, .group = reading,
     .summary = "join databases into one: shards, or several people's", .min_words = 2, .max_words = -1, .words = DS_WORDS_FILES,
     .more = "OUT is made when it is not there, recorded runs stay where they are. Articles are joined by content, entities by all that\n"
             "is said of them; corrections are kept. The order of the inputs does\n"
             "not matter, and merging again changes nothing."},
    {ROW(export), .usage = "--to csv|pg FOLDER | corrections", .flags = DS_COMMAND_LUA, .group = reading,
     .summary = "the tables for other programs; what people corrected", .options = ds_export_options, .need = DS_NEED_READ, .min_words = 1,
     .max_words = 1, .words = DS_WORDS_FILES, .verbs = export_verbs},
    {ROW(annotate), .usage = "", .group = reading, .summary = "a filter: articles as JSON lines in, annotations out",
     .options = annotate_options,
     .more = "In: {\"id\",\"title\",\"date\",\"text\"}, one a line; only the text is required. Needs no database."},
    {ROW(reannotate), .usage = "[ARTICLE...]", .flags = DS_COMMAND_LUA, .group = reading,
     .summary = "read stored articles again with the reader of this program", .options = reannotate_options, .need = DS_NEED_WRITE,
     .max_words = -1,
     .more = "Without numbers: those that another reader annotated. Corrections hold; articles and quotations keep their numbers where\n"
             "they stand as they stood, those of predicates may change. Ctrl-C keeps what is done."},
    {ROW(check), .usage = "", .flags = DS_COMMAND_LUA, .group = reading, .columns = ds_check_columns,
     .summary = "quality gates: exit 6 when one is not met", .options = ds_check_options, .need = DS_NEED_READ,
     .more = "check --max-unattributed 20% --max-undated 0 in a script; without limits the figures alone."},
    {ROW(article), .usage = "remove ID", .flags = DS_COMMAND_LUA, .group = reading, .summary = "remove an article and what only it brought",
     .need = DS_NEED_WRITE, .min_words = 2, .max_words = 2, .verbs = article_verbs},
    {ROW(articles), .usage = "", .group = asking, .summary = "the articles", .options = articles_options, .need = DS_NEED_READ,
     .flags = DS_COMMAND_LISTING | DS_COMMAND_LUA},
    {ROW(entities), .usage = "[NAME]", .group = asking, .summary = "who and what is named", .options = entities_options,
     .need = DS_NEED_READ, .flags = DS_COMMAND_LISTING | DS_COMMAND_LUA, .max_words = -1, .words = DS_WORDS_ENTITIES},
    {ROW(quotes), .usage = "[SPEAKER]", .group = asking, .summary = "who said what", .options = quotes_options, .need = DS_NEED_READ,
     .flags = DS_COMMAND_LISTING | DS_COMMAND_LUA, .max_words = -1, .words = DS_WORDS_ENTITIES,
     .more = "'show N' opens the sentence of row N, 'quote set N speaker=NAME' says who spoke. A speaker may be empty; 'confidence'\n"
             "says how often one found by that rule is right."},
    {ROW(search), .usage = "QUERY", .group = asking, .summary = "articles by their words, best first", .options = search_options,
     .need = DS_NEED_READ, .flags = DS_COMMAND_LISTING | DS_COMMAND_RAW | DS_COMMAND_LUA, .min_words = 1, .max_words = -1,
     .more = "Words, \"phrases\", AND, OR, NOT, NEAR(a b), begin*, parentheses. Whatever is no operator is text.\n"
             "outlet:NAME, date:2023-02..2023-03, entity:\"Xi Jinping\" and quoted:\"peace plan\" (in a quotation) narrow the search.\n"
             "Best first: rare words, often, in short articles (BM25); with fields alone the latest first."},
    {ROW(kwic), .usage = "QUERY", .group = asking, .summary = "every hit between the words around it", .options = kwic_options,
     .need = DS_NEED_READ, .flags = DS_COMMAND_LISTING | DS_COMMAND_RAW | DS_COMMAND_LUA, .min_words = 1, .max_words = -1,
     .more = "An order by the words to one side reads every hit first, which takes seconds for words that stand everywhere."},
    {ROW(show), .usage = "N[.M]", .group = asking, .summary = "the passage that row N of the last result rests on", .min_words = 1,
     .max_words = 1,
     .more = "'show 3.2' opens the second of several passages. Outside the prompt, add '--open N' to the command that makes the\n"
             "result."},
    {ROW(open), .usage = "ID", .flags = DS_COMMAND_LUA, .group = asking, .summary = "a whole article, its names, quotes and times marked",
     .need = DS_NEED_READ, .min_words = 1, .max_words = 1},
    {ROW(sql), .usage = "STATEMENT", .flags = DS_COMMAND_LUA, .group = asking,
     .summary = "SQL over the tables and every plugin ('-': from standard input)", .options = sql_options, .need = DS_NEED_READ,
     .min_words = 1, .max_words = -1,
     .more = "'schema' prints the tables. Each plugin is a table of its name, and its arguments are constraints or, in their order,\n"
             "arguments: select place from visits('lukashenko') where first >= '2023'. Columns source_article, source_start and\n"
             "source_end make a row open to its passage. excerpt(article, start, end) is the words there, entity(name) the number\n"
             "of whom is meant, tone(text) from -1 to 1. At the prompt a line that begins with select or with is SQL."},
    {ROW(entity), .usage = "VERB NAME...", .group = correcting, .summary = "merge, split, rename, retype, alias, ignore, confirm",
     .options = correct_options, .need = DS_NEED_WRITE, .min_words = 1, .max_words = 3, .words = DS_WORDS_ENTITIES, .verbs = entity_verbs,
     .more = entity_more},
    {ROW(quote), .usage = "set N speaker=NAME", .group = correcting, .summary = "who said a quotation", .options = correct_options,
     .need = DS_NEED_WRITE, .min_words = 3, .max_words = 3, .words = DS_WORDS_SPEAKER, .verbs = quote_verbs, .more = quote_more},
    {ROW(row), .usage = "set|reject N ...", .group = correcting, .summary = "what stands in a row of an analysis",
     .options = correct_options, .flags = DS_COMMAND_REST, .max_words = 2, .verbs = row_verbs, .more = row_more},
    {ROW(undo), .usage = "[N]", .group = correcting, .summary = "take back the last correction, or the last N", .need = DS_NEED_WRITE,
     .max_words = 1},
    {ROW(redo), .usage = "[N]", .group = correcting, .summary = "bring back what was taken back last", .need = DS_NEED_WRITE,
     .max_words = 1},
    {ROW(corrections), .usage = "", .flags = DS_COMMAND_LUA, .group = correcting, .columns = ds_corrections_columns,
     .summary = "what was corrected, by whom, and whether it still fits", .options = corrections_options, .need = DS_NEED_READ},
    {ROW(run), .usage = "FILE [ARGS...]", .group = own, .summary = "run a Lua script; db is the database ('-': standard input)",
     .flags = DS_COMMAND_REST, .max_words = 1, .words = DS_WORDS_FILES},
    {ROW(runs), .usage = "[A B]", .flags = DS_COMMAND_LUA, .group = own, .columns = ds_runs_columns,
     .summary = "the runs of analyses that --record kept, newest last", .need = DS_NEED_READ, .max_words = 2, .options = runs_options,
     .more = "'--record' after an analysis keeps its arguments, fingerprints of what it stood on and its rows; 'rerun N' runs it again.\n"
             "'runs 1 2' tells which rows were removed and added from run 1 to run 2, and what else had changed."},
    {ROW(rerun), .usage = "N", .flags = DS_COMMAND_LUA, .group = own,
     .summary = "a recorded run again; --compare: does it still give the same?", .options = rerun_options, .need = DS_NEED_READ,
     .min_words = 1, .max_words = 1,
     .more = "N is the column id of 'runs'. With --compare the exit code is 1 when rows differ; they are listed as removed or added."},
    {ROW(plugins), .usage = "[new NAME | check [NAME] | test [NAME]]", .flags = DS_COMMAND_LUA, .group = own, .columns = ds_plugins_columns,
     .summary = "the analyses there are; start, check, test one", .max_words = 2, .verbs = plugins_verbs,
     .more =
         "'plugins new NAME' writes one that runs, into .dossier/plugins where there is that folder, else into your own; saving its\n"
         "file is reloading it. 'plugins check' lists every problem with its line, 'plugins test' runs the examples. What a plugin can\n"
         "use: 'help plugin', 'help ctx', 'help quote', 'help quotes' ...; the guide is README.md in the folder of the analyses."},
    {ROW(schema), .usage = "", .flags = DS_COMMAND_LUA, .group = own, .summary = "the tables of the database, with comments"},
    {ROW(help), .usage = "[TOPIC]", .group = shell_words, .summary = "what there is, or more on one command or analysis", .max_words = 1,
     .words = DS_WORDS_COMMANDS, .options = help_options},
    {ROW(mode), .usage = "[FORMAT]", .group = shell_words, .summary = "at the prompt: how results are drawn", .flags = DS_COMMAND_PROMPT,
     .max_words = 1, .words = DS_WORDS_FORMATS},
    {ROW(last), .usage = "", .group = shell_words, .summary = "the last result again, whole: 'last --format csv -o FILE' keeps it"},
    {ROW(once), .usage = "FILE", .group = shell_words, .summary = "at the prompt: the next result goes there", .flags = DS_COMMAND_PROMPT,
     .min_words = 1, .max_words = 1, .words = DS_WORDS_FILES,
     .more = "The ending of its name says the format, as with -o. 'COMMAND | PROGRAM' sends one result to a program."},
    {ROW(completion), .usage = "bash|zsh|fish", .group = shell_words, .summary = "a script that makes Tab complete in that shell",
     .flags = DS_COMMAND_REST, .max_words = 1, .verbs = completion_verbs,
     .more = "'make install' puts them in place; 'eval \"$(dossier completion bash)\"' does it for one session. 'completion words\n"
             "WORD...' prints what may stand in the place of the last word."},
    {ROW(version), .usage = "", .group = shell_words, .summary = "the version of the program"},
    {ROW(quit), .usage = "", .group = shell_words, .summary = "leave the prompt", .flags = DS_COMMAND_PROMPT},
    {0}};
#undef ROW

static const char *other_name(const char *name, size_t len) {
  static const char *const others[][2] = {{"exit", "quit"},   {"q", "quit"},   {"?", "help"},
                                          {"find", "search"}, {"read", "run"}, {"tables", "schema"}};
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
