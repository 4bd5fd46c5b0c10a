#!/bin/sh
# Copies a database into PostgreSQL, where many can write and more fits than one file should hold.
#
#   scripts/cluster/postgres.sh NEWS.db [FOLDER]
#
# Where to: psql's own variables ($PGHOST, $PGDATABASE, …). The tables must not be there yet; all or nothing. FOLDER keeps the CSV files.
# Several databases: 'dossier merge' first, so that entities are one.
set -eu
[ $# -ge 1 ] || { echo "usage: $0 NEWS.db [FOLDER]" >&2; exit 2; }
DOSSIER=${DOSSIER:-dossier}
news=$(realpath "$1")
if [ $# -ge 2 ]; then
  folder=$2
else
  folder=$(mktemp -d "${TMPDIR:-/tmp}/dossier-export.XXXXXX")
  trap 'rm -rf "$folder"' EXIT
fi
"$DOSSIER" -d "$news" export --to pg "$folder"
cd "$folder"
psql --quiet --no-psqlrc -f load.sql
