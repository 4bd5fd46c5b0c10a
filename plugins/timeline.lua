-- Verbs that report, hold or merely connect: they name no event of their own.
local PALE = {}
for word in ([[be have do say tell add note ask think believe know feel want need seem appear become get go come make take give let keep
  hope expect like argue claim insist suggest mean describe call consider explain state write see hear find remain include
  continue begin start try plan intend use help follow concern involve show base]]):gmatch "%S+" do
  PALE[word] = true
end

-- The sides of an event: who acts, and whom it befalls or involves.
local SIDE = { subject = "acts", object = "undergoes", to = "undergoes", against = "undergoes", with = "takes part", between = "takes part",
  by = "acts" }

-- An event's words reach from its first argument to its last.
local EVENTS = [[
SELECT p.article, p.sentence, p.lemma, p.tense, p.negated, p.modal, a.role,
  min(p.start, (SELECT min(start) FROM arguments WHERE predicate = p.id)) AS start,
  max(p."end", (SELECT max("end") FROM arguments WHERE predicate = p.id)) AS stop
FROM arguments a JOIN predicates p ON p.id = a.predicate
WHERE a.entity = ? AND p.quote IS NULL AND p.holder IS NULL
ORDER BY p.article, p.start]]

local DATES = [[
SELECT sentence, start, "end" AS stop, first, last FROM dates
WHERE article = ? AND kind IN ('date', 'time') AND first IS NOT NULL ORDER BY start]]

---The time of an event: among its own words, else the nearest in its sentence, else, of what is told as past, the article's day.
local function time_of(event, article, dates)
  local best, distance
  for _, date in ipairs(dates) do
    if date.sentence == event.sentence then
      local away = date.stop < event.start and event.start - date.stop or date.start > event.stop and date.start - event.stop or 0
      if not best or away < distance then best, distance = date, away end
    end
  end
  if best then return best.first, best.last, distance == 0 and "its words" or "its sentence" end
  if article.date and event.tense == "past" then return article.date, article.date, "the article" end
  return nil
end

local function dates_of(ctx, article)
  local dates = {}
  for date in ctx.db:rows(DATES, article.id) do dates[#dates + 1] = date end
  return dates
end

---How the text presents it: negated, modal, yet to come.
local function mood_of(event)
  if event.negated == 1 then return "negated" end
  if event.modal then return event.modal end
  return event.tense
end

---One event for each day, verb and side, over all articles that tell it.
local function add(events, event, article, first, last, from)
  local side = SIDE[event.role]
  local key = table.concat({ first, last, event.lemma, side, mood_of(event) or "" }, "\0")
  local e = events[key]
  if not e then
    e = { first = first, last = last, from = from, lemma = event.lemma, side = side, mood = mood_of(event), articles = 0, sources = {} }
    e.text = article.text:sub(event.start + 1, event.stop):gsub("%s+", " ")
    events[key], events[#events + 1] = e, e
  end
  if e.latest == article.id then return end
  e.latest, e.articles = article.id, e.articles + 1
  if #e.sources < 100 then e.sources[#e.sources + 1] = { article.id, event.start, event.stop } end
end

local function wanted(first, last, args)
  return (not args.after or last >= args.after) and (not args.before or first:sub(1, #args.before) <= args.before)
end

---`hold` and `talks` in one clause are one event: they share their first word.
local function same_clause(a, b)
  return a and a.article == b.article and a.sentence == b.sentence and a.start == b.start
end

local function gather(ctx, args)
  local events, articles, dates, of, previous = {}, {}, nil, nil, nil
  for article in ctx.articles { who = args.who }:each() do articles[article.id] = article end
  for event in ctx.db:rows(EVENTS, args.who.id) do
    local article = articles[event.article]
    if article and SIDE[event.role] and not PALE[event.lemma] and not same_clause(previous, event) then
      previous = event
      if of ~= article.id then dates, of = dates_of(ctx, article), article.id end
      local first, last, from = time_of(event, article, dates)
      if first and wanted(first, last, args) then add(events, event, article, first, last, from) end
    end
  end
  return events
end

local function earlier(a, b)
  if a.first ~= b.first then return a.first < b.first end
  if a.last ~= b.last then return a.last < b.last end
  if a.articles ~= b.articles then return a.articles > b.articles end
  if a.lemma ~= b.lemma then return a.lemma < b.lemma end
  if a.side ~= b.side then return a.side < b.side end
  return (a.mood or "") < (b.mood or "")
end

---@type dossier.Plugin
return {
  name = "timeline", api = 1, version = "1",
  summary = "What happened with somebody or something, day by day.",
  args = {
    { name = "who", type = "entity", positional = true, required = true, help = "the person, organization or place; any alias will do" },
    { name = "after", type = "date", help = "only events that last to this day or longer" },
    { name = "before", type = "date", help = "only events that begin by this day" },
    { name = "min", type = "integer", default = 1, help = "only events that so many articles tell" },
  },
  columns = {
    { name = "first", type = "date", help = "the day, or the first of them" },
    { name = "last", type = "date", help = "the last day" },
    { name = "event", type = "text", help = "the words of the first article that tells it" },
    { name = "side", type = "text", help = "acts, undergoes, takes part" },
    { name = "verb", type = "text", help = "lemma of the verb or event noun" },
    { name = "mood", type = "text", help = "past, present, future, a modal verb, or negated" },
    { name = "articles", type = "integer", help = "articles that tell it" },
    { name = "dated_by", type = "text", help = "where the day is from: its words, its sentence, the article" },
  },
  examples = {
    { run = "timeline Lukashenko", corpus = "samples", rows = { { first = "2023-02-28", verb = "welcome", side = "undergoes" } } },
  },
  run = function(ctx, args)
    local events = gather(ctx, args)
    table.sort(events, earlier)
    for _, e in ipairs(events) do
      if e.articles >= args.min then
        ctx:row { first = e.first, last = e.last, event = e.text, side = e.side, verb = e.lemma, mood = e.mood, articles = e.articles,
          dated_by = e.from, sources = e.sources }
      end
    end
  end,
}
