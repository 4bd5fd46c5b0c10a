---Who is named with whom, and who speaks of whom: edges between entities, counted in one pass over the mentions.
local edges = {}

local SOURCES <const> = 50        -- passages kept for an edge
local BUCKETS <const> = (1 << 19) - 1   -- of the first, rough count of pairs

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
  local sql = [[SELECT m.article, m.sentence, m.start, m."end", m.entity, m.form FROM mentions m WHERE m.form <> 'pronoun'
    AND in_scope(m.article) %s ORDER BY m.article, m.start]]
  local near = who and "AND m.article IN (SELECT article FROM mentions WHERE entity = :who)" or ""
  for article, sentence, start, stop, entity, form in ctx.db:values(sql:format(near), { who = who and who.id }) do
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

---How often each entity is named, once a unit.
function Units:counts()
  local counts = {}
  for _, key in ipairs(self.who_where) do
    local entity = key & 0xffffffff
    counts[entity] = (counts[entity] or 0) + 1
  end
  return counts
end

---Calls f(key, i, k) for any two of a unit that are named often enough; i and k are where they stand in the lists.
function Units:each_pair(often, min, who, f)
  local who_where, firsts = self.who_where, self.firsts
  for u = 1, #firsts do
    local here, n = {}, 0
    for i = firsts[u], (firsts[u + 1] or #who_where + 1) - 1 do
      if often[who_where[i] & 0xffffffff] >= min then n, here[n + 1] = n + 1, i end
    end
    for x = 1, n do
      local a = who_where[here[x]] & 0xffffffff
      for y = x + 1, n do
        local b = who_where[here[y]] & 0xffffffff
        if not who or a == who or b == who then f(a < b and pair(a, b) or pair(b, a), here[x], here[y]) end
      end
    end
  end
end

---Edges of those who are named together in at least `min` units. Who is named less often makes no pairs. Most pairs are too rare, and
---these get no place of their own: a first count goes by the remainders of their keys.
function Units:edges(min, who, date_of)
  local often, rough, weights, list = self:counts(), {}, {}, {}
  for i = 1, BUCKETS do rough[i] = 0 end
  self:each_pair(often, min, who, function(key)
    local bucket = key % BUCKETS + 1
    rough[bucket] = rough[bucket] + 1
  end)
  self:each_pair(often, min, who, function(key)
    if rough[key % BUCKETS + 1] >= min then weights[key] = (weights[key] or 0) + 1 end
  end)
  rough = nil
  collectgarbage()
  self:each_pair(often, min, who, function(key, i, k)
    if (weights[key] or 0) < min then return end
    local article = parts(self.who_where[i])
    add(list, key, pair(i, k), article, date_of[article])
  end)
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
  for _, e in ipairs(together or {}) do
    if name_of[e.b] < name_of[e.a] then e.a, e.b = e.b, e.a end
  end
  return {
    name_of = name_of, kind_of = kind_of, together = together, speaks = sayings and sayings:edges(options.min, date_of),
    passage = function(relation, number) return relation == "together" and units:passage(number) or sayings:passage(number) end,
  }
end

return edges
