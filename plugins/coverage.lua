local tone = require "tone"

-- Mentions of an entity by name, with their sentence.
local MENTIONS = [[
SELECT m.article, m.start, m."end" AS stop, s.start AS sentence_start, s."end" AS sentence_stop, m.form
FROM mentions m JOIN sentences s ON s.article = m.article AND s.n = m.sentence
WHERE m.entity = ? ORDER BY m.article, m.start]]

local QUOTES = [[SELECT article FROM quotes WHERE speaker = ? AND kind <> 'scare']]
local ABOUT = [[
SELECT DISTINCT q.id, q.article FROM mentions m
JOIN quotes q ON q.article = m.article AND m.start >= q.start AND m.start < q."end"
WHERE m.entity = ?1 AND q.kind <> 'scare' AND q.speaker IS NOT ?1]]

---What a row gathers: the outlet, or the month.
local function key_of(article, by)
  if by == "month" then return article.date and article.date:sub(1, 7) or "(no date)" end
  return article.outlet or "(no outlet)"
end

local function groups_of(ctx, by)
  local groups, of = {}, {}
  for article in ctx.articles:each() do
    local key = key_of(article, by)
    local g = groups[key]
    if not g then
      g = { key = key, all = 0, articles = 0, mentions = 0, quoted = 0, about = 0, places = {}, sources = {} }
      groups[key], groups[#groups + 1] = g, g
    end
    g.all, of[article.id] = g.all + 1, g
  end
  return groups, of
end

local function count_mentions(ctx, who, of)
  for m in ctx.db:rows(MENTIONS, who.id) do
    local g = of[m.article]
    if g then
      g.mentions = g.mentions + 1
      if g.latest ~= m.article then
        g.latest, g.articles = m.article, g.articles + 1
        if #g.sources < 100 then g.sources[#g.sources + 1] = { m.article, m.sentence_start, m.sentence_stop } end
      end
      if m.form == "name" then g.places[#g.places + 1] = m end
    end
  end
end

local function count_quotes(ctx, who, of)
  for q in ctx.db:rows(QUOTES, who.id) do
    if of[q.article] then of[q.article].quoted = of[q.article].quoted + 1 end
  end
  for q in ctx.db:rows(ABOUT, who.id) do
    if of[q.article] then of[q.article].about = of[q.article].about + 1 end
  end
end

---Mean tone toward the entity over at most `most` sentences, spread evenly over the group.
local function tone_of(ctx, g, most)
  local n, sum = math.min(most, #g.places), 0
  if n == 0 then return nil, 0 end
  for i = 1, n do
    local m = g.places[(i - 1) * #g.places // n + 1]
    local text = ctx.articles { id = m.article }:first().text:sub(m.sentence_start + 1, m.sentence_stop)
    sum = sum + tone.toward(text, m.start - m.sentence_start, m.stop - m.sentence_start, true).score
  end
  return sum / n, n
end

---@type dossier.Plugin
return {
  name = "coverage", api = 1, version = "1",
  summary = "How outlets differ on somebody or something: how much, who speaks, in what tone.",
  args = {
    { name = "who", type = "entity", positional = true, required = true, help = "a person, organization or place; any alias will do" },
    { name = "by", type = "choice", choices = { "outlet", "month" }, default = "outlet", help = "what a row gathers" },
    { name = "sample", type = "integer", default = 40, help = "sentences a row whose tone is taken, spread evenly; 0: no tone" },
  },
  columns = {
    { name = "name", type = "text", help = "the outlet, or the month" },
    { name = "articles", type = "integer", help = "articles that mention it" },
    { name = "share", type = "percent", help = "of the articles of this outlet or month" },
    { name = "mentions", type = "integer", help = "mentions, pronouns and the like among them" },
    { name = "quoted", type = "integer", help = "quotes that it speaks" },
    { name = "about", type = "integer", help = "quotes of others that mention it" },
    { name = "tone", type = "number", help = "mean tone toward it of the sentences that name it, from -1 to 1" },
    { name = "sentences", type = "integer", help = "sentences in that mean" },
  },
  examples = {
    { run = "coverage Lukashenko", corpus = "samples", rows = { { name = "Northern Wire", articles = 1 } } },
  },
  run = function(ctx, args)
    local groups, of = groups_of(ctx, args.by)
    count_mentions(ctx, args.who, of)
    count_quotes(ctx, args.who, of)
    table.sort(groups, function(a, b)
      if args.by == "outlet" and a.articles ~= b.articles then return a.articles > b.articles end
      return a.key < b.key
    end)
    for i, g in ipairs(groups) do
      ctx:progress(i / #groups, "tone")
      local mean, n = tone_of(ctx, g, args.sample)
      if g.articles > 0 then
        ctx:row {
          name = g.key, articles = g.articles, share = g.articles / g.all, mentions = g.mentions, quoted = g.quoted,
          about = g.about, tone = mean, sentences = n, sources = g.sources,
        }
      end
    end
  end,
}
