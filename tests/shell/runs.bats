# Recorded runs: --record, runs, rerun.
load helper

setup_file() { import_samples; }

own() {
  cp "$NEWS" own.db
  export DOSSIER_DB=own.db
}

# A plugin of one's own, which says WORD in each row.
tagger() {
  mkdir -p plugins
  export DOSSIER_PLUGINS=$PWD/plugins
  cat >plugins/tagger.lua <<EOF
return {
  name = "tagger", api = 1, version = "7", summary = "A word for each article.", args = {
    { name = "mark", type = "text", positional = true, help = "what is said" },
    { name = "list-file", type = "file", help = "a file" },
  },
  columns = { { name = "title", type = "text", help = "title" }, { name = "n", type = "number", help = "a number" },
    { name = "words", type = "list", help = "words" } },
  run = function(ctx, args)
    for article in ctx.articles{}:each() do
      ctx:row{ title = "$1 " .. (args.mark or "") .. " " .. article.title, n = article.id / 2, words = { "a", "b" } }
    end
  end,
}
EOF
}

@test "a recorded run is listed with its arguments, newest last" {
  own
  expect_run 0 "$DOSSIER" visits lukashenko --list --since 2023 --record
  has "$err" "run 1"
  local plain=$out
  expect_run 0 "$DOSSIER" visits lukashenko --list --since 2023
  same "$plain" "$out"
  expect_run 0 "$DOSSIER" -q stances --all-copies --record
  same "$err" ""
  expect_run 0 "$DOSSIER" runs --format jsonl
  printf '%s\n' "$out" | python3 -c '
import json, sys
a, b = [json.loads(l) for l in sys.stdin]
assert a["id"] == 1 and a["plugin"] == "visits" and b["id"] == 2 and b["plugin"] == "stances", (a, b)
assert json.loads(a["args"]) == {"who": "lukashenko", "view": "list", "since": "2023"}, a["args"]
assert json.loads(b["args"]) == {"all_copies": "true"}, b["args"]
assert a["rows"] > 0 and len(a["result"]) == len(a["corpus"]) == 64 and a["version"], a'
}

@test "the recorded hash is that of the rows as jsonl" {
  own
  "$DOSSIER" -q visits --record --format jsonl >rows.jsonl
  expect_run 0 "$DOSSIER" sql "select result from runs"
  same "$(printf '%s\n' "$out" | tail -1)" "$(sha256sum rows.jsonl | cut -d' ' -f1)"
}

@test "rerun gives the same bytes, and --compare says so" {
  own
  "$DOSSIER" -q visits --who lukashenko --list --record --format jsonl >first.jsonl
  "$DOSSIER" -q rerun 1 --format jsonl >second.jsonl
  [ -s first.jsonl ]
  cmp first.jsonl second.jsonl
  expect_run 0 "$DOSSIER" rerun 1 --compare
  has "$err" "same rows"
  has_not "$err" "changed"
  same "$out" ""
  expect_run 0 "$DOSSIER" -q rerun 1 --compare --format json
  same "$out" "[]"
  expect_run 0 "$DOSSIER" rerun 1 --open 1
  has "$out" "Lukashenko"
}

@test "a changed corpus gives other rows: they are shown, exit 1" {
  own
  tagger x
  "$DOSSIER" -q tagger --record >rows.tsv
  local removed
  removed=$("$DOSSIER" sql "select title from articles where id = 1" | tail -1)
  "$DOSSIER" -q article remove 1
  printf 'A new headline\n\nAnn Smith arrived in Paris on Monday.\n' >new.txt
  "$DOSSIER" -q import new.txt
  expect_run 1 "$DOSSIER" rerun 1 --compare
  has "$err" "1 removed, 1 added"
  has "$err" "articles, corrections or given files have changed"
  has_not "$err" "helpers"
  same "$(printf '%s\n' "$out" | grep -c '^removed')" 1
  has "$(printf '%s\n' "$out" | grep '^removed')" "$removed"
  has "$(printf '%s\n' "$out" | grep '^added')" "A new headline"
  expect_run 1 "$DOSSIER" --errors json -q rerun 1 --compare --format jsonl
  has "$err" '"code":"failed"'
  printf '%s\n' "$out" | python3 -c '
import json, sys
rows = [json.loads(l) for l in sys.stdin]
gone = [r for r in rows if r["change"] == "removed"][0]
assert len(rows) == 2 and gone["n"] == 0.5 and gone["words"] == ["a", "b"], rows'
}

@test "removed rows open to their passages" {
  own
  "$DOSSIER" -q visits --list --record >rows.tsv
  "$DOSSIER" -q row reject 1 visits --list
  expect_run 1 "$DOSSIER" -q rerun 1 --compare --format jsonl
  has "$out" '"change":"removed"'
  has "$out" '"source":{"article":'
  expect_run 1 "$DOSSIER" rerun 1 --compare --open 1
  [ -n "$out" ]
  has "$err" "corrections"
  "$DOSSIER" -q undo
  expect_run 0 "$DOSSIER" rerun 1 --compare
  has_not "$err" "changed"
}

@test "a changed analysis is told; the same rows in another order are not the same" {
  own
  tagger x
  "$DOSSIER" -q tagger --record >rows.tsv
  tagger y
  expect_run 1 "$DOSSIER" rerun 1 --compare
  has "$err" "'tagger', its helpers or the program have changed"
  has_not "$err" "articles, corrections"
  tagger x
  sed -i 's/ctx.articles{}/ctx.articles{}:order("id desc")/' plugins/tagger.lua
  "$DOSSIER" -q tagger >other.tsv
  ! cmp -s rows.tsv other.tsv
  expect_run 1 "$DOSSIER" rerun 1 --compare
  has "$err" "the same rows in another order"
}

