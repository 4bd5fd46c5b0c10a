---Who travels for a country: people of office, where they are at home, and delegations.
local travellers = {}

local english = require "english"
local set = require "words".set

-- People who travel for their country, by words of their role.
local OFFICIAL = set [[president premier minister chancellor king queen prince princess pope emperor sultan emir sheikh ambassador envoy
  senator congressman congresswoman representative lawmaker governor mayor secretary chairman chairwoman chief leader general admiral
  commander director commissioner
  diplomat negotiator official speaker deputy head crown dictator candidate adviser counterpart delegate patriarch
  nominee premier-designate monarch duke duchess taoiseach ayatollah cardinal archbishop parliamentarian legislator politician
  president-elect vice-president foreign-minister]]
-- Offices of business, sport and schools that go by words of office.
local NO_OFFICES = { "chief executive", "chief %a+ officer", "chief economist", "chief analyst", "chief strategist", "chief scout",
  "chief critic", "chief correspondent", "chief investment", "head coach", "head teacher", "general manager", "general counsel",
  "club secretary", "team leader" }
-- Offices that there are in one country alone.
local AMERICAN = set "congressman congresswoman senate sen rep republican"
local GROUPS = set [[delegation mission envoys ministers officials lawmakers senators leaders delegations commissioners
  parliamentarians legislators diplomats negotiators congressmen inspectors]]

travellers.groups = GROUPS

-- ---- leaders of countries, from records ----

-- Surname, folded -> list of { first name, country, first and last year }.
local leaders

local function fold(word) return (word:lower():gsub("[%.'’-]", "")) end

local function read_leaders()
  leaders = {}
  for name, country, first, last in require "data.leaders":gmatch "([^\t\n#]+)\t(%u%u)\t(%d+)\t(%d+)\n" do
    local given, surname = name:match "^(%S+).-%s(%S+)$"
    if not given then given, surname = "", name end
    local leader = { given = fold(given), name = fold(name), country = country, first = tonumber(first), last = tonumber(last) }
    local function know(word, key)
      leaders[word] = leaders[word] or {}
      table.insert(leaders[word], key)
    end
    know(fold(surname), leader)
    -- "Lenin Moreno" of Lenin Moreno Garcés
    local middle = name:match "^%S+ (%u%S+) %u%S+$"
    if middle and #middle > 2 then know(fold(middle), setmetatable({ middle = true }, { __index = leader })) end
  end
end

-- Short forms under which people of office are known.
local SHORT = { mike = "michael", bill = "william", joe = "joseph", jim = "james", tony = "antony", bob = "robert", dick = "richard",
  ron = "ronald", jerry = "gerald", al = "alexander", ted = "edward", jimmy = "james", hank = "henry", don = "donald", cy = "cyrus" }

local function same_given(a, b)
  return a == b or SHORT[a] == b or SHORT[b] == a
end

---The country that a person of that name led in a year (nil: whenever), if the records know of one.
function travellers.leader(name, year)
  if not leaders then read_leaders() end
  local given, surname = name:match "^(%S+).-%s(%S+)$"
  local country, full = nil, fold(name)
  for _, leader in ipairs(leaders[fold(surname or name)] or {}) do
    local near = not year or (year >= leader.first - 2 and year <= leader.last + 2)
    local fits = leader.name == full or near and (given and same_given(fold(given), leader.given) or not given and not leader.middle)
    if fits then
      if country and country ~= leader.country then return nil end
      country = leader.country
    end
  end
  local other = not country and name:match "^(%S+) (%S+)$"
  if other and leaders[fold(given)] and not leaders[fold(surname)] then return travellers.leader(surname .. " " .. given, year) end
  return country
end

-- ---- office and home ----

---Whether words name an office.
local function names_office(words)
  words = words:lower()
  for _, pattern in ipairs(NO_OFFICES) do words = words:gsub(pattern, "") end
  if words:find("first lady", 1, true) then return true end
  for word in words:gmatch "[%a-]+" do
    if OFFICIAL[word] then return true end
  end
  return false
end
travellers.names_office = names_office

---The country whose place or people a role names: "Virginia's governor", "Russian envoy".
local function country_of_role(role)
  for word in role:lower():gmatch "%a+" do
    if AMERICAN[word] then return "US" end
  end
  local words = {}
  for word in role:gmatch "%f[%w][%w.]+" do words[#words + 1] = word end
  for i, word in ipairs(words) do
    local two = words[i + 1] and word .. " " .. words[i + 1]
    for _, name in ipairs { two or word, word } do
      if name:find "^%u" then
        local code = english.country_of_people(name) or english.country_code(name) or english.country_of_city(name)
        if code then return code end
      end
    end
  end
  if role:find "Secretary of State" and not role:find "Secretary of State for" then return "US" end
end

---The country a person serves: that of the role, the entity's own, or that of a leader by that name.
---@param entity table
---@param date string|nil the article's day
function travellers.home(entity, date)
  if entity.name:find "^Pope%f[%A]" then return "VA" end
  local role = entity.note and country_of_role(entity.note)
  return role or entity.country or travellers.leader(entity.name:gsub("%s+", " "), date and tonumber(date:sub(1, 4)))
end

---Whether the role that a person was introduced with is an office.
---@param entity table|nil
---@return boolean
function travellers.is_official(entity)
  return entity ~= nil and entity.kind == "person" and entity.note ~= nil and names_office(entity.note)
end

-- Whoever travels for sport, art or trade.
local PRIVATE = set [[coach captain player striker midfielder goalkeeper winger golfer footballer batsman bowler cricketer boxer
  sprinter swimmer athlete champion actor actress singer author novelist musician rapper artist filmmaker journalist reporter
  correspondent editor columnist analyst businessman executive ceo lawyer professor manager investor banker economist]]

---Whether the role that a person was introduced with is none of office.
function travellers.is_private(entity)
  if not entity.note or names_office(entity.note) then return false end
  for word in entity.note:lower():gmatch "[%a-]+" do
    if PRIVATE[word] then return true end
  end
  return false
end

---Whether somebody lives abroad for his country: where an ambassador is, he need not have travelled.
function travellers.is_posted(entity)
  local note = entity.note and entity.note:lower()
  return note ~= nil and (note:find "ambassador" or note:find "high commissioner" or note:find "consul" or note:find "charge d") ~= nil
end

local function head_is_group(argument)
  if argument.head and GROUPS[argument.head:lower()] then return true end
  return argument.text:lower():find "%f[%a]delegations?%f[%A]" ~= nil
end

-- Words before a delegation that leave open whose it is.
local OWNERS = set "our their its his her my your"

---The visitor that an argument names: an entity, or the words of a delegation.
function travellers.of(argument)
  if not argument then return nil end
  local entity = argument.entity
  if entity and entity.kind == "person" then return entity end
  local whose = argument.text:match "^(%a+) "
  if #argument.text < 60 and head_is_group(argument) and not OWNERS[(whose or ""):lower()] then
    return nil, (argument.text:gsub("%s+", " "):gsub("^[Tt]he ", ""):gsub("^[Aa]n? ", ""))
  end
  return nil
end

---The country of a delegation by its words: "A Soviet delegation".
function travellers.country_of_group(words) return country_of_role(words) end

return travellers
