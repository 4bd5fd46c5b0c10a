# The language of the prompt, typed on standard input (terminal.exp has what needs a terminal).
load helper

setup_file() { load helper; import_samples; }

# typed STATUS LINE...: the lines as a script on standard input
typed() {
  local want=$1
  shift
  printf '%s\n' "$@" >typed.txt
  expect_run "$want" bash -c "'$DOSSIER' '$NEWS' <typed.txt"
}

@test "a misspelt command is no nil: the nearest is named" {
  for line in vists "quotse --speaker Xi" "vists lukashenko" "entites -- a comment"; do
    typed 2 version "$line"
    has "$err" "did you mean"
    has_not "$out" nil
  done
  has "$err" "did you mean 'entities'?"
}

@test "Lua that is nil stays nil, and its errors stay Lua's" {
  typed 0 version "nil" "no_such_name" "x = nil" "x" "vist = 5" "vist" "vist - 1"
  same "$(tail -n +3 stdout.txt | tr '\n' ' ')" "nil nil nil 5 4 "
  typed 4 version "error('no luck')"
  has "$err" "no luck"
  typed 4 version "xylophone words that are no Lua"
  has "$err" "'help' lists the commands"
}

@test "--version, anywhere" {
  expect_run 0 "$DOSSIER" --version
  [[ $out == "dossier "[0-9]* ]]
  expect_run 0 "$DOSSIER" articles --version
  [[ $out == "dossier "[0-9]* ]]
}

@test "show N, show N.2: a row's passages one by one" {
  typed 0 "visits --who lukashenko --to china" "show 1" "show 1.2" ".show 1.2"
  has "$err" "passage 1 of "
  has "$err" "1.2' opens the next"
  has "$err" "passage 2 of "
  typed 2 "visits --who lukashenko" "show 1.99"
  has "$err" "no passage 99: row 1 rests on"
  typed 2 "visits --who lukashenko" "show 0"
  has "$err" "from 1"
  typed 2 "visits --who lukashenko" "show two"
  has "$err" "'two'"
  expect_run 0 "$DOSSIER" -d "$NEWS" visits --who lukashenko --to china --open 1.2
  second=$out
  expect_run 0 "$DOSSIER" -d "$NEWS" visits --who lukashenko --to china --open 1
  [ "$out" != "$second" ]
  expect_run 2 "$DOSSIER" -d "$NEWS" visits --open 1.x
  "$DOSSIER" -d "$NEWS" visits --who lukashenko --to china --open 1 --format jsonl >all.jsonl
  "$DOSSIER" -d "$NEWS" visits --who lukashenko --to china --open 1.2 --format jsonl >second.jsonl
  same "$(sed -n 2p all.jsonl)" "$(cat second.jsonl)"
}

@test "a result goes through a program" {
  typed 0 "articles --format csv | head -n 1 | tr a-z A-Z" "select 1 as x; | cat -n" 'search "peace plan" OR "a | b" | wc -l'
  has "$out" "ID,DATE,OUTLET"
  has "$out" "     1	x"
  typed 0 "select 6 | 1 as bits"
  has "$out" 7
  typed 1 "articles | no-such-program-here"
  has "$err" "cannot start 'no-such-program-here'"
  typed 0 "articles | true" "articles | grep -c nothing-like-it" "version"
  has "$out" "dossier"
}

@test "once, for one result; last, again and whole" {
  typed 0 "once first.csv" "help import" "articles" "visits --format csv" "last --format json -o again.json"
  [ -s first.csv ]
  has "$(cat first.csv)" "usage: import"
  has "$out" "Harbour Courier"
  typed 0 "once articles.csv" "x = 1" "articles" "version"
  same "$(head -c 8 articles.csv)" "id,date,"
  has_not "$out" "Harbour Courier"
  same "$("$DOSSIER" -d "$NEWS" visits --format json | md5sum)" "$(md5sum <again.json)"
  typed 0 "once lua.txt" "1 + 41" "2"
  same "$(cat lua.txt)" 42
  same "$out" 2
  typed 2 last
  has "$err" "no result yet"
}

@test "help on what Lua has, from the annotations" {
  typed 0 "help quote.speaker" "help quote" "help quotes" "help ctx.row" "help db" "help english.annotate"
  has "$out" "speaker          Entity or nil"
  has "$out" "how often that rule is right, 0 to 1"
  has "$out" "usage: quotes"
  has "$out" "filters, in {…}"
  has "$out" "below            number or nil            confidence"
  has "$out" "row(row)"
  has "$out" "Adds a row."
  has "$out" "annotate(text, date, title)"
  has "$out" "path             string"
  typed 2 "help quote.speeker"
  has "$err" "did you mean 'quote.speaker'?"
  typed 2 "help zzzzzzz"
}

