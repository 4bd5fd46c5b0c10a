---Positions in one article: which actor is for or against what, from verbs, nouns and adjectives of position and from public acts.
---Works on the objects of the database and on those of english.annotate alike.
local positions = {}

local attitudes = require "attitudes"
local frames = require "frames"
local tone = require "tone"

local STRONG_TONE = frames.strong_tone
local VERBS, NOUNS, ADJECTIVES = attitudes.verbs, attitudes.nouns, attitudes.adjectives
local ACTORS, EMPTY, PRONOUNS = attitudes.actors, attitudes.empty, attitudes.pronouns
local TURNING_VERBS = attitudes.turning_verbs
local GERUND = ("g"):byte()   -- what "backing" ends with

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

---Name of the actor that an argument stands for, its entity, and whether the words are a pronoun.
local function actor_of(argument)
  if not argument then return nil end
  local entity = argument.entity
  local name = entity and entity.name
  local joint = name and name:find(" and ", 1, true) and not argument.text:find(" and ", 1, true)
  if name and not joint then return name, entity end
  local head = argument.head and argument.head:lower() or ""
  if EMPTY[head] or PRONOUNS[head] or not (joint or ACTORS[head] or head:find "ers$") then return nil end
  local text = trim(argument.text)
  text = text:gsub("^[Tt]he ", ""):gsub("^[Aa]n? ", ""):gsub(",.*$", ""):gsub(" who .*$", ""):gsub(" that .*$", "")
  if #text == 0 or #text > 60 then return nil end
  return text
end

---The issue that an argument names: its words, its span and the sign that its own words give (an end to X: -1 and X).
local function issue_of(page, p, argument)
  local text, first, last, sign = words_of(page, argument), argument.start_byte, argument.end_byte, 1
  local head = argument.head and argument.head:lower() or ""
  local carried, inner = NOUNS[head], nil
  for _, entry in ipairs(carried or {}) do
    for _, role in ipairs(entry.roles) do inner = inner or select(2, text:find(" " .. role .. " ", 1, true)) end
    if inner then sign = entry.sign break end
  end
  if inner then first, text = first + inner, text:sub(inner + 1)
  elseif attitudes.turners[head] then
    local _, tail = text:find(" to ")
    if not tail then _, tail = text:find(" of ") end
    if not tail then _, tail = text:find(" on ") end
    local after = not tail and (p["to"] or p["of"])
    if tail then
      first = first + tail
      text, sign = text:sub(tail + 1), -1
    elseif after and after.start_byte >= last and after.start_byte - last < 3 then
      text, first, last, sign = after.text, after.start_byte, after.end_byte, -1
    end
  elseif TURNING_VERBS[head] and (argument.role == "clause" or argument.role == "for" or argument.role == "of") then
    for _, q in ipairs(page:predicates_in(p.sentence)) do
      if q ~= p and q.start_byte >= first and q.end_byte <= last and q.lemma == head and q.object then
        text, first, last, sign = q.object.text, q.object.start_byte, q.object.end_byte, -1
        break
      end
    end
  end
  if argument.entity and argument.entity.name and #text < 12 and PRONOUNS[text:lower()] then text = argument.entity.name end
  text = trim(text)
  if text:find "^[Tt]" then text = text:gsub("^[Tt]he ", ""):gsub("^[Tt]o ", ""):gsub("^that ", "") end
  return text, first, last, sign
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

---Whether a predicate is only hinted at: "may back", "stopped short of backing".
local function is_hinted(page, p)
  if attitudes.has(p.modal, attitudes.open) then return true end
  if page.text:byte(p.end_byte) ~= GERUND then return false end
  return page.text:sub(math.max(0, p.start_byte - 12) + 1, p.start_byte):find "short of%s+$" ~= nil
end

