# What users of such tools suffer from: one test for each pain, named after it. Details are tested where the parts are.
load helper

setup_file() { load helper; import_samples; }

d() { "$DOSSIER" -d "$NEWS" "$@"; }

@test "pain 1: quotes get the wrong speaker, or none, and the tool does not say how sure it is" {
  printf '{"text":"Hugh Hill, a doctor, said: \\"We saw it coming.\\"\\n\\nMaria Weber arrived on Monday. \\"We are ready,\\" she said."}\n' >a.jsonl
  "$DOSSIER" -q -d a.db import a.jsonl
  expect_run 0 "$DOSSIER" -d a.db quotes --format csv
  has "$out" 'Hugh Hill,We saw it coming.'
  has "$out" 'Maria Weber'
  expect_run 0 d sql "select count(*) as n from quotes where speaker is not null and (confidence is null or rule is null)"
  same "$out" $'n\n0'
  expect_run 0 d quotes --below 0.8 --format jsonl
  [ -n "$out" ]
  python3 -c 'import json; assert all(json.loads(l)["confidence"] < 0.8 for l in open("stdout.txt"))'
  printf '{"text":"The town has two mills.\\n\\n\\"Enough is enough, we cannot go on like this any longer, with the prices and the rain.\\"\\n\\nThe street is long."}\n' >b.jsonl
  "$DOSSIER" -q -d b.db import b.jsonl
  expect_run 0 "$DOSSIER" -d b.db quotes --unattributed --format jsonl
  has "$out" "Enough is enough"
  python3 -c 'import json; assert all(json.loads(l)["speaker"] is None for l in open("stdout.txt"))'
}

@test "pain 2: entities come out in pieces and cannot be repaired" {
  cp "$NEWS" mine.db
  "$DOSSIER" -q -d mine.db entity merge Raisi "Xi Jinping"
  expect_run 0 "$DOSSIER" -d mine.db quotes Raisi --format csv
  has "$out" "Xi Jinping"
  has_not "$out" "Ebrahim Raisi"
  "$DOSSIER" -q -d mine.db entity rename "Xi Jinping" "Chairman Xi"
  "$DOSSIER" -q -d mine.db entity retype Beijing organization
  "$DOSSIER" -q -d mine.db entity alias Tehran "the Iranian capital"
  "$DOSSIER" -q -d mine.db entity ignore Warsaw
  "$DOSSIER" -d mine.db entities --format csv >after.csv
  has "$(cat after.csv)" "Chairman Xi"
  has "$(grep ',Beijing,' after.csv)" organization
  has_not "$(cut -d, -f2 after.csv)" Warsaw
  same "$("$DOSSIER" -d mine.db sql "select entity('the Iranian capital') = entity('Tehran')" | tail -n 1)" 1
  printf '{"text":"George Bush and Jeb Bush met. Bush said no."}\n{"text":"Bush left."}\n' >two.jsonl
  "$DOSSIER" -q -d two.db import two.jsonl
  same "$("$DOSSIER" -d two.db sql "select count(*) from entities where name in ('George Bush', 'Jeb Bush')" | tail -n 1)" 2
}

@test "pain 3: merges and edits cannot be undone" {
  cp "$NEWS" mine.db
  "$DOSSIER" -d mine.db entities --format csv >before.csv
  "$DOSSIER" -q -d mine.db entity merge Raisi "Xi Jinping"
  ! "$DOSSIER" -d mine.db entities --format csv | cmp -s - before.csv
  "$DOSSIER" -q -d mine.db undo
  "$DOSSIER" -d mine.db entities --format csv | cmp - before.csv
  tables() { for t in entities aliases mentions quotes predicates arguments; do "$DOSSIER" -q -d mine.db sql "select * from $t" --format csv; done; "$DOSSIER" -q -d mine.db visits --format csv; }
  tables >before.txt
  "$DOSSIER" -q -d mine.db entity rename "Xi Jinping" "Chairman Xi"
  "$DOSSIER" -q -d mine.db quote set 1 speaker="Ebrahim Raisi"
  "$DOSSIER" -q -d mine.db row reject 1 visits
  tables >after.txt
  ! cmp -s before.txt after.txt
  "$DOSSIER" -q -d mine.db undo 3
  tables | cmp - before.txt
  "$DOSSIER" -q -d mine.db redo 3
  tables | cmp - after.txt
}

@test "pain 4: running the analysis again destroys hand work" {
  cp "$NEWS" mine.db
  "$DOSSIER" -q -d mine.db entity rename "Xi Jinping" "Chairman Xi"
  "$DOSSIER" -q -d mine.db quote set 1 speaker="Ebrahim Raisi"
  "$DOSSIER" -q -d mine.db row reject 1 visits
  "$DOSSIER" -d mine.db visits --format csv >corrected.csv
  "$DOSSIER" -q -d mine.db import --again --update "$SAMPLES"
  "$DOSSIER" -q -d mine.db reannotate --all
  "$DOSSIER" -d mine.db visits --format csv | cmp - corrected.csv
  same "$("$DOSSIER" -d mine.db sql "select e.name from quotes q join entities e on e.id = q.speaker where q.id = 1" | tail -n 1)" "Ebrahim Raisi"
  same "$("$DOSSIER" -d mine.db corrections --state active --format jsonl | wc -l)" 3
  expect_run 0 "$DOSSIER" -d mine.db entities xi --format csv
  has "$out" "Chairman Xi"
}

