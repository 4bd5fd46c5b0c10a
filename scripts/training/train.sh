#!/bin/sh
# Builds core/language/model.bin again, from treebank/, names/ and corpus/ below $DATA. The same data gives the same bytes on the same kind
# of machine (core/language/MODEL.md). A run that fails puts the model back as it was.
# SILVER_WORDS: at most how many words of raw text the teacher reads for the tagger and the parser to learn from (0: no teacher, gold alone).
# THREADS: of the teacher; other numbers than one may give other bytes. PYTHON: one that has torch. WORK: a folder for what comes in
# between, kept; without it a temporary one is used.
set -eu
: "${DATA:?say DATA=folder with treebank/ and corpus/}"
cd "$(dirname "$0")/../.."
silver_words=${SILVER_WORDS:-2600000}
work=${WORK:-$(mktemp -d "${TMPDIR:-/tmp}/dossier-train.XXXXXX")}
model=core/language/model.bin
python=${PYTHON:-python3}
here=scripts/training
mkdir -p "$work"
"$python" -c 'import numpy, torch' || { echo "train.sh: $python has no numpy and torch; say PYTHON=one that has" >&2; exit 1; }
cp $model "$work/model.before"
trap 'cp "$work/model.before" $model' EXIT
trap 'exit 130' INT TERM

# The trainers share the reader's code; they are linked with the model as it is at that moment.
build() {
  name=$1
  shift
  base="core/base/arena.c core/base/utf8.c core/base/err.c core/language/tokens.c core/language/sentences.c core/language/labels.c
    core/language/model.c core/language/words.c core/language/weights.c core/language/tagger.c core/language/parser.c
    core/language/parser_features.c core/language/marks.c core/language/lemma.c"
  # shellcheck disable=SC2086
  ${CC:-cc} -std=gnu11 -O3 -Icore -I$here -pthread -o "$work/$name" $here/"$name".c "$@" $base -lutf8proc -lm
}
pack() { "$python" $here/pack.py $model "$@"; }

bank="$work/ewt.conllu $work/gum.conllu"
for name in ewt gum; do gzip -dc "$DATA/treebank/$name.train.conllu.gz" > "$work/$name.conllu"; done
"$python" $here/texts.py "$DATA"/corpus/*.jsonl.gz > "$work/texts"
samples="$here/samples.c $here/raw.c $here/conllu.c $here/learner.c"

echo "clusters of words" >&2
build clusters
"$work/clusters" "$work/texts" "$work/clusters.bin" "$work/vectors"
pack clusters="$work/clusters.bin"

# shellcheck disable=SC2086
{
  echo "a first tagger, the habits of words in raw text, a second tagger" >&2
  build train_tagger $samples
  "$work/train_tagger" "$work/tagger.bin" - 5 - $bank
  pack tagger="$work/tagger.bin"
  build habits
  "$work/habits" "$work/texts" "$work/clusters.bin" "$work/habits.bin"
  pack clusters="$work/habits.bin"
  build train_tagger $samples
  "$work/train_tagger" "$work/tagger.bin" - 6 - $bank
  pack tagger="$work/tagger.bin"

  silver=-
  if [ "$silver_words" -gt 0 ]; then
    echo "the teacher" >&2
    silver="$work/silver"
    build sentences $samples
    "$work/sentences" "$work/gold" $bank
    "$work/sentences" "$work/raw" -raw "$work/texts" "$silver_words"
    "$python" $here/teacher.py learn "$work/teacher" "$work/vectors" "$work/gold"
    "$python" $here/teacher.py teach "$work/teacher" "$work/raw" "$silver"
  fi

  echo "the tagger" >&2
  build train_tagger $samples
  "$work/train_tagger" "$work/tagger.bin" "$work/tags" 6 "$silver" $bank
  pack tagger="$work/tagger.bin"

  echo "lemmas" >&2
  build train_lemma $here/conllu.c
  "$work/train_lemma" "$work/lemmas.bin" $bank
  pack lemmas="$work/lemmas.bin"

  echo "the parser" >&2
  build train_parser $samples $here/oracle.c
  "$work/train_parser" "$work/moves.bin" "$work/labels.bin" "$work/tags" 10 "$silver" $bank
  pack moves="$work/moves.bin" labels="$work/labels.bin"
}

echo "names" >&2
$here/names.sh "$work"
trap - EXIT
[ -n "${WORK:-}" ] || rm -rf "$work"
