local frames = require "frames"
local issues = require "issues"
local pages = require "page"
local positions = require "positions"

---Calls f(page, article) for each article that has words of position, in order; with an actor, that names him.
local function each_page(ctx, actor, f)
  local articles = actor and ctx.articles { who = actor } or ctx.articles
  local n, all = 0, math.max(1, articles:count())
  for article, predicates, around in articles:frames(frames.all()) do
    f(pages.new { text = article.text, date = article.date, predicates = predicates, siblings = around }, article)
    n = n + 1
    if n % 64 == 0 then ctx:progress(math.min(1, n / all), "reading articles that take positions") end
  end
end

---The label under which an issue is gathered: its entity, else its head words.
local function label_of(statement)
  if statement.issue_entity and statement.issue_entity.kind ~= "other" then return statement.issue_entity.name end
  local text = statement.issue
  if text:find "[\"\xe2]" then text = text:gsub('"', ""):gsub("\xe2\x80[\x98\x9c\x9d]", "") end
  if text:find("'", 1, true) then text = text:gsub("^[%a']+'s ", "") end
  text = issues.thing(text, statement.head)
  for _, word in ipairs { " that ", " who " } do
    local last = text:find(word, 1, true)
    if last then text = text:sub(1, last - 1) end
  end
  return issues.first_words(issues.bare(text), 6)
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
          actor = s.entity or s.actor, issue = issues.thing(s.issue, s.head), stance = s.hedged and "unclear" or s.stance,
          kind = s.deed and "deed" or "words", negated = s.negated, in_quote = s.in_quote, date = article.date, label = label,
          source = s.sentence,
        }
      end
    end
  end)
end

local function month_of(article) return article.date and article.date:sub(1, 7) or "(no date)" end

local LONG = 64   -- bytes that two writers do not put down alike

---The words of a statement, and up to 60 bytes of its sentence before and behind them; a zero byte parts the three.
local function passage_of(page, s)
  local p, sentence = s.predicate, s.sentence
  local from, to = math.min(p.start_byte, s.first_byte), math.max(p.end_byte, s.end_byte)
  local before = page.text:sub(math.max(sentence.start_byte, from - 60) + 1, from)
  local behind = page.text:sub(to + 1, math.min(sentence.end_byte, to + 60))
  return before .. "\0" .. page.text:sub(from + 1, to) .. "\0" .. behind
end

---Takes note of a passage; whether its words stood in the article before, or with what is on one side of them in any.
local function note(seen, passage, article_id)
  local before, words, behind = passage:match "^(.-)\0(.-)\0(.*)$"
  local here, left, right = article_id .. words, before .. words, words .. behind
  local known = seen[here] or seen[passage] or (#left >= LONG and seen[left]) or (#right >= LONG and seen[right])
  seen[here], seen[passage], seen[left], seen[right] = true, true, true, true
  return known
end

---Whether the cell has the statement already: said again in this article, or in a passage that many articles carry, like a link, a caption
---or a sentence of an agency.
local function is_repeated(cell, page, s, article)
  local passage = passage_of(page, s)
  if not cell.seen then
    cell.seen = passage   -- most cells have one statement
    return false
  end
  if type(cell.seen) == "string" then
    local first = cell.seen
    cell.seen = {}
    note(cell.seen, first, cell[1])
  end
  return note(cell.seen, passage, article.id)
end

---Counts a statement in its cell: for, against, or unclear. The cell's list is its sources, number by number: there are many.
local function count(cell, s, article)
  local what = (s.hedged or s.stance == "mixed") and "unclear" or s.stance
  cell[what] = cell[what] + 1
  cell.mixed = cell.mixed or s.stance == "mixed" and not s.hedged
  if s.deed then cell.deeds = cell.deeds + 1 end
  local n, sentence = #cell, s.sentence
  cell[n + 1], cell[n + 2], cell[n + 3] = article.id, sentence.start_byte, sentence.end_byte
end

local function sources_of(cell)
  local sources = {}
  for i = 1, #cell, 3 do sources[#sources + 1] = { cell[i], cell[i + 1], cell[i + 2] } end
  return sources
end

---What a cell says: one side, both or expressly neither, or nothing for sure.
local function verdict(cell)
  if cell.mixed or cell.support > 0 and cell.oppose > 0 then return "mixed" end
  return cell.support > 0 and "support" or cell.oppose > 0 and "oppose" or "unclear"
end

---What cells are ordered by: how many statements there are, then names; within months the time comes last.
local function place_of(cell)
  local n = cell.month and 0 or 99999999 - cell.support - cell.oppose
  return ("%08d%s\0%s\0%s"):format(n, cell.actor, cell.issue, cell.month or "")
end

local function row_of(cell)
  return {
    actor = cell.actor, issue = cell.issue, stance = verdict(cell), support = cell.support, oppose = cell.oppose, unclear = cell.unclear,
    deeds = cell.deeds, month = cell.month, sources = sources_of(cell),
  }
end

---The cells, by actor, issue and, when asked for, month.
local function cells_of(ctx, args, wishes)
  local known, cells, by_month = {}, {}, args.by == "month"
  each_page(ctx, args.actor, function(page, article)
    local month = by_month and month_of(article) or nil
    for _, s in ipairs(positions.find(page)) do
      local issue = issues.label(wishes, s.issue) or not wishes and label_of(s)
      if issue and wanted(s, args) then
        local key = s.actor .. "\0" .. issue:lower() .. (month and "\0" .. month or "")
        local cell = known[key]
        if not cell then
          cell = { support = 0, oppose = 0, unclear = 0, deeds = 0, actor = s.actor, issue = issue, month = month }
          known[key], cells[#cells + 1] = cell, cell
        end
        if not is_repeated(cell, page, s, article) then count(cell, s, article) end
      end
    end
  end)
  return cells
end

local function summary(ctx, args, wishes)
  local order, by_place = {}, {}
  for _, cell in ipairs(cells_of(ctx, args, wishes)) do
    if args.unclear or cell.mixed or cell.support + cell.oppose > 0 then
      local place = place_of(cell)
      order[#order + 1], by_place[place] = place, cell
    end
  end
  collectgarbage()   -- what was read is let go of before rows are made
  table.sort(order)
  for i, place in ipairs(order) do
    ctx:row(row_of(by_place[place]))
    order[i], by_place[place] = false, nil   -- what has become a row is let go of
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
    { name = "stance", type = "choice", choices = { "support", "oppose", "mixed" }, help = "only statements of this kind" },
    { name = "by", type = "choice", choices = { "issue", "month" }, default = "issue", help = "month: one row for each month" },
    { name = "unclear", type = "boolean", help = "what is only hinted at too (may, would, stopped short of)" },
  },
  columns = {
    { name = "actor", type = "entity", help = "who takes the position" },
    { name = "issue", type = "text", help = "about what" },
    { name = "stance", type = "text", help = "support, oppose, mixed (both are told; abstained, divided) or unclear" },
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
        { name = "stance", type = "text", help = "support, oppose or mixed (abstained, divided); unclear with --unclear" },
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
