---Positions in one article: which actor is for or against what, from verbs, nouns and adjectives of position and from public acts.
---Works on the objects of the database and on those of english.annotate alike.
local positions = {}

local tone = require "tone"

local STRONG_TONE = 0.3   -- what a thing is said to be must weigh as much to be a position

local function each_word(words, f)
  for w in words:gmatch "%S+" do f((w:gsub("_", " "))) end
end

-- lemma -> list of { sign, roles in which the issue stands }
local VERBS, NOUNS, ADJECTIVES = {}, {}, {}

local function verbs(sign, roles, words)
  each_word(words, function(w)
    VERBS[w] = VERBS[w] or {}
    table.insert(VERBS[w], { sign = sign, roles = roles })
  end)
end

local function nouns(sign, roles, words)
  each_word(words, function(w)
    NOUNS[w] = NOUNS[w] or {}
    table.insert(NOUNS[w], { sign = sign, roles = roles })
  end)
end

verbs(1, { "for" }, "call vote push argue press campaign lobby plead appeal advocate fight rally root pray thank praise")
verbs(1, { "object", "clause" }, [[support back endorse welcome favor favour applaud hail defend champion approve uphold embrace advocate
  promote commend salute celebrate propose recommend justify ratify praise thank congratulate cheer tout encourage honour honor recognize
  recognise prefer laud admire]])
verbs(1, { "clause", "object" }, "urge demand seek ask press implore exhort beg instruct order direct request")
verbs(1, { "object" }, "sign adopt pass reaffirm")
verbs(1, { "to", "clause" }, "agree commit consent pledge")
verbs(1, { "clause" }, "hope")
verbs(1, { "clause", "object" }, "emphasize emphasise")
verbs(1, { "with" }, "agree side sympathize sympathise ally")
verbs(1, { "behind" }, "stand rally")
verbs(-1, { "object", "clause" }, [[oppose condemn criticize criticise reject denounce slam blast decry deplore protest veto ban block
  dismiss
  boycott resist lambaste lambast rebuke chide mock ridicule challenge dispute repeal abolish overturn sanction sue slap attack assail
  blame accuse fear regret deride repudiate rebuff discredit censure scold bash rip trash excoriate castigate lament bemoan bar prohibit
  outlaw]])
verbs(-1, { "against", "of", "about", "over" }, "warn complain protest")
verbs(-1, { "against" }, "vote argue campaign fight demonstrate rally speak lobby rule decide stand appeal")
verbs(-1, { "to" }, "object")
verbs(-1, { "from" }, "withdraw pull_out")
verbs(-1, { "object" }, "rule_out vote_down strike_down threaten")
verbs(-1, { "with" }, "disagree")
verbs(-1, { "clause" }, "refuse decline")
verbs(1, { "clause", "object" }, "insist stress vow pledge promise")
verbs(-1, { "clause" }, "warn complain charge")
verbs(-1, { "at" }, "lash_out hit_out")
verbs(-1, { "against" }, "speak_out come_out")
verbs(1, { "object" }, "impose introduce allow authorize authorise fund finance")
verbs(-1, { "object" }, "halt suspend scrap cancel lift ease relax reverse undo delay")
verbs(-1, { "to" }, "put_an_end")
nouns(1, { "for" }, "support backing praise call enthusiasm appeal demand sympathy")
nouns(1, { "of" }, "endorsement approval advocacy defence defense recognition")
nouns(-1, { "to", "against", "over", "about" }, "opposition objection protest resistance concern worry fear anger outrage")
nouns(-1, { "of", "for", "against", "over" }, "criticism condemnation veto rejection boycott denunciation")

local function adjectives(sign, roles, words)
  each_word(words, function(w) ADJECTIVES[w] = { sign = sign, roles = roles } end)
end
adjectives(1, { "of", "clause" }, "supportive proud")
adjectives(1, { "for", "to" }, "grateful thankful open")
adjectives(1, { "with", "about" }, "happy pleased satisfied delighted")
adjectives(-1, { "to" }, "opposed averse hostile")
adjectives(-1, { "of" }, "critical wary afraid skeptical sceptical")
adjectives(-1, { "about", "by", "over", "with" },
  "concerned worried disappointed alarmed outraged angry upset troubled unhappy dismayed")