@test "a file that an argument names belongs to what a run stands on" {
  own
  tagger x
  echo one >list.txt
  "$DOSSIER" -q tagger hello --list-file list.txt --record >rows.tsv
  expect_run 0 "$DOSSIER" rerun 1 --compare
  has_not "$err" "changed"
  echo two >list.txt
  expect_run 0 "$DOSSIER" rerun 1 --compare
  has "$err" "given files have changed"
}

@test "articles out of its reach do not change what a run stands on" {
  own
  "$DOSSIER" -q visits --until 2023-01 --record >rows.tsv
  printf 'Date: 2031-05-05\n\nNothing of note happened.\n' >new.txt
  "$DOSSIER" -q import --date 2031-05-05 new.txt
  expect_run 0 "$DOSSIER" rerun 1 --compare
  has_not "$err" "changed"
}

@test "a run that is not there, an analysis that is gone" {
  own
  expect_run 2 "$DOSSIER" rerun 7
  has "$err" "no run 7"
  has "$err" "runs"
  expect_run 2 "$DOSSIER" rerun seven
  has "$err" "must be a number"
  expect_run 2 "$DOSSIER" rerun
  expect_run 0 "$DOSSIER" runs
  has "$err" "--record"
  tagger x
  "$DOSSIER" -q tagger --record >rows.tsv
  rm plugins/tagger.lua
  expect_run 2 "$DOSSIER" rerun 1 --compare
  has "$err" "run 1 is of the analysis 'tagger', which is not here"
}

@test "nothing is written without --record; --readonly and --record do not go together" {
  own
  local before
  before=$(sha256sum own.db)
  "$DOSSIER" -q visits >rows.tsv
  "$DOSSIER" -q runs >rows.tsv
  expect_run 2 "$DOSSIER" --readonly visits --record
  has "$err" "--readonly"
  same "$out" ""
  same "$(sha256sum own.db)" "$before"
  "$DOSSIER" -q visits --record >rows.tsv
  before=$(sha256sum own.db)
  "$DOSSIER" -q --readonly rerun 1 --compare
  same "$(sha256sum own.db)" "$before"
}

@test "parts of an analysis are not recorded" {
  own
  mkdir -p plugins
  export DOSSIER_PLUGINS=$PWD/plugins
  cat >plugins/counting.lua <<'EOF'
return {
  name = "counting", api = 1, summary = "How many articles.", args = {},
  columns = { { name = "n", type = "integer", help = "articles" } },
  map = function(ctx, article) return article.id end,
  reduce = function(ctx, values)
    local n = 0
    for _ in values do n = n + 1 end
    ctx:row{ n = n }
  end,
}
EOF
  expect_run 2 "$DOSSIER" counting --map 1/2 --record
  has "$err" "whole analyses"
  expect_run 0 "$DOSSIER" runs
  same "$(printf '%s\n' "$out" | wc -l)" 1
}

@test "two databases made in the same way record the same bytes" {
  export SOURCE_DATE_EPOCH=1700000000
  local db
  for db in a b; do
    "$DOSSIER" -q -d $db.db import "$SAMPLES"
    "$DOSSIER" -q -d $db.db visits --record >$db.tsv
    "$DOSSIER" -q -d $db.db sentiment --record >>$db.tsv
    "$DOSSIER" -d $db.db sql "select id, at, plugin, version, args, corpus, code, result, n, size, hex(rows) from runs" >$db.runs
  done
  has "$(cat a.runs)" "2023-11-14T22:13:20Z"
  cmp a.tsv b.tsv
  cmp a.runs b.runs
}

@test "a database of before gets the columns at its first record" {
  own
  python3 -c '
import sqlite3
db = sqlite3.connect("own.db")
for column in ("code", "n", "size", "rows"): db.execute("alter table runs drop column " + column)
db.commit()'
  expect_run 0 "$DOSSIER" runs
  expect_run 2 "$DOSSIER" rerun 1
  expect_run 0 "$DOSSIER" -q visits --record
  expect_run 0 "$DOSSIER" rerun 1 --compare
  has "$err" "same rows"
}

@test "rows that are not those recorded are damage, not a difference" {
  own
  "$DOSSIER" -q visits --record >rows.tsv
  "$DOSSIER" -q sql --write "update runs set rows = x'00'"
  expect_run 1 "$DOSSIER" rerun 1 --compare
  has "$err" "damaged"
}

@test "two recorded runs side by side" {
  "$DOSSIER" -q -d two.db import "$SAMPLES"
  "$DOSSIER" -q -d two.db visits --record >/dev/null
  "$DOSSIER" -q -d two.db visits --record >/dev/null
  expect_run 0 "$DOSSIER" -d two.db runs 1 2 --format jsonl
  same "$out" ""
  has "$err" "the same"
  "$DOSSIER" -q -d two.db row reject 1 visits
  "$DOSSIER" -q -d two.db visits --record >/dev/null
  expect_run 0 "$DOSSIER" -d two.db runs 1 3 --format jsonl
  same "$(wc -l <stdout.txt)" 1
  has "$out" '"change":"removed"'
  has "$out" '"visitor":'
  has "$out" '"source":'
  has "$err" "corrections or given files had changed"
  expect_run 0 "$DOSSIER" -d two.db runs 3 1 --format jsonl
  has "$out" '"change":"added"'
  expect_run 2 "$DOSSIER" -d two.db runs 1
  has "$err" "'rerun 1 --compare'"
  expect_run 2 "$DOSSIER" -d two.db runs 1 9
  has "$err" "no run 9"
}
