local tone = require "tone"

local SURE = 0.45         -- below this probability the label is "unclear"
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

local NAMES = [[SELECT q.id, m.start, m."end", m.entity FROM quotes q JOIN mentions m ON m.article = q.article
  AND m.start >= q.start AND m.start < q."end" AND m."end" <= q."end"
  WHERE q.article = :article AND q.kind IN ('direct', 'mixed') %s ORDER BY q.start, q.id, m.start]]
local OF_ALL, OF_ONE = NAMES:format "", NAMES:format "AND m.entity = :about"

local name_of = {}   -- of entities; false: none that is shown

local function entity_name(ctx, id)
  if name_of[id] == nil then
    name_of[id] = false
    for name in ctx.db:values("SELECT name FROM entities WHERE id = ?", id) do name_of[id] = name end
  end
  return name_of[id]
end

---Names in the quotes of an article: by quote the first mention of each entity in it, as { name, start_byte, end_byte }.
local function names_in_quotes(ctx, article, about)
  local found = {}
  for id, start, stop, entity in ctx.db:values(about and OF_ONE or OF_ALL, { article = article.id, about = about and about.id }) do
    local names, name = found[id] or {}, entity_name(ctx, entity)
    if name and not names[-entity] then
      names[-entity], names[#names + 1] = true, { name = name, start_byte = start, end_byte = stop }
      found[id] = names   -- above 0 is the list, below who is in it
    end
  end
  return found
end

local function toward(quote, name, brief)
  return tone.toward(quote.text, name.start_byte - quote.start_byte, name.end_byte - quote.start_byte, brief)
end

---Calls judged(quote, score, name) for each quote of an article; with names, for each name in it, the score being the tone toward that.
local function judge(article, args, names, brief, judged)
  for quote in article.quotes { kind = { "direct", "mixed" }, speaker = args.speaker }:each() do
    if not names then judged(quote, tone.score(quote, brief)) end
    for _, name in ipairs(names and names[quote.id] or {}) do judged(quote, toward(quote, name, brief), name) end
  end
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

---A quote for the list.
local function listed(quote, score, name)
  return {
    speaker = quote.speaker or quote.speaker_text, about = name and name.name, label = label_of(score), score = score.score,
    sure = score.sure, quote = quote.said, why = tone.reasons(score.why, MOST_REASONS), kind = quote.kind,
    date = quote.article.date, source = quote,
  }
end

local PARTS <const> = 5

---Adds a quote for its row to a flat list: what gathers it, how it sounds, where it stands.
local function add_counted(list, quote, score, name, by)
  local group_of, n = GROUPS[by], #list
  list[n + 1], list[n + 2], list[n + 3] = group_of and group_of(quote) or name.name, label_of(score), score.score
  list[n + 4], list[n + 5] = quote.start_byte, quote.end_byte
end

local function add_groups(ctx, values, by)
  local groups, order = {}, {}
  for quotes, article in values do
    for i = 1, #quotes, PARTS do
      local name, label, score = quotes[i], quotes[i + 1], quotes[i + 2]
      local g = groups[name]
      if not g then
        g = { name = name, n = 0, negative = 0, neutral = 0, positive = 0, unclear = 0, sum = 0, sources = {} }
        groups[name], order[#order + 1] = g, g
      end
      g.n, g.sum, g[label] = g.n + 1, g.sum + score, g[label] + 1
      if #g.sources < MOST_SOURCES then g.sources[#g.sources + 1] = { article.id, quotes[i + 3], quotes[i + 4] } end
    end
  end
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
  return #order
end

local function add_list(ctx, values)
  local n = 0
  for quotes in values do
    for _, row in ipairs(quotes) do ctx:row(row) end
    n = n + #quotes
  end
  return n
end

local read   -- the lexicon that was added

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
  articles = function(ctx, args)
    local found = ctx.articles
    if args.speaker then found = found { who = args.speaker } end
    return args.about and found { who = args.about } or found
  end,
  map = function(ctx, article, args)
    if args.lexicon and read ~= args.lexicon then
      tone.read(args.lexicon)
      read = args.lexicon
    end
    local names, lists, quotes = (args.about or args.by == "about") and names_in_quotes(ctx, article, args.about), args.view == "list", {}
    judge(article, args, names, not lists, function(quote, score, name)
      if lists then quotes[#quotes + 1] = listed(quote, score, name) else add_counted(quotes, quote, score, name, args.by) end
    end)
    return #quotes > 0 and quotes or nil
  end,
  reduce = function(ctx, values, args)
    local n
    if args.view == "list" then n = add_list(ctx, values) else n = add_groups(ctx, values, args.by) end
    if n == 0 then note_nothing(ctx, args) end
  end,
}
