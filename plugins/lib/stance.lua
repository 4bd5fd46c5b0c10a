---Who is for or against whom in a sentence.
local stance = {}

local maxent = require "maxent"
local tone = require "tone"

local function features(text, holder, target)
  local lexicon = tone.lexicon()
  local words = maxent.words(text)
  local order = holder[1] <= target[1] and "ht" or "th"
  local a, b = holder, target
  if order == "th" then a, b = target, holder end
  local before, between, after, all, quotes = {}, {}, {}, {}, 0
  for _, w in ipairs(words) do
    all[#all + 1] = w.word
    if w.word == '"' and w.first < a[1] then quotes = quotes + 1 end
    if w.last <= a[1] then before[#before + 1] = w.word end
    if w.first >= a[2] and w.last <= b[1] then between[#between + 1] = w.word end
    if w.first >= b[2] and #after < 5 then after[#after + 1] = w.word end
  end
  before = table.move(before, math.max(1, #before - 3), #before, 1, {})
  local far, near = #between, between
  if far > 14 then near = table.move(between, far - 6, far, 8, table.move(between, 1, 7, 1, {})) end
  local out = { ("d:%s:%d"):format(order, math.min(far, 24) // 3) }
  local negated = false
  for i, w in ipairs(near) do
    out[#out + 1] = ("b%s:%s:%s"):format(negated and "N" or "", order, w)
    if far <= 6 then out[#out + 1] = ("s:%s:%s"):format(order, w) end
    if i > 1 and far <= 14 then out[#out + 1] = ("2:%s:%s_%s"):format(order, near[i - 1], w) end
    negated = maxent.is_negator(w) or (negated and not w:find "^[.,;:]$")
  end
  for i = math.max(1, #before - 1), #before do out[#out + 1] = ("p:%s:%s"):format(order, before[i]) end
  for i = 1, math.min(3, #after) do out[#out + 1] = ("a:%s:%s"):format(order, after[i]) end
  out[#out + 1] = ("tp:%d"):format(maxent.bucket(maxent.tone_sum(before, lexicon)))
  out[#out + 1] = ("tb:%s:%d"):format(order, maxent.bucket(maxent.tone_sum(near, lexicon)))
  out[#out + 1] = ("ta:%d"):format(maxent.bucket(maxent.tone_sum(after, lexicon)))
  out[#out + 1] = ("tall:%d"):format(maxent.bucket(maxent.tone_sum(all, lexicon) / 2))
  if quotes % 2 == 1 then out[#out + 1] = "quoted" end
  return out
end

---Whether the holder is for or against the target, as the sentence puts it. Spans are {start, end}, 0-based half-open bytes.
---@param text string
---@param holder integer[]
---@param target integer[]
---@return {score:number, label:"oppose"|"none"|"support", why:table[]} score from -1 to 1
function stance.between(text, holder, target)
  local oppose, support, why = maxent.classify(maxent.load "stance", features(text, holder, target))
  local none = 1 - oppose - support
  local label = "none"
  if oppose > none and oppose >= support then label = "oppose" elseif support > none then label = "support" end
  return { score = support - oppose, label = label, why = why }
end

return stance
