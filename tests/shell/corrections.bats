#!/usr/bin/env bats
# What a person sets right: who is who, who spoke; taking back; what survives.
load helper

setup_file() { import_samples; }

start() {
  cp "$NEWS" news.db
  export DOSSIER_DB=news.db DOSSIER_WHO=ann SOURCE_DATE_EPOCH=1700000000
}
correct() { expect_run 0 "$DOSSIER" "$@"; }
sql() { "$DOSSIER" sql "$1" | tail -n +2; }
# All that corrections may touch, as SQL.
dump() { sqlite3 news.db '.dump' | grep -v 'INTO corrections\|INTO sqlite_stat'; }

@test "a merge changes every count, listing, analysis and table" {
  start
  xi=$(sql "select count(*) from mentions m join entities e on e.id = m.entity where e.name = 'Xi Jinping'")
  raisi=$(sql "select count(*) from mentions m join entities e on e.id = m.entity where e.name = 'Ebrahim Raisi'")
  has "$("$DOSSIER" visits)" "Ebrahim Raisi"
  correct entity merge Raisi "Xi Jinping"
  has "$err" "correction 1: 'Ebrahim Raisi' is 'Xi Jinping'"
  same "$(sql "select count(*) from mentions m join entities e on e.id = m.entity where e.name = 'Xi Jinping'")" $((xi + raisi))
  same "$(sql "select count(*) from entities where name = 'Ebrahim Raisi'")" 0
  has_not "$("$DOSSIER" entities | cut -f2)" "Raisi"
  has_not "$("$DOSSIER" visits | cut -f1,10)" "Ebrahim Raisi"
  same "$("$DOSSIER" -q quotes Raisi)" "$("$DOSSIER" -q quotes "Xi Jinping")"
  has "$("$DOSSIER" entities raisi)" "Xi Jinping"
  expect_run 2 "$DOSSIER" entity merge Raisi Xi
  has "$err" "one already"
}

@test "a short name stands for whom a merge makes of its two bearers" {
  start
  printf '{"id":"%s","date":"2023-04-01","text":"%s"}\n' \
    a 'John Farwell spoke on Monday. Mr Farwell left.' b 'Jonathan Farwell spoke on Tuesday.' c 'Farwell said that he was glad.' |
    "$DOSSIER" -q import --as jsonl -
  expect_run 2 "$DOSSIER" entity confirm Farwell
  has "$err" "may be one of"
  has "$err" "'John Farwell' (person, id:"
  correct entity merge "John Farwell" "Jonathan Farwell"
  same "$(sql "select name from entities where name like '%Farwell' or key like '%farwell'")" "Jonathan Farwell"
  has "$("$DOSSIER" -q quotes Farwell)" "he was glad"
}

@test "taking back after leaving restores the very same tables" {
  start
  dump >before.sql
  correct entity merge Raisi Xi
  correct entity rename "Xi Jinping" "Chairman Xi"
  correct entity alias "Chairman Xi" "Big Boss"
  correct entity unalias "Chairman Xi" "Raisi"
  correct entity ignore Minsk
  correct entity retype Fjordline person
  correct entity confirm Marchand
  correct entity split "Ebrahim Raisi"
  correct quote set 1 speaker=Marchand
  correct quote set id:2 speaker=none
  correct quote set 3 'speaker_text=a spokesman'
  expect_run 1 cmp -s before.sql <(dump)
  correct undo 11
  dump >after.sql
  diff before.sql after.sql
  expect_run 2 "$DOSSIER" undo
  has "$err" "nothing to take back"
}

@test "bringing back makes the same tables again; a new correction ends it" {
  start
  correct entity merge Raisi Xi
  correct quote set 1 speaker=Marchand
  dump >corrected.sql
  correct undo 2
  correct redo 2
  diff corrected.sql <(dump)
  expect_run 2 "$DOSSIER" redo
  correct undo
  correct entity confirm Marchand
  expect_run 2 "$DOSSIER" redo
  has "$err" "nothing to bring back"
  same "$("$DOSSIER" corrections --state undone | tail -n +2 | cut -f1)" 2
}

@test "what was taken back before another correction does not come back with it" {
  start
  correct entity confirm Marchand
  correct entity confirm Xi
  correct undo
  correct entity confirm Raisi
  correct undo
  correct redo
  has "$err" "brought back correction 3"
  expect_run 2 "$DOSSIER" redo
  correct undo 2
  correct redo 2
  same "$("$DOSSIER" corrections --state undone | tail -n +2 | cut -f1)" 2
}

