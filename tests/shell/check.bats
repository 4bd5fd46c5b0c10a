#!/usr/bin/env bats
# check: quality gates for scripts; reannotate: stored texts read again.
load helper

setup_file() { import_samples; }

start() {
  cp "$NEWS" news.db
  export DOSSIER_DB=news.db SOURCE_DATE_EPOCH=1700000000
}
gate() { "$DOSSIER" -q check "$@" 2>/dev/null | awk -F'\t' -v g="$g" '$1 == g { print $2, $3, $5, $6 }'; }
figures() { sqlite3 news.db '.dump' | grep -v 'INTO sqlite_stat'; }

@test "check tells every figure, and fails at none by itself" {
  start
  expect_run 0 "$DOSSIER" check
  for g in unattributed unsure undated unread old failed orphaned damage; do has "$out" "$g"; done
  g=undated
  same "$(gate)" "$(sqlite3 news.db "select sum(date is null) || ' ' || count(*) from articles")  "
  expect_run 0 "$DOSSIER" check --format json
  printf '%s' "$out" | python3 -c 'import json, sys; rows = json.load(sys.stdin); assert rows[0]["gate"] == "unattributed" and rows[-1]["state"] == "met", rows'
}

@test "a gate that is not met is exit 6, as a count and as a percentage" {
  start
  expect_run 6 "$DOSSIER" check --max-undated 0
  has "$err" "1 gate is not met"
  has "$out" "not met"
  expect_run 0 "$DOSSIER" check --max-undated 50% --max-unattributed 100%
  "$DOSSIER" -q quote set 1 speaker=none
  expect_run 6 "$DOSSIER" check --max-undated 0% --max-unattributed 0
  has "$err" "2 gates are not met"
  expect_run 2 "$DOSSIER" check --max-undated many
  has "$err" "a percentage like 20%"
  expect_run 2 "$DOSSIER" check --max-undatd 0
}

@test "check counts what another reader annotated, and orphaned corrections" {
  start
  sqlite3 news.db "update articles set annotated = 1 where id <= 3"
  g=old
  same "$(gate --max-old 0)" "3 14 0 not met" || same "$(gate --max-old 0 | cut -d' ' -f1,3-)" "3 0 not met"
  "$DOSSIER" -q entity merge Raisi Xi
  sqlite3 news.db "update corrections set payload = replace(payload, 'raisi', 'nobody')" "update corrections set payload = replace(payload, 'Raisi', 'Nobody')"
  g=orphaned
  same "$(gate --max-orphaned 0)" "1 1 0 not met"
  expect_run 0 "$DOSSIER" reannotate
  has "$err" "3 articles read again"
  expect_run 0 "$DOSSIER" check --max-old 0
  expect_run 0 "$DOSSIER" reannotate
  has "$err" "0 articles read again"
}

@test "check finds damage" {
  start
  page=$(sqlite3 news.db "select rootpage from sqlite_schema where name = 'dates'")
  printf '\377%.0s' {1..64} | dd of=news.db bs=1 seek=$(((page - 1) * 4096)) conv=notrunc 2>/dev/null
  expect_run 6 "$DOSSIER" check
  has "$out" "damage"
}

@test "reading again with the same reader changes nothing, corrections and numbers hold" {
  start
  "$DOSSIER" -q entity merge Raisi Xi
  "$DOSSIER" -q quote set 5 speaker=Marchand
  figures >before.sql
  expect_run 0 "$DOSSIER" reannotate --all
  figures >after.sql
  diff before.sql after.sql
  expect_run 0 "$DOSSIER" reannotate 1 2
  has "$err" "2 articles read again"
  diff before.sql <(figures)
  expect_run 2 "$DOSSIER" reannotate 999
  has "$err" "no article 999"
}

@test "numbers stay with what stands where it stood, others get new ones" {
  start
  last=$(sqlite3 news.db "select max(id) from quote_rows")
  first=$(sqlite3 news.db "select id || ' ' || start from quote_rows where article = 1 order by id limit 1")
  sqlite3 news.db "update quote_rows set start = start + 1 where id = (select max(id) from quote_rows where article = 1)"
  gone=$(sqlite3 news.db "select max(id) from quote_rows where article = 1")
  "$DOSSIER" -q reannotate 1
  same "$(sqlite3 news.db "select id || ' ' || start from quote_rows where article = 1 order by id limit 1")" "$first"
  same "$(sqlite3 news.db "select count(*) from quote_rows where id = $gone")" 0
  same "$(sqlite3 news.db "select count(*) from quote_rows where article = 1 and id > $last")" 1
  same "$(sqlite3 news.db "select count(*) from predicate_rows p where quote not null and not exists (select 1 from quote_rows q where q.id = p.quote and q.article = p.article)")" 0
  same "$(sqlite3 news.db "select count(*) from argument_rows where predicate not in (select id from predicate_rows)")" 0
}
