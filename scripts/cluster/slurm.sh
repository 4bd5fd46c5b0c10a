#!/bin/sh
# A corpus on a Slurm cluster: an array job imports one part each, a last job merges the parts.
#
#   scripts/cluster/slurm.sh ARTICLES.jsonl OUT.db [PARTS]
#
# ARTICLES.jsonl and the folder of OUT.db must be on storage that all nodes see; SQLite is written by one job at a time, each part on its own.
# $SBATCH_PARTITION, $SBATCH_ACCOUNT and the like are sbatch's own. A part that failed: 'scontrol requeue JOB_PART', or all of it again, which
# passes over what is done. Prints the number of the last job.
set -eu
[ $# -ge 2 ] || { echo "usage: $0 ARTICLES.jsonl OUT.db [PARTS]" >&2; exit 2; }
articles=$(realpath "$1") parts=${3:-16}
out=$(realpath -m "$2")
DOSSIER=${DOSSIER:-dossier}
mkdir -p "$out.parts"
array=$(sbatch --parsable --job-name=dossier-import --array="1-$parts" --requeue --open-mode=append --output="$out.parts/%a.log" \
  --cpus-per-task="${CPUS:-1}" <<END
#!/bin/sh
set -eu
part=\$SLURM_ARRAY_TASK_ID
split --number="r/\$part/$parts" "$articles" >"$out.parts/\$part.jsonl"
status=0
"$DOSSIER" -q -j "\${SLURM_CPUS_PER_TASK:-1}" -d "$out.parts/\$part.db" import "$out.parts/\$part.jsonl" || status=\$?
# 3: some items could not be read; they are in the log, and the others are in the database.
[ \$status -eq 0 ] || [ \$status -eq 3 ]
END
)
sbatch --parsable --job-name=dossier-merge --dependency="afterok:$array" --kill-on-invalid-dep=yes --output="$out.parts/merge.log" <<END
#!/bin/sh
set -eu
exec "$DOSSIER" merge "$out" $(seq "$parts" | sed "s|.*|\"$out.parts/&.db\"|" | tr '\n' ' ')
END
