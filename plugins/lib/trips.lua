---Trips in one article: who travels where, when, how far it has got, and whom the traveller meets.
---Works on the objects of the database and on those of english.annotate alike: what it is given are lists of predicates, dates and
---mentions of one article. Every trip keeps the sentence it rests on.
local trips = {}

local calendar = require "days"
local english = require "english"
local meetings = require "meetings"

local function set(words)
  local t = {}
  for w in words:gmatch "[^,%s]+" do t[w:gsub("_", " ")] = true end
  return t
end

-- Verbs of travel and the roles in which their goal stands.
local MOVES = {
  visit = { "object" }, tour = { "object" }, revisit = { "object" }, travel = { "to", "into" }, fly = { "to", "into" },
  go = { "to" }, head = { "to", "for" }, journey = { "to" }, come = { "to" }, arrive = { "in", "at" }, land = { "in", "at" },
  ["touch down"] = { "in", "at" }, ["fly in"] = { "to" }, leave = { "for" }, depart = { "for" }, ["set off"] = { "for" },
  ["set out"] = { "for" }, jet = { "to" }, attend = { "in", "at" }, stop = { "in" }, ["stop over"] = { "in" }, stay = { "in" },
  be = { "in", "to" },
}
-- Nouns of travel.
local TRIPS = set "visit trip tour journey stopover stop leg pilgrimage voyage mission"
-- Verbs by which a host receives a guest.
local HOSTS = set "host receive welcome greet"
local GATHERINGS = set "summit conference meeting forum assembly talks congress inauguration funeral ceremony"
local ENDERS = { cancel = "cancelled", ["call off"] = "cancelled", scrap = "cancelled", abandon = "cancelled", abort = "cancelled",
  scuttle = "cancelled", drop = "cancelled", postpone = "postponed", delay = "postponed", ["put off"] = "postponed", defer = "postponed",
  suspend = "postponed" }
local PLANNERS = set "plan consider weigh mull intend hope want seek contemplate invite propose"
local ANNOUNCERS = set "announce schedule confirm set arrange"
local STARTERS = set "begin start open kick_off launch"
local PERHAPS = set "may might could"
local LIKELY = set [[plan_to consider hope_to want_to intend_to be_likely_to likely_to be_expected_to expect_to be_reported_to
  be_believed_to wish_to seek_to]]

-- People who travel for their country, by words of their role.
local OFFICIAL = set [[president premier minister chancellor king queen prince princess pope emperor sultan emir sheikh ambassador envoy
  senator congressman congresswoman representative lawmaker governor mayor secretary chairman chairwoman chief leader general admiral
  commander director commissioner
  diplomat negotiator official speaker deputy head crown dictator candidate adviser counterpart delegate patriarch]]
local GROUPS = set "delegation mission team envoys ministers officials lawmakers senators leaders delegations commissioners"

-- Roles of those who meet.
local PARTIES = set "subject object with possessive"
-- Words too common to look for trips by.
local COMMON = set "be go come leave stay stop attend head mission leg"
-- Verbs that are travel only when an official is abroad.
local WEAK = set "be attend stay stop go come leave"
local MONTHS_KIND = { date = true, time = true }

---@param entity table|nil
---@return boolean
local function is_official(entity)
  if not entity or entity.kind ~= "person" then return false end
  if not entity.note then return false end
  for word in entity.note:lower():gmatch "%a+" do
    if OFFICIAL[word] then return true end
  end
  return false
end

local function head_is_group(argument)
  return argument and argument.head and GROUPS[argument.head:lower()] or argument and argument.text:lower():find "delegation" ~= nil
end

---The visitor that an argument names: an entity, or the words of a delegation.
local function visitor_of(argument)
  if not argument then return nil end
  local entity = argument.entity
  if entity and entity.kind == "person" then return entity end
  if head_is_group(argument) and #argument.text < 60 then return nil, (argument.text:gsub("^[Tt]he ", ""):gsub("^[Aa]n? ", "")) end
  return nil
end

local function country_code(entity)
  if not entity or entity.kind ~= "place" then return nil end
  return entity.country
end

---The place that an argument names: name of the place (nil when it is the country itself), country code.
local function place_of(argument)
  local entity = argument and argument.entity
  if not entity or entity.kind ~= "place" then return nil end
  local country = english.country(entity.country or "")
  local name = entity.name
  if country and (name == country.name or english.country_code(name) == entity.country) then return nil, entity.country, entity end
  return name, entity.country, entity
