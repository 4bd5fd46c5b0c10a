---Issues as people give them: "sanctions", "sanctions=sanction*,embargo", or a file of such lines.
local issues = {}

local set = require "words".set

---A test of an issue's words: whole words or, with a star, their beginnings; a plural counts as its singular. And what to search for to
---find articles that have them.
local function matcher(words)
  local patterns, terms = {}, {}
  for word in words:gmatch "[^,]+" do
    local plain = word:lower():gsub("^%s+", ""):gsub("%s+$", "")
    local open = plain:sub(-1) == "*"
    local term = plain:gsub("%*$", ""):gsub('"', " ")
    if term:find "[%w\x80-\xff]" then
      terms[#terms + 1] = { words = term, open = open }
      if not open then terms[#terms + 1] = { words = term .. "s" } end
    end
    local text = plain:gsub("[%^%$%(%)%%%.%[%]%+%-%?]", "%%%0")
    text = text:gsub("%*$", ""):gsub("%s+", "%%s+")
    if text ~= "" then
      patterns[#patterns + 1] = "%f[%w]" .. text .. ((open or text:sub(-1) == "s") and "" or "s?") .. (open and "" or "%f[%W]")
    end
  end
  if #patterns == 0 then return nil end
  return function(text)
    text = text:lower()
    for _, pattern in ipairs(patterns) do
      if text:find(pattern) then return true end
    end
    return false
  end, terms
end

---Adds the issues of a file: "label = word*, phrase, …" on each line, # begins a remark.
local function add_file(list, file)
  local known = {}
  for n, line in file:lines() do
    line = line:gsub("#.*$", ""):gsub("^%s+", ""):gsub("%s+$", "")
    local label, words = line:match "^(.-)%s*=%s*(.*)$"
    if line ~= "" then
      if not label then file:fail(n, ("'%s' has no '=', expected: label = word, stem*, phrase"):format(line)) end
      if label == "" then file:fail(n, "there is no label before '='") end
      if known[label:lower()] then file:fail(n, ("the label '%s' stands in line %d already"):format(label, known[label:lower()])) end
      local matches, terms = matcher(words)
      if not matches then file:fail(n, ("there are no words after '%s ='"):format(label)) end
      known[label:lower()] = n
      list[#list + 1] = { label = label, matches = matches, terms = terms }
    end
  end
end

---What is asked for: a list of { label, matches, terms }, or nil when nothing is.
---@param spec string|nil "word" or "LABEL=word,stem*"
---@param file table|nil a `file` argument
function issues.read(spec, file)
  if not spec and not file then return nil end
  local list = {}
  if spec then
    local label, words = spec:match "^%s*([^=]-)%s*=(.+)$"
    local matches, terms = matcher(words or spec)
    list[1] = { label = label or spec, matches = matches or function() return false end, terms = terms or {} }
  end
  if file then add_file(list, file) end
  return list
end

---The label of the first issue that the words are about; nil for none, and when none are asked for.
function issues.label(list, text)
  for _, issue in ipairs(list or {}) do
    if issue.matches(text) then return issue.label end
  end
end

local MOST_TERMS <const>, MOST_ENTITIES <const> = 60, 200

---Those entities whose names are about the issues; nil when they are too many to ask for.
local function entities_about(ctx, list)
  local ids = {}
  for _, issue in ipairs(list) do
    for _, term in ipairs(issue.terms) do
      for id, name in ctx.db:values("SELECT id, name FROM entities WHERE name LIKE '%' || ? || '%'", term.words:match "^[^%%_]*") do
        if issue.matches(name) then ids[#ids + 1] = id end
        if #ids > MOST_ENTITIES then return nil end
      end
    end
  end
  return #ids > 0 and ctx.entities { id = ids }:all() or {}
end

---The articles that may have something about the issues: those with their words, and those that name an entity with such a name, for which
---a pronoun may stand. All of them where that is not sooner known.
function issues.articles(ctx, list)
  local phrases = {}
  for _, issue in ipairs(list or {}) do
    for _, term in ipairs(issue.terms) do phrases[#phrases + 1] = '"' .. term.words .. '"' .. (term.open and "*" or "") end
  end
  if #phrases == 0 or #phrases > MOST_TERMS then return ctx.articles end
  local entities = entities_about(ctx, list)
  if not entities then return ctx.articles end
  local found = ctx.articles { search = table.concat(phrases, " OR ") }
  return #entities > 0 and found + ctx.articles { who = entities } or found
end

---Words that open what is said about a thing after a comma.
local OPENERS = set [[who whom whose which where when while whereas although though because but so yet since after before until unless if as
  despite including partly mainly largely mostly citing saying calling arguing adding noting]]
-- Words that nothing may end with that was cut.
local LOOSE = set [[a an the this that these those its his her their our my your of to in on for by with at from into over about against as
  and or nor but than is are was were be been being has have had will would can could should may might must not who which whose where when]]

---Without the quotation marks that have no partner in the text.
local function without_odd_marks(text)
  local _, open = text:gsub("\xe2\x80\x9c", "")
  local _, close = text:gsub("\xe2\x80\x9d", "")
  local _, straight = text:gsub('"', "")
  if open ~= close then text = text:gsub("\xe2\x80[\x9c\x9d]", "") end
  return straight % 2 == 1 and text:gsub('"', "") or text
end

---The thing itself, without what is said about it behind a comma: "the plan, which he called a gift". Behind the head of a phrase each
---comma opens something else; before it, and where no head is known, commas part what belongs together: "tax, wage and price controls".
---@param head string|nil the word that heads the text
function issues.thing(text, head)
  if text:find "[\"\xe2]" then text = without_odd_marks(text) end
  local _, behind = text:find(head or text, 1, true)
  local from = text:find(", ", 1, true)
  while from do
    local word = text:match("^%a*", from + 2):lower()
    if behind and from > behind or OPENERS[word] then return text:sub(1, from - 1) end
    from = text:find(", ", from + 2, true)
  end
  return text
end

-- Words before a thing that do not tell which thing it is.
local DETERMINERS = set "a an the any all some such this that these those his her its their our my your"

---A thing without the articles, possessives and the like before it: in "any such ban" and "a ban" it is the same.
function issues.bare(text)
  local word, rest = text:match "^(%a+) (.+)$"
  while word and DETERMINERS[word:lower()] do
    text = rest
    word, rest = text:match "^(%a+) (.+)$"
  end
  return text
end

---The first words of a text, at most so many, that can stand by themselves.
function issues.first_words(text, most)
  local n, last = 0, nil
  for word, stop in text:gmatch "(%S+)()" do
    n = n + 1
    if n > most then break end
    if not LOOSE[word:lower()] then last = stop end
  end
  return n > most and last and text:sub(1, last - 1) or text
end

return issues
