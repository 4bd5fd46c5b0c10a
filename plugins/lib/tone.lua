---Tone of a text, and toward a target in it, from a lexicon of weighted words read in their construction.
---Negation turns a word round within its scope, strengtheners and weakeners scale it, "lack of" and its like turn the noun round,
---irrealis and questions weaken. The answer says why: each word with its weight, its place and what changed it; the contributions
---add up to the score. Works without a database.
local tone = {}

local maxent = require "maxent"

local FLIP = -0.6          -- a negated word counts a little less the other way ("not good" is milder than "bad")
local SCOPE = 4            -- words a negation reaches when no clause ends before
local NEUTRAL = { -0.04, 0.06 }  -- scores between these are neutral

local function set(words)
  local t = {}
  for w in words:gmatch "%S+" do t[w] = true end
  return t
end

local NEGATORS = set [[not no never n't cannot can't won't don't doesn't didn't isn't aren't wasn't weren't wouldn't shouldn't couldn't
  haven't hasn't hadn't without nor neither hardly barely scarcely nothing nobody none]]
local TURNERS = set [[lack lacks lacked absence end ending ended ends stop stops stopped stopping prevent prevents prevented preventing
  avoid avoids avoided reduce reduces reduced eliminate eliminates eliminated fight fighting combat combating against refuse refuses
  refused fail fails failed deny denies denied without free reject rejects rejected oppose opposes opposed]]
local STRONG = set [[very extremely highly deeply truly really absolutely completely totally utterly incredibly so most particularly
  especially enormously hugely profoundly strongly firmly fully severely seriously]]
local WEAK = set [[somewhat slightly fairly rather partly little mildly almost nearly relatively potentially possibly perhaps maybe]]
local IRREALIS = set [[would could might may if unless whether should]]
local CLAUSE_END = set [[but although though while whereas because however yet ; : . ! ?]]

local lexicon

---The lexicon: a table from lower-case word to weight. Loaded once from plugins/data/tone.tsv.
local function load_lexicon()
  if lexicon then return lexicon end
  lexicon = {}
  for word, weight in require("data.tone"):gmatch "([^\n#\t][^\n\t]*)\t(%-?[%d.]+)" do lexicon[word] = tonumber(weight) end
  return lexicon
end

---@return table<string, number>
function tone.lexicon() return load_lexicon() end

---Adds words to the lexicon, or changes their weights: lines of word, tab, weight.
---@param text string
---@return integer added how many lines were taken
function tone.extend(text)
  local words, n = load_lexicon(), 0
  for word, weight in text:gmatch "([^\n#\t][^\n\t]*)\t(%-?[%d.]+)" do
    words[word:lower()] = tonumber(weight)
    n = n + 1
  end
  return n
end

local BASE_ENDINGS = {
  { "ies", "y" }, { "es", "" }, { "s", "" }, { "ied", "y" }, { "ed", "e" }, { "ed", "" }, { "ing", "e" }, { "ing", "" }, { "ly", "" },
}

---Weight of a word, or of the nearest form of it that the lexicon knows, or nil.
local function weigh(word)
  local words = load_lexicon()
  local w = words[word]
  if w then return w end
  for _, ending in ipairs(BASE_ENDINGS) do
    local stem = word:match("^(%a%a%a+)" .. ending[1] .. "$")
    w = stem and words[stem .. ending[2]]
    if w then return w end
  end
end

local function tokenize(text)
  local tokens = {}
  text = text:gsub("\u{2019}", "'\0\0")    -- keeps byte offsets: the curly apostrophe has three bytes
  local at = 1
  while true do
    local first, last = text:find("[%a\128-\255]+['%a\0\128-\255-]*", at)
    local mark, mark_end = text:find("[.!?;:]", at)
    if not first and not mark then return tokens end
    if mark and (not first or mark < first) then
      tokens[#tokens + 1] = { word = text:sub(mark, mark), first = mark, last = mark_end, mark = true }
      at = mark_end + 1
    else
      local word = text:sub(first, last):gsub("\0", "")
      word = word:gsub("'s$", ""):gsub("[-']+$", "")
      tokens[#tokens + 1] = { word = word:lower(), first = first, last = last, capital = word:find "^%u" ~= nil }
      at = last + 1
    end
  end
end

---Marks each token of tone with its weight in its construction.
local function judge(tokens)
  local negator, reach, turner, turn_reach, scale, scaler, irrealis = nil, 0, nil, 0, 1, nil, false
  local question = #tokens > 0 and tokens[#tokens].word == "?"
  for i, token in ipairs(tokens) do
    local word = token.word
    if CLAUSE_END[word] then negator, reach, turner, turn_reach, scale, scaler, irrealis = nil, 0, nil, 0, 1, nil, false end
    if IRREALIS[word] then irrealis = true end
    local weight = not token.mark and weigh(word)
    if weight and not (token.capital and i > 1 and tokens[i - 1].capital) then
      local value, why = weight * scale, scaler
      if reach > 0 then value, why = value * FLIP, negator
      elseif turn_reach > 0 and weight < 0 then value, why = value * FLIP, turner end
      if irrealis or question then value = value * 0.8 end
      token.weight, token.value, token.changed_by = weight, value, why
    end
    scale, scaler = 1, nil
    if STRONG[word] then scale, scaler = 1.4, word elseif WEAK[word] then scale, scaler = 0.6, word end
    reach, turn_reach = reach - 1, turn_reach - 1
    if NEGATORS[word] or word:find "n't$" then negator, reach = word, SCOPE
    elseif TURNERS[word] then turner, turn_reach = word, SCOPE end
  end
end

local function label_of(score)
  return score > NEUTRAL[2] and "positive" or score < NEUTRAL[1] and "negative" or "neutral"
end

---Sums up the judged tokens.
local function sum_up(tokens)
  local score, words, why = 0, 0, {}
  for _, token in ipairs(tokens) do
    if not token.mark then words = words + 1 end
  end
  local norm = 1 / (math.sqrt(math.max(words, 1)) + 0.5)
  for _, token in ipairs(tokens) do
    local value = token.value and token.value * norm
    if value and math.abs(value) >= 0.005 then
      score = score + value
      why[#why + 1] = {
        word = token.word, weight = token.weight, value = value, first = token.first, last = token.last, changed_by = token.changed_by,
      }
    end
  end
  if math.abs(score) > 1 then
    for _, w in ipairs(why) do w.value = w.value / math.abs(score) end
    score = score > 0 and 1 or -1
  end
  return { score = score, label = label_of(score), why = why }
end

---Tone of a text as a whole.
---@param text string
---@return {score:number, label:"negative"|"neutral"|"positive", why:table[]}
function tone.score(text)
  local tokens = tokenize(text)
  judge(tokens)
  return sum_up(tokens)
end

local function last_of(words, n) return table.move(words, math.max(1, #words - n + 1), #words, 1, {}) end
local function first_of(words, n) return table.move(words, 1, math.min(n, #words), 1, {}) end

---The features of a target: the words at each side by distance, and their tone (scripts/training/toward.py computes the same).
local function target_features(text, first_byte, end_byte)
  local words, left, right, all, quotes = maxent.words(text), {}, {}, {}, 0
  for _, w in ipairs(words) do
    all[#all + 1] = w.word
    if w.word == '"' and w.first < first_byte then quotes = quotes + 1 end
    if w.last <= first_byte then left[#left + 1] = w.word elseif w.first >= end_byte then right[#right + 1] = w.word end
  end
  local out, words_by_weight = { ("n:%d"):format(math.min(#words, 48) // 8) }, load_lexicon()
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

---How a sentence treats a target in it.
---@param text string
---@param first_byte integer 0-based
---@param end_byte integer half-open
---@return {score:number, label:"negative"|"neutral"|"positive", why:table[]} why: the features that weighed, with their weights
function tone.toward(text, first_byte, end_byte)
  local negative, positive, why = maxent.classify(maxent.load "toward", target_features(text, first_byte, end_byte))
  local neutral, label = 1 - negative - positive, "neutral"
  if negative > neutral and negative >= positive then label = "negative" elseif positive > neutral then label = "positive" end
  return { score = positive - negative, label = label, why = why }
end

---The reasons in words, for people: "disaster -0.30 (would)", "good -0.12 (not)".
---@param why table[] of tone.score
---@return string[]
function tone.reasons(why)
  local parts = {}
  for i, w in ipairs(why) do
    parts[i] = ("%s %+.2f%s"):format(w.word, w.value, w.changed_by and (" (" .. w.changed_by .. ")") or "")
  end
  return parts
end

return tone
