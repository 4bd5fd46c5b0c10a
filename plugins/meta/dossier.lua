---@meta
---The Lua interface of dossier, for people and for the Lua language server: set `"Lua.workspace.library"` to this folder.
---Nothing here is run. Offsets: `start_byte`, `end_byte` are 0-based and half-open, as stored; `first`, `last` are 1-based and inclusive,
---so that `article.text:sub(x.first, x.last) == x.text`. What is unknown is nil. A field that does not exist is an error that names the
---nearest.

-- ---- plugins ----

---A type of an argument or a column. "file" is for arguments alone; "bar" is a number from -1 to 1, drawn as a bar, too, in the terminal.
---@alias dossier.Type "text"|"integer"|"number"|"boolean"|"percent"|"date"|"entity"|"choice"|"list"|"span"|"file"|"bar"

---@class dossier.Argument
---@field name string             lower case; `--name` on the command line, `args.name` in run
---@field type dossier.Type
---@field help string
---@field positional? boolean     may be given without its name
---@field required? boolean
---@field default? string|number|boolean
---@field choices? string[]       of a choice, or what the items of a list may be

---@class dossier.Column
---@field name string
---@field type dossier.Type
---@field help string
---@field aside? boolean          on a narrow terminal it may be left out before others

---@class dossier.View
---@field columns dossier.Column[]
---@field help? string

---@class dossier.Example
---@field run string              the command line, beginning with the plugin's name
---@field corpus? "samples"       what it runs on
---@field rows? table[]           rows that must be among the result's; only the fields named are compared
---@field note? string

---@class dossier.Plugin
---@field name string             one lower-case word, the same as the file's
---@field api 1
---@field summary string          one sentence
---@field columns dossier.Column[]
---@field run? fun(ctx: dossier.Context, args: table)           or both of these:
---@field map? fun(ctx: dossier.Context, article: dossier.Article, args: table): any   what one article gives; nil for nothing
---@field reduce? fun(ctx: dossier.Context, values: (fun(): any, dossier.Article), args: table)   rows of that, in the articles' order
---@field articles? fun(ctx: dossier.Context, args: table): dossier.Articles   with map: those that are mapped; else all
---@field args? dossier.Argument[]
---@field views? table<string, dossier.View>
---@field examples? dossier.Example[]
---@field version? string
---@field description? string
---@field author? string
---@field license? string

---@class dossier.Database
local Database = {}

---Rows of a SELECT, each by column name and by number. Parameters stand for `?` in order, or are one table for `:name`.
---`in_scope(article)` is 1 for an article that the run sees (--since, --article …; no near copies), which SQL has to ask itself.
---@param sql string
---@param ... any
---@return fun(): table|nil
function Database:rows(sql, ...) end

---The same, giving the columns themselves, which is the quickest: `for article, start in db:values "SELECT …" do`. The first is never null.
---@param sql string
---@param ... any
---@return fun(): any, ...
function Database:values(sql, ...) end

---An argument of type `file`: a text file that the user named. The host has read it (UTF-8, at most 16 MB).
---@class dossier.File
---@field path string
---@field text string
local File = {}

---Number and text of each line, without its end: `for n, line in args.lexicon:lines() do`.
---@return fun(): integer|nil, string|nil
function File:lines() end

---Ends the run as the file's fault: the user reads "PATH:LINE: text" and the exit code is 65. Does not return.
---@param line integer
---@param text string
function File:fail(line, text) end

---What a plugin's run is given.
---@class dossier.Context
---@field db dossier.Database
---@field view? string            the view that runs; nil for the main one
---@field articles dossier.Articles
---@field entities dossier.Entities
---@field mentions dossier.Mentions
---@field quotes dossier.Quotes
---@field predicates dossier.Predicates
---@field dates dossier.Dates
---@field log fun(...: any)       to standard error
local Context = {}

