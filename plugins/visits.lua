local account = require "account"
local pages = require "page"
local places = require "places"
local travel = require "travel"
local trips = require "trips"

local ARTICLES = 500   -- articles that are read with one question
local UNDATED = "~"    -- comes after all days

---The numbers of the articles that have what a trip needs: words of travel, a person in their sentence, a country in it.
---With a traveller only those that name him.
local function candidates(ctx, who)
  local function list(words) return "'" .. table.concat(words, "','") .. "'" end
  local named = [[FROM mentions m JOIN entities e ON e.id = m.entity
    WHERE m.article = p.article AND m.start >= s.start AND m.start < s."end" AND m.sentence = s.n AND e.kind = '%s']]
  local official = ("EXISTS (SELECT 1 %s AND (e.note IS NOT NULL OR e.country IS NOT NULL))"):format(named:format "person")
  local here = ("EXISTS (SELECT 1 %s AND e.country IS NOT NULL)"):format(named:format "place")
  local two = ("2 <= (SELECT count(DISTINCT m.entity) %s AND (e.note IS NOT NULL OR e.country IS NOT NULL))"):format(named:format "person")
  local group = "EXISTS (SELECT 1 FROM arguments a WHERE a.predicate = p.id AND a.head IN (" .. list(travel.asked.groups) .. "))"
  local somewhere = "EXISTS (SELECT 1 FROM arguments a JOIN entities e ON e.id = a.entity WHERE a.predicate = p.id AND a.role IN (" ..
    "'to', 'for', 'in', 'from') AND e.kind = 'place' AND e.country IS NOT NULL)"
  local sql = {}
  local function ask(words, ...)
    sql[#sql + 1] = ("SELECT p.article FROM predicates p JOIN sentences s ON s.article = p.article AND s.n = p.sentence " ..
      "WHERE in_scope(p.article) AND p.lemma IN (%s) AND "):format(list(words)) .. table.concat({ ... }, " AND ")
      .. (who and " AND p.article IN (SELECT article FROM mentions WHERE entity = " .. who.id .. ")" or "")
  end
  local goer = "(" .. official .. " OR " .. group .. ")"
  ask({ "visit", "trip", "travel", "tour" }, goer)
  ask({ "come", "go", "head", "leave", "return" }, here, group)
  ask(travel.asked.trips, here, goer)
  ask(travel.asked.meetings, here, official)
  ask(travel.asked.hosts, two)
  ask(travel.asked.common, somewhere, official)
  local ids = {}
  for row in ctx.db:rows(table.concat(sql, " UNION ") .. " ORDER BY 1") do ids[#ids + 1] = row.article end
  return ids
end

---Calls f(page, article) for each article that may tell of a trip, in order.
local function each_page(ctx, who, f)
  local ids = candidates(ctx, who)
  for first = 1, #ids, ARTICLES do
    local some = table.move(ids, first, math.min(first + ARTICLES - 1, #ids), 1, {})
    for article, predicates, around in ctx.articles { id = some }:frames(travel.frames) do
      f(pages.new {
        text = article.text, date = article.date, predicates = predicates, siblings = around,
        dates = function() return article.dates:all() end,
        mentions = function() return article.mentions:all() end,
      }, article)
    end
    ctx:progress((first - 1 + #some) / #ids, "reading articles that tell of travel")
  end
end

local function names_of(people)
  local names = {}
  for i, e in ipairs(people or {}) do names[i] = e.name end
  return names
end

local function row_of(trip)
  local day = trip.first or trip.told
  return {
    visitor = trip.visitor or trip.words, role = trip.visitor and trip.visitor.note or nil,
    origin = trip.visitor and places.country_name(trip.visitor.country, day) or nil, country = places.country_name(trip.country, day),
    place = trip.place, first = trip.first, last = trip.last, kind = trip.kind, status = trip.status, meets = names_of(trip.meets),
    source = trip.sentence,
  }
end

local function wanted(trip, args)
  if args.who and trip.visitor ~= args.who and not (trip.visitor and trip.visitor.id == args.who.id) then return false end
  if args.status and trip.status ~= args.status then return false end
  if args.to then
    local code = args.to.country
    if not (trip.country and trip.country == code) and trip.place ~= args.to.name then return false end
  end
  return true
end

local function days_apart(a, b)
  local ya, ma, da = a:match "(%d+)-(%d+)-(%d+)"
  local yb, mb, db = b:match "(%d+)-(%d+)-(%d+)"
  if not ya or not yb then return a:sub(1, 7) == b:sub(1, 7) and 0 or 40 end
  return math.abs((ya - yb) * 365 + (ma - mb) * 30.4 + (da - db))
end

---When a trip was, as far as it is known: its first day, else the day of the article.
local function day_of(trip) return trip.first or trip.told end

---Whether two trips are of one visitor to one country.
local function alike(a, b)
  return (a.visitor and a.visitor.id or a.words) == (b.visitor and b.visitor.id or b.words) and a.country == b.country
end

---The same trip told by two articles: same visitor and country, days that lie near (or the articles' own, where a day is not told).
local function same(a, b)
  local x, y = day_of(a), day_of(b)
  if not x or not y or not alike(a, b) then return false end
  if #x < 10 or #y < 10 then return x:sub(1, math.min(#x, #y)) == y:sub(1, math.min(#x, #y)) end
  return days_apart(x, y) <= 6
end

---Keeps what one article says of a trip: the passage, how far it had got, and a further place.
local function add_telling(into, trip)
  table.insert(into.sources, trip.sentence)
  table.insert(into.history, { status = trip.status, sentence = trip.sentence })
  for _, name in ipairs(into.places) do
    if name == trip.place then return end
  end
  table.insert(into.places, trip.place)
end

local function join(into, trip)
  if #(trip.first or "") > #(into.first or "") then into.first, into.last = trip.first, trip.last end
  if into.first == trip.first then into.last = into.last or trip.last end
  into.place, into.kind = into.place or trip.place, into.kind or trip.kind
  if day_of(trip) and (trip.status ~= "planned" or into.status == "planned") then into.status = trip.status end
  for _, e in ipairs(trip.meets or {}) do
    local known = false
    for _, m in ipairs(into.meets) do known = known or m.id == e.id end
    if not known then table.insert(into.meets, e) end
  end
  add_telling(into, trip)
end

---Whether what no day is known of may be the trip of a row: where both are without a day no other place is told, else the same one or none.
local function may_be(row, trip)
  if not alike(row, trip) then return false end
  return not trip.place or trip.place == row.place or not day_of(row) and not row.place
end

---The row that a trip belongs to. What no day is known of belongs to the only row that it may be, if there is one.
local function row_for(trip, joined)
  local only
  for i = #joined, 1, -1 do
    local other = joined[i]
    if same(other, trip) then return other end
    if not day_of(trip) and may_be(other, trip) then
      if only then return nil end
      only = other
    end
  end
  return only
end

---One row a trip over all articles, told in the order of the articles' dates, so that the latest status stands.
local function summary(ctx, args)
  local all = {}
  each_page(ctx, args.who, function(page, article)
    for _, trip in ipairs(trips.find(page)) do
      trip.article = article.id
      all[#all + 1] = trip
    end
  end)
  table.sort(all, function(a, b)
    local x, y = day_of(a) and a.told or UNDATED, day_of(b) and b.told or UNDATED
    if x ~= y then return x < y end
    if a.article ~= b.article then return a.article < b.article end
    return a.sentence.start_byte < b.sentence.start_byte
  end)
  local joined = {}
  for _, trip in ipairs(all) do
    local into = row_for(trip, joined)
    if into then join(into, trip) else
      trip.sources, trip.history, trip.places, trip.meets = {}, {}, {}, trip.meets or {}
      add_telling(trip, trip)
      joined[#joined + 1] = trip
    end
  end
  for _, trip in ipairs(joined) do
    if wanted(trip, args) then
      local row = row_of(trip)
      row.source, row.sources, row.page = nil, trip.sources, function() return account.of(ctx, trip) end
      ctx:row(row)
    end
  end
end

local columns = {
  { name = "visitor", type = "entity", help = "who travels: a person, or a delegation in its own words" },
  { name = "role", type = "text", aside = true, help = "the office the visitor was introduced with" },
  { name = "origin", type = "text", aside = true, help = "the country that the visitor serves (English short name)" },
  { name = "country", type = "text", help = "the country visited (English short name)" },
  { name = "place", type = "text", help = "the most exact place named" },
  { name = "first", type = "date", help = "first day, as exact as known" },
  { name = "last", type = "date", aside = true, help = "last day" },
  { name = "kind", type = "text", aside = true, help = "state, official, working, private or summit, where the text says so" },
  { name = "status", type = "text", help = "how far it got, as of the latest article" },
  { name = "meets", type = "list", help = "whom the visitor meets there" },
}

---@type dossier.Plugin
return {
  name = "visits", api = 1, version = "1",
  summary = "Who visits where, whom they meet, and when.",
  args = {
    { name = "who", type = "entity", positional = true, help = "the traveller; any alias will do" },
    { name = "to", type = "entity", help = "the place or country visited" },
    { name = "status", type = "choice", help = "how far it got, as of the latest article",
      choices = { "announced", "planned", "ongoing", "completed", "cancelled", "postponed" } },
  },
  columns = columns,
  views = { list = { columns = columns } },
  examples = {
    {
      run = "visits --who lukashenko", corpus = "samples",
      rows = {
        { visitor = "Alexander Lukashenko", country = "China", place = "Beijing", first = "2023-02-28", last = "2023-03-02",
          kind = "state", status = "completed", meets = { "Xi Jinping" } },
        { visitor = "Alexander Lukashenko", country = "Iran", place = "Tehran", first = "2023-03-13", status = "completed" },
      },
    },
    {
      run = "visits --status cancelled", corpus = "samples",
      rows = { { visitor = "Mantas Girdenis", country = "Poland", place = "Warsaw", status = "cancelled" } },
    },
  },
  run = function(ctx, args)
    if args.view ~= "list" then return summary(ctx, args) end
    each_page(ctx, args.who, function(page)
      for _, trip in ipairs(trips.find(page)) do
        if wanted(trip, args) then ctx:row(row_of(trip)) end
      end
    end)
  end,
}
