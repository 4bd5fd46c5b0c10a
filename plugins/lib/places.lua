---Where things are: the place a passage names, with its country.
local places = {}

local english = require "english"
local set = require "words".set

-- Buildings, bases and quarters and the country they stand in.
local LANDMARKS = {}
for line in ([[
White House|US
Oval Office|US
Capitol|US
Pentagon|US
State Department|US
Blair House|US
Camp David|US
Mar-a-Lago|US
United Nations headquarters|US
U.N. headquarters|US
Kremlin|RU
Red Square|RU
Downing Street|GB
10 Downing Street|GB
Buckingham Palace|GB
Windsor Castle|GB
Chequers|GB
Westminster|GB
Elysee|FR
Elysee Palace|FR
Élysée Palace|FR
Bundestag|DE
Bellevue Palace|DE
West Berlin|DE
East Berlin|DE
Quirinale|IT
Quirinal Palace|IT
Chigi Palace|IT
Vatican|VA
Apostolic Palace|VA
Moncloa|ES
Zarzuela Palace|ES
Blue House|KR
Panmunjom|KR
Great Hall of the People|CN
Zhongnanhai|CN
Tiananmen Square|CN
Akasaka Palace|JP
Rashtrapati Bhavan|IN
Hyderabad House|IN
Taj Mahal|IN
Malacanang|PH
Malacanang Palace|PH
Temple Trees|LK
Knesset|IL
Yad Vashem|IL
Western Wall|IL
Planalto Palace|BR
Casa Rosada|AR
La Moneda|CL
Los Pinos|MX
Miraflores|VE
Union Buildings|ZA
Aso Rock|NG
Bagram|AF
Bagram Air Base|AF
Incirlik|TR
Ramstein|DE
Ramstein Air Base|DE
Guantanamo Bay|CU
Auschwitz|PL
Peterhof|RU
Joint Base Andrews|US
Andrews Air Force Base|US
Capitol Hill|US
Ellis Island|US
Balmoral|GB
Sandringham|GB
Stormont|GB
Holyrood|GB
Leinster House|IE
Aras an Uachtarain|IE
Castel Gandolfo|IT
Palazzo Chigi|IT
St. Peter's Square|VA
St. Peter's Basilica|VA
Holy See|VA
Matignon|FR
Quai d'Orsay|FR
Reichstag|DE
Brandenburg Gate|DE
Schloss Bellevue|DE
Palais des Nations|CH
Diaoyutai|CN
Forbidden City|CN
Imperial Palace|JP
Istana|SG
Merdeka Palace|ID
Demilitarized Zone|KR
Camp Humphreys|KR
Osan Air Base|KR
Al Udeid|QA
Camp Lemonnier|DJ
Camp Bondsteel|XK
Camp Bastion|AF
Green Zone|IQ
Ain al-Asad|IQ
Yasukuni|JP
Robben Island|ZA
Tuynhuys|ZA
]]):gmatch "[^\n]+" do
  local name, country = line:match "^(.-)|(.*)$"
  LANDMARKS[name:lower()] = country
end

-- Parts of the world: goals when no country is told.
local REGIONS = set [[africa europe asia middle_east far_east gulf latin_america south_america central_asia southeast_asia balkans caucasus
  caribbean scandinavia east_asia western_europe eastern_europe north_africa west_africa east_africa central_america baltics pacific]]
-- Nouns that stand for a country named before.
local STANDINS = set "country island nation kingdom republic land"

---"West\n  Berlin" -> "West Berlin".
local function straight(name)
  return (name:gsub("%s+", " "))
end

---Words without their article and the mark of possession.
local function bare(text)
  return (straight(text):gsub("^[Tt]he ", ""):gsub("’", "'"):gsub("'s$", ""))
end

-- Names that are cut short of their "St.": the city of that name.
local SAINTS = { petersburg = true }

---The country that stands behind a comma after a place's name: "Melbourne, Fla.".
local function country_behind(name, text)
  local first, last = text:find(name, 1, true)
  local behind = first and text:match("^,%s+(%u[%a.]+)", last + 1)
  return behind and (english.country_code(behind) or english.country_of_city(behind))
end

-- States that are no more: the last day on which they were, their code, and what lies on their land now.
local FORMER = {
  { last = "1991-12-25", code = "SU", parts = set "RU UA BY MD GE AM AZ KZ UZ TM KG TJ EE LV LT" },
  { last = "1991-06-24", code = "YU", parts = set "HR SI BA MK RS ME XK" },
  { last = "1992-12-31", code = "CS", parts = set "CZ SK" },
}

---The state in which a place of today's country lay on a day: Moscow was in the Soviet Union.
---@param code string|nil
---@param day string|nil of the article
function places.state_then(code, day)
  for _, state in ipairs(code and day and FORMER or {}) do
    if day <= state.last and state.parts[code] then return state.code end
  end
  return code
end

