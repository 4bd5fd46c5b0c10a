# What `make install` puts in place: the C library with its example, the module of Lua, the manual; and that uninstall takes it away.
load helper

setup_file() {
  load helper
  [ -e "$ROOT/build/release/dossier" ] || skip "no release build"
  export DEST=$BATS_FILE_TMPDIR/dest
  make -s -C "$ROOT" install DESTDIR="$DEST" PREFIX=/opt/dossier >"$BATS_FILE_TMPDIR/install.txt" 2>&1 || { cat "$BATS_FILE_TMPDIR/install.txt"; return 1; }
}

@test "the example in C, built by what pkg-config says" {
  mkdir pc
  sed "s|/opt/dossier|$DEST/opt/dossier|g" "$DEST/opt/dossier/lib/pkgconfig/dossier.pc" >pc/dossier.pc
  export PKG_CONFIG_PATH=$PWD/pc
  # shellcheck disable=SC2046
  cc -Wall -Wextra -Werror -o example "$ROOT/tests/api/example.c" $(pkg-config --cflags --libs dossier)
  export DOSSIER_PLUGINS=$DEST/opt/dossier/share/dossier/plugins
  expect_run 0 ./example news.db "$SAMPLES"
  has "$out" "13 new articles"
  has "$out" $'Alexander Lukashenko\tBelarusian President\tBelarus\tChina\tBeijing\t2023-02-28\t2023-03-02'
  has "$out" "article 1, bytes"
  has "$out" $'Xi Jinping\t'
  touch try.txt
  expect_run 1 ./example try.txt/news.db "$SAMPLES"
  has "$err" "try.txt/news.db"
}

@test "require 'dossier' in a stock lua5.4" {
  command -v lua5.4 >/dev/null || skip "no lua5.4"
  export LUA_CPATH=$DEST/opt/dossier/lib/lua/5.4/?.so DOSSIER_PLUGINS=$DEST/opt/dossier/share/dossier/plugins SAMPLES
  cat >try.lua <<'L'
local dossier = require "dossier"
local db = dossier.open("news.db", "create")
local counts = db:import { os.getenv "SAMPLES" }
assert(counts.added == 13 and counts.duplicates == 1 and counts.refused == 0)
assert(db:import(os.getenv "SAMPLES").added == 0)
local rows = db:run("visits", { who = "lukashenko", since = "2023-03-10" })
assert(#rows == 1 and rows[1].place == "Tehran" and rows[1].meets[1] == "Ebrahim Raisi" and rows[1].source.article == 5)
assert(#db:run "visits" > #db:run("visits", { status = "cancelled" }))
assert(#db:run("visits", { view = "list" }) > 0)
local both = #db:run("network", { kind = { "person", "place" }, min = 1 })
assert(both == #db:run("network", { kind = "person,place", min = 1 }) and both > #db:run("network", { kind = { "person" }, min = 1 }))
local n = db:query "select count(*) as n, 1.5 as x, null as y, 'z' as z from articles"
assert(n[1].n == 13 and math.type(n[1].n) == "integer" and n[1].x == 1.5 and n[1].y == nil and n[1].z == "z")
local good, message = pcall(db.run, db, "visist")
assert(not good and message:find "visist", message)
good, message = pcall(db.query, db, "selec 1")
assert(not good and message:find "selec", message)
assert(not pcall(dossier.open, "no-such.db"))
assert(dossier.annotate('{"text":"Joe Biden visited Kyiv."}'):find "Joe Biden")
for _ = 1, 20 do db:query "select * from quotes" end
collectgarbage()
db:close()
good, message = pcall(db.query, db, "select 1")
assert(not good and message:find "closed", message)
local again <close> = dossier.open "news.db"
io.open("new.txt", "w"):write("Title: New\n\nPresident Joe Biden visited Kyiv today."):close()
assert(not pcall(again.import, again, "new.txt"))
print "fine"
L
  expect_run 0 lua5.4 try.lua
  same "$out" fine
}

@test "the installed program finds its plugins; the manual is in place" {
  expect_run 0 "$DEST/opt/dossier/bin/dossier" plugins
  has "$out" "$DEST/opt/dossier/share/dossier/plugins/visits.lua"
  grep -q "visits" "$DEST/opt/dossier/share/man/man1/dossier.1"
  [ -s "$DEST/opt/dossier/share/bash-completion/completions/dossier" ]
  [ -s "$DEST/opt/dossier/share/zsh/site-functions/_dossier" ]
  [ -s "$DEST/opt/dossier/share/fish/vendor_completions.d/dossier.fish" ]
}

@test "uninstall leaves no file" {
  make -s -C "$ROOT" uninstall DESTDIR="$DEST" PREFIX=/opt/dossier
  same "$(find "$DEST" -type f)" ""
}
