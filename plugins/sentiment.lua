local tone = require "tone"

local SURE = 0.45         -- below this probability the label is "unclear"
local STEP = 2000         -- quotes between two signs of progress
local MOST_SOURCES = 100
local MOST_REASONS = 8

local PRONOUNS = {}
for word in ("he she they it i we you who that him her them"):gmatch "%a+" do PRONOUNS[word] = true end

---A speaker that is known by name or by what it was called; an unresolved "he" is nobody.
local function speaker_of(quote)
  if quote.speaker then return quote.speaker.name end
  local text = quote.speaker_text
  return text and not PRONOUNS[text:lower()] and text or "(nobody found)"
end

local GROUPS = {
  speaker = speaker_of,
  outlet = function(quote) return quote.article.outlet or "(no outlet)" end,
  month = function(quote) return quote.article.date and quote.article.date:sub(1, 7) or "(no date)" end,
  kind = function(quote) return quote.kind end,
}

local QUOTES = [[SELECT q.article, q.id, q.start, q."end" FROM quotes q WHERE q.kind IN ('direct', 'mixed') AND in_scope(q.article)
  %s ORDER BY q.article, q.start, q.id]]
local MENTIONS = [[SELECT m.article, m.start, m."end", m.entity FROM mentions m WHERE in_scope(m.article) %s ORDER BY m.article, m.start]]

---Quotes by article, in order: flat, id, start, end.
local function places_of_quotes(ctx, about)
  local by_article = {}
  local near = about and "AND q.article IN (SELECT article FROM mentions WHERE entity = :about)" or ""
  for article, id, start, stop in ctx.db:values(QUOTES:format(near), { about = about and about.id }) do
    local list = by_article[article]
    if not list then
      list = {}
      by_article[article] = list
    end
    local n = #list
    list[n + 1], list[n + 2], list[n + 3] = id, start, stop
  end
  return by_article
end

