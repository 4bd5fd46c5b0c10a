---One article's predicates, dates and mentions, quick to look up by sentence.
---Works on the objects of the database and on those of english.annotate alike.
local places = require "places"
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

---Wraps lists of one article's objects.
---@param text string
---@param date string|nil
---@param predicates table[]
---@param dates table[]
---@param mentions table[]|fun():table[] gives the article's mentions, called at most once
function page.new(text, date, predicates, dates, mentions)
  return setmetatable({
    text = text, date = date, predicates = predicates, dates = dates, dateline = places.dateline(text), given = mentions,
    _predicates = by_sentence(predicates), _dates = by_sentence(dates), _homes = {}, _titles = {},
  }, page)
end

---All mentions of the article, read when they are first asked for.
function page:mentions()
  if type(self.given) == "function" then self.given = self.given() end
  return self.given or {}
end

---Mentions that lie in a sentence, in order.
function page:mentions_in(sentence)
  self._mentions = self._mentions or {}
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

---Predicates of a sentence.
function page:predicates_in(sentence) return self._predicates[sentence.start_byte] or {} end

function page:dates_in(sentence) return self._dates[sentence.start_byte] or {} end

---The country a person serves, nil when nothing tells.
function page:home(entity)
  if not entity then return nil end
  local home = self._homes[entity]
  if home == nil then
    home = travellers.home(entity, self.date) or false
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

---The country last named before a byte, by itself or by its capital, within a few sentences, that is not the traveller's own.
---@param sole boolean|nil only when no other country is named there
function page:country_before(byte, home, sole)
  local best
  for _, m in ipairs(self:mentions()) do
    if m.start_byte >= byte then break end
    local country = byte - m.start_byte < 350 and m.form == "name" and places.state_of(m.entity)
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
      local name, code = places.of { entity = m.entity }
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
