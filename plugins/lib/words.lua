---Lists of words as they are written down in the libraries.
local words = {}

---The set of words in a text, apart by commas or white space; "_" stands for the space in one of several words.
---@param text string
---@return table<string, boolean>
function words.set(text)
  local set = {}
  for word in text:gmatch "[^,%s]+" do set[word:gsub("_", " ")] = true end
  return set
end

---The words of several tables, each once, in order; those whose value is false are left out.
---@param ... table<string, any>
---@return string[]
function words.sorted(...)
  local seen, list = {}, {}
  for _, keys in ipairs { ... } do
    for word, value in pairs(keys) do
      if value and not seen[word] then list[#list + 1] = word end
      seen[word] = seen[word] or value
    end
  end
  table.sort(list)
  return list
end

return words
