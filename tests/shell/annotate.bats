# The filter.
load helper

@test "one object out for one in, in order, with the id as it was" {
  printf '%s\n' '{"id":7,"text":"He said yes."}' '{"id":"b","text":"\"No,\" said Anna Berg.","date":"2023-02-25","title":"x"}' '{"text":""}' >in.jsonl
  expect_run 0 "$DOSSIER" annotate <in.jsonl
  printf '%s\n' "$out" | python3 -c '
import json, sys
rows = [json.loads(line) for line in sys.stdin]
assert [r["id"] for r in rows] == [7, "b", None], rows
assert rows[1]["quotes"][0]["kind"] == "direct", rows[1]
for key in ("lang", "sentences", "entities", "quotes", "dates", "predicates"): assert key in rows[0], key'
  same "$err" ""
}

@test "a bad line keeps its place and gives 3" {
  printf '%s\n' '{"text":"One."}' '{"id":"x"}' 'nonsense' '{"text":"Two."}' >in.jsonl
  expect_run 3 "$DOSSIER" annotate <in.jsonl
  printf '%s\n' "$out" | python3 -c '
import json, sys
rows = [json.loads(line) for line in sys.stdin]
assert len(rows) == 4 and "error" not in rows[0] and "error" in rows[1] and "error" in rows[2] and "error" not in rows[3], rows
assert rows[1]["id"] == "x"'
  has "$err" "dossier:"
}

@test "any number of threads gives the same bytes" {
  python3 - >in.jsonl <<'P'
import json
for i in range(40):
    print(json.dumps({"id": i, "date": "2023-02-25", "text": f'Anna Berg visited Oslo {i} days ago. "It was good," she told reporters on Monday.'}))
P
  "$DOSSIER" annotate -j1 <in.jsonl >one.jsonl
  "$DOSSIER" annotate -j4 <in.jsonl >four.jsonl
  cmp one.jsonl four.jsonl
}

@test "shards share the work out, each article to one" {
  python3 - >in.jsonl <<'P'
import json
for i in range(30):
    print(json.dumps({"id": f"id{i}", "text": "He said yes."}))
P
  for i in 1 2 3; do "$DOSSIER" annotate --shard $i/3 <in.jsonl >shard$i.jsonl; done
  "$DOSSIER" annotate <in.jsonl | sort >all.txt
  sort shard?.jsonl >shards.txt
  cmp all.txt shards.txt
  for wrong in 0/3 4/3 3 x/y 1/0; do expect_run 2 "$DOSSIER" annotate --shard $wrong </dev/null; done
}

@test "tokens and trailer" {
  expect_run 0 bash -c "echo '{\"text\":\"She left.\"}' | '$DOSSIER' annotate --tokens --trailer"
  printf '%s\n' "$out" | python3 -c '
import json, sys
rows = [json.loads(line) for line in sys.stdin]
assert len(rows[0]["tokens"]) == 3 and len(rows[0]["tokens"][0]) == 7, rows
assert rows[1]["trailer"] == {"read": 1, "written": 1, "failed": 0}, rows'
}

@test "nothing in, nothing out" {
  expect_run 0 "$DOSSIER" annotate </dev/null
  same "$out" ""
}
