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
  has "$err" "1 near copies are counted once"
  same "$("$DOSSIER" -q -d a.db articles --all-copies --format jsonl | wc -l)" 3
}

@test "pain 24: pager and history that fight the user" {
  PAGER="echo paged" expect_run 0 d articles --format box
  has_not "$out" paged
  [ ! -e "$HOME/.local/state/dossier/history" ]
}

@test "pain 6: failure that exits 0" {
  expect_run 4 "$DOSSIER" run - <<<'error "no"'
  expect_run 2 bash -c "echo 'select nothing from nowhere' | '$DOSSIER' '$NEWS'"
  expect_run 2 d sql "select 1; select nothing from nowhere"
  expect_run 3 bash -c "echo '{broken' >x.json; '$DOSSIER' -q -d y.db import x.json"
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
}

@test "pain 9: quotation marks: several paragraphs, curly, nested, unclosed, dash style" {
  for text in '“One,” he said.' '«Un,» he said.' '„Eins“, he said.' '"An open one, he said.' '""=' '"‘In’ out," she said. “'; do
    printf '%s' "$text" | python3 -c 'import json, sys; print(json.dumps({"text": sys.stdin.read()}))'
  done >marks.jsonl
  expect_run 0 bash -c "'$DOSSIER' annotate <marks.jsonl"
  same "$(wc -l <stdout.txt)" 6
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
}

@test "pain 13: page furniture in the text, or text missing" {
  printf '<html><head><title>T</title></head><body><nav>Home | Sports</nav><article><h1>T</h1><p>The mayor of Springfield said the bridge would open on Monday after two years of work and repair.</p></article><footer>Cookies</footer></body></html>' >p.html
  "$DOSSIER" -q -d a.db import p.html
  expect_run 0 "$DOSSIER" -d a.db sql "select text from articles"
  has "$out" "The mayor of Springfield"
  has_not "$out" Sports
  has_not "$out" Cookies
}

@test "pain 15: only direct quotes" {
  expect_run 0 d quotes --kind indirect
  has "$out" "Chinese peace plan for Ukraine"
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
}

@test "pain 18: errors that programs cannot read" {
  expect_run 2 "$DOSSIER" --errors json -d "$NEWS" visist
  printf '%s' "$err" | python3 -c 'import json, sys; o = json.load(sys.stdin); assert o["code"] == "usage" and o["exit"] == 2 and "visits" in o["hint"], o'
}

@test "pain 19: plugin arguments: hidden, unchecked" {
  expect_run 0 d help visits
  has "$out" "announced|planned"
  expect_run 2 d visits --statsu planned
  has "$err" "did you mean '--status'"
}

@test "pain 20: a bare Lua prompt" {
  printf '%s\n' 'version' 't = { b = 2, a = { 1, 2 } }' 't' 't.me = t' 't' 'db.quotes:first()' >typed.txt
  expect_run 0 bash -c "'$DOSSIER' '$NEWS' <typed.txt"
  has "$out" "{a = {1, 2}, b = 2}"
  has "$out" "<circle>"
  has "$out" "quote"
}

@test "pain 21: clutter in the home; fails without a writable home" {
  expect_run 0 env -u HOME "$DOSSIER" -d "$NEWS" articles
  same "$(find "$HOME" -mindepth 1 | wc -l)" 0
}

@test "pain 22: offsets in an unnamed unit" {
  printf '{"text":"Caf\xc3\xa9 owner Zo\xc3\xab M\xc3\xbcller said: \xe2\x80\x9cWe \xf0\x9f\x87\xa7\xf0\x9f\x87\xbe are open.\xe2\x80\x9d"}\n' >a.jsonl
  "$DOSSIER" -q -d a.db import a.jsonl
  expect_run 0 "$DOSSIER" -d a.db quotes --open 1 --format jsonl
  python3 - <<'P'
import json
row = json.loads(open("stdout.txt").readline())
text = json.loads(open("a.jsonl").read())["text"].encode()
assert text[row["source"]["start"]:row["source"]["end"]].decode() == row["passage"], row
P
}

@test "pain 23: database is locked with parallel jobs" {
  for i in 1 2 3 4 5 6; do printf '{"text":"President Joe Biden visited Kyiv, part %d."}\n' $i >p$i.jsonl; done
  expect_run 0 bash -c "printf '%s\\n' p?.jsonl | xargs -P 6 -n 1 '$DOSSIER' -q -d a.db import"
  same "$("$DOSSIER" -d a.db sql "select count(*) from articles" | tail -n 1)" 6
}

@test "pain 25: results nobody can repeat" {
  for command in visits stances sentiment entities; do
    d $command --format json >one.json
    d $command --format json | cmp - one.json
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
}

@test "display width of wide characters" {
  d articles --format box >box.txt
  python3 - <<'P'
import unicodedata
def width(s): return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in s)
lines = [l.rstrip("\n") for l in open("box.txt") if l[0] in "│┌├└|+╭╰"]
assert not lines or len({width(l) for l in lines}) == 1, sorted({width(l) for l in lines})
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
  expect_run 0 "$DOSSIER" -d w.db watch inbox --once
  has "$err" "1 new article"
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
  expect_run 0 "$DOSSIER" completion bash
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
