---The words of travel.
local travel = {}

local goals = require "goals"
local meetings = require "meetings"
local travellers = require "travellers"
local words = require "words"

local set, sorted = words.set, words.sorted

---Verbs of travel and the roles in which their goal stands.
travel.moves = {
  visit = { "object" }, tour = { "object" }, revisit = { "object" }, travel = { "to", "into" }, fly = { "to", "into" },
  go = { "to" }, head = { "to", "for" }, journey = { "to" }, come = { "to" }, arrive = { "in", "at" }, land = { "in", "at" },
  ["touch down"] = { "in", "at" }, ["fly in"] = { "to" }, ["fly out"] = { "to" }, leave = { "for" }, depart = { "for" },
  ["set off"] = { "for" }, ["set out"] = { "for" }, jet = { "to" }, attend = { "in", "at" }, stop = { "in" }, ["stop off"] = { "in" },
  ["stop over"] = { "in" }, stay = { "in" }, be = { "in", "to" }, expect = { "in" }, schedule = { "in" }, ["return"] = { "from" },
  drive = { "to", "into" }, cross = { "into" }, slip = { "into" }, sneak = { "into" }, rush = { "to" }, hurry = { "to" }, dash = { "to" },
  proceed = { "to" }, continue = { "to" }, venture = { "to", "into" }, ["drop in"] = { "on" }, swing = { "through", "by" },
  pass = { "through" }, transit = { "object", "through" }, ["turn up"] = { "in", "at" }, ["show up"] = { "in", "at" },
}
-- Verbs of motion that go with an adverb: "flew on to Kyiv", "jetted out to Kampala".
for _, verb in ipairs { "fly", "travel", "go", "head", "jet", "journey", "drive", "move" } do
  for _, adverb in ipairs { "on", "off", "out", "over", "down" } do
    travel.moves[verb .. " " .. adverb] = travel.moves[verb .. " " .. adverb] or { "to", "into", verb == "head" and "for" or nil }
  end
end
---What people do where they are when they travel.
travel.acts = set [[address speak deliver sign chair open inaugurate join participate see hold meet appear play dine lunch tour inspect
  lay negotiate confer]]
for lemma in pairs(travel.acts) do travel.moves[lemma] = travel.moves[lemma] or { "in", "at" } end
---Of these, the ones whose object can hold the place: "join the delegation in Poland".
travel.inner = set "join see open attend chair inspect"
---Verbs that tell of a trip in the passive alone: "is expected in Moscow".
travel.due = set "expect schedule"
---Verbs that tell of where somebody comes from: he has been there.
travel.leaving = set "arrive fly travel leave"
---Verbs of those who lead a delegation somewhere, of trips that take somebody there, and these and of those who send somebody.
travel.leading = set "lead head"
travel.taking = set "take bring"
travel.senders = set "lead head take bring send dispatch despatch"
---Nouns of travel.
travel.trips = set "visit trip tour journey stopover stop leg pilgrimage voyage mission arrival departure swing sojourn"
---Those that can go without their goal, when it was named before.
travel.bare = set "visit trip"
---Verbs whose object holds the place they lead to: "visited a camp in Jordan".
travel.seeing = { visit = { "object", "indirect object" }, tour = { "object", "indirect object" } }
for lemma in pairs(travel.inner) do travel.seeing[lemma] = { "object" } end
---Verbs by which a host receives a guest.
travel.hosts = set "host receive welcome greet fete"
---Verbs that are travel only when an official is abroad.
travel.weak = set "be attend stay stop go come leave expect schedule return pass continue proceed drive cross slip show_up turn_up"
for _, verb in ipairs { "go", "move" } do
  for _, adverb in ipairs { "on", "off", "out", "over", "down" } do travel.weak[verb .. " " .. adverb] = true end
end
for lemma in pairs(travel.acts) do travel.weak[lemma] = lemma ~= "tour" or nil end

-- ---- what to ask the database for ----

-- Words too common to look for trips by.
local COMMON = set [[be go come leave stay stop attend head mission leg expect schedule return swing drive cross slip sneak rush hurry dash
  proceed continue venture pass transit turn_up show_up drop_in]]
for _, verb in ipairs { "go", "head", "move", "drive" } do
  for _, adverb in ipairs { "on", "off", "out", "over", "down" } do COMMON[verb .. " " .. adverb] = true end
end
for lemma in pairs(travel.acts) do COMMON[lemma] = lemma ~= "tour" or nil end

local telling, common, staying, gathering = {}, {}, {}, {}
for lemma in pairs(goals.gatherings) do gathering[lemma] = not meetings.lemmas[lemma] or nil end
for _, list in ipairs { travel.moves, travel.trips } do
  for lemma in pairs(list) do telling[lemma] = not COMMON[lemma] or nil end
end
for lemma in pairs(travel.moves) do
  local list = (travel.acts[lemma] or lemma == "be") and staying or common
  list[lemma] = COMMON[lemma] and not travel.inner[lemma] or nil
end

---Lists for questions: words without which an article tells of no trip, words of meeting, of hosts, and heads of delegations.
travel.asked = {
  trips = sorted(telling), meetings = sorted(set "host receive welcome greet meet summit"), hosts = sorted(travel.hosts),
  common = sorted(set "head leave go_on slip"),
  groups = sorted(travellers.groups),
}
---What predicates that trips are found by look like: words of travel, of meeting and of what is done with a thing; common ones, which
---tell of a trip only with a place in a role of theirs; those that lead or take somebody there.
local somewhere = { role = { "in", "at", "to", "for", "from" } }
local there = { role = somewhere.role, named = true }
travel.frames = {
  { lemma = sorted(telling, travel.hosts, meetings.lemmas, travel.inner) },
  { lemma = sorted(gathering), arguments = { { role = { "in", "at" }, named = true } } },
  { lemma = sorted(common), arguments = { somewhere } },
  { lemma = sorted(staying), arguments = { there } },
  { lemma = sorted(travel.senders), arguments = { { role = "to", named = true } } },
  { lemma = sorted(travel.senders), arguments = { { role = "object", head = { "delegation", "mission" } } } },
  { lemma = { "leave" }, arguments = { { role = "object", named = true } } },
}

return travel
