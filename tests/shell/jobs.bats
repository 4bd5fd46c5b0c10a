# The jobs of scripts/ that people copy.
load helper

setup_file() { load helper; import_samples; }

job() { "$DOSSIER" -d "$NEWS" run "$ROOT/scripts/$1.lua" "${@:2}"; }

@test "nightly: imports, tells each new visit once" {
  mkdir inbox
  cp "$SAMPLES/01-harbour-courier.txt" inbox
  "$DOSSIER" -q -d mine.db import "$SAMPLES/12-undated-note.txt"
  export DOSSIER
  expect_run 0 "$DOSSIER" -d mine.db run "$ROOT/scripts/nightly.lua" inbox
  has "$out" "Alexander Lukashenko: Beijing, 2023-02-28 to 2023-03-02"
  has "$out" "will travel to China"
  expect_run 0 "$DOSSIER" -d mine.db run "$ROOT/scripts/nightly.lua" inbox
  same "$out$err" ""
  cp "$SAMPLES/06-capital-tribune.txt" inbox
  printf '{"text": ' >inbox/broken.json
  expect_run 3 "$DOSSIER" -d mine.db run "$ROOT/scripts/nightly.lua" inbox
  has "$out" Tehran
  has_not "$out" Beijing
  has "$err" broken.json
  expect_run 0 "$DOSSIER" -d mine.db run "$ROOT/scripts/nightly.lua" inbox # named once
  same "$out$err" ""
  printf '{"text": "half' >inbox/broken.json
  expect_run 3 "$DOSSIER" -d mine.db run "$ROOT/scripts/nightly.lua" inbox # and when it is another
  has "$err" broken.json
  expect_run 4 "$DOSSIER" -d mine.db run "$ROOT/scripts/nightly.lua"
  has "$err" "usage: nightly.lua"
}

@test "stances report: one page of HTML, well formed, its words escaped" {
  expect_run 0 job stances_report
  python3 - <<'P'
import html.parser
open_tags = []
class Check(html.parser.HTMLParser):
    def handle_starttag(self, tag, attributes):
        if tag != "meta": open_tags.append(tag)
    def handle_endtag(self, tag): assert open_tags.pop() == tag, tag
text = open("stdout.txt").read()
Check().feed(text.replace("<!DOCTYPE html>", ""))
assert not open_tags, open_tags
assert "<b>Halvard Lunde</b>" in text and "<h3>against</h3>" in text
P
  expect_run 0 job stances_report 1999 1999
  has "$out" "0 statements"
}

@test "tone by month: a table and a plot" {
  expect_run 0 job tone_by_month tone
  same "$(head -n 1 tone.csv)" "month,quotes,mean,negative,positive"
  grep -q '^2023-03,' tone.csv
  python3 - <<'P'
import csv, xml.dom.minidom
rows = list(csv.DictReader(open("tone.csv")))
circles = xml.dom.minidom.parse("tone.svg").getElementsByTagName("circle")
assert len(circles) == len(rows) == 3, (len(circles), len(rows))
assert sum(int(r["quotes"]) for r in rows) > 10 and all(-1 <= float(r["mean"]) <= 1 for r in rows)
P
  expect_run 0 job tone_by_month nothing "Nobody Whatsoever"
  same "$(wc -l <nothing.csv)" 1
}

@test "check names: exact, alias, near, none" {
  printf '# sanctioned\nAlexander Lukashenko\nlukashenko\nVladimir Lukashenko\n\nNobody Atall\n' >names.txt
  expect_run 0 job check_names names.txt
  same "$(sed -n 1p stdout.txt)" "name,found,entity,kind,articles"
  [[ $(sed -n 2p stdout.txt) == "Alexander Lukashenko,exact,Alexander Lukashenko,person,"[1-9]* ]]
  has "$out" "lukashenko,alias,Alexander Lukashenko,person,"
  has "$out" "Vladimir Lukashenko,near,Alexander Lukashenko,person,"
  has "$out" "Nobody Atall,none,,,0"
}

@test "gate: passes, fails with 6, tells what could not be read" {
  export DOSSIER
  expect_run 0 "$ROOT/scripts/gate.sh" "$SAMPLES" --max-unattributed 100% --max-undated 50%
  expect_run 6 "$ROOT/scripts/gate.sh" "$SAMPLES" --max-undated 0
  mkdir in
  echo '{broken' >in/x.json
  expect_run 3 "$ROOT/scripts/gate.sh" in
  has "$err" x.json
  expect_run 2 "$ROOT/scripts/gate.sh"
}
