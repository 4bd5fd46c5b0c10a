local pages = require "page"
local positions = require "positions"

---Calls f(page, article) for each article that has words of position, in order.
local function each_page(ctx, f)
  local n, all = 0, math.max(1, ctx.articles:count())
  pages.each(positions.candidates(ctx), function(article, predicates)
    f(pages.new {
      text = article.text, date = article.date, predicates = predicates,
      siblings = function(sentence) return sentence.predicates:all() end,
    }, article)
    n = n + 1
    if n % 64 == 0 then ctx:progress(math.min(1, n / all), "reading articles that take positions") end
  end)
end

---An issue as people give it: "sanctions" or "sanctions=sanction*,embargo" -> label and a test of an issue's words.
local function issue_filter(spec)
  if not spec then return nil end
  local label, words = spec:match "^([^=]+)=(.+)$"
  label, words = label or spec, words or spec
  local patterns = {}
  for word in words:gmatch "[^,]+" do
    local text = word:lower():gsub("^%s+", ""):gsub("%s+$", ""):gsub("[%^%$%(%)%%%.%[%]%+%-%?]", "%%%0")
    local open = text:sub(-1) == "*"
    text = text:gsub("%*$", "")
    patterns[#patterns + 1] = "%f[%w]" .. text .. ((open or text:sub(-1) == "s") and "" or "s?") .. (open and "" or "%f[%W]")
  end
  return label, function(text)
    text = text:lower()
    for _, pattern in ipairs(patterns) do
      if text:find(pattern) then return true end
    end
    return false
  end
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
  if args.stance and s.stance ~= args.stance then return false end
  if not args.unclear and s.hedged then return false end
  return true
end

local function list(ctx, args, matches)
  each_page(ctx, function(page, article)
    for _, s in ipairs(positions.find(page)) do
      if wanted(s, args) and (not matches or matches(s.issue)) then
        ctx:row {
          actor = s.entity or s.actor, issue = s.issue, stance = s.stance, negated = s.negated, in_quote = s.in_quote, date = article.date,
          source = s.sentence,
        }
      end
    end
  end)
end

local function summary(ctx, args, label, matches)
  local cells, order = {}, {}
  each_page(ctx, function(page, article)
    for _, s in ipairs(positions.find(page)) do
      if wanted(s, args) and (not matches or matches(s.issue)) then
        local month = args.by == "month" and (article.date and article.date:sub(1, 7) or "(no date)") or ""
        local issue = label or label_of(s)
        local key = s.actor .. "\0" .. issue:lower() .. "\0" .. month
        local cell = cells[key]
        if not cell then
          cell = { actor = s.entity or s.actor, name = s.actor, issue = issue, month = month, support = 0, oppose = 0, sources = {} }
          cells[key] = cell
          order[#order + 1] = cell
        end
        cell[s.stance] = cell[s.stance] + 1
        cell.sources[#cell.sources + 1] = s.sentence
      end
    end
  end)
  table.sort(order, function(a, b)
    local x, y = a.support + a.oppose, b.support + b.oppose
    if x ~= y then return x > y end
    if a.name ~= b.name then return a.name < b.name end
    if a.issue ~= b.issue then return a.issue < b.issue end
    return a.month < b.month
  end)
  for _, c in ipairs(order) do
    local stance = c.oppose == 0 and "support" or c.support == 0 and "oppose" or "mixed"
    ctx:row {
      actor = c.actor, issue = c.issue, stance = stance, support = c.support, oppose = c.oppose,
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
    { name = "stance", type = "choice", choices = { "support", "oppose" }, help = "only statements of this sign" },
    { name = "by", type = "choice", choices = { "issue", "month" }, default = "issue", help = "month: one row for each month" },
    { name = "unclear", type = "boolean", help = "hedged statements too (may, would, appear to)" },
  },
  columns = {
    { name = "actor", type = "entity", help = "who takes the position" },
    { name = "issue", type = "text", help = "about what" },
    { name = "stance", type = "text", help = "support, oppose or mixed" },
    { name = "support", type = "integer", help = "statements for it" },
    { name = "oppose", type = "integer", help = "statements against it" },
    { name = "month", type = "text", help = "with --by month" },
  },
  views = {
    list = {
      columns = {
        { name = "actor", type = "entity", help = "who takes the position" },
        { name = "issue", type = "text", help = "the target's own words" },
        { name = "stance", type = "text", help = "support or oppose" },
        { name = "negated", type = "boolean", help = "expressed by denying the opposite" },
        { name = "in_quote", type = "boolean", help = "inside quotation marks" },
        { name = "date", type = "date", help = "day of the article" },
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
    local label, matches = issue_filter(args.issue)
    if args.view == "list" then list(ctx, args, matches) else summary(ctx, args, label, matches) end
  end,
}
