---Tone of a text, and toward a target in it. Words and pairs of words carry two learned weights (plugins/data/wording.tsv): `tone`, from
---negative to positive, and `colour`, how far they are from plain statement. A negation turns the tone of what it governs round and leaves
---the colour. The tones add up to the score; the label is neutral unless tone and colour together outweigh plainness. The answer says why:
---each word with its share, its place and what changed it; the shares add up to the score. Works without a database.
local tone = {}

local maxent = require "maxent"

local FLIP = -0.6          -- a negated word counts a little less the other way ("not good" is milder than "bad")
local BAD = -0.2           -- from here on a word is bad, and its absence says nothing bad itself ("no problems")
local SCOPE = 5            -- words that a negation reaches when no clause ends before
local FULL = 3             -- a sum of tones that counts as the end of the scale
local OWN_TONE, OWN_COLOUR = 2, 2  -- what a weight of 1 in a person's own lexicon counts in wording.tsv's terms

local function set(words)
  local t = {}
  for w in words:gmatch "%S+" do t[w] = true end
  return t
end

local NEGATORS = set "not no never cannot without nor neither hardly barely scarcely nothing nobody none"
local ABSENCE = set "no without"   -- of them those that say that a thing is not there
local CLAUSE_STARTS = set "but although though while whereas because however yet"

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

local entries            -- by word: { word, tone, colour, pairs = by next word: { word, tone, colour }, own = phrases that begin here }
local base_colour      -- of any text: below 0, for most statements are plain
local spellings = {}   -- by the word as printed: its entry in words
local serial = 0       -- number of the text being read, to count each word once

local function entry_of(word)
  local entry = entries[word]
  if not entry then
    entry = { word = word, negates = NEGATORS[word] or word:find "n't$" ~= nil, ends_clause = CLAUSE_STARTS[word] }
    entries[word] = entry
  end
  return entry
end

local function load_entries()
  if entries then return end
  entries = {}
  for name, weight, colour in require("data.wording"):gmatch "\n([^\n#\t]+)\t(%-?[%d.]+)\t(%-?[%d.]+)" do
    local first, second = name:match "^(%S+) (%S+)$"
    local entry
    if second then
      entry = { word = name }
      local before = entry_of(first)
      before.pairs = before.pairs or {}
      before.pairs[second] = entry
    else
      entry = entry_of(name)
    end
    entry.tone, entry.colour = tonumber(weight), tonumber(colour)
  end
  base_colour = entries["*base"].colour
end

---The entry of a word as printed.
local function spelt(printed)
  local word = printed:gsub("\0", ""):lower():gsub("['-]+$", ""):gsub("'s$", "")
  local entry = entry_of(word)
  spellings[printed] = entry
  return entry
end

