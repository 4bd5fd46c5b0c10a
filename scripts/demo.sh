#!/bin/sh
# The first five minutes: imports the sample articles and runs the three main analyses. usage: demo.sh DOSSIER
set -eu
dossier=$1
database=build/demo.db
rm -f "$database" "$database-wal" "$database-shm"
step() {
  printf '\n$ dossier %s\n' "$*"
  "$dossier" -d "$database" --format box "$@"
}
step import tests/samples
step visits
step stances --issue "sanctions=sanction*"
step sentiment
step visits --who lukashenko --open 1
printf '\nGo on: build/release/dossier %s\n' "$database"