end

---Finds the goal of a predicate among its roles.
local function goal_of(p, roles)
  for _, role in ipairs(roles) do
    for _, argument in ipairs(p.arguments) do
      if argument.role == role then
        local name, code, entity = place_of(argument)
        if entity then return name, code, entity, argument end
      end
    end
  end
end

-- Parts of the world: goals when no country is told.
local REGIONS = set [[africa europe asia middle_east far_east gulf latin_america south_america central_asia southeast_asia balkans caucasus
  caribbean scandinavia]]

---"Africa" of "a trip to Africa": a goal without a country.
local function region_of(argument)
  local name = argument.text:gsub("^the ", ""):gsub("^The ", "")
  return REGIONS[name:lower()] and name or nil
end

-- ---- time ----

---Whether the words between two dates make them the ends of one range.
local function ranges(between)
  for _, word in ipairs { "to", "until", "through", "-", "–" } do
    if between:find(word, 1, true) then return true end
  end
  return false
end

---First and last day of a trip from the time expressions of its sentence, the nearest to the verb first.
local function time_of(page, p, article_date)
  local first, last, days, best
  local around = page.dates_in(p.sentence)
  for i, date in ipairs(around) do
    local distance = date.start_byte >= p.end_byte and date.start_byte - p.end_byte or (p.start_byte - date.end_byte) * 2
    if MONTHS_KIND[date.kind] and calendar.printed(date) and (not best or distance < best) then
      local lead = p.sentence.text:sub(1, math.max(0, date.start_byte - p.sentence.start_byte)):lower()
      local reported = lead:match "(%a+)%s+on%s*$"
      local speech = reported == "said" or reported == "announced" or reported == "told" or lead:find "%f[%a]since%s*$" ~= nil
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
  if first and #first == 10 and article_date and #article_date == 10 then
    local a, b = calendar.number(first), calendar.number(article_date)
    if a and b and math.abs(a - b) > 3650 then return nil end
  end
  return first, last
end

-- ---- status ----

local function governor(page, p)
  for _, q in ipairs(page.predicates_in(p.sentence)) do
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
local function adjunct_governor(page, p)
  for _, q in ipairs(page.predicates_in(p.sentence)) do
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

local function status_of(page, p, first)
  local verb = p.pos == "noun" and governor(page, p) or nil
  local main = verb or p
  if verb and ENDERS[verb.lemma] then return ENDERS[verb.lemma] end
  local before = p.sentence.text:sub(1, math.max(0, p.start_byte - p.sentence.start_byte)):lower()
  if before:find "cancel%a*%s+[%w%s]-$" or before:find "called off%s+[%w%s]-$" then return "cancelled" end
  if before:find "postpone%a*%s+[%w%s]-$" then return "postponed" end
  if verb and PLANNERS[verb.lemma] then return "planned" end
  if before:find "planned%s*$" or before:find "possible%s*$" or before:find "reported%a*%s*$" then return "planned" end
  if before:find "upcoming%s*$" or before:find "forthcoming%s*$" or before:find "scheduled%s*$" then return "announced" end
  local future = main.tense == "future" or (main.modal and not main.modal:find "have to")
  if future then return modal_status(main.modal) or "announced" end
  if verb and ANNOUNCERS[verb.lemma] then return "announced" end
  local today = page.date
  if first and #first == 10 and today and #today == 10 and first > today then return "announced" end
  if p.lemma == "arrive" or p.lemma == "land" or p.lemma == "touch down" or (verb and STARTERS[verb.lemma]) or p.lemma == "be" then
    local age = first and today and #today == 10 and #first == 10 and calendar.number(today) - calendar.number(first)
    if not age or age <= 2 then return "ongoing" end
    return "completed"
  end
  if main.tense == "present" then return (before:find "before [%a%s]*$" or before:find "when [%a%s]*$") and "announced" or "ongoing" end
  if p.pos == "noun" and not verb then
    local _, role = adjunct_governor(page, p)
    if role == "after" or role == "following" then return "completed" end
    if role == "before" or role == "ahead of" then return "announced" end
    local lead = before:match "([%a]+)%s+[%w%-]*%s*[%w%-]*%s*$"
    if lead == "on" or before:find "during [%a]+%s[%w%s-]*$" then return "ongoing" end
  end
  return "completed"
