local issues = require "issues"
local pages = require "page"
local positions = require "positions"

local FEW = 2000   -- articles of an actor, up to which only these are looked at

---The numbers of the articles that name an actor or quote it; nil when there are many.
local function articles_of(ctx, actor)
  local sql = [[SELECT article FROM mentions WHERE entity = ?1 AND in_scope(article)
    UNION SELECT article FROM quotes WHERE speaker = ?1 AND in_scope(article) LIMIT ]]
  local ids = {}
  for row in ctx.db:rows(sql .. FEW + 1, actor.id) do ids[#ids + 1] = row.article end
  return #ids <= FEW and ids or nil
end

---Calls f(page, article) for each article that has words of position, in order.
local function each_page(ctx, actor, f)
  local ids = actor and articles_of(ctx, actor)
  local n, all = 0, math.max(1, ids and #ids or ctx.articles:count())
  local candidates = positions.candidates(ctx)
  for i, selection in ipairs(ids and candidates or {}) do candidates[i] = selection:where { article = ids } end
  pages.each(candidates, function(article, predicates)
    f(pages.new {
      text = article.text, date = article.date, predicates = predicates,
      siblings = function(sentence) return sentence.predicates:all() end,
    }, article)
    n = n + 1
    if n % 64 == 0 then ctx:progress(math.min(1, n / all), "reading articles that take positions") end
  end)
end

---The label under which an issue is gathered: its entity, else its head words.
local function label_of(statement)
  if statement.issue_entity and statement.issue_entity.kind ~= "other" then return statement.issue_entity.name end
  local text = statement.issue
  for _, mark in ipairs { "\u{201c}", "\u{201d}", "\u{2018}", '"' } do text = text:gsub(mark, "") end
  text = text:gsub("^[%a']+'s ", ""):gsub(" that .*$", ""):gsub(" who .*$", ""):gsub(",.*$", "")
  local words = {}
  for w in text:gmatch "%S+" do
    words[#words + 1] = w
    if #words == 5 then break end
  end
  return table.concat(words, " ")
end

local function wanted(s, args)
  if args.actor and not (s.entity and s.entity.id == args.actor.id) then return false end
  if args.stance and (s.hedged or s.stance ~= args.stance) then return false end
  return true
end

local function list(ctx, args, wishes)
  each_page(ctx, args.actor, function(page, article)
    for _, s in ipairs(positions.find(page)) do
      local label = issues.label(wishes, s.issue)
      if wanted(s, args) and (label or not wishes) and (args.unclear or not s.hedged) then
        ctx:row {
          actor = s.entity or s.actor, issue = s.issue, stance = s.hedged and "unclear" or s.stance, kind = s.deed and "deed" or "words",
          negated = s.negated, in_quote = s.in_quote, date = article.date, label = label, source = s.sentence,
        }
      end
    end
  end)
end

local function month_of(article) return article.date and article.date:sub(1, 7) or "(no date)" end

---Counts a statement in its cell: for, against, or unclear.
local function count(cells, key, make, s, article)
  local cell = cells[key]
  if not cell then
    cell = make()
    cell.support, cell.oppose, cell.unclear, cell.deeds, cell.sources = 0, 0, 0, 0, {}
    cells[key] = cell
    cells[#cells + 1] = cell
  end
  local what = s.hedged and "unclear" or s.stance
  cell[what] = cell[what] + 1
  if s.deed then cell.deeds = cell.deeds + 1 end
  cell.sources[#cell.sources + 1] = { article.id, s.sentence.start_byte, s.sentence.end_byte }   -- a sentence would keep its article
end

---What a cell says: one side, both, or neither for sure.
local function verdict(cell)
  if cell.support > 0 and cell.oppose > 0 then return "mixed" end
  return cell.support > 0 and "support" or cell.oppose > 0 and "oppose" or "unclear"
end

local function before(a, b)
  local x, y = a.support + a.oppose, b.support + b.oppose
  if a.month ~= "" and a.name == b.name and a.issue == b.issue then return a.month < b.month end
  if a.month == "" and x ~= y then return x > y end
  if a.name ~= b.name then return a.name < b.name end
  if a.issue ~= b.issue then return a.issue < b.issue end
  return a.month < b.month
end

local function summary(ctx, args, wishes)
  local cells = {}
  each_page(ctx, args.actor, function(page, article)
    for _, s in ipairs(positions.find(page)) do
      local issue = issues.label(wishes, s.issue) or not wishes and label_of(s)
      if wanted(s, args) and issue then
        local month = args.by == "month" and month_of(article) or ""
        local key = s.actor .. "\0" .. issue:lower() .. "\0" .. month
        count(cells, key, function() return { actor = s.entity or s.actor, name = s.actor, issue = issue, month = month } end, s, article)
      end
    end
  end)
  local order = {}
  for _, cell in ipairs(cells) do
    if args.unclear or cell.support + cell.oppose > 0 then order[#order + 1] = cell end
  end
  cells = nil   -- what has become a row is let go of
  table.sort(order, before)
  for i, c in ipairs(order) do
    order[i] = false
    ctx:row {
      actor = c.actor, issue = c.issue, stance = verdict(c), support = c.support, oppose = c.oppose, unclear = c.unclear, deeds = c.deeds,
      month = c.month ~= "" and c.month or nil, sources = c.sources,
    }
  end
end

---@type dossier.Plugin
return {
  name = "stances", api = 1, version = "1",
  summary = "Who is for and who is against what, with the sentences that say so.",
  args = {
    { name = "actor", type = "entity", positional = true, help = "only this actor; any alias will do" },
    { name = "issue", type = "text", help = "only this issue: a word, or LABEL=word,stem*,…" },
    { name = "issues", type = "file", help = "only the issues of a file: LABEL = word, stem*, phrase, … on each line, # for remarks" },
    { name = "stance", type = "choice", choices = { "support", "oppose" }, help = "only statements of this sign" },
    { name = "by", type = "choice", choices = { "issue", "month" }, default = "issue", help = "month: one row for each month" },
    { name = "unclear", type = "boolean", help = "what is only hinted at too (may, would, stopped short of)" },
  },
  columns = {
    { name = "actor", type = "entity", help = "who takes the position" },
    { name = "issue", type = "text", help = "about what" },
    { name = "stance", type = "text", help = "support, oppose, mixed (both are told) or unclear" },
    { name = "support", type = "integer", help = "statements for it" },
    { name = "oppose", type = "integer", help = "statements against it" },
    { name = "unclear", type = "integer", help = "statements that hint at a position and do not take it" },
    { name = "deeds", type = "integer", help = "how many of all of them are acts (voted, vetoed, signed, sanctioned), not words" },
    { name = "month", type = "text", help = "with --by month" },
  },
  views = {
    list = {
      columns = {
        { name = "actor", type = "entity", help = "who takes the position" },
        { name = "issue", type = "text", help = "the target's own words" },
        { name = "stance", type = "text", help = "support or oppose; unclear with --unclear" },
        { name = "kind", type = "text", help = "words or deed" },
        { name = "negated", type = "boolean", help = "expressed by denying the opposite" },
        { name = "in_quote", type = "boolean", help = "inside quotation marks" },
        { name = "date", type = "date", help = "day of the article" },
        { name = "label", type = "text", help = "the label of the issue, with --issue or --issues" },
      },
    },
  },
  examples = {
    {
      run = "stances --issue sanctions", corpus = "samples",
      rows = { { actor = "China", issue = "sanctions", stance = "oppose", oppose = 1, support = 0 } },
    },
    {
      run = "stances --list --actor Dole", corpus = "samples",
      rows = { { actor = "Margaret Dole", issue = "a $12 billion aid package for Ukraine", stance = "oppose", in_quote = false } },
    },
  },
  run = function(ctx, args)
    local wishes = issues.read(args.issue, args.issues)
    if args.view == "list" then list(ctx, args, wishes) else summary(ctx, args, wishes) end
  end,
}