@test "renamed, retyped, aliased, unaliased, ignored" {
  start
  correct entity rename Lukashenko "Aljaksandr Lukaschenka"
  has "$("$DOSSIER" visits --who Lukaschenka 2>&1; "$DOSSIER" visits --who "Aljaksandr Lukaschenka")" "Aljaksandr Lukaschenka"
  correct entity alias "Alexander Lukashenko" Batka
  same "$("$DOSSIER" -q quotes Batka)" "$("$DOSSIER" -q quotes "Alexander Lukashenko")"
  correct entity unalias "Alexander Lukashenko" Batka
  same "$("$DOSSIER" -q quotes Batka | wc -l)" 1
  correct entity retype Fjordline person
  same "$(sql "select kind from entities where name = 'Fjordline'")" person
  expect_run 2 "$DOSSIER" entity retype Fjordline persn
  has "$err" "did you mean 'person'?"
  correct entity ignore Marchand
  same "$("$DOSSIER" -q entities Marchand | wc -l)" 1
  same "$(sql "select count(*) from quotes q join entities e on e.id = q.speaker where e.name like '%Marchand'")" 0
  expect_run 2 "$DOSSIER" entity ignore Marchand
  expect_run 2 "$DOSSIER" entity rename Xi "Ebrahim Raisi"
  has "$err" "entity merge A B"
}

@test "a part is split off what it was counted with" {
  start
  printf '{"id":"%s","date":"2023-04-01","text":"%s"}\n' \
    a 'Donald Farwell spoke on Monday.' b 'Donald J. Farwell spoke on Tuesday.' c 'Farwell left.' | "$DOSSIER" -q import --as jsonl -
  same "$(sql "select group_concat(name) from entities where key like '%farwell'")" "Donald Farwell"
  expect_run 2 "$DOSSIER" entity split "Donald Farwell"
  has "$err" "split off one of its parts: 'Donald J. Farwell'"
  correct entity split "Donald J. Farwell"
  same "$(sql "select count(*) from entities where key like 'person/donald%farwell'")" 2
  expect_run 2 "$DOSSIER" entity split Marchand
  has "$err" "is counted with nothing else"
}

@test "unknown names tell the nearest; wrong verbs and counts of names what is right" {
  start
  expect_run 2 "$DOSSIER" entity merge Lukaschenko Xi
  has "$err" "did you mean 'Lukashenko'?"
  expect_run 2 "$DOSSIER" entity merg Raisi Xi
  has "$err" "did you mean 'merge'?"
  expect_run 2 "$DOSSIER" entity merge Raisi
  has "$err" "takes A B, got 1 name"
  expect_run 2 "$DOSSIER" quote set 1 mood=glad
  has "$err" "'speaker' and 'speaker_text'"
  expect_run 2 "$DOSSIER" quote set 99999 speaker=Xi
  has "$err" "no quotation has the number 99999"
  expect_run 2 "$DOSSIER" quote set 1 speaker=Nobodysuch
  has "$err" 'speaker_text="Nobodysuch"'
  expect_run 2 "$DOSSIER" --readonly entity confirm Xi
  expect_run 2 "$DOSSIER" entity rename Marchand $'March\xe1nd'
  expect_run 2 "$DOSSIER" quote set 1 $'speaker_text=March\xe1nd'
  has "$err" "must be UTF-8 text"
  expect_run 2 "$DOSSIER" undo none
  same "$(sql "select count(*) from corrections")" 0
}

@test "importing confirms nobody; the confirmed come first" {
  start
  same "$(sql "select count(*) from entities where status = 'confirmed'")" 0
  correct entity confirm Marchand
  same "$("$DOSSIER" -q entities | sed -n 2p | cut -f2,8)" "$(printf 'Etienne Marchand\tconfirmed')"
  expect_run 0 "$DOSSIER" entities
  has "$err" "1 confirmed, then"
}

@test "a quotation's speaker holds for its predicates and filters, and names its row" {
  start
  printf 'quotes Haradny\nquote set 1 speaker=Marchand --why "read it"\nquotes Marchand\n' >lines
  expect_run 0 "$DOSSIER" -q <lines
  has "$out" "$(printf 'Etienne Marchand\tWe regard this visit')"
  id=$(sql "select quote from quote_changes")
  same "$(sql "select rule, confidence from quotes where id = $id")" "$(printf 'corrected\t1')"
  same "$(sql "select distinct e.name from predicates p join entities e on e.id = p.holder where p.quote = $id")" "Etienne Marchand"
  has "$("$DOSSIER" corrections)" "read it"
  same "$(sql "select who, at, json_extract(payload, '$.before.speaker.name') from corrections")" \
    "$(printf 'ann\t2023-11-14T22:13:20Z\tPavel Haradny')"
  printf 'entities\nquote set 1 speaker=Marchand\n' >lines
  expect_run 2 "$DOSSIER" -q <lines
  has "$err" "is no quotation"
}