@test "several lines that end with an expression print it" {
  expect_run 0 bash -c "printf 'version
\$(true)' >/dev/null; printf 'version
function f(x)
 return x * 2
end
f(21)
' | '$DOSSIER'"
  has "$out" 42
}

@test "a file's ending says its format, whatever the mode is" {
  typed 0 "mode box" "articles --limit 1 -o a.csv" "once b.json" "articles --limit 1" "articles --limit 1 -o c.dat" \
    "articles --limit 1 --format tsv -o d.csv" "articles --limit 1 --excel -o e.csv"
  same "$(head -n 1 a.csv)" "id,date,outlet,title,sentences,quotes,copy_of"$'\r'
  same "$(head -c 1 b.json)" "["
  has "$(cat c.dat)" "──"
  has "$(head -n 1 d.csv)" "id	date"
  same "$(head -c 3 e.csv | od -An -tx1 | tr -d ' ')" efbbbf
  typed 0 "mode csv" "open 1" "mode box" "open 1" # and what is drawn for people is drawn
  has "$(head -n 1 stdout.txt)" "article,date,outlet"
  has "$out" "<when>  [who and what is named]"
}

@test "a second name of a command gives way to a variable" {
  typed 0 version "q = 7" "q" "find = 8" "find" ".q" "9"
  same "$(tail -n +3 stdout.txt | tr '\n' ' ')" "7 8 "
}

@test "mode stays, an option holds for its line" {
  typed 0 "articles --format csv" "mode jsonl" ".mode" "articles --article 1" "articles --article 1 --format tsv"
  has "$out" '{"id":1'
  has "$err" "drawn as jsonl"
  typed 2 "mode boxx"
  has "$err" "must be one of"
}

@test "misspelt names in Lua and SQL: the nearest is named" {
  typed 4 version 'visist{ who = "Xi" }'
  has "$err" "did you mean 'visits'?"
  typed 2 "select visitr from visits"
  has "$err" "did you mean 'visitor'?"
  typed 2 "select * from visit"
  has "$err" "did you mean 'visits'?"
  typed 2 "select artcle from quotes q"
  has "$err" "did you mean 'article'?"
  typed 2 "select q.artcle from quotes q"
  has "$err" "did you mean 'article'?"
  typed 2 "select excerp(1, 2, 3)"
  has "$err" "did you mean 'excerpt'?"
  typed 2 "select zzzzzzzz from quotes"
  has "$err" "'schema' prints the tables"
}

@test "half an expression goes on; a mistake in the second line ends it" {
  typed 0 version "1 +" "41"
  same "$(tail -n 1 stdout.txt)" 42
  typed 4 version "1 +" ")"
}

@test "a correction says how to take it back" {
  cp "$NEWS" mine.db
  expect_run 0 "$DOSSIER" -d mine.db entity merge Raisi "Xi Jinping"
  has "$err" "'undo' takes it back"
  expect_run 0 "$DOSSIER" -d mine.db undo
  has_not "$err" "'undo'"
}

@test "plugins: new says what is next; check and test without a name, and without examples" {
  mkdir .dossier
  expect_run 0 "$DOSSIER" plugins new whom
  has "$err" ".dossier/plugins/whom.lua"
  has "$err" "'plugins check whom'"
  expect_run 2 "$DOSSIER" plugins new whom
  has "$err" "there is a plugin 'whom' already, in"
  expect_run 2 "$DOSSIER" plugins new quotes
  has "$err" "there is a command 'quotes' already"
  expect_run 0 "$DOSSIER" plugins check
  has "$err" "plugins are fine"
  expect_run 0 "$DOSSIER" plugins test whom
  has "$out" "ok 1 - whom lukashenko"
  echo 'return { name = "bare", api = 1, summary = "x", columns = { { name = "x", type = "text", help = "x" } }, run = function() end }' >.dossier/plugins/bare.lua
  expect_run 0 "$DOSSIER" plugins test bare
  has "$err" "'bare' has no examples"
  echo 'return { name = "bad" }' >.dossier/plugins/bad.lua
  expect_run 4 "$DOSSIER" plugins check
  has "$err" "bad.lua"
}
