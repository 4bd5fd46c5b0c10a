---What a predicate that can carry a position looks like: what the database is asked for, so that Lua sees little that is none.
local frames = {}

local attitudes = require "attitudes"
local tone = require "tone"

local sorted = require "words".sorted

-- Arguments of frames.
local SUBJECT = { role = "subject", head = attitudes.may_act, named = true }
local ANYBODY = { role = { "subject", "by", "in" }, head = attitudes.may_act, named = true }
local OBJECT = { role = "object" }

---Whether a word may head what a verdict is passed on: no pronoun.
local function is_thing(word)
  word = word:lower()
  return not attitudes.pronouns[word] and not attitudes.empty[word]
end

---The same, and nobody.
local function is_no_actor(word) return is_thing(word) and not attitudes.may_act(word) end

local function is_resolve(modal) return attitudes.has(modal, attitudes.resolves) end

local function says_much(lemma) return not attitudes.pale[lemma] end

local THING = { role = "subject", head = is_thing, named = true }

---Words that pass a verdict, for what is said to be one.
local function verdicts()
  local words = {}
  for word in pairs(attitudes.verdicts) do words[word] = true end
  for word, weight in pairs(tone.lexicon()) do
    if math.abs(weight) >= frames.strong_tone then words[word] = true end
  end
  return sorted(words)
end

---What the roles of a verb's things are like: frames are few, so those of verbs that are alike in it are one.
local function manner_of(roles)
  local prepositions = false
  for role in pairs(roles) do prepositions = prepositions or not (role == "object" or role == "clause" or role == "indirect object") end
  return (roles.object and "o" or "") .. (roles.clause and "c" or "") .. (prepositions and "p" or "")
end

---Frames of verbs by the roles that their things stand in.
local function of_verbs()
  local lemmas_of, roles_of, list = {}, {}, {}
  for lemma, entries in pairs(attitudes.verbs) do
    local roles = attitudes.askers[lemma] and { object = true, ["indirect object"] = true, on = true, upon = true } or {}
    for _, entry in ipairs(entries) do
      for _, role in ipairs(entry.roles) do roles[role] = true end
    end
    local manner = manner_of(roles)
    lemmas_of[manner], roles_of[manner] = lemmas_of[manner] or {}, roles_of[manner] or {}
    table.insert(lemmas_of[manner], lemma)
    local alone = lemma:match "^(%a+) %a+$"   -- "pushed back", where the tree has the adverb apart
    if alone then table.insert(lemmas_of[manner], alone) end
    for role in pairs(roles) do roles_of[manner][role] = true end
  end
  for manner, lemmas in pairs(lemmas_of) do
    local thing = { role = sorted(roles_of[manner]) }
    list[#list + 1] = { lemma = lemmas, pos = "verb", passive = false, arguments = { SUBJECT, thing } }
    list[#list + 1] = { lemma = lemmas, pos = "verb", passive = true, arguments = { ANYBODY, thing } }
  end
  return list
end

---What a thing is said to be must weigh as much to be a position.
frames.strong_tone = 0.3

function frames.is_duty(modal) return attitudes.has(modal, attitudes.duties) end

---@return dossier.Frame[]
function frames.all()
  local list = of_verbs()
  local function frame(f) list[#list + 1] = f end
  frame { lemma = sorted(attitudes.taken), pos = "verb", passive = true, arguments = { OBJECT } }
  frame { lemma = sorted(attitudes.getters), pos = "verb",
    arguments = { { role = "subject" }, { role = "object", head = sorted(attitudes.nouns) } } }
  frame { lemma = sorted(attitudes.namers), pos = "verb", arguments = { ANYBODY, OBJECT, { role = { "complement", "as" } } } }
  frame { lemma = "join", pos = "verb", arguments = { { role = "in" }, OBJECT } }
  frame { lemma = sorted(attitudes.misdeeds), pos = "verb", quoted = true, passive = false, arguments = { THING } }
  frame { lemma = sorted(attitudes.effects), pos = "verb", quoted = true, passive = false,
    arguments = { { role = "subject", head = is_no_actor } } }
  frame { lemma = sorted(attitudes.lights), pos = "verb", arguments = { SUBJECT, { role = "object", head = sorted(attitudes.idioms) } } }
  frame { lemma = sorted(attitudes.deniable_acts), pos = "verb", negated = true, arguments = { SUBJECT, OBJECT } }
  frame { lemma = sorted(attitudes.unbearable), pos = "verb", negated = true, quoted = true, modal = "can" }
  frame { lemma = sorted(attitudes.resistance), pos = "noun", arguments = { { role = { "from", "of", "by", "possessive" } } } }
  frame { lemma = "abstain", pos = "verb", arguments = { SUBJECT } }
  frame { lemma = sorted(attitudes.parted), pos = "verb", passive = true, arguments = { OBJECT, { role = { "over", "on", "about" } } } }
  frame { lemma = { "vote", "turn" }, pos = "verb", arguments = { SUBJECT, OBJECT } }
  frame { lemma = sorted(attitudes.takers), pos = "verb",
    arguments = { ANYBODY, { role = "in", head = sorted(attitudes.stands) } } }
  frame { lemma = says_much, pos = "verb", modal = is_resolve, arguments = { SUBJECT } }
  frame { lemma = "want", pos = "verb", arguments = { ANYBODY, OBJECT, { role = "clause" } } }
  frame { lemma = "want", pos = "verb", quoted = true, arguments = { ANYBODY, { role = { "object", "clause" } } } }
  frame { lemma = sorted(attitudes.nouns), pos = "noun", arguments = { { role = sorted(attitudes.noun_roles) } } }
  frame { lemma = sorted(attitudes.links), arguments = { ANYBODY, { head = sorted(attitudes.adjectives) } } }
  frame { lemma = { "be", "come out" }, arguments = { ANYBODY, { role = "against" } } }
  frame { lemma = sorted(attitudes.links), arguments = { ANYBODY, { role = "opposed to" } } }
  frame { lemma = "be", arguments = { ANYBODY, { head = sorted(attitudes.sides) } } }
  frame { lemma = "be", quoted = true, arguments = { THING, { role = "complement", head = verdicts() } } }
  frame { lemma = says_much, quoted = true, pos = "verb", modal = frames.is_duty }
  return list
end

return frames
