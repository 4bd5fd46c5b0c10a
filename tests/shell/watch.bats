# A watched folder: what is there, what appears, how it ends.
load helper

articles() { sqlite3 dossier.db 'select count(*) from articles' 2>/dev/null || echo 0; }

# await N: until the database has N articles; a generous limit, since machines may be slow.
await() {
  local i
  for i in $(seq 1 300); do
    [ "$(articles)" = "$1" ] && return 0
    sleep 0.2
  done
  echo "$(articles) articles, not $1"
  cat said.txt
  return 1
}

# await_said TEXT: until standard error holds it.
await_said() {
  local i
  for i in $(seq 1 300); do
    grep -qF "$1" said.txt && return 0
    sleep 0.2
  done
  echo "not said: $1"
  cat said.txt
  return 1
}

# start OPTIONS...: in the background, with the signals that a terminal's program has.
start() {
  python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$DOSSIER" watch "$@" inbox 2>said.txt 3>&- &
  pid=$!
}

# end SIGNAL STATUS
end() {
  local got=0
  kill "-$1" "$pid"
  wait "$pid" || got=$?
  pid=
  same "$got" "$2"
  same "$(sqlite3 dossier.db 'pragma integrity_check')" ok
}

teardown() {
  [ -z "${pid:-}" ] || kill -9 "$pid" 2>/dev/null || true
}

note() { printf 'Title: Note %s\nDate: 2023-03-01\n\nMinister Anna Berg visited town number %s on Monday, officials said.\n' "$1" "$1"; }

@test "what is there, what is renamed into it, what is written there, sub-folders" {
  mkdir inbox
  note 1 >inbox/one.txt
  start
  await_said "watching 'inbox'"
  same "$(articles)" 1
  note 2 >two.tmp
  mv two.tmp inbox/two.txt
  await 2
  await_said "inbox/two.txt: 1 new article"
  { note 3; sleep 1; echo "And the last line."; } >inbox/three.txt
  await 3
  has "$(sqlite3 dossier.db "select text from articles where file like '%three%'")" "And the last line."
  mkdir -p new/deep
  note 4 >new/deep/four.txt
  mv new inbox/new
  await 4
  note 5 >inbox/new/deep/five.txt
  await 5
  note 6 >inbox/.hidden
  note 7 >inbox/seven.txt
  await 6
  end INT 130
  same "$(sqlite3 dossier.db "select count(*) from articles where file like '%hidden%'")" 0
}

@test "by looking: only what stayed as it was, changes are read again" {
  mkdir -p inbox/sub
  note 1 >inbox/one.txt
  start --poll
  await_said "watching 'inbox'"
  note 2 >inbox/sub/two.txt
  await 2
  note 3 >>inbox/one.txt
  await 3
  end TERM 143
}

@test "a file that cannot be read is named and ends nothing; the database may stand in the folder" {
  mkdir inbox
  export DOSSIER_DB=inbox/news.db
  ln -s inbox/news.db dossier.db
  start
  await_said "watching 'inbox'"
  printf '\0\1\2\3\0\0' >inbox/bad.txt
  await_said "bad.txt"
  note 1 >inbox/one.txt
  await 1
  end INT 130
  has_not "$(cat said.txt)" "news.db"
}

@test "once: imports and ends" {
  mkdir inbox
  note 1 >inbox/one.txt
  expect_run 0 "$DOSSIER" watch --once inbox
  has "$err" "inbox: 1 new article"
  : >inbox/empty.txt
  expect_run 3 "$DOSSIER" watch --once inbox
  same "$(articles)" 1
}

@test "no folder" {
  note 1 >one.txt
  expect_run 2 "$DOSSIER" watch one.txt
  has "$err" "'one.txt' is no folder: 'watch' needs one"
  expect_run 2 "$DOSSIER" watch nowhere
  has "$err" "cannot watch 'nowhere'"
  expect_run 2 "$DOSSIER" watch
  [ ! -e dossier.db ]
}
