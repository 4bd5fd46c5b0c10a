# The command line: options, the first word, errors, exit codes.
load helper

setup_file() { load helper; import_samples; }

@test "version" {
  expect_run 0 "$DOSSIER" version
  [[ $out == "dossier "[0-9]* ]]
  same "$err" ""
}

@test "help fits one screen and leads on" {
  expect_run 0 "$DOSSIER" help
  [ "$(printf '%s\n' "$out" | wc -l)" -le 24 ]
  [ -z "$(printf '%s\n' "$out" | grep -E '.{81}')" ]
  for topic in commands options exit quote; do
    has "$out" "help $topic"
    expect_run 0 "$DOSSIER" help "$topic"
    [ -n "$out" ]
    expect_run 0 "$DOSSIER" help
  done
  expect_run 0 "$DOSSIER" help options
  has "$out" "--format FORMAT"
  has "$out" "--since DATE"
}

@test "help lists every command, on standard output" {
  expect_run 0 "$DOSSIER" help
  for word in import annotate quotes entities articles search kwic show sql run plugins schema version visits stances sentiment; do
    has "$out" "  $word"
  done
  same "$err" ""
  expect_run 0 "$DOSSIER" help commands
  has "$out" "import PATH..."
  expect_run 0 "$DOSSIER" --help
  has "$out" "usage: dossier"
}

@test "help on a command and on a plugin" {
  expect_run 0 "$DOSSIER" help quotes
  has "$out" "--speaker NAME"
  has "$out" "--since DATE"
  expect_run 0 "$DOSSIER" visits --help
  has "$out" "--who entity"
  has "$out" "columns"
  expect_run 2 "$DOSSIER" help qoutes
  has "$err" "did you mean 'quotes'?"
}

@test "help on a listing or an analysis tells its columns, once" {
  for listing in articles entities quotes search kwic check runs corrections plugins; do
    expect_run 0 "$DOSSIER" help $listing
    sed -n '/^columns/,/^$/s/^  \([a-z_]*\).*/\1/p' stdout.txt | paste -sd' ' >told.txt
    words=() && case $listing in search | kwic) words=(china) ;; esac
    "$DOSSIER" -q -d "$NEWS" $listing "${words[@]}" | head -n 1 | tr '\t' ' ' | diff - told.txt
  done
  expect_run 0 "$DOSSIER" help import # what --format gives
  has "$out" "skipped_files  integer"
  has_not "$("$DOSSIER" help undo)" "columns"
  expect_run 0 "$DOSSIER" help visits
  has "$out" "columns, also of --list"
  same "$(grep -c '^  visitor ' stdout.txt)" 1
  has "$out" "its source
  $(cd "$ROOT" && pwd)/plugins/visits.lua"
  expect_run 0 "$DOSSIER" help stances
  has "$out" "columns of --list"
}

@test "help lists the exit codes" {
  expect_run 0 "$DOSSIER" help exit
  has "$out" "75"
  has "$out" "busy"
}

@test "a misspelt command is a typo, not a database" {
  expect_run 2 "$DOSSIER" visist
  same "$out" ""
  has "$err" "dossier: no command 'visist'"
  has "$err" "did you mean 'visits'?"
  [ ! -e visist ]
}

@test "a misspelt command after a database" {
  expect_run 2 "$DOSSIER" "$NEWS" qoutes
  has "$err" "did you mean 'quotes'?"
}

@test "a misspelt option names the nearest" {
  expect_run 2 "$DOSSIER" -d "$NEWS" quotes --speeker x
  has "$err" "no option '--speeker'"
  has "$err" "did you mean '--speaker'?"
  expect_run 2 "$DOSSIER" --fromat json version
  has "$err" "did you mean '--format'?"
}

@test "a misspelt argument of a plugin and a wrong choice" {
  expect_run 2 "$DOSSIER" -d "$NEWS" visits --hwo lukashenko
  has "$err" "did you mean '--who'?"
  expect_run 2 "$DOSSIER" -d "$NEWS" visits --status anounced
  has "$err" "did you mean 'announced'?"
}

@test "a missing value, a value too many, a word too many" {
  expect_run 2 "$DOSSIER" -d "$NEWS" quotes --speaker
  has "$err" "'--speaker' needs a value"
  expect_run 2 "$DOSSIER" -d "$NEWS" quotes --unattributed=yes
  has "$err" "takes no value"
  expect_run 2 "$DOSSIER" -d "$NEWS" articles x
  has "$err" "'articles' does not take 'x'"
  expect_run 2 "$DOSSIER" -d "$NEWS" show
  has "$err" "usage: show N"
}

