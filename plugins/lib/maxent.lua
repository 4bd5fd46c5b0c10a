---A maximum-entropy classifier over words around spans of a sentence: reads the tables that scripts/training/maxent.py writes and
---computes the same features. A table has lines of feature, tab, weight of the first class, tab, weight of the second; "none" weighs 0.
local maxent = {}

local PLAIN = {
  { "\u{2019}", "'\0\0" }, { "\u{2018}", ' " ' }, { "\u{201c}", ' " ' }, { "\u{201d}", ' " ' }, { "\u{2013}", " , " },
  { "\u{2014}", " , " }, { "\u{2026}", " . " },
}
local NEGATORS = {}
for word in ("not no never cannot without nor neither hardly barely"):gmatch "%a+" do NEGATORS[word] = true end

---@param word string
---@return boolean
function maxent.is_negator(word) return NEGATORS[word] or word:find "n't$" ~= nil end

---The words and marks of a text, in order.
---@param text string
---@return {first:integer, last:integer, word:string}[] first 0-based, last half-open
function maxent.words(text)
  for _, pair in ipairs(PLAIN) do text = text:gsub(pair[1], pair[2]) end
  local words, at = {}, 1
  while true do
    local first, last = text:find('[%a\128-\255.,;:!?"]', at)
    if not first then return words end
    if text:find("^[%a\128-\255]", first) then
      last = select(2, text:find("^[%a\128-\255]+", first))
      while true do
        local _, more = text:find("^['%-]\0*[%a\128-\255]+", last + 1)
        if not more then break end
        last = more
      end
    end
    words[#words + 1] = { first = first - 1, last = last, word = (text:sub(first, last):gsub("\0", ""):gsub("%u", string.lower)) }
    at = last + 1
  end
end

---A number in steps of 0.4, from -4 to 4.
---@param x number
---@return integer
function maxent.bucket(x)
  return math.max(-4, math.min(4, math.floor(x * 2.5 + 0.5))) // 1 | 0
end

---Weights of words added up, turned round after a negation.
---@param words string[]
---@param lexicon table<string, number>
---@return number
function maxent.tone_sum(words, lexicon)
  local total, negated = 0, 0
  for _, w in ipairs(words) do
    local weight = lexicon[w]
    if weight then total = total + weight * (negated > 0 and -0.6 or 1) end
    negated = maxent.is_negator(w) and 4 or negated - 1
  end
  return total
end

local tables = {}

---The table of a file in plugins/data; read once.
---@param name string without its ending
---@return table<string, number[]>
function maxent.load(name)
  if tables[name] then return tables[name] end
  local t = {}
  for feature, a, b in require("data." .. name):gmatch "([^\n\t]+)\t(%-?[%d.]+)\t(%-?[%d.]+)" do
    t[feature] = { tonumber(a), tonumber(b) }
  end
  tables[name] = t
  return t
end

---Probabilities of the first and the second class.
---@param weights table<string, number[]>
---@param features string[]
---@return number first
---@return number second
---@return {feature:string, first:number, second:number}[] reasons the features that weighed
function maxent.classify(weights, features)
  local bias, seen, reasons = weights["*bias"], {}, {}
  local a, b = bias[1], bias[2]
  for _, feature in ipairs(features) do
    local w = not seen[feature] and weights[feature]
    if w then
      a, b = a + w[1], b + w[2]
      reasons[#reasons + 1] = { feature = feature, first = w[1], second = w[2] }
    end
    seen[feature] = true
  end
  local top = math.max(0, a, b)
  local none, first, second = math.exp(-top), math.exp(a - top), math.exp(b - top)
  local sum = none + first + second
  return first / sum, second / sum, reasons
end

return maxent
