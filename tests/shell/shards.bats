# Plugins with map and reduce: the same rows, however the articles are parted.
load helper

setup_file() { load helper; import_samples; }

counting() {
  mkdir -p .dossier/plugins
  cat >.dossier/plugins/counting.lua <<'L'
return { name = "counting", api = 1, summary = "Quotes of each speaker, and the first of them.",
  args = { { name = "least", type = "integer", default = 1, help = "at least so many quotes" } },
  columns = { { name = "speaker", type = "text", help = "who" }, { name = "n", type = "integer", help = "quotes" },
    { name = "title", type = "text", help = "of the article where the first stands" } },
  map = function(ctx, article, args)
    local found = {}
    for quote in article.quotes:each() do
      if quote.speaker then found[#found + 1] = { who = quote.speaker, quote = quote } end
    end
    if #found > 0 then return { title = article.title, found = found } end
  end,
  reduce = function(ctx, values, args)
    local order, by = {}, {}
    for value in values do
      for _, item in ipairs(value.found) do
        if not by[item.who] then
          by[item.who] = { n = 0, title = value.title, source = item.quote }
          order[#order + 1] = item.who
        end
        by[item.who].n = by[item.who].n + 1
      end
    end
    for _, who in ipairs(order) do
      if by[who].n >= args.least then ctx:row{ speaker = who, n = by[who].n, title = by[who].title, source = by[who].source } end
    end
  end }
L
}

@test "one part and four give the same bytes as a run" {
  counting
  expect_run 0 "$DOSSIER" -d "$NEWS" counting --format json
  cp stdout.txt whole.json
  has "$out" "Xi Jinping"
  has "$out" '"source":{"article"'
  "$DOSSIER" -d "$NEWS" counting --map 1/1 >one.jsonl
  for i in 1 2 3 4; do "$DOSSIER" -d "$NEWS" counting --map $i/4 >part$i.jsonl; [ -s part$i.jsonl ]; done
  same "$(sort part?.jsonl)" "$(sort one.jsonl)"
  "$DOSSIER" -d "$NEWS" counting --reduce one.jsonl --format json | cmp - whole.json
  "$DOSSIER" -d "$NEWS" counting --reduce part3.jsonl --reduce part1.jsonl --reduce part4.jsonl --reduce part2.jsonl --format json | cmp - whole.json
  "$DOSSIER" -d "$NEWS" counting --least 3 --format json >least.json
  "$DOSSIER" -d "$NEWS" counting --least 3 --reduce one.jsonl --format json | cmp - least.json
}

@test "parts from databases of their own, reduced on the merged one" {
  counting
  "$DOSSIER" -q -d a.db import "$SAMPLES"/0[1-5]*
  "$DOSSIER" -q -d b.db import "$SAMPLES"/0[6-9]* "$SAMPLES"/1*
  "$DOSSIER" -q merge all.db a.db b.db
  for i in a b; do "$DOSSIER" -d $i.db counting --map 1/1 >$i.jsonl; done
  "$DOSSIER" -d all.db counting --format csv >whole.csv
  "$DOSSIER" -d all.db counting --reduce b.jsonl --reduce a.jsonl --format csv | cmp - whole.csv
  expect_run 65 "$DOSSIER" -d a.db counting --reduce b.jsonl
  has "$err" "b.jsonl:1"
  has "$err" "merge"
}

@test "an article falls into the same part in every database" {
  counting
  "$DOSSIER" -q -d forth.db import "$SAMPLES"
  printf '%s\0' $(printf '%s\n' "$SAMPLES"/* | sort -r) | "$DOSSIER" -q -d back.db import --files0-from -
  [ "$(sqlite3 forth.db 'select id, key from articles')" != "$(sqlite3 back.db 'select id, key from articles')" ]
  for i in 1 2 3; do
    for db in forth back; do
      "$DOSSIER" -d $db.db counting --map $i/3 | sed 's/,"value.*//' | sort >$db.txt
      [ -s $db.txt ]
    done
    cmp forth.txt back.txt
  done
}

@test "a value with a NUL byte comes through, a damaged line is told" {
  counting
  sed -i 's/title = article.title, found/title = article.title .. "\\0end", found/' .dossier/plugins/counting.lua
  "$DOSSIER" -d "$NEWS" counting --format json >whole.json
  has "$(cat whole.json)" '\u0000end'
  "$DOSSIER" -d "$NEWS" counting --map 1/1 >one.jsonl
  "$DOSSIER" -d "$NEWS" counting --reduce one.jsonl --format json | cmp - whole.json
  { sed -n 1p one.jsonl; printf '\0\n'; sed 1d one.jsonl; } >damaged.jsonl
  expect_run 65 "$DOSSIER" -d "$NEWS" counting --reduce damaged.jsonl
  has "$err" "damaged.jsonl:2"
}

@test "mistakes are told" {
  counting
  expect_run 2 "$DOSSIER" -d "$NEWS" counting --map 5/4
  has "$err" "I/N"
  "$DOSSIER" -d "$NEWS" counting --map 1/2 >part.jsonl
  expect_run 4 "$DOSSIER" -d "$NEWS" counting --reduce part.jsonl --reduce part.jsonl
  has "$err" "in two parts"
  echo '{"broken"' >bad.jsonl
  expect_run 65 "$DOSSIER" -d "$NEWS" counting --reduce bad.jsonl
  has "$err" "bad.jsonl:1"
  expect_run 1 "$DOSSIER" -d "$NEWS" counting --reduce missing.jsonl
  expect_run 2 "$DOSSIER" -d "$NEWS" visits --map 1/2
  sed -i 's/reduce = function/xreduce = function/' .dossier/plugins/counting.lua
  expect_run 4 "$DOSSIER" plugins check counting
  has "$err" "'map' and 'reduce' go together"
  has "$err" "xreduce"
}

# Enough articles for threads to share.
many() {
  python3 - <<'P'
import json, random
chance = random.Random(7)
words = ["".join(chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(3)) for _ in range(900)]
with open("many.jsonl", "w") as out:
    for i in range(330):
        name = "Ann Smith" if i % 3 else "Omar Haddad"
        text = " ".join(chance.choices(words, k=60)).capitalize() + ".\n\n"   # so that none is a near copy of another
        text += f"Minister {name} opposed plan {i % 7} of the council on Monday. \"We reject measure {i},\" {name} said. In {chance.choice(words)} the union backed plan {i % 5}."
        out.write(json.dumps({"title": f"Report {i}", "date": f"2023-01-{i % 28 + 1:02}", "text": text}) + "\n")
P
  "$DOSSIER" -q -d many.db import many.jsonl
}

# A plugin whose map is the lines that are given.
mapper() {
  mkdir -p .dossier/plugins
  { printf 'return { name = "mapper", api = 1, summary = "Maps.", columns = { { name = "n", type = "integer", help = "n" } },\n%s\n' "$2"
    printf 'map = function(ctx, article, args)\n%s\nend,\nreduce = function(ctx, values, args)\n' "$1"
    printf 'for value, article in values do ctx:row{ n = value, source = { article, 0, 6 } } end\nend }\n'; } >.dossier/plugins/mapper.lua
}

@test "any number of threads gives the same bytes" {
  counting
  many
  export DOSSIER_DB=many.db
  "$DOSSIER" -j1 counting --format json >one.json
  [ "$(grep -o '"speaker"' one.json | wc -l)" -eq 2 ]
  for jobs in 2 3 8; do "$DOSSIER" -j$jobs counting --format json | cmp - one.json; done
  for view in "stances" "stances --list" "stances --by month --actor smith" "stances --min 2"; do
    "$DOSSIER" -j1 $view --format json >one.json
    [ "$(wc -c <one.json)" -gt 400 ]
    "$DOSSIER" -j4 $view --format json | cmp - one.json
  done
  "$DOSSIER" -j1 counting --map 2/3 >one.jsonl
  "$DOSSIER" -j4 counting --map 2/3 | cmp - one.jsonl
}

@test "what map is given in a thread: the articles of the plugin's choice, notes, tables of other plugins, files" {
  many
  export DOSSIER_DB=many.db
  mapper 'return article.id' 'articles = function(ctx, args) return ctx.articles { who = "Haddad" } end,'
  expect_run 0 "$DOSSIER" -j3 mapper
  same "$out" "$(echo n; seq 1 3 330)"
  mapper 'if article.id % 100 == 0 then ctx:note("note of " .. article.id) end'
  for jobs in 1 4; do
    expect_run 0 "$DOSSIER" -j$jobs mapper
    same "$(grep -o 'note of [0-9]*' <<<"$err")" "$(printf 'note of %s\n' 100 200 300)"
  done
  mapper 'if article.id == 300 then for n in ctx.db:values "SELECT count(*) FROM stances_list" do return n end end'
  expect_run 0 "$DOSSIER" -j4 mapper
  same "$out" "$("$DOSSIER" -j1 mapper)"
  [ "$(sed -n 2p <<<"$out")" -gt 300 ]
  mapper 'if article.id == args.which.text * 1 then return #args.which.text end' 'args = { { name = "which", type = "file", help = "a file" } },'
  printf 300 >number
  expect_run 0 "$DOSSIER" -j4 mapper --which number
  same "$out" $'n\n3'
  expect_run 0 "$DOSSIER" -j4 mapper --which <(printf 300)
  same "$out" $'n\n3'
}

@test "what goes wrong in a thread goes wrong as in one" {
  many
  export DOSSIER_DB=many.db
  mapper 'if article.id >= 290 then error("no " .. article.id) end'
  for jobs in 1 4; do
    expect_run 4 "$DOSSIER" -j$jobs mapper --errors json
    has "$err" 'no 290'
    has "$err" '"article":290'
    has "$err" 'mapper.lua'
    has "$err" '"line":4'
  done
  # whoever catches it gets no more, and no rows are lost in silence
  sed -i '/^for value, article/c\local n = 0\nlocal function count() for _ in values do n = n + 1 end end\nprint(pcall(count), pcall(count))\nctx:row{ n = n }' .dossier/plugins/mapper.lua
  sed -i 's/error("no " .. article.id) end/error("no " .. article.id) end return 1/' .dossier/plugins/mapper.lua
  for jobs in 1 4; do
    expect_run 0 "$DOSSIER" -j$jobs mapper
    has "$err" "there are no more values"
    [ "$(tail -n 1 <<<"$out")" -lt 290 ]
  done
  mapper 'ctx:row{ n = 1 }'
  for jobs in 1 4; do
    expect_run 4 "$DOSSIER" -j$jobs mapper
    has "$err" "map gives a value; it is reduce that makes rows"
  done
  mapper 'return article.id' 'articles = function(ctx, args) return {} end,'
  expect_run 4 "$DOSSIER" -j4 mapper
  has "$err" "'articles' gives the articles to map as a selection, got a table"
  mapper 'local t = {} while true do t[#t + 1] = {} end'
  for jobs in 1 4; do expect_run 5 "$DOSSIER" -j$jobs mapper --max-memory 30; done
  has "$err" "memory limit of 30 MB reached"
  mapper 'return ("x"):rep(31 << 20)'
  for jobs in 1 4; do expect_run 5 "$DOSSIER" -j$jobs mapper --max-memory 60; done
  # large values wait for reduce in a bounded room: not 330 MB of them
  mapper 'return ("x"):rep(1 << 20)'
  sed -i '/^for value, article/c\for value in values do for i = 1, 1e5 do end end' .dossier/plugins/mapper.lua
  peak='import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
sys.exit(code or (peak > 250 and sys.exit(f"{peak} MB")))'
  case $DOSSIER in *asan*) ;; *) python3 -c "$peak" "$DOSSIER" -j4 mapper --max-memory 60 ;; esac
  mapper 'while article.id == 200 do pcall(string.rep, "x", 9) end'
  for jobs in 1 4; do expect_run 5 "$DOSSIER" -j$jobs mapper --max-seconds 1; done
  has "$err" "time limit of 1 s reached"
  expect_run 130 timeout --preserve-status -s INT 1 "$DOSSIER" -j4 mapper
  sed -i 's/map = function/xmap = function/; s/reduce = function/run = function/' .dossier/plugins/mapper.lua
  sed -i 's/columns =/articles = function() end, columns =/' .dossier/plugins/mapper.lua
  expect_run 4 "$DOSSIER" plugins check mapper
  has "$err" "'articles' goes with 'map'"
}