@test "pain 5: machine mentions flood the hand-made list" {
  expect_run 0 d sql "select count(*) as n from entities where status <> 'candidate'"
  same "$out" $'n\n0'
  cp "$NEWS" mine.db
  "$DOSSIER" -q -d mine.db entity confirm Tehran
  expect_run 0 "$DOSSIER" -d mine.db entities --format csv
  has "$(sed -n 2p stdout.txt)" Tehran
  has "$err" "1 confirmed, then"
}

@test "pain 14: wire copies counted many times" {
  expect_run 0 "$DOSSIER" -d a.db import "$SAMPLES/03-metropolitan-post.txt" "$SAMPLES/04-lakeside-herald-syndicated.txt"
  has "$err" "1 already there"
  sed 's/^Title: .*/Title: Another headline for it/; s/^Source: .*/Source: Another Paper/; s/^URL: .*//' "$SAMPLES/03-metropolitan-post.txt" >near.txt
  echo "This was added by the desk." >>near.txt
  "$DOSSIER" -q -d a.db import near.txt "$SAMPLES/02-northern-wire.txt"
  expect_run 0 "$DOSSIER" -d a.db articles --format jsonl
  same "$(wc -l <stdout.txt)" 2
  has "$err" "1 near copy is counted once, with what it is a copy of"
  same "$("$DOSSIER" -q -d a.db articles --all-copies --format jsonl | wc -l)" 3
}

@test "pain 24: pager and history that fight the user" {
  PAGER="echo paged" expect_run 0 d articles --format box
  has_not "$out" paged
  [ ! -e "$HOME/.local/state/dossier/history" ]
}

# Every way in stops at the first failure and says so with its code (75, busy: import.bats); nothing but results is on standard output.
@test "pain 6: failure that exits 0" {
  expect_run 0 d articles --since 2999
  expect_run 1 d articles -o /no/such/folder/x.csv
  expect_run 2 d visist
  expect_run 2 d sql "select 1; select nothing from nowhere"
  expect_run 2 bash -c "echo 'select nothing from nowhere' | '$DOSSIER' '$NEWS'"
  expect_run 2 bash -c "printf 'version\nvisist\nversion\n' | '$DOSSIER' '$NEWS'"
  same "$(grep -c '^dossier ' stdout.txt)" 1
  echo '{broken' >x.json
  expect_run 3 "$DOSSIER" -q -d y.db import x.json
  has "$err" x.json
  expect_run 3 bash -c "echo '{broken' | '$DOSSIER' annotate"
  expect_run 4 "$DOSSIER" run - <<<'error "no"'
  same "$out" ""
  echo 'error "no"' >bad.lua
  expect_run 4 "$DOSSIER" run bad.lua
  has "$err" "bad.lua:1: no"
  expect_run 4 bash -c "printf 'version\nerror(\"no\")\nversion\n' | '$DOSSIER' '$NEWS'"
  mkdir -p .dossier/plugins
  echo 'return { name = "away", api = 1, summary = "x", columns = { { name = "x", type = "text", help = "x" } },
    run = function(ctx, args) ctx:row{ x = "half" } error "no" end }' >.dossier/plugins/away.lua
  expect_run 4 d away
  same "$out" ""
  expect_run 4 d sql "select * from away"
  has "$err" "away.lua:2: no"
  expect_run 4 d away -o half.csv
  [ ! -e half.csv ]
  sed -i 's/error "no"/while true do end/' .dossier/plugins/away.lua
  expect_run 5 timeout 60 "$DOSSIER" -d "$NEWS" away --max-seconds 0.3
  expect_run 5 timeout 60 "$DOSSIER" -d "$NEWS" sql --max-seconds 0.3 "select * from away"
  has "$err" "time limit of 0.3 s reached"
  expect_run 6 d check --max-undated 0
  echo 'this is no database at all, whatever its name may say of it' >z.db
  expect_run 1 "$DOSSIER" -d z.db articles
  echo 'no issue' >issues.txt
  expect_run 65 d stances --issues issues.txt
  has "$err" "issues.txt:1:"
  printf 'while true do end' >loop.lua
  expect_run 143 bash -c "'$DOSSIER' run loop.lua & sleep 0.7; kill -TERM \$!; wait \$!"
}

@test "pain 7: output silently cut" {
  d articles --format csv | grep -q "Hill Town Letter"
  for format in plain tsv json jsonl markdown html; do d quotes --format $format | grep -q "We regard this visit as the most important of the year"; done
  COLUMNS=60 TERM=dumb script -qec "$(printf '%q ' "$DOSSIER" -d "$NEWS" quotes)" /dev/null >screen.txt
  grep -q "…" screen.txt
  grep -q "shows all)" screen.txt
  same "$(d sql "select count(*) from quotes" | tail -n 1)" "$(d sql "select * from quotes" --format jsonl | wc -l)"
}

