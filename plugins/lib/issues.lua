---Issues as people give them: "sanctions", "sanctions=sanction*,embargo", or a file of such lines.
local issues = {}

---A test of an issue's words: whole words or, with a star, their beginnings; a plural counts as its singular.
local function matcher(words)
  local patterns = {}
  for word in words:gmatch "[^,]+" do
    local text = word:lower():gsub("^%s+", ""):gsub("%s+$", ""):gsub("[%^%$%(%)%%%.%[%]%+%-%?]", "%%%0")
    local open = text:sub(-1) == "*"
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
  end
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
      local matches = matcher(words)
      if not matches then file:fail(n, ("there are no words after '%s ='"):format(label)) end
      known[label:lower()] = n
      list[#list + 1] = { label = label, matches = matches }
    end
  end
end

---What is asked for: a list of { label, matches }, or nil when nothing is.
---@param spec string|nil "word" or "LABEL=word,stem*"
---@param file table|nil a `file` argument
function issues.read(spec, file)
  if not spec and not file then return nil end
  local list = {}
  if spec then
    local label, words = spec:match "^%s*([^=]-)%s*=(.+)$"
    list[1] = { label = label or spec, matches = matcher(words or spec) or function() return false end }
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

return issues