---Adds a row. Names are those of the view's columns; `source` is anything with a passage, or `{article, start_byte, end_byte}`; `sources` a
---list of these; `page` what opening the row shows first: a text, a list of paragraphs, or a function that gives one of these.
---@param row table
function Context:row(row) end

---A remark for the reader.
---@param text string
function Context:note(text) end

---@param fraction number         0 to 1
---@param text? string
function Context:progress(fraction, text) end

-- ---- selections ----

---@class dossier.Filters
---@field since? string           day of the article, inclusive; "2023", "2023-02" or "2023-02-28"
---@field till? string            inclusive; `["until"]` works too
---@field outlet? string|string[]
---@field article? dossier.Article|integer|(dossier.Article|integer)[]

---Lazy, ordered, never changed: every method gives another one. `a * b` is what is in both, `a + b` in either, `a - b` in a alone.
---@class dossier.Selection
---@operator mul(dossier.Selection): dossier.Selection
---@operator add(dossier.Selection): dossier.Selection
---@operator sub(dossier.Selection): dossier.Selection
---@operator len: integer
---@operator call: dossier.Selection
---@field where fun(self, filters: table): dossier.Selection
---@field order fun(self, ...: string): dossier.Selection       "date", "date desc" or "-date"
---@field limit fun(self, n: integer): dossier.Selection
---@field each fun(self): fun(): table                          for x in s:each() do
---@field all fun(self): table[]
---@field first fun(self): table|nil
---@field count fun(self): integer
---@field group fun(self, by: string|fun(x: table): any): {key: any, n: integer, items: table[]}[]
---@field frames fun(self, frames: dossier.Frame[]): fun(): dossier.Article, dossier.Predicate[], dossier.Around

---@alias dossier.Around fun(sentence: dossier.Sentence): dossier.Predicate[]  all predicates of a sentence

---What a predicate may look like. `for article, predicates, around in ctx.articles:frames { … } do` goes through the articles in which some
---predicate fits one of the frames (at most 64): its predicates that fit, in the order of the text, with their arguments read;
---`around(sentence)` gives all predicates of a sentence of that article. The quickest way through a whole database.
---@class dossier.Frame
---@field lemma? string|string[]|fun(lemma: string): boolean     a function is asked once for each word
---@field pos? "verb"|"noun"
---@field modal? string|string[]|fun(modal: string): boolean
---@field quoted? boolean
---@field negated? boolean
---@field passive? boolean
---@field arguments? {role?: string|string[], head?: string|string[]|fun(lemma: string): (boolean), named?: boolean}[]  each is met by an
---argument of the predicate; named: one that names an entity is as good as one with such a head

---@class dossier.ArticleFilters : dossier.Filters
---@field id? integer
---@field ref? string
---@field title? string
---@field url? string
---@field lang? string
---@field who? any                mentioned in it
---@field entity? any             the same
---@field search? string          words, "phrases", AND, OR, NOT, NEAR

---@class dossier.EntityFilters : dossier.Filters
---@field id? integer
---@field kind? any
---@field name? any
---@field who? any                any of its names
---@field entity? any             the same
---@field country? any

---@class dossier.MentionFilters : dossier.Filters
---@field who? any
---@field entity? any             the same
---@field form? any
---@field kind? any               of the entity

---@class dossier.QuoteFilters : dossier.Filters
---@field id? integer
---@field who? any                the speaker
---@field speaker? any            the same
---@field kind? any
---@field cue? any
---@field rule? any
---@field attributed? boolean      whether somebody is printed as its speaker (who may be nobody by name)
---@field below? number           confidence
---@field above? number
---@field about? any              named in it

---@class dossier.PredicateFilters : dossier.Filters
---@field id? integer
---@field lemma? any
---@field pos? any
---@field tense? any
---@field modal? any
---@field negated? boolean
---@field passive? boolean
---@field role? any               an argument in that role
---@field head? any               an argument with that head word (its lemma)
---@field who? any                in any role
---@field entity? any             the same
---@field subject? any
---@field object? any
---@field to? any
---@field with? any
---@field by? any
---@field holder? any
---@field quote? any
---@field quoted? boolean

