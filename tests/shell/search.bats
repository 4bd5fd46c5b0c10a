# Fields in searches, and whatever else people type.
load helper
setup_file() { load helper; import_samples; }

d() { "$DOSSIER" -d "$NEWS" "$@"; }
hits() { "$DOSSIER" -q -d "$NEWS" "$@" --format csv 2>stderr.txt | tail -n +2 | wc -l; }

@test "fields narrow a search, alone or with words" {
  same "$(hits search 'outlet:"northern wire"')" 1
  same "$(hits search 'outlet:"Northern Wire" museum')" 0
  same "$(hits search 'date:2023-04')" 2
  same "$(hits search 'date:..2023-02')" 3
  same "$(hits search 'date:2023-02-27..2023-03-01')" 3
  [ "$(hits search 'china')" -gt "$(hits search 'china date:2023-03..')" ]
  [ "$(hits search 'entity:Lukashenko china')" -ge 3 ]
  same "$(hits search 'entity:Raisi date:2023-02')" 0
  same "$(hits search 'quoted:"contribution to peace"')" 1
  same "$(hits search 'quoted:"unbreakable friendship" outlet:"Northern Wire"')" 0
  same "$(hits kwic 'outlet:"Northern Wire" quoted:zebra')" 0
  [ "$(hits kwic 'china entity:Lukashenko')" -gt 0 ]
}

@test "a mistake in a field points at its column; an unknown name is no failure" {
  expect_run 2 "$DOSSIER" -d "$NEWS" search 'china date:feb'
  has "$err" "column 7: 'date:' must be"
  expect_run 2 "$DOSSIER" -d "$NEWS" search 'china NOT outlet:Wire'
  has "$err" "column 11: 'outlet:' narrows the whole search"
  expect_run 0 "$DOSSIER" -d "$NEWS" search 'entity:Nobodyson'
  has "$err" "nobody and nothing here is called 'Nobodyson'"
}

@test "no text yields an error of SQL or of the index" {
  python3 - >queries.txt <<'P'
import random
random.seed(5)
parts = ['"', "'", "(", ")", "*", "NEAR", "NEAR/3", "OR", "NOT", "AND", "outlet:", 'outlet:"', "date:2023", "quoted:'", "entity:", "^", "-", "--",
         "{", "}", ":", "title:", "%", ";", "peace", "isn't", "peace-plan", "\u201cx\u201d", "\\", "+", "a" * 300]
for _ in range(25):
    print("".join(random.choice(parts) + random.choice(["", " "]) for _ in range(random.randint(1, 9))))
P
  while read -r line; do
    for command in search kwic; do
      status=0
      "$DOSSIER" -q -d "$NEWS" $command -- "$line" >out.txt 2>err.txt || status=$?
      if [ $status -ne 0 ] && ! { [ $status -eq 2 ] && grep -Eq "column [0-9]+: '" err.txt; }; then
        echo "$command $line: $status"; cat err.txt; return 1
      fi
    done
  done <queries.txt
}

@test "the passage is the sentence of the first hit, whatever was searched; of a hit in the title alone it is the first" {
  cat >two.jsonl <<'J'
{"id": "one", "date": "2023-01-01", "title": "Otters return", "text": "Rain fell in Réville all day. The old weir of the mill was mended. A weir must let fish pass. Otters like a mended weir."}
J
  "$DOSSIER" -q -d two.db import two.jsonl
  passage() { "$DOSSIER" -q -d two.db search "$1" --format jsonl | python3 -c 'import json, sys; print(json.loads(sys.stdin.readline())["passage"])'; }
  same "$(passage weir)" "The old weir of the mill was mended."
  same "$(passage 'fish OR otters')" "A weir must let fish pass."
  same "$(passage '"mended weir"')" "Otters like a mended weir."
  same "$(passage 'reville')" "Rain fell in Réville all day."
  same "$(passage 'mil*')" "The old weir of the mill was mended."
  same "$(passage 'fish NEAR/4 weir')" "A weir must let fish pass."
  same "$(passage 'title:otters')" "Rain fell in Réville all day."
}