@test "corrections are carried over, and those that fit nothing are listed" {
  start
  correct entity merge Raisi Xi
  correct quote set 1 speaker=Marchand
  correct entity confirm Marchand
  correct undo
  "$DOSSIER" export corrections >log.jsonl
  cp "$NEWS" other.db
  expect_run 0 "$DOSSIER" -d other.db import --corrections log.jsonl
  has "$err" "3 new corrections, 0 already there"
  diff <(dump) <(sqlite3 other.db .dump | grep -v 'INTO corrections\|INTO sqlite_stat')
  same "$("$DOSSIER" -d other.db export corrections)" "$(cat log.jsonl)"
  expect_run 0 "$DOSSIER" -d other.db import --corrections log.jsonl
  has "$err" "0 new corrections, 3 already there"
  echo '{"text":"Xi Jinping spoke."}' | "$DOSSIER" -q -d third.db import --as jsonl - --corrections log.jsonl
  same "$("$DOSSIER" -d third.db corrections | cut -f1,6,7 | tail -n +2)" \
    "$(printf "1\torphaned\tno article here names 'Ebrahim Raisi'\n2\torphaned\tits article is not here\n3\tundone\t")"
  "$DOSSIER" -q -d third.db import "$SAMPLES"
  same "$("$DOSSIER" -d third.db corrections --state orphaned | wc -l)" 1
  same "$("$DOSSIER" -d third.db -q quotes Marchand)" "$("$DOSSIER" -d third.db -q quotes "Etienne Marchand")"
  echo '{"verb":"entity explode"}' >bad.jsonl
  expect_run 65 "$DOSSIER" import --corrections bad.jsonl
  has "$err" "bad.jsonl:1"
}

@test "an article that goes and comes back takes its corrections along" {
  start
  correct quote set 1 speaker=Marchand
  correct entity merge Raisi Xi
  dump | grep 'INTO quote_changes'
  "$DOSSIER" -q article remove 1
  has "$("$DOSSIER" corrections --state orphaned)" "its article is not here"
  "$DOSSIER" -q import --again "$SAMPLES"
  same "$("$DOSSIER" corrections --state orphaned | wc -l)" 1
  has "$("$DOSSIER" -q quotes Marchand)" "will travel to China"
}

@test "a moved text keeps its corrections, a changed one tells" {
  start
  article() { printf '{"id":"m","date":"2023-04-01","text":"%s"}\n' "$1" | "$DOSSIER" -q import --update --as jsonl -; }
  article 'The minister spoke on Monday. \"We shall leave at once,\" said Anna Berg. Tom Hart listened.'
  id=$(sql "select q.id from quotes q join entities e on e.id = q.speaker where e.name = 'Anna Berg'")
  correct quote set "$id" 'speaker=Tom Hart'
  article 'It rained. The minister spoke late on Monday. \"We shall leave at once,\" said Anna Berg. Tom Hart listened.'
  has "$("$DOSSIER" -q quotes 'Tom Hart')" "We shall leave at once"
  article 'It rained. The minister spoke late on Monday. Tom Hart listened.'
  has "$("$DOSSIER" corrections)" "its words are no longer in the article"
}

@test "corrections of two people are merged by their times, in any order" {
  start
  cp news.db two.db
  correct entity rename Marchand Etienne
  correct entity confirm Xi
  cp news.db three.db
  correct undo
  SOURCE_DATE_EPOCH=1700000100 "$DOSSIER" -q -d two.db entity rename Marchand Manu
  "$DOSSIER" -q merge x.db news.db two.db three.db
  "$DOSSIER" -q merge y.db three.db two.db news.db
  state() { sqlite3 "$1" "SELECT at, verb, undone <> 0 FROM corrections ORDER BY at, verb; SELECT name, status FROM entities ORDER BY key"; }
  state x.db | cmp - <(state y.db)
  has "$(state x.db)" "Manu|confirmed"
  has "$(state x.db)" "2023-11-14T22:13:20Z|entity confirm|1"
}

@test "a correction comes after those there are, whatever the clock says" {
  start
  correct entity rename Marchand Etienne
  SOURCE_DATE_EPOCH=1600000000 correct entity rename Marchand Manu
  same "$(sql "select name from entities where key = 'person/etienne marchand'")" Manu
  correct undo
  same "$(sql "select name from entities where key = 'person/etienne marchand'")" Etienne
}

@test "merging databases takes corrections over and merges what the machine said" {
  start
  correct entity merge Raisi Xi
  correct quote set 1 speaker=Marchand
  expect_run 0 "$DOSSIER" merge both.db news.db "$NEWS"
  has "$err" "2 corrections taken over"
  has "$("$DOSSIER" -d both.db -q quotes Marchand)" "will travel to China"
  correct undo 2
  "$DOSSIER" -d both.db -q undo 2
  same "$("$DOSSIER" -d both.db -q quotes)" "$("$DOSSIER" -d news.db -q quotes)"
}

