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
  file TEXT,                       -- the file it was first read from
  imported TEXT NOT NULL,          -- UTC time of import
  annotated INTEGER,               -- the reader that annotated it: version << 32 | checksum; null when not annotated
  duplicate_of INTEGER,            -- the primary article of its cluster of near copies, null for a primary
  text TEXT NOT NULL               -- as read, unchanged
);
CREATE INDEX articles_ref ON articles(ref) WHERE ref IS NOT NULL;
CREATE INDEX articles_url ON articles(url) WHERE url IS NOT NULL;
CREATE INDEX articles_date ON articles(date);
CREATE INDEX articles_duplicate_of ON articles(duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE TABLE bands(                -- near copies are likely to share one (core/store/shingles.h)
  band INTEGER NOT NULL, article INTEGER NOT NULL,
  PRIMARY KEY(band, article)
) WITHOUT ROWID;
CREATE TABLE unsettled(            -- articles that are still to be compared with the others
  article INTEGER PRIMARY KEY, bands BLOB NOT NULL
);
CREATE VIRTUAL TABLE articles_fts USING fts5(  -- full-text index over title and text
  title, text, content='articles', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER articles_removed AFTER DELETE ON articles BEGIN
  INSERT INTO articles_fts(articles_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
END;
CREATE TRIGGER articles_changed AFTER UPDATE OF title, text ON articles BEGIN
  INSERT INTO articles_fts(articles_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
  INSERT INTO articles_fts(rowid, title, text) VALUES (new.id, new.title, new.text);
END;
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
  first_predicate INTEGER, last_predicate INTEGER,  -- its predicates are those from one to the other
  packed BLOB NOT NULL             -- see core/store/pack.h; in Lua: sentence.tokens
);

-- Entities. Compact tables (identity…, …_rows, words) hold what is many; the views below them are the interface.
CREATE TABLE words(                -- each lemma, role and the like once
  id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE
);
CREATE TABLE identities(           -- one name of a kind; several identities may turn out to be one entity
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,        -- kind and folded name
  kind INTEGER NOT NULL,           -- 0 person, 1 organization, 2 place, 3 other
  complete INTEGER NOT NULL,       -- 1: a full name; 0: a surname or an acronym, which may be short for one
  last TEXT,                       -- of a person: folded surname
  bare TEXT,                       -- of a person: folded name without what stands in its middle
  n INTEGER NOT NULL,              -- articles that name it
  entity INTEGER NOT NULL,         -- the identity that it stands for: itself, a fuller name, what a correction says; 0 when ignored
  name TEXT NOT NULL, country TEXT, note TEXT
);
CREATE INDEX identities_entity ON identities(entity);
CREATE INDEX identities_last ON identities(last) WHERE last IS NOT NULL;
CREATE INDEX identities_bare ON identities(bare) WHERE bare IS NOT NULL;
CREATE TABLE facts(                -- how often an identity is shown under a name, with a note, with a country
  identity INTEGER NOT NULL, what INTEGER NOT NULL,  -- 0 name, 1 note, 2 country
  value TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY(identity, what, value)
) WITHOUT ROWID;
CREATE TABLE appearances(          -- what an article contributed to facts
  article INTEGER NOT NULL, identity INTEGER NOT NULL,
  name INTEGER NOT NULL, note INTEGER, country INTEGER,  -- words
  PRIMARY KEY(article, identity, name)
) WITHOUT ROWID;
CREATE TABLE alias_rows(
  identity INTEGER NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY(identity, name)
) WITHOUT ROWID;
CREATE INDEX alias_rows_folded ON alias_rows(folded);
CREATE TABLE entity_changes(       -- what corrections make of an entity; worked out from them
  entity INTEGER PRIMARY KEY, name TEXT, kind INTEGER,  -- null: as the articles say
  confirmed INTEGER NOT NULL
);
CREATE TABLE given_aliases(        -- names that corrections give to an entity or take from it; worked out from them
  entity INTEGER NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL,
  taken INTEGER NOT NULL,          -- 1: the name leads to it no more
  PRIMARY KEY(entity, name)
) WITHOUT ROWID;
CREATE INDEX given_aliases_folded ON given_aliases(folded);
CREATE VIEW entities AS            -- somebody or something named, across articles; without those that a person ignores
  SELECT id,                       -- stable: the same name keeps its number
    key,                           -- what makes it the same in every database: kind and folded name
    CASE coalesce((SELECT c.kind FROM entity_changes c WHERE c.entity = identities.id), kind)
      WHEN 0 THEN 'person' WHEN 1 THEN 'organization' WHEN 2 THEN 'place' ELSE 'other' END AS kind,
    coalesce((SELECT c.name FROM entity_changes c WHERE c.entity = identities.id), name)
      AS name,                     -- the name it is shown under: the most frequent form of the fullest name, or what a person says
    country,                       -- ISO 3166 alpha-2, where known
    note,                          -- the role it was introduced with
    CASE coalesce((SELECT c.confirmed FROM entity_changes c WHERE c.entity = identities.id), 0)
      WHEN 1 THEN 'confirmed' ELSE 'candidate' END AS status  -- candidate: found by the machine; confirmed: by a person
  FROM identities WHERE entity = id AND n > 0;
CREATE VIEW aliases AS             -- a name an entity goes by
  SELECT DISTINCT i.entity AS entity, a.name AS name,
    a.folded AS folded             -- lower case, without diacritics: what look-ups compare
  FROM alias_rows a JOIN identities i ON i.id = a.identity
  WHERE i.entity <> 0 AND (i.entity, a.folded) NOT IN (SELECT entity, folded FROM given_aliases WHERE taken)
  UNION ALL SELECT g.entity, g.name, g.folded FROM given_aliases g WHERE NOT g.taken AND NOT EXISTS
    (SELECT 1 FROM alias_rows a JOIN identities i ON i.id = a.identity WHERE a.folded = g.folded AND a.name = g.name AND i.entity = g.entity);
CREATE TABLE mention_rows(
  article INTEGER NOT NULL, start INTEGER NOT NULL, len INTEGER NOT NULL, identity INTEGER NOT NULL,
  sentence INTEGER NOT NULL, form INTEGER NOT NULL,
  PRIMARY KEY(article, start, len, identity)
) WITHOUT ROWID;
CREATE INDEX mention_rows_identity ON mention_rows(identity);
CREATE VIEW mentions AS            -- one mention of an entity
  SELECT m.article AS article, m.start AS start, m.start + m.len AS "end",
    m.sentence AS sentence,        -- number of its sentence in the article
    i.entity AS entity,
    CASE m.form WHEN 0 THEN 'name' WHEN 1 THEN 'nominal' ELSE 'pronoun' END AS form
  FROM mention_rows m JOIN identities i ON i.id = m.identity WHERE i.entity <> 0;
CREATE TABLE quote_rows(
  id INTEGER PRIMARY KEY, article INTEGER NOT NULL, start INTEGER NOT NULL, len INTEGER NOT NULL, kind INTEGER NOT NULL,
  content TEXT NOT NULL, speaker INTEGER, speaker_text TEXT, speaker_start INTEGER, speaker_end INTEGER,
  cue INTEGER, cue_spans TEXT, rule INTEGER NOT NULL, confidence REAL NOT NULL
);
CREATE INDEX quote_rows_article ON quote_rows(article);
CREATE INDEX quote_rows_speaker ON quote_rows(speaker) WHERE speaker IS NOT NULL;
CREATE TABLE quote_changes(        -- what the machine says of a quotation that a correction changed
  quote INTEGER PRIMARY KEY, speaker INTEGER, speaker_text TEXT, speaker_start INTEGER, speaker_end INTEGER,
  rule INTEGER NOT NULL, confidence REAL NOT NULL
);
CREATE VIEW quotes AS              -- one quotation
  SELECT q.id AS id, q.article AS article, q.start AS start, q.start + q.len AS "end",
    CASE q.kind WHEN 0 THEN 'direct' WHEN 1 THEN 'mixed' WHEN 2 THEN 'indirect' ELSE 'scare' END AS kind,
    q.content AS content,          -- JSON: [[start,end],…], without outer quotation marks
    i.entity AS speaker,           -- entity, or null: no findable speaker, or one without a name
    q.speaker_text AS speaker_text,  -- the speaker as printed
    q.speaker_start AS speaker_start, q.speaker_end AS speaker_end,
    (SELECT text FROM words WHERE id = q.cue) AS cue,  -- lemma of the reporting words
    q.cue_spans AS cue_spans,      -- JSON: [[start,end],…]
    CASE q.rule WHEN 0 THEN 'corrected' ELSE (SELECT text FROM words WHERE id = q.rule) END
      AS rule,                     -- what found the speaker; corrected: a person
    q.confidence AS confidence     -- how often that rule is right, 0 to 1
  FROM quote_rows q LEFT JOIN identities i ON i.id = q.speaker AND i.entity <> 0;
CREATE TABLE predicate_rows(
  id INTEGER PRIMARY KEY, article INTEGER NOT NULL, sentence INTEGER NOT NULL, start INTEGER NOT NULL, len INTEGER NOT NULL,
  lemma INTEGER NOT NULL,          -- word
  flags INTEGER NOT NULL,          -- 1 noun, 2 negated, 4 passive, 8 past, 16 present, 24 future
  modal INTEGER, quote INTEGER, holder INTEGER
);
CREATE INDEX predicate_rows_lemma ON predicate_rows(lemma);
CREATE VIEW predicates AS          -- one verb or event noun with its arguments
  SELECT p.id AS id, p.article AS article, p.sentence AS sentence, p.start AS start, p.start + p.len AS "end",
    w.text AS lemma,
    CASE p.flags & 1 WHEN 1 THEN 'noun' ELSE 'verb' END AS pos,  -- verb or noun
    CASE p.flags & 24 WHEN 8 THEN 'past' WHEN 16 THEN 'present' WHEN 24 THEN 'future' END AS tense,
    p.flags >> 1 & 1 AS negated, (SELECT text FROM words WHERE id = p.modal) AS modal, p.flags >> 2 & 1 AS passive,
    p.quote AS quote,              -- the quotation it stands in
    i.entity AS holder             -- the entity whose words these are; null: the article's own
  FROM predicate_rows p JOIN tokens t ON t.article = p.article  -- likelihood: an article's are few, better than any index
    AND likelihood(p.id >= t.first_predicate, 0.01) AND likelihood(p.id <= t.last_predicate, 0.01)
    JOIN words w ON w.id = p.lemma LEFT JOIN identities i ON i.id = p.holder AND i.entity <> 0;
CREATE TABLE argument_rows(
  predicate INTEGER NOT NULL, n INTEGER NOT NULL, role INTEGER NOT NULL, start INTEGER NOT NULL, len INTEGER NOT NULL,
  head INTEGER NOT NULL, identity INTEGER,
  PRIMARY KEY(predicate, n)
) WITHOUT ROWID;
CREATE INDEX argument_rows_identity ON argument_rows(identity) WHERE identity IS NOT NULL;
CREATE VIEW arguments AS           -- who or what takes part in a predicate
  SELECT a.predicate AS predicate, a.n AS n,
    (SELECT text FROM words WHERE id = a.role) AS role,  -- subject, object, clause, possessive, or a preposition
    a.start AS start, a.start + a.len AS "end",
    (SELECT text FROM words WHERE id = a.head) AS head,  -- lemma of its head word
    i.entity AS entity             -- whom it names, where known
  FROM argument_rows a LEFT JOIN identities i ON i.id = a.identity AND i.entity <> 0;
CREATE TABLE dates(                -- one time expression, resolved against the article's date
  article INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, sentence INTEGER NOT NULL,
  kind TEXT NOT NULL,              -- date, time, duration, set
  first TEXT, last TEXT,           -- the days it covers
  value TEXT NOT NULL,             -- TIMEX3
  PRIMARY KEY(article, start, "end")
) WITHOUT ROWID;
CREATE INDEX dates_first ON dates(first);
CREATE TABLE corrections(          -- what a person changed; append-only
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,                -- UTC time
  who TEXT,                        -- the person: $DOSSIER_WHO, else the login name
  verb TEXT NOT NULL,              -- entity merge, quote set, row reject, …
  payload TEXT NOT NULL,           -- JSON: what it is anchored on, before, after, why
  undone INTEGER NOT NULL DEFAULT 0  -- 1: taken back; 2: and another was made since, so that it is not brought back
);
CREATE TABLE runs(                 -- an analysis recorded with --record; 'rerun' runs it again
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,                -- UTC time
  plugin TEXT NOT NULL, version TEXT,
  args TEXT NOT NULL,              -- JSON object: arguments, view, and since, until, outlet, article, all_copies
  corpus TEXT NOT NULL,            -- SHA-256 of what it stood on: articles in its reach, corrections in force, files it was given
  result TEXT NOT NULL,            -- SHA-256 of its rows as --format jsonl prints them
  code TEXT,                       -- SHA-256 of the plugin's file, its helpers, its lexicons and the program's version
  n INTEGER,                       -- how many rows
  size INTEGER, rows BLOB          -- the rows as JSON lines: how many bytes; deflated (zlib)
);
