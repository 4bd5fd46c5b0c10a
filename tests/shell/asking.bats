# Listings, search, SQL, plugins.
load helper

setup_file() { load helper; import_samples; }

rows() { "$DOSSIER" -d "$NEWS" "$@" --format jsonl | wc -l; }

@test "articles, by date, undated ones last" {
  same "$(rows articles)" 13
  same "$(rows articles --undated)" 1
  same "$("$DOSSIER" -d "$NEWS" articles | tail -n 1 | cut -f 3)" "Hill Town Letter"
  same "$(rows articles --since 2023-03-13)" 6
  same "$(rows articles --until 2023-02)" 3
  same "$(rows articles --since 2023-03 --until 2023-03-01)" 1
  same "$(rows articles --outlet 'agency briefs')" 3
  same "$(rows articles --article 2)" 1
}

@test "entities by name and kind" {
  expect_run 0 "$DOSSIER" -d "$NEWS" entities lukashenko --kind person --format json
  printf '%s' "$out" | python3 -c '
import json, sys
rows = json.load(sys.stdin)
assert rows[0]["name"] == "Alexander Lukashenko" and rows[0]["articles"] >= 5, rows'
}

@test "quotes by speaker, without speaker, unsure ones" {
  expect_run 0 "$DOSSIER" -d "$NEWS" quotes haradny --format json
  has "$out" "every Chinese investor"
  "$DOSSIER" -d "$NEWS" quotes --unattributed --format json | python3 -c '
import json, sys
assert all(row["speaker"] is None for row in json.load(sys.stdin))'
  "$DOSSIER" -d "$NEWS" quotes --below 0.6 --format json | python3 -c '
import json, sys
assert all(row["confidence"] < 0.6 for row in json.load(sys.stdin))'
}

@test "search finds words, phrases, either, and never has a syntax error" {
  same "$(rows search unbreakable)" 1
  same "$(rows search '"peace plan"')" 1
  [ "$(rows search 'snowstorm OR ferry')" = 2 ]
  for query in "isn't" 'peace-plan' '"unclosed' 'AND' '(' 'a:b' '*' "O'Brien" 'x AND' 'NEAR(' '%' '^x' '+'; do
    expect_run 0 "$DOSSIER" -d "$NEWS" search "$query"
  done
}

@test "a search row opens to the sentence of the hit" {
  expect_run 0 "$DOSSIER" -d "$NEWS" search unbreakable --format json
  printf '%s' "$out" | python3 -c 'import json, sys; assert "unbreakable" in json.load(sys.stdin)[0]["passage"]'
}

@test "kwic shows each hit between its words, at the right place" {
  expect_run 0 "$DOSSIER" -d "$NEWS" kwic visit --width 20 --sort left --format json
  sqlite3 "$NEWS" "select json_group_object(id, text) from articles" >texts.json
  python3 - <<'P'
import json
rows, texts = json.load(open("stdout.txt")), json.load(open("texts.json"))
assert len(rows) >= 8, len(rows)
for row in rows:
    source = row["source"]
    assert texts[str(source["article"])].encode()[source["start"]:source["end"]].decode() == row["match"]
    assert len(row["left"]) <= 20 and len(row["right"]) <= 20
P
}

@test "sql: one statement, several, a wrong one, no writing" {
  expect_run 0 "$DOSSIER" -d "$NEWS" sql "select count(*) as n from articles" --format jsonl
  same "$out" '{"n":13}'
  expect_run 0 bash -c "echo 'select 1 as a; select 2 as b' | '$DOSSIER' -d '$NEWS' sql - --format csv"
  has "$out" "a"
  has "$out" "2"
  expect_run 2 "$DOSSIER" -d "$NEWS" sql "selec 1"
  has "$err" "syntax error"
  expect_run 2 "$DOSSIER" -d "$NEWS" sql "delete from articles"
  same "$(rows articles)" 13
}

@test "a plugin is a table in SQL" {
  expect_run 0 "$DOSSIER" -d "$NEWS" sql "select count(*) as n from visits" --format jsonl
  n=$(rows visits)
  same "$out" "{\"n\":$n}"
  expect_run 0 "$DOSSIER" -d "$NEWS" sql "select * from visits" --open 1
  has "$out" "article "
}

@test "plugins run with their arguments and shared options" {
  [ "$(rows visits)" -gt 3 ]
  [ "$(rows visits lukashenko)" -gt 0 ]
  [ "$(rows visits --who lukashenko)" = "$(rows visits lukashenko)" ]
  [ "$(rows visits --who lukashenko)" -lt "$(rows visits)" ]
  [ "$(rows visits --list)" -ge "$(rows visits)" ]
  same "$(rows visits --until 2001)" 0
  [ "$(rows stances)" -gt 3 ]
  [ "$(rows sentiment)" -gt 0 ]
}