---Adds a word or phrase of a person's own. It takes the place of what the tables say of its words; a weight of 0 makes it plain.
---@param phrase string
---@param weight number from -1 to 1
function tone.add(phrase, weight)
  load_entries()
  local own = { word = phrase:lower(), tone = weight * OWN_TONE, colour = math.abs(weight) * OWN_COLOUR }
  for word in own.word:gsub("\u{2019}", "'"):gmatch "%a[%a'-]*" do own[#own + 1] = word end
  local entry = entry_of(own[1])
  entry.own = entry.own or {}
  table.insert(entry.own, own)
  table.sort(entry.own, function(a, b) return #a > #b end)
  if not own[2] then tone.lexicon()[own[1]] = weight end
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

local GAPS = {}   -- what stands between two words: 0 nothing that parts them, 1 a mark, 2 one that ends a clause

local function gap_kind(gap)
  local kind = gap:find "[.!?;:]" and 2 or gap:find '[,"()\xe2]' and 1 or 0
  GAPS[gap] = kind
  return kind
end

---The longest phrase of a person's own that begins with this entry at a place of the text.
local function own_phrase(entry, text, first)
  local following, n = {}, 0
  for printed in text:sub(first, first + 200):gmatch "%a[%a'\0-]*" do
    n = n + 1
    following[n] = (spellings[printed] or spelt(printed)).word
    if n == #entry.own[1] then break end
  end
  for _, own in ipairs(entry.own) do
    local k = 1
    while k <= #own and following[k] == own[k] do k = k + 1 end
    if k > #own then return own end
  end
end

local function explain(why, entry, first, last, factor, negator)
  why[#why + 1] = {
    word = entry.word, weight = entry.tone, value = entry.tone * factor, colour = entry.colour, first = first, last = last,
    changed_by = factor ~= 1 and negator or nil,
  }
end

---Takes the tone of a negation out of the reasons.
local function drop(why, negator)
  for _, w in ipairs(why) do
    if w.word == negator.word then w.value = 0 end
  end
end

---Sums of tone and colour over a text, its number of words, and in `why` (when given) what they are made of. Each word counts once.
local function add_up(text, why)
  load_entries()
  serial = serial + 1
  if text:find("\u{2019}", 1, true) then text = text:gsub("\u{2019}", "'\0\0") end   -- places stay
  local sum, colours, n, reach, skip = 0, 0, 0, 0, 0
  local before, before_first, negator, phrase
  local negator_factor = 1   -- of the word that negates, which may be negated itself
  for first, printed, gap in text:gmatch "()(%a[%a'\0-]*)([^%a]*)" do
    local entry = spellings[printed] or spelt(printed)
    n = n + 1
    if entry.ends_clause then reach = 0 end
    if entry.own and skip <= 0 then
      phrase = own_phrase(entry, text, first)
      if phrase then skip, entry = #phrase, phrase end
    end
    if (skip <= 0 or entry == phrase) and entry.tone and entry.serial ~= serial then
      entry.serial = serial
      local factor = reach > 0 and FLIP or 1
      sum, colours = sum + entry.tone * factor, colours + entry.colour
      if why then explain(why, entry, first, first + #entry.word - 1, factor, negator and negator.word) end
      if factor ~= 1 and entry.tone < BAD and ABSENCE[negator.word] and negator.tone and negator.spent ~= serial then
        negator.spent = serial
        sum = sum - negator.tone * negator_factor
        if why then drop(why, negator) end
      end
      if entry.negates then negator_factor = factor end
    end
    local pair = skip <= 0 and before and before[entry.word]
    if pair and pair.serial ~= serial then
      pair.serial = serial
      sum, colours = sum + pair.tone, colours + pair.colour
      if why then explain(why, pair, before_first, first + #entry.word - 1, 1) end
    end
    before, before_first = entry.pairs, first
    skip, reach = skip - 1, reach - 1
    if entry.negates then reach, negator = SCOPE, entry end
    if gap ~= " " then
      local kind = GAPS[gap] or gap_kind(gap)
      if kind > 0 then before = nil end
      if kind == 2 then reach = 0 end
    end
  end
  return sum, colours, n
end

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
---weight, value (its share; they add up to the score), colour, first, last (its place in the text), changed_by
function tone.score(said, brief)
  local text = type(said) == "string" and said or tone.words(said)
  local why = not brief and {} or nil
  local sum, colours, n = add_up(text, why)
  local scale = 3 / math.sqrt(n + 4)
  local label, sure = judge(sum * scale, colours * scale + base_colour)
  local score = sum * scale / FULL
  local part = math.abs(score) > 1 and 1 / math.abs(sum) or scale / FULL
  for _, w in ipairs(why or {}) do w.value = w.value * part end
  return { score = sum * part, label = label, sure = sure, why = why }
end

---What is said in a quote: its words without marks and without what reports it.
---@param quote dossier.Quote
---@return string
function tone.words(quote)
  local content = quote.content
  if #content == 1 then return content[1].text end
  local parts = {}
  for i, span in ipairs(content) do parts[i] = span.text end
  return table.concat(parts, " ")
end

-- ---- toward a target ----

local function last_of(words, n) return table.move(words, math.max(1, #words - n + 1), #words, 1, {}) end
local function first_of(words, n) return table.move(words, 1, math.min(n, #words), 1, {}) end

local last_text, last_words

---The words of a text, kept while one target after another of it is judged.
local function target_words(text)
  if text ~= last_text then last_text, last_words = text, maxent.words(text) end
  return last_words
end

---The features of a target: the words at each side by distance, and their tone (scripts/training/toward.py computes the same).
local function target_features(text, first_byte, end_byte)
  local words, left, right, all, quotes = target_words(text), {}, {}, {}, 0
  for _, w in ipairs(words) do
    all[#all + 1] = w.word
    if w.word == '"' and w.first < first_byte then quotes = quotes + 1 end
    if w.last <= first_byte then left[#left + 1] = w.word elseif w.first >= end_byte then right[#right + 1] = w.word end
  end
  local out, words_by_weight = { ("n:%d"):format(math.min(#words, 48) // 8) }, tone.lexicon()
  local function sum(part) return maxent.tone_sum(part, words_by_weight) end
  for _, side in ipairs { "l", "r" } do
    local part = side == "r" and right or left
    local n = #part
    for i = 1, n do
      local w = part[side == "r" and i or n + 1 - i]
      out[#out + 1] = ("%s%d:%s"):format(side, i <= 3 and 0 or i <= 9 and 1 or 2, w)
      out[#out + 1] = "w:" .. w
      if i > 1 and i <= 8 then
        local near = part[side == "r" and i - 1 or n + 2 - i]
        out[#out + 1] = side == "r" and ("2r:%s_%s"):format(near, w) or ("2l:%s_%s"):format(w, near)
      end
    end
    local near = side == "r" and first_of or last_of
    out[#out + 1] = ("t%s3:%d"):format(side, maxent.bucket(sum(near(part, 3))))
    out[#out + 1] = ("t%s9:%d"):format(side, maxent.bucket(sum(near(part, 9))))
    out[#out + 1] = ("t%s:%d"):format(side, maxent.bucket(sum(part) / 2))
  end
  out[#out + 1] = ("tall:%d"):format(maxent.bucket(sum(all) / math.max(1, math.sqrt(#all)) * 2))
  if quotes % 2 == 1 then out[#out + 1] = "quoted" end
  return out
end

---What the features come from, for people: a word, two words, or the rest of the sentence.
local function origin(feature)
  local kind, words = feature:match "^(.-):(.*)$"
  if kind == "2l" or kind == "2r" then return (words:gsub("_", " ")) end
  return kind and kind:find "^[wlr]%d?$" and words or "(the rest)"
end

---Shares of what weighed, which add up to the score.
local function shares(reasons, bias, score)
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
---@return {score:number, label:"negative"|"neutral"|"positive", sure:number, why:table[]} why: word and value (its share)
function tone.toward(text, first_byte, end_byte)
  local weights = maxent.load "toward"
  local negative, positive, reasons = maxent.classify(weights, target_features(text, first_byte, end_byte))
  local neutral, label = 1 - negative - positive, "neutral"
  if negative > neutral and negative >= positive then label = "negative" elseif positive > neutral then label = "positive" end
  local sure = label == "neutral" and neutral or math.max(negative, positive)
  local bias, score = weights["*bias"], positive - negative
  return { score = score, label = label, sure = sure, why = shares(reasons, bias[2] - bias[1], score) }
end

---The reasons in words, for people, the weightiest first: "disaster -0.30", "good -0.12 (not)".
---@param why table[] of tone.score or tone.toward
---@param most? integer
---@return string[]
function tone.reasons(why, most)
  local sorted, parts = table.move(why, 1, #why, 1, {}), {}
  table.sort(sorted, function(a, b)
    local x, y = math.abs(a.value), math.abs(b.value)
    if x ~= y then return x > y end
    if a.first ~= b.first then return a.first < b.first end
    return a.word < b.word
  end)
  for i = 1, math.min(#sorted, most or #sorted) do
    local w = sorted[i]
    parts[i] = ("%s %+.2f%s"):format(w.word, w.value, w.changed_by and (" (" .. w.changed_by .. ")") or "")
  end
  return parts
end

return tone
