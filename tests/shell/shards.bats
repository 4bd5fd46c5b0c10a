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