@test "--limit gives the first rows of the whole, and says of how many; a file is whole, a terminal shows 100" {
  python3 - >many.jsonl <<'P'
import json
for i in range(130):
    print(json.dumps({"id": f"a{i}", "date": f"2023-{1 + i % 12:02}-{1 + i % 28:02}", "outlet": "Wire" if i % 2 else "Post",
                      "title": f"Report {i}", "text": f"The river rose by {i} metres in town {i}. " + "The river is wide. " * (i % 7) + f"Number {i * 7919} fell."}))
P
  "$DOSSIER" -q -d many.db import many.jsonl
  for query in river 'river outlet:Wire' 'river date:2023-03..2023-09' 'date:2023-02..' '"river rose" NOT wide'; do
    for command in search "kwic" "kwic --sort right"; do
      "$DOSSIER" -q -d many.db $command --format csv "$query" >whole.csv
      "$DOSSIER" -q -d many.db $command --limit 7 --format csv "$query" >some.csv
      same "$(head -n 8 whole.csv)" "$(cat some.csv)"
      "$DOSSIER" -q -d many.db $command --limit 0 --format csv "$query" | cmp - whole.csv
    done
  done
  expect_run 0 "$DOSSIER" -d many.db search river --limit 7
  has "$err" "the best 7 of 130 articles; '--limit 0' lists all"
  expect_run 0 "$DOSSIER" -d many.db search 'river outlet:Wire' --limit 7
  has "$err" "the best 7 of 65 articles"
  expect_run 0 "$DOSSIER" -d many.db search date:2023-01 --limit 3
  has "$err" "the latest 3 of 11 articles"
  expect_run 0 "$DOSSIER" -d many.db kwic 'river date:2023-01' --limit 4
  has "$err" "the first 4 hits, 11 articles have some; '--limit 0' lists every one"
  expect_run 0 "$DOSSIER" -d many.db search river --limit 130
  [[ "$err" != *best* ]]
  expect_run 2 "$DOSSIER" -d many.db search river --limit many
  same "$("$DOSSIER" -q -d many.db search river | wc -l)" 131
  expect -c 'log_user 1; set stty_init "columns 100 rows 40"; spawn -noecho $env(DOSSIER) --color never -d many.db search river; expect eof' >terminal.txt
  has "$(cat terminal.txt)" "100 rows"
  has "$(cat terminal.txt)" "the best 100 of 130 articles"
}

@test "one article's listings are what the whole has of it" {
  "$DOSSIER" -q -d "$NEWS" articles --format csv | awk -F, 'NR==1 || $1==3' >all.csv
  "$DOSSIER" -q -d "$NEWS" articles --article 3 --format csv | cmp - all.csv
  for command in "search china" "kwic china" entities quotes; do
    n=$("$DOSSIER" -q -d "$NEWS" $command --article 3 --format jsonl | python3 -c 'import json, sys; print({json.loads(l)["source"]["article"] for l in sys.stdin} <= {3})')
    same "$n" True
  done
}

@test "who is named, counted without a scope, is what a scope of all articles counts" {
  cp "$NEWS" own.db
  "$DOSSIER" -q -d own.db entity ignore Beijing
  "$DOSSIER" -q -d own.db entity rename China "The Middle Kingdom"
  sqlite3 own.db "update articles set date = '2023-01-01' where date is null; update articles set duplicate_of = 1 where id = 2"
  for options in "" "--all-copies" "--kind place"; do
    "$DOSSIER" -q -d own.db entities $options --format jsonl >all.jsonl
    [ "$(wc -l <all.jsonl)" -gt 10 ]
    "$DOSSIER" -q -d own.db entities $options --since 1000 --format jsonl | cmp - all.jsonl
  done
  head -n 1 all.jsonl | grep -q "The Middle Kingdom"
  [[ "$("$DOSSIER" -d own.db completion words quotes --speaker bei)" != *Beijing* ]]
  "$DOSSIER" -q -d own.db entity alias China Zhongguo
  has "$("$DOSSIER" -d own.db completion words quotes --speaker zho)" Zhongguo
}

