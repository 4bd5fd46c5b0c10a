#!/bin/sh
# Speed and memory as ratios within one run. usage: DATA=folder [ARTICLES=N] run.sh
# Large figures need DATA/corpus/news.jsonl.gz; without it the samples are repeated, and the figures say so.
set -eu
DOSSIER=${DOSSIER:-build/release/dossier}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
now() { date +%s.%N; }
# seconds COMMAND…: wall time of one run
seconds() {
  a=$(now)
  "$@" >/dev/null 2>"$tmp/err" || { cat "$tmp/err" >&2; return 1; }
  b=$(now)
  awk "BEGIN{print $b-$a}"
}
# best N COMMAND…: the least of N runs
best() {
  n=$1; shift
  least=
  while [ "$n" -gt 0 ]; do
    s=$(seconds "$@")
    if [ -z "$least" ] || awk "BEGIN{exit !($s<$least)}"; then least=$s; fi
    n=$((n - 1))
  done
  echo "$least"
}
say() { printf '%-46s %s\n' "$1" "$2"; }
div() { awk "BEGIN{printf \"%.2f\", $1/$2}"; }
per() { awk "BEGIN{printf \"%.0f\", $1/$2}"; }

if [ -n "${DATA:-}" ] && [ -f "$DATA/corpus/news.jsonl.gz" ]; then
  gzip -dc "$DATA/corpus/news.jsonl.gz" | head -n "${ARTICLES:-13000}" >"$tmp/news.jsonl"
else
  echo "no DATA/corpus/news.jsonl.gz: measuring on the samples, repeated"
  i=0
  while [ $i -lt 300 ]; do
    sed "s/\"text\": \"/&Copy $i. /; s/\"id\": \"/&$i-/" tests/samples/11-agency-briefs.jsonl
    i=$((i + 1))
  done >"$tmp/news.jsonl"
fi
articles=$(wc -l <"$tmp/news.jsonl")
bytes=$(wc -c <"$tmp/news.jsonl")

echo "== start-up (best of 20)"
start=$(best 20 "$DOSSIER" version)
floor=$(best 20 /bin/true)
say "dossier version" "$(awk "BEGIN{printf \"%.1f ms\", $start*1000}") ($(div "$start" "$floor") x /bin/true)"
for peer in sqlite3 lua5.4; do
  command -v $peer >/dev/null || continue
  case $peer in sqlite3) t=$(best 20 sqlite3 :memory: "select 1") ;; *) t=$(best 20 lua5.4 -e "") ;; esac
  say "  beside $peer" "$(div "$start" "$t") x"
done

echo "== annotation ($articles articles, $bytes bytes, one thread, JSON out)"
words=$(wc -w <"$tmp/news.jsonl")
t=$(seconds sh -c "'$DOSSIER' annotate -j 1 <'$tmp/news.jsonl' >'$tmp/annotations.jsonl'")
# a sample tells how many tokens a word is
sample=$(head -n 200 "$tmp/news.jsonl" | "$DOSSIER" annotate --tokens | python3 -c 'import json,sys; print(sum(len(json.loads(l).get("tokens",[])) for l in sys.stdin))')
tokens=$(awk "BEGIN{printf \"%.0f\", $words*$sample/$(head -n 200 "$tmp/news.jsonl" | wc -w)}")
say "tokens a second" "$(per "$tokens" "$t")"
say "articles a second" "$(per "$articles" "$t")"
say "peak memory" "$( (head -n 2000 "$tmp/news.jsonl" | /usr/bin/time -f '%M' "$DOSSIER" annotate -j 1 >/dev/null) 2>&1 | tail -1 | awk '{printf "%.0f MB", $1/1024}')"
echo "== annotation by stage (one core, at most 2000 articles, the thread's own time)"
head -n 2000 "$tmp/news.jsonl" >"$tmp/some.jsonl"
"${STAGES:-${DOSSIER%/*}/bench/stages}" "$tmp/some.jsonl"
annotation=$(seconds sh -c "'$DOSSIER' annotate <'$tmp/news.jsonl' >/dev/null")

echo "== import (all cores)"
t=$(seconds /usr/bin/time -f %M -o "$tmp/memory" "$DOSSIER" -q -d "$tmp/news.db" import "$tmp/news.jsonl")
say "peak memory" "$(awk 'END{printf "%.0f MB", $1/1024}' "$tmp/memory")"
say "articles a second" "$(per "$articles" "$t")"
say "times the annotation alone" "$(div "$t" "$annotation")"
again=$(seconds "$DOSSIER" -q -d "$tmp/news.db" import "$tmp/news.jsonl")
say "a second import is faster by" "$(div "$t" "$again") x"
text=$(sqlite3 "$tmp/news.db" "select sum(length(cast(text as blob))) from articles")
say "database beside its text" "$(div "$(stat -c %s "$tmp/news.db")" "$text") x"
# The floor: the same rows, inserted by sqlite3 with no annotation.
sqlite3 "$tmp/news.db" .dump >"$tmp/dump.sql"
floor=$(seconds sh -c "sqlite3 '$tmp/floor.db' <'$tmp/dump.sql'")
say "times the floor (the same rows by sqlite3)" "$(div "$t" "$floor")"

echo "== queries"
q="select count(*) from quotes where speaker is not null"
say "sql beside sqlite3" "$(div "$(best 5 "$DOSSIER" -d "$tmp/news.db" sql "$q")" "$(best 5 sqlite3 "$tmp/news.db" "$q")") x"
say "search" "$(best 3 "$DOSSIER" -q -d "$tmp/news.db" search "prime minister") s"

echo "== analyses of the whole database (processor time, peak memory)"
DOSSIER=$DOSSIER "$(dirname "$0")/plugins.sh" "$tmp/news.db"

echo "== asking (processor time)"
export DOSSIER QUOTES="${QUOTES:-${DOSSIER%/*}/bench/quotes}"
"$(dirname "$0")/asking.sh" "$tmp/news.db"