local function add(found, page, p, actor, entity, argument, sign)
  if not actor or not argument then return end
  local issue, first, last, turn = issue_of(page, p, argument)
  local words = issue:lower()
  if #issue < 3 or EMPTY[words] or PRONOUNS[words] or attitudes.times[argument.head and argument.head:lower() or ""] then return end
  if (entity and argument.entity == entity) or issue == actor then return end
  if PRONOUNS[words:match "^(%l+) %l+$" or ""] and not argument.entity then return end
  local negated = p.negated
  local key = first .. actor
  if found[key] then return end
  found[key] = true
  local score = sign * turn
  if attitudes.has(p.modal, attitudes.refusals) then score, negated = -score, true
  elseif p.negated then score = -score end
  found[#found + 1] = {
    actor = actor, entity = entity, issue = issue, issue_entity = argument.entity, first_byte = first, end_byte = last,
    stance = score > 0 and "support" or "oppose", negated = negated or false, hedged = is_hinted(page, p),
    deed = attitudes.deeds[p.lemma] ~= nil and p.pos == "verb" and not p.modal and not p.negated and not p.quote,
    in_quote = p.quote ~= nil and p.quote.kind ~= "indirect", sentence = p.sentence, predicate = p,
  }
end

---The verb that has a noun of position as its object: "voiced opposition to".
local function carrier_of(page, p)
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    local object = q.pos == "verb" and attitudes.carriers[q.lemma] and q.object
    if object and object.start_byte <= p.start_byte and object.end_byte >= p.end_byte then return q end
  end
end

---The first statement of the sentence before, whose subject "it" stands for.
local function statement_before(page, sentence)
  for _, p in ipairs(page:predicates_before(sentence)) do
    if p.pos == "verb" and p.subject then return p end
  end
end

