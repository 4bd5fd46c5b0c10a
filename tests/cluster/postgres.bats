# scripts/cluster/postgres.sh: loaded into a real server, which the test starts.
load helper

# as_server COMMAND...: PostgreSQL refuses to run as root.
as_server() {
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

setup_file() {
  load helper
  export BINARIES
  BINARIES=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)
  [ -x "$BINARIES/initdb" ] && command -v psql >/dev/null || return 0
  export SERVER=$BATS_FILE_TMPDIR/server
  chmod 755 "$BATS_RUN_TMPDIR" "$BATS_FILE_TMPDIR" 2>/dev/null || true
  mkdir -p "$SERVER"
  [ "$(id -u)" -ne 0 ] || chown postgres "$SERVER"
  (cd "$SERVER" && as_server "$BINARIES/initdb" -D "$SERVER/data" -A trust -U tester -E UTF8 --locale=C >"$BATS_FILE_TMPDIR/initdb.log" 2>&1)
  (cd "$SERVER" && as_server "$BINARIES/pg_ctl" -D "$SERVER/data" -w -l "$SERVER/log" \
    -o "-k $SERVER -c listen_addresses='' -c fsync=off" start >/dev/null 2>&1 </dev/null 3>&-)
  export PGHOST=$SERVER PGUSER=tester PGDATABASE=postgres
}

teardown_file() {
  [ -z "$SERVER" ] || (cd "$SERVER" && as_server "$BINARIES/pg_ctl" -D "$SERVER/data" -m immediate stop >/dev/null 2>&1) || true
}

setup() {
  export HOME=$BATS_TEST_TMPDIR
  cd "$BATS_TEST_TMPDIR" || return 1
  [ -n "$SERVER" ] || skip "PostgreSQL is not installed ('make check-cluster' installs it)"
  psql -qXc 'SELECT 1' >/dev/null || { cat "$SERVER/log"; return 1; }
  psql -qXc 'DROP SCHEMA public CASCADE; CREATE SCHEMA public' 2>/dev/null
}

ask() { psql -qXAtc "$1"; }

@test "every table arrives whole, and offsets cut the same passages" {
  "$DOSSIER" -q -d news.db import "$SAMPLES"
  expect_run 0 "$ROOT/scripts/cluster/postgres.sh" news.db
  for table in articles sentences entities mentions quotes predicates arguments dates sightings; do
    same "$table $(ask "SELECT count(*) FROM $table")" "$table $(sqlite3 news.db "SELECT count(*) FROM $table")"
  done
  ask "SELECT passage(article, start, \"end\") FROM quotes ORDER BY id" >theirs.txt
  sqlite3 news.db "SELECT CAST(substr(CAST(a.text AS BLOB), q.start + 1, q.\"end\" - q.start) AS TEXT) FROM quotes q JOIN articles a ON a.id = q.article ORDER BY q.id" |
    cmp - theirs.txt
  same "$(ask "SELECT count(*) FROM articles WHERE title IS NULL AND date IS NULL")" "$(sqlite3 news.db "SELECT count(*) FROM articles WHERE title IS NULL AND date IS NULL")"
}

@test "texts that CSV and PostgreSQL find hard arrive byte for byte" {
  python3 - <<'END'
import json
hard = ["He said \"no\", then left.\r\nNext line, \\N and \\. alone:\n\\.\nEnd.", "Zażółć gęślą jaźń 习近平 🇧🇾 said Mary.", " leading, trailing ",
        "Tab\there; semi; 'single' \"\" double."]
with open("hard.jsonl", "w") as out:
    for i, text in enumerate(hard): out.write(json.dumps({"id": str(i), "title": "", "text": text + " The minister visited Minsk today."}) + "\n")
    out.write(json.dumps({"id": "nul", "text": "Before\u0000after. The minister visited Minsk today."}) + "\n")
END
  "$DOSSIER" -q -d hard.db import hard.jsonl
  expect_run 0 "$ROOT/scripts/cluster/postgres.sh" hard.db out
  same "$(ask "SELECT md5(convert_to(string_agg(text, '|' ORDER BY ref), 'UTF8')) FROM articles WHERE ref <> 'nul'")" \
    "$(python3 -c '
import json, hashlib
rows = [json.loads(l) for l in open("hard.jsonl")]
print(hashlib.md5("|".join(r["text"] for r in rows if r["id"] != "nul").encode()).hexdigest())')"
  same "$(ask "SELECT text LIKE 'Before after.%' FROM articles WHERE ref = 'nul'")" t
}

@test "loading twice fails and leaves the first load as it was" {
  "$DOSSIER" -q -d news.db import "$SAMPLES"/0[1-3]*
  expect_run 0 "$ROOT/scripts/cluster/postgres.sh" news.db
  expect_run 3 "$ROOT/scripts/cluster/postgres.sh" news.db
  has "$err" "already exists"
  same "$(ask "SELECT count(*) FROM articles")" 3
}