@test "every row of an analysis has a source inside its article" {
  sqlite3 "$NEWS" "select json_group_object(id, length(cast(text as blob))) from articles" >sizes.json
  for plugin in visits stances "stances --list" "sentiment --list" "visits --list"; do
    # shellcheck disable=SC2086
    "$DOSSIER" -d "$NEWS" $plugin --format jsonl >rows.jsonl
    python3 - "$plugin" <<'P'
import json, sys
sizes = json.load(open("sizes.json"))
for line in open("rows.jsonl"):
    row = json.loads(line)
    sources = row.get("sources") or [row["source"]]
    for source in sources:
        assert 0 <= source["start"] < source["end"] <= sizes[str(source["article"])], (sys.argv[1], row)
P
  done
}

@test "plugins lists them with their files" {
  expect_run 0 "$DOSSIER" plugins --format json
  printf '%s' "$out" | python3 -c '
import json, os, sys
rows = json.load(sys.stdin)
assert {"visits", "stances", "sentiment"} <= {row["name"] for row in rows}
assert all(os.path.exists(row["file"]) for row in rows)'
}

@test "plugins new makes one that runs, is listed and passes its check" {
  mkdir .dossier
  expect_run 0 "$DOSSIER" plugins new mine
  [ -s .dossier/plugins/mine.lua ]
  expect_run 0 "$DOSSIER" plugins check mine
  expect_run 0 "$DOSSIER" -d "$NEWS" mine --format json
  expect_run 0 "$DOSSIER" help mine
  expect_run 2 "$DOSSIER" plugins new mine
  expect_run 2 "$DOSSIER" plugins new "No Name"
  expect_run 2 "$DOSSIER" plugins new quotes
}

@test "an article can be removed" {
  cp "$NEWS" mine.db
  expect_run 0 "$DOSSIER" -d mine.db article remove 1
  same "$("$DOSSIER" -d mine.db articles --format jsonl | wc -l)" 12
  expect_run 2 "$DOSSIER" -d mine.db article remove 1
  expect_run 2 "$DOSSIER" -d mine.db article remove x
}

@test "an ambiguous name is exit 2 with the candidates" {
  printf '%s\n' '{"text":"John Smithers said yes. Mary Smithers said no.","title":"a","date":"2023-01-01"}' >two.jsonl
  "$DOSSIER" -q -d two.db import two.jsonl
  expect_run 2 "$DOSSIER" -d two.db quotes --speaker Smithers
  has "$err" "John Smithers"
  has "$err" "Mary Smithers"
}

@test "two names in one breath: what was meant" {
  expect_run 0 "$DOSSIER" -d "$NEWS" quotes Lukashenko Xi Jinping
  has "$err" 'quotes Lukashenko --about "Xi Jinping"'
  expect_run 0 "$DOSSIER" -d "$NEWS" quotes Lukashenko nobody
  has_not "$err" "--about"
  expect_run 0 "$DOSSIER" -d "$NEWS" quotes Xi Jinping
  has_not "$err" "--about"
}

@test "what is missing is named with what to do next" {
  expect_run 2 "$DOSSIER" -d "$NEWS" open 99
  has "$err" "'articles' lists those there are"
  expect_run 2 "$DOSSIER" -d "$NEWS" search
  has "$err" "usage: search QUERY; 'help search' tells more"
  expect_run 0 "$DOSSIER" -d "$NEWS" find hungary
  has "$out" "Pope to visit Hungary"
}

@test "--limit prints the first rows of an analysis and says of how many" {
  expect_run 0 "$DOSSIER" -d "$NEWS" stances --format csv
  same "$(head -3 <<<"$out")" "$("$DOSSIER" -q -d "$NEWS" stances --limit 2 --format csv)"
  local rows=$(($(wc -l <<<"$out") - 1))
  expect_run 0 "$DOSSIER" -d "$NEWS" stances --limit 2
  has "$err" "the first 2 of $rows rows; '--limit 0' prints all"
  expect_run 0 "$DOSSIER" -d "$NEWS" stances --limit "$rows"
  has_not "$err" "the first"
  expect_run 0 "$DOSSIER" -d "$NEWS" stances --limit 1 --open 2
  expect_run 2 "$DOSSIER" -d "$NEWS" stances --limit -1
}