-- Roles in which a noun of position has its thing.
local NOUN_ROLES = {}
for _, entries in pairs(NOUNS) do
  for _, entry in ipairs(entries) do
    for _, role in ipairs(entry.roles) do NOUN_ROLES[role] = true end
  end
end

-- Verbs that do what they say: a position taken by an act.
local DEEDS = {}
each_word([[vote veto sign adopt pass approve ratify sanction ban block boycott sue repeal abolish overturn slap bar prohibit outlaw censure
  withdraw pull_out impose introduce allow authorize authorise fund finance halt suspend scrap cancel lift ease relax reverse undo
  strike_down vote_down demonstrate protest rally join uphold recognise recognize]], function(w) DEEDS[w] = true end)
-- Verbs by which others say what somebody does: what stands in their "of" or "for" is their word against him.
local CHARGES = {}
each_word("accuse blame charge suspect", function(w) CHARGES[w] = true end)

-- Nouns that turn round what they govern: to want an end to the war is to be against the war.
local TURNERS = {}
for w in ("end halt stop removal repeal lifting withdrawal abolition cancellation ban moratorium elimination dissolution suspension"):gmatch
  "%a+" do
  TURNERS[w] = true
end
-- Verbs of a clause that turn it round: to urge somebody to stop the attacks is to be against the attacks.
local TURNING_VERBS = {}
for w in ("stop end halt cease lift repeal scrap abolish drop cancel abandon reject oppose withdraw veto block ban condemn"):gmatch "%a+" do
  TURNING_VERBS[w] = true
end
-- What is done or not done to a position: with these as modal the position is not taken.
local REFUSALS = { "refuse to", "decline to", "fail to", "stop short of", "hesitate to" }
-- Of these, the ones that leave open what the position is.
local OPEN = { "fail to", "stop short of", "hesitate to" }
local HEDGES = { "may", "might", "could", "would", "consider", "appear to", "seem to", "be likely to" }
-- Subjects that are no actors.
local EMPTY = {}
for w in ("it this that these those which there what something nothing everything anything"):gmatch "%a+" do EMPTY[w] = true end

-- Issues that are only times: "for months", "on the same day".
local TIMES = {}
for w in ([[second minute hour day week month year decade today tonight yesterday tomorrow monday tuesday wednesday thursday friday saturday
  sunday time moment]]):gmatch "%a+" do
  TIMES[w], TIMES[w .. "s"] = true, true
end

local PRONOUNS = {}
for w in ("i we he she they you who me us him her them its his their my our your one some many most others"):gmatch "%a+" do
  PRONOUNS[w] = true
end

-- Heads of actors that go by no name: people, groups and bodies that can take a position.
local ACTORS = {}
for w in ([[activist administration adviser agency ally analyst assembly association attorney author authority bank bishop board business
  cabinet campaign campaigner candidate caucus chairman chairwoman chancellor charity chief church citizen club coalition
  commission commissioner committee community company congress congressman congresswoman conservative consumer council country
  court creditor critic delegate delegation democrat department diplomat director doctor document employer envoy executive
  expert family farmer federation firm force foundation general government governor group house industry institute insurer
  investor journalist judge jury king labor lawmaker lawyer leader leadership league legislator legislature letter liberal
  lobby lobbyist majority man manager manufacturer mayor measure media member men minister ministry minority mission monarch
  movement municipality nation network newspaper ngo nurse office officer official operator opponent opposition organisation
  organiser organization organizer panel paper parent parliament party passenger patient people plan player police policymaker
  politician pope premier president priest prime producer professor proposal prosecutor protester public queen rebel regime
  regulator report representative republican resident residents resolution retailer scientist secretary senate senator
  shareholder society soldier speaker spokesman spokesperson spokeswoman staff state statement student supporter survivor
  teacher team trader tribunal troops union university victim voter watchdog woman women worker writer]]):gmatch "%a+" do
  ACTORS[w] = true
end

local function trim(text)
  text = text:gsub("%s+", " "):gsub("^[%s,;:\"“”‘’']+", ""):gsub("[%s,;:\"“”‘’'.]+$", "")
  return text
end

