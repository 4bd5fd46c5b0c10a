#!/bin/sh
# How long a person waits: to the prompt, for SQL beside the command, for Lua beside C. usage: asking.sh DATABASE (DOSSIER, QUOTES: programs)
set -eu
DOSSIER=${DOSSIER:-build/release/dossier} QUOTES=${QUOTES:-build/release/bench/quotes}
db=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# best N COMMAND...: the least processor time of N runs, in seconds: what others do on the machine is left out
best() {
  python3 - "$@" <<'P'
import os, subprocess, sys
best = None
for _ in range(int(sys.argv[1])):
    child = subprocess.Popen(sys.argv[2:], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status: sys.exit(f"{sys.argv[2:]} failed")
    took = usage.ru_utime + usage.ru_stime
    best = took if best is None else min(best, took)
print(best)
P
}
say() { printf '%-46s %s\n' "$1" "$2"; }
div() { awk "BEGIN{printf \"%.2f\", $1/$2}"; }

cat >"$work/loop.lua" <<'L'
local n, sum = 0, 0
for quote in db.quotes:each() do n, sum = n + 1, sum + quote.confidence end
print(("%d\t%.3f"):format(n, sum))
L
"$QUOTES" "$db" >"$work/c.txt"
"$DOSSIER" -q -d "$db" run "$work/loop.lua" >"$work/lua.txt"
cmp "$work/c.txt" "$work/lua.txt"
say "start-up to the prompt" "$(python3 "$(dirname "$0")/prompt.py" 20 "$DOSSIER" "$db")"
say "a loop over $(cut -f 1 "$work/c.txt") quotes, Lua beside C" "$(div "$(best 3 "$DOSSIER" -q -d "$db" run "$work/loop.lua")" "$(best 3 "$QUOTES" "$db")") x"
command=$(best "${RUNS:-1}" "$DOSSIER" -q -d "$db" visits --max-seconds 600)
sql=$(best "${RUNS:-1}" "$DOSSIER" -q -d "$db" sql --max-seconds 600 "select * from visits")
say "visits in SQL beside the command" "$(div "$sql" "$command") x ($command s)"
# The floor of a search: sqlite3 ranks the same word and prints no more than numbers.
ranked=$(best 3 sqlite3 -readonly "$db" "select rowid from articles_fts where articles_fts match 'the' order by rank limit 100")
ms() { awk "BEGIN{printf \"%.0f ms\", $1*1000}"; }
# ask COMMAND...: what it takes, as much as the whole program does
ask() { say "$*" "$(ms "$(best 3 "$DOSSIER" -q -d "$db" "$@")")"; }
search=$(best 3 "$DOSSIER" -q -d "$db" search the --limit 100)
say "search the --limit 100" "$(ms "$search") ($(div "$search" "$ranked") x sqlite3, which ranks only)"
ask search '"prime minister"' --limit 100
ask kwic the --limit 100
ask entities
ask entities --article 5
ask articles --article 5
ask completion words visits --who l
ask completion words visits --who lu
ask completion words visits --who luk
ask completion words articles --outlet ''
