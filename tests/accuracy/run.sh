#!/bin/sh
# Prints every accuracy figure. usage: DATA=folder run.sh (a folder of gold data with the measures in ../eval beside it)
set -u
DATA=${DATA:-}
[ -n "$DATA" ] && [ -d "$DATA" ] || { echo "accuracy: set DATA to the folder of gold data (make accuracy DATA=…)" >&2; exit 2; }
DOSSIER=${DOSSIER:-build/release/dossier}
export DOSSIER
measure() {
  name=$1; shift
  python3 "$DATA/../eval/$name.py" "$@"
}
date -u +%Y-%m-%d
"$DOSSIER" version
measure parse "$DATA"/treebank/ewt.dev.conllu.gz "$DATA"/treebank/gum.dev.conllu.gz
measure names "$DATA"/names/uner-ewt.dev.jsonl "$DATA"/names/gum-news.dev.jsonl "$DATA"/names/meantime.dev.jsonl
measure times "$DATA"/time/timebank.jsonl "$DATA"/time/aquaint.jsonl
measure quotes "$DATA"/quotes/polnear.dev.jsonl "$DATA"/quotes/gum-news.dev.jsonl
DATA=$DATA python3 "$(dirname "$0")/confidence.py"
measure visits "$DATA"/visits/dev.jsonl
measure stances "$DATA"/stance/dev.jsonl
measure tone "$DATA"/tone/dev.jsonl "$DATA"/sentiment/newsmtsc-rw.dev.jsonl "$DATA"/sentiment/newsmtsc-mt.dev.jsonl \
  "$DATA"/sentiment/nyt-editorial.dev.jsonl "$DATA"/sentiment/emobank-news.dev.jsonl
measure between "$DATA"/sentiment/dse-group.dev.jsonl
DATA=$DATA python3 "$(dirname "$0")/formats.py"
