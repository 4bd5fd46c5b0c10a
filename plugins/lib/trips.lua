---Trips in one article: who travels where, when, how far it has got, and whom the traveller meets.
---Every trip keeps the sentence it rests on.
local trips = {}

local calendar = require "days"
local goals = require "goals"
local meetings = require "meetings"
local places = require "places"
local status = require "status"
local times = require "times"
local travel = require "travel"
local travellers = require "travellers"
local visitors = require "visitors"
local set = require "words".set

-- What tells that people who speak with one another are not in one place.
local APART = { "by%s+tele?phone", "by%s+phone", "on%s+the%s+phone", "over%s+the%s+phone", "phone%s+call", "telephone%s+call", "by%s+video",
  "via%s+video", "video%s?conference", "video%s+link", "video%s+call", "virtual%s+%l+", "virtually%f[%A]" }

---Whether a sentence tells of a talk over a distance.
local function is_call(p)
  if not travel.acts[p.lemma] and not meetings.lemmas[p.lemma] then return false end
  for _, pattern in ipairs(APART) do
    if p.sentence.text:find(pattern) then return true end
  end
  return false
end

local function negated(p, page)
  if p.negated then return true end
  local verb = p.pos == "noun" and status.governor(page, p)
  return verb and verb.negated or false
end

local function kind_of(p)
  local text = p.sentence.text:lower()
  if text:find "state%s+visit" then return "state" end
  if text:find "official%s+[%a-]*%s*visit" or text:find "official%s+[%a-]*%s*trip" then return "official" end
  if text:find "working%s+visit" then return "working" end
  if text:find "private%s+visit" then return "private" end
  if text:find "summit" then return "summit" end
  return nil
end

