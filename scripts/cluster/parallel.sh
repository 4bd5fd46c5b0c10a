#!/bin/sh
# Annotates articles with GNU parallel, on the cores of this machine or (--sshloginfile in $PARALLEL) of several, and imports the result.
#
#   scripts/cluster/parallel.sh ARTICLES.jsonl OUT.db [SHARDS]
#
# Each article needs an "id". Run it again after an interruption, a full disk or a killed worker: only shards that did not finish are
# computed again, and the import passes over what it has. Shards and their log stay in OUT.db.shards until you remove them.
set -eu
[ $# -ge 2 ] || { echo "usage: $0 ARTICLES.jsonl OUT.db [SHARDS]" >&2; exit 2; }
articles=$(realpath "$1") out=$2 shards=${3:-$(nproc)}
DOSSIER=${DOSSIER:-dossier}
export DOSSIER articles shards
mkdir -p "$out.shards"
work=$(realpath "$out.shards")
export work
echo "$shards" >"$work/count.new"
if [ -f "$work/count" ] && ! cmp -s "$work/count" "$work/count.new"; then
  echo "$0: '$work' holds an earlier run of $(cat "$work/count") shards; finish that one or remove the folder" >&2
  exit 2
fi
mv "$work/count.new" "$work/count"

# A shard counts when its last line says that it is whole: what a dying worker leaves behind does not.
# shellcheck disable=SC2016
shard='
  case $articles in *.gz) gzip -dc "$articles" ;; *) cat "$articles" ;; esac |
    "$DOSSIER" annotate --tokens --trailer -j 1 --shard {}/$shards >"$work/{}.part" || [ $? -eq 3 ]
  tail -n 1 "$work/{}.part" | grep -q "^{\"trailer\":" && mv "$work/{}.part" "$work/{}.jsonl"'
# --resume-failed without a log of an earlier run would find nothing to do.
resume=
[ -s "$work/log" ] && resume=--resume-failed
# shellcheck disable=SC2086
seq "$shards" | parallel --will-cite --joblog "$work/log" $resume --retries 3 "$shard"
cat "$work"/*.jsonl >"$work/all.annotations"
status=0
"$DOSSIER" -d "$out" import --as jsonl "$articles" --annotations "$work/all.annotations" || status=$?
rm -f "$work/all.annotations"
exit $status
