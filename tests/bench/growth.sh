#!/bin/sh
# Does an article cost the same in a large corpus as in a small one? usage: growth.sh CORPUS.jsonl[.gz] [SMALL [LARGE]]
# CORPUS is told again and again (grow.py) until there are LARGE articles; the SMALL are the first of these. About LARGE * 40 KB in $TMPDIR.
set -eu
DOSSIER=${DOSSIER:-build/release/dossier}
corpus=$1 small=${2:-10000} large=${3:-100000}
here=$(dirname "$0")
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
say() { printf '%-46s %s\n' "$1" "$2"; }
calc() { awk "BEGIN{printf \"$1\", $2}"; }
case $corpus in
*.gz) gzip -dc "$corpus" >"$tmp/corpus.jsonl" && corpus=$tmp/corpus.jsonl ;;
esac
python3 "$here/grow.py" "$large" "$corpus" "${SEED:-1}" >"$tmp/large.jsonl"
head -n "$small" "$tmp/large.jsonl" >"$tmp/small.jsonl"

# measure WHICH: sets seconds (of the processor), memory (KB), text and size (bytes) and copies
measure() {
  LC_ALL=C /usr/bin/time -f '%U %S %M' -o "$tmp/time" "$DOSSIER" -q -d "$tmp/$1.db" import "$tmp/$1.jsonl"
  read -r user sys memory <"$tmp/time"
  seconds=$(calc %.2f "$user+$sys")
  text=$(sqlite3 -readonly "$tmp/$1.db" "SELECT sum(length(CAST(text AS BLOB))) FROM articles")
  copies=$(sqlite3 -readonly "$tmp/$1.db" "SELECT count(*) FROM articles WHERE duplicate_of IS NOT NULL")
  size=$(stat -c %s "$tmp/$1.db")
}
# report N: what measure found
report() {
  say "core-seconds" "$seconds ($(calc %.2f "$seconds*1000/$1") ms an article of $(calc %.0f "$text/$1") bytes)"
  say "peak memory" "$(calc %.0f "$memory/1024") MB"
  say "database beside its text" "$(calc %.2f "$size/$text") x"
  say "near copies" "$copies"
}
echo "== $small articles"
measure small
report "$small"
few_seconds=$seconds few_memory=$memory few_size=$size few_text=$text
echo "== $large articles"
measure large
report "$large"
echo "== $large beside $small"
say "core-seconds an article" "$(calc %.3f "($seconds/$large)/($few_seconds/$small)") x"
say "peak memory" "$(calc %.2f "$memory/$few_memory") x"
say "database a byte of text" "$(calc %.3f "($size/$text)/($few_size/$few_text)") x"
