# Import: bad input, resuming, locking, signals.
load helper

articles() { sqlite3 "${1:-dossier.db}" 'select count(*) from articles'; }

# n articles as JSON lines
make_articles() {
  python3 - "$1" <<'P'
import json, sys
for i in range(int(sys.argv[1])):
    text = (f'Minister Anna Berg visited Oslo on Monday for talk number {i}. "We agree on point {i}," Berg told reporters. '
            'The president of Norway, Kari Moen, rejected the plan.\n\n') * 6
    print(json.dumps({"id": f"a{i}", "title": f"Talk {i}", "date": "2023-05-%02d" % (i % 28 + 1), "outlet": "Wire", "text": text}))
P
}

@test "a name that a line break cuts is shown on one line" {
  printf '{"id":"1","date":"2023-04-01","text":"The Bank\\nof France said so on Monday. It rained."}\n' >wrapped.jsonl
  "$DOSSIER" -q -d wrapped.db import wrapped.jsonl
  same "$(sqlite3 wrapped.db "SELECT name FROM entities WHERE key LIKE '%/bank of france'")" "Bank of France"
}

@test "the samples: thirteen articles and a copy" {
  expect_run 0 "$DOSSIER" import "$SAMPLES"
  same "$out" ""
  has "$err" "13 new articles"
  has "$err" "1 already there"
  same "$(articles)" 13
  same "$(sqlite3 dossier.db 'pragma integrity_check')" ok
}

@test "the same command again does nothing" {
  "$DOSSIER" -q import "$SAMPLES"
  expect_run 0 "$DOSSIER" import "$SAMPLES"
  has "$err" "0 new articles"
  same "$(articles)" 13
  expect_run 0 "$DOSSIER" import --again "$SAMPLES"
  same "$(articles)" 13
}

@test "one and two threads give the same rows" {
  "$DOSSIER" -q -j1 -d one.db import "$SAMPLES"
  "$DOSSIER" -q -j2 -d two.db import "$SAMPLES"
  for table in articles entities aliases mentions quotes predicates arguments dates sentences; do
    columns='*'
    [ $table = articles ] && columns='id, key, ref, title, date, date_from, outlet, url, lang, text, file'
    for db in one two; do sqlite3 $db.db "select $columns from $table order by 1, 2, 3" >$db.txt; done
    cmp one.txt two.txt
  done
}

@test "counts as a result when a format is asked for" {
  expect_run 0 "$DOSSIER" import "$SAMPLES" --format json
  printf '%s' "$out" | python3 -c 'import json, sys; r = json.load(sys.stdin)[0]; assert r["added"] == 13 and r["refused"] == 0, r'
}

@test "a list of files from another program" {
  expect_run 0 bash -c "printf '%s\0' '$SAMPLES'/0[1-3]*.txt | '$DOSSIER' import --files0-from -"
  same "$(articles)" 3
}

@test "no path at all" {
  expect_run 2 "$DOSSIER" import
  has "$err" "needs files or folders"
  [ ! -e dossier.db ]
}

@test "an empty file, a file that is not there, a PDF, a picture: listed, and the rest goes in" {
  mkdir in
  cp "$SAMPLES"/01* in/
  : >in/empty.txt
  printf '%%PDF-1.4\n%%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n' >in/paper.pdf
  printf '\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01' >in/photo.jpg
  expect_run 3 "$DOSSIER" import in missing.txt
  has "$err" "empty.txt"
  has "$err" "paper.pdf"
  has "$err" "photo.jpg"
  has "$err" "missing.txt"
  has "$err" "1 new article"
  same "$(articles)" 1
}

@test "a folder without rights" {
  mkdir -p in/locked
  cp "$SAMPLES"/01* in/
  chmod 000 in/locked
  if ls in/locked >/dev/null 2>&1; then
    chmod 700 in/locked
    skip "rights do not bind this user"
  fi
  expect_run 3 "$DOSSIER" import in
  chmod 700 in/locked
  has "$err" "locked"
  same "$(articles)" 1
}

@test "bytes that are no UTF-8 are read as something and said so" {
  printf 'Title: Caf\xe9 talks\nDate: 2023-01-02\n\nThe minister met the press in a caf\xe9 in Paris on Monday. "We agreed," he said.\n' >latin.txt
  expect_run 0 "$DOSSIER" import latin.txt
  has "$err" "latin.txt"
  has "$(sqlite3 dossier.db 'select text from articles')" "café"
}