@test "rows of an analysis are set right and rejected, in every view, in SQL too" {
  start
  same "$("$DOSSIER" visits --who Marchand | wc -l)" "$("$DOSSIER" sql "select * from visits('Marchand')" | wc -l)"
  n=$("$DOSSIER" visits | wc -l)
  dump >before.sql
  correct row --why "read it" set 1 place=Shanghai status=planned visits --who lukashenko
  same "$("$DOSSIER" sql "select place, status from visits where place = 'Shanghai'" | tail -n +2)" "$(printf 'Shanghai\tplanned')"
  correct row reject 1 visits --who Francis
  same "$("$DOSSIER" visits | wc -l)" $((n - 1))
  has_not "$("$DOSSIER" visits)" "Francis"
  same "$("$DOSSIER" corrections | tail -n +2 | cut -f4,6 | sort -u)" "$(printf 'row reject\tactive\nrow set\tactive')"
  expect_run 2 "$DOSSIER" row set 1 place=$'Krak\xf3w' visits
  has "$err" "must be UTF-8 text"
  expect_run 2 "$DOSSIER" row set 1 plce=Minsk visits
  has "$err" "did you mean 'place'?"
  expect_run 2 "$DOSSIER" row set 1 first=soon visits
  has "$err" "'first' must be a date (2023, 2023-02 or 2023-02-28), got 'soon'"
  expect_run 2 "$DOSSIER" row reject 99 visits
  expect_run 2 "$DOSSIER" row reject 1
  has "$err" "no result yet"
  correct undo 3
  same "$("$DOSSIER" visits | wc -l)" "$n"
  diff before.sql <(dump)
}

@test "Lua corrects with the same verbs; plugins do not" {
  start
  dump >before.sql
  cat >set.lua <<'LUA'
print(entity.merge("Raisi", db.entities{ name = "Xi Jinping" }:first()))
print(db.entities{ name = "Ebrahim Raisi" }:first().name)
local q = db.quotes{ id = 1 }:first()
quote.set(q, { speaker = "Marchand" })
print(db.quotes{ id = 1 }:first().speaker.name)
local n = #visits{}.rows
row.reject(visits{}, 1)
print(n - #visits{}.rows)
row.set(visits{}, 1, { place = "Nowhere" })
print(visits{}.rows[1].place)
print(pcall(entity.merge, "Raisi", "Nobodysuch"))
undo(4)
print(select(2, pcall(undo)))
LUA
  expect_run 0 "$DOSSIER" run set.lua
  same "$(printf '%s\n' "$out" | sed 's/\(called .Nobodysuch.\).*/\1/')" "correction 1: 'Ebrahim Raisi' is 'Xi Jinping'
Xi Jinping
Etienne Marchand
1
Nowhere
false	nobody and nothing here is called 'Nobodysuch'
there is nothing to take back"
  diff before.sql <(dump)
  expect_run 4 "$DOSSIER" --readonly run set.lua
}

@test "a quotation's speaker whom no article names any more: the correction is orphaned" {
  printf '{"id":"1","text":"Ann Smith met Bob Brown in Paris. \\"We are ready,\\" said Ann Smith. Cleo Weber came too."}\n' >one.jsonl
  printf '{"id":"2","text":"Dora Klein spoke in Rome. Dora Klein left."}\n' >two.jsonl
  "$DOSSIER" -q -d own.db import one.jsonl two.jsonl
  "$DOSSIER" -q -d own.db quote set id:1 speaker="Dora Klein"
  has "$("$DOSSIER" -d own.db corrections)" active
  "$DOSSIER" -q -d own.db article remove 2
  expect_run 0 "$DOSSIER" -d own.db corrections
  has "$out" orphaned
  has "$out" "no article here names 'Dora Klein'"
  "$DOSSIER" -q -d own.db import --again two.jsonl
  has "$("$DOSSIER" -d own.db corrections)" active
}

@test "two of one name are told apart by their kinds" {
  cp "$NEWS" own.db
  "$DOSSIER" -q -d own.db sql --write "insert into identities(key, kind, complete, n, entity, name) values('person/beijing', 0, 1, 1, 90001, 'Beijing')" >/dev/null
  "$DOSSIER" -q -d own.db sql --write "update identities set entity = id where key = 'person/beijing'" >/dev/null
  place=$("$DOSSIER" -q -d own.db sql "select id from entities where key = 'place/beijing'" | tail -n 1)
  person=$("$DOSSIER" -q -d own.db sql "select id from entities where key = 'person/beijing'" | tail -n 1)
  expect_run 0 "$DOSSIER" -d own.db entity merge id:$person id:$place
  has "$err" "'Beijing' (person) is 'Beijing' (place)"
}
