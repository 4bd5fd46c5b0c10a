# Tone of quotes: what is said of single sentences and why, lexicons of one's own, what rows gather, the bar.
load helper

setup_file() { import_samples; }

sentiment() { "$DOSSIER" -d "$NEWS" sentiment "$@"; }

# judge LUA: runs a line of Lua with `label(text)` and `score(text)`.
judge() {
  cat >judge.lua <<L
local tone = require "tone"
local function label(text) return tone.score(text).label end
local function score(text) return tone.score(text).score end
$1
L
  expect_run 0 "$DOSSIER" run judge.lua
}

@test "negation turns a word round, within its clause" {
  judge 'assert(label "No problems or complaints." ~= "negative")
assert(label "There were no problems at all." ~= "negative")
assert(label "It was a great success." == "positive" and label "It was not a great success." == "negative")
assert(score "The weather is not bad." > score "The weather is bad.")
assert(score "This is not a disaster." > score "This is a disaster.")
assert(score "I did not say that; it was a disaster." < 0)
assert(label "There is no doubt that she is a wonderful person." == "positive")'
}

@test "constructions change what they reach in the tree" {
  judge 'local function share(text, word)
  for _, w in ipairs(tone.score(text).why) do if w.word:match "^[^/]+" == word then return w.value, w.changed_by end end
  return 0
end
local function turned(text, word, by)
  local value, changed_by = share(text, word)
  assert((changed_by or ""):find(by, 1, true), text .. ": " .. tostring(changed_by))
  return value
end
assert(turned("It was not, as some hoped, a great success.", "success", "not") < 0)
assert(turned("There is a lack of trust in the court.", "trust", "lack") < 0)
assert(turned("We want an end to the violence.", "violence", "end") > 0)
assert(turned("This is a fight against terrorism.", "terrorism", "fight") > 0)
assert(turned("They ended the violence.", "violence", "end") > 0)
assert(turned("It will destroy the trust of our friends.", "trust", "destroy") < 0)
assert(turned("There is no lack of courage here.", "courage", "no, lack") > 0)
assert(turned("There were no problems or complaints.", "complaint", "no") > 0)
assert(turned("It is not a bad but a good plan.", "bad", "not") > 0)
turned("That would be a disaster.", "disaster", "would")
turned("Is this a disaster?", "disaster", "?")
turned("It is better than the disaster of last year.", "disaster", "than")
turned("It was a very good day.", "good", "very")
turned("It was a less dangerous day.", "dangerous", "less")'
}

@test "what only looks like a construction changes nothing" {
  judge 'local function unchanged(text, word)
  for _, w in ipairs(tone.score(text).why) do
    if w.word:match "^[^/]+" == word then assert(not w.changed_by, text .. ": " .. tostring(w.changed_by)) return end
  end
  error("no such word: " .. text)
end
unchanged("Not only is she brave, she is honest.", "brave")
unchanged("There is no doubt that she is a wonderful person.", "wonderful")
unchanged("He did not come, but she gave a wonderful speech.", "wonderful")
unchanged("In the end it was a great success.", "success")
unchanged("It is not bad but good.", "good")
unchanged("They fight for justice.", "justice")
unchanged("We live under the threat of violence.", "violence")
unchanged("No, it was a great success.", "success")
assert(score "I could not be happier." > 0 and score "It could not be better." > 0)'
}

@test "plain statements are neutral, whatever they are about" {
  judge 'for _, text in ipairs { "We will meet on Tuesday.", "Sanctions remain in force.", "The committee has twelve members.", "" } do
  assert(label(text) == "neutral", text)
end'
}

@test "curly and straight apostrophes read the same" {
  judge 'assert(score "I don’t hate it." == score "I don'"'"'t hate it.")
local why = tone.score("It isn’t a wonderful plan").why
local text = "It isn’t a wonderful plan"
for _, w in ipairs(why) do if w.word == "wonderful" then assert(text:sub(w.first, w.last) == "wonderful") end end'
}