---Names in quotes: by quote the first mention of each entity in it, as { entity, name, start_byte, end_byte }.
local function names_in_quotes(ctx, about)
  local found, quotes, name_of = {}, places_of_quotes(ctx, about), {}
  for id, name in ctx.db:values "SELECT id, name FROM entities" do name_of[id] = name end
  local sql = MENTIONS:format(about and "AND m.entity = :about" or "")
  for article, start, stop, entity in ctx.db:values(sql, { about = about and about.id }) do
    local list = quotes[article]
    for i = 1, name_of[entity] and list and #list or 0, 3 do
      if list[i + 1] > start then break end
      local names = stop <= list[i + 2] and (found[list[i]] or {})
      if names and not names[-entity] then
        local name = { entity = entity, name = name_of[entity], start_byte = start, end_byte = stop }
        names[-entity], names[#names + 1], found[list[i]] = true, name, names   -- above 0 is the list, below who is in it
      end
    end
  end
  return found
end

local function toward(quote, name, brief)
  return tone.toward(quote.text, name.start_byte - quote.start_byte, name.end_byte - quote.start_byte, brief)
end

---Calls judged(quote, score, name) for each quote; with names, for each name in it, the score being the tone toward that.
local function judge(ctx, quotes, names, brief, judged)
  local all, done = names and 0 or quotes:count(), 0
  if names then for _ in pairs(names) do all = all + 1 end end
  for quote in quotes:each() do
    local found = names and names[quote.id]
    if not names then
      judged(quote, tone.score(quote, brief))
    elseif found then
      for _, name in ipairs(found) do judged(quote, toward(quote, name, brief), name) end
    end
    if found or not names then
      done = done + 1
      if done % STEP == 0 then ctx:progress(done / all, "quotes") end
    end
  end
  return done
end

---What to try when there was nothing to judge; the tone is that of the words between marks.
local function note_nothing(ctx, args)
  local speaker = args.speaker and (' --speaker "%s"'):format(args.speaker.name) or ""
  local about = args.about and (' --about "%s"'):format(args.about.name) or ""
  if args.speaker or args.about then
    ctx:note(("no direct quotation fits; 'quotes%s%s' lists reported speech, too"):format(speaker, about))
  end
end

local function label_of(score) return score.sure < SURE and "unclear" or score.label end

local function list(ctx, quotes, names)
  return judge(ctx, quotes, names, false, function(quote, score, name)
    ctx:row {
      speaker = quote.speaker or quote.speaker_text, about = name and name.name, label = label_of(score), score = score.score,
      sure = score.sure, quote = quote.said, why = tone.reasons(score.why, MOST_REASONS), kind = quote.kind,
      date = quote.article.date, source = quote,
    }
  end)
end

local function summary(ctx, quotes, names, by)
  local groups, order, group_of = {}, {}, GROUPS[by]
  local judged = judge(ctx, quotes, names, true, function(quote, score, name)
    local key = group_of and group_of(quote) or name.name
    local g = groups[key]
    if not g then
      g = { name = key, n = 0, negative = 0, neutral = 0, positive = 0, unclear = 0, sum = 0, sources = {} }
      groups[key] = g
      order[#order + 1] = g
    end
    local label = label_of(score)
    g.n, g.sum, g[label] = g.n + 1, g.sum + score.score, g[label] + 1
    if #g.sources < MOST_SOURCES then g.sources[#g.sources + 1] = { quote.article.id, quote.start_byte, quote.end_byte } end
  end)
  table.sort(order, function(a, b)
    if by == "month" then return a.name < b.name end
    if a.n ~= b.n then return a.n > b.n end
    return a.name < b.name
  end)
  for _, g in ipairs(order) do
    ctx:row {
      name = g.name, quotes = g.n, negative = g.negative, neutral = g.neutral, positive = g.positive, unclear = g.unclear,
      mean = g.sum / g.n, sources = g.sources,
    }
  end
  return judged
end

---@type dossier.Plugin
return {
  name = "sentiment", api = 1, version = "2",
  summary = "How the quotes of each speaker sound: negative, neutral or positive, and why.",
  args = {
    { name = "speaker", type = "entity", positional = true, help = "only what this speaker says; any alias will do" },
    { name = "about", type = "entity", help = "only quotes that name this entity; the tone is then toward it" },
    { name = "by", type = "choice", choices = { "speaker", "outlet", "month", "kind", "about" }, default = "speaker",
      help = "what a row gathers; about: the entities named in the quotes, with the tone toward each" },
    { name = "lexicon", type = "file", help = "words or phrases of your own: a line is a word, a tab, a weight from -1 to 1" },
  },
  columns = {
    { name = "name", type = "text", help = "the speaker, or what --by names" },
    { name = "quotes", type = "integer", help = "quotes judged" },
    { name = "negative", type = "integer", help = "of them negative" },
    { name = "neutral", type = "integer", help = "of them neutral" },
    { name = "positive", type = "integer", help = "of them positive" },
    { name = "unclear", type = "integer", help = "of them too close to call" },
    { name = "mean", type = "bar", help = "mean score, from -1 to 1" },
  },
  views = {
    list = {
      columns = {
        { name = "speaker", type = "entity", help = "who says it" },
        { name = "about", type = "entity", help = "whom or what the tone is toward, with --about and --by about" },
        { name = "label", type = "text", help = "negative, neutral, positive or unclear" },
        { name = "score", type = "bar", help = "from -1 to 1" },
        { name = "sure", type = "percent", help = "how probable negative, neutral or positive is" },
        { name = "quote", type = "text", help = "the words" },
        { name = "why", type = "list", help = "the words that weighed most, with their share and the negation that turned them" },
        { name = "kind", type = "text", help = "direct or mixed" },
        { name = "date", type = "date", help = "day of the article" },
      },
    },
  },
  examples = {
    {
      run = "sentiment --list --speaker Drahun", corpus = "samples",
      rows = { { speaker = "Alesia Drahun", label = "negative", kind = "direct" } },
    },
    {
      run = "sentiment --speaker Szalay", corpus = "samples",
      rows = { { name = "Gabor Szalay", quotes = 1, positive = 1, negative = 0 } },
    },
  },
  run = function(ctx, args)
    if args.lexicon then tone.read(args.lexicon) end
    local quotes = ctx.quotes { kind = { "direct", "mixed" }, speaker = args.speaker }
    local names = (args.about or args.by == "about") and names_in_quotes(ctx, args.about)
    local judge_all = args.view == "list" and list or summary
    if judge_all(ctx, quotes, names, args.by) == 0 then note_nothing(ctx, args) end
  end,
}
