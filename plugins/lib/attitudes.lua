---Words of position: what says that somebody is for or against something, and in which roles of it the thing stands.
---@class dossier.Attitudes
local attitudes = {}

---Calls f for each word of a list; "rule_out" is "rule out".
local function each_word(words, f)
  for w in words:gmatch "%S+" do f((w:gsub("_", " "))) end
end

local function set(words, value)
  local t = {}
  each_word(words, function(w) t[w] = value or true end)
  return t
end

local function signs(opposing, supporting)
  local t = set(opposing, -1)
  each_word(supporting, function(w) t[w] = 1 end)
  return t
end

-- lemma -> list of { sign, roles }, the likelier first
local VERBS, NOUNS, ADJECTIVES = {}, {}, {}

local function adder(words)
  return function(sign, roles, list)
    each_word(list, function(w)
      words[w] = words[w] or {}
      table.insert(words[w], { sign = sign, roles = roles })
    end)
  end
end

local verbs, nouns = adder(VERBS), adder(NOUNS)

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
  dismiss boycott resist lambaste lambast rebuke chide mock ridicule challenge dispute repeal abolish overturn sanction sue slap attack
  assail blame accuse fear regret deride repudiate rebuff discredit censure scold bash rip trash excoriate castigate lament bemoan bar
  prohibit
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

attitudes.verbs, attitudes.nouns, attitudes.adjectives = VERBS, NOUNS, ADJECTIVES

---Roles in which a noun of position has its thing.
attitudes.noun_roles = {}
for _, entries in pairs(NOUNS) do
  for _, entry in ipairs(entries) do
    for _, role in ipairs(entry.roles) do attitudes.noun_roles[role] = true end
  end
end

---Verbs that do what they say: a position taken by an act.
attitudes.deeds = set [[vote veto sign adopt pass approve ratify sanction ban block boycott sue repeal abolish overturn slap bar prohibit
  outlaw
  censure withdraw pull_out impose introduce allow authorize authorise fund finance halt suspend scrap cancel lift ease relax reverse undo
  strike_down vote_down demonstrate protest rally join uphold recognise recognize]]
---Verbs by which others say what somebody does: what stands in their "of" or "for" is their word against him.
attitudes.charges = set "accuse blame charge suspect"
---Of these, what is told of somebody is itself what the teller is against.
attitudes.tellers = set "accuse blame criticize criticise"
---Nouns that turn round what they govern: to want an end to the war is to be against the war.
attitudes.turners = set [[end halt stop removal repeal lifting withdrawal abolition cancellation ban moratorium elimination dissolution
  suspension]]
---Verbs of a clause that turn it round: to urge somebody to stop the attacks is to be against the attacks.
attitudes.turning_verbs = set [[stop end halt cease lift repeal scrap abolish drop cancel abandon reject oppose withdraw veto block ban
  condemn]]
---Verbs that carry a noun of position: their subject takes it.
attitudes.carriers = set [[express voice show declare reiterate announce have state signal offer give raise repeat underline register
  lodge make
  maintain]]
---Verbs by which somebody is asked to act: the position is on the act, never on whom it is asked of.
attitudes.askers = set "urge ask call press implore exhort beg want push order direct request pressure tell encourage"
---Verbs of getting: what is got is somebody else's position on the one who gets it.
attitudes.getters = set "face draw win earn get receive attract garner provoke spark meet"
---Verbs that say what a thing is called.
attitudes.namers = set "call describe consider deem label brand dub term find"
---Verbs that say what somebody is, becomes or seems.
attitudes.links = set "be become remain stay feel seem appear look grow sound"
---Verbs that say nothing without their complement.
attitudes.pale = set "be have say do get go think know see"
---Nouns that pass a verdict on what is said to be one, whatever their tone in other places.
attitudes.verdicts = signs("mistake problem obstacle threat danger crime disaster betrayal insult illusion farce scandal outrage error",
  "solution answer priority necessity imperative duty milestone improvement")
---Nouns for those who stand for or against something.
attitudes.sides = signs("critic opponent foe enemy detractor",
  "supporter advocate proponent backer defender champion ally admirer fan")
---Participles that say how somebody takes a thing: "was angered by".
attitudes.taken = signs("concern worry disappoint alarm outrage anger upset trouble dismay oppose", "please satisfy delight encourage")

---What is done or not done to a position: with these as modal the position is not taken …
attitudes.refusals = { "refuse to", "decline to", "fail to", "stop short of", "hesitate to" }
---… or is left open.
attitudes.open = { "fail to", "stop short of", "hesitate to", "may", "might", "could", "would", "consider", "appear to", "seem to",
  "be likely to" }
attitudes.duties = { "must", "should", "need to", "ought to" }

---Subjects that are no actors.
attitudes.empty = set "it this that these those which there what something nothing everything anything"
attitudes.pronouns = set "i we he she they you who me us him her them its his their my our your one some many most others"
---Issues that are only times: "for months", "on the same day".
attitudes.times = {}
each_word([[second minute hour day week month year decade today tonight yesterday tomorrow monday tuesday wednesday thursday friday saturday
  sunday time moment]], function(w) attitudes.times[w], attitudes.times[w .. "s"] = true, true end)

---Heads of actors that go by no name: people, groups and bodies that can take a position.
attitudes.actors = set [[activist administration adviser agency ally analyst assembly association attorney author authority bank bishop
  board
  business cabinet campaign campaigner candidate caucus chairman chairwoman chancellor charity chief church citizen club coalition
  commission commissioner committee community company congress congressman congresswoman conservative consumer council country court
  creditor critic delegate delegation democrat department diplomat director doctor document employer envoy executive expert family farmer
  federation firm force foundation general government governor group house industry institute insurer investor journalist judge jury king
  labor lawmaker lawyer leader leadership league legislator legislature letter liberal lobby lobbyist majority man manager manufacturer
  mayor measure media member men minister ministry minority mission monarch movement municipality nation network newspaper ngo nurse office
  officer official operator opponent opposition organisation organiser organization organizer panel paper parent parliament party passenger
  patient people plan player police policymaker politician pope premier president priest prime producer professor proposal prosecutor
  protester public queen rebel regime regulator report representative republican resident residents resolution retailer scientist secretary
  senate senator shareholder society soldier speaker spokesman spokesperson spokeswoman staff state statement student supporter survivor
  teacher team trader tribunal troops union university victim voter watchdog woman women worker writer]]

---Whether a word may head an argument that stands for an actor: a group or an office, or a pronoun that may lead to one.
function attitudes.may_act(word)
  word = word:lower()
  return word == "i" or word == "we" or word == "it" or attitudes.actors[word] or word:find "ers$" ~= nil
end

local said = setmetatable({}, { __mode = "k" })   -- list of phrases -> modal -> whether it has one of them

---Whether a predicate's modal ("would refuse to") has one of the phrases in it; nil has none.
function attitudes.has(modal, list)
  if not modal then return false end
  local known = said[list]
  if not known then
    known = {}
    said[list] = known
  end
  local has = known[modal]
  if has == nil then
    has = false
    for _, phrase in ipairs(list) do
      has = has or modal:sub(1, #phrase) == phrase or modal:find("%f[%a]" .. phrase .. "%f[%A]") ~= nil
    end
    known[modal] = has
  end
  return has
end

---The words of several tables, in order.
function attitudes.sorted(...)
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

return attitudes
