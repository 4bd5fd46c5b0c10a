---Where a predicate of travel leads: the places and countries in its roles, in a row after them, or named before.
local goals = {}

local places = require "places"
local set = require "words".set

goals.gatherings = set "summit conference meeting forum assembly talks congress inauguration funeral ceremony session symposium"

---Further places in a row after a goal: "to Norway, Sweden and Poland".
local function add_row(page, p, argument, list)
  local stop, last = argument.entity and argument.entity.country, nil
  for _, m in ipairs(page:mentions_in(p.sentence)) do
    if m.start_byte >= argument.start_byte and m.form == "name" and m.entity.kind == "place" and m.entity.country then
      local between = last and page.text:sub(last + 1, m.start_byte)
      if between and not (between:find "^,?%s+a?n?d?%s*t?h?e?%s*$" or between:find "^,%s*$") then return end
      last = m.end_byte
      if m.entity.country ~= stop then
        local name, code = places.of({ entity = m.entity }, page.date)
        list[#list + 1] = { place = name, country = code }
        stop = code
      end
    end
  end
end

---Where a gathering takes place that an argument names: the "in" of its noun.
local function add_gathering(page, argument, list)
  for _, q in ipairs(page:predicates_in(argument.sentence)) do
    if q.pos == "noun" and goals.gatherings[q.lemma] and q.start_byte >= argument.start_byte and q.end_byte <= argument.end_byte then
      for _, inner in ipairs(q.arguments) do
        local name, code = places.of(inner, page.date)
        if code and (inner.role == "in" or inner.role == "at") then list[#list + 1] = { place = name, country = code } end
      end
    end
  end
  if #list == 0 and argument.text:find " in " then list[1] = page:place_in(argument.start_byte, argument.end_byte) end
end
goals.add_gathering = add_gathering

---Adds what one argument in a role of travel names.
local function add_argument(page, p, argument, list)
  local name, code, entity, landmark = places.of(argument, page.date)
  if code then
    list[#list + 1] = { place = name, country = code, landmark = landmark }
    if #list == 1 and argument.role ~= "object" then add_row(page, p, argument, list) end
  elseif not entity and places.region(argument) or entity and places.region(argument) then
    list[#list + 1] = { place = places.region(argument) }
  elseif p.lemma == "attend" then add_gathering(page, argument, list)
  elseif places.stands_in(argument) and p.lemma ~= "tour" then list[#list + 1] = page:country_before(p.start_byte, nil, true)
  elseif argument.text:lower() == "the capital" then list[#list + 1] = page:capital_before(p.start_byte)
  else list[#list + 1] = places.of_words(argument, page.date) end
end

---The places in the roles of a predicate.
function goals.of(page, p, roles)
  local list = {}
  for _, role in ipairs(roles) do
    for _, argument in ipairs(p.arguments) do
      if argument.role == role then add_argument(page, p, argument, list) end
    end
  end
  return list
end

---The places in a row right after a byte: "New Delhi" of "visit New Delhi next month", whatever the tree makes of them.
local function row_at(page, p, first)
  local list, last, stop = {}, first, nil
  for _, m in ipairs(page:mentions_in(p.sentence)) do
    if m.start_byte >= first and m.form == "name" then
      local between = page.text:sub(last + 1, m.start_byte)
      local joined = #list == 0 and between:find "^%s*t?h?e?%s*$" or #list > 0 and (between:find "^,?%s+a?n?d?%s*t?h?e?%s*$")
      local name, code = places.of({ entity = m.entity }, page.date)
      if not joined or not code then break end
      if code ~= stop then list[#list + 1] = { place = name, country = code } end
      last, stop = m.end_byte, code
    end
  end
  return list
end

---The places behind one of some words after a predicate, within a few words: "left Baghdad for Amman", "on her way to Tokyo".
---@param patterns string[] of what stands before the place
function goals.behind(page, p, patterns)
  local rest = page.text:sub(p.end_byte + 1, math.min(p.sentence.end_byte, p.end_byte + 120))
  for _, pattern in ipairs(patterns) do
    local _, last = rest:find(pattern)
    local list = last and row_at(page, p, p.end_byte + last) or {}
    if #list > 0 then return list end
  end
  return {}
end

---The first place in one of the roles: name, country, entity.
function goals.first(page, p, roles)
  for _, role in ipairs(roles) do
    for _, argument in ipairs(p.arguments) do
      if argument.role == role then
        local name, code, entity = places.of(argument, page.date)
        if entity then return name, code, entity end
      end
    end
  end
end

---Whether what stands right after a predicate is "here".
local function is_here(page, p)
  local rest = page.text:sub(p.end_byte + 1, p.sentence.end_byte)
  local before = page.text:sub(math.max(p.sentence.start_byte, p.start_byte - 40) + 1, p.start_byte)
  return rest:find "^%s+here%f[%A]" or before:find "%f[%a][Hh]ere on an? [%w%s-]*$" or before:find "%f[%a][Hh]ere for an? [%w%s-]*$"
end

---The place with which a sentence opens: "In Hong Kong, he will meet …".
function goals.opening(page, p)
  local sentence = p.sentence
  local first = sentence.text:match "^%s*[Ii]n%s+()" or sentence.text:match "^%s*[Ww]hile%s+in%s+()" or sentence.text:match "^%s*[Aa]t%s+()"
  local place = first and page:place_in(sentence.start_byte + first - 1, sentence.end_byte)
  local at = place and place.mention.start_byte - (sentence.start_byte + first - 1)
  if at and at <= 4 and page.text:sub(place.mention.end_byte + 1, p.start_byte):find "^," then return place end
end

---Whether the words of an argument are a phrase, not a clause ("designate North Korea …").
local function is_phrase(argument)
  return argument.role ~= "to" or argument.text:find "^%u" or argument.text:find "^the " or argument.text:find "^an? "
end

---"Join Russia's president": a country that somebody has, and nobody need travel to. Who visits him does.
local function is_theirs(page, p, argument, place)
  local somebody = p.lemma ~= "visit" and argument.entity and argument.entity.kind == "person"
  return somebody and page.text:find("^\xe2?\x80?[\x99']s%f[%W]", place.mention.end_byte + 1) ~= nil
end

-- Nouns that are no place, whatever country follows: "come to the defense of Iraq", "open a campaign in Syria".
local ABSTRACT = set [[defense defence aid rescue help assistance support war wars terms understanding agreement blows deal conclusion
  power campaign front investigation inquiry market markets end fight battle attack struggle conflict talks negotiations debate economy
  future relations ties trade border borders door doors]]

---Whether the words before a place make it that of something one cannot go to.
local function is_abstract(lead)
  for word in lead:lower():gmatch "%a+" do
    if ABSTRACT[word] then return true end
  end
  return false
end

-- Verbs that lead to whatever is called after a place.
local SEEN = set "visit tour"
-- What lies or meets in a place goes by its name: "the Geneva talks", "Beirut airport".
local LOCAL = set "talk meeting airport base capital region area suburb border headquarters embassy summit conference"

---Whether a place inside of an argument only says which thing is meant: "stay in the Iran deal".
local function is_modifier(page, p, argument, place)
  local head = argument.head
  if not head or SEEN[p.lemma] or LOCAL[head] then return false end
  local after = page.text:match("^%s+(%l+)", place.mention.end_byte + 1)
  return after ~= nil and after:sub(1, #head) == head
end

---Places inside of arguments' words: "visited a camp in Jordan", "Kenya's biggest shantytown"; else "here".
---@param roles string[] in whose arguments a place may stand
---@return table[] places, boolean|nil here whether "here" is said
function goals.nearby(page, p, roles)
  local list = {}
  for _, role in ipairs(roles) do
    for _, argument in ipairs(p.arguments) do
      if argument.role == role then
        local place = is_phrase(argument) and page:place_in(argument.start_byte, argument.end_byte)
        local lead = place and page.text:sub(argument.start_byte + 1, place.mention.start_byte)
        local near = lead and #lead < 60 and not lead:find "[,;:]" and not lead:find "%sto%s" and not lead:find "with%s+$"
        near = near and (p.pos == "noun" or not is_abstract(lead))
        if near and not is_theirs(page, p, argument, place) and not is_modifier(page, p, argument, place) then list[#list + 1] = place end
      end
    end
    if #list > 0 then return list end
  end
  if not is_here(page, p) then return list, false end
  return { page:dateline() or page:place_in(p.sentence.start_byte, p.start_byte) }, true
end

return goals