---@class dossier.DateFilters : dossier.Filters
---@field kind? any
---@field value? any
---@field after? string
---@field before? string

---@class dossier.Articles : dossier.Selection
---@overload fun(filters: dossier.ArticleFilters): dossier.Articles
---@class dossier.Entities : dossier.Selection
---@overload fun(filters: dossier.EntityFilters): dossier.Entities
---@class dossier.Mentions : dossier.Selection
---@overload fun(filters: dossier.MentionFilters): dossier.Mentions
---@class dossier.Quotes : dossier.Selection
---@overload fun(filters: dossier.QuoteFilters): dossier.Quotes
---@class dossier.Predicates : dossier.Selection
---@overload fun(filters: dossier.PredicateFilters): dossier.Predicates
---@class dossier.Dates : dossier.Selection
---@overload fun(filters: dossier.DateFilters): dossier.Dates

-- ---- objects of the database ----

---@class dossier.Passage
---@field article dossier.Article
---@field text string
---@field start_byte integer      0-based, in bytes, as stored
---@field end_byte integer        the byte after it
---@field first integer           1-based: article.text:sub(x.first, x.last) is its text
---@field last integer

---@class dossier.Article
---@field id integer
---@field key string              content hash
---@field ref? string             the id that the input gave
---@field title? string
---@field date? string
---@field date_from? string       header, metadata, file name, text or given
---@field outlet? string
---@field url? string
---@field author? string
---@field lang? string
---@field file? string
---@field duplicate_of? integer   id of the article that it is a near copy of
---@field text string
---@field sentences dossier.Sentence[]
---@field entities dossier.Entities
---@field mentions dossier.Mentions
---@field quotes dossier.Quotes
---@field predicates dossier.Predicates
---@field dates dossier.Dates
---@field frames fun(self, frames: dossier.Frame[]): dossier.Predicate[], dossier.Around   the list is not to be changed later

---@class dossier.Entity
---@field id integer
---@field kind "person"|"organization"|"place"|"other"
---@field name string
---@field country? string         ISO 3166 alpha-2
---@field note? string            the role it was introduced with
---@field status "candidate"|"confirmed"  found by the machine, or looked at by a person
---@field aliases string[]
---@field articles dossier.Articles
---@field mentions dossier.Mentions
---@field quotes dossier.Quotes
---@field predicates dossier.Predicates

---@class dossier.Sentence : dossier.Passage
---@field n integer               its number in the article, from 1
---@field tokens dossier.Token[]
---@field mentions dossier.Mentions
---@field quotes dossier.Quotes
---@field predicates dossier.Predicates
---@field dates dossier.Dates

---@class dossier.Token
---@field text string
---@field start_byte integer
---@field end_byte integer
---@field first integer
---@field last integer
---@field n integer               its number in the sentence, from 1
---@field lemma string
---@field upos string             universal part of speech: NOUN, VERB …
---@field xpos string             Penn treebank tag: NNS, VBD …
---@field rel string              relation to its head: nsubj, obl …
---@field head integer            n of its head; 0 for the root
---@field space_before boolean

---@class dossier.Mention : dossier.Passage
---@field entity dossier.Entity
---@field form "name"|"nominal"|"pronoun"
---@field sentence dossier.Sentence

---@class dossier.Quote : dossier.Passage
---@field id integer
---@field kind "direct"|"mixed"|"indirect"|"scare"
---@field content dossier.Span[]  without the outer quotation marks
---@field said string             the content in one string
---@field speaker? dossier.Entity  who said it; nil: nobody is found, or nobody by name
---@field speaker_text? string    as printed
---@field speaker_span? dossier.Span
---@field cue? string             lemma of the reporting words
---@field cue_spans dossier.Span[]
---@field rule string             what found the speaker
---@field confidence number       how often that rule is right, 0 to 1
---@field sentence dossier.Sentence      the one that it begins in
---@field sentences dossier.Sentence[]
---@field tokens dossier.Token[]
---@field mentions dossier.Mentions   whom and what its words name
---@field predicates dossier.Predicates