local function add(found, trip)
  if not trip.country and not trip.place then return end
  found[#found + 1] = trip
  trip.rank = #found
end

-- ---- where ----

---The country of those whom a visit without a goal is paid to: officials of one other country in the same sentence, from a
---byte on.
local function host_in(page, p, visitor, from)
  local home, country = page:home(visitor.entity), nil
  if not home then return nil end
  for _, m in ipairs(page:mentions_in(p.sentence)) do
    local e = m.entity
    local there = e.kind == "person" and e ~= visitor.entity and m.start_byte >= from and page:home(e)
    if there and there ~= home and page:titled(e) then
      if country and country ~= there then return nil end
      country = there
    end
  end
  return country and { country = country }
end

---The goal of a visit that names none.
local function goal_told_before(page, p, visitor, found)
  for _, trip in ipairs(found) do
    if trip.visitor == visitor.entity and trip.words == visitor.words then return nil end
  end
  local home = page:home(visitor.entity)
  local by = p.pos == "noun" and p.sentence.text:find("^%s+[%l%s]-by%s", p.end_byte - p.sentence.start_byte + 1)
  local host = p.pos == "noun" and host_in(page, p, visitor, p.sentence.start_byte)
  if by and host then return host end
  local before = (home or page:titled(visitor.entity)) and page:country_before(p.start_byte, home, true)
  return before or host or nil
end

---Whether a day, month or year is over on another day, as far as both are known.
local function is_before(first, day)
  if not first or not day then return false end
  local n = math.min(#first, #day)
  return first:sub(1, n) < day:sub(1, n)
end

local function trip_of(page, p, visitor, goal)
  local first, last = times.of(page, p)
  local how_far = status.of(page, p, first or last)
  if (how_far == "announced" or how_far == "planned") and is_before(first, page.date) then first, last = nil, nil end
  return {
    visitor = visitor.entity, words = visitor.words, place = goal.place, country = goal.country, first = first, last = last,
    status = how_far, kind = kind_of(p), sentence = p.sentence, predicate = p, told = page.date,
  }
end

---Whether a delegation, by its words, can make a trip that a weak verb tells of.
local function is_delegation(words)
  return words:find "delegation" or words:find "mission" or words:find "inspectors" or words:find "envoys"
end

---Whether the role of somebody whose country is not told is one of those that the United States do not have.
local function serves_abroad(entity)
  local note = (entity.note or ""):lower():gsub("vice[%s-]president", "")
  for _, office in ipairs { "minister", "premier", "chancellor", "king", "pope", "president" } do
    if note:find(office, 1, true) then return true end
  end
  return false
end

---Adds a trip to those found, or to those that a weak verb tells of, unless what its predicate says does not happen.
local function take(page, p, visitor, goal, found, list)
  if found.unreal[p] == nil then found.unreal[p] = is_call(p) or status.is_unreal(page, p) end
  if found.unreal[p] or visitor.entity and page:is_vessel(visitor.entity) then return end
  local trip = trip_of(page, p, visitor, goal)
  if list then table.insert(list, trip) else add(found, trip) end
end

---Whether somebody is said to be in a place by a pronoun alone: "he was in North Korea".
local function is_he(p)
  return p.lemma == "be" and p.subject ~= nil and p.subject.text:find "^[HhSsTt]h?e?y?$" ~= nil
end

---Takes a trip of one visitor to one goal, or leaves it.
local function consider(page, p, visitor, goal, found)
  local home = visitor.entity and page:home(visitor.entity) or visitor.words and travellers.country_of_group(visitor.words)
  if home and goal.country == home or goal.landmark and not home then return end
  if visitor.entity and travellers.is_private(visitor.entity) then return end
  if not home and visitor.entity and goal.country == "US" and not serves_abroad(visitor.entity) then return end
  local abroad = home and goal.country
  if visitor.words then
    if not travel.weak[p.lemma] or (goal.country and is_delegation(visitor.words) and not travel.acts[p.lemma]) then
      take(page, p, visitor, goal, found)
    end
  elseif not travel.weak[p.lemma] or p.pos == "noun" then
    local of_office = page:titled(visitor.entity)
    if of_office and (home or page:names_others(goal.country)) or abroad and not visitor.entity.note then
      take(page, p, visitor, goal, found)
    end
  elseif abroad and p.lemma ~= "see" and not is_he(p) and page:titled(visitor.entity) and not travellers.is_posted(visitor.entity) then
    take(page, p, visitor, goal, found)
  elseif goal.country then
    take(page, p, visitor, goal, found, found.weak)
  end
end

---Whether a visit names no goal at all, by somebody who is named, so that it may be the one told before.
local function is_bare(page, p)
  if not travel.bare[p.lemma] or p["to"] or p["in"] or p["at"] or p["modifier"] or p.pos == "verb" and p.object then return false end
  local whose = p["possessive"] or p["by"] or p.subject
  if whose and (whose.text:find "^%l+$" or whose.text:find "^%u%l$" or whose.text == "His") then return false end
  local before = page.text:sub(math.max(0, p.start_byte - 24) + 1, p.start_byte)
  return not before:find "%u[%w.]*n?%s+$" and not before:find "%u%a+%s+%l+%s+$"
end

---"A Soviet delegation will come to Israel and an Israeli delegation to the Soviet Union": the second of these.
local function from_gap(page, p, found)
  local rest = page.text:sub(p.end_byte + 1, p.sentence.end_byte)
  local words, stop = rest:match "%sand%s+an?%s+(%u[%w%s-]-%sdelegation)%s+to%s+t?h?e?%s*()%u"
  local goal = words and page:place_in(p.end_byte + stop - 1, p.sentence.end_byte)
  if goal then consider(page, p, { words = words:gsub("%s+", " ") }, goal, found) end
end

-- What stands between a verb of leaving and where it leads, and what tells where somebody is on the way to.
local FOR = { "^%s+[%w][%w%s'.-]-%sfor%s+", "^%s+for%s+" }
local ON_THE_WAY = { "%son%s+%l+%s+way%s+to%s+", "%sen%s+route%s+to%s+" }
local STARTS = set "leave depart set_off set_out"

---Where a verb or noun of travel leads, and whether it leads "here".
local function goals_of_move(page, p)
  local noun = p.pos == "noun"
  local list = goals.of(page, p, noun and { "to", "in", "at", "for" } or travel.moves[p.lemma])
  if #list == 0 and noun then list = goals.of(page, p, { "modifier" }) end
  if #list == 0 and travel.acts[p.lemma] then list = { goals.opening(page, p) } end
  if #list == 0 and not noun and travel.seeing[p.lemma] and not travel.inner[p.lemma] then list = goals.behind(page, p, { "^" }) end
  if #list == 0 and STARTS[p.lemma] then list = goals.behind(page, p, FOR) end
  if #list == 0 and (noun or travel.inner[p.lemma] or not travel.acts[p.lemma] and p.lemma ~= "be") then
    local roles = noun and { "to" } or travel.seeing[p.lemma] or p.lemma ~= "revisit" and travel.moves[p.lemma] or {}
    return goals.nearby(page, p, roles)
  end
  if not noun and #list > 0 and not travel.acts[p.lemma] then
    for _, goal in ipairs(goals.behind(page, p, ON_THE_WAY)) do list[#list + 1] = goal end
  end
  return list
end

-- What makes a trip one of many, after a verb, and before a noun in the plural.
local OFTEN = { "%f[%a]times%f[%A]", "%f[%a]every%s+%a+%f[%A]", "%f[%a]annually%f[%A]", "%f[%a]regularly%f[%A]", "%f[%a]frequently%f[%A]",
  "%f[%a]often%f[%A]" }

---Whether trips that somebody makes again and again are told of, no single one.
local function is_habit(p, list)
  local text, at = p.sentence.text, p.end_byte - p.sentence.start_byte
  if p.pos == "noun" then return #list <= 1 and text:sub(1, at):find "[^s']s$" ~= nil end
  local around = text:sub(math.max(1, p.start_byte - p.sentence.start_byte - 12), at + 50):match "^[^,;:]*"
  for _, pattern in ipairs(OFTEN) do
    if around:find(pattern) then return true end
  end
  return false
end

-- Adjectives and the like beside which "be" still says where somebody is: "is due in Riga", "is back in Israel".
local THERE = set "due back here there abroad now currently"

local function from_move(page, p, found)
  local complement = p.lemma == "be" and p["complement"]
  if complement and not THERE[complement.text:lower()] and not complement.text:find "^due%s" then return end
  if p.pos == "verb" and (p.passive or false) ~= (travel.due[p.lemma] or false) then return end
  local list, here = goals_of_move(page, p)
  if #list == 0 and not here and not is_bare(page, p) or negated(p, page) then return end
  -- "headed back to Rome": home
  if p.pos == "verb" and p.lemma ~= "be" and page.text:find("^%s+back%f[%A]", p.end_byte + 1) then return end
  local all = visitors.of(page, p)
  if #all == 0 or is_habit(p, list) then return end
  for _, visitor in ipairs(all) do
    local theirs = list
    if #list == 0 then theirs = #all == 1 and { goal_told_before(page, p, visitor, found) } or {} end
    for _, goal in ipairs(theirs) do consider(page, p, visitor, goal, found) end
  end
  if all[1].words then from_gap(page, p, found) end
end

-- ---- sent, taken, led; come from ----

---Takes a trip of a person of office to the places of a list.
local function consider_all(page, p, visitor, list, found)
  if not visitor or not page:titled(visitor) or #list == 0 or negated(p, page) then return end
  for _, goal in ipairs(list) do consider(page, p, { entity = visitor }, goal, found) end
end

---"Sent Secretary of State X to Moscow", "the trip will take her to Cairo", "is leading a delegation to Libya".
local function from_sending(page, p, found)
  local object = p.object
  local somebody = object and object.entity and object.entity.kind == "person" and object.entity
  if travel.leading[p.lemma] then
    local led = not p.passive and object and object.text:lower()
    if not led or not led:find "delegation%f[%A]" and not led:find "mission%f[%A]" then return end
    consider_all(page, p, p.subject and p.subject.entity, goals.behind(page, p, { "%sto%s+" }), found)
  elseif not somebody or p.subject and p.subject.entity == somebody then return
  elseif travel.taking[p.lemma] then
    local head = not p.passive and p.subject and p.subject.text:lower() or ""
    for noun in pairs(travel.trips) do
      if head:find("%f[%a]" .. noun .. "%f[%A]") then return consider_all(page, p, somebody, goals.of(page, p, { "to" }), found) end
    end
  else
    local list = goals.of(page, p, { "to" })
    consider_all(page, p, somebody, #list > 0 and list or goals.behind(page, p, { "%sto%s+" }), found)
  end
end

---"Arrived from Amman", "flew home from Beijing", "left Baghdad": where the traveller was before.
local function from_leaving(page, p, found)
  if p.passive then return end
  local list = p.lemma == "leave" and goals.behind(page, p, { "^" }) or goals.of(page, p, { "from" })
  local stop = list[1]
  local visitor = stop and visitors.of(page, p)[1]
  local home = visitor and visitor.entity and page:home(visitor.entity)
  if not home or not stop.country or home == stop.country or travellers.is_posted(visitor.entity) then return end
  if not page:titled(visitor.entity) or negated(p, page) or status.is_unreal(page, p) then return end
  local trip = trip_of(page, p, visitor, stop)
  if trip.status == "announced" or trip.status == "planned" then trip.status = "ongoing" else trip.status = "completed" end
  if #(trip.first or "") == 10 then trip.first, trip.last = nil, p.lemma == "leave" and trip.first or nil end
  add(found, trip)
end

---"talking to reporters at a Group of 7 meeting in Italy": an official at a gathering abroad.
local function from_gathering(page, p, found)
  local name, code = goals.first(page, p, { "in", "at" })
  if not code or negated(p, page) then return end
  local before = page.text:sub(math.max(p.sentence.start_byte, p.start_byte - 60) + 1, p.start_byte)
  if not before:find "%f[%a]at%s+a?n?t?h?e?%s*[%w%s'’.-]*$" then return end
  local q, argument
  for _, other in ipairs(page:predicates_in(p.sentence)) do
    for _, a in ipairs(other.pos == "verb" and other.arguments or {}) do
      local inside = a.start_byte <= p.start_byte and a.end_byte >= p.end_byte and a.role ~= "subject"
      if inside and (not argument or a.start_byte <= argument.start_byte) and visitors.in_roles(other, { "subject" })[1] then
        q, argument = other, a
      end
    end
  end
  for _, visitor in ipairs(q and not q.negated and visitors.in_roles(q, { "subject" }) or {}) do
    local home = visitor.entity and page:home(visitor.entity)
    if home and home ~= code and page:titled(visitor.entity) then
      add(found, trip_of(page, p, visitor, { place = name, country = code }))
    end
  end
end

---Of what is travel only when a traveller does it, that of people who travel elsewhere in the article: what is to come on a tour, and of
---which a day is told.
local function add_weak(found)
  local tour = {}
  for _, trip in ipairs(found) do
    local who = trip.visitor or trip.words
    tour[who] = tour[who] or trip.country == nil
  end
  for _, trip in ipairs(found.weak) do
    local known = tour[trip.visitor]
    if known or known == false and #(trip.first or "") == 10 then add(found, trip) end
  end
  table.sort(found, function(a, b)
    return a.predicate.start_byte < b.predicate.start_byte or (a.predicate == b.predicate and a.rank < b.rank)
  end)
end

---The person named right behind a verb, with nothing but a title between, whatever the tree makes of it; and the mention.
local function person_behind(page, p)
  for _, m in ipairs(page:mentions_in(p.sentence)) do
    if m.start_byte >= p.end_byte and m.entity.kind == "person" and m.form == "name" then
      local gap = page.text:sub(p.end_byte + 1, m.start_byte)
      return #gap < 60 and not gap:find "[,;:.]%s" and not gap:find "%f[%w]%l+%s+%l+%s" and m or nil
    end
  end
end

---The place right behind a mention: "X in Warsaw".
local function place_behind(page, m)
  local gap = page.text:sub(m.end_byte + 1, m.sentence.end_byte):match "^%s+[iat][nto]%s+t?h?e?%s*"
  local first = gap and m.end_byte + #gap
  local place = gap and page:place_in(first, math.min(first + 40, m.sentence.end_byte))
  if place and place.mention.start_byte <= first + 4 then return place.place, place.country end
end

local function from_host(page, p, found)
  local guest = travellers.of(p.object)
  local behind = not p.passive and person_behind(page, p)
  if not guest and behind then guest = behind.entity end
  local host = p.subject and p.subject.entity
  if not guest or not host or guest == host or negated(p, page) or not page:titled(guest) then return end
  local place, code = goals.first(page, p, { "to", "in", "at" })
  local guest_home = page:home(guest)
  if not code and behind then place, code = place_behind(page, behind) end
  if not code then
    local met = page:place_in(p.end_byte, p.sentence.end_byte)
    if met and met.country == guest_home then return end   -- "greets X at a meeting in Moscow": the guest is at home
    code = host.kind ~= "person" and places.state_then(host.country, page.date) or page:home(host)
  end
  if not code or code == guest_home or not guest_home and not place then return end
  if p.lemma == "welcome" and not place and not p["to"] and host.kind == "other" then return end
  local trip = trip_of(page, p, { entity = guest }, { place = place, country = code })
  trip.meets = host.kind == "person" and { host } or nil
  add(found, trip)
end

-- Roles of those who meet.
local PARTIES = set "subject object with possessive adverbial"

---The last of the persons that are named in a row from a mention on: "Foreign Minister X and Interior Minister Y".
local function last_of_row(page, m)
  for _, next in ipairs(page:mentions_in(m.sentence)) do
    if next.start_byte >= m.end_byte and next.entity.kind == "person" and next.form == "name" then
      local gap = page.text:sub(m.end_byte + 1, next.start_byte)
      local joined = gap:find "^,?%s+and%s+%u[%w%s.-]*$" or gap:find "^,%s+%u[%w%s.-]*$" or gap:find "^,?%s+and%s+$"
      if #gap > 60 or not joined then break end
      m = next
    end
  end
  return m
end

---The place of a meeting: in its roles, or in the words of those who meet ("met X in Vienna").
local function place_of_meeting(page, p)
  local place, code = goals.first(page, p, { "in", "at" })
  for _, argument in ipairs(code and {} or p.arguments) do
    local inner = PARTIES[argument.role] and argument.text:find "%sin%s" and page:place_in(argument.start_byte, argument.end_byte)
    local lead = inner and page.text:sub(argument.start_byte + 1, inner.mention.start_byte)
    if inner and #lead < 60 and lead:find "^[^,;:—]*%sin%s+t?h?e?%s*$" then place, code = inner.place, inner.country end
  end
  local behind = not code and p.pos == "verb" and person_behind(page, p)
  if behind then place, code = place_behind(page, last_of_row(page, behind)) end
  local opening = not code and goals.opening(page, p)
  if opening then place, code = opening.place, opening.country end
  return place, code
end

local function from_meeting(page, p, found)
  if negated(p, page) then return end
  local place, code = place_of_meeting(page, p)
  if not code or is_call(p) then return end
  local parties = {}
  for _, role in ipairs { "subject", "object", "with" } do
    for _, argument in ipairs(p.arguments) do
      local person = argument.role == role and travellers.of(argument)
      if person then parties[#parties + 1] = { person = person, home = page:home(person) } end
    end
  end
  for i, party in ipairs(parties) do
    local host = false
    for j, other in ipairs(parties) do host = host or i ~= j and other.home == code end
    local came = page:titled(party.person) and party.home ~= code and not travellers.is_posted(party.person)
    if came and (party.home or host and i == 1) then
      add(found, trip_of(page, p, { entity = party.person }, { place = place, country = code }))
    end
  end
end

---Meetings on a tour of a part of the world, with officials of the countries there.
local function from_tour(page, found)
  local tourist = {}
  for _, trip in ipairs(found) do tourist[trip.visitor or 0] = tourist[trip.visitor or 0] or not trip.country end
  for _, p in ipairs(page.predicates) do
    local visitor = p.lemma == "meet" and p.pos == "verb" and p.subject and p.subject.entity
    if visitor and tourist[visitor] and not negated(p, page) and not place_of_meeting(page, p)
      and not p.sentence.text:find "sideline" and not p.sentence.text:find "summit" then
      local host = host_in(page, p, { entity = visitor }, p.end_byte)
      if host then add(found, trip_of(page, p, { entity = visitor }, host)) end
    end
  end
end

---A trip to a country without a place takes the city of that country where a sentence has the traveller: "While in Beijing, he will …".
local function fill_places(page, found)
  for _, trip in ipairs(found) do
    if not trip.place and trip.country and trip.visitor then
      for _, m in ipairs(page:mentions()) do
        local name, code = places.of({ entity = m.entity }, page.date)
        if m.form == "name" and name and code == trip.country
          and page.text:sub(1, m.start_byte):find "%f[%a][IiAaTt][nto]%s+$" and page:mentions_entity(m.sentence, trip.visitor) then
          trip.place = name
          break
        end
      end
    end
  end
end

local RANK = { cancelled = 6, postponed = 5, ongoing = 4, announced = 3, completed = 2, planned = 1 }

---Whether two stops in one country, both with their days, are apart.
local function apart(a, b)
  local x, y = a.first and calendar.number(a.first), b.first and calendar.number(b.first)
  if not x or not y then return false end
  if not a.place or not b.place or a.place == b.place then return math.abs(x - y) > 20 end
  local first, second = a, b
  if x > y then first, second = b, a end
  return second.first > (first.last or first.first)
end

local function same_trip(a, b)
  if a.visitor ~= b.visitor or a.words ~= b.words then return false end
  if a.country ~= b.country or (not a.country and a.place ~= b.place) then return false end
  if a.first and b.first and a.first:sub(1, math.min(7, #a.first, #b.first)) ~= b.first:sub(1, math.min(7, #a.first, #b.first)) then
    return false
  end
  return not apart(a, b)
end

local function join(into, trip)
  into.place = into.place or trip.place
  if not into.first or #into.first < #(trip.first or "") then into.first, into.last = trip.first, trip.last end
  if into.first == trip.first then into.last = into.last or trip.last end
  into.kind = into.kind or trip.kind
  for _, person in ipairs(trip.meets or {}) do meetings.add(into, person) end
  if RANK[trip.status] > RANK[into.status] and RANK[trip.status] >= 5 then into.status = trip.status end
  if into.status == "planned" and trip.status == "announced" then into.status = "announced" end
  if into.status == "completed" and trip.status == "ongoing" or into.status == "ongoing" and trip.status == "announced" then
    into.status = trip.status
  end
end

---Trips of one traveller to a part of the world are left out when the countries there are told.
local function without_regions(list)
  local countries, out = {}, {}
  for _, trip in ipairs(list) do
    if trip.country then countries[trip.visitor or trip.words] = true end
  end
  for _, trip in ipairs(list) do
    if trip.country or not countries[trip.visitor or trip.words] then out[#out + 1] = trip end
  end
  return out
end

---All trips of an article, mentions of the same one joined.
---@param page table from page.new
---@return table[]
function trips.find(page)
  local found = { weak = {}, unreal = {} }
  for _, p in ipairs(page.predicates) do
    if travel.hosts[p.lemma] and p.pos == "verb" then from_host(page, p, found)
    elseif meetings.lemmas[p.lemma] or goals.gatherings[p.lemma] then
      from_meeting(page, p, found)
      if p.pos == "noun" and goals.gatherings[p.lemma] then from_gathering(page, p, found) end
    elseif travel.moves[p.lemma] and p.pos == "verb" or travel.trips[p.lemma] and p.pos == "noun" then from_move(page, p, found) end
    if p.pos == "verb" then
      if travel.senders[p.lemma] then from_sending(page, p, found) end
      if travel.leaving[p.lemma] then from_leaving(page, p, found) end
    end
  end
  if #found > 0 then
    from_tour(page, found)
    add_weak(found)
  end
  meetings.hosts(page, found)
  local joined = {}
  for _, trip in ipairs(found) do
    local into
    for _, other in ipairs(joined) do
      if same_trip(other, trip) then into = other break end
    end
    if into then join(into, trip) else joined[#joined + 1] = trip end
  end
  joined = without_regions(joined)
  fill_places(page, joined)
  meetings.find(page, joined)
  return joined
end

return trips
