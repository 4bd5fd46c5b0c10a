# Commands as functions of Lua: whatever a command does, a script can.
load helper

setup_file() { load helper; import_samples; }

# lua DATABASE: runs standard input as a script.
lua() { "$DOSSIER" -d "$1" run -; }

@test "import, watch, article, reannotate: what they say, and what failed" {
  mkdir in
  cp "$SAMPLES"/0[1-3]* in
  : >in/empty.txt
  expect_run 0 lua new.db <<'E'
local counts, failed = import{ "in", outlet = "Gazette" }
print(#counts, counts.rows[1].added, counts.rows[1].refused, failed, table.concat(counts.notes, "|"))
print(import "in".rows[1].skipped_files, select(2, import{ "in", skip_failed = true }))
print(db.articles:count(), articles{}.rows[1].id)
print(article("remove", 1))
print(db.articles:count())
print(reannotate{})
print(reannotate{ 2, all = true })
print(watch{ "in", once = true })
E
  has "$err" "in/empty.txt"
  same "$(sed -n 1p stdout.txt)" "1	3	1	1 of the inputs could not be read	3 new articles, 1 refused"
  same "$(sed -n 2p stdout.txt)" "3"
  same "$(sed -n 3p stdout.txt)" "3	1"
  has "$(sed -n 4p stdout.txt)" "removed article 1"
  same "$(sed -n 5p stdout.txt)" 2
  has "$out" "this reader annotated all"
  has "$out" "1 article read again"
  has "$out" "in: 0 new articles, 3 files dealt with before"
}

@test "listings: words, options, flags, entities as objects" {
  expect_run 0 lua "$NEWS" <<'E'
print(#quotes{ "Xi" } == #quotes{ speaker = "Xi Jinping" }, #quotes "Xi" > 0)
print(#quotes{ db.entities{ name = "Xi Jinping" }:first() } == #quotes "Xi")
print(#quotes{ unattributed = true } < #quotes(), #quotes{ unattributed = false } == #quotes())
print(#articles{ limit = 2 }, articles{ limit = 2 }.notes[1])
print(#search{ "peace", "plan" } == #search "peace plan", #search("peace plan", { limit = 1 }))
local hits = kwic{ "china", sort = "left", width = 10 }
print(#hits > 3, #hits.rows[1].left <= 12, hits.rows[1].source.article > 0)
print(#entities{ kind = "person", limit = 3 }, entities "Xi".rows[1].name)
print(open(1).rows[1].article, #open(1).rows[1].passage > 100)
print(#sql "select * from visits_list" > 0, #plugins{} >= 7, schema():match "CREATE TABLE" ~= nil)
E
  same "$out" "true	true
true
true	true
2	the first 2; there are more ('--limit 0' lists all)
true	1
true	true	true
3	Xi Jinping
1	true
true	true	true"
  same "$err" ""
}

@test "corrections with their reason, export, merge, check" {
  cp "$NEWS" mine.db
  expect_run 0 lua mine.db <<'E'
print(entity.rename("Xi Jinping", "Xi", { why = "short" }))
print(row.reject(visits{}, 1, { why = "no trip" }))
local q = db.quotes{ attributed = true }:first()
print(quote.set(q, { speaker = false }, { why = "unclear" }))
for _, c in ipairs(corrections{ state = "active" }.rows) do print(c.verb, c.why) end
print(select(2, export "corrections":gsub("\n", "")), export{ "out", to = "csv" })
print(undo(3))
print(#corrections{ state = "undone" })
print(merge{ "all.db", db.path })
local gates, failed = check{ max_undated = 0, max_unattributed = "100%" }
print(#gates, failed, (check()))
print(pcall(entity.ignore, "Xi", { because = "x" }))
E
  has "$out" "entity rename	short
row reject	no trip
quote set	unclear
3	"
  has "$out" "rows in 'out'"
  [ -e out/articles.csv ]
  has "$out" "13 new articles"
  has "$out" "8	1 gate is not met	result: check, 8 rows"
  has "$out" "of a correction 'why' can be said"
}

@test "analyses: recorded, cut, into a file; runs and rerun" {
  cp "$NEWS" mine.db
  expect_run 0 lua mine.db <<'E'
print(#visits{ limit = 2 }, visits{ record = true }.notes[1])
print(#runs{}, runs{}.rows[1].plugin)
local same, differs = rerun{ 1, compare = true }
print(#same, differs, same.notes[1])
print(row.reject(visits{}, 1))
local changed, why = rerun{ 1, compare = true }
print(#changed, changed.rows[1].change, why)
visits{ output = "v.csv", excel = true }
kwic{ "china", output = "k.jsonl" }
sql{ "create table mine(x)", write = true }
print(sql "select count(*) as n from mine".rows[1].n)
E
  has "$out" "2	recorded as run 1"
  has "$out" "1	visits
0	nil	same rows: "
  has "$out" "1	removed	run 1 gives other rows now: 1 removed, 0 added"
  same "$(tail -n 1 stdout.txt)" 0
  same "$(head -c 3 v.csv | od -An -tx1 | tr -d ' ')" efbbbf
  has "$(head -n 1 k.jsonl)" '"match"'
}

@test "what is wrong in a call is said with its line and what is right" {
  call() { printf 'print(1)\n%s\n' "$1" | lua "$NEWS"; }
  expect_run 4 call 'kwic{ "x", lmit = 3 }'
  has "$err" "stdin:2: no option '--lmit'; did you mean '--limit'?"
  expect_run 4 call 'kwic{ "x", limit = "many" }'
  has "$err" "'limit' must be a whole number, got 'many'"
  expect_run 4 call 'articles{ undated = 3 }'
  has "$err" "'undated' must be true or false, got '3'"
  expect_run 4 call 'kwic{ "x", database = "y" }'
  has "$err" "'database' is an option of the program"
  expect_run 4 call 'kwic()'
  has "$err" "usage: kwic QUERY"
  expect_run 4 call 'kwic{ [3] = "x" }'
  has "$err" "words and options by name"
  expect_run 4 call 'sql "delete from articles"'
  has "$err" "stdin:2: "
  expect_run 4 "$DOSSIER" --readonly -d "$NEWS" run - <<<'import "x"'
  has "$err" "readonly"
  expect_run 0 lua "$NEWS" <<<'print(quit, last, mode)' # what is of the prompt is no function
  same "$out" "nil	nil	nil"
}

@test "the annotations tell of every name there is in Lua, and of no other" {
  expect_run 0 "$DOSSIER" -d "$NEWS" run "$BATS_TEST_DIRNAME/annotations.lua" "$ROOT"/plugins/meta/*.lua
  same "$out" "the same"
  for line in '^function english.country(' '^function json.decode' '^function undo' '^entity = {}' '^function quote.set'; do
    sed "/$line/d" "$ROOT/plugins/meta/dossier.lua" >less.lua && cat "$ROOT/plugins/meta/commands.lua" >>less.lua
    expect_run 0 "$DOSSIER" -d "$NEWS" run "$BATS_TEST_DIRNAME/annotations.lua" less.lua
    has "$out" "is not told of"
  done
  (cat "$ROOT"/plugins/meta/*.lua && echo 'function row.drop(x) end') >more.lua
  expect_run 0 "$DOSSIER" -d "$NEWS" run "$BATS_TEST_DIRNAME/annotations.lua" more.lua
  has "$out" "row.drop is not there"
}