---`p["to"]`, `p["with"]` … are the first arguments of these roles.
---@class dossier.Predicate : dossier.Passage
---@field id integer
---@field lemma string
---@field pos "verb"|"noun"
---@field tense? "past"|"present"|"future"
---@field negated boolean
---@field modal? string
---@field passive boolean
---@field quote? dossier.Quote    the quotation that it stands in
---@field holder? dossier.Entity  whose words these are; nil: the article's own
---@field sentence dossier.Sentence
---@field tokens dossier.Token[]
---@field arguments dossier.PredicateArgument[]
---@field subject? dossier.PredicateArgument
---@field object? dossier.PredicateArgument
---@field [string] dossier.PredicateArgument|nil

---@class dossier.PredicateArgument : dossier.Passage
---@field role string             subject, object, indirect object, clause, possessive, or a preposition
---@field head string             lemma of its head word
---@field entity? dossier.Entity
---@field sentence dossier.Sentence
---@field tokens dossier.Token[]

---A time expression; `first` and `last` are the days that it covers.
---@class dossier.Date
---@field article dossier.Article
---@field text string
---@field start_byte integer
---@field end_byte integer
---@field sentence dossier.Sentence
---@field kind "date"|"time"|"duration"|"set"
---@field first? string
---@field last? string
---@field value string            TIMEX3

---@class dossier.Span : dossier.Passage

-- ---- english: the same without a database ----

---@class dossier.english
local english = {}

---@class dossier.english.Annotation
---@field text string
---@field date? string
---@field sentences dossier.english.Sentence[]
---@field tokens dossier.Token[]
---@field entities dossier.english.Entity[]
---@field mentions dossier.english.Mention[]
---@field quotes dossier.english.Quote[]
---@field dates dossier.english.Date[]
---@field predicates dossier.english.Predicate[]

---@class dossier.english.Passage
---@field text string
---@field start_byte integer
---@field end_byte integer
---@field first integer
---@field last integer

---@class dossier.english.Sentence : dossier.english.Passage
---@field n integer
---@field paragraph integer
---@field tokens dossier.Token[]
---@field predicates dossier.english.Predicate[]

---@class dossier.english.Entity
---@field n integer
---@field kind "person"|"organization"|"place"|"other"
---@field name? string
---@field country? string
---@field note? string
---@field plural boolean
---@field mentions dossier.english.Mention[]

---@class dossier.english.Mention : dossier.english.Passage
---@field entity? dossier.english.Entity
---@field form "name"|"nominal"|"pronoun"
---@field sentence dossier.english.Sentence

---@class dossier.english.Quote : dossier.english.Passage
---@field kind "direct"|"mixed"|"indirect"|"scare"
---@field content dossier.english.Passage[]
---@field said string             the content in one string
---@field speaker? dossier.english.Entity
---@field speaker_text? string
---@field speaker_span? dossier.english.Passage
---@field cue? string
---@field cue_spans dossier.english.Passage[]
---@field rule string
---@field confidence number

---@class dossier.english.Date
---@field text string
---@field start_byte integer
---@field end_byte integer
---@field first? string
---@field last? string
---@field kind "date"|"time"|"duration"|"set"
---@field value string
---@field sentence dossier.english.Sentence

---@class dossier.english.Predicate : dossier.english.Passage
---@field sentence dossier.english.Sentence
---@field token dossier.Token     its head token
---@field lemma string
---@field pos "verb"|"noun"
---@field tense? "past"|"present"|"future"
---@field negated boolean
---@field passive boolean
---@field modal? string
---@field quote? dossier.english.Quote
---@field holder? dossier.english.Entity
---@field arguments dossier.english.PredicateArgument[]
---@field subject? dossier.english.PredicateArgument
---@field object? dossier.english.PredicateArgument
---@field [string] dossier.english.PredicateArgument|nil

