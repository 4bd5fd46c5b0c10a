# Lua scripts, standard input as a script, limits of plugins.
load helper

setup_file() { load helper; import_samples; }

plugin() { # NAME BODY: a plugin of the test's own
  mkdir -p .dossier/plugins
  cat >.dossier/plugins/"$1".lua <<L
return { name = "$1", api = 1, summary = "A plugin of the tests.", args = {},
  columns = { { name = "x", type = "text", help = "anything" } },
  run = function(ctx, args)
    $2
  end }
L
}

@test "run a script with arguments; db is the database" {
  cat >count.lua <<'L'
print(arg[0], #arg, arg[1], arg[2])
local n = 0
for article in db.articles:each() do n = n + 1 end
print(n)
L
  expect_run 0 "$DOSSIER" -d "$NEWS" run count.lua one --format
  has "$out" "count.lua	2	one	--format"
  has "$out" "13"
}

@test "frames give the predicates that selections give, with what stands around them" {
  cat >frames.lua <<'L'
local function has(p, role, head)
  for _, a in ipairs(p.arguments) do
    if a.role == role and (not head or a.head == head or a.entity) then return true end
  end
end
local wanted, got, around = {}, {}, 0
for p in db.predicates{ lemma = { "visit", "say", "support" }, pos = "verb" }:each() do
  if has(p, "subject", "minister") and (has(p, "object") or has(p, "clause")) then wanted[#wanted + 1] = p.id .. p.lemma .. p.start_byte end
end
for p in db.predicates{ quoted = true, passive = true, negated = false }:each() do wanted[#wanted + 1] = p.id .. p.lemma .. p.start_byte end
local asked = {}
local list = {
  { lemma = { "visit", "say", "support" }, pos = "verb", arguments = {
    { role = "subject", named = true, head = function(word) asked[word] = (asked[word] or 0) + 1 return word == "minister" end },
    { role = { "object", "clause" } } } },
  { quoted = true, passive = true, negated = false },
}
local last = 0
for article, predicates, all in db.articles:frames(list) do
  assert(article.id > last and #predicates > 0)
  last = article.id
  for i, p in ipairs(predicates) do
    assert(i == 1 or p.start_byte >= predicates[i - 1].start_byte)
    assert(p.article == article and #p.text > 0 and (p.quote == nil) == (db.predicates{ id = p.id, quoted = true }:count() == 0))
    local stored, here = db.predicates{ id = p.id }:first(), nil
    for _, field in ipairs { "lemma", "pos", "tense", "modal", "negated", "passive", "holder", "start_byte", "end_byte" } do
      assert(p[field] == stored[field], field)
    end
    assert(#p.arguments == #stored.arguments)
    for k, a in ipairs(p.arguments) do
      local b = stored.arguments[k]
      assert(a.role == b.role and a.head == b.head and a.text == b.text and a.entity == b.entity)
    end
    for _, q in ipairs(all(p.sentence)) do here = here or q == p end
    assert(here and #all(p.sentence) == p.sentence.predicates:count())
    around = around + 1
    got[#got + 1] = p.id .. p.lemma .. p.start_byte
  end
end
for word, n in pairs(asked) do assert(n == 1, word) end
table.sort(got)
local set = {}
for _, x in ipairs(wanted) do set[x] = true end
wanted = {}
for x in pairs(set) do wanted[#wanted + 1] = x end
table.sort(wanted)
assert(#got > 20 and table.concat(got, "\n") == table.concat(wanted, "\n"), #got .. " " .. #wanted)
local n = 0
for article in db.articles{ who = "Lukashenko" }:frames(list) do n = n + 1 end
for article, predicates, all in db.articles:frames(list) do
  local own, around_own = article:frames(list)
  assert(#own == #predicates)
  for i, p in ipairs(own) do
    assert(p.id == predicates[i].id and #p.arguments == #predicates[i].arguments and #around_own(p.sentence) == #all(p.sentence))
  end
end
assert(#db.articles:first():frames({ { lemma = "no such word" } }) == 0)
print(n < db.articles:count() and n > 0, around > 0)
L
  expect_run 0 "$DOSSIER" -d "$NEWS" run frames.lua
  same "$out" "true	true"
}

@test "a function of a frame may read frames itself; corrections reach frames that were read before" {
  cat >frames.lua <<'L'
local function count(frames)
  local n = 0
  for _, predicates in db.articles:frames(frames) do n = n + #predicates end
  return n
end
local function is_any() return true end
local function is_any_and_reads()
  assert(count { { lemma = "visit" } } > 0)
  return true
end
local plain = count { { pos = "verb", arguments = { { role = "subject", head = is_any } } } }
print(plain > 20 and plain == count { { pos = "verb", arguments = { { role = "subject", head = is_any_and_reads } } } })
local function subjects()
  local names, n = {}, 0
  for _, predicates in db.articles:frames { { arguments = { { role = "subject", named = true } } } } do
    for _, p in ipairs(predicates) do
      for _, a in ipairs(p.arguments) do
        if a.role == "subject" and a.entity then names[a.entity.name], n = true, n + 1 end
      end
    end
  end
  return names, n
end
local before, n_before = subjects()
entity.merge("Xi Jinping", "Alexander Lukashenko")
local after, n_after = subjects()
print(before["Xi Jinping"], after["Xi Jinping"], n_before == n_after)
L
  cp "$NEWS" corrected.db
  expect_run 0 "$DOSSIER" -d corrected.db run frames.lua
  same "$out" "true
true	nil	true"
}

@test "errors of frames" {
  cat >errors.lua <<'L'
local function try(frames, selection)
  print((select(2, pcall(function() for _ in (selection or db.articles):frames(frames) do end end)):gsub("^.-:%d+: ", "")))
end
try { { lema = "visit" } }
try { { lemma = 3 } }
try { { pos = "adjective" } }
try { { arguments = { { rol = "subject" } } } }
try { { quoted = "yes" } }
try({ {} }, db.quotes)
L
  expect_run 0 "$DOSSIER" -d "$NEWS" run errors.lua
  has "$out" "a frame has no field 'lema'; the nearest is 'lemma'"
  has "$out" "'lemma' of a frame is a word or a list of words, got a number"
  has "$out" "'pos' of a frame is \"noun\" or \"verb\""
  has "$out" "an argument of a frame has no field 'rol'; the nearest is 'role'"
  has "$out" "'quoted' of a frame is true or false, got a string"
  has "$out" "frames are asked of articles, got quotes"
}

@test "values of SQL come without a table; a null would end the loop and is said" {
  cat >values.lua <<'L'
local n, shown = 0, 0
for id, note in db:values("SELECT id, note FROM entities WHERE id > ? ORDER BY id", 0) do n, shown = n + 1, shown + (note and 1 or 0) end
print(n == db.entities:count(), shown < n)
for a, b in db:values("SELECT :x, :y", { x = 1, y = "two" }) do print(a, b) end
print((select(2, pcall(function() for _ in db:values "SELECT NULL" do end end)):gsub("^.-:%d+: ", "")))
print((select(2, pcall(function() for _ in db:values "SELECT 1; SELECT 2" do end end)):gsub("^.-:%d+: ", "")))
L
  expect_run 0 "$DOSSIER" -d "$NEWS" run values.lua
  same "$out" "true	true
1	two
the first column is null, which would end the loop: take one that never is first
only one statement at a time; there is more after the first ';'"
}

@test "a script with #! runs itself" {
  printf '#!/usr/bin/env -S dossier run\nprint("hello", arg[1])\n' >hello
  chmod +x hello
  ln -s "$DOSSIER" dossier
  PATH=$PWD:$PATH expect_run 0 ./hello world
  same "$out" "hello	world"
}

@test "a Lua script on standard input" {
  expect_run 0 bash -c "printf 'local n = 6\nprint(n * 7)\n' | '$DOSSIER'"
  same "$out" "42"
  expect_run 0 bash -c "echo 'print(1 + 1)' | '$DOSSIER' run -"
  same "$out" "2"
}

@test "lines of the prompt's language on standard input" {
  expect_run 0 bash -c "printf 'articles --format csv\nselect count(*) as n from articles\n' | '$DOSSIER' '$NEWS'"
  has "$out" "id,date,outlet"
  has "$out" "13"
}

@test "a script on standard input stops at the first failure" {
  expect_run 2 bash -c "printf 'articles --nonsense\narticles\n' | '$DOSSIER' '$NEWS'"
  same "$out" ""
  has "$err" "--nonsense"
}

@test "nothing on standard input is no error" {
  expect_run 0 "$DOSSIER" </dev/null
  same "$out$err" ""
}

@test "an error in a script: file, line, exit 4; the traceback on request" {
  printf 'local x = nil\n\nlocal function f() return x.y end\nf()\n' >bad.lua
  expect_run 4 "$DOSSIER" run bad.lua
  has "$err" "bad.lua:3"
  has_not "$err" "stack traceback"
  expect_run 4 "$DOSSIER" --traceback run bad.lua
  has "$err" "traceback"
  expect_run 4 "$DOSSIER" --errors json run bad.lua
  printf '%s' "$err" | python3 -c 'import json, sys; o = json.load(sys.stdin); assert o["line"] == 3 and "bad.lua" in o["file"] and o["code"] == "script", o'
}

@test "a script that is no Lua, a script that is not there" {
  echo 'this is not lua' >bad.lua
  expect_run 4 "$DOSSIER" run bad.lua
  has "$err" "bad.lua:1"
  expect_run 1 "$DOSSIER" run missing.lua
  has "$err" "missing.lua"
}

@test "os.exit gives the exit code" {
  echo 'os.exit(7)' >seven.lua
  expect_run 7 "$DOSSIER" run seven.lua
}

@test "a plugin that loops hits its limit: 5" {
  plugin looping 'while true do end'
  expect_run 5 timeout 60 "$DOSSIER" -d "$NEWS" looping --max-seconds 1
  plugin swallowing 'while true do pcall(function() while true do end end) end'
  expect_run 5 timeout 60 "$DOSSIER" -d "$NEWS" swallowing --max-seconds 1
  plugin coroutines 'while true do coroutine.wrap(function() while true do end end)() end'
  expect_run 5 timeout 60 "$DOSSIER" -d "$NEWS" coroutines --max-seconds 1
  plugin matching 'return (("a"):rep(100000)):find((".-"):rep(40) .. "b")'
  expect_run 5 timeout 60 "$DOSSIER" -d "$NEWS" matching --max-seconds 1
}

@test "a plugin that eats memory hits its limit: 5" {
  plugin eating 'local t = {} for i = 1, math.huge do t[i] = ("x"):rep(1000) .. i end'
  expect_run 5 timeout 60 "$DOSSIER" -d "$NEWS" eating --max-memory 32
  plugin repeating 'local s = ("x"):rep(1e10)'
  expect_run 5 timeout 60 "$DOSSIER" -d "$NEWS" repeating --max-memory 32
}

@test "a plugin that raises: exit 4, its file and line" {
  plugin raising 'error("no such luck")'
  expect_run 4 "$DOSSIER" -d "$NEWS" raising
  has "$err" "raising.lua:4"
  has "$err" "no such luck"
  plugin table_error 'error({ code = 1 })'
  expect_run 4 "$DOSSIER" -d "$NEWS" table_error
}

@test "a plugin with a syntax error is refused; the others run" {
  mkdir -p .dossier/plugins
  echo 'return { name = "broken", api = 1, summary = ' >.dossier/plugins/broken.lua
  expect_run 4 "$DOSSIER" -d "$NEWS" broken
  has "$err" "broken.lua:"
  expect_run 4 "$DOSSIER" plugins check broken
  has "$err" "broken.lua"
  expect_run 0 "$DOSSIER" -d "$NEWS" visits
}

@test "a plugin with wrong fields tells all of them" {
  mkdir -p .dossier/plugins
  cat >.dossier/plugins/wrong.lua <<'L'
return { name = "wrong", api = 1, sumary = "x", columns = { { name = "x", type = "txet" } }, run = function() end }
L
  expect_run 4 "$DOSSIER" plugins check wrong
  has "$err" "sumary"
  has "$err" "summary"
  has "$err" "txet"
}

@test "the same mistake twice is told at both its lines" {
  mkdir -p .dossier/plugins
  cat >.dossier/plugins/wrong.lua <<'L'
return { name = "wrong", api = 1, summary = "x",
  args = { { name = "least", type = "integr", help = "x" } },
  columns = {
    { name = "times", type = "integr", help = "x" } }, run = function() end }
L
  expect_run 4 "$DOSSIER" plugins check wrong
  has "$err" "wrong.lua:2: type of argument 'least'"
  has "$err" "wrong.lua:4: type of column 'times'"
}

@test "a plugin reaches no file, no program" {
  for name in io os debug.getinfo debug.sethook load loadfile dofile package; do
    plugin reaching "ctx:row{ x = tostring($name) }"
    expect_run 0 "$DOSSIER" -d "$NEWS" reaching --format jsonl || true
    has "$out" nil || has "$err" "$name"
  done
}

@test "every example of every plugin holds" {
  expect_run 0 "$DOSSIER" plugins test
  has "$out" "1.."
}

@test "pairs over objects goes by their ids, whatever their place in memory" {
  plugin ordered 'local s, ids = {}, {}
    for e in ctx.entities:order("-id"):each() do s[e] = true end
    for e in pairs(s) do ids[#ids + 1] = e.id end
    for i = 2, #ids do assert(ids[i - 1] < ids[i]) end
    ctx:row{ x = tostring(#ids > 20) }'
  expect_run 0 "$DOSSIER" -d "$NEWS" ordered --format jsonl
  has "$out" true
}

@test "debug.repl() without a terminal is an error, not a wait" {
  plugin stopping 'debug.repl()'
  expect_run 4 "$DOSSIER" -d "$NEWS" stopping
  has "$err" "needs a terminal"
  has "$err" "stopping.lua:4"
}

@test "the installed folder may be named in DOSSIER_PLUGINS, too" {
  mkdir -p .dossier/plugins
  DOSSIER_PLUGINS=$ROOT/plugins expect_run 0 "$DOSSIER" help quote.rule
  has "$out" "what found the speaker"
  DOSSIER_PLUGINS=$ROOT/plugins expect_run 0 "$DOSSIER" plugins new whom
}

@test "a filter takes a long list of entities" {
  cat >long.lua <<'L'
local all = db.entities:all()
local list = {}
for i = 1, 400 do list[i] = all[i % #all + 1] end
print(#all > 20, db.articles{ who = list }:count() == db.articles:count(), db.mentions{ who = list }:count() == db.mentions:count())
L
  expect_run 0 "$DOSSIER" -d "$NEWS" run long.lua
  same "$out" "true	true	true"
}

@test "article:frames knows the words of an import that came after it was first asked" {
  echo '{"text":"Ann Smith praised the plan."}' >one.jsonl
  echo '{"text":"Bob Brown bankrolled the campaign in Paris."}' >two.jsonl
  cat >later.lua <<'L'
local list = { { lemma = { "praise", "bankroll" } } }
local function count()
  local n = 0
  for article in db.articles:each() do n = n + #article:frames(list) end
  return n
end
print(count(), import{ "two.jsonl" } and count())
L
  "$DOSSIER" -q -d later.db import one.jsonl
  expect_run 0 "$DOSSIER" -d later.db run later.lua
  same "$out" "1	2"
}

@test "article:frames refuses what is no list of frames" {
  echo 'print(pcall(function() return db.articles:first():frames(3) end))' >bad.lua
  expect_run 0 "$DOSSIER" -d "$NEWS" run bad.lua
  has "$out" "table expected, got number"
}
