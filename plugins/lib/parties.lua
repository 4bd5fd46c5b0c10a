---Who takes a position: the actors that arguments of predicates stand for.
local parties = {}

local attitudes = require "attitudes"

local ACTORS, EMPTY, PRONOUNS = attitudes.actors, attitudes.empty, attitudes.pronouns

---The words of a passage of the page.
local function words_of(page, passage) return page.text:sub(passage.start_byte + 1, passage.end_byte) end

---Without blanks, marks and quotation marks around it.
local function trim(text)
  if text:find("\n", 1, true) or text:find("  ", 1, true) then text = text:gsub("%s+", " ") end
  while not text:find "^%w" do
    local rest = text:gsub("^[%s,;:\"']+", ""):gsub("^\xe2\x80[\x98-\x9f]", "")
    if rest == text then break end
    text = rest
  end
  while not text:find "%w$" do
    local rest = text:gsub("[%s,;:\"'.]+$", ""):gsub("\xe2\x80[\x98-\x9f]$", "")
    if rest == text then break end
    text = rest
  end
  return text
end

---The head of an actor's words: in "67 % of Irish voters" and "dozens of lawmakers" it is what there are so many of.
local function head_of(argument)
  local head = argument.head and argument.head:lower() or ""
  if not attitudes.quantities[head] and not head:find "^%d" then return head end
  local group = argument.text:match "%sof%s+(.+)$"
  group = group and group:gsub("[,%s]+who .*$", ""):gsub("%s+in .*$", ""):gsub("%s+from .*$", ""):match "(%a+)%W*$"
  return group and group:lower():gsub("ies$", "y"):gsub("s$", "") or head
end

local AFTER_NAMES = { ",", " who ", " that " }   -- what follows is no part of an actor's words

---Name of the actor that an argument stands for, and its entity.
local function actor_of(argument)
  if not argument then return nil end
  local entity = argument.entity
  local name = entity and entity.name
  local joint = name and name:find(" and ", 1, true) and not argument.text:find(" and ", 1, true)
  if name and not joint then return name, entity end
  local head = head_of(argument)
  if EMPTY[head] or PRONOUNS[head] or not (joint or ACTORS[head] or head:find "ers$") then return nil end
  local text = trim(argument.text)
  if text:find "^[TtAa]" then text = text:gsub("^[Tt]he ", ""):gsub("^[Aa]n? ", "") end
  for _, mark in ipairs(AFTER_NAMES) do
    local last = text:find(mark, 1, true)
    if last then text = text:sub(1, last - 1) end
  end
  if #text == 0 or #text > 60 then return nil end
  return text
end

---The first argument in one of the roles, the first role before the others.
local function argument_in(p, roles)
  if not rawget(p, "arguments") and not p.arguments then return nil end
  for i = 1, #roles do
    local argument = rawget(p, roles[i])
    if argument then return argument end
  end
end

---The speaker of the quotation that a predicate stands in.
local function speaker_of(p)
  local quote = p.quote
  if not quote then return p.holder and p.holder.name, p.holder end
  if quote.speaker then return quote.speaker.name, quote.speaker end
  local text = quote.speaker_text and trim(quote.speaker_text):gsub("^[Tt]he ", ""):gsub(",.*$", "")
  if text and not PRONOUNS[text:lower()] and not EMPTY[text:lower()] then return text, nil end
end

---The verb that has a noun of position as its object: "voiced opposition to".
local function carrier_of(page, p)
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    local object = q.pos == "verb" and attitudes.carriers[q.lemma] and q.object
    if object and object.start_byte <= p.start_byte and object.end_byte >= p.end_byte then return q end
  end
end

---The first statement of the sentence before.
local function statement_before(page, sentence)
  for _, p in ipairs(page:predicates_before(sentence)) do
    if p.pos == "verb" and p.subject then return p end
  end
end

---Whom "it" stands for: the speaker who reports of itself, else who acts last before it in the sentence, else in the one before.
local function it_of(page, p)
  if p.quote then
    local name, entity = speaker_of(p)
    if p.quote.kind == "indirect" and not (entity and entity.kind == "person") then return name, entity end
    return nil
  end
  local best
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    if q.pos == "verb" and q.start_byte < p.start_byte and q.subject and (not best or q.start_byte > best.start_byte) then best = q end
  end
  local name, entity
  if best then name, entity = actor_of(best.subject) end
  if name and not (entity and entity.kind == "person") then return name, entity end
  local before = not best and statement_before(page, p.sentence)
  if before and (before.subject.head or ""):lower() ~= "it" then return actor_of(before.subject) end
end

---Name and entity of the actor an argument of a predicate stands for.
local function party_of(page, p, argument)
  local head = argument.head and argument.head:lower() or ""
  if (head == "i" or head == "we") and p.quote then return speaker_of(p) end
  local name, entity = actor_of(argument)
  if not name and head == "it" then return it_of(page, p) end
  return name, entity
end

-- Roles in which those who take a position stand.
local OF_NOUNS, OF_VERBS, OF_PASSIVES = { "subject", "possessive", "by", "from", "of" }, { "subject" }, { "by", "in" }

---Who takes the position of a predicate: its subject; "I" and "we" in a quotation are its speaker.
local function actors_of(p, page)
  local out = {}
  local roles = p.pos == "noun" and OF_NOUNS or OF_VERBS
  if p.passive and not p.subject then roles = OF_PASSIVES end
  local arguments = p.arguments
  for i = 1, #roles do
    local role = roles[i]
    for k = rawget(p, role) and 1 or #arguments + 1, #arguments do
      local argument = arguments[k]
      if argument.role == role and (role ~= "in" or (argument.entity and argument.entity.kind == "organization")) then
        local name, entity = party_of(page, p, argument)
        if name then out[#out + 1] = { name = name, entity = entity } end
      end
    end
    if #out > 0 then break end
  end
  if #out > 0 then return out end
  local carrier = p.pos == "noun" and carrier_of(page, p)
  return carrier and not carrier.negated and actors_of(carrier, page) or out
end

parties.trim, parties.words_of, parties.argument_in = trim, words_of, argument_in
parties.speaker_of, parties.party_of, parties.actors_of, parties.actor_of = speaker_of, party_of, actors_of, actor_of

return parties
