---Whom a traveller meets, from the meetings that an article tells of.
local meetings = {}

local calendar = require "days"
local goals = require "goals"

---Verbs and nouns of meeting.
meetings.lemmas = {}
for word in ("meet talk talks meeting discussion negotiate confer summit audience dine"):gmatch "%a+" do meetings.lemmas[word] = true end

-- Roles of those who meet.
local PARTIES = { subject = true, object = true, with = true, possessive = true }

---Whether the sentence of a meeting speaks of a time that is not the trip's.
local function at_another_time(page, p, trip)
  local when = trip.first or page.date
  if not when then return false end
  local other = false
  for _, date in ipairs(page:dates_in(p.sentence)) do
    local day = calendar.printed(date)
    if day then
      if day:sub(1, 7) == when:sub(1, 7) or (#day == 4 and day == when:sub(1, 4)) then return false end
      other = true
    end
  end
  return other
end

---Whether words between a meeting and a name leave the name in it: a name is "with" somebody, or in a row of those who are.
local function joins(page, p, gap, first, last)
  if #gap > 90 then return false end
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    local other = q ~= p and q.pos == "verb"
    if other and q.start_byte >= first and q.start_byte < last then return false end
    local speaker = other and q.start_byte > last and q.subject
    if speaker and speaker.start_byte <= last and speaker.end_byte > last and speaker.start_byte > p.start_byte then return false end
  end
  if first > p.end_byte then return gap:find "^,?%s+and%s" ~= nil or gap:find "^,%s" ~= nil end
  return p.lemma == "meet" and p.pos == "verb" or gap:find "with%s" ~= nil or gap:find "between%s" ~= nil
end

---The persons of a meeting, as a list and a set: those in its roles, and those named in a row after it.
local function people_of(page, p)
  local people, cursor = {}, p.end_byte
  local function take(e)
    if not people[e] then people[#people + 1], people[e] = e, true end
  end
  for _, argument in ipairs(p.arguments) do
    local e = argument.entity
    if e and e.kind == "person" and PARTIES[argument.role] then take(e) end
  end
  for _, m in ipairs(page:mentions_in(p.sentence)) do
    local e = m.entity
    if m.start_byte >= cursor and m.form == "name" and e.kind == "person" then
      if not joins(page, p, page.text:sub(cursor + 1, m.start_byte), cursor, m.start_byte) then break end
      take(e)
      cursor = m.end_byte
    end
  end
  return people
end

-- Words before those who invite, receive or are called on.
local HOSTED = { "guests?%s+of%s+", "invited%s+by%s+", "invitation%s+of%s+", "invitation%s+from%s+", "hosted%s+by%s+", "audience%s+with%s+",
  "greeted%s+[%l%s]-by%s+", "received%s+[%l%s]-by%s+", "welcomed%s+[%l%s]-by%s+", "met%s+at%s[%w%s]-by%s+" }

---Adds the hosts that a trip's sentence names: "at the invitation of President X".
local function add_hosts(page, trip)
  local sentence = trip.sentence
  for _, pattern in ipairs(HOSTED) do
    local _, last = sentence.text:find(pattern)
    for _, m in ipairs(last and page:mentions_in(sentence) or {}) do
      local gap = m.start_byte - (sentence.start_byte + last)
      if gap >= 0 and gap < 40 and m.entity.kind == "person" then
        if m.entity ~= trip.visitor then meetings.add(trip, m.entity) end
        break
      end
    end
  end
end

function meetings.add(trip, person)
  trip.meets = trip.meets or {}
  for _, m in ipairs(trip.meets) do
    if m == person then return end
  end
  table.insert(trip.meets, person)
end

---Whether the traveller takes part in a meeting: as one of its people, or as the one of whom its sentence speaks before.
local function takes_part(page, p, people, trip)
  if people[trip.visitor] or p.sentence == trip.sentence then return true end
  for _, m in ipairs(page:mentions_in(p.sentence)) do
    if m.end_byte <= p.start_byte and m.entity.kind == "person" then return m.entity == trip.visitor end
  end
  return false
end

---The trip of a traveller of which an article speaks last before a predicate, else his first.
local function last_told(found, visitor, p)
  local last
  for _, trip in ipairs(found) do
    if trip.visitor == visitor and (not last or trip.sentence.start_byte <= p.start_byte) then last = trip end
  end
  return last
end

---Whether the sentence of a meeting names a country that is neither the trip's nor the traveller's own.
local function elsewhere(page, p, trip)
  for _, m in ipairs(page:mentions_in(p.sentence)) do
    local country = m.entity.country
    if country and country ~= trip.country and country ~= trip.visitor.country then return true end
  end
  return false
end

---Whether somebody in a meeting is met on a trip: a person of that country, or one who is named with it, or where the meeting was.
local function is_there(page, p, trip, e, country, found)
  local home = page:home(e)
  if e == trip.visitor or home and home == page:home(trip.visitor) then return false end
  if country then return country == trip.country end
  return home == trip.country or p.sentence == trip.sentence
    or not home and trip == last_told(found, trip.visitor, p) and not elsewhere(page, p, trip)
end

---Whom a traveller meets: the other side of meetings that share his trip's sentence, or stand in the article with him in it.
function meetings.find(page, found)
  for _, p in ipairs(#found > 0 and page.predicates or {}) do
    if meetings.lemmas[p.lemma] and not p.negated then
      local people = people_of(page, p)
      local _, country = goals.first(page, p, { "in", "at" })
      for _, trip in ipairs(found) do
        if trip.visitor and takes_part(page, p, people, trip) and not at_another_time(page, p, trip) then
          for _, e in ipairs(people) do
            if is_there(page, p, trip, e, country, found) then meetings.add(trip, e) end
          end
        end
      end
    end
  end
end

---Those who invite the travellers.
function meetings.hosts(page, found)
  for _, trip in ipairs(found) do
    if trip.visitor then add_hosts(page, trip) end
  end
end

return meetings
