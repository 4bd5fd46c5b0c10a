# Databases in places that cannot be written, read by somebody who is not root.
load helper

setup_file() {
  load helper
  export PLACE
  PLACE=$(mktemp -d)
  chmod 755 "$PLACE"
  "$DOSSIER" -q -d "$PLACE/news.db" import "$SAMPLES"
}
teardown_file() { chmod -R u+w "$PLACE" && rm -rf "$PLACE"; }

# Root may write everywhere: it becomes somebody else.
reader() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nonexistent "$DOSSIER" "$@"; else "$DOSSIER" "$@"; fi
}

# place FOLDER: one of the reader's own, with the database in it.
place() {
  reader version >/dev/null 2>&1 || skip "another user cannot run the program"
  mkdir "$PLACE/$1"
  cp "$PLACE/news.db" "$PLACE/$1"
  [ "$(id -u)" != 0 ] || chown -R 65534:65534 "$PLACE/$1"
}

# Each kind of reader.
reads() {
  expect_run 0 reader -d "$1" articles
  has "$out" "Lukashenko to visit China"
  for words in "visits --who lukashenko" "search ukraine" "check" "corrections" "runs"; do expect_run 0 reader -d "$1" $words; done
  expect_run 0 reader -d "$1" sql "select count(*) from quotes"
  expect_run 0 reader -d "$1" run - <<<'print(db.quotes:count() > 10)'
  same "$out" true
}

@test "who reads leaves nothing beside the database" {
  place own
  reads "$PLACE/own/news.db"
  same "$(ls -A "$PLACE/own")" news.db
  # nor while somebody else has it open, whose log it is
  python3 - "$PLACE/own/news.db" "$DOSSIER" <<'P'
import os, sqlite3, subprocess, sys
db = sqlite3.connect(sys.argv[1])
db.execute("select count(*) from articles").fetchone()
subprocess.run([sys.argv[2], "-q", "-d", sys.argv[1], "articles"], check=True, stdout=subprocess.DEVNULL)
assert os.path.exists(sys.argv[1] + "-wal")
db.execute("update articles set title = 'later' where id = 1")
db.commit()
out = subprocess.run([sys.argv[2], "-q", "-d", sys.argv[1], "articles"], check=True, capture_output=True, text=True).stdout
assert "later" in out and os.path.getsize(sys.argv[1] + "-wal") > 0
db.close()
P
}

@test "a read-only file: read, and refused to who writes" {
  place file
  chmod 444 "$PLACE/file/news.db"
  reads "$PLACE/file/news.db"
  same "$(ls -A "$PLACE/file")" news.db
  for words in "entity ignore Xi" "undo" "import $SAMPLES" "visits --record"; do
    expect_run 1 reader -d "$PLACE/file/news.db" $words
    has "$err" "cannot write '$PLACE/file/news.db': the file is read-only"
  done
}

@test "a read-only folder: read, and refused to who writes" {
  place folder
  chmod 555 "$PLACE/folder"
  reads "$PLACE/folder/news.db"
  for words in "entity ignore Xi" "undo" "import $SAMPLES" "visits --record"; do
    expect_run 1 reader -d "$PLACE/folder/news.db" $words
    has "$err" "cannot write '$PLACE/folder/news.db': its folder cannot be written"
  done
  expect_run 1 reader -d "$PLACE/folder/new.db" import "$SAMPLES"
  has "$err" "its folder cannot be written"
  expect_run 1 reader -d "$PLACE/none/new.db" import "$SAMPLES"
  has "$err" "there is no such folder"
  same "$(ls -A "$PLACE/folder")" news.db
}

@test "a read-only folder with a write-ahead log: read when it can be, else what to do" {
  place log
  (cd "$PLACE/log" && python3 - <<'P'
import shutil, sqlite3
db = sqlite3.connect("news.db")
db.execute("update articles set title = 'not yet in the file' where id = 1")
db.commit()
for name in "with", "without":
    for ending in ["", "-wal", "-shm"] if name == "with" else ["", "-wal"]: shutil.copy("news.db" + ending, name + ".db" + ending)
shutil.copy("news.db", "empty.db")
open("empty.db-wal", "w").close()
P
  )
  [ "$(id -u)" != 0 ] || chown 65534:65534 "$PLACE"/log/*
  chmod 555 "$PLACE/log"
  expect_run 0 reader -d "$PLACE/log/with.db" articles
  has "$out" "not yet in the file"
  expect_run 0 reader -d "$PLACE/log/empty.db" articles
  expect_run 1 reader -d "$PLACE/log/without.db" articles
  has "$err" "changes wait in '$PLACE/log/without.db-wal', and its folder cannot be written"
  has "$err" "copy both files"
}
