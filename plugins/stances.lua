local frames = require "frames"
local issues = require "issues"
local pages = require "page"
local positions = require "positions"

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

---A statement for the list.
local function listed(s, article, label)
  return {
    actor = s.entity or s.actor, issue = issues.thing(s.issue, s.head), stance = s.hedged and "unclear" or s.stance,
    kind = s.deed and "deed" or "words", negated = s.negated, in_quote = s.in_quote, date = article.date, label = label,
    source = s.sentence,
  }
end

local function month_of(article) return article.date and article.date:sub(1, 7) or "(no date)" end

local MANY <const> = 5000   -- articles of a large database
local LONG <const> = 64   -- bytes that two writers do not put down alike

---Up to 60 bytes of a statement's sentence before its words, these, and up to 60 bytes behind them.
local function passage_of(page, s)
  local p, sentence = s.predicate, s.sentence
  local from, to = math.min(p.start_byte, s.first_byte), math.max(p.end_byte, s.end_byte)
  local before = page.text:sub(math.max(sentence.start_byte, from - 60) + 1, from)
  return before, page.text:sub(from + 1, to), page.text:sub(to + 1, math.min(sentence.end_byte, to + 60))
end

---Takes note of a passage; whether its words stood in the article before, or with what is on one side of them in any.
local function note(seen, before, words, behind, article_id)
  local here, whole, left, right = article_id .. words, before .. "\0" .. words .. "\0" .. behind, before .. words, words .. behind
  local known = seen[here] or seen[whole] or (#left >= LONG and seen[left]) or (#right >= LONG and seen[right])
  seen[here], seen[whole], seen[left], seen[right] = true, true, true, true
  return known
end

-- Statements on their way to their cells are a flat list: actor, issue, what is said, whether by a deed, the sentence's start and end, and
-- the passage's three parts.
local PARTS <const> = 9

local function add_counted(list, page, s, issue)
  local n = #list
  list[n + 1], list[n + 2], list[n + 3], list[n + 4] = s.actor, issue, s.hedged and "unclear" or s.stance, s.deed
  list[n + 5], list[n + 6] = s.sentence.start_byte, s.sentence.end_byte
  list[n + 7], list[n + 8], list[n + 9] = passage_of(page, s)
end

-- A statement as a string, with its month: most cells have one, and there are many cells.
local ONE <const> = "<s4s1s4I4I4I4s1Bs4s4s4"

local function new_cell(actor, month, issue)
  return { support = 0, oppose = 0, unclear = 0, deeds = 0, actor = actor, issue = issue, month = month, seen = {} }
end

---Counts a statement in its cell: for, against, or unclear; unless the cell has it already: said again in this article, or in a passage
---that many articles carry, like a link, a caption or a sentence of an agency. The cell's list is its sources, number by number.
local function count(cell, article_id, first, last, what, deed, before, words, behind)
  if note(cell.seen, before, words, behind, article_id) then return end
  local counted_as = what == "mixed" and "unclear" or what
  cell[counted_as] = cell[counted_as] + 1
  cell.mixed = cell.mixed or what == "mixed"
  if deed then cell.deeds = cell.deeds + 1 end
  local n = #cell
  cell[n + 1], cell[n + 2], cell[n + 3] = article_id, first, last
end

local function packed(actor, month, issue, article_id, first, last, what, deed, before, words, behind)
  return ONE:pack(actor, month or "", issue, article_id, first, last, what, deed and 1 or 0, before, words, behind)
end

---The cell that a packed statement makes.
local function unpacked(one)
  local actor, month, issue, article_id, first, last, what, deed, before, words, behind = ONE:unpack(one)
  local cell = new_cell(actor, month ~= "" and month or nil, issue)
  count(cell, article_id, first, last, what, deed == 1, before, words, behind)
  return cell
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

---The statements by actor, issue and, when asked for, month: a list of the keys, and a cell or one packed statement for each.
local function gather(values, by_month)
  local known, keys = {}, {}
  for statements, article in values do
    local id, month = article.id, by_month and month_of(article) or nil
    for i = 1, #statements, PARTS do
      local actor, issue, what, deed, first, last, before, words, behind = table.unpack(statements, i, i + PARTS - 1)
      local key = actor .. "\0" .. issue:lower() .. (month and "\0" .. month or "")
      local cell = known[key]
      if not cell then
        keys[#keys + 1] = key
        known[key] = packed(actor, month, issue, id, first, last, what, deed, before, words, behind)
      else
        if type(cell) == "string" then
          cell = unpacked(cell)
          known[key] = cell
        end
        count(cell, id, first, last, what, deed, before, words, behind)
      end
    end
  end
  return keys, known
end

---Rows of the cells with enough statements, in order.
local function add_cells(ctx, keys, known, args, min)
  local order, by_place = {}, {}
  for i, key in ipairs(keys) do
    local what = known[key]
    local cell = type(what) == "table" and what or min <= 1 and unpacked(what)
    if cell then
      local sides = cell.support + cell.oppose
      cell.seen = nil
      if (args.unclear or cell.mixed or sides > 0) and sides + cell.unclear >= min then
        local place = place_of(cell)
        order[#order + 1], by_place[place] = place, key
      end
    end
    keys[i] = false
  end
  table.sort(order)
  for i, place in ipairs(order) do
    local key = by_place[place]
    local what = known[key]
    ctx:row(row_of(type(what) == "table" and what or unpacked(what)))
    order[i], by_place[place], known[key] = false, nil, nil   -- what has become a row is let go of
  end
end

---The least number of statements that a cell is shown for: in a large database most pairs come once.
local function least(ctx, args)
  if args.min or args.actor or args.issue or args.issues then return args.min or 1 end
  if ctx.articles:count() < MANY then return 1 end
  ctx:note "what is said at least twice; --min 1 for all"
  return 2
end

local asked = setmetatable({}, { __mode = "k" })   -- args -> the issues that are asked for, false: none

local function wishes_of(args)
  local wishes = asked[args]
  if wishes == nil then
    wishes = issues.read(args.issue, args.issues) or false
    asked[args] = wishes
  end
  return wishes or nil
end

local wanted_frames = frames.all()

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
    { name = "min", type = "integer",
      help = "the least number of statements; else 1, and 2 of 5,000 articles or more without actor and issue" },
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
  articles = function(ctx, args)
    local found = issues.articles(ctx, wishes_of(args))
    return args.actor and found { who = args.actor } or found
  end,
  map = function(_, article, args)
    local predicates, around = article:frames(wanted_frames)
    if #predicates == 0 then return nil end
    local wishes, statements, lists = wishes_of(args), {}, args.view == "list"
    local page = pages.new { text = article.text, date = article.date, predicates = predicates, siblings = around }
    for _, s in ipairs(positions.find(page)) do
      local label = issues.label(wishes, s.issue)
      if (label or not wishes) and wanted(s, args) and (args.unclear or not (lists and s.hedged)) then
        if lists then
          statements[#statements + 1] = listed(s, article, label)
        else
          add_counted(statements, page, s, label or label_of(s))
        end
      end
    end
    return #statements > 0 and statements or nil
  end,
  reduce = function(ctx, values, args)
    if args.view == "list" then
      for statements in values do
        for _, row in ipairs(statements) do ctx:row(row) end
      end
    else
      local keys, known = gather(values, args.by == "month")
      add_cells(ctx, keys, known, args, least(ctx, args))
    end
  end,
}
