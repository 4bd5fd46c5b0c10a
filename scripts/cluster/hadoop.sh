#!/bin/sh
# Annotates JSON lines that lie in HDFS, by Hadoop streaming: a map without a reduce.
#
#   scripts/cluster/hadoop.sh INPUT_FOLDER OUTPUT_FOLDER
#
# $STREAMING is the path of hadoop-streaming.jar. The program is sent along; nodes need its shared libraries (see 'make deps'). The filter is made for
# this: it reads its part from standard input, keeps no state, gives a bad line back as {"id":…,"error":…} and goes on. A task that is run
# twice gives the same lines. Status 3 (some lines were bad) is no failure here, so the mapper ends with 0 then.
#
# Bring the output to one machine and import it:  hdfs dfs -getmerge OUTPUT_FOLDER annotations.jsonl
#   dossier -d news.db import ARTICLES.jsonl --annotations annotations.jsonl
set -eu
[ $# -eq 2 ] || { echo "usage: $0 INPUT_FOLDER OUTPUT_FOLDER" >&2; exit 2; }
: "${STREAMING:?say STREAMING=path of hadoop-streaming.jar}"
program=$(command -v "${DOSSIER:-dossier}")
exec "${HADOOP:-hadoop}" jar "$STREAMING" -D mapreduce.job.reduces=0 -D mapreduce.job.name=dossier-annotate \
  -files "$program" -input "$1" -output "$2" -mapper "sh -c './$(basename "$program") annotate --tokens -j 1 || [ \$? -eq 3 ]'"
