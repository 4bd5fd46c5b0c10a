local tone = require "tone"

local BAR = 10   -- columns of the bar at the end of the scale

local function bar(mean)
  local n = math.floor(math.abs(mean) * BAR + 0.5)
  return (mean < 0 and "-" or "+"):rep(math.min(n, BAR))
end

local function group_of(by, quote, score)
  if by == "outlet" then return quote.article.outlet or "(no outlet)" end
  if by == "month" then return quote.article.date and quote.article.date:sub(1, 7) or "(no date)" end
  if by == "kind" then return quote.kind end
  if by == "label" then return score.label end
  return quote.speaker and quote.speaker.name or quote.speaker_text
end

---The words of a quote, without its marks and what reports it.
local function words_of(quote)
  local parts = {}
  for i, span in ipairs(quote.content) do parts[i] = span.text end
  return table.concat(parts, " ")
end

---Tone of a quote; with a target, toward that entity's first mention in it.
local function score_of(quote, about)
  if not about then return tone.score(words_of(quote)) end
  for mention in about:each() do
    if mention.start_byte >= quote.start_byte and mention.end_byte <= quote.end_byte then
      return tone.toward(quote.text, mention.start_byte - quote.start_byte, mention.end_byte - quote.start_byte)
    end
  end
  return nil
end

local function list(ctx, quotes, args)
  for quote in quotes:each() do
    local about = args.about and ctx.mentions { article = quote.article.id, entity = args.about } or nil
    local score = score_of(quote, about)
    if score then
      ctx:row {
        speaker = quote.speaker or quote.speaker_text, score = score.score, label = score.label, quote = words_of(quote),
        why = args.about and {} or tone.reasons(score.why), kind = quote.kind, date = quote.article.date, source = quote,
      }
    end
  end
end

local function summary(ctx, quotes, args)
  local groups, order = {}, {}
  for quote in quotes:each() do
    local about = args.about and ctx.mentions { article = quote.article.id, entity = args.about } or nil
    local score = score_of(quote, about)
    local name = score and group_of(args.by, quote, score)
    if name then
      local g = groups[name]
      if not g then
        g = { name = name, n = 0, negative = 0, neutral = 0, positive = 0, sum = 0, sources = {} }
        groups[name] = g
        order[#order + 1] = g
      end
      g.n, g.sum = g.n + 1, g.sum + score.score
      g[score.label] = g[score.label] + 1
      if #g.sources < 100 then g.sources[#g.sources + 1] = quote end
    end
  end
  table.sort(order, function(a, b)
    if a.n ~= b.n then return a.n > b.n end
    return a.name < b.name
  end)
  for _, g in ipairs(order) do
    local mean = g.sum / g.n
    ctx:row {
      name = g.name, quotes = g.n, negative = g.negative, neutral = g.neutral, positive = g.positive, mean = mean, bar = bar(mean),
      sources = g.sources,
    }
  end
end

---@type dossier.Plugin
return {
  name = "sentiment", api = 1, version = "1",
  summary = "How the quotes of each speaker sound: negative, neutral or positive, and why.",
  args = {
    { name = "speaker", type = "entity", positional = true, help = "only what this speaker says; any alias will do" },
    { name = "about", type = "entity", help = "only quotes that mention this entity; the tone is then toward it" },
    { name = "by", type = "choice", choices = { "speaker", "outlet", "month", "kind" }, default = "speaker", help = "what a row gathers" },
  },
  columns = {
    { name = "name", type = "text", help = "the speaker, or what --by names" },
    { name = "quotes", type = "integer", help = "quotes scored" },
    { name = "negative", type = "integer", help = "of them negative" },
    { name = "neutral", type = "integer", help = "of them neutral" },
    { name = "positive", type = "integer", help = "of them positive" },
    { name = "mean", type = "number", help = "mean score, from -1 to 1" },
    { name = "bar", type = "text", help = "the mean as a bar" },
  },
  views = {
    list = {
      columns = {
        { name = "speaker", type = "entity", help = "who says it" },
        { name = "label", type = "text", help = "negative, neutral or positive" },
        { name = "score", type = "number", help = "from -1 to 1" },
        { name = "quote", type = "text", help = "the words" },
        { name = "why", type = "list", help = "the words that weighed, with their share and what changed it" },
        { name = "kind", type = "text", help = "direct or mixed" },
        { name = "date", type = "date", help = "day of the article" },
      },
    },
  },
  examples = {
    {
      run = "sentiment --list --speaker Tsikhanouskaya", corpus = "samples",
      rows = { { speaker = "Sviatlana Tsikhanouskaya", label = "negative", kind = "direct" } },
    },
    { run = "sentiment --speaker Orban", corpus = "samples", rows = { { name = "Viktor Orban", quotes = 1, positive = 1, negative = 0 } } },
  },
  run = function(ctx, args)
    local quotes = ctx.quotes { kind = { "direct", "mixed" } }
    if args.speaker then quotes = quotes:where { speaker = args.speaker } end
    if args.view == "list" then list(ctx, quotes, args) else summary(ctx, quotes, args) end
  end,
}
