# SQL: the tables, the plugins as tables, the functions.
load helper

setup_file() { load helper; import_samples; }

sql() { "$DOSSIER" -d "$NEWS" sql "$@"; }

@test "every plugin is a table; its rows are those of the command" {
  expect_run 0 sql "select visitor, count(*) as n from visits where first >= '2023' group by 1 order by 1"
  has "$out" "Alexander Lukashenko	2"
  sql "select visitor, place, first from visits order by rowid" >table.tsv
  "$DOSSIER" -d "$NEWS" visits --format json >visits.json
  python3 - <<'P'
import json
rows = [tuple(r[c] or "" for c in ("visitor", "place", "first")) for r in json.load(open("visits.json"))]
table = [tuple(line.rstrip("\n").split("\t")) for line in open("table.tsv")][1:]
assert rows == table, (rows, table)
P
  for name in stances sentiment visits_list stances_list sentiment_list; do expect_run 0 sql "select count(*) from $name"; done
}

@test "arguments: in their order, by name, as a column's value; the shared ones" {
  expect_run 0 sql "select place from visits('lukashenko') order by 1"
  same "$out" $'place\nBeijing\nTehran'
  expect_run 0 sql "select place from visits where who = 'lukashenko' and \"to\" = 'iran'"
  same "$out" $'place\nTehran'
  expect_run 0 sql "select distinct status from visits where status = 'cancelled'"
  same "$out" $'status\ncancelled'
  expect_run 0 sql "select count(*) as n from visits where since = '2023-03-10' and visitor = 'Alexander Lukashenko'"
  same "$out" $'n\n1'
  expect_run 2 sql "select * from visits where status = 'anounced'"
  has "$err" "announced"
  expect_run 0 sql "select e.name, v.place from entities e join visits v on v.who = e.name where e.name = 'Alan Prescott'"
  has "$out" "Alan Prescott"
}

@test "a row of SQL opens to its passage" {
  expect_run 0 sql "select visitor, source_article, source_start, source_end from visits('lukashenko')" --open 1
  has "$out" »
}

@test "excerpt gives the words, whole characters, null for none" {
  expect_run 0 sql "select count(*) as n from sentences where excerpt(article, start, \"end\") is null"
  same "$out" $'n\n0'
  expect_run 0 sql "select excerpt(article, start, \"end\") = substr(text, 1) as x from articles a, (select id as article, 0 as start, length(cast(text as blob)) as \"end\" from articles) s where s.article = a.id and not x"
  same "$out" x
  expect_run 0 sql "select excerpt(1, 0, 5) as a, excerpt(999, 0, 5) as b, excerpt(1, 9, 3) as c, excerpt(null, 0, 5) as d, excerpt(1, -7, 5) as e"
  same "$(tail -n 1 stdout.txt)" "MINSK				MINSK"
  expect_run 0 sql "select excerpt(1, 0, 7) as a"
  same "$(tail -n 1 stdout.txt)" "MINSK "
}

@test "entity is who is meant; tone is -1 to 1" {
  expect_run 0 sql "select name from entities where id = entity('lukashenko')"
  same "$out" $'name\nAlexander Lukashenko'
  expect_run 0 sql "select entity('Nobody Whatsoever') is null as x, entity(null) is null as y"
  same "$(tail -n 1 stdout.txt)" "1	1"
  expect_run 0 sql "select tone('A wonderful success.') > 0 as good, tone('A shameful disaster.') < 0 as bad, tone(null) is null as none"
  same "$(tail -n 1 stdout.txt)" "1	1	1"
  expect_run 0 sql "select count(*) as n from quotes q where abs(tone(excerpt(q.article, q.start, q.\"end\"))) <= 1 and q.speaker = entity('Xi Jinping')"
  [ "$(tail -n 1 stdout.txt)" -gt 0 ]
}

@test "an ambiguous name is an error with the candidates" {
  printf '{"text":"John Smith spoke in Paris.","id":"1"}\n{"text":"Mary Smith spoke in London.","id":"2"}\n' >smith.jsonl
  "$DOSSIER" -q -d smith.db import smith.jsonl
  expect_run 2 "$DOSSIER" -d smith.db sql "select entity('smith')"
  has "$err" "John Smith"
  has "$err" "Mary Smith"
}

@test "read-only unless asked" {
  cp "$NEWS" mine.db
  expect_run 2 "$DOSSIER" -d mine.db sql "create table notes (x)"
  has "$err" "--write"
  expect_run 0 "$DOSSIER" -d mine.db sql --write "create table notes (x); insert into notes values (7)"
  expect_run 0 "$DOSSIER" -d mine.db sql "select x from notes"
  same "$out" $'x\n7'
  expect_run 2 "$DOSSIER" --readonly -d mine.db sql --write "drop table notes"
}

@test "a mistake in SQL is wrong usage, and says what" {
  expect_run 2 sql "selec 1"
  has "$err" selec
  expect_run 2 sql "select nothing from articles"
  has "$err" nothing
}