@test "global options stand before or after the command" {
  "$DOSSIER" --format=csv -d "$NEWS" articles >before.txt
  "$DOSSIER" articles -d "$NEWS" --format csv >after.txt
  cmp before.txt after.txt
  grep -q '^id,date,outlet' before.txt
}

@test "the first word may be the database" {
  cp "$NEWS" my.db
  expect_run 0 "$DOSSIER" my.db articles
  has "$out" "Harbour Courier"
  expect_run 0 env DOSSIER_DB=my.db "$DOSSIER" articles
  has "$out" "Harbour Courier"
  cp "$NEWS" dossier.db
  expect_run 0 "$DOSSIER" articles
  has "$out" "Harbour Courier"
}

@test "an empty database says how to fill it" {
  : >nothing.txt
  expect_run 3 "$DOSSIER" -d none.db import nothing.txt
  for command in articles quotes entities visits "search x" "kwic x" stances; do
    expect_run 0 bash -c "'$DOSSIER' -d none.db $command"
    has "$err" "there are no articles here yet; 'import PATH' reads some"
  done
  : >bare.db
  expect_run 1 "$DOSSIER" -d bare.db quotes
  has "$err" "'dossier -d bare.db import PATH' makes it"
}

@test "only import makes a database" {
  for command in articles quotes entities visits "search x" "sql 'select 1'" "article remove 1"; do
    expect_run 1 bash -c "'$DOSSIER' -d none.db $command"
    has "$err" "none.db"
    has "$err" "'dossier -d none.db import PATH' makes it"
    [ ! -e none.db ]
  done
}

@test "errors as JSON, one object a line" {
  expect_run 2 "$DOSSIER" --errors json -d "$NEWS" quotes --speeker x
  printf '%s\n' "$err" | python3 -c '
import json, sys
o = json.loads(sys.stdin.read())
assert o["code"] == "usage" and o["exit"] == 2 and "speeker" in o["message"] and "speaker" in o["hint"], o'
  expect_run 2 env DOSSIER_ERRORS=json "$DOSSIER" --nonsense
  printf '%s\n' "$err" | python3 -c 'import json, sys; json.loads(sys.stdin.read())'
}

@test "an unknown speaker gives an empty result, a note and success" {
  expect_run 0 "$DOSSIER" -d "$NEWS" quotes --speaker "Nobody Whatsoever" --format json
  same "$out" "[]"
  has "$err" "Nobody Whatsoever"
  expect_run 0 "$DOSSIER" -d "$NEWS" quotes --speaker "Nobody Whatsoever" --format json -q
  same "$err" ""
}

@test "an option ends with --" {
  expect_run 0 "$DOSSIER" -d "$NEWS" search -- visit
  has "$out" "Lukashenko"
}

@test "schema needs no database and is SQL" {
  expect_run 0 "$DOSSIER" schema
  has "$out" "CREATE TABLE articles"
  sqlite3 :memory: <stdout.txt
}

@test "--readonly refuses what writes" {
  expect_run 2 "$DOSSIER" --readonly -d "$NEWS" import "$SAMPLES"
  has "$err" "--readonly"
}

@test "no home, no folder of configuration, is no error" {
  expect_run 0 env -u HOME "$DOSSIER" -d "$NEWS" articles
  expect_run 0 env HOME=/nonexistent "$DOSSIER" -d "$NEWS" articles
  same "$err" ""
}

@test "the codes of errors: those of the source, of 'help exit' and of the README are the same" {
  expect_run 0 "$DOSSIER" help exit
  local source help readme
  source=$(sed -n '/define DS_STATUS_LIST/,/clang-format on/s/^ *X([A-Z]*, [A-Z0-9]*, "\([a-z]*\)".*/\1/p' "$ROOT/core/base/err.h" | sort)
  help=$(printf '%s\n' "$out" | awk 'NR > 1 && $2 ~ /^[a-z]+$/ && $1 ~ /^[0-9]+$/ { print $2 }' | sort)
  readme=$({ echo ok; sed -n '/^## In scripts/,/^## In Lua/p' "$ROOT/README.md" | tr '\n' ' ' | sed 's/.*The codes are \([^.]*\)\..*/\1/' |
    grep -o '`[a-z]*`' | tr -d '`'; } | sort)
  [ "$(printf '%s\n' "$source" | wc -l)" -gt 8 ]
  same "$help" "$source"
  same "$readme" "$source"
}
