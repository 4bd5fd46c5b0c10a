---When a trip is and how far it has got, from the verb or noun that tells of it.
local status = {}

local calendar = require "days"

local function set(words)
  local t = {}
  for w in words:gmatch "[^,%s]+" do t[w:gsub("_", " ")] = true end
  return t
end

local ENDERS = { cancel = "cancelled", ["call off"] = "cancelled", scrap = "cancelled", abandon = "cancelled", abort = "cancelled",
  scuttle = "cancelled", drop = "cancelled", scrub = "cancelled", bar = "cancelled", postpone = "postponed", delay = "postponed",
  ["put off"] = "postponed", defer = "postponed", suspend = "postponed", reschedule = "postponed" }
local PLANNERS = set "consider weigh mull intend hope want seek contemplate invite propose"
local ANNOUNCERS = set "announce schedule confirm set arrange plan"
local STARTERS = set "begin start open kick_off launch"
local PERHAPS = set "may might could"
local LIKELY = set [[consider hope_to want_to be_likely_to likely_to be_expected_to expect_to be_reported_to
  be_believed_to wish_to seek_to]]

-- Kinds of time expressions that name a day, a month or a year.
local MONTHS_KIND = { date = true, time = true }

-- ---- time ----

---Whether the words between two dates make them the ends of one range.
local function ranges(between)
  for _, word in ipairs { "to", "until", "through", "-", "–" } do
    if between:find(word, 1, true) then return true end
  end
  return false
end

---The verb among whose circumstances a date stands: "elected in 2009".
local function verb_of(page, sentence, date)
  for _, q in ipairs(page:predicates_in(sentence)) do
    for _, argument in ipairs(q.pos == "verb" and q.arguments or {}) do
      if argument.start_byte == date.start_byte and argument.end_byte <= date.end_byte then return q end
    end
  end
end

-- Words that open a clause about somebody or something named before, or about what is said.
local OPENERS = set "who whom whose which that where"

---Whether a date belongs to another verb in a clause of its own: "X, who was elected in 2009, arrived"; "go to X, which fought in 2008".
local function is_aside(page, p, date)
  local q = verb_of(page, p.sentence, date)
  if not q or q == p or q.start_byte >= p.start_byte and q.end_byte <= p.end_byte then return false end
  local opened
  for at, word in page.text:sub(p.sentence.start_byte + 1, q.start_byte):gmatch "()(%a+)" do
    if OPENERS[word:lower()] then opened = p.sentence.start_byte + at - 1 end
  end
  if not opened or p.start_byte >= opened and p.start_byte < date.start_byte then return false end
  return p.start_byte < opened or page.text:sub(date.end_byte + 1, p.start_byte):find(",", 1, true) ~= nil
end

---Whether words before a date make it the beginning of a time, or the day on which something was said; `from` is where the trip is told.
local function is_other_time(lead, from)
  local reported = lead:match "(%a+)%s+on%s*$"
  if reported == "said" or reported == "announced" or reported == "told" then return true end
  local since = lead:find "%f[%a]since%s+[%w%s]*$" or lead:find "%f[%a]since%s*$"
  return since ~= nil and since > from
end

---First and last day of a trip from the time expressions of its sentence, the nearest to the verb first.
function status.time(page, p)
  local first, last, days, best
  local around = page:dates_in(p.sentence)
  for i, date in ipairs(around) do
    local distance = date.start_byte >= p.end_byte and date.start_byte - p.end_byte or (p.start_byte - date.end_byte) * 2
    if MONTHS_KIND[date.kind] and calendar.printed(date) and (not best or distance < best) then
      local lead = p.sentence.text:sub(1, math.max(0, date.start_byte - p.sentence.start_byte)):lower()
      local speech = is_other_time(lead, p.start_byte - p.sentence.start_byte) or is_aside(page, p, date)
        or p.sentence.text:lower():sub(date.end_byte - p.sentence.start_byte + 1):match "^,? announced" ~= nil
      if not speech then
        best, first, last = distance, calendar.printed(date), nil
        local after = around[i + 1]
        local between = after and page.text:sub(date.end_byte + 1, after.start_byte)
        if after and calendar.printed(after) and #between <= 12 and ranges(between) then
          last = calendar.printed(after)
          if #first == 10 and #last == 10 and first > last and after.text:find "%d%d%d%d" then first = last:sub(1, 4) .. first:sub(5) end
        elseif date.first and date.last and date.first ~= date.last and #first == 10 then
          first, last = date.first, date.last
        end
      end
    elseif date.kind == "duration" and date.value:match "^P%d+[DW]$" then
      days = tonumber(date.value:match "%d+") * (date.value:sub(-1) == "W" and 7 or 1)
    end
  end
  if not days and p.sentence.text:find "week%-long" then days = 7 end
  if first and days and not last and #first == 10 and days < 40 then last = calendar.add(first, days - 1) end
  if first and #first == 10 and page.date and #page.date == 10 then
    local a, b = calendar.number(first), calendar.number(page.date)
    if a and b and math.abs(a - b) > 3650 then return nil end
  end
  return first, last
end

-- ---- status ----

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

local function ends_with(text, patterns)
  for _, pattern in ipairs(patterns) do
    if text:find(pattern) then return true end
  end
  return false
end

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
