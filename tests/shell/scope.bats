# Which articles an analysis sees: every selection, SQL that asks in_scope, and what several filters of one question mean together.
load helper

setup_file() {
  load helper
  import_samples
  mkdir -p "$BATS_FILE_TMPDIR/plugins"
  export DOSSIER_PLUGINS_OF_FILE=$BATS_FILE_TMPDIR/plugins
  cat >"$BATS_FILE_TMPDIR/plugins/seen.lua" <<'L'
local function count(ctx, sql)
  for row in ctx.db:rows(sql) do return row.n end
end
return {
  name = "seen", api = 1, summary = "What a run sees.", args = { { name = "of", type = "integer", help = "an article" } },
  columns = { { name = "what", type = "text", help = "of what" }, { name = "n", type = "integer", help = "how many" },
    { name = "sql", type = "integer", help = "as SQL counts" } },
  run = function(ctx, args)
    for _, what in ipairs { "articles", "mentions", "quotes", "predicates", "dates" } do
      local column = what == "articles" and "id" or "article"
      local sql = ("SELECT count(*) AS n FROM %s WHERE in_scope(%s)"):format(what, column)
      local selection = ctx[what]
      if args.of then selection, sql = selection { article = args.of }, sql .. " AND " .. column .. " = " .. args.of end
      ctx:row { what = what, n = selection:count(), sql = count(ctx, sql) }
    end
    local named = [[SELECT count(DISTINCT entity) AS n FROM mentions WHERE in_scope(article)]]
    if not args.of then ctx:row { what = "entities", n = ctx.entities:count(), sql = count(ctx, named) } end
  end,
}
L
}

seen() {
  DOSSIER_PLUGINS=$DOSSIER_PLUGINS_OF_FILE expect_run 0 "$DOSSIER" -q -d "${DB:-$NEWS}" seen --format json "$@"
}

# agrees WHERE: each count is that of SQL, and the articles are those of the condition
agrees() {
  python3 - "${DB:-$NEWS}" "$1" <<'P'
import json, sqlite3, sys
rows = {r["what"]: r for r in json.load(open("stdout.txt"))}
for r in rows.values():
    assert r["n"] == r["sql"], r
db = sqlite3.connect(sys.argv[1])
for what, row in rows.items():
    if what == "entities":
        continue
    column = "id" if what == "articles" else "article"
    n = db.execute(f"SELECT count(*) FROM {what} WHERE {column} IN (SELECT id FROM articles WHERE {sys.argv[2]})").fetchone()[0]
    assert n == row["n"], (what, n, row)
assert rows["articles"]["n"] > 0
P
}

@test "without options a run sees everything" { seen && agrees 1; }

@test "since, until, outlet and article narrow every selection and in_scope alike" {
  seen --since 2023-03-13 && agrees "date >= '2023-03-13'"
  seen --until 2023-02 && agrees "substr(date, 1, 7) <= '2023-02'"
  seen --since 2023-03 --until 2023-03-01 && agrees "date >= '2023-03' and date <= '2023-03-01'"
  seen --outlet "Agency Briefs" && agrees "outlet = 'Agency Briefs'"
  seen --article 2 && agrees "id = 2"
}

@test "an article outside of the scope is not seen, whoever asks for it" {
  seen --article 2 --of 3
  same "$(python3 -c 'import json; print(sum(r["n"] + r["sql"] for r in json.load(open("stdout.txt"))))')" 0
}

@test "many articles in the scope, and near copies out of it" {
  python3 - >many.jsonl <<'P'
import json
for i in range(2300):
    print(json.dumps({"id": str(i), "date": "2023-0%d-01" % (i % 3 + 1), "text": "Anna Berg%d visited Oslo on Monday, item %d said." % (i if i > 3 else 0, i * 7919)}))
P
  "$DOSSIER" -q -d many.db import many.jsonl
  sqlite3 many.db "update articles set duplicate_of = 1 where id in (2, 3, 4)"
  export DB=$PWD/many.db
  seen && agrees "duplicate_of is null"
  seen --since 2023-02 && agrees "duplicate_of is null and date >= '2023-02'"
  seen --all-copies && agrees 1
  seen --article 2 && agrees "id = 2"
}

@test "the first question of visits is narrowed like the others" {
  expect_run 0 "$DOSSIER" -q -d "$NEWS" visits --format json
  all=$(python3 -c 'import json; print(len(json.load(open("stdout.txt"))))')
  expect_run 0 "$DOSSIER" -q -d "$NEWS" visits --article 2 --format json
  python3 - "$all" <<'P'
import json, sys
rows = json.load(open("stdout.txt"))
assert 0 < len(rows) < int(sys.argv[1]), rows
assert all(r["source"]["article"] == 2 for r in rows), rows
P
}
