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

@test "criticised for opposing: against him, for what he opposes, who does oppose it" {
  positions "Poland criticised Hungary for opposing the sanctions."
  has "$out" "Poland | oppose | Hungary"
  has "$out" "Poland | support | sanctions"
  has "$out" "Hungary | oppose | sanctions"
  positions "The union slammed the firm for cutting jobs."
  has "$out" "union | oppose | firm"
  has "$out" "union | oppose | cutting jobs"
  positions "Germany praised Finland for joining the alliance."
  has "$out" "Germany | support | Finland"
  has "$out" "Germany | support | joining the alliance"
}

@test "who will not condemn a thing need not be for it; who will not back it is against it" {
  positions "France refused to condemn the coup."
  has "$out" "France | unclear | coup"
  positions "Denmark did not condemn the raid."
  has "$out" "Denmark | unclear | raid"
  positions "Malta declined to endorse the candidate."
  has "$out" "Malta | oppose | candidate"
  positions "The spokeswoman declined to comment on the report."
  has_not "$out" "|"
  positions "The court condemned Kentucky's refusal to recognize the marriages."
  has "$out" "court | oppose | Kentucky's refusal"
  has_not "$out" "court | support"
}

@test "an end to a thing, and a ban on it" {
  positions "\"We call for an end to the blockade,\" said Prime Minister Maria Lopez."
  has "$out" "Maria Lopez | oppose | blockade"
  positions "A federal judge struck down the state's ban on fireworks."
  has "$out" "judge | oppose | state's ban on fireworks | deed"
  has_not "$out" "support"
  positions "Activists pressed the bank to stop funding coal."
  has_not "$out" "support | coal"
}

@test "what somebody is asked to do is the position of the one who asks" {
  positions "The bishops urged Congress to reject the bill and to back the farmers."
  has "$out" "bishops | oppose | bill"
  has "$out" "bishops | support | back the farmers"
  has_not "$out" "Congress |"
  positions "Russia asked Belarus to support the invasion."
  has "$out" "Russia | support"
  has_not "$out" "Belarus |"
}

@test "claims of others" {
  positions "Foreign Minister Anna Berg said Sweden backs the treaty."
  has "$out" "Sweden | support | treaty"
  has_not "$out" "Berg |"
  positions "Officials in Madrid accused the separatists of backing violence."
  has "$out" "Officials in Madrid | oppose | separatists"
  has_not "$out" "separatists | support"
  positions "The ministers denied that they opposed the tax. Senator Rivera denied supporting the coup."
  has "$out" "ministers | unclear | tax"
  has "$out" "Rivera | unclear | coup"
}

@test "conditions and questions are unclear; what is reported as said is not" {
  positions "Norway would support the deal if Denmark signed it. Kenya may oppose the plan."
  has "$out" "Norway | unclear | deal"
  has "$out" "Kenya | unclear | plan"
  positions "Will Spain support the embargo?"
  has "$out" "Spain | unclear | embargo"
  positions "\"Why would we support such a law?\" asked Senator Lee."
  has_not "$out" "| support |"
  positions "Hungary said on Monday that its government would oppose the plan."
  has "$out" "| oppose | plan"
}

@test "neither side: abstentions and divided parties" {
  positions "Brazil abstained from the vote on the resolution. The party is divided over the reform."
  has "$out" "Brazil | mixed | vote on the resolution"
  has "$out" "party | mixed | reform"
}

@test "nouns, idioms, effects and particles of position" {
  positions "President Reagan's decision to protect the tankers angered lawmakers."
  has "$out" "Reagan | support | protect the tankers"
  positions "The mayor took aim at the governor. The king gave his blessing to the pact. Mexico threw its support behind the accord."
  has "$out" "mayor | oppose | governor"
  has "$out" "king | support | pact"
  has "$out" "Mexico | support | accord"
  positions "The governor spoke in favor of the bridge. 67% of Irish voters were in favor of the reform."
  has "$out" "governor | support | bridge"
  has "$out" "67% of Irish voters | support | reform"
  positions "Senator Smith said the cuts would hurt poor families."
  has "$out" "Smith | oppose | cuts"
  positions "The Senate voted the bill down. The ban was opposed by doctors."
  has "$out" "Senate | oppose | bill | deed"
  has "$out" "doctors | oppose | ban"
}

