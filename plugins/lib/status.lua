---How far a trip has got, from the verb or noun that tells of it.
local status = {}

local calendar = require "days"
local set = require "words".set

local ENDERS = { cancel = "cancelled", ["call off"] = "cancelled", scrap = "cancelled", abandon = "cancelled", abort = "cancelled",
  scuttle = "cancelled", drop = "cancelled", scrub = "cancelled", bar = "cancelled", postpone = "postponed", delay = "postponed",
  ["put off"] = "postponed", defer = "postponed", suspend = "postponed", reschedule = "postponed" }
local PLANNERS = set "consider weigh mull intend hope want seek contemplate invite propose"
local ANNOUNCERS = set "announce schedule confirm set arrange plan"
local STARTERS = set "begin start open kick_off launch"
local PERHAPS = set "may might could"
local LIKELY = set [[consider hope_to want_to be_likely_to likely_to be_expected_to expect_to be_reported_to
  be_believed_to wish_to seek_to]]

---The verb that has the noun as its object, or as its subject in the passive.
function status.governor(page, p)
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    if q ~= p and q.pos == "verb" then
      for _, argument in ipairs(q.arguments) do
        if (argument.role == "object" or (argument.role == "subject" and q.passive)) and argument.start_byte <= p.start_byte
          and argument.end_byte >= p.end_byte then
          return q
        end
      end
    end
  end
end

-- Roles by which a verb takes a trip along: "returned after a visit", "is here on a visit", "flew in for a visit".
local ADJUNCTS = set "after following during on for from before ahead_of with"

---The verb that has the noun among its adjuncts, and the role.
function status.adjunct_governor(page, p)
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    if q ~= p and q.pos == "verb" then
      for _, argument in ipairs(q.arguments) do
        if ADJUNCTS[argument.role] and argument.start_byte <= p.start_byte and argument.end_byte >= p.end_byte
          and p.start_byte - argument.start_byte < 60 then
          return q, argument.role
        end
      end
    end
  end
end

local function ends_with(text, patterns)
  for _, pattern in ipairs(patterns) do
    if text:find(pattern) then return true end
  end
  return false
end

-- Verbs of what does not happen, and words before an infinitive or participle that say so.
local REFUSALS = set "refuse decline fail rule_out forbid prohibit prevent avoid deny decide_against oppose neglect hesitate"
local WITHOUT = { "%f[%a]without%s+$", "%f[%a]instead%s+of%s+$", "%f[%a]rather%s+than%s+$", "%f[%a]refusal%s+to%s+$",
  "%f[%a]declin%a+%s+[%w%s]-to%s+$", "%f[%a]reject%a*%s+[%w%s]-to%s+$", "%f[%a]turned%s+down%s+[%w%s]-to%s+$", "%f[%a]refus%a+%s+to%s+$",
  "%f[%a]never%s+$", "%f[%a]unable%s+to%s+$", "%f[%a]too%s+%a+%s+to%s+$", "%f[%a]not%s+to%s+$", "%f[%a]reluctan%a+%s+to%s+$" }
-- Roles of clauses that only suppose, and verbs that leave open what their clause says.
local SUPPOSED = set "if unless whether"
local WISHED = set "ask request urge press encourage call_on want advise"

---Whether what a predicate says does not happen: refused, supposed or asked.
function status.is_unreal(page, p)
  local sentence = p.sentence
  local before = sentence.text:sub(1, math.max(0, p.start_byte - sentence.start_byte)):lower()
  local asked = p.pos == "verb" and sentence.text:find "%?[\"'\xe2\x80\x9d]*%s*$"
  if ends_with(before, WITHOUT) or asked then return true end
  for _, q in ipairs(page:predicates_in(sentence)) do
    for _, a in ipairs(q ~= p and q.arguments or {}) do
      if a.start_byte <= p.start_byte and a.end_byte >= p.end_byte then
        if SUPPOSED[a.role] and p.pos == "verb" or a.role == "clause" and (q.negated or REFUSALS[q.lemma]
          or WISHED[q.lemma] and (q["object"] or q["indirect object"])) then return true end
      end
    end
  end
  return false
end

local function modal_status(modal)
  if not modal then return nil end
  for word in pairs(PERHAPS) do
    if modal:find("%f[%a]" .. word .. "%f[%A]") then return "planned" end
  end
  for phrase in pairs(LIKELY) do
    if modal:find(phrase, 1, true) then return "planned" end
  end
  return "announced"
end

-- Verbs whose tense tells of the trip that is their object: those by which somebody makes it.
local TELLING = set [[make pay take begin start open conclude end finish complete undertake continue extend cut cut_short wrap_up wind_up
  kick_off launch have do embark_on go_on resume round_off break_off plan schedule announce confirm arrange set]]
-- Nouns with an infinitive that tells of what may come: "accepted an offer to visit".
local OFFERS = { "offer", "offers", "invitation", "invitations", "invite", "proposal", "request", "promise", "pledge", "plans", "plan" }