@test "a JSON error on line 3000 is named, the other lines are read" {
  python3 - >lines.jsonl <<'P'
import json
for i in range(1, 3101):
    print('{"text": "broken' if i == 3000 else json.dumps({"id": str(i), "text": f"Number {i} is here, the mayor said.", "date": "2023-01-01"}))
P
  expect_run 3 "$DOSSIER" import lines.jsonl
  has "$err" "lines.jsonl:3000"
  same "$(articles)" 3099
}

@test "a line of 200 MB is refused or read, in bounded time" {
  head -c 200000000 /dev/zero | tr '\0' 'a' >long.jsonl
  run timeout 120 "$DOSSIER" import long.jsonl
  rm -f long.jsonl
  [ "$status" -eq 3 ] || { echo "status $status"; echo "$output"; false; }
  has "$output" "long.jsonl"
}

@test "a database that is a JPEG is refused and left alone" {
  printf '\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01' >photo.db
  head -c 20000 /dev/urandom >>photo.db
  before=$(sha256sum <photo.db)
  expect_run 1 "$DOSSIER" -d photo.db import "$SAMPLES"
  has "$err" "photo.db"
  expect_run 1 "$DOSSIER" -d photo.db articles
  same "$(sha256sum <photo.db)" "$before"
}

@test "somebody else's SQLite file is refused and left alone" {
  sqlite3 other.db 'create table articles(x); insert into articles values (1)'
  before=$(sha256sum <other.db)
  expect_run 1 "$DOSSIER" -d other.db import "$SAMPLES"
  same "$(sha256sum <other.db)" "$before"
}

@test "a locked database is busy: 75" {
  "$DOSSIER" -q import "$SAMPLES"/01*
  sqlite3 dossier.db >/dev/null <<'Q' &
begin immediate;
.shell sleep 45
rollback;
Q
  sleep 1
  expect_run 75 "$DOSSIER" import "$SAMPLES"/02*
  has "$err" "try again"
  expect_run 0 "$DOSSIER" articles
  kill %1 2>/dev/null || true
  wait 2>/dev/null || true
}

@test "a full disk ends the import with an error, and the database stays whole" {
  make_articles 400 >many.jsonl
  run bash -c "ulimit -f 600; trap '' XFSZ; exec '$DOSSIER' -d small.db import many.jsonl"
  [ "$status" -eq 1 ] || { echo "status $status"; echo "$output"; false; }
  has "$output" "dossier:"
  same "$(sqlite3 small.db 'pragma integrity_check')" ok
  expect_run 0 "$DOSSIER" -d small.db import many.jsonl
  same "$(articles small.db)" 400
}

@test "killed in the middle and started again: the same database as one clean run" {
  make_articles 1500 >many.jsonl
  "$DOSSIER" -q -d clean.db import many.jsonl
  "$DOSSIER" -q -d killed.db import many.jsonl &
  pid=$!
  for i in $(seq 200); do
    [ "$(articles killed.db 2>/dev/null || echo 0)" -gt 0 ] && break
    sleep 0.05
  done
  kill -9 $pid 2>/dev/null || true
  wait $pid 2>/dev/null || true
  expect_run 0 "$DOSSIER" -q -d killed.db import many.jsonl
  for db in clean killed; do
    sqlite3 $db.db "select key, text from articles order by key; select key, name from entities order by key;
      select a.key, q.start, q.\"end\", q.speaker_text from quotes q join articles a on a.id = q.article order by 1, 2, 3" >$db.txt
  done
  cmp clean.txt killed.txt
  same "$(sqlite3 killed.db 'pragma integrity_check')" ok
}

@test "SIGTERM finishes the article at hand; the next run goes on" {
  make_articles 1500 >many.jsonl
  "$DOSSIER" -q import many.jsonl &
  pid=$!
  sleep 1
  kill -TERM $pid 2>/dev/null || skip "too fast"
  status=0
  wait $pid || status=$?
  [ $status -eq 143 ] || [ $status -eq 0 ] || { echo "status $status"; false; }
  same "$(sqlite3 dossier.db 'pragma integrity_check')" ok
  expect_run 0 "$DOSSIER" -q import many.jsonl
  same "$(articles)" 1500
}