---Name and entity of the actor an argument of a predicate stands for.
local function party_of(page, p, argument)
  local head = argument.head and argument.head:lower() or ""
  if (head == "i" or head == "we") and p.quote then return speaker_of(p) end
  local name, entity = actor_of(argument)
  if not name and head == "it" and not p.quote then
    local before = statement_before(page, p.sentence)
    if before then return party_of(page, before, before.subject) end
  end
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
  local together = p.pos == "verb" and page.text:sub(p.sentence.start_byte + 1, p.start_byte):find("join", 1, true)
  for _, q in ipairs(together and page:predicates_in(p.sentence) or {}) do
    local joined = q.lemma == "join" and q ~= p and q["in"] and q.object
    if joined and q["in"].start_byte <= p.start_byte and q["in"].end_byte >= p.end_byte then
      for _, argument in ipairs(q.arguments) do
        local name, entity = actor_of(argument)
        if argument.role == "object" and name then out[#out + 1] = { name = name, entity = entity } end
      end
    end
  end
  if #out > 0 then return out end
  local carrier = p.pos == "noun" and carrier_of(page, p)
  return carrier and not carrier.negated and actors_of(carrier, page) or out
end

---What somebody is asked to do: the words after "to" that follow the one who is asked.
local function act_of(page, p)
  if p.pos ~= "verb" or not attitudes.askers[p.lemma] or argument_in(p, { "clause", "for" }) then return nil end
  local asked = argument_in(p, { "object", "on", "upon" })
  if not asked then return nil end
  local rest = page.text:sub(asked.start_byte + 1, p.sentence.end_byte)
  local first, word = rest:match "^[^.;:,\"”]-%sto%s+()(%l+)"
  if not first or first > 90 or word == "the" or word == "a" then return nil end
  local words = rest:sub(first):match "^[^.;:\"”]+"
  words = words:gsub(",%s.*$", ""):gsub("%s+$", "")
  first = asked.start_byte + first - 1
  return { text = words, start_byte = first, end_byte = first + #words, role = "clause", head = word }
end

local function from_list(page, p, list, found)
  local asked = act_of(page, p)
  if asked then
    for _, actor in ipairs(actors_of(p, page)) do add(found, page, p, actor.name, actor.entity, asked, 1) end
    return
  end
  for _, actor in ipairs(actors_of(p, page)) do
    for _, entry in ipairs(list) do
      local argument = argument_in(p, entry.roles)
      if argument then
        if not (p.pos == "noun" and argument.role == "of" and argument.entity and argument.entity == actor.entity) then
          add(found, page, p, actor.name, actor.entity, argument, entry.sign)
          if (p.lemma == "accuse" or p.lemma == "blame" or p.lemma == "criticize" or p.lemma == "criticise") then
            local act = argument_in(p, { "of", "for" })
            if act then add(found, page, p, actor.name, actor.entity, act, -1) end
          end
          break
        end
      end
    end
  end
end

---"We do not want a trade war", inside somebody's words.
local function from_wish(page, p, found)
  if not p.quote then return end
  for _, actor in ipairs(actors_of(p, page)) do
    local argument = argument_in(p, { "object", "clause" })
    if argument then add(found, page, p, actor.name, actor.entity, argument, 1) end
  end
end

---"imposed sanctions on Fiji": against Fiji.
local function from_sanctions(page, p, found)
  if not p.object or not p.object.text:lower():find "%f[%a]sanctions" then return false end
  local target = argument_in(p, { "on", "against" })
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    if not target and q.lemma == "sanction" and q.pos == "noun" then target = argument_in(q, { "on", "against" }) end
  end
  if not target then return false end
  for _, actor in ipairs(actors_of(p, page)) do add(found, page, p, actor.name, actor.entity, target, -1) end
  return true
end

---"This bill is a disaster", inside somebody's words: the speaker against the bill, by the tone of what it is said to be.
local function from_copula(page, p, found)
  local complement = p["complement"]
  if not complement or not p.subject or not p.quote then return end
  local weight = attitudes.verdicts[complement.head:lower()] or tone.lexicon()[complement.head:lower()] or 0
  if complement.head:lower() ~= complement.head then weight = 0 end
  if math.abs(weight) < STRONG_TONE then weight = tone.score(complement.text).score * 1.5 end
  if math.abs(weight) < STRONG_TONE then return end
  local name, entity = speaker_of(p)
  if name then add(found, page, p, name, entity, p.subject, weight > 0 and 1 or -1) end
end

---"France is against the war", "voters were in favor of the ban".
local function from_being(page, p, found)
  local argument, sign = argument_in(p, { "against" }), -1
  if not argument then
    argument, sign = argument_in(p, { "in" }), 1
    local of = argument and argument.text:match "^favou?r of ()"
    if not of then return end
    argument = { text = argument.text:sub(of), start_byte = argument.start_byte + of - 1, end_byte = argument.end_byte, role = "of" }
  end
  for _, actor in ipairs(actors_of(p, page)) do add(found, page, p, actor.name, actor.entity, argument, sign) end
end

---"We must protect the economy", in somebody's words: for what must be done, against what must not.
local function from_duty(page, p, found)
  if p.pos ~= "verb" or attitudes.pale[p.lemma] or not frames.is_duty(p.modal) or not p.quote then return end
  local doer = p.passive and (p.object or p.subject) or p.subject
  if not doer then return end
  local name, entity = speaker_of(p)
  if not entity or entity.kind ~= "person" then return end
  if TURNING_VERBS[p.lemma] and p.object then return add(found, page, p, name, entity, p.object, -1) end
  local last = p.end_byte
  for _, argument in ipairs(p.arguments) do
    if argument.start_byte >= p.end_byte then last = math.max(last, argument.end_byte) end
  end
  local first = p.passive and doer.start_byte or p.start_byte
  if last - first < 12 then return end
  local argument = { text = page.text:sub(first + 1, last), start_byte = first, end_byte = last, role = "clause", head = p.lemma }
  add(found, page, p, name, entity, argument, 1)
end

---"He is a vocal critic of the law": against the law.
local function from_side(page, p, found)
  local complement = p["complement"]
  local sign = complement and attitudes.sides[complement.head:lower()]
  local last = sign and select(2, complement.text:find(" of ", 1, true))
  if not last then return end
  local first = complement.start_byte + last
  local argument = { text = complement.text:sub(last + 1), start_byte = first, end_byte = complement.end_byte, role = "of" }
  for _, actor in ipairs(actors_of(p, page)) do add(found, page, p, actor.name, actor.entity, argument, sign) end
end

---"The plan drew criticism from unions": the unions against the plan, and against what it is criticised for.
local function from_getting(page, p, found)
  local list = p.object and p.subject and NOUNS[p.object.head:lower()]
  if not list then return end
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    local giver = q.pos == "noun" and q.start_byte >= p.object.start_byte and q.end_byte <= p.object.end_byte and q["from"]
    if giver then
      local name, entity = party_of(page, p, giver)
      add(found, page, p, name, entity, p.subject, list[1].sign)
      add(found, page, p, name, entity, q["for"], list[1].sign)
      return
    end
  end
end

local function from_participle(page, p, found)
  if not p.object then return end
  local name, entity = party_of(page, p, p.object)
  local argument = argument_in(p, { "to", "by", "about", "over", "with", "clause" })
  if not argument and p.lemma ~= "oppose" then argument = p.subject end
  add(found, page, p, name, entity, argument, attitudes.taken[p.lemma])
end

---"called the sentence dangerous": against the sentence, by the tone of what it is called.
local function from_naming(page, p, found)
  local said = p["complement"] or p["as"]
  if not p.object or not said then return end
  local weight = tone.lexicon()[said.head:lower()] or 0
  if math.abs(weight) < STRONG_TONE then weight = tone.score(said.text).score * 1.5 end
  if math.abs(weight) < STRONG_TONE then return end
  for _, actor in ipairs(actors_of(p, page)) do
    add(found, page, p, actor.name, actor.entity, p.object, weight > 0 and 1 or -1)
  end
end

---Positions that a verb carries with its object, its complement or its participle.
local function from_frames(page, p, found)
  if p.passive and attitudes.taken[p.lemma] then from_participle(page, p, found) return true end
  if attitudes.getters[p.lemma] then from_getting(page, p, found) end
  if attitudes.namers[p.lemma] then from_naming(page, p, found) end
  if p.lemma == "be" then from_side(page, p, found) end
end

---Whether a predicate is what somebody is accused of: a claim of others, not a position of his.
local function is_charge(page, p)
  if p.pos ~= "verb" or p.subject == nil or page.text:byte(p.end_byte) ~= GERUND then return false end
  local before = page.text:sub(math.max(p.sentence.start_byte, p.start_byte - 40) + 1, p.start_byte)
  if not before:find "%sof%s[%a%s]*$" and not before:find "%sfor%s[%a%s]*$" then return false end
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    for _, argument in ipairs(attitudes.charges[q.lemma] and q.arguments or {}) do
      local inside = argument.start_byte <= p.start_byte and argument.end_byte >= p.end_byte
      if q ~= p and inside and (argument.role == "of" or argument.role == "for") then return true end
    end
  end
  return false
end

---Takes what a list of words says of a predicate, unless it is what somebody is charged with.
local function from_word(page, p, list, found)
  local n = #found
  from_list(page, p, list, found)
  if #found > n and is_charge(page, p) then
    while #found > n do
      local last = table.remove(found)
      found[last.first_byte .. last.actor] = nil
    end
  end
end

---All statements of position in an article.
---@param page table from page.new
---@return table[]
function positions.find(page)
  local found = {}
  for _, p in ipairs(page.predicates) do
    local list = p.pos == "noun" and NOUNS[p.lemma] or p.pos == "verb" and VERBS[p.lemma]
    if p.lemma == "impose" and from_sanctions(page, p, found) then list = nil end
    from_duty(page, p, found)
    if p.pos == "verb" and from_frames(page, p, found) then list = nil end
    if list then from_word(page, p, list, found) end
    if p.lemma == "want" then from_wish(page, p, found) end
    local adjective = ADJECTIVES[p.lemma]
    if adjective and not list then from_list(page, p, { adjective }, found) end
    if p.lemma == "be" or p.lemma == "come out" then from_being(page, p, found) end
    local complement = attitudes.links[p.lemma] and p["complement"]
    local state = complement and complement.head and ADJECTIVES[complement.head:lower()]
    if state then from_list(page, p, { state }, found) end
    if p.lemma == "be" then from_copula(page, p, found) end
  end
  return found
end

return positions
