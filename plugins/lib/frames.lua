---What a predicate that can carry a position looks like: what the database is asked for, so that Lua sees little that is none.
local frames = {}

local attitudes = require "attitudes"
local tone = require "tone"

local sorted = attitudes.sorted

-- Arguments of frames.
local SUBJECT = { role = "subject", head = attitudes.may_act, named = true }
local ANYBODY = { role = { "subject", "by", "in" }, head = attitudes.may_act, named = true }
local OBJECT = { role = "object" }

---Words that pass a verdict, for what is said to be one.
local function verdicts()
  local words = {}
  for word in pairs(attitudes.verdicts) do words[word] = true end
  for word, weight in pairs(tone.lexicon()) do
    if math.abs(weight) >= frames.strong_tone then words[word] = true end
  end
  return sorted(words)
end

---Frames of verbs by the roles that their things stand in.
local function of_verbs()
  local lists, list = {}, {}
  for lemma, entries in pairs(attitudes.verbs) do
    local roles = attitudes.askers[lemma] and { object = true, on = true, upon = true } or {}
    for _, entry in ipairs(entries) do
      for _, role in ipairs(entry.roles) do roles[role] = true end
    end
    local names = sorted(roles)
    local key = table.concat(names, " ")
    if not lists[key] then
      local lemmas = {}
      lists[key] = lemmas
      list[#list + 1] = { lemma = lemmas, pos = "verb", passive = false, arguments = { SUBJECT, { role = names } } }
      list[#list + 1] = { lemma = lemmas, pos = "verb", passive = true, arguments = { ANYBODY, { role = names } } }
    end
    table.insert(lists[key], lemma)
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
  frame { lemma = "want", pos = "verb", quoted = true, arguments = { ANYBODY, { role = { "object", "clause" } } } }
  frame { lemma = sorted(attitudes.nouns), pos = "noun", arguments = { { role = sorted(attitudes.noun_roles) } } }
  frame { lemma = sorted(attitudes.links), arguments = { ANYBODY, { head = sorted(attitudes.adjectives) } } }
  frame { lemma = { "be", "come out" }, arguments = { ANYBODY, { role = "against" } } }
  frame { lemma = "be", arguments = { ANYBODY, { head = sorted(attitudes.sides, { favor = true, favour = true }) } } }
  frame { lemma = "be", quoted = true, arguments = { { role = "subject" }, { role = "complement", head = verdicts() } } }
  frame { quoted = true, pos = "verb", modal = frames.is_duty }
  return list
end

return frames
