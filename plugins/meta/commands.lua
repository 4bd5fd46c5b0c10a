---@meta
---Every command that does something is a function: its words in their order, its options by name (`-` is `_`, a flag is true, a list is an
---option several times), as in `kwic{ "sanctions", sort = "left" }`; a lone word needs no table: `import "inbox"`. Each gives the rows that
---the command prints, its remarks as notes; without rows its words. What is refused raises an error. Where some of it failed (files that
---cannot be read, a gate that is not met) a second value says so. Analyses take such options, too: `visits{ limit = 5, output = "v.csv" }`.
---@class dossier.call.every
---@field output? string          the result goes to that file, in the format that its ending says
---@field format? string
---@field excel? boolean
---@field jobs? integer           threads that annotate
---@field max_seconds? number     of one plugin run
---@field max_memory? integer     MB

---@class dossier.call.listing : dossier.call.every
---@field since? string
---@field until? string           `["until"] = "2023-02"`: it is a keyword of Lua
---@field outlet? string
---@field article? integer|dossier.Article
---@field all_copies? boolean     count each near copy of a story, not the story once
---@field open? string            the passages of row N (N.2: the second) instead of the rows
---@field as? string              the same as format

---@class dossier.call.reading : dossier.call.every
---@field as? "text"|"json"|"jsonl"|"html"|"page"|"csv"|"feed"|"markdown"
---@field field? string|string[]  "text=body": where a field is found
---@field date? string            for articles that have none
---@field outlet? string          for articles that have none
---@field lang? string
---@field day_first? boolean      02/03/2023 is 2 March
---@field update? boolean         a changed article replaces the stored one

---@class dossier.call.import : dossier.call.reading
---@field again? boolean          read files that were dealt with before
---@field retry_failed? boolean   read only files that failed before
---@field skip_failed? boolean    pass over files that failed before and have not changed, too
---@field annotations? string     file of `annotate`'s output to take instead of annotating
---@field corrections? string     file that `export corrections` wrote
---@field files0_from? string

---Reads files and folders into the database; the counts are the row.
---@param what string|dossier.call.import
---@return dossier.Result
---@return string? failed
function import(what) end

---@class dossier.call.watch : dossier.call.reading
---@field once? boolean           import what is there and end
---@field poll? boolean

---Imports what is in a folder, then what appears there, until it is stopped.
---@param what string|dossier.call.watch
---@return string said
---@return string? failed
function watch(what) end

---`merge{ "all.db", "a.db", "b.db" }`
---@param databases string[]
---@return string said
function merge(databases) end

---@class dossier.call.export : dossier.call.every
---@field to? "csv"|"pg"

---The tables for other programs, `export{ "folder", to = "csv" }`; `export "corrections"` gives their text.
---@param what string|dossier.call.export
---@return string said
function export(what) end

---@class dossier.call.reannotate : dossier.call.every
---@field all? boolean            those that this reader annotated, too

---Reads stored articles again; without numbers those that another reader annotated.
---@param articles? dossier.call.reannotate
---@return string said
function reannotate(articles) end

---@class dossier.call.check : dossier.call.every
---@field max_unattributed? integer|string   a number, or a share like "20%"
---@field max_unsure? integer|string
---@field max_undated? integer|string
---@field max_unread? integer|string
---@field max_old? integer|string
---@field max_failed? integer|string
---@field max_orphaned? integer|string
---@field max_damage? integer|string

---@param limits? dossier.call.check
---@return dossier.Result
---@return string? failed         gates that are not met
function check(limits) end

---`article("remove", 3)`
---@param verb "remove"
---@param id integer
---@return string said
function article(verb, id) end

---@class dossier.call.articles : dossier.call.listing
---@field undated? boolean
---@field limit? integer

---What the command `articles` prints; `db.articles{ … }` are the articles as objects. So are `entities` and `quotes`.
---@param filters? dossier.call.articles
---@return dossier.Result
function articles(filters) end

---@class dossier.call.entities : dossier.call.listing
---@field kind? "person"|"organization"|"place"|"other"
---@field limit? integer

---@param filters? string|dossier.call.entities
---@return dossier.Result
function entities(filters) end

---@class dossier.call.quotes : dossier.call.listing
---@field speaker? string|dossier.Entity
---@field about? string|dossier.Entity
---@field words? string
---@field unattributed? boolean
---@field below? number
---@field kind? "direct"|"mixed"|"indirect"|"scare"
---@field limit? integer

---@param filters? string|dossier.call.quotes
---@return dossier.Result
function quotes(filters) end

---@class dossier.call.search : dossier.call.listing
---@field limit? integer

---@param query string|dossier.call.search
---@return dossier.Result
function search(query) end

---@class dossier.call.kwic : dossier.call.listing
---@field limit? integer
---@field width? integer          characters to each side (40)
---@field sort? "article"|"left"|"right"

---@param query string|dossier.call.kwic
---@return dossier.Result
function kwic(query) end

---The text of an article as a row.
---@param id integer
---@return dossier.Result
function open(id) end

---@class dossier.call.sql : dossier.call.every
---@field write? boolean          let the statement change the database
---@field open? string

---A statement in which every analysis is a table; `sql{ "DELETE …", write = true }` may change the database. `db:rows` goes row by row.
---@param statement string|dossier.call.sql
---@return dossier.Result
function sql(statement) end

---@class dossier.call.corrections : dossier.call.every
---@field state? "active"|"undone"|"orphaned"
---@field open? integer

---@param filters? dossier.call.corrections
---@return dossier.Result
function corrections(filters) end

---@class dossier.call.runs : dossier.call.every
---@field open? string

---Runs that `visits{ record = true }` keeps; `runs{ 1, 2 }` compares two of them.
---@param which? dossier.call.runs
---@return dossier.Result
function runs(which) end

---@class dossier.call.rerun : dossier.call.every
---@field compare? boolean        the rows that were removed and added since
---@field open? string

---@param which integer|dossier.call.rerun
---@return dossier.Result
---@return string? differs
function rerun(which) end

---`plugins{}` lists them; `plugins{ "new", "name" }`, `plugins{ "check" }`, `plugins{ "test", "visits" }`
---@param words? string[]
---@return dossier.Result|string
function plugins(words) end

---@return string sql             the tables, with comments
function schema() end
