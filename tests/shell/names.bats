# Whom and what a person means: numbers, nearest names, what was said about whom.
load helper
setup_file() { load helper; import_samples; }

d() { "$DOSSIER" -d "$NEWS" "$@"; }
id_of() { d sql "select entity('$1')" | tail -n 1; }

@test "what somebody said about somebody, and with which words" {
  expect_run 0 d quotes --about Ukraine --format jsonl
  [ "$(wc -l <stdout.txt)" -gt 0 ]
  python3 - <<'P'
import json
for line in open("stdout.txt"): assert "Ukrain" in json.loads(line)["quote"], line
P
  same "$(d quotes --about ukraine --format csv)" "$(d quotes --about "id:$(id_of Ukraine)" --format csv)"
  expect_run 0 d quotes "Pavel Haradny" --about Ukraine --format csv
  has "$out" "peace plan"
  expect_run 0 d quotes Lukashenko --about Iran --words nothing-like-it --format jsonl
  same "$out" ""
  expect_run 0 d quotes --words "PEACE PLAN" --format csv
  has "$out" "peace plan"
  expect_run 0 d quotes Lukashenko --about Hungary
  has "$err" "no quotation of Lukashenko names it; 'search"
  expect_run 0 d quotes --about Hungry
  has "$err" "did you mean 'Hungary'?"
  expect_run 2 d quotes --abuot Hungary
  has "$err" "did you mean '--about'?"
}

@test "a number names an entity wherever a name does, an article wherever one is meant" {
  id=$(id_of Lukashenko)
  for number in "id:$id" "#$id"; do
    same "$(d quotes "$number" --format csv)" "$(d quotes Lukashenko --format csv)"
    same "$(d quotes --speaker "$number" --format csv)" "$(d quotes Lukashenko --format csv)"
    same "$(d visits "$number" --format csv)" "$(d visits "Alexander Lukashenko" --format csv)"
    same "$(d timeline --who "$number" --format csv)" "$(d timeline "Alexander Lukashenko" --format csv)"
    same "$(d search "entity:$number china" --format csv)" "$(d search 'entity:Lukashenko china' --format csv)"
    same "$(d kwic "china entity:$number" --format csv)" "$(d kwic 'china entity:Lukashenko' --format csv)"
    same "$(d sql "select entity('$number')" | tail -n 1)" "$id"
    same "$(d sql "select count(*) from visits('$number')" | tail -n 1)" "$(d sql "select count(*) from visits('Alexander Lukashenko')" | tail -n 1)"
    same "$(d entities "$number" --format csv | wc -l)" 2
    same "$(echo "print(db.quotes{ who = '$number' }:count())" | d run -)" "$(echo "print(db.quotes{ who = 'Lukashenko' }:count())" | d run -)"
    cp "$NEWS" mine.db
    expect_run 0 "$DOSSIER" -d mine.db entity rename "$number" "Somebody Else"
    has "$err" "Somebody Else"
  done
  for number in 3 id:3 '#3'; do
    same "$(d open "$number" | head -n 1)" "Xi and Lukashenko sign 20 agreements"
    same "$(d articles --article "$number" --format csv | tail -n 1 | cut -d, -f1)" 3
    same "$(d quotes --article "$number" --format csv)" "$(d quotes --article 3 --format csv)"
    same "$(d stances --list --article "$number" --format csv)" "$(d stances --list --article 3 --format csv)"
  done
  cp "$NEWS" mine.db
  expect_run 0 "$DOSSIER" -d mine.db reannotate id:3
  expect_run 0 "$DOSSIER" -d mine.db quote set id:1 speaker="id:$id"
  expect_run 0 "$DOSSIER" -d mine.db article remove '#3'
  expect_run 2 d open 0
  expect_run 2 d articles --article id:x
  expect_run 0 d quotes id:999999
  has "$err" "nobody and nothing here is called 'id:999999'"
}

@test "a number leads to the one it was merged into" {
  cp "$NEWS" mine.db
  raisi=$(id_of Raisi) xi=$(id_of "Xi Jinping")
  "$DOSSIER" -q -d mine.db entity merge "id:$raisi" "id:$xi"
  same "$("$DOSSIER" -d mine.db quotes "id:$raisi" --format csv)" "$("$DOSSIER" -d mine.db quotes "Xi Jinping" --format csv)"
}

