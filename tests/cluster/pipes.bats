# The contract of Spark's pipe and of Hadoop streaming, emulated: partitions on standard input, the status ignored, tasks run twice, in any
# order. scripts/cluster/hadoop.sh is run with a stand-in for hadoop.
load helper

@test "partitions run twice and out of order give what one import gives" {
  make_articles all.jsonl
  "$DOSSIER" -q -d one.db import all.jsonl
  split --number=r/7 all.jsonl part.
  for part in part.ag part.aa part.ac part.ab part.ae part.ad part.af part.ac part.ag; do
    "$DOSSIER" annotate --tokens -j 1 <"$part" >>annotations.jsonl || true
  done
  expect_run 0 "$DOSSIER" -d out.db import all.jsonl --annotations annotations.jsonl
  content out.db | cmp - <(content one.db)
}

@test "an empty partition is no error, a bad line stands in its place" {
  expect_run 0 "$DOSSIER" annotate --tokens </dev/null
  same "$out" ""
  printf '{"id":"a","text":"Hello."}\nnonsense\n{"id":"b","text":"Hello again."}\n' >mixed.jsonl
  expect_run 3 "$DOSSIER" annotate <mixed.jsonl
  same "$(printf '%s\n' "$out" | wc -l)" 3
  has "$(printf '%s\n' "$out" | sed -n 2p)" '"error"'
}

@test "hadoop.sh hands the mapper over as streaming wants it" {
  make_articles all.jsonl
  cat >hadoop <<'END'
#!/bin/bash
# jar JAR -D … -files PROGRAM -input FOLDER -output FOLDER -mapper COMMAND: runs the mapper over each file of the input.
while [ $# -gt 0 ]; do
  case $1 in
  -files) files=$2 ;;
  -input) input=$2 ;;
  -output) output=$2 ;;
  -mapper) mapper=$2 ;;
  esac
  shift
done
mkdir task "$output" && cp "$files" task/ && cd task || exit 1
n=0
for part in "../$input"/*; do
  # Streaming splits the mapper's line into words and obeys quotes.
  eval "$mapper" <"$part" >"../$output/part-$((n++))" || exit 1
done
END
  chmod +x hadoop
  mkdir in
  split --number=r/3 all.jsonl in/part.
  echo nonsense >>in/part.aa
  HADOOP=$PWD/hadoop STREAMING=streaming.jar expect_run 0 "$ROOT/scripts/cluster/hadoop.sh" in out
  same "$(cat out/* | wc -l)" "$(($(wc -l <all.jsonl) + 1))"
  same "$(grep -c '"error"' out/part-0)" 1
}
