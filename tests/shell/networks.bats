# timeline, network, coverage; graph formats; whom a short name means.
load helper

setup_file() { load helper; import_samples; }

@test "a timeline runs from day to day, each event opens to its passage" {
  expect_run 0 "$DOSSIER" -d "$NEWS" timeline Lukashenko --format json
  printf '%s' "$out" | python3 -c '
import json, sys
rows = json.load(sys.stdin)
days = [r["first"] for r in rows]
assert days == sorted(days) and len(days) > 5, days
assert all(r["source"]["end"] > r["source"]["start"] for r in rows)
met = [r for r in rows if r["verb"] == "welcome"]
assert met and met[0]["side"] == "undergoes" and met[0]["dated_by"] == "the article", met'
  expect_run 0 "$DOSSIER" -d "$NEWS" timeline Lukashenko --after 2023-03-10 --format json
  has_not "$out" '"2023-02-28"'
  expect_run 2 "$DOSSIER" -d "$NEWS" timeline
  has "$err" "who"
}

@test "a network as gexf and graphml is well-formed and complete, lone ones too" {
  for form in gexf graphml; do
    expect_run 0 "$DOSSIER" -d "$NEWS" network --min 1 --isolated --as $form -o net.$form
    same "$out" ""
    python3 - net.$form <<'END'
import sys, xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
local = lambda e: e.tag.split('}')[1]
nodes = [e.get('id') for e in root.iter() if local(e) == 'node']
edges = [(e.get('source'), e.get('target')) for e in root.iter() if local(e) == 'edge']
assert len(nodes) == len(set(nodes)) > 10
used = {n for e in edges for n in e}
assert used <= set(nodes) and set(nodes) - used, "there are lone nodes"
END
  done
  expect_run 0 "$DOSSIER" -d "$NEWS" network lukashenko --relation together -o net.dot
  has "$(cat net.dot)" 'dir=none'
  expect_run 2 "$DOSSIER" -d "$NEWS" network --kind persn
  has "$err" "'kind' must be one of person|organization|place|other, got 'persn'"
  expect_run 2 "$DOSSIER" -d "$NEWS" visits --as gexf
  has "$err" "two columns of type entity"
}

@test "who is named together is counted as the database counts it, whoever comes first" {
  for within in sentence article; do
    unit=$([ $within = sentence ] && echo "a.sentence = b.sentence" || echo "1")
    expect_run 0 "$DOSSIER" -d "$NEWS" network --relation together --within $within --min 1 --format tsv --all-copies
    printf '%s\n' "$out" | tail -n +2 | cut -f 1,2,4,5 | sort >got
    expect_run 0 "$DOSSIER" -d "$NEWS" sql "WITH named AS (SELECT DISTINCT m.article, m.sentence, e.id, e.name FROM mentions m
        JOIN entities e ON e.id = m.entity WHERE m.form = 'name' AND e.kind IN ('person', 'organization'))
      SELECT a.name, b.name, count(DISTINCT a.article || ' ' || CASE WHEN '$within' = 'sentence' THEN a.sentence ELSE 0 END) AS weight,
        count(DISTINCT a.article) FROM named a JOIN named b ON a.article = b.article AND $unit AND a.name < b.name
      GROUP BY a.id, b.id HAVING weight >= 1" --format tsv
    printf '%s\n' "$out" | tail -n +2 | sort >wanted
    [ "$(wc -l <wanted)" -gt 5 ]
    diff wanted got
  done
}

@test "who speaks of whom has a direction" {
  expect_run 0 "$DOSSIER" -d "$NEWS" network --relation speaks --min 1 --format json
  printf '%s' "$out" | python3 -c '
import json, sys
rows = json.load(sys.stdin)
assert rows and all(r["directed"] and r["relation"] == "speaks of" and r["from"] != r["to"] for r in rows), rows'
}

@test "coverage by outlet adds up" {
  expect_run 0 "$DOSSIER" -d "$NEWS" coverage Lukashenko --format json
  printf '%s' "$out" | python3 -c '
import json, sys
rows = json.load(sys.stdin)
assert sum(r["articles"] for r in rows) == '"$("$DOSSIER" -d "$NEWS" sql "SELECT count(DISTINCT m.article) FROM mentions m JOIN entities e ON e.id = m.entity JOIN articles a ON a.id = m.article WHERE e.name = 'Alexander Lukashenko' AND a.duplicate_of IS NULL" --format tsv | tail -n 1)"'
assert all(0 < r["share"] <= 1 and -1 <= r["tone"] <= 1 and r["sentences"] <= r["mentions"] for r in rows), rows'
  expect_run 0 "$DOSSIER" -d "$NEWS" coverage Lukashenko --sample 0 --format json
  has "$out" '"tone":null'
}

@test "a short name means the one who stands in ten times the articles of the next, and says so" {
  for i in $(seq 1 24); do
    printf '{"id":"b%s","date":"2015-01-%02d","text":"President Barnaby Oldham visited town number %s on Monday. Oldham said that he was glad."}\n' "$i" "$i" "$i"
  done >few.jsonl
  printf '{"id":"m","date":"2015-02-01","text":"Matilda Oldham opened a school in Chicago. Oldham said: \\"I am happy.\\""}\n' >>few.jsonl
  expect_run 0 "$DOSSIER" -q -d few.db import few.jsonl
  expect_run 0 "$DOSSIER" -d few.db timeline Oldham --format json
  has "$err" "'Oldham' is taken as Barnaby Oldham"
  has "$err" "Matilda Oldham"
  has "$out" "number 19"
  printf '{"id":"m%s","date":"2015-03-01","text":"Matilda Oldham opened school %s in Chicago. Oldham was happy."}\n' 1 1 2 2 3 3 4 4 >more.jsonl
  expect_run 0 "$DOSSIER" -q -d few.db import more.jsonl
  expect_run 2 "$DOSSIER" -d few.db timeline Oldham
  has "$err" "ambiguous"
}
