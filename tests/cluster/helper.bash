# What the tests of cluster recipes share: `load helper` first.
ROOT=${ROOT:-$(cd "$BATS_TEST_DIRNAME/../.." && pwd)}
DOSSIER=${DOSSIER:-$ROOT/build/release/dossier}
load "$ROOT/tests/shell/helper.bash"
export DOSSIER

content() { sqlite3 "$1" <"$ROOT/tests/shell/content.sql"; }
# Without the names of the input files.
content_of_texts() { sqlite3 "$1" <"$ROOT/tests/shell/content.sql" | sed -E 's/[^|]*\.jsonl:[0-9]+//; /\.jsonl\|done$/d'; }

needs() {
  local command
  for command in "$@"; do command -v "$command" >/dev/null || skip "$command is not installed ('make check-cluster' installs it)"; done
}

# make_articles FILE: the samples several times over, each time about another person, with ids.
make_articles() {
  "$DOSSIER" -q -d samples.db import "$SAMPLES"
  "$DOSSIER" -d samples.db sql "SELECT id, title, date, text FROM articles ORDER BY key" --format json >samples.json
  python3 - "$1" <<'END'
import json, sys
rows = json.load(open("samples.json"))
with open(sys.argv[1], "w") as out:
    for i, name in enumerate(["Lukashenko", "Petrov", "Almeida", "Okafor", "Lindqvist"]):
        for row in rows:
            change = lambda s: s and s.replace("Lukashenko", name)
            out.write(json.dumps({"id": "%d-%d" % (i, row["id"]), "title": "%s: %s" % (name, change(row["title"])), "date": row["date"],
                                  "text": change(row["text"])}) + "\n")
END
}
