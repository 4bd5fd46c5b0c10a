---A trip told on one page: who, where, when, how it came about, whom the traveller met, what was signed, what was said.
local account = {}

local places = require "places"

local QUOTES, HISTORY, SIGNED = 6, 12, 6   -- at most so many lines of each kind

local function straight(text, most)
  text = text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", "")
  if #text <= most then return text end
  local cut = utf8.offset(text, 0, most)
  return text:sub(1, cut - 1):gsub("%s+%S*$", "") .. " …"
end

---"(The Vistula Courier, 2023-02-25, article 3)"
local function source_of(article)
  local parts = {}
  if article.outlet then parts[#parts + 1] = article.outlet end
  if article.date then parts[#parts + 1] = article.date end
  parts[#parts + 1] = "article " .. article.id
  return "(" .. table.concat(parts, ", ") .. ")"
end

local function heading(trip)
  local who = trip.visitor and trip.visitor.name or trip.words
  local role = trip.visitor and trip.visitor.note
  local where = places.country_name(trip.country, trip.first or trip.told) or trip.place or "?"
  local lines = { ("%s%s: %s"):format(who, role and " (" .. role .. ")" or "", where) }
  local days = trip.first and (trip.last and trip.last ~= trip.first and trip.first .. " to " .. trip.last or trip.first) or "days not told"
  lines[2] = ("%s, %s%s"):format(days, trip.kind and trip.kind .. " visit, " or "", trip.status)
  if #trip.places > 0 then lines[#lines + 1] = "Places: " .. table.concat(trip.places, ", ") end
  local names = {}
  for i, e in ipairs(trip.meets) do names[i] = e.name end
  if #names > 0 then lines[#lines + 1] = "Meets: " .. table.concat(names, ", ") end
  return table.concat(lines, "\n")
end

---How far the trip had got, telling by telling.
local function history(trip)
  local lines = { "How it was told" }
  for i, telling in ipairs(trip.history) do
    if i > HISTORY then
      lines[#lines + 1] = ("  … and %d more"):format(#trip.history - HISTORY)
      break
    end
    local sentence = telling.sentence
    lines[#lines + 1] = ("  %s: %s %s"):format(telling.status, straight(sentence.text, 240), source_of(sentence.article))
  end
  return table.concat(lines, "\n")
end

local function ids_of(trip)
  local ids, seen = {}, {}
  for _, telling in ipairs(trip.history) do
    local id = telling.sentence.article.id
    if not seen[id] then ids[#ids + 1] = id end
    seen[id] = true
  end
  return ids
end

---Whether a sentence names one of the people of the trip or its country.
local function concerns(sentence, trip, people)
  for m in sentence.mentions:each() do
    local e = m.entity
    if e and (people[e] or e.kind ~= "person" and e.country == trip.country) then return true end
  end
  return false
end

local function signed(ctx, trip, ids, people)
  local lines, seen = { "Signed or agreed" }, {}
  local acts = { article = ids, lemma = { "sign", "ink", "initial", "conclude", "agree" }, pos = "verb", negated = false }
  for p in ctx.predicates(acts):each() do
    local sentence = p.sentence
    local key = sentence.article.id .. ":" .. sentence.start_byte
    local agreed = p.lemma ~= "conclude" or p.object and p.object.text:find "agree"
    if #lines <= SIGNED and not seen[key] and agreed and concerns(sentence, trip, people) then
      lines[#lines + 1] = ("  %s %s"):format(straight(sentence.text, 240), source_of(sentence.article))
    end
    seen[key] = true
  end
  return #lines > 1 and table.concat(lines, "\n") or nil
end

---What the traveller and those whom he met said there, and what others said of them.
local function quotes(ctx, ids, list)
  local lines = { "Said" }
  if #list == 0 then return nil end
  local said = ctx.quotes { article = ids, kind = { "direct", "mixed" } }
  for quote in (said:where { who = list } + said:where { about = list }):limit(QUOTES):each() do
    local speaker = quote.speaker and quote.speaker.name or quote.speaker_text or "?"
    lines[#lines + 1] = ("  %s: %s %s"):format(straight(speaker, 60), straight(quote.text, 240), source_of(quote.article))
  end
  return #lines > 1 and table.concat(lines, "\n") or nil
end

---The page of a trip that was joined over articles.
---@param ctx dossier.Context
---@param trip table with history: a list of { status, sentence }, places: a list of names, meets: a list of entities
---@return string[] paragraphs
function account.of(ctx, trip)
  local people, list = {}, {}
  for _, e in ipairs { trip.visitor, table.unpack(trip.meets) } do
    if not people[e] then list[#list + 1] = e end
    people[e] = true
  end
  local ids = ids_of(trip)
  local paragraphs = { heading(trip), history(trip) }
  paragraphs[#paragraphs + 1] = signed(ctx, trip, ids, people)
  paragraphs[#paragraphs + 1] = quotes(ctx, ids, list)
  return paragraphs
end

return account
