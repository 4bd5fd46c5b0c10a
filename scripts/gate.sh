#!/bin/sh
# A quality gate for CI: imports a folder of articles into a database of its own and says whether it may be published.
#
#   gate.sh FOLDER [LIMITS of 'dossier check'...]
#   gate.sh corpus --max-unattributed 20% --max-undated 0
#
# Exit status: 0 passed, 3 some articles could not be read, 6 a limit was not met (the figures are on standard output), else what failed.
# Nothing of it is kept.
set -eu
DOSSIER=${DOSSIER:-dossier}
if [ $# -lt 1 ]; then
  echo "usage: gate.sh FOLDER [LIMITS of 'dossier check'...]" >&2
  exit 2
fi
folder=$1
shift
[ $# -gt 0 ] || set -- --max-unattributed 20% --max-undated 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$DOSSIER" -q -d "$work/gate.db" import -- "$folder"
"$DOSSIER" -d "$work/gate.db" check "$@"
