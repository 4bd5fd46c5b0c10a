# Who is for and against what: single sentences, and stances with a file of issues.
load helper

setup_file() { load helper; import_samples; }

# positions TEXT: a line a statement, "actor | stance | issue", with "?" when it is unclear.
positions() {
  cat >positions.lua <<'L'
local english, pages, positions = require "english", require "page", require "positions"
local a = english.annotate(arg[1], "2023-05-10")
for _, s in ipairs(positions.find(pages.new { text = a.text, date = "2023-05-10", predicates = a.predicates })) do
  print(("%s | %s | %s%s"):format(s.actor, s.hedged and "unclear" or s.stance, s.issue, s.deed and " | deed" or ""))
end
L
  expect_run 0 "$DOSSIER" run positions.lua "$1"
}

@test "words and deeds" {
  positions "The European Union condemned the attack. Hungary vetoed the new sanctions."
  has "$out" "European Union | oppose | attack"
  has "$out" "Hungary | oppose | new sanctions | deed"
}

@test "what is refused, and what is stopped short of" {
  positions "Hungary refused to support the sanctions."
  has "$out" "Hungary | oppose | sanctions"
  positions "Poland opposed the plan. Germany stopped short of endorsing the plan."
  has "$out" "Poland | oppose | plan"
  has_not "$out" "Germany | support"
}

@test "a charge is against the one who is charged, and not his own position" {
  positions "Ukraine accused Russia of supporting the separatists."
  has "$out" "Ukraine | oppose | Russia"
  has_not "$out" "Russia | support"
}

@test "a file of issues gathers statements under its labels" {
  printf '# what the desk follows\nsanctions = sanction*, embargo   # of all kinds\n\naid = aid package, peace   plan\n' >issues.txt
  expect_run 0 "$DOSSIER" -d "$NEWS" stances --issues issues.txt --format jsonl
  has "$out" '"actor":"China","issue":"sanctions","stance":"oppose"'
  has "$out" '"issue":"aid"'
  has_not "$out" '"issue":"weather"'
  expect_run 0 "$DOSSIER" -d "$NEWS" stances --issues issues.txt --list --format jsonl
  has "$out" '"label":"sanctions"'
  expect_run 0 "$DOSSIER" -d "$NEWS" stances --issues issues.txt --by month --format jsonl
  has "$out" '"month":"2023-02"'
}

@test "errors of a file of issues name file and line" {
  printf 'sanctions sanction*\n' >issues.txt
  expect_run 65 "$DOSSIER" -d "$NEWS" stances --issues issues.txt
  has "$err" "issues.txt:1: 'sanctions sanction*' has no '=', expected: label = word, stem*, phrase"
  printf 'a = b\n = c\n' >issues.txt
  expect_run 65 "$DOSSIER" -d "$NEWS" stances --issues issues.txt
  has "$err" "issues.txt:2: there is no label before '='"
  printf 'a = b\nc = , ,\n' >issues.txt
  expect_run 65 "$DOSSIER" -d "$NEWS" stances --issues issues.txt
  has "$err" "issues.txt:2: there are no words after 'c ='"
  printf 'a = b\nA = c\n' >issues.txt
  expect_run 65 "$DOSSIER" -d "$NEWS" stances --issues issues.txt
  has "$err" "issues.txt:2: the label 'A' stands in line 1 already"
}
