# What is printed, where, and in which form.
load helper

setup_file() { load helper; import_samples; }

@test "tsv in a pipe, whole, with a header line" {
  expect_run 0 "$DOSSIER" -d "$NEWS" articles
  same "$(head -n 1 stdout.txt | cut -f 1-3)" "$(printf 'id\tdate\toutlet')"
  same "$(awk -F'\t' '{ print NF }' stdout.txt | sort -u | wc -l)" 1
  same "$err" ""
}

@test "json and jsonl are JSON, with sources that cut the text" {
  "$DOSSIER" -d "$NEWS" quotes --format json >all.json
  "$DOSSIER" -d "$NEWS" quotes --format jsonl >all.jsonl
  sqlite3 "$NEWS" "select json_group_array(json_object('id', id, 'text', text)) from articles" >texts.json
  python3 - <<'P'
import json
rows = json.load(open("all.json"))
lines = [json.loads(line) for line in open("all.jsonl")]
texts = {a["id"]: a["text"].encode() for a in json.load(open("texts.json"))}
assert rows == lines and len(rows) > 20, len(rows)
for row in rows:
    source = row["source"]
    text = texts[source["article"]]
    assert 0 <= source["start"] < source["end"] <= len(text), source
    cut = text[source["start"]:source["end"]].decode()
    first = row["quote"].split(" … ")[0]
    assert first in cut, (first, cut)
P
}

@test "csv reads back" {
  "$DOSSIER" -d "$NEWS" quotes --format csv >all.csv
  "$DOSSIER" -d "$NEWS" quotes --format json >all.json
  python3 - <<'P'
import csv, json
rows = list(csv.DictReader(open("all.csv", newline="")))
objects = json.load(open("all.json"))
assert len(rows) == len(objects)
for row, object in zip(rows, objects):
    assert row["quote"] == object["quote"], (row, object)
P
}

@test "box, plain, markdown and html draw all rows" {
  for format in box plain markdown html; do
    expect_run 0 "$DOSSIER" -d "$NEWS" articles --format "$format"
    has "$out" "Hill Town Letter"
    has "$out" "习近平"
  done
}

@test "-o writes the whole file or none, and picks the format by its name" {
  expect_run 0 "$DOSSIER" -d "$NEWS" articles -o articles.csv
  same "$out" ""
  same "$(head -c 8 articles.csv)" "id,date,"
  expect_run 0 "$DOSSIER" -d "$NEWS" articles -o articles.json
  python3 -m json.tool articles.json >/dev/null
  echo before >kept.csv
  expect_run 2 "$DOSSIER" -d "$NEWS" articles --nonsense -o kept.csv
  same "$(cat kept.csv)" before
  expect_run 1 "$DOSSIER" -d "$NEWS" articles -o no/such/folder.csv
  has "$err" "no/such/folder.csv"
  same "$(find . -name '*.??????' | wc -l)" 0
}

@test "colours only where they are asked for" {
  "$DOSSIER" -d "$NEWS" articles --format box >plain.txt
  ! grep -q $'\x1b' plain.txt
  "$DOSSIER" -d "$NEWS" articles --format box --color always >coloured.txt
  grep -q $'\x1b' coloured.txt
}

@test "the same input gives the same bytes" {
  "$DOSSIER" -d "$NEWS" visits --format json >one.json
  "$DOSSIER" -d "$NEWS" visits --format json >two.json
  cmp one.json two.json
}

@test "a closed pipe is silent" {
  set +o pipefail
  for i in 1 2 3; do
    "$DOSSIER" -d "$NEWS" quotes --format json 2>stderr.txt | head -c 10 >/dev/null
    [ ! -s stderr.txt ]
  done
  seq 3000 | sed 's/.*/{"text":"He said it was good news, &."}/' >many.jsonl
  "$DOSSIER" annotate <many.jsonl 2>stderr.txt | head -n 1 >/dev/null
  [ ! -s stderr.txt ]
}

@test "a full disk is an error" {
  [ -e /dev/full ] || skip "no /dev/full"
  expect_run 1 bash -c "'$DOSSIER' -d '$NEWS' quotes >/dev/full"
  has "$err" "cannot write"
}

@test "--open shows the passage in its paragraph, with title, date and outlet" {
  expect_run 0 "$DOSSIER" -d "$NEWS" quotes --speaker haradny --open 1
  has "$out" "Lukashenko to visit China on Tuesday for three days"
  has "$out" "2023-02-26"
  has "$out" "Harbour Courier"
  has "$out" "»"
  has "$out" "We regard this visit as the most important of the year"
  expect_run 0 "$DOSSIER" -d "$NEWS" quotes --speaker haradny --open 1 --format json
  printf '%s' "$out" | python3 -c 'import json, sys; r = json.load(sys.stdin)[0]; assert r["passage"] in r["paragraph"]; assert r["article"] == r["source"]["article"]'
}

@test "--open past the end says how many rows there are" {
  expect_run 2 "$DOSSIER" -d "$NEWS" articles --open 99
  has "$err" "no row 99"
  has "$err" "13 rows"
}

@test "show outside the prompt says what to do" {
  expect_run 2 "$DOSSIER" -d "$NEWS" show 3
  has "$err" "--open 3"
}