@test "the shares of the words add up to the score" {
  judge 'for _, text in ipairs { "It was not a great success.", "A shameful, brutal, disgusting disaster!", "Thank you.", "", "No." } do
  local r, sum = tone.score(text), 0
  for _, w in ipairs(r.why) do sum = sum + w.value end
  assert(math.abs(sum - r.score) < 1e-9 and math.abs(r.score) <= 1 and r.sure > 0.3 and r.sure <= 1, text)
end
local found
for _, w in ipairs(tone.score("It was not a great success.").why) do found = found or w.word == "great" and w.changed_by == "not" end
assert(found)
local r, sum = tone.toward("He praised Ann Smith for her courage.", 11, 20), 0
for _, w in ipairs(r.why) do sum = sum + w.value end
assert(r.label == "positive" and math.abs(sum - r.score) < 1e-9)'
}

@test "rows gather by speaker, outlet, month, kind and what is named" {
  for by in speaker outlet month kind about; do
    expect_run 0 sentiment --by $by --format json
    printf '%s' "$out" | python3 -c '
import json, sys
rows = json.load(sys.stdin)
assert rows
for r in rows:
    assert r["quotes"] == r["negative"] + r["neutral"] + r["positive"] + r["unclear"] > 0 and -1 <= r["mean"] <= 1, r'
  done
  expect_run 0 sentiment --by about --list --format json
  has "$out" '"about":"'
  has_not "$out" '"about":null'
  named=$(printf '%s' "$out" | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["about"])')
  expect_run 0 sentiment --about "$named" --list --format json
  has "$out" "\"about\":\"$named\""
  expect_run 2 sentiment --by color
}

@test "the bar is for the terminal" {
  expect_run 0 sentiment --format box
  has "$out" '│'
  for format in tsv csv json markdown plain; do
    expect_run 0 sentiment --format $format
    has_not "$out" '│'
  done
}

@test "a lexicon of one's own" {
  printf '# mine\n\nwe\t-1\nNuclear Deal\t+.5\n' >mine.tsv
  expect_run 0 sentiment --list --lexicon mine.tsv --format json
  printf '%s' "$out" | python3 -c '
import json, re, sys
rows = [r for r in json.load(sys.stdin) if re.match("we\\b", r["quote"], re.I)]
assert rows and all(any(w.startswith("we -") for w in r["why"]) for r in rows), rows'
  for bad in 'good' 'good;1' $'good\ttwo' $'good\t1.5' $'!!\t1'; do
    printf 'fine\t1\n%s\n' "$bad" >bad.tsv
    expect_run 65 sentiment --lexicon bad.tsv
    has "$err" 'bad.tsv:2: '
  done
  has "$err" "'!!' has no letters"
  expect_run 1 sentiment --lexicon none.tsv
  has "$err" "cannot open 'none.tsv'"
}

@test "phrases of one's own come before the words in them" {
  judge 'local before = score "It was a surgical strike on the town."
tone.add("surgical strike", 1)
assert(score "It was a surgical strike on the town." > before and score "It was a Surgical  strike." > 0)
assert(score "It was no surgical strike." < score "It was a surgical strike.")
tone.add("disaster", 0)
for _, w in ipairs(tone.score("a disaster").why) do assert(w.word ~= "disaster" or w.value == 0) end'
}

@test "nothing to judge says what to try" {
  expect_run 0 sentiment Lukashenko --about Hungary --format jsonl
  same "$out" ""
  has "$err" 'no direct quotation fits; '"'"'quotes --speaker "Alexander Lukashenko" --about "Hungary"'"'"
  expect_run 0 "$DOSSIER" -d "$NEWS" quotes --speaker "Alexander Lukashenko" --about "Hungary"
  expect_run 0 sentiment "Alesia Drahun" --format jsonl
  has_not "$err" "no direct quotation"
}