---@class dossier.english.PredicateArgument : dossier.english.Passage
---@field role string
---@field head string
---@field entity? dossier.english.Entity

---What `dossier annotate` works out, for any text. Nothing is stored.
---@param text string
---@param date? string            the text's date, for "yesterday"
---@param title? string           helps to resolve names
---@return dossier.english.Annotation
function english.annotate(text, date, title) end

---A reader of weighted words in their constructions, and a function that adds phrases to it. The shares are those of what weighs; with
---"all" those of every word and pair.
---@param table string            lines of "lemma/n" (v, a, r), "lemma" or "lemma lemma", tab, tone, tab, colour; # for remarks
---@return fun(said: string|dossier.Quote, detail?: "sums"|"shares"|"all"): number, number, integer, table[]|nil read
---@return fun(phrase: string, tone: number, colour: number)
function english.wording(table) end

---A classifier of targets by the words around them.
---@param table string            lines of feature, tab, weight of the first class, tab, weight of the second
---@param tones table<string, number>  of lower-case words, from -1 to 1
---@return fun(text: string, start_byte: integer, end_byte: integer, brief?: boolean): first: number, second: number, reasons: table[]|nil
function english.around(table, tones) end

---@param code string             ISO 3166 alpha-2
---@return {code: string, name: string, capital: string?}|nil
function english.country(code) end

---@param name string             any of a country's names; no city, no demonym
---@return string|nil code
function english.country_code(name) end

---@param city string
---@return string|nil code        "Minsk" gives "BY"
function english.country_of_city(city) end

---@param demonym string
---@return string|nil code        "Belarusian" gives "BY"
function english.country_of_people(demonym) end

-- ---- a person's own scripts and the prompt ----

---An analysis's rows, as `visits{who="lukashenko"}` gives them.
---@class dossier.Result
---@field title string
---@field columns string[]
---@field rows table[]            by column name, with `source`
---@field notes string[]

---@class dossier.Session : dossier.Database
---@field path string
---@field articles dossier.Articles
---@field entities dossier.Entities
---@field mentions dossier.Mentions
---@field quotes dossier.Quotes
---@field predicates dossier.Predicates
---@field dates dossier.Dates
db = {}

---The reason of a correction, kept with it.
---@class dossier.Reason
---@field why? string

---Corrections, in scripts and at the prompt; plugins only read. Names are what anybody is called, or entities. Each gives back what it did.
---The reason comes last: `entity.ignore("Reuters", { why = "an agency" })`.
---@alias dossier.EntityVerb "merge"|"split"|"rename"|"retype"|"alias"|"unalias"|"ignore"|"confirm"
---@alias dossier.EntityCall fun(name: string|dossier.Entity, other?: string|dossier.Entity|dossier.Reason, reason?: dossier.Reason): string
---@type table<dossier.EntityVerb, dossier.EntityCall>
entity = {}

quote = {}
---`speaker = false` is nobody; `speaker_text` a speaker who is no entity.
---@param quote dossier.Quote|integer
---@param fields {speaker?: string|dossier.Entity|false, speaker_text?: string}
---@param reason? dossier.Reason
function quote.set(quote, fields, reason) end

row = {}
---@param result dossier.Result
---@param n integer
---@param fields table            by column; false is nothing
---@param reason? dossier.Reason
function row.set(result, n, fields, reason) end
---@param result dossier.Result
---@param n integer
---@param reason? dossier.Reason
function row.reject(result, n, reason) end

---Takes back the last n corrections (1), or brings them back.
---@param n? integer
function undo(n) end
---@param n? integer
function redo(n) end

---Stops there, in a script or a plugin that is run at a terminal, and lets a person look at the locals and change them.
function debug.repl() end

---@class dossier.json
---@field null lightuserdata
json = {}
---@param value any
---@return string
function json.encode(value) end
---@param text string
---@return any
function json.decode(text) end
