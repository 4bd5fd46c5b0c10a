#!/bin/sh
# What each analysis takes on a whole database: seconds by the clock, processor seconds and peak memory; and what calls of the Lua API cost.
# usage: plugins.sh DATABASE (DOSSIER: the program; WHO: somebody that the database names, else the one it names most)
set -eu
DOSSIER=${DOSSIER:-build/release/dossier}
db=$1
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
WHO=${WHO:-$("$DOSSIER" -q -d "$db" sql --format tsv "select e.name from entities e join mentions m on m.entity = e.id where e.kind = 'person'
  group by e.id order by count(*) desc, e.id limit 1" | tail -n 1)}

# take COMMAND...: one line, "seconds, processor seconds, MB"
take() {
  /usr/bin/time -f '%e %U %S %M' -o "$work/time" "$DOSSIER" -q -d "$db" --max-seconds 600 --format tsv "$@" >"$work/rows" 2>"$work/err" ||
    { cat "$work/err" >&2; return 1; }
  printf '%-34s %s\n' "$*" "$(awk 'END{printf "%6.2f s %6.2f s %5.0f MB", $1, $2 + $3, $4 / 1024}' "$work/time")"
}

take visits
take visits --list
take visits "$WHO"
take stances
take stances --list
take stances "$WHO"
take stances --by month
take sentiment
take sentiment --list
take sentiment --by about
take sentiment --about "$WHO"
take network
take network --within article
take network "$WHO"
take coverage "$WHO"
take coverage "$WHO" --by month
take timeline "$WHO"
take duplicates
take kwic said
echo "== calls of the Lua API (microseconds)"
"$DOSSIER" -q -d "$db" run "$here/calls.lua" | awk -F '\t' '{printf "%-46s %6.1f\n", $1, $2}'
