#!/bin/sh
# Builds core/language/model.bin again, from treebank/, names/ and corpus/ below $DATA. The same data gives the same bytes.
# SILVER_WORDS: how many words of raw text the teacher reads for the tagger and the parser to learn from, the first TAGGER_WORDS for the
# tagger, the others for the parser. THREADS: of the teacher; only one gives the same bytes everywhere. WORK: a folder for what comes in
# between, kept; without it a temporary one is used.
set -eu
: "${DATA:?say DATA=folder with treebank/ and corpus/}"
cd "$(dirname "$0")/../.."
silver_words=${SILVER_WORDS:-2460000} tagger_words=${TAGGER_WORDS:-700000}
work=${WORK:-$(mktemp -d "${TMPDIR:-/tmp}/dossier-train.XXXXXX")}
model=core/language/model.bin
python=${PYTHON:-python3}
here=scripts/training
mkdir -p "$work"

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
  "$work/train_tagger" "$work/tagger.bin" - 5 - 0 $bank
  pack tagger="$work/tagger.bin"
  build habits
  "$work/habits" "$work/texts" "$work/clusters.bin" "$work/habits.bin"
  pack clusters="$work/habits.bin"
  build train_tagger $samples
  "$work/train_tagger" "$work/tagger.bin" - 6 - 0 $bank
  pack tagger="$work/tagger.bin"

  echo "the teacher" >&2
  build sentences $samples
  "$work/sentences" "$work/gold" $bank
  "$work/sentences" "$work/raw" -raw "$work/texts" "$silver_words"
  "$python" $here/teacher.py learn "$work/teacher" "$work/vectors" "$work/gold"
  "$python" $here/teacher.py teach "$work/teacher" "$work/raw" "$work/silver"

  echo "the tagger" >&2
  build train_tagger $samples
  "$work/train_tagger" "$work/tagger.bin" "$work/tags" 6 "$work/silver" "$tagger_words" $bank
  pack tagger="$work/tagger.bin"

  echo "lemmas" >&2
  build train_lemma $here/conllu.c
  "$work/train_lemma" "$work/lemmas.bin" $bank
  pack lemmas="$work/lemmas.bin"

  echo "the parser" >&2
  build train_parser $samples $here/oracle.c
  "$work/train_parser" "$work/moves.bin" "$work/labels.bin" "$work/tags" 10 "$work/silver" "$tagger_words" $bank
  pack moves="$work/moves.bin" labels="$work/labels.bin"
}

echo "names" >&2
$here/names.sh "$work"
[ -n "${WORK:-}" ] || rm -rf "$work"