@test "SIGINT ends a batch with 130" {
  make_articles 3000 >many.jsonl
  # an interactive shell starts its jobs with SIGINT at its default; a test's background job has it ignored
  status=0
  python3 - "$DOSSIER" <<'P' || status=$?
import signal, subprocess, sys, time
p = subprocess.Popen([sys.argv[1], "-q", "import", "many.jsonl"], preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
time.sleep(1)
if p.poll() is not None: sys.exit(77)
p.send_signal(signal.SIGINT)
sys.exit(0 if p.wait(20) == -signal.SIGINT else 1)
P
  [ $status -eq 77 ] && skip "too fast"
  same "$status" 0
}

@test "annotations made elsewhere are taken as they are" {
  make_articles 5 >five.jsonl
  "$DOSSIER" annotate --tokens <five.jsonl >annotations.jsonl
  "$DOSSIER" -q -d computed.db import five.jsonl
  expect_run 0 "$DOSSIER" -q -d given.db import five.jsonl --annotations annotations.jsonl
  for db in computed given; do sqlite3 $db.db 'select article, start, "end", speaker_text, cue from quotes order by 1, 2, 3' >$db.txt; done
  cmp computed.txt given.txt
}

@test "sixteen imports at once lose nothing" {
  mkdir in
  make_articles 16 | split -l 1 - in/part.
  "$DOSSIER" -q import "$SAMPLES"/12*
  for part in in/part.*; do mv "$part" "$part.jsonl"; done
  printf '%s\0' in/*.jsonl | xargs -0 -n 1 -P 16 "$DOSSIER" -q -j1 import
  same "$(articles)" 17
}

@test "what failed before is read again, and nothing else" {
  mkdir in other
  note() { printf 'Title: T\nDate: 2023-03-01\n\nMinister Berg visited town number %s on Monday, officials said.\n' "$1"; }
  note 1 >in/good.txt
  for name in repaired bad gone; do : >in/$name.txt; done
  : >other/bad.txt
  expect_run 3 "$DOSSIER" import in other
  same "$(sqlite3 dossier.db "select count(*) from imports where status = 'failed'")" 4
  note 2 >in/repaired.txt
  note 3 >in/new.txt
  rm in/gone.txt
  note 4 >other/bad.txt
  expect_run 3 "$DOSSIER" import --retry-failed in
  has "$err" "in/bad.txt"
  has "$err" "1 new article, 1 refused"
  same "$(articles)" 2
  expect_run 3 "$DOSSIER" import --retry-failed
  has "$err" "gone.txt: failed before and is gone: forgotten"
  has "$err" "1 new article, 1 refused"
  same "$(articles)" 3
  same "$(sqlite3 dossier.db "select count(*) from imports where status = 'failed'")" 1
  rm in/bad.txt
  expect_run 0 "$DOSSIER" import --retry-failed
  expect_run 0 "$DOSSIER" import --retry-failed
  has "$err" "0 new articles"
  has_not "$err" "forgotten"
}

@test "a file that failed is passed over until it changes, where that is asked for" {
  mkdir in
  : >in/empty.txt
  expect_run 3 "$DOSSIER" import in
  expect_run 3 "$DOSSIER" import in
  has "$err" "in/empty.txt"
  expect_run 0 "$DOSSIER" import --skip-failed in
  has_not "$err" "in/empty.txt"
  has "$err" "1 file dealt with before"
  printf ' ' >in/empty.txt
  expect_run 3 "$DOSSIER" import --skip-failed in
  has "$err" "in/empty.txt"
  printf 'Title: T\n\nMinister Berg visited the town on Monday.\n' >in/empty.txt
  expect_run 0 "$DOSSIER" import --skip-failed in
  has "$err" "1 new article"
  expect_run 2 "$DOSSIER" import --skip-failed --retry-failed in
  has "$err" "opposites"
}

@test "a database in the folder that is imported is left alone" {
  mkdir inbox
  printf 'Title: Note\n\nMinister Anna Berg visited the town on Monday, officials said.\n' >inbox/one.txt
  ln -s inbox link
  expect_run 0 "$DOSSIER" -d link/news.db import inbox
  has "$err" "1 new article"
  has_not "$err" "news.db"
  expect_run 0 "$DOSSIER" -d inbox/news.db import link
  has_not "$err" "news.db"
}
