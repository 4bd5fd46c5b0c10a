---Tone of a text, and toward a target in it. Lemmas and pairs of lemmas carry two learned weights (plugins/data/wording.tsv): `tone`, from
---negative to positive, and `colour`, how far they are from plain statement. Constructions, read from the tree, multiply the tone of what
---they reach and leave the colour: negation, "lack of", "an end to", "fight against", "would", "if", questions, "than", "very", "less" (the
---lists and factors are in core/language/construction.c). The tones add up to the score; the label is neutral unless tone and colour
---together outweigh plainness. The answer says why: each word with its share, its place and what changed it; the shares add up to the
---score. Works without a database.
local tone = {}

local english = require "english"

local FULL = 3             -- a sum of tones that counts as the end of the scale
local OWN_TONE, OWN_COLOUR = 2, 2  -- what a weight of 1 in a person's own lexicon counts in wording.tsv's terms

-- ---- the tables ----

local lexicon

---The lexicon: a table from lower-case word to weight, from -1 to 1 (plugins/data/tone.tsv).
---@return table<string, number>
function tone.lexicon()
  if lexicon then return lexicon end
  lexicon = {}
  for word, weight in require("data.tone"):gmatch "([^\n#\t][^\n\t]*)\t(%-?[%d.]+)" do lexicon[word] = tonumber(weight) end
  return lexicon
end

local add_up, add_own    -- sums over a text, and a phrase of one's own for them (english.wording)
local base_colour        -- of any text: below 0, for most statements are plain
local target             -- how a sentence treats a target (english.around)
local any_target         -- of the two classes, what speaks for them by itself

local function load_wording()
  if add_up then return end
  local entries = require "data.wording"
  base_colour = tonumber(entries:match "\n%*base\t[^\t\n]*\t(%-?[%d.]+)")
  add_up, add_own = english.wording(entries)
end

local function load_target()
  if target then return end
  local weights = require "data.toward"
  local negative, positive = weights:match "\n%*bias\t(%-?[%d.]+)\t(%-?[%d.]+)"
  target, any_target = english.around(weights, tone.lexicon()), tonumber(positive) - tonumber(negative)
end

---Adds a word or phrase of a person's own. It takes the place of what the tables say of its words; a weight of 0 makes it plain.
---@param phrase string
---@param weight number from -1 to 1
function tone.add(phrase, weight)
  load_wording()
  add_own(phrase, weight * OWN_TONE, math.abs(weight) * OWN_COLOUR)
  local word = phrase:lower():gsub("\u{2019}", "'"):match "^[^%a]*(%a[%a'-]*)[^%a]*$"
  if word then tone.lexicon()[word], target = weight, nil end
end

---Reads a lexicon: a line is a word or phrase, a tab, a weight from -1 to 1; lines that begin with # are remarks.
---@param file dossier.File an argument of type `file`
---@return integer added
function tone.read(file)
  local n = 0
  for number, line in file:lines() do
    if line:find "%S" and not line:find "^%s*#" then
      local phrase, weight = line:match "^%s*(.-)%s*\t%s*([-+]?%d*%.?%d+)%s*$"
      weight = tonumber(weight)
      if not phrase then file:fail(number, ("expected a word or phrase, a tab and a weight, got '%s'"):format(line)) end
      if not phrase:find "%a" then file:fail(number, ("'%s' has no letters: it cannot be found in a text"):format(phrase)) end
      if math.abs(weight) > 1 then file:fail(number, ("the weight of '%s' must be from -1 to 1, got %s"):format(phrase, weight)) end
      tone.add(phrase, weight)
      n = n + 1
    end
  end
  return n
end

-- ---- reading a text ----

---The label of a text with these sums, and how probable it is.
local function judge(sum, colours)
  local negative, positive = math.exp(colours - sum), math.exp(colours + sum)
  local all = 1 + negative + positive
  if positive > 1 and positive > negative then return "positive", positive / all end
  if negative > 1 and negative > positive then return "negative", negative / all end
  return "neutral", 1 / all
end

