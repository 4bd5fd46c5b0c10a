---Positions in one article: which actor is for or against what, from verbs, nouns and adjectives of position and from public acts.
---Works on the objects of the database and on those of english.annotate alike.
local positions = {}

local attitudes = require "attitudes"
local frames = require "frames"
local hints = require "hints"
local parties = require "parties"
local tone = require "tone"

local STRONG_TONE = frames.strong_tone
local VERBS, NOUNS, ADJECTIVES = attitudes.verbs, attitudes.nouns, attitudes.adjectives
local EMPTY, PRONOUNS = attitudes.empty, attitudes.pronouns
local actors_of, argument_in, party_of, speaker_of = parties.actors_of, parties.argument_in, parties.party_of, parties.speaker_of
local trim, words_of = parties.trim, parties.words_of
local TURNING_VERBS = attitudes.turning_verbs
local GERUND, R = ("gr"):byte(1, 2)   -- what "backing" ends with, and "neither"

---Where the reason begins that the tree took for a part of who is judged: "slammed the firm for cutting jobs", but not "of housing".
local function reason_in(p, text)
  if p.lemma == "accuse" and not p["of"] then return (text:find " of %l") end
  local at, word, _
  if attitudes.charges[p.lemma] then at, _, word = text:find " of (%l+ing)%f[%A]" end
  if not at and attitudes.judges[p.lemma] then at, _, word = text:find " for (%l+ing)%f[%A]" end
  return at and not attitudes.trades[word] and at
end

local TURNABLE = { clause = true, ["for"] = true, of = true }   -- roles in which a verb's clause stands

---The issue that an argument names: its words, its span and the sign that its own words give: who is for an end to X is against X. Who is
---against a ban on X is against the ban, for all we know.
local function issue_of(page, p, argument, sign_of_verb)
  local text, first, last, sign = words_of(page, argument), argument.start_byte, argument.end_byte, 1
  local head = argument.head and argument.head:lower() or ""
  local carried, inner = NOUNS[head], nil
  for _, entry in ipairs(sign_of_verb > 0 and carried or {}) do
    for _, role in ipairs(entry.roles) do inner = inner or select(2, text:find(" " .. role .. " ", 1, true)) end
    if inner then sign = entry.sign break end
  end
  if inner then first, text = first + inner, text:sub(inner + 1)
  elseif attitudes.turners[head] and sign_of_verb > 0 then
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
  elseif (argument.role == "clause" and TURNING_VERBS or attitudes.contrary)[head] and TURNABLE[argument.role] then
    for _, q in ipairs(page:predicates_in(p.sentence)) do
      local what = q ~= p and q.start_byte >= first and q.end_byte <= last and q.lemma == head and (q.object or q["clause"])
      if what then
        text, first, last, sign = words_of(page, what), what.start_byte, what.end_byte, -1
        break
      end
    end
  end
  local charge = argument.role == "object" and reason_in(p, text)
  if charge then text, last = text:sub(1, charge - 1), first + charge - 1 end
  if argument.entity and argument.entity.name and #text < 12 and PRONOUNS[text:lower()] then text = argument.entity.name end
  text = trim(text)
  if text:find "^[Tt]" then text = text:gsub("^[Tt]he ", ""):gsub("^[Tt]o ", ""):gsub("^that ", "") end
  return text, first, last, sign
end

---"Backs neither the plan nor the treaty".
local function is_neither(page, argument)
  local text, first = page.text, argument.start_byte
  if text:byte(first - 1) ~= R then return false end
  local before = text:sub(math.max(0, first - 9) + 1, first)
  return before:find "%f[%a][Nn]either%s+$" ~= nil or before:find "%f[%a][Nn]or%s+$" ~= nil
end

---Whether a thing is denied where it is named: "no minister is happy" (and no "No 10").
local function is_none(page, argument)
  return is_neither(page, argument) or page.text:find("^[Nn]o%s+[^%s%d]", argument.start_byte + 1) ~= nil
end