end

-- ---- reading the article ----

---The place of a dateline: "BEIJING, Feb 28 -", "MINSK (Reuters) -".
local function dateline_of(text)
  local head = text:sub(1, 300)
  local name = head:match "^%s*(%u[%u%s.'-]+)[,(%s]" or head:match "\n%s*(%u%u[%u%s.'-]+)[,(%s]"
  name = name and name:gsub("%s+$", "")
  if not name or #name < 3 then return nil end
  local printed = name:lower():gsub("%f[%a]%a", string.upper)
  local code = english.country_of_city(printed) or english.country_code(printed)
  if not code then return nil end
  return { place = not english.country_code(printed) and printed or nil, country = code }
end

---Whether a word of office stands right before or in one of a person's names.
local function has_title(page, entity)
  for _, m in ipairs(page.mentions()) do
    if m.entity == entity and m.form == "name" then
      local lead = page.text:sub(math.max(1, m.start_byte - 29), m.start_byte):match "[%u%l%s.'-]*$" .. m.text
      for word in lead:gmatch "%f[%a]%u%l+" do
        if OFFICIAL[word:lower()] then return true end
      end
    end
  end
  return false
end

---Wraps lists of one article's objects for quick look-up by sentence.
---@param text string
---@param date string|nil
---@param predicates table[]
---@param dates table[]
---@param mentions fun():table[] gives the article's mentions, called at most once
function trips.page(text, date, predicates, dates, mentions)
  local by_sentence, dates_by_sentence = {}, {}
  for _, p in ipairs(predicates) do
    local k = p.sentence.start_byte
    by_sentence[k] = by_sentence[k] or {}
    table.insert(by_sentence[k], p)
  end
  for _, d in ipairs(dates) do
    local k = d.sentence.start_byte
    dates_by_sentence[k] = dates_by_sentence[k] or {}
    table.insert(dates_by_sentence[k], d)
  end
  local page = { text = text, date = date, predicates = predicates, dates = dates, dateline = dateline_of(text) }
  ---All mentions of the article, read when they are first asked for.
  function page.mentions()
    if type(mentions) == "function" then mentions = mentions() end
    return mentions or {}
  end
  ---Mentions that lie in a sentence, in order.
  function page.mentions_in(sentence)
    local list = {}
    for _, m in ipairs(page.mentions()) do
      if m.start_byte >= sentence.start_byte and m.end_byte <= sentence.end_byte then list[#list + 1] = m end
    end
    return list
  end
  local titles = {}
  ---Whether the article gives a person a title of office somewhere: "Secretary of State X".
  function page.titled(entity)
    if titles[entity] == nil then titles[entity] = has_title(page, entity) end
    return titles[entity]
  end
  function page.mentions_entity(sentence, entity)
    for _, m in ipairs(page.mentions()) do
      if m.entity == entity and m.start_byte >= sentence.start_byte and m.end_byte <= sentence.end_byte then return true end
    end
    return false
  end
  ---Predicates of a sentence, given as object or as a byte inside of it.
  function page.predicates_in(where)
    if type(where) == "table" then return by_sentence[where.start_byte] or {} end
    for _, list in pairs(by_sentence) do
      local sentence = list[1].sentence
      if sentence.start_byte <= where and where < sentence.end_byte then return list end
    end
    return {}
  end
  function page.dates_in(sentence) return dates_by_sentence[sentence.start_byte] or {} end
  ---The country last named before a byte, within a few sentences, that is not the traveller's own.
  function page.country_before(byte, home)
    local best
    for _, m in ipairs(page.mentions()) do
      if m.start_byte < byte and byte - m.start_byte < 350 and m.form == "name" and m.entity.kind == "place" and m.entity.country
        and m.entity.country ~= home and english.country_code(m.entity.name) then
        best = m
      end
    end
    return best and { country = best.entity.country } or nil
  end
  ---The first place with a country that is mentioned between two bytes.
  function page.place_in(first, last)
    for _, m in ipairs(page.mentions()) do
      if m.start_byte >= first and m.end_byte <= last and m.form == "name" and m.entity.kind == "place" and m.entity.country then
        local name, code = place_of { entity = m.entity }
        return { place = name, country = code }
      end
    end
  end
  return page
end

local function negated(p, page)
  if p.negated then return true end
  local verb = p.pos == "noun" and governor(page, p)
  return verb and verb.negated or false
end

local function kind_of(p)
  local text = p.sentence.text:lower()
  if text:find "state visit" then return "state" end
  if text:find "official [%a-]*%s*visit" or text:find "official [%a-]*%s*trip" then return "official" end
  if text:find "working visit" then return "working" end
  if text:find "private visit" then return "private" end
  if text:find "summit" then return "summit" end
  return nil
end

local function add(found, trip)
  if not trip.country and not trip.place then return end
  found[#found + 1] = trip
  trip.rank = #found
end

local function visitors_in(p, roles)
  local out = {}
  for _, role in ipairs(roles) do
    for _, argument in ipairs(p.arguments) do
      if argument.role == role then
        local entity, words = visitor_of(argument)
        if entity or words then out[#out + 1] = { entity = entity, words = words } end
      end
    end
    if #out > 0 then return out end
  end
  return out
end

-- Verbs whose subject makes the trip that is their object; of others ("condemned the visit") it does not.
local MAKERS = set [[make pay plan take begin start end conclude finish complete cancel postpone delay announce undertake abandon scrap cut
  schedule consider plan_for go_on embark_on continue extend shorten have do be]]

---The person named right before a verb that has no subject of its own, with nothing but small words between.
local function person_before(page, p)
  local best
  for _, m in ipairs(page.mentions_in(p.sentence)) do
    if m.end_byte <= p.start_byte and m.entity.kind == "person" then best = m end
  end
  if not best then return nil end
  local between = page.text:sub(best.end_byte + 1, p.start_byte)
  return #between <= 30 and between:find "^[%l%s]*$" and { entity = best.entity } or nil
end

---Who makes the trip of a predicate: its own subject or possessor, for a noun else the subject of the verb that governs it.
local function visitors_of(page, p)
  if p.pos == "verb" then
    local out = visitors_in(p, { "subject" })
    if #out == 0 and not p.subject and MOVES[p.lemma] then out[1] = person_before(page, p) end
    return out
  end
  local out = visitors_in(p, { "possessive", "by", "subject", "of" })
  if #out > 0 then return out end
  local verb = governor(page, p)
  if verb and MAKERS[verb.lemma] then out = visitors_in(verb, { "subject" }) end
  if #out == 0 and not verb then
    local above = adjunct_governor(page, p)
    if above then out = visitors_in(above, { "subject" }) end
  end
  if #out == 0 and (p.lemma == "stop" or p.lemma == "stopover" or p.lemma == "leg") then
    for _, q in ipairs(page.predicates_in(p.sentence)) do
      if q ~= p and (TRIPS[q.lemma] or MOVES[q.lemma]) and #out == 0 then
        out = visitors_in(q, q.pos == "noun" and { "possessive", "by" } or { "subject" })
      end
    end
  end
  return out
end

---Where a gathering takes place that somebody attends: the "in" of its noun.
local function gathering_goals(page, argument, goals)
  for _, q in ipairs(page.predicates_in(argument.start_byte)) do
    if q.pos == "noun" and GATHERINGS[q.lemma] and q.start_byte >= argument.start_byte and q.end_byte <= argument.end_byte then
      for _, inner in ipairs(q.arguments) do
        local name, code = place_of(inner)
        if code and (inner.role == "in" or inner.role == "at") then
          goals[#goals + 1] = { place = name, country = code }
          return
        end
      end
    end
  end
end

---"the North Korean capital": the country of the people that an argument's words name.
local function country_of_words(argument)
  local text = argument.text
  if not text:find "capital" and not text:find "city" and not text:find "town" then return nil end
  for first, second in text:gmatch "(%u%a+)%s?(%u?%a*)" do
    local code = english.country_of_people(first .. " " .. second) or english.country_of_people(first)
    if code then
      local country = english.country(code)
      return { country = code, place = text:find "capital" and country and country.capital or nil }
    end
  end
end

---"here" and "the country" mean the place of the dateline or the last country named before; a goal inside a longer phrase ("the tomb of
---X in Ramallah", "Kenya's biggest town") is a goal too.
local function goals_nearby(page, p)
  local goals = {}
  for _, role in ipairs { "object", "to", "in", "at" } do
    for _, argument in ipairs(p.arguments) do
      if argument.role == role then
        local place = page.place_in(argument.start_byte, argument.end_byte)
        if place then goals[1] = place return goals end
      end
    end
  end
  local rest = page.text:sub(p.end_byte + 1, p.sentence.end_byte)
  if rest:find "^%s+here%f[%A]" then goals[1] = page.dateline return goals end
  return goals
end

---The countries that follow a goal in a row: "stops in South Korea, China and the Philippines".
local function goals_after(page, p, argument, goals)
  local stop, last = argument.entity and argument.entity.country, nil
  for _, m in ipairs(page.mentions_in(p.sentence)) do
    if m.start_byte >= argument.start_byte and m.form == "name" and m.entity.kind == "place" and m.entity.country then
      local between = last and page.text:sub(last + 1, m.start_byte)
      if between and not (between:find "^,?%s+a?n?d?%s*t?h?e?%s*$" or between:find "^,%s*$") then return end
      last = m.end_byte
      if m.entity.country ~= stop then
        local name, code = place_of { entity = m.entity }
        goals[#goals + 1] = { place = name, country = code }
        stop = code
      end
    end
  end
end

local function trip_of(page, p, visitor, goal)
  local first, last = time_of(page, p, page.date)
  return {
    visitor = visitor.entity, words = visitor.words, place = goal.place, country = goal.country, first = first, last = last,
    status = status_of(page, p, first), kind = kind_of(p), sentence = p.sentence, predicate = p,
  }
end

local function from_move(page, p, found)
  local roles = p.pos == "noun" and { "to", "in", "at" } or MOVES[p.lemma]
  local weak = WEAK[p.lemma]
  local goals = {}
  for _, role in ipairs(roles) do
    for _, argument in ipairs(p.arguments) do
      if argument.role == role then
        local name, code, entity = place_of(argument)
        if entity and code then
          goals[#goals + 1] = { place = name, country = code }
          if #goals == 1 and role ~= "object" then goals_after(page, p, argument, goals) end
        elseif region_of(argument) then goals[#goals + 1] = { place = region_of(argument) }
        elseif p.lemma == "attend" then gathering_goals(page, argument, goals)
        else goals[#goals + 1] = country_of_words(argument) end
      end
    end
  end
  if #goals == 0 and p.lemma ~= "be" then goals = goals_nearby(page, p) end
  if negated(p, page) then return end
  local told_before = #goals == 0 and (p.lemma == "visit" or p.lemma == "trip" or p.lemma == "travel")
  for _, visitor in ipairs(visitors_of(page, p)) do
    local home = visitor.entity and visitor.entity.country
    local theirs = goals
    if told_before and home then theirs = { page.country_before(p.start_byte, home) } end
    for _, goal in ipairs(theirs) do
      local abroad = goal.country and home and goal.country ~= home
      local fits = goal.country ~= home or not home
      local known = weak and visitor.entity and fits and goal.country
      if weak then fits = abroad and is_official(visitor.entity) end
      if fits and (visitor.words or abroad or is_official(visitor.entity) or page.titled(visitor.entity)) then
        add(found, trip_of(page, p, visitor, goal))
      elseif known then
        table.insert(found.weak, trip_of(page, p, visitor, goal))
      end
    end
  end
end

---Of what is travel only when a traveller does it, that of people who travel elsewhere in the article and of which a day is told.
local function add_weak(found)
  local travellers = {}
  for _, trip in ipairs(found) do travellers[trip.visitor or trip.words] = true end
  for _, trip in ipairs(found.weak) do
    if travellers[trip.visitor] and #(trip.first or "") == 10 then add(found, trip) end
  end
  table.sort(found, function(a, b)
    return a.predicate.start_byte < b.predicate.start_byte or (a.predicate == b.predicate and a.rank < b.rank)
  end)
end

local function from_host(page, p, found)
  local guest = visitor_of(p.object)
  local host = p.subject and p.subject.entity
  if not guest or not host or guest == host or negated(p, page) or not is_official(guest) then return end
  local place, code = goal_of(p, { "to", "in", "at" })
  local home = country_code(host) or host.country
  code = code or home
  if not code or code == guest.country then return end
  if p.lemma == "welcome" and not place and not p["to"] then
    if not (p.subject and host.kind ~= "other") then return end
  end
  local first, last = time_of(page, p, page.date)
  add(found, {
    visitor = guest, place = place, country = code, first = first, last = last, status = status_of(page, p, first), kind = kind_of(p),
    sentence = p.sentence, predicate = p, meets = host.kind == "person" and { host } or nil,
  })
end

local function from_meeting(page, p, found)
  local place, code = goal_of(p, { "in", "at" })
  if negated(p, page) then return end
  if not code then
    for _, argument in ipairs(p.arguments) do
      local inner = PARTIES[argument.role] and argument.text:find " in " and page.place_in(argument.start_byte, argument.end_byte)
      if inner then place, code = inner.place, inner.country end
    end
  end
  if not code then return end
  for _, role in ipairs { "subject", "object", "with" } do
    for _, argument in ipairs(p.arguments) do
      local person = argument.role == role and visitor_of(argument)
      if person and is_official(person) and person.country and person.country ~= code then
        local first, last = time_of(page, p, page.date)
        add(found, {
          visitor = person, place = place, country = code, first = first, last = last, status = status_of(page, p, first),
          kind = kind_of(p), sentence = p.sentence, predicate = p,
        })
      end
    end
  end
end

---A trip to a country without a place takes the city of that country where a sentence has the traveller: "While in Beijing, he will …".
local function places(page, found)
  for _, trip in ipairs(found) do
    if not trip.place and trip.country and trip.visitor then
      for _, m in ipairs(page.mentions()) do
        local entity = m.entity
        if m.form == "name" and entity.kind == "place" and entity.country == trip.country and not english.country_code(entity.name)
          and page.text:sub(1, m.start_byte):find "%f[%a][IiAaTt][nto]%s+$" and page.mentions_entity(m.sentence, trip.visitor) then
          trip.place = entity.name
          break
        end
      end
    end
  end
end

local RANK = { cancelled = 6, postponed = 5, ongoing = 4, announced = 3, completed = 2, planned = 1 }

local function same_trip(a, b)
  if a.visitor ~= b.visitor or a.words ~= b.words then return false end
  if a.country ~= b.country or (not a.country and a.place ~= b.place) then return false end
  if a.first and b.first and a.first:sub(1, 7) ~= b.first:sub(1, 7) then return false end
  return true
end

---All trips of an article, mentions of the same one joined.
---@param page table from trips.page
---@return table[]
function trips.find(page)
  local found = { weak = {} }
  for _, p in ipairs(page.predicates) do
    if MOVES[p.lemma] and p.pos == "verb" or TRIPS[p.lemma] and p.pos == "noun" then from_move(page, p, found)
    elseif HOSTS[p.lemma] and p.pos == "verb" then from_host(page, p, found)
    elseif meetings.lemmas[p.lemma] or GATHERINGS[p.lemma] then from_meeting(page, p, found) end
  end
  if #found > 0 and #found.weak > 0 then add_weak(found) end
  meetings.hosts(page, found)
  local joined = {}
  for _, trip in ipairs(found) do
    local into
    for _, other in ipairs(joined) do
      if same_trip(other, trip) then into = other break end
    end
    if not into then
      joined[#joined + 1] = trip
    else
      into.place = into.place or trip.place
      if not into.first then into.first, into.last = trip.first, trip.last end
      if into.first == trip.first then into.last = into.last or trip.last end
      into.kind = into.kind or trip.kind
      for _, person in ipairs(trip.meets or {}) do meetings.add(into, person) end
      if RANK[trip.status] > RANK[into.status] and RANK[trip.status] >= 5 then into.status = trip.status end
      if into.status == "planned" and trip.status == "announced" then into.status = "announced" end
    end
  end
  places(page, joined)
  meetings.find(page, joined)
  return joined
end

---The keys of a set in order.
local function sorted(words)
  local list = {}
  for word in pairs(words) do list[#list + 1] = word end
  table.sort(list)
  return list
end

---Words without which an article tells of no trip: what to ask the database for.
local travel = {}
for _, list in ipairs { MOVES, TRIPS } do
  for lemma in pairs(list) do travel[lemma] = not COMMON[lemma] or nil end
end
trips.lemmas = sorted(travel)
trips.meeting_lemmas = sorted(set "host receive welcome greet meet summit")
trips.groups = sorted(GROUPS)

return trips