---Tone of a text, or of what is said in a quote of the database.
---@param said string|dossier.Quote
---@param brief? boolean without `why`, for sums over many
---@return {score:number, label:"negative"|"neutral"|"positive", sure:number, why:table[]|nil} sure: how probable the label is. why: word,
---weight, factor (of constructions), value (its share; they add up to the score), colour, first, last (its place in the text, of a quote in
---the article's), changed_by (what made the constructions), key (as in the table)
function tone.score(said, brief)
  load_wording()
  local sum, colours, n, why = add_up(said, brief and "sums" or "shares")
  local scale = 3 / math.sqrt(n + 4)
  local label, sure = judge(sum * scale, colours * scale + base_colour)
  local score = sum * scale / FULL
  local part = math.abs(score) > 1 and 1 / math.abs(sum) or scale / FULL
  for _, w in ipairs(why or {}) do w.value = w.value * part end
  return { score = sum * part, label = label, sure = sure, why = why }
end

---What a text's tone is learned from: the keys of its lemmas and pairs, each with the factor that constructions give it, and its number of
---words (scripts/training/wording.py).
---@param text string
---@return table<string, number> factors
---@return integer words
function tone.terms(text)
  load_wording()
  local terms, _, _, n, all = {}, add_up(text, "all")
  for _, share in ipairs(all) do terms[share.key] = share.factor end
  return terms, n
end

-- ---- toward a target ----

---What the features come from, for people: a word, two words, or the rest of the sentence.
local function origin(feature)
  local kind, words = feature:match "^(.-):(.*)$"
  if kind == "2l" or kind == "2r" then return (words:gsub("_", " ")) end
  return kind and kind:find "^[wlr]%d?$" and words or "(the rest)"
end

---Shares of what weighed, which add up to the score.
local function shares(reasons, score)
  local bias = any_target
  local sum, by_word, why = bias, {}, { { word = "(any name)", value = bias } }
  for _, r in ipairs(reasons) do
    local word, value = origin(r.feature), r.second - r.first
    local w = by_word[word]
    if not w then
      w = { word = word, value = 0 }
      by_word[word], why[#why + 1] = w, w
    end
    w.value, sum = w.value + value, sum + value
  end
  for _, w in ipairs(why) do w.value = sum ~= 0 and w.value * score / sum or 0 end
  return why
end

---How a sentence treats a target in it.
---@param text string
---@param first_byte integer 0-based
---@param end_byte integer half-open
---@param brief? boolean without `why`, for means over many
---@return {score:number, label:"negative"|"neutral"|"positive", sure:number, why:table[]|nil} why: word and value (its share)
function tone.toward(text, first_byte, end_byte, brief)
  load_target()
  local negative, positive, reasons = target(text, first_byte, end_byte, brief)
  local neutral, label = 1 - negative - positive, "neutral"
  if negative > neutral and negative >= positive then label = "negative" elseif positive > neutral then label = "positive" end
  local sure = label == "neutral" and neutral or math.max(negative, positive)
  local score = positive - negative
  return { score = score, label = label, sure = sure, why = reasons and shares(reasons, score) }
end

local function weighs_more(a, b)
  local x, y = math.abs(a.value), math.abs(b.value)
  if x ~= y then return x > y end
  if a.first ~= b.first then return a.first < b.first end
  return a.word < b.word
end

---The reasons in words, for people, the weightiest first: "disaster -0.30", "good -0.12 (not)".
---@param why table[] of tone.score or tone.toward
---@param most? integer
---@return string[]
function tone.reasons(why, most)
  local first, parts = {}, {}   -- the weightiest so far, in order
  most = most or #why
  for _, w in ipairs(why) do
    local i = #first + 1
    while i > 1 and weighs_more(w, first[i - 1]) do
      first[i] = first[i - 1]
      i = i - 1
    end
    first[i] = w
    first[most + 1] = nil
  end
  for i, w in ipairs(first) do
    parts[i] = ("%s %+.2f%s"):format(w.word, w.value, w.changed_by and (" (" .. w.changed_by .. ")") or "")
  end
  return parts
end

return tone
