#!/bin/sh
# Trains section "names" of core/language/model.bin again.
# usage: DATA=folder scripts/training/names.sh WORK   (WORK: a folder for what comes in between; with texts of texts.py and clusters.bin of
# clusters.c in it, the words' habits are gathered again, else WORK/words.bin is used when it is there)
set -eu
work=$1
mkdir -p "$work"
flags="-std=gnu11 -Icore -Iinclude -O3 -march=native -ffast-math"
gold=$DATA/names

build() {
  cc $flags -o "$work/$1" "scripts/training/$1.c" core/language/*.c core/base/*.c -ljansson -lutf8proc -lm
}

train() {
  "$work/names_train" "$work/names.bin" -e 4 "$@" \
    -d "$gold/uner-ewt.dev.jsonl" -d "$gold/gum-news.dev.jsonl" -d "$gold/meantime.dev.jsonl" -d "$gold/gum-bio.dev.jsonl" \
    "$gold/uner-ewt.train.jsonl:1:u" "$gold/gum-news.train.jsonl" "$gold/gum-interview.train.jsonl" "$gold/gum-academic.train.jsonl" \
    "$gold/gum-court.train.jsonl" "$gold/gum-bio.train.jsonl" "$gold/gum-voyage.train.jsonl" "$gold/wikigold.all.jsonl" \
    "$gold/wnut17.train.jsonl:0.3"
  python3 scripts/training/pack.py core/language/model.bin names="$work/names.bin"
}

build names_train
if [ -f "$work/texts" ] && [ -f "$work/clusters.bin" ]; then
  train
  build names_words
  "$work/names_words" "$work/texts" "$work/clusters.bin" "$work/words.bin"
fi
if [ -f "$work/words.bin" ]; then train -w "$work/words.bin"; else train; fi