@test "open prints a whole article" {
  expect_run 0 "$DOSSIER" -d "$NEWS" open 1
  has "$out" "[MINSK] — »President of [Belarus] [Alexander Lukashenko] will travel"
  has "$out" "from <February 28> to"
  "$DOSSIER" -d "$NEWS" open 1 --color always >coloured.txt
  has "$(cat coloured.txt)" $'\x1b[1;36mAlexander Lukashenko\x1b[0m'
  has "$out" "on the same level«."
  expect_run 2 "$DOSSIER" -d "$NEWS" open 999
  has "$err" "no article 999"
}

# on_terminal COLUMNS COMMAND...: what a terminal of that width gets
on_terminal() {
  local columns=$1
  shift
  COLUMNS=$columns LINES=50 TERM=xterm script -qec "$(printf '%q ' "$@")" /dev/null | tr -d '\r'
}

@test "help, passages and remarks are broken between words, and nothing is wider than the terminal" {
  for command in help "help commands" "help import" "help quotes" "help visits" "visits --open 1" "open 1" "quotes --open 1" quotes visits "kwic china"; do
    on_terminal 60 "$DOSSIER" -d "$NEWS" $command >screen.txt
    python3 - "$command" <<'P'
import re, sys
lines = [re.sub("\x1b\\[[0-9;]*[A-Za-z]", "", l.rstrip("\n")) for l in open("screen.txt")]
assert len(lines) > 3, lines
for line in lines: assert len(line) <= 60 or " " not in line.strip(), (sys.argv[1], line)
P
  done
  on_terminal 60 "$DOSSIER" -d "$NEWS" quotes --open 1 | sed 's/\x1b\[[0-9;]*m//g' | tr '\n' ' ' >screen.txt
  has "$(cat screen.txt)" "$("$DOSSIER" -d "$NEWS" quotes --open 1 --format json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["passage"])')"
}

@test "a progress line is gone before anything else is said" {
  mkdir -p .dossier/plugins
  echo 'return { name = "slow", api = 1, summary = "x", columns = { { name = "x", type = "text", help = "x" } },
    run = function(ctx) for i = 1, 30 do ctx:progress(i / 40, "going on") for _ = 1, 2e6 do end end ctx:row{ x = "done" } end }' >.dossier/plugins/slow.lua
  on_terminal 60 "$DOSSIER" -d "$NEWS" slow >screen.txt
  python3 - <<'P'
text = open("screen.txt").read()
assert "done" in text
if "going on" in text: assert text.rindex("going on") < text.rindex("\x1b[K") < text.index("──"), text
P
}

@test "of many refused items of one file some are told at a terminal, all elsewhere" {
  for i in 1 2 3 4 5 6 7 8 9; do echo "{\"title\":\"$i\"}"; done >bad.jsonl
  on_terminal 80 "$DOSSIER" -d bad.db import bad.jsonl >screen.txt || true
  has "$(cat screen.txt)" "bad.jsonl: 4 more items refused"
  has_not "$(cat screen.txt)" "bad.jsonl:6"
  expect_run 3 "$DOSSIER" -d worse.db import bad.jsonl
  same "$(grep -c 'no text field' stderr.txt)" 9
}

@test "on a narrow terminal the columns of lesser weight go first, and the foot says how many" {
  COLUMNS=80 TERM=dumb script -qec "stty cols 80; $(printf '%q ' "$DOSSIER" -d "$NEWS" visits)" /dev/null >screen.txt
  has "$(head -n 1 screen.txt)" status
  has_not "$(head -n 1 screen.txt)" origin
  has "$(tail -n 1 screen.txt)" without
  COLUMNS=60 TERM=dumb script -qec "stty cols 60; $(printf '%q ' "$DOSSIER" -d "$NEWS" visits)" /dev/null >screen.txt
  has "$(head -n 1 screen.txt)" first
  [[ $(tail -n 1 screen.txt) == *" columns ("*" shows all)"* ]]
  [ "$(tail -n 1 screen.txt | tr -d '\r' | wc -m)" -le 61 ]
}

@test "no csv under the name of a workbook" {
  for words in "visits --excel -o v.xlsx" "visits -o v.ods"; do
    expect_run 2 "$DOSSIER" -d "$NEWS" $words
    has "$err" "'--excel -o v.csv'"
  done
  same "$(ls ./*.xlsx ./*.ods 2>/dev/null)" ""
  printf 'once v.xls\nvisits\n' >typed.txt
  expect_run 2 bash -c "'$DOSSIER' '$NEWS' <typed.txt"
  has "$err" "would be no workbook"
}

@test "corrections and runs tell the whole time where the terminal is narrow" {
  cp "$NEWS" own.db
  "$DOSSIER" -q -d own.db entity merge Ukraine Kyiv
  "$DOSSIER" -q -d own.db visits --record -o /dev/null
  on_terminal 80 "$DOSSIER" -d own.db corrections >screen.txt
  grep -Eq '20[0-9-]{8}T[0-9:]{8}Z' screen.txt
  on_terminal 80 "$DOSSIER" -d own.db runs >screen.txt
  grep -Eq '20[0-9-]{8}T[0-9:]{8}Z' screen.txt
}

@test "empty columns give way before words are cut" {
  cp "$NEWS" own.db
  "$DOSSIER" -q -d own.db entity merge Kyiv Ukraine
  on_terminal 80 "$DOSSIER" -d own.db corrections >screen.txt
  has "$(cat screen.txt)" "without reason, why"
  has_not "$(head -n 1 screen.txt)" reason
}
