# merge: shards and collections into one.
load helper

content() { sqlite3 "$1" <"$ROOT/tests/shell/content.sql"; }

# For the tests of this file: the samples in one database, and in three whose articles overlap.
setup_file() {
  load helper
  export SHARDS=$BATS_FILE_TMPDIR WHOLE=$BATS_FILE_TMPDIR/whole.db
  "$DOSSIER" -q -d "$WHOLE" import "$SAMPLES"
  "$DOSSIER" -q -d "$SHARDS/1.db" import "$SAMPLES"/0[1-5]*
  "$DOSSIER" -q -d "$SHARDS/2.db" import "$SAMPLES"/0[4-9]*
  "$DOSSIER" -q -d "$SHARDS/3.db" import "$SAMPLES"/1* "$SAMPLES"/01*
}

@test "shards give the content of one import, in any order, and merging again changes nothing" {
  content "$WHOLE" >whole.txt
  expect_run 0 "$DOSSIER" merge a.db "$SHARDS/1.db" "$SHARDS/2.db" "$SHARDS/3.db"
  has "$err" "3 databases: 13 new articles"
  content a.db | cmp - whole.txt
  expect_run 0 "$DOSSIER" -q merge b.db "$SHARDS/3.db" "$SHARDS/1.db"
  expect_run 0 "$DOSSIER" -q merge b.db "$SHARDS/2.db"
  content b.db | cmp - whole.txt
  expect_run 0 "$DOSSIER" merge b.db "$SHARDS/1.db" "$SHARDS/2.db"
  has "$err" "0 new articles"
  content b.db | cmp - whole.txt
  same "$("$DOSSIER" -d a.db visits --format csv | sort)" "$("$DOSSIER" -d b.db visits --format csv | sort)"
}

@test "a merged database can be added to, and its files are dealt with" {
  "$DOSSIER" -q merge m.db "$SHARDS/1.db"
  expect_run 0 "$DOSSIER" -d m.db import "$SAMPLES"
  has "$err" "files dealt with before"
  content m.db | cmp - <(content "$WHOLE")
}

@test "of two states of an article one is taken whole, whatever the order" {
  printf '{"id":"1","date":"2024-05-02","text":"Mr Smith arrived in Paris yesterday."}\n' >late.jsonl
  printf '{"id":"1","date":"2024-05-01","text":"Mr Smith arrived in Paris yesterday."}\n' >early.jsonl
  printf '{"id":"1","text":"Mr Smith arrived in Paris yesterday."}\n' >undated.jsonl
  for name in late early undated; do "$DOSSIER" -q -d $name.db import $name.jsonl; done
  "$DOSSIER" -q merge x.db late.db early.db undated.db
  "$DOSSIER" -q merge y.db undated.db late.db early.db
  content x.db | cmp - <(content y.db)
  same "$("$DOSSIER" -d x.db sql "SELECT a.date, d.first FROM articles a JOIN dates d ON d.article = a.id" | tail -n 1)" "$(printf '2024-05-01\t2024-04-30')"
  same "$("$DOSSIER" -d x.db sql "SELECT count(*) FROM sightings" | tail -n 1)" 3
}

@test "a name in two forms in one article counts once, in a merged database too" {
  printf '{"id":"1","date":"2023-04-01","text":"%s"}\n' \
    'The Bank of France said so on Monday. Analysts of the Bank\nof France agreed.' >two.jsonl
  "$DOSSIER" -q -d one.db import two.jsonl
  "$DOSSIER" -q merge copy.db one.db
  counts() { sqlite3 "$1" "SELECT key, n FROM identities ORDER BY 1; SELECT i.key, f.what, f.value, f.n FROM facts f JOIN identities i ON i.id = f.identity ORDER BY 1, 2, 3"; }
  counts one.db | cmp - <(counts copy.db)
  same "$(sqlite3 one.db "SELECT n FROM identities WHERE key LIKE '%/bank of france'")" 1
}

@test "nothing is written when an input cannot be read" {
  echo nonsense >bad.db
  expect_run 1 "$DOSSIER" merge new.db "$SHARDS/1.db" missing.db
  has "$err" "missing.db"
  expect_run 1 "$DOSSIER" merge new.db "$SHARDS/1.db" bad.db
  has "$err" "bad.db"
  same "$(find . -name 'new.db*')" ""
  "$DOSSIER" -q merge new.db "$SHARDS/1.db"
  expect_run 1 "$DOSSIER" merge new.db bad.db
  same "$("$DOSSIER" -d new.db sql "select count(*) from articles" | tail -n 1)" 4
  cp "$SHARDS/1.db" self.db
  expect_run 2 "$DOSSIER" merge self.db self.db
  has "$err" "cannot be merged into itself"
  expect_run 2 "$DOSSIER" merge only.db
}

@test "a database of the schema before is taken over, and read by nothing else" {
  cp "$SHARDS/1.db" old.db
  sqlite3 old.db "PRAGMA user_version = 2"
  expect_run 1 "$DOSSIER" -d old.db articles
  has "$err" "schema version 2, this dossier needs 3; take it over into a new one with 'merge'"
  expect_run 1 "$DOSSIER" -q -d old.db import "$SHARDS/1.db"
  "$DOSSIER" -q merge fresh.db "$SHARDS/1.db"
  "$DOSSIER" -q merge new.db old.db
  same "$(sqlite3 new.db <"$ROOT/tests/shell/content.sql")" "$(sqlite3 fresh.db <"$ROOT/tests/shell/content.sql")"
}
