# Near copies: counted once unless asked otherwise, listed with what they are copies of.
load helper

setup_file() {
  cd "$BATS_FILE_TMPDIR" || return 1
  python3 - >wire.jsonl <<'P'
import json
body = ["Foreign minister Anna Berg visited Oslo on Monday for talks about the herring quota.",
        '"We agree on the quota for this year and for the next," Berg told reporters in front of the castle.',
        "The Norwegian fleet has caught less of it each spring since the waters grew warmer, and the ports feel it.",
        "Berg will travel to Reykjavik on Thursday, where she is to meet the heads of the three fishing unions."]
def out(id, date, outlet, title, parts):
    print(json.dumps({"id": id, "date": date, "outlet": outlet, "title": title, "text": "\n\n".join(parts)}))
out("wire", "2023-05-01", "Wire", "Berg in Oslo", body)
out("cut", "2023-05-02", "Gazette", "Herring: a deal", body[:2] + body[3:])
out("byline", "2023-05-03", "Courier", "Minister settles quota", ["By Per Holm"] + body)
out("own", "2023-05-02", "Post", "Quota talks end", ["Anna Berg, the foreign minister, came to Oslo on Monday.",
    "She left with what she wanted: a quota for herring that lasts two years, and a photograph on the castle steps.",
    'A fisherman at the quay was not convinced. "Fish cannot read," he said, and went back to his nets.'])
P
  "$DOSSIER" -q -d wire.db import wire.jsonl
  export WIRE=$BATS_FILE_TMPDIR/wire.db
}

@test "three edits of a wire story are one cluster, another story on the visit is not in it" {
  expect_run 0 "$DOSSIER" -d "$WIRE" duplicates --format json
  python3 - "$out" <<'P'
import json, sys
rows = json.loads(sys.argv[1])
rows = rows["rows"] if isinstance(rows, dict) else rows
assert len(rows) == 1, rows
assert rows[0]["articles"] == 3 and rows[0]["title"] == "Berg in Oslo" and rows[0]["outlets"] == ["Wire", "Gazette", "Courier"], rows
assert [s["ref"] for s in rows[0]["sources"]] == ["wire", "cut", "byline"], rows
P
  expect_run 0 "$DOSSIER" -d "$WIRE" duplicates --list --format csv
  same "$(printf '%s\n' "$out" | wc -l)" 4
  expect_run 0 "$DOSSIER" -d "$WIRE" duplicates --since 2023-05-04 --format csv
  same "$(printf '%s\n' "$out" | wc -l)" 1
}

@test "a cluster counts once, with a note, unless all copies are asked for" {
  expect_run 0 "$DOSSIER" -d "$WIRE" quotes Berg --format csv
  same "$(printf '%s\n' "$out" | grep -c 'We agree')" 1
  has "$err" "2 near copies are counted once"
  expect_run 0 "$DOSSIER" -d "$WIRE" quotes Berg --all-copies --format csv
  same "$(printf '%s\n' "$out" | grep -c 'We agree')" 3
  same "$err" ""
  expect_run 0 "$DOSSIER" -d "$WIRE" articles --format csv
  same "$(printf '%s\n' "$out" | wc -l)" 3
  expect_run 0 "$DOSSIER" -d "$WIRE" search herring --format csv
  same "$(printf '%s\n' "$out" | wc -l)" 3
  expect_run 0 "$DOSSIER" -d "$WIRE" kwic quota --all-copies --format csv
  same "$(printf '%s\n' "$out" | grep -c Gazette)" 2
}

@test "an analysis counts once as a command, in SQL and in Lua" {
  expect_run 0 "$DOSSIER" -d "$WIRE" sentiment --list --format csv
  once=$(printf '%s\n' "$out" | wc -l)
  has "$err" "2 near copies are counted once"
  expect_run 0 "$DOSSIER" -d "$WIRE" sentiment --list --all-copies --format csv
  [ "$(printf '%s\n' "$out" | wc -l)" -eq $((once + 2)) ]
  expect_run 0 "$DOSSIER" -d "$WIRE" --format csv sql \
    "select (select count(*) from sentiment_list where all_copies = 1) - (select count(*) from sentiment_list)"
  has "$out" "2"
  echo 'print(#sentiment{view = "list", all_copies = true}.rows - #sentiment{view = "list"}.rows, #duplicates{}.rows)' >count.lua
  expect_run 0 "$DOSSIER" -d "$WIRE" run count.lua
  same "$out" "$(printf '2\t1')"
}

@test "a removed article leaves its cluster in order" {
  cp "$WIRE" own.db
  expect_run 0 "$DOSSIER" -d own.db article remove 1
  same "$(sqlite3 own.db 'select group_concat(ref) from (select ref from articles where duplicate_of is not null order by id)')" byline
  expect_run 0 "$DOSSIER" -d own.db article remove 2
  same "$(sqlite3 own.db 'select count(duplicate_of) from articles')" 0
}

@test "what comes later joins its cluster, in any order" {
  for i in 4 2 1 3; do
    sed -n "${i}p" "$BATS_FILE_TMPDIR/wire.jsonl" >part.jsonl
    "$DOSSIER" -q -d parts.db import part.jsonl
  done
  same "$(sqlite3 parts.db "select group_concat(a.ref || '=' || p.ref) from (select * from articles order by ref) a join articles p on p.id = a.duplicate_of")" \
    "byline=wire,cut=wire"
}