---Name of the actor that an argument stands for, its entity, and whether the words are a pronoun.
local function actor_of(argument)
  if not argument then return nil end
  local entity = argument.entity
  local joint = entity and entity.name and entity.name:find " and " and not argument.text:find " and "
  if entity and entity.name and not joint then return entity.name, entity end
  local head = argument.head and argument.head:lower() or ""
  if EMPTY[head] or PRONOUNS[head] or not (joint or ACTORS[head] or head:find "ers$") then return nil end
  local text = trim(argument.text)
  text = text:gsub("^[Tt]he ", ""):gsub("^[Aa]n? ", ""):gsub(",.*$", ""):gsub(" who .*$", ""):gsub(" that .*$", "")
  if #text == 0 or #text > 60 then return nil end
  return text
end

local function starts_with_any(modal, list)
  if not modal then return false end
  for _, phrase in ipairs(list) do
    if modal:sub(1, #phrase) == phrase or modal:find("%f[%a]" .. phrase .. "%f[%A]") then return true end
  end
  return false
end

---The issue that an argument names: its words, its span and the sign that its own words give (an end to X: -1 and X).
local function issue_of(page, p, argument)
  local text, first, last, sign = argument.text, argument.start_byte, argument.end_byte, 1
  local head = argument.head and argument.head:lower() or ""
  local carried, inner = NOUNS[head], nil
  for _, entry in ipairs(carried or {}) do
    for _, role in ipairs(entry.roles) do inner = inner or select(2, text:find(" " .. role .. " ", 1, true)) end
    if inner then sign = entry.sign break end
  end
  if inner then first, text = first + inner, text:sub(inner + 1)
  elseif TURNERS[head] then
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
  text = trim(text):gsub("^[Tt]he ", ""):gsub("^[Tt]o ", ""):gsub("^that ", "")
  return text, first, last, sign
end

local function argument_in(p, roles, page)
  for _, role in ipairs(roles) do
    for _, argument in ipairs(p.arguments) do
      if argument.role == role then return argument end
    end
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
  if starts_with_any(p.modal, HEDGES) or starts_with_any(p.modal, OPEN) then return true end
  return page.text:sub(math.max(0, p.start_byte - 12) + 1, p.start_byte):find "short of%s+$" ~= nil
end

local function add(found, page, p, actor, entity, argument, sign)
  if not actor or not argument then return end
  local issue, first, last, turn = issue_of(page, p, argument)
  local words = issue:lower()
  if #issue < 3 or EMPTY[words] or PRONOUNS[words] or TIMES[argument.head and argument.head:lower() or ""] then return end
  if (entity and argument.entity == entity) or issue == actor then return end
  if PRONOUNS[words:match "^(%l+) %l+$" or ""] and not argument.entity then return end
  local negated = p.negated
  for _, known in ipairs(found) do
    if known.first_byte == first and known.actor == actor then return end
  end
  local score = sign * turn
  if starts_with_any(p.modal, REFUSALS) then score, negated = -score, true
  elseif p.negated then score = -score end
  found[#found + 1] = {
    actor = actor, entity = entity, issue = issue, issue_entity = argument.entity, first_byte = first, end_byte = last,
    stance = score > 0 and "support" or "oppose", negated = negated or false, hedged = is_hinted(page, p),
    deed = DEEDS[p.lemma] ~= nil and p.pos == "verb" and not p.modal and not p.negated and not p.quote,
    in_quote = p.quote ~= nil and p.quote.kind ~= "indirect", sentence = p.sentence, predicate = p,
  }
end

-- Verbs that carry a noun of position: their subject takes it.
local CARRIERS = {}
each_word([[express voice show declare reiterate announce have state signal offer give raise repeat underline register lodge make
  maintain]], function(w) CARRIERS[w] = true end)

---The verb that has a noun of position as its object: "voiced opposition to".
local function carrier_of(page, p)
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    local object = q.pos == "verb" and CARRIERS[q.lemma] and q.object
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

---Who takes the position of a predicate: its subject; "I" and "we" in a quotation are its speaker.
local function actors_of(p, page)
  local out = {}
  local roles = p.pos == "noun" and { "subject", "possessive", "by", "from", "of" } or { "subject" }
  if p.passive and not p.subject then roles = { "by", "in" } end
  for _, role in ipairs(roles) do
    for _, argument in ipairs(p.arguments) do
      if argument.role == role and (role ~= "in" or (argument.entity and argument.entity.kind == "organization")) then
        local name, entity = party_of(page, p, argument)
        if name then out[#out + 1] = { name = name, entity = entity } end
      end
    end
    if #out > 0 then break end
  end
  local together = p.pos == "verb" and page.text:find("join", math.max(1, p.start_byte - 300), true)
  for _, q in ipairs(together and together < p.start_byte and page:predicates_in(p.sentence) or {}) do
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

-- Verbs by which somebody is asked to act: the position is on the act, never on whom it is asked of.
local ASKERS = {}
each_word("urge ask call press implore exhort beg want push order direct request pressure tell encourage", function(w) ASKERS[w] = true end)

---What somebody is asked to do: the words after "to" that follow the one who is asked.
local function act_of(page, p)
  if p.pos ~= "verb" or not ASKERS[p.lemma] or argument_in(p, { "clause", "for" }, page) then return nil end
  local asked = argument_in(p, { "object", "on", "upon" }, page)
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
      local argument = argument_in(p, entry.roles, page)
      if argument then
        if not (p.pos == "noun" and argument.role == "of" and argument.entity and argument.entity == actor.entity) then
          add(found, page, p, actor.name, actor.entity, argument, entry.sign)
          if (p.lemma == "accuse" or p.lemma == "blame" or p.lemma == "criticize" or p.lemma == "criticise") then
            local act = argument_in(p, { "of", "for" }, page)
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
    local argument = argument_in(p, { "object", "clause" }, page)
    if argument then add(found, page, p, actor.name, actor.entity, argument, 1) end
  end
end

---"imposed sanctions on Fiji": against Fiji.
local function from_sanctions(page, p, found)
  if not p.object or not p.object.text:lower():find "%f[%a]sanctions" then return false end
  local target = argument_in(p, { "on", "against" }, page)
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    if not target and q.lemma == "sanction" and q.pos == "noun" then target = argument_in(q, { "on", "against" }, page) end
  end
  if not target then return false end
  for _, actor in ipairs(actors_of(p, page)) do add(found, page, p, actor.name, actor.entity, target, -1) end
  return true
end

-- Nouns that pass a verdict on what is said to be one, whatever their tone in other places.
local VERDICTS = {}
for w in ("solution answer priority necessity imperative duty milestone improvement"):gmatch "%a+" do VERDICTS[w] = 1 end
for w in ("mistake problem obstacle threat danger crime disaster betrayal insult illusion farce scandal outrage error"):gmatch "%a+" do
  VERDICTS[w] = -1
end

---"This bill is a disaster", inside somebody's words: the speaker against the bill, by the tone of what it is said to be.
local function from_copula(page, p, found)
  local complement = p["complement"]
  if not complement or not p.subject or not p.quote then return end
  local weight = VERDICTS[complement.head:lower()] or tone.lexicon()[complement.head:lower()] or 0
  if complement.head:lower() ~= complement.head then weight = 0 end
  if math.abs(weight) < STRONG_TONE then weight = tone.score(complement.text).score * 1.5 end
  if math.abs(weight) < STRONG_TONE then return end
  local name, entity = speaker_of(p)
  if name then add(found, page, p, name, entity, p.subject, weight > 0 and 1 or -1) end
end

---"France is against the war", "voters were in favor of the ban".
local function from_being(page, p, found)
  local argument, sign = argument_in(p, { "against" }, page), -1
  if not argument then
    argument, sign = argument_in(p, { "in" }, page), 1
    local of = argument and argument.text:match "^favou?r of ()"
    if not of then return end
    argument = { text = argument.text:sub(of), start_byte = argument.start_byte + of - 1, end_byte = argument.end_byte, role = "of" }
  end
  for _, actor in ipairs(actors_of(p, page)) do add(found, page, p, actor.name, actor.entity, argument, sign) end
end

local DUTIES = { "must", "should", "need to", "ought to" }
local PALE = {}   -- verbs that say nothing without their complement
each_word("be have say do get go think know see", function(w) PALE[w] = true end)

---"We must protect the economy", in somebody's words: for what must be done, against what must not.
local function from_duty(page, p, found)
  if p.pos ~= "verb" or PALE[p.lemma] or not starts_with_any(p.modal, DUTIES) or not p.quote then return end
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

-- Nouns for those who stand for or against something.
local SIDES = {}
each_word("critic opponent foe enemy detractor", function(w) SIDES[w] = -1 end)
each_word("supporter advocate proponent backer defender champion ally admirer fan", function(w) SIDES[w] = 1 end)

---"He is a vocal critic of the law": against the law.
local function from_side(page, p, found)
  local complement = p["complement"]
  local sign = complement and SIDES[complement.head:lower()]
  local last = sign and select(2, complement.text:find(" of ", 1, true))
  if not last then return end
  local first = complement.start_byte + last
  local argument = { text = complement.text:sub(last + 1), start_byte = first, end_byte = complement.end_byte, role = "of" }
  for _, actor in ipairs(actors_of(p, page)) do add(found, page, p, actor.name, actor.entity, argument, sign) end
end

-- Verbs of getting: what is got is somebody else's position on the one who gets it.
local GETTERS = {}
each_word("face draw win earn get receive attract garner provoke spark meet", function(w) GETTERS[w] = true end)

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

-- Participles that say how somebody takes a thing: "was angered by".
local TAKEN = {}
each_word("concern worry disappoint alarm outrage anger upset trouble dismay oppose", function(w) TAKEN[w] = -1 end)
each_word("please satisfy delight encourage", function(w) TAKEN[w] = 1 end)

local function from_participle(page, p, found)
  if not p.object then return end
  local name, entity = party_of(page, p, p.object)
  local argument = argument_in(p, { "to", "by", "about", "over", "with", "clause" }, page)
  if not argument and p.lemma ~= "oppose" then argument = p.subject end
  add(found, page, p, name, entity, argument, TAKEN[p.lemma])
end

local NAMERS = {}
each_word("call describe consider deem label brand dub term find", function(w) NAMERS[w] = true end)

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
  if p.passive and TAKEN[p.lemma] then from_participle(page, p, found) return true end
  if GETTERS[p.lemma] then from_getting(page, p, found) end
  if NAMERS[p.lemma] then from_naming(page, p, found) end
  if p.lemma == "be" then from_side(page, p, found) end
end

-- Verbs that say what somebody is, becomes or seems.
local LINKS = {}
each_word("be become remain stay feel seem appear look grow sound", function(w) LINKS[w] = true end)

---Whether a predicate is what somebody is accused of: a claim of others, not a position of his.
local function is_charge(page, p)
  if p.pos ~= "verb" or p.subject == nil then return false end
  local before = page.text:sub(math.max(p.sentence.start_byte, p.start_byte - 40) + 1, p.start_byte)
  if not before:find "%sof%s[%a%s]*$" and not before:find "%sfor%s[%a%s]*$" then return false end
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    for _, argument in ipairs(CHARGES[q.lemma] and q.arguments or {}) do
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
    while #found > n do found[#found] = nil end
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
    local complement = LINKS[p.lemma] and p["complement"]
    local state = complement and complement.head and ADJECTIVES[complement.head:lower()]
    if state then from_list(page, p, { state }, found) end
    if p.lemma == "be" then from_copula(page, p, found) end
  end
  return found
end

local function sorted(...)
  local seen, list = {}, {}
  for _, words in ipairs { ... } do
    for word in pairs(words) do
      if not seen[word] then list[#list + 1] = word end
      seen[word] = true
    end
  end
  table.sort(list)
  return list
end

---Words that pass a verdict, for what is said to be one.
local function verdicts()
  local words = {}
  for word in pairs(VERDICTS) do words[word] = true end
  for word, weight in pairs(tone.lexicon()) do
    if math.abs(weight) >= STRONG_TONE then words[word] = true end
  end
  return words
end

---The selections of predicates that can carry a position, in the order of the database. What is no actor's is left out: whatever takes
---a position has somebody who takes it, and a thing that it is taken on.
function positions.candidates(ctx)
  local words = ctx.predicates
  return {
    words { lemma = sorted(VERBS, NAMERS, TAKEN, GETTERS, { want = true }), pos = "verb",
      role = { "subject", "object", "by", "in" } },
    words { lemma = sorted(NOUNS), pos = "noun", role = sorted(NOUN_ROLES) },
    words { lemma = sorted(LINKS), head = sorted(ADJECTIVES) },
    words { lemma = { "be", "come out" }, role = "against" },
    words { lemma = "be", head = sorted(SIDES, { favor = true, favour = true }) },
    words { lemma = "be", quoted = true, head = sorted(verdicts()) },
    words { quoted = true, pos = "verb", modal = DUTIES },
  }
end

return positions
