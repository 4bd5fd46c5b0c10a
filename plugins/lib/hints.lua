---Whether a statement is made or only hinted at: conditions, questions, denials, what may be.
local hints = {}

local attitudes = require "attitudes"

local GERUND <const> = ("g"):byte()   -- what "backing" ends with

local function has(text, words, first) return text:find(words, first or 1, true) ~= nil end

---What a sentence has that may make its statements hints; found once a sentence. Its words may be there and mean nothing.
local function signs_of(page, sentence)
  local known = page.hints
  if not known then
    known = {}
    page.hints = known
  end
  local signs = known[sentence.start_byte]
  if not signs then
    local text = page.text:sub(sentence.start_byte + 1, sentence.end_byte)
    signs = {
      question = has(text, "?", math.max(1, #text - 3)), denial = has(text, "deni") or has(text, "deny"), short = has(text, "short of"),
      condition = has(text, "if ") or has(text, "If ") or has(text, "hether ") or has(text, "nless "),
    }
    known[sentence.start_byte] = signs
  end
  return signs
end

---"Chile said it would sign": what was said is "will", unless there is a condition.
local function is_backshift(p, signs)
  return p.modal == "would" and not signs.condition and (p.negated or p.quote and p.quote.kind == "indirect")
end

---Whether somebody denies it: "the ministers denied that they opposed the tax".
local function is_denied(page, p)
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    local clause = q.lemma == "deny" and q["clause"]
    if clause and clause.start_byte <= p.start_byte and clause.end_byte >= p.end_byte then return true end
  end
  return false
end

---Whether it is only supposed: "if they reject the plan", "whether the council would back it".
local function is_supposed(page, p)
  local before = page.text:sub(math.max(p.sentence.start_byte, p.start_byte - 120) + 1, p.start_byte)
  for _, word in ipairs { "[Ii]f", "[Ww]hether", "[Uu]nless" } do
    if before:find("%f[%a]" .. word .. "%s[^,;:“”\"]*$") then return true end
  end
  return false
end

---Whether a predicate is only hinted at: "may back", "would back if", "stopped short of backing", "will they back it?".
function hints.is_hinted(page, p)
  local signs, modal = signs_of(page, p.sentence), p.modal
  if signs.question or modal and attitudes.has(modal, attitudes.open) and not is_backshift(p, signs) then return true end
  if p.negated and (modal == "can" or modal == "could") and not (p.quote and p.quote.kind ~= "indirect") then return true end
  if signs.denial and is_denied(page, p) or signs.condition and is_supposed(page, p) then return true end
  if not signs.short or page.text:byte(p.end_byte) ~= GERUND then return false end
  return page.text:sub(math.max(0, p.start_byte - 30) + 1, p.start_byte):find "short of%s+%l*%s*$" ~= nil
end

return hints
