# scripts/cluster/parallel.sh: GNU parallel, for real.
load helper

@test "shards by GNU parallel give what one import gives" {
  needs parallel
  make_articles all.jsonl
  "$DOSSIER" -q -d one.db import all.jsonl
  for shards in 1 5; do
    expect_run 0 "$ROOT/scripts/cluster/parallel.sh" all.jsonl "by$shards.db" "$shards"
    content_of_texts "by$shards.db" >by.txt
    content_of_texts one.db | cmp - by.txt
  done
}

@test "a worker is killed: the run fails, the next one computes what is missing, once" {
  needs parallel
  make_articles all.jsonl
  "$DOSSIER" -q -d one.db import all.jsonl
  # Stands for dossier: the third shard dies half-way, until the file is there.
  cat >dossier-that-dies <<'END'
#!/bin/sh
case "$*" in
*--shard*)
  echo "$*" >>"$WORK/calls"
  case "$*" in *"--shard 3/"*) if [ ! -e "$WORK/well" ]; then "$REAL" "$@" | head -c 20000; kill -9 $$; fi ;; esac ;;
esac
exec "$REAL" "$@"
END
  chmod +x dossier-that-dies
  export REAL=$DOSSIER WORK=$PWD
  DOSSIER=$PWD/dossier-that-dies
  [ "$("$ROOT/scripts/cluster/parallel.sh" all.jsonl out.db 4 >stdout.txt 2>stderr.txt; echo $?)" -ne 0 ]
  [ ! -e out.db ] || same "$("$REAL" -d out.db articles --format jsonl | wc -l)" 0
  touch well
  expect_run 0 "$ROOT/scripts/cluster/parallel.sh" all.jsonl out.db 4
  DOSSIER=$REAL
  content_of_texts out.db >out.txt
  content_of_texts one.db | cmp - out.txt
  same "$(grep -c -- '--shard 1/' calls)" 1
  same "$(grep -c -- '--shard 2/' calls)" 1
  expect_run 2 "$ROOT/scripts/cluster/parallel.sh" all.jsonl out.db 9
  has "$err" "earlier run of 4 shards"
}
