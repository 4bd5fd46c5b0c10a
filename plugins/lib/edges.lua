---Who is named with whom, and who speaks of whom: edges between entities, counted in one pass over the mentions.
local edges = {}

local SOURCES <const> = 50        -- passages kept for an edge
local STEP <const> = 200          -- articles between two signs of progress
local READING <const> = 0.6       -- the part of the time that reading takes

local function pair(a, b) return a << 32 | b end
local function parts(key) return key >> 32, key & 0xffffffff end

---A text of kinds for SQL.
local function list_of(kinds) return "'" .. table.concat(kinds, "', '") .. "'" end

---Kinds and names by entities, of those that count.
local function read_entities(ctx, kinds)
  local kind_of, name_of = {}, {}
  for id, kind, name in ctx.db:values("SELECT id, kind, name FROM entities WHERE kind IN (" .. list_of(kinds) .. ")") do
    kind_of[id], name_of[id] = kind, name
  end
  return kind_of, name_of
end

local function dates_of(ctx)
  local date_of = {}
  for id, date in ctx.db:values "SELECT id, date FROM articles" do date_of[id] = date end
  return date_of
end

---Adds a passage, known by a number, to the edge of a key, which is made when it is new. The edge's list is its passages.
local function add(list, key, passage, article, date)
  local edge = list[key]
  if not edge then
    edge = { weight = 0, articles = 0, last_article = 0 }
    edge.a, edge.b = parts(key)
    list[key], list[#list + 1] = edge, edge
  end
  edge.weight = edge.weight + 1
  if edge.last_article ~= article then edge.articles, edge.last_article = edge.articles + 1, article end
  if date and (not edge.first or date < edge.first) then edge.first = date end
  if date and (not edge.last or date > edge.last) then edge.last = date end
  if #edge < SOURCES then edge[#edge + 1] = passage end
end

---Calls f(article, sentence, start, stop, entity, form) for each name and description of somebody of the kinds, in order.
local function each_mention(ctx, kind_of, who, f)
  local shown, all = 0, 1   -- how far it is, by the numbers of articles; what is counted then takes a part of the time as well
  for n in ctx.db:values "SELECT coalesce(max(id), 1) FROM articles" do all = n end
  local sql = [[SELECT m.article, m.sentence, m.start, m."end", m.entity, m.form FROM mentions m WHERE m.form <> 'pronoun'
    AND in_scope(m.article) %s ORDER BY m.article, m.start]]
  local near = who and "AND m.article IN (SELECT article FROM mentions WHERE entity = :who)" or ""
  for article, sentence, start, stop, entity, form in ctx.db:values(sql:format(near), { who = who and who.id }) do
    if article >= shown + STEP then
      ctx:progress(READING * article / all, "reading mentions")
      shown = article
    end
    if kind_of[entity] then f(article, sentence, start, stop, entity, form) end
  end
end

-- Units (sentences, articles) and whom they name: flat lists, for there are many.
local Units = {}
Units.__index = Units

local function new_units(within)
  return setmetatable({
    within = within, who_where = {}, places = {},   -- pair(article, entity); pair(start, stop)
    firsts = {}, at = {},                           -- where each unit begins; where the last one has an entity
  }, Units)
end

function Units:add(article, sentence, start, stop, entity)
  if self.within == "article" then sentence = 0 end
  local places = self.places
  if article ~= self.article or sentence ~= self.sentence then
    self.firsts[#self.firsts + 1] = #places + 1
    self.article, self.sentence, self.at = article, sentence, {}
  end
  local known = self.at[entity]
  if known then
    local first, last = parts(places[known])
    places[known] = pair(first, math.max(last, stop))
  else
    self.at[entity] = #places + 1
    self.who_where[#places + 1], places[#places + 1] = pair(article, entity), pair(start, stop)
  end
end

---The places of each entity that has at least `min`, in order, and the unit of each of these.
function Units:index(min)
  local counts, places_of, unit_of, who_where, firsts = {}, {}, {}, self.who_where, self.firsts
  for _, key in ipairs(who_where) do counts[key & 0xffffffff] = (counts[key & 0xffffffff] or 0) + 1 end
  for u = 1, #firsts do
    for i = firsts[u], (firsts[u + 1] or #who_where + 1) - 1 do
      local entity = who_where[i] & 0xffffffff
      local places = places_of[entity]
      if places then places[#places + 1] = i elseif counts[entity] >= min then places_of[entity] = { i } end
      unit_of[i] = u
    end
  end
  return places_of, unit_of
end

---How often an entity, with these places, is named together with each one of a greater number; and the most of that.
function Units:weights_of(a, places, unit_of)
  local weights, most, who_where, firsts = {}, 0, self.who_where, self.firsts
  for _, i in ipairs(places) do
    local u = unit_of[i]
    for k = firsts[u], (firsts[u + 1] or #who_where + 1) - 1 do
      local b = who_where[k] & 0xffffffff
      if b > a then
        local weight = (weights[b] or 0) + 1
        weights[b], most = weight, weight > most and weight or most
      end
    end
  end
  return weights, most
end

---Edges of those who are named together in at least `min` units. One entity after the other is counted with those of greater numbers, so
---that only its own pairs are held at a time: most of all pairs are too rare.
function Units:edges(min, who, date_of)
  local list, who_where, firsts = {}, self.who_where, self.firsts
  local places_of, unit_of = self:index(min)
  for a, places in pairs(places_of) do
    local weights, most = self:weights_of(a, places, unit_of)
    for _, i in ipairs(most >= min and places or {}) do
      local u, article = unit_of[i], who_where[i] >> 32
      for k = firsts[u], (firsts[u + 1] or #who_where + 1) - 1 do
        local b = who_where[k] & 0xffffffff
        if b > a and weights[b] >= min and (not who or a == who or b == who) then
          add(list, pair(a, b), i < k and pair(i, k) or pair(k, i), article, date_of[article])
        end
      end
    end
  end
  for _, edge in ipairs(list) do list[pair(edge.a, edge.b)] = nil end
  table.sort(list, function(x, y) return x[1] < y[1] end)   -- as they come first in the articles
  return list
end

---Article, start and end of a passage of an edge.
function Units:passage(number)
  local i, k = parts(number)
  local start, stop = parts(self.places[i])
  local start2, stop2 = parts(self.places[k])
  return { parts(self.who_where[i]), math.min(start, start2), math.max(stop, stop2) }
end

---The quotes of each article whose speaker is of the kinds, in order: flat, { start, stop, speaker, … }.
local function quotes_of(ctx, kind_of)
  local sql = [[SELECT q.article, q.start, q."end", q.speaker FROM quotes q WHERE q.kind <> 'scare' AND q.speaker IS NOT NULL
    AND in_scope(q.article) ORDER BY q.article, q.start, q.id]]
  local by_article = {}
  for article, start, stop, speaker in ctx.db:values(sql) do
    if kind_of[speaker] then
      local list = by_article[article] or {}
      by_article[article] = list
      list[#list + 1], list[#list + 2], list[#list + 3] = start, stop, speaker
    end
  end
  return by_article
end

-- Who speaks of whom, told one by one: flat lists of pair(speaker, entity), pair(start, stop) of the quote, and the article.
local Sayings = {}
Sayings.__index = Sayings

local function new_sayings(quotes) return setmetatable({ quotes = quotes, keys = {}, places = {}, articles = {} }, Sayings) end

---Notes whoever speaks of the mention.
function Sayings:add(article, start, entity, who)
  local said, keys = self.quotes[article], self.keys
  if article ~= self.article then self.article, self.known = article, {} end
  for i = 1, said and #said or 0, 3 do
    local speaker = said[i + 2]
    local ours = not who or speaker == who or entity == who
    if said[i] <= start and start < said[i + 1] and speaker ~= entity and ours and not self.known[pair(i, entity)] then
      self.known[pair(i, entity)] = true
      local n = #keys + 1
      keys[n], self.places[n], self.articles[n] = pair(speaker, entity), pair(said[i], said[i + 1]), article
    end
  end
end

function Sayings:edges(min, date_of)
  local weights, list = {}, {}
  for _, key in ipairs(self.keys) do weights[key] = (weights[key] or 0) + 1 end
  for n, key in ipairs(self.keys) do
    if weights[key] >= min then add(list, key, n, self.articles[n], date_of[self.articles[n]]) end
  end
  return list
end

function Sayings:passage(n) return { self.articles[n], parts(self.places[n]) } end

---@class dossier.Edges.Options
---@field kinds string[] of the entities that count
---@field relation "together"|"speaks"|"both"
---@field within "sentence"|"article" what counts as together
---@field who dossier.Entity|nil only edges of this one
---@field min integer the least weight

---@class dossier.Edges
---@field name_of table<integer, string> of the entities that count
---@field kind_of table<integer, string>
---@field together table[]|nil when it was asked for: { a, b, weight, articles, first, last }, without a direction: the names are in order
---@field speaks table[]|nil the same, from a speaker to those whom the quotes name, by name or description
---@field passage fun(relation: string, number: integer): integer[] article, start, end of what stands in an edge's list

---@param options dossier.Edges.Options
---@return dossier.Edges
function edges.find(ctx, options)
  local kind_of, name_of = read_entities(ctx, options.kinds)
  local date_of, who = dates_of(ctx), options.who and options.who.id
  local units = options.relation ~= "speaks" and new_units(options.within) or nil
  local sayings = options.relation ~= "together" and new_sayings(quotes_of(ctx, kind_of)) or nil
  each_mention(ctx, kind_of, options.who, function(article, sentence, start, stop, entity, form)
    if units and form == "name" then units:add(article, sentence, start, stop, entity) end
    if sayings then sayings:add(article, start, entity, who) end
  end)
  collectgarbage()   -- what was read is let go of before pairs are counted
  local together = units and units:edges(options.min, who, date_of)
  collectgarbage()   -- and what was counted
  for _, e in ipairs(together or {}) do
    if name_of[e.b] < name_of[e.a] then e.a, e.b = e.b, e.a end
  end
  return {
    name_of = name_of, kind_of = kind_of, together = together, speaks = sayings and sayings:edges(options.min, date_of),
    passage = function(relation, number) return relation == "together" and units:passage(number) or sayings:passage(number) end,
  }
end

return edges