@test "hits that lie outside the dates are told" {
  for words in "search lukashenko --since 2030" "search lukashenko date:2030" "kwic lukashenko --until 2001" "search lukashenko* AND belarus --since 2030"; do
    expect_run 0 d $words
    has "$err" "no hit of that time; "
    has "$err" "other articles have one"
    has_not "$err" "no article has"
  done
  expect_run 0 d search hungary --outlet "Harbour Courier" --until 2023-02-26
  has "$err" "no hit of that outlet and time; 1 other article has one"
  expect_run 0 d search zzyzx --since 2030
  has "$err" "no article has the word"
}

@test "an answer that is empty because of its dates, outlet or article says so" {
  for words in "quotes --since 2030" "visits --until 2001" "articles --since 2030" "entities xi --since 2030"; do
    expect_run 0 d $words
    has "$err" "no article is of that time; those here are from 2023-02-26 to 2023-04-17"
  done
  expect_run 0 d quotes xi --until 2023-02-26
  has "$err" "no quotation of that time; "
  expect_run 0 d quotes --about hungary --since 2023-03
  has "$err" "no quotation of that time; "
  has_not "$err" "names it"
  expect_run 0 d articles --outlet Northern
  has "$err" "did you mean 'Northern Wire'?"
  expect_run 0 d stances --outlet BBC
  has "$err" "no outlet here is called 'BBC'"
  expect_run 0 d visits --article 77
  has "$err" "there is no article 77"
  expect_run 0 d articles --article 1 --since 2030
  has "$err" "no article of that number is of that time"
  expect_run 0 d quotes --since 2023 --unattributed --kind scare
  has_not "$err" "no article"
}

@test "the first of a listing" {
  same "$(hits quotes --limit 3)" 3
  same "$(hits articles --limit 2)" 2
  same "$(hits entities xi --limit 1)" 1
  same "$(hits entities --kind place --limit 4)" 4
  d quotes --limit 3 >few.txt && d quotes | head -n 4 | cmp - few.txt
  d entities --limit 3 >few.txt && d entities | head -n 4 | cmp - few.txt
  expect_run 0 d quotes --limit 3
  has "$err" "the first 3; there are more"
  expect_run 0 d articles --limit 1000
  has_not "$err" "there are more"
  expect_run 0 d articles --limit 13
  has_not "$err" "there are more"
  same "$(hits articles --limit 0)" "$(hits articles)"
}

@test "what leads nowhere leads on" {
  expect_run 0 d quotes --about peace
  has "$err" "'--words \"peace\"'"
  expect_run 0 d search 'zzyzx*'
  has "$err" "no article has a word that begins so"
  expect_run 0 d search 'outlet:northern belarus'
  has "$err" "no outlet here is called 'northern'"
  printf 'version\ndelete from articles\n' >typed.txt
  expect_run 4 bash -c "'$DOSSIER' '$NEWS' <typed.txt"
  has "$err" "sql --write delete"
  printf 'version\nselect 1 as x\nshow 1\n' >typed.txt
  expect_run 2 bash -c "'$DOSSIER' '$NEWS' <typed.txt"
  has "$err" "source_article, source_start and source_end"
}

@test "entities by a name that begins with the" {
  cp "$NEWS" own.db
  "$DOSSIER" -q -d own.db entity alias Tehran "the Iranian capital"
  expect_run 0 "$DOSSIER" -d own.db entities "the Iranian capital"
  has "$out" "Tehran"
}