---Adds a statement: the actor is for (1) or against (-1) what the argument of the predicate names, as far as its words and the predicate's
---negation and modal leave it so. What is there already is not added again.
local function add(found, page, p, actor, entity, argument, sign)
  if not actor or not argument then return end
  local issue, first, last, turn = issue_of(page, p, argument, sign)
  local words = issue:lower()
  if #issue < 3 or EMPTY[words] or PRONOUNS[words] or attitudes.times[argument.head and argument.head:lower() or ""] then return end
  if (entity and argument.entity == entity) or issue == actor then return end
  if PRONOUNS[words:match "^(%l+) %l+$" or ""] and not argument.entity then return end
  local negated = p.negated
  local key = first .. actor
  if found[key] then return end
  found[key] = true
  local score, hedged = sign * turn, hints.is_hinted(page, p)
  if attitudes.has(p.modal, attitudes.refusals) then
    hedged = hedged or score < 0   -- who will not condemn a thing need not be for it
    score, negated = -score, true
  elseif p.negated or is_neither(page, argument) then
    negated = true
    hedged = hedged or sign < 0 and not attitudes.deniable[p.lemma]
    score = -score
  end
  found[#found + 1] = {
    actor = actor, entity = entity, issue = issue, head = argument.role ~= "clause" and argument.head or nil,
    issue_entity = argument.entity, first_byte = first, end_byte = last,
    stance = score > 0 and "support" or "oppose", negated = negated or false, hedged = hedged or false,
    deed = attitudes.deeds[p.lemma] ~= nil and p.pos == "verb" and not p.modal and not p.negated and not p.quote,
    in_quote = p.quote ~= nil and p.quote.kind ~= "indirect", sentence = p.sentence, predicate = p,
  }
end

---"called for the general to step down": for what he is to do, not for him.
local function act_for(page, p)
  local whom = p["for"]
  local rest = whom and page.text:sub(whom.end_byte + 1, p.sentence.end_byte):match "^ to [^;:\"”]+"
  if not rest or not parties.actor_of(whom) then return nil end
  rest = rest:gsub(",%s.*$", ""):gsub("[%s.]+$", "")
  local last = whom.end_byte + #rest
  return { text = page.text:sub(whom.start_byte + 1, last), start_byte = whom.start_byte, end_byte = last, role = "clause", head = "" }
end