---The name under which a country went on a day: "West Germany" until 1990.
---@param code string|nil
---@param day string|nil of the trip or its article
---@return string|nil
function places.country_name(code, day)
  if code == "DE" and day and day <= "1990-10-02" then return "West Germany" end
  local country = code and english.country(code)
  return country and country.name or nil
end

-- Cities that are a country of their own.
local CITY_STATES = set "HK MO SG MC"

-- Name -> code, of those that were asked for; false: none.
local states = {}

---Of which country a name that is taken for no place is that, or the capital's.
local function state_called(name)
  local known = states[name]
  if known ~= nil then return known end
  local code = english.country_code(name) or english.country_of_city(name)
  local country = code and english.country(code)
  states[name] = country and (english.country_code(name) or country.capital == name) and code or false
  return states[name]
end

---The place that goes by a name in a country.
local function of_name(argument, name, code, day)
  code = argument.text and code and country_behind(name, straight(argument.text)) or code
  local country = english.country(code or "")
  local whole = country and (name == country.name or english.country_code(name) == code)
  return (not whole or CITY_STATES[code]) and name or nil, places.state_then(code, day)
end

---The place that an argument names: name of the place (nil when it is the country itself), country code as of a day, entity,
---and whether it is a landmark.
---@param argument table|nil an argument, or { entity = … }
---@param day string|nil of the article
function places.of(argument, day)
  local entity = argument and argument.entity
  if entity and entity.kind ~= "person" then
    local name = straight(entity.name)
    local code = entity.kind == "place" and entity.country or entity.kind ~= "place" and state_called(name)
    local known = not code and LANDMARKS[name:lower()]
    if known then return name, known, entity, true end
    if SAINTS[name:lower()] then return "St. " .. name, places.state_then("RU", day), entity end
    if code or entity.kind == "place" then
      name, code = of_name(argument, name, code, day)
      return name, code, entity
    end
  end
  local words = entity and straight(entity.name) or argument and argument.text and bare(argument.text)
  local known = words and LANDMARKS[words:lower()]
  if known then return words, known, entity or {}, true end
end

---"Africa" of "a trip to Africa": a goal without a country.
function places.region(argument)
  local name = straight(argument.text):gsub("^the ", ""):gsub("^The ", "")
  if REGIONS[name:lower()] then return name end
  local part = name:match "^(%u%l+ %u%l+)%f[%A]" or name:match "^(%u%l+)%f[%A]"
  local rest = part and name:sub(#part + 1)
  return part and REGIONS[part:lower()] and not rest:find "^%s?%u" and not rest:find "^['’]" and part or nil
end

---Whether a passage speaks of a country by a noun: "the island".
function places.stands_in(argument)
  local noun = argument.text:lower():match "^the (%l+)$"
  return noun ~= nil and STANDINS[noun] == true
end

---The place of words that go by no name: "the Belarusian capital", "a Polish town".
function places.of_words(argument, day)
  local text = argument.text
  if not text:find "capital" and not text:find "city" and not text:find "town" then return nil end
  local theirs = text:find "['’]s capital" or text:find "capital of "
  for first, second in text:gmatch "(%u%a+)%s?(%u?%a*)" do
    local code = english.country_of_people(first .. " " .. second) or english.country_of_people(first)
      or theirs and (english.country_code(first .. " " .. second) or english.country_code(first)) or nil
    if code then
      local country = english.country(code)
      return { country = places.state_then(code, day), place = text:find "capital" and country and country.capital or nil }
    end
  end
end

-- How datelines look: "BEIJING, Feb 28 -", "MINSK (Reuters) -", "NEW DELHI:", "Ankara (AFP) -", "Colombo, April 4".
local DATELINES = { "^%s*(%u[%u%s.'-]+)[,(%s:/]", "\n%s*(%u%u[%u%s.'-]+)[,(%s:/]", "^%s*(%u[%a%s.'-]-)%s*%(%u[%a%s./]-%)%s*[-\xe2]",
  "^%s*(%u[%a%s.'-]-),%s+%u%l%l%l?%l*%.?%s+%d" }

---The place of a dateline.
---@param text string of the article
---@param day string|nil of the article
function places.dateline(text, day)
  local head, name = text:sub(1, 300), nil
  for _, pattern in ipairs(DATELINES) do name = name or head:match(pattern) end
  name = name and name:gsub("%s+$", "")
  if not name or #name < 3 then return nil end
  local printed = name:lower():gsub("%f[%a]%a", string.upper)
  local code = english.country_of_city(printed) or english.country_code(printed)
  if not code then return nil end
  return { place = not english.country_code(printed) and printed or nil, country = places.state_then(code, day) }
end

---The country whose name or capital an entity is, as of today.
function places.state_of(entity)
  if entity.kind ~= "place" or not entity.country then return nil end
  local name = straight(entity.name)
  if english.country_code(name) == entity.country then return entity.country end
  local country = english.country(entity.country)
  return country and country.capital == name and entity.country or nil
end

return places
