-- The database of dossier. A public interface: any SQLite client may read it. Offsets are 0-based half-open byte offsets into
-- articles.text (UTF-8). Dates are ISO 8601 text, as exact as known ("2023", "2023-02", "2023-02-25").
CREATE TABLE articles(             -- one article
  id INTEGER PRIMARY KEY,          -- its number in this database
  key TEXT NOT NULL UNIQUE,        -- content hash: the same article twice has one key
  ref TEXT,                        -- the id that the input gave
  title TEXT,                      -- headline
  date TEXT,                       -- day of publication
  date_from TEXT,                  -- where the date was found: header, metadata, file name, text, given
  outlet TEXT,                     -- the newspaper, agency or site
  url TEXT,                        -- where it was published
  author TEXT,                     -- byline
  lang TEXT,                       -- ISO 639-1; only English is annotated
  text TEXT NOT NULL,              -- as read, unchanged
  file TEXT,                       -- the file it was first read from
  imported TEXT NOT NULL,          -- UTC time of import
  annotated INTEGER,               -- version of the annotator, null when not annotated
  duplicate_of INTEGER             -- the primary article of its cluster of near copies, null for a primary
);
CREATE INDEX articles_ref ON articles(ref) WHERE ref IS NOT NULL;
CREATE INDEX articles_url ON articles(url) WHERE url IS NOT NULL;
CREATE INDEX articles_date ON articles(date);
CREATE VIRTUAL TABLE articles_fts USING fts5(  -- full-text index over title and text
  title, text, content='articles', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);
CREATE TABLE sightings(            -- each file or place an article was read from
  article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  file TEXT NOT NULL,              -- path, with #N or :line inside a file of many
  seen TEXT NOT NULL,              -- UTC time
  PRIMARY KEY(article, file)
) WITHOUT ROWID;
CREATE TABLE imports(              -- each input file dealt with, so that the next import passes it over
  file TEXT PRIMARY KEY,           -- path
  size INTEGER, mtime INTEGER,     -- bytes; nanoseconds since 1970
  status TEXT NOT NULL,            -- done or failed
  reason TEXT                      -- why it failed
) WITHOUT ROWID;
CREATE TABLE sentences(            -- one sentence
  article INTEGER NOT NULL, n INTEGER NOT NULL,  -- its article; 0-based number in it
  start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY(article, n)
) WITHOUT ROWID;
CREATE TABLE tokens(               -- an article's tokens, tags, lemmas and tree
  article INTEGER PRIMARY KEY,     -- its article
  packed BLOB NOT NULL             -- see core/store/pack.h; in Lua: sentence.tokens
);
CREATE TABLE entities(             -- somebody or something named, across articles
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,        -- what makes it the same in every database: kind and folded name (with a tag where two share it)
  kind TEXT NOT NULL,              -- person, organization, place, other
  name TEXT NOT NULL,              -- the name it is shown under
  country TEXT,                    -- ISO 3166 alpha-2, where known
  note TEXT                        -- the role it was introduced with
);
CREATE INDEX entities_name ON entities(name COLLATE NOCASE);
CREATE TABLE aliases(              -- a name an entity goes by
  entity INTEGER NOT NULL, name TEXT NOT NULL,
  folded TEXT NOT NULL,            -- lower case, without diacritics: what look-ups compare
  PRIMARY KEY(entity, name)
) WITHOUT ROWID;
CREATE INDEX aliases_folded ON aliases(folded);
CREATE TABLE mentions(             -- one mention of an entity
  article INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  sentence INTEGER NOT NULL,       -- number of its sentence in the article
  entity INTEGER NOT NULL,
  form TEXT NOT NULL,              -- name, nominal, pronoun
  PRIMARY KEY(article, start, "end", entity)
) WITHOUT ROWID;
CREATE INDEX mentions_entity ON mentions(entity, article);
CREATE TABLE quotes(               -- one quotation
  id INTEGER PRIMARY KEY,
  article INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  kind TEXT NOT NULL,              -- direct, mixed, indirect, scare
  content TEXT NOT NULL,           -- JSON: [[start,end],…], without outer quotation marks
  speaker INTEGER,                 -- entity, or null: no findable speaker
  speaker_text TEXT,               -- the speaker as printed
  speaker_start INTEGER, speaker_end INTEGER,
  cue TEXT,                        -- lemma of the reporting words
  cue_spans TEXT,                  -- JSON: [[start,end],…]
  rule TEXT NOT NULL,              -- what found the speaker
  confidence REAL NOT NULL         -- how often that rule is right, 0 to 1
);
CREATE INDEX quotes_article ON quotes(article, start);
CREATE INDEX quotes_speaker ON quotes(speaker, article);
CREATE TABLE predicates(           -- one verb or event noun with its arguments
  id INTEGER PRIMARY KEY,
  article INTEGER NOT NULL, sentence INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  lemma TEXT NOT NULL,
  pos TEXT NOT NULL,               -- verb or noun
  tense TEXT,                      -- past, present, future
  negated INTEGER NOT NULL, modal TEXT, passive INTEGER NOT NULL,
  quote INTEGER,                   -- the quotation it stands in
  holder INTEGER                   -- the entity whose words these are; null: the article's own
);
CREATE INDEX predicates_article ON predicates(article, start);
CREATE INDEX predicates_lemma ON predicates(lemma, article);
CREATE TABLE arguments(            -- who or what takes part in a predicate
  predicate INTEGER NOT NULL, n INTEGER NOT NULL,
  role TEXT NOT NULL,              -- subject, object, clause, possessive, or a preposition
  start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  head TEXT NOT NULL,              -- lemma of its head word
  entity INTEGER,                  -- whom it names, where known
  PRIMARY KEY(predicate, n)
) WITHOUT ROWID;
CREATE INDEX arguments_entity ON arguments(entity) WHERE entity IS NOT NULL;
CREATE TABLE dates(                -- one time expression, resolved against the article's date
  article INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, sentence INTEGER NOT NULL,
  kind TEXT NOT NULL,              -- date, time, duration, set
  first TEXT, last TEXT,           -- the days it covers
  value TEXT NOT NULL,             -- TIMEX3
  PRIMARY KEY(article, start, "end")
) WITHOUT ROWID;
CREATE INDEX dates_first ON dates(first);
CREATE TABLE corrections(          -- what a person changed; append-only
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, verb TEXT NOT NULL,
  payload TEXT NOT NULL,           -- JSON: what, before, after, who
  undone INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE runs(                 -- a recorded analysis
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, plugin TEXT NOT NULL, version TEXT, args TEXT NOT NULL,
  corpus TEXT NOT NULL,            -- fingerprint of the articles it saw
  result TEXT NOT NULL             -- hash of its rows
);