---What somebody is asked to do: the words after "to" that follow the one who is asked.
local function act_of(page, p)
  if p.pos ~= "verb" or not attitudes.askers[p.lemma] then return nil end
  local act = act_for(page, p)
  if act or argument_in(p, { "clause", "for" }) then return act end
  local asked = argument_in(p, { "object", "on", "upon" })
  if not asked then return nil end
  local rest = page.text:sub(asked.start_byte + 1, p.sentence.end_byte)
  local first, word = rest:match "^[^.;:,\"”]-%sto%s+()(%l+)"
  if not first or first > 90 or word == "the" or word == "a" then return nil end
  local words = rest:sub(first):match "^[^;:\"”]+"
  words = words:gsub(",%s.*$", ""):gsub("[%s.]+$", "")
  first = asked.start_byte + first - 1
  return { text = words, start_byte = first, end_byte = first + #words, role = "clause", head = word }
end

---The clause that a predicate heads, as an argument: "protect the workers".
local function clause_of(page, p)
  local last = p.end_byte
  for _, argument in ipairs(p.arguments) do
    if argument.start_byte >= p.end_byte then last = math.max(last, argument.end_byte) end
  end
  return { text = page.text:sub(p.start_byte + 1, last), start_byte = p.start_byte, end_byte = last, role = "clause", head = p.lemma }
end

---The predicate by which the subject of another is asked to do it: in "urged Congress to reject the bill and to back the farmers" that of
---"reject" and of "back".
local function asker_of(page, p)
  local subject = p.subject
  if p.pos ~= "verb" or not subject then return nil end
  local asked = p.modal and attitudes.askers[p.modal:match "^(%a+) to$"]
  if not asked and (p.modal or not page.text:sub(math.max(0, p.start_byte - 5) + 1, p.start_byte):find "%f[%a][tao][nor]d?%s+$") then
    return nil
  end
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    if q.pos == "verb" and attitudes.askers[q.lemma] and q.start_byte < p.start_byte then
      for _, argument in ipairs(q.arguments) do
        if argument.start_byte == subject.start_byte and argument.role ~= "subject" then return q end
      end
    end
  end
end

---Adds what a verb of judging says beyond its object: "criticised Hungary for opposing the deal".
local function add_reasons(found, page, p, actor, sign)
  for _, argument in ipairs(p.arguments) do
    local role = argument.role
    if role == "for" or sign < 0 and (role == "over" or role == "of" and attitudes.charges[p.lemma]) then
      add(found, page, p, actor.name, actor.entity, argument, sign)
    end
    local inner = role == "object" and reason_in(p, words_of(page, argument))
    if inner then
      local first = argument.start_byte + inner + 4 - (attitudes.charges[p.lemma] and 1 or 0)
      local reason = { text = page.text:sub(first + 1, argument.end_byte), start_byte = first, end_byte = argument.end_byte, role = "for" }
      add(found, page, p, actor.name, actor.entity, reason, sign)
    end
  end
end

---Adds a thing, those that are coordinated with it, and those that are named as included.
local function add_all(found, page, p, actor, argument, sign)
  add(found, page, p, actor.name, actor.entity, argument, sign)
  local arguments = p.arguments
  for i = 1, #arguments do
    local other = arguments[i]
    local joint = other ~= argument and other.role == argument.role and other.start_byte > argument.start_byte
    if joint or other.role == "including" then add(found, page, p, actor.name, actor.entity, other, sign) end
  end
end

local function from_list(page, p, list, found)
  local asked, any = act_of(page, p), nil
  for i = 1, asked and 0 or #list do any = any or argument_in(p, list[i].roles) end
  if not asked and not any then return end
  for _, actor in ipairs(actors_of(p, page)) do
    for _, entry in ipairs(list) do
      local argument = asked or argument_in(p, entry.roles)
      local whom = argument and argument.role ~= "clause" and argument.role ~= "for" and attitudes.askers[p.lemma] and not asked
      if whom and parties.actor_of(argument) then break end   -- what he is asked is not told
      local own = argument and p.pos == "noun" and argument.role == "of" and argument.entity and argument.entity == actor.entity
      if argument and not own then
        add_all(found, page, p, actor, argument, asked and 1 or entry.sign)
        if attitudes.judges[p.lemma] then add_reasons(found, page, p, actor, entry.sign) end
        if attitudes.askers[p.lemma] or p.pos == "noun" then break end
      end
    end
  end
end

---What somebody is asked to do is the position of the one who asks.
local function from_asking(page, p, asker, found)
  for _, actor in ipairs(actors_of(asker, page)) do add(found, page, asker, actor.name, actor.entity, clause_of(page, p), 1) end
end

---Whether the subject of a predicate is not its own: "the committee's refusal to endorse" has the committee's, which the tree may miss.
local function is_detached(page, p)
  if p.pos ~= "verb" or p.modal then return false end
  local noun = page.text:sub(math.max(0, p.start_byte - 18) + 1, p.start_byte):match "(%l+)%s+to%s+$"
  return noun and attitudes.unwilling[noun] or false
end

---"We do not want a trade war", inside somebody's words.
local function from_wish(page, p, found)
  local clause = p["clause"]
  if clause and clause.head and (attitudes.pale[clause.head:lower()] or attitudes.reticence[clause.head:lower()]) then return end
  local argument = p.object and clause or p.quote and argument_in(p, { "object", "clause" })
  for _, actor in ipairs(argument and actors_of(p, page) or {}) do
    if p.quote or actor.entity then add(found, page, p, actor.name, actor.entity, argument, 1) end
  end
end

---"Three senators joined the opposition in voting for the bill": all of them.
local function from_joining(page, p, found)
  local inside = p["in"]
  if not inside then return end
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    local list = q ~= p and q.start_byte >= inside.start_byte and q.end_byte <= inside.end_byte and VERBS[q.lemma]
    for _, entry in ipairs(list or {}) do
      local thing = argument_in(q, entry.roles)
      for _, argument in ipairs(thing and p.arguments or {}) do
        if argument.role == "subject" or argument.role == "object" then
          local name, entity = parties.actor_of(argument)
          add(found, page, q, name, entity, thing, entry.sign)
        end
      end
    end
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
  if math.abs(weight) < STRONG_TONE or is_none(page, p.subject) then return end
  if p.negated and weight < 0 then return end   -- what is no disaster need not be liked
  local name, entity = speaker_of(p)
  if name then add(found, page, p, name, entity, p.subject, weight > 0 and 1 or -1) end
end

---What stands after the "of" or "to" of "in favor of", "in opposition to"; p: the predicate that has them.
local function rest_of(p, argument)
  local word, last = argument.text:match "^(%a+)%s+[ot][fo]%s+()"
  if word then
    local first = argument.start_byte + last - 1
    return { text = argument.text:sub(last), start_byte = first, end_byte = argument.end_byte, role = "of", entity = argument.entity }
  end
  return argument_in(p, { "of", "to" })
end

---"France is against the war", "voters were in favor of the ban", "she spoke in support of the bill".
local function from_being(page, p, found)
  local argument, sign = argument_in(p, { "against", "opposed to" }), -1
  if not argument or VERBS[p.lemma] then
    local inside = attitudes.takers[p.lemma] and p["in"]
    sign = inside and attitudes.stands[inside.head and inside.head:lower() or ""]
    argument = sign and rest_of(p, inside)
  end
  for _, actor in ipairs(argument and actors_of(p, page) or {}) do add(found, page, p, actor.name, actor.entity, argument, sign) end
end

---"We must protect the economy", in somebody's words: for what must be done, against what must not.
local function from_duty(page, p, found)
  local barred = p.negated and p.modal == "can" and p.quote and p.quote.kind ~= "indirect" and attitudes.unbearable[p.lemma]
  if p.pos ~= "verb" or attitudes.pale[p.lemma] or not (barred or frames.is_duty(p.modal)) or not p.quote then return end
  local doer = p.passive and (p.object or p.subject) or p.subject
  if not doer then return end
  local name, entity = speaker_of(p)
  if not entity or entity.kind ~= "person" then return end
  local before = found[#found]
  if before and before.actor == name and before.first_byte < p.start_byte and p.end_byte <= before.end_byte then return end
  local turned = TURNING_VERBS[p.lemma] and (p.object or p["clause"])
  if turned then return add(found, page, p, name, entity, turned, -1) end
  local argument = clause_of(page, p)
  if p.passive then
    argument.start_byte = doer.start_byte
    argument.text = page.text:sub(doer.start_byte + 1, argument.end_byte)
  end
  if #argument.text < 12 then return end
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
      for _, holder in ipairs { p, q } do
        for _, argument in ipairs(holder.arguments) do
          if argument.role == "for" then add(found, page, p, name, entity, argument, list[1].sign) end
        end
      end
      return
    end
  end
end

local function from_participle(page, p, found)
  if not p.object then return end
  local name, entity = party_of(page, p, p.object)
  local argument = argument_in(p, { "to", "by", "about", "over", "with", "clause" })
  if not argument and p.lemma ~= "oppose" then argument = p.subject end
  if argument and name then add_all(found, page, p, { name = name, entity = entity }, argument, attitudes.taken[p.lemma]) end
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

local WILL = { will = true, would = true, can = true, could = true, ["be going to"] = true }

---Whether the subject of a predicate is what another one is about: "has helped the firm secure a project".
local function is_governed(page, p)
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    for _, argument in ipairs(q ~= p and q.pos == "verb" and q.start_byte < p.start_byte and q.arguments or {}) do
      if argument.role == "object" and argument.start_byte == p.subject.start_byte then return true end
    end
  end
  return false
end

---"The cuts would hurt the poor", in somebody's words: who says so is against what does harm, and for what does good.
local function from_effect(page, p, found)
  local subject, sign = p.subject, attitudes.effects[p.lemma]
  local head = subject and subject.head and subject.head:lower()
  if not p.quote or not subject or p.passive or PRONOUNS[head] or EMPTY[head] or p.modal and not WILL[p.modal] then return end
  if not attitudes.misdeeds[p.lemma] and parties.actor_of(subject) or is_governed(page, p) then return end
  local name, entity = speaker_of(p)
  if name and not (entity and subject.entity == entity) then add(found, page, p, name, entity, subject, sign) end
end

---"took aim at the governor", "gave her blessing to the pact", "threw its weight behind the deal".
local function from_idiom(page, p, found)
  local object = p.object
  local idiom = object and object.head and attitudes.idioms[object.head:lower()]
  if not idiom or not idiom.verbs[p.lemma] then return end
  local argument
  for _, role in ipairs(idiom.roles) do
    local inner = select(2, object.text:find(" " .. role .. " ", 1, true))
    argument = argument or p[role] or inner and {
      text = object.text:sub(inner + 1), start_byte = object.start_byte + inner, end_byte = object.end_byte, role = role, head = "" }
  end
  for _, actor in ipairs(argument and actors_of(p, page) or {}) do add(found, page, p, actor.name, actor.entity, argument, idiom.sign) end
end

---"voted the proposal down", "turned the offer down": the particle after the object.
local function from_particle(page, p, found)
  local object = p.object
  if not object or not page.text:find("^%s+down%f[%A]", object.end_byte + 1) then return end
  for _, actor in ipairs(actors_of(p, page)) do add(found, page, p, actor.name, actor.entity, object, -1) end
end

---"Brazil abstained from the vote", "the party is divided over the reform": for neither side.
local function from_abstaining(page, p, found)
  local n = #found
  local who = p.lemma ~= "abstain" and p.object
  local argument = argument_in(p, { "from", "on", "in", "over", "about" })
  if who then
    local name, entity = party_of(page, p, who)
    add(found, page, p, name, entity, argument, 1)
  else
    for _, actor in ipairs(actors_of(p, page)) do add(found, page, p, actor.name, actor.entity, argument, 1) end
  end
  for i = n + 1, #found do found[i].stance = "mixed" end
end

---"New Zealand will not renew the agreement": what somebody will not do for a thing.
local function from_denial(page, p, found)
  if not p.negated or not (p.tense == "future" or p.modal == "would") or not p.object then return end
  for _, actor in ipairs(actors_of(p, page)) do add(found, page, p, actor.name, actor.entity, p.object, 1) end
end

---"The bill will be read despite opposition from the senator": who opposes what is done all the same.
local function from_despite(page, p, found)
  local before = page.text:sub(p.sentence.start_byte + 1, p.start_byte)
  if not before:find("espite", 1, true) and not before:find("mid", 1, true) and not before:find(" over ", 1, true) then return end
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    local spite = q.pos == "verb" and argument_in(q, { "despite", "amid", "over" })
    local thing = spite and (q.object or q["clause"])
    if thing and spite.start_byte <= p.start_byte and spite.end_byte >= p.end_byte and thing.end_byte <= spite.start_byte then
      for _, actor in ipairs(actors_of(p, page)) do add(found, page, p, actor.name, actor.entity, thing, -1) end
    end
  end
end

---"The decision to protect the tankers": whoever has it is for what it is to do.
local function from_resolve(page, p, found)
  local word = page.text:sub(math.max(0, p.start_byte - 20) + 1, p.start_byte):match "(%a+)%s+to%s+$"
  if not word or not attitudes.resolve_words[word:lower():gsub("s$", "")] or attitudes.pale[p.lemma] or asker_of(page, p) then return end
  local turned = TURNING_VERBS[p.lemma] and p.object
  for _, actor in ipairs(actors_of(p, page)) do
    add(found, page, p, actor.name, actor.entity, turned or clause_of(page, p), turned and -1 or 1)
  end
end

---Positions that a verb carries with its object, its complement or its participle.
local function from_frames(page, p, found)
  if p.passive and attitudes.taken[p.lemma] and not (p.subject and VERBS[p.lemma]) then from_participle(page, p, found) return true end
  if p.lemma == "join" then from_joining(page, p, found) end
  if attitudes.effects[p.lemma] then from_effect(page, p, found) end
  if p.lemma == "vote" or p.lemma == "turn" then from_particle(page, p, found) end
  if p.lemma == "abstain" or p.passive and attitudes.parted[p.lemma] then from_abstaining(page, p, found) end
  if attitudes.lights[p.lemma] then from_idiom(page, p, found) end
  if attitudes.deniable_acts[p.lemma] then from_denial(page, p, found) end
  if attitudes.has(p.modal, attitudes.resolves) and not VERBS[p.lemma] then from_resolve(page, p, found) end
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

---Whether a clause is a question that is asked: `"Why would we sign?" he asked.`
local function is_question(page, p)
  if p.lemma ~= "ask" and p.lemma ~= "request" then return false end
  local rest = page.text:sub(p.end_byte + 1, math.min(p.end_byte + 80, p.sentence.end_byte))
  for word in ("how whether why what who when where if identified named anonymous anonymity"):gmatch "%a+" do
    if rest:find("%f[%a]" .. word .. "%f[%A]") then return true end
  end
  local clause = p["clause"]
  return clause and (clause.start_byte < p.start_byte or words_of(page, clause):find "^wh" or words_of(page, clause):find "^if ")
end

---Whether somebody insists that something is so, not that it be done.
local function is_assertion(page, p)
  local clause = p.lemma == "insist" and p["clause"]
  for _, q in ipairs(clause and page:predicates_in(p.sentence) or {}) do
    if q.start_byte >= clause.start_byte and q.end_byte <= clause.end_byte then
      return q.tense ~= nil and q.tense ~= "present" and not frames.is_duty(q.modal)
    end
  end
  return false
end

---Whether what is refused is to take a position, which is told by the verb of that.
local function is_refused(p)
  if (p.lemma == "decline" or p.lemma == "refuse") and p["clause"] and attitudes.reticence[p["clause"].head:lower()] then return true end
  if p.negated and (p.lemma == "decline" or p.lemma == "refuse") then return true end
  local clause = (p.lemma == "refuse" or p.lemma == "decline" or p.lemma == "threaten") and p["clause"]
  return clause and clause.head and VERBS[clause.head:lower()] and true or false
end

---Takes what a list of words says of a predicate, unless it is asked of somebody, or what somebody is charged with.
local function from_word(page, p, list, found)
  local asker = asker_of(page, p)
  if asker then return from_asking(page, p, asker, found) end
  if is_detached(page, p) or is_question(page, p) or is_refused(p) or is_assertion(page, p) then return end
  local n = #found
  from_list(page, p, list, found)
  if #found > n and is_charge(page, p) then
    while #found > n do
      local last = table.remove(found)
      found[last.first_byte .. last.actor] = nil
    end
  end
end

---What a verb says, with the adverb after it where the two are one: "pushed back", "walked away".
local function verbs_of(page, p)
  local adverb = attitudes.adverbs[p.lemma] and page.text:match("^%s+(%l+)", p.end_byte + 1)
  return adverb and VERBS[p.lemma .. " " .. adverb] or VERBS[p.lemma]
end

---All statements of position in an article.
---@param page table from page.new
---@return table[]
function positions.find(page)
  local found = {}
  for _, p in ipairs(page.predicates) do
    local list = p.pos == "noun" and NOUNS[p.lemma] or p.pos == "verb" and verbs_of(page, p)
    if p.lemma == "impose" and from_sanctions(page, p, found) then list = nil end
    from_duty(page, p, found)
    if p.pos == "verb" and from_frames(page, p, found) then list = nil end
    if list then from_word(page, p, list, found) end
    if p.pos == "noun" and attitudes.resistance[p.lemma] then from_despite(page, p, found) end
    if p.lemma == "want" then from_wish(page, p, found) end
    local adjective = ADJECTIVES[p.lemma]
    if adjective and not list then from_list(page, p, { adjective }, found) end
    if p.lemma == "be" or p.lemma == "come out" or attitudes.takers[p.lemma] then from_being(page, p, found) end
    local complement = attitudes.links[p.lemma] and p["complement"]
    local state = complement and complement.head and ADJECTIVES[complement.head:lower()]
    if state then from_list(page, p, { state }, found) end
    if p.lemma == "be" and not state then from_copula(page, p, found) end
  end
  return found
end

return positions