@test "coordinated things, what is named as included, neither and nor, despite" {
  positions "Rome supports neither the plan nor the treaty."
  has "$out" "Rome | oppose | plan"
  has "$out" "Rome | oppose | treaty"
  positions "The Treasury welcomed the loan and the grant."
  has "$out" "support | loan"
  has "$out" "support | grant"
  positions "The committee will take up the bill despite opposition from Senator McConnell."
  has "$out" "McConnell | oppose | bill"
  positions "Some politicians have been angered by recent actions by Turkey, including the purchase of missiles."
  has "$out" "purchase of missiles"
}

@test "no such thing: who supports none is against it, who opposes none is for it" {
  positions "The committee supports no ban. Senators backed no deal."
  has "$out" "committee | oppose | no ban"
  has "$out" "Senators | oppose | no deal"
  positions "Lawmakers blamed the ministry of housing for the delays."
  has "$out" "Lawmakers | oppose | ministry of housing"
}

@test "what is called for, what will not be done, what is no question" {
  positions "Environmental groups have called for the governor to resign."
  has "$out" "groups | support | governor to resign"
  positions "New Zealand will not renew the agreement."
  has "$out" "New Zealand | oppose | agreement"
  positions "Paris backed away from the deal. London pushed back against the claims."
  has "$out" "Paris | oppose | deal"
  has "$out" "London | oppose | claims"
  positions "\"There is no question that the plan is good,\" Senator Lee said."
  has_not "$out" "oppose"
  positions "Wales asked how the documents were stored. Ellis was not trying to demonize the migrants."
  has_not "$out" "| support |"
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

# cells: the rows of `stances` over the articles in the folder cells/, a line each.
cells() {
  rm -f cells.db
  expect_run 0 "$DOSSIER" -q -d cells.db import cells
  expect_run 0 "$DOSSIER" -d cells.db stances "$@" --format jsonl
  rm -r cells
  mkdir cells
}

@test "a passage that many articles carry, and what an article says again, counts once" {
  mkdir -p cells
  local link="Read more: Chancellor Weber condemns the new harbour toll as a burden on everyone who fishes off the northern coast."
  printf 'The ferry was late again on Monday. Nobody had been told of it.\n\n%s\n' "$link" >cells/a.txt
  printf 'A bridge has been closed for repairs until the end of summer.\n\n%s\n' "$link" >cells/b.txt
  printf 'Rents went up again. Chancellor Weber condemned the toll. In the evening Chancellor Weber condemned the toll.\n' >cells/c.txt
  printf 'Speaking to fishermen of the island on Friday, Chancellor Weber once more condemned the toll.\n' >cells/d.txt
  cells --issue toll
  has "$out" '"actor":"Weber","issue":"toll","stance":"oppose","support":0,"oppose":3'
}

@test "an issue ends where something else begins" {
  mkdir -p cells
  echo "Germany backed the treaty, which its neighbours had called a gift to smugglers." >cells/a.txt
  echo "Germany backed a treaty. Norway backed tax, wage and price controls." >cells/b.txt
  echo "Poland condemned the “open border policy of its neighbours." >cells/c.txt
  echo "Sweden praised the decision of the council on the rescue of wounded sailors." >cells/d.txt
  cells
  has "$out" '"actor":"Germany","issue":"treaty","stance":"support","support":2'
  has "$out" '"issue":"tax, wage and price controls"'
  has "$out" '"issue":"open border policy of its neighbours"'
  has "$out" '"actor":"Sweden","issue":"decision of the council"'
}
