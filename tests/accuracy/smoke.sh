#!/usr/bin/env bash
# A quick look at accuracy, in TAP: no figure may fall below its floor. Skips where there is no gold data (DATA, else ../shared/data).
set -u
cd "$(dirname "$0")/../.." || exit 1
DATA=${DATA:-../shared/data}
measures=$DATA/../eval
export DOSSIER=build/release/dossier
n=0

# floor NAME LEAST MEASURE FILE PATTERN: the first number after PATTERN in what the measure prints must reach LEAST.
floor() {
  local name=$1 least=$2 measure=$3 file=$4 pattern=$5 found
  n=$((n + 1))
  if [ ! -f "$measures/$measure.py" ] || [ ! -f "$DATA/$file" ]; then
    echo "ok $n - $name # SKIP no gold data here"
    return
  fi
  found=$(python3 "$measures/$measure.py" "$DATA/$file" 2>&1 | sed -nE "s/.*$pattern *([0-9.]+).*/\\1/p" | head -n 1)
  if awk -v found="${found:-0}" -v least="$least" 'BEGIN { exit !(found >= least) }'; then
    echo "ok $n - $name ($found, at least $least)"
  else
    echo "not ok $n - $name"
    echo "# ${found:-no figure}, should be at least $least"
  fi
}

floor "marked quotes with speaker" 0.84 quotes quotes/gum-news.dev.jsonl '"view": "marked".*"quote_and_speaker_F1":'
floor "dependencies with their labels" 0.80 parse treebank/gum.dev.conllu.gz '"las":'
floor "names, typed" 0.68 names names/meantime.dev.jsonl '"typed": \{[^}]*"F1":'
floor "times, value" 0.70 times time/aquaint.jsonl '"value":'
floor "tone of quotes" 0.58 tone tone/dev.jsonl '"view": "clear".*"macro_F1":'
floor "visits" 0.70 visits visits/dev.jsonl '^visit .* F1'
echo "1..$n"
