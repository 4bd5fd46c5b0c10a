---When a trip is, from the time expressions around the verb or noun that tells of it.
local times = {}

local calendar = require "days"
local status = require "status"
local travel = require "travel"
local set = require "words".set

-- Kinds of time expressions that name a day, a month or a year.
local MONTHS_KIND = { date = true, time = true }

---Whether the words between two dates make them the ends of one range.
local function ranges(between)
  for _, word in ipairs { "to", "until", "through", "-", "–" } do
    if between:find(word, 1, true) then return true end
  end
  return false
end

---The verb among whose circumstances a date stands: "elected in 2009".
local function verb_of(page, sentence, date)
  for _, q in ipairs(page:predicates_in(sentence)) do
    for _, argument in ipairs(q.pos == "verb" and q.arguments or {}) do
      if argument.start_byte == date.start_byte and argument.end_byte <= date.end_byte then return q end
    end
  end
end

-- Words that open a clause about somebody or something named before, or about what is said.
local OPENERS = set "who whom whose which that where after since because although"

---Whether a date belongs to another verb in a clause of its own: "X, who was elected in 2009, arrived"; "go to X, which fought in 2008".
local function is_aside(page, p, date)
  local q = verb_of(page, p.sentence, date)
  if not q or q == p or q.start_byte >= p.start_byte and q.end_byte <= p.end_byte then return false end
  local opened
  for at, word in page.text:sub(p.sentence.start_byte + 1, q.start_byte):gmatch "()(%a+)" do
    if OPENERS[word:lower()] then opened = p.sentence.start_byte + at - 1 end
  end
  if not opened or p.start_byte >= opened and p.start_byte < date.start_byte then return false end
  return p.start_byte < opened or page.text:sub(date.end_byte + 1, p.start_byte):find(",", 1, true) ~= nil
end

---Whether words before a date make it the beginning of a time, or the day on which something was said; `from` is where the trip is told.
local function is_other_time(lead, from)
  local reported = lead:match "(%a+)%s+on%s*$"
  if reported == "said" or reported == "announced" or reported == "told" then return true end
  local since = lead:find "%f[%a]since%s+[%w%s]*$" or lead:find "%f[%a]since%s*$"
  return since ~= nil and since > from
end

---Whether a date stands in an argument of a predicate.
local function holds(q, date)
  for _, argument in ipairs(q.arguments) do
    if argument.start_byte <= date.start_byte and argument.end_byte >= date.end_byte then return true end
  end
  return false
end

---Whether a date is that of another trip in the sentence: "arrives in China on Saturday before moving on to Laos".
local function is_elsewhere(page, p, date)
  if holds(p, date) then return false end
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    local other = q ~= p and q.pos == "verb" and p.pos == "verb" and travel.moves[q.lemma] and not travel.weak[q.lemma]
    if other and holds(q, date) then return true end
  end
  return false
end

-- Words before a date by which something ends on it, and verbs by which a trip ends.
local UNTIL = { "until%s+$", "till%s+$", "through%s+$", "ends%s+on%s+$", "ends%s+$", "ending%s+on%s+$", "ending%s+$", "up%s+to%s+$" }
local FINISHERS = set "end conclude finish complete wrap_up wind_up round_off"

---Whether a date is the last of a trip: "a visit until Friday", "ended her visit on Wednesday".
local function is_end(page, p, lead)
  for _, pattern in ipairs(UNTIL) do
    if lead:find(pattern) then return true end
  end
  local verb = p.pos == "noun" and status.governor(page, p)
  return verb and FINISHERS[verb.lemma] or false
end

---The date of a sentence that is told of a trip: that of its own arguments, else the nearest; and its number in the list.
local function date_of(page, p, dates)
  local best, distance, number
  for i, date in ipairs(dates) do
    local far = date.start_byte >= p.end_byte and date.start_byte - p.end_byte or (p.start_byte - date.end_byte) * 2
    if holds(p, date) then far = far / 100 end
    if MONTHS_KIND[date.kind] and calendar.printed(date) and (not best or far < distance) then
      local text, at = p.sentence.text:lower(), date.start_byte - p.sentence.start_byte
      local other = is_other_time(text:sub(1, math.max(0, at)), p.start_byte - p.sentence.start_byte) or is_aside(page, p, date)
        or text:sub(date.end_byte - p.sentence.start_byte + 1):match "^,? announced" or is_elsewhere(page, p, date)
      if not other then best, distance, number = date, far, i end
    end
  end
  return best, number
end

---First and last day of a range that begins with a date.
local function range_of(page, dates, n)
  local date, after = dates[n], dates[n + 1]
  local first = calendar.printed(date)
  local between = after and page.text:sub(date.end_byte + 1, after.start_byte)
  local last = after and #between <= 12 and ranges(between) and calendar.printed(after)
  if last then
    if #first == 10 and #last == 10 and first > last and after.text:find "%d%d%d%d" then first = last:sub(1, 4) .. first:sub(5) end
    return first, last
  end
  if date.first and date.last and date.first ~= date.last and #first == 10 then return date.first, date.last end
  return first, nil
end

---How many days a trip takes, by the durations in its sentence.
local function days_of(p, dates)
  local days
  for _, date in ipairs(dates) do
    if date.kind == "duration" and date.value:match "^P%d+[DW]$" then
      days = tonumber(date.value:match "%d+") * (date.value:sub(-1) == "W" and 7 or 1)
    end
  end
  return days or p.sentence.text:find "week%-long" and 7 or nil
end

---Whether a day is more than ten years from that of the article.
local function is_far(page, day)
  local a, b = calendar.number(day), page.date and calendar.number(page.date)
  return a and b and math.abs(a - b) > 3650
end

---First and last day of a trip.
---@param page table from page.new
---@param p table its verb or noun
---@return string|nil, string|nil
function times.of(page, p)
  local dates = page:dates_in(p.sentence)
  local date, n = date_of(page, p, dates)
  if not date then return nil end
  local first, last = range_of(page, dates, n)
  if #first < 10 then return first, last end
  local days = days_of(p, dates)
  days = days and days < 40 and days or nil
  local lead = p.sentence.text:sub(1, math.max(0, date.start_byte - p.sentence.start_byte)):lower()
  if not last and is_end(page, p, lead) then
    first, last = days and calendar.add(first, 1 - days), first
  elseif days and not last then
    last = calendar.add(first, days - 1)
  end
  if is_far(page, first or last) then return nil end
  return first, last
end

return times