---Whether the words before an infinitive make it an offer or a plan.
local function is_offered(before)
  if not before:find "%f[%a]to%s+$" then return false end
  for _, noun in ipairs(OFFERS) do
    if before:find("%f[%a]" .. noun .. "%f[%A][%w%s]*%f[%a]to%s+$") then return true end
  end
  return false
end

-- Words before a trip's noun by which it is still to come, and by which it may never be.
local COMING = { "upcoming%s*$", "forthcoming%s*$", "scheduled%s*$", "planned%s*$", "next%s*$" }
local DOUBTFUL = { "possible%s*$", "reported%a*%s*$", "potential%s*$", "proposed%s*$", "rumou?red%s*$" }

---Cancelled or postponed, by the verb above a trip or by words before it; not when that is only thought of.
local function ended(verb, before)
  if verb and ENDERS[verb.lemma] then
    local real = not verb.modal and not before:find "%f[%a]if%s[^,]*$" and not before:find "consider%a*%s+%a+%s+[%a%s]*$"
      and not before:find "threat%a*%s[^,]*$"
    return real and ENDERS[verb.lemma] or "announced"
  end
  local cancelled = before:find "cancel%a*%s+[%w%s]-$" or before:find "called off%s+[%w%s]-$"
  if cancelled and (before:find "consider%a*%s+cancel%a*%s+[%w%s]-$" or before:find "threat%a*%s+[%w%s]-cancel%a*%s+[%w%s]-$") then
    return "announced"
  end
  if cancelled then return "cancelled" end
  return before:find "postpone%a*%s+[%w%s]-$" and "postponed" or nil
end

---Of what is told as a fact: under way, or over.
local function of_noun(page, p, before)
  local above, role = status.adjunct_governor(page, p)
  if role == "after" or role == "following" then return "completed" end
  if role == "before" or role == "ahead of" or above and above.tense == "future" then return "announced" end
  local lead = before:match "([%a]+)%s+[%w%-’']*%s*[%w%-]*%s*$"
  if lead == "on" or before:find "during%s[%a]+[%w%s’'-]*$" or before:find "day of%s[%w%s’'-]*$" then return "ongoing" end
  return "completed"
end

---How many days before the article's own a day lies.
local function age_of(page, first)
  local a, b = first and calendar.number(first), page.date and calendar.number(page.date)
  return a and b and b - a
end

-- Verbs by which somebody has come to a place and is there.
local COMINGS = set "arrive land touch_down fly_in be"

local function of_fact(page, p, verb, before, first)
  local age = age_of(page, first)
  if COMINGS[p.lemma] or p.lemma == "arrival" or (verb and STARTERS[verb.lemma]) then
    return (not age or age <= 2) and "ongoing" or "completed"
  end
  if p.lemma == "welcome" or p.lemma == "greet" then return age == 0 and "ongoing" or "completed" end
  local main = verb or p
  if main.tense == "present" then return (before:find "before [%a%s]*$" or before:find "when [%a%s]*$") and "announced" or "ongoing" end
  return p.pos == "noun" and not verb and of_noun(page, p, before) or "completed"
end

---Whether a sentence speaks of a plan that others tell of.
local function is_hearsay(text)
  return text:find "reportedly" or text:find "%f[%a]reported that" or text:find "sources" or text:find "rumou?r" or text:find "speculation"
end

---Whether what has no tense of its own is part of what is to come: "will be the first to visit".
local function is_to_come(page, p)
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    local tells = q ~= p and q.pos == "verb" and q["complement"]
    if tells and tells.start_byte <= p.start_byte and tells.end_byte >= p.end_byte then return q.tense == "future" end
  end
  return false
end

---How far a trip has got, as of the article's day.
function status.of(page, p, first)
  local verb = p.pos == "noun" and status.governor(page, p) or nil
  local text = p.sentence.text:lower()
  local before = text:sub(1, math.max(0, p.start_byte - p.sentence.start_byte))
  local over = ended(verb, before)
  if over then return over end
  if verb and (PLANNERS[verb.lemma] or verb.lemma == "plan" and is_hearsay(text)) then return "planned" end
  if ends_with(before, DOUBTFUL) or p.pos == "verb" and not p.modal and is_offered(before) then return "planned" end
  if ends_with(before, COMING) then return "announced" end
  verb = verb and TELLING[verb.lemma] and verb or nil
  local main = verb or p
  local future = main.tense == "future" or (main.modal and not main.modal:find "have to")
  if future then return modal_status(main.modal) or "announced" end
  if not main.tense and is_to_come(page, main) then return "announced" end
  if verb and ANNOUNCERS[verb.lemma] then return "announced" end
  if first and #first == 10 and page.date and #page.date == 10 and first > page.date then return "announced" end
  if main.tense == "present" and (text:find "later%s+th?i?s?" or before:find "%f[%a]when [%w%s]*$") then return "announced" end
  return of_fact(page, p, verb, before, first)
end

return status
