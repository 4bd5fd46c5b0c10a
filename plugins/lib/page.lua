---One article's predicates, dates and mentions, quick to look up by sentence.
---Works on the objects of the database and on those of english.annotate alike.
local places = require "places"
local set = require "words".set
local travellers = require "travellers"

local english = require "english"

local page = {}
page.__index = page

local function by_sentence(list)
  local sentences = {}
  for _, x in ipairs(list) do
    local key = x.sentence.start_byte
    local there = sentences[key]
    if there then there[#there + 1] = x else sentences[key] = { x } end
  end
  return sentences
end

---Wraps what one article has. Lists may be functions that give them: they are called at most once, when they are first needed.
---@class dossier.Page.Parts
---@field text string
---@field date string|nil
---@field predicates table[] those that are looked through, in order
---@field dates table[]|nil|fun():table[]
---@field mentions table[]|nil|fun():table[]
---@field siblings nil|fun(sentence):table[] all predicates of a sentence, when `predicates` are only some of them
---@param parts dossier.Page.Parts
function page.new(parts)
  return setmetatable({
    text = parts.text, date = parts.date, predicates = parts.predicates, parts = parts, _predicates = parts.siblings and {}, _homes = {},
    _titles = {}, _vessels = {}, _mentions = {},
  }, page)
end

local function given(parts, name)
  if type(parts[name]) == "function" then parts[name] = parts[name]() end
  return parts[name] or {}
end

---Where the text says it was written.
function page:dateline()
  if self._dateline == nil then self._dateline = places.dateline(self.text, self.date) or false end
  return self._dateline or nil
end

---All mentions of the article, read when they are first asked for.
function page:mentions() return given(self.parts, "mentions") end

---Mentions that lie in a sentence, in order.
function page:mentions_in(sentence)
  local list = self._mentions[sentence.start_byte]
  if list then return list end
  list = {}
  for _, m in ipairs(self:mentions()) do
    if m.start_byte >= sentence.start_byte and m.end_byte <= sentence.end_byte then list[#list + 1] = m end
  end
  self._mentions[sentence.start_byte] = list
  return list
end

function page:mentions_entity(sentence, entity)
  for _, m in ipairs(self:mentions_in(sentence)) do
    if m.entity == entity then return true end
  end
  return false
end

---All predicates of a sentence; one that is among those looked through is that very object.
function page:predicates_in(sentence)
  local siblings = self.parts.siblings
  if not self._predicates then self._predicates = by_sentence(self.predicates) end
  local list = self._predicates[sentence.start_byte]
  if list or not siblings then return list or {} end
  if not self._known then
    self._known = {}
    for _, p in ipairs(self.predicates) do self._known[p.id] = p end
  end
  list = {}
  for i, q in ipairs(siblings(sentence)) do list[i] = self._known[q.id] or q end
  self._predicates[sentence.start_byte] = list
  return list
end

---All predicates of the sentence before one, when it stands right before it; else none.
function page:predicates_before(sentence)
  local siblings, before = self.parts.siblings, nil
  if siblings then
    before = sentence.article.sentences[sentence.n - 1]
  else
    if not self._predicates then self._predicates = by_sentence(self.predicates) end
    for _, list in pairs(self._predicates) do
      local s = list[1].sentence
      if s.start_byte < sentence.start_byte and (not before or s.start_byte > before.start_byte) then before = s end
    end
  end
  return before and sentence.start_byte - before.end_byte <= 8 and self:predicates_in(before) or {}
end

function page:dates_in(sentence)
  self._dates = self._dates or by_sentence(given(self.parts, "dates"))
  return self._dates[sentence.start_byte] or {}
end

---The country a person serves, nil when nothing tells.
function page:home(entity)
  if not entity then return nil end
  local home = self._homes[entity]
  if home == nil then
    home = places.state_then(travellers.home(entity, self.date), self.date) or false
    self._homes[entity] = home
  end
  return home or nil
end

---Whether a word of office stands right before or in one of a person's names.
local function has_title(self, entity)
  for _, m in ipairs(self:mentions()) do
    if m.entity == entity and m.form == "name" then
      local lead = self.text:sub(math.max(1, m.start_byte - 29), m.start_byte):match "[%u%l%s.'-]*$" .. m.text
      for word in lead:gmatch "%f[%a]%u%l+" do
        if travellers.names_office(word) then return true end
      end
    end
  end
  return false
end

---Whether the article, or the records of leaders, give a person an office: "Secretary of State X".
function page:titled(entity)
  if not entity then return false end
  local titled = self._titles[entity]
  if titled == nil then
    local year = self.date and tonumber(self.date:sub(1, 4))
    titled = travellers.is_official(entity) or travellers.leader(entity.name, year) ~= nil or has_title(self, entity)
    self._titles[entity] = titled
  end
  return titled
end

-- What stands before the name of a ship.
local SHIPS = set "USS HMS HMAS HMCS HMNZS INS ROKS USNS USCGC SS MV carrier frigate destroyer warship cruiser submarine yacht tanker"

---Whether a name is a ship's: "USS George Washington".
function page:is_vessel(entity)
  local vessel = self._vessels[entity]
  if vessel == nil then
    vessel = false
    for _, m in ipairs(self:mentions()) do
      local before = m.entity == entity and self.text:sub(math.max(1, m.start_byte - 11), m.start_byte):match "(%a+)%s+$"
      vessel = vessel or SHIPS[before] or false
    end
    self._vessels[entity] = vessel
  end
  return vessel
end

---Whether the article names any other country, by itself, by a place or by somebody who serves it.
function page:names_others(country)
  for _, m in ipairs(self:mentions()) do
    local other = m.entity.country
    if other and places.state_then(other, self.date) ~= country then return true end
  end
  return false
end

---The country last named before a byte, by itself or by its capital, within a few sentences, that is not the traveller's own.
---@param sole boolean|nil only when no other country is named there
function page:country_before(byte, home, sole)
  local best
  for _, m in ipairs(self:mentions()) do
    if m.start_byte >= byte then break end
    local country = byte - m.start_byte < 350 and m.form == "name" and places.state_then(places.state_of(m.entity), self.date)
    if country and country ~= home then
      if sole and best and best ~= country then return nil end
      best = country
    end
  end
  return best and { country = best } or nil
end

---The first place with a country that is mentioned between two bytes.
function page:place_in(first, last)
  for _, m in ipairs(self:mentions()) do
    if m.start_byte >= first and m.end_byte <= last and m.form == "name" then
      local name, code = places.of({ entity = m.entity }, self.date)
      if code then return { place = name, country = code, mention = m } end
    end
  end
end

---The capital of "the capital" is that of the country last named.
function page:capital_before(byte, home)
  local goal = self:country_before(byte, home)
  local country = goal and english.country(goal.country)
  return country and { country = goal.country, place = country.capital } or nil
end

return page
