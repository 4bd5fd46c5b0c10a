# The corpus that the bench of growth makes.
load helper

grow() { python3 "$ROOT/tests/bench/grow.py" "$@"; }

# 120 articles of 120 words out of 1,500, some frequent, most rare, and a name in each.
corpus() {
  python3 - <<'P'
import json, random
random.seed(4)
letters = "abcdefghilmnoprstuvw"
words = ["".join(random.choices(letters, k=random.randint(4, 9))) for _ in range(1500)]
for i in range(120):
    text = random.choices(words, [1 / (rank + 5) for rank in range(len(words))], k=120)
    name = "K" + "".join(random.choices(letters, k=6))
    print(json.dumps({"id": f"a{i}", "date": "2023-01-02", "title": f"About {name}", "text": f"{name} said: " + " ".join(text) + "."}))
P
}

@test "a corpus is told again in other words: as many articles as wanted, no near copies, the same bytes each time" {
  corpus >corpus.jsonl
  grow 301 corpus.jsonl >one.jsonl
  grow 301 corpus.jsonl >two.jsonl
  cmp one.jsonl two.jsonl
  grow 301 corpus.jsonl 2 >other.jsonl
  ! cmp -s one.jsonl other.jsonl || return 1
  python3 - <<'P'
import json
told = {a["id"]: a for a in map(json.loads, open("corpus.jsonl"))}
again = [json.loads(line) for line in open("one.jsonl")]
assert len({a["id"] for a in again}) == len(again) == 301
for article in again:
    before = told[article["id"].rsplit("-", 1)[0]]
    name, old = article["text"].split()[0], before["text"].split()[0]
    assert article["date"] == before["date"] and article["title"] == f"About {name}"
    assert name != old and len(name) == len(old) and name[0] == old[0], (name, old)
    assert len(article["text"].split()) == len(before["text"].split()) and " said: " in article["text"]
P
  "$DOSSIER" -q -d grown.db import one.jsonl
  same "$("$DOSSIER" -q -d grown.db sql "select count(*), count(duplicate_of) from articles" --format csv | tail -1 | tr -d '\r')" 301,0
}