@test "entities: who bears the word comes before who has it inside one" {
  printf '{"text":"%s"}\n' "Mexico and Canada met. Mexico and Mexico City grew. Mr Xi spoke. President Xi Jinping visited Mexico. Tom Ximenez left." >a.jsonl
  "$DOSSIER" -q -d a.db import a.jsonl
  expect_run 0 "$DOSSIER" -d a.db entities xi --format csv
  has "$(sed -n 2p stdout.txt)" "Xi Jinping"
  has "$(sed -n 3p stdout.txt)" "Ximenez"
  has_not "$out" Mexico
  expect_run 0 "$DOSSIER" -d a.db entities exic --format csv
  has "$out" Mexico
  expect_run 0 "$DOSSIER" -d a.db entities "Tom Ximenes"
  has "$err" "did you mean"
}

@test "a name nobody bears: the nearest is named everywhere" {
  for command in "quotes Lukashenkoo" "visits Lukashenkoo" "timeline Lukashenkoo" "search entity:Lukashenkoo" "kwic china entity:Lukashenkoo" "entities Lukashenkoo"; do
    expect_run 0 d $command
    has "$err" "did you mean 'Lukashenko'?"
  done
  cp "$NEWS" mine.db
  expect_run 2 "$DOSSIER" -d mine.db entity confirm Lukashenkoo
  has "$err" "did you mean 'Lukashenko'?"
}

@test "a search that finds nothing says what may; several entities must all be named" {
  expect_run 0 d search '"Beijing Lukashenko"'
  has "$err" "without quotation marks"
  expect_run 0 d search 'Beijing zebra'
  has "$err" "OR between them"
  expect_run 0 d search lukashen
  has "$err" "'lukashen*' finds all that begins so"
  expect_run 0 d kwic 'Beijing zebra'
  has "$err" "OR between them"
  expect_run 0 d search 'entity:Lukashenko entity:Raisi' --format jsonl
  same "$(wc -l <stdout.txt)" "$(d sql "select count(distinct m.article) from mentions m join mentions n using (article) where m.entity = entity('Lukashenko') and n.entity = entity('Raisi')" | tail -n 1)"
  expect_run 0 d search 'entity:Raisi' --format jsonl
  has "$(head -n 1 stdout.txt | python3 -c 'import json, sys; print(json.load(sys.stdin)["passage"])')" Raisi
  expect_run 2 d search 'outlet:"Northern Wire" outlet:"Capital Tribune"'
  has "$err" "column 24: 'outlet:' stands twice"
}

@test "control characters in a text are no hits" {
  printf '{"text":"A \\u0002strange\\u0003 text. The sanctions \\u0002hurt the sanctions\\u0003 regime, said Mr Smith."}\n' >a.jsonl
  "$DOSSIER" -q -d a.db import a.jsonl
  expect_run 0 "$DOSSIER" -d a.db kwic sanctions --format jsonl
  same "$(wc -l <stdout.txt)" 2
  python3 - <<'P'
import json
text = json.loads(open("a.jsonl").read())["text"].encode()
for row in map(json.loads, open("stdout.txt")):
    assert row["match"] == "sanctions" and text[row["source"]["start"]:row["source"]["end"]] == b"sanctions", row
    assert len(row["right"]) > 5, row
P
  expect_run 0 "$DOSSIER" -d a.db search sanctions --format jsonl
  has "$out" "The sanctions"
}

@test "whom a quotation names" {
  cat >who.lua <<'L'
local quote = db.quotes{ speaker = "Todd Mercer" }:first()
for m in quote.mentions:each() do print(m.entity.name, m.start_byte >= quote.start_byte and m.end_byte <= quote.end_byte) end
print(quote.mentions{ kind = "place" }:count() <= quote.mentions:count(), #db.quotes:first().mentions > 0)
L
  expect_run 0 d run who.lua
  has "$out" "Beijing	true"
  has "$out" "Alexander Lukashenko	true"
  has_not "$out" false
  has_not "$out" "Todd Mercer"
}

@test "a surname is not somebody's who stands beside it as another" {
  mkdir kin
  printf 'President Reagan will visit Rome. Nancy Reagan will go with him.\n' >kin/a.txt
  printf 'President Reagan met the queen on Friday.\n' >kin/b.txt
  printf 'President Reagan signed the treaty.\n' >kin/c.txt
  expect_run 0 "$DOSSIER" -q -d kin.db import kin
  expect_run 0 "$DOSSIER" -d kin.db entities reagan --format jsonl
  has "$out" '"name":"Reagan","kind":"person","country":null,"note":"President","articles":3'
  has "$out" '"name":"Nancy Reagan","kind":"person","country":null,"note":null,"articles":1'
  printf 'President Ronald Reagan spoke.\n' >kin/d.txt
  printf 'Ronald Reagan spoke again.\n' >kin/e.txt
  expect_run 0 "$DOSSIER" -q -d kin.db import kin
  expect_run 0 "$DOSSIER" -d kin.db entities "nancy reagan" --format jsonl
  has "$out" '"articles":1'
}