@test "pain 8: sentiment that misreads negation and cannot explain itself" {
  expect_run 0 d sql "select tone('No problems or complaints.') >= 0 as a, tone('This is not good.') < tone('This is good.') as b"
  same "$(tail -n 1 stdout.txt)" "1	1"
  expect_run 0 d sentiment --list --format jsonl
  python3 - <<'P'
import json, re
for line in open("stdout.txt"):
    row = json.loads(line)
    assert row["why"] or abs(row["score"]) < 0.01, row
P
  # what is shown as the reason is the whole of it, and says what changed a word
  expect_run 0 d run - <<'L'
local score = require "tone".score
local n, changed = 0, 0
for quote in db.quotes{ kind = { "direct", "mixed" } }:each() do
  local r, sum = score(quote.said), 0
  for _, w in ipairs(r.why) do
    sum = sum + w.value
    assert(#quote.said:sub(w.first, w.last) > 0, w.word)
    if w.changed_by then changed = changed + 1 end
  end
  assert(math.abs(sum - r.score) < 1e-9, quote.said)
  n = n + 1
end
print(n > 10, changed > 0)
L
  same "$out" "true	true"
}

@test "pain 9: quotation marks: several paragraphs, curly, nested, unclosed, dash style" {
  for text in '“One,” he said.' '«Un,» he said.' '„Eins“, he said.' '"An open one, he said.' '""=' '"‘In’ out," she said. “'; do
    printf '%s' "$text" | python3 -c 'import json, sys; print(json.dumps({"text": sys.stdin.read()}))'
  done >marks.jsonl
  printf '%s\n' '{"text":"\"First part.\n\n\"Second part,\" Berg said."}' '{"text":"\"Open here, he said, and on.\n\nA new paragraph is no speech."}' \
    '{"text":"The so-called \"rescue\" came late."}' >>marks.jsonl
  expect_run 0 bash -c "'$DOSSIER' annotate <marks.jsonl"
  python3 - <<'P'
import json
found = []
for given, line in zip(open("marks.jsonl"), open("stdout.txt")):
    text = json.loads(given)["text"].encode()
    cut = lambda span: text[span[0]:span[1]].decode()
    found.append([(q["kind"], [cut(c) for c in q["content"]], q.get("cue_lemma")) for q in json.loads(line)["quotes"]])
assert found == [
    [("direct", ["One,"], "say")], [("direct", ["Un,"], "say")], [("direct", ["Eins"], "say")],
    [("direct", ["An open one, he said."], None)],  # unclosed: to the end of its paragraph
    [], [("direct", ["‘In’ out,"], "say")],
    [("direct", ["First part.", "Second part,"], "say")],  # two paragraphs, one quotation
    [("direct", ["Open here, he said, and on."], None)],
    [("scare", ["rescue"], None)]], found
P
}

@test "pain 10: big import: which files failed, can one go on" {
  mkdir in
  cp "$SAMPLES"/0[1-3]* in
  echo '{"text": ' >in/broken.json
  expect_run 3 "$DOSSIER" -d a.db import in
  has "$err" broken.json
  has "$err" "3 new articles"
  expect_run 3 "$DOSSIER" -d a.db import in
  has "$err" "0 new articles"
  has "$("$DOSSIER" -d a.db sql "select file, status, reason from imports where status = 'failed'")" broken.json
  echo '{"text": "Mended."}' >in/broken.json
  expect_run 0 "$DOSSIER" -d a.db import --retry-failed
  has "$err" "1 new article"
}

@test "pain 11: search box that throws syntax errors at ordinary words" {
  for query in peace-plan "isn't" 'a"b' 'AND' 'x OR' '(((' 'col:umn' '*' 'N/A' 'don’t'; do expect_run 0 d search -- "$query"; done
  same "$(d search peace-plan --format csv)" "$(d search '"peace plan"' --format csv)"
  [ "$(d search "don’t OR didn't OR peace" --format jsonl | wc -l)" -gt 0 ]
}

@test "pain 12: wrong or missing publication date" {
  expect_run 0 d articles --undated --format csv
  has "$out" "Hill Town Letter"
  expect_run 0 d sql "select distinct date_from from articles where date is not null and date_from is null"
  same "$out" date_from
  printf '{"text":"A.","date":"02/03/2023"}\n{"text":"B.","date":"2999-01-01"}\n{"text":"C.","date":"28 February 2023"}\n{"text":"D.","date":"2023年02月28日"}\n{"text":"E.","date":"soon"}\n' >d.jsonl
  expect_run 0 "$DOSSIER" -d a.db import d.jsonl
  has "$err" "d.jsonl:2: date '2999-01-01' lies in the future"
  has "$err" "d.jsonl:5: date 'soon' is not understood"
  same "$("$DOSSIER" -q -d a.db sql "select group_concat(substr(text, 1, 1) || coalesce(date, '-'), ' ') from (select * from articles order by text)" | tail -n 1)" \
    "A2023-02-03 B- C2023-02-28 D2023-02-28 E-"
  "$DOSSIER" -q -d b.db import --day-first d.jsonl 2>/dev/null
  same "$("$DOSSIER" -q -d b.db sql "select date from articles where text = 'A.'" | tail -n 1)" 2023-03-02
  printf 'Title: T\nDate: 2023-02-26\n\nOn 3 May 2021 it rained.\n' >2020-01-01-note.txt
  "$DOSSIER" -q -d c.db import 2020-01-01-note.txt
  same "$("$DOSSIER" -q -d c.db sql "select date, date_from from articles" | tail -n 1)" "2023-02-26	header"
}

@test "pain 13: page furniture in the text, or text missing" {
  cat >p.html <<'H'
<!DOCTYPE html><html><head><title>Bridge opens - The Springfield Sun</title><meta property="og:site_name" content="The Springfield Sun"><link rel="canonical" href="https://sun.example/bridge">
<script>var menu = "Scriptwords";</script><style>.x { color: Stylewords }</style></head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/s">Sportsmenu</a></li></ul></nav></header>
<div class="cookie-banner">Cookiewords: we value your privacy.</div>
<main><article><h1>Bridge opens</h1><p class="lead">Openingwords: the mayor of Springfield, Anna Berg, said the bridge would open on Monday after two years of work.</p>
<aside class="related"><h3>Related</h3><ul><li><a href="/r">Sidewords about Lukashenko in Tehran</a></li></ul></aside>
<p>"We have waited long enough," Berg said on Friday, standing beside the river with the engineers who built it.</p>
<p>Shops on both banks hope for more visitors once the road is open to cars, buses and bicycles again.</p>
<p>Closingwords: the old ferry stays for the summer.</p></article></main>
<footer><p>Footerwords 2023 The Springfield Sun. All rights reserved.</p></footer></body></html>
H
  "$DOSSIER" -q -d a.db import p.html
  "$DOSSIER" -d a.db sql "select text from articles" --format plain >text.txt
  for word in Sportsmenu Cookiewords Sidewords Footerwords Scriptwords Stylewords; do has_not "$(cat text.txt)" "$word"; done
  tr '\n' ' ' <text.txt | grep -q 'Openingwords.*waited long enough.*Shops on both banks.*Closingwords'
  # no hit comes from a side box, and nobody in it is named
  same "$("$DOSSIER" -q -d a.db search "lukashenko OR cookiewords OR sidewords" --format jsonl)" ""
  same "$("$DOSSIER" -q -d a.db sql "select count(*) from entities where name like '%Lukashenko%' or name = 'Tehran'" | tail -n 1)" 0
  # all of the page, when that is asked for
  "$DOSSIER" -q -d plain.db import --as text p.html
  has "$("$DOSSIER" -q -d plain.db sql "select text from articles" --format plain)" Footerwords
  "$DOSSIER" -q -d page.db import --as page p.html
  "$DOSSIER" -q -d page.db sql "select text, title from articles" --format plain >page.txt
  for word in Sportsmenu Cookiewords Openingwords Sidewords Footerwords "Bridge opens"; do has "$(cat page.txt)" "$word"; done
  for word in Scriptwords Stylewords '<p'; do has_not "$(cat page.txt)" "$word"; done
  # it leads back to what it was made of
  has "$("$DOSSIER" -q -d a.db open 1)" "read from p.html"
  printf '{"text":"One."}\n{"text":"Two."}\n' >lines.jsonl
  "$DOSSIER" -q -d lines.db import lines.jsonl
  same "$("$DOSSIER" -q -d lines.db open 2 --format jsonl | python3 -c 'import json, sys; print(json.loads(sys.stdin.read())["file"])')" "lines.jsonl:2"
  # a person is told to look where the article is little of its page
  { echo '<html><head><title>T</title></head><body><article><h1>T</h1><p>The mayor, Anna Berg, said that the bridge would open on Monday, after two years of work.</p></article>'
    echo '<aside class="related">'; for i in $(seq 60); do echo "<p>Another headline number $i of today</p>"; done; echo '</aside></body></html>'; } >little.html
  expect_run 0 "$DOSSIER" -d little.db import little.html p.html
  has "$err" "little.html: the article is 17 of the page's"
  has "$err" "--as page"
  has_not "$err" "p.html: the article"
  # read again, from the file alone: corrections stay
  "$DOSSIER" -q -d a.db entity rename "Anna Berg" "Mayor Berg"
  "$DOSSIER" -q -d a.db quote set 1 speaker_text="an engineer"
  "$DOSSIER" -q -d a.db import --again --update p.html
  sed -i 's/Closingwords: the old/Closingwords: the very old/' p.html
  "$DOSSIER" -q -d a.db import --update p.html
  has "$("$DOSSIER" -q -d a.db sql "select text from articles" --format plain)" "very old"
  same "$("$DOSSIER" -q -d a.db corrections --state active --format jsonl | wc -l)" 2
  has "$("$DOSSIER" -q -d a.db entities)" "Mayor Berg"
  has "$("$DOSSIER" -q -d a.db quotes)" "an engineer"
}

@test "pain 15: only direct quotes" {
  cat >q.txt <<'T'
Prime Minister Anna Berg said the budget would be cut. "We have no choice," Berg said, "because the debt is high."

The opposition called it a "disaster" for schools. A statement from the ministry said that hospitals were safe.

According to the central bank, prices will fall. Finance Minister Carl Dahl denied that taxes would rise. The so-called "rescue" came late.
T
  "$DOSSIER" -q -d a.db import q.txt
  { "$DOSSIER" -q -d a.db quotes --format jsonl; "$DOSSIER" -q -d a.db quotes --kind scare --format jsonl; } >rows.jsonl
  "$DOSSIER" -q -d a.db sql "select content from quotes where kind = 'direct'" | tail -n 1 >content.json
  python3 - <<'P'
import json
rows = [json.loads(l) for l in open("rows.jsonl")]
of = lambda words: [r for r in rows if words in r["quote"]]
def is_one(words, kind, speaker, cue):
    found = of(words)
    assert len(found) == 1, (words, rows)
    r = found[0]
    assert (r["kind"], r["cue"]) == (kind, cue) and speaker in (r["speaker"] or ""), (words, r)
is_one("the budget would be cut", "indirect", "Anna Berg", "say")
is_one("We have no choice", "direct", "Anna Berg", "say")
is_one("because the debt is high", "direct", "Anna Berg", "say")  # split in two, and one quotation
is_one('a "disaster" for schools', "mixed", "opposition", "call")
is_one("hospitals were safe", "indirect", "statement from the ministry", "say")  # a document speaks
is_one("prices will fall", "indirect", "central bank", "according to")
is_one("taxes would rise", "indirect", "Carl Dahl", "deny")
is_one("rescue", "scare", "", None)
assert len(json.load(open("content.json"))) == 2
P
  # in the articles everybody can read
  d quotes --kind indirect --format jsonl >indirect.jsonl
  d quotes --kind mixed --format jsonl >mixed.jsonl
  python3 - <<'P'
import json
rows = [json.loads(l) for name in ("indirect.jsonl", "mixed.jsonl") for l in open(name)]
assert len(rows) > 15 and all(r["cue"] for r in rows), [r for r in rows if not r["cue"]]
assert any("Chinese peace plan for Ukraine" in r["quote"] for r in rows)
assert any(r["speaker"] == "the press service" and "will meet Chinese President" in r["quote"] and r["cue"] == "say" for r in rows)
P
}

@test "pain 16: a runaway script" {
  mkdir -p .dossier/plugins
  echo 'return { name = "away", api = 1, summary = "x", columns = { { name = "x", type = "text", help = "x" } },
    run = function() while true do pcall(function() while true do end end) end end }' >.dossier/plugins/away.lua
  expect_run 5 timeout 60 "$DOSSIER" -d "$NEWS" away --max-seconds 0.5
  for body in 'coroutine.wrap(function() while true do end end)()' 'local s = ("a"):rep(1e10)' 'string.find(("a"):rep(30000), (".-"):rep(20) .. "b")' \
    'for _ in ctx.db:rows("with recursive t(x) as (select 1 union all select x + 1 from t) select count(*) from t") do end'; do
    echo "return { name = 'away', api = 1, summary = 'x', columns = { { name = 'x', type = 'text', help = 'x' } }, run = function(ctx) $body end }" >.dossier/plugins/away.lua
    expect_run 5 timeout 60 "$DOSSIER" -d "$NEWS" away --max-seconds 0.5
  done
}

@test "pain 17: progress bars that break scripts" {
  expect_run 0 bash -c "'$DOSSIER' -d a.db import '$SAMPLES' 2>&1 | grep -c $'\\r' || true"
  same "$out" 0
  expect_run 0 "$DOSSIER" -q -d a.db import "$SAMPLES"
  same "$out$err" ""
  rows=$(d visits | wc -l)
  same "$(d visits <&- | wc -l)" "$rows"
  same "$(d visits 2>&- | wc -l)" "$rows"
  same "$(d visits </dev/null 2>/dev/null | wc -l)" "$rows"
  expect_run 1 bash -c "'$DOSSIER' -d '$NEWS' visits >&-"
  has "$err" "cannot write to standard output"
  expect_run 1 bash -c "'$DOSSIER' -d '$NEWS' visits >/dev/full"
  expect_run 2 bash -c "'$DOSSIER' -d '$NEWS' visist 2>&-"
  expect_run 0 bash -c "'$DOSSIER' -d closed.db import '$SAMPLES' <&- >&- 2>&-"
  same "$("$DOSSIER" -d closed.db sql "pragma integrity_check" | tail -n 1)" ok
  same "$("$DOSSIER" -d closed.db sql "select count(*) from articles" | tail -n 1)" 13
  for width in 0 1 20; do
    script -qec "stty cols $width rows 0; $(printf '%q ' "$DOSSIER" -d "$NEWS" visits) && $(printf '%q ' "$DOSSIER" -d pty$width.db import "$SAMPLES")" /dev/null >screen.txt
    has "$(tr -s ' \r\n' ' ' <screen.txt)" "13 new articles"
  done
}

@test "pain 18: errors that programs cannot read" {
  expect_run 2 "$DOSSIER" --errors json -d "$NEWS" visist
  printf '%s' "$err" | python3 -c 'import json, sys; o = json.load(sys.stdin); assert o["code"] == "usage" and o["exit"] == 2 and "visits" in o["hint"], o'
  echo 'error "no"' >bad.lua
  echo '{broken' >x.json
  mkdir -p .dossier/plugins
  echo 'return { name = "away", api = 1, summary = "x", columns = { { name = "x", type = "text", help = "x" } }, run = function() while true do end end }' >.dossier/plugins/away.lua
  (cd "$BATS_TEST_TMPDIR" && for words in "run bad.lua" "articles -o /no/such/folder/x" "check --max-undated 0" "away --max-seconds 0.2" "import x.json" "visits --statsu x"; do
    "$DOSSIER" --errors json -q -d "$NEWS" $words 2>>all.txt >/dev/null || true
  done)
  python3 - <<'P'
import json
seen = [json.loads(line) for line in open("all.txt")]
assert {o["code"] for o in seen} >= {"script", "io", "gate", "limit", "partial", "usage"}, seen
assert all(isinstance(o["exit"], int) and o["message"] and "\n" not in o["message"] for o in seen), seen
script = [o for o in seen if o["code"] == "script"][0]
assert script["file"].endswith("bad.lua") and script["line"] == 1, script
P
}

@test "pain 19: plugin arguments: hidden, unchecked" {
  expect_run 0 d help visits
  has "$out" "announced|planned"
  expect_run 2 d visits --statsu planned
  has "$err" "did you mean '--status'"
  expect_run 2 d visits --status anounced
  has "$err" "announced"
  expect_run 2 d sql "select * from visits where statsu = 'planned'"
  has "$err" "did you mean 'status'"
  expect_run 4 "$DOSSIER" -d "$NEWS" run - <<<'visits{ statsu = "planned" }'
  has "$err" "status"
  expect_run 0 d visits --help
  has "$out" "the traveller"
}

# What needs a terminal of it (lines that go on, recalled as one entry, completion, debug.repl()) is in terminal.exp.
@test "pain 20: a bare Lua prompt" {
  # typed LINE...: what it prints, without the version
  typed() { printf '%s\n' version "$@" | "$DOSSIER" "$NEWS" 2>stderr.txt | tail -n +3; }
  same "$(typed '{ b = 2, a = { 1, 2 }, [3.5] = "x" }')" '{[3.5] = "x", a = {1, 2}, b = 2}'  # Lua again, keys sorted
  has "$(typed 't = { 1 }' 't.me = t' 't')" '{1, me = <circle>}'
  same "$(typed '{ { { { { { "deep" } } } } } }')" '{{{{{…}}}}}'
  out=$(typed 't = {}' 'for i = 1, 500 do t[i] = i end' 't')
  has "$out" '… 400 more'
  same "$(typed 'local kept = 20' 'kept + 1')" 21
  same "$(typed 7 8 '_1 + _' 'nil' '_')" $'7\n8\n15\nnil\n15'
  has "$(typed 'visits --who Xi' '_.title, _.rows[1].place')" $'"visits --who Xi"\n"Tehran"'
  # objects are one telling line, whole when they are looked at alone
  has "$(typed 'print(db.articles:first())')" 'article: 1 Lukashenko to visit China'
  has "$(typed 'db.articles:first()')" 'date = "2023-02-26"'
  has "$(typed 'db.quotes{ speaker = "Xi Jinping" }')" 'unbreakable'
  # whatever is raised keeps its place
  typed 'error({ code = 1 })' >/dev/null
  has "$(cat stderr.txt)" 'stdin:1:'
  typed 'error(setmetatable({}, { __tostring = function() return "of mine" end }))' >/dev/null
  has "$(cat stderr.txt)" 'stdin:1: of mine'
  typed 'db.articles:first().titel' >/dev/null
  has "$(cat stderr.txt)" "an article has no field 'titel'; the nearest is 'title'"
  has "$(typed 'help article')" 'title'
}

@test "pain 21: clutter in the home; fails without a writable home" {
  for home in "" "$PWD/none/such" /proc "$HOME"; do
    for command in articles visits "sql select(1)" "plugins check" "help"; do expect_run 0 env HOME="$home" "$DOSSIER" -d "$NEWS" $command; done
    expect_run 0 env HOME="$home" bash -c "echo version | '$DOSSIER' '$NEWS'"
  done
  expect_run 0 env -u HOME "$DOSSIER" -d "$NEWS" articles
  same "$(find "$HOME" -mindepth 1 | wc -l)" 0
  same "$(find . -mindepth 1 ! -name home ! -name std\*.txt | wc -l)" 0
}

@test "pain 22: offsets in an unnamed unit" {
  python3 - <<'P'
import json
text = ("Cafe\u0301 owner Zoe\u0308 M\u00fcller said: \u201cWe \U0001F1E7\U0001F1FE \U0001F1E8\U0001F1F3 welcome Minsk.\u201d\r\n\r\n"
        "President Joe Biden visited \u041a\u0438\u0457\u0432 \U0001F469\u200D\U0001F692 on Monday and opposed the sanctions.\r\nHe said that Minsk was open.")
json.dump({"id": "a", "date": "2023-02-28", "text": text}, open("a.json", "w"))
json.dump({"id": "b", "date": "2023-03-01", "text": "\ufeff\U0001F600 " + text[:40] + "\u2019 Xi Jinping \u4e60\u8fd1\u5e73 will travel to Minsk on March 3."}, open("b.json", "w"))
P
  "$DOSSIER" -q -d a.db import a.json b.json "$SAMPLES"
  for command in quotes entities articles "search minsk" "kwic minsk" visits "visits --list" stances "stances --list" sentiment "sentiment --list" \
    network duplicates "timeline Lukashenko" "coverage China" "quotes --open 1" "sql select(1)as(x),1(source_article)"; do
    "$DOSSIER" -q -d a.db $command --format jsonl >>rows.jsonl 2>/dev/null || true
  done
  "$DOSSIER" -q -d a.db articles --format json >list.json
  "$DOSSIER" -q -d a.db export --to csv out
  cat a.json >in.jsonl && echo >>in.jsonl && cat b.json >>in.jsonl
  "$DOSSIER" annotate <in.jsonl >annotated.jsonl
  cat >cut.lua <<'L'
local n = 0
for _, kind in ipairs{ "quotes", "mentions", "predicates" } do
  for x in db[kind]:each() do
    assert(x.article.text:sub(x.first, x.last) == x.text and x.first == x.start_byte + 1 and x.last == x.end_byte)
    n = n + 1
  end
end
print(n > 100)
L
  expect_run 0 "$DOSSIER" -d a.db run cut.lua
  same "$out" true
  python3 - <<'P'
import csv, json, sys
csv.field_size_limit(10**9)
read = lambda name: list(csv.DictReader(open(f"out/{name}.csv", newline="", encoding="utf-8")))
texts = {int(r["id"]): r["text"] for r in read("articles")}
article_of = {r["id"]: int(r["article"]) for r in read("predicates")}
def same(article, start, end, char_start, char_end, where):
    text = texts[article]
    assert text.encode()[start:end].decode() == text[char_start:char_end], where
n = 0
for line in open("rows.jsonl"):
    row = json.loads(line)
    for s in row.get("sources", [row["source"]] if "source" in row else []):
        same(s["article"], s["start"], s["end"], s["char_start"], s["char_end"], row)
        n += 1
assert n > 200, n
for name in ("sentences", "mentions", "quotes", "predicates", "arguments", "dates"):
    rows = read(name)
    assert rows, name
    for r in rows:
        article = int(r["article"]) if "article" in r else article_of[r["predicate"]]
        same(article, *(int(r[k]) for k in ("start", "end", "char_start", "char_end")), (name, r))
inputs = [json.loads(line)["text"].encode() for line in open("in.jsonl")]
for text, line in zip(inputs, open("annotated.jsonl")):
    a = json.loads(line)
    spans = a["sentences"] + [m[:2] for e in a["entities"] for m in e["mentions"]] + [c for q in a["quotes"] for c in q["content"]]
    assert spans
    for start, end in spans: assert text[start:end].decode()
P
}

@test "pain 23: database is locked with parallel jobs" {
  for i in $(seq 32); do printf '{"text":"President Joe Biden visited Kyiv, part %d."}\n{"text":"Mayor Ann Smith left town, part %d."}\n' $i $i >p$i.jsonl; done
  expect_run 0 bash -c "printf '%s\\n' p*.jsonl | xargs -P 16 -n 1 '$DOSSIER' -q -d a.db import"
  same "$out$err" ""
  same "$("$DOSSIER" -d a.db sql "select count(*), count(distinct text) from articles" | tail -n 1)" "64	64"
  "$DOSSIER" -q -d b.db import p*.jsonl
  names() { "$DOSSIER" -q -d $1 sql "select e.name, e.kind, count(*) from entities e join mentions m on m.entity = e.id group by 1, 2 order by 1, 2"; }
  same "$(names a.db)" "$(names b.db)"
  same "$("$DOSSIER" -d a.db sql "pragma integrity_check" | tail -n 1)" ok
}

@test "pain 25: results nobody can repeat" {
  for command in visits stances sentiment entities; do
    d $command --format json >one.json
    d $command --format json | cmp - one.json
  done
  # elsewhere, by another number of threads, in another order of calls
  mkdir -p far/away
  (cd far/away && TZ=Asia/Tokyo LC_ALL=C "$DOSSIER" -q -d other.db -j 3 import "$SAMPLES")
  for command in "visits --list" stances "sentiment --list" network "quotes" entities; do
    d $command --format json >one.json
    (cd far/away && TZ=Asia/Tokyo LC_ALL=C "$DOSSIER" -q -d other.db $command --format json) | cmp - one.json
  done
  cp "$NEWS" own.db
  "$DOSSIER" -q -d own.db stances --since 2023-02 --record --format json >one.json
  "$DOSSIER" -q -d own.db rerun 1 --format json | cmp - one.json
  expect_run 0 "$DOSSIER" -d own.db rerun 1 --compare
  has "$err" "same rows"
}

@test "closed pipe must be silent" {
  set +o pipefail
  d quotes --format json 2>err.txt | head -c 10 >/dev/null
  same "$(cat err.txt)" ""
}

@test "a spreadsheet needs a byte-order mark for Cyrillic" {
  d articles --excel >sheet.csv
  same "$(head -c 3 sheet.csv | od -An -tx1 | tr -d ' ')" efbbbf
  python3 -c 'import csv; rows = list(csv.DictReader(open("sheet.csv", encoding="utf-8-sig"))); assert any("Лукашенко" in r["title"] for r in rows)'
  expect_run 2 d articles --excel --format json
}

@test "colour off when not a terminal" {
  ! d articles --format box | grep -q $'\x1b'
  # terminal VARIABLE=VALUE OPTIONS...: what a terminal gets
  terminal() { env TERM=xterm "$1" script -qec "$(printf '%q ' "$DOSSIER" -d "$NEWS" open 1 "${@:2}")" /dev/null; }
  terminal X=y | grep -q $'\x1b'
  ! terminal NO_COLOR=1 | grep -q $'\x1b'
  ! terminal TERM=dumb | grep -q $'\x1b'
  ! terminal X=y --color never | grep -q $'\x1b'
  terminal NO_COLOR=1 --color always | grep -q $'\x1b'
  d open 1 --color always | grep -q $'\x1b'
  ! d open 1 --color always -o file.txt | grep -q . && ! grep -q $'\x1b' file.txt
}

@test "display width of wide characters" {
  printf '%s\n' '{"title":"習近平 and 金正恩","outlet":"新華社","text":"A."}' '{"title":"Cafe\u0301 Zoe\u0308 \ud83c\udde7\ud83c\uddfe","outlet":"Latin","text":"B."}' \
    '{"title":"Лукашенко","outlet":"ＷＩＤＥ","text":"C."}' >wide.jsonl
  "$DOSSIER" -q -d wide.db import wide.jsonl
  "$DOSSIER" -q -d wide.db articles --format box >box.txt
  python3 - <<'P'
import unicodedata
def width(c): return 0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
def cell(s, at):  # what stands at a column, None inside a wide character
    column = 0
    for c in s:
        if column >= at: return c if column == at else None
        column += width(c)
    return " "
head, rule, *rows = [line.rstrip("\n") for line in open("box.txt")]
rows = [r for r in rows if r[:1].isdigit() and "row" not in r]
starts = [i for i in range(1, len(rule)) if rule[i] == "─" and rule[i - 1] == " "]
assert len(rows) == 3 and len(starts) >= 4, (rows, starts)
for line in (head, *rows):
    for at in starts: assert cell(line, at - 1) == " " == cell(line, at - 2), (line, at)
for row in rows: assert sum(cell(row, at) not in (" ", None) for at in starts) >= 2, row
P
}

@test "concordance: sort by the words to one side, change the window" {
  expect_run 0 d kwic ukraine --sort right --width 20 --format jsonl
  python3 - <<'P'
import json
rows = [json.loads(l) for l in open("stdout.txt")]
assert rows and all(len(r["left"]) <= 20 and len(r["right"]) <= 20 for r in rows)
right = [r["right"].lower() for r in rows]
assert right == sorted(right), right
P
  expect_run 0 d kwic ukraine --sort left --width 60 --format jsonl
  python3 -c 'import json; assert max(len(json.loads(l)["left"]) for l in open("stdout.txt")) > 40'
}

@test "a watched folder says what it sees" {
  mkdir inbox
  cp "$SAMPLES/01-harbour-courier.txt" inbox
  : >inbox/empty.txt
  expect_run 3 "$DOSSIER" -d w.db watch inbox --once
  has "$err" "inbox/empty.txt: empty file"
  has "$err" "inbox: 1 new article, 1 refused"
  same "$out" ""
}

@test "network files with weights and dates" {
  expect_run 0 d network --as gexf --isolated
  python3 - <<'P'
import xml.etree.ElementTree as E
root = E.parse("stdout.txt").getroot()
tag = lambda name: [e for e in root.iter() if e.tag.split("}")[-1] == name]
edges, nodes = tag("edge"), tag("node")
ends = {e.get(k) for e in edges for k in ("source", "target")}
assert edges and all(float(e.get("weight")) >= 1 for e in edges)
assert any(e.get("start") for e in edges) and any(n.get("id") not in ends for n in nodes)
P
}

@test "man page and completion offline" {
  expect_run 0 "$DOSSIER" help --man
  has "$out" ".TH DOSSIER"
  for command in $("$DOSSIER" help commands | sed -n 's/^  \([a-z]*\) .*/\1/p'); do grep -q "^\\\\fB$command\\\\fR" stdout.txt; done
  for shell in bash zsh fish; do
    expect_run 0 "$DOSSIER" completion $shell
    has "$out" "completion words" # asks the program itself, which needs no network
  done
  same "$("$DOSSIER" -d "$NEWS" completion words quotes --speaker hara | head -n 1)" "Haradny"
}

@test "annotations of the API for the Lua language server" {
  grep -q '^---@class dossier.Context' "$ROOT/plugins/meta/dossier.lua"
  # what a script can call, and what is annotated, are the same (objects, selections and filters: tests/unit/test_plugin_meta.c)
  cat >api.lua <<'L'
local english = require "english"
for name, library in pairs{ english = english, quote = quote, row = row, json = json } do
  for key, value in pairs(library) do if type(value) == "function" then print(name .. "." .. key) end end
end
for verb in pairs(entity) do print("entity." .. verb) end
print "undo" print "redo"
L
  expect_run 0 "$DOSSIER" run api.lua
  LC_ALL=C sort stdout.txt >real.txt
  { sed -n 's/^function \(english\.[a-z_]*\|quote\.[a-z_]*\|row\.[a-z_]*\|json\.[a-z_]*\|undo\|redo\)(.*/\1/p' "$ROOT/plugins/meta/dossier.lua"
    sed -n '/^---@alias dossier.EntityVerb/s/"\([a-z]*\)"/\nentity.\1\n/gp' "$ROOT/plugins/meta/dossier.lua" | grep '^entity\.'; } | LC_ALL=C sort >told.txt
  diff real.txt told.txt
}

@test "one bad file must not end a batch, and its name must be said" {
  mkdir in
  cp "$SAMPLES/01-harbour-courier.txt" in/z.txt
  printf '\xff\xfe\x00' >in/a.json
  expect_run 3 "$DOSSIER" -d a.db import in
  has "$err" "a.json"
  has "$err" "1 new article"
}
